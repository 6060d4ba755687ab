package remedy.separation_of_duties_test

import data.remedy.lib.example_test as example

_iam := {"teams": {"iam": {"name": "Identity", "function": "iam", "capabilities": ["manage_identity"]}}}

_identities(records) := org_with(object.union(_iam, {"identities": records}))

test_people_aliases_and_owned_machines_pass if {
	every id in ["erin", "ERIN", "aokafor", "alice@example.com", "svc-checkout"] {
		denied("SOD-09", example.closed_with({"retest": [{"result": "pass", "by": id}]})) == []
	}
}

test_an_unknown_id_is_denied_once_with_every_place if {
	acted := example.closed_with({
		"retest": [{"result": "pass", "by": "nightly"}, {"by": "erin"}],
		"approvals": [{"kind": "plan", "by": "nightly"}],
	})
	[d] := denied("SOD-09", acted)
	d.path == ["retest", 0, "by"]
	d.message == concat("", [
		"`nightly` cannot be attributed to a person: ",
		"neither a person in `org.people` nor an identity in `org.identities`",
	])
	d.expected == "a person in `org.people`, or a machine whose owner is one"
	d.found == "nightly"
	d.unblock == "name a person, or record the id as an alias in `org.people`"
	d.who == ["alice"]
	d.related == [{"path": ["approvals", 0, "by"], "message": "here too"}]
}

test_every_actor_is_judged if {
	acted := example.closed_with({
		"ownership": {"verified_by": "n1", "implementers": ["carol", "n2"]},
		"containment": {"contained_by": "n3"},
		"closure": {"requested_by": "n4", "verified_by": "n5"},
		"plan": {"actions": [{"performed_by": "n6"}, {"approved_by": "n7"}]},
		"retest": [{"by": "n8"}],
		"approvals": [{"by": "n9"}],
		"evidence": [{"collected_by": "n10"}],
	})
	{d.path | some d in denied("SOD-09", acted)} == {
		["ownership", "verified_by"], ["ownership", "implementers", 1], ["containment", "contained_by"],
		["closure", "requested_by"], ["closure", "verified_by"], ["plan", "actions", 0, "performed_by"],
		["plan", "actions", 1, "approved_by"], ["retest", 0, "by"], ["approvals", 0, "by"],
		["evidence", 0, "collected_by"],
	}
}

test_a_machine_without_an_owner_is_denied if {
	org := _identities({"svc-scan": {"kind": "service_account", "aliases": ["scanner"]}})
	every id in ["svc-scan", "Scanner"] {
		[d] := denied_in("SOD-09", example.closed_with({"retest": [{"by": id}]}), org)
		d.message == sprintf("`%s` cannot be attributed to a person: a service account without an owner", [id])
		d.unblock == "name a person, or record the owner in `org.identities`"
		d.who == ["iam"]
	}
}

test_a_machine_whose_owner_is_nobody_is_denied if {
	org := object.union(_identities({"svc-scan": {"kind": "token", "owner": "ghost"}}), {"aliases": {"svc-scan": "ghost"}})
	[d] := denied_in("SOD-09", example.closed_with({"retest": [{"by": "svc-scan"}]}), org)
	d.message == concat("", [
		"`svc-scan` cannot be attributed to a person: ",
		"its owner `ghost` is not a person in `org.people`",
	])
	d.unblock == "name a person, or correct the owner in `org.identities`"
}

test_a_second_account_that_is_no_alias_is_denied if {
	org := _identities({"carol-adm": {"kind": "human", "owner": "carol"}})
	acted := example.closed_with({"plan": {"actions": [{"status": "done", "performed_by": "carol-adm"}]}})
	[d] := denied_in("SOD-09", acted, org)
	d.message == concat("", [
		"`carol-adm` cannot be attributed to a person: ",
		"an account of `carol` that `org.people` does not list as an alias",
	])
	d.unblock == "record `carol-adm` as an alias of `carol` in `org.people`"
	denied_in("SOD-09", acted, object.union(org, {"aliases": {"carol-adm": "carol"}})) == []
}

test_absent_people_are_not_judged_by_this_rule if {
	acted := example.closed_with({"retest": [{"by": "nightly"}]})
	denied_in("SOD-09", acted, object.remove(example.org, ["people"])) == []
}

test_absent_actors_pass if {
	denied("SOD-09", object.remove(example.closed, ["ownership", "plan", "retest", "closure"])) == []
	empty := {"retest": [{}], "approvals": [{}], "evidence": [{}], "plan": {"actions": [{}]}}
	denied("SOD-09", example.closed_with(empty)) == []
}

test_actors_are_judged_in_accepted_and_closed_alone if {
	acted := example.closed_with({"retest": [{"by": "nightly"}]})
	count(denied("SOD-09", as_state(acted, "accepted"))) == 1
	every state in ["open", "contained"] {
		denied("SOD-09", as_state(acted, state)) == []
	}
}

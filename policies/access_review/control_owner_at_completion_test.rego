package remedy.access_review_test

import data.remedy.lib.example_review_test as example

_owned_by(owners) := org_with({"controls": {"AC-17": {"owners": owners}}})

# Alice until a day, then Judy, both by a document.
_changed_hands(last, first) := _owned_by([
	{"person": "alice", "from": "2020-01-01", "to": last, "doc_ref": "raci://1"},
	{"person": "judy", "from": first, "doc_ref": "raci://2"},
])

test_a_proven_owner_passes if denied("REV-09", example.completed) == []

test_without_a_control_it_is_left_to_what_is_missing if {
	denied("REV-09", without("control")) == []
	results("deny", "REV-09", example.document(without("control"), example.facts), {}) == []
}

test_without_controls_it_cannot_be_judged if {
	[d] := denied_in("REV-09", object.remove(example.org, ["controls"]))
	d.unavailable == "org.controls"
	d.path == ["control", "id"]
}

test_an_unknown_control_is_denied if {
	[d] := denied("REV-09", example.completed_with({"control": {"id": "AC-99"}}))
	d.path == ["control", "id"]
	d.message == "`AC-99` is not a control in `org.controls`"
	d.found == "AC-99"
	d.who == ["alice"]
	denied("REV-09", as_open(example.completed_with({"control": {"id": "AC-99"}}))) == []
}

test_a_control_without_an_owner_at_the_completion_is_denied if {
	every owners in [[], [{"person": "alice", "from": "2020-01-01", "to": "2026-11-17", "doc_ref": "raci://1"}]] {
		[d] := denied_in("REV-09", _owned_by(owners))
		d.path == ["control", "id"]
		d.message == "cannot prove who owned control `AC-17` on 2026-11-18: its record has no owner then"
		d.related == [{"path": ["completed_at"], "message": "completed here"}]
	}
}

test_an_owner_without_a_document_is_denied if {
	[d] := denied_in("REV-09", _owned_by([{"person": "alice", "from": "2020-01-01"}]))
	d.message == concat("", [
		"cannot prove who owned control `AC-17` on 2026-11-18: ",
		"no `doc_ref` shows what gave the ownership",
	])
}

test_several_owners_are_denied if {
	[d] := denied_in("REV-09", _changed_hands("2026-11-18", "2026-11-18"))
	d.message == concat("", [
		"cannot prove who owned control `AC-17` on 2026-11-18: ",
		"its record has several owners (`alice`, `judy`)",
	])
}

test_the_owner_on_the_day_of_the_completion_counts if {
	denied_in("REV-09", _changed_hands("2026-11-18", "2026-11-19")) == []
	[d] := denied_in("REV-09", _changed_hands("2026-11-17", "2026-11-18"))
	d.path == ["control", "owner"]
	d.message == "on 2026-11-18 control `AC-17` was owned by `judy`, the review says `alice`"
	d.expected == "judy"
	d.found == "alice"
}

test_a_review_that_names_no_owner_relies_on_the_record if {
	unnamed := object.union(without("control"), {"control": {"id": "AC-17"}})
	denied("REV-09", unnamed) == []
}

test_an_owner_by_alias_passes if {
	denied("REV-09", example.completed_with({"control": {"owner": "Alice@example.com"}})) == []
	[_] := denied("REV-09", example.completed_with({"control": {"owner": "IT"}}))
}

test_a_review_without_a_completion_is_judged_now if {
	org := _changed_hands("2026-11-18", "2026-11-19")
	[d] := results("deny", "REV-09", example.document(without("completed_at"), example.facts), org)
	startswith(d.message, "on 2026-11-20 control `AC-17` was owned by `judy`")
}

test_several_owners_are_denied_once_whoever_the_review_names if {
	every named in ["alice", "judy", "erin"] {
		review := example.completed_with({"control": {"owner": named}})
		org := _changed_hands("2026-11-18", "2026-11-18")
		[d] := results("deny", "REV-09", example.document(review, example.facts), org)
		d.path == ["control", "id"]
	}
}

test_a_control_without_a_list_of_owners_is_denied if {
	[d] := denied_in("REV-09", object.union(
		object.remove(example.org, ["controls"]),
		{"controls": {"AC-17": {"title": "Secrets are kept in the vault"}}},
	))
	endswith(d.message, "its record has no owner then")
}

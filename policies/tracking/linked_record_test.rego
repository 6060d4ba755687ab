package remedy.tracking_test

import data.remedy.lib.example_test as example

_linked_without(link) := example.closed_with({"tracking": object.union(
	object.remove(record, ["links"]),
	{"links": object.remove(record.links, [link])},
)})

test_a_record_that_links_everything_passes if {
	denied("TRK-01", tracked) == []
}

test_each_missing_link_is_denied if {
	every link in ["finding", "owner", "action", "retest"] {
		[d] := denied("TRK-01", _linked_without(link))
		d.path == ["tracking", "links", link]
		d.message == sprintf("the record of the work does not name `links.%s`", [link])
		d.unblock == sprintf("add `tracking.links.%s`", [link])
		d.expected == "`system`, `record_id`, `links.finding`, `links.owner`, `links.action`, `links.retest`"
		d.who == ["alice"]
	}
}

test_several_gaps_in_the_record_are_one_denial if {
	[d] := denied("TRK-01", example.closed_with({"tracking": object.remove(record, ["record_id", "links"])}))
	d.path == ["tracking", "record_id"]
	d.message == concat("", [
		"the record of the work does not name ",
		"`record_id`, `links.finding`, `links.owner`, `links.action`, `links.retest`",
	])
}

test_an_absent_record_is_denied if {
	every finding in [example.closed, example.closed_with({"tracking": {}})] {
		[d] := denied("TRK-01", finding)
		d.path == ["tracking"]
		d.message == "no record of the work is named"
		startswith(d.unblock, "add `tracking.system`, `tracking.record_id`, `tracking.links.finding`")
	}
}

test_what_repaired_nothing_needs_no_link_to_action_and_retest if {
	every disposition in ["false_positive", "duplicate"] {
		denied("TRK-01", as_disposition(_linked_without("retest"), disposition)) == []
		denied("TRK-01", as_disposition(_linked_without("action"), disposition)) == []
		count(denied("TRK-01", as_disposition(_linked_without("owner"), disposition))) == 1
	}
	count(denied("TRK-01", as_disposition(_linked_without("retest"), "decommissioned"))) == 1
}

test_an_accepted_risk_needs_links_to_finding_and_owner if {
	denied("TRK-01", as_state(_linked_without("retest"), "accepted")) == []
	[d] := denied("TRK-01", as_state(_linked_without("finding"), "accepted"))
	d.expected == "`system`, `record_id`, `links.finding`, `links.owner`"
	[absent] := denied("TRK-01", as_state(example.closed, "accepted"))
	absent.path == ["tracking"]
}

test_open_and_contained_need_no_record if {
	every state in ["open", "contained"] {
		denied("TRK-01", as_state(example.closed, state)) == []
	}
}

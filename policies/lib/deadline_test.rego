package remedy.lib.deadline_test

import data.remedy.lib.deadline
import data.remedy.lib.example_test as example

_cve := "CVE-2026-1111"

# A vulnerability of tier possible/moderate (90 days), detected on 2026-11-02.
_finding := object.union(
	object.remove(example.open_finding, ["identity"]),
	{
		"type": "vulnerability",
		"severity": "moderate",
		"impact": "moderate",
		"exposure": {
			"evaluated_at": "2026-11-03T08:00:00Z",
			"exploitation": "none",
			"internet_reachable": false,
			"automatable": false,
			"technical_impact": "partial",
		},
		"due": {"date": "2027-01-31"},
	},
)

_with(changes) := object.union(_finding, changes)

_listed(added, due) := {"kev": {"name": "kev", "version": "1", "entries": {_cve: {
	"date_added": added,
	"due_date": due,
	"ransomware": "unknown",
}}}}

_named := _with({"exposure": {"cve": _cve}})

# --- clock -----------------------------------------------------------------------------------------------------------

test_clock_starts_at_the_detection if {
	deadline.clock_start == "2026-11-02T09:14:00Z" with input as example.document(_finding)
		with data.org as example.org
		with data.feeds as {}
}

test_clock_starts_at_an_earlier_listing_in_kev if {
	deadline.clock_start == "2026-11-01" with input as example.document(_named)
		with data.org as example.org
		with data.feeds as _listed("2026-11-01", "2026-11-22")
}

test_clock_does_not_wait_for_a_later_listing_in_kev if {
	deadline.clock_start == "2026-11-02T09:14:00Z" with input as example.document(_named)
		with data.org as example.org
		with data.feeds as _listed("2026-11-03", "2026-11-22")
}

test_where_the_clock_starts_is_told if {
	deadline.clock_related == [{"path": ["source", "detected_at"], "message": "the clock starts here"}]
		with input as example.document(_finding)
		with data.org as example.org
		with data.feeds as {}
	deadline.clock_related == [{"path": ["exposure", "cve"], "message": "listed in KEV on 2026-11-01"}]
		with input as example.document(_named)
		with data.org as example.org
		with data.feeds as _listed("2026-11-01", "2026-11-22")
}

# --- days and limits -------------------------------------------------------------------------------------------------

_cells := {
	"active": {"critical": 3, "high": 3, "moderate": 3, "low": 14},
	"exposed": {"critical": 3, "high": 7, "moderate": 14, "low": 45},
	"likely": {"critical": 7, "high": 14, "moderate": 30, "low": 90},
	"possible": {"critical": 30, "high": 30, "moderate": 90, "low": 180},
	"control_gap": {"critical": 30, "high": 60, "moderate": 90, "low": 180},
}

_days(tier, rating) := days if {
	days := deadline.days(tier) with input as example.document(_with({"severity": rating, "impact": rating}))
		with data.org as example.org
		with data.feeds as {}
}

test_days_are_those_of_the_table if {
	every tier, row in _cells {
		every rating, days in row {
			_days(tier, rating) == days
		}
	}
}

test_limit_is_the_day_so_many_days_after_the_clock_start if {
	deadline.limit("possible") == "2027-01-31" with input as example.document(_finding)
		with data.org as example.org
		with data.feeds as {}
	deadline.latest_due == "2027-01-31" with input as example.document(_finding)
		with data.org as example.org
		with data.feeds as {}
}

test_limit_counts_from_the_day_in_the_zone if {
	late := _with({"source": {"detected_at": "2026-11-02T23:30:00Z"}})
	berlin := object.union(example.document(late), {"at": {"zone": "Europe/Berlin"}})
	deadline.limit("exposed") == "2026-11-17" with input as berlin with data.org as example.org with data.feeds as {}
	deadline.limit("exposed") == "2026-11-16" with input as example.document(late)
		with data.org as example.org
		with data.feeds as {}
}

# Profile fedramp-vdr-d gives twelve hours. They run through the change of the clock in Berlin on 2026-10-25.
test_half_a_day_ends_twelve_hours_after_the_clock_start if {
	_half_a_day("2026-11-02T09:14:00Z", "UTC") == {
		"limit": "2026-11-02T21:14:00Z",
		"latest": "2026-11-02T21:14:00Z",
		"basis": "exposed/moderate: 0.5 days from 2026-11-02",
	}
	_half_a_day("2026-10-24T23:30:00+02:00", "Europe/Berlin").limit == "2026-10-25T09:30:00Z"
	_half_a_day("2026-11-02", "UTC").limit == "2026-11-02T12:00:00Z"
}

_half_a_day(detected, zone) := answers if {
	finding := _with({
		"source": {"detected_at": detected},
		"exposure": {"internet_reachable": true, "automatable": true},
	})
	document := object.union(example.document(finding), {"at": {"zone": zone}})
	answers := {
		"limit": deadline.limit("exposed"),
		"latest": deadline.latest_due,
		"basis": deadline.basis("exposed"),
	} with input as document
		with data.org as example.org
		with data.feeds as {}
		with data.params.sla.exposed.days.moderate as 0.5
}

# --- table of CVEs ---------------------------------------------------------------------------------------------------

_row(days) := {
	"in_kev": false,
	"publicly_exposed": false,
	"automatable": false,
	"technical_impact": "partial",
	"days": days,
	"forensic_triage": false,
}

_judged(finding, feeds, table) := judged if {
	judged := {
		"days": deadline.days("possible"),
		"rows": [row | row := deadline.deciding_row("possible")],
		"basis": deadline.basis("possible"),
		"facts": deadline.facts("possible"),
	} with input as example.document(finding)
		with data.org as example.org
		with data.feeds as feeds
		with data.params.cve_table as table
}

test_shorter_row_of_the_cve_table_decides if {
	judged := _judged(_named, {}, [_row(89)])
	judged.days == 89
	judged.rows == [_row(89)]
	judged.basis == "possible/moderate, by `cve_table`: 89 days from 2026-11-02"
	judged.facts.cve_row == _row(89)
}

test_equal_row_of_the_cve_table_does_not_decide if {
	judged := _judged(_named, {}, [_row(90)])
	judged.days == 90
	judged.rows == []
	judged.basis == "possible/moderate: 90 days from 2026-11-02"
	not judged.facts.cve_row
}

test_longer_row_of_the_cve_table_does_not_decide if _judged(_named, {}, [_row(91)]).days == 90

test_row_that_says_fix_on_upgrade_does_not_decide if {
	judged := _judged(_named, {}, [_row(null)])
	judged.days == 90
	judged.rows == []
}

test_first_row_that_fits_counts if {
	other := object.union(_row(1), {"automatable": true})
	_judged(_named, {}, [other, _row(14), _row(3)]).days == 14
}

test_finding_without_a_cve_does_not_use_the_cve_table if _judged(_finding, {}, [_row(3)]).days == 90

test_every_input_of_a_row_counts if {
	table := [object.union(_row(3), changes) | some changes in [
		{"in_kev": true},
		{"publicly_exposed": true},
		{"automatable": true},
		{"technical_impact": "total"},
	]]
	_judged(_named, {}, table).days == 90
	_judged(object.union(_named, {"exposure": {"internet_reachable": true}}), {}, table).days == 3
	_judged(object.union(_named, {"exposure": {"automatable": true}}), {}, table).days == 3
	_judged(object.union(_named, {"exposure": {"technical_impact": "total"}}), {}, table).days == 3
	_judged(_named, _listed("2026-11-05", "2026-11-26"), table).days == 3
}

test_facts_explain_the_limit if {
	_judged(_finding, {}, []).facts == {
		"tier": "possible",
		"rating": "moderate",
		"days": 90,
		"clock_start": "2026-11-02T09:14:00Z",
		"reasons": [],
	}
}

# --- KEV -------------------------------------------------------------------------------------------------------------

_kev_due(finding, feeds) := {m |
	m := deadline.kev_due with input as example.document(finding)
		with data.org as example.org
		with data.feeds as feeds
}

test_kev_due_is_that_of_the_feed if {
	_kev_due(_named, _listed("2026-11-05", "2026-11-26")) == {"2026-11-26"}
	_kev_due(_named, _listed("2026-11-05", "2026-11-05")) == {"2026-11-05"}
}

test_kev_due_before_the_listing_is_the_listing if {
	_kev_due(_named, _listed("2020-07-24", "2020-07-20")) == {"2020-07-24"}
}

test_kev_due_of_the_feed_wins_over_the_manifest if {
	finding := object.union(_named, {"exposure": {"kev": true, "kev_due": "2026-12-24"}})
	_kev_due(finding, _listed("2026-11-05", "2026-11-26")) == {"2026-11-26"}
}

test_kev_due_of_the_manifest_counts_if_the_feed_does_not_know_the_cve if {
	finding := _with({"exposure": {"cve": "CVE-2026-2222", "kev": true, "kev_due": "2026-11-24"}})
	_kev_due(finding, _listed("2026-11-05", "2026-11-26")) == {"2026-11-24"}
	_kev_due(finding, {}) == {"2026-11-24"}
}

test_kev_due_is_absent_for_what_is_not_in_kev if {
	_kev_due(_finding, {}) == set()
	_kev_due(_with({"exposure": {"kev": true}}), {}) == set()
	_kev_due(_with({"exposure": {"kev": false, "kev_due": "2026-11-24"}}), {}) == set()
	_kev_due(_with({"exposure": {"cve": "CVE-2026-2222"}}), _listed("2026-11-05", "2026-11-26")) == set()
}

# Reachable or not, a listing alone makes this finding `likely`: 30 days.
test_latest_due_is_the_earlier_of_limit_and_kev if {
	deadline.latest_due == "2026-11-26" with input as example.document(_named)
		with data.org as example.org
		with data.feeds as _listed("2026-11-05", "2026-11-26")
	deadline.latest_due == "2026-12-02" with input as example.document(_named)
		with data.org as example.org
		with data.feeds as _listed("2026-11-05", "2026-12-26")
}

# --- date in force ---------------------------------------------------------------------------------------------------

_extension(until, approved_at) := {
	"until": until,
	"reason": "the vendor ships in February",
	"approved_by": "frank",
	"approved_at": approved_at,
}

_force(due) := force if {
	force := [{"date": deadline.in_force, "path": deadline.in_force_path} | deadline.in_force]
		with input as example.document(object.union(object.remove(_finding, ["due"]), {"due": due}))
		with data.org as example.org
		with data.feeds as {}
}

test_due_date_is_in_force if _force({"date": "2026-11-15"}) == [{"date": "2026-11-15", "path": ["due", "date"]}]

test_valid_extension_is_in_force if {
	extension := _extension("2026-12-15", "2026-11-10")
	force := _force({"date": "2026-11-15", "extensions": [extension]})
	force == [{"date": "2026-12-15", "path": ["due", "extensions", 0, "until"]}]
}

test_last_of_two_valid_extensions_is_in_force if {
	extensions := [_extension("2026-11-18", "2026-11-10"), _extension("2026-12-15", "2026-11-17")]
	force := _force({"date": "2026-11-15", "extensions": extensions})
	force == [{"date": "2026-12-15", "path": ["due", "extensions", 1, "until"]}]
}

test_invalid_extension_is_not_in_force if {
	extension := _extension("2026-12-15", "2026-11-16")
	force := _force({"date": "2026-11-15", "extensions": [extension]})
	force == [{"date": "2026-11-15", "path": ["due", "date"]}]
}

test_nothing_is_in_force_without_a_due_date if {
	_force({"extensions": [_extension("2026-12-15", "2026-11-10")]}) == []
	_force({}) == []
}

# --- who -------------------------------------------------------------------------------------------------------------

_setters(changes, org) := setters if {
	setters := deadline.setters with input as example.document(_with(changes)) with data.org as org with data.feeds as {}
}

test_owners_of_control_and_finding_can_set_the_date if {
	_setters({}, example.org) == ["alice"]
	_setters({"ownership": {"accountable_owner": "carol"}}, example.org) == ["alice", "carol"]
	_setters({"control": {"id": "AC-99", "owner": "judy"}}, example.org) == ["alice", "judy"]
}

test_owner_who_has_left_cannot_set_the_date if {
	_setters({"control": {"owner": "mallory"}}, example.org) == ["alice"]
}

test_owner_of_the_control_is_compared_by_canonical_id if {
	_setters({"control": {"owner": "alice@example.com"}}, example.org) == ["alice"]
}

package remedy.vendor_test

# Waits since 2026-11-02; asked last on the given day.
_waiting(state, last) := object.union(as_state(consent, state), {"vendor": {"dependency": true, "last_check_in": last}})

_never_asked(state) := object.union(as_state(consent, state), {"vendor": {"dependency": true}})

# The same under an acceptance, with a high risk.
_risky(changes) := object.union(_waiting("accepted", "2026-12-01"), {"vendor": changes})

test_a_vendor_that_was_asked_long_ago_is_denied if {
	[d] := denied_at("VND-04", _waiting("open", "2026-11-03"), "2026-12-04T09:00:00Z", "UTC")
	d.path == ["vendor", "last_check_in"]
	d.message == "vendor last contacted on 2026-11-03, 31 days before 2026-12-04"
	d.found == "2026-11-03"
	d.expected == "a check-in within 30 days"
	d.unblock == "check in with the vendor and set `vendor.last_check_in`"
	d.who == ["alice"]
	d.facts == {"days": 30}
}

test_the_last_day_of_the_month_passes if {
	count(denied_at("VND-04", _waiting("open", "2026-11-03"), "2026-12-03T23:59:58Z", "UTC")) == 0
	count(denied_at("VND-04", _waiting("open", "2026-11-03"), "2026-12-03T23:59:59Z", "UTC")) == 0
	count(denied_at("VND-04", _waiting("open", "2026-11-03"), "2026-12-04T00:00:00Z", "UTC")) == 1
	count(denied_at("VND-04", _waiting("open", "2026-11-03T22:00:00Z"), "2026-12-03T23:59:59Z", "UTC")) == 0
}

# 30 days after 2026-09-25 is 2026-10-25, a day of 25 hours in Berlin.
test_the_last_day_holds_where_the_clocks_go_back if {
	asked := _waiting("accepted", "2026-09-25")
	count(denied_at("VND-04", asked, "2026-10-25T22:59:58Z", "Europe/Berlin")) == 0
	count(denied_at("VND-04", asked, "2026-10-25T22:59:59Z", "Europe/Berlin")) == 0
	count(denied_at("VND-04", asked, "2026-10-25T23:00:00Z", "Europe/Berlin")) == 1
}

test_a_vendor_that_was_never_asked_is_denied if {
	[d] := denied_at("VND-04", _never_asked("open"), "2026-12-03T00:00:00Z", "UTC")
	d.message == "waits for the vendor, who was never contacted"
	not d.found
	count(denied_at("VND-04", _never_asked("open"), "2026-12-02T09:14:01Z", "UTC")) == 0
	count(denied("VND-04", _never_asked("accepted"))) == 1
	count(denied("VND-04", _never_asked("closed"))) == 1
}

test_a_contact_in_the_future_is_denied if {
	[d] := denied("VND-04", _waiting("open", "2026-11-21"))
	d.message == "vendor last contacted in the future (2026-11-21)"
	count(denied("VND-04", _waiting("open", "2026-11-20"))) == 0
}

test_what_waits_for_no_vendor_passes if {
	count(denied("VND-04", consent_without("vendor", "last_check_in"))) == 0
	count(denied("VND-04", object.union(_never_asked("closed"), {"vendor": {"dependency": false}}))) == 0
	count(denied("VND-04", object.remove(_never_asked("closed"), ["vendor"]))) == 0
}

# The last action was done on 2026-11-05.
test_a_closure_is_looked_at_for_the_moment_of_the_fix if {
	count(denied_at("VND-04", _waiting("closed", "2026-10-06"), "2027-06-01T00:00:00Z", "UTC")) == 0
	[d] := denied_at("VND-04", _waiting("closed", "2026-10-05"), "2027-06-01T00:00:00Z", "UTC")
	d.message == "vendor last contacted on 2026-10-05, 31 days before 2026-11-05"
	unfixed := object.union(_waiting("closed", "2026-10-20"), {"plan": {"actions": []}})
	count(denied("VND-04", unfixed)) == 0
	count(denied("VND-04", object.union(unfixed, {"vendor": {"last_check_in": "2026-10-19"}}))) == 1
}

test_other_states_and_dispositions_pass if {
	count(denied("VND-04", _never_asked("contained"))) == 0
	count(denied("VND-04", closed_as(_never_asked("closed"), "false_positive"))) == 0
	count(denied("VND-04", closed_as(_never_asked("closed"), "duplicate"))) == 0
}

test_a_high_risk_that_nobody_mitigated_is_denied if {
	[d] := denied_at("VND-04", _risky({}), "2026-12-03T00:00:00Z", "UTC")
	d.path == ["vendor", "mitigated_to"]
	d.message == concat("", [
		"the risk is high and waits for the vendor: ",
		"not mitigated to moderate by 2026-12-02 (30 days from 2026-11-02)",
	])
	d.found == "nothing"
	d.facts == {"days": 30, "limit": "2026-12-02"}
	count(denied_at("VND-04", _risky({}), "2026-12-02T23:59:58Z", "UTC")) == 0
	count(denied_at("VND-04", _risky({}), "2026-12-02T23:59:59Z", "UTC")) == 0
}

test_a_mitigation_that_does_not_count_is_denied if {
	every changes in [
		{"mitigated_to": "high", "mitigated_at": "2026-11-20"},
		{"mitigated_to": "moderate"},
		{"mitigated_at": "2026-11-20"},
		{"mitigated_to": "moderate", "mitigated_at": "2027-01-01"},
	] {
		[d] := denied_at("VND-04", _risky(changes), "2026-12-03T00:00:00Z", "UTC")
		d.path == ["vendor", "mitigated_to"]
	}
}

test_a_mitigated_risk_passes if {
	every rating in ["moderate", "low"] {
		finding := _risky({"mitigated_to": rating, "mitigated_at": "2026-11-20"})
		count(denied_at("VND-04", finding, "2026-12-03T00:00:00Z", "UTC")) == 0
		count(warned("VND-04", finding)) == 0
	}
}

test_a_late_mitigation_passes_and_is_shown if {
	finding := object.union(
		_risky({"mitigated_to": "moderate", "mitigated_at": "2026-11-20"}),
		{"source": {"detected_at": "2026-10-20"}, "vendor": {"last_check_in": "2026-11-19"}},
	)
	count(denied("VND-04", finding)) == 0
	[w] := warned("VND-04", finding)
	w.path == ["vendor", "mitigated_at"]
	not w.flag
	w.message == "mitigated to moderate on 2026-11-20, later than 2026-11-19"
}

test_a_moderate_risk_needs_no_mitigation if {
	moderate := object.union(_risky({}), {"severity": "moderate", "impact": "moderate"})
	count(denied_at("VND-04", moderate, "2026-12-03T00:00:00Z", "UTC")) == 0
	count(denied_at("VND-04", as_state(_risky({}), "open"), "2026-12-03T00:00:00Z", "UTC")) == 0
}

test_a_critical_risk_that_nobody_mitigated_is_denied if {
	critical := object.union(_risky({}), {"severity": "critical", "impact": "critical"})
	[d] := denied_at("VND-04", critical, "2026-12-03T00:00:00Z", "UTC")
	startswith(d.message, "the risk is critical and waits for the vendor: ")
}

test_a_high_risk_that_waits_for_no_vendor_needs_no_mitigation if {
	every changes in [{"dependency": false}, {}] {
		alone := as_state(object.union(consent, {"vendor": changes}), "accepted")
		count(denied_at("VND-04", alone, "2027-06-01T00:00:00Z", "UTC")) == 0
	}
}

# Detected on 2026-10-20: to be mitigated by 2026-11-19.
_mitigated_on(day, changes) := object.union(
	_risky({"mitigated_to": "moderate", "mitigated_at": day}),
	object.union({"source": {"detected_at": "2026-10-20"}, "vendor": {"last_check_in": "2026-11-19"}}, changes),
)

test_a_late_mitigation_is_shown_only_where_it_counts_and_was_needed if {
	count(warned("VND-04", _mitigated_on("2026-11-20", {}))) == 1
	count(warned("VND-04", _mitigated_on("2026-11-19", {}))) == 0
	count(warned("VND-04", _mitigated_on("2026-11-21", {}))) == 0
	moderate := {"severity": "moderate", "impact": "moderate"}
	count(warned("VND-04", _mitigated_on("2026-11-20", moderate))) == 0
	count(warned("VND-04", _mitigated_on("2026-11-20", {"state": "open"}))) == 0
}

package remedy.inventory_test

import data.remedy.lib.example_test as example

_out_of_band(changes) := org_with({"identities": {"svc-checkout": object.union(
	{"onboarding": "out_of_band"},
	changes,
)}})

_regularised := {"at": "2026-11-10", "by": "judy", "ref": "CHG-900"}

test_standard_onboarding_passes if {
	count(denied("INV-04", example.closed)) == 0
}

test_an_absent_onboarding_passes if {
	org := org_with({"identities": object.remove(example.org.identities, ["svc-checkout"])})
	plain := object.union(object.remove(org, ["identities"]), {"identities": {"svc-checkout": {"kind": "token"}}})
	count(denied_in("INV-04", example.closed, plain)) == 0
}

test_onboarding_past_the_process_is_denied if {
	some d in denied_in("INV-04", example.closed, _out_of_band({}))
	d.path == ["identity", "id"]
	d.message == concat("", [
		"`svc-checkout` was created outside standard onboarding and is not regularised: ",
		"`regularised.at` is missing, `regularised.by` is missing, `regularised.ref` is missing",
	])
	d.found == "svc-checkout"
	d.who == ["alice"]
}

test_a_regularised_identity_passes if {
	count(denied_in("INV-04", example.closed, _out_of_band({"regularised": _regularised}))) == 0
}

test_a_half_regularised_identity_is_denied if {
	every key in ["at", "by", "ref"] {
		org := _out_of_band({"regularised": object.remove(_regularised, [key])})
		some d in denied_in("INV-04", example.closed, org)
		endswith(d.message, sprintf("not regularised: `regularised.%s` is missing", [key]))
	}
}

test_a_regularisation_of_today_passes_and_of_tomorrow_is_denied if {
	today := _out_of_band({"regularised": object.union(_regularised, {"at": "2026-11-20"})})
	count(denied_in("INV-04", example.closed, today)) == 0
	tomorrow := _out_of_band({"regularised": object.union(_regularised, {"at": "2026-11-21"})})
	some d in denied_in("INV-04", example.closed, tomorrow)
	endswith(d.message, "`regularised.at` lies in the future (2026-11-21)")
}

test_an_identity_by_its_alias_is_denied if {
	org := _out_of_band({"aliases": ["checkout-bot"]})
	count(denied_in("INV-04", identified({"id": "checkout-bot"}), org)) == 1
}

test_an_identity_that_is_retired_passes if {
	retired := example.closed_with({"closure": {"disposition": "decommissioned"}})
	count(denied_in("INV-04", retired, _out_of_band({}))) == 0
}

test_an_absent_identity_passes if {
	count(denied_in("INV-04", example.without(example.closed, "identity"), _out_of_band({}))) == 0
	count(denied_in("INV-04", example.closed, {})) == 0
}

test_onboarding_past_the_process_blocks_accepted_and_neither_open_nor_contained if {
	count(denied_in("INV-04", as_state(example.closed, "accepted"), _out_of_band({}))) == 1
	count(denied_in("INV-04", as_state(example.closed, "open"), _out_of_band({}))) == 0
	count(denied_in("INV-04", as_state(example.closed, "contained"), _out_of_band({}))) == 0
}

package remedy.non_human_identity_test

_limited := typed("long_lived_secret", {"identity": {"credential": {"expires_at": "2027-02-17"}}})

_credited(credential) := object.union(
	object.remove(_limited, ["identity"]),
	{"identity": object.union(object.remove(_limited.identity, ["credential"]), {"credential": credential})},
)

test_an_expiry_within_the_limit_passes if denied("NHI-08", _limited) == []

test_no_limit_at_all_is_denied if {
	[d] := denied("NHI-08", lacking(_limited, "identity", "credential"))
	d.path == ["identity", "credential"]
	d.message == "the credential stays long-lived: it has no expiry, no rotation interval and no other way of issuance"
	d.expected == concat("", [
		"an expiry or a rotation within 90 days, ",
		"or issuance `short_lived` or `just_in_time` or `federated`",
	])
	d.facts == {"limit_days": 90}
	d.who == ["alice"]
	count(denied("NHI-08", _credited({}))) == 1
	count(denied("NHI-08", object.remove(_limited, ["identity"]))) == 1
}

test_a_static_credential_is_denied if {
	[d] := denied("NHI-08", _credited({"issuance": "static"}))
	d.path == ["identity", "credential"]
}

test_short_lived_credentials_pass if {
	every way in ["short_lived", "just_in_time", "federated"] {
		denied("NHI-08", _credited({"issuance": way})) == []
	}
}

test_the_rotation_stays_within_the_limit if {
	denied("NHI-08", _credited({"rotation_days": 89})) == []
	denied("NHI-08", _credited({"rotation_days": 90})) == []
	[d] := denied("NHI-08", _credited({"rotation_days": 91}))
	d.path == ["identity", "credential", "rotation_days"]
	d.message == "the credential stays long-lived: it is rotated every 91 days"
	denied("NHI-08", _credited({"rotation_days": 365, "expires_at": "2026-12-31"})) == []
}

# Closed on 2026-11-19; 90 days later it is 2027-02-17.
test_the_expiry_stays_within_the_limit if {
	denied("NHI-08", _credited({"expires_at": "2027-02-16"})) == []
	denied("NHI-08", _credited({"expires_at": "2027-02-17"})) == []
	denied("NHI-08", _credited({"expires_at": "2027-02-17T23:59:59Z"})) == []
	[d] := denied("NHI-08", _credited({"expires_at": "2027-02-18"}))
	d.path == ["identity", "credential", "expires_at"]
	d.message == "the credential stays long-lived: it expires on 2027-02-18, 91 days after the closure"
	count(denied("NHI-08", _credited({"expires_at": "2027-02-18T00:00:00Z"}))) == 1
}

# The 90 days from 2026-08-01 include the day of 25 hours; they end with 2026-10-30, at 23:00 UTC.
test_days_are_those_of_the_zone if {
	finding := object.union(_credited({"expires_at": "2026-10-30T22:59:59Z"}), {
		"source": {"detected_at": "2026-07-20"},
		"plan": {"actions": []},
		"closure": {"at": "2026-08-01"},
	})
	denied_at("NHI-08", finding, at_berlin) == []
	late := object.union(finding, {"identity": {"credential": {"expires_at": "2026-10-30T23:00:00Z"}}})
	count(denied_at("NHI-08", late, at_berlin)) == 1
}

test_a_credential_that_worked_after_its_expiry_is_denied if {
	[d] := denied("NHI-08", _credited({"expires_at": "2026-11-02T09:13:59Z"}))
	d.message == concat("", [
		"the credential stays long-lived: it expired on 2026-11-02T09:13:59Z ",
		"and still worked when it was found",
	])
	denied("NHI-08", _credited({"expires_at": "2026-11-02T09:14:00Z"})) == []
}

test_the_expiry_of_the_inventory_counts_if_the_manifest_has_none if {
	org := org_with({"identities": {"svc-checkout": {"expires_at": "2027-01-31"}}})
	denied_in("NHI-08", lacking(_limited, "identity", "credential"), org) == []
	count(denied_in("NHI-08", _credited({"expires_at": "2030-01-01"}), org)) == 1
}

test_a_deleted_identity_has_no_credential if {
	deleted := acting(_credited({}), [object.union(revocation, {"type": "delete"})])
	denied("NHI-08", deleted) == []
}

test_other_types_may_live_long if denied("NHI-08", object.union(_credited({}), {"type": "stale_account"})) == []

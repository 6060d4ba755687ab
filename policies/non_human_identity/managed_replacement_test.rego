package remedy.non_human_identity_test

import data.remedy.lib.example_test as example

_replaced(changes) := object.union(leaked, {"secret": {"replacement": changes}})

# `object.union` alone would keep the key that is to go.
_lacking_replacement_key(key) := object.union(object.remove(leaked, ["secret"]), {"secret": object.union(
	object.remove(leaked.secret, ["replacement"]),
	{"replacement": object.remove(leaked.secret.replacement, [key])},
)})

test_a_managed_replacement_passes if denied("NHI-02", leaked) == []

test_no_replacement_is_denied_once if {
	[d] := denied("NHI-02", lacking(leaked, "secret", "replacement"))
	d.path == ["secret", "replacement", "id"]
	d.message == "no replacement of the leaked credential is named"
	d.who == ["alice"]
	count(denied("NHI-02", object.remove(leaked, ["secret"]))) == 1
	count(denied("NHI-02", _lacking_replacement_key("id"))) == 1
}

test_the_old_credential_is_no_replacement if {
	[d] := denied("NHI-02", _replaced({"id": "key-1"}))
	d.path == ["secret", "replacement", "id"]
	d.message == "the replacement `key-1` is the leaked credential itself"
	d.found == "key-1"
}

test_a_leaked_credential_without_an_id_is_denied if {
	[d] := denied("NHI-02", lacking(leaked, "secret", "id"))
	d.path == ["secret", "id"]
	d.message == "the leaked credential has no id, so nothing shows that `key-2` is another one"
}

test_a_replacement_without_store_or_expiry_is_denied if {
	every key in ["store", "expires_at"] {
		[d] := denied("NHI-02", _lacking_replacement_key(key))
		d.path == ["secret", "replacement", key]
		d.message == sprintf("the replacement `key-2` is unmanaged: `%s` is missing", [key])
	}
}

test_a_replacement_in_a_place_that_is_no_store_is_denied if {
	[d] := denied("NHI-02", _replaced({"store": "wiki"}))
	d.path == ["secret", "replacement", "store"]
	d.message == "`key-2` is kept in `wiki`, which is of kind `application`"
	d.expected == "a system of kind vault or secrets_manager or hsm"
	d.found == "wiki"
	[e] := denied("NHI-02", _replaced({"store": "drawer"}))
	e.message == "`key-2` is kept in `drawer`, which is not a system in `org.systems`"
	[f] := denied_in("NHI-02", leaked, example.org)
	f.message == "`key-2` is kept in `vault`, a system of no stated kind"
}

test_every_approved_kind_of_store_passes if {
	every kind in ["vault", "secrets_manager", "hsm"] {
		denied_in("NHI-02", leaked, org_with({"systems": {"vault": {"kind": kind}}})) == []
	}
}

test_without_systems_it_cannot_be_judged if {
	org := object.remove(sound_org, ["systems"])
	[d] := denied_in("NHI-02", leaked, org)
	d.unavailable == "org.systems"
	d.path == ["secret", "replacement", "store"]
	[e] := denied_in("NHI-02", _lacking_replacement_key("store"), org)
	not e.unavailable
}

# Closed on 2026-11-19T09:00:00Z.
test_a_replacement_that_had_run_out_is_denied if {
	[d] := denied("NHI-02", _replaced({"expires_at": "2026-11-19T08:59:59Z"}))
	d.path == ["secret", "replacement", "expires_at"]
	d.message == "`key-2` ran out on 2026-11-19T08:59:59Z, before 2026-11-19T09:00:00Z"
	d.found == "2026-11-19T08:59:59Z"
	denied("NHI-02", _replaced({"expires_at": "2026-11-19T09:00:00Z"})) == []
	denied("NHI-02", _replaced({"expires_at": "2026-11-19T09:00:01Z"})) == []
	count(denied("NHI-02", _replaced({"expires_at": "2026-11-18"}))) == 1
	denied("NHI-02", _replaced({"expires_at": "2026-11-19"})) == []
}

# 25 October 2026 has 25 hours in Berlin: it ends at 23:00 UTC.
test_an_expiry_ends_when_the_clock_of_the_zone_says_so if {
	early := object.union(
		acted(_replaced({"expires_at": "2026-10-25"}), []),
		{"source": {"detected_at": "2026-10-20"}},
	)
	denied_at("NHI-02", object.union(early, {"closure": {"at": "2026-10-25T22:59:59Z"}}), at_berlin) == []
	[_] := denied_at("NHI-02", object.union(early, {"closure": {"at": "2026-10-25T23:00:00Z"}}), at_berlin)
}

test_a_closed_finding_stays_closed_when_its_replacement_runs_out if {
	summer := "2027-06-01T12:00:00Z"
	later := {"time": summer, "ns": time.parse_rfc3339_ns(summer), "date": "2027-06-01", "zone": "UTC"}
	denied_at("NHI-02", leaked, later) == []
}

test_where_nothing_replaces_the_secret_nothing_is_denied if {
	retired := lacking(leaked, "secret", "replacement")
	not_needed := object.union(rotation, {"status": "not_applicable"})
	denied("NHI-02", acted(retired, [revocation, not_needed])) == []
	denied("NHI-02", acted(disposed(retired, "decommissioned"), [revocation])) == []
	count(denied("NHI-02", acted(retired, [revocation]))) == 1
	count(denied("NHI-02", disposed(retired, "decommissioned"))) == 1
}

test_other_types_need_no_replacement if {
	denied("NHI-02", object.union(lacking(leaked, "secret", "replacement"), {"type": "vulnerability"})) == []
}

test_a_replacement_that_is_not_named_has_no_other_problem if {
	unnamed := object.union(object.remove(leaked, ["secret"]), {"secret": {"replacement": {"store": "wiki"}}})
	org := object.remove(sound_org, ["systems"])
	[d] := denied_in("NHI-02", _lacking_replacement_key("id"), org)
	d.message == "no replacement of the leaked credential is named"
	[e] := denied_in("NHI-02", unnamed, org)
	e.message == "no replacement of the leaked credential is named"
	late := object.union(_lacking_replacement_key("id"), {"secret": {"replacement": {"expires_at": "2026-11-18"}}})
	[f] := denied("NHI-02", late)
	f.path == ["secret", "replacement", "id"]
}

test_only_a_rotation_that_does_not_apply_spares_the_replacement if {
	retired := lacking(leaked, "secret", "replacement")
	planned := object.union(rotation, {"status": "planned"})
	count(denied("NHI-02", acted(retired, [revocation, planned]))) == 1
	elsewhere := object.union(rotation, {"type": "fix_code", "status": "not_applicable"})
	count(denied("NHI-02", acted(retired, [revocation, elsewhere]))) == 1
}

test_without_systems_a_finding_that_needs_no_replacement_passes if {
	org := object.remove(sound_org, ["systems"])
	not_needed := object.union(rotation, {"status": "not_applicable"})
	denied_in("NHI-02", acted(leaked, [revocation, not_needed]), org) == []
}

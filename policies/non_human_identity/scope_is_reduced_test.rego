package remedy.non_human_identity_test

_narrowed := typed("overprivileged_identity", {
	"plan": {"actions": [object.union(revocation, {"type": "reduce_scope"})]},
	"permissions": {
		"before": ["orders.read", "orders.write", "users.admin"],
		"after": ["orders.read"],
		"baseline": ["orders.read", "orders.write"],
		"exported_at": "2026-11-12",
	},
})

_permitted(changes) := object.union(_narrowed, {"permissions": changes})

test_a_reduced_scope_passes if denied("NHI-06", _narrowed) == []

test_a_scope_that_is_the_baseline_passes if {
	denied("NHI-06", _permitted({"after": ["orders.write", "orders.read"]})) == []
	denied("NHI-06", _permitted({"after": []})) == []
}

test_an_absent_list_is_denied if {
	every key in ["before", "after", "baseline"] {
		[d] := denied("NHI-06", lacking(_narrowed, "permissions", key))
		d.path == ["permissions", key]
		d.message == sprintf("nothing shows that the scope was reduced: `%s` missing", [key])
		d.who == ["alice"]
	}
	[f] := denied("NHI-06", object.union(object.remove(_narrowed, ["permissions"]), {"permissions": {"after": []}}))
	f.path == ["permissions"]
	f.message == "nothing shows that the scope was reduced: `before`, `baseline` missing"
	[e] := denied("NHI-06", object.remove(_narrowed, ["permissions"]))
	e.path == ["permissions"]
	e.message == "nothing shows that the scope was reduced: `before`, `after`, `baseline` missing"
}

test_a_scope_that_was_not_reduced_is_denied if {
	same := _permitted({"before": ["orders.read"]})
	[d] := denied("NHI-06", same)
	d.path == ["permissions", "after"]
	d.message == "scope not reduced: nothing was taken away"
	d.found == ["orders.read"]
	count(denied("NHI-06", _permitted({"before": [], "after": []}))) == 1
}

test_a_scope_beyond_the_baseline_is_denied if {
	[d] := denied("NHI-06", _permitted({"after": ["orders.read", "users.admin"]}))
	d.message == "scope not reduced: `users.admin` is beyond the baseline"
	d.facts == {"added": [], "beyond_baseline": ["users.admin"], "removed": ["orders.write"]}
	d.related == [
		{"path": ["permissions", "before"], "message": "compared with this"},
		{"path": ["permissions", "baseline"], "message": "compared with this"},
	]
}

test_a_scope_that_was_exchanged_is_denied if {
	[d] := denied("NHI-06", _permitted({"before": ["users.admin"], "after": ["orders.read"]}))
	d.message == "scope not reduced: `orders.read` came on top of what it had"
	[e] := denied("NHI-06", _permitted({"before": [], "after": ["users.admin"]}))
	e.message == concat("; ", [
		"scope not reduced: `users.admin` came on top of what it had",
		"`users.admin` is beyond the baseline",
		"nothing was taken away",
	])
}

test_an_export_before_the_reduction_is_denied if {
	[d] := denied("NHI-06", _permitted({"exported_at": "2026-11-03T07:59:59Z"}))
	d.path == ["permissions", "exported_at"]
	d.message == concat("", [
		"the permissions were exported on 2026-11-03T07:59:59Z, ",
		"before they were reduced on 2026-11-03T08:00:00Z",
	])
	d.related == [{"path": ["plan", "actions", 0], "message": "reduced here"}]
	denied("NHI-06", _permitted({"exported_at": "2026-11-03T08:00:00Z"})) == []
	denied("NHI-06", _permitted({"exported_at": "2026-11-03T08:00:01Z"})) == []
	denied("NHI-06", _permitted({"exported_at": "2026-11-03"})) == []
	denied("NHI-06", lacking(_narrowed, "permissions", "exported_at")) == []
}

# 25 October 2026 has 25 hours in Berlin: it ends at 23:00 UTC.
test_the_day_of_an_export_ends_in_its_zone if {
	reduced := object.union(revocation, {"type": "reduce_scope", "performed_at": "2026-10-25T22:59:59Z"})
	denied_at("NHI-06", acted(_permitted({"exported_at": "2026-10-25"}), [reduced]), at_berlin) == []
	later := object.union(reduced, {"performed_at": "2026-10-25T23:00:00Z"})
	count(denied_at("NHI-06", acted(_permitted({"exported_at": "2026-10-25"}), [later]), at_berlin)) == 1
}

test_an_exposed_secret_that_is_not_rotated_is_denied if {
	exposed := object.union(_narrowed, {"secret": {"exposed_in": ["log", "chat"]}})
	[d] := denied("NHI-06", exposed)
	d.path == ["plan", "actions"]
	d.message == "the secret was exposed (log, chat) and is not rotated"
	denied("NHI-06", acting(exposed, [rotation])) == []
	planned := object.union(rotation, {"status": "planned"})
	[e] := denied("NHI-06", acting(exposed, [planned]))
	e.path == ["plan", "actions", 1]
	denied("NHI-06", object.union(_narrowed, {"secret": {"exposed_in": []}})) == []
}

test_an_identity_that_is_gone_has_no_scope if {
	gone := object.union(_permitted({"after": ["users.admin"]}), {"secret": {"exposed_in": ["log"]}})
	count(denied("NHI-06", gone)) == 2
	denied("NHI-06", acting(gone, [object.union(revocation, {"type": "delete"})])) == []
	count(denied("NHI-06", disposed(gone, "decommissioned"))) == 2
	deletion := object.union(revocation, {"type": "delete"})
	denied("NHI-06", acting(object.remove(_narrowed, ["permissions"]), [deletion])) == []
	denied("NHI-06", acting(_permitted({"exported_at": "2026-11-02"}), [deletion])) == []
}

test_other_types_have_no_scope_to_reduce if {
	denied("NHI-06", object.union(object.remove(_narrowed, ["permissions"]), {"type": "stale_account"})) == []
}

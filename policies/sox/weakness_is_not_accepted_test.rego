package remedy.sox_test

_weak(level) := sox_with({"level": level, "audit_committee_ref": "board/2026-11"})

test_a_communicated_and_remediated_weakness_passes if {
	every level in ["significant_deficiency", "material_weakness"] {
		denied("SOX-06", _weak(level)) == []
		denied("SOX-06", as_state(_weak(level), "accepted")) == []
	}
}

test_a_deficiency_needs_no_committee if {
	denied("SOX-06", exception) == []
	denied("SOX-06", object.union(exception, {"plan": {"path": "risk_acceptance"}})) == []
	denied("SOX-06", as_state(exception, "accepted")) == []
}

test_a_weakness_closed_by_acceptance_is_denied_once if {
	[path] := denied("SOX-06", object.union(_weak("material_weakness"), {"plan": {"path": "risk_acceptance"}}))
	path.path == ["plan", "path"]
	path.message == "a material weakness cannot be closed by acceptance"
	path.found == "risk_acceptance"
	path.who == ["alice"]
	both := object.union(as_disposition(_weak("material_weakness"), "accepted"), {"plan": {"path": "risk_acceptance"}})
	[disposition] := denied("SOX-06", both)
	disposition.path == ["closure", "disposition"]
	disposition.found == "accepted"
}

test_an_absent_communication_is_denied_in_both_states if {
	every state in ["accepted", "closed"] {
		[d] := denied("SOX-06", as_state(sox_with({"level": "significant_deficiency"}), state))
		d.path == ["sox", "audit_committee_ref"]
		d.message == "the audit committee was not informed of the significant deficiency"
		d.who == ["olga"]
		d.related == [{"path": ["sox", "level"], "message": "a significant deficiency"}]
	}
	count(denied("SOX-06", sox_with({"level": "material_weakness", "audit_committee_ref": " "}))) == 1
}

test_an_absent_level_is_not_this_rules if {
	denied("SOX-06", sox_without("level")) == []
	denied("SOX-06", object.remove(exception, ["sox"])) == []
}

test_open_and_contained_weaknesses_pass if {
	every state in ["open", "contained"] {
		denied("SOX-06", as_state(sox_with({"level": "material_weakness"}), state)) == []
	}
}

test_what_repaired_nothing_is_neither_accepted_nor_communicated if {
	accepted := object.union(sox_with({"level": "material_weakness"}), {"plan": {"path": "risk_acceptance"}})
	[_, _] := denied("SOX-06", accepted)
	every disposition in ["false_positive", "duplicate"] {
		denied("SOX-06", as_disposition(accepted, disposition)) == []
	}
	every state in ["open", "contained"] {
		denied("SOX-06", as_state(accepted, state)) == []
	}
	[d] := denied("SOX-06", as_state(accepted, "accepted"))
	d.path == ["sox", "audit_committee_ref"]
}

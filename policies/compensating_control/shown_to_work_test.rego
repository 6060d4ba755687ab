package remedy.compensating_control_test

import data.remedy.lib.example_test as example

_proof := _control.evidence[0]

test_absent_evidence_is_denied if {
	[d] := _denials("CMP-03", _controlled_without("evidence"))
	d.path == ["compensating_controls", 0, "evidence"]
	d.message == concat("", [
		"compensating control `CC-1` is not shown to work: ",
		"no evidence with `ref`, `sha256` and `collected_at` shows that it works",
	])
	d.who == ["judy"]
}

test_evidence_with_an_absent_field_is_denied if {
	every key in ["ref", "sha256", "collected_at"] {
		count(_denials("CMP-03", _controlled_with({"evidence": [object.remove(_proof, [key])]}))) == 1
	}
	_denials("CMP-03", _controlled_with({"evidence": [{"ref": "x"}, _proof]})) == []
}

test_evidence_from_the_future_is_denied if {
	_denials("CMP-03", _controlled_with({"evidence": [object.union(_proof, {"collected_at": "2026-11-20"})]})) == []
	count(_denials("CMP-03", _controlled_with({"evidence": [object.union(_proof, {"collected_at": "2026-11-21"})]}))) == 1
}

test_a_dependency_on_the_failed_control_is_denied if {
	[d] := _denials("CMP-03", _controlled_with({"depends_on": ["bastion", "AC-17"]}))
	d.path == ["compensating_controls", 0, "depends_on", 1]
	d.message == concat("", [
		"compensating control `CC-1` is not shown to work: ",
		"it depends on the failed control `AC-17`",
	])
	_denials("CMP-03", object.remove(_controlled_with({"depends_on": ["AC-17"]}), ["control"])) == []
}

test_a_dependency_on_the_failed_identity_is_denied if {
	dependent := _controlled_with({"depends_on": ["svc-checkout"]})
	_denials("CMP-03", dependent) == []
	[d] := _denials("CMP-03", object.union(dependent, {"identity": {"id": "svc-checkout"}}))
	d.path == ["compensating_controls", 0, "depends_on", 0]
	contains(d.message, "it depends on the failed identity `svc-checkout`")
}

test_absent_dependencies_pass if {
	_denials("CMP-03", _controlled_without("depends_on")) == []
	count(_denials("CMP-03", object.union(example.accepted, {"compensating_controls": [{"id": "CC-1"}]}))) == 1
}

package remedy.lib.subject_test

import data.remedy.lib.example_test as example
import data.remedy.lib.subject

test_what_the_finding_names if {
	_named(example.closed) == ["identity"]
	_named(example.closed_with({"secret": {"id": "k"}, "entitlement": {"id": "e"}})) == [
		"identity",
		"secret",
		"entitlement",
	]
	_named(example.closed_without("identity", "id")) == []
}

_named(f) := found if {
	found := subject.named with input as example.document(f)
}

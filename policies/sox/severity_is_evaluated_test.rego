package remedy.sox_test

import data.remedy.lib.example_test as example

test_an_absent_evaluation_is_denied_once if {
	[d] := denied("SOX-03", object.remove(exception, ["sox"]))
	d.path == ["sox", "level"]
	d.message == "the severity of the exception is not evaluated: `sox.level`, `sox.disclosure` missing"
	d.unblock == "evaluate the exception with finance and set `sox.level`, `sox.disclosure`"
	d.who == ["olga"]
	d.related == [{"path": ["sox", "disclosure"], "message": "missing as well"}]
}

test_each_absent_part_of_the_evaluation_is_denied if {
	every key in ["level", "disclosure"] {
		[d] := denied("SOX-03", sox_without(key))
		d.path == ["sox", key]
		d.related == []
	}
}

test_an_accepted_exception_is_evaluated if {
	denied("SOX-03", as_state(exception, "accepted")) == []
	count(denied("SOX-03", as_state(sox_without("level"), "accepted"))) == 1
}

test_only_exceptions_under_sox_are_evaluated if {
	denied_in("SOX-03", soc2_exception, soc2_org) == []
	denied("SOX-03", example.closed) == []
	count(denied("SOX-03", soc2_exception)) == 1
}

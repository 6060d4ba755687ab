package remedy.tracking

import data.remedy.lib.finding
import data.remedy.lib.moment
import data.remedy.lib.result
import data.remedy.lib.retest
import data.remedy.lib.who

# METADATA
# title: Status and log agree
# description: |
#   The log of the record tells what happened, in the order in which it happened, and the status is what the last entry
#   says. A log whose entries have no date, lie in the future or run backwards was rewritten; a status that the log does
#   not know was set past it; and work that the log calls closed before anybody tested it was closed by hope. Without a
#   log there is nothing to compare.
# custom:
#   id: TRK-05
#   requirements: [S3.21]
#   controls: [NIST-CSF-2.0:ID.RA-06]
#   states: [closed]
#   solution: Correct the record, and copy its status and log as they are.
deny contains result.deny("TRK-05", ["tracking", "status"], {
	"message": sprintf("status `%s` contradicts the last entry of the log, `%s`", [status, last.status]),
	"expected": last.status,
	"found": status,
	"unblock": "correct the record, and copy status and log as they are",
	"who": who.owner,
	"related": [{"path": ["tracking", "log", count(_log) - 1, "status"], "message": "the last entry"}],
}) if {
	input.finding.state == "closed"
	last := _log[count(_log) - 1]
	status := input.finding.tracking.status
	lower(status) != lower(last.status)
}

deny contains result.deny("TRK-05", ["tracking", "log", i, "at"], {
	"message": fault,
	"expected": "entries with the time of the change, oldest first",
	"found": object.get(_log[i], "at", null),
	"unblock": "copy the log of the record as it is",
	"who": who.owner,
	"related": [{"path": ["tracking", "log", i - 1], "message": "the entry before"} | i > 0],
}) if {
	input.finding.state == "closed"
	some i, _ in _log
	fault := _log_fault(i)
}

deny contains result.deny("TRK-05", ["tracking", "log", i, "status"], {
	"message": sprintf("the log says `%s` on %s, before the first passed retest of %s", [
		entry.status,
		entry.at,
		retest.first_pass.at,
	]),
	"expected": "closed after the retest",
	"found": entry.status,
	"unblock": "reopen the record, and close it after the retest",
	"who": who.owner,
	"related": [{"path": ["retest", retest.first_pass.index, "at"], "message": "tested here"}],
}) if {
	finding.is_repair
	i := _last_closing
	entry := _log[i]
	moment.before(entry.at, retest.first_pass.at)
}

_log := finding.field(["tracking", "log"], [])

_log_fault(i) := sprintf("entry %d of the log has no date", [i + 1]) if not _log[i].at

_log_fault(i) := sprintf("entry %d of the log lies in the future (%s)", [i + 1, at]) if {
	at := _log[i].at
	not moment.begun(at)
}

_log_fault(i) := sprintf("the log runs backwards: %s comes after %s", [at, earlier]) if {
	at := _log[i].at
	moment.begun(at)
	earlier := _log[i - 1].at
	moment.before(at, earlier)
}

# The last entry with which the work was closed: a record that was reopened counts from its last closing.
_last_closing := max(closings) if {
	closings := {i |
		some i, entry in _log
		_is_closing(entry)
		not _was_closed_before(i)
	}
}

_is_closing(entry) if lower(entry.status) in data.params.closed_statuses

_was_closed_before(i) if _is_closing(_log[i - 1])

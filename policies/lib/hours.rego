# METADATA
# title: Hours
# description: |
#   Clocks that run in hours, such as those of a containment or a revocation. An hour is an hour whatever the clocks of
#   a zone do. A start that names a day alone counts from the end of that day, an end that does from its beginning.
package remedy.lib.hours

import data.remedy.lib.moment

_ns_per_hour := 3600000000000

_ns_per_minute := 60000000000

# The last instant that is within `hours` of m, in nanoseconds since the epoch.
limit_ns(m, hours) := moment.end_ns(m) + floor(hours * _ns_per_hour)

# The same as text.
limit(m, hours) := moment.instant(limit_ns(m, hours))

# True if what began at m was done only after more than `hours`.
is_late(m, hours, done) if moment.start_ns(done) > limit_ns(m, hours)

# The time between two moments in words, rounded up to whole minutes.
taken(m, done) := concat(" ", [p | some p in [_counted(whole, "hour"), _counted(rest, "minute")]; p != ""]) if {
	minutes := ceil((moment.start_ns(done) - moment.end_ns(m)) / _ns_per_minute)
	whole := floor(minutes / 60)
	rest := minutes - (whole * 60)
}

# A number of hours in words.
in_words(1) := "1 hour"

in_words(n) := sprintf("%v hours", [n]) if n != 1

_counted(0, _) := ""

_counted(1, unit) := sprintf("1 %s", [unit])

_counted(n, unit) := sprintf("%d %ss", [n, unit]) if n > 1

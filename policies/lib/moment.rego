# METADATA
# title: Moments
# description: |
#   A moment is a day (`2026-11-05`) or an instant with a zone (`2026-11-05T09:14:00Z`). A day means the whole day in
#   the organisation's zone: it starts at its first nanosecond and holds until its last. Every comparison of a rule goes
#   through this package; dates are never compared as strings elsewhere.
package remedy.lib.moment

_ns_per_day := 86400000000000

_ns_per_hour := 3600000000000

is_day(m) if count(m) == 10

# The first instant of a moment, in nanoseconds since the epoch.
start_ns(m) := _midnight_ns(c) if {
	c := _counted(m)
	is_day(c)
}

start_ns(m) := time.parse_rfc3339_ns(c) if {
	c := _counted(m)
	not is_day(c)
}

# The last instant of a moment, in nanoseconds since the epoch. The day after is asked for its midnight, so that a day
# of 23 or 25 hours ends when its clock says so.
end_ns(m) := _midnight_ns(plus_days(c, 1)) - 1 if {
	c := _counted(m)
	is_day(c)
}

end_ns(m) := time.parse_rfc3339_ns(c) if {
	c := _counted(m)
	not is_day(c)
}

# The moment that is counted instead of m. Nanoseconds in 64 bits end with the year 2262, and an engine that cannot
# count a due date of 9999 would let it pass. So a year that means "never" or "always" counts as the nearest one in use.
# Letters are upper case, as not every engine reads others.
_counted(m) := upper(m) if {
	m >= "1970" # mutation: comparison, because no moment is a year alone
	m < "2100" # mutation: comparison, because no moment is a year alone
}

_counted(m) := "1970-01-01" if m < "1970" # mutation: comparison, because no moment is a year alone

_counted(m) := "2099-12-31" if m >= "2100" # mutation: comparison, because no moment is a year alone

# True if a is over before b begins.
before(a, b) if end_ns(a) < start_ns(b)

# True if a holds longer than b.
outlasts(a, b) if end_ns(a) > end_ns(b)

# True if the evaluation time lies after the end of m.
passed(m) if input.at.ns > end_ns(m)

# True if m has begun at the evaluation time.
begun(m) if input.at.ns >= start_ns(m)

# The day of a moment in the organisation's zone.
day(m) := m if is_day(m)

day(m) := day_of_ns(start_ns(m)) if not is_day(m)

# The day of an instant in the organisation's zone.
day_of_ns(ns) := _date_string(time.date([ns, input.at.zone]))

# The day n whole days after the day of m.
plus_days(m, n) := _date_string(time.date(time.add_date(_day_ns(m), 0, 0, n)))

# The day n years after the day of m. The years of 29 February end on the day after 28 February. (Counted in text, as
# engines do not agree on years in `time.add_date`.)
plus_years(m, n) := sprintf("%04d%s", [_year(m) + n, substring(day(_counted(m)), 4, 6)]) if {
	not endswith(day(m), "-02-29")
}

plus_years(m, n) := plus_days(sprintf("%04d-02-28", [_year(m) + n]), 1) if endswith(day(m), "-02-29")

_year(m) := to_number(substring(day(_counted(m)), 0, 4))

# The first instant of the day of m in UTC.
_day_ns(m) := time.parse_ns("2006-01-02", day(_counted(m)))

# The moment at which `days` have gone since m. Whole days end with their last day; a fraction of a day counts hours
# from the first instant of m.
after_days(m, days) := plus_days(m, days) if days == floor(days)

after_days(m, days) := instant(start_ns(m) + floor(days * _ns_per_day)) if days != floor(days)

# An instant as RFC 3339 text in UTC, to the second.
instant(ns) := sprintf("%sT%02d:%02d:%02dZ", [_date_string(time.date(ns)), clock[0], clock[1], clock[2]]) if {
	clock := time.clock(ns)
}

# Whole days from a to b, by the calendar of the organisation's zone. Negative if b is earlier.
days_between(a, b) := (_day_ns(b) - _day_ns(a)) / _ns_per_day

# A number of days in words.
in_days(1) := "1 day"

in_days(n) := sprintf("%v days", [n]) if n != 1

# Hours from the first instant of a to the first instant of b.
hours_between(a, b) := (start_ns(b) - start_ns(a)) / _ns_per_hour

# The earliest moment of a non-empty collection.
earliest(moments) := m if {
	first := min({start_ns(x) | some x in moments})
	m := min({x | some x in moments; start_ns(x) == first})
}

# The latest moment of a non-empty collection, by its last instant.
latest(moments) := m if {
	last := max({end_ns(x) | some x in moments})
	m := min({x | some x in moments; end_ns(x) == last})
}

_date_string(date) := sprintf("%04d-%02d-%02d", date)

# Local midnight: UTC midnight less the offset that the zone has there. The offset is looked up a second time at the
# instant found, because a change of the clock may lie between the two. Where the clock skips midnight itself (Chile,
# the Azores) that still leads to the evening before, and the offset of that evening leads to the change.
_midnight_ns(d) := time.parse_ns("2006-01-02", d) if input.at.zone == "UTC"

_midnight_ns(d) := ns if {
	input.at.zone != "UTC" # mutation: drop-condition and text, because UTC gives the same the long way
	ns := _near_midnight_ns(time.parse_ns("2006-01-02", d))
	day_of_ns(ns) == d
}

_midnight_ns(d) := utc - _offset_ns(evening) if {
	input.at.zone != "UTC" # mutation: drop-condition and text, because UTC gives the same the long way
	utc := time.parse_ns("2006-01-02", d)
	evening := _near_midnight_ns(utc)
	day_of_ns(evening) != d
}

_near_midnight_ns(utc) := utc - _offset_ns(utc - _offset_ns(utc))

_offset_ns(ns) := wall - ns if {
	clock := time.clock([ns, input.at.zone])
	day_ns := time.parse_ns("2006-01-02", day_of_ns(ns))
	wall := day_ns + ((((clock[0] * 3600) + (clock[1] * 60)) + clock[2]) * 1000000000)
}

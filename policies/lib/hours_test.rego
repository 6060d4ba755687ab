package remedy.lib.hours_test

import data.remedy.lib.example_test as example
import data.remedy.lib.hours

_at(zone) := object.union(example.document(example.closed), {"at": {"zone": zone}})

_is_late(m, n, done, zone) if hours.is_late(m, n, done) with input as _at(zone)

_limit(m, n, zone) := text if {
	text := hours.limit(m, n) with input as _at(zone)
}

_taken(m, done, zone) := words if {
	words := hours.taken(m, done) with input as _at(zone)
}

test_the_last_second_is_in_time if {
	not _is_late("2026-11-02T09:14:00Z", 24, "2026-11-03T09:13:59Z", "UTC")
	not _is_late("2026-11-02T09:14:00Z", 24, "2026-11-03T09:14:00Z", "UTC")
	_is_late("2026-11-02T09:14:00Z", 24, "2026-11-03T09:14:01Z", "UTC")
}

test_zones_are_compared_as_instants if {
	not _is_late("2026-11-02T09:14:00Z", 24, "2026-11-03T10:14:00+01:00", "UTC")
	_is_late("2026-11-02T09:14:00Z", 24, "2026-11-03T10:14:01+01:00", "UTC")
}

# The night in which Berlin sets its clocks back has an hour more; 24 hours stay 24 hours.
test_hours_do_not_follow_the_clock_of_a_zone if {
	not _is_late("2026-10-24T12:00:00+02:00", 24, "2026-10-25T11:00:00+01:00", "Europe/Berlin")
	_is_late("2026-10-24T12:00:00+02:00", 24, "2026-10-25T11:00:01+01:00", "Europe/Berlin")
}

test_a_day_starts_the_clock_with_its_end if {
	not _is_late("2026-10-25", 1, "2026-10-25T23:59:59Z", "Europe/Berlin")
	_is_late("2026-10-25", 1, "2026-10-26T00:00:00Z", "Europe/Berlin")
	not _is_late("2026-11-02", 24, "2026-11-03", "UTC")
	_is_late("2026-11-02", 24, "2026-11-04", "UTC")
}

test_a_fraction_of_an_hour_counts if {
	not _is_late("2026-11-02T09:00:00Z", 0.5, "2026-11-02T09:30:00Z", "UTC")
	_is_late("2026-11-02T09:00:00Z", 0.5, "2026-11-02T09:30:01Z", "UTC")
}

test_the_limit_as_text if {
	_limit("2026-11-02T10:14:00+01:00", 24, "UTC") == "2026-11-03T09:14:00Z"
	_limit("2026-10-25", 1, "Europe/Berlin") == "2026-10-25T23:59:59Z"
}

test_the_time_taken_in_words if {
	_taken("2026-11-02T09:14:00Z", "2026-11-03T11:00:00Z", "UTC") == "25 hours 46 minutes"
	_taken("2026-11-02T09:00:00Z", "2026-11-02T10:01:00Z", "UTC") == "1 hour 1 minute"
	_taken("2026-11-02T09:00:00Z", "2026-11-03T09:00:01Z", "UTC") == "24 hours 1 minute"
	_taken("2026-11-02T09:00:00Z", "2026-11-02T11:00:00Z", "UTC") == "2 hours"
	_taken("2026-11-02T09:00:00Z", "2026-11-02T09:05:00Z", "UTC") == "5 minutes"
	_taken("2026-11-02", "2026-11-04", "UTC") == "24 hours 1 minute"
}

test_hours_in_words if {
	hours.in_words(1) == "1 hour"
	hours.in_words(24) == "24 hours"
	hours.in_words(0.5) == "0.5 hours"
}

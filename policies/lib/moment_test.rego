package remedy.lib.moment_test

import data.remedy.lib.moment

_at(zone) := {"at": {"time": "2026-11-20T12:00:00Z", "ns": 1795176000000000000, "date": "2026-11-20", "zone": zone}}

# The first and the last second of a day in a zone, as UTC.
_first(day, zone) := s if {
	s := moment.instant(moment.start_ns(day)) with input as _at(zone)
}

_last(day, zone) := s if {
	s := moment.instant(moment.end_ns(day)) with input as _at(zone)
}

test_a_day_in_utc if {
	moment.start_ns("2026-11-05") == 1793836800000000000 with input as _at("UTC")
	moment.end_ns("2026-11-05") == 1793923199999999999 with input as _at("UTC")
}

test_a_day_in_other_zones if {
	_first("2026-11-05", "Europe/Berlin") == "2026-11-04T23:00:00Z"
	_last("2026-11-05", "Europe/Berlin") == "2026-11-05T22:59:59Z"
	_first("2026-11-05", "America/New_York") == "2026-11-05T05:00:00Z"
	_first("2026-11-05", "Pacific/Auckland") == "2026-11-04T11:00:00Z"
	_first("2026-11-05", "Asia/Kathmandu") == "2026-11-04T18:15:00Z"
}

test_the_day_of_23_hours if {
	_first("2026-03-29", "Europe/Berlin") == "2026-03-28T23:00:00Z"
	_last("2026-03-29", "Europe/Berlin") == "2026-03-29T21:59:59Z"
	_first("2026-03-08", "America/New_York") == "2026-03-08T05:00:00Z"
	_last("2026-03-08", "America/New_York") == "2026-03-09T03:59:59Z"
}

test_the_day_of_25_hours if {
	_first("2026-10-25", "Europe/Berlin") == "2026-10-24T22:00:00Z"
	_last("2026-10-25", "Europe/Berlin") == "2026-10-25T22:59:59Z"
	_first("2026-11-01", "America/New_York") == "2026-11-01T04:00:00Z"
	_last("2026-11-01", "America/New_York") == "2026-11-02T04:59:59Z"
}

test_a_day_whose_midnight_the_clock_skips if {
	_first("2026-09-06", "America/Santiago") == "2026-09-06T04:00:00Z"
	_last("2026-09-05", "America/Santiago") == "2026-09-06T03:59:59Z"
	_first("2026-03-29", "Atlantic/Azores") == "2026-03-29T01:00:00Z"
	_first("2026-04-24", "Africa/Cairo") == "2026-04-23T22:00:00Z"
}

test_a_day_whose_midnight_comes_twice_starts_at_the_first if {
	_first("2026-10-25", "Atlantic/Azores") == "2026-10-25T00:00:00Z"
	_last("2026-10-24", "Atlantic/Azores") == "2026-10-24T23:59:59Z"
}

test_an_instant_starts_and_ends_at_once if {
	moment.start_ns("2026-11-05T01:00:00+01:00") == 1793836800000000000 with input as _at("Europe/Berlin")
	moment.end_ns("2026-11-05T00:00:00Z") == 1793836800000000000 with input as _at("Europe/Berlin")
	moment.start_ns("2026-11-05T00:00:00.5Z") == 1793836800500000000 with input as _at("UTC")
}

test_a_day_and_an_instant_are_told_apart if {
	moment.is_day("2026-11-05")
	not moment.is_day("2026-11-05T00:00:00Z")
}

test_before_needs_the_first_to_be_over if {
	moment.before("2026-11-04", "2026-11-05") with input as _at("UTC")
	moment.before("2026-11-04", "2026-11-05T00:00:00Z") with input as _at("UTC")
	not _is_before("2026-11-05", "2026-11-05", "UTC")
	not _is_before("2026-11-05", "2026-11-05T23:59:59Z", "UTC")
	not _is_before("2026-11-05T12:00:00Z", "2026-11-05", "UTC")
	not _is_before("2026-11-05T12:00:00Z", "2026-11-05T12:00:00Z", "UTC")
}

test_before_depends_on_the_zone if {
	_is_before("2026-11-04", "2026-11-04T23:30:00Z", "Europe/Berlin")
	not _is_before("2026-11-04", "2026-11-04T23:30:00Z", "UTC")
}

_is_before(a, b, zone) if moment.before(a, b) with input as _at(zone)

test_outlasts if {
	moment.outlasts("2026-11-05", "2026-11-05T23:59:59Z") with input as _at("UTC")
	not _outlasts("2026-11-05", "2026-11-05")
	not _outlasts("2026-11-05T23:59:59Z", "2026-11-05")
}

_outlasts(a, b) if moment.outlasts(a, b) with input as _at("UTC")

test_a_day_has_passed_when_it_is_over if {
	_passed("2026-11-19", "UTC")
	not _passed("2026-11-20", "UTC")
	_passed("2026-11-20T11:59:59Z", "UTC")
	not _passed("2026-11-20T12:00:00Z", "UTC")
}

test_passing_depends_on_the_zone if {
	_passed("2026-11-20", "Pacific/Kiritimati")
	_passed("2026-11-20", "Pacific/Auckland")
	not _passed("2026-11-20", "Asia/Tokyo")
	not _passed("2026-11-20", "Pacific/Honolulu")
}

_passed(m, zone) if moment.passed(m) with input as _at(zone)

test_a_day_has_begun_with_its_first_instant if {
	_begun("2026-11-20", "UTC")
	not _begun("2026-11-21", "UTC")
	_begun("2026-11-20T12:00:00Z", "UTC")
	not _begun("2026-11-20T12:00:01Z", "UTC")
	_begun("2026-11-21", "Pacific/Kiritimati")
}

_begun(m, zone) if moment.begun(m) with input as _at(zone)

test_the_day_of_a_moment_depends_on_the_zone if {
	moment.day("2026-11-04") == "2026-11-04" with input as _at("Europe/Berlin")
	moment.day("2026-11-04T23:30:00Z") == "2026-11-05" with input as _at("Europe/Berlin")
	moment.day("2026-11-04T23:30:00Z") == "2026-11-04" with input as _at("UTC")
	moment.day("2026-11-05T02:00:00Z") == "2026-11-04" with input as _at("America/New_York")
}

test_days_are_added_by_the_calendar if {
	moment.plus_days("2026-02-27T23:00:00+01:00", 2) == "2026-03-01" with input as _at("UTC")
	moment.plus_days("2028-02-28", 1) == "2028-02-29" with input as _at("UTC")
	moment.plus_days("2026-12-31", 1) == "2027-01-01" with input as _at("UTC")
	moment.plus_days("2026-10-24", 1) == "2026-10-25" with input as _at("Europe/Berlin")
	moment.plus_days("2026-03-01", -1) == "2026-02-28" with input as _at("UTC")
	moment.plus_days("2026-11-05", 0) == "2026-11-05" with input as _at("UTC")
}

test_whole_days_end_with_a_day_and_fractions_with_an_instant if {
	moment.after_days("2026-11-02T09:14:00Z", 3) == "2026-11-05" with input as _at("UTC")
	moment.after_days("2026-11-02T09:14:00Z", 0.5) == "2026-11-02T21:14:00Z" with input as _at("UTC")
	moment.after_days("2026-11-02", 0.5) == "2026-11-01T23:00:00Z" with input as _at("Pacific/Auckland")
}

test_days_between_are_counted_by_the_calendar if {
	moment.days_between("2026-11-02T23:59:00Z", "2026-11-03T00:01:00Z") == 1 with input as _at("UTC")
	moment.days_between("2026-10-24", "2026-10-26") == 2 with input as _at("Europe/Berlin")
	moment.days_between("2026-11-03", "2026-11-02") == -1 with input as _at("UTC")
	moment.days_between("2026-11-02T23:30:00Z", "2026-11-03") == 0 with input as _at("Europe/Berlin")
}

test_hours_between_are_counted_by_the_clock if {
	moment.hours_between("2026-11-02T09:00:00Z", "2026-11-02T10:30:00Z") == 1.5 with input as _at("UTC")
	moment.hours_between("2026-10-25", "2026-10-26") == 25 with input as _at("Europe/Berlin")
}

test_days_in_words if {
	moment.in_days(1) == "1 day"
	moment.in_days(2) == "2 days"
	moment.in_days(0.5) == "0.5 days"
}

test_the_earliest_and_the_latest_moment if {
	moments := {"2026-11-05", "2026-11-04T23:59:59Z", "2026-11-05T12:00:00Z"}
	moment.earliest(moments) == "2026-11-04T23:59:59Z" with input as _at("UTC")
	moment.latest(moments) == "2026-11-05" with input as _at("UTC")
	moment.earliest(["2026-11-05", "2026-11-05T00:00:00Z"]) == "2026-11-05" with input as _at("UTC")
	moment.latest(["2026-11-05", "2026-11-05T00:00:00Z"]) == "2026-11-05" with input as _at("UTC")
	moment.earliest(["2026-11-05T00:30:00Z", "2026-11-05"]) == "2026-11-05" with input as _at("Europe/Berlin")
	moment.latest(["2026-11-05T23:30:00Z", "2026-11-05"]) == "2026-11-05T23:30:00Z" with input as _at("Europe/Berlin")
}

test_a_year_that_nobody_counts_to_is_later_than_all_in_use if {
	every never in ["2262-04-12", "9999-12-31", "9999-12-31T23:59:59Z", "2300-01-01T00:00:00+02:00"] {
		moment.before("2026-11-20", never) with input as _at("UTC")
		moment.outlasts(never, "2026-11-20T12:00:00Z") with input as _at("Europe/Berlin")
		moment.days_between("2026-11-20", never) > 20000 with input as _at("America/New_York")
		moment.plus_days(never, 1) == "2100-01-01" with input as _at("UTC")
	}
	moment.day("9999-12-31") == "9999-12-31" with input as _at("UTC")
	not _passed("9999-12-31", "UTC")
	not _begun("9999-12-31T00:00:00Z", "UTC")
}

test_a_year_that_nobody_counts_from_is_earlier_than_all_in_use if {
	every always in ["0001-01-01", "0000-01-01T00:00:00Z", "1677-01-01", "1969-12-31T23:59:59Z"] {
		moment.before(always, "2026-11-20") with input as _at("UTC")
		moment.passed(always) with input as _at("Europe/Berlin")
		moment.days_between(always, "2026-11-20") == 20777 with input as _at("UTC")
	}
	moment.start_ns("1970-01-01") == 0 with input as _at("UTC")
}

test_small_letters_of_an_instant_are_read if {
	small := "2026-11-05t09:14:00.5z"
	moment.start_ns(small) == 1793870040500000000 with input as _at("UTC")
	moment.end_ns(small) == 1793870040500000000 with input as _at("UTC")
	moment.day(small) == "2026-11-05" with input as _at("Europe/Berlin")
}

test_years_later if {
	moment.plus_years("2026-11-12", 7) == "2033-11-12" with input as _at("UTC")
	moment.plus_years("2026-12-31T23:30:00Z", 1) == "2028-01-01" with input as _at("Europe/Berlin")
	moment.plus_years("2024-02-29", 1) == "2025-03-01" with input as _at("UTC")
	moment.plus_years("2024-02-29", 4) == "2028-02-29" with input as _at("UTC")
	moment.plus_years("9999-12-31", 7) == "2106-12-31" with input as _at("UTC")
}

# Noon in Berlin in summer is 10:00 in UTC, although it is written with the later hour.
test_the_earliest_and_the_latest_are_found_in_whatever_zone_they_are_written if {
	moment.earliest({"2026-07-01T12:00:00+02:00", "2026-07-01T11:00:00Z"}) == "2026-07-01T12:00:00+02:00"
		with input as _at("UTC")
	moment.latest({"2026-07-01T12:00:00+02:00", "2026-07-01T11:00:00Z"}) == "2026-07-01T11:00:00Z"
		with input as _at("UTC")
}

test_of_two_names_of_one_instant_the_same_is_always_told if {
	names := {"2026-07-01T12:00:00+02:00", "2026-07-01T10:00:00Z"}
	moment.earliest(names) == "2026-07-01T10:00:00Z" with input as _at("UTC")
	moment.latest(names) == "2026-07-01T10:00:00Z" with input as _at("UTC")
}

# Until 1972 the clock of Monrovia was 44 minutes and 30 seconds behind UTC.
test_a_zone_may_differ_by_seconds if {
	_first("1971-06-01", "Africa/Monrovia") == "1971-06-01T00:44:30Z"
	_last("1971-06-01", "Africa/Monrovia") == "1971-06-02T00:44:29Z"
}

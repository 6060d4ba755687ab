"""The command line of the job."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """The arguments of the job."""
    parser = argparse.ArgumentParser(
        prog="judge.py", description="Judges a table of findings (Parquet) into a table of decisions (Parquet)."
    )
    parser.add_argument("--input", required=True, metavar="URI", help="the table of findings")
    parser.add_argument("--output", required=True, metavar="URI", help="the table of decisions; it must not exist")
    parser.add_argument(
        "--setup",
        required=True,
        metavar="DIR",
        help="the folder with remedy-policy.yaml, and the data, policies, profiles and feeds that it names, on the driver",
    )
    parser.add_argument("--at", metavar="DATE|RFC3339", help="the evaluation time, once for all rows [default: now]")
    parser.add_argument("--profile", metavar="NAME|FILE", help="a shipped profile, or a file in the folder of --setup")
    parser.add_argument("--baseline", metavar="FILE", help="a baseline in the folder of --setup")
    parser.add_argument("--manifest-column", default="manifest", metavar="NAME", help="the JSON text [default: manifest]")
    parser.add_argument("--id-column", metavar="NAME", help="names rows that cannot be read [default: none]")
    parser.add_argument("--file-column", metavar="NAME", help="the file a finding stands in [default: none]")
    binary = parser.add_mutually_exclusive_group()
    binary.add_argument(
        "--binary", default="remedy-policy", metavar="PROGRAM", help="the program on every executor [default: remedy-policy]"
    )
    binary.add_argument("--ship-binary", metavar="FILE", help="the program on the driver, sent to every executor")
    parser.add_argument("--driver-binary", metavar="PROGRAM", help="the program on the driver [default: that of the executors]")
    parser.add_argument("--partitions", type=_positive, metavar="N", help="spread the rows anew [default: as they are read]")
    parser.add_argument("--batch-rows", type=_positive, default=5000, metavar="N", help="rows for one run of the program")
    parser.add_argument("--batch-bytes", type=_positive, default=8 << 20, metavar="N", help="and about so many bytes")
    parser.add_argument(
        "--exit-code",
        action="store_true",
        help="end as `check` does: 1 something is blocked, 2 could not be judged, 3 nothing",
    )
    return parser.parse_args(words)


def _positive(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("a number from 1")
    return number

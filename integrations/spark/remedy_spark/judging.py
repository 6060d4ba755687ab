"""The second step, on the executors: a decision for each row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pyarrow as pa

from .columns import DECISIONS, Row, batch_of, rows_of
from .lines import STDIN, Line, batches, lines_of, refusal
from .program import ProgramFailed, Run
from .shipping import Identity, Shipped

DECIDED = {"finding": "Finding", "review": "AccessReview"}
SPOKEN = ("denials", "warnings", "suppressed")
# Problems of the whole input that the program points at one line of it: other rows have their share, too.
OF_ALL = ("limit-", "control-character", "invalid-utf8")


def judge_partition(parts: Iterator[pa.RecordBatch], shipped: Shipped) -> Iterator[pa.RecordBatch]:
    """The decisions on the rows of a partition: one for each row, in their order."""
    rows = (row for part in parts for row in rows_of(part))
    for batch in batches(rows, shipped.batch_rows, shipped.batch_bytes):
        yield batch_of(_judge(batch, shipped), DECISIONS)


def _judge(rows: list[Row], shipped: Shipped) -> list[dict[str, Any]]:
    refused = {position: found for position, row in enumerate(rows) if (found := refusal(row)) is not None}
    sound = [row for position, row in enumerate(rows) if position not in refused]
    judged = iter(_judge_lines(sound, shipped)) if sound else iter(())
    decisions = []
    for position, row in enumerate(rows):
        decisions.append(_undecided(row, [refused[position]], shipped) if position in refused else next(judged))
    if len(decisions) != len(rows):
        raise ProgramFailed(f"{len(rows)} rows have {len(decisions)} decisions")
    return decisions


def _judge_lines(rows: list[Row], shipped: Shipped) -> list[dict[str, Any]]:
    report = Report(lines_of(rows), shipped)
    decisions = [report.decision(number) for number in range(1, len(rows) + 1)]
    # What the program has no word for was hidden by something else in the same input: it is judged again without that.
    silent = [position for position, decision in enumerate(decisions) if decision is None]
    if silent and len(rows) == 1:
        raise ProgramFailed(f"there is neither a decision on {rows[0].name} nor a reason: {report.others}")
    half = (len(silent) + 1) // 2 if len(silent) == len(rows) else len(silent)
    for part in (silent[:half], silent[half:]):
        again = _judge_lines([rows[position] for position in part], shipped) if part else []
        for position, decision in zip(part, again):
            decisions[position] = decision
    return [decision for decision in decisions if decision is not None]


class Report:
    """What the program says of some lines."""

    def __init__(self, lines: list[Line], shipped: Shipped) -> None:
        self.lines = lines
        self.shipped = shipped
        self.others: list[str] = []
        self._decided: dict[int, dict[str, Any]] = {}
        self._problems: dict[int, list[dict[str, Any]]] = {}
        self._summary: dict[str, Any] | None = None
        run = Run(shipped.check_command(), shipped.folder, (line.line for line in lines))
        with closing(iter(run)) as outputs:
            for output in outputs:
                self._take(json.loads(output))
        if self._summary is None:
            raise ProgramFailed(f"the report of `{shipped.program}` has no end")
        if self._summary["exit_code"] != run.code:
            raise ProgramFailed(f"the program ended with {run.code}, and its report says {self._summary['exit_code']}")
        if self.others:
            raise ProgramFailed("what findings are judged by cannot be used:\n" + "\n".join(self.others))
        judged_by = Identity.of(self._summary)
        if judged_by != shipped.identity:
            raise ProgramFailed(f"the driver judges by {shipped.identity}, and this executor by {judged_by}")

    def _take(self, record: dict[str, Any]) -> None:
        if self._summary is not None:
            raise ProgramFailed("the report goes on after its end")
        kind = record.pop("record")
        if kind in DECIDED:
            number = record["line"]
            if number in self._decided or not 1 <= number <= len(self.lines):
                raise ProgramFailed(f"line {number} of {len(self.lines)} was decided, once too often")
            self._decided[number] = self._decision(kind, record, self.lines[number - 1])
        elif kind == "problem" and record.get("file") == STDIN:
            is_of_all = len(self.lines) > 1 and record["code"].startswith(OF_ALL)
            number = record.get("line", 1)
            if not is_of_all:
                self.lines[number - 1].locate(record)
                self._problems.setdefault(number, []).append(record)
        elif kind == "problem":
            # Warnings about waivers, a baseline or a quiet profile speak of a whole run; the driver has shown them.
            if record["severity"] == "error":
                self.others.append(": ".join(filter(None, (record["code"], record.get("file"), record["message"]))))
        elif kind == "summary":
            self._summary = record
        else:
            raise ProgramFailed(f"a record of the unknown kind `{kind}`")

    def decision(self, number: int) -> dict[str, Any] | None:
        """The row of a line in the table of decisions; nothing if the report has no word on it."""
        found = self._problems.get(number, [])
        decided = self._decided.get(number)
        if decided is not None:
            if found:
                decided["errors"] += found
                decided["exit_code"] = _exit_code(decided)
            return _written(decided)
        if any(problem["severity"] == "error" for problem in found):
            return _undecided(self.lines[number - 1].row, found, self.shipped)
        return None

    def _decision(self, kind: str, record: dict[str, Any], line: Line) -> dict[str, Any]:
        for denial in (denial for word in SPOKEN for denial in record[word]):
            for place in _places(denial):
                line.locate(place)
        for error in record["errors"]:
            line.locate(error)
        decided = {
            **_known(line.row, self.shipped),
            **{name: record.get(name) for name in ("id", "title", "type", "severity", "state", "verdict")},
            **{name: record[name] for name in ("flags", "rules_applied", "errors", *SPOKEN)},
            "kind": DECIDED[kind],
            "acceptance": record.get("acceptance"),
        }
        decided["exit_code"] = _exit_code(decided)
        return decided


def _places(denial: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield denial
    yield from denial.get("related", ())
    if "decided_by" in denial:
        yield denial["decided_by"]
        yield from denial["decided_by"]["values"]


def _exit_code(decided: dict[str, Any]) -> int:
    """How a run over this row alone would end."""
    if decided["verdict"] == "error" or any(error["severity"] == "error" for error in decided["errors"]):
        return 2
    if decided["verdict"] == "blocked":
        return 1
    return 0 if decided["rules_applied"] else 3


def _undecided(row: Row, problems: list[dict[str, Any]], shipped: Shipped) -> dict[str, Any]:
    empty: dict[str, Any] = {word: [] for word in SPOKEN}
    return _written({**_known(row, shipped), **empty, "id": row.id, "verdict": "error", "exit_code": 2, "errors": problems})


def _known(row: Row, shipped: Shipped) -> dict[str, Any]:
    return {
        "source_file": row.source_file,
        "source_row": row.source_row,
        "file": row.name,
        "evaluated_at": shipped.identity.evaluated_at,
        "profile": shipped.identity.profile,
        "tool": shipped.identity.version,
        "setup": shipped.digest,
    }


def _written(decided: dict[str, Any]) -> dict[str, Any]:
    written = dict(decided)
    for name in ("errors", *SPOKEN):
        written[name] = _json(written[name])
    if written.get("acceptance") is not None:
        written["acceptance"] = _json(written["acceptance"])
    return written


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""Rows as lines for the program: one JSON document a line, whatever a row holds, and the places of its answers in the row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .columns import Row

STDIN = "<stdin>"
# White space of JSON. The program passes over a line that has nothing else.
SPACE = " \t\r\n"


def refusal(row: Row) -> dict[str, Any] | None:
    """Why a row is no line: the problem, in the form in which the program reports its own. The first line decides whether the
    program reads lines at all, and a blank one it passes over, so such rows never reach it."""
    text = row.manifest
    if text is None or not text.strip(SPACE + "\f\v"):
        return problem(row, "empty-document", "the row holds no manifest", "write the finding as JSON into the row")
    stripped = text.strip(SPACE)
    if not (stripped.startswith("{") and stripped.endswith("}")):
        return problem(
            row,
            "json-syntax",
            "the row holds no JSON object",
            "a manifest is one JSON object; YAML has to be converted first",
        )
    return None


def problem(row: Row, code: str, message: str, advice: str) -> dict[str, Any]:
    """A problem of a row."""
    return {"code": code, "severity": "error", "message": message, "file": row.name, "help": advice}


class Line:
    """A row, and where its line begins in the input of the program."""

    def __init__(self, row: Row, start: int) -> None:
        self.row = row
        self.start = start
        # A tab is white space where a line break is, and refused inside of strings as a line break is: so the row becomes
        # one line, means the same, and every byte stays where it is.
        self.text = (row.manifest or "").encode()
        self.line = self.text.replace(b"\n", b"\t")

    def locate(self, place: dict[str, Any]) -> None:
        """Turns a place in the input of the program into one in the row."""
        if place.get("file") != STDIN:
            return
        place["file"] = self.row.name
        for byte, line, column in (("start_byte", "line", "column"), ("end_byte", "end_line", "end_column")):
            if byte in place:
                place[byte] -= self.start
                place[line], place[column] = self._line_column(place[byte])
            elif line in place:
                place[line] = 1

    def _line_column(self, at: int) -> tuple[int, int]:
        before = self.text[:at]
        line_start = before.rfind(b"\n") + 1
        return before.count(b"\n") + 1, len(before[line_start:].decode(errors="replace")) + 1


def lines_of(rows: Iterable[Row]) -> list[Line]:
    """The lines of rows that are no refused ones, in their order."""
    lines = []
    start = 0
    for row in rows:
        line = Line(row, start)
        start += len(line.line) + 1
        lines.append(line)
    return lines


def batches(rows: Iterable[Row], count: int, size: int) -> Iterator[list[Row]]:
    """Rows by the batch: at most `count` of them and, unless it is a single one, `size` characters."""
    batch: list[Row] = []
    used = 0
    for row in rows:
        length = len(row.manifest or "")
        if batch and (len(batch) == count or used + length > size):
            yield batch
            batch, used = [], 0
        batch.append(row)
        used += length
    if batch:
        yield batch

"""The first step, on the executors: what the rules of other rows can look up of each row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pyarrow as pa

from .columns import ENTRIES, Row, batch_of, rows_of
from .lines import batches, lines_of, refusal
from .program import ProgramFailed, Run
from .shipping import Shipped


def list_partition(parts: Iterator[pa.RecordBatch], shipped: Shipped) -> Iterator[pa.RecordBatch]:
    """The entries of the rows of a partition. A row that cannot be read has none; the second step says why."""
    rows = (row for part in parts for row in rows_of(part))
    for batch in batches(rows, shipped.batch_rows, shipped.batch_bytes):
        yield batch_of(list(_entries(batch, shipped)), ENTRIES)


def _entries(rows: list[Row], shipped: Shipped) -> Iterator[dict[str, Any]]:
    lines = lines_of(row for row in rows if refusal(row) is None)
    if not lines:
        return
    last = 0
    with closing(iter(Run(shipped.index_command(), shipped.folder, (line.line for line in lines)))) as outputs:
        for output in outputs:
            entry = json.loads(output)
            number = entry["line"]
            if not last < number <= len(lines):
                raise ProgramFailed(f"the list of findings names line {number} after line {last} of {len(lines)}")
            last = number
            entry.update(file=lines[number - 1].row.name, line=1)
            yield {"entry": json.dumps(entry, ensure_ascii=False, separators=(",", ":"))}

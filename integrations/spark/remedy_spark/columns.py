"""The tables: what a row of the input is to the job, and the columns of decisions and entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

# Names under which the job knows the columns of the input, whatever their names there.
MANIFEST, ID, FILE = "manifest", "id", "file"
# The place of a row in the input. It is the key of a row in both tables.
SOURCE_FILE, SOURCE_ROW = "source_file", "source_row"

ENTRIES = "entry string not null"

DECISIONS = """
    source_file string not null, source_row bigint not null, file string not null,
    id string, kind string, title string, type string, severity string, state string,
    verdict string not null, exit_code int not null, flags array<string>, rules_applied int,
    acceptance string, denials string not null, warnings string not null, suppressed string not null,
    errors string not null, evaluated_at string not null, profile string not null,
    tool string not null, setup string not null
"""


@dataclass(frozen=True)
class Row:
    """A row of the input."""

    source_file: str
    source_row: int
    manifest: str | None
    id: str | None
    file: str | None

    @property
    def name(self) -> str:
        """What messages call the manifest: its file, else its place in the input."""
        return self.file or f"{self.source_file.rsplit('/', 1)[-1]}#{self.source_row}"


def rows_of(batch: pa.RecordBatch) -> Iterator[Row]:
    """The rows of an Arrow batch with the columns of the input."""
    columns = (batch.column(name) for name in (SOURCE_FILE, SOURCE_ROW, MANIFEST, ID, FILE))
    for values in zip(*columns):
        yield Row(*(value.as_py() for value in values))


def batch_of(records: list[dict[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    """Records as an Arrow batch."""
    return pa.RecordBatch.from_pylist(records, schema=schema)


def arrow_schema(ddl: str) -> pa.Schema:
    """The Arrow form of a schema in the words of Spark."""
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StructType

    return to_arrow_schema(StructType.fromDDL(ddl))

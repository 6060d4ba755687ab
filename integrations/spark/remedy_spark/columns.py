"""The tables: what a row of the input is to the job, and the columns of decisions and entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import ArrayType, DataType, IntegerType, LongType, StringType, StructField, StructType

# Names under which the job knows the columns of the input, whatever their names there.
MANIFEST, ID, FILE = "manifest", "id", "file"
# The place of a row in the input. It is the key of a row in both tables.
SOURCE_FILE, SOURCE_ROW = "source_file", "source_row"

# What `remedy-policy index` writes of a row.
ENTRIES = StructType([StructField("entry", StringType(), nullable=False)])


def _column(name: str, kind: DataType | None = None, required: bool = False) -> StructField:
    return StructField(name, kind or StringType(), nullable=not required)


DECISIONS = StructType(
    [
        _column(SOURCE_FILE, required=True),
        _column(SOURCE_ROW, LongType(), required=True),
        _column("file", required=True),
        _column("id"),
        _column("kind"),
        _column("title"),
        _column("type"),
        _column("severity"),
        _column("state"),
        _column("verdict", required=True),
        _column("exit_code", IntegerType(), required=True),
        _column("flags", ArrayType(StringType())),
        _column("rules_applied", IntegerType()),
        _column("acceptance"),
        _column("denials", required=True),
        _column("warnings", required=True),
        _column("suppressed", required=True),
        _column("errors", required=True),
        _column("evaluated_at", required=True),
        _column("profile", required=True),
        _column("tool", required=True),
        _column("setup", required=True),
    ]
)


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


def batch_of(records: list[dict[str, Any]], columns: StructType) -> pa.RecordBatch:
    """Records as an Arrow batch."""
    return pa.RecordBatch.from_pylist(records, schema=to_arrow_schema(columns))

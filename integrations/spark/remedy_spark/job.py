"""The job, on the driver: tries what is to be shipped, lists all findings, judges them, counts what came out."""

from __future__ import annotations

import argparse
import functools
import json
import os
import re
import shutil
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from . import columns
from .arguments import arguments
from .judging import judge_partition
from .lines import STDIN
from .listing import list_partition
from .program import ProgramFailed, answer
from .shipping import Identity, Shipped, check_command, pack


class JobFailed(Exception):
    """The job gives no table."""


def main(words: Sequence[str] | None = None) -> int:
    """Runs the job. 0: the table is written and whole; 2: there is none."""
    args = arguments(words)
    with tempfile.TemporaryDirectory(prefix="remedy-policy-") as folder:
        try:
            spark = SparkSession.builder.appName("remedy-policy").getOrCreate()
            totals = _run(spark, args, Path(folder))
        except (JobFailed, ProgramFailed, OSError) as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
        except (PySparkException, Py4JJavaError) as error:
            print(f"error: {_reason(str(error))}", file=sys.stderr)
            return 2
    print(json.dumps(totals))
    return _exit_code(totals) if args.exit_code else 0


def _run(spark: SparkSession, args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    if _exists(spark, args.output):
        raise JobFailed(f"`{args.output}` exists; name another --output, or remove it")
    shipped = _ship(spark, args, folder)
    findings = _findings(spark, args)
    rows = findings.count()
    if args.partitions:
        # By the place of the row, so that a task that is repeated gets the same rows.
        findings = findings.repartition(args.partitions, columns.SOURCE_FILE, columns.SOURCE_ROW)
    index = _index(findings, shipped, folder)
    spark.sparkContext.addFile(str(index))
    shipped = replace(shipped, index=index.name)
    decisions = findings.mapInArrow(functools.partial(judge_partition, shipped=shipped), columns.DECISIONS)
    try:
        decisions.write.mode("errorifexists").parquet(args.output)
        return _counted(spark, args.output, rows, shipped)
    except BaseException as error:
        # Who looks there later must not take a part for the whole. What somebody else wrote there meanwhile stays.
        if not (isinstance(error, PySparkException) and error.getCondition() == "PATH_ALREADY_EXISTS"):
            _remove(spark, args.output)
        raise


def _ship(spark: SparkSession, args: argparse.Namespace, folder: Path) -> Shipped:
    setup = Path(args.setup)
    if not setup.is_dir():
        raise JobFailed(f"`{args.setup}` of --setup is no folder on the driver")
    binary = args.driver_binary or args.ship_binary or args.binary
    binary = str(Path(binary).resolve()) if os.sep in binary else binary
    at = args.at or datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    identity = _tried(binary, setup, at, args)
    name = f"remedy-policy-{uuid.uuid4().hex}"
    archive = folder / f"{name}.zip"
    digest = pack(setup, archive)
    context = spark.sparkContext
    context.addArchive(f"{archive}#{name}")
    context.addPyFile(_package(folder, name))
    executable = args.binary
    if args.ship_binary:
        executable = f"{name}-program"
        shutil.copy2(args.ship_binary, folder / executable)
        context.addFile(str(folder / executable))
    return Shipped(
        setup=name,
        digest=digest,
        binary=executable,
        is_binary_shipped=bool(args.ship_binary),
        at=at,
        profile=args.profile,
        baseline=args.baseline,
        batch_rows=args.batch_rows,
        batch_bytes=args.batch_bytes,
        identity=identity,
    )


def _tried(binary: str, setup: Path, at: str, args: argparse.Namespace) -> Identity:
    """Tries on the driver whether what findings are judged by loads, before a cluster is kept busy with it."""
    _, listed, _ = answer([binary, "index"], str(setup))
    if listed:
        raise JobFailed(
            f"`{args.setup}` of --setup holds {len(listed.splitlines())} findings and reviews; they would be looked up beside "
            "those of the table: put them into the table, or name a folder without them"
        )
    _, output, stderr = answer(check_command(binary, at, args.profile, args.baseline), str(setup))
    records = [json.loads(line) for line in output.splitlines()]
    if not records or records[-1]["record"] != "summary":
        raise JobFailed(f"`{binary}` gives no report: {stderr}")
    # Nothing was piped in, and that is all that may be wrong.
    problems = [record for record in records if record["record"] == "problem" and record.get("file") != STDIN]
    for problem in problems:
        place = ":".join(str(problem[key]) for key in ("file", "line") if key in problem)
        print(": ".join(filter(None, (problem["severity"], place, problem["message"]))), file=sys.stderr)
    if any(problem["severity"] == "error" for problem in problems):
        raise JobFailed(f"findings cannot be judged by what `{args.setup}` holds")
    return Identity.of(records[-1])


def _package(folder: Path, name: str) -> str:
    """This package as executors import it."""
    archive = shutil.make_archive(str(folder / f"{name}-package"), "zip", Path(__file__).resolve().parent.parent, "remedy_spark")
    return archive


def _findings(spark: SparkSession, args: argparse.Namespace) -> DataFrame:
    table = spark.read.parquet(args.input)
    missing = [name for name in (args.manifest_column, args.id_column, args.file_column) if name and name not in table.columns]
    if missing:
        raise JobFailed(f"`{args.input}` has no column {', '.join(missing)}; it has {', '.join(table.columns)}")

    def text(name: str | None) -> Any:
        return F.col(f"`{name}`").cast("string") if name else F.lit(None).cast("string")

    return table.select(
        F.col("_metadata.file_path").alias(columns.SOURCE_FILE),
        F.col("_metadata.row_index").alias(columns.SOURCE_ROW),
        text(args.manifest_column).alias(columns.MANIFEST),
        text(args.id_column).alias(columns.ID),
        text(args.file_column).alias(columns.FILE),
    )


def _index(findings: DataFrame, shipped: Shipped, folder: Path) -> Path:
    """Writes the entries of all rows into one file. They are listed on all executors, kept there on disk, and fetched a
    partition at a time, so that the driver never holds more than two of those."""
    entries = findings.mapInArrow(functools.partial(list_partition, shipped=shipped), columns.ENTRIES)
    entries = entries.persist(StorageLevel.DISK_ONLY)
    index = folder / f"{shipped.setup}-index.ndjson"
    try:
        entries.count()
        with index.open("w", encoding="utf-8") as out:
            for row in entries.toLocalIterator(prefetchPartitions=True):
                out.write(row.entry + "\n")
    finally:
        entries.unpersist()
    return index


def _counted(spark: SparkSession, output: str, rows: int, shipped: Shipped) -> dict[str, Any]:
    """Counts what was written: each row of the input once, or there is no table."""
    written = spark.read.parquet(output)
    key = F.struct(columns.SOURCE_FILE, columns.SOURCE_ROW)
    counts = written.agg(F.count("*").alias("rows"), F.countDistinct(key).alias("distinct")).first()
    if counts is None or (counts["rows"], counts["distinct"]) != (rows, rows):
        raise JobFailed(f"{rows} rows went in, and decisions on other ones came out: {counts}; did the input change meanwhile?")
    verdicts: Counter[str] = Counter()
    exits: Counter[str] = Counter()
    for row in written.groupBy("verdict", "exit_code").agg(F.count("*").alias("rows")).collect():
        verdicts[row["verdict"]] += row["rows"]
        exits[str(row["exit_code"])] += row["rows"]
    identity = shipped.identity
    return {
        "rows": rows,
        "verdicts": dict(sorted(verdicts.items())),
        "exit_codes": dict(sorted(exits.items())),
        "evaluated_at": identity.evaluated_at,
        "profile": identity.profile,
        "tool": identity.version,
        "setup": shipped.digest,
    }


def _exit_code(totals: dict[str, Any]) -> int:
    exits = totals["exit_codes"]
    found = [code for code in (2, 1) if exits.get(str(code))]
    return found[0] if found else (0 if exits.get("0") else 3)


def _path(spark: SparkSession, uri: str) -> tuple[Any, Any]:
    context: Any = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(uri)
    return path.getFileSystem(context._jsc.hadoopConfiguration()), path


def _exists(spark: SparkSession, uri: str) -> bool:
    system, path = _path(spark, uri)
    return bool(system.exists(path))


def _remove(spark: SparkSession, uri: str) -> None:
    system, path = _path(spark, uri)
    system.delete(path, True)


def _reason(text: str) -> str:
    """The one sentence of a failed task that says why, out of the traces of two languages around it."""
    ours = re.findall(r"remedy_spark\.program\.ProgramFailed: (.*?)(?=\n\n|\n\tat |\nDriver stacktrace|\Z)", text, re.DOTALL)
    return ours[-1].strip() if ours else text.strip()

"""A cluster of two workers on this machine, and what the tests make and read of tables."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyspark
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["REMEDY_POLICY"]
AT = "2026-11-20"
JOB = ROOT / "integrations/spark/judge.py"

SCHEMA = pa.schema([("manifest", pa.string()), ("key", pa.string()), ("path", pa.string())])


class Loader(yaml.SafeLoader):
    """YAML in which dates are text, as they are in JSON."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass
class Outcome:
    """How a run of the job ended."""

    code: int
    stdout: str
    stderr: str
    events: list[dict[str, Any]]

    @property
    def said(self) -> list[str]:
        """What the job itself says. spark-submit gives both of its streams as standard output, and its own log as the other."""
        return self.stdout.splitlines()

    @property
    def totals(self) -> dict[str, Any]:
        """What the job says of its table."""
        return json.loads(self.said[-1])

    def failures(self) -> list[dict[str, Any]]:
        """The tasks that did not succeed, as Spark noted them."""
        ends = (event for event in self.events if event["Event"] == "SparkListenerTaskEnd")
        return [end for end in ends if end["Task End Reason"]["Reason"] != "Success"]


def acme(folder: Path) -> tuple[Path, list[tuple[str, str]]]:
    """What Acme judges by, without its findings; and those, each as JSON with the name of its file."""
    setup = folder / "setup"
    shutil.copytree(ROOT / "fixtures/acme", setup, ignore=shutil.ignore_patterns("findings", "reviews", "evidence", "explained*"))
    findings = []
    for file in sorted((ROOT / "fixtures/acme/findings").rglob("*.yaml")):
        for number, document in enumerate(yaml.load_all(file.read_text(), Loader)):
            # All that pass, since those look others up; of the others, some.
            if document["id"].startswith("ACME-2026-1") and not document["id"].endswith("7"):
                continue
            findings.append((f"findings/{file.stem}-{number}.json", json.dumps(document, ensure_ascii=False)))
    return setup, findings


def write_table(folder: Path, rows: list[tuple[str | None, str | None, str | None]], files: int) -> None:
    """Writes rows (manifest, key, path) into a table of some files, in turn: neighbours come into different partitions."""
    folder.mkdir(parents=True)
    for number in range(files):
        columns = list(zip(*rows[number::files]))
        pq.write_table(pa.table([pa.array(column) for column in columns], schema=SCHEMA), folder / f"part-{number:02}.parquet")


def read_table(folder: Path) -> list[dict[str, Any]]:
    """The rows of a table of decisions."""
    return pq.ParquetDataset(folder).read().to_pylist()


def check_files(setup: Path, findings: list[tuple[str, str]]) -> dict[str, Any]:
    """What the program says of the same manifests as files."""
    for name, manifest in findings:
        (setup / name).parent.mkdir(parents=True, exist_ok=True)
        (setup / name).write_text(manifest)
    command = [PROGRAM, "check", "--at", AT, "--format", "json", "findings"]
    run = subprocess.run(command, cwd=setup, capture_output=True, text=True)
    assert run.returncode in (1, 2), run
    shutil.rmtree(setup / "findings")
    return json.loads(run.stdout)


def judge(folder: Path, setup: Path, options: list[str], conf: dict[str, str] | None = None) -> Outcome:
    """Runs the job over the table in `folder/findings` into `folder/decisions`."""
    log = folder / "events"
    log.mkdir(exist_ok=True)
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": log.as_uri(),
        "spark.eventLog.compress": "false",
        "spark.eventLog.rolling.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.files.openCostInBytes": str(128 << 20),
        **(conf or {}),
    }
    command = [str(Path(sys.executable).parent / "spark-submit"), "--master", "local-cluster[2,1,1024]"]
    for name, value in settings.items():
        command += ["--conf", f"{name}={value}"]
    command += [str(JOB), "--input", str(folder / "findings"), "--output", str(folder / "decisions"), "--setup", str(setup)]
    command += ["--manifest-column", "manifest", "--id-column", "key", "--file-column", "path", *options]
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
    }
    environment.pop("SPARK_HOME", None)
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=900, cwd=folder)
    # The folders of the workers, where such a cluster puts them.
    shutil.rmtree(Path(pyspark.__file__).parent / "work", ignore_errors=True)
    events = [json.loads(line) for file in log.iterdir() for line in file.read_text().splitlines()]
    return Outcome(run.returncode, run.stdout, run.stderr, events)

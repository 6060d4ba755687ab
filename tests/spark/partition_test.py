"""What an executor does with the rows of a partition, without a cluster around it."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa

from cluster import AT, PROGRAM, ROOT

sys.path.insert(0, str(ROOT / "integrations/spark"))

from remedy_spark import judging, lines, listing, shipping  # noqa: E402
from remedy_spark.columns import FILE, ID, MANIFEST, SOURCE_FILE, SOURCE_ROW, Row  # noqa: E402
from remedy_spark.program import ProgramFailed, answer  # noqa: E402

OPEN = {
    "apiVersion": "remedy-policy/v1",
    "kind": "Finding",
    "title": "Old key",
    "type": "leaked_secret",
    "severity": "high",
    "state": "open",
    "source": {"kind": "scanner", "detected_at": "2026-11-19"},
}


def finding(name: str, **more: Any) -> str:
    return json.dumps({**OPEN, "id": name, **more})


class Partition(unittest.TestCase):
    """Runs the program on rows, with the data of a small organization."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="spark-partition-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        shutil.copytree(ROOT / "fixtures/clean/org", self.folder / "setup/org")
        files = mock.patch.object(shipping.SparkFiles, "get", lambda name: str(self.folder / name))
        files.start()
        self.addCleanup(files.stop)
        command = shipping.check_command(PROGRAM, AT, None, None)
        _, output, _ = answer(command, str(self.folder / "setup"))
        self.shipped = shipping.Shipped(
            setup="setup",
            digest="0" * 64,
            binary=PROGRAM,
            is_binary_shipped=False,
            at=AT,
            profile=None,
            baseline=None,
            batch_rows=1000,
            batch_bytes=1 << 20,
            identity=shipping.Identity.of(json.loads(output.splitlines()[-1])),
        )

    def script(self, text: str) -> shipping.Shipped:
        """What is shipped, with a program that stands for the real one."""
        file = self.folder / "program"
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
        return replace(self.shipped, binary=str(file))

    def judge(self, manifests: list[str | None], shipped: shipping.Shipped | None = None) -> list[dict[str, Any]]:
        """Both steps over one partition, in Arrow batches of two rows."""
        shipped = shipped or self.shipped
        schema = pa.schema(
            [
                (SOURCE_FILE, pa.string()),
                (SOURCE_ROW, pa.int64()),
                (MANIFEST, pa.string()),
                (ID, pa.string()),
                (FILE, pa.string()),
            ]
        )
        rows = [
            {SOURCE_FILE: "t/a.parquet", SOURCE_ROW: number, MANIFEST: text, ID: None, FILE: None}
            for number, text in enumerate(manifests)
        ]
        batches = [pa.RecordBatch.from_pylist(rows[start : start + 2], schema=schema) for start in range(0, len(rows), 2)]
        with (self.folder / "index").open("w") as out:
            for part in listing.list_partition(iter(batches), shipped):
                out.writelines(line + "\n" for line in part["entry"].to_pylist())
        parts = judging.judge_partition(iter(batches), replace(shipped, index="index"))
        return [row for part in parts for row in part.to_pylist()]

    def test_a_decision_does_not_depend_on_what_stands_beside_it(self) -> None:
        manifests = [
            "[1]",
            finding("F-1"),
            None,
            "",
            " \t\n\f ",
            finding("F-2", title="a \x01 b").replace("\\u0001", "\x01"),
            "\ufeff" + finding("F-3"),
            json.dumps({**OPEN, "id": "F-4"}, indent=1).replace("\n", "\r\n"),
            finding("F-5") + finding("F-6"),
            finding("F-7") + "\n" + finding("F-8"),
            finding("F-9", title="a\u2028b\u0085c", nested="x"),
            '{"a":' * 100 + "1" + "}" * 100,
            "{" + '"k": [' + "0," * 400_000 + "0]}",
            finding("F-10", state="closed"),
            "null",
            "{}",
            finding("F-1"),
            "---\n" + finding("F-11"),
            '{"$serde_json::private::Number": "abc"}',
        ]
        found = {}
        for size in (1, 3, 1000):
            found[size] = self.judge(manifests, replace(self.shipped, batch_rows=size))
            self.assertEqual([row["source_row"] for row in found[size]], list(range(len(manifests))))
        self.assertEqual(found[1], found[3])
        self.assertEqual(found[1], found[1000])
        verdicts = {number: row["verdict"] for number, row in enumerate(found[1]) if row["verdict"] != "error"}
        self.assertEqual(verdicts, {7: "blocked", 13: "blocked"})
        self.assertEqual(found[1][7]["id"], "F-4")
        codes = [[error["code"] for error in json.loads(row["errors"])] for row in found[1]]
        self.assertEqual((codes[1], codes[16]), (["duplicate-finding"], ["duplicate-finding"]))
        self.assertEqual((codes[5], codes[11], codes[2]), (["control-character"], ["limit-depth"], ["empty-document"]))
        for number, row in enumerate(found[1]):
            self.assertEqual(row["exit_code"] == 2, row["verdict"] == "error", number)
            self.assertEqual(bool(codes[number]), row["verdict"] == "error", number)

    def test_places_are_those_of_the_text_in_the_row(self) -> None:
        text = '{\n  "kind": "Finding",\n  "é": 1, "stat": "x"\n}'
        rows = self.judge([finding("F-1"), text])
        places = {
            (error["message"].split(" ")[-1], error["line"], error["column"], error["end_column"])
            for error in json.loads(rows[1]["errors"])
            if error["code"] == "schema-unknown-key"
        }
        self.assertEqual(places, {("`é`", 3, 3, 6), ("`stat`", 3, 11, 17)})
        error = json.loads(rows[1]["errors"])[0]
        self.assertEqual(error["file"], "a.parquet#1")
        self.assertLessEqual(error["end_byte"], len(text.encode()))

    def test_what_is_no_answer_fails_the_task(self) -> None:
        for text, reason in (
            ("kill -9 $$", "was killed by SIGKILL"),
            (f'{PROGRAM} "$@" | head -n 1; exit 1', "has no end"),
            (f'{PROGRAM} "$@"; exit 0', "its report says"),
            (f'{PROGRAM} "$@" | grep -v F-2; exit 1', "neither a decision"),
            (f'{PROGRAM} "$@" --profile pci-4.0.1', "the driver judges by"),
            ("echo words; exit 3", "Expecting value"),
            (f"{PROGRAM} check --config gone.yaml --format ndjson -", "gone.yaml"),
            ("exit 101", "ended with 101, which is no answer"),
        ):
            with self.subTest(reason):
                shipped = self.script(f'[ "$1" = index ] && exec {PROGRAM} "$@"\n{text}')
                with self.assertRaisesRegex((ProgramFailed, ValueError), reason):
                    self.judge([finding("F-1", state="closed"), finding("F-2")], shipped)

    def test_a_pipe_that_is_full_on_both_sides_goes_on(self) -> None:
        rows = [Row("t", number, '{"x": "' + "y" * 5000 + '"}', None, None) for number in range(2000)]
        shipped = self.script('while read -r line; do echo "$line"; echo "$line" >&2; done; exit 0')
        texts = [line.line for line in lines.lines_of(rows)]
        code, output, said = answer([shipped.binary], str(self.folder), texts)
        self.assertEqual((code, len(output.splitlines()), len(said.splitlines())), (0, 2000, 40))


if __name__ == "__main__":
    unittest.main()

"""The job gives the decisions of the program, row by row, whatever is killed on the way, or no table at all."""

from __future__ import annotations

import json
import os
import stat
import tempfile
import textwrap
import unittest
from pathlib import Path
from typing import Any

from cluster import AT, PROGRAM, Outcome, acme, check_files, judge, read_table, write_table

# Repeats the shell form of what `check` is asked in the second step, and of nothing else.
IS_SECOND_STEP = 'case "$*" in *--index*) ;; *) exec "$REMEDY_POLICY_REAL" "$@" ;; esac'


class Spark(unittest.TestCase):
    """Each test runs the job by spark-submit, on two workers."""

    maxDiff = None

    def setUp(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="spark-test-")
        self.addCleanup(self._folder.cleanup)
        self.folder = Path(self._folder.name)
        self.setup, self.findings = acme(self.folder)

    def script(self, name: str, text: str) -> str:
        """A program that stands for the real one."""
        file = self.folder / name
        file.write_text(f"#!/bin/sh\nREMEDY_POLICY_REAL='{PROGRAM}'\n{textwrap.dedent(text)}")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return str(file)

    def assert_same(self, decisions: list[dict[str, Any]], expected: dict[str, Any]) -> None:
        """The table holds what the program says of the same manifests as files."""
        judged = {row["file"]: row for row in decisions if row["kind"]}
        findings = {finding["file"]: finding for finding in expected["findings"]}
        self.assertEqual(sorted(judged), sorted(findings))
        for file, finding in findings.items():
            row = judged[file]
            found = {name: row[name] for name in finding if name not in ("document", "line", "column")}
            for name in ("acceptance", "denials", "warnings", "suppressed", "errors"):
                found[name] = json.loads(row[name]) if row[name] else None
            wanted = {name: value for name, value in finding.items() if name not in ("document", "line", "column")}
            if found["acceptance"] is None:
                del found["acceptance"]
            self.assertEqual(found, wanted)

    def assert_failed(self, outcome: Outcome, *words: str) -> None:
        """The job says why, and leaves nothing that could be taken for a table."""
        self.assertEqual(outcome.code, 2, outcome.stderr[-4000:])
        reason = [line for line in outcome.said if line.startswith("error: ")]
        self.assertEqual(len(reason), 1, outcome.said)
        for word in words:
            self.assertIn(word, reason[0])
        self.assertFalse((self.folder / "decisions").exists())

    def test_rows_have_the_decisions_of_the_program_and_errors_of_their_own(self) -> None:
        copied = json.loads(self.findings[0][1])
        broken: list[tuple[str | None, str | None, str]] = [
            (None, "no-manifest", "findings/x-null.json"),
            ("  \n", "blank", "findings/x-blank.json"),
            ("kind: Finding\nid: YAML-1\n", "yaml", "findings/x-yaml.json"),
            ('["a list"]', "list", "findings/x-list.json"),
            ('{"id": "CUT-1", "kind": ', "cut", "findings/x-cut.json"),
            ('{"apiVersion": "remedy-policy/v1", "kind": "Fnding"}', "kind", "findings/x-kind.json"),
            ('{"apiVersion": "remedy-policy/v1", "kind": "Finding", "id": "F-1"}', "short", "findings/x-short.json"),
            ('{"id": "CONTROL-1", "title": "\x01"}', "control", "findings/x-control.json"),
            ('{"title": "line\nbreak"}', "break", "findings/x-break.json"),
            (self.findings[0][1], "copy", "findings/y-copy.json"),
        ]
        pretty = ("findings/z-pretty.json", json.dumps({**copied, "id": "PRETTY-1"}, indent=2))
        findings = [*self.findings, pretty]
        rows = [(manifest, None, name) for name, manifest in findings] + broken
        write_table(self.folder / "findings", rows, files=4)
        outcome = judge(self.folder, self.setup, ["--at", AT, "--ship-binary", PROGRAM, "--batch-rows", "25", "--exit-code"])
        self.assertEqual(outcome.code, 2, outcome.stderr[-4000:])
        decisions = read_table(self.folder / "decisions")
        self.assertEqual(len(decisions), len(rows))
        self.assertEqual(len({(row["source_file"], row["source_row"]) for row in decisions}), len(rows))
        self.assertEqual(sum(outcome.totals["verdicts"].values()), len(rows))

        readable = [(name, manifest) for manifest, _, name in broken if manifest is not None]
        expected = check_files(self.setup, [*findings, *readable])
        self.assert_same(decisions, expected)

        problems: dict[str, list[tuple[str, str]]] = {}
        for problem in expected["problems"]:
            if problem["severity"] == "error":
                problems.setdefault(problem["file"], []).append((problem["code"], problem["message"]))
        undecided = {row["file"]: row for row in decisions if not row["kind"]}
        self.assertEqual(sorted(undecided), sorted({*problems, "findings/x-null.json"}))
        for row in undecided.values():
            self.assertEqual((row["verdict"], row["exit_code"]), ("error", 2))
        for name in ("x-kind", "x-short", "x-control", "x-break", "y-copy"):
            file = f"findings/{name}.json"
            found = [(error["code"], error["message"]) for error in json.loads(undecided[file]["errors"])]
            self.assertEqual(found, problems[file])
        codes = {row["file"]: {error["code"] for error in json.loads(row["errors"])} for row in undecided.values()}
        # The program would say what it expected at the end of the line; the job sees that before.
        self.assertEqual(codes["findings/x-cut.json"], {"json-syntax"})
        self.assertEqual(codes["findings/x-null.json"], {"empty-document"})
        self.assertEqual(codes["findings/x-yaml.json"], {"json-syntax"})
        # The copy lies in another partition than what it is a copy of; each names the other.
        self.assertEqual(codes[self.findings[0][0]], {"duplicate-finding"})
        self.assertEqual(undecided["findings/x-kind.json"]["id"], "kind")
        for file, other in ((self.findings[0][0], "findings/y-copy.json"), ("findings/y-copy.json", self.findings[0][0])):
            self.assertIn(other, json.loads(undecided[file]["errors"])[0]["help"])

    def test_what_is_killed_in_the_middle_is_judged_again_and_nothing_twice(self) -> None:
        # The first run of the second step dies after its first decisions; the second takes the Python worker with it, the
        # third the whole executor.
        program = self.script(
            "killed",
            f"""\
            {IS_SECOND_STEP}
            for name in program worker executor; do
                if mkdir "{self.folder}/killed-$name" 2>/dev/null; then
                    "$REMEDY_POLICY_REAL" "$@" | head -n 2
                    daemon=$(awk '{{print $4}}' /proc/$PPID/stat)
                    case $name in
                    program) kill -9 $$ ;;
                    worker) kill -9 $PPID ;;
                    executor) kill -9 $(awk '{{print $4}}' /proc/$daemon/stat) ;;
                    esac
                    sleep 30
                fi
            done
            exec "$REMEDY_POLICY_REAL" "$@"
            """,
        )
        rows = [(manifest, None, name) for name, manifest in self.findings]
        write_table(self.folder / "findings", rows, files=6)
        conf = {"spark.task.maxFailures": "8"}
        outcome = judge(self.folder, self.setup, ["--at", AT, "--binary", program, "--driver-binary", PROGRAM], conf)
        self.assertEqual(outcome.code, 0, outcome.stderr[-4000:])
        for name in ("program", "worker", "executor"):
            self.assertTrue((self.folder / f"killed-{name}").exists(), name)
        reasons = [failure["Task End Reason"] for failure in outcome.failures()]
        self.assertGreaterEqual(len(reasons), 3, reasons)
        self.assertTrue(any(reason["Reason"] == "ExecutorLostFailure" for reason in reasons), reasons)
        self.assertTrue(any("was killed by SIGKILL" in json.dumps(reason) for reason in reasons), reasons)
        attempts = [event["Task Info"]["Attempt"] for event in outcome.events if event["Event"] == "SparkListenerTaskEnd"]
        self.assertGreaterEqual(max(attempts), 1)
        decisions = read_table(self.folder / "decisions")
        self.assertEqual(len(decisions), len(rows))
        self.assertEqual(len({row["id"] for row in decisions}), len(rows))
        self.assert_same(decisions, check_files(self.setup, self.findings))

    def test_a_program_that_always_crashes_gives_no_table(self) -> None:
        program = self.script("crashing", f'{IS_SECOND_STEP}\necho "out of luck" >&2\nhead -c 10 >/dev/null\nexit 134\n')
        write_table(self.folder / "findings", [(manifest, None, name) for name, manifest in self.findings[:8]], files=2)
        outcome = judge(self.folder, self.setup, ["--at", AT, "--binary", program, "--driver-binary", PROGRAM])
        self.assert_failed(outcome, "ended with 134, which is no answer")
        self.assertIn("out of luck", outcome.said)

    def test_an_executor_without_the_program_is_named(self) -> None:
        write_table(self.folder / "findings", [(self.findings[0][1], None, self.findings[0][0])], files=1)
        outcome = judge(self.folder, self.setup, ["--at", AT, "--binary", "/opt/not/there", "--driver-binary", PROGRAM])
        self.assert_failed(outcome, f"could not start `/opt/not/there` on {os.uname().nodename}", "--ship-binary")


if __name__ == "__main__":
    unittest.main()

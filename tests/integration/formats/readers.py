"""Reads a report with a reader of its format, and compares it with the JSON report of the same run.

    readers.py FORMAT REPORT JSON

junit: junitparser, and the rules of the schema that the Jenkins plugin for JUnit publishes (elements, attributes, their
order). tap: tap.py, which knows no escapes: what it takes for a directive, every reader does.
"""

import json
import re
import sys

FORMAT, REPORT, DOCUMENT = sys.argv[1:]
ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

with open(DOCUMENT, encoding="utf-8") as file:
    document = json.load(file)
decisions = [decision for key in ("findings", "reviews", "organization") for decision in document.get(key, [])]
blocked = [(decision, denial) for decision in decisions for denial in decision["denials"]]


def same(found, expected, what):
    if found != expected:
        sys.exit(f"{what}:\n  found    {found!r}\n  expected {expected!r}")


def in_xml(text):
    """A text as XML holds it between tags."""
    return ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def junit():
    from junitparser import Error, Failure, JUnitXml, Skipped
    from lxml import etree

    report = JUnitXml.fromfile(REPORT)
    cases = {}
    counts = {Failure: 0, Error: 0, Skipped: 0}
    for suite in report:
        same(len(list(suite)), suite.tests, f"cases of {suite.name}")
        for case in suite:
            cases.setdefault((case.classname, case.name.split(": ")[0]), []).append(case)
            for result in case.result:
                counts[type(result)] += 1
    same((counts[Failure], counts[Error], counts[Skipped]), (report.failures, report.errors, report.skipped), "totals")
    first = {}
    for decision, denial in blocked:
        # A case has the message of the first denial of its rule, and in its text those of all.
        message = first.setdefault((decision["id"], denial["rule"]), denial["message"])
        (case,) = cases[decision["id"], denial["rule"]]
        (failure,) = case.result
        same(type(failure), Failure, denial["rule"])
        same(failure.message.startswith(ILLEGAL.sub("\ufffd", message)), True, failure.message)
        same(in_xml(denial["message"]) in failure.text, True, f"{decision['id']} {denial['rule']}: {failure.text!r}")
        for lapsed in denial.get("lapsed", []):
            same(lapsed["id"] in failure.text, True, f"{lapsed['id']} in {failure.text!r}")
    # The elements and attributes that readers know.
    allowed = {
        "testsuites": ({"name", "tests", "failures", "errors", "skipped"}, {"testsuite"}),
        "testsuite": ({"name", "tests", "failures", "errors", "skipped"}, {"testcase", "system-out"}),
        "testcase": ({"name", "classname", "file"}, {"failure", "error", "skipped", "system-out"}),
        "failure": ({"message", "type"}, set()),
        "error": ({"message", "type"}, set()),
        "skipped": ({"message"}, set()),
        "system-out": (set(), set()),
    }
    for element in etree.parse(REPORT).iter():
        attributes, children = allowed[element.tag]
        same(set(element.attrib) - attributes, set(), f"attributes of {element.tag}")
        same({child.tag for child in element} - children, set(), f"elements of {element.tag}")


def tap():
    from tap.parser import Parser

    points = []
    with open(REPORT, encoding="utf-8", newline="\n") as stream:
        for line in Parser().parse(stream):
            same(line.category in ("version", "plan", "test", "diagnostic", "bail"), True, f"{line.category} {line}")
            if line.category == "test":
                points.append(line)
    shown = []
    for decision, point in zip(decisions, points):
        is_known = bool(decision["suppressed"]) and not decision["denials"] and not decision["errors"]
        same((point.todo, point.skip), (is_known, False), decision["id"])
        same(point.ok, decision["verdict"] not in ("blocked", "error") and not is_known, decision["id"])
        same(point.yaml_block["title"], decision["title"], decision["id"])
        for denial in point.yaml_block.get("denials", []):
            shown.append((decision["id"], denial["rule"], denial["message"]))
    same(shown, [(decision["id"], denial["rule"], denial["message"]) for decision, denial in blocked], "denials")


{"junit": junit, "tap": tap}[FORMAT]()

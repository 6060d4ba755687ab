"""Evaluates an export with stock Open Policy Agent: for each input, all denials and warnings, as one JSON document.

Usage: python3 stock_opa.py DIR
"""

import json
import pathlib
import sys

from opa_bindings import OpaEngine


def main(folder: pathlib.Path) -> None:
    """Prints `{finding id: {denials: […], warnings: […]}}`."""
    query = (folder / "query.txt").read_text().strip()
    assert query.startswith("data."), query
    decisions = {}
    with OpaEngine() as engine:
        for policy in sorted((folder / "policies").rglob("*.rego")):
            engine.add_policy(str(policy.relative_to(folder)), policy.read_text())
        engine.add_data(json.loads((folder / "data.json").read_text()))
        for document in sorted((folder / "inputs").glob("*.json")):
            given = json.loads(document.read_text())
            decisions[document.stem] = {
                "denials": engine.eval_document(query.removeprefix("data."), given),
                "warnings": engine.eval_document(query.removeprefix("data.").replace("denials", "warnings"), given),
            }
    json.dump(decisions, sys.stdout)


main(pathlib.Path(sys.argv[1]))

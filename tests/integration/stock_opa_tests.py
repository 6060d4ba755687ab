"""Runs the Rego tests of a folder of policies in stock Open Policy Agent.

Usage: python3 stock_opa_tests.py POLICIES_DIR DATA_JSON

DATA_JSON holds `params`, the merged default profile. Prints each test that does not hold, then the numbers; the exit
status is 1 if one failed, or if there was none.
"""

import collections
import json
import multiprocessing
import pathlib
import re
import sys

from opa_bindings import OpaEngine, OpaError, OpaUndefinedError

PACKAGE = re.compile(r"^package\s+(\S+)", re.MULTILINE)
SHARED = "lib"
TEST = re.compile(r"^test_\w+", re.MULTILINE)


def value_of(engine: OpaEngine, name: str) -> str:
    """What one test evaluates to, in words."""
    try:
        return json.dumps(engine.eval_document(name, {}))
    except OpaUndefinedError:
        return "undefined"
    except OpaError as error:
        if error.code == "prepare_error":
            sys.exit(f"the policies do not compile: {error}")
        return str(error)


def failures_of(engine: OpaEngine, package: str, tests: dict[str, str]) -> list[str]:
    """The tests of a package that do not hold. The package is evaluated at once; if that fails, test by test."""
    try:
        document = engine.eval_document(package, {})
    except OpaError:
        document = {}
    suspects = [test for test in tests if document.get(test) is not True]
    values = {test: value_of(engine, f"{package}.{test}") for test in suspects}
    return [f"FAIL {tests[test]} {test}: {value}" for test, value in values.items() if value != "true"]


def run_family(job: tuple[pathlib.Path, str, str]) -> tuple[int, list[str]]:
    """Runs the tests of one folder beside the shared ones, in an engine of their own: how many there are, and failures."""
    policies, family, data = job
    tests: dict[str, dict[str, str]] = collections.defaultdict(dict)
    failures = []
    with OpaEngine() as engine:
        for path in sorted(policies.rglob("*.rego")):
            name, text = str(path.relative_to(policies)), path.read_text()
            folder = name.split("/")[0]
            is_test = name.endswith("_test.rego")
            is_example = folder == SHARED and PACKAGE.search(text).group(1).startswith("remedy.lib.example")
            if folder == family or (folder == SHARED and (not is_test or is_example)):
                engine.add_policy(name, text)
                if folder == family and is_test:
                    package = PACKAGE.search(text).group(1)
                    tests[package].update({test: name for test in TEST.findall(text)})
        engine.add_data(json.loads(data))
        for package, named in tests.items():
            failures += failures_of(engine, package, named)
    return sum(len(named) for named in tests.values()), failures


def main(policies: pathlib.Path, data: pathlib.Path) -> int:
    """Runs all tests, two families at a time, and returns the exit status."""
    families = sorted(folder.name for folder in policies.iterdir() if any(folder.glob("*.rego")))
    text = data.read_text()
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        results = pool.map(run_family, [(policies, family, text) for family in families], chunksize=1)
    count = sum(count for count, _ in results)
    failures = [failure for _, failures in results for failure in failures]
    for failure in failures:
        print(failure)
    print(f"{count - len(failures)} passed, {len(failures)} failed")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))

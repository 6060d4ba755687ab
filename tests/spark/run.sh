#!/usr/bin/env bash
# Judges tables of findings with the real Spark: a cluster of two workers on this machine. Installs Spark into a folder below
# target/, and Java from the distribution if there is none. Another program: REMEDY_POLICY=/path/to/remedy-policy.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v java >/dev/null; then
	as_root=()
	[ "$(id -u)" -eq 0 ] || as_root=(sudo)
	"${as_root[@]}" apt-get update -qq
	"${as_root[@]}" apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null
fi
[ -x target/spark-venv/bin/python ] || python3 -m venv target/spark-venv
target/spark-venv/bin/pip install --quiet --disable-pip-version-check -r tests/spark/requirements.txt

target/spark-venv/bin/ruff check --quiet integrations/spark tests/spark
target/spark-venv/bin/ruff format --quiet --check integrations/spark tests/spark

if [ -z "${REMEDY_POLICY:-}" ]; then
	cargo build --locked --quiet
	REMEDY_POLICY="${CARGO_TARGET_DIR:-$PWD/target}/debug/remedy-policy"
fi
export REMEDY_POLICY
exec target/spark-venv/bin/python -m unittest discover --start-directory tests/spark --pattern '*_test.py' "$@"

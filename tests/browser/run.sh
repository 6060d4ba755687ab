#!/usr/bin/env bash
# Opens the HTML report in a real Chromium and uses it. Installs what it needs below target/, and Chromium from the
# distribution if there is none. Another Chromium: BROWSER=/path/to/chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/browser/install.sh
out=target/browser
status=0
cargo run --locked --quiet -- check fixtures/acme --at 2026-11-20 --quiet --output "html=$out/acme.html" >/dev/null ||
	status=$?
[ "$status" -eq 1 ] || { echo "check of fixtures/acme ended with $status, not 1" >&2; exit 1; }
node "$out/page.mjs" "$PWD/$out/acme.html"

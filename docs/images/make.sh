#!/usr/bin/env bash
# Makes the pictures of the README: the HTML report and the terminal, of fixtures/acme. Run it as `bash docs/images/make.sh`;
# it wants node, and installs what tests/browser needs. With pngquant the pictures are a third of the size.
set -euo pipefail
cd "$(dirname "$0")/../.."

source tests/browser/install.sh
out=target/browser
cp docs/images/make.mjs "$out/"
finding=fixtures/acme/findings/blocked/own-04-team-cannot-change-it.yaml
remedy() { cargo run --locked --quiet -- "$@" || [ $? -eq 1 ]; }
remedy check fixtures/acme --at 2026-11-20 --format html >"$out/acme.html"
remedy check "$finding" --at 2026-11-20 --quiet --color always >"$out/terminal.txt"
node "$out/make.mjs" "$PWD/$out" "remedy-policy check $finding --at 2026-11-20 --quiet" "$PWD/docs/images"
if command -v pngquant >/dev/null; then
	pngquant --force --ext .png --strip --quality 70-95 docs/images/report.png docs/images/terminal.png
fi
ls -l docs/images/*.png

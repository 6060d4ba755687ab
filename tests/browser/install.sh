# Sourced by scripts that drive a browser: installs Chromium and the driver, and says where they are.
if [ -z "${BROWSER:-}" ]; then
	if ! command -v chromium >/dev/null; then
		apt-get update -qq && apt-get install -y -qq chromium >/dev/null
	fi
	BROWSER="$(command -v chromium)"
fi
export BROWSER
mkdir -p target/browser
# Scripts look for packages in the folders above them, so they run from a copy beside the packages.
cp tests/browser/package.json tests/browser/*.mjs target/browser/
npm install --prefix target/browser --no-audit --no-fund --no-package-lock --silent

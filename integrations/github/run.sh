#!/usr/bin/env bash
# The steps of action.yml: run.sh install | check | comment | result. What they are told comes from the environment. Plain
# enough for the bash 3.2 of macOS.
# shellcheck disable=SC2016 # Backticks in messages are Markdown.
# shellcheck disable=SC2153 # BINARY comes from action.yml.
set -euo pipefail

# An annotation, and the end: 2 means that something could not be judged.
fail() {
	printf '::error title=remedy-policy::%s\n' "$1"
	exit 2
}

# A folder for what the steps leave to each other.
scratch() {
	local folder="${RUNNER_TEMP:-/tmp}/remedy-policy"
	mkdir -p "$folder"
	printf '%s' "$folder"
}

# Hands a value on to later steps. A line break would smuggle in a second one.
output() {
	case $2 in *$'\n'*) fail "$1 must be a single line" ;; esac
	printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

install() {
	local binary folder python
	if [ -n "${INPUT_BINARY:-}" ]; then
		binary=$(command -v -- "$INPUT_BINARY") || fail "the input \`binary\` names no program"
		# A later step may be in another folder.
		case $binary in
		/* | [A-Za-z]:*) ;;
		*) binary=$PWD/$binary ;;
		esac
	else
		case ${INPUT_VERSION:-} in
		'' | *[!0-9A-Za-z.+-]*) fail 'the input `version` is not a version, for example 0.1.0' ;;
		esac
		python=$(command -v python3 || command -v python) ||
			fail 'there is no Python to install with: add actions/setup-python before, or give the input `binary`'
		folder=$(scratch)/venv
		"$python" -m venv "$folder"
		binary=$folder/bin
		[ -d "$binary" ] || binary=$folder/Scripts
		"$binary/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
			"remedy-policy==$INPUT_VERSION" || fail "remedy-policy $INPUT_VERSION could not be installed"
		binary=$binary/remedy-policy
	fi
	"$binary" --version
	output binary "$binary"
}

# Whether the base is here, with the history that leads from it to what is checked out.
has_base() {
	git merge-base "$1" HEAD >/dev/null 2>&1
}

# A checkout is shallow by default: fetches what is missing.
fetch_base() {
	has_base "$1" && return
	if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
		set -- "$1" --unshallow
	fi
	git fetch --quiet --no-tags ${2:+"$2"} origin "$1" "$(git rev-parse HEAD)" || true
	has_base "$1" ||
		fail "the base commit $1 could not be fetched: give actions/checkout \`fetch-depth: 0\`"
}

# Code scanning reads neither `suppressions` nor `baselineState`: what is waived would be an open alert there.
open_alerts() {
	local open
	open=$(scratch)/open.sarif
	if command -v jq >/dev/null &&
		jq '.runs[].results |= map(select((.suppressions // []) == [] and .baselineState != "absent"))' "$1" >"$open"; then
		printf '%s' "$open"
	else
		printf '::warning title=remedy-policy::%s\n' 'there is no jq: waived denials are uploaded as open alerts' >&2
		printf '%s' "$1"
	fi
}

check() {
	local folder sarif markdown code=0 changed_since policy_from word line
	folder=$(scratch)
	sarif=${INPUT_SARIF_FILE:-$folder/results.sarif}
	markdown=$folder/report.md
	mkdir -p "$(dirname -- "$sarif")"
	rm -f -- "$sarif" "$markdown"

	changed_since=${INPUT_CHANGED_SINCE:-${BASE:-none}}
	policy_from=${INPUT_POLICY_FROM:-${BASE:-none}}
	if [ -n "${BASE:-}" ] && { [ "$changed_since" = "$BASE" ] || [ "$policy_from" = "$BASE" ]; }; then
		fetch_base "$BASE"
	fi

	set -- check --format github --output "sarif=$sarif" --output "markdown=$markdown"
	[ "$changed_since" = none ] || set -- "$@" "--changed-since=$changed_since"
	[ "$policy_from" = none ] || set -- "$@" "--policy-from=$policy_from"
	[ -z "${INPUT_PROFILE:-}" ] || set -- "$@" "--profile=$INPUT_PROFILE"
	[ -z "${INPUT_AT:-}" ] || set -- "$@" "--at=$INPUT_AT"
	# Split at white space; no pattern is expanded, and nothing is run.
	set -f
	for word in ${INPUT_ARGS:-}; do set -- "$@" "$word"; done
	set +f
	set -- "$@" --
	while IFS= read -r line; do
		[ -z "$line" ] || set -- "$@" "$line"
	done <<-PATHS
		${INPUT_PATHS:-}
	PATHS

	"$BINARY" "$@" || code=$?
	output exit-code "$code"
	# After a mistake in the arguments there is no report.
	if [ -s "$sarif" ]; then
		output sarif-file "$sarif"
		[ "${INPUT_UPLOAD_SARIF:-}" != true ] || output upload-file "$(open_alerts "$sarif")"
	fi
	[ ! -s "$markdown" ] || output markdown-file "$markdown"
}

# One comment a pull request: the first run writes it, the others change it.
comment() {
	local marker='<!-- remedy-policy -->' body comments id
	body=$(scratch)/comment.md
	rm -f -- "$body"
	comments=repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments
	# A comment has at most 65,536 characters. The report begins with the marker by which it is found again.
	if [ "$(wc -c <"$MARKDOWN_FILE")" -le 65000 ]; then
		[ "$(head -n 1 -- "$MARKDOWN_FILE")" = "$marker" ] || printf '%s\n' "$marker" >"$body"
		cat -- "$MARKDOWN_FILE" >>"$body"
	else
		printf '%s\nThe report of remedy-policy is too long for a comment: see the summary of the run.\n' "$marker" >"$body"
	fi
	id=$(gh api --paginate "$comments?per_page=100" \
		--jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" | head -n 1) || id=
	if [ -n "$id" ]; then
		set -- --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id"
	else
		set -- --method POST "$comments"
	fi
	# The verdict does not hang on the comment.
	gh api "$@" --field "body=@$body" --silent ||
		printf '::warning title=remedy-policy::%s\n' \
			'could not comment: the job needs `pull-requests: write`, which a pull request from a fork never has'
}

# The exit code of the check is that of the action; without one, nothing was judged.
result() {
	exit "${EXIT_CODE:-2}"
}

case ${1:-} in
install | check | comment | result) "$1" ;;
*) fail 'run.sh takes install, check, comment or result' ;;
esac

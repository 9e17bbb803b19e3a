#!/usr/bin/env bash
# Looks at the pages of the example `briefing` in headless Chromium: `bash .ci/briefing.sh`.
#
# `.ci/tools.sh` says what it installs, and when it is skipped. SCREENSHOTS=DIR keeps pictures of all pages.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source "$root/.ci/tools.sh"

need_chromium "no page was looked at in a browser"
need_playwright "no page was looked at in a browser"
cd "$root"
cargo run --quiet --all-features --example briefing -- "$work/pages" > /dev/null
node .ci/briefing.mjs "$work" "$work/pages" "$root"

#!/usr/bin/env bash
# Looks at the pages of the example `briefing` in headless Chromium: `bash .ci/briefing.sh`.
#
# Chromium comes from Debian and the driver from npm, into a folder of its own. Without them the step fails, unless
# DETENTE_WITHOUT_BROWSER=1 is set: then it says that nothing was checked. SCREENSHOTS=DIR keeps pictures of all pages.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

missing() {
    echo "missing: $1"
    if [ "${DETENTE_WITHOUT_BROWSER:-}" = 1 ]; then
        echo "SKIPPED: no page was looked at in a browser"
        exit 0
    fi
    exit 1
}

export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
if [ ! -x "$CHROMIUM" ]; then
    { apt-get update -qq && apt-get install -y -qq chromium; } > "$work/apt.log" 2>&1 ||
        { tail -n 5 "$work/apt.log"; missing "Chromium"; }
fi
command -v npm > /dev/null || missing "npm"
(cd "$work" && npm init -y && npm install --no-audit --no-fund playwright-core@1.64.1 axe-core@4.14.1) \
    > "$work/npm.log" 2>&1 || { tail -n 5 "$work/npm.log"; missing "playwright-core and axe-core"; }

cd "$root"
cargo run --quiet --all-features --example briefing -- "$work/pages"
node .ci/briefing.mjs "$work" "$work/pages" "$root"

#!/usr/bin/env bash
# Measures the pictures of 20 random records and of `examples/data` in headless Chromium, and checks their data with
# Vega-Lite: `bash .ci/pictures.sh`.
#
# `.ci/tools.sh` says what it installs, and when it is skipped.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source "$root/.ci/tools.sh"

need_chromium "no picture was measured, and no data for charts was checked"
cd "$root"
cargo build --quiet --release --all-features --example draw
# The charts of the pages, one of which is in German, are measured with the others.
cargo run --quiet --release --all-features --example briefing -- "$work/pictures" > /dev/null
python3 .ci/pictures.py target/release/examples/draw "$work/pictures"
need_vega "no data for charts was checked"
"$vega_python" .ci/vega_lite.py "$work/pictures"

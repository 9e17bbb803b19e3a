# Installs what looks at pages and pictures: sourced by `.ci/briefing.sh` and `.ci/pictures.sh`.
#
# A tool that is there is used. Otherwise it is installed: Chromium from Debian by root, the others into the folder
# $work. A tool that can be neither found nor installed fails the step, unless DETENTE_WITHOUT_BROWSER=1 is set: then
# the step says that it was skipped. The installations take about a minute together.

# Says what is missing. Ends the step.
missing() {
    echo "missing: $1"
    if [ "${DETENTE_WITHOUT_BROWSER:-}" = 1 ]; then
        echo "SKIPPED: $2"
        exit 0
    fi
    exit 1
}

# Sets CHROMIUM to a browser. The argument says what is skipped without one.
need_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name" > /dev/null; then
            CHROMIUM=$(command -v "$name")
            export CHROMIUM
            return
        fi
    done
    { timeout 60 apt-get update -qq && timeout 240 apt-get install -y -qq --no-install-recommends chromium fonts-liberation; } \
        > "$work/apt.log" 2>&1 || { tail -n 5 "$work/apt.log"; missing "Chromium" "$1"; }
    CHROMIUM=$(command -v chromium)
    export CHROMIUM
}

# Installs the driver of the browser and the rules of accessibility.
need_playwright() {
    command -v npm > /dev/null || missing "npm" "$1"
    (cd "$work" && npm init -y && timeout 120 npm install --no-audit --no-fund playwright-core@1.64.1 axe-core@4.14.1) \
        > "$work/npm.log" 2>&1 || { tail -n 5 "$work/npm.log"; missing "playwright-core and axe-core" "$1"; }
}

# Sets vega_python to a Python that has Vega-Lite and its JSON schema.
need_vega() {
    vega_python=python3
    python3 -c "import altair, jsonschema, vl_convert" 2> /dev/null && return
    vega_python="$work/venv/bin/python"
    { python3 -m venv "$work/venv" &&
        timeout 180 "$vega_python" -m pip install --quiet altair==6.3.0 jsonschema==4.26.0 vl-convert-python==1.9.0.post1; } \
        > "$work/pip.log" 2>&1 || { tail -n 5 "$work/pip.log"; missing "altair, jsonschema and vl-convert-python" "$1"; }
}

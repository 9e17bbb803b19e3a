#!/usr/bin/env python3
"""Checks chart data against their published formats.

Usage: vega_lite.py DIR

DIR has the files of the example `draw`. Each specification is validated with the JSON schema of
Vega-Lite that the package altair bundles, and compiled and drawn by Vega (vl-convert-python). Each CSV
file is read back with Python's csv module and compared with the lines of JSON.
"""

import csv
import glob
import json
import os
import sys

import altair
import jsonschema
import vl_convert


def schema():
    folder = os.path.dirname(altair.__file__)
    [path] = glob.glob(os.path.join(folder, "vegalite", "v6", "schema", "vega-lite-schema.json"))
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def check_specification(path, validator):
    with open(path, encoding="utf-8") as file:
        spec = json.load(file)
    error = jsonschema.exceptions.best_match(validator.iter_errors(spec))
    if error is not None:
        sys.exit(f"{path}: {error.json_path}: {error.message[:400]}")
    svg = vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])
    with open(path.removesuffix(".json") + ".svg", "w", encoding="utf-8") as file:
        file.write(svg)
    for bad in ("NaN", "undefined", ">null<", "Infinity"):
        if bad in svg:
            sys.exit(f"{path}: the picture contains {bad}")
    # Events that are not exact are in the data with two days, and no mark of a point takes them.
    for row in spec["datasets"].get("participants", []) + spec["datasets"].get("events", []):
        if not row["is_exact"] and row.get("is_day"):
            sys.exit(f"{path}: {row['title']} is drawn as exact")


def check_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    with open(path.removesuffix(".csv") + ".jsonl", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    if len(rows) != len(lines):
        sys.exit(f"{path}: {len(rows)} rows, {len(lines)} lines of JSON")
    for row, line in zip(rows, lines):
        for name, value in line.items():
            text = "" if value is None else str(value).lower() if isinstance(value, bool) else value
            cell = row[name]
            if isinstance(text, (int, float)):
                same = float(cell) == text
            else:
                same = cell in (text, "'" + text) and not cell.startswith(("=", "+", "-", "@"))
            if not same:
                sys.exit(f"{path}: {name} is {cell!r} in CSV, {value!r} in JSON")


def check_timeline_js(path):
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    for slide in data["events"]:
        for date in (slide["start_date"], slide["end_date"]):
            assert set(date) == {"year", "month", "day"}, slide
        assert slide["text"]["headline"] and "<script" not in json.dumps(slide), slide


def main():
    [folder] = sys.argv[1:]
    validator = jsonschema.validators.validator_for(schema())(schema())
    counts = {}
    for pattern, check in (
        ("*.vl.json", lambda path: check_specification(path, validator)),
        ("*.csv", check_rows),
        ("*.timelinejs.json", check_timeline_js),
    ):
        paths = sorted(glob.glob(os.path.join(folder, pattern)))
        if not paths:
            sys.exit(f"{folder} has no file {pattern}")
        for path in paths:
            check(path)
        counts[pattern] = len(paths)
    print(", ".join(f"{count} {pattern}" for pattern, count in counts.items()))


if __name__ == "__main__":
    main()

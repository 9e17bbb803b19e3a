#!/usr/bin/env python3
"""Compares the example `score_marks` with the published scores of the record of 2025 (142 marks).

usage: against_record.py MARKS.csv

The coverage begins on 2025-01-20. The program is $SCORE_MARKS (default target/release/examples/score_marks). Prints
what was compared. Exits 1 on a difference.
"""
import json, os, subprocess, sys

PROGRAM = os.environ.get("SCORE_MARKS", "target/release/examples/score_marks")
EXPECTED = {
    ("level", "S"): -0.0705, ("level", "W"): 37.3673, ("level", "R"): -0.0114, ("level", "sd"): 0.4999,
    ("trend", "D"): -1.4175, ("trend", "sd"): 2.9378, ("trend", "nu"): 8.7333, ("trend", "p_rising"): 0.3205,
    ("peak", "peak"): 0.7854, ("peak", "trough"): -0.3952, ("peak", "retraced"): 0.6749,
}
DATES = {("peak", "at"): "2025-03-07", ("peak", "trough_at"): "2025-01-29"}
WALK = [("2025-01-20", "insufficient"), ("2025-03-22", "unclear"), ("2025-05-06", "falling"), ("2025-10-04", "steady"),
        ("2025-10-28", "unclear"), ("2025-12-12", "steady"), ("2025-12-27", "unclear")]


def score(*options):
    command = [PROGRAM, sys.argv[1], *options, "--covered", "2025-01-20"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    faults = []
    answer = score("2025-07-11")
    for (part, key), expected in EXPECTED.items():
        if abs(answer[part][key] - expected) > 5.1e-5:
            faults.append(f"{part} {key}: {answer[part][key]}, expected {expected}")
    for (part, key), expected in DATES.items():
        if answer[part][key] != expected:
            faults.append(f"{part} {key}: {answer[part][key]}, expected {expected}")
    if answer["direction"] != "unclear" or not answer["ongoing"].startswith("falling since 2025-05-06"):
        faults.append(f"{answer['direction']}, {answer['ongoing']}: expected unclear, falling since 2025-05-06")
    days = score("2026-01-01", "--walk", "347")["walk"]
    turns = [(day[0], day[1]) for before, day in zip([[None, None]] + days, days) if before[1] != day[1]]
    if turns != WALK:
        faults.append(f"walk: {turns}")
    print(f"{len(EXPECTED) + len(DATES)} values, 2 directions and {len(days)} days compared")
    for fault in faults:
        print(fault)
    sys.exit(1 if faults or len(days) != 347 else 0)


if __name__ == "__main__":
    main()

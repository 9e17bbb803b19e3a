#!/usr/bin/env python3
"""Compares the example `score_marks` with the plain second implementation, on random marks.

usage: against_oracle.py ORACLE_PY [N] [SEED]

N files (200 unless given) of 0 to 60 marks. Dates come from few days, so that several marks share one; spans last 1 to
60 days; some marks lie after the date asked about. Each file is scored under random options. Every number that either
program prints is compared: it may differ by 1e-9, or by 1e-9 of its size where that is more. The program is
$SCORE_MARKS, or else target/debug/examples/score_marks. Exits 1 on a difference, or if nothing was compared.
"""
import json, os, random, subprocess, sys, tempfile
from datetime import date, timedelta

TOLERANCE = 1e-9
START = date(2020, 1, 1)


def day(number):
    return (START + timedelta(days=number)).isoformat()


def marks(rng):
    """Marks on few days of a stretch of a week to six years."""
    stretch = rng.choice([7, 60, 400, 2200])
    days = [rng.randrange(stretch) for _ in range(rng.randint(1, 25))]
    for _ in range(rng.choice([0, 1, 3, 20, 60])):
        first = rng.choice(days)
        length = 1 if rng.random() < 0.7 else rng.randint(2, 60)
        weight = rng.choice([0.0, 0.25, 1.0, 1.0, 1 / 3, rng.random() * 20])
        valence = rng.choice([-1.0, -0.35, -0.1, 0.0, 0.15, 0.25, 1.0, rng.uniform(-1, 1)])
        yield day(first), day(first + length), repr(weight), repr(valence), str(rng.choice([0, 1]))


def options(rng):
    asked = rng.randrange(-5, 2400)
    found = [day(asked)]
    if rng.random() < 0.5:
        found += ["--coverage", day(rng.randint(-30, max(asked, 0)))]
    if rng.random() < 0.5:
        found += ["--rho", rng.choice(["0", "0.5", "1", "0.3"])]
    if rng.random() < 0.3:
        found += ["--half-life", rng.choice(["10", "90", "180.5", "1000"])]
    if rng.random() < 0.3:
        found += ["--delta", rng.choice(["1", "30", "91", "800"])]
    if rng.random() < 0.3:
        found += ["--block", rng.choice(["1", "7", "45"])]
    return found


def run(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def differences(ours, theirs, path=""):
    """Yields (path, difference in units of the tolerance) for every number; infinite where the shapes differ."""
    if isinstance(theirs, dict) and isinstance(ours, dict) and ours.keys() == theirs.keys():
        for key in theirs:
            yield from differences(ours[key], theirs[key], f"{path}/{key}")
    elif isinstance(theirs, list) and isinstance(ours, list) and len(ours) == len(theirs):
        for index, (a, b) in enumerate(zip(ours, theirs)):
            yield from differences(a, b, f"{path}/{index}")
    elif isinstance(theirs, (int, float)) and isinstance(ours, (int, float)):
        difference = abs(ours - theirs) / max(1.0, abs(theirs))
        yield path, difference if difference == difference else float("inf")
    elif ours != theirs:
        yield path, float("inf")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    oracle = sys.argv[1]
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    program = os.environ.get("SCORE_MARKS", "target/debug/examples/score_marks")
    rng = random.Random(seed)
    compared, largest, wrong = 0, 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "marks.csv")
        for number in range(files):
            rows = list(marks(rng))
            asked = options(rng)
            with open(path, "w") as file:
                file.write("from,to,weight,valence,contact\n")
                file.writelines(",".join(row) + "\n" for row in rows)
            theirs = run([sys.executable, oracle, path, *asked])
            for place, difference in differences(run([program, path, *asked]), theirs):
                compared += 1
                largest = max(largest, difference)
                if difference > TOLERANCE:
                    wrong += 1
                    if wrong <= 10:
                        print(f"file {number} of seed {seed}, {' '.join(asked)}: {place} differs by {difference:.3g}")
    print(f"{files} files, {compared} numbers compared, largest difference {largest:.3g}")
    if wrong or not compared:
        sys.exit(1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Ours against polars, DuckDB and NumPy, each in its best idiom on one thread: one command.

usage: run.py [ROWS] [ROUNDS]

Makes an environment under target/rivals with pinned packages, builds our side, and runs each work turn by turn
(a million rows and 5 rounds unless given). Prints the least and the median time of each, the least mean time on a
processor, which a busy machine disturbs less, and the ratios to ours. Fails where the rows or the numbers differ
by more than 1e-6.
"""
import json, os, statistics, subprocess, sys, venv
from pathlib import Path

PACKAGES = ["numpy==2.4.6", "polars==2.1.0", "duckdb==2.0.1"]
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HOME = ROOT / "target" / "rivals"
# One thread each.
ENVIRONMENT = {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

# Work: the rivals, and our own baseline where there is one.
WORKS = {
    "build": ["polars", "duckdb", "numpy"],
    "panel": ["polars", "duckdb", "numpy"],
    # As most people write it, and in bytes.
    "mann_kendall": ["numpyplain", "numpy"],
    # Nothing that a rival has.
    "trends": [],
    "movers": [],
    "merge": [],
    "window": [],
}
# A thousand windows are over too soon to be measured a few times.
REPEATS = {"window": 400}
# On all cores, beside one.
THREADS = ["par_build", "par_panel", "par_trends"]


def python():
    path = HOME / "venv" / "bin" / "python"
    wanted = HOME / "packages"
    if not wanted.exists() or wanted.read_text() != "\n".join(PACKAGES):
        venv.create(HOME / "venv", with_pip=True)
        subprocess.run([path, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        wanted.write_text("\n".join(PACKAGES))
    return path


def ours():
    built = subprocess.run(
        ["cargo", "bench", "--quiet", "--no-run", "--features", "rayon", "--bench", "rivals", "--message-format", "json"],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("target", {}).get("name") == "rivals" and message.get("executable"):
            return message["executable"]
    sys.exit("our side was not built")


def run(command):
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    return json.loads(done.stdout)


def compare(work, who, mine, theirs):
    if work != "mann_kendall" and mine["checksum"] != theirs["checksum"]:
        sys.exit(f"{who} made other rows")
    if len(mine["numbers"]) != len(theirs["numbers"]):
        sys.exit(f"{work}: {who} gave {len(theirs['numbers'])} numbers for {len(mine['numbers'])}")
    for a, b in zip(mine["numbers"], theirs["numbers"]):
        if abs(a - b) > 1e-6 * max(1.0, abs(a)):
            sys.exit(f"{work}: {who} has {b} for {a}")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    interpreter, program = python(), ours()
    print(f"{count} rows, {rounds} rounds, load {os.getloadavg()[0]:.1f}")
    print(f"{'work':<14}{'who':<12}{'least ms':>10}{'median':>10}{'cpu':>10}{'least':>9}{'cpu':>8}")
    for work, rivals in WORKS.items():
        sides = {"ours": [program, work, count, REPEATS.get(work, 3)]}
        if work == "panel":
            # With the ledger's three tables, and with one that was merged before.
            sides["by hand"] = [program, "panel_by_hand", count, 3]
            sides["merged"] = [program, "panel_by_hand_merged", count, 3]
        for rival in rivals:
            sides[rival] = [interpreter, HERE / "rivals.py", rival, work, count, 1]
        seconds, cpu = {who: [] for who in sides}, {who: [] for who in sides}
        for _ in range(rounds):
            results = {who: run(command) for who, command in sides.items()}
            for who, result in results.items():
                seconds[who] += result["seconds"]
                cpu[who].append(result["cpu"])
                compare(work, who, results["ours"], result)
        for who in sides:
            least, middle, busy = min(seconds[who]), statistics.median(seconds[who]), min(cpu[who])
            print(f"{work:<14}{who:<12}{least * 1e3:>10.1f}{middle * 1e3:>10.1f}{busy * 1e3:>10.1f}"
                  f"{least / min(seconds['ours']):>8.1f}x{busy / min(cpu['ours']):>7.1f}x", flush=True)
    for work in THREADS:
        results = [run([program, work, count, 3]) for _ in range(rounds)]
        many = min(second for result in results for second in result["seconds"])
        one = min(second for result in results for second in result["numbers"])
        print(f"{work:<14}{os.cpu_count()} cores{many * 1e3:>15.1f}{'':>10}{'':>10}{one / many:>8.1f}x of one thread", flush=True)


if __name__ == "__main__":
    main()

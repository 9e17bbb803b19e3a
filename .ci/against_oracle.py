#!/usr/bin/env python3
"""Compares the example `score_marks` with a second implementation, on random marks.

usage: against_oracle.py ORACLE_PY [N] [SEED]

Scores N files (default 200) of 0 to 300 marks. The marks are on few days, so that several share a day. Spans have 1 to
60 days. Some marks are after the instant, and some have no weight. Each file has random options: fractional times,
coverage with holes, empty or unknown, other half-lives, windows and blocks. Compared are level, trend, contributions,
direction, peak, walks of at most 200 days, and asymmetry. The tolerance is 1e-9 times max(1, size, sqrt(V)), and 1e-9
for z and P. The program is $SCORE_MARKS (default target/debug/examples/score_marks). Exits 1 on a difference, or if
nothing was compared.
"""
import importlib.util, json, math, os, random, subprocess, sys, tempfile
from datetime import date, timedelta

TOLERANCE = 1e-9
EPOCH = date(1970, 1, 1)
START = (date(2020, 1, 1) - EPOCH).days
SECONDS = 86_400


def iso(day):
    return (EPOCH + timedelta(days=day)).isoformat()


def instant(second):
    day, rest = divmod(second, SECONDS)
    if rest == 0:
        return iso(day)
    return f"{iso(day)}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}Z"


def marks(rng, most):
    """Marks on few days of a period of a week to six years: (from, to, weight, valence, contact)."""
    stretch = rng.choice([7, 60, 200, 400, 2200])
    days = [START + rng.randrange(stretch) for _ in range(rng.randint(1, 25))]
    found = []
    # In half of the files the pair is stable or turns once. The others have all kinds of marks.
    turn = START + rng.randrange(stretch) if rng.random() < 0.5 else None
    before, after = rng.uniform(-0.5, 0.5), rng.choice([None, rng.uniform(-1, 1)])
    for _ in range(rng.choice([n for n in [0, 1, 3, 20, 60, 300] if n <= most])):
        first = START + rng.randrange(stretch) if turn else rng.choice(days)
        length = 1 if rng.random() < 0.7 else rng.randint(2, 60)
        weight = rng.choice([0.0, 0.25, 1.0, 1.0, 1 / 3, rng.random() * 20])
        valence = rng.choice([-1.0, -0.35, -0.1, 0.0, 0.15, 0.25, 1.0, rng.uniform(-1, 1)])
        if turn:
            mean = before if after is None or first < turn else after
            weight, valence = rng.choice([0.25, 1.0]), max(-1.0, min(1.0, mean + rng.uniform(-0.2, 0.2)))
        found.append((first, first + length, weight, valence, rng.choice([0, 1])))
    return found


def coverage(rng):
    kind = rng.random()
    if kind < 0.35:
        return None
    if kind < 0.4:
        return []
    stretches, day = [], START - rng.randint(-300, 800)
    for _ in range(rng.randint(0, 3)):
        end = day + rng.randint(1, 400)
        stretches.append((day, end))
        day = end + rng.randint(1, 90)
    if rng.random() < 0.7 or not stretches:
        stretches.append((day, math.inf))
    return stretches


def request(rng, rows):
    """An instant in seconds, the options of a Scorer, and the number of days to walk."""
    last = max((to for _, to, *_ in rows), default=START)
    second = rng.randint(START - 5, last + rng.choice([3, 60, 300])) * SECONDS
    if rng.random() < 0.4:
        # The other implementation has days since 1970 as floats, which are exact for seconds to seven digits.
        second += rng.choice([3_600, 43_200, 82_800, rng.randrange(600, SECONDS - 600)])
    options = {"covered": coverage(rng)}
    if rng.random() < 0.3:
        options["half_life"] = rng.choice([3.0, 10.0, 90.0, 180.5, 1000.0])
    if rng.random() < 0.3:
        options["window"] = float(rng.choice([1, 30, 91, 800]))
    if rng.random() < 0.3:
        options["block"] = rng.choice([1, 7, 45, 200])
    begun = min((a for a, _, w, *_ in rows if w > 0), default=None)
    today = second // SECONDS
    walk = 0
    if begun is not None and 0 <= today - begun < 200 and len(rows) <= 60 and rng.random() < 0.5:
        walk = today - begun + 1
    return second, options, walk


def arguments(second, options, walk, lookback):
    found = [instant(second), "--lookback", str(lookback)]
    if options["covered"] == []:
        found.append("--nothing-covered")
    for a, b in options["covered"] or []:
        found += ["--covered", f"{iso(a)}.." + ("" if b == math.inf else iso(b))]
    for name in ["half_life", "window", "block"]:
        if name in options:
            found += [f"--{name.replace('_', '-')}", f"{options[name]:g}"]
    if walk:
        found += ["--walk", str(walk)]
    return found


class Comparison:
    def __init__(self):
        self.compared, self.largest, self.wrong = 0, 0.0, 0
        self.directions, self.parts = {}, {}

    def fault(self, what):
        self.wrong += 1
        if self.wrong <= 10:
            print(what)

    def number(self, where, ours, theirs, scale=1.0):
        self.compared += 1
        part = where.rpartition(": ")[2]
        self.parts[part] = self.parts.get(part, 0) + 1
        if ours is None or theirs is None:
            if ours is not theirs:
                self.fault(f"{where}: {ours}, expected {theirs}")
            return
        difference = abs(ours - theirs) / max(scale, 1.0)
        if not difference <= TOLERANCE:
            self.fault(f"{where}: {ours!r}, expected {theirs!r}")
        else:
            self.largest = max(self.largest, difference)

    def word(self, where, ours, theirs, near=False):
        self.compared += 1
        self.directions[theirs] = self.directions.get(theirs, 0) + 1
        if ours != theirs and not near:
            self.fault(f"{where}: {ours}, expected {theirs}")


def is_near(scorer, trend):
    """Whether a number is so close to its threshold that rounding decides the direction."""
    if trend is None:
        return False
    distances = [abs(trend[w] - scorer.w_min) for w in ("w_new", "w_old")]
    for p in (trend["p_rising"], 1 - trend["p_rising"]):
        distances += [abs(p - scorer.enter), abs(p - scorer.leave), abs(p - scorer.lean)]
    return min(distances) < 1e-8


def compare(result, where, ours, scorer, t, walk, lookback, backward, options):
    level, trend = scorer.level(t), scorer.trend(t)
    root = trend["sd"] if trend else 1.0
    if (ours["level"] is None) != (level is None) or (ours["trend"] is None) != (trend is None):
        result.fault(f"{where}: level {ours['level']}, trend {ours['trend']}: expected {level}, {trend}")
        return
    if level:
        for key in ("S", "W", "cooperation", "conflict", "engagement", "R", "sd", "tone", "index"):
            result.number(f"{where}: level {key}", ours["level"][key], level[key], max(abs(level[key]), root))
        result.number(f"{where}: level z", ours["level"]["z"], level["z"])
        size = math.sqrt(scorer.kappa + level["W"])
        for mine, (a, b, w, s, c) in zip(ours["level"]["contributions"], scorer.marks, strict=True):
            result.number(f"{where}: level contributions", mine, s * scorer.expect(t, a, b) / size)
    if trend:
        for key in ("D", "sd", "burst", "nu", "w_old"):
            result.number(f"{where}: trend {key}", ours["trend"][key], trend[key], max(abs(trend[key]), root))
        result.number(f"{where}: trend w_new", ours["trend"]["w_new"], max(trend["w_new"], 0.0), abs(trend["w_old"]))
        for key in ("z", "p_rising"):
            result.number(f"{where}: trend {key}", ours["trend"][key], trend[key])
        for mine, their in zip(ours["trend"]["contributions"], trend["contributions"], strict=True):
            result.number(f"{where}: trend contributions", mine, their, abs(their))
    result.word(f"{where}: direction", ours["direction"], scorer.direction(trend), is_near(scorer, trend))
    peak = scorer.peak(t, lookback)
    if (ours["peak"] is None) != (peak is None or level is None):
        result.fault(f"{where}: peak {ours['peak']}, expected {peak}")
    elif peak:
        mine = ours["peak"]
        result.number(f"{where}: peak", mine["peak"], peak["peak"])
        result.number(f"{where}: retraced", mine["retraced"], peak["retraced"],
                      1 / max(peak["peak"] - peak["trough"], 1e-6))
        if peak["retraced"] is not None:
            result.number(f"{where}: trough", mine["trough"], peak["trough"])
    days = scorer.walk(int(t // 1) - walk + 1, int(t // 1)) if walk else []
    is_open = False
    for mine, (day, ongoing, own, p) in zip(ours["walk"], days, strict=True):
        is_open = is_open or is_near(scorer, scorer.trend(day))
        result.word(f"{where}: walk on {iso(day)}, own", mine[2], own, is_open)
        result.word(f"{where}: walk on {iso(day)}", mine[1], ongoing, is_open)
        result.number(f"{where}: walk p", mine[3], p)
    if backward is not None:
        turned = [(a, b, w, -v, c) for a, b, w, v, c in backward]
        both = type(scorer)(scorer.given + turned, **options).level(t)
        result.number(f"{where}: asymmetry", ours["asymmetry"], both and both["z"])


def write(path, rows):
    with open(path, "w") as file:
        file.write("from,to,weight,valence,contact\n")
        file.writelines(f"{iso(a)},{iso(b)},{w!r},{v!r},{c}\n" for a, b, w, v, c in rows)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    spec = importlib.util.spec_from_file_location("oracle", sys.argv[1])
    oracle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(oracle)
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    program = os.environ.get("SCORE_MARKS", "target/debug/examples/score_marks")
    rng = random.Random(seed)
    result = Comparison()
    with tempfile.TemporaryDirectory() as folder:
        path, back = os.path.join(folder, "marks.csv"), os.path.join(folder, "backward.csv")
        for number in range(files):
            rows = marks(rng, 300)
            second, options, walk = request(rng, rows)
            lookback = rng.choice([1, 30, 365]) if len(rows) <= 60 else 10
            command = arguments(second, options, walk, lookback)
            backward = marks(rng, 20) if rng.random() < 0.3 else None
            write(path, rows)
            if backward is not None:
                write(back, backward)
                command += ["--backward", back]
            done = subprocess.run([program, path, *command], check=True, capture_output=True, text=True)
            scorer = oracle.Scorer(rows, **options)
            scorer.given = rows
            compare(result, f"file {number} of seed {seed}, {' '.join(command)}", json.loads(done.stdout), scorer,
                    second / SECONDS, walk, lookback, backward, options)
    print(f"{files} files, {result.compared} numbers and words compared, largest difference {result.largest:.3g}")
    print("directions: " + ", ".join(f"{count} {word}" for word, count in sorted(result.directions.items())))
    wanted = {"peak", "retraced", "walk p", "asymmetry", "level z", "trend z", "trend contributions"}
    missing = wanted - result.parts.keys()
    if missing:
        print(f"never compared: {', '.join(sorted(missing))}")
    if result.wrong or not result.compared or (files >= 50 and missing):
        sys.exit(1)


if __name__ == "__main__":
    main()

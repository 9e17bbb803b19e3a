"""The rows of benches/common/rows.rs, made with NumPy: the same numbers, as the checksum says."""
import numpy as np

ACTORS, DAYS = 200, 7_305
HALF_LIFE = 120.0


def number(place):
    """SplitMix64's output at some places, which are 64-bit numbers without sign."""
    with np.errstate(over="ignore"):
        x = (place + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))


def events(count):
    """Columns: source, target, day, tenths of valence, whether symmetric."""
    base = np.arange(count, dtype=np.uint64) * np.uint64(8)
    a, b, c, d, e, f, g = ((number(base + np.uint64(k)) >> np.uint64(32)).astype(np.int64) for k in range(7))
    source = (a % ACTORS) * (b % ACTORS) // ACTORS
    step = 1 + (c % (ACTORS - 1)) * (d % (ACTORS - 1)) // (ACTORS - 1)
    return source, (source + step) % ACTORS, e % DAYS, f % 21, (g % 3 == 0).astype(np.int64)


def checksum(columns):
    """Horner's rule with 31, modulo 2^64, row by row, as the rows are made in Rust."""
    parts = np.stack(columns, axis=1).astype(np.uint64).reshape(-1)
    with np.errstate(over="ignore"):
        powers = np.full(len(parts), 31, dtype=np.uint64)
        powers[-1] = 1
        powers = np.multiply.accumulate(powers[::-1])[::-1] if len(parts) else powers
        return int((parts * powers).sum(dtype=np.uint64))


def marks(count):
    """What the rivals start from: columns in memory, of the kinds that suit them best."""
    source, target, day, tenths, symmetric = events(count)
    low, high = np.minimum(source, target), np.maximum(source, target)
    weight = np.where(symmetric == 1, 0.25, 1.0)
    score = weight * ((tenths - 10.0) / 10.0)
    return {
        "pair": (low * ACTORS + high).astype(np.int32),
        "table": np.where(symmetric == 1, 2, (source > target).astype(np.int64)).astype(np.int8),
        "day": day.astype(np.int32),
        "score": score,
        "positive": np.maximum(score, 0.0),
        "weight": weight,
        "contact": symmetric.astype(np.float64),
    }


def dates():
    """Days of the 24 dates, from the first of the record."""
    start, found = np.datetime64("2005-01-01"), []
    for step in reversed(range(24)):
        month = np.datetime64("2025-01", "M") - np.timedelta64(step * 9, "M")
        found.append(int((month.astype("datetime64[D]") - start) / np.timedelta64(1, "D")))
    return found


def months():
    place = np.arange(19_900 * 240, dtype=np.uint64)
    return ((number(place) >> np.uint64(32)) % np.uint64(81)).astype(np.int64).reshape(-1, 240) - 40

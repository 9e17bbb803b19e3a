"""The works of `ours.rs` in each rival's best idiom. One work of one rival a call:

    rivals.py RIVAL WORK ROWS REPEATS

prints one line of JSON: the seconds of each repeat, the mean seconds on a processor, and the numbers
that must equal ours. What a rival needs as its own form of the rows (a data frame, a table) is made
beforehand and not timed.
"""
import json, sys, time
import numpy as np
import rows

SUMS = ["score", "weight", "positive", "contact"]
MEAN = float(rows.HALF_LIFE / np.log(2) * (1 - 2 ** (-1 / rows.HALF_LIFE)))


def timed(repeats, run):
    seconds, cpu = [], time.process_time()
    for _ in range(repeats):
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    return seconds, (time.process_time() - cpu) / repeats, result


# Build: rows in memory to sums by pair, table and day, in order.


def polars_build(count, repeats):
    import polars as pl

    frame = pl.DataFrame(rows.marks(count))
    sums = [pl.len().alias("marks")] + [pl.col(name).sum() for name in SUMS]
    keys = ["pair", "table", "day"]
    run = lambda: frame.lazy().group_by(keys).agg(sums).sort(keys).collect()
    seconds, cpu, out = timed(repeats, run)
    return seconds, cpu, [out["pair"].n_unique(), out.height, out["score"].sum()]


def duckdb_build(count, repeats):
    db = duck(count)
    sums = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
    keys = 'pair, "table", day'
    query = f"CREATE OR REPLACE TABLE built AS SELECT {keys}, count(*) AS marks, {sums} FROM marks GROUP BY {keys} ORDER BY {keys}"
    seconds, cpu, _ = timed(repeats, lambda: db.execute(query))
    return seconds, cpu, list(db.execute("SELECT count(DISTINCT pair), count(*), sum(score) FROM built").fetchone())


def numpy_build(count, repeats):
    marks = rows.marks(count)

    def run():
        key = (marks["pair"].astype(np.int64) * 3 + marks["table"]) * rows.DAYS + marks["day"]
        order = np.argsort(key, kind="stable")
        key = key[order]
        starts = np.flatnonzero(np.diff(key, prepend=-1))
        sums = [np.add.reduceat(marks[name][order], starts) for name in SUMS]
        return key[starts], np.diff(starts, append=len(key)), sums

    seconds, cpu, (key, _, sums) = timed(repeats, run)
    return seconds, cpu, [len(np.unique(key // rows.DAYS // 3)), len(key), sums[0].sum()]


def duck(count):
    import duckdb

    db = duckdb.connect()
    db.execute("SET threads = 1")
    columns = rows.marks(count)  # Found by its name in the query.
    db.execute("CREATE TABLE marks AS SELECT * FROM columns")
    assert columns
    return db


# Panel: the four sums of every pair at 24 dates. Days before the date count.
#
# The plain way, one column or join for each date, takes five to twenty times as long. So each rival, too, groups the
# marks by the first date that sees them, decayed until then, and sums up over the dates.


def totals(sums):
    return [float(part) for date in sums for part in date]


def polars_panel(count, repeats):
    import polars as pl

    frame = pl.DataFrame(rows.marks(count)).sort("day")
    dates = pl.DataFrame({"date": np.array(rows.dates(), dtype=np.int32)}).sort("date")
    growth = lambda days: (days * (np.log(2) / rows.HALF_LIFE)).exp()

    def run():
        marks = frame.lazy().join_asof(
            dates.lazy(), left_on="day", right_on="date", strategy="forward", allow_exact_matches=False)
        seen = marks.filter(pl.col("date").is_not_null()).group_by("pair", "date").agg(
            [(pl.col(name) * growth(pl.col("day") + 1 - pl.col("date")) * MEAN).sum() for name in SUMS])
        grid = frame.lazy().select(pl.col("pair").unique()).join(dates.lazy(), how="cross")
        grid = grid.join(seen, on=["pair", "date"], how="left").sort("pair", "date")
        whole = lambda name: (pl.col(name).fill_null(0.0) * growth(pl.col("date"))).cum_sum().over("pair")
        return grid.select("pair", "date", *[(whole(name) / growth(pl.col("date"))).alias(name) for name in SUMS]).collect()

    seconds, cpu, out = timed(repeats, run)
    out = out.group_by("date").agg([pl.col(name).sum() for name in SUMS]).sort("date")
    return seconds, cpu, totals(out.select(SUMS).rows())


def duckdb_panel(count, repeats):
    db = duck(count)
    db.execute("CREATE TABLE dates AS SELECT unnest($d) AS date", {"d": rows.dates()})
    growth = lambda days: f"pow(2.0, ({days}) / {rows.HALF_LIFE})"
    seen = ", ".join(f"sum({name} * {growth('day + 1 - date')}) * {MEAN!r} AS {name}" for name in SUMS)
    whole = ", ".join(f"sum(coalesce({name}, 0) * {growth('date')}) OVER dated / {growth('date')} AS {name}" for name in SUMS)
    query = (f"CREATE OR REPLACE TABLE panel AS "
             f"WITH seen AS (SELECT pair, date, {seen} FROM marks ASOF JOIN dates ON marks.day < dates.date GROUP BY pair, date) "
             f"SELECT pair, date, {whole} FROM (SELECT DISTINCT pair FROM marks) CROSS JOIN dates LEFT JOIN seen USING (pair, date) "
             f"WINDOW dated AS (PARTITION BY pair ORDER BY date)")
    seconds, cpu, _ = timed(repeats, lambda: db.execute(query))
    sums = ", ".join(f"sum({name})" for name in SUMS)
    return seconds, cpu, totals(db.execute(f"SELECT {sums} FROM panel GROUP BY date ORDER BY date").fetchall())


def numpy_panel(count, repeats):
    """Sums of each pair between dates by `bincount`, each decayed to the next date, then a recursion."""
    marks, dates = rows.marks(count), np.array(rows.dates())
    pairs = rows.ACTORS * rows.ACTORS

    def run():
        date = np.searchsorted(dates, marks["day"], side="right")
        seen = np.flatnonzero(date < len(dates))
        at = date[seen]
        left = np.exp2((marks["day"][seen] + 1 - dates[at]) / rows.HALF_LIFE) * MEAN
        place = at * pairs + marks["pair"][seen]
        out = np.empty((len(SUMS), len(dates), pairs))
        step = np.exp2(-np.diff(dates, prepend=dates[0]) / rows.HALF_LIFE)
        for part, name in enumerate(SUMS):
            sums = np.bincount(place, marks[name][seen] * left, len(dates) * pairs).reshape(len(dates), pairs)
            for i in range(1, len(dates)):
                sums[i] += sums[i - 1] * step[i]
            out[part] = sums
        return out

    seconds, cpu, out = timed(repeats, run)
    return seconds, cpu, totals(out.sum(axis=2).T)


# Mann and Kendall's test of 19,900 series of 240 small whole numbers.


def test_of(table, s, times):
    n = table.shape[1]
    tied = (times * (times - 1) * (2 * times + 5)).sum(axis=1)
    variance = (n * (n - 1) * (2 * n + 5) - tied) / 18
    return s, variance, (s - np.sign(s)) / np.sqrt(variance)


def numpyplain_mann_kendall(_, repeats):
    """As it is mostly written: the signs of the differences, lag by lag, over all series at once."""
    table = rows.months()

    def run():
        n = table.shape[1]
        s = sum(np.sign(table[:, lag:] - table[:, :-lag]).sum(axis=1) for lag in range(1, n))
        times = np.stack([(table == value).sum(axis=1) for value in np.unique(table)], axis=1)
        return test_of(table, s, times)

    seconds, cpu, (s, variance, z) = timed(repeats, run)
    return seconds, cpu, [float(s.sum()), float(variance.sum()), float(z.sum()), float(np.abs(z).sum())]


def numpy_mann_kendall(_, repeats):
    """Lag by lag over all series at once, in the smallest kind of number that holds the values."""
    table = rows.months()

    def run():
        narrow = np.ascontiguousarray((table - table.min()).astype(np.uint8).T)
        n, series = narrow.shape
        s = np.zeros(series, dtype=np.int32)
        for lag in range(1, n):
            later, sooner = narrow[lag:], narrow[:-lag]
            s += (later > sooner).sum(axis=0, dtype=np.int16)
            s -= (later < sooner).sum(axis=0, dtype=np.int16)
        width = int(narrow.max()) + 1
        times = np.bincount((np.arange(series) * width + narrow).reshape(-1), minlength=series * width)
        return test_of(table, s, times.reshape(series, width))

    seconds, cpu, (s, variance, z) = timed(repeats, run)
    return seconds, cpu, [float(s.sum()), float(variance.sum()), float(z.sum()), float(np.abs(z).sum())]


def main():
    rival, work, count, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    seconds, cpu, numbers = globals()[f"{rival}_{work}"](count, repeats)
    print(json.dumps({"work": work, "checksum": rows.checksum(rows.events(count)), "seconds": seconds, "cpu": cpu,
                      "numbers": [float(number) for number in numbers]}))


if __name__ == "__main__":
    main()

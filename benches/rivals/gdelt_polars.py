#!/usr/bin/env python3
"""Reads a GDELT 2.0 file with polars and groups it, and prints rows a second.

usage: POLARS_MAX_THREADS=1 gdelt_polars.py FILE [RUNS]

The columns are those that the importer reads: identifier, day, code and country of both
actors, event code, mentions, sources, day of adding. Rows of two different countries are
grouped by day, countries and code (one a day), and the groups are summed by pair and day.
There is no check of a field, no look-up of a value, no anomaly, no mirror: it is the least
that a ledger needs. Prints the best of several runs, in time of the processor. polars is on PyPI.
"""
import os
import sys
import time

os.environ.setdefault("POLARS_MAX_THREADS", "1")
import polars as pl  # noqa: E402

COLUMNS = {0: "id", 1: "day", 5: "code1", 7: "country1", 15: "code2", 17: "country2", 26: "event", 31: "mentions",
           32: "sources", 59: "added"}


def run(path):
    names = [COLUMNS.get(number, f"c{number}") for number in range(61)]
    types = {name: pl.String for name in names} | {"id": pl.Int64, "day": pl.Int32, "mentions": pl.Int32,
                                                    "sources": pl.Int32, "added": pl.Int64}
    table = (pl.scan_csv(path, separator="\t", has_header=False, quote_char=None, new_columns=names,
                         schema_overrides=types)
             .select(list(COLUMNS.values())).collect())
    acts = (table.filter(pl.col("country1").is_not_null() & pl.col("country2").is_not_null()
                         & (pl.col("country1") != pl.col("country2")))
            .group_by("day", "country1", "country2", "event").agg(pl.len()))
    pairs = acts.group_by("country1", "country2", "day").agg(pl.len())
    return table.height, acts.height, pairs.height


def main():
    path, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        rows, acts, pairs = run(path)
        best = min(best, time.process_time() - start)
    assert rows > 0 and acts > 0
    print(f"polars {pl.__version__}: {rows} rows, {acts} acts, {pairs} days of pairs: "
          f"{best * 1e3:.0f} ms, {rows / best:.0f} rows/s")


if __name__ == "__main__":
    main()

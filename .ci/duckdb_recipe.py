#!/usr/bin/env python3
"""Runs the DuckDB query of src/guide/outgrow.md, and compares its counted rows with the importer's ledger.

usage: duckdb_recipe.py COUNTED_ROWS FILE [FILE…]

Needs the package `duckdb`. Each file is GDELT 2.0, or 1.0 with 57 or 58 columns. The query uses the country columns
alone, so the rows of the file with both of them are compared. To them are added repeated and mirrored rows: every
third row again, and every fourth of a symmetric code from the other side, twice. The program COUNTED_ROWS (the example)
fails unless both ledgers are equal, to the bit. Prints what was compared; exits 1 on a difference.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

GUIDE = pathlib.Path(__file__).resolve().parent.parent / "src" / "guide" / "outgrow.md"
SYMMETRIC = {b"036", b"040", b"041", b"042", b"043", b"044", b"046", b"057"}
ACTORS = (slice(5, 15), slice(15, 25))
MIRROR = {b"042": b"043", b"043": b"042"}


def rows_of(path):
    """The rows with both countries, and the rows that are added to them."""
    number = 10**12
    for at, line in enumerate(pathlib.Path(path).read_bytes().split(b"\n")):
        row = line.rstrip(b"\r").split(b"\t")
        if len(row) not in (57, 58, 61) or not row[7].strip() or not row[17].strip():
            continue
        yield row
        if at % 3 == 0:
            number += 1
            yield [str(number).encode()] + row[1:]
        if at % 4 == 0 and row[26] in SYMMETRIC:
            for _ in range(2):
                number += 1
                other = [str(number).encode()] + row[1:]
                other[ACTORS[0]], other[ACTORS[1]] = row[ACTORS[1]], row[ACTORS[0]]
                other[26] = MIRROR.get(row[26], row[26])
                yield other


def main():
    try:
        import duckdb
    except ImportError:
        print("the package duckdb is missing: nothing was checked")
        return
    program, *files = sys.argv[1:]
    query = re.search(r"^```sql\n(CREATE TABLE counted.*?)^```$", GUIDE.read_text(), re.M | re.S).group(1)
    for path in files:
        rows = list(rows_of(path))
        added = 59 if len(rows[0]) == 61 else 56
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            events, table, counted = (folder / name for name in ("events.csv", "table.csv", "counted.csv"))
            events.write_bytes(b"".join(b"\t".join(row) + b"\n" for row in rows))
            header = b"SQLDATE,DATEADDED,Actor1CountryCode,Actor2CountryCode,EventCode\n"
            columns = (b",".join(row[at] for at in (1, added, 7, 17, 26)) + b"\n" for row in rows)
            table.write_bytes(header + b"".join(columns))
            session = duckdb.connect()
            session.execute(f"CREATE TABLE gdelt AS SELECT * FROM read_csv('{table}', header = true, all_varchar = true)")
            session.execute(query)
            session.execute(f"COPY (SELECT * FROM counted ORDER BY ALL) TO '{counted}' (HEADER)")
            total = session.execute("SELECT count(*), sum(n) FROM counted").fetchone()
            ran = subprocess.run([program, counted, events], capture_output=True, text=True)
        if ran.returncode:
            sys.exit(f"{path}: {ran.stderr}")
        print(f"{path}: {len(rows)} rows, {total[0]} counted rows of {total[1]} events")
        print(ran.stdout, end="")


if __name__ == "__main__":
    main()

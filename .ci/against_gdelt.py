#!/usr/bin/env python3
"""Counts the warnings in files of GDELT, and compares them with the summary of the importer.

usage: against_gdelt.py GDELT_MOVERS FILE [FILE…]

The files are counted here with the standard library alone, by the table of `detente::import` and
the list of CAMEO's countries and regions in data/reference, which is searched in the folders above
the files. The program runs on each file, and every line of its summary must have the number that
was counted here. Packed with zip, as GDELT publishes them, and with gzip, the files must have the
same summary. Prints what was compared. Exits 1 on a difference.
"""
import collections
import csv
import datetime
import gzip
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

SYMMETRIC = {"036", "040", "041", "044", "046", "057"}
NA = {"NA", "NaN", "nan", "N/A", "NULL", "null", "None", "<NA>", "#N/A", "\\N"}
WORDS = {"week": "dated 7 days before it was added", "month": "dated 30 days before it was added",
         "year": "dated 365 days before it was added", "after": "dated after it was added",
         "reused": "repeated identifier", "blank": "actor with a blank at the start or the end",
         "zero": "code without its leading zero", "unknown": "code that no publication lists", "na": "actor with the text NA", "utf8": "actor that is not UTF-8",
         "source": "missing source actor", "target": "missing target actor", "party": "actor without a party",
         "region": "actor of a region without a country",
         "country": "actor of a country that is in no list", "self": "source and target of one party", "repeated": "repeated on the same day", "mirrored": "mirrored from the other side"}


def date(text):
    return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def listed(path):
    """The codes of CAMEO's countries, and whether each is a region."""
    above = pathlib.Path(path).resolve().parents
    table = next(folder / "reference" / "cameo_country_vs_iso3.csv" for folder in above if (folder / "reference").is_dir())
    with open(table, encoding="utf-8") as rows:
        return {row["cameo"]: row["is_region"] == "True" for row in csv.DictReader(rows)}


def lost_zeros(path):
    """Whether the column of codes lost its leading zeros: no code has one, and some need one."""
    rows = (line.split(b"\t") for line in open(path, "rb").read().split(b"\n"))
    found = {row[26].decode() for row in rows if len(row) in (57, 58, 61)}
    return not any(code.startswith("0") for code in found) and any(has_lost(code) for code in found)


def has_lost(code):
    """Whether a code is valid only with a leading zero: GDELT has no codes of two digits."""
    return len(code) < 3 or len(code) == 3 and int(code[:2]) > 20


def country_of(codes, actor):
    """The country column, or if it is empty, the first country among the blocks of the code."""
    code, _, country = (field.strip() for field in actor)
    blocks = [code[at:at + 3] for at in range(0, len(code), 3)]
    country = country or next((block for block in blocks if codes.get(block) is False), "")
    return country or (blocks[0] if blocks and codes.get(blocks[0]) else "")


def count(path):
    codes = listed(path)
    is_lost = lost_zeros(path)
    seen, skipped, totals = collections.Counter(), collections.Counter(), collections.Counter()
    ids, marks, bad = set(), collections.defaultdict(lambda: [0, 0]), 0
    for line in open(path, "rb").read().split(b"\n"):
        if not line:
            continue
        totals["read"] += 1
        row = line.rstrip(b"\r").split(b"\t")
        if len(row) not in (57, 58, 61):
            bad += 1
            continue
        day, added = date(row[1].decode()), date(row[59 if len(row) == 61 else 56].decode())
        odd = []
        guess = {7: "week", 30: "month", 365: "year"}.get((added - day).days)
        if guess:
            odd.append(guess)
        if added < day:
            odd.append("after")
        if row[0] in ids:
            odd.append("reused")
        ids.add(row[0])
        actors = [[field.decode("utf-8", "replace") for field in row[first:first + 3]] for first in (5, 15)]
        if any(field != field.strip() for actor in actors for field in actor):
            odd.append("blank")
        if any(field.strip() in NA for actor in actors for field in actor):
            odd.append("na")
        if any("\ufffd" in field for actor in actors for field in actor):
            odd.append("utf8")
        code = row[26].decode()
        if has_lost(code):
            odd.append("zero" if is_lost else "unknown")
            code = "0" * is_lost + code
        countries = []
        for name, actor in zip(("source", "target"), actors):
            country = country_of(codes, actor)
            if not any(field.strip() for field in actor) or country in NA:
                odd.append(name)
            elif not country:
                if "party" not in odd:
                    odd.append("party")
            elif country not in NA and codes.get(country, True):
                kind = "region" if country in codes else "country"
                if kind not in odd:
                    odd.append(kind)
            countries.append(country)
        a, b = countries
        if a and b and a == b and not {"source", "target"} & set(odd):
            odd.append("self")
        reason = next((reason for reason in ("source", "target", "party", "self", "after", "region") if reason in odd), None)
        if reason:
            skipped[reason] += 1
        else:
            if code == "043":
                key, side = (day, guess, b, a, "042"), 1
            elif code in SYMMETRIC:
                key, side = (day, guess, min(a, b), max(a, b), code), int(a > b)
            else:
                key, side = (day, guess, a, b, code), 0
            marks[key][side] += 1
        seen.update(odd)
    for here, there in marks.values():
        totals["kept"] += 1
        totals["merged"] += here + there - 1
        both = 1 if here and there else 0
        seen["mirrored"] += both
        seen["repeated"] += here + there - 1 - both
    totals["skipped"] = totals["read"] - totals["kept"] - totals["merged"]
    assert totals["skipped"] == sum(skipped.values()) + bad
    return totals, {words: (seen[kind], skipped[kind]) for kind, words in WORDS.items() if seen[kind]}, bad


def run(program, path):
    return subprocess.run([program, path], capture_output=True, text=True, check=True).stdout


def packed_reads_the_same(program, path, plain):
    with tempfile.TemporaryDirectory() as folder:
        packed = [f"{folder}/events.{end}" for end in ("zip", "gz")]
        with zipfile.ZipFile(packed[0], "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, "events.CSV")
        with gzip.open(packed[1], "wb") as out, open(path, "rb") as rows:
            out.write(rows.read())
        return all(run(program, path) == plain for path in packed)


def summary(text):
    text = text.split("\n\n")[0]
    head = re.search(r"(\d+) rows read: (\d+) kept, (\d+) merged, (\d+) skipped", text)
    totals = dict(zip(("read", "kept", "merged", "skipped"), map(int, head.groups())))
    classes, bad = {}, 0
    for line in text.splitlines()[1:]:
        found = re.match(r" *(\d+) (?:rows?: )?(.*?)(?:, (\d+) skipped for it)?(?: \(first: .*\))?$", line)
        if found and found[2] == "could not be read":
            bad = int(found[1])
        elif found and not found[2].startswith(("kept without", "last line", "row of the year", "rows of the year")):
            classes[found[2]] = (int(found[1]), int(found[3] or 0))
    return totals, classes, bad


def main():
    program, *files = sys.argv[1:]
    wrong = 0
    for path in files:
        text = run(program, path)
        counted, found = count(path), summary(text)
        counted = (dict(counted[0]), counted[1], counted[2])
        print(f"{path.rsplit('/', 1)[-1]}: {counted[0]}")
        for words in counted[1].keys() | found[1].keys():
            mine, its = counted[1].get(words, (0, 0)), found[1].get(words, (0, 0))
            print(f"  {words}: {mine[0]} counted, {its[0]} in the summary; {mine[1]} and {its[1]} skipped for it")
        if counted != found:
            wrong += 1
            print(f"  different: {found}")
        is_same = packed_reads_the_same(program, path, text)
        wrong += not is_same
        print(f"  zip and gzip: {'the same' if is_same else 'different'}")
    sys.exit(1 if wrong or not files else 0)


if __name__ == "__main__":
    main()

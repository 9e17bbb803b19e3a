#!/usr/bin/env python3
"""Compares every table of codes of the crate with the published tables.

usage: against_reference.py DATA

DATA is the folder with `reference`, `petrarch` and `gdelt`. The tables come from the example `explain_codes`
($EXPLAIN_CODES, or else target/debug/examples/explain_codes). Compared are: the Goldstein weights of three publications
and the scores of PLOVER; levels and quad classes; each row of the mapping from CAMEO to PLOVER; countries in CAMEO, ISO
and FIPS, and the codes that mean two of them; and every actor code of the GDELT files and of the Phoenix dictionary,
against the columns into which GDELT splits it. The differences that the crate documents are listed here, and each of them must be found.
Exits 1 on any other difference, or if a table is empty.
"""
import csv, os, re, subprocess, sys
from collections import Counter, defaultdict

faults = []


def expect(what, found, wanted):
    if found != wanted:
        faults.append(f"{what}: {found!r}, expected {wanted!r}")


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert found, path
    return found


def program(*args, **options):
    path = os.environ.get("EXPLAIN_CODES", "target/debug/examples/explain_codes")
    return subprocess.run([path, *args], check=True, capture_output=True, text=True, **options).stdout.splitlines()


def tables():
    found = defaultdict(list)
    for line in program("--tables"):
        kind, *cells = line.split("\t")
        found[kind].append(cells)
    return found


def tenth(weight):
    """A tenth of a weight, from its text: the nearest float."""
    return float(weight + "e-1")


# Codes of the codebook that are not in any of the three publications.
CODEBOOK_ALONE = {"155", "176", "1214", "1834", "1951", "1952"}


def scales(reference, ours):
    weights = defaultdict(dict)
    for name, code, valence in ours["scale"]:
        weights[name][code] = float(valence)
    published = rows(f"{reference}/cameo_goldstein_all_versions.csv")
    for name, column in [("CAMEO-ICEWS", "icews"), ("CAMEO-GDELT", "gdelt"), ("CAMEO-KEDS", "keds05b1")]:
        wanted = {"cameo:" + row["code"]: tenth(row[column + "_goldstein"]) for row in published if row[column + "_goldstein"]}
        expect(f"number of weights in {name}", len(weights[name]), len(wanted))
        for code, weight in wanted.items():
            expect(f"{name} {code}", weights[name].get(code), weight)
    wanted = {}
    for row in rows(f"{reference}/plover_scores.csv"):
        code = "/".join(filter(None, [row["category"], row["mode"]]))
        # The manual lost a minus sign.
        wanted[code] = tenth(("-" if code == "ACCUSE" else "") + row["score"])
    expect("PLOVER", weights["PLOVER"], wanted)
    cameo = {cells[0]: cells[1:] for cells in ours["cameo"]}
    for row in published:
        name, level, icews, gdelt, *_ = cameo[row["code"]]
        expect(f"level of {row['code']}", level, row["level"])
        expect(f"quad class of {row['code']} for ICEWS", icews, row["quad_icews_1to4"])
        expect(f"quad class of {row['code']} for GDELT", gdelt, row["quad_gdelt_observed"])
        listed = [int(bool(row[column + "_goldstein"])) for column in ("icews", "gdelt", "keds05b1")]
        expect(f"publications of {row['code']}", cameo[row["code"]][4], "".join(map(str, listed)))
        expect(f"{row['code']} has a name", bool(name), any(listed) or row["code"] in CODEBOOK_ALONE)
    print(f"scales: {sum(map(len, weights.values()))} weights, of {len(published)} codes of CAMEO")


# Modes that the mapping has and the manual lacks, and contexts with another name.
LOST_MODES = {
    "RETREAT/return", "RETREAT/ease", "THREATEN/ban", "THREATEN/political", "COERCE/ban", "ASSAULT/assassinate",
    "ASSAULT/cleansing", "ASSAULT/massacre", "ASSAULT/seize", "ASSAULT/pro_autocracy",
}
CONTEXTS = {"democracy": "pro_democracy"}


def mapping(reference, ours):
    cameo = {cells[0]: cells[6:] for cells in ours["cameo"]}
    lost, seen = set(), set()
    for row in rows(f"{reference}/cameo2plover.csv"):
        code = row["cameo"]
        if (code, row["category"]) == ("08", "RETREAT"):
            continue
        category, _, mode = cameo[code][0].partition("/")
        expect(f"category of {code}", category, row["category"])
        written = f"{row['category']}/{row['mode']}"
        contexts = {CONTEXTS.get(one.strip(), one.strip()) for one in row["context"].split(";")} - {""}
        if written in LOST_MODES:
            lost.add(written)
            expect(f"mode of {code}", mode, "")
            if row["mode"] == "pro_autocracy":
                contexts.add("pro_autocracy")
        else:
            expect(f"mode of {code}", mode.lower(), row["mode"])
        expect(f"contexts of {code}", set(filter(None, cameo[code][1].split("; "))), contexts)
        expect(f"{code} has a mapping of its own", cameo[code][2], "true")
        seen.add(code)
    expect("modes that the manual lacks", lost, LOST_MODES)
    exact = {code for code, cells in cameo.items() if cells[2] == "true"}
    expect("codes with a mapping of their own", exact, seen)
    print(f"CAMEO to PLOVER: {len(seen)} codes, {len(lost)} modes left out")


def countries(reference, ours):
    by_name = {cells[0]: cells[1:] for cells in ours["country"]}
    read = {(system, code): name for system, code, name in ours["read"]}
    number = 0
    for row in rows(f"{reference}/cameo_country_vs_iso3.csv"):
        if row["cameo"] == "0":
            continue
        name = read.get(("cameo", row["cameo"]))
        expect(f"{row['cameo']} is a country", name is not None, True)
        if name is None:
            continue
        kind, cameo, _, iso3, *_ = by_name[name]
        expect(f"code of {name}", cameo, row["cameo"])
        expect(f"{row['cameo']} is a region", kind == "region", row["is_region"] == "True")
        wanted = {"(dissolved 2010)": "ANT"}.get(row["iso3"], row["iso3"].removesuffix("(part)"))
        expect(f"ISO alpha-3 of {row['cameo']}", iso3, wanted)
        number += 1
    clashes = []
    for row in rows(f"{reference}/fips_vs_iso.csv"):
        name = read.get(("fips", row["fips"]))
        expect(f"FIPS {row['fips']} is a country", name is not None, True)
        if name is None:
            continue
        _, _, iso2, iso3, _, _ = by_name[name]
        expect(f"ISO of FIPS {row['fips']}", (iso2, iso3), (row["iso2"], row["iso3"]))
        same = row["iso2_of_same_letters_is"]
        if same and row["iso2"] != row["fips"]:
            clashes.append(row["fips"])
            expect(f"{row['fips']} is two countries", read.get(("iso2", row["fips"])) not in (None, name), True)
        number += 1
    expect("codes that are two countries", [cells[0] for cells in ours["clash"] if cells[3] == "true"], sorted(clashes))
    print(f"countries: {number} rows, {len(clashes)} codes of FIPS that are another country in ISO")


# Blocks that GDELT does not put into a column, or puts into another one.
NOT_IN_COLUMNS = {"PTY", "REL", "ANG", "001", "AFU", "WBK", "HCR", "SCG"}
COLUMNS = ["place", "group", "ethnic group", "religion", "religion", "role", "role", "role"]


def actors(data, ours):
    columns = {}
    for path in [f"{data}/gdelt/reed/events.csv", f"{data}/gdelt/v2_20191024143000/20191024143000.export.CSV"]:
        with open(path, newline="", encoding="utf-8", errors="replace") as file:
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                for first in (5, 15):
                    if row[first]:
                        columns[row[first]] = row[first + 2:first + 10]
    with open(f"{data}/petrarch/Phoenix.Countries.actors.txt", encoding="utf-8", errors="replace") as file:
        lines = [line for line in file if not line.startswith("#")]
    phoenix = sorted({code for line in lines for code in re.findall(r"\[([A-Za-z0-9]+)", line)})
    for source, codes in [("GDELT", sorted(columns)), ("Phoenix", phoenix)]:
        assert codes, source
        answers = program("--actors", input="\n".join(codes))
        expect(f"answers on {source}", len(answers), len(codes))
        unknown, blocks, left = Counter(), 0, set()
        for code, answer in zip(codes, answers):
            text, country, region, *parts = answer.split("\t")
            expect(f"{source} {code}", (text, country != "!"), (code, True))
            pairs = [tuple(part.split(":")) for part in parts]
            blocks += len(pairs)
            unknown.update(block for block, kind in pairs if kind == "unknown" or kind.endswith("?"))
            if source == "Phoenix":
                continue
            kinds = Counter((block, "place" if kind in ("country", "region") else "role" if kind == "international" else kind)
                            for block, kind in pairs)
            split = Counter()
            for kind, cell in zip(COLUMNS, columns[code]):
                split.update((cell[at:at + 3], kind) for at in range(0, len(cell), 3))
            expect(f"columns of {code} that are not its blocks", split - kinds, Counter())
            left.update(block for block, _ in kinds - split)
        if source == "GDELT":
            expect("blocks that GDELT has no column for", left, NOT_IN_COLUMNS)
        known = blocks - sum(unknown.values())
        listed = ", ".join(f"{block} {count}" for block, count in sorted(unknown.items()))
        print(f"actor codes of {source}: {len(codes)} codes, {known} of {blocks} blocks known ({known / blocks:.2%}); unknown: {listed or 'none'}")
        if known / blocks < 0.99:
            faults.append(f"{source}: fewer than 99% of the blocks are known")


def main():
    (data,) = sys.argv[1:]
    ours = tables()
    scales(f"{data}/reference", ours)
    mapping(f"{data}/reference", ours)
    countries(f"{data}/reference", ours)
    actors(data, ours)
    for fault in faults[:40]:
        print(fault)
    print(f"{len(faults)} differences")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares the timeline of 2025 with the tables of contacts and acts from which it was compiled.

usage: against_tables.py CONTACTS.csv ACTS.csv TIMELINE.json

Every row of a table must be in the timeline. A contact needs its date (in any account of the
event), its kind and its persons. An act or statement needs its identifier, date, kind, actors
with their roles (both as parties if the row is mutual), code, status, title and place, and
reports of both pages with their dates. The timeline must not have other acts or statements.
Prints what was compared. Exits 1 on a difference.
"""
import csv
import json
import sys

KINDS = {"fm_call": "call", "leader_call": "call", "fm_meeting": "meeting", "envoy_meeting": "meeting",
         "summit": "meeting", "statement": "statement"}
ROLES = ("parties", "speaker", "source", "target", "addressee", "host", "mediator", "attendees")
PEOPLE = ("parties", "speaker", "addressee", "target")
# PLOVER has no code for an abstention, and an act needs a code.
NO_CODE = "vote:abstention"


def many(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def date(when):
    return when if isinstance(when, str) else when.get("edtf", "")


def reports(event):
    """The reports of an event as objects, with a list in `by`."""
    for report in many(event.get("reports")):
        report = report if isinstance(report, dict) else {"by": report}
        yield {**report, "by": many(report["by"])}


def actors(event, roles=ROLES):
    who = {role: [one if isinstance(one, str) else one["actor"] for one in many(event.get(role))] for role in roles}
    return {role: sorted(found) for role, found in who.items() if found}


def status(event):
    """The status of an act or statement, if its reports agree."""
    statuses = {report.get("status", "realised") for report in reports(event)}
    return statuses.pop() if len(statuses) == 1 else f"one of {sorted(statuses)}"


def against_contacts(path, timeline):
    """Compares the contacts. Returns the number of rows, the faults and the identifiers of the events."""
    names = {actor["id"]: actor["name"] for actor in timeline["actors"]}
    events = []
    for event in timeline["events"]:
        people = {names.get(one) for found in actors(event, PEOPLE).values() for one in found}
        dates = {date(event["when"])} | {date(report["when"]) for report in reports(event) if "when" in report}
        events.append((dates, event, people))
    rows, faults, matched = 0, [], set()
    for row in csv.DictReader(open(path, newline="")):
        rows += 1
        wanted = {name for field in ("us_participants", "ru_participants") for name in row[field].split("|") if name}
        found = [event["id"] for dates, event, people in events
                 if any(row["date"] in one for one in dates) and event["kind"] == KINDS[row["kind"]] and wanted <= people]
        matched.update(found)
        if not found:
            faults.append(f"not in the timeline: {row['date']} {row['kind']} {sorted(wanted)}")
    return rows, faults, matched


def wanted_of(row):
    """The expected fields of an act or statement, from its row."""
    if row["note"].startswith("mutual"):
        who = {"parties": sorted([row["source"], row["target"]])}
    else:
        who = {"speaker" if row["kind"] == "statement" else "source": [row["source"]], "target": [row["target"]]}
    return {"kind": row["kind"], "date": row["date"], "actors": who, "code": row["code"] or NO_CODE,
            "status": row["status"], "title": row["title"], "place": row["place"]}


def against_acts(path, timeline):
    """Compares the acts. Returns the number of rows, the number of fields, the faults and the identifiers."""
    events = {event["id"]: event for event in timeline["events"]}
    sources = {source["id"]: source for source in timeline["sources"]}
    rows = fields = 0
    faults, ids = [], set()
    for row in csv.DictReader(open(path, newline="")):
        rows += 1
        event = events.get(row["id"])
        if row["id"] in ids:
            faults.append(f"twice in the table: {row['id']}")
        ids.add(row["id"])
        if event is None:
            faults.append(f"not in the timeline: {row['id']}")
            continue
        place = event.get("place", "")
        written = {"kind": event["kind"], "date": date(event["when"]), "actors": actors(event),
                   "code": event.get("code", ""), "status": status(event), "title": event.get("title", ""),
                   "place": place if isinstance(place, str) else place["name"]}
        for field, wanted in wanted_of(row).items():
            fields += 1
            if written[field] != wanted:
                faults.append(f"{row['id']}: {field} is {written[field]!r}, the table has {wanted!r}")
        pages = {sources.get(report["by"][0], {}).get("url"): report["by"][0] for report in reports(event)}
        for url, published in ((row["url1"], row["published1"]), (row["url2"], row["published2"])):
            fields += 1
            if url not in pages:
                faults.append(f"{row['id']}: no report from {url}")
            elif sources[pages[url]].get("published", "") != published:
                there = sources[pages[url]].get("published", "")
                faults.append(f"{row['id']}: {url} is published {there!r}, the table has {published!r}")
    return rows, fields, faults, ids


def main():
    contacts, acts, written = sys.argv[1:4]
    timeline = json.load(open(written))
    contact_rows, faults, known = against_contacts(contacts, timeline)
    print(f"{contact_rows} contacts of the table, {contact_rows - len(faults)} found")
    act_rows, fields, differ, ids = against_acts(acts, timeline)
    print(f"{act_rows} acts and statements of the table, {fields} fields compared, {len(differ)} differ")
    added = [event["id"] for event in timeline["events"]
             if event["kind"] in ("act", "statement") and event["id"] not in ids | known]
    print(f"{len(timeline['events'])} events of the timeline, {len(added)} acts and statements that no table has")
    faults += differ + [f"not in a table: {event}" for event in added]
    for fault in faults:
        print(fault)
    sys.exit(1 if faults or contact_rows == 0 or act_rows == 0 else 0)


if __name__ == "__main__":
    main()

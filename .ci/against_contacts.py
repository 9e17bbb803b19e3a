#!/usr/bin/env python3
"""Holds the curated timeline of 2025 against the compiled table of contacts.

usage: against_contacts.py CONTACTS.csv TIMELINE.json

Every row of the table has to be in the timeline, with its date (in any account of
the event), its kind and its people. Prints what was compared; exits 1 on a difference.
"""
import csv
import json
import sys

KINDS = {"fm_call": "call", "leader_call": "call", "fm_meeting": "meeting", "envoy_meeting": "meeting",
         "summit": "meeting", "statement": "statement"}


def many(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def date(when):
    return when if isinstance(when, str) else when.get("edtf", "")


def main():
    table, written = sys.argv[1:3]
    timeline = json.load(open(written))
    names = {actor["id"]: actor["name"] for actor in timeline["actors"]}
    events = []
    for event in timeline["events"]:
        people = {names.get(one if isinstance(one, str) else one["actor"])
                  for role in ("parties", "speaker", "addressee", "target") for one in many(event.get(role))}
        dates = {date(event["when"])}
        dates |= {date(report["when"]) for report in many(event.get("reports"))
                  if isinstance(report, dict) and "when" in report}
        events.append((dates, event["kind"], people))
    rows = missing = 0
    for row in csv.DictReader(open(table, newline="")):
        rows += 1
        wanted = {name for field in ("us_participants", "ru_participants") for name in row[field].split("|") if name}
        found = any(any(row["date"] in one for one in dates) and kind == KINDS[row["kind"]] and wanted <= people
                    for dates, kind, people in events)
        if not found:
            missing += 1
            print(f"not in the timeline: {row['date']} {row['kind']} {sorted(wanted)}")
    print(f"{rows} rows of the table, {rows - missing} found in {len(events)} events")
    sys.exit(1 if missing or rows == 0 else 0)


if __name__ == "__main__":
    main()

//! What is wrong with a record is told to the letter, and nothing that is read panics.
#![cfg(feature = "json")]

use chrono::NaiveDate;
use detente::actor::Actor;
use detente::code::{Code, Scale};
use detente::event::{Event, Participant, Report, Role};
use detente::ledger::{DaySpan, Mark};
use detente::scoring::Weights;
use detente::timeline::{Constraint, Entry, FaultKind, Statement};
use detente::{Timeline, When};
use proptest::prelude::*;

const EXAMPLE: &str = include_str!("../examples/data/kuala-lumpur.json");

/// A record of one state and one person, with entries of a sort on lines of their own from the 6th.
fn record(sort: &str, entries: &[&str]) -> String {
    let entries = entries.join(",\n");
    let rest = match sort {
        "actors" => format!(",\n\n{entries}\n  ]\n}}"),
        _ => format!("],\n  \"{sort}\": [\n{entries}\n  ]\n}}"),
    };
    format!(
        r#"{{
  "format": "detente-timeline", "version": 1, "actors": [
    {{"id": "RUS", "kind": "state", "name": "Russia"}},
    {{"id": "rubio", "kind": "person", "name": "Marco Rubio"}}{rest}"#
    )
}

/// Every fault of a record, as told.
fn faults(sort: &str, entries: &[&str]) -> Vec<String> {
    match Timeline::from_json(&record(sort, entries)) {
        Ok(_) => Vec::new(),
        Err(error) if error.faults().is_empty() => vec![error.to_string()],
        Err(error) => error.faults().iter().map(ToString::to_string).collect(),
    }
}

/// The one fault of a record whose one entry is wrong.
fn fault(sort: &str, entry: &str) -> String {
    let faults = faults(sort, &[entry]);
    assert_eq!(faults.len(), 1, "{faults:?} of {entry}");
    faults[0].clone()
}

/// The one fault of a call with more fields than its identifier, kind and date.
fn call(more: &str) -> String {
    fault(
        "events",
        &format!(r#"{{"id": "talk", "kind": "call", "when": "2025-07", {more}}}"#),
    )
}

/// The one fault of a call with a date.
fn dated(when: &str) -> String {
    fault(
        "events",
        &format!(r#"{{"id": "talk", "kind": "call", "when": {when}}}"#),
    )
}

fn layout(text: &str) -> String {
    let error = Timeline::from_json(text).unwrap_err();
    assert!(error.faults().is_empty());
    error.to_string()
}

fn built(events: impl IntoIterator<Item = Event>) -> Vec<String> {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("RUS").named("Russia"));
    builder.actor(Actor::person("rubio").named("Marco Rubio"));
    for event in events {
        builder.event(event);
    }
    match builder.build() {
        Ok(_) => Vec::new(),
        Err(error) => error.faults.iter().map(ToString::to_string).collect(),
    }
}

fn when(text: &str) -> When {
    When::parse(text).unwrap()
}

// What is named and is not there.

#[test]
fn an_unknown_actor() {
    assert_eq!(
        call(r#""parties": ["RUS", "rubioo"]"#),
        "line 6, column 70: event `talk`: unknown actor `rubioo`; did you mean `rubio`?"
    );
    assert_eq!(
        call(r#""parties": ["lavrov"]"#),
        "line 6, column 63: event `talk`: unknown actor `lavrov`"
    );
    assert_eq!(
        call(r#""parties": [{"actor": "rubio", "on_behalf_of": "RUSS"}]"#),
        "line 6, column 98: event `talk`: unknown actor `RUSS`; did you mean `RUS`?"
    );
    assert_eq!(
        call(r#""about": "USSR""#),
        "line 6, column 60: event `talk`: unknown actor `USSR`"
    );
    assert_eq!(
        call(r#""place": {"name": "Baku", "soil": "AZE"}"#),
        "line 6, column 85: event `talk`: unknown actor `AZE`"
    );
    assert_eq!(
        fault(
            "actors",
            r#"{"id": "EU", "kind": "group", "name": "EU", "affiliations": {"party": "UN", "when": "2025"}}"#
        ),
        "line 6, column 71: actor `EU`: unknown actor `UN`"
    );
    assert_eq!(
        fault(
            "designations",
            r#"{"name": "they", "party": "USSR", "office": "chair", "when": "2025"}"#
        ),
        "line 6, column 27: designation `they`: unknown actor `USSR`"
    );
    assert_eq!(
        fault(
            "sources",
            r#"{"id": "a", "name": "A", "covers": {"when": "2025", "actors": "USSR"}}"#
        ),
        "line 6, column 63: source `a`: unknown actor `USSR`"
    );
}

#[test]
fn an_unknown_predecessor_or_initiator() {
    let succeeds = |of: &str| {
        fault(
            "actors",
            &format!(r#"{{"id": "UKR", "kind": "state", "name": "Ukraine", "succeeds": {of}}}"#),
        )
    };
    assert_eq!(
        succeeds(r#"{"actor": "SUN", "when": "1991"}"#),
        "line 6, column 73: actor `UKR`: unknown actor `SUN`"
    );
    assert_eq!(
        succeeds(r#"{"actor": "RUS", "when": "1991", "by": ["rubio", "tass"]}"#),
        "line 6, column 112: actor `UKR`: unknown source `tass`"
    );
    assert_eq!(
        succeeds(r#"[{"actor": "RUS"}]"#),
        "line 6, column 79: field `when` is missing: expected a date, or `undated`"
    );
    assert_eq!(
        succeeds(r#"["RUS"]"#),
        "line 6, column 64: the value is the string `RUS`: expected an object with named fields"
    );
    assert_eq!(
        call(r#""initiator": "RUSS""#),
        "line 6, column 64: event `talk`: unknown actor `RUSS`; did you mean `RUS`?"
    );
    assert_eq!(
        call(r#""reports": {"by": "RUS", "initiator": ["RUS", "rubyo"]}"#),
        "line 6, column 97: event `talk`: unknown actor `rubyo`; did you mean `rubio`?"
    );
}

#[test]
fn actors_that_succeed_each_other() {
    let state = |id: &str, before: &str| {
        format!(
            r#"{{"id": "{id}", "kind": "state", "name": "{id}", "succeeds": {{"actor": "{before}", "when": "1991"}}}}"#
        )
    };
    let told = faults(
        "actors",
        &[&state("C", "B"), &state("B", "A"), &state("A", "C")],
    );
    let [told] = told.as_slice() else {
        panic!("{told:?}");
    };
    let end = "actor `A` succeeds itself: `A` succeeds `C`, `C` succeeds `B`, `B` succeeds `A`";
    assert!(told.ends_with(end), "{told}");
    assert_eq!(
        fault("actors", &state("A", "A")),
        "line 6, column 1: actor `A` succeeds itself: `A` succeeds `A`"
    );
    // Two ways back to one are no circle.
    let both = r#"{"id": "D", "kind": "state", "name": "D", "succeeds":
        [{"actor": "B", "when": "1991"}, {"actor": "C", "when": "1991"}]}"#;
    let plain = r#"{"id": "A", "kind": "state", "name": "A"}"#;
    assert_eq!(
        faults("actors", &[both, &state("B", "A"), &state("C", "A"), plain]),
        [""; 0]
    );
}

#[test]
fn a_name_that_was_never_in_use() {
    let aliases = |alias: &str| {
        fault(
            "actors",
            &format!(r#"{{"id": "MMR", "kind": "state", "name": "Myanmar", "aliases": {alias}}}"#),
        )
    };
    assert_eq!(
        aliases(r#"[{"name": "Burma", "when": "1989-06-31"}]"#),
        "line 6, column 89: `1989-06-31` is not EDTF at column 9: expected a day of two digits, 01 to 30"
    );
    assert_eq!(
        aliases("7"),
        "line 6, column 62: the value is the number `7`: expected one entry, or a list of them"
    );
    assert_eq!(
        aliases("[7]"),
        "line 6, column 63: the value is the number `7`: expected a name, or an object with `name`, and `kind` or `when`"
    );
}

#[test]
fn an_unknown_source_or_event() {
    assert_eq!(
        call(r#""reports": [["RUS", "rubi"]]"#),
        "line 6, column 71: event `talk`: unknown source `rubi`; did you mean `rubio`?"
    );
    assert_eq!(
        call(r#""follows": "talks""#),
        "line 6, column 62: event `talk`: unknown event `talks`; did you mean `talk`?"
    );
    assert_eq!(
        faults(
            "constraints",
            &[r#"{"event": "a", "before": "b", "by": "agency"}"#]
        ),
        [
            "line 6, column 11: constraint `a before b`: unknown event `a`",
            "line 6, column 26: constraint `a before b`: unknown event `b`",
            "line 6, column 37: constraint `a is before b (agency)`: unknown source `agency`",
        ]
    );
}

#[test]
fn a_hint_is_a_similar_word() {
    // At most a third of the letters may be wrong: of one letter, none.
    let talk = |id: &str, other: &str| {
        let part = format!(r#""follows": "{other}""#);
        let faults = faults(
            "events",
            &[&format!(
                r#"{{"id": "{id}", "kind": "call", "when": "2025", {part}}}"#
            )],
        );
        faults[0].split_once("unknown event ").unwrap().1.to_owned()
    };
    assert_eq!(talk("b", "e"), "`e`");
    assert_eq!(talk("be", "ea"), "`ea`");
    assert_eq!(talk("CALL", "call"), "`call`; did you mean `CALL`?");
    assert_eq!(talk("calls", "call"), "`call`; did you mean `calls`?");
    assert_eq!(talk("ships", "call"), "`call`");
}

#[test]
fn many_unknown_names_are_reported_without_delay() {
    // Identifiers as long as they may be, in a text of 40 kilobytes.
    let mut builder = Timeline::builder();
    for number in 0..80 {
        builder.actor(Actor::person(format!("{number:0>200}")).named("Someone"));
        let unknown = format!("x{number:0>199}");
        builder.event(Event::call(format!("e{number}"), when("2025")).party(unknown));
    }
    let start = std::time::Instant::now();
    assert_eq!(builder.build().unwrap_err().faults.len(), 80);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn an_event_with_too_many_parties_is_one_fault() {
    let parties: Vec<String> = (0..20_000).map(|at| format!(r#""p{at}""#)).collect();
    let event = format!(
        r#"{{"id": "un", "kind": "meeting", "when": "2025-09-23", "parties": [{}]}}"#,
        parties.join(", ")
    );
    let expected = "event `un` has 20000 participants: expected at most 256";
    assert!(fault("events", &event).ends_with(expected));
    let lenient = Timeline::from_json_lenient(&record("events", &[&event])).expect("the layout");
    assert_eq!(lenient.faults().len(), 1);
    assert!(lenient.faults()[0].to_string().ends_with(expected));
}

#[test]
fn the_places_of_many_faults_of_one_entry_are_found_without_delay() {
    // Each of the reports names parties that are unknown.
    let reports = (0..1_000).map(|report| {
        let names: Vec<String> = (0..20).map(|at| format!(r#""p{report}-{at}""#)).collect();
        format!(r#"{{"by": "RUS", "initiator": [{}]}}"#, names.join(", "))
    });
    let reports: Vec<String> = reports.collect();
    let event = format!(
        r#"{{"id": "un", "kind": "call", "when": "2025-09-23", "reports": [{}]}}"#,
        reports.join(", ")
    );
    let started = std::time::Instant::now();
    assert_eq!(faults("events", &[&event]).len(), 20_000);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

#[test]
fn the_words_of_a_date_are_bounded_as_every_text_is() {
    let words = when("2025").with_words("x".repeat(10_001));
    assert_ne!(built([Event::call("talk", words)]), [""; 0]);
}

// What is there twice.

#[test]
fn an_identifier_that_is_already_used() {
    let talk = r#"{"id": "talk", "kind": "call", "when": "2025"}"#;
    assert_eq!(
        faults("events", &[talk, talk]),
        ["line 7, column 8: event `talk` is already in the timeline"]
    );
    let state = r#"{"id": "RUS", "kind": "state", "name": "Again"}"#;
    assert_eq!(
        fault("actors", state),
        "line 6, column 8: actor `RUS` is already in the timeline"
    );
    assert_eq!(
        fault("sources", r#"{"id": "RUS", "name": "Russia"}"#),
        "line 6, column 8: actor `RUS` is already in the timeline"
    );
    assert_eq!(
        faults(
            "sources",
            &[r#"{"id": "a", "name": "A"}"#, r#"{"id": "a", "name": "A"}"#]
        ),
        ["line 7, column 8: source `a` is already in the timeline"]
    );
    let they = |name| {
        format!(r#"{{"name": "{name}", "party": "RUS", "office": "chair", "when": "2025"}}"#)
    };
    assert_eq!(
        faults("designations", &[&they("they"), &they("They")]),
        ["line 7, column 10: designation `They` is already in the timeline"]
    );
}

#[test]
fn the_place_of_an_identifier_is_where_it_is_given() {
    let called_call = r#"{"id": "call", "kind": "call", "when": "2025"}"#;
    assert_eq!(
        faults("events", &[called_call, called_call]),
        ["line 7, column 8: event `call` is already in the timeline"]
    );
}

#[test]
fn a_participant_who_is_listed_twice() {
    assert_eq!(
        call(r#""parties": ["RUS", "rubio", "RUS"]"#),
        "line 6, column 79: event `talk`: `RUS` takes part twice as a party"
    );
}

// Dates.

#[test]
fn a_text_that_is_not_a_date_is_refused() {
    assert_eq!(
        dated(r#""2025-07-10/2025-07-09""#),
        "line 6, column 40: `2025-07-10/2025-07-09` ends before it starts: expected the start first"
    );
    assert_eq!(
        dated(r#"{"start": "2025-07-10", "end": "2025-07-09"}"#),
        "line 6, column 83: `2025-07-10/2025-07-09` ends before it starts: expected the start first"
    );
    assert_eq!(
        dated(r#""2025-13""#),
        "line 6, column 40: `2025-13` is not EDTF at column 6: expected a month of two digits, \
         01 to 12, or a season, 21 to 41"
    );
    assert_eq!(
        dated(r#""10 July 2025""#),
        "line 6, column 40: `10 July 2025` is not EDTF at column 1: expected a year of four digits, \
         or `Y` and a longer one"
    );
    assert_eq!(
        dated(r#""Y300000""#),
        "line 6, column 40: `Y300000` is out of range: expected a year from -262143 to 262142"
    );
    assert_eq!(
        dated(r#""{2025-01,2025-02}""#),
        "line 6, column 40: `{2025-01,2025-02}` is a set of several dates: expected one date"
    );
    let form = "expected an EDTF date, or an object with `edtf`, or with `start` and `end`";
    assert_eq!(
        dated("2025"),
        format!("line 6, column 43: the value is the number `2025`: {form}")
    );
    assert_eq!(
        dated(r#"{"edtf": "2025", "end": "2026"}"#),
        format!("line 6, column 70: the object is not a date: {form}")
    );
    assert_eq!(
        dated(r#"{"edtf": "2025", "zone": "Moscow"}"#),
        "line 6, column 65: `Moscow` is not a zone: expected `UTC`, `anywhere` or an offset such as \
         `+03:00`"
    );
    for zone in [
        "+03:00 or thereabouts",
        "+0300xyz",
        "+03:00:5",
        "+03:00:60",
        "+03:00:59:00",
        "+03",
        "+3:00",
        "+24:00",
        "+03:60",
        " +03:00",
        "+03:00 ",
        "+03 00",
        "03:00",
        "+é00",
        "",
    ] {
        let told = dated(&format!(r#"{{"edtf": "2025", "zone": "{zone}"}}"#));
        assert!(
            told.contains(&format!("`{zone}` is not a zone: expected ")),
            "{told}"
        );
    }
    assert_eq!(
        dated(&format!("\"{}\"", "2".repeat(1001))),
        "line 6, column 40: the text has 1001 bytes: expected at most 1000"
    );
}

// Fields.

#[test]
fn a_field_that_is_unknown_missing_or_of_another_type() {
    let told = call(r#""partys": ["RUS"]"#);
    assert_eq!(
        told,
        "line 6, column 51: unknown field `partys`; did you mean `parties`?"
    );
    let told = call(r#""weather": ["RUS"]"#);
    let start =
        "line 6, column 51: unknown field `weather`: expected one of `id`, `kind`, `title`, ";
    assert!(told.starts_with(start), "{told}");
    assert_eq!(
        fault("events", r#"{"id": "talk", "when": "2025"}"#),
        "line 6, column 30: field `kind` is missing"
    );
    assert_eq!(
        call(r#""id": "again""#),
        "line 6, column 51: field `id` is given twice"
    );
    assert_eq!(
        call(r#""parties": [7]"#),
        "line 6, column 63: the value is the number `7`: expected an actor, or an object with `actor` and `on_behalf_of`"
    );
    assert_eq!(
        call(r#""parties": 7"#),
        "line 6, column 62: the value is the number `7`: expected one entry, or a list of them"
    );
    assert_eq!(
        call(r#""reports": [["RUS", 5]]"#),
        "line 6, column 71: the value is the number `5`: expected a string"
    );
    assert_eq!(
        call(r#""in_person": "yes""#),
        "line 6, column 64: the value is the string `yes`: expected a boolean"
    );
    assert_eq!(
        fault("events", r#"{"id": 7, "kind": "call", "when": "2025"}"#),
        "line 6, column 8: the value is the number `7`: expected a string"
    );
}

#[test]
fn an_entry_is_an_object_and_not_a_list() {
    for (sort, entry) in [
        ("actors", r#"["EU", "group", "EU"]"#),
        (
            "actors",
            r#"{"id": "EU", "kind": "group", "name": "EU", "affiliations": [["RUS", "envoy", "2025"]]}"#,
        ),
        ("designations", r#"["they", "RUS", "chair", "2025"]"#),
        ("sources", r#"["a", "A"]"#),
    ] {
        assert_ne!(faults(sort, &[entry]), Vec::<String>::new(), "{entry}");
    }
    assert!(Timeline::from_json(r#"["detente-timeline", 1]"#).is_err());
}

#[test]
fn a_message_names_no_types_of_the_library() {
    let texts = [
        fault("events", "null"),
        fault("events", r#""talk""#),
        fault("actors", "[]"),
        fault("sources", "7"),
        fault("constraints", "null"),
        fault("designations", "null"),
        call(r#""ordinal": -2"#),
        layout("null"),
        layout("7"),
        layout(r#"{"format": "detente-timeline", "version": "1"}"#),
    ];
    for text in texts {
        for name in ["struct", "Shape", "Envelope", "u32"] {
            assert!(!text.contains(name), "{text}");
        }
    }
}

#[test]
fn a_word_that_is_not_one_of_the_expected_words() {
    assert_eq!(
        fault(
            "events",
            r#"{"id": "talk", "kind": "chat", "when": "2025"}"#
        ),
        "line 6, column 24: `chat` is not a kind of event: expected one of `meeting`, `call`, \
         `statement`, `act`"
    );
    assert_eq!(
        call(r#""reports": {"by": "RUS", "status": "done"}"#),
        "line 6, column 86: `done` is not a status: expected one of `planned`, `cancelled`, \
         `realised`, `disputed`"
    );
    assert_eq!(
        call(r#""form": "loud""#),
        "line 6, column 59: `loud` is not a form of a statement: expected one of `direct`, `partial`, \
         `indirect`"
    );
    assert_eq!(
        fault("actors", r#"{"id": "EU", "kind": "union", "name": "EU"}"#),
        "line 6, column 22: `union` is not a kind of actor: expected one of `person`, `state`, \
         `organisation`, `group`"
    );
    assert_eq!(
        fault(
            "actors",
            r#"{"id": "EU", "kind": "group", "name": "EU", "aliases": {"name": "x", "kind": "y"}}"#
        ),
        "line 6, column 78: `y` is not a kind of alias: expected one of `variant`, `metonym`, `printed`"
    );
    assert_eq!(
        call(r#""code": "HUG""#),
        "line 6, column 59: `HUG` is not a PLOVER category: expected ACCUSE, AGREE, AID, ASSAULT, \
         COERCE, CONCEDE, CONSULT, COOPERATE, MOBILIZE, PROTEST, REJECT, REQUEST, RETREAT, \
         SANCTION, SUPPORT or THREATEN"
    );
}

#[test]
fn a_name_that_cannot_be_used() {
    let rest = "is not valid: expected 1 to 200 bytes of visible text, without control characters \
                and without leading or trailing spaces";
    assert_eq!(
        fault("events", r#"{"id": "", "kind": "call", "when": "2025"}"#),
        format!("line 6, column 8: event `` {rest}")
    );
    assert_eq!(
        fault("events", r#"{"id": "a ", "kind": "call", "when": "2025"}"#),
        format!("line 6, column 8: event `a ` {rest}")
    );
    let long = "x".repeat(201);
    assert_eq!(
        fault(
            "actors",
            &format!(r#"{{"id": "{long}", "kind": "group", "name": "EU"}}"#)
        ),
        format!("line 6, column 8: actor `{}` {rest}", &long[..100])
    );
    assert_eq!(
        fault("actors", r#"{"id": "EU", "kind": "group", "name": ""}"#),
        format!(
            "line 6, column 39: actor `EU`: name `` {}",
            rest.replace("200", "10000")
        )
    );
    let fits = "é".repeat(100);
    assert_eq!(
        faults(
            "actors",
            &[&format!(
                r#"{{"id": "{fits}", "kind": "group", "name": "EU"}}"#
            )]
        ),
        [""; 0]
    );
}

#[test]
fn a_message_is_one_line() {
    let told = fault("sources", r#"{"id": "a", "name": "A", "url": "a\nb"}"#);
    assert_eq!(told.lines().count(), 1, "{told}");
}

// Numbers.

#[test]
fn a_text_that_is_not_a_number_and_a_number_out_of_bounds() {
    let form = "expected a whole number, or an object with `at_least` and `at_most`";
    let none = "line 6, column 1: event `talk` has 0 occurrences: expected 1 or more";
    assert_eq!(call(r#""occurrences": 0"#), none);
    let zero = "line 6, column 1: event `talk` has ordinal 0: expected 1 or more";
    assert_eq!(call(r#""ordinal": 0"#), zero);
    assert_eq!(call(r#""reports": {"by": "RUS", "ordinal": 0}"#), zero);
    assert_eq!(
        call(r#""occurrences": {"at_least": 3, "at_most": 2}"#),
        "line 6, column 94: the range from `3` to `2` is empty: expected the lower number first"
    );
    assert_eq!(
        call(r#""occurrences": -1"#),
        format!("line 6, column 67: `-1` is not a count: {form}")
    );
    assert_eq!(
        call(r#""occurrences": 1.5"#),
        format!("line 6, column 68: `1.5` is not a count: {form}")
    );
    assert_eq!(
        call(r#""occurrences": 4294967296"#),
        format!("line 6, column 75: `4294967296` is not a count: {form}")
    );
    assert_eq!(
        call(r#""occurrences": "twice""#),
        format!("line 6, column 66: the value is the string `twice`: {form}")
    );
    assert_eq!(
        call(r#""measures": {"drones": {"exactly": -1}}"#),
        "line 6, column 89: `-1` is not a quantity: expected a number from 0 to 2^53"
    );
    assert_eq!(
        call(r#""measures": {"drones": {"exactly": 1, "about": 2}}"#),
        "line 6, column 100: the object is not a quantity: expected an object with just one of `exactly`, `about`, \
         `at_least`, `more_than`, `at_most`, `less_than` and `between`, and its `unit`"
    );
    assert_eq!(
        call(r#""measures": {"drones": {"exactly": 1}, "drones": {"exactly": 1}}"#),
        "line 6, column 114: measure `drones` is given twice"
    );
}

#[test]
fn nan_and_numbers_out_of_range_are_not_json() {
    let text = record(
        "events",
        &[
            r#"{"id": "talk", "kind": "call", "when": "2025", "measures": {"drones": {"exactly": NaN}}}"#,
        ],
    );
    assert_eq!(layout(&text), "line 6, column 83: expected a JSON value");
    assert!(
        call(r#""measures": {"drones": {"exactly": 1e400}}"#)
            .ends_with(": the number is out of range: expected a double")
    );
}

#[test]
fn weights_that_are_not_numbers_are_refused() {
    let day = DaySpan::day(NaiveDate::from_ymd_opt(2025, 7, 10).unwrap()).unwrap();
    let mark = |weight, valence| Mark::new(day, weight, valence).unwrap_err().to_string();
    assert_eq!(
        mark(f64::NAN, 0.0),
        "the weight is `NaN`: expected 0 to 1024"
    );
    assert_eq!(
        mark(f64::INFINITY, 0.0),
        "the weight is `inf`: expected 0 to 1024"
    );
    assert_eq!(mark(-0.5, 0.0), "the weight is `-0.5`: expected 0 to 1024");
    assert_eq!(
        mark(1025.0, 0.0),
        "the weight is `1025`: expected 0 to 1024"
    );
    assert_eq!(
        mark(1.0, f64::NAN),
        "the valence is `NaN`: expected -1 to 1"
    );
    assert_eq!(
        mark(1.0, f64::NEG_INFINITY),
        "the valence is `-inf`: expected -1 to 1"
    );
    let contact = |share| {
        let mark = Mark::new(day, 1.0, 0.0).unwrap().with_contact(share);
        mark.unwrap_err().to_string()
    };
    assert_eq!(
        contact(f64::NAN),
        "the share of a contact is `NaN`: expected 0 to 1024"
    );
    assert_eq!(
        contact(1024.5),
        "the share of a contact is `1024.5`: expected 0 to 1024"
    );

    let weights = Weights::default();
    assert_eq!(
        weights.with_act(f64::NAN).unwrap_err().to_string(),
        "`act` is `NaN`: expected 0 to 4"
    );
    assert_eq!(
        weights.with_hop(f64::INFINITY).unwrap_err().to_string(),
        "`hop` is `inf`: expected 0 to 1"
    );
    assert_eq!(
        weights.with_cancelled(-1.5).unwrap_err().to_string(),
        "`cancelled` is `-1.5`: expected -1 to 1"
    );

    let scale = |valence| {
        let table = [(Code::parse("AGREE").unwrap(), valence)];
        Scale::from_table("ours", "1", table)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        scale(f64::NAN),
        "the valence of `AGREE` is `NaN`: expected a number from -1 to 1"
    );
    assert_eq!(
        scale(f64::INFINITY),
        "the valence of `AGREE` is `inf`: expected a number from -1 to 1"
    );
}

// What an event needs.

#[test]
fn an_event_that_lacks_what_its_kind_needs() {
    assert_eq!(
        call(r#""reports": {"by": "RUS", "status": "planned"}"#),
        "line 6, column 86: event `talk` is planned, but the report has no date: expected \
         `asserted` on the report, or `published` on its source"
    );
    assert_eq!(
        call(r#""reports": {"by": []}"#),
        "line 6, column 1: event `talk` has a report without a source: expected at least one source"
    );
    assert_eq!(
        fault("events", r#"{"id": "raid", "kind": "act", "when": "2025"}"#),
        "line 6, column 1: event `raid` is an act without a code: expected a code such as `AGREE`"
    );
    assert_eq!(
        fault(
            "events",
            r#"{"id": "word", "kind": "statement", "when": "2025", "addressee": "RUS"}"#
        ),
        "line 6, column 1: event `word` is a statement without a speaker: expected a participant with the role source or party"
    );
}

#[test]
fn too_many_of_something() {
    let reports = (0..1_001).fold(Event::call("talk", when("2025")), |event, _| {
        event.reported_by("RUS")
    });
    assert_eq!(
        built([reports]),
        ["event `talk` has 1001 reports: expected at most 1000"]
    );
    let most = (0..1_000).fold(Event::call("talk", when("2025")), |event, _| {
        event.reported_by("RUS")
    });
    assert_eq!(built([most]), [""; 0]);

    let crowd = |count: usize| {
        let mut builder = Timeline::builder();
        let mut event = Event::meeting("summit", when("2025"));
        for number in 0..count {
            builder.actor(Actor::person(format!("p{number}")).named("Someone"));
            event = event.participant(Participant::new(format!("p{number}"), Role::Attendee));
        }
        builder.event(event);
        builder.build()
    };
    assert_eq!(
        crowd(257).unwrap_err().to_string(),
        "event `summit` has 257 participants: expected at most 256"
    );
    assert!(crowd(256).is_ok());

    let chain = Event::call("talk", when("2025")).report(Report::by(["RUS"; 17]));
    assert_eq!(
        built([chain]),
        ["event `talk` has 17 sources in a chain: expected at most 16"]
    );
}

// What cannot all be true.

#[test]
fn events_that_are_parts_of_each_other() {
    let part = |id: &str, whole: &str| {
        format!(r#"{{"id": "{id}", "kind": "meeting", "when": "2025", "part_of": ["{whole}"]}}"#)
    };
    let told = faults(
        "events",
        &[&part("c", "b"), &part("b", "a"), &part("a", "c")],
    );
    let [told] = told.as_slice() else {
        panic!("{told:?}");
    };
    let end =
        "event `a` is part of itself: `a` is part of `c`, `c` is part of `b`, `b` is part of `a`";
    assert!(told.ends_with(end), "{told}");
    assert_eq!(
        fault("events", &part("a", "a")),
        "line 6, column 1: event `a` is part of itself: `a` is part of `a`"
    );
}

#[test]
fn statements_that_contradict_each_other() {
    let mut builder = Timeline::builder();
    for id in ["agency", "gazette", "ministry"] {
        builder.actor(Actor::organisation(id));
    }
    builder.event(Event::call("call", when("2025-07-11")).reported_by("agency"));
    builder.event(Event::meeting("meeting", when("2025-07-10")).reported_by("gazette"));
    builder.event(Event::meeting("other", when("2025-07-10")).reported_by("agency"));
    builder.constraint(Constraint::before("call", "meeting").by(["ministry", "agency"]));
    builder.constraint(Constraint::before("other", "call").by(["gazette"]));
    let error = builder.build().unwrap_err();
    assert_eq!(error.faults.len(), 1);
    let fault = &error.faults[0];
    assert_eq!((fault.entry, fault.position), (Entry::Whole, None));
    let told = fault.to_string();
    let parts: Vec<&str> = told
        .strip_prefix("these statements contradict each other: ")
        .unwrap()
        .split("; ")
        .collect();
    let mut sorted = parts.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        [
            "`call` is before `meeting` (ministry, agency)",
            "`call` is dated 2025-07-11 (agency)",
            "`meeting` is dated 2025-07-10 (gazette)",
        ]
    );
    let FaultKind::Contradiction(contradiction) = &fault.kind else {
        panic!("{fault}");
    };
    assert_eq!(contradiction.sources(), ["agency", "gazette", "ministry"]);
    let ordered = |one: &&Statement| matches!(one, Statement::Ordered(_));
    assert_eq!(contradiction.statements.iter().filter(ordered).count(), 1);
}

#[test]
fn an_extent_is_not_over_before_it_ends() {
    let build = |date: &str| {
        let mut builder = Timeline::builder();
        builder.event(Event::meeting("summit", when("2025-07-02/2025-07-04")));
        builder.event(Event::call("call", when(date)));
        builder.constraint(Constraint::before("summit", "call"));
        builder.build()
    };
    assert!(build("2025-07-04").is_ok());
    let told = build("2025-07-03").unwrap_err().to_string();
    assert!(
        told.contains("`summit` is dated 2025-07-02/2025-07-04"),
        "{told}"
    );
    assert!(told.contains("`call` is dated 2025-07-03"), "{told}");
}

#[test]
fn links_that_contradict_dates() {
    let answer = r#"{"id": "answer", "kind": "call", "when": "2025-07-09", "answers": "word"}"#;
    let word = r#"{"id": "word", "kind": "call", "when": "2025-07-10", "reports": "RUS"}"#;
    let told = faults("events", &[answer, word]);
    assert_eq!(told.len(), 1);
    for part in [
        "these statements contradict each other: ",
        "`answer` answers `word`",
        "`answer` is dated 2025-07-09",
        "`word` is dated 2025-07-10 (RUS)",
    ] {
        assert!(told[0].contains(part), "{told:?}");
    }
}

#[test]
fn a_person_may_hold_two_offices_at_once() {
    let mut builder = Timeline::builder();
    for id in ["USA", "GBR", "RUS"] {
        builder.actor(Actor::state(id));
    }
    builder.actor(
        Actor::person("ann")
            .named("Ann")
            .held_office("USA", "envoy", when("2024/.."))
            .held_office("GBR", "adviser", when("2024/..")),
    );
    builder.event(
        Event::call("call", when("2025-07-10"))
            .party("ann")
            .party("RUS"),
    );
    let timeline = builder.build().unwrap();
    for state in ["USA", "GBR", "ann"] {
        let view = timeline.between(state, "RUS").unwrap();
        assert_eq!(view.events().count(), 1, "{state}");
        assert!(
            view.certainty(timeline.event("call").unwrap()).is_certain(),
            "{state}"
        );
    }
    assert_eq!(timeline.between("USA", "GBR").unwrap().events().count(), 0);
}

// Several faults at once.

#[test]
fn every_fault_is_reported_in_the_order_of_the_text() {
    let text = r#"{
  "format": "detente-timeline", "version": 1,
  "events": [
    {"id": "a", "kind": "call", "when": "2025-07-32", "parties": ["nobody"]},
    {"id": "b", "kind": "act", "when": "2025", "source": ["nobody"], "target": ["EU"]},
    {"id": "c", "kind": "chat", "when": "2025"},
    {"id": "d", "kind": "call", "when": "2025", "answers": ["a", "c", "elsewhere"]}
  ],
  "actors": [
    {"id": "EU", "kind": "union", "name": "EU"},
    {"id": "", "kind": "state", "name": ""},
    {"id": "UN", "kind": "group", "name": "UN", "affiliations": [{"party": "EU", "when": "2025"}]}
  ]
}"#;
    let error = Timeline::from_json(text).unwrap_err();
    let faults: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    let fit = "is not valid: expected 1 to";
    let end =
        "bytes of visible text, without control characters and without leading or trailing spaces";
    assert_eq!(
        faults,
        [
            "line 4, column 41: `2025-07-32` is not EDTF at column 9: expected a day of two digits, \
             01 to 31",
            "line 5, column 5: event `b` is an act without a code: expected a code such as `AGREE`",
            "line 5, column 59: event `b`: unknown actor `nobody`",
            "line 6, column 25: `chat` is not a kind of event: expected one of `meeting`, `call`, \
             `statement`, `act`",
            "line 7, column 71: event `d`: unknown event `elsewhere`",
            "line 10, column 26: `union` is not a kind of actor: expected one of `person`, `state`, \
             `organisation`, `group`",
            &format!("line 11, column 12: actor `` {fit} 200 {end}"),
            &format!("line 11, column 41: name `` {fit} 10000 {end}"),
        ]
        .map(str::to_owned)
    );
    assert_eq!(
        error.to_string(),
        format!("8 faults\n  {}", faults.join("\n  "))
    );
    assert_eq!(format!("{error:?}"), format!("Faults({error})"));
}

#[test]
fn a_fault_says_which_entry_of_the_text_it_is_about() {
    let broken = r#"{"id": "a", "kind": "chat", "when": "2025"}"#;
    let wrong = r#"{"id": "b", "kind": "act", "when": "2025"}"#;
    let error = Timeline::from_json(&record("events", &[broken, wrong])).unwrap_err();
    let entries: Vec<Entry> = error.faults().iter().map(|fault| fault.entry).collect();
    assert_eq!(entries, [Entry::Event(0), Entry::Event(1)]);
}

#[test]
fn what_could_not_be_read_is_not_missed_once_more() {
    // An actor, a source, an event and a designation, each malformed and named elsewhere.
    let text = r#"{
  "format": "detente-timeline", "version": 1,
  "actors": [
    {"id": "EU", "kind": "union", "name": "EU"},
    {"id": "UN", "kind": "group", "name": "UN"}
  ],
  "designations": [{"name": "they", "party": "UN", "office": 7, "when": "2025"}],
  "sources": [{"id": "agency", "name": "Agency", "published": "yesterday"}],
  "events": [
    {"id": "a", "kind": "chat", "when": "2025"},
    {
      "id": "b", "kind": "call", "when": "2025", "parties": ["EU", {"actor": "UN", "on_behalf_of": "EU"}],
      "answers": "a", "about": ["EU", "they"], "reports": [["agency"], ["UN", "agency"]]
    }
  ],
  "constraints": [{"event": "a", "before": "b", "by": "agency"}]
}"#;
    let error = Timeline::from_json(text).unwrap_err();
    let lines: Vec<usize> = error
        .faults()
        .iter()
        .map(|one| one.position.unwrap().0)
        .collect();
    assert_eq!(lines, [4, 7, 8, 10], "{error:?}");
}

#[test]
fn a_title_that_is_wrong_has_a_place_too() {
    let error =
        Timeline::from_json("{\"format\": \"detente-timeline\", \"version\": 1,\n\"title\": \"\"}");
    assert_eq!(
        error.unwrap_err().to_string(),
        "line 2, column 10: title `` is not valid: expected 1 to 10000 bytes of visible text, \
         without control characters and without leading or trailing spaces"
    );
}

// What is no timeline at all.

#[test]
fn text_that_is_not_a_timeline() {
    assert_eq!(layout(""), "line 1, column 1: the text ends within a value");
    assert_eq!(
        layout("not JSON"),
        "line 1, column 2: expected a JSON value"
    );
    assert_eq!(
        layout("{\"format\": \"detente-timeline\",\n \"version\": 1,}"),
        "line 2, column 15: a comma follows the last entry: expected another entry, or no comma"
    );
    assert_eq!(
        layout("{\"format\": \"detente-timeline\", \"version\": 1} {}"),
        "line 1, column 46: more text follows: expected the end"
    );
    assert_eq!(
        layout("{\"format\": \"detente-timeline\", \"version\": 1,\n\"events\": [{\"id\": \"a"),
        "line 2, column 20: the text ends within a string"
    );
    assert_eq!(layout("{}"), "line 1, column 2: field `format` is missing");
    assert_eq!(
        layout("{\"format\": \"detente-timeline\"}"),
        "line 1, column 30: field `version` is missing"
    );
}

#[test]
fn text_of_another_format_or_version() {
    assert_eq!(
        layout("{\n  \"format\": \"GDELT\", \"version\": 1}"),
        "line 2, column 3: `format` is `GDELT`: expected `detente-timeline`"
    );
    for version in [0, 2, 4_294_967_295_u32] {
        assert_eq!(
            layout(&format!(
                "{{\"format\": \"detente-timeline\",\n \"version\": {version}, \"new\": 1}}"
            )),
            format!("line 2, column 2: `version` is `{version}`: expected `1`")
        );
    }
    assert_eq!(
        layout("{\"format\": \"detente-timeline\", \"version\": 1,\n \"evnts\": []}"),
        "line 2, column 2: unknown field `evnts`; did you mean `events`?"
    );
    assert_eq!(
        layout("{\"format\": \"detente-timeline\", \"version\": 1,\n \"events\": {}}"),
        "line 2, column 12: the value is an object: expected a list"
    );
}

#[test]
fn text_that_is_cut_off_anywhere_is_refused() {
    // Every seventh place, and every one of the last.
    let whole = EXAMPLE.trim_end().len();
    let ends = (0..whole - 50).step_by(7).chain(whole - 50..whole);
    for end in ends.filter(|end| EXAMPLE.is_char_boundary(*end)) {
        assert!(
            Timeline::from_json(&EXAMPLE[..end]).is_err(),
            "cut at {end}"
        );
    }
}

#[test]
fn deep_nesting_is_an_error() {
    let deep =
        |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    for nested in [deep("[", "]"), deep("{\"a\":", "}"), "[".repeat(100_000)] {
        let whole = nested.clone();
        let unknown = format!(r#"{{"format": "detente-timeline", "version": 1, "x": {nested}}}"#);
        let title = format!(r#"{{"format": "detente-timeline", "version": 1, "title": {nested}}}"#);
        let entry = record("events", &[&nested]);
        let event = |field: &str| {
            let event =
                format!(r#"{{"id": "a", "kind": "call", "when": "2025", "{field}": {nested}}}"#);
            record("events", &[&event])
        };
        let within = [
            event("parties"),
            event("reports"),
            event("when"),
            event("measures"),
            event("x"),
        ];
        for text in [whole, unknown, title, entry].into_iter().chain(within) {
            assert!(Timeline::from_json(&text).is_err());
        }
    }
}

/// A change to a text: where, in thousandths of it, what is taken out, and what is put in.
type Change = (usize, usize, String);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let put_in = prop_oneof![
        "[\\[\\]{}\",:0-9a-z\\\\ ]{0,4}",
        any::<char>().prop_map(String::from),
        prop::sample::select(
            &[
                "null",
                "-1",
                "1e999",
                "\"\"",
                "\"id\"",
                "[]",
                "{}",
                "\"2025-07-32\"",
                "\"..\"",
                "\u{0}"
            ][..]
        )
        .prop_map(str::to_owned),
    ];
    prop::collection::vec((0..1_000_usize, 0..30_usize, put_in), 1..6)
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, take, put) in changes {
        let start = at * chars.len() / 1_000;
        let end = (start + take).min(chars.len());
        chars.splice(start..end, put.chars());
    }
    chars.into_iter().collect()
}

/// Reads a text; what can be read can be asked, written and read again.
fn survives(text: &str) {
    match Timeline::from_json(text) {
        Ok(timeline) => {
            assert_eq!(
                Timeline::from_json(&timeline.to_json()).as_ref(),
                Ok(&timeline)
            );
            let view = timeline.view();
            let _ = view.count();
            for event in &view {
                let _ = view.rank(event.id());
                let _ = event.accounts().count();
            }
            for (a, b) in timeline.pairs().take(10) {
                let _ = timeline
                    .relations(a.id(), b.id())
                    .map(|one| one.marks().len());
            }
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            let lines = text.lines().count().max(1) + 1;
            for fault in error.faults() {
                assert!(
                    fault.position.is_none_or(|(line, column)| {
                        (1..=lines).contains(&line) && column >= 1
                    })
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_value_of_a_field_is_read_without_a_panic(
        field in prop::sample::select(
            &["id", "when", "parties", "place", "measures", "occurrences", "reports", "code", "links"][..]
        ),
        value in "[\\[\\]{}\",:0-9a-zYXT~?%./ -]{0,20}|\"\\PC{0,20}\"",
    ) {
        survives(&record("events", &[&format!(r#"{{"id": "a", "kind": "call", "when": "2025", "{field}": {value}}}"#)]));
        survives(&record("events", &[&format!(r#"{{"id": "a", "kind": "call", "{field}": {value}}}"#)]));
    }

    #[test]
    fn any_date_is_read_without_a_panic(date in "[0-9YXSTZE~?%./+:,\\[\\]{} -]{0,30}") {
        survives(&record("events", &[&format!(r#"{{"id": "a", "kind": "call", "when": "{date}"}}"#)]));
    }

    #[test]
    fn a_record_that_was_tampered_with_is_read_without_a_panic(changes in changes()) {
        survives(&changed(EXAMPLE, &changes));
    }

    #[test]
    fn an_entry_that_was_tampered_with_is_read_without_a_panic(
        changes in changes(),
        number in 0..24_usize,
    ) {
        // Only within one event, so that the layout mostly holds.
        let starts: Vec<usize> = EXAMPLE.match_indices("\n    {\n").map(|(at, _)| at).collect();
        let start = starts[number % starts.len()];
        let end = start + EXAMPLE[start..].find("\n    }").unwrap();
        let text = format!(
            "{}{}{}",
            &EXAMPLE[..start],
            changed(&EXAMPLE[start..end], &changes),
            &EXAMPLE[end..]
        );
        survives(&text);
    }
}

//! The written form: a committed sample, short forms, and other formats than JSON.
#![cfg(feature = "json")]

use std::collections::BTreeSet;
use std::fmt::Debug;

use detente::actor::Actor;
use detente::actor::{ActorKind, Alias, AliasKind};
use detente::code::{ActorCode, CameoCode, Code, PloverCategory, PloverCode, Scale};
use detente::event::{Amount, Count, Event, Form, Kind, Quantity, Report, Status};
use detente::scoring::{Scoring, Weights};
use detente::time::{DayRule, Edtf, Zone};
use detente::timeline::ReportRef;
use detente::trend::Calibration;
use detente::{Timeline, When};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Has every field of the first version of the format, each at least once.
const SAMPLE: &str = include_str!("data/timeline-v1.json");

/// Every field of the first version, those of entries within entries included.
const FIELDS: [&str; 85] = [
    "about",
    "about_events",
    "accessed",
    "actor",
    "actors",
    "after",
    "addressee",
    "affiliations",
    "aliases",
    "anonymous",
    "answers",
    "archive",
    "asserted",
    "at_least",
    "at_most",
    "attendees",
    "authors",
    "before",
    "between",
    "by",
    "code",
    "constraints",
    "covers",
    "day_after",
    "day_before",
    "days",
    "designations",
    "during",
    "edtf",
    "end",
    "event",
    "events",
    "exactly",
    "follows",
    "on_behalf_of",
    "external",
    "form",
    "format",
    "hedged",
    "host",
    "id",
    "in_person",
    "initiator",
    "kind",
    "kinds",
    "less_than",
    "locator",
    "margin",
    "measures",
    "mediator",
    "more_than",
    "name",
    "negated",
    "occurrences",
    "of",
    "office",
    "ordinal",
    "part_of",
    "parties",
    "party",
    "place",
    "published",
    "publisher",
    "reports",
    "same_day",
    "same_time",
    "sidelines_of",
    "soil",
    "source",
    "sources",
    "speaker",
    "start",
    "status",
    "succeeds",
    "target",
    "title",
    "topics",
    "unit",
    "url",
    "version",
    "when",
    "withdrawn",
    "within",
    "words",
    "zone",
];

fn collect_fields<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.insert(name);
                // The names of measures, and the schemes of identifiers, are the author's.
                if name == "measures" {
                    let measures = value.as_object().unwrap();
                    measures.values().for_each(|one| collect_fields(one, found));
                } else if name != "external" {
                    collect_fields(value, found);
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|one| collect_fields(one, found)),
        _ => {}
    }
}

#[test]
fn the_sample_reads_and_is_written_back_byte_for_byte() {
    let timeline = Timeline::from_json(SAMPLE).unwrap();
    assert_eq!(timeline.to_json(), SAMPLE);
}

#[test]
fn the_sample_has_every_field() {
    let sample: Value = serde_json::from_str(SAMPLE).unwrap();
    let mut found = BTreeSet::new();
    collect_fields(&sample, &mut found);
    let expected: BTreeSet<&str> = FIELDS.into_iter().collect();
    assert_eq!(found, expected);
}

#[test]
fn the_sample_means_what_it_says() {
    let timeline = Timeline::from_json(SAMPLE).unwrap();
    assert_eq!(
        timeline.title(),
        Some("Every field of the first version of the format")
    );
    assert_eq!(timeline.actors().len(), 7);
    assert_eq!(timeline.actor("moscow").unwrap().id(), "RUS");
    assert_eq!(timeline.designations()[0].office, "president");
    assert!(timeline.source("official").unwrap().is_anonymous());
    assert_eq!(timeline.source("archive").unwrap().covers().count(), 2);
    assert_eq!(timeline.constraints().len(), 10);

    let talks = timeline.event("talks").unwrap();
    assert_eq!(talks.kind(), Kind::Meeting);
    assert_eq!(talks.manner().in_person, Some(true));
    assert_eq!(talks.code(), Some(Code::parse("CONSULT/Visit").unwrap()));
    assert_eq!(talks.place().unwrap().soil.as_deref(), Some("EU"));
    assert_eq!(
        talks
            .ordinals()
            .map(|(ordinal, _)| ordinal)
            .collect::<Vec<_>>(),
        [2]
    );
    assert_eq!(
        talks.measure("minutes"),
        Some(Quantity::about(50.0, "minutes").unwrap())
    );
    let reports: Vec<_> = talks.reports().map(ReportRef::attribution).collect();
    assert_eq!(reports, ["An archive, citing Marco Rubio"]);

    let then = chrono::NaiveDate::from_ymd_opt(2025, 7, 20).unwrap();
    let view = timeline.as_of(then);
    let disputed = view.event("talks").unwrap();
    assert_eq!(disputed.status(), Some(Status::Disputed));
    assert_eq!(&*disputed.place().unwrap().name, "Putrajaya");
    assert_eq!(
        disputed.reports().next().unwrap().words(),
        Some("they never met")
    );

    let summit = timeline.event("summit").unwrap();
    assert_eq!(summit.occurrences(), Count::exactly(2));
    assert_eq!(summit.when().words(), Some("in the first weeks of July"));
    assert_eq!(summit.when().day_rule().margin, 2);
    let aid = timeline.event("aid").unwrap();
    assert_eq!(aid.when().day_rule().zone, Zone::AnywhereOnEarth);
    let denial = timeline.event("denial").unwrap();
    let manner = denial.manner();
    assert_eq!(manner.form, Some(Form::Partial));
    assert!(manner.hedged && manner.negated && denial.when().is_uncertain());
    assert_eq!(denial.status(), Some(Status::Planned));
    assert_eq!(denial.links().count(), 4);
    let call = timeline.event("call").unwrap();
    assert_eq!(call.occurrences(), Count::between(1, 3).unwrap());
    assert_eq!(
        call.participants()
            .next()
            .unwrap()
            .on_behalf_of
            .unwrap()
            .id(),
        "RUS"
    );
    let russia = timeline.actor("RUS").unwrap();
    let day = |year| chrono::NaiveDate::from_ymd_opt(year, 7, 10).unwrap();
    assert_eq!(russia.name_on(day(1990)), "RSFSR");
    assert_eq!(russia.name_on(day(2025)), "Russia");
    assert_eq!(russia.predecessors().count(), 2, "two accounts of one");
    assert_eq!(Actor::from(russia).successions[0].by.len(), 2);
    let initiators = |event: detente::timeline::EventRef<'_>| {
        let accounts = event
            .accounts()
            .flat_map(|(account, _)| &account.initiators);
        accounts.map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(initiators(call), ["USA"]);
    assert_eq!(initiators(disputed), ["RUS", "rubio"]);
}

/// A small record with a field of its event, actor, source or constraint as given.
fn record(entry: &str, field: &str, value: &Value) -> String {
    let mut record = json!({
        "format": "detente-timeline",
        "version": 1,
        "actors": [
            {"id": "USA", "kind": "state", "name": "United States"},
            {"id": "RUS", "kind": "state", "name": "Russia"},
        ],
        "sources": [{"id": "agency", "name": "An agency"}],
        "events": [
            {"id": "one", "kind": "meeting", "when": "2025-07-10"},
            {"id": "two", "kind": "statement", "when": "2025-07-11", "speaker": "USA"},
        ],
        "constraints": [{"event": "one", "before": "two"}],
    });
    record[entry][0][field] = value.clone();
    record.to_string()
}

#[test]
fn a_short_form_reads_as_the_long_one() {
    let names = [
        "parties",
        "target",
        "addressee",
        "host",
        "mediator",
        "attendees",
        "source",
        "speaker",
    ];
    let mut forms: Vec<(&str, &str, Value, Value)> = Vec::new();
    for name in names {
        forms.push(("events", name, json!("USA"), json!(["USA"])));
        let behalf = json!({"actor": "USA", "on_behalf_of": "RUS"});
        forms.push(("events", name, behalf.clone(), json!([behalf])));
    }
    for name in ["about", "topics", "initiator"] {
        forms.push(("events", name, json!("USA"), json!(["USA"])));
    }
    for name in ["sidelines_of", "answers", "about_events", "follows"] {
        forms.push(("events", name, json!("one"), json!(["one"])));
    }
    let by = json!({"by": ["agency"]});
    forms.extend([
        // A report as a string, as a chain, and as an object; one or a list.
        ("events", "reports", json!("agency"), json!([by])),
        ("events", "reports", json!(["agency"]), json!([by])),
        ("events", "reports", by.clone(), json!([by])),
        ("events", "reports", json!([["agency", "USA"]]), json!([{"by": ["agency", "USA"]}])),
        ("events", "reports", json!({"by": "agency"}), json!([by])),
        (
            "events",
            "reports",
            json!({"by": "agency", "topics": "gas", "place": "Kyiv", "initiator": "USA"}),
            json!([{"by": ["agency"], "status": "realised", "topics": ["gas"], "place": {"name": "Kyiv"}, "initiator": ["USA"]}]),
        ),
        ("events", "place", json!("Kyiv"), json!({"name": "Kyiv"})),
        ("events", "when", json!("2025-07~"), json!({"edtf": "2025-07~"})),
        (
            "events",
            "when",
            json!("2025-07-02~"),
            json!({"edtf": "2025-07-02~", "zone": "UTC", "margin": DayRule::default().margin}),
        ),
        ("events", "occurrences", json!(2), json!({"at_least": 2, "at_most": 2})),
        ("events", "occurrences", json!(2.0), json!(2)),
        ("events", "occurrences", json!({"at_most": 2}), json!({"at_least": 0, "at_most": 2})),
        (
            "events",
            "measures",
            json!({"drones": {"exactly": 3}}),
            json!({"drones": {"exactly": 3.0, "unit": "drones"}}),
        ),
        ("actors", "aliases", json!("US"), json!([{"name": "US", "kind": "variant"}])),
        ("actors", "aliases", json!({"name": "US"}), json!(["US"])),
        (
            "actors",
            "aliases",
            json!({"name": "US", "when": "1776-07-04/"}),
            json!([{"name": "US", "kind": "variant", "when": {"edtf": "1776-07-04/"}}]),
        ),
        (
            "actors",
            "succeeds",
            json!({"actor": "RUS", "when": "2025", "by": "agency"}),
            json!([{"actor": "RUS", "when": {"edtf": "2025"}, "by": ["agency"]}]),
        ),
        (
            "actors",
            "affiliations",
            json!({"party": "RUS", "when": "2025"}),
            json!([{"party": "RUS", "when": {"edtf": "2025"}}]),
        ),
        ("sources", "covers", json!("2025"), json!([{"when": "2025"}])),
        (
            "sources",
            "covers",
            json!({"when": "2025", "actors": "USA"}),
            json!([{"when": "2025", "actors": ["USA"]}]),
        ),
        ("constraints", "by", json!("agency"), json!(["agency"])),
    ]);
    // What a field that takes no list is held against; its date is not that of any form above.
    let plain = Timeline::from_json(&record("events", "when", &json!("2025-07-10"))).unwrap();
    for (entry, field, short, long) in forms {
        let shown = format!("{entry} {field}: {short}");
        let short = Timeline::from_json(&record(entry, field, &short));
        let long = Timeline::from_json(&record(entry, field, &long));
        assert_eq!(short, long, "{shown}");
        let read = short.unwrap_or_else(|error| panic!("{shown}: {error}"));
        // The field says something: without it the record is another.
        assert_ne!(
            read,
            Timeline::from_json(&record(entry, field, &json!([])))
                .unwrap_or_else(|_| plain.clone())
        );
    }
}

#[test]
fn a_start_and_an_end_are_the_two_sides_of_one_date() {
    let read = |when: Value| {
        let timeline = Timeline::from_json(&record("events", "when", &when)).unwrap();
        timeline.event("one").unwrap().when().bounds()
    };
    let ends = read(json!({"start": "2025-07-01", "end": "2025-07-04"}));
    assert_eq!(ends, read(json!("2025-07-01/2025-07-04")));
    let moscow = json!({"start": "2025-07-01", "end": "2025-07-04", "zone": "+03:00"});
    assert_eq!(
        read(moscow),
        read(json!({"edtf": "2025-07-01/2025-07-04", "zone": "+03:00"}))
    );
    let earlier = json!({"start": "[..2025-07-01]", "end": "[2025-07-04..]"});
    assert_eq!(read(earlier), read(json!("..2025-07-01/2025-07-04..")));
    let approximate = json!({"start": "2025-07-01~", "end": "2025-07-04~", "margin": 3});
    let same = json!({"edtf": "2025-07-01~/2025-07-04~", "margin": 3});
    assert_eq!(read(approximate), read(same));
}

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, expected: &str) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(text, expected);
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    let read: Result<T, _> = ciborium::from_reader(&bytes[..]);
    assert_eq!(&read.unwrap(), value, "CBOR of {text}");
}

#[test]
fn dates_come_back() {
    let when = |text| When::parse(text).unwrap();
    round_trip(&Edtf::parse("2025-07-10~").unwrap(), r#""2025-07-10~""#);
    round_trip(
        &when("[2025-07-10..2025-07-11]"),
        r#""[2025-07-10..2025-07-11]""#,
    );
    round_trip(
        &when("2025-07").with_words("in July, \"or so\""),
        r#"{"edtf":"2025-07","words":"in July, \"or so\""}"#,
    );
    let offset = Zone::Offset("+05:45".parse().unwrap());
    let reading = DayRule::default().with_zone(offset).with_margin(4);
    round_trip(
        &When::new(Edtf::parse("2025-07~").unwrap(), reading).unwrap(),
        r#"{"edtf":"2025-07~","zone":"+05:45","margin":4}"#,
    );
    let [start, end] = ["2025-07-01", "2025-08"].map(|text| Edtf::parse(text).unwrap());
    round_trip(
        &When::from_ends(
            &start,
            &end,
            DayRule::default().with_zone(Zone::AnywhereOnEarth),
        )
        .unwrap(),
        r#"{"start":"2025-07-01","end":"2025-08","zone":"anywhere"}"#,
    );
    round_trip(&Zone::Utc, r#""UTC""#);
    let offset = |seconds| Zone::Offset(chrono::FixedOffset::east_opt(seconds).unwrap());
    round_trip(&offset(10_800), r#""+03:00""#);
    // Moscow before 1919, and the widest that chrono has.
    round_trip(&offset(9_017), r#""+02:30:17""#);
    round_trip(&offset(-86_399), r#""-23:59:59""#);
    let read = |text: &str| serde_json::from_value::<Zone>(json!(text)).unwrap();
    assert_eq!(read("+0300"), offset(10_800));
    assert_eq!(read("\u{2212}05:00"), offset(-18_000));
}

#[test]
fn numbers_and_words_come_back() {
    round_trip(&Count::exactly(3), r#"{"min":3,"max":3}"#);
    round_trip(&Count::exactly(0), r#"{"min":0,"max":0}"#);
    round_trip(&Count::at_least(2), r#"{"min":2,"max":null}"#);
    round_trip(
        &Count::between(0, u32::MAX).unwrap(),
        r#"{"min":0,"max":4294967295}"#,
    );
    round_trip(
        &Quantity::exactly(728.0, "drones").unwrap(),
        r#"{"exactly":728,"unit":"drones"}"#,
    );
    round_trip(
        &Quantity::about(0.1, "mm").unwrap(),
        r#"{"about":0.1,"unit":"mm"}"#,
    );
    round_trip(
        &Quantity::new(Amount::Between(0.5, 9_007_199_254_740_992.0), "t").unwrap(),
        r#"{"between":[0.5,9007199254740992.0],"unit":"t"}"#,
    );
    for text in [
        "AGREE",
        "CONSULT/Phone",
        "cameo:010",
        "capability:production",
    ] {
        round_trip(&Code::parse(text).unwrap(), &format!("\"{text}\""));
    }
    // A code of one system is written without the system's name.
    round_trip(&CameoCode::parse("010").unwrap(), r#""010""#);
    round_trip(
        &PloverCode::parse("CONSULT/Phone").unwrap(),
        r#""CONSULT/Phone""#,
    );
    round_trip(&PloverCategory::Mobilize, r#""MOBILIZE""#);
    round_trip(&ActorCode::parse("USAGOV").unwrap(), r#""USAGOV""#);
    let error = serde_json::from_str::<CameoCode>(r#""cameo:010""#).unwrap_err();
    let expected =
        "`cameo:010` is not a CAMEO code: expected two to four digits at line 1 column 11";
    assert_eq!(error.to_string(), expected);
    round_trip(&ActorKind::Organisation, r#""organisation""#);
    round_trip(&AliasKind::Printed, r#""printed""#);
    round_trip(&Kind::Call, r#""call""#);
    round_trip(&Form::Indirect, r#""indirect""#);
    round_trip(&Status::Cancelled, r#""cancelled""#);
}

#[test]
fn configurations_come_back() {
    let weights = Weights::default()
        .with_hop(0.1 + 0.2)
        .unwrap()
        .with_cancelled(-1.0)
        .unwrap();
    round_trip(
        &weights,
        r#"{"contact":0.25,"comment":0.0,"act":1.0,"third_party":0.5,"hop":0.30000000000000004,"doubt":0.5,"cancelled":-1.0}"#,
    );
    let calibration = Calibration::default()
        .with_half_life(90.5)
        .unwrap()
        .with_kappa(2.0)
        .unwrap()
        .with_kappa_z(0.125)
        .unwrap()
        .with_window(30)
        .unwrap()
        .with_blocks(12, 20)
        .unwrap()
        .with_least_weight(0.75)
        .unwrap()
        .with_lookback(400)
        .unwrap()
        .with_thresholds(0.55, 0.8, 0.99)
        .unwrap()
        .with_prior(3.5, 1.5)
        .unwrap()
        .with_steady(0.5, 0.625)
        .unwrap();
    round_trip(
        &calibration,
        r#"{"half_life":90.5,"kappa":2.0,"kappa_z":0.125,"window":30,"blocks":12,"block":20,"prior":3.5,"dispersion":1.5,"least_weight":0.75,"lookback":400,"enter":0.8,"leave":0.55,"strong":0.99,"steady":0.5,"lean":0.625}"#,
    );
    let scale = Scale::from_table(
        "newsroom",
        "2025-07",
        [
            (Code::parse("AGREE").unwrap(), 0.35),
            (Code::parse("cameo:010").unwrap(), -1.0),
        ],
    )
    .unwrap();
    round_trip(
        &scale,
        r#"{"name":"newsroom","version":"2025-07","valences":[["AGREE",0.35],["cameo:010",-1.0]]}"#,
    );
    let scoring = Scoring::default()
        .with_scale(scale)
        .with_weights(weights)
        .with_calibration(calibration);
    let text = serde_json::to_string(&scoring).unwrap();
    assert!(
        text.starts_with(r#"{"version":2,"scale":{"name":"newsroom""#),
        "{text}"
    );
    round_trip(&scoring, &text);
    for scale in [
        Scale::plover(),
        Scale::cameo_icews(),
        Scale::cameo_gdelt(),
        Scale::cameo_keds(),
    ] {
        let scoring = Scoring::default().with_scale(scale);
        round_trip(&scoring, &serde_json::to_string(&scoring).unwrap());
    }
}

#[test]
fn a_scoring_of_another_version_is_refused() {
    let mut scoring = serde_json::to_value(Scoring::default()).unwrap();
    for version in [1, 3] {
        scoring["version"] = json!(version);
        let error = serde_json::from_value::<Scoring>(scoring.clone()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "`version` is `{version}`: expected `2`, \
                 because the same numbers would give other scores"
            )
        );
    }
    // As version 1 wrote it: the version is checked before the numbers that it no longer has.
    let old = r#"{"version":1,"scale":"plover","calibration":{"half_life":120.0,"kappa":1.0,"kappa_z":0.25,"window":60,"blocks":24,"block":30,"least_weight":0.5,"lookback":365,"enter":0.9,"leave":0.6,"strong":0.95,"same_day_correlation":0.5}}"#;
    let error = serde_json::from_str::<Scoring>(old)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("`version` is `1`: expected `2`"),
        "{error}"
    );
}

#[test]
fn a_configuration_is_checked_when_it_is_read() {
    let refused = |path: [&str; 2], value: Value| {
        let mut scoring = serde_json::to_value(Scoring::default()).unwrap();
        scoring[path[0]][path[1]] = value;
        serde_json::from_value::<Scoring>(scoring)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(["weights", "hop"], json!(1.5)),
        "`hop` is `1.5`: expected 0 to 1"
    );
    assert_eq!(
        refused(["weights", "luck"], json!(1)),
        "unknown field `luck`: expected one of `contact`, `comment`, `act`, `third_party`, `hop`, \
         `doubt`, `cancelled`"
    );
    assert_eq!(
        refused(["scale", "valences"], json!([["AGREE", 1.5]])),
        "the valence of `AGREE` is `1.5`: expected a number from -1 to 1"
    );
    assert_eq!(
        refused(["scale", "valences"], json!([["AGREEABLE", 0.5]])),
        "`AGREEABLE` is not a PLOVER category: expected ACCUSE, AGREE, AID, ASSAULT, COERCE, CONCEDE, CONSULT, \
         COOPERATE, MOBILIZE, PROTEST, REJECT, REQUEST, RETREAT, SANCTION, SUPPORT or THREATEN"
    );
}

/// Through CBOR: another format that names its fields.
fn through_cbor(timeline: &Timeline) -> Timeline {
    let mut bytes = Vec::new();
    ciborium::into_writer(timeline, &mut bytes).unwrap();
    ciborium::from_reader(&bytes[..]).unwrap()
}

#[test]
fn a_timeline_goes_through_other_formats_that_name_their_fields() {
    let sample = Timeline::from_json(SAMPLE).unwrap();
    assert_eq!(through_cbor(&sample), sample);
    let text = serde_json::to_string(&sample).unwrap();
    assert_eq!(serde_json::from_str::<Timeline>(&text).unwrap(), sample);
}

#[test]
fn a_timeline_that_lacks_parts_goes_through_other_formats_too() {
    let empty = Timeline::builder().build().unwrap();
    assert_eq!(through_cbor(&empty), empty);
    let article = include_str!("../examples/data/kuala-lumpur.json");
    let article = Timeline::from_json(article).unwrap();
    assert_eq!(through_cbor(&article), article);
}

#[test]
fn whole_numbers_go_through_other_formats() {
    let mut builder = Timeline::builder();
    let quantity = Quantity::exactly(728.0, "drones").unwrap();
    let measure = detente::event::Measure::new("drones", quantity);
    builder.event(Event::call("call", "2025").measure(measure));
    let timeline = builder.build().unwrap();
    assert_eq!(through_cbor(&timeline), timeline);
}

#[test]
fn an_envelope_of_another_format_is_refused_in_any_format() {
    let refused = |format: &str, version: u32| {
        let value = json!({"format": format, "version": version});
        serde_json::from_value::<Timeline>(value)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused("GDELT", 1),
        "`format` is `GDELT`: expected `detente-timeline`"
    );
    assert_eq!(
        refused("detente-timeline", 2),
        "`version` is `2`: expected `1`"
    );
}

#[test]
fn names_that_json_has_to_escape_come_back() {
    let name = "\"Bob\" \\ Ж \u{1F54A} \u{2028} {[,:]} \\\"";
    let mut builder = Timeline::builder();
    builder.title(name);
    builder.actor(
        Actor::person("bob")
            .named(name)
            .alias("\\")
            .alias(Alias::new("\\\\\"").kind(AliasKind::Metonym)),
    );
    builder.event(
        Event::meeting("a", When::parse("2025").unwrap().with_words("\\\"[,]\""))
            .party("bob")
            .topic("},{")
            .report(Report::by(["bob"]).words("a \"b\" c: {\\}")),
    );
    let timeline = builder.build().unwrap();
    let text = timeline.to_json();
    assert_eq!(Timeline::from_json(&text).unwrap(), timeline);
    let aliases: Vec<&str> = timeline
        .actor("bob")
        .unwrap()
        .aliases()
        .iter()
        .map(|alias| &*alias.name)
        .collect();
    assert_eq!(aliases, ["\\", "\\\\\""]);
}

#[test]
fn lines_are_broken_where_they_would_be_too_long() {
    let text = Timeline::from_json(SAMPLE).unwrap().to_json();
    for line in text.lines() {
        let is_one_string = line.trim_start().matches('"').count() <= 4 && !line.contains('{');
        assert!(line.chars().count() <= 100 || is_one_string, "{line}");
    }
    assert!(text.lines().any(|line| line.chars().count() > 80));

    let mut widths = BTreeSet::new();
    for length in 1..100 {
        let mut builder = Timeline::builder();
        let event = Event::call("call", "2025");
        builder.event(event.topic("x".repeat(length)).topic("y"));
        let text = builder.build().unwrap().to_json();
        let longest = text.lines().max_by_key(|line| line.len()).unwrap();
        assert!(longest.len() <= 100 || !longest.contains('['), "{longest}");
        widths.insert(longest.len());
    }
    assert!(
        widths.contains(&100) || widths.contains(&99),
        "lines are filled: {widths:?}"
    );
}

#[test]
fn two_measures_of_one_name_are_refused_by_the_builder_as_by_the_reader() {
    let measure = |number| {
        detente::event::Measure::new("drones", Quantity::exactly(number, "drones").unwrap())
    };
    let mut builder = Timeline::builder();
    let event = Event::call("call", "2025");
    builder.event(event.measure(measure(1.0)).measure(measure(2.0)));
    // What a builder takes can be written and read.
    if let Ok(timeline) = builder.build() {
        assert_eq!(Timeline::from_json(&timeline.to_json()), Ok(timeline));
    }
}

proptest! {
    #[test]
    fn names_of_any_letters_come_back(names in prop::collection::vec("[a\\\\\",:{}\\[\\]é]{1,5}", 2..5)) {
        let mut builder = Timeline::builder();
        for (number, name) in names.iter().enumerate() {
            builder.actor(Actor::person(number.to_string()).named(name));
        }
        let timeline = builder.build().unwrap();
        prop_assert_eq!(Timeline::from_json(&timeline.to_json()), Ok(timeline));
    }

    #[test]
    fn weights_come_back_to_the_last_bit(hop in 0.0..=1.0_f64, cancelled in -1.0..=1.0_f64) {
        let weights = Weights::default().with_hop(hop).unwrap().with_cancelled(cancelled).unwrap();
        let text = serde_json::to_string(&weights).unwrap();
        let read: Weights = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(read.hop().to_bits(), hop.to_bits());
        prop_assert_eq!(read.cancelled().to_bits(), (cancelled + 0.0).to_bits());
    }

    #[test]
    fn quantities_come_back(value in prop_oneof![0.0..1e3_f64, 0.0..9e15_f64, (0..100_u32).prop_map(f64::from)]) {
        let quantity = Quantity::exactly(value, "units").unwrap();
        let text = serde_json::to_string(&quantity).unwrap();
        prop_assert_eq!(serde_json::from_str::<Quantity>(&text).unwrap(), quantity);
    }
}

/// Half a character, escaped, is JSON and no text: what comes after it keeps its place.
#[cfg(feature = "json")]
#[test]
fn an_escape_of_half_a_character_does_not_change_the_place_of_a_fault() {
    let text = r#"{"title": "\ud800", "format": "another", "version": 1}"#;
    let error = Timeline::from_json(text).unwrap_err().to_string();
    assert!(error.starts_with("line 1, column 21: "), "{error}");
}

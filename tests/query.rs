//! Queries: what is asked is the view, it can be given back, and hostile ones are refused.
#![cfg(feature = "json")]

use chrono::NaiveDate;
use detente::actor::Alias;
use detente::event::{Kind, Link, Report, Source, Status};
use detente::query::{AccountRule, Ranking, Side};
use detente::time::Window;
use detente::timeline::EventRef;
use detente::{Actor, Event, Query, Timeline, View};
use proptest::prelude::*;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

/// The talks of 2025, with an older pair of states, a plan, a disputed call and statements.
fn record() -> Timeline {
    let mut builder = Timeline::builder();
    builder
        .actor(
            Actor::state("USA")
                .named("United States")
                .alias(Alias::new("Washington")),
        )
        .actor(Actor::state("SUN").named("Soviet Union"))
        .actor(
            Actor::state("RUS")
                .named("Russia")
                .succeeds("SUN", "1991-12-26"),
        )
        .actor(
            Actor::state("FRA")
                .named("France")
                .member_of("EU", "1993-11-01/.."),
        )
        .actor(Actor::organisation("EU").named("European Union"))
        .actor(Actor::person("rubio").named("Marco Rubio").held_office(
            "USA",
            "secretary of state",
            "2025-01-21/..",
        ))
        .actor(Actor::person("lavrov").named("Sergei Lavrov").held_office(
            "RUS",
            "foreign minister",
            "2004-03-09/..",
        ))
        .source(Source::new("tass").named("TASS"))
        .source(Source::new("reuters").named("Reuters"))
        .event(
            Event::meeting("Malta", "1989-12-02/1989-12-03")
                .between("USA", "SUN")
                .topic("Germany"),
        )
        .event(
            Event::meeting("riyadh", "2025-02-18")
                .between("rubio", "lavrov")
                .in_person(true)
                .report(Report::by(["tass"]).asserted("2025-02-18")),
        )
        .event(
            Event::call("call", "2025-06")
                .between("rubio", "lavrov")
                .initiator("rubio")
                .report(Report::by(["reuters", "tass"]).asserted("2025-06-25"))
                .report(
                    Report::by(["reuters"])
                        .asserted("2025-06-26")
                        .status(Status::Disputed),
                ),
        )
        .event(
            Event::meeting("kuala-lumpur", "2025-07-10")
                .between("rubio", "lavrov")
                .in_person(true)
                .link(Link::Follows, "call"),
        )
        .event(Event::call("paris", "2025-07-01").between("FRA", "RUS"))
        .event(
            Event::statement("remark", "2025-07-11")
                .by("rubio")
                .link(Link::About, "kuala-lumpur")
                .topic("Germany"),
        )
        .event(
            Event::meeting("budapest", "2025-10")
                .between("USA", "RUS")
                .report(
                    Report::by(["tass"])
                        .asserted("2025-10-16")
                        .status(Status::Planned),
                ),
        );
    builder.build().unwrap()
}

fn ids(view: &View<'_>) -> Vec<String> {
    view.events().map(|event| event.id().to_owned()).collect()
}

/// One filter, which can be added to a query and to a view.
#[derive(Clone, Debug)]
enum Filter {
    Between(Vec<&'static str>, Vec<&'static str>, bool),
    Involving(Vec<&'static str>, bool),
    InitiatedBy(&'static str),
    About(&'static str),
    FromSource(&'static str),
    Kinds(Vec<Kind>),
    Statuses(Vec<Status>),
    InPerson,
    Within(Window),
    AsOf(NaiveDate),
    Believing(usize),
    Predecessors,
}

fn side(names: &[&'static str], members: bool) -> Side<'static> {
    let side: Side<'_> = names.iter().copied().collect();
    if members {
        side
    } else {
        side.without_members()
    }
}

fn rule(number: usize, ranking: &Ranking) -> AccountRule<'_> {
    [
        AccountRule::Union,
        AccountRule::Common,
        AccountRule::Latest,
        AccountRule::MostDirect,
        AccountRule::Ranked(ranking),
    ][number]
}

fn to_query(query: Query, filter: &Filter, ranking: &Ranking) -> Query {
    match filter {
        Filter::Between(a, b, members) => query.between(side(a, *members), side(b, true)),
        Filter::Involving(names, members) => query.involving(side(names, *members)),
        Filter::InitiatedBy(name) => query.initiated_by(*name),
        Filter::About(name) => query.about(*name),
        Filter::FromSource(name) => query.from_source(*name),
        Filter::Kinds(kinds) => query.of_kind(kinds),
        Filter::Statuses(statuses) => query.of_status(statuses),
        Filter::InPerson => query.in_person(),
        Filter::Within(window) => query.within(*window),
        Filter::AsOf(day) => query.as_of(*day),
        Filter::Believing(number) => query.believing(rule(*number, ranking)),
        Filter::Predecessors => query.with_predecessors(),
    }
}

fn to_view<'t>(
    view: &View<'t>,
    filter: &Filter,
    ranking: &'t Ranking,
) -> Result<View<'t>, detente::error::LookupError> {
    Ok(match filter {
        Filter::Between(a, b, members) => view.between(side(a, *members), side(b, true))?,
        Filter::Involving(names, members) => view.involving(side(names, *members))?,
        Filter::InitiatedBy(name) => view.initiated_by(*name)?,
        Filter::About(name) => view.about(name)?,
        Filter::FromSource(name) => view.from_source(name)?,
        Filter::Kinds(kinds) => view.of_kind(kinds),
        Filter::Statuses(statuses) => view.of_status(statuses),
        Filter::InPerson => view.in_person(),
        Filter::Within(window) => view.within(*window),
        Filter::AsOf(day) => view.as_of(*day),
        Filter::Believing(number) => view.believing(rule(*number, ranking)),
        Filter::Predecessors => view.with_predecessors(),
    })
}

fn filters() -> impl Strategy<Value = Vec<Filter>> {
    let actors = || {
        prop::sample::subsequence(
            vec!["USA", "Russia", "SUN", "EU", "FRA", "Marco Rubio", "lavrov"],
            1..=3,
        )
    };
    let windows = prop_oneof![
        Just(Window::from(date(1, 1)..)),
        Just(Window::from(..=date(7, 10))),
        Just(Window::from(date(7, 10)..date(7, 1))),
        Just("2025-06".parse::<Window>().unwrap()),
        any::<(i64, i64)>().prop_filter_map("outside the calendar", |(a, b)| {
            let at = |seconds: i64| chrono::DateTime::from_timestamp(seconds >> 20, 0);
            Some(Window::from(at(a)?..at(b)?))
        }),
    ];
    let filter = prop_oneof![
        (actors(), actors(), any::<bool>())
            .prop_map(|(a, b, members)| Filter::Between(a, b, members)),
        (actors(), any::<bool>()).prop_map(|(names, members)| Filter::Involving(names, members)),
        prop::sample::select(vec!["rubio", "USA", "RUS"]).prop_map(Filter::InitiatedBy),
        prop::sample::select(vec!["kuala-lumpur", "Malta", "GERMANY", "Germany"])
            .prop_map(Filter::About),
        prop::sample::select(vec!["tass", "reuters"]).prop_map(Filter::FromSource),
        prop::sample::subsequence(Kind::ALL.to_vec(), 0..=4).prop_map(Filter::Kinds),
        prop::sample::subsequence(Status::ALL.to_vec(), 0..=4).prop_map(Filter::Statuses),
        Just(Filter::InPerson),
        windows.prop_map(Filter::Within),
        (1_u32..13).prop_map(|month| Filter::AsOf(date(month, 17))),
        (0_usize..5).prop_map(Filter::Believing),
        Just(Filter::Predecessors),
    ];
    prop::collection::vec(filter, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_query_asks_for_the_view_with_the_same_filters(filters in filters()) {
        let timeline = record();
        let ranking = timeline.ranking(["reuters", "tass"]).unwrap();
        let query = filters.iter().fold(Query::new(), |query, filter| to_query(query, filter, &ranking));
        let expected = filters.iter().try_fold(timeline.view(), |view, filter| to_view(&view, filter, &ranking));
        match (timeline.ask(&query), expected) {
            (Ok(view), Ok(expected)) => {
                prop_assert_eq!(ids(&view), ids(&expected));
                for event in &timeline.view().of_status(Status::ALL) {
                    prop_assert_eq!(view.certainty(event), expected.certainty(event));
                }
                prop_assert_eq!(view.count(), expected.count());
                prop_assert_eq!(view.coverage(date(7, 1)), expected.coverage(date(7, 1)));
                // Given back, it asks for the same view, and is the same query from then on.
                let back = view.query();
                prop_assert_eq!(&expected.query(), &back);
                let again = timeline.ask(&back).unwrap();
                prop_assert_eq!(ids(&again), ids(&view));
                prop_assert_eq!(again.count(), view.count());
                prop_assert_eq!(again.query(), back);
            }
            // Several names may be wrong, and the order in which they are looked up may differ.
            (Err(_), Err(_)) => {}
            (one, other) => prop_assert!(false, "{one:?} and {other:?}"),
        }
    }

    #[test]
    fn a_query_survives_json(filters in filters()) {
        let ranking = Ranking::new(["reuters", "tass"]);
        let query = filters.iter().fold(Query::new(), |query, filter| to_query(query, filter, &ranking));
        let json = serde_json::to_string(&query).unwrap();
        let read: Query = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &query);
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
}

#[test]
fn the_json_has_the_fields_that_differ_from_their_defaults() {
    let json = |query: &Query| serde_json::to_string(query).unwrap();
    assert_eq!(
        json(&Query::new()),
        r#"{"format":"detente-query","version":1}"#
    );
    let ranking = Ranking::new(["reuters", "tass"]);
    let query = Query::new()
        .between(["USA", "GBR"], "RUS")
        .involving(Side::from("EU").without_members())
        .initiated_by("rubio")
        .about("gas")
        .from_source("tass")
        .contacts()
        .of_status([Status::Planned])
        .in_person()
        .within(date(1, 20)..)
        .as_of(date(7, 11))
        .believing(AccountRule::Ranked(&ranking))
        .with_predecessors();
    assert_eq!(
        json(&query),
        r#"{"format":"detente-query","version":1,"between":[[["USA","GBR"],"RUS"]],"#.to_owned()
            + r#""involving":[{"actors":["EU"],"members":false}],"initiated_by":["rubio"],"about":["gas"],"#
            + r#""from_source":["tass"],"kinds":["meeting","call"],"statuses":["planned"],"in_person":true,"#
            + r#""within":{"start":"2025-01-20T00:00:00Z","end":null},"as_of":"2025-07-12T00:00:00Z","#
            + r#""believing":{"ranked":["reuters","tass"]},"with_predecessors":true}"#
    );
    let short: Query = serde_json::from_str(
        r#"{"format": "detente-query", "version": 1, "as_of": "2025-07-11", "within": "2025", "believing": "latest"}"#,
    )
    .unwrap();
    let year = "2025".parse::<Window>().unwrap();
    let latest = Query::new()
        .as_of(date(7, 11))
        .within(year)
        .believing(AccountRule::Latest);
    assert_eq!(short, latest);
}

/// The message for a query with some more fields.
fn refused(fields: &str) -> String {
    let json = format!(r#"{{"format": "detente-query", "version": 1, {fields}}}"#);
    let error = serde_json::from_str::<Query>(&json)
        .unwrap_err()
        .to_string();
    error[..error.rfind(" at line").unwrap_or(error.len())].to_owned()
}

#[test]
fn a_faulty_query_is_refused_with_a_reason() {
    let year_0 = "-9223372036854775809";
    for (fields, expected) in [
        (
            r#""betwen": []"#,
            "unknown field `betwen`; did you mean `between`?",
        ),
        (
            r#""kinds": ["meetng"]"#,
            "`meetng` is not a kind of event: expected one of `meeting`, `call`, `statement`, `act`; did you mean `meeting`?",
        ),
        (
            r#""statuses": ["done"]"#,
            "`done` is not a status: expected one of `planned`, `cancelled`, `realised`, `disputed`",
        ),
        (
            r#""between": [["USA"]]"#,
            "the list has length 1: expected a list of two entries",
        ),
        (
            r#""between": ["USA", "RUS"]"#,
            "the value is the string `USA`: expected a list of two entries",
        ),
        (
            r#""involving": [7]"#,
            "the value is the number `7`: expected a name, a list of names, or an object with `actors`",
        ),
        (
            r#""involving": [[["USA"]]]"#,
            "the value is a list: expected a name",
        ),
        (
            r#""involving": [{"actors": ["EU"], "member": false}]"#,
            "unknown field `member`; did you mean `members`?",
        ),
        (
            r#""in_person": "yes""#,
            "the value is the string `yes`: expected a boolean",
        ),
        (
            r#""within": "summer""#,
            "`summer` is not EDTF at column 1: expected a year of four digits, or `Y` and a longer one",
        ),
        (
            r#""within": {"start": "2025"}"#,
            "`2025` is not an instant: expected one such as `2025-07-10T00:00:00Z`",
        ),
        (
            r#""as_of": "yesterday""#,
            "`yesterday` is not a date or an instant: expected one such as `2025-07-10` or `2025-07-10T00:00:00Z`",
        ),
        (
            r#""believing": "lates""#,
            "`lates` is not a rule for accounts: expected one of `union`, `common`, `latest`, `most_direct`; did you mean `latest`?",
        ),
        (
            r#""believing": {"rank": []}"#,
            "unknown field `rank`: expected `ranked`",
        ),
        (
            r#""format": "detente-query""#,
            "field `format` is given twice",
        ),
    ] {
        assert_eq!(refused(fields), expected);
    }
    assert!(refused(&format!(r#""as_of": {year_0}"#)).starts_with("the value is the number"));
    let read = |json| serde_json::from_str::<Query>(json).unwrap_err().to_string();
    assert!(read("{}").starts_with("field `format` is missing"));
    assert_eq!(
        read(r#"{"format": "detente-timeline", "version": 1}"#),
        "`format` is `detente-timeline`: expected `detente-query`"
    );
    assert_eq!(
        read(r#"{"format": "detente-query", "version": 2}"#),
        "`version` is `2`: expected `1`"
    );
}

#[test]
fn an_instant_of_a_query_is_in_whole_seconds() {
    for text in [
        "2025-08-01T00:00:00.999999999Z",
        "2025-08-01T00:00:00.5+02:00",
    ] {
        let fraction = format!("`{text}` is between two seconds: expected whole seconds");
        assert_eq!(refused(&format!(r#""as_of": "{text}""#)), fraction);
        let within = format!(r#""within": {{"start": "{text}", "end": null}}"#);
        assert_eq!(refused(&within), fraction);
    }
    for text in [
        "2025-08-01T12:34:60Z",
        "2025-08-01 00:00:00Z",
        "2025-8-1",
        "  2025-08-01",
    ] {
        let within = format!(r#""within": {{"start": null, "end": "{text}"}}"#);
        assert_eq!(
            refused(&within),
            format!("`{text}` is not an instant: expected one such as `2025-07-10T00:00:00Z`")
        );
    }
    for text in [
        "2025-08-01T12:34:60Z",
        "2025-08-01 00:00:00Z",
        "2025-8-1",
        "  2025-08-01",
        "2025-02-30",
        "+262142-12-31",
    ] {
        assert_eq!(
            refused(&format!(r#""as_of": "{text}""#)),
            format!(
                "`{text}` is not a date or an instant: expected one such as `2025-07-10` or `2025-07-10T00:00:00Z`"
            )
        );
    }
    assert_eq!(
        refused(r#""as_of": 9223372036854775807"#),
        "`as_of` is the number `9223372036854775807`: expected a smaller one, or no field without a limit"
    );
}

#[test]
fn null_is_as_if_a_field_of_a_query_was_left_out() {
    let with = r#"{
        "format": "detente-query", "version": 1, "between": null, "involving": [{"actors": ["USA"], "members": null}],
        "initiated_by": null, "about": null, "from_source": null, "kinds": null, "statuses": null, "in_person": null,
        "within": null, "as_of": null, "believing": null, "with_predecessors": null
    }"#;
    let query: Query = serde_json::from_str(with).unwrap();
    assert_eq!(query, Query::new().involving("USA"));
    assert!(!serde_json::to_string(&query).unwrap().contains("null"));
    assert!(refused(r#""between": [null]"#).starts_with("the value is null: expected "));
    assert_eq!(
        refused(r#""within": {"start": "2025-08-01T00:00:00Z"}"#),
        "field `end` is missing"
    );
    assert_eq!(
        refused(r#""between": [["Rubio", "Lavrov", "Trump"]]"#),
        "the list has more than two entries: expected a list of two entries"
    );
}

#[test]
fn a_hostile_query_is_refused_early() {
    let million = vec![r#""x""#; 1_000_000].join(",");
    for fields in [
        format!(r#""about": [{million}]"#),
        format!(r#""involving": [[{million}]]"#),
        format!(r#""involving": [{million}]"#),
        format!(r#""between": [[[{million}], "RUS"]]"#),
        format!(r#""believing": {{"ranked": [{million}]}}"#),
        format!(r#""kinds": [{}]"#, vec![r#""call""#; 1_000_000].join(",")),
    ] {
        assert_eq!(
            refused(&fields),
            "the list has more than 1000 entries: expected at most 1000"
        );
    }
    // Many lists, each of which is short enough.
    let side = format!("[{}]", vec![r#""x""#; 900].join(","));
    assert_eq!(
        refused(&format!(r#""involving": [{side}, {side}]"#)),
        "the query has 1800 names: expected at most 1000"
    );
    let long = "é".repeat(600);
    let message = refused(&format!(r#""about": ["{long}"]"#));
    assert!(
        message.ends_with("… has 1200 bytes: expected a name of at most 1000")
            || message.contains("has 1200 bytes"),
        "{message}"
    );
    assert!(message.len() < 250);
    let deep = "[".repeat(100_000);
    assert_eq!(
        refused(&format!(r#""involving": {deep}"#)),
        "the value is a list: expected a name"
    );
    // What could not be read is not written.
    let names = (0..1_001).map(|number| number.to_string());
    let error =
        serde_json::to_string(&Query::new().involving(names.collect::<Side<'_>>())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the query has 1001 names: expected at most 1000"
    );
}

#[test]
fn an_unknown_name_is_an_error_when_the_query_is_asked() {
    let timeline = record();
    let ranking = Ranking::new(["reuters", "tas"]);
    for (query, expected) in [
        (
            Query::new().between("Marco Rubbio", "RUS"),
            "unknown actor `Marco Rubbio`; did you mean `Marco Rubio`?",
        ),
        (
            Query::new().involving(["USA", "CHN"]),
            "unknown actor `CHN`",
        ),
        (
            Query::new().between("USA", ["RUS", "USA"]),
            "`USA` is on both sides: expected sides without a common actor",
        ),
        (
            Query::new().initiated_by([] as [&str; 0]),
            "a side is empty: expected at least one actor",
        ),
        (
            Query::new().about("Germani"),
            "unknown subject `Germani`: expected an actor, an event or a topic; did you mean `Germany`?",
        ),
        (
            Query::new().from_source("tas"),
            "unknown source `tas`; did you mean `tass`?",
        ),
        (
            Query::new().believing(AccountRule::Ranked(&ranking)),
            "unknown source `tas`; did you mean `tass`?",
        ),
    ] {
        assert_eq!(timeline.ask(&query).unwrap_err().to_string(), expected);
    }
}

#[test]
fn several_kinds_can_be_asked() {
    let timeline = record();
    let view = timeline.view().of_kind([Kind::Statement, Kind::Call]);
    assert_eq!(ids(&view), ["call", "paris", "remark"]);
    // Kinds narrow what is left, as every filter does.
    assert_eq!(ids(&view.contacts()), ["call", "paris"]);
    assert_eq!(ids(&view.meetings()), Vec::<String>::new());
}

#[test]
fn coverage_of_statements_and_acts_can_be_used() {
    use detente::event::CoverageDeclaration;

    let mut builder = Timeline::builder();
    builder.source(
        Source::new("digest")
            .covers(CoverageDeclaration::over("2025").kinds([Kind::Statement, Kind::Act])),
    );
    let timeline = builder.build().unwrap();
    let covered = |view: View<'_>| view.coverage(date(1, 1)..=date(12, 31));
    assert_eq!(covered(timeline.view()), None);
    assert_eq!(
        covered(timeline.view().of_kind([Kind::Statement, Kind::Act])),
        Some(1.0)
    );
}

#[test]
fn events_outlive_their_view() {
    let timeline = record();
    let mut events = timeline.view().meetings().events();
    assert_eq!(events.next().unwrap().id(), "Malta");
    let rest: Vec<&str> = events.map(EventRef::id).collect();
    assert_eq!(rest, ["riyadh", "kuala-lumpur"]);
    let all: Vec<&str> = timeline
        .view()
        .meetings()
        .into_iter()
        .map(EventRef::id)
        .collect();
    assert_eq!(all, ["Malta", "riyadh", "kuala-lumpur"]);
    let meetings = timeline.view().meetings();
    for (position, id) in all.iter().enumerate() {
        assert_eq!(meetings.nth(position).unwrap().id(), *id);
    }
    assert_eq!(meetings.nth(0), meetings.first());
    assert_eq!(meetings.nth(3), None);
}

#[test]
fn a_query_borrows_nothing() {
    fn check<T: Send + Sync + Clone + PartialEq + Default + 'static>() {}
    check::<Query>();
    let timeline = record();
    let query = Query::new().involving(timeline.actor("Washington").unwrap());
    assert_eq!(query, Query::new().involving("USA"));
    drop(timeline);
    assert!(query.clone() == query);
}

#[test]
fn all_faults_of_a_query_are_listed() {
    let text = r#"{
  "format": "detente-query", "version": 1,
  "kinds": ["call", "meting", 7],
  "between": [["Rubio", "Lavrov"], ["Rubio"]],
  "withn": "2025",
  "statuses": ["planned"],
  "within": "2025-13",
  "believing": {"ranked": 3}
}"#;
    let error = Query::from_json(text).unwrap_err();
    let faults: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    let pointers: Vec<&str> = error
        .faults()
        .iter()
        .filter_map(|one| one.pointer.as_deref())
        .collect();
    assert_eq!(
        pointers,
        [
            "/kinds/1",
            "/kinds/2",
            "/between/1",
            "/withn",
            "/within",
            "/believing/ranked"
        ],
        "{faults:#?}"
    );
    for (fault, start) in faults.iter().zip([
        "line 3, column 21: `meting` is not a kind of event",
        "line 3, column 31: the value is the number `7`",
        "line 4, column 44: the list has length 1",
        "line 5, column 3: unknown field `withn`",
        "line 7, column 13: ",
        "line 8, column 27: ",
    ]) {
        assert!(fault.starts_with(start), "{fault}");
    }
    // Without its head, a query has that fault too.
    let error = Query::from_json(r#"{"version": 1, "kinds": ["meting"]}"#).unwrap_err();
    let faults: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(
        faults[0].contains("field `format` is missing"),
        "{faults:?}"
    );
    // The faults are at most a hundred, however long a list is.
    let many = vec!["\"x\""; 100_000].join(",");
    let text = format!(r#"{{"format": "detente-query", "version": 1, "kinds": [{many}]}}"#);
    assert_eq!(Query::from_json(&text).unwrap_err().faults().len(), 100);
    // What one value alone does not show stays the only fault.
    let twice =
        r#"{"format": "detente-query", "version": 1, "in_person": true, "in_person": true}"#;
    let error = Query::from_json(twice).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("field `in_person` is given twice"),
        "{error}"
    );
}

proptest::proptest! {
    #[test]
    fn each_changed_value_of_a_query_is_among_the_faults(bad in proptest::collection::vec(proptest::bool::ANY, 5)) {
        let value = |number: usize, good: &'static str, wrong: &'static str| if bad[number] { wrong } else { good };
        let text = format!(
            r#"{{"format": "detente-query", "version": 1, "kinds": [{}, {}], "within": {}, "in_person": {}, "as_of": {}}}"#,
            value(0, "\"call\"", "\"cal\""),
            value(1, "\"act\"", "1"),
            value(2, "\"2025\"", "\"20255\""),
            value(3, "true", "\"yes\""),
            value(4, "\"2025-07-10\"", "[]"),
        );
        let pointers = ["/kinds/0", "/kinds/1", "/within", "/in_person", "/as_of"];
        let expected: Vec<&str> = pointers.into_iter().zip(&bad).filter(|(_, bad)| **bad).map(|(one, _)| one).collect();
        let found = match Query::from_json(&text) {
            Ok(_) => Vec::new(),
            Err(error) => error.faults().iter().map(|one| one.pointer.clone().unwrap()).collect(),
        };
        proptest::prop_assert_eq!(found, expected);
    }
}

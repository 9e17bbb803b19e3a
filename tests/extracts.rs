//! A part of a timeline as a timeline of its own: the same answers, and a list of what differs.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use detente::actor::{Actor, Designation};
use detente::event::{Account, CoverageDeclaration, Event, Link, Report, Source, Status};
use detente::query::{AccountRule, Extract, ExtractChange, ExtractError};
use detente::timeline::{ActorRef, Constraint, EventRef, ReportRef, SourceRef};
use detente::{Timeline, View};
use proptest::prelude::*;
use proptest::sample::select;

mod coarse;
mod unsound;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, day).unwrap()
}

/// A step that narrows a view.
#[derive(Clone, Copy, Debug)]
enum Filter {
    Between(&'static str, &'static str),
    Involving(&'static str),
    Within(u32, u32),
    Meetings,
    WithPlans,
    Predecessors,
}

fn filters() -> impl Strategy<Value = Vec<Filter>> {
    let actor = || select(&unsound::ACTORS[..4]);
    let filter = prop_oneof![
        1 => (actor(), actor()).prop_map(|(a, b)| Filter::Between(a, b)),
        3 => actor().prop_map(Filter::Involving),
        2 => (8_u32..12, 1_u32..4).prop_map(|(from, days)| Filter::Within(from, days)),
        1 => Just(Filter::Meetings),
        2 => Just(Filter::WithPlans),
        1 => Just(Filter::Predecessors),
    ];
    prop::collection::vec(filter, 0..3)
}

/// A view with some filters. Filters that name an unknown actor are skipped.
fn filtered<'t>(view: View<'t>, filters: &[Filter]) -> View<'t> {
    filters.iter().fold(view, |view, filter| match *filter {
        Filter::Between(a, b) => view.between(a, b).unwrap_or(view),
        Filter::Involving(a) => view.involving(a).unwrap_or(view),
        Filter::Within(from, days) => view.within(day(from)..day(from + days)),
        Filter::Meetings => view.meetings(),
        Filter::WithPlans => view.of_status(Status::ALL),
        Filter::Predecessors => view.with_predecessors(),
    })
}

/// A sound record.
fn timeline() -> impl Strategy<Value = Timeline> {
    unsound::records().prop_map(|entries| unsound::builder(&entries).build_lenient().timeline)
}

fn rule() -> impl Strategy<Value = AccountRule<'static>> {
    select(
        &[
            AccountRule::Union,
            AccountRule::Union,
            AccountRule::Common,
            AccountRule::Latest,
            AccountRule::MostDirect,
        ][..],
    )
}

/// All that is compared of an event, as a view answers it.
fn answers(view: &View<'_>, event: EventRef<'_>) -> String {
    let rank = view.rank(event.id()).map(|rank| rank.to_string());
    let others: Vec<String> = view
        .events()
        .map(|other| {
            format!(
                "{:?} {:?}",
                event.before(other),
                view.gap(event.id(), other.id())
            )
        })
        .collect();
    format!(
        "{} {:?} {:?} {:?} {:?} {rank:?} {others:?} {:?} {:?} {:?}",
        event.id(),
        event.bounds(),
        event.status(),
        view.certainty(event),
        event.when(),
        event.place(),
        event
            .reports()
            .map(ReportRef::attribution)
            .collect::<Vec<_>>(),
        event.measure("duration"),
    )
}

/// Whether an extract answers as the view, in every respect that is compared.
fn check_answers(view: &View<'_>, same: &View<'_>) -> Result<(), TestCaseError> {
    let all = |view: &View<'_>| -> Vec<String> {
        view.events().map(|event| answers(view, event)).collect()
    };
    prop_assert_eq!(all(view), all(same));
    prop_assert_eq!(view.count(), same.count());
    Ok(())
}

/// The events whose date or status is not that of the view, by comparison.
fn differing(view: &View<'_>, extract: &Extract, rule: AccountRule<'static>) -> BTreeSet<String> {
    let same = extract
        .timeline
        .view()
        .of_status(Status::ALL)
        .believing(rule);
    let differs = |event: &EventRef<'_>| match same.event(event.id()) {
        Ok(other) => other.bounds() != event.bounds() || other.status() != event.status(),
        // Without a report in force, it is in no view.
        Err(_) => true,
    };
    let ids = view
        .events()
        .filter(differs)
        .map(|event| event.id().to_owned());
    ids.collect()
}

fn listed(extract: &Extract) -> BTreeSet<String> {
    let ids = extract.changes.iter().filter_map(|change| match change {
        ExtractChange::Event { event }
        | ExtractChange::Status { event, .. }
        | ExtractChange::Date { event, .. } => Some(event.clone()),
        _ => None,
    });
    ids.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn an_extract_without_changes_answers_as_its_view(
        timeline in timeline(),
        filters in filters(),
        rule in rule(),
        as_of in prop::option::of(8_u32..14),
    ) {
        let whole = match as_of {
            None => timeline.view(),
            Some(at) => timeline.as_of(day(at)),
        };
        let view = filtered(whole, &filters).believing(rule);
        let extract = view.extract([]).unwrap();
        prop_assert_eq!(differing(&view, &extract, rule), listed(&extract));
        if extract.changes.is_empty() {
            let same = filtered(extract.timeline.view(), &filters).believing(rule);
            check_answers(&view, &same)?;
        }
        // Made again, it is the same, and so it is as of the same day.
        let again = |whole: View<'_>| filtered(whole, &filters).believing(rule).extract([]).unwrap();
        let twice = again(extract.timeline.view());
        if extract.changes.is_empty() {
            prop_assert_eq!(&twice, &extract);
        }
        if let Some(at) = as_of {
            prop_assert_eq!(again(extract.timeline.as_of(day(at))).timeline, twice.timeline);
        }
    }

    #[test]
    fn without_a_source_every_difference_is_listed(
        timeline in timeline(),
        filters in filters(),
        rule in rule(),
        source in select(&["ap", "tass"][..]),
    ) {
        let view = filtered(timeline.view(), &filters).believing(rule);
        let extract = match view.extract([source]) {
            Ok(extract) => extract,
            // The source is unknown, or the rest is a contradiction.
            Err(error) => {
                let is_unknown = timeline.source(source).is_err();
                prop_assert_eq!(is_unknown, matches!(error, ExtractError::Lookup(_)));
                return Ok(());
            }
        };
        prop_assert!(extract.timeline.source(source).is_err());
        #[cfg(feature = "json")]
        {
            let quoted = ["\"", source, "\""].concat();
            prop_assert!(!extract.timeline.to_json().contains(&quoted));
        }
        prop_assert_eq!(differing(&view, &extract, rule), listed(&extract));
        // Every other report of the view is there.
        for event in extract.timeline.events() {
            let reports = |event: EventRef<'_>| -> Vec<String> {
                let by = event.reports().map(|report| {
                    report.chain().map(SourceRef::id).collect::<Vec<_>>().join(" ")
                });
                by.filter(|chain| chain.split(' ').all(|id| id != source)).collect()
            };
            prop_assert_eq!(reports(event), reports(timeline.event(event.id()).unwrap()));
        }
    }

    #[test]
    fn dates_with_gaps_and_chains_of_constraints_stay(
        events in coarse::events(0..25, 8),
        before in prop::collection::vec((0_usize..8, 0_usize..8), 0..6),
    ) {
        let timeline = coarse::built(&events, &before);
        let view = timeline.view().of_status(Status::ALL);
        let extract = view.extract([]).unwrap();
        prop_assert!(extract.changes.is_empty());
        check_answers(&view, &extract.timeline.view().of_status(Status::ALL))?;
    }
}

/// The United States and Russia in 2025, with a private source.
fn record() -> Timeline {
    let mut builder = Timeline::builder();
    builder
        .title("Contacts of 2025")
        .actor(Actor::state("USA").named("United States"))
        .actor(
            Actor::state("RUS")
                .named("Russia")
                .succeeds("SUN", "1991-12-26"),
        )
        .actor(Actor::state("SUN").named("Soviet Union"))
        .actor(Actor::state("CHN").named("China"))
        .actor(Actor::state("MYS").named("Malaysia"))
        .actor(Actor::person("blinken").held_office(
            "USA",
            "secretary of state",
            "2021-01-26/2025-01-20",
        ))
        .actor(Actor::person("rubio").held_office("USA", "secretary of state", "2025-01-21/.."))
        .actor(Actor::person("lavrov").held_office("RUS", "foreign minister", "2004-03-09/.."))
        .actor(Actor::person("wang").held_office("CHN", "foreign minister", "2023-07-25/.."))
        .designation(Designation::new(
            "the previous administration",
            "USA",
            "president",
            "2021/2025",
        ))
        .source(Source::new("reuters").covers(CoverageDeclaration::over("2025").actors(["MYS"])))
        .source(Source::new("stringer"))
        .source(Source::new("xinhua"))
        .event(
            Event::call("call", "2025-06")
                .between("rubio", "lavrov")
                .reported_by("stringer"),
        )
        .event(
            Event::meeting("kuala-lumpur", "2025-07-10")
                .between("rubio", "lavrov")
                .link(Link::Follows, "call")
                .link(Link::SidelinesOf, "asean")
                .reported_by("reuters")
                .report(Report::by(["stringer"]).says(Account::new().when("2025-07-11"))),
        )
        .event(
            Event::meeting("asean", "2025-07-08/2025-07-11")
                .party("MYS")
                .party("wang")
                .reported_by("xinhua"),
        )
        .constraint(Constraint::before("call", "kuala-lumpur").by(["reuters"]))
        .constraint(Constraint::during("kuala-lumpur", "asean").by(["stringer"]));
    builder.build().unwrap()
}

fn texts(extract: &Extract) -> Vec<String> {
    extract.changes.iter().map(ToString::to_string).collect()
}

#[test]
fn an_extract_has_what_its_events_refer_to_and_nothing_else() {
    let timeline = record();
    let view = timeline.between("USA", "RUS").unwrap();
    let extract = view.extract([]).unwrap();
    let ids: Vec<&str> = extract.timeline.actors().map(ActorRef::id).collect();
    // Blinken's term adjoins Rubio's; Malaysia is what Reuters covers.
    assert_eq!(
        ids,
        ["MYS", "RUS", "SUN", "USA", "blinken", "lavrov", "rubio"]
    );
    let ids: Vec<&str> = extract.timeline.sources().map(SourceRef::id).collect();
    assert_eq!(ids, ["reuters", "stringer"]);
    assert!(extract.timeline.designations().is_empty());
    assert_eq!(extract.timeline.title(), Some("Contacts of 2025"));
    assert_eq!(
        texts(&extract),
        [
            "the statement that `kuala-lumpur` is on the sidelines of `asean` (reuters, stringer) is left out",
            "the statement that `kuala-lumpur` is during `asean` (stringer) is left out",
        ]
    );
    let same = extract.timeline.between("USA", "RUS").unwrap();
    assert_eq!(same.rank("kuala-lumpur"), view.rank("kuala-lumpur"));
}

#[test]
fn publication_without_a_source_says_what_it_changes() {
    let timeline = record();
    let extract = timeline.view().extract(["stringer"]).unwrap();
    assert_eq!(
        texts(&extract),
        [
            "event `call` is left out: no other source reports it",
            "event `kuala-lumpur` is from 2025-07-10 00:00:00 UTC to 2025-07-11 00:00:00 UTC \
         instead of from 2025-07-10 00:00:00 UTC to 2025-07-12 00:00:00 UTC",
            "the statement that `kuala-lumpur` follows `call` (reuters, stringer) is left out",
            "the statement that `call` is before `kuala-lumpur` (reuters) is left out",
            "the statement that `kuala-lumpur` is during `asean` (stringer) is left out",
        ]
    );
    let error = timeline.view().extract(["stringers"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown source `stringers`; did you mean `stringer`?"
    );
}

#[test]
fn a_status_changes_without_the_source_of_the_denial() {
    let mut builder = Timeline::builder();
    builder
        .source(Source::new("ap"))
        .source(Source::new("tass"))
        .event(
            Event::call("call", "2025-07-03")
                .reported_by("ap")
                .report(Report::by(["tass"]).status(Status::Disputed)),
        );
    let timeline = builder.build().unwrap();
    let extract = timeline.view().extract(["tass"]).unwrap();
    assert_eq!(
        texts(&extract),
        ["event `call` is realised instead of disputed"]
    );
    assert_eq!(
        extract.timeline.event("call").unwrap().status(),
        Some(Status::Realised)
    );
}

#[test]
fn a_rest_that_contradicts_itself_is_refused() {
    let mut builder = Timeline::builder();
    builder
        .source(Source::new("ap"))
        .source(Source::new("tass"))
        .event(Event::meeting("talks", "2025-07-10").reported_by("ap"))
        .event(
            Event::call("call", "2025-07-11")
                .reported_by("ap")
                .report(Report::by(["tass"]).says(Account::new().when("2025-07-09"))),
        )
        .constraint(Constraint::before("call", "talks").by(["ap"]));
    let timeline = builder.build().unwrap();
    let error = timeline.view().extract(["tass"]).unwrap_err();
    assert!(matches!(error, ExtractError::Build(_)), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("these statements contradict each other")
    );
}

#[test]
fn a_succession_of_a_source_that_is_left_out_goes() {
    let mut builder = Timeline::builder();
    builder
        .source(Source::new("pravda"))
        .actor(Actor::state("SUN"))
        .actor(
            Actor::state("RUS")
                .succession(detente::actor::Succession::new("SUN", "1991-12-26").by(["pravda"])),
        )
        .event(Event::statement("note", "1991-12-27").party("RUS"));
    let timeline = builder.build().unwrap();
    let extract = timeline.view().extract(["pravda"]).unwrap();
    assert_eq!(
        texts(&extract),
        ["the statement that `RUS` succeeds `SUN` is left out"]
    );
    assert!(extract.timeline.actor("SUN").is_err());
}

#[test]
fn what_was_not_known_is_not_in_it() {
    let mut builder = Timeline::builder();
    builder
        .source(Source::new("ap"))
        .event(
            Event::meeting("talks", "2025-07-10")
                .report(
                    Report::by(["ap"])
                        .status(Status::Planned)
                        .asserted("2025-07-01")
                        .withdrawn("2025-07-09"),
                )
                .report(Report::by(["ap"]).asserted("2025-07-11")),
        )
        .event(Event::call("call", "2025-07-12").reported_by("ap"));
    let timeline = builder.build().unwrap();
    let then = timeline.as_of(day(5)).of_status([Status::Planned]);
    let extract = then.extract([]).unwrap();
    let talks = Event::from(extract.timeline.event("talks").unwrap());
    assert_eq!(extract.timeline.events().len(), 1);
    assert_eq!(talks.reports.len(), 1);
    assert_eq!(
        talks.reports[0].withdrawn, None,
        "the withdrawal came later"
    );
    assert!(extract.changes.is_empty());
}

//! Small records in which every kind of fault is common. Lenient building makes sound ones of them.

use detente::actor::{Actor, Alias, Designation};
use detente::event::{Account, Event, Kind, Link, Measure, Quantity, Report, Source, Status};
use detente::timeline::{Constraint, Entry};
use detente::{Timeline, TimelineBuilder};
use proptest::prelude::*;
use proptest::sample::select;

/// An entry, to be added in some order.
#[derive(Clone, Debug)]
pub(crate) enum Stated {
    Actor(Actor),
    Designation(Designation),
    Source(Source),
    Event(Event),
    Constraint(Constraint),
}

/// The entries with their identifiers: the position among those of one sort is that of [`Entry`].
pub(crate) fn builder(entries: &[Stated]) -> TimelineBuilder {
    let mut builder = Timeline::builder();
    for entry in entries {
        match entry.clone() {
            Stated::Actor(one) => builder.actor(one),
            Stated::Designation(one) => builder.designation(one),
            Stated::Source(one) => builder.source(one),
            Stated::Event(one) => builder.event(one),
            Stated::Constraint(one) => builder.constraint(one),
        };
    }
    builder
}

/// The position of each entry among those of its sort.
#[allow(dead_code, reason = "not every test refers to entries by position")]
pub(crate) fn positions(entries: &[Stated]) -> Vec<Entry> {
    let mut counts = [0; 5];
    let mut next = |sort: usize| {
        counts[sort] += 1;
        counts[sort] - 1
    };
    entries
        .iter()
        .map(|entry| match entry {
            Stated::Actor(_) => Entry::Actor(next(0)),
            Stated::Designation(_) => Entry::Designation(next(1)),
            Stated::Source(_) => Entry::Source(next(2)),
            Stated::Event(_) => Entry::Event(next(3)),
            Stated::Constraint(_) => Entry::Constraint(next(4)),
        })
        .collect()
}

pub(crate) const ACTORS: [&str; 5] = ["usa", "rus", "rubio", "lavrov", "nobody"];
const SOURCES: [&str; 5] = ["ap", "tass", "rubio", "usa", "nobody"];
const EVENTS: [&str; 7] = ["e0", "e1", "e2", "e3", "e4", "e5", "nothing"];
/// The last one is not a date.
const DATES: [&str; 8] = [
    "2025-07-09",
    "2025-07-10",
    "2025-07-10",
    "2025-07-11",
    "2025-07-09/2025-07-11",
    "2025-07",
    "[2025-07-08,2025-07-12]",
    "2025-07-32",
];

/// Mostly one of the first names, rarely the last one, which nothing has.
fn name(names: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    let (last, known) = names.split_last().unwrap();
    prop_oneof![40 => select(known), 1 => Just(*last)]
}

fn actor() -> impl Strategy<Value = Stated> {
    let affiliation = prop::option::weighted(0.3, (name(&ACTORS), name(&DATES)));
    let predecessor = prop::option::weighted(0.2, name(&ACTORS));
    let names = prop::option::of(select(&["Marco Rubio", "Rubio, Marco", "the Kremlin"][..]));
    let kind = prop::bool::weighted(0.9);
    (
        name(&ACTORS),
        kind,
        names.clone(),
        names,
        affiliation,
        predecessor,
    )
        .prop_map(|(id, is_usual, own, alias, party, before)| {
            let mut actor = if is_usual == id.starts_with('r') {
                Actor::person(id)
            } else {
                Actor::state(id)
            };
            actor = own.into_iter().fold(actor, Actor::named);
            actor = alias.into_iter().map(Alias::new).fold(actor, Actor::alias);
            if let Some((party, when)) = party {
                actor = actor.held_office(party, "minister", when);
            }
            if let Some(before) = before {
                actor = actor.succeeds(before, "1991-12-26");
            }
            Stated::Actor(actor)
        })
}

fn source() -> impl Strategy<Value = Stated> {
    let published = prop::option::weighted(0.3, name(&DATES));
    (select(&SOURCES[..3]), published).prop_map(|(id, published)| {
        Stated::Source(
            published
                .into_iter()
                .fold(Source::new(id), Source::published),
        )
    })
}

/// What an event states for all its reports, or one report for itself.
fn account(is_dated: bool) -> impl Strategy<Value = Account> {
    let when = prop::option::weighted(0.4, name(&DATES));
    let when = when.prop_map(move |when| when.filter(|_| is_dated));
    let place = prop::option::weighted(0.3, select(&["Kuala Lumpur", "Putrajaya"][..]));
    let topics = prop::sample::subsequence(vec!["Ukraine", "a new approach"], 0..=2);
    let ordinal = prop::option::weighted(0.2, select(&[1, 2, 2, 2, 0][..]));
    let minutes = prop::option::weighted(0.3, select(&[50.0, 60.0][..]));
    let initiator = prop::option::weighted(0.2, name(&ACTORS));
    (
        when,
        place,
        topics.prop_shuffle(),
        ordinal,
        minutes,
        initiator,
    )
        .prop_map(|(when, place, topics, ordinal, minutes, initiator)| {
            let mut account = Account::new();
            account = when.into_iter().fold(account, Account::when);
            account = place.into_iter().fold(account, Account::place);
            account = topics.into_iter().fold(account, Account::topic);
            account = ordinal.into_iter().fold(account, Account::ordinal);
            account = initiator.into_iter().fold(account, Account::initiator);
            let length = minutes.map(|minutes| Quantity::about(minutes, "minutes").unwrap());
            let length = length.map(|length| Measure::new("duration", length));
            length.into_iter().fold(account, Account::measure)
        })
}

fn report() -> impl Strategy<Value = Report> {
    let status = prop_oneof![8 => Just(Status::Realised), 1 => select(&Status::ALL[..])];
    let chain = prop::collection::vec(name(&SOURCES), 1..3);
    let date = || prop::option::weighted(0.4, name(&DATES));
    let withdrawn = prop::option::weighted(0.1, name(&DATES));
    let says = prop_oneof![Just(Account::new()), account(true)];
    (chain, status, date(), withdrawn, says).prop_map(
        |(chain, status, asserted, withdrawn, says)| {
            let report = Report::by(chain).status(status).says(says);
            let report = asserted.into_iter().fold(report, Report::asserted);
            withdrawn.into_iter().fold(report, Report::withdrawn)
        },
    )
}

fn event() -> impl Strategy<Value = Stated> {
    // Mostly the same kind for the same identifier, so that merged records rarely clash.
    let kinds = [Kind::Meeting, Kind::Call, Kind::Statement];
    let kind = prop::option::weighted(0.05, select(kinds.to_vec()));
    let link = (select(&Link::ALL[..]), name(&EVENTS));
    (
        (name(&EVENTS), name(&DATES), kind),
        prop::collection::vec(name(&ACTORS), 0..3),
        prop::option::weighted(0.3, link),
        prop::collection::vec(report(), 0..3),
        prop::option::weighted(0.1, select(&["the Previous", "the previous", "rus"][..])),
        // The date for all reports is that of the event.
        prop_oneof![Just(Account::new()), account(false)],
        prop::option::weighted(0.2, select(&["Talks", "A meeting"][..])),
    )
        .prop_map(
            move |((id, when, kind), parties, links, reports, about, account, title)| {
                let usual = kinds[usize::from(id.as_bytes()[1]) % 2];
                let mut event = Event::new(id, kind.unwrap_or(usual), when);
                event = parties.into_iter().fold(event, Event::party);
                event = links
                    .into_iter()
                    .fold(event, |event, (link, other)| event.link(link, other));
                event = reports.into_iter().fold(event, Event::report);
                event = about.into_iter().fold(event, Event::about);
                event = title.into_iter().fold(event, Event::title);
                event.account = account;
                Stated::Event(event)
            },
        )
}

fn constraint() -> impl Strategy<Value = Stated> {
    let by = prop::collection::vec(name(&SOURCES), 0..3);
    (name(&EVENTS), name(&EVENTS), 0..5, by).prop_map(|(one, other, relation, by)| {
        let constraint = match relation {
            0 => Constraint::same_day(one, other),
            1 => Constraint::days_after(one, 1, other),
            2 => Constraint::during(one, other),
            _ => Constraint::before(one, other),
        };
        Stated::Constraint(constraint.by(by))
    })
}

fn designation() -> impl Strategy<Value = Stated> {
    let names = select(&["the previous", "The Previous", "the next"][..]);
    (names, name(&ACTORS), name(&DATES)).prop_map(|(name, party, when)| {
        Stated::Designation(Designation::new(name, party, "president", when))
    })
}

/// Records in which every kind of fault is common.
pub(crate) fn records() -> impl Strategy<Value = Vec<Stated>> {
    // Enough actors and sources that most references are known.
    let base = (
        prop::collection::vec(prop::bool::weighted(0.9), 4),
        prop::collection::vec(prop::bool::weighted(0.9), 2),
    );
    let more = prop_oneof![
        2 => actor(),
        1 => designation(),
        1 => source(),
        10 => event(),
        4 => constraint(),
    ];
    (base, prop::collection::vec(more, 0..30)).prop_map(|((actors, sources), more)| {
        let actors = ACTORS.iter().zip(actors).filter(|(_, is_there)| *is_there);
        let actors = actors.map(|(id, _)| Stated::Actor(Actor::person(*id)));
        let sources = SOURCES
            .iter()
            .zip(sources)
            .filter(|(_, is_there)| *is_there);
        let sources = sources.map(|(id, _)| Stated::Source(Source::new(*id)));
        actors.chain(sources).chain(more).collect()
    })
}

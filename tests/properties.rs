//! Laws of the record: of its order, its views, its ranks and its relations.
//!
//! The records are small and their dates coarse: eight days of one month, so that ties,
//! overlaps, and persons who come into office on the day of a meeting are all common. The
//! oracles are as plain as can be: a scan over everything, or every possible reading of the
//! dates one by one.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use detente::TimelineBuilder;
use detente::actor::{Actor, ActorKind, Alias, AliasKind, Designation};
use detente::code::Code;
use detente::error::LookupError;
use detente::event::Link;
use detente::event::{
    Account, Count, CoverageDeclaration, Event, Kind, Participant, Report, Role, Source, Status,
};
use detente::ledger::DyadPart;
use detente::query::{AccountRule, View};
use detente::relations::EventContribution;
use detente::time::{Bounds, Certainty, Window};
use detente::timeline::{Constraint, EventRef};
use detente::trend::{self, Level, Trajectory};
use detente::{Rank, Scoring, Timeline, When};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Three states, a ministry, and three persons; all but the states may stand for others.
const ACTORS: [(&str, ActorKind); 7] = [
    ("USA", ActorKind::State),
    ("RUS", ActorKind::State),
    ("GBR", ActorKind::State),
    ("ministry", ActorKind::Organisation),
    ("ann", ActorKind::Person),
    ("bob", ActorKind::Person),
    ("cyd", ActorKind::Person),
];

/// Sources beside the actors: the last is not named, and two have a date.
const SOURCES: [&str; 3] = ["agency", "gazette", "official"];

/// Days, extents, one of several days, and dates without a bound on a side.
const DATES: [&str; 16] = [
    "2025-01-01",
    "2025-01-02",
    "2025-01-03",
    "2025-01-03",
    "2025-01-04",
    "2025-01-05",
    "2025-01-07",
    "2025-01-02/2025-01-04",
    "2025-01-04/2025-01-06",
    "[2025-01-01..2025-01-03]",
    "[2025-01-03..2025-01-05]",
    "[2025-01-01,2025-01-06]",
    "2025-01",
    "2025-01-03/2025-01-05..",
    "[..2025-01-04]",
    "[2025-01-05..]",
];

/// The dates that are days, or sets of a few.
const SHORT_DATES: std::ops::Range<usize> = 0..12;

/// Days, and one of a few, with gaps between some.
const DAYS: [&str; 8] = [
    "2025-01-02",
    "2025-01-03",
    "2025-01-03",
    "2025-01-04",
    "[2025-01-02..2025-01-03]",
    "[2025-01-03..2025-01-05]",
    "[2025-01-02,2025-01-04]",
    "[2025-01-01,2025-01-03,2025-01-05]",
];

const TERMS: [&str; 8] = [
    "2024/..",
    "2024/2025-01-03",
    "2025-01-03/..",
    "2025-01-04/2025-01-05",
    "2025-01-02/",
    "2025-01-04/2026",
    "/2025-01-04",
    "2025-01/2026",
];

const STATUSES: [Status; 4] = Status::ALL;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + chrono::Days::new(number.into())
}

fn when(text: &str) -> When {
    When::parse(text).unwrap()
}

/// A record, as plain as it can be told.
#[derive(Clone, Debug)]
struct Plain {
    terms: Vec<Term>,
    events: Vec<PlainEvent>,
}

#[derive(Clone, Debug)]
struct Term {
    who: usize,
    party: usize,
    when: &'static str,
}

#[derive(Clone, Debug)]
struct Seat {
    actor: usize,
    role: Role,
    on_behalf_of: Option<usize>,
}

#[derive(Clone, Debug)]
struct PlainEvent {
    kind: Kind,
    when: &'static str,
    seats: Vec<Seat>,
    reports: Vec<PlainReport>,
    occurrences: Count,
    in_person: bool,
    about: Option<usize>,
    topic: bool,
    code: &'static str,
}

#[derive(Clone, Debug)]
struct PlainReport {
    by: Vec<&'static str>,
    status: Status,
    asserted: Option<&'static str>,
    withdrawn: Option<&'static str>,
    when: Option<&'static str>,
}

impl PlainReport {
    /// Leaves out a withdrawal that is certainly earlier than the report, or than the event that happened.
    fn withdraw_in_time(&mut self, shared: &'static str) {
        let is_past = matches!(self.status, Status::Realised | Status::Disputed);
        let past = is_past.then(|| self.when.unwrap_or(shared));
        if let (Some(since), Some(on)) = (self.asserted.or(past), self.withdrawn) {
            let end = when(on).bounds().end_latest();
            let start = when(since).bounds().start_earliest();
            if end.is_some() && start.is_some() && end <= start {
                self.withdrawn = None;
            }
        }
    }

    fn report(&self) -> Report {
        let mut report = Report::by(self.by.clone()).status(self.status);
        if let Some(text) = self.asserted {
            report = report.asserted(when(text));
        }
        if let Some(text) = self.withdrawn {
            report = report.withdrawn(when(text));
        }
        match self.when {
            Some(text) => report.says(Account::new().when(when(text))),
            None => report,
        }
    }
}

impl PlainEvent {
    fn event(&self, number: usize) -> Event {
        let mut event = Event::new(id(number), self.kind, when(self.when))
            .occurrences(self.occurrences)
            .in_person(self.in_person && self.kind == Kind::Meeting);
        if !self.code.is_empty() {
            event = event.code(Code::parse(self.code).unwrap());
        }
        for seat in &self.seats {
            let one = Participant::new(ACTORS[seat.actor].0, seat.role);
            event = event.participant(match seat.on_behalf_of {
                Some(party) => one.on_behalf_of(ACTORS[party].0),
                None => one,
            });
        }
        if let Some(actor) = self.about {
            event = event.about(ACTORS[actor].0);
        }
        if self.topic {
            event = event.topic("peace");
        }
        for report in &self.reports {
            event = event.report(report.report());
        }
        event
    }
}

/// Identifiers whose order is not that of the numbers.
fn id(number: usize) -> String {
    format!("{}{number}", ["m", "b", "x"][number % 3])
}

impl Plain {
    fn actors(&self) -> Vec<Actor> {
        let actor = |(number, &(id, kind)): (usize, &(&str, ActorKind))| {
            let terms = self.terms.iter().filter(|term| term.who == number);
            terms.fold(Actor::new(id, kind).named(id), |actor, term| {
                actor.member_of(ACTORS[term.party].0, when(term.when))
            })
        };
        ACTORS.iter().enumerate().map(actor).collect()
    }

    fn events(&self) -> Vec<Event> {
        let events = self.events.iter().enumerate();
        events.map(|(number, event)| event.event(number)).collect()
    }

    fn build(&self) -> Timeline {
        built(&Statements {
            actors: self.actors(),
            sources: sources(),
            events: self.events(),
            ..Statements::default()
        })
        .unwrap()
    }
}

fn sources() -> Vec<Source> {
    vec![
        Source::new("agency")
            .named("an agency")
            .published(when("2025-01-03")),
        Source::new("gazette")
            .named("a gazette")
            .published(when("[2025-01-04..2025-01-06]")),
        Source::new("official").named("an official").anonymous(),
    ]
}

#[derive(Clone, Debug, Default)]
struct Statements {
    actors: Vec<Actor>,
    sources: Vec<Source>,
    designations: Vec<Designation>,
    events: Vec<Event>,
    constraints: Vec<Constraint>,
}

fn built(all: &Statements) -> Result<Timeline, detente::timeline::BuildError> {
    let mut builder = Timeline::builder();
    for actor in &all.actors {
        builder.actor(actor.clone());
    }
    for source in &all.sources {
        builder.source(source.clone());
    }
    for designation in &all.designations {
        builder.designation(designation.clone());
    }
    for event in &all.events {
        builder.event(event.clone());
    }
    for constraint in &all.constraints {
        builder.constraint(constraint.clone());
    }
    builder.build()
}

/// What the records of a law may hold.
#[derive(Clone, Copy)]
struct Scope {
    /// The dates of events, as a part of [`DATES`].
    dates: (usize, usize),
    /// Reports that were taken back.
    withdrawals: bool,
    /// Reports that give a date of their own.
    own_dates: bool,
    /// Events without any report.
    unreported: bool,
}

const EVERYTHING: Scope = Scope {
    dates: (0, DATES.len()),
    withdrawals: true,
    own_dates: true,
    unreported: true,
};

fn maybe<T: Clone + std::fmt::Debug + 'static>(
    allowed: bool,
    odds: u32,
    of: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Option<T>> {
    if allowed {
        prop_oneof![odds => Just(None), 1 => of.prop_map(Some)].boxed()
    } else {
        Just(None).boxed()
    }
}

fn report(scope: Scope) -> impl Strategy<Value = PlainReport> {
    let names: Vec<&'static str> = SOURCES.into_iter().chain(["ann", "RUS"]).collect();
    let chain = subsequence(names, 1..3).prop_shuffle();
    let status = prop_oneof![
        5 => Just(Status::Realised),
        2 => Just(Status::Planned),
        1 => Just(Status::Cancelled),
        1 => Just(Status::Disputed),
    ];
    (
        chain,
        status,
        maybe(true, 1, select(&DATES[SHORT_DATES])),
        maybe(scope.withdrawals, 5, select(&DATES[SHORT_DATES])),
        maybe(
            scope.own_dates,
            3,
            select(&DATES[scope.dates.0..scope.dates.1]),
        ),
    )
        .prop_map(|(by, status, asserted, withdrawn, when)| {
            // A plan has to say since when it is one.
            let since = matches!(status, Status::Planned | Status::Cancelled);
            PlainReport {
                by,
                status,
                asserted: asserted.or(since.then_some("2025-01-01")),
                withdrawn,
                when,
            }
        })
}

fn seats(kind: Kind) -> impl Strategy<Value = Vec<Seat>> {
    let roles: &'static [Role] = match kind {
        Kind::Meeting | Kind::Call => &[
            Role::Party,
            Role::Party,
            Role::Party,
            Role::Host,
            Role::Mediator,
            Role::Attendee,
        ],
        _ => &[
            Role::Source,
            Role::Target,
            Role::Addressee,
            Role::Party,
            Role::Source,
        ],
    };
    let seat = (
        0..ACTORS.len(),
        select(roles),
        maybe(true, 5, 0..ACTORS.len()),
    );
    prop::collection::vec(seat, 1..5).prop_map(move |seats| {
        let mut taken = BTreeSet::new();
        let mut seats: Vec<Seat> = seats
            .into_iter()
            .filter(|(actor, role, _)| taken.insert((*actor, *role)))
            .map(|(actor, role, party)| Seat {
                actor,
                role,
                on_behalf_of: party.filter(|party| *party != actor),
            })
            .collect();
        let speaks = |seat: &Seat| matches!(seat.role, Role::Source | Role::Party);
        if kind == Kind::Statement && !seats.iter().any(speaks) {
            seats[0].role = Role::Source;
        }
        seats
    })
}

fn event(scope: Scope) -> impl Strategy<Value = PlainEvent> {
    let kind = select(&Kind::ALL[..]);
    let occurrences = prop_oneof![
        6 => Just(Count::ONE),
        1 => Just(Count::exactly(2)),
        1 => Just(Count::at_least(1)),
        1 => Just(Count::between(0, 2).unwrap()),
    ];
    kind.prop_flat_map(move |kind| {
        let codes: &'static [&'static str] = match kind {
            Kind::Act => &["ASSAULT/Aerial", "AID", "cameo:010", "AGREE"],
            Kind::Statement => &["", "AGREE", "THREATEN", "ACCUSE/Allege"],
            _ => &["", "", "AGREE"],
        };
        (
            Just(kind),
            select(&DATES[scope.dates.0..scope.dates.1]),
            seats(kind),
            prop::collection::vec(report(scope), usize::from(!scope.unreported)..3),
            occurrences.clone(),
            any::<bool>(),
            maybe(true, 2, 0..ACTORS.len()),
            any::<bool>(),
            select(codes),
        )
            .prop_map(
                |(kind, when, seats, mut reports, occurrences, in_person, about, topic, code)| {
                    for report in &mut reports {
                        report.withdraw_in_time(when);
                    }
                    PlainEvent {
                        kind,
                        when,
                        seats,
                        reports,
                        occurrences,
                        in_person,
                        about,
                        topic,
                        code,
                    }
                },
            )
    })
}

fn terms() -> impl Strategy<Value = Vec<Term>> {
    let term = (3..ACTORS.len(), 0..ACTORS.len(), select(&TERMS[..]));
    prop::collection::vec(term, 0..7).prop_map(|terms| {
        let apart = terms.into_iter().filter(|(who, party, _)| who != party);
        apart
            .map(|(who, party, when)| Term { who, party, when })
            .collect()
    })
}

fn record_of(
    scope: Scope,
    events: impl Into<prop::collection::SizeRange>,
) -> impl Strategy<Value = Plain> {
    (terms(), prop::collection::vec(event(scope), events))
        .prop_map(|(terms, events)| Plain { terms, events })
}

fn record() -> impl Strategy<Value = Plain> {
    record_of(EVERYTHING, 0..9)
}

/// A name of some actor.
fn actor() -> impl Strategy<Value = &'static str> {
    (0..ACTORS.len()).prop_map(|number| ACTORS[number].0)
}

fn actors_apart() -> impl Strategy<Value = (&'static str, &'static str)> {
    (0..ACTORS.len(), 1..ACTORS.len())
        .prop_map(|(one, step)| (ACTORS[one].0, ACTORS[(one + step) % ACTORS.len()].0))
}

fn ids<'t>(events: impl IntoIterator<Item = EventRef<'t>>) -> Vec<&'t str> {
    events.into_iter().map(EventRef::id).collect()
}

/// The four bounds in seconds: the least and the greatest of all where there is none.
fn seconds(bounds: &Bounds) -> [i64; 4] {
    let or = |at: Option<DateTime<Utc>>, none: i64| at.map_or(none, |at| at.timestamp());
    let start_latest = if bounds.has_no_start() {
        i64::MIN + 1
    } else {
        i64::MAX
    };
    let end_earliest = if bounds.has_no_end() {
        i64::MAX - 1
    } else {
        i64::MIN
    };
    [
        or(bounds.start_earliest(), i64::MIN),
        or(bounds.start_latest(), start_latest),
        or(bounds.end_earliest(), end_earliest),
        or(bounds.end_latest(), i64::MAX),
    ]
}

// What follows are the oracles.

/// The second by which a report had been made for certain, and the one from which it was taken back.
/// When it was over for certain, or if it goes on, when it had begun.
fn over(date: &str) -> i64 {
    let [_, begun, _, end] = seconds(&when(date).bounds());
    if end == i64::MAX { begun } else { end }
}

fn known(event: &PlainEvent, report: &PlainReport) -> (i64, i64) {
    let latest = |text: &str| seconds(&when(text).bounds())[3];
    let published = match report.by[0] {
        "agency" => Some("2025-01-03"),
        "gazette" => Some("2025-01-06"),
        _ => None,
    };
    let from = report.asserted.or(published).or(report.when);
    let asserted = report.asserted.or(published).is_some();
    let from = match from {
        Some(said) if asserted => latest(said),
        said => over(said.unwrap_or(event.when)),
    };
    // Nobody knew that it had happened before it began.
    let begins = seconds(&when(report.when.unwrap_or(event.when)).bounds())[0];
    let from = match report.status {
        Status::Planned | Status::Cancelled => from,
        _ => from.max(begins + 1),
    };
    (from, report.withdrawn.map_or(i64::MAX, latest))
}

/// The reports that stood at the end of a day, or that stand.
fn standing(event: &PlainEvent, as_of: Option<u32>) -> Vec<&PlainReport> {
    let stands = |report: &&PlainReport| {
        let (from, until) = known(event, report);
        match as_of.map(|number| day(number + 1).and_time(chrono::NaiveTime::MIN).and_utc()) {
            Some(at) => from <= at.timestamp() && at.timestamp() < until,
            None => until == i64::MAX,
        }
    };
    event.reports.iter().filter(stands).collect()
}

fn status(event: &PlainEvent, as_of: Option<u32>) -> Option<Status> {
    if event.reports.is_empty() {
        let end = over(event.when);
        let at = as_of.map(|number| day(number + 1).and_time(chrono::NaiveTime::MIN).and_utc());
        let known = at.is_none_or(|at| end <= at.timestamp());
        return known.then_some(Status::Realised);
    }
    let standing = standing(event, as_of);
    let denied = standing.iter().any(|one| one.status == Status::Disputed);
    // Once someone says that it happened, plans are of no account.
    let realised = standing.iter().any(|one| one.status == Status::Realised);
    let told = standing
        .iter()
        .filter(|one| one.status != Status::Disputed)
        .filter(|one| !(realised && one.status == Status::Planned))
        .max_by_key(|one| (known(event, one).0, one.status));
    match told.map(|one| one.status) {
        Some(Status::Realised) | None if denied => Some(Status::Disputed),
        told => told,
    }
}

/// The reports that tell when it was: of what happened, those that say so; of what was called
/// off, the last plan; else all.
fn telling(event: &PlainEvent, as_of: Option<u32>) -> Vec<&PlainReport> {
    let mut reports = standing(event, as_of);
    let last_plan = reports
        .iter()
        .filter(|one| one.status == Status::Planned)
        .map(|one| known(event, one).0)
        .max();
    match status(event, as_of) {
        Some(Status::Realised | Status::Disputed) => {
            reports.retain(|one| !matches!(one.status, Status::Planned | Status::Cancelled));
        }
        Some(Status::Cancelled) if last_plan.is_some() => reports.retain(|one| {
            one.status == Status::Planned && Some(known(event, one).0) == last_plan
                || !matches!(one.status, Status::Planned | Status::Cancelled)
        }),
        _ => {}
    }
    reports
}

/// When it happened, according to the reports that stood.
fn bounds(event: &PlainEvent, as_of: Option<u32>) -> [i64; 4] {
    let dates = telling(event, as_of)
        .into_iter()
        .map(|report| seconds(&when(report.when.unwrap_or(event.when)).bounds()));
    let hull = dates.reduce(|a, b| {
        [
            a[0].min(b[0]),
            a[1].max(b[1]),
            a[2].min(b[2]),
            a[3].max(b[3]),
        ]
    });
    hull.unwrap_or_else(|| seconds(&when(event.when).bounds()))
}

/// The bounds of a term. A first or last day that another term of the same actor and party adjoins belongs to the
/// term as a whole, unless two terms have that day.
fn term_bounds(terms: &[Term], number: usize) -> [i64; 4] {
    const DAY: i64 = 86_400;
    let of = |term: &Term| seconds(&when(term.when).bounds());
    let is_day = |from: i64, to: i64| (DAY - 1..=DAY).contains(&to.saturating_sub(from));
    let first = |[start, latest, ..]: [i64; 4]| is_day(start, latest).then_some(start);
    let last = |[.., earliest, end]: [i64; 4]| is_day(earliest, end).then_some(end);
    let own = of(&terms[number]);
    let same = |other: &Term| (other.who, other.party) == (terms[number].who, terms[number].party);
    let others = terms.iter().enumerate();
    let others = others.filter(|&(at, other)| at != number && same(other));
    let others: Vec<[i64; 4]> = others.map(|(_, other)| of(other)).collect();
    let begins = |at: i64| others.iter().any(|&other| first(other) == Some(at));
    let ends = |at: i64| others.iter().any(|&other| last(other) == Some(at));
    let [start, mut sure_from, mut sure_until, end] = own;
    if first(own).is_some() && ends(start) && !ends(start + DAY) {
        sure_from = start;
    }
    if last(own).is_some() && begins(end) && !begins(end - DAY) {
        sure_until = end;
    }
    [start, sure_from, sure_until, end]
}

/// Whom a participant stands for at a time: along every path, as sure as the weakest step.
fn stands_for(terms: &[Term], seat: &Seat, at: [i64; 4]) -> [Certainty; ACTORS.len()] {
    let mut sure = [Certainty::Impossible; ACTORS.len()];
    sure[seat.actor] = Certainty::Certain;
    if let Some(party) = seat.on_behalf_of {
        sure[party] = Certainty::Certain;
    }
    for _ in 0..ACTORS.len() {
        for (number, term) in terms.iter().enumerate() {
            // Who speaks on behalf of another does not speak for its own parties.
            if seat.on_behalf_of.is_some() && term.who == seat.actor {
                continue;
            }
            let [start, sure_from, sure_until, end] = term_bounds(terms, number);
            let held = if at[3] <= start || end <= at[0] {
                Certainty::Impossible
            } else if sure_from <= at[0] && (at[3] <= sure_until || sure_until == i64::MAX - 1) {
                Certainty::Certain
            } else {
                Certainty::Possible
            };
            sure[term.party] = sure[term.party].max(held.min(sure[term.who]));
        }
    }
    sure
}

fn in_contact(
    record: &Plain,
    event: &PlainEvent,
    as_of: Option<u32>,
    a: &str,
    b: &str,
) -> Certainty {
    let number = |name: &str| ACTORS.iter().position(|(id, _)| *id == name).unwrap();
    let (a, b) = (number(a), number(b));
    let at = bounds(event, as_of);
    let mut best = Certainty::Impossible;
    for (i, one) in event.seats.iter().enumerate() {
        for (j, other) in event.seats.iter().enumerate() {
            if i != j
                && one.actor != other.actor
                && one.role != Role::Attendee
                && other.role != Role::Attendee
            {
                let both = stands_for(&record.terms, one, at)[a]
                    .min(stands_for(&record.terms, other, at)[b]);
                best = best.max(both);
            }
        }
    }
    best
}

/// The oracle's events, in the order of the record.
fn in_order(
    record: &Plain,
    as_of: Option<u32>,
    takes: impl Fn(&PlainEvent) -> bool,
) -> Vec<String> {
    let events = record.events.iter().enumerate();
    let mut found: Vec<(i64, i64, String)> = events
        .filter(|(_, event)| takes(event))
        .map(|(number, event)| {
            let at = bounds(event, as_of);
            (at[0], at[3], id(number))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(.., id)| id).collect()
}

fn happened(status: Option<Status>) -> bool {
    matches!(status, Some(Status::Realised | Status::Disputed))
}

fn as_of(timeline: &Timeline, at: Option<u32>) -> View<'_> {
    match at {
        Some(number) => timeline.as_of(day(number)),
        None => timeline.view(),
    }
}

// The order of the record.

/// Statements of every sort in two orders.
fn in_two_orders() -> impl Strategy<Value = (Statements, Statements)> {
    let count = 6;
    let constraint = (0..count, 1..count, any::<bool>(), any::<bool>());
    let link = (0..count, 1..count, select(&Link::ALL[1..]));
    (
        record_of(EVERYTHING, count),
        prop::collection::vec(constraint, 0..3),
        prop::collection::vec(link, 0..3),
    )
        .prop_map(move |(record, constraints, links)| {
            let mut events = record.events();
            for (from, step, link) in links {
                let other = id((from + step) % count);
                events[from] = events[from].clone().link(link, other);
            }
            let office = |actor: &Actor| {
                actor
                    .clone()
                    .held_office("USA", "envoy", when("2025-01-02/2025-01-04"))
            };
            let mut actors = record.actors();
            actors[5] = office(&actors[5])
                .alias("B")
                .alias(Alias::new("the Bob").kind(AliasKind::Metonym))
                .alias("A");
            actors[6] = office(&actors[6]);
            let envoy = |name| Designation::new(name, "USA", "envoy", when("2025-01-03"));
            let constraints = constraints.into_iter().map(|(one, step, before, told)| {
                let (one, other) = (id(one), id((one + step) % count));
                let stated = if before {
                    Constraint::before(one, other)
                } else {
                    Constraint::during(one, other)
                };
                stated.by(told.then_some("agency"))
            });
            Statements {
                actors,
                sources: sources(),
                designations: vec![envoy("the envoy"), envoy("Our Man"), envoy("a friend")],
                events,
                constraints: constraints.collect(),
            }
        })
        .prop_flat_map(|all| {
            let shuffled = (
                Just(all.actors.clone()).prop_shuffle(),
                Just(all.sources.clone()).prop_shuffle(),
                Just(all.designations.clone()).prop_shuffle(),
                Just(all.events.clone()).prop_shuffle(),
                Just(all.constraints.clone()).prop_shuffle(),
            );
            (Just(all), shuffled).prop_map(|(all, shuffled)| {
                let (actors, sources, designations, events, constraints) = shuffled;
                let other = Statements {
                    actors,
                    sources,
                    designations,
                    events,
                    constraints,
                };
                (all, other)
            })
        })
}

/// A record, and the same with the parts of each statement in another order.
fn with_parts_shuffled() -> impl Strategy<Value = (Plain, Plain)> {
    record().prop_flat_map(|record| {
        let terms = Just(record.terms.clone()).prop_shuffle();
        let events: Vec<_> = record
            .events
            .iter()
            .cloned()
            .map(|event| {
                let parts = (
                    Just(event.seats.clone()).prop_shuffle(),
                    Just(event.reports.clone()).prop_shuffle(),
                );
                parts.prop_map(move |(seats, reports)| PlainEvent {
                    seats,
                    reports,
                    ..event.clone()
                })
            })
            .collect();
        let shuffled = (terms, events).prop_map(|(terms, events)| Plain { terms, events });
        (Just(record), shuffled)
    })
}

#[cfg(feature = "json")]
fn written(timeline: &Timeline) -> String {
    timeline.to_json()
}

#[cfg(not(feature = "json"))]
fn written(timeline: &Timeline) -> String {
    serde_json::to_string(timeline).unwrap()
}

fn read(text: &str) -> Timeline {
    #[cfg(feature = "json")]
    let read = Timeline::from_json(text);
    #[cfg(not(feature = "json"))]
    let read = serde_json::from_str(text);
    read.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn insertion_order_does_not_matter((one, other) in in_two_orders()) {
        match (built(&one), built(&other)) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(written(&one), written(&other));
                prop_assert_eq!(one, other);
            }
            (Err(one), Err(other)) => prop_assert_eq!(one.faults.len(), other.faults.len()),
            (one, other) => prop_assert!(false, "{one:?} against {other:?}"),
        }
    }

    #[test]
    fn the_order_within_a_statement_does_not_matter((one, other) in with_parts_shuffled()) {
        let (one, other) = (one.build(), other.build());
        prop_assert_eq!(written(&one), written(&other));
        prop_assert_eq!(one, other);
    }

    #[test]
    fn what_is_written_reads_back_equal_and_writing_is_a_fixpoint((all, _) in in_two_orders()) {
        if let Ok(timeline) = built(&all) {
            let text = written(&timeline);
            let read = read(&text);
            prop_assert_eq!(written(&read), text);
            prop_assert_eq!(&read, &timeline);
            prop_assert_eq!(TimelineBuilder::from(&timeline).build().unwrap(), timeline);
        }
    }

    #[test]
    fn events_are_ordered_by_earliest_start_then_latest_end_then_identifier(
        record in record(),
        at in maybe(true, 1, 0..9_u32),
    ) {
        let timeline = record.build();
        let view = as_of(&timeline, at).of_status(STATUSES);
        let expected = in_order(&record, at, |event| status(event, at).is_some());
        prop_assert_eq!(ids(&view), expected);
    }
}

// What was known.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_was_known_once_stays_known(
        record in record_of(Scope { withdrawals: false, ..EVERYTHING }, 0..9),
        early in 0..9_u32,
        later in 0..9_u32,
    ) {
        let timeline = record.build();
        let known = |at: u32| -> BTreeSet<&str> {
            ids(timeline.as_of(day(at)).of_status(STATUSES)).into_iter().collect()
        };
        prop_assert!(known(early).is_subset(&known(early + later)));
    }

    #[test]
    fn nothing_is_known_before_it_was_asserted(record in record(), at in 0..9_u32) {
        let timeline = record.build();
        let end = day(at + 1).and_time(chrono::NaiveTime::MIN).and_utc();
        for event in &timeline.as_of(day(at)).of_status(STATUSES) {
            for report in event.reports() {
                prop_assert!(report.known_from().is_some_and(|from| from <= end));
                let taken_back = report.withdrawn().and_then(|when| when.bounds().end_latest());
                prop_assert!(taken_back.is_none_or(|taken_back| end < taken_back));
            }
        }
    }

    #[test]
    fn the_status_is_that_of_the_reports_that_stood(
        record in record(),
        at in maybe(true, 1, 0..9_u32),
    ) {
        let timeline = record.build();
        for (number, event) in record.events.iter().enumerate() {
            let found = timeline.event(&id(number)).unwrap();
            let found = match at {
                Some(at) => found.status_as_of(day(at)),
                None => found.status(),
            };
            prop_assert_eq!(found, status(event, at));
        }
    }

    #[test]
    fn in_the_end_everything_is_known(
        record in record_of(
            Scope { withdrawals: false, dates: (SHORT_DATES.start, SHORT_DATES.end), ..EVERYTHING },
            0..9,
        ),
        (a, b) in actors_apart(),
    ) {
        let timeline = record.build();
        let (now, then) = (timeline.view(), timeline.as_of(day(20_000)));
        prop_assert_eq!(ids(&now), ids(&then));
        for (now, then) in now.events().zip(then.events()) {
            prop_assert_eq!(now.bounds(), then.bounds());
            prop_assert_eq!(now.status(), then.status());
            prop_assert_eq!(now.reports().count(), then.reports().count());
        }
        let between = |view: &View<'_>| {
            let view = view.between(a, b).unwrap();
            let certain: Vec<_> = view.events().map(|event| view.certainty(event)).collect();
            (ids(&view).join(" "), certain, view.count())
        };
        prop_assert_eq!(between(&now), between(&then));
        let trend = |view: &View<'_>| {
            let relations = view.relations(a, b).unwrap();
            relations.trend(day(5)).level.map(|level| (level.value(), level.sums.marks))
        };
        prop_assert_eq!(trend(&now), trend(&then));
    }
}

// Views against scans.

/// A filter that makes a view narrower.
#[derive(Clone, Debug)]
enum Filter {
    Between(&'static str, &'static str),
    Involving(&'static str),
    Kind(Kind),
    InPerson,
    Contacts,
    About(&'static str),
    Within(u32, u32),
    AsOf(u32),
    From(&'static str),
    Status(Vec<Status>),
    Believing(u8),
}

fn filter() -> impl Strategy<Value = Filter> {
    prop_oneof![
        3 => actors_apart().prop_map(|(a, b)| Filter::Between(a, b)),
        1 => actor().prop_map(Filter::Involving),
        1 => select(&Kind::ALL[..]).prop_map(Filter::Kind),
        1 => Just(Filter::InPerson),
        1 => Just(Filter::Contacts),
        1 => select(&["USA", "ann", "peace", "m0", "nothing"][..]).prop_map(Filter::About),
        3 => (0..8_u32, 0..5_u32).prop_map(|(from, days)| Filter::Within(from, from + days)),
        2 => (0..9_u32).prop_map(Filter::AsOf),
        1 => select(&["agency", "official"][..]).prop_map(Filter::From),
    ]
}

/// Filters, with at most one of those that replace what was asked before.
fn filters() -> impl Strategy<Value = Vec<Filter>> {
    let status = prop::collection::vec(select(&STATUSES[..]), 1..4).prop_map(Filter::Status);
    (
        prop::collection::vec(filter(), 1..4),
        maybe(true, 1, status),
        maybe(true, 2, (0..3_u8).prop_map(Filter::Believing)),
    )
        .prop_map(|(filters, status, rule)| filters.into_iter().chain(status).chain(rule).collect())
}

fn filtered<'t>(view: &View<'t>, filter: &Filter) -> View<'t> {
    match filter {
        Filter::Between(a, b) => view.between(a, b).unwrap(),
        Filter::Involving(actor) => view.involving(actor).unwrap(),
        Filter::Kind(kind) => view.of_kind([kind]),
        Filter::InPerson => view.in_person(),
        Filter::Contacts => view.contacts(),
        Filter::About(subject) => match view.about(subject) {
            Ok(view) => view,
            // What nothing is called in this record is about nothing.
            Err(_) => view.within(day(0)..day(0)),
        },
        Filter::Within(from, to) => view.within(day(*from)..day(*to)),
        Filter::AsOf(at) => view.as_of(day(*at)),
        Filter::From(source) => match view.from_source(source) {
            Ok(view) => view,
            // A source that nobody cites is unknown.
            Err(_) => view.of_status([] as [Status; 0]),
        },
        Filter::Status(statuses) => view.of_status(statuses),
        Filter::Believing(0) => view.believing(AccountRule::Latest),
        Filter::Believing(1) => view.believing(AccountRule::MostDirect),
        Filter::Believing(_) => view.believing(AccountRule::Union),
    }
}

fn apply<'t>(timeline: &'t Timeline, filters: &[Filter]) -> View<'t> {
    filters
        .iter()
        .fold(timeline.view(), |view, filter| filtered(&view, filter))
}

fn in_two_filter_orders() -> impl Strategy<Value = (Vec<Filter>, Vec<Filter>)> {
    filters().prop_flat_map(|filters| (Just(filters.clone()), Just(filters).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn between_agrees_with_a_plain_scan(
        record in record(),
        (a, b) in actors_apart(),
        at in maybe(true, 1, 0..9_u32),
    ) {
        let timeline = record.build();
        let view = as_of(&timeline, at).between(a, b).unwrap();
        let sure = |event: &PlainEvent| in_contact(&record, event, at, a, b);
        let expected = in_order(&record, at, |event| {
            happened(status(event, at)) && sure(event).is_possible()
        });
        prop_assert_eq!(ids(&view), expected);
        for (number, event) in record.events.iter().enumerate() {
            let found = view.event(&id(number));
            prop_assert_eq!(found.is_ok(), ids(&view).contains(&&*id(number)));
            if let Ok(found) = found {
                let told = match status(event, at) {
                    Some(Status::Disputed) => Certainty::Possible,
                    // "At most so often" may be never.
                    _ if found.occurrences().min() == 0 => Certainty::Possible,
                    _ => Certainty::Certain,
                };
                prop_assert_eq!(view.certainty(found), sure(event).and(told));
            }
        }
    }

    #[test]
    fn within_agrees_with_a_full_scan(
        record in record(),
        who in maybe(true, 1, actors_apart()),
        (from, days) in (0..9_u32, 0..5_u32),
        at in maybe(true, 1, 0..9_u32),
    ) {
        let timeline = record.build();
        let (from, to) = (day(from), day(from + days));
        let mut all = as_of(&timeline, at).of_status(STATUSES);
        if let Some((a, b)) = who {
            all = all.between(a, b).unwrap();
        }
        let instant = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc();
        let touches = |event: &EventRef<'_>| {
            event.touches(instant(from)..instant(to)).is_possible()
        };
        let expected: Vec<&str> = ids(all.events().filter(touches));
        prop_assert_eq!(ids(all.within(from..to)), expected.clone());
        prop_assert_eq!(ids(all.within(instant(from)..instant(to))), expected);
        let pieces = all.within(from..).within(..to);
        prop_assert_eq!(ids(&pieces), ids(all.within(from..to)));
    }

    // One pair with many events, long ones among them, and times of day.
    #[test]
    fn a_window_on_a_pair_agrees_with_a_full_scan(
        spans in prop::collection::vec((0..14_i64, prop_oneof![Just(1_i64), 1..12_i64]), 0..12),
        (from, length) in (0..14_i64, 0..6_i64),
    ) {
        let half = |number: i64| day(0).and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(12 * number);
        let mut builder = three();
        for (number, (start, length)) in spans.iter().enumerate() {
            let text = |at: i64| half(at).format("%Y-%m-%dT%H:%M:%SZ").to_string();
            let span = format!("{}/{}", text(*start), text(start + length));
            builder.event(Event::call(id(number), when(&span)).party("USA").party("RUS"));
        }
        let timeline = builder.build().unwrap();
        let window = half(from)..half(from + length);
        let touches = |event: &EventRef<'_>| event.bounds().touches(window.clone()).is_possible();
        let expected = ids(timeline.events().filter(touches));
        let pair = timeline.between("RUS", "USA").unwrap();
        prop_assert_eq!(ids(pair.within(window.clone())), expected.clone());
        prop_assert_eq!(ids(timeline.view().involving("USA").unwrap().within(window.clone())), expected);
    }

    #[test]
    fn adjoining_windows_cover_the_whole(record in record(), cut in 0..9_u32) {
        let timeline = record.build();
        let view = timeline.view();
        let halves: BTreeSet<&str> = [view.within(..day(cut)), view.within(day(cut)..)]
            .iter()
            .flat_map(ids)
            .collect();
        prop_assert_eq!(halves, ids(&view).into_iter().collect::<BTreeSet<_>>());
        prop_assert_eq!(view.within(day(cut)..day(cut)).events().count(), 0);
        prop_assert_eq!(ids(view.within(Window::ALL)), ids(&view));
    }

    #[test]
    fn filters_commute(record in record(), (one, other) in in_two_filter_orders()) {
        let timeline = record.build();
        let (one, other) = (apply(&timeline, &one), apply(&timeline, &other));
        prop_assert_eq!(ids(&one), ids(&other));
        for event in &one {
            prop_assert_eq!(one.certainty(event), other.certainty(event));
        }
        prop_assert_eq!(one.count(), other.count());
    }

    #[test]
    fn a_filter_only_takes_away(record in record(), filters in filters()) {
        let timeline = record.build();
        let narrow = |filter: &&Filter| {
            !matches!(filter, Filter::AsOf(_) | Filter::Status(_) | Filter::Believing(_))
        };
        let mut view = timeline.view();
        for filter in filters.iter().filter(narrow) {
            let next = filtered(&view, filter);
            let before = ids(&view);
            prop_assert!(ids(&next).iter().all(|id| before.contains(id)));
            view = next;
        }
    }

    #[test]
    fn a_view_lists_just_the_events_that_it_has(record in record(), filters in filters()) {
        let timeline = record.build();
        let view = apply(&timeline, &filters);
        let listed = ids(&view);
        for event in timeline.events() {
            let is_listed = listed.contains(&event.id());
            prop_assert_eq!(view.event(event.id()).is_ok(), is_listed);
            prop_assert_eq!(view.certainty(event).is_possible(), is_listed);
        }
        prop_assert!(view.events().size_hint().1.is_none_or(|most| listed.len() <= most));
    }
}

// Ranks and counts.

/// The instants at which an event may start, every half a day.
fn starts(text: &str) -> Vec<i64> {
    let days = match text {
        "[2025-01-01..2025-01-03]" => vec![0, 1, 2],
        "[2025-01-03..2025-01-05]" => vec![2, 3, 4],
        "[2025-01-01,2025-01-06]" => vec![0, 5],
        "2025-01-02/2025-01-04" => vec![1],
        "2025-01-04/2025-01-06" => vec![3],
        single => {
            let number: u32 = single[8..].parse().unwrap();
            vec![number - 1]
        }
    };
    days.into_iter()
        .flat_map(|number| {
            let start = day(number).and_time(chrono::NaiveTime::MIN).and_utc();
            [start, start + TimeDelta::hours(12)].map(|at| at.timestamp())
        })
        .collect()
}

/// How often each event may have happened; without a bound, three times more than at least.
fn times(event: &PlainEvent) -> Vec<u64> {
    let occurrences = event.occurrences;
    let least = occurrences.min();
    let most = occurrences.max().unwrap_or(least + 3);
    let mut times: Vec<u64> = (least..=most).map(u64::from).collect();
    if status(event, None) == Some(Status::Disputed) {
        times.push(0);
    }
    times
}

/// Short dates, and none that each report gives of its own.
fn short(scope: Scope) -> Scope {
    Scope {
        dates: (SHORT_DATES.start, SHORT_DATES.end),
        own_dates: false,
        ..scope
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn ranks_hold_for_every_reading_of_the_dates_and_are_attained(
        record in record_of(short(EVERYTHING), 1..4),
    ) {
        let timeline = record.build();
        let shown: Vec<&PlainEvent> =
            record.events.iter().filter(|event| happened(status(event, None))).collect();
        for (number, event) in record.events.iter().enumerate() {
            if !happened(status(event, None)) {
                prop_assert!(timeline.view().rank(&id(number)).is_err());
                continue;
            }
            let others: Vec<&PlainEvent> =
                shown.iter().copied().filter(|one| !std::ptr::eq(*one, event)).collect();
            let mut ranks: BTreeSet<u64> = BTreeSet::new();
            let mut has_no_bound = false;
            for start in starts(event.when) {
                // Every reading of the others, one after the other.
                let mut readings = vec![1_u64];
                for other in &others {
                    let mut next = Vec::new();
                    for so_far in &readings {
                        for theirs in starts(other.when) {
                            if theirs < start && other.occurrences.max().is_none() {
                                has_no_bound = true;
                            }
                            for times in times(other) {
                                next.push(so_far + if theirs < start { times } else { 0 });
                            }
                        }
                    }
                    next.sort_unstable();
                    next.dedup();
                    readings = next;
                }
                ranks.extend(readings);
            }
            let max = ranks.last().copied().filter(|_| !has_no_bound);
            let rank = timeline.view().rank(&id(number)).unwrap();
            prop_assert_eq!((rank.min(), rank.max()), (*ranks.first().unwrap(), max));
        }
    }

    // Of one of several dates a view sees the bounds, so those with a gap are left out.
    #[test]
    fn counts_hold_for_every_reading_of_the_dates_and_are_attained(
        record in record_of(Scope { dates: (0, 11), ..short(EVERYTHING) }, 0..4),
        (from, days) in (0..7_u32, 1..4_u32),
    ) {
        let timeline = record.build();
        let midnight = |number| day(number).and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
        let (low, high) = (midnight(from), midnight(from + days));
        let mut readings = vec![0_u64];
        let mut has_no_bound = false;
        for event in record.events.iter().filter(|event| happened(status(event, None))) {
            // It lasts for an hour, or as long as its extent does.
            let length = match event.when.split_once('/') {
                Some(_) => 2 * 86_400 + 43_200,
                None => 3_600,
            };
            let mut next = Vec::new();
            for start in starts(event.when) {
                let inside = start < high && low < start + length;
                has_no_bound |= inside && event.occurrences.max().is_none();
                for so_far in &readings {
                    for times in times(event) {
                        next.push(so_far + if inside { times } else { 0 });
                    }
                }
            }
            next.sort_unstable();
            next.dedup();
            readings = next;
        }
        let count = timeline.view().within(day(from)..day(from + days)).count();
        prop_assert_eq!(u64::from(count.min()), readings[0]);
        let max = readings.last().copied().filter(|_| !has_no_bound);
        prop_assert_eq!(count.max().map(u64::from), max);
    }

    #[test]
    fn a_stated_order_is_as_tight_as_every_reading_makes_it(
        dates in prop::collection::vec(select(&DAYS[..]), 2..5),
        orders in prop::collection::vec((0..4_usize, 1..4_usize), 1..4),
    ) {
        let count = dates.len();
        let orders: Vec<(usize, usize)> = orders
            .into_iter()
            .map(|(one, step)| (one % count, (one + step) % count))
            .filter(|(one, other)| one != other)
            .collect();
        let mut builder = Timeline::builder();
        for (number, date) in dates.iter().enumerate() {
            builder.event(Event::call(id(number), when(date)));
        }
        for &(one, other) in &orders {
            builder.constraint(Constraint::before(id(one), id(other)));
        }
        // Four instants a day are enough for four events of one day to be in order.
        let mut readings: Vec<Vec<i64>> = vec![Vec::new()];
        for date in &dates {
            let [first, latest, ..] = seconds(&when(date).bounds());
            let steps = (0..).map(|step| first + step * 21_600).take_while(|at| *at < latest);
            let is_of = |at: &i64| {
                let at = DateTime::<Utc>::from_timestamp(*at, 0).unwrap();
                when(date).holds(at).is_possible()
            };
            let steps = steps.filter(is_of);
            let steps: Vec<i64> = steps.collect();
            readings = readings
                .iter()
                .flat_map(|so_far| steps.iter().map(|at| [so_far.clone(), vec![*at]].concat()))
                .collect();
        }
        readings.retain(|at| orders.iter().all(|&(one, other)| at[one] < at[other]));
        match builder.build() {
            Err(_) => prop_assert!(readings.is_empty()),
            Ok(timeline) => {
                prop_assert!(!readings.is_empty());
                for number in 0..count {
                    let ranks: BTreeSet<u64> = readings
                        .iter()
                        .map(|at| 1 + at.iter().filter(|other| **other < at[number]).count() as u64)
                        .collect();
                    let rank = timeline.view().rank(&id(number)).unwrap();
                    let expected = (*ranks.first().unwrap(), ranks.last().copied());
                    prop_assert_eq!((rank.min(), rank.max()), expected);
                }
            }
        }
    }

    #[test]
    fn an_office_is_as_certain_as_every_reading_of_the_dates_makes_it(
        term in select(&[
            "2025-01-01/2025-01-03",
            "2025-01-04/2025-01-05",
            "2025-01/2025-02-02",
            "2024-12-30/2025-01",
        ][..]),
        event in select(&DATES[SHORT_DATES]),
    ) {
        // The instants of an end, every half a day from the first moment to the last.
        let steps = |low: i64, high: i64| (0..=((high - low) / 43_200)).map(move |n| low + n * 43_200);
        let [first, start, end, last] = seconds(&when(term).bounds());
        let mut always = true;
        let mut ever = false;
        let [event_first, .., event_last] = seconds(&when(event).bounds());
        for from in steps(first, start - 1) {
            for to in steps(end + 1, last).chain([last]).filter(|to| from < *to) {
                always &= from <= event_first && event_last <= to;
                ever |= from < event_last && event_first < to;
            }
        }
        // The office begins at the latest a second before its bound, and the event ends after that.
        always &= start <= event_first && event_last <= end;
        let mut builder = Timeline::builder();
        builder.actor(Actor::state("USA").named("United States"));
        builder.actor(Actor::state("RUS").named("Russia"));
        builder.actor(Actor::person("ann").named("Ann").member_of("USA", when(term)));
        builder.event(Event::call("call", when(event)).party("ann").party("RUS"));
        let timeline = builder.build().unwrap();
        let view = timeline.between("USA", "RUS").unwrap();
        let expected = match (always, ever) {
            (true, _) => Count::exactly(1),
            (false, true) => Count::between(0, 1).unwrap(),
            (false, false) => Count::exactly(0),
        };
        prop_assert_eq!(view.count(), expected);
    }

    #[test]
    fn a_sequence_ranks_as_its_view_does(record in record(), filters in filters()) {
        let timeline = record.build();
        let view = apply(&timeline, &filters);
        let sequence = view.sequence();
        prop_assert_eq!(ids(sequence.events().iter().copied()), ids(&view));
        for event in timeline.events() {
            prop_assert_eq!(sequence.rank(event.id()), view.rank(event.id()));
        }
    }

    #[test]
    fn a_rank_is_at_most_the_count_and_the_first_for_certain_is_first(
        record in record_of(Scope { withdrawals: false, ..EVERYTHING }, 0..9),
    ) {
        let timeline = record.build();
        let view = timeline.view();
        for event in &view {
            let rank = view.rank(event.id()).unwrap();
            prop_assert!(rank.min() >= 1);
            prop_assert!(rank.max().is_none_or(|max| rank.min() <= max));
            let others = view.count().max().map(|most| {
                u64::from(most) - event.occurrences().max().map_or(0, u64::from) + 1
            });
            prop_assert!(others.is_none() || rank.max().is_some_and(|max| Some(max) <= others));
        }
    }

    #[test]
    fn previous_and_next_are_inverse(record in record(), filters in filters()) {
        let timeline = record.build();
        let view = apply(&timeline, &filters);
        let listed = ids(&view);
        for (number, id) in listed.iter().enumerate() {
            let next = view.sequence().next(id).unwrap().map(EventRef::id);
            let previous = view.sequence().previous(id).unwrap().map(EventRef::id);
            prop_assert_eq!(next, listed.get(number + 1).copied());
            prop_assert_eq!(previous, number.checked_sub(1).map(|at| listed[at]));
        }
        prop_assert_eq!(view.first().map(EventRef::id), listed.first().copied());
        prop_assert_eq!(view.last().map(EventRef::id), listed.last().copied());
    }
}

// Relations.

fn pairs() -> Vec<(&'static str, &'static str)> {
    let names: Vec<&str> = ACTORS.iter().map(|(id, _)| *id).collect();
    let of_one = |(number, a): (usize, &&'static str)| {
        let rest: Vec<_> = names[number + 1..].iter().map(|b| (*a, *b)).collect();
        rest
    };
    names.iter().enumerate().flat_map(of_one).collect()
}

/// The numbers of a trend that are compared: level, marks, change and its score.
type Numbers = (Option<(f64, u64)>, Option<f64>, Option<f64>);

fn numbers(view: &View<'_>, a: &str, b: &str, at: NaiveDate) -> Numbers {
    let relations = view.relations(a, b).unwrap();
    let trend = relations.trend(at);
    let level = trend.level.map(|level| (level.value(), level.sums.marks));
    (level, trend.change, trend.z())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn shares_sum_to_the_level_and_to_the_change(
        record in record(),
        (a, b) in actors_apart(),
        after in 0..120_i64,
        covered in any::<bool>(),
        hours in 0..24_i64,
    ) {
        let timeline = record.build();
        let mut relations = timeline.relations(a, b).unwrap();
        if covered {
            relations = relations.with_coverage(trend::Coverage::since(day(0) - TimeDelta::days(365)));
        }
        let at = day(0).and_time(chrono::NaiveTime::MIN).and_utc();
        let at = at + TimeDelta::days(after) + TimeDelta::hours(hours);
        let trend = relations.trend(at);
        let parts = relations.contributions(at);
        let level: f64 = parts.iter().map(|one| one.contribution.level).sum();
        let expected = trend.level.map_or(0.0, |level| level.value());
        prop_assert!((level - expected).abs() < 1e-9, "{level} against {expected}");
        if let Some(change) = trend.change {
            let sum: f64 = parts.iter().filter_map(|one| one.contribution.change).sum();
            prop_assert!((sum - change).abs() < 1e-9, "{sum} against {change}");
            prop_assert!(parts.iter().all(|part| part.contribution.change.is_some()));
        }
        // Largest first: by the change, or without a baseline by the level.
        let size = |one: &EventContribution<'_>| {
            one.contribution.change.unwrap_or(one.contribution.level).abs()
        };
        prop_assert!(parts.windows(2).all(|two| size(&two[0]) >= size(&two[1])));
    }

    #[test]
    fn the_undirected_sum_is_both_directions_less_what_is_in_both(
        record in record(),
        (a, b) in actors_apart(),
        after in 0..40_u32,
    ) {
        let timeline = record.build();
        let relations = timeline.relations(a, b).unwrap();
        let at = day(after);
        let sum = |level: Option<Level>| level.map_or(0.0, |level| level.sums.score);
        let whole = sum(relations.level(at));
        let forward = sum(relations.directed(a).unwrap().level(at));
        let backward = sum(relations.directed(b).unwrap().level(at));
        let symmetric: Vec<_> = relations
            .marks()
            .iter()
            .filter(|one| one.part == DyadPart::Symmetric)
            .map(|one| one.mark)
            .collect();
        let ledger = detente::ledger::DyadLedger::from_marks(&symmetric).unwrap();
        let both = sum(Trajectory::new(&ledger, relations.scoring().calibration()).level(at));
        prop_assert!((forward + backward - both - whole).abs() < 1e-9);
    }

    #[test]
    fn a_pair_is_the_same_from_either_side(
        record in record(),
        (a, b) in actors_apart(),
        after in 0..40_u32,
        at in maybe(true, 1, 0..9_u32),
    ) {
        let timeline = record.build();
        let view = as_of(&timeline, at);
        let (one, other) = (view.relations(a, b).unwrap(), view.relations(b, a).unwrap());
        prop_assert_eq!(one.ledger().unwrap(), other.ledger().unwrap());
        prop_assert_eq!(numbers(&view, a, b, day(after)), numbers(&view, b, a, day(after)));
        prop_assert_eq!(one.unscored(), other.unscored());
        let turned = |part: DyadPart| match part {
            DyadPart::Forward => DyadPart::Backward,
            DyadPart::Backward => DyadPart::Forward,
            DyadPart::Symmetric => DyadPart::Symmetric,
        };
        let mut senses: Vec<_> =
            one.marks().iter().map(|one| (one.event.id(), one.part)).collect();
        let mut opposite: Vec<_> =
            other.marks().iter().map(|one| (one.event.id(), turned(one.part))).collect();
        senses.sort();
        opposite.sort();
        prop_assert_eq!(senses, opposite);
    }

    #[test]
    fn the_ledger_of_all_holds_the_ledger_of_each(record in record()) {
        let timeline = record.build();
        let scoring = Scoring::default();
        let ledger = timeline.ledger(&scoring).unwrap();
        for (a, b) in pairs() {
            let alone = timeline.relations(a, b).unwrap().ledger().unwrap();
            let found = ledger.dyad(a, b).map(|dyad| dyad.undirected()).unwrap_or_default();
            prop_assert_eq!(found, alone, "{} and {}", a, b);
        }
    }

    #[test]
    fn a_ledger_less_an_event_is_that_of_the_record_without_it(
        record in record_of(EVERYTHING, 1..9),
        taken in 0..9_usize,
    ) {
        let timeline = record.build();
        let scoring = Scoring::default();
        let whole = timeline.ledger(&scoring).unwrap();
        let taken = taken % record.events.len();
        let mut without = Statements {
            actors: record.actors(),
            sources: sources(),
            events: record.events(),
            ..Statements::default()
        };
        without.events.remove(taken);
        let without = built(&without).unwrap().ledger(&scoring).unwrap();

        let event = timeline.ledger_of(&id(taken), &scoring).unwrap();
        let mut ledger = whole.clone();
        ledger.unmerge(&event).unwrap();
        prop_assert_eq!(&ledger, &without);
        prop_assert_eq!(
            serde_json::to_string(&ledger).unwrap(),
            serde_json::to_string(&without).unwrap()
        );
        // What is no longer there is not taken away in part.
        let more = event.dyads().any(|pair| {
            let (a, b) = pair.actors;
            without.dyad(a, b).map(|dyad| dyad.undirected()).is_none()
        });
        if more {
            prop_assert!(ledger.unmerge(&event).is_err());
            prop_assert_eq!(&ledger, &without);
        }
        ledger.merge(&event).unwrap();
        prop_assert_eq!(&ledger, &whole);

        // Each mark of the event is one of the pair's, and there is no other.
        let marks = timeline.marks_of(&id(taken), &scoring).unwrap();
        let mut found: Vec<String> = Vec::new();
        for one in &marks {
            let (a, b) = one.actors;
            let mark = one.mark;
            prop_assert_eq!(mark.event.id(), id(taken));
            found.push(format!("{} {} {:?} {:?}", a.id(), b.id(), mark.part, mark.mark));
        }
        let mut expected = Vec::new();
        for (a, b) in pairs() {
            let (a, b) = (a.min(b), a.max(b));
            let relations = timeline.relations(a, b).unwrap();
            let of_it = relations.marks().iter().filter(|one| one.event.id() == id(taken));
            expected.extend(
                of_it.map(|one| format!("{a} {b} {:?} {:?}", one.part, one.mark)),
            );
        }
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn every_event_of_a_pair_is_scored_or_has_a_reason(
        record in record(),
        (a, b) in actors_apart(),
    ) {
        let timeline = record.build();
        let relations = timeline.relations(a, b).unwrap();
        let marked = relations.marks().iter().map(|one| one.event.id());
        let unscored = relations.unscored().iter().map(|(event, _)| event.id());
        let told: BTreeSet<&str> = marked.chain(unscored).collect();
        let statuses = [Status::Realised, Status::Disputed, Status::Cancelled];
        let view = timeline.between(a, b).unwrap().of_status(statuses);
        prop_assert_eq!(told, ids(&view).into_iter().collect::<BTreeSet<_>>());
    }

    #[test]
    fn planned_events_give_no_marks(record in record(), at in 0..9_u32, (a, b) in actors_apart()) {
        let timeline = record.build();
        for view in [timeline.as_of(day(at)), timeline.as_of(day(at)).of_status([Status::Realised, Status::Disputed, Status::Planned])] {
            let relations = view.relations(a, b).unwrap();
            for one in relations.marks() {
                prop_assert_ne!(one.event.status(), Some(Status::Planned));
            }
        }
        let planned = timeline.view().of_status([Status::Planned]).relations(a, b).unwrap();
        let called_off = |status| status == Some(Status::Cancelled);
        prop_assert!(planned.marks().iter().all(|one| called_off(one.event.status())));
    }

    #[test]
    fn a_trend_does_not_see_later_events(
        record in record_of(Scope { dates: (SHORT_DATES.start, SHORT_DATES.end), ..EVERYTHING }, 0..9),
        later in prop::collection::vec(
            event(Scope { dates: (SHORT_DATES.start, SHORT_DATES.end), ..EVERYTHING }),
            1..4,
        ),
        (a, b) in actors_apart(),
        after in 0..10_u32,
    ) {
        let at = day(after);
        let before = record.build();
        let mut statements = Statements {
            actors: record.actors(),
            sources: sources(),
            events: record.events(),
            ..Statements::default()
        };
        // As they are, but a month later than anything that is asked about.
        for (number, event) in later.into_iter().enumerate() {
            let event = PlainEvent { when: "[2025-02-10..2025-02-12]", reports: Vec::new(), ..event };
            statements.events.push(event.event(100 + number));
        }
        let more = built(&statements).unwrap();
        prop_assert_eq!(
            numbers(&before.view(), a, b, at),
            numbers(&more.view(), a, b, at)
        );
        let (one, other) = (before.relations(a, b).unwrap(), more.relations(a, b).unwrap());
        prop_assert_eq!(
            one.contributions(at).iter().map(|part| part.mark.event.id()).collect::<Vec<_>>(),
            other.contributions(at).iter().map(|part| part.mark.event.id()).collect::<Vec<_>>()
        );
    }

    #[test]
    fn what_was_known_then_does_not_change_with_later_reports(
        record in record_of(Scope { unreported: false, ..EVERYTHING }, 1..8),
        late in prop::collection::vec((0..8_usize, report(EVERYTHING)), 1..4),
        (a, b) in actors_apart(),
        at in 0..6_u32,
    ) {
        let before = record.build();
        let mut more = record.clone();
        for (number, report) in late {
            let events = more.events.len();
            more.events[number % events].reports.push(PlainReport {
                asserted: Some("2025-02-01"),
                withdrawn: None,
                ..report
            });
        }
        let after = more.build();
        let (then, now) = (before.as_of(day(at)), after.as_of(day(at)));
        prop_assert_eq!(
            ids(then.of_status(STATUSES)),
            ids(now.of_status(STATUSES))
        );
        prop_assert_eq!(
            ids(then.between(a, b).unwrap()),
            ids(now.between(a, b).unwrap())
        );
        for asked in [day(at), day(at + 30)] {
            prop_assert_eq!(numbers(&then, a, b, asked), numbers(&now, a, b, asked));
        }
        for event in &then {
            prop_assert_eq!(then.rank(event.id()), now.rank(event.id()));
        }
    }
}

/// A record of two states and one minister, who holds office from the 3rd to the 5th.
fn minister(event: Event) -> Timeline {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA").named("United States"));
    builder.actor(Actor::state("RUS").named("Russia"));
    builder.actor(Actor::person("ann").named("Ann").held_office(
        "USA",
        "minister",
        when("2025-01-03/2025-01-05"),
    ));
    builder.event(event);
    builder.build().unwrap()
}

#[test]
fn who_is_out_of_office_marks_nobody_but_himself() {
    for (date, certainty) in [
        ("2025-01-02", None),
        ("2025-01-03", Some(Certainty::Possible)),
        ("2025-01-04", Some(Certainty::Certain)),
        ("2025-01-05", Some(Certainty::Possible)),
        ("2025-01-06", None),
        ("2025-01", Some(Certainty::Possible)),
    ] {
        let timeline = minister(Event::call("call", when(date)).party("ann").party("RUS"));
        let states = timeline.relations("USA", "RUS").unwrap();
        let found = states.marks().first().map(|one| one.certainty);
        assert_eq!(found, certainty, "{date}");
        let own = timeline.relations("ann", "RUS").unwrap();
        assert_eq!(own.marks().len(), 1, "{date}");
        assert_eq!(own.marks()[0].certainty, Certainty::Certain, "{date}");
    }
}

#[test]
fn an_actor_that_speaks_on_behalf_of_another_does_not_speak_for_its_own_state() {
    let envoy = Participant::new("ann", Role::Party).on_behalf_of("RUS");
    let timeline = minister(
        Event::call("call", when("2025-01-04"))
            .participant(envoy)
            .party("USA"),
    );
    let relations = timeline.relations("RUS", "USA").unwrap();
    assert_eq!(relations.marks().len(), 1);
    let both_for_usa = timeline.between("USA", "ann").unwrap();
    assert_eq!(both_for_usa.events().count(), 1, "she spoke with the USA");
    assert!(timeline.view().involving("RUS").unwrap().events().count() == 1);
}

// What single events give.

#[test]
fn each_pair_of_n_parties_has_its_share() {
    for parties in 2..=4_u32 {
        let mut builder = three();
        let event = ACTORS[..parties as usize].iter().fold(
            Event::meeting("talks", when("2025-01-02")),
            |event, (id, _)| event.party(*id),
        );
        builder.event(event);
        let timeline = builder.build().unwrap();
        let relations = timeline.relations("USA", "RUS").unwrap();
        let [one] = relations.marks() else {
            panic!("{relations:?}");
        };
        let weights = Scoring::default();
        let expected = weights.weights().contact() / f64::from(parties - 1);
        assert!(
            (one.mark.weight() - expected).abs() < 1e-12,
            "{parties} parties"
        );
        assert!((one.mark.contact() - 1.0 / f64::from(parties - 1)).abs() < 1e-12);
        assert_eq!(one.part, DyadPart::Symmetric);
    }
}

#[test]
fn a_statement_goes_to_its_target_or_else_to_its_addressee() {
    let senses = |event: Event, a: &str, b: &str| {
        let mut builder = three();
        builder.event(event.code(Code::parse("THREATEN").unwrap()));
        let timeline = builder.build().unwrap();
        let relations = timeline.relations(a, b).unwrap();
        relations
            .marks()
            .iter()
            .map(|one| one.part)
            .collect::<Vec<_>>()
    };
    let said = || Event::statement("word", when("2025-01-02")).by("USA");
    let to_russia = || said().participant(Participant::new("RUS", Role::Addressee));
    assert_eq!(senses(to_russia(), "USA", "RUS"), [DyadPart::Forward]);
    assert_eq!(senses(to_russia(), "RUS", "USA"), [DyadPart::Backward]);
    assert_eq!(
        senses(to_russia().target("GBR"), "USA", "GBR"),
        [DyadPart::Forward]
    );
    assert_eq!(senses(to_russia().target("GBR"), "USA", "RUS"), []);
    assert_eq!(senses(said().about("RUS").target("GBR"), "RUS", "USA"), []);
}

#[test]
fn what_is_called_off_marks_the_day_of_calling_it_off() {
    let mut builder = three();
    let plan = Report::by(["USA"])
        .status(Status::Planned)
        .asserted(when("2025-01-02"));
    let end = Report::by(["USA"])
        .status(Status::Cancelled)
        .asserted(when("2025-01-04"));
    let visit = Event::meeting("visit", when("2025-01-20"))
        .party("USA")
        .party("RUS");
    builder.event(visit.report(plan).report(end));
    let timeline = builder.build().unwrap();
    let relations = timeline.relations("USA", "RUS").unwrap();
    let [one] = relations.marks() else {
        panic!("{relations:?}");
    };
    assert_eq!(one.mark.span().start(), day(3));
    assert_eq!(one.mark.span().days(), 1);
    assert!(one.mark.valence() < 0.0 && one.mark.contact() == 0.0);
    let before = timeline.as_of(day(2)).relations("USA", "RUS").unwrap();
    assert!(before.marks().is_empty());
}

#[test]
fn only_one_of_the_pair_has_a_direction() {
    let mut builder = three();
    builder.event(
        Event::call("call", when("2025-01-02"))
            .party("USA")
            .party("RUS"),
    );
    let timeline = builder.build().unwrap();
    let error = timeline
        .relations("USA", "RUS")
        .unwrap()
        .directed("GBR")
        .unwrap_err();
    let expected = "`GBR` is on neither side: expected one of `USA`, `RUS`";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn events_of_one_second_do_not_come_before_each_other() {
    let mut builder = three();
    for id in ["one", "two"] {
        builder.event(Event::call(id, when("2025-01-02T12:00:00Z")).party("USA"));
    }
    let timeline = builder.build().unwrap();
    for id in ["one", "two"] {
        assert_eq!(timeline.view().rank(id).unwrap(), Rank::exactly(1));
        assert_eq!(
            timeline.view().sequence().rank(id).unwrap(),
            Rank::exactly(1)
        );
    }
}

// Single cases that the laws above hold, told one by one.

fn three() -> TimelineBuilder {
    let mut builder = Timeline::builder();
    for (id, kind) in &ACTORS[..4] {
        builder.actor(Actor::new(*id, *kind).named(*id));
    }
    builder
}

#[test]
fn nobody_is_in_contact_with_itself() {
    let mut builder = three();
    builder.actor(
        Actor::person("ann")
            .named("Ann")
            .member_of("USA", when("2024/..")),
    );
    builder.actor(
        Actor::person("bob")
            .named("Bob")
            .member_of("USA", when("2024/..")),
    );
    builder.event(
        Event::call("call", when("2025-01-02"))
            .party("ann")
            .party("bob")
            .party("RUS"),
    );
    let timeline = builder.build().unwrap();
    let itself = LookupError::OnBothSides {
        actor: "USA".to_owned(),
    };
    assert_eq!(timeline.between("USA", "USA").unwrap_err(), itself);
    let pair = timeline.between("USA", "RUS").unwrap();
    assert_eq!(pair.between("USA", "USA").unwrap_err(), itself);
}

#[test]
fn a_withdrawn_date_counts_until_its_withdrawal() {
    // Ann was in office on the 2nd, which is when the meeting was first said to have been.
    let mut builder = three();
    builder.actor(
        Actor::person("ann")
            .named("Ann")
            .member_of("USA", when("2024/2025-01-04")),
    );
    let first = Report::by(["RUS"])
        .asserted(when("2025-01-03"))
        .withdrawn(when("2025-01-06"))
        .says(Account::new().when(when("2025-01-02")));
    let second = Report::by(["RUS"]).asserted(when("2025-01-06"));
    builder.event(
        Event::call("call", when("2025-01-05"))
            .party("ann")
            .party("RUS")
            .report(first)
            .report(second),
    );
    let timeline = builder.build().unwrap();
    let known = |at| ids(timeline.as_of(day(at)).between("USA", "RUS").unwrap()).len();
    assert_eq!(known(3), 1, "on the 4th they had met on the 2nd");
    assert_eq!(known(8), 0, "on the 9th they had met on the 5th");
    let involving = timeline.as_of(day(3)).involving("USA").unwrap();
    assert_eq!(involving.events().count(), 1);
}

/// A call of January, and a meeting on the 10th that it is said to have come before.
fn a_call_before_a_meeting() -> Timeline {
    let mut builder = three();
    let reported = |event: Event| {
        event
            .party("USA")
            .party("RUS")
            .report(Report::by(["RUS"]).asserted(when("2025-02-01")))
    };
    builder.event(reported(Event::call("call", when("2025-01"))));
    builder.event(reported(Event::meeting("meeting", when("2025-01-10"))));
    builder.constraint(Constraint::before("call", "meeting"));
    builder.build().unwrap()
}

#[test]
fn a_window_contains_what_a_view_without_constraints_shows_in_it() {
    let timeline = a_call_before_a_meeting();
    let then = timeline.as_of(day(60));
    let all = ids(then.within(day(19)..day(22)));
    assert_eq!(
        all,
        ids(then.between("USA", "RUS").unwrap().within(day(19)..day(22)))
    );
    assert_eq!(
        all,
        ids(then.involving("USA").unwrap().within(day(19)..day(22)))
    );
}

#[test]
fn a_stated_order_decides_ranks() {
    // Two calls of January, of which the one is said to be before the other.
    let mut builder = three();
    for id in ["first", "second"] {
        builder.event(Event::call(id, when("2025-01")).party("USA").party("RUS"));
    }
    builder.constraint(Constraint::before("first", "second"));
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    assert_eq!(
        view.order("first", "second").unwrap().before,
        Certainty::Certain
    );
    assert_eq!(view.rank("first").unwrap(), Rank::exactly(1));
    assert_eq!(view.rank("second").unwrap(), Rank::exactly(2));
    assert_eq!(view.sequence().rank("second").unwrap(), Rank::exactly(2));
}

#[test]
fn the_surest_of_several_ways_counts() {
    // Ann is in the ministry for certain only by way of Bob; the ministry stands for Russia.
    let mut builder = Timeline::builder();
    for id in ["USA", "RUS"] {
        builder.actor(Actor::state(id));
    }
    builder.actor(Actor::organisation("ministry").member_of("RUS", "1991/.."));
    builder.actor(
        Actor::person("bob")
            .named("Bob")
            .member_of("ministry", "2020/.."),
    );
    builder.actor(
        Actor::person("ann")
            .named("Ann")
            .member_of("ministry", "2019/")
            .member_of("bob", "2020/.."),
    );
    builder.event(
        Event::call("call", when("2025-01-02"))
            .party("ann")
            .party("USA"),
    );
    let timeline = builder.build().unwrap();
    let view = timeline.between("ministry", "USA").unwrap();
    assert_eq!(
        view.certainty(timeline.event("call").unwrap()),
        Certainty::Certain
    );
    let view = timeline.between("RUS", "USA").unwrap();
    assert_eq!(
        view.certainty(timeline.event("call").unwrap()),
        Certainty::Certain
    );
}

#[test]
fn the_parties_are_counted_the_same_from_either_side() {
    // Ann stands for the USA: of her, Bob and the Russians, seen from her and the USA.
    let mut builder = three();
    for id in ["ann", "bob"] {
        builder.actor(Actor::person(id).member_of("USA", when("2024/..")));
    }
    builder.event(
        Event::call("call", when("2025-01-02"))
            .party("ann")
            .party("bob")
            .party("RUS"),
    );
    let timeline = builder.build().unwrap();
    let one = timeline.relations("ann", "USA").unwrap().ledger().unwrap();
    let other = timeline.relations("USA", "ann").unwrap().ledger().unwrap();
    assert_eq!(one, other);
}

#[test]
fn what_a_later_source_covers_was_not_known_before() {
    let build = |covered: bool| {
        let mut builder = three();
        if covered {
            let later = Source::new("archive")
                .named("an archive")
                .published(when("2025-06"));
            builder.source(later.covers(CoverageDeclaration::over(when("2023/2025"))));
        }
        for (id, date, code) in [
            ("agree", "2024-01-01", "AGREE"),
            ("again", "2024-06-01", "AGREE"),
            ("threat", "2025-01-01", "THREATEN"),
        ] {
            let statement = Event::statement(id, when(date)).by("USA").target("RUS");
            builder.event(statement.code(Code::parse(code).unwrap()));
        }
        builder.build().unwrap()
    };
    let (with, without) = (build(true), build(false));
    let then = |timeline: &Timeline| numbers(&timeline.as_of(day(9)), "USA", "RUS", day(9));
    assert_eq!(then(&with), then(&without));
    assert!(numbers(&with.view(), "USA", "RUS", day(9)).1.is_some());
    let view = |timeline: &Timeline, at| {
        let view = timeline.as_of(day(at));
        view.coverage(day(0)..day(9))
    };
    assert_eq!(view(&with, 9), None);
    assert_eq!(view(&with, 200), Some(1.0));
}

#[test]
fn what_a_source_covers_is_known_on_the_day_on_which_it_is_published() {
    let mut builder = three();
    let paper = Source::new("paper")
        .named("a paper")
        .published(when("2025-01-10"));
    builder.source(paper.covers(CoverageDeclaration::over(when("2025-01-01/2025-01-08"))));
    let timeline = builder.build().unwrap();
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let covered = |as_of: &str| {
        let view = timeline.as_of(date(as_of));
        view.coverage(date("2025-01-01")..=date("2025-01-08"))
    };
    assert_eq!(covered("2025-01-09"), None);
    assert_eq!(covered("2025-01-10"), Some(1.0));
}

#[test]
fn statements_that_differ_in_the_words_of_a_date_have_one_order() {
    let build = |words: [&str; 2]| {
        let mut builder = three();
        let mut ann = Actor::person("ann").named("Ann");
        let mut source = Source::new("archive").named("an archive");
        for words in words {
            let when = when("2025-01-02").with_words(words);
            ann = ann.member_of("USA", when.clone());
            source = source.covers(CoverageDeclaration::over(when));
        }
        builder.actor(ann);
        builder.source(source);
        builder.build().unwrap()
    };
    let (one, other) = (build(["a", "b"]), build(["b", "a"]));
    assert_eq!(written(&one), written(&other));
    assert_eq!(one, other);
}

#[test]
fn coverage_is_of_those_who_take_part() {
    let mut builder = three();
    builder.source(
        Source::new("agency")
            .named("an agency")
            .covers(CoverageDeclaration::over(when("2024/2026")).actors(["USA"])),
    );
    builder.event(
        Event::call("call", when("2025-01-02"))
            .party("USA")
            .party("RUS"),
    );
    let timeline = builder.build().unwrap();
    let view = timeline.between("USA", "RUS").unwrap();
    assert_eq!(view.coverage(day(0)..day(5)), Some(1.0));
    assert_eq!(
        timeline
            .between("RUS", "GBR")
            .unwrap()
            .coverage(day(0)..day(5)),
        None
    );
}

//! Statements about the order of events: what they bound, why, since when, and how they are
//! written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use detente::TimelineBuilder;
use detente::actor::Actor;
use detente::event::{Account, Event, Link, Report, Source, Status};
use detente::query::AccountRule;
use detente::sequence::{Distance, Position};
use detente::time::{Bounds, Certainty, DayRule, Edtf};
use detente::timeline::{
    BoundKind, BuildError, Constraint, Contradiction, EventRef, FaultKind, Statement,
};
use detente::{Timeline, When};
use proptest::prelude::*;
use proptest::sample::select;

const DAY: i64 = 86_400;

fn when(text: &str) -> When {
    When::parse(text).unwrap()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, day).unwrap()
}

fn ids(events: &[EventRef<'_>]) -> Vec<String> {
    events.iter().map(|one| one.id().to_owned()).collect()
}

fn contradiction(error: &BuildError) -> &Contradiction {
    match &*error.faults {
        [fault] => match &fault.kind {
            FaultKind::Contradiction(contradiction) => contradiction,
            other => panic!("{other}"),
        },
        _ => panic!("{error}"),
    }
}

/// The four bounds in seconds after a base; none where unbounded.
fn seconds(bounds: &Bounds, base: i64) -> [Option<i64>; 4] {
    [
        bounds.start_earliest(),
        bounds.start_latest(),
        bounds.end_earliest(),
        bounds.end_latest(),
    ]
    .map(|at| at.map(|at| at.timestamp() - base))
}

// Every relation against all assignments of a small domain.

/// The first second of 2025; the domain is the seconds after it.
const BASE: i64 = 1_735_689_600;
const LAST: i64 = 6;

/// What is stated of two or three events, numbered.
#[derive(Clone, Copy, Debug)]
enum Says {
    Before(usize, usize),
    AtLeast(usize, i64, usize),
    AtMost(usize, i64, usize),
    From(usize, i64, i64, usize),
    During(usize, usize),
    Within(usize, i64, usize),
    SameTime(usize, usize),
    Between(usize, usize, usize),
}

fn id(number: usize) -> String {
    format!("e{number}")
}

impl Says {
    fn constraint(self) -> Constraint {
        let delta = TimeDelta::seconds;
        match self {
            Self::Before(a, b) => Constraint::before(id(a), id(b)),
            Self::AtLeast(a, least, b) => Constraint::before_by(id(a), delta(least).., id(b)),
            Self::AtMost(a, most, b) => Constraint::before_by(id(a), ..=delta(most), id(b)),
            Self::From(a, least, most, b) => {
                Constraint::before_by(id(a), delta(least)..=delta(most), id(b))
            }
            Self::During(a, b) => Constraint::during(id(a), id(b)),
            Self::Within(a, far, b) => Constraint::within(id(a), delta(far), id(b)),
            Self::SameTime(a, b) => Constraint::same_time(id(a), id(b)),
            Self::Between(a, b, c) => Constraint::between(id(a), id(b), id(c)),
        }
    }

    /// Whether it is true of starts and ends.
    fn holds(self, at: &[(i64, i64)]) -> bool {
        let gap = |a: usize, b: usize| at[b].0 - at[a].1;
        match self {
            Self::Before(a, b) => at[a].1 <= at[b].0,
            Self::AtLeast(a, least, b) => gap(a, b) >= least,
            Self::AtMost(a, most, b) => (0..=most).contains(&gap(a, b)),
            Self::From(a, least, most, b) => (least..=most).contains(&gap(a, b)),
            Self::During(a, b) => (at[a].0..at[a].1).all(|s| at[b].0 <= s && s < at[b].1),
            Self::Within(a, far, b) => {
                let apart = if at[a].1 <= at[b].0 {
                    gap(a, b)
                } else if at[b].1 <= at[a].0 {
                    gap(b, a)
                } else {
                    0
                };
                apart <= far
            }
            Self::SameTime(a, b) => {
                (at[a].0..at[a].1).any(|second| (at[b].0..at[b].1).contains(&second))
            }
            Self::Between(a, b, c) => at[b].1 <= at[a].0 && at[a].1 <= at[c].0,
        }
    }
}

/// In which seconds an event may start, and at which it may end: some with gaps between.
type Date = (Vec<i64>, Vec<i64>);

/// A frame that fills the domain, with the events in it, some without a date.
#[derive(Clone, Debug)]
struct Story {
    dates: Vec<Option<Date>>,
    says: Vec<Says>,
}

fn says(count: usize) -> impl Strategy<Value = Says> {
    (0..count, 1..count, 0..count, 0..8, 0..3_i64, 0..3_i64).prop_filter_map(
        "the events differ",
        move |(a, step, c, kind, near, more)| {
            let b = (a + step) % count;
            Some(match kind {
                0 => Says::Before(a, b),
                1 => Says::AtLeast(a, near, b),
                2 => Says::AtMost(a, near, b),
                3 => Says::From(a, near, near + more, b),
                4 => Says::During(a, b),
                5 => Says::Within(a, near, b),
                6 => Says::SameTime(a, b),
                _ if c != a && c != b => Says::Between(a, b, c),
                _ => return None,
            })
        },
    )
}

fn story() -> impl Strategy<Value = Story> {
    let stretch = |low: i64, high: i64| {
        (low..high, 0..3_i64)
            .prop_map(move |(one, wide)| (one..=(one + wide).min(high - 1)).collect())
    };
    let several =
        |low: i64, high: i64| prop::sample::subsequence((low..high).collect::<Vec<i64>>(), 1..4);
    let seconds = |low, high| prop_oneof![2 => stretch(low, high), 3 => several(low, high)];
    let date = (seconds(0, LAST), seconds(1, LAST + 1))
        .prop_filter("some start and end fit", |(starts, ends): &Date| {
            starts.first() < ends.last()
        });
    (
        prop::collection::vec(prop::option::of(date), 3),
        prop::collection::vec(says(3), 1..4),
    )
        .prop_map(|(dates, says)| Story { dates, says })
}

fn second(second: i64) -> String {
    let at = DateTime::<Utc>::from_timestamp(BASE + second, 0).unwrap();
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn dated((starts, ends): &Date) -> When {
    let one_of = |seconds: &[i64]| {
        let texts: Vec<String> = seconds.iter().map(|&one| second(one)).collect();
        Edtf::parse(&format!("[{}]", texts.join(","))).unwrap()
    };
    When::from_ends(&one_of(starts), &one_of(ends), DayRule::default()).unwrap()
}

impl Story {
    /// The timeline of some of its statements: the frame, dates by number, and constraints.
    fn build(
        &self,
        framed: &[bool],
        dated_by: &[bool],
        says: &[bool],
    ) -> Result<Timeline, BuildError> {
        let mut builder = Timeline::builder();
        let whole = (vec![0], vec![LAST]);
        builder.event(Event::call(
            "frame",
            if framed[3] {
                dated(&whole)
            } else {
                When::undated()
            },
        ));
        for (number, date) in self.dates.iter().enumerate() {
            let date = date.as_ref().filter(|_| dated_by[number]);
            builder.event(Event::call(
                id(number),
                date.map_or_else(When::undated, dated),
            ));
            if framed[number] {
                builder.constraint(Constraint::during(id(number), "frame"));
            }
        }
        for (one, is_said) in self.says.iter().zip(says) {
            if *is_said {
                builder.constraint(one.constraint());
            }
        }
        builder.build()
    }

    fn whole(&self) -> Result<Timeline, BuildError> {
        self.build(&[true; 4], &[true; 3], &[true; 8])
    }

    /// The timeline of some statements out of an explanation or a contradiction.
    fn of(&self, statements: &[Statement]) -> Result<Timeline, BuildError> {
        let texts: BTreeSet<String> = statements.iter().map(ToString::to_string).collect();
        let is_dated = |id: &str| {
            statements
                .iter()
                .any(|one| matches!(one, Statement::Dated { event, .. } if event == id))
        };
        let mut framed: Vec<bool> = (0..3)
            .map(|number| texts.contains(&Constraint::during(id(number), "frame").to_string()))
            .collect();
        framed.push(is_dated("frame"));
        let dated_by: Vec<bool> = (0..3).map(|number| is_dated(&id(number))).collect();
        let says: Vec<bool> = self
            .says
            .iter()
            .map(|one| texts.contains(&one.constraint().to_string()))
            .collect();
        self.build(&framed, &dated_by, &says)
    }

    /// Every assignment of starts and ends that makes all statements true.
    fn assignments(&self) -> Vec<[(i64, i64); 3]> {
        let all: Vec<(i64, i64)> = (0..LAST)
            .flat_map(|start| (start + 1..=LAST).map(move |end| (start, end)))
            .collect();
        let of = |number: usize| {
            let fits = |&&(start, end): &&(i64, i64)| {
                self.dates[number]
                    .as_ref()
                    .is_none_or(|(starts, ends)| starts.contains(&start) && ends.contains(&end))
            };
            all.iter().filter(fits).copied().collect::<Vec<_>>()
        };
        let [a, b, c] = [of(0), of(1), of(2)];
        let mut found = Vec::new();
        for &a in &a {
            for &b in &b {
                found.extend(c.iter().map(|&c| [a, b, c]));
            }
        }
        found.retain(|at| self.says.iter().all(|one| one.holds(at)));
        found
    }
}

fn certainty(answers: impl Iterator<Item = bool>) -> Certainty {
    let answers: BTreeSet<bool> = answers.collect();
    match (answers.contains(&true), answers.contains(&false)) {
        (true, false) => Certainty::Certain,
        (true, true) => Certainty::Possible,
        _ => Certainty::Impossible,
    }
}

fn without(statements: &[Statement], at: usize) -> Vec<Statement> {
    let mut others = statements.to_vec();
    others.remove(at);
    others
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_follows_is_what_every_assignment_has_in_common(story in story()) {
        let all = story.assignments();
        let timeline = match story.whole() {
            Ok(timeline) => timeline,
            Err(error) => {
                prop_assert!(all.is_empty(), "{error}");
                return Ok(());
            }
        };
        prop_assert!(!all.is_empty());
        for a in 0..3 {
            let event = timeline.event(&id(a)).unwrap();
            let starts = || all.iter().map(|at| at[a].0);
            let ends = || all.iter().map(|at| at[a].1);
            let expected = [
                starts().min(),
                starts().max().map(|second| second + 1),
                ends().min().map(|second| second - 1),
                ends().max(),
            ];
            prop_assert_eq!(seconds(&event.bounds(), BASE), expected);
            for b in (0..3).filter(|b| *b != a) {
                let other = timeline.event(&id(b)).unwrap();
                prop_assert_eq!(
                    event.before(other),
                    certainty(all.iter().map(|at| at[a].1 <= at[b].0)),
                    "{} before {}", a, b
                );
                prop_assert_eq!(
                    event.starts_before(other),
                    certainty(all.iter().map(|at| at[a].0 < at[b].0))
                );
                let gap = timeline.gap(event.id(), other.id()).unwrap();
                let gaps = || all.iter().map(|at| at[b].0 - at[a].1);
                prop_assert_eq!(gap.min_seconds, gaps().min());
                prop_assert_eq!(gap.max_seconds, gaps().max());
            }
        }
    }

    #[test]
    fn no_statement_of_a_contradiction_can_be_left_out(story in story()) {
        let Err(error) = story.whole() else { return Ok(()) };
        let statements = &contradiction(&error).statements;
        prop_assert!(story.of(statements).is_err(), "{error}");
        for at in 0..statements.len() {
            let others = without(statements, at);
            prop_assert!(story.of(&others).is_ok(), "{} of {}", at, error);
        }
    }

    #[test]
    fn no_statement_of_an_explanation_can_be_left_out(story in story()) {
        let Ok(timeline) = story.whole() else { return Ok(()) };
        for a in 0..3 {
            let event = timeline.event(&id(a)).unwrap();
            for b in (0..3).filter(|b| *b != a) {
                let why = event.why_before(timeline.event(&id(b)).unwrap());
                prop_assert_eq!(
                    why.is_some(),
                    event.before(timeline.event(&id(b)).unwrap()).is_certain()
                );
                let Some(why) = why else { continue };
                let follows = |statements: &[Statement]| {
                    let timeline = story.of(statements).unwrap();
                    let [one, other] = [a, b].map(|n| timeline.event(&id(n)).unwrap());
                    one.before(other).is_certain()
                };
                prop_assert!(follows(&why.statements), "{why}");
                for at in 0..why.statements.len() {
                    prop_assert!(!follows(&without(&why.statements, at)), "{at} of {why}");
                }
            }
            let sides = [BoundKind::StartEarliest, BoundKind::StartLatest, BoundKind::EndEarliest, BoundKind::EndLatest];
            for (number, side) in sides.into_iter().enumerate() {
                let why = event.why(side).unwrap();
                let bound = seconds(&event.bounds(), BASE)[number].unwrap();
                let follows = |statements: &[Statement]| {
                    let timeline = story.of(statements).unwrap();
                    let bounds = timeline.event(&id(a)).unwrap().bounds();
                    seconds(&bounds, BASE)[number] == Some(bound)
                };
                prop_assert!(follows(&why.statements), "{side:?}: {why}");
                for at in 0..why.statements.len() {
                    prop_assert!(!follows(&without(&why.statements, at)), "{side:?}: {at} of {why}");
                }
            }
        }
    }

    #[test]
    fn nearest_events_have_no_certain_event_in_between(story in story()) {
        let Ok(timeline) = story.whole() else { return Ok(()) };
        let view = timeline.view();
        let events: Vec<EventRef<'_>> = view.events().collect();
        for &event in &events {
            let position = view.position(event.id()).unwrap();
            let others = || events.iter().copied().filter(|other| *other != event);
            let nearest = |sure: &dyn Fn(EventRef<'_>, EventRef<'_>) -> bool| -> Vec<EventRef<'_>> {
                others()
                    .filter(|one| sure(*one, event))
                    .filter(|one| !others().any(|two| sure(*one, two) && sure(two, event)))
                    .collect()
            };
            let earlier = |a: EventRef<'_>, b: EventRef<'_>| a.before(b).is_certain();
            let later = |a: EventRef<'_>, b: EventRef<'_>| b.before(a).is_certain();
            prop_assert_eq!(position.just_before, nearest(&earlier));
            prop_assert_eq!(position.just_after, nearest(&later));
            for (other, order) in &position.open {
                prop_assert_eq!(order, &view.order(event.id(), other.id()).unwrap());
                prop_assert!(!order.before.is_certain() && !order.after.is_certain());
            }
            let certain = others()
                .filter(|one| earlier(*one, event) || later(*one, event))
                .count();
            let sorted = position.open.len() + position.alongside.len() + certain;
            prop_assert_eq!(sorted, events.len() - 1);
            for other in &position.alongside {
                prop_assert_eq!(event.bounds().overlaps(&other.bounds()).and(Certainty::Possible), Certainty::Possible);
                prop_assert_eq!(event.before(*other), Certainty::Impossible);
                prop_assert_eq!(other.before(event), Certainty::Impossible);
            }
        }
    }
}

// Days.

/// The events two by two, each way.
const PAIRS: [(usize, usize); 6] = [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)];

/// What counts in days.
#[derive(Clone, Copy, Debug)]
enum Days {
    After(usize, u32, usize),
    Before(usize, u32, usize),
    Same(usize, usize),
    Earlier(usize, usize),
}

impl Days {
    fn constraint(self) -> Constraint {
        match self {
            Self::After(a, days, b) => Constraint::days_after(id(a), days, id(b)),
            Self::Before(a, days, b) => Constraint::days_before(id(a), days, id(b)),
            Self::Same(a, b) => Constraint::same_day(id(a), id(b)),
            Self::Earlier(a, b) => Constraint::before(id(a), id(b)),
        }
    }

    /// Whether it places an event by days.
    fn counts(self, number: usize) -> bool {
        match self {
            Self::After(a, _, b) | Self::Before(a, _, b) | Self::Same(a, b) => {
                a == number || b == number
            }
            Self::Earlier(..) => false,
        }
    }

    fn holds(self, at: &[(i64, i64)]) -> bool {
        let first = |n: usize| at[n].0.div_euclid(DAY);
        let last = |n: usize| (at[n].1 - 1).div_euclid(DAY);
        let one_day = |n: usize| first(n) == last(n);
        match self {
            Self::After(a, days, b) => one_day(a) && first(a) == last(b) + i64::from(days),
            Self::Before(a, days, b) => one_day(a) && first(a) == first(b) - i64::from(days),
            Self::Same(a, b) => one_day(a) && one_day(b) && first(a) == first(b),
            Self::Earlier(a, b) => at[a].1 <= at[b].0,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Extremes lie within a few seconds of a midnight: those are all that is tried.
    #[test]
    fn days_are_those_of_the_calendar_by_which_events_are_dated(
        dates in prop::collection::vec((0..4_i64, 0..2_i64), 3),
        says in prop::collection::vec((0..3_usize, 1..3_usize, 0..4, 1..3_u32), 1..3),
        shift in select(&[0_i64, 8, -5][..]),
    ) {
        let says: Vec<Days> = says
            .into_iter()
            .map(|(a, step, kind, days)| {
                let b = (a + step) % 3;
                match kind {
                    0 => Days::After(a, days, b),
                    1 => Days::Before(a, days, b),
                    2 => Days::Same(a, b),
                    _ => Days::Earlier(a, b),
                }
            })
            .collect();
        let instants: Vec<i64> = (0..5)
            .flat_map(|day| [0, 1, 2, 3, DAY - 3, DAY - 2, DAY - 1].map(|second| day * DAY + second))
            .chain([5 * DAY])
            .collect();
        // One of several days is one day, where days are counted.
        let counts = |number: usize| says.iter().any(|one| one.counts(number));
        let of = |number: usize| {
            let (first, more) = dates[number];
            let (low, high) = (first * DAY, (first + more + 1) * DAY);
            let mut all = Vec::new();
            for &start in instants.iter().filter(|at| low <= **at && **at < high) {
                let ends = instants.iter().filter(|end| start < **end && **end <= high);
                let fits = |end: &i64| {
                    !counts(number) || start.div_euclid(DAY) == (end - 1).div_euclid(DAY)
                };
                all.extend(ends.copied().filter(fits).map(|end| (start, end)));
            }
            all
        };
        let [x, y, z] = [of(0), of(1), of(2)];
        let mut bounds = [[i64::MAX, i64::MIN, i64::MAX, i64::MIN]; 3];
        let mut any = false;
        // The least and the most of each gap, in seconds and in days of the calendar.
        let mut gaps = BTreeMap::new();
        for &a in &x {
            for &b in &y {
                for &c in &z {
                    let at = [a, b, c];
                    if says.iter().all(|one| one.holds(&at)) {
                        any = true;
                        for (a, b) in PAIRS {
                            let seconds = at[b].0 - at[a].1;
                            let days = at[b].0.div_euclid(DAY) - (at[a].1 - 1).div_euclid(DAY);
                            let gap: &mut [i64; 4] = gaps
                                .entry((a, b))
                                .or_insert([seconds, seconds, days, days]);
                            *gap = [
                                gap[0].min(seconds),
                                gap[1].max(seconds),
                                gap[2].min(days),
                                gap[3].max(days),
                            ];
                        }
                        for (bound, (start, end)) in bounds.iter_mut().zip(at) {
                            *bound = [
                                bound[0].min(start),
                                bound[1].max(start + 1),
                                bound[2].min(end - 1),
                                bound[3].max(end),
                            ];
                        }
                    }
                }
            }
        }
        // The days of a zone that lies by so many hours before UTC, or after it.
        let zone = detente::time::Zone::Offset(chrono::FixedOffset::east_opt(i32::try_from(shift * 3_600).unwrap()).unwrap());
        let mut builder = Timeline::builder();
        for (number, (first, more)) in dates.iter().enumerate() {
            let date = |day: i64| DateTime::from_timestamp(BASE + day * DAY, 0).unwrap().date_naive();
            let text = format!("[{}..{}]", date(*first), date(first + more));
            builder.event(Event::call(id(number), When::new(Edtf::parse(&text).unwrap(), zone).unwrap()));
        }
        builder.constraint(Constraint::same_time("e0", "e0"));
        for one in &says {
            builder.constraint(one.constraint());
        }
        match builder.build() {
            Err(error) => prop_assert!(!any, "{error}"),
            Ok(timeline) => {
                prop_assert!(any);
                for (number, expected) in bounds.iter().enumerate().filter(|_| any) {
                    let found = timeline.event(&id(number)).unwrap().bounds();
                    let found = seconds(&found, BASE - shift * 3_600).map(Option::unwrap);
                    prop_assert_eq!(&found, expected, "{}", number);
                }
                for ((a, b), expected) in gaps {
                    let gap = timeline.gap(&id(a), &id(b)).unwrap();
                    let found = [
                        gap.min_seconds.unwrap(),
                        gap.max_seconds.unwrap(),
                        gap.min_days.unwrap(),
                        gap.max_days.unwrap(),
                    ];
                    prop_assert_eq!(found, expected, "{} to {}", a, b);
                }
            }
        }
    }

    #[test]
    fn the_truth_is_never_ruled_out(
        truth in prop::collection::vec((0..5 * DAY, 1..2 * DAY), 4),
        midnight in prop_oneof![Just(0), 0..DAY],
        says in prop::collection::vec((0..4_usize, 1..4_usize, 0..3), 1..6),
        how in prop::collection::vec(0..4_u8, 4),
    ) {
        let truth: Vec<(i64, i64)> = truth.into_iter().map(|(at, long)| (at, at + long)).collect();
        let day = |second: i64| (second - midnight).div_euclid(DAY);
        let mut builder = Timeline::builder();
        for (number, &(start, end)) in truth.iter().enumerate() {
            // UTC's days are those of the statements only if their midnight is UTC's.
            let date = match how[number] {
                0 if midnight == 0 => dated_by_days(start, end),
                0 | 1 => dated(&(vec![start], vec![end])),
                _ => When::undated(),
            };
            builder.event(Event::call(id(number), date));
        }
        for (a, step, kind) in says {
            let b = (a + step) % 4;
            let first = |n: usize| day(truth[n].0);
            let last = |n: usize| day(truth[n].1 - 1);
            let days = |days: i64| u32::try_from(days).ok();
            let one = match kind {
                0 => days(first(a) - last(b)).map(|n| Constraint::days_after(id(a), n, id(b))),
                1 => days(first(b) - first(a)).map(|n| Constraint::days_before(id(a), n, id(b))),
                _ => (first(a) == first(b)).then(|| Constraint::same_day(id(a), id(b))),
            };
            // With no day between, both are said to lie on one day.
            let is_true = first(a) == last(a) && (first(a) != first(b) || first(b) == last(b));
            let distinct = match kind { 0 => first(a) != last(b), 1 => first(a) != first(b), _ => true };
            let is_true = is_true && (distinct || first(b) == last(b));
            if let Some(one) = one.filter(|_| is_true) {
                builder.constraint(one);
            }
        }
        let timeline = builder.build();
        prop_assert!(timeline.is_ok(), "{:?}", timeline);
        let timeline = timeline.unwrap();
        for (number, &(start, end)) in truth.iter().enumerate() {
            let [start_earliest, start_latest, end_earliest, end_latest] =
                seconds(&timeline.event(&id(number)).unwrap().bounds(), BASE);
            prop_assert!(start_earliest.is_none_or(|at| at <= start));
            prop_assert!(start_latest.is_none_or(|at| start < at));
            prop_assert!(end_earliest.is_none_or(|at| at < end));
            prop_assert!(end_latest.is_none_or(|at| end <= at));
        }
    }
}

fn dated_by_days(start: i64, end: i64) -> When {
    let date = |second: i64| {
        DateTime::from_timestamp(BASE + second, 0)
            .unwrap()
            .date_naive()
    };
    When::try_from(date(start)..=date(end - 1)).unwrap()
}

#[test]
fn the_day_after_is_a_day_of_the_calendar() {
    let mut builder = Timeline::builder();
    builder.event(Event::meeting("summit", when("2025-07-10/2025-07-12")));
    for id in ["call", "letter", "third"] {
        builder.event(Event::call(id, When::undated()));
    }
    builder.constraint(Constraint::days_after("call", 1, "summit"));
    builder.constraint(Constraint::days_before("letter", 1, "summit"));
    builder.constraint(Constraint::days_after("third", 2, "call"));
    let timeline = builder.build().unwrap();
    let bounds = |id: &str| timeline.event(id).unwrap().bounds().to_string();
    assert_eq!(bounds("call"), "2025-07-13");
    assert_eq!(bounds("letter"), "2025-07-09");
    assert_eq!(bounds("third"), "2025-07-15");
}

/// A note of July that was written on the day of a call, of which something is stated.
fn note_of_the_day_of_a_call(date: When, other: When, stated: Constraint) -> String {
    let mut builder = Timeline::builder();
    builder.event(Event::call("note", when("2025-07")));
    builder.event(Event::call("call", date));
    builder.event(Event::meeting("meeting", other));
    builder.constraint(Constraint::same_day("note", "call"));
    builder.constraint(stated);
    let timeline = builder.build().unwrap();
    timeline.event("note").unwrap().bounds().to_string()
}

#[test]
fn what_comes_before_something_is_on_no_later_day() {
    let meeting = when("2025-07-10");
    let before = Constraint::before("call", "meeting");
    assert_eq!(
        note_of_the_day_of_a_call(When::undated(), meeting.clone(), before),
        "2025-07-01 to 2025-07-10"
    );
    let after = Constraint::before("meeting", "call");
    assert_eq!(
        note_of_the_day_of_a_call(When::undated(), meeting, after),
        "2025-07-10 to 2025-07-31"
    );
}

#[test]
fn a_day_passes_two_midnights_at_most() {
    // From the end of the 8th a day leads to the beginning of the 10th.
    let day = TimeDelta::days(1);
    let at_most = Constraint::before_by("meeting", ..=day, "call");
    assert_eq!(
        note_of_the_day_of_a_call(When::undated(), when("2025-07-08"), at_most),
        "2025-07-08 to 2025-07-10"
    );
}

#[test]
fn days_of_two_zones_do_not_share_a_calendar() {
    let build = |zone: &str| {
        let mut builder = Timeline::builder();
        let reading =
            DayRule::default().with_zone(detente::time::Zone::Offset(zone.parse().unwrap()));
        builder.event(Event::meeting("talks", when("2025-07-10")));
        builder.event(Event::call(
            "call",
            When::new(Edtf::parse("2025-07").unwrap(), reading).unwrap(),
        ));
        builder.constraint(Constraint::days_after("call", 1, "talks"));
        builder.build().unwrap().event("call").unwrap().bounds()
    };
    assert_eq!(
        seconds(&build("+00:00"), BASE),
        seconds(&when("2025-07-11").bounds(), BASE)
    );
    // From the first second after the talks may end, to the end of the second day after them.
    let [start, .., end] = seconds(&build("+08:00"), BASE);
    let tenth = seconds(&when("2025-07-10").bounds(), BASE)[0].unwrap();
    assert_eq!(
        (start.unwrap() - tenth, end.unwrap() - tenth),
        (1, 3 * DAY - 1)
    );
}

// Undated events.

#[test]
fn an_undated_event_takes_its_place_from_what_is_stated() {
    let mut builder = Timeline::builder();
    builder.event(Event::meeting("visit", when("2025-07-01")));
    builder.event(Event::call("call", when("2025-07-04")));
    builder.event(Event::meeting("talks", when("2025-07-10")));
    builder.event(Event::call("adrift", When::undated()));
    builder.event(Event::call("letter", When::undated()));
    builder.event(Event::call("month", when("2025-07")));
    builder.constraint(Constraint::between("letter", "call", "talks"));
    builder.constraint(Constraint::between("month", "call", "talks"));
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let all: Vec<EventRef<'_>> = view.events().collect();
    assert_eq!(
        ids(&all),
        ["adrift", "visit", "call", "letter", "month", "talks"]
    );
    assert_eq!(
        timeline.event("letter").unwrap().bounds().to_string(),
        "2025-07-04 to 2025-07-10"
    );
    for id in ["letter", "month"] {
        let position: Position<'_> = view.position(id).unwrap();
        assert_eq!(ids(&position.just_before), ["call"]);
        assert_eq!(ids(&position.just_after), ["talks"]);
        assert_eq!(position.open.len(), 2);
    }
    assert_eq!(view.position("adrift").unwrap().open.len(), 5);
    assert_eq!(
        timeline.gap("visit", "adrift").unwrap().to_string(),
        "any number of days"
    );
}

#[test]
fn an_event_that_only_its_reports_date_is_not_undated() {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA").named("United States"));
    builder.actor(Actor::state("RUS").named("Russia"));
    let says = |id: &str, date: &str| Report::by([id]).says(Account::new().when(when(date)));
    builder.event(
        Event::call("call", When::undated())
            .report(says("USA", "2025-07-03"))
            .report(says("RUS", "2025-07-05"))
            .reported_by("USA"),
    );
    let timeline = builder.build().unwrap();
    let call = timeline.event("call").unwrap();
    assert_eq!(call.bounds().to_string(), "2025-07-03 to 2025-07-05");
    assert_eq!(call.when().to_string(), "2025-07-03");
}

// What was known when.

/// A call of July of which, on the 12th, a paper says that it came before the talks of the 10th;
/// on the 14th it takes that back, and on the 16th another says the day after.
fn corrected() -> Timeline {
    let mut builder = Timeline::builder();
    builder.source(
        Source::new("paper")
            .named("A paper")
            .published(when("2025-07-12")),
    );
    builder.source(
        Source::new("gazette")
            .named("A gazette")
            .published(when("2025-07-16")),
    );
    let told = Report::by(["paper"]).asserted(when("2025-07-11"));
    builder.event(Event::meeting("talks", when("2025-07-10")).report(told.clone()));
    builder.event(Event::call("call", when("2025-07-01/2025-07-01")).report(told.clone()));
    builder.event(Event::call("second", when("[2025-07-01..2025-07-11]")).report(told));
    builder.constraint(
        Constraint::before("second", "talks")
            .by(["paper"])
            .withdrawn(when("2025-07-14")),
    );
    builder.constraint(Constraint::days_after("second", 1, "talks").by(["gazette"]));
    builder.build().unwrap()
}

#[test]
fn a_statement_binds_from_when_it_was_asserted_until_it_was_withdrawn() {
    let timeline = corrected();
    let bounds = |at: u32| {
        timeline
            .as_of(day(at))
            .event("second")
            .unwrap()
            .bounds()
            .to_string()
    };
    assert_eq!(bounds(11), "2025-07-01 to 2025-07-11");
    assert_eq!(bounds(12), "2025-07-01 to 2025-07-10");
    assert_eq!(bounds(13), "2025-07-01 to 2025-07-10");
    assert_eq!(bounds(14), "2025-07-01 to 2025-07-11");
    assert_eq!(bounds(16), "2025-07-11");
    assert_eq!(
        timeline.event("second").unwrap().bounds().to_string(),
        "2025-07-11"
    );
    let order = |at: u32| {
        let view = timeline.as_of(day(at));
        (
            view.order("second", "talks").unwrap().before,
            view.event("second")
                .unwrap()
                .why_before(view.event("talks").unwrap()),
        )
    };
    assert_eq!(order(11), (Certainty::Possible, None));
    let (before, why) = order(12);
    assert_eq!(before, Certainty::Certain);
    assert_eq!(
        why.unwrap().to_string(),
        "`second` is before `talks` (paper)"
    );
    assert_eq!(order(15), (Certainty::Possible, None));
    assert_eq!(order(16), (Certainty::Impossible, None));
}

#[test]
fn without_a_date_a_statement_is_known_when_its_events_are() {
    let mut builder = Timeline::builder();
    builder.source(Source::new("paper").named("A paper"));
    for (id, known) in [("a", "2025-07-11"), ("b", "2025-07-13")] {
        builder.event(
            Event::call(id, when("2025-07-01/2025-07-10"))
                .report(Report::by(["paper"]).asserted(when("2025-07-20")))
                .report(Report::by(["paper"]).asserted(when(known))),
        );
    }
    builder.event(
        Event::meeting("talks", when("2025-07-01/2025-07-10"))
            .link(Link::Follows, "a")
            .report(Report::by(["paper"]).asserted(when("2025-07-12"))),
    );
    builder.constraint(Constraint::during("a", "b").by(["paper"]));
    let timeline = builder.build().unwrap();
    let bound = |at: u32, id: &str| {
        let view = timeline.as_of(day(at));
        let event = view.event(id).unwrap();
        (
            event.bounds() != when("2025-07-01/2025-07-10").bounds(),
            event,
        )
    };
    let _ = bound(13, "a");
    // The dates are alike, so what binds shows in the order alone.
    let starts = |at: u32, a: &str, b: &str| {
        let view = timeline.as_of(day(at));
        view.event(a).unwrap().starts_before(view.event(b).unwrap())
    };
    assert_eq!(
        starts(12, "talks", "a"),
        Certainty::Impossible,
        "a link is known with its event"
    );
    assert_eq!(starts(13, "a", "b"), Certainty::Impossible);
    assert!(timeline.as_of(day(11)).event("talks").is_err());
}

#[test]
fn a_rule_for_accounts_tightens_with_its_own_dates() {
    let mut builder = Timeline::builder();
    for id in ["USA", "RUS"] {
        builder.actor(Actor::state(id));
    }
    let says = |id: &str, date: &str, asserted: &str| {
        Report::by([id])
            .asserted(when(asserted))
            .says(Account::new().when(when(date)))
    };
    builder.event(
        Event::meeting("talks", when("2025-07"))
            .report(says("USA", "2025-07-10", "2025-08-01"))
            .report(says("RUS", "2025-07-20", "2025-08-02")),
    );
    builder.event(Event::call("call", When::undated()));
    builder.constraint(Constraint::days_before("call", 1, "talks").asserted(when("2025-08-03")));
    let timeline = builder.build().unwrap();
    let bounds = |rule| {
        timeline
            .view()
            .believing(rule)
            .event("call")
            .unwrap()
            .bounds()
            .to_string()
    };
    assert_eq!(bounds(AccountRule::Union), "2025-07-09 to 2025-07-19");
    assert_eq!(bounds(AccountRule::Latest), "2025-07-19");
    let ranking = timeline.ranking(["USA", "RUS"]).unwrap();
    assert_eq!(bounds(AccountRule::Ranked(&ranking)), "2025-07-09");
    let ranking = timeline.ranking(["RUS"]).unwrap();
    assert_eq!(bounds(AccountRule::Ranked(&ranking)), "2025-07-19");
    let view = timeline.view().believing(AccountRule::Latest);
    let why = view
        .event("call")
        .unwrap()
        .why(BoundKind::EndLatest)
        .unwrap();
    assert_eq!(
        why.to_string(),
        "`talks` is dated 2025-07-20 (RUS); `call` is the day before `talks`"
    );
    assert_eq!(why.sources(), ["RUS"]);
}

#[test]
fn more_epochs_than_are_kept_answer_alike() {
    let mut builder = Timeline::builder();
    builder.source(Source::new("paper").named("A paper"));
    builder.event(
        Event::call("call", when("2025-07"))
            .report(Report::by(["paper"]).asserted(when("2025-07-01"))),
    );
    let told = Report::by(["paper"]).asserted(when("2025-07-01"));
    for number in 2..30 {
        let date = format!("2025-07-{number:02}");
        builder.event(Event::meeting(date.clone(), when(&date)).report(told.clone()));
        builder.constraint(Constraint::after("call", date.clone()).asserted(when(&date)));
    }
    let timeline = builder.build().unwrap();
    for _ in 0..2 {
        for number in 2..30 {
            let call = timeline.as_of(day(number)).event("call").unwrap().bounds();
            assert_eq!(call.start_earliest().unwrap().date_naive(), day(number));
        }
    }
}

const KNOWN: u32 = 10;

/// A report or a constraint, with when it was made and taken back.
#[derive(Clone, Copy, Debug)]
struct Told {
    made: Option<u32>,
    back: Option<u32>,
    number: usize,
    other: usize,
    kind: usize,
    date: usize,
}

fn told(made: impl Strategy<Value = Option<u32>>) -> impl Strategy<Value = Told> {
    let back = prop::option::of(1..20_u32);
    (
        made,
        back,
        0..4_usize,
        1..4_usize,
        0..8_usize,
        0..DATES.len(),
    )
        .prop_map(|(made, back, number, step, kind, date)| Told {
            made,
            back,
            number,
            other: (number + step) % 4,
            kind,
            date,
        })
}

const DATES: [&str; 7] = [
    "2025-06",
    "2025-06-10",
    "2025-06-01/2025-06-20",
    "2025-06-12",
    "[2025-06-05..2025-06-15]",
    "2025-06-28",
    "2025-06-09",
];

/// A record of what was told by day 10, and of what was told later.
#[derive(Clone, Debug)]
struct Past {
    reports: Vec<Told>,
    constraints: Vec<Told>,
    links: Vec<(usize, usize, usize)>,
    bases: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Future {
    reports: Vec<Told>,
    constraints: Vec<Told>,
    /// When what was told in the past is taken back, if it is.
    back: u32,
    /// Dates of what nobody had told of yet.
    bases: Vec<usize>,
}

fn past() -> impl Strategy<Value = Past> {
    let made = || (1..=KNOWN).prop_map(Some);
    let maybe = prop::option::weighted(0.8, 1..=KNOWN);
    (
        prop::collection::vec(told(made()), 2..7),
        prop::collection::vec(told(maybe), 0..4),
        prop::collection::vec((0..4_usize, 1..4_usize, 0..3_usize), 0..2),
        prop::collection::vec(0..DATES.len(), 4),
    )
        .prop_map(|(reports, constraints, links, bases)| Past {
            reports,
            constraints,
            links,
            bases,
        })
}

fn future() -> impl Strategy<Value = Future> {
    let made = || (KNOWN + 1..20).prop_map(Some);
    (
        prop::collection::vec(told(made()), 0..4),
        prop::collection::vec(told(made()), 0..4),
        KNOWN + 1..20,
        prop::collection::vec(0..DATES.len(), 4),
    )
        .prop_map(|(reports, constraints, back, bases)| Future {
            reports,
            constraints,
            back,
            bases,
        })
}

fn record(past: &Past, future: &Future) -> Result<Timeline, BuildError> {
    let mut builder = Timeline::builder();
    for id in ["USA", "RUS"] {
        builder.actor(Actor::state(id));
    }
    let july = |day: u32| when(&format!("2025-07-{day:02}"));
    // What is taken back by day 10 is so in both; later, each future has its own day.
    // Nothing is taken back before it was told.
    let back = |one: &Told| {
        let day = one
            .back
            .map(|day| if day <= KNOWN { day } else { future.back });
        day.filter(|day| one.made.is_none_or(|made| made <= *day))
            .map(july)
    };
    for number in 0..4 {
        let of = |one: &&Told| one.number == number;
        let is_known = past.reports.iter().any(|one| one.number == number);
        let base = if is_known {
            past.bases[number]
        } else {
            future.bases[number]
        };
        let mut event = Event::call(id(number), when(DATES[base]))
            .party("USA")
            .party("RUS");
        for one in past.reports.iter().chain(&future.reports).filter(of) {
            let mut report = Report::by(["USA"]).asserted(july(one.made.unwrap()));
            if one.kind < 3 {
                report = report.says(Account::new().when(when(DATES[one.date])));
            }
            if one.kind == 7 {
                report = report.status(Status::Disputed);
            }
            if let Some(back) = back(one) {
                report = report.withdrawn(back);
            }
            event = event.report(report);
        }
        // Everything is told in the end.
        event = event.report(Report::by(["RUS"]).asserted(july(28)));
        for &(_, step, kind) in past.links.iter().filter(|(from, ..)| *from == number) {
            let link = [Link::PartOf, Link::Answers, Link::Follows][kind];
            event = event.link(link, id((number + step) % 4));
        }
        builder.event(event);
    }
    for one in past.constraints.iter().chain(&future.constraints) {
        let (a, b) = (id(one.number), id(one.other));
        let mut stated = match one.kind {
            0 => Constraint::before(a, b),
            1 => Constraint::before_by(a, TimeDelta::days(2).., b),
            2 => Constraint::before_by(a, ..=TimeDelta::days(3), b),
            3 => Constraint::during(a, b),
            4 => Constraint::within(a, TimeDelta::days(1), b),
            5 => Constraint::days_after(a, 1, b),
            6 => Constraint::same_day(a, b),
            _ => Constraint::same_time(a, b),
        };
        if let Some(made) = one.made {
            stated = stated.asserted(july(made));
        }
        if let Some(back) = back(one) {
            stated = stated.withdrawn(back);
        }
        builder.constraint(stated);
    }
    builder.build()
}

/// Everything that may be asked as of the tenth.
fn asked(timeline: &Timeline) -> Vec<String> {
    let mut told = Vec::new();
    for rule in [AccountRule::Union, AccountRule::Common, AccountRule::Latest] {
        let view = timeline.as_of(day(KNOWN)).believing(rule);
        told.push(format!("{:?}", view.contradiction()));
        let all: Vec<EventRef<'_>> = view.events().collect();
        told.push(format!("{all:?} {:?}", view.count()));
        let sequence = view.sequence();
        for &event in &all {
            let id = event.id();
            told.push(format!("{id} {:?} {}", event.bounds(), event.when()));
            told.push(format!("{:?} {:?}", view.rank(id), sequence.rank(id)));
            told.push(format!("{:?}", view.position(id)));
            told.push(format!("{:?}", event.why(BoundKind::EndLatest)));
            told.push(format!("{:?}", view.near(id, TimeDelta::days(2))));
            for &other in &all {
                told.push(format!(
                    "{:?} {:?}",
                    event.before(other),
                    event.starts_before(other)
                ));
                told.push(format!("{:?}", view.order(id, other.id())));
                told.push(format!(
                    "{:?} {:?}",
                    view.gap(id, other.id()),
                    event.why_before(other)
                ));
            }
        }
        let between = view.between("USA", "RUS").unwrap().within(day(1)..);
        told.push(format!("{:?}", between.events().collect::<Vec<_>>()));
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn later_reports_do_not_change_what_was_known_on_a_day(
        past in past(),
        one in future(),
        other in future(),
    ) {
        let (Ok(one), Ok(other)) = (record(&past, &one), record(&past, &other)) else {
            return Err(TestCaseError::reject("a record that contradicts itself is not built"));
        };
        prop_assert_eq!(asked(&one), asked(&other));
    }

    #[test]
    fn what_is_known_in_the_end_is_what_is_known(past in past(), future in future()) {
        let Ok(timeline) = record(&past, &future) else { return Ok(()) };
        let (then, now) = (timeline.as_of(day(31)), timeline.view());
        prop_assert_eq!(then.contradiction(), None);
        for (a, b) in then.events().zip(now.events()) {
            prop_assert_eq!(a.id(), b.id());
            prop_assert_eq!(a.bounds(), b.bounds());
        }
    }
}

// The written form.

#[cfg(feature = "json")]
mod written {
    use super::*;

    fn record(constraint: &str) -> String {
        format!(
            r#"{{
  "format": "detente-timeline",
  "version": 1,
  "actors": [],
  "sources": [{{"id": "paper", "name": "A paper"}}],
  "events": [
    {{"id": "a", "kind": "call"}},
    {{"id": "b", "kind": "call", "when": "2025-07-10"}},
    {{"id": "c", "kind": "call", "when": {{"words": "some time that spring"}}}}
  ],
  "constraints": [
    {constraint}
  ]
}}
"#
        )
    }

    fn read(constraint: &str) -> Timeline {
        Timeline::from_json(&record(constraint))
            .unwrap_or_else(|error| panic!("{constraint}: {error}"))
    }

    #[test]
    fn every_relation_is_written_as_it_is_read() {
        let forms = [
            (
                r#"{"event": "a", "before": "b", "by": "paper"}"#,
                "`a` is before `b` (paper)",
            ),
            (
                r#"{"event": "a", "before": "b", "at_least": "1 week"}"#,
                "`a` is at least 1 week before `b`",
            ),
            (
                r#"{"event": "a", "before": "b", "at_most": "3 days"}"#,
                "`a` is at most 3 days before `b`",
            ),
            (
                r#"{"event": "a", "before": "b", "at_least": "36 hours", "at_most": "2 weeks"}"#,
                "`a` is 36 hours to 2 weeks before `b`",
            ),
            (
                r#"{"event": "a", "before": "b", "at_least": "1 hour", "at_most": "1 hour"}"#,
                "`a` is exactly 1 hour before `b`",
            ),
            (
                r#"{"event": "a", "before": "b", "days": 2}"#,
                "`a` is 2 calendar days before `b`",
            ),
            (
                r#"{"event": "a", "after": "b", "days": 2}"#,
                "`a` is 2 calendar days after `b`",
            ),
            (r#"{"event": "a", "during": "b"}"#, "`a` is during `b`"),
            (
                r#"{"event": "a", "within": "3 days", "of": "b"}"#,
                "`a` is within 3 days of `b`",
            ),
            (
                r#"{"event": "a", "day_before": "b"}"#,
                "`a` is the day before `b`",
            ),
            (
                r#"{"event": "a", "day_after": "b"}"#,
                "`a` is the day after `b`",
            ),
            (
                r#"{"event": "a", "same_day": "b"}"#,
                "`a` is on the same day as `b`",
            ),
            (
                r#"{"event": "a", "same_time": "b"}"#,
                "`a` is at the same time as `b`",
            ),
            (
                r#"{"event": "a", "between": ["b", "c"]}"#,
                "`a` is between `b` and `c`",
            ),
            (
                r#"{"event": "a", "before": "b", "asserted": "2025-07-11", "withdrawn": "2025-07-12"}"#,
                "`a` is before `b`",
            ),
        ];
        for (json, words) in forms {
            let timeline = read(json);
            assert_eq!(timeline.constraints()[0].to_string(), words);
            let written = timeline.to_json();
            assert!(written.contains(&format!("    {json}\n")), "{written}");
            assert_eq!(Timeline::from_json(&written).unwrap(), timeline);
            assert_eq!(TimelineBuilder::from(&timeline).build().unwrap(), timeline);
        }
    }

    #[test]
    fn after_is_before_the_other_way_round() {
        let after = read(r#"{"event": "b", "after": "a", "at_least": "7 days"}"#);
        let before = read(r#"{"event": "a", "before": "b", "at_least": "1 week"}"#);
        assert_eq!(after, before);
        assert_eq!(
            read(r#"{"event": "a", "before": "b", "days": 1}"#),
            read(r#"{"event": "a", "day_before": "b"}"#)
        );
        let plain = read(r#"{"event": "a", "before": "b", "at_least": "0 days"}"#);
        assert_eq!(plain, read(r#"{"event": "a", "before": "b"}"#));
    }

    #[test]
    fn a_missing_date_is_omitted_or_stated_as_unknown() {
        let timeline = read(r#"{"event": "a", "before": "b"}"#);
        assert!(timeline.event("a").unwrap().when().is_undated());
        assert_eq!(
            timeline.event("c").unwrap().when().words(),
            Some("some time that spring")
        );
        let plain = record(r#"{"event": "a", "before": "b"}"#).replace(
            r#""kind": "call"},"#,
            r#""kind": "call", "when": "undated"},"#,
        );
        assert_eq!(Timeline::from_json(&plain).unwrap(), timeline);
    }

    #[test]
    fn faults_say_where_and_what_was_expected() {
        let relations = "the constraint has no relation or several: expected just one of `before`, `after`, `during`, `within` with `of`, \
                         `day_before`, `day_after`, `same_day`, `same_time` and `between`";
        let distance = "expected a whole number and a unit from second to week, such as `3 days` or `36 hours`";
        let cases = [
            (r#"{"event": "a"}"#, format!("line 12, column 5: {relations}")),
            (r#"{"event": "a", "before": "b", "during": "c"}"#, format!("line 12, column 5: {relations}")),
            (r#"{"event": "a", "before": "b", "after": "c"}"#, format!("line 12, column 5: {relations}")),
            (
                r#"{"event": "a", "before": "b", "at_least": "2 months"}"#,
                format!("line 12, column 47: `2 months` is not a distance: {distance}"),
            ),
            (
                r#"{"event": "a", "within": "three days", "of": "b"}"#,
                format!("line 12, column 30: `three days` is not a distance: {distance}"),
            ),
            (
                r#"{"event": "a", "before": "b", "at_most": 3}"#,
                "line 12, column 46: the value is the number `3`: expected a distance such as `3 days`".to_owned(),
            ),
            (
                r#"{"event": "a", "during": "b", "at_most": "3 days"}"#,
                "line 12, column 5: the constraint has a distance without an order: expected `before` or `after`".to_owned(),
            ),
            (
                r#"{"event": "a", "before": "b", "days": 2, "at_most": "3 days"}"#,
                "line 12, column 5: the constraint has two distances: expected either `days`, by the calendar, or `at_least` and `at_most`".to_owned(),
            ),
            (
                r#"{"event": "a", "before": "b", "days": 0}"#,
                "line 12, column 5: `days` is `0`: expected 1 or more, or `same_day`".to_owned(),
            ),
            (
                r#"{"event": "a", "within": "3 days"}"#,
                "line 12, column 5: the constraint has one of `within` and `of`: expected both".to_owned(),
            ),
            (
                r#"{"event": "a", "before": "b", "at_least": "2 weeks", "at_most": "3 days"}"#,
                "line 12, column 5: constraint `a 2 weeks to 3 days before b` has an impossible distance: expected zero or more, \
                 with the minimum at or below the maximum".to_owned(),
            ),
            (
                r#"{"event": "a", "between": ["b", "d"]}"#,
                "line 12, column 37: constraint `a between b and d`: unknown event `d`".to_owned(),
            ),
            (
                r#"{"event": "a", "between": "b"}"#,
                "line 12, column 31: the value is the string `b`: expected a list of two entries".to_owned(),
            ),
            (
                r#"{"event": "a", "before": "b", "asserted": "yesterday"}"#,
                "line 12, column 47: `yesterday` is not EDTF at column 1: expected a year of four digits, or `Y` and a longer one".to_owned(),
            ),
        ];
        for (json, expected) in cases {
            let error = Timeline::from_json(&record(json)).unwrap_err();
            assert_eq!(error.to_string(), expected, "{json}");
        }
    }
}

#[test]
fn a_negative_distance_is_a_fault() {
    let mut builder = Timeline::builder();
    builder.event(Event::call("a", when("2025-07-10")));
    builder.event(Event::call("b", when("2025-07-10")));
    builder.constraint(Constraint::before_by("a", TimeDelta::days(-1).., "b"));
    builder.constraint(Constraint::within("a", TimeDelta::days(-1), "b"));
    let error = builder.build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "2 faults\n  constraint `a at least -1 days before b` has an impossible distance: expected zero or more, with the minimum \
         at or below the maximum\n  constraint `a within -1 days of b` has an impossible distance: expected zero or more, with the minimum \
         at or below the maximum"
    );
}

/// Dates of every shape; the empty one is of an event that nobody dates.
const SHAPES: [&str; 12] = [
    "",
    "2025-07-03",
    "2025-07-03T09:00:00Z",
    "2025",
    "2024/2026",
    "../2025",
    "/2025",
    "2025/..",
    "2025/",
    "2024/2026..",
    "[..2025]",
    "[2025..]",
];

#[test]
fn what_is_stated_to_be_before_is_before_or_contradicts_the_dates() {
    let dated = |text: &str| match text {
        "" => When::undated(),
        text => when(text),
    };
    for (one, other) in SHAPES
        .iter()
        .flat_map(|one| SHAPES.map(|other| (*one, other)))
    {
        let mut builder = Timeline::builder();
        builder.event(Event::call("one", dated(one)));
        builder.event(Event::call("other", dated(other)));
        let apart = builder.clone().build().unwrap();
        let can_be = apart
            .event("one")
            .unwrap()
            .before(apart.event("other").unwrap());
        builder.constraint(Constraint::before("one", "other"));
        let built = builder.build();
        assert_eq!(
            built.is_ok(),
            can_be.is_possible(),
            "`{one}` before `{other}`"
        );
        if let Ok(timeline) = built {
            let [one, other] = ["one", "other"].map(|id| timeline.event(id).unwrap());
            assert_eq!(one.before(other), Certainty::Certain);
            assert_eq!(other.before(one), Certainty::Impossible);
        }
    }
}

#[test]
fn nothing_is_before_what_has_no_start_or_after_what_has_no_end() {
    let told = |one: When, other: When| {
        let mut builder = Timeline::builder();
        builder.event(Event::call("one", one));
        builder.event(Event::call("between", When::undated()));
        builder.event(Event::call("other", other));
        builder.constraint(Constraint::before("one", "between"));
        builder.constraint(Constraint::before("between", "other"));
        contradiction(&builder.build().unwrap_err()).to_string()
    };
    assert_eq!(
        told(When::undated(), when("../2025")),
        "these statements contradict each other: `other` is dated ../2025; `between` is before \
         `other`"
    );
    assert_eq!(
        told(when("2025/.."), When::undated()),
        "these statements contradict each other: `one` is before `between`; `one` is dated 2025/.."
    );
}

#[test]
fn distances_in_a_row_reach_beyond_all_dates_without_a_contradiction() {
    let mut builder = Timeline::builder();
    builder.event(Event::call("0000", when("2025")));
    for number in 1..1_200 {
        builder.event(Event::call(format!("{number:04}"), When::undated()));
        let (one, other) = (format!("{:04}", number - 1), format!("{number:04}"));
        builder.constraint(Constraint::before_by(one, TimeDelta::MAX.., other));
    }
    let timeline = builder.build().unwrap();
    let [first, last] = ["0000", "1199"].map(|id| timeline.event(id).unwrap());
    assert_eq!(first.before(last), Certainty::Certain);
}

#[test]
fn a_long_story_has_its_place_and_its_reasons() {
    // A chain of undated events before the one that has a date.
    let mut builder = Timeline::builder();
    let count = 2_000;
    let name = |number: usize| format!("{number:05}");
    for number in 0..count {
        builder.event(Event::call(name(number), When::undated()));
    }
    builder.event(Event::meeting("talks", when("2025-07-10")));
    for number in 1..count {
        builder.constraint(Constraint::before(name(number - 1), name(number)));
    }
    builder.constraint(Constraint::before(name(count - 1), "talks"));
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let position = view.position("talks").unwrap();
    assert_eq!(ids(&position.just_before), [name(count - 1)]);
    let middle = view.position(&name(1_000)).unwrap();
    assert_eq!(ids(&middle.just_before), [name(999)]);
    assert_eq!(ids(&middle.just_after), [name(1_001)]);
    let why = |first, second: &str| {
        let first = view.event(&name(first)).unwrap();
        first.why_before(view.event(second).unwrap()).unwrap()
    };
    let five = why(10, &name(15));
    assert_eq!(five.statements.len(), 5);
    let all = why(0, "talks");
    assert_eq!(all.statements.len(), count);
}

#[test]
fn a_gap_that_is_stated_in_days_is_answered_in_days() {
    let mut builder = Timeline::builder();
    builder.event(Event::meeting("a", "2025-07"));
    builder.event(Event::call("b", When::undated()));
    builder.constraint(Constraint::days_after("b", 1, "a"));
    let timeline = builder.build().unwrap();
    assert_eq!(timeline.gap("a", "b").unwrap().days(), 1..=1);
    let near = timeline.view().near("a", Distance::days(1)).unwrap();
    assert_eq!(near[0].1, Certainty::Certain);
    let none = timeline.view().near("a", Distance::days(0)).unwrap();
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn less_than_a_second_and_a_half_is_at_most_a_second() {
    let by = |most| {
        let limit = ..TimeDelta::milliseconds(most);
        Constraint::before_by("a", limit, "b").to_string()
    };
    assert_eq!(by(1_500), "`a` is at most 1 second before `b`");
    assert_eq!(by(2_000), "`a` is at most 1 second before `b`");
}

// Gaps in a zone.

/// A date as the days of a zone.
fn zoned(text: &str, zone: &str) -> When {
    let zone = detente::time::Zone::Offset(zone.parse().unwrap());
    When::new(Edtf::parse(text).unwrap(), zone).unwrap()
}

#[test]
fn a_gap_between_dates_of_one_zone_counts_its_days() {
    let mut builder = Timeline::builder();
    builder.event(Event::call("first", zoned("1960-11-09", "-05:00")));
    builder.event(Event::call("second", zoned("1960-11-10", "-05:00")));
    builder.event(Event::call("utc", when("1960-11-11")));
    // Ten in the evening and noon, as clocks there tell it.
    builder.event(Event::call("late", when("1960-11-10T22:00:00-05:00")));
    builder.event(Event::call("noon", when("1960-11-11T12:00:00-05:00")));
    builder.event(Event::call("night", zoned("1960-11-10T23:00:00", "-05:00")));
    builder.event(Event::call("undated", When::undated()));
    builder.event(Event::call("then", When::undated()));
    builder.event(Event::call(
        "anywhere",
        When::new(
            Edtf::parse("1960-11-12").unwrap(),
            detente::time::Zone::AnywhereOnEarth,
        )
        .unwrap(),
    ));
    builder.constraint(Constraint::days_after("undated", 1, "second"));
    builder.constraint(Constraint::days_after("then", 2, "undated"));
    let timeline = builder.build().unwrap();
    let days = |a: &str, b: &str| timeline.gap(a, b).unwrap().days();
    assert_eq!(days("first", "second"), 1..=1);
    assert_eq!(days("second", "first"), -1..=-1);
    assert_eq!(
        timeline.gap("first", "second").unwrap().to_string(),
        "1 day"
    );
    assert_eq!(days("late", "noon"), 1..=1);
    assert_eq!(days("night", "noon"), 1..=1);
    assert_eq!(days("first", "late"), 1..=1);
    // Of two zones, days are those of UTC.
    assert_eq!(days("second", "utc"), 0..=1);
    assert_eq!(days("first", "anywhere"), 1..=4);
    // Undated ones have the calendar of what they are placed by.
    assert_eq!(days("second", "undated"), 1..=1);
    assert_eq!(days("first", "undated"), 2..=2);
    assert_eq!(days("undated", "then"), 2..=2);
    let view = timeline.view();
    let near = |id: &str, days| {
        let near = view.near(id, Distance::days(days)).unwrap();
        near.into_iter()
            .map(|(event, sure)| (event.id().to_owned(), sure))
            .collect::<Vec<_>>()
    };
    assert!(near("first", 0).is_empty(), "{:?}", near("first", 0));
    let next = near("first", 1);
    assert!(
        next.contains(&("second".to_owned(), Certainty::Certain)),
        "{next:?}"
    );
    assert!(
        next.contains(&("night".to_owned(), Certainty::Certain)),
        "{next:?}"
    );
    let order = view.order("first", "second").unwrap();
    assert_eq!(order.before, Certainty::Certain);
}

#[test]
fn what_counts_days_in_a_row_counts_those_of_one_zone() {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA").named("United States"));
    builder.actor(Actor::state("RUS").named("Russia"));
    for (id, date) in [
        ("a", "1960-11-09"),
        ("b", "1960-11-10"),
        ("c", "1960-11-13"),
    ] {
        let call = Event::call(id, zoned(date, "-05:00"));
        builder.event(call.party("USA").party("RUS"));
    }
    let timeline = builder.build().unwrap();
    let view = timeline.view();
    let gaps: Vec<String> = view.gaps().map(|(.., gap)| gap.to_string()).collect();
    assert_eq!(gaps, ["1 day", "3 days"]);
    assert_eq!(
        view.episodes(Distance::days(1)).count,
        detente::event::Count::exactly(2)
    );
    assert_eq!(
        view.episodes(Distance::days(0)).count,
        detente::event::Count::exactly(3)
    );
    assert_eq!(view.longest_silences(1)[0].length.days(), 3..=3);
    let cadence = view.cadence(detente::sequence::Resolution::Days);
    assert_eq!(cadence.median().unwrap().to_string(), "2 days");
    let near = |days| {
        let first = detente::sequence::Step::new("one", &view);
        let next = detente::sequence::Step::new("next", &view).after("one");
        let next = next.within("one", Distance::days(days));
        let pattern = detente::sequence::Pattern::new([first, next]).unwrap();
        pattern.matches().count()
    };
    assert_eq!((near(0), near(1), near(3)), (0, 1, 2));
}

#[test]
fn a_statement_is_not_known_before_all_its_events() {
    let mut builder = Timeline::builder();
    builder.source(Source::new("paper").named("A paper"));
    for (id, known) in [
        ("a", "2025-07-11"),
        ("b", "2025-07-14"),
        ("c", "2025-07-11"),
    ] {
        let report = Report::by(["paper"]).asserted(when(known));
        builder.event(Event::call(id, when("[2025-07-01..2025-07-10]")).report(report));
    }
    builder.constraint(Constraint::before("a", "b").by(["paper"]));
    builder.constraint(Constraint::before("b", "c").by(["paper"]));
    let timeline = builder.build().unwrap();
    let before = |day| {
        let day = NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
        timeline.as_of(day).order("a", "c").unwrap().before
    };
    assert_eq!(before(12), Certainty::Possible);
    assert_eq!(before(15), Certainty::Certain);
}
#[test]
fn a_date_of_a_constraint_that_is_not_edtf_is_a_fault() {
    let mut builder = Timeline::builder();
    builder
        .actor(Actor::person("rubio"))
        .actor(Actor::person("lavrov"))
        .event(Event::call("first", "2025").between("rubio", "lavrov"))
        .event(Event::call("second", "2025").between("rubio", "lavrov"))
        .constraint(Constraint::before("first", "second").asserted("2025-13"));
    assert_eq!(
        builder.build().unwrap_err().to_string(),
        "constraint on event `first`: `asserted`: `2025-13` is not EDTF at column 6: expected a month of two digits, 01 to 12, or a season, 21 to 41",
    );
}

//! English.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::facts::{
    ActorName, ChangeFacts, CountFacts, Counted, EventName, EventNoun, GapFacts, OrderFacts,
    RankFacts, Sides, SilenceEnd, SilenceFacts, VerdictFacts, Whose,
};
use super::language::Language;
use super::shown::{capital, level, list, number, percent, probability, shown};
use super::trend_facts::{MovementFacts, Origin, TrendFacts};
use crate::actor::ActorKind;
use crate::changes::ChangeKind;
use crate::claim::Verdict;
use crate::event::{Kind, Status};
use crate::relations::Cause;
use crate::sequence::Gap;
use crate::time::{Certainty, DatePhrase, SomeDay};
use crate::trend::{CoverageUsed, Direction, Missing};

/// English.
///
/// States such as the United States get their article. Every other actor has the name of the record, unless
/// [`with_name`](Self::with_name) gives another.
///
/// # Example
///
/// ```
/// use detente::sentences::{English, Language, RankFacts};
/// use detente::{Actor, Event, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA").named("United States"));
/// builder.actor(Actor::state("RUS").named("Russia"));
/// builder.event(Event::meeting("riyadh", "2025-02-18").between("USA", "RUS"));
/// let timeline = builder.build()?;
///
/// let meetings = timeline.between("USA", "RUS")?.meetings();
/// let facts = RankFacts::of(&meetings, "riyadh")?;
/// assert_eq!(
///     English::default().rank(&facts),
///     "The meeting on 18 February 2025 was the first meeting between the United States and Russia.",
/// );
/// let russia = English::default().with_name("RUS", "the Russian Federation");
/// assert!(russia.rank(&facts).ends_with("the United States and the Russian Federation."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct English {
    names: BTreeMap<String, String>,
}

const NUMBERS: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

const ORDINALS: [&str; 13] = [
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
];

impl English {
    /// Sets the name of an actor by its identifier, with its article: "the Holy See".
    #[must_use]
    pub fn with_name(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.insert(id.into(), name.into());
        self
    }

    fn actor(&self, actor: &ActorName<'_>) -> String {
        if let Some(name) = self.names.get(actor.id) {
            return shown(name).into_owned();
        }
        let article = if has_article(actor) { "the " } else { "" };
        format!("{article}{}", shown(actor.name))
    }

    fn actors(&self, actors: &[ActorName<'_>]) -> String {
        let names: Vec<String> = actors.iter().map(|one| self.actor(one)).collect();
        list(&names, "and")
    }

    /// `between Russia and the United States`
    fn between(&self, sides: &Sides<'_>) -> String {
        let [a, b] = sides.each_ref().map(|side| self.actors(side));
        if sides.iter().all(|side| side.len() == 1) {
            format!("between {a} and {b}")
        } else {
            format!("between {a} on one side and {b} on the other")
        }
    }

    /// ` between Rubio and Lavrov`, after a noun. Empty for the whole record.
    fn whose(&self, whose: &Whose<'_>) -> String {
        match whose {
            Whose::All => String::new(),
            Whose::Of(actors) => format!(" of {}", self.actors(actors)),
            Whose::Between(sides) => format!(" {}", self.between(sides)),
            Whose::Theirs => " between them".to_owned(),
        }
    }

    /// `meetings between Rubio and Lavrov`
    fn counted(&self, counted: &Counted<'_>, is_plural: bool) -> String {
        let selected = if counted.is_selected { "selected " } else { "" };
        let noun = noun(counted.noun, is_plural);
        format!("{selected}{noun}{}", self.whose(&counted.whose))
    }
}

impl Language for English {
    fn trend(&self, facts: &TrendFacts<'_>) -> String {
        let relations = format!("elations {}", self.between(&facts.sides));
        let window = format!("the {} days before {}", facts.window_days, day(facts.at));
        let text = match facts.direction {
            Direction::Rising | Direction::Falling => {
                let verb = match facts.since {
                    Some(since) => format!("have been {} since {}", facts.direction, day(since)),
                    None => format!("are {}", facts.direction),
                };
                let p = facts
                    .p
                    .map(|p| format!(" (P on {}: {})", day(facts.at), p_text(p)));
                let origin = facts.origin.as_ref();
                let origin = origin.map(|origin| origin_text(origin, facts.direction));
                let [p, origin] = [p, origin].map(Option::unwrap_or_default);
                format!("R{relations} {verb}{p}.{origin}")
            }
            Direction::Steady => {
                let verb = match facts.since {
                    Some(since) => format!("have been steady since {}", day(since)),
                    None => "are steady".to_owned(),
                };
                format!(
                    "R{relations} {verb}: {window} brought about as much cooperation and conflict as \
                     expected, and a marked change is unlikely."
                )
            }
            Direction::Unclear => {
                let p = facts.p.map(|p| format!(" (P of a rise: {})", p_text(p)));
                let p = p.unwrap_or_default();
                format!(
                    "Whether r{relations} are rising or falling cannot be said: the record before {} \
                     fits a rise, a fall or no change{p}.",
                    day(facts.at)
                )
            }
            Direction::Insufficient => format!(
                "Whether r{relations} are rising or falling cannot be said: {}.",
                missing_text(facts, &window)
            ),
        };
        let is_note_needed =
            facts.direction != Direction::Insufficient || facts.missing == Some(Missing::Baseline);
        let note = if is_note_needed {
            coverage_text(facts.coverage)
        } else {
            String::new()
        };
        text + &note
    }

    fn movement(&self, facts: &MovementFacts<'_>) -> String {
        let between = self.between(&facts.sides);
        let [from, to] = [facts.from, facts.to].map(day);
        let text = match facts.levels {
            [None, None] => {
                format!("No event counted for relations {between}, on {from} or on {to}.")
            }
            [None, Some(after)] => format!(
                "No event counted for relations {between} before {from}; their level on {to} was {}.",
                level(after)
            ),
            [Some(before), None] => format!(
                "No event counts for relations {between} on {to} any more; their level on {from} was {}.",
                level(before)
            ),
            [Some(before), Some(after)] => {
                let [first, second] = [before, after].map(level);
                if first == second {
                    format!("The level of relations {between} was {first} on {from} and on {to}.")
                } else {
                    let verb = if after > before { "rose" } else { "fell" };
                    format!(
                        "The level of relations {between} {verb} from {first} on {from} to {second} on {to}."
                    )
                }
            }
        };
        let events = facts.events.iter().map(|(event, cause)| {
            let cause = match cause {
                Cause::New => "new",
                Cause::Revised => "revised",
                Cause::Withdrawn => "withdrawn",
                Cause::Fading => "fading",
            };
            in_list_with(event, cause)
        });
        let events: Vec<String> = events.collect();
        if events.is_empty() || facts.levels.contains(&None) {
            return text;
        }
        format!("{text} What moved it most: {}.", list(&events, "and"))
    }

    fn rank(&self, facts: &RankFacts<'_>) -> String {
        let (min, max) = (facts.rank.min(), facts.rank.max());
        let highest = max.unwrap_or(min);
        let ordinal = |rank| ordinal(rank, highest);
        let first = ordinal(min);
        let rank = match max {
            Some(max) if max == min => first,
            Some(max) if max == min + 1 => format!("{first} or {}", ordinal(max)),
            Some(max) => format!("{first} to {}", ordinal(max)),
            None => format!("{first} or a later"),
        };
        let verb = was(&facts.event);
        let subject = subject(&facts.event);
        let among = &facts.among;
        if among.whose == Whose::Theirs {
            let selected = if among.is_selected { "selected " } else { "" };
            let noun = noun(among.noun, false);
            return format!("{subject} {verb} their {rank} {selected}{noun}.");
        }
        let counted = self.counted(among, false);
        let record = if among.whose == Whose::All {
            " in the record"
        } else {
            ""
        };
        format!("{subject} {verb} the {rank} {counted}{record}.")
    }

    fn count(&self, facts: &CountFacts<'_>) -> String {
        let (min, max) = (
            u64::from(facts.count.min()),
            facts.count.max().map(u64::from),
        );
        let highest = max.unwrap_or(min);
        let number = |n| number(n, highest, &NUMBERS);
        let number = match (min, max) {
            (0, None) => {
                let events = self.counted(&facts.counted, true);
                return format!("The record does not say how many {events} there were.");
            }
            (min, None) => format!("at least {}", number(min)),
            (min, Some(max)) if min == max => number(min),
            (0, Some(max)) => format!("at most {}", number(max)),
            (min, Some(max)) if min + 1 == max => format!("{} or {}", number(min), number(max)),
            (min, Some(max)) => format!("{} to {}", number(min), number(max)),
        };
        let is_plural = max.unwrap_or(min) > 1;
        format!(
            "The record has {number} {}.",
            self.counted(&facts.counted, is_plural)
        )
    }

    fn gap(&self, facts: &GapFacts<'_>) -> String {
        let (first, second) = (event(&facts.first), event(&facts.second));
        let start = format!("{} {}", subject(&facts.first), was(&facts.first));
        let Gap {
            min_days, max_days, ..
        } = facts.gap;
        match (min_days, max_days) {
            (Some(0), Some(0)) => {
                let is_day = |one: &EventName<'_>| matches!(one.date, DatePhrase::On(_));
                if is_day(&facts.first) && is_day(&facts.second) {
                    format!("{start} on the same day as {second}.")
                } else {
                    format!(
                        "{} ended on the day on which {second} began.",
                        subject(&facts.first)
                    )
                }
            }
            (Some(min @ 1..), Some(max)) if min == max => {
                format!("{start} {} before {second}.", days(min))
            }
            (Some(min @ 1..), Some(max)) => format!("{start} {min} to {max} days before {second}."),
            (Some(0), Some(max)) => {
                format!(
                    "{start} on the same day as {second} or up to {} before.",
                    days(max)
                )
            }
            (Some(min @ 1..), None) => format!("{start} at least {} before {second}.", days(min)),
            (Some(0), None) => format!("{start} before {second} or on the same day."),
            (min, Some(0)) => {
                let later = match min.map(i64::saturating_neg) {
                    Some(most) => format!("up to {} later", days(most)),
                    None => "later".to_owned(),
                };
                let start = subject(&facts.first);
                format!("{start} ended on the day on which {second} began, or {later}.")
            }
            (min, Some(max @ 1..)) => {
                let after = match min.map(i64::saturating_neg) {
                    Some(most) => format!("and at most {} after it", days(most)),
                    None => "or after it".to_owned(),
                };
                let start = subject(&facts.first);
                format!(
                    "{start} ended at most {} before the start of {second}, {after}.",
                    days(max)
                )
            }
            (min, Some(max)) => {
                let least = max.saturating_neg();
                let by = match min.map(i64::saturating_neg) {
                    Some(most) if most == least => days(least),
                    Some(most) => format!("{least} to {most} days"),
                    None => format!("at least {}", days(least)),
                };
                format!(
                    "{} began {by} before the end of {first}.",
                    subject(&facts.second)
                )
            }
            (_, None) => format!("The time between {first} and {second} is not known."),
        }
    }

    fn order(&self, facts: &OrderFacts<'_>) -> String {
        let (first, second) = (event(&facts.first), event(&facts.second));
        let start = format!("{} {}", subject(&facts.first), was(&facts.first));
        let order = facts.order;
        let p = order.probability.map(|p| format!(" (P: {})", p_text(p)));
        let p = p.unwrap_or_default();
        match (order.before, order.after) {
            (Certainty::Certain, _) => format!("{start} before {second}."),
            (_, Certainty::Certain) => format!("{start} after {second}."),
            (Certainty::Possible, Certainty::Impossible) => {
                format!("{start} before {second}{p}, or the two overlapped.")
            }
            (Certainty::Impossible, Certainty::Possible) => {
                format!("{start} after {second}, or the two overlapped.")
            }
            (Certainty::Possible, Certainty::Possible) => format!(
                "The record does not say whether {first} {} before {second}{p}, after it or at the \
                 same time.",
                was(&facts.first)
            ),
            (Certainty::Impossible, Certainty::Impossible) => {
                format!("{} and {second} overlapped.", subject(&facts.first))
            }
        }
    }

    fn silence(&self, facts: &SilenceFacts<'_>) -> String {
        let none = self.counted(&facts.counted, false);
        let after = event(&facts.after);
        let is_covered = facts.covered.is_some_and(|covered| covered >= 1.0);
        let length = match (facts.length.min_days, facts.length.max_days) {
            (Some(min), Some(max)) if min == max => days(max),
            (Some(min), Some(max)) if min > 0 => format!("{min} to {max} days"),
            (_, Some(max)) => format!("up to {}", days(max)),
            (Some(min @ 1..), None) => format!("at least {}", days(min)),
            (_, None) => "an unknown time".to_owned(),
        };
        let text = match (facts.end, is_covered) {
            (SilenceEnd::Lasts(at), true) => format!(
                "As of {}, there has been no {none} for {length}, since {after}.",
                day(at)
            ),
            (SilenceEnd::Lasts(at), false) => {
                format!(
                    "As of {}, the record has no {none} for {length}, since {after}.",
                    day(at)
                )
            }
            (SilenceEnd::Event(before), true) => {
                format!(
                    "There was no {none} for {length}, from {after} to {}.",
                    event(&before)
                )
            }
            (SilenceEnd::Event(before), false) => {
                format!(
                    "The record has no {none} for {length}, from {after} to {}.",
                    event(&before)
                )
            }
        };
        let coverage = match facts.covered.map(percent) {
            Some(100) => String::new(),
            Some(0) => " No source covers this time, so there is no data.".to_owned(),
            Some(part) => {
                format!(
                    " The sources cover {part} percent of this time; for the rest there is no data."
                )
            }
            None => " It is not known which days the sources cover, so this may be a lack of data."
                .to_owned(),
        };
        let doubt = if facts.certainty.is_certain() {
            ""
        } else {
            " It is not certain that these events count, so the silence may not have existed."
        };
        format!("{text}{coverage}{doubt}")
    }

    fn verdict(&self, facts: &VerdictFacts<'_>) -> String {
        let of = facts
            .sides
            .as_ref()
            .map(|sides| format!(" of relations {}", self.between(sides)));
        let of = of.unwrap_or_default();
        let claim = shown(facts.claim);
        let verb = match facts.verdict {
            Verdict::Consistent => "supports",
            Verdict::Contradicted => "contradicts",
            Verdict::Undetermined => "does not decide",
        };
        let events: Vec<String> = facts.events.iter().take(3).map(in_list).collect();
        let text = format!("The record{of} {verb} the claim “{claim}”.");
        if events.is_empty() {
            return text;
        }
        format!("{text} What matters most: {}.", list(&events, "and"))
    }

    fn change(&self, facts: &ChangeFacts<'_>) -> String {
        let (subject, event) = (subject(&facts.event), event(&facts.event));
        let sentences = facts.kinds.iter().map(|kind| match kind {
            ChangeKind::New => format!("{subject} is new in the record."),
            ChangeKind::Retracted => format!("No report of {event} is upheld any more."),
            ChangeKind::Removed => format!("{subject} is no longer in the record."),
            ChangeKind::Realised => format!("{subject} is now reported to have taken place."),
            ChangeKind::Cancelled => format!("{subject} has been called off."),
            ChangeKind::Disputed => format!("A report now denies {event}."),
            ChangeKind::Redated => {
                let before = facts
                    .date_before
                    .filter(|&before| before != facts.event.date);
                let before = before.map(|before| format!("; before, it was given as {before}"));
                format!(
                    "The date of {event} has been revised{}.",
                    before.unwrap_or_default()
                )
            }
            ChangeKind::Revised => format!("What is recorded about {event} has been revised."),
            ChangeKind::ReportedAgain => format!("{subject} has been reported again."),
            ChangeKind::ReportWithdrawn => format!("A report of {event} has been withdrawn."),
        });
        sentences.collect::<Vec<_>>().join(" ")
    }
}

/// Whether a name needs "the", by its words.
fn has_article(actor: &ActorName<'_>) -> bool {
    let name = actor.name;
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    if starts(&["the ", "The "]) {
        return false;
    }
    match actor.kind {
        ActorKind::State => {
            ends(&[
                "States",
                "Kingdom",
                "Emirates",
                "Netherlands",
                "Philippines",
                "Bahamas",
                "Gambia",
                "Maldives",
                "Comoros",
                "Islands",
                "Union",
                "Republic",
                "Federation",
            ]) || starts(&[
                "Republic of",
                "Kingdom of",
                "State of",
                "Democratic ",
                "United ",
            ])
        }
        ActorKind::Organisation => ends(&["United Nations", "Union"]),
        _ => false,
    }
}

const fn noun(noun: EventNoun, is_plural: bool) -> &'static str {
    match (noun, is_plural) {
        (EventNoun::Meeting, false) => "meeting",
        (EventNoun::Meeting, true) => "meetings",
        (EventNoun::Call, false) => "call",
        (EventNoun::Call, true) => "calls",
        (EventNoun::Contact, false) => "contact",
        (EventNoun::Contact, true) => "contacts",
        (EventNoun::Statement, false) => "statement",
        (EventNoun::Statement, true) => "statements",
        (EventNoun::Act, false) => "act",
        (EventNoun::Act, true) => "acts",
        (EventNoun::Event, false) => "event",
        (EventNoun::Event, true) => "events",
    }
}

/// An ordinal in words, or in digits if the highest of the sentence has no word here.
fn ordinal(rank: u64, highest: u64) -> String {
    let word = usize::try_from(rank)
        .ok()
        .and_then(|rank| ORDINALS.get(rank));
    match word.filter(|_| highest < ORDINALS.len() as u64) {
        Some(&word) => word.to_owned(),
        None => crate::sequence::Rank::exactly(rank).to_string(),
    }
}

fn p_text(p: f64) -> String {
    probability(p, false)
}

/// `10 July 2025`
fn day(day: NaiveDate) -> String {
    DatePhrase::On(SomeDay::Day(day)).to_string()
}

fn days(days: i64) -> String {
    if days == 1 {
        "one day".to_owned()
    } else {
        format!("{days} days")
    }
}

const fn was(event: &EventName<'_>) -> &'static str {
    match event.status {
        Some(Status::Planned) => "would be",
        Some(Status::Cancelled) => "would have been",
        _ => "was",
    }
}

/// An event inside a sentence: `the meeting on 10 July 2025 (Kuala Lumpur)`, `“Trump criticises Putin” (8 July 2025)`.
fn event(event: &EventName<'_>) -> String {
    if let Some(label) = event.label {
        return shown(label).into_owned();
    }
    let kind = match (event.kind, event.title) {
        (Kind::Meeting, _) => "meeting",
        (Kind::Call, _) => "call",
        (_, Some(_)) => return in_list(event),
        (Kind::Statement, None) => "statement",
        (Kind::Act, None) => "act",
    };
    let place = event.place.map(|place| format!(" ({})", shown(place)));
    let place = place.unwrap_or_default();
    let date = event.date;
    let when = match date {
        DatePhrase::Unknown => return format!("the undated {kind}{place}"),
        DatePhrase::On(_) => format!("on {date}"),
        DatePhrase::Through { .. } => format!("from {date}"),
        DatePhrase::Since(since) => format!("that began on {}", DatePhrase::On(since)),
        DatePhrase::Until(until) => format!("that ended on {}", DatePhrase::On(until)),
        DatePhrase::OnOrAfter(_) | DatePhrase::OnOrBefore(_) => date.to_string(),
        DatePhrase::Including(certain) => format!("under way on {}", day(certain)),
    };
    format!("the {kind} {when}{place}")
}

/// An event at the start of a sentence. A label stays as it is.
fn subject(name: &EventName<'_>) -> String {
    if name.label.is_some() {
        event(name)
    } else {
        capital(&event(name))
    }
}

/// An event in a list, by its title: `“Trump criticises Putin” (8 July 2025)`.
fn in_list(name: &EventName<'_>) -> String {
    match name.title {
        Some(title) if name.label.is_none() => format!("“{}” ({})", shown(title), name.date),
        _ => event(name),
    }
}

/// An event in a list, with a word about it: `“Trump criticises Putin” (8 July 2025; new)`.
fn in_list_with(name: &EventName<'_>, word: &str) -> String {
    match name.title {
        Some(title) if name.label.is_none() => {
            format!("“{}” ({}; {word})", shown(title), name.date)
        }
        _ => format!("{} ({word})", event(name)),
    }
}

/// What a rise or fall comes from, after its sentence.
fn origin_text(origin: &Origin<'_>, direction: Direction) -> String {
    let (noun, earlier) = match direction {
        Direction::Rising => ("rise", "earlier conflict that did not go on"),
        _ => ("fall", "earlier cooperation that was not kept up"),
    };
    let join = |events: &[EventName<'_>]| {
        let names: Vec<String> = events.iter().map(in_list).collect();
        list(&names, "and")
    };
    match origin {
        Origin::Events(events) if events.len() == 1 => {
            format!(
                " One event accounts for most of the {noun}: {}.",
                join(events)
            )
        }
        Origin::Events(events) => {
            let count = capital(&number(events.len() as u64, 0, &NUMBERS));
            format!(
                " {count} events account for most of the {noun}: {}.",
                join(events)
            )
        }
        Origin::Earlier(_) => format!(" Most of the {noun} comes from {earlier}."),
        Origin::Spread(events) if events.is_empty() => String::new(),
        Origin::Spread(events) => {
            format!(
                " Many events account for the {noun}, above all {}.",
                join(events)
            )
        }
    }
}

fn missing_text(facts: &TrendFacts<'_>, window: &str) -> String {
    match facts.missing {
        Some(Missing::Baseline) => format!(
            "the record does not cover both {window} and the time before them, so there is nothing to \
             compare"
        ),
        Some(Missing::Marks) => {
            format!("no event that counts is recorded before {}", day(facts.at))
        }
        Some(Missing::WeightNew) => format!("too little is recorded of {window}"),
        Some(Missing::WeightOld) => {
            format!("too little is recorded before {}", day(facts.window_start))
        }
        Some(Missing::Weight) => {
            format!("too little is recorded of {window} and of the time before them")
        }
        None => "too little is recorded".to_owned(),
    }
}

/// What was assumed about the coverage. Empty if it was declared.
fn coverage_text(coverage: CoverageUsed) -> String {
    let assumed = match coverage {
        CoverageUsed::Declared => return String::new(),
        CoverageUsed::AssumedSince(since) => {
            format!(
                "; it is assumed that they cover every day since {}",
                day(since)
            )
        }
        CoverageUsed::AssumedAlways => "; it is assumed that they cover every day".to_owned(),
        CoverageUsed::Unknown => String::new(),
    };
    format!(" It is not known which days the sources cover{assumed}.")
}

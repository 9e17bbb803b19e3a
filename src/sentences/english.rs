//! English.

mod finding;
mod order;
mod reason;
mod relations;

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use order::{length_text, silence_coverage};
use reason::coverage_text;

use super::facts::{
    ActorName, ActorPhrase, ChangeFacts, CountFacts, Counted, EventName, EventNoun, GapFacts,
    OrderFacts, RankFacts, Sides, SilenceFacts, VerdictFacts,
};
use super::finding_facts::FindingFacts;
use super::findings::finding;
use super::language::Language;
use super::naming::Naming;
use super::shown::{list, number, probability, shown};
use super::trend_facts::{MovementFacts, TrendFacts};
use crate::actor::ActorKind;
use crate::changes::ChangeKind;
use crate::claim::Verdict;
use crate::event::{Kind, Status};
use crate::relations::Cause;
use crate::time::{DatePhrase, SomeDay};

/// English.
///
/// States such as the United States get their article. Every other actor has its name in the record, unless
/// [`with_name`](Self::with_name) sets another.
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
    fn actor_phrase(&self, actors: &ActorPhrase<'_>) -> String {
        match actors {
            ActorPhrase::All => String::new(),
            ActorPhrase::Of(actors) => format!(" of {}", self.actors(actors)),
            ActorPhrase::Between(sides) => format!(" {}", self.between(sides)),
            ActorPhrase::Theirs => " between them".to_owned(),
        }
    }

    /// `meetings between Rubio and Lavrov`
    fn counted(&self, counted: &Counted<'_>, is_plural: bool) -> String {
        let selected = if counted.is_selected { "selected " } else { "" };
        let noun = noun(counted.noun, is_plural);
        format!("{selected}{noun}{}", self.actor_phrase(&counted.actors))
    }
}

impl Language for English {
    fn tag(&self) -> &'static str {
        "en"
    }

    fn name<'n>(&self, actor: &ActorName<'n>) -> Cow<'n, str> {
        match self.names.get(actor.id) {
            Some(name) => {
                let label = name.strip_prefix("the ").unwrap_or(name);
                Cow::Owned(shown(label).into_owned())
            }
            None => shown(actor.name),
        }
    }

    fn trend(&self, facts: &TrendFacts<'_>) -> String {
        relations::trend(self, facts)
    }

    fn movement(&self, facts: &MovementFacts<'_>) -> String {
        relations::movement(self, facts)
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
        let subject = Self::subject(&facts.event);
        let among = &facts.among;
        if among.actors == ActorPhrase::Theirs {
            let selected = if among.is_selected { "selected " } else { "" };
            let noun = noun(among.noun, false);
            return format!("{subject} {verb} their {rank} {selected}{noun}.");
        }
        let counted = self.counted(among, false);
        let record = if among.actors == ActorPhrase::All {
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
        order::gap(facts)
    }

    fn order(&self, facts: &OrderFacts<'_>) -> String {
        order::order(facts)
    }

    fn silence(&self, facts: &SilenceFacts<'_>) -> String {
        order::silence(self, facts)
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
        let events = facts.deciding();
        let text = format!("The record{of} {verb} the claim “{claim}”.");
        if events.is_empty() {
            return text;
        }
        format!("{text} What matters most: {}.", Self::list(events))
    }

    fn change(&self, facts: &ChangeFacts<'_>) -> String {
        let (subject, event) = (Self::subject(&facts.event), event(&facts.event));
        let sentences = facts.kinds.iter().map(|kind| match kind {
            ChangeKind::New => match facts.event.status {
                Some(Status::Planned) => format!("{subject} is new in the record, as a plan."),
                Some(Status::Cancelled) => {
                    format!("{subject} is new in the record, and called off.")
                }
                Some(Status::Disputed) => format!("{subject} is new in the record, and disputed."),
                _ => format!("{subject} is new in the record."),
            },
            ChangeKind::Retracted => format!("No report of {event} is upheld any more."),
            ChangeKind::Removed => format!("{subject} is no longer in the record."),
            ChangeKind::Realised => {
                format!(
                    "{subject} is now reported to have {}.",
                    taken_place(&facts.event)
                )
            }
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

    fn finding(&self, facts: &FindingFacts<'_>) -> String {
        finding(self, facts)
    }
}

impl Naming for English {
    const AND: &'static str = "and";

    fn event(name: &EventName<'_>) -> String {
        event(name)
    }

    fn quoted(title: &str) -> String {
        format!("“{}”", shown(title))
    }

    fn date(event: &EventName<'_>) -> String {
        let date = event.date;
        if !event.is_standing {
            return date.to_string();
        }
        match date {
            DatePhrase::Through { .. } => format!("in force from {date}"),
            DatePhrase::Since(_) | DatePhrase::Until(_) => format!("in force {date}"),
            _ => format!("in force, {date}"),
        }
    }

    fn cause(cause: Cause) -> &'static str {
        match cause {
            Cause::New => "new",
            Cause::Revised => "revised",
            Cause::Withdrawn => "withdrawn",
            Cause::Fading => "fading",
        }
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

/// The verb before a place in time. A standing relation is in force before or after another event.
const fn was_at(event: &EventName<'_>) -> &'static str {
    match (event.is_standing, event.status) {
        (false, _) => was(event),
        (true, Some(Status::Planned)) => "would be in force",
        (true, Some(Status::Cancelled)) => "would have been in force",
        (true, _) => "was in force",
    }
}

/// The verb before a number of days until another event. They are counted from the end of a standing relation.
const fn was_until(event: &EventName<'_>) -> &'static str {
    match (event.is_standing, event.status) {
        (false, _) => was(event),
        (true, Some(Status::Planned)) => "would end",
        (true, Some(Status::Cancelled)) => "would have ended",
        (true, _) => "ended",
    }
}

const fn taken_place(event: &EventName<'_>) -> &'static str {
    if event.is_standing {
        "come into force"
    } else {
        "taken place"
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
        (_, Some(_)) => return English::in_list(event, None),
        (Kind::Statement, None) => "statement",
        (Kind::Act, None) => "act",
    };
    if event.is_standing {
        let place = event.place.map(|place| format!("{}; ", shown(place)));
        return format!(
            "the {kind} ({}{})",
            place.unwrap_or_default(),
            English::date(event)
        );
    }
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

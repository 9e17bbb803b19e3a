//! German.
//!
//! The grammar that the sentences need: the dative after "zwischen", "von" and "vor", three genders, the weak and
//! the mixed endings of adjectives, and dates with "am", "vom" and "seit dem". A name without a known form is
//! written unchanged after "zwischen" and "von", which is correct for any name without an article.

mod date;
mod finding;
mod order;
mod reason;
mod relations;

use std::borrow::Cow;
use std::collections::BTreeMap;

use date::{day, phrase, with_preposition};
use order::{length_text, silence_coverage};

use super::country_names::country_name;
use super::facts::{
    ActorName, ActorPhrase, ChangeFacts, CountFacts, Counted, EventName, EventNoun, GapFacts,
    OrderFacts, RankFacts, Sides, SilenceFacts, VerdictFacts,
};
use super::finding_facts::FindingFacts;
use super::findings::finding;
use super::language::Language;
use super::naming::Naming;
use super::shown::{level, list, number, probability, shown};
use super::trend_facts::{MovementFacts, TrendFacts};
use crate::changes::ChangeKind;
use crate::claim::Verdict;
use crate::event::{Kind, Status};
use crate::relations::Cause;
use crate::time::DatePhrase;

/// German.
///
/// States have their German names with articles. Every other actor has its name in the record, unless
/// [`with_name`](Self::with_name) sets another.
///
/// # Example
///
/// ```
/// use detente::sentences::{CountFacts, German, Language};
/// use detente::{Actor, Event, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA").named("United States"));
/// builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
/// builder.event(Event::meeting("riyadh", "2025-02-18").between("USA", "lavrov"));
/// let timeline = builder.build()?;
///
/// let german = German::default().with_name("lavrov", "Sergej Lawrow");
/// let meetings = timeline.between("USA", "lavrov")?.meetings();
/// assert_eq!(
///     german.count(&CountFacts::of(&meetings)),
///     "Die Aufzeichnungen enthalten ein Treffen zwischen den USA und Sergej Lawrow.",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct German {
    names: BTreeMap<String, String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Nominative,
    Dative,
    Accusative,
}

struct Noun {
    gender: Gender,
    singular: &'static str,
    plural: &'static str,
}

const NUMBERS: [&str; 13] = [
    "kein", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
    "elf", "zwölf",
];

/// Ordinals without their endings.
const ORDINALS: [&str; 13] = [
    "nullt", "erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt",
    "zehnt", "elft", "zwölft",
];

impl German {
    /// Sets the name of an actor by its identifier, in the dative with its article: "dem Heiligen Stuhl".
    #[must_use]
    pub fn with_name(mut self, id: impl Into<String>, dative: impl Into<String>) -> Self {
        self.names.insert(id.into(), dative.into());
        self
    }

    /// The name in the dative.
    fn actor(&self, actor: &ActorName<'_>) -> String {
        if let Some(name) = self.names.get(actor.id) {
            return shown(name).into_owned();
        }
        let known = country_name(actor).map(|known| known.german.to_owned());
        known.unwrap_or_else(|| shown(actor.name).into_owned())
    }

    fn actors(&self, actors: &[ActorName<'_>]) -> String {
        let names: Vec<String> = actors.iter().map(|one| self.actor(one)).collect();
        list(&names, "und")
    }

    fn between(&self, sides: &Sides<'_>) -> String {
        let [a, b] = sides.each_ref().map(|side| self.actors(side));
        if sides.iter().all(|side| side.len() == 1) {
            format!("zwischen {a} und {b}")
        } else {
            format!("zwischen {a} auf der einen und {b} auf der anderen Seite")
        }
    }

    /// ` zwischen Rubio und Lawrow`, after a noun. Empty for the whole record.
    fn actor_phrase(&self, actors: &ActorPhrase<'_>) -> String {
        match actors {
            ActorPhrase::All => String::new(),
            ActorPhrase::Of(actors) => format!(" von {}", self.actors(actors)),
            ActorPhrase::Between(sides) => format!(" {}", self.between(sides)),
            ActorPhrase::Theirs => " zwischen ihnen".to_owned(),
        }
    }

    /// `keinen Kontakt zwischen Rubio und Lawrow`, in the accusative.
    fn none(&self, counted: &Counted<'_>) -> String {
        let noun = noun(counted.noun);
        let (none, selected) = match noun.gender {
            Gender::Masculine => ("keinen", "ausgewählten "),
            Gender::Feminine => ("keine", "ausgewählte "),
            Gender::Neuter => ("kein", "ausgewähltes "),
        };
        let selected = if counted.is_selected { selected } else { "" };
        format!(
            "{none} {selected}{}{}",
            noun.singular,
            self.actor_phrase(&counted.actors)
        )
    }

    /// `ein Treffen`, `drei Treffen zwischen Rubio und Lawrow`, in the accusative, after a number as text.
    fn some(&self, number: &str, counted: &Counted<'_>, is_plural: bool) -> String {
        let noun = noun(counted.noun);
        let actors = self.actor_phrase(&counted.actors);
        let (ending, selected, word) = match (is_plural, noun.gender) {
            (true, _) => ("", "ausgewählte ", noun.plural),
            (false, Gender::Masculine) => ("en", "ausgewählten ", noun.singular),
            (false, Gender::Feminine) => ("e", "ausgewählte ", noun.singular),
            (false, Gender::Neuter) => ("", "ausgewähltes ", noun.singular),
        };
        let selected = if counted.is_selected { selected } else { "" };
        format!("{number}{ending} {selected}{word}{actors}")
    }
}

impl Language for German {
    fn tag(&self) -> &'static str {
        "de"
    }

    /// A name that the caller gave with an article is declined, so it cannot be used as a label.
    fn name<'n>(&self, actor: &ActorName<'n>) -> Cow<'n, str> {
        let given = self.names.get(actor.id);
        let given = given.filter(|name| {
            !["den ", "dem ", "der "]
                .iter()
                .any(|one| name.starts_with(one))
        });
        match (given, country_name(actor)) {
            (Some(name), _) => Cow::Owned(shown(name).into_owned()),
            (None, Some(known)) => Cow::Borrowed(known.german_label()),
            (None, None) => shown(actor.name),
        }
    }

    #[cfg(feature = "plot")]
    fn chart_words(&self) -> crate::plot::Words {
        crate::plot::german()
    }

    #[cfg(feature = "plot")]
    fn chart_dates(&self) -> crate::plot::DateFormat {
        crate::plot::german_dates()
    }

    #[cfg(feature = "briefing")]
    fn page_words(&self) -> crate::briefing::PageWords {
        crate::briefing::german()
    }

    fn trend(&self, facts: &TrendFacts<'_>) -> String {
        relations::trend(self, facts)
    }

    fn movement(&self, facts: &MovementFacts<'_>) -> String {
        relations::movement(self, facts)
    }

    fn rank(&self, facts: &RankFacts<'_>) -> String {
        let among = &facts.among;
        let noun = noun(among.noun);
        let is_theirs = among.actors == ActorPhrase::Theirs;
        // "das zweite Treffen" has the weak ending, "ihr zweites Treffen" the mixed one.
        let (mixed, their, article, later) = match noun.gender {
            Gender::Masculine => ("er", "ihr", "der", "ein späterer"),
            Gender::Feminine => ("e", "ihre", "die", "eine spätere"),
            Gender::Neuter => ("es", "ihr", "das", "ein späteres"),
        };
        let (ending, article) = if is_theirs {
            (mixed, their)
        } else {
            ("e", article)
        };
        let (min, max) = (facts.rank.min(), facts.rank.max());
        let highest = max.unwrap_or(min);
        let ordinal = |rank| ordinal(rank, highest, ending);
        let rank = match max {
            Some(max) if max == min => ordinal(min),
            Some(max) if max == min + 1 => format!("{} oder {}", ordinal(min), ordinal(max)),
            Some(max) => format!("{} bis {}", ordinal(min), ordinal(max)),
            None => format!("{} oder {later}", ordinal(min)),
        };
        let selected = match (among.is_selected, max) {
            (false, _) => String::new(),
            (true, None) => format!("ausgewählt{mixed} "),
            (true, Some(_)) => format!("ausgewählt{ending} "),
        };
        let (verb, tail) = match facts.event.status {
            Some(Status::Planned) => ("wäre", ""),
            Some(Status::Cancelled) => ("wäre", " gewesen"),
            _ => ("war", ""),
        };
        let actors = match among.actors {
            ActorPhrase::Theirs => String::new(),
            ActorPhrase::All => " in den Aufzeichnungen".to_owned(),
            _ => self.actor_phrase(&among.actors),
        };
        let subject = Self::subject(&facts.event);
        format!(
            "{subject} {verb} {article} {rank} {selected}{}{actors}{tail}.",
            noun.singular
        )
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
                let events = self.some("", &facts.counted, true);
                return format!(
                    "Wie viele{events} es gab, geht aus den Aufzeichnungen nicht hervor."
                );
            }
            (0, Some(0)) => {
                return format!(
                    "Die Aufzeichnungen enthalten {}.",
                    self.none(&facts.counted)
                );
            }
            (min, None) => format!("mindestens {}", number(min)),
            (min, Some(max)) if min == max => number(min),
            (0, Some(max)) => format!("höchstens {}", number(max)),
            (min, Some(max)) if min + 1 == max => format!("{} oder {}", number(min), number(max)),
            (min, Some(max)) => format!("{} bis {}", number(min), number(max)),
        };
        let events = self.some(&number, &facts.counted, highest > 1);
        format!("Die Aufzeichnungen enthalten {events}.")
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
        let of = facts.sides.as_ref();
        let of = of.map(|sides| format!(" über die Beziehungen {}", self.between(sides)));
        let of = of.unwrap_or_default();
        let claim = shown(facts.claim);
        let (verb, tail) = match facts.verdict {
            Verdict::Consistent => ("stützen die Aussage", ""),
            Verdict::Contradicted => ("widersprechen der Aussage", ""),
            Verdict::Undetermined => ("lassen die Aussage", " offen"),
        };
        let events = facts.deciding();
        let text = format!("Die Aufzeichnungen{of} {verb} „{claim}“{tail}.");
        match events.len() {
            0 => text,
            1 => format!(
                "{text} Am wichtigsten ist: {}.",
                Self::in_list(&events[0], None)
            ),
            _ => format!("{text} Am wichtigsten sind: {}.", Self::list(events)),
        }
    }

    fn change(&self, facts: &ChangeFacts<'_>) -> String {
        let subject = Self::subject(&facts.event);
        let [dative, accusative] =
            [Case::Dative, Case::Accusative].map(|case| event(&facts.event, case));
        let sentences = facts.kinds.iter().map(|kind| match kind {
            ChangeKind::New => match facts.event.status {
                Some(Status::Planned) => {
                    format!("{subject} ist neu in den Aufzeichnungen, als Plan.")
                }
                Some(Status::Cancelled) => {
                    format!("{subject} ist neu in den Aufzeichnungen und abgesagt.")
                }
                Some(Status::Disputed) => {
                    format!("{subject} ist neu in den Aufzeichnungen und wird bestritten.")
                }
                _ => format!("{subject} ist neu in den Aufzeichnungen."),
            },
            ChangeKind::Retracted => {
                format!("Kein Bericht über {accusative} wird noch aufrechterhalten.")
            }
            ChangeKind::Removed => format!("{subject} steht nicht mehr in den Aufzeichnungen."),
            ChangeKind::Realised if facts.event.is_standing => {
                format!("{subject} ist nach neuen Berichten inzwischen in Kraft getreten.")
            }
            ChangeKind::Realised => {
                format!("{subject} hat nach neuen Berichten inzwischen stattgefunden.")
            }
            ChangeKind::Cancelled => format!("{subject} wurde abgesagt."),
            ChangeKind::Disputed => format!("Ein Bericht bestreitet inzwischen {accusative}."),
            ChangeKind::Redated => {
                let before = facts
                    .date_before
                    .filter(|&before| before != facts.event.date);
                let before = before.map(|before| format!("; zuvor hieß es: {}", phrase(before)));
                let before = before.unwrap_or_default();
                format!("Für {accusative} wurde das Datum geändert{before}.")
            }
            ChangeKind::Revised => format!("Die Angaben zu {dative} wurden geändert."),
            ChangeKind::ReportedAgain => format!("Über {accusative} wurde erneut berichtet."),
            ChangeKind::ReportWithdrawn => {
                format!("Ein Bericht über {accusative} wurde zurückgezogen.")
            }
        });
        sentences.collect::<Vec<_>>().join(" ")
    }

    fn finding(&self, facts: &FindingFacts<'_>) -> String {
        finding(self, facts)
    }
}

impl Naming for German {
    const AND: &'static str = "und";

    fn event(name: &EventName<'_>) -> String {
        event(name, Case::Nominative)
    }

    fn quoted(title: &str) -> String {
        format!("„{}“", shown(title))
    }

    fn date(event: &EventName<'_>) -> String {
        let date = phrase(event.date);
        match event.date {
            _ if !event.is_standing => date,
            DatePhrase::Through { .. } => format!("in Kraft vom {date}"),
            DatePhrase::Since(_) | DatePhrase::Until(_) => format!("in Kraft {date}"),
            _ => format!("in Kraft, {date}"),
        }
    }

    fn cause(cause: Cause) -> &'static str {
        match cause {
            Cause::New => "neu",
            Cause::Revised => "geändert",
            Cause::Withdrawn => "zurückgezogen",
            Cause::Fading => "verblassend",
        }
    }
}

const fn noun(noun: EventNoun) -> Noun {
    let (gender, singular, plural) = match noun {
        EventNoun::Meeting => (Gender::Neuter, "Treffen", "Treffen"),
        EventNoun::Call => (Gender::Neuter, "Telefonat", "Telefonate"),
        EventNoun::Contact => (Gender::Masculine, "Kontakt", "Kontakte"),
        EventNoun::Statement => (Gender::Feminine, "Äußerung", "Äußerungen"),
        EventNoun::Act => (Gender::Feminine, "Handlung", "Handlungen"),
        EventNoun::Event => (Gender::Neuter, "Ereignis", "Ereignisse"),
    };
    Noun {
        gender,
        singular,
        plural,
    }
}

/// `zweites`, or `13.` if the highest of the sentence has no word here.
fn ordinal(rank: u64, highest: u64, ending: &str) -> String {
    let word = usize::try_from(rank)
        .ok()
        .and_then(|rank| ORDINALS.get(rank));
    match word.filter(|_| highest < ORDINALS.len() as u64) {
        Some(&word) => format!("{word}{ending}"),
        None => format!("{rank}."),
    }
}

fn p_text(p: f64) -> String {
    probability(p, true)
}

fn level_text(value: f64) -> String {
    level(value).replace('.', ",")
}

/// A number of days, in the accusative: `einen Tag`, `7 Tage`.
fn days(days: i64) -> String {
    if days == 1 {
        "einen Tag".to_owned()
    } else {
        format!("{days} Tage")
    }
}

/// The verb of a place in time, with what follows at the end of the sentence.
///
/// A standing relation is in force before or after another event.
const fn lay(event: &EventName<'_>) -> (&'static str, &'static str) {
    match (event.is_standing, event.status) {
        (false, Some(Status::Planned)) => ("läge", ""),
        (false, Some(Status::Cancelled)) => ("hätte", " gelegen"),
        (false, _) => ("lag", ""),
        (true, Some(Status::Planned)) => ("wäre", " in Kraft"),
        (true, Some(Status::Cancelled)) => ("wäre", " in Kraft gewesen"),
        (true, _) => ("war", " in Kraft"),
    }
}

/// As [`lay`], before a number of days until another event. They are counted from the end of a standing relation.
const fn lay_until(event: &EventName<'_>) -> (&'static str, &'static str) {
    match (event.is_standing, event.status) {
        (false, _) => lay(event),
        (true, Some(Status::Planned)) => ("würde", " enden"),
        (true, Some(Status::Cancelled)) => ("hätte", " geendet"),
        (true, _) => ("endete", ""),
    }
}

/// An event inside a sentence: `das Treffen vom 10. Juli 2025 (Kuala Lumpur)`.
fn event(name: &EventName<'_>, case: Case) -> String {
    if let Some(label) = name.label {
        return shown(label).into_owned();
    }
    let noun = noun(match (name.kind, name.title) {
        (Kind::Meeting, _) => EventNoun::Meeting,
        (Kind::Call, _) => EventNoun::Call,
        (_, Some(_)) => return German::in_list(name, None),
        (Kind::Statement, None) => EventNoun::Statement,
        (Kind::Act, None) => EventNoun::Act,
    });
    let article = match (noun.gender, case) {
        (Gender::Masculine, Case::Nominative) | (Gender::Feminine, Case::Dative) => "der",
        (Gender::Masculine, Case::Accusative) => "den",
        (Gender::Neuter, Case::Nominative | Case::Accusative) => "das",
        (Gender::Feminine, Case::Nominative | Case::Accusative) => "die",
        (Gender::Masculine | Gender::Neuter, Case::Dative) => "dem",
    };
    // The weak ending of an adjective after the article.
    let is_dative = case == Case::Dative;
    let is_masculine = noun.gender == Gender::Masculine && case == Case::Accusative;
    let ending = if is_dative || is_masculine { "en" } else { "e" };
    let place = name.place.map(|place| format!(" ({})", shown(place)));
    let place = place.unwrap_or_default();
    let noun = noun.singular;
    if name.is_standing {
        let place = name.place.map(|place| format!("{}; ", shown(place)));
        return format!(
            "{article} {noun} ({}{})",
            place.unwrap_or_default(),
            German::date(name)
        );
    }
    match name.date {
        DatePhrase::Unknown => format!("{article} undatiert{ending} {noun}{place}"),
        DatePhrase::Including(certain) => {
            format!(
                "{article} am {} laufend{ending} {noun}{place}",
                day(certain)
            )
        }
        DatePhrase::On(one) => {
            format!(
                "{article} {noun} {}{place}",
                with_preposition(one, ["vom", "an"])
            )
        }
        DatePhrase::Through { .. } => {
            format!("{article} {noun} vom {}{place}", phrase(name.date))
        }
        date => format!("{article} {noun} {}{place}", phrase(date)),
    }
}

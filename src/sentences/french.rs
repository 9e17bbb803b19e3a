//! French.
//!
//! The grammar that the sentences need: articles that contract with "de" and are elided, two genders, "1er mai", and
//! no-break spaces before ":" and ";" and inside guillemets. Verbs are chosen so that nothing has to agree with a
//! title or a label, whose gender is not known. A name without a known form has no article, which is correct after
//! "entre" for any name; after "de" it is elided before a vowel.

mod date;
mod finding;
mod order;
mod reason;
mod relations;

use std::borrow::Cow;
use std::collections::BTreeMap;

use date::{day, le, phrase, some_day, two_days};
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
use super::shown::{capital, level, list, number, probability, shown};
use super::trend_facts::{MovementFacts, TrendFacts};
use crate::changes::ChangeKind;
use crate::claim::Verdict;
use crate::event::{Kind, Status};
use crate::relations::Cause;
use crate::time::{DatePhrase, SomeDay};

/// French.
///
/// States have their French names with articles. Every other actor has its name in the record, unless
/// [`with_name`](Self::with_name) sets another.
///
/// # Example
///
/// ```
/// use detente::sentences::{CountFacts, French, Language};
/// use detente::{Actor, Event, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA").named("United States"));
/// builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
/// builder.event(Event::meeting("riyadh", "2025-02-18").between("USA", "lavrov"));
/// let timeline = builder.build()?;
///
/// let french = French::default().with_name("lavrov", "Sergueï Lavrov");
/// let meetings = timeline.between("USA", "lavrov")?.meetings();
/// assert_eq!(
///     french.count(&CountFacts::of(&meetings)),
///     "Les données contiennent une rencontre entre les États-Unis et Sergueï Lavrov.",
/// );
/// let of_one = timeline.view().involving("USA")?.meetings();
/// assert_eq!(
///     french.count(&CountFacts::of(&of_one)),
///     "Les données contiennent une rencontre des États-Unis.",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct French {
    names: BTreeMap<String, String>,
}

struct Noun {
    is_feminine: bool,
    singular: &'static str,
    plural: &'static str,
}

const NUMBERS: [&str; 13] = [
    "aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze",
];

/// From the second on: the first depends on the gender.
const ORDINALS: [&str; 11] = [
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
    "onzième",
    "douzième",
];

/// A colon and a semicolon, with the space before them that does not break.
const COLON: &str = "\u{a0}:";
const SEMICOLON: &str = "\u{202f};";

impl French {
    /// Sets the name of an actor by its identifier, with its article: "le Saint-Siège".
    #[must_use]
    pub fn with_name(mut self, id: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.insert(id.into(), name.into());
        self
    }

    fn actor(&self, actor: &ActorName<'_>) -> String {
        if let Some(name) = self.names.get(actor.id) {
            return shown(name).into_owned();
        }
        let known = country_name(actor).map(|known| known.french.to_owned());
        known.unwrap_or_else(|| shown(actor.name).into_owned())
    }

    fn actors(&self, actors: &[ActorName<'_>]) -> String {
        let names: Vec<String> = actors.iter().map(|one| self.actor(one)).collect();
        list(&names, "et")
    }

    fn between(&self, sides: &Sides<'_>) -> String {
        let [a, b] = sides.each_ref().map(|side| self.actors(side));
        if sides.iter().all(|side| side.len() == 1) {
            format!("entre {a} et {b}")
        } else {
            format!("entre {a} d’une part et {b} d’autre part")
        }
    }

    /// ` entre Rubio et Lavrov`, after a noun. Empty for the whole record.
    fn actor_phrase(&self, actors: &ActorPhrase<'_>) -> String {
        match actors {
            ActorPhrase::All => String::new(),
            ActorPhrase::Of(actors) => {
                let names: Vec<String> = actors.iter().map(|one| de(&self.actor(one))).collect();
                format!(" {}", list(&names, "et"))
            }
            ActorPhrase::Between(sides) => format!(" {}", self.between(sides)),
            ActorPhrase::Theirs => " entre eux".to_owned(),
        }
    }

    /// `aucun contact entre Rubio et Lavrov`
    fn none(&self, counted: &Counted<'_>) -> String {
        let noun = noun(counted.noun);
        let none = if noun.is_feminine { "aucune" } else { "aucun" };
        let selected = selected(counted, &noun, false);
        format!(
            "{none} {}{selected}{}",
            noun.singular,
            self.actor_phrase(&counted.actors)
        )
    }

    /// `rencontres entre Rubio et Lavrov`
    fn some(&self, counted: &Counted<'_>, is_plural: bool) -> String {
        let noun = noun(counted.noun);
        let selected = selected(counted, &noun, is_plural);
        let word = if is_plural {
            noun.plural
        } else {
            noun.singular
        };
        format!("{word}{selected}{}", self.actor_phrase(&counted.actors))
    }
}

/// `États-Unis` of `les États-Unis`.
fn without_article(name: &str) -> &str {
    let mut articles = ["le ", "la ", "les ", "l’"].into_iter();
    articles
        .find_map(|one| name.strip_prefix(one))
        .unwrap_or(name)
}

impl Language for French {
    fn tag(&self) -> &'static str {
        "fr"
    }

    fn name<'n>(&self, actor: &ActorName<'n>) -> Cow<'n, str> {
        let known = country_name(actor).map(|known| known.french);
        match self.names.get(actor.id).map(String::as_str).or(known) {
            Some(name) => Cow::Owned(capital(&shown(without_article(name)))),
            None => shown(actor.name),
        }
    }

    #[cfg(feature = "plot")]
    fn chart_words(&self) -> crate::plot::Words {
        crate::plot::french()
    }

    #[cfg(feature = "plot")]
    fn chart_dates(&self) -> crate::plot::DateFormat {
        crate::plot::french_dates()
    }

    #[cfg(feature = "briefing")]
    fn page_words(&self) -> crate::briefing::PageWords {
        crate::briefing::french()
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
        let (min, max) = (facts.rank.min(), facts.rank.max());
        let highest = max.unwrap_or(min);
        // An ordinal has the article before it, or "leur".
        let article = match (&among.actors, noun.is_feminine) {
            (ActorPhrase::Theirs, _) => "leur",
            (_, true) => "la",
            (_, false) => "le",
        };
        let ordinal = |rank| format!("{article} {}", ordinal(rank, highest, noun.is_feminine));
        let rank = match max {
            Some(max) if max == min => ordinal(min),
            Some(max) if max == min + 1 => format!("{} ou {}", ordinal(min), ordinal(max)),
            Some(max) => format!(
                "au plus tôt {} et au plus tard {}",
                ordinal(min),
                ordinal(max)
            ),
            None => format!("au plus tôt {}", ordinal(min)),
        };
        let verb = match facts.event.status {
            Some(Status::Planned) => "serait",
            Some(Status::Cancelled) => "aurait été",
            _ => "a été",
        };
        let actors = match among.actors {
            ActorPhrase::Theirs => String::new(),
            ActorPhrase::All => " dans les données".to_owned(),
            _ => self.actor_phrase(&among.actors),
        };
        let selected = selected(among, &noun, false);
        format!(
            "{} {verb} {rank} {}{selected}{actors}.",
            Self::subject(&facts.event),
            noun.singular
        )
    }

    fn count(&self, facts: &CountFacts<'_>) -> String {
        let (min, max) = (
            u64::from(facts.count.min()),
            facts.count.max().map(u64::from),
        );
        let highest = max.unwrap_or(min);
        let is_feminine = noun(facts.counted.noun).is_feminine;
        let number = |n| match n {
            1 if is_feminine && highest <= 12 => "une".to_owned(),
            n => number(n, highest, &NUMBERS),
        };
        let number = match (min, max) {
            (0, None) => {
                let events = de(&self.some(&facts.counted, true));
                return format!("Les données ne disent pas combien il y a eu {events}.");
            }
            (0, Some(0)) => {
                return format!("Les données ne contiennent {}.", self.none(&facts.counted));
            }
            (min, None) => format!("au moins {}", number(min)),
            (min, Some(max)) if min == max => number(min),
            (0, Some(max)) => format!("au plus {}", number(max)),
            (min, Some(max)) if min + 1 == max => format!("{} ou {}", number(min), number(max)),
            (min, Some(max)) => format!("{} à {}", number(min), number(max)),
        };
        let events = self.some(&facts.counted, highest > 1);
        format!("Les données contiennent {number} {events}.")
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
        let of = of.map(|sides| format!(" sur les relations {}", self.between(sides)));
        let of = of.unwrap_or_default();
        let claim = quoted(facts.claim);
        let verb = match facts.verdict {
            Verdict::Consistent => "étayent l’affirmation",
            Verdict::Contradicted => "contredisent l’affirmation",
            Verdict::Undetermined => "ne permettent ni de confirmer ni d’écarter l’affirmation",
        };
        let events = facts.deciding();
        let text = format!("Les données{of} {verb} {claim}.");
        if events.is_empty() {
            return text;
        }
        format!(
            "{text} Ce qui compte le plus{COLON} {}.",
            Self::list(events)
        )
    }

    fn change(&self, facts: &ChangeFacts<'_>) -> String {
        let (subject, event) = (Self::subject(&facts.event), event(&facts.event));
        let sentences = facts.kinds.iter().map(|kind| match kind {
            ChangeKind::New => match facts.event.status {
                Some(Status::Planned) => {
                    format!("{subject} figure désormais dans les données, comme projet.")
                }
                Some(Status::Cancelled) => {
                    format!("{subject} figure désormais dans les données, avec son annulation.")
                }
                Some(Status::Disputed) => {
                    format!(
                        "{subject} figure désormais dans les données, mais une source en doute."
                    )
                }
                _ => format!("{subject} figure désormais dans les données."),
            },
            ChangeKind::Retracted => {
                format!("Plus aucune information sur {event} n’est maintenue.")
            }
            ChangeKind::Removed => format!("{subject} ne figure plus dans les données."),
            ChangeKind::Realised => {
                let verb = took_effect(facts.event.is_standing);
                format!("Selon de nouvelles informations, {event} {verb}.")
            }
            ChangeKind::Cancelled => format!("L’annulation {} est annoncée.", de(&event)),
            ChangeKind::Disputed => format!("Une source conteste désormais {event}."),
            ChangeKind::Redated => {
                let before = facts
                    .date_before
                    .filter(|&before| before != facts.event.date);
                let before = before.map(|before| {
                    format!(
                        "{SEMICOLON} auparavant, on lisait{COLON} {}",
                        phrase(before)
                    )
                });
                let before = before.unwrap_or_default();
                format!("La date {} a été corrigée{before}.", de(&event))
            }
            ChangeKind::Revised => format!("Les informations sur {event} ont été corrigées."),
            ChangeKind::ReportedAgain => format!("D’autres informations mentionnent {event}."),
            ChangeKind::ReportWithdrawn => format!("Une information sur {event} a été retirée."),
        });
        sentences.collect::<Vec<_>>().join(" ")
    }

    fn finding(&self, facts: &FindingFacts<'_>) -> String {
        finding(self, facts)
    }
}

impl Naming for French {
    const AND: &'static str = "et";
    const SEMICOLON: &'static str = SEMICOLON;

    fn event(name: &EventName<'_>) -> String {
        event(name)
    }

    fn quoted(title: &str) -> String {
        quoted(title)
    }

    fn date(event: &EventName<'_>) -> String {
        let date = phrase(event.date);
        match event.date {
            _ if !event.is_standing => date,
            DatePhrase::Through { .. } | DatePhrase::Since(_) | DatePhrase::Until(_) => {
                format!("en vigueur {date}")
            }
            _ => format!("en vigueur, {date}"),
        }
    }

    fn cause(cause: Cause) -> &'static str {
        match cause {
            Cause::New => "nouveau",
            Cause::Revised => "corrigé",
            Cause::Withdrawn => "retiré",
            Cause::Fading => "qui s’estompe",
        }
    }
}

const fn noun(noun: EventNoun) -> Noun {
    let (is_feminine, singular, plural) = match noun {
        EventNoun::Meeting => (true, "rencontre", "rencontres"),
        EventNoun::Call => (false, "appel", "appels"),
        EventNoun::Contact => (false, "contact", "contacts"),
        EventNoun::Statement => (true, "déclaration", "déclarations"),
        EventNoun::Act => (false, "acte", "actes"),
        EventNoun::Event => (false, "événement", "événements"),
    };
    Noun {
        is_feminine,
        singular,
        plural,
    }
}

const fn selected(counted: &Counted<'_>, noun: &Noun, is_plural: bool) -> &'static str {
    match (counted.is_selected, noun.is_feminine, is_plural) {
        (false, ..) => "",
        (true, false, false) => " sélectionné",
        (true, false, true) => " sélectionnés",
        (true, true, false) => " sélectionnée",
        (true, true, true) => " sélectionnées",
    }
}

/// `deuxième`, or `13e` if the highest of the sentence has no word here.
fn ordinal(rank: u64, highest: u64, is_feminine: bool) -> String {
    let is_word = highest < ORDINALS.len() as u64 + 2;
    let place = rank
        .checked_sub(2)
        .and_then(|place| usize::try_from(place).ok());
    let word = place.and_then(|place| ORDINALS.get(place));
    match (rank, word) {
        (1, _) if is_word => if is_feminine { "première" } else { "premier" }.to_owned(),
        (1, _) => if is_feminine { "1re" } else { "1er" }.to_owned(),
        (_, Some(&word)) if is_word => word.to_owned(),
        _ => format!("{rank}e"),
    }
}

/// A text after "de": contracted with the article, elided before a vowel.
fn de(text: &str) -> String {
    if let Some(rest) = text.strip_prefix("le ") {
        return format!("du {rest}");
    }
    if let Some(rest) = text.strip_prefix("les ") {
        return format!("des {rest}");
    }
    // "h" is left out: whether it is aspirated depends on the word.
    let is_vowel = text.chars().next().is_some_and(|first| {
        first
            .to_lowercase()
            .all(|first| "aàâäeéèêëiîïoôöuùûü".contains(first))
    });
    if is_vowel {
        format!("d’{text}")
    } else {
        format!("de {text}")
    }
}

fn quoted(text: &str) -> String {
    format!("«\u{a0}{}\u{a0}»", shown(text))
}

fn p_text(p: f64) -> String {
    probability(p, true)
}

fn level_text(value: f64) -> String {
    level(value).replace('.', ",")
}

fn days(days: i64) -> String {
    if days == 1 {
        "un jour".to_owned()
    } else {
        format!("{days} jours")
    }
}

/// The verb before a place in time. A standing relation is in force before or after another event.
const fn took_place(event: &EventName<'_>) -> &'static str {
    match (event.is_standing, event.status) {
        (false, Some(Status::Planned)) => "aurait lieu",
        (false, Some(Status::Cancelled)) => "aurait eu lieu",
        (false, _) => "a eu lieu",
        (true, Some(Status::Planned)) => "serait en vigueur",
        (true, Some(Status::Cancelled)) => "aurait été en vigueur",
        (true, _) => "était en vigueur",
    }
}

/// The verb before a number of days until another event. They are counted from the end of a standing relation.
const fn took_place_until(event: &EventName<'_>) -> &'static str {
    match (event.is_standing, event.status) {
        (false, _) => took_place(event),
        (true, Some(Status::Planned)) => "prendrait fin",
        (true, Some(Status::Cancelled)) => "aurait pris fin",
        (true, _) => "a pris fin",
    }
}

const fn took_effect(is_standing: bool) -> &'static str {
    if is_standing {
        "a pris effet"
    } else {
        "a eu lieu"
    }
}

/// An event inside a sentence: `la rencontre du 10 juillet 2025 (Kuala Lumpur)`.
fn event(name: &EventName<'_>) -> String {
    if let Some(label) = name.label {
        return shown(label).into_owned();
    }
    let (is_feminine, noun) = match (name.kind, name.title) {
        (Kind::Meeting, _) => (true, "la rencontre"),
        (Kind::Call, _) => (false, "l’appel"),
        (_, Some(_)) => return French::in_list(name, None),
        (Kind::Statement, None) => (true, "la déclaration"),
        (Kind::Act, None) => (false, "l’acte"),
    };
    if name.is_standing {
        let place = name
            .place
            .map(|place| format!("{}{SEMICOLON} ", shown(place)));
        return format!(
            "{noun} ({}{})",
            place.unwrap_or_default(),
            French::date(name)
        );
    }
    let date = match name.date {
        DatePhrase::On(SomeDay::DayOrNext(first)) => {
            two_days(["du", "ou du"], first, first.succ_opt().unwrap_or(first))
        }
        DatePhrase::On(one) => de(&some_day(one)),
        DatePhrase::Through { .. } => phrase(name.date),
        DatePhrase::Since(_) => format!("en cours {}", phrase(name.date)),
        DatePhrase::Until(_) => format!("qui a duré {}", phrase(name.date)),
        DatePhrase::OnOrAfter(first) => format!("du {} ou plus tard", day(first)),
        DatePhrase::OnOrBefore(last) => format!("du {} ou plus tôt", day(last)),
        DatePhrase::Including(certain) => format!("en cours {}", le(certain)),
        DatePhrase::Unknown => if is_feminine {
            "non datée"
        } else {
            "non daté"
        }
        .to_owned(),
    };
    let place = name.place.map(|place| format!(" ({})", shown(place)));
    format!("{noun} {date}{}", place.unwrap_or_default())
}

//! The facts of an event, an actor or a source as text, and which of them differ.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::event::Account;
use crate::text::words;
use crate::time::{Bounds, When};
use crate::timeline::{AboutRef, ActorRef, EventRef, SourceRef};

/// The name of a fact of an event, an actor or a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fact {
    /// The status of an event.
    Status,
    /// The dates that the believed reports give, as EDTF text.
    When,
    /// The bounds of the date that follow from reports and constraints.
    Bounds,
    /// The kind of an event or an actor.
    Kind,
    /// The title of an event.
    Title,
    /// The name of an actor or a source.
    Name,
    /// The code of an event.
    Code,
    /// Whether a meeting was in person.
    InPerson,
    /// How a statement is quoted.
    Form,
    /// Whether a statement is hedged.
    Hedged,
    /// Whether a statement negates its code.
    Negated,
    /// Whether an act is a relation that is in force from its start to its end.
    Standing,
    /// The participants, with their roles.
    Participants,
    /// The actors and designations that an event is about.
    About,
    /// The links to other events.
    Links,
    /// The number of times that an event happened.
    Occurrences,
    /// The places that the believed reports give.
    Places,
    /// The numbers that the believed reports give.
    Measures,
    /// The ordinals that reports give.
    Ordinals,
    /// The topics that reports give.
    Topics,
    /// The initiators that reports give.
    Initiators,
    /// The other names of an actor.
    Aliases,
    /// The offices and memberships of an actor.
    Affiliations,
    /// The predecessors of an actor.
    Successions,
    /// When a source was published.
    Published,
    /// Whether a source is anonymous.
    Anonymous,
    /// The web address of a source.
    Url,
    /// The authors of a source.
    Authors,
    /// The publisher of a source.
    Publisher,
    /// The place within a source.
    Locator,
    /// The archive that holds a source.
    Archive,
    /// When the address of a source was last read.
    Accessed,
    /// The coverage that a source declares.
    Covers,
    /// The identifiers in other registers.
    External,
}

words!(Fact, "a fact", 34 {
    Status => "status",
    When => "when",
    Bounds => "bounds",
    Kind => "kind",
    Title => "title",
    Name => "name",
    Code => "code",
    InPerson => "in_person",
    Form => "form",
    Hedged => "hedged",
    Negated => "negated",
    Standing => "standing",
    Participants => "participants",
    About => "about",
    Links => "links",
    Occurrences => "occurrences",
    Places => "places",
    Measures => "measures",
    Ordinals => "ordinals",
    Topics => "topics",
    Initiators => "initiators",
    Aliases => "aliases",
    Affiliations => "affiliations",
    Successions => "successions",
    Published => "published",
    Anonymous => "anonymous",
    Url => "url",
    Authors => "authors",
    Publisher => "publisher",
    Locator => "locator",
    Archive => "archive",
    Accessed => "accessed",
    Covers => "covers",
    External => "external",
});

/// A fact that differs between two states of a record.
///
/// Its `Display` names the values that differ: `places from Riyadh to Jeddah`, `topics gas added`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FactChange {
    /// The name of the fact.
    pub fact: Fact,
    /// The values before, sorted. Empty if nothing was stated.
    pub before: Vec<String>,
    /// The values after, sorted.
    pub after: Vec<String>,
}

impl fmt::Display for FactChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let without = |all: &[String], others: &[String]| -> Vec<String> {
            let own = all.iter().filter(|one| !others.contains(one));
            own.cloned().collect()
        };
        let dropped = without(&self.before, &self.after);
        let added = without(&self.after, &self.before);
        let name = self.fact.as_str().replace('_', " ");
        match (&dropped[..], &added[..]) {
            ([one], [other]) => write!(f, "{name} from {one} to {other}"),
            ([], added) => write!(f, "{name} {} added", added.join(", ")),
            (dropped, []) => write!(f, "{name} {} dropped", dropped.join(", ")),
            (dropped, added) => {
                let (dropped, added) = (dropped.join(", "), added.join(", "));
                write!(f, "{name} {dropped} dropped, {added} added")
            }
        }
    }
}

/// The facts of one state, in the order of [`Fact`]. The values of each are sorted.
pub(super) type Facts = Vec<(Fact, Vec<String>)>;

/// The facts that differ between two lists with the same names in the same order.
pub(super) fn differences(before: Facts, after: Facts) -> Vec<FactChange> {
    let pairs = before.into_iter().zip(after);
    let differing = pairs.filter(|((_, before), (_, after))| before != after);
    differing
        .map(|((fact, before), (same, after))| {
            debug_assert_eq!(fact, same, "both lists name the same facts");
            FactChange {
                fact,
                before,
                after,
            }
        })
        .collect()
}

/// The facts that an event states, prepared for comparison with several other events.
///
/// The bounds are left out, because they follow from the dates and the constraints.
pub(crate) struct StatedFacts(Facts);

impl StatedFacts {
    pub(crate) fn of(event: EventRef<'_>) -> Self {
        let mut facts = of_event(event);
        facts.retain(|(fact, values)| *fact != Fact::Bounds && !values.is_empty());
        Self(facts)
    }

    /// Splits the facts that both events state into those that are equal and those that differ.
    pub(crate) fn in_common(&self, other: &Self) -> (Vec<Fact>, Vec<FactChange>) {
        let (mut same, mut differing) = (Vec::new(), Vec::new());
        let mut others = other.0.iter().peekable();
        for (fact, before) in &self.0 {
            // Both lists are in the order of facts.
            while others.next_if(|(other, _)| other < fact).is_some() {}
            let Some((_, after)) = others.next_if(|(other, _)| other == fact) else {
                continue;
            };
            if before == after {
                same.push(*fact);
            } else {
                differing.push(FactChange {
                    fact: *fact,
                    before: before.clone(),
                    after: after.clone(),
                });
            }
        }
        (same, differing)
    }
}

fn sorted(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The text of a value, if there is one.
fn one<T: ToString>(value: Option<T>) -> Vec<String> {
    value.into_iter().map(|value| value.to_string()).collect()
}

/// Identifiers in other registers: `wikidata:Q58217`.
fn external(ids: &BTreeMap<String, String>) -> Vec<String> {
    let ids = ids.iter();
    sorted(ids.map(|(scheme, value)| format!("{scheme}:{value}")))
}

/// A flag is stated only if it is set.
fn flag(is_set: bool) -> Vec<String> {
    one(is_set.then_some(true))
}

/// The facts of an event as its view knows it.
pub(super) fn of_event(event: EventRef<'_>) -> Facts {
    let (stored, timeline, manner) = (event.stored(), event.timeline(), event.manner());
    let more = stored.more.as_deref();
    let dates = stored.believed_dates(timeline, event.knowledge());
    let participants = event.participants().map(|one| {
        let party = one.on_behalf_of.map(|party| format!(" for {}", party.id()));
        let party = party.unwrap_or_default();
        format!("{} {}{party}", one.role, one.actor.id())
    });
    let about = event.about().map(|one| match one {
        AboutRef::Actor(actor) => actor.id().to_owned(),
        AboutRef::Designation(designation) => designation.name.clone(),
    });
    let links = timeline.links_of(event.ix()).iter();
    let links = links.map(|&(_, link, ix)| format!("{link} {}", timeline.stored(ix).id));
    let mut facts = vec![
        (Fact::Status, one(event.status())),
        (Fact::When, sorted(dates.into_iter().map(When::to_string))),
        (Fact::Bounds, vec![bounds_in_words(&event.bounds())]),
        (Fact::Kind, one(Some(event.kind()))),
        (
            Fact::Title,
            one(more.and_then(|more| more.title.as_deref())),
        ),
        (Fact::Code, one(event.code())),
        (Fact::InPerson, one(manner.in_person)),
        (Fact::Form, one(manner.form)),
        (Fact::Hedged, flag(manner.hedged)),
        (Fact::Negated, flag(manner.negated)),
        (Fact::Standing, flag(event.is_standing())),
        (Fact::Participants, sorted(participants)),
        (Fact::About, sorted(about)),
        (Fact::Links, sorted(links)),
        (Fact::Occurrences, one(Some(event.occurrences()))),
    ];
    facts.extend(of_accounts(event));
    facts.push((Fact::External, external(event.external())));
    facts
}

/// The facts of an event that its accounts give. Places and measures are those that the view believes, as in
/// [`EventRef::place`] and [`EventRef::measure`].
fn of_accounts(event: EventRef<'_>) -> Facts {
    let stored = event.stored();
    let shared = stored.more.as_deref().map(|more| &more.shared);
    let believed = stored.believed(event.timeline(), event.knowledge());
    let own = believed
        .iter()
        .filter_map(|account| account.more.as_deref());
    let believed: Vec<&Account> = shared
        .into_iter()
        .chain(own.map(|more| &more.says))
        .collect();
    let places = believed.iter().filter_map(|account| account.place.as_ref());
    let places = places.map(|place| match &place.soil {
        Some(soil) => format!("{}, {soil}", place.name),
        None => place.name.clone(),
    });
    let measures = believed.iter().flat_map(|account| &account.measures);
    let measures = measures.map(|one| match &one.part_of {
        Some(whole) => format!("{} {} of {whole}", one.name, one.quantity),
        None => format!("{} {}", one.name, one.quantity),
    });
    let said = || event.accounts().map(|(account, _)| account);
    let ordinals = said().filter_map(|account| account.ordinal);
    let topics = said().flat_map(|account| &account.topics);
    let initiators = said().flat_map(|account| &account.initiators);
    vec![
        (Fact::Places, sorted(places)),
        (Fact::Measures, sorted(measures)),
        (
            Fact::Ordinals,
            sorted(ordinals.map(|number| number.to_string())),
        ),
        (Fact::Topics, sorted(topics.map(ToString::to_string))),
        (
            Fact::Initiators,
            sorted(initiators.map(ToString::to_string)),
        ),
    ]
}

/// The facts of an actor.
pub(super) fn of_actor(actor: ActorRef<'_>) -> Facts {
    let dated = |when: Option<&When>| when.map_or_else(String::new, |when| format!(", {when}"));
    let aliases = actor.aliases().iter();
    let aliases = aliases.map(|alias| {
        format!(
            "{} ({}{})",
            alias.name,
            alias.kind,
            dated(alias.when.as_ref())
        )
    });
    let affiliations = actor
        .affiliations()
        .map(|(party, office, when)| match office {
            Some(office) => format!("{office} of {}, {when}", party.id()),
            None => format!("member of {}, {when}", party.id()),
        });
    let successions = actor.stored().successions.iter().map(|one| {
        let predecessor = &actor.timeline().actors[one.predecessor].id;
        format!("{predecessor}, {}{}", one.when, in_parentheses(&one.by))
    });
    vec![
        (Fact::Kind, vec![actor.kind().to_string()]),
        (Fact::Name, vec![actor.name().to_owned()]),
        (Fact::Aliases, sorted(aliases)),
        (Fact::Affiliations, sorted(affiliations)),
        (Fact::Successions, sorted(successions)),
        (Fact::External, external(actor.external())),
    ]
}

/// The facts of a source.
pub(super) fn of_source(source: SourceRef<'_>) -> Facts {
    let covers = source.covers().map(|one| {
        let kinds: Vec<&str> = one.kinds.iter().map(|kind| kind.as_str()).collect();
        format!(
            "{}{}{}",
            one.when,
            in_parentheses(&one.actors),
            in_parentheses(&kinds)
        )
    });
    let citation = source.citation();
    // In one value, because their order counts.
    let authors = Some(citation.authors.join("; "));
    vec![
        (Fact::Name, vec![source.name().to_owned()]),
        (Fact::Published, one(source.published())),
        (Fact::Anonymous, flag(source.is_anonymous())),
        (Fact::Url, one(source.url())),
        (Fact::Authors, one(authors.filter(|all| !all.is_empty()))),
        (Fact::Title, one(citation.title)),
        (Fact::Publisher, one(citation.publisher)),
        (Fact::Locator, one(citation.locator)),
        (Fact::Archive, one(citation.archive)),
        (Fact::Accessed, one(citation.accessed)),
        (Fact::Covers, sorted(covers)),
        (Fact::External, external(source.external())),
    ]
}

/// A list in parentheses after a space. Empty without entries.
fn in_parentheses(list: &[impl AsRef<str>]) -> String {
    let list: Vec<&str> = list.iter().map(AsRef::as_ref).collect();
    if list.is_empty() {
        String::new()
    } else {
        format!(" ({})", list.join(", "))
    }
}

/// The four bounds of a date, or two if the inner ones follow from the outer ones.
fn bounds_in_words(bounds: &Bounds) -> String {
    let at = |bound: Option<chrono::DateTime<chrono::Utc>>| match bound {
        Some(at) if at.time() == chrono::NaiveTime::MIN => at.date_naive().to_string(),
        Some(at) => at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        None => "unknown".to_owned(),
    };
    let ends = [
        bounds.start_earliest(),
        bounds.start_latest(),
        bounds.end_earliest(),
        bounds.end_latest(),
    ];
    let [start_earliest, start_latest, end_earliest, end_latest] = ends.map(at);
    format!("start {start_earliest} to {start_latest}, end {end_earliest} to {end_latest}")
}

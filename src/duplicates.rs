//! Suspected duplicates: entries that may be one event, reported twice.
//!
//! Two agencies report one meeting, and a record that takes in both has two events. Counts, ranks and scores are then
//! wrong. [`Timeline::suspected_duplicates`] lists such pairs with the evidence, and
//! [`SuspectedDuplicate::patch`] makes one event of them that has the reports of both. Nothing is merged unasked.
//!
//! # Which pairs are suspected?
//!
//! Two events are a suspected duplicate if all of this holds:
//!
//! - They have the same kind and code, and the same parties, source actors and target actors.
//! - Their dates may overlap, and no link or constraint puts one before the other.
//! - Neither a link nor a constraint names both, and they have no different
//!   [external identifiers](crate::Event::external) of one scheme.
//! - They do not differ in what an event states once: whether it was in person, the form of a statement, whether it is
//!   hedged, negated or standing, and on whose behalf an actor takes part.
//!
//! [`Likelihood`] says how sure that is. It is a rule of thumb, not a probability.
//!
//! # Example
//!
//! ```
//! use detente::duplicates::Likelihood;
//! use detente::event::{Place, Report, Source};
//! use detente::{Actor, Event, Timeline};
//!
//! let record = Timeline::builder()
//!     .actor(Actor::person("trump").named("Donald Trump"))
//!     .actor(Actor::person("putin").named("Vladimir Putin"))
//!     .source(Source::new("ap").named("Associated Press"))
//!     .source(Source::new("tass").named("TASS"))
//!     .event(
//!         Event::meeting("ap-anchorage", "2025-08-15")
//!             .between("trump", "putin")
//!             .at("Joint Base Elmendorf-Richardson")
//!             .report(Report::by(["ap"])),
//!     )
//!     .event(
//!         Event::meeting("tass-alaska", "2025-08-15/2025-08-16")
//!             .between("putin", "trump")
//!             .at("Anchorage")
//!             .report(Report::by(["tass"])),
//!     )
//!     .build()?;
//!
//! let suspected: Vec<_> = record.suspected_duplicates().collect();
//! assert_eq!(suspected.len(), 1);
//! assert_eq!(suspected[0].likelihood, Likelihood::Medium);
//! assert_eq!(
//!     suspected[0].to_string(),
//!     "`ap-anchorage` and `tass-alaska` may be one event (medium): same status, kind, code, participants, \
//!      occurrences; when from 2025-08-15 to 2025-08-15/2025-08-16; places from Joint Base Elmendorf-Richardson \
//!      to Anchorage",
//! );
//!
//! let edited = record.edit(suspected[0].patch())?;
//! assert_eq!(edited.suspected_duplicates().count(), 0);
//! let summit = edited.event("ap-anchorage")?;
//! assert_eq!((edited.events().len(), summit.reports().count()), (1, 2));
//! // Each report keeps its own date.
//! let dates = summit.dates().map(|(when, report)| format!("{when}, {}", report.unwrap().attribution()));
//! assert_eq!(dates.collect::<Vec<_>>(), ["2025-08-15, Associated Press", "2025-08-15/2025-08-16, TASS"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::Serialize;

use crate::changes::{Fact, FactChange, StatedFacts};
use crate::event::{Event, Role, Source};
use crate::text::words;
use crate::time::{Bounds, DAY};
use crate::timeline::edit::{Edit, ItemKey, Patch};
use crate::timeline::{
    ActorIx, Constraint, EventIx, EventRef, Knowledge, Participation, Timeline, united,
};

/// The number of later events with the same parties that each event is compared with.
///
/// Of more events with overlapping dates, such as a hundred calls "in 2025", only the nearest are listed. The time
/// then grows with the number of events, and not with its square.
pub const MAX_COMPARED: usize = 16;

/// How likely it is that two entries are one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Likelihood {
    /// A date is wider than two days: events of one month are often different ones.
    Low,
    /// Both dates are at most two days wide, and the entries differ in a fact that both state.
    Medium,
    /// Both dates are at most two days wide, and the entries differ in no fact that both state. Titles do not count.
    High,
}

words!(Likelihood, "a likelihood", 3 {
    Low => "low",
    Medium => "medium",
    High => "high",
});

/// Two events of a timeline that may be one, with what agrees and what differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SuspectedDuplicate<'t> {
    event: EventRef<'t>,
    other: EventRef<'t>,
    /// How likely it is that they are one.
    pub likelihood: Likelihood,
    /// The facts that both state alike.
    pub agrees: Vec<Fact>,
    /// The facts that both state, and differently: `before` is that of `event`, `after` that of `other`.
    pub differs: Vec<FactChange>,
}

impl fmt::Display for SuspectedDuplicate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self
            .agrees
            .iter()
            .map(|fact| fact.as_str().replace('_', " "))
            .collect();
        write!(
            f,
            "`{}` and `{}` may be one event ({}): same {}",
            self.event.id(),
            self.other.id(),
            self.likelihood,
            names.join(", ")
        )?;
        self.differs.iter().try_for_each(|one| write!(f, "; {one}"))
    }
}

impl Timeline {
    /// Lists the pairs of events that may be one, in the order of the earlier event.
    ///
    /// See [`duplicates`](self#which-pairs-are-suspected).
    ///
    /// # Complexity
    ///
    /// O(n log n) in the number of events and their participants: each event is compared with at most
    /// [`MAX_COMPARED`] others.
    pub fn suspected_duplicates(&self) -> impl Iterator<Item = SuspectedDuplicate<'_>> {
        let constrained = constrained(self);
        let mut ahead = Ahead::default();
        let pairs = candidates(self).into_iter();
        pairs.filter_map(move |(one, other)| {
            let event = |ix| EventRef::new(self, ix, Knowledge::ALL);
            let (event, other) = (event(one), event(other));
            if constrained.contains(&sorted(event.id(), other.id())) || !may_be_one(event, other) {
                return None;
            }
            let (agrees, differs) = ahead.in_common(event, other);
            Some(suspected(event, other, agrees, differs))
        })
    }
}

/// The facts of events that are compared now or later. An event is compared with up to twice [`MAX_COMPARED`] others, and
/// its facts are written once.
///
/// Pairs come in the order of their first event, so the facts of events before it are not needed again.
#[derive(Default)]
struct Ahead(BTreeMap<EventIx, StatedFacts>);

impl Ahead {
    /// The facts that two events both state: those that are the same, and those that differ.
    fn in_common(
        &mut self,
        one: EventRef<'_>,
        other: EventRef<'_>,
    ) -> (Vec<Fact>, Vec<FactChange>) {
        while let Some(passed) = self.0.first_entry().filter(|first| *first.key() < one.ix()) {
            passed.remove();
        }
        for event in [one, other] {
            let facts = self.0.entry(event.ix());
            facts.or_insert_with(|| StatedFacts::of(event));
        }
        self.0[&one.ix()].in_common(&self.0[&other.ix()])
    }
}

/// The events with the same kind and main participants whose dates may overlap, in order.
fn candidates(timeline: &Timeline) -> Vec<(EventIx, EventIx)> {
    let mut keyed: Vec<(Vec<(Role, ActorIx)>, EventIx)> = timeline
        .events()
        .map(|event| (main_participants(event), event.ix()))
        .filter(|(who, _)| !who.is_empty())
        .collect();
    keyed.sort_unstable();
    let mut pairs = Vec::new();
    for group in keyed.chunk_by(|one, other| one.0 == other.0) {
        for (at, &(_, one)) in group.iter().enumerate() {
            let [.., end] = timeline.bounds[one].raw();
            // The events of a group are in order: by their earliest starts.
            let later = group[at + 1..]
                .iter()
                .take(MAX_COMPARED)
                .map(|&(_, other)| other);
            let overlapping = later.take_while(|&other| timeline.bounds[other].raw()[0] < end);
            pairs.extend(overlapping.map(|other| (one, other)));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Who acts, and upon whom. Attendees, hosts and mediators differ between good reports of one event.
fn main_participants(event: EventRef<'_>) -> Vec<(Role, ActorIx)> {
    let all = event.stored().participants.iter();
    let main = all.filter(|one| matches!(one.role, Role::Party | Role::Source | Role::Target));
    // Participants are sorted by role and actor.
    main.map(|one| (one.role, one.actor)).collect()
}

/// Whether two events with the same main participants may be one.
fn may_be_one(event: EventRef<'_>, other: EventRef<'_>) -> bool {
    let is_ordered = || event.before(other).is_certain() || other.before(event).is_certain();
    is_same_act(event, other) && !are_linked(event, other) && !is_ordered()
}

/// Two events that may be one, by the facts that both state.
fn suspected<'t>(
    event: EventRef<'t>,
    other: EventRef<'t>,
    agrees: Vec<Fact>,
    differs: Vec<FactChange>,
) -> SuspectedDuplicate<'t> {
    let is_narrow = |event: EventRef<'_>| is_narrow(&event.bounds());
    let likelihood = if !(is_narrow(event) && is_narrow(other)) {
        Likelihood::Low
    } else if differs.iter().any(|one| one.fact != Fact::Title) {
        Likelihood::Medium
    } else {
        Likelihood::High
    };
    SuspectedDuplicate {
        event,
        other,
        likelihood,
        agrees,
        differs,
    }
}

/// Whether a date is at most two days wide.
fn is_narrow(bounds: &Bounds) -> bool {
    let [start, .., end] = bounds.raw();
    end.saturating_sub(start) <= 2 * DAY
}

/// Whether two events agree in everything that an event states once.
fn is_same_act(event: EventRef<'_>, other: EventRef<'_>) -> bool {
    let (one, another) = (event.stored(), other.stored());
    let (act, other_act) = (&one.act, &another.act);
    let is_manner_alike = act.in_person.is_none()
        || other_act.in_person.is_none()
        || act.in_person == other_act.in_person;
    let is_form_alike =
        act.form.is_none() || other_act.form.is_none() || act.form == other_act.form;
    let is_role_alike = |one: &Participation| {
        another.participants.iter().all(|other| {
            let is_other = (one.role, one.actor) != (other.role, other.actor);
            is_other
                || one.on_behalf_of.is_none()
                || other.on_behalf_of.is_none()
                || one.on_behalf_of == other.on_behalf_of
        })
    };
    let external = another.external();
    act.kind == other_act.kind
        && event.code() == other.code()
        && (act.code.is_none() || other_act.code.is_none() || act.code == other_act.code)
        && (act.hedged, act.negated) == (other_act.hedged, other_act.negated)
        && act.standing == other_act.standing
        && is_manner_alike
        && is_form_alike
        && one.participants.iter().all(is_role_alike)
        && (one.external().iter())
            .all(|(scheme, value)| external.get(scheme).is_none_or(|other| other == value))
}

/// Whether one of two events links to the other.
fn are_linked(event: EventRef<'_>, other: EventRef<'_>) -> bool {
    let links = |one: EventRef<'_>, other: EventRef<'_>| {
        let links = one.timeline().links_of(one.ix()).iter();
        links.into_iter().any(|&(.., to)| to == other.ix())
    };
    links(event, other) || links(other, event)
}

/// The pairs of events that a constraint names: the record then says that they are two.
fn constrained(timeline: &Timeline) -> HashSet<(&str, &str)> {
    let constraints = timeline.constraints().iter();
    let pairs = constraints.flat_map(|one| {
        let others = one.others().map(|other| sorted(one.event(), other));
        let both = one.until.as_deref().map(|until| sorted(&one.other, until));
        others.chain(both)
    });
    pairs.collect()
}

fn sorted<'t>(one: &'t str, other: &'t str) -> (&'t str, &'t str) {
    (one.min(other), one.max(other))
}

impl<'t> SuspectedDuplicate<'t> {
    /// The earlier one in the [order](Timeline#order) of events. The patch keeps its identifier.
    pub const fn event(&self) -> EventRef<'t> {
        self.event
    }

    /// The other one.
    pub const fn other(&self) -> EventRef<'t> {
        self.other
    }

    /// The patch that makes them one event, with the reports of both.
    ///
    /// It removes the other event and replaces this one, as [`Timeline::merge`] makes one event of two: what they
    /// state differently is stated by each with its reports. An entry without a report gets one, by a new source that
    /// is named after the entry, unless both state the same. Links and constraints of the other event become those of
    /// this one. Of two titles, that of this event stays.
    ///
    /// Applying it fails if the record then contradicts itself, because the two were not one event, or if the event then
    /// has too many reports or participants.
    #[must_use]
    pub fn patch(&self) -> Patch {
        let timeline = self.event.timeline();
        let (id, gone) = (self.event.id(), self.other.id());
        let label = &unused_source(timeline, id, None);
        let other_label = &unused_source(timeline, gone, Some(label));
        let mut stated = [Event::from(self.event), Event::from(self.other)];
        share_single_facts(&mut stated);
        let [one, mut other] = stated;
        let title = one.title.clone().or_else(|| other.title.clone());
        id.clone_into(&mut other.id);
        let (mut event, used) = united(vec![(label, one), (other_label, other)]);
        event.title = title;

        let mut patch = Patch::default();
        patch.extend(used.into_iter().map(|label| Edit::add(Source::new(label))));
        patch.extend([Edit::remove(ItemKey::event(gone)), Edit::replace(event)]);
        patch.extend(relinked(self.other, id));
        for constraint in timeline.constraints() {
            let renamed = with_event(constraint, gone, id);
            if renamed != *constraint {
                patch.extend([Edit::remove(ItemKey::from(constraint)), Edit::add(renamed)]);
            }
        }
        patch
    }
}

/// Gives both events what only one of them states, of the facts that an event states once.
fn share_single_facts([one, other]: &mut [Event; 2]) {
    one.code = one.code.take().or_else(|| other.code.clone());
    other.code.clone_from(&one.code);
    for participant in &mut other.participants {
        let same = one.participants.iter_mut();
        let mut same =
            same.filter(|own| (own.role, &own.actor) == (participant.role, &participant.actor));
        if let Some(own) = same.next() {
            own.on_behalf_of = own
                .on_behalf_of
                .take()
                .or_else(|| participant.on_behalf_of.clone());
            participant.on_behalf_of.clone_from(&own.on_behalf_of);
        }
    }
}

/// The events that link to one that is removed, with links to the event that takes its place.
fn relinked<'t>(gone: EventRef<'t>, id: &'t str) -> impl Iterator<Item = Edit> + use<'t> {
    let timeline = gone.timeline();
    let mut origins: Vec<EventIx> = timeline
        .backlinks_of(gone.ix())
        .iter()
        .map(|&(_, from, _)| from)
        .collect();
    origins.sort_unstable();
    origins.dedup();
    origins.into_iter().map(move |from| {
        let mut event = Event::from(EventRef::new(timeline, from, Knowledge::ALL));
        for (_, other) in &mut event.links {
            if other == gone.id() {
                id.clone_into(other);
            }
        }
        Edit::replace(event)
    })
}

/// A constraint with one event in place of another.
fn with_event(constraint: &Constraint, gone: &str, id: &str) -> Constraint {
    let mut constraint = constraint.clone();
    let named = [&mut constraint.event, &mut constraint.other];
    for name in named.into_iter().chain(&mut constraint.until) {
        if name == gone {
            id.clone_into(name);
        }
    }
    constraint
}

/// An identifier for a new source that is named after an entry. No actor, no source and no other new source
/// has it.
fn unused_source(timeline: &Timeline, id: &str, other: Option<&String>) -> String {
    let is_used = |name: &String| {
        timeline.actor_of_id(name).is_some()
            || timeline.source_of_id(name).is_some()
            || other == Some(name)
    };
    let mut name = id.to_owned();
    let mut number = 1;
    while is_used(&name) {
        number += 1;
        // Leaves room for the number below the maximum length of an identifier.
        let short: String = id.chars().take(40).collect();
        name = format!("{short} ({number})");
    }
    name
}

//! Who held an office at a time, and which offices an actor held.
//!
//! A term is certain for the days between its first and its last, as everywhere in the crate: the hour of a hand-over
//! is rarely known, so the first and the last day are only possible, unless [another term adjoins](super::tenure).
//! An office is named by its party and its title, so a deputy's is another office. Terms have no source: they are
//! known at all times.

use std::fmt;

use super::representation::covers;
use crate::time::{Certainty, When, Window};
use crate::timeline::{
    ActorIx, ActorRef, LookupError, StoredAffiliation, Timeline, Wanted, nearest,
};

/// A term of an actor in an office.
///
/// Two are equal if they are of the same actor, in the same office, at the same time.
#[derive(Clone, Copy)]
pub struct Term<'t> {
    actor: ActorRef<'t>,
    stored: &'t StoredAffiliation,
    office: &'t str,
}

impl<'t> Term<'t> {
    /// The actor who held the office.
    pub const fn actor(self) -> ActorRef<'t> {
        self.actor
    }

    /// The actor whose office it is.
    pub fn party(self) -> ActorRef<'t> {
        ActorRef::new(self.actor.timeline(), self.stored.party)
    }

    /// The title of the office.
    pub const fn office(self) -> &'t str {
        self.office
    }

    /// When the office was held, as stated.
    pub const fn when(self) -> &'t When {
        &self.stored.when
    }

    /// Whether the office was held for the whole of a time, such as a day.
    ///
    /// `Possible` on the first and on the last day, unless another term of the office adjoins it.
    pub fn held(self, at: impl Into<Window>) -> Certainty {
        covers(&self.stored.held, at.into())
    }
}

impl PartialEq for Term<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.actor == other.actor && self.stored == other.stored
    }
}

crate::text::short_debug!(Term<'_>, "Term", |it| {
    "actor": it.actor.id(),
    "party": it.party().id(),
    "office": it.office,
    "when": it.when(),
});

crate::wire::object!(Term<'_>, "Term", |it| {
    "actor": it.actor,
    "party": it.party(),
    "office": it.office,
    "when": it.when(),
});

/// The holder, the office and the date: `Sergey Lavrov, foreign minister of Russia, 2004-03-09/..`.
impl fmt::Display for Term<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (actor, party) = (self.actor.name(), self.party().name());
        write!(f, "{actor}, {} of {party}, {}", self.office, self.when())
    }
}

/// Who held an office at a time. The answer of [`ActorRef::holders`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Holders<'t> {
    /// The actor whose office it is.
    pub party: ActorRef<'t>,
    /// The title of the office, as in the record.
    pub office: &'t str,
    /// The time that was asked about.
    pub at: Window,
    /// The terms that certainly or possibly cover that time, certain ones first, then by actor and date. Empty if
    /// no term does: the office was vacant, or the record has a gap.
    pub holders: Vec<Holder<'t>>,
}

/// A holder of an office at a time.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Holder<'t> {
    /// The term.
    pub term: Term<'t>,
    /// Whether the office was held for the whole of the time.
    pub certainty: Certainty,
}

/// The office, the time and the holders: `foreign minister of Russia, 2025-07-10: Sergey Lavrov (certain)`.
impl fmt::Display for Holders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}, {}: ", self.office, self.party.name(), self.at)?;
        if self.holders.is_empty() {
            return f.write_str("no holder is known");
        }
        for (number, one) in self.holders.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{} ({})", one.term.actor.name(), one.certainty)?;
        }
        Ok(())
    }
}

impl Timeline {
    /// The terms in offices of a party, by identifier of the holder and date.
    pub(crate) fn terms_of(
        &self,
        party: ActorIx,
    ) -> impl Iterator<Item = (ActorRef<'_>, &StoredAffiliation)> {
        self.actors().flat_map(move |actor| {
            let terms = actor.stored().affiliations.iter();
            let terms = terms.filter(move |one| one.party == party && one.office.is_some());
            terms.map(move |one| (actor, one))
        })
    }
}

/// # Offices
impl<'t> ActorRef<'t> {
    /// The terms of the actor in offices, by date.
    ///
    /// Memberships are not offices: see [`ActorRef::affiliations`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::{Actor, Timeline, When};
    ///
    /// let timeline = Timeline::builder()
    ///     .actor(Actor::state("DEU").named("Germany"))
    ///     .actor(
    ///         Actor::person("merkel")
    ///             .named("Angela Merkel")
    ///             .held_office("DEU", "minister of the environment", When::parse("1994-11-17/1998-10-27")?)
    ///             .held_office("DEU", "chancellor", When::parse("2005-11-22/2021-12-08")?),
    ///     )
    ///     .build()?;
    /// let offices: Vec<_> = timeline.actor("Angela Merkel")?.offices().collect();
    /// assert_eq!(offices.len(), 2);
    /// assert_eq!(offices[1].to_string(), "Angela Merkel, chancellor of Germany, 2005-11-22/2021-12-08");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn offices(self) -> impl Iterator<Item = Term<'t>> {
        let terms = self.stored().affiliations.iter();
        terms.filter_map(move |stored| term(self, stored))
    }

    /// Who held an office of this actor at a time, such as a day.
    ///
    /// The title of the office is compared as names are by [`Timeline::actor`]. Two holders at one time are both
    /// listed, and so are both sides of a hand-over.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownOffice`] if no term in the record is of an office with this title.
    ///
    /// # Complexity
    ///
    /// O(n) in the number of affiliations in the timeline.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::{Actor, Certainty, Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("USA").named("United States"));
    /// for (id, name, term) in [
    ///     ("tillerson", "Rex Tillerson", "2017-02-01/2018-03-31"),
    ///     ("pompeo", "Mike Pompeo", "2018-04-26/2021-01-20"),
    ///     ("blinken", "Antony Blinken", "2021-01-26/2025-01-20"),
    /// ] {
    ///     let term = When::parse(term)?;
    ///     builder.actor(Actor::person(id).named(name).held_office("USA", "secretary of state", term));
    /// }
    /// let timeline = builder.build()?;
    ///
    /// let on = |year, month, day| {
    ///     let day = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    ///     let usa = timeline.actor("USA").unwrap();
    ///     usa.holders("Secretary of State", day).unwrap().to_string()
    /// };
    /// assert_eq!(on(2019, 1, 1), "secretary of state of United States, 2019-01-01: Mike Pompeo (certain)");
    /// assert_eq!(on(2021, 1, 20), "secretary of state of United States, 2021-01-20: Mike Pompeo (possible)");
    /// // Between two terms.
    /// assert_eq!(on(2018, 4, 10), "secretary of state of United States, 2018-04-10: no holder is known");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn holders(self, office: &str, at: impl Into<Window>) -> Result<Holders<'t>, LookupError> {
        let (timeline, at) = (self.timeline(), at.into());
        let terms = timeline.terms_of(self.ix());
        let terms: Vec<Term<'t>> = terms.filter_map(|(actor, one)| term(actor, one)).collect();
        let named = terms.iter().map(|one| (*one, one.office));
        let found = Wanted::new(office).closest_of(named);
        let Some((first, _)) = found.first() else {
            return Err(LookupError::UnknownOffice {
                party: self.id().to_owned(),
                office: office.to_owned(),
                near: nearest(office, terms.iter().map(|one| one.office)),
            });
        };
        let office = first.office;
        let held = found.into_iter().map(|(term, _)| Holder {
            term,
            certainty: term.held(at),
        });
        let mut holders: Vec<Holder<'t>> = held.filter(|one| one.certainty.is_possible()).collect();
        // Stable, so that those of one certainty stay by actor and date.
        holders.sort_by_key(|one| std::cmp::Reverse(one.certainty));
        Ok(Holders {
            party: self,
            office,
            at,
            holders,
        })
    }
}

/// The term of an affiliation. Returns `None` for a membership.
fn term<'t>(actor: ActorRef<'t>, stored: &'t StoredAffiliation) -> Option<Term<'t>> {
    let office = stored.office.as_deref()?;
    Some(Term {
        actor,
        stored,
        office,
    })
}

//! Actors in time: what they were called, whom they stood for, who belonged to them, and
//! who came after whom.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::actor::{ActorKind, Alias, AliasKind};
use crate::time::When;
use crate::time::{Bounds, Certainty};
use crate::timeline::knowledge::tenure;
use crate::timeline::{
    ActorIx, ActorRef, LookupError, StoredAffiliation, StoredSuccession, Timeline,
};

/// The seconds between which an actor was succeeded: not before the first, and before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Handover {
    lo: i64,
    hi: i64,
}

impl Handover {
    fn of(when: &When) -> Self {
        let [lo, .., hi] = when.bounds().raw();
        Self { lo, hi }
    }

    /// As wide as two accounts of one handover are together.
    fn or(self, other: Self) -> Self {
        Self {
            lo: self.lo.min(other.lo),
            hi: self.hi.max(other.hi),
        }
    }

    /// What is before both of two handovers, one after the other.
    fn and(self, other: Self) -> Self {
        Self {
            lo: self.lo.min(other.lo),
            hi: self.hi.min(other.hi),
        }
    }

    /// What is before either of them, where two ways lead back to one predecessor.
    fn either(self, other: Self) -> Self {
        Self {
            lo: self.lo.max(other.lo),
            hi: self.hi.max(other.hi),
        }
    }

    /// The second from which on nothing can be before it.
    pub(crate) const fn end(self) -> i64 {
        self.hi
    }

    /// Whether all of a stretch is before it.
    ///
    /// ```text
    /// handover           ░░░░░░       some instant of these
    /// at          ▒▒▒▒                certain
    /// at            ▒▒▒▒▒▒            possible
    /// at                       ▒▒▒    impossible
    /// ```
    pub(crate) fn is_after(self, at: &Bounds) -> Certainty {
        let [from, .., to] = at.raw();
        if to <= self.lo {
            Certainty::Certain
        } else if from >= self.hi {
            Certainty::Impossible
        } else {
            Certainty::Possible
        }
    }

    /// Whether it is over when a stretch begins.
    fn is_before(self, at: &Bounds) -> Certainty {
        let [from, .., to] = at.raw();
        if self.hi <= from {
            Certainty::Certain
        } else if to <= self.lo {
            Certainty::Impossible
        } else {
            Certainty::Possible
        }
    }
}

/// Whether an office held over one stretch of time was held at another.
///
/// ```text
/// office          ░░░██████████████░░░     ░ possibly held, █ held for certain
/// at                   ▒▒▒▒                certain
/// at             ▒▒▒▒                      possible
/// at       ▒▒▒                             impossible
/// ```
///
/// The day on which an office is taken or left is only possible, unless
/// [the next term adjoins it](crate::timeline::knowledge::tenure).
fn holds_office(office: &Bounds, at: &Bounds) -> Certainty {
    let [office_start, office_sure, office_until, office_end] = office.raw();
    let [from, _, _, to] = at.raw();
    if to <= office_start || from >= office_end {
        Certainty::Impossible
    // The latest start is a second before its bound, the earliest end a second after.
    } else if office_sure.saturating_sub(1) <= from
        && (to.saturating_sub(1) <= office_until || office.has_no_end())
    {
        Certainty::Certain
    } else {
        Certainty::Possible
    }
}

/// All that may be of a day.
fn day(date: NaiveDate) -> Bounds {
    When::from(date).bounds()
}

/// Whether one of an actor's names was in use on a day: one without a date always is.
fn in_use(all: &[Alias], alias: &Alias, at: &Bounds) -> Certainty {
    let used = tenure::of_alias(all, alias);
    used.map_or(Certainty::Certain, |used| holds_office(&used, at))
}

impl Timeline {
    /// The actor that went by an identifier, a name or an alias on a day, and whether it surely did.
    ///
    /// Identifiers, and names that have no date, are in use at all times. So a name
    /// that several actors had, one after another, is clear on a day.
    ///
    /// # Errors
    ///
    /// As [`Timeline::actor`]; and [`LookupError::NotInUse`] if the name was not in use then.
    ///
    /// # Complexity
    ///
    /// O(log n) in the number of names.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::actor::{Actor, Alias};
    /// use detente::{Certainty, Timeline};
    ///
    /// let mut builder = Timeline::builder();
    /// // Zaire from 27 October 1971 to 17 May 1997.
    /// builder.actor(
    ///     Actor::state("COD").named("Democratic Republic of the Congo")
    ///         .alias(Alias::new("Zaire").during("1971-10-27/1997-05-17")),
    /// );
    /// let timeline = builder.build()?;
    ///
    /// let on = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    /// let (actor, certainty) = timeline.actor_on("Zaire", on(1990))?;
    /// assert_eq!((actor.id(), certainty), ("COD", Certainty::Certain));
    /// assert_eq!(
    ///     timeline.actor_on("Zaire", on(2000)).unwrap_err().to_string(),
    ///     "`Zaire` was not in use on 2000-01-01: expected `1971-10-27/1997-05-17`",
    /// );
    /// assert_eq!(actor.name_on(on(1990)), "Zaire");
    /// assert_eq!(actor.name_on(on(2000)), "Democratic Republic of the Congo");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn actor_on(
        &self,
        name: &str,
        date: NaiveDate,
    ) -> Result<(ActorRef<'_>, Certainty), LookupError> {
        if let Some(ix) = self.actor_of_id(name) {
            return Ok((ActorRef::new(self, ix), Certainty::Certain));
        }
        let (lower, at) = (name.to_lowercase(), day(date));
        let mut known = Vec::new();
        let mut uses = Vec::new();
        for ix in self.actors_called(&lower) {
            let actor = ActorRef::new(self, ix);
            let always = [actor.id(), actor.name()]
                .iter()
                .any(|one| one.to_lowercase() == lower);
            let aliases = actor.aliases().iter();
            let aliases = aliases.filter(|alias| alias.name.to_lowercase() == lower);
            uses.extend(aliases.clone().filter_map(|alias| alias.when.as_ref()));
            let told = aliases.map(|alias| in_use(actor.aliases(), alias, &at));
            let always = always.then_some(Certainty::Certain);
            let certainty = told.chain(always).max();
            let certainty = certainty.expect("who goes by a name has it among its names");
            if certainty.is_possible() {
                known.push((actor, certainty));
            }
        }
        match known.as_slice() {
            [one] => Ok(*one),
            [] if uses.is_empty() => self.actor(name).map(|actor| (actor, Certainty::Certain)),
            [] => Err(LookupError::NotInUse {
                name: name.to_owned(),
                date,
                uses: uses.iter().map(ToString::to_string).collect(),
            }),
            several => Err(LookupError::AmbiguousName {
                name: name.to_owned(),
                candidates: several
                    .iter()
                    .map(|(actor, _)| actor.id().to_owned())
                    .collect(),
            }),
        }
    }

    /// All whom an actor stands for at some time, itself first, each with how certain that is.
    ///
    /// `leaves_out` says of which affiliations nothing follows.
    pub(crate) fn represented(
        &self,
        actor: ActorIx,
        on_behalf_of: Option<ActorIx>,
        at: &Bounds,
        leaves_out: impl Fn(&StoredAffiliation) -> bool,
    ) -> Vec<(ActorIx, Certainty)> {
        let mut found = vec![(actor, Certainty::Certain)];
        if let Some(party) = on_behalf_of {
            found.push((party, Certainty::Certain));
        }
        // Who speaks on behalf of someone speaks for nobody else but that someone's own parties.
        let mut next = usize::from(on_behalf_of.is_some());
        // Whom those before `next` stand for is among the found, as certain as it is known to be by
        // them; `next` goes back where that grows, which it can do once for each.
        while let Some(&(who, so_far)) = found.get(next) {
            next += 1;
            let stated = self.actors[who].affiliations.iter();
            for one in stated.filter(|one| !leaves_out(one)) {
                let certainty = holds_office(&one.held, at).min(so_far);
                if certainty == Certainty::Impossible {
                    continue;
                }
                match found.iter().position(|(party, _)| *party == one.party) {
                    // What was only possible is certain by another way, and so is what follows from it.
                    Some(at) if certainty > found[at].1 => {
                        found[at].1 = certainty;
                        next = next.min(at);
                    }
                    Some(_) => {}
                    None => found.push((one.party, certainty)),
                }
            }
        }
        found
    }

    /// Whether an affiliation makes a member: without an office, of a group or an organisation.
    pub(crate) fn is_membership(&self, one: &StoredAffiliation) -> bool {
        let party = &self.actors[one.party];
        one.office.is_none() && matches!(party.kind, ActorKind::Group | ActorKind::Organisation)
    }

    /// Whom an actor succeeded at once, each with the handover.
    fn handovers(&self, actor: ActorIx) -> impl Iterator<Item = (ActorIx, Handover)> {
        let stated = &self.actors[actor].successions;
        let by_predecessor = stated.chunk_by(|a, b| a.predecessor == b.predecessor);
        by_predecessor.map(|accounts| {
            // A chunk is never empty.
            let dates = accounts.iter().map(|one| Handover::of(&one.when));
            let handover = dates.reduce(Handover::or).expect("a chunk has an account");
            (accounts[0].predecessor, handover)
        })
    }

    /// Whom any of some actors succeeded, themselves or through others: until when each counts for them.
    pub(crate) fn predecessors(&self, actors: &[ActorIx]) -> Vec<(ActorIx, Handover)> {
        let mut found: BTreeMap<ActorIx, Handover> = BTreeMap::new();
        let mut open: Vec<(ActorIx, Option<Handover>)> =
            actors.iter().map(|&actor| (actor, None)).collect();
        while let Some((actor, until)) = open.pop() {
            for (predecessor, handover) in self.handovers(actor) {
                let way = until.map_or(handover, |until| until.and(handover));
                let known = found.get(&predecessor).copied();
                let all = known.map_or(way, |known| known.either(way));
                if known != Some(all) {
                    found.insert(predecessor, all);
                    open.push((predecessor, Some(all)));
                }
            }
        }
        found.into_iter().collect()
    }

    /// An actor and those in whose place it stands alone: the line back to where it forks.
    pub(crate) fn line(&self, actor: ActorIx) -> Vec<ActorIx> {
        let mut line = vec![actor];
        let mut at = actor;
        loop {
            let mut before = self.handovers(at).map(|(predecessor, _)| predecessor);
            match (before.next(), before.next()) {
                (Some(one), None) => at = one,
                _ => return line,
            }
            line.push(at);
        }
    }
}

impl<'t> ActorRef<'t> {
    /// What it was called on a day: the alias that was in use then for certain, or else its name.
    ///
    /// Only aliases that have a date are looked at, and neither metonyms nor what one
    /// source printed. Of several in use, it is the one that came last into use.
    pub fn name_on(self, date: NaiveDate) -> &'t str {
        let at = day(date);
        let dated = self.aliases().iter().filter_map(|alias| {
            let when = alias.when.as_ref()?.bounds();
            let is_name =
                alias.kind == AliasKind::Variant && in_use(self.aliases(), alias, &at).is_certain();
            is_name.then_some((when.raw(), &*alias.name))
        });
        dated.max().map_or(self.name(), |(_, name)| name)
    }

    /// Every name that was in use on a day, its own first, and whether it surely was.
    pub fn names_on(self, date: NaiveDate) -> impl Iterator<Item = (&'t str, Certainty)> {
        let at = day(date);
        let aliases = self.aliases().iter().map(move |alias| {
            let certainty = in_use(self.aliases(), alias, &at);
            (&*alias.name, certainty)
        });
        std::iter::once((self.name(), Certainty::Certain))
            .chain(aliases.filter(|(_, certainty)| certainty.is_possible()))
    }

    /// Who belonged to it at a time, by identifier, and how certain that is.
    ///
    /// A member of a group or an organisation is who is affiliated to it without an
    /// office. Members of members are not listed.
    ///
    /// # Complexity
    ///
    /// O(n) in the number of affiliations of the record.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::actor::Actor;
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::organisation("EU").named("European Union"));
    /// builder.actor(Actor::state("HRV").named("Croatia").member_of("EU", "2013-07-01/.."));
    /// builder.actor(Actor::state("GBR").named("United Kingdom").member_of("EU", "1993-11-01/2020-01-31"));
    /// let timeline = builder.build()?;
    ///
    /// let members = |year| {
    ///     let date = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    ///     let members = timeline.actor("EU").unwrap().members_on(date);
    ///     members.map(|(actor, _)| actor.id()).collect::<Vec<_>>()
    /// };
    /// assert_eq!(members(2010), ["GBR"]);
    /// assert_eq!(members(2015), ["GBR", "HRV"]);
    /// assert_eq!(members(2025), ["HRV"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn members(self, at: &Bounds) -> impl Iterator<Item = (ActorRef<'t>, Certainty)> + use<'t> {
        let (timeline, at) = (self.timeline(), *at);
        timeline.actors().filter_map(move |actor| {
            let memberships = actor.stored().affiliations.iter();
            let memberships = memberships
                .filter(|one| one.party == self.ix() && timeline.is_membership(one))
                .map(|one| holds_office(&one.held, &at));
            let certainty = memberships.max().filter(|one| one.is_possible())?;
            Some((actor, certainty))
        })
    }

    /// Who belonged to it on a day, as [`ActorRef::members`].
    pub fn members_on(self, date: NaiveDate) -> impl Iterator<Item = (ActorRef<'t>, Certainty)> {
        self.members(&day(date))
    }

    /// Whom it succeeded at once, by identifier, with each date that is stated.
    pub fn predecessors(self) -> impl Iterator<Item = (ActorRef<'t>, &'t When)> {
        let timeline = self.timeline();
        let stated = self.stored().successions.iter();
        stated.map(move |one| (ActorRef::new(timeline, one.predecessor), &one.when))
    }

    /// Who succeeded it at once, by identifier, with each date that is stated.
    ///
    /// # Complexity
    ///
    /// O(n) in the number of actors.
    pub fn successors(self) -> impl Iterator<Item = (ActorRef<'t>, &'t When)> {
        let ix = self.ix();
        self.timeline().actors().flat_map(move |actor| {
            let stated = actor.stored().successions.iter();
            let is_its = move |one: &&StoredSuccession| one.predecessor == ix;
            stated.filter(is_its).map(move |one| (actor, &one.when))
        })
    }

    /// Who had succeeded it by the beginning of a day, through others too, by identifier, and how
    /// certain that is.
    ///
    /// On the day of the handover itself it is possible.
    ///
    /// # Complexity
    ///
    /// O(n) in the number of actors and successions.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::actor::Actor;
    /// use detente::{Certainty, Timeline};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("CSK").named("Czechoslovakia"));
    /// for (id, name) in [("CZE", "Czech Republic"), ("SVK", "Slovakia")] {
    ///     builder.actor(Actor::state(id).named(name).succeeds("CSK", "1993-01-01"));
    /// }
    /// let timeline = builder.build()?;
    ///
    /// let czechoslovakia = timeline.actor("CSK")?;
    /// let successors = |year, month, day| {
    ///     let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    ///     let found = czechoslovakia.succeeded_by(date);
    ///     found.map(|(actor, certainty)| (actor.id(), certainty)).collect::<Vec<_>>()
    /// };
    /// assert_eq!(successors(1992, 12, 31), []);
    /// let both = |certainty| [("CZE", certainty), ("SVK", certainty)];
    /// assert_eq!(successors(1993, 1, 1), both(Certainty::Possible));
    /// assert_eq!(successors(1993, 1, 2), both(Certainty::Certain));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn succeeded_by(self, date: NaiveDate) -> impl Iterator<Item = (ActorRef<'t>, Certainty)> {
        let (timeline, at) = (self.timeline(), day(date));
        let mut found: BTreeMap<ActorIx, Certainty> = BTreeMap::new();
        let mut open = vec![(self.ix(), Certainty::Certain)];
        let mut after: BTreeMap<ActorIx, Vec<(ActorIx, Certainty)>> = BTreeMap::new();
        for successor in timeline.actors.indices() {
            for (predecessor, handover) in timeline.handovers(successor) {
                let done = handover.is_before(&at);
                after
                    .entry(predecessor)
                    .or_default()
                    .push((successor, done));
            }
        }
        while let Some((actor, so_far)) = open.pop() {
            for &(successor, done) in after.get(&actor).map_or(&[][..], Vec::as_slice) {
                let certainty = so_far.and(done);
                let known = found.get(&successor).copied();
                if certainty.is_possible() && known.is_none_or(|known| known < certainty) {
                    found.insert(successor, certainty);
                    open.push((successor, certainty));
                }
            }
        }
        found
            .into_iter()
            .map(move |(ix, certainty)| (ActorRef::new(timeline, ix), certainty))
    }
}

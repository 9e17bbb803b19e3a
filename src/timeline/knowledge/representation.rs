//! Which actors an actor represents at a time, and which are its members.

use crate::actor::ActorKind;
use crate::time::{Bounds, Certainty, Window};
use crate::timeline::{ActorIx, ActorRef, StoredAffiliation, Timeline};

/// Whether a term, whose bounds are given, covers the whole of a window.
///
/// ```text
/// term            ░░░██████████████░░░     ░ possibly held, █ certainly held
/// at                   ▒▒▒▒                certain
/// at             ▒▒▒▒                      possible
/// at       ▒▒▒                             impossible
/// ```
///
/// The first and the last day of a term are only possible, unless
/// [another term adjoins it](super::tenure).
pub(super) fn covers(term: &Bounds, at: Window) -> Certainty {
    let [start_earliest, start_latest, end_earliest, end_latest] = term.raw();
    if at.hi <= start_earliest || at.lo >= end_latest {
        Certainty::Impossible
    // The latest start is one second before its bound, the earliest end one second after.
    } else if start_latest.saturating_sub(1) <= at.lo
        && (at.hi.saturating_sub(1) <= end_earliest || term.has_no_end())
    {
        Certainty::Certain
    } else {
        Certainty::Possible
    }
}

impl Timeline {
    /// The actors that an actor represents at a time, itself first, each with how certain that is.
    ///
    /// Affiliations for which `leaves_out` holds are ignored.
    pub(crate) fn represented(
        &self,
        actor: ActorIx,
        on_behalf_of: Option<ActorIx>,
        at: Window,
        leaves_out: impl Fn(&StoredAffiliation) -> bool,
    ) -> Vec<(ActorIx, Certainty)> {
        let mut found = vec![(actor, Certainty::Certain)];
        if let Some(party) = on_behalf_of {
            found.push((party, Certainty::Certain));
        }
        // An actor that acts on behalf of a party represents only that party and the party's own parties.
        let mut next = usize::from(on_behalf_of.is_some());
        // Invariant: the parties of all actors before `next` are in `found`, and each is as certain as those
        // actors make it. When a party becomes more certain, `next` goes back to it, because its own
        // parties may become more certain too. Each party can do so once: from possible to certain.
        while let Some(&(who, so_far)) = found.get(next) {
            next += 1;
            let affiliations = self.actors[who].affiliations.iter();
            for one in affiliations.filter(|one| !leaves_out(one)) {
                let certainty = covers(&one.held, at).min(so_far);
                if certainty == Certainty::Impossible {
                    continue;
                }
                match found.iter().position(|(party, _)| *party == one.party) {
                    Some(known) if certainty > found[known].1 => {
                        found[known].1 = certainty;
                        next = next.min(known);
                    }
                    Some(_) => {}
                    None => found.push((one.party, certainty)),
                }
            }
        }
        found
    }

    /// Whether an affiliation is a membership: one without an office, in a group or an organisation.
    pub(crate) fn is_membership(&self, one: &StoredAffiliation) -> bool {
        let party = &self.actors[one.party];
        one.office.is_none() && matches!(party.kind, ActorKind::Group | ActorKind::Organisation)
    }
}

/// # Members
impl<'t> ActorRef<'t> {
    /// The members of a group or an organisation at a time, by identifier, each with how certain that is.
    ///
    /// A member is an actor that is affiliated without an office. Members of members are not listed.
    ///
    /// # Complexity
    ///
    /// O(n) in the number of affiliations in the timeline.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::actor::Actor;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::organisation("EU").named("European Union"));
    /// builder.actor(Actor::state("HRV").named("Croatia").member_of("EU", "2013-07-01/.."));
    /// builder.actor(Actor::state("GBR").named("United Kingdom").member_of(
    ///     "EU",
    ///     When::parse("1993-11-01/2020-01-31")?,
    /// ));
    /// let timeline = builder.build()?;
    ///
    /// let members = |year| {
    ///     let date = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    ///     let members = timeline.actor("EU").unwrap().members(date);
    ///     members.map(|(actor, _)| actor.id()).collect::<Vec<_>>()
    /// };
    /// assert_eq!(members(2010), ["GBR"]);
    /// assert_eq!(members(2015), ["GBR", "HRV"]);
    /// assert_eq!(members(2025), ["HRV"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn members(self, at: impl Into<Window>) -> impl Iterator<Item = (ActorRef<'t>, Certainty)> {
        let (timeline, at) = (self.timeline(), at.into());
        timeline.actors().filter_map(move |actor| {
            let affiliations = actor.stored().affiliations.iter();
            let memberships = affiliations
                .filter(|one| one.party == self.ix() && timeline.is_membership(one))
                .map(|one| covers(&one.held, at));
            let certainty = memberships.max().filter(|one| one.is_possible())?;
            Some((actor, certainty))
        })
    }
}

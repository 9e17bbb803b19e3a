//! Whether an event belongs to a view: certainly, possibly or not.
//!
//! Each filter gives its own answer, and the least certain answer decides. Cheap filters come first: kind and
//! status need one byte of flags, and the window needs the bounds. Participants and accounts are read last.

use super::view::{About, status_bit};
use super::{Pair, ResolvedSide, View};
use crate::event::{Link, Role, Status};
use crate::time::{Certainty, Window};
use crate::timeline::{AboutRef, ActorIx, EventIx, EventRef, Participation, SourceIx};

/// # Certainty
impl View<'_> {
    /// Whether an event belongs to the view.
    ///
    /// The answer is `Possible` if
    ///
    /// - the event is disputed, or the record says "at most" about how often it happened,
    /// - it may be outside the window, or
    /// - an actor only possibly took part, represented the side, initiated the event or is its subject.
    pub fn certainty(&self, event: EventRef<'_>) -> Certainty {
        if !std::ptr::eq(event.timeline(), self.timeline) || !self.shows(event.ix()) {
            return Certainty::Impossible;
        }
        let event = EventRef::new(self.timeline, event.ix(), self.knowledge);
        let in_doubt = event.status() == Some(Status::Disputed) || event.occurrences().min() == 0;
        let happened = if in_doubt {
            Certainty::Possible
        } else {
            Certainty::Certain
        };
        let at = Window::from(event.bounds());
        let pairs = self.filter.pairs();
        let pairs = pairs.map(|pair| self.pair_certainty(event, at, pair));
        let actors = self.filter.actors();
        let actors = actors.map(|side| self.actor_certainty(event, at, side));
        let more = self.filter.more.as_deref();
        let initiators = more.map_or(&[][..], |more| &more.initiators).iter();
        let initiators = initiators.map(|side| self.initiator_certainty(event, at, side));
        let about = more.map_or(&[][..], |more| &more.about).iter();
        let about = about.map(|about| self.about_certainty(event, about));
        let in_window = event.touches(self.filter.window);
        pairs
            .chain(actors)
            .chain(initiators)
            .chain(about)
            .fold(happened.and(in_window), Certainty::and)
    }

    /// Whether an event belongs to the view, certainly or possibly.
    pub(crate) fn shows(&self, ix: EventIx) -> bool {
        if !self.shows_kind(ix) {
            return false;
        }
        let (event, filter) = (self.handle(ix), &self.filter);
        if filter.window != Window::ALL && !event.touches(filter.window).is_possible() {
            return false;
        }
        if filter.pair.is_none() && filter.actor.is_none() && filter.more.is_none() {
            return true;
        }
        let at = Window::from(event.bounds());
        let has_pair = |pair| self.pair_certainty(event, at, pair).is_possible();
        let has_actor = |side| self.actor_certainty(event, at, side).is_possible();
        let is_by = |side| self.initiator_certainty(event, at, side).is_possible();
        let is_about = |about| self.about_certainty(event, about).is_possible();
        filter.pairs().all(has_pair)
            && filter.actors().all(has_actor)
            && filter.more.as_deref().is_none_or(|more| {
                more.about.iter().all(is_about)
                    && more.sources.iter().all(|&one| self.is_from(event, one))
                    && more.initiators.iter().all(is_by)
            })
    }

    /// The first reason why an event does not belong to the view, in words: "it is a call".
    ///
    /// Only for an event that the view does not [show](Self::shows).
    pub(super) fn why_not(&self, ix: EventIx) -> String {
        let (event, filter) = (self.handle(ix), &self.filter);
        let Some(status) = event.status() else {
            return "it was not known yet".to_owned();
        };
        if status_bit(status) & filter.statuses == 0 {
            return format!("it is {status}");
        }
        let flags = self.timeline.flags[ix];
        if flags.kind_bit() & filter.kinds == 0 {
            return format!("it is {}", event.kind().with_article());
        }
        if filter.in_person && !flags.in_person() {
            return "it was not in person".to_owned();
        }
        if !event.touches(filter.window).is_possible() {
            return format!("it is outside the window, {}", filter.window);
        }
        let at = Window::from(event.bounds());
        let lacks_pair = |pair: &Pair| !self.pair_certainty(event, at, pair).is_possible();
        let lacks_actor =
            |side: &ResolvedSide| !self.actor_certainty(event, at, side).is_possible();
        let other = |side: &ResolvedSide| !self.initiator_certainty(event, at, side).is_possible();
        let more = filter.more.as_deref();
        let reason = if filter.pairs().any(lacks_pair) {
            "the two sides were not in contact"
        } else if filter.actors().any(lacks_actor) {
            "the actor did not take part"
        } else if more.is_some_and(|more| more.initiators.iter().any(other)) {
            "the side did not initiate it"
        } else if more.is_some_and(|more| more.sources.iter().any(|&one| !self.is_from(event, one)))
        {
            "the source does not report it"
        } else {
            "it is not about the subject"
        };
        reason.to_owned()
    }

    /// Whether the kind and the status of an event belong to the view: one byte, if everything is known.
    pub(super) fn shows_kind(&self, ix: EventIx) -> bool {
        let flags = self.timeline.flags[ix];
        let status = if self.knows_all() {
            flags.status_bit()
        } else {
            self.handle(ix).status().map_or(0, status_bit)
        };
        status & self.filter.statuses != 0
            && flags.kind_bit() & self.filter.kinds != 0
            && (!self.filter.in_person || flags.in_person())
    }

    /// Whether two participants in contact represent one side each.
    fn pair_certainty(&self, event: EventRef<'_>, at: Window, pair: &Pair) -> Certainty {
        let [a, b] = &pair.sides;
        // Representation is looked up once per participant and side, not once per pair of participants.
        let mut for_a: Vec<(ActorIx, Certainty)> = Vec::new();
        let mut for_b: Vec<(ActorIx, Certainty)> = Vec::new();
        let in_contact = event.stored().participants.iter();
        for one in in_contact.filter(|one| one.role.engages()) {
            for (side, found) in [(a, &mut for_a), (b, &mut for_b)] {
                let certainty = side.represented_by(self.timeline, one, at);
                if certainty.is_possible() {
                    found.push((one.actor, certainty));
                }
            }
        }
        // The most certain pair of two different actors. A person is not in contact with the state
        // that the same person represents.
        let mut best = Certainty::Impossible;
        for &(one, certainty) in &for_a {
            let others = for_b.iter().filter(|(other, _)| *other != one);
            if let Some(other) = others.map(|(_, other)| *other).max() {
                best = best.max(certainty.and(other));
            }
            if best.is_certain() {
                break;
            }
        }
        best
    }

    /// Whether a participant belongs to a side or represents it.
    fn actor_certainty(&self, event: EventRef<'_>, at: Window, side: &ResolvedSide) -> Certainty {
        let participants = event.stored().participants.iter();
        participants
            .map(|one| side.represented_by(self.timeline, one, at))
            .max()
            .unwrap_or(Certainty::Impossible)
    }

    /// Whether a side initiated the event: certain if all accounts that name initiators agree on it.
    fn initiator_certainty(
        &self,
        event: EventRef<'_>,
        at: Window,
        side: &ResolvedSide,
    ) -> Certainty {
        let by_account = event.initiators_by_account().map(|initiators| {
            let certainties = initiators.iter().map(|actor| {
                let one = Participation {
                    role: Role::Party,
                    actor: actor.ix(),
                    on_behalf_of: None,
                };
                side.represented_by(self.timeline, &one, at)
            });
            certainties
                .max()
                .expect("an account that is listed names an initiator")
        });
        let agreed = by_account.reduce(
            |all, one| {
                if all == one { all } else { Certainty::Possible }
            },
        );
        agreed.unwrap_or(Certainty::Impossible)
    }

    /// Whether an event is about a subject. If it is about the holders of an office, the answer is as certain as
    /// their tenure.
    fn about_certainty(&self, event: EventRef<'_>, about: &About) -> Certainty {
        // The name of a designation matches, and so do the names of its holders.
        let names = event.about().map(AboutRef::name);
        let is_named = names
            .chain(event.topics())
            .any(|name| name.to_lowercase() == *about.topic);
        let is_linked = about.event.is_some_and(|other| {
            let links = self.timeline.links_of(event.ix());
            links.contains(&(event.ix(), Link::About, other))
        });
        if is_named || is_linked {
            return Certainty::Certain;
        }
        let means = about.actor.and_then(|actor| {
            let subjects = event.about();
            subjects.map(|one| one.means(self.timeline, actor)).max()
        });
        means.unwrap_or(Certainty::Impossible)
    }

    fn is_from(&self, event: EventRef<'_>, source: SourceIx) -> bool {
        let mut accounts = event.stored().accounts_in_force(self.knowledge.as_of);
        accounts.any(|account| self.timeline.chain(account.chain).contains(&source))
    }
}

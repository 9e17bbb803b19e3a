//! Whether an event belongs to a view: for certain, possibly, or not.

use super::{About, View, bit};
use crate::event::{Link, Role, Status};
use crate::query::side::{Pair, ResolvedSide};
use crate::time::{Bounds, Certainty, Window};
use crate::timeline::{AboutRef, ActorIx, EventIx, EventRef, Seat, SourceIx};

impl View<'_> {
    /// Whether an event belongs to the view, and whether for certain.
    ///
    /// It is only possible where the event is disputed or happened "at most so often",
    /// may lie outside the window, or where someone took part, or was meant, who only possibly
    /// held office then.
    pub fn certainty(&self, event: EventRef<'_>) -> Certainty {
        if !std::ptr::eq(event.timeline(), self.timeline) || !self.shows(event.ix()) {
            return Certainty::Impossible;
        }
        let event = EventRef::new(self.timeline, event.ix(), self.knowledge);
        let in_doubt = event.status() == Some(Status::Disputed) || event.occurrences().min() == 0;
        let told = if in_doubt {
            Certainty::Possible
        } else {
            Certainty::Certain
        };
        let bounds = event.bounds();
        let pairs = self.filter.pairs();
        let pairs = pairs.map(|pair| self.pair_certainty(event, &bounds, pair));
        let actors = self.filter.actors();
        let actors = actors.map(|side| self.actor_certainty(event, &bounds, side));
        let more = self.filter.more.as_deref();
        let initiators = more.map_or(&[][..], |more| &more.initiators).iter();
        let initiators = initiators.map(|side| self.initiator_certainty(event, &bounds, side));
        let about = more.map_or(&[][..], |more| &more.about).iter();
        let about = about.map(|about| self.is_about(event.ix(), about));
        let inside = event.touches(self.filter.window);
        pairs
            .chain(actors)
            .chain(initiators)
            .chain(about)
            .fold(told.and(inside), Certainty::and)
    }

    /// Whether an event may belong to the view.
    pub(crate) fn shows(&self, ix: EventIx) -> bool {
        let window = self.filter.window;
        self.shows_kind(ix)
            && (window == Window::ALL || self.handle(ix).touches(window).is_possible())
            && self.filter.pairs().all(|pair| self.has_pair(ix, pair))
            && self.filter.actors().all(|side| self.has_actor(ix, side))
            && self.filter.more.as_deref().is_none_or(|more| {
                more.about
                    .iter()
                    .all(|about| self.is_about(ix, about).is_possible())
                    && more.sources.iter().all(|&source| self.is_from(ix, source))
                    && (more.initiators.iter()).all(|side| self.has_initiator(ix, side))
            })
    }

    /// The part of the question that one byte answers, if everything is known.
    pub(super) fn shows_kind(&self, ix: EventIx) -> bool {
        let flags = self.timeline.flags[ix];
        let status = if self.knows_all() {
            flags.status_bit()
        } else {
            self.handle(ix).status().map_or(0, bit)
        };
        status & self.filter.statuses != 0
            && flags.kind_bit() & self.filter.kinds != 0
            && (!self.filter.in_person || flags.in_person())
    }

    fn has_pair(&self, ix: EventIx, pair: &Pair) -> bool {
        let event = self.handle(ix);
        self.pair_certainty(event, &event.bounds(), pair)
            .is_possible()
    }

    fn has_actor(&self, ix: EventIx, side: &ResolvedSide) -> bool {
        let event = self.handle(ix);
        self.actor_certainty(event, &event.bounds(), side)
            .is_possible()
    }

    fn has_initiator(&self, ix: EventIx, side: &ResolvedSide) -> bool {
        let event = self.handle(ix);
        self.initiator_certainty(event, &event.bounds(), side)
            .is_possible()
    }

    /// Whether two of those who engaged stood for the one side and the other.
    fn pair_certainty(&self, event: EventRef<'_>, at: &Bounds, pair: &Pair) -> Certainty {
        let [a, b] = &pair.sides;
        // Whom each stands for is looked up once, not once for every other.
        let mut for_a: Vec<(ActorIx, Certainty)> = Vec::new();
        let mut for_b: Vec<(ActorIx, Certainty)> = Vec::new();
        for seat in event
            .stored()
            .seats
            .iter()
            .filter(|seat| seat.role.engages())
        {
            for (side, found) in [(a, &mut for_a), (b, &mut for_b)] {
                let stands = side.stood_for_by(self.timeline, seat, at);
                if stands.is_possible() {
                    found.push((seat.actor, stands));
                }
            }
        }
        let mut best = Certainty::Impossible;
        for &(one, stands_a) in &for_a {
            // One person is not in contact with the state that this person stands for.
            let others = for_b.iter().filter(|(other, _)| *other != one);
            let other = others.map(|(_, stands_b)| *stands_b).max();
            best = best.max(other.map_or(Certainty::Impossible, |other| stands_a.and(other)));
            if best.is_certain() {
                break;
            }
        }
        best
    }

    fn actor_certainty(&self, event: EventRef<'_>, at: &Bounds, side: &ResolvedSide) -> Certainty {
        let seats = event.stored().seats.iter();
        seats
            .map(|seat| side.stood_for_by(self.timeline, seat, at))
            .max()
            .unwrap_or(Certainty::Impossible)
    }

    /// Whether it was at the initiative of a side, or of who stood for it: for certain where
    /// everyone says so who says anything of it.
    fn initiator_certainty(
        &self,
        event: EventRef<'_>,
        at: &Bounds,
        side: &ResolvedSide,
    ) -> Certainty {
        let timeline = self.timeline;
        let stood = |actor: &str| {
            let ix = timeline.actor_of_id(actor);
            let seat = Seat {
                role: Role::Party,
                actor: ix.expect("building checks the actors that facts name"),
                on_behalf_of: None,
            };
            side.stood_for_by(timeline, &seat, at)
        };
        let accounts = event.told_initiators().map(|told| {
            let stood = told.iter().map(|actor| stood(actor));
            stood
                .max()
                .expect("who tells initiators tells one at least")
        });
        let mut agreed = None;
        for one in accounts {
            agreed = match agreed {
                None => Some(one),
                Some(so_far) if so_far == one => agreed,
                Some(_) => Some(Certainty::Possible),
            };
        }
        agreed.unwrap_or(Certainty::Impossible)
    }

    /// Whether an event is about what is asked for; about who held an office, as certain as
    /// that is.
    fn is_about(&self, ix: EventIx, about: &About) -> Certainty {
        let event = self.handle(ix);
        let more = event.stored().more.as_ref();
        let links = more.map_or(&[][..], |more| &more.links);
        // A role at a time is asked about by its own name, too.
        let names = event.about().map(AboutRef::name);
        let topics = event.topics().map(|(topic, _)| topic);
        let is_named = names
            .chain(topics)
            .any(|name| name.to_lowercase() == *about.topic);
        let is_linked = about
            .event
            .is_some_and(|other| links.contains(&(Link::About, other)));
        if is_named || is_linked {
            return Certainty::Certain;
        }
        let means = about.actor.and_then(|actor| {
            let subjects = event.about();
            subjects.map(|one| one.means(self.timeline, actor)).max()
        });
        means.unwrap_or(Certainty::Impossible)
    }

    fn is_from(&self, ix: EventIx, source: SourceIx) -> bool {
        let stored = self.timeline.stored(ix);
        stored
            .standing(self.knowledge.as_of)
            .any(|account| self.timeline.chain(account.chain).contains(&source))
    }
}

//! The same event in two views.

use std::hint::black_box;

use crate::event::Status;
use crate::query::{Events, View};
use crate::timeline::EventRef;

/// The states of an event before and after. `None` where it is not known.
pub(super) type EventPair<'t> = [Option<EventRef<'t>>; 2];

/// Calls a function with each event that passes the filters of one of the views, in the states that both know.
///
/// Events are in the total order, and most have the same neighbours in both views. Looking up each event by its
/// identifier would take a binary search with a cache miss at each step. So the two views are walked side by side:
///
/// 1. Skip events that are done.
/// 2. If both views are at one event, it is a pair.
/// 3. Otherwise each of the two events is new, gone or at another place in the other view. Look up the other
///    state of both, and mark them as done. If one event was inserted or moved, both views are at one event
///    again after this step.
pub(super) fn for_each_pair<'t>(views: [&View<'t>; 2], mut visit: impl FnMut(EventPair<'t>)) {
    let [before, after] = views.map(|view| view.of_status(Status::ALL));
    let (mut before, mut after) = (Walk::new(&before), Walk::new(&after));
    loop {
        match (before.peek(), after.peek()) {
            (None, None) => return,
            (Some(one), Some(other)) if is_one_event(one, other) => {
                before.advance();
                after.advance();
                visit([Some(one), Some(other)]);
            }
            (one, other) => {
                if let Some(one) = one {
                    let other = after.known(one);
                    before.advance();
                    visit([Some(one), other]);
                }
                // The first look-up may just have found this event.
                if let Some(other) = other.filter(|&other| !after.is_done(other)) {
                    let one = before.known(other);
                    after.advance();
                    visit([one, Some(other)]);
                }
            }
        }
    }
}

fn is_one_event(one: EventRef<'_>, other: EventRef<'_>) -> bool {
    std::ptr::eq(one.stored(), other.stored()) || one.id() == other.id()
}

/// The number of events that are read ahead.
const AHEAD: usize = 32;

/// The events of a view, one by one, some of which are marked as done.
///
/// Identifiers, participants and reports are scattered in memory, so comparing events one by one would wait for
/// memory each time. So the first bytes are read ahead for several events at once.
struct Walk<'v, 't> {
    view: &'v View<'t>,
    events: Events<'t>,
    ahead: Vec<EventRef<'t>>,
    head: usize,
    /// By position in the timeline.
    is_done: Vec<bool>,
}

impl<'v, 't> Walk<'v, 't> {
    fn new(view: &'v View<'t>) -> Self {
        Self {
            view,
            events: view.events(),
            ahead: Vec::with_capacity(AHEAD),
            head: 0,
            is_done: vec![false; view.timeline().events().len()],
        }
    }

    /// The next event that is not done.
    fn peek(&mut self) -> Option<EventRef<'t>> {
        loop {
            match self.ahead.get(self.head) {
                Some(&event) if self.is_done(event) => self.head += 1,
                Some(&event) => return Some(event),
                None => {
                    self.head = 0;
                    self.ahead.clear();
                    self.ahead.extend(self.events.by_ref().take(AHEAD));
                    if self.ahead.is_empty() {
                        return None;
                    }
                    self.read_ahead();
                }
            }
        }
    }

    fn advance(&mut self) {
        self.head += 1;
    }

    fn is_done(&self, event: EventRef<'t>) -> bool {
        self.is_done[event.ix().position()]
    }

    /// Returns the state in this view of an event of the other view, whatever the filters, and marks it as done.
    /// Returns `None` if this view does not know the event.
    fn known(&mut self, event: EventRef<'_>) -> Option<EventRef<'t>> {
        let known = self.view.state_of(event.id())?;
        self.is_done[known.ix().position()] = true;
        Some(known)
    }

    fn read_ahead(&self) {
        let mut sum = 0_usize;
        for event in &self.ahead {
            sum += event
                .id()
                .as_bytes()
                .first()
                .map_or(0, |&byte| usize::from(byte));
        }
        for event in &self.ahead {
            let first = event.stored().participants.first();
            sum += first.map_or(0, |one| one.actor.position());
        }
        for event in &self.ahead {
            let first = event.stored().accounts.first();
            sum += first.map_or(0, |one| one.chain.position());
        }
        black_box(sum);
    }
}

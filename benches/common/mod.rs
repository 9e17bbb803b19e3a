//! Events as in a large feed: two parties, one source, one day.

mod random;

use chrono::{Days, NaiveDate};
use detente::TimelineBuilder;
use detente::actor::Actor;
use detente::event::{Event, Source};

pub(crate) use random::Random;

/// The number of actors.
pub(crate) const ACTORS: u32 = 200;
/// The number of days with events: twenty years.
pub(crate) const DAYS: u32 = 7_305;

pub(crate) fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2005, 1, 1).expect("a date")
}

pub(crate) fn day(number: u32) -> NaiveDate {
    start() + Days::new(number.into())
}

pub(crate) fn actor(number: u32) -> String {
    format!("A{number:03}")
}

/// Generates `count` calls without order. One in fifty is between the first two actors.
pub(crate) fn events(count: u32) -> impl Iterator<Item = Event> {
    let mut random = Random::new(1);
    (0..count).map(move |number| {
        let (a, b) = if random.below(50) == 0 {
            (0, 1)
        } else {
            let a = random.below(ACTORS);
            (a, (a + 1 + random.below(ACTORS - 1)) % ACTORS)
        };
        Event::call(format!("e{number:07}"), day(random.below(DAYS)))
            .party(actor(a))
            .party(actor(b))
            .reported_by("feed")
    })
}

/// A builder with the actors, the source and `count` events.
pub(crate) fn builder(count: u32) -> TimelineBuilder {
    let mut builder = TimelineBuilder::default();
    for number in 0..ACTORS {
        builder.actor(Actor::state(actor(number)).named(format!("State {number}")));
    }
    builder.source(Source::new("feed").named("A feed"));
    for event in events(count) {
        builder.event(event);
    }
    builder
}

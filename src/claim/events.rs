//! Claims about the events of a view: the nth, the number, the largest, no long gap.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{Judgement, Verdict, World};
use crate::event::Count;
use crate::query::View;
use crate::time::When;
use crate::time::{Certainty, DAY, Window};
use crate::timeline::{EventIx, EventRef, LookupError, TimeSide};

/// A claim about the events of a view.
///
/// Created by the functions of [this module](super), checked by [`View::check`]. It can be stored: it implements
/// serde.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct EventClaim(EventContent);

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum EventContent {
    Ordinal {
        event: String,
        rank: u64,
    },
    Count {
        count: Count,
    },
    InEach {
        periods: Vec<When>,
    },
    Record {
        event: String,
        measure: String,
    },
    NoGap {
        days: u32,
        from: NaiveDate,
        to: NaiveDate,
    },
    LinkedTo {
        events: Vec<String>,
    },
}

/// An event has a rank in the view: "the second time they have met".
pub fn ordinal(event: impl Into<String>, rank: u64) -> EventClaim {
    EventClaim(EventContent::Ordinal {
        event: event.into(),
        rank,
    })
}

/// The view has a number of events: "they have met twice".
pub const fn count(count: Count) -> EventClaim {
    EventClaim(EventContent::Count { count })
}

/// The view has an event in each of some periods: "they spoke in May and June".
pub fn in_each(periods: impl IntoIterator<Item = When>) -> EventClaim {
    let periods = periods.into_iter().collect();
    EventClaim(EventContent::InEach { periods })
}

/// A measure of an event is larger than for any earlier event in the view: "the largest
/// attack so far".
pub fn record(event: impl Into<String>, measure: impl Into<String>) -> EventClaim {
    EventClaim(EventContent::Record {
        event: event.into(),
        measure: measure.into(),
    })
}

/// From one date up to another, no period of `days` days passes without an event of the view.
pub const fn no_gap(days: u32, from: NaiveDate, to: NaiveDate) -> EventClaim {
    EventClaim(EventContent::NoGap { days, from, to })
}

/// An event of the view answers, follows or is about one of these events: "the strikes helped
/// to ...".
///
/// A record cannot decide whether one event helped to cause another. It can only say whether a
/// link is stated, and whether the supposed cause came too late.
pub fn linked_to<S: Into<String>>(events: impl IntoIterator<Item = S>) -> EventClaim {
    let events = events.into_iter().map(Into::into).collect();
    EventClaim(EventContent::LinkedTo { events })
}

impl<'t> View<'t> {
    /// Checks a claim against the events of the view, in a closed or an open world.
    ///
    /// An open world is closed where sources cover all the time that matters: for a count, the
    /// window of the view; for an ordinal, that window up to the event. So "the third meeting
    /// this year" needs a view [within](View::within) the year.
    ///
    /// # Errors
    ///
    /// Returns a [`LookupError`] if the claim names an event that is not in the view, or a
    /// measure that no event has.
    ///
    /// # Example
    ///
    /// See the [module page](crate::claim).
    pub fn check(&self, claim: &EventClaim, world: World) -> Result<Judgement<'t>, LookupError> {
        match &claim.0 {
            EventContent::Ordinal { event, rank } => self.check_ordinal(world, event, *rank),
            EventContent::Count { count } => Ok(self.check_count(world, *count)),
            EventContent::InEach { periods } => Ok(self.check_each(world, periods)),
            EventContent::Record { event, measure } => self.check_record(world, event, measure),
            EventContent::NoGap { days, from, to } => Ok(self.check_gaps(world, *days, *from, *to)),
            EventContent::LinkedTo { events } => self.check_links(events),
        }
    }

    fn check_ordinal(
        &self,
        world: World,
        id: &str,
        claimed: u64,
    ) -> Result<Judgement<'t>, LookupError> {
        let rank = self.rank(id)?;
        let event = self.event(id)?;
        let up_to_event = Window {
            lo: i64::MIN,
            ..Window::from(event.bounds())
        };
        let world = self.world_within(world, self.window().and(up_to_event));
        let holds = match world {
            World::Closed if rank.is_certain(claimed) => Certainty::Certain,
            World::Closed if !rank.is_possible(claimed) => Certainty::Impossible,
            // In an open world more events may have come before it, but not fewer.
            World::Open if claimed < rank.min() => Certainty::Impossible,
            _ => Certainty::Possible,
        };
        let reason = match world {
            World::Closed => format!("it is the {rank}"),
            World::Open => format!("it is the {}", rank.or_later()),
        };
        let bounds = event.bounds();
        let mut events: Vec<_> = self
            .events()
            .filter(|one| {
                one.ix() != event.ix() && one.bounds().starts_before(&bounds).is_possible()
            })
            .collect();
        events.push(event);
        Ok(Judgement::of_events(Verdict::of(holds), reason, events))
    }

    fn check_count(&self, world: World, claimed: Count) -> Judgement<'t> {
        let known = self.count();
        let world = self.world_within(world, self.window());
        // The actual number is from `known.min()` to `most`, where `None` is unbounded.
        let most = match world {
            World::Closed => known.max(),
            World::Open => None,
        };
        let too_many = claimed.max().is_some_and(|max| known.min() > max);
        let too_few = most.is_some_and(|most| most < claimed.min());
        let at_most_claimed = claimed
            .max()
            .is_none_or(|max| most.is_some_and(|most| most <= max));
        let holds = if too_many || too_few {
            Certainty::Impossible
        } else if known.min() >= claimed.min() && at_most_claimed {
            Certainty::Certain
        } else {
            Certainty::Possible
        };
        let reason = match world {
            World::Closed => format!("the record has {known}"),
            World::Open => format!("the record has {known}, and there may be more"),
        };
        Judgement::of_events(Verdict::of(holds), reason, self.events().collect())
    }

    fn check_each(&self, world: World, periods: &[When]) -> Judgement<'t> {
        let mut holds = Certainty::Certain;
        let mut missing = Vec::new();
        let mut events: Vec<EventRef<'t>> = Vec::new();
        let mut seen = HashSet::new();
        for period in periods {
            let window = Window::from(period.bounds());
            let view = self.within(window);
            let inside = view
                .events()
                .map(|event| event.touches(window).and(view.certainty(event)))
                .max()
                .unwrap_or(Certainty::Impossible);
            let inside = match inside {
                Certainty::Impossible if !self.is_closed(world, window) => Certainty::Possible,
                known => known,
            };
            if !inside.is_certain() {
                missing.push(period.to_string());
            }
            holds = holds.and(inside);
            events.extend(view.events().filter(|one| seen.insert(one.ix())));
        }
        let reason = if missing.is_empty() {
            "each period has an event".to_owned()
        } else {
            format!("no event is certain in {}", missing.join(", "))
        };
        Judgement::of_events(Verdict::of(holds), reason, events)
    }

    /// The world within a window: closed if sources cover all of it.
    fn world_within(&self, world: World, window: Window) -> World {
        match self.coverage(window) {
            Some(covered) if covered >= 1.0 => World::Closed,
            _ => world,
        }
    }

    /// Whether an event in a window would be in the record if it had happened.
    fn is_closed(&self, world: World, window: Window) -> bool {
        self.world_within(world, window) == World::Closed
    }

    fn check_record(
        &self,
        world: World,
        id: &str,
        measure: &str,
    ) -> Result<Judgement<'t>, LookupError> {
        let event = self.event(id)?;
        self.timeline().check_measure(measure)?;
        let Some(comparison) = self.record_comparison(event, measure) else {
            let reason = format!("the measure `{measure}` of `{id}` is unknown");
            return Ok(Judgement::of_events(
                Verdict::Undetermined,
                reason,
                vec![event],
            ));
        };
        let verdict = match (world, comparison.certainty()) {
            (World::Open, Certainty::Certain) => Verdict::Undetermined,
            (_, holds) => Verdict::of(holds),
        };
        let (own, measured, unmeasured) =
            (&comparison.own, comparison.measured, comparison.unmeasured);
        // Among the events that it does not exceed for certain, the largest explains most.
        let largest = comparison.rivals.iter();
        let largest = largest.max_by(|(_, a), (_, b)| a.low().total_cmp(&b.low()));
        let reason = match largest {
            Some((rival, size)) => format!("{own}, against {size} of `{}`", rival.id()),
            None if unmeasured > 0 => {
                format!(
                    "{own}: more than any of the {measured} measured before it, of {}",
                    measured + unmeasured
                )
            }
            None if measured == 0 => format!("{own}, and no earlier event has the measure"),
            None if measured == 1 => format!("{own}: more than the one known before it"),
            None => format!("{own}: more than any of the {measured} known before it"),
        };
        let mut rivals: Vec<EventRef<'t>> = comparison.rivals.iter().map(|(one, _)| *one).collect();
        rivals.push(event);
        Ok(Judgement::of_events(verdict, reason, rivals))
    }

    fn check_gaps(&self, world: World, days: u32, from: NaiveDate, to: NaiveDate) -> Judgement<'t> {
        let whole = Window::from(from..to);
        let length = i64::from(days.max(1)) * DAY;
        let view = self.within(whole);
        let is_long = |&(lo, hi): &(i64, i64)| hi - lo >= length;
        let is_recorded = |&gap: &(i64, i64)| {
            world == World::Closed || self.covered_parts(gap).any(|part| is_long(&part))
        };
        let date = |(lo, _): (i64, i64)| {
            let start = crate::time::instant(lo).expect("a gap begins between two dates");
            start.date_naive()
        };
        // A gap is empty if no event can be in it, and possibly empty if no event is in it for
        // certain.
        let empty = gaps(&possible_spans(&view), whole);
        let possibly_empty = gaps(&certain_spans(&view), whole);
        let (verdict, reason) = if let Some(gap) =
            empty.iter().find(|gap| is_long(gap) && is_recorded(gap))
        {
            (
                Verdict::Contradicted,
                format!(
                    "the record has no event for {days} days from {}",
                    date(*gap)
                ),
            )
        } else if let Some(gap) = empty.iter().find(|gap| is_long(gap)) {
            let from = date(*gap);
            let reason = format!(
                "the record has no event for {days} days from {from}, and no source covers these days"
            );
            (Verdict::Undetermined, reason)
        } else if let Some(gap) = possibly_empty.iter().find(|gap| is_long(gap)) {
            (
                Verdict::Undetermined,
                format!("no event is certain for {days} days from {}", date(*gap)),
            )
        } else {
            (
                Verdict::Consistent,
                format!("no {days} days pass without an event"),
            )
        };
        Judgement::of_events(verdict, reason, view.events().collect())
    }

    fn check_links(&self, events: &[String]) -> Result<Judgement<'t>, LookupError> {
        let named: Vec<EventRef<'t>> = events
            .iter()
            .map(|id| self.known(id))
            .collect::<Result<_, _>>()?;
        let is_named = |ix: EventIx| named.iter().any(|one| one.ix() == ix);
        let linked: Vec<EventRef<'t>> = self
            .events()
            .filter(|event| event.links().any(|(_, other)| is_named(other.ix())))
            .collect();
        if !linked.is_empty() {
            let ids: Vec<String> = linked.iter().map(|one| format!("`{}`", one.id())).collect();
            let reason = format!(
                "the record links {} to the events of the claim",
                ids.join(", ")
            );
            return Ok(Judgement::of_events(Verdict::Consistent, reason, linked));
        }
        // One search of the constraints for each cause, instead of one for each pair.
        let all: Vec<EventRef<'t>> = self.events().collect();
        let is_after_all = |cause: &EventRef<'t>| {
            let over = cause.are_on_side(TimeSide::Earlier, &all).into_iter();
            over.zip(&all)
                .all(|(is_over, event)| is_over && event.ix() != cause.ix())
        };
        let too_late = !all.is_empty() && named.iter().all(is_after_all);
        Ok(if too_late && !named.is_empty() {
            let reason =
                "every event of the view was over before an event of the claim began".to_owned();
            Judgement::of_events(Verdict::Contradicted, reason, named)
        } else {
            let reason = "no event of the view is linked to the events of the claim".to_owned();
            Judgement::of_events(Verdict::Undetermined, reason, named)
        })
    }
}

/// From the earliest start to the latest end of each event, sorted: the time it can occupy.
fn possible_spans(view: &View<'_>) -> Vec<(i64, i64)> {
    let spans = view.events().map(|event| {
        let [start_earliest, _, _, end_latest] = event.bounds().raw();
        (start_earliest, end_latest)
    });
    let mut spans: Vec<_> = spans.collect();
    spans.sort_unstable();
    spans
}

/// From the latest start to the earliest end of each certain event, sorted.
///
/// The event touches these days for all its dates. Start and end can be in reverse order: an event on
/// some day of a month touches every period that contains the month.
fn certain_spans(view: &View<'_>) -> Vec<(i64, i64)> {
    let certain = view
        .events()
        .filter(|event| view.certainty(*event).is_certain());
    let spans = certain.map(|event| {
        let [_, start_latest, end_earliest, _] = event.bounds().raw();
        (start_latest - 1, end_earliest + 1)
    });
    let mut spans: Vec<_> = spans.collect();
    spans.sort_unstable();
    spans
}

/// The periods of whole days in a window that no span touches.
fn gaps(spans: &[(i64, i64)], whole: Window) -> Vec<(i64, i64)> {
    let mut gaps = Vec::new();
    // Invariant: no span so far touches a day from `free_from` on. An unbounded side is the
    // outermost second, so the days saturate.
    let mut free_from = whole.lo;
    for &(start, end) in spans {
        let day = start.div_euclid(DAY).saturating_mul(DAY);
        if free_from < day {
            gaps.push((free_from, day));
        }
        let next_day = end.saturating_sub(1).div_euclid(DAY) + 1;
        free_from = free_from.max(next_day.saturating_mul(DAY));
    }
    if free_from < whole.hi {
        gaps.push((free_from, whole.hi));
    }
    gaps
}

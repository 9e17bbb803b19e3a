//! Claims about the events of a view: the nth, so many, the largest, never so long without.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{Judgement, Verdict, World};
use crate::event::Count;
use crate::query::View;
use crate::sequence::Rank;
use crate::time::When;
use crate::time::{Certainty, DAY, Window};
use crate::timeline::{Beyond, EventIx, EventRef, LookupError};

/// A claim about the events of a view.
#[derive(Clone, Debug, PartialEq)]
pub struct EventClaim(Said);

#[derive(Clone, Debug, PartialEq)]
enum Said {
    Ordinal {
        event: String,
        rank: u64,
    },
    Count(Count),
    InEach(Vec<When>),
    Record {
        event: String,
        measure: String,
    },
    NoGap {
        days: u32,
        from: NaiveDate,
        to: NaiveDate,
    },
    TiedTo(Vec<String>),
}

/// An event is the nth of the view: "the second time they have met".
pub fn ordinal(event: impl Into<String>, rank: u64) -> EventClaim {
    EventClaim(Said::Ordinal {
        event: event.into(),
        rank,
    })
}

/// There are so many events in the view.
pub const fn count(count: Count) -> EventClaim {
    EventClaim(Said::Count(count))
}

/// There is an event of the view in each stretch of time: "they spoke in May and June".
pub fn in_each(stretches: impl IntoIterator<Item = When>) -> EventClaim {
    EventClaim(Said::InEach(stretches.into_iter().collect()))
}

/// An event's measure is larger than that of any event of the view that may have come before it.
pub fn record(event: impl Into<String>, measure: impl Into<String>) -> EventClaim {
    EventClaim(Said::Record {
        event: event.into(),
        measure: measure.into(),
    })
}

/// No stretch of so many days, from one date up to another, is without an event of the view.
pub const fn no_gap(days: u32, from: NaiveDate, to: NaiveDate) -> EventClaim {
    EventClaim(Said::NoGap { days, from, to })
}

/// Some event of the view answers, follows or is about one of these: "the strikes helped to".
///
/// That one thing helped to bring about another is not for a record to decide. It
/// can only say whether anyone ties them together, or that the one came too late.
pub fn tied_to<S: Into<String>>(events: impl IntoIterator<Item = S>) -> EventClaim {
    EventClaim(Said::TiedTo(events.into_iter().map(Into::into).collect()))
}

impl<'t> View<'t> {
    /// Holds a claim against the view, as if it were all there is.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the claim names an event that is not in the view, or a measure that no
    /// event has.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::claim::{self, Verdict, World};
    /// use detente::event::Event;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("USA", "United States"));
    /// for (id, when) in [("a", "2025-02"), ("b", "2025-07-10")] {
    ///     builder.event(Event::meeting(id, When::parse(when)?).party("USA"));
    /// }
    /// let timeline = builder.build()?;
    /// let second = claim::ordinal("b", 2);
    /// assert_eq!(timeline.view().check(&second)?, Verdict::Consistent);
    /// assert_eq!(timeline.view().check_in(World::Open, &second)?, Verdict::Undetermined);
    /// assert_eq!(timeline.view().check_in(World::Open, &claim::ordinal("b", 1))?, Verdict::Contradicted);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check(&self, claim: &EventClaim) -> Result<Judgement<'t>, LookupError> {
        self.check_in(World::Closed, claim)
    }

    /// Holds a claim against the view in a closed or an open world.
    ///
    /// An open world is closed where sources cover all the time that matters: for a
    /// count, the window of the view; for an ordinal, that window up to the event. So
    /// "the third meeting this year" wants `within` the year.
    ///
    /// # Errors
    ///
    /// As [`View::check`].
    pub fn check_in(&self, world: World, claim: &EventClaim) -> Result<Judgement<'t>, LookupError> {
        match &claim.0 {
            Said::Ordinal { event, rank } => self.check_ordinal(world, event, *rank),
            Said::Count(claimed) => Ok(self.check_count(world, *claimed)),
            Said::InEach(stretches) => Ok(self.check_each(world, stretches)),
            Said::Record { event, measure } => self.check_record(world, event, measure),
            Said::NoGap { days, from, to } => Ok(self.check_gaps(world, *days, *from, *to)),
            Said::TiedTo(events) => self.check_ties(events),
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
        let up_to_it = Window::from(event.bounds());
        let world = self.world_within(
            world,
            self.window().and(Window {
                lo: i64::MIN,
                ..up_to_it
            }),
        );
        let holds = match world {
            World::Closed if rank.is_certain(claimed) => Certainty::Certain,
            World::Closed if !rank.is_possible(claimed) => Certainty::Impossible,
            // More may have come before it than the record knows, but not fewer.
            World::Open if claimed < rank.min() => Certainty::Impossible,
            _ => Certainty::Possible,
        };
        let reason = match world {
            World::Closed => format!("it is the {rank}"),
            World::Open => format!("it is the {}", Rank::between(rank.min(), None)),
        };
        let bounds = event.bounds();
        let mut evidence: Vec<_> = self
            .events()
            .filter(|one| {
                one.ix() != event.ix() && one.bounds().starts_before(&bounds).is_possible()
            })
            .collect();
        evidence.push(event);
        Ok(Judgement::new(Verdict::of(holds), reason, evidence))
    }

    fn check_count(&self, world: World, claimed: Count) -> Judgement<'t> {
        let known = self.count();
        let world = self.world_within(world, self.window());
        let most = match world {
            World::Closed => known.max(),
            World::Open => None,
        };
        let at_least = |bound: Option<u32>, number: u32| bound.is_none_or(|bound| bound >= number);
        let above = claimed.max().is_some_and(|max| known.min() > max);
        let below = !at_least(most, claimed.min());
        let holds = if above || below {
            Certainty::Impossible
        } else if known.min() >= claimed.min()
            && claimed
                .max()
                .is_none_or(|max| most.is_some_and(|most| most <= max))
        {
            Certainty::Certain
        } else {
            Certainty::Possible
        };
        let reason = match world {
            World::Closed => format!("the record has {known}"),
            World::Open => format!("the record has {known}, and there may be more"),
        };
        Judgement::new(Verdict::of(holds), reason, self.events().collect())
    }

    fn check_each(&self, world: World, stretches: &[When]) -> Judgement<'t> {
        let mut holds = Certainty::Certain;
        let mut missing = Vec::new();
        let mut evidence: Vec<EventRef<'t>> = Vec::new();
        let mut seen = HashSet::new();
        for stretch in stretches {
            let window = Window::from(stretch.bounds());
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
                missing.push(stretch.to_string());
            }
            holds = holds.and(inside);
            evidence.extend(view.events().filter(|one| seen.insert(one.ix())));
        }
        let reason = if missing.is_empty() {
            "there is one in each".to_owned()
        } else {
            format!("no event is certain in {}", missing.join(", "))
        };
        Judgement::new(Verdict::of(holds), reason, evidence)
    }

    /// The world in a window: a closed one where the sources cover all of it.
    fn world_within(&self, world: World, window: Window) -> World {
        match self.coverage(window) {
            Some(share) if share >= 1.0 => World::Closed,
            _ => world,
        }
    }

    /// Whether what the record lacks in a window did not happen.
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
            let reason = format!("its `{measure}` is not known");
            return Ok(Judgement::new(Verdict::Undetermined, reason, vec![event]));
        };
        let verdict = match (world, comparison.certainty()) {
            (World::Open, Certainty::Certain) => Verdict::Undetermined,
            (_, holds) => Verdict::of(holds),
        };
        let (own, measured, unmeasured) =
            (&comparison.own, comparison.measured, comparison.unmeasured);
        // The largest of those that it does not exceed says most.
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
            None => format!("{own}: more than any of the {measured} known before it"),
        };
        let mut rivals: Vec<EventRef<'t>> = comparison.rivals.iter().map(|(one, _)| *one).collect();
        rivals.push(event);
        Ok(Judgement::new(verdict, reason, rivals))
    }

    fn check_gaps(&self, world: World, days: u32, from: NaiveDate, to: NaiveDate) -> Judgement<'t> {
        let whole = Window::from(from..to);
        let length = i64::from(days.max(1)) * DAY;
        let view = self.within(whole);
        let spans = |certain: bool| {
            let events = view.events();
            let events = events.filter(|event| !certain || view.certainty(*event).is_certain());
            let mut spans: Vec<(i64, i64)> = events
                .map(|event| {
                    let [start_earliest, start_latest, end_earliest, end_latest] =
                        event.bounds().raw();
                    if certain {
                        // What it touches wherever it lies.
                        (start_latest - 1, end_earliest + 1)
                    } else {
                        (start_earliest, end_latest)
                    }
                })
                .collect();
            spans.sort_unstable();
            spans
        };
        // A stretch is free if nothing may lie in it, and at risk if nothing lies in it for certain.
        let free = gaps(&spans(false), whole);
        let long = |&(lo, hi): &(i64, i64)| hi - lo >= length;
        let seen = |&gap: &(i64, i64)| {
            world == World::Closed || self.covered_parts(gap).any(|part| long(&part))
        };
        let date = |(lo, _): (i64, i64)| {
            let start = crate::time::instant(lo).expect("a gap begins between two dates");
            start.date_naive()
        };
        let (verdict, reason) = if let Some(gap) = free.iter().find(|gap| long(gap) && seen(gap)) {
            (
                Verdict::Contradicted,
                format!("the record has nothing for {days} days from {}", date(*gap)),
            )
        } else if let Some(gap) = free.iter().find(|gap| long(gap)) {
            let from = date(*gap);
            let reason = format!(
                "the record has nothing for {days} days from {from}, and does not cover them"
            );
            (Verdict::Undetermined, reason)
        } else if let Some(gap) = gaps(&spans(true), whole).iter().find(|gap| long(gap)) {
            (
                Verdict::Undetermined,
                format!("nothing is certain for {days} days from {}", date(*gap)),
            )
        } else {
            (
                Verdict::Consistent,
                format!("there is one in every {days} days"),
            )
        };
        Judgement::new(verdict, reason, view.events().collect())
    }

    fn check_ties(&self, events: &[String]) -> Result<Judgement<'t>, LookupError> {
        let named: Vec<EventRef<'t>> = events
            .iter()
            .map(|id| self.known(id))
            .collect::<Result<_, _>>()?;
        let is_named = |ix: EventIx| named.iter().any(|one| one.ix() == ix);
        let tied: Vec<EventRef<'t>> = self
            .events()
            .filter(|event| event.links().any(|(_, other)| is_named(other.ix())))
            .collect();
        if !tied.is_empty() {
            let ids: Vec<String> = tied.iter().map(|one| format!("`{}`", one.id())).collect();
            let reason = format!("the record ties {} to them", ids.join(", "));
            return Ok(Judgement::new(Verdict::Consistent, reason, tied));
        }
        // One search of what is stated for each cause, and not for each event as well.
        let all: Vec<EventRef<'t>> = self.events().collect();
        let is_after_all = |cause: &EventRef<'t>| {
            let over = cause.beyond(Beyond::Earlier, &all).into_iter();
            over.zip(&all)
                .all(|(is_over, event)| is_over && event.ix() != cause.ix())
        };
        let too_late = !all.is_empty() && named.iter().all(is_after_all);
        Ok(if too_late && !named.is_empty() {
            let reason = "all of it was over before any of them began".to_owned();
            Judgement::new(Verdict::Contradicted, reason, named)
        } else {
            let reason = "nothing in the record ties it to them".to_owned();
            Judgement::new(Verdict::Undetermined, reason, named)
        })
    }
}

/// The stretches of whole days of a window that no span touches.
fn gaps(spans: &[(i64, i64)], whole: Window) -> Vec<(i64, i64)> {
    let mut gaps = Vec::new();
    // No span so far touches what comes from here on. Sides without a bound are the furthest
    // seconds, whose days are cut off there.
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

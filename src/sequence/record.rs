//! Records: what was the largest so far, at its time.
//!
//! A number told of an event is a record if it is larger than that of every event of
//! the view that came before. Whether it is depends on numbers that have bounds ("about
//! 540", "more than 400") and on dates that have bounds, so the answer has three values:
//!
//! | it was a record | if |
//! | :-- | :-- |
//! | for certain | it exceeds, for certain, everything that may have come before, and nothing before is unmeasured |
//! | impossibly | something that came before for certain is at least as large for certain |
//! | possibly | otherwise |
//!
//! [`claim::record`](crate::claim::record) asks the same of one event, and gets the same answer.

use crate::event::{Amount, MAX_AMOUNT, Quantity};
use crate::query::View;
use crate::time::Certainty;
use crate::timeline::{EventRef, LookupError};

/// An event whose measure was, or may have been, the largest so far.
///
/// Created by [`View::records`].
#[derive(Clone, Debug)]
pub struct Record<'t> {
    event: EventRef<'t>,
    size: Quantity,
    certainty: Certainty,
    previous: Option<EventRef<'t>>,
    margin: Option<Quantity>,
}

impl<'t> Record<'t> {
    /// The event that set it.
    pub const fn event(&self) -> EventRef<'t> {
        self.event
    }

    /// How large it was.
    pub const fn size(&self) -> &Quantity {
        &self.size
    }

    /// Whether it was one for certain, if the event took place.
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }

    /// The largest of those that may have come before, by its lower bound; none before the first.
    pub const fn previous(&self) -> Option<EventRef<'t>> {
        self.previous
    }

    /// By how much it exceeds the largest before, as bounds, if it does; none before the first.
    ///
    /// From its lower bound less the highest that any before may have reached, to its upper
    /// bound less the highest that one before reached for certain.
    pub const fn margin(&self) -> Option<&Quantity> {
        self.margin.as_ref()
    }
}

impl<'t> View<'t> {
    /// The events of which a measure was, or may have been, the largest so far, in the total order.
    ///
    /// The measure is taken as [`EventRef::measure`] tells it, so sums of parts count.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownMeasure`] if no event of the timeline has such a measure.
    ///
    /// # Complexity
    ///
    /// O(found · log found). An event that a stated constraint binds to others takes O(found),
    /// and so does every event if they are measured in different units.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::{Amount, Event, Measure, Quantity};
    /// use detente::{Certainty, Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// for (id, when, drones) in [
    ///     ("june", "2025-06-29", Quantity::exactly(477.0, "drones")?),
    ///     ("fourth", "2025-07-04", Quantity::about(540.0, "drones")?),
    ///     ("sixth", "2025-07-06", Quantity::exactly(157.0, "drones")?),
    ///     ("ninth", "2025-07-09", Quantity::exactly(728.0, "drones")?),
    /// ] {
    ///     let attack = Event::call(id, When::parse(when)?);
    ///     builder.event(attack.measure(Measure::new("drones", drones)));
    /// }
    /// let timeline = builder.build()?;
    /// let view = timeline.view();
    /// let records = view.records("drones")?;
    /// let ids: Vec<&str> = records.iter().map(|record| record.event().id()).collect();
    /// assert_eq!(ids, ["june", "fourth", "ninth"]);
    /// assert_eq!(records[2].certainty(), Certainty::Certain);
    /// assert_eq!(records[2].previous().unwrap().id(), "fourth");
    /// assert_eq!(records[2].margin().unwrap().to_string(), "134 to 242 drones");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn records(&self, measure: &str) -> Result<Vec<Record<'t>>, LookupError> {
        self.timeline().check_measure(measure)?;
        let mut field = Field::default();
        for event in self.events() {
            match event.measure(measure) {
                Some(size) => field.measured.push((event, size)),
                None => field.unmeasured.push(event),
            }
        }
        field.put_in_order(self);
        let numbered = field.measured.iter().enumerate();
        let records = numbered.filter_map(|(at, (event, size))| {
            let (certainty, before) = if field.one_unit && !event.is_bound() {
                field.look_up(at, *event, size)
            } else {
                let standing = field.look_at_all(self, *event, size);
                (standing.certainty(), standing.before)
            };
            certainty.is_possible().then(|| Record {
                event: *event,
                size: size.clone(),
                certainty,
                previous: before.previous,
                margin: before.margin(size),
            })
        });
        Ok(records.collect())
    }

    /// How an event's measure stands to that of each event that may have come before; none if it
    /// has no such measure.
    pub(crate) fn record_standing(
        &self,
        event: EventRef<'t>,
        measure: &str,
    ) -> Option<Standing<'t>> {
        let own = event.measure(measure)?;
        let others: Vec<_> = self.events().collect();
        let sizes: Vec<_> = others.iter().map(|other| other.measure(measure)).collect();
        let sizes = sizes.iter().map(Option::as_ref);
        Some(Standing::of(self, event, own, &others, sizes))
    }
}

/// How an event's measure stands to what may have come before.
pub(crate) struct Standing<'t> {
    /// Its own.
    pub(crate) own: Quantity,
    /// Whether it exceeds all that are measured.
    pub(crate) exceeds: Certainty,
    /// Those that it does not exceed for certain, with theirs.
    pub(crate) rivals: Vec<(EventRef<'t>, Quantity)>,
    /// How many before it are measured, and how many are not.
    pub(crate) seen: usize,
    pub(crate) unmeasured: usize,
    before: Before<'t>,
}

impl<'t> Standing<'t> {
    fn new(own: Quantity) -> Self {
        Self {
            own,
            exceeds: Certainty::Certain,
            rivals: Vec::new(),
            seen: 0,
            unmeasured: 0,
            before: Before::default(),
        }
    }

    /// How an event stands to others, each with its measure.
    fn of<'q>(
        view: &View<'t>,
        event: EventRef<'t>,
        own: Quantity,
        others: &[EventRef<'t>],
        sizes: impl Iterator<Item = Option<&'q Quantity>>,
    ) -> Self {
        let mut standing = Self::new(own);
        let starts = event.started_before(others);
        for ((&other, before), theirs) in others.iter().zip(starts).zip(sizes) {
            if other.ix() != event.ix() && before.is_possible() {
                standing.look_at(view, other, before, theirs);
            }
        }
        standing
    }

    fn look_at(
        &mut self,
        view: &View<'t>,
        other: EventRef<'t>,
        before: Certainty,
        theirs: Option<&Quantity>,
    ) {
        let Some(theirs) = theirs else {
            self.unmeasured += 1;
            return;
        };
        self.seen += 1;
        let sure = before.and(view.certainty(other)).is_certain();
        self.before.look_at(other, theirs, sure);
        let exceeds = self.own.exceeds(theirs);
        self.before.unit_differs |= exceeds.is_err();
        // What may not have come first does not contradict.
        let stands = match exceeds.unwrap_or(Certainty::Possible) {
            Certainty::Impossible if !sure => Certainty::Possible,
            known => known,
        };
        if !stands.is_certain() {
            self.rivals.push((other, theirs.clone()));
        }
        self.exceeds = self.exceeds.and(stands);
    }

    /// Whether it was the largest so far: one that nobody measured may have been larger.
    pub(crate) fn certainty(&self) -> Certainty {
        if self.unmeasured > 0 {
            self.exceeds.and(Certainty::Possible)
        } else {
            self.exceeds
        }
    }
}

/// The largest of what may have come before, in several senses.
#[derive(Clone, Copy, Default)]
struct Before<'t> {
    /// The one that is largest by its lower bound, with its bounds.
    previous: Option<EventRef<'t>>,
    bounds: (f64, f64),
    /// The highest that any may have reached.
    high: Option<f64>,
    /// The most that one before reached for certain.
    low: Option<f64>,
    unit_differs: bool,
}

impl<'t> Before<'t> {
    fn look_at(&mut self, other: EventRef<'t>, theirs: &Quantity, sure: bool) {
        let bounds = (theirs.low(), theirs.high());
        // Of several as large, the first in the total order.
        if self.previous.is_none() || self.bounds < bounds {
            (self.previous, self.bounds) = (Some(other), bounds);
        }
        let larger = |known: Option<f64>, new: f64| Some(known.map_or(new, |known| known.max(new)));
        self.high = larger(self.high, bounds.1);
        if sure {
            self.low = larger(self.low, bounds.0);
        }
    }

    fn margin(&self, own: &Quantity) -> Option<Quantity> {
        let high = self.high.filter(|_| !self.unit_differs)?;
        let least = (own.low() - high).max(0.0);
        let most = own.high() - self.low.unwrap_or(0.0);
        // "About" the greatest amount reaches beyond it, where no bound can be named.
        let margin = if most <= MAX_AMOUNT {
            Quantity::new(Amount::Between(least, most.max(least)), own.unit())
        } else {
            Quantity::new(Amount::AtLeast(least), own.unit())
        };
        Some(margin.expect("the lower bound of a quantity is an amount, and so is what is less"))
    }
}

/// All that is measured, put in order by when it may and when it has to have begun.
#[derive(Default)]
struct Field<'t> {
    measured: Vec<(EventRef<'t>, Quantity)>,
    unmeasured: Vec<EventRef<'t>>,
    one_unit: bool,
    /// By earliest start, the largest of each up to it; by two, so that one can be left out.
    possible: Vec<(i64, [Top; 2], [Top; 2])>,
    /// Of those there for certain, by latest start, the largest lower bound up to it.
    sure: Vec<(i64, f64)>,
    /// The earliest start of what is not measured.
    unmeasured_from: Option<i64>,
}

/// A size, of two bounds by which it is compared, and whose it is.
#[derive(Clone, Copy)]
struct Top {
    size: (f64, f64),
    whose: usize,
}

impl Top {
    const NONE: Self = Self {
        size: (f64::NEG_INFINITY, f64::NEG_INFINITY),
        whose: usize::MAX,
    };

    /// The two largest, with another; of two as large, the one that was there first.
    fn with(tops: [Self; 2], new: Self) -> [Self; 2] {
        let [first, second] = tops;
        if new.size > first.size {
            [new, first]
        } else if new.size > second.size {
            [first, new]
        } else {
            tops
        }
    }

    fn other_than(tops: [Self; 2], whose: usize) -> Option<Self> {
        let found = tops.into_iter().find(|top| top.whose != whose);
        found.filter(|top| top.whose != usize::MAX)
    }
}

impl<'t> Field<'t> {
    fn put_in_order(&mut self, view: &View<'t>) {
        let first = self.measured.first().map(|(_, size)| size.clone());
        self.one_unit = first.is_some_and(|first| {
            let mut sizes = self.measured.iter();
            sizes.all(|(_, size)| first.exceeds(size).is_ok())
        });
        // The events come by their earliest start.
        let (mut by_high, mut by_low) = ([Top::NONE; 2], [Top::NONE; 2]);
        for (whose, (event, size)) in self.measured.iter().enumerate() {
            let [earliest, latest, ..] = event.bounds().raw();
            let included = if size.includes_high() { 1.0 } else { 0.0 };
            let top = |size| Top { size, whose };
            by_high = Top::with(by_high, top((size.high(), included)));
            by_low = Top::with(by_low, top((size.low(), size.high())));
            self.possible.push((earliest, by_high, by_low));
            if view.certainty(*event).is_certain() {
                self.sure.push((latest, size.low()));
            }
        }
        self.sure
            .sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut largest = f64::NEG_INFINITY;
        for (_, low) in &mut self.sure {
            largest = largest.max(*low);
            *low = largest;
        }
        let starts = self.unmeasured.iter().map(|event| event.bounds().raw()[0]);
        self.unmeasured_from = starts.min();
    }

    fn look_up(
        &self,
        whose: usize,
        event: EventRef<'t>,
        own: &Quantity,
    ) -> (Certainty, Before<'t>) {
        let [earliest, latest, ..] = event.bounds().raw();
        // To start before it, another has to start a second earlier than its latest second.
        let by = latest - 1;
        let may = self.possible.partition_point(|(start, ..)| *start < by);
        let may = may.checked_sub(1).map(|last| &self.possible[last]);
        let highest = may.and_then(|(_, high, _)| Top::other_than(*high, whose));
        let largest = may.and_then(|(.., low)| Top::other_than(*low, whose));
        let sure = self.sure.partition_point(|(start, _)| *start <= earliest);
        let sure = sure.checked_sub(1).map(|last| self.sure[last].1);
        let reached = sure.is_some_and(|low| own.high() <= low);
        let exceeded = highest.is_some_and(
            |Top {
                 size: (high, included),
                 ..
             }| {
                let both_touch = own.includes_low() && included > 0.0;
                own.low() < high || (own.low() <= high && both_touch)
            },
        );
        let unmeasured = self.unmeasured_from.is_some_and(|start| start < by);
        let certainty = if reached {
            Certainty::Impossible
        } else if exceeded || unmeasured {
            Certainty::Possible
        } else {
            Certainty::Certain
        };
        let before = Before {
            previous: largest.map(|top| self.measured[top.whose].0),
            high: highest.map(|top| top.size.0),
            low: sure,
            ..Before::default()
        };
        (certainty, before)
    }

    fn look_at_all(&self, view: &View<'t>, event: EventRef<'t>, own: &Quantity) -> Standing<'t> {
        let measured = self.measured.iter().map(|(other, _)| *other);
        let others: Vec<_> = measured.chain(self.unmeasured.iter().copied()).collect();
        let sizes = self.measured.iter().map(|(_, size)| Some(size));
        let sizes = sizes.chain(std::iter::repeat(None));
        Standing::of(view, event, own.clone(), &others, sizes)
    }
}

//! Records: events whose measure was the largest so far.

use std::fmt;

use crate::event::{Amount, MAX_AMOUNT, Quantity};
use crate::query::View;
use crate::time::Certainty;
use crate::timeline::{EventRef, LookupError};

/// An event whose measure was, or may have been, the largest so far.
///
/// Returned by [`View::records`]. A measure is a record if it is larger than the measure of every
/// earlier event of the view. Measures have bounds ("about 540", "more than 400"), and so have dates,
/// so the answer has three values:
///
/// | the record is | if |
/// | :-- | :-- |
/// | certain | the measure is certainly larger than for every event that may be earlier, and each of these events has the measure |
/// | impossible | an event that is certainly earlier is certainly at least as large |
/// | possible | otherwise |
///
/// [`claim::record`](crate::claim::record) checks a claim about one event, by the same rules.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Record<'t> {
    /// The event.
    pub event: EventRef<'t>,
    /// Its measure.
    pub size: Quantity,
    /// Whether it was certainly the largest so far, if the event took place.
    pub certainty: Certainty,
    /// The event with the largest lower bound among those that may be earlier. `None` for the first
    /// record.
    pub previous: Option<EventRef<'t>>,
    /// The difference to the largest earlier measure, as bounds. `None` for the first record, and if
    /// units differ.
    ///
    /// The minimum is its lower bound less the highest that any earlier event may have reached, and
    /// at least 0. The maximum is its upper bound less the highest that an earlier event certainly
    /// reached.
    pub margin: Option<Quantity>,
}

/// Event and size: `ninth: 728 drones`, or `fourth: perhaps 540 drones` if it is not certain.
impl fmt::Display for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let perhaps = if self.certainty.is_certain() {
            ""
        } else {
            "perhaps "
        };
        write!(f, "{}: {perhaps}{}", self.event.id(), self.size)
    }
}

impl<'t> View<'t> {
    /// The events whose measure was, or may have been, the largest so far, in the total order.
    ///
    /// The measure is [`EventRef::measure`], which includes sums of parts.
    ///
    /// # Errors
    ///
    /// [`LookupError::UnknownMeasure`] if no event of the timeline has the measure.
    ///
    /// # Complexity
    ///
    /// O(found · log found). An event with constraints takes O(found), and so does every event if
    /// their units differ.
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
    /// let ids: Vec<&str> = records.iter().map(|record| record.event.id()).collect();
    /// assert_eq!(ids, ["june", "fourth", "ninth"]);
    /// assert_eq!(records[2].certainty, Certainty::Certain);
    /// assert_eq!(records[2].previous.unwrap().id(), "fourth");
    /// assert_eq!(records[2].margin.as_ref().unwrap().to_string(), "134 to 242 drones");
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
        field.sort(self);
        let numbered = field.measured.iter().enumerate();
        let records = numbered.filter_map(|(at, (event, size))| {
            let (certainty, earlier) = if field.has_one_unit && !event.is_bound() {
                field.compare_by_dates(at, *event, size)
            } else {
                let comparison = field.compare_with_each(self, *event, size);
                (comparison.certainty(), comparison.earlier)
            };
            certainty.is_possible().then(|| Record {
                event: *event,
                size: size.clone(),
                certainty,
                previous: earlier.largest,
                margin: earlier.margin(size),
            })
        });
        Ok(records.collect())
    }

    /// Compares an event's measure with each event that may be earlier. `None` if the event does not
    /// have the measure.
    pub(crate) fn record_comparison(
        &self,
        event: EventRef<'t>,
        measure: &str,
    ) -> Option<RecordComparison<'t>> {
        let own = event.measure(measure)?;
        let others: Vec<_> = self.events().collect();
        let sizes: Vec<_> = others.iter().map(|other| other.measure(measure)).collect();
        let sizes = sizes.iter().map(Option::as_ref);
        Some(RecordComparison::new(self, event, own, &others, sizes))
    }
}

/// The comparison of an event's measure with the events that may be earlier.
pub(crate) struct RecordComparison<'t> {
    /// The event's own measure.
    pub(crate) own: Quantity,
    /// Whether it exceeds all that are measured.
    exceeds: Certainty,
    /// The events that it does not certainly exceed, with their measures.
    pub(crate) rivals: Vec<(EventRef<'t>, Quantity)>,
    /// The number of events that may be earlier and have the measure, and of those that do not.
    pub(crate) measured: usize,
    pub(crate) unmeasured: usize,
    earlier: Earlier<'t>,
}

impl<'t> RecordComparison<'t> {
    /// Compares an event with others, each with its measure.
    fn new<'q>(
        view: &View<'t>,
        event: EventRef<'t>,
        own: Quantity,
        others: &[EventRef<'t>],
        sizes: impl Iterator<Item = Option<&'q Quantity>>,
    ) -> Self {
        let mut comparison = Self {
            own,
            exceeds: Certainty::Certain,
            rivals: Vec::new(),
            measured: 0,
            unmeasured: 0,
            earlier: Earlier::default(),
        };
        let starts = event.started_before(others);
        for ((&other, is_earlier), size) in others.iter().zip(starts).zip(sizes) {
            if other.ix() != event.ix() && is_earlier.is_possible() {
                comparison.add(view, other, is_earlier, size);
            }
        }
        comparison
    }

    fn add(
        &mut self,
        view: &View<'t>,
        other: EventRef<'t>,
        is_earlier: Certainty,
        size: Option<&Quantity>,
    ) {
        let Some(size) = size else {
            self.unmeasured += 1;
            return;
        };
        self.measured += 1;
        let is_certain = is_earlier.and(view.certainty(other)).is_certain();
        self.earlier.add(other, size, is_certain);
        let exceeds = self.own.exceeds(size);
        self.earlier.unit_differs |= exceeds.is_err();
        // Sizes in different units cannot be compared, so either may be larger. An event that may
        // not be earlier contradicts nothing.
        let exceeds = match exceeds.unwrap_or(Certainty::Possible) {
            Certainty::Impossible if !is_certain => Certainty::Possible,
            known => known,
        };
        if !exceeds.is_certain() {
            self.rivals.push((other, size.clone()));
        }
        self.exceeds = self.exceeds.and(exceeds);
    }

    /// Whether it was the largest so far. An event that is not measured may have been larger.
    pub(crate) fn certainty(&self) -> Certainty {
        if self.unmeasured > 0 {
            self.exceeds.and(Certainty::Possible)
        } else {
            self.exceeds
        }
    }
}

/// The largest of the events that may be earlier, in several senses.
#[derive(Clone, Copy, Default)]
struct Earlier<'t> {
    /// The event with the largest lower bound, with its bounds.
    largest: Option<EventRef<'t>>,
    bounds: (f64, f64),
    /// The highest that any event may have reached.
    high: Option<f64>,
    /// The highest that an event certainly reached.
    low: Option<f64>,
    unit_differs: bool,
}

impl<'t> Earlier<'t> {
    fn add(&mut self, other: EventRef<'t>, size: &Quantity, is_certain: bool) {
        let bounds = (size.low(), size.high());
        // Of equal sizes, the first in the total order stays.
        if self.largest.is_none() || self.bounds < bounds {
            (self.largest, self.bounds) = (Some(other), bounds);
        }
        let larger = |known: Option<f64>, new: f64| Some(known.map_or(new, |known| known.max(new)));
        self.high = larger(self.high, bounds.1);
        if is_certain {
            self.low = larger(self.low, bounds.0);
        }
    }

    fn margin(&self, own: &Quantity) -> Option<Quantity> {
        let high = self.high.filter(|_| !self.unit_differs)?;
        let min = (own.low() - high).max(0.0);
        let max = own.high() - self.low.unwrap_or(0.0);
        // "About" the largest amount extends beyond it: such a margin has no upper bound.
        let margin = if max <= MAX_AMOUNT {
            Quantity::new(Amount::Between(min, max.max(min)), own.unit())
        } else {
            Quantity::new(Amount::AtLeast(min), own.unit())
        };
        Some(
            margin
                .expect("the lower bound of a quantity is a valid amount, and so is a part of it"),
        )
    }
}

/// The events of a view by measure, sorted so that each is compared with all earlier ones in
/// O(log n).
///
/// For each event two maxima are needed: the highest that an event that may start before it may
/// have reached, and the highest that an event that certainly starts before it certainly reached.
/// Both are running maxima, over the events by earliest start and by latest start.
#[derive(Default)]
struct Field<'t> {
    measured: Vec<(EventRef<'t>, Quantity)>,
    unmeasured: Vec<EventRef<'t>>,
    has_one_unit: bool,
    /// For each event by earliest start, the two largest up to it by upper bound, and the two
    /// largest by lower bound. With two, the event itself can be left out.
    possible: Vec<(i64, [Top; 2], [Top; 2])>,
    /// For each certain event by latest start, the largest lower bound up to it.
    certain: Vec<(i64, f64)>,
    /// The earliest start of an event without the measure.
    unmeasured_from: Option<i64>,
}

/// A size, as two numbers to compare in turn, and the number of the event that has it.
#[derive(Clone, Copy)]
struct Top {
    size: (f64, f64),
    owner: usize,
}

impl Top {
    const NONE: Self = Self {
        size: (f64::NEG_INFINITY, f64::NEG_INFINITY),
        owner: usize::MAX,
    };

    /// The two largest of three. Of equal sizes, the earlier one stays.
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

    fn other_than(tops: [Self; 2], owner: usize) -> Option<Self> {
        let found = tops.into_iter().find(|top| top.owner != owner);
        found.filter(|top| top.owner != usize::MAX)
    }
}

impl<'t> Field<'t> {
    fn sort(&mut self, view: &View<'t>) {
        self.has_one_unit = (self.measured.first()).is_some_and(|(_, first)| {
            self.measured
                .iter()
                .all(|(_, size)| first.exceeds(size).is_ok())
        });
        // The events of a view are sorted by earliest start.
        let (mut by_high, mut by_low) = ([Top::NONE; 2], [Top::NONE; 2]);
        for (owner, (event, size)) in self.measured.iter().enumerate() {
            let [earliest, latest, ..] = event.bounds().raw();
            let included = if size.includes_high() { 1.0 } else { 0.0 };
            let top = |size| Top { size, owner };
            by_high = Top::with(by_high, top((size.high(), included)));
            by_low = Top::with(by_low, top((size.low(), size.high())));
            self.possible.push((earliest, by_high, by_low));
            if view.certainty(*event).is_certain() {
                self.certain.push((latest, size.low()));
            }
        }
        self.certain
            .sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut largest = f64::NEG_INFINITY;
        for (_, low) in &mut self.certain {
            largest = largest.max(*low);
            *low = largest;
        }
        let starts = self.unmeasured.iter().map(|event| event.bounds().raw()[0]);
        self.unmeasured_from = starts.min();
    }

    /// Compares an event with all earlier ones, in O(log n). Only for one unit, and for an event
    /// without constraints: then dates decide the order.
    fn compare_by_dates(
        &self,
        owner: usize,
        event: EventRef<'t>,
        own: &Quantity,
    ) -> (Certainty, Earlier<'t>) {
        let [earliest, latest, ..] = event.bounds().raw();
        // To start before this event, another starts at least a second before its latest second.
        let by = latest - 1;
        let possible = self.possible.partition_point(|(start, ..)| *start < by);
        let possible = possible.checked_sub(1).map(|last| &self.possible[last]);
        let highest = possible.and_then(|(_, high, _)| Top::other_than(*high, owner));
        let largest = possible.and_then(|(.., low)| Top::other_than(*low, owner));
        let certain = self
            .certain
            .partition_point(|(start, _)| *start <= earliest);
        let low = certain.checked_sub(1).map(|last| self.certain[last].1);
        let is_reached = low.is_some_and(|low| own.high() <= low);
        let may_be_reached = highest.is_some_and(|top| {
            let (high, included) = top.size;
            let both_included = own.includes_low() && included > 0.0;
            own.low() < high || (own.low() <= high && both_included)
        });
        let may_be_unmeasured = self.unmeasured_from.is_some_and(|start| start < by);
        let certainty = if is_reached {
            Certainty::Impossible
        } else if may_be_reached || may_be_unmeasured {
            Certainty::Possible
        } else {
            Certainty::Certain
        };
        let earlier = Earlier {
            largest: largest.map(|top| self.measured[top.owner].0),
            high: highest.map(|top| top.size.0),
            low,
            ..Earlier::default()
        };
        (certainty, earlier)
    }

    /// Compares an event with all others one by one, in O(n).
    fn compare_with_each(
        &self,
        view: &View<'t>,
        event: EventRef<'t>,
        own: &Quantity,
    ) -> RecordComparison<'t> {
        let measured = self.measured.iter().map(|(other, _)| *other);
        let others: Vec<_> = measured.chain(self.unmeasured.iter().copied()).collect();
        let sizes = self.measured.iter().map(|(_, size)| Some(size));
        let sizes = sizes.chain(std::iter::repeat(None));
        RecordComparison::new(view, event, own.clone(), &others, sizes)
    }
}

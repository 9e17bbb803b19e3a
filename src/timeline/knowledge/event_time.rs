//! The time and the order of events, from their dates, links and constraints.
//!
//! Each comparison first looks at the bounds of the two events alone. Only if these leave the
//! answer open is the constraint network searched: it may hold a statement that decides it.
//! Questions about many events have methods of their own, which search the network once and not
//! once per event.

use crate::time::{Bounds, Certainty, Midnights, Window};
use crate::timeline::{EventRank, EventRef, NetworkRef, RelativePosition, StatedGap, TimeSide};

/// # Time and order
impl EventRef<'_> {
    /// The bounds that follow from the believed reports, the links and the stated constraints.
    ///
    /// In a view as of a day, later assertions do not count. If the statements known by then contradict
    /// each other, links and constraints are ignored: see
    /// [`View::contradiction`](crate::View::contradiction).
    pub fn bounds(self) -> Bounds {
        if self.knowledge().is_all() {
            return self.timeline().bounds[self.ix()];
        }
        let network = self.timeline().network(self.knowledge());
        network
            .and_then(|network| network.bounds(self.rank()))
            .unwrap_or_else(|| self.stored().bounds(self.timeline(), self.knowledge()))
    }

    /// Whether this event ends before the other begins.
    ///
    /// Stated constraints count: two calls of the same month are in certain order if one is
    /// stated to be before the other.
    pub fn before(self, other: EventRef<'_>) -> Certainty {
        if self.ix() == other.ix() && std::ptr::eq(self.timeline(), other.timeline()) {
            return Certainty::Impossible;
        }
        match self.bounds().before(&other.bounds()) {
            Certainty::Possible => match self.shared_network(other) {
                Some(network) => network.before(self.rank(), other.rank()),
                None => Certainty::Possible,
            },
            by_dates => by_dates,
        }
    }

    /// Whether this event starts before the other starts. Two that start at the same instant do not.
    ///
    /// Stated constraints count, as for [`EventRef::before`].
    pub fn starts_before(self, other: EventRef<'_>) -> Certainty {
        match self.bounds().starts_before(&other.bounds()) {
            Certainty::Possible => match self.shared_network(other) {
                Some(network) => network.starts_before(self.rank(), other.rank()),
                None => Certainty::Possible,
            },
            by_dates => by_dates,
        }
    }

    /// The probability that this event ends before the other begins, from 0 to 1.
    ///
    /// Each date is taken as uniform over the instants it may be. If an account gives a date of
    /// its own, these are the instants that the believed accounts leave possible. Returns `None`
    /// if a date has no bound, and 1 or 0 if [`EventRef::before`] is certain or impossible.
    pub fn probability_before(self, other: EventRef<'_>) -> Option<f64> {
        match self.before(other) {
            Certainty::Certain => return Some(1.0),
            Certainty::Impossible => return Some(0.0),
            Certainty::Possible => {}
        }
        if self.has_plain_date(&self.bounds()) && other.has_plain_date(&other.bounds()) {
            self.when().probability_before(other.when())
        } else {
            self.bounds().probability_before(&other.bounds())
        }
    }

    /// Whether the whole event is within a window of time.
    ///
    /// A date that is one of several is checked date by date: `[2025-01-01,2025-12-31]` is
    /// not in June.
    pub fn within(self, window: impl Into<Window>) -> Certainty {
        let (window, bounds) = (window.into(), self.bounds());
        if self.has_plain_date(&bounds) {
            return self.when().within(window);
        }
        self.by_date(&bounds, bounds.within(window), |date| date.within(window))
    }

    /// Whether part of the event is within a window of time.
    pub fn touches(self, window: impl Into<Window>) -> Certainty {
        let (window, bounds) = (window.into(), self.bounds());
        if self.has_plain_date(&bounds) {
            return self.when().touches(window);
        }
        self.by_date(&bounds, bounds.touches(window), |date| date.touches(window))
    }

    /// Whether all accounts share one date, and nothing else tightens it.
    fn has_plain_date(self, bounds: &Bounds) -> bool {
        self.stored().has_one_date() && *bounds == self.when().bounds()
    }

    /// An answer that the bounds leave open, from the alternatives of the date that the bounds leave.
    fn by_date(
        self,
        bounds: &Bounds,
        by_bounds: Certainty,
        of_date: impl Fn(&Bounds) -> Certainty,
    ) -> Certainty {
        if by_bounds != Certainty::Possible || !self.stored().has_one_date() {
            return by_bounds;
        }
        let by_date = self.stored().when.by_date(bounds, of_date);
        // `None`: the date has no alternatives, or none that these bounds hold.
        by_date.unwrap_or(by_bounds)
    }

    /// The midnights that begin its days: those of the zone that all believed dates share.
    pub(crate) fn midnights(self) -> Midnights {
        if self.stored().has_one_date() {
            return self.stored().when.midnights();
        }
        let dates = self
            .stored()
            .believed_dates(self.timeline(), self.knowledge());
        let zones = dates.iter().map(|when| when.midnights());
        zones.fold(Midnights::Undated, Midnights::and)
    }
}

/// Comparisons with many events at once, which other modules build on.
impl<'t> EventRef<'t> {
    /// The network for the view's knowledge. Returns `None` if no statement binds events.
    fn network(self) -> Option<NetworkRef<'t>> {
        self.timeline().network(self.knowledge())
    }

    /// The network for two events. Returns `None` unless both have the same knowledge.
    fn shared_network(self, other: EventRef<'_>) -> Option<NetworkRef<'t>> {
        if self.is_comparable(other) {
            self.network()
        } else {
            None
        }
    }

    /// Whether the other is another event of the same timeline, with the same knowledge.
    pub(crate) fn is_comparable(self, other: EventRef<'_>) -> bool {
        std::ptr::eq(self.timeline(), other.timeline())
            && self.ix() != other.ix()
            && self.knowledge() == other.knowledge()
    }

    /// The place of its identifier among all identifiers.
    ///
    /// Panics if no statement binds events of the timeline, because then there is no network.
    fn rank(self) -> EventRank {
        self.timeline().rank_of(self.ix())
    }

    /// Whether a stated constraint or a link binds it to other events.
    pub(crate) fn is_bound(self) -> bool {
        self.network()
            .is_some_and(|network| network.has(self.rank()))
    }

    /// For each of some events with the same knowledge, whether it starts before this one.
    ///
    /// As [`EventRef::starts_before`], with two searches in all.
    pub(crate) fn started_before(self, others: &[Self]) -> Vec<Certainty> {
        let own = self.bounds();
        let by_dates = others.iter().map(|it| it.bounds().starts_before(&own));
        let mut starts: Vec<Certainty> = by_dates.collect();
        if !starts.contains(&Certainty::Possible) {
            return starts;
        }
        let Some(network) = self.network() else {
            return starts;
        };
        let stated = network.starts_around(self.rank());
        for (other, starts) in others.iter().zip(&mut starts) {
            if let (Certainty::Possible, Some(stated)) = (*starts, found(&stated, *other)) {
                *starts = *stated;
            }
        }
        starts
    }

    /// For each of some events with the same knowledge, its position relative to this one.
    pub(crate) fn positions_of(self, others: &[Self]) -> Vec<RelativePosition> {
        let own = self.bounds();
        let network = self.network();
        let stated = network.map(|network| network.positions_around(self.rank()));
        let position = |other: &Self| {
            let by_dates = RelativePosition::by_dates(&other.bounds(), &own);
            let stated = stated.as_deref().and_then(|stated| found(stated, *other));
            stated.map_or(by_dates, |stated| by_dates.and(*stated))
        };
        others.iter().map(position).collect()
    }

    /// For each of some events with the same knowledge, whether it is certainly on one side of this one.
    pub(crate) fn are_on_side(self, side: TimeSide, others: &[Self]) -> Vec<bool> {
        let own = self.bounds();
        let network = self.network();
        let stated = network.map(|network| network.on_side(self.rank(), side));
        let is_stated = |other: &Self| {
            let stated = stated.as_deref();
            stated.is_some_and(|stated| stated.binary_search(&other.rank()).is_ok())
        };
        let is_on_side = |other: &Self| {
            let by_dates = match side {
                TimeSide::Earlier => other.bounds().before(&own),
                TimeSide::Later => own.before(&other.bounds()),
            };
            by_dates.is_certain() || is_stated(other)
        };
        others.iter().map(is_on_side).collect()
    }

    /// The time from its end to the start of the other, as far as statements bound it.
    pub(crate) fn stated_gap(self, other: EventRef<'_>) -> StatedGap {
        match self.shared_network(other) {
            Some(network) => network.gap(self.rank(), other.rank()),
            None => StatedGap::default(),
        }
    }

    /// The time from it to each of some events, and back, as far as statements bound it.
    ///
    /// `None` for each event that is not in the network of this one.
    pub(crate) fn stated_gaps(self, others: &[EventRef<'_>]) -> Vec<Option<[StatedGap; 2]>> {
        let network = self.network();
        let stated = network.map(|network| network.gaps(self.rank()));
        let gaps = others.iter().map(|other| {
            let stated = stated.as_deref().filter(|_| self.is_comparable(*other))?;
            found(stated, *other).copied()
        });
        gaps.collect()
    }
}

/// The answer for an event, from answers sorted by event.
fn found<'a, T>(answers: &'a [(EventRank, T)], event: EventRef<'_>) -> Option<&'a T> {
    let at = answers.binary_search_by_key(&event.rank(), |(rank, _)| *rank);
    Some(&answers[at.ok()?].1)
}

impl RelativePosition {
    /// From the bounds of an event and of the one that it is compared with.
    fn by_dates(event: &Bounds, other: &Bounds) -> Self {
        let [event_start, .., event_end] = event.raw();
        let [other_start, .., other_end] = other.raw();
        let difference = |a: i64, b: i64| {
            let is_bounded = a != i64::MAX && b != i64::MIN;
            is_bounded.then(|| a.saturating_sub(b))
        };
        Self {
            before: event.before(other),
            after: other.before(event),
            lead: difference(event_end, other_start),
            lag: difference(other_end, event_start),
        }
    }

    /// What follows from the dates and from the stated constraints together.
    fn and(self, stated: Self) -> Self {
        let decided = |by_dates, stated| match by_dates {
            Certainty::Possible => stated,
            _ => by_dates,
        };
        let least = |a: Option<i64>, b: Option<i64>| a.into_iter().chain(b).min();
        Self {
            before: decided(self.before, stated.before),
            after: decided(self.after, stated.after),
            lead: least(self.lead, stated.lead),
            lag: least(self.lag, stated.lag),
        }
    }
}

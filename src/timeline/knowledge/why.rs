//! Explanations of a certain order and of a bound: the statements from which they follow.

use crate::text::words;
use crate::timeline::{EventRank, EventRef, Explanation, Limit, TimePoint, explain};

/// One of the four bounds of an event's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoundKind {
    /// The earliest start.
    StartEarliest,
    /// The latest start.
    StartLatest,
    /// The earliest end.
    EndEarliest,
    /// The latest end.
    EndLatest,
}

words!(BoundKind, "a bound", 4 {
    StartEarliest => "earliest start",
    StartLatest => "latest start",
    EndEarliest => "earliest end",
    EndLatest => "latest end",
});

/// # Explanations
impl EventRef<'_> {
    /// Explains why this event certainly ends before the other begins.
    ///
    /// Returns a minimal set of statements from which that follows, or `None` if it is not certain.
    ///
    /// # Complexity
    ///
    /// One search of the constraint network, and a check without each of the statements found.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::timeline::Constraint;
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::call("call", When::undated()));
    /// builder.event(Event::meeting("meeting", "2025-07-10"));
    /// builder.event(Event::meeting("summit", "2025-07"));
    /// builder.constraint(Constraint::days_before("call", 1, "meeting"));
    /// builder.constraint(Constraint::after("summit", "meeting"));
    /// let timeline = builder.build()?;
    ///
    /// let (call, summit) = (timeline.event("call")?, timeline.event("summit")?);
    /// assert_eq!(
    ///     call.why_before(summit).unwrap().to_string(),
    ///     "`meeting` is before `summit`; `call` is the day before `meeting`",
    /// );
    /// assert_eq!(summit.why_before(call), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn why_before(self, other: EventRef<'_>) -> Option<Explanation> {
        if !self.is_comparable(other) {
            return None;
        }
        self.why_within(Limit {
            from: TimePoint::Start(other.place_of_id()),
            to: TimePoint::End(self.place_of_id()),
            max: 0,
        })
    }

    /// Explains one of the [bounds](EventRef::bounds).
    ///
    /// Returns a minimal set of statements from which it follows, or `None` if the event is unbounded on
    /// that side.
    ///
    /// # Complexity
    ///
    /// As [`EventRef::why_before`].
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::TimeDelta;
    /// use detente::event::Event;
    /// use detente::timeline::{Constraint, BoundKind};
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::call("call", "2025-07"));
    /// builder.event(Event::meeting("meeting", "2025-07-10"));
    /// let week = TimeDelta::weeks(1);
    /// builder.constraint(Constraint::before_by("call", week.., "meeting"));
    /// let timeline = builder.build()?;
    ///
    /// let call = timeline.event("call")?;
    /// assert_eq!(call.bounds().to_string(), "2025-07-01 to 2025-07-03");
    /// assert_eq!(
    ///     call.why(BoundKind::EndLatest).unwrap().to_string(),
    ///     "`meeting` is dated 2025-07-10; `call` is at least 1 week before `meeting`",
    /// );
    /// assert_eq!(
    ///     call.why(BoundKind::StartEarliest).unwrap().to_string(),
    ///     "`call` is dated 2025-07",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn why(self, side: BoundKind) -> Option<Explanation> {
        let [start_earliest, start_latest, end_earliest, end_latest] = self.bounds().raw();
        let (bound, none) = match side {
            BoundKind::StartEarliest => (start_earliest, i64::MIN),
            BoundKind::StartLatest => (start_latest, i64::MAX),
            BoundKind::EndEarliest => (end_earliest, i64::MIN),
            BoundKind::EndLatest => (end_latest, i64::MAX),
        };
        if bound == none {
            return None;
        }
        // A latest start and an earliest end are exclusive bounds, and a limit is inclusive.
        let event = self.place_of_id();
        let at_least = |from, second: i64| Limit {
            from,
            to: TimePoint::Origin,
            max: second.saturating_neg(),
        };
        let at_most = |to, max| Limit {
            from: TimePoint::Origin,
            to,
            max,
        };
        self.why_within(match side {
            BoundKind::StartEarliest => at_least(TimePoint::Start(event), bound),
            BoundKind::StartLatest => at_most(TimePoint::Start(event), bound - 1),
            BoundKind::EndEarliest => at_least(TimePoint::End(event), bound + 1),
            BoundKind::EndLatest => at_most(TimePoint::End(event), bound),
        })
    }

    fn why_within(self, limit: Limit) -> Option<Explanation> {
        let (timeline, knowledge) = (self.timeline(), self.knowledge());
        let network = timeline.network(knowledge);
        explain(network.as_deref(), timeline.evidence(knowledge), limit)
    }

    /// The rank of its identifier, found by search: the stored ranks exist only if statements bind events.
    fn place_of_id(self) -> EventRank {
        let rank = self.timeline().rank_of_id(self.id());
        rank.expect("every event is listed under its identifier")
    }
}

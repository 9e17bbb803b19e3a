//! Why something is certain: the statements on which an order or a bound rests.

use crate::query::View;
use crate::timeline::{
    Contradiction, EventIx, EventRank, EventRef, Explanation, Instant, Limit, LookupError, explain,
};

/// One of the four bounds of an event's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BoundKind {
    /// It started no earlier.
    StartEarliest,
    /// It had started by then.
    StartLatest,
    /// It was not over before.
    EndEarliest,
    /// It was over by then.
    EndLatest,
}

impl EventRef<'_> {
    /// Why it is over when the other begins: the statements that make it certain, as few as
    /// will do. None if it is not certain.
    ///
    /// # Complexity
    ///
    /// A search in what binds events, and one of the statements found for each of them.
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
    /// builder.constraint(Constraint::day_before("call", "meeting"));
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
        let alike = std::ptr::eq(self.timeline(), other.timeline())
            && self.ix() != other.ix()
            && self.knowledge() == other.knowledge();
        if !alike {
            return None;
        }
        self.why_within(Limit {
            from: Instant::Start(other.place_of_id()),
            to: Instant::End(self.place_of_id()),
            max: 0,
        })
    }

    /// Why one of its [bounds](EventRef::bounds) is where it is. None if there is no such bound.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::TimeDelta;
    /// use detente::event::Event;
    /// use detente::timeline::{Constraint, BoundKind};
    /// use detente::Timeline;
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
        let event = self.place_of_id();
        let at_least = |from, second: i64| Limit {
            from,
            to: Instant::Origin,
            max: second.saturating_neg(),
        };
        let at_most = |to, max| Limit {
            from: Instant::Origin,
            to,
            max,
        };
        self.why_within(match side {
            BoundKind::StartEarliest => at_least(Instant::Start(event), bound),
            BoundKind::StartLatest => at_most(Instant::Start(event), bound - 1),
            BoundKind::EndEarliest => at_least(Instant::End(event), bound + 1),
            BoundKind::EndLatest => at_most(Instant::End(event), bound),
        })
    }

    fn why_within(self, limit: Limit) -> Option<Explanation> {
        let (timeline, knowledge) = (self.timeline(), self.knowledge());
        let web = timeline.web(knowledge);
        explain(web.as_deref(), timeline.record(knowledge), limit)
    }

    /// The place of its identifier among all, whether anything binds events or not.
    fn place_of_id(self) -> EventRank {
        let (timeline, id) = (self.timeline(), self.id());
        let order = |&ix: &EventIx| (*timeline.stored(ix).id).cmp(id);
        let found = timeline.by_id.binary_search_by(order);
        EventRank::new(found.expect("every event is listed by its identifier"))
    }
}

impl View<'_> {
    /// Why the first of two events is over when the second begins, as
    /// [`EventRef::why_before`] tells it.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have one of them.
    pub fn why_before(
        &self,
        first: &str,
        second: &str,
    ) -> Result<Option<Explanation>, LookupError> {
        Ok(self.event(first)?.why_before(self.event(second)?))
    }

    /// Which statements that the asker knows cannot all be true, if some cannot.
    ///
    /// A timeline whose statements contradict each other is not built; but what was known
    /// as of a day may, where one of them was withdrawn later, and so may the dates
    /// that one rule chooses. Then none of them tightens any date here.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::event::{Event, Source};
    /// use detente::timeline::Constraint;
    /// use detente::{Timeline, When};
    ///
    /// let day = |text| When::parse(text);
    /// let mut builder = Timeline::builder();
    /// builder.source(Source::new("paper").named("A paper"));
    /// builder.event(Event::call("call", day("2025-07-11")?));
    /// builder.event(Event::meeting("meeting", day("2025-07-10")?));
    /// builder.constraint(
    ///     Constraint::before("call", "meeting")
    ///         .by(["paper"])
    ///         .asserted(day("2025-07-12")?)
    ///         .withdrawn(day("2025-07-14")?),
    /// );
    /// let timeline = builder.build()?;
    /// let then = timeline.as_of(NaiveDate::from_ymd_opt(2025, 7, 13).unwrap());
    /// assert_eq!(then.contradiction().unwrap().sources(), ["paper"]);
    /// assert_eq!(timeline.view().contradiction(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn contradiction(&self) -> Option<Contradiction> {
        self.timeline().contradiction(self.knowledge())
    }
}

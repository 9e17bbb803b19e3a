//! An event, as known to the asker.

use std::hash::{Hash, Hasher};

use super::{AboutRef, ActorRef, ParticipantRef, ReportRef, SourceRef};
use crate::code::{Code, MarkClass};
use crate::event::{Count, Form, Kind, Link, Measure, Place, Quantity, Status};
use crate::time::When;
use crate::time::{AsOf, Bounds, Certainty, Midnights, Window};
use crate::timeline::{
    Asked, Beyond, EventIx, EventRank, Knowledge, More, Stand, StatedGap, Stored, StoredSubject,
    Timeline,
};

/// An event of a timeline, as known to the asker.
#[derive(Clone, Copy)]
pub struct EventRef<'t> {
    timeline: &'t Timeline,
    ix: EventIx,
    stored: &'t Stored,
    knowledge: Knowledge<'t>,
}

impl<'t> EventRef<'t> {
    /// Positions come from the timeline itself.
    pub(crate) fn new(timeline: &'t Timeline, ix: EventIx, knowledge: Knowledge<'t>) -> Self {
        Self {
            timeline,
            ix,
            stored: &timeline.events[ix],
            knowledge,
        }
    }

    pub(crate) const fn ix(self) -> EventIx {
        self.ix
    }

    pub(crate) const fn stored(self) -> &'t Stored {
        self.stored
    }

    /// The timeline that holds it.
    pub const fn timeline(self) -> &'t Timeline {
        self.timeline
    }

    fn more(self) -> Option<&'t More> {
        self.stored.more.as_deref()
    }

    /// The identifier.
    pub const fn id(self) -> &'t str {
        &self.stored.id
    }

    /// Its title; the identifier if it has none.
    pub fn title(self) -> &'t str {
        self.more()
            .and_then(|more| more.title.as_deref())
            .unwrap_or(&self.stored.id)
    }

    /// What kind of thing happened.
    pub const fn kind(self) -> Kind {
        self.stored.act.kind
    }

    /// The date of the event, as the reports believed give it.
    ///
    /// If one of these reports gives no date of its own, this is the date stated for all reports
    /// together. If each gives one, this is the date of the most direct report, and among equally
    /// direct ones, of the earliest. [`EventRef::dates`] lists every date, and
    /// [`EventRef::bounds`] returns what follows from all of them.
    pub fn when(self) -> &'t When {
        self.stored.dated(self.timeline, self.knowledge)
    }

    /// The dates given for the event, each with the report that gives it.
    ///
    /// The date stated for all reports together comes first, with `None` for its report.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::{Event, Account, Report, Source};
    /// use detente::{Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.source(Source::new("ap").named("AP"));
    /// builder.source(Source::new("tass").named("TASS"));
    /// let mut talks = Event::meeting("talks", "2025-07");
    /// for (by, day) in [("ap", "2025-07-09"), ("tass", "2025-07-11")] {
    ///     let says = Account::new().when(When::parse(day)?);
    ///     talks = talks.report(Report::by([by]).says(says));
    /// }
    /// builder.event(talks);
    /// let timeline = builder.build()?;
    /// let dates = timeline.event("talks")?.dates().map(|(when, _)| when.to_string());
    /// assert_eq!(dates.collect::<Vec<_>>(), ["2025-07", "2025-07-09", "2025-07-11"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dates(self) -> impl Iterator<Item = (&'t When, Option<ReportRef<'t>>)> {
        let base = Some(&self.stored.when).filter(|when| !when.is_undated());
        let own = self
            .reports()
            .filter_map(|report| Some((report.when()?, Some(report))));
        base.map(|when| (when, None)).into_iter().chain(own)
    }

    /// The bounds that follow from the accounts believed, the links and the stated constraints.
    ///
    /// In a view as of a day, nothing said later counts. If the statements known by then contradict
    /// each other, they tighten nothing: see [`View::contradiction`](crate::View::contradiction).
    pub fn bounds(self) -> Bounds {
        if self.knowledge.is_all() {
            return self.timeline.bounds[self.ix];
        }
        let web = self.timeline.web(self.knowledge);
        web.and_then(|web| web.bounds(self.rank()))
            .unwrap_or_else(|| self.stored.bounds(self.timeline, self.knowledge))
    }

    /// The midnights that begin its days: those of the zone that all believed dates share.
    pub(crate) fn midnights(self) -> Midnights {
        if self.stored.has_one_date() {
            return self.stored.when.midnights();
        }
        let dates = self.stored.written(self.timeline, self.knowledge);
        let zones = dates.iter().map(|when| when.midnights());
        zones.fold(Midnights::Undated, Midnights::and)
    }

    /// What is asserted of it, or `None` if no report of it stands.
    pub fn status(self) -> Option<Status> {
        self.stored.status(self.knowledge.as_of)
    }

    /// What was asserted of it as of a day (to its end) or an instant.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::actor::Actor;
    /// use detente::event::{Event, Report, Status};
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
    /// builder.event(
    ///     Event::meeting("visit", "2025-07-12/2025-07-13")
    ///         .party("lavrov")
    ///         .report(Report::by(["lavrov"]).status(Status::Planned).asserted("2025-07-09"))
    ///         .report(Report::by(["lavrov"]).asserted("2025-07-12")),
    /// );
    /// let timeline = builder.build()?;
    /// let visit = timeline.event("visit")?;
    /// let july = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
    /// assert_eq!(visit.status_as_of(july(8)), None);
    /// assert_eq!(visit.status_as_of(july(10)), Some(Status::Planned));
    /// assert_eq!(visit.status_as_of(july(12)), Some(Status::Realised));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn status_as_of(self, at: impl Into<AsOf>) -> Option<Status> {
        self.stored
            .status(at.into().timestamp().min(self.knowledge.as_of))
    }

    /// The days on one of which it was called off; none if it was not, or nobody knows when.
    pub(crate) fn called_off(self) -> Option<(i32, i32)> {
        let known = |status| {
            let of_status = self
                .reports()
                .filter(move |report| report.status() == status);
            of_status.map(|report| report.account.known_from)
        };
        // Whoever repeats it later does not call it off again.
        let last_plan = known(Status::Planned).max().unwrap_or(i64::MIN);
        let cancelled = self
            .reports()
            .filter(|report| report.status() == Status::Cancelled);
        let since_plan = cancelled
            .clone()
            .filter(|report| report.account.known_from >= last_plan);
        let first = since_plan.min_by_key(|report| report.account.known_from);
        let first = first.or_else(|| cancelled.min_by_key(|report| report.account.known_from))?;
        let source = || first.chain().next().and_then(SourceRef::published);
        first.asserted().or_else(source)?.bounds().day_span()
    }

    /// The code of what was done, stated or implied by the kind.
    ///
    /// A meeting counts as PLOVER's `CONSULT`, a call as `CONSULT/Phone`; an
    /// uncoded statement is plain comment and has no code.
    pub fn code(self) -> Option<Code> {
        self.stored.act.code.clone().or(match self.stored.act.kind {
            Kind::Meeting => Some(Code::CONSULT),
            Kind::Call => Some(Code::CONSULT_PHONE),
            Kind::Statement | Kind::Act => None,
        })
    }

    /// Whether it is contact, plain comment, or an act: what it weighs.
    pub fn class(self) -> MarkClass {
        self.code().map_or(MarkClass::Comment, |code| code.class())
    }

    /// Whether those who met were in one room, where it is said.
    pub const fn in_person(self) -> Option<bool> {
        self.stored.act.in_person
    }

    /// In what form the statement came down, where it is said.
    pub const fn form(self) -> Option<Form> {
        self.stored.act.form
    }

    /// Whether the statement is hedged.
    pub const fn is_hedged(self) -> bool {
        self.stored.act.hedged
    }

    /// Whether the statement denies what its code says.
    pub const fn is_negated(self) -> bool {
        self.stored.act.negated
    }

    /// Who took part, by role and then by identifier.
    pub fn participants(self) -> impl ExactSizeIterator<Item = ParticipantRef<'t>> + Clone {
        let timeline = self.timeline;
        self.stored
            .seats
            .iter()
            .map(move |&seat| ParticipantRef { timeline, seat })
    }

    /// Whom or what it is about, apart from its topics.
    pub fn about(self) -> impl Iterator<Item = AboutRef<'t>> {
        let timeline = self.timeline;
        self.more()
            .map_or(&[][..], |more| &more.about)
            .iter()
            .map(move |one| match *one {
                StoredSubject::Actor(ix) => AboutRef::Actor(ActorRef::new(timeline, ix)),
                StoredSubject::Designation(ix) => AboutRef::Designation(&timeline.designations[ix]),
            })
    }

    /// How often it happened.
    pub fn occurrences(self) -> Count {
        self.more().map_or(Count::ONE, |more| more.occurrences)
    }

    /// The reports of it that stand.
    pub fn reports(self) -> impl Iterator<Item = ReportRef<'t>> + Clone {
        let timeline = self.timeline;
        self.stored
            .standing(self.knowledge.as_of)
            .map(move |account| ReportRef { timeline, account })
    }

    /// The reports that vouch for what became of it: that it happened, or that it was called off.
    pub(crate) fn vouching(self) -> impl Iterator<Item = ReportRef<'t>> + Clone {
        let called_off = self.status() == Some(Status::Cancelled);
        self.reports().filter(move |report| match report.status() {
            Status::Planned => false,
            Status::Cancelled => called_off,
            _ => !called_off,
        })
    }

    /// The events that it is tied to.
    pub fn links(self) -> impl Iterator<Item = (Link, EventRef<'t>)> {
        let Self {
            timeline,
            knowledge,
            ..
        } = self;
        self.more()
            .map_or(&[][..], |more| &more.links)
            .iter()
            .map(move |&(link, ix)| (link, EventRef::new(timeline, ix, knowledge)))
            .filter(|(_, event)| event.status().is_some())
    }

    /// The events that are tied to it.
    pub fn linked_from(self) -> impl Iterator<Item = (Link, EventRef<'t>)> {
        let Self {
            timeline,
            knowledge,
            ..
        } = self;
        timeline
            .backlinks_of(self.ix)
            .iter()
            .map(move |&(_, from, link)| (link, EventRef::new(timeline, from, knowledge)))
            .filter(|(_, event)| event.status().is_some())
    }

    /// Where it happened, according to the accounts believed.
    ///
    /// Where several are believed and differ, this is the most direct one's;
    /// [`EventRef::places`] has them all.
    pub fn place(self) -> Option<&'t str> {
        self.place_stated().map(|place| place.name.as_str())
    }

    /// The state on whose soil it happened, according to the account that tells the place.
    pub fn soil(self) -> Option<ActorRef<'t>> {
        let soil = self.place_stated()?.soil.as_deref()?;
        Some(self.named(soil))
    }

    /// The actor that facts name by its identifier.
    fn named(self, actor: &str) -> ActorRef<'t> {
        let ix = self.timeline.actor_of_id(actor);
        let ix = ix.expect("building checks the actors that facts name");
        ActorRef::new(self.timeline, ix)
    }

    fn place_stated(self) -> Option<&'t Place> {
        let base = self.more().and_then(|more| more.facts.place.as_ref());
        let believed = self.stored.believed(self.timeline, self.knowledge);
        let told = believed
            .into_iter()
            .filter_map(|account| {
                let place = account.more.as_ref()?.says.place.as_ref()?;
                Some((self.timeline.chain(account.chain).len(), place))
            })
            .min_by_key(|(depth, _)| *depth);
        told.map_or(base, |(_, place)| Some(place))
    }

    /// Every place that is told, each with the reports that tell it; none where all agree on it.
    pub fn places(self) -> impl Iterator<Item = (&'t Place, Option<ReportRef<'t>>)> {
        let base = self.more().and_then(|more| more.facts.place.as_ref());
        let own = self
            .reports()
            .filter_map(|report| Some((report.says()?.place.as_ref()?, Some(report))));
        base.map(|place| (place, None)).into_iter().chain(own)
    }

    /// Every number that is told, each with the report that tells it; none where all agree on it.
    pub fn measures(self) -> impl Iterator<Item = (&'t Measure, Option<ReportRef<'t>>)> {
        let base = self.more().map_or(&[][..], |more| &more.facts.measures);
        let own = self.reports().flat_map(|report| {
            let measures = report.says().map_or(&[][..], |says| &says.measures);
            measures.iter().map(move |measure| (measure, Some(report)))
        });
        base.iter().map(|measure| (measure, None)).chain(own)
    }

    /// A number by its name, or the sum of the numbers that count into it, as those who are
    /// believed tell it.
    ///
    /// Each account is summed by itself, with what is stated for all. Where they
    /// differ it is all that lies between them. `None` if nobody tells it, or if
    /// parts or accounts have different units.
    pub fn measure(self, name: &str) -> Option<Quantity> {
        let shared = self.more().map_or(&[][..], |more| &more.facts.measures);
        let believed = self.stored.believed(self.timeline, self.knowledge);
        let told = believed.iter().map(|account| {
            let own = account
                .more
                .as_ref()
                .map_or(&[][..], |more| &more.says.measures);
            told_by(own, shared, name)
        });
        let told: Vec<Quantity> = if believed.is_empty() {
            told_by(&[], shared, name).into_iter().collect()
        } else {
            told.flatten().collect()
        };
        let (first, others) = told.split_first()?;
        others
            .iter()
            .try_fold(first.clone(), |all, one| all.or(one))
    }

    /// Which of its kind it is said to be, each time with the report that says so; none where all do.
    pub fn ordinals(self) -> impl Iterator<Item = (u32, Option<ReportRef<'t>>)> {
        let base = self.more().and_then(|more| more.facts.ordinal);
        let own = self
            .reports()
            .filter_map(|report| Some((report.says()?.ordinal?, Some(report))));
        base.map(|ordinal| (ordinal, None)).into_iter().chain(own)
    }

    /// Every topic that is told, each with the report that tells it; none where all agree on it.
    pub fn topics(self) -> impl Iterator<Item = (&'t str, Option<ReportRef<'t>>)> {
        let base = self.more().map_or(&[][..], |more| &more.facts.topics);
        let own = self.reports().flat_map(|report| {
            let topics = report.says().map_or(&[][..], |says| &says.topics);
            topics.iter().map(move |topic| (&**topic, Some(report)))
        });
        base.iter().map(|topic| (&**topic, None)).chain(own)
    }

    /// Everyone at whose initiative it is told to have been, each with the report that tells it;
    /// none where all agree on it.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::event::{Event, Account, Report};
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// for id in ["USA", "RUS", "kremlin", "white-house"] {
    ///     builder.actor(Actor::state(id));
    /// }
    /// let says = |by, initiator| Report::by([by]).says(Account::new().initiator(initiator));
    /// builder.event(
    ///     Event::call("call", "2025-05-19")
    ///         .party("USA")
    ///         .party("RUS")
    ///         .report(says("kremlin", "USA"))
    ///         .report(says("white-house", "RUS")),
    /// );
    /// let timeline = builder.build()?;
    /// let told: Vec<_> = timeline
    ///     .event("call")?
    ///     .initiators()
    ///     .map(|(actor, report)| (actor.id(), report.unwrap().attribution()))
    ///     .collect();
    /// let kremlin = ("USA", "kremlin".to_owned());
    /// assert_eq!(told, [kremlin, ("RUS", "white-house".to_owned())]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn initiators(self) -> impl Iterator<Item = (ActorRef<'t>, Option<ReportRef<'t>>)> {
        let base = self.more().map_or(&[][..], |more| &more.facts.initiators);
        let own = self.reports().flat_map(|report| {
            let named = report.says().map_or(&[][..], |says| &says.initiators);
            named.iter().map(move |actor| (actor, Some(report)))
        });
        let all = base.iter().map(|actor| (actor, None)).chain(own);
        all.map(move |(actor, report)| (self.named(actor), report))
    }

    /// What each who says anything of it says at whose initiative it was: all together, and each report.
    pub(crate) fn told_initiators(self) -> impl Iterator<Item = &'t [Box<str>]> {
        let base = self.more().map(|more| &more.facts);
        let own = self.reports().filter_map(ReportRef::says);
        let told = base.into_iter().chain(own).map(|facts| &facts.initiators);
        told.filter(|told| !told.is_empty()).map(Vec::as_slice)
    }

    /// Whether the whole of it lies before the other event begins.
    ///
    /// What is stated counts: two calls of one month, of which the one is said to be before
    /// the other, are in order for certain.
    pub fn before(self, other: EventRef<'_>) -> Certainty {
        if self.ix == other.ix && std::ptr::eq(self.timeline, other.timeline) {
            return Certainty::Impossible;
        }
        let by_dates = self.bounds().before(&other.bounds());
        match self.web(other) {
            Some(web) if by_dates == Certainty::Possible => web.before(self.rank(), other.rank()),
            _ => by_dates,
        }
    }

    /// Whether it starts before the other starts. Two of one instant do not.
    ///
    /// Stated constraints count, as for [`EventRef::before`].
    pub fn starts_before(self, other: EventRef<'_>) -> Certainty {
        let by_dates = self.bounds().starts_before(&other.bounds());
        match self.web(other) {
            Some(web) if by_dates == Certainty::Possible => {
                web.starts_before(self.rank(), other.rank())
            }
            _ => by_dates,
        }
    }

    /// What binds the two together, as far as the asker knows, who is one and the same.
    fn web(self, other: EventRef<'_>) -> Option<Asked<'t>> {
        let is_shared = self.shares_knowledge(other);
        is_shared.then(|| self.timeline.web(self.knowledge))?
    }

    /// Whether it is another event, and who asks of both is one and the same.
    fn shares_knowledge(self, other: EventRef<'_>) -> bool {
        let same = std::ptr::eq(self.timeline, other.timeline) && self.ix != other.ix;
        same && self.knowledge == other.knowledge
    }

    /// The place of its identifier among all, where something binds events.
    pub(crate) fn rank(self) -> EventRank {
        self.timeline.rank_of(self.ix)
    }

    pub(crate) const fn knowledge(self) -> Knowledge<'t> {
        self.knowledge
    }

    /// Whether a stated constraint or a link binds it to others.
    pub(crate) fn is_bound(self) -> bool {
        let web = self.timeline.web(self.knowledge);
        web.is_some_and(|web| web.binds(self.rank()))
    }

    /// Whether each of some others, which the same asker knows, starts before it: as
    /// [`EventRef::starts_before`] tells it, without a search for each.
    pub(crate) fn started_before(self, others: &[Self]) -> Vec<Certainty> {
        let own = self.bounds();
        let by_dates = others.iter().map(|it| it.bounds().starts_before(&own));
        let mut starts: Vec<Certainty> = by_dates.collect();
        if !starts.contains(&Certainty::Possible) {
            return starts;
        }
        let web = self.timeline.web(self.knowledge);
        let stated = web.map_or_else(Vec::new, |web| web.starts_around(self.rank()));
        for (other, starts) in others.iter().zip(&mut starts) {
            let at = stated.binary_search_by_key(&other.rank(), |(event, _)| *event);
            if let (Certainty::Possible, Ok(at)) = (*starts, at) {
                (_, *starts) = stated[at];
            }
        }
        starts
    }

    /// How each of some others, which the same asker knows, stands to it.
    pub(crate) fn stands(self, others: &[Self]) -> Vec<Stand> {
        let web = self.timeline.web(self.knowledge);
        let around = web.map_or_else(Vec::new, |web| web.around(self.rank()));
        let own = self.bounds();
        let [start_earliest, .., end_latest] = own.raw();
        let difference = |a: i64, b: i64| {
            let is_bound = a != i64::MAX && b != i64::MIN;
            is_bound.then(|| a.saturating_sub(b))
        };
        let stand = |other: &Self| {
            let bounds = other.bounds();
            let [other_start, .., other_end] = bounds.raw();
            let by_dates = Stand {
                before: bounds.before(&own),
                after: own.before(&bounds),
                lead: difference(other_end, start_earliest),
                lag: difference(end_latest, other_start),
            };
            let at = around.binary_search_by_key(&other.rank(), |(event, _)| *event);
            let Ok(at) = at else {
                return by_dates;
            };
            let (_, stated) = around[at];
            // Where dates leave it open, what is stated may not.
            let firmer = |dates: Certainty, stated| match dates {
                Certainty::Possible => stated,
                _ => dates,
            };
            let least = |a: Option<i64>, b: Option<i64>| a.into_iter().chain(b).min();
            Stand {
                before: firmer(by_dates.before, stated.before),
                after: firmer(by_dates.after, stated.after),
                lead: least(by_dates.lead, stated.lead),
                lag: least(by_dates.lag, stated.lag),
            }
        };
        others.iter().map(stand).collect()
    }

    /// Which of some others, which the same asker knows, lie on one side of it for certain.
    pub(crate) fn beyond(self, side: Beyond, others: &[Self]) -> Vec<bool> {
        let web = self.timeline.web(self.knowledge);
        let stated = web.map_or_else(Vec::new, |web| web.beyond(self.rank(), side));
        let own = self.bounds();
        let is_beyond = |other: &Self| {
            let by_dates = match side {
                Beyond::Earlier => other.bounds().before(&own),
                Beyond::Later => own.before(&other.bounds()),
            };
            by_dates.is_certain() || stated.binary_search(&other.rank()).is_ok()
        };
        others.iter().map(is_beyond).collect()
    }

    /// What is stated of the time from its end to the start of the other.
    pub(crate) fn stated_gap(self, other: EventRef<'_>) -> StatedGap {
        let web = self.web(other);
        web.map_or_else(StatedGap::default, |web| web.gap(self.rank(), other.rank()))
    }

    /// What is stated of the time from it to each of some others, and back; none of those that
    /// nothing binds to it.
    pub(crate) fn stated_gaps(self, others: &[EventRef<'_>]) -> Vec<Option<[StatedGap; 2]>> {
        let web = self.timeline.web(self.knowledge);
        let stated = web.map_or_else(Vec::new, |web| web.gaps(self.rank()));
        let gaps = others.iter().map(|other| {
            let is_shared = self.shares_knowledge(*other);
            let at = stated.binary_search_by_key(&other.rank(), |(event, _)| *event);
            let at = at.ok().filter(|_| is_shared)?;
            let (_, gaps) = stated[at];
            Some(gaps)
        });
        gaps.collect()
    }

    /// Whether all of it lies in a window of time.
    ///
    /// One of several dates is looked at date by date: `[2025-01-01,2025-12-31]` is
    /// not in June.
    pub fn within(self, window: impl Into<Window>) -> Certainty {
        let (window, bounds) = (window.into(), self.bounds());
        if self.stored.has_one_date() && bounds == self.when().bounds() {
            return self.when().within(window);
        }
        self.by_dates(&bounds, bounds.within(window), |date| date.within(window))
    }

    /// Whether some of it lies in a window of time.
    pub fn touches(self, window: impl Into<Window>) -> Certainty {
        let (window, bounds) = (window.into(), self.bounds());
        if self.stored.has_one_date() && bounds == self.when().bounds() {
            return self.when().touches(window);
        }
        self.by_dates(&bounds, bounds.touches(window), |date| date.touches(window))
    }

    /// The answer for its bounds, or if they leave it open and it is one of several dates, from the
    /// answers for those that the bounds leave possible.
    fn by_dates(
        self,
        bounds: &Bounds,
        answer: Certainty,
        of_date: impl Fn(&Bounds) -> Certainty,
    ) -> Certainty {
        if answer != Certainty::Possible || !self.stored.has_one_date() {
            return answer;
        }
        let by_date = self.stored.when.by_date(bounds, of_date);
        by_date.unwrap_or(answer)
    }

    /// The probability that this event ends before the other begins, from 0 to 1.
    ///
    /// Each date is taken as uniform over the instants it may be. If an account gives a date of
    /// its own, these are the instants that the accounts believed leave possible. Returns `None`
    /// if a date has no bound, and 1 or 0 if [`EventRef::before`] is certain or impossible.
    pub fn probability_before(self, other: EventRef<'_>) -> Option<f64> {
        match self.before(other) {
            Certainty::Certain => return Some(1.0),
            Certainty::Impossible => return Some(0.0),
            Certainty::Possible => {}
        }
        let stated = |event: EventRef<'_>| {
            event.stored.has_one_date() && event.bounds() == event.when().bounds()
        };
        if stated(self) && stated(other) {
            self.when().probability_before(other.when())
        } else {
            self.bounds().probability_before(&other.bounds())
        }
    }
}

/// A number as one account tells it: stated, or summed from its parts; its own goes before what
/// is stated for all.
fn told_by(own: &[Measure], shared: &[Measure], name: &str) -> Option<Quantity> {
    let stated = |one: &&Measure| *one.name == *name;
    let found = own.iter().find(stated).or_else(|| {
        // Parts that the account tells itself say more than a sum that is shared.
        let has_parts = own.iter().any(|one| one.part_of.as_deref() == Some(name));
        shared.iter().find(stated).filter(|_| !has_parts)
    });
    if let Some(found) = found {
        return Some(found.quantity.clone());
    }
    let is_own = |one: &&Measure| own.iter().any(|mine| mine.name == one.name);
    let parts = own.iter().chain(shared.iter().filter(|one| !is_own(one)));
    let parts = parts
        .filter(|one| one.part_of.as_deref() == Some(name))
        .map(|one| &one.quantity);
    Quantity::sum(parts).ok().flatten()
}

impl PartialEq for EventRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.timeline, other.timeline)
            && self.ix == other.ix
            && self.knowledge == other.knowledge
    }
}

impl Hash for EventRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ix.hash(state);
    }
}

impl Eq for EventRef<'_> {}

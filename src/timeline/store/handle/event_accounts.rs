//! The accounts of an event: dates, places, measures and topics, by report.
//!
//! An event can state an account for all reports together, and each report can state its own. Nothing
//! is averaged: a method either lists every account, or chooses with the view's
//! [rule](crate::query::AccountRule).

use super::{ActorRef, EventRef, ReportRef};
use crate::event::{Account, Measure, Place, Quantity};
use crate::time::{DatePhrase, When};

/// # Accounts
impl<'t> EventRef<'t> {
    /// The date of the event, as the believed reports give it.
    ///
    /// If one of these reports gives no date of its own, this is the date stated for all reports
    /// together. If each gives one, this is the date of the most direct report, and among equally
    /// direct ones, of the earliest. [`EventRef::dates`] lists every date, and
    /// [`EventRef::bounds`] returns what follows from all of them.
    pub fn when(self) -> &'t When {
        self.stored()
            .believed_date(self.timeline(), self.knowledge())
    }

    /// The date in English words, to the day, with what follows from reports and constraints: see
    /// [`When::in_english`].
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::timeline::Constraint;
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::call("call", "2025-07"));
    /// builder.event(Event::meeting("meeting", "2025-07-10"));
    /// builder.constraint(Constraint::days_before("call", 2, "meeting"));
    /// let timeline = builder.build()?;
    /// let call = timeline.event("call")?;
    /// assert_eq!(call.when().in_english(), "some day in July 2025");
    /// assert_eq!(call.date_in_english(), "8 July 2025");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn date_in_english(self) -> String {
        self.date_phrase().to_string()
    }

    /// The date as a phrase without a language, with what follows from reports and constraints.
    pub fn date_phrase(self) -> DatePhrase {
        self.when().narrowed_phrase(self.bounds())
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
        let shared = Some(&self.stored().when).filter(|when| !when.is_undated());
        let own = self
            .reports()
            .filter_map(|report| Some((report.when()?, Some(report))));
        shared.map(|when| (when, None)).into_iter().chain(own)
    }

    /// The accounts of the event, each with its report: places, measures, topics, ordinals, initiators.
    ///
    /// The account stated for all reports together comes first, with `None` for its report.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::event::{Event, Account, Report};
    /// use detente::{Timeline, When};
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
    ///
    /// // At whose initiative was the call? The accounts differ.
    /// let mut initiators = Vec::new();
    /// for (account, report) in timeline.event("call")?.accounts() {
    ///     let attribution = report.map(|report| report.attribution());
    ///     initiators.extend(account.initiators.iter().map(|actor| (&**actor, attribution.clone())));
    /// }
    /// let by = |source: &str| Some(source.to_owned());
    /// assert_eq!(initiators, [("USA", by("kremlin")), ("RUS", by("white-house"))]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn accounts(self) -> impl Iterator<Item = (&'t Account, Option<ReportRef<'t>>)> {
        let shared = self.more().map(|more| (&more.shared, None));
        let own = self
            .reports()
            .filter_map(|report| Some((report.says()?, Some(report))));
        let all = shared.into_iter().chain(own);
        all.filter(|(account, _)| !account.is_empty())
    }

    /// The place of the event, as the believed reports give it.
    ///
    /// If they give different places, this is the place of the most direct report. Returns `None` if no
    /// place is stated.
    pub fn place(self) -> Option<&'t Place> {
        let shared = self.more().and_then(|more| more.shared.place.as_ref());
        let timeline = self.timeline();
        let own = self
            .stored()
            .believed(timeline, self.knowledge())
            .into_iter()
            .filter_map(|account| {
                let place = account.more.as_ref()?.says.place.as_ref()?;
                Some((timeline.chain(account.chain).len(), place))
            });
        let most_direct = own.min_by_key(|(depth, _)| *depth);
        most_direct.map_or(shared, |(_, place)| Some(place))
    }

    /// The value of a measure, as the believed reports give it: the stated value, or the sum of its parts.
    ///
    /// The sum of each report includes the parts that are stated for all reports. If reports differ, the
    /// result is the range that includes all of them. Returns `None` if no report gives the
    /// measure, or if parts or reports use different units.
    pub fn measure(self, name: &str) -> Option<Quantity> {
        let shared = self.more().map_or(&[][..], |more| &more.shared.measures);
        let believed = self.stored().believed(self.timeline(), self.knowledge());
        let by_report = believed.iter().map(|account| {
            let own = account.more.as_ref();
            let own = own.map_or(&[][..], |more| &more.says.measures);
            measure_of(own, shared, name)
        });
        let quantities: Vec<Quantity> = if believed.is_empty() {
            measure_of(&[], shared, name).into_iter().collect()
        } else {
            by_report.flatten().collect()
        };
        let (first, others) = quantities.split_first()?;
        others
            .iter()
            .try_fold(first.clone(), |all, one| all.or(one))
    }

    /// The ordinals of the event, each with the report that gives it: "their second meeting" is 2.
    ///
    /// The ordinal stated for all reports together comes first, with `None` for its report.
    pub fn ordinals(self) -> impl Iterator<Item = (u32, Option<ReportRef<'t>>)> {
        self.accounts()
            .filter_map(|(account, report)| Some((account.ordinal?, report)))
    }

    /// The topics of all accounts.
    pub(crate) fn topics(self) -> impl Iterator<Item = &'t str> {
        let topics = self.accounts().flat_map(|(account, _)| &account.topics);
        topics.map(|topic| &**topic)
    }

    /// The initiators of each account that names any.
    pub(crate) fn initiators_by_account(self) -> impl Iterator<Item = Vec<ActorRef<'t>>> {
        let timeline = self.timeline();
        let by_account = self.accounts().map(|(account, _)| &account.initiators);
        by_account
            .filter(|initiators| !initiators.is_empty())
            .map(move |initiators| {
                let actor = |id: &str| {
                    let ix = timeline.actor_of_id(id);
                    ActorRef::new(timeline, ix.expect("building checks the initiators"))
                };
                initiators.iter().map(|id| actor(id)).collect()
            })
    }
}

/// A measure as one account gives it. Its own statements take precedence over those for all reports.
fn measure_of(own: &[Measure], shared: &[Measure], name: &str) -> Option<Quantity> {
    let has_name = |one: &&Measure| *one.name == *name;
    let is_part = |one: &Measure| one.part_of.as_deref() == Some(name);
    let stated = own.iter().find(has_name).or_else(|| {
        // Parts of its own are more specific than a total that is stated for all reports.
        let has_parts = own.iter().any(is_part);
        shared.iter().find(has_name).filter(|_| !has_parts)
    });
    if let Some(stated) = stated {
        return Some(stated.quantity.clone());
    }
    let is_own = |one: &&Measure| own.iter().any(|mine| mine.name == one.name);
    let parts = own
        .iter()
        .chain(shared.iter().filter(|one| !is_own(one)))
        .filter(|one| is_part(one))
        .map(|one| &one.quantity);
    // Parts in different units have no sum.
    Quantity::sum(parts).ok().flatten()
}

//! The content of a briefing.

use chrono::NaiveDate;
use serde::Serialize;

use super::words::PageWords;
use crate::changes::ChangeKind;
use crate::claim::Verdict;
use crate::event::{Kind, Role, Status};
use crate::plot::{Picture, Style, event_title};
use crate::time::When;
use crate::timeline::EventRef;
use crate::trend::{Calibration, Contribution, Ongoing};

/// A page about a pair of actors or a query.
///
/// Created by [`Briefing::of`]. It owns its content and implements [`Serialize`], but not `Deserialize`, because
/// its pictures are markup, and markup from a file cannot be trusted.
///
/// Texts are as in the record and are not escaped. The methods that write the briefing escape them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Briefing {
    /// The title.
    pub title: String,
    /// The day of the briefing. It contains only what was known at the end of this day.
    pub as_of: NaiveDate,
    /// The summary, one sentence per entry.
    pub summary: Vec<String>,
    /// The charts.
    pub charts: Vec<BriefingChart>,
    /// The relations of the pair. `None` without a pair.
    pub relations: Option<BriefingTrend>,
    /// What changed. `None` unless it was asked for.
    pub changes: Option<BriefingChange>,
    /// The claims, in the order in which they were added.
    pub claims: Vec<BriefingClaim>,
    /// The events, in the [total order](crate::Timeline#order). Includes events that were known earlier but no
    /// longer are.
    pub events: Vec<BriefingEvent>,
    /// The number of events of the query that were not known by the end of the day.
    pub not_yet_known: usize,
    /// The actors that take part in the events, directly or through representatives, by identifier.
    pub actors: Vec<BriefingActor>,
    /// The sources of the reports, by identifier.
    pub sources: Vec<BriefingSource>,
    /// The coverage, one sentence per entry.
    pub coverage: Vec<String>,
    /// The colours, the form of dates and the words of the charts.
    #[serde(skip)]
    pub(super) style: Style,
    /// The headings, labels and notes.
    #[serde(skip)]
    pub(super) words: PageWords,
    /// The tag of the language.
    #[serde(skip)]
    pub(super) tag: String,
}

/// A chart, in two widths.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BriefingChart {
    /// The title, which is the result in one sentence.
    pub title: String,
    /// The description.
    pub description: String,
    /// The chart for wide screens and paper.
    #[serde(skip)]
    pub(super) wide: Picture,
    /// The chart for phones. `None` if there are too many events for one: the wide chart then scrolls.
    #[serde(skip)]
    pub(super) narrow: Option<Picture>,
}

impl BriefingChart {
    /// The chart for wide screens and paper.
    pub const fn wide(&self) -> &Picture {
        &self.wide
    }

    /// The chart for phones. Returns `None` if there are too many events for a narrow chart: the wide chart then
    /// scrolls.
    pub const fn narrow(&self) -> Option<&Picture> {
        self.narrow.as_ref()
    }
}

/// The relations of the pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BriefingTrend {
    /// The names of the actors of both sides.
    pub sides: [Vec<String>; 2],
    /// The ongoing direction, with the trend at the last midnight.
    pub ongoing: Ongoing,
    /// What each event contributes, the largest first.
    pub contributions: Vec<BriefingContribution>,
    /// The window and the thresholds of the direction.
    #[serde(skip)]
    pub(super) calibration: Calibration,
}

/// What an event contributes to the trend and the level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BriefingContribution {
    /// The event.
    pub event: NamedEvent,
    /// The sum of the contributions of its marks.
    pub contribution: Contribution,
}

/// An event in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NamedEvent {
    /// The identifier.
    pub id: String,
    /// The date, as EDTF text in JSON.
    pub when: When,
    /// The title.
    pub title: String,
}

impl NamedEvent {
    pub(super) fn of(event: EventRef<'_>, style: &Style) -> Self {
        Self {
            id: event.id().to_owned(),
            when: event.when().clone(),
            title: event_title(event, style).into_owned(),
        }
    }
}

/// What changed since a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BriefingChange {
    /// The day of the earlier state: what was known at the end of this day.
    pub since: NaiveDate,
    /// How the relations moved. `None` without a pair.
    pub movement: Option<String>,
    /// The events that changed, in the order of [`Changes::events`](crate::changes::Changes::events).
    pub events: Vec<BriefingEventChange>,
}

/// An event that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BriefingEventChange {
    /// The event.
    pub event: NamedEvent,
    /// How it changed.
    pub kinds: Vec<ChangeKind>,
    /// A sentence for each kind.
    pub sentence: String,
    /// The facts that differ, as [`EventChange`](crate::changes::EventChange) prints them.
    pub facts: String,
}

/// A claim and what the record says about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BriefingClaim {
    /// The claim in words.
    pub claim: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in a sentence.
    pub sentence: String,
    /// The reason, in one line.
    pub reason: String,
    /// The events that decide the verdict, or that could decide it if more were known.
    pub events: Vec<BriefingEvidence>,
}

/// An event that decides the verdict on a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BriefingEvidence {
    /// The event.
    pub event: NamedEvent,
    /// What it contributes, for a claim about relations.
    pub contribution: Option<Contribution>,
}

/// An event, with its reports and with what was known about it over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BriefingEvent {
    /// The identifier.
    pub id: String,
    /// The date, as EDTF text in JSON.
    pub when: When,
    /// The title.
    pub title: String,
    /// Whether it has a title of its own.
    #[serde(skip)]
    pub(super) has_title: bool,
    /// The kind.
    pub kind: Kind,
    /// Whether it is a standing relation, which is in force on the days of its date.
    pub standing: bool,
    /// The status. `None` if none of its reports is in force any more.
    pub status: Option<Status>,
    /// The date in words, narrowed by the known order of events.
    pub date: String,
    /// The date that the source gives, if [`date`](Self::date) is narrower, or the source's own words.
    pub date_note: Option<String>,
    /// The participants: role, name, and the name of the actor on whose behalf they take part.
    pub participants: Vec<(Role, String, Option<String>)>,
    /// The actors that take part, directly or through representatives, as positions in [`Briefing::actors`].
    pub actors: Vec<usize>,
    /// The place.
    pub place: Option<String>,
    /// What was known about the event, the earliest state first. Never empty.
    pub states: Vec<EventState>,
    /// The reports made by the end of the day, including withdrawn ones.
    pub reports: Vec<BriefingReport>,
}

/// What was known about an event, starting with a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EventState {
    /// The first day at whose end this was known.
    pub from: NaiveDate,
    /// The status. `None` if the event was no longer known, or no longer belonged to the query.
    pub status: Option<Status>,
    /// The date in words, as the believed reports gave it.
    pub date: String,
}

/// A report of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BriefingReport {
    /// The chain of sources, from the one that was read to the one that is cited, as positions in
    /// [`Briefing::sources`].
    pub chain: Vec<usize>,
    /// The status that it asserts.
    pub status: Status,
    /// The first day at whose end the report was known.
    pub known_from: NaiveDate,
    /// The first day at whose end the report was withdrawn. `None` if it was not.
    pub withdrawn: Option<NaiveDate>,
    /// The quoted words of the report. `None` if it has no quotation.
    pub words: Option<String>,
}

/// An actor that takes part in events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BriefingActor {
    /// The identifier.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A source of reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BriefingSource {
    /// The identifier.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether it is anonymous.
    pub anonymous: bool,
    /// The rest of its citation: authors, title, publisher, place within it, archive.
    pub details: Option<String>,
    /// When it was published, in words.
    pub published: Option<String>,
    /// When its address was last read, in words.
    pub accessed: Option<String>,
    /// The address, as in the record.
    pub url: Option<String>,
    /// The number of events that it reports.
    pub events: usize,
}

//! Collects the content of a briefing from a view.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::content::{
    Briefing, BriefingActor, BriefingChange, BriefingChart, BriefingClaim, BriefingContribution,
    BriefingEvent, BriefingEventChange, BriefingEvidence, BriefingReport, BriefingSource,
    BriefingTrend, NamedEvent,
};
use super::options::BriefingOptions;
use super::states::{History, known_day};
use super::summary;
use super::words::PageWords;
use crate::claim::Judgement;
use crate::event::Status;
use crate::plot::{
    Picture, RelationChart, Style, TimelineChart, date_text, event_title, has_title, written_date,
};
use crate::query::View;
use crate::relations::{Relations, RelationsError};
use crate::sentences::{
    ChangeFacts, CountFacts, English, Language, MovementFacts, TrendFacts, VerdictFacts,
};
use crate::text::fill;
use crate::time::{Moment, When, Window, first_second};
use crate::timeline::{EventRef, ReportRef, SourceRef};
use crate::trend::Contribution;

/// The widths at which a chart is drawn. The wide one fits a page of A4, and the narrow one a phone of 360 pixels
/// with its margins.
const WIDTHS: [u32; 2] = [740, 340];

/// The maximum number of events for which narrow charts are drawn. More events are too crowded at that width, and
/// their charts would be a third of the page.
const MOST_IN_NARROW: usize = 250;

impl Briefing {
    /// Computes a briefing about the events of a view, as of the day of the options.
    ///
    /// Planned and cancelled events are included, whatever statuses the view keeps.
    ///
    /// # Errors
    ///
    /// As [`View::relations`], for the two sides of [`BriefingOptions::between`].
    ///
    /// # Complexity
    ///
    /// O(n) in the events of the timeline and their reports, and two drawings of each chart.
    pub fn of(view: &View<'_>, options: &BriefingOptions<'_>) -> Result<Self, RelationsError> {
        let all = view.of_status(Status::ALL);
        let all = match &options.sides {
            Some([a, b]) => all.between(a.clone(), b.clone())?,
            None => all,
        };
        let relations = relations(view, options, options.as_of)?;
        let then = all.as_of(options.as_of);
        let english = English::default();
        let language = options.language.unwrap_or(&english);
        let style = &style(view, options);
        let words = language.page_words();
        let mut collector = Collector::new(&all, style, options.as_of);
        let mut events: Vec<BriefingEvent> = Vec::new();
        let mut not_yet_known = 0;
        for event in view.timeline().events() {
            match collector.event(event, &then) {
                Some(event) => events.push(event),
                None => not_yet_known += usize::from(all.event(event.id()).is_ok()),
            }
        }
        let actors = collector.actors(&mut events);
        let sources = collector.sources(&mut events);
        let title = options.title.clone();
        let title =
            title.unwrap_or_else(|| default_title(&then, relations.as_ref(), style, &words));
        let mut briefing = Self {
            title,
            as_of: options.as_of,
            summary: finding(&then, relations.as_ref(), language, options),
            charts: charts(&then, relations.as_ref(), style, options.as_of),
            relations: relations
                .as_ref()
                .map(|one| trend(one, style, options.as_of)),
            changes: changes([&all, view], relations.as_ref(), language, style, options)?,
            claims: options
                .claims
                .iter()
                .map(|(words, judgement)| claim(words, judgement, language, style))
                .collect(),
            events,
            not_yet_known,
            actors,
            sources,
            coverage: summary::coverage(&then, relations.as_ref(), style, &words),
            style: style.clone(),
            words,
            tag: language.tag().to_owned(),
        };
        let others = summary::summary(&briefing);
        briefing.summary.extend(others);
        Ok(briefing)
    }
}

/// The style of the options, with the words, the dates and the names of the language if one is set.
fn style(view: &View<'_>, options: &BriefingOptions<'_>) -> Style {
    let Some(language) = options.language else {
        return options.style.clone();
    };
    let mut style = options.style.clone().in_language(language);
    for actor in view.timeline().actors() {
        let name = language.name(&actor.into());
        if *name != *actor.name() {
            style.name_if_new(actor.id(), &name);
        }
    }
    style
}

/// The instant of levels and trends: the end of a day.
pub(super) fn end_of(day: NaiveDate) -> Moment {
    let end = day.succ_opt().unwrap_or(day);
    Moment::from(end)
}

/// The relations of the two sides, with what was known at the end of a day. `None` without a pair.
fn relations<'t>(
    view: &View<'t>,
    options: &BriefingOptions<'_>,
    day: NaiveDate,
) -> Result<Option<Relations<'t>>, RelationsError> {
    let Some([a, b]) = &options.sides else {
        return Ok(None);
    };
    let relations = view
        .as_of(day)
        .relations_by(a.clone(), b.clone(), &options.scoring)?;
    Ok(Some(match &options.coverage {
        Some(coverage) => relations.with_coverage(coverage.clone()),
        None => relations,
    }))
}

/// The names of both sides, in the form that the style gives.
fn names(relations: &Relations<'_>, style: &Style) -> [Vec<String>; 2] {
    relations.sides().map(|side| {
        let names = side.iter().map(|one| style.name(one.id(), one.name()));
        names.collect()
    })
}

fn default_title(
    view: &View<'_>,
    relations: Option<&Relations<'_>>,
    style: &Style,
    words: &PageWords,
) -> String {
    let Some(relations) = relations else {
        let title = view.timeline().title();
        return title.unwrap_or(&words.untitled).to_owned();
    };
    let [a, b] = names(relations, style).map(|side| side.join(", "));
    fill(&words.pair_title, &[("a", &a), ("b", &b)])
}

/// The chart of the relations, if there is a pair, and the timeline.
fn charts(
    view: &View<'_>,
    relations: Option<&Relations<'_>>,
    style: &Style,
    as_of: NaiveDate,
) -> Vec<BriefingChart> {
    let style = |number: usize, width: u32| {
        let mut style = style.clone().with_id(&format!("chart-{number}-{width}"));
        style.width = width;
        style
    };
    let has_narrow = view.events().nth(MOST_IN_NARROW).is_none();
    let drawn = |number: usize, draw: &dyn Fn(&Style) -> Picture| {
        let [wide, narrow] = WIDTHS;
        let wide = draw(&style(number, wide));
        BriefingChart {
            title: wide.title().to_owned(),
            description: wide.description().to_owned(),
            narrow: has_narrow.then(|| draw(&style(number, narrow))),
            wide,
        }
    };
    let mut charts = Vec::new();
    if let Some(relations) = relations {
        let chart = RelationChart::new(relations, end_of(as_of));
        charts.push(drawn(1, &|style| chart.draw(style)));
    }
    let chart = TimelineChart::new(view);
    charts.push(drawn(2, &|style| chart.draw(style)));
    charts
}

/// The trend, and the contribution of each event: the sum of its marks.
fn trend(relations: &Relations<'_>, style: &Style, as_of: NaiveDate) -> BriefingTrend {
    let at = end_of(as_of);
    let mut sums: BTreeMap<&str, (EventRef<'_>, Contribution)> = BTreeMap::new();
    for part in relations.contributions(at) {
        let event = part.mark.event;
        sums.entry(event.id())
            .and_modify(|(_, sum)| *sum = sum.plus(part.contribution))
            .or_insert((event, part.contribution));
    }
    let mut contributions: Vec<BriefingContribution> = sums
        .into_values()
        .map(|(event, contribution)| BriefingContribution {
            event: NamedEvent::of(event, style),
            contribution,
        })
        .collect();
    // The sort is stable, so equal sizes stay in the order of the identifiers.
    contributions.sort_by(|a, b| b.contribution.size().total_cmp(&a.contribution.size()));
    BriefingTrend {
        sides: names(relations, style),
        ongoing: relations.ongoing(at),
        contributions,
        calibration: relations.scoring().calibration().clone(),
    }
}

/// The sentences that a briefing begins with: the trend, and the number of contacts.
fn finding(
    then: &View<'_>,
    relations: Option<&Relations<'_>>,
    language: &dyn Language,
    options: &BriefingOptions<'_>,
) -> Vec<String> {
    let at = end_of(options.as_of);
    let trend = relations.map(|one| language.trend(&TrendFacts::of(one, at)));
    let happened = then.of_status([Status::Realised, Status::Disputed]);
    let mut contacts = CountFacts::of(&happened.contacts());
    // The whole page is about the selection.
    contacts.counted.is_selected = false;
    let count = language.count(&contacts);
    trend.into_iter().chain([count]).collect()
}

fn claim(
    words: &str,
    judgement: &Judgement<'_>,
    language: &dyn Language,
    style: &Style,
) -> BriefingClaim {
    // The page lists the events itself, with links.
    let mut facts = VerdictFacts::of(words, judgement);
    facts.events.clear();
    let evidence = judgement.events.iter().map(|one| BriefingEvidence {
        event: NamedEvent::of(one.event, style),
        contribution: one.contribution,
    });
    BriefingClaim {
        claim: words.to_owned(),
        verdict: judgement.verdict,
        sentence: language.verdict(&facts),
        reason: judgement.reason.clone(),
        events: evidence.collect(),
    }
}

/// What changed from the end of one day to the end of the other.
fn changes(
    [all, view]: [&View<'_>; 2],
    after: Option<&Relations<'_>>,
    language: &dyn Language,
    style: &Style,
    options: &BriefingOptions<'_>,
) -> Result<Option<BriefingChange>, RelationsError> {
    let Some(since) = options.since.map(|since| since.min(options.as_of)) else {
        return Ok(None);
    };
    let changes = all.as_of(since).changes_to(&all.as_of(options.as_of));
    let events = changes.events().iter().map(|one| BriefingEventChange {
        event: NamedEvent::of(one.event(), style),
        kinds: one.kinds.clone(),
        sentence: language.change(&ChangeFacts::from(one)),
        facts: one.clauses(),
    });
    let movement = match (relations(view, options, since)?, after) {
        (Some(before), Some(after)) => {
            let movement = before.movement_to(after, end_of(since), end_of(options.as_of))?;
            Some(language.movement(&MovementFacts::of(&movement, after)))
        }
        _ => None,
    };
    Ok(Some(BriefingChange {
        since,
        movement,
        events: events.collect(),
    }))
}

/// Collects events, and the actors and the sources that they name.
struct Collector<'t, 'o> {
    style: &'o Style,
    history: History<'t>,
    as_of: NaiveDate,
    actors: BTreeMap<&'t str, String>,
    sources: BTreeMap<&'t str, SourceRef<'t>>,
    /// For each event, the identifiers of its actors and the chains of its reports.
    named: Vec<(BTreeSet<&'t str>, Vec<Vec<&'t str>>)>,
}

impl<'t, 'o> Collector<'t, 'o> {
    fn new(all: &View<'t>, style: &'o Style, as_of: NaiveDate) -> Self {
        Self {
            style,
            history: History::new(all.clone(), as_of),
            as_of,
            actors: BTreeMap::new(),
            sources: BTreeMap::new(),
            named: Vec::new(),
        }
    }

    /// An event as known at the end of the day. `None` if it was not known by then.
    fn event(&mut self, event: EventRef<'t>, then: &View<'t>) -> Option<BriefingEvent> {
        let style = self.style;
        let states = self.history.of(event, style);
        let last = states.last()?;
        let known = then.event(event.id()).ok();
        // For an event that is no longer known, the facts that hold for all reports are used.
        let event = known.unwrap_or(event);
        let (date, date_note) = match known {
            Some(event) => {
                let text = date_text(event, style, true);
                (text.date, text.source)
            }
            None => (last.date.clone(), None),
        };
        let words = event.when().words().map(ToOwned::to_owned);
        let (reports, chains) = self.reports(event);
        let actors = self.actors_of(event);
        self.named.push((actors, chains));
        Some(BriefingEvent {
            id: event.id().to_owned(),
            when: event.when().clone(),
            title: event_title(event, style).into_owned(),
            has_title: has_title(event),
            kind: event.kind(),
            standing: event.is_standing(),
            status: known.and_then(EventRef::status),
            date,
            date_note: date_note.or(words),
            participants: participants(event, style),
            actors: Vec::new(),
            place: event.place().map(|place| place.name.clone()),
            states,
            reports,
        })
    }

    /// The reports of an event that were made by the end of the day, each with the identifiers of its chain.
    fn reports(&mut self, event: EventRef<'t>) -> (Vec<BriefingReport>, Vec<Vec<&'t str>>) {
        let end = first_second(self.as_of).saturating_add(crate::time::DAY);
        let mut reports: Vec<_> = event
            .stored()
            .accounts
            .iter()
            .filter(|account| account.known_from <= end)
            .map(|account| {
                let report = ReportRef {
                    timeline: event.timeline(),
                    account,
                };
                let chain: Vec<&'t str> = report.chain().map(SourceRef::id).collect();
                self.sources
                    .extend(report.chain().map(|source| (source.id(), source)));
                let known_from = known_day(account.known_from);
                let withdrawn = known_day(account.known_until).filter(|day| *day <= self.as_of);
                let report = BriefingReport {
                    chain: Vec::new(),
                    status: report.status(),
                    known_from: known_from.expect("a report that is known has a day"),
                    withdrawn,
                    words: report.words().map(ToOwned::to_owned),
                };
                (report, chain)
            })
            .collect();
        reports.sort_by(|(a, by_a), (b, by_b)| {
            let key = |one: &BriefingReport| (one.known_from, one.status, one.words.clone());
            key(a).cmp(&key(b)).then_with(|| by_a.cmp(by_b))
        });
        reports.into_iter().unzip()
    }

    /// The actors that take part in an event, directly or through representatives.
    fn actors_of(&mut self, event: EventRef<'t>) -> BTreeSet<&'t str> {
        let at = Window::from(event.bounds());
        let mut actors = BTreeSet::new();
        for participant in event.participants() {
            for (actor, certainty) in participant.represented(at, |_| false) {
                if certainty.is_possible() && actors.insert(actor.id()) {
                    self.actors
                        .entry(actor.id())
                        .or_insert_with(|| self.style.name(actor.id(), actor.name()));
                }
            }
        }
        actors
    }

    /// The actors by identifier. Events get their positions.
    fn actors(&self, events: &mut [BriefingEvent]) -> Vec<BriefingActor> {
        let positions: BTreeMap<&str, usize> = self.actors.keys().copied().zip(0..).collect();
        for (event, (actors, _)) in events.iter_mut().zip(&self.named) {
            event.actors = actors.iter().map(|id| positions[id]).collect();
        }
        let actors = self.actors.iter().map(|(id, name)| BriefingActor {
            id: (*id).to_owned(),
            name: name.clone(),
        });
        actors.collect()
    }

    /// The sources by identifier. Reports get their positions.
    fn sources(&self, events: &mut [BriefingEvent]) -> Vec<BriefingSource> {
        let positions: BTreeMap<&str, usize> = self.sources.keys().copied().zip(0..).collect();
        let mut counts = vec![0; positions.len()];
        for (event, (_, chains)) in events.iter_mut().zip(&self.named) {
            let mut cited: BTreeSet<usize> = BTreeSet::new();
            for (report, chain) in event.reports.iter_mut().zip(chains) {
                report.chain = chain.iter().map(|id| positions[id]).collect();
                cited.extend(report.chain.iter().copied());
            }
            for source in cited {
                counts[source] += 1;
            }
        }
        let style = self.style;
        let date = |when: &When| written_date(when, style, true);
        let sources = self.sources.values().zip(counts);
        let sources = sources.map(|(source, events)| BriefingSource {
            id: source.id().to_owned(),
            name: source.name().to_owned(),
            anonymous: source.is_anonymous(),
            details: source.citation().details(),
            published: source.published().map(date),
            accessed: source.citation().accessed.map(date),
            url: source.url().map(ToOwned::to_owned),
            events,
        });
        sources.collect()
    }
}

/// The participants: role, name, and on whose behalf.
fn participants(
    event: EventRef<'_>,
    style: &Style,
) -> Vec<(crate::event::Role, String, Option<String>)> {
    let name = |one: crate::timeline::ActorRef<'_>| style.name(one.id(), one.name());
    let all = event
        .participants()
        .map(|one| (one.role, name(one.actor), one.on_behalf_of.map(name)));
    all.collect()
}

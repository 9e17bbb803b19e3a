//! A briefing as sections of blocks. The three writers share it, so that their content is the same.
//!
//! A text from this crate is [`Span::Text`], and a text from data is [`Span::Data`]. Both are escaped. A text from
//! data is also isolated, because it may be written from right to left.

use std::borrow::Cow;

use super::content::{
    Briefing, BriefingChart, BriefingClaim, BriefingContribution, BriefingEvent,
    BriefingEventChange, BriefingReport, BriefingSource, NamedEvent,
};
use super::states::day_number;
use super::text::{clean, web_address};
use super::words::PageWords;
use crate::changes::ChangeKind;
use crate::sentences::shown;
use crate::text::{Part, fill, parts};
use crate::trend::Contribution;

/// The number of contributions that the page lists. The others are summed.
const LISTED: usize = 20;

/// A part of a line.
#[derive(Clone, Debug)]
pub(super) enum Span<'b> {
    /// A text from this crate. Spaces at both ends are kept.
    Text(Cow<'b, str>),
    /// A text from data, which is cleaned.
    Data(Cow<'b, str>),
    /// A text that is English whatever the language: a reason, or facts that changed. It is cleaned.
    English(&'b str),
    /// A text to emphasise: a verdict or a status.
    Strong(Cow<'b, str>),
    /// A link to the web. Plain text shows the address only where it `is_shown`.
    Link {
        text: &'b str,
        address: String,
        is_shown: bool,
    },
    /// The title of an event of the briefing, by its position.
    Event { title: &'b str, number: usize },
}

pub(super) type Line<'b> = Vec<Span<'b>>;

/// A text from this crate.
pub(super) fn text<'b>(text: impl Into<Cow<'b, str>>) -> Span<'b> {
    Span::Text(text.into())
}

/// A text from data.
pub(super) fn data<'b>(text: impl Into<Cow<'b, str>>) -> Span<'b> {
    Span::Data(text.into())
}

/// A line from a pattern: each name in braces is replaced by a line.
pub(super) fn patterned<'b>(pattern: &'b str, values: &[(&str, Line<'b>)]) -> Line<'b> {
    let mut line = Vec::new();
    for part in parts(pattern) {
        match part {
            Part::Text(one) => line.push(text(one)),
            Part::Name(name) => {
                let value = values.iter().find(|(one, _)| *one == name);
                line.extend(
                    value
                        .into_iter()
                        .flat_map(|(_, value)| value.iter().cloned()),
                );
            }
        }
    }
    line
}

/// A part of a section.
#[derive(Clone, Debug)]
pub(super) enum Block<'b> {
    Paragraph(Line<'b>),
    List(Vec<Line<'b>>),
    /// A table. All columns but the first have numbers.
    Table {
        caption: &'b str,
        head: [&'b str; 3],
        rows: Vec<Vec<Line<'b>>>,
    },
    Chart(&'b BriefingChart),
    Events(&'b [BriefingEvent]),
}

/// A section, with the name of its anchor.
#[derive(Clone, Debug)]
pub(super) struct Section<'b> {
    pub(super) anchor: &'static str,
    pub(super) heading: String,
    pub(super) blocks: Vec<Block<'b>>,
}

/// A briefing that is being written.
pub(super) struct Document<'b> {
    pub(super) briefing: &'b Briefing,
}

impl<'b> Document<'b> {
    pub(super) const fn new(briefing: &'b Briefing) -> Self {
        Self { briefing }
    }

    /// The headings, labels and notes.
    pub(super) const fn words(&self) -> &'b PageWords {
        &self.briefing.words
    }

    /// A level or a contribution, with its sign and two decimals.
    fn signed(&self, value: f64) -> String {
        self.briefing.style.words.signed(value, 2)
    }

    /// The line below the title.
    pub(super) fn subtitle(&self) -> String {
        let date = self.day(self.briefing.as_of);
        fill(&self.words().subtitle, &[("date", &date)])
    }

    /// The sections that have content, in order.
    pub(super) fn sections(&self) -> Vec<Section<'b>> {
        let sections = [
            Some(self.summary()),
            Some(self.charts()),
            self.changes(),
            self.contributions(),
            self.claims(),
            Some(self.events()),
            self.sources(),
            Some(self.coverage()),
            self.method(),
        ];
        sections.into_iter().flatten().collect()
    }

    /// A day as the style writes it.
    pub(super) fn day(&self, day: chrono::NaiveDate) -> String {
        self.briefing.style.dates.date(day, true)
    }

    fn summary(&self) -> Section<'b> {
        let sentences = self.briefing.summary.iter();
        let sentences: Vec<Line<'b>> = sentences.map(|one| vec![data(one)]).collect();
        Section {
            anchor: "summary",
            heading: self.words().summary.clone(),
            blocks: vec![Block::List(sentences)],
        }
    }

    fn charts(&self) -> Section<'b> {
        Section {
            anchor: "charts",
            heading: self.words().charts.clone(),
            blocks: self.briefing.charts.iter().map(Block::Chart).collect(),
        }
    }

    fn changes(&self) -> Option<Section<'b>> {
        let changes = self.briefing.changes.as_ref()?;
        let mut blocks = Vec::new();
        if let Some(movement) = &changes.movement {
            blocks.push(Block::Paragraph(vec![data(movement)]));
        }
        let events = changes.events.iter();
        let events: Vec<Line<'b>> = events.map(|one| self.change(one)).collect();
        blocks.push(if events.is_empty() {
            Block::Paragraph(vec![text(&self.words().no_change)])
        } else {
            Block::List(events)
        });
        Some(Section {
            anchor: "changes",
            heading: fill(&self.words().changes, &[("date", &self.day(changes.since))]),
            blocks,
        })
    }

    fn contributions(&self) -> Option<Section<'b>> {
        let relations = self.briefing.relations.as_ref()?;
        let all = &relations.contributions;
        let (listed, others) = all.split_at(all.len().min(LISTED));
        if listed.is_empty() {
            return None;
        }
        let words = self.words();
        let number = |one: Option<f64>| {
            let number = one.map_or_else(|| "–".to_owned(), |one| self.signed(one));
            vec![text(number)]
        };
        let mut rows: Vec<Vec<Line<'b>>> = listed
            .iter()
            .map(|one| {
                vec![
                    vec![
                        self.event(&one.event),
                        text(", "),
                        text(self.date_of(&one.event)),
                    ],
                    number(one.contribution.change),
                    number(Some(one.contribution.level)),
                ]
            })
            .collect();
        if !others.is_empty() {
            let sum = |of: fn(&BriefingContribution) -> Option<f64>| {
                others.iter().map(of).sum::<Option<f64>>()
            };
            rows.push(vec![
                vec![text(fill(
                    &words.other_events,
                    &[("n", &others.len().to_string())],
                ))],
                number(sum(|one| one.contribution.change)),
                number(sum(|one| Some(one.contribution.level))),
            ]);
        }
        Some(Section {
            anchor: "contributions",
            heading: words.contributions.clone(),
            blocks: vec![Block::Table {
                caption: &words.contributions_caption,
                head: [
                    &words.column_event,
                    &words.column_change,
                    &words.column_level,
                ],
                rows,
            }],
        })
    }

    fn claims(&self) -> Option<Section<'b>> {
        if self.briefing.claims.is_empty() {
            return None;
        }
        let claims = self.briefing.claims.iter().map(|claim| self.claim(claim));
        Some(Section {
            anchor: "claims",
            heading: self.words().claims.clone(),
            blocks: vec![Block::List(claims.collect())],
        })
    }

    /// The verdict on a claim, its reason, and the events that decide it.
    fn claim(&self, claim: &'b BriefingClaim) -> Line<'b> {
        let words = self.words();
        let mut line = vec![
            Span::Strong(words.verdict(claim.verdict).into()),
            text(": "),
            data(&claim.sentence),
            text(" "),
        ];
        let reason = vec![Span::English(&claim.reason)];
        line.extend(patterned(&words.reason, &[("reason", reason)]));
        let mut events = Vec::new();
        for one in &claim.events {
            if !events.is_empty() {
                events.push(text(", "));
            }
            events.push(self.event(&one.event));
            let share = one.contribution.map(|one| self.share(one));
            events.extend(share.map(|share| text(format!(" ({share})"))));
        }
        if !events.is_empty() {
            line.push(text(" "));
            line.extend(patterned(&words.evidence, &[("events", events)]));
        }
        line
    }

    /// What an event contributes, in words.
    fn share(&self, contribution: Contribution) -> String {
        let level = self.signed(contribution.level);
        let Some(change) = contribution.change else {
            return fill(&self.words().share_of_level, &[("level", &level)]);
        };
        let values = [("level", &*level), ("change", &*self.signed(change))];
        fill(&self.words().share_of_both, &values)
    }

    fn events(&self) -> Section<'b> {
        let events = &self.briefing.events;
        let blocks = if events.is_empty() {
            vec![Block::Paragraph(vec![text(&self.words().no_event)])]
        } else {
            vec![Block::Events(events)]
        };
        Section {
            anchor: "events",
            heading: self.words().events.clone(),
            blocks,
        }
    }

    fn sources(&self) -> Option<Section<'b>> {
        if self.briefing.sources.is_empty() {
            return None;
        }
        let sources = self.briefing.sources.iter().map(|one| self.source(one));
        Some(Section {
            anchor: "sources",
            heading: self.words().sources.clone(),
            blocks: vec![Block::List(sources.collect())],
        })
    }

    /// A source with its link, its date and the number of its events.
    fn source(&self, source: &'b BriefingSource) -> Line<'b> {
        let words = self.words();
        let name = Self::linked(source, true);
        let is_link = matches!(name, Span::Link { .. });
        let mut line = vec![name];
        if source.anonymous {
            line.extend([text(", "), text(&words.anonymous)]);
        }
        if let Some(details) = &source.details {
            line.extend([text(", "), data(details)]);
        }
        if let Some(published) = &source.published {
            line.extend([text(", "), text(published)]);
        }
        if let Some(accessed) = &source.accessed {
            let accessed = fill(&words.accessed, &[("date", accessed)]);
            line.extend([text(", "), text(accessed)]);
        }
        let events = fill(&words.source_events, &[("n", &source.events.to_string())]);
        line.extend([text(", "), text(events)]);
        // An address that is not a link is shown as it is.
        if let (Some(url), false) = (&source.url, is_link) {
            line.extend([text(", "), data(url)]);
        }
        line
    }

    /// The name of a source, linked to its address if that is a web address.
    fn linked(source: &'b BriefingSource, is_shown: bool) -> Span<'b> {
        match source.url.as_deref().and_then(web_address) {
            Some(address) => Span::Link {
                text: &source.name,
                address,
                is_shown,
            },
            None => data(&source.name),
        }
    }

    fn coverage(&self) -> Section<'b> {
        let sentences = self.briefing.coverage.iter();
        Section {
            anchor: "coverage",
            heading: self.words().coverage.clone(),
            blocks: vec![Block::List(sentences.map(|one| vec![data(one)]).collect())],
        }
    }

    fn method(&self) -> Option<Section<'b>> {
        let calibration = &self.briefing.relations.as_ref()?.calibration;
        let (words, numbers) = (self.words(), &self.briefing.style.words);
        let thresholds = [
            ("enter", &*numbers.probability(calibration.enter())),
            ("leave", &*numbers.probability(calibration.leave())),
        ];
        let window = calibration.window().to_string();
        let sentences = [
            words.method_level.clone(),
            fill(&words.method_change, &[("window", &window)]),
            fill(&words.method_p, &thresholds),
            words.method_unclear.clone(),
        ];
        Some(Section {
            anchor: "method",
            heading: words.method.clone(),
            blocks: vec![Block::List(sentences.map(|one| vec![text(one)]).to_vec())],
        })
    }

    /// The sentence about a change. The title of the event is a link, within the sentence or after it. Facts that the
    /// sentence leaves out come last.
    fn change(&self, change: &'b BriefingEventChange) -> Line<'b> {
        // Cleaning trims, so the sentence is cleaned before it is split: the spaces beside the link count.
        let sentence = clean(&change.sentence);
        let title = shown(&change.event.title);
        let has_facts = change.kinds.iter().any(|kind| {
            matches!(
                kind,
                ChangeKind::Revised | ChangeKind::ReportedAgain | ChangeKind::ReportWithdrawn
            )
        });
        let facts = has_facts.then_some(Span::English(&change.facts));
        let link = self.event(&change.event);
        match (sentence.split_once(&*clean(&title)), facts) {
            (Some((before, after)), None) => {
                vec![text(before.to_owned()), link, text(after.to_owned())]
            }
            (Some((before, after)), Some(facts)) => vec![
                text(before.to_owned()),
                link,
                text(format!("{after} (")),
                facts,
                text(")"),
            ],
            (None, None) => vec![data(&change.sentence), text(" ("), link, text(")")],
            (None, Some(facts)) => {
                vec![
                    data(&change.sentence),
                    text(" ("),
                    link,
                    text(": "),
                    facts,
                    text(")"),
                ]
            }
        }
    }

    /// The title of an event, which links to it if the briefing lists it.
    fn event(&self, event: &'b NamedEvent) -> Span<'b> {
        let events = &self.briefing.events;
        match events.iter().position(|one| one.id == event.id) {
            Some(number) => Span::Event {
                title: &event.title,
                number,
            },
            None => data(&event.title),
        }
    }

    /// The date of an event as the list of events writes it. No status is beside it, so a standing relation is in force.
    fn date_of(&self, event: &NamedEvent) -> String {
        let mut events = self.briefing.events.iter();
        match events.find(|one| one.id == event.id) {
            Some(one) if one.standing => format!("{} {}", self.words().in_force, one.date),
            Some(one) => one.date.clone(),
            None => event.when.to_string(),
        }
    }

    /// The sources of a report, linked, and what it says.
    pub(super) fn report(&self, event: &BriefingEvent, report: &'b BriefingReport) -> Line<'b> {
        let words = self.words();
        let sources = report.chain.iter().rev();
        let mut sources =
            sources.map(|&source| vec![Self::linked(&self.briefing.sources[source], false)]);
        let cited = sources.next().unwrap_or_default();
        let mut line = sources.fold(cited, |cited, source| {
            patterned(&words.citing, &[("source", source), ("cited", cited)])
        });
        let known_from = match self.day_after_beginning(report.known_from) {
            Some(date) => fill(&words.known_from, &[("date", &date)]),
            None => words.known_always.clone(),
        };
        line.extend([text(", "), text(known_from)]);
        if Some(report.status) != event.status {
            line.extend([
                text(": "),
                text(words.status_of(event, Some(report.status))),
            ]);
        }
        if let Some(withdrawn) = report.withdrawn {
            let withdrawn = fill(&words.withdrawn, &[("date", &self.day(withdrawn))]);
            line.extend([text(", "), text(withdrawn)]);
        }
        if let Some(quoted) = &report.words {
            line.push(text(": "));
            line.extend(patterned(&words.quoted, &[("words", vec![data(quoted)])]));
        }
        line
    }

    /// A state of an event in words.
    pub(super) fn state(&self, event: &BriefingEvent, state: &super::EventState) -> String {
        let words = self.words();
        let status = words.status_of(event, state.status);
        let what = match state.status {
            Some(_) => format!("{status}, {}", state.date),
            None => status.to_owned(),
        };
        match self.day_after_beginning(state.from) {
            Some(date) => fill(&words.state_from, &[("date", &date), ("state", &what)]),
            None => fill(&words.state_always, &[("state", &what)]),
        }
    }

    /// A day as the style writes it. `None` for what was known from the beginning.
    fn day_after_beginning(&self, day: chrono::NaiveDate) -> Option<String> {
        (day != chrono::NaiveDate::MIN).then(|| self.day(day))
    }

    /// The title of an event, and who took part and where in parentheses. Without a title of its own, only the latter.
    pub(super) fn what(&self, event: &'b BriefingEvent) -> Line<'b> {
        let who = self.who(event);
        if who.is_empty() {
            return vec![data(&event.title)];
        }
        if !event.has_title {
            return who;
        }
        let mut line = vec![data(&event.title), text(" (")];
        line.extend(who);
        line.push(text(")"));
        line
    }

    /// Who took part, and where.
    pub(super) fn who(&self, event: &'b BriefingEvent) -> Line<'b> {
        let words = self.words();
        let mut line: Line<'b> = Vec::new();
        for (role, name, on_behalf_of) in &event.participants {
            if !line.is_empty() {
                line.push(text(", "));
            }
            let name = vec![data(name)];
            let name = match on_behalf_of {
                Some(party) => {
                    let values = [("name", name), ("party", vec![data(party)])];
                    patterned(&words.on_behalf, &values)
                }
                None => name,
            };
            line.extend(patterned(words.role(*role), &[("name", name)]));
        }
        if let Some(place) = &event.place {
            line.extend((!line.is_empty()).then(|| text("; ")));
            line.extend(patterned(&words.place, &[("place", vec![data(place)])]));
        }
        line
    }
}

/// The number of a day for the script of the page.
pub(super) fn number_of(day: chrono::NaiveDate) -> i64 {
    day_number(day)
}

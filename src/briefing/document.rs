//! A briefing as sections of blocks. The three writers share it, so that they say the same.
//!
//! A text of the crate's own is [`Span::Text`]; one from data is [`Span::Data`]. Both are escaped: the difference
//! is that a text from data is isolated, because it may be written from right to left.

use std::borrow::Cow;

use super::content::{
    Briefing, BriefingChart, BriefingContribution, BriefingEvent, BriefingEventChange,
    BriefingReport, NamedEvent,
};
use super::states::day_number;
use super::summary::plural;
use super::text::{clean, signed, web_address};
use crate::changes::ChangeKind;
use crate::event::{Role, Status};
use crate::sentences::shown;

/// The number of contributions that the page lists. The others are summed.
const LISTED: usize = 20;

/// A part of a line.
#[derive(Clone, Debug)]
pub(super) enum Span<'b> {
    /// A text of the crate's own, whose spaces at both ends count.
    Text(Cow<'b, str>),
    /// A text from data, which is cleaned.
    Data(Cow<'b, str>),
    /// A text that decides: a verdict, a status.
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

/// A text of the crate's own.
pub(super) fn text<'b>(text: impl Into<Cow<'b, str>>) -> Span<'b> {
    Span::Text(text.into())
}

/// A text from data.
pub(super) fn data<'b>(text: impl Into<Cow<'b, str>>) -> Span<'b> {
    Span::Data(text.into())
}

/// A part of a section.
#[derive(Clone, Debug)]
pub(super) enum Block<'b> {
    Paragraph(Line<'b>),
    List(Vec<Line<'b>>),
    /// A table. All columns but the first have numbers.
    Table {
        caption: String,
        head: Vec<&'static str>,
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

/// A briefing that is written.
pub(super) struct Document<'b> {
    pub(super) briefing: &'b Briefing,
}

impl<'b> Document<'b> {
    pub(super) const fn new(briefing: &'b Briefing) -> Self {
        Self { briefing }
    }

    /// The line below the title.
    pub(super) fn subtitle(&self) -> String {
        format!(
            "Everything here was known at the end of {} (UTC).",
            self.day(self.briefing.as_of)
        )
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
            heading: "Summary".to_owned(),
            blocks: vec![Block::List(sentences)],
        }
    }

    fn charts(&self) -> Section<'b> {
        Section {
            anchor: "charts",
            heading: "Charts".to_owned(),
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
            Block::Paragraph(vec![text("No event changed.")])
        } else {
            Block::List(events)
        });
        Some(Section {
            anchor: "changes",
            heading: format!("What changed since {}", self.day(changes.since)),
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
        let number = |one: Option<f64>| {
            let number = one.map_or_else(|| "–".to_owned(), signed);
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
                vec![text(format!(
                    "{} other {}",
                    others.len(),
                    plural("event", others.len())
                ))],
                number(sum(|one| one.contribution.change)),
                number(sum(|one| Some(one.contribution.level))),
            ]);
        }
        Some(Section {
            anchor: "contributions",
            heading: "What the trend and the level come from".to_owned(),
            blocks: vec![Block::Table {
                caption: "Events by the size of what they add to the change, and to the level"
                    .to_owned(),
                head: vec!["Event", "Change", "Level"],
                rows,
            }],
        })
    }

    fn claims(&self) -> Option<Section<'b>> {
        if self.briefing.claims.is_empty() {
            return None;
        }
        let claims = self.briefing.claims.iter().map(|claim| {
            let mut line = vec![
                Span::Strong(claim.verdict.as_str().into()),
                text(": "),
                data(&claim.sentence),
                text(" Reason: "),
                data(&claim.reason),
                text("."),
            ];
            for (number, one) in claim.events.iter().enumerate() {
                line.push(text(if number == 0 { " Events: " } else { ", " }));
                line.push(self.event(&one.event));
                if let Some(contribution) = one.contribution {
                    line.push(text(format!(" ({contribution})")));
                }
            }
            line.extend((!claim.events.is_empty()).then(|| text(".")));
            line
        });
        Some(Section {
            anchor: "claims",
            heading: "Claims".to_owned(),
            blocks: vec![Block::List(claims.collect())],
        })
    }

    fn events(&self) -> Section<'b> {
        let events = &self.briefing.events;
        let blocks = if events.is_empty() {
            vec![Block::Paragraph(vec![text("No event is known.")])]
        } else {
            vec![Block::Events(events)]
        };
        Section {
            anchor: "events",
            heading: "Events".to_owned(),
            blocks,
        }
    }

    fn sources(&self) -> Option<Section<'b>> {
        if self.briefing.sources.is_empty() {
            return None;
        }
        let sources = self.briefing.sources.iter().map(|source| {
            let address = source.url.as_deref().and_then(web_address);
            let is_link = address.is_some();
            let mut line = vec![match address {
                Some(address) => Span::Link {
                    text: &source.name,
                    address,
                    is_shown: true,
                },
                None => data(&source.name),
            }];
            if source.anonymous {
                line.push(text(", anonymous"));
            }
            if let Some(published) = &source.published {
                line.push(text(format!(", {published}")));
            }
            let events = source.events;
            line.push(text(format!(", {events} {}", plural("event", events))));
            // An address that is not a link is shown as it is.
            if let (Some(url), false) = (&source.url, is_link) {
                line.extend([text(", "), data(url)]);
            }
            line
        });
        Some(Section {
            anchor: "sources",
            heading: "Sources".to_owned(),
            blocks: vec![Block::List(sources.collect())],
        })
    }

    fn coverage(&self) -> Section<'b> {
        let sentences = self.briefing.coverage.iter();
        Section {
            anchor: "coverage",
            heading: "Coverage".to_owned(),
            blocks: vec![Block::List(sentences.map(|one| vec![data(one)]).collect())],
        }
    }

    fn method(&self) -> Option<Section<'b>> {
        self.briefing.relations.as_ref()?;
        let sentences = [
            "The level says how friendly relations are: each event counts with its weight, and counts less with age.",
            "The change says by how much the events of the last 60 days exceed what was expected from the days before.",
            "P is the probability of the direction, given the record. A direction begins at .90 and lasts while P is at least .60.",
            "“Unclear” is not “steady”: the record is compatible with a rise and with a fall.",
        ];
        Some(Section {
            anchor: "method",
            heading: "How to read the numbers".to_owned(),
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
        let facts = has_facts.then(|| data(&change.facts));
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

    /// The date of an event as the list of events writes it.
    fn date_of(&self, event: &NamedEvent) -> String {
        let events = self.briefing.events.iter();
        let mut same = events.filter(|one| one.id == event.id);
        same.next()
            .map_or_else(|| event.when.to_string(), |one| one.date.clone())
    }

    /// The sources of a report, linked, and what it says.
    pub(super) fn report(&self, event: &BriefingEvent, report: &'b BriefingReport) -> Line<'b> {
        let mut line = Vec::new();
        for (number, &source) in report.chain.iter().enumerate() {
            let source = &self.briefing.sources[source];
            if number > 0 {
                line.push(text(", citing "));
            }
            let address = source.url.as_deref().and_then(web_address);
            line.push(match address {
                Some(address) => Span::Link {
                    text: &source.name,
                    address,
                    is_shown: false,
                },
                None => data(&source.name),
            });
        }
        line.push(text(format!(
            ", known from {}",
            self.from(report.known_from)
        )));
        if Some(report.status) != event.status {
            line.push(text(format!(": {}", in_words(Some(report.status)))));
        }
        if let Some(withdrawn) = report.withdrawn {
            line.push(text(format!(", withdrawn by {}", self.day(withdrawn))));
        }
        if let Some(words) = &report.words {
            line.extend([text(": “"), data(words), text("”")]);
        }
        line
    }

    /// A state of an event in words.
    pub(super) fn state(&self, state: &super::EventState) -> String {
        let from = self.from(state.from);
        match state.status {
            Some(_) => format!("From {from}: {}, {}", in_words(state.status), state.date),
            None => format!("From {from}: {}", in_words(None)),
        }
    }

    fn from(&self, day: chrono::NaiveDate) -> String {
        if day == chrono::NaiveDate::MIN {
            "the beginning".to_owned()
        } else {
            self.day(day)
        }
    }

    /// Who took part, and where.
    pub(super) fn who(event: &'b BriefingEvent) -> Line<'b> {
        let mut line: Line<'b> = Vec::new();
        for (role, name, on_behalf_of) in &event.participants {
            if !line.is_empty() {
                line.push(text(", "));
            }
            line.push(text(match role {
                Role::Party => "",
                Role::Source => "by ",
                Role::Target => "towards ",
                Role::Addressee => "to ",
                Role::Host => "host ",
                Role::Mediator => "mediator ",
                Role::Attendee => "attendee ",
            }));
            line.push(data(name));
            if let Some(party) = on_behalf_of {
                line.extend([text(" for "), data(party)]);
            }
        }
        if let Some(place) = &event.place {
            line.push(text(if line.is_empty() { "In " } else { "; in " }));
            line.push(data(place));
        }
        line
    }
}

/// A status in the words of a reader.
pub(super) const fn in_words(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Realised) => "happened",
        Some(Status::Planned) => "planned",
        Some(Status::Cancelled) => "cancelled",
        Some(Status::Disputed) => "disputed",
        None => "no longer reported",
    }
}

/// The number of a day for the script of the page.
pub(super) fn number_of(day: chrono::NaiveDate) -> i64 {
    day_number(day)
}

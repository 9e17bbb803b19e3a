//! A newsroom's tracker of who meets whom, on top of the library and of nothing else.
//!
//! It builds a record in code, asks for ranks, gaps and trends, has a trait of its own on
//! the library's types, and shows those types in its own interface.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

use std::error::Error;

use detente::actor::{Actor, Alias, AliasKind};
use detente::code::Code;
use detente::event::Event;
use detente::petgraph::algo::has_path_connecting;
use detente::timeline::{EventRef, LookupError};
use detente::query::View;
use detente::{Direction, Gap, Rank, Relations, Scoring, Timeline, TimelineBuilder, When};

/// What the newsroom follows: a record, and how it scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Tracker {
    timeline: Timeline,
    scoring: Scoring,
}

/// What a reader is told of a contact.
#[derive(Clone, Debug, PartialEq)]
pub struct Note<'t> {
    /// The contact.
    pub event: EventRef<'t>,
    /// The how-manieth it is.
    pub rank: Rank,
    /// The time since the one before it.
    pub since: Option<Gap>,
}

/// What can be put into a headline.
pub trait Headline {
    /// The headline, in one line.
    fn headline(&self) -> String;
}

impl Headline for EventRef<'_> {
    fn headline(&self) -> String {
        format!("{} ({})", self.title(), self.when())
    }
}

impl Headline for Note<'_> {
    fn headline(&self) -> String {
        match self.since {
            Some(gap) => format!(
                "{}: the {}, {gap} later",
                self.event.headline(),
                self.rank
            ),
            None => format!("{}: the {}", self.event.headline(), self.rank),
        }
    }
}

impl Tracker {
    /// A tracker of three people, with what a newsroom adds.
    ///
    /// # Errors
    ///
    /// If what is added does not fit the record.
    pub fn new(
        add: impl FnOnce(&mut TimelineBuilder),
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut builder = Timeline::builder();
        builder.actor(Actor::state("USA").named("United States").alias(Alias::new("Washington").kind(AliasKind::Metonym)));
        builder.actor(Actor::state("RUS").named("Russia").alias(Alias::new("Moscow").kind(AliasKind::Metonym)));
        let office = When::parse("2025-01-21/..")?;
        builder.actor(Actor::person("rubio").named("Marco Rubio").held_office(
            "USA",
            "secretary of state",
            office,
        ));
        let office = When::parse("2004-03-09/..")?;
        builder.actor(Actor::person("lavrov").named("Sergey Lavrov").held_office(
            "RUS",
            "foreign minister",
            office,
        ));
        add(&mut builder);
        let timeline = builder.build()?;
        Ok(Self {
            timeline,
            scoring: Scoring::default(),
        })
    }

    /// The record itself, for whoever wants to ask more.
    pub const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The contacts of two actors, as a view that can be narrowed further.
    ///
    /// # Errors
    ///
    /// If a name is unknown.
    pub fn contacts(&self, a: &str, b: &str) -> Result<View<'_>, LookupError> {
        Ok(self.timeline.between(a, b)?.contacts())
    }

    /// Notes on the contacts of two actors, the earliest first.
    ///
    /// # Errors
    ///
    /// If a name is unknown.
    pub fn notes(&self, a: &str, b: &str) -> Result<Vec<Note<'_>>, LookupError> {
        let view = self.contacts(a, b)?;
        let sequence = view.sequence();
        let note = |event: EventRef<'_>| -> Result<(Rank, Option<Gap>), LookupError> {
            let previous = sequence.previous(event.id())?;
            let since = previous.map(|previous| view.gap(previous.id(), event.id()));
            Ok((sequence.rank(event.id())?, since.transpose()?))
        };
        view.events()
            .map(|event| note(event).map(|(rank, since)| Note { event, rank, since }))
            .collect()
    }

    /// Where two actors are going.
    ///
    /// # Errors
    ///
    /// If a name is unknown, or both are the same.
    pub fn relations(
        &self,
        a: &str,
        b: &str,
    ) -> Result<Relations<'_>, detente::relations::RelationsError> {
        self.timeline.view().relations_by(a, b, &self.scoring)
    }

    /// Whether word of one may have reached the other.
    ///
    /// # Errors
    ///
    /// If a name is unknown.
    pub fn may_have_heard(&self, from: &str, to: &str) -> Result<bool, LookupError> {
        let (from, to) = (
            self.timeline.actor(from)?.into(),
            self.timeline.actor(to)?.into(),
        );
        Ok(has_path_connecting(&self.timeline, from, to, None))
    }
}

/// Adds what happened in 2025.
///
/// # Errors
///
/// If a date or a code cannot be read.
pub fn add_2025(builder: &mut TimelineBuilder) -> Result<(), Box<dyn Error + Send + Sync>> {
    let meeting = |id: &str, when: &str| -> Result<Event, detente::WhenError> {
        Ok(Event::meeting(id, When::parse(when)?)
            .party("rubio")
            .party("lavrov"))
    };
    builder.event(meeting("riyadh", "2025-02-18")?.title("Talks in Riyadh"));
    builder.event(meeting("kuala-lumpur", "2025-07-10")?.title("Talks in Kuala Lumpur"));
    builder.event(
        Event::statement("threat", "2025-07-14").by("rubio")
            .target("RUS")
            .code(Code::parse("THREATEN")?),
    );
    Ok(())
}

/// Whether a direction is news.
pub const fn is_news(direction: Direction) -> bool {
    matches!(direction, Direction::Rising | Direction::Falling)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tracker() -> Tracker {
        Tracker::new(|builder| add_2025(builder).unwrap()).unwrap()
    }

    #[test]
    fn notes_tell_rank_and_gap() {
        let tracker = tracker();
        let notes = tracker.notes("Washington", "Moscow").unwrap();
        let headlines: Vec<String> = notes.iter().map(Headline::headline).collect();
        assert_eq!(
            headlines,
            [
                "Talks in Riyadh (2025-02-18): the 1st",
                "Talks in Kuala Lumpur (2025-07-10): the 2nd, 142 days later",
            ]
        );
        assert_eq!(notes[1].rank, Rank::exactly(2));
        assert!(tracker.notes("Washington", "Mosco").is_err());
    }

    #[test]
    fn a_trend_can_be_asked_for_and_explained() {
        let tracker = tracker();
        let relations = tracker.relations("USA", "RUS").unwrap();
        let day = When::parse("2025-07-15")
            .unwrap()
            .bounds()
            .start_earliest()
            .unwrap();
        let trend = relations.trend(day);
        assert!(!is_news(trend.direction()));
        let parts = relations.contributions(trend.at());
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0].event().id(), "threat");
        assert!(trend.level().unwrap().value() < 0.0);
        assert!(is_news(Direction::Falling));
    }

    #[test]
    fn word_travels_along_events() {
        let tracker = tracker();
        assert!(tracker.may_have_heard("rubio", "RUS").unwrap());
        assert!(!tracker.may_have_heard("RUS", "rubio").unwrap());
    }

    #[test]
    fn a_tracker_can_be_sent_to_another_thread() {
        let tracker = tracker();
        let found = std::thread::spawn(move || tracker.timeline().events().len())
            .join()
            .unwrap();
        assert_eq!(found, 3);
    }

    #[test]
    fn a_fault_of_the_record_is_an_error_of_the_tracker() {
        let error = Tracker::new(|builder| {
            builder.event(Event::call("call", "2025").party("rubioo"));
        });
        assert_eq!(
            error.unwrap_err().to_string(),
            "event `call`: unknown actor `rubioo`; did you mean `rubio`?"
        );
    }
}

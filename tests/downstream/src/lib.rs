//! A newsroom's tracker of who meets whom. It depends on detente alone.
//!
//! It builds a timeline in code, computes ranks, gaps and trends, implements a trait of its own for
//! the library's types, and has those types in its public interface.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod desk;

use std::error::Error;

use detente::actor::{Actor, Alias, AliasKind};
use detente::code::Code;
use detente::event::Event;
use detente::petgraph::algo::has_path_connecting;
use detente::query::View;
use detente::timeline::{EventRef, LookupError};
use detente::{Direction, Gap, Rank, Relations, Scoring, Timeline, TimelineBuilder, When};

/// A timeline and the scoring of its events.
#[derive(Clone, Debug, PartialEq)]
pub struct Tracker {
    timeline: Timeline,
    scoring: Scoring,
}

/// A contact with its rank and the time since the previous one.
#[derive(Clone, Debug, PartialEq)]
pub struct Note<'t> {
    /// The contact.
    pub event: EventRef<'t>,
    /// The rank among the contacts of the two actors.
    pub rank: Rank,
    /// The time since the previous contact. `None` for the first.
    pub since: Option<Gap>,
}

/// A type that can be printed as a headline.
pub trait Headline {
    /// The headline, on one line.
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
            Some(gap) => format!("{}: the {}, {gap} later", self.event.headline(), self.rank),
            None => format!("{}: the {}", self.event.headline(), self.rank),
        }
    }
}

impl Tracker {
    /// Creates a tracker with two ministers and their states. `add` adds the events.
    ///
    /// # Errors
    ///
    /// Returns the errors of the timeline, such as an unknown actor.
    pub fn new(
        add: impl FnOnce(&mut TimelineBuilder),
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut builder = Timeline::builder();
        builder.actor(
            Actor::state("USA")
                .named("United States")
                .alias(Alias::new("Washington").kind(AliasKind::Metonym)),
        );
        builder.actor(
            Actor::state("RUS")
                .named("Russia")
                .alias(Alias::new("Moscow").kind(AliasKind::Metonym)),
        );
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

    /// The timeline.
    pub const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The contacts of two actors, as a view that can be filtered further.
    ///
    /// # Errors
    ///
    /// Returns an error if a name is unknown.
    pub fn contacts(&self, a: &str, b: &str) -> Result<View<'_>, LookupError> {
        Ok(self.timeline.between(a, b)?.contacts())
    }

    /// Notes on the contacts of two actors, the earliest first.
    ///
    /// # Errors
    ///
    /// Returns an error if a name is unknown.
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

    /// The relations between two actors.
    ///
    /// # Errors
    ///
    /// Returns an error if a name is unknown, or if both names are the same actor.
    pub fn relations(
        &self,
        a: &str,
        b: &str,
    ) -> Result<Relations<'_>, detente::relations::RelationsError> {
        self.timeline.view().relations_by(a, b, &self.scoring)
    }

    /// Whether a path of events connects one actor to another.
    ///
    /// # Errors
    ///
    /// Returns an error if a name is unknown.
    pub fn are_connected(&self, from: &str, to: &str) -> Result<bool, LookupError> {
        let (from, to) = (
            self.timeline.actor(from)?.into(),
            self.timeline.actor(to)?.into(),
        );
        Ok(has_path_connecting(&self.timeline, from, to, None))
    }
}

/// Adds three events of 2025.
///
/// # Errors
///
/// Returns an error if a date or a code is invalid.
pub fn add_2025(builder: &mut TimelineBuilder) -> Result<(), Box<dyn Error + Send + Sync>> {
    let meeting = |id: &str, when: &str| -> Result<Event, detente::WhenError> {
        Ok(Event::meeting(id, When::parse(when)?)
            .party("rubio")
            .party("lavrov"))
    };
    builder.event(meeting("riyadh", "2025-02-18")?.title("Talks in Riyadh"));
    builder.event(meeting("kuala-lumpur", "2025-07-10")?.title("Talks in Kuala Lumpur"));
    builder.event(
        Event::statement("threat", "2025-07-14")
            .by("rubio")
            .target("RUS")
            .code(Code::parse("THREATEN")?),
    );
    Ok(())
}

/// Whether a direction is worth a headline.
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
    fn notes_have_rank_and_gap() {
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
    fn a_trend_has_a_direction_and_contributions() {
        let tracker = tracker();
        let relations = tracker.relations("USA", "RUS").unwrap();
        let day = When::parse("2025-07-15").unwrap();
        let trend = relations.trend(day.bounds().start_earliest().unwrap());
        assert!(!is_news(trend.direction));
        let parts = relations.contributions(trend.at);
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0].mark.event.id(), "threat");
        assert!(trend.level.unwrap().value() < 0.0);
        assert!(is_news(Direction::Falling));
    }

    #[test]
    fn events_connect_actors() {
        let tracker = tracker();
        assert!(tracker.are_connected("rubio", "RUS").unwrap());
        assert!(!tracker.are_connected("RUS", "rubio").unwrap());
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
    fn an_unknown_actor_is_an_error() {
        let error = Tracker::new(|builder| {
            builder.event(Event::call("call", "2025").party("rubioo"));
        });
        assert_eq!(
            error.unwrap_err().to_string(),
            "event `call`: unknown actor `rubioo`; did you mean `rubio`?"
        );
    }
}

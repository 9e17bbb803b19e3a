//! What keeps a timeline from being built, told all at once.

use std::fmt;

use thiserror::Error;

use crate::event::{Kind, Role, Status};
use crate::time::WhenError;
use crate::timeline::{Contradiction, hint, some_of};

/// Which statement a fault is about, as numbered when it was put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Entry {
    /// The nth actor, from 0.
    Actor(usize),
    /// The nth designation, from 0.
    Designation(usize),
    /// The nth source, from 0.
    Source(usize),
    /// The nth event, from 0.
    Event(usize),
    /// The nth constraint, from 0.
    Constraint(usize),
    /// All of it.
    Whole,
}

/// Something that keeps a timeline from being built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub(crate) entry: Entry,
    pub(crate) kind: FaultKind,
    /// Line and column in the text that was read, from 1.
    pub(crate) position: Option<(usize, usize)>,
}

impl Fault {
    /// Which of the statements it is about.
    pub const fn entry(&self) -> Entry {
        self.entry
    }

    /// What is wrong.
    pub const fn kind(&self) -> &FaultKind {
        &self.kind
    }

    /// The line and the column, from 1, where it was read from text.
    pub const fn position(&self) -> Option<(usize, usize)> {
        self.position
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.position {
            write!(f, "line {line}, column {column}: ")?;
        }
        self.kind.fmt(f)
    }
}

/// How many characters of a text that is not fit for use are shown.
pub(crate) const MAX_SHOWN: usize = 100;

/// How many faults are printed of those that there are.
const MAX_PRINTED: usize = 100;

/// What is wrong with a statement.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// An identifier or name is empty, too long, or has nothing to see; or an identifier has
    /// characters that are not seen or turn the direction of writing.
    #[error(
        "{what} `{}` is not fit for use: expected 1 to {most} bytes that can be seen, without control characters or blanks at its ends",
        .text.escape_debug()
    )]
    BadText {
        /// What it is to name.
        what: &'static str,
        /// The text, cut after 100 characters.
        text: String,
        /// The most bytes that it may have.
        most: usize,
    },
    /// A date was given as text that is not a date.
    #[error("{what} `{id}`: `{field}`: {error}")]
    InvalidDate {
        /// The kind of statement: `actor`, `event`, `source`, `designation`.
        what: &'static str,
        /// Its identifier or name.
        id: String,
        /// The field, as it is named in the written form.
        field: &'static str,
        /// What is wrong with the text.
        error: WhenError,
    },
    /// An identifier was taken already.
    #[error("{what} `{id}` is already in the timeline")]
    DuplicateId {
        /// What it names.
        what: &'static str,
        /// The identifier.
        id: String,
    },
    /// A statement names an actor that is not in the record.
    #[error("{what} `{id}`: unknown actor `{actor}`{}", hint(.near.as_deref()))]
    UnknownActor {
        /// What kind of statement names it.
        what: &'static str,
        /// Which one.
        id: String,
        /// The actor that is named.
        actor: String,
        /// The identifier that comes closest, if one comes close.
        near: Option<String>,
    },
    /// A statement names a source that is neither a source nor an actor of the record.
    #[error("{what} `{id}`: unknown source `{source_id}`{}", hint(.near.as_deref()))]
    UnknownSource {
        /// What kind of statement names it.
        what: &'static str,
        /// Which one.
        id: String,
        /// The source that is named.
        source_id: String,
        /// The identifier that comes closest, if one comes close.
        near: Option<String>,
    },
    /// A statement names an event that is not in the record.
    #[error("{what} `{id}`: unknown event `{event}`{}", hint(.near.as_deref()))]
    UnknownEvent {
        /// What kind of statement names it.
        what: &'static str,
        /// Which one.
        id: String,
        /// The event that is named.
        event: String,
        /// The identifier that comes closest, if one comes close.
        near: Option<String>,
    },
    /// There is more of something than the store takes.
    #[error("{what} `{id}` has {count} {of}: at most {most} are taken")]
    TooMany {
        /// What kind of statement has them.
        what: &'static str,
        /// Which one.
        id: String,
        /// Of what there are too many.
        of: &'static str,
        /// How many there are.
        count: usize,
        /// How many are taken.
        most: usize,
    },
    /// An actor takes part twice in the same role.
    #[error("event `{event}`: `{actor}` takes part twice as {role}")]
    RoleTwice {
        /// The event.
        event: String,
        /// Who takes part twice.
        actor: String,
        /// In what role.
        role: Role,
    },
    /// One account gives a measure twice.
    #[error("event `{event}`: measure `{measure}` is given twice")]
    MeasureTwice {
        /// The event.
        event: String,
        /// The measure.
        measure: String,
    },
    /// A statement has nobody who makes it.
    #[error("event `{event}` is a statement without a speaker")]
    NoSpeaker {
        /// The event.
        event: String,
    },
    /// An act has no code to tell what it was.
    #[error("event `{event}` is an act without a code")]
    NoCode {
        /// The event.
        event: String,
    },
    /// A plan does not say since when it is one.
    #[error(
        "event `{event}` is {status}, but nothing says since when: give the report `asserted`, or its source `published`"
    )]
    SinceWhen {
        /// The event.
        event: String,
        /// What is asserted.
        status: Status,
    },
    /// An event says of itself what its kind cannot be.
    #[error("event `{event}` is a {kind} and cannot be {what}: expected a {expected}")]
    NotOfKind {
        /// The event.
        event: String,
        /// Its kind.
        kind: Kind,
        /// What it is said to be.
        what: &'static str,
        /// The kind that can be that.
        expected: Kind,
    },
    /// A report names nobody who makes it.
    #[error("event `{event}` has a report by nobody")]
    NoSource {
        /// The event.
        event: String,
    },
    /// An ordinal or a count is 0.
    #[error("event `{event}` says that it happened 0 times, or was the 0th of its kind")]
    Zero {
        /// The event.
        event: String,
    },
    /// A distance is negative, or the least of two is beyond the most.
    #[error(
        "constraint `{constraint}`: expected distances of zero or more, the least no longer than the most"
    )]
    NoDistance {
        /// The statement.
        constraint: String,
    },
    /// Events are parts of each other in a circle.
    #[error("event `{}` is part of itself: {}", .events.first().map_or("", String::as_str), circle(.events, "is part of"))]
    PartOfItself {
        /// The events, each a part of the next and the last of the first.
        events: Vec<String>,
    },
    /// Actors succeed each other in a circle.
    #[error("actor `{}` succeeds itself: {}", .actors.first().map_or("", String::as_str), circle(.actors, "succeeds"))]
    SucceedsItself {
        /// The actors, each a successor of the next and the last of the first.
        actors: Vec<String>,
    },
    /// An entry could not be read.
    #[error("{message}")]
    Malformed {
        /// What is wrong.
        message: String,
    },
    /// Dates, links and constraints cannot all be true.
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
}

impl FaultKind {
    /// Whether the value at fault may stand in a field, at a depth of objects: its own among the
    /// fields of an entry, and not a title or a quotation that reads like it.
    #[cfg_attr(
        not(feature = "json"),
        expect(dead_code, reason = "only text has places")
    )]
    pub(crate) fn is_in(&self, (depth, field): (usize, &str), is_key: bool) -> bool {
        const ACTORS: &[&str] = &[
            "parties",
            "speaker",
            "source",
            "target",
            "addressee",
            "host",
            "mediator",
            "attendees",
            "actor",
            "actors",
            "on_behalf_of",
            "about",
            "initiator",
            "soil",
            "party",
        ];
        const EVENTS: &[&str] = &[
            "part_of",
            "sidelines_of",
            "answers",
            "about_events",
            "follows",
            "event",
            "before",
            "after",
            "during",
            "of",
            "day_before",
            "day_after",
            "same_day",
            "same_time",
            "between",
        ];
        match self {
            Self::BadText { what, .. } | Self::DuplicateId { what, .. } => match *what {
                "actor" | "event" | "source" => !is_key && depth == 1 && field == "id",
                "name" | "designation" => !is_key && depth == 1 && field == "name",
                "measure" if is_key => field == "measures",
                _ if is_key => false,
                "alias" => field == "aliases" || (depth == 2 && field == "name"),
                "title" => depth == 1 && field == "title",
                "address" => field == "url",
                "wording" => field == "words",
                "topic" => field == "topics",
                "place" => field == "place" || (depth > 1 && field == "name"),
                "measure" => field == "of",
                other => field == other,
            },
            _ if is_key => false,
            Self::UnknownActor { .. } | Self::RoleTwice { .. } => ACTORS.contains(&field),
            Self::UnknownSource { .. } => field == "by" || field == "reports",
            Self::UnknownEvent { .. } => EVENTS.contains(&field),
            Self::SinceWhen { .. } => field == "status",
            _ => false,
        }
    }

    /// The value at fault, where it is one.
    #[cfg_attr(
        not(feature = "json"),
        expect(dead_code, reason = "only text has places")
    )]
    pub(crate) fn value(&self) -> Option<&str> {
        match self {
            Self::BadText { text, .. } => Some(text),
            Self::DuplicateId { id, .. } => Some(id),
            Self::UnknownActor { actor, .. } | Self::RoleTwice { actor, .. } => Some(actor),
            Self::UnknownSource { source_id, .. } => Some(source_id),
            Self::UnknownEvent { event, .. } => Some(event),
            Self::SinceWhen { status, .. } => Some(status.as_str()),
            _ => None,
        }
    }
}

fn circle(names: &[String], link: &str) -> String {
    let next = names.iter().cycle().skip(1);
    let links: Vec<_> = names.iter().zip(next).collect();
    let links = links.into_iter();
    some_of(
        links.map(|(one, next)| format!("`{one}` {link} `{next}`")),
        "and",
    )
}

/// A timeline was refused by [`TimelineBuilder::build`](crate::timeline::TimelineBuilder::build): its faults.
///
/// It prints the first hundred faults, a line each, and its debug form is the same: that is
/// what a program shows that returns it from `main`. [`BuildError::faults`] has all.
#[derive(Clone, PartialEq, Eq, Error)]
pub struct BuildError {
    pub(crate) faults: Vec<Fault>,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [fault] = self.faults.as_slice() {
            return fault.fmt(f);
        }
        write!(f, "{} faults", self.faults.len())?;
        for fault in self.faults.iter().take(MAX_PRINTED) {
            write!(f, "\n  {fault}")?;
        }
        match self.faults.len().checked_sub(MAX_PRINTED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "\n  and {more} more"),
        }
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl BuildError {
    /// Every fault, in the order of what was put in.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

//! What prevents a timeline from being built: every fault, not only the first.

use std::fmt;

use thiserror::Error;

mod repair;

pub use repair::Repair;

use crate::actor::MAX_SCHEME;
use crate::event::{Kind, Role, Status};
use crate::time::WhenError;
use crate::timeline::{Contradiction, hint, some_of};
use crate::wire::errors;

/// The entry that a fault is about, by the order in which it was added.
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
    /// The nth edit of a patch that is read from text, from 0.
    Edit(usize),
    /// The timeline as a whole.
    Whole,
}

/// Something that prevents a timeline from being built.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The entry that is at fault.
    pub entry: Entry,
    /// What is wrong with it.
    pub kind: FaultKind,
    /// The line and the column, from 1, if the entry was read from text.
    pub position: Option<(usize, usize)>,
    /// The JSON Pointer (RFC 6901) to the value or to the entry, such as `/events/3/when`, if the entry was
    /// read from JSON.
    pub pointer: Option<String>,
}

impl Fault {
    /// A fault of an entry that was not read from text.
    pub(crate) const fn new(entry: Entry, kind: FaultKind) -> Self {
        Self {
            entry,
            kind,
            position: None,
            pointer: None,
        }
    }
}

/// An object of the entry, the place, the code, message and fields of the kind, and the [`Repair`].
impl serde::Serialize for Fault {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct EntryShape<'f> {
            kind: &'static str,
            number: Option<usize>,
            id: Option<&'f str>,
        }
        #[derive(serde::Serialize)]
        struct PositionShape {
            line: usize,
            column: usize,
        }
        #[derive(serde::Serialize)]
        struct Shape<'f> {
            entry: EntryShape<'f>,
            position: Option<PositionShape>,
            pointer: Option<&'f str>,
            #[serde(flatten)]
            kind: &'f FaultKind,
            repair: Repair,
        }
        let (kind, number) = match self.entry {
            Entry::Actor(number) => ("actor", Some(number)),
            Entry::Designation(number) => ("designation", Some(number)),
            Entry::Source(number) => ("source", Some(number)),
            Entry::Event(number) => ("event", Some(number)),
            Entry::Constraint(number) => ("constraint", Some(number)),
            Entry::Edit(number) => ("edit", Some(number)),
            Entry::Whole => ("timeline", None),
        };
        let position = self.position;
        Shape {
            entry: EntryShape {
                kind,
                number,
                id: self.kind.entry_id(),
            },
            position: position.map(|(line, column)| PositionShape { line, column }),
            pointer: self.pointer.as_deref(),
            kind: &self.kind,
            repair: self.repair(),
        }
        .serialize(serializer)
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

/// The number of characters that are shown of a text that is refused.
pub(crate) const MAX_SHOWN: usize = 100;

/// The number of faults that are printed.
pub(crate) const MAX_PRINTED: usize = 100;

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// A text is empty, too long or invisible, or an identifier has
    /// invisible characters or characters that change the direction of writing.
    #[error(
        "{}{what} `{}` is not valid: expected 1 to {most} bytes of visible text, without control characters and without leading or trailing spaces",
        .of.as_ref().map_or_else(String::new, |of| format!("{of}: ")), .text.escape_debug()
    )]
    BadText {
        /// The entry that has the text: ``event `talk` ``. `None` for an identifier, and for a text of the whole
        /// timeline.
        of: Option<String>,
        /// What the text is.
        what: &'static str,
        /// The text, cut after 100 characters.
        text: String,
        /// The largest number of bytes.
        most: usize,
    },
    /// A date was given as text that is not a date.
    #[error("{what} `{id}`: `{field}`: {error}")]
    InvalidDate {
        /// The sort of entry: `actor`, `event`, `source`, `designation`.
        what: &'static str,
        /// Its identifier or name.
        id: String,
        /// The field, as it is named in the written form.
        field: &'static str,
        /// What is wrong with the text.
        error: WhenError,
    },
    /// Two entries have the same identifier.
    #[error("{what} `{id}` is already in the timeline")]
    DuplicateId {
        /// The sort of entry.
        what: &'static str,
        /// The identifier.
        id: String,
    },
    /// Two actors, two events or two sources have the same identifier in another register.
    #[error(
        "{what} `{id}` has the `{scheme}` identifier `{value}` of {what} `{other}`: expected one {what} for each"
    )]
    ExternalTwice {
        /// The sort of entry.
        what: &'static str,
        /// The identifier of the entry at fault.
        id: String,
        /// The scheme.
        scheme: String,
        /// The value.
        value: String,
        /// The other entry that has it: of all, the first by identifier.
        other: String,
    },
    /// The scheme of an external identifier is not written as one.
    #[error(
        "{what} `{id}`: `{}` is not a scheme of identifiers: expected 1 to {MAX_SCHEME} of the characters a to z, 0 to 9, `-`, `_` and `.`, with a letter first",
        .scheme.escape_debug()
    )]
    BadScheme {
        /// The sort of entry.
        what: &'static str,
        /// Its identifier.
        id: String,
        /// The scheme, cut after 100 characters.
        scheme: String,
    },
    /// An entry names an actor that the timeline does not have.
    #[error("{what} `{id}`: unknown actor `{actor}`{}", hint(.near.as_deref()))]
    UnknownActor {
        /// The sort of entry.
        what: &'static str,
        /// Its identifier.
        id: String,
        /// The actor.
        actor: String,
        /// A similar identifier, if there is one.
        near: Option<String>,
    },
    /// An entry names a source that is neither a source nor an actor of the timeline.
    #[error("{what} `{id}`: unknown source `{source_id}`{}", hint(.near.as_deref()))]
    UnknownSource {
        /// The sort of entry.
        what: &'static str,
        /// Its identifier.
        id: String,
        /// The source.
        source_id: String,
        /// A similar identifier, if there is one.
        near: Option<String>,
    },
    /// An entry names an event that the timeline does not have.
    #[error("{what} `{id}`: unknown event `{event}`{}", hint(.near.as_deref()))]
    UnknownEvent {
        /// The sort of entry.
        what: &'static str,
        /// Its identifier.
        id: String,
        /// The event.
        event: String,
        /// A similar identifier, if there is one.
        near: Option<String>,
    },
    /// An entry names another that was left out because of its own faults. Only
    /// [lenient building](super::TimelineBuilder::build_lenient) reports it.
    #[error("{what} `{id}` refers to {of} `{name}`, which was left out")]
    RefersToLeftOut {
        /// The sort of entry.
        what: &'static str,
        /// Its identifier.
        id: String,
        /// The sort of the entry that was left out.
        of: &'static str,
        /// The identifier of that entry.
        name: String,
    },
    /// An entry has too many parts.
    #[error("{what} `{id}` has {count} {of}: expected at most {most}")]
    TooMany {
        /// The sort of entry.
        what: &'static str,
        /// Its identifier.
        id: String,
        /// What it has too many of.
        of: &'static str,
        /// The number that it has.
        count: usize,
        /// The largest number allowed.
        most: usize,
    },
    /// An actor takes part twice in the same role.
    #[error("event `{event}`: `{actor}` takes part twice as {}", .role.with_article())]
    RoleTwice {
        /// The event.
        event: String,
        /// The actor.
        actor: String,
        /// The role.
        role: Role,
    },
    /// An account gives a measure twice.
    #[error("event `{event}`: measure `{measure}` is given twice")]
    MeasureTwice {
        /// The event.
        event: String,
        /// The measure.
        measure: String,
    },
    /// A statement has no speaker.
    #[error(
        "event `{event}` is a statement without a speaker: expected a participant with the role source or party"
    )]
    NoSpeaker {
        /// The event.
        event: String,
    },
    /// An act has no code.
    #[error("event `{event}` is an act without a code: expected a code such as `AGREE`")]
    NoCode {
        /// The event.
        event: String,
    },
    /// A report of a plan or a cancellation has no date.
    #[error(
        "event `{event}` is {status}, but the report has no date: expected `asserted` on the report, or `published` on its source"
    )]
    SinceWhen {
        /// The event.
        event: String,
        /// What the report asserts.
        status: Status,
    },
    /// An event has a property that its kind cannot have.
    #[error(
        "event `{event}` is {} and cannot be {what}: expected {}",
        kind.with_article(),
        expected.with_article()
    )]
    NotOfKind {
        /// The event.
        event: String,
        /// Its kind.
        kind: Kind,
        /// The property.
        what: &'static str,
        /// The kind that can have it.
        expected: Kind,
    },
    /// A report or a constraint is withdrawn before it was asserted, or a report that an event happened before the
    /// event.
    #[error(
        "{what} `{id}` is from `{since}` and cannot be withdrawn on `{on}`: expected a date that is not earlier"
    )]
    WithdrawnEarly {
        /// What is withdrawn: `a report of event`, or `constraint`.
        what: &'static str,
        /// The identifier of the event, or the constraint in words.
        id: String,
        /// When it was asserted. For a report without that date, the date of the event.
        since: String,
        /// When it is withdrawn.
        on: String,
    },
    /// A relation that holds from one day to another has the date of one time.
    #[error(
        "event `{event}` is standing and has the date `{when}`: expected its first and its last day, such as \
         `2022-02-24/2022-03-31`, or `2022-02-24/..` if it still holds"
    )]
    NoExtent {
        /// The event.
        event: String,
        /// Its date.
        when: String,
    },
    /// A report has no source.
    #[error("event `{event}` has a report without a source: expected at least one source")]
    NoSource {
        /// The event.
        event: String,
    },
    /// The ordinal or the number of occurrences of an event is 0.
    #[error("event `{event}` has {what}: expected 1 or more")]
    Zero {
        /// The event.
        event: String,
        /// What is 0: `ordinal 0`, or `0 occurrences`.
        what: &'static str,
    },
    /// A distance is negative, or the minimum exceeds the maximum.
    #[error(
        "constraint `{constraint}` has an impossible distance: expected zero or more, with the minimum at or below the maximum"
    )]
    NoDistance {
        /// The constraint.
        constraint: String,
    },
    /// Events are parts of each other in a cycle.
    #[error("event `{}` is part of itself: {}", .events.first().map_or("", String::as_str), cycle(.events, "is part of"))]
    PartOfItself {
        /// The events: each is part of the next, and the last of the first.
        events: Vec<String>,
    },
    /// Actors succeed each other in a cycle.
    #[error("actor `{}` succeeds itself: {}", .actors.first().map_or("", String::as_str), cycle(.actors, "succeeds"))]
    SucceedsItself {
        /// The actors: each succeeds the next, and the last succeeds the first.
        actors: Vec<String>,
    },
    /// An entry could not be read.
    #[error("{message}")]
    Malformed {
        /// What is wrong.
        message: String,
        /// The value, cut after 100 characters. `None` if it is an object or a list.
        text: Option<String>,
    },
    /// Timelines that are [merged](crate::Timeline::merge) differ in something that cannot be stated side by side.
    #[error(
        "{what} `{id}`: `{field}` is {}: expected one value",
        some_of(.values.iter().map(|(label, value)| format!("`{value}` in `{label}`")), "and")
    )]
    Clash {
        /// The sort of entry.
        what: &'static str,
        /// Its identifier.
        id: String,
        /// The field.
        field: &'static str,
        /// The label of each timeline that states the field, with the value there, sorted.
        values: Vec<(String, String)>,
    },
    /// A timeline that is [merged](crate::Timeline::merge) does not have an identifier that was to be renamed.
    #[error("the timeline `{label}` has no {what} `{id}` to rename{}", hint(.near.as_deref()))]
    UnknownIdentifier {
        /// The label of the timeline.
        label: String,
        /// The sort of entry.
        what: &'static str,
        /// The identifier.
        id: String,
        /// A similar identifier, if there is one.
        near: Option<String>,
    },
    /// Dates, links and constraints cannot all be true.
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
}

errors!(FaultKind {
    BadText { of, what, text, most },
    InvalidDate { what, id, field, error },
    DuplicateId { what, id },
    ExternalTwice { what, id, scheme, value, other },
    BadScheme { what, id, scheme },
    UnknownActor { what, id, actor, near },
    UnknownSource { what, id, source_id, near },
    UnknownEvent { what, id, event, near },
    RefersToLeftOut { what, id, of, name },
    TooMany { what, id, of, count, most },
    RoleTwice { event, actor, role },
    MeasureTwice { event, measure },
    NoSpeaker { event },
    NoCode { event },
    SinceWhen { event, status },
    NotOfKind { event, kind, what, expected },
    WithdrawnEarly { what, id, since, on },
    NoExtent { event, when },
    NoSource { event },
    Zero { event, what },
    NoDistance { constraint },
    PartOfItself { events },
    SucceedsItself { actors },
    Malformed { message, text },
    Clash { what, id, field, values },
    UnknownIdentifier { label, what, id, near },
    Contradiction(contradiction),
});

impl FaultKind {
    /// Whether an entry has too many parts.
    pub(crate) const fn is_excess(&self) -> bool {
        matches!(self, Self::TooMany { .. })
    }

    /// The identifier or name of the entry at fault, if the fault is about one entry that has one.
    fn entry_id(&self) -> Option<&str> {
        match self {
            Self::InvalidDate { id, .. }
            | Self::DuplicateId { id, .. }
            | Self::ExternalTwice { id, .. }
            | Self::BadScheme { id, .. }
            | Self::UnknownActor { id, .. }
            | Self::UnknownSource { id, .. }
            | Self::UnknownEvent { id, .. }
            | Self::RefersToLeftOut { id, .. }
            | Self::Clash { id, .. }
            | Self::UnknownIdentifier { id, .. }
            | Self::WithdrawnEarly { id, .. }
            | Self::TooMany { id, .. } => Some(id),
            Self::RoleTwice { event, .. }
            | Self::MeasureTwice { event, .. }
            | Self::NoSpeaker { event }
            | Self::NoCode { event }
            | Self::SinceWhen { event, .. }
            | Self::NotOfKind { event, .. }
            | Self::NoExtent { event, .. }
            | Self::NoSource { event }
            | Self::Zero { event, .. } => Some(event),
            Self::NoDistance { constraint } => Some(constraint),
            Self::BadText { .. }
            | Self::PartOfItself { .. }
            | Self::SucceedsItself { .. }
            | Self::Malformed { .. }
            | Self::Contradiction(_) => None,
        }
    }

    /// Whether the value at fault may be in a field at a depth of objects. This excludes a title or a quotation
    /// with the same text.
    #[cfg_attr(
        not(feature = "json"),
        expect(dead_code, reason = "only text has positions")
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
                "author" => field == "authors",
                "wording" => field == "words",
                "external identifier" => depth == 2,
                "topic" => field == "topics",
                "place" => field == "place" || (depth > 1 && field == "name"),
                "measure" => field == "of",
                other => field == other,
            },
            Self::BadScheme { .. } => is_key && field == "external",
            _ if is_key => false,
            Self::ExternalTwice { scheme, .. } => depth == 2 && field == scheme,
            Self::UnknownActor { .. } | Self::RoleTwice { .. } => ACTORS.contains(&field),
            Self::UnknownSource { .. } => field == "by" || field == "reports",
            Self::UnknownEvent { .. } => EVENTS.contains(&field),
            Self::RefersToLeftOut { of, .. } => match *of {
                "event" => EVENTS.contains(&field),
                "source" => field == "by" || field == "reports",
                _ => ACTORS.contains(&field),
            },
            Self::SinceWhen { .. } => field == "status",
            Self::WithdrawnEarly { .. } => field == "withdrawn",
            Self::NoExtent { .. } => matches!(field, "when" | "edtf"),
            _ => false,
        }
    }

    /// The value at fault, if the fault is about one value.
    pub(crate) fn value(&self) -> Option<&str> {
        match self {
            Self::BadText { text, .. } => Some(text),
            Self::DuplicateId { id, .. } => Some(id),
            Self::ExternalTwice { value, .. } => Some(value),
            Self::BadScheme { scheme, .. } => Some(scheme),
            Self::UnknownActor { actor, .. } | Self::RoleTwice { actor, .. } => Some(actor),
            Self::UnknownSource { source_id, .. } => Some(source_id),
            Self::UnknownEvent { event, .. } => Some(event),
            Self::RefersToLeftOut { name, .. } => Some(name),
            Self::SinceWhen { status, .. } => Some(status.as_str()),
            Self::WithdrawnEarly { on, .. } => Some(on),
            Self::NoExtent { when, .. } => Some(when),
            Self::Malformed { text, .. } => text.as_deref(),
            _ => None,
        }
    }
}

fn cycle(names: &[String], link: &str) -> String {
    let next = names.iter().cycle().skip(1);
    let links: Vec<_> = names.iter().zip(next).collect();
    let links = links.into_iter();
    some_of(
        links.map(|(one, next)| format!("`{one}` {link} `{next}`")),
        "and",
    )
}

/// The faults that prevented [`TimelineBuilder::build`](super::TimelineBuilder::build).
///
/// Prints the first hundred faults, one per line. The debug form is the same, because a program that returns the
/// error from `main` shows that one.
#[derive(Clone, PartialEq, Eq, Error, serde::Serialize)]
#[non_exhaustive]
pub struct BuildError {
    /// Every fault, in the order of the entries. There is at least one.
    pub faults: Vec<Fault>,
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

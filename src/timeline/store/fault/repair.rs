//! What a program needs to repair a fault: the value, what was expected, and what to do.

use super::{Fault, FaultKind};

/// What to write instead of a value at fault.
///
/// # Example
///
/// ```
/// # #[cfg(feature = "json")] {
/// use detente::Timeline;
///
/// let text = r#"{
///   "format": "detente-timeline",
///   "version": 1,
///   "actors": [
///     {"id": "rubio", "kind": "person", "name": "Marco Rubio"},
///     {"id": "lavrov", "kind": "person", "name": "Sergey Lavrov"}
///   ],
///   "events": [
///     {"id": "kuala-lumpur", "kind": "meeting", "when": "2025-07-10", "parties": ["rubio", "lavrof"]}
///   ]
/// }"#;
/// let error = Timeline::from_json(text).unwrap_err();
/// let fault = &error.faults()[0];
/// assert_eq!(fault.pointer.as_deref(), Some("/events/0/parties/1"));
/// let repair = fault.repair();
/// assert_eq!(repair.value.as_deref(), Some("lavrof"));
/// assert_eq!(repair.near, ["lavrov"]);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Repair {
    /// The value at fault, cut after 100 characters. `None` if the fault is not about one simple value.
    pub value: Option<String>,
    /// What was expected, as in the message. `None` if the message does not say.
    pub expected: Option<String>,
    /// What to do.
    pub hint: String,
    /// Values that are similar to the value at fault and would be accepted in its place. Often empty.
    pub near: Vec<String>,
}

impl Fault {
    /// What to write instead.
    pub fn repair(&self) -> Repair {
        let message = self.kind.to_string();
        let (message, guess) = match message.rsplit_once("; did you mean `") {
            Some((message, guess)) => (message, guess.strip_suffix("`?")),
            None => (message.as_str(), None),
        };
        let expected = message.rsplit_once(": expected ");
        Repair {
            value: self.kind.value().map(str::to_owned),
            expected: expected.map(|(_, expected)| expected.to_owned()),
            hint: self.kind.advice().to_owned(),
            near: guess.into_iter().map(str::to_owned).collect(),
        }
    }
}

impl FaultKind {
    /// What to do about a fault of this kind.
    const fn advice(&self) -> &'static str {
        match self {
            Self::BadText { .. } => "write visible text, or leave the field out",
            Self::InvalidDate { .. } => {
                "write the date as exactly as the source gives it, or leave it out"
            }
            Self::DuplicateId { .. } => {
                "if both entries are the same, keep one; otherwise give each its own identifier"
            }
            Self::UnknownActor { .. } => {
                "use the `id` of an entry of `actors`, or add the actor there"
            }
            Self::UnknownSource { .. } => {
                "use the `id` of an entry of `sources` or `actors`, or add the source there"
            }
            Self::UnknownEvent { .. } => {
                "use the `id` of an entry of `events`, or leave the reference out"
            }
            Self::ExternalTwice { .. } => {
                "if both entries are the same, keep one; otherwise leave the identifier out"
            }
            Self::BadScheme { .. } => "write the scheme in lower case, such as `wikidata`",
            Self::RefersToLeftOut { .. } => "repair the entry that was left out",
            Self::TooMany { .. } => "split the entry, or leave parts out",
            Self::RoleTwice { .. } | Self::MeasureTwice { .. } => "keep one of the two",
            Self::NoSpeaker { .. } => "write the `id` of the actor who said it in `speaker`",
            Self::NoCode { .. } => "write a code in `code`, or another `kind`",
            Self::SinceWhen { .. } => "write in `asserted` when the source said so",
            Self::WithdrawnEarly { .. } => "write in `withdrawn` when the source took it back",
            Self::NotOfKind { .. } => "leave the property out, or write the expected `kind`",
            Self::NoExtent { .. } => {
                "write the start and the end of the date, or leave `standing` out"
            }
            Self::NoSource { .. } => "write the `id` of the source in `by`",
            Self::Zero { .. } => "write 1 or more, or leave the field out",
            Self::NoDistance { .. } => "write a smallest distance at or below the largest",
            Self::PartOfItself { .. } | Self::SucceedsItself { .. } => {
                "leave out the reference that the source does not state"
            }
            Self::Malformed { .. } => {
                "write a value of the expected form; leave an optional field out if the source does not state it"
            }
            Self::Clash { .. } => "keep the value that is right, in all timelines",
            Self::UnknownIdentifier { .. } => "use an identifier of the timeline",
            Self::Contradiction(_) => {
                "compare the statements with the source, and change the one that it does not state"
            }
        }
    }
}

//! How sentences name an event, alone and in lists, for all languages. Each language supplies its words.

use super::facts::EventName;
use super::shown::{capital, list};
use crate::relations::Cause;

/// The words with which a language names events.
pub(super) trait Naming {
    /// The word before the last entry of a list.
    const AND: &'static str;
    /// The text between the date of an event and a word about it.
    const SEMICOLON: &'static str = ";";

    /// An event inside a sentence, in the nominative: `the meeting on 10 July 2025 (Kuala Lumpur)`.
    fn event(event: &EventName<'_>) -> String;
    /// A title in quotation marks.
    fn quoted(title: &str) -> String;
    /// The date of an event in parentheses: `8 July 2025`, `in force since 4 April 1949`.
    fn date(event: &EventName<'_>) -> String;
    /// How an event moved relations.
    fn cause(cause: Cause) -> &'static str;

    /// An event at the start of a sentence. A label stays as it is.
    fn subject(event: &EventName<'_>) -> String {
        let text = Self::event(event);
        if event.label.is_some() {
            text
        } else {
            capital(&text)
        }
    }

    /// An event in a list, by its title: `“Trump criticises Putin” (8 July 2025)`. With a word about it, if there is one:
    /// `“Trump criticises Putin” (8 July 2025; new)`.
    fn in_list(event: &EventName<'_>, word: Option<&str>) -> String {
        match (event.title.filter(|_| event.label.is_none()), word) {
            (Some(title), None) => format!("{} ({})", Self::quoted(title), Self::date(event)),
            (Some(title), Some(word)) => format!(
                "{} ({}{} {word})",
                Self::quoted(title),
                Self::date(event),
                Self::SEMICOLON
            ),
            (None, None) => Self::event(event),
            (None, Some(word)) => format!("{} ({word})", Self::event(event)),
        }
    }

    /// Several events.
    fn list(events: &[EventName<'_>]) -> String {
        let events = events.iter().map(|event| Self::in_list(event, None));
        list(&events.collect::<Vec<_>>(), Self::AND)
    }

    /// Several events, each with how it moved relations.
    fn list_with_causes(events: &[(EventName<'_>, Cause)]) -> String {
        let events = events.iter();
        let events = events.map(|(event, cause)| Self::in_list(event, Some(Self::cause(*cause))));
        list(&events.collect::<Vec<_>>(), Self::AND)
    }
}

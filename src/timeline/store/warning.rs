//! What was accepted but looks wrong.

use std::fmt;

use crate::event::Kind;
use crate::time::{DateSource, Edtf, Unlikely};
use crate::timeline::{EventRef, StoredAccount, Timeline};
use crate::wire::errors;

/// Something in a timeline that was accepted but looks wrong.
///
/// Listed by [`Timeline::warnings`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// A meeting or a call has fewer than two participants.
    Alone {
        /// The event.
        event: String,
        /// Whether it is a meeting or a call.
        kind: Kind,
        /// The only participant. `None` if there is none.
        actor: Option<String>,
    },
    /// A date of an event is valid, but probably means something else than was meant: a season such as `1921-22`
    /// that looks like two years, or a time of midnight.
    ///
    /// A month such as `1904-05` is listed only if another event has such a season.
    UnlikelyDate {
        /// The event.
        event: String,
        /// The date.
        when: String,
        /// What it means.
        meaning: String,
        /// What to write if something else was meant.
        instead: String,
    },
}

errors!(Warning {
    Alone { event, kind, actor },
    UnlikelyDate { event, when, meaning, instead },
});

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alone { event, kind, actor } => {
                write!(f, "event `{event}` is a {kind} ")?;
                match actor {
                    Some(actor) => write!(f, "with one participant, `{actor}`")?,
                    None => f.write_str("without participants")?,
                }
                f.write_str(": expected at least two")
            }
            Self::UnlikelyDate {
                event,
                when,
                meaning,
                instead,
            } => write!(
                f,
                "event `{event}` has the date `{when}`, which is {meaning}: expected {instead}"
            ),
        }
    }
}

impl Timeline {
    /// Lists what was accepted but looks wrong, in the order of events.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::actor::Actor;
    /// use detente::event::Event;
    /// use detente::Timeline;
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::state("USA").named("United States"));
    /// builder.event(Event::meeting("talks", "2025-07-10").party("USA"));
    /// let timeline = builder.build()?;
    /// let warnings: Vec<String> = timeline.warnings().map(|one| one.to_string()).collect();
    /// assert_eq!(warnings, [
    ///     "event `talks` is a meeting with one participant, `USA`: expected at least two",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn warnings(&self) -> impl Iterator<Item = Warning> {
        let mut all = self.events().flat_map(written);
        let with_months = all.any(|date| date.unlikely() == Some(Unlikely::Season));
        self.events()
            .flat_map(move |event| alone(event).into_iter().chain(dates(event, with_months)))
    }
}

/// The dates of an event, each as one expression.
fn written(event: EventRef<'_>) -> impl Iterator<Item = &Edtf> + Clone {
    let stored = event.stored();
    let own = stored.accounts.iter().filter_map(StoredAccount::own_when);
    std::iter::once(&stored.when)
        .chain(own)
        .filter_map(|when| match when.written() {
            DateSource::Edtf(edtf) => Some(edtf),
            DateSource::Ends { .. } | DateSource::Undated => None,
        })
}

/// The dates of an event that look wrong. Months do if a season does.
fn dates(event: EventRef<'_>, with_months: bool) -> impl Iterator<Item = Warning> {
    let unlikely = written(event).filter(move |date| match date.unlikely() {
        Some(Unlikely::Season | Unlikely::Midnight) => true,
        Some(Unlikely::Month) => with_months,
        None => false,
    });
    unlikely.map(move |date| {
        let (meaning, instead) = date.doubt();
        Warning::UnlikelyDate {
            event: event.id().to_owned(),
            when: date.to_string(),
            meaning,
            instead,
        }
    })
}

/// A meeting or a call that has fewer than two participants.
fn alone(event: EventRef<'_>) -> Option<Warning> {
    if !matches!(event.kind(), Kind::Meeting | Kind::Call) {
        return None;
    }
    let mut present = event.participants().map(|one| one.actor);
    let first = present.next();
    // An actor with two roles is one participant.
    if present.any(|other| Some(other) != first) {
        return None;
    }
    Some(Warning::Alone {
        event: event.id().to_owned(),
        kind: event.kind(),
        actor: first.map(|actor| actor.id().to_owned()),
    })
}

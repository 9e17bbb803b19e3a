//! Edits and patches: changes to a timeline, as values.

use crate::actor::{Actor, Designation};
use crate::event::{Event, Report, Source};
use crate::time::{DateErrors, DateInput, When, WhenError};
use crate::timeline::Constraint;

/// One change to a timeline.
///
/// Nothing is checked until [`Timeline::edit`](crate::Timeline::edit) applies the edit.
///
/// # Example
///
/// ```
/// use detente::event::{Account, Report};
/// use detente::timeline::edit::{Edit, ItemKey};
/// use detente::{Actor, Event};
///
/// let edits = [
///     Edit::add(Actor::person("ushakov").named("Yuri Ushakov")),
///     Edit::add(Event::call("call", "2025-03-15").between("rubio", "lavrov")),
///     Edit::redate("riyadh", "2025-02-18"),
///     Edit::correct("riyadh", Report::by(["tass"]).asserted("2025-02-19").says(Account::new().place("Diriyah"))),
///     Edit::retract(ItemKey::report("call", ["tass"]), "2025-03-16"),
///     Edit::remove(ItemKey::event("helsinki")),
/// ];
/// assert_eq!(edits[2].to_string(), "redate event `riyadh` to `2025-02-18`");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Edit {
    /// What is done.
    pub action: Action,
    pub(crate) date_errors: DateErrors,
}

/// What an [`Edit`] does.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// Adds an item. See [`Edit::add`].
    Add(Item),
    /// Puts an item in place of the one with the same identifier. See [`Edit::replace`].
    Replace(Item),
    /// Deletes an item. See [`Edit::remove`].
    Remove(ItemKey),
    /// Replaces the date of an event. See [`Edit::redate`].
    Redate {
        /// The identifier of the event.
        event: String,
        /// The new date.
        when: When,
    },
    /// Adds a report to an event. See [`Edit::report`].
    Report {
        /// The identifier of the event.
        event: String,
        /// The report.
        report: Report,
    },
    /// Adds a report that replaces earlier ones from its date on. See [`Edit::correct`].
    Correct {
        /// The identifier of the event.
        event: String,
        /// The report.
        report: Report,
    },
    /// Withdraws reports or a constraint from a date on. See [`Edit::retract`].
    Retract {
        /// An event, a report or a constraint.
        key: ItemKey,
        /// The date of the withdrawal.
        on: When,
    },
}

/// Something that a timeline is built from, as a [`TimelineBuilder`](crate::TimelineBuilder) takes it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Item {
    /// An actor.
    Actor(Actor),
    /// A name for the holders of an office at a time.
    Designation(Designation),
    /// A source.
    Source(Source),
    /// An event.
    Event(Event),
    /// A constraint on the order of events.
    Constraint(Constraint),
}

/// Identifies an item of a timeline, or a report of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(
    clippy::large_enum_variant,
    reason = "a key is built, used once and dropped"
)]
pub enum ItemKey {
    /// The actor with an identifier.
    Actor(String),
    /// The designation with a name.
    Designation(String),
    /// The source with an identifier.
    Source(String),
    /// The event with an identifier.
    Event(String),
    /// The reports of an event that have a chain of attribution.
    Report {
        /// The identifier of the event.
        event: String,
        /// The whole chain of attribution, from the source that was read to the source that it cites.
        by: Vec<String>,
    },
    /// The constraint that equals this one.
    Constraint(Constraint),
}

impl Edit {
    const fn new(action: Action) -> Self {
        Self {
            action,
            // The same as the default, which is not `const`.
            date_errors: DateErrors::NONE,
        }
    }

    /// Adds an actor, a designation, a source, an event or a constraint.
    ///
    /// An identifier that the timeline already has is a fault. A constraint that it already has is not added
    /// again.
    #[must_use]
    pub fn add(item: impl Into<Item>) -> Self {
        Self::new(Action::Add(item.into()))
    }

    /// Puts an actor, a designation, a source or an event in place of the one with the same identifier.
    ///
    /// The record is corrected for all time: views as of an earlier day see the new item too. To keep
    /// what was known before, see [`Edit::correct`].
    ///
    /// A constraint has no identifier. Remove it and add another, in one patch.
    #[must_use]
    pub fn replace(item: impl Into<Item>) -> Self {
        Self::new(Action::Replace(item.into()))
    }

    /// Deletes an item, or the reports of an event that have a chain of attribution.
    ///
    /// It is a fault if other entries still refer to the item: remove these too, in the same patch. To keep what
    /// was known before, see [`Edit::retract`].
    #[must_use]
    pub const fn remove(key: ItemKey) -> Self {
        Self::new(Action::Remove(key))
    }

    /// Replaces the date of an event, for all time. Dates given by individual reports do not change.
    #[must_use]
    pub fn redate(event: impl Into<String>, when: impl Into<DateInput>) -> Self {
        let mut date_errors = DateErrors::default();
        let when = date_errors.take_in("when", when);
        Self {
            action: Action::Redate {
                event: event.into(),
                when,
            },
            date_errors,
        }
    }

    /// Adds a report to an event.
    ///
    /// An event without reports counts as known once it is over. After its first report, it is known only from
    /// that report on. An event has up to [`MAX_PER_EVENT`](crate::event::MAX_PER_EVENT) reports; if edits add
    /// more, the first of them is a fault.
    #[must_use]
    pub fn report(event: impl Into<String>, report: Report) -> Self {
        Self::new(Action::Report {
            event: event.into(),
            report,
        })
    }

    /// Adds a report with which a source corrects itself.
    ///
    /// The reports of the event that have the same chain of attribution, and are not withdrawn yet, are withdrawn
    /// when this one is [asserted](Report::asserted). Views as of an earlier day give the same answers as before.
    /// The event must have such an earlier report. This report must have an assertion date, which must not be
    /// certainly before the assertion date of a report that it withdraws.
    ///
    /// To change what the source says, for example the date, state it in the new report:
    /// [`Report::says`](crate::event::Report::says).
    #[must_use]
    pub fn correct(event: impl Into<String>, report: Report) -> Self {
        Self::new(Action::Correct {
            event: event.into(),
            report,
        })
    }

    /// Withdraws an event, some of its reports, or a constraint, from a given date.
    ///
    /// All reports of an event are withdrawn if the key is [`ItemKey::Event`], and those with a chain of
    /// attribution if it is [`ItemKey::Report`]. Reports that are already withdrawn do not change. At least one
    /// report must not be withdrawn yet. Views as of an earlier day give the same answers as before.
    ///
    /// It is a fault if the date is certainly before the report or the constraint was asserted. A report without
    /// an assertion date cannot be withdrawn before the event that it reports as having happened.
    #[must_use]
    pub fn retract(key: ItemKey, on: impl Into<DateInput>) -> Self {
        let mut date_errors = DateErrors::default();
        let on = date_errors.take_in("on", on);
        Self {
            action: Action::Retract { key, on },
            date_errors,
        }
    }
}

impl Edit {
    /// The first date that was given as text and could not be read: its field and the error.
    pub(crate) fn date_error(&self) -> Option<&(&'static str, WhenError)> {
        let within = match &self.action {
            Action::Add(item) | Action::Replace(item) => match item {
                Item::Actor(one) => &one.date_errors,
                Item::Designation(one) => &one.date_errors,
                Item::Source(one) => &one.date_errors,
                Item::Event(one) => &one.date_errors,
                Item::Constraint(one) => &one.date_errors,
            },
            Action::Report { report, .. } | Action::Correct { report, .. } => &report.date_errors,
            _ => &self.date_errors,
        };
        within.iter().next()
    }
}

impl ItemKey {
    /// The actor with an identifier.
    #[must_use]
    pub fn actor(id: impl Into<String>) -> Self {
        Self::Actor(id.into())
    }

    /// The designation with a name.
    #[must_use]
    pub fn designation(name: impl Into<String>) -> Self {
        Self::Designation(name.into())
    }

    /// The source with an identifier.
    #[must_use]
    pub fn source(id: impl Into<String>) -> Self {
        Self::Source(id.into())
    }

    /// The event with an identifier.
    #[must_use]
    pub fn event(id: impl Into<String>) -> Self {
        Self::Event(id.into())
    }

    /// The reports of an event that have a chain of attribution.
    #[must_use]
    pub fn report<S: Into<String>>(
        event: impl Into<String>,
        by: impl IntoIterator<Item = S>,
    ) -> Self {
        Self::Report {
            event: event.into(),
            by: by.into_iter().map(Into::into).collect(),
        }
    }
}

macro_rules! from_items {
    ($($type:ident),*) => {$(
        impl From<$type> for Item {
            fn from(item: $type) -> Self {
                Self::$type(item)
            }
        }
    )*};
}

from_items!(Actor, Designation, Source, Event, Constraint);

impl From<Constraint> for ItemKey {
    fn from(constraint: Constraint) -> Self {
        Self::Constraint(constraint)
    }
}

impl From<&Constraint> for ItemKey {
    fn from(constraint: &Constraint) -> Self {
        Self::Constraint(constraint.clone())
    }
}

/// Edits that are applied together: all of them, or none.
///
/// Later edits see what earlier ones did. References are checked when all are applied, so an event may
/// name an actor that a later edit adds.
///
/// # Example
///
/// ```
/// use detente::timeline::edit::{Edit, ItemKey, Patch};
///
/// let patch: Patch = ["riyadh", "istanbul"].map(|id| Edit::remove(ItemKey::event(id))).into_iter().collect();
/// assert_eq!(patch.edits.len(), 2);
/// assert_eq!(Patch::from(Edit::redate("riyadh", "2025-02-18")).edits.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    /// The edits, in the order in which they are applied.
    pub edits: Vec<Edit>,
}

impl Patch {
    /// The maximum number of edits in a patch that is read.
    pub const MAX_EDITS: usize = 100_000;
}

impl From<Edit> for Patch {
    fn from(edit: Edit) -> Self {
        Self { edits: vec![edit] }
    }
}

impl From<Vec<Edit>> for Patch {
    fn from(edits: Vec<Edit>) -> Self {
        Self { edits }
    }
}

impl<const N: usize> From<[Edit; N]> for Patch {
    fn from(edits: [Edit; N]) -> Self {
        Self {
            edits: edits.into(),
        }
    }
}

impl FromIterator<Edit> for Patch {
    fn from_iter<I: IntoIterator<Item = Edit>>(edits: I) -> Self {
        Self {
            edits: edits.into_iter().collect(),
        }
    }
}

impl Extend<Edit> for Patch {
    fn extend<I: IntoIterator<Item = Edit>>(&mut self, edits: I) {
        self.edits.extend(edits);
    }
}

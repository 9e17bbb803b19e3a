//! The order of two events.

use std::fmt;

use crate::query::View;
use crate::time::Certainty;
use crate::timeline::LookupError;
use crate::wire::{Object, probability_or_null};

/// The order of two events.
///
/// If both `before` and `after` are impossible, the events overlap.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Object<OrderShape>")]
#[non_exhaustive]
pub struct Order {
    /// Whether the first event ends before the second starts.
    pub before: Certainty,
    /// Whether the second event ends before the first starts.
    pub after: Certainty,
    /// The probability that the first event ends before the second starts, if each date is
    /// uniform between its bounds.
    ///
    /// `None` if a date has no bound.
    pub probability: Option<f64>,
}

/// An order as it is read, before it is checked.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderShape {
    before: Certainty,
    after: Certainty,
    #[serde(deserialize_with = "probability_or_null")]
    probability: Option<f64>,
}

impl TryFrom<Object<OrderShape>> for Order {
    type Error = String;

    fn try_from(Object(shape): Object<OrderShape>) -> Result<Self, String> {
        let OrderShape {
            before,
            after,
            probability,
        } = shape;
        if before.and(after).is_possible() && (before.is_certain() || after.is_certain()) {
            return Err(format!(
                "`before` is `{before}` and `after` is `{after}`: expected one of them to be impossible if the other is certain"
            ));
        }
        Ok(Self {
            before,
            after,
            probability,
        })
    }
}

/// In words: `before`, `after`, `overlapping`, `before (P = 0.35), after or overlapping`.
impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.before.is_certain() {
            return f.pad("before");
        }
        if self.after.is_certain() {
            return f.pad("after");
        }
        let before = self.before.is_possible().then(|| match self.probability {
            Some(probability) => format!("before (P = {probability:.2})"),
            None => "before".to_owned(),
        });
        let after = self.after.is_possible().then(|| "after".to_owned());
        // Two uncertain events can also overlap.
        let words = before.into_iter().chain(after).collect::<Vec<_>>();
        f.pad(&match words.as_slice() {
            [] => "overlapping".to_owned(),
            words => format!("{} or overlapping", words.join(", ")),
        })
    }
}

impl View<'_> {
    /// The order of two events.
    ///
    /// # Errors
    ///
    /// [`LookupError`] if the view does not have one of the events.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::event::Event;
    /// use detente::{Certainty, Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.event(Event::call("call", "2025-06"));
    /// builder.event(Event::meeting("meeting", "2025-07-10"));
    /// let timeline = builder.build()?;
    /// let order = timeline.view().order("call", "meeting")?;
    /// assert_eq!(order.before, Certainty::Certain);
    /// assert_eq!(order.to_string(), "before");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn order(&self, first: &str, second: &str) -> Result<Order, LookupError> {
        let (first, second) = (self.event(first)?, self.event(second)?);
        Ok(Order {
            before: first.before(second),
            after: second.before(first),
            probability: first.probability_before(second),
        })
    }
}

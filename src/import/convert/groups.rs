//! Groups rows by the event that they report, and gives each event its identifier.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Conversion, Grouping, Row};
use crate::actor::MAX_ID;
use crate::code::Code;
use crate::import::digest::digest_of;
use crate::import::row::dates_of;
use crate::import::symmetry::{Symmetry, VISIT, symmetry};

/// What the rows of one event have in common. The order of the fields is the order of events.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EventKey<'p> {
    days: (i32, i32),
    /// Whether the event was on an unknown one of these days.
    is_uncertain: bool,
    /// Whether the act is symmetric.
    pub(super) is_symmetric: bool,
    pub(super) source: &'p str,
    pub(super) target: &'p str,
    /// The code, or the root code of a contact.
    code: Cow<'p, str>,
}

/// The rows of each event, in the order of reports. There is at least one.
pub(super) type Groups<'p> = BTreeMap<EventKey<'p>, Vec<&'p Row>>;

impl Conversion {
    pub(super) fn groups<'p>(&'p self, rows: &'p [Row]) -> Groups<'p> {
        let mut groups = Groups::new();
        for row in rows {
            if let Some(key) = self.event_key(row) {
                groups.entry(key).or_default().push(row);
            }
        }
        for rows in groups.values_mut() {
            rows.sort_unstable_by_key(|row| &row.report);
        }
        groups
    }

    /// Decides which event a row reports.
    ///
    /// Returns `None` if [`with_actor`](Self::with_actor) has made both parties the same actor
    /// since the row was added.
    fn event_key<'p>(&'p self, row: &'p Row) -> Option<EventKey<'p>> {
        let (source, target) = (self.actor_of(&row.source), self.actor_of(&row.target));
        if source == target {
            return None;
        }
        let code = &row.report.code;
        let symmetry = symmetry(Some(code));
        let is_symmetric = symmetry != Symmetry::Directed;
        let is_contact = is_symmetric && self.grouping == Grouping::Contact;
        // Both sides of a symmetric act get the same key: the parties in their order, or of a visit
        // the visitor first.
        let (source, target) = match symmetry {
            Symmetry::Mutual => (source.min(target), source.max(target)),
            Symmetry::Visit | Symmetry::Host if is_contact => {
                (source.min(target), source.max(target))
            }
            Symmetry::Host => (target, source),
            Symmetry::Directed | Symmetry::Visit => (source, target),
        };
        let code = match code {
            Code::Cameo(code) if is_contact => code.root_str().into(),
            Code::Plover(code) if is_contact => code.category().as_str().into(),
            Code::Cameo(_) if symmetry == Symmetry::Host => VISIT.into(),
            Code::Cameo(code) => code.as_str().into(),
            code => code.to_string().into(),
        };
        Some(EventKey {
            days: row.days,
            is_uncertain: row.is_uncertain,
            is_symmetric,
            source,
            target,
            code,
        })
    }

    /// The identifier of an event. Different events have different ones.
    pub(super) fn event_id(&self, key: &EventKey<'_>) -> String {
        let (first, last) = dates_of(key.days);
        let days = if first == last {
            first.to_string()
        } else if key.is_uncertain {
            format!("{first}..{last}")
        } else {
            format!("{first}/{last}")
        };
        let sign = if key.is_symmetric { "+" } else { ">" };
        let EventKey {
            source,
            target,
            code,
            ..
        } = key;
        let start = format!("{}:{days}:", self.source.id);
        // If a name contained a sign, two events could get the same identifier.
        let signs = ['+', '>', ':'];
        let is_unambiguous = !source.contains(signs) && !target.contains(signs);
        let end = is_unambiguous.then(|| format!("{source}{sign}{target}:{code}"));
        bounded_id(&start, end.as_deref(), &[source, sign, target, code])
    }
}

/// An identifier of at most [`MAX_ID`] bytes.
///
/// It is `start` and `end`. If there is no end, or if both are too long together, a hash of `parts`
/// replaces the end. If that is still too long, it is a hash of everything.
pub(super) fn bounded_id(start: &str, end: Option<&str>, parts: &[&str]) -> String {
    if let Some(end) = end
        && start.len() + end.len() <= MAX_ID
    {
        return format!("{start}{end}");
    }
    let id = format!("{start}#{:032x}", digest_of(parts));
    if id.len() <= MAX_ID {
        return id;
    }
    let all: Vec<&str> = [start].into_iter().chain(parts.iter().copied()).collect();
    format!("#{:032x}", digest_of(&all))
}

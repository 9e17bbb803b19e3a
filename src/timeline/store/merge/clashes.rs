//! Facts that cannot be stated side by side.

use std::fmt::Display;

use crate::timeline::{Entry, Fault, FaultKind};

/// Collects the clashes of one entry.
pub(super) struct Clashes<'f> {
    faults: &'f mut Vec<Fault>,
    what: &'static str,
    id: String,
}

impl<'f> Clashes<'f> {
    pub(super) fn new(faults: &'f mut Vec<Fault>, what: &'static str, id: &str) -> Self {
        Self {
            faults,
            what,
            id: id.to_owned(),
        }
    }

    /// The value that all parts agree on, or that is the only one. Returns `None` if there is none. If there are
    /// several, adds a fault.
    pub(super) fn agreed<T: PartialEq + Display>(
        &mut self,
        field: &'static str,
        values: impl Iterator<Item = (impl AsRef<str>, Option<T>)>,
    ) -> Option<T> {
        let stated = values.filter_map(|(label, value)| Some((label, value?)));
        let stated: Vec<_> = stated.collect();
        let first = stated.first()?;
        if stated.iter().any(|(_, value)| *value != first.1) {
            let values = stated.iter();
            let mut values: Vec<(String, String)> = values
                .map(|(label, value)| (label.as_ref().to_owned(), value.to_string()))
                .collect();
            values.sort_unstable();
            values.dedup();
            let kind = FaultKind::Clash {
                what: self.what,
                id: self.id.clone(),
                field,
                values,
            };
            self.faults.push(Fault::new(Entry::Whole, kind));
        }
        stated.into_iter().next().map(|(_, value)| value)
    }
}

//! Who stood for whom, in what office, from when to when.
//!
//! A person stands for a state only while in office; a ministry stands for its
//! state for as long as both exist. An affiliation whose end is open (`..`)
//! holds for certain today; one whose end is unknown (an empty end) only
//! possibly: that is the difference EDTF makes, and it is kept.
//!
//! The day on which a term begins or ends is only possible, since nobody says at what hour. Where
//! the next term of the same office begins on the day after, both hold for the whole of their
//! days: `2017-01-20/2018-03-13` and `2018-03-14/2021` leave nothing open in March 2018. A day
//! that two terms share stays possible for both. Blanks around an office make no other office.
//!
//! Whoever is affiliated to a group or an organisation without an office is a
//! *member* of it: France of the European Union, from 1 November 1993 on. Whoever has an office
//! there speaks for it: the Commission as its executive, and a member that has the
//! presidency for half a year. Both stand for it; a question can leave the members out
//! ([`Side::without_members`](crate::query::Side::without_members)).

use crate::time::When;

/// Whom an actor stood for over some time, and in what office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affiliation {
    pub(crate) party: String,
    pub(crate) office: Option<String>,
    pub(crate) when: When,
}

impl Affiliation {
    /// States that the actor stood for `party` over the extent of `when`.
    #[must_use]
    pub fn new(party: impl Into<String>, when: When) -> Self {
        Self {
            party: party.into(),
            office: None,
            when,
        }
    }

    /// Names the office that was held.
    #[must_use]
    pub fn in_office(mut self, office: impl Into<String>) -> Self {
        self.office = Some(office.into());
        self
    }

    /// The identifier of the actor that was stood for.
    pub fn party(&self) -> &str {
        &self.party
    }

    /// The office that was held, where one is named.
    pub fn office(&self) -> Option<&str> {
        self.office.as_deref()
    }

    /// From when to when.
    pub const fn when(&self) -> &When {
        &self.when
    }
}

/// A name for whoever held an office at a time: "the previous administration".
///
/// It is a role at a time and not an actor: who is meant comes from the
/// affiliations, and a record that names no holder answers with nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    pub(crate) name: String,
    pub(crate) party: String,
    pub(crate) office: String,
    pub(crate) when: When,
}

impl Designation {
    /// Calls whoever held `office` for `party` over `when` by a name.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        party: impl Into<String>,
        office: impl Into<String>,
        when: When,
    ) -> Self {
        Self {
            name: name.into(),
            party: party.into(),
            office: office.into(),
            when,
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The identifier of the party whose office it is.
    pub fn party(&self) -> &str {
        &self.party
    }

    /// The office.
    pub fn office(&self) -> &str {
        &self.office
    }

    /// The stretch of time that is meant.
    pub const fn when(&self) -> &When {
        &self.when
    }
}

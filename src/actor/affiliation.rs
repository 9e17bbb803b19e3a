//! Offices and memberships: who represented whom, and when.

use crate::time::{DateErrors, DateInput, When};

/// An office or a membership of an actor, and its dates.
///
/// A person represents a state only while in office. A ministry represents its state for as long as
/// both exist.
///
/// - **Open or unknown end**: with an open end (`2004-03-09/..`) the affiliation is in force today;
///   with an unknown end (`2004-03-09/`) it possibly is.
/// - **First and last day**: they are only possible, because the hour of the handover is rarely known.
///   If the next term of the same office starts on the next day, both terms include the whole of their
///   days: `2017-01-20/2018-03-13` and `2018-03-14/2021` leave no gap in March 2018. A day that two
///   terms share stays possible for both.
/// - **Members**: an actor that is affiliated with a group or an organisation without an office is a
///   *member*: France of the European Union, from 1 November 1993. An actor with an office speaks for
///   it: the Commission as its executive, a member state that has the presidency for half a year. Both
///   represent it. [`Side::without_members`](crate::query::Side::without_members) excludes the members
///   from a question.
///
/// Leading, trailing and repeated blanks in the name of an office are ignored.
///
/// Added by [`Actor::held_office`](super::Actor::held_office) and
/// [`Actor::member_of`](super::Actor::member_of).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Affiliation {
    /// The identifier of the actor that is represented.
    pub party: String,
    /// The office. `None` means a member.
    pub office: Option<String>,
    /// The time of the affiliation.
    pub when: When,
}

/// A name for the holders of an office during a period: "the previous administration".
///
/// A designation is not an actor. Its members follow from the affiliations. It has no members if no actor
/// is known to have held the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    /// The name.
    pub name: String,
    /// The identifier of the actor whose office it is.
    pub party: String,
    /// The office.
    pub office: String,
    /// The period.
    pub when: When,
    pub(crate) date_errors: DateErrors,
}

impl Designation {
    /// Names the holders of `office` of `party` during `when`.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        party: impl Into<String>,
        office: impl Into<String>,
        when: impl Into<DateInput>,
    ) -> Self {
        let mut date_errors = DateErrors::default();
        Self {
            name: name.into(),
            party: party.into(),
            office: office.into(),
            when: date_errors.take_in("when", when),
            date_errors,
        }
    }
}

//! Other names of an actor.
//!
//! Reports call a state by its capital or its palace, and spell a name in several ways. The kind
//! of an alias keeps them apart, so that "Moscow" the metonym is not mistaken for the place of a
//! meeting. A former name has dates: a lookup on a day finds "Leningrad" or "Petrograd".

use crate::text::words;
use crate::time::{DateErrors, DateInput, When};

/// Another name of an actor, and when it was in use.
///
/// # Example
///
/// ```
/// use detente::actor::{Actor, Alias};
///
/// let city = Actor::organisation("spb")
///     .named("Saint Petersburg")
///     .alias(Alias::new("Petrograd").during("1914-09-01/1924-01-26"))
///     .alias(Alias::new("Leningrad").during("1924-01-26/1991-09-06"));
/// assert_eq!(&*city.aliases[1].name, "Leningrad");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name.
    pub name: Box<str>,
    /// The kind of name.
    pub kind: AliasKind,
    /// When the name was in use. `None` means at all times.
    pub when: Option<When>,
    pub(crate) date_errors: DateErrors,
}

impl Alias {
    /// Creates a variant of the name that is in use at all times.
    #[must_use]
    pub fn new(name: impl Into<Box<str>>) -> Self {
        Self {
            name: name.into(),
            kind: AliasKind::Variant,
            when: None,
            date_errors: DateErrors::default(),
        }
    }

    /// Sets the kind of name.
    #[must_use]
    pub const fn kind(mut self, kind: AliasKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets when the name was in use.
    #[must_use]
    pub fn during(mut self, when: impl Into<DateInput>) -> Self {
        self.when = Some(self.date_errors.take_in("aliases", when));
        self
    }
}

impl From<&str> for Alias {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Alias {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

/// The kind of another name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AliasKind {
    /// Another spelling or form of the name: "Sergei Lavrov".
    #[default]
    Variant,
    /// A place or building used for the actor: "the Kremlin".
    Metonym,
    /// The name as a source printed it, correct or not.
    Printed,
}

words!(AliasKind, "a kind of alias", 3 {
    Variant => "variant",
    Metonym => "metonym",
    Printed => "printed",
});

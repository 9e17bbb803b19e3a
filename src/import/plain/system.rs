//! The system of the codes of a plain table.

use crate::import::error::ImportError;
use crate::import::fault::shortened;

/// The system of the codes of a plain table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum CodeSystem {
    /// Not stated: words may name their system, and the system of digits is inferred.
    #[default]
    Inferred,
    Cameo,
    Plover,
    /// Another one, by its name.
    Other(Box<str>),
    /// Numbers instead of codes.
    Values(Greatest),
}

/// The greatest value of a scale of numbers: finite and above zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Greatest(pub(super) f64);

// It is a number, so equality is reflexive.
impl Eq for Greatest {}

impl Greatest {
    pub(super) fn new(greatest: f64) -> Result<Self, ImportError> {
        if greatest.is_finite() && greatest > 0.0 {
            Ok(Self(greatest))
        } else {
            Err(ImportError::GreatestValue { greatest })
        }
    }
}

/// The maximum length of the name of a code system, in bytes.
pub(in crate::import) const MAX_SYSTEM: usize = 32;

impl CodeSystem {
    /// The system with a name.
    pub(super) fn named(system: &str) -> Result<Self, ImportError> {
        const KNOWN: [&str; 4] = ["cameo", "plover", "weis", "copdab"];
        let is_in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        if !(1..=MAX_SYSTEM).contains(&system.len()) || !system.bytes().all(is_in_name) {
            let name = shortened(system.as_bytes());
            return Err(ImportError::System { name });
        }
        // Known systems are accepted in any case; others must be written as in the scale.
        let mut known = KNOWN.into_iter();
        let known = known.find(|known| known.eq_ignore_ascii_case(system));
        Ok(match known.unwrap_or(system) {
            "cameo" => Self::Cameo,
            "plover" => Self::Plover,
            other => Self::Other(other.into()),
        })
    }

    /// Whether its codes are whole numbers, so that `46.0` is `46`. A system of the user can have both `1` and `1.0`.
    pub(super) fn has_numbers(&self) -> bool {
        match self {
            Self::Inferred | Self::Cameo => true,
            Self::Other(name) => ["weis", "copdab", "mid", "ucdp"].contains(&&**name),
            Self::Plover | Self::Values(_) => false,
        }
    }

    /// The name of the stated system. Returns `None` if there is none.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Inferred | Self::Values(_) => None,
            Self::Cameo => Some("cameo"),
            Self::Plover => Some("plover"),
            Self::Other(name) => Some(name),
        }
    }
}

//! What was done, in the codes of the field.
//!
//! A [`Code`] names an act in a code system: PLOVER, CAMEO, or any other. Codes are
//! text: as numbers, CAMEO's `010` (a statement) and `10` (a demand) would be one.
//!
//! Two systems are known here in detail. PLOVER's list is closed, so what is not on it
//! is an error that says what is. Of CAMEO only the shape is checked, because its
//! publications differ in their lists. Everything else is kept as it was given.
//!
//! What an act is worth is not part of its code: a [`Scale`] says so, and there are
//! several, which disagree. A code that a scale lacks has no valence, which is not zero.
//! Nor is what it was about: PLOVER's [`Contexts`] stand beside a code.
//!
//! | question | answer |
//! | :-- | :-- |
//! | what does `cameo:0871` stand for? | [`CameoCode::name`] |
//! | what is it in PLOVER? | [`CameoCode::to_plover`] |
//! | was `46` once `046`? | [`CameoCode::restore_zero`] |
//! | what is it worth, and to whom? | [`Scale::valence`], [`Scale`] |
//! | who is `IGOEUREEC`? | [`ActorCode::parts`] |
//! | which country is `AU`? | [`Country::from_fips`], [`Country::from_iso2`] |
//!
//! # Example
//!
//! ```
//! use detente::code::{MarkClass, Code, Scale};
//!
//! let call = Code::parse("CONSULT/Phone")?;
//! let statement = Code::parse("cameo:010")?;
//! let home_made = Code::parse("moscow-desk:toast")?;
//! assert_eq!(call.class(), MarkClass::Contact);
//! assert_eq!(statement.class(), MarkClass::Comment);
//! assert_eq!(Scale::plover().valence(&call), Some(0.15));
//! assert_eq!(Scale::plover().valence(&home_made), None);
//! # Ok::<(), detente::code::CodeError>(())
//! ```

mod actor_code;
mod cameo;
mod copdab;
mod country;
mod ethnic;
mod goldstein;
mod plover;
mod plover_context;
mod scale;
mod weis;

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

pub use actor_code::{ActorCode, ActorCodeError, MAX_ACTOR_CODE, Part, PartKind, Parts};
pub use cameo::{
    CameoCode, CameoPublication, CameoRoot, LostZero, PloverMapping, QuadClass, QuadReading,
};
pub use country::{Clash, Countries, Country, CountryKind};
pub use plover::{PloverCategory, PloverCode, PloverMode};
pub use plover_context::{ContextError, Contexts, PloverContext};
pub use scale::{
    MAX_ENTRIES, Scale, ScaleEntries, ScaleError, ScaleFault, ScaleFaultKind, ScaleFaults,
    ScaleReadError,
};

#[cfg(feature = "import")]
pub(crate) use country::bearer_in;
#[cfg(feature = "import")]
pub(crate) use weis::is_weis;

/// The greatest length of a code of another system with its prefix, in bytes.
pub const MAX_CODE_BYTES: usize = 100;

/// The prefixes of the systems that have rules of their own.
const PLOVER: &str = "plover";
const CAMEO: &str = "cameo";
/// The systems of the older scales, whose codes are those of other systems.
const WEIS: &str = "weis";
const COPDAB: &str = "copdab";

/// What was done, in a named code system.
///
/// | written | read as |
/// | :-- | :-- |
/// | `AGREE`, `CONSULT/Phone`, `plover:agree` | PLOVER, in any ASCII case |
/// | `cameo:010`, `010` | CAMEO |
/// | `weis:223`, and any other `system:code` | another system, kept as it is |
///
/// [`Display`](fmt::Display) writes the canonical form, which reads back as the same
/// code: PLOVER bare, CAMEO as `cameo:010`, another system as it was given.
///
/// # Order
///
/// PLOVER codes, then CAMEO codes, then others; each in the order of their text.
///
/// # Example
///
/// ```
/// use detente::code::Code;
///
/// assert_eq!(Code::parse("consult/phone")?.to_string(), "CONSULT/Phone");
/// assert_eq!(Code::parse("010")?.to_string(), "cameo:010");
/// assert_ne!(Code::parse("010")?, Code::parse("10")?);
/// # Ok::<(), detente::code::CodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A code of PLOVER.
    Plover(PloverCode),
    /// A code of CAMEO.
    Cameo(CameoCode),
    /// A code of another system.
    Other(OtherCode),
}

/// What an act is to a ledger: a contact, a plain comment, or anything else.
///
/// Contacts are engagement and say little about the tone, so they weigh a quarter in
/// it and are counted apart; a plain comment weighs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkClass {
    /// A meeting, a call, a visit or another consultation.
    Contact,
    /// A plain comment.
    Comment,
    /// Every other act.
    Act,
}

/// A code of a system that this crate has no list of, kept as it was given: `weis:223`.
///
/// The system is 1 to 32 ASCII letters, digits, `-`, `_` or `.`, and neither `plover` nor
/// `cameo`. The code is not empty, bears no control characters and no white space at its
/// ends. Together they are at most [`MAX_CODE_BYTES`] long.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherCode(Box<str>);

/// A text is no code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CodeError {
    /// The text is no code of CAMEO.
    #[error("`{text}` is no CAMEO code: expected 2 to 4 digits")]
    Cameo {
        /// The text, shortened if it is long.
        text: Box<str>,
    },
    /// The text is no category of PLOVER.
    #[error(
        "`{text}` is no PLOVER category: expected {}",
        PloverCategory::expected()
    )]
    Category {
        /// The text, shortened if it is long.
        text: Box<str>,
    },
    /// The category has no such mode.
    #[error("`{text}` is no mode of {category}: expected {}", category.expected_modes())]
    Mode {
        /// The category.
        category: PloverCategory,
        /// The mode that it lacks, shortened if it is long.
        text: Box<str>,
    },
    /// The text is neither a code of PLOVER or CAMEO nor a system and a code.
    #[error("`{text}` is no code: expected one of PLOVER or CAMEO, or `system:code`")]
    Other {
        /// The text, shortened if it is long.
        text: Box<str>,
    },
    /// The system has a list and rules of its own.
    #[error("`{system}` is no other system: its codes are checked by its own rules")]
    Reserved {
        /// The system.
        system: Box<str>,
    },
}

impl Code {
    /// Consultation, which an uncoded meeting counts as.
    pub const CONSULT: Self = Self::Plover(PloverCode::CONSULT);
    /// Consultation by telephone, which an uncoded call counts as.
    pub const CONSULT_PHONE: Self = Self::Plover(PloverCode::CONSULT_PHONE);
    /// Consultation through a third party, which hosts and mediators count as.
    pub const CONSULT_THIRD_PARTY: Self = Self::Plover(PloverCode::CONSULT_THIRD_PARTY);

    /// Reads a code, with or without the prefix of its system.
    ///
    /// # Errors
    ///
    /// [`CodeError`] where the text has the form of no system, or names PLOVER and is
    /// not on its list.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        if let Some((system, code)) = text.split_once(':') {
            return if system.eq_ignore_ascii_case(PLOVER) {
                PloverCode::parse(code).map(Self::Plover)
            } else if system.eq_ignore_ascii_case(CAMEO) {
                CameoCode::parse(code).map(Self::Cameo)
            } else {
                OtherCode::new(system, code).map(Self::Other)
            };
        }
        match text.bytes().next() {
            Some(b'0'..=b'9') => CameoCode::parse(text).map(Self::Cameo),
            Some(b'A'..=b'Z' | b'a'..=b'z') => PloverCode::parse(text).map(Self::Plover),
            _ => Err(CodeError::Other {
                text: shortened(text),
            }),
        }
    }

    /// The name of the code system: `plover`, `cameo`, or the other's own.
    pub fn system(&self) -> &str {
        match self {
            Self::Plover(_) => PLOVER,
            Self::Cameo(_) => CAMEO,
            Self::Other(code) => code.system(),
        }
    }

    /// What the act is to a ledger.
    ///
    /// | | contact | comment |
    /// | :-- | :-- | :-- |
    /// | PLOVER | `CONSULT` with its modes | none |
    /// | CAMEO | root 04 | root 01 |
    /// | WEIS, written `weis:` | cue 03 | cue 02 |
    ///
    /// Everything else is an act, and so is every code of another system: a point of COPDAB
    /// has talks together with what is no contact.
    pub fn class(&self) -> MarkClass {
        match self {
            Self::Plover(code) if code.category() == PloverCategory::Consult => MarkClass::Contact,
            Self::Cameo(code) => match code.root() {
                Some(CameoRoot::Consult) => MarkClass::Contact,
                Some(CameoRoot::MakePublicStatement) => MarkClass::Comment,
                _ => MarkClass::Act,
            },
            Self::Other(code) if code.system() == WEIS => weis::class(code.code()),
            Self::Plover(_) | Self::Other(_) => MarkClass::Act,
        }
    }

    /// Whether the act is a meeting, a call, a visit or another consultation.
    pub fn is_contact(&self) -> bool {
        self.class() == MarkClass::Contact
    }

    /// Whether the act is a plain comment.
    pub fn is_comment(&self) -> bool {
        self.class() == MarkClass::Comment
    }

    /// Verbal or material, cooperation or conflict; none where the system does not say.
    ///
    /// CAMEO is read as [`QuadReading::Icews`].
    pub fn quad_class(&self) -> Option<QuadClass> {
        match self {
            Self::Plover(code) => Some(code.quad_class()),
            Self::Cameo(code) => code.quad_class(QuadReading::Icews),
            Self::Other(_) => None,
        }
    }
}

impl OtherCode {
    /// Creates a code of another system.
    ///
    /// # Errors
    ///
    /// [`CodeError::Reserved`] if the system is PLOVER or CAMEO; [`CodeError::Other`] if the
    /// system or the code has another form than [`OtherCode`] says.
    pub fn new(system: &str, code: &str) -> Result<Self, CodeError> {
        if system.eq_ignore_ascii_case(PLOVER) || system.eq_ignore_ascii_case(CAMEO) {
            return Err(CodeError::Reserved {
                system: system.into(),
            });
        }
        let is_system = (1..=32).contains(&system.len())
            && system
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        let is_code = !code.is_empty()
            && code.trim() == code
            && !code.chars().any(char::is_control)
            && system.len() + 1 + code.len() <= MAX_CODE_BYTES;
        if is_system && is_code {
            Ok(Self(format!("{system}:{code}").into()))
        } else {
            let text = format!("{}:{}", shortened(system), shortened(code));
            Err(CodeError::Other {
                text: shortened(&text),
            })
        }
    }

    /// The code with the prefix of its system.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the system.
    pub fn system(&self) -> &str {
        self.parts().0
    }

    /// The code within its system.
    pub fn code(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        let parts = self.0.split_once(':');
        parts.expect("a system and a code are joined by a colon")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plover(code) => code.fmt(f),
            Self::Cameo(code) => f.pad(&format!("{CAMEO}:{code}")),
            Self::Other(code) => code.fmt(f),
        }
    }
}

impl fmt::Display for OtherCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

impl From<PloverCode> for Code {
    fn from(code: PloverCode) -> Self {
        Self::Plover(code)
    }
}

impl From<PloverCategory> for Code {
    fn from(category: PloverCategory) -> Self {
        Self::Plover(category.into())
    }
}

impl From<CameoCode> for Code {
    fn from(code: CameoCode) -> Self {
        Self::Cameo(code)
    }
}

impl From<OtherCode> for Code {
    fn from(code: OtherCode) -> Self {
        Self::Other(code)
    }
}

/// A text for an error: whole up to 60 characters, else their beginning and an ellipsis.
pub(crate) fn shortened(text: &str) -> Box<str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

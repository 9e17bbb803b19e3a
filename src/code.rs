//! Codes: what was done, by whom and where, in the code systems of event data.
//!
//! A [`Code`] names an act in a [code system](#what-are-cameo-plover-and-the-others): PLOVER, CAMEO, or any
//! other. Codes are text. As numbers, CAMEO's `010` (a statement) and `10` (a demand) would be the same.
//!
//! The list of PLOVER is closed, so an unknown code is an error. The publications of CAMEO differ in
//! their lists, so only the form of a code is checked. Codes of other systems are kept as they are.
//!
//! A code does not include its score: a [`Scale`] assigns one, and the published scales disagree. A
//! code that a scale does not list has no valence, which is not zero. A code does not include its
//! topic either: see [`Contexts`].
//!
//! | question | answer |
//! | :-- | :-- |
//! | what does `cameo:0871` mean? | [`CameoCode::name`] |
//! | which code is `Make a visit`? | [`CameoCode::from_event_text`] |
//! | which PLOVER code matches it? | [`CameoCode::to_plover`] |
//! | was `46` once `046`? | [`CameoCode::restore_zero`] |
//! | what does it score on a scale? | [`Scale::valence`], [`Scale::built_in`] |
//! | who is `IGOEUREEC`? | [`ActorCode::parts`] |
//! | which country is `AU`? | [`Country::from_fips`], [`Country::from_iso2`] |
//!
//! # What are CAMEO, PLOVER and the others?
//!
//! A *code system* lists kinds of acts. A *data set* records who did which of them to whom, and when. A
//! *scale* says how friendly each act is: its *valence*, here from -1 to 1.
//!
//! | name | what it is |
//! | :-- | :-- |
//! | [WEIS](Scale::weis_goldstein) | World Event/Interaction Survey (McClelland): the oldest code system here, for events from 1966 on |
//! | [COPDAB](Scale::copdab) | Conflict and Peace Data Bank (Azar): a scale of fifteen points instead of codes |
//! | Goldstein scale | weights from -10 (conflict) to +10 (cooperation), made in 1992 for WEIS and later applied to CAMEO |
//! | KEDS | Kansas Event Data System: the project that made CAMEO; its [first scale](Scale::cameo_keds) differs |
//! | [CAMEO](CameoCode) | Conflict and Mediation Event Observations: codes of two to four digits for acts, and letters for [actors](ActorCode) |
//! | [PLOVER](PloverCode) | Political Language Ontology for Verifiable Event Records: the successor of CAMEO, with words: `CONSULT/Phone` |
//! | [ICEWS](Scale::cameo_icews) | Integrated Crisis Early Warning System: a data set in CAMEO, 1995 to 2023 |
//! | [GDELT](Scale::cameo_gdelt) | Global Database of Events, Language and Tone: a data set in CAMEO, every 15 minutes |
//! | POLECAT | Political Event Classification, Attributes, and Types: the successor of ICEWS, in PLOVER |
//! | Phoenix | a data set in CAMEO, with the actor dictionaries that followed those of KEDS |
//!
//! # Example
//!
//! ```
//! use detente::code::{Code, MarkClass, Scale};
//!
//! let call = Code::parse("CONSULT/Phone")?;
//! let statement = Code::parse("cameo:010")?;
//! let own = Code::parse("moscow-desk:toast")?;
//! assert_eq!(call.class(), MarkClass::Contact);
//! assert_eq!(statement.class(), MarkClass::Comment);
//! assert_eq!(Scale::plover().valence(&call), Some(0.15));
//! assert_eq!(Scale::plover().valence(&own), None);
//! # Ok::<(), detente::code::CodeError>(())
//! ```
//!
//! # Limits
//!
//! The codes of WEIS and COPDAB are codes of other systems here: their form is not checked. The
//! tables contain codes, names and numbers of the publications; the meanings are in our own words.

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

use crate::text::{shortened, words};

pub use actor_code::{ActorCode, MAX_ACTOR_CODE, Part, PartKind, Parts};
pub use cameo::{CameoCode, CameoRoot, LeadingZero, PloverMapping, QuadClass, QuadReading};
pub use country::{Clash, Countries, Country, CountryKind, StateNumbers, TwoLetterCodes};
pub use plover::{PloverCategory, PloverCode, PloverMode};
pub use plover_context::{Contexts, PloverContext};
pub use scale::{
    MAX_ENTRIES, Scale, ScaleEntries, ScaleError, ScaleFault, ScaleFaultKind, ScaleReadError,
};

#[cfg(feature = "import")]
pub(crate) use country::{bearer_in, holder_in};
#[cfg(feature = "import")]
pub(crate) use weis::is_weis;

/// The maximum length of a code of another system with its prefix, in bytes.
pub const MAX_CODE_BYTES: usize = 100;

/// The prefixes of the systems whose codes are checked.
const PLOVER: &str = "plover";
const CAMEO: &str = "cameo";
/// The prefixes of the older scales, whose codes are kept as they are.
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
/// [`Display`](fmt::Display) writes the canonical form, which parses as the same code: PLOVER
/// without a prefix, CAMEO as `cameo:010`, other systems as given.
///
/// # Order
///
/// PLOVER, then CAMEO, then others, each by text.
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

/// How an act is treated in a ledger: as a contact, a plain comment, or any other act.
///
/// A contact says little about the tone of relations, so it has a quarter of the weight and is
/// also counted separately. A plain comment has no weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkClass {
    /// A meeting, a call, a visit or another consultation.
    Contact,
    /// A plain comment.
    Comment,
    /// Every other act.
    Act,
}

words!(MarkClass, "a class of mark", 3 {
    Contact => "contact",
    Comment => "comment",
    Act => "act",
});

/// A code of a system without a list in this crate, kept as it was given: `weis:223`.
///
/// The system has 1 to 32 ASCII letters, digits, `-`, `_` or `.`, and is neither `plover` nor
/// `cameo`. The code is not empty and has no control characters and no white space at its ends.
/// Together with the colon they have at most [`MAX_CODE_BYTES`] bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherCode(Box<str>);

/// A text is not a code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CodeError {
    /// The text is not a code of CAMEO.
    #[error("`{text}` is not a CAMEO code: expected two to four digits")]
    Cameo {
        /// The text, shortened if it is long.
        text: Box<str>,
    },
    /// The text is not a category of PLOVER.
    #[error(
        "`{text}` is not a PLOVER category: expected {}",
        PloverCategory::expected()
    )]
    Category {
        /// The text, shortened if it is long.
        text: Box<str>,
    },
    /// The category does not have the mode.
    #[error("`{text}` is not a mode of {category}: expected {}", category.expected_modes())]
    Mode {
        /// The category.
        category: PloverCategory,
        /// The text given as its mode, shortened if it is long.
        text: Box<str>,
    },
    /// The text is not an actor code.
    #[error(
        "`{text}` is not an actor code: expected 1 to 8 blocks of three letters or digits, each in one case"
    )]
    Actor {
        /// The text, shortened if it is long.
        text: Box<str>,
    },
    /// The text is neither a code of PLOVER or CAMEO nor `system:code`.
    #[error("`{text}` is not a code: expected a code of PLOVER or CAMEO, or `system:code`")]
    Other {
        /// The text, shortened if it is long.
        text: Box<str>,
    },
    /// The system is PLOVER or CAMEO, whose codes are checked.
    #[error("the prefix `{system}` is reserved: expected a prefix other than `plover` and `cameo`")]
    Reserved {
        /// The system.
        system: Box<str>,
    },
}

impl Code {
    /// Consultation: the default code of a meeting.
    pub const CONSULT: Self = Self::Plover(PloverCode::CONSULT);
    /// Consultation by telephone or video: the default code of a call.
    pub const CONSULT_PHONE: Self = Self::Plover(PloverCode::CONSULT_PHONE);
    /// Consultation through a third party: the code between a party and a host or a mediator.
    pub const CONSULT_THIRD_PARTY: Self = Self::Plover(PloverCode::CONSULT_THIRD_PARTY);

    /// Parses a code, with or without the prefix of its system.
    ///
    /// # Errors
    ///
    /// Returns a [`CodeError`] if the text does not have the form of a code, or is not on the list
    /// of PLOVER.
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

    /// The prefix of the code system: `plover`, `cameo`, or another.
    pub fn system(&self) -> &str {
        match self {
            Self::Plover(_) => PLOVER,
            Self::Cameo(_) => CAMEO,
            Self::Other(code) => code.system(),
        }
    }

    /// How the act is treated in a ledger.
    ///
    /// | system | contact | comment |
    /// | :-- | :-- | :-- |
    /// | PLOVER | `CONSULT` with its modes | – |
    /// | CAMEO | root 04 | root 01 |
    /// | WEIS, written `weis:` | cue 03 | cue 02 |
    ///
    /// Everything else is an act. So is every code of COPDAB, whose points mix talks with other
    /// acts.
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

    /// The quad class: verbal or material, cooperation or conflict.
    ///
    /// Codes of CAMEO have the quad class of [`QuadReading::Icews`]. Returns `None` for codes of
    /// other systems, and for codes of CAMEO without a root.
    pub fn quad_class(&self) -> Option<QuadClass> {
        match self {
            Self::Plover(code) => Some(code.category().quad_class()),
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
    /// Returns [`CodeError::Reserved`] if the system is PLOVER or CAMEO, and [`CodeError::Other`] if
    /// the system or the code does not have the form of an [`OtherCode`].
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

    /// The prefix of the system.
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
        f.pad(&self.0)
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

//! CAMEO codes, their roots and quad classes.
//!
//! Source: Schrodt, P. A. (2012), *CAMEO: Conflict and Mediation Event Observations Event
//! and Actor Codebook*, version 1.1b3.

mod event_text;
mod labels;
mod names;
mod to_plover;

use std::fmt;
use std::str::FromStr;

use super::CodeError;
use crate::text::{shortened, words};
use names::NAMES;

pub use to_plover::PloverMapping;

/// A code of CAMEO (Conflict and Mediation Event Observations): two to four digits, as text.
///
/// A code is a root (`01` to `20`) and up to two digits that refine it. Codes are not numbers:
/// `010` (a statement) and `10` (a demand) are two codes, and so are `13` and `130`. Spreadsheets drop
/// leading zeros; [`restore_zero`](Self::restore_zero) finds out what a code may have been.
///
/// Only the form is checked. [`is_known`](Self::is_known) says whether a publication lists the code.
///
/// # Order
///
/// By text: `01`, `010`, `011`, …, `02`.
///
/// # Example
///
/// ```
/// use detente::code::{CameoCode, CameoRoot};
///
/// let statement = CameoCode::parse("010")?;
/// let demand = CameoCode::parse("10")?;
/// assert_ne!(statement, demand);
/// assert_eq!(statement.root(), Some(CameoRoot::MakePublicStatement));
/// assert_eq!(demand.root(), Some(CameoRoot::Demand));
/// # Ok::<(), detente::code::CodeError>(())
/// ```
// The digits, padded with zero bytes. Bytes therefore have the order of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CameoCode([u8; 4]);

/// The twenty roots of CAMEO.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CameoRoot {
    /// `01`: a public statement.
    MakePublicStatement,
    /// `02`: an appeal.
    Appeal,
    /// `03`: an expression of intent to cooperate.
    ExpressIntentToCooperate,
    /// `04`: a consultation.
    Consult,
    /// `05`: diplomatic cooperation.
    EngageInDiplomaticCooperation,
    /// `06`: material cooperation.
    EngageInMaterialCooperation,
    /// `07`: aid.
    ProvideAid,
    /// `08`: yielding.
    Yield,
    /// `09`: an investigation.
    Investigate,
    /// `10`: a demand.
    Demand,
    /// `11`: disapproval.
    Disapprove,
    /// `12`: a rejection.
    Reject,
    /// `13`: a threat.
    Threaten,
    /// `14`: a protest.
    Protest,
    /// `15`: a show of force.
    ExhibitForcePosture,
    /// `16`: a reduction of relations.
    ReduceRelations,
    /// `17`: coercion.
    Coerce,
    /// `18`: an assault.
    Assault,
    /// `19`: a fight.
    Fight,
    /// `20`: unconventional mass violence.
    UseUnconventionalMassViolence,
}

words!(CameoRoot, "a root of CAMEO", 20 {
    MakePublicStatement => "make public statement",
    Appeal => "appeal",
    ExpressIntentToCooperate => "express intent to cooperate",
    Consult => "consult",
    EngageInDiplomaticCooperation => "engage in diplomatic cooperation",
    EngageInMaterialCooperation => "engage in material cooperation",
    ProvideAid => "provide aid",
    Yield => "yield",
    Investigate => "investigate",
    Demand => "demand",
    Disapprove => "disapprove",
    Reject => "reject",
    Threaten => "threaten",
    Protest => "protest",
    ExhibitForcePosture => "exhibit force posture",
    ReduceRelations => "reduce relations",
    Coerce => "coerce",
    Assault => "assault",
    Fight => "fight",
    UseUnconventionalMassViolence => "use unconventional mass violence",
});

/// The quad class of an act: verbal or material, cooperation or conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuadClass {
    /// Cooperation in words.
    VerbalCooperation,
    /// Cooperation in deeds.
    MaterialCooperation,
    /// Conflict in words.
    VerbalConflict,
    /// Conflict in deeds.
    MaterialConflict,
}

words!(QuadClass, "a quad class", 4 {
    VerbalCooperation => "verbal cooperation",
    MaterialCooperation => "material cooperation",
    VerbalConflict => "verbal conflict",
    MaterialConflict => "material conflict",
});

/// Which roots of CAMEO belong to which quad class. Two versions are published.
///
/// | version | verbal cooperation | material cooperation | verbal conflict | material conflict |
/// | :-- | :-- | :-- | :-- | :-- |
/// | [`Icews`](Self::Icews) | 01–05 | 06–08 | 09–13 | 14–20 |
/// | [`Gdelt`](Self::Gdelt) | 01–05 | 06–09 | 10–14 | 15–20 |
///
/// They differ on 09 (investigate) and 14 (protest). An investigation is not cooperation and a
/// protest is more than words, so [`Icews`](Self::Icews) is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum QuadReading {
    /// The version of the R package `icews`.
    #[default]
    Icews,
    /// The version in the rows of GDELT.
    Gdelt,
}

words!(QuadReading, "a version of the quad classes", 2 {
    Icews => "ICEWS",
    Gdelt => "GDELT",
});

/// The possible readings of a code that may have lost its leading zero.
///
/// Returned by [`CameoCode::restore_zero`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeadingZero {
    /// The code is complete: with another zero it would not be a known code.
    AsWritten(CameoCode),
    /// The code lost a zero: as written it is not a known code.
    Restored(CameoCode),
    /// Both readings are known codes.
    Ambiguous {
        /// The code as it was written.
        written: CameoCode,
        /// The code with a zero before it.
        restored: CameoCode,
    },
}

impl CameoCode {
    /// Parses two to four ASCII digits.
    ///
    /// # Errors
    ///
    /// Returns [`CodeError::Cameo`] for any other text.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let is_code =
            (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code {
            return Err(CodeError::Cameo {
                text: shortened(text),
            });
        }
        let mut digits = [0; 4];
        for (place, digit) in digits.iter_mut().zip(text.bytes()) {
            *place = digit;
        }
        Ok(Self(digits))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        // A code of four digits has no padding.
        let end = self.0.iter().position(|&byte| byte == 0);
        let text = &self.0[..end.unwrap_or(self.0.len())];
        std::str::from_utf8(text).expect("`parse` accepts only ASCII digits")
    }

    /// The first two digits.
    pub(crate) fn root_str(&self) -> &str {
        &self.as_str()[..2]
    }

    /// The root. Returns `None` if the first two digits are not from `01` to `20`.
    pub fn root(self) -> Option<CameoRoot> {
        let number: usize = self
            .root_str()
            .parse()
            .expect("the root of a code has two digits");
        CameoRoot::ALL.get(number.checked_sub(1)?).copied()
    }

    /// The quad class. Returns `None` if the code has no [root](Self::root).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{CameoCode, QuadClass, QuadReading};
    ///
    /// let rally = CameoCode::parse("141")?;
    /// assert_eq!(rally.quad_class(QuadReading::Icews), Some(QuadClass::MaterialConflict));
    /// assert_eq!(rally.quad_class(QuadReading::Gdelt), Some(QuadClass::VerbalConflict));
    /// # Ok::<(), detente::code::CodeError>(())
    /// ```
    pub fn quad_class(self, reading: QuadReading) -> Option<QuadClass> {
        Some(self.root()?.quad_class(reading))
    }

    /// The number of values of [`place`](Self::place): two digits, then twice a digit or none.
    pub(crate) const PLACES: usize = 100 * 11 * 11;

    /// Whether the first digit is a zero.
    #[cfg(feature = "import")]
    pub(crate) const fn begins_with_zero(self) -> bool {
        self.0[0] == b'0'
    }

    /// The position of the code in an array of all possible codes.
    pub(crate) fn place(self) -> usize {
        // 0 for a missing digit, otherwise the digit plus one: `/` is the character before `0`.
        let [tens, ones, third, fourth] = self.0.map(|byte| usize::from(byte.saturating_sub(b'/')));
        // Only the third and the fourth may be missing.
        (((tens - 1) * 10 + (ones - 1)) * 11 + third) * 11 + fourth
    }

    /// The meaning of the code in a few words. Returns `None` if no publication lists it.
    ///
    /// The meanings are from CAMEO 1.1b3, which ICEWS and GDELT use. KEDS 0.5b1 numbers some
    /// acts differently: its 016 is an empathetic comment.
    pub fn name(self) -> Option<&'static str> {
        let at = NAMES.binary_search_by(|(code, _)| (*code).cmp(self.as_str()));
        Some(NAMES[at.ok()?].1)
    }

    /// The next more general code: `031` for `0311`. Returns `None` for a root.
    ///
    /// A code does not inherit the valence of its parent: scales list both.
    pub fn parent(self) -> Option<Self> {
        let [tens, ones, third, fourth] = self.0;
        // Missing digits are zero bytes, which differ from the digit `0`.
        match (third, fourth) {
            (0, _) => None,
            (_, 0) => Some(Self([tens, ones, 0, 0])),
            _ => Some(Self([tens, ones, third, 0])),
        }
    }

    /// Whether the codebook, ICEWS, GDELT or KEDS lists the code.
    ///
    /// Six codes are only in the codebook, such as `155` (mobilises cyber forces). They are known, but
    /// no published scale lists them. ICEWS lists a code if
    /// [`Scale::cameo_icews`](super::Scale::cameo_icews) has a valence for it.
    pub fn is_known(self) -> bool {
        self.name().is_some()
    }

    /// Parses a code that may have lost its leading zero: spreadsheets turn `046` into 46.
    ///
    /// Returns the readings that are [known](Self::is_known) codes. The numbers from 10 to 20 are
    /// ambiguous: `10` (demand) and `010` (a statement) are both codes. The other codes of the same
    /// column then show whether zeros were lost.
    ///
    /// # Errors
    ///
    /// Returns [`CodeError::Cameo`] if the text is not a code in either reading.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{CameoCode, LeadingZero};
    ///
    /// let code = |text| CameoCode::parse(text);
    /// assert_eq!(CameoCode::restore_zero("46")?, LeadingZero::Restored(code("046")?));
    /// assert_eq!(CameoCode::restore_zero("112")?, LeadingZero::AsWritten(code("112")?));
    /// assert_eq!(
    ///     CameoCode::restore_zero("10")?,
    ///     LeadingZero::Ambiguous { written: code("10")?, restored: code("010")? },
    /// );
    /// # Ok::<(), detente::code::CodeError>(())
    /// ```
    pub fn restore_zero(text: &str) -> Result<LeadingZero, CodeError> {
        let written = Self::parse(text);
        // A code has at most four digits, so a zero can only be missing before three or fewer.
        let restored = match text.len() {
            1..=3 => Self::parse(&format!("0{text}")).ok(),
            _ => None,
        };
        let known_written = written.clone().ok().filter(|code| code.is_known());
        let known_restored = restored.filter(|code| code.is_known());
        match (known_written, known_restored) {
            (Some(written), Some(restored)) => Ok(LeadingZero::Ambiguous { written, restored }),
            (None, Some(restored)) => Ok(LeadingZero::Restored(restored)),
            // Neither is known, or only the text as written.
            (_, None) => written.map(LeadingZero::AsWritten),
        }
    }
}

impl CameoRoot {
    /// The quad class of all codes of the root.
    fn quad_class(self, reading: QuadReading) -> QuadClass {
        match (self, reading) {
            (Self::Investigate, QuadReading::Gdelt) => QuadClass::MaterialCooperation,
            (Self::Protest, QuadReading::Gdelt) => QuadClass::VerbalConflict,
            (root, _) if root <= Self::EngageInDiplomaticCooperation => {
                QuadClass::VerbalCooperation
            }
            (root, _) if root <= Self::Yield => QuadClass::MaterialCooperation,
            (root, _) if root <= Self::Threaten => QuadClass::VerbalConflict,
            _ => QuadClass::MaterialConflict,
        }
    }
}

impl QuadClass {
    /// Whether it is cooperation, verbal or material.
    pub fn is_cooperation(self) -> bool {
        matches!(self, Self::VerbalCooperation | Self::MaterialCooperation)
    }

    /// Whether it is verbal, cooperation or conflict.
    pub fn is_verbal(self) -> bool {
        matches!(self, Self::VerbalCooperation | Self::VerbalConflict)
    }
}

impl fmt::Display for CameoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CameoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CameoCode").field(&self.as_str()).finish()
    }
}

impl FromStr for CameoCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

impl From<CameoRoot> for CameoCode {
    fn from(root: CameoRoot) -> Self {
        let number = root as u8 + 1;
        Self([b'0' + number / 10, b'0' + number % 10, 0, 0])
    }
}

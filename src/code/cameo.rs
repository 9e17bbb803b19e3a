//! CAMEO codes, their roots and quad classes.
//!
//! A code is text of two to four digits: a root (`01` to `20`), and up to two digits
//! that narrow it down. Nothing is read as a number, and no zero is dropped or added:
//! `010` (a statement) and `10` (a demand) are two codes, as are `13` and `130`.
//!
//! Source: Schrodt, P. A. (2012), *CAMEO: Conflict and Mediation Event Observations Event
//! and Actor Codebook*, version 1.1b3.

mod names;
mod to_plover;

use std::fmt;
use std::str::FromStr;

use super::{Code, CodeError, Scale, shortened};
use names::NAMES;

pub use to_plover::PloverMapping;

/// A code of CAMEO: two to four digits, as text.
///
/// Only the shape is checked. A code of that shape which no publication lists is kept;
/// [`is_known`](Self::is_known) tells.
///
/// # Order
///
/// That of the text: `01`, `010`, `011`, …, `02`.
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
// The digits, then zero bytes: their order is that of the text.
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

/// Verbal or material, cooperation or conflict.
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

/// Which roots of CAMEO make up which quad class: two readings are published.
///
/// | | verbal cooperation | material cooperation | verbal conflict | material conflict |
/// | :-- | :-- | :-- | :-- | :-- |
/// | [`Icews`](Self::Icews) | 01–05 | 06–08 | 09–13 | 14–20 |
/// | [`Gdelt`](Self::Gdelt) | 01–05 | 06–09 | 10–14 | 15–20 |
///
/// They differ on 09 (investigate) and 14 (protest). An investigation is no cooperation
/// and a protest is more than words, so the first is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum QuadReading {
    /// As the R package `icews` has it.
    #[default]
    Icews,
    /// As the rows of GDELT bear it.
    Gdelt,
}

/// Who lists the codes of CAMEO: the lists differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CameoPublication {
    /// ICEWS, as the R package `icews` has it: 312 codes.
    Icews,
    /// The look-up file of GDELT: 311, as it lacks 1213.
    Gdelt,
    /// KEDS 0.5b1: 276, of which four are in neither of the others.
    Keds,
}

/// What a code is that may have lost a leading zero.
///
/// Given by [`CameoCode::restore_zero`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LostZero {
    /// Nothing was lost: with a zero before it, it would be no code that is known.
    AsWritten(CameoCode),
    /// A zero was lost: without it, it is no code that is known.
    Restored(CameoCode),
    /// Either may be: both are codes.
    Ambiguous {
        /// The code as it was written.
        written: CameoCode,
        /// The code with a zero before it.
        restored: CameoCode,
    },
}

impl CameoPublication {
    /// All publications.
    pub const ALL: [Self; 3] = [Self::Icews, Self::Gdelt, Self::Keds];

    /// The Goldstein weights that it prints.
    pub fn scale(self) -> Scale {
        match self {
            Self::Icews => Scale::cameo_icews(),
            Self::Gdelt => Scale::cameo_gdelt(),
            Self::Keds => Scale::cameo_keds(),
        }
    }
}

impl CameoCode {
    /// Reads two to four ASCII digits.
    ///
    /// # Errors
    ///
    /// [`CodeError::Cameo`] if the text is anything else.
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
        let end = self
            .0
            .iter()
            .position(|&byte| byte == 0)
            .unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..end]).expect("only ASCII digits get in")
    }

    /// The first two digits.
    pub fn root_str(&self) -> &str {
        &self.as_str()[..2]
    }

    /// The root; none if the first two digits are not one of `01` to `20`.
    pub fn root(self) -> Option<CameoRoot> {
        let number: usize = self.root_str().parse().expect("two digits are a number");
        CameoRoot::ALL.get(number.checked_sub(1)?).copied()
    }

    /// Verbal or material, cooperation or conflict, by the named reading; none without a root.
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

    /// How many places [`place`](Self::place) may give: a root of two digits, and then twice a
    /// digit or none.
    pub(crate) const PLACES: usize = 100 * 11 * 11;

    /// Whether it begins with a zero, as half of the roots do.
    #[cfg(feature = "import")]
    pub(crate) const fn begins_with_zero(self) -> bool {
        self.0[0] == b'0'
    }

    /// The place of the code in an array of all that have the shape of one.
    pub(crate) fn place(self) -> usize {
        // 0 for a digit that is missing, and one more than the digit else: `/` stands before `0`.
        let [tens, ones, third, fourth] = self.0.map(|byte| usize::from(byte.saturating_sub(b'/')));
        // Only the third and the fourth may be missing.
        (((tens - 1) * 10 + (ones - 1)) * 11 + third) * 11 + fourth
    }

    /// What the code stands for, in a few words of our own; none if it is in no list.
    ///
    /// The numbering is that of CAMEO 1.1b3, which ICEWS and GDELT use. KEDS 0.5b1 numbers
    /// some acts differently: there 016 is an empathetic comment.
    pub fn name(self) -> Option<&'static str> {
        let at = NAMES.binary_search_by(|(code, _)| (*code).cmp(self.as_str()));
        Some(NAMES[at.ok()?].1)
    }

    /// The code that this one narrows down, `031` for `0311`; none for a root.
    ///
    /// What a code is worth is not that of its parent: scales list both.
    pub fn parent(self) -> Option<Self> {
        let [tens, ones, third, fourth] = self.0;
        match (third, fourth) {
            (0, _) => None,
            (_, 0) => Some(Self([tens, ones, 0, 0])),
            _ => Some(Self([tens, ones, third, 0])),
        }
    }

    /// How far the code is narrowed down: 1 for a root of two digits, to 3 for four digits.
    pub fn level(self) -> usize {
        self.as_str().len() - 1
    }

    /// Whether a publication, or the codebook itself, lists this code.
    ///
    /// Six codes are in the codebook alone, such as `155` (mobilises cyber forces): they are known, and
    /// no published scale has a value for them.
    pub fn is_known(self) -> bool {
        self.name().is_some()
    }

    /// Whether this publication lists the code.
    pub fn is_known_to(self, publication: CameoPublication) -> bool {
        // Each gives a weight to every code that it lists.
        let code = Code::Cameo(self);
        publication.scale().valence(&code).is_some()
    }

    /// Reads a code that may have lost a leading zero, as spreadsheets make of `046` a 46.
    ///
    /// Of the two readings that are in question, those that are [known](Self::is_known) are taken.
    /// The numbers from 10 to 20 remain ambiguous, since `10` (demand) and `010` (a statement)
    /// are both codes: how the others of the same column look tells.
    ///
    /// # Errors
    ///
    /// [`CodeError::Cameo`] if the text is no code either way.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{CameoCode, LostZero};
    ///
    /// let code = |text| CameoCode::parse(text);
    /// assert_eq!(CameoCode::restore_zero("46")?, LostZero::Restored(code("046")?));
    /// assert_eq!(CameoCode::restore_zero("112")?, LostZero::AsWritten(code("112")?));
    /// assert_eq!(
    ///     CameoCode::restore_zero("10")?,
    ///     LostZero::Ambiguous { written: code("10")?, restored: code("010")? },
    /// );
    /// # Ok::<(), detente::code::CodeError>(())
    /// ```
    pub fn restore_zero(text: &str) -> Result<LostZero, CodeError> {
        let written = Self::parse(text);
        let restored = match text.len() {
            1..=3 => Self::parse(&format!("0{text}")).ok(),
            _ => None,
        };
        let known = written
            .as_ref()
            .ok()
            .copied()
            .filter(|code| code.is_known());
        match (known, restored.filter(|code| code.is_known())) {
            (Some(written), Some(restored)) => Ok(LostZero::Ambiguous { written, restored }),
            (None, Some(restored)) => Ok(LostZero::Restored(restored)),
            _ => written.map(LostZero::AsWritten),
        }
    }
}

impl CameoRoot {
    /// All roots, from 01 to 20.
    pub const ALL: [Self; 20] = [
        Self::MakePublicStatement,
        Self::Appeal,
        Self::ExpressIntentToCooperate,
        Self::Consult,
        Self::EngageInDiplomaticCooperation,
        Self::EngageInMaterialCooperation,
        Self::ProvideAid,
        Self::Yield,
        Self::Investigate,
        Self::Demand,
        Self::Disapprove,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::ExhibitForcePosture,
        Self::ReduceRelations,
        Self::Coerce,
        Self::Assault,
        Self::Fight,
        Self::UseUnconventionalMassViolence,
    ];

    /// The code of the root itself.
    pub fn code(self) -> CameoCode {
        let number = self as u8 + 1;
        CameoCode([b'0' + number / 10, b'0' + number % 10, 0, 0])
    }

    /// Verbal or material, cooperation or conflict, by the named reading.
    pub fn quad_class(self, reading: QuadReading) -> QuadClass {
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
    /// Whether it is cooperation, in words or in deeds.
    pub fn is_cooperation(self) -> bool {
        matches!(self, Self::VerbalCooperation | Self::MaterialCooperation)
    }

    /// Whether it is in words, of cooperation or of conflict.
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

impl fmt::Display for QuadClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::VerbalCooperation => "verbal cooperation",
            Self::MaterialCooperation => "material cooperation",
            Self::VerbalConflict => "verbal conflict",
            Self::MaterialConflict => "material conflict",
        })
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
        root.code()
    }
}

//! Scales: named and versioned tables of valences. A valence says how friendly an act is, from -1 to 1.

mod read;

use std::fmt;
use std::iter::FusedIterator;
use std::slice;
use std::sync::{Arc, LazyLock};

use thiserror::Error;

use super::{
    COPDAB, CameoCode, Code, OtherCode, PloverCode, WEIS, copdab, goldstein, plover, weis,
};

pub use read::{ScaleFault, ScaleFaultKind, ScaleReadError};

/// The maximum number of entries in a scale.
pub const MAX_ENTRIES: usize = 10_000;
/// Entries are numbered from 1 in 16 bits.
const _: () = assert!(MAX_ENTRIES <= u16::MAX as usize);

/// The maximum length of a scale's name and of its version, in bytes.
const MAX_LABEL_BYTES: usize = 100;

/// A named and versioned table of valences from -1 to 1.
///
/// The published tables disagree, and a score can be reproduced only if its scale is known. So each
/// scale has a name and a version. Weights are published from -10 to +10, and the COPDAB weights from
/// -102 to 92. A valence is the weight divided by 10 or by 102.
///
/// Only the code itself is looked up. `CONSULT/Phone` does not fall back on `CONSULT`, nor `130` on
/// `13`, because they are published with their own values. A code that is not in the table has no
/// valence: `None`, which is not zero.
///
/// Two scales are equal if their names, versions and entries are equal. Cloning is cheap: clones share
/// the table.
///
/// # How the CAMEO tables differ
///
/// The three publications of CAMEO differ in these weights (a test computes this table):
///
/// | CAMEO | ICEWS | GDELT | KEDS 0.5b1 |
/// | :-- | --: | --: | --: |
/// | 016 | -5.0 | -2.0 | +3.4 |
/// | 022 | +3.4 | +3.2 | +3.4 |
/// | 124 | -4.0 | -4.0 | -5.0 |
/// | 163 | -8.0 | -8.0 | -6.5 |
/// | 164 | -6.5 | -7.0 | -7.0 |
/// | 165 | -7.0 | -6.5 | -7.0 |
/// | 166 | -7.0 | -7.0 | -8.0 |
///
/// They also differ in meaning. 016 is a denial of responsibility, but in KEDS an empathetic comment.
/// KEDS also numbers 163 to 166 differently, lacks 40 codes of the others and has four more. GDELT
/// lacks 1213. The codes 105 to 108 weigh -5.0 in all tables. In GDELT's look-up file they are
/// mediation, withdrawal, ceasefire and talks; in the codebook they are yielding, talks, settlement
/// and mediation. The PLOVER manual prints `ACCUSE` as +3, without its minus sign.
///
/// Within a table, the weights of a code and of its root differ: 13 is -6.0 and 130 is -4.4.
///
/// # Example
///
/// ```
/// use detente::code::{Code, Scale};
///
/// let denial = Code::parse("cameo:016")?;
/// assert_eq!(Scale::cameo_gdelt().valence(&denial), Some(-0.2));
/// assert_eq!(Scale::cameo_icews().valence(&denial), Some(-0.5));
/// assert_eq!(Scale::cameo_keds().valence(&denial), Some(0.34));
/// assert_eq!(Scale::plover().valence(&denial), None);
/// # Ok::<(), detente::code::CodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    name: Arc<str>,
    version: Arc<str>,
    table: Arc<Table>,
    /// Sorted. Each code is in the table.
    standing: Arc<[Code]>,
}

/// The entries, and arrays to find the codes of CAMEO and PLOVER without a search.
#[derive(Debug)]
struct Table {
    /// Sorted by code. Each code occurs once.
    entries: Box<[(Code, Valence)]>,
    /// By [`CameoCode::place`]: the number of the entry from 1, or 0 if there is none. Empty if the
    /// scale has no code of CAMEO.
    cameo: Box<[u16]>,
    /// The same by [`PloverCode::place`].
    plover: Box<[u16]>,
}

// The arrays follow from the entries.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl Eq for Table {}

/// A finite number from -1 to 1, never -0.0.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Valence(f64);

// Neither NaN nor -0.0 can occur, so equality is reflexive and compares bits.
impl Eq for Valence {}

/// A scale could not be created by [`Scale::from_table`] or [`Scale::with_fallback`].
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ScaleError {
    /// The name or the version is blank, too long, or contains control characters.
    #[error("the {label} is not valid: expected 1 to 100 bytes without control characters")]
    Label {
        /// `name` or `version`.
        label: &'static str,
    },
    /// The valence is not a number from -1 to 1.
    #[error("the valence of `{code}` is `{value}`: expected a number from -1 to 1")]
    Valence {
        /// The code.
        code: Code,
        /// The value given for it.
        value: f64,
    },
    /// The code occurs twice.
    #[error(
        "`{code}` is in the table twice, as `{first}` and as `{second}`: expected each code once"
    )]
    Duplicate {
        /// The code.
        code: Code,
        /// The valence that came first.
        first: f64,
        /// The valence that came second.
        second: f64,
    },
    /// The scale has no valence for a code of standing relations.
    #[error(
        "`{code}` is not in the scale: expected standing relations only of codes with a valence"
    )]
    NotListed {
        /// The code.
        code: Code,
    },
    /// The table is too long.
    #[error("the table is too long: expected at most {MAX_ENTRIES} entries")]
    TooManyEntries,
}

/// An iterator over the codes and valences of a scale, by code.
///
/// Created by [`Scale::entries`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct ScaleEntries<'s> {
    entries: slice::Iter<'s, (Code, Valence)>,
}

impl Scale {
    /// The scale of the PLOVER manual, 2023, divided by ten.
    ///
    /// `ACCUSE` is -0.3. The manual prints +3 without the minus sign: its modes are -3.5, -2 and -3.5.
    ///
    /// Source: PLOVER manual, 2023 (Open Event Data Alliance, CC BY-SA 4.0; numbers only).
    #[must_use]
    pub fn plover() -> Self {
        static SCALE: LazyLock<Scale> = LazyLock::new(|| {
            let tenths = plover::TABLE.iter().flat_map(|&(category, tenths, modes)| {
                let modes = modes
                    .iter()
                    .map(move |&(mode, tenths)| (category, Some(mode), tenths));
                std::iter::once((category, None, tenths)).chain(modes)
            });
            let entries = tenths.map(|(category, mode, tenths)| {
                let code = PloverCode::new(category, mode)
                    .expect("the table contains valid codes of PLOVER");
                (code.into(), Valence::of_tenths(tenths))
            });
            Scale::published("PLOVER", "2023", entries.collect())
        });
        SCALE.clone()
    }

    /// The Goldstein weights of CAMEO as ICEWS prints them, divided by ten.
    ///
    /// Source: the table of the R package `icews` (MIT), after Goldstein (1992).
    #[must_use]
    pub fn cameo_icews() -> Self {
        static SCALE: LazyLock<Scale> =
            LazyLock::new(|| Scale::published("CAMEO-ICEWS", "R icews", goldstein_entries(&[])));
        SCALE.clone()
    }

    /// The Goldstein weights of CAMEO as GDELT prints them, divided by ten.
    ///
    /// They differ from ICEWS in 016, 022, 164 and 165, and lack 1213.
    ///
    /// Source: the CAMEO look-up file of GDELT, after Goldstein (1992).
    #[must_use]
    pub fn cameo_gdelt() -> Self {
        static SCALE: LazyLock<Scale> = LazyLock::new(|| {
            Scale::published(
                "CAMEO-GDELT",
                "look-up",
                goldstein_entries(&goldstein::GDELT),
            )
        });
        SCALE.clone()
    }

    /// The Goldstein weights of CAMEO as the KEDS project first printed them, divided by ten.
    ///
    /// KEDS numbers some acts differently: its 016 is an empathetic comment, its 163 the end of
    /// negotiations. Use it only for data that was coded with this version.
    ///
    /// Source: CAMEO scale of the KEDS project, version 0.5b1, after Goldstein (1992).
    #[must_use]
    pub fn cameo_keds() -> Self {
        static SCALE: LazyLock<Scale> = LazyLock::new(|| {
            Scale::published("CAMEO-KEDS", "0.5b1", goldstein_entries(&goldstein::KEDS))
        });
        SCALE.clone()
    }

    /// The Goldstein weights of WEIS, divided by ten: codes `weis:011` to `weis:223`.
    ///
    /// A code of WEIS has a two-digit category (a *cue*) and a third digit that refines it. The valences
    /// range from -1.0 to +0.83, so no act of cooperation outweighs an attack.
    ///
    /// Source: Goldstein (1992), *Journal of Conflict Resolution* 36(2), 61 event types. The values
    /// are from secondary sources and were not compared with the article.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{MarkClass, Code, Scale};
    ///
    /// let attack = Code::parse("weis:223")?;
    /// let visit = Code::parse("weis:032")?;
    /// assert_eq!(Scale::weis_goldstein().valence(&attack), Some(-1.0));
    /// assert_eq!(Scale::weis_goldstein().valence(&visit), Some(0.19));
    /// assert_eq!(visit.class(), MarkClass::Contact);
    /// # Ok::<(), detente::code::CodeError>(())
    /// ```
    #[must_use]
    pub fn weis_goldstein() -> Self {
        static SCALE: LazyLock<Scale> = LazyLock::new(|| {
            let entries = weis::GOLDSTEIN
                .iter()
                .flat_map(|&(tenths, codes)| codes.split(' ').map(move |code| (code, tenths)))
                .map(|(code, tenths)| {
                    let code = OtherCode::new(WEIS, code).expect("three digits are a valid code");
                    (code.into(), Valence::of_tenths(tenths))
                });
            Scale::published("WEIS-Goldstein", "1992", entries.collect())
        });
        SCALE.clone()
    }

    /// The weights of COPDAB's fifteen points, divided by 102: codes `copdab:1` to `copdab:15`.
    ///
    /// COPDAB has a scale of fifteen points instead of a list of acts: from the voluntary unification
    /// of two states (1) through neutral acts (8) to extensive war (15). Point 7 combines talks and
    /// minor exchanges with mild verbal support, so each point is an act: none is a contact or a plain
    /// comment.
    ///
    /// Source: Azar (1982), *The Codebook of the Conflict and Peace Data Bank*.
    #[must_use]
    pub fn copdab() -> Self {
        static SCALE: LazyLock<Scale> = LazyLock::new(|| {
            let entries = (1..).zip(copdab::WEIGHTS).map(|(point, weight): (u8, i8)| {
                let code = OtherCode::new(COPDAB, &point.to_string());
                let valence = Valence(f64::from(weight) / copdab::GREATEST);
                (code.expect("a number is a valid code").into(), valence)
            });
            Scale::published("COPDAB", "1982", entries.collect())
        });
        SCALE.clone()
    }

    /// Returns all built-in scales: PLOVER, the three of CAMEO, WEIS and COPDAB.
    pub fn built_in() -> [Self; 6] {
        [
            Self::plover(),
            Self::cameo_icews(),
            Self::cameo_gdelt(),
            Self::cameo_keds(),
            Self::weis_goldstein(),
            Self::copdab(),
        ]
    }

    /// Creates your own scale. The order of the rows does not matter.
    ///
    /// # Errors
    ///
    /// Returns a [`ScaleError`] if a valence is not from -1 to 1, a code occurs twice (even with the
    /// same valence), there are more than [`MAX_ENTRIES`], or the name or the version is blank,
    /// longer than 100 bytes, or contains control characters.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{Code, Scale};
    ///
    /// let toast = Code::parse("moscow-desk:toast")?;
    /// let scale = Scale::from_table("Moscow desk", "2025-07", [(toast.clone(), 0.1)])?;
    /// assert_eq!(scale.valence(&toast), Some(0.1));
    /// assert_eq!(scale.to_string(), "Moscow desk 2025-07");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_table(
        name: &str,
        version: &str,
        rows: impl IntoIterator<Item = (Code, f64)>,
    ) -> Result<Self, ScaleError> {
        check_label("name", name)?;
        check_label("version", version)?;
        let mut entries = Vec::new();
        for (code, value) in rows {
            if entries.len() == MAX_ENTRIES {
                return Err(ScaleError::TooManyEntries);
            }
            match Valence::new(value) {
                Some(valence) => entries.push((code, valence)),
                None => return Err(ScaleError::Valence { code, value }),
            }
        }
        // The sort is stable, so the first of two equal codes stays first.
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        for (before, after) in entries.iter().zip(entries.iter().skip(1)) {
            if before.0 == after.0 {
                let (first, second) = (before.1.0, after.1.0);
                return Err(ScaleError::Duplicate {
                    code: before.0.clone(),
                    first,
                    second,
                });
            }
        }
        Ok(Self {
            name: name.into(),
            version: version.into(),
            table: Table::new(entries).into(),
            standing: Arc::default(),
        })
    }

    /// States for which codes the end of a [standing](crate::Event::standing) relation makes a mark, too.
    ///
    /// The relation makes a mark on its first day, with the valence of its code. If the scale states the code
    /// here, it makes a second one on the day after its last, with the same weight and minus half the valence. Replaces
    /// what the scale stated before. No built-in scale states any code, and events that are not standing are not
    /// affected.
    ///
    /// # Errors
    ///
    /// Returns [`ScaleError::NotListed`] if the scale has no valence for a code.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::code::{Code, Scale};
    /// use detente::scoring::Scoring;
    /// use detente::{Actor, Event, Timeline};
    ///
    /// let timeline = Timeline::builder()
    ///     .actor(Actor::state("A"))
    ///     .actor(Actor::state("B"))
    ///     .event(Event::act("pact", "1934-01-26/1939-04-28", Code::parse("COOPERATE")?).between("A", "B").standing())
    ///     .build()?;
    /// let scale = Scale::plover().with_standing([Code::parse("COOPERATE")?])?;
    /// let scoring = Scoring::default().with_scale(scale);
    /// let relations = timeline.view().relations_by("A", "B", &scoring)?;
    /// let marks: Vec<_> = relations.marks().iter().map(|one| (one.mark.span().start(), one.mark.valence())).collect();
    /// let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    /// assert_eq!(marks, [(date(1934, 1, 26), 0.95), (date(1939, 4, 29), -0.475)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_standing(
        mut self,
        codes: impl IntoIterator<Item = Code>,
    ) -> Result<Self, ScaleError> {
        let mut codes: Vec<Code> = codes.into_iter().collect();
        codes.sort();
        codes.dedup();
        if let Some(code) = codes.iter().find(|code| self.valence(code).is_none()) {
            return Err(ScaleError::NotListed { code: code.clone() });
        }
        self.standing = codes.into();
        Ok(self)
    }

    /// Whether it states a code of standing relations.
    pub(crate) fn is_standing(&self, code: &Code) -> bool {
        self.standing.binary_search(code).is_ok()
    }

    /// The codes whose standing relations make a mark when they are over, sorted.
    ///
    /// See [`with_standing`](Self::with_standing).
    pub fn standing(&self) -> &[Code] {
        &self.standing
    }

    /// Combines two scales. If both list a code, this scale's valence is used. The same applies
    /// to what each states about [standing](Self::with_standing) relations.
    ///
    /// Use it for events that are coded in several systems, such as a curated timeline with rows of
    /// a feed. The name and the version are joined with `+`: `PLOVER+CAMEO-GDELT`.
    ///
    /// # Errors
    ///
    /// Returns a [`ScaleError`] if there are more than [`MAX_ENTRIES`] codes together, or if the
    /// joined name or version is longer than 100 bytes.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{Code, Scale};
    ///
    /// let both = Scale::plover().with_fallback(&Scale::cameo_gdelt())?;
    /// assert_eq!(both.valence(&Code::parse("plover:CONSULT/Visit")?), Scale::plover().valence(&Code::parse("plover:CONSULT/Visit")?));
    /// assert_eq!(both.valence(&Code::parse("cameo:016")?), Some(-0.2));
    /// assert_eq!(both.name(), "PLOVER+CAMEO-GDELT");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_fallback(&self, other: &Self) -> Result<Self, ScaleError> {
        let theirs = other.entries();
        let more = theirs.filter(|(code, _)| self.valence(code).is_none());
        let rows = self.entries().chain(more);
        let both = Self::from_table(
            &format!("{}+{}", self.name, other.name),
            &format!("{}+{}", self.version, other.version),
            rows.map(|(code, valence)| (code.clone(), valence)),
        )?;
        let theirs = other
            .standing
            .iter()
            .filter(|code| self.valence(code).is_none());
        both.with_standing(self.standing.iter().chain(theirs).cloned())
    }

    /// The valence of an act, from -1 to 1. Returns `None` if the scale does not list its code.
    ///
    /// # Complexity
    ///
    /// O(1) for codes of CAMEO and PLOVER; O(log n) in the entries of the scale for other codes.
    pub fn valence(&self, code: &Code) -> Option<f64> {
        let Table {
            entries,
            cameo,
            plover,
        } = &*self.table;
        // The array of a system is empty if the scale has no code of it.
        let listed = |places: &[u16], place| usize::from(*places.get(place)?).checked_sub(1);
        let at = match code {
            Code::Cameo(code) => listed(cameo, code.place())?,
            Code::Plover(code) => listed(plover, code.place())?,
            Code::Other(_) => entries.binary_search_by(|entry| entry.0.cmp(code)).ok()?,
        };
        Some(entries[at].1.0)
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Iterates over the codes and their valences, by code.
    pub fn entries(&self) -> ScaleEntries<'_> {
        ScaleEntries {
            entries: self.table.entries.iter(),
        }
    }

    /// Creates a scale from a published table, in which each code occurs once.
    fn published(name: &str, version: &str, mut entries: Vec<(Code, Valence)>) -> Self {
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        Self {
            name: name.into(),
            version: version.into(),
            table: Table::new(entries).into(),
            standing: Arc::default(),
        }
    }
}

impl Table {
    /// Creates the arrays. The entries are sorted by code, and there are at most [`MAX_ENTRIES`].
    fn new(entries: Vec<(Code, Valence)>) -> Self {
        let (mut cameo, mut plover) = (Vec::new(), Vec::new());
        for (number, (code, _)) in (1..=u16::MAX).zip(&entries) {
            let (places, place, all) = match code {
                Code::Cameo(code) => (&mut cameo, code.place(), CameoCode::PLACES),
                Code::Plover(code) => (&mut plover, code.place(), PloverCode::PLACES),
                Code::Other(_) => continue,
            };
            places.resize(all, 0);
            places[place] = number;
        }
        Self {
            entries: entries.into(),
            cameo: cameo.into(),
            plover: plover.into(),
        }
    }
}

impl Valence {
    fn new(value: f64) -> Option<Self> {
        // Adding 0.0 turns -0.0 into 0.0 and changes no other number.
        (-1.0..=1.0).contains(&value).then_some(Self(value + 0.0))
    }

    /// A tenth of a score that is given in tenths: the `f64` nearest to the decimal fraction.
    fn of_tenths(tenths: i8) -> Self {
        Self(f64::from(tenths) / 100.0)
    }
}

/// The table of ICEWS with the differences of another publication.
///
/// A difference without a weight removes the code.
fn goldstein_entries(changes: &[(Option<i8>, &str)]) -> Vec<(Code, Valence)> {
    let new_weights: Vec<(&str, Option<i8>)> = changes
        .iter()
        .flat_map(|(tenths, codes)| codes.split(' ').map(move |code| (code, *tenths)))
        .collect();
    let kept = goldstein::ICEWS
        .iter()
        .flat_map(|(tenths, codes)| codes.split(' ').map(move |code| (code, Some(*tenths))))
        .filter(|(code, _)| !new_weights.iter().any(|(other, _)| other == code));
    kept.chain(new_weights.iter().copied())
        .filter_map(|(code, tenths)| {
            let valence = Valence::of_tenths(tenths?);
            let code = CameoCode::parse(code).expect("the tables contain valid codes of CAMEO");
            Some((code.into(), valence))
        })
        .collect()
}

fn check_label(label: &'static str, text: &str) -> Result<(), ScaleError> {
    let is_label = !text.trim().is_empty()
        && text.len() <= MAX_LABEL_BYTES
        && !text.chars().any(char::is_control);
    if is_label {
        Ok(())
    } else {
        Err(ScaleError::Label { label })
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.name, self.version))
    }
}

impl<'s> Iterator for ScaleEntries<'s> {
    type Item = (&'s Code, f64);

    fn next(&mut self) -> Option<Self::Item> {
        self.entries.next().map(|(code, valence)| (code, valence.0))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entries.size_hint()
    }
}

impl DoubleEndedIterator for ScaleEntries<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.entries
            .next_back()
            .map(|(code, valence)| (code, valence.0))
    }
}

impl ExactSizeIterator for ScaleEntries<'_> {}

impl FusedIterator for ScaleEntries<'_> {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_has_a_place_of_its_own_within_bounds() {
        let digits = [(2, 100), (3, 1000), (4, 10_000)];
        let cameo: BTreeSet<_> = digits
            .into_iter()
            .flat_map(|(length, end)| (0..end).map(move |number| format!("{number:0length$}")))
            .map(|text| CameoCode::parse(&text).unwrap().place())
            .collect();
        assert_eq!(cameo.len(), 11_100);
        assert!(cameo.last().is_some_and(|last| *last < CameoCode::PLACES));
        let plover: BTreeSet<_> = PloverCode::all().map(PloverCode::place).collect();
        assert_eq!(plover.len(), 82);
        assert!(plover.last().is_some_and(|last| *last < PloverCode::PLACES));
    }
}

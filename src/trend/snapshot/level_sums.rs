//! The sums of one dyad for the value of its level alone.

use crate::ledger::{DyadLedger, LedgerError, Marks, Overflow, SpanSums};

use super::super::decay::number;
use super::super::level::value_of;
use super::SnapshotError;
use super::spec::SnapshotSpec;

/// The sums of the marks of one dyad for the value of its level, for one fixed date.
///
/// It is a [`DyadSnapshot`](super::DyadSnapshot) without blocks: 48 bytes, and two additions for a mark. It
/// gives the same [`value`](Self::value), bit for bit, but neither a standard deviation nor a trend. It is
/// the state of an aggregate over very many dyads, so it does not contain its [`SnapshotSpec`]: pass the
/// same spec to all calls. It ignores the coverage of the spec.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::ledger::{DaySpan, Mark};
/// use detente::trend::{Calibration, DyadSnapshot, LevelSums, SnapshotSpec};
///
/// let date = |day| NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// let spec = SnapshotSpec::new(date(11), &Calibration::default());
/// let critique = Mark::new(DaySpan::day(date(8))?, 1.0, -0.35)?;
///
/// let (mut sums, mut snapshot) = (LevelSums::default(), DyadSnapshot::new(spec.clone()));
/// sums.add(&spec, &critique)?;
/// snapshot.add(&critique)?;
/// assert_eq!(sums.value(&spec), snapshot.level().map(|level| level.value()));
///
/// sums.subtract(&spec, &critique)?;
/// assert_eq!((sums, sums.value(&spec)), (LevelSums::default(), None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LevelSums {
    marks: u64,
    score: i128,
    weight: i128,
}

impl LevelSums {
    /// The number of bytes of [`to_bytes`](Self::to_bytes).
    pub const BYTES: usize = 40;

    /// Adds marks. Marks that begin on the date or later change nothing.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::Overflow`] if the sums overflow. Nothing changes then.
    #[inline]
    pub fn add<'m>(
        &mut self,
        spec: &SnapshotSpec,
        marks: impl Into<Marks<'m>>,
    ) -> Result<(), LedgerError> {
        self.change(spec, marks.into(), |sums, part, span| {
            let sum = sums.plus(&part);
            sum.ok_or_else(|| Overflow { span: span.span() }.into())
        })
    }

    /// Takes marks away, as if they had never been added.
    ///
    /// # Errors
    ///
    /// Returns [`LedgerError::NotRecorded`] if the sums cannot contain the marks. Nothing changes then.
    #[inline]
    pub fn subtract<'m>(
        &mut self,
        spec: &SnapshotSpec,
        marks: impl Into<Marks<'m>>,
    ) -> Result<(), LedgerError> {
        self.change(spec, marks.into(), |sums, part, span| {
            let rest = sums.minus(&part);
            rest.ok_or(LedgerError::NotRecorded { span: span.span() })
        })
    }

    /// Adds the sums of other marks at the same date.
    ///
    /// # Errors
    ///
    /// Returns [`SnapshotError::Overflow`] if the sums overflow. Nothing changes then.
    #[inline]
    pub fn merge(&mut self, other: &Self) -> Result<(), SnapshotError> {
        *self = self
            .plus(other)
            .ok_or(SnapshotError::Overflow { actors: None })?;
        Ok(())
    }

    /// The number of marks that have begun by the date.
    pub const fn marks(&self) -> u64 {
        self.marks
    }

    /// The value of the level, [`Level::value`](crate::trend::Level::value). Returns `None` without marks.
    pub fn value(&self, spec: &SnapshotSpec) -> Option<f64> {
        let kappa = spec.calibration().kappa();
        (self.marks > 0).then(|| value_of(number(self.score), number(self.weight), kappa))
    }

    /// Writes the sums as bytes: the number of marks, the score and the weight, little-endian.
    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..8].copy_from_slice(&self.marks.to_le_bytes());
        bytes[8..24].copy_from_slice(&self.score.to_le_bytes());
        bytes[24..].copy_from_slice(&self.weight.to_le_bytes());
        bytes
    }

    /// Reads sums from bytes. Returns `None` if no marks can have them.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (marks, rest) = bytes.split_first_chunk()?;
        let (score, rest) = rest.split_first_chunk()?;
        let sums = Self {
            marks: u64::from_le_bytes(*marks),
            score: i128::from_le_bytes(*score),
            weight: i128::from_le_bytes(rest.try_into().ok()?),
        };
        sums.are_possible().then_some(sums)
    }

    /// Changes the sums span by span: all of the marks, or none.
    #[expect(
        clippy::inline_always,
        reason = "sums of a span that are passed through memory cost as much as the addition"
    )]
    #[inline(always)]
    fn change(
        &mut self,
        spec: &SnapshotSpec,
        marks: Marks<'_>,
        by: impl Fn(&Self, Self, &SpanSums) -> Result<Self, LedgerError>,
    ) -> Result<(), LedgerError> {
        match marks {
            Marks::Span(span) => *self = by(self, Self::of(spec, &span), &span)?,
            Marks::Ledger(ledger) => *self = self.changed_by(spec, ledger, by)?,
        }
        Ok(())
    }

    /// The sums after the change by each span of a ledger.
    #[cold]
    fn changed_by(
        self,
        spec: &SnapshotSpec,
        ledger: &DyadLedger,
        by: impl Fn(&Self, Self, &SpanSums) -> Result<Self, LedgerError>,
    ) -> Result<Self, LedgerError> {
        let mut spans = ledger.spans();
        spans.try_fold(self, |sums, span| by(&sums, Self::of(spec, &span), &span))
    }

    /// The sums of the marks of one span.
    #[inline]
    fn of(spec: &SnapshotSpec, span: &SpanSums) -> Self {
        match spec.decay_of(span.span()) {
            // A product of 63 and 55 bits fits in an `i128`.
            Some(decay) => Self {
                marks: span.marks().into(),
                score: i128::from(span.sums().score) * i128::from(decay.now),
                weight: i128::from(span.sums().weight) * i128::from(decay.now),
            },
            None => Self::default(),
        }
    }

    #[inline]
    fn plus(&self, other: &Self) -> Option<Self> {
        Some(Self {
            marks: self.marks.checked_add(other.marks)?,
            score: self.score.checked_add(other.score)?,
            weight: self.weight.checked_add(other.weight)?,
        })
    }

    fn minus(&self, other: &Self) -> Option<Self> {
        let rest = Self {
            marks: self.marks.checked_sub(other.marks)?,
            score: self.score.checked_sub(other.score)?,
            weight: self.weight.checked_sub(other.weight)?,
        };
        rest.are_possible().then_some(rest)
    }

    /// Whether some marks can have these sums. Score and weight of a mark are rounded separately, so each
    /// mark may be off by one unit of the weight.
    fn are_possible(&self) -> bool {
        let rounded = u128::from(self.marks) << super::super::decay::DECAY_BITS;
        let most = self.weight.unsigned_abs().saturating_add(rounded);
        self.weight >= 0
            && self.score.unsigned_abs() <= most
            && (self.marks > 0 || (self.score == 0 && self.weight == 0))
    }
}

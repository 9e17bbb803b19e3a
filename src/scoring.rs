//! Every number that a score depends on, as one value.
//!
//! A [`Scoring`] contains the scale of valences, the weights of events, and the calibration of levels
//! and trends. It has a version, and serialises with all of its numbers. Two scores can be compared if
//! their scorings are equal. There is no other factor, for any actor.

use std::fmt;

use thiserror::Error;

use crate::code::{MarkClass, Scale};
use crate::trend::Calibration;

/// The version of the scoring formulas.
///
/// It increases when the same numbers give a different score.
pub const SCORING_VERSION: u32 = 2;

/// The weights of events in a score, by kind and attribution.
///
/// | weight | default | applies to |
/// | :-- | --: | :-- |
/// | [`contact`](Self::contact) | 1/4 | a meeting, call, visit or consultation |
/// | [`comment`](Self::comment) | 0 | a plain comment |
/// | [`act`](Self::act) | 1 | every other act |
/// | [`third_party`](Self::third_party) | 1/2 | the share of a host or mediator that is not a party |
/// | [`hop`](Self::hop) | 0.9 | each link of a chain of attribution beyond the first |
/// | [`doubt`](Self::doubt) | 1/2 | an event that is disputed, or reported by an anonymous source |
/// | [`cancelled`](Self::cancelled) | -0.2 | the valence of an event that is called off |
///
/// Contacts are engagement, not tone: they weigh little in the score, and are counted
/// separately.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    contact: f64,
    comment: f64,
    act: f64,
    third_party: f64,
    hop: f64,
    doubt: f64,
    cancelled: f64,
}

/// A number of [`Weights`] or of a [`Calibration`] was refused.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ScoringError {
    /// The number is outside its bounds, or not a number.
    #[error("`{name}` is `{value}`: expected {low} to {high}")]
    OutOfBounds {
        /// The name of the number.
        name: &'static str,
        /// The number.
        value: f64,
        /// The least value that is allowed.
        low: f64,
        /// The greatest value that is allowed.
        high: f64,
    },
    /// The thresholds are not probabilities above 1/2 in ascending order.
    #[error(
        "the thresholds are `{leave}` to leave, `{enter}` to enter and `{strong}` for a strong trend: \
         expected ascending probabilities between 0.5 and 1"
    )]
    Thresholds {
        /// The probability below which a rise or fall ends.
        leave: f64,
        /// The probability from which on it begins.
        enter: f64,
        /// The probability from which on it is strong.
        strong: f64,
    },
}

crate::wire::errors!(ScoringError {
    OutOfBounds { name, value, low, high },
    Thresholds { leave, enter, strong },
});

impl ScoringError {
    /// Checks that a number is within its bounds. Returns it with the one form of zero, so that equal
    /// numbers are equal bits.
    pub(crate) fn check(
        name: &'static str,
        value: f64,
        (low, high): (f64, f64),
    ) -> Result<f64, Self> {
        if (low..=high).contains(&value) {
            Ok(value + 0.0)
        } else {
            Err(Self::OutOfBounds {
                name,
                value,
                low,
                high,
            })
        }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            contact: 0.25,
            comment: 0.0,
            act: 1.0,
            third_party: 0.5,
            hop: 0.9,
            doubt: 0.5,
            cancelled: -0.2,
        }
    }
}

macro_rules! weights {
    ($($field:ident, $with:ident, $low:literal, $high:literal, $what:literal;)*) => {
        impl Weights {
            $(
                #[doc = concat!("The ", $what, ".")]
                pub const fn $field(&self) -> f64 {
                    self.$field
                }

                #[doc = concat!("Sets the ", $what, ".")]
                ///
                /// # Errors
                ///
                #[doc = concat!("Returns [`ScoringError`] unless it is from ", $low, " to ", $high, ".")]
                pub fn $with(mut self, value: f64) -> Result<Self, ScoringError> {
                    self.$field = ScoringError::check(stringify!($field), value, ($low, $high))?;
                    Ok(self)
                }
            )*

            /// Iterates over the weights by name, in the order of the written form.
            pub fn by_name(&self) -> impl Iterator<Item = (&'static str, f64)> {
                [$((stringify!($field), self.$field)),*].into_iter()
            }
        }
    };
}

weights! {
    contact, with_contact, 0.0, 4.0, "weight of a meeting, call, visit or consultation";
    comment, with_comment, 0.0, 4.0, "weight of plain comment";
    act, with_act, 0.0, 4.0, "weight of every other act";
    third_party, with_third_party, 0.0, 1.0, "share of a host or mediator who is not a party";
    hop, with_hop, 0.0, 1.0, "factor for each link of a chain of attribution beyond the first";
    doubt, with_doubt, 0.0, 1.0, "factor for events that are disputed or reported anonymously";
    cancelled, with_cancelled, -1.0, 1.0, "valence of an event that is called off";
}

impl Weights {
    /// The weight of an event of a class.
    pub const fn of(&self, class: MarkClass) -> f64 {
        match class {
            MarkClass::Contact => self.contact,
            MarkClass::Comment => self.comment,
            MarkClass::Act => self.act,
        }
    }
}

/// The whole configuration of a score, as one versioned value.
///
/// Its `Display` prints every number.
///
/// # Example
///
/// ```
/// use detente::scoring::Scoring;
/// use detente::trend::Calibration;
///
/// let quarter = Scoring::default().with_calibration(Calibration::default().with_half_life(90.0)?);
/// assert_ne!(quarter, Scoring::default());
/// assert_eq!(
///     Scoring::default().to_string(),
///     "scoring 2: PLOVER 2023; contact 0.25, comment 0, act 1, third_party 0.5, hop 0.9, \
///      doubt 0.5, cancelled -0.2; half-life 120 d, kappa 1, kappa_z 0.25, window 60 d, \
///      24 blocks of 30 d, prior 4 blocks of dispersion 2, least weight 0.5, lookback 365 d, \
///      enter 0.9, leave 0.6, strong 0.95, steady 0.75, lean 0.7",
/// );
/// # Ok::<(), detente::scoring::ScoringError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scoring {
    scale: Scale,
    weights: Weights,
    calibration: Calibration,
}

impl Default for Scoring {
    fn default() -> Self {
        Self {
            scale: Scale::plover(),
            weights: Weights::default(),
            calibration: Calibration::default(),
        }
    }
}

impl Scoring {
    /// Sets the scale.
    #[must_use]
    pub fn with_scale(mut self, scale: Scale) -> Self {
        self.scale = scale;
        self
    }

    /// Sets the weights.
    #[must_use]
    pub const fn with_weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// Sets the calibration.
    #[must_use]
    pub fn with_calibration(mut self, calibration: Calibration) -> Self {
        self.calibration = calibration;
        self
    }

    /// The version of the formulas: [`SCORING_VERSION`].
    pub const fn version(&self) -> u32 {
        SCORING_VERSION
    }

    /// The scale: the valence of each code.
    pub const fn scale(&self) -> &Scale {
        &self.scale
    }

    /// The weights of events.
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The calibration of levels and trends.
    pub const fn calibration(&self) -> &Calibration {
        &self.calibration
    }
}

impl fmt::Display for Scoring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "scoring {}: {};", self.version(), self.scale)?;
        for (number, (name, weight)) in self.weights.by_name().enumerate() {
            write!(f, "{} {name} {weight}", if number == 0 { "" } else { "," })?;
        }
        let c = &self.calibration;
        write!(
            f,
            "; half-life {} d, kappa {}, kappa_z {}, window {} d, {} blocks of {} d, \
             prior {} blocks of dispersion {}, least weight {}, lookback {} d, \
             enter {}, leave {}, strong {}, steady {}, lean {}",
            c.half_life(),
            c.kappa(),
            c.kappa_z(),
            c.window(),
            c.blocks(),
            c.block(),
            c.prior(),
            c.dispersion(),
            c.least_weight(),
            c.lookback(),
            c.enter(),
            c.leave(),
            c.strong(),
            c.steady(),
            c.lean(),
        )
    }
}

//! The parameters of a score: named options with constant values.

use datafusion::common::{Result, ScalarValue};
use detente::trend::{Calibration, Coverage};

use super::{Argument, constant_text, fault, parse_coverage};

/// The parameters of a call, which start as the defaults.
#[derive(Clone, Debug)]
pub(crate) struct Parameters {
    numbers: [Number; NUMBERS.len()],
    coverage: Coverage,
}

/// The value of a numeric parameter: a whole number or a float.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Whole(u32),
    Real(f64),
}

/// The name of a number, and its value in a calibration.
type Named = (&'static str, fn(&Calibration) -> Number);

/// The numbers of a calibration, in the order in which they are documented.
const NUMBERS: [Named; 13] = [
    ("half_life", |one| Number::Real(one.half_life())),
    ("kappa", |one| Number::Real(one.kappa())),
    ("kappa_z", |one| Number::Real(one.kappa_z())),
    ("window", |one| Number::Whole(one.window())),
    ("blocks", |one| Number::Whole(one.blocks())),
    ("block", |one| Number::Whole(one.block())),
    ("prior", |one| Number::Real(one.prior())),
    ("dispersion", |one| Number::Real(one.dispersion())),
    ("least_weight", |one| Number::Real(one.least_weight())),
    ("enter", |one| Number::Real(one.enter())),
    ("strong", |one| Number::Real(one.strong())),
    ("steady", |one| Number::Real(one.steady())),
    ("lean", |one| Number::Real(one.lean())),
];

const COVERAGE: &str = "coverage";

impl Parameters {
    /// The names of all parameters.
    pub(crate) const NAMES: [&'static str; NUMBERS.len() + 1] = {
        let mut names = [COVERAGE; NUMBERS.len() + 1];
        let mut at = 0;
        while at < NUMBERS.len() {
            names[at] = NUMBERS[at].0;
            at += 1;
        }
        names
    };

    pub(crate) fn new(defaults: &Calibration) -> Self {
        Self {
            numbers: NUMBERS.map(|(_, of)| of(defaults)),
            coverage: Coverage::unknown(),
        }
    }

    /// The name and the value of each default parameter, as SQL constants.
    ///
    /// An unknown coverage is left out, because it is the default everywhere.
    pub(crate) fn constants(
        defaults: &Calibration,
    ) -> impl Iterator<Item = (&'static str, ScalarValue)> {
        NUMBERS.into_iter().map(|(name, of)| match of(defaults) {
            Number::Whole(value) => (name, ScalarValue::Int64(Some(value.into()))),
            Number::Real(value) => (name, ScalarValue::Float64(Some(value))),
        })
    }

    /// Takes an option. Returns whether it is a parameter.
    pub(crate) fn set(&mut self, function: &str, key: &str, value: &Argument) -> Result<bool> {
        if key == COVERAGE {
            let text = constant_text(function, "`coverage`", value)?;
            self.coverage = parse_coverage(&text).map_err(|message| fault(function, &message))?;
            return Ok(true);
        }
        let Some(at) = NUMBERS.iter().position(|(name, _)| *name == key) else {
            return Ok(false);
        };
        self.numbers[at] = self.numbers[at].replaced(function, key, value)?;
        Ok(true)
    }

    /// The calibration and the coverage. Refuses numbers outside their bounds.
    pub(crate) fn finish(self, function: &str) -> Result<(Calibration, Coverage)> {
        use Number::{Real, Whole};
        let [
            Real(half_life),
            Real(kappa),
            Real(kappa_z),
            Whole(window),
            Whole(blocks),
            Whole(block),
            Real(prior),
            Real(dispersion),
            Real(least_weight),
            Real(enter),
            Real(strong),
            Real(steady),
            Real(lean),
        ] = self.numbers
        else {
            unreachable!("a number keeps its kind");
        };
        // The probability for leaving an ongoing direction has no effect on a single date. It must not be above
        // `enter`, so it is lowered if `enter` is low.
        let leave = Calibration::default().leave().min(enter);
        let calibration = Calibration::default()
            .with_half_life(half_life)
            .and_then(|one| one.with_kappa(kappa))
            .and_then(|one| one.with_kappa_z(kappa_z))
            .and_then(|one| one.with_window(window))
            .and_then(|one| one.with_blocks(blocks, block))
            .and_then(|one| one.with_prior(prior, dispersion))
            .and_then(|one| one.with_least_weight(least_weight))
            .and_then(|one| one.with_thresholds(leave, enter, strong))
            .and_then(|one| one.with_steady(steady, lean));
        match calibration {
            Ok(calibration) => Ok((calibration, self.coverage)),
            Err(error) => Err(fault(function, &error.to_string())),
        }
    }
}

impl Number {
    /// A number of the same kind with the value of a constant.
    fn replaced(self, function: &str, key: &str, argument: &Argument) -> Result<Self> {
        let expected = match self {
            Self::Whole(_) => "a whole number from 1 on",
            Self::Real(_) => "a number",
        };
        let refuse = |what: String| {
            Err(fault(
                function,
                &format!("`{key}` is {what}: expected {expected}"),
            ))
        };
        match (self, &argument.value) {
            (_, None) => refuse("not a constant".to_owned()),
            (Self::Whole(_), Some(ScalarValue::Int64(Some(value)))) => {
                match u32::try_from(*value) {
                    Ok(value) => Ok(Self::Whole(value)),
                    Err(_) => refuse(format!("`{value}`")),
                }
            }
            (Self::Real(_), Some(ScalarValue::Float64(Some(value)))) => Ok(Self::Real(*value)),
            #[expect(clippy::cast_precision_loss, reason = "the nearest number is meant")]
            (Self::Real(_), Some(ScalarValue::Int64(Some(value)))) => Ok(Self::Real(*value as f64)),
            (_, Some(value)) => refuse(format!("`{value}`")),
        }
    }
}

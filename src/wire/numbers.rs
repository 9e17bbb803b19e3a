//! The numbers of answers, checked when they are read.
//!
//! JSON has no word for NaN, but other formats do, and a number that was edited can contradict the others.

use serde::de::{Deserialize, Deserializer, Error};

/// Reads a finite number.
pub(crate) fn finite<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    check(number, number.is_finite(), "a finite number")
}

/// Reads a finite number that is at least 0: a variance, a sum of weights.
pub(crate) fn not_negative<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    let is_valid = number.is_finite() && number >= 0.0;
    check(number, is_valid, "a finite number of at least 0")
}

/// Reads a finite number, or `null`. The field must be given.
pub(crate) fn finite_or_null<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<f64>, D::Error> {
    let number = Option::<f64>::deserialize(deserializer)?;
    let checked = number.map(|number| check(number, number.is_finite(), "a finite number"));
    checked.transpose()
}

/// Reads a probability, or `null`. The field must be given.
pub(crate) fn probability_or_null<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<f64>, D::Error> {
    let number = Option::<f64>::deserialize(deserializer)?;
    let is_valid = |number: f64| (0.0..=1.0).contains(&number);
    let checked = number.map(|number| check(number, is_valid(number), "a probability, 0 to 1"));
    checked.transpose()
}

fn check<E: Error>(number: f64, is_valid: bool, expected: &str) -> Result<f64, E> {
    if is_valid {
        Ok(number)
    } else {
        let message = format_args!("the number is `{number}`: expected {expected}");
        Err(E::custom(message))
    }
}

/// Checks a number against the least and the greatest that are possible.
pub(crate) fn check_range(field: &str, number: f64, (min, max): (f64, f64)) -> Result<(), String> {
    if (min..=max).contains(&number) {
        Ok(())
    } else {
        // `Debug` writes extreme numbers with an exponent.
        Err(format!(
            "`{field}` is `{number:?}`: expected a number from {min:?} to {max:?}"
        ))
    }
}

/// Checks a number that is written for readers, and follows from the others.
///
/// A relative 1e-9 is allowed, so that an answer of an earlier version can be read after a formula was computed in
/// another order.
pub(crate) fn check_derived(field: &str, number: f64, derived: f64) -> Result<(), String> {
    // Beside an infinite number every difference is small.
    if derived.is_finite() && (number - derived).abs() <= 1e-9 * derived.abs().max(1.0) {
        Ok(())
    } else {
        Err(format!(
            "`{field}` is `{number}`: expected `{derived}`, which follows from the other fields"
        ))
    }
}

/// As [`check_derived`], for numbers that can be absent.
pub(crate) fn check_derived_option(
    field: &str,
    number: Option<f64>,
    derived: Option<f64>,
) -> Result<(), String> {
    match (number, derived) {
        (Some(number), Some(derived)) => check_derived(field, number, derived),
        (None, None) => Ok(()),
        (Some(number), None) => Err(format!("`{field}` is `{number}`: expected `null`")),
        (None, Some(derived)) => Err(format!("`{field}` is `null`: expected `{derived}`")),
    }
}

/// Reads a choice without data, and refuses any field beside its `"kind"`. serde would ignore them.
#[cfg(feature = "import")]
pub(crate) fn no_fields<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}

    Nothing::deserialize(deserializer).map(|Nothing {}| ())
}

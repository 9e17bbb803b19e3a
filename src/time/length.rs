//! Lengths of time as people write them: `3 days`, `1 week`, `36 hours`.
//!
//! A whole number and a unit of fixed length. Months and years have no fixed length and are
//! refused. A length is written in the largest unit that gives a whole number.

use std::fmt;

use chrono::TimeDelta;

use super::DAY;

/// The units and their lengths in seconds, largest first.
const UNITS: [(&str, i64); 5] = [
    ("week", 7 * DAY),
    ("day", DAY),
    ("hour", 3_600),
    ("minute", 60),
    ("second", 1),
];

/// A length of time in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length(pub(crate) TimeDelta);

impl Length {
    /// The expected form, for error messages.
    pub(crate) const EXPECTED: &str =
        "a whole number and a unit from second to week, such as `3 days` or `36 hours`";

    /// Reads a whole number, a space and a unit. Returns `None` if the text is anything else, or
    /// beyond the range of chrono.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_once(' ')?;
        let is_plain = number.bytes().all(|byte| byte.is_ascii_digit())
            && (number == "0" || !number.starts_with('0'));
        let number: i64 = number.parse().ok().filter(|_| is_plain)?;
        let (_, seconds) = UNITS.iter().find(|(name, _)| {
            let rest = unit.strip_prefix(name);
            rest == Some(if number == 1 { "" } else { "s" })
        })?;
        TimeDelta::try_seconds(number.checked_mul(*seconds)?).map(Self)
    }

    /// The largest unit that gives a whole number, and that number.
    fn in_units(self) -> (i64, &'static str) {
        let seconds = self.0.num_seconds();
        let fits = |(_, of): &&(&str, i64)| seconds != 0 && seconds % of == 0;
        let &(unit, of) = UNITS.iter().find(fits).unwrap_or(&("second", 1));
        (seconds / of, unit)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = self.in_units();
        write!(f, "{number} {unit}{}", if number == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn distances_are_read_strictly() {
        let seconds = |text| Length::parse(text).map(|length| length.0.num_seconds());
        assert_eq!(seconds("3 days"), Some(3 * DAY));
        assert_eq!(seconds("1 week"), Some(7 * DAY));
        assert_eq!(seconds("36 hours"), Some(36 * 3_600));
        assert_eq!(seconds("90 minutes"), Some(5_400));
        assert_eq!(seconds("0 seconds"), Some(0));
        for text in [
            "",
            "3",
            "days",
            "3days",
            "3  days",
            " 3 days",
            "3 days ",
            "3 day",
            "1 weeks",
            "-3 days",
            "+3 days",
            "03 days",
            "3.5 days",
            "3 Days",
            "2 months",
            "1 year",
            "three days",
            "3 dayss",
            "9223372036854775807 seconds",
            "99999999999999999999 days",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn a_distance_is_written_in_its_largest_unit() {
        let written = |seconds| Length(TimeDelta::seconds(seconds)).to_string();
        assert_eq!(written(14 * DAY), "2 weeks");
        assert_eq!(written(8 * DAY), "8 days");
        assert_eq!(written(36 * 3_600), "36 hours");
        assert_eq!(written(60), "1 minute");
        assert_eq!(written(61), "61 seconds");
        assert_eq!(written(0), "0 seconds");
        assert_eq!(written(-DAY), "-1 days");
    }

    proptest! {
        #[test]
        fn lengths_round_trip(seconds in 0_i64..10_000_000) {
            let length = Length(TimeDelta::seconds(seconds));
            prop_assert_eq!(Length::parse(&length.to_string()), Some(length));
        }
    }
}

//! Windows and instants in a query.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::text::shortened;
use crate::time::{AsOf, Window};
use crate::wire::{Short, ShortOrMap, given, short_or_map};

/// A window, as an object with `start` and `end`, or as EDTF text.
pub(super) struct Within(pub(super) Window);

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct WithinShape {
    /// The first instant. `null` for no limit.
    #[serde(deserialize_with = "given")]
    start: Option<Instant>,
    /// The instant behind the last. `null` for no limit.
    #[serde(deserialize_with = "given")]
    end: Option<Instant>,
}

impl Serialize for Within {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Window { lo, hi } = self.0;
        WithinShape {
            start: (lo != i64::MIN).then_some(Instant(lo)),
            end: (hi != i64::MAX).then_some(Instant(hi)),
        }
        .serialize(serializer)
    }
}

impl Short for Within {
    type Shape = WithinShape;
    const EXPECTED: &'static str = "a date of EDTF, or an object with `start` and `end`";

    fn from_text(text: &str) -> Result<Self, String> {
        let window = text.parse().map(Self);
        window.map_err(|error: crate::WhenError| error.to_string())
    }

    fn from_shape(shape: WithinShape) -> Result<Self, String> {
        Ok(Self(Window {
            lo: shape.start.map_or(i64::MIN, |Instant(start)| start),
            hi: shape.end.map_or(i64::MAX, |Instant(end)| end),
        }))
    }
}

/// An instant in whole seconds: text of RFC 3339, or a number of seconds outside the years 0 to 9999.
#[derive(Clone, Copy)]
pub(super) struct Instant(pub(super) i64);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = DateTime::<Utc>::from_timestamp(self.0, 0)
            .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
        // RFC 3339 has years of four digits.
        match text.filter(|text| text.len() == "2025-07-10T00:00:00Z".len()) {
            Some(text) => serializer.serialize_str(&text),
            None => serializer.serialize_i64(self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InstantVisitor)
    }
}

/// Why a text is not an instant.
enum InstantFault {
    Form,
    Fraction,
}

impl InstantFault {
    fn message(self, text: &str, what: &str, or_date: &str) -> String {
        let text = shortened(text);
        match self {
            Self::Form => format!(
                "`{text}` is not {what}: expected one such as {or_date}`2025-07-10T00:00:00Z`"
            ),
            Self::Fraction => format!("`{text}` is between two seconds: expected whole seconds"),
        }
    }
}

/// The seconds of a text of RFC 3339.
fn instant(text: &str) -> Result<i64, InstantFault> {
    // chrono also takes a space between date and time, and makes a leap second a fraction of the one before it.
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| InstantFault::Form)?;
    let nanoseconds = at.timestamp_subsec_nanos();
    if text.as_bytes().get(10) != Some(&b'T') || nanoseconds >= 1_000_000_000 {
        return Err(InstantFault::Form);
    }
    if nanoseconds != 0 {
        return Err(InstantFault::Fraction);
    }
    Ok(at.timestamp())
}

/// The date of a text `YYYY-MM-DD`. chrono also takes spaces, single digits and longer years.
fn day(text: &str) -> Option<NaiveDate> {
    let day = text.parse::<NaiveDate>().ok()?;
    (text.len() == "2025-07-10".len() && day.to_string() == text).then_some(day)
}

/// The visitor that reads an [`Instant`].
struct InstantVisitor;

impl Visitor<'_> for InstantVisitor {
    type Value = Instant;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an instant such as `2025-07-10T00:00:00Z`, or seconds since 1970")
    }

    fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Instant, E> {
        Ok(Instant(seconds))
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Instant, E> {
        let seconds = i64::try_from(seconds).map_err(|_| {
            let found = de::Unexpected::Unsigned(seconds);
            E::invalid_value(found, &self)
        })?;
        Ok(Instant(seconds))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Instant, E> {
        instant(text)
            .map(Instant)
            .map_err(|fault| E::custom(fault.message(text, "an instant", "")))
    }
}

/// When something was known: an instant, or a day, which means its end.
pub(super) struct Known(pub(super) Instant);

impl Serialize for Known {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DayOrInstant;
        impl Visitor<'_> for DayOrInstant {
            type Value = Known;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date such as `2025-07-10`, or an instant")
            }

            fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Known, E> {
                // The last second means that there is no limit, which is written without the field.
                if seconds == i64::MAX {
                    return Err(E::custom(format_args!(
                        "`as_of` is the number `{seconds}`: expected a smaller one, or no field without a limit"
                    )));
                }
                Ok(Known(Instant(seconds)))
            }

            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Known, E> {
                let Instant(seconds) = InstantVisitor.visit_u64(seconds)?;
                self.visit_i64(seconds)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Known, E> {
                let second = match day(text) {
                    Some(day) => Ok(AsOf::from(day).timestamp()),
                    None => instant(text),
                };
                second
                    .map(|second| Known(Instant(second)))
                    .map_err(|fault| {
                        E::custom(fault.message(text, "a date or an instant", "`2025-07-10` or "))
                    })
            }
        }
        deserializer.deserialize_any(DayOrInstant)
    }
}

short_or_map!(Within);

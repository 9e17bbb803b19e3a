//! The written form of a [`Query`]. Lists are bounded while they are read, so that a hostile text is refused
//! before it fills memory.

use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{self, Serialize, Serializer};

use super::shape::or_default;
use super::{Object, Short, ShortOrMap, given, reworded::read_shape, short_or_map};

#[cfg(feature = "schema")]
mod schema;

use crate::event::{Kind, Status};
use crate::query::{ALL_KINDS, AccountRule, HAPPENED, Query, Ranking, Side};
use crate::text::{Word, parse_word, shortened};
use crate::time::{AsOf, Window};
use crate::timeline::OwnedRule;

/// The name of the format of a query.
pub(super) const FORMAT: &str = "detente-query";
/// The version that is written and read.
pub(super) const VERSION: u32 = 1;
/// The maximum number of bytes in a name.
const MAX_NAME_BYTES: usize = 1_000;

/// A question about a record: which events belong to it. An event belongs if it passes every filter that is given.
///
/// Fields with default values are left out.
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Query")
)]
#[serde(deny_unknown_fields)]
struct QueryShape {
    /// `detente-query`.
    #[cfg_attr(feature = "schema", schemars(extend("const" = FORMAT)))]
    format: String,
    /// 1.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Pairs of sides: events in which both sides of a pair took part. Null for events of any actors.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    between: Bounded<Pair>,
    /// Sides: events in which each of them took part. Null for events of any actors.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    involving: Bounded<SideForm>,
    /// Sides: events that each of them initiated. Null if it does not matter.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    initiated_by: Bounded<SideForm>,
    /// Names of actors, events or topics: events about all of them. Null if it does not matter.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    about: Bounded<Name>,
    /// The `id`s of sources: events that all of them report. Null for all sources.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "Bounded::is_empty"
    )]
    from_source: Bounded<Name>,
    /// The kinds of events. Null for all kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kinds: Option<Bounded<Kind>>,
    /// The statuses of events. Null for what happened: `realised` and `disputed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    statuses: Option<Bounded<Status>>,
    /// True for events in person only. Otherwise null.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_false"
    )]
    in_person: bool,
    /// The time in which the events took place. Null for all time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within: Option<Within>,
    /// The day, or the instant, at which the events were known. Null for what is known now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    as_of: Option<Known>,
    /// What to do if reports of one event disagree. Null for `union`, which believes them all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    believing: Option<Rule>,
    /// True to include the events of predecessors, such as those of the Soviet Union for Russia. Otherwise null.
    #[serde(
        default,
        deserialize_with = "or_default",
        skip_serializing_if = "is_false"
    )]
    with_predecessors: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A list of at most [`Query::MAX_NAMES`] entries.
struct Bounded<T>(Vec<T>);

impl<T> Bounded<T> {
    const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Bounded<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<T> for Bounded<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for Bounded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Bounded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(BoundedList(PhantomData))
    }
}

/// The visitor that reads a [`Bounded`] list.
struct BoundedList<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for BoundedList<T> {
    type Value = Bounded<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bounded<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            // The list is refused at its first entry too many, before the rest is read.
            if entries.len() == Query::MAX_NAMES {
                return Err(de::Error::custom(format_args!(
                    "the list has more than {most} entries: expected at most {most}",
                    most = Query::MAX_NAMES
                )));
            }
            entries.push(entry);
        }
        Ok(Bounded(entries))
    }
}

/// A name of at most [`MAX_NAME_BYTES`] bytes.
#[derive(serde::Serialize)]
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Name, E> {
                name(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

fn name(text: &str) -> Result<Name, String> {
    if text.len() > MAX_NAME_BYTES {
        return Err(format!(
            "`{}` has {} bytes: expected a name of at most {MAX_NAME_BYTES}",
            shortened(text),
            text.len()
        ));
    }
    Ok(Name(text.to_owned()))
}

/// Two sides, as a list.
#[derive(serde::Serialize)]
struct Pair(SideForm, SideForm);

impl<'de> Deserialize<'de> for Pair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TwoSides;
        impl<'de> Visitor<'de> for TwoSides {
            type Value = Pair;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of two entries")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pair, A::Error> {
                let length = |length| de::Error::invalid_length(length, &self);
                let first = list.next_element()?.ok_or_else(|| length(0))?;
                let second = list.next_element()?.ok_or_else(|| length(1))?;
                // `serde_json` would report a third entry as trailing characters.
                match list.next_element::<de::IgnoredAny>()? {
                    None => Ok(Pair(first, second)),
                    Some(_) => Err(de::Error::custom(
                        "the list has more than two entries: expected a list of two entries",
                    )),
                }
            }
        }
        deserializer.deserialize_seq(TwoSides)
    }
}

/// A side: a name, a list of names, or an object with the names and `members`.
struct SideForm(Side<'static>);

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SideShape {
    /// The actors: identifiers, names or other names, each of one actor.
    actors: Bounded<Name>,
    /// False to leave out the members of groups. Otherwise null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    members: Option<bool>,
}

impl Serialize for SideForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names: Vec<&str> = self.0.names().collect();
        if self.0.counts_members() {
            return match names.as_slice() {
                [name] => serializer.serialize_str(name),
                names => names.serialize(serializer),
            };
        }
        SideShape {
            actors: names
                .into_iter()
                .map(|name| Name(name.to_owned()))
                .collect(),
            members: Some(false),
        }
        .serialize(serializer)
    }
}

/// Sides, rules and windows have short forms.
impl<'de> Deserialize<'de> for SideForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyForm;
        impl<'de> Visitor<'de> for AnyForm {
            type Value = SideForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, a list of names, or an object with `actors`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<SideForm, E> {
                let Name(name) = name(text).map_err(E::custom)?;
                Ok(SideForm(name.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<SideForm, A::Error> {
                let names = BoundedList::<Name>(PhantomData).visit_seq(list)?;
                Ok(SideForm(side(names)))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<SideForm, A::Error> {
                let shape = de::value::MapAccessDeserializer::new(map);
                let SideShape { actors, members } = SideShape::deserialize(shape)?;
                let side = side(actors);
                Ok(SideForm(if members.unwrap_or(true) {
                    side
                } else {
                    side.without_members()
                }))
            }
        }
        deserializer.deserialize_any(AnyForm)
    }
}

fn side(names: Bounded<Name>) -> Side<'static> {
    names.0.into_iter().map(|Name(name)| name).collect()
}

/// A window, as an object with `start` and `end`, or as EDTF text.
struct Within(Window);

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct WithinShape {
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
struct Instant(i64);

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
struct Known(Instant);

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

/// The rule for accounts that disagree.
struct Rule(OwnedRule);

/// The words of the rules without a ranking.
impl Word for AccountRule<'static> {
    const WHAT: &'static str = "a rule for accounts";
    const WORDS: &'static [&'static str] = &["union", "common", "latest", "most_direct"];
    const VALUES: &'static [Self] = &[Self::Union, Self::Common, Self::Latest, Self::MostDirect];
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RuleShape {
    /// The `id`s of sources, the most trusted first.
    ranked: Bounded<Name>,
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = match &self.0 {
            OwnedRule::Plain(rule) => rule,
            OwnedRule::Ranked(ranking) => {
                let ranked = ranking.sources().map(|source| Name(source.to_owned()));
                let ranked = ranked.collect();
                return RuleShape { ranked }.serialize(serializer);
            }
        };
        let place = AccountRule::VALUES.iter().position(|one| one == rule);
        let place = place.expect("each rule without a ranking has a word");
        serializer.serialize_str(AccountRule::WORDS[place])
    }
}

impl Short for Rule {
    type Shape = RuleShape;
    const EXPECTED: &'static str =
        "one of `union`, `common`, `latest`, `most_direct`, or an object with `ranked`";

    fn from_text(text: &str) -> Result<Self, String> {
        let rule = parse_word(text).map(OwnedRule::Plain);
        rule.map(Self).map_err(|error| error.to_string())
    }

    fn from_shape(shape: RuleShape) -> Result<Self, String> {
        let ranked = shape.ranked.0.into_iter().map(|Name(name)| name);
        Ok(Self(OwnedRule::Ranked(Ranking::new(ranked))))
    }
}

short_or_map!(Within, Rule);

impl Serialize for Query {
    /// Writes the query. A query that could not be read again is an error.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        check_names(self).map_err(ser::Error::custom)?;
        let sides = |sides: &[Side<'static>]| sides.iter().cloned().map(SideForm).collect();
        let names = |names: &[String]| names.iter().cloned().map(Name).collect();
        let pair = |[a, b]: &[Side<'static>; 2]| Pair(SideForm(a.clone()), SideForm(b.clone()));
        let kinds = Kind::ALL.into_iter();
        let kinds = kinds.filter(|&kind| self.kinds & 1 << kind as u8 != 0);
        let statuses = Status::ALL.into_iter();
        let statuses = statuses.filter(|&status| self.statuses & 1 << status as u8 != 0);
        QueryShape {
            format: FORMAT.to_owned(),
            version: VERSION,
            between: self.between.iter().map(pair).collect(),
            involving: sides(&self.involving),
            initiated_by: sides(&self.initiated_by),
            about: names(&self.about),
            from_source: names(&self.from_source),
            kinds: (self.kinds != ALL_KINDS).then(|| kinds.collect()),
            statuses: (self.statuses != HAPPENED).then(|| statuses.collect()),
            in_person: self.in_person,
            within: (self.within != Window::ALL).then_some(Within(self.within)),
            as_of: (self.as_of != i64::MAX).then_some(Known(Instant(self.as_of))),
            believing: (self.rule != OwnedRule::Plain(AccountRule::Union))
                .then(|| Rule(self.rule.clone())),
            with_predecessors: self.with_predecessors,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Query {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Object(shape): Object<QueryShape> = read_shape(deserializer)?;
        if shape.format != FORMAT {
            return Err(de::Error::custom(format_args!(
                "`format` is `{}`: expected `{FORMAT}`",
                shortened(&shape.format)
            )));
        }
        if shape.version != VERSION {
            return Err(de::Error::custom(format_args!(
                "`version` is `{}`: expected `{VERSION}`",
                shape.version
            )));
        }
        let sides = |sides: Bounded<SideForm>| sides.0.into_iter().map(|SideForm(side)| side);
        let names = |names: Bounded<Name>| names.0.into_iter().map(|Name(name)| name).collect();
        let pairs = shape.between.0.into_iter();
        let new = Self::new();
        let query = Self {
            between: pairs.map(|Pair(SideForm(a), SideForm(b))| [a, b]).collect(),
            involving: sides(shape.involving).collect(),
            initiated_by: sides(shape.initiated_by).collect(),
            about: names(shape.about),
            from_source: names(shape.from_source),
            in_person: shape.in_person,
            with_predecessors: shape.with_predecessors,
            within: shape.within.map_or(new.within, |Within(window)| window),
            as_of: shape.as_of.map_or(new.as_of, |Known(Instant(at))| at),
            rule: shape.believing.map_or(new.rule, |Rule(rule)| rule),
            ..Self::new()
        };
        let query = match shape.kinds {
            Some(Bounded(kinds)) => query.of_kind(kinds),
            None => query,
        };
        let query = match shape.statuses {
            Some(Bounded(statuses)) => query.of_status(statuses),
            None => query,
        };
        check_names(&query).map_err(de::Error::custom)?;
        Ok(query)
    }
}

/// Checks the number of all names, and the length of each that was not read.
fn check_names(query: &Query) -> Result<(), String> {
    let count = query.names().count();
    if count > Query::MAX_NAMES {
        return Err(format!(
            "the query has {count} names: expected at most {}",
            Query::MAX_NAMES
        ));
    }
    query.names().try_for_each(|text| name(text).map(drop))
}

//! Enums whose values are words: what is printed can be parsed, and is the JSON.
#![cfg(all(feature = "json", feature = "import", feature = "plot"))]

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use detente::error::WordError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Checks all words of an enum.
fn check<T>(all: &[T], as_str: impl Fn(T) -> &'static str)
where
    T: Copy + Debug + Display + PartialEq + FromStr<Err = WordError> + Serialize + DeserializeOwned,
{
    let mut words = BTreeSet::new();
    for &value in all {
        let word = as_str(value);
        assert!(words.insert(word), "`{word}` is the word of two values");
        assert_eq!(value.to_string(), word);
        assert_eq!(format!("{value:>60}").trim_start(), word);
        assert_eq!(word.parse::<T>(), Ok(value));
        let json = serde_json::to_string(&value).unwrap();
        assert_eq!(json, format!("{word:?}"));
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
        let error = format!("{word}~").parse::<T>().unwrap_err();
        assert_eq!(error.expected.len(), all.len());
        assert_eq!(error.text, format!("{word}~"));
        // A text of one or two letters is similar to nothing, and one above 40 is not compared.
        if (3..40).contains(&word.chars().count()) {
            assert!(error.near.is_some(), "`{word}~` has no near match");
        }
        let read = serde_json::from_str::<T>(&format!("\"{word}~\"")).unwrap_err();
        assert!(read.to_string().starts_with(&error.to_string()), "{read}");
    }
    for text in ["", " ", "\u{0}", "x"] {
        assert!(text.parse::<T>().is_err());
    }
    assert!(serde_json::from_str::<T>("0").is_err());
}

macro_rules! check {
    ($($type:ty),* $(,)?) => {
        $(check(&<$type>::ALL, <$type>::as_str);)*
    };
}

#[test]
fn words_are_printed_parsed_and_serialised_alike() {
    check!(
        detente::Certainty,
        detente::Direction,
        detente::actor::ActorKind,
        detente::actor::AliasKind,
        detente::claim::Verdict,
        detente::claim::World,
        detente::changes::ChangeKind,
        detente::time::Calendar,
        detente::changes::Fact,
        detente::code::CameoRoot,
        detente::code::CountryKind,
        detente::code::MarkClass,
        detente::code::PartKind,
        detente::code::PloverCategory,
        detente::code::PloverContext,
        detente::code::PloverMode,
        detente::code::QuadClass,
        detente::code::QuadReading,
        detente::code::StateNumbers,
        detente::event::Form,
        detente::event::Kind,
        detente::event::Link,
        detente::event::Role,
        detente::event::Status,
        detente::import::DateSpelling,
        detente::import::Delimiter,
        detente::import::Grouping,
        detente::import::GuessedDates,
        detente::import::PartyRule,
        detente::import::RowWarning,
        detente::ledger::DyadPart,
        detente::plot::Scheme,
        detente::sequence::BestPath,
        detente::sequence::Resolution,
        detente::sequence::TimeRespect,
        detente::time::AllenRelation,
        detente::time::Period,
        detente::timeline::BoundKind,
        detente::trend::Band,
        detente::trend::diagnostics::Correction,
    );
}

#[test]
fn words_are_parsed_exactly() {
    use detente::event::Kind;

    assert_eq!("call".parse(), Ok(Kind::Call));
    for text in ["Call", " call", "call ", "calls"] {
        let error = text.parse::<Kind>().unwrap_err();
        assert_eq!((error.text.as_str(), error.what), (text, "a kind of event"));
        assert_eq!(error.near, Some("call"));
    }
    assert_eq!("summit".parse::<Kind>().unwrap_err().near, None);
}

#[test]
fn names_of_plover_are_parsed_in_any_case() {
    use detente::code::{PloverCategory, PloverContext, PloverMode};

    assert_eq!("consult".parse(), Ok(PloverCategory::Consult));
    assert_eq!("PHONE".parse(), Ok(PloverMode::Phone));
    assert_eq!("Pro-Democracy".parse(), Ok(PloverContext::ProDemocracy));
    assert_eq!("democracy".parse(), Ok(PloverContext::ProDemocracy));
}

#[test]
fn messages_say_what_was_expected() {
    use detente::code::PloverContext;
    use detente::event::Status;

    assert_eq!(
        "plannd".parse::<Status>().unwrap_err().to_string(),
        "`plannd` is not a status: expected one of `planned`, `cancelled`, `realised`, `disputed`; \
         did you mean `planned`?"
    );
    assert_eq!(
        "sport".parse::<PloverContext>().unwrap_err().to_string(),
        "`sport` is not a PLOVER context: expected one of `military`, `intelligence`, `executive`, \
         `legislative`, `election`, `political_institutions`, `pro_democracy`, `pro_autocracy`, \
         `economic`, `legal` or 28 more"
    );
    // A long text is shortened.
    let long = "é".repeat(10_000).parse::<Status>().unwrap_err();
    assert!(long.to_string().len() < 250);
}

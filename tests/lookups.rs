//! Lookups by name: tolerant where they may be, exact where they must, and they say so.

use chrono::NaiveDate;
use detente::actor::{Actor, Alias, Designation};
use detente::timeline::{LookupError, NameMatch, Resolved};
use detente::{Event, Timeline, When};
use proptest::prelude::*;
use proptest::sample::select;

fn record() -> Timeline {
    let term = When::parse("2014-08-28/2018-07-09").expect("a date");
    Timeline::builder()
        .actor(Actor::state("TUR").named("Türkiye").alias("Turkey"))
        .actor(Actor::state("CIV").named("Côte d’Ivoire"))
        .actor(
            Actor::person("erdogan")
                .named("Recep Tayyip Erdoğan")
                .held_office("TUR", "president", term.clone()),
        )
        .actor(Actor::person("sakho").named("Mamadou Sakho"))
        .actor(Actor::person("sako").named("Mamadou Sákho"))
        .actor(Actor::organisation("u-n").named("United Nations"))
        .designation(Designation::new("l’équipe", "TUR", "president", term))
        .build()
        .expect("a sound record")
}

/// The actor that a name resolves to, and how it matches.
fn resolved(name: &str) -> Result<(String, NameMatch), LookupError> {
    let timeline = record();
    timeline.named(name).map(|found| match found {
        Resolved::Actor { actor, matched } => (actor.id().to_owned(), matched),
        Resolved::Holders {
            designation,
            matched,
            ..
        } => (designation.name.clone(), matched),
    })
}

#[test]
fn a_lookup_says_how_the_name_matches() {
    use NameMatch::{Exact, Folded, Identifier};
    for (name, id, matched) in [
        ("erdogan", "erdogan", Identifier),
        ("TUR", "TUR", Identifier),
        ("Recep Tayyip Erdoğan", "erdogan", Exact),
        ("Turkey", "TUR", Exact),
        ("TURKEY", "TUR", Folded),
        ("Recep Tayyip Erdogan", "erdogan", Folded),
        ("recep-tayyip  erdoğan", "erdogan", Folded),
        ("Cote d'Ivoire", "CIV", Folded),
        ("Turkiye", "TUR", Folded),
        ("Tur", "TUR", Folded),
        ("l’équipe", "l’équipe", Exact),
        ("L'EQUIPE", "l’équipe", Folded),
    ] {
        assert_eq!(resolved(name), Ok((id.to_owned(), matched)), "{name}");
    }
}

#[test]
fn names_that_differ_in_an_accent_are_apart_until_the_accent_is_left_out() {
    assert_eq!(
        resolved("Mamadou Sakho"),
        Ok(("sakho".to_owned(), NameMatch::Exact))
    );
    assert_eq!(
        resolved("mamadou sákho"),
        Ok(("sako".to_owned(), NameMatch::Folded))
    );
    // All actors with the name are listed.
    let ambiguous = LookupError::AmbiguousName {
        name: "Mamadou-Sakho".to_owned(),
        candidates: vec!["sakho".to_owned(), "sako".to_owned()],
    };
    assert_eq!(resolved("Mamadou-Sakho"), Err(ambiguous));
    assert_eq!(
        resolved("Mamadou-Sakho").unwrap_err().to_string(),
        "`Mamadou-Sakho` is ambiguous: expected one of the identifiers `sakho`, `sako`"
    );
}

#[test]
fn identifiers_are_not_folded() {
    for name in ["un", "U.N", "T-U-R", "sákho"] {
        assert!(
            matches!(resolved(name), Err(LookupError::UnknownActor { .. })),
            "{name}"
        );
    }
    let timeline = record();
    // Events and sources have identifiers only, and references within a record are identifiers.
    for party in ["Turkey", "tur", "Erdoğan"] {
        let event = Event::call("call", "2016").party(party);
        let error = Timeline::builder()
            .actor(Actor::state("TUR").named("Turkey"))
            .event(event)
            .build()
            .expect_err("an unknown actor");
        assert!(error.to_string().contains("unknown actor"), "{error}");
    }
    assert!(timeline.source("Erdogan").is_err());
    assert!(timeline.actor_by_external("name", "TUR").is_none());
}

#[test]
fn every_question_takes_names_as_a_lookup_does() {
    let timeline = Timeline::builder()
        .actor(Actor::state("TUR").named("Türkiye"))
        .actor(Actor::state("CIV").named("Côte d’Ivoire"))
        .event(Event::call("call", "2016").between("TUR", "CIV"))
        .build()
        .expect("a sound record");
    let view = timeline
        .between("turkiye", "Cote d'Ivoire")
        .expect("two actors");
    assert_eq!(view.events().count(), 1);
    assert_eq!(
        timeline
            .view()
            .about("Turkiye")
            .expect("a subject")
            .events()
            .count(),
        0
    );
}

#[test]
fn a_former_name_is_found_without_its_accents_on_its_days() {
    let city = Actor::organisation("spb")
        .named("Saint Petersburg")
        .alias(Alias::new("Léningrad").during("1924-01-26/1991-09-06"));
    let timeline = Timeline::builder()
        .actor(city)
        .build()
        .expect("a sound record");
    let on = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
    assert!(timeline.actor_on("Leningrad", on(1950)).is_ok());
    let error = timeline.actor_on("Leningrad", on(2000)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Leningrad` was not in use on 2000-01-01: expected a date in `1924-01-26/1991-09-06`"
    );
    assert!(timeline.actor_on("St-Petersburg", on(2000)).is_err());
    assert!(timeline.actor_on("Saint-Petersburg", on(2000)).is_ok());
}

/// Names of few letters, so that they are often alike: in case, an accent, a space, a hyphen.
fn name() -> impl Strategy<Value = String> {
    let letters = prop::collection::vec(select(vec!["a", "A", "á", "Á", "b", " ", "-"]), 1..4);
    letters.prop_filter_map("a name is visible", |letters| {
        let name = letters.concat().trim().to_owned();
        (!name.is_empty()).then_some(name)
    })
}

/// A name without case, accents, hyphens and spaces.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphabetic());
    letters
        .map(|letter| if letter == 'b' { 'b' } else { 'a' })
        .collect()
}

/// How close a name of an actor is: 2 if it is equal, 1 regardless of case, 0 without accents and punctuation.
fn closeness(one: &str, wanted: &str) -> Option<u8> {
    if one == wanted {
        Some(2)
    } else if one.to_lowercase() == wanted.to_lowercase() {
        Some(1)
    } else {
        (plain(one) == plain(wanted) && !plain(wanted).is_empty()).then_some(0)
    }
}

proptest! {
    #[test]
    fn a_lookup_finds_what_a_search_of_all_names_finds(
        names in prop::collection::vec((name(), prop::option::of(name())), 1..5),
        wanted in name(),
    ) {
        let id = |number: usize| format!("{number}");
        let mut builder = Timeline::builder();
        for (number, (name, alias)) in names.iter().enumerate() {
            let actor = Actor::person(id(number)).named(name.clone());
            builder.actor(alias.iter().cloned().fold(actor, Actor::alias));
        }
        let timeline = builder.build().unwrap();

        let close: Vec<(String, u8)> = names
            .iter()
            .enumerate()
            .filter_map(|(number, (name, alias))| {
                let all = std::iter::once(name).chain(alias);
                Some((id(number), all.filter_map(|one| closeness(one, &wanted)).max()?))
            })
            .collect();
        // A difference in case does not decide, one in an accent does.
        let is_close = close.iter().any(|(_, close)| *close > 0);
        let found: Vec<&(String, u8)> = close.iter().filter(|(_, close)| !is_close || *close > 0).collect();
        let ids: Vec<String> = found.iter().map(|(id, _)| id.clone()).collect();
        match timeline.named(&wanted) {
            Ok(Resolved::Actor { actor, matched }) => {
                prop_assert_eq!(vec![actor.id().to_owned()], ids);
                let expected = if found[0].1 == 2 { NameMatch::Exact } else { NameMatch::Folded };
                prop_assert_eq!(matched, expected);
            }
            Err(LookupError::AmbiguousName { candidates, .. }) => {
                prop_assert!(candidates.len() > 1);
                prop_assert_eq!(candidates, ids);
            }
            Err(LookupError::UnknownActor { .. }) => prop_assert!(ids.is_empty()),
            other => panic!("another answer: {other:?}"),
        }
        prop_assert_eq!(timeline.actor(&wanted).is_ok(), timeline.named(&wanted).is_ok());
    }
}

//! CAMEO's actor codes, split into blocks.

use detente::code::{ActorCode, Country, MAX_ACTOR_CODE, PartKind};
use proptest::prelude::*;

fn code(text: &str) -> ActorCode {
    ActorCode::parse(text).unwrap()
}

/// Each block as `kind name`.
fn described(text: &str) -> Vec<String> {
    let code = code(text);
    let parts = code.parts();
    assert_eq!(parts.len(), text.len() / 3);
    parts
        .map(|part| format!("{:?} {}", part.kind, part.name.unwrap_or("-")))
        .collect()
}

#[test]
fn codes_are_split_into_what_they_say() {
    for (text, parts) in [
        ("USAGOV", vec!["Country United States", "Role government"]),
        (
            "RUSGOVMIL",
            vec!["Country Russia", "Role government", "Role military"],
        ),
        (
            "IGOEUREEC",
            vec![
                "International organisation of states",
                "Region Europe",
                "Group European Union",
            ],
        ),
        (
            "PSEREBHMS",
            vec!["Country Palestine", "Role rebels", "Group Hamas"],
        ),
        (
            "IGOUNODEVWBKMED",
            vec![
                "International organisation of states",
                "Group United Nations",
                "Role development",
                "Group World Bank",
                "Role media",
            ],
        ),
        (
            "SCGSRB",
            vec!["Country Serbia and Montenegro", "Country Serbia"],
        ),
        (
            "MOSSHICVL",
            vec!["Religion Muslims", "Religion Shia", "Role civilians"],
        ),
        (
            "CHRANG001",
            vec!["Religion Christians", "Religion Anglicans", "Religion -"],
        ),
        ("JEW070", vec!["Religion Jews", "Religion -"]),
        (
            "SIKREL",
            vec!["Religion Sikhs", "Religion religion that is not named"],
        ),
        ("kur", vec!["Ethnic Kurds"]),
        ("catSEP", vec!["Ethnic Catalans", "Role separatists"]),
        ("zzz", vec!["Ethnic -"]),
        ("KUR", vec!["Ethnic Kurds"]),
        (
            "MNCUSAMED",
            vec![
                "International multinational company",
                "Country United States",
                "Role media",
            ],
        ),
        (
            "AFGINSTAL",
            vec!["Country Afghanistan", "Role insurgents", "Group Taliban"],
        ),
        (
            "BUDMAH100",
            vec!["Religion Buddhists", "Religion Mahayana", "Religion -"],
        ),
        (
            "HINDEN412",
            vec![
                "Religion Hindus",
                "Religion denominations of Hinduism",
                "Religion -",
            ],
        ),
        (
            "USACHRSYN010",
            vec![
                "Country United States",
                "Religion Christians",
                "Religion syncretists",
                "Religion -",
            ],
        ),
        (
            "ITRCRB010",
            vec![
                "Religion indigenous religions",
                "Religion the Caribbean",
                "Religion -",
            ],
        ),
        ("CHE", vec!["Country Switzerland"]),
        ("CHNZHA", vec!["Country China", "Ethnic Zhuang"]),
        // What divides religions says nothing without one.
        ("UFO", vec!["Unknown -"]),
        ("WXY", vec!["Unknown -"]),
        ("USA001", vec!["Country United States", "Unknown -"]),
        ("UIS", vec!["International state that is not named"]),
    ] {
        assert_eq!(described(text), parts, "{text}");
    }
}

#[test]
fn some_blocks_depend_on_their_place() {
    assert_eq!(described("SHN"), ["Country Saint Helena"]);
    assert_eq!(described("JPNSHN")[1], "Religion Shinto");
    assert_eq!(
        described("SUNMIL"),
        ["Country Soviet Union", "Role military"]
    );
    assert_eq!(described("IRQMOSSUN")[2], "Religion Sunni");
    // A denomination needs no religion before it.
    assert_eq!(described("IRQSHI")[1], "Religion Shia");
}

#[test]
fn the_country_is_the_first_country_and_not_a_region() {
    let country = |text: &str| code(text).country().map(Country::name);
    let region = |text: &str| code(text).region().map(Country::name);
    for (text, of, within) in [
        ("USAGOV", Some("United States"), None),
        ("MNCUSAMED", Some("United States"), None),
        ("GBRVGBELI", Some("United Kingdom"), None),
        ("IGOEUREEC", None, Some("Europe")),
        ("IGOAFRDEVAFB", None, Some("Africa")),
        ("EUREDU", None, Some("Europe")),
        ("GOV", None, None),
        ("PSEGZS", Some("Palestine"), None),
        ("GZSGOV", Some("Gaza Strip"), None),
        ("usa", None, None),
    ] {
        assert_eq!((country(text), region(text)), (of, within), "{text}");
    }
}

#[test]
fn a_text_that_is_not_a_code_is_refused_with_what_was_expected() {
    for text in [
        "",
        "U",
        "US",
        "USAG",
        "usA",
        "US1a",
        "U-A",
        "USA ",
        "ÄB",
        "Ünm",
        "UnM",
        "AAABBBCCCDDDEEEFFFGGGHHHIII",
    ] {
        assert_eq!(
            ActorCode::parse(text).unwrap_err().to_string(),
            format!(
                "`{text}` is not an actor code: expected 1 to 8 blocks of three letters or digits, \
                 each in one case"
            )
        );
    }
    let longest = "ABC".repeat(8);
    assert_eq!(longest.len(), MAX_ACTOR_CODE);
    assert_eq!(code(&longest).as_str(), longest);
    assert!(
        ActorCode::parse(&"é".repeat(10_000))
            .unwrap_err()
            .to_string()
            .len()
            < 300
    );
}

#[test]
fn codes_are_small_and_in_the_order_of_their_text() {
    assert_eq!(size_of::<ActorCode>(), MAX_ACTOR_CODE);
    let mut codes = ["USAGOV", "USA", "GOV", "USAGOVMIL", "kur", "001"].map(code);
    codes.sort();
    assert_eq!(
        codes.map(|code| code.to_string()),
        ["001", "GOV", "USA", "USAGOV", "USAGOVMIL", "kur"]
    );
    assert_eq!(format!("{:?}", code("USAGOV")), "ActorCode(\"USAGOV\")");
    assert_eq!("USAGOV".parse(), Ok(code("USAGOV")));
}

proptest! {
    #[test]
    fn a_code_reads_back_and_its_blocks_make_it_up(
        blocks in prop::collection::vec("[A-Z]{3}|[a-z]{3}|[A-Z0-9]{3}|USA|GOV|MOS|SUN|EUR", 1..=8)
    ) {
        let text = blocks.concat();
        let code = ActorCode::parse(&text).unwrap();
        prop_assert_eq!(code.as_str(), text.as_str());
        prop_assert_eq!(text.parse(), Ok(code));
        let parts: Vec<_> = code.parts().collect();
        let texts: Vec<_> = parts.iter().map(|part| part.text).collect();
        prop_assert_eq!(&texts, &blocks);
        for part in &parts {
            let is_place = matches!(part.kind, PartKind::Country | PartKind::Region);
            prop_assert_eq!(part.country.is_some(), is_place);
            prop_assert_eq!(part.kind == PartKind::Ethnic && part.text != part.text.to_uppercase(),
                part.text.bytes().all(|byte| byte.is_ascii_lowercase()));
            prop_assert!(part.kind != PartKind::Unknown || part.name.is_none());
        }
        let first = parts.iter().find(|part| part.kind == PartKind::Country);
        prop_assert_eq!(code.country(), first.and_then(|part| part.country));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,9}|[A-Za-z0-9]{0,27}") {
        let is_code = (3..=24).contains(&text.len())
            && text.len() % 3 == 0
            && text.is_ascii()
            && text.as_bytes().chunks(3).all(|block| {
                block.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                    || block.iter().all(u8::is_ascii_lowercase)
            });
        prop_assert_eq!(ActorCode::parse(&text).is_ok(), is_code);
    }
}

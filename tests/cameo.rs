//! The codes of CAMEO: names, parents, lost zeros, and the mapping to PLOVER.

use std::collections::BTreeMap;

use detente::code::{
    CameoCode, CameoRoot, Code, Contexts, LeadingZero, MarkClass, PloverCategory, PloverContext,
    QuadReading, Scale,
};
use proptest::prelude::*;

fn cameo(text: &str) -> CameoCode {
    CameoCode::parse(text).unwrap()
}

/// Every code of two to four digits, in order.
fn all() -> impl Iterator<Item = CameoCode> {
    (2..=4).flat_map(|digits| {
        (0..10_usize.pow(digits))
            .map(move |n| cameo(&format!("{n:0width$}", width = digits as usize)))
    })
}

/// The scales of the three publications: each gives a weight to every code that it lists.
fn publications() -> [Scale; 3] {
    [
        Scale::cameo_icews(),
        Scale::cameo_gdelt(),
        Scale::cameo_keds(),
    ]
}

fn known() -> Vec<CameoCode> {
    all().filter(|code| code.is_known()).collect()
}

/// `CONSULT/Phone`, or with the contexts behind it; `-` for none.
fn plover(text: &str) -> String {
    cameo(text).to_plover().map_or_else(
        || "-".to_owned(),
        |mapping| {
            let mark = if mapping.is_exact { "" } else { "~" };
            format!("{mark}{} [{}]", mapping.code, mapping.contexts)
        },
    )
}

// Names, parents, publications.

#[test]
fn every_known_code_has_a_short_name_of_its_own() {
    let mut names = BTreeMap::new();
    for code in known() {
        let name = code.name().unwrap_or_else(|| panic!("{code} has no name"));
        let words = name.split(' ').count();
        assert!((1..=8).contains(&words) && name.len() <= 60, "{name}");
        assert!(
            name.chars()
                .all(|c| c.is_ascii_lowercase() || " -,KEDS".contains(c)),
            "{name}"
        );
        if let Some(other) = names.insert(name, code) {
            panic!("{other} and {code} are both {name}");
        }
    }
    assert_eq!(known().len(), 322);
    // In the codebook, but in none of the three lists.
    assert_eq!(cameo("1214").name(), Some("rejects to share intelligence"));
    let is_published = |code: &CameoCode| {
        let code = Code::from(*code);
        publications()
            .iter()
            .any(|scale| scale.valence(&code).is_some())
    };
    let unpublished: Vec<_> = known()
        .into_iter()
        .filter(|code| !is_published(code))
        .collect();
    assert_eq!(
        unpublished,
        ["155", "176", "1214", "1834", "1951", "1952"].map(cameo)
    );
    assert!(all().filter(is_published).all(CameoCode::is_known));
    assert_eq!(cameo("016").name(), Some("denies responsibility"));
    assert_eq!(cameo("156").name(), None);
}

#[test]
fn the_list_of_the_codebook_is_known() {
    // Its chapter on event codes: codes of three digits, and ranges of codes of four digits.
    let codebook = "010-019 020-028 0211-0214 0231-0234 0241-0244 0251-0256 030-039 0311-0314 \
        0331-0334 0341-0344 0351-0356 040-046 050-057 060-064 070-075 080-087 0811-0814 0831-0834 \
        0841-0842 0861-0863 0871-0874 090-094 100-108 1011-1014 1031-1034 1041-1044 1051-1056 \
        110-116 1121-1125 120-129 1211-1212 1221-1224 1231-1234 1241-1246 130-139 1311-1313 \
        1321-1324 1381-1385 140-145 1411-1414 1421-1424 1431-1434 1441-1444 1451-1454 150-155 \
        160-166 1621-1623 1661-1663 170-176 1711-1712 1721-1724 180-186 1821-1823 1831-1834 \
        190-196 1951-1952 200-204 2041-2042";
    for range in codebook.split_ascii_whitespace() {
        let (first, last) = range.split_once('-').unwrap();
        let numbers = first.parse::<u32>().unwrap()..=last.parse().unwrap();
        for number in numbers {
            let code = cameo(&format!("{number:0width$}", width = first.len()));
            assert!(code.is_known(), "{code}");
        }
    }
}

#[test]
fn publications_list_different_codes() {
    let lists =
        |text: &str| publications().map(|scale| scale.valence(&cameo(text).into()).is_some());
    for (text, expected) in [
        ("010", [true, true, true]),
        ("1213", [true, false, true]),
        ("019", [true, true, false]),
        ("0357", [false, false, true]),
        ("1641", [false, false, true]),
        ("1661", [true, true, false]),
        ("155", [false, false, false]),
        ("00", [false, false, false]),
    ] {
        assert_eq!(lists(text), expected, "{text}");
    }
    for (scale, count) in publications().iter().zip([312, 311, 276]) {
        let is_listed = |code: &CameoCode| scale.valence(&(*code).into()).is_some();
        assert_eq!(all().filter(is_listed).count(), count);
        assert_eq!(scale.entries().len(), count);
    }
}

#[test]
fn parents_lead_to_the_root_a_digit_at_a_time() {
    assert_eq!(cameo("0311").parent(), Some(cameo("031")));
    assert_eq!(cameo("0100").parent(), Some(cameo("010")));
    assert_eq!(cameo("031").parent(), Some(cameo("03")));
    assert_eq!(cameo("03").parent(), None);
    assert_eq!(cameo("99").parent(), None);
    for code in all() {
        let text = code.as_str();
        let expected = (text.len() > 2).then(|| cameo(&text[..text.len() - 1]));
        assert_eq!(code.parent(), expected);
        assert!(
            code.parent()
                .is_none_or(|parent| parent.root() == code.root() && parent < code)
        );
    }
    // Every code that is known has parents that are.
    for code in known() {
        assert!(code.parent().is_none_or(CameoCode::is_known), "{code}");
    }
}

// Lost zeros.

#[test]
fn a_zero_is_restored_where_only_one_reading_is_a_code() {
    use LeadingZero::{Ambiguous, AsWritten, Restored};
    for (text, expected) in [
        ("1", Restored(cameo("01"))),
        ("9", Restored(cameo("09"))),
        ("46", Restored(cameo("046"))),
        ("94", Restored(cameo("094"))),
        ("211", Restored(cameo("0211"))),
        ("874", Restored(cameo("0874"))),
        ("046", AsWritten(cameo("046"))),
        ("0211", AsWritten(cameo("0211"))),
        ("112", AsWritten(cameo("112"))),
        ("1011", AsWritten(cameo("1011"))),
        // In no list either way: as it was written.
        ("99", AsWritten(cameo("99"))),
        ("299", AsWritten(cameo("299"))),
    ] {
        assert_eq!(CameoCode::restore_zero(text), Ok(expected), "{text}");
    }
    for text in ["", "0", "x", "4 6", "12345", "٤٦"] {
        assert_eq!(
            CameoCode::restore_zero(text).unwrap_err().to_string(),
            format!("`{text}` is not a CAMEO code: expected two to four digits")
        );
    }
    let ambiguous: Vec<_> = (0..10_000)
        .map(|number| number.to_string())
        .filter(|text| matches!(CameoCode::restore_zero(text), Ok(Ambiguous { .. })))
        .collect();
    assert_eq!(
        ambiguous,
        [
            "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"
        ]
    );
}

#[test]
fn every_known_code_survives_a_column_of_numbers_or_is_said_to_be_ambiguous() {
    for code in known() {
        let number: u16 = code.as_str().parse().unwrap();
        let read = CameoCode::restore_zero(&number.to_string()).unwrap();
        let candidates = match read {
            LeadingZero::AsWritten(one) | LeadingZero::Restored(one) => vec![one],
            LeadingZero::Ambiguous { written, restored } => vec![written, restored],
        };
        assert!(candidates.contains(&code), "{code} is read as {read:?}");
    }
}

// To PLOVER.

#[test]
fn acts_are_mapped_as_plover_maps_them() {
    for (text, expected) in [
        ("03", "AGREE []"),
        ("0312", "AGREE [military]"),
        ("041", "CONSULT/Phone []"),
        ("043", "CONSULT/Visit []"),
        ("044", "CONSULT/Third-party []"),
        ("046", "CONSULT [diplomatic]"),
        ("057", "SUPPORT [diplomatic]"),
        ("075", "AID [asylum]"),
        ("0811", "CONCEDE [pro_democracy]"),
        ("0813", "RETREAT [legal]"),
        ("0871", "RETREAT/Ceasefire [military]"),
        ("091", "ACCUSE/Investigate [crime; corruption]"),
        ("094", "ACCUSE/Investigate [military; legal]"),
        ("105", "REQUEST/Change [legal]"),
        ("1051", "REQUEST/Yield [legal]"),
        ("112", "ACCUSE/Disapprove []"),
        ("1121", "ACCUSE/Allege [crime; corruption]"),
        ("1382", "THREATEN/Territory [military]"),
        ("163", "COERCE/Restrict [diplomatic]"),
        ("164", "SANCTION/Withdraw [diplomatic]"),
        ("191", "COERCE/Restrict [military]"),
        ("190", "ASSAULT [military]"),
        ("194", "ASSAULT/Heavy-weapons [military]"),
        ("204", "ASSAULT/Unconventional [cbrn]"),
        ("1214", "REJECT/Assist [intelligence]"),
    ] {
        assert_eq!(plover(text), expected, "{text}");
    }
}

#[test]
fn what_the_mapping_leaves_open_is_filled_as_documented() {
    for (text, expected) in [
        // Not coded by PLOVER.
        ("01", "-"),
        ("018", "-"),
        ("02", "-"),
        ("0256", "-"),
        ("21", "-"),
        ("00", "-"),
        // Modes that the manual no longer has.
        ("0842", "RETREAT [legal]"),
        ("085", "RETREAT [economic]"),
        ("132", "THREATEN [executive]"),
        ("1321", "THREATEN [human_rights]"),
        ("1322", "THREATEN [pro_autocracy]"),
        ("1712", "ASSAULT [human_security]"),
        ("1722", "COERCE [pro_autocracy]"),
        ("185", "ASSAULT []"),
        ("186", "ASSAULT []"),
        ("200", "ASSAULT [military]"),
        ("201", "ASSAULT [religion_ethnicity]"),
        ("202", "ASSAULT [religion_ethnicity]"),
        ("203", "ASSAULT [religion_ethnicity]"),
        // A context in the place of a mode; a root that is listed twice.
        ("175", "ASSAULT [military; pro_autocracy]"),
        ("08", "CONCEDE []"),
        // Not in the mapping: the category of the nearest parent.
        ("0357", "~AGREE []"),
        ("1641", "~SANCTION []"),
        ("155", "~MOBILIZE []"),
        ("1951", "~ASSAULT []"),
        ("0499", "~CONSULT []"),
    ] {
        assert_eq!(plover(text), expected, "{text}");
    }
}

/// The known codes that the mapping lacks.
const UNMAPPED: [&str; 9] = [
    "0357", "155", "1641", "1642", "1643", "176", "1834", "1951", "1952",
];

#[test]
fn every_known_code_but_statements_and_appeals_is_mapped() {
    let scale = Scale::plover();
    for code in known() {
        let mapping = code.to_plover();
        let is_left_out = matches!(
            code.root(),
            Some(CameoRoot::MakePublicStatement | CameoRoot::Appeal)
        );
        assert_eq!(mapping.is_none(), is_left_out, "{code}");
        let Some(mapping) = mapping else { continue };
        assert!(scale.valence(&mapping.code.into()).is_some(), "{code}");
        assert_eq!(
            mapping.is_exact,
            !UNMAPPED.contains(&code.as_str()),
            "{code}"
        );
        // Consultation stays consultation, and nothing else becomes it.
        let (here, there) = (Code::from(code).class(), Code::from(mapping.code).class());
        assert_eq!(
            here == MarkClass::Contact,
            there == MarkClass::Contact,
            "{code}"
        );
    }
}

#[test]
fn cooperation_stays_cooperation() {
    // With the quad classes of ICEWS. PLOVER moves only the demand, which stays conflict.
    for code in known() {
        let Some(mapping) = code.to_plover() else {
            continue;
        };
        let here = code.quad_class(QuadReading::Icews).unwrap();
        let there = mapping.code.category().quad_class();
        assert_eq!(here.is_cooperation(), there.is_cooperation(), "{code}");
    }
}

// Contexts.

#[test]
fn contexts_are_read_by_name() {
    assert_eq!(PloverContext::ALL.len(), 38);
    assert!(PloverContext::ALL.is_sorted());
    for context in PloverContext::ALL {
        let name = context.to_string();
        assert_eq!(str::parse::<PloverContext>(&name), Ok(context));
        assert_eq!(name.to_uppercase().replace('_', "-").parse(), Ok(context));
    }
    assert_eq!(
        str::parse::<PloverContext>("democracy"),
        Ok(PloverContext::ProDemocracy)
    );
    for text in ["", "militar", "military ", "pro democracy"] {
        let error = str::parse::<PloverContext>(text).unwrap_err();
        let start = format!("`{text}` is not a PLOVER context: expected one of `military`, ");
        assert!(error.to_string().starts_with(&start), "{error}");
    }
}

proptest! {
    #[test]
    fn contexts_are_a_set(chosen in prop::collection::vec(prop::sample::select(&PloverContext::ALL[..]), 0..8)) {
        let set: Contexts = chosen.iter().copied().collect();
        let mut expected = chosen.clone();
        expected.sort_unstable();
        expected.dedup();
        prop_assert_eq!(set.iter().collect::<Vec<_>>(), expected.clone());
        prop_assert_eq!(set.is_empty(), expected.is_empty());
        for context in PloverContext::ALL {
            prop_assert_eq!(set.contains(context), expected.contains(&context));
        }
        let names: Vec<_> = expected.iter().map(PloverContext::to_string).collect();
        prop_assert_eq!(set.to_string(), names.join("; "));
    }

    #[test]
    fn an_unlisted_code_goes_with_its_parents_category(text in "[0-2][0-9]{1,3}") {
        let code = cameo(&text);
        let category = |code: CameoCode| -> Option<PloverCategory> { Some(code.to_plover()?.code.category()) };
        let mapping = code.to_plover();
        if mapping.is_none_or(|mapping| !mapping.is_exact) {
            prop_assert_eq!(category(code), code.parent().and_then(category));
            prop_assert!(mapping.is_none_or(|mapping| mapping.code.mode().is_none()));
        }
    }
}

//! Codes as callers see them: parsing, printing, and the published scales.

use detente::code::{
    CameoCode, CameoRoot, Code, CodeError, MAX_CODE_BYTES, MAX_ENTRIES, MarkClass, OtherCode,
    PloverCategory, PloverCode, PloverMode, QuadClass, QuadReading, Scale, ScaleError,
};
use proptest::prelude::*;

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn cameo(text: &str) -> CameoCode {
    CameoCode::parse(text).unwrap()
}

fn refusal(text: &str) -> String {
    Code::parse(text).unwrap_err().to_string()
}

// Reading and writing.

#[test]
fn codes_are_text() {
    assert_ne!(cameo("010"), cameo("10"));
    assert_ne!(cameo("13"), cameo("130"));
    assert_ne!(cameo("01"), cameo("010"));
    assert_eq!(cameo("010").as_str(), "010");
    assert_eq!(cameo("0871").to_string(), "0871");
    assert_eq!(format!("{:?}", cameo("02")), "CameoCode(\"02\")");
}

#[test]
fn cameo_codes_are_in_the_order_of_their_text() {
    let texts = [
        "01", "010", "0111", "02", "10", "100", "1011", "101", "20", "99",
    ];
    let mut by_code: Vec<_> = texts.iter().map(|text| cameo(text)).collect();
    by_code.sort();
    let mut by_text = texts;
    by_text.sort_unstable();
    assert_eq!(
        by_code.iter().map(CameoCode::as_str).collect::<Vec<_>>(),
        by_text
    );
}

#[test]
fn each_written_form_reads_as_the_table_says() {
    let call = PloverCode::new(PloverCategory::Consult, Some(PloverMode::Phone)).unwrap();
    for (written, canonical, read) in [
        ("AGREE", "AGREE", Code::from(PloverCategory::Agree)),
        ("agree", "AGREE", PloverCategory::Agree.into()),
        ("plover:agree", "AGREE", PloverCategory::Agree.into()),
        ("Consult/PHONE", "CONSULT/Phone", call.into()),
        ("PLOVER:CONSULT/phone", "CONSULT/Phone", call.into()),
        ("010", "cameo:010", cameo("010").into()),
        ("CAMEO:010", "cameo:010", cameo("010").into()),
        (
            "weis:223",
            "weis:223",
            OtherCode::new("weis", "223").unwrap().into(),
        ),
        ("Desk.1:toast, at dinner", "Desk.1:toast, at dinner", {
            OtherCode::new("Desk.1", "toast, at dinner").unwrap().into()
        }),
        (
            "other:a:b",
            "other:a:b",
            OtherCode::new("other", "a:b").unwrap().into(),
        ),
    ] {
        assert_eq!(code(written), read, "{written}");
        assert_eq!(read.to_string(), canonical);
    }
}

#[test]
fn a_code_knows_its_system() {
    assert_eq!(code("AGREE").system(), "plover");
    assert_eq!(code("057").system(), "cameo");
    assert_eq!(code("weis:223").system(), "weis");
    let other = OtherCode::new("other", "a:b").unwrap();
    assert_eq!(
        (other.system(), other.code(), &*other.to_string()),
        ("other", "a:b", "other:a:b")
    );
}

#[test]
fn refusals_say_what_was_expected() {
    assert_eq!(
        refusal("AGRE"),
        "`AGRE` is not a PLOVER category: expected ACCUSE, AGREE, AID, ASSAULT, COERCE, CONCEDE, \
         CONSULT, COOPERATE, MOBILIZE, PROTEST, REJECT, REQUEST, RETREAT, SANCTION, SUPPORT or \
         THREATEN"
    );
    assert_eq!(
        refusal("CONSULT/Fax"),
        "`Fax` is not a mode of CONSULT: expected Multilateral, Phone, Third-party or Visit"
    );
    assert_eq!(
        refusal("AGREE/Phone"),
        "`Phone` is not a mode of AGREE: expected no mode"
    );
    assert_eq!(
        refusal("CONSULT/"),
        refusal("CONSULT/Fax").replace("Fax", "")
    );
    for text in ["1", "12345", "1a", "01 "] {
        let expected = format!("`{text}` is not a CAMEO code: expected two to four digits");
        assert_eq!(refusal(text), expected);
        assert_eq!(refusal(&format!("cameo:{text}")), expected);
        assert_eq!(CameoCode::parse(text).unwrap_err().to_string(), expected);
    }
    // Digits that are not ASCII are none.
    assert!(CameoCode::parse("٠١").is_err());
    for text in [
        "",
        " ",
        ":x",
        "weis:",
        "we is:1",
        "weis: 1",
        "weis:1\n",
        "ünited:1",
        "-",
    ] {
        assert_eq!(
            refusal(text),
            format!("`{text}` is not a code: expected a code of PLOVER or CAMEO, or `system:code`")
        );
    }
    assert_eq!(
        OtherCode::new("Plover", "AGREE").unwrap_err().to_string(),
        "the prefix `Plover` is reserved: expected a prefix other than `plover` and `cameo`"
    );
    assert_eq!(
        PloverCode::new(PloverCategory::Aid, Some(PloverMode::Phone)).unwrap_err(),
        CodeError::Mode {
            category: PloverCategory::Aid,
            text: "Phone".into()
        }
    );
}

#[test]
fn long_codes_are_refused_and_shortened_in_the_message() {
    let longest = format!("x:{}", "a".repeat(MAX_CODE_BYTES - 2));
    assert_eq!(code(&longest).to_string(), longest);
    assert!(Code::parse(&format!("{longest}a")).is_err());
    assert!(Code::parse(&format!("{}:a", "s".repeat(32))).is_ok());
    assert!(Code::parse(&format!("{}:a", "s".repeat(33))).is_err());
    for endless in ["é", "A", "1", "x:"].map(|text| text.repeat(100_000)) {
        assert!(refusal(&endless).len() < 400);
    }
    assert!(refusal(&"A".repeat(61)).starts_with(&format!("`{}…`", "A".repeat(60))));
    assert!(refusal(&"A".repeat(60)).starts_with(&format!("`{}`", "A".repeat(60))));
}

#[test]
fn codes_stay_small() {
    assert_eq!(size_of::<CameoCode>(), 4);
    assert_eq!(size_of::<PloverCode>(), 2);
    assert!(size_of::<Code>() <= 24);
}

// Classes.

#[test]
fn roots_are_the_first_two_digits() {
    for (number, root) in (1..).zip(CameoRoot::ALL) {
        let two = format!("{number:02}");
        assert_eq!(CameoCode::from(root).as_str(), two);
        for text in [two.clone(), format!("{two}0"), format!("{two}99")] {
            assert_eq!(cameo(&text).root(), Some(root));
            assert_eq!(&cameo(&text).as_str()[..2], two);
        }
    }
    for text in ["00", "21", "99", "000", "9999"] {
        assert_eq!(cameo(text).root(), None);
        assert_eq!(cameo(text).quad_class(QuadReading::Icews), None);
    }
}

#[test]
fn the_two_readings_of_the_quad_classes_differ_in_09_and_14() {
    let quads = |reading| {
        let class = |root: CameoRoot| match CameoCode::from(root).quad_class(reading).unwrap() {
            QuadClass::VerbalCooperation => '1',
            QuadClass::MaterialCooperation => '2',
            QuadClass::VerbalConflict => '3',
            QuadClass::MaterialConflict => '4',
        };
        CameoRoot::ALL.map(class).iter().collect::<String>()
    };
    // The roots from 01 to 20.
    assert_eq!(quads(QuadReading::Icews), "11111222333334444444");
    assert_eq!(quads(QuadReading::Gdelt), "11111222233333444444");
    assert_eq!(QuadReading::default(), QuadReading::Icews);
    assert_eq!(code("141").quad_class(), Some(QuadClass::MaterialConflict));
}

#[test]
fn quad_classes_say_what_they_are() {
    use QuadClass::{MaterialConflict, MaterialCooperation, VerbalConflict, VerbalCooperation};
    for (class, words, cooperation, verbal) in [
        (VerbalCooperation, "verbal cooperation", true, true),
        (MaterialCooperation, "material cooperation", true, false),
        (VerbalConflict, "verbal conflict", false, true),
        (MaterialConflict, "material conflict", false, false),
    ] {
        assert_eq!(class.to_string(), words);
        assert_eq!(
            (class.is_cooperation(), class.is_verbal()),
            (cooperation, verbal)
        );
    }
}

#[test]
fn plover_has_sixteen_categories_in_four_classes() {
    let of = |class| {
        let its = PloverCategory::ALL
            .into_iter()
            .filter(|category| category.quad_class() == class);
        its.map(|one| one.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        of(QuadClass::VerbalCooperation),
        "AGREE CONCEDE CONSULT SUPPORT"
    );
    assert_eq!(of(QuadClass::MaterialCooperation), "AID COOPERATE RETREAT");
    assert_eq!(
        of(QuadClass::VerbalConflict),
        "ACCUSE REJECT REQUEST THREATEN"
    );
    assert_eq!(
        of(QuadClass::MaterialConflict),
        "ASSAULT COERCE MOBILIZE PROTEST SANCTION"
    );
    assert_eq!(PloverCategory::ALL.len(), 16);
    assert_eq!(
        code("ASSAULT/Drone").quad_class(),
        Some(QuadClass::MaterialConflict)
    );
    assert_eq!(code("weis:223").quad_class(), None);
}

#[test]
fn contacts_and_comments_differ_from_acts() {
    for (text, class) in [
        ("CONSULT", MarkClass::Contact),
        ("CONSULT/Third-party", MarkClass::Contact),
        ("04", MarkClass::Contact),
        ("046", MarkClass::Contact),
        ("0400", MarkClass::Contact),
        ("01", MarkClass::Comment),
        ("010", MarkClass::Comment),
        ("018", MarkClass::Comment),
        ("10", MarkClass::Act),
        ("40", MarkClass::Act),
        ("036", MarkClass::Act),
        ("AGREE", MarkClass::Act),
        ("REQUEST/Meet", MarkClass::Act),
        ("desk:CONSULT", MarkClass::Act),
    ] {
        let code = code(text);
        assert_eq!(code.class(), class, "{text}");
        assert_eq!(
            (code.class() == MarkClass::Contact),
            class == MarkClass::Contact
        );
        assert_eq!(
            (code.class() == MarkClass::Comment),
            class == MarkClass::Comment
        );
    }
}

#[test]
fn a_code_is_known_if_a_publication_or_the_codebook_lists_it() {
    // Four are in the list of KEDS alone, and six in the codebook alone.
    for text in [
        "01", "010", "1213", "2042", "0357", "1641", "1642", "1643", "155", "176", "1214", "1834",
        "1951", "1952",
    ] {
        assert!(cameo(text).is_known(), "{text}");
    }
    // Well-shaped, and in no list.
    for text in ["00", "21", "156", "1835", "1883", "1953", "1215", "0100"] {
        assert!(!cameo(text).is_known(), "{text}");
    }
}

// Scales.

/// Code, then the weight in ICEWS, GDELT and KEDS; `-` where it has none.
const KNOWN_DIFFERENCES: &str = "
    016  -5.0 -2.0  3.4
    022   3.4  3.2  3.4
    1213 -4.0    - -4.0
    124  -4.0 -4.0 -5.0
    163  -8.0 -8.0 -6.5
    164  -6.5 -7.0 -7.0
    165  -7.0 -6.5 -7.0
    166  -7.0 -7.0 -8.0
    019   3.4  3.4    -
    0357    -    -  7.0
    1641    -    - -7.0
    1661 -7.0 -7.0    -
    116  -2.0 -2.0    -
    129  -5.0 -5.0    -
";

fn tenth(weight: &str) -> Option<f64> {
    (weight != "-").then(|| (weight.parse::<f64>().unwrap() * 10.0).round() / 100.0)
}

#[test]
fn the_published_goldstein_tables_differ_where_they_are_known_to() {
    let scales = [
        Scale::cameo_icews(),
        Scale::cameo_gdelt(),
        Scale::cameo_keds(),
    ];
    for row in KNOWN_DIFFERENCES
        .lines()
        .filter(|row| !row.trim().is_empty())
    {
        let mut cells = row.split_whitespace();
        let code = code(cells.next().unwrap());
        for (scale, weight) in scales.iter().zip(cells) {
            assert_eq!(scale.valence(&code), tenth(weight), "{code} in {scale}");
        }
    }
}

#[test]
fn icews_and_gdelt_differ_in_five_codes_only() {
    let (icews, gdelt) = (Scale::cameo_icews(), Scale::cameo_gdelt());
    let differing = |a: &Scale, b: &Scale| {
        let differs = |(code, valence): &(&Code, f64)| b.valence(code) != Some(*valence);
        a.entries()
            .filter(differs)
            .map(|(code, _)| code.to_string())
            .collect::<Vec<_>>()
    };
    let codes = [
        "cameo:016",
        "cameo:022",
        "cameo:1213",
        "cameo:164",
        "cameo:165",
    ];
    assert_eq!(differing(&icews, &gdelt), codes);
    assert_eq!(differing(&gdelt, &icews).len(), 4);
}

#[test]
fn a_root_and_its_unspecified_code_have_values_of_their_own() {
    for scale in [
        Scale::cameo_icews(),
        Scale::cameo_gdelt(),
        Scale::cameo_keds(),
    ] {
        assert_eq!(scale.valence(&code("13")), Some(-0.6));
        assert_eq!(scale.valence(&code("130")), Some(-0.44));
        // 105 to 108 are demands for different things in each publication, of one weight.
        for text in ["105", "106", "107", "108"] {
            assert_eq!(scale.valence(&code(text)), Some(-0.5));
        }
        // Nothing falls back on the root.
        assert_eq!(scale.valence(&code("1399")), None);
        assert_eq!(scale.valence(&code("AGREE")), None);
    }
}

#[test]
fn the_goldstein_tables_are_those_of_the_publications() {
    let published = include_str!("data/cameo_goldstein.csv");
    let scales = [
        Scale::cameo_icews(),
        Scale::cameo_gdelt(),
        Scale::cameo_keds(),
    ];
    for (column, scale) in scales.iter().enumerate() {
        let rows = published.lines().skip(1).filter_map(|row| {
            let mut cells = row.split(',');
            let code = code(cells.next()?);
            let weight = cells.nth(column).filter(|weight| !weight.is_empty())?;
            Some((code, tenth(weight)?))
        });
        let expected = Scale::from_table(scale.name(), scale.version(), rows).unwrap();
        assert_eq!(*scale, expected);
    }
    assert_eq!(
        scales.each_ref().map(|scale| scale.entries().len()),
        [312, 311, 276]
    );
    let labels = scales.map(|scale| scale.to_string());
    assert_eq!(
        labels,
        [
            "CAMEO-ICEWS R icews",
            "CAMEO-GDELT look-up",
            "CAMEO-KEDS 0.5b1"
        ]
    );
}

#[test]
fn the_plover_table_equals_the_manual_except_for_one_lost_sign() {
    let rows = include_str!("data/plover_scores.csv")
        .lines()
        .skip(1)
        .map(|row| {
            let cells: Vec<_> = row.split(',').collect();
            let &[category, mode, score] = cells.as_slice() else {
                panic!("{row}")
            };
            let name = if mode.is_empty() {
                category.to_owned()
            } else {
                format!("{category}/{mode}")
            };
            let score = if name == "ACCUSE" {
                format!("-{score}")
            } else {
                score.to_owned()
            };
            (code(&name), tenth(&score).unwrap())
        });
    let expected = Scale::from_table("PLOVER", "2023", rows).unwrap();
    assert_eq!(Scale::plover(), expected);
    assert_eq!(expected.entries().len(), 82);
}

#[test]
fn accuse_is_negative_like_its_modes() {
    let plover = Scale::plover();
    for (text, valence) in [
        ("ACCUSE", -0.3),
        ("ACCUSE/Allege", -0.35),
        ("ACCUSE/Disapprove", -0.2),
        ("ACCUSE/Investigate", -0.35),
        ("AGREE", 0.25),
        ("AID", 1.0),
        ("ASSAULT/Unconventional", -1.0),
        ("CONSULT", 0.25),
        ("CONSULT/Phone", 0.15),
        ("CONSULT/Third-party", 0.1),
        ("CONSULT/Visit", 0.4),
        ("REQUEST", 0.0),
        ("REQUEST/Assist", 0.05),
        ("THREATEN/Territory", -0.4),
    ] {
        assert_eq!(plover.valence(&code(text)), Some(valence), "{text}");
    }
    assert_eq!(plover.valence(&code("057")), None);
    assert_eq!(plover.valence(&code("polecat:AGREE")), None);
}

#[test]
fn every_plover_code_reads_back_and_has_a_valence() {
    let plover = Scale::plover();
    assert_eq!(PloverCode::all().count(), 82);
    for code in PloverCode::all() {
        assert_eq!(PloverCode::parse(&code.to_string()), Ok(code));
        assert_eq!(
            PloverCode::parse(&code.to_string().to_lowercase()),
            Ok(code)
        );
        assert_eq!(PloverCode::new(code.category(), code.mode()), Ok(code));
        assert!(plover.valence(&code.into()).is_some(), "{code}");
    }
    assert!(PloverCode::all().is_sorted());
    let listed: Vec<_> = plover.entries().map(|(code, _)| code.clone()).collect();
    assert_eq!(
        listed,
        PloverCode::all().map(Code::from).collect::<Vec<_>>()
    );
}

#[test]
fn entries_run_both_ways_in_the_order_of_the_codes() {
    let rows = [("weis:1", 0.5), ("010", -0.5), ("10", 0.25), ("AGREE", 1.0)];
    let rows = rows.map(|(text, valence)| (code(text), valence));
    let scale = Scale::from_table("desk", "1", rows).unwrap();
    let texts: Vec<_> = scale.entries().map(|(code, _)| code.to_string()).collect();
    assert_eq!(texts, ["AGREE", "cameo:010", "cameo:10", "weis:1"]);
    let mut back: Vec<_> = scale.entries().rev().collect();
    back.reverse();
    assert_eq!(back, scale.entries().collect::<Vec<_>>());
}

#[test]
fn your_own_scale_is_checked() {
    let refused = |rows: &[(&str, f64)]| {
        let rows = rows.iter().map(|(text, valence)| (code(text), *valence));
        Scale::from_table("desk", "1", rows)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(&[("AGREE", f64::NAN)]),
        "the valence of `AGREE` is `NaN`: expected a number from -1 to 1"
    );
    assert_eq!(
        refused(&[("010", 0.1), ("010x:y", 1.5)]),
        "the valence of `010x:y` is `1.5`: expected a number from -1 to 1"
    );
    assert_eq!(
        refused(&[("010", f64::NEG_INFINITY)]),
        "the valence of `cameo:010` is `-inf`: expected a number from -1 to 1"
    );
    assert_eq!(
        refused(&[("agree", 0.25), ("010", 0.0), ("AGREE", 0.2)]),
        "`AGREE` is in the table twice, as `0.25` and as `0.2`: expected each code once"
    );
    assert_eq!(
        refused(&[("10", 0.5), ("10", 0.5)]),
        "`cameo:10` is in the table twice, as `0.5` and as `0.5`: expected each code once"
    );
    for (name, version, label) in [
        ("", "1", "name"),
        ("desk", " ", "version"),
        ("a\nb", "1", "name"),
    ] {
        assert_eq!(
            Scale::from_table(name, version, [])
                .unwrap_err()
                .to_string(),
            format!("the {label} is not valid: expected 1 to 100 bytes without control characters")
        );
    }
    assert!(Scale::from_table(&"n".repeat(100), "1", []).is_ok());
    assert!(Scale::from_table(&"n".repeat(101), "1", []).is_err());
    let many = (0..).map(|n| (code(&format!("n:{n}")), 0.0));
    assert_eq!(
        Scale::from_table("n", "1", many.clone().take(MAX_ENTRIES + 1)),
        Err(ScaleError::TooManyEntries)
    );
    assert_eq!(
        ScaleError::TooManyEntries.to_string(),
        "the table is too long: expected at most 10000 entries"
    );
    assert!(Scale::from_table("n", "1", many.take(MAX_ENTRIES)).is_ok());
}

#[test]
fn scales_are_equal_if_name_version_and_entries_are() {
    let scale = |name, version, valence| {
        Scale::from_table(name, version, [(code("AGREE"), valence)]).unwrap()
    };
    assert_eq!(scale("a", "1", 0.1), scale("a", "1", 0.1));
    assert_ne!(scale("a", "1", 0.1), scale("b", "1", 0.1));
    assert_ne!(scale("a", "1", 0.1), scale("a", "2", 0.1));
    assert_ne!(scale("a", "1", 0.3), scale("a", "1", 0.1 + 0.2));
    let zero = scale("a", "1", -0.0).valence(&code("AGREE")).unwrap();
    assert!(zero.is_sign_positive());
    assert_eq!(Scale::plover(), Scale::plover());
    assert_eq!(Scale::plover().name(), "PLOVER");
    assert_eq!(Scale::plover().version(), "2023");
}

// Laws.

/// Codes of every system, coarse enough that equal ones are common.
fn any_code() -> impl Strategy<Value = Code> {
    let all: Vec<_> = PloverCode::all().collect();
    prop_oneof![
        prop::sample::select(all).prop_map(Code::from),
        "[0-2][0-9]{1,3}".prop_map(|text| cameo(&text).into()),
        ("[a-c]{1,2}", "[ -~]{0,2}[!-~]").prop_filter_map("shape", |(system, code)| Some(
            OtherCode::new(&system, &code).ok()?.into()
        )),
    ]
}

proptest! {
    #[test]
    fn a_written_code_reads_back(code in any_code()) {
        prop_assert_eq!(Code::parse(&code.to_string()), Ok(code.clone()));
        prop_assert_eq!(code.to_string().parse::<Code>(), Ok(code));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,12}|[A-Za-z0-9:/ .-]{0,12}") {
        if let Ok(code) = Code::parse(&text) {
            prop_assert_eq!(Code::parse(&code.to_string()), Ok(code));
        }
    }

    #[test]
    fn cameo_reads_two_to_four_digits_and_nothing_else(text in "[0-9a/ ]{0,6}") {
        let is_code = matches!(text.len(), 2..=4) && text.chars().all(|c| c.is_ascii_digit());
        let read = CameoCode::parse(&text);
        prop_assert_eq!(read.is_ok(), is_code);
        if let Ok(code) = read {
            prop_assert_eq!(code.as_str(), text.as_str());
        }
    }

    #[test]
    fn a_scale_does_not_depend_on_the_order_of_its_rows(
        rows in prop::collection::vec((any_code(), -100..=100_i32), 0..12),
        asked in any_code(),
    ) {
        let rows: Vec<_> = rows.into_iter().map(|(code, v)| (code, f64::from(v) / 100.0)).collect();
        let forth = Scale::from_table("t", "1", rows.clone());
        let back = Scale::from_table("t", "1", rows.iter().rev().cloned());
        // The oracle: a full scan.
        let is_table = rows.iter().enumerate().all(|(i, a)| rows.iter().skip(i + 1).all(|b| a.0 != b.0));
        prop_assert_eq!(forth.is_ok(), is_table);
        if let Ok(scale) = forth {
            prop_assert_eq!(Ok(&scale), back.as_ref());
            for asked in rows.iter().map(|row| &row.0).chain([&asked]) {
                let found = rows.iter().find(|row| row.0 == *asked).map(|row| row.1);
                prop_assert_eq!(scale.valence(asked), found);
            }
            let written = scale.entries().map(|(code, v)| (code.clone(), v));
            prop_assert_eq!(Scale::from_table("t", "1", written), Ok(scale.clone()));
        }
    }
}

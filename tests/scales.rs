//! The older scales, scales from files, and how the published ones differ.

use detente::code::{
    CameoCode, Code, MAX_ENTRIES, MarkClass, PloverCode, Scale, ScaleFault, ScaleFaultKind,
    ScaleReadError,
};
use proptest::prelude::*;

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn read(divisor: f64, table: &str) -> Result<Scale, ScaleReadError> {
    Scale::read("desk", "1", divisor, table.as_bytes())
}

/// The message about a faulty table, its faulty lines, and the scale of the other lines.
fn faults(divisor: f64, table: &[u8]) -> (String, Vec<ScaleFault>, Scale) {
    let error = Scale::read("desk", "1", divisor, table).unwrap_err();
    let text = error.to_string();
    match error {
        ScaleReadError::Lines { faults, rest } => (text, faults, rest),
        other => panic!("{other:?}"),
    }
}

// How the publications differ.

#[test]
fn the_documented_differences_are_those_of_the_tables() {
    let scales = [
        Scale::cameo_icews(),
        Scale::cameo_gdelt(),
        Scale::cameo_keds(),
    ];
    let mut codes: Vec<&Code> = scales
        .iter()
        .flat_map(|s| s.entries().map(|e| e.0))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let mut table = Vec::new();
    let mut lacking = [0; 3];
    for one in codes {
        let valences = scales.each_ref().map(|scale| scale.valence(one));
        for (missing, valence) in lacking.iter_mut().zip(valences) {
            *missing += usize::from(valence.is_none());
        }
        let mut given: Vec<u64> = valences.into_iter().flatten().map(f64::to_bits).collect();
        given.dedup();
        if given.len() > 1 {
            let cells = valences.map(|valence| format!("{:+.1}", valence.unwrap() * 10.0));
            let code = one.to_string().replace("cameo:", "");
            table.push(format!("/// | {code} | {} |", cells.join(" | ")));
        }
    }
    let page = include_str!("../src/code/scale.rs");
    let lines = table.join("\n");
    assert!(page.contains(&lines), "the page should have\n{lines}");
    assert_eq!(table.len(), 7);
    // KEDS lacks 40; ICEWS the four that KEDS has alone, and GDELT these and 1213.
    assert_eq!(lacking, [4, 5, 40]);
}

// WEIS.

#[test]
fn weis_has_sixty_one_codes_from_attack_to_military_aid() {
    let scale = Scale::weis_goldstein();
    assert_eq!(scale.to_string(), "WEIS-Goldstein 1992");
    assert_eq!(scale.entries().len(), 61);
    for (text, valence) in [
        ("weis:223", -1.0),
        ("weis:211", -0.92),
        ("weis:171", -0.44),
        ("weis:142", -0.11),
        ("weis:025", 0.0),
        ("weis:031", 0.1),
        ("weis:081", 0.65),
        ("weis:072", 0.83),
    ] {
        assert_eq!(scale.valence(&code(text)), Some(valence), "{text}");
    }
    // Additions of KEDS, a cue without its third digit, and CAMEO's code of the same digits.
    for text in ["weis:022", "weis:024", "weis:03", "cameo:072", "WEIS:072"] {
        assert_eq!(scale.valence(&code(text)), None, "{text}");
    }
    let extremes = scale.entries().map(|(_, valence)| valence);
    let (low, high) = extremes.fold((0.0_f64, 0.0_f64), |(l, h), v| (l.min(v), h.max(v)));
    assert_eq!((low, high), (-1.0, 0.83));
}

/// The weights by code, cue after cue.
const WEIS: &str = "
    011 0.6  012 0.6  013 2.0  021 -0.1  023 -0.2  025 0.0  031 1.0  032 1.9  033 2.8
    041 3.4  042 3.6  051 4.5  052 5.2  053 4.5  054 2.8  061 1.8  062 2.5  063 -1.1
    064 5.4  065 2.9  066 1.9  071 7.4  072 8.3  073 6.5  081 6.5  082 3.0  091 0.1
    092 3.4  093 3.4  094 -0.1  095 1.2  101 1.5  102 -0.1  111 -4.0  112 -4.0
    121 -2.2  122 -3.4  131 -1.9  132 -2.4  141 -0.9  142 -1.1  150 -4.9  160 -3.0
    171 -4.4  172 -5.8  173 -7.0  174 -6.9  181 -5.2  182 -7.6  191 -2.2  192 -4.1
    193 -5.6  194 -3.8  195 -7.0  201 -5.0  202 -4.9  211 -9.2  212 -4.4
    221 -8.3  222 -8.7  223 -10.0
";

#[test]
fn the_weights_of_weis_are_those_of_the_list() {
    let cells: Vec<_> = WEIS.split_whitespace().collect();
    let rows = cells.chunks(2).map(|row| {
        let weight: f64 = row[1].parse().unwrap();
        (
            code(&format!("weis:{}", row[0])),
            (weight * 10.0).round() / 100.0,
        )
    });
    let expected = Scale::from_table("WEIS-Goldstein", "1992", rows).unwrap();
    assert_eq!(Scale::weis_goldstein(), expected);
}

#[test]
fn weights_of_weis_that_cameo_took_over_agree() {
    let (weis, cameo) = (Scale::weis_goldstein(), Scale::cameo_icews());
    for (older, newer) in [
        ("021", "011"),
        ("025", "014"),
        ("031", "040"),
        ("032", "042"),
        ("033", "043"),
        ("041", "051"),
        ("052", "031"),
        ("052", "033"),
        ("053", "032"),
        ("071", "071"),
        ("072", "072"),
        ("092", "021"),
        ("093", "023"),
        ("111", "120"),
        ("112", "124"),
        ("171", "130"),
        ("172", "131"),
        ("173", "138"),
        ("193", "162"),
        ("201", "174"),
        ("211", "171"),
        ("223", "190"),
    ] {
        let in_weis = weis.valence(&code(&format!("weis:{older}")));
        assert!(in_weis.is_some());
        assert_eq!(
            in_weis,
            cameo.valence(&code(newer)),
            "weis:{older} and {newer}"
        );
    }
}

#[test]
fn consultations_and_comments_of_weis_differ_from_acts() {
    for (text, class) in [
        ("weis:031", MarkClass::Contact),
        ("weis:033", MarkClass::Contact),
        ("weis:023", MarkClass::Comment),
        ("weis:025", MarkClass::Comment),
        ("weis:030", MarkClass::Contact),
        ("weis:223", MarkClass::Act),
        ("weis:3", MarkClass::Act),
        ("weis:é3", MarkClass::Act),
        ("desk:031", MarkClass::Act),
        ("copdab:7", MarkClass::Act),
        ("copdab:03", MarkClass::Act),
    ] {
        assert_eq!(code(text).class(), class, "{text}");
    }
}

// COPDAB.

#[test]
fn copdab_has_fifteen_points() {
    let scale = Scale::copdab();
    assert_eq!(scale.to_string(), "COPDAB 1982");
    assert_eq!(scale.entries().len(), 15);
    let weights = [
        92, 47, 31, 27, 14, 10, 6, 1, -6, -16, -29, -44, -50, -65, -102,
    ];
    for (point, weight) in (1..).zip(weights) {
        let valence = scale.valence(&code(&format!("copdab:{point}")));
        assert_eq!(valence, Some(f64::from(weight) / 102.0));
    }
    assert_eq!(scale.valence(&code("copdab:15")), Some(-1.0));
    assert_eq!(scale.valence(&code("copdab:0")), None);
    assert_eq!(scale.valence(&code("copdab:01")), None);
}

// From a file.

#[test]
fn a_table_is_read_with_commas_tabs_comments_and_a_header() {
    let text = "\u{feff}code,value\r\n# a comment\r\n\r\nAGREE , 2.5\r\ncameo:130,-4.4\r\n\
                Desk:toast, at dinner\t1e1\r\nweis:223,-10";
    let scale = read(10.0, text).unwrap();
    let rows = [
        ("AGREE", 0.25),
        ("130", -0.44),
        ("Desk:toast, at dinner", 1.0),
        ("weis:223", -1.0),
    ];
    let rows = rows.map(|(text, valence)| (code(text), valence));
    assert_eq!(scale, Scale::from_table("desk", "1", rows).unwrap());
    assert_eq!(read(1.0, "").unwrap().entries().len(), 0);
    assert_eq!(read(1.0, "code\tvalue").unwrap().entries().len(), 0);
    // Without a header the first line counts.
    assert_eq!(read(1.0, "AGREE,0.5\n").unwrap().entries().len(), 1);
    // A comment before the header does not make it a row.
    assert_eq!(
        read(1.0, "# x\ncode,value\nAGREE,0.5\n")
            .unwrap()
            .entries()
            .len(),
        1
    );
}

#[test]
fn every_faulty_line_is_reported_and_the_others_are_kept() {
    let table =
        b"code,value\nAGREE,2.5\nAGRE,1\ncameo:130,-44\nREJECT,bad\nAID\n\xff,1\nagree,2.5\n\
                  THREATEN,NaN\ncode,value\nAID,10\n";
    let (text, faults, rest) = faults(10.0, table);
    let categories = Code::parse("AGRE").unwrap_err().to_string();
    let of_code = Code::parse("code").unwrap_err().to_string();
    let expected = [
        "8 faults".to_owned(),
        format!("  line 3: {categories}"),
        "  line 4: the value of `cameo:130` is `-44`: expected -10 to 10".to_owned(),
        "  line 5: `bad` is not a number: expected a value such as `-0.4`".to_owned(),
        "  line 6: `AID` has no value: expected a code and a number, separated by a comma or a tab"
            .to_owned(),
        "  line 7: the line is not text: expected UTF-8".to_owned(),
        "  line 8: `AGREE` is already in line 2: expected each code once".to_owned(),
        "  line 9: the value of `THREATEN` is `NaN`: expected -10 to 10".to_owned(),
        format!("  line 10: {of_code}"),
    ];
    assert_eq!(text, expected.join("\n"));
    let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, (3..=10).collect::<Vec<_>>());
    assert_eq!(faults[4].kind, ScaleFaultKind::NotText);
    let expected = [(code("AGREE"), 0.25), (code("AID"), 1.0)];
    assert_eq!(rest, Scale::from_table("desk", "1", expected).unwrap());
}

#[test]
fn one_fault_prints_in_one_line() {
    assert_eq!(
        faults(1.0, b"AGREE,2").0,
        "line 1: the value of `AGREE` is `2`: expected -1 to 1"
    );
    assert_eq!(
        read(1.0, "AGREE,2").unwrap_err().to_string(),
        "line 1: the value of `AGREE` is `2`: expected -1 to 1"
    );
    // A first line with a code is not a header.
    assert_eq!(
        faults(1.0, b"AGREE,value").0,
        "line 1: `value` is not a number: expected a value such as `-0.4`"
    );
    assert_eq!(faults(1.0, b"x\n").1.len(), 1);
}

/// A reader that fails.
struct Broken;

impl std::io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("unplugged"))
    }
}

#[test]
fn faulty_divisors_labels_and_readers_are_refused() {
    for divisor in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(
            read(divisor, "").unwrap_err().to_string(),
            format!("the divisor of the values is `{divisor}`: expected a number above 0")
        );
    }
    assert_eq!(
        Scale::read(" ", "1", 1.0, &b""[..])
            .unwrap_err()
            .to_string(),
        "the name is not valid: expected 1 to 100 bytes without control characters"
    );
    let broken = std::io::BufReader::new(std::io::Read::chain(&b"AGREE,1\n"[..], Broken));
    let error = Scale::read("desk", "1", 1.0, broken).unwrap_err();
    assert_eq!(error.to_string(), "line 2 of the table cannot be read");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "unplugged");
}

#[test]
fn a_table_that_is_too_long_says_so_once() {
    let lines = |count| {
        let lines: Vec<_> = (0..count).map(|n| format!("n:{n},0")).collect();
        lines.join("\n")
    };
    assert_eq!(
        read(1.0, &lines(MAX_ENTRIES)).unwrap().entries().len(),
        MAX_ENTRIES
    );
    let (text, _, rest) = faults(1.0, lines(MAX_ENTRIES + 5).as_bytes());
    assert_eq!(
        text,
        "line 10001: the table is too long: expected at most 10000 entries"
    );
    assert_eq!(rest.entries().len(), MAX_ENTRIES);
}

#[test]
fn the_published_table_read_from_its_file_is_the_scale_that_is_shipped() {
    let published = include_str!("data/cameo_goldstein.csv");
    let rows: String = published
        .lines()
        .skip(1)
        .filter_map(|row| {
            let cells: Vec<_> = row.split(',').collect();
            (!cells[2].is_empty()).then(|| format!("cameo:{},{}\n", cells[0], cells[2]))
        })
        .collect();
    let read = Scale::read("CAMEO-GDELT", "look-up", 10.0, rows.as_bytes()).unwrap();
    assert_eq!(read, Scale::cameo_gdelt());
}

// Laws.

fn any_code() -> impl Strategy<Value = Code> {
    let all: Vec<_> = PloverCode::all().collect();
    prop_oneof![
        prop::sample::select(all).prop_map(Code::from),
        "[0-9]{2,4}".prop_map(|text| CameoCode::parse(&text).unwrap().into()),
        "[a-b]:[0-9,]{0,2}[0-9]".prop_map(|text| code(&text)),
    ]
}

proptest! {
    #[test]
    fn a_scale_that_is_written_in_lines_reads_back(
        rows in prop::collection::btree_map(any_code(), -1000..=1000_i32, 0..12),
        tab in any::<bool>(),
        tenths in any::<bool>(),
    ) {
        // Decimal text is the oracle: thousandths, whole or tenfold.
        let by = if tab { '\t' } else { ',' };
        let (divisor, places) = if tenths { (10.0, 100.0) } else { (1.0, 1000.0) };
        let lines: Vec<_> = rows
            .iter()
            .map(|(code, v)| format!("{code}{by}{}", f64::from(*v) / places))
            .collect();
        let lines = lines.join("\n");
        let read = Scale::read("t", "1", divisor, lines.as_bytes()).unwrap();
        let thousandths = rows.into_iter().map(|(code, v)| (code, f64::from(v) / 1000.0));
        prop_assert_eq!(read, Scale::from_table("t", "1", thousandths).unwrap());
    }

    #[test]
    fn every_line_is_in_the_scale_or_at_fault(table in "([A-Z0-9:,.\t#-]{0,9}\n|AGREE,0\\.[0-9]\n){0,8}") {
        let content = table
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#'))
            .count();
        let accounted = match Scale::read("t", "1", 1.0, table.as_bytes()) {
            Ok(scale) => scale.entries().len(),
            Err(ScaleReadError::Lines { faults, rest }) => faults.len() + rest.entries().len(),
            Err(other) => panic!("{other}"),
        };
        // At most the first line may be a header.
        prop_assert!(accounted == content || accounted + 1 == content);
    }
}

#[test]
fn a_text_that_is_not_a_table_is_refused_in_bounded_memory() {
    let mut long = b"AGREE,0.5\n".to_vec();
    long.extend(std::iter::repeat_n(b'x', 1 << 20));
    long.extend(b"\nASSAULT,-1\n");
    let (text, _, rest) = faults(1.0, &long);
    assert_eq!(
        text,
        "line 2: the line is too long: expected at most 4096 bytes"
    );
    assert_eq!(rest.entries().len(), 2);

    let bad = "AGRE,1x\n".repeat(5_000);
    let (_, bad, _) = faults(1.0, bad.as_bytes());
    assert_eq!(bad.len(), 1_001);
    let last = bad[1_000].to_string();
    assert_eq!(
        last,
        "line 1000: 1000 faults were found: the following lines were not read"
    );

    let (returns, ..) = faults(1.0, b"# mine\rAGREE,1\rASSAULT,-1\r");
    let text = "line 1: the line contains a carriage return: expected lines that end with a line feed; convert \
                the ends of lines first, such as with `tr '\\r' '\\n'`";
    assert_eq!(returns, text);
    let (_, quoted, _) = faults(1.0, b"\"AGREE\",\"2.5\"\n");
    assert_eq!(quoted.len(), 1, "it is not a header");
}

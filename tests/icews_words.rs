//! ICEWS in other clothes: dates in another order, event texts without codes, renamed columns.

#![cfg(feature = "import")]

use detente::code::CameoCode;
use detente::import::{
    Act, DateSpelling, Format, Import, Importer, Options, PlainLayout, RowReader, RowWarning,
};
use proptest::prelude::*;

const HEADER: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// The columns in which rows differ: identifier, date, source country, text, code, target country.
type Row<'t> = [&'t str; 6];

const ROWS: [Row<'_>; 3] = [
    ["1", "2017-02-03", "France", "Consult", "040", "Ukraine"],
    [
        "2",
        "2017-02-04",
        "Ukraine",
        "Make a visit",
        "042",
        "France",
    ],
    [
        "3",
        "2017-02-15",
        "France",
        "Threaten",
        "130",
        "Russian Federation",
    ],
];

/// A file with some of the columns, each value changed by `write`.
fn file(
    rows: &[Row<'_>],
    columns: &[&str],
    write: impl Fn(&str) -> String,
    delimiter: &str,
) -> String {
    let line = |value: &dyn Fn(&str) -> String| {
        let fields: Vec<String> = columns.iter().map(|column| write(&value(column))).collect();
        fields.join(delimiter) + "\n"
    };
    let mut text = line(&|column| column.to_owned());
    for [id, date, source, event, code, target] in rows {
        text += &line(&|column| {
            let value = match column {
                "Event ID" => id,
                "Event Date" => date,
                "Source Name" | "Target Name" => "Minister",
                "Source Country" => source,
                "Event Text" => event,
                "CAMEO Code" => code,
                "Target Country" => target,
                "Intensity" => "1.0",
                _ => "",
            };
            (*value).to_owned()
        });
    }
    text
}

fn without(dropped: &[&str]) -> Vec<&'static str> {
    let kept = HEADER
        .into_iter()
        .filter(|column| !dropped.contains(column));
    kept.collect()
}

fn as_is(text: &str) -> String {
    text.to_owned()
}

fn import(text: &str, format: impl Into<Format>) -> Import {
    let format = format.into();
    let mut importer = Importer::new(Options::new(&format));
    let mut reader = RowReader::new(text.as_bytes(), &format);
    let _ = importer.read(&mut reader);
    importer.build().unwrap()
}

/// The days and the codes of the rows that can be read.
fn acts(text: &str, format: impl Into<Format>) -> Vec<(String, String)> {
    let mut reader = RowReader::new(text.as_bytes(), format);
    let mut acts = Vec::new();
    while let Some(row) = reader.next() {
        let Ok(row) = row else { continue };
        let code = match row.act() {
            Act::Cameo(code) => code.to_string(),
            Act::Digits(digits) => digits.to_string(),
            act => reader.names().code(act).unwrap().to_string(),
        };
        acts.push((row.date().to_string(), code));
    }
    acts
}

fn first_fault(text: &str, format: impl Into<Format>) -> String {
    let mut reader = RowReader::new(text.as_bytes(), format);
    reader.find_map(Result::err).unwrap().to_string()
}

fn published() -> Import {
    let import = import(&file(&ROWS, &HEADER, as_is, "\t"), Format::Icews);
    assert_eq!(import.summary.kept, 3);
    import
}

// Event texts.

#[test]
fn a_file_without_codes_is_read_by_its_event_texts() {
    let text = file(&ROWS, &without(&["CAMEO Code"]), as_is, "\t");
    let codes: Vec<_> = acts(&text, Format::Icews)
        .into_iter()
        .map(|act| act.1)
        .collect();
    assert_eq!(codes, ["040", "042", "130"]);
    let import = import(&text, Format::Icews);
    assert_eq!(import.ledger, published().ledger);
    assert!(import.ledger.dyad("FRA", "UKR").is_some());
    assert!(import.ledger.dyad("FRA", "RUS").is_some());
}

#[test]
fn codes_count_before_event_texts() {
    let rows = [["1", "2017-02-03", "France", "Consult", "042", "Ukraine"]];
    let text = file(&rows, &HEADER, as_is, "\t");
    assert_eq!(
        acts(&text, Format::Icews),
        [("2017-02-03".into(), "042".into())]
    );
}

#[test]
fn a_file_without_codes_and_texts_is_refused_with_both_names() {
    let text = file(&ROWS, &without(&["CAMEO Code", "Event Text"]), as_is, "\t");
    let fault = first_fault(&text, Format::Icews);
    assert!(fault.contains("`CAMEO Code` or `Event Text`"), "{fault}");
    assert_eq!(import(&text, Format::Icews).summary.kept, 0);
}

#[test]
fn an_unknown_event_text_is_counted_and_makes_no_mark() {
    let rows = [
        ["1", "2017-02-03", "France", "Wave at", "", "Ukraine"],
        ["2", "2017-02-03", "France", "Threaten", "", "Ukraine"],
        ["3", "2017-02-04", "France", "Wave at", "", "Ukraine"],
    ];
    let text = file(&rows, &without(&["CAMEO Code"]), as_is, "\t");
    let import = import(&text, Format::Icews);
    let unknown = import.summary.warning(RowWarning::UnknownCode);
    assert_eq!((unknown.rows, unknown.first.as_ref().unwrap().line), (2, 2));
    let unvalued: Vec<_> = import
        .summary
        .unvalued_codes
        .iter()
        .map(|(code, rows)| (code.to_string(), *rows))
        .collect();
    assert_eq!(unvalued, [("file:Wave at".to_owned(), 2)]);
}

#[test]
fn a_blank_event_text_is_refused() {
    let rows = [["1", "2017-02-03", "France", " ", "", "Ukraine"]];
    let text = file(&rows, &without(&["CAMEO Code"]), as_is, "\t");
    assert_eq!(
        first_fault(&text, Format::Icews),
        "line 2: column 6 (Event Text) is ``: expected a code, or words"
    );
}

// Dates.

fn american() -> String {
    let rows = [
        ["1", "2/3/2017", "France", "Consult", "040", "Ukraine"],
        ["2", "2/4/2017", "Ukraine", "Make a visit", "042", "France"],
        [
            "3",
            "2/15/2017",
            "France",
            "Threaten",
            "130",
            "Russian Federation",
        ],
    ];
    file(&rows, &HEADER, as_is, "\t")
}

#[test]
fn the_order_of_dates_can_be_stated() {
    let layout = PlainLayout::icews().with_dates(DateSpelling::MonthFirst);
    let days: Vec<_> = acts(&american(), &layout)
        .into_iter()
        .map(|act| act.0)
        .collect();
    assert_eq!(days, ["2017-02-03", "2017-02-04", "2017-02-15"]);
    assert_eq!(import(&american(), &layout).ledger, published().ledger);
}

#[test]
fn without_a_stated_order_each_date_is_refused_and_says_so() {
    for format in [Format::Icews, PlainLayout::icews().into()] {
        let fault = first_fault(&american(), &format);
        assert!(fault.contains("`2/3/2017`"), "{fault}");
        assert!(fault.contains("order of day and month"), "{fault}");
        let summary = import(&american(), &format).summary;
        assert_eq!((summary.kept, summary.refused), (0, 3));
    }
    let fault = first_fault(&american(), Format::Icews);
    assert!(
        fault.contains("PlainLayout::icews().with_dates("),
        "{fault}"
    );
}

// Columns.

#[test]
fn names_of_columns_are_compared_by_their_letters() {
    let snake = |text: &str| {
        if HEADER.contains(&text) {
            text.to_ascii_lowercase().replace(' ', "_")
        } else {
            text.to_owned()
        }
    };
    let dots = |text: &str| {
        if HEADER.contains(&text) {
            text.replace(' ', ".")
        } else {
            text.to_owned()
        }
    };
    let expected = published().ledger;
    assert_eq!(
        import(&file(&ROWS, &HEADER, snake, "\t"), Format::Icews).ledger,
        expected
    );
    assert_eq!(
        import(&file(&ROWS, &HEADER, dots, ","), Format::Icews).ledger,
        expected
    );
}

#[test]
fn a_table_whose_header_is_quoted_has_quoted_fields() {
    let quoted = |text: &str| format!("\"{text}\"");
    let expected = published().ledger;
    for delimiter in ["\t", ","] {
        let text = file(&ROWS, &HEADER, quoted, delimiter);
        assert_eq!(import(&text, Format::Icews).ledger, expected);
    }
    // A published name may start with a quote, which is then a part of it.
    let text = file(&ROWS, &HEADER, as_is, "\t").replace("Minister", "\"Minister");
    assert_eq!(import(&text, Format::Icews).ledger, expected);
}

#[test]
fn without_columns_of_countries_the_country_is_in_the_name() {
    let text = "Source Name,Event Text,Target Name,Event Date\n\
        Foreign Ministry (Russia),Consult,France,2014-05-02\n\
        Ada Example,Make a visit,South Korea,2014-05-03\n\
        Media (Africa),Threaten,Mali,2014-05-03\n";
    let import = import(text, Format::Icews);
    assert_eq!(import.summary.kept, 1);
    assert!(import.ledger.dyad("RUS", "FRA").is_some());
    assert_eq!(import.summary.warning(RowWarning::NoParty).skipped, 1);
    assert_eq!(import.summary.warning(RowWarning::Region).skipped, 1);
}

#[test]
fn a_country_that_is_missing_is_not_taken_from_the_name() {
    let rows = [["1", "2016-02-02", "NULL", "Threaten", "130", "France"]];
    let text = file(&rows, &HEADER, as_is, "\t").replace("Minister", "Police (Namibia)");
    let import = import(&text, Format::Icews);
    assert_eq!((import.summary.kept, import.ledger.len()), (0, 0));
}

#[test]
fn files_of_icews_are_detected_however_their_columns_are_written() {
    for first_line in [
        HEADER.join("\t"),
        without(&["CAMEO Code"]).join("\t"),
        HEADER.join("\t").to_lowercase().replace(' ', "_"),
        "\"event_date\",\"source_name\",\"event_text\",\"target_name\"".to_owned(),
    ] {
        let detected = Format::detect(first_line.as_bytes());
        assert_eq!(detected.format(), Some(&Format::Icews), "{detected}");
    }
    let other = Format::detect(b"Event Date\tSource Name\tTarget Name");
    assert_eq!(other.format(), None, "{other}");
}

// Missing countries, and Namibia.

#[test]
fn namibia_is_a_country_and_na_is_none() {
    let rows = [
        [
            "1",
            "2016-02-01",
            "Namibia",
            "Consult",
            "040",
            "South Africa",
        ],
        ["2", "2016-02-02", "NULL", "Make statement", "010", "France"],
        ["3", "2016-02-03", "NA", "Make a visit", "042", "Namibia"],
        ["4", "2016-02-04", "Namibia", "Host a visit", "043", ""],
        ["5", "2016-02-05", "Namibia", "Consult", "040", "Botswana"],
        ["6", "2016-02-06", "France", "Consult", "040", "NULL"],
    ];
    for dropped in [&[][..], &["CAMEO Code"]] {
        let mut text = file(&rows, &without(dropped), as_is, "\t");
        // An actor that is called NA, of a known country.
        text = text.replacen("2016-02-05\tMinister", "2016-02-05\tNA", 1);
        let import = import(&text, Format::Icews);
        assert_eq!((import.summary.read, import.summary.kept), (6, 2));
        assert_eq!(import.ledger.len(), 2);
        for other in ["ZAF", "BWA"] {
            assert!(import.ledger.dyad("NAM", other).is_some(), "{other}");
        }
        let skipped = |reason| import.summary.warning(reason).skipped;
        assert_eq!(skipped(RowWarning::MissingSource), 2);
        assert_eq!(skipped(RowWarning::MissingTarget), 1);
        assert_eq!(skipped(RowWarning::NoParty), 1);
    }
}

// Laws.

/// Every code with an event text: the one in the file of a publication.
fn texts() -> Vec<(CameoCode, &'static str)> {
    [
        ("010", "Make statement"),
        ("036", "Express intent to meet or negotiate"),
        ("042", "Make a visit"),
        ("0841", "Return, release person(s)"),
        ("130", "Threaten"),
        ("190", "Use conventional military force"),
        ("193", "fight with small arms and light weapons"),
    ]
    .map(|(code, text)| (CameoCode::parse(code).unwrap(), text))
    .to_vec()
}

proptest! {
    /// A file of ICEWS makes the same ledger in every order of columns, by codes and by texts.
    #[test]
    fn codes_and_texts_make_one_ledger(
        picks in prop::collection::vec((0..7_usize, 1..29_u32, 0..4_usize, 0..4_usize), 0..12),
        columns in Just(HEADER.to_vec()).prop_shuffle(),
        is_snake in any::<bool>(),
    ) {
        const COUNTRIES: [&str; 4] = ["France", "Ukraine", "Russian Federation", "NULL"];
        let texts = texts();
        let owned: Vec<[String; 6]> = picks
            .iter()
            .enumerate()
            .map(|(at, &(act, day, source, target))| [
                at.to_string(),
                format!("2017-02-{day:02}"),
                COUNTRIES[source].to_owned(),
                texts[act].1.to_owned(),
                texts[act].0.to_string(),
                COUNTRIES[target].to_owned(),
            ])
            .collect();
        let rows: Vec<Row<'_>> = owned.iter().map(|row| row.each_ref().map(String::as_str)).collect();
        let expected = import(&file(&rows, &HEADER, as_is, "\t"), Format::Icews);
        let write = |text: &str| if HEADER.contains(&text) && is_snake { text.to_ascii_lowercase().replace(' ', "_") } else { text.to_owned() };
        let shuffled = import(&file(&rows, &columns, write, "\t"), Format::Icews);
        prop_assert_eq!(&shuffled.ledger, &expected.ledger);
        let columns: Vec<&str> = columns.into_iter().filter(|column| *column != "CAMEO Code").collect();
        let by_texts = import(&file(&rows, &columns, write, "\t"), Format::Icews);
        prop_assert_eq!(&by_texts.ledger, &expected.ledger);
        prop_assert_eq!(by_texts.summary.kept, expected.summary.kept);
    }

    /// Any bytes after a header are read or refused.
    #[test]
    fn any_bytes_are_read_or_refused(
        lines in prop::collection::vec(prop::collection::vec(
            prop::sample::select(b"0129-/\t\t,\"\n \r()\xff\x1fNAFrance".to_vec()), 0..60), 0..6),
        delimiter in prop::sample::select(vec!["\t", ","]),
        has_quotes in any::<bool>(),
        is_without_codes in any::<bool>(),
    ) {
        let columns = without(if is_without_codes { &["CAMEO Code"] } else { &[] });
        let write = |text: &str| if has_quotes { format!("\"{text}\"") } else { text.to_owned() };
        let mut bytes = file(&ROWS, &columns, write, delimiter).into_bytes();
        bytes.extend(lines.join(&b'\n'));
        let mut importer = Importer::new(Options::new(&Format::Icews));
        importer.read(&mut RowReader::new(bytes.as_slice(), Format::Icews)).unwrap();
        let summary = importer.summary();
        prop_assert_eq!(summary.read, summary.kept + summary.merged + summary.skipped());
        importer.build().unwrap();
    }
}

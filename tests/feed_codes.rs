//! Columns of codes: their system, and lost leading zeros.

#![cfg(feature = "import")]

use detente::code::{CameoCode, Code, Scale};
use detente::event::Source;
use detente::import::{
    Conversion, Delimiter, Format, Import, Importer, Options, PlainLayout, RowOutcome, RowReader,
    RowWarning, Summary,
};
use proptest::prelude::*;

fn layout() -> PlainLayout {
    PlainLayout::default().with_delimiter(Delimiter::Comma)
}

fn stated(system: &str) -> PlainLayout {
    layout().with_system(system).unwrap()
}

fn importer(texts: &[&str], layout: &PlainLayout, options: &Options) -> Importer {
    let mut importer = Importer::new(options.clone());
    for text in texts {
        let mut reader = RowReader::new(text.as_bytes(), layout);
        importer.read(&mut reader).unwrap();
    }
    importer
}

fn options(layout: &PlainLayout, scale: Scale) -> Options {
    Options::new(layout).with_scale(scale)
}

fn import(text: &str, layout: &PlainLayout, scale: Scale) -> Import {
    let options = options(layout, scale);
    importer(&[text], layout, &options).build().unwrap()
}

/// Values for the codes of CAMEO and of WEIS.
fn both() -> Scale {
    Scale::cameo_icews()
        .with_fallback(&Scale::weis_goldstein())
        .unwrap()
}

/// A row for each code, each on another day.
fn table<T: AsRef<str>>(codes: &[T]) -> String {
    let rows = codes.iter().enumerate().map(|(at, code)| {
        let (month, day) = (1 + at / 28, 1 + at % 28);
        format!("2012-{month:02}-{day:02},USA,RUS,{}\n", code.as_ref())
    });
    rows.collect::<Vec<_>>().concat()
}

/// The counts, without the column.
fn counts(summary: &Summary) -> [u64; 7] {
    [
        summary.read,
        summary.kept,
        summary.merged,
        summary.skipped(),
        summary.unmarked.no_value,
        summary.unmarked.no_weight,
        summary.warning(RowWarning::Mirrored).rows,
    ]
}

/// Asserts that digits are read like codes that name their system. Returns the summary.
fn assert_read_as(digits: &[&str], layout: &PlainLayout, codes: &[&str]) -> Summary {
    let found = import(&table(digits), layout, both());
    let wanted = import(&table(codes), layout, both());
    assert_eq!(found.ledger, wanted.ledger, "{digits:?}: {}", found.summary);
    assert_eq!(
        counts(&found.summary),
        counts(&wanted.summary),
        "{digits:?}"
    );
    assert_eq!(found.summary.unvalued_codes, wanted.summary.unvalued_codes);
    found.summary
}

fn named(system: &str, codes: &[&str]) -> Vec<String> {
    codes
        .iter()
        .map(|code| format!("{system}:{code}"))
        .collect()
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[test]
fn if_zeros_were_lost_all_codes_of_two_digits_get_theirs_back() {
    let digits = [
        "10", "13", "20", "36", "40", "42", "43", "57", "211", "112", "130", "190",
    ];
    let codes = [
        "010", "013", "020", "036", "040", "042", "043", "057", "0211", "112", "130", "190",
    ];
    let summary = assert_read_as(&digits, &layout(), &strs(&named("cameo", &codes)));
    assert_eq!(summary.warning(RowWarning::LostZero).rows, 9);
    assert_eq!(summary.warning(RowWarning::UnknownCode).rows, 0);
    let first = summary
        .warning(RowWarning::LostZero)
        .first
        .as_ref()
        .unwrap();
    assert_eq!(
        (first.line, first.column.clone()),
        (1, Some((4, "code".into())))
    );
    let [column] = &summary.code_columns[..] else {
        panic!("one column of codes");
    };
    assert_eq!(
        (column.system(), column.is_stated, column.restored),
        (Some("cameo"), false, 9)
    );
    let text = summary.to_string();
    assert_eq!(text.matches("leading zero").count(), 2, "{text}");
}

#[test]
fn if_a_code_starts_with_a_zero_none_was_lost() {
    let digits = ["010", "10", "020", "20", "040", "042", "13", "0211", "112"];
    let summary = assert_read_as(&digits, &layout(), &strs(&named("cameo", &digits)));
    assert_eq!(summary.warning(RowWarning::LostZero).rows, 0);
    assert_eq!(summary.warning(RowWarning::UnknownCode).rows, 0);
    // Then a code that needs a zero is unknown.
    let digits = ["010", "36"];
    let summary = assert_read_as(&digits, &layout(), &["cameo:010", "cameo:36"]);
    assert_eq!(
        (
            summary.warning(RowWarning::LostZero).rows,
            summary.warning(RowWarning::UnknownCode).rows
        ),
        (0, 1)
    );
}

#[test]
fn if_all_codes_are_listed_none_lost_a_zero() {
    for digits in [
        &["10", "13", "20"][..],
        &["112", "130", "190"],
        &["10", "112"],
    ] {
        let summary = assert_read_as(digits, &layout(), &strs(&named("cameo", digits)));
        assert_eq!(summary.warning(RowWarning::LostZero).rows, 0);
    }
}

#[test]
fn codes_of_weis_are_not_taken_for_cameo() {
    let bare = ["211", "122", "182", "032", "031", "223", "223", "011"];
    let weis = named("weis", &bare);
    // WEIS is inferred and reported.
    let summary = assert_read_as(&bare, &layout(), &strs(&weis));
    let [column] = &summary.code_columns[..] else {
        panic!("one column of codes");
    };
    assert_eq!((column.system(), column.is_stated), (Some("weis"), false));
    assert!(
        summary.to_string().contains("WEIS, which is inferred"),
        "{summary}"
    );
    // WEIS is stated.
    let summary = assert_read_as(&bare, &stated("WEIS"), &strs(&weis));
    assert_eq!(summary.code_columns[0].system(), Some("weis"));
    assert_eq!(summary.warning(RowWarning::LostZero).rows, 0);
    // The default scale has no value for any of the codes.
    let unvalued = import(&table(&bare), &layout(), Scale::cameo_icews());
    assert!(unvalued.ledger.is_empty());

    // Without a zero among them both systems are possible, so none is inferred.
    for digits in [
        &["211"][..],
        &["211", "122", "182"],
        &["211", "122", "32", "31"],
    ] {
        let summary = assert_read_as(digits, &layout(), &strs(&named("file", digits)));
        assert_eq!(summary.code_columns[0].system(), None);
        assert_eq!(
            summary.warning(RowWarning::UnknownCode).rows,
            digits.len() as u64
        );
        assert!(
            summary.to_string().contains("PlainLayout::with_system"),
            "{summary}"
        );
    }
    let summary = assert_read_as(
        &["211", "122", "223"],
        &layout(),
        &["weis:211", "weis:122", "weis:223"],
    );
    assert_eq!(summary.warning(RowWarning::LostZero).rows, 0);
    // Lost zeros of WEIS are not restored.
    let digits = ["32", "31", "211"];
    assert_read_as(&digits, &stated("weis"), &strs(&named("weis", &digits)));
}

#[test]
fn levels_and_points_are_not_codes_of_cameo() {
    let hostility = ["3", "3", "4", "2", "1", "5", "4"];
    let points: Vec<String> = (1..=15).map(|point: u32| point.to_string()).collect();
    let ranks: Vec<String> = (1..=40).map(|rank: u32| rank.to_string()).collect();
    let scores = ["12", "-4.5", "3.0"];
    for digits in [&hostility[..], &strs(&points), &strs(&ranks)] {
        let summary = assert_read_as(digits, &layout(), &strs(&named("file", digits)));
        assert_eq!(summary.warning(RowWarning::LostZero).rows, 0);
        assert_eq!(summary.unmarked.no_value, summary.kept);
        assert!(
            summary
                .to_string()
                .contains("no system that can be inferred"),
            "{summary}"
        );
    }
    assert_read_as(&scores, &layout(), &["file:12", "-4.5", "3.0"]);

    // With a custom scale they have values.
    let level = |text: &str| Code::parse(text).unwrap();
    let levels = [
        ("mid:1", 0.0),
        ("mid:2", -0.4),
        ("mid:3", -0.6),
        ("mid:4", -0.9),
        ("mid:5", -1.0),
    ];
    let levels = levels.map(|(code, value)| (level(code), value));
    let scale = Scale::from_table("hostility", "1", levels).unwrap();
    let text = "1965-02-07,USA,DRV,5\n1962-10-24,RUS,USA,2\n";
    let imported = import(text, &stated("mid"), scale);
    assert_eq!(imported.summary.unmarked.no_value, 0);
    assert_eq!(imported.summary.code_columns[0].system(), Some("mid"));
    let copdab = options(&stated("copdab"), Scale::copdab());
    let imported = importer(&[&table(&points)], &stated("copdab"), &copdab)
        .build()
        .unwrap();
    assert_eq!(imported.summary.unmarked.no_value, 0);
}

#[test]
fn a_stated_system_is_used() {
    // A column of roots: 10 is a root there, and 4 has lost its zero.
    let digits = ["1", "4", "10", "13", "20"];
    let codes = ["cameo:01", "cameo:04", "cameo:10", "cameo:13", "cameo:20"];
    let summary = assert_read_as(&digits, &stated("cameo"), &codes);
    assert_eq!(summary.warning(RowWarning::LostZero).rows, 2);
    // If it is not stated, these may be points of any scale.
    assert_read_as(&digits, &layout(), &strs(&named("file", &digits)));
    // With longer codes beside them they are codes.
    let digits = ["4", "36", "10", "112"];
    let codes = ["cameo:04", "cameo:036", "cameo:010", "cameo:112"];
    assert_read_as(&digits, &layout(), &codes);
    assert_read_as(
        &["211", "112"],
        &stated("cameo"),
        &["cameo:0211", "cameo:112"],
    );
    assert_read_as(
        &["042", "consult"],
        &stated("plover"),
        &["file:042", "plover:consult"],
    );
    // A code that names its system has that system.
    assert_read_as(
        &["cameo:36", "weis:211"],
        &stated("cameo"),
        &["cameo:36", "weis:211"],
    );
    assert_read_as(&["weis:211", "7"], &stated("mid"), &["weis:211", "mid:7"]);
    let name = "x".repeat(32);
    assert!(layout().with_system(&name).is_ok());
    for name in ["", "a b", "a:b", "é", &format!("{name}x")] {
        let error = layout().with_system(name).unwrap_err().to_string();
        assert!(
            error.ends_with("ASCII letters, digits, `-`, `_` or `.`"),
            "{error}"
        );
    }
}

#[test]
fn one_misprint_among_many_codes_does_not_prevent_restoring() {
    let digits = [
        "10", "36", "40", "42", "43", "57", "112", "130", "190", "111",
    ];
    let codes = [
        "010", "036", "040", "042", "043", "057", "112", "130", "190", "111",
    ];
    let (mut digits, mut codes) = (digits.to_vec(), codes.to_vec());
    digits.push("999");
    codes.push("999");
    let summary = assert_read_as(&digits, &layout(), &strs(&named("cameo", &codes)));
    assert_eq!(summary.warning(RowWarning::UnknownCode).rows, 1);
    // With few codes it cannot be decided.
    let digits = ["36", "999"];
    assert_read_as(&digits, &layout(), &strs(&named("file", &digits)));
}

fn gdelt(codes: &[&str]) -> String {
    let rows = codes.iter().enumerate();
    rows.map(|(at, code)| {
        let day = format!("201903{:02}", at + 1);
        let mut row = [""; 58];
        let id = at.to_string();
        (row[0], row[1], row[57], row[56]) = (&id, &day, "u", &day);
        (row[5], row[7], row[15], row[17]) = ("USA", "USA", "RUS", "RUS");
        row[26] = code;
        row.join("\t") + "\n"
    })
    .collect()
}

#[test]
fn a_gdelt_file_from_a_spreadsheet_is_read() {
    let read = |codes: &[&str]| {
        let mut importer = Importer::new(Options::new(Format::Gdelt1));
        let text = gdelt(codes);
        importer
            .read(&mut RowReader::new(text.as_bytes(), Format::Gdelt1))
            .unwrap();
        importer.build().unwrap()
    };
    let lost = read(&["10", "20", "36", "42", "211", "112"]);
    let whole = read(&["010", "020", "036", "042", "0211", "112"]);
    assert_eq!(lost.ledger, whole.ledger);
    assert_eq!(lost.summary.warning(RowWarning::LostZero).rows, 5);
    assert!(lost.summary.code_columns[0].is_stated);
    assert_eq!(whole.summary.warning(RowWarning::LostZero).rows, 0);
    // GDELT has no code of two digits.
    assert_eq!(read(&["10", "112"]).ledger, read(&["010", "112"]).ledger);
    // In a file with zeros none was lost.
    let mixed = read(&["010", "36", "112"]);
    assert_eq!(mixed.summary.warning(RowWarning::UnknownCode).rows, 1);
    assert_eq!(mixed.summary.unmarked.no_value, 1);
}

#[test]
fn dropped_codes_are_skipped_when_their_column_is_decided() {
    let text = table(&[
        "36", "36", "42", "999", "112", "130", "190", "111", "57", "10", "40", "43",
    ]);
    let all = options(&layout(), both());
    let read = |options: &Options| importer(&[&text], &layout(), options).build().unwrap();
    let whole = read(&all);
    assert_eq!(whole.summary.kept, 12);
    let strict = read(&all.clone().dropping(RowWarning::LostZero));
    assert_eq!(strict.summary.kept, 5);
    assert_eq!(strict.summary.warning(RowWarning::LostZero).skipped, 7);
    assert_eq!(strict.summary.days.unwrap().0.to_string(), "2012-01-04");
    let strict = read(&all.dropping(RowWarning::UnknownCode));
    assert_eq!(strict.summary.warning(RowWarning::UnknownCode).skipped, 1);
    assert_eq!(strict.ledger, whole.ledger);
}

#[test]
fn converted_rows_have_the_codes_of_their_column() {
    let text = table(&["10", "36", "42"]);
    let format = Format::Plain(layout());
    let imported = import(&text, &layout(), both());
    let ids = |rows: usize, with_columns: bool| {
        let mut conversion = Conversion::new(Source::new("desk").named("The desk"));
        if with_columns {
            conversion = conversion.with_code_columns(&imported.summary.code_columns);
        }
        let mut reader = RowReader::new(text.as_bytes(), &format);
        for _ in 0..rows {
            let row = reader.next().unwrap().unwrap();
            conversion.add(&row, reader.names()).unwrap();
        }
        let events = conversion.to_events().events;
        let codes = events
            .iter()
            .map(|event| event.id.rsplit_once(':').unwrap().1.to_owned());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(ids(3, false), ["010", "03", "04"]);
    // One row alone does not decide, but the importer does.
    assert_eq!(ids(1, false), ["10"]);
    assert_eq!(ids(1, true), ["010"]);
}

/// A row of several days and pairs, with a code of CAMEO or another number.
#[derive(Clone, Debug)]
struct Row {
    day: u32,
    turned: bool,
    code: String,
}

impl Row {
    fn line(&self, code: &str) -> String {
        let (source, target) = if self.turned {
            ("RUS", "USA")
        } else {
            ("USA", "RUS")
        };
        format!("2012-05-{:02},{source},{target},{code}\n", self.day)
    }
}

fn known() -> Vec<String> {
    let all = [(2, 100), (3, 1_000), (4, 10_000)];
    let all = all
        .into_iter()
        .flat_map(|(width, end)| (0..end).map(move |number| format!("{number:0width$}")));
    all.filter(|text| CameoCode::parse(text).unwrap().is_known())
        .collect()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let code = prop_oneof![
        4 => prop::sample::select(known()),
        4 => prop::sample::select(vec!["042", "043", "040", "036", "10", "112", "0211"]).prop_map(str::to_owned),
        1 => "[0-9]{1,4}",
    ];
    let row = (1u32..4, any::<bool>(), code);
    let row = row.prop_map(|(day, turned, code)| Row { day, turned, code });
    prop::collection::vec(row, 1..20)
}

/// The rule, written independently: what the digits of a CAMEO column mean.
fn oracle(codes: &[String]) -> Vec<String> {
    let is_known = |text: &str| CameoCode::parse(text).is_ok_and(CameoCode::is_known);
    let with_zero = |text: &str| format!("0{text}");
    let alone = |text: &&String| !is_known(text) && is_known(&with_zero(text));
    let is_lost = codes.iter().any(|text| alone(&text))
        && !codes
            .iter()
            .any(|text| text.starts_with('0') && text.len() > 1);
    let is_of_roots = codes
        .iter()
        .all(|text| text.len() <= 2 && text.as_str() <= "20" || text.len() == 1)
        && codes.iter().any(|text| text.len() == 1);
    let read = |text: &String| {
        let gets_one = is_lost
            && is_known(&with_zero(text))
            && (alone(&text) || (text.len() == 2 && !is_of_roots));
        if gets_one {
            with_zero(text)
        } else {
            text.clone()
        }
    };
    codes.iter().map(read).collect()
}

proptest! {
    #[test]
    fn a_column_follows_the_rule_in_any_order_and_division(
        rows in rows(),
        are_zeros_lost in any::<bool>(),
        one_a_day in any::<bool>(),
        mirrors in any::<bool>(),
        parts in 1usize..4,
    ) {
        let codes: Vec<String> = rows
            .iter()
            .map(|row| match row.code.strip_prefix('0') {
                Some(rest) if are_zeros_lost && !rest.is_empty() => rest.to_owned(),
                _ => row.code.clone(),
            })
            .collect();
        let layout = stated("cameo");
        let options = options(&layout, both()).with_repeated_merged(one_a_day).with_mirrored_merged(mirrors);
        let lines = |codes: &[String]| -> Vec<String> {
            rows.iter().zip(codes).map(|(row, code)| row.line(code)).collect()
        };
        let plain = lines(&codes);
        let named: Vec<String> = oracle(&codes)
            .into_iter()
            .map(|code| if code.len() == 1 { format!("file:{code}") } else { format!("cameo:{code}") })
            .collect();
        let wanted = importer(&[&lines(&named).concat()], &layout, &options).build().unwrap();
        let found = importer(&[&plain.concat()], &layout, &options).build().unwrap();
        prop_assert_eq!(&found.ledger, &wanted.ledger, "{}", found.summary);
        prop_assert_eq!(counts(&found.summary), counts(&wanted.summary));
        prop_assert_eq!(found.summary.warning(RowWarning::Repeated).rows, wanted.summary.warning(RowWarning::Repeated).rows);
        prop_assert_eq!(&found.summary.unvalued_codes, &wanted.summary.unvalued_codes);

        // In another order, in several files, and by several importers.
        let mut turned = plain.clone();
        turned.reverse();
        let size = turned.len().div_ceil(parts);
        let files: Vec<String> = turned.chunks(size).map(<[String]>::concat).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let together = importer(&files, &layout, &options).build().unwrap();
        prop_assert_eq!(&together.ledger, &found.ledger);
        prop_assert_eq!(counts(&together.summary), counts(&found.summary));
        let mut merged = Importer::new(options.clone());
        for file in &files {
            merged.merge(&importer(&[file], &layout, &options)).unwrap();
        }
        let merged = merged.build().unwrap();
        prop_assert_eq!(&merged.ledger, &found.ledger);
        prop_assert_eq!(counts(&merged.summary), counts(&found.summary));
        for warning in [RowWarning::LostZero, RowWarning::UnknownCode, RowWarning::Repeated] {
            prop_assert_eq!(merged.summary.warning(warning).rows, found.summary.warning(warning).rows);
        }

        // The order does not matter if the system is inferred, either.
        let inferred = |files: &[&str]| importer(files, &self::layout(), &options);
        let whole = inferred(&[&plain.concat()]).build().unwrap();
        let mut merged = Importer::new(options.clone());
        for file in &files {
            merged.merge(&inferred(&[file])).unwrap();
        }
        let merged = merged.build().unwrap();
        prop_assert_eq!(&merged.ledger, &whole.ledger);
        prop_assert_eq!(counts(&merged.summary), counts(&whole.summary));
        prop_assert_eq!(merged.summary.code_columns, whole.summary.code_columns);

        // Subtracting what each act adds leaves nothing.
        let importer = importer(&files, &layout, &options);
        let mut ledger = importer.build().unwrap().ledger;
        let mut acts = std::collections::BTreeSet::new();
        let text = plain.concat();
        let mut reader = RowReader::new(text.as_bytes(), layout);
        let mut at = 0;
        let resolved = oracle(&codes);
        while let Some(row) = reader.next() {
            let row = row.unwrap();
            let (code, turned) = (resolved[at].as_str(), rows[at].turned);
            at += 1;
            // The act. A visit from either side is the same.
            let is_mutual = mirrors && detente::import::SYMMETRIC.contains(&code);
            let act = match (code, is_mutual) {
                ("042", true) => ("visit", turned),
                ("043", true) => ("visit", !turned),
                (code, true) => (code, false),
                (code, false) => (code, turned),
            };
            if acts.insert((row.date(), act)) {
                let part = importer.ledger_of(&row, reader.names()).unwrap();
                ledger.unmerge(&part).unwrap();
            }
        }
        prop_assert!(ledger.is_empty());
    }

    #[test]
    fn two_columns_of_one_importer_are_decided_apart_and_counted_together(
        rows in rows(), other in rows(), mirrors in any::<bool>(),
    ) {
        let (one, two) = (&stated("cameo"), PlainLayout::default().with_delimiter(Delimiter::Bar).with_system("cameo").unwrap());
        let options = options(one, both()).with_mirrored_merged(mirrors);
        let strip = |rows: &[Row], strips: bool| -> Vec<String> {
            let codes = rows.iter().map(|row| match row.code.strip_prefix('0') {
                Some(rest) if strips && !rest.is_empty() => rest.to_owned(),
                _ => row.code.clone(),
            });
            codes.collect()
        };
        let (first, second) = (strip(&rows, true), strip(&other, false));
        let read = |first: &[String], second: &[String]| {
            let text = |rows: &[Row], codes: &[String]| -> String {
                rows.iter().zip(codes).map(|(row, code)| row.line(code)).collect()
            };
            let mut importer = importer(&[&text(&rows, first)], one, &options);
            let text = text(&other, second).replace(',', "|");
            importer.read(&mut RowReader::new(text.as_bytes(), &two)).unwrap();
            importer.build().unwrap()
        };
        let named = |codes: Vec<String>| -> Vec<String> {
            let named = codes.into_iter().map(|code| match code.len() {
                1 => format!("file:{code}"),
                _ => format!("cameo:{code}"),
            });
            named.collect()
        };
        let found = read(&first, &second);
        let wanted = read(&named(oracle(&first)), &named(oracle(&second)));
        prop_assert_eq!(&found.ledger, &wanted.ledger);
        prop_assert_eq!(counts(&found.summary), counts(&wanted.summary));
    }
}

#[test]
fn the_outcome_of_a_row_follows_from_the_rows_so_far() {
    let format = Format::Plain(layout());
    let text = "2014-05-13,USA,RUS,042\n2014-05-13,RUS,USA,043\n2014-05-13,RUS,USA,043\n";
    let mut outcomes = Vec::new();
    let mut importer = Importer::new(Options::new(&format));
    let mut reader = RowReader::new(text.as_bytes(), &format);
    importer
        .read_each(&mut reader, |_, outcome, _| outcomes.push(outcome))
        .unwrap();
    assert_eq!(
        outcomes,
        [
            RowOutcome::Kept,
            RowOutcome::Merged(RowWarning::Mirrored),
            RowOutcome::Merged(RowWarning::Repeated)
        ]
    );
}

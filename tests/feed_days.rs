//! Days without rows, outlier years, and last lines that may be cut.

#![cfg(feature = "import")]

use detente::import::{
    Delimiter, Format, GuessedDates, Import, ImportError, Importer, Options, OutlierYear,
    PlainLayout, RowReader, RowWarning, Summary,
};
use detente::ledger::DaySpan;
use detente::trend::Coverage;

fn plain() -> Format {
    Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "callers make the format in place"
)]
fn import(files: &[&str], format: Format) -> Import {
    let mut importer = Importer::new(Options::new(&format));
    for file in files {
        importer
            .read(&mut RowReader::new(file.as_bytes(), &format))
            .unwrap();
    }
    importer.build().unwrap()
}

/// A row of GDELT 1.0, dated and added on these days.
fn gdelt(id: &str, dated: &str, added: &str) -> String {
    let mut row = [""; 58];
    for (at, text) in [
        (0, id),
        (1, dated),
        (5, "USAGOV"),
        (7, "USA"),
        (15, "RUSGOV"),
        (17, "RUS"),
        (26, "040"),
        (56, added),
        (57, "https://example.org/"),
    ] {
        row[at] = text;
    }
    row.join("\t") + "\n"
}

fn periods(days: &[(chrono::NaiveDate, chrono::NaiveDate)]) -> Vec<String> {
    days.iter()
        .map(|(first, last)| format!("{first}..{last}"))
        .collect()
}

fn of_rows(summary: &Summary) -> Vec<String> {
    periods(&summary.days_without_rows)
}

fn of_additions(summary: &Summary) -> Vec<String> {
    periods(&summary.days_without_additions)
}

// Days without any row.

#[test]
fn days_without_rows_are_reported_by_event_and_by_addition() {
    let days = ["20190301", "20190302", "20190306", "20190307", "20190308"];
    let files: Vec<String> = days
        .iter()
        .enumerate()
        .map(|(at, day)| gdelt(&format!("7{at}"), day, day))
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let imported = import(&files, Format::Gdelt1);
    let summary = imported.summary;
    assert_eq!(of_rows(&summary), ["2019-03-03..2019-03-05"]);
    assert_eq!(of_additions(&summary), ["2019-03-03..2019-03-05"]);
    let text = summary.to_string();
    assert!(
        text.contains("no row is dated on 3 days: 2019-03-03 to 2019-03-05\n"),
        "{text}"
    );
    assert!(
        text.contains("no row was added on 3 days: 2019-03-03 to 2019-03-05\n"),
        "{text}"
    );

    // A late row fills the day of its event, but not the day without additions.
    let mut files = files;
    let late = gdelt("99", "20190304", "20190308");
    files.push(&late);
    let imported = import(&files, Format::Gdelt1);
    let by_event = ["2019-03-03..2019-03-03", "2019-03-05..2019-03-05"];
    assert_eq!(of_rows(&imported.summary), by_event);
    assert_eq!(of_additions(&imported.summary), ["2019-03-03..2019-03-05"]);

    // In another order, and with merged importers.
    files.reverse();
    assert_eq!(
        import(&files, Format::Gdelt1)
            .summary
            .days_without_rows
            .len(),
        2
    );
    let mut merged = Importer::new(Options::new(Format::Gdelt1));
    for file in &files {
        let mut part = Importer::new(Options::new(Format::Gdelt1));
        part.read(&mut RowReader::new(file.as_bytes(), Format::Gdelt1))
            .unwrap();
        merged.merge(&part).unwrap();
    }
    let merged = merged.build().unwrap();
    assert_eq!(of_rows(&merged.summary), by_event);
    assert_eq!(of_additions(&merged.summary), ["2019-03-03..2019-03-05"]);
}

#[test]
fn a_guessed_date_does_not_fill_its_day() {
    // "Last week" and "last month" fill no day.
    let rows = [
        gdelt("1", "20190301", "20190301"),
        gdelt("2", "20190304", "20190311"),
        gdelt("3", "20190311", "20190311"),
    ];
    let text = rows.concat();
    let spread = import(&[&text], Format::Gdelt1);
    assert_eq!(of_rows(&spread.summary), ["2019-03-02..2019-03-10"]);
    let options = Options::new(Format::Gdelt1).with_guessed_dates(GuessedDates::Keep);
    let mut literal = Importer::new(options);
    literal
        .read(&mut RowReader::new(text.as_bytes(), Format::Gdelt1))
        .unwrap();
    let kept = literal.build().unwrap();
    assert_eq!(
        of_rows(&kept.summary),
        ["2019-03-02..2019-03-03", "2019-03-05..2019-03-10"]
    );
    // A plain table does not say when its rows were added.
    let text = "2019-03-01,USA,RUS,042\n2019-03-03,USA,---,042\n2019-03-04,USA,RUS,042\n";
    let imported = import(&[text], plain());
    // A skipped row fills its day.
    assert_eq!(of_rows(&imported.summary), ["2019-03-02..2019-03-02"]);
    assert_eq!(of_additions(&imported.summary), [""; 0]);
    assert!(import(&[""], plain()).summary.days_without_rows.is_empty());
}

// Coverage.

#[test]
fn days_without_additions_are_not_covered_by_a_complete_feed() {
    let files: Vec<String> = [
        ("1", "20190301", "20190301"),
        ("2", "20190303", "20190305"),
        ("3", "20190305", "20190305"),
    ]
    .map(|(id, dated, added)| gdelt(id, dated, added))
    .to_vec();
    let read = |is_complete: bool| {
        let options = Options::new(Format::Gdelt1).with_complete_feed(is_complete);
        let mut importer = Importer::new(options);
        for file in &files {
            importer
                .read(&mut RowReader::new(file.as_bytes(), Format::Gdelt1))
                .unwrap();
        }
        importer.build().unwrap()
    };
    let (selection, feed) = (read(false), read(true));
    assert_eq!(selection.coverage, Coverage::unknown());
    assert_eq!(selection.ledger, feed.ledger);
    assert_eq!(selection.summary, feed.summary);
    // Coverage counts additions: 3 March has a row, which was added on the fifth.
    let text = feed.coverage.to_string();
    assert_eq!(
        text,
        "2019-03-01 to 2019-03-01, and 2019-03-05 to 2019-03-05"
    );
    // The days from the first to the last, except those of the summary.
    let (first, last) = feed.summary.added.unwrap();
    let whole = Coverage::of([(first, last.succ_opt())]).unwrap();
    let holes = feed.summary.days_without_additions;
    let without = holes.iter().fold(whole, |coverage, &(first, last)| {
        coverage.without(DaySpan::new(first, last.succ_opt().unwrap()).unwrap())
    });
    assert_eq!(feed.coverage, without);

    for format in [Format::Icews, Format::Plover, plain()] {
        let mut importer = Importer::new(Options::new(&format).with_complete_feed(true));
        let mut reader = RowReader::new(&b"2019-03-01,USA,RUS,042\n"[..], &format);
        let error = importer.read(&mut reader).unwrap_err();
        assert_eq!(
            error,
            ImportError::CompleteFeed {
                format: format.clone()
            }
        );
        assert!(
            error.to_string().starts_with(&format.to_string()),
            "{error}"
        );
        assert_eq!((importer.summary().read, reader.progress().lines), (0, 0));
    }
    let nothing = Importer::new(Options::new(Format::Gdelt2).with_complete_feed(true));
    assert_eq!(nothing.build().unwrap().coverage, Coverage::unknown());
}

// Years.

fn strays(files: &[&str]) -> Vec<(i32, u64, u32, u64)> {
    let imported = import(files, plain());
    let strays = imported.summary.outlier_years.iter();
    let place = |one: &OutlierYear| (one.year, one.rows, one.first.file, one.first.line);
    strays.map(place).collect()
}

#[test]
fn an_outlier_year_is_reported_with_its_line() {
    let feed = "2019-03-01,USA,RUS,042\n2019-03-02,USA,RUS,042\n2019-03-03,USA,RUS,042\n\
        0025-03-01,USA,RUS,042\n1900-01-01,USA,RUS,042\n9999-12-30,USA,RUS,042\n\
        1900-01-02,USA,RUS,112\n2019-03-04,USA,RUS,042\n2018-12-31,USA,RUS,042\n";
    assert_eq!(
        strays(&[feed]),
        [(25, 1, 1, 4), (1900, 2, 1, 5), (9999, 1, 1, 6)]
    );
    let imported = import(&[feed], plain());
    let summary = imported.summary;
    // They count, and make no gap of a century.
    assert_eq!(summary.kept, 9);
    assert_eq!(of_rows(&summary), ["2019-01-01..2019-02-28"]);
    let text = summary.to_string();
    assert!(
        text.contains(
            "2 rows of the year 1900, far from the others (first: file 1, line 5, column 1 (date))"
        ),
        "{text}"
    );
    // In several files, and with merged importers.
    let lines: Vec<&str> = feed.split_inclusive('\n').collect();
    assert_eq!(
        strays(&lines),
        [(25, 1, 4, 1), (1900, 2, 5, 1), (9999, 1, 6, 1)]
    );
    let mut merged = Importer::new(Options::new(plain()));
    for line in &lines {
        let mut part = Importer::new(Options::new(plain()));
        part.read(&mut RowReader::new(line.as_bytes(), plain()))
            .unwrap();
        merged.merge(&part).unwrap();
    }
    let merged = merged.build().unwrap();
    let found = merged.summary.outlier_years.iter();
    let found: Vec<_> = found
        .map(|one| (one.year, one.rows, one.first.file))
        .collect();
    assert_eq!(found, [(25, 1, 4), (1900, 2, 5), (9999, 1, 6)]);
    assert_eq!(of_rows(&merged.summary), ["2019-01-01..2019-02-28"]);

    let mut rows = vec![gdelt("1", "19000101", "20190301")];
    rows.extend((2..9).map(|id| gdelt(&id.to_string(), "20190301", "20190301")));
    let imported = import(&[&rows.concat()], Format::Gdelt1);
    let [stray] = &imported.summary.outlier_years[..] else {
        panic!("one year");
    };
    assert_eq!(stray.first.column, Some((2, "SQLDATE".into())));
}

#[test]
fn a_record_of_many_years_has_no_outliers() {
    let of = |years: &mut dyn Iterator<Item = i32>| -> String {
        let rows = years.map(|year| format!("{year}-01-01,USA,GBR,042\n"));
        rows.collect::<Vec<_>>().concat()
    };
    assert_eq!(strays(&[&of(&mut (1816..2011))]), []);
    assert_eq!(strays(&[&of(&mut (1995..2020))]), []);
    // Two groups of rows, and rows ten years back as in GDELT.
    let two = of(&mut (0..20).map(|at| if at % 2 == 0 { 1914 } else { 2014 }));
    assert_eq!(strays(&[&two]), []);
    let back = of(&mut (0..20).map(|at| if at == 7 { 2005 } else { 2015 }));
    assert_eq!(strays(&[&back]), []);
    assert_eq!(strays(&[&of(&mut [1492, 1992].into_iter())]), []);
    let misprint = of(&mut (0..20).map(|at| if at == 7 { 2091 } else { 2019 }));
    assert_eq!(strays(&[&misprint]), [(2091, 1, 1, 8)]);
    assert_eq!(strays(&[""]), []);
}

// The last line.

#[test]
fn a_last_line_without_a_line_feed_is_read_and_reported() {
    let whole = "2019-03-01,USA,RUS,042\n2019-03-01,USA,RUS,112\n";
    let cut = &whole[..whole.len() - 2];
    let unended = |files: &[&str]| {
        let imported = import(files, plain());
        let summary = imported.summary;
        let first = summary
            .first_unended
            .as_ref()
            .map(|line| (line.file, line.line));
        (summary.read, summary.unended, first, summary)
    };
    let (read, count, first, summary) = unended(&[whole]);
    assert_eq!((read, count, first), (2, 0, None));
    assert!(!summary.to_string().contains("line feed"));
    let (read, count, first, summary) = unended(&[cut]);
    assert_eq!((read, count, first), (2, 1, Some((1, 2))));
    assert_eq!(
        &*summary.first_unended.as_ref().unwrap().text,
        "2019-03-01,USA,RUS,11"
    );
    let text = summary.to_string();
    assert!(
        text.contains("1 last line without a line feed, which may be cut (first: file 1, line 2)"),
        "{text}"
    );
    let (_, count, first, summary) = unended(&[whole, cut, cut, ""]);
    assert_eq!((count, first), (2, Some((2, 2))));
    assert!(
        summary
            .to_string()
            .contains("2 last lines without a line feed")
    );
    // A cut line that cannot be read is refused.
    let (_, count, ..) = unended(&[&whole[..whole.len() - 6]]);
    assert_eq!(count, 1);
    // With any buffer.
    for capacity in [1, 2, 7, 23, 64] {
        let mut importer = Importer::new(Options::new(plain()));
        let input = std::io::BufReader::with_capacity(capacity, cut.as_bytes());
        importer.read(&mut RowReader::new(input, plain())).unwrap();
        assert_eq!(importer.summary().unended, 1, "{capacity}");
        let input = std::io::BufReader::with_capacity(capacity, whole.as_bytes());
        let mut importer = Importer::new(Options::new(plain()));
        importer.read(&mut RowReader::new(input, plain())).unwrap();
        assert_eq!(importer.summary().unended, 0, "{capacity}");
    }
    // In parts.
    let part = |text: &str| {
        let mut part = Importer::new(Options::new(plain()));
        part.read(&mut RowReader::new(text.as_bytes(), plain()))
            .unwrap();
        part
    };
    let mut merged = part(whole);
    merged.merge(&part(cut)).unwrap();
    assert_eq!(
        merged
            .summary()
            .first_unended
            .as_ref()
            .map(|line| (line.file, line.line)),
        Some((2, 2))
    );
    assert_eq!(merged.summary().warning(RowWarning::Repeated).rows, 1);
}

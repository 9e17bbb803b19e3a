//! Importers of machine-coded events: rows, what counts, and faults and warnings.
#![cfg(feature = "import")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, TimeDelta};
use detente::actor::Actor;
use detente::code::{CameoCode, Code, MarkClass, Scale};
use detente::event::{Kind, Source};
use detente::import::{
    Act, CodedEvent, Conversion, ConversionError, Delimiter, Format, Grouping, GuessedDates,
    Import, ImportError, Importer, MentionReader, NameTable, Options, PartyRule, PlainLayout,
    QuadrupleLayout, RowFaultKind, RowId, RowOutcome, RowReader, RowWarning, SYMMETRIC, Summary,
    WarningCount,
};
use detente::ledger::{DaySpan, DyadKey, Ledger, Mark};
use detente::scoring::{Scoring, Weights};
use detente::timeline::ReportRef;
use detente::trend::Trajectory;
use detente::{Timeline, TimelineBuilder};
use proptest::prelude::*;

fn plain() -> Format {
    Format::Plain(PlainLayout::default())
}

/// A GDELT row with the given columns, by number. The others are empty.
fn gdelt(columns: usize, fields: &[(usize, &str)]) -> String {
    let mut row = vec![""; columns];
    let (id, added) = match columns {
        61 => (59, "20191024143000"),
        _ => (56, "20191024"),
    };
    for (number, text) in [
        (0, "881990832"),
        (1, "20191024"),
        (5, "USAGOV"),
        (6, "UNITED STATES"),
        (7, "USA"),
        (15, "RUS"),
        (16, "RUSSIA"),
        (17, "RUS"),
        (26, "112"),
        (31, "10"),
        (32, "2"),
        (id, added),
    ] {
        row[number] = text;
    }
    for &(number, text) in fields {
        row[number] = text;
    }
    row.join("\t") + "\n"
}

fn errors(text: &[u8], format: impl Into<Format>) -> Vec<String> {
    RowReader::new(text, format)
        .filter_map(Result::err)
        .map(|error| error.to_string())
        .collect()
}

fn import(text: &[u8], format: impl Into<Format>, options: Options) -> Import {
    let mut importer = Importer::new(options);
    importer.read(&mut RowReader::new(text, format)).unwrap();
    importer.build().unwrap()
}

fn one(text: &[u8], format: impl Into<Format>) -> Summary {
    let format = format.into();
    import(text, &format, Options::new(&format)).summary.clone()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_version_of_gdelt_makes_the_same_row() {
    for (columns, format) in [
        (57, Format::Gdelt1),
        (58, Format::Gdelt1),
        (61, Format::Gdelt2),
    ] {
        let text = gdelt(columns, &[]) + &gdelt(columns, &[(0, "7"), (31, "")]);
        assert_eq!(
            Format::detect(text.lines().next().unwrap().as_bytes()).format(),
            Some(&format)
        );
        let mut reader = RowReader::new(text.as_bytes(), &format);
        let row = reader.next().unwrap().unwrap();
        assert_eq!(row.date(), date("2019-10-24"));
        assert_eq!(row.added(), Some(date("2019-10-24")));
        assert_eq!(row.id(), Some(RowId::Number(881_990_832)));
        assert_eq!(row.act(), Act::Cameo(CameoCode::parse("112").unwrap()));
        assert_eq!(
            (row.mention_count(), row.source_count()),
            (Some(10), Some(2))
        );
        assert_eq!((row.line(), row.offset()), (1, 0));
        assert!(row.warnings().is_empty());
        let source = reader.names().actor(row.source().unwrap()).unwrap();
        assert_eq!(
            (source.code, source.name, source.country),
            (Some("USAGOV"), Some("UNITED STATES"), Some("USA"))
        );
        let next = reader.next().unwrap().unwrap();
        assert_eq!(next.source(), row.source());
        assert_eq!(next.mention_count(), None);
        assert_eq!(next.offset(), gdelt(columns, &[]).len() as u64);
        assert!(reader.next().is_none() && reader.next().is_none());
        assert_eq!(reader.progress().bytes, text.len() as u64);
        assert_eq!((reader.progress().lines, reader.progress().rows), (2, 2));
    }
}

#[test]
fn errors_name_line_column_value_and_what_was_expected() {
    let row = |fields: &[(usize, &str)]| gdelt(61, fields);
    let long = "9".repeat(80);
    let text = [
        row(&[(0, "x1")]),
        row(&[(1, "20191324")]),
        row(&[(26, "4x")]),
        row(&[(31, "-1")]),
        row(&[(59, "20191024")]),
        row(&[(26, &long)]),
        gdelt(58, &[]),
        "a\tb\n".into(),
        row(&[]),
    ]
    .concat();
    assert_eq!(
        errors(text.as_bytes(), Format::Gdelt2),
        [
            "line 1: column 1 (GLOBALEVENTID) is `x1`: expected digits".to_owned(),
            "line 2: column 2 (SQLDATE) is `20191324`: expected a date, YYYYMMDD".to_owned(),
            "line 3: column 27 (EventCode) is `4x`: expected 1 to 4 digits".to_owned(),
            "line 4: column 32 (NumMentions) is `-1`: expected a number".to_owned(),
            "line 5: column 60 (DATEADDED) is `20191024`: expected a time, YYYYMMDDHHMMSS"
                .to_owned(),
            format!(
                "line 6: column 27 (EventCode) is `{}…`: expected 1 to 4 digits",
                "9".repeat(60)
            ),
            "line 7: the row has 58 columns: expected 61".to_owned(),
            "line 8: the row has 2 columns: expected 61".to_owned(),
        ]
    );
    assert_eq!(
        errors(row(&[]).as_bytes(), Format::Gdelt1),
        [
            "line 1: the input is GDELT 2.0 (61 columns separated by tabs, the second of which is a date): \
             expected GDELT 1.0; read it with `Format::Gdelt2`"
        ]
    );
    assert_eq!(
        errors(
            b"Event ID\tEvent Date\tCAMEO Code\tSource Country\tTarget Name\tTarget Country\n",
            Format::Icews
        ),
        [
            "line 1: the header has no column for the source: expected `Source Name`, found `Event ID`, \
             `Event Date`, `CAMEO Code`, `Source Country`, `Target Name`, `Target Country`; state the \
             line of the header if it is another (`with_header_line`)"
        ]
    );
    assert_eq!(
        errors(
            b"{\"id\": 1}\n{\"date\": \"2000-01-01\", \"event\"\n{\"date\":\"2000-01-01\",\"event\":\"AGREE\"} x\n[]\n",
            Format::Plover
        ),
        [
            "line 1: column 2 (date) is ``: expected a date, YYYY-MM-DD",
            "line 2: the record is malformed at byte 31: expected a colon",
            "line 3: the record is malformed at byte 39: expected the end of the line",
            "line 4: the record is malformed at byte 1: expected a JSON object, found a list",
        ]
    );
    let commas = Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma));
    assert_eq!(
        errors(
            b"2014-01-01,\"A,B,C\n2014-01-01,A,B,\n2014-01-01,A\n",
            commas
        ),
        [
            "line 1: column 2 (source) has no closing quote: expected one before the end of the line",
            "line 2: column 4 (code) is ``: expected a code, or words",
            "line 3: the row has 2 columns: expected one for each of date, source, target and code",
        ]
    );
}

#[test]
fn a_file_of_another_format_is_reported() {
    let summary = |files: &[(&str, Format)]| {
        let mut importer = Importer::new(Options::new(Format::Gdelt2));
        for (text, format) in files {
            // A missing header ends the file, and is counted in the summary.
            let _ = importer.read(&mut RowReader::new(text.as_bytes(), format));
        }
        importer.summary().clone()
    };
    let second = |files: &[(&str, Format)]| {
        let text = summary(files).to_string();
        text.lines().nth(1).unwrap().to_owned()
    };
    let icews = ICEWS.to_owned() + &"1\t2014-01-01\tA\t\tB\t\t042\t\tC\t\tD\n".repeat(20);
    let (first, other) = (gdelt(58, &[]), gdelt(61, &[]));
    let table = "2014-01-01\tA\tB\n";
    assert_eq!(
        [
            second(&[(&icews, Format::Gdelt2)]),
            second(&[(&first, Format::Gdelt2)]),
            second(&[(&other, Format::Icews)]),
            second(&[(table, plain())]),
            second(&[(&other, Format::Plover)]),
        ],
        [
            "file 1: no row of 1 could be read as GDELT 2.0; its first line is as in ICEWS",
            "file 1: no row of 1 could be read as GDELT 2.0; its first line is as in GDELT 1.0",
            "file 1: no row of 1 could be read as ICEWS; its first line is as in GDELT 2.0",
            "file 1: no row of 1 could be read as a plain table",
            "file 1: no row of 1 could be read as PLOVER; its first line is as in GDELT 2.0",
        ]
    );
    // Among other files, and merged from several importers.
    let files = [
        (other.as_str(), Format::Gdelt2),
        (icews.as_str(), Format::Gdelt2),
        (table, plain()),
    ];
    let together = summary(&files);
    let misread: Vec<_> = together.mismatches.iter().collect();
    assert_eq!(misread.len(), 2);
    assert_eq!((misread[0].file, misread[0].rows), (2, 1));
    assert_eq!(misread[0].read_as, Format::Gdelt2);
    assert_eq!(misread[0].looks_like, Some(Format::Icews));
    let mut merged = Importer::new(Options::new(Format::Gdelt2));
    for file in &files {
        let mut its_own = Importer::new(Options::new(Format::Gdelt2));
        let _ = its_own.read(&mut RowReader::new(file.0.as_bytes(), &file.1));
        merged.merge(&its_own).unwrap();
    }
    assert_eq!(merged.summary(), &together);
    assert!(summary(&files[..1]).mismatches.is_empty());
    assert!(summary(&[("", Format::Gdelt2)]).mismatches.is_empty());
}

#[test]
fn a_first_line_that_is_taken_for_a_header_is_counted_and_shown() {
    let mut importer = Importer::new(Options::new(plain()));
    let files = [
        "date\tsource\ttarget\tcode\n2014-01-01\tUSA\tRUS\t042\n",
        "soon\tUSA\tRUS\t042\n2014-01-01\tUSA\tRUS\t112\n",
        "2014-01-01\tUSA\tRUS\t190\n",
    ];
    for text in files {
        importer
            .read(&mut RowReader::new(text.as_bytes(), plain()))
            .unwrap();
    }
    let summary = importer.summary();
    assert_eq!((summary.read, summary.headers), (3, 2));
    assert_eq!(
        &*summary.first_header.as_ref().unwrap().text,
        "date\tsource\ttarget\tcode"
    );
    assert_eq!(
        summary.to_string(),
        "3 rows read: 3 kept, 0 merged, 0 skipped\n\
         kept rows are dated 2014-01-01 to 2014-01-01\n       \
         2 first lines without a digit in their date, taken for headers\n         \
         file 1, line 1: `date\\tsource\\ttarget\\tcode`\n         \
         and others\n"
    );
    // A header whose columns are found by name is not guessed.
    assert_eq!(one(ICEWS.as_bytes(), Format::Icews).headers, 0);
}

#[test]
fn a_warning_names_its_column() {
    let column = |text: &str, format, warning| {
        let summary = one(text.as_bytes(), format);
        let example = summary.warning(warning).first.as_ref().unwrap().clone();
        example.column
    };
    let rows = |fields: &[(usize, &str)]| gdelt(61, fields);
    for (fields, warning, number, name) in [
        (
            &[(1, "20191017")][..],
            RowWarning::GuessedWeek,
            2,
            "SQLDATE",
        ),
        (
            &[(1, "20191025")],
            RowWarning::DatedAfterAdded,
            2,
            "SQLDATE",
        ),
        (&[(26, "46")], RowWarning::LostZero, 27, "EventCode"),
        (&[(26, "999")], RowWarning::UnknownCode, 27, "EventCode"),
        (&[(5, " USAGOV")], RowWarning::StrayBlank, 6, "Actor1Code"),
        (&[(16, "RUSSIA ")], RowWarning::StrayBlank, 17, "Actor2Name"),
        (&[(7, "NA")], RowWarning::NaText, 8, "Actor1CountryCode"),
        (
            &[(15, ""), (16, ""), (17, "")],
            RowWarning::MissingTarget,
            16,
            "Actor2Code",
        ),
    ] {
        let found = column(&rows(fields), Format::Gdelt2, warning);
        assert_eq!(found, Some((number, name.into())), "{warning}");
    }
    let twice = rows(&[]) + &rows(&[]);
    assert_eq!(
        column(&twice, Format::Gdelt2, RowWarning::ReusedId),
        Some((1, "GLOBALEVENTID".into()))
    );
    assert_eq!(column(&twice, Format::Gdelt2, RowWarning::Repeated), None);
    let icews = ICEWS.to_owned() + "1\t2014-01-01\tA\t\tFrance\t\t042\t\tC \t\tRussia\n";
    assert_eq!(
        column(&icews, Format::Icews, RowWarning::StrayBlank),
        Some((9, "Target Name".into()))
    );
    let polecat = POLECAT.to_owned() + "a\t2014-05-15\tDANCE\t\tA\tUSA\tB\tROU\t2014-05-14\n";
    assert_eq!(
        column(&polecat, Format::Polecat, RowWarning::UnknownCode),
        Some((3, "Event Type".into()))
    );
    let commas = Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma));
    let table = "2014-01-01,\"USA \",RUS,41\n";
    assert_eq!(
        column(table, commas.clone(), RowWarning::StrayBlank),
        Some((2, "source".into()))
    );
    assert!(one(table.as_bytes(), commas).to_string().ends_with(
        "1 row: actor with a blank at the start or the end (first: file 1, line 1, column 2 (source))\n       \
         1 row: code without its leading zero (first: file 1, line 1, column 4 (code))\n"
    ));
}

#[test]
fn quotes_and_latin_1_affect_no_other_row() {
    let mut text = gdelt(61, &[(6, "\"ABU SAYYAF")]).into_bytes();
    text.extend(gdelt(61, &[(0, "2"), (6, "?")]).into_bytes());
    let place = text.iter().rposition(|&byte| byte == b'?').unwrap();
    text[place] = 0xe9;
    text.extend(gdelt(61, &[(0, "3")]).into_bytes());
    let mut reader = RowReader::new(text.as_slice(), Format::Gdelt2);
    let rows: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
    let name = |row: usize| {
        let actor = reader.names().actor(rows[row].source().unwrap()).unwrap();
        actor.name.unwrap().to_owned()
    };
    assert_eq!(
        [name(0), name(1), name(2)],
        ["\"ABU SAYYAF", "\u{fffd}", "UNITED STATES"]
    );
    assert!(rows[1].warnings().contains(RowWarning::BrokenText));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a row for each class")]
fn each_warning_is_counted_and_treated_as_documented() {
    let row = |id: &str, fields: &[(usize, &str)]| {
        let mut all = vec![(0, id)];
        all.extend(fields);
        gdelt(61, &all)
    };
    let text = [
        row("1", &[(1, "20191017")]),
        row("2", &[(1, "20190924")]),
        row("3", &[(1, "20181024")]),
        row("4", &[(1, "20191025")]),
        row("4", &[(26, "111")]),
        row("6", &[(5, " USAGOV"), (26, "130")]),
        row("7", &[(26, "46")]),
        row("8", &[(26, "999")]),
        row("9", &[(7, "NA")]),
        row("10", &[(5, ""), (6, ""), (7, "")]),
        row("11", &[(15, ""), (16, ""), (17, "")]),
        row("12", &[(15, "COP"), (16, "POLICE"), (17, "")]),
        row("13", &[(15, "USAMIL"), (16, "US ARMY"), (17, "USA")]),
        row("18", &[(15, "EUR"), (16, "EUROPE"), (17, "EUR")]),
        row("19", &[(15, "XKY"), (16, "ELSEWHERE"), (17, "XKY")]),
        row("14", &[(26, "120")]),
        row("15", &[(26, "120"), (5, "USA")]),
        row("16", &[(26, "042")]),
        row(
            "17",
            &[
                (5, "RUS"),
                (7, "RUS"),
                (15, "USA"),
                (17, "USA"),
                (26, "043"),
            ],
        ),
    ]
    .concat();
    let imported = import(
        text.as_bytes(),
        Format::Gdelt2,
        Options::new(Format::Gdelt2),
    );
    let summary = imported.summary;
    let seen: Vec<_> = RowWarning::ALL
        .iter()
        .map(|&warning| {
            let line = summary
                .warning(warning)
                .first
                .as_ref()
                .map_or(0, |example| example.line);
            (
                warning,
                summary.warning(warning).rows,
                summary.warning(warning).skipped,
                line,
            )
        })
        .filter(|&(_, seen, ..)| seen > 0)
        .collect();
    assert_eq!(
        seen,
        [
            (RowWarning::GuessedWeek, 1, 0, 1),
            (RowWarning::GuessedMonth, 1, 0, 2),
            (RowWarning::GuessedYear, 1, 0, 3),
            (RowWarning::DatedAfterAdded, 1, 1, 4),
            (RowWarning::ReusedId, 1, 0, 5),
            (RowWarning::StrayBlank, 1, 0, 6),
            // In a column with codes that start with a zero, 46 has lost none.
            (RowWarning::UnknownCode, 2, 0, 7),
            (RowWarning::NaText, 1, 0, 9),
            (RowWarning::MissingSource, 2, 2, 9),
            (RowWarning::MissingTarget, 1, 1, 11),
            (RowWarning::NoParty, 1, 1, 12),
            (RowWarning::Region, 1, 1, 14),
            (RowWarning::UnknownCountry, 1, 0, 15),
            (RowWarning::SelfPair, 1, 1, 13),
            (RowWarning::Repeated, 1, 0, 17),
            (RowWarning::Mirrored, 1, 0, 19),
        ]
    );
    assert_eq!((summary.read, summary.kept, summary.merged), (19, 10, 2));
    assert_eq!(
        (
            summary.skipped(),
            summary.refused,
            summary.unmarked.no_value
        ),
        (7, 0, 2)
    );
    assert_eq!(summary.days, Some((date("2019-10-24"), date("2019-10-24"))));

    // Guessed dates are spread over as many days; the others have their day.
    let pair = imported
        .ledger
        .dyad("USA", "RUS")
        .map(|dyad| dyad.undirected())
        .unwrap();
    let spans: Vec<_> = pair.spans().map(|sums| sums.span().to_string()).collect();
    assert_eq!(
        spans,
        [
            "[2018-04-25, 2019-04-25)",
            "[2019-09-09, 2019-10-09)",
            "[2019-10-14, 2019-10-21)",
            "[2019-10-24, 2019-10-25)",
        ]
    );
    let options = Options::new(Format::Gdelt2);
    let dropped = options.clone().with_guessed_dates(GuessedDates::Drop);
    assert_eq!(
        import(text.as_bytes(), Format::Gdelt2, dropped)
            .summary
            .skipped(),
        10
    );
    let kept = options.clone().with_guessed_dates(GuessedDates::Keep);
    let kept = import(text.as_bytes(), Format::Gdelt2, kept);
    assert_eq!(
        kept.summary.days,
        Some((date("2018-10-24"), date("2019-10-24")))
    );
    let strict = options
        .dropping(RowWarning::UnknownCode)
        .dropping(RowWarning::ReusedId)
        .dropping(RowWarning::UnknownCountry)
        .keeping(RowWarning::Region)
        .keeping(RowWarning::NaText)
        .keeping(RowWarning::DatedAfterAdded);
    let strict = import(text.as_bytes(), Format::Gdelt2, strict);
    assert_eq!(strict.summary.warning(RowWarning::UnknownCode).skipped, 2);
    assert_eq!(strict.summary.warning(RowWarning::ReusedId).skipped, 1);
    assert_eq!(
        strict.summary.warning(RowWarning::UnknownCountry).skipped,
        1
    );
    assert!(
        strict
            .ledger
            .dyad("NA", "RUS")
            .map(|dyad| dyad.undirected())
            .is_some()
    );
    assert!(
        strict
            .ledger
            .dyad("USA", "EUR")
            .map(|dyad| dyad.undirected())
            .is_some()
    );
    assert!(
        strict
            .ledger
            .dyad("USA", "XKY")
            .map(|dyad| dyad.undirected())
            .is_none()
    );
    assert!(
        imported
            .ledger
            .dyad("USA", "EUR")
            .map(|dyad| dyad.undirected())
            .is_none()
    );
    assert!(
        imported
            .ledger
            .dyad("USA", "XKY")
            .map(|dyad| dyad.undirected())
            .is_some()
    );
}

#[test]
fn parties_follow_the_rule() {
    let text = gdelt(61, &[]);
    let parties = |parties| {
        let options = Options::new(Format::Gdelt2).with_parties(parties);
        let imported = import(text.as_bytes(), Format::Gdelt2, options);
        let ledger = imported.ledger;
        let pair = ledger.dyads().next().unwrap();
        let (a, b) = pair.actors;
        format!("{a} {b}")
    };
    assert_eq!(parties(PartyRule::Country), "RUS USA");
    assert_eq!(parties(PartyRule::Code), "RUS USAGOV");
    assert_eq!(parties(PartyRule::Name), "RUSSIA UNITED STATES");
}

#[test]
fn icews_columns_are_found_by_name() {
    let header = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\t\
        CAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\t\
        Sentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude";
    let text = format!(
        "{header}\n\
         20718170\t2014-01-01\tBoko Haram\tRadicals / Extremists\tNigeria\tUse force\t190\t-10.0\t\
         Citizen (Cameroon)\tCivilian\tCameroon\t3\t1\tReuters\tLagos\t\tLagos\tNigeria\t6.4\t3.4\n\
         20718171\t2014-01-02\tVladimir Putin\tGovernment\tRussian Federation\tConsult\t41\t1.0\t\
         Barack Obama\tGovernment\tUnited States\t4\t1\tItar\t\t\t\t\t\t\n\
         20718172\t2014-01-02\tcut off\n"
    );
    assert_eq!(
        Format::detect(header.as_bytes()).format(),
        Some(&Format::Icews)
    );
    let imported = import(text.as_bytes(), Format::Icews, Options::new(Format::Icews));
    let summary = imported.summary;
    assert_eq!((summary.read, summary.kept, summary.refused), (3, 2, 1));
    assert_eq!(summary.warning(RowWarning::LostZero).rows, 1);
    assert_eq!(
        summary.first_refused[0].fault.to_string(),
        "line 4: the row has 3 columns: expected at least 11"
    );
    let attack = imported
        .ledger
        .dyad("NGA", "CMR")
        .map(|dyad| dyad.directed())
        .unwrap();
    let day = DaySpan::day(date("2014-01-01")).unwrap();
    let mut expected = Ledger::new();
    expected
        .add(
            DyadKey::directed("NGA", "CMR"),
            &Mark::new(day, 1.0, -1.0).unwrap(),
        )
        .unwrap();
    assert_eq!(
        Some(attack),
        expected.dyad("NGA", "CMR").map(|dyad| dyad.directed())
    );
    assert!(
        imported
            .ledger
            .dyad("USA", "RUS")
            .map(|dyad| dyad.undirected())
            .is_some()
    );
}

const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\t\
    Event Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\n";
const POLECAT: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Name\tActor Country\t\
    Recipient Name\tRecipient Country\tPublication Date\n";

#[test]
fn files_of_all_publishers_make_one_ledger() {
    let gdelt = gdelt(61, &[(0, "7"), (1, "20140513"), (59, "20140513000000")])
        + &gdelt(
            61,
            &[
                (0, "8"),
                (1, "20140513"),
                (59, "20140513000000"),
                (17, "ROM"),
            ],
        );
    // The first row repeats the first one of GDELT. The identifiers belong to another data set.
    let icews = ICEWS.to_owned()
        + "7\t2014-05-13\tBarack Obama\tGovernment\tUnited States\tAccuse\t112\t-2.0\tVladimir Putin\t\tRussian Federation\n"
        + "8\t2014-05-14\tBarack Obama\tGovernment\tUnited States\tAccuse\t112\t-2.0\tVladimir Putin\t\tRussian Federation\n"
        + "9\t2014-05-14\tA\t\tOccupied Palestinian Territory\tAccuse\t112\t-2.0\tB\t\tFreedonia\n";
    let polecat = POLECAT.to_owned()
        + "a\t2014-05-15\tACCUSE\tdisapprove\tJoe Biden\tUSA\tVictor Ponta\tROU\t2014-05-15\n"
        + "b\t2014-05-15\tACCUSE\tNone\tJoe Biden\tUSA\tHashim Thaci\tXKX\t2014-05-15\n";
    let plain_table = "2014-05-16\tUSAGOV\tRussia\t112\n2014-05-16\tIGO\tRussia\t112\n";
    let mut importer = Importer::new(Options::new(Format::Gdelt2).dropping(RowWarning::ReusedId));
    for (text, format) in [
        (gdelt.as_str(), Format::Gdelt2),
        (icews.as_str(), Format::Icews),
        (polecat.as_str(), Format::Polecat),
        (plain_table, plain()),
    ] {
        assert_eq!(errors(text.as_bytes(), &format), [""; 0]);
        importer
            .read(&mut RowReader::new(text.as_bytes(), &format))
            .unwrap();
    }
    let summary = importer.summary().clone();
    assert_eq!((summary.read, summary.kept, summary.merged), (9, 7, 1));
    assert_eq!(summary.warning(RowWarning::ReusedId).rows, 0);
    assert_eq!(summary.warning(RowWarning::NoParty).skipped, 1);
    assert_eq!(summary.warning(RowWarning::UnknownCountry).rows, 1);
    let ledger = importer.build().unwrap().ledger;
    let pairs: Vec<_> = ledger.dyads().map(|pair| pair.actors).collect();
    // The scale of CAMEO has no value for POLECAT codes.
    assert_eq!(
        pairs,
        [("Freedonia", "PSE"), ("ROM", "USA"), ("RUS", "USA")]
    );
    assert_eq!(
        ledger
            .dyad("USA", "RUS")
            .map(|dyad| dyad.directed())
            .unwrap()
            .marks(),
        3
    );
}

#[test]
fn polecat_is_read_with_its_lists_of_actors() {
    let header = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\t\
        Actor Name\tActor Country\tRecipient Name\tRecipient Country\tPublication Date";
    let text = format!(
        "{header}\n\
         a1\t2021-05-01\tCONSULT\tvisit\t\t\tdiplomatic\tJoe Biden; Antony Blinken\tUSA\tVladimir Putin\tRUS\t2021-05-02\n\
         a2\t2021-05-01\tASSAULT\tNone\t\t\tNone\tNone\tNone\tHamas\tPSE\t2021-05-02\n\
         a3\t2021-05-03\tDANCE\tNone\t\t\tNone\tA\tFRA\tB\tDEU\t2021-05-02\n"
    );
    assert_eq!(
        Format::detect(header.as_bytes()).format(),
        Some(&Format::Polecat)
    );
    let mut reader = RowReader::new(text.as_bytes(), Format::Polecat);
    let rows: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
    let texts = |symbol: Option<_>| {
        let actor = symbol.and_then(|symbol| reader.names().actor(symbol));
        actor.map(|actor| (actor.name.unwrap_or(""), actor.country.unwrap_or("")))
    };
    assert_eq!(texts(rows[0].source()), Some(("Joe Biden", "USA")));
    assert_eq!(texts(rows[1].source()), Some(("Antony Blinken", "USA")));
    assert_eq!(texts(rows[1].target()), Some(("Vladimir Putin", "RUS")));
    assert_eq!(rows[0].id(), rows[1].id());
    assert_eq!(
        reader.names().code(rows[0].act()),
        Some(Code::parse("CONSULT/visit").unwrap())
    );
    assert_eq!(texts(rows[2].source()), None);
    assert!(rows[2].warnings().contains(RowWarning::MissingSource));
    assert!(rows[3].warnings().contains(RowWarning::UnknownCode));
    assert!(rows[3].warnings().contains(RowWarning::DatedAfterAdded));
    assert_eq!(rows.len(), 4);

    // The same with commas, and with quotes where they are needed.
    let commas = text.replace('\t', ",").replace(
        "Joe Biden; Antony Blinken",
        "\"Biden, Joe; Antony Blinken\"",
    );
    let mut again = RowReader::new(commas.as_bytes(), Format::Polecat);
    let first = again.next().unwrap().unwrap();
    let name = again.names().actor(first.source().unwrap()).unwrap().name;
    assert_eq!(name, Some("Biden, Joe"));
}

#[test]
fn the_pairs_of_one_line_share_an_identifier() {
    let line =
        |id: &str| format!("{id}\t2021-05-01\tTHREATEN\t\tA;B\tUSA;CAN\tC\tFRA\t2021-05-02\n");
    let text = POLECAT.to_owned() + &line("a") + &line("b") + &line("a");
    let summary = one(text.as_bytes(), Format::Polecat);
    // Two source actors, one target.
    assert_eq!((summary.read, summary.kept), (6, 2));
    assert_eq!(summary.warning(RowWarning::ReusedId).rows, 1);
    let options = Options::new(Format::Polecat).dropping(RowWarning::ReusedId);
    let dropped = import(text.as_bytes(), Format::Polecat, options);
    assert_eq!(dropped.summary.warning(RowWarning::ReusedId).skipped, 2);
    assert_eq!(dropped.ledger.len(), 2);
}

#[test]
fn symmetry_follows_from_the_code_not_from_the_order_of_files() {
    let triples = Format::Plain(PlainLayout::default().with_columns(4, 1, 3, 2).unwrap());
    let files = [
        (triples, "USA\tcameo:040\tRUS\t2014-05-13\n"),
        (plain(), "2014-05-14\tRUS\tUSA\t040\n"),
    ];
    let ledger = |order: [usize; 2]| {
        let mut importer = Importer::new(Options::new(plain()));
        for (format, text) in order.map(|at| &files[at]) {
            importer
                .read(&mut RowReader::new(text.as_bytes(), format))
                .unwrap();
        }
        importer.build().unwrap()
    };
    let (one, other) = (ledger([0, 1]), ledger([1, 0]));
    assert_eq!(one.ledger, other.ledger);
    assert_eq!(
        one.ledger
            .dyad("USA", "RUS")
            .map(|dyad| dyad.directed())
            .unwrap()
            .marks(),
        2
    );
    assert_eq!(
        one.ledger
            .dyad("RUS", "USA")
            .map(|dyad| dyad.directed())
            .unwrap()
            .marks(),
        2
    );
}

/// A scale that has a value for one code of CAMEO.
fn scale_of(code: &str) -> Scale {
    let code = Code::parse(&format!("cameo:{code}")).unwrap();
    Scale::from_table("mine", "1", [(code, 0.2)]).unwrap()
}

#[test]
fn a_visit_has_the_value_of_the_visitors_side_if_it_is_reported() {
    let host = "2014-05-13\tUSA\tRUS\t043\n";
    let visit = "2014-05-13\tRUS\tUSA\t042\n";
    let unvalued = |text: &str, code: &str| {
        let imported = import(text.as_bytes(), plain(), Options::for_scale(scale_of(code)));
        let unvalued = imported.summary.unmarked.no_value;
        assert_eq!(imported.ledger.is_empty(), unvalued == 1);
        unvalued
    };
    let texts = [
        host.to_owned(),
        visit.to_owned(),
        [host, visit].concat(),
        [visit, host].concat(),
    ];
    let counts = |code| texts.each_ref().map(|text| unvalued(text, code));
    assert_eq!(counts("042"), [1, 0, 0, 0]);
    assert_eq!(counts("043"), [0, 1, 1, 1]);

    // The mark of a row by itself is the mark of the only report.
    let mut reader = RowReader::new(host.as_bytes(), plain());
    let row = reader.next().unwrap().unwrap();
    let is_marked = |code| {
        let options = Options::for_scale(scale_of(code));
        options.mark(&row, reader.names()).unwrap().is_some()
    };
    assert_eq!((is_marked("042"), is_marked("043")), (false, true));
}

proptest! {
    #[test]
    fn a_visit_makes_the_same_marks_in_a_ledger_and_in_a_timeline(
        rows in visits(), scale in scales(),
    ) {
        let text = text(&rows);
        let imported = import(text.as_bytes(), plain(), Options::for_scale(scale));
        let (conversion, refused) = converted(&text, plain());
        prop_assert_eq!(refused.len(), 0);
        let ledger = built(&conversion).ledger(&imported.scoring).unwrap();
        prop_assert_eq!(&imported.ledger, &ledger);
    }
}

#[test]
fn an_assault_without_a_target_has_no_target() {
    let line =
        |what: &str| format!("a\t2021-05-01\t{what}\t\tA;B\tUSA;FRA\tNone\tNone\t2021-05-02\n");
    let mutual = one(
        (POLECAT.to_owned() + &line("CONSULT")).as_bytes(),
        Format::Polecat,
    );
    assert_eq!((mutual.read, mutual.kept), (1, 1));
    let assault = one(
        (POLECAT.to_owned() + &line("ASSAULT")).as_bytes(),
        Format::Polecat,
    );
    assert_eq!((assault.read, assault.kept), (2, 0));
    assert_eq!(assault.warning(RowWarning::MissingTarget).skipped, 2);
}

#[test]
fn rows_without_an_identifier_do_not_reuse_one() {
    let line = |id: &str, day: u32| {
        format!("{id}\t2021-05-0{day}\tTHREATEN\t\tA\tUSA\tC\tFRA\t2021-05-09\n")
    };
    let text =
        POLECAT.to_owned() + &line("", 1) + &line("", 2) + &line("None", 3) + &line("None", 4);
    let options = Options::new(Format::Polecat).dropping(RowWarning::ReusedId);
    let imported = import(text.as_bytes(), Format::Polecat, options);
    assert_eq!(
        (
            imported.summary.kept,
            imported.summary.warning(RowWarning::ReusedId).rows
        ),
        (4, 0)
    );
}

#[test]
fn actors_of_a_list_have_the_country_at_their_place() {
    let sources = |names: &str, states: &str| {
        let line = format!("a\t2021-05-01\tTHREATEN\t\t{names}\t{states}\tC\tDEU\t2021-05-02\n");
        let text = POLECAT.to_owned() + &line;
        let mut reader = RowReader::new(text.as_bytes(), Format::Polecat);
        let rows: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
        let told = rows.iter().map(|row| {
            let actor = reader.names().actor(row.source().unwrap()).unwrap();
            format!(
                "{} {}",
                actor.name.unwrap_or("-"),
                actor.country.unwrap_or("-")
            )
        });
        let unmatched = rows
            .iter()
            .all(|row| row.warnings().contains(RowWarning::UnmatchedNames));
        (told.collect::<Vec<_>>().join(", "), unmatched)
    };
    let told = |text: &str, unmatched: bool| (text.to_owned(), unmatched);
    assert_eq!(
        sources("Ann;Police;Bob", "USA;None;FRA"),
        told("Ann USA, Police -, Bob FRA", false)
    );
    assert_eq!(
        sources("Ann;None;Bob", "USA;RUS;"),
        told("Ann USA, - RUS, Bob -", false)
    );
    assert_eq!(sources("Ann;Bob", "USA"), told("Ann USA, Bob USA", false));
    assert_eq!(sources("Ann;Bob", "None"), told("Ann -, Bob -", false));
    assert_eq!(sources("None", "USA;FRA"), told("- USA, - FRA", false));
    // It is unknown which name belongs to which country.
    assert_eq!(
        sources("Ann;Bob;Cyd", "USA;FRA"),
        told("- USA, - FRA", true)
    );
}

#[test]
fn no_byte_splits_a_quoted_field() {
    let format = Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma));
    assert_eq!(
        errors(b"\"2014-05-13\"\x1fUSA\x1fRUS\x1f042,x\n", &format),
        ["line 1: the row has 2 columns: expected one for each of date, source, target and code"]
    );
    let text = b"\"2014-05-13\",\"US\"\x1fA,RUS,042\n";
    let mut reader = RowReader::new(text.as_slice(), &format);
    let row = reader.next().unwrap().unwrap();
    assert_eq!(
        reader.names().actor(row.source().unwrap()).unwrap().code,
        Some("US A")
    );
    assert_eq!(
        reader.names().actor(row.target().unwrap()).unwrap().code,
        Some("RUS")
    );
}

#[test]
fn an_act_in_words_is_not_an_actor_of_a_record() {
    let text = "{\"id\":\"1\",\"date\":\"2000-01-01\",\"event\":\"A\\u001fB\\u001f\",\
        \"source\":[{\"code\":\"\\nA\",\"actorText\":\"B\"}],\"target\":[{\"code\":\"C\"}]}\n";
    let mut reader = RowReader::new(text.as_bytes(), Format::Plover);
    let row = reader.next().unwrap().unwrap();
    let Act::Other(act) = row.act() else {
        panic!("{row:?}")
    };
    assert_ne!(Some(act), row.source());
    assert_eq!(reader.names().act(act), Some("A B"));
}

#[test]
fn codes_without_a_value_are_listed_most_frequent_first() {
    let row = |day: usize, code: &str| format!("2014-05-{day:02}\tUSA\tRUS\t{code}\n");
    let mut text = row(1, "010") + &row(1, "112") + &row(2, "112") + &row(2, "043");
    for code in 0..25 {
        text += &row(1, &format!("word {code:02}"));
        text += &row(2 + code % 2, &format!("word {:02}", 23 + code % 2));
    }
    let imported = import(
        text.as_bytes(),
        plain(),
        Options::for_scale(scale_of("190")),
    );
    let summary = imported.summary;
    assert_eq!(
        (
            summary.kept,
            summary.unmarked.no_value,
            summary.unmarked.no_weight
        ),
        (31, 30, 1)
    );
    let codes: Vec<_> = summary
        .unvalued_codes
        .iter()
        .map(|(code, rows)| format!("{code} {rows}"))
        .collect();
    let once = (0..23).map(|code| format!("file:word {code:02} 1"));
    let first = [
        "cameo:112 2",
        "file:word 23 2",
        "file:word 24 2",
        "cameo:043 1",
    ];
    assert_eq!(
        codes,
        first
            .map(str::to_owned)
            .into_iter()
            .chain(once)
            .collect::<Vec<_>>()
    );
    let said = summary.to_string();
    let expected = "      30 kept without a mark: the scale has no value\n         \
        cameo:112 (2), file:word 23 (2), file:word 24 (2), cameo:043 (1), file:word 00 (1), and 22 \
        others\n       1 kept without a mark: their class has no weight\n";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn another_scale_keeps_the_rest_of_the_scoring() {
    let mine = Options::new(Format::Gdelt2).scoring.clone();
    let mine = mine.with_weights(Weights::default().with_contact(0.5).unwrap());
    let options = Options::new(plain()).with_scoring(mine.clone());
    let options = options.with_scale(scale_of("190"));
    assert_eq!(options.scoring, mine.with_scale(scale_of("190")));
}

#[test]
fn unlisted_codes_do_not_end_a_file() {
    let words = (0..40_000).map(|number| format!("2014-05-13\tUSA\tRUS\tword{number}\n"));
    let text = words.collect::<String>() + "2014-05-13\tUSA\tRUS\t112\n";
    let imported = import(text.as_bytes(), plain(), Options::new(plain()));
    let summary = imported.summary;
    assert_eq!((summary.read, summary.kept), (40_001, 32_769));
    assert_eq!(
        summary.warning(RowWarning::UnknownCode).skipped,
        40_000 - 32_768
    );
    assert_eq!(imported.ledger.len(), 1);
}

#[test]
fn stored_hashes_do_not_collide_deliberately() {
    // Texts that collide in a multiplicative hash with a known seed.
    let line = |id: &str| format!("{id}\t2021-05-01\tTHREATEN\t\tA\tUSA\tC\tFRA\t2021-05-09\n");
    let text = POLECAT.to_owned() + &line("000066759Iau4NFM") + &line("00010149HcBZ.iJh");
    assert_eq!(
        one(text.as_bytes(), Format::Polecat)
            .warning(RowWarning::ReusedId)
            .rows,
        0
    );

    let rows = ["000066759Iau4NFM:", "00010149HcBZ.iJh:"];
    let rows = rows
        .map(|name| format!("2014-05-13\t{name}\tBob\t112\n"))
        .concat();
    let (conversion, refused) = converted(&rows, plain());
    assert_eq!((conversion.to_events().events.len(), refused.len()), (2, 0));
    assert_eq!(built(&conversion).view().events().count(), 2);
    // The identifier of the source may be long.
    let mut conversion = Conversion::new(Source::new("s".repeat(190)).named("S"));
    let mut reader = RowReader::new("2014-05-13\tUSA\tRUS\t112\n".as_bytes(), plain());
    let row = reader.next().unwrap().unwrap();
    conversion.add(&row, reader.names()).unwrap();
    assert_eq!(built(&conversion).view().events().count(), 1);
}

#[test]
fn a_comment_does_not_change_the_marks_of_its_day() {
    let war = "2014-06-01\tRUS\tUKR\t190\n";
    let comments = war.to_owned()
        + "2014-06-01\tRUS\tUKR\t010\n2014-06-01\tUKR\tRUS\t013\n2014-06-01\tRUS\tUKR\t014\n";
    let level = |text: &str| {
        let imported = import(text.as_bytes(), plain(), Options::new(plain()));
        let pair = imported
            .ledger
            .dyad("RUS", "UKR")
            .map(|dyad| dyad.undirected())
            .unwrap();
        let trajectory = Trajectory::new(&pair, imported.scoring.calibration());
        trajectory.level(date("2014-06-02")).unwrap()
    };
    assert_eq!(level(&comments), level(war));
    let summary = one(comments.as_bytes(), plain());
    assert_eq!((summary.kept, summary.unmarked.no_weight), (4, 3));
    assert!(
        summary
            .to_string()
            .contains("3 kept without a mark: their class has no weight\n")
    );
    // The same rows in a timeline.
    let (conversion, errors) = converted(&comments, plain());
    assert_eq!(errors, [""; 0]);
    let scoring = Options::new(plain()).scoring.clone();
    let timeline = built(&conversion);
    let relations = timeline
        .view()
        .relations_by("RUS", "UKR", &scoring)
        .unwrap();
    let trend = relations.trend(date("2014-06-02"));
    let difference = trend.level.unwrap().value() - level(war).value();
    assert!(difference.abs() < 1e-12);
}

#[test]
fn a_plover_record_without_a_target_pairs_its_sources() {
    let text = r#"{"id": "P1", "date": "2000-01-01", "source": [{"actorText": "Hungarian", "code": "HUN", "sector": "GOV"}, {"actorText": "Rom\u00e2nian", "code": "ROU"}], "event": "AGREE", "mode": "", "text": "a \"long\" {text}", "textInfo": {"markup": [1, -2.5e3, null, true]}, "target": ""}
{"id": "P2", "date": "2000-01-01", "recipient": {"code": "GBR"}, "source": [{"actorText": "APEC", "code": "IGO"}], "event": "CONSULT", "mode": "Phone", "dateCoded": "2016-12-12"}
"#;
    let mut reader = RowReader::new(text.as_bytes(), Format::Plover);
    let rows: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
    let actor = |symbol: Option<_>| reader.names().actor(symbol.unwrap()).unwrap();
    assert_eq!(actor(rows[0].source()).name, Some("Hungarian"));
    assert_eq!(actor(rows[0].target()).name, Some("Românian"));
    assert_eq!(actor(rows[0].target()).country, Some("ROU"));
    assert_eq!(actor(rows[1].source()).country, None);
    assert_eq!(rows[1].added(), Some(date("2016-12-12")));
    assert_eq!(
        reader.names().code(rows[1].act()),
        Some(Code::CONSULT_PHONE)
    );
    assert_eq!(rows.len(), 2);
}

#[test]
fn json_escapes_are_resolved() {
    let name = |escaped: &str| {
        let text =
            format!("{{\"date\":\"2000-01-01\",\"event\":\"AGREE\",\"source\":\"{escaped}\"}}\n");
        let mut reader = RowReader::new(text.as_bytes(), Format::Plover);
        let row = reader.next().unwrap().map_err(|error| error.to_string())?;
        let actor = reader.names().actor(row.source().unwrap()).unwrap();
        Ok(actor.name.unwrap().to_owned())
    };
    let good = |text: &str| Ok::<_, String>(text.to_owned());
    assert_eq!(name(r"\ud83d\ude00"), good("\u{1f600}"));
    assert_eq!(name(r"a\uD83D\uDE00b\u00e9c"), good("a\u{1f600}béc"));
    assert_eq!(
        name(r"\ud83d\ude00\ud83d\ude01"),
        good("\u{1f600}\u{1f601}")
    );
    assert_eq!(name(r"a\/b\\c\u0022d"), good("a/b\\c\"d"));
    let wrong = |at: usize, expected: &str| {
        Err(format!(
            "line 1: the record is malformed at byte {at}: expected {expected}"
        ))
    };
    for escaped in [
        // A first half at the end, before a letter, an escape or another first half.
        r"a\ud83d",
        r"a\ud83dbcdefgh",
        r"a\ud83d\n",
        r"a\ud83d\u0041",
        r"a\ud83d\ud83d\ude00",
    ] {
        let error = wrong(55, "the second half of a surrogate pair");
        assert_eq!(name(escaped), error, "{escaped}");
    }
    let before = "the first half of a surrogate pair before the second";
    assert_eq!(name(r"a\ude00\ud83d"), wrong(51, before));
    assert_eq!(name(r"a\ud83d\ude0"), wrong(57, "four hexadecimal digits"));
    assert_eq!(name(r"\u12"), wrong(50, "four hexadecimal digits"));
    assert_eq!(name(r"\x"), wrong(49, "a JSON escape, such as `\\n`"));
}

/// The separator of keys becomes a blank in any text.
#[test]
fn no_byte_in_a_name_turns_it_into_a_country() {
    let text = r#"{"id": "P1", "date": "2000-01-01", "source": {"actorText": "Nobody\u001fRUS", "code": "IGO"}, "target": {"actorText": "a", "code": "GBR"}, "event": "AGREE", "mode": ""}
"#;
    let mut reader = RowReader::new(text.as_bytes(), Format::Plover);
    let row = reader.next().unwrap().unwrap();
    let source = reader.names().actor(row.source().unwrap()).unwrap();
    assert_eq!(source.name, Some("Nobody RUS"));
    assert_eq!(PartyRule::Country.party_of(source), None);
}

#[test]
fn a_date_may_only_be_followed_by_a_time() {
    let row = |date: &str| format!("{date}\tUSA\tRUS\t042\n");
    for time in [
        "",
        " 10:15:00",
        "T10:15:00.5Z",
        "T00:00:00+02:00",
        " 00:00:00 UTC",
    ] {
        let text = row(&format!("2014-05-13{time}"));
        assert_eq!(errors(text.as_bytes(), plain()), [""; 0], "{time}");
    }
    for rubbish in ["T", "x", " or so", "T10h", " (disputed)", "-14"] {
        let text = row(&format!("2014-05-13{rubbish}"));
        assert_eq!(errors(text.as_bytes(), plain()).len(), 1, "{rubbish}");
    }
}

#[test]
fn plain_tables_have_any_order_and_relations_in_words() {
    let text = "South Korea\tCriticize or denounce\tNorth Korea\t2014-05-13\n";
    let format = Format::Plain(PlainLayout::default().with_columns(4, 1, 3, 2).unwrap());
    let mut reader = RowReader::new(text.as_bytes(), &format);
    let row = reader.next().unwrap().unwrap();
    let Act::Other(words) = row.act() else {
        panic!("{row:?}")
    };
    assert_eq!(reader.names().act(words), Some("Criticize or denounce"));
    assert_eq!(row.date(), date("2014-05-13"));
    // Without a value there is no mark, but the row counts.
    let imported = import(text.as_bytes(), &format, Options::new(&format));
    assert_eq!(
        (imported.summary.kept, imported.summary.unmarked.no_value),
        (1, 1)
    );
    assert!(imported.ledger.is_empty());
    let said = imported.summary.to_string();
    assert!(said.contains("1 kept without a mark: the scale has no value for any of them"));
    // With a value on a custom scale there is a mark.
    let code = Code::parse("file:Criticize or denounce").unwrap();
    let scale = Scale::from_table("mine", "1", [(code, -0.2)]).unwrap();
    let imported = import(text.as_bytes(), format, Options::for_scale(scale));
    let day = DaySpan::day(date("2014-05-13")).unwrap();
    let mut expected = Ledger::new();
    expected
        .add(
            DyadKey::directed("KOR", "PRK"),
            &Mark::new(day, 1.0, -0.2).unwrap(),
        )
        .unwrap();
    assert_eq!(imported.ledger, expected);
}

#[test]
fn the_columns_of_a_plain_table_are_four_different_ones() {
    let layout = |columns: [usize; 4]| {
        let [date, source, target, code] = columns;
        let layout = PlainLayout::default().with_columns(date, source, target, code);
        layout.map_err(|error| error.to_string())
    };
    let wrong = |text: &str| Err(text.to_owned());
    assert_eq!(layout([1, 2, 3, 4]), Ok(PlainLayout::default()));
    assert!(layout([64, 2, 3, 4]).is_ok());
    assert_eq!(
        layout([0, 2, 3, 4]),
        wrong("date is in column `0`: expected 1 to 64")
    );
    assert_eq!(
        layout([1, 2, 65, 0]),
        wrong("target is in column `65`: expected 1 to 64")
    );
    assert_eq!(
        layout([1, 3, 2, 3]),
        wrong("source and code are both in column `3`: expected a column for each")
    );
}

#[test]
fn columns_may_have_other_delimiters_and_quotes() {
    for (layout, sign) in [
        (PlainLayout::default().with_delimiter(Delimiter::Comma), ','),
        (
            PlainLayout::default().with_delimiter(Delimiter::Semicolon),
            ';',
        ),
        (PlainLayout::default().with_delimiter(Delimiter::Bar), '|'),
    ] {
        let format = Format::Plain(layout);
        let table = "2014-05-13\t\"A\tB, C; D | \"\"E\"\"\"\tRUS\t\"042\"\n\
            2014-05-13\tUSA\tRUS\t112\n2014-05-13\t\"A\tRUS\t112\n"
            .replace('\t', &sign.to_string());
        let mut reader = RowReader::new(table.as_bytes(), &format);
        let rows: Vec<_> = reader.by_ref().collect();
        let row = rows[0].as_ref().unwrap();
        let source = reader.names().actor(row.source().unwrap()).unwrap();
        let name = format!("A{sign}B, C; D | \"E\"");
        assert_eq!(source.code, Some(name.as_str()));
        let code = CameoCode::parse("042").unwrap().into();
        assert_eq!(reader.names().code(row.act()), Some(code));
        assert!(rows[1].is_ok());
        assert_eq!(
            rows[2].as_ref().unwrap_err().to_string(),
            "line 3: column 2 (source) has no closing quote: expected one before the end of the line"
        );
        let mut importer = Importer::new(Options::new(&format));
        let odd = format!("2014-05-13{sign}\" USA\"{sign}RUS{sign}112\n");
        importer
            .read(&mut RowReader::new(odd.as_bytes(), &format))
            .unwrap();
        let example = importer
            .summary()
            .warning(RowWarning::StrayBlank)
            .first
            .as_ref()
            .unwrap();
        assert_eq!(example.column, Some((2, "source".into())));
    }
}

#[test]
fn mentions_are_read_and_refused_one_by_one() {
    let line = |confidence: &str| {
        format!(
            "7\t20191024143000\t20191025000000\t1\tbbc.co.uk\turl\t3\t1\t2\t3\t1\t{confidence}\t2\t3\t\t\n"
        )
    };
    let late = line("1").replace("20191025000000", "20191025240000");
    let text = line("100") + &line("101") + "7\n" + &line("") + &late;
    let found: Vec<_> = MentionReader::new(text.as_bytes())
        .map(|mention| mention.map(|mention| (mention.at.date_naive(), mention.confidence)))
        .map(|mention| mention.map_err(|error| error.to_string()))
        .collect();
    assert_eq!(
        found,
        [
            Ok((date("2019-10-25"), Some(100))),
            Err("line 2: column 12 (Confidence) is `101`: expected 0 to 100".into()),
            Err("line 3: the row has 1 column: expected 15 or 16".into()),
            Ok((date("2019-10-25"), None)),
            Err(
                "line 5: column 3 (MentionTimeDate) is `20191025240000`: expected a time, YYYYMMDDHHMMSS"
                    .into()
            ),
        ]
    );
}

#[test]
fn lines_of_mentions_are_read_like_lines_of_events() {
    let line = "7\t20191024143000\t20191025000000\t1\tbbc.co.uk\turl\t3\t1\t2\t3\t1\t9\t2\t3\t\t";
    let text = format!("\u{feff}{line}\r\n\n{line}\r{line}\n");
    let mut mentions = MentionReader::new(text.as_bytes());
    assert_eq!(mentions.next().unwrap().unwrap().line, 1);
    let error = mentions.next().unwrap().unwrap_err();
    assert_eq!((error.line, error.kind), (3, RowFaultKind::CarriageReturn));
    assert!(mentions.next().is_none());
    assert_eq!(
        (mentions.progress().lines, mentions.progress().rows),
        (3, 2)
    );
}

#[test]
fn input_that_is_not_text_is_refused_once_and_control_characters_are_escaped() {
    assert_eq!(
        errors(b"PK\x03\x04\x14\n\0\n\0\n", Format::Icews),
        [
            "line 1: the input is a zip archive (it starts with the bytes 50 4B 03 04): expected ICEWS; \
             unpack it with `import::unpack`"
        ]
    );
    for mark in [b"\xff\xfe", b"\xfe\xff"] {
        let text = [mark.as_slice(), b"2\x000\x001\x004\x00\n\0\n"].concat();
        let told = format!(
            "line 1: the input is text in UTF-16 (it starts with the bytes {:02X} {:02X}): expected a plain table; \
             save it as UTF-8",
            mark[0], mark[1]
        );
        let told = told.as_str();
        assert_eq!(errors(&text, plain()), [told]);
        // A first line that could be a header is refused, too.
        let text = [mark.as_slice(), b"d\0,\0a\0,\0b\0,\0c\0\n\x002\x000\0\n\0"].concat();
        let by_commas = Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma));
        assert_eq!(errors(&text, &by_commas), [told]);
        let mut importer = Importer::new(Options::new(&by_commas));
        assert!(
            importer
                .read(&mut RowReader::new(text.as_slice(), by_commas))
                .is_err()
        );
        assert_eq!(
            (importer.summary().headers, importer.summary().refused),
            (0, 1)
        );
    }
    assert_eq!(
        errors(b"2014-05-13\x1b[31m\tUSA\tRUS\t042\n", plain()),
        [
            "line 1: column 1 (date) is `2014-05-13\\u{1b}[31m`: expected a date, YYYY-MM-DD or \
          YYYYMMDD"
        ]
    );
}

/// A mark ends with the next day, which has to be in the calendar.
#[test]
fn a_row_on_the_last_day_of_the_calendar_is_refused() {
    for (step, is_read) in [(0, true), (1, false)] {
        let first = NaiveDate::MAX - Days::new(1);
        let layout = QuadrupleLayout::in_words().with_steps(first, TimeDelta::days(1));
        let format = Format::from(layout.unwrap());
        let text = format!("1\t0\t2\t{step}\n");
        let told = "line 1: column 4 (time) is `1`: expected a number of steps of time";
        let expected: &[&str] = if is_read { &[] } else { &[told] };
        assert_eq!(errors(text.as_bytes(), format), expected);
    }
}

#[test]
fn a_party_with_the_identifier_of_an_outlet_is_refused() {
    let mut conversion = Conversion::new(Source::new("gdelt").named("GDELT"))
        .with_parties(PartyRule::Code)
        .with_outlet("tass.ru", "TASS");
    let text = gdelt(61, &[(5, "TASS"), (7, "")]);
    let mut reader = RowReader::new(text.as_bytes(), Format::Gdelt2);
    let row = reader.next().unwrap().unwrap();
    let error = conversion.add(&row, reader.names()).unwrap_err();
    let told = "line 1: `TASS` is the identifier of an actor and of a source: expected different identifiers";
    assert_eq!(error.to_string(), told);
}

#[test]
fn a_party_with_the_identifier_of_another_feed_is_refused_in_either_order() {
    let text = "2014-05-13\tUSA\ticews\t042\n2014-05-13\tUSA\tRUS\t042\n";
    let mut reader = RowReader::new(text.as_bytes(), plain());
    let [odd, good] = [(); 2].map(|()| reader.next().unwrap().unwrap());
    let conversion =
        || Conversion::new(Source::new("gdelt").named("GDELT")).with_parties(PartyRule::Code);
    let names = reader.names();

    let mut first = conversion();
    first.add_from("icews", &good, names).unwrap();
    assert!(matches!(
        first.add(&odd, names),
        Err(ConversionError::SharedId { .. })
    ));
    assert!(matches!(
        first.add_from("icews", &odd, names),
        Err(ConversionError::SharedId { .. })
    ));
    // A refused row changes nothing, and does not add its source.
    let mut last = conversion();
    assert!(matches!(
        last.add_from("icews", &odd, names),
        Err(ConversionError::SharedId { .. })
    ));
    last.add(&odd, names).unwrap();
    assert!(matches!(
        last.add_from("icews", &good, names),
        Err(ConversionError::SharedId { .. })
    ));
    for (conversion, id) in [(first, "RUS"), (last, "icews")] {
        let mut builder = Timeline::builder();
        if id == "RUS" {
            builder.source(Source::new("icews").named("ICEWS"));
        }
        conversion.add_to(&mut builder);
        let timeline = builder.build().unwrap();
        assert!(timeline.actor(id).is_ok());
    }
}

/// A row between the United States and Russia, from either side.
fn row(id: &str, turned: bool, code: &str) -> String {
    let (a, b) = if turned {
        ("RUS", "USA")
    } else {
        ("USA", "RUS")
    };
    gdelt(61, &[(0, id), (5, a), (7, a), (15, b), (17, b), (26, code)])
}

#[test]
fn rows_of_one_contact_are_reports_of_one_event_beside_curated_events() {
    let mut lines = [
        row("1", false, "042"),
        row("2", true, "043"),
        row("3", true, "043"),
        row("4", false, "040"),
        row("5", true, "040"),
        row("6", false, "046"),
        row("7", false, "112"),
        gdelt(61, &[(0, "8"), (1, "20190924"), (26, "010")]),
        gdelt(61, &[(0, "9"), (17, "USA")]),
    ];
    let build = |lines: &[String], grouping| -> (Timeline, usize) {
        let text = lines.concat();
        let mut reader = RowReader::new(text.as_bytes(), Format::Gdelt2);
        let mut conversion = Conversion::new(Source::new("gdelt").named("GDELT"))
            .with_grouping(grouping)
            .with_actor("USA", "us");
        let mut refused = Vec::new();
        while let Some(row) = reader.next() {
            let row = row.unwrap();
            refused.extend(conversion.add(&row, reader.names()).err());
        }
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert!(
            refused[0]
                .to_string()
                .ends_with("the row names fewer than two parties: expected two different parties")
        );
        let mut builder = TimelineBuilder::default();
        builder.actor(Actor::state("us").named("United States"));
        conversion.add_to(&mut builder);
        (
            builder.build().unwrap(),
            conversion.to_events().events.len(),
        )
    };
    let (timeline, count) = build(&lines, Grouping::Contact);
    assert_eq!(count, 3);
    let meeting = timeline.event("gdelt:2019-10-24:RUS+us:04").unwrap();
    assert_eq!(meeting.reports().count(), 6);
    assert_eq!(meeting.kind(), Kind::Meeting);
    assert_eq!(meeting.code(), Code::parse("cameo:040").ok());
    let guessed = timeline
        .event("gdelt:2019-09-09..2019-10-08:us>RUS:010")
        .unwrap();
    assert_eq!(guessed.kind(), Kind::Statement);
    assert!(guessed.when().is_uncertain() || guessed.when().to_string().contains(".."));

    let (by_act, count) = build(&lines, Grouping::Act);
    assert_eq!(count, 5);
    assert_eq!(
        by_act
            .event("gdelt:2019-10-24:us+RUS:042")
            .unwrap()
            .reports()
            .count(),
        3
    );

    // In any order. The words of reports contain lines, so only their number is compared.
    lines.reverse();
    let (again, _) = build(&lines, Grouping::Contact);
    let ids = |timeline: &Timeline| -> Vec<String> {
        timeline
            .view()
            .events()
            .map(|event| event.id().to_owned())
            .collect()
    };
    assert_eq!(ids(&again), ids(&timeline));
}

#[test]
fn a_document_behind_several_rows_is_one_report() {
    let rows = [
        row("1", false, "042"),
        row("2", true, "043"),
        row("3", true, "043"),
        row("4", false, "040"),
        row("5", true, "040"),
        row("6", false, "046"),
        row("7", false, "112"),
    ];
    let mention = |event: &str, time: &str, outlet: &str, page: &str, sure: &str| {
        format!(
            "{event}\t20191024143000\t20191024{time}\t1\t{outlet}\t{outlet}/{page}\t3\t1\t2\t3\t1\t{sure}\t2\t3\t\t\n"
        )
    };
    let mentions = [
        mention("1", "150000", "bbc.co.uk", "a", "20"),
        mention("2", "143000", "bbc.co.uk", "a", "80"),
        mention("2", "143000", "bbc.co.uk", "a", "80"),
        mention("4", "151500", "bbc.co.uk", "a", "20"),
        mention("6", "144500", "bbc.co.uk", "b", ""),
        mention("3", "144500", "tass.ru", "a", "40"),
        mention("7", "144500", "tass.ru", "a", "40"),
        // A mention of a row that was not converted, and one without an outlet.
        mention("8", "144500", "nytimes.com", "a", "40"),
        mention("1", "144500", "", "a", "40"),
    ];
    let build = |rows: &[String], mentions: &[String]| {
        let mut conversion =
            Conversion::new(Source::new("gdelt").named("GDELT")).with_outlet("tass.ru", "tass");
        let text = rows.concat();
        let mut reader = RowReader::new(text.as_bytes(), Format::Gdelt2);
        while let Some(row) = reader.next() {
            conversion.add(&row.unwrap(), reader.names()).unwrap();
        }
        let text = mentions.concat();
        let mut mentions = MentionReader::new(text.as_bytes());
        let mut taken = 0;
        while let Some(mention) = mentions.next() {
            taken += usize::from(
                conversion
                    .add_mention(&mention.unwrap(), mentions.names())
                    .unwrap(),
            );
        }
        let mut builder = TimelineBuilder::default();
        builder.source(Source::new("tass").named("TASS"));
        conversion.add_to(&mut builder);
        (builder.build().unwrap(), taken)
    };
    let (timeline, taken) = build(&rows, &mentions);
    assert_eq!(taken, 7);
    let sources: Vec<_> = timeline
        .sources()
        .map(detente::timeline::SourceRef::id)
        .collect();
    assert_eq!(sources, ["gdelt", "gdelt/bbc.co.uk", "tass"]);
    assert_eq!(timeline.actor("Russia").unwrap().id(), "RUS");
    let reports = |id: &str| -> Vec<(String, String, String)> {
        let reports = timeline.event(id).unwrap().reports();
        let mut reports: Vec<_> = reports
            .filter(|report| report.chain().len() == 2)
            .map(|report| {
                let cited = report.chain().last().unwrap().id().to_owned();
                let words = report.words().unwrap();
                let (_, sure) = words.split_once(", ").unwrap_or_default();
                let made = report.asserted().unwrap().to_string();
                (cited, made, sure.to_owned())
            })
            .collect();
        reports.sort();
        reports
    };
    let told = |outlet: &str, at: &str, sure: &str| {
        let at = format!("2019-10-24T{at}Z");
        (outlet.to_owned(), at, sure.to_owned())
    };
    let meeting = "gdelt:2019-10-24:RUS+USA:04";
    assert_eq!(timeline.event(meeting).unwrap().reports().count(), 6 + 3);
    assert_eq!(
        reports(meeting),
        [
            told(
                "gdelt/bbc.co.uk",
                "14:30:00",
                "read with a confidence of 80%"
            ),
            told("gdelt/bbc.co.uk", "14:45:00", ""),
            told("tass", "14:45:00", "read with a confidence of 40%"),
        ]
    );
    assert_eq!(reports("gdelt:2019-10-24:USA>RUS:112").len(), 1);

    // Rows are more direct, so citations add no weight. The order does not matter.
    let scoring = Scoring::default();
    let (plain, _) = build(&rows, &[]);
    assert_eq!(
        plain.ledger(&scoring).unwrap(),
        timeline.ledger(&scoring).unwrap()
    );
    let mut turned = mentions.clone();
    turned.reverse();
    assert_eq!(build(&rows, &turned).0, timeline);
}

/// A conversion of some rows and mentions, with settings before and after them.
fn converted_between(
    before: impl FnOnce(Conversion) -> Conversion,
    after: impl FnOnce(Conversion) -> Conversion,
) -> Conversion {
    let rows = [
        row("1", false, "042"),
        row("2", true, "043"),
        row("3", false, "112"),
        gdelt(61, &[(0, "4"), (7, "AMR"), (26, "040")]),
        // Both parties are the same actor.
        gdelt(61, &[(0, "5"), (17, "AMR"), (26, "040")]),
    ];
    let mention = |event: u8, outlet: &str| {
        format!(
            "{event}\t20191024143000\t20191024143000\t1\t{outlet}\tu\t3\t1\t2\t3\t1\t9\t2\t3\t\t\n"
        )
    };
    let mut conversion = before(Conversion::new(Source::new("gdelt").named("GDELT")));
    let text = rows.concat();
    let mut reader = RowReader::new(text.as_bytes(), Format::Gdelt2);
    while let Some(row) = reader.next() {
        let _ = conversion.add(&row.unwrap(), reader.names());
    }
    let text = mention(1, "bbc.co.uk") + &mention(4, "bbc.com") + &mention(5, "amr.us");
    let mut mentions = MentionReader::new(text.as_bytes());
    while let Some(mention) = mentions.next() {
        conversion
            .add_mention(&mention.unwrap(), mentions.names())
            .unwrap();
    }
    after(conversion)
}

#[test]
fn actors_can_be_named_before_or_after_the_rows() {
    fn named(conversion: Conversion) -> Conversion {
        conversion
            .with_actor("USA", "us")
            .with_actor("AMR", "us")
            .with_outlet("bbc.co.uk", "bbc")
            .with_outlet("bbc.com", "bbc")
            .with_grouping(Grouping::Act)
    }
    let build = |conversion: &Conversion| {
        let mut builder = TimelineBuilder::default();
        builder.actor(Actor::state("us").named("United States"));
        builder.source(Source::new("bbc").named("BBC"));
        conversion.add_to(&mut builder);
        builder.build().unwrap()
    };
    let first = converted_between(named, |conversion| conversion);
    let last = converted_between(|conversion| conversion, named);
    assert_eq!(build(&first), build(&last));
    assert_eq!(
        (
            first.to_events().events.len(),
            last.to_events().events.len()
        ),
        (3, 3)
    );
    let ids = |conversion: &Conversion| -> Vec<String> {
        let events = conversion.to_events().events;
        events.iter().map(|event| event.id.clone()).collect()
    };
    let expected = [
        "gdelt:2019-10-24:us>RUS:112",
        "gdelt:2019-10-24:RUS+us:040",
        "gdelt:2019-10-24:us+RUS:042",
    ];
    assert_eq!(
        (ids(&first), ids(&last)),
        (
            expected.map(str::to_owned).to_vec(),
            expected.map(str::to_owned).to_vec()
        )
    );
    assert_eq!(last.to_events().outlets, []);
    let actors: Vec<_> = last
        .to_events()
        .actors
        .iter()
        .map(|actor| actor.id.clone())
        .collect();
    assert_eq!(actors, ["RUS"]);
}

#[test]
fn rows_of_another_feed_are_reports_by_it_and_have_no_mentions() {
    let text = [row("1", false, "042"), row("2", true, "043")];
    let mention = "1\t20191024143000\t20191024143000\t1\tbbc\tu\t3\t1\t2\t3\t1\t9\t2\t3\t\t\n";
    let build = |other: &str| {
        let mut conversion = Conversion::new(Source::new("gdelt").named("GDELT"));
        let mut reader = RowReader::new(text[1].as_bytes(), Format::Gdelt2);
        let own = reader.next().unwrap().unwrap();
        conversion.add(&own, reader.names()).unwrap();
        let mut reader = RowReader::new(other.as_bytes(), Format::Gdelt2);
        let others = reader.next().unwrap().unwrap();
        conversion
            .add_from("desk", &others, reader.names())
            .unwrap();
        let mut mentions = MentionReader::new(mention.as_bytes());
        let mention = mentions.next().unwrap().unwrap();
        let is_taken = conversion.add_mention(&mention, mentions.names()).unwrap();
        let mut builder = TimelineBuilder::default();
        builder.source(Source::new("desk").named("The desk"));
        conversion.add_to(&mut builder);
        let timeline = builder.build().unwrap();
        let event = timeline.event("gdelt:2019-10-24:RUS+USA:04").unwrap();
        let reports = event.reports();
        let sources: Vec<_> = reports.map(ReportRef::attribution).collect();
        (is_taken, sources)
    };
    let both = ["The desk", "GDELT"].map(str::to_owned).to_vec();
    assert_eq!(build(&text[0]), (false, both));
}

/// Converts every row that can be converted. Returns the errors of the others.
#[expect(
    clippy::needless_pass_by_value,
    reason = "callers make the format in place"
)]
fn converted(text: &str, format: Format) -> (Conversion, Vec<String>) {
    let mut conversion = Conversion::new(Source::new("desk").named("The desk's table"))
        .with_parties(PartyRule::Name)
        .with_grouping(Grouping::Act);
    let mut reader = RowReader::new(text.as_bytes(), &format);
    let mut refused = Vec::new();
    while let Some(row) = reader.next() {
        let added = conversion.add(&row.unwrap(), reader.names());
        refused.extend(added.err().map(|error| error.to_string()));
    }
    (conversion, refused)
}

fn built(conversion: &Conversion) -> Timeline {
    let mut builder = TimelineBuilder::default();
    conversion.add_to(&mut builder);
    let timeline = builder.build().unwrap();
    assert_eq!(
        timeline.view().events().count(),
        conversion.to_events().events.len()
    );
    timeline
}

#[test]
fn a_refused_row_does_not_stop_the_timeline() {
    let long = "x".repeat(201);
    let names = [
        ("Ann", "Bob"),
        ("A\u{7}nn", "Bob"),
        ("Ann", "a\u{85}b"),
        (long.as_str(), "Bob"),
        ("desk", "Bob"),
        ("Ann", "desk/bbc.co.uk"),
        // Different events have different identifiers, for any names of parties.
        ("a>b", "c"),
        ("a", "b>c"),
        ("a>b:file:x", "c"),
    ];
    let rows = names.map(|(a, b)| format!("2014-05-13\t{a}\t{b}\t112\n"));
    let text = rows.concat();
    let (conversion, refused) = converted(&text, plain());
    let expected = "expected 1 to 200 bytes without control characters";
    let shared = "is the identifier of an actor and of a source: expected different identifiers";
    let long = "x".repeat(60);
    assert_eq!(
        refused,
        [
            format!("line 2: `A\\u{{7}}nn` cannot be the identifier of an actor: {expected}"),
            format!("line 3: `a\\u{{85}}b` cannot be the identifier of an actor: {expected}"),
            format!("line 4: `{long}…` cannot be the identifier of an actor: {expected}"),
            format!("line 5: `desk` {shared}"),
            format!("line 6: `desk/bbc.co.uk` {shared}"),
        ]
    );
    let timeline = built(&conversion);
    assert_eq!(timeline.view().events().count(), 4);
    assert!(timeline.event("desk:2014-05-13:Ann>Bob:112").is_ok());
}

#[test]
fn a_day_in_any_year_does_not_stop_the_timeline() {
    let first = date("2018-01-01");
    let text = "1\t2\t3\t0\n1\t2\t3\t70000000\n";
    let layout = QuadrupleLayout::in_words().with_steps(first, TimeDelta::days(1));
    let (conversion, refused) = converted(text, Format::from(layout.unwrap()));
    assert_eq!(refused, [""; 0]);
    built(&conversion);

    // A month around the third day of the year 0 starts in the year before.
    let guessed = gdelt(61, &[(1, "00000103"), (59, "00000202000000")]);
    let (conversion, refused) = converted(&(guessed + &gdelt(61, &[])), Format::Gdelt2);
    assert_eq!(refused, [""; 0]);
    built(&conversion);
}

#[test]
fn a_mention_does_not_stop_the_timeline() {
    let (mut conversion, _) = converted(&row("1", false, "042"), Format::Gdelt2);
    let long = "x".repeat(900);
    let outlets = ["bbc.co.uk", "b\u{1}bc", "b\u{85}c", &long];
    let rows = outlets.map(|outlet| {
        format!("1\t20191024143000\t20191024143000\t1\t{outlet}\tu\t3\t1\t2\t3\t1\t9\t2\t3\t\t\n")
    });
    let text = rows.concat();
    let mut mentions = MentionReader::new(text.as_bytes());
    let mut taken = Vec::new();
    while let Some(mention) = mentions.next() {
        taken.push(
            conversion
                .add_mention(&mention.unwrap(), mentions.names())
                .unwrap(),
        );
    }
    assert_eq!(taken, [true, false, false, true]);
    built(&conversion);
}

proptest! {
    #[test]
    fn any_converted_rows_make_a_timeline(
        rows in prop::collection::vec(
            ("[a-c>+:#\u{1}\u{85} é]{1,6}", "[a-c>+:#\u{1}\u{85} é]{1,6}", "042|043|112|0?1|d:e|x"), 0..30,
        ),
    ) {
        let rows = rows.iter();
        let rows = rows.map(|(a, b, code)| format!("2014-05-13\t{a}\t{b}\t{code}\n"));
        let text = rows.collect::<Vec<_>>().concat();
        let (conversion, refused) = converted(&text, plain());
        prop_assert!(conversion.to_events().events.len() + refused.len() <= text.lines().count());
        built(&conversion);
    }
}

#[test]
fn the_listed_symmetric_codes_are_those_that_are_merged() {
    for number in 10..=2045 {
        for code in [format!("{number:03}"), format!("{number:04}")] {
            let Ok(parsed) = CameoCode::parse(&code) else {
                continue;
            };
            if !parsed.is_known() {
                continue;
            }
            let mirror = match code.as_str() {
                "042" => "043",
                "043" => "042",
                code => code,
            };
            let text = format!("20140101\tA\tB\t{code}\n20140101\tB\tA\t{mirror}\n");
            let merged = one(text.as_bytes(), plain()).merged == 1;
            assert_eq!(merged, SYMMETRIC.contains(&code.as_str()), "{code}");
        }
    }
}

#[test]
fn plover_consultations_are_merged_except_for_third_parties() {
    let merged = |code: &str| {
        let text = format!("20140101\tA\tB\t{code}\n20140101\tB\tA\t{code}\n");
        one(text.as_bytes(), plain()).merged == 1
    };
    for code in ["CONSULT", "CONSULT/visit", "CONSULT/phone"] {
        assert!(merged(code), "{code}");
    }
    for code in ["CONSULT/third-party", "AGREE", "COOPERATE"] {
        assert!(!merged(code), "{code}");
    }
}

#[test]
fn a_reader_returns_its_input_and_the_last_line() {
    let text = "\u{feff}2014-05-13\tUSA\tRUS\t042\tmore\r\n\nthe rest\n";
    for capacity in [1, 7, 100] {
        let input = std::io::BufReader::with_capacity(capacity, text.as_bytes());
        let mut reader = RowReader::new(input, plain());
        assert_eq!(reader.line(), b"");
        let row = reader.next().unwrap().unwrap();
        assert_eq!(reader.line(), b"2014-05-13\tUSA\tRUS\t042\tmore");
        let symbols: Vec<_> = reader.names().iter().map(|(symbol, _)| symbol).collect();
        assert_eq!(
            symbols.as_slice(),
            [row.source().unwrap(), row.target().unwrap()]
        );
        assert_eq!(reader.get_ref().capacity(), capacity);
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut reader.into_inner(), &mut rest).unwrap();
        assert_eq!(rest, "\nthe rest\n");
    }
}

#[test]
fn importers_with_different_options_do_not_merge() {
    let mine = Options::new(Format::Gdelt2);
    let mut importer = Importer::new(mine.clone());
    let other = Importer::new(mine.clone().with_repeated_merged(false));
    assert_eq!(importer.merge(&other), Err(ImportError::Options));
    let ordered = mine.dropping(RowWarning::ReusedId);
    let mut importer = Importer::new(ordered.clone());
    assert_eq!(
        importer.merge(&Importer::new(ordered)),
        Err(ImportError::Order)
    );
}

/// A row of the oracle, with so few actors, codes and days that ties are common.
#[derive(Clone, Debug)]
struct Plain {
    day: u64,
    source: &'static str,
    target: &'static str,
    code: &'static str,
}

impl Plain {
    fn date(&self) -> NaiveDate {
        date("2014-01-01") + Days::new(self.day)
    }

    fn line(&self) -> String {
        format!(
            "{}\t{}\t{}\t{}\n",
            self.date(),
            self.source,
            self.target,
            self.code
        )
    }
}

fn plain_rows() -> impl Strategy<Value = Vec<Plain>> {
    const ACTORS: [&str; 4] = ["AAA", "BBB", "CCC", ""];
    // All symmetric codes, and some others.
    const CODES: [&str; 14] = [
        "036", "040", "041", "042", "043", "044", "046", "057", "112", "190", "010", "045", "056",
        "999",
    ];
    let row = (0..3u64, 0..4usize, 0..4usize, 0..CODES.len());
    let row = row.prop_map(|(day, source, target, code)| Plain {
        day,
        source: ACTORS[source],
        target: ACTORS[target],
        code: CODES[code],
    });
    prop::collection::vec(row, 0..40)
}

/// Rows of visits and a few others, with so few actors and days that most visits have both sides.
fn visits() -> impl Strategy<Value = Vec<Plain>> {
    const PAIRS: [(&str, &str); 3] = [("AAA", "BBB"), ("BBB", "AAA"), ("AAA", "CCC")];
    let row = (
        0..2u64,
        0..PAIRS.len(),
        prop::sample::select(vec!["042", "043", "043", "112"]),
    );
    let row = row.prop_map(|(day, pair, code)| Plain {
        day,
        source: PAIRS[pair].0,
        target: PAIRS[pair].1,
        code,
    });
    prop::collection::vec(row, 0..12)
}

#[test]
fn the_generated_rows_cover_every_symmetric_code() {
    let mut told: Vec<_> = TOLD_ALIKE.into_iter().chain(["042", "043"]).collect();
    told.sort_unstable();
    assert_eq!(told, SYMMETRIC);
}

/// The documented symmetric codes, repeated here.
const TOLD_ALIKE: [&str; 6] = ["036", "040", "041", "044", "046", "057"];

/// Scales that list both of the codes of a visit, and one of them.
fn scales() -> impl Strategy<Value = Scale> {
    prop::sample::select(vec![Scale::cameo_icews(), scale_of("042"), scale_of("043")])
}

/// The rules as lists, sets and loops, one row at a time. Returns a ledger, and the number of rows
/// that are kept, merged, and kept without a mark for lack of a weight or of a value.
fn oracle(rows: &[Plain], scale: &Scale, one_a_day: bool, mirrors: bool) -> (Ledger, [u64; 4]) {
    let (mut kept, mut merged, mut weightless, mut unvalued) = (0, 0, 0, 0);
    let mut acts: BTreeMap<(u64, String, String, String), [u64; 2]> = BTreeMap::new();
    for row in rows {
        if row.source.is_empty() || row.target.is_empty() || row.source == row.target {
            continue;
        }
        let (mut source, mut target, mut code) = (row.source, row.target, row.code);
        let mut side = 0;
        if mirrors && code == "043" {
            (source, target, code, side) = (target, source, "042", 1);
        } else if mirrors && TOLD_ALIKE.contains(&code) && target < source {
            (source, target, side) = (target, source, 1);
        }
        let key = (
            row.day,
            source.to_owned(),
            target.to_owned(),
            code.to_owned(),
        );
        acts.entry(key).or_default()[side] += 1;
    }
    let mut ledger = Ledger::new();
    for ((day, source, target, code), [here, there]) in acts {
        // Each row from one side is paired with one from the other, as long as there are any.
        let mut events = here + there - here.min(there);
        if one_a_day {
            events = 1;
        }
        kept += events;
        merged += here + there - events;
        // A visit that only the host reports has the value of hosting.
        let visits = if one_a_day { here.min(1) } else { here };
        let hosted = if mirrors && code == "042" {
            events - visits
        } else {
            0
        };
        for (code, events) in [(code.as_str(), events - hosted), ("043", hosted)] {
            let parsed = Code::parse(&format!("cameo:{code}")).unwrap();
            if parsed.class() == MarkClass::Comment {
                weightless += events;
                continue;
            }
            let Some(valence) = scale.valence(&parsed) else {
                unvalued += events;
                continue;
            };
            let span = DaySpan::day(date("2014-01-01") + Days::new(day)).unwrap();
            let weight = if parsed.class() == MarkClass::Contact {
                0.25
            } else {
                1.0
            };
            let mut mark = Mark::new(span, weight, valence).unwrap();
            if parsed.class() == MarkClass::Contact {
                mark = mark.with_contact(1.0).unwrap();
            }
            for _ in 0..events {
                if TOLD_ALIKE.contains(&code) || ["042", "043"].contains(&code) {
                    ledger
                        .add(DyadKey::symmetric(&source, &target), &mark)
                        .unwrap();
                } else {
                    ledger
                        .add(DyadKey::directed(&source, &target), &mark)
                        .unwrap();
                }
            }
        }
    }
    (ledger, [kept, merged, weightless, unvalued])
}

fn text(rows: &[Plain]) -> String {
    rows.iter().map(Plain::line).collect()
}

/// The part of a summary that does not depend on the order of rows.
fn counts(summary: &Summary) -> (Vec<u64>, Vec<u64>, [u64; 6]) {
    let of = |count: fn(&WarningCount) -> u64| {
        let all = RowWarning::ALL.iter();
        all.map(|&warning| count(summary.warning(warning)))
            .collect()
    };
    let totals = [
        summary.read,
        summary.kept,
        summary.merged,
        summary.skipped(),
        summary.unmarked.no_value,
        summary.unmarked.no_weight,
    ];
    (of(|count| count.rows), of(|count| count.skipped), totals)
}

proptest! {
    #[test]
    fn an_importer_agrees_with_plain_lists(
        rows in prop_oneof![plain_rows(), visits()], scale in scales(), one_a_day in any::<bool>(), mirrors in any::<bool>(),
    ) {
        let format = plain();
        let (ledger, counts) = oracle(&rows, &scale, one_a_day, mirrors);
        let options = Options::for_scale(scale);
        let options = options.with_repeated_merged(one_a_day).with_mirrored_merged(mirrors);
        let imported = import(text(&rows).as_bytes(), format, options);
        prop_assert_eq!(&imported.ledger, &ledger);
        let summary = imported.summary;
        prop_assert_eq!(
            [summary.kept, summary.merged, summary.unmarked.no_weight, summary.unmarked.no_value],
            counts
        );
    }

    #[test]
    fn any_partition_and_order_of_rows_gives_the_same_ledger(
        rows in prop_oneof![plain_rows(), visits()].prop_shuffle(), cuts in prop::collection::vec(0..40usize, 0..3),
        scale in scales(), one_a_day in any::<bool>(), mirrors in any::<bool>(),
    ) {
        let format = plain();
        let options = Options::for_scale(scale);
        let options = options.with_repeated_merged(one_a_day).with_mirrored_merged(mirrors);
        let mut sorted = rows.clone();
        sorted.sort_by_key(Plain::line);
        let whole = import(text(&sorted).as_bytes(), &format, options.clone());

        let cuts: BTreeSet<usize> = cuts.into_iter().map(|cut| cut.min(rows.len())).collect();
        let mut parts = Vec::new();
        let mut rest = rows.as_slice();
        for cut in cuts.iter().rev() {
            let (head, tail) = rest.split_at((*cut).min(rest.len()));
            parts.push(tail);
            rest = head;
        }
        parts.push(rest);

        // With one importer for all files, and with one for each, merged.
        let mut one = Importer::new(options.clone());
        let mut merged = Importer::new(options.clone());
        for part in parts {
            let part = text(part);
            one.read(&mut RowReader::new(part.as_bytes(), &format)).unwrap();
            let mut its_own = Importer::new(options.clone());
            its_own.read(&mut RowReader::new(part.as_bytes(), &format)).unwrap();
            merged.merge(&its_own).unwrap();
        }
        for importer in [one, merged] {
            // Building does not change an importer.
            let imported = importer.build().unwrap();
            prop_assert_eq!(&importer.build().unwrap(), &imported);
            prop_assert_eq!(&imported.ledger, &whole.ledger);
            let codes = &imported.summary.unvalued_codes;
            prop_assert_eq!(codes, &whole.summary.unvalued_codes);
            let rows: u64 = codes.iter().map(|(_, rows)| rows).sum();
            prop_assert_eq!(rows, imported.summary.unmarked.no_value);
            prop_assert_eq!(counts(&imported.summary), counts(&whole.summary));
            prop_assert_eq!(imported.summary.days, whole.summary.days);
        }
    }

    #[test]
    fn the_marks_of_kept_rows_sum_to_the_ledger(
        rows in visits(), scale in scales(), mirrors in any::<bool>(),
    ) {
        let options = Options::for_scale(scale).with_mirrored_merged(mirrors);
        let text = text(&rows);
        let mut importer = Importer::new(options.clone());
        importer.read(&mut RowReader::new(text.as_bytes(), plain())).unwrap();
        let mut ledger = Ledger::new();
        let mut look = |row: &CodedEvent, outcome, names: &NameTable| {
            let Some(mark) = importer.mark(row, names).unwrap() else {
                return;
            };
            let actors = [row.source(), row.target()];
            let actors = actors.map(|actor| actor.and_then(|actor| names.actor(actor)?.code));
            let ([Some(source), Some(target)], RowOutcome::Kept) = (actors, outcome) else {
                return;
            };
            let Some(Code::Cameo(code)) = names.code(row.act()) else {
                panic!("{row:?}")
            };
            if SYMMETRIC.contains(&code.as_str()) {
                ledger.add(DyadKey::symmetric(source, target), &mark).unwrap();
            } else {
                ledger.add(DyadKey::directed(source, target), &mark).unwrap();
            }
        };
        let mut again = Importer::new(options);
        again.read_each(&mut RowReader::new(text.as_bytes(), plain()), &mut look).unwrap();
        let imported = importer.build().unwrap();
        prop_assert_eq!(&ledger, &imported.ledger);
    }

    /// Each act is subtracted as a whole, through any of its rows, and nothing is left.
    #[test]
    fn subtracting_each_act_empties_the_ledger(
        rows in visits(), scale in scales(), mirrors in any::<bool>(), once in any::<bool>(),
    ) {
        let options = Options::for_scale(scale)
            .with_mirrored_merged(mirrors)
            .with_repeated_merged(once);
        let text = text(&rows);
        let mut importer = Importer::new(options);
        importer.read(&mut RowReader::new(text.as_bytes(), plain())).unwrap();
        let mut left = importer.build().unwrap().ledger;
        let mut taken = BTreeSet::new();
        let mut reader = RowReader::new(text.as_bytes(), plain());
        for told in &rows {
            let row = reader.next().unwrap().unwrap();
            let act = match told.code {
                "043" if mirrors => (told.day, "042", told.target, told.source),
                code => (told.day, code, told.source, told.target),
            };
            if taken.insert(act) {
                left.unmerge(&importer.ledger_of(&row, reader.names()).unwrap()).unwrap();
            }
        }
        prop_assert!(left.is_empty(), "{} acts", taken.len());
    }

    #[test]
    fn counts_add_up_for_any_input(
        rows in plain_rows(),
        junk in prop::collection::vec((0..40usize, "[a-z0-9\t\"]{0,30}"), 0..10),
    ) {
        let mut lines: Vec<String> = rows.iter().map(Plain::line).collect();
        for (place, line) in junk {
            lines.insert(place.min(lines.len()), line + "\n");
        }
        let format = plain();
        let mut outcomes = [0u64; 3];
        let text = lines.concat();
        let mut importer = Importer::new(Options::new(&format));
        importer.read_each(&mut RowReader::new(text.as_bytes(), &format), |_, outcome, _| {
            outcomes[match outcome {
                RowOutcome::Kept => 0,
                RowOutcome::Merged(_) => 1,
                _ => 2,
            }] += 1;
        }).unwrap();
        let summary = importer.summary();
        prop_assert_eq!(summary.read, summary.kept + summary.merged + summary.skipped());
        prop_assert_eq!(
            outcomes,
            [summary.kept, summary.merged, summary.skipped() - summary.refused]
        );
        prop_assert_eq!(summary.bytes, text.len() as u64);
    }
}

/// Acts and actors are distinguished, for any bytes.
#[test]
fn an_actor_is_never_an_act() {
    let table = "2020-01-01\tUSA\tRUS\ta toast\n2020-01-01\tUSA\t\0a toast\t042\n";
    let mut reader = RowReader::new(table.as_bytes(), plain());
    let row = reader.by_ref().nth(1).unwrap().unwrap();
    let actor = reader.names().actor(row.target().unwrap()).unwrap();
    assert_eq!(actor.code, Some("\0a toast"));
}

#[test]
fn a_code_that_names_its_system_has_that_system() {
    let table = "2020-01-01\tUSA\tRUS\tcameo:190\n2020-01-02\tUSA\tRUS\tweis:223\n\
        2020-01-03\tUSA\tRUS\tdesk:toast\n2020-01-04\tUSA\tRUS\tplover:agree\n\
        2020-01-05\tUSA\tRUS\ta toast\n";
    let mut reader = RowReader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
    let mut codes = Vec::new();
    while let Some(row) = reader.next() {
        codes.push(reader.names().code(row.unwrap().act()).unwrap().to_string());
    }
    assert_eq!(
        codes,
        [
            "cameo:190",
            "weis:223",
            "desk:toast",
            "AGREE",
            "file:a toast"
        ]
    );
}

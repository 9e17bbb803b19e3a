//! Tables of people's own, as a layout states them: columns by name, values, counts, cells.
#![cfg(feature = "import")]

use chrono::NaiveDate;
use detente::When;
use detente::code::{Code, Scale, StateNumbers, TwoLetterCodes};
use detente::event::Source;
use detente::import::{
    ColumnKey, Conversion, Delimiter, Format, Import, ImportError, Importer, MAX_CELL_LINES,
    Options, PlainLayout, RowFaultKind, RowReader, RowWarning, Summary,
};
use detente::ledger::{DaySpan, DyadLedger, Mark};
use std::fmt::Write as _;

fn commas() -> PlainLayout {
    PlainLayout::default().with_delimiter(Delimiter::Comma)
}

fn import(table: &str, layout: &PlainLayout) -> Import {
    import_by(table, layout, Options::new(layout))
}

fn import_by(table: &str, layout: &PlainLayout, options: Options) -> Import {
    let mut importer = Importer::new(options);
    importer
        .read(&mut RowReader::new(table.as_bytes(), layout))
        .unwrap();
    importer.build().unwrap()
}

fn directed(import: &Import, source: &str, target: &str) -> DyadLedger {
    let dyad = import.ledger.dyad(source, target);
    dyad.expect("the pair has marks").directed()
}

fn faults(summary: &Summary) -> Vec<String> {
    let faults = summary.first_refused.iter();
    faults.map(|one| one.fault.to_string()).collect()
}

/// The rows of a table as `line: source > target, act`, and its faults.
fn rows(table: &str, layout: &PlainLayout) -> Vec<String> {
    let mut reader = RowReader::new(table.as_bytes(), layout);
    let mut rows = Vec::new();
    while let Some(row) = reader.next() {
        rows.push(match row {
            Err(fault) => fault.to_string(),
            Ok(row) => {
                let names = reader.names();
                let name = |symbol| {
                    let actor = names.actor(symbol).unwrap();
                    let texts = [actor.code, actor.name, actor.country];
                    texts.into_iter().flatten().collect::<Vec<_>>().join("/")
                };
                let source = row.source().map(name).unwrap_or_default();
                let target = row.target().map(name).unwrap_or_default();
                format!("{}: {} {source} > {target}", row.line(), row.date())
            }
        });
    }
    rows
}

/// A table of somebody's own: columns in an order of their own, a value and a count.
const SCORES: &str = "\
Partner B,Note,Day,Score by ten,Partner A,Meetings
Russia,\"talks, two rounds\",2024-01-15,4.5,United States,3
Germany,,2024-01-16,-2.0,France,1
Russia,,2024-01-17,,United States,2
United States,,2024-01-18,-7.2,Russia,1
France,,2024-01-19,3.1,Germany,0
Germany,,2024-01-20,12,France,1
Russia,,2024-01-21,1.0,United States,many
";

fn scores() -> PlainLayout {
    commas()
        .with_columns("day", "partner_a", "PARTNER B", "Score by ten")
        .and_then(|layout| layout.with_values(10.0))
        .and_then(|layout| layout.with_count("Meetings"))
        .unwrap()
}

#[test]
fn a_table_with_values_and_counts_is_read_by_the_names_of_its_columns() {
    let import = import(SCORES, &scores());
    let talks = directed(&import, "USA", "RUS");
    assert_eq!(talks.marks(), 3);
    let sums = talks.spans().next().unwrap().sums();
    let mut one = DyadLedger::new();
    let day = DaySpan::day("2024-01-15".parse().unwrap()).unwrap();
    one.add(&Mark::new(day, 1.0, 0.45).unwrap()).unwrap();
    assert_eq!(sums.score, 3 * one.spans().next().unwrap().sums().score);
    assert_eq!(directed(&import, "FRA", "DEU").marks(), 1);

    let summary = &import.summary;
    // Counts are of events: 3, 1, 2 without a value, 1, a row with the count 0, and two faults.
    assert_eq!((summary.read, summary.kept, summary.refused), (10, 8, 2));
    assert_eq!((summary.rows, summary.unmarked.blank_value), (7, 2));
    assert_eq!(summary.unmarked.no_value, 0);
    assert_eq!(summary.unmarked.zero_count, 1);
    assert_eq!(
        faults(summary),
        [
            "line 7: column 4 (value) is `12`: expected a number from -10 to 10",
            "line 8: column 6 (count) is `many`: expected a whole number from 0 to 1000000",
        ]
    );
    let text = summary.to_string();
    assert!(
        text.contains("       1 kept without a mark: their count is 0\n"),
        "{text}"
    );
    let json = serde_json::to_string(summary).unwrap();
    assert_eq!(&serde_json::from_str::<Summary>(&json).unwrap(), summary);
}

#[test]
fn counted_rows_are_not_merged_and_must_not_be() {
    let layout = PlainLayout::default().with_count(5).unwrap();
    // Two rows of one pair, day and code are separate events.
    let table = "2014-05-13\tUSA\tRUS\t112\t40\n2014-05-13\tUSA\tRUS\t112\t2.0\n";
    let imported = import(table, &layout);
    assert_eq!((imported.summary.kept, imported.summary.merged), (42, 0));
    assert_eq!(directed(&imported, "USA", "RUS").marks(), 42);

    let mut merging = Importer::new(Options::new(&layout).with_repeated_merged(true));
    let error = merging.read(&mut RowReader::new(table.as_bytes(), &layout));
    assert_eq!(error, Err(ImportError::Counts));
    assert_eq!(merging.summary(), &Summary::default());
}

#[test]
fn counted_rows_of_both_sides_are_as_many_events_as_the_side_with_more() {
    let layout = PlainLayout::default().with_count(5).unwrap();
    let table = "2014-05-13\tUSA\tRUS\t040\t40\n2014-05-13\tRUS\tUSA\t040\t3\n";
    for table in [
        table,
        "2014-05-13\tRUS\tUSA\t040\t3\n2014-05-13\tUSA\tRUS\t040\t40\n",
    ] {
        let imported = import(table, &layout);
        assert_eq!((imported.summary.kept, imported.summary.merged), (40, 3));
        assert_eq!(imported.summary.warning(RowWarning::Mirrored).rows, 3);
        let dyad = imported.ledger.dyad("USA", "RUS").unwrap();
        assert_eq!(dyad.undirected().marks(), 40);
    }
    assert_eq!(
        import(table, &layout)
            .summary
            .warning(RowWarning::Repeated)
            .rows,
        0
    );
}

#[test]
fn a_count_is_as_many_rows() {
    let counted = PlainLayout::default().with_count(5).unwrap();
    let layout = PlainLayout::default();
    let options = Options::new(&counted);
    let (mut table, mut long) = (String::new(), String::new());
    for (row, count) in [
        ("2014-05-13\tUSA\tRUS\t112", 7),
        ("2014-05-13\tUSA\tRUS\t042", 3),
        ("2014-05-13\tRUS\tUSA\t043", 5),
        ("2014-05-13\tUSA\tUSA\t112", 2),
        ("2014-05-13\t---\tUSA\t112", 4),
        ("2014-05-13\tUSA\tFreedonia\t46", 2),
        ("2014-05-14\tUSA\tFRA\ttoast", 9),
    ] {
        writeln!(table, "{row}\t{count}").unwrap();
        long += &format!("{row}\n").repeat(count);
    }
    let (one, many) = (
        import_by(&table, &counted, options.clone()),
        import_by(&long, &layout, options),
    );
    assert_eq!(one.ledger, many.ledger);
    let (one, many) = (&one.summary, &many.summary);
    assert_eq!(
        (one.read, one.kept, one.merged),
        (many.read, many.kept, many.merged)
    );
    assert_eq!(one.unmarked, many.unmarked);
    assert_eq!(one.unknown_countries, many.unknown_countries);
    assert_eq!(one.unvalued_codes, many.unvalued_codes);
    for warning in RowWarning::ALL {
        let count = |summary: &Summary| {
            let count = summary.warning(warning);
            (count.rows, count.skipped)
        };
        assert_eq!(count(one), count(many), "{warning}");
    }
}

/// What people keep by hand.
const TRACKER: &str = "\
\u{feff}Diplomatic contacts 2025 (updated weekly),,,,,,
,,,,,,
No.,Date,Who,With,Kind,Place,Remarks
1,2025-02-12,United States,Russia,call,,first since 2022 [a]
2,,\"United States; Saudi Arabia\",Russia,meeting,Riyadh,same day
3,2025-02-18,United States,\"Russia, Ukraine*\",meeting,Riyadh,\"two rooms
one after the other\"
4,2025-02-24/26,France,United States,visit,Washington,
5,24 Feb 2025,UK\u{b9},United States,visit,Washington,
6,early March,Türkiye,Russia and Ukraine,call,,tbc
,,,,,,
February total,,5 contacts,,,,
[a] According to one side only.,,,,,,
";

#[test]
fn a_spreadsheet_kept_by_hand_is_read_as_far_as_it_is_stated() {
    let layout = commas()
        .with_line_breaks(true)
        .with_header_line(3)
        .with_columns("Date", "Who", "With", "Kind")
        .unwrap()
        .with_dates_filled_down(true)
        .with_party_separators([";", ",", " and "])
        .with_footnote_marks_removed(true);
    let date = "expected a date, YYYY-MM-DD or YYYYMMDD";
    assert_eq!(
        rows(TRACKER, &layout),
        [
            "4: 2025-02-12 United States > Russia".to_owned(),
            "5: 2025-02-12 United States > Russia".to_owned(),
            "5: 2025-02-12 Saudi Arabia > Russia".to_owned(),
            "6: 2025-02-18 United States > Russia".to_owned(),
            "6: 2025-02-18 United States > Ukraine".to_owned(),
            format!("line 8: column 2 (date) is `2025-02-24/26`: {date}"),
            "9: 2025-02-24 UK > United States".to_owned(),
            format!("line 10: column 2 (date) is `early March`: {date}"),
            // No date above them can be read, so none is filled down.
            format!("line 11: column 2 (date) is ``: {date}"),
            format!("line 12: column 2 (date) is ``: {date}"),
            format!("line 13: column 2 (date) is ``: {date}"),
        ]
    );
}

#[test]
fn nothing_of_a_spreadsheet_is_taken_for_granted() {
    let layout = commas().with_columns(2, 3, 4, 5).unwrap();
    let import = import(TRACKER, &layout);
    let summary = &import.summary;
    // The row whose cell has a line break is refused, and so is the rest of the cell.
    assert_eq!(summary.kept, 2);
    assert_eq!(summary.read, summary.kept + summary.refused);
    let unknown = summary.unknown_countries.iter().map(|(name, _)| &**name);
    assert_eq!(unknown.collect::<Vec<_>>(), ["UK\u{b9}"]);
}

#[test]
fn a_header_without_a_column_says_what_it_has() {
    let mut reader = RowReader::new(
        SCORES.as_bytes(),
        commas().with_columns("Date", 2, 3, 4).unwrap(),
    );
    let fault = reader.next().unwrap().unwrap_err();
    assert!(fault.is_fatal());
    assert_eq!(
        fault.to_string(),
        "line 1: the header has no column for the date: expected `Date`, found `Partner B`, `Note`, `Day`, \
         `Score by ten`, `Partner A`, `Meetings`; state the line of the header if it is another \
         (`with_header_line`)"
    );
    assert!(reader.next().is_none());
    let layout = commas().with_columns("date", 2, 3, "code").unwrap();
    let mut reader = RowReader::new(&b"Date,Code,x,CODE\n"[..], layout);
    assert_eq!(
        reader.next().unwrap().unwrap_err().to_string(),
        "line 1: the header has `Code` in the columns 2 and 4: expected one, or the number of the column"
    );
}

#[test]
fn a_column_is_found_by_any_of_its_names() {
    let date = ColumnKey::named("Event Date").or("Day");
    let layout = commas()
        .with_columns(date, "source", "target", "code")
        .unwrap();
    for header in [
        "Event Date,Source,Target,CODE",
        "event_date,SOURCE,\"target\",code",
        "day, source ,Target,code",
        "EVENT.DATE,source,target,Code",
    ] {
        let table = format!("{header}\n2014-05-13,USA,RUS,042\n");
        assert_eq!(
            rows(&table, &layout),
            ["2: 2014-05-13 USA > RUS"],
            "{header}"
        );
    }
    // The first name in the list is used, and an exact name before a similar one.
    let both = "Day,source,target,code,event date\n2014-05-13,USA,RUS,042,2014-05-14\n";
    assert_eq!(rows(both, &layout), ["2: 2014-05-14 USA > RUS"]);
    let exact = "day,Day,source,target,code\n2014-05-13,2014-05-14,USA,RUS,042\n";
    assert_eq!(rows(exact, &layout), ["2: 2014-05-14 USA > RUS"]);
}

#[test]
fn optional_columns_can_be_missing() {
    let layout = commas()
        .with_columns("date", "source", "target", "code")
        .and_then(|layout| layout.with_count(ColumnKey::named("n").optional()))
        .and_then(|layout| layout.with_id(ColumnKey::named("id").optional()))
        .and_then(|layout| {
            let key = |name| ColumnKey::named(name).optional();
            layout.with_countries(key("source country"), key("target country"))
        })
        .and_then(|layout| layout.without_rows(ColumnKey::named("kind").optional(), ["test"]))
        .unwrap();
    let short = "date,source,target,code\n2014-05-13,USA,RUS,042\n";
    assert_eq!(rows(short, &layout), ["2: 2014-05-13 USA > RUS"]);
    let long = "date,source,target,code,n,id,source country,target country,kind\n\
        2014-05-13,Obama,Putin,042,2,7,United States,Russia,\n\
        2014-05-13,Obama,Putin,042,2,7,United States,Russia,test\n";
    assert_eq!(
        rows(long, &layout),
        ["2: 2014-05-13 Obama/United States > Putin/Russia"]
    );
    let imported = import(long, &layout);
    assert_eq!((imported.summary.kept, imported.summary.left_out), (2, 1));
    let first = imported.summary.first_left_out.as_ref().unwrap();
    assert_eq!((first.line, first.column.as_ref().unwrap().0), (3, 9));
    assert_eq!(
        imported
            .ledger
            .dyad("USA", "RUS")
            .unwrap()
            .undirected()
            .marks(),
        2
    );
}

#[test]
fn a_date_can_have_three_columns() {
    let layout = commas()
        .with_columns("year", "source", "target", "code")
        .and_then(|layout| layout.with_year_month_day("year", "month", "day"))
        .unwrap()
        .with_dates_filled_down(true);
    let table = "year,month,day,source,target,code\n\
        1946,3,5,USA,RUS,042\n\
        ,,,USA,RUS,112\n\
        1946,March,06,USA,RUS,112\n\
        1946,2,30,USA,RUS,112\n\
        1946,-9,-9,USA,RUS,112\n\
        46,3,5,USA,RUS,112\n";
    assert_eq!(
        rows(table, &layout),
        [
            "2: 1946-03-05 USA > RUS",
            "3: 1946-03-05 USA > RUS",
            "4: 1946-03-06 USA > RUS",
            "line 5: column 3 (day) is `30`: expected a day of February 1946, which has 28 days",
            "line 6: column 2 (month) is `-9`: expected a month, 1 to 12 or its name; if it can be unknown, \
             state it: `with_partial_dates`",
            "line 7: column 1 (year) is `46`: expected a year of four digits; for two, \
             state what they mean: `with_short_years`",
        ]
    );
}

#[test]
fn a_quote_that_is_not_closed_takes_no_other_row() {
    let layout = commas().with_line_breaks(true);
    let good = "2014-05-13,USA,RUS,042\n";
    let table = format!(
        "{good}2014-05-14,\"USA,RUS,042\n{}",
        good.repeat(MAX_CELL_LINES)
    );
    let found = rows(&table, &layout);
    assert_eq!(found.len(), 2 + MAX_CELL_LINES);
    assert_eq!(
        found[1],
        "line 2: column 2 (source) has no closing quote: expected one before the end of the line"
    );
    assert!(
        found[2..]
            .iter()
            .all(|row| row.ends_with("2014-05-13 USA > RUS"))
    );
    // A cell may have a line less.
    let cell = format!(
        "2014-05-13,USA,RUS,042,\"{}\"\n{good}",
        "\n".repeat(MAX_CELL_LINES - 1)
    );
    assert_eq!(rows(&cell, &layout).len(), 2);
    // Without line breaks, the row is refused, and the rest of the cell is a row that is refused, too.
    let cell = "2014-05-13,USA,RUS,042,\"a\nb\"\n2014-05-14,USA,RUS,042\n";
    assert_eq!(rows(cell, &commas()).len(), 3);
    assert_eq!(rows(cell, &layout).len(), 2);
}

#[test]
fn parties_can_be_separated_by_lines_in_a_cell() {
    let layout = commas()
        .with_line_breaks(true)
        .with_party_separators(["\n"]);
    let table = "2014-05-13,\"USA\r\nFRA\",\"RUS\",042\n";
    assert_eq!(
        rows(table, &layout),
        ["1: 2014-05-13 USA > RUS", "1: 2014-05-13 FRA > RUS"]
    );
    // Otherwise the end of a line in a cell is a blank.
    let layout = commas().with_line_breaks(true);
    let table = "2014-05-13,\"United\nStates\",RUS,042\n";
    assert_eq!(rows(table, &layout), ["1: 2014-05-13 United States > RUS"]);
}

#[test]
fn a_row_with_too_many_pairs_is_refused() {
    let layout = PlainLayout::default().with_party_separators([";"]);
    let side = |name: &str, count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("{name}{number}")).collect();
        names.join(";")
    };
    let table = |sources, targets| {
        format!(
            "2014-05-13\t{}\t{}\t042\n",
            side("a", sources),
            side("b", targets)
        )
    };
    assert_eq!(rows(&table(8, 8), &layout).len(), 64);
    let mut reader = RowReader::new(&b""[..], &layout);
    assert!(reader.next().is_none());
    let long = table(9, 8);
    let mut reader = RowReader::new(long.as_bytes(), &layout);
    let fault = reader.next().unwrap().unwrap_err();
    assert_eq!(fault.kind, RowFaultKind::Pairs { found: 72 });
    assert!(reader.names().is_empty());
}

#[test]
fn lists_of_names_and_countries_belong_together_if_they_match() {
    let layout = PlainLayout::default()
        .with_columns(1, 2, 4, 6)
        .and_then(|layout| layout.with_countries(3, 5))
        .unwrap()
        .with_party_separators([";"]);
    let table = "\
2014-05-13\tKerry;Fabius\tUSA;FRA\tLavrov\tRUS\t042\n\
2014-05-14\tKerry;Rice\tUSA\tLavrov;Putin;Shoigu\tRUS;UKR\t042\n\
2014-05-15\t\tUSA\t\t\t042\n";
    assert_eq!(
        rows(table, &layout),
        [
            "1: 2014-05-13 Kerry/USA > Lavrov/RUS",
            "1: 2014-05-13 Fabius/FRA > Lavrov/RUS",
            "2: 2014-05-14 Kerry/USA > RUS",
            "2: 2014-05-14 Kerry/USA > UKR",
            "2: 2014-05-14 Rice/USA > RUS",
            "2: 2014-05-14 Rice/USA > UKR",
            "3: 2014-05-15 USA > ",
        ]
    );
    let mut importer = Importer::new(Options::new(&layout));
    importer
        .read(&mut RowReader::new(table.as_bytes(), &layout))
        .unwrap();
    assert_eq!(
        importer.summary().warning(RowWarning::UnmatchedNames).rows,
        4
    );
}

#[test]
fn only_rows_with_some_texts_are_kept() {
    let layout = commas().with_rows_only(5, ["held", "done"]).unwrap();
    let table = "2014-05-13,USA,RUS,042,held\n2014-05-13,USA,RUS,112, done \nbad,,,,planned\n";
    let import = import(table, &layout);
    assert_eq!((import.summary.read, import.summary.kept), (3, 2));
    // A row that is left out is not read further.
    assert_eq!((import.summary.left_out, import.summary.refused), (1, 0));
    assert!(
        import.summary.to_string().contains(
            "       1 left out by the layout (first: file 1, line 3, column 5 (filter))\n"
        )
    );
}

#[test]
fn levels_of_hostility_have_a_value_on_a_scale_of_their_own() {
    // Militarised disputes by state abbreviation: 1 none, 2 threat, 3 display, 4 use of force, 5 war.
    let table = "date,source,target,hostility\n\
        1961-08-13,GDR,USA,3\n\
        1962-10-22,USA,CUB,4\n\
        1962-11-02,CUB,USA,1\n\
        1965-02-07,USA,DRV,5\n";
    let layout = commas().with_system("mid").unwrap();
    let code = |level: u8| format!("mid:{level}").parse::<Code>().unwrap();
    let values = [(1, 0.0), (2, -0.4), (3, -0.6), (4, -0.9), (5, -1.0)];
    let rows = values.map(|(level, value)| (code(level), value));
    let scale = Scale::from_table("hostility", "by ten", rows).unwrap();
    let imported = import_by(table, &layout, Options::new(&layout).with_scale(scale));
    let war = imported.ledger.dyad("USA", "VDR").unwrap().directed();
    let sums = war.spans().next().unwrap().sums();
    assert_eq!(sums.score, -(1_i64 << 40));
    assert_eq!(imported.summary.unmarked.no_value, 0);

    // Without a system or a scale no row has a value, and nothing is taken for a code of CAMEO.
    for layout in [commas(), layout] {
        let imported = import(table, &layout);
        assert_eq!(
            (imported.summary.kept, imported.summary.unmarked.no_value),
            (4, 4)
        );
        assert!(imported.ledger.is_empty());
    }
}

#[test]
fn the_whole_column_decides_about_lost_zeros() {
    let all = "2012-05-02,USA,RUS,10\n2012-05-03,RUS,USA,13\n2012-05-04,FRA,DEU,20\n\
        2012-05-07,USA,RUS,36\n2012-05-14,USA,RUS,211\n2012-05-15,RUS,USA,112\n";
    let column = &import(all, &commas()).summary.code_columns[0];
    assert_eq!(
        (column.system(), column.is_stated, column.restored),
        (Some("cameo"), false, 5)
    );
    // Some codes begin with a zero, so no zero was lost.
    let some = format!("{all}2012-05-16,USA,RUS,010\n");
    let column = &import(&some, &commas()).summary.code_columns[0];
    assert_eq!(column.restored, 0);
}

#[test]
fn codes_of_weis_are_never_codes_of_cameo() {
    let bare = "1982-04-02,ARG,GBR,211\n1982-04-03,GBR,ARG,122\n1982-04-05,GBR,ARG,182\n\
        1982-04-08,USA,GBR,032\n1982-05-01,GBR,ARG,223\n";
    let weis = |layout: &PlainLayout| {
        import_by(
            bare,
            layout,
            Options::new(layout).with_scale(Scale::weis_goldstein()),
        )
    };
    let stated = weis(&commas().with_system("weis").unwrap());
    assert_eq!(stated.summary.unmarked.no_value, 0);
    let seizure = directed(&stated, "ARG", "GBR")
        .spans()
        .next()
        .unwrap()
        .sums();
    assert!(seizure.score < 0);
    let unstated = import(bare, &commas());
    assert_eq!(unstated.summary.code_columns[0].system(), Some("weis"));
    assert!(unstated.ledger.is_empty());
}

#[test]
fn a_layout_survives_json() {
    let layouts = [
        scores(),
        PlainLayout::default(),
        PlainLayout::icews(),
        commas()
            .with_delimiter_byte(b'\x01')
            .unwrap()
            .with_quotes(true)
            .with_line_breaks(true)
            .with_header_line(3)
            .with_short_years(1950)
            .with_dates("month_first".parse().unwrap())
            .with_dates_filled_down(true)
            .with_partial_dates(true)
            .with_party_separators([";", " and "])
            .with_footnote_marks_removed(true)
            .with_party_names([("the Kremlin", "RUS"), ("tbc", "")])
            .without_rows(ColumnKey::named("kind").or("type").optional(), ["test"])
            .and_then(|layout| layout.with_year_month_day(11, "month", 13))
            .and_then(|layout| layout.with_last_day("until"))
            .and_then(|layout| layout.with_countries(6, 7))
            .and_then(|layout| layout.with_rows_only(9, ["x"]))
            .unwrap(),
    ];
    for layout in layouts {
        let format = Format::Plain(layout);
        let json = serde_json::to_string(&format).unwrap();
        assert_eq!(
            serde_json::from_str::<Format>(&json).unwrap(),
            format,
            "{json}"
        );
    }
}

#[test]
fn settings_out_of_range_are_refused() {
    let told = |result: Result<PlainLayout, ImportError>| result.unwrap_err().to_string();
    let layout = PlainLayout::default;
    assert_eq!(
        told(layout().with_delimiter_byte(b'"')),
        "the byte `\\\"` cannot separate columns: expected ASCII, without letters, digits, quotes and ends of lines"
    );
    assert!(layout().with_delimiter_byte(b'x').is_err());
    assert!(layout().with_delimiter_byte(0xa7).is_err());
    assert_eq!(
        told(layout().with_values(0.0)),
        "the greatest value is `0`: expected a number above zero"
    );
    assert!(layout().with_values(f64::NAN).is_err());
    assert!(layout().with_values(f64::INFINITY).is_err());
    assert_eq!(
        told(layout().with_count(" ")),
        "the column for count is stated by a blank text: expected its name in the header, or a text for all rows"
    );
    assert_eq!(
        told(layout().with_count(2)),
        "source and count are both in column `2`: expected a column for each"
    );
    assert_eq!(
        told(layout().with_id(65)),
        "id is in column `65`: expected 1 to 64"
    );
}

#[test]
fn a_count_with_a_point_before_three_digits_is_refused() {
    let layout = PlainLayout::default().with_count(5).unwrap();
    let table = "2014-05-13\tUSA\tRUS\t112\t3.0\n2014-05-13\tUSA\tRUS\t112\t1.000\n";
    let read: Vec<_> = RowReader::new(table.as_bytes(), &layout).collect();
    assert!(read[0].is_ok());
    let fault = read[1].as_ref().unwrap_err().to_string();
    assert!(
        fault.contains("`1.000`: expected a whole number"),
        "{fault}"
    );
}

#[test]
fn an_event_of_several_days_is_spread_over_them_and_repeated_only_on_the_same_days() {
    let layout = commas().with_last_day(5).unwrap();
    let table = "\
2014-05-13,USA,RUS,112,2014-05-15
2014-05-13,USA,RUS,112,2014-05-15
2014-05-13,USA,RUS,112,
2014-05-13,USA,RUS,112,NA
2014-05-20,USA,RUS,112,2014-05-19
2014-05-20,USA,RUS,112,soon
";
    let found = import(table, &layout);
    assert_eq!((found.summary.kept, found.summary.merged), (2, 2));
    assert_eq!(
        faults(&found.summary),
        [
            "line 5: column 5 (last day) is `2014-05-19`: expected the date of the row, 2014-05-20, or a later day",
            "line 6: column 5 (last day) is `soon`: expected a date, YYYY-MM-DD or YYYYMMDD",
        ]
    );
    let day = |day| NaiveDate::from_ymd_opt(2014, 5, day).unwrap();
    let spans: Vec<DaySpan> = directed(&found, "USA", "RUS")
        .spans()
        .map(|sums| sums.span())
        .collect();
    let expected = [DaySpan::day(day(13)), DaySpan::new(day(13), day(16))];
    assert_eq!(spans, expected.map(Result::unwrap));
    assert_eq!(found.summary.days, Some((day(13), day(15))));
}

#[test]
fn an_event_of_several_days_has_an_extent_in_a_timeline() {
    let layout = commas().with_last_day(5).unwrap();
    let table = "2014-05-13,USA,RUS,042,2014-05-15\n2014-05-13,RUS,USA,043,2014-05-15\n2014-05-13,USA,RUS,042,\n";
    let mut reader = RowReader::new(table.as_bytes(), &layout);
    let mut conversion = Conversion::new(Source::new("desk"));
    while let Some(row) = reader.next() {
        conversion.add(&row.unwrap(), reader.names()).unwrap();
    }
    let events = conversion.to_events().events;
    let found: Vec<_> = events
        .iter()
        .map(|event| (&*event.id, event.when.to_string()))
        .collect();
    assert_eq!(
        found,
        [
            ("desk:2014-05-13:RUS+USA:04", "2014-05-13".to_owned()),
            (
                "desk:2014-05-13/2014-05-15:RUS+USA:04",
                "2014-05-13/2014-05-15".to_owned()
            ),
        ]
    );
}

#[test]
fn a_date_can_be_a_month_or_a_year_if_that_is_stated() {
    let table = "\
1993,6,15,USA,RUS,042
1993,June,-9,USA,RUS,042
1993,7,NA,USA,RUS,042
1993,0,0,USA,RUS,042
1993,-9,,USA,RUS,042
1993,-9,3,USA,RUS,042
1993,6,31,USA,RUS,042
1993,13,-9,USA,RUS,042
";
    let layout = commas().with_columns(7, 4, 5, 6);
    let layout = layout
        .and_then(|layout| layout.with_year_month_day(1, 2, 3))
        .unwrap();
    let found = import(table, &layout);
    assert_eq!((found.summary.kept, found.summary.refused), (1, 7));
    assert_eq!(
        faults(&found.summary)[..2],
        [
            "line 2: column 3 (day) is `-9`: expected a day of June 1993, which has 30 days; if it can be \
             unknown, state it: `with_partial_dates`",
            "line 3: column 3 (day) is `NA`: expected a day of July 1993, which has 31 days; if it can be \
             unknown, state it: `with_partial_dates`",
        ]
    );

    let layout = layout.with_partial_dates(true);
    let found = import(table, &layout);
    assert_eq!(
        (
            found.summary.kept,
            found.summary.merged,
            found.summary.refused
        ),
        (4, 1, 3)
    );
    assert_eq!(found.summary.warning(RowWarning::PartialDate).rows, 4);
    assert_eq!(
        faults(&found.summary),
        [
            "line 6: column 2 (month) is `-9`: expected a month, 1 to 12 or its name",
            "line 7: column 3 (day) is `31`: expected a day of June 1993, which has 30 days",
            "line 8: column 2 (month) is `13`: expected a month, 1 to 12 or its name",
        ]
    );
    let dyad = found.ledger.dyad("USA", "RUS").unwrap().undirected();
    let spans: Vec<String> = dyad.spans().map(|sums| sums.span().to_string()).collect();
    assert_eq!(
        spans,
        [
            "[1993-01-01, 1994-01-01)",
            "[1993-06-01, 1993-07-01)",
            "[1993-06-15, 1993-06-16)",
            "[1993-07-01, 1993-08-01)",
        ]
    );

    // The rows that are dated to a month or a year can be skipped.
    let without = Options::new(&layout).dropping(RowWarning::PartialDate);
    let found = import_by(table, &layout, without);
    assert_eq!((found.summary.kept, found.summary.skipped()), (1, 7));
}

#[test]
fn a_month_is_an_uncertain_day_in_a_timeline() {
    let layout = commas().with_partial_dates(true);
    let mut reader = RowReader::new(&b"1993-06,USA,RUS,042\n"[..], &layout);
    let mut conversion = Conversion::new(Source::new("desk"));
    let row = reader.next().unwrap().unwrap();
    conversion.add(&row, reader.names()).unwrap();
    let events = conversion.to_events().events;
    assert_eq!(events[0].when.to_string(), "[1993-06-01..1993-06-30]");
    assert_eq!(
        events[0].when.bounds(),
        "1993-06".parse::<When>().unwrap().bounds()
    );
}

#[test]
fn codes_of_two_letters_are_countries_of_the_stated_list() {
    let table = "2014-05-13,CN,US,112\n2014-05-13,ru,CH,112\n2014-05-13,ZZ,EU,112\n";
    let pairs = |layout: &PlainLayout| {
        let found = import(table, layout);
        let pairs = found.ledger.dyads();
        let names = pairs.map(|pair| [pair.actors.0, pair.actors.1].map(str::to_owned));
        (names.collect::<Vec<_>>(), found.summary.to_string())
    };
    let (names, summary) = pairs(&commas());
    assert_eq!(names, [["CH", "ru"], ["CN", "USA"], ["EU", "ZZ"]]);
    let hint = "2 of these names are codes of two letters (`CH` and others): to read them as countries, state \
                their list with `with_two_letter_codes`";
    assert!(summary.contains(hint), "{summary}");
    let iso = commas().with_two_letter_codes(TwoLetterCodes::Iso);
    assert_eq!(
        pairs(&iso).0,
        [["CHE", "RUS"], ["CHN", "USA"], ["EU", "ZZ"]]
    );
    let fips = commas().with_two_letter_codes(TwoLetterCodes::Fips);
    let (names, summary) = pairs(&fips);
    assert!(
        names.contains(&["CHN".to_owned(), "ru".to_owned()]),
        "{names:?}\n{summary}"
    );
    for layout in [iso, fips] {
        let json = serde_json::to_string(&layout).unwrap();
        assert_eq!(serde_json::from_str::<PlainLayout>(&json).unwrap(), layout);
    }
}

#[test]
fn whole_numbers_with_a_fraction_of_zero_are_whole_numbers() {
    let layout = commas().with_state_numbers(StateNumbers::Cow);
    let layout = layout.with_system("cameo").unwrap();
    let table = "\
20150103.0,200.0,339.0,46.0
20150103,200,339,46
20150103,-9,339,46
20150103,-9.0,339,46
20150103,0,339,46
20150103,200,,46
";
    let found = import(table, &layout);
    assert_eq!((found.summary.kept, found.summary.merged), (1, 1));
    assert_eq!(found.summary.warning(RowWarning::MissingSource).rows, 3);
    assert!(found.ledger.dyad("GBR", "ALB").is_some());
    assert!(found.summary.unknown_countries.is_empty());

    // The list has to be stated.
    let found = import("20150103,200.0,339.0,046\n", &commas());
    assert_eq!(found.summary.warning(RowWarning::StateNumber).rows, 1);
    // A scale of one's own can have both.
    let own = commas().with_system("own").unwrap();
    let found = import("2015-01-03,USA,RUS,1.0\n2015-01-03,USA,RUS,1\n", &own);
    assert_eq!(found.summary.unvalued_codes.len(), 2);
}

#[test]
fn a_column_can_have_one_text_for_all_rows() {
    let constant = ColumnKey::constant;
    let layout = commas()
        .with_columns("arrival", "guest", constant("USA"), constant("042"))
        .unwrap();
    let table = "guest,arrival\nJapan,2014-05-13\nUSA,2014-05-14\n,2014-05-15\n";
    let found = import(table, &layout);
    assert_eq!((found.summary.kept, found.summary.skipped()), (1, 2));
    assert!(found.ledger.dyad("JPN", "USA").is_some());
    let json = serde_json::to_string(&layout).unwrap();
    assert!(json.contains(r#""code":{"constant":"042"}"#), "{json}");
    assert_eq!(serde_json::from_str::<PlainLayout>(&json).unwrap(), layout);

    // Columns with numbers need no header, and a constant date makes no line one.
    let layout = commas()
        .with_columns(constant("2014-05-13"), 1, 2, constant("112"))
        .unwrap();
    assert_eq!(import("USA,RUS\nUSA,CHN\n", &layout).summary.kept, 2);
    let fault = |layout: &PlainLayout| rows("USA,RUS\n", layout).remove(0);
    let wrong = commas()
        .with_columns(constant("May"), 1, 2, constant("112"))
        .unwrap();
    assert_eq!(
        fault(&wrong),
        "line 1: the stated date is `May`: expected a date, YYYY-MM-DD or YYYYMMDD"
    );
    let all = commas()
        .with_columns(
            constant("2014-05-13"),
            constant("USA"),
            constant("RUS"),
            constant("042"),
        )
        .unwrap();
    assert_eq!(import("a\n", &all).summary.kept, 1);
    // A warning about a text that no line has has no column.
    let blank = commas()
        .with_columns(1, 2, constant(" USA"), constant("1234"))
        .unwrap();
    let summary = import("2014-05-13,RUS\n", &blank).summary;
    assert_eq!(summary.kept, 1);
    assert!(!summary.to_string().contains("column"), "{summary}");
    let blank = commas().with_columns(1, 2, 3, constant(" "));
    assert_eq!(
        blank.unwrap_err().to_string(),
        "the column for code is stated by a blank text: expected its name in the header, or a text for all rows"
    );
}

#[test]
fn a_day_or_a_year_that_a_program_wrote_as_a_negative_float_is_unknown() {
    let layout = commas()
        .with_columns(6, 4, 5, ColumnKey::constant("042"))
        .and_then(|layout| layout.with_year_month_day(1, 2, 3))
        .unwrap()
        .with_partial_dates(true);
    let table = "1995.0,6.0,-9.0,USA,RUS\n1995.0,-9.0,-99.0,USA,RUS\n-9.0,-9.0,-9.0,USA,RUS\n0,6,1,USA,RUS\n0000,0,0,USA,RUS\n0000,6,0,USA,RUS\n";
    let found = import(table, &layout);
    assert_eq!((found.summary.kept, found.summary.refused), (2, 4));
    let faults = faults(&found.summary);
    assert_eq!(
        faults[0],
        "line 3: column 1 (year) is `-9.0`: expected a year"
    );
    assert_eq!(
        faults[2],
        "line 5: column 1 (year) is `0000`: expected a year"
    );
}

#[test]
fn a_row_of_more_than_ten_years_is_refused() {
    let layout = commas().with_last_day(5).unwrap();
    let table = "2024-02-01,USA,RUS,112,9999-12-31\n2024-02-01,USA,RUS,112,2034-02-08\n2024-02-01,USA,RUS,112,2034-02-07\n";
    let found = import(table, &layout);
    assert_eq!((found.summary.kept, found.summary.refused), (1, 2));
    assert_eq!(
        faults(&found.summary)[0],
        "line 1: column 5 (last day) is `9999-12-31`: expected a day less than 3660 days after the date of the row"
    );
}

#[test]
fn a_quote_that_closes_on_a_later_line_before_a_text_is_a_fault() {
    let layout = commas().with_line_breaks(true);
    let table = "2024-01-01,USA,RUS,042,\"one\n2024-01-02,USA,FRA,042,x\n2024-01-03,USA,GBR,042,\"two\n\
        2024-01-04,USA,DEU,042,\"a \"\"b\"\"\nc\" \n";
    let found = import(table, &layout);
    assert_eq!((found.summary.kept, found.summary.refused), (2, 2));
    assert!(found.ledger.dyad("USA", "FRA").is_some() && found.ledger.dyad("USA", "DEU").is_some());
}

#[test]
fn years_of_a_war_are_an_extent_in_a_timeline() {
    let layout = commas().with_partial_dates(true).with_last_day(5).unwrap();
    let table = "1939,DEU,POL,190,1945\n1993,USA,RUS,042,\n1993-06-10,USA,FRA,042,1993\n";
    let mut reader = RowReader::new(table.as_bytes(), &layout);
    let mut conversion = Conversion::new(Source::new("desk"));
    while let Some(row) = reader.next() {
        conversion.add(&row.unwrap(), reader.names()).unwrap();
    }
    let events = conversion.to_events().events;
    let dates: Vec<_> = events.iter().map(|event| event.when.to_string()).collect();
    assert_eq!(
        dates,
        [
            "1939-01-01/1945-12-31",
            "[1993-01-01..1993-12-31]",
            "1993-06-10/1993-12-31"
        ]
    );
}

#[test]
fn the_country_of_one_side_alone_is_refused() {
    let of = |name| ColumnKey::named(name).optional();
    let layout = commas()
        .with_columns("date", "a", "b", "code")
        .and_then(|layout| layout.with_countries(of("a country"), of("b country")))
        .unwrap();
    let fault =
        |header: &str| rows(&format!("{header}\n2014-05-13,x,y,042,USA\n"), &layout).remove(0);
    assert!(
        fault("date,a,b,code,a country").starts_with(
            "line 1: the header has no column for the target country: expected `b country`"
        ),
        "{}",
        fault("date,a,b,code,a country")
    );
    assert!(
        fault("date,a,b,code,b country")
            .starts_with("line 1: the header has no column for the source country")
    );
    assert_eq!(fault("date,a,b,code,note"), "2: 2014-05-13 x > y");
}

#[test]
fn a_filter_on_a_constant_text_names_no_column() {
    let layout = commas()
        .without_rows(ColumnKey::constant("x"), ["x"])
        .unwrap();
    let summary = import("2014-05-13,USA,RUS,042\n", &layout).summary;
    assert_eq!(summary.left_out, 1);
    assert!(!summary.to_string().contains("column"), "{summary}");
}

#[test]
fn the_code_of_namibia_is_a_missing_value_unless_it_is_stated() {
    let table = "2014-05-13,NA,US,112\n";
    let layout = commas().with_two_letter_codes(TwoLetterCodes::Iso);
    let summary = import(table, &layout).summary;
    assert_eq!(
        (
            summary.kept,
            summary.warning(RowWarning::MissingSource).rows
        ),
        (0, 1)
    );
    let stated = layout.with_party_names([("NA", "NAM")]);
    assert!(import(table, &stated).ledger.dyad("NAM", "USA").is_some());
}

#[test]
fn an_uncertain_day_of_a_month_and_an_event_of_that_month_are_two_events() {
    let layout = commas().with_partial_dates(true).with_last_day(5).unwrap();
    let lines = [
        "1993-06,USA,RUS,042,\n",
        "1993-06-01,USA,RUS,042,1993-06-30\n",
    ];
    let convert = |lines: &[&str]| {
        let table = lines.concat();
        let mut reader = RowReader::new(table.as_bytes(), &layout);
        let mut conversion = Conversion::new(Source::new("desk"));
        while let Some(row) = reader.next() {
            conversion.add(&row.unwrap(), reader.names()).unwrap();
        }
        let events = conversion.to_events().events;
        let events = events
            .iter()
            .map(|event| (event.id.clone(), event.when.to_string()));
        events.collect::<Vec<_>>()
    };
    let found = convert(&lines);
    let when: Vec<&str> = found.iter().map(|(_, when)| &**when).collect();
    assert_eq!(when, ["1993-06-01/1993-06-30", "[1993-06-01..1993-06-30]"]);
    assert_ne!(found[0].0, found[1].0);
    assert_eq!(convert(&[lines[1], lines[0]]), found);
}

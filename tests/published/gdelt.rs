//! Events of GDELT with a header, as a query saves them.

use super::*;

/// Five rows with the columns that a query asked for; the last two are the two sides of a visit.
pub(super) const SIX: &str = "\
SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode,GoldsteinScale,NumMentions
20190301,USA,RUS,040,1.0,4
20190301,FRA,DEU,036,4.0,4
20190302,RUS,USA,112,-2.0,4
20190303,USA,RUS,042,1.9,4
20190303,RUS,USA,043,2.8,4
";

/// All 61 columns. Fields with a delimiter are quoted, except with tabs.
pub(super) fn full(delimiter: &str) -> String {
    let header = include_str!("gdelt_header.txt").trim_end();
    let columns: Vec<&str> = header.split(',').collect();
    assert_eq!(columns.len(), 61);
    let mut text = columns.join(delimiter) + "\n";
    for (id, line) in SIX.lines().skip(1).enumerate() {
        let given: Vec<&str> = line.split(',').collect();
        let id = (800_000_011 + id).to_string();
        let added = format!("{}101500", given[0]);
        let value = |name: &&str| match *name {
            "GLOBALEVENTID" => id.as_str(),
            "SQLDATE" => given[0],
            "Actor1Code" | "Actor1CountryCode" => given[1],
            "Actor2Code" | "Actor2CountryCode" => given[2],
            "EventCode" => given[3],
            "NumMentions" => given[5],
            "NumSources" => "1",
            "DATEADDED" => &added,
            "ActionGeo_FullName" if delimiter != "\t" => "\"Geneva; Geneve, Switzerland | Suisse\"",
            "ActionGeo_FullName" => "Geneva, Geneve, Switzerland",
            _ => "",
        };
        text += &columns
            .iter()
            .map(value)
            .collect::<Vec<_>>()
            .join(delimiter);
        text += "\n";
    }
    text
}

#[test]
fn an_export_is_read_by_the_names_in_its_header() {
    let integers = SIX.replace(",0", ",");
    let floats = (10..20)
        .chain(30..50)
        .chain([112])
        .fold(integers.clone(), |text, code| {
            text.replace(&format!(",{code},"), &format!(",{code}.0,"))
        });
    let floats = floats.replace(",4\n", ",4.0\n");
    let renamed = SIX
        .replace("SQLDATE", "\"sqldate\"")
        .replace("EventCode", " eventcode ");
    let snake_case = SIX
        .replace("SQLDATE", "sql_date")
        .replace("Actor1CountryCode", "actor1_country_code")
        .replace("Actor2CountryCode", "Actor2.Country Code")
        .replace("EventCode", "event_code")
        .replace("NumMentions", "num_mentions");
    let quoted: String = SIX
        .lines()
        .map(|line| "\"".to_owned() + &line.replace(',', "\"\t\"") + "\"\n")
        .collect();
    let turned: String = SIX
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells.reverse();
            cells.join("\t") + "\n"
        })
        .collect();
    let files = [
        SIX.to_owned(),
        integers,
        floats,
        renamed,
        snake_case,
        quoted,
        turned,
        full(","),
        full("\t"),
        full(";"),
        full("|"),
        format!("\u{feff}{}", full(",").replace('\n', "\r\n")),
    ];
    let published: String = full("\t").split_once('\n').unwrap().1.to_owned();
    let expected = import(&published, Format::Gdelt2);
    assert_eq!(
        (
            expected.summary.read,
            expected.summary.kept,
            expected.ledger.len()
        ),
        (5, 4, 2)
    );
    for text in &files {
        for format in [Format::Gdelt1, Format::Gdelt2] {
            let found = import(text, format);
            assert_eq!(found.ledger, expected.ledger, "{text}");
            let summary = &found.summary;
            assert_eq!((summary.read, summary.kept, summary.merged), (5, 4, 1));
            assert_eq!(summary.warning(RowWarning::Mirrored).rows, 1);
            assert_eq!(summary.refused, 0);
        }
    }
    assert_eq!(
        import(&files[1], Format::Gdelt2)
            .summary
            .warning(RowWarning::LostZero)
            .rows,
        4
    );
}

#[test]
fn the_whole_export_has_the_rows_of_the_published_file() {
    let published: String = full("\t").split_once('\n').unwrap().1.to_owned();
    let rows = |text: &str| {
        let reader = RowReader::new(text.as_bytes(), Format::Gdelt2);
        let rows = reader.map(Result::unwrap).map(|row| {
            (
                row.date(),
                row.added(),
                row.act(),
                row.id(),
                row.mention_count(),
                row.source_count(),
                row.warnings(),
            )
        });
        rows.collect::<Vec<_>>()
    };
    assert_eq!(rows(&full(",")), rows(&published));
    let mut reader = RowReader::new(SIX.as_bytes(), Format::Gdelt2);
    let row = reader.next().unwrap().unwrap();
    assert_eq!(
        (
            row.added(),
            row.id(),
            row.source_count(),
            row.mention_count()
        ),
        (None, None, None, Some(4))
    );
    assert!(matches!(row.act(), Act::Cameo(code) if code.to_string() == "040"));
    let source = reader.names().actor(row.source().unwrap()).unwrap();
    assert_eq!(
        (source.code, source.name, source.country),
        (None, None, Some("USA"))
    );
}

#[test]
fn a_guessed_date_is_recognized_with_a_header_too() {
    let text = "SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode,DATEADDED\n\
        20190301,USA,RUS,040,20200229\n20190301,USA,RUS,040,2019-03-08 10:00:00\n";
    let summary = import(text, Format::Gdelt2).summary;
    assert_eq!(summary.warning(RowWarning::GuessedYear).rows, 1);
    assert_eq!(summary.warning(RowWarning::GuessedWeek).rows, 1);
}

#[test]
fn a_header_without_a_needed_column_is_refused_with_its_name() {
    let without = |name: &str, other: &str| faults(&SIX.replace(name, other), Format::Gdelt2);
    assert_eq!(
        without("EventCode", "EventRootCode"),
        ["line 1: the header has no column `EventCode`: expected the header of GDELT"]
    );
    assert_eq!(
        without("Actor2CountryCode", "ActionGeo_CountryCode"),
        ["line 1: the header has no column `Actor2CountryCode`: expected the header of GDELT"]
    );
}

#[test]
fn a_bad_row_of_an_export_takes_no_other_with_it() {
    let text = "SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode,NumMentions\n\
        20190301,USA,RUS,040,4\n20190301,USA,RUS\n20190332,USA,RUS,040,4\n20190301,USA,RUS,x,4\n\
        20190301,\"USA,RUS,040,4\n20190301,USA,RUS,040,-4\n20190302,USA,RUS,040,\n";
    assert_eq!(
        faults(text, Format::Gdelt2),
        [
            "line 3: the row has 3 columns: expected as many as the header names",
            "line 4: column 1 (SQLDATE) is `20190332`: expected a date, YYYYMMDD",
            "line 5: column 4 (EventCode) is `x`: expected 1 to 4 digits",
            "line 6: column 2 (Actor1CountryCode) has no closing quote: expected one before the end of the line",
            "line 7: column 5 (NumMentions) is `-4`: expected a number",
        ]
    );
    assert_eq!(import(text, Format::Gdelt2).summary.kept, 2);
}

#[test]
fn an_export_is_detected() {
    let first = SIX.lines().next().unwrap();
    let detected = Format::detect(first.as_bytes());
    assert_eq!(
        detected.to_string(),
        "GDELT 2.0 (its header has the names of the GDELT codebook)"
    );
    assert_eq!(
        faults(SIX, Format::Icews),
        [
            "line 1: the input is GDELT 2.0 (its header has the names of the GDELT codebook): expected ICEWS; \
             read it with `Format::Gdelt2`"
        ]
    );
}

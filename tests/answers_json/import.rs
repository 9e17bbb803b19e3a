//! What an import returns: a summary with its faults and warnings.

use std::io::{self, BufReader, Read};

use chrono::TimeDelta;
use detente::import::{
    Delimiter, Format, IdList, Import, Importer, Options, PlainLayout, QuadrupleLayout,
    RowFaultKind, RowOutcome, RowReader, RowWarning, RowWarnings, Summary,
};
use proptest::prelude::*;
use serde_json::json;

use super::scores_laws::{is_strict, refused, survives};
use super::{golden, golden_owned};

/// Rows of the 15 minutes of GDELT that were published on 24 October 2019 at 14:30: one without a target, one
/// without a party, three that are dated a year before, a repeated one, and one that is cut.
const SAMPLE: &[u8] = include_bytes!("../data/gdelt-2019-10-24.csv");

#[expect(
    clippy::needless_pass_by_value,
    reason = "callers make the format in place"
)]
fn import(format: Format, text: &[u8]) -> Import {
    let mut importer = Importer::new(Options::new(&format));
    let mut reader = RowReader::new(text, &format);
    importer.read(&mut reader).unwrap();
    importer.build().unwrap()
}

/// A table with a header, lost zeros, a misprinted year, an unknown country, and no line feed at its end. Then a
/// file with only a header.
fn table() -> Import {
    let layout = PlainLayout::default().with_delimiter(Delimiter::Comma);
    let header = "date,source,target,code\n";
    let table = "date,source,target,code\n2014-03-01,RUS,UKR,192\n2014-03-02,USA,RUS,41\n\
        2014-03-04,USA,RUS,36\n1014-03-05,USA,RUS,112\n2014-03-05,Ruritania,RUS,112\n2014-03-05,USA";
    let mut importer = Importer::new(Options::new(&layout));
    for text in [table, header] {
        importer
            .read(&mut RowReader::new(text.as_bytes(), &layout))
            .unwrap();
    }
    importer.build().unwrap()
}

#[test]
fn summaries() {
    let gdelt = import(Format::Gdelt2, SAMPLE);
    let summary = &gdelt.summary;
    assert_eq!((summary.read, summary.refused), (9, 1));
    golden_owned("summary", summary);
    golden_owned("summary-of-a-table", &table().summary);
    golden("row-fault", &summary.first_refused[0].fault);
    golden("code-column", &table().summary.code_columns[0]);
    survives::<Import>(&gdelt);
}

#[test]
fn parts_of_a_summary() {
    let outcomes = vec![
        RowOutcome::Kept,
        RowOutcome::Merged(RowWarning::Repeated),
        RowOutcome::Skipped(RowWarning::SelfPair),
    ];
    golden_owned("row-outcomes", &outcomes);
    let words: Vec<_> = outcomes.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "kept",
            "merged: repeated on the same day",
            "skipped: source and target of one party"
        ]
    );
    let warnings = RowWarnings::from_iter([RowWarning::LostZero, RowWarning::GuessedWeek]);
    golden_owned("row-warnings", &warnings);
    let list = |names: [_; 2]| IdList::from_pairs(names.into_iter().zip(0..)).unwrap();
    let ids = QuadrupleLayout::in_numbers(list(["Iran", "France"]), list(["Accuse", "Consult"]));
    let quadruples = [
        QuadrupleLayout::in_words(),
        ids.with_steps(super::date(1, 1), TimeDelta::hours(1))
            .unwrap(),
    ];
    let weis = PlainLayout::default().with_system("weis").unwrap();
    let plain = [weis, PlainLayout::icews()].map(Format::Plain);
    golden_owned(
        "formats",
        &[
            &[Format::Gdelt2, Format::Icews],
            &plain[..],
            &quadruples.map(Format::Quadruples),
        ]
        .concat(),
    );
}

/// An input that fails in its second line.
struct Failing(usize);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let text = &b"2014-03-01\tRUS\tUKR\t192\n2014-03"[self.0..];
        if text.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::TimedOut,
                "the host does not answer",
            ));
        }
        let length = text.len().min(buffer.len());
        buffer[..length].copy_from_slice(&text[..length]);
        self.0 += length;
        Ok(length)
    }
}

#[test]
fn every_kind_of_fault_survives_json() {
    let plain = Format::Plain(PlainLayout::default());
    let comma = Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma));
    let long = [
        b"2014-03-01\t".to_vec(),
        vec![b'x'; detente::import::MAX_LINE + 1],
    ]
    .concat();
    let listed = |count: usize| {
        let names: Vec<_> = (0..count).map(|number| format!("A{number}")).collect();
        let names = names.join(";");
        format!(
            "Event ID,Event Date,Event Type,Event Mode,Actor Name,Actor Country,Recipient Name,Recipient Country,\
             Publication Date\nx,2020-01-01,CONSULT,visit,{names},{names},{names},{names},2020-01-02\n"
        )
    };
    let (too_many, too_many_pairs) = (listed(100), listed(20));
    let json = PlainLayout::default()
        .with_json(true)
        .with_columns("day", "a", "b", "c");
    let texts: [(Format, &[u8]); 12] = [
        (plain.clone(), b"2014-05-32\tUSA\tRUS\t042\n"),
        (plain.clone(), b"2014-05-13\tUSA\n"),
        (plain.clone(), &long),
        (plain.clone(), b"2014-05-13\tUSA\rRUS\t042\n"),
        (comma, b"2014-05-13,\"USA,RUS,042\n"),
        (Format::Plover, b"{\"date\"\n"),
        (Format::Polecat, too_many.as_bytes()),
        (Format::Polecat, too_many_pairs.as_bytes()),
        (Format::Polecat, b"Event ID\tEvent Date\n"),
        (Format::Icews, b"Event ID\tEvent Date\tSource Name\n"),
        (json.unwrap().into(), b"{\"status\": 200}\n"),
        (plain.clone(), b"\x1f\x8b\x08"),
    ];
    let mut kinds = Vec::new();
    let mut check = |fault: &detente::import::RowFault| {
        let text = serde_json::to_value(fault).unwrap();
        assert_eq!(text["message"], json!(fault.kind.to_string()));
        kinds.push(text["kind"]["code"].as_str().unwrap().to_owned());
        survives(fault);
        is_strict(fault);
    };
    for (format, text) in texts {
        let faults = RowReader::new(text, &format).filter_map(Result::err);
        let faults: Vec<_> = faults.collect();
        assert_eq!(faults.len(), 1, "{format}");
        check(&faults[0]);
    }
    let mut failing = RowReader::new(BufReader::new(Failing(0)), plain);
    check(&failing.find_map(Result::err).unwrap());
    let expected = [
        "field",
        "columns",
        "too_long",
        "carriage_return",
        "quote",
        "json",
        "actors",
        "pairs",
        "header",
        "missing_column",
        "missing_key",
        "wrong_file",
        "read",
    ];
    assert_eq!(kinds, expected);
    // A table with too many names would need too much memory here.
    survives(&RowFaultKind::Names);
    is_strict(&RowFaultKind::Names);
}

proptest! {
    #[test]
    fn an_import_survives_json(rows in proptest::collection::vec((0..40_u32, 0..6_usize, 0..6_usize, 0..8_usize), 0..40)) {
        let names = ["USA", "RUS", "UKRGOV", "NA", "Ruritania", ""];
        let codes = ["042", "43", "112", "x", "20", "0231", "", "weis:211"];
        let rows = rows.into_iter().map(|(day, source, target, code)| {
            format!("2014-03-{day:02}\t{}\t{}\t{}\n", names[source], names[target], codes[code])
        });
        let text: String = rows.collect();
        let import = import(Format::Plain(PlainLayout::default()), text.as_bytes());
        survives::<Import>(&import);
        survives::<Summary>(&import.summary);
    }
}

#[test]
fn a_summary_that_no_import_makes_is_refused() {
    let gdelt = import(Format::Gdelt2, SAMPLE).summary;
    is_strict(&gdelt);
    is_strict(&table().summary);
    let refused_summary = |field, value| refused(&gdelt, field, value);
    assert_eq!(
        refused_summary("/record_lists", json!([["data", 1], ["Result", 1]])),
        "the key `Result` comes after `data` in `record_lists`: expected each key once, in order"
    );
    assert_eq!(
        refused_summary("/kept", json!(8)),
        "`read` is `9`: expected the sum of the rows that were kept, merged, refused, left out and skipped"
    );
    // The sum overflows.
    assert_eq!(
        refused_summary("/kept", json!(u64::MAX)),
        "`read` is `9`: expected the sum of the rows that were kept, merged, refused, left out and skipped"
    );
    assert_eq!(
        refused_summary("/days", json!(["2019-10-25", "2019-10-24"])),
        "the days are `2019-10-25` to `2019-10-24`: expected the first day at or before the last"
    );
    assert_eq!(
        refused_summary("/warnings/0/skipped", json!(9)),
        "warning `dated 365 days before it was added` has `3` rows and `9` of them skipped: expected at least \
         one row, and at most all of them skipped"
    );
    let mut twice = json!(gdelt)["warnings"].clone();
    let first = twice[0].clone();
    twice.as_array_mut().unwrap().insert(0, first);
    assert_eq!(
        refused_summary("/warnings", twice),
        "warning `dated 365 days before it was added` comes after `dated 365 days before it was added`: expected \
         each kind once, in the order of the kinds"
    );
    let table = table().summary;
    assert_eq!(
        refused(&table, "/code_columns/0/system", json!("weis")),
        "`system` is `weis`: expected `cameo`, which follows from the other fields"
    );
    let layout = QuadrupleLayout::in_words().with_steps(super::date(1, 1), TimeDelta::hours(1));
    assert_eq!(
        refused(
            &Format::from(layout.unwrap()),
            "/layout/steps/seconds",
            json!(0)
        ),
        "the step of times is `0` seconds: expected at least one second"
    );
    let plain = Format::Plain(PlainLayout::default());
    assert_eq!(
        refused(&plain, "/layout/columns/date", json!(2)),
        "date and source are both in column `2`: expected a column for each"
    );
}

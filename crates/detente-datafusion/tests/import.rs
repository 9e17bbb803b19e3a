//! Arrow batches are read by the rules of the text readers: the same rows give the same ledger and counts.

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use datafusion::arrow::array::{
    ArrayRef, BinaryArray, Date32Array, DictionaryArray, Float64Array, Int64Array, RecordBatch,
    StringArray, StringViewArray, TimestampSecondArray,
};
use datafusion::arrow::datatypes::Int32Type;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use detente::event::Source;
use detente::import::{
    Conversion, Format, Import, Importer, Options, PlainLayout, RowReader, RowWarning, Summary,
};
use detente::trend::{Calibration, Snapshot, SnapshotSpec};
use detente_datafusion::import::{ArrowImportError, ArrowLayout, read_stream, rows};

/// The rows of a file of text as a batch of texts, under some names, by their columns.
fn texts(lines: &[Vec<&str>], columns: &[(&str, usize)]) -> RecordBatch {
    let column = |at: usize| -> ArrayRef {
        let values = lines.iter().map(|line| line[at]);
        Arc::new(StringArray::from_iter_values(values))
    };
    RecordBatch::try_from_iter(columns.iter().map(|&(name, at)| (name, column(at)))).unwrap()
}

fn imported(format: Format, text: &str) -> Import {
    let mut importer = Importer::new(Options::new(format));
    importer
        .read(&mut RowReader::new(text.as_bytes(), format))
        .unwrap();
    importer.build().unwrap()
}

fn imported_arrow(layout: &ArrowLayout, batches: Vec<RecordBatch>) -> Import {
    let mut importer = Importer::new(Options::new(layout.format()));
    let schema = batches[0].schema();
    let mut reader = rows(layout, &schema, batches.into_iter().map(Ok)).unwrap();
    importer.read(&mut reader).unwrap();
    importer.build().unwrap()
}

/// Summaries are equal but for the excerpts of lines: a line of a batch has only the columns that are read.
fn assert_same(of_arrow: &Import, of_text: &Import) {
    assert_eq!(of_arrow.ledger, of_text.ledger);
    let counts = |summary: &Summary| {
        let warnings = RowWarning::ALL.map(|warning| {
            (
                summary.warning(warning).rows,
                summary.warning(warning).skipped,
            )
        });
        (
            summary.read,
            summary.kept,
            summary.merged,
            summary.refused,
            summary.unmarked,
            warnings,
        )
    };
    assert_eq!(counts(&of_arrow.summary), counts(&of_text.summary));
}

const GDELT: [(&str, usize); 12] = [
    ("GLOBALEVENTID", 0),
    ("SQLDATE", 1),
    ("Actor1Code", 5),
    ("Actor1Name", 6),
    ("Actor1CountryCode", 7),
    ("Actor2Code", 15),
    ("Actor2Name", 16),
    ("Actor2CountryCode", 17),
    ("EventCode", 26),
    ("NumMentions", 31),
    ("NumSources", 32),
    ("DATEADDED", 59),
];

/// Invented rows of GDELT: plain, repeated, mirrored, guessed, without an actor, broken.
fn gdelt_lines() -> Vec<Vec<&'static str>> {
    let row = |id, day, source: [&'static str; 3], target: [&'static str; 3], code| {
        let mut columns = vec![""; 61];
        (columns[0], columns[1], columns[26], columns[59]) = (id, day, code, "20250711123000");
        columns[5..8].copy_from_slice(&source);
        columns[15..18].copy_from_slice(&target);
        (columns[31], columns[32]) = ("10", "2");
        columns
    };
    let (usa, rus) = (["USAGOV", "UNITED STATES", "USA"], ["RUS", "RUSSIA", "RUS"]);
    vec![
        row("1", "20250711", usa, rus, "112"),
        row("2", "20250711", usa, rus, "112"),
        row("3", "20250711", usa, rus, "040"),
        row("4", "20250711", rus, usa, "040"),
        row("5", "20240711", usa, rus, "190"),
        row("6", "20250711", usa, ["", "", ""], "190"),
        row("7", "20250711", usa, usa, "036"),
        row("8", "20250732", usa, rus, "036"),
        row("nine", "20250711", usa, rus, "036"),
        row("10", "20250710", ["COP", "POLICE", ""], rus, "173"),
        row("11", "20250710", ["DEU", "GERMANY", "DEU"], rus, "1999"),
    ]
}

fn joined(lines: &[Vec<&str>]) -> String {
    lines.iter().map(|line| line.join("\t") + "\n").collect()
}

#[test]
fn gdelt_as_texts_is_read_as_its_file() {
    let lines = gdelt_lines();
    let whole = texts(&lines, &GDELT);
    let of_text = imported(Format::Gdelt2, &joined(&lines));
    assert!(
        of_text.summary.kept > 2 && of_text.summary.merged > 1 && of_text.summary.skipped() > 3
    );
    // In one batch and in batches of three rows; an empty batch ends nothing.
    let parts = (0..lines.len())
        .step_by(3)
        .map(|from| whole.slice(from, 3.min(lines.len() - from)));
    let parts = parts.flat_map(|part| [whole.slice(0, 0), part]).collect();
    for batches in [vec![whole.clone()], parts] {
        assert_same(&imported_arrow(&ArrowLayout::gdelt2(), batches), &of_text);
    }
}

#[test]
fn numbers_and_dates_are_read_as_their_texts() {
    let good: Vec<_> = gdelt_lines()
        .into_iter()
        .filter(|line| !matches!(line[0], "8" | "nine"))
        .collect();
    let of_text = imported(Format::Gdelt2, &joined(&good));
    let whole = texts(&good, &GDELT);
    let number = |at: usize| {
        good.iter()
            .map(move |line| line[at].parse::<i64>().unwrap())
    };
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y%m%d").unwrap();
    let days = |text: &str| {
        let days = day(text).signed_duration_since(NaiveDate::from_ymd_opt(1970, 1, 1).unwrap());
        i32::try_from(days.num_days()).unwrap()
    };
    let added = good
        .iter()
        .map(|line| i64::from(days(&line[59][..8])) * 86_400 + 12 * 3_600 + 1_800);
    let replaced: Vec<(&str, ArrayRef)> = vec![
        (
            "GLOBALEVENTID",
            Arc::new(Int64Array::from_iter_values(number(0))),
        ),
        (
            "SQLDATE",
            Arc::new(Date32Array::from_iter_values(
                good.iter().map(|line| days(line[1])),
            )),
        ),
        (
            "Actor1Code",
            Arc::new(
                good.iter()
                    .map(|line| Some(line[5]))
                    .collect::<DictionaryArray<Int32Type>>(),
            ),
        ),
        (
            "Actor1CountryCode",
            Arc::new(
                good.iter()
                    .map(|line| (!line[7].is_empty()).then_some(line[7]))
                    .collect::<StringViewArray>(),
            ),
        ),
        (
            "Actor2Name",
            Arc::new(BinaryArray::from_iter_values(
                good.iter().map(|line| line[16]),
            )),
        ),
        (
            "NumMentions",
            Arc::new(Int64Array::from_iter_values(number(31))),
        ),
        (
            "DATEADDED",
            Arc::new(TimestampSecondArray::from_iter_values(added)),
        ),
    ];
    let columns = GDELT.iter().enumerate().map(|(at, &(name, _))| {
        let other = replaced.iter().find(|(replaced, _)| *replaced == name);
        let column = other.map_or_else(|| whole.column(at).clone(), |(_, column)| column.clone());
        // Names are found in any case.
        (name.to_lowercase(), column)
    });
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    assert_same(
        &imported_arrow(&ArrowLayout::gdelt2(), vec![batch]),
        &of_text,
    );
}

#[test]
fn icews_is_read_as_its_file() {
    let names = [
        "Event ID",
        "Event Date",
        "Source Name",
        "Source Country",
        "CAMEO Code",
        "Target Name",
        "Target Country",
    ];
    let lines = vec![
        vec![
            "1",
            "2018-01-02",
            "Citizen (Russia)",
            "Russian Federation",
            "042",
            "Head",
            "United States",
        ],
        vec![
            "2",
            "2018-01-02",
            "Head",
            "United States",
            "043",
            "Citizen (Russia)",
            "Russian Federation",
        ],
        vec![
            "3",
            "2018-13-02",
            "Head",
            "United States",
            "043",
            "Citizen (Russia)",
            "Russian Federation",
        ],
        vec!["4", "2018-01-03", "Head", "United States", "7", "", ""],
    ];
    check(&ArrowLayout::icews(), &names, &lines);
}

#[test]
fn polecat_is_read_as_its_file() {
    let names = [
        "Event ID",
        "Event Date",
        "Event Type",
        "Event Mode",
        "Actor Name",
        "Actor Country",
        "Recipient Name",
        "Recipient Country",
        "Publication Date",
    ];
    let lines = vec![
        vec![
            "a",
            "2020-01-02",
            "CONSULT",
            "visit",
            "Envoy;Aide",
            "RUS;RUS",
            "Minister",
            "USA",
            "2020-01-03",
        ],
        vec![
            "b",
            "2020-01-02",
            "AGREE",
            "",
            "Envoy",
            "RUS;CHN",
            "None",
            "None",
            "2020-01-03",
        ],
        vec![
            "c",
            "2020-01-02",
            "",
            "",
            "Envoy",
            "RUS",
            "Minister",
            "USA",
            "",
        ],
    ];
    check(&ArrowLayout::polecat(), &names, &lines);
}

#[test]
fn a_plain_table_is_read_as_its_file() {
    let names = ["when", "who", "whom", "what"];
    let lines = vec![
        vec!["no date", "USA", "RUS", "42"],
        vec!["2014-03-01", "RUS", "UKR", "192"],
        vec!["2014-03-02", "USA", "RUS", "41"],
        vec!["2014-03-02", "USA", "USA", "100"],
        vec!["2014-03-02", "USA", "Freedonia", "100"],
    ];
    let layout = ArrowLayout::plain("when", "who", "whom", "what");
    // The header of the file has the names of the fields.
    let columns: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, at))
        .collect();
    let text = format!("date\tsource\ttarget\tcode\n{}", joined(&lines));
    let of_text = imported(Format::Plain(PlainLayout::default()), &text);
    assert_same(
        &imported_arrow(&layout, vec![texts(&lines, &columns)]),
        &of_text,
    );
}

fn check(layout: &ArrowLayout, names: &[&'static str], lines: &[Vec<&'static str>]) {
    let text = format!("{}\n{}", names.join("\t"), joined(lines));
    let of_text = imported(layout.format(), &text);
    assert!(of_text.summary.read >= 3, "{}", of_text.summary);
    let mut columns: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, at))
        .collect();
    columns.reverse();
    assert_same(
        &imported_arrow(layout, vec![texts(lines, &columns)]),
        &of_text,
    );
}

#[test]
fn a_tab_in_a_text_is_a_broken_text_and_not_another_column() {
    let mut lines = gdelt_lines();
    lines[0][6] = "UNITED\tSTATES\nOF";
    let import = imported_arrow(&ArrowLayout::gdelt2(), vec![texts(&lines, &GDELT)]);
    let whole = imported(Format::Gdelt2, &joined(&gdelt_lines()));
    assert_eq!(import.summary.read, whole.summary.read);
    assert_eq!(import.summary.warning(RowWarning::BrokenText).rows, 1);
    assert_eq!(import.ledger, whole.ledger);
}

#[test]
fn columns_that_are_missing_or_cannot_be_exact_are_refused() {
    let lines = gdelt_lines();
    let batch = texts(&lines, &GDELT[..8]);
    let error = rows(&ArrowLayout::gdelt2(), &batch.schema(), [Ok(batch.clone())]).unwrap_err();
    assert!(matches!(error, ArrowImportError::MissingColumn { .. }));
    assert_eq!(
        error.to_string(),
        "the column `EventCode` is missing: expected the columns of GDELT 2.0"
    );

    let codes: ArrayRef = Arc::new(Float64Array::from(vec![42.0]));
    let batch = RecordBatch::try_from_iter(
        ["day", "who", "whom", "what"].map(|name| (name, codes.clone())),
    )
    .unwrap();
    let layout = ArrowLayout::plain("day", "who", "whom", "what");
    let error = rows(&layout, &batch.schema(), [Ok(batch.clone())]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the column `day` is Float64: expected a text, a whole number or a date"
    );
}

#[tokio::test]
async fn a_folder_of_parquet_becomes_a_ledger_a_snapshot_and_events() {
    let lines = gdelt_lines();
    let folder = tempfile::tempdir().unwrap();
    let session = SessionContext::new();
    let frame = session.read_batch(texts(&lines, &GDELT)).unwrap();
    let path = folder.path().to_str().unwrap().to_owned() + "/events/";
    frame
        .write_parquet(&path, DataFrameWriteOptions::new(), None)
        .await
        .unwrap();

    let read = || session.read_parquet(path.clone(), ParquetReadOptions::default());
    let layout = ArrowLayout::gdelt2();
    let importer = Importer::new(Options::new(layout.format()));
    let stream = read().await.unwrap().execute_stream().await.unwrap();
    let import = read_stream(importer, layout.clone(), stream)
        .await
        .unwrap()
        .build()
        .unwrap();
    let of_text = imported(Format::Gdelt2, &joined(&lines));
    assert_same(&import, &of_text);

    let date = NaiveDate::from_ymd_opt(2025, 8, 1).unwrap();
    let spec = SnapshotSpec::new(date, &Calibration::default());
    let snapshot = Snapshot::of(&import.ledger, spec).unwrap();
    assert_eq!(snapshot.len(), import.ledger.len());

    let batches = read().await.unwrap().collect().await.unwrap();
    let schema = batches[0].schema();
    let mut reader = rows(&layout, &schema, batches.into_iter().map(Ok)).unwrap();
    let mut conversion = Conversion::new(Source::new("gdelt"));
    while let Some(row) = reader.next() {
        // Rows without two parties make no event.
        if let Ok(row) = row {
            let _ = conversion.add(&row, reader.names());
        }
    }
    assert!(conversion.to_events().events.len() > 2);
}

#[tokio::test]
async fn a_stream_that_fails_is_an_error() {
    let session = SessionContext::new();
    let rows = session
        .sql("SELECT DATE '2014-05-13' AS day, 'USA' AS who, 'RUS' AS whom, CAST(1 / (value - 9000) AS TEXT) AS what FROM generate_series(1, 20000)")
        .await
        .unwrap();
    let layout = ArrowLayout::plain("day", "who", "whom", "what");
    let importer = Importer::new(Options::new(layout.format()));
    let error = read_stream(importer, layout, rows.execute_stream().await.unwrap())
        .await
        .unwrap_err();
    assert!(matches!(error, ArrowImportError::Source(_)), "{error}");
}

/// The files of GDELT, as text and as Parquet: `DETENTE_SHARED=… cargo test --test import -- --ignored`.
#[test]
#[ignore = "needs the folder of shared data in DETENTE_SHARED"]
fn the_file_of_gdelt_gives_the_same_counts_from_arrow() {
    let shared =
        std::env::var("DETENTE_SHARED").expect("DETENTE_SHARED names the folder of shared data");
    let file = Path::new(&shared).join("data/gdelt/v2_20191024143000/20191024143000.export.CSV");
    let text: Vec<Vec<u8>> = std::fs::read(file)
        .unwrap()
        .split(|&byte| byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let text: Vec<_> = text.into_iter().filter(|line| !line.is_empty()).collect();
    let column = |at: usize| -> ArrayRef {
        let values = text
            .iter()
            .map(|line| line.split(|&byte| byte == b'\t').nth(at).unwrap());
        Arc::new(BinaryArray::from_iter_values(values))
    };
    let batch =
        RecordBatch::try_from_iter(GDELT.iter().map(|&(name, at)| (name, column(at)))).unwrap();
    let whole: Vec<u8> = text.join(&b'\n');
    let mut importer = Importer::new(Options::new(Format::Gdelt2));
    importer
        .read(&mut RowReader::new(&whole[..], Format::Gdelt2))
        .unwrap();
    let of_text = importer.build().unwrap();
    assert!(of_text.summary.read > 2_000);
    assert_same(
        &imported_arrow(&ArrowLayout::gdelt2(), vec![batch]),
        &of_text,
    );
    assert_eq!(whole.lines().count(), text.len());
}

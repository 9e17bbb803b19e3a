//! The queries of the README run as they stand, on invented rows.

use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::SessionContext;

/// The blocks of SQL, with a folder in place of the current one.
fn queries(folder: &Path) -> Vec<String> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let folder = folder.to_str().unwrap();
    let blocks = readme.split("```sql\n").skip(1);
    let queries = blocks.map(|block| block.split("```").next().unwrap());
    queries
        .map(|sql| {
            sql.replace("'events/", &format!("'{folder}/events/"))
                .replace("'ledgers/", &format!("'{folder}/ledgers/"))
        })
        .collect()
}

/// Writes rows with the columns of GDELT: acts, a contact, actors that are missing or equal, a broken code.
async fn write_events(session: &SessionContext, folder: &Path) {
    let texts =
        |texts: [Option<&str>; 8]| -> ArrayRef { Arc::new(StringArray::from(texts.to_vec())) };
    let (usa, rus, chn) = (Some("USA"), Some("RUS"), Some("CHN"));
    let days = [
        20_250_703, 20_250_704, 20_250_705, 20_250_706, 20_250_707, 20_250_708, 20_250_709,
        20_250_710,
    ];
    let rows = RecordBatch::try_from_iter([
        (
            "SQLDATE",
            Arc::new(Int64Array::from(days.to_vec())) as ArrayRef,
        ),
        (
            "Actor1CountryCode",
            texts([usa, rus, usa, usa, None, Some(""), chn, usa]),
        ),
        (
            "Actor2CountryCode",
            texts([rus, usa, None, usa, rus, rus, usa, chn]),
        ),
        (
            "EventCode",
            texts(["112", "057", "112", "190", "112", "112", "042", "---"].map(Some)),
        ),
    ]);
    let rows = session.read_batch(rows.unwrap()).unwrap();
    let path = folder.join("events/");
    rows.write_parquet(path.to_str().unwrap(), DataFrameWriteOptions::new(), None)
        .await
        .unwrap();
}

async fn answer(session: &SessionContext, sql: &str) -> String {
    let frame = session
        .sql(sql)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    let rows = frame
        .collect()
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    pretty_format_batches(&rows).unwrap().to_string()
}

#[tokio::test]
async fn the_queries_of_the_readme_run_and_answer_for_pairs_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = SessionContext::new();
    detente_datafusion::register(&mut session).unwrap();
    write_events(&session, folder.path()).await;
    answer(
        &session,
        "CREATE TABLE marks (a TEXT, b TEXT, day DATE, weight DOUBLE, valence DOUBLE) AS VALUES
            ('USA', 'RUS', DATE '2025-07-03', 1.0, 0.5), ('RUS', 'USA', DATE '2025-07-08', 1.0, -0.35),
            ('USA', NULL, DATE '2025-07-08', 1.0, -0.35), ('USA', '', DATE '2025-07-08', 1.0, -0.35),
            ('USA', 'USA', DATE '2025-07-08', 1.0, -0.35)",
    )
    .await;
    let queries = queries(folder.path());
    let mut answers = Vec::new();
    for sql in &queries {
        answers.push(answer(&session, sql).await);
    }
    assert_eq!(answers.len(), 8, "{queries:?}");
    // One row for the one pair: three lines of a frame, a header, and the row.
    assert_eq!(answers[0].lines().count(), 5, "{}", answers[0]);
    assert!(answers[0].contains("| RUS   | USA    |"), "{}", answers[0]);
    // Four of eight rows have two actors that differ; no class and no valence for one of them.
    assert!(
        answers[3].contains("| 4    | 1               |"),
        "{}",
        answers[3]
    );
    let direct = "SELECT least(a, b) AS first, greatest(a, b) AS second,
            detente_level(day, weight, valence, DATE '2025-07-11') AS level,
            detente_trend(day, weight, valence, DATE '2025-07-11', 'contact', contact, 'coverage', '2025-01-20/..') AS trend
        FROM gdelt_marks GROUP BY first, second";
    let sorted = |sql: &str| {
        format!(
            "{} ORDER BY first, second",
            sql.trim().trim_end_matches(';')
        )
    };
    let stored = answer(&session, &sorted(&queries[6])).await;
    assert_eq!(stored, answer(&session, &sorted(direct)).await);
    assert_eq!(stored.lines().count(), 6, "{stored}");
}

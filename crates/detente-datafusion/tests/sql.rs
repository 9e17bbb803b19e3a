//! The SQL of `tests/sql/*.slt`, file by file, in the format of sqllogictest.
//!
//! `DETENTE_RENEW=1 cargo test --test sql` writes the answers into the files: read them before you commit them.
//! Numbers are printed so that equal text means equal bits.

use std::fmt::Write;
use std::path::Path;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::error::Result;
use datafusion::prelude::{SessionConfig, SessionContext};

/// A command of a file, with its text up to the answer.
struct Command<'t> {
    head: &'t str,
    sql: String,
    answer: Option<String>,
}

fn commands(text: &str) -> Vec<Command<'_>> {
    let mut commands = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(head) = lines.next() {
        if !["query", "query error", "plan error", "statement ok"].contains(&head) {
            assert!(
                head.is_empty() || head.starts_with('#'),
                "`{head}` is not a command"
            );
            continue;
        }
        let (mut sql, mut answer) = (String::new(), None);
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            match (&mut answer, line) {
                (None, "----") => answer = Some(String::new()),
                (None, line) => writeln!(sql, "{line}").unwrap(),
                (Some(answer), line) => writeln!(answer, "{line}").unwrap(),
            }
        }
        commands.push(Command { head, sql, answer });
    }
    commands
}

fn shown(batches: &[RecordBatch]) -> String {
    let options = FormatOptions::default().with_null("NULL");
    let mut text = String::new();
    for batch in batches {
        let columns: Vec<_> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column, &options).unwrap())
            .collect();
        for row in 0..batch.num_rows() {
            let row: Vec<_> = columns
                .iter()
                .map(|column| column.value(row).to_string())
                .collect();
            writeln!(text, "{}", row.join(" | ")).unwrap();
        }
    }
    text
}

async fn answer(session: &SessionContext, command: &Command<'_>) -> String {
    let run = async || -> Result<String> {
        let frame = session.sql(&command.sql).await?;
        if command.head == "plan error" {
            frame.create_physical_plan().await?;
            return Ok("a plan".to_owned());
        }
        Ok(shown(&frame.collect().await?))
    };
    match (run().await, command.head) {
        (Ok(rows), "query" | "statement ok") => rows,
        // The cause, without what DataFusion adds around it.
        (Err(error), "query error" | "plan error") => {
            let message = error.find_root().strip_backtrace();
            let message = message
                .split(". No function matches")
                .next()
                .unwrap_or_default();
            let message = message
                .rsplit("Error during planning: ")
                .next()
                .unwrap_or_default();
            format!("{}\n", message.lines().next().unwrap_or_default())
        }
        (Ok(rows), head) => panic!("{head}: {}gave no error but {rows}", command.sql),
        (Err(error), head) => panic!("{head}: {}gave {error}", command.sql),
    }
}

async fn run(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut session =
        SessionContext::new_with_config(SessionConfig::new().with_target_partitions(3));
    detente_datafusion::register(&mut session).unwrap();
    let mut renewed = text.clone();
    for command in commands(&text) {
        if std::env::var_os("DETENTE_SHOW").is_some() {
            eprintln!("{}", command.sql);
        }
        let found = answer(&session, &command).await;
        if command.head == "statement ok" {
            continue;
        }
        let expected = command.answer.clone().unwrap_or_default();
        if std::env::var_os("DETENTE_RENEW").is_some() {
            let old = match &command.answer {
                Some(answer) => format!("{}----\n{answer}", command.sql),
                None => command.sql.clone(),
            };
            renewed = renewed.replacen(&old, &format!("{}----\n{found}", command.sql), 1);
        } else {
            assert_eq!(found, expected, "{}: {}", path.display(), command.sql);
        }
    }
    if renewed != text {
        std::fs::write(path, renewed).unwrap();
    }
}

#[tokio::test]
async fn every_query_of_the_files_gives_its_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|ext| ext == "slt"))
        .collect();
    files.sort();
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        run(&file).await;
    }
}

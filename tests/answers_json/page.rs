//! The page of answers shows the fields that are written.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

/// The files of answers that are not named as their type.
const FILES: [(&str, &str); 13] = [
    ("Term", "terms"),
    ("EventRef", "event"),
    ("ActorRef", "actor"),
    ("ParticipantRef", "participants"),
    ("ReportRef", "reports"),
    ("Silence", "longest-silences"),
    ("Record", "records"),
    ("Nearby", "pairs-within"),
    ("Contact", "contacts"),
    ("TemporalEdge", "temporal-edges"),
    ("Fault", "fault"),
    ("BuildError", "build-error"),
    ("Warning", "warnings"),
];

/// `MotifCounts` is `motif-counts`.
fn kebab_case(name: &str) -> String {
    let parts = name.chars().map(|letter| {
        if letter.is_uppercase() {
            format!("-{}", letter.to_lowercase())
        } else {
            letter.to_string()
        }
    });
    parts.collect::<String>().trim_start_matches('-').to_owned()
}

/// The fields of a value, or of the first one in a list.
fn fields(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(list) => list.first().map(fields).unwrap_or_default(),
        _ => BTreeSet::new(),
    }
}

/// A sample of the page as JSON: words in capitals are other answers.
fn sample(text: &str) -> Value {
    let mut json = String::new();
    for (number, part) in text.split('"').enumerate() {
        let is_quoted = number % 2 == 1;
        json.push_str(if number > 0 { "\"" } else { "" });
        for word in part.split_inclusive(|c: char| !c.is_ascii_uppercase()) {
            let capitals = word.trim_end_matches(|c: char| !c.is_ascii_uppercase());
            if is_quoted || capitals.is_empty() {
                json.push_str(word);
            } else {
                json.push_str(&word.replacen(capitals, "null", 1));
            }
        }
    }
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn the_page_has_the_fields_of_each_answer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = ["answers", "answers_of_tables"];
    let pages = pages.map(|name| root.join(format!("src/format/{name}.md")));
    let page = pages
        .map(|path| std::fs::read_to_string(path).unwrap())
        .concat();
    let mut compared = 0;
    for row in page.lines().filter(|line| line.starts_with("| [`")) {
        let (first, json) = row[2..].split_once(" | ").unwrap();
        let name = first.split('`').nth(1).unwrap();
        // Samples are the texts in backticks that are objects. The first one is that of the file.
        let shown = json.split('`').nth(1).unwrap();
        if !shown.starts_with('{') {
            continue;
        }
        let file = FILES.iter().find(|(listed, _)| *listed == name);
        let file = file.map_or_else(|| kebab_case(name), |(_, file)| (*file).to_owned());
        let path = root.join(format!("tests/data/answers/{file}.json"));
        let Ok(text) = std::fs::read_to_string(&path) else {
            // These contain others, or are one of several forms.
            let others = [
                "Entity",
                "AboutRef",
                "Path",
                "Episode",
                "Statement",
                "Contradiction",
            ];
            assert!(
                others.contains(&name),
                "{name} has no file {}",
                path.display()
            );
            continue;
        };
        let written: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(fields(&sample(shown)), fields(&written), "{name}");
        compared += 1;
    }
    assert!(compared > 30, "{compared} rows were compared");
}

//! A fault has the place of the value that is at fault, and not of a text that looks like it.

use detente::Timeline;
use detente::error::ReadError;

/// The line and the column of each fault.
fn places(text: &str) -> Vec<(usize, usize)> {
    match Timeline::from_json(text).unwrap_err() {
        ReadError::Layout { line, column, .. } => vec![(line, column)],
        error => error
            .faults()
            .iter()
            .map(|fault| fault.position.unwrap())
            .collect(),
    }
}

/// A mark `^` stands before what is at fault, and is not part of the text.
#[track_caller]
fn assert_marked(marked: &str) {
    let before = &marked[..marked.find('^').unwrap()];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    assert_eq!(
        places(&marked.replacen('^', "", 1)),
        [(line, column)],
        "{marked}"
    );
}

fn whole(entries: &str) -> String {
    format!("{{\"format\": \"detente-timeline\", \"version\": 1,\n{entries}}}")
}

#[test]
fn the_fields_of_the_envelope_are_fields() {
    assert_marked(r#"{"title": "format", ^"format": "other", "version": 1}"#);
    assert_marked(r#"{"format": "detente-timeline", "title": "version", ^"version": 9}"#);
    assert_marked(r#"{"title": "format", "format": "detente-timeline", ^"version": 9}"#);
    assert_marked(r#"{"actors": [{"id": "format"}], ^"format": "other", "version": 1}"#);
}

#[test]
fn an_identifier_that_is_taken_is_where_the_identifier_is() {
    let first = r#"{"id": "x", "kind": "person", "name": "X"}"#;
    let second = r#"{"name": "id", "aliases": ["x"], "kind": "person", "id": ^"x"}"#;
    assert_marked(&whole(&format!("\"actors\": [{first},\n{second}]")));
    let second = r#"{"aliases": [{"name": "id", "kind": "metonym"}, "x"], "kind": "person", "name": "y", "id": ^"x"}"#;
    assert_marked(&whole(&format!("\"actors\": [{first},\n{second}]")));
}

#[test]
fn an_unknown_name_has_the_place_of_its_use() {
    for event in [
        r#"{"id": "e", "kind": "call", "when": "2025", "parties": [^"nobody"], "title": "nobody"}"#,
        r#"{"id": "e", "kind": "call", "when": "2025", "parties": [^"nobod\u0079"]}"#,
        r#"{"id": "e", "kind": "call", "when": "2025", "follows": ^"nothing", "title": "nothing"}"#,
        r#"{"id": "e", "kind": "call", "when": "2025", "reports": [^"tas"], "topics": ["tas"]}"#,
        r#"{"id": "e", "kind": "call", "when": "2025", "about": ^"nobody", "place": "nobody"}"#,
    ] {
        assert_marked(&whole(&format!("\"events\": [{event}]")));
    }
}

#[test]
fn an_invalid_text_has_its_place() {
    let event = r#"{"title": "id", "kind": "call", "when": {"edtf": "2025", "words": "a\nb"}, "id": ^"a\nb"}"#;
    let text = whole(&format!("\"events\": [{event}]"));
    let place = text
        .find('^')
        .map(|at| at - text.rfind('\n').unwrap())
        .unwrap();
    assert!(
        places(&text.replacen('^', "", 1)).contains(&(2, place)),
        "{text}"
    );
}

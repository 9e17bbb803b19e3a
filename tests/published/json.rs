//! Records of JSON on any number of lines.

use std::io::{BufReader, Read};

use detente::import::{ColumnKey, PlainLayout, json_lines};
use proptest::prelude::*;

use super::*;

fn lines(text: &str) -> String {
    let mut found = String::new();
    json_lines(text.as_bytes())
        .read_to_string(&mut found)
        .unwrap();
    found
}

fn record(id: u32, target: &str) -> serde_json::Value {
    serde_json::json!({
        "id": id.to_string(), "date": "2020-01-01", "event": "AGREE",
        "source": [{"code": "USA", "actorText": "a \"{[\\ b"}], "target": [{"code": target}],
    })
}

#[test]
fn records_are_read_however_they_are_laid_out() {
    let records: Vec<_> = ["RUS", "FRA", "DEU"]
        .iter()
        .zip(1..)
        .map(|(&target, id)| record(id, target))
        .collect();
    let one = serde_json::to_string(&records).unwrap();
    let pretty = serde_json::to_string_pretty(&records).unwrap();
    let each: Vec<_> = records.iter().map(ToString::to_string).collect();
    let expected = each.join("\n") + "\n";
    assert_eq!(lines(&expected), expected);
    assert_eq!(lines(&one), expected);
    let pretty_each: String = records
        .iter()
        .map(|record| serde_json::to_string_pretty(record).unwrap() + "\n")
        .collect();
    for text in [
        expected.clone(),
        one,
        pretty,
        pretty_each,
        each.join(","),
        each.concat(),
        each.join("\r\n\r\n"),
    ] {
        let mut importer = Importer::new(Options::new(Format::Plover));
        importer
            .read(&mut RowReader::new(
                json_lines(text.as_bytes()),
                Format::Plover,
            ))
            .unwrap();
        let summary = importer.summary();
        assert_eq!((summary.read, summary.kept), (3, 3), "{text}\n{summary}");
    }
}

#[test]
fn a_cut_record_takes_no_other_with_it() {
    let (one, other) = (record(1, "RUS").to_string(), record(2, "FRA").to_string());
    // `{` alone starts a record of several lines.
    for cut in 2..one.len() {
        let text = format!("{}\n{other}\n", &one[..cut]);
        let reader = RowReader::new(json_lines(text.as_bytes()), Format::Plover);
        let rows: Vec<_> = reader.collect();
        assert_eq!(rows.len(), 2, "{text}");
        assert!(rows[0].is_err() && rows[1].is_ok(), "{text}");
    }
    // At the end of the file, it is the last line.
    assert_eq!(
        lines(&format!("{other}\n{{\"id\": 1")),
        format!("{other}\n{{\"id\": 1")
    );
}

#[test]
fn other_text_is_passed_on_to_be_refused() {
    let page = "<!DOCTYPE html>\n<html></html>\n";
    assert_eq!(lines(page), page);
    let reader = RowReader::new(json_lines(page.as_bytes()), Format::Plover);
    let message = reader
        .map(|row| row.unwrap_err().to_string())
        .next()
        .unwrap();
    assert!(
        message.starts_with("line 1: the input is an HTML page"),
        "{message}"
    );
    assert_eq!(
        lines("[\n 1, null,\n {\"a\": [1]} x\n]"),
        "1, null,\n{\"a\": [1]}\nx\n"
    );
}

/// A layout of records with a nested actor, and several targets in a list.
fn layout() -> PlainLayout {
    let layout = PlainLayout::default().with_json(true);
    let layout = layout
        .with_columns("day", "from.state", "to", "type")
        .unwrap();
    layout.with_party_separators([";"]).with_id("id").unwrap()
}

const RECORDS: &str = r#"{"day": "2014-05-13", "id": 1, "from": {"name": "a\tb", "state": "USA"}, "type": "042", "to": ["RUS", "FRA"]}
{"type": "112", "to": "DEU", "from": {"state": "RUS"}, "day": "2014-05-14", "id": 2}
{"type": "112", "to": null, "from": {"state": "RUS"}, "day": "2014-05-15", "id": 3}
{"type": "112", "from": {"state": "RUS"}, "day": "2014-05-15"}
{"type": "112", "from": {"state": "RUS"}, "day": "2014-05-32", "to": "USA"}
{"type": "112", "from": {"state": "RUS"
{"type": 112, "from": {"state": "GBR"}, "day": "2014-05-16", "to": "USA", "id": 2}
"#;

#[test]
fn columns_are_found_by_key() {
    let found = import(RECORDS, layout());
    let summary = &found.summary;
    assert_eq!((summary.read, summary.kept, summary.refused), (8, 4, 2));
    assert_eq!(summary.warning(RowWarning::MissingTarget).rows, 2);
    assert_eq!(summary.warning(RowWarning::ReusedId).rows, 1);
    assert!(
        summary
            .warning(RowWarning::ReusedId)
            .first
            .as_ref()
            .unwrap()
            .column
            .is_none()
    );
    for (a, b) in [
        ("USA", "RUS"),
        ("USA", "FRA"),
        ("RUS", "DEU"),
        ("GBR", "USA"),
    ] {
        assert!(found.ledger.dyad(a, b).is_some(), "{a} {b}");
    }
    assert_eq!(
        faults(RECORDS, layout()),
        [
            "line 5: column 1 (date) is `2014-05-32`: expected a day of May 2014, which has 31 days",
            "line 6: the record is malformed at byte 40: expected a comma or the end of the object",
        ]
    );
}

#[test]
fn a_first_record_may_lack_a_key_but_not_all() {
    let text =
        "{\"day\": \"2014-05-13\", \"from\": {\"state\": \"USA\"}, \"type\": \"042\"}\n".to_owned();
    let found = import(&(text + RECORDS), layout());
    assert_eq!((found.summary.read, found.summary.kept), (9, 4));
    let error = faults("{\"error\": \"no access\"}\n{}\n", layout());
    assert_eq!(
        error,
        [
            "line 1: the record has no key for the date: expected `day`, found `error`; if it has the records in a \
             list, read the file with `import::json_lines`, and state the key of the list (`with_key`)"
        ]
    );
    // A list needs lines first.
    let list = faults("[{\"day\": 1}, {\"day\": 2}]\n", layout());
    assert!(
        list[0].ends_with("; put each record on a line with `import::json_lines`"),
        "{list:?}"
    );
}

#[test]
fn records_are_the_rows_of_a_table() {
    let table = "2014-05-13\tUSA\tRUS\t042\n2014-05-14\tUSA\tRUS\t112\n2014-05-14\tRUS\tUSA\t057\n";
    let records: String = table
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            serde_json::json!({"date": cells[0], "source": cells[1], "target": cells[2], "code": cells[3]}).to_string() + "\n"
        })
        .collect();
    let layout = PlainLayout::default()
        .with_json(true)
        .with_columns("date", "source", "target", "code")
        .unwrap();
    let (of_table, of_records) = (
        import(table, PlainLayout::default()),
        import(&records, &layout),
    );
    assert_eq!(of_table.ledger, of_records.ledger);
    assert_eq!(
        of_table.summary.code_columns[0].system(),
        of_records.summary.code_columns[0].system()
    );
    let json = serde_json::to_value(&layout).unwrap();
    assert_eq!(json["json"], serde_json::json!(true));
    assert_eq!(serde_json::from_value::<PlainLayout>(json).unwrap(), layout);
}

/// Any JSON, with strings that look like its structure.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<i32>().prop_map(Into::into),
        "[a{}\\[\\]\",:\\\\\n é]{0,6}".prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Into::into),
            prop::collection::hash_map("[ab{\"]{0,2}", inner, 0..3)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

/// The records of a file that has one object: the object itself, or those in its only list of objects, if the
/// first has more keys than the object around the list, and as many as the outermost object. Returns `None` if there
/// are several such lists.
fn in_object(object: &serde_json::Value) -> Option<Vec<serde_json::Value>> {
    let keys = object.as_object().unwrap().len();
    let mut lists = Vec::new();
    lists_in(object, &mut lists);
    let is_wider = |&(list, around): &(&Vec<serde_json::Value>, usize)| {
        let first = list[0].as_object().unwrap().len();
        first > around && first >= keys
    };
    match lists.as_slice() {
        lists if !lists.iter().any(is_wider) => Some(vec![object.clone()]),
        [(list, _)] => Some((*list).clone()),
        _ => None,
    }
}

/// The lists of objects in an object and in the objects of it, with the number of keys of the object around each.
fn lists_in<'j>(
    object: &'j serde_json::Value,
    lists: &mut Vec<(&'j Vec<serde_json::Value>, usize)>,
) {
    let members = object.as_object().unwrap();
    for value in members.values() {
        match value {
            serde_json::Value::Object(_) => lists_in(value, lists),
            serde_json::Value::Array(list)
                if list.first().is_some_and(serde_json::Value::is_object) =>
            {
                lists.push((list, members.len()));
            }
            _ => {}
        }
    }
}

proptest! {
    #[test]
    fn each_record_is_a_line(
        records in prop::collection::vec(prop::collection::hash_map("[ab{\"]{0,2}", json(), 0..3), 0..4),
        is_pretty in any::<bool>(), is_list in any::<bool>(), capacity in 1..40_usize,
    ) {
        let records: Vec<serde_json::Value> = records
            .into_iter()
            .map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into())
            .collect();
        let write = |value: &serde_json::Value| if is_pretty {
            serde_json::to_string_pretty(value).unwrap()
        } else {
            value.to_string()
        };
        let text = if is_list {
            write(&records.clone().into())
        } else {
            records.iter().map(|record| write(record) + "\n").collect()
        };
        let mut found = String::new();
        let input = BufReader::with_capacity(capacity, text.as_bytes());
        let expected = match records.as_slice() {
            [record] if !is_list => in_object(record),
            _ => Some(records.clone()),
        };
        let result = json_lines(input).read_to_string(&mut found);
        let found: Vec<serde_json::Value> = found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        if let Some(expected) = expected {
            result.unwrap();
            prop_assert_eq!(found, expected);
        } else {
            prop_assert_eq!(result.unwrap_err().kind(), std::io::ErrorKind::InvalidData);
        }
    }

    #[test]
    fn any_records_are_rows_or_faults(
        records in prop::collection::vec((json(), json(), json(), json()), 0..6), damage in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let records = records.into_iter().map(|(day, from, to, code)| {
            serde_json::json!({"day": day, "from": from, "to": to, "type": code}).to_string() + "\n"
        });
        let mut bytes = (RECORDS.to_owned() + &records.collect::<String>()).into_bytes();
        let at = damage.index(bytes.len());
        bytes[at] = byte;
        let mut importer = Importer::new(Options::new(layout()));
        let _ = importer.read(&mut RowReader::new(bytes.as_slice(), layout()));
        let summary = importer.build().unwrap().summary;
        prop_assert_eq!(summary.read, summary.kept + summary.merged + summary.skipped());
    }

    #[test]
    fn any_bytes_become_lines(bytes in prop::collection::vec(prop::sample::select(b"{}[]\",\\ \n\ra1\0\xff".to_vec()), 0..60)) {
        let mut found = Vec::new();
        if let Err(error) = json_lines(bytes.as_slice()).read_to_end(&mut found) {
            // A list of records that is cut.
            prop_assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
        }
        prop_assert!(found.len() <= 2 * bytes.len());
        let _ = RowReader::new(json_lines(bytes.as_slice()), Format::Plover).count();
    }
}

#[test]
fn a_list_of_records_that_is_cut_is_not_a_whole_file() {
    let record =
        r#"{"id": "1", "date": "2020-01-01", "source": "USA", "event": "AGREE", "target": "RUS"}"#;
    let read = |text: &str| {
        let mut importer = Importer::new(Options::new(Format::Plover));
        let result = importer.read(&mut RowReader::new(
            json_lines(text.as_bytes()),
            Format::Plover,
        ));
        (
            importer.summary().rows,
            result.err().map(|error| error.to_string()),
        )
    };
    let (rows, error) = read(&format!("[{record},\n{record},"));
    assert_eq!(rows, 2);
    let error = error.expect("the list is cut");
    assert!(
        error.ends_with("the file ends within the list of records: expected `]`"),
        "{error}"
    );
    for whole in [
        format!("[{record},{record}]"),
        format!("{record}\n{record}\n"),
        format!("[{record}]\n[{record}]\n"),
    ] {
        assert_eq!(read(&whole), (2, None), "{whole}");
    }
}

/// A layout of records without nested values.
fn flat() -> PlainLayout {
    let layout = PlainLayout::default().with_json(true);
    layout.with_columns("day", "a", "b", "type").unwrap()
}

#[test]
fn a_record_with_more_keys_than_columns_is_read() {
    for others in [0, 60, 63, 64, 65, 70, 200] {
        let mut record = serde_json::Map::new();
        for number in 0..others {
            record.insert(format!("k{number}"), number.into());
        }
        for (key, value) in [
            ("zday", "2014-05-13"),
            ("za", "USA"),
            ("zb", "RUS"),
            ("ztype", "042"),
        ] {
            record.insert(key.to_owned(), value.into());
        }
        let record = serde_json::Value::Object(record).to_string() + "\n";
        let layout = PlainLayout::default().with_json(true);
        let stated = layout.clone().with_columns("zday", "za", "zb", "ztype");
        let constant = layout.with_columns("zday", "za", "zb", ColumnKey::constant("112"));
        for (layout, code) in [(stated, "cameo:042"), (constant, "cameo:112")] {
            let layout = layout.unwrap().with_system("cameo").unwrap();
            let mut reader = RowReader::new(record.as_bytes(), layout);
            let row = reader.next().unwrap().unwrap();
            assert_eq!(row.date().to_string(), "2014-05-13", "{others}");
            let names = reader.names();
            assert_eq!(names.code(row.act()).unwrap().to_string(), code);
        }
    }
}

#[test]
fn a_filter_is_on_a_key_that_the_first_record_lacks() {
    let records = "{\"day\":\"2014-05-13\",\"a\":\"USA\",\"b\":\"RUS\",\"type\":\"042\"}\n\
        {\"day\":\"2014-05-14\",\"a\":\"USA\",\"b\":\"RUS\",\"type\":\"042\",\"status\":\"planned\"}\n";
    let layout = flat();
    for key in [
        ColumnKey::named("status"),
        ColumnKey::named("status").optional(),
    ] {
        let layout = layout.clone().without_rows(key, ["planned"]).unwrap();
        let summary = import(records, layout).summary;
        assert_eq!((summary.kept, summary.left_out), (1, 1));
    }
}

#[test]
fn an_indented_record_can_have_the_line_ends_of_windows() {
    let records = "[\r\n  {\r\n    \"day\": \"2014-05-13\",\r\n    \"a\": \"USA\",\r\n    \"b\": \"RUS\",\r\n    \
        \"type\": \"042\"\r\n  }\r\n]\r\n";
    let mut importer = Importer::new(Options::new(flat()));
    importer
        .read(&mut RowReader::new(json_lines(records.as_bytes()), flat()))
        .unwrap();
    assert_eq!(importer.summary().kept, 1);
}

//! Records of JSON in a list of an outer object, as interfaces return them.

use std::io::{BufReader, ErrorKind, Read};

use detente::import::{DateProposal, DateSpelling, MAX_LINE, PlainLayout, Published, json_lines};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// Reads the lines of a file, and the error after them.
fn lines(text: &str) -> (String, Option<String>) {
    let mut found = String::new();
    let error = json_lines(text.as_bytes()).read_to_string(&mut found);
    (found, error.err().map(|error| error.to_string()))
}

fn record(day: u32, target: &str) -> Value {
    json!({"day": format!("2014-05-{day:02}"), "from": {"state": "USA"}, "to": target, "type": "042", "id": day})
}

fn each_on_a_line(records: &[Value]) -> String {
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    lines.join("\n") + "\n"
}

fn layout() -> PlainLayout {
    let layout = PlainLayout::default().with_json(true);
    layout
        .with_columns("day", "from.state", "to", "type")
        .unwrap()
}

fn imported(text: &str, layout: &PlainLayout) -> Import {
    let mut importer = Importer::new(Options::new(layout));
    let mut reader = RowReader::new(json_lines(text.as_bytes()), layout);
    importer.read(&mut reader).unwrap();
    importer.build().unwrap()
}

#[test]
fn records_in_an_object_are_read_however_they_are_laid_out() {
    let records = [record(13, "RUS"), record(14, "FRA"), record(15, "DEU")];
    let each = each_on_a_line(&records);
    let around = json!({"status": 200, "data": records, "messages": []});
    let one_a_line = format!(
        "{{\"Result\":[\n{},\n{},\n{}\n]}}\n",
        records[0], records[1], records[2]
    );
    let with_a_mark = format!("\u{feff}{around}");
    let with_blanks = format!("\n\n {around}\r\n\n");
    for text in [
        around.to_string(),
        serde_json::to_string_pretty(&around).unwrap(),
        one_a_line.replace("Result", "data"),
        one_a_line.replace('\n', "\r\n").replace("Result", "data"),
        with_a_mark,
        with_blanks,
    ] {
        let (found, error) = lines(&text);
        assert_eq!(error, None, "{text}");
        let found: Vec<Value> = found
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(found, records, "{text}");
        let import = imported(&text, &layout());
        assert_eq!(import.ledger, imported(&each, &layout()).ledger);
        assert_eq!(import.summary.record_lists, [("data".into(), 1)]);
        assert!(
            import
                .summary
                .to_string()
                .contains("\nthe records of 1 file are in its list `data`\n")
        );
    }
    assert!(imported(&each, &layout()).summary.record_lists.is_empty());
}

#[test]
fn answers_of_acled_and_ucdp_are_read() {
    let acled: Vec<Value> = (1..4)
        .map(|day| {
            json!({
                "event_id_cnty": format!("RUR{day}"), "event_date": format!("2022-06-0{day}"), "year": 2022,
                "time_precision": "1", "disorder_type": "Political violence", "event_type": "Battles",
                "sub_event_type": "Armed clash", "actor1": "Ukraine", "actor2": "Russia", "notes": "a \"[{\" b",
            })
        })
        .collect();
    let answer = json!({"status": 200, "success": true, "last_update": 5, "count": 3, "messages": [], "data": acled});
    let import = imported(
        &answer.to_string(),
        &Published::Acled.layout().with_json(true),
    );
    assert_eq!((import.summary.kept, import.summary.refused), (3, 0));
    let ucdp = json!({
        "TotalCount": 1, "TotalPages": 1, "PreviousPageUrl": "", "NextPageUrl": "",
        "Result": [{
            "id": 7, "type_of_violence": 1, "side_a": "Government of India", "side_b": "Government of Pakistan",
            "date_start": "1999-07-01T00:00:00", "date_end": "1999-07-02T00:00:00", "date_prec": 1,
        }],
    });
    let import = imported(
        &ucdp.to_string(),
        &Published::UcdpGed.layout().with_json(true),
    );
    assert_eq!((import.summary.kept, import.summary.refused), (1, 0));
    assert_eq!(import.summary.record_lists, [("Result".into(), 1)]);
}

#[test]
fn a_file_of_any_size_is_read_in_bounded_memory() {
    /// Counts the bytes that were read.
    struct Counted<'t>(&'t [u8], std::rc::Rc<std::cell::Cell<usize>>);
    impl Read for Counted<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.0.read(buffer)?;
            self.1.set(self.1.get() + length);
            Ok(length)
        }
    }
    let one = record(13, "RUS").to_string();
    let count = 4 * MAX_LINE / one.len();
    let text = format!(
        "{{\"status\":200,\"data\":[{}]}}",
        vec![one; count].join(",")
    );
    let read = std::rc::Rc::default();
    let input = BufReader::new(Counted(text.as_bytes(), std::rc::Rc::clone(&read)));
    let mut reader = RowReader::new(json_lines(input), layout());
    reader.next().unwrap().unwrap();
    assert!(read.get() < MAX_LINE + 100_000, "{}", read.get());
    assert_eq!(reader.by_ref().flatten().count(), count - 1);
    assert_eq!(reader.get_ref().key(), Some("data"));
    // Without `json_lines`, the message names it.
    let message = faults(&text, layout()).remove(0);
    assert_eq!(
        message,
        "line 1: the input is a list of JSON records, or records of several lines (its first line starts with `{`, \
         and is longer than a record may be): expected a plain table; put each record on a line with \
         `import::json_lines`"
    );
}

#[test]
fn several_lists_are_named_with_the_setting() {
    let wide = json!({"a": 1, "b": 2, "c": 3, "d": 4});
    let two = json!({"data": [wide], "links": [{"rel": "next"}]});
    let expected = "the object has several lists of objects, `data`, `links`: expected one; state the key of the \
        records with `json_lines(…).with_key`";
    assert_eq!(
        lines(&two.to_string()),
        (String::new(), Some(expected.into()))
    );
    // The second list comes after more than is looked at.
    let many = vec![record(13, "RUS"); 2 * MAX_LINE / 80];
    let late = json!({"data": many, "links": [{"rel": "next"}]}).to_string();
    let (found, error) = lines(&late);
    assert_eq!(
        (found.lines().count(), error.as_deref()),
        (many.len(), Some(expected))
    );
    let mut importer = Importer::new(Options::new(layout()));
    let mut reader = RowReader::new(json_lines(late.as_bytes()), layout());
    assert!(importer.read(&mut reader).is_err());
    assert_eq!(importer.summary().failed, 1);
    assert!(importer.summary().to_string().contains(expected));
    // The key is stated.
    for (key, count) in [("data", many.len()), ("links", 1)] {
        let mut found = String::new();
        let mut input = json_lines(late.as_bytes()).with_key(key);
        input.read_to_string(&mut found).unwrap();
        assert_eq!((found.lines().count(), input.key()), (count, Some(key)));
    }
}

#[test]
fn records_in_an_object_of_an_object_are_found() {
    let records = [record(13, "RUS"), record(14, "FRA")];
    let each = each_on_a_line(&records);
    let vars = json!({"vars": ["a", "b"], "link": []});
    let shards = json!({"total": 5, "failed": 0});
    for (around, path) in [
        (
            json!({"head": vars, "results": {"bindings": records}}),
            "results.bindings",
        ),
        (
            json!({"took": 3, "timed_out": false, "_shards": shards, "hits": {"total": 2, "hits": records}}),
            "hits.hits",
        ),
        (
            json!({"a": {"b": {"c.d": {"e": records, "f": {}}}}, "g": {"h": 1}}),
            "a.b.c.d.e",
        ),
        (json!({"a.b": records, "a": {"b": 1}}), "a.b"),
    ] {
        for text in [
            around.to_string(),
            serde_json::to_string_pretty(&around).unwrap(),
        ] {
            let read = |key: Option<&str>| {
                let mut input = json_lines(text.as_bytes());
                if let Some(key) = key {
                    input = input.with_key(key);
                }
                let mut found = String::new();
                input.read_to_string(&mut found).unwrap();
                let found: Vec<Value> = found
                    .lines()
                    .map(|line| serde_json::from_str(line).unwrap())
                    .collect();
                assert_eq!(found, records, "{text}");
                assert_eq!(input.key(), Some(path));
            };
            read(None);
            read(Some(path));
            let import = imported(&text, &layout());
            assert_eq!(import.ledger, imported(&each, &layout()).ledger);
            assert_eq!(import.summary.record_lists, [(path.into(), 1)]);
        }
    }
}

#[test]
fn lists_at_several_depths_are_named_by_their_paths() {
    let (wide, text) = (record(13, "RUS"), |value: Value| value.to_string());
    let two = text(json!({"a": {"data": [wide]}, "meta": {"links": [{"rel": "next"}]}}));
    let expected = "the object has several lists of objects, `a.data`, `meta.links`: expected one; state the key of \
        the records with `json_lines(…).with_key`";
    assert_eq!(lines(&two), (String::new(), Some(expected.into())));
    // The second list comes after more than is looked at.
    let many = vec![wide.clone(); 2 * MAX_LINE / 80];
    let late = text(json!({"a": {"data": many}, "meta": {"links": [{"rel": "next"}]}}));
    assert_eq!(lines(&late).1.as_deref(), Some(expected));
    for (key, count) in [("a.data", many.len()), ("meta.links", 1)] {
        let mut found = String::new();
        let mut input = json_lines(late.as_bytes()).with_key(key);
        input.read_to_string(&mut found).unwrap();
        assert_eq!((found.lines().count(), input.key()), (count, Some(key)));
    }
    // A path that is not there.
    let mut input = json_lines(two.as_bytes()).with_key("data");
    assert_eq!(
        input
            .read_to_string(&mut String::new())
            .unwrap_err()
            .to_string(),
        "the object has no list `data`: expected the key of the list of records, found `a.data`, `meta.links`"
    );
    // Two lists have one path, because a key has a dot.
    let same = text(json!({"a.b": [wide], "a": {"b": [wide]}}));
    let mut input = json_lines(same.as_bytes()).with_key("a.b");
    let error = input
        .read_to_string(&mut String::new())
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("the object has several lists of objects, `a.b`, `a.b`: "),
        "{error}"
    );
}

#[test]
fn a_list_in_a_list_or_in_a_record_is_no_list_of_records() {
    let deep = json!({"day": "2014-05-13", "from": {"state": "USA", "tags": [{"a": 1, "b": 2, "c": 3}]}, "to": "RUS",
        "type": "042"});
    let in_list = json!({"a": [[record(13, "RUS")]], "b": 1});
    for alone in [deep, in_list] {
        assert_eq!(lines(&alone.to_string()).0, format!("{alone}\n"));
    }
    let nested = json!({"data": [{"a": {"data": [{"x": 1}]}, "b": 2, "c": 3}], "x": {"y": {}}});
    assert_eq!(
        lines(&nested.to_string()),
        (format!("{}\n", nested["data"][0]), None)
    );
}

#[test]
fn an_answer_without_records_is_a_file_without_rows() {
    let said = |text: &str, key: Option<&str>| {
        let input = json_lines(text.as_bytes());
        let input = match key {
            Some(key) => input.with_key(key),
            None => input,
        };
        let mut importer = Importer::new(Options::new(layout()));
        let mut reader = RowReader::new(input, layout());
        importer.read(&mut reader).unwrap();
        let summary = importer.summary();
        assert_eq!(
            (summary.rows, summary.read, summary.empty, summary.failed),
            (0, 0, 1, 0)
        );
        (summary.first_empty[0].to_string(), reader.to_string())
    };
    let expected = |lists: &str| {
        let reason = format!("no rows, because its {lists} empty");
        (
            format!("file 1: {reason}"),
            format!("a plain table: {reason}"),
        )
    };
    let answer = json!({"source": "acled", "count": 0, "events": []});
    for text in [
        answer.to_string(),
        serde_json::to_string_pretty(&answer).unwrap(),
        format!("\u{feff}\n{answer}\n \n"),
    ] {
        assert_eq!(said(&text, None), expected("list `events` is"), "{text}");
        assert_eq!(
            said(&text, Some("events")),
            expected("list `events` is"),
            "{text}"
        );
    }
    let wikidata = r#"{"head": {"vars": ["a"]}, "results": {"bindings": [ ]}}"#;
    assert_eq!(said(wikidata, None), expected("list `results.bindings` is"));
    let acled = r#"{"status": 200, "messages": [], "data": []}"#;
    assert_eq!(said(acled, None), expected("lists `messages`, `data` are"));
    // A record with an empty list is a record, and an object with others behind it is refused.
    let mut record = record(13, "RUS");
    record["tags"] = json!([]);
    assert_eq!(imported(&record.to_string(), &layout()).summary.kept, 1);
    for text in [
        format!("{answer}\n{answer}\n"),
        format!("{answer}\n{record}\n"),
    ] {
        let messages = faults(&text, layout());
        assert!(
            messages[0].starts_with("line 1: the record has no key for the date: "),
            "{messages:?}"
        );
        assert_eq!(messages.len(), 1);
    }
    // An answer with an error instead of a list is refused.
    assert_eq!(faults("{\"error\": \"no access\"}\n", layout()).len(), 1);
}

#[test]
fn a_table_that_is_json_names_the_settings() {
    let table = PlainLayout::default();
    let message = |text: &str| faults(text, table.clone()).remove(0);
    assert_eq!(
        message(&each_on_a_line(&[record(13, "RUS")])),
        "line 1: the input is JSON (it starts with `{`): expected a plain table; to read JSON with a record on each \
         line, state `with_json(true)`"
    );
    let list = message("[\n");
    assert!(
        list.ends_with(
            "; put each record on a line with `import::json_lines`, and state `with_json(true)`"
        ),
        "{list}"
    );
}

#[test]
fn blank_lines_do_not_hide_json() {
    let record =
        r#"{"id": 1, "date": "2020-01-01", "source": "USA", "event": "AGREE", "target": "RUS"}"#;
    for before in [
        "",
        "\n",
        "\r\n \t\n",
        "\u{feff}",
        "\u{feff}\n",
        "\u{feff}\r\n\n",
    ] {
        for (text, is_plover) in [
            (record, true),
            ("{\n", false),
            ("[", false),
            ("{\"a\": 1}", false),
        ] {
            let (text, plain) = (format!("{before}{text}"), Format::detect(text.as_bytes()));
            assert_eq!(Format::detect(text.as_bytes()), plain, "{text:?}");
            let reader = RowReader::detect(text.as_bytes()).unwrap();
            assert_eq!(reader.is_some(), is_plover, "{text:?}");
            if let Some(reader) = reader {
                assert_eq!(reader.flatten().count(), 1, "{text:?}");
            }
        }
    }
    // Blanks at the start of a line are columns.
    assert_eq!(
        Format::detect(b"\t\ta").to_string(),
        "text of no known format (its first line has 3 columns separated by tabs)"
    );
}

#[test]
fn a_record_with_a_list_of_objects_stays_a_record() {
    let nested =
        json!({"day": "2014-05-13", "from": [{"state": "USA"}], "to": "RUS", "type": "042"});
    let plover =
        json!({"date": "2014-05-13", "event": "AGREE", "to": [{"a": 1, "b": 2, "c": 3, "d": 4}]});
    for alone in [nested, plover] {
        assert_eq!(lines(&alone.to_string()).0, format!("{alone}\n"));
    }
    // An object with others behind it, too, unless the key is stated.
    let page = json!({"data": [record(13, "RUS"), record(14, "RUS")]}).to_string();
    let pages = format!("{page}\n{page}\n");
    assert_eq!(lines(&pages).0, pages);
    let message = faults(&pages, layout()).remove(0);
    assert!(
        message.contains("no key for the date: expected `day`, found `data`; "),
        "{message}"
    );
    let mut found = String::new();
    let mut input = json_lines(pages.as_bytes()).with_key("data");
    input.read_to_string(&mut found).unwrap();
    assert_eq!(found.lines().count(), 4);
}

#[test]
fn a_stated_key_that_is_not_there_is_an_error() {
    let error = |text: &str, key: &str| {
        let mut found = String::new();
        let result = json_lines(text.as_bytes())
            .with_key(key)
            .read_to_string(&mut found);
        result.map_err(|error| (error.kind(), error.to_string()))
    };
    assert_eq!(
        error("{\"status\": 403, \"error\": \"no access\"}", "data"),
        Err((
            ErrorKind::InvalidData,
            "the object has no list `data`: expected the key of the list of records, found `status`, `error`".into()
        ))
    );
    assert_eq!(
        error("{}", "data").unwrap_err().1,
        "the object has no list `data`: expected the key of the list of records, found no key"
    );
    assert_eq!(
        error("{\"status\": 200, data: []}", "data").unwrap_err().1,
        "the object around the records is malformed after its key `status`: expected JSON"
    );
    // No record is no error.
    assert_eq!(error("{\"count\": 0, \"data\": []}", "data"), Ok(0));
    // Keys are compared as they are meant.
    assert_eq!(error("{\"d\\u0061ta\": [{}]}", "data"), Ok(3));
    // Text that is no object is passed on.
    assert!(error("<html>\n", "data").is_ok());
}

#[test]
fn a_bad_record_in_an_object_takes_no_other_with_it() {
    let good = record(13, "RUS").to_string();
    let (start, end) = ("{\"status\": 200, \"data\": [", "]}\n");
    for (bad, refused) in [
        (
            "{\"day\": \"2014-05-32\", \"from\": {\"state\": \"USA\"}, \"to\": \"RUS\", \"type\": \"042\"}",
            1,
        ),
        ("5", 1),
        ("\"a, ] b\"", 1),
        ("[[1, {\"a\": 2}], 3]", 1),
        ("null", 1),
        ("}", 1),
        ("{\"day\": x}", 1),
        ("{\"day\": \"2014\n", 1),
        ("", 0),
    ] {
        let text = format!("{start}{good}, {bad}, {good},\n{good}{end}");
        let mut importer = Importer::new(Options::new(layout()));
        let mut reader = RowReader::new(json_lines(text.as_bytes()).with_key("data"), layout());
        importer.read(&mut reader).unwrap();
        let summary = importer.summary();
        assert_eq!(
            (summary.kept + summary.merged, summary.refused),
            (3, refused),
            "{text}\n{summary}"
        );
    }
}

#[test]
fn a_file_that_ends_within_the_list_is_a_failure() {
    let records = [record(13, "RUS"), record(14, "FRA"), record(15, "DEU")];
    let text = json!({"status": 200, "data": records}).to_string();
    let second = text.find("},{").unwrap() + 2;
    for cut in second..text.len() - 1 {
        let (found, error) = lines(&text[..cut]);
        let complete = found
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        assert!((1..4).contains(&complete.count()), "{found}");
        assert_eq!(
            error.as_deref(),
            Some(
                "the file ends within the object that has the list `data`: expected the end of the list and of the \
                 object"
            ),
            "{}",
            &text[..cut]
        );
    }
    let mut importer = Importer::new(Options::new(layout()));
    let cut = &text.as_bytes()[..text.len() - 1];
    assert!(
        importer
            .read(&mut RowReader::new(json_lines(cut), layout()))
            .is_err()
    );
    assert_eq!((importer.summary().kept, importer.summary().failed), (3, 1));
}

#[test]
fn the_number_of_threads_changes_no_list() {
    let text = json!({"data": [record(13, "RUS")]}).to_string();
    let other = text.replace("data", "Result");
    let read = |texts: &[&str]| {
        let mut importer = Importer::new(Options::new(layout()));
        for text in texts {
            importer
                .read(&mut RowReader::new(json_lines(text.as_bytes()), layout()))
                .unwrap();
        }
        importer
    };
    let mut merged = read(&[&text]);
    merged.merge(&read(&[&other, &text])).unwrap();
    let lists = [("Result".into(), 1), ("data".into(), 2)];
    assert_eq!(merged.summary().record_lists, lists);
    assert_eq!(read(&[&text, &other, &text]).summary().record_lists, lists);
}

#[test]
fn the_format_of_records_in_an_object_is_detected() {
    let record =
        json!({"id": 1, "date": "2020-01-01", "source": "USA", "event": "AGREE", "target": "RUS"});
    let text = json!({"data": [record]}).to_string();
    let reader = RowReader::detect(json_lines(text.as_bytes()))
        .unwrap()
        .unwrap();
    assert_eq!(reader.format(), &Format::Plover);
    let mut reader = reader;
    let mut importer = Importer::new(Options::new(Format::Plover));
    importer.read(&mut reader).unwrap();
    assert_eq!(importer.summary().record_lists, [("data".into(), 1)]);
}

#[test]
fn dates_of_records_are_proposed() {
    let records = |first: &str| {
        let record =
            |day: &str| json!({"day": day, "from": {"state": "USA"}, "to": "RUS", "type": "042"});
        [
            record(first),
            record("04/03/2025"),
            json!({"day": null}),
            json!({}),
            record("30/09/2025"),
        ]
    };
    let proposed = |text: &str, layout: &PlainLayout| {
        DateProposal::of(json_lines(text.as_bytes()), layout).unwrap()
    };
    let list = records("05/03/2025");
    let text = each_on_a_line(&list);
    let expected = proposed(&text, &layout());
    assert_eq!(expected.spelling(), Some(DateSpelling::DayFirst));
    assert_eq!(
        expected.to_string(),
        "the dates are day_first by 1 row (first: line 5, `30/09/2025`); 2 rows can be read either way"
    );
    assert_eq!(
        DateProposal::of(text.as_bytes(), &layout()).unwrap(),
        expected
    );
    assert_eq!(proposed(&json!(list).to_string(), &layout()), expected);
    assert_eq!(
        proposed(&json!({"data": list}).to_string(), &layout()),
        expected
    );
    // A cut record shows no keys, and a record of another kind ends the look.
    assert_eq!(
        proposed(&format!("{{\"day\": \"05\n{text}"), &layout()).spelling(),
        Some(DateSpelling::DayFirst)
    );
    assert_eq!(
        proposed("{\"error\": 1}\n", &layout()),
        DateProposal::default()
    );
    // Numbers are dates, too.
    let serial = text.replace("\"05/03/2025\"", "44742").replace("/2025", "");
    assert_eq!(
        proposed(&serial, &layout()).spelling(),
        Some(DateSpelling::Serial1900)
    );
    // Rows that the layout leaves out do not count.
    let without = layout().without_rows("day", ["30/09/2025"]).unwrap();
    assert_eq!(proposed(&text, &without).spelling(), None);
}

proptest! {
    #[test]
    fn records_of_an_object_are_those_of_a_list(
        count in 0..6_usize, is_pretty in any::<bool>(), is_stated in any::<bool>(), capacity in 1..50_usize,
        place in 0..3_usize, outer in prop::collection::vec("[ab.]{1,2}", 0..3), texts in prop::collection::vec("[a{}\\[\\]\",:\\\\\n é]{0,6}", 6),
    ) {
        let records: Vec<Value> = texts[..count]
            .iter()
            .map(|text| json!({"a": text, "b": [text], "c": {"d": text}, "e": 1, "f": null, "g": 2}))
            .collect();
        let mut around: Vec<(&str, Value)> = vec![("status", json!(200)), ("m}[{", json!([texts[0]]))];
        around.insert(place, ("data", json!(records)));
        let write = |value: &Value| if is_pretty {
            serde_json::to_string_pretty(value).unwrap()
        } else {
            value.to_string()
        };
        let members: Vec<String> =
            around.iter().map(|(key, value)| format!("{}:{}", json!(key), write(value))).collect();
        let mut text = format!("{{{}}}", members.join(","));
        let mut path = "data".to_owned();
        for key in outer {
            text = format!("{{\"n\": {{\"{key}\": 1}}, \"{key}\": {text}}}");
            path = format!("{key}.{path}");
        }
        let input = json_lines(BufReader::with_capacity(capacity, text.as_bytes()));
        let mut input = if is_stated { input.with_key(&path) } else { input };
        let mut found = String::new();
        input.read_to_string(&mut found).unwrap();
        let found: Vec<Value> = found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        // Without a record, nothing shows that the object is not one.
        let expected = match count {
            0 if !is_stated => vec![serde_json::from_str(&text).unwrap()],
            _ => records,
        };
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_bytes_in_an_object_are_lines_or_an_error(
        bytes in prop::collection::vec(prop::sample::select(b"{}[]\",:\\ \n\rda1\0\xff\xef\xbb\xbf".to_vec()), 0..80),
        start in prop::sample::select(vec!["", "{\"d\":[{\"a\":1,\"b\":2},", "{\"d\":[", "{\"a\":1,\"d\":[{"]),
        key in prop::sample::select(vec![None, Some("d"), Some("a")]), capacity in 1..50_usize,
    ) {
        let bytes = [start.as_bytes(), &bytes].concat();
        let read = |capacity: usize| {
            let input = json_lines(BufReader::with_capacity(capacity, bytes.as_slice()));
            let mut input = match key {
                Some(key) => input.with_key(key),
                None => input,
            };
            let mut found = Vec::new();
            let error = input.read_to_end(&mut found).err().map(|error| error.to_string());
            (found, error)
        };
        let (found, error) = read(1 << 16);
        prop_assert!(found.len() <= 2 * bytes.len());
        prop_assert_eq!(read(capacity), (found, error));
        let _ = RowReader::new(json_lines(bytes.as_slice()), Format::Plover).count();
        let _ = RowReader::new(json_lines(bytes.as_slice()), layout()).count();
        let _ = DateProposal::of(json_lines(bytes.as_slice()), &layout());
    }
}

//! Data for other programs: rows, Vega-Lite and TimelineJS never make a date more exact than it is.

#![cfg(all(feature = "plot", feature = "json"))]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use detente::Timeline;
use detente::event::Status;
use detente::plot::{
    CalendarChart, Cell, ChartData, MultiplesChart, NetworkChart, RelationChart, Style,
    TimelineChart,
};
use detente::time::Certainty;
use detente::timeline::EventRef;
use serde_json::{Value, json};

const RECORDS: [&str; 4] = [
    include_str!("../examples/data/kuala-lumpur.json"),
    include_str!("../examples/data/us-russia-2025.json"),
    include_str!("../examples/data/october-1962.json"),
    include_str!("data/thicket.json"),
];

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn read(text: &str) -> Timeline {
    Timeline::from_json(text).expect("the record is well-formed")
}

fn lines(data: &ChartData) -> Vec<Value> {
    let text = data.to_json_lines();
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect()
}

/// The data of every chart of the record of 2025.
fn of_every_chart() -> Vec<ChartData> {
    let timeline = read(RECORDS[1]);
    let pairs = [("USA", "RUS"), ("rubio", "lavrov")];
    let pairs = pairs.map(|(a, b)| timeline.relations(a, b).expect("a pair"));
    let (at, style) = (date(2025, 12, 30), Style::default());
    let calendar = CalendarChart::new(date(2025, 1, 1), date(2025, 12, 31));
    vec![
        TimelineChart::new(&timeline.view()).data(&style),
        RelationChart::new(&pairs[0], at).data(&style),
        pairs
            .iter()
            .fold(calendar, CalendarChart::pair)
            .data(&style),
        pairs
            .iter()
            .fold(NetworkChart::new(at), NetworkChart::pair)
            .data(&style),
        pairs
            .iter()
            .fold(MultiplesChart::new(at), MultiplesChart::pair)
            .data(&style),
    ]
}

#[test]
fn csv_and_lines_of_json_have_the_same_cells() {
    for data in of_every_chart() {
        let csv = data.to_csv();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header: Vec<String> = reader
            .headers()
            .expect("a header")
            .iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(header, data.columns());
        let records: Vec<csv::StringRecord> =
            reader.records().map(|row| row.expect("a row")).collect();
        let objects = lines(&data);
        assert_eq!(
            (records.len(), objects.len()),
            (data.rows().len(), data.rows().len())
        );
        assert!(!objects.is_empty());
        for (record, object) in records.iter().zip(&objects) {
            assert_eq!(object.as_object().expect("an object").len(), header.len());
            for (name, field) in header.iter().zip(record) {
                let same = match &object[name] {
                    Value::Null => field.is_empty(),
                    Value::Bool(flag) => field == flag.to_string(),
                    Value::Number(number) => {
                        field.parse() == Ok(number.as_f64().expect("a number"))
                    }
                    Value::String(text) => field == text || field == format!("'{text}"),
                    other => panic!("{other}"),
                };
                assert!(same, "{name}: {field:?} in CSV, {} in JSON", object[name]);
            }
        }
    }
}

#[test]
fn every_event_is_a_row_and_only_certain_days_are_exact() {
    for record in RECORDS {
        let timeline = read(record);
        let view = timeline.view().of_status(Status::ALL);
        let rows = lines(&TimelineChart::new(&view).data(&Style::default()));
        let events: Vec<_> = view.into_iter().collect();
        assert_eq!(rows.len(), events.len());
        let mut exact = 0;
        for (row, event) in rows.iter().zip(events) {
            assert_eq!(row["id"], event.id());
            let is_doubtful = event.when().is_uncertain() || event.when().is_approximate();
            let bounds = event.bounds();
            // Without the zone: an exact event of one day began and ended within 24 hours for certain.
            let day = bounds.start_earliest().zip(bounds.end_latest());
            let is_one_day = day.is_some_and(|(from, to)| (to - from).num_seconds() <= 86_400);
            if row["is_exact"] == true {
                assert!(!is_doubtful, "{row}");
                assert!(is_one_day || event.when().is_extent(), "{row}");
                exact += 1;
            } else {
                let is_within_a_day = is_one_day && row["first_day"] == row["last_day"];
                assert!(is_doubtful || !is_within_a_day, "{row}");
            }
        }
        assert!(exact > 0, "some days are known");
    }
}

#[test]
fn vega_lite_has_a_point_only_for_a_known_day_and_names_what_is_left_out() {
    for record in RECORDS {
        let timeline = read(record);
        let view = timeline.view().of_status(Status::ALL);
        let chart = TimelineChart::new(&view);
        let spec: Value =
            serde_json::from_str(&chart.to_vega_lite(&Style::default())).expect("JSON");
        let rows = lines(&chart.data(&Style::default()));
        let drawn: BTreeSet<&str> = spec["datasets"]["participants"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| {
                assert!(row["is_day"] == false || row["is_exact"] == true, "{row}");
                row["title"].as_str().expect("a title")
            })
            .collect();
        let without: Vec<&Value> = rows
            .iter()
            .filter(|row| row["first_day"].is_null() || row["last_day"].is_null())
            .collect();
        let subtitle = spec["title"]["subtitle"].as_array().expect("lines");
        let subtitle: Vec<&str> = subtitle.iter().filter_map(Value::as_str).collect();
        let note = format!("is not known ({})", without.len());
        assert_eq!(
            subtitle.join(" ").contains(&note),
            !without.is_empty(),
            "{subtitle:?}"
        );
        for row in &rows {
            let is_left_out = without.contains(&row);
            let is_drawn = drawn.contains(row["title"].as_str().expect("a title"));
            assert!(is_drawn != is_left_out, "{row}");
        }
    }
}

#[test]
fn timeline_js_says_that_a_day_is_not_known() {
    for record in RECORDS {
        let timeline = read(record);
        let chart = TimelineChart::new(&timeline.view());
        let rows = lines(&chart.data(&Style::default()));
        let text = chart.to_timeline_js(&Style::default());
        let json: Value = serde_json::from_str(&text).expect("JSON");
        let slides = json["events"].as_array().expect("slides");
        let placed = rows
            .iter()
            .filter(|row| !row["first_day"].is_null() && !row["last_day"].is_null());
        let placed: Vec<&Value> = placed.collect();
        assert_eq!(slides.len(), placed.len());
        for (slide, row) in slides.iter().zip(placed) {
            let says_so = slide["display_date"]
                .as_str()
                .expect("a text")
                .contains("some day in this span");
            assert_eq!(says_so, row["is_exact"] == false, "{slide}");
        }
    }
}

/// The texts that go through every writer of the crate.
fn hostile() -> Vec<String> {
    serde_json::from_str(include_str!("data/hostile.json")).expect("a list of texts")
}

/// The text of a piece of HTML, which has no elements but paragraphs.
fn text_of_html(html: &str) -> String {
    let page = format!("<body>{html}</body>");
    let page = roxmltree::Document::parse(&page).unwrap_or_else(|error| panic!("{error}: {html}"));
    let nodes = page.root_element().descendants();
    for node in nodes.clone().filter(roxmltree::Node::is_element) {
        assert!(matches!(node.tag_name().name(), "body" | "p"), "{html}");
    }
    nodes
        .filter(roxmltree::Node::is_text)
        .filter_map(|node| node.text())
        .collect()
}

/// A text in every place of a record, and as the title of the caller, in each form that is written: read back, it is
/// the text of the row, and no formula and no element.
#[test]
fn hostile_text_is_text_in_every_form() {
    let mut accepted = 0;
    for text in &hostile() {
        let record = |text: &str| {
            json!({
                "format": "detente-timeline",
                "version": 1,
                "actors": [
                    {"id": "USA", "kind": "state", "name": text},
                    {"id": "RUS", "kind": "state", "name": "Russia"},
                ],
                "events": [{
                    "id": "talks", "kind": "meeting", "title": text, "when": "2025-02-18",
                    "place": text, "parties": ["USA", "RUS"],
                }],
            })
        };
        let timeline = Timeline::from_json(&record(text).to_string());
        accepted += usize::from(timeline.is_ok());
        let timeline = timeline.unwrap_or_else(|_| read(&record("Talks").to_string()));
        let chart = TimelineChart::new(&timeline.view());
        let style = Style::default().with_title(text);
        let data = chart.data(&style);
        let column = data
            .columns()
            .iter()
            .position(|name| *name == "title")
            .expect("a column");
        let row = data.rows().next().expect("a row");
        let Cell::Text(title) = &row[column] else {
            panic!("{text:?}: {row:?}")
        };
        // JSON lines and CSV.
        assert_eq!(lines(&data)[0]["title"], **title, "{text:?}");
        let csv = data.to_csv();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let fields = reader.records().next().expect("a row").expect("a row");
        assert!(
            fields
                .iter()
                .all(|field| !field.starts_with(['=', '+', '-', '@', '＝'])),
            "{csv}"
        );
        let field = &fields[column];
        assert!(
            field == title || field.strip_prefix('\'') == Some(title),
            "{csv}"
        );
        // TimelineJS inserts its texts as HTML.
        let json: Value = serde_json::from_str(&chart.to_timeline_js(&style)).expect("JSON");
        let slide = &json["events"][0]["text"];
        assert_eq!(
            text_of_html(slide["headline"].as_str().expect("a text")),
            **title
        );
        for html in [
            &slide["text"],
            &json["title"]["text"]["headline"],
            &json["title"]["text"]["text"],
        ] {
            text_of_html(html.as_str().expect("a text"));
        }
        // Vega-Lite draws texts as they are.
        let json: Value = serde_json::from_str(&chart.to_vega_lite(&style)).expect("JSON");
        let rows = json["datasets"]["participants"].as_array().expect("rows");
        assert!(rows.iter().all(|row| row["title"] == **title), "{text:?}");
    }
    assert!(
        accepted >= 35,
        "the timeline accepts {accepted} of the texts"
    );
}

#[test]
fn within_some_days_there_are_only_events_that_may_have_been_on_them() {
    let timeline = read(RECORDS[1]);
    let chart = TimelineChart::new(&timeline.view()).within(date(2025, 7, 1), date(2025, 7, 31));
    let rows = lines(&chart.data(&Style::default()));
    let possible = timeline.view();
    let days = date(2025, 7, 1)..=date(2025, 7, 31);
    let possible = possible.into_iter();
    let possible =
        possible.filter(|event| event.when().touches(days.clone()) != Certainty::Impossible);
    let possible: Vec<&str> = possible.map(EventRef::id).collect();
    let ids: Vec<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids, possible);
    assert!(ids.len() > 5);
}

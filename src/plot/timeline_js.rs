//! The events as the JSON of TimelineJS.
//!
//! TimelineJS draws a start and an end, and knows no uncertainty. So an event whose day is not known
//! has its first and its last possible day, a `display_date` that is not a day, and a sentence that
//! says so. An event without one of the two days is left out; the title slide names it.
//!
//! Source: Northwestern University Knight Lab, "TimelineJS: JSON data format".

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

use super::data::rows::EventRow;
use super::style::Style;
use super::timeline::TimelineChart;
use super::vega::left_out;

/// Text as HTML: TimelineJS inserts headlines and texts as they are.
fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(one),
        }
    }
    escaped
}

fn date(date: NaiveDate) -> Value {
    json!({"year": date.year(), "month": date.month(), "day": date.day()})
}

/// A slide; `None` without a first and a last day.
fn slide(row: &EventRow, at: usize, style: &Style) -> Option<Value> {
    let words = &style.words;
    let (first, last) = (row.first?, row.last?);
    let names = row.actors.iter().chain(&row.targets);
    let names: Vec<String> = names.map(|name| html(name.as_str())).collect();
    let place = row.place.as_deref().map(html);
    let mut lines: Vec<String> = vec![names.join(", ")];
    lines.extend(place);
    let mut display = row.date.clone();
    if row.is_standing {
        lines.push(format!("{}.", html(&display)));
    } else if !row.precision.is_exact() {
        display = format!("{display} ({})", words.span);
        lines.push(format!("{}.", html(&display)));
    }
    // What happened needs no word.
    let status = match row.status {
        Some("planned") => Some(&words.planned),
        Some("disputed") => Some(&words.disputed),
        Some("cancelled") => Some(&words.cancelled),
        _ => None,
    };
    lines.extend(status.map(|word| format!("{}.", html(word))));
    lines.retain(|line| !line.is_empty());
    let paragraphs: Vec<String> = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
    Some(json!({
        // Identifiers become parts of addresses, so they are numbers.
        "unique_id": format!("event-{at}"),
        "start_date": date(first),
        "end_date": date(last),
        "display_date": html(&display),
        "group": row.kind,
        "text": {"headline": html(&row.title), "text": paragraphs.concat()},
    }))
}

impl TimelineChart<'_> {
    /// The events as the JSON of [TimelineJS](https://timeline.knightlab.com).
    ///
    /// An event whose day is not known has its first and its last possible day, and its text and its
    /// `display_date` say so. Events whose first or last day is not known are left out, and the title
    /// slide names them. Texts are escaped, because TimelineJS inserts them as HTML.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::plot::{Style, TimelineChart};
    /// use detente::{Actor, Event, Timeline};
    ///
    /// let mut builder = Timeline::builder();
    /// builder.actor(Actor::person("rubio").named("Marco Rubio"));
    /// builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
    /// builder.event(Event::call("call", "2025-06").between("rubio", "lavrov").title("Call"));
    /// let timeline = builder.build()?;
    ///
    /// let text = TimelineChart::new(&timeline.view()).to_timeline_js(&Style::default());
    /// let json: serde_json::Value = serde_json::from_str(&text)?;
    /// let call = &json["events"][0];
    /// assert_eq!(call["start_date"]["day"], 1);
    /// assert_eq!(call["end_date"]["day"], 30);
    /// assert_eq!(call["display_date"], "Jun 2025 (some day in this span)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn to_timeline_js(&self, style: &Style) -> String {
        let rows = self.events(style);
        let [title, subtitle] = self.headings(style);
        let slides = rows.iter().enumerate();
        let slides: Vec<Value> = slides
            .filter_map(|(at, row)| slide(row, at + 1, style))
            .collect();
        let without = rows
            .iter()
            .filter(|row| row.first.is_none() || row.last.is_none());
        let notes = left_out(style, without);
        let texts = [Some(subtitle), notes].into_iter().flatten();
        let paragraphs: Vec<String> = texts
            .map(|text| format!("<p>{}</p>", html(&text)))
            .collect();
        json!({
            "title": {"text": {"headline": html(&title), "text": paragraphs.concat()}},
            "events": slides,
        })
        .to_string()
    }
}

//! A briefing as one HTML page.
//!
//! The page is HTML and well-formed XML: every element is closed and every attribute has a value, so that any XML
//! parser can check it. Style and script have none of the characters that XML reserves. The page works without the
//! script: everything is shown, except the filters.
//!
//! No text from data is written into the script, the style or an attribute other than `href`, so one way of
//! escaping is enough.

use std::fmt::Write;

use super::content::{Briefing, BriefingEvent};
use super::document::{Block, Document, Line, Span, data, number_of, patterned};
use super::text::clean;
use super::words::PageWords;
use crate::event::{Kind, Status};
use crate::plot::{Scheme, Tone};
use crate::text::fill;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// The SHA-256 of the script in base64. The page's policy allows only the script with this hash. `.ci/briefing`
/// prints it if it is wrong.
const SCRIPT_HASH: &str = "NZi2ykuik0DJXYwgvL4X2vt8nyFLA8Qy1HXnr6u2mvw=";

const INTO_STRING: &str = "a `String` can be written to";

/// Writes into a string, which cannot fail.
macro_rules! put {
    ($out:expr, $($part:tt)*) => { write!($out, $($part)*).expect(INTO_STRING) };
}

impl Briefing {
    /// Writes the briefing as one HTML page.
    ///
    /// The page is self-contained: charts, style and a script for the filters are part of it, and it loads
    /// nothing. Without the script, everything is shown. The page can be printed and used with the keyboard alone,
    /// and follows the [scheme](crate::plot::Scheme) of its style. It is well-formed XML. The same briefing gives
    /// the same bytes.
    pub fn to_html(&self) -> String {
        let document = Document::new(self);
        let sections = document.sections();
        let mut out = String::with_capacity(1 << 17);
        self.write_head(&mut out);
        put!(
            out,
            "<body>\n<a class=\"skip\" href=\"#main\">{}</a>\n<header>\n<h1>{}</h1>\n<p class=\"as-of\">{}</p>\n",
            Escaped(&self.words.skip),
            of_data(&self.title),
            Escaped(&document.subtitle())
        );
        let name = Escaped(&self.words.sections);
        put!(out, "<nav aria-label=\"{name}\"><ul>\n");
        for section in &sections {
            let (anchor, heading) = (section.anchor, Escaped(&section.heading));
            put!(out, "<li><a href=\"#{anchor}\">{heading}</a></li>\n");
        }
        out.push_str("</ul></nav>\n</header>\n<main id=\"main\">\n");
        for section in &sections {
            let (anchor, heading) = (section.anchor, Escaped(&section.heading));
            put!(
                out,
                "<section id=\"{anchor}\" aria-labelledby=\"{anchor}-heading\">\n<h2 id=\"{anchor}-heading\">{heading}</h2>\n"
            );
            for block in &section.blocks {
                write_block(&mut out, &document, block);
            }
            out.push_str("</section>\n");
        }
        put!(
            out,
            "</main>\n<footer><p>{}</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
            Escaped(&fill(
                &self.words.written_by,
                &[("version", env!("CARGO_PKG_VERSION"))]
            ))
        );
        out
    }

    fn write_head(&self, out: &mut String) {
        let tag = Escaped(&self.tag);
        put!(
            out,
            "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"{tag}\" xml:lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta name=\"referrer\" content=\"no-referrer\"/>\n"
        );
        put!(
            out,
            "<title>{}</title>\n<style>\n",
            of_data_in_title(&self.title)
        );
        self.write_colours(out);
        put!(out, "{STYLE}</style>\n</head>\n");
    }

    /// The colours of the page as variables, the same as in the charts. Printed pages use the light scheme.
    fn write_colours(&self, out: &mut String) {
        let palette = &self.style.palette;
        let colours = |is_dark: bool, important: &str| {
            Tone::ALL.iter().fold(String::new(), |mut all, &tone| {
                let colour = if is_dark {
                    palette.dark(tone)
                } else {
                    palette.light(tone)
                };
                put!(all, "--{}:{colour}{important};", tone.word());
                all
            })
        };
        let (light, dark) = (colours(false, ""), colours(true, ""));
        match self.style.scheme {
            Scheme::Auto => put!(
                out,
                ":root{{color-scheme:light dark;{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
            ),
            Scheme::Light => put!(out, ":root{{color-scheme:light;{light}}}\n"),
            Scheme::Dark => put!(out, ":root{{color-scheme:dark;{dark}}}\n"),
        }
        let paper = colours(false, " !important");
        put!(out, "@media print{{:root,svg{{{paper}}}}}\n");
    }
}

fn write_block<'b>(out: &mut String, document: &Document<'b>, block: &Block<'b>) {
    match block {
        Block::Paragraph(line) => put!(out, "<p>{}</p>\n", of_line(line)),
        Block::List(lines) => {
            out.push_str("<ul>\n");
            for line in lines {
                put!(out, "<li>{}</li>\n", of_line(line));
            }
            out.push_str("</ul>\n");
        }
        Block::Table {
            caption,
            head,
            rows,
        } => {
            put!(
                out,
                "<table>\n<caption>{}</caption>\n<thead><tr>",
                Escaped(caption)
            );
            for name in head {
                put!(out, "<th scope=\"col\">{}</th>", Escaped(name));
            }
            out.push_str("</tr></thead>\n<tbody>\n");
            for row in rows {
                out.push_str("<tr>");
                for (number, cell) in row.iter().enumerate() {
                    let cell = of_line(cell);
                    if number == 0 {
                        put!(out, "<th scope=\"row\">{cell}</th>");
                    } else {
                        put!(out, "<td>{cell}</td>");
                    }
                }
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody>\n</table>\n");
        }
        Block::Chart(chart) => match &chart.narrow {
            Some(narrow) => put!(
                out,
                "<div class=\"chart wide\">{}</div>\n<div class=\"chart narrow\">{narrow}</div>\n",
                chart.wide
            ),
            // A scrolling element must be reachable with the keyboard.
            None => put!(
                out,
                "<div class=\"chart scrolls\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</div>\n",
                Escaped(&document.words().chart),
                chart.wide
            ),
        },
        Block::Events(events) => {
            write_filters(out, document);
            out.push_str("<ol class=\"events\" id=\"event-list\">\n");
            for (number, event) in events.iter().enumerate() {
                write_event(out, document, number, event);
            }
            out.push_str("</ol>\n");
        }
    }
}

/// The filters, hidden until the script shows them.
fn write_filters(out: &mut String, document: &Document<'_>) {
    let (briefing, words) = (document.briefing, document.words());
    write_form(out, words);
    put!(
        out,
        "<label>{} <select id=\"filter-actor\"><option value=\"\">{}</option>",
        Escaped(&words.filter_actor),
        Escaped(&words.filter_all)
    );
    for (number, actor) in briefing.actors.iter().enumerate() {
        put!(
            out,
            "<option value=\"{number}\">{}</option>",
            Escaped(&clean(&actor.name))
        );
    }
    out.push_str("</select></label>\n");
    let kinds = Kind::ALL.map(|kind| (kind.as_str(), words.kind(kind)));
    write_boxes(out, "kind", &words.filter_kind, &kinds);
    let statuses = Status::ALL.map(|status| (status.as_str(), words.status(Some(status))));
    write_boxes(out, "status", &words.filter_status, &statuses);
    let first = briefing
        .events
        .iter()
        .filter_map(|event| event.states.first())
        .map(|state| state.from)
        .filter(|day| *day > chrono::NaiveDate::MIN)
        .min()
        .unwrap_or(briefing.as_of);
    let last = briefing.as_of;
    let note = fill(&words.filter_note, &[("date", &document.day(last))]);
    put!(
        out,
        "<label>{} <input type=\"date\" id=\"filter-day\" min=\"{first}\" max=\"{last}\" value=\"{last}\" aria-describedby=\"filter-note\"/></label>\n\
         <button type=\"reset\">{}</button>\n\
         <p id=\"filter-count\" role=\"status\"></p>\n\
         <p id=\"filter-note\" class=\"note\">{}</p>\n</form>\n",
        Escaped(&words.filter_day),
        Escaped(&words.show_all),
        Escaped(&note)
    );
}

/// The start of the form, with the words that the script writes.
fn write_form(out: &mut String, words: &PageWords) {
    let name = Escaped(&words.filters);
    put!(
        out,
        "<form id=\"filters\" hidden=\"hidden\" aria-label=\"{name}\""
    );
    put!(
        out,
        " data-shown=\"{}\" data-shown-then=\"{}\"",
        Escaped(&words.shown),
        Escaped(&words.shown_then)
    );
    for status in Status::ALL {
        let word = Escaped(words.status(Some(status)));
        put!(out, " data-{status}=\"{word}\"");
    }
    put!(out, " data-none=\"{}\">\n", Escaped(words.status(None)));
}

/// Checkboxes, one for each kind or status to keep.
fn write_boxes(out: &mut String, name: &str, legend: &str, choices: &[(&str, &str)]) {
    put!(out, "<fieldset><legend>{}</legend>\n", Escaped(legend));
    for (value, word) in choices {
        put!(
            out,
            "<label><input type=\"checkbox\" name=\"{name}\" value=\"{value}\" checked=\"checked\"/> {}</label>\n",
            Escaped(word)
        );
    }
    out.push_str("</fieldset>\n");
}

/// An event. The script reads the states and the days of the reports from its attributes and its lists.
fn write_event<'b>(
    out: &mut String,
    document: &Document<'b>,
    number: usize,
    event: &'b BriefingEvent,
) {
    let actors: Vec<String> = event.actors.iter().map(ToString::to_string).collect();
    let (kind, actors, words) = (event.kind, actors.join(" "), document.words());
    put!(
        out,
        "<li id=\"event-{number}\" data-kind=\"{kind}\" data-actors=\"{actors}\""
    );
    // The script writes this word instead of the one that all events share.
    if event.standing {
        put!(out, " data-realised=\"{}\"", Escaped(&words.in_force));
    }
    put!(
        out,
        ">\n<h3>{}</h3>\n<p class=\"facts\">",
        of_data(&event.title)
    );
    put!(
        out,
        "<span class=\"date\">{}</span> <span class=\"kind\">{}</span> <span class=\"status\" data-status=\"{}\">{}</span>",
        Escaped(&event.date),
        Escaped(words.kind(kind)),
        event.status.map_or("none", Status::as_str),
        Escaped(words.status_of(event, event.status))
    );
    out.push_str("</p>\n");
    let who = document.who(event);
    if !who.is_empty() {
        put!(out, "<p>{}</p>\n", of_line(&who));
    }
    if let Some(note) = &event.date_note {
        let note = vec![data(note)];
        let line = patterned(&words.date_note, &[("note", note)]);
        put!(out, "<p class=\"note\">{}</p>\n", of_line(&line));
    }
    let reports = event.reports.len();
    put!(
        out,
        "<details open=\"open\"><summary>{}</summary>\n<ul class=\"states\">\n",
        Escaped(&fill(&words.reports, &[("n", &reports.to_string())]))
    );
    for state in &event.states {
        put!(
            out,
            "<li data-from=\"{}\" data-status=\"{}\" data-date=\"{}\">{}</li>\n",
            number_of(state.from),
            state.status.map_or("none", Status::as_str),
            Escaped(&state.date),
            Escaped(&document.state(event, state))
        );
    }
    out.push_str("</ul>\n");
    if reports > 0 {
        out.push_str("<ul class=\"reports\">\n");
        for report in &event.reports {
            put!(
                out,
                "<li data-from=\"{}\">{}</li>\n",
                number_of(report.known_from),
                of_line(&document.report(event, report))
            );
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</details>\n</li>\n");
}

fn of_line(line: &Line<'_>) -> String {
    let mut out = String::new();
    for span in line {
        match span {
            Span::Text(text) => put!(out, "{}", Escaped(text)),
            Span::Data(text) => out.push_str(&of_data(text)),
            Span::English(text) => put!(
                out,
                "<bdi lang=\"en\" xml:lang=\"en\">{}</bdi>",
                Escaped(&clean(text))
            ),
            Span::Strong(text) => put!(out, "<strong>{}</strong>", Escaped(text)),
            Span::Event { title, number } => {
                put!(out, "<a href=\"#event-{number}\">{}</a>", of_data(title));
            }
            Span::Link { text, address, .. } => put!(
                out,
                "<a href=\"{}\" rel=\"noreferrer\">{}</a>",
                Escaped(address),
                of_data(text)
            ),
        }
    }
    out
}

/// A text from data, isolated from the direction of the text around it.
fn of_data(text: &str) -> String {
    format!("<bdi>{}</bdi>", Escaped(&clean(text)))
}

/// As [`of_data`], for the element `title`, which cannot contain elements.
fn of_data_in_title(text: &str) -> String {
    Escaped(&clean(text)).to_string()
}

/// Text in which the characters that HTML and XML reserve are escaped.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for one in self.0.chars() {
            match one {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                _ => f.write_char(one)?,
            }
        }
        Ok(())
    }
}

//! A briefing as plain text of at most 80 columns.

use std::fmt::Write;

use super::content::{Briefing, BriefingEvent};
use super::document::{Block, Document, Line, Span};
use super::text::clean;

/// The number of columns. Longer words are not broken.
const COLUMNS: usize = 80;

const INTO_STRING: &str = "a `String` can be written to";

impl Briefing {
    /// Writes the briefing as plain text. Lines have at most 80 characters, unless a word is longer.
    ///
    /// Charts are replaced by their titles and descriptions.
    pub fn to_text(&self) -> String {
        let document = Document::new(self);
        let title = clean(&self.title);
        let mut out = String::new();
        wrap(&mut out, "", &title);
        underline(&mut out, &title, "=");
        wrap(&mut out, "", &document.subtitle());
        for section in document.sections() {
            out.push('\n');
            wrap(&mut out, "", &section.heading);
            underline(&mut out, &section.heading, "-");
            for block in &section.blocks {
                write_block(&mut out, &document, block);
            }
        }
        out
    }
}

fn underline(out: &mut String, text: &str, sign: &str) {
    let width = text.chars().count().min(COLUMNS);
    writeln!(out, "{}", sign.repeat(width)).expect(INTO_STRING);
}

fn write_block<'b>(out: &mut String, document: &Document<'b>, block: &Block<'b>) {
    match block {
        Block::Paragraph(line) => wrap(out, "", &of_line(line)),
        Block::List(lines) => {
            for line in lines {
                wrap(out, "- ", &of_line(line));
            }
        }
        Block::Table {
            caption,
            head,
            rows,
        } => {
            wrap(out, "", &format!("{caption}:"));
            let cells = |texts: Vec<String>| {
                texts
                    .iter()
                    .skip(1)
                    .fold(String::new(), |all, one| format!("{all}{one:>8}"))
            };
            let names: Vec<String> = head.iter().map(|one| (*one).to_owned()).collect();
            writeln!(out, "{}  {}", cells(names), head[0]).expect(INTO_STRING);
            for row in rows {
                let texts: Vec<String> = row.iter().map(of_line).collect();
                let event = texts[0].clone();
                wrap(out, &format!("{}  ", cells(texts)), &event);
            }
        }
        Block::Chart(chart) => wrap(
            out,
            "- ",
            &format!("{}. {}", chart.title, chart.description),
        ),
        Block::Events(events) => {
            for event in *events {
                write_event(out, document, event);
            }
        }
    }
}

fn write_event<'b>(out: &mut String, document: &Document<'b>, event: &'b BriefingEvent) {
    let words = document.words();
    let mut line = format!(
        "{}, {}, {}: {}",
        event.date,
        words.kind(event.kind),
        words.status_of(event, event.status),
        of_line(&document.what(event))
    );
    if let Some(note) = &event.date_note {
        write!(line, " [{}]", clean(note)).expect(INTO_STRING);
    }
    wrap(out, "- ", &line);
    if event.states.len() > 1 {
        for state in &event.states {
            wrap(out, "  - ", &document.state(event, state));
        }
    }
    for report in &event.reports {
        wrap(out, "  - ", &of_line(&document.report(event, report)));
    }
}

/// A line as text. Only the section of sources shows addresses.
fn of_line(line: &Line<'_>) -> String {
    let spans = line.iter().map(|span| match span {
        Span::Text(text) | Span::Strong(text) => text.to_string(),
        Span::Data(text) => clean(text).into_owned(),
        Span::English(text) => clean(text).into_owned(),
        Span::Event { title, .. } => clean(title).into_owned(),
        Span::Link {
            text,
            address,
            is_shown,
        } => {
            let address = is_shown.then(|| format!(" <{address}>"));
            format!("{}{}", clean(text), address.unwrap_or_default())
        }
    });
    spans.collect()
}

/// Writes a text in lines. The first begins with `lead`, and the others are indented by the same width.
fn wrap(out: &mut String, lead: &str, text: &str) {
    let indent = lead.chars().count();
    out.push_str(lead);
    let mut column = indent;
    for word in clean(text).split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if column > indent && column + 1 + length > COLUMNS {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if column > indent {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}

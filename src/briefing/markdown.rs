//! A briefing as Markdown: `CommonMark`, with the tables of GitHub.

use std::fmt::Write;

use super::content::{Briefing, BriefingEvent};
use super::document::{Block, Document, Line, Span};
use super::text::clean;

impl Briefing {
    /// Writes the briefing as Markdown: `CommonMark`, with the tables of GitHub's dialect.
    ///
    /// Charts are replaced by their titles and descriptions.
    pub fn to_markdown(&self) -> String {
        let document = Document::new(self);
        let mut out = format!(
            "# {}\n\n{}\n",
            escaped(&self.title),
            with_backslashes(&document.subtitle())
        );
        for section in document.sections() {
            writeln!(out, "\n## {}", escaped(&section.heading)).expect(INTO_STRING);
            for block in &section.blocks {
                out.push('\n');
                write_block(&mut out, &document, block);
            }
        }
        out
    }
}

const INTO_STRING: &str = "a `String` can be written to";

fn write_block<'b>(out: &mut String, document: &Document<'b>, block: &Block<'b>) {
    match block {
        Block::Paragraph(line) => writeln!(out, "{}", of_line(line)).expect(INTO_STRING),
        Block::List(lines) => {
            for line in lines {
                writeln!(out, "- {}", of_line(line)).expect(INTO_STRING);
            }
        }
        Block::Table {
            caption,
            head,
            rows,
        } => {
            writeln!(out, "{}:\n", escaped(caption)).expect(INTO_STRING);
            writeln!(out, "| {} |", head.map(escaped).join(" | ")).expect(INTO_STRING);
            writeln!(out, "| :-- |{}", " --: |".repeat(head.len() - 1)).expect(INTO_STRING);
            for row in rows {
                let cells: Vec<String> = row.iter().map(of_line).collect();
                writeln!(out, "| {} |", cells.join(" | ")).expect(INTO_STRING);
            }
        }
        Block::Chart(chart) => {
            let (title, description) = (escaped(&chart.title), escaped(&chart.description));
            let colon = if description.is_empty() { "" } else { ": " };
            writeln!(out, "- **{title}**{colon}{description}").expect(INTO_STRING);
        }
        Block::Events(events) => {
            for event in *events {
                write_event(out, document, event);
            }
        }
    }
}

fn write_event<'b>(out: &mut String, document: &Document<'b>, event: &'b BriefingEvent) {
    let words = document.words();
    let [kind, status] =
        [words.kind(event.kind), words.status_of(event, event.status)].map(escaped);
    let (date, what) = (escaped(&event.date), of_line(&document.what(event)));
    write!(out, "- **{date}**, {kind}, {status}: {what}").expect(INTO_STRING);
    if let Some(note) = &event.date_note {
        write!(out, " \\[{}\\]", escaped(note)).expect(INTO_STRING);
    }
    out.push('\n');
    if event.states.len() > 1 {
        for state in &event.states {
            writeln!(out, "  - {}", escaped(&document.state(event, state))).expect(INTO_STRING);
        }
    }
    for report in &event.reports {
        writeln!(out, "  - {}", of_line(&document.report(event, report))).expect(INTO_STRING);
    }
}

fn of_line(line: &Line<'_>) -> String {
    let spans = line.iter().map(|span| match span {
        Span::Text(text) => with_backslashes(text),
        Span::Data(text) => escaped(text),
        Span::English(text) => escaped(text),
        Span::Event { title, .. } => escaped(title),
        Span::Strong(text) => format!("**{}**", escaped(text)),
        // An address has no `<`, no `>` and no space, so it cannot end early.
        Span::Link { text, address, .. } => format!("[{}](<{address}>)", escaped(text)),
    });
    spans.collect()
}

/// A text from data in which nothing is markup.
fn escaped(text: &str) -> String {
    with_backslashes(&clean(text))
}

/// A text in which nothing is markup.
///
/// A backslash escapes a punctuation character anywhere in a line. Dots, dashes and digits are markup only at the
/// start of a block, and `:` and `.` only in what GitHub reads as an address.
fn with_backslashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut is_start = true;
    for (at, one) in text.char_indices() {
        let rest = &text[at + one.len_utf8()..];
        let is_markup = match one {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '!' | '@' | '$'
            | '#' | '^' => true,
            ':' => rest.starts_with("//"),
            // `12.` and `12)` begin a list.
            '.' if is_start && at > 0 => true,
            '.' => text[..at].to_ascii_lowercase().ends_with("www"),
            '-' | '+' | '=' => is_start,
            ')' => is_start && at > 0,
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(one);
        is_start = is_start && one.is_ascii_digit();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_is_markup_gets_a_backslash() {
        for (text, expected) in [
            ("12. Juli", "12\\. Juli"),
            ("- a list", "\\- a list"),
            ("a - b. c", "a - b. c"),
            ("[x](javascript:1)", "\\[x\\](javascript:1)"),
            ("http://a.b", "http\\://a.b"),
            ("WWW.a.b", "WWW\\.a.b"),
            ("<b>&amp;", "\\<b\\>\\&amp;"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}

//! Recognizes the published formats by their first line.

use memchr::{memchr, memchr_iter, memmem};

use super::{Detection, FileKind};
use crate::code::CameoCode;
use crate::import::field::{Dates, Fields};
use crate::import::gdelt::{self, Edition};
use crate::import::icews;
use crate::import::plain::Delimiter;
use crate::import::published::Published;
use crate::import::quadruples::QuadrupleLayout;
use crate::import::reader::Format;
use crate::import::table::LineSplitter;
use crate::text::END_LINES;

/// The evidence for a file of GDELT with a header, of either version.
pub(super) const GDELT_HEADER: &str = "its header has the names of the GDELT codebook";
/// The same for a query that joined events and mentions. It starts with the same words.
pub(super) const JOINED_HEADER: &str =
    "its header has the names of the GDELT codebook, of events and of mentions";

pub(super) fn detect(line: &[u8]) -> Detection {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match memchr(b'\r', line) {
        None => known(line).unwrap_or_else(|| unknown(line)),
        Some(end) => with_other_ends(line, &line[..end]),
    }
}

/// A line that contains a carriage return, as the whole of a file whose lines end with it alone.
fn with_other_ends(line: &[u8], first: &[u8]) -> Detection {
    let detected = known(line).or_else(|| known(first));
    let detected = detected.unwrap_or_else(|| unknown(first));
    // To JSON it is a blank.
    if matches!(detected.kind, FileKind::Json | FileKind::JsonRecords) {
        return detected;
    }
    let evidence = format!(
        "{}; the line ends with a carriage return alone: {END_LINES}",
        detected.evidence
    );
    Detection {
        evidence: evidence.into(),
        ..detected
    }
}

fn known(line: &[u8]) -> Option<Detection> {
    gdelt_without_header(line)
        .or_else(|| knowledge_graph(line))
        .or_else(|| header(line))
        .or_else(|| published(line))
        .or_else(|| facts(line))
        .or_else(|| json(line))
}

/// Files of GDELT without a header have a number of columns, and a form of some of them. They are published with
/// tabs; databases write other delimiters.
fn gdelt_without_header(line: &[u8]) -> Option<Detection> {
    let mut splitter = LineSplitter::default();
    let mut delimiters = Delimiter::ALL.into_iter();
    delimiters.find_map(|delimiter| {
        let (fields, columns) = splitter.split(line, delimiter.byte()).ok()?;
        gdelt_of_columns(&fields, columns, delimiter)
    })
}

fn gdelt_of_columns(
    fields: &Fields<'_>,
    columns: usize,
    delimiter: Delimiter,
) -> Option<Detection> {
    let is_digits = |number: usize, lengths: std::ops::RangeInclusive<usize>| {
        let text = fields.field(number);
        lengths.contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
    };
    let evidence = |form: &str| {
        format!(
            "{columns} columns separated by {}{form}",
            delimiter.plural()
        )
    };
    if gdelt::has_columns_of_mentions(columns) {
        let is_row = is_digits(0, 1..=20) && is_digits(1, 14..=14) && is_digits(2, 14..=14);
        let evidence = || evidence(", the second and third of which are times");
        return is_row.then(|| Detection::certain(FileKind::Mentions, evidence()));
    }
    let kind = FileKind::Events(match Edition::with_columns(columns)? {
        Edition::First => Format::Gdelt1,
        Edition::Second => Format::Gdelt2,
    });
    if !is_digits(0, 1..=20) {
        return None;
    }
    if is_digits(1, 8..=8) && is_digits(26, 1..=4) {
        let evidence = evidence(", the second of which is a date");
        return Some(Detection::certain(kind, evidence));
    }
    // Other tables have as many columns, but not with tabs.
    (delimiter == Delimiter::Tab).then(|| Detection::possible(kind, evidence("")))
}

/// The Global Knowledge Graph of GDELT, of either version.
fn knowledge_graph(line: &[u8]) -> Option<Detection> {
    let columns: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
    let is_time = |text: &[u8]| text.len() == 14 && text.iter().all(u8::is_ascii_digit);
    let evidence = match *columns {
        [first, second, ..]
            if columns.len() == 27 && first.get(14) == Some(&b'-') && is_time(second) =>
        {
            "27 columns separated by tabs, the second of which is a time"
        }
        _ if columns.len() == 11 && line.starts_with(b"DATE\tNUMARTS\tCOUNTS\tTHEMES") => {
            "its header has `NUMARTS` and `THEMES`"
        }
        _ => return None,
    };
    Some(Detection::certain(FileKind::KnowledgeGraph, evidence))
}

/// Formats whose columns are found by their names.
fn header(line: &[u8]) -> Option<Detection> {
    let of_mentions = gdelt::is_header_of_mentions(line);
    if gdelt::is_header(line) {
        let kind = FileKind::Events(Format::Gdelt2);
        match (gdelt::missing_column(line), of_mentions) {
            (None, false) => return Some(Detection::certain(kind, GDELT_HEADER)),
            (None, true) => return Some(Detection::certain(kind, JOINED_HEADER)),
            (Some(missing), false) => {
                let evidence = format!(
                    "its header has names of the GDELT codebook, but no column `{missing}`"
                );
                return Some(Detection::possible(kind, evidence));
            }
            (Some(_), true) => {}
        }
    }
    if of_mentions {
        let evidence = "its header has `MentionTimeDate`";
        return Some(Detection::certain(FileKind::Mentions, evidence));
    }
    let known = [
        (Format::Icews, ["CAMEO Code", "Source Country"]),
        // Yearly files without codes have the wording of the event instead.
        (Format::Icews, ["Event Text", "Source Name"]),
        (Format::Polecat, ["Event Type", "Actor Country"]),
    ];
    let mut known = known.into_iter();
    let is_in = |name: &&str| memmem::find(line, name.as_bytes()).is_some();
    let found = known.find(|(_, names)| names.iter().all(is_in));
    let renamed =
        || icews::has_columns(line).then_some((Format::Icews, ["Event Date", "Source Name"]));
    let (format, names) = found.or_else(renamed)?;
    Some(Detection::certain(
        FileKind::Events(format),
        format!("its header has `{}` and `{}`", names[0], names[1]),
    ))
}

/// Facts of a knowledge graph, whose relation is the name of a code and whose time is a date.
fn facts(line: &[u8]) -> Option<Detection> {
    let mut columns = line.split(|&byte| byte == b'\t');
    let (_, relation, _, time) = (
        columns.next()?,
        columns.next()?,
        columns.next()?,
        columns.next()?,
    );
    CameoCode::from_event_text(std::str::from_utf8(relation).ok()?)?;
    Dates::default().iso(time.trim_ascii())?;
    Some(Detection::certain(
        FileKind::Events(QuadrupleLayout::in_words().into()),
        "its second column is the name of a code of CAMEO, and its fourth a date",
    ))
}

/// Data sets that are read as plain tables.
fn published(line: &[u8]) -> Option<Detection> {
    let (layout, evidence) = Published::detect(line)?;
    let kind = FileKind::Events(layout.into());
    Some(Detection::certain(kind, evidence))
}

/// JSON, whose first line is a record of PLOVER or not.
fn json(line: &[u8]) -> Option<Detection> {
    let has = |key: &str| memmem::find(line, key.as_bytes()).is_some();
    let (first, rest) = line.trim_ascii().split_first()?;
    match (first, rest.trim_ascii_start()) {
        (b'[', [] | [b'{', ..]) | (b'{', []) => {
            let shown = if *first == b'[' { "[" } else { "{" };
            let evidence = format!("its first line starts with `{shown}`, and is not a record");
            Some(Detection::certain(FileKind::JsonRecords, evidence))
        }
        (b'{', _) if has("\"date\"") && has("\"event\"") => Some(Detection::certain(
            FileKind::Events(Format::Plover),
            "its first line is a JSON object with `date` and `event`",
        )),
        (b'{', _) => Some(Detection::certain(FileKind::Json, "it starts with `{`")),
        (b'[', _) if !line.contains(&b'\t') => {
            Some(Detection::possible(FileKind::Json, "it starts with `[`"))
        }
        _ => None,
    }
}

fn unknown(line: &[u8]) -> Detection {
    let mut splitter = LineSplitter::default();
    let delimiters = Delimiter::ALL.into_iter().rev().map(|delimiter| {
        let columns = splitter.count(line, delimiter.byte(), delimiter.has_quotes());
        let columns = columns.unwrap_or_else(|| memchr_iter(delimiter.byte(), line).count() + 1);
        (columns, delimiter.plural())
    });
    let most = delimiters.max_by_key(|&(columns, _)| columns);
    let evidence = match most.expect("there are four delimiters") {
        (1, _) => "its first line has 1 column".to_owned(),
        (count, name) => format!("its first line has {count} columns separated by {name}"),
    };
    Detection::possible(FileKind::Unknown, evidence)
}

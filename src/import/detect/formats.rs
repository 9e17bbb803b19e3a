//! Recognizes the published formats by their first line.

use memchr::{memchr_iter, memmem};

use super::{Detection, FileKind};
use crate::code::CameoCode;
use crate::import::field::Dates;
use crate::import::gdelt;
use crate::import::icews;
use crate::import::published::Published;
use crate::import::quadruples::QuadrupleLayout;
use crate::import::reader::Format;

/// The evidence for a file of GDELT with a header, of either version.
pub(super) const GDELT_HEADER: &str = "its header has the names of the GDELT codebook";
/// The same for a query that joined events and mentions.
pub(super) const JOINED_HEADER: &str =
    "its header has the names of the GDELT codebook, of events and of mentions";

pub(super) fn detect(line: &[u8]) -> Detection {
    published_gdelt(line)
        .or_else(|| header(line))
        .or_else(|| published(line))
        .or_else(|| facts(line))
        .or_else(|| json(line))
        .unwrap_or_else(|| unknown(line))
}

/// Files of GDELT have no header, but a number of columns and a form of some of them.
fn published_gdelt(line: &[u8]) -> Option<Detection> {
    let columns: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
    let is_digits = |number: usize, lengths: std::ops::RangeInclusive<usize>| {
        let text = columns[number];
        lengths.contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
    };
    let found = columns.len();
    match found {
        15 | 16 if is_digits(0, 1..=20) && is_digits(1, 14..=14) && is_digits(2, 14..=14) => {
            Some(Detection::certain(
                FileKind::Mentions,
                format!(
                    "{found} columns separated by tabs, the second and third of which are times"
                ),
            ))
        }
        57 | 58 | 61 if is_digits(0, 1..=20) => {
            let format = if found == 61 {
                Format::Gdelt2
            } else {
                Format::Gdelt1
            };
            let kind = FileKind::Events(format);
            let evidence = format!("{found} columns separated by tabs");
            Some(if is_digits(1, 8..=8) && is_digits(26, 1..=4) {
                let evidence = evidence + ", the second of which is a date";
                Detection::certain(kind, evidence)
            } else {
                Detection::possible(kind, evidence)
            })
        }
        27 if columns[0].get(14) == Some(&b'-') && is_digits(1, 14..=14) => {
            Some(Detection::certain(
                FileKind::KnowledgeGraph,
                "27 columns separated by tabs, the second of which is a time",
            ))
        }
        11 if line.starts_with(b"DATE\tNUMARTS\tCOUNTS\tTHEMES") => Some(Detection::certain(
            FileKind::KnowledgeGraph,
            "its header has `NUMARTS` and `THEMES`",
        )),
        _ => None,
    }
}

/// Formats whose columns are found by their names.
fn header(line: &[u8]) -> Option<Detection> {
    let of_gdelt = match (gdelt::is_header(line), gdelt::is_header_of_mentions(line)) {
        (true, false) => Some((FileKind::Events(Format::Gdelt2), GDELT_HEADER)),
        (true, true) => Some((FileKind::Events(Format::Gdelt2), JOINED_HEADER)),
        (false, true) => Some((FileKind::Mentions, "its header has `MentionTimeDate`")),
        (false, false) => None,
    };
    if let Some((kind, evidence)) = of_gdelt {
        return Some(Detection::certain(kind, evidence));
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
    let columns = |delimiter| memchr_iter(delimiter, line).count() + 1;
    let delimiters = [
        (b'\t', "tabs"),
        (b',', "commas"),
        (b';', "semicolons"),
        (b'|', "bars"),
    ];
    let most = delimiters
        .into_iter()
        .rev()
        .max_by_key(|&(byte, _)| columns(byte));
    let (byte, name) = most.expect("there are four delimiters");
    let evidence = match columns(byte) {
        1 => "its first line has 1 column".to_owned(),
        count => format!("its first line has {count} columns separated by {name}"),
    };
    Detection::possible(FileKind::Unknown, evidence)
}

//! Splits a cell into parties, and removes marks from their texts.

use std::collections::HashMap;

use crate::code::Country;
use crate::folding::Folding;

/// The maximum number of cells whose parts are kept. Further cells are split each time.
const MAX_CELLS: usize = 1 << 14;

/// The maximum number of parts in the name of a country that contains separators.
const MAX_JOINED: usize = 3;

/// Splits cells at separators, each distinct cell once.
#[derive(Clone, Debug, Default)]
pub(super) struct CellParts {
    known: HashMap<Box<[u8]>, Box<[Part]>, Folding>,
    /// The parts of a cell that is not kept.
    last: Box<[Part]>,
}

/// The first byte of a part, and the byte after it.
type Part = (usize, usize);

impl CellParts {
    /// The parts of a cell: the texts between separators, without those that are blank.
    ///
    /// Parts that together form the name of a country, including the separator, are joined
    /// (`Trinidad and Tobago`), unless one of them after the first is itself a country (`Serbia and Montenegro`).
    pub(super) fn of(&mut self, cell: &[u8], separators: &[Box<str>]) -> &[Part] {
        if !self.known.contains_key(cell) {
            let parts = joined(cell, &split(cell, separators));
            if self.known.len() == MAX_CELLS {
                self.last = parts;
                return &self.last;
            }
            self.known.insert(cell.into(), parts);
        }
        &self.known[cell]
    }
}

/// The texts between separators. Where several separators start at the same place, the longest is used.
fn split(cell: &[u8], separators: &[Box<str>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < cell.len() {
        let rest = &cell[at..];
        let found = separators
            .iter()
            .filter(|one| rest.starts_with(one.as_bytes()));
        match found.map(|one| one.len()).max() {
            Some(length) => {
                parts.push((start, at));
                at += length;
                start = at;
            }
            None => at += 1,
        }
    }
    parts.push((start, cell.len()));
    parts.retain(|&(start, end)| !cell[start..end].trim_ascii().is_empty());
    parts
}

/// Joins the parts of a country's name.
fn joined(cell: &[u8], parts: &[Part]) -> Box<[Part]> {
    let is_country = |start: usize, end: usize| {
        let text = std::str::from_utf8(&cell[start..end]);
        text.is_ok_and(|text| Country::from_name(text.trim(), None).is_some())
    };
    let mut joined = Vec::with_capacity(parts.len());
    let mut rest = parts;
    while let [(start, end), ..] = *rest {
        let longest = rest.len().min(MAX_JOINED);
        let is_one_name = |count: &usize| {
            let last = rest[count - 1].1;
            let mut others = rest[1..*count].iter();
            is_country(start, last) && !others.any(|&(start, end)| is_country(start, end))
        };
        let count = (2..=longest).rev().find(is_one_name).unwrap_or(1);
        joined.push(if count == 1 {
            (start, end)
        } else {
            (start, rest[count - 1].1)
        });
        rest = &rest[count..];
    }
    joined.into()
}

/// Removes marks of footnotes from the end of a text, and blanks around it.
pub(super) fn without_marks(text: &[u8]) -> &[u8] {
    let Ok(text) = std::str::from_utf8(text) else {
        return text.trim_ascii();
    };
    let is_mark = |c: char| {
        matches!(
            c,
            '*' | '†' | '‡' | '§' | '¶' | '⁎' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹'
        ) || c.is_whitespace()
    };
    let mut rest = text.trim();
    loop {
        let end = rest.trim_end_matches(is_mark);
        let end = without_brackets(end).unwrap_or(end);
        if end.len() == rest.len() {
            return rest.as_bytes();
        }
        rest = end;
    }
}

/// Whether a text ends with a mark of a footnote.
pub(in crate::import) fn has_mark(text: &str) -> bool {
    let text = text.trim();
    let without = without_marks(text.as_bytes());
    !without.is_empty() && without.len() < text.len()
}

/// The text before one to three letters or digits in square brackets at its end.
fn without_brackets(text: &str) -> Option<&str> {
    let (before, mark) = text.strip_suffix(']')?.rsplit_once('[')?;
    let is_mark =
        (1..=3).contains(&mark.chars().count()) && mark.chars().all(char::is_alphanumeric);
    is_mark.then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(cell: &str) -> Vec<&str> {
        let separators = [";", ",", " and ", "\n"].map(Box::from);
        let mut parts = CellParts::default();
        let parts = parts.of(cell.as_bytes(), &separators).to_vec();
        parts
            .iter()
            .map(|&(start, end)| cell[start..end].trim())
            .collect()
    }

    #[test]
    fn a_name_with_a_separator_in_it_is_one_party() {
        for (cell, expected) in [
            ("", vec![]),
            (" ; ,", vec![]),
            ("Russia", vec!["Russia"]),
            ("Russia, Ukraine", vec!["Russia", "Ukraine"]),
            (
                "France and Trinidad and Tobago",
                vec!["France", "Trinidad and Tobago"],
            ),
            (
                "Trinidad and Tobago and France",
                vec!["Trinidad and Tobago", "France"],
            ),
            (
                "Korea, Republic of; Japan",
                vec!["Korea, Republic of", "Japan"],
            ),
            ("Serbia and Montenegro", vec!["Serbia", "Montenegro"]),
            ("Taiwan, China", vec!["Taiwan", "China"]),
            ("A\nB;;C", vec!["A", "B", "C"]),
        ] {
            assert_eq!(parts(cell), expected, "{cell}");
        }
    }

    #[test]
    fn only_marks_are_removed() {
        for (text, expected) in [
            ("Ukraine*", "Ukraine"),
            ("UK¹", "UK"),
            (" Iran [a] * ", "Iran"),
            ("Iran[12]†", "Iran"),
            ("UK1", "UK1"),
            ("G20", "G20"),
            ("[a]", ""),
            ("***", ""),
            ("Iran (Islamic Republic of)", "Iran (Islamic Republic of)"),
            ("x[note]", "x[note]"),
            ("]", "]"),
        ] {
            assert_eq!(
                without_marks(text.as_bytes()),
                expected.as_bytes(),
                "{text}"
            );
        }
    }
}

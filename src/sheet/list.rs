//! Lists in one cell, and marks of footnotes.

/// The separators that are detected without being stated. Names do not contain them.
const FOUND: [&str; 3] = [";", "|", "\n"];
/// Separators that names may contain: `Rubio, Marco`, `Bosnia and Herzegovina`.
const DOUBTFUL: [&str; 3] = [",", "&", "and"];

/// The first of `;`, `|` and the line break that a column contains.
pub(super) fn found_in<'c>(
    cells: &(impl Iterator<Item = &'c str> + Clone),
) -> Option<&'static str> {
    let is_found = |separator: &&str| cells.clone().any(|cell| cell.contains(*separator));
    FOUND.into_iter().find(is_found)
}

/// Splits a cell at all separators. Entries are trimmed, and empty ones are left out.
pub(super) fn split<'c, S: AsRef<str>>(cell: &'c str, separators: &[S]) -> Vec<&'c str> {
    let mut all = vec![cell];
    for separator in separators {
        all = all
            .into_iter()
            .flat_map(|part| split_at(part, separator.as_ref()))
            .collect();
    }
    let trimmed = all.into_iter().map(str::trim);
    trimmed.filter(|part| !part.is_empty()).collect()
}

/// The entries of a cell if commas, `&` and `and` are separators. Returns `None` if the cell has none of them.
pub(super) fn split_doubtfully(cell: &str) -> Option<Vec<&str>> {
    let parts = split(cell, &DOUBTFUL);
    (parts.len() > 1 || parts.first().is_some_and(|part| *part != cell.trim())).then_some(parts)
}

/// The separators that names may contain and a cell has, in the order in which they are tried.
pub(super) fn doubtful_in(cell: &str) -> impl Iterator<Item = &'static str> {
    let divides = |separator: &&str| split_at(cell, separator).len() > 1;
    DOUBTFUL.into_iter().filter(divides)
}

/// Splits at a separator. A separator of letters must have whitespace on both sides.
fn split_at<'c>(text: &'c str, separator: &str) -> Vec<&'c str> {
    let is_word = separator.chars().all(char::is_alphabetic);
    let is_border = |c: Option<char>| !is_word || c.is_none_or(char::is_whitespace);
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, found) in text.match_indices(separator) {
        let end = at + found.len();
        if is_border(text[..at].chars().next_back()) && is_border(text[end..].chars().next()) {
            parts.push(&text[start..at]);
            start = end;
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A name without the marks of footnotes at its end: `*`, daggers, superscript digits, `[a]`.
pub(super) fn without_marks(name: &str) -> &str {
    let mut rest = name.trim_end();
    loop {
        let shorter = rest.trim_end_matches(is_mark).trim_end();
        let shorter = without_bracket(shorter).unwrap_or(shorter).trim_end();
        if shorter.len() == rest.len() {
            return rest;
        }
        rest = shorter;
    }
}

/// Removes one or two digits that follow a letter at the end of a name: `UK` for `UK1`. Returns `None` if there
/// are none.
///
/// The digits may be the number of a footnote, or a part of the name, as in `G7`.
pub(super) fn without_number(name: &str) -> Option<&str> {
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_number = (1..=2).contains(&(name.len() - rest.len()));
    let is_letter = rest.chars().next_back().is_some_and(char::is_alphabetic);
    (is_number && is_letter).then_some(rest)
}

const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '*' | '†' | '‡' | '§' | '¹' | '²' | '³' | '\u{2070}' | '\u{2074}'..='\u{2079}'
    )
}

/// The text before `[a]` or `[12]` at its end.
fn without_bracket(text: &str) -> Option<&str> {
    let (before, mark) = text.strip_suffix(']')?.rsplit_once('[')?;
    let is_short = (1..=2).contains(&mark.len()) && mark.bytes().all(|b| b.is_ascii_alphanumeric());
    is_short.then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_separate_only_between_spaces() {
        assert_eq!(split("Rubio and Lavrov", &["and"]), ["Rubio", "Lavrov"]);
        assert_eq!(
            split("Finland; Holland;", &["and", ";"]),
            ["Finland", "Holland"]
        );
        assert_eq!(split_doubtfully("Finland"), None);
        assert_eq!(
            split_doubtfully("Russia, Ukraine"),
            Some(vec!["Russia", "Ukraine"])
        );
    }

    #[test]
    fn a_number_after_a_letter_may_be_a_mark() {
        let names = ["UK1", "UK12", "UK123", "UK 1", "1", "UK", ""];
        let rests = names.map(without_number);
        let none = None;
        assert_eq!(
            rests,
            [Some("UK"), Some("UK"), none, none, none, none, none]
        );
    }

    #[test]
    fn marks_are_taken_from_the_end() {
        let names = [
            "Ukraine*",
            "UK¹",
            "Ukraine [a]",
            "Ukraine*†",
            "UK1",
            "*",
            "Türkiye",
        ];
        let plain = names.map(without_marks);
        assert_eq!(
            plain,
            ["Ukraine", "UK", "Ukraine", "Ukraine", "UK1", "", "Türkiye"]
        );
    }
}

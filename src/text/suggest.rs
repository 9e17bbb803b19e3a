//! Parts of messages: suggestions for unknown names, and shortened lists.

/// The end of a message that suggests a name. Empty without one.
pub(crate) fn hint(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default()
}

/// Shortens a text for an error message: the first 60 characters and an ellipsis.
pub(crate) fn shortened(text: &str) -> Box<str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// Joins a list with commas: the first ten entries, then `last` and the number of others.
pub(crate) fn some_of(all: impl ExactSizeIterator<Item = String>, last: &str) -> String {
    const MOST: usize = 10;
    let more = all.len().saturating_sub(MOST);
    let some: Vec<String> = all.take(MOST).collect();
    let some = some.join(", ");
    if more == 0 {
        some
    } else {
        format!("{some} {last} {more} more")
    }
}

/// The candidate with the smallest edit distance to a name.
///
/// Returns `None` if every candidate differs in more than a third of the letters.
pub(crate) fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<String> {
    nearest_of(name, candidates).map(str::to_owned)
}

/// The same, as the candidate itself.
pub(super) fn nearest_of<'c>(
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    /// The number of candidates that are compared, so that a hint stays cheap in a large timeline.
    const MOST: usize = 10_000;
    /// The longest name that is compared: a longer one was not typed by hand.
    const LONGEST: usize = 40;
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let most = length / 3;
    candidates
        .take(MOST)
        .filter(|candidate| candidate.len() <= 4 * LONGEST)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= most)
        .map(|candidate| (edit_distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The Levenshtein distance, in letters, regardless of case.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    // Invariant: `row[j]` is the distance from the part of `a` read so far to the first `j` letters of `b`.
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().flat_map(char::to_lowercase).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        row[0] = left;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            // Substitute the letter, insert one, or delete one.
            let best = (diagonal + usize::from(x != *y))
                .min(left + 1)
                .min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
    }
    row[b.len()]
}

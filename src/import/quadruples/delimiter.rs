//! The delimiters of quadruples and of lists, and what a line has instead.

use super::super::fault::RowFaultKind;

/// The same line with one blank between its columns, and none around them.
pub(super) fn with_single_blanks<'l>(line: &[u8], buffer: &'l mut Vec<u8>) -> &'l [u8] {
    buffer.clear();
    let columns = line.split(|&byte| byte == b' ');
    for column in columns.filter(|column| !column.is_empty()) {
        if !buffer.is_empty() {
            buffer.push(b' ');
        }
        buffer.extend_from_slice(column);
    }
    buffer
}

/// The fault of a line with too few columns. `has_lists` is whether the columns are numbers of lists.
#[cold]
pub(super) fn too_few_columns(found: usize, line: &[u8], has_lists: bool) -> RowFaultKind {
    let mut expected = "subject, relation, object and time".to_owned();
    if !line.contains(&b'\t') {
        expected += if has_lists {
            ", separated by tabs or blanks"
        } else {
            ", separated by tabs"
        };
        if let Some(delimiter) = found_delimiter(line) {
            expected = expected + ", found " + delimiter;
        }
    }
    let expected = expected.into();
    RowFaultKind::Columns { found, expected }
}

/// What separates the columns of a line that has no tab, for a message. A comma or a semicolon before a blank is of
/// a text. Returns `None` if nothing is found.
pub(super) fn found_delimiter(line: &[u8]) -> Option<&'static str> {
    let separates = |delimiter: u8| {
        let mut pairs = line.windows(2);
        pairs.any(|pair| pair[0] == delimiter && pair[1] != b' ')
    };
    let known = [(b',', "commas"), (b';', "semicolons"), (b'|', "bars")];
    let found = known.into_iter().find(|&(byte, _)| separates(byte));
    found
        .map(|(_, name)| name)
        .filter(|_| !line.contains(&b'\t'))
}

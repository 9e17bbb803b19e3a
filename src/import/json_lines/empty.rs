//! Finds the empty lists of an object, which an API returns if it has no records.

use super::scan::{Scan, Step};

/// The maximum number of lists that are returned.
const LISTED: usize = 12;

/// The paths of the first empty lists in an object, if no list of it has an object.
pub(in crate::import) fn empty_lists(object: &[u8]) -> Vec<Box<str>> {
    let mut scan = Scan::new();
    let mut found = Vec::new();
    // Whether only blanks came after the bracket of a list that is in no other list.
    let mut is_empty = false;
    for &byte in object {
        let step = scan.read(byte);
        match (step, scan.depth() - scan.outer()) {
            (Step::Malformed, _) | (Step::Object, 1..) => return Vec::new(),
            (Step::List, 1) => is_empty = true,
            (Step::Inside, _) if byte.is_ascii_whitespace() => {}
            (Step::End, 0) if is_empty => {
                if found.len() < LISTED {
                    found.push(scan.path().into());
                }
                is_empty = false;
            }
            _ => is_empty = false,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::empty_lists;

    #[test]
    fn empty_lists_are_named_if_no_list_has_an_object() {
        let found = |object: &str| empty_lists(object.as_bytes()).join(" ");
        assert_eq!(
            found(r#"{"a": 1, "b": [], "c": {"d": [ ], "e": [1]}}"#),
            "b c.d"
        );
        assert_eq!(
            found(r#"{"head": {"vars": ["a"]}, "results": {"bindings": []}}"#),
            "results.bindings"
        );
        for object in [
            r#"{"b": [], "c": [{}]}"#,
            r#"{"b": [], "c": [1, [{}]]}"#,
            r#"{"b": [[]], "c": [0], "d": ["[]"], "e": {}}"#,
            r#"{"b": [], c}"#,
            "5",
            "",
        ] {
            assert_eq!(found(object), "", "{object}");
        }
    }
}

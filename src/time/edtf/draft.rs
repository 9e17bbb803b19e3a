//! EDTF as its draft of 2012 wrote it, which many catalogues still contain.
//!
//! The draft has `u` and `x` for an unspecified digit, `?~` for `%`, `unknown` and `open` for the ends of an
//! interval, `y`, `e` and `p` for long years, and parentheses around the parts that a mark applies to. All of
//! them have one form in the standard of 2019.
//!
//! Source: Library of Congress (2012), *Extended Date/Time Format (EDTF) 1.0*, draft of 13 January 2012.

use super::{Edtf, WhenError};

impl Edtf {
    /// Reads an expression of the EDTF draft of 2012, and returns it in the form of the standard.
    ///
    /// | 2012 | standard | meaning |
    /// | :-- | :-- | :-- |
    /// | `199u`, `199x`, `1984-uu` | `199X`, `1984-XX` | an unspecified digit |
    /// | `1723?~` | `1723%` | uncertain and approximate |
    /// | `unknown/2004`, `2004/unknown` | `/2004`, `2004/` | an unknown end |
    /// | `2004/open` | `2004/..` | an open end |
    /// | `y17000`, `y17e3`, `y17101e1p3` | `Y17000`, `Y17E3`, `Y17101E1S3` | a long year |
    /// | `2004-06-(11)~`, `2011-(06-04)~` | `2004-06-~11`, `2011-~06-~04` | a mark on some parts |
    ///
    /// Expressions of the standard are read as they are. [`Edtf::parse`] refuses the forms of the draft, and
    /// its error has the modern form.
    ///
    /// # Errors
    ///
    /// Returns the [`WhenError`] of the modern form if that is not EDTF. A mark on a year in parentheses, nested
    /// parentheses and the `^` of a season have no modern form here.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::time::Edtf;
    ///
    /// assert_eq!(Edtf::from_draft("unknown/199u?~")?.to_string(), "/199X%");
    ///
    /// let error = Edtf::parse("199u").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`199u` is written as in the EDTF draft of 2012: expected `199X`",
    /// );
    /// # Ok::<(), detente::time::WhenError>(())
    /// ```
    pub fn from_draft(text: &str) -> Result<Self, WhenError> {
        if text.len() > Self::MAX_LENGTH {
            return Err(WhenError::TooLong { length: text.len() });
        }
        Self::parse(&modern(text))
    }
}

/// The text with all forms of the draft replaced. It need not be EDTF.
pub(super) fn modern(text: &str) -> String {
    let ends: Vec<&str> = text.split('/').collect();
    let text = match *ends.as_slice() {
        [start, end] => format!("{}/{}", modern_end(start), modern_end(end)),
        _ => text.to_owned(),
    };
    let text = text.replace("?~", "%").replace("~?", "%");
    let letters = text.chars().map(|letter| match letter {
        'u' | 'x' => 'X',
        'y' => 'Y',
        'e' => 'E',
        'p' => 'S',
        other => other,
    });
    without_parentheses(&letters.collect::<String>())
}

fn modern_end(end: &str) -> &str {
    match end {
        "unknown" => "",
        "open" => "..",
        dated => dated,
    }
}

/// Moves the mark behind `(06-11)?` before each part inside: `?06-?11`.
///
/// A year in parentheses stays, since a mark behind it would reach further in the modern form.
fn without_parentheses(text: &str) -> String {
    let mut moved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, group)) = rest.split_once("-(") {
        let Some((parts, after)) = group.split_once(')') else {
            break;
        };
        let mark = after.chars().next().filter(|mark| "?~%".contains(*mark));
        let Some(mark) = mark else {
            break;
        };
        moved.push_str(before);
        for part in parts.split('-') {
            moved.push('-');
            moved.push(mark);
            moved.push_str(part);
        }
        rest = &after[mark.len_utf8()..];
    }
    moved + rest
}

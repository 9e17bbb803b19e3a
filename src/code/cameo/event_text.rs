//! Finds the code of CAMEO for an event text: `Make a visit` is 042.
//!
//! ICEWS prints the name of a code in its column `Event Text`. Benchmarks of knowledge graphs have
//! the names instead of codes.
//!
//! Texts are compared by their words: without case, punctuation and underscores, and without "not
//! specified below", which only the codebook prints. So `Return,_release_person(s)` is 0841.
//!
//! If publications give a name to different codes, ICEWS decides, which has the numbers of the
//! codebook 1.1b3: the look-up file of GDELT prints `Demand mediation` for 105, and ICEWS for 108.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::labels::{ICEWS, OTHERS};
use super::{CameoCode, CameoRoot};

/// The codes by the [words](words) of their names.
static CODES: LazyLock<HashMap<Box<str>, CameoCode>> = LazyLock::new(|| {
    let entry = |(code, name): &(&str, &str)| {
        let code = CameoCode::parse(code).expect("the table has codes of CAMEO");
        (words(name).into(), code)
    };
    let roots = CameoRoot::ALL.map(|root| (words(root.as_str()).into(), root.into()));
    // A later entry replaces an earlier one, so a name of a root that is also the name of a code
    // below it belongs to that code.
    let all = OTHERS.iter().chain(&ICEWS).map(entry);
    roots.into_iter().chain(all).collect()
});

impl CameoCode {
    /// The code with a name, as ICEWS and other publications print it: 042 for `Make a visit`.
    ///
    /// Names are compared by their words, without regard to case, punctuation and underscores. If a
    /// root and a code below it have the same name, the name in capitals means the root: `THREATEN`
    /// is 13, and `Threaten` is 130.
    ///
    /// Returns `None` if no publication has the name.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::CameoCode;
    ///
    /// let code = |text| CameoCode::from_event_text(text).map(|code| code.to_string());
    /// assert_eq!(code("Make a visit").as_deref(), Some("042"));
    /// assert_eq!(code("Return,_release_person(s)").as_deref(), Some("0841"));
    /// assert_eq!(code("Threaten, not specified below").as_deref(), Some("130"));
    /// assert_eq!(code("THREATEN").as_deref(), Some("13"));
    /// assert_eq!(code("Wave"), None);
    /// ```
    pub fn from_event_text(text: &str) -> Option<Self> {
        let words = words(text);
        let is_in_capitals = !text.bytes().any(|byte| byte.is_ascii_lowercase());
        if is_in_capitals {
            let mut roots = CameoRoot::ALL.into_iter();
            if let Some(root) = roots.find(|root| root.as_str() == words) {
                return Some(root.into());
            }
        }
        CODES.get(words.as_str()).copied()
    }
}

/// The words of a name, in lower case, with a blank between them.
fn words(name: &str) -> String {
    const OF_CODEBOOK: [&str; 2] = [" not specified below", " not spec below"];
    let mut words = String::with_capacity(name.len());
    let parts = name.split(|char: char| !char.is_alphanumeric());
    for part in parts.filter(|part| !part.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(part.chars().flat_map(char::to_lowercase));
    }
    for ending in OF_CODEBOOK {
        if let Some(rest) = words.strip_suffix(ending) {
            words.truncate(rest.len());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_one_code_that_is_known() {
        let mut all = HashMap::new();
        for (code, name) in ICEWS.iter().chain(&OTHERS) {
            assert_eq!(all.insert(words(name), code), None, "{name}");
            let code = CameoCode::parse(code).unwrap();
            assert!(code.is_known(), "{code}");
            assert_eq!(CameoCode::from_event_text(name), Some(code), "{name}");
        }
    }

    #[test]
    fn each_code_below_the_roots_has_a_name_unless_only_keds_has_it() {
        let of_keds = ["0357", "1641", "1642", "1643"];
        for (code, _) in super::super::NAMES {
            let is_named = ICEWS.iter().chain(&OTHERS).any(|(named, _)| *named == code);
            assert_eq!(
                is_named,
                code.len() > 2 && !of_keds.contains(&code),
                "{code}"
            );
        }
    }

    #[test]
    fn a_name_in_capitals_is_a_root_if_there_is_one() {
        for root in CameoRoot::ALL {
            let capitals = root.as_str().to_ascii_uppercase();
            assert_eq!(CameoCode::from_event_text(&capitals), Some(root.into()));
            let below = CameoCode::from_event_text(root.as_str()).unwrap();
            assert_eq!(below.root(), Some(root), "{below}");
        }
        let visit = CameoCode::parse("042").unwrap();
        assert_eq!(CameoCode::from_event_text("MAKE A VISIT"), Some(visit));
    }

    #[test]
    fn a_text_without_words_has_no_code() {
        for text in [
            "",
            " ",
            "_",
            "not specified below",
            ", not spec below",
            "042",
        ] {
            assert_eq!(CameoCode::from_event_text(text), None, "{text:?}");
        }
    }
}

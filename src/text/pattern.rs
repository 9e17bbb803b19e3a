//! Patterns with named values, and tables of them: the words of pictures and pages.

/// Puts values into a pattern: `{name}` becomes the value of that name.
///
/// A name without a value stays as it is. Values are not searched for patterns.
pub(crate) fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 32);
    for part in parts(pattern) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Name(name) => {
                let value = values.iter().find(|(one, _)| *one == name);
                match value {
                    Some((_, value)) => filled.push_str(value),
                    None => filled.extend(["{", name, "}"]),
                }
            }
        }
    }
    filled
}

/// A part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'p> {
    /// A text as it is.
    Text(&'p str),
    /// The name of a value, without its braces.
    Name(&'p str),
}

/// The parts of a pattern, in order. A brace without its other half is text.
pub(crate) fn parts(pattern: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|close| open + close) else {
            break;
        };
        // Of `{ {name}`, the first brace is text.
        let open = rest[..close].rfind('{').expect("a brace is open");
        if open > 0 {
            found.push(Part::Text(&rest[..open]));
        }
        found.push(Part::Name(&rest[open + 1..close]));
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        found.push(Part::Text(rest));
    }
    found
}

/// Declares a table of words as a struct of public `String`s, with English as its default.
///
/// Inside the crate, a `TABLE::TRANSLATION` is written with [`translated`], which has to have each field.
macro_rules! word_table {
    (
        $(#[$table_doc:meta])*
        $table:ident {
            $($(#[$doc:meta])* $name:ident = $english:literal;)*
        }
    ) => {
        $(#[$table_doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $table {
            $($(#[$doc])* pub $name: String,)*
        }

        impl Default for $table {
            fn default() -> Self {
                Self { $($name: $english.to_owned(),)* }
            }
        }

        #[cfg(all(test, feature = "sentences"))]
        impl $table {
            /// The names and the patterns of all fields.
            pub(crate) fn patterns(&self) -> Vec<(&'static str, &str)> {
                vec![$((stringify!($name), &*self.$name),)*]
            }
        }
    };
}
pub(crate) use word_table;

/// A table of words in another language. A missing field does not compile.
#[cfg(feature = "sentences")]
macro_rules! translated {
    ($table:ident { $($name:ident = $text:literal;)* }) => {
        $table { $($name: $text.to_owned(),)* }
    };
}
#[cfg(feature = "sentences")]
pub(crate) use translated;

/// Checks that a translation has the values of the English pattern, and no other.
#[cfg(all(test, feature = "sentences"))]
pub(crate) fn check_translation(english: &[(&str, &str)], translation: &[(&str, &str)]) {
    let names = |pattern| {
        let names = parts(pattern).into_iter().filter_map(|part| match part {
            Part::Name(name) => Some(name),
            Part::Text(_) => None,
        });
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        names
    };
    for ((field, english), (_, translation)) in english.iter().zip(translation) {
        assert_eq!(names(english), names(translation), "{field}: {translation}");
        assert!(!translation.is_empty(), "{field} is empty");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_searched_for_patterns() {
        assert_eq!(fill("{a}–{b}", &[("a", "{b}"), ("b", "x")]), "{b}–x");
        assert_eq!(fill("{c} {", &[("a", "1")]), "{c} {");
        assert_eq!(fill("{ {a} }", &[("a", "1")]), "{ 1 }");
    }
}

//! Texts from data: what may be written, and which addresses may become links.

use std::borrow::Cow;
use std::fmt::Write;

use crate::plot::clean_up_to;

/// A text from data as one line, without control characters and direction controls. Nothing is cut off.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // Most texts are plain, and need no copy.
    let is_plain = |byte: u8| (0x21..0x7f).contains(&byte) || byte == b' ';
    let is_trimmed = !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
    if is_trimmed && text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(clean_up_to(text, usize::MAX))
}

/// An address that may become a link. Bytes that an address cannot contain are percent-encoded.
///
/// Returns `None` unless it begins with `http://` or `https://` and a host, because `javascript:` and `data:` can
/// run code.
pub(super) fn web_address(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    if !is_web || !rest.starts_with(|one: char| one.is_alphanumeric() || one == '[') {
        return None;
    }
    let mut link = format!("{}://", scheme.to_ascii_lowercase());
    for byte in rest.bytes() {
        let is_of_address =
            byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
        if is_of_address {
            link.push(byte.into());
        } else {
            write!(link, "%{byte:02X}").expect("a `String` can be written to");
        }
    }
    Some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        let link = |url| web_address(url);
        assert_eq!(
            link("https://tass.com/politics/1987?x=1&y=2").as_deref(),
            Some("https://tass.com/politics/1987?x=1&y=2")
        );
        assert_eq!(
            link("HTTP://xn--e1afmkfd.example/\"><script>").as_deref(),
            Some("http://xn--e1afmkfd.example/%22%3E%3Cscript%3E")
        );
        for refused in [
            "javascript:alert(1)",
            "JaVaScRiPt://example.org/%0aalert(1)",
            " https://example.org",
            "data:text/html,<script>",
            "//example.org",
            "https://",
            "ftp://example.org",
            "",
        ] {
            assert_eq!(link(refused), None, "{refused}");
        }
    }

    #[test]
    fn a_text_is_one_line_without_controls() {
        assert_eq!(clean("Kuala Lumpur"), "Kuala Lumpur");
        assert_eq!(clean(" a\n\n b\u{202e}c\u{7} "), "a bc\u{fffd}");
        assert_eq!(clean(&"x".repeat(1_000)).len(), 1_000);
    }
}

//! Texts of cells, with marks of footnotes that are raised letters.

use super::package::Package;
use super::xml::{Node, Xml};
use crate::sheet::SheetError;

/// The texts that cells share.
pub(super) fn shared(package: &mut Package<'_>, part: &str) -> Result<Vec<String>, SheetError> {
    let Some(text) = package.part(part)? else {
        return Ok(Vec::new());
    };
    let mut xml = Xml::new(part, &text);
    let mut strings = Vec::new();
    loop {
        match xml.next()? {
            Node::Start(element) if element.name() == "si" => {
                strings.push(rich_text(&mut xml, "si")?);
            }
            Node::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// The text of an element `si` or `is` that has just started: all its runs, without the phonetic ones.
pub(super) fn rich_text(xml: &mut Xml<'_>, end: &str) -> Result<String, SheetError> {
    let (mut whole, mut is_text, mut is_raised) = (String::new(), false, false);
    loop {
        match xml.next()? {
            Node::Start(element) => match element.name() {
                "rPh" => xml.skip()?,
                "r" => is_raised = false,
                "vertAlign" => {
                    let value = xml.attribute(&element, "val")?;
                    is_raised = value.as_deref() == Some("superscript");
                }
                "t" => is_text = true,
                _ => {}
            },
            Node::End(one) if one.is(end) => return Ok(unescaped(&whole)),
            Node::End(one) => is_text = is_text && !one.is("t"),
            Node::Text(text) if is_text && is_raised => whole.push_str(&raised(&text)),
            Node::Text(text) if is_text => whole.push_str(&text),
            Node::Text(_) => {}
            Node::Eof => return Err(xml.cut_off()),
        }
    }
}

/// Raised digits, or a raised letter in brackets, so that `UK` with a raised 1 is not the name `UK1`.
fn raised(text: &str) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    match text.trim().as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => format!("[{}]", char::from(*letter)),
        digits if digits.iter().all(u8::is_ascii_digit) => {
            let digits = digits.iter().map(|digit| DIGITS[usize::from(digit - b'0')]);
            digits.collect()
        }
        _ => text.to_owned(),
    }
}

/// The text with the characters that XML does not allow, which are written as `_x000B_`.
///
/// Source: ECMA-376, part 1, 22.9.2.19, `ST_Xstring`.
fn unescaped(text: &str) -> String {
    let (mut whole, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        let escape = rest.get(at + 2..at + 7);
        let digits = escape.and_then(|escape| escape.strip_suffix('_'));
        let digits = digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let c = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let (text, end) = match c.and_then(char::from_u32) {
            Some(c) => (c.to_string(), at + 7),
            None => ("_x".to_owned(), at + 2),
        };
        whole.push_str(&rest[..at]);
        whole.push_str(&text);
        rest = &rest[end..];
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_one_text_and_raised_marks_stay_apart() {
        for (xml, text) in [
            ("<t>Marco Rubio</t>", "Marco Rubio"),
            (
                "<t xml:space=\"preserve\"> R &amp; L&#10;2</t>",
                " R & L\n2",
            ),
            (
                "<r><t>UK</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r>",
                "UK¹",
            ),
            (
                "<r><t>UK</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>a</t></r><r><t>!</t></r>",
                "UK[a]!",
            ),
            (
                "<r><t>30</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>th</t></r>",
                "30th",
            ),
            (
                "<t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh>",
                "東京",
            ),
            ("<t>a_x000D_b_x005F_x_xZZZZ_</t>", "a\rb_x_xZZZZ_"),
            ("<t/>", ""),
        ] {
            let xml = format!("{xml}</si>");
            // The start of `si` is read before.
            let xml = format!("<si>{xml}");
            let mut xml = Xml::new("sharedStrings.xml", &xml);
            assert!(matches!(xml.next(), Ok(Node::Start(_))));
            assert_eq!(rich_text(&mut xml, "si"), Ok(text.to_owned()));
        }
    }
}

//! The country in the name of an actor: `Police (Australia)`.
//!
//! ICEWS names most actors by a role and a country in parentheses. Its other actors are countries,
//! persons and organizations. Benchmarks made from it have the name alone.

use crate::code::Country;

/// The country or region in the name of an actor: the whole name, or else the text in the last
/// parentheses, and so on inside it.
///
/// Returns `None` if neither is the name of a country or a region in any year: a person, or
/// `Insurgent (Boko Haram)`. Codes are not names: the `PAN` of Mexico is a party, and not Panama.
fn country_in(name: &str) -> Option<&str> {
    let mut text = name.trim();
    while !is_country(text) {
        text = in_last_parentheses(text)?;
    }
    Some(text)
}

/// The name of an actor, without a code, and its country if there is one.
pub(super) fn texts_in_name(name: &[u8]) -> [&[u8]; 3] {
    let country = std::str::from_utf8(name).ok().and_then(country_in);
    [b"", name, country.unwrap_or_default().as_bytes()]
}

fn is_country(text: &str) -> bool {
    Country::from_name(text, None).is_some()
}

/// The text in the parentheses at the end of a text.
///
/// Returns `None` if the text does not end with parentheses, or if they are not closed.
fn in_last_parentheses(text: &str) -> Option<&str> {
    let inside = text.strip_suffix(')')?;
    let mut open = 1;
    // From the end: each `)` opens one more pair, and each `(` completes one.
    for (at, byte) in inside.bytes().enumerate().rev() {
        match byte {
            b')' => open += 1,
            b'(' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(inside[at + 1..].trim());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_is_the_name_or_in_the_last_parentheses() {
        for (name, country) in [
            ("Iran", Some("Iran")),
            ("Police (Australia)", Some("Australia")),
            ("Police_(South_Korea)", Some("South_Korea")),
            ("Court Judge (Cote d'Ivoire)", Some("Cote d'Ivoire")),
            (
                "Congo (Democratic Republic of)",
                Some("Congo (Democratic Republic of)"),
            ),
            (
                "Holy See (Vatican City State)",
                Some("Holy See (Vatican City State)"),
            ),
            (
                "Citizen (Holy See (Vatican City State))",
                Some("Holy See (Vatican City State)"),
            ),
            (
                "Citizen (Palestinian Territory, Occupied)",
                Some("Palestinian Territory, Occupied"),
            ),
            ("Militant (Front (Exiled) (Syria))", Some("Syria")),
            ("Party (Left) (Senegal)", Some("Senegal")),
            ("Media (Africa)", Some("Africa")),
            ("Barack Obama", None),
            ("Muslim League (N)", None),
            ("Insurgent (Boko Haram)", None),
            ("Rebel Group (Made Up Army (Unit 5))", None),
            ("Citizen (International)", None),
            ("Police (Australia", None),
            ("Police) Australia", None),
            ("National Action Party (PAN)", None),
            ("(Australia) Police", None),
            ("((", None),
            ("()", None),
            ("", None),
        ] {
            assert_eq!(country_in(name), country, "{name}");
        }
    }
}

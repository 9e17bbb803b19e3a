//! Text from data in a sentence, and helpers that all languages share.

use std::borrow::Cow;

use crate::event::{Amount, Quantity, grouped};
use crate::trend::Probability;

/// The start and the end of an isolate. The text between them does not change the direction of the text around it.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Cleans a text from data for use in a sentence.
///
/// Nothing is escaped. Line breaks, control characters and several spaces become one space. A text that is written
/// from right to left, or that could change the direction of the sentence, is isolated. Isolates inside it become
/// U+FFFD, so that it cannot end its own. A text without a visible character becomes U+FFFD.
///
/// # Example
///
/// ```
/// use detente::sentences::shown;
///
/// assert_eq!(shown("Sergey Lavrov"), "Sergey Lavrov");
/// assert_eq!(shown("a\u{202e}b"), "\u{2068}a\u{202e}b\u{2069}");
/// assert_eq!(shown(" two\n lines "), "two lines");
/// ```
pub fn shown(text: &str) -> Cow<'_, str> {
    let is_plain = text.is_ascii()
        && !text.contains("  ")
        && !text.contains(|c: char| c.is_ascii_control())
        && text.trim().len() == text.len()
        && !text.is_empty();
    if is_plain {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.extend(word.chars().map(|c| match c {
            '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        }));
    }
    if !crate::text::is_readable(&clean) {
        return Cow::Borrowed("\u{fffd}");
    }
    if clean.contains(turns) {
        let [start, end] = ISOLATE;
        return Cow::Owned(format!("{start}{clean}{end}"));
    }
    Cow::Owned(clean)
}

/// Whether a character is written from right to left, or changes the direction of others.
const fn turns(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

/// Joins words: `a`, `a and b`, `a, b and c`.
pub(super) fn list(words: &[String], and: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} {and} {last}", start.join(", ")),
    }
}

/// Puts a capital letter at the start.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// A number in words if it is 0, or if the highest number of the sentence is below 13. Otherwise in digits.
pub(super) fn number(number: u64, highest: u64, words: &[&str; 13]) -> String {
    let place = usize::try_from(number).ok();
    let word = place.and_then(|place| words.get(place));
    let is_word = number == 0 || highest < words.len() as u64;
    match word.filter(|_| is_word) {
        Some(&word) => word.to_owned(),
        None => number.to_string(),
    }
}

/// A probability, written as in statistics: `.85`, or `0,85` with a comma.
pub(super) fn probability(p: f64, comma: bool) -> String {
    let text = Probability(p).to_string();
    if comma { text.replace('.', "0,") } else { text }
}

/// The words around an amount.
pub(super) struct AmountWords {
    pub(super) about: &'static str,
    pub(super) at_least: &'static str,
    pub(super) more_than: &'static str,
    pub(super) at_most: &'static str,
    pub(super) less_than: &'static str,
    pub(super) to: &'static str,
    /// The separators of thousands and of decimals.
    pub(super) signs: [&'static str; 2],
}

/// An amount with its unit: `more than 1,000 drones`.
pub(super) fn quantity(quantity: &Quantity, words: &AmountWords) -> String {
    let [thousands, decimals] = words.signs;
    let number = |value: f64| {
        let english = grouped(value);
        let (whole, rest) = english.split_once('.').unwrap_or((&english, ""));
        let sign = if rest.is_empty() { "" } else { decimals };
        format!("{}{sign}{rest}", whole.replace(',', thousands))
    };
    let amount = match quantity.amount() {
        Amount::Exactly(value) => number(value),
        Amount::About(value) => format!("{} {}", words.about, number(value)),
        Amount::AtLeast(value) => format!("{} {}", words.at_least, number(value)),
        Amount::MoreThan(value) => format!("{} {}", words.more_than, number(value)),
        Amount::AtMost(value) => format!("{} {}", words.at_most, number(value)),
        Amount::LessThan(value) => format!("{} {}", words.less_than, number(value)),
        Amount::Between(low, high) => {
            format!("{} {} {}", number(low), words.to, number(high))
        }
    };
    format!("{amount} {}", shown(quantity.unit()))
}

/// A level with its sign and two digits. A level that rounds to zero has no sign.
pub(super) fn level(level: f64) -> String {
    let text = format!("{level:+.2}");
    match &*text {
        "+0.00" | "-0.00" => "0.00".to_owned(),
        _ => text.replace('-', "\u{2212}"),
    }
}

/// A fraction from 0 to 1 as whole percent: 100 and 0 only if it is exact.
pub(super) fn percent(fraction: f64) -> u8 {
    let whole = (fraction * 100.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the range from 1 to 99"
    )]
    let inside = whole.clamp(1.0, 99.0) as u8;
    if fraction <= 0.0 {
        0
    } else if fraction >= 1.0 {
        100
    } else {
        inside
    }
}

/// Whether sources cover all of a silence, so that nothing happened.
pub(super) fn is_covered(covered: Option<f64>) -> bool {
    covered.is_some_and(|covered| covered >= 1.0)
}

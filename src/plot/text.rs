//! Text from data: what may be drawn, how wide it is, and where it breaks.
//!
//! Widths are the advances of Arial, which Helvetica and Liberation Sans share, times 1.03 for
//! the fonts that a reader may have instead. A character outside the table counts as the widest
//! of its script, so that a label never needs more room than was kept for it.

use std::borrow::Cow;

/// What a measured width is multiplied by.
const SLACK: f64 = 1.03;

/// The maximum number of characters of a text that are kept, for a label or a tooltip.
pub(super) const LONGEST: usize = 300;

/// What is drawn for a character that may not be drawn.
const REPLACEMENT: char = '\u{fffd}';

/// The size and the weight of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Font {
    pub(super) size: f64,
    pub(super) bold: bool,
}

impl Font {
    pub(super) const fn regular(size: f64) -> Self {
        Self { size, bold: false }
    }

    pub(super) const fn bold(size: f64) -> Self {
        Self { size, bold: true }
    }

    /// The width of a text on one line.
    pub(super) fn width(self, text: &str) -> f64 {
        let units: u32 = text.chars().map(|one| advance(one, self.bold)).sum();
        f64::from(units) / 1000.0 * self.size * SLACK
    }

    /// The text, or as much of its beginning as fits with an ellipsis.
    pub(super) fn fit(self, text: &str, room: f64) -> Cow<'_, str> {
        if self.width(text) <= room {
            return Cow::Borrowed(text);
        }
        let room = room - self.width("…");
        let mut end = 0;
        let mut width = 0.0;
        for (at, one) in text.char_indices() {
            width += f64::from(advance(one, self.bold)) / 1000.0 * self.size * SLACK;
            if width > room {
                break;
            }
            end = at + one.len_utf8();
        }
        Cow::Owned(format!("{}…", text[..end].trim_end()))
    }

    /// The text in lines that fit, at most so many: the last ends in an ellipsis if more is left.
    ///
    /// Lines break at spaces. A word that is wider than the room breaks where it must.
    pub(super) fn wrap(self, text: &str, room: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut words = text.split_whitespace();
        let mut line = String::new();
        let mut waiting: Option<Cow<'_, str>> = None;
        while let Some(word) = waiting.take().or_else(|| words.next().map(Cow::Borrowed)) {
            let longer = if line.is_empty() {
                word.to_string()
            } else {
                format!("{line} {word}")
            };
            if self.width(&longer) <= room {
                line = longer;
                continue;
            }
            if lines.len() + 1 == most {
                lines.push(self.fit(&longer, room).into_owned());
                return lines;
            }
            if line.is_empty() {
                let (head, tail) = self.split(&word, room);
                lines.push(head.to_owned());
                waiting = Some(Cow::Owned(tail.to_owned()));
            } else {
                lines.push(std::mem::take(&mut line));
                waiting = Some(word);
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// As much of a word as fits, at least one character, and the rest.
    fn split(self, word: &str, room: f64) -> (&str, &str) {
        let mut width = 0.0;
        for (at, one) in word.char_indices() {
            width += f64::from(advance(one, self.bold)) / 1000.0 * self.size * SLACK;
            if at > 0 && width > room {
                return word.split_at(at);
            }
        }
        (word, "")
    }
}

/// Text from data as it may be drawn: one line, without what would draw anything else.
///
/// Control characters and noncharacters become U+FFFD, and white space becomes a space.
/// Controls of direction are left out: an override would reverse what follows it. What is longer
/// than [`LONGEST`] ends in an ellipsis.
pub(super) fn clean(text: &str) -> String {
    clean_up_to(text, LONGEST)
}

/// As [`clean`], with another maximum number of characters.
pub(crate) fn clean_up_to(text: &str, longest: usize) -> String {
    let mut clean = String::with_capacity(text.len().min(longest.saturating_mul(4)));
    let mut count = 0;
    for one in text.chars() {
        if is_direction(one) {
            continue;
        }
        let one = match one {
            _ if one.is_whitespace() => ' ',
            _ if is_forbidden(one) => REPLACEMENT,
            _ => one,
        };
        if one == ' ' && (clean.is_empty() || clean.ends_with(' ')) {
            continue;
        }
        if count == longest {
            clean.truncate(clean.trim_end().len());
            clean.push('…');
            return clean;
        }
        clean.push(one);
        count += 1;
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Whether a character has no place in a text of XML or draws nothing of its own.
pub(super) const fn is_forbidden(one: char) -> bool {
    one.is_ascii_control()
        || matches!(one, '\u{80}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' | '\u{feff}')
        || (one as u32) & 0xfffe == 0xfffe
}

/// Whether a character controls the direction of the text around it.
pub(super) const fn is_direction(one: char) -> bool {
    matches!(
        one,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
    )
}

/// Whether a character is drawn upon the one before it.
const fn is_combining(one: char) -> bool {
    matches!(
        one,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5bd}'
            | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{200c}'..='\u{200d}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

/// The width of a character in thousandths of the size.
fn advance(one: char, bold: bool) -> u32 {
    let latin = if bold { &BOLD } else { &REGULAR };
    let code = one as u32;
    if (0x20..0x180).contains(&code) {
        return latin[code as usize - 0x20].into();
    }
    match one {
        _ if is_combining(one) => 0,
        '\u{2013}' => 556,
        '\u{2018}' | '\u{2019}' => 278,
        '\u{201c}' | '\u{201d}' | '\u{2191}' | '\u{2193}' => 500,
        '\u{2212}' | '\u{d7}' => 584,
        '\u{2264}' | '\u{2265}' | '\u{221a}' => 549,
        '\u{400}'..='\u{45f}' => {
            let regular = u32::from(CYRILLIC[code as usize - 0x400]);
            if bold { regular * 109 / 100 } else { regular }
        }
        // Greek, Hebrew and Arabic: as wide as their wide letters.
        '\u{180}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{460}'..='\u{6ff}' => 800,
        // Everything else, East Asian characters among it, has a full square.
        _ => 1_000,
    }
}

/// The advances of U+0020 to U+017F in Liberation Sans, which are those of Arial.
#[rustfmt::skip]
static REGULAR: [u16; 352] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 552, 400, 549,
    333, 333, 333, 576, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667,
    667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584,
    778, 722, 722, 722, 722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556,
    556, 278, 278, 278, 278, 556, 556, 556, 556, 556, 556, 556, 549, 611, 556, 556, 556, 556, 500,
    556, 500, 667, 556, 667, 556, 667, 556, 722, 500, 722, 500, 722, 500, 722, 500, 722, 615, 722,
    556, 667, 556, 667, 556, 667, 556, 667, 556, 667, 556, 778, 556, 778, 556, 778, 556, 778, 556,
    722, 556, 722, 556, 278, 278, 278, 278, 278, 278, 278, 222, 278, 278, 735, 444, 500, 222, 667,
    500, 500, 556, 222, 556, 222, 556, 292, 556, 334, 556, 222, 722, 556, 722, 556, 722, 556, 604,
    723, 556, 778, 556, 778, 556, 778, 556, 1000, 944, 722, 333, 722, 333, 722, 333, 667, 500, 667,
    500, 667, 500, 667, 500, 611, 278, 611, 375, 611, 278, 722, 556, 722, 556, 722, 556, 722, 556,
    722, 556, 722, 556, 944, 722, 667, 500, 667, 611, 500, 611, 500, 611, 500, 222,
];

/// The same in bold.
#[rustfmt::skip]
static BOLD: [u16; 352] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 552, 400, 549,
    333, 333, 333, 576, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611, 722, 722, 722, 722, 722,
    722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584,
    778, 722, 722, 722, 722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556,
    556, 278, 278, 278, 278, 611, 611, 611, 611, 611, 611, 611, 549, 611, 611, 611, 611, 611, 556,
    611, 556, 722, 556, 722, 556, 722, 556, 722, 556, 722, 556, 722, 556, 722, 556, 722, 719, 722,
    611, 667, 556, 667, 556, 667, 556, 667, 556, 667, 556, 778, 611, 778, 611, 778, 611, 778, 611,
    722, 611, 722, 611, 278, 278, 278, 278, 278, 278, 278, 278, 278, 278, 785, 556, 556, 278, 722,
    556, 556, 611, 278, 611, 278, 611, 385, 611, 479, 611, 278, 722, 611, 722, 611, 722, 611, 708,
    723, 611, 778, 611, 778, 611, 778, 611, 1000, 944, 722, 389, 722, 389, 722, 389, 667, 556, 667,
    556, 667, 556, 667, 556, 611, 333, 611, 479, 611, 333, 722, 611, 722, 611, 722, 611, 722, 611,
    722, 611, 722, 611, 944, 778, 667, 556, 667, 611, 500, 611, 500, 611, 500, 278,
];

/// The advances of U+0400 to U+045F.
#[rustfmt::skip]
static CYRILLIC: [u16; 96] = [
    667, 667, 865, 542, 719, 667, 278, 278, 500, 1057, 1010, 854, 583, 722, 635, 719, 667, 656,
    667, 542, 677, 667, 923, 604, 719, 719, 583, 656, 833, 722, 778, 719, 667, 722, 611, 635, 760,
    667, 740, 667, 917, 938, 792, 885, 656, 719, 1010, 722, 556, 573, 531, 365, 583, 556, 669, 458,
    559, 559, 438, 583, 688, 552, 556, 542, 556, 500, 458, 500, 823, 500, 573, 521, 802, 823, 625,
    719, 521, 510, 750, 542, 556, 556, 556, 365, 510, 500, 222, 278, 222, 906, 812, 556, 438, 559,
    500, 552,
];

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Font = Font::regular(11.0);

    #[test]
    fn a_text_is_cut_where_it_fits() {
        for room in 5..200 {
            let room = f64::from(room) + 10.0;
            let cut = PLAIN.fit("Rubio and Lavrov meet beside the UN General Assembly", room);
            assert!(PLAIN.width(&cut) <= room, "{cut:?} in {room}");
        }
    }

    #[test]
    fn lines_fit_and_lose_nothing_but_what_the_ellipsis_says() {
        let text = "Witkoff sees Putin in St. Petersburg, for the third time this year";
        let lines = PLAIN.wrap(text, 90.0, 9);
        assert_eq!(lines.join(" "), text);
        assert!(lines.iter().all(|line| PLAIN.width(line) <= 90.0));
        let lines = PLAIN.wrap(text, 90.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
    }

    #[test]
    fn a_word_without_a_space_breaks_where_it_must() {
        let word = "x".repeat(1_000);
        let lines = PLAIN.wrap(&word, 90.0, 100);
        assert_eq!(lines.concat(), word);
        assert!(lines.iter().all(|line| PLAIN.width(line) <= 90.0));
    }

    #[test]
    fn what_may_not_be_drawn_is_replaced_or_left_out() {
        assert_eq!(
            clean("a\u{202e}b\u{0}c\n\t d\u{2066}e\u{ffff} "),
            "ab\u{fffd}c de\u{fffd}"
        );
        assert_eq!(clean(&"x".repeat(1_000)).chars().count(), LONGEST + 1);
    }
}

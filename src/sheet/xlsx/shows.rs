//! Which parts of a date a number format shows.

/// Which parts of a date or time a number format shows. If it shows none, the number is not a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a format shows each part or not"
)]
pub(super) struct Shows {
    pub(super) year: bool,
    pub(super) month: bool,
    pub(super) day: bool,
    /// Hours, minutes or seconds of a day.
    pub(super) time: bool,
    /// A span of time: `[h]:mm`.
    pub(super) elapsed: bool,
}

impl Shows {
    /// Whether the number is a date or a time.
    pub(super) const fn is_date(self) -> bool {
        self.year || self.month || self.day || self.time || self.elapsed
    }

    /// Whether the number is a date of which only the month or the year is shown.
    pub(super) const fn is_wide(self) -> bool {
        self.year && !self.day && !self.time
    }

    /// What one of the numbered formats shows. Some formats show a year or a month in one language and a time in
    /// another. These are treated as days, because a time is recognised by its fraction of a day.
    ///
    /// Source: ECMA-376, part 1, 18.8.30.
    pub(super) fn of_number(number: u32) -> Self {
        match number {
            14..=17 => {
                Self::of_code(["m/d/yyyy", "d-mmm-yy", "d-mmm", "mmm-yy"][number as usize - 14])
            }
            18..=21 | 45 | 47 => Self::of_code("h:mm:ss"),
            22 => Self::of_code("m/d/yy h:mm"),
            46 => Self::of_code("[h]:mm:ss"),
            27..=36 | 50..=58 => Self::of_code("yyyy-mm-dd"),
            _ => Self::default(),
        }
    }

    /// What a format shows, from its code for positive numbers: `yyyy-mm-dd`, `0.00`, `[h]:mm`.
    pub(super) fn of_code(code: &str) -> Self {
        let mut shows = Self::default();
        // The last letter of a date or time: an `m` after hours or before seconds is minutes.
        let (mut last, mut is_month_open) = (' ', false);
        let mut rest = code.chars().peekable();
        while let Some(c) = rest.next() {
            match c.to_ascii_lowercase() {
                ';' => break,
                '\\' | '_' | '*' => {
                    rest.next();
                }
                '"' => {
                    let _ = rest.by_ref().find(|c| *c == '"');
                }
                '[' => {
                    let inner: String = rest.by_ref().take_while(|c| *c != ']').collect();
                    let unit = inner.to_ascii_lowercase();
                    let is_unit =
                        |letter: char| !unit.is_empty() && unit.chars().all(|c| c == letter);
                    shows.elapsed |= ['h', 'm', 's'].into_iter().any(is_unit);
                    if shows.elapsed {
                        last = 'h';
                    }
                }
                // `General`, and `AM/PM`.
                'g' => while rest.next_if(char::is_ascii_alphabetic).is_some() {},
                'a' => {
                    let is_half = |c: &char| "/pPmM".contains(*c);
                    while rest.next_if(is_half).is_some() {}
                }
                'y' => (shows.year, last) = (true, 'y'),
                'd' => (shows.day, last) = (true, 'd'),
                'h' => (shows.time, last) = (true, 'h'),
                's' => {
                    // The letters before were minutes.
                    shows.month &= !is_month_open;
                    (shows.time, last, is_month_open) = (true, 's', false);
                }
                'm' if matches!(last, 'h' | 'n') => (shows.time, last) = (true, 'n'),
                'm' if last != 'm' => {
                    is_month_open = !shows.month;
                    (shows.month, last) = (true, 'm');
                }
                _ => {}
            }
            if matches!(last, 'y' | 'd' | 'h') {
                is_month_open = false;
            }
        }
        shows
    }
}

#[cfg(test)]
mod tests {
    use super::Shows;

    /// The parts that a code shows: `ymdte`.
    fn parts(code: &str) -> String {
        let shows = Shows::of_code(code);
        let all = [
            (shows.year, 'y'),
            (shows.month, 'm'),
            (shows.day, 'd'),
            (shows.time, 't'),
            (shows.elapsed, 'e'),
        ];
        all.into_iter()
            .filter(|one| one.0)
            .map(|one| one.1)
            .collect()
    }

    #[test]
    fn letters_outside_quotes_make_a_date() {
        for (code, expected) in [
            ("General", ""),
            ("0.00E+00", ""),
            ("#,##0 \"days\";[Red]-0", ""),
            ("0\\d", ""),
            ("@", ""),
            ("yyyy-mm-dd", "ymd"),
            ("[$-409]d mmmm yyyy;@", "ymd"),
            ("mmm-yy", "ym"),
            ("yyyy\"-\"mm", "ym"),
            ("yyyy", "y"),
            ("d-mmm", "md"),
            ("h:mm AM/PM", "t"),
            ("mm:ss", "t"),
            ("mmss.0", "t"),
            ("m/d/yy h:mm", "ymdt"),
            ("yyyy-mm-dd hh:mm:ss", "ymdt"),
            ("[h]:mm:ss", "te"),
            ("[Blue]0", ""),
        ] {
            assert_eq!(parts(code), expected, "{code}");
        }
    }
}

//! Dates as people and programs type them: `30 June 2022`, `6/30/2022`, `Jun. 30, 2022`.
//!
//! Tables of events and files of coded events both have such dates. A table may have a part of a date
//! (`June 2022`), so the result has the parts that were typed. Nothing here allocates.

/// The months in English, in lower case.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The order of day and month in dates of numbers: is `6/7/2022` in July or in June?
///
/// It cannot be inferred safely from a table, because a wrong order is also a date for the first twelve days of each month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayOrder {
    /// `30/6/2022`, `30.6.2022`.
    DayFirst,
    /// `6/30/2022`.
    MonthFirst,
}

crate::text::words!(DayOrder, "an order of day and month", 2 {
    DayFirst => "day_first",
    MonthFirst => "month_first",
});

/// What the caller states about typed dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TypedRule {
    pub(crate) order: Option<DayOrder>,
    /// The first of the hundred years that two digits can mean. `None` if years have four digits.
    pub(crate) first_year: Option<u32>,
}

/// The parts of a typed date that are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TypedDate {
    pub(crate) year: Option<u32>,
    pub(crate) month: Option<u32>,
    pub(crate) day: Option<u32>,
}

/// Why a text in the form of a date has no meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypedFault {
    /// The order of day and month is not stated.
    Order,
    /// The year has two digits, and it is not stated which hundred years they are of.
    Year,
}

/// Reads a date in words or in numbers. Returns `None` if the text has neither form.
pub(crate) fn typed(text: &str, rule: TypedRule) -> Option<Result<TypedDate, TypedFault>> {
    numbers(text, rule).or_else(|| words(text, rule))
}

/// A date of three numbers: `30.6.2022`, `6/30/2022`, `2022/6/30`.
fn numbers(text: &str, rule: TypedRule) -> Option<Result<TypedDate, TypedFault>> {
    let separator = ['.', '/', '-']
        .into_iter()
        .find(|one| text.contains(*one))?;
    let mut numbers = text.split(separator).map(str::trim);
    let all = [numbers.next()?, numbers.next()?, numbers.next()?];
    if numbers.next().is_some() {
        return None;
    }
    let is_number = |text: &&str| {
        (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !all.iter().all(is_number) {
        return None;
    }
    let [first, second, third] = all.map(|text| text.parse::<u32>().ok());
    let (year, month, day) = match (all.map(str::len), rule.order) {
        ([4, 1..=2, 1..=2], _) => {
            return Some(Ok(TypedDate {
                year: first,
                month: second,
                day: third,
            }));
        }
        ([1..=2, 1..=2, 2], _) if rule.first_year.is_none() => return Some(Err(TypedFault::Year)),
        ([1..=2, 1..=2, 2 | 4], None) => return Some(Err(TypedFault::Order)),
        ([1..=2, 1..=2, 2 | 4], Some(DayOrder::DayFirst)) => (third, second, first),
        ([1..=2, 1..=2, 2 | 4], Some(DayOrder::MonthFirst)) => (third, first, second),
        _ => return Some(Err(TypedFault::Year)),
    };
    let year = match (all[2].len(), rule.first_year) {
        (2, Some(start)) => year.map(|year| full_year(year, start)),
        _ => year,
    };
    Some(Ok(TypedDate { year, month, day }))
}

/// A date with the name of a month, or a part of one: `30 June 2022`, `June 30th, 2022`, `30-Jun-2022`, `June 2022`, `5`.
fn words(text: &str, rule: TypedRule) -> Option<Result<TypedDate, TypedFault>> {
    let mut parts = TypedDate::default();
    let has_letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_between =
        |c: char| c.is_whitespace() || c == ',' || (has_letters && matches!(c, '-' | '/'));
    let tokens = text.split(is_between);
    for token in tokens.filter(|token| !token.is_empty() && !token.eq_ignore_ascii_case("of")) {
        let digits = token.trim_end_matches(|c: char| !c.is_ascii_digit());
        let suffix = &token[digits.len()..];
        if digits.is_empty() {
            if parts.month.replace(month(token)?).is_some() {
                return None;
            }
            continue;
        }
        if digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number = digits.parse().ok()?;
        let is_day = || {
            let mut suffixes = ["", ".", "st", "nd", "rd", "th"].into_iter();
            digits.len() <= 2 && suffixes.any(|known| known.eq_ignore_ascii_case(suffix))
        };
        let before = match (digits.len(), suffix, rule.first_year) {
            (4, "", _) => parts.year.replace(number),
            (2, "", Some(start)) if parts.day.is_some() => {
                parts.year.replace(full_year(number, start))
            }
            (2, "", None) if parts.day.is_some() && parts.month.is_some() => {
                return Some(Err(TypedFault::Year));
            }
            _ if is_day() => parts.day.replace(number),
            _ => return None,
        };
        if before.is_some() {
            return None;
        }
    }
    Some(Ok(parts))
}

/// The number of a month, from its name or the first three or four letters of it.
pub(crate) fn month(word: &str) -> Option<u32> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let is_start = |month: &str| {
        let start = month.as_bytes().get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    };
    let mut months = (1..).zip(MONTHS);
    let found = months.find(|(_, month)| {
        is_start(month) && (word.len() == month.len() || matches!(word.len(), 3 | 4))
    });
    found.map(|(number, _)| number)
}

/// The year that ends with two digits, of the hundred years from `start` on.
pub(crate) const fn full_year(two_digits: u32, start: u32) -> u32 {
    start + (two_digits + 100 - start % 100) % 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_are_a_year_of_the_stated_hundred() {
        for (digits, start, year) in [
            (50, 1950, 1950),
            (99, 1950, 1999),
            (0, 1950, 2000),
            (49, 1950, 2049),
            (0, 2000, 2000),
            (99, 2000, 2099),
            (68, 1969, 2068),
            (69, 1969, 1969),
            (5, 0, 5),
        ] {
            assert_eq!(full_year(digits, start), year);
        }
        let rule = TypedRule {
            order: Some(DayOrder::MonthFirst),
            first_year: Some(1970),
        };
        let date = |year, month, day| TypedDate {
            year: Some(year),
            month: Some(month),
            day: Some(day),
        };
        assert_eq!(typed("6/30/22", rule), Some(Ok(date(2022, 6, 30))));
        assert_eq!(typed("30 June 75", rule), Some(Ok(date(1975, 6, 30))));
        for text in [
            "30-Jun-22",
            "30/Jun/22",
            "Jun-30-22",
            "30-June-2022",
            "2022-Jun-30",
        ] {
            assert_eq!(typed(text, rule), Some(Ok(date(2022, 6, 30))), "{text}");
        }
        for text in ["30/6/22", "30-Jun-22", "30 June 22"] {
            assert_eq!(
                typed(text, TypedRule::default()),
                Some(Err(TypedFault::Year)),
                "{text}"
            );
        }
        for text in [
            "5-7 June 2022",
            "2022-06",
            "30-Jun-2022-5",
            "2022-W05",
            "Jun-Jul 2022",
        ] {
            assert_eq!(typed(text, rule), None, "{text}");
        }
    }

    #[test]
    fn months_are_found_by_name_and_by_their_first_letters() {
        for (word, number) in [
            ("June", 6),
            ("JUN.", 6),
            ("sept", 9),
            ("may", 5),
            ("Febr", 2),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for word in ["", "ju", "junes", "janua", "mai", "é"] {
            assert_eq!(month(word), None, "{word}");
        }
    }
}

//! The days and the years of rows.
//!
//! A day without any row is missing data of a feed, or a quiet day of a selection. The rows do not
//! show which, so such days are reported and change no result. A date of 1900 in a feed of 2019 is
//! a misprint, and would make a gap of a century.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::super::summary::{OutlierYear, RowExample, append_example};
use crate::time::{date_of_day, day_of, first_second};

/// A set of days, as words of 64 bits. The word of the last day is kept apart, because rows of one
/// day follow each other.
#[derive(Clone, Debug, Default)]
pub(super) struct DaySet {
    words: BTreeMap<i32, u64>,
    /// The number and the bits of the current word, which replace those in `words`.
    current: (i32, u64),
}

impl DaySet {
    #[inline]
    pub(super) fn insert(&mut self, day: i32) {
        let (word, bit) = (day >> 6, 1 << (day & 63));
        if self.current.0 != word {
            self.switch_to(word);
        }
        self.current.1 |= bit;
    }

    #[cold]
    fn switch_to(&mut self, word: i32) {
        if self.current.1 != 0 {
            self.words.insert(self.current.0, self.current.1);
        }
        self.current = (word, self.words.get(&word).copied().unwrap_or(0));
    }

    pub(super) fn merge(&mut self, other: &Self) {
        // Stores the current word, so that `words` is complete.
        self.switch_to(self.current.0);
        for (&word, &bits) in &other.words {
            *self.words.entry(word).or_default() |= bits;
        }
        if other.current.1 != 0 {
            *self.words.entry(other.current.0).or_default() |= other.current.1;
        }
        self.current.1 = self.words.get(&self.current.0).copied().unwrap_or(0);
    }

    /// Iterates over the days in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = i32> {
        let (word, bits) = self.current;
        let before = self.words.range(..word);
        let after = self.words.range(word + 1..);
        let current = (bits != 0).then_some((&self.current.0, &self.current.1));
        let words = before.chain(current).chain(after);
        words.flat_map(|(&word, &bits)| {
            let set = (0..64).filter(move |bit| bits >> bit & 1 == 1);
            set.map(move |bit| (word << 6) + bit)
        })
    }

    /// The first and the last day. Returns `None` if the set is empty.
    pub(super) fn range(&self) -> Option<(i32, i32)> {
        let mut days = self.iter();
        let first = days.next()?;
        Some((first, days.last().unwrap_or(first)))
    }

    /// The periods without a day of the set, between its first and its last day. Ignores the days
    /// for which `is_excluded`.
    pub(super) fn gaps(&self, is_excluded: impl Fn(i32) -> bool) -> Vec<(i32, i32)> {
        let mut days = self.iter().filter(|&day| !is_excluded(day));
        let Some(mut last) = days.next() else {
            return Vec::new();
        };
        let mut gaps = Vec::new();
        for day in days {
            if day - last > 1 {
                gaps.push((last + 1, day - 1));
            }
            last = day;
        }
        gaps
    }
}

/// The number of rows of each year, and the first of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Years {
    counts: BTreeMap<i32, (u64, Option<RowExample>)>,
    /// The days of the year of the last row.
    current: Option<(i32, i32)>,
    /// That year, and the number of its rows that are not in `counts` yet.
    year: i32,
    rows: u64,
}

/// The years in which a feed can plausibly be. Those outside are years of two digits, and years
/// such as 9999 that mean "unknown".
const PLAUSIBLE: (i32, i32) = (1000, 3000);
/// A year is an outlier if it differs from the median by more than `MIN_DISTANCE` years and
/// `FACTOR` times the median difference together.
const MIN_DISTANCE: i32 = 20;
const FACTOR: i32 = 3;

impl Years {
    /// Counts a row. Returns whether it is the first of its year.
    #[inline]
    pub(super) fn count(&mut self, day: i32) -> bool {
        if let Some((first, last)) = self.current
            && (first..=last).contains(&day)
        {
            self.rows += 1;
            return false;
        }
        self.switch_to(day)
    }

    #[cold]
    fn switch_to(&mut self, day: i32) -> bool {
        self.flush();
        let year = year_of(day);
        self.year = year;
        self.current = Some(days_of_years((year, year)));
        self.rows = 1;
        !self.counts.contains_key(&year)
    }

    fn flush(&mut self) {
        if self.rows > 0 {
            self.counts.entry(self.year).or_default().0 += self.rows;
            self.rows = 0;
        }
    }

    /// Sets the row that was counted last as the first of its year.
    pub(super) fn set_first(&mut self, example: RowExample) {
        self.counts.entry(self.year).or_default().1 = Some(example);
    }

    /// Adds the years of another importer, whose files follow `files` others.
    pub(super) fn merge(&mut self, other: &Self, files: u32) {
        self.flush();
        for (&year, (rows, first)) in &other.counts {
            let count = self.counts.entry(year).or_default();
            count.0 += rows;
            append_example(&mut count.1, first.as_ref(), files);
        }
        if other.rows > 0 {
            self.counts.entry(other.year).or_default().0 += other.rows;
        }
    }

    /// The outliers: see [`Summary::outlier_years`](super::super::Summary::outlier_years).
    ///
    /// The median and the median difference are used because a few misprints, however far, hardly
    /// change them, unlike the mean and the standard deviation.
    pub(super) fn outliers(&self) -> Vec<OutlierYear> {
        let mut all = self.clone();
        all.flush();
        let is_plausible = |year: i32| (PLAUSIBLE.0..=PLAUSIBLE.1).contains(&year);
        let counts = all.counts.iter().map(|(&year, &(rows, _))| (year, rows));
        let plausible: Vec<(i32, u64)> = counts.filter(|&(year, _)| is_plausible(year)).collect();
        let median = weighted_median(plausible.iter().copied());
        let differences = plausible
            .iter()
            .map(|&(year, rows)| ((year - median).abs(), rows));
        let mut differences: Vec<(i32, u64)> = differences.collect();
        differences.sort_unstable();
        let limit = MIN_DISTANCE + FACTOR * weighted_median(differences.into_iter());

        // Far years are outliers only if they are few: many of them are a period of their own.
        let total: u64 = plausible.iter().map(|&(_, rows)| rows).sum();
        let is_far = |year: i32, sign: i32| (year - median) * sign > limit;
        let is_rare = |sign: i32| {
            let far = plausible.iter().filter(|&&(year, _)| is_far(year, sign));
            far.map(|&(_, rows)| rows).sum::<u64>() * 3 <= total
        };
        let (is_rare_before, is_rare_after) = (is_rare(-1), is_rare(1));
        let is_outlier = |year: i32| {
            !is_plausible(year)
                || is_rare_before && is_far(year, -1)
                || is_rare_after && is_far(year, 1)
        };
        let outliers = all.counts.into_iter().filter(|&(year, _)| is_outlier(year));
        let outliers = outliers.map(|(year, (rows, first))| {
            let first = first.expect("the first row of each year is an example");
            OutlierYear { year, rows, first }
        });
        outliers.collect()
    }
}

/// The median of sorted numbers, each with the number of its occurrences: the lower one of two, and
/// 0 if there are none.
fn weighted_median(counted: impl Iterator<Item = (i32, u64)> + Clone) -> i32 {
    let total: u64 = counted.clone().map(|(_, times)| times).sum();
    let mut so_far = 0;
    let mut upper_half = counted.skip_while(|&(_, times)| {
        so_far += times;
        so_far * 2 < total
    });
    upper_half.next().map_or(0, |(number, _)| number)
}

/// The year of a day of a row.
pub(super) fn year_of(day: i32) -> i32 {
    let date = date_of_day(day).expect("readers check that days are in the calendar");
    date.year()
}

/// The first and the last day of a range of years. A bound outside the calendar becomes the
/// smallest or largest number.
pub(super) fn days_of_years((first, last): (i32, i32)) -> (i32, i32) {
    let start = |year: i32| {
        let date = NaiveDate::from_ymd_opt(year, 1, 1)?;
        Some(day_of(first_second(date)))
    };
    let end = last.checked_add(1).and_then(start);
    (
        start(first).unwrap_or(i32::MIN),
        end.map_or(i32::MAX, |day| day - 1),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn set(days: &[i32]) -> DaySet {
        let mut set = DaySet::default();
        for &day in days {
            set.insert(day);
        }
        set
    }

    proptest! {
        #[test]
        fn gaps_are_the_missing_days_between_the_first_and_the_last(
            one in prop::collection::vec(-200..200, 0..20),
            other in prop::collection::vec(-200..200, 0..20),
        ) {
            let mut merged = set(&one);
            merged.merge(&set(&other));
            merged.insert(3);
            let days: BTreeSet<i32> = one.iter().chain(&other).chain(&[3]).copied().collect();
            prop_assert_eq!(merged.iter().collect::<Vec<_>>(), days.iter().copied().collect::<Vec<_>>());
            let left_out = |day: i32| day > 150;
            let days: Vec<i32> = days.into_iter().filter(|&day| !left_out(day)).collect();
            let between = days[0]..=days[days.len() - 1];
            let missing: Vec<i32> = between.filter(|day| !days.contains(day)).collect();
            let gaps = merged.gaps(left_out);
            let found: Vec<i32> = gaps.iter().flat_map(|&(first, last)| first..=last).collect();
            prop_assert_eq!(found, missing);
            prop_assert!(gaps.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));
        }
    }
}

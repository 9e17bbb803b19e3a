//! On which days, and of which years, there were rows.
//!
//! A day without any row is a hole of a feed, or a quiet day of a selection: the rows do not tell
//! which, and so it is reported and nothing else. A date of 1900 in a feed of 2019 is a
//! misprint, and would make a hole of a century.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::super::summary::{Example, StrayYear};
use crate::time::{date_of_day, day_of, first_second};

/// Days, 64 to a word; the word of the last day stands apart, since rows come in runs.
#[derive(Clone, Debug, Default)]
pub(super) struct DaySet {
    words: BTreeMap<i32, u64>,
    last: (i32, u64),
}

impl DaySet {
    #[inline]
    pub(super) fn insert(&mut self, day: i32) {
        let (word, bit) = (day >> 6, 1 << (day & 63));
        if self.last.0 != word {
            self.turn_to(word);
        }
        self.last.1 |= bit;
    }

    #[cold]
    fn turn_to(&mut self, word: i32) {
        if self.last.1 != 0 {
            self.words.insert(self.last.0, self.last.1);
        }
        self.last = (word, self.words.get(&word).copied().unwrap_or_default());
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.turn_to(self.last.0);
        for (&word, &bits) in &other.words {
            *self.words.entry(word).or_default() |= bits;
        }
        if other.last.1 != 0 {
            *self.words.entry(other.last.0).or_default() |= other.last.1;
        }
        self.last.1 = self.words.get(&self.last.0).copied().unwrap_or_default();
    }

    /// The days, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = i32> {
        let (word, bits) = self.last;
        let before = self.words.range(..word);
        let after = self.words.range(word + 1..);
        let last = (bits != 0).then_some((&self.last.0, &self.last.1));
        let words = before.chain(last).chain(after);
        words.flat_map(|(&word, &bits)| {
            let set = (0..64).filter(move |bit| bits >> bit & 1 == 1);
            set.map(move |bit| (word << 6) + bit)
        })
    }

    /// The stretches without a day of the set, between its first and its last day; days that are
    /// left out count as if they were not there.
    pub(super) fn gaps(&self, is_left_out: impl Fn(i32) -> bool) -> Vec<(i32, i32)> {
        let mut days = self.iter().filter(|&day| !is_left_out(day));
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

/// How many rows are of each year, and the first of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Years {
    counts: BTreeMap<i32, (u64, Option<Example>)>,
    /// The days of the year of the last row, and its rows that are not counted yet.
    last: Option<(i32, i32)>,
    year: i32,
    rows: u64,
}

/// The years that no feed is of: those of two digits, and those that stand for "unknown".
const UNLIKELY: (i32, i32) = (1000, 3000);
/// How many years from the middle a year may be in any case, and how many times as far as half of the
/// rows.
const NEAR: i32 = 20;
const SPREAD: i32 = 3;

impl Years {
    /// Counts a row of a day; whether it is the first of its year.
    #[inline]
    pub(super) fn count(&mut self, day: i32) -> bool {
        let is_same = self
            .last
            .is_some_and(|(first, last)| first <= day && day <= last);
        if is_same {
            self.rows += 1;
            return false;
        }
        self.turn_to(day)
    }

    #[cold]
    fn turn_to(&mut self, day: i32) -> bool {
        self.flush();
        let year = year_of(day);
        self.year = year;
        self.last = Some(days_of((year, year)));
        self.rows = 1;
        !self.counts.contains_key(&year)
    }

    fn flush(&mut self) {
        if self.rows > 0 {
            self.counts.entry(self.year).or_default().0 += self.rows;
            self.rows = 0;
        }
    }

    /// The row that was counted last is the first of its year.
    pub(super) fn exemplify(&mut self, example: Example) {
        self.counts.entry(self.year).or_default().1 = Some(example);
    }

    pub(super) fn merge(&mut self, other: &Self, files: u32) {
        self.flush();
        let rest = (other.year, (other.rows, None));
        let theirs = other
            .counts
            .iter()
            .map(|(&year, count)| (year, count.clone()));
        for (year, (rows, first)) in theirs.chain((other.rows > 0).then_some(rest)) {
            let mine = self.counts.entry(year).or_default();
            mine.0 += rows;
            if mine.1.is_none() {
                mine.1 = first.map(|first| first.behind(files));
            }
        }
    }

    /// The years that are far from those of the other rows.
    ///
    /// That is a year before 1000 or after 3000; and one that is more than 20 years, and three times
    /// the median distance, from the median year, if at most a third of the rows are as far on
    /// its side.
    pub(super) fn stray(&self) -> Vec<StrayYear> {
        let mut all = self.clone();
        all.flush();
        let counts: Vec<(i32, u64)> = all
            .counts
            .iter()
            .map(|(&year, one)| (year, one.0))
            .collect();
        let is_unlikely = |year: i32| year < UNLIKELY.0 || year > UNLIKELY.1;
        let likely = counts
            .iter()
            .copied()
            .filter(|&(year, _)| !is_unlikely(year));
        let likely: Vec<(i32, u64)> = likely.collect();
        // Where half of the rows are, and how far from there half of them are.
        let total: u64 = likely.iter().map(|&(_, rows)| rows).sum();
        let middle = median(likely.iter().copied());
        let mut distances: Vec<(i32, u64)> = likely
            .iter()
            .map(|&(year, rows)| ((year - middle).abs(), rows))
            .collect();
        distances.sort_unstable();
        let far = NEAR + SPREAD * median(distances.into_iter());
        // Rows that are far are strays if they are few: many are a period of their own.
        let is_far = |year: i32, side: i32| (year - middle) * side > far;
        let is_rare = [-1, 1].map(|side| {
            let of_side = likely.iter().filter(|&&(year, _)| is_far(year, side));
            of_side.map(|&(_, rows)| rows).sum::<u64>() * 3 <= total
        });
        let is_stray = |year: i32| {
            is_unlikely(year) || is_rare[0] && is_far(year, -1) || is_rare[1] && is_far(year, 1)
        };
        let stray = all.counts.into_iter().filter(|&(year, _)| is_stray(year));
        let stray = stray.map(|(year, (rows, first))| StrayYear { year, rows, first });
        stray.collect()
    }
}

/// The middle one of some numbers, each so often, in order; the lower one of two, and 0 of none.
fn median(counted: impl Iterator<Item = (i32, u64)> + Clone) -> i32 {
    let total: u64 = counted.clone().map(|(_, times)| times).sum();
    let mut before = 0;
    let mut middle = counted.filter(|&(_, times)| {
        before += times;
        before * 2 >= total
    });
    middle.next().map_or(0, |(number, _)| number)
}

/// The year of the day of a row.
pub(super) fn year_of(day: i32) -> i32 {
    let date = date_of_day(day).expect("rows are of days of the calendar");
    date.year()
}

/// The first and the last day of some years; without a bound outside the calendar.
pub(super) fn days_of((first, last): (i32, i32)) -> (i32, i32) {
    let day = |year: i32| {
        let date = NaiveDate::from_ymd_opt(year, 1, 1)?;
        Some(day_of(first_second(date)))
    };
    let end = last.checked_add(1).and_then(day);
    (
        day(first).unwrap_or(i32::MIN),
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
        fn gaps_are_the_days_between_that_are_not_there(
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

//! Counts by calendar month.

use chrono::NaiveDate;

use super::{PeriodCount, count, plus, tally};
use crate::query::View;
use crate::time::{Certainty, Window, first_second};
use crate::timeline::EventRef;

/// The most months that are counted at once.
const MOST: usize = 12_000;

/// Calendar months in a row, at least one: the first day of each, and the day after the last.
pub(super) struct Months {
    days: Vec<NaiveDate>,
    /// The first second of each of these days.
    starts: Vec<i64>,
}

impl Months {
    /// From the month of one date to that of another, both included; none if there is none.
    pub(super) fn between(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let first = chrono::Datelike::with_day(&first, 1).expect("every month has a first day");
        let next = |day: &NaiveDate| day.checked_add_months(chrono::Months::new(1));
        let mut days: Vec<NaiveDate> = std::iter::successors(Some(first), next)
            .take_while(|day| *day <= last)
            .take(MOST)
            .collect();
        // A month whose end chrono cannot name is not counted.
        days.extend(days.last().and_then(next));
        let starts = days.iter().map(|day| first_second(*day)).collect();
        (days.len() > 1).then_some(Self { days, starts })
    }

    fn window(&self, month: usize) -> Window {
        let (lo, hi) = (self.starts[month], self.starts[month + 1]);
        Window { lo, hi }
    }

    /// How many of a view's events start in each month.
    pub(super) fn tallies(&self, view: &View<'_>) -> Vec<PeriodCount> {
        let months = self.starts.len() - 1;
        let mut counts = vec![(0_u64, Some(0_u64)); months];
        // What may start in any month from one to another: added at the first, taken off after
        // the last.
        let mut begins = vec![Spread::default(); months];
        let mut goes = vec![Spread::default(); months + 1];
        let whole = Window {
            lo: self.starts[0],
            hi: self.starts[months],
        };
        let everywhere = view.everywhere();
        for event in view.within(whole).events() {
            let [earliest, latest, ..] = event.bounds().raw();
            let (from, to) = (self.month_of(earliest), self.month_of(latest - 1));
            let membership = everywhere.certainty(event);
            let first = from.unwrap_or(0);
            let Some(last) = to.map(|to| to.min(months - 1)).filter(|to| first <= *to) else {
                continue;
            };
            if view.window() != Window::ALL || event.when().is_split() {
                for (month, sum) in (first..).zip(&mut counts[first..=last]) {
                    let window = self.window(month);
                    let inside = event.touches(view.window().and(window));
                    let lies = starts_in(event, window).and(inside).and(membership);
                    *sum = plus(*sum, tally(lies, event.occurrences()));
                }
            } else if from == to {
                counts[first] = plus(counts[first], tally(membership, event.occurrences()));
            } else {
                let (_, most) = tally(Certainty::Possible.and(membership), event.occurrences());
                begins[first].add(most);
                goes[last + 1].add(most);
            }
        }
        // What has begun to be possible by a month, and does not go before it.
        let mut open = Spread::default();
        let tallies = (0..months).map(|month| {
            let (begin, end) = (begins[month], goes[month]);
            open.number = open.number + begin.number - end.number;
            open.endless = open.endless + begin.endless - end.endless;
            let spread = (0, (open.endless == 0).then_some(open.number));
            PeriodCount {
                from: self.days[month],
                to: self.days[month + 1],
                count: count(plus(counts[month], spread)),
                covered: view.coverage(self.window(month)),
            }
        });
        tallies.collect()
    }

    /// The month that holds a second; none if it lies before the first. After the last, it is one more.
    fn month_of(&self, second: i64) -> Option<usize> {
        self.starts
            .partition_point(|start| *start <= second)
            .checked_sub(1)
    }
}

/// How many may start in each of several months, and how many of them without a bound.
#[derive(Clone, Copy, Default)]
struct Spread {
    number: u64,
    endless: u64,
}

impl Spread {
    fn add(&mut self, most: Option<u64>) {
        match most {
            Some(most) => self.number += most,
            None => self.endless += 1,
        }
    }
}

/// Whether an event starts in a window.
fn starts_in(event: EventRef<'_>, window: Window) -> Certainty {
    let [earliest, latest, ..] = event.bounds().raw();
    if window.lo <= earliest && latest <= window.hi {
        Certainty::Certain
    } else if earliest < window.hi && window.lo < latest {
        event.touches(window).and(Certainty::Possible)
    } else {
        Certainty::Impossible
    }
}

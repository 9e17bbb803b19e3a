//! Running sums of numbers at instants, where a number may have no bound.

/// A sum of numbers, some of which have no bound.
///
/// A view has at most `u32::MAX` events, each at most `u32::MAX` times, so a `u64` holds the sum.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PartialSum {
    /// The sum of those with a bound.
    pub(super) number: u64,
    /// How many have no bound.
    unbounded: usize,
}

impl PartialSum {
    /// Subtracts a number that is part of the sum.
    pub(super) fn subtract(&mut self, number: Option<u64>) {
        self.subtract_all(Self {
            number: number.unwrap_or(0),
            unbounded: usize::from(number.is_none()),
        });
    }

    /// Subtracts a sum of numbers that are all part of this one.
    pub(super) fn subtract_all(&mut self, part: Self) {
        let number = self.number.checked_sub(part.number);
        let unbounded = self.unbounded.checked_sub(part.unbounded);
        self.number = number.expect("the subtracted numbers are part of the sum");
        self.unbounded = unbounded.expect("the subtracted numbers are part of the sum");
    }

    /// The sum. `None` if one of the numbers has no bound.
    pub(super) fn total(self) -> Option<u64> {
        (self.unbounded == 0).then_some(self.number)
    }
}

/// Numbers at instants, as running sums.
///
/// Call [`RunningSums::finish`] after the last [`RunningSums::add`], and before any sum.
#[derive(Clone, Debug)]
pub(super) struct RunningSums {
    /// Sorted by instant. After `finish`, each number is the sum up to its entry.
    steps: Vec<(i64, u64)>,
    /// The instants of the numbers without a bound, sorted.
    unbounded: Vec<i64>,
}

impl RunningSums {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            steps: Vec::with_capacity(capacity),
            unbounded: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, at: i64, number: Option<u64>) {
        match number {
            Some(0) => {}
            Some(number) => self.steps.push((at, number)),
            None => self.unbounded.push(at),
        }
    }

    pub(super) fn finish(&mut self) {
        self.steps.sort_unstable();
        self.unbounded.sort_unstable();
        let mut sum = 0_u64;
        for (_, number) in &mut self.steps {
            sum += *number;
            *number = sum;
        }
    }

    /// The sum of the numbers before an instant.
    pub(super) fn before(&self, at: i64) -> PartialSum {
        let steps = self.steps.partition_point(|(step, _)| *step < at);
        let last = steps.checked_sub(1);
        PartialSum {
            number: last.map_or(0, |last| self.steps[last].1),
            unbounded: self.unbounded.partition_point(|step| *step < at),
        }
    }

    /// The sum of the numbers up to an instant, that instant included.
    pub(super) fn up_to(&self, at: i64) -> PartialSum {
        match at.checked_add(1) {
            Some(next) => self.before(next),
            None => PartialSum {
                number: self.steps.last().map_or(0, |(_, sum)| *sum),
                unbounded: self.unbounded.len(),
            },
        }
    }
}

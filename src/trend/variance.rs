//! What the marks of a pair add to the variance of its level, and of its change.
//!
//! Each span counts a share of its score. Shares are summed by blocks, since marks come in
//! bursts: what a block has beyond a steady stream of marks is its surprise, and the squares of
//! the surprises are the variance. The spans are taken in three parts: those that are older than
//! the blocks and were over a window ago, which are summed beforehand; single days, most of which
//! count alike; and whatever else has begun, one by one.

use super::Trajectory;
use super::table::{Entry, Instant, Section, Sections, Sums};
use super::trajectory::Asked;

/// What marks add to a variance: as if each came by itself, and in bursts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variance {
    pub(super) independent: f64,
    pub(super) bursts: f64,
}

impl Trajectory {
    pub(super) fn sections(&self, asked: &Asked) -> Sections<'_> {
        let (settled_by, day) = (asked.settled_by, asked.at.day);
        let days_count_alike = asked.settled_factor.is_some();
        let section = |table| Section::new(table, settled_by, day, days_count_alike);
        self.tables().map(section)
    }

    /// What bursts add to the variance of the level.
    pub(super) fn level_bursts(&self, asked: &Asked, sums: &Sums, sections: &Sections<'_>) -> f64 {
        let at = asked.at;
        let mut tally = BlockSums::new(self, at);
        for section in sections.iter().flatten() {
            let &Section { table, settled, .. } = section;
            if let Some((sums, end)) = table.settled(settled) {
                tally.add_settled(&sums, self.left_since(at, end));
            }
            if settled < section.single {
                let days = table.between(settled, section.single);
                tally.add_days(days, at.decay * self.day_mean);
            }
            for entry in table.begun(section.single, at) {
                let (share, _) = self.shares_of(asked, entry);
                tally.add_one(entry, share);
            }
        }
        let rate = sums.score / asked.stream;
        let parts = tally.parts.all();
        let whole = self.now.get(..asked.covered).unwrap_or_default();
        let bursts = surprise(parts, whole, rate);
        // The block in which the coverage begins is covered in part.
        match (parts.get(asked.covered), asked.rest) {
            (Some(&part), Some(now)) => bursts + (part - rate * now).powi(2),
            _ => bursts,
        }
    }

    /// The variance of the change.
    pub(super) fn change_variance(
        &self,
        asked: &Asked,
        sums: &Sums,
        sections: &Sections<'_>,
    ) -> Variance {
        let (at, before) = (asked.at, asked.before);
        let mut tally = BlockSums::new(self, at);
        for section in sections.iter().flatten() {
            if let Some((sums, end)) = section.table.settled(section.settled) {
                let left = self.calibration().decay().after(before.day - end);
                let then = asked.gain.unwrap_or(0.0) * left * before.decay;
                tally.add_settled(&sums, self.left_since(at, end) - then);
            }
            if section.settled < section.single {
                self.add_days_of_change(asked, section, &mut tally);
            }
            for entry in section.table.begun(section.single, at) {
                let (_, share) = self.shares_of(asked, entry);
                tally.add_one(entry, share);
            }
        }
        let rate = sums.score / asked.stream;
        Variance {
            independent: tally.squares,
            bursts: surprise(tally.parts.all(), &asked.changes, rate),
        }
    }

    /// Adds days that are over: those that were so a window ago, those that came since, and the
    /// day between, which may have been seen in part.
    fn add_days_of_change(&self, asked: &Asked, section: &Section<'_>, tally: &mut BlockSums<'_>) {
        let &Section {
            table,
            settled,
            single,
        } = section;
        let (at, before) = (asked.at, asked.before);
        let seen = table.ended(before.day);
        let old = asked.settled_factor.unwrap_or(0.0);
        tally.add_days(table.between(settled, seen), old * self.day_mean);
        let begun = if before.has_begun_the_day() {
            table.ended(before.day + 1).min(single)
        } else {
            seen
        };
        tally.add_days(table.between(begun, single), at.decay * self.day_mean);
        for entry in table.between(seen, begun) {
            let (_, share) = self.shares_of(asked, entry);
            tally.add_one(entry, share);
        }
    }

    /// What is left at an instant of what stood at the end of a day.
    fn left_since(&self, at: Instant, end: i64) -> f64 {
        self.calibration().decay().after(at.day - end) * at.decay
    }
}

/// The shares of spans, summed by blocks, and the sum of their squares.
struct BlockSums<'t> {
    trajectory: &'t Trajectory,
    at: Instant,
    parts: Parts,
    squares: f64,
}

impl<'t> BlockSums<'t> {
    fn new(trajectory: &'t Trajectory, at: Instant) -> Self {
        Self {
            trajectory,
            at,
            parts: Parts::new(trajectory.blocks.len()),
            squares: 0.0,
        }
    }

    /// Adds what was summed beforehand to the block for all that is older.
    #[inline]
    fn add_settled(&mut self, sums: &Sums, share: f64) {
        if let Some(last) = self.parts.all().last_mut() {
            *last += sums.score * share;
        }
        self.squares += sums.squares * share * share;
    }

    /// Adds days that are over, each with the same share of what is left of it.
    fn add_days(&mut self, days: &[Entry], share: f64) {
        let calibration = self.trajectory.calibration();
        let (decay, block) = (calibration.decay(), calibration.block());
        let later = u32::from(self.at.is_past_noon);
        let parts = self.parts.all();
        let oldest = parts.len() - 1;
        let mut squares = 0.0;
        for entry in days {
            // The days are over, and no two days are further apart than this.
            let age = u32::try_from(self.at.day - i64::from(entry.to)).unwrap_or(u32::MAX);
            let share = share * decay.after(age.into());
            squares += entry.sums.squares * (share * share);
            // As `block_of`: the middle of a day is half a day older than its end.
            let place = usize::try_from(age.saturating_add(later) / block).unwrap_or(oldest);
            if let Some(part) = parts.get_mut(place.min(oldest)) {
                *part += entry.sums.score * share;
            }
        }
        self.squares += squares;
    }

    /// Adds a span to its block.
    #[inline]
    fn add_one(&mut self, entry: &Entry, share: f64) {
        let block = self.block_of(entry);
        if let Some(part) = self.parts.all().get_mut(block) {
            *part += entry.sums.score * share;
        }
        self.squares += entry.sums.squares * (share * share);
    }

    /// The block that holds the middle of what is seen of a span, in whole numbers throughout.
    #[inline]
    fn block_of(&self, entry: &Entry) -> usize {
        let (at, from, to) = (self.at, i64::from(entry.from), i64::from(entry.to));
        let twice_age = if to <= at.day {
            2 * at.day - from - to + i64::from(at.is_past_noon)
        } else {
            at.day - from
        };
        let twice_block = 2 * self.trajectory.calibration().block();
        let block = u32::try_from(twice_age).map(|age| age / twice_block);
        let block = block.ok().and_then(|block| usize::try_from(block).ok());
        let oldest = self.parts.len - 1;
        block.map_or(oldest, |block| block.min(oldest))
    }
}

/// The blocks' sums of one question, without a list on the heap where there are few.
struct Parts {
    few: [f64; Self::FEW],
    many: Vec<f64>,
    len: usize,
}

impl Parts {
    const FEW: usize = 32;

    fn new(len: usize) -> Self {
        let many = if len > Self::FEW {
            vec![0.0; len]
        } else {
            Vec::new()
        };
        Self {
            few: [0.0; Self::FEW],
            many,
            len,
        }
    }

    fn all(&mut self) -> &mut [f64] {
        if self.many.is_empty() {
            self.few.get_mut(..self.len).unwrap_or_default()
        } else {
            &mut self.many
        }
    }
}

/// The variance of the blocks around what a steady stream of marks, of so much a day, would have
/// given them; of those blocks for which there are masses.
fn surprise(parts: &[f64], masses: &[f64], rate: f64) -> f64 {
    let squared = |part: f64, mass: f64| {
        let surprise = part - rate * mass;
        surprise * surprise
    };
    // Four at a time, which the compiler takes two by two or all at once.
    let len = parts.len().min(masses.len()) / 4 * 4;
    let (fours, rest) = parts.split_at(len);
    let (mass_fours, mass_rest) = masses.split_at(len);
    let mut sums = [0.0; 4];
    for (part, mass) in fours.chunks_exact(4).zip(mass_fours.chunks_exact(4)) {
        if let (Some::<&[f64; 4]>(part), Some::<&[f64; 4]>(mass)) =
            (part.first_chunk(), mass.first_chunk())
        {
            for lane in 0..4 {
                sums[lane] += squared(part[lane], mass[lane]);
            }
        }
    }
    let rest = rest.iter().zip(mass_rest);
    let rest: f64 = rest.map(|(&part, &mass)| squared(part, mass)).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

//! Scoring version 2, mark by mark: written from its description, as plain as can be, and not how
//! the crate does it.

use std::f64::consts::LN_2;

use chrono::NaiveDate;
use detente::ledger::Mark;
use detente::time::Moment;
use detente::trend::{Calibration, Coverage, Direction, Level, Trend};

const INFINITY: f64 = f64::INFINITY;

/// The .90 quantile of the normal distribution.
const Z_90: f64 = 1.281_551_565_544_600_4;

fn days(date: NaiveDate) -> f64 {
    Moment::from(date).days()
}

fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / 2.0_f64.sqrt())
}

/// Student's t with `freedom` degrees of freedom as a normal deviate, by Wallace's formula.
fn wallace(t: f64, freedom: f64) -> f64 {
    let size = (freedom * libm::log1p(t * t / freedom)).sqrt();
    size.copysign(t) * (8.0 * freedom + 1.0) / (8.0 * freedom + 3.0)
}

/// A mark: its span in days since 1970-01-01, weight, score and contact.
#[derive(Clone, Copy, Debug)]
struct Row {
    from: f64,
    to: f64,
    weight: f64,
    score: f64,
    contact: f64,
}

/// A pair's marks with the numbers to measure with.
#[derive(Clone, Debug)]
pub(crate) struct Plain {
    rows: Vec<Row>,
    calibration: Calibration,
    half_life: f64,
    window: f64,
    block: f64,
    /// In days; `None` if it is unknown.
    covered: Option<Vec<(f64, f64)>>,
    /// The day that is day 0 in all other fields, counted from 1970-01-01.
    origin: f64,
}

/// A level as plainly computed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainLevel {
    pub(crate) score: f64,
    pub(crate) weight: f64,
    pub(crate) positive: f64,
    pub(crate) contact: f64,
    pub(crate) value: f64,
    pub(crate) sd: f64,
    pub(crate) z: f64,
}

/// A trend as plainly computed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainTrend {
    pub(crate) change: f64,
    pub(crate) sd: f64,
    pub(crate) z: f64,
    pub(crate) p_rising: f64,
    pub(crate) burst: f64,
    pub(crate) freedom: f64,
    pub(crate) weight_new: f64,
    pub(crate) weight_old: f64,
    pub(crate) direction: Direction,
}

impl Plain {
    pub(crate) fn new(marks: &[Mark], calibration: &Calibration, coverage: &Coverage) -> Self {
        let with_weight = marks.iter().filter(|mark| mark.weight() > 0.0);
        let rows = with_weight.map(|mark| Row {
            from: days(mark.span().start()),
            to: days(mark.span().end()),
            weight: mark.weight(),
            score: mark.weight() * mark.valence(),
            contact: mark.contact(),
        });
        let covered = coverage.periods().map(|stretches| {
            let bounds = stretches.map(|(from, to)| {
                let from = from.map_or(-INFINITY, days);
                (from, to.map_or(INFINITY, days))
            });
            bounds.collect()
        });
        Self {
            rows: rows.collect(),
            calibration: calibration.clone(),
            half_life: calibration.half_life(),
            window: calibration.window().into(),
            block: calibration.block().into(),
            covered,
            origin: 0.0,
        }
    }

    /// The same with days counted from that of an instant, and the instant: a double holds a
    /// second of today to eleven digits only if it is counted from today.
    fn seen_from(&self, at: Moment) -> (f64, Self) {
        let origin = days(at.date());
        let mut seen = self.clone();
        seen.origin = origin;
        for row in &mut seen.rows {
            (row.from, row.to) = (row.from - origin, row.to - origin);
        }
        for stretch in seen.covered.iter_mut().flatten() {
            *stretch = (stretch.0 - origin, stretch.1 - origin);
        }
        let since_midnight = at.timestamp() - Moment::from(at.date()).timestamp();
        let second = i32::try_from(since_midnight).expect("a day has 86,400 seconds");
        (f64::from(second) / 86_400.0, seen)
    }

    /// The integral over `[a, b)` of the decay seen from `t`, or of its square.
    fn mass(&self, t: f64, a: f64, b: f64, power: f64) -> f64 {
        let b = b.min(t);
        if a >= b {
            return 0.0;
        }
        let rate = power * LN_2 / self.half_life;
        // The difference of what is left of b and of a, also if they are close.
        libm::exp(-rate * (t - b)) * -libm::expm1(-rate * (b - a)) / rate
    }

    fn expected(&self, t: f64, row: &Row) -> f64 {
        self.mass(t, row.from, row.to, 1.0) / (row.to - row.from)
    }

    /// The sum over marks of what is left of something at `t`.
    fn sum(&self, t: f64, of: impl Fn(&Row) -> f64) -> f64 {
        let parts = self.rows.iter().map(|row| of(row) * self.expected(t, row));
        parts.sum()
    }

    /// The block of the last day before `t`, counted in blocks.
    fn last_block(&self, t: f64) -> f64 {
        ((t.ceil() - 1.0 + self.origin) / self.block).floor()
    }

    fn blocks(&self) -> f64 {
        self.calibration.blocks().into()
    }

    /// The covered stretches as they are known or assumed at `t`.
    fn stretches(&self, t: f64) -> Vec<(f64, f64)> {
        if let Some(covered) = &self.covered {
            return covered.clone();
        }
        let begun = self
            .rows
            .iter()
            .map(|row| row.from)
            .filter(|&from| from < t);
        let first = begun.fold(INFINITY, f64::min);
        if first == INFINITY {
            return Vec::new();
        }
        let block = ((first + self.origin) / self.block).floor();
        if block < self.last_block(t) - self.blocks() + 1.0 {
            vec![(-INFINITY, INFINITY)]
        } else {
            vec![(block * self.block - self.origin, INFINITY)]
        }
    }

    /// The covered integral over `[a, b)` of the decay seen from `t`, or of its square.
    fn covered(&self, t: f64, stretches: &[(f64, f64)], (a, b): (f64, f64), power: f64) -> f64 {
        let parts = stretches.iter();
        let parts = parts.map(|&(lo, hi)| self.mass(t, lo.max(a), hi.min(b), power));
        parts.sum()
    }

    /// The burst variance of a day, and its degrees of freedom.
    fn burst(&self, t: f64, stretches: &[(f64, f64)]) -> (f64, f64) {
        let prior = self.calibration.prior();
        let last = self.last_block(t);
        let (mut blocks, mut squares) = (Vec::new(), 0.0);
        let mut block = last - self.blocks() + 1.0;
        while block <= last {
            let lo = block * self.block - self.origin;
            let hi = (lo + self.block).min(t);
            let inside = |a: f64, b: f64| (b.min(hi) - a.max(lo)).max(0.0);
            let covered: f64 = stretches.iter().map(|&(a, b)| inside(a, b)).sum();
            if covered > 0.0 {
                let mut score = 0.0;
                for row in &self.rows {
                    let share = inside(row.from, row.to) / (row.to - row.from);
                    score += row.score * share;
                    squares += row.score * row.score * share;
                }
                blocks.push((score, covered));
            }
            block += 1.0;
        }
        let all: f64 = blocks.iter().map(|one| one.1).sum();
        if all <= 0.0 {
            return (0.0, prior);
        }
        let freedom = (all / self.block - 1.0).max(0.0) + prior;
        let mean = blocks.iter().map(|one| one.0).sum::<f64>() / all;
        let surprises = blocks
            .iter()
            .map(|(score, days)| (score - mean * days).powi(2));
        let spread = surprises.sum::<f64>() / self.block;
        let independent = squares / all;
        let variance = (spread + prior * self.calibration.dispersion() * independent) / freedom;
        (variance, freedom)
    }

    pub(crate) fn level(&self, at: Moment) -> Option<PlainLevel> {
        let (t, seen) = self.seen_from(at);
        seen.level_at(t)
    }

    fn level_at(&self, t: f64) -> Option<PlainLevel> {
        if !self.rows.iter().any(|row| row.from < t) {
            return None;
        }
        let stretches = self.stretches(t);
        let (burst, freedom) = self.burst(t, &stretches);
        let mass = self.covered(t, &stretches, (-INFINITY, t), 2.0);
        let variance = self.calibration.kappa_z() + burst * mass;
        let (score, weight) = (self.sum(t, |row| row.score), self.sum(t, |row| row.weight));
        let room = self.calibration.kappa() + weight;
        Some(PlainLevel {
            score,
            weight,
            positive: self.sum(t, |row| row.score.max(0.0)),
            contact: self.sum(t, |row| row.contact),
            value: score / room.sqrt(),
            sd: (variance / room).sqrt(),
            z: wallace(score / variance.sqrt(), freedom),
        })
    }

    pub(crate) fn trend(&self, at: Moment) -> Option<PlainTrend> {
        let (t, seen) = self.seen_from(at);
        seen.trend_at(t)
    }

    fn trend_at(&self, t: f64) -> Option<PlainTrend> {
        let u = t - self.window;
        let stretches = self.stretches(t);
        // As they were seen a window ago, with days counted from that of `u`.
        let shifted = stretches
            .iter()
            .map(|&(from, to)| (from + self.window, to + self.window));
        let then: Vec<_> = shifted.collect();
        let old = self.covered(t, &then, (-INFINITY, t), 1.0);
        let new = self.covered(t, &stretches, (u, t), 1.0);
        if old <= 0.0 || new <= 0.0 {
            return None;
        }
        let (k, left) = (new / old, libm::exp2(-self.window / self.half_life));
        let parts = self
            .rows
            .iter()
            .map(|row| row.score * (self.expected(t, row) - (left + k) * self.expected(u, row)));
        let change: f64 = parts.sum();
        let (burst, freedom) = self.burst(t, &stretches);
        let before = self.covered(t, &then, (-INFINITY, t), 2.0);
        let during = self.covered(t, &stretches, (u, t), 2.0);
        let sd = (self.calibration.kappa_z() + burst * (k * k * before + during)).sqrt();
        let z = wallace(change / sd, freedom);
        let (weight, weight_old) = (self.sum(t, |row| row.weight), self.sum(u, |row| row.weight));
        let (weight_new, p_rising) = (weight - left * weight_old, normal(z));

        let calibration = &self.calibration;
        let matters = calibration.steady() * (calibration.kappa() + weight).sqrt();
        let excluded = |by: f64| wallace(by / sd, freedom) >= Z_90;
        let direction =
            if weight_new < calibration.least_weight() || weight_old < calibration.least_weight() {
                Direction::Insufficient
            } else if p_rising >= calibration.enter() {
                Direction::Rising
            } else if 1.0 - p_rising >= calibration.enter() {
                Direction::Falling
            } else if excluded(matters - change)
                && excluded(matters + change)
                && 1.0 - calibration.lean() <= p_rising
                && p_rising <= calibration.lean()
            {
                Direction::Steady
            } else {
                Direction::Unclear
            };
        Some(PlainTrend {
            change,
            sd,
            z,
            p_rising,
            burst,
            freedom,
            weight_new,
            weight_old,
            direction,
        })
    }

    /// Says in what a level differs from the plain one: by more than 1e-9 of its scale.
    pub(crate) fn differs_in_level(&self, at: Moment, found: Option<&Level>) -> Option<String> {
        let (found, expected) = match (found, self.level(at)) {
            (None, None) => return None,
            (Some(found), Some(expected)) => (found, expected),
            (found, expected) => return Some(format!("{found:?}, not {expected:?}")),
        };
        let numbers = [
            ("score", found.sums.score, expected.score, 1.0),
            ("weight", found.sums.weight, expected.weight, 1.0),
            (
                "cooperation",
                found.sums.cooperation,
                expected.positive,
                1.0,
            ),
            (
                "conflict",
                found.sums.conflict(),
                expected.positive - expected.score,
                1.0,
            ),
            ("engagement", found.sums.engagement, expected.contact, 1.0),
            ("value", found.value(), expected.value, expected.sd),
            ("sd", found.sd(), expected.sd, 1.0),
            ("z", found.z(), expected.z, 1.0),
        ];
        difference(&numbers)
    }

    /// Says in what a trend differs from the plain one: by more than 1e-9 of its scale.
    pub(crate) fn differs_in_trend(&self, at: Moment, found: &Trend) -> Option<String> {
        let (change, expected) = match (found.change, self.trend(at)) {
            (None, None) if found.direction == Direction::Insufficient => return None,
            (Some(change), Some(expected)) => (change, expected),
            (_, expected) => return Some(format!("{found:?}, not {expected:?}")),
        };
        let is_at_threshold = |p: f64| (expected.p_rising - p).abs() < 1e-9;
        let c = &self.calibration;
        let thresholds = [c.enter(), 1.0 - c.enter(), c.lean(), 1.0 - c.lean()];
        let is_sure = !thresholds.into_iter().any(is_at_threshold);
        if is_sure && found.direction != expected.direction {
            return Some(format!("{found:?}, not {:?}", expected.direction));
        }
        let of_trend = |number: Option<f64>| number.expect("there is a change");
        let numbers = [
            ("change", change, expected.change, expected.sd),
            ("sd", of_trend(found.change_sd()), expected.sd, expected.sd),
            ("z", of_trend(found.z()), expected.z, 1.0),
            (
                "P(rising)",
                of_trend(found.p_rising()),
                expected.p_rising,
                1.0,
            ),
            ("burst variance", found.burst_variance, expected.burst, 1.0),
            ("freedom", found.freedom, expected.freedom, 1.0),
            ("new weight", found.weight_new, expected.weight_new, 1.0),
            ("old weight", found.weight_old, expected.weight_old, 1.0),
        ];
        difference(&numbers)
    }
}

/// The first of some numbers that is not as expected, to 1e-9 times its scale or its size.
fn difference(numbers: &[(&str, f64, f64, f64)]) -> Option<String> {
    let is_off = |&&(_, found, expected, scale): &&(&str, f64, f64, f64)| {
        let off = (found - expected).abs();
        off.is_nan() || off > 1e-9 * scale.max(expected.abs()).max(1.0)
    };
    let (name, found, expected, _) = numbers.iter().find(is_off)?;
    Some(format!("{name} {found}, not {expected}"))
}

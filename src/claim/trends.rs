//! Claims about a dyad: its level and its direction.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Evidence, Judgement, Verdict};
use crate::numeric::normal_cdf;
use crate::relations::Relations;
use crate::time::Moment;
use crate::timeline::{EventIx, EventRef};
use crate::trend::{Contribution, CoverageUsed, Direction, Missing};

/// A claim about the level or the direction of a dyad.
///
/// Created by the functions of [this module](super), checked by [`Relations::check`]. It can be stored: it
/// implements serde.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct TrendClaim(TrendContent);

// `NotReversed` has braces because serde ignores unknown fields beside a variant without any.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum TrendContent {
    Falling {
        #[serde(deserialize_with = "crate::wire::given")]
        within_days: Option<u32>,
    },
    Rising {
        #[serde(deserialize_with = "crate::wire::given")]
        within_days: Option<u32>,
    },
    HigherAt {
        then: Moment,
    },
    Below {
        #[serde(deserialize_with = "crate::wire::finite")]
        level: f64,
    },
    OffThePeak {
        since_days: u32,
    },
    NotReversed {},
}

/// Relations are falling: "begin to sour". With `within_days`, they began to fall within that many
/// days.
pub const fn falling(within_days: Option<u32>) -> TrendClaim {
    TrendClaim(TrendContent::Falling { within_days })
}

/// Relations are rising. With `within_days`, they began to rise within that many days.
pub const fn rising(within_days: Option<u32>) -> TrendClaim {
    TrendClaim(TrendContent::Rising { within_days })
}

/// The level was higher at an earlier time than it is now.
pub fn higher_at(then: impl Into<Moment>) -> TrendClaim {
    TrendClaim(TrendContent::HigherAt { then: then.into() })
}

/// The level is below a value.
///
/// Zero is not a neutral point and the bands are a convention, so the caller has to choose a
/// number for a claim in words ("rather broken").
pub const fn below(level: f64) -> TrendClaim {
    TrendClaim(TrendContent::Below { level })
}

/// The level has fallen from a peak that is at least this many days ago.
pub const fn off_the_peak(since_days: u32) -> TrendClaim {
    TrendClaim(TrendContent::OffThePeak { since_days })
}

/// Part of the rise before the last peak is left.
pub const fn not_reversed() -> TrendClaim {
    TrendClaim(TrendContent::NotReversed {})
}

impl<'t> Relations<'t> {
    /// Checks a claim about the dyad at an instant. A date means its first instant.
    ///
    /// *Falling* and *rising* are compared with the [ongoing](Relations::ongoing) direction.
    /// Comparisons of levels need a probability at which a direction would begin. If there are
    /// too few marks for a direction, every claim is undetermined. The events are the three that
    /// contribute most to the change, or without a baseline, to the level, each with its
    /// [contribution](super::Evidence::contribution).
    ///
    /// If the [coverage](Relations::coverage) is unknown, no claim is contradicted: a claim that the record does not
    /// support is undetermined, and the reason names the coverage that was assumed.
    ///
    /// [`higher_at`] treats the two levels as independent. They share their old marks, so the
    /// verdict is undetermined more often than necessary.
    ///
    /// # Example
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use chrono::NaiveDate;
    /// use detente::Timeline;
    /// use detente::claim::{self, Verdict};
    /// use detente::trend::Coverage;
    ///
    /// let timeline = Timeline::from_json(include_str!("../../examples/data/us-russia-2025.json"))?;
    /// let date = |month, day| NaiveDate::from_ymd_opt(2025, month, day).unwrap();
    /// let relations = timeline.view().within(date(1, 20)..).relations("USA", "RUS")?;
    ///
    /// let recently = claim::falling(Some(10));
    /// let declared = relations.clone().with_coverage(Coverage::since(date(1, 20)));
    /// assert_eq!(declared.check(&recently, date(7, 11)), Verdict::Contradicted);
    ///
    /// // Nobody said which days the record covers.
    /// let assumed = relations.with_coverage(Coverage::unknown());
    /// let judgement = assumed.check(&recently, date(7, 11));
    /// assert_eq!(judgement.verdict, Verdict::Undetermined);
    /// assert!(judgement.reason.ends_with(": declare the covered days with `Relations::with_coverage`"));
    /// // What moved the relations most, and in which direction.
    /// assert!(judgement.events[0].contribution.unwrap().change.unwrap() < 0.0);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check(&self, claim: &TrendClaim, at: impl Into<Moment>) -> Judgement<'t> {
        let at = at.into();
        let trend = self.trend(at);
        let judged = match trend.missing {
            None => self.judge(claim, at),
            // Another coverage can have a baseline.
            Some(Missing::Baseline) => Ok((Verdict::Undetermined, trend.to_string())),
            Some(_) => Err(trend.to_string()),
        };
        let (verdict, reason) = match judged {
            Ok((verdict, reason)) => under_coverage(trend.coverage, verdict, reason),
            Err(reason) => (Verdict::Undetermined, reason),
        };
        Judgement::new(verdict, reason, self.largest_contributors(at))
    }

    /// Compares the claim with the numbers. Returns an error with the reason if there is nothing to compare,
    /// whatever the coverage.
    fn judge(&self, claim: &TrendClaim, at: Moment) -> Result<(Verdict, String), String> {
        match claim.0 {
            TrendContent::Falling { within_days } => {
                Ok(self.judge_direction(Direction::Falling, within_days, at))
            }
            TrendContent::Rising { within_days } => {
                Ok(self.judge_direction(Direction::Rising, within_days, at))
            }
            TrendContent::HigherAt { then } => self.judge_higher(then, at),
            TrendContent::Below { level } => self.judge_below(level, at),
            TrendContent::OffThePeak { since_days } => self.judge_peak(at, |retraced, days| {
                retraced > 0.0 && days >= i64::from(since_days)
            }),
            TrendContent::NotReversed {} => self.judge_peak(at, |retraced, _| retraced < 1.0),
        }
    }

    fn judge_direction(
        &self,
        claimed: Direction,
        within_days: Option<u32>,
        at: Moment,
    ) -> (Verdict, String) {
        let ongoing = self.ongoing(at);
        let ago = |day: NaiveDate| (at.date() - day).num_days();
        let recent =
            within_days.is_none_or(|days| ongoing.since.is_some_and(|day| ago(day) <= days.into()));
        let verdict = match ongoing.direction {
            direction if direction == claimed && recent => Verdict::Consistent,
            // An unknown direction does not contradict the claim.
            Direction::Unclear | Direction::Insufficient => Verdict::Undetermined,
            _ => Verdict::Contradicted,
        };
        (verdict, ongoing.without_coverage())
    }

    fn judge_higher(&self, then: Moment, at: Moment) -> Result<(Verdict, String), String> {
        if then > at {
            // A later time is not known at the instant of the question.
            return Err("the claim compares with a later time".to_owned());
        }
        let (Some(before), Some(now)) = (self.level(then), self.level(at)) else {
            return Err("no level at the earlier time".to_owned());
        };
        let sd = (before.sd() * before.sd() + now.sd() * now.sd()).sqrt();
        let p = normal_cdf((before.value() - now.value()) / sd);
        let reason = format!(
            "{:+.2} ± {:.2} on {then}, {:+.2} ± {:.2} now: higher with P {p:.2}",
            before.value(),
            before.sd(),
            now.value(),
            now.sd(),
        );
        Ok((Verdict::of_probability(p, self.threshold()), reason))
    }

    fn judge_below(&self, level: f64, at: Moment) -> Result<(Verdict, String), String> {
        let Some(now) = self.level(at) else {
            return Err("no level yet".to_owned());
        };
        let p = normal_cdf((level - now.value()) / now.sd());
        let reason = format!(
            "{:+.2} ± {:.2}: below {level:+.2} with P {p:.2}",
            now.value(),
            now.sd(),
        );
        Ok((Verdict::of_probability(p, self.threshold()), reason))
    }

    /// Judges by the part of the rise that was lost, and by the number of days since the peak.
    fn judge_peak(
        &self,
        at: Moment,
        holds: impl Fn(f64, i64) -> bool,
    ) -> Result<(Verdict, String), String> {
        let Some(peak) = self.peak(at) else {
            return Err("no level yet".to_owned());
        };
        let reason = format!("peak {:+.2} on {}", peak.highest.value, peak.highest.at);
        let Some(retraced) = peak.retraced else {
            return Err(format!("{reason}: no rise before it"));
        };
        let days = (at.date() - peak.highest.at.date()).num_days();
        let verdict = if holds(retraced, days) {
            Verdict::Consistent
        } else {
            Verdict::Contradicted
        };
        let lost = 100.0 * retraced;
        Ok((verdict, format!("{reason}, {lost:.0}% of the rise lost")))
    }

    /// The probability from which a claim about levels is consistent.
    fn threshold(&self) -> f64 {
        self.scoring().calibration().enter()
    }

    /// The three events that contribute most, each with the sum of the contributions of its marks.
    fn largest_contributors(&self, at: Moment) -> Vec<Evidence<'t>> {
        let mut sums: HashMap<EventIx, EventSum<'t>> = HashMap::new();
        for part in self.contributions(at) {
            let event = part.mark.event;
            let sum = sums.entry(event.ix());
            let sum = sum.and_modify(|(_, sum)| *sum = sum.plus(part.contribution));
            sum.or_insert((event, part.contribution));
        }
        let mut sums: Vec<EventSum<'t>> = sums.into_values().collect();
        sums.sort_by(|(a, of_a), (b, of_b)| {
            let by_size = of_b.size().total_cmp(&of_a.size());
            by_size.then_with(|| a.id().cmp(b.id()))
        });
        let largest = sums.into_iter().take(3);
        let evidence = largest.map(|(event, sum)| Evidence {
            event,
            contribution: Some(sum),
        });
        evidence.collect()
    }
}

/// An event, and the sum of the contributions of its marks.
type EventSum<'t> = (EventRef<'t>, Contribution);

/// The verdict and its reason, given the coverage that the trend was computed with.
///
/// An unknown coverage is assumed to begin near the first mark. Another beginning changes what was expected, and
/// so the direction and the standard deviations: a claim can then look contradicted for no other reason than the
/// assumption. So an assumed coverage can support a claim, and says that it does, but cannot refute one.
fn under_coverage(coverage: CoverageUsed, verdict: Verdict, reason: String) -> (Verdict, String) {
    match (coverage, verdict) {
        // Without a mark nothing is assumed.
        (CoverageUsed::Declared | CoverageUsed::Unknown, _) => (verdict, reason),
        (_, Verdict::Consistent) => (verdict, format!("{reason}; {coverage}")),
        (_, Verdict::Contradicted | Verdict::Undetermined) => (
            Verdict::Undetermined,
            format!(
                "{reason}; {coverage}: declare the covered days with `Relations::with_coverage`"
            ),
        ),
    }
}

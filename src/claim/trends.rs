//! Claims about a dyad: its level and its direction.

use chrono::NaiveDate;

use super::{Judgement, Verdict};
use crate::numeric::normal_cdf;
use crate::relations::Relations;
use crate::time::Moment;
use crate::trend::Direction;

/// A claim about the level or the direction of a dyad.
///
/// Created by the functions of [this module](super), checked by [`Relations::check`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendClaim(TrendContent);

#[derive(Clone, Copy, Debug, PartialEq)]
enum TrendContent {
    Direction {
        direction: Direction,
        within: Option<u32>,
    },
    HigherAt(Moment),
    Below(f64),
    OffThePeak {
        since_days: u32,
    },
    NotReversed,
}

/// Relations are falling: "begin to sour". With `within_days`, they began to fall within that many
/// days.
pub const fn falling(within_days: Option<u32>) -> TrendClaim {
    TrendClaim(TrendContent::Direction {
        direction: Direction::Falling,
        within: within_days,
    })
}

/// Relations are rising. With `within_days`, they began to rise within that many days.
pub const fn rising(within_days: Option<u32>) -> TrendClaim {
    TrendClaim(TrendContent::Direction {
        direction: Direction::Rising,
        within: within_days,
    })
}

/// The level was higher at an earlier time than it is now.
pub fn higher_at(then: impl Into<Moment>) -> TrendClaim {
    TrendClaim(TrendContent::HigherAt(then.into()))
}

/// The level is below a value.
///
/// Zero is not a neutral point and the bands are a convention, so the caller has to choose a
/// number for a claim in words ("rather broken").
pub const fn below(level: f64) -> TrendClaim {
    TrendClaim(TrendContent::Below(level))
}

/// The level has fallen from a peak that is at least this many days ago.
pub const fn off_the_peak(since_days: u32) -> TrendClaim {
    TrendClaim(TrendContent::OffThePeak { since_days })
}

/// Part of the rise before the last peak is left.
pub const fn not_reversed() -> TrendClaim {
    TrendClaim(TrendContent::NotReversed)
}

impl<'t> Relations<'t> {
    /// Checks a claim about the dyad at an instant. A date means its first instant.
    ///
    /// *Falling* and *rising* are compared with the [ongoing](Relations::ongoing) direction.
    /// Comparisons of levels need a probability at which a direction would begin. If there are
    /// too few marks for a direction, every claim is undetermined. The events are the three that
    /// contribute most to the change, or without a baseline, to the level.
    ///
    /// [`higher_at`] treats the two levels as independent. They share their old marks, so the
    /// verdict is undetermined more often than necessary.
    pub fn check(&self, claim: &TrendClaim, at: impl Into<Moment>) -> Judgement<'t> {
        let at = at.into();
        let trend = self.trend(at);
        let (verdict, reason) = match trend.missing {
            Some(_) => (Verdict::Undetermined, trend.to_string()),
            None => self.judge(claim, at),
        };
        // The largest contributions come first.
        let parts = self.contributions(at).into_iter();
        let events = parts.take(3).map(|part| part.mark.event).collect();
        Judgement::new(verdict, reason, events)
    }

    fn judge(&self, claim: &TrendClaim, at: Moment) -> (Verdict, String) {
        let enter = self.scoring().calibration().enter();
        let undetermined = |why: &str| (Verdict::Undetermined, why.to_owned());
        match claim.0 {
            TrendContent::Direction {
                direction: claimed,
                within,
            } => {
                let ongoing = self.ongoing(at);
                let ago = |day: NaiveDate| (at.date() - day).num_days();
                let recent = within
                    .is_none_or(|days| ongoing.since.is_some_and(|day| ago(day) <= days.into()));
                let verdict = match ongoing.direction {
                    direction if direction == claimed && recent => Verdict::Consistent,
                    // An unknown direction does not contradict the claim.
                    Direction::Unclear | Direction::Insufficient => Verdict::Undetermined,
                    _ => Verdict::Contradicted,
                };
                (verdict, ongoing.to_string())
            }
            // A later time is not known at the instant of the question.
            TrendContent::HigherAt(then) if then > at => {
                undetermined("the claim compares with a later time")
            }
            TrendContent::HigherAt(then) => match (self.level(then), self.level(at)) {
                (Some(before), Some(now)) => {
                    let sd = (before.sd() * before.sd() + now.sd() * now.sd()).sqrt();
                    let p = normal_cdf((before.value() - now.value()) / sd);
                    let reason = format!(
                        "{:+.2} ± {:.2} on {then}, {:+.2} ± {:.2} now: higher with P {p:.2}",
                        before.value(),
                        before.sd(),
                        now.value(),
                        now.sd(),
                    );
                    (Verdict::of_probability(p, enter), reason)
                }
                _ => undetermined("no level at the earlier time"),
            },
            TrendContent::Below(level) => match self.level(at) {
                Some(now) => {
                    let p = normal_cdf((level - now.value()) / now.sd());
                    let reason = format!(
                        "{:+.2} ± {:.2}: below {level:+.2} with P {p:.2}",
                        now.value(),
                        now.sd(),
                    );
                    (Verdict::of_probability(p, enter), reason)
                }
                None => undetermined("no level yet"),
            },
            TrendContent::OffThePeak { .. } | TrendContent::NotReversed => match self.peak(at) {
                Some(peak) => {
                    let reason = format!("peak {:+.2} on {}", peak.highest.value, peak.highest.at);
                    let Some(retraced) = peak.retraced else {
                        return (
                            Verdict::Undetermined,
                            format!("{reason}: no rise before it"),
                        );
                    };
                    let reason = format!("{reason}, {:.0}% of the rise lost", 100.0 * retraced);
                    let ago = (at.date() - peak.highest.at.date()).num_days();
                    let holds = match claim.0 {
                        TrendContent::OffThePeak { since_days } => {
                            retraced > 0.0 && ago >= i64::from(since_days)
                        }
                        _ => retraced < 1.0,
                    };
                    let verdict = if holds {
                        Verdict::Consistent
                    } else {
                        Verdict::Contradicted
                    };
                    (verdict, reason)
                }
                None => undetermined("no level yet"),
            },
        }
    }
}

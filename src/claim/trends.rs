//! Claims about a pair: where it stands, and where it is going.

use chrono::NaiveDate;

use super::{Judgement, Verdict};
use crate::numeric::normal_cdf;
use crate::relations::Relations;
use crate::time::Moment;
use crate::trend::Direction;

/// A claim about where a pair stands, or where it is going.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendClaim(Says);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Says {
    Going {
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

/// Relations are falling; if days are given, they began to within the last so many: "begin to sour".
pub const fn falling(within_days: Option<u32>) -> TrendClaim {
    TrendClaim(Says::Going {
        direction: Direction::Falling,
        within: within_days,
    })
}

/// Relations are rising; if days are given, they began to within the last so many.
pub const fn rising(within_days: Option<u32>) -> TrendClaim {
    TrendClaim(Says::Going {
        direction: Direction::Rising,
        within: within_days,
    })
}

/// Relations stood better at that instant than now.
pub fn higher_at(then: impl Into<Moment>) -> TrendClaim {
    TrendClaim(Says::HigherAt(then.into()))
}

/// Relations stand below a level.
///
/// Zero is no neutral point, and the bands are a convention: a claim in words
/// ("rather broken") has to be given a number by whoever checks it.
pub const fn below(level: f64) -> TrendClaim {
    TrendClaim(Says::Below(level))
}

/// Relations have come down from a peak that lies so many days back at least.
pub const fn off_the_peak(since_days: u32) -> TrendClaim {
    TrendClaim(Says::OffThePeak { since_days })
}

/// Relations have not lost all of their rise.
pub const fn not_reversed() -> TrendClaim {
    TrendClaim(Says::NotReversed)
}

impl<'t> Relations<'t> {
    /// Checks a claim about the pair against its score at an instant (a date: at its start).
    ///
    /// *Falling* and *rising* are judged by the [ongoing](Relations::ongoing) direction; a
    /// comparison of levels by a probability, at the threshold at which a direction begins. If the
    /// marks are too few for a direction, they are too few for any claim, and it is
    /// undetermined. The evidence is the three events that contribute most to the change, or
    /// without a baseline, to the level.
    ///
    /// That relations *were better then* is judged as if the two levels were independent. They
    /// share their old marks, so it errs towards undetermined.
    pub fn check(&self, claim: &TrendClaim, at: impl Into<Moment>) -> Judgement<'t> {
        let at = at.into();
        let trend = self.trend(at);
        let (verdict, reason) = match trend.missing {
            Some(_) => (Verdict::Undetermined, trend.to_string()),
            None => self.judge(claim, at),
        };
        // The largest contributions come first.
        let parts = self.contributions(at).into_iter();
        let evidence = parts.take(3).map(|part| part.mark.event).collect();
        Judgement::new(verdict, reason, evidence)
    }

    fn judge(&self, claim: &TrendClaim, at: Moment) -> (Verdict, String) {
        let enter = self.scoring().calibration().enter();
        let undetermined = |why: &str| (Verdict::Undetermined, why.to_owned());
        match claim.0 {
            Says::Going {
                direction: claimed,
                within,
            } => {
                let ongoing = self.ongoing(at);
                let ago = |day: NaiveDate| (at.date() - day).num_days();
                let recent = within
                    .is_none_or(|days| ongoing.since.is_some_and(|day| ago(day) <= days.into()));
                let verdict = match ongoing.direction {
                    direction if direction == claimed && recent => Verdict::Consistent,
                    // Not to know is no evidence of the contrary.
                    Direction::Unclear | Direction::Insufficient => Verdict::Undetermined,
                    _ => Verdict::Contradicted,
                };
                (verdict, ongoing.to_string())
            }
            // What is later than the instant is not known there.
            Says::HigherAt(then) if then > at => undetermined("it compares with a later time"),
            Says::HigherAt(then) => match (self.level(then), self.level(at)) {
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
                _ => undetermined("there is no level to compare with"),
            },
            Says::Below(level) => match self.level(at) {
                Some(now) => {
                    let p = normal_cdf((level - now.value()) / now.sd());
                    let reason = format!(
                        "{:+.2} ± {:.2}: below {level:+.2} with P {p:.2}",
                        now.value(),
                        now.sd(),
                    );
                    (Verdict::of_probability(p, enter), reason)
                }
                None => undetermined("there is no level"),
            },
            Says::OffThePeak { .. } | Says::NotReversed => match self.peak(at) {
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
                        Says::OffThePeak { since_days } => {
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
                None => undetermined("there is no level"),
            },
        }
    }
}

//! The part of a period that the sources of a view cover. Outside it, the absence of events means nothing.

use super::view::ALL_KINDS;
use super::{ResolvedSide, View};
use crate::time::{When, Window, day_of};
use crate::timeline::{ActorIx, SourceIx, Timeline, latest_end};

/// # Coverage
impl View<'_> {
    /// The fraction of a window that the sources of the view cover, from 0 to 1.
    ///
    /// Returns `None` if no source declares its coverage. A day without events may then be a day without data. A
    /// source that covers only some actors counts for a view of these actors, or of actors that represent them.
    pub fn coverage(&self, window: impl Into<Window>) -> Option<f64> {
        self.timeline
            .covered(&self.coverage_question(), window.into())
    }

    /// The parts of a period that the sources of the view cover, in seconds, in order and disjoint.
    pub(crate) fn covered_parts(&self, (lo, hi): (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
        // Without any declaration, nothing is covered.
        let periods = self.timeline.coverage(&self.coverage_question());
        let parts = periods
            .into_iter()
            .flatten()
            .map(move |(from, to)| (from.max(lo), to.min(hi)));
        parts.filter(|(from, to)| from < to)
    }

    /// The days that the sources of the view cover, at least in part, as periods `[first, end)` counted
    /// from 1970-01-01. Returns `None` if no declaration applies to the view.
    pub(crate) fn covered_days(&self) -> Option<Vec<(i32, i32)>> {
        let periods = self.timeline.coverage(&self.coverage_question())?;
        let days = periods.into_iter().map(|(lo, hi)| {
            let end = day_of(hi.saturating_sub(1)).saturating_add(1);
            (day_of(lo), end)
        });
        Some(days.filter(|(start, end)| start < end).collect())
    }

    /// The sources, actors and kinds that the view asks about.
    fn coverage_question(&self) -> CoverageQuestion<'_> {
        let sides = self.filter.pairs().flat_map(|pair| &pair.sides);
        let sides = sides.chain(self.filter.actors());
        let more = self.filter.more.as_deref();
        CoverageQuestion {
            sources: more.map_or(&[][..], |more| &more.sources),
            actors: sides.flat_map(|side| self.ever_represented(side)).collect(),
            kinds: self.filter.kinds & ALL_KINDS,
            as_of: self.knowledge.as_of,
        }
    }

    /// The actors that a side ever represented. For several actors, those that all of them represented.
    ///
    /// A declaration that is limited to some actors applies if all of them are among these.
    fn ever_represented(&self, side: &ResolvedSide) -> Vec<ActorIx> {
        let of = |&actor: &ActorIx| {
            let line = match side.before() {
                [] => vec![actor],
                _ => self.timeline.line(actor),
            };
            let ever = |one| self.timeline.represented(one, None, Window::ALL, |_| false);
            let all = line.into_iter().flat_map(ever);
            all.map(|(party, _)| party).collect::<Vec<ActorIx>>()
        };
        side.named()
            .iter()
            .map(of)
            .reduce(|common, one| {
                let both = common.into_iter().filter(|party| one.contains(party));
                both.collect()
            })
            .expect("a side has an actor")
    }
}

/// A question about coverage.
struct CoverageQuestion<'v> {
    /// The sources that count. Empty means all.
    sources: &'v [SourceIx],
    /// The actors, and those that they ever represented.
    actors: Vec<ActorIx>,
    /// The kinds of events, one bit each.
    kinds: u8,
    /// The last second that counts as covered: knowledge as of a date covers nothing after it.
    as_of: i64,
}

/// The period that a declaration covers, in seconds.
///
/// Its first and last day are covered as a whole. If an end is approximate or unknown, only the certain
/// part is covered.
fn covered_by(when: &When) -> (i64, i64) {
    let bounds = when.bounds();
    let [start_earliest, start_latest, end_earliest, end_latest] = bounds.raw();
    let vague = when.is_approximate();
    let lo = if vague || (start_earliest == i64::MIN && !bounds.has_no_start()) {
        start_latest
    } else {
        start_earliest
    };
    let hi = if vague || (end_latest == i64::MAX && !bounds.has_no_end()) {
        end_earliest
    } else {
        end_latest
    };
    (lo, hi)
}

impl Timeline {
    /// The fraction of a window that sources cover, from 0 to 1.
    fn covered(&self, question: &CoverageQuestion<'_>, window: Window) -> Option<f64> {
        let periods = self.coverage(question).filter(|_| !window.is_empty())?;
        let mut covered = 0_i128;
        for &(lo, hi) in &periods {
            let (lo, hi) = (lo.max(window.lo), hi.min(window.hi));
            // The periods are disjoint, so their lengths add up.
            covered += (i128::from(hi) - i128::from(lo)).max(0);
        }
        let whole = i128::from(window.hi) - i128::from(window.lo);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a fraction needs no more than 53 bits"
        )]
        let fraction = covered as f64 / whole as f64;
        Some(fraction)
    }

    /// The periods that are covered, in order and disjoint. Returns `None` if no declaration applies.
    ///
    /// A kind of event is covered where a declaration covers it. The question is covered where all of its kinds
    /// are, so one source may cover meetings and another calls.
    fn coverage(&self, question: &CoverageQuestion<'_>) -> Option<Vec<(i64, i64)>> {
        let sources = self.sources.entries();
        let of_question = sources
            .filter(|(ix, _)| question.sources.is_empty() || question.sources.contains(ix))
            .filter(|(_, source)| {
                let published = source.published.as_ref();
                published.is_none_or(|when| latest_end(when) <= question.as_of)
            });
        let declared: Vec<_> = of_question
            .flat_map(|(_, source)| &source.covers)
            .filter(|(_, limits)| limits.iter().all(|actor| question.actors.contains(actor)))
            .map(|(coverage, _)| {
                let kinds = coverage.kinds.iter();
                let kinds = kinds.fold(0, |bits, &kind| bits | 1 << kind as u8);
                let (lo, hi) = covered_by(&coverage.when);
                let kinds = if kinds == 0 { ALL_KINDS } else { kinds };
                (kinds, (lo, hi.min(question.as_of)))
            })
            .collect();
        let kinds = (0..u8::BITS)
            .map(|bit| 1_u8 << bit)
            .filter(|kind| question.kinds & kind != 0);
        let of_kind = |kind: u8| {
            let of_kind = declared.iter().filter(|(kinds, _)| kinds & kind != 0);
            let periods: Vec<_> = of_kind.map(|&(_, period)| period).collect();
            (!periods.is_empty()).then(|| union(periods))
        };
        let all: Option<Vec<_>> = kinds.map(of_kind).collect();
        all?.into_iter().reduce(|all, one| intersection(&all, &one))
    }
}

/// The union of periods, in order and disjoint. Periods that overlap or touch become one.
fn union(mut periods: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    periods.retain(|(lo, hi)| lo < hi);
    periods.sort_unstable();
    periods.dedup_by(|next, last| {
        let touches = next.0 <= last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
    periods
}

/// The intersection of two lists of periods, each in order and disjoint.
fn intersection(a: &[(i64, i64)], b: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let parts = a.iter().flat_map(|&(lo, hi)| {
        let parts = b
            .iter()
            .map(move |&(start, end)| (lo.max(start), hi.min(end)));
        parts.filter(|(lo, hi)| lo < hi)
    });
    parts.collect()
}

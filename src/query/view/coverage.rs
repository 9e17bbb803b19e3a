//! How much of the time the sources cover: outside it, absence is no data.

use super::{ALL_KINDS, View};
use crate::query::side::ResolvedSide;
use crate::time::When;
use crate::time::{Bounds, Window, day_of};
use crate::timeline::{ActorIx, SourceIx, Timeline};

impl View<'_> {
    /// The share, 0 to 1, of a window that the sources of the view cover.
    ///
    /// None where no source says what it covers: then an absence of events is an
    /// absence of data. A source that covers certain actors covers a view only
    /// where those are asked about, themselves or one who stands for them.
    pub fn coverage(&self, window: impl Into<Window>) -> Option<f64> {
        self.timeline.covered(&self.asked(), window.into())
    }

    /// The parts of a stretch that the sources of the view cover; no two of them touch.
    pub(crate) fn covered_parts(&self, (lo, hi): (i64, i64)) -> impl Iterator<Item = (i64, i64)> {
        let stretches = self.timeline.coverage(&self.asked()).unwrap_or_default();
        let parts = stretches
            .into_iter()
            .map(move |(from, to)| (from.max(lo), to.min(hi)));
        parts.filter(|(from, to)| from < to)
    }

    /// The days that the sources of the view cover, a day that is covered in part included, in
    /// stretches counted from 1970-01-01; `None` if no declaration applies to the view.
    pub(crate) fn covered_days(&self) -> Option<Vec<(i32, i32)>> {
        let stretches = self.timeline.coverage(&self.asked())?;
        let days = stretches.into_iter().map(|(lo, hi)| {
            let end = day_of(hi.saturating_sub(1)).saturating_add(1);
            (day_of(lo), end)
        });
        Some(days.filter(|(start, end)| start < end).collect())
    }

    /// What the view is about, as far as sources say what they cover.
    fn asked(&self) -> Asked<'_> {
        let sides = self.filter.pairs().flat_map(|pair| &pair.sides);
        let sides = sides.chain(self.filter.actors());
        let sources = self.filter.more.as_deref().map(|more| &more.sources[..]);
        Asked {
            sources: sources.unwrap_or_default(),
            actors: sides.flat_map(|side| self.stood_for(side)).collect(),
            kinds: self.filter.kinds & ALL_KINDS,
            as_of: self.knowledge.as_of,
        }
    }

    /// Whom a source that is limited to actors has to cover to cover a side: of one, whomever it
    /// ever stood for; of several, whom all of them did.
    fn stood_for(&self, side: &ResolvedSide) -> Vec<ActorIx> {
        let of = |&actor: &ActorIx| {
            let line = match side.before() {
                [] => vec![actor],
                _ => self.timeline.line(actor),
            };
            let stood_for = |one: ActorIx| {
                let all = Bounds::UNKNOWN;
                self.timeline.represented(one, None, &all, |_| false)
            };
            let all = line.into_iter().flat_map(stood_for);
            all.map(|(party, _)| party).collect::<Vec<ActorIx>>()
        };
        side.named()
            .iter()
            .map(of)
            .reduce(|common, one| {
                let both = common.into_iter().filter(|party| one.contains(party));
                both.collect()
            })
            .expect("a side names one actor at least")
    }
}

/// What a question about coverage is about.
struct Asked<'v> {
    /// All sources, if none is named.
    sources: &'v [SourceIx],
    /// The actors, and those for whom they ever stood.
    actors: Vec<ActorIx>,
    /// The kinds of events, a bit each.
    kinds: u8,
    /// Nothing later is covered for one who asks what was known by then.
    as_of: i64,
}

/// The stretch that a date covers: of dates, all of the first and the last day; of what is
/// approximate or unknown, what is certain.
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
    /// The share, 0 to 1, of a window that sources cover for those who take part.
    fn covered(&self, asked: &Asked<'_>, window: Window) -> Option<f64> {
        let stretches = self.coverage(asked).filter(|_| !window.is_empty())?;
        let mut covered = 0_i128;
        let mut reached = window.lo;
        for &(lo, hi) in &stretches {
            let (lo, hi) = (lo.max(reached), hi.min(window.hi));
            if lo < hi {
                covered += i128::from(hi) - i128::from(lo);
                reached = hi;
            }
        }
        let whole = i128::from(window.hi) - i128::from(window.lo);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share needs no more than 53 bits"
        )]
        let share = covered as f64 / whole as f64;
        Some(share)
    }

    /// The stretches that are covered of what is asked about, in order and disjoint; `None` if no
    /// declaration applies to it.
    ///
    /// A kind of events is covered where some declaration covers it, and the question where all
    /// of its kinds are: meetings by one source and calls by another.
    fn coverage(&self, asked: &Asked<'_>) -> Option<Vec<(i64, i64)>> {
        let sources = self.sources.entries();
        let of_asked = sources
            .filter(|(ix, _)| asked.sources.is_empty() || asked.sources.contains(ix))
            .filter(|(_, source)| {
                let published = source.published.as_ref();
                published.is_none_or(|when| when.bounds().raw()[3] <= asked.as_of)
            });
        let declared: Vec<_> = of_asked
            .flat_map(|(_, source)| &source.covers)
            .filter(|(_, limits)| limits.iter().all(|actor| asked.actors.contains(actor)))
            .map(|(coverage, _)| {
                let kinds = coverage.kinds.iter();
                let kinds = kinds.fold(0, |bits, &kind| bits | 1 << kind as u8);
                let (lo, hi) = covered_by(&coverage.when);
                let kinds = if kinds == 0 { ALL_KINDS } else { kinds };
                (kinds, (lo, hi.min(asked.as_of)))
            })
            .collect();
        let kinds = (0..u8::BITS)
            .map(|bit| 1_u8 << bit)
            .filter(|kind| asked.kinds & kind != 0);
        let of_kind = |kind: u8| {
            let of_kind = declared.iter().filter(|(kinds, _)| kinds & kind != 0);
            let stretches: Vec<_> = of_kind.map(|&(_, stretch)| stretch).collect();
            (!stretches.is_empty()).then(|| united(stretches))
        };
        let all: Option<Vec<_>> = kinds.map(of_kind).collect();
        all?.into_iter().reduce(|all, one| common(&all, &one))
    }
}

/// Stretches in order and disjoint: those that overlap or touch are one.
fn united(mut stretches: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    stretches.retain(|(lo, hi)| lo < hi);
    stretches.sort_unstable();
    stretches.dedup_by(|next, last| {
        let touches = next.0 <= last.1;
        if touches {
            last.1 = last.1.max(next.1);
        }
        touches
    });
    stretches
}

/// The parts that are in both of two lists of disjoint stretches in order.
fn common(a: &[(i64, i64)], b: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let with_all = a.iter().flat_map(|&(lo, hi)| {
        let parts = b
            .iter()
            .map(move |&(start, end)| (lo.max(start), hi.min(end)));
        parts.filter(|(lo, hi)| lo < hi)
    });
    with_all.collect()
}

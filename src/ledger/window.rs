//! The three ledgers of a pair as one, without a copy.

use std::iter::FusedIterator;

use super::{DyadLedger, SpanSums, Spans};

/// The sums of the spans of a pair, whichever of the two acted, in the order of the spans.
///
/// They are of what both did to each other and together, each mark once.
///
/// Created by [`Ledger::window`](super::Ledger::window) and
/// [`LedgerPair::spans`](super::LedgerPair::spans).
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct PairSpans<'l> {
    parts: [Spans<'l>; 3],
}

impl<'l> PairSpans<'l> {
    pub(super) fn new(
        parts: Option<[&'l DyadLedger; 3]>,
        of: impl Fn(&'l DyadLedger) -> Spans<'l>,
    ) -> Self {
        Self {
            parts: parts.map_or_else(<_>::default, |parts| parts.map(of)),
        }
    }
}

impl Iterator for PairSpans<'_> {
    type Item = SpanSums;

    fn next(&mut self) -> Option<SpanSums> {
        let ahead = self.parts.each_mut().map(Spans::peek);
        let span = ahead.into_iter().flatten().min()?;
        let mut sum: Option<SpanSums> = None;
        for (part, ahead) in self.parts.iter_mut().zip(ahead) {
            if ahead == Some(span) {
                let part = part.next().expect("the span that is ahead is next");
                sum = Some(sum.map_or(part, |sum| sum.with_part(&part)));
            }
        }
        sum
    }
}

impl FusedIterator for PairSpans<'_> {}

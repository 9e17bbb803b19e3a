//! The three parts of a dyad as one sequence of spans, without a copy.

use std::iter::FusedIterator;

use super::{SpanSums, Spans};

/// The undirected sums of a dyad, span by span, in the order of the spans.
///
/// They include what both did to each other and together, each mark once.
///
/// Created by [`Dyad::spans`](super::Dyad::spans) and [`Dyad::window`](super::Dyad::window).
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct DyadSpans<'l> {
    parts: [Spans<'l>; 3],
}

impl<'l> DyadSpans<'l> {
    pub(super) const fn new(parts: [Spans<'l>; 3]) -> Self {
        Self { parts }
    }
}

impl Iterator for DyadSpans<'_> {
    type Item = SpanSums;

    fn next(&mut self) -> Option<SpanSums> {
        // A three-way merge: the earliest span that is left, from each part that has it.
        let ahead = self.parts.each_mut().map(Spans::peek);
        let span = ahead.into_iter().flatten().min()?;
        let mut sum: Option<SpanSums> = None;
        for (part, ahead) in self.parts.iter_mut().zip(ahead) {
            if ahead == Some(span) {
                let part = part
                    .next()
                    .expect("a part has the span that it is ahead with");
                sum = Some(sum.map_or(part, |sum| sum.with_part(&part)));
            }
        }
        sum
    }
}

impl FusedIterator for DyadSpans<'_> {}

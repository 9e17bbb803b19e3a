//! The days of a timeline, and the rule by which its axis breaks or stretches.

use super::super::axis::{Axis, BREAK, Piece};
use super::super::events::Span;

/// Days without an event are left out if they are at least this part of all.
const EMPTY: f64 = 0.2;
/// The maximum number of breaks.
const BREAKS: usize = 3;
/// Days are stretched if their part of the events is larger than their part of the days by this.
const DENSE: f64 = 0.25;
/// The longest stretched part of the days.
const SHORT: f64 = 0.25;
/// How many times as wide stretched days are at least.
const TIMES: f64 = 2.5;

/// What was done to an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Changes {
    /// How many breaks there are.
    pub(super) breaks: usize,
    /// The days that are stretched, and how many times as wide they are.
    pub(super) stretched: Option<(f64, f64, f64)>,
}

/// The ends of a span, where one that is open takes half a day.
fn ends(span: &Span) -> Option<(f64, f64)> {
    match (span.from, span.to) {
        (Some(from), Some(to)) => Some((from, to)),
        (Some(from), None) => Some((from, from + 1.0)),
        (None, Some(to)) => Some((to - 1.0, to)),
        (None, None) => None,
    }
}

/// The days from the first event to the last, without events far from all others.
pub(super) fn days(spans: &[Span]) -> (f64, f64) {
    let mut ends: Vec<(f64, f64)> = spans.iter().filter_map(ends).collect();
    if ends.is_empty() {
        return (0.0, 1.0);
    }
    let whole = |ends: &[(f64, f64)]| {
        let from = ends
            .iter()
            .map(|(from, _)| *from)
            .fold(f64::INFINITY, f64::min);
        let to = ends
            .iter()
            .map(|(_, to)| *to)
            .fold(f64::NEG_INFINITY, f64::max);
        (from, to)
    };
    // At most a twentieth is left out, if that halves the days.
    let most = if ends.len() >= 20 { ends.len() / 20 } else { 0 };
    let (mut from, mut to) = whole(&ends);
    for is_late in [false, true] {
        if is_late {
            ends.sort_by(|a, b| b.1.total_cmp(&a.1));
        } else {
            ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        for without in 1..=most.min(ends.len() - 1) {
            let (near, far) = whole(&ends[without..]);
            if far - near < (to - from) / 2.0 {
                ends.drain(..without);
                (from, to) = (near, far);
                break;
            }
        }
    }
    let margin = ((to - from) * 0.015).max(0.5);
    ((from - margin).floor(), (to + margin).ceil())
}

/// The first and the last of the days of events, within some days.
pub(super) fn ends_of<T>(events: &[(T, Span)], (from, to): (f64, f64)) -> Option<(f64, f64)> {
    let ends = events.iter().filter_map(|(_, span)| ends(span));
    let whole = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    Some((whole.0.max(from), whole.1.min(to)))
}

/// The axis of days for events, from one place to another.
pub(super) fn axis(
    spans: &[Span],
    (from, to): (f64, f64),
    [left, right]: [f64; 2],
) -> (Axis, Changes) {
    let mut taken: Vec<(f64, f64)> = spans
        .iter()
        .filter_map(ends)
        .map(|(start, end)| (start.max(from), end.min(to)))
        .filter(|(start, end)| start < end)
        .collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pieces = without_gaps(&taken, from, to);
    let breaks = pieces.len() - 1;
    let mut middles: Vec<f64> = spans.iter().filter_map(Span::middle).collect();
    middles.retain(|day| (from..=to).contains(day));
    middles.sort_by(f64::total_cmp);
    let stretched = dense(&middles, &pieces);

    // Widths: the stretched days have a part of the room, the others share the rest by length.
    #[expect(clippy::cast_precision_loss, reason = "there are a few breaks")]
    let room = right - left - BREAK * breaks as f64;
    let length: f64 = pieces.iter().map(|(from, to)| to - from).sum();
    let (mut scale, mut wide) = (room / length, room / length);
    if let Some((at, [start, end], part)) = stretched {
        scale = room * (1.0 - part) / (length - (end - start));
        wide = room * part / (end - start);
        let (from, to) = pieces[at];
        let cut = [(from, start), (start, end), (end, to)];
        pieces.splice(at..=at, cut.into_iter().filter(|(from, to)| to > from));
    }
    let mut x = left;
    let mut all = Vec::with_capacity(pieces.len());
    let mut before: Option<f64> = None;
    for (from, to) in pieces {
        if before.is_some_and(|before| before < from) {
            x += BREAK;
        }
        let is_wide = stretched.is_some_and(|(_, [start, end], _)| start <= from && to <= end);
        let right = x + (to - from) * if is_wide { wide } else { scale };
        all.push(Piece {
            from,
            to,
            left: x,
            right,
        });
        x = right;
        before = Some(to);
    }
    let stretched = stretched.map(|(_, [start, end], _)| (start, end, wide / scale));
    (Axis { pieces: all }, Changes { breaks, stretched })
}

/// The days without long gaps between events.
fn without_gaps(taken: &[(f64, f64)], from: f64, to: f64) -> Vec<(f64, f64)> {
    let margin = ((to - from) * 0.02).ceil().max(1.0);
    let least = ((to - from) * EMPTY).max(7.0);
    let mut gaps: Vec<(f64, f64)> = Vec::new();
    let mut end = taken.first().map_or(to, |(start, _)| *start);
    for &(start, until) in taken {
        if start - end > least {
            let gap = ((end + margin).ceil(), (start - margin).floor());
            if gap.1 - gap.0 >= 3.0 {
                gaps.push(gap);
            }
        }
        end = end.max(until);
    }
    gaps.sort_by(|a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
    gaps.truncate(BREAKS);
    gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pieces = Vec::with_capacity(gaps.len() + 1);
    let mut begin = from;
    for (start, end) in gaps {
        pieces.push((begin, start));
        begin = end;
    }
    pieces.push((begin, to));
    pieces
}

/// The days that hold far more events than days: their piece, the days, and their part of the room.
#[expect(clippy::cast_precision_loss, reason = "events are few")]
fn dense(middles: &[f64], pieces: &[(f64, f64)]) -> Option<(usize, [f64; 2], f64)> {
    let length: f64 = pieces.iter().map(|(from, to)| to - from).sum();
    let all = middles.len() as f64;
    let mut best: Option<(f64, usize, [f64; 2], f64)> = None;
    for (at, &(from, to)) in pieces.iter().enumerate() {
        let own: Vec<f64> = middles
            .iter()
            .copied()
            .filter(|day| (from..=to).contains(day))
            .collect();
        // The largest of (events of i to j) / all - (days of i to j) / length, in one pass.
        let mut lowest: Option<(f64, usize)> = None;
        for (j, &day) in own.iter().enumerate() {
            let before = j as f64 / all - day / length;
            if lowest.is_none_or(|(low, _)| before < low) {
                lowest = Some((before, j));
            }
            let (low, i) = lowest.expect("it was set above");
            let start = (own[i].floor() - 1.0).max(from);
            let end = (day.ceil() + 1.0).min(to);
            let gain = (j + 1) as f64 / all - day / length - low;
            if best.is_none_or(|(most, ..)| gain > most) {
                best = Some((gain, at, [start, end], (j + 1 - i) as f64 / all));
            }
        }
    }
    let (_, at, [mut start, mut end], events) = best?;
    let (from, to) = pieces[at];
    // A rest too short for a scale of its own joins the stretched days.
    if start - from < length * 0.03 {
        start = from;
    }
    if to - end < length * 0.03 {
        end = to;
    }
    let days = (end - start) / length;
    let part = (0.3 + events / 3.0).clamp(0.4, 0.62);
    let times = part / days * (1.0 - days) / (1.0 - part);
    let is_dense = events - days >= DENSE && days <= SHORT && times >= TIMES && all >= 8.0;
    is_dense.then_some((at, [start, end], part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(from: f64) -> Span {
        Span {
            is_standing: false,
            from: Some(from),
            to: Some(from + 1.0),
            certain: None,
        }
    }

    #[test]
    fn an_even_record_has_an_even_axis() {
        let spans: Vec<Span> = (0..60).map(|n| day(f64::from(n) * 6.0)).collect();
        let (axis, changes) = axis(&spans, days(&spans), [0.0, 700.0]);
        assert_eq!((axis.pieces.len(), changes), (1, Changes::default()));
    }

    #[test]
    fn a_thicket_of_twenty_in_five_days_gets_room() {
        let even = (0..40).map(|n| day(f64::from(n) * 9.0));
        let thicket = (0..20).map(|n| day(180.0 + f64::from(n / 4)));
        let spans: Vec<Span> = even.chain(thicket).collect();
        let (axis, changes) = axis(&spans, days(&spans), [0.0, 700.0]);
        assert_eq!(changes.breaks, 0);
        let (from, to, times) = changes.stretched.expect("the thicket is stretched");
        assert!(
            from >= 178.0 && to <= 192.0 && times > 5.0,
            "{from} to {to}, {times} times"
        );
        assert_eq!((axis.left(), axis.right().round()), (0.0, 700.0));
    }

    #[test]
    fn empty_days_are_left_out() {
        let spans: Vec<Span> = [0.0, 2.0, 5.0, 12.0, 60.0, 63.0].map(day).to_vec();
        let (axis, changes) = axis(&spans, days(&spans), [0.0, 700.0]);
        assert_eq!((changes.breaks, axis.pieces.len()), (1, 2));
        assert!(axis.pieces[0].to > 13.0 && axis.pieces[1].from < 60.0);
    }

    #[test]
    fn one_event_far_from_all_others_is_outside() {
        let spans: Vec<Span> = (0..30)
            .map(|n| day(f64::from(n)))
            .chain([day(-900.0)])
            .collect();
        assert_eq!(days(&spans), (-1.0, 31.0));
    }
}

//! Where the lanes are, and where each event is drawn on them.

use super::super::super::axis::Axis;
use super::super::super::frame::{LABEL, MARGIN, STRONG};
use super::super::super::style::Style;
use super::super::layout::{Changes, axis};
use super::super::{Input, Mark, Part};

/// The height of a lane.
const LANE: f64 = 26.0;

/// How far marks of one lane are apart.
const APART: f64 = 9.3;

/// The maximum number of events per pixel at which lines lead to the actors that an event is directed at.
const LINES: f64 = 0.25;

/// Where everything is, by the width.
pub(super) struct Layout {
    pub(super) axis: Axis,
    pub(super) changes: Changes,
    /// Where the lanes are, from the top of the first.
    pub(super) lanes: Vec<f64>,
    /// The top and the bottom of each group.
    pub(super) groups: Vec<[f64; 2]>,
    pub(super) height: f64,
    pub(super) left: f64,
    /// Whether lines lead from statements and acts to whom they are directed at.
    pub(super) has_lines: bool,
}

impl Layout {
    /// The lane of an event that is nearest to the labels above (0) or below (1), from the top of the first.
    pub(super) fn edge_of(&self, mark: &Mark, side: usize) -> f64 {
        let lanes = own_lanes(mark).map(|lane| self.lanes[lane]);
        if side == 0 {
            lanes.fold(f64::INFINITY, f64::min).min(self.height)
        } else {
            lanes.fold(0.0, f64::max)
        }
    }
}

/// Where an event is drawn.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) x: f64,
    /// By how much it is moved along its lane and across.
    pub(super) shift: (f64, f64),
}

impl Layout {
    pub(super) fn of(input: &Input, style: &Style) -> Self {
        let width = f64::from(style.width);
        let (most, least) = if style.is_wide() {
            (128.0, 60.0)
        } else {
            (96.0, 30.0)
        };
        let labels = input.lanes.labels().map(|label| LABEL.width(label));
        let label = labels.fold(least, f64::max).min(most);
        let left = MARGIN + label + if style.is_wide() { 38.0 } else { 10.0 };
        let right = width - 14.0;
        let spans: Vec<_> = input.marks.iter().map(|mark| mark.span).collect();
        let (axis, changes) = axis(&spans, input.days, [left, right]);
        let mut lanes = Vec::new();
        let mut groups = Vec::new();
        let mut y = 0.0;
        for group in &input.lanes.groups {
            if !style.is_wide() && !group.name.is_empty() {
                y += 16.0;
            }
            let top = y;
            #[expect(clippy::cast_precision_loss, reason = "there are a few lanes")]
            let own = group.lanes.len() as f64 * LANE;
            // The name of a group runs upwards beside its lanes.
            let name = if style.is_wide() {
                STRONG.width(&group.name).min(96.0)
            } else {
                0.0
            };
            let height = own.max(name);
            let mut lane = top + (height - own) / 2.0 + LANE / 2.0;
            for _ in &group.lanes {
                lanes.push(lane);
                lane += LANE;
            }
            y = top + height;
            groups.push([top, y]);
            y += 8.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "events are few")]
        let has_lines = (input.marks.len() as f64) < (right - left) * LINES;
        Self {
            has_lines,
            axis,
            changes,
            lanes,
            groups,
            height: (y - 8.0).max(0.0),
            left,
        }
    }

    /// Places marks so that those of one lane do not cover each other, and no line that joins lanes
    /// runs through the mark of another event.
    pub(super) fn places(&self, marks: &[Mark]) -> Vec<Place> {
        let mut lanes: Vec<Taken> = vec![Taken::default(); self.lanes.len()];
        let mut places = Vec::with_capacity(marks.len());
        for mark in marks {
            let x = self.axis.x(mark.day());
            let apart = if mark.date.is_by_order {
                APART + 8.0
            } else {
                APART
            };
            let own: Vec<usize> = own_lanes(mark).collect();
            let crossed: Vec<usize> = match *own {
                [first, .., last] if mark.is_contact() => {
                    (first..=last).filter(|lane| !own.contains(lane)).collect()
                }
                _ => Vec::new(),
            };
            // A contact keeps its line straight; what has one lane may move across it, too.
            let candidates = if mark.is_contact() || mark.date.is_by_order {
                &ALONG[..]
            } else {
                &ALONG_AND_ACROSS[..]
            };
            let clearance = |&(dx, dy): &(f64, f64)| {
                let own = own.iter().map(|&lane| lanes[lane].clearance(x + dx, dy));
                let crossed = crossed.iter().map(|&lane| lanes[lane].beside(x + dx));
                own.chain(crossed).fold(f64::INFINITY, f64::min)
            };
            // Not to the left of what was before it.
            let before = own.iter().map(|&lane| lanes[lane].until(mark.day()));
            let before = before.fold(f64::NEG_INFINITY, f64::max);
            let fits = |&&(dx, _): &&(f64, f64)| {
                let inner = self.axis.left() + 4.0..=self.axis.right() - 4.0;
                x + dx >= before && (inner.contains(&(x + dx)) || dx == 0.0)
            };
            let mut free = candidates.iter().filter(fits);
            let free = free.find(|shift| clearance(shift) >= apart);
            let shift = free.copied().unwrap_or_else(|| {
                let all = candidates.iter().filter(fits);
                let enough = |shift: &(f64, f64)| clearance(shift).min(apart);
                let best = all.rev().max_by(|a, b| enough(a).total_cmp(&enough(b)));
                best.copied().unwrap_or(((before - x).max(0.0), 0.0))
            });
            for &lane in &own {
                lanes[lane].marks.push((x + shift.0, shift.1, mark.day()));
            }
            for &lane in &crossed {
                lanes[lane].lines.push(x + shift.0);
            }
            places.push(Place {
                x: x + shift.0,
                shift,
            });
        }
        places
    }
}

/// How a contact may be moved, the least first.
const ALONG: [(f64, f64); 5] = [(0.0, 0.0), (5.0, 0.0), (-5.0, 0.0), (9.0, 0.0), (-9.0, 0.0)];

/// How another event may be moved along its lane and across, the least first.
const ALONG_AND_ACROSS: [(f64, f64); 17] = [
    (0.0, 0.0),
    (4.0, 0.0),
    (-4.0, 0.0),
    (0.0, -8.5),
    (0.0, 8.5),
    (8.0, 0.0),
    (-8.0, 0.0),
    (9.0, -8.5),
    (9.0, 8.5),
    (-9.0, -8.5),
    (-9.0, 8.5),
    (18.0, 0.0),
    (18.0, 8.5),
    (18.0, -8.5),
    (27.0, 0.0),
    (27.0, 8.5),
    (27.0, -8.5),
];

/// What a lane holds.
#[derive(Clone, Default)]
struct Taken {
    /// Where its marks are, by how much they are moved across, and their days.
    marks: Vec<(f64, f64, f64)>,
    /// Where lines of other lanes cross it.
    lines: Vec<f64>,
}

impl Taken {
    /// How many marks are looked at: those before are further to the left.
    const RECENT: usize = 60;

    /// How far a mark would be from others and from lines, as far as they matter.
    fn clearance(&self, x: f64, across: f64) -> f64 {
        let marks = self.marks.iter().rev().take(Self::RECENT);
        let marks = marks.map(|&(other, moved, _)| {
            let (along, across) = ((x - other).abs(), (across - moved).abs());
            along.max(across * 1.1)
        });
        // A line is thinner than a mark.
        let lines = self.lines.iter().rev().take(Self::RECENT);
        let lines = lines.map(|line| (x - line).abs() * 1.4);
        marks.chain(lines).fold(f64::INFINITY, f64::min)
    }

    /// How far marks of earlier days reach to the right.
    fn until(&self, day: f64) -> f64 {
        let marks = self.marks.iter().rev().take(Self::RECENT);
        let earlier = marks.filter(|(.., other)| *other < day);
        earlier.map(|(x, ..)| *x).fold(f64::NEG_INFINITY, f64::max)
    }

    /// How far a line would be from marks.
    fn beside(&self, x: f64) -> f64 {
        let marks = self.marks.iter().rev().take(Self::RECENT);
        let distances = marks.map(|(other, ..)| (x - other).abs() * 1.4);
        distances.fold(f64::INFINITY, f64::min)
    }
}

/// The lanes that an event has a mark in: all of a contact, those of who acts otherwise.
pub(super) fn own_lanes(mark: &Mark) -> impl Iterator<Item = usize> + '_ {
    let acts = mark.seats.iter().any(|(_, part)| *part == Part::Acts);
    let all = mark.is_contact() || !acts;
    let own = mark
        .seats
        .iter()
        .filter(move |(_, part)| all || *part == Part::Acts);
    own.map(|(lane, _)| *lane)
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use std::collections::BTreeMap;

    use super::super::super::TimelineChart;
    use super::*;
    use crate::Timeline;
    use crate::event::Status;

    #[test]
    fn marks_of_a_lane_keep_the_order_of_their_days() {
        for record in [
            include_str!("../../../../examples/data/us-russia-2025.json"),
            include_str!("../../../../examples/data/kuala-lumpur.json"),
        ] {
            let timeline = Timeline::from_json(record).expect("the record is well-formed");
            let view = timeline.view().of_status(Status::ALL);
            for width in [300, 360, 900] {
                let style = Style::new(width);
                let input = TimelineChart::new(&view).input(&style);
                let layout = Layout::of(&input, &style);
                let mut lanes: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
                for (mark, place) in input.marks.iter().zip(layout.places(&input.marks)) {
                    assert!(place.shift.0.abs() <= 28.0, "{:?}", place.shift);
                    for lane in own_lanes(mark) {
                        lanes.entry(lane).or_default().push((mark.day(), place.x));
                    }
                }
                for marks in lanes.values() {
                    for (at, later) in marks.iter().enumerate() {
                        let earlier = marks[..at].iter().filter(|one| one.0 < later.0);
                        assert!(earlier.clone().all(|one| one.1 <= later.1 + 1e-9));
                    }
                }
            }
        }
    }
}

//! Placing labels: beside leaders, in rows above and below, so that none meets another.
//!
//! Each label tries rows and shifts in the order of their cost and takes the first that is free.
//! That is done in three orders (by priority, from left to right, from right to left), and the
//! result that keeps the most priority is taken. Then a label without a place enters if one that
//! has a place can move for it.

use super::palette::Tone;
use super::svg::{Anchor, Canvas, Paint};
use super::text::Font;

/// The height of a row, and of a line of text.
pub(super) const ROW: f64 = 13.0;
/// The height of the zone in which leaders bend.
pub(super) const ELBOW: f64 = 12.0;
/// The step between the places of labels: half a row.
const STEP: f64 = ROW / 2.0;
/// The least space between two labels of several lines, one above the other. Without it they would
/// read as one block.
const APART: f64 = 4.0;
/// The least space between the leaders of two events.
const LEADERS: f64 = 4.0;
/// Events that are less apart share a place.
const SAME: f64 = 0.5;
/// Between a leader and its text.
const GAP: f64 = 4.0;
/// The maximum number of labels that are tried.
const MOST: usize = 400;
/// How far a leader may be from its event.
const SHIFTS: [f64; 31] = [
    0.0, -5.0, 5.0, -10.0, 10.0, -15.0, 15.0, -20.0, 20.0, -26.0, 26.0, -32.0, 32.0, -40.0, 40.0,
    -48.0, 48.0, -57.0, 57.0, -67.0, 67.0, -78.0, 78.0, -92.0, 92.0, -110.0, 110.0, -135.0, 135.0,
    -165.0, 165.0,
];

/// A line of a label.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LabelLine {
    pub(super) text: String,
    pub(super) font: Font,
    pub(super) tone: Tone,
}

/// A label that wants a place.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// Where its event is.
    pub(super) x: f64,
    pub(super) lines: Vec<LabelLine>,
    pub(super) priority: f64,
    /// The side that it tries first: 0 above, 1 below.
    pub(super) side: usize,
    /// Whether it may be on the other side.
    pub(super) either: bool,
}

/// Where a label is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) side: usize,
    /// The number of steps from the events to where it begins.
    step: usize,
    /// Where its leader is.
    lead: f64,
    /// Whether its text is to the left of the leader.
    is_left: bool,
}

/// The room for labels on one side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) left: f64,
    pub(super) right: f64,
    /// The first row that is used. Those before it are kept for other labels.
    pub(super) first: usize,
    /// How many rows there are above and below, from the events on.
    pub(super) rows: [usize; 2],
}

/// A label at a spot, measured from the events outwards.
#[derive(Clone, Copy, Debug)]
struct Placed {
    spot: Spot,
    x: f64,
    left: f64,
    right: f64,
    near: f64,
    far: f64,
    /// Whether it has several lines.
    is_block: bool,
    cost: f64,
}

impl Label {
    fn width(&self) -> f64 {
        let widths = self.lines.iter().map(|line| line.font.width(&line.text));
        widths.fold(0.0, f64::max)
    }

    #[expect(clippy::cast_precision_loss, reason = "a label has a few lines")]
    fn height(&self) -> f64 {
        self.lines.len() as f64 * ROW
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are a few rows")]
fn placed(x: f64, width: f64, height: f64, spot: Spot) -> Placed {
    let near = spot.step as f64 * STEP;
    let (left, right) = if spot.is_left {
        (spot.lead - GAP - width, spot.lead - GAP)
    } else {
        (spot.lead + GAP, spot.lead + GAP + width)
    };
    Placed {
        spot,
        x,
        left,
        right,
        near,
        far: near + height,
        is_block: height > ROW,
        cost: near + (spot.lead - x).abs(),
    }
}

impl Placed {
    fn meets(&self, other: &Self) -> bool {
        if self.spot.side != other.spot.side {
            return false;
        }
        let apart = if self.is_block && other.is_block {
            APART
        } else {
            0.0
        };
        let boxes = self.left < other.right + 5.0
            && other.left < self.right + 5.0
            && self.near < other.far + apart
            && other.near < self.far + apart;
        // A leader ends with the outer edge of its text.
        let crosses = |leader: &Self, text: &Self| {
            let x = leader.spot.lead;
            leader.far > text.near && x > text.left - GAP + 0.5 && x < text.right + GAP - 0.5
        };
        let (a, b) = if self.x <= other.x {
            (self, other)
        } else {
            (other, self)
        };
        let same = b.x - a.x < SAME;
        let leads = b.spot.lead - a.spot.lead;
        // Leaders keep the order of their events; those of one event may share one.
        let order = if same {
            leads.abs() > 0.1 && leads.abs() < LEADERS
        } else {
            leads < LEADERS
        };
        boxes || order || crosses(self, other) || crosses(other, self)
    }
}

/// The leaders of a side between which the leader of an event has to be: the last of earlier events, and the first of
/// later ones.
#[derive(Clone, Copy, Debug)]
struct Between {
    earlier: f64,
    later: f64,
}

impl Between {
    /// The leaders around that of an event, by where it is.
    fn of(x: f64, side: usize, taken: &[(usize, Placed)]) -> Self {
        let mut between = Self {
            earlier: f64::NEG_INFINITY,
            later: f64::INFINITY,
        };
        for (_, other) in taken.iter().filter(|(_, other)| other.spot.side == side) {
            if x - other.x >= SAME {
                between.earlier = between.earlier.max(other.spot.lead);
            } else if other.x - x >= SAME {
                between.later = between.later.min(other.spot.lead);
            }
        }
        between
    }

    /// Whether a leader keeps the order, as [`Placed::meets`] requires.
    fn has(&self, lead: f64) -> bool {
        lead - self.earlier >= LEADERS && self.later - lead >= LEADERS
    }
}

/// Labels that have a place, by number.
type Taken = Vec<(usize, Placed)>;

/// The candidates of a label, the cheapest first.
fn candidates(first: usize, rows: usize) -> Vec<(f64, usize, f64, bool)> {
    let steps = 2 * first..2 * rows;
    let mut all = Vec::with_capacity(steps.len() * SHIFTS.len() * 2);
    for step in steps {
        for shift in SHIFTS {
            for is_left in [false, true] {
                #[expect(clippy::cast_precision_loss, reason = "there are a few rows")]
                let cost = step as f64 * 2.0 + shift.abs() * 0.5 + if is_left { 2.0 } else { 0.0 };
                all.push((cost, step, shift, is_left));
            }
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all
}

struct Placer<'l> {
    labels: &'l [Label],
    sizes: Vec<(f64, f64)>,
    room: Room,
    candidates: [Vec<(f64, usize, f64, bool)>; 2],
}

impl Placer<'_> {
    /// Every spot within the room, the cheapest first, on the side that the label prefers.
    fn spots(&self, at: usize) -> impl Iterator<Item = Placed> + '_ {
        let label = &self.labels[at];
        let (width, height) = self.sizes[at];
        let sides = [Some(label.side), label.either.then_some(1 - label.side)];
        sides.into_iter().flatten().flat_map(move |side| {
            self.candidates[side]
                .iter()
                .filter_map(move |&(_, step, shift, is_left)| {
                    let lead = label.x + shift;
                    let spot = Spot {
                        side,
                        step,
                        lead,
                        is_left,
                    };
                    let placed = placed(label.x, width, height, spot);
                    #[expect(clippy::cast_precision_loss, reason = "there are a few rows")]
                    let most = self.room.rows[side] as f64 * ROW;
                    let fits = placed.left >= self.room.left
                        && placed.right <= self.room.right
                        && (self.room.left..=self.room.right).contains(&lead)
                        && placed.far <= most;
                    fits.then_some(placed)
                })
        })
    }

    fn free(&self, at: usize, taken: &[(usize, Placed)]) -> Option<Placed> {
        // Where its leader may be is the same for all rows of a side, and rules out most spots.
        let between = [0, 1].map(|side| Between::of(self.labels[at].x, side, taken));
        // What is in the way of one spot is mostly in the way of the next, so it is looked at first.
        let mut in_the_way = 0;
        let mut spots = self
            .spots(at)
            .filter(|spot| between[spot.spot.side].has(spot.spot.lead));
        spots.find(|spot| {
            let is_met = |place: &usize| spot.meets(&taken[*place].1);
            if in_the_way < taken.len() && is_met(&in_the_way) {
                return false;
            }
            let found = (0..taken.len()).find(is_met);
            in_the_way = found.unwrap_or(in_the_way);
            found.is_none()
        })
    }

    fn in_order(&self, order: &[usize], fixed: &[(usize, Placed)]) -> Vec<(usize, Placed)> {
        let mut taken = fixed.to_vec();
        for &at in order {
            if let Some(spot) = self.free(at, &taken) {
                taken.push((at, spot));
            }
        }
        taken
    }

    /// Lets labels without a place enter where one that has a place can move.
    fn repair(&self, taken: &mut Vec<(usize, Placed)>, order: &[usize], fixed: usize) {
        let missing: Vec<usize> = order
            .iter()
            .copied()
            .filter(|at| taken.iter().all(|(other, _)| other != at))
            .take(60)
            .collect();
        'missing: for at in missing {
            // Two that were in the way of the spot before.
            let mut in_the_way = [0; 2];
            for spot in self.spots(at).take(160) {
                let is_met = |place: usize| spot.meets(&taken[place].1);
                let [first, second] = in_the_way;
                if first != second && is_met(first) && is_met(second) {
                    continue;
                }
                let mut meets = (0..taken.len()).filter(|&place| is_met(place));
                let (Some(one), other) = (meets.next(), meets.next()) else {
                    continue;
                };
                if let Some(other) = other {
                    in_the_way = [one, other];
                    continue;
                }
                if one < fixed {
                    continue;
                }
                let (moved, _) = taken[one];
                let mut others = taken.clone();
                others.remove(one);
                others.push((at, spot));
                if let Some(elsewhere) = self.free(moved, &others) {
                    others.push((moved, elsewhere));
                    *taken = others;
                    continue 'missing;
                }
            }
        }
    }
}

/// Places labels; those without a spot have no room.
///
/// Labels that are placed already, with their spots, stay where they are.
pub(super) fn place(labels: &[Label], room: Room, before: &[Option<Spot>]) -> Vec<Option<Spot>> {
    let sizes: Vec<(f64, f64)> = labels
        .iter()
        .map(|one| (one.width(), one.height()))
        .collect();
    let placer = Placer {
        labels,
        sizes,
        room,
        candidates: room.rows.map(|rows| candidates(room.first, rows)),
    };
    let mut fixed = Vec::new();
    let mut by_priority = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        match before.get(at).copied().flatten() {
            Some(spot) => {
                let (width, height) = placer.sizes[at];
                fixed.push((at, placed(label.x, width, height, spot)));
            }
            None if !label.lines.is_empty() => by_priority.push(at),
            None => {}
        }
    }
    by_priority.sort_by(|&a, &b| labels[b].priority.total_cmp(&labels[a].priority));
    by_priority.truncate(MOST);
    let mut from_left = by_priority.clone();
    from_left.sort_by(|&a, &b| labels[a].x.total_cmp(&labels[b].x));
    let from_right: Vec<usize> = from_left.iter().rev().copied().collect();
    // What is kept, and of equal ones the nearer to their events.
    let kept = |taken: &[(usize, Placed)]| -> (f64, f64) {
        // Squares: one of much priority is worth several of little.
        let squares = taken.iter().map(|(at, _)| labels[*at].priority.powi(2));
        let priority: f64 = squares.sum();
        let cost: f64 = taken.iter().map(|(_, placed)| placed.cost).sum();
        (priority, -cost)
    };
    let mut best: Option<((f64, f64), Taken)> = None;
    for order in [&by_priority, &from_left, &from_right] {
        let taken = placer.in_order(order, &fixed);
        let worth = kept(&taken);
        // Sums of the same numbers in another order may differ in their last bits.
        let is_better = best.as_ref().is_none_or(|(most, _)| {
            let more = worth.0 - most.0;
            more > 1e-9 || (more > -1e-9 && worth.1 > most.1)
        });
        if is_better {
            best = Some((worth, taken));
        }
    }
    let (_, mut taken) = best.expect("three orders were tried");
    placer.repair(&mut taken, &by_priority, fixed.len());
    let mut spots = vec![None; labels.len()];
    for (at, placed) in taken {
        spots[at] = Some(placed.spot);
    }
    spots
}

/// The height that the labels of each side need, without the elbows.
pub(super) fn heights(labels: &[Label], spots: &[Option<Spot>]) -> [f64; 2] {
    let mut heights = [0.0_f64; 2];
    for (label, spot) in labels.iter().zip(spots) {
        if let Some(spot) = spot {
            let placed = placed(label.x, label.width(), label.height(), *spot);
            heights[spot.side] = heights[spot.side].max(placed.far);
        }
    }
    heights
}

/// Draws a label and its leader. `edge` is where the rows of its side begin; `end` where its event
/// is.
pub(super) fn draw(canvas: &mut Canvas<'_>, label: &Label, spot: Spot, edge: f64, end: f64) {
    let placed = placed(label.x, label.width(), label.height(), spot);
    // Upwards above the events, downwards below.
    let out = if spot.side == 0 { -1.0 } else { 1.0 };
    let bend = edge - out * ELBOW;
    let outer = edge + out * placed.far;
    let leader = [
        (spot.lead, outer),
        (spot.lead, edge),
        (label.x, bend),
        (label.x, end),
    ];
    canvas.path(leader, Paint::line(Tone::Axis, 0.8));
    let (x, anchor) = if spot.is_left {
        (placed.right, Anchor::End)
    } else {
        (placed.left, Anchor::Start)
    };
    let top = if spot.side == 0 {
        edge - placed.far
    } else {
        edge + placed.near
    };
    let mut y = top - 3.0;
    for line in &label.lines {
        y += ROW;
        canvas.text((x, y), line.font, anchor, line.tone, &line.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(x: f64, priority: f64) -> Label {
        let line = |text: &str| LabelLine {
            text: text.to_owned(),
            font: Font::regular(11.0),
            tone: Tone::Ink,
        };
        Label {
            x,
            lines: vec![line("10 Jul"), line("Rubio and Lavrov")],
            priority,
            side: 0,
            either: true,
        }
    }

    #[test]
    fn no_two_labels_meet_and_many_find_room() {
        let room = Room {
            left: 0.0,
            right: 900.0,
            first: 0,
            rows: [16, 16],
        };
        for count in [1, 20, 60, 300] {
            let labels: Vec<Label> = (0..count)
                .map(|n| label(f64::from(n * 7_919 % 850) + 20.0, f64::from(n % 5)))
                .collect();
            let spots = place(&labels, room, &[]);
            let all: Vec<Placed> = labels
                .iter()
                .zip(&spots)
                .filter_map(|(one, spot)| Some(placed(one.x, one.width(), one.height(), (*spot)?)))
                .collect();
            assert!(
                all.len() >= usize::try_from(count).expect("small").min(38),
                "{}",
                all.len()
            );
            for (at, one) in all.iter().enumerate() {
                assert!(all[..at].iter().all(|other| !one.meets(other)));
                assert!(one.left >= 0.0 && one.right <= 900.0);
            }
        }
    }

    #[test]
    fn labels_of_one_day_share_a_leader_or_are_apart() {
        let room = Room {
            left: 0.0,
            right: 400.0,
            first: 0,
            rows: [12, 0],
        };
        let labels = [label(200.0, 1.0), label(200.0, 1.0), label(200.0, 1.0)];
        assert!(place(&labels, room, &[]).iter().all(Option::is_some));
    }
}

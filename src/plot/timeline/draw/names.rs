//! What names the events: labels of words, numbers with a list, or numbers of stretches.

use super::super::super::frame::{LABEL, MARGIN, STRONG};
use super::super::super::labels::{self, Label, LabelLine, ROW, Room, Spot};
use super::super::super::palette::Tone;
use super::super::super::style::Style;
use super::super::super::svg::{Anchor, Canvas};
use super::super::super::text::Font;
use super::super::{Input, Mark};
use super::places::{Layout, Place, own_lanes};

/// The maximum number of turns in which labels of words give way to numbers without a place.
const TURNS: u32 = 16;

/// The maximum distance of groups that share a label if there is no room for two.
const NEAR: f64 = 50.0;

/// The rows that are kept for numbers.
const NUMBERS: usize = 2;

/// The font of notes in labels.
const NOTE: Font = Font::regular(10.5);

/// A stretch of marks, from and to, and the text of their numbers.
pub(super) type Bin = (f64, f64, String);

/// What names the events.
pub(super) struct Labels {
    /// Those of all events, then those of numbers.
    pub(super) all: Vec<Label>,
    /// The events that they belong to: of a number the first of its events.
    pub(super) events: Vec<usize>,
    pub(super) spots: Vec<Option<Spot>>,
    pub(super) named: Vec<Named>,
    /// Numbers of stretches, from and to, in place of labels.
    pub(super) bins: Vec<Bin>,
}

/// What an event has: a label of words, a number, or nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Named {
    Label,
    Number(usize),
    Nothing,
}

impl Input {
    /// Labels for all events, then numbers for those without; and what each event has.
    pub(super) fn labels(&self, style: &Style, layout: &Layout, places: &[Place]) -> Labels {
        let is_wide = style.is_wide();
        let room = Room {
            left: MARGIN,
            right: f64::from(style.width) - 10.0,
            first: 0,
            rows: if is_wide { [17, 14] } else { [0, 0] },
        };
        let of_marks = self.marks.iter().zip(places).map(|(mark, place)| Label {
            x: place.x,
            lines: if is_wide { lines(mark) } else { Vec::new() },
            priority: mark.priority,
            side: if is_wide { side(mark, layout) } else { 0 },
            either: is_wide,
        });
        let mut labels: Vec<Label> = of_marks.collect();
        let mut spots = labels::place(&labels, room, &[]);
        if is_wide && spots.iter().any(Option::is_none) {
            // The nearest rows are for numbers.
            let further = Room {
                first: NUMBERS,
                rows: room.rows.map(|rows| rows + NUMBERS),
                ..room
            };
            spots = labels::place(&labels, further, &[]);
        }
        let rows = if is_wide { [NUMBERS, NUMBERS] } else { [3, 0] };
        let room = Room { rows, ..room };
        let most = if is_wide { 40 } else { 60 };
        for turn in 0.. {
            for (label, spot) in labels.iter_mut().zip(&spots) {
                if spot.is_none() {
                    label.lines.clear();
                }
            }
            let rest = self.unlabelled(&spots, most);
            let numbers = Numbers::place(&labels, &spots, &rest, places, room);
            if !is_wide && !numbers.lost.is_empty() {
                // Numbers of equal stretches, without leaders.
                let groups = vec![rest.clone()];
                let bins = self.bins(&rest, layout);
                let named = named(&spots, &groups);
                return Labels {
                    events: (0..labels.len()).collect(),
                    all: labels,
                    spots,
                    named,
                    bins,
                };
            }
            if numbers.lost.is_empty() || rest.len() == most || turn == TURNS {
                return numbers.beside(labels, spots);
            }
            // The nearest labels of words give way to numbers that have no place, two at a time.
            for &lost in numbers.lost.iter().take(2) {
                let distance = |at: &usize| (places[*at].x - places[lost].x).abs();
                let labelled = (0..spots.len()).filter(|&at| spots[at].is_some());
                let nearest = labelled.min_by(|a, b| distance(a).total_cmp(&distance(b)));
                if let Some(nearest) = nearest {
                    spots[nearest] = None;
                }
            }
        }
        unreachable!("the last turn returns")
    }

    /// The most important events without a label, in the order of their days.
    fn unlabelled(&self, spots: &[Option<Spot>], most: usize) -> Vec<usize> {
        let mut rest: Vec<usize> = (0..spots.len()).filter(|&at| spots[at].is_none()).collect();
        rest.sort_by(|&a, &b| self.marks[b].priority.total_cmp(&self.marks[a].priority));
        rest.truncate(most);
        rest.sort_unstable();
        rest
    }

    /// Stretches of the axis that are wide enough for the numbers of their events: from, to, text.
    fn bins(&self, rest: &[usize], layout: &Layout) -> Vec<Bin> {
        const WIDTH: f64 = 42.0;
        let right = layout.axis.right();
        let x = |at: usize| layout.axis.x(self.marks[at].day());
        let mut bins: Vec<Bin> = Vec::new();
        let mut at = 0;
        while at < rest.len() {
            let from = x(rest[at]);
            // A stretch at the right end joins the one before.
            let is_own = |&&one: &&usize| x(one) < from + WIDTH || x(one) > right - WIDTH;
            let count = rest[at..].iter().take_while(is_own).count();
            let to = x(rest[at + count - 1]);
            bins.push((from, to, numbers(at + 1, count)));
            at += count;
        }
        bins
    }

    /// The list that explains the numbers, in columns. Returns where it ends.
    pub(super) fn list(&self, canvas: &mut Canvas<'_>, named: &[Named], top: f64) -> f64 {
        let entries: Vec<(usize, &Mark)> = named
            .iter()
            .zip(&self.marks)
            .filter_map(|(named, mark)| match named {
                Named::Number(number) => Some((*number, mark)),
                _ => None,
            })
            .collect();
        if entries.is_empty() {
            return top;
        }
        let width = f64::from(canvas.style.width) - 2.0 * MARGIN;
        let columns = match canvas.style.is_wide() {
            true if width > 760.0 => 3.0,
            true => 2.0,
            false => 1.0,
        };
        let gap = 18.0;
        let column = (width - gap * (columns - 1.0)) / columns;
        let dates = entries
            .iter()
            .map(|(_, mark)| STRONG.width(&mark.date.date));
        let date = dates.fold(0.0, f64::max).min(column * 0.33);
        let room = column - 24.0 - date - 8.0;
        let rows: Vec<(usize, Vec<String>, Vec<String>)> = entries
            .iter()
            .map(|(number, mark)| {
                let text = match &mark.date.source {
                    Some(source) => format!("{} ({source})", mark.title),
                    None => mark.title.clone(),
                };
                let dates = STRONG.wrap(&mark.date.date, date, 2);
                (*number, dates, LABEL.wrap(&text, room, 3))
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "a row has a few lines")]
        let height = |row: &(usize, Vec<String>, Vec<String>)| {
            row.1.len().max(row.2.len()) as f64 * ROW + 3.0
        };
        let total: f64 = rows.iter().map(height).sum();
        let most = total / columns;
        let (mut x, mut y, mut longest) = (MARGIN, 0.0, 0.0_f64);
        for row in &rows {
            // A column ends with the row that fills it.
            if y >= most - 1e-6 {
                x += column + gap;
                y = 0.0;
            }
            let line = top + y + ROW;
            canvas.text(
                (x + 18.0, line),
                STRONG,
                Anchor::End,
                Tone::Ink,
                &row.0.to_string(),
            );
            let mut at = line;
            for text in &row.1 {
                canvas.text((x + 24.0, at), STRONG, Anchor::Start, Tone::Ink, text);
                at += ROW;
            }
            let mut at = line;
            for text in &row.2 {
                canvas.text(
                    (x + 24.0 + date + 8.0, at),
                    LABEL,
                    Anchor::Start,
                    Tone::Ink,
                    text,
                );
                at += ROW;
            }
            y += height(row);
            longest = longest.max(y);
        }
        top + longest + 4.0
    }
}

/// The side on which the lanes of an event are nearer to the edge.
fn side(mark: &Mark, layout: &Layout) -> usize {
    let lanes = own_lanes(mark).map(|lane| layout.lanes[lane]);
    let (low, high) = lanes.fold((f64::INFINITY, 0.0_f64), |(low, high), y| {
        (low.min(y), high.max(y))
    });
    usize::from(low.is_finite() && low > layout.height - high + 1.0)
}

/// The lines of a label.
fn lines(mark: &Mark) -> Vec<LabelLine> {
    const WIDTH: f64 = 122.0;
    let line = |text: String, font, tone| LabelLine { text, font, tone };
    let head = STRONG.fit(&mark.date.date, WIDTH).into_owned();
    let mut lines = vec![line(head, STRONG, Tone::Ink)];
    let title = LABEL.wrap(&mark.title, WIDTH, 2);
    lines.extend(title.into_iter().map(|text| line(text, LABEL, Tone::Ink)));
    if let Some(source) = &mark.date.source {
        let note = NOTE.fit(source, WIDTH).into_owned();
        lines.push(line(note, NOTE, Tone::Muted));
    }
    lines
}

/// Numbers for events without a label: neighbours share one.
struct Numbers {
    /// The events of each that has a place, and the place.
    placed: Vec<(Vec<usize>, Spot)>,
    /// The events of those that have none.
    lost: Vec<usize>,
}

impl Numbers {
    fn place(
        labels: &[Label],
        spots: &[Option<Spot>],
        rest: &[usize],
        places: &[Place],
        room: Room,
    ) -> Self {
        let mut groups = groups(rest, places, labels);
        loop {
            let mut all = labels.to_vec();
            all.extend(number_labels(&groups, labels));
            let numbered = labels::place(&all, room, spots);
            let numbered = &numbered[labels.len()..];
            let lost: Vec<usize> = (0..groups.len())
                .filter(|&at| numbered[at].is_none())
                .collect();
            // One without a place joins its nearest neighbour. Each turn leaves fewer groups.
            if join(&mut groups, &lost, places) {
                continue;
            }
            let lost = lost.iter().flat_map(|&at| groups[at].clone()).collect();
            let with_spots = groups.into_iter().zip(numbered);
            return Self {
                placed: with_spots
                    .filter_map(|(members, spot)| Some((members, (*spot)?)))
                    .collect(),
                lost,
            };
        }
    }

    /// These numbers beside labels. What has no place leaves the list, and the others move up: their
    /// numbers become no wider.
    fn beside(self, mut labels: Vec<Label>, mut spots: Vec<Option<Spot>>) -> Labels {
        let (groups, places): (Vec<Vec<usize>>, Vec<Spot>) = self.placed.into_iter().unzip();
        let named = named(&spots, &groups);
        let numbers = number_labels(&groups, &labels);
        let first = groups.iter().map(|members| members[0]);
        let events = (0..labels.len()).chain(first).collect();
        labels.extend(numbers);
        spots.extend(places.into_iter().map(Some));
        Labels {
            all: labels,
            events,
            spots,
            named,
            bins: Vec::new(),
        }
    }
}

/// What each event has: a label if it has a spot, else the number of its place in the groups.
fn named(spots: &[Option<Spot>], groups: &[Vec<usize>]) -> Vec<Named> {
    let name = |spot: &Option<Spot>| spot.map_or(Named::Nothing, |_| Named::Label);
    let mut named: Vec<Named> = spots.iter().map(name).collect();
    for (number, &at) in groups.iter().flatten().enumerate() {
        named[at] = Named::Number(number + 1);
    }
    named
}

/// Neighbours share a label of numbers: the events of each.
fn groups(rest: &[usize], places: &[Place], labels: &[Label]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &at in rest {
        if let Some(members) = groups.last_mut() {
            let first = members[0];
            let is_near = (places[at].x - places[first].x).abs() <= 10.0;
            if labels[first].side == labels[at].side && is_near {
                members.push(at);
                continue;
            }
        }
        groups.push(vec![at]);
    }
    groups
}

/// Joins groups to the nearer of the groups beside them, if it is near. Returns whether any was.
fn join(groups: &mut Vec<Vec<usize>>, lost: &[usize], places: &[Place]) -> bool {
    let mut is_joined = false;
    for &at in lost.iter().rev() {
        let x = |at: usize| places[groups[at][0]].x;
        let beside = [
            at.checked_sub(1),
            Some(at + 1).filter(|next| *next < groups.len()),
        ];
        let nearest = beside
            .into_iter()
            .flatten()
            .filter(|&other| (x(other) - x(at)).abs() < NEAR)
            .min_by(|&a, &b| (x(a) - x(at)).abs().total_cmp(&(x(b) - x(at)).abs()));
        if let Some(other) = nearest {
            let members = groups.remove(at.max(other));
            groups[at.min(other)].extend(members);
            is_joined = true;
        }
    }
    is_joined
}

/// The text of numbers that follow each other.
fn numbers(first: usize, count: usize) -> String {
    match count {
        1 => first.to_string(),
        2 => format!("{first}, {}", first + 1),
        _ => format!("{first}–{}", first + count - 1),
    }
}

/// Labels of numbers for groups of events, each at the place of its first.
fn number_labels(groups: &[Vec<usize>], labels: &[Label]) -> Vec<Label> {
    let mut first = 1;
    let mut all = Vec::with_capacity(groups.len());
    for members in groups {
        let line = LabelLine {
            text: numbers(first, members.len()),
            font: STRONG,
            tone: Tone::Ink,
        };
        first += members.len();
        all.push(Label {
            lines: vec![line],
            priority: 1.0,
            ..labels[members[0]].clone()
        });
    }
    all
}

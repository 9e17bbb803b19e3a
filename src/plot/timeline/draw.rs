//! Drawing the timeline.

use super::super::axis::{Axis, draw_labels, draw_rules};
use super::super::frame::{Entry, LABEL, MARGIN, STRONG, count, footer, header, legend};
use super::super::labels::{self, ELBOW, Label, LabelLine, ROW, Room, Spot};
use super::super::marks::{self, Look, Shape};
use super::super::palette::Tone;
use super::super::style::Style;
use super::super::svg::{Anchor, Canvas, EventCounts, Fill, Paint, Picture};
use super::super::text::Font;
use super::super::words::fill;
use super::layout::{Changes, axis};
use super::{Input, Mark, Part};
use crate::event::Kind;

/// The height of a lane.
const LANE: f64 = 26.0;
/// The height of a bar.
const BAR: f64 = 9.0;
/// How far marks of one lane are apart.
const APART: f64 = 9.3;
/// The length of a soft end.
const SOFT: f64 = 6.0;
/// The length of an open end.
const OPEN: f64 = 48.0;
/// The maximum number of events per pixel at which lines lead to the actors that an event is directed at.
const LINES: f64 = 0.25;
/// The font of notes in labels.
const NOTE: Font = Font::regular(10.5);

/// Where everything is, by the width.
struct Layout {
    axis: Axis,
    changes: Changes,
    /// Where the lanes are, from the top of the first.
    lanes: Vec<f64>,
    /// The top and the bottom of each group.
    groups: Vec<[f64; 2]>,
    height: f64,
    left: f64,
    /// Whether lines lead from statements and acts to whom they are directed at.
    has_lines: bool,
}

/// Where an event is drawn.
#[derive(Clone, Copy)]
struct Place {
    x: f64,
    /// By how much it is moved along its lane and across.
    shift: (f64, f64),
}

/// How often labels of words give way to numbers that have no place.
const TURNS: u32 = 16;
/// How far groups are apart at most that share a label for want of room.
const NEAR: f64 = 50.0;
/// The rows that are kept for numbers.
const NUMBERS: usize = 2;

/// What names the events.
struct Labels {
    /// Those of all events, then those of numbers.
    all: Vec<Label>,
    /// The events that they belong to: of a number the first of its events.
    events: Vec<usize>,
    spots: Vec<Option<Spot>>,
    named: Vec<Named>,
    /// Numbers of stretches, from and to, in place of labels.
    bins: Vec<(f64, f64, String)>,
}

/// What an event has: a label of words, a number, or nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Named {
    Label,
    Number(usize),
    Nothing,
}

impl Layout {
    fn of(input: &Input, style: &Style) -> Self {
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
            if !style.is_wide() {
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
    fn places(&self, marks: &[Mark]) -> Vec<Place> {
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
fn own_lanes(mark: &Mark) -> impl Iterator<Item = usize> + '_ {
    let acts = mark.seats.iter().any(|(_, part)| *part == Part::Acts);
    let all = mark.is_contact() || !acts;
    let own = mark
        .seats
        .iter()
        .filter(move |(_, part)| all || *part == Part::Acts);
    own.map(|(lane, _)| *lane)
}

impl Input {
    pub(super) fn draw(&self, style: &Style) -> Picture {
        let mut canvas = Canvas::new(style);
        let mut y = header(&mut canvas, &self.title, &self.subtitle);
        y = legend(&mut canvas, y + 4.0, &self.legend(style)) + 4.0;
        let layout = Layout::of(self, style);
        let places = layout.places(&self.marks);
        let Labels {
            all: labels,
            events,
            spots,
            named,
            bins,
        } = self.labels(style, &layout, &places);

        let [above, below] = labels::heights(&labels, &spots);
        let above = if bins.is_empty() { above } else { ROW };
        let elbow = |height: f64| if height > 0.0 { height + ELBOW } else { 0.0 };
        let top = y + elbow(above) + 6.0;
        let bottom = top + layout.height;
        let ticks = layout.axis.ticks(&style.dates, LABEL);
        self.grounds(&mut canvas, &layout, top);
        draw_rules(&mut canvas, &ticks, [top - 4.0, bottom + 4.0]);
        Self::joints(&mut canvas, &layout, [top - 6.0, bottom + 6.0]);
        self.names(&mut canvas, &layout, top);
        for (mark, place) in self.marks.iter().zip(&places) {
            Self::span(&mut canvas, &layout, mark, *place, top);
        }
        let edges = [top - 6.0 - ELBOW, bottom + 22.0 + ELBOW];
        for ((label, spot), event) in labels.iter().zip(&spots).zip(events) {
            let Some(spot) = spot else { continue };
            let mark = &self.marks[event];
            let lanes = own_lanes(mark).map(|lane| layout.lanes[lane]);
            let end = if spot.side == 0 {
                lanes.fold(f64::INFINITY, f64::min).min(layout.height)
            } else {
                lanes.fold(0.0, f64::max)
            };
            labels::draw(&mut canvas, label, *spot, edges[spot.side], top + end);
        }
        for (from, to, text) in &bins {
            let y = top - 8.0;
            let points = [
                (*from, y + 4.0),
                (*from, y),
                (to.max(from + 1.0), y),
                (to.max(from + 1.0), y + 4.0),
            ];
            canvas.path(points, Paint::line(Tone::Axis, 1.0));
            let x = from.min(layout.axis.right() + 8.0 - STRONG.width(text));
            canvas.text((x, y - 5.0), STRONG, Anchor::Start, Tone::Ink, text);
        }
        for (mark, place) in self.marks.iter().zip(&places) {
            Self::mark(&mut canvas, &layout, mark, *place, top);
        }
        // Labels of the axis are upon leaders that go down.
        for (x, text) in ticks.iter().filter_map(|tick| tick.label.as_ref()) {
            let half = LABEL.width(text) / 2.0 + 1.0;
            let area = [x - half, bottom + 7.0, 2.0 * half, 14.0];
            canvas.rect(area, Paint::fill(Tone::Ground));
        }
        draw_labels(&mut canvas, &ticks, bottom + 18.0, LABEL);
        Self::days_left_out(&mut canvas, &layout, bottom + 18.0);

        y = bottom + 24.0 + elbow(below);
        y = self.list(&mut canvas, &named, y + 6.0);
        let labelled = named.iter().filter(|one| **one != Named::Nothing).count();
        let counts = EventCounts {
            labelled,
            unlabelled: self.marks.len() - labelled,
            outside: self.outside + self.undated,
        };
        let text = self.footer(style, &layout, &places, counts);
        let height = footer(&mut canvas, y, &[text]);
        canvas.finish(height, &self.title, &self.subtitle, counts)
    }

    fn footer(
        &self,
        style: &Style,
        layout: &Layout,
        places: &[Place],
        counts: EventCounts,
    ) -> String {
        let words = &style.words;
        let mut text = Vec::new();
        if let Some((from, to, times)) = layout.changes.stretched {
            let date = |day| style.dates.date(super::super::axis::date_of(day), false);
            let (from, to, times) = (date(from), date(to - 1.0), format!("{times:.0}"));
            let values = [("from", &*from), ("to", &*to), ("times", &*times)];
            text.push(fill(&words.footer_stretched, &values));
        }
        if layout.changes.breaks > 0 {
            text.push(words.footer_broken.clone());
        }
        let moved = places
            .iter()
            .map(|place| place.shift.0.abs())
            .fold(0.0, f64::max);
        if moved > 0.0 {
            text.push(fill(&words.footer_moved, &[("n", &format!("{moved:.0}"))]));
        }
        if counts.unlabelled > 0 {
            let all = count(self.marks.len());
            let values = [("n", &*count(counts.unlabelled)), ("all", &*all)];
            text.push(fill(&words.footer_unlabelled, &values));
        }
        if self.outside > 0 {
            text.push(fill(&words.footer_outside, &[("n", &count(self.outside))]));
        }
        if self.undated > 0 {
            text.push(fill(&words.footer_undated, &[("n", &count(self.undated))]));
        }
        text.join(" ")
    }

    /// Legend entries for what is drawn, and nothing else.
    fn legend(&self, style: &Style) -> Vec<Entry<'static>> {
        let words = &style.words;
        let has = |is: &dyn Fn(&Mark) -> bool| self.marks.iter().any(is);
        let mut entries = Vec::new();
        let mut shape = |width, text: &str, shape, look, by_order| {
            entries.push(Entry::new(width, text, move |canvas, at| {
                marks::draw(canvas, at, shape, look, Tone::Ground);
                if by_order {
                    marks::brackets(canvas, at);
                }
            }));
        };
        if has(&|mark| mark.kind == Kind::Meeting) {
            shape(10.0, &words.meeting, Shape::Disc, Look::Plain, false);
        }
        if has(&|mark| mark.kind == Kind::Call) {
            shape(10.0, &words.call, Shape::Diamond, Look::Plain, false);
        }
        let of = |mark: &Mark| super::draw::shape(mark);
        if has(&|mark| matches!(of(mark), Shape::Up | Shape::Down)) {
            shape(10.0, &words.statement, Shape::Down, Look::Plain, false);
        }
        if has(&|mark| of(mark) == Shape::Dash) {
            shape(
                10.0,
                &words.statement_to_none,
                Shape::Dash,
                Look::Plain,
                false,
            );
        }
        if has(&|mark| mark.kind == Kind::Act) {
            shape(10.0, &words.act, Shape::Square, Look::Plain, false);
        }
        for (look, text) in [
            (Look::Planned, &words.planned),
            (Look::Disputed, &words.disputed),
            (Look::Cancelled, &words.cancelled),
        ] {
            if has(&|mark| mark.look == look) {
                shape(12.0, text, Shape::Disc, look, false);
            }
        }
        if has(&|mark| mark.date.is_by_order) {
            shape(18.0, &words.by_order, Shape::Disc, Look::Plain, true);
        }
        if has(&|mark| is_wide_span(mark) && mark.span.ends().is_some()) {
            entries.push(Entry::new(28.0, &words.span, |canvas, (x, y)| {
                bar(canvas, [x - 14.0, x + 14.0], y, [true, true]);
            }));
        }
        if has(&|mark| mark.span.ends().is_none()) {
            entries.push(Entry::new(28.0, &words.open_end, |canvas, (x, y)| {
                let area = [x - 14.0, y - BAR / 2.0, 28.0, BAR];
                canvas.rect(area, Paint::with(Fill::FadeOut));
            }));
        }
        entries
    }

    /// The grounds of groups, and their names.
    fn grounds(&self, canvas: &mut Canvas<'_>, layout: &Layout, top: f64) {
        let is_wide = canvas.style.is_wide();
        for (group, [from, to]) in self.lanes.groups.iter().zip(&layout.groups) {
            let (from, to) = (top + from, top + to);
            for piece in pieces(&layout.axis) {
                let [left, right] = piece;
                canvas.rect(
                    [left, from, right - left, to - from],
                    Paint::fill(Tone::Lane),
                );
            }
            if is_wide {
                let name = STRONG.fit(&group.name, to - from + 2.0);
                canvas.text_upwards(
                    (MARGIN + 5.0, f64::midpoint(from, to)),
                    STRONG,
                    Tone::Muted,
                    &name,
                );
                let bar = MARGIN + 13.0;
                canvas.line((bar, from), (bar, to), Paint::line(Tone::Flat, 1.6));
            } else {
                let room = f64::from(canvas.style.width) - 2.0 * MARGIN;
                let name = STRONG.fit(&group.name, room);
                canvas.text(
                    (MARGIN, from - 4.0),
                    STRONG,
                    Anchor::Start,
                    Tone::Muted,
                    &name,
                );
            }
        }
    }

    fn names(&self, canvas: &mut Canvas<'_>, layout: &Layout, top: f64) {
        let room = layout.left - MARGIN - if canvas.style.is_wide() { 26.0 } else { 8.0 };
        for (label, lane) in self.lanes.labels().zip(&layout.lanes) {
            let y = top + lane;
            for [left, right] in pieces(&layout.axis) {
                canvas.line((left, y), (right, y), Paint::line(Tone::Grid, 1.0));
            }
            let text = LABEL.fit(label, room);
            canvas.text(
                (layout.left - 8.0, y + 4.0),
                LABEL,
                Anchor::End,
                Tone::Ink,
                &text,
            );
        }
    }

    /// Double rules where the scale changes, zigzags where days are left out.
    fn joints(canvas: &mut Canvas<'_>, layout: &Layout, [top, bottom]: [f64; 2]) {
        for pair in layout.axis.pieces.windows(2) {
            let (before, after) = (pair[0].right, pair[1].left);
            if after > before {
                let middle = f64::midpoint(before, after);
                let mut points = Vec::new();
                let mut y = top;
                let mut side = -1.0;
                while y <= bottom {
                    points.push((middle + side * 3.0, y));
                    side = -side;
                    y += 7.0;
                }
                canvas.path(points, Paint::line(Tone::Axis, 1.2).dashed("3 2"));
            } else {
                for x in [before - 1.5, before + 1.5] {
                    canvas.line((x, top), (x, bottom), Paint::line(Tone::Axis, 1.0));
                }
            }
        }
    }

    fn days_left_out(canvas: &mut Canvas<'_>, layout: &Layout, y: f64) {
        for pair in layout.axis.pieces.windows(2) {
            if pair[1].left > pair[0].right {
                let days = format!("{:.0}", pair[1].from - pair[0].to);
                let text = fill(&canvas.style.words.days_left_out, &[("n", &days)]);
                let middle = f64::midpoint(pair[0].right, pair[1].left);
                // Below the labels of the axis, which may reach into the break.
                canvas.text(
                    (middle, y + 11.0),
                    Font::regular(10.0),
                    Anchor::Middle,
                    Tone::Muted,
                    &text,
                );
            }
        }
    }

    /// Labels for all events, then numbers for those without; and what each event has.
    fn labels(&self, style: &Style, layout: &Layout, places: &[Place]) -> Labels {
        let is_wide = style.is_wide();
        let room = Room {
            left: MARGIN,
            right: f64::from(style.width) - 10.0,
            first: 0,
            rows: if is_wide { [15, 12] } else { [0, 0] },
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
    fn bins(&self, rest: &[usize], layout: &Layout) -> Vec<(f64, f64, String)> {
        const WIDTH: f64 = 42.0;
        let right = layout.axis.right();
        let x = |at: usize| layout.axis.x(self.marks[at].day());
        let mut bins: Vec<(f64, f64, String)> = Vec::new();
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
    fn list(&self, canvas: &mut Canvas<'_>, named: &[Named], top: f64) -> f64 {
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

    /// Draws the days on which an event may have been.
    fn span(canvas: &mut Canvas<'_>, layout: &Layout, mark: &Mark, place: Place, top: f64) {
        if !is_wide_span(mark) {
            return;
        }
        let axis = &layout.axis;
        let (from, to) = (mark.span.from, mark.span.to);
        let left = from.map_or(place.x - OPEN, |day| axis.x(day));
        let right = to.map_or(place.x + OPEN, |day| axis.x(day));
        let (left, right) = (left.max(axis.left()), right.min(axis.right()));
        if right - left < 7.0 {
            return;
        }
        canvas.open(&mark.tip);
        let lanes: Vec<f64> = own_lanes(mark)
            .map(|lane| top + layout.lanes[lane])
            .collect();
        if let (true, [first, .., last]) = (mark.is_contact(), &*lanes) {
            let area = [left, *first, right - left, last - first];
            canvas.rect(area, Paint::fill(Tone::Flat).opacity(0.13));
        }
        for &y in &lanes {
            let y = y + place.shift.1;
            let area = |left: f64, right: f64| [left, y - BAR / 2.0, right - left, BAR];
            match (from, to) {
                (Some(_), Some(_)) if mark.span.certain.is_some() => {
                    canvas.rect(area(left, right), Paint::fill(Tone::Flat).opacity(0.6));
                }
                (Some(_), Some(_)) if mark.is_about => {
                    let middle = f64::midpoint(left, right);
                    canvas.rect(area(left, middle), Paint::with(Fill::FadeIn).opacity(0.8));
                    canvas.rect(area(middle, right), Paint::with(Fill::FadeOut).opacity(0.8));
                }
                (Some(_), Some(_)) => bar(canvas, [left, right], y, [true, true]),
                (Some(_), None) => {
                    canvas.rect(area(left, right), Paint::with(Fill::FadeOut));
                    let points = [
                        (right - 5.0, y - 4.0),
                        (right - 1.0, y),
                        (right - 5.0, y + 4.0),
                    ];
                    canvas.path(points, Paint::line(Tone::Flat, 1.4));
                }
                (None, _) => {
                    canvas.rect(area(left, right), Paint::with(Fill::FadeIn));
                    let points = [
                        (left + 5.0, y - 4.0),
                        (left + 1.0, y),
                        (left + 5.0, y + 4.0),
                    ];
                    canvas.path(points, Paint::line(Tone::Flat, 1.4));
                }
            }
        }
        canvas.close();
    }

    /// Draws an event: its lines, then its marks.
    fn mark(canvas: &mut Canvas<'_>, layout: &Layout, mark: &Mark, place: Place, top: f64) {
        canvas.open(&mark.tip);
        let x = place.x;
        let y = |lane: usize| top + layout.lanes[lane] + place.shift.1;
        let dash = match mark.look {
            Look::Plain if is_wide_span(mark) && mark.span.certain.is_none() => Some("1.5 3"),
            Look::Plain => None,
            _ => Some("4 3"),
        };
        let dashed = |paint: Paint| dash.map_or(paint, |dash| paint.dashed(dash));
        let own: Vec<usize> = own_lanes(mark).collect();
        if mark.is_contact() {
            if let [first, .., last] = *own {
                let width = match (mark.kind, dash) {
                    (Kind::Meeting, None) => 3.6,
                    (Kind::Meeting, _) => 2.0,
                    _ => 1.2,
                };
                canvas.line(
                    (x, y(first)),
                    (x, y(last)),
                    dashed(Paint::line(Tone::Ink, width)),
                );
            }
        } else {
            for &(lane, part) in &mark.seats {
                if layout.has_lines
                    && part == Part::Receives
                    && let Some(from) = nearest(&own, lane)
                    && from != lane
                {
                    let end = top + layout.lanes[lane];
                    let paint = dashed(Paint::line(Tone::Axis, 0.9));
                    canvas.line((x, y(from)), (x, end), paint);
                    canvas.circle((x, end), 1.5, Paint::fill(Tone::Axis));
                }
            }
        }
        let shape = shape(mark);
        for &lane in &own {
            let at = (x, y(lane));
            marks::draw(canvas, at, shape, mark.look, Tone::Lane);
            if mark.date.is_by_order {
                marks::brackets(canvas, at);
            }
        }
        canvas.close();
    }
}

/// The lane of one's own that is nearest to another.
fn nearest(own: &[usize], lane: usize) -> Option<usize> {
    own.iter().copied().min_by_key(|&one| one.abs_diff(lane))
}

/// The shape of an event: a statement points to the first lane of whom it is directed at.
fn shape(mark: &Mark) -> Shape {
    if mark.kind != Kind::Statement {
        return Shape::of(mark.kind);
    }
    let lane_of = |wanted: Part| {
        let mut lanes = mark.seats.iter().filter(|(_, part)| *part == wanted);
        lanes.next().map(|(lane, _)| *lane)
    };
    match (lane_of(Part::Acts), lane_of(Part::Receives)) {
        (Some(from), Some(to)) if to < from => Shape::Up,
        (Some(from), Some(to)) if to > from => Shape::Down,
        _ => Shape::Dash,
    }
}

/// Whether an event has no certain day, or lasts for more than one.
fn is_wide_span(mark: &Mark) -> bool {
    mark.span.ends().is_none_or(|(from, to)| to - from > 1.01)
}

/// Draws a bar with soft ends.
fn bar(canvas: &mut Canvas<'_>, [left, right]: [f64; 2], y: f64, soft: [bool; 2]) {
    let most = (right - left) / 2.0;
    let [start, end] = soft.map(|soft| if soft { SOFT.min(most) } else { 0.0 });
    let area = |left: f64, right: f64| [left, y - BAR / 2.0, right - left, BAR];
    let opacity = 0.75;
    canvas.rect(
        area(left, left + start),
        Paint::with(Fill::FadeIn).opacity(opacity),
    );
    canvas.rect(
        area(left + start, right - end),
        Paint::fill(Tone::Flat).opacity(opacity),
    );
    canvas.rect(
        area(right - end, right),
        Paint::with(Fill::FadeOut).opacity(opacity),
    );
}

/// The pieces of an axis that have no break between them, put together.
fn pieces(axis: &Axis) -> Vec<[f64; 2]> {
    let mut joined: Vec<[f64; 2]> = Vec::new();
    for piece in &axis.pieces {
        match joined.last_mut() {
            Some([_, right]) if piece.left - *right < 0.5 => *right = piece.right,
            _ => joined.push([piece.left, piece.right]),
        }
    }
    joined
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

#[cfg(all(test, feature = "json"))]
mod tests {
    use std::collections::BTreeMap;

    use super::super::TimelineChart;
    use super::*;
    use crate::Timeline;
    use crate::event::Status;

    #[test]
    fn marks_of_a_lane_keep_the_order_of_their_days() {
        for record in [
            include_str!("../../../examples/data/us-russia-2025.json"),
            include_str!("../../../examples/data/kuala-lumpur.json"),
        ] {
            let timeline = Timeline::from_json(record).expect("the record is well-formed");
            let view = timeline.view().of_status(&Status::ALL);
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

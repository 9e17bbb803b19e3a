//! The network: the levels of many pairs at an instant.

mod circle;

use circle::Circle;
use std::collections::BTreeMap;
use std::f64::consts::TAU;

#[cfg(feature = "json")]
use chrono::NaiveDate;

use super::data::rows::settled;
use super::data::{Cell as DataCell, ChartData};
use super::frame::{Entry, LABEL, footer, header, legend, title};
use super::multiples::{entries, finding};
use super::palette::{Tone, tone_of_level};
use super::relation::{pair_name, side};
use super::style::Style;
use super::svg::{Anchor, Canvas, EventCounts, Paint, Picture};
use super::text::Font;
use super::words::Words;
use crate::actor::ActorKind;
use crate::relations::Relations;
use crate::text::fill;
use crate::time::Moment;
use crate::timeline::ActorRef;
use crate::trend::Direction;

/// The height of a line of a name.
const LINE: f64 = 13.0;
/// The font of the name of a state.
const STATE: Font = Font::bold(12.0);

/// A network of pairs at an instant.
///
/// | what | drawn as |
/// | :-- | :-- |
/// | actor | a node on a circle, in the sector of the state that it represents |
/// | level of a pair | the colour of a line: orange below zero, grey near zero, blue above it |
/// | contact, decayed | the width of the line: its square root |
/// | too little data for a direction | a dashed line |
/// | direction and level | a glyph and a number, on the pairs with the most contact |
///
/// The places of nodes depend on identifiers only, so pictures of two dates can be compared. A pair
/// without a mark has no line; the footer counts such pairs.
///
/// # Limits
///
/// At most 24 nodes are drawn, 16 in a narrow picture: those of the pairs with the most contact. The
/// footer counts the pairs that are left out.
///
/// # Example
///
/// ```
/// use chrono::NaiveDate;
/// use detente::actor::Actor;
/// use detente::event::Event;
/// use detente::plot::{NetworkChart, Style};
/// use detente::Timeline;
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::state("USA").named("United States"));
/// builder.actor(Actor::state("RUS").named("Russia"));
/// builder.event(Event::meeting("talks", "2025-02-18").between("USA", "RUS"));
/// let timeline = builder.build()?;
///
/// let relations = timeline.relations("USA", "RUS")?;
/// let at = NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let picture = NetworkChart::new(at).pair(&relations).draw(&Style::new(900));
/// assert_eq!(picture.title(), "None of 1 pairs has a settled direction");
/// assert!(picture.as_str().contains("<title>United States–Russia: +"));
/// assert!(picture.as_str().contains("Too little data</title>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct NetworkChart<'r, 't> {
    at: Moment,
    pairs: Vec<&'r Relations<'t>>,
}

crate::text::short_debug!(NetworkChart<'_, '_>, "NetworkChart", |it| {
    "at": it.at,
    "pairs": it.pairs.len(),
});

impl<'r, 't> NetworkChart<'r, 't> {
    /// Creates a network at an instant (a date: at its start), without pairs.
    #[must_use]
    pub fn new(at: impl Into<Moment>) -> Self {
        Self {
            at: at.into(),
            pairs: Vec::new(),
        }
    }

    /// Adds a pair.
    #[must_use]
    pub fn pair(mut self, relations: &'r Relations<'t>) -> Self {
        self.pairs.push(relations);
        self
    }

    /// Draws the network.
    pub fn draw(&self, style: &Style) -> Picture {
        let (kept, nodes, left_out) = self.shown(style);
        draw(&kept, left_out, &nodes, self.at, style)
    }

    /// The level of each pair: the rows behind the network, those of most contact first.
    pub fn data(&self, style: &Style) -> ChartData {
        const COLUMNS: &[&str] = &[
            "a",
            "b",
            "date",
            "level",
            "sd",
            "direction",
            "p_rising",
            "contact_volume",
        ];
        let (edges, ..) = self.shown(style);
        let rows = edges.iter().map(|edge| {
            let [a, b] = edge.nodes.each_ref().map(|node| node.name.as_str());
            vec![
                a.into(),
                b.into(),
                self.at.date().into(),
                DataCell::of(edge.level.map(|(level, _)| level)),
                DataCell::of(edge.level.map(|(_, sd)| sd)),
                edge.direction.as_str().into(),
                DataCell::of(settled(edge.direction, edge.p_rising)),
                edge.contact.into(),
            ]
        });
        ChartData::new(COLUMNS, rows.collect())
    }

    /// The date of the instant.
    #[cfg(feature = "json")]
    pub(super) fn date(&self) -> NaiveDate {
        self.at.date()
    }

    /// The title and the subtitle.
    #[cfg(feature = "json")]
    pub(super) fn headings(&self, style: &Style) -> [String; 2] {
        let (edges, ..) = self.shown(style);
        let directions: Vec<Direction> = edges.iter().map(|edge| edge.direction).collect();
        headings(&directions, self.at, style)
    }

    /// The pairs that are drawn, their nodes, and how many pairs are left out.
    pub(super) fn shown(&self, style: &Style) -> (Vec<Edge>, BTreeMap<Key, Node>, usize) {
        let most = if style.is_wide() { 24 } else { 16 };
        let mut edges: Vec<Edge> = self
            .pairs
            .iter()
            .map(|pair| Edge::of(pair, self.at, style))
            .collect();
        // Those with most contact first, so that they keep their nodes.
        edges.sort_by(|a, b| b.contact.total_cmp(&a.contact).then(a.ends.cmp(&b.ends)));
        let mut nodes: BTreeMap<Key, Node> = BTreeMap::new();
        let mut kept: Vec<Edge> = Vec::new();
        let all = edges.len();
        for edge in edges {
            let new = edge
                .ends
                .iter()
                .filter(|end| !nodes.contains_key(*end))
                .count();
            if nodes.len() + new > most {
                continue;
            }
            for (end, node) in edge.ends.iter().zip(&edge.nodes) {
                nodes.entry(end.clone()).or_insert_with(|| node.clone());
            }
            kept.push(edge);
        }
        let left_out = all - kept.len();
        (kept, nodes, left_out)
    }
}

/// The group of a node, whether it is not the state itself, and its identifier.
pub(super) type Key = (String, bool, String);

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) name: String,
    is_state: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) ends: [Key; 2],
    nodes: [Node; 2],
    pub(super) name: String,
    pub(super) level: Option<(f64, f64)>,
    pub(super) contact: f64,
    pub(super) direction: Direction,
    p_rising: Option<f64>,
}

/// The state that an actor represents at an instant.
fn state(actor: ActorRef<'_>, at: Moment) -> String {
    if actor.kind() == ActorKind::State {
        return actor.id().to_owned();
    }
    let mut states = actor
        .represented(at.date())
        .filter(|(one, _)| one.kind() == ActorKind::State);
    states
        .next()
        .map_or_else(String::new, |(one, _)| one.id().to_owned())
}

impl Edge {
    fn of(relations: &Relations<'_>, at: Moment, style: &Style) -> Self {
        let sides = relations.sides();
        let ends = sides.map(|actors| {
            let ids: Vec<&str> = actors.iter().map(|one| one.id()).collect();
            let is_state = matches!(actors, [one] if one.kind() == ActorKind::State);
            let group = actors
                .first()
                .map_or_else(String::new, |one| state(*one, at));
            (group, !is_state, ids.join(" "))
        });
        let nodes = [0, 1].map(|at| Node {
            name: side(sides[at], style),
            is_state: !ends[at].1,
        });
        let trend = relations.trend(at);
        let level = trend.level;
        Self {
            ends,
            nodes,
            name: pair_name(relations, style),
            level: level.as_ref().map(super::relation::point),
            contact: level.map_or(0.0, |level| level.sums.engagement),
            direction: relations.ongoing(at).direction,
            p_rising: trend.p_rising(),
        }
    }

    fn tip(&self, words: &Words) -> String {
        let level = self.level.map_or_else(
            || words.no_data.clone(),
            |(level, sd)| words.level_with_error(level, sd),
        );
        let direction = super::relation::draw::word(words, self.direction);
        format!("{}: {level}, {direction}", self.name)
    }

    fn width(&self, most: f64) -> f64 {
        let share = if most > 0.0 {
            (self.contact / most).sqrt()
        } else {
            0.0
        };
        1.4 + share * 6.6
    }
}

/// Places nodes on a circle: the angle of each, and the angles of each group.
fn angles(nodes: &BTreeMap<Key, Node>) -> (BTreeMap<&Key, f64>, Vec<[f64; 2]>) {
    let mut groups: Vec<Vec<&Key>> = Vec::new();
    for key in nodes.keys() {
        match groups.last_mut() {
            Some(group) if group[0].0 == key.0 => group.push(key),
            _ => groups.push(vec![key]),
        }
    }
    // Between groups there is a gap of one and a half nodes.
    #[expect(clippy::cast_precision_loss, reason = "there are a few nodes")]
    let slots = nodes.len() as f64 + 1.5 * groups.len() as f64;
    let step = TAU / slots.max(1.0);
    let mut angle = -TAU / 4.0;
    let mut placed = BTreeMap::new();
    let mut arcs = Vec::new();
    for group in groups {
        angle += 0.75 * step;
        let from = angle;
        for key in group {
            placed.insert(key, angle + step / 2.0);
            angle += step;
        }
        arcs.push([from, angle]);
        angle += 0.75 * step;
    }
    (placed, arcs)
}

/// The name of a node beside the circle.
struct Name {
    x: f64,
    top: f64,
    is_left: bool,
    font: Font,
    lines: Vec<String>,
}

impl Name {
    #[expect(clippy::cast_precision_loss, reason = "there are two lines at most")]
    fn height(&self) -> f64 {
        self.lines.len() as f64 * LINE
    }
}

/// Places the names of nodes to the left and to the right of the circle.
///
/// From the middle upwards and downwards each is moved away from the one before, so that none
/// meets another or the circle.
fn names(
    nodes: &BTreeMap<Key, Node>,
    angles: &BTreeMap<&Key, f64>,
    centre: (f64, f64),
    radius: f64,
    style: &Style,
) -> Vec<Name> {
    let width = f64::from(style.width);
    let most = if style.is_wide() { 160.0 } else { 96.0 };
    let mut names: Vec<Name> = nodes
        .iter()
        .map(|(key, node)| {
            let (sine, cosine) = angles[key].sin_cos();
            let is_left = cosine < 0.0;
            let x = centre.0 + (radius + 23.0) * cosine;
            let y = centre.1 + (radius + 23.0) * sine;
            let room = if is_left { x - 8.0 } else { width - 8.0 - x };
            let font = if node.is_state { STATE } else { LABEL };
            let lines = font.wrap(&node.name, room.min(most), 2);
            let mut name = Name {
                x,
                top: 0.0,
                is_left,
                font,
                lines,
            };
            // Away from the circle above and below it.
            name.top = y - name.height() / 2.0 + sine * name.height() / 2.0;
            name
        })
        .collect();
    for is_left in [false, true] {
        for is_upper in [false, true] {
            let middle = |name: &Name| name.top + name.height() / 2.0 - centre.1;
            let mut own: Vec<&mut Name> = names
                .iter_mut()
                .filter(|name| name.is_left == is_left && (middle(name) < 0.0) == is_upper)
                .collect();
            own.sort_by(|a, b| middle(a).abs().total_cmp(&middle(b).abs()));
            let mut edge = centre.1;
            for name in own {
                if is_upper {
                    name.top = name.top.min(edge - name.height() - 1.0);
                    edge = name.top;
                } else {
                    name.top = name.top.max(edge + 1.0);
                    edge = name.top + name.height();
                }
            }
        }
    }
    names
}

/// The title and the subtitle.
fn headings(directions: &[Direction], at: Moment, style: &Style) -> [String; 2] {
    let date = style.dates.date(at.date(), true);
    [
        title(style, finding(directions, &style.words)),
        fill(&style.words.subtitle_network, &[("date", &date)]),
    ]
}

/// The places of nodes on a circle of radius 1 around 0, upwards.
#[cfg(feature = "json")]
pub(super) fn positions(nodes: &BTreeMap<Key, Node>) -> BTreeMap<&Key, (f64, f64)> {
    let (angles, _) = angles(nodes);
    let places = angles.into_iter().map(|(key, angle)| {
        let (sine, cosine) = angle.sin_cos();
        (key, (cosine, -sine))
    });
    places.collect()
}

fn draw(
    edges: &[Edge],
    left_out: usize,
    nodes: &BTreeMap<Key, Node>,
    at: Moment,
    style: &Style,
) -> Picture {
    let words = &style.words;
    let mut canvas = Canvas::new(style);
    let directions: Vec<Direction> = edges.iter().map(|edge| edge.direction).collect();
    let [title, subtitle] = headings(&directions, at, style);
    let mut y = header(&mut canvas, &title, &subtitle);
    y = legend(&mut canvas, y + 4.0, &levels(words)) - 4.0;
    y = legend(&mut canvas, y, &widths(edges, &directions, words)) + 4.0;

    let (radius, margin) = if style.is_wide() {
        (206.0, 34.0)
    } else {
        (96.0, 42.0)
    };
    let centre = (f64::from(style.width) / 2.0, y + margin + radius);
    let (angles, arcs) = angles(nodes);
    let circle = Circle {
        centre,
        radius,
        angles,
    };
    for arc in arcs {
        let paint = Paint::line(Tone::Axis, 3.0);
        canvas.arc(centre, radius + 14.0, arc, paint);
    }
    circle.draw_lines(&mut canvas, edges);
    for angle in circle.angles.values() {
        let paint = Paint::fill(Tone::Ground).outlined(Tone::Ink, 1.8);
        canvas.circle(circle.point(*angle), 5.0, paint);
    }
    for name in names(nodes, &circle.angles, centre, radius, style) {
        let anchor = if name.is_left {
            Anchor::End
        } else {
            Anchor::Start
        };
        for (line, text) in (0_u8..).zip(&name.lines) {
            let at = (name.x, name.top + 10.0 + f64::from(line) * LINE);
            canvas.text(at, name.font, anchor, Tone::Ink, text);
        }
    }
    circle.draw_numbers(&mut canvas, edges);

    let no_marks = edges.iter().filter(|edge| edge.level.is_none()).count();
    let mut text = words.footer_network.clone();
    for (n, pattern) in [
        (no_marks, &words.footer_no_marks),
        (left_out, &words.footer_left_out),
    ] {
        if n > 0 {
            text.push(' ');
            text.push_str(&fill(pattern, &[("n", &n.to_string())]));
        }
    }
    let height = footer(&mut canvas, centre.1 + radius + margin, &[text]);
    canvas.finish(height, &title, &subtitle, EventCounts::default())
}

/// The colours of levels.
fn levels(words: &Words) -> Vec<Entry<'static>> {
    let classes = [
        (-2.0, "< −1"),
        (-0.7, "−1 to −.5"),
        (-0.3, "−.5 to −.1"),
        (0.0, ""),
        (0.3, ".1 to .5"),
        (0.7, ".5 to 1"),
        (2.0, "> 1"),
    ];
    let name = Entry::new(0.0, &words.level, |_, _| {});
    let swatches = classes.into_iter().map(|(level, text)| {
        let text = if text.is_empty() {
            &words.near_zero
        } else {
            text
        };
        Entry::new(14.0, text, move |canvas, (x, y)| {
            canvas.rect(
                [x - 7.0, y - 4.0, 14.0, 8.0],
                Paint::fill(tone_of_level(level)),
            );
        })
    });
    std::iter::once(name).chain(swatches).collect()
}

/// What the width and the dashes of lines mean, and the glyphs.
fn widths(edges: &[Edge], directions: &[Direction], words: &Words) -> Vec<Entry<'static>> {
    let line = |text: &str, paint: Paint| {
        Entry::new(26.0, text, move |canvas, (x, y)| {
            canvas.line((x - 13.0, y), (x + 13.0, y), paint);
        })
    };
    let mut all = vec![
        line(&words.few_contacts, Paint::line(Tone::Flat, 1.4)),
        line(&words.many_contacts, Paint::line(Tone::Flat, 7.0)),
    ];
    if edges
        .iter()
        .any(|edge| edge.direction == Direction::Insufficient)
    {
        let dashed = Paint::line(Tone::Flat, 2.0).dashed("6 4");
        all.push(line(&words.dashed_insufficient, dashed));
    }
    let others: Vec<Direction> = directions
        .iter()
        .copied()
        .filter(|one| *one != Direction::Insufficient)
        .collect();
    all.extend(entries(&others, words));
    all
}

//! Writing SVG: shapes, text and their colours.
//!
//! Each colour is written twice: as an attribute, for programs that know no style sheets, and as a
//! class whose colour is a variable, which a dark ground changes. Style rules are bound to the
//! identifier of the picture, so that several pictures of one page do not meet.

mod paint;
mod picture;

use std::collections::BTreeSet;
use std::fmt::{self, Write};

pub(super) use paint::{Anchor, Fill, Paint};
pub use picture::{EventCounts, Picture};

use super::palette::Tone;
use super::style::{Scheme, Style};
use super::text::{Font, is_direction, is_forbidden};

/// The fonts, those of the widths that are measured first.
const FONTS: &str = "Helvetica,Arial,'Liberation Sans',Roboto,system-ui,sans-serif";

/// A coordinate or a length, with one decimal.
#[derive(Clone, Copy)]
pub(super) struct Px(pub(super) f64);

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        assert!(self.0.is_finite(), "layouts compute finite lengths only");
        let tenths = (self.0 * 10.0).round() / 10.0;
        // Without the sign of a zero.
        write!(f, "{}", if tenths == 0.0 { 0.0 } else { tenths })
    }
}

/// Text with what XML reserves escaped, and without what it forbids.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for one in self.0.chars() {
            match one {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                _ if is_direction(one) => {}
                _ if is_forbidden(one) => f.write_char('\u{fffd}')?,
                _ => f.write_char(one)?,
            }
        }
        Ok(())
    }
}

/// What a class sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Property {
    Fill,
    Stroke,
    Stop,
}

impl Property {
    const fn letter(self) -> char {
        match self {
            Self::Fill => 'f',
            Self::Stroke => 's',
            Self::Stop => 'g',
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Fill => "fill",
            Self::Stroke => "stroke",
            Self::Stop => "stop-color",
        }
    }
}

/// A picture that is being drawn.
pub(super) struct Canvas<'s> {
    pub(super) style: &'s Style,
    body: String,
    classes: BTreeSet<(Property, Tone)>,
    fills: BTreeSet<Fill>,
}

/// Writing to a string cannot fail.
macro_rules! put {
    ($to:expr, $($what:tt)*) => {
        write!($to, $($what)*).expect("a string takes all that is written")
    };
}

impl<'s> Canvas<'s> {
    pub(super) const fn new(style: &'s Style) -> Self {
        Self {
            style,
            body: String::new(),
            classes: BTreeSet::new(),
            fills: BTreeSet::new(),
        }
    }

    fn colour(&self, tone: Tone) -> super::Rgb {
        match self.style.scheme {
            Scheme::Dark => self.style.palette.dark(tone),
            Scheme::Auto | Scheme::Light => self.style.palette.light(tone),
        }
    }

    fn paint(&mut self, paint: Paint) {
        let mut classes: [Option<(Property, Tone)>; 2] = [None, None];
        match paint.fill {
            Fill::Nothing => put!(self.body, r#" fill="none""#),
            Fill::Tone(tone) => {
                put!(self.body, r#" fill="{}""#, self.colour(tone));
                classes[0] = Some((Property::Fill, tone));
            }
            pattern => {
                let name = Self::name_of(pattern);
                put!(self.body, r#" fill="url(#{}-{name})""#, self.style.prefix);
                self.fills.insert(pattern);
            }
        }
        if let Some((tone, width)) = paint.stroke {
            let colour = self.colour(tone);
            put!(
                self.body,
                r#" stroke="{colour}" stroke-width="{}""#,
                Px(width)
            );
            classes[1] = Some((Property::Stroke, tone));
        }
        if let Some(dash) = paint.dash {
            put!(self.body, r#" stroke-dasharray="{dash}""#);
        }
        if let Some(opacity) = paint.opacity {
            put!(self.body, r#" opacity="{opacity}""#);
        }
        self.class(classes);
    }

    fn class(&mut self, classes: [Option<(Property, Tone)>; 2]) {
        if classes == [None, None] {
            return;
        }
        self.body.push_str(r#" class=""#);
        for (place, (property, tone)) in classes.into_iter().flatten().enumerate() {
            let gap = if place > 0 { " " } else { "" };
            put!(self.body, "{gap}{}-{}", property.letter(), tone.word());
            self.classes.insert((property, tone));
        }
        self.body.push('"');
    }

    const fn name_of(fill: Fill) -> &'static str {
        match fill {
            Fill::Nothing | Fill::Tone(_) => "",
            Fill::Hatch => "hatch",
            Fill::Dots => "dots",
            Fill::FadeIn => "in",
            Fill::FadeOut => "out",
        }
    }

    /// Opens a group that a pointer names.
    pub(super) fn open(&mut self, title: &str) {
        put!(self.body, "<g><title>{}</title>\n", Escaped(title));
    }

    pub(super) fn close(&mut self) {
        self.body.push_str("</g>\n");
    }

    pub(super) fn rect(&mut self, [x, y, width, height]: [f64; 4], paint: Paint) {
        put!(
            self.body,
            r#"<rect x="{}" y="{}" width="{}" height="{}""#,
            Px(x),
            Px(y),
            Px(width.max(0.0)),
            Px(height.max(0.0))
        );
        self.paint(paint);
        self.body.push_str("/>\n");
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), paint: Paint) {
        put!(
            self.body,
            r#"<line x1="{}" y1="{}" x2="{}" y2="{}""#,
            Px(from.0),
            Px(from.1),
            Px(to.0),
            Px(to.1)
        );
        self.paint(paint);
        self.body.push_str("/>\n");
    }

    pub(super) fn circle(&mut self, (x, y): (f64, f64), radius: f64, paint: Paint) {
        put!(
            self.body,
            r#"<circle cx="{}" cy="{}" r="{}""#,
            Px(x),
            Px(y),
            Px(radius)
        );
        self.paint(paint);
        self.body.push_str("/>\n");
    }

    /// A line through points; one that is filled is closed.
    pub(super) fn path(&mut self, points: impl IntoIterator<Item = (f64, f64)>, paint: Paint) {
        let mut points = points.into_iter();
        let Some((x, y)) = points.next() else { return };
        put!(self.body, r#"<path d="M{} {}"#, Px(x), Px(y));
        let mut last = (Px(x).to_string(), Px(y).to_string());
        for (x, y) in points {
            let next = (Px(x).to_string(), Px(y).to_string());
            match (next.0 == last.0, next.1 == last.1) {
                (true, true) => {}
                (true, false) => put!(self.body, "V{}", next.1),
                (false, true) => put!(self.body, "H{}", next.0),
                (false, false) => put!(self.body, "L{} {}", next.0, next.1),
            }
            last = next;
        }
        if paint.fill != Fill::Nothing {
            self.body.push('Z');
        }
        self.body.push('"');
        self.paint(paint);
        self.body.push_str("/>\n");
    }

    /// Squares of one size, by their upper left corners, in one path.
    pub(super) fn squares(
        &mut self,
        corners: impl IntoIterator<Item = (f64, f64)>,
        size: f64,
        paint: Paint,
    ) {
        let mut corners = corners.into_iter().peekable();
        if corners.peek().is_none() {
            return;
        }
        self.body.push_str("<path d=\"");
        for (x, y) in corners {
            let size = Px(size);
            put!(self.body, "M{} {}h{size}v{size}h-{size}z", Px(x), Px(y));
        }
        self.body.push('"');
        self.paint(paint);
        self.body.push_str("/>\n");
    }

    /// A curve from one point to another, bent towards a third.
    pub(super) fn curve(
        &mut self,
        from: (f64, f64),
        bend: (f64, f64),
        to: (f64, f64),
        paint: Paint,
    ) {
        let [a, b, c] = [from, bend, to].map(|(x, y)| format!("{} {}", Px(x), Px(y)));
        put!(self.body, r#"<path d="M{a}Q{b} {c}""#);
        self.paint(paint);
        self.body.push_str("/>\n");
    }

    /// Part of a circle, from one angle to another.
    pub(super) fn arc(
        &mut self,
        (x, y): (f64, f64),
        radius: f64,
        [from, to]: [f64; 2],
        paint: Paint,
    ) {
        let at = |angle: f64| {
            let (sine, cosine) = angle.sin_cos();
            format!("{} {}", Px(x + radius * cosine), Px(y + radius * sine))
        };
        let large = u8::from(to - from > std::f64::consts::PI);
        let (start, end, radius) = (at(from), at(to), Px(radius));
        put!(
            self.body,
            r#"<path d="M{start}A{radius} {radius} 0 {large} 1 {end}""#
        );
        self.paint(paint);
        self.body.push_str("/>\n");
    }

    pub(super) fn text(
        &mut self,
        at: (f64, f64),
        font: Font,
        anchor: Anchor,
        tone: Tone,
        text: &str,
    ) {
        self.write_text(at, font, anchor, tone, text, "");
    }

    /// Text with an edge in the colour of the ground, upon lines.
    pub(super) fn text_upon(
        &mut self,
        at: (f64, f64),
        font: Font,
        anchor: Anchor,
        tone: Tone,
        text: &str,
    ) {
        let ground = self.colour(Tone::Ground);
        let edge = format!(
            r#" stroke="{ground}" stroke-width="3" stroke-linejoin="round" paint-order="stroke""#
        );
        self.write_text(at, font, anchor, tone, text, &edge);
    }

    /// Text that runs upwards, its middle at a point.
    pub(super) fn text_upwards(&mut self, (x, y): (f64, f64), font: Font, tone: Tone, text: &str) {
        let turn = format!(r#" transform="rotate(-90 {} {})""#, Px(x), Px(y));
        self.write_text((x, y), font, Anchor::Middle, tone, text, &turn);
    }

    fn write_text(
        &mut self,
        (x, y): (f64, f64),
        font: Font,
        anchor: Anchor,
        tone: Tone,
        text: &str,
        more: &str,
    ) {
        if text.is_empty() {
            return;
        }
        put!(
            self.body,
            r#"<text x="{}" y="{}" font-size="{}""#,
            Px(x),
            Px(y),
            Px(font.size)
        );
        if font.bold {
            self.body.push_str(r#" font-weight="bold""#);
        }
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.body.push_str(r#" text-anchor="middle""#),
            Anchor::End => self.body.push_str(r#" text-anchor="end""#),
        }
        put!(self.body, r#"{more} fill="{}""#, self.colour(tone));
        let edge = more
            .contains("paint-order")
            .then_some((Property::Stroke, Tone::Ground));
        self.class([Some((Property::Fill, tone)), edge]);
        put!(self.body, ">{}</text>\n", Escaped(text));
    }

    /// The picture of a height, with its title and its description.
    pub(super) fn finish(
        mut self,
        height: f64,
        title: &str,
        description: &str,
        counts: EventCounts,
    ) -> Picture {
        let (prefix, width) = (self.style.prefix.clone(), self.style.width);
        let body = std::mem::take(&mut self.body);
        self.definitions();
        let definitions = std::mem::take(&mut self.body);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "heights are positive, and far below 32 bits"
        )]
        let size = (width, height.ceil() as u32);
        let whole = [0.0, 0.0, size.0.into(), size.1.into()];
        self.rect(whole, Paint::fill(Tone::Ground));
        let ground = std::mem::take(&mut self.body);
        let (title, description) = (title.to_owned(), description.to_owned());
        let mut svg = String::with_capacity(body.len() + 4_000);
        put!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" id="{prefix}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-labelledby="{prefix}-t {prefix}-d" font-family="{FONTS}">"#,
            size.0,
            size.1,
            size.0,
            size.1
        );
        put!(
            svg,
            "\n<title id=\"{prefix}-t\">{}</title>\n<desc id=\"{prefix}-d\">{}</desc>\n",
            Escaped(&title),
            Escaped(&description)
        );
        self.style_sheet(&mut svg);
        svg.push_str(&definitions);
        svg.push_str(&ground);
        svg.push_str(&body);
        svg.push_str("</svg>\n");
        Picture {
            svg,
            size,
            title,
            description,
            counts,
        }
    }

    /// The patterns and gradients that are used.
    fn definitions(&mut self) {
        if self.fills.is_empty() {
            return;
        }
        self.body.push_str("<defs>");
        for fill in self.fills.clone() {
            let id = format!("{}-{}", self.style.prefix, Self::name_of(fill));
            match fill {
                Fill::Nothing | Fill::Tone(_) => unreachable!("these need no definition"),
                Fill::Hatch => {
                    put!(
                        self.body,
                        r#"<pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#
                    );
                    self.line((0.0, 0.0), (0.0, 6.0), Paint::line(Tone::Axis, 1.4));
                    self.body.push_str("</pattern>");
                }
                Fill::Dots => {
                    put!(
                        self.body,
                        r#"<pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse">"#
                    );
                    self.rect([0.0, 0.0, 6.0, 6.0], Paint::fill(Tone::Soft));
                    for at in [1.5, 4.5] {
                        self.circle((at, at), 0.9, Paint::fill(Tone::Muted));
                    }
                    self.body.push_str("</pattern>");
                }
                Fill::FadeIn | Fill::FadeOut => {
                    let ends = if fill == Fill::FadeIn { [0, 1] } else { [1, 0] };
                    put!(self.body, r#"<linearGradient id="{id}">"#);
                    for (offset, opacity) in ends.into_iter().enumerate() {
                        let colour = self.colour(Tone::Flat);
                        put!(
                            self.body,
                            r#"<stop offset="{offset}" stop-color="{colour}" stop-opacity="{opacity}""#
                        );
                        self.class([Some((Property::Stop, Tone::Flat)), None]);
                        self.body.push_str("/>");
                    }
                    self.body.push_str("</linearGradient>");
                }
            }
        }
        self.body.push_str("</defs>\n");
    }

    /// The variables and the classes that are used.
    fn style_sheet(&self, svg: &mut String) {
        if self.style.scheme != Scheme::Auto {
            return;
        }
        let Style {
            prefix, palette, ..
        } = self.style;
        let tones: BTreeSet<Tone> = self.classes.iter().map(|&(_, tone)| tone).collect();
        put!(svg, "<style>#{prefix}{{");
        for &tone in &tones {
            put!(svg, "--{}:{};", tone.word(), palette.light(tone));
        }
        put!(svg, "}}@media(prefers-color-scheme:dark){{#{prefix}{{");
        for &tone in &tones {
            put!(svg, "--{}:{};", tone.word(), palette.dark(tone));
        }
        svg.push_str("}}");
        for &(property, tone) in &self.classes {
            let (letter, name, tone) = (property.letter(), property.name(), tone.word());
            put!(svg, "#{prefix} .{letter}-{tone}{{{name}:var(--{tone})}}");
        }
        svg.push_str("</style>\n");
    }
}

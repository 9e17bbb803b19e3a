//! The colours, each for a light and for a dark ground.
//!
//! Colour is never the only difference: each direction has its own glyph, and the side of the line
//! shows the sign of a contribution. Blue and orange are distinct in every common form of colour
//! blindness.

use std::fmt;

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Rgb {
    /// Returns the contrast with another colour, from 1 to 21.
    ///
    /// Source: W3C (2018), *Web Content Accessibility Guidelines 2.1*, "contrast ratio". A text
    /// should have 4.5 on its ground, a mark 3.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |share: u8| {
            let share = f64::from(share) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

macro_rules! tones {
    ($($(#[$doc:meta])* $name:ident $word:literal $light:literal $dark:literal,)*) => {
        /// What a colour is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Tone {
            $($(#[$doc])* $name,)*
        }

        impl Tone {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name of its CSS variable and classes.
            pub(crate) const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }

        impl Default for Palette {
            fn default() -> Self {
                Self { colours: [$((hex($light), hex($dark)),)*] }
            }
        }
    };
}

tones! {
    /// The ground of the picture.
    Ground "bg" 0xff_ffff 0x14_171b,
    /// The ground of a group of lanes.
    Lane "lane" 0xf5_f6f7 0x1b_1f24,
    /// A cell or a pattern without emphasis.
    Soft "soft" 0xee_f0f2 0x22_272d,
    /// Text, lines and marks.
    Ink "ink" 0x1b_1d20 0xec_eae6,
    /// Text of less weight.
    Muted "muted" 0x56_5c65 0xaa_b0b8,
    /// Rules.
    Grid "grid" 0xe2_e5e8 0x2a_2f36,
    /// Axes and hatching.
    Axis "axis" 0x8b_9199 0x6d_747d,
    /// The band of a level.
    Band "band" 0xcf_d5dd 0x3b_434e,
    /// Rising, and contributions above zero.
    Up "up" 0x15_65a9 0x6f_b6f2,
    /// Falling, and contributions below zero.
    Down "down" 0xb3_430a 0xf4_9b64,
    /// Steady.
    Flat "flat" 0x5f_666e 0xa4_abb3,
    /// Text upon one of the three above.
    On "on" 0xff_ffff 0x14_171b,
    /// The volume of contact.
    Volume "vol" 0x6f_8590 0x71_889a,
    /// A level below -1.
    Hostile3 "d3" 0x6f_2401 0xff_c9a6,
    /// A level of -1 to -0.5.
    Hostile2 "d2" 0xb1_500f 0xee_8a4c,
    /// A level of -0.5 to -0.1.
    Hostile1 "d1" 0xd0_783f 0xb5_662f,
    /// A level near 0.
    Neutral "m0" 0x8b_9199 0x74_7b84,
    /// A level of 0.1 to 0.5.
    Friendly1 "u1" 0x4c_90cc 0x3f_7fb8,
    /// A level of 0.5 to 1.
    Friendly2 "u2" 0x1f_67aa 0x62_aef0,
    /// A level above 1.
    Friendly3 "u3" 0x08_3a6b 0xc2_e2ff,
}

const fn hex(rgb: u32) -> Rgb {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Rgb(red, green, blue)
}

/// A colour for each [`Tone`] on a light and on a dark ground.
///
/// # Example
///
/// ```
/// use detente::plot::{Palette, Rgb, Tone};
///
/// let palette = Palette::default().with(Tone::Up, Rgb(0, 110, 80), Rgb(110, 210, 170));
/// assert_eq!(palette.light(Tone::Up).to_string(), "#006e50");
/// assert!(palette.light(Tone::Up).contrast(palette.light(Tone::Ground)) >= 4.5);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    colours: [(Rgb, Rgb); Tone::ALL.len()],
}

impl Palette {
    /// Sets the colours of one tone, on a light and on a dark ground.
    #[must_use]
    pub const fn with(mut self, tone: Tone, light: Rgb, dark: Rgb) -> Self {
        self.colours[tone as usize] = (light, dark);
        self
    }

    /// The colour of a tone on a light ground.
    pub const fn light(&self, tone: Tone) -> Rgb {
        self.colours[tone as usize].0
    }

    /// The colour of a tone on a dark ground.
    pub const fn dark(&self, tone: Tone) -> Rgb {
        self.colours[tone as usize].1
    }
}

/// The tone of a level.
pub(super) fn tone_of_level(level: f64) -> Tone {
    match level {
        level if level < -1.0 => Tone::Hostile3,
        level if level < -0.5 => Tone::Hostile2,
        level if level < -0.1 => Tone::Hostile1,
        level if level <= 0.1 => Tone::Neutral,
        level if level <= 0.5 => Tone::Friendly1,
        level if level <= 1.0 => Tone::Friendly2,
        _ => Tone::Friendly3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_a_contrast_of_4_5_and_marks_of_3_in_both_schemes() {
        let palette = Palette::default();
        let grounds = [Tone::Ground, Tone::Lane, Tone::Soft];
        let schemes: [fn(&Palette, Tone) -> Rgb; 2] = [Palette::light, Palette::dark];
        for colour in schemes {
            let contrast = |a, b| colour(&palette, a).contrast(colour(&palette, b));
            for text in [Tone::Ink, Tone::Muted] {
                for ground in grounds {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
                }
            }
            for text in [Tone::Up, Tone::Down] {
                assert!(contrast(text, Tone::Ground) >= 4.5, "{text:?}");
            }
            for fill in [Tone::Up, Tone::Down, Tone::Flat] {
                assert!(contrast(Tone::On, fill) >= 4.5, "text on {fill:?}");
            }
            let levels = [-2.0, -0.7, -0.3, 0.0, 0.3, 0.7, 2.0].map(tone_of_level);
            for mark in [Tone::Up, Tone::Down, Tone::Flat, Tone::Volume, Tone::Axis]
                .into_iter()
                .chain(levels)
            {
                assert!(contrast(mark, Tone::Ground) >= 3.0, "{mark:?}");
            }
        }
    }
}

//! Generated rows of GDELT 2.0, with the length and the irregularities of real rows.

use crate::random::Random;

use std::io::Write;

use chrono::{Days, NaiveDate};

/// A country code of CAMEO, and the name in GDELT.
type Country = (&'static str, &'static str);

pub(crate) const COUNTRIES: [Country; 40] = [
    ("USA", "UNITED STATES"),
    ("RUS", "RUSSIA"),
    ("CHN", "CHINA"),
    ("GBR", "UNITED KINGDOM"),
    ("FRA", "FRANCE"),
    ("DEU", "GERMANY"),
    ("TUR", "TURKEY"),
    ("IRN", "IRAN"),
    ("ISR", "ISRAEL"),
    ("SYR", "SYRIA"),
    ("UKR", "UKRAINE"),
    ("POL", "POLAND"),
    ("IND", "INDIA"),
    ("PAK", "PAKISTAN"),
    ("JPN", "JAPAN"),
    ("KOR", "SOUTH KOREA"),
    ("PRK", "NORTH KOREA"),
    ("AUS", "AUSTRALIA"),
    ("CAN", "CANADA"),
    ("MEX", "MEXICO"),
    ("BRA", "BRAZIL"),
    ("ARG", "ARGENTINA"),
    ("ZAF", "SOUTH AFRICA"),
    ("NGA", "NIGERIA"),
    ("EGY", "EGYPT"),
    ("SAU", "SAUDI ARABIA"),
    ("IRQ", "IRAQ"),
    ("AFG", "AFGHANISTAN"),
    ("ITA", "ITALY"),
    ("ESP", "SPAIN"),
    ("GRC", "GREECE"),
    ("NLD", "NETHERLANDS"),
    ("SWE", "SWEDEN"),
    ("NOR", "NORWAY"),
    ("FIN", "FINLAND"),
    ("VNM", "VIETNAM"),
    ("THA", "THAILAND"),
    ("PHL", "PHILIPPINES"),
    ("IDN", "INDONESIA"),
    ("MYS", "MALAYSIA"),
];

const ROLES: [&str; 8] = ["", "", "", "GOV", "GOV", "MIL", "BUS", "COP"];

const CODES: [&str; 24] = [
    "010", "010", "020", "036", "036", "040", "040", "042", "042", "043", "043", "046", "051",
    "057", "061", "0841", "111", "112", "120", "138", "173", "190", "190", "193",
];

/// A row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) id: u64,
    pub(crate) day: NaiveDate,
    pub(crate) added: NaiveDate,
    pub(crate) source: Option<(Country, &'static str)>,
    pub(crate) target: Option<(Country, &'static str)>,
    pub(crate) code: &'static str,
    pub(crate) mentions: u32,
}

impl Row {
    /// Writes the 61 columns.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let day = self.day.format("%Y%m%d").to_string();
        let (month, year) = (&day[..6], &day[..4]);
        write!(out, "{}\t{day}\t{month}\t{year}\t{year}.8055", self.id).unwrap();
        for actor in [self.source, self.target] {
            match actor {
                None => out.extend(b"\t\t\t\t\t\t\t\t\t\t"),
                Some(((code, name), role)) => {
                    write!(out, "\t{code}{role}\t{name}\t{code}\t\t\t\t\t{role}\t\t").unwrap();
                }
            }
        }
        let (code, root) = (self.code, &self.code[..2]);
        write!(out, "\t1\t{code}\t{code}\t{root}\t1\t1.0").unwrap();
        write!(out, "\t{0}\t1\t{0}\t-1.9693877551020", self.mentions).unwrap();
        for _ in 0..3 {
            out.extend(b"\t4\tVancouver, British Columbia, Canada\tCA\tCA02\t12552\t49.25\t-123.133\t-575268");
        }
        let added = self.added.format("%Y%m%d");
        let id = self.id;
        writeln!(
            out,
            "\t{added}143000\thttps://www.example.org/news/world/{id}-statement"
        )
        .unwrap();
    }
}

/// Generates `count` rows of four weeks. Four in five are dated on the day of their addition.
pub(crate) fn rows(count: u32) -> Vec<u8> {
    let mut random = Random::new(7);
    let mut out = Vec::new();
    let start = NaiveDate::from_ymd_opt(2019, 10, 1).unwrap();
    for number in 0..count {
        // GDELT adds rows in order of time.
        let added = start + Days::new(u64::from(number) * 28 / u64::from(count));
        let back = match random.below(100) {
            0..80 => 0,
            80..94 => 1 + random.below(6),
            94..96 => 7,
            96..98 => 30,
            98 => 365,
            _ => 11,
        };
        let mut actor = || {
            // A few countries are in most rows.
            let country = random.below(40) * random.below(40) / 40;
            (random.below(4) > 0)
                .then(|| (COUNTRIES[country as usize], ROLES[random.below(8) as usize]))
        };
        let (source, target) = (actor(), actor());
        let code = CODES[random.below(24) as usize];
        let row = Row {
            id: 881_990_832 + u64::from(number),
            day: added - Days::new(back.into()),
            added,
            source,
            target,
            code,
            mentions: 1 + random.below(40),
        };
        row.write(&mut out);
    }
    out
}

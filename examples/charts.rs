//! Answers what the three records of `examples/data` look like: draws their charts as SVG files.
//!
//! Run it with a folder for the files:
//!
//! ```text
//! cargo run --features plot --example charts -- DIR [dark]
//! ```
//!
//! Each picture is written 900 and 360 pixels wide. With `dark` it has the dark colours, whatever colours
//! the reader's system prefers.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use detente::Timeline;
use detente::event::Status;
use detente::plot::{
    CalendarChart, MultiplesChart, NetworkChart, Picture, RelationChart, Scheme, Style,
    TimelineChart,
};

const KUALA_LUMPUR: &str = include_str!("data/kuala-lumpur.json");
const US_RUSSIA: &str = include_str!("data/us-russia-2025.json");
const OCTOBER_1962: &str = include_str!("data/october-1962.json");

/// Short names for the pictures.
const NAMES: [(&str, &str); 12] = [
    ("USA", "US"),
    ("SUN", "USSR"),
    ("UN", "UN"),
    ("trump", "Trump"),
    ("rubio", "Rubio"),
    ("witkoff", "Witkoff"),
    ("waltz", "Waltz"),
    ("putin", "Putin"),
    ("lavrov", "Lavrov"),
    ("ushakov", "Ushakov"),
    ("peskov", "Peskov"),
    ("medvedev", "Medvedev"),
];

/// Writes pictures to a folder.
struct Writer {
    folder: PathBuf,
    scheme: Scheme,
}

impl Writer {
    /// Draws a picture at two widths, checks what it says, and writes both.
    fn write(
        &self,
        name: &str,
        note: &str,
        draw: impl Fn(&Style) -> Picture,
    ) -> Result<(), Box<dyn Error>> {
        for width in [900, 360] {
            let style = Style::new(width).with_scheme(self.scheme).with_note(note);
            let style = NAMES.into_iter().fold(style, |style, (actor, name)| {
                style.with_short_name(actor, name)
            });
            let picture = draw(&style);
            assert!(
                picture.as_str().len() < 200_000,
                "{name} is small enough for a page"
            );
            let path = self.folder.join(format!("{name}-{width}.svg"));
            fs::write(&path, picture.as_str())?;
            println!(
                "{:<40} {:>4} x {:<5} {:>6} bytes  {}",
                path.display(),
                picture.size().0,
                picture.size().1,
                picture.as_str().len(),
                picture.title()
            );
        }
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let scheme = match arguments.next().as_deref() {
        Some("dark") => Scheme::Dark,
        Some("light") => Scheme::Light,
        _ => Scheme::Auto,
    };
    fs::create_dir_all(&folder)?;
    let writer = Writer { folder, scheme };
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a date");

    let article = Timeline::from_json(KUALA_LUMPUR)?;
    let year = Timeline::from_json(US_RUSSIA)?;
    let crisis = Timeline::from_json(OCTOBER_1962)?;

    for (name, timeline, pair, at) in [
        ("kuala-lumpur", &article, ["USA", "RUS"], day(2025, 7, 11)),
        ("us-russia-2025", &year, ["USA", "RUS"], day(2025, 12, 30)),
        ("october-1962", &crisis, ["USA", "SUN"], day(1962, 12, 1)),
    ] {
        let note = format!("Source: {name}.json.");
        let relations = timeline.relations(pair[0], pair[1])?;
        writer.write(&format!("relation-{name}"), &note, |style| {
            RelationChart::new(&relations, at).draw(style)
        })?;
        // What happened, and what was planned or called off.
        let view = timeline.view().of_status(Status::ALL);
        writer.write(&format!("timeline-{name}"), &note, |style| {
            TimelineChart::new(&view).draw(style)
        })?;
    }
    let view = year.view().contacts().of_status(Status::ALL);
    writer.write(
        "timeline-contacts",
        "Source: us-russia-2025.json, contacts only.",
        |style| TimelineChart::new(&view).draw(style),
    )?;
    let pairs = [
        ("trump", "putin"),
        ("witkoff", "putin"),
        ("rubio", "lavrov"),
    ];
    let mut pairs: Vec<_> = pairs
        .into_iter()
        .map(|(a, b)| year.relations(a, b))
        .collect::<Result<_, _>>()?;
    pairs.push(article.relations("rubio", "lavrov")?);
    let note = "Source: us-russia-2025.json; the last pair: kuala-lumpur.json.";
    writer.write("calendar", note, |style| {
        let calendar = CalendarChart::new(day(2025, 1, 1), day(2025, 12, 31));
        pairs.iter().fold(calendar, CalendarChart::pair).draw(style)
    })?;
    writer.write(
        "relation-rubio-lavrov",
        "Source: us-russia-2025.json.",
        |style| RelationChart::new(&pairs[2], day(2025, 12, 30)).draw(style),
    )?;

    // All pairs across the two states.
    let actors = [
        "trump", "rubio", "witkoff", "waltz", "putin", "lavrov", "ushakov", "medvedev",
    ];
    let (americans, russians) = actors.split_at(4);
    let mut across = vec![year.relations("USA", "RUS")?];
    for american in americans {
        for russian in russians {
            across.push(year.relations(*american, *russian)?);
        }
    }
    let note = "Source: us-russia-2025.json. Pairs within a state are left out.";
    writer.write("network", note, |style| {
        let network = NetworkChart::new(day(2025, 12, 30));
        across.iter().fold(network, NetworkChart::pair).draw(style)
    })?;
    writer.write("multiples", "Source: us-russia-2025.json.", |style| {
        let multiples = MultiplesChart::new(day(2025, 12, 30)).since(day(2025, 1, 1));
        let known = across.iter().filter(|pair| !pair.marks().is_empty());
        known.fold(multiples, MultiplesChart::pair).draw(style)
    })?;

    let contacts = year.view().contacts().relations("USA", "RUS")?;
    let note = "Source: us-russia-2025.json, contacts only.";
    writer.write("relation-contacts", note, |style| {
        RelationChart::new(&contacts, day(2025, 12, 30)).draw(style)
    })?;
    Ok(())
}

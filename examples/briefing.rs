//! Answers what an editor needs before a meeting: a page about the United States and Russia, from two records.
//!
//! Run it with a folder for the files:
//!
//! ```text
//! cargo run --all-features --example briefing -- DIR
//! ```
//!
//! It writes `article` (what one article of July 2025 says) and `us-russia-2025` (the record of the year), each as
//! `.html`, `.md` and `.txt`, and the pictures of both as `.svg`: the charts of the page for screens and phones, a
//! calendar and a network. `us-russia-2025.de` is the page of the year in German.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use detente::Timeline;
use detente::briefing::{Briefing, BriefingOptions};
use detente::claim::{self, Verdict, World};
use detente::plot::{CalendarChart, NetworkChart, Style};
use detente::sentences::{English, German, Language};
use detente::trend::Coverage;

const KUALA_LUMPUR: &str = include_str!("data/kuala-lumpur.json");
const US_RUSSIA: &str = include_str!("data/us-russia-2025.json");

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a date of 2025")
}

/// What the article says and reports, with two of its claims.
fn article() -> Result<Briefing, Box<dyn Error>> {
    let timeline = Timeline::from_json(KUALA_LUMPUR)?;
    // The article was published on 10 or 11 July.
    let as_of = day(7, 11);
    let view = timeline.as_of(as_of);
    let meetings = view.between("rubio", "lavrov")?.meetings();
    let second = meetings.check(&claim::ordinal("kuala-lumpur", 2), World::Closed)?;
    let relations = view.relations("USA", "RUS")?;
    let sour = relations.check(&claim::falling(Some(90)), day(7, 12));
    let options = BriefingOptions::new(as_of)
        .title("Rubio and Lavrov in Malaysia")
        .claim(
            "Thursday's meeting was the second time they have met in person",
            second,
        )
        .claim("Relations between the two powers begin to sour", sour)
        .since(day(7, 9));
    Ok(Briefing::of(&timeline.view(), &options)?)
}

/// The United States and Russia at the end of 23 October 2025, a day after the sanctions on Rosneft and Lukoil, with
/// two claims in the words of a language.
fn year(
    timeline: &Timeline,
    language: &dyn Language,
    claims: [&str; 2],
) -> Result<Briefing, Box<dyn Error>> {
    let as_of = day(10, 23);
    let coverage = Coverage::since(day(1, 20));
    let view = timeline.view().within(day(1, 20)..);
    let relations = view
        .as_of(as_of)
        .relations("USA", "RUS")?
        .with_coverage(coverage.clone());
    let falling = relations.check(&claim::falling(Some(90)), day(10, 24));
    assert_eq!(
        falling.verdict,
        Verdict::Contradicted,
        "they had been falling for longer"
    );
    let options = BriefingOptions::new(as_of)
        .between("USA", "RUS")
        .coverage(coverage)
        .since(day(10, 16))
        .claim(claims[0], falling)
        .claim(
            claims[1],
            relations.check(&claim::off_the_peak(30), day(10, 24)),
        )
        .language(language)
        .style(Style::default().with_note("us-russia-2025.json"));
    Ok(Briefing::of(&view, &options)?)
}

/// Draws the days on which pairs of a record were in contact, and the levels of all.
fn draw(
    folder: &Path,
    name: &str,
    timeline: &Timeline,
    pairs: &[[&str; 2]],
    days: [NaiveDate; 2],
) -> Result<(), Box<dyn Error>> {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|[a, b]| timeline.relations(*a, *b))
        .collect::<Result<_, _>>()?;
    let calendar = CalendarChart::new(days[0], days[1]);
    let calendar = pairs.iter().fold(calendar, CalendarChart::pair);
    let network = NetworkChart::new(days[1]);
    let network = pairs.iter().fold(network, NetworkChart::pair);
    for (suffix, width) in [("", 900), ("-narrow", 360)] {
        let style = Style::new(width);
        let pictures = [
            ("calendar", calendar.draw(&style)),
            ("network", network.draw(&style)),
        ];
        for (chart, picture) in pictures {
            let path = folder.join(format!("{name}-{chart}{suffix}.svg"));
            println!("{:<50} {}", path.display(), picture.title());
            fs::write(path, picture.as_str())?;
        }
    }
    Ok(())
}

fn write(folder: &Path, name: &str, briefing: &Briefing) -> Result<(), Box<dyn Error>> {
    let html = briefing.to_html();
    assert!(html.len() < 1_000_000, "a page is smaller than 1 MB");
    for (suffix, text) in [
        ("html", html),
        ("md", briefing.to_markdown()),
        ("txt", briefing.to_text()),
    ] {
        let path = folder.join(format!("{name}.{suffix}"));
        println!("{:<50} {:>7} bytes", path.display(), text.len());
        fs::write(path, text)?;
    }
    // The charts of the page stand alone as well.
    for (number, chart) in (1..).zip(&briefing.charts) {
        let pictures = [("", Some(chart.wide())), ("-narrow", chart.narrow())];
        for (suffix, picture) in pictures {
            let Some(picture) = picture else { continue };
            let path = folder.join(format!("{name}-chart-{number}{suffix}.svg"));
            println!("{:<50} {}", path.display(), picture.title());
            fs::write(path, picture.as_str())?;
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args()
        .nth(1)
        .map_or_else(std::env::temp_dir, PathBuf::from);
    fs::create_dir_all(&folder)?;
    let article = article()?;
    assert_eq!(article.claims[0].verdict, Verdict::Consistent);
    write(&folder, "article", &article)?;
    let timeline = Timeline::from_json(KUALA_LUMPUR)?;
    let pairs = [["USA", "RUS"], ["rubio", "lavrov"], ["trump", "putin"]];
    let days = [day(1, 1), day(7, 12)];
    draw(&folder, "article", &timeline, &pairs, days)?;

    let timeline = Timeline::from_json(US_RUSSIA)?;
    let claims = [
        "Relations began to fall within the last 90 days",
        "Relations are below their peak of the last months",
    ];
    let in_english = year(&timeline, &English::default(), claims)?;
    println!("{}", in_english.summary.join("\n"));
    write(&folder, "us-russia-2025", &in_english)?;
    let claims = [
        "Die Beziehungen verschlechtern sich seit höchstens 90 Tagen",
        "Die Beziehungen liegen unter dem Höchststand der letzten Monate",
    ];
    let german = German::default()
        .with_name("lavrov", "Sergej Lawrow")
        .with_name("putin", "Wladimir Putin");
    let in_german = year(&timeline, &german, claims)?;
    println!("{}", in_german.summary.join("\n"));
    write(&folder, "us-russia-2025.de", &in_german)?;
    let pairs = [
        ["USA", "RUS"],
        ["trump", "putin"],
        ["witkoff", "putin"],
        ["rubio", "lavrov"],
    ];
    let days = [day(1, 1), day(10, 24)];
    draw(&folder, "us-russia-2025", &timeline, &pairs, days)
}

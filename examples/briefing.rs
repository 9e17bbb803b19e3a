//! Answers what an editor needs before a meeting: a page about the United States and Russia, from two records.
//!
//! Run it with a folder for the files:
//!
//! ```text
//! cargo run --all-features --example briefing -- DIR
//! ```
//!
//! It writes `article` (what one article of July 2025 says) and `us-russia-2025` (the record of the year), each as
//! `.html`, `.md` and `.txt`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use detente::Timeline;
use detente::briefing::{Briefing, BriefingOptions};
use detente::claim::{self, Verdict, World};
use detente::plot::Style;
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

/// The United States and Russia at the end of 23 October 2025, a day after the sanctions on Rosneft and Lukoil.
fn year() -> Result<Briefing, Box<dyn Error>> {
    let timeline = Timeline::from_json(US_RUSSIA)?;
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
        .claim("Relations began to fall within the last 90 days", falling)
        .claim(
            "Relations are below their peak of the last months",
            relations.check(&claim::off_the_peak(30), day(10, 24)),
        )
        .style(Style::default().with_note("Source: us-russia-2025.json."));
    Ok(Briefing::of(&view, &options)?)
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
    let year = year()?;
    println!("{}", year.summary.join("\n"));
    write(&folder, "us-russia-2025", &year)
}

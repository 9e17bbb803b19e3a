//! Phoenix: the historical data of the Cline Center, and the daily data of the Open Event Data
//! Alliance.
//!
//! Historical files have a header: `eid`, `story_date`, `year`, `month`, `day`, `source`,
//! `source_root`, `source_agent`, `source_others`, `target`, … , `code`, `root_code`, `quad_class`,
//! `goldstein`, `joined_issues`, `lat`, `lon`, `placename`, `statename`, `countryname`, `aid`,
//! `process`. `story_date` is month/day/year, so the date is read from the three columns beside it.
//!
//! Daily files have 26 columns separated by tabs and no header: `EventID`, `Date`, `Year`, `Month`,
//! `Day`, `SourceActorFull`, `SourceActorEntity`, `SourceActorRole`, `SourceActorAttribute`, the same
//! of the target, `EventCode`, `EventRootCode`, `PentaClass`, `GoldsteinScore`, `Issues`, `Lat`,
//! `Lon`, `LocationName`, `StateName`, `CountryCode`, `SentenceID`, `URLs`, `NewsSources`.
//!
//! The columns of historical files were learned from public programs that import `PhoenixNYT_1945-2005.csv`
//! and list its columns; the codebook of the data (Cline Center, doi:10.13012/B2IDB-0647142_V3) was not
//! read. Those of daily files were learned from a public script that names all 26, and from the reader of
//! the R package `phoxy`. Schrodt, P. A. (2014), *Phoenix Event Data Set Documentation*, version 0.5,
//! describes the fields.

use super::{SETTINGS, Shape};
use crate::import::plain::{Delimiter, PlainLayout};

pub(super) const HEADER: &[&str] = &["eid", "story_date", "source_root", "target_root", "code"];

pub(super) const SHAPE: Shape = Shape {
    columns: 26,
    digits: &[(2, 8..=8), (3, 4..=4), (4, 1..=2), (5, 1..=2), (14, 2..=4)],
    shown: "a date, its parts and a code",
};

pub(super) fn historical() -> PlainLayout {
    let layout = PlainLayout::default().with_delimiter(Delimiter::Comma);
    let layout = layout.with_columns("story_date", "source", "target", "code");
    let layout = layout
        .expect(SETTINGS)
        .with_year_month_day("year", "month", "day");
    let layout = layout.expect(SETTINGS).with_id("eid").expect(SETTINGS);
    layout.with_system("cameo").expect(SETTINGS)
}

pub(super) fn daily() -> PlainLayout {
    let layout = PlainLayout::default().with_columns(2, 6, 10, 14);
    let layout = layout.expect(SETTINGS).with_id(1).expect(SETTINGS);
    layout.with_system("cameo").expect(SETTINGS)
}

//! Militarized interstate disputes of pairs of states.
//!
//! A table with a header and a row for each pair and year of a dispute. The day on which the pair entered the
//! dispute is in three columns. It is the same in each year, so the rows of all years are merged. The code is the
//! highest hostility level: 1 no action, 2 threat, 3 display, 4 use of force, 5 war. `-9` is a missing value;
//! if the day or the month is missing, the mark is spread over the month or the year.
//! States are read by their numbers, because the abbreviations beside them (`UKG`, `GMY`) are used by no other
//! list. The first state of a pair is only listed first: it did not necessarily act first.
//!
//! The columns were learned from public programs that read `dyadic_mid_4.02.csv` and other versions; the codebook
//! was not read. The data are published with Maoz, Z., Johnson, P. L., Kaplan, J., Ogunkoya, F. and Shreve, A. P.
//! (2019), "The Dyadic Militarized Interstate Disputes (MIDs) Dataset Version 3.0", *Journal of Conflict
//! Resolution* 63(3), 811-835. This citation was taken from users of the data.

use super::SETTINGS;
use crate::code::StateNumbers;
use crate::import::plain::{Delimiter, PlainLayout};

pub(super) const HEADER: &[&str] = &["disno", "statea", "stateb", "strtyr", "hihost"];

pub(super) fn layout() -> PlainLayout {
    let layout = PlainLayout::default().with_delimiter(Delimiter::Comma);
    let layout = layout.with_columns(1, "statea", "stateb", "hihost");
    let layout = layout.map(|layout| {
        layout
            .with_state_numbers(StateNumbers::Cow)
            .with_partial_dates(true)
    });
    let layout = layout
        .expect(SETTINGS)
        .with_year_month_day("strtyr", "strtmnth", "strtday");
    layout.expect(SETTINGS).with_system("mid").expect(SETTINGS)
}

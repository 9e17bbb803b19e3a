//! Answers about order.

use super::{date, golden_owned, us_russia};

#[test]
fn counts_and_ranks() {
    let timeline = us_russia();
    let meetings = timeline.between("rubio", "lavrov").unwrap().meetings();
    golden_owned("count", &meetings.count());
    golden_owned("rank", &meetings.rank("kuala-lumpur").unwrap());
}

#[test]
fn gaps() {
    let timeline = us_russia();
    let view = timeline.between("rubio", "lavrov").unwrap().meetings();
    golden_owned("gap", &view.since_last(date(7, 11)).unwrap());
}

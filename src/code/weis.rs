//! The Goldstein weights of WEIS, the code system for which they were made.
//!
//! A code of WEIS has a two-digit category (a *cue*) and a third digit that refines it. Here they are codes
//! of another system: `weis:012`, `weis:223`.
//!
//! Source: Goldstein, J. S. (1992), "A Conflict-Cooperation Scale for WEIS Events Data",
//! *Journal of Conflict Resolution* 36(2), 369–385: its 61 event types. All 61 weights equal those
//! of the R package `events`. Two further codes, `weis:022` (a pessimistic comment, -0.4) and `weis:024` (an
//! optimistic one, +0.4), are additions of the KEDS project and not in this table. The project used other
//! codes of its own, such as `055` (promises rights), with weights "comparable" to Goldstein's
//! (*Modified WEIS Event Codes*, eventdata.parusanalytics.com/data.dir/weis.html). They are not here,
//! because no readable copy of that list was found.

use super::MarkClass;

/// Weights in tenths and their codes, from the worst conflict to the best cooperation.
#[rustfmt::skip]
pub(super) const GOLDSTEIN: [(i8, &str); 46] = [
    (-100, "223"),
    (-92, "211"),
    (-87, "222"),
    (-83, "221"),
    (-76, "182"),
    (-70, "173 195"),
    (-69, "174"),
    (-58, "172"),
    (-56, "193"),
    (-52, "181"),
    (-50, "201"),
    (-49, "150 202"),
    (-44, "171 212"),
    (-41, "192"),
    (-40, "111 112"),
    (-38, "194"),
    (-34, "122"),
    (-30, "160"),
    (-24, "132"),
    (-22, "121 191"),
    (-19, "131"),
    (-11, "063 142"),
    (-9, "141"),
    (-2, "023"),
    (-1, "021 094 102"),
    (0, "025"),
    (1, "091"),
    (6, "011 012"),
    (10, "031"),
    (12, "095"),
    (15, "101"),
    (18, "061"),
    (19, "032 066"),
    (20, "013"),
    (25, "062"),
    (28, "033 054"),
    (29, "065"),
    (30, "082"),
    (34, "041 092 093"),
    (36, "042"),
    (45, "051 053"),
    (52, "052"),
    (54, "064"),
    (65, "073 081"),
    (74, "071"),
    (83, "072"),
];

/// Whether a text is a code of WEIS: one of Goldstein's, or one that KEDS added.
#[cfg(feature = "import")]
pub(crate) fn is_weis(code: &str) -> bool {
    const OF_KEDS: [&str; 2] = ["022", "024"];
    let mut listed = GOLDSTEIN.iter().flat_map(|(_, codes)| codes.split(' '));
    listed.any(|listed| listed == code) || OF_KEDS.contains(&code)
}

/// How a code of WEIS is treated in a ledger: cue 03 is consultation, cue 02 is comment.
pub(super) fn class(code: &str) -> MarkClass {
    match code.get(..2) {
        Some("03") => MarkClass::Contact,
        Some("02") => MarkClass::Comment,
        _ => MarkClass::Act,
    }
}

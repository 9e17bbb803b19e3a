//! Which acts are one event seen from two sides.
//!
//! Coders write such an event twice, once for each side. In a quarter of an hour of GDELT
//! (24 October 2019, 14:30; each pair of countries, code and day once), so many of the rows
//! of a code had the other one beside them:
//!
//! | code | | mirrored |
//! | :-- | :-- | --: |
//! | 036 | intent to meet or negotiate | 18 of 22 |
//! | 040 | consult | 10 of 13 |
//! | 042, 043 | visit, and host a visit | 29 of 29 |
//! | 044 | meet at a third place | 2 of 2 |
//! | 046 | negotiate | 12 of 13 |
//! | 057 | sign an agreement | 6 of 7 |
//!
//! No other code had more than half of its rows mirrored. 041 (discuss by telephone) was not
//! among them; in ICEWS it is always mirrored.

use crate::code::{Code, PloverCategory, PloverCode};

/// How an act looks from the side of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It has a source and a target.
    Directed,
    /// Both do the same.
    Both,
    /// The source visits the target.
    Visit,
    /// The target visits the source.
    Host,
}

/// The codes of CAMEO that are one event seen from two sides.
///
/// They are `036`, `040`, `041`, `042`, `043`, `044`, `046` and `057`. `042` (visit) and `043` (host
/// a visit) are each other's mirror, and the others their own. Of a visit that is told as both, and
/// of one that the visitor's side tells of, the value on a scale is that of `042`; of one that the
/// host alone tells of it is that of `043`.
///
/// Of PLOVER's codes those of `CONSULT` are merged in the same way, whatever their mode, but for
/// `CONSULT/third-party`, whose source brings others together.
pub const SYMMETRIC: &[&str] = &["036", "040", "041", "042", "043", "044", "046", "057"];

/// By the code that an act has in the end, however the file tells it.
pub(super) fn side(code: Option<&Code>) -> Side {
    match code {
        Some(Code::Cameo(code)) => match code.as_str() {
            "036" | "040" | "041" | "044" | "046" | "057" => Side::Both,
            VISIT => Side::Visit,
            HOST => Side::Host,
            _ => Side::Directed,
        },
        Some(Code::Plover(code))
            if code.category() == PloverCategory::Consult
                && *code != PloverCode::CONSULT_THIRD_PARTY =>
        {
            Side::Both
        }
        _ => Side::Directed,
    }
}

/// A visit, told from the side of the visitor, and from that of the host.
pub(super) const VISIT: &str = "042";
pub(super) const HOST: &str = "043";

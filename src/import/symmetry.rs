//! Which acts are one event seen from two sides.

use crate::code::{Code, PloverCategory, PloverCode};

/// The relation between an act and its mirror image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symmetry {
    /// The act has a source and a target, and no mirror image.
    Directed,
    /// Both do the same: the mirror image has the same code.
    Mutual,
    /// The source visits the target: the mirror image is [`Host`](Self::Host).
    Visit,
    /// The source hosts the target: the mirror image is [`Visit`](Self::Visit).
    Host,
}

/// The CAMEO codes whose acts are one event seen from two sides.
///
/// `042` (visit) and `043` (host a visit) mirror each other; the others mirror themselves. A visit
/// has the value of `042` if the visitor's side reports it, and the value of `043` if only the host
/// does.
///
/// The PLOVER codes of `CONSULT` mirror themselves in the same way, in every mode except
/// `CONSULT/third-party`, whose source brings others together.
///
/// Coders report such an event twice, once from each side. The table counts the rows of 15 minutes of
/// GDELT (24 October 2019, 14:30; each pair of countries, code and day once) with a mirrored row:
///
/// | code | meaning | mirrored |
/// | :-- | :-- | --: |
/// | 036 | intent to meet or negotiate | 18 of 22 |
/// | 040 | consult | 10 of 13 |
/// | 042, 043 | visit, and host a visit | 29 of 29 |
/// | 044 | meet at a third place | 2 of 2 |
/// | 046 | negotiate | 12 of 13 |
/// | 057 | sign an agreement | 6 of 7 |
///
/// No other code had more than half of its rows mirrored. 041 (discuss by telephone) did not occur;
/// in ICEWS it is always mirrored.
pub const SYMMETRIC: &[&str] = &["036", "040", "041", "042", "043", "044", "046", "057"];

/// The symmetry of a code, however the file writes it. Words without a code are directed.
pub(super) fn symmetry(code: Option<&Code>) -> Symmetry {
    match code {
        Some(Code::Cameo(code)) => match code.as_str() {
            "036" | "040" | "041" | "044" | "046" | "057" => Symmetry::Mutual,
            VISIT => Symmetry::Visit,
            HOST => Symmetry::Host,
            _ => Symmetry::Directed,
        },
        Some(Code::Plover(code))
            if code.category() == PloverCategory::Consult
                && *code != PloverCode::CONSULT_THIRD_PARTY =>
        {
            Symmetry::Mutual
        }
        _ => Symmetry::Directed,
    }
}

/// The codes of a visit, from the side of the visitor and from the side of the host.
pub(super) const VISIT: &str = "042";
pub(super) const HOST: &str = "043";

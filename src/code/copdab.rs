//! The weights of COPDAB, the Conflict and Peace Data Bank.
//!
//! COPDAB has no list of acts but a scale of fifteen points, from the voluntary unification
//! of two states (1) over what is neutral (8) to an extensive war (15). The points are
//! codes of another system here, `copdab:1` to `copdab:15`.
//!
//! Point 7 has talks and minor exchanges together with mild support in words. So no point
//! is a contact, and none a plain comment: each is an act.
//!
//! Source: Azar, E. E. (1982), *The Codebook of the Conflict and Peace Data Bank*; the
//! weights after Azar and Havener (1976).

/// The weights of the points, from the first to the fifteenth.
pub(super) const WEIGHTS: [i8; 15] = [
    92, 47, 31, 27, 14, 10, 6, 1, -6, -16, -29, -44, -50, -65, -102,
];

/// The greatest weight on either side, by which all are divided.
pub(super) const GREATEST: f64 = 102.0;

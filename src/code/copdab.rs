//! The weights of COPDAB, the Conflict and Peace Data Bank.
//!
//! COPDAB has a scale of fifteen points instead of a list of acts: from the voluntary unification of two
//! states (1) through neutral acts (8) to extensive war (15). Here the points are codes of another
//! system, `copdab:1` to `copdab:15`.
//!
//! Point 7 combines talks and minor exchanges with mild verbal support. So no point is a contact or
//! a plain comment: each is an act.
//!
//! Source: Azar, E. E. (1982), *The Codebook of the Conflict and Peace Data Bank*; weights after Azar and
//! Havener (1976).

/// The weights of points 1 to 15.
pub(super) const WEIGHTS: [i8; 15] = [
    92, 47, 31, 27, 14, 10, 6, 1, -6, -16, -29, -44, -50, -65, -102,
];

/// The largest absolute weight, by which all weights are divided.
pub(super) const GREATEST: f64 = 102.0;

//! The aggregate functions.
//!
//! The state of each function is a type of the root crate. The aggregates only connect it to columns.
//!
//! | function | state of a group |
//! | :-- | :-- |
//! | `detente_level` | [`LevelSums`](detente::trend::LevelSums) |
//! | `detente_trend` | [`DyadSnapshot`](detente::trend::DyadSnapshot) |
//! | `detente_ledger`, `detente_merge` | [`DyadLedger`](detente::ledger::DyadLedger) |

mod groups;
mod ledger;
mod level;
mod single;
mod state;
mod trend;
mod udaf;

pub(crate) use state::State;
pub use trend::trend_fields;
pub use udaf::Aggregate;
pub(crate) use udaf::Kind;

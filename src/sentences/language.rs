//! The trait of a language.

use super::facts::{
    ChangeFacts, CountFacts, GapFacts, OrderFacts, RankFacts, SilenceFacts, VerdictFacts,
};
use super::trend_facts::{MovementFacts, TrendFacts};

/// A language in which answers are written as sentences.
///
/// Each method writes one sentence, or a few, each with its full stop. It receives facts and not fragments of text,
/// so that word order, cases, articles and plurals are the language's own. Text from data goes through
/// [`shown`](super::shown).
///
/// The library has [`English`](super::English), [`German`](super::German) and [`French`](super::French).
pub trait Language {
    /// The direction of relations, since when, how probable, and why.
    fn trend(&self, facts: &TrendFacts<'_>) -> String;

    /// How the level of relations moved.
    fn movement(&self, facts: &MovementFacts<'_>) -> String;

    /// The rank of an event.
    fn rank(&self, facts: &RankFacts<'_>) -> String;

    /// A number of events.
    fn count(&self, facts: &CountFacts<'_>) -> String;

    /// The time between two events.
    fn gap(&self, facts: &GapFacts<'_>) -> String;

    /// The order of two events.
    fn order(&self, facts: &OrderFacts<'_>) -> String;

    /// A time without events.
    fn silence(&self, facts: &SilenceFacts<'_>) -> String;

    /// The verdict on a claim.
    fn verdict(&self, facts: &VerdictFacts<'_>) -> String;

    /// What changed about an event.
    fn change(&self, facts: &ChangeFacts<'_>) -> String;
}

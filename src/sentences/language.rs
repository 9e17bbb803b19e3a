//! The trait of a language.

use std::borrow::Cow;

use super::facts::{
    ActorName, ChangeFacts, CountFacts, GapFacts, OrderFacts, RankFacts, SilenceFacts, VerdictFacts,
};
use super::finding_facts::FindingFacts;
use super::shown::shown;
use super::trend_facts::{MovementFacts, TrendFacts};

/// A language in which answers are written as sentences.
///
/// Each method writes one sentence, or a few, each with its full stop. It receives facts and not fragments of text,
/// so that word order, cases, articles and plurals are the language's own. Text from data goes through
/// [`shown`](super::shown).
///
/// A language also has the words of charts and pages, so that one value sets the language of a whole
/// [briefing](crate::briefing). Their defaults are English.
///
/// The library has [`English`](super::English), [`German`](super::German) and [`French`](super::French).
pub trait Language {
    /// The tag of the language, as in BCP 47: `de`. A page has it as its `lang`.
    fn tag(&self) -> &str;

    /// The name of an actor by itself, as a label or a heading has it. The default is the name in the record.
    fn name<'n>(&self, actor: &ActorName<'n>) -> Cow<'n, str> {
        shown(actor.name)
    }

    /// The words of charts.
    #[cfg(feature = "plot")]
    #[cfg_attr(docsrs, doc(cfg(feature = "plot")))]
    fn chart_words(&self) -> crate::plot::Words {
        crate::plot::Words::default()
    }

    /// The form of dates in charts and on pages.
    #[cfg(feature = "plot")]
    #[cfg_attr(docsrs, doc(cfg(feature = "plot")))]
    fn chart_dates(&self) -> crate::plot::DateFormat {
        crate::plot::DateFormat::default()
    }

    /// The headings, labels and notes of a page.
    #[cfg(feature = "briefing")]
    #[cfg_attr(docsrs, doc(cfg(feature = "briefing")))]
    fn page_words(&self) -> crate::briefing::PageWords {
        crate::briefing::PageWords::default()
    }

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

    /// What a rule found.
    fn finding(&self, facts: &FindingFacts<'_>) -> String;
}

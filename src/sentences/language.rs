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
/// A language also supplies the words of charts and pages, so that one value sets the language of a whole
/// [briefing](crate::briefing). The default words are English.
///
/// The library has [`English`](super::English), [`German`](super::German) and [`French`](super::French).
pub trait Language {
    /// The BCP 47 tag of the language, such as `de`. A page uses it as its `lang` attribute.
    fn tag(&self) -> &str;

    /// The name of an actor by itself, for a label or a heading. The default is the name in the record.
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

    /// Writes the direction of relations, since when it has lasted, how probable it is, and why.
    fn trend(&self, facts: &TrendFacts<'_>) -> String;

    /// Writes how the level of relations moved.
    fn movement(&self, facts: &MovementFacts<'_>) -> String;

    /// Writes the rank of an event.
    fn rank(&self, facts: &RankFacts<'_>) -> String;

    /// Writes a number of events.
    fn count(&self, facts: &CountFacts<'_>) -> String;

    /// Writes the time between two events.
    fn gap(&self, facts: &GapFacts<'_>) -> String;

    /// Writes the order of two events.
    fn order(&self, facts: &OrderFacts<'_>) -> String;

    /// Writes the length of a time without events.
    fn silence(&self, facts: &SilenceFacts<'_>) -> String;

    /// Writes the verdict on a claim.
    fn verdict(&self, facts: &VerdictFacts<'_>) -> String;

    /// Writes what changed about an event.
    fn change(&self, facts: &ChangeFacts<'_>) -> String;

    /// Writes what a rule found.
    fn finding(&self, facts: &FindingFacts<'_>) -> String;
}

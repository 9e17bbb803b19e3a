//! References to reports.

use super::SourceRef;
use crate::event::{Account, Status};
use crate::time::When;
use crate::timeline::{AccountMore, StoredAccount, Timeline};
use crate::wire::List;

/// A report of an event.
///
/// Two are equal if they are the same report of the same timeline.
///
/// # Example
///
/// ```
/// use detente::event::{Event, Report, Source, Status};
/// use detente::Timeline;
///
/// let mut builder = Timeline::builder();
/// builder.source(Source::new("tass").named("TASS"));
/// builder.source(Source::new("official").named("an official").anonymous());
/// builder.event(
///     Event::call("call", "2025-07-03")
///         .report(Report::by(["tass", "official"]).asserted("2025-07-04")),
/// );
/// let timeline = builder.build()?;
///
/// let report = timeline.event("call")?.reports().next().unwrap();
/// assert_eq!(report.status(), Status::Realised);
/// assert_eq!(report.attribution(), "TASS, citing an official");
/// assert_eq!(report.asserted().unwrap().to_string(), "2025-07-04");
/// assert_eq!(report.known_from().unwrap().to_string(), "2025-07-05 00:00:00 UTC");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct ReportRef<'t> {
    pub(crate) timeline: &'t Timeline,
    pub(crate) account: &'t StoredAccount,
}

impl<'t> ReportRef<'t> {
    fn more(self) -> Option<&'t AccountMore> {
        self.account.more.as_deref()
    }

    /// The chain of attribution, from the source that was read to the source that it cites.
    pub fn chain(
        self,
    ) -> impl ExactSizeIterator<Item = SourceRef<'t>> + DoubleEndedIterator + Clone {
        let timeline = self.timeline;
        let chain = timeline.chain(self.account.chain).iter();
        chain.map(move |&ix| SourceRef::new(timeline, ix))
    }

    /// The chain in words: "Russian media, citing Marco Rubio".
    pub fn attribution(self) -> String {
        self.chain()
            .map(SourceRef::name)
            .collect::<Vec<_>>()
            .join(", citing ")
    }

    /// The status that the report asserts: planned, cancelled, realised or disputed.
    pub const fn status(self) -> Status {
        self.account.status
    }

    /// When the assertion was made, if that is stated.
    pub fn asserted(self) -> Option<&'t When> {
        self.more()?.asserted.as_ref()
    }

    /// When the assertion was withdrawn, if it was.
    pub fn withdrawn(self) -> Option<&'t When> {
        self.more()?.withdrawn.as_ref()
    }

    /// The instant from which the report counts as known: when it had certainly been made.
    ///
    /// Returns `None` if its date has no latest bound.
    pub fn known_from(self) -> Option<chrono::DateTime<chrono::Utc>> {
        match self.account.known_from {
            i64::MAX => None,
            second => crate::time::instant(second),
        }
    }

    /// The wording of the report, if it is quoted.
    pub fn words(self) -> Option<&'t str> {
        self.more()?.words.as_deref()
    }

    /// The date that this report gives, if it differs from the date stated for all reports.
    pub fn when(self) -> Option<&'t When> {
        self.account.own_when()
    }

    /// The account of the report itself, without the account stated for all reports.
    pub(crate) fn says(self) -> Option<&'t Account> {
        self.more().map(|more| &more.says)
    }
}

crate::wire::object!(ReportRef<'_>, "ReportRef", |it| {
    "chain": List(|| it.chain()),
    "status": it.status(),
    "asserted": it.asserted(),
    "withdrawn": it.withdrawn(),
    "known_from": it.known_from(),
    "when": it.when(),
    "words": it.words(),
});

impl PartialEq for ReportRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.account, other.account)
    }
}

impl Eq for ReportRef<'_> {}

impl std::fmt::Debug for ReportRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} by {}", self.status(), self.attribution())
    }
}

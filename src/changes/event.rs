//! The change of one event.

use std::fmt;

use chrono::TimeDelta;
use serde::{Serialize, Serializer};

use super::fact::{differences, of_event};
use super::{ChangeKind, Fact, FactChange};
use crate::event::Status;
use crate::time::When;
use crate::timeline::{EventRef, ReportRef, SourceRef};

/// An event that differs between two states of a record.
///
/// Its `Display` is one line: `riyadh: redated from some day in February 2025 to 18 February 2025`.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EventChange<'t> {
    /// The event before. `None` if it was not known.
    #[serde(serialize_with = "state")]
    pub before: Option<EventRef<'t>>,
    /// The event after. `None` if it is no longer known.
    #[serde(serialize_with = "state")]
    pub after: Option<EventRef<'t>>,
    /// How it changed, in the order of [`ChangeKind`]. Never empty.
    pub kinds: Vec<ChangeKind>,
    /// The facts that differ, in the order of [`Fact`]. Empty if the event is not known in one of the states.
    pub facts: Vec<FactChange>,
    /// The reports that are in force after but were not before.
    pub new_reports: Vec<ReportRef<'t>>,
    /// The reports that were in force before but are not after.
    pub withdrawn_reports: Vec<ReportRef<'t>>,
}

crate::text::short_debug!(EventChange<'_>, "EventChange", |it| { "id": it.id(), "kinds": it.kinds });

impl<'t> EventChange<'t> {
    /// Compares an event that is known in both states. Returns `None` if it is the same.
    pub(super) fn between(before: EventRef<'t>, after: EventRef<'t>) -> Option<Self> {
        let facts = differences(of_event(before), of_event(after));
        let (withdrawn_reports, new_reports) = report_differences(before, after);
        let has = |fact| facts.iter().any(|one| one.fact == fact);
        let mut kinds = Vec::new();
        let of_status = has(Fact::Status).then(|| match (before.status(), after.status()) {
            (Some(Status::Planned | Status::Cancelled), Some(Status::Realised)) => {
                ChangeKind::Realised
            }
            (_, Some(Status::Cancelled)) => ChangeKind::Cancelled,
            (_, Some(Status::Disputed)) => ChangeKind::Disputed,
            _ => ChangeKind::Revised,
        });
        kinds.extend(of_status);
        if has(Fact::When) || has(Fact::Bounds) {
            kinds.push(ChangeKind::Redated);
        }
        let is_other =
            |one: &FactChange| !matches!(one.fact, Fact::Status | Fact::When | Fact::Bounds);
        if facts.iter().any(is_other) {
            kinds.push(ChangeKind::Revised);
        }
        if facts.is_empty() {
            let reported = (!new_reports.is_empty()).then_some(ChangeKind::ReportedAgain);
            let withdrawn = (!withdrawn_reports.is_empty()).then_some(ChangeKind::ReportWithdrawn);
            kinds.extend(reported.into_iter().chain(withdrawn));
        }
        kinds.sort_unstable();
        kinds.dedup();
        (!kinds.is_empty()).then_some(Self {
            before: Some(before),
            after: Some(after),
            kinds,
            facts,
            new_reports,
            withdrawn_reports,
        })
    }

    /// Creates the change of an event that is known after but was not before.
    pub(super) fn new_event(after: EventRef<'t>) -> Self {
        Self {
            before: None,
            after: Some(after),
            kinds: vec![ChangeKind::New],
            facts: Vec::new(),
            new_reports: after.reports().collect(),
            withdrawn_reports: Vec::new(),
        }
    }

    /// Creates the change of an event that was known before but is not after: retracted or removed.
    pub(super) fn lost_event(before: EventRef<'t>, kind: ChangeKind) -> Self {
        Self {
            before: Some(before),
            after: None,
            kinds: vec![kind],
            facts: Vec::new(),
            new_reports: Vec::new(),
            withdrawn_reports: before.reports().collect(),
        }
    }

    /// The identifier of the event.
    pub fn id(&self) -> &'t str {
        self.event().id()
    }

    /// Whether the event changed in this way.
    pub fn has_kind(&self, kind: ChangeKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The event after, or before if it is no longer known.
    pub(crate) fn event(&self) -> EventRef<'t> {
        let one = self.after.or(self.before);
        one.expect("a change has a state before or after")
    }

    /// A clause for each kind, in one line.
    pub(crate) fn clauses(&self) -> String {
        let clauses: Vec<String> = self.kinds.iter().map(|&kind| self.clause(kind)).collect();
        clauses.join("; ")
    }

    /// The clause of a kind: "redated from 2025-02-17 to 2025-02-18".
    fn clause(&self, kind: ChangeKind) -> String {
        let states = self.before.zip(self.after);
        match (kind, states) {
            (ChangeKind::New, _) => new_clause(self.event()),
            (ChangeKind::Redated, Some((before, after))) if self.has(Fact::When) => {
                format!("redated from {} to {}", dates(before), dates(after))
            }
            (ChangeKind::Redated, Some((before, after))) => {
                let [from, to] = outer_days(before);
                let [first, last] = outer_days(after);
                format!(
                    "redated to {first} at the earliest and {last} at the latest \
                     ({from} and {to} before)"
                )
            }
            (ChangeKind::Revised, _) => self.facts_clause(),
            (ChangeKind::ReportedAgain, _) => {
                format!("reported again by {}", attributions(&self.new_reports))
            }
            (ChangeKind::ReportWithdrawn, _) => {
                let by = attributions(&self.withdrawn_reports);
                format!("no longer reported by {by}")
            }
            (kind, Some((before, _))) => match before.status() {
                Some(before) if before != Status::Realised => format!("{kind}, {before} before"),
                _ => kind.to_string(),
            },
            (kind, None) => kind.to_string(),
        }
    }

    /// The facts that no other clause names.
    fn facts_clause(&self) -> String {
        let is_named = |fact| match fact {
            Fact::When | Fact::Bounds => true,
            Fact::Status => self.kinds.iter().any(|kind| kind.is_of_status()),
            _ => false,
        };
        let facts = self.facts.iter().filter(|one| !is_named(one.fact));
        let facts: Vec<String> = facts.map(ToString::to_string).collect();
        facts.join("; ")
    }

    fn has(&self, fact: Fact) -> bool {
        self.facts.iter().any(|one| one.fact == fact)
    }
}

/// The clause of an event that was not known before: its status, unless it happened, and its date.
fn new_clause(event: EventRef<'_>) -> String {
    let when = event.when().in_english();
    match event.status() {
        Some(Status::Planned) => format!("new, planned for {when}"),
        Some(Status::Cancelled) => format!("new, cancelled, was planned for {when}"),
        Some(Status::Disputed) => format!("new, disputed, {when}"),
        _ => format!("new, {when}"),
    }
}

/// One line: the identifier, and a clause for each kind.
impl fmt::Display for EventChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id(), self.clauses())
    }
}

/// The dates that the believed reports give, the earliest first.
fn dates(event: EventRef<'_>) -> String {
    let mut dates = event
        .stored()
        .believed_dates(event.timeline(), event.knowledge());
    dates.sort_by_key(|when| when.bounds().raw());
    let mut dates: Vec<String> = dates.into_iter().map(When::in_english).collect();
    dates.dedup();
    dates.join(" or ")
}

/// The first and the last day on which an event may have happened.
fn outer_days(event: EventRef<'_>) -> [String; 2] {
    let bounds = event.bounds();
    let last = bounds.end_latest().map(|end| end - TimeDelta::seconds(1));
    [bounds.start_earliest(), last].map(|at| match at {
        Some(at) => at.date_naive().to_string(),
        None => "any day".to_owned(),
    })
}

fn attributions(reports: &[ReportRef<'_>]) -> String {
    let all: Vec<String> = reports.iter().map(|report| report.attribution()).collect();
    all.join(" and ")
}

/// The reports that are in force in only one of two states: those of the first, and those of the second.
///
/// Reports have no identifier. Two are the same if they have the same chain, status, date and content. Both lists
/// are sorted by the fields that are cheap to compare, so that few reports are compared in full.
fn report_differences<'t>(
    before: EventRef<'t>,
    after: EventRef<'t>,
) -> (Vec<ReportRef<'t>>, Vec<ReportRef<'t>>) {
    let keyed = |event: EventRef<'t>| {
        let reports = event.reports().map(|report| {
            let chain: Vec<&str> = report.chain().map(SourceRef::id).collect();
            (chain, report.status(), report.account.known_from)
        });
        reports.zip(event.reports()).collect::<Vec<_>>()
    };
    let (before, mut after) = (keyed(before), keyed(after));
    after.sort_by(|one, other| one.0.cmp(&other.0));
    let mut is_matched = vec![false; after.len()];
    let mut withdrawn = Vec::new();
    for (key, report) in before {
        let first = after.partition_point(|(other, _)| *other < key);
        let alike = after[first..].iter().take_while(|(other, _)| *other == key);
        let found = alike
            .enumerate()
            .map(|(offset, (_, other))| (first + offset, *other))
            .find(|&(at, other)| !is_matched[at] && says_the_same(report, other));
        match found {
            Some((at, _)) => is_matched[at] = true,
            None => withdrawn.push(report),
        }
    }
    let new = after
        .iter()
        .zip(is_matched)
        .filter(|(_, is_matched)| !is_matched);
    (withdrawn, new.map(|((_, report), _)| *report).collect())
}

/// Whether two reports by the same chain say the same.
fn says_the_same(one: ReportRef<'_>, other: ReportRef<'_>) -> bool {
    one.asserted() == other.asserted() && one.words() == other.words() && one.says() == other.says()
}

/// An event as other answers write it, with its status.
#[derive(Serialize)]
struct State<'t> {
    id: &'t str,
    when: &'t When,
    title: &'t str,
    status: Option<Status>,
}

#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
fn state<S: Serializer>(event: &Option<EventRef<'_>>, serializer: S) -> Result<S::Ok, S::Error> {
    let state = event.map(|event| State {
        id: event.id(),
        when: event.when(),
        title: event.title(),
        status: event.status(),
    });
    state.serialize(serializer)
}

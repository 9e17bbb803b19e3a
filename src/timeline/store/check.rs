//! Checks of single entries, when they are added to a builder.
//!
//! These are the checks that need no other entry: texts, dates, the number of parts, and whether an
//! event has only properties that its kind can have.

mod withdrawal;

pub(crate) use withdrawal::{constraint_withdrawn_early, report_withdrawn_early};

use crate::actor::{
    Actor, Designation, MAX_EXTERNAL, MAX_EXTERNAL_VALUE, MAX_ID, MAX_PER_ACTOR, MAX_SCHEME,
    MAX_TEXT,
};
use crate::event::{
    Account, Event, Kind, MAX_CHAIN, MAX_PARTICIPANTS, MAX_PER_EVENT, Report, Role, Source,
};
use crate::text::{is_name, is_readable};
use crate::time::{DateErrors, When};
use crate::timeline::{Constraint, Entry, ExternalIds, Fault, FaultKind, MAX_SHOWN};

/// Checks an entry and collects its faults.
pub(super) struct Check<'a> {
    faults: &'a mut Vec<Fault>,
    entry: Entry,
    /// The sort of entry and its identifier or name, for messages.
    what: &'static str,
    id: &'a str,
}

/// # Entries
impl<'a> Check<'a> {
    pub(super) const fn new(
        faults: &'a mut Vec<Fault>,
        entry: Entry,
        what: &'static str,
        id: &'a str,
    ) -> Self {
        Self {
            faults,
            entry,
            what,
            id,
        }
    }

    pub(super) fn title(&mut self, title: &str) {
        self.text("title", title, MAX_TEXT);
    }

    pub(super) fn actor(&mut self, actor: &Actor) {
        self.text("actor", &actor.id, MAX_ID);
        self.name(&actor.name);
        self.dates(&actor.date_errors);
        self.external(&actor.external);
        for alias in &actor.aliases {
            self.text("alias", &alias.name, MAX_TEXT);
            if let Some(when) = &alias.when {
                self.words(when);
            }
        }
        for affiliation in &actor.affiliations {
            if let Some(office) = &affiliation.office {
                self.text("office", office, MAX_TEXT);
            }
            self.words(&affiliation.when);
        }
        for succession in &actor.successions {
            self.count("sources in a chain", succession.by.len(), MAX_CHAIN);
            self.words(&succession.when);
        }
        self.count("aliases", actor.aliases.len(), MAX_PER_ACTOR);
        self.count("affiliations", actor.affiliations.len(), MAX_PER_ACTOR);
        self.count("predecessors", actor.successions.len(), MAX_PER_ACTOR);
    }

    pub(super) fn designation(&mut self, designation: &Designation) {
        self.text("designation", &designation.name, MAX_TEXT);
        self.dates(&designation.date_errors);
        self.text("office", &designation.office, MAX_TEXT);
        self.words(&designation.when);
    }

    pub(super) fn source(&mut self, source: &Source) {
        self.text("source", &source.id, MAX_ID);
        self.name(&source.name);
        self.dates(&source.date_errors);
        self.external(&source.external);
        if let Some(url) = &source.url {
            self.text("address", url, MAX_TEXT);
        }
        self.citation(source);
        self.count("periods of coverage", source.covers.len(), MAX_PER_EVENT);
        for coverage in &source.covers {
            self.count("actors covered", coverage.actors.len(), MAX_PER_EVENT);
            self.count("kinds covered", coverage.kinds.len(), MAX_PER_EVENT);
            self.words(&coverage.when);
        }
        if let Some(published) = &source.published {
            self.words(published);
        }
    }

    /// Checks what only citations say.
    fn citation(&mut self, source: &Source) {
        self.count("authors", source.authors.len(), MAX_PER_EVENT);
        for author in &source.authors {
            self.text("author", author, MAX_TEXT);
        }
        let texts = [
            ("title", &source.title),
            ("publisher", &source.publisher),
            ("locator", &source.locator),
            ("archive", &source.archive),
        ];
        for (what, text) in texts {
            if let Some(text) = text {
                self.text(what, text, MAX_TEXT);
            }
        }
        if let Some(accessed) = &source.accessed {
            self.words(accessed);
        }
    }

    pub(super) fn constraint(&mut self, constraint: &Constraint) {
        self.dates(&constraint.date_errors);
        self.count("sources in a chain", constraint.by.len(), MAX_CHAIN);
        let dates = [&constraint.asserted, &constraint.withdrawn];
        for when in dates.into_iter().flatten() {
            self.words(when);
        }
        let early = constraint.withdrawn.as_ref();
        let early = early.and_then(|on| constraint_withdrawn_early(constraint, on));
        if let Some(kind) = early {
            self.fault(kind);
        }
        if !constraint.has_distance() {
            self.fault(FaultKind::NoDistance {
                constraint: constraint.without_sources(),
            });
        }
    }

    pub(super) fn event(&mut self, event: &Event) {
        self.text("event", &event.id, MAX_ID);
        if let Some(title) = &event.title {
            self.title(title);
        }
        self.external(&event.external);
        self.words(&event.when);
        self.dates(&event.date_errors);
        self.count("participants", event.participants.len(), MAX_PARTICIPANTS);
        self.count("reports", event.reports.len(), MAX_PER_EVENT);
        self.count("links", event.links.len(), MAX_PER_EVENT);
        self.count("subjects", event.about.len(), MAX_PER_EVENT);
        self.account(&event.account);
        for report in &event.reports {
            self.report(&event.when, report);
        }
        self.kind(event);
        if event.occurrences.max() == Some(0) {
            self.zero("0 occurrences");
        }
    }

    fn report(&mut self, shared: &When, report: &Report) {
        self.count("sources in a chain", report.by.len(), MAX_CHAIN);
        self.account(&report.says);
        if let Some(words) = &report.words {
            self.text("wording", words, MAX_TEXT);
        }
        let dates = [&report.asserted, &report.withdrawn, &report.says.when];
        for when in dates.into_iter().flatten() {
            self.words(when);
        }
        let early = report.withdrawn.as_ref();
        let early = early.and_then(|on| report_withdrawn_early(self.id, shared, report, on));
        if let Some(kind) = early {
            self.fault(kind);
        }
        if report.by.is_empty() {
            let event = self.id.to_owned();
            self.fault(FaultKind::NoSource { event });
        }
    }

    fn account(&mut self, account: &Account) {
        self.count("measures", account.measures.len(), MAX_PER_EVENT);
        self.count("topics", account.topics.len(), MAX_PER_EVENT);
        self.count("initiators", account.initiators.len(), MAX_PARTICIPANTS);
        let mut names: Vec<&str> = account.measures.iter().map(|one| &*one.name).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            self.fault(FaultKind::MeasureTwice {
                event: self.id.to_owned(),
                measure: twice[0].to_owned(),
            });
        }
        for measure in &account.measures {
            self.text("measure", &measure.name, MAX_TEXT);
            if let Some(whole) = &measure.part_of {
                self.text("measure", whole, MAX_TEXT);
            }
        }
        for topic in &account.topics {
            self.text("topic", topic, MAX_TEXT);
        }
        if let Some(place) = &account.place {
            self.text("place", &place.name, MAX_TEXT);
        }
        if account.ordinal == Some(0) {
            self.zero("ordinal 0");
        }
    }

    fn zero(&mut self, what: &'static str) {
        let event = self.id.to_owned();
        self.fault(FaultKind::Zero { event, what });
    }

    /// Checks that an event has what its kind requires, and only what its kind can have.
    fn kind(&mut self, event: &Event) {
        if event.kind == Kind::Act && event.code.is_none() {
            let event = self.id.to_owned();
            self.fault(FaultKind::NoCode { event });
        }
        let properties = [
            (event.in_person == Some(true), "in person", Kind::Meeting),
            (event.form.is_some(), "quoted", Kind::Statement),
            (event.hedged, "hedged", Kind::Statement),
            (event.negated, "negated", Kind::Statement),
            (event.standing, "standing", Kind::Act),
        ];
        for (is_stated, what, expected) in properties {
            if is_stated && event.kind != expected {
                self.fault(FaultKind::NotOfKind {
                    event: self.id.to_owned(),
                    kind: event.kind,
                    what,
                    expected,
                });
            }
        }
        if event.standing && !event.when.is_extent() && !event.when.is_undated() {
            let (event, when) = (self.id.to_owned(), event.when.to_string());
            self.fault(FaultKind::NoExtent { event, when });
        }
        let speaks = |role| matches!(role, Role::Source | Role::Party);
        if event.kind == Kind::Statement && !event.participants.iter().any(|one| speaks(one.role)) {
            let event = self.id.to_owned();
            self.fault(FaultKind::NoSpeaker { event });
        }
    }
}

/// # Parts of entries
impl Check<'_> {
    fn fault(&mut self, kind: FaultKind) {
        self.faults.push(Fault::new(self.entry, kind));
    }

    fn text(&mut self, what: &'static str, text: &str, most: usize) {
        // Identifiers must be distinguishable by sight.
        let is_id = matches!(what, "actor" | "event" | "source" | "external identifier");
        let is_visible = if is_id {
            is_name(text)
        } else {
            is_readable(text)
        };
        if text.len() > most || text.trim().len() != text.len() || !is_visible {
            // An identifier, and the title of the timeline, have no other name.
            let is_named = text != self.id && !self.id.is_empty();
            let shown = |text: &str| text.chars().take(MAX_SHOWN).collect::<String>();
            let entry = || format!("{} `{}`", self.what, shown(self.id).escape_debug());
            let of = is_named.then(entry);
            let text = shown(text);
            self.fault(FaultKind::BadText {
                of,
                what,
                text,
                most,
            });
        }
    }

    /// Checks a name. Without a name of its own, an entry is named by its identifier, which is checked
    /// already.
    fn name(&mut self, name: &str) {
        if name != self.id || name.is_empty() {
            self.text("name", name, MAX_TEXT);
        }
    }

    /// Checks the identifiers in other registers.
    fn external(&mut self, external: &ExternalIds) {
        self.count("external identifiers", external.len(), MAX_EXTERNAL);
        for (scheme, value) in external {
            // A scheme is compared and printed often. In one case and one script it has one spelling.
            let is_scheme = scheme.starts_with(|c: char| c.is_ascii_lowercase())
                && scheme.len() <= MAX_SCHEME
                && (scheme.bytes()).all(|byte| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte)
                });
            if !is_scheme {
                self.fault(FaultKind::BadScheme {
                    what: self.what,
                    id: self.id.to_owned(),
                    scheme: scheme.chars().take(MAX_SHOWN).collect(),
                });
            }
            self.text("external identifier", value, MAX_EXTERNAL_VALUE);
        }
    }

    /// Reports the dates that were given as text and could not be read.
    fn dates(&mut self, errors: &DateErrors) {
        for (field, error) in errors.iter() {
            self.fault(FaultKind::InvalidDate {
                what: self.what,
                id: self.id.to_owned(),
                field,
                error: error.clone(),
            });
        }
    }

    /// Checks the words of a date.
    fn words(&mut self, when: &When) {
        if let Some(words) = when.words() {
            self.text("wording", words, MAX_TEXT);
        }
    }

    fn count(&mut self, of: &'static str, count: usize, most: usize) {
        if count > most {
            self.fault(FaultKind::TooMany {
                what: self.what,
                id: self.id.to_owned(),
                of,
                count,
                most,
            });
        }
    }
}

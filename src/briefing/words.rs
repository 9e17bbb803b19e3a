//! The headings, labels and notes of a page.
//!
//! They are labels such as "Reports: 3", not phrases such as "3 reports", so a translation does not need plural
//! rules. Sentences about facts come from a [`Language`](crate::sentences::Language).

mod french;
mod german;

pub(crate) use french::french;
pub(crate) use german::german;

use super::content::BriefingEvent;
use crate::claim::Verdict;
use crate::event::{Kind, Role, Status};
use crate::text::word_table;

word_table! {
    /// The headings, labels and notes of a briefing. The default is English.
    ///
    /// A name in braces is replaced by a value: `{date}` becomes "10 Jul 2025". A
    /// [`Language`](crate::sentences::Language) supplies them with its
    /// [`page_words`](crate::sentences::Language::page_words).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::sentences::{German, Language};
    ///
    /// assert_eq!(German::default().page_words().events, "Ereignisse");
    /// ```
    PageWords {
        /// The link to the content, for the keyboard.
        skip = "Skip to the content";
        /// The name of the list of sections.
        sections = "Sections";
        /// The line below the title.
        subtitle = "Everything here was known at the end of {date} (UTC).";
        /// The title of a page about a pair.
        pair_title = "{a} and {b}";
        /// The title of a page without a pair whose record has no title.
        untitled = "Briefing";
        /// The line at the end.
        written_by = "Written by detente {version}.";
        /// A heading.
        summary = "Summary";
        /// A heading.
        charts = "Charts";
        /// The name of a chart that scrolls.
        chart = "Chart";
        /// A heading.
        changes = "What changed since {date}";
        /// A heading.
        contributions = "What the trend and the level come from";
        /// A heading.
        claims = "Claims";
        /// A heading.
        events = "Events";
        /// A heading.
        sources = "Sources";
        /// A heading.
        coverage = "Coverage";
        /// A heading.
        method = "How to read the numbers";
        /// A sentence of the summary: the numbers of events of each kind.
        listed = "Events on this page that happened: {counts}.";
        /// A sentence of the summary: no event happened.
        listed_none = "Events on this page that happened: none.";
        /// A sentence of the summary: how many standing relations there are.
        listed_standing = "Standing relations on this page: {n}.";
        /// A sentence of the summary: the last meeting or call.
        last_contact = "Last contact: {title}, {date}.";
        /// A sentence of the summary: the next event that is planned.
        next_planned = "Next planned event: {title}, {date}.";
        /// A sentence of the summary: events that were not known.
        not_yet_known = "Events of the record that are left out, because no report of them is dated by the end of the day: {n}.";
        /// No event changed.
        no_change = "No event changed.";
        /// The caption of the table of contributions.
        contributions_caption = "Events by the size of what they add to the change, and to the level";
        /// A column of the table of contributions.
        column_event = "Event";
        /// A column of the table of contributions.
        column_change = "Change";
        /// A column of the table of contributions.
        column_level = "Level";
        /// A row of the table of contributions: the sum of the others.
        other_events = "Other events: {n}";
        /// The reason of a verdict, which is English.
        reason = "Reason: {reason}.";
        /// The events that decide about a claim.
        evidence = "Events: {events}.";
        /// What an event contributes to the level.
        share_of_level = "{level} of the level";
        /// What an event contributes to the level and to the change.
        share_of_both = "{level} of the level, {change} of the change";
        /// No event is known.
        no_event = "No event is known.";
        /// A source without a name of its own.
        anonymous = "anonymous";
        /// When the address of a source was last read.
        accessed = "accessed {date}";
        /// The number of events that a source reports.
        source_events = "events: {n}";
        /// A source that cites another.
        citing = "{source}, citing {cited}";
        /// The day from which a report is known.
        known_from = "known from {date}";
        /// A report that is known on all days.
        known_always = "known from the beginning";
        /// The day by which a report was withdrawn.
        withdrawn = "withdrawn by {date}";
        /// Quoted words.
        quoted = "“{words}”";
        /// What was known about an event from a day on.
        state_from = "From {date}: {state}";
        /// What was known about an event on all days.
        state_always = "From the beginning: {state}";
        /// A participant that acts.
        role_source = "by {name}";
        /// A participant that is acted upon.
        role_target = "towards {name}";
        /// A participant that is spoken to.
        role_addressee = "to {name}";
        /// A participant that hosts the others.
        role_host = "host {name}";
        /// A participant that mediates.
        role_mediator = "mediator {name}";
        /// A participant that is present.
        role_attendee = "attendee {name}";
        /// A participant that acts for another actor.
        on_behalf = "{name} for {party}";
        /// The place of an event.
        place = "in {place}";
        /// What the source says about a date.
        date_note = "Date: {note}";
        /// The number of reports of an event.
        reports = "Reports: {n}";
        /// The name of the filters.
        filters = "Filter the events";
        /// A filter.
        filter_actor = "Actor";
        /// The option for all actors.
        filter_all = "all";
        /// A filter.
        filter_kind = "Kind";
        /// A filter.
        filter_status = "Status";
        /// A filter.
        filter_day = "As of the end of";
        /// The button that clears all filters.
        show_all = "Show all";
        /// The number of events that pass the filters.
        shown = "Shown: {n} of {all} events.";
        /// The number of events that pass the filters, as of an earlier day.
        shown_then = "Shown: {n} of {all} events, as known at the end of {date}.";
        /// What the filters do.
        filter_note = "The filters change the list below. With an earlier day it shows what was known then: an event that had not been reported is hidden, and a date or a status that changed later is as it was. An actor includes those who act for it. Summary, charts and contributions are as of {date}.";
        /// The days that are covered.
        covered = "Covered days: {days}.";
        /// The days that are covered, if all are.
        covered_always = "all";
        /// The days that are covered, if none is.
        covered_never = "none";
        /// What coverage means.
        covered_meaning = "On a covered day without an event, nothing happened. On other days, an event may be missing.";
        /// What a source covers.
        covers = "{source} covers {date}.";
        /// No source covers a day.
        undeclared = "No source declares which of these days it covers.";
        /// What a missing coverage means.
        undeclared_meaning = "A day without an event can be a day without data.";
        /// How to read a level.
        method_level = "The level says how friendly relations are: each event counts with its weight, and counts less with age.";
        /// How to read a change.
        method_change = "The change says by how much the events of the last {window} days exceed what was expected from the days before.";
        /// How to read a probability.
        method_p = "P is the probability of the direction, given the record. A direction begins at {enter} and lasts while P is at least {leave}.";
        /// How to read a direction.
        method_unclear = "“Unclear” is not “steady”: the record is compatible with a rise and with a fall.";
        /// A kind of event.
        meeting = "meeting";
        /// A kind of event.
        call = "call";
        /// A kind of event.
        statement = "statement";
        /// A kind of event.
        act = "act";
        /// A status.
        realised = "happened";
        /// The status of a standing relation that is reported.
        in_force = "in force";
        /// A status.
        planned = "planned";
        /// A status.
        cancelled = "cancelled";
        /// A status.
        disputed = "disputed";
        /// The status of an event whose reports were withdrawn.
        no_status = "no longer reported";
        /// A verdict.
        consistent = "consistent";
        /// A verdict.
        contradicted = "contradicted";
        /// A verdict.
        undetermined = "undetermined";
    }
}

impl PageWords {
    pub(super) fn kind(&self, kind: Kind) -> &str {
        match kind {
            Kind::Meeting => &self.meeting,
            Kind::Call => &self.call,
            Kind::Statement => &self.statement,
            Kind::Act => &self.act,
        }
    }

    /// A status of an event: a standing relation is in force, and did not happen on a day.
    pub(super) fn status_of(&self, event: &BriefingEvent, status: Option<Status>) -> &str {
        match status {
            Some(Status::Realised) if event.standing => &self.in_force,
            _ => self.status(status),
        }
    }

    pub(super) fn status(&self, status: Option<Status>) -> &str {
        match status {
            Some(Status::Realised) => &self.realised,
            Some(Status::Planned) => &self.planned,
            Some(Status::Cancelled) => &self.cancelled,
            Some(Status::Disputed) => &self.disputed,
            None => &self.no_status,
        }
    }

    pub(super) fn verdict(&self, verdict: Verdict) -> &str {
        match verdict {
            Verdict::Consistent => &self.consistent,
            Verdict::Contradicted => &self.contradicted,
            Verdict::Undetermined => &self.undetermined,
        }
    }

    /// The pattern of a participant.
    pub(super) fn role(&self, role: Role) -> &str {
        match role {
            Role::Party => "{name}",
            Role::Source => &self.role_source,
            Role::Target => &self.role_target,
            Role::Addressee => &self.role_addressee,
            Role::Host => &self.role_host,
            Role::Mediator => &self.role_mediator,
            Role::Attendee => &self.role_attendee,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::actor::Actor;
    use crate::briefing::{Briefing, BriefingOptions};
    use crate::code::Code;
    use crate::event::{Event, Report, Source};
    use crate::plot::Words;
    use crate::sentences::{French, German, Language};
    use crate::text::{Part, parts};
    use crate::timeline::Timeline;

    /// A record with each kind, status and role, whose own texts have no word of a language.
    fn record() -> Timeline {
        let mut builder = Timeline::builder();
        builder.actor(Actor::state("USA").named("United States"));
        builder.actor(Actor::state("RUS").named("Russia"));
        builder.actor(Actor::person("x1").named("X1"));
        builder.source(Source::new("q1").named("Q1").anonymous());
        builder.source(Source::new("q2").named("Q2"));
        let report = |status, day: u32| {
            let chain = Report::by(["q2", "q1"]).status(status);
            chain.asserted(NaiveDate::from_ymd_opt(2025, 3, day).expect("a date"))
        };
        let meeting = Event::meeting("e1", "2025-03-01")
            .between("USA", "RUS")
            .at("P1");
        builder.event(meeting.title("T1").report(report(Status::Planned, 1)));
        let call = Event::call("e2", "2025-03")
            .between("x1", "RUS")
            .title("T2");
        builder.event(
            call.report(report(Status::Planned, 2))
                .report(report(Status::Cancelled, 3)),
        );
        let statement = Event::statement("e3", "2025-03-03").by("USA").target("RUS");
        builder.event(statement.title("T3").report(report(Status::Realised, 3)));
        let act = Event::act("e4", "2025-03-04", Code::parse("AGREE").expect("a code"))
            .by("RUS")
            .target("USA")
            .title("T4");
        builder.event(act.report(report(Status::Disputed, 4)));
        builder.build().expect("the record is well-formed")
    }

    #[test]
    fn a_page_in_another_language_has_no_english_words() {
        let timeline = record();
        let as_of = NaiveDate::from_ymd_opt(2025, 3, 31).expect("a date");
        let [german, french] = [&German::default() as &dyn Language, &French::default()];
        for (language, page_words) in [(german, super::german()), (french, super::french())] {
            let options = BriefingOptions::new(as_of)
                .between("USA", "RUS")
                .since(as_of - chrono::Days::new(30))
                .language(language);
            let briefing = Briefing::of(&timeline.view(), &options).expect("a pair");
            let (page, charts) = (PageWords::default(), Words::default());
            let (own_page, own_charts) = (&page_words, language.chart_words());
            let english = [page.patterns(), charts.patterns()].concat();
            let own = [own_page.patterns(), own_charts.patterns()].concat();
            let own: Vec<&str> = own.iter().map(|(_, text)| text.as_ref()).collect();
            let own = own.join("\n");
            let mut compared = 0;
            for text in [
                briefing.to_html(),
                briefing.to_markdown(),
                briefing.to_text(),
            ] {
                // The script and the style have words of their own.
                let text = text
                    .split_once("<body>")
                    .map_or(text.as_str(), |(_, body)| body);
                let text = text.split_once("<script>").map_or(text, |(body, _)| body);
                for (field, pattern) in &english {
                    for part in parts(pattern) {
                        let Part::Text(part) = part else { continue };
                        let words = part.trim_matches(|one: char| !one.is_alphanumeric());
                        if words.len() < 6 || own.contains(words) {
                            continue;
                        }
                        compared += 1;
                        let is_in = |mark: char| text.contains(&format!("{mark}{words}"));
                        assert!(!is_in('>') && !is_in(' '), "{field}: `{words}` is English");
                    }
                }
            }
            assert!(compared > 300, "{compared}");
            let html = briefing.to_html();
            assert!(html.contains(&format!("lang=\"{}\"", language.tag())));
            assert!(!html.contains("United States"));
        }
    }

    #[test]
    fn translations_have_the_values_of_the_english_words() {
        let english = PageWords::default();
        for translation in [german(), french()] {
            crate::text::check_translation(&english.patterns(), &translation.patterns());
        }
    }
}

//! What a rule found, in English.

use super::super::facts::{ActorPhrase, EventName};
use super::super::findings::{DirectionChange, FindingGrammar, LongSilence, Named, Passed, Record};
use super::super::naming::Naming;
use super::super::shown::{AmountWords, capital, is_covered, percent, quantity, shown};
use super::{English, coverage_text, day, event, length_text, p_text, silence_coverage};
use crate::event::Quantity;
use crate::relations::Cause;
use crate::sequence::Gap;
use crate::trend::{CoverageUsed, Direction};

const AMOUNTS: AmountWords = AmountWords {
    about: "about",
    at_least: "at least",
    more_than: "more than",
    at_most: "at most",
    less_than: "less than",
    to: "to",
    signs: [",", "."],
};

impl FindingGrammar for English {
    fn of(&self, actors: &ActorPhrase<'_>) -> String {
        self.actor_phrase(actors)
    }

    fn direction_changed(&self, actors: &str, change: &DirectionChange) -> String {
        let since = change.since.map(|since| format!(", since {}", day(since)));
        let p = change
            .p
            .map(|p| format!(" (P on {}: {})", day(change.at), p_text(p)));
        let [since, p] = [since, p].map(Option::unwrap_or_default);
        let now = match change.after {
            Direction::Rising => "are now rising",
            Direction::Falling => "are now falling",
            Direction::Steady => "are now steady",
            Direction::Unclear => "now have no clear direction",
            Direction::Insufficient => "now have too little data for a direction",
        };
        let then = match change.before {
            Direction::Rising => "they were rising",
            Direction::Falling => "they were falling",
            Direction::Steady => "they were steady",
            Direction::Unclear => "they had no clear direction",
            Direction::Insufficient => "there was too little data for a direction",
        };
        format!("Relations{actors} {now}{since}{p}; before, {then}.")
    }

    fn probability_passed(&self, actors: &str, passed: &Passed) -> String {
        let (after, threshold) = (p_text(passed.after), p_text(passed.threshold));
        let before = match passed.before {
            Some(before) => format!("it was {}", p_text(before)),
            None => "there was too little data for it".to_owned(),
        };
        format!(
            "The probability that relations{actors} are {} is now {after}, at least the threshold of \
             {threshold}; before, {before}.",
            passed.side
        )
    }

    fn long_silence(&self, actors: &str, after: Named<'_, '_>, silence: &LongSilence) -> String {
        format!(
            "{}{actors} for {}, since {}; {} percent of the earlier times between \
             contacts lasted up to {} days.{}",
            if is_covered(silence.covered) {
                "There has been no contact"
            } else {
                "The record has no contact"
            },
            length_text(silence.length),
            named(after),
            percent(silence.share),
            silence.usual_days,
            silence_coverage(silence.covered),
        )
    }

    fn first_contact(
        &self,
        actors: &str,
        [one, before]: [Named<'_, '_>; 2],
        length: Gap,
        covered: Option<f64>,
    ) -> String {
        format!(
            "{} is the first contact{actors} in {}, after {}.{}",
            capital(&named(one)),
            length_text(length),
            named(before),
            silence_coverage(covered),
        )
    }

    fn plan_overdue(&self, event: Named<'_, '_>) -> String {
        let verb = match event {
            Some(event) if event.is_standing => "came into force",
            _ => "took place",
        };
        format!(
            "No report says that {} {verb} or was called off, although its planned date has passed.",
            named(event)
        )
    }

    fn record_broken(&self, [one, before]: [Named<'_, '_>; 2], record: &Record<'_>) -> String {
        format!(
            "{} has {}the largest “{}” so far: {}; {}.",
            capital(&named(one)),
            if record.certainty.is_certain() {
                ""
            } else {
                "perhaps "
            },
            shown(record.measure),
            amount(record.size),
            match record.margin {
                Some(margin) => format!("{} more than {}", amount(margin), named(before)),
                None => format!("the one before was {}", named(before)),
            },
        )
    }

    fn moved(&self, events: &[(EventName<'_>, Cause)]) -> String {
        let events = Self::list_with_causes(events);
        format!(" What moved them most: {events}.")
    }

    fn coverage(&self, coverage: CoverageUsed) -> String {
        coverage_text(coverage)
    }
}

fn amount(size: &Quantity) -> String {
    quantity(size, &AMOUNTS)
}

fn named(name: Named<'_, '_>) -> String {
    name.map_or_else(|| "an event".to_owned(), event)
}

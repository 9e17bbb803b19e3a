//! What a rule found, in German.

use super::super::facts::{ActorPhrase, EventName};
use super::super::findings::{DirectionChange, FindingGrammar, LongSilence, Named, Passed, Record};
use super::super::naming::Naming;
use super::super::shown::{AmountWords, capital, is_covered, percent, quantity, shown};
use super::date::day;
use super::reason::coverage_text;
use super::{Case, German, event, length_text, p_text, silence_coverage};
use crate::event::Quantity;
use crate::relations::Cause;
use crate::sequence::Gap;
use crate::trend::{CoverageUsed, Direction};

const AMOUNTS: AmountWords = AmountWords {
    about: "etwa",
    at_least: "mindestens",
    more_than: "mehr als",
    at_most: "höchstens",
    less_than: "weniger als",
    to: "bis",
    signs: [".", ","],
};

impl FindingGrammar for German {
    fn of(&self, actors: &ActorPhrase<'_>) -> String {
        self.actor_phrase(actors)
    }

    fn direction_changed(&self, actors: &str, change: &DirectionChange) -> String {
        let since = change
            .since
            .map(|since| format!(", seit dem {}", day(since)));
        let p = change
            .p
            .map(|p| format!(" (P am {}: {})", day(change.at), p_text(p)));
        let [since, p] = [since, p].map(Option::unwrap_or_default);
        let now = match change.after {
            Direction::Rising => "verbessern sich jetzt",
            Direction::Falling => "verschlechtern sich jetzt",
            Direction::Steady => "sind jetzt stabil",
            Direction::Unclear => "haben jetzt keine klare Richtung",
            Direction::Insufficient => "haben jetzt zu wenig Daten für eine Richtung",
        };
        let then = match change.before {
            Direction::Rising => "verbesserten sie sich",
            Direction::Falling => "verschlechterten sie sich",
            Direction::Steady => "waren sie stabil",
            Direction::Unclear => "hatten sie keine klare Richtung",
            Direction::Insufficient => "gab es zu wenig Daten für eine Richtung",
        };
        format!("Die Beziehungen{actors} {now}{since}{p}; davor {then}.")
    }

    fn probability_passed(&self, actors: &str, passed: &Passed) -> String {
        let (after, threshold) = (p_text(passed.after), p_text(passed.threshold));
        let change = match passed.side {
            Direction::Rising => "verbessern",
            _ => "verschlechtern",
        };
        let before = match passed.before {
            Some(before) => format!("war sie {}", p_text(before)),
            None => "gab es dafür zu wenig Daten".to_owned(),
        };
        format!(
            "Die Wahrscheinlichkeit P, dass sich die Beziehungen{actors} {change}, ist jetzt {after} und erreicht \
             den Schwellenwert von {threshold}; davor {before}."
        )
    }

    fn long_silence(&self, actors: &str, after: Named<'_, '_>, silence: &LongSilence) -> String {
        format!(
            "{} {} lang keinen Kontakt{actors}, seit {}; {} Prozent der früheren Abstände zwischen \
             Kontakten dauerten bis zu {} Tage.{}",
            if is_covered(silence.covered) {
                "Es gab"
            } else {
                "Die Aufzeichnungen enthalten"
            },
            length_text(silence.length),
            named(after, Case::Dative),
            percent(silence.share),
            silence.usual_days.to_string().replace('.', ","),
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
            "{} ist der erste Kontakt{actors} nach einer Pause: {}, seit {}.{}",
            capital(&named(one, Case::Nominative)),
            length_text(length),
            named(before, Case::Dative),
            silence_coverage(covered),
        )
    }

    fn plan_overdue(&self, event: Named<'_, '_>) -> String {
        let verb = match event {
            Some(event) if event.is_standing => "in Kraft trat",
            _ => "stattfand",
        };
        format!(
            "Für {} ist der geplante Termin verstrichen, und kein Bericht sagt, dass etwas {verb} oder \
             abgesagt wurde.",
            named(event, Case::Accusative)
        )
    }

    fn record_broken(&self, [one, before]: [Named<'_, '_>; 2], record: &Record<'_>) -> String {
        let before = named(before, Case::Nominative);
        format!(
            "{} hat {}den bisher höchsten Wert von „{}“: {}; {}.",
            capital(&named(one, Case::Nominative)),
            if record.certainty.is_certain() {
                ""
            } else {
                "vielleicht "
            },
            shown(record.measure),
            amount(record.size),
            match record.margin {
                Some(margin) => format!("{} mehr als {before}", amount(margin)),
                None => format!("davor war es {before}"),
            },
        )
    }

    fn moved(&self, events: &[(EventName<'_>, Cause)]) -> String {
        let verb = if events.len() == 1 {
            "bewegte"
        } else {
            "bewegten"
        };
        let events = Self::list_with_causes(events);
        format!(" Am meisten {verb} sie: {events}.")
    }

    fn coverage(&self, coverage: CoverageUsed) -> String {
        coverage_text(coverage)
    }
}

fn amount(size: &Quantity) -> String {
    quantity(size, &AMOUNTS)
}

fn named(name: Named<'_, '_>, case: Case) -> String {
    let unknown = match case {
        Case::Nominative | Case::Accusative => "ein Ereignis",
        Case::Dative => "einem Ereignis",
    };
    name.map_or_else(|| unknown.to_owned(), |name| event(name, case))
}

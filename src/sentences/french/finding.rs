//! What a rule found, in French.

use super::super::facts::{ActorPhrase, EventName};
use super::super::findings::{DirectionChange, FindingGrammar, LongSilence, Named, Passed, Record};
use super::super::naming::Naming;
use super::super::shown::{AmountWords, capital, is_covered, percent, quantity};
use super::date::le;
use super::reason::coverage_text;
use super::{
    COLON, French, SEMICOLON, event, length_text, p_text, quoted, silence_coverage, took_effect,
};
use crate::event::Quantity;
use crate::relations::Cause;
use crate::sequence::Gap;
use crate::trend::{CoverageUsed, Direction};

const AMOUNTS: AmountWords = AmountWords {
    about: "environ",
    at_least: "au moins",
    more_than: "plus de",
    at_most: "au plus",
    less_than: "moins de",
    to: "à",
    signs: ["\u{202f}", ","],
};

impl FindingGrammar for French {
    fn of(&self, actors: &ActorPhrase<'_>) -> String {
        self.actor_phrase(actors)
    }

    fn direction_changed(&self, actors: &str, change: &DirectionChange) -> String {
        let since = change.since.map(|since| format!(", depuis {}", le(since)));
        let p = change
            .p
            .map(|p| format!(" (P, {}{COLON} {})", le(change.at), p_text(p)));
        let [since, p] = [since, p].map(Option::unwrap_or_default);
        let now = match change.after {
            Direction::Rising => "s’améliorent maintenant",
            Direction::Falling => "se dégradent maintenant",
            Direction::Steady => "sont maintenant stables",
            Direction::Unclear => "n’ont maintenant pas de direction nette",
            Direction::Insufficient => "ont maintenant trop peu de données pour une direction",
        };
        let then = match change.before {
            Direction::Rising => "elles s’amélioraient",
            Direction::Falling => "elles se dégradaient",
            Direction::Steady => "elles étaient stables",
            Direction::Unclear => "elles n’avaient pas de direction nette",
            Direction::Insufficient => "il y avait trop peu de données pour une direction",
        };
        format!("Les relations{actors} {now}{since}{p}{SEMICOLON} auparavant, {then}.")
    }

    fn probability_passed(&self, actors: &str, passed: &Passed) -> String {
        let (after, threshold) = (p_text(passed.after), p_text(passed.threshold));
        let change = match passed.side {
            Direction::Rising => "s’améliorent",
            _ => "se dégradent",
        };
        let before = match passed.before {
            Some(before) => format!("elle était de {}", p_text(before)),
            None => "il y avait trop peu de données pour la calculer".to_owned(),
        };
        format!(
            "La probabilité que les relations{actors} {change} est maintenant de {after} et atteint le seuil de \
             {threshold}{SEMICOLON} auparavant, {before}."
        )
    }

    fn long_silence(&self, actors: &str, after: Named<'_, '_>, silence: &LongSilence) -> String {
        format!(
            "{} aucun contact{actors} pendant {}, depuis {}{SEMICOLON} {}\u{a0}% des intervalles \
             antérieurs entre contacts ont duré au plus {} jours.{}",
            if is_covered(silence.covered) {
                "Il n’y a eu"
            } else {
                "Les données ne contiennent"
            },
            length_text(silence.length),
            named(after),
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
            "{} est le premier contact{actors} après une pause{COLON} {}, depuis {}.{}",
            capital(&named(one)),
            length_text(length),
            named(before),
            silence_coverage(covered),
        )
    }

    fn plan_overdue(&self, event: Named<'_, '_>) -> String {
        format!(
            "La date prévue est passée pour {}, et aucun compte rendu ne dit que cela {} ou a été \
             annulé.",
            named(event),
            took_effect(event.is_some_and(|event| event.is_standing))
        )
    }

    fn record_broken(&self, [one, before]: [Named<'_, '_>; 2], record: &Record<'_>) -> String {
        format!(
            "{} a {}la plus grande valeur de {} jusqu’ici{COLON} {}{SEMICOLON} {}.",
            capital(&named(one)),
            if record.certainty.is_certain() {
                ""
            } else {
                "peut-être "
            },
            quoted(record.measure),
            amount(record.size),
            match record.margin {
                Some(margin) => format!("{} de plus que {}", amount(margin), named(before)),
                None => format!("le record précédent était {}", named(before)),
            },
        )
    }

    fn moved(&self, events: &[(EventName<'_>, Cause)]) -> String {
        let events = Self::list_with_causes(events);
        format!(" Ce qui a le plus pesé{COLON} {events}.")
    }

    fn coverage(&self, coverage: CoverageUsed) -> String {
        coverage_text(coverage)
    }
}

fn amount(size: &Quantity) -> String {
    quantity(size, &AMOUNTS)
}

fn named(name: Named<'_, '_>) -> String {
    name.map_or_else(|| "un événement".to_owned(), event)
}

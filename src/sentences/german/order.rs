//! The time between events, their order, and silences, in German.

use super::super::facts::{EventName, GapFacts, OrderFacts, SilenceEnd, SilenceFacts};
use super::super::naming::Naming;
use super::super::shown::{is_covered, percent};
use super::date::day;
use super::{Case, German, days, event, lay, lay_until, p_text};
use crate::sequence::Gap;
use crate::time::{Certainty, DatePhrase};

pub(super) fn gap(facts: &GapFacts<'_>) -> String {
    let second = event(&facts.second, Case::Nominative);
    let dative = event(&facts.second, Case::Dative);
    let name = German::subject(&facts.first);
    let (verb, tail) = lay_until(&facts.first);
    let lay = |place: &str| format!("{name} {verb} {place}{tail}.");
    match (facts.gap.min_days, facts.gap.max_days) {
        (Some(0), Some(0)) => {
            let is_day = |one: &EventName<'_>| matches!(one.date, DatePhrase::On(_));
            if is_day(&facts.first) && is_day(&facts.second) {
                lay(&format!("am selben Tag wie {second}"))
            } else {
                format!("{name} endete an dem Tag, an dem {second} begann.")
            }
        }
        (Some(min @ 1..), Some(max)) if min == max => lay(&format!("{} vor {dative}", days(min))),
        (Some(min @ 1..), Some(max)) => lay(&format!("{min} bis {max} Tage vor {dative}")),
        (Some(0), Some(1)) => lay(&format!("am selben Tag wie {second} oder einen Tag davor")),
        (Some(0), Some(max)) => lay(&format!(
            "am selben Tag wie {second} oder bis zu {max} Tage davor"
        )),
        (Some(min @ 1..), None) => lay(&format!("mindestens {} vor {dative}", days(min))),
        (Some(0), None) => lay(&format!("vor {dative} oder am selben Tag")),
        _ => overlapping_gap(facts),
    }
}

/// The time between two events that may have overlapped.
fn overlapping_gap(facts: &GapFacts<'_>) -> String {
    let [first, second] = [&facts.first, &facts.second].map(|one| event(one, Case::Nominative));
    let dative = event(&facts.second, Case::Dative);
    let name = German::subject(&facts.first);
    match (facts.gap.min_days, facts.gap.max_days) {
        (min, Some(0)) => {
            let later = match min.map(i64::saturating_neg) {
                Some(1) => "einen Tag später".to_owned(),
                Some(most) => format!("bis zu {most} Tage später"),
                None => "später".to_owned(),
            };
            format!("{name} endete an dem Tag, an dem {second} begann, oder {later}.")
        }
        (min, Some(max @ 1..)) => {
            let after = match min.map(i64::saturating_neg) {
                Some(most) => format!("höchstens {} danach", days(most)),
                None => "danach".to_owned(),
            };
            format!(
                "{name} endete höchstens {}, bevor {second} begann, oder {after}.",
                days(max)
            )
        }
        (min, Some(max)) => {
            let least = max.saturating_neg();
            let by = match min.map(i64::saturating_neg) {
                Some(most) if most == least => days(least),
                Some(most) => format!("{least} bis {most} Tage"),
                None => format!("mindestens {}", days(least)),
            };
            format!(
                "{} begann {by}, bevor {first} endete.",
                German::subject(&facts.second)
            )
        }
        (_, None) => {
            let first = event(&facts.first, Case::Dative);
            format!("Wie viel Zeit zwischen {first} und {dative} lag, ist nicht bekannt.")
        }
    }
}

pub(super) fn order(facts: &OrderFacts<'_>) -> String {
    let [first, second] = [&facts.first, &facts.second].map(|one| event(one, Case::Nominative));
    let dative = event(&facts.second, Case::Dative);
    let name = German::subject(&facts.first);
    let (verb, tail) = lay(&facts.first);
    let order = facts.order;
    let p = order.probability.map(|p| format!(" (P: {})", p_text(p)));
    let p = p.unwrap_or_default();
    match (order.before, order.after) {
        (Certainty::Certain, _) => format!("{name} {verb} vor {dative}{tail}."),
        (_, Certainty::Certain) => format!("{name} {verb} nach {dative}{tail}."),
        (Certainty::Possible, Certainty::Impossible) => {
            format!("{name} {verb} vor {dative}{tail}{p}, oder beide überschnitten sich zeitlich.")
        }
        (Certainty::Impossible, Certainty::Possible) => {
            format!("{name} {verb} nach {dative}{tail}, oder beide überschnitten sich zeitlich.")
        }
        (Certainty::Possible, Certainty::Possible) => format!(
            "Ob {first} vor {dative}{p}, danach oder gleichzeitig{tail} {verb}, geht aus den \
             Aufzeichnungen nicht hervor."
        ),
        (Certainty::Impossible, Certainty::Impossible) => {
            format!("{name} und {second} überschnitten sich zeitlich.")
        }
    }
}

pub(super) fn silence(language: &German, facts: &SilenceFacts<'_>) -> String {
    let none = language.none(&facts.counted);
    let after = event(&facts.after, Case::Dative);
    let is_covered = is_covered(facts.covered);
    let length = length_text(facts.length);
    let text = match (facts.end, is_covered) {
        (SilenceEnd::Lasts(at), true) => {
            format!(
                "Stand {} gab es {length} lang {none}, seit {after}.",
                day(at)
            )
        }
        (SilenceEnd::Lasts(at), false) => format!(
            "Stand {} enthalten die Aufzeichnungen {length} lang {none}, seit {after}.",
            day(at)
        ),
        (SilenceEnd::Event(before), _) => {
            let verb = if is_covered {
                "Es gab"
            } else {
                "Die Aufzeichnungen enthalten"
            };
            let before = event(&before, Case::Dative);
            format!("{verb} {length} lang {none}, von {after} bis zu {before}.")
        }
    };
    let coverage = silence_coverage(facts.covered);
    let doubt = if facts.certainty.is_certain() {
        ""
    } else {
        " Es ist nicht sicher, dass diese Ereignisse zählen; vielleicht gab es diese Pause nicht."
    };
    format!("{text}{coverage}{doubt}")
}

/// The length of a silence.
pub(super) fn length_text(length: Gap) -> String {
    match (length.min_days, length.max_days) {
        (Some(min), Some(max)) if min == max => days(max),
        (Some(min), Some(max)) if min > 0 => format!("{min} bis {max} Tage"),
        (_, Some(max)) => format!("höchstens {}", days(max)),
        (Some(min @ 1..), None) => format!("mindestens {}", days(min)),
        (_, None) => "unbekannte Zeit".to_owned(),
    }
}

/// How much of a silence the sources cover, after its sentence. Empty if they cover all of it.
pub(super) fn silence_coverage(covered: Option<f64>) -> String {
    match covered.map(percent) {
        Some(100) => String::new(),
        Some(0) => " Keine Quelle deckt diese Zeit ab; es fehlen also Daten.".to_owned(),
        Some(part) => format!(
            " Die Quellen decken {part} Prozent dieser Zeit ab; für den Rest gibt es keine Daten."
        ),
        None => {
            " Welche Tage die Quellen abdecken, ist nicht bekannt; vielleicht fehlen nur Daten."
                .to_owned()
        }
    }
}

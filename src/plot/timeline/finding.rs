//! What a timeline says in words: its title, and its subtitle.

use std::collections::BTreeMap;

use super::super::events::Span;
use super::super::numbers::count;
use super::super::style::Style;
use super::super::text::clean;
use super::super::words::Words;
use super::Mark;
use crate::event::{Kind, Role, Status};
use crate::text::fill;
use crate::timeline::{ActorRef, EventRef};

/// What is most worth saying: that events have no day, or who was in contact most often.
pub(super) fn finding(
    shown: &[(EventRef<'_>, Span)],
    marks: &[Mark],
    dates: &str,
    style: &Style,
) -> String {
    let words = &style.words;
    let all = marks.len();
    let number = count(all);
    if all == 0 {
        return words.title_no_events.clone();
    }
    let undated = marks.iter().filter(|mark| mark.date.is_by_order).count();
    if undated * 5 >= all {
        let values = [("n", &*number), ("k", &count(undated))];
        return fill(&words.title_undated, &values);
    }
    let is_vague = |mark: &&Mark| {
        let one_day = mark.span.ends().is_some_and(|(from, to)| to - from <= 1.0);
        !one_day && mark.span.certain.is_none() && !mark.span.is_standing
    };
    let vague = marks.iter().filter(is_vague).count();
    if vague * 4 >= all {
        let values = [("n", &*number), ("k", &count(vague))];
        return fill(&words.title_uncertain, &values);
    }
    match most_in_contact(shown) {
        Some((times, total, [a, b])) => {
            let name = |one: ActorRef<'_>| style.name(one.id(), one.name());
            let (a, b, k, n) = (name(a), name(b), count(times), count(total));
            let values = [("a", &*a), ("b", &*b), ("k", &*k), ("n", &*n)];
            fill(&words.title_contact, &values)
        }
        None => fill(&words.title_events, &[("n", &number), ("dates", dates)]),
    }
}

/// The two actors that met or called most often: how often, out of how many meetings and calls, and who. `None` if no two
/// did more than once.
fn most_in_contact<'t>(
    shown: &[(EventRef<'t>, Span)],
) -> Option<(usize, usize, [ActorRef<'t>; 2])> {
    let mut contacts = BTreeMap::new();
    let mut total = 0;
    for (event, _) in shown {
        let has_happened = matches!(event.status(), Some(Status::Realised | Status::Disputed));
        if !has_happened || !matches!(event.kind(), Kind::Meeting | Kind::Call) {
            continue;
        }
        total += 1;
        let parties = event.participants().filter(|one| one.role == Role::Party);
        let mut parties: Vec<_> = parties.map(|one| one.actor).take(16).collect();
        parties.sort_by_key(|one| one.id());
        parties.dedup();
        for (at, a) in parties.iter().enumerate() {
            for b in &parties[at + 1..] {
                let names = (a.id(), b.id());
                contacts.entry(names).or_insert((0_usize, [*a, *b])).0 += 1;
            }
        }
    }
    let most = contacts.into_values();
    let most = most.reduce(|a, b| if b.0 > a.0 { b } else { a });
    let (times, pair) = most.filter(|(times, _)| *times > 1)?;
    Some((times, total, pair))
}

/// The title of the record, how many events of each kind there are, and when.
pub(super) fn subtitle(record: Option<&str>, marks: &[Mark], dates: &str, words: &Words) -> String {
    let record = record.map(clean).unwrap_or_default();
    if marks.is_empty() {
        return record;
    }
    let counts = [
        (Kind::Meeting, false, &words.count_meetings),
        (Kind::Call, false, &words.count_calls),
        (Kind::Statement, false, &words.count_statements),
        (Kind::Act, false, &words.count_acts),
        (Kind::Act, true, &words.count_standing),
    ];
    let counts = counts
        .into_iter()
        .filter_map(|(kind, is_standing, pattern)| {
            let is_one = |mark: &&Mark| mark.kind == kind && mark.span.is_standing == is_standing;
            let n = marks.iter().filter(is_one).count();
            (n > 0).then(|| fill(pattern, &[("n", &count(n))]))
        });
    let counts = counts.collect::<Vec<_>>().join(", ");
    let values = [("record", &*record), ("counts", &*counts), ("dates", dates)];
    let pattern = if record.is_empty() {
        &words.subtitle_events_only
    } else {
        &words.subtitle_events
    };
    fill(pattern, &values)
}

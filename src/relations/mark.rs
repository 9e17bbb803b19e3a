//! The marks that an event gives a pair: direction, weight and valence, or the reason why there is no mark.

use std::collections::HashMap;
use std::fmt;

use crate::actor::ActorKind;
use crate::code::{Code, MarkClass};
use crate::event::{Kind, Role, Status};
use crate::ledger::{DaySpan, DyadPart, Mark};
use crate::query::{Pair, View};
use crate::scoring::Scoring;
use crate::time::{Certainty, Window};
use crate::timeline::{ActorIx, ActorRef, EventRef, SourceRef};

/// A mark, and the event that made it.
///
/// A [standing](crate::Event::standing) relation can make a second mark, on the days on which it can be over.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct EventMark<'t> {
    /// The event.
    pub event: EventRef<'t>,
    /// Its weight and valence, on a span of days.
    pub mark: Mark,
    /// In which direction: [`DyadPart::Forward`] is from the first to the second.
    pub part: DyadPart,
    /// Whether the participants are certain to have represented the pair, the event to have happened,
    /// and to be within the window of the view.
    pub certainty: Certainty,
}

/// `riyadh: weight 0.25, valence +0.25, symmetric`; with `, possible` if the mark is not certain.
impl fmt::Display for EventMark<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (weight, valence) = (self.mark.weight(), self.mark.valence());
        write!(
            f,
            "{}: weight {weight:.2}, valence {valence:+.2}, {}",
            self.event.id(),
            self.part
        )?;
        match self.certainty {
            Certainty::Certain => Ok(()),
            other => write!(f, ", {other}"),
        }
    }
}

/// Why an event of a pair has no mark.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(
    tag = "kind",
    content = "code",
    rename_all = "snake_case",
    deny_unknown_fields
)]
#[non_exhaustive]
pub enum Unscored {
    /// The scale has no valence for its code.
    NoValence(Code),
    /// It is a plain comment, which has no weight.
    Comment,
    /// It denies what its code says.
    Negated,
    /// Its date is unbounded, so it has no days.
    Unbounded,
    /// Both sides took part, but neither acted on the other.
    NoDirection,
}

impl fmt::Display for Unscored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValence(code) => write!(f, "the scale has no valence for `{code}`"),
            Self::Comment => f.write_str("the event is a plain comment"),
            Self::Negated => f.write_str("the statement is a denial"),
            Self::Unbounded => f.write_str("the date is unbounded"),
            Self::NoDirection => f.write_str("neither side acted on the other"),
        }
    }
}

/// A participant of an event.
pub(super) struct Participation<'t> {
    role: Role,
    /// All parties that it represented then, itself first.
    represents: Vec<(ActorRef<'t>, Certainty)>,
}

pub(super) fn participations<'t>(event: EventRef<'t>, pair: &Pair) -> Vec<Participation<'t>> {
    let bounds = event.bounds();
    event
        .participants()
        .map(|one| Participation {
            role: one.role,
            represents: pair.represented_by(one, bounds.into()),
        })
        .collect()
}

/// The participations of an event, indexed by party.
///
/// An event of `k` participants concerns about `k^2 / 2` pairs. Looking through all participants for
/// each pair would take `k^3` steps; with the index each pair looks at its own.
pub(super) struct Attendance<'t> {
    participations: Vec<Participation<'t>>,
    /// By party, the participations that represent it: the index of the participation, the index of the
    /// party in its `represents`, and how certain it is.
    by_party: HashMap<ActorIx, Vec<(usize, usize, Certainty)>>,
    /// The party that each participation counts as if it represents neither of a pair. `None` for a host or
    /// mediator.
    counted: Vec<Option<ActorIx>>,
    /// The number of participations that count as each party.
    count_of: HashMap<ActorIx, usize>,
}

impl<'t> Attendance<'t> {
    pub(super) fn new(event: EventRef<'t>, pair: &Pair) -> Self {
        let participations = participations(event, pair);
        let mut by_party: HashMap<ActorIx, Vec<(usize, usize, Certainty)>> = HashMap::new();
        for (index, one) in participations.iter().enumerate() {
            for (place, (party, sure)) in one.represents.iter().enumerate() {
                by_party
                    .entry(party.ix())
                    .or_default()
                    .push((index, place, *sure));
            }
        }
        let counted = participations
            .iter()
            .map(|one| one.is_party().then(|| one.party()));
        let counted: Vec<Option<ActorIx>> = counted.collect();
        let mut count_of = HashMap::new();
        for party in counted.iter().flatten() {
            *count_of.entry(*party).or_default() += 1;
        }
        Self {
            participations,
            by_party,
            counted,
            count_of,
        }
    }

    /// As [`sides`], for two actors, from the index.
    fn sides(&self, [a, b]: [ActorIx; 2]) -> Sides {
        let of = |party: ActorIx| self.by_party.get(&party).map_or(&[][..], Vec::as_slice);
        let mut sides = Sides {
            roles: [0, 0],
            certainty: Certainty::Certain,
            parties: self.count_of.len(),
        };
        // For each participation that represents one of the two, the indexes at which it does.
        let mut represented: HashMap<usize, [Option<usize>; 2]> = HashMap::new();
        for (side, party) in [a, b].into_iter().enumerate() {
            let mut best = Certainty::Impossible;
            for &(index, place, sure) in of(party) {
                sides.roles[side] |= bit(self.participations[index].role);
                best = best.max(sure);
                represented.entry(index).or_default()[side] = Some(place);
            }
            sides.certainty = sides.certainty.and(best);
        }
        // A participation that represents one of the two counts as that side, or if it represents both as the
        // nearer one. It no longer counts as the party that it would be for another pair.
        let mut moved: HashMap<ActorIx, usize> = HashMap::new();
        let mut has_party = [false; 2];
        for (index, places) in represented {
            let Some(party) = self.counted[index] else {
                continue;
            };
            let moved = moved.entry(party).or_default();
            *moved += 1;
            // A party whose participations have all moved to the two sides no longer counts.
            sides.parties -= usize::from(self.count_of[&party] == *moved);
            let nearer = match places {
                [Some(one), Some(other)] => usize::from(other < one),
                [Some(_), None] => 0,
                _ => 1,
            };
            has_party[nearer] = true;
        }
        sides.parties += has_party.into_iter().filter(|has_party| *has_party).count();
        sides
    }
}

impl Participation<'_> {
    /// Whether it is a party of the event: neither host nor mediator.
    const fn is_party(&self) -> bool {
        matches!(
            self.role,
            Role::Party | Role::Source | Role::Target | Role::Addressee
        )
    }

    /// The party that it counts as: its state, or itself if it has none.
    fn party(&self) -> ActorIx {
        let mut represents = self.represents.iter();
        let state = represents.find(|(party, _)| party.kind() == ActorKind::State);
        state.unwrap_or(&self.represents[0]).0.ix()
    }
}

/// The participations of an event, as a list or indexed by party.
#[derive(Clone, Copy)]
pub(super) enum Present<'s, 't> {
    Few(&'s [Participation<'t>]),
    Many(&'s Attendance<'t>),
}

const fn bit(role: Role) -> u8 {
    1 << role as u8
}

/// The roles of both sides of a pair in an event.
struct Sides {
    /// The roles of the participants who represent the first and the second side, one bit for each role.
    roles: [u8; 2],
    certainty: Certainty,
    /// The number of parties of the event, without hosts and mediators.
    parties: usize,
}

fn sides(participations: &[Participation<'_>], pair: &Pair, at: Window) -> Sides {
    let mut roles = [0, 0];
    let mut best = [Certainty::Impossible; 2];
    let mut parties: Vec<ActorIx> = Vec::with_capacity(participations.len());
    for one in participations {
        for ((side, roles), best) in pair.sides.iter().zip(&mut roles).zip(&mut best) {
            let of_side = one.represents.iter();
            let of_side = of_side.map(|(party, sure)| side.holds(party.ix(), at).and(*sure));
            let certainty = of_side.max().expect("each participant represents itself");
            if certainty.is_possible() {
                *roles |= bit(one.role);
                *best = (*best).max(certainty);
            }
        }
        // A participant who represents both sides counts as the nearer one. A participant who represents
        // neither counts as its state, or as itself if it has none.
        let mut represents = one.represents.iter().map(|(party, _)| party.ix());
        if one.is_party() {
            let party = represents.find_map(|party| pair.counted_as(party, at));
            parties.push(party.unwrap_or_else(|| one.party()));
        }
    }
    parties.sort_unstable();
    parties.dedup();
    let [first, second] = best;
    Sides {
        roles,
        certainty: first.and(second),
        parties: parties.len(),
    }
}

/// The directions of the marks that an event gives a pair, and whether one of the two was only its host or
/// mediator.
fn directions(participations: &[Participation<'_>], [a, b]: [u8; 2]) -> (Vec<DyadPart>, bool) {
    // An addressee is acted upon only if the event has no target.
    let has_target = participations.iter().any(|one| one.role == Role::Target);
    let receiver = if has_target {
        Role::Target
    } else {
        Role::Addressee
    };
    let has = |roles: u8, role| roles & bit(role) != 0;
    let acts = |roles: u8| has(roles, Role::Source) || has(roles, Role::Party);
    let mut found = Vec::new();
    if acts(a) && has(b, receiver) {
        found.push(DyadPart::Forward);
    }
    if acts(b) && has(a, receiver) {
        found.push(DyadPart::Backward);
    }
    // Two actors that act together on a third get marks with the third, not with each other.
    let has_receiver = participations
        .iter()
        .any(|one| matches!(one.role, Role::Target | Role::Addressee));
    if found.is_empty() && !has_receiver && acts(a) && acts(b) {
        found.push(DyadPart::Symmetric);
    }
    let is_third_party = |roles: u8| has(roles, Role::Host) || has(roles, Role::Mediator);
    let takes_part =
        |roles: u8| acts(roles) || has(roles, Role::Target) || has(roles, Role::Addressee);
    if found.is_empty()
        && ((is_third_party(a) && takes_part(b)) || (is_third_party(b) && takes_part(a)))
    {
        return (vec![DyadPart::Symmetric], true);
    }
    (found, false)
}

/// The marks of the events of a view for a pair, and the events without a mark.
pub(super) fn marks_between<'t>(
    view: &View<'t>,
    pair: &Pair,
    scoring: &Scoring,
) -> (Vec<EventMark<'t>>, Vec<(EventRef<'t>, Unscored)>) {
    let mut marks = Vec::new();
    let mut unscored = Vec::new();
    for event in view {
        let participations = participations(event, pair);
        match marks_of(view, (event, Present::Few(&participations)), pair, scoring) {
            Ok(found) => marks.extend(found),
            Err(reason) => unscored.push((event, reason)),
        }
    }
    (marks, unscored)
}

/// The marks that an event gives a pair, or the reason why it gives none.
///
/// 1. Who acts on whom: the roles of the participants on each side.
/// 2. The valence: of the code on the scale, or fixed if the event was called off.
/// 3. The spans: the days of the event, or the day on which it was called off. A standing relation has the days
///    on which it can have begun and, if the scale states its code, the days on which it can be over.
/// 4. The weight: class, share of the pair, and attribution.
/// 5. How certain the mark is.
pub(super) fn marks_of<'t>(
    view: &View<'t>,
    (event, present): (EventRef<'t>, Present<'_, 't>),
    pair: &Pair,
    scoring: &Scoring,
) -> Result<Vec<EventMark<'t>>, Unscored> {
    // 1. Who acts on whom.
    let bounds = event.bounds();
    let (participations, sides) = match (present, pair.plain()) {
        (Present::Many(attendance), Some((a, b))) => {
            (&*attendance.participations, attendance.sides([a, b]))
        }
        (Present::Many(Attendance { participations, .. }), None) => (
            &**participations,
            sides(participations, pair, bounds.into()),
        ),
        (Present::Few(participations), _) => {
            (participations, sides(participations, pair, bounds.into()))
        }
    };
    let (directions, third_party) = directions(participations, sides.roles);
    if directions.is_empty() {
        return Err(Unscored::NoDirection);
    }
    // 2. The valence.
    let weights = scoring.weights();
    let called_off = event.status() == Some(Status::Cancelled);
    let class = event.class();
    if event.kind() == Kind::Statement && event.manner().negated {
        return Err(Unscored::Negated);
    }
    let code = if third_party {
        Some(Code::CONSULT_THIRD_PARTY)
    } else {
        event.code()
    };
    let valence = match code.as_ref() {
        _ if called_off => weights.cancelled(),
        None => return Err(Unscored::Comment),
        Some(_) if class == MarkClass::Comment && weights.of(class) == 0.0 => {
            return Err(Unscored::Comment);
        }
        Some(code) => match scoring.scale().valence(code) {
            Some(valence) => valence,
            None => return Err(Unscored::NoValence(code.clone())),
        },
    };
    // 3. The spans.
    let is_standing = event.is_standing() && !called_off;
    let days = if called_off {
        event.cancelled_on()
    } else if is_standing {
        bounds.start_days()
    } else {
        bounds.day_span()
    };
    let ends = code.filter(|code| is_standing && scoring.scale().is_standing(code));
    let days_after = ends.and_then(|_| bounds.days_after());
    if days.or(days_after).is_none() {
        return Err(Unscored::Unbounded);
    }
    let span =
        |(from, to)| DaySpan::of_days(from, to).expect("the bounds of an event are dates in order");
    // 4. The weight. Among n parties, a party shares its event with n - 1 others.
    let share = if third_party {
        weights.third_party()
    } else {
        let others = u32::try_from(sides.parties.saturating_sub(1))
            .expect("the number of participants fits in 32 bits");
        1.0 / f64::from(others.max(1))
    };
    let weight = weights.of(class) * share * attribution(event, scoring);
    let mark = |days, valence| {
        Mark::new(span(days), weight, valence)
            .expect("a weight of a class is from 0 to 4, its factors and valences are at most 1")
    };
    let first = days.map(|days| match mark(days, valence) {
        mark if class == MarkClass::Contact && !called_off => {
            mark.with_contact(share).expect("a share is from 0 to 1")
        }
        mark => mark,
    });
    let last = days_after.map(|days| mark(days, -valence / 2.0));
    // 5. The certainty.
    let happened = if event.status() == Some(Status::Disputed) {
        Certainty::Possible
    } else {
        Certainty::Certain
    };
    let certainty = sides
        .certainty
        .and(happened)
        .and(event.touches(view.window()));
    let marks = first.into_iter().chain(last);
    let found = marks.flat_map(|mark| {
        directions.iter().map(move |&part| EventMark {
            event,
            mark,
            part,
            certainty,
        })
    });
    Ok(found.collect())
}

/// The attribution factor of an event: the largest among its reports in force that do not dispute it.
fn attribution(event: EventRef<'_>, scoring: &Scoring) -> f64 {
    let weights = scoring.weights();
    let undisputed = event
        .outcome_reports()
        .filter(|report| report.status() != Status::Disputed);
    let factors = undisputed.map(|report| {
        // Multiplied in a loop, because the last bit of a power function depends on the platform.
        let hops = (1..report.chain().len()).fold(1.0, |so_far, _| so_far * weights.hop());
        if report.chain().any(SourceRef::is_anonymous) {
            hops * weights.doubt()
        } else {
            hops
        }
    });
    // An event without an undisputed report counts as reported directly.
    let best = factors.reduce(f64::max).unwrap_or(1.0);
    if event.status() == Some(Status::Disputed) {
        best * weights.doubt()
    } else {
        best
    }
}

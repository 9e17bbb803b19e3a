//! From an event to the marks that it gives a pair: in what sense, of what weight, or why none.

use std::collections::HashMap;
use std::fmt;

use super::RelationsError;
use crate::actor::ActorKind;
use crate::code::{Code, MarkClass};
use crate::event::{Kind, Role, Status};
use crate::ledger::{DaySpan, Mark};
use crate::query::{Pair, View};
use crate::scoring::Scoring;
use crate::time::{Bounds, Certainty};
use crate::timeline::{ActorIx, ActorRef, EventRef};

/// In which direction an event marks a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// From the first to the second.
    Forward,
    /// From the second to the first.
    Backward,
    /// Both ways: they met, called, agreed. Counts once between them.
    Symmetric,
}

/// A mark, and the event that made it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EventMark<'t> {
    pub(super) event: EventRef<'t>,
    pub(super) mark: Mark,
    pub(super) sense: Sense,
    pub(super) certainty: Certainty,
}

impl<'t> EventMark<'t> {
    /// The event.
    pub const fn event(&self) -> EventRef<'t> {
        self.event
    }

    /// What it counts.
    pub const fn mark(&self) -> &Mark {
        &self.mark
    }

    /// In which direction.
    pub const fn sense(&self) -> Sense {
        self.sense
    }

    /// Whether it is certain that those who took part stood for the pair then.
    pub const fn certainty(&self) -> Certainty {
        self.certainty
    }
}

/// Why an event of a pair is not in its score.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unscored {
    /// The scale has no valence for its code.
    NoValence(Code),
    /// It is plain comment, which weighs nothing.
    Comment,
    /// It denies what its code says.
    Negated,
    /// Its date has no bound, and so no days to lie on.
    Unbounded,
    /// Both sides took part, but neither acted upon the other.
    NoSense,
}

impl fmt::Display for Unscored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValence(code) => write!(f, "the scale has no valence for `{code}`"),
            Self::Comment => f.write_str("plain comment"),
            Self::Negated => f.write_str("a denial"),
            Self::Unbounded => f.write_str("its date has no bound"),
            Self::NoSense => f.write_str("neither acted upon the other"),
        }
    }
}

/// A participant of an event.
pub(super) struct Seated<'t> {
    role: Role,
    /// All whom it stood for then, itself first.
    stands: Vec<(ActorRef<'t>, Certainty)>,
}

pub(super) fn seated<'t>(event: EventRef<'t>, pair: &Pair) -> Vec<Seated<'t>> {
    let bounds = event.bounds();
    event
        .participants()
        .map(|one| Seated {
            role: one.role(),
            stands: one.represented(&bounds, Some(pair)),
        })
        .collect()
}

/// Those who take part in an event, by whom they stand for: of many, each pair looks at its own.
pub(super) struct Crowd<'t> {
    seated: Vec<Seated<'t>>,
    /// By party, who stands for it: the seat, at which place among those the seat stands for,
    /// and how certainly.
    by_party: HashMap<ActorIx, Vec<(usize, usize, Certainty)>>,
    /// What each seat that counts is counted as, where it stands for neither of a pair.
    counted: Vec<Option<ActorIx>>,
    /// How many seats are counted as a party.
    seats_of: HashMap<ActorIx, usize>,
}

impl<'t> Crowd<'t> {
    pub(super) fn new(event: EventRef<'t>, pair: &Pair) -> Self {
        let seated = seated(event, pair);
        let mut by_party: HashMap<ActorIx, Vec<(usize, usize, Certainty)>> = HashMap::new();
        for (seat, one) in seated.iter().enumerate() {
            for (place, (party, sure)) in one.stands.iter().enumerate() {
                by_party
                    .entry(party.ix())
                    .or_default()
                    .push((seat, place, *sure));
            }
        }
        let counted = seated.iter().map(|one| one.counts().then(|| one.party()));
        let counted: Vec<Option<ActorIx>> = counted.collect();
        let mut seats_of = HashMap::new();
        for party in counted.iter().flatten() {
            *seats_of.entry(*party).or_default() += 1;
        }
        Self {
            seated,
            by_party,
            counted,
            seats_of,
        }
    }

    /// As [`sides`] tells it of two actors, by looking at those who stand for them.
    fn sides(&self, [a, b]: [ActorIx; 2]) -> Sides {
        let of = |party: ActorIx| self.by_party.get(&party).map_or(&[][..], Vec::as_slice);
        let mut sides = Sides {
            roles: [0, 0],
            certainty: Certainty::Certain,
            parties: self.seats_of.len(),
        };
        // For each seat of either, the places at which it stands for the one and the other.
        let mut own: HashMap<usize, [Option<usize>; 2]> = HashMap::new();
        for (side, party) in [a, b].into_iter().enumerate() {
            let mut best = Certainty::Impossible;
            for &(seat, place, sure) in of(party) {
                sides.roles[side] |= bit(self.seated[seat].role);
                best = best.max(sure);
                own.entry(seat).or_default()[side] = Some(place);
            }
            sides.certainty = sides.certainty.and(best);
        }
        // They are counted as the nearer of the two, and no longer as anyone else.
        let mut left: HashMap<ActorIx, usize> = HashMap::new();
        let mut is_there = [false; 2];
        for (seat, places) in own {
            let Some(party) = self.counted[seat] else {
                continue;
            };
            let taken = left.entry(party).or_default();
            *taken += 1;
            // No seat of that party is left once the last has been taken.
            sides.parties -= usize::from(self.seats_of[&party] == *taken);
            let nearer = match places {
                [Some(one), Some(other)] => usize::from(other < one),
                [Some(_), None] => 0,
                _ => 1,
            };
            is_there[nearer] = true;
        }
        sides.parties += is_there.into_iter().filter(|is_there| *is_there).count();
        sides
    }
}

impl Seated<'_> {
    /// Whether it is one of the parties of the event, and neither its host nor its mediator.
    const fn counts(&self) -> bool {
        matches!(
            self.role,
            Role::Party | Role::Source | Role::Target | Role::Addressee
        )
    }

    /// The party that it is counted as: its state, or if it has none, itself.
    fn party(&self) -> ActorIx {
        let mut stands = self.stands.iter();
        let state = stands.find(|(party, _)| party.kind() == ActorKind::State);
        state.unwrap_or(&self.stands[0]).0.ix()
    }
}

/// Who takes part, as a pair's marks need it.
#[derive(Clone, Copy)]
pub(super) enum Present<'s, 't> {
    Few(&'s [Seated<'t>]),
    Crowd(&'s Crowd<'t>),
}

const fn bit(role: Role) -> u8 {
    1 << role as u8
}

/// How each side of a pair takes part in an event.
struct Sides {
    /// The roles of those who stand for the first, and for the second, a bit each.
    roles: [u8; 2],
    certainty: Certainty,
    /// How many parties the event has, hosts and mediators aside.
    parties: usize,
}

fn sides(seated: &[Seated<'_>], pair: &Pair, at: &Bounds) -> Sides {
    let mut roles = [0, 0];
    let mut best = [Certainty::Impossible; 2];
    let mut parties: Vec<ActorIx> = Vec::with_capacity(seated.len());
    for one in seated {
        for ((side, roles), best) in pair.sides.iter().zip(&mut roles).zip(&mut best) {
            let of_side = one.stands.iter();
            let of_side = of_side.map(|(party, sure)| side.holds(party.ix(), at).and(*sure));
            let certainty = of_side.max().expect("each stands for itself at least");
            if certainty.is_possible() {
                *roles |= bit(one.role);
                *best = (*best).max(certainty);
            }
        }
        // Who stands for both of the pair counts for the nearer; who stands for neither, for
        // its state, or if it has none, for itself.
        let mut stands = one.stands.iter().map(|(party, _)| party.ix());
        if one.counts() {
            let party = stands.find_map(|party| pair.counted_as(party, at));
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

/// The senses in which an event marks a pair, and whether only as host or mediator.
fn senses(seated: &[Seated<'_>], [a, b]: [u8; 2]) -> (Vec<Sense>, bool) {
    let aimed = seated.iter().any(|one| one.role == Role::Target);
    let receiver = if aimed { Role::Target } else { Role::Addressee };
    let has = |roles: u8, role| roles & bit(role) != 0;
    let acts = |roles: u8| has(roles, Role::Source) || has(roles, Role::Party);
    let mut found = Vec::new();
    if acts(a) && has(b, receiver) {
        found.push(Sense::Forward);
    }
    if acts(b) && has(a, receiver) {
        found.push(Sense::Backward);
    }
    // Who act together upon a third mark that third, and not each other.
    let has_receiver = seated
        .iter()
        .any(|one| matches!(one.role, Role::Target | Role::Addressee));
    if found.is_empty() && !has_receiver && acts(a) && acts(b) {
        found.push(Sense::Symmetric);
    }
    let brings = |roles: u8| has(roles, Role::Host) || has(roles, Role::Mediator);
    let deals = |roles: u8| acts(roles) || has(roles, Role::Target) || has(roles, Role::Addressee);
    if found.is_empty() && ((brings(a) && deals(b)) || (brings(b) && deals(a))) {
        return (vec![Sense::Symmetric], true);
    }
    (found, false)
}

/// The marks of a pair's events, and the events that give none.
#[expect(
    clippy::type_complexity,
    reason = "two lists, named where they are taken"
)]
pub(super) fn marks_between<'t>(
    view: &View<'t>,
    pair: &Pair,
    scoring: &Scoring,
) -> Result<(Vec<EventMark<'t>>, Vec<(EventRef<'t>, Unscored)>), RelationsError> {
    let mut marks = Vec::new();
    let mut unscored = Vec::new();
    for event in view {
        let seated = seated(event, pair);
        match marks_of(view, (event, Present::Few(&seated)), pair, scoring)? {
            Ok(found) => marks.extend(found),
            Err(reason) => unscored.push((event, reason)),
        }
    }
    Ok((marks, unscored))
}

pub(super) type Marked<'t> = Result<Vec<EventMark<'t>>, Unscored>;

/// The marks that an event gives a pair, or why it gives none.
pub(super) fn marks_of<'t>(
    view: &View<'t>,
    (event, present): (EventRef<'t>, Present<'_, 't>),
    pair: &Pair,
    scoring: &Scoring,
) -> Result<Marked<'t>, RelationsError> {
    let bounds = event.bounds();
    let (seated, sides) = match (present, pair.plain()) {
        (Present::Crowd(crowd), Some((a, b))) => (&*crowd.seated, crowd.sides([a, b])),
        (Present::Crowd(Crowd { seated, .. }), None) => (&**seated, sides(seated, pair, &bounds)),
        (Present::Few(seated), _) => (seated, sides(seated, pair, &bounds)),
    };
    let (senses, third_party) = senses(seated, sides.roles);
    if senses.is_empty() {
        return Ok(Err(Unscored::NoSense));
    }
    let weights = scoring.weights();
    let called_off = event.status() == Some(Status::Cancelled);
    let class = event.class();
    if event.kind() == Kind::Statement && event.is_negated() {
        return Ok(Err(Unscored::Negated));
    }
    let code = if third_party {
        Some(Code::CONSULT_THIRD_PARTY)
    } else {
        event.code()
    };
    let valence = match code.as_ref() {
        _ if called_off => weights.cancelled(),
        None => return Ok(Err(Unscored::Comment)),
        Some(_) if class == MarkClass::Comment && weights.of(class) == 0.0 => {
            return Ok(Err(Unscored::Comment));
        }
        Some(code) => match scoring.scale().valence(code) {
            Some(valence) => valence,
            None => return Ok(Err(Unscored::NoValence(code.clone()))),
        },
    };
    let days = if called_off {
        event.called_off()
    } else {
        bounds.day_span()
    };
    let Some((from, to)) = days else {
        return Ok(Err(Unscored::Unbounded));
    };
    let span = DaySpan::of_days(from, to).expect("a span of days runs from a date to a later one");
    let share = if third_party {
        weights.third_party()
    } else {
        let others = u32::try_from(sides.parties.saturating_sub(1)).expect("no more than seats");
        1.0 / f64::from(others.max(1))
    };
    let weight = weights.of(class) * share * attribution(event, scoring);
    let mark = Mark::new(span, weight, valence).and_then(|mark| {
        if class == MarkClass::Contact && !called_off {
            mark.with_contact(share)
        } else {
            Ok(mark)
        }
    });
    let mark = mark.map_err(|error| RelationsError::Mark {
        event: event.id().to_owned(),
        error,
    })?;
    let told = if event.status() == Some(Status::Disputed) {
        Certainty::Possible
    } else {
        Certainty::Certain
    };
    let certainty = sides.certainty.and(told).and(event.touches(view.window()));
    let found = senses.into_iter().map(|sense| EventMark {
        event,
        mark,
        sense,
        certainty,
    });
    Ok(Ok(found.collect()))
}

/// What the most direct of the reports that stand leaves of an event's weight.
fn attribution(event: EventRef<'_>, scoring: &Scoring) -> f64 {
    let weights = scoring.weights();
    let told = event
        .vouching()
        .filter(|report| report.status() != Status::Disputed)
        .map(|report| {
            // Multiplied out: a power function's last bit depends on the host.
            let hops = (1..report.depth()).fold(1.0, |so_far, _| so_far * weights.hop());
            if report.is_anonymous() {
                hops * weights.doubt()
            } else {
                hops
            }
        })
        .fold(None, |best: Option<f64>, told| {
            Some(best.map_or(told, |best| best.max(told)))
        });
    let told = told.unwrap_or(1.0);
    if event.status() == Some(Status::Disputed) {
        told * weights.doubt()
    } else {
        told
    }
}

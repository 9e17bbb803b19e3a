//! Actors by number, and pairs of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::RecordError;
use crate::text::is_name;

/// The most bytes of an actor's name.
pub(crate) const MAX_NAME_BYTES: usize = 1_000;

/// An actor of one ledger, by number: a name is looked up once, and not for every event.
///
/// It belongs to one [`Ledger`](super::Ledger), or [`LedgerBuilder`](super::LedgerBuilder) and
/// the ledger that it makes. Another ledger does not know it, unless it numbers an actor of the
/// same name alike, as a copy does: a key carries a hash of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorKey {
    pub(super) number: Number,
    /// A hash of the name: in 2^32 pairs of names, one pair shares it.
    check: u32,
}

/// The place of an actor in the list of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Number(pub(super) u32);

impl Number {
    pub(super) fn place(self) -> usize {
        usize::try_from(self.0).expect("a place in a list in memory")
    }
}

/// FNV-1a. A key that is used with the wrong ledger is a slip, and nobody's attack.
fn check_of(name: &str) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    name.bytes().fold(0x811c_9dc5, step)
}

/// Two actors, the smaller number first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PairKey {
    pub(super) low: Number,
    pub(super) high: Number,
}

impl PairKey {
    pub(super) fn new(a: Number, b: Number) -> Self {
        Self {
            low: a.min(b),
            high: a.max(b),
        }
    }

    /// Both keys in one number, in the order of pairs.
    pub(super) const fn bits(self) -> u64 {
        (self.low.0 as u64) << 32 | self.high.0 as u64
    }

    /// A number in which near pairs are far apart; its upper bits are the best.
    pub(super) const fn scattered(self) -> u64 {
        self.bits().wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl std::hash::Hash for PairKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u64(self.bits());
    }
}

/// Which of the three ledgers of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Component {
    Forward,
    Backward,
    Symmetric,
}

/// The actors of a ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    texts: Vec<Arc<str>>,
    checks: Vec<u32>,
    numbers: HashMap<Arc<str>, Number>,
}

impl Names {
    /// The key of an actor, which is new or not.
    pub(super) fn enter(&mut self, name: &str) -> Result<ActorKey, RecordError> {
        if let Some(key) = self.key(name) {
            return Ok(key);
        }
        check(name)?;
        let number = u32::try_from(self.texts.len())
            .map(Number)
            .map_err(|_| RecordError::TooManyActors { actor: name.into() })?;
        let check = check_of(name);
        let name: Arc<str> = name.into();
        self.texts.push(Arc::clone(&name));
        self.checks.push(check);
        self.numbers.insert(name, number);
        Ok(ActorKey { number, check })
    }

    /// The keys of two actors that are not one.
    pub(super) fn enter_two(
        &mut self,
        a: &str,
        b: &str,
    ) -> Result<(ActorKey, ActorKey), RecordError> {
        if a == b {
            return Err(RecordError::SelfPair { actor: a.into() });
        }
        // Neither is entered unless both can be.
        check(b)?;
        Ok((self.enter(a)?, self.enter(b)?))
    }

    pub(super) fn number(&self, name: &str) -> Option<Number> {
        self.numbers.get(name).copied()
    }

    pub(super) fn key(&self, name: &str) -> Option<ActorKey> {
        let number = self.number(name)?;
        let check = self.checks[number.place()];
        Some(ActorKey { number, check })
    }

    /// The number that a key stands for; none if it is not one of this ledger.
    pub(super) fn known(&self, key: ActorKey) -> Option<Number> {
        let check = self.checks.get(key.number.place());
        (check == Some(&key.check)).then_some(key.number)
    }

    pub(super) fn name(&self, number: Number) -> &str {
        &self.texts[number.place()]
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Every number, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = (Number, &str)> {
        let named = |(number, name)| (Number(number), AsRef::as_ref(name));
        (0..).zip(&self.texts).map(named)
    }

    /// The actors in the order of their names.
    pub(super) fn order(&self) -> Vec<Number> {
        let mut order: Vec<_> = self.all().collect();
        order.sort_unstable_by_key(|&(_, name)| name);
        order.into_iter().map(|(key, _)| key).collect()
    }

    /// The pair of two keys, and which of its ledgers is meant.
    pub(super) fn place(
        &self,
        source: ActorKey,
        target: ActorKey,
        is_symmetric: bool,
    ) -> Result<(PairKey, Component), RecordError> {
        let known = |key| self.known(key).ok_or(RecordError::UnknownKey { key });
        let (source, target) = (known(source)?, known(target)?);
        if source == target {
            let actor = self.name(source).into();
            return Err(RecordError::SelfPair { actor });
        }
        let component = match (is_symmetric, source < target) {
            (true, _) => Component::Symmetric,
            (false, true) => Component::Forward,
            (false, false) => Component::Backward,
        };
        Ok((PairKey::new(source, target), component))
    }
}

/// Whether a name can be read, and told from others by those who read it.
fn check(name: &str) -> Result<(), RecordError> {
    check_name(name).map_err(|actor| RecordError::BadName { actor })
}

/// Whether a name can be read, and in one way only. The error is the name, cut after 100 characters.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    if name.len() <= MAX_NAME_BYTES && is_name(name) {
        Ok(())
    } else {
        Err(name.chars().take(100).collect())
    }
}

/// A hash of the names of a pair, whichever comes first.
pub(crate) fn check_of_pair(a: &str, b: &str) -> u32 {
    let (first, second) = (a.min(b), a.max(b));
    check_of(first).rotate_left(1) ^ check_of(second)
}

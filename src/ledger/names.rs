//! Actors by number, and pairs of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::RecordError;

/// An actor of one ledger, by number: a name is looked up once, and not for every event.
///
/// It belongs to one [`Ledger`](super::Ledger), or [`LedgerBuilder`](super::LedgerBuilder) and
/// the ledger that it makes, and means nothing in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorKey(pub(super) u32);

impl ActorKey {
    /// The place of the actor in a list of all.
    pub(super) fn place(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// Two actors, the smaller key first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PairKey {
    pub(super) low: ActorKey,
    pub(super) high: ActorKey,
}

impl PairKey {
    pub(super) fn new(a: ActorKey, b: ActorKey) -> Self {
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
    names: Vec<Arc<str>>,
    keys: HashMap<Arc<str>, ActorKey>,
}

impl Names {
    /// The key of an actor, which is new or not.
    pub(super) fn enter(&mut self, name: &str) -> Result<ActorKey, RecordError> {
        if let Some(key) = self.key(name) {
            return Ok(key);
        }
        let key = u32::try_from(self.names.len())
            .map(ActorKey)
            .map_err(|_| RecordError::TooManyActors { actor: name.into() })?;
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.keys.insert(name, key);
        Ok(key)
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
        Ok((self.enter(a)?, self.enter(b)?))
    }

    pub(super) fn key(&self, name: &str) -> Option<ActorKey> {
        self.keys.get(name).copied()
    }

    pub(super) fn name(&self, key: ActorKey) -> Option<&str> {
        let name = self.names.get(key.place())?;
        Some(name)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Every key, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = (ActorKey, &str)> {
        let named = |(key, name)| (ActorKey(key), AsRef::as_ref(name));
        (0..).zip(&self.names).map(named)
    }

    /// The actors in the order of their names.
    pub(super) fn order(&self) -> Vec<ActorKey> {
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
        for key in [source, target] {
            if key.place() >= self.names.len() {
                return Err(RecordError::UnknownKey { key });
            }
        }
        if source == target {
            let actor = self.name(source).unwrap_or_default().into();
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

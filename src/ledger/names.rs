//! The actors of a ledger by number, and pairs of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::key::{Number, Owner};
use super::{ActorId, ActorKey, DyadKey, DyadPart, LedgerError};
use crate::text::is_name;

/// The maximum length of an actor's name, in bytes.
pub(crate) const MAX_NAME_BYTES: usize = 1_000;

/// Two actors of one table, the smaller number first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PairKey {
    pub(crate) low: Number,
    pub(crate) high: Number,
}

impl PairKey {
    pub(crate) fn new(a: Number, b: Number) -> Self {
        Self {
            low: a.min(b),
            high: a.max(b),
        }
    }

    /// Both numbers in one, in the order of pairs.
    pub(super) const fn bits(self) -> u64 {
        (self.low.0 as u64) << 32 | self.high.0 as u64
    }

    /// A hash whose upper bits are well mixed: neighbouring pairs get distant values.
    pub(super) const fn scattered(self) -> u64 {
        self.bits().wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl std::hash::Hash for PairKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write_u64(self.bits());
    }
}

/// The table of actors of a ledger, a builder or a snapshot: names by number and back.
#[derive(Debug)]
pub(crate) struct Names {
    texts: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, Number>,
    /// The owner of the keys that this table makes.
    owner: Owner,
    /// The owners of the keys that it inherited as a copy, oldest first, each with the number at
    /// which its keys end.
    inherited: Vec<(Owner, u32)>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            texts: Vec::new(),
            numbers: HashMap::new(),
            owner: Owner::new(),
            inherited: Vec::new(),
        }
    }
}

/// A copy accepts all keys made so far. After that the two number new actors independently, so
/// the copy makes its keys under an owner of its own.
impl Clone for Names {
    fn clone(&self) -> Self {
        let mut inherited = self.inherited.clone();
        let own_from = inherited.last().map_or(0, |&(_, end)| end);
        let end = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        if own_from < end {
            inherited.push((self.owner, end));
        }
        Self {
            texts: self.texts.clone(),
            numbers: self.numbers.clone(),
            owner: Owner::new(),
            inherited,
        }
    }
}

impl Names {
    /// Returns the key of an actor, and adds the actor if it is new.
    pub(crate) fn intern(&mut self, name: &str) -> Result<ActorKey, LedgerError> {
        if let Some(key) = self.key(name) {
            return Ok(key);
        }
        check(name)?;
        let full = || LedgerError::TooManyActors { actor: name.into() };
        // The last number is kept free, so that every end of inherited keys is a number.
        let number = u32::try_from(self.texts.len()).ok();
        let number = number.filter(|&number| number < u32::MAX);
        let number = Number(number.ok_or_else(full)?);
        let name: Arc<str> = name.into();
        self.texts.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        let owner = self.owner;
        Ok(ActorKey { owner, number })
    }

    pub(crate) fn number(&self, name: &str) -> Option<Number> {
        self.numbers.get(name).copied()
    }

    pub(crate) fn key(&self, name: &str) -> Option<ActorKey> {
        let number = self.number(name)?;
        let owner = self.owner_of(number);
        Some(ActorKey { owner, number })
    }

    /// The owner under which a number was given out.
    fn owner_of(&self, number: Number) -> Owner {
        let place = self.inherited.partition_point(|&(_, end)| end <= number.0);
        self.inherited
            .get(place)
            .map_or(self.owner, |&(owner, _)| owner)
    }

    /// The number of a key. Returns `None` if the key belongs to another table.
    #[inline]
    pub(crate) fn known(&self, key: ActorKey) -> Option<Number> {
        let is_mine = key.owner == self.owner || key.owner == self.owner_of(key.number);
        is_mine.then_some(key.number)
    }

    pub(crate) fn name(&self, number: Number) -> &str {
        &self.texts[number.index()]
    }

    /// The names of a pair, in order.
    #[cold]
    pub(crate) fn of_pair(&self, pair: PairKey) -> (String, String) {
        let [a, b] = [pair.low, pair.high].map(|number| self.name(number));
        (a.min(b).to_owned(), a.max(b).to_owned())
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Every number and its name, in the order of the numbers.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Number, &str)> {
        let named = |(number, name)| (Number(number), AsRef::as_ref(name));
        (0..).zip(&self.texts).map(named)
    }

    /// The numbers in the order of the names.
    pub(crate) fn order(&self) -> Vec<Number> {
        let mut order: Vec<_> = self.all().collect();
        order.sort_unstable_by_key(|&(_, name)| name);
        order.into_iter().map(|(number, _)| number).collect()
    }

    /// The number of an actor. Returns `None` if the name is new.
    #[inline]
    pub(crate) fn find(&self, actor: ActorId<'_>) -> Result<Option<Number>, LedgerError> {
        match actor {
            ActorId::Key(key) => match self.known(key) {
                Some(number) => Ok(Some(number)),
                None => Err(LedgerError::UnknownKey { key }),
            },
            ActorId::Name(name) => Ok(self.number(name)),
        }
    }

    /// The pair and the part of it that an address means. Returns `None` if a name is new.
    #[inline]
    pub(crate) fn place<'n, A: Into<ActorId<'n>>>(
        &self,
        key: DyadKey<A>,
    ) -> Result<Option<(PairKey, DyadPart)>, LedgerError> {
        let ((source, target), is_symmetric) = key.into_actors();
        let (source, target) = (source.into(), target.into());
        match (self.find(source)?, self.find(target)?) {
            (Some(a), Some(b)) if a != b => {
                let part = match (is_symmetric, a < b) {
                    (true, _) => DyadPart::Symmetric,
                    (false, true) => DyadPart::Forward,
                    (false, false) => DyadPart::Backward,
                };
                Ok(Some((PairKey::new(a, b), part)))
            }
            (Some(same), Some(_)) => Err(LedgerError::SameActor {
                actor: self.name(same).into(),
            }),
            // Both are names: of two keys each has a number.
            (None, None) if source == target => match source {
                ActorId::Name(name) => Err(LedgerError::SameActor { actor: name.into() }),
                ActorId::Key(_) => unreachable!("a key that is known has a number"),
            },
            _ => Ok(None),
        }
    }

    /// As [`place`](Self::place), and adds the actors that are new: both, or none if either is
    /// refused.
    #[inline]
    pub(crate) fn intern_place<'n, A: Into<ActorId<'n>>>(
        &mut self,
        key: DyadKey<A>,
    ) -> Result<(PairKey, DyadPart), LedgerError> {
        let ((a, b), is_symmetric) = key.into_actors();
        let (a, b) = (a.into(), b.into());
        let key = if is_symmetric {
            DyadKey::symmetric(a, b)
        } else {
            DyadKey::directed(a, b)
        };
        if let Some(place) = self.place(key)? {
            return Ok(place);
        }
        let names = [a, b].map(|actor| match actor {
            ActorId::Name(name) => Some(name),
            ActorId::Key(_) => None,
        });
        for name in names.into_iter().flatten() {
            check(name)?;
        }
        for name in names.into_iter().flatten() {
            self.intern(name)?;
        }
        let place = self.place(key)?;
        Ok(place.expect("both actors are in the table now"))
    }
}

/// Checks that a name is readable, and readable in one way only.
fn check(name: &str) -> Result<(), LedgerError> {
    check_name(name).map_err(|actor| LedgerError::BadName { actor })
}

/// Checks that a name is readable, and readable in one way only. The error is the name, cut after
/// 100 characters.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    if name.len() <= MAX_NAME_BYTES && is_name(name) {
        Ok(())
    } else {
        Err(name.chars().take(100).collect())
    }
}

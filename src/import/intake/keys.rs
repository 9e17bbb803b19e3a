//! Parties and codes as numbers, each once, and what the symbols of a reader are among them.

use std::collections::HashMap;

use super::super::anomaly::Anomalies;
use super::super::names::{ActorText, NA_TEXTS, Names, Symbol};
use super::super::options::{Options, makes_marks};
use super::super::party::PartyRule;
use super::super::reader::Format;
use super::super::row::{Act, CodedEvent};
use super::super::summary::Worth;
use super::super::symmetry::{HOST, Side, VISIT, side};
use super::ids::IdSet;
use crate::code::{CameoCode, Class, Code};
use crate::folding::Folding;
use crate::scoring::Scoring;
use crate::text::is_name;

/// A party that an actor belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Party {
    Some(u32),
    /// There is an actor, and he belongs to none.
    None,
    /// There is no actor.
    Missing,
}

/// What the symbols of one reader are to the intake.
#[derive(Debug)]
pub(super) struct Local {
    /// Identifiers of one data set mean nothing in another.
    data_set: u8,
    /// The last line, and whether its identifier was that of one before it.
    last_line: (u64, bool),
    parties: Vec<Option<(Party, Anomalies)>>,
    words: Vec<Option<CodeKey>>,
}

impl Local {
    pub(super) const fn of(format: Format) -> Self {
        Self {
            data_set: match format {
                Format::Gdelt1 | Format::Gdelt2 => 0,
                Format::Icews => 1,
                Format::Polecat => 2,
                Format::Plover => 3,
                Format::Plain(_) => 4,
            },
            last_line: (0, false),
            parties: Vec::new(),
            words: Vec::new(),
        }
    }

    /// Whether the identifier of a row is that of a line before its own, and whether it is the
    /// first row of its line: the pairs of one line share an identifier.
    #[inline]
    pub(super) fn reuses(&mut self, row: &CodedEvent, ids: &mut IdSet) -> (bool, bool) {
        let is_first = self.last_line.0 != row.line;
        if is_first {
            let is_reused = row.id.is_some_and(|id| !ids.insert(self.data_set, id));
            self.last_line = (row.line, is_reused);
        }
        (self.last_line.1, is_first)
    }

    /// The party of an actor, and what is odd about it; none where there are too many parties.
    #[inline]
    pub(super) fn party(
        &mut self,
        actor: Option<Symbol>,
        names: &Names,
        table: &mut PartyTable,
    ) -> Option<(Party, Anomalies)> {
        const MISSING: (Party, Anomalies) = (Party::Missing, Anomalies::NONE);
        let Some(symbol) = actor else {
            return Some(MISSING);
        };
        if let Some(&Some(party)) = self.parties.get(symbol.index()) {
            return Some(party);
        }
        let party = match names.actor(symbol) {
            Some(actor) => table.of(actor)?,
            None => MISSING,
        };
        put(&mut self.parties, symbol.index(), party);
        Some(party)
    }

    /// The key of an act; none where there are too many codes.
    #[inline]
    pub(super) fn code(
        &mut self,
        act: Act,
        names: &Names,
        table: &mut CodeTable,
    ) -> Option<CodeKey> {
        match act {
            Act::Cameo(code) => {
                let place = code.place();
                if let Some(&Some(key)) = table.cameo.get(place) {
                    return Some(key);
                }
                let key = table.key(Some(&code.into()))?;
                put(&mut table.cameo, place, key);
                Some(key)
            }
            Act::Plover(_) => table.key(names.code(act).as_ref()),
            Act::Other(symbol) => {
                if let Some(&Some(key)) = self.words.get(symbol.index()) {
                    return Some(key);
                }
                let key = table.key(names.code(act).as_ref())?;
                put(&mut self.words, symbol.index(), key);
                Some(key)
            }
        }
    }
}

/// Puts a value at a place of a list that may be too short.
fn put<T: Clone>(list: &mut Vec<Option<T>>, place: usize, value: T) {
    if list.len() <= place {
        list.resize(place + 1, None);
    }
    if let Some(there) = list.get_mut(place) {
        *there = Some(value);
    }
}

/// The parties, each once.
#[derive(Clone, Debug)]
pub(super) struct PartyTable {
    parties: PartyRule,
    is_na_kept: bool,
    pub(super) names: Vec<Box<str>>,
    keys: HashMap<Box<str>, u32, Folding>,
}

impl PartyTable {
    pub(super) fn new(parties: PartyRule, is_na_kept: bool) -> Self {
        Self {
            parties,
            is_na_kept,
            names: Vec::new(),
            keys: HashMap::default(),
        }
    }

    /// The party of an actor, and what is odd about it; none where there are too many.
    fn of(&mut self, actor: ActorText<'_>) -> Option<(Party, Anomalies)> {
        // What nobody can read is nobody, and no ledger takes it.
        let party = self.parties.find(actor);
        Some(match party.filter(|(party, _)| is_name(party)) {
            Some((name, odd)) if !self.is_na_kept && NA_TEXTS.contains(&name) => {
                (Party::Missing, odd)
            }
            Some((name, odd)) => (Party::Some(self.key(name)?), odd),
            None => (Party::None, Anomalies::NONE),
        })
    }

    /// The key of an actor's party, if it has been met.
    pub(super) fn find(&self, actor: ActorText<'_>) -> Option<u32> {
        self.keys.get(self.parties.of(actor)?).copied()
    }

    pub(super) fn key(&mut self, name: &str) -> Option<u32> {
        if let Some(&key) = self.keys.get(name) {
            return Some(key);
        }
        let key = u32::try_from(self.names.len()).ok()?;
        self.names.push(name.into());
        self.keys.insert(name.into(), key);
        Some(key)
    }
}

/// A code of the intake, and what matters of it for each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CodeKey {
    /// Of what is counted: of a visit for hosting it, where mirrors are merged.
    pub(super) number: u16,
    pub(super) side: Side,
    /// Of the code itself: a visit that its host alone tells of is worth what hosting is.
    pub(super) worth: Worth,
}

/// The number of a visit, under which both its sides are counted, and that of hosting one.
pub(super) const VISIT_CODE: u16 = 0;
pub(super) const HOST_CODE: u16 = 1;

/// How many codes of no system and no value are told apart.
pub(super) const MAX_WORDS: usize = 1 << 15;

/// The codes, each once.
#[derive(Clone, Debug)]
pub(super) struct CodeTable {
    scoring: Scoring,
    pub(super) infos: Vec<CodeInfo>,
    keys: HashMap<Option<Code>, u16, Folding>,
    cameo: Vec<Option<CodeKey>>,
    are_mirrors_merged: bool,
    /// How many are in no system, and of no value.
    words: usize,
}

#[derive(Clone, Debug)]
pub(super) struct CodeInfo {
    /// None for words that make no code.
    pub(super) code: Option<Code>,
    pub(super) side: Side,
    pub(super) class: Class,
    /// None where it makes no marks.
    pub(super) valence: Option<f64>,
    pub(super) worth: Worth,
}

impl CodeTable {
    pub(super) fn new(options: &Options) -> Self {
        let mut table = Self {
            scoring: options.scoring().clone(),
            infos: Vec::new(),
            keys: HashMap::default(),
            cameo: vec![None; CameoCode::PLACES],
            are_mirrors_merged: options.are_mirrors_merged(),
            words: 0,
        };
        for (code, number) in [(VISIT, VISIT_CODE), (HOST, HOST_CODE)] {
            let code = CameoCode::parse(code).ok().map(Code::from);
            let given = table.number(code.as_ref());
            debug_assert_eq!(
                given,
                Some(number),
                "the first codes have the first numbers"
            );
        }
        table
    }

    /// What hosting a visit is worth.
    pub(super) fn host(&self) -> Worth {
        let host = self.infos.get(usize::from(HOST_CODE));
        host.map_or(Worth::NoValue, |host| host.worth)
    }

    /// The key of a code; none where there are too many of no value.
    pub(super) fn key(&mut self, code: Option<&Code>) -> Option<CodeKey> {
        let number = self.number(code)?;
        self.key_of(number)
    }

    /// The key of a code that has been taken in.
    pub(super) fn find(&self, code: Option<&Code>) -> Option<CodeKey> {
        self.key_of(*self.keys.get(&code.cloned())?)
    }

    fn key_of(&self, number: u16) -> Option<CodeKey> {
        let &CodeInfo { side, worth, .. } = self.infos.get(usize::from(number))?;
        // A visit is a visit, whoever tells of it.
        let number = match side {
            Side::Host if self.are_mirrors_merged => VISIT_CODE,
            _ => number,
        };
        Some(CodeKey {
            number,
            side,
            worth,
        })
    }

    fn number(&mut self, code: Option<&Code>) -> Option<u16> {
        // The key is cloned for each look-up of a code that is not CAMEO's.
        let key = code.cloned();
        if let Some(&number) = self.keys.get(&key) {
            return Some(number);
        }
        let number = u16::try_from(self.infos.len()).ok()?;
        let side = side(code);
        let class = code.map_or(Class::Act, Code::class);
        let valence = code.and_then(|code| self.scoring.scale().valence(code));
        let worth = if !makes_marks(&self.scoring, class) {
            Worth::NoWeight
        } else if valence.is_none() {
            Worth::NoValue
        } else {
            Worth::Mark
        };
        // There are only so many codes of CAMEO and PLOVER, and on a scale.
        if valence.is_none() && matches!(code, Some(Code::Other(_))) {
            if self.words == MAX_WORDS {
                return None;
            }
            self.words += 1;
        }
        self.infos.push(CodeInfo {
            class,
            side,
            valence: valence.filter(|_| worth == Worth::Mark),
            worth,
            code: key.clone(),
        });
        self.keys.insert(key, number);
        Some(number)
    }
}

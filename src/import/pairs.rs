//! Expands rows with several actors into pairs.

use super::fault::RowFaultKind;
use super::field::is_blank;
use super::name_table::{NameTable, Symbol, missing};
use super::row::CodedEvent;
use super::warning::RowWarnings;

/// The maximum number of pairs of actors in one row, in formats with lists of actors.
pub const MAX_PAIRS: usize = 64;

/// Separates the code, the name and the country in the key of an actor.
pub(super) const SEPARATOR: u8 = 0x1f;

/// The actors on both sides of a row.
///
/// They are collected as bytes first, so that a row that is refused adds no name to the table.
#[derive(Clone, Debug, Default)]
pub(super) struct ActorPairs {
    sides: [Actors; 2],
    key: Vec<u8>,
    found: [Vec<FoundActor>; 2],
}

/// The symbol and the warnings of an actor.
type FoundActor = (Symbol, RowWarnings);

/// The distinct actors of one side: their keys, concatenated, and the end of each.
///
/// There are at most 64, so duplicates are found by comparing with each.
#[derive(Clone, Debug, Default)]
struct Actors {
    keys: Vec<u8>,
    ends: Vec<usize>,
}

impl Actors {
    fn keys(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let bounds = starts.zip(self.ends.iter().copied());
        bounds.map(|(start, end)| &self.keys[start..end])
    }

    fn add(&mut self, key: &[u8]) -> Result<(), RowFaultKind> {
        if self.keys().any(|known| known == key) {
            return Ok(());
        }
        if self.ends.len() == MAX_PAIRS {
            return Err(RowFaultKind::Actors);
        }
        self.keys.extend_from_slice(key);
        self.ends.push(self.keys.len());
        Ok(())
    }
}

impl ActorPairs {
    pub(super) fn clear(&mut self) {
        for side in &mut self.sides {
            side.keys.clear();
            side.ends.clear();
        }
    }

    /// Adds an actor to a side, unless all texts are blank. Their lengths have been checked.
    pub(super) fn add(
        &mut self,
        side: usize,
        [code, name, country]: [&[u8]; 3],
    ) -> Result<(), RowFaultKind> {
        self.key.clear();
        append_key(&[code, name, country], &mut self.key);
        if texts_of(&self.key).into_iter().all(is_blank) {
            return Ok(());
        }
        self.sides[side].add(&self.key)
    }

    /// Refuses a row with too many pairs.
    pub(super) fn check(&self, is_mutual: bool) -> Result<(), RowFaultKind> {
        let [sources, targets] = self.sides.each_ref().map(|side| side.ends.len());
        // At most 64 on each side, so nothing overflows.
        let found = match (sources, targets) {
            (several @ 2.., 0) if is_mutual => several * (several - 1) / 2,
            (several, count) => several.max(1) * count.max(1),
        };
        if found > MAX_PAIRS {
            return Err(RowFaultKind::Pairs { found });
        }
        Ok(())
    }

    /// Returns the row for the first pair, and puts the rows for the others into `waiting`, in
    /// reverse order.
    ///
    /// If a mutual act has no target actor, its source actors are paired with each other.
    pub(super) fn expand(
        &mut self,
        row: CodedEvent,
        is_mutual: bool,
        names: &mut NameTable,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        for (number, (side, found)) in self.sides.iter().zip(&mut self.found).enumerate() {
            found.clear();
            for key in side.keys() {
                let (symbol, warnings) = names.find(number, key, texts_of)?;
                found.extend(symbol.map(|symbol| (symbol, warnings)));
            }
        }
        let [sources, targets] = &self.found;
        waiting.clear();
        if is_mutual && targets.is_empty() && sources.len() > 1 {
            for (number, &first) in sources.iter().enumerate() {
                let others = sources.iter().skip(number + 1);
                waiting.extend(others.map(|&second| between(&row, Some(first), Some(second))));
            }
        } else {
            for source in or_none(sources) {
                let targets = or_none(targets);
                waiting.extend(targets.map(|target| between(&row, source, target)));
            }
        }
        waiting.reverse();
        Ok(waiting.pop())
    }
}

/// Each actor of a side, or `None` once if it has no actor.
fn or_none(side: &[FoundActor]) -> impl Iterator<Item = Option<FoundActor>> {
    let none = side.is_empty().then_some(None);
    side.iter().copied().map(Some).chain(none)
}

/// The row for one pair. An actor that is missing has no warnings of its own.
fn between(row: &CodedEvent, source: Option<FoundActor>, target: Option<FoundActor>) -> CodedEvent {
    let mut warnings = row.warnings;
    for (_, of_actor) in [source, target].into_iter().flatten() {
        warnings = warnings.union(of_actor);
    }
    let (source, target) = (
        source.map(|(symbol, _)| symbol),
        target.map(|(symbol, _)| symbol),
    );
    CodedEvent {
        source,
        target,
        warnings: warnings.union(missing(source, target)),
        ..*row
    }
}

/// Appends texts to a key, with separators between them. Separators within a text become blanks.
pub(super) fn append_key(texts: &[&[u8]], key: &mut Vec<u8>) {
    for (number, text) in texts.iter().enumerate() {
        if number > 0 {
            key.push(SEPARATOR);
        }
        key.extend(text.iter().map(|&byte| match byte {
            SEPARATOR => b' ',
            byte => byte,
        }));
    }
}

/// The code, the name and the country in the key of an actor.
pub(super) fn texts_of(key: &[u8]) -> [&[u8]; 3] {
    let mut parts = key.split(|&byte| byte == SEPARATOR);
    [(); 3].map(|()| parts.next().expect("the key of an actor has three texts"))
}

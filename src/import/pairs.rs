//! Rows that list several actors stand for pairs of them.

use super::anomaly::Anomalies;
use super::field::is_blank;
use super::names::{Names, Symbol, missing};
use super::problem::Problem;
use super::row::CodedEvent;

/// The most pairs of actors that one row may stand for, in formats with lists of actors.
pub const MAX_PAIRS: usize = 64;

/// Parts code, name and country in the key of an actor.
pub(super) const SEPARATOR: u8 = 0x1f;

/// The actors on both sides of a row, and the rows for their pairs.
///
/// They are gathered as bytes, and no name is entered before it is known that the row will do.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    sides: [Actors; 2],
    key: Vec<u8>,
    found: [Vec<Found>; 2],
}

/// An actor that has been entered, and what is odd about him.
type Found = (Symbol, Anomalies);

/// The actors on a side, each once: their keys behind each other, and where each ends.
///
/// They are so few that each is looked for among all.
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

    fn add(&mut self, key: &[u8]) -> Result<(), Problem> {
        if self.keys().any(|known| known == key) {
            return Ok(());
        }
        if self.ends.len() == MAX_PAIRS {
            return Err(Problem::Actors);
        }
        self.keys.extend_from_slice(key);
        self.ends.push(self.keys.len());
        Ok(())
    }
}

impl Pairs {
    pub(super) fn clear(&mut self) {
        for side in &mut self.sides {
            side.keys.clear();
            side.ends.clear();
        }
    }

    /// Adds an actor to a side, unless he is nobody. His texts are known to fit.
    pub(super) fn add(
        &mut self,
        side: usize,
        [code, name, country]: [&[u8]; 3],
    ) -> Result<(), Problem> {
        self.key.clear();
        key_of(&[code, name, country], &mut self.key);
        let is_nobody = texts_of(&self.key).into_iter().all(is_blank);
        if is_nobody {
            return Ok(());
        }
        self.sides[side].add(&self.key)
    }

    /// Refuses a row that stands for too many pairs.
    pub(super) fn check(&self, is_mutual: bool) -> Result<(), Problem> {
        let [sources, targets] = self.sides.each_ref().map(|side| side.ends.len());
        // There are at most 64 on either side.
        let found = match (sources, targets) {
            (several @ 2.., 0) if is_mutual => several * (several - 1) / 2,
            (several, count) => several.max(1) * count.max(1),
        };
        if found > MAX_PAIRS {
            return Err(Problem::Pairs { found });
        }
        Ok(())
    }

    /// The row for the first pair; those for the others wait, the first of them last.
    ///
    /// Where there is no target of what is mutual, the sources are on a par, and each is paired with
    /// each.
    pub(super) fn give(
        &mut self,
        row: CodedEvent,
        is_mutual: bool,
        names: &mut Names,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, Problem> {
        for (number, (side, found)) in self.sides.iter().zip(&mut self.found).enumerate() {
            found.clear();
            for key in side.keys() {
                let (symbol, odd) = names.find(number, key, texts_of)?;
                found.extend(symbol.map(|symbol| (symbol, odd)));
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
            for source in or_nobody(sources) {
                let targets = or_nobody(targets);
                waiting.extend(targets.map(|target| between(&row, source, target)));
            }
        }
        waiting.reverse();
        Ok(waiting.pop())
    }
}

/// Each of a side, or nobody once.
fn or_nobody(side: &[Found]) -> impl Iterator<Item = Option<Found>> {
    let nobody = side.is_empty().then_some(None);
    side.iter().copied().map(Some).chain(nobody)
}

/// The row between two of its actors.
fn between(row: &CodedEvent, source: Option<Found>, target: Option<Found>) -> CodedEvent {
    let ((source, odd), (target, odder)) = (source.unzip(), target.unzip());
    let of_actors = odd.unwrap_or_default().union(odder.unwrap_or_default());
    CodedEvent {
        source,
        target,
        anomalies: row
            .anomalies
            .union(of_actors)
            .union(missing(source, target)),
        ..*row
    }
}

/// Puts some texts together as the key of an actor, in which a blank is for what would part them.
pub(super) fn key_of(texts: &[&[u8]], key: &mut Vec<u8>) {
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

/// The texts of such a key of three.
pub(super) fn texts_of(key: &[u8]) -> [&[u8]; 3] {
    let mut parts = key.split(|&byte| byte == SEPARATOR);
    [(); 3].map(|()| parts.next().expect("a key of three texts"))
}

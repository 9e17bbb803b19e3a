//! Acts with PLOVER codes, acts with names of CAMEO codes, and acts in words that belong to no
//! known system.

use std::collections::HashMap;

use super::fault::RowFaultKind;
use super::name_table::NameTable;
use super::pairs::append_key;
use super::row::Act;
use super::warning::{RowWarning, RowWarnings};
use crate::code::{CameoCode, Code};
use crate::folding::Folding;

/// The maximum number of spellings that are cached.
///
/// PLOVER has about a hundred codes and CAMEO some three hundred, but letters of either case are
/// accepted, so a file can contain very many spellings. Spellings beyond the limit are parsed each
/// time.
const MAX_SPELLINGS: usize = 1 << 12;

/// The act and the warnings for each spelling of a code that was met.
#[derive(Clone, Debug, Default)]
struct Spellings(HashMap<Box<[u8]>, (Act, RowWarnings), Folding>);

impl Spellings {
    /// Returns what is known of a spelling, or else parses it.
    #[inline]
    fn get_or_parse(
        &mut self,
        text: &[u8],
        parse: impl FnOnce() -> Result<(Act, RowWarnings), RowFaultKind>,
    ) -> Result<(Act, RowWarnings), RowFaultKind> {
        if let Some(&found) = self.0.get(text) {
            return Ok(found);
        }
        let found = parse()?;
        if self.0.len() < MAX_SPELLINGS {
            self.0.insert(text.into(), found);
        }
        Ok(found)
    }
}

/// Parses each spelling of a PLOVER code once.
#[derive(Clone, Debug, Default)]
pub(super) struct PloverCodes {
    parsed: Spellings,
    key: Vec<u8>,
}

impl PloverCodes {
    /// Parses a category and a mode. Returns the act and its warnings.
    ///
    /// A text that PLOVER does not list becomes [`Act::Other`]. The category must not be blank, and the
    /// lengths of both must have been checked.
    pub(super) fn parse(
        &mut self,
        category: &[u8],
        mode: &[u8],
        names: &mut NameTable,
    ) -> Result<(Act, RowWarnings), RowFaultKind> {
        self.key.clear();
        self.key.extend_from_slice(category);
        if !mode.is_empty() {
            self.key.push(b'/');
            self.key.extend_from_slice(mode);
        }
        let key = self.key.as_slice();
        self.parsed.get_or_parse(key, || {
            let text = std::str::from_utf8(key).ok();
            match text.and_then(|text| Code::parse(text).ok()) {
                Some(Code::Plover(code)) => Ok((Act::Plover(code), RowWarnings::NONE)),
                Some(Code::Cameo(code)) => Ok((Act::Cameo(code), RowWarnings::NONE)),
                // A code that names its system has a value on a scale that lists it.
                Some(Code::Other(_)) => Ok((act_in_words(key, names)?.0, RowWarnings::NONE)),
                None => act_in_words(key, names),
            }
        })
    }
}

/// Finds the code of each event text once.
#[derive(Clone, Debug, Default)]
pub(super) struct EventTexts(Spellings);

impl EventTexts {
    /// The code of CAMEO with a name, or its words with a warning if no publication has the name.
    ///
    /// `text` must not be blank, and its length must have been checked.
    #[inline]
    pub(super) fn get(
        &mut self,
        text: &[u8],
        names: &mut NameTable,
    ) -> Result<(Act, RowWarnings), RowFaultKind> {
        self.0.get_or_parse(text, || {
            let name = std::str::from_utf8(text).ok();
            match name.and_then(CameoCode::from_event_text) {
                Some(code) => Ok((Act::Cameo(code), RowWarnings::NONE)),
                None => act_in_words(text, names),
            }
        })
    }
}

/// Interns the words of an act that belong to no known system. `text` must not be blank.
pub(super) fn act_in_words(
    text: &[u8],
    names: &mut NameTable,
) -> Result<(Act, RowWarnings), RowFaultKind> {
    // The key differs from the key of every actor: a field has no line feed, and the key of an actor in a
    // list or a record has separators, which `append_key` replaces in the words.
    let mut key = vec![b'\n'];
    append_key(&[text], &mut key);
    let (symbol, _) = names.find(2, &key, |key| [&key[1..], b"", b""])?;
    let symbol = symbol.expect("words that are not blank have a text");
    Ok((Act::Other(symbol), RowWarning::UnknownCode.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_of_separators_alone_is_blank() {
        use crate::import::{Format, PlainLayout, RowReader};

        let plain = Format::Plain(PlainLayout::default());
        let record = br#"{"date":"2014-05-13","event":"\u001f","source":"A","target":"B"}"#;
        for (line, format) in [
            (&b"2014-05-13\tUSA\tRUS\t\x1f"[..], plain.clone()),
            (b"2014-05-13\tUSA\tRUS\t \x1f\x1f ", plain),
            (record, Format::Plover),
        ] {
            let mut reader = RowReader::new(line, &format);
            let error = reader.next().unwrap().unwrap_err();
            assert!(matches!(error.kind, RowFaultKind::Field { .. }), "{error}");
            assert!(reader.names().is_empty());
        }
    }

    #[test]
    fn all_spellings_of_a_code_take_bounded_memory() {
        let spelling = |bits: usize| -> String {
            let letters = "consult/third-party".chars().enumerate();
            letters
                .map(|(at, letter)| match bits >> at & 1 {
                    1 => letter.to_ascii_uppercase(),
                    _ => letter,
                })
                .collect()
        };
        let (mut codes, mut names) = (PloverCodes::default(), NameTable::new(None));
        for bits in 0..4 * MAX_SPELLINGS {
            let found = codes.parse(spelling(bits).as_bytes(), b"", &mut names);
            assert!(matches!(found, Ok((Act::Plover(_), _))));
        }
        assert_eq!(codes.parsed.0.len(), MAX_SPELLINGS);
        assert!(names.is_empty());
    }
}

//! Acts by codes of PLOVER, and in words that are in no system.

use std::collections::HashMap;

use super::anomaly::{Anomalies, Anomaly};
use super::names::Names;
use super::pairs::key_of;
use super::problem::Problem;
use super::row::Act;
use crate::code::Code;
use crate::folding::Folding;

/// How many texts of codes are kept with what they say.
///
/// PLOVER has some hundred codes; but letters may be small or great, and a file may bear every
/// spelling. What is over is read each time.
const MAX_SPELLINGS: usize = 1 << 12;

/// Codes of PLOVER as rows bear them: read once each.
#[derive(Clone, Debug, Default)]
pub(super) struct PloverCodes {
    read: HashMap<Box<[u8]>, (Act, Anomalies), Folding>,
    key: Vec<u8>,
}

impl PloverCodes {
    /// The code of a category and a mode, which is not blank and known to fit. What PLOVER does
    /// not list is kept in its words.
    pub(super) fn get(
        &mut self,
        category: &[u8],
        mode: &[u8],
        names: &mut Names,
    ) -> Result<(Act, Anomalies), Problem> {
        self.key.clear();
        self.key.extend_from_slice(category);
        if !mode.is_empty() {
            self.key.push(b'/');
            self.key.extend_from_slice(mode);
        }
        if let Some(&found) = self.read.get(self.key.as_slice()) {
            return Ok(found);
        }
        let text = std::str::from_utf8(&self.key).ok();
        let found = match text.and_then(|text| Code::parse(text).ok()) {
            Some(Code::Plover(code)) => (Act::Plover(code), Anomalies::NONE),
            Some(Code::Cameo(code)) => (Act::Cameo(code), Anomalies::NONE),
            // A code of a system that is named has a valence on a scale that lists it.
            Some(Code::Other(_)) => (act_in_words(&self.key, names)?.0, Anomalies::NONE),
            None => act_in_words(&self.key, names)?,
        };
        if self.read.len() < MAX_SPELLINGS {
            self.read.insert(self.key.as_slice().into(), found);
        }
        Ok(found)
    }
}

/// An act that is in no system, in words that are not blank.
pub(super) fn act_in_words(text: &[u8], names: &mut Names) -> Result<(Act, Anomalies), Problem> {
    // What begins so is no actor: one out of a line has no line feed, and the key of one out of a
    // list or a record has separators, of which none is left here.
    let mut key = vec![b'\n'];
    key_of(&[text], &mut key);
    let (symbol, _) = names.find(2, &key, |key| [&key[1..], b"", b""])?;
    let symbol = symbol.expect("words that are not blank leave a text");
    Ok((Act::Other(symbol), Anomaly::UnknownCode.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_in_separators_alone_is_a_blank() {
        use crate::import::{Format, PlainLayout, Reader};

        let plain = Format::Plain(PlainLayout::default());
        let record = br#"{"date":"2014-05-13","event":"\u001f","source":"A","target":"B"}"#;
        for (line, format) in [
            (&b"2014-05-13\tUSA\tRUS\t\x1f"[..], plain),
            (b"2014-05-13\tUSA\tRUS\t \x1f\x1f ", plain),
            (record, Format::Plover),
        ] {
            let mut reader = Reader::new(line, format);
            let error = reader.next().unwrap().unwrap_err();
            assert!(matches!(error.problem(), Problem::Field { .. }), "{error}");
            assert!(reader.names().is_empty());
        }
    }

    #[test]
    fn a_code_in_all_its_spellings_takes_bounded_memory() {
        let spelling = |bits: usize| -> String {
            let letters = "consult/third-party".chars().enumerate();
            letters
                .map(|(at, letter)| match bits >> at & 1 {
                    1 => letter.to_ascii_uppercase(),
                    _ => letter,
                })
                .collect()
        };
        let (mut codes, mut names) = (PloverCodes::default(), Names::new(None));
        for bits in 0..4 * MAX_SPELLINGS {
            let found = codes.get(spelling(bits).as_bytes(), b"", &mut names);
            assert!(matches!(found, Ok((Act::Plover(_), _))));
        }
        assert_eq!(codes.read.len(), MAX_SPELLINGS);
        assert!(names.is_empty());
    }
}

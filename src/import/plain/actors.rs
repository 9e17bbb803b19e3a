//! Reads the actors of plain tables whose cells are more than the text of one actor.

use super::parts::{CellParts, without_marks};
use super::row::SplitRow;
use super::settings::ActorRule;
use crate::code::{Country, StateNumbers, TwoLetterCodes};
use crate::import::actor_country::texts_in_name;
use crate::import::column::Column;
use crate::import::fault::RowFaultKind;
use crate::import::field::whole;
use crate::import::name_table::NameTable;
use crate::import::pairs::ActorPairs;
use crate::import::row::CodedEvent;
use crate::import::warning::{RowWarning, RowWarnings};

/// Reads actors.
#[derive(Clone, Debug, Default)]
pub(super) struct ActorCells {
    pairs: ActorPairs,
    names: CellParts,
    countries: CellParts,
    /// The text of a number with its list.
    number: Vec<u8>,
}

impl ActorRule {
    /// Whether the text of a cell is the text of an actor.
    pub(super) fn is_plain(&self) -> bool {
        self.separators.is_empty()
            && !self.removes_marks
            && self.parties.is_empty()
            && self.numbers.is_none()
            && self.two_letters.is_none()
    }

    /// The code, the name and the country in a text, if there is no column of countries.
    pub(super) fn texts<'t>(&self, text: &'t [u8]) -> [&'t [u8]; 3] {
        if self.has_countries_in_names {
            texts_in_name(text)
        } else {
            [text, b"", b""]
        }
    }

    /// What the text of an actor means: the text without marks, and the party that is stated for it.
    fn meaning<'t>(&'t self, text: &'t [u8]) -> (&'t [u8], Option<&'t [u8]>) {
        let text = if self.removes_marks {
            without_marks(text)
        } else {
            text.trim_ascii()
        };
        let party = self.party(text).map(str::as_bytes);
        (text, party)
    }

    /// The text of a country, if it is a code of a stated list.
    fn country<'t>(&self, text: &'t [u8], number: &'t mut Vec<u8>) -> &'t [u8] {
        if let (Some(list), &[first, second]) = (self.two_letters, text)
            && let Some(country) = two_letter_country(list, [first, second])
        {
            let code = country.cameo().or(country.iso3());
            return code.unwrap_or(country.name()).as_bytes();
        }
        match self.numbers {
            Some(list) => numbered(list, text, number),
            None => text,
        }
    }

    fn party(&self, text: &[u8]) -> Option<&str> {
        if self.parties.is_empty() {
            return None;
        }
        let party = self.parties.get(std::str::from_utf8(text).ok()?)?;
        Some(party)
    }
}

/// The country that a code means, in upper or lower case. Returns `None` if the list does not have it.
///
/// `NA` is Namibia in ISO 3166-1, but more often a missing value, so it stays as it is and gets its warning.
fn two_letter_country(list: TwoLetterCodes, code: [u8; 2]) -> Option<Country> {
    if code == *b"NA" {
        return None;
    }
    let code = code.map(|letter| letter.to_ascii_uppercase());
    let code = std::str::from_utf8(&code).ok()?;
    match list {
        TwoLetterCodes::Iso => Country::from_iso2(code),
        TwoLetterCodes::Fips => Country::from_fips(code),
    }
}

/// The number with its list: `cow:2` for `2`, `002` and `2.0`. Zero and negative numbers are missing values, and other
/// texts stay as they are.
fn numbered<'t>(list: StateNumbers, text: &'t [u8], number: &'t mut Vec<u8>) -> &'t [u8] {
    let (is_negative, digits) = match text {
        [b'-', digits @ ..] => (true, whole(digits)),
        digits => (false, whole(digits)),
    };
    if !(1..=3).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return text;
    }
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let significant = &digits[zeros..];
    if is_negative || significant.is_empty() {
        return b"";
    }
    number.clear();
    number.extend_from_slice(list.as_str().as_bytes());
    number.push(b':');
    number.extend_from_slice(significant);
    number
}

impl ActorCells {
    /// Collects the actors of a row, and refuses a row with too many. No name is added.
    pub(super) fn collect(&mut self, row: &SplitRow<'_>) -> Result<RowWarnings, RowFaultKind> {
        let columns = row.columns;
        self.pairs.clear();
        let mut warnings = RowWarnings::NONE;
        for (side, name) in [columns.source, columns.target].into_iter().enumerate() {
            let country = columns.countries.map(|countries| countries[side]);
            if self.add_side(side, row, name, country)? {
                warnings = warnings.with(RowWarning::UnmatchedNames);
            }
        }
        self.pairs.check(false)?;
        Ok(warnings)
    }

    /// The row for the first pair of the collected actors. The rows for the others are put into
    /// `waiting`.
    pub(super) fn expand(
        &mut self,
        row: CodedEvent,
        names: &mut NameTable,
        waiting: &mut Vec<CodedEvent>,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        self.pairs.expand(row, false, names, waiting)
    }

    /// Adds the actors of one side. Returns whether names are left out.
    fn add_side(
        &mut self,
        side: usize,
        row: &SplitRow<'_>,
        name: Column,
        country: Option<Column>,
    ) -> Result<bool, RowFaultKind> {
        let rule = &row.settings.actors;
        let Self {
            pairs,
            names,
            countries,
            number,
        } = self;
        let mut add = |text: &[u8], of_country: &[u8]| {
            let (text, party) = rule.meaning(text);
            let actor = match (party, country) {
                (Some(party), _) => [party, b"", b""],
                (None, Some(_)) => [b"", text, rule.country(of_country, number)],
                (None, None) => match rule.country(text, number) {
                    country if country == text => rule.texts(text),
                    country => [country, b"", b""],
                },
            };
            actor.iter().try_for_each(|text| name.check_length(text))?;
            pairs.add(side, actor)
        };
        let cell = row.cell(name);
        // A cell whose whole text has a meaning is not split.
        let is_whole = rule.separators.is_empty() || rule.meaning(cell).1.is_some();
        let one = [(0, cell.len())];
        let names = if is_whole {
            &one
        } else {
            names.of(cell, &rule.separators)
        };
        let Some(country) = country else {
            return names
                .iter()
                .try_for_each(|&(start, end)| add(&cell[start..end], b""))
                .map(|()| false);
        };
        let of_country = row.cell(country);
        let one = [(0, of_country.len())];
        let countries = if is_whole {
            &one
        } else {
            countries.of(of_country, &rule.separators)
        };
        let country_at = |part: &(usize, usize)| of_country[part.0..part.1].trim_ascii();
        match (names, countries) {
            (names, []) => names
                .iter()
                .try_for_each(|&(start, end)| add(&cell[start..end], b""))?,
            (names, [one]) if !names.is_empty() => {
                names
                    .iter()
                    .try_for_each(|&(start, end)| add(&cell[start..end], country_at(one)))?;
            }
            (names, countries) if names.len() == countries.len() => {
                let mut both = names.iter().zip(countries);
                both.try_for_each(|(&(start, end), country)| {
                    add(&cell[start..end], country_at(country))
                })?;
            }
            (names, countries) => {
                countries
                    .iter()
                    .try_for_each(|part| add(b"", country_at(part)))?;
                return Ok(!names.is_empty());
            }
        }
        Ok(false)
    }
}

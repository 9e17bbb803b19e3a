//! Indices from a code to its row in the table, computed at compile time.
//!
//! A code of letters is a number in base 26. An array of 26^3 entries of two bytes is 35 KB and needs
//! neither hashing nor a search: importers look up two or more codes for every row.

use super::table::TABLE;

const LETTERS: usize = 26;
const PAIRS: usize = LETTERS * LETTERS;
const TRIPLES: usize = PAIRS * LETTERS;
#[expect(clippy::cast_possible_truncation, reason = "some three hundred rows")]
pub(super) const ROWS: u16 = TABLE.len() as u16;

/// The columns of the table that contain letters.
#[derive(Clone, Copy)]
enum Column {
    Cameo,
    Iso3,
    Iso2,
    Fips,
}

pub(super) static CAMEO: [u16; TRIPLES] = index::<3, TRIPLES>(Column::Cameo);
pub(super) static ISO3: [u16; TRIPLES] = index::<3, TRIPLES>(Column::Iso3);
pub(super) static ISO2: [u16; PAIRS] = index::<2, PAIRS>(Column::Iso2);
pub(super) static FIPS: [u16; PAIRS] = index::<2, PAIRS>(Column::Fips);

/// Maps each code of `L` letters in a column to the number of its first row, from 1. Zero means no
/// row.
const fn index<const L: usize, const N: usize>(column: Column) -> [u16; N] {
    let mut index = [0; N];
    let mut row = 0;
    while row < TABLE.len() {
        let codes = match column {
            Column::Cameo => TABLE[row].cameo,
            Column::Iso3 => TABLE[row].iso3,
            Column::Iso2 => TABLE[row].iso2,
            Column::Fips => TABLE[row].fips,
        };
        enter::<L, N>(&mut index, codes, row);
        row += 1;
    }
    index
}

pub(super) static NUMERIC: [u16; 1000] = {
    let mut index = [0; 1000];
    let mut row = 0;
    while row < TABLE.len() {
        let numeric = TABLE[row].numeric as usize;
        if numeric > 0 && index[numeric] == 0 {
            index[numeric] = row_number(row);
        }
        row += 1;
    }
    index
};

/// Adds the codes of a row, each of `L` letters, unless an earlier row has them.
const fn enter<const L: usize, const N: usize>(index: &mut [u16; N], codes: &str, row: usize) {
    let codes = codes.as_bytes();
    let mut start = 0;
    while start < codes.len() {
        let mut place = 0;
        let mut letter = 0;
        while letter < L {
            place = place * LETTERS + (codes[start + letter] - b'A') as usize;
            letter += 1;
        }
        if index[place] == 0 {
            index[place] = row_number(row);
        }
        // A space separates the codes of a row.
        start += L + 1;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some three hundred rows")]
const fn row_number(row: usize) -> u16 {
    row as u16 + 1
}

/// The number of a code of `L` upper-case letters. Returns `None` for any other text.
pub(super) fn place<const L: usize>(code: &str) -> Option<usize> {
    let letters: &[u8; L] = code.as_bytes().try_into().ok()?;
    letters.iter().try_fold(0, |place, letter| {
        letter
            .is_ascii_uppercase()
            .then(|| place * LETTERS + usize::from(letter - b'A'))
    })
}

//! From the letters of a code to its row: arrays that are made with the program.

use super::table::TABLE;

const LETTERS: usize = 26;
const PAIRS: usize = LETTERS * LETTERS;
const TRIPLES: usize = PAIRS * LETTERS;
#[expect(clippy::cast_possible_truncation, reason = "some three hundred rows")]
pub(super) const ROWS: u16 = TABLE.len() as u16;

/// The columns of the table that are looked up by letters.
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

/// The first row of each code of a column, of `L` letters each; zero where there is none.
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

/// Enters the codes of a row, of `L` letters each, where no row before has them.
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
        start += L + 1;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "some three hundred rows")]
const fn row_number(row: usize) -> u16 {
    row as u16 + 1
}

/// The place of a code of `L` upper-case letters; none if it is anything else.
pub(super) fn place<const L: usize>(code: &str) -> Option<usize> {
    let letters: &[u8; L] = code.as_bytes().try_into().ok()?;
    letters.iter().try_fold(0, |place, letter| {
        letter
            .is_ascii_uppercase()
            .then(|| place * LETTERS + usize::from(letter - b'A'))
    })
}

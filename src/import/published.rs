//! The layouts of data sets that are published as tables.
//!
//! Each layout uses only public settings, so that a file of another version can be read with a changed layout.
//! Each layout has its own module, which names the sources for its columns: mostly public programs that read the
//! files, and lists of their columns.

mod acled;
mod copdab;
mod gdelt_reduced;
mod mid;
mod petrarch;
mod phoenix;
mod terrier;
mod ucdp;

use super::plain::{Delimiter, PlainLayout};
use crate::code::Scale;
use crate::text::words;

/// A data set whose files are read as plain tables.
///
/// | data set | file | columns that are read | what to know |
/// | :-- | :-- | :-- | :-- |
/// | [`GdeltReduced`](Self::GdeltReduced) | `GDELT.MASTERREDUCEDV2.TXT` | `Date`, `Source`, `Target`, `CAMEOCode`, `NumEvents` | a row is `NumEvents` events, so repeated rows are separate events |
/// | [`PhoenixHistorical`](Self::PhoenixHistorical) | `PhoenixNYT_1945-2005.csv` and others | `eid`, `year`, `month`, `day`, `source`, `target`, `code` | `story_date` is month/day/year, and not read |
/// | [`PhoenixDaily`](Self::PhoenixDaily) | `events.full.20140620.txt` | 1, 2, 6, 10, 14 of 26, no header | the actors of most rows are within one country |
/// | [`Petrarch2`](Self::Petrarch2) | `evts.*.txt` | 1 to 4, no header | a verb that could not be coded has the code `010` |
/// | [`Terrier`](Self::Terrier) | `terrier-*.tsv` | 1, 5, 9, 13, 14 of 20, no header | rows without a date are refused |
/// | [`UcdpGed`](Self::UcdpGed) | `GEDEvent_v*.csv` | `id`, `date_start`, `date_end`, `side_a`, `side_b`, `type_of_violence` | an event is spread over the days from `date_start` to `date_end`, which are a month or longer if its date is not known exactly; governments are named `Government of …`: see the example for states by number; the code `ucdp:1` has no value on a published scale |
/// | [`Acled`](Self::Acled) | exports of ACLED | `event_id_cnty`, `event_date`, `actor1`, `actor2`, `event_type` | dates that are known to a month only are left out, and those of a week have the stated day; protests have no target; the code `acled:Battles` has no value on a published scale |
/// | [`Copdab`](Self::Copdab) | exports of COPDAB | `year`, `month`, `day`, `actor`, `target`, `value` | 1 is the most cooperative, 15 the most hostile; years have two digits |
/// | [`MidDyads`](Self::MidDyads) | `dyadic_mid_*.csv` | `strtyr`, `strtmnth`, `strtday`, `statea`, `stateb`, `hihost` | states are numbers of the Correlates of War; a dispute has a row for each year, and these rows are merged; day `-9` is unknown, and such rows are spread over their month |
///
/// [`Format::detect`](super::Format::detect) recognises all of them except PETRARCH-2, whose first columns are the
/// same as in any plain table. The APIs of ACLED and UCDP return JSON with the same names. Read it with
/// [`json_lines`](super::json_lines) and [`with_json`](PlainLayout::with_json).
///
/// # Example
///
/// ```
/// use detente::import::{Importer, Options, Published, RowReader};
///
/// let layout = Published::GdeltReduced.layout();
/// let file = "Date\tSource\tTarget\tCAMEOCode\tNumEvents\tNumArts\tQuadClass\tGoldstein\n\
///     19900802\tIRQGOV\tKWTGOV\t190\t12\t40\t4\t-10.0\n";
/// let mut importer = Importer::new(Options::new(&layout));
/// importer.read(&mut RowReader::new(file.as_bytes(), &layout))?;
/// assert_eq!(importer.summary().kept, 12);
/// # Ok::<(), detente::import::ImportError>(())
/// ```
/// UCDP with states by number. Other actors then have no party:
///
/// ```
/// use detente::code::StateNumbers;
/// use detente::import::Published;
///
/// let layout = Published::UcdpGed.layout().with_countries("gwnoa", "gwnob")?;
/// let layout = layout.with_state_numbers(StateNumbers::GleditschWard);
/// # let _ = layout;
/// # Ok::<(), detente::import::ImportError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Published {
    /// GDELT 1979 to 2013, with one row for all events of a day with the same actors, code and
    /// places.
    GdeltReduced,
    /// The Historical Phoenix Event Data of the Cline Center, 1945 to 2019.
    PhoenixHistorical,
    /// The Phoenix data set that the Open Event Data Alliance published each day, 2014 to 2019.
    PhoenixDaily,
    /// The output of the event coder PETRARCH-2.
    Petrarch2,
    /// TERRIER: events from 1979 to 2016 of the University of Oklahoma.
    Terrier,
    /// The Georeferenced Event Dataset of the Uppsala Conflict Data Program.
    UcdpGed,
    /// The Armed Conflict Location and Event Data.
    Acled,
    /// The Conflict and Peace Data Bank, 1948 to 1978.
    Copdab,
    /// Militarized interstate disputes of pairs of states: *Dyadic MID*.
    MidDyads,
}

words!(Published, "a published data set", 9 {
    GdeltReduced => "gdelt_reduced",
    PhoenixHistorical => "phoenix_historical",
    PhoenixDaily => "phoenix_daily",
    Petrarch2 => "petrarch_2",
    Terrier => "terrier",
    UcdpGed => "ucdp_ged",
    Acled => "acled",
    Copdab => "copdab",
    MidDyads => "mid_dyads",
});

impl Published {
    /// The layout of the files of the data set.
    ///
    /// It stays the layout of the data set if other settings are stated on it: the scale of its codes, its
    /// name in messages, and whether its rows are separate events do not change.
    pub fn layout(self) -> PlainLayout {
        let layout = match self {
            Self::GdeltReduced => gdelt_reduced::layout(),
            Self::PhoenixHistorical => phoenix::historical(),
            Self::PhoenixDaily => phoenix::daily(),
            Self::Petrarch2 => petrarch::layout(),
            Self::Terrier => terrier::layout(),
            Self::UcdpGed => ucdp::layout(),
            Self::Acled => acled::layout(),
            Self::Copdab => copdab::layout(),
            Self::MidDyads => mid::layout(),
        };
        layout.with_published(self)
    }

    /// The name of the data set, as its publisher writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GdeltReduced => "GDELT reduced",
            Self::PhoenixHistorical => "Historical Phoenix",
            Self::PhoenixDaily => "Phoenix",
            Self::Petrarch2 => "PETRARCH-2",
            Self::Terrier => "TERRIER",
            Self::UcdpGed => "UCDP GED",
            Self::Acled => "ACLED",
            Self::Copdab => "COPDAB",
            Self::MidDyads => "Dyadic MID",
        }
    }

    /// The layout of files of the data set that were saved again with this delimiter.
    fn layout_with(self, delimiter: Delimiter) -> PlainLayout {
        let layout = self.layout();
        if layout.delimiter() == Some(delimiter) {
            return layout;
        }
        let layout = layout.with_delimiter(delimiter);
        // Programs that save a table quote a text that contains the delimiter, even if the delimiter is a tab.
        match delimiter {
            Delimiter::Tab => layout.with_quotes(true),
            _ => layout,
        }
    }

    /// The Rust expression for the layout. Returns `None` if the layout was stated by hand, or differs from that of
    /// its data set in more than the delimiter.
    pub(super) fn variant(layout: &PlainLayout) -> Option<String> {
        let (published, delimiter) = (layout.published()?, layout.delimiter()?);
        let variant = format!("Published::{published:?}.layout()");
        if published.layout() == *layout {
            return Some(variant);
        }
        if published.layout_with(delimiter) != *layout {
            return None;
        }
        Some(match delimiter {
            Delimiter::Tab => variant + ".with_delimiter(Delimiter::Tab).with_quotes(true)",
            delimiter => format!("{variant}.with_delimiter(Delimiter::{delimiter:?})"),
        })
    }

    /// The scale for the codes of the data set, if it is not that of ICEWS.
    pub(super) fn scale(self) -> Option<Scale> {
        match self {
            Self::GdeltReduced => Some(Scale::cameo_gdelt()),
            Self::Copdab => Some(Scale::copdab()),
            _ => None,
        }
    }

    /// Names that identify the data set if a header has all of them. Empty if the files have no header.
    const fn header(self) -> &'static [&'static str] {
        match self {
            Self::GdeltReduced => gdelt_reduced::HEADER,
            Self::PhoenixHistorical => phoenix::HEADER,
            Self::UcdpGed => ucdp::HEADER,
            Self::Acled => acled::HEADER,
            Self::Copdab => copdab::HEADER,
            Self::MidDyads => mid::HEADER,
            Self::PhoenixDaily | Self::Petrarch2 | Self::Terrier => &[],
        }
    }

    /// The number of columns and the forms of some of them, for files without a header.
    const fn shape(self) -> Option<&'static Shape> {
        match self {
            Self::GdeltReduced => Some(&gdelt_reduced::SHAPE),
            Self::PhoenixDaily => Some(&phoenix::SHAPE),
            Self::Terrier => Some(&terrier::SHAPE),
            _ => None,
        }
    }

    /// The layout of a file with this first line, and the evidence for it.
    pub(super) fn detect(line: &[u8]) -> Option<(PlainLayout, String)> {
        Delimiter::ALL.into_iter().find_map(|delimiter| {
            let cells = line.split(|&byte| byte == delimiter.byte());
            let cells: Vec<&[u8]> = cells.map(bare).collect();
            Self::ALL.into_iter().find_map(|published| {
                let evidence = published.evidence(&cells, delimiter)?;
                Some((published.layout_with(delimiter), evidence))
            })
        })
    }

    /// The evidence that a first line with these cells belongs to the data set.
    fn evidence(self, cells: &[&[u8]], delimiter: Delimiter) -> Option<String> {
        let header = self.header();
        let has = |name: &&str| {
            let mut cells = cells.iter();
            cells.any(|cell| cell.eq_ignore_ascii_case(name.as_bytes()))
        };
        if !header.is_empty() && header.iter().all(has) {
            let names: Vec<_> = header.iter().map(|name| format!("`{name}`")).collect();
            return Some(format!("its header has {}", names.join(", ")));
        }
        let shape = self.shape().filter(|_| delimiter == Delimiter::Tab)?;
        let evidence = || {
            format!(
                "{} columns separated by tabs, with {}",
                cells.len(),
                shape.shown
            )
        };
        shape.fits(cells).then(evidence)
    }
}

/// A cell without blanks and quotes around it.
fn bare(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    let cell = cell.strip_prefix(b"\"").unwrap_or(cell);
    cell.strip_suffix(b"\"").unwrap_or(cell)
}

/// The form of the rows of a file without a header.
struct Shape {
    columns: usize,
    /// The columns of digits, counted from 1, with the numbers of digits.
    digits: &'static [(usize, std::ops::RangeInclusive<usize>)],
    /// A description of what is checked, for messages.
    shown: &'static str,
}

impl Shape {
    fn fits(&self, cells: &[&[u8]]) -> bool {
        let is_digits = |(column, lengths): &(usize, std::ops::RangeInclusive<usize>)| {
            let cell = cells[column - 1];
            lengths.contains(&cell.len()) && cell.iter().all(u8::is_ascii_digit)
        };
        cells.len() == self.columns && self.digits.iter().all(is_digits)
    }
}

/// Why no setting of a layout can be refused.
const SETTINGS: &str = "columns are different, and their names are not blank";

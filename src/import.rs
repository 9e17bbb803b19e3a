//! Imports machine-coded events: GDELT, ICEWS, POLECAT, PLOVER and plain tables become a ledger.
//!
//! [What are GDELT, ICEWS and the others?](crate::code#what-are-cameo-plover-and-the-others)
//!
//! A ledger has the sums of each *dyad*, a pair of actors. Machine-coded rows name actors in detail
//! (`USAGOV`, `USAMIL`), and a ledger usually needs countries. In this module, a *party* is the actor
//! of the ledger to which an actor of a row belongs. (Elsewhere, a party is a participant of an event
//! that acts together with others: see [`Event::party`](crate::Event::party).)
//!
//! A [`RowReader`] reads the rows of a file ([`CodedEvent`]) one by one, without a copy. An
//! [`Importer`] takes the rows of any number of files and builds a
//! [`Ledger`](crate::ledger::Ledger), with a [`Summary`] of what was read and what happened to it.
//! A [`Conversion`] makes events of a timeline from chosen rows, beside curated ones.
//!
//! ```text
//! file -> RowReader -> CodedEvent -> Importer -> ledger, summary, scoring, coverage
//!                           |
//!                           +------> Conversion -> events of a timeline
//! ```
//!
//! 15 minutes of GDELT become a ledger:
//!
//! ```
//! use detente::import::{Format, Importer, Options, RowReader};
//!
//! # let mut columns = vec![""; 61];
//! # for (at, text) in [
//! #     (0, "881990832"), (1, "20191024"), (5, "USAGOV"), (6, "UNITED STATES"), (7, "USA"),
//! #     (15, "RUS"), (16, "RUSSIA"), (17, "RUS"), (26, "112"), (59, "20191024143000"),
//! # ] {
//! #     columns[at] = text;
//! # }
//! # let export = columns.join("\t") + "\n";
//! // For a file, packed or not, use `unpack(File::open(path)?)?`.
//! let mut reader = RowReader::new(export.as_bytes(), Format::Gdelt2);
//! let mut importer = Importer::new(Options::new(Format::Gdelt2));
//! importer.read(&mut reader)?;
//! let import = importer.build()?;
//! assert_eq!(import.summary.kept, 1);
//! assert!(import.ledger.dyad("USA", "RUS").is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Questions
//!
//! - **Which rows count once?** Rows that report the same act on the same day, and the two sides
//!   of a [symmetric](SYMMETRIC) act: [`Options::merges_repeated`], [`Options::merges_mirrored`].
//! - **Which actors does the ledger have?** By default countries: [`PartyRule`].
//! - **Which reader takes my file?** [Which reader for which file](which_reader).
//! - **How do I open a packed file?** [`unpack`] recognises gzip, zip, zstd and bzip2.
//! - **How do I show progress?** [`Progress::bytes`] counts unpacked bytes, [`Unpacked::meter`] those of the file.
//! - **Is my data set known?** [`Format`] and [`Published`] list the known ones; [`PlainLayout`] states
//!   the columns of any other table. For JSON, see [`PlainLayout::with_json`] and [`json_lines`].
//! - **Is my file of this format?** A file of another kind is refused at its first line, and named.
//!   [`Format::detect`] says what a file is; [`Summary::mismatches`] lists files that were
//!   not.
//! - **What do the codes of a plain table mean?** [`PlainLayout::with_system`] states it; otherwise
//!   it is inferred, and listed in [`Summary::code_columns`].
//! - **My dates, columns or actors are not read.** State how they are written: [`PlainLayout`].
//! - **Which rows moved a dyad?** [`Importer::mark`].
//! - **How do I use several threads?** One importer for each, then [`Importer::merge`].
//! - **Why does my ledger have no trends?** A trend compares the last weeks with the time before. In a
//!   file of 15 minutes, or of a day, every dyad has too few marks before:
//!   [`movers`](crate::ledger::Ledger::movers) returns none. Import some months, or list all dyads with
//!   [`with_insufficient`](crate::trend::Movers::with_insufficient).
//!
//! # Names
//!
//! | name | meaning |
//! | :-- | :-- |
//! | [`ActorText`] | the code, the name and the country of an actor, as the file has them |
//! | [`Symbol`] | the number of an `ActorText` in the [`NameTable`] of one reader |
//! | party | the actor of the ledger, by a [`PartyRule`]: `USA` for `USAGOV` |
//! | [`ActorKey`](crate::ledger::ActorKey) | the number of a party in one ledger |
//!
//! A symbol or a row that is used with the name table of another reader is refused
//! ([`ImportError::OtherReader`]).
//!
//! # Faults
//!
//! A row that cannot be read is refused with a [`RowFault`], and affects no other row. A file of another kind is
//! refused at its first line, and a file without a row is counted with the reason ([`Summary::empty`]).
//!
//! # Warnings
//!
//! A row that can be read may look wrong. Each kind of [`RowWarning`] is counted, with its first
//! row as an example: [`Summary::warning`]. Nothing is guessed: a row that lacks an actor or a party
//! is skipped.
//!
//! | warning | condition | by default | otherwise |
//! | :-- | :-- | :-- | :-- |
//! | [`GuessedWeek`](RowWarning::GuessedWeek), [`GuessedMonth`](RowWarning::GuessedMonth), [`GuessedYear`](RowWarning::GuessedYear) | dated exactly 7, 30 or 365 days before the row was added (GDELT) | spread over as many days around the guess | [`GuessedDates::Drop`], [`GuessedDates::Keep`] |
//! | [`DatedAfterAdded`](RowWarning::DatedAfterAdded) | dated after the row was added | skipped | [`keeping`](Options::keeping) |
//! | [`PartialDate`](RowWarning::PartialDate) | the date is a month or a year | spread over it | [`dropping`](Options::dropping) |
//! | [`ReusedId`](RowWarning::ReusedId) | an earlier row has its identifier | counted | [`dropping`](Options::dropping) |
//! | [`StrayBlank`](RowWarning::StrayBlank) | blanks around a text of an actor | removed | [`dropping`](Options::dropping) |
//! | [`LostZero`](RowWarning::LostZero) | `46` for `046`, in a column without codes that start with a zero | restored | [`dropping`](Options::dropping) |
//! | [`UnknownCode`](RowWarning::UnknownCode) | no publication lists the code, or the system of the column is unknown | kept, with a mark only if the scale lists it | [`dropping`](Options::dropping) |
//! | [`NaText`](RowWarning::NaText) | a text of an actor is `NA`, `NULL`, `None` or similar: a missing value, or Namibia | a missing actor, if the party would have this name; otherwise counted | [`keeping`](Options::keeping) |
//! | [`BrokenText`](RowWarning::BrokenText) | a text of an actor is not UTF-8 | decoded with `U+FFFD` | [`dropping`](Options::dropping) |
//! | [`UnmatchedNames`](RowWarning::UnmatchedNames) | a list of actors has several countries, but not one for each name (POLECAT) | the countries are the actors, without the names | [`dropping`](Options::dropping) |
//! | [`MissingSource`](RowWarning::MissingSource), [`MissingTarget`](RowWarning::MissingTarget) | no actor, or a placeholder: `---`, `~`, `***` | skipped | |
//! | [`NoParty`](RowWarning::NoParty) | an actor of no country: `GOV`, `---GOV` | skipped | [`PartyRule::Code`], except for placeholders |
//! | [`Region`](RowWarning::Region) | an actor of a region of CAMEO such as `EUR`, and of no country | skipped | [`keeping`](Options::keeping) |
//! | [`UnknownCountry`](RowWarning::UnknownCountry) | no list contains the country, or the actor of a plain table | a party of its own | [`dropping`](Options::dropping) |
//! | [`StateNumber`](RowWarning::StateNumber) | an actor is a number such as `365`, which looks like one of the Correlates of War or of Gleditsch and Ward | a party of its own | [`PlainLayout::with_state_numbers`], [`dropping`](Options::dropping) |
//! | [`OutOfUse`](RowWarning::OutOfUse) | a name or number that no state had in that year: `Zaire` in 2005 | counted | [`dropping`](Options::dropping) |
//! | [`SelfPair`](RowWarning::SelfPair) | both actors belong to the same party | skipped | |
//! | [`Repeated`](RowWarning::Repeated) | another row reports the same act from the same side on the same day | merged | [`with_repeated_merged`](Options::with_repeated_merged) |
//! | [`Mirrored`](RowWarning::Mirrored) | another row reports the same [symmetric](SYMMETRIC) act from the other side | merged | [`with_mirrored_merged`](Options::with_mirrored_merged) |
//!
//! A row with several warnings is skipped for one of them: first for those with which it cannot
//! count ([`MissingSource`](RowWarning::MissingSource),
//! [`MissingTarget`](RowWarning::MissingTarget), [`NoParty`](RowWarning::NoParty),
//! [`SelfPair`](RowWarning::SelfPair)), then for the first one in this table that the options drop.
//!
//! # Example
//!
//! The summary of a table with several faults and warnings:
//!
//! ```
//! use detente::import::{Delimiter, Format, Importer, Options, PlainLayout, RowReader};
//!
//! let table = "date,source,target,code\n\
//!     2014-03-01,RUS,UKR,192\n\
//!     2014-03-01,RUS,UKR,192\n\
//!     2014-03-02,USA,RUS,41\n\
//!     2014-03-02,USA,USA,100\n\
//!     2014-03-02,USA\n";
//! let format = Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma));
//! let mut importer = Importer::new(Options::new(&format));
//! importer.read(&mut RowReader::new(table.as_bytes(), &format))?;
//! let import = importer.build()?;
//!
//! assert_eq!(import.ledger.len(), 2);
//! assert_eq!(import.summary.to_string(), "\
//! 5 rows read: 2 kept, 1 merged, 2 skipped
//! kept rows are dated 2014-03-01 to 2014-03-02
//! the codes of a plain table are taken for CAMEO, which is inferred, and lost their leading zeros, restored in 1 row
//!        1 first line without a digit in its date, taken for a header
//!          file 1, line 1: `date,source,target,code`
//!        1 could not be read
//!          file 1, line 6: the row has 2 columns: expected one for each of date, source, target and code
//!        1 row: code without its leading zero (first: file 1, line 4, column 4 (code))
//!        1 row: source and target of one party, 1 skipped for it (first: file 1, line 5)
//!        1 row: repeated on the same day (first: file 1, line 3)
//! ");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits
//!
//! Lines have at most [`MAX_LINE`] bytes, and names at most [`MAX_NAME_BYTES`]. A reader holds at
//! most [`MAX_NAMES`] distinct names of [`MAX_NAMES_BYTES`] in total, and a row lists at most
//! [`MAX_PAIRS`] pairs of actors. Rows beyond a limit are refused.

#[doc = include_str!("import/which_reader.md")]
pub mod which_reader {}

mod act;
mod actor_country;
mod actor_lists;
mod code_column;
mod column;
mod convert;
mod dates;
mod detect;
mod digest;
mod digits;
mod error;
mod fault;
mod field;
mod gdelt;
#[cfg(feature = "gzip")]
mod gzip;
mod icews;
mod importer;
mod io_kind;
mod json;
mod json_cells;
mod json_lines;
mod lines;
mod name_table;
mod options;
mod pairs;
mod party;
mod plain;
mod plover;
mod polecat;
mod published;
mod quadruples;
mod reader;
mod records;
mod row;
mod rows;
mod summary;
mod symmetry;
mod table;
mod unpack;
mod value;
mod warning;
#[cfg(feature = "zip")]
mod zip;

pub use code_column::CodeColumn;
pub use convert::{Conversion, ConversionError, ConvertedEvents, Grouping};
pub use dates::{DateProposal, DateRows, DateSpelling};
pub use detect::{Detection, FileKind};
pub use digits::Digits;
pub use error::ImportError;
pub use fault::{RowFault, RowFaultKind};
pub use gdelt::{Mention, MentionReader};
#[cfg(feature = "gzip")]
#[cfg_attr(docsrs, doc(cfg(feature = "gzip")))]
pub use gzip::gunzip;
pub use importer::{Import, Importer, RowOutcome};
pub use json_lines::{JsonLines, json_lines};
pub use lines::MAX_LINE;
pub use name_table::{ActorText, MAX_NAME_BYTES, MAX_NAMES, MAX_NAMES_BYTES, NameTable, Symbol};
pub use options::{GuessedDates, Options};
pub use pairs::MAX_PAIRS;
pub use party::PartyRule;
pub use plain::{ColumnKey, Delimiter, MAX_COUNT, MAX_ROW_DAYS, PlainLayout};
pub use published::Published;
pub use quadruples::{IdList, IdListError, QuadrupleLayout};
pub use reader::{Format, RowReader};
pub use records::MAX_CELL_LINES;
pub use row::{Act, CodedEvent, RowId};
pub use rows::Progress;
pub use summary::{
    EmptyFile, FileFault, FormatMismatch, MAX_FAULTS, NoRows, OutlierYear, RowExample, Summary,
    Unmarked, WarningCount,
};
pub use symmetry::SYMMETRIC;
pub use unpack::{ByteMeter, Unpacked, unpack};
pub use value::RowValue;
pub use warning::{RowWarning, RowWarnings};
#[cfg(feature = "zip")]
#[cfg_attr(docsrs, doc(cfg(feature = "zip")))]
pub use zip::Zip;

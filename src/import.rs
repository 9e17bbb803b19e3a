//! Machine-coded events: GDELT, ICEWS, POLECAT, PLOVER and plain tables become a ledger.
//!
//! A [`Reader`] turns lines into rows ([`CodedEvent`]), one at a time and without a copy; an
//! [`Importer`] takes rows in and makes a [`Ledger`](crate::ledger::Ledger) of them, with a
//! [`Summary`] of what was read and what became of it. Chosen rows become events of a timeline
//! by a [`Conversion`], beside the curated ones.
//!
//! ```text
//! file -> Reader -> CodedEvent -> Importer -> ledger, summary, scoring
//!                        |
//!                        +------> Conversion -> events of a timeline
//! ```
//!
//! | | is |
//! | :-- | :-- |
//! | a name | the code, the name and the country of an actor, as a row has them: [`ActorText`] |
//! | a [`Symbol`] | the number of a name in the [`Names`] of one reader |
//! | a party | who an actor counts as, by a [`PartyRule`]: `USA` for `USAGOV` |
//! | an [`ActorKey`](crate::ledger::ActorKey) | the number of a party in a ledger |
//!
//! A quarter of an hour of GDELT, read and counted:
//!
//! ```
//! use detente::import::{Format, Importer, Options, Reader};
//!
//! # let mut columns = vec![""; 61];
//! # for (at, text) in [
//! #     (0, "881990832"), (1, "20191024"), (5, "USAGOV"), (6, "UNITED STATES"), (7, "USA"),
//! #     (15, "RUS"), (16, "RUSSIA"), (17, "RUS"), (26, "112"), (59, "20191024143000"),
//! # ] {
//! #     columns[at] = text;
//! # }
//! # let export = columns.join("\t") + "\n";
//! // Of a file, a `BufReader`; of one as it is published, `Zip::open(file)?.only()?`.
//! let mut reader = Reader::new(export.as_bytes(), Format::Gdelt2);
//! let mut intake = Importer::new(Options::new(Format::Gdelt2));
//! intake.read(&mut reader)?;
//! let imported = intake.finish()?;
//! assert_eq!(imported.summary().kept(), 1);
//! assert!(imported.ledger().dyad("USA", "RUS").is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is odd, and what becomes of it
//!
//! Each class is counted, with its first row as an example. What a row says is never
//! guessed at; where it says too little to be counted, it is skipped and said to be.
//!
//! | anomaly | seen | by default | otherwise |
//! | :-- | :-- | :-- | :-- |
//! | [`GuessedWeek`](Anomaly::GuessedWeek), [`GuessedMonth`](Anomaly::GuessedMonth), [`GuessedYear`](Anomaly::GuessedYear) | dated exactly 7, 30 or 365 days before it was added (GDELT) | spread over as many days around the guess | [`Guesses::Drop`], [`Guesses::Keep`] |
//! | [`DatedAfterAdded`](Anomaly::DatedAfterAdded) | dated after it was added | skipped | [`keeping`](Options::keeping) |
//! | [`ReusedId`](Anomaly::ReusedId) | its identifier has been read before | counted | [`dropping`](Options::dropping) |
//! | [`StrayBlank`](Anomaly::StrayBlank) | blanks around the text of an actor | taken away | [`dropping`](Options::dropping) |
//! | [`LostZero`](Anomaly::LostZero) | `46` for `046`, in a column of which no code begins with a zero | put back | [`dropping`](Options::dropping) |
//! | [`UnknownCode`](Anomaly::UnknownCode) | no publication lists the code, or the system of the column is not known | kept, with a mark only if the scale lists it | [`dropping`](Options::dropping) |
//! | [`NaText`](Anomaly::NaText) | the code, the name or the country of an actor is `NA`, `NULL`, `None` or the like: what is missing, or Namibia | nobody, where the party would be called so; else counted alone | [`keeping`](Options::keeping) |
//! | [`BrokenText`](Anomaly::BrokenText) | an actor's text is not UTF-8 | `U+FFFD` for what is not | [`dropping`](Options::dropping) |
//! | [`UnmatchedNames`](Anomaly::UnmatchedNames) | a list of actors has neither one country nor as many as names (POLECAT) | the countries are the actors, without the names | [`dropping`](Options::dropping) |
//! | [`MissingSource`](Anomaly::MissingSource), [`MissingTarget`](Anomaly::MissingTarget) | there is nobody, or a placeholder: `---`, `~`, `***` | skipped | |
//! | [`NoParty`](Anomaly::NoParty) | there is somebody, of no country: `GOV`, `---GOV` | skipped | [`PartyRule::Code`], but for placeholders |
//! | [`Region`](Anomaly::Region) | somebody is of a region of CAMEO, `EUR`, and of no country | skipped | [`keeping`](Options::keeping) |
//! | [`UnknownCountry`](Anomaly::UnknownCountry) | somebody's country, or a plain table's actor, is in no list | a party by its text | [`dropping`](Options::dropping) |
//! | [`OutOfUse`](Anomaly::OutOfUse) | somebody is named as a state that had no such name in that year: `Zaire` in 2005 | counted | [`dropping`](Options::dropping) |
//! | [`SelfPair`](Anomaly::SelfPair) | both are of one party | skipped | |
//! | [`Repeated`](Anomaly::Repeated) | the same act by the same upon the same on the same day | merged | [`with_one_a_day`](Options::with_one_a_day) |
//! | [`Mirrored`](Anomaly::Mirrored) | a [symmetric](SYMMETRIC) act from its other side | merged | [`with_mirrors_merged`](Options::with_mirrors_merged) |
//!
//! A summary has more that is no fault of one row: what the codes of a column were
//! [taken for](Summary::code_columns), each country that is in [no list](Summary::unknown_countries),
//! [days without any row](Summary::days_without_rows), [stray years](Summary::stray_years), and a
//! [last line](Summary::unended) that may be cut.
//!
//! A row that cannot be read is refused ([`RowError`]), by itself. A row is skipped for one reason.
//! Where it has several, that is first what keeps it from being counted at all: there is nobody
//! ([`MissingSource`](Anomaly::MissingSource), then [`MissingTarget`](Anomaly::MissingTarget)), an
//! actor is of no party ([`NoParty`](Anomaly::NoParty)), or both are of one
//! ([`SelfPair`](Anomaly::SelfPair)). Else it is the first of what is left out by choice, from the top
//! of the table down.
//!
//! # Example
//!
//! What a summary says of a table that is odd in several ways:
//!
//! ```
//! use detente::import::{Format, Importer, Options, PlainLayout, Reader};
//!
//! let table = "date,source,target,code\n\
//!     2014-03-01,RUS,UKR,192\n\
//!     2014-03-01,RUS,UKR,192\n\
//!     2014-03-02,USA,RUS,41\n\
//!     2014-03-02,USA,USA,100\n\
//!     2014-03-02,USA\n";
//! let format = Format::Plain(PlainLayout::default().by_commas());
//! let mut intake = Importer::new(Options::new(format));
//! intake.read(&mut Reader::new(table.as_bytes(), format))?;
//! let imported = intake.finish()?;
//!
//! assert_eq!(imported.ledger().len(), 2);
//! assert_eq!(imported.summary().to_string(), "\
//! 5 rows read: 2 kept, 1 merged, 2 skipped
//! kept rows are of 2014-03-01 to 2014-03-02
//! the codes of a plain table are taken for CAMEO, which nothing states, and lost their leading zeros, put back in 1 row
//!        1 first line without a digit in its date, taken for a header
//!          file 1, line 1: `date,source,target,code`
//!        1 could not be read
//!          file 1, line 6: 2 columns: expected one for each of date, source, target and code
//!        1 code without its leading zero (first: file 1, line 4, column 4 (code))
//!        1 one party with itself, 1 skipped for it (first: file 1, line 5)
//!        1 repeated on the day (first: file 1, line 3)
//! ");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod act;
mod anomaly;
mod code_column;
mod column;
mod convert;
mod digest;
mod digits;
mod field;
mod gdelt;
#[cfg(feature = "gzip")]
mod gzip;
mod icews;
mod importer;
mod lines;
mod listed;
mod names;
mod options;
mod pairs;
mod party;
mod plain;
mod plover;
mod polecat;
mod problem;
mod reader;
mod row;
mod rows;
mod summary;
mod symmetry;
mod table;
#[cfg(feature = "zip")]
mod zip;

pub use anomaly::{Anomalies, Anomaly};
pub use code_column::CodeColumn;
pub use convert::{Conversion, ConversionError, Grouping};
pub use digits::Digits;
pub use gdelt::{Mention, Mentions};
#[cfg(feature = "gzip")]
#[cfg_attr(docsrs, doc(cfg(feature = "gzip")))]
pub use gzip::gunzip;
pub use importer::{FinishError, Import, Importer, ImporterError, ImporterMergeError, Outcome};
pub use lines::MAX_LINE;
pub use names::{ActorText, MAX_NAME_BYTES, MAX_NAMES, MAX_NAMES_BYTES, Names, Symbol};
pub use options::{Guesses, Options};
pub use pairs::MAX_PAIRS;
pub use party::PartyRule;
pub use plain::{PlainLayout, PlainLayoutError};
pub use problem::{Problem, RowError};
pub use reader::{Format, Reader};
pub use row::{Act, CodedEvent, RowId};
pub use rows::Progress;
pub use summary::{Example, MAX_REFUSED, Misread, Offence, StrayYear, Summary};
pub use symmetry::SYMMETRIC;
#[cfg(feature = "zip")]
#[cfg_attr(docsrs, doc(cfg(feature = "zip")))]
pub use zip::Zip;

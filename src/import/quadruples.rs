//! Quadruples of knowledge graphs: subject, relation, object and time.
//!
//! Benchmarks of temporal knowledge graphs are made from ICEWS and GDELT. They have a line for each event and no
//! header. A line has either words and a date, or numbers that refer to lists of names, with the time as a number
//! of steps.
//!
//! The forms were learned from the files of `RE-Net` (ICEWS18 and GDELT18: five columns, the last of them unused;
//! times in hours and minutes), of `TLogic` (ICEWS14 and ICEWS05-15: days; blanks are underscores) and of `mmkb`
//! (ICEWS14 and ICEWS05-15 in words, with dates).

mod delimiter;
mod id_list;
mod written;

use chrono::{NaiveDate, TimeDelta};
use memchr::memchr;

use self::delimiter::{too_few_columns, with_single_blanks};
pub use self::id_list::{IdList, IdListError};
use self::written::LayoutShape;
use super::act::EventTexts;
use super::actor_country::texts_in_name;
use super::column::{Column, Columns};
use super::error::ImportError;
use super::fault::{RowFaultKind, shortened};
use super::field::{CameoCodes, Dates, Fields, is_blank, number};
use super::name_table::{NameTable, Symbol};
use super::row::{Act, CodedEvent};
use super::rows::SourceLine;
use super::table::LineSplitter;
use super::warning::RowWarnings;
use crate::time::{date_of_day, day_of, first_second};

/// The layout of a benchmark of knowledge graphs: subject, relation, object and time, without a
/// header. Further columns are skipped. Columns are separated by tabs. Numbers may be separated by any number of
/// blanks instead.
///
/// | benchmark | layout |
/// | :-- | :-- |
/// | ICEWS14, ICEWS05-15 in words | [`in_words`](Self::in_words) |
/// | ICEWS14, ICEWS05-15 in numbers | [`in_numbers`](Self::in_numbers), [`with_steps`](Self::with_steps) of a day from 2014-01-01 or 2005-01-01 |
/// | ICEWS18 | `in_numbers`, `with_steps` of an hour from 2018-01-01 |
/// | GDELT18 | `in_numbers`, `with_steps` of a minute from 2018-01-01 |
///
/// Copies of a benchmark differ in their steps. The greatest time in all files of a copy shows which it has:
///
/// | benchmark | greatest time | first day | step |
/// | :-- | :-- | :-- | :-- |
/// | ICEWS14 | 364 | 2014-01-01 | a day |
/// | ICEWS14 | 365: the first step is 1 | 2013-12-31 | a day |
/// | ICEWS14 | 8736 | 2014-01-01 | an hour |
/// | ICEWS14 | 8760: the first step is 24 | 2013-12-31 | an hour |
/// | ICEWS05-15 | 4016 | 2005-01-01 | a day |
/// | ICEWS05-15 | 4017: the first step is 1 | 2004-12-31 | a day |
/// | ICEWS18 | 303 | 2018-01-01 | a day |
/// | ICEWS18 | 304: the first step is 1 | 2017-12-31 | a day |
/// | ICEWS18 | 7272 | 2018-01-01 | an hour |
///
/// So if steps start at 1, the stated first day is the day before the first day of the data. An
/// [example](crate::import::which_reader#facts-of-a-knowledge-graph) reads both.
///
/// # Relations
///
/// A relation is the name of a code of CAMEO: see [`CameoCode::from_event_text`]. In a list of
/// relations it may also be the code itself, as in GDELT18. Any other relation, such as `neighbor`,
/// is [words](Act::Other) without a value.
///
/// # Actors
///
/// An actor is a name. Its country is the name itself (`Iran`), or the text in parentheses at the end
/// (`Police (Australia)`, `Citizen (Holy See (Vatican City State))`). A person or an organisation without a
/// country has no [party](super::PartyRule::Country), and the row has the warning [`RowWarning::NoParty`]. So most
/// rows of a benchmark do not make a mark between countries.
///
/// [`CameoCode::from_event_text`]: crate::code::CameoCode::from_event_text
/// [`RowWarning::NoParty`]: super::RowWarning::NoParty
///
/// # Example
///
/// ```
/// use chrono::{NaiveDate, TimeDelta};
/// use detente::import::{Format, IdList, Importer, Options, QuadrupleLayout, RowReader};
///
/// // `entity2id.txt`, `relation2id.txt` and `train.txt`
/// let entities = IdList::read(&b"Foreign Ministry (Russia)\t0\nFrance\t1\nAlice\t2\n"[..])?;
/// let relations = IdList::read(&b"Make a visit\t0\nConsult\t1\n"[..])?;
/// let train = "0\t0\t1\t0\t-1\n1\t1\t2\t24\t-1\n1\t1\t7\t24\t-1\n";
///
/// let first = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
/// let layout = QuadrupleLayout::in_numbers(entities, relations)
///     .with_steps(first, TimeDelta::hours(1))?;
/// let format = Format::Quadruples(layout);
/// let mut importer = Importer::new(Options::new(format.clone()));
/// importer.read(&mut RowReader::new(train.as_bytes(), format))?;
/// let import = importer.build()?;
///
/// assert!(import.ledger.dyad("RUS", "FRA").is_some());
/// assert_eq!(import.ledger.len(), 1);
/// assert_eq!(
///     import.summary.first_refused[0].fault.to_string(),
///     "line 3: column 3 (object) is `7`: expected a number of the list of entities, 0 to 2",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(into = "LayoutShape", try_from = "LayoutShape")]
pub struct QuadrupleLayout {
    /// The lists of entities and of relations. `None` if the columns have words.
    ids: Option<(IdList, IdList)>,
    /// How numbers become dates. `None` if the column has dates.
    steps: Option<TimeSteps>,
}

/// Times as numbers of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TimeSteps {
    /// The day at whose start step 0 begins.
    first: i32,
    /// The length of a step in seconds, at least 1.
    seconds: i64,
}

const SUBJECT: Column = column(0, "subject");
const RELATION: Column = column(1, "relation");
const OBJECT: Column = column(2, "object");
const TIME: Column = column(3, "time");

const fn column(number: usize, name: &'static str) -> Column {
    Column { number, name }
}

impl QuadrupleLayout {
    /// Creates the default layout: subjects, relations and objects in words, and dates as `YYYY-MM-DD`.
    pub fn in_words() -> Self {
        Self::default()
    }

    /// Creates a layout with subjects, relations and objects as numbers in two lists, which benchmarks call
    /// `entity2id.txt` and `relation2id.txt`.
    ///
    /// A row with a number that its list lacks is refused.
    pub const fn in_numbers(entities: IdList, relations: IdList) -> Self {
        Self {
            ids: Some((entities, relations)),
            steps: None,
        }
    }

    /// States that times are numbers of steps: step 0 begins with the day `first`. If the first step of a file is 1,
    /// state the day before.
    ///
    /// # Errors
    ///
    /// Returns [`ImportError::Step`] if the step is shorter than a second.
    pub fn with_steps(mut self, first: NaiveDate, step: TimeDelta) -> Result<Self, ImportError> {
        let seconds = step.num_seconds();
        if seconds < 1 {
            return Err(ImportError::Step { seconds });
        }
        self.steps = Some(TimeSteps {
            first: day_of(first_second(first)),
            seconds,
        });
        Ok(self)
    }
}

/// The state of a reader of quadruples.
#[derive(Clone, Debug)]
pub(super) struct Quadruples {
    layout: QuadrupleLayout,
    /// The delimiter of the last line.
    delimiter: u8,
    /// The start of the header.
    header: Option<Box<str>>,
    /// A line without a tab, with one blank between its columns.
    single_blanks: Vec<u8>,
    splitter: LineSplitter,
    dates: Dates,
    texts: EventTexts,
    codes: CameoCodes,
    /// What is known about each number of the lists, filled in when the number is first used.
    actors: Vec<Option<(Symbol, RowWarnings)>>,
    acts: Vec<Option<(Act, RowWarnings)>>,
}

impl Quadruples {
    pub(super) fn new(layout: QuadrupleLayout) -> Self {
        let (actors, acts) = match &layout.ids {
            Some((entities, relations)) => (entities.slots(), relations.slots()),
            None => (0, 0),
        };
        Self {
            layout,
            delimiter: b'\t',
            header: None,
            single_blanks: Vec::new(),
            splitter: LineSplitter::default(),
            dates: Dates::default(),
            texts: EventTexts::default(),
            codes: CameoCodes::default(),
            actors: vec![None; actors],
            acts: vec![None; acts],
        }
    }

    pub(super) fn columns(&self) -> Columns {
        Columns {
            delimiter: self.delimiter,
            has_quotes: false,
            id: None,
            date: TIME,
            code: RELATION,
            actors: [vec![SUBJECT], vec![OBJECT]],
        }
    }

    /// The start of the header. Only the first call returns it.
    pub(super) const fn take_header(&mut self) -> Option<Box<str>> {
        self.header.take()
    }

    /// Forgets the header, because the file is of another kind.
    pub(super) fn forget_header(&mut self) {
        self.header = None;
    }

    /// Reads the row of a line. Returns `None` if the line is a header.
    pub(super) fn read(
        &mut self,
        line: SourceLine<'_>,
        names: &mut NameTable,
    ) -> Result<Option<CodedEvent>, RowFaultKind> {
        let Self {
            layout,
            delimiter,
            header,
            single_blanks,
            splitter,
            dates,
            texts,
            codes,
            actors,
            acts,
        } = self;
        let has_tab = memchr(b'\t', line.bytes).is_some();
        let bytes = if has_tab || layout.ids.is_none() {
            *delimiter = b'\t';
            line.bytes
        } else {
            *delimiter = b' ';
            with_single_blanks(line.bytes, single_blanks)
        };
        // Quotes have no special meaning.
        let (fields, count) = splitter.split_quoted(bytes, *delimiter, false)?;
        if count <= TIME.number {
            return Err(too_few_columns(count, line.bytes, layout.ids.is_some()));
        }
        let time = fields.field(TIME.number).trim_ascii();
        if line.number == 1 && !time.is_empty() && !time.iter().any(u8::is_ascii_digit) {
            *header = Some(shortened(line.bytes));
            return Ok(None);
        }
        let day = layout.day(time, dates)?;
        let Some((entities, relations)) = &layout.ids else {
            return words(&fields, day, line, texts, names).map(Some);
        };
        // All numbers are checked before a name is added, so that a refused row adds no names.
        let [subject, object] =
            [SUBJECT, OBJECT].map(|column| id(&fields, column, entities, "entities"));
        let relation = id(&fields, RELATION, relations, "relations")?;
        let (subject, object) = (subject?, object?);
        let (act, of_act) = get_or_find(&mut acts[relation], || {
            relation_act(relations.at(relation), codes, texts, names)
        })?;
        let mut actor =
            |number: usize| get_or_find(&mut actors[number], || entity(entities.at(number), names));
        let ((source, of_source), (target, of_target)) = (actor(subject)?, actor(object)?);
        Ok(Some(CodedEvent {
            source: Some(source),
            target: Some(target),
            warnings: of_act.union(of_source).union(of_target),
            ..line.row(day, act, names)
        }))
    }
}

impl QuadrupleLayout {
    /// The day of a time.
    fn day(&self, time: &[u8], dates: &mut Dates) -> Result<i32, RowFaultKind> {
        let Some(TimeSteps { first, seconds }) = self.steps else {
            let day = dates.iso(time);
            return day.ok_or_else(|| {
                let expected = match number(time) {
                    Some(_) => {
                        "a date, YYYY-MM-DD; for a number of steps of time, state `with_steps`"
                    }
                    None => "a date, YYYY-MM-DD",
                };
                TIME.fault(time, expected)
            });
        };
        let seconds = number(time).and_then(|step| i64::try_from(step).ok()?.checked_mul(seconds));
        let days = seconds.and_then(|seconds| i32::try_from(seconds / 86_400).ok());
        // A day ends where the next day starts, so the next day must be in the calendar too.
        days.and_then(|days| first.checked_add(days))
            .filter(|&day| date_of_day(day).is_some() && date_of_day(day + 1).is_some())
            .ok_or_else(|| TIME.fault(time, "a number of steps of time"))
    }
}

/// Reads a row in words.
fn words(
    fields: &Fields<'_>,
    day: i32,
    line: SourceLine<'_>,
    texts: &mut EventTexts,
    names: &mut NameTable,
) -> Result<CodedEvent, RowFaultKind> {
    let relation = fields.field(RELATION.number).trim_ascii();
    if is_blank(relation) {
        return Err(RELATION.fault(relation, "words"));
    }
    for column in [SUBJECT, RELATION, OBJECT] {
        column.check_length(fields.field(column.number))?;
    }
    let (act, of_act) = texts.get(relation, names)?;
    let actors = [SUBJECT, OBJECT].map(|column| fields.field(column.number));
    let (source, target, warnings) = names.find_both(actors, texts_in_name)?;
    Ok(CodedEvent {
        source,
        target,
        warnings: warnings.union(of_act),
        ..line.row(day, act, names)
    })
}

/// The number of a list in a column.
#[inline]
fn id(
    fields: &Fields<'_>,
    column: Column,
    list: &IdList,
    of_what: &str,
) -> Result<usize, RowFaultKind> {
    let text = fields.field(column.number).trim_ascii();
    let number = number(text).and_then(|number| usize::try_from(number).ok());
    number
        .filter(|&number| list.name(number).is_some())
        .ok_or_else(|| {
            let greatest = list.slots() - 1;
            let expected = format!("a number of the list of {of_what}, 0 to {greatest}");
            column.fault(text, expected)
        })
}

/// Returns the known value, or finds it and stores it.
#[inline]
fn get_or_find<T: Copy>(
    known: &mut Option<T>,
    find: impl FnOnce() -> Result<T, RowFaultKind>,
) -> Result<T, RowFaultKind> {
    if let Some(known) = *known {
        return Ok(known);
    }
    let found = find()?;
    *known = Some(found);
    Ok(found)
}

/// The actor of an entity of a list.
#[cold]
fn entity(name: &str, names: &mut NameTable) -> Result<(Symbol, RowWarnings), RowFaultKind> {
    let (symbol, warnings) = names.find(0, name.as_bytes(), texts_in_name)?;
    let symbol = symbol.expect("the names of a list are not blank");
    Ok((symbol, warnings))
}

/// The act of a relation of a list: a code of CAMEO, the name of one, or words.
#[cold]
fn relation_act(
    name: &str,
    codes: &mut CameoCodes,
    texts: &mut EventTexts,
    names: &mut NameTable,
) -> Result<(Act, RowWarnings), RowFaultKind> {
    match codes.get(name.as_bytes()) {
        Some(act) => Ok(act),
        None => texts.get(name.as_bytes(), names),
    }
}

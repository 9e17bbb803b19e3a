//! The rows behind a chart, for other programs: CSV and lines of JSON.
//!
//! A chart decides which rows there are; this module knows columns, cells and the two written forms.
//! A date that is not known to the day is never one cell: it has its first and its last possible day,
//! and a flag.

pub(super) mod rows;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::table::csv_line;

/// A cell of [`ChartData`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Cell {
    /// Unknown, or not applicable: `null` in JSON, empty in CSV.
    Empty,
    /// Yes or no.
    Flag(bool),
    /// A number of things.
    Count(u64),
    /// A finite number.
    Number(f64),
    /// A day, as `YYYY-MM-DD`.
    Date(NaiveDate),
    /// A text.
    Text(String),
}

impl Cell {
    pub(super) fn of<T>(value: Option<T>) -> Self
    where
        Self: From<T>,
    {
        value.map_or(Self::Empty, Self::from)
    }

    /// The cell as a field of CSV, before quoting.
    fn field(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Self::Count(count) => Cow::Owned(count.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Text(text) => defused(text),
        }
    }
}

/// A text that a spreadsheet does not take for a formula.
///
/// Source: OWASP, "CSV Injection", with the full-width forms that some spreadsheets accept.
fn defused(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

macro_rules! cells {
    ($($type:ty => $variant:ident),*) => {
        $(impl From<$type> for Cell {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

cells!(bool => Flag, u64 => Count, f64 => Number, NaiveDate => Date, String => Text, &str => Text);

/// The rows behind a chart: a header and cells.
///
/// | chart | a row for each | columns |
/// | :-- | :-- | :-- |
/// | [`TimelineChart`](super::TimelineChart) | event | `id`, `kind`, `status`, `title`, `actors`, `targets`, `place`, `when`, `first_day`, `last_day`, `precision`, `is_exact` |
/// | [`RelationChart`](super::RelationChart), [`MultiplesChart`](super::MultiplesChart) | pair and day | `pair`, `date`, `level`, `sd`, `direction`, `p_rising`, `contact_volume`, `is_covered` |
/// | [`NetworkChart`](super::NetworkChart) | pair | `a`, `b`, `date`, `level`, `sd`, `direction`, `p_rising`, `contact_volume` |
/// | [`CalendarChart`](super::CalendarChart) | pair and day | `pair`, `date`, `is_covered`, `contacts`, `p_another`, `titles` |
///
/// # Dates of events
///
/// `when` is the date as the source gave it. `first_day` and `last_day` are the first and the last day
/// on which the event may have been, in the zone of the source, and both belong to it. An open end is
/// empty. `is_exact` says whether the event was on all of these days. `precision` says more:
///
/// | `precision` | `is_exact` | meaning |
/// | :-- | :-- | :-- |
/// | `day` | true | on that day |
/// | `days` | true | on each of the days |
/// | `some_day` | false | within the days, it is not known when |
/// | `some_days` | false | a start or an end is not known to the day |
/// | `about` | false | the date is approximate |
/// | `doubtful` | false | the source doubts the date |
/// | `open` | false | only one of the two days is known |
/// | `undated` | false | neither is |
///
/// # Other columns
///
/// `actors` are those that act, speak or take part; `targets` those that an act or a statement is
/// directed at. Several names are joined by `; `. `p_rising` is empty if there is too little data for a
/// direction, and `is_covered` if the coverage is unknown. `contacts` is the number of contacts that
/// were on the day for certain, and `p_another` the probability that another was.
///
/// # Example
///
/// ```
/// use detente::plot::{Style, TimelineChart};
/// use detente::{Actor, Event, Timeline};
///
/// let mut builder = Timeline::builder();
/// builder.actor(Actor::person("rubio").named("Marco Rubio"));
/// builder.actor(Actor::person("lavrov").named("Sergey Lavrov"));
/// builder.event(Event::call("call", "2025-06").between("rubio", "lavrov").title("Call, by phone"));
/// let timeline = builder.build()?;
///
/// let data = TimelineChart::new(&timeline.view()).data(&Style::default());
/// assert_eq!(
///     data.to_csv(),
///     "id,kind,status,title,actors,targets,place,when,first_day,last_day,precision,is_exact\r\n\
///      call,call,realised,\"Call, by phone\",Sergey Lavrov; Marco Rubio,,,2025-06,2025-06-01,2025-06-30,some_day,false\r\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ChartData {
    columns: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
}

impl ChartData {
    pub(super) fn new(columns: &'static [&'static str], rows: Vec<Vec<Cell>>) -> Self {
        assert!(
            rows.iter().all(|row| row.len() == columns.len()),
            "each row has a cell for each column"
        );
        Self { columns, rows }
    }

    /// The names of the columns.
    pub const fn columns(&self) -> &'static [&'static str] {
        self.columns
    }

    /// The rows. Each has a cell for each column.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Cell]> {
        self.rows.iter().map(Vec::as_slice)
    }

    /// The rows as CSV of RFC 4180, below a header. Lines end with CR LF.
    ///
    /// A text that begins with `=`, `+`, `-`, `@`, a tab or a line break gets the prefix `'`, because
    /// spreadsheets would run it as a formula. Numbers have no prefix. Lines of JSON have the text as it
    /// is.
    pub fn to_csv(&self) -> String {
        let mut text = csv_line(self.columns.iter().map(|name| Cow::Borrowed(*name)));
        for row in &self.rows {
            text.push_str(&csv_line(row.iter().map(Cell::field)));
        }
        text
    }

    /// The rows as lines of JSON: an object for each row, with all columns.
    #[cfg(feature = "json")]
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn to_json_lines(&self) -> String {
        let mut text = String::new();
        for row in self.objects() {
            let line = serde_json::to_string(&row).expect("cells are texts and finite numbers");
            text.push_str(&line);
            text.push('\n');
        }
        text
    }

    fn objects(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row {
            columns: self.columns,
            cells,
        })
    }
}

/// A list of objects, one for each row.
impl Serialize for ChartData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.rows.len()))?;
        for row in self.objects() {
            rows.serialize_element(&row)?;
        }
        rows.end()
    }
}

/// A row as an object of its columns.
struct Row<'d> {
    columns: &'static [&'static str],
    cells: &'d [Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.columns.len()))?;
        for (name, cell) in self.columns.iter().zip(self.cells) {
            object.serialize_entry(name, cell)?;
        }
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        let rows = vec![
            vec![Cell::from("=HYPERLINK(\"x\")"), Cell::from(-0.5)],
            vec![Cell::from("+7 495"), Cell::Empty],
            vec![Cell::from("＠all"), Cell::from(true)],
            vec![Cell::from("a = b, \"c\"\r\nd"), Cell::from(3_u64)],
        ];
        assert_eq!(
            ChartData::new(&["text", "number"], rows).to_csv(),
            "text,number\r\n\"'=HYPERLINK(\"\"x\"\")\",-0.5\r\n'+7 495,\r\n'＠all,true\r\n\
             \"a = b, \"\"c\"\"\r\nd\",3\r\n"
        );
    }
}

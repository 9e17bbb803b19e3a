//! The columns that a format needs, and their places in its lines.

use detente::import::{Format, PlainLayout};

/// The names of the columns of a format in Arrow batches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrowLayout {
    format: Format,
    columns: Vec<Column>,
    /// The number of columns of a line.
    width: usize,
}

/// A column of the lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// Its place in a line, counted from 0.
    pub(super) place: usize,
    pub(super) is_required: bool,
    pub(super) date: DateForm,
}

/// How a format writes a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateForm {
    /// `2019-10-24`
    Iso,
    /// `20191024`
    Compact,
    /// `20191024143000`
    CompactTime,
}

/// The columns that have the same place in GDELT 1.0 and 2.0.
const GDELT: [(&str, usize, bool); 11] = [
    ("GLOBALEVENTID", 0, true),
    ("SQLDATE", 1, true),
    ("Actor1Code", 5, true),
    ("Actor1Name", 6, true),
    ("Actor1CountryCode", 7, true),
    ("Actor2Code", 15, true),
    ("Actor2Name", 16, true),
    ("Actor2CountryCode", 17, true),
    ("EventCode", 26, true),
    ("NumMentions", 31, false),
    ("NumSources", 32, false),
];

const ADDED: &str = "DATEADDED";

impl ArrowLayout {
    /// The columns of GDELT 1.0.
    #[must_use]
    pub fn gdelt1() -> Self {
        Self::gdelt(Format::Gdelt1, 58, 56, DateForm::Compact)
    }

    /// The columns of GDELT 2.0.
    #[must_use]
    pub fn gdelt2() -> Self {
        Self::gdelt(Format::Gdelt2, 61, 59, DateForm::CompactTime)
    }

    fn gdelt(format: Format, width: usize, added: usize, form: DateForm) -> Self {
        let column = |name: &str, place, is_required, date| Column {
            name: name.to_owned(),
            place,
            is_required,
            date,
        };
        let columns = GDELT
            .map(|(name, place, is_required)| column(name, place, is_required, DateForm::Compact));
        let added = column(ADDED, added, true, form);
        Self {
            format,
            columns: columns.into_iter().chain([added]).collect(),
            width,
        }
    }

    /// The columns of ICEWS.
    #[must_use]
    pub fn icews() -> Self {
        let names = [
            "Event ID",
            "Event Date",
            "CAMEO Code",
            "Source Name",
            "Source Country",
            "Target Name",
            "Target Country",
        ];
        Self::named(Format::Icews, &names)
    }

    /// The columns of POLECAT.
    #[must_use]
    pub fn polecat() -> Self {
        let names = [
            "Event ID",
            "Event Date",
            "Event Type",
            "Event Mode",
            "Actor Name",
            "Actor Country",
            "Recipient Name",
            "Recipient Country",
            "Publication Date",
        ];
        Self::named(Format::Polecat, &names)
    }

    /// A table with columns for date, source, target and code. The system of the codes is inferred.
    #[must_use]
    pub fn plain(date: &str, source: &str, target: &str, code: &str) -> Self {
        Self::named(
            Format::Plain(PlainLayout::default()),
            &[date, source, target, code],
        )
    }

    /// States the system of the codes of a plain table, such as `cameo`. Has no effect on other formats.
    ///
    /// # Errors
    ///
    /// As [`PlainLayout::with_system`].
    pub fn with_system(mut self, system: &str) -> Result<Self, detente::import::ImportError> {
        if let Format::Plain(layout) = self.format.clone() {
            self.format = Format::Plain(layout.with_system(system)?);
        }
        Ok(self)
    }

    /// A layout whose lines have these columns in this order, with a header.
    fn named(format: Format, names: &[&str]) -> Self {
        let columns = names.iter().enumerate().map(|(place, name)| Column {
            name: (*name).to_owned(),
            place,
            is_required: true,
            date: DateForm::Iso,
        });
        Self {
            format,
            columns: columns.collect(),
            width: names.len(),
        }
    }

    /// The format of the rows, for [`Options::new`](detente::import::Options::new).
    pub fn format(&self) -> Format {
        self.format.clone()
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// The header, if the format has one. A plain table gets one too, so that its first row is never read as a
    /// header.
    pub(super) fn header(&self) -> Option<String> {
        let names = || self.columns.iter().map(|column| column.name.as_str());
        match self.format {
            Format::Gdelt1 | Format::Gdelt2 => None,
            // The names of a plain table are the caller's, and may contain digits or tabs.
            Format::Plain(_) => Some("date\tsource\ttarget\tcode".to_owned()),
            _ => Some(names().collect::<Vec<_>>().join("\t")),
        }
    }
}

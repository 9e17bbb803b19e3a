//! Reads the rows of the files, and notes what is irregular in them.

use std::collections::BTreeMap;
use std::io::Read;

use detente::time::{DayRule, Edtf};
use detente::{When, WhenError};

use crate::Answer;

/// A row of a file.
#[derive(Debug)]
pub(crate) struct Row {
    /// The file and the line.
    pub(crate) at: String,
    pub(crate) id: String,
    pub(crate) role: String,
    pub(crate) name: String,
    pub(crate) who: String,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) country: String,
    pub(crate) country_id: String,
    pub(crate) locale: String,
    pub(crate) remarks: String,
}

impl Row {
    pub(crate) fn is_visit(&self) -> bool {
        self.role == "visitor"
    }

    /// The time of the stay: it begins during the first day and ends during the last.
    pub(crate) fn stay(&self) -> Result<When, WhenError> {
        let (first, last) = (Edtf::parse(&self.first)?, Edtf::parse(&self.last)?);
        When::from_ends(&first, &last, DayRule::default())
    }

    /// One unknown day of the stay.
    pub(crate) fn some_day(&self) -> Result<When, WhenError> {
        if self.first == self.last {
            When::parse(&self.first)
        } else {
            When::parse(&format!("[{}..{}]", self.first, self.last))
        }
    }
}

/// All rows, and the irregular ones by class.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Row>,
    pub(crate) irregular: BTreeMap<&'static str, Vec<String>>,
}

impl Rows {
    /// Reads a file of trips or visits. An invalid row is noted and skipped.
    pub(crate) fn rows(&mut self, from: impl Read, file: &str) -> Answer {
        // With the default terminator, the line numbers of files with CR and LF are one too low.
        let mut reader = csv::ReaderBuilder::new()
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(from);
        let headers = reader.headers()?.clone();
        let column = |names: [&'static str; 2]| {
            let found = headers.iter().position(|header| names.contains(&header));
            found.ok_or_else(|| format!("{file}: missing column `{}`", names[0]))
        };
        let columns = [
            column(["id", "id"])?,
            column(["name", "visitor"])?,
            column(["start-date", "start-date"])?,
            column(["end-date", "end-date"])?,
            column(["country", "from"])?,
            column(["country_id", "from_id"])?,
            column(["remarks", "description"])?,
        ];
        let (role, who, locale) = (
            column(["role", "role"]).ok(),
            column(["who", "who"]).ok(),
            column(["locale", "locale"]).ok(),
        );
        for record in reader.into_records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    self.note("invalid row, skipped", file, &error.to_string());
                    continue;
                }
            };
            let text = |column: usize| record.get(column).unwrap_or_default().trim().to_owned();
            let [id, name, first, last, country, country_id, remarks] = columns.map(text);
            let line = record.position().map_or(0, csv::Position::line);
            let row = Row {
                at: format!("{file}:{line}"),
                role: role.map_or_else(|| "visitor".to_owned(), text),
                who: who.map(text).unwrap_or_default(),
                locale: locale.map(text).unwrap_or_default(),
                id,
                name,
                first,
                last,
                country,
                country_id,
                remarks,
            };
            match row.stay() {
                Ok(_) => self.rows.push(row),
                Err(WhenError::EndBeforeStart { text }) => {
                    self.note("stay that ends before it starts, skipped", &row.at, &text);
                }
                Err(error) => self.note("invalid date, skipped", &row.at, &error.to_string()),
            }
        }
        Ok(())
    }

    pub(crate) fn note(&mut self, class: &'static str, at: &str, what: &str) {
        self.irregular
            .entry(class)
            .or_default()
            .push(format!("{at} {what}"));
    }

    /// Notes overlapping stays and duplicates.
    pub(crate) fn note_overlaps(&mut self) {
        let mut by_who: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| !row.is_visit()) {
            by_who.entry(&row.who).or_default().push(row);
        }
        let (mut beside, mut twice) = (Vec::new(), Vec::new());
        for rows in by_who.values_mut() {
            rows.sort_by_key(|row| (&row.first, &row.last, &row.id));
            // The stay with the latest end so far: a long stay can contain several.
            let mut furthest: Option<&Row> = None;
            for &row in &*rows {
                if let Some(held) = furthest.filter(|held| row.first < held.last) {
                    let (from, to) = (held.at.rsplit(':').next(), &held.country);
                    let what = format!(
                        "{}, during {to} on line {}",
                        row.country,
                        from.unwrap_or_default()
                    );
                    let same = |a: &Row, b: &Row| {
                        (&a.first, &a.last, &a.country_id, &a.remarks)
                            == (&b.first, &b.last, &b.country_id, &b.remarks)
                    };
                    let list = if same(held, row) {
                        &mut twice
                    } else {
                        &mut beside
                    };
                    list.push((row.at.clone(), what));
                }
                if furthest.is_none_or(|held| held.last < row.last) {
                    furthest = Some(row);
                }
            }
        }
        for (at, what) in beside {
            self.note("overlapping stays of one person", &at, &what);
        }
        for (at, what) in twice {
            self.note("duplicate stay, kept", &at, &what);
        }
    }
}

//! The sources of a row, and the reports that follow from them.

use super::Cell;
use super::event::RowReader;
use crate::event::{Report, Source};
use crate::sheet::names::{Meaning, is_id};
use crate::sheet::{Field, SheetFaultKind, list};
use crate::time::When;

/// The length of the start of an address that is too long for an identifier.
const KEPT: usize = 150;

impl<'t> RowReader<'_, 't> {
    /// The reports and their sources. The first column of sources belongs to the first column of addresses and the
    /// first column of dates, and so on.
    pub(super) fn reports(&mut self) -> (Vec<Report>, Vec<Source>) {
        let columns = |field| self.rows.layout.of_field(field).collect::<Vec<usize>>();
        let (names, urls, dates) = (
            columns(Field::Source),
            columns(Field::Url),
            columns(Field::Reported),
        );
        let status = self.status();
        let (mut reports, mut sources): (Vec<Report>, Vec<Source>) = (Vec::new(), Vec::new());
        for nth in 0..names.len().max(urls.len()) {
            // One date for several sources belongs to all of them.
            let date = dates
                .get(nth)
                .or(dates.first().filter(|_| dates.len() == 1));
            let cell = |columns: &[usize]| columns.get(nth).and_then(|column| self.cell(*column));
            let (name, url) = (cell(&names), cell(&urls));
            let asserted = date.and_then(|column| self.cell(*column));
            let asserted = asserted.and_then(|cell| self.asserted(cell));
            for source in self.sources(name, url) {
                let mut report = Report::by([source.id.clone()]).status(status);
                report.asserted.clone_from(&asserted);
                // Two columns may name one source.
                if !reports.contains(&report) {
                    reports.push(report);
                    sources.push(source);
                }
            }
        }
        (reports, sources)
    }

    fn asserted(&mut self, cell: Cell<'t>) -> Option<When> {
        let edtf = self.date(cell)?;
        self.parsed(cell, &edtf)
    }

    /// The sources of a cell of names and a cell of addresses.
    fn sources(&mut self, names: Option<Cell<'t>>, urls: Option<Cell<'t>>) -> Vec<Source> {
        let split = |cell: Option<Cell<'t>>| {
            let cell = cell?;
            let separators = &self.rows.layout.columns[cell.place.column].separators;
            Some((cell, list::split(cell.text, separators)))
        };
        let (names, urls) = (split(names), split(urls));
        let mut sources = Vec::new();
        match (names, urls) {
            (None, None) => {}
            (Some((cell, names)), None) => {
                sources.extend(
                    names
                        .iter()
                        .filter_map(|name| self.source(cell, Some(name), None)),
                );
            }
            (None, Some((cell, urls))) => {
                sources.extend(
                    urls.iter()
                        .filter_map(|url| self.source(cell, None, Some(url))),
                );
            }
            (Some((_, names)), Some((cell, urls))) if names.len() == 1 => {
                let sources_of = urls
                    .iter()
                    .filter_map(|url| self.source(cell, Some(names[0]), Some(url)));
                sources.extend(sources_of);
            }
            (Some((_, names)), Some((cell, urls))) if names.len() == urls.len() => {
                let pairs = names.iter().zip(&urls);
                sources.extend(
                    pairs.filter_map(|(name, url)| self.source(cell, Some(name), Some(url))),
                );
            }
            (Some((_, names)), Some((cell, _))) => {
                let expected = match names.len() {
                    1 => "one address".to_owned(),
                    count => format!("{count} addresses, one for each source"),
                };
                self.fault(cell, SheetFaultKind::UnequalSources, expected);
            }
        }
        sources
    }

    /// The source with a name, an address, or both: a declared source, or a new one. If the address is not a web
    /// address, such as the title of a book, it is used as a name.
    fn source(&mut self, cell: Cell<'t>, name: Option<&str>, url: Option<&str>) -> Option<Source> {
        let is_address = |text: &&str| text.starts_with("https://") || text.starts_with("http://");
        let (name, url) = match url.filter(is_address) {
            Some(url) => (name.unwrap_or_else(|| host(url)), Some(url)),
            None => (url.or(name)?, None),
        };
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let declared = |text: &str| match self.rows.source_names.meaning(text) {
            Meaning::One(id) => Some(Source::new(id)),
            Meaning::Several | Meaning::Unknown => None,
        };
        if let Some(source) = declared(url.unwrap_or(&name)) {
            return Some(source);
        }
        let id = url.map_or_else(|| name.clone(), identifier);
        let value = if is_id(&name) {
            url.unwrap_or(&name)
        } else {
            &name
        };
        if !is_id(&name) || !is_id(&id) || url.is_some_and(|url| url.contains(char::is_whitespace))
        {
            let expected = "a source of 1 to 200 bytes of visible text, or one address such as `https://tass.com/world`";
            self.fault_of(cell, SheetFaultKind::BadText, value, expected);
            return None;
        }
        let source = Source::new(id).named(name);
        Some(match url {
            Some(url) => source.url(url),
            None => source,
        })
    }
}

/// The host of an address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The identifier for an address: the address itself, or if it is too long, its start and a hash of the whole.
fn identifier(url: &str) -> String {
    if url.len() <= crate::actor::MAX_ID {
        return url.to_owned();
    }
    // FNV-1a: the number is stored in files, so it must not depend on the version of a hash in the standard library.
    let number = url.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |number, byte| {
        (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let start = url
        .char_indices()
        .take_while(|(at, c)| at + c.len_utf8() <= KEPT);
    let start: String = start.map(|(_, c)| c).collect();
    format!("{start}#{number:016x}")
}

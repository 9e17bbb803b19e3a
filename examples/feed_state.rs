//! Keeps the state of a feed day by day: reads the new files of a folder, and says who moved.
//!
//! Run it with `cargo run --features import,postcard --example feed_state` on generated files in a
//! temporary folder, or on a folder of your own, for example once a day:
//!
//! ```text
//! cargo run --release --features zip,gzip,postcard --example feed_state -- FOLDER STATE
//! ```
//!
//! The folder has files of GDELT as published, packed or not. The state is one file with the names
//! of the files that were read, the days that they cover, and the ledger of all their rows. A run
//! reads only new files, and writes the state in one step, so that a run that is interrupted changes
//! nothing. A file that cannot be read is reported, and tried again in the next run.
//!
//! Repeated reports are recognized among the files of one run. An act of an earlier day that a file
//! of a later run repeats counts again, because a ledger has sums and not acts. Where that matters,
//! read all files in one run from time to time.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use chrono::{Days, NaiveDate};

use detente::import::{Format, Importer, Options, RowReader, unpack};
use detente::ledger::Ledger;
use detente::trend::{Coverage, Direction};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<_> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [] => generated(),
        [folder, state] => {
            print!("{}", run(Path::new(folder), Path::new(state))?);
            Ok(())
        }
        _ => Err("usage: feed_state FOLDER STATE".into()),
    }
}

/// Reads the new files of a folder, writes the state, and returns what to say.
fn run(folder: &Path, path: &Path) -> Result<String, Box<dyn Error>> {
    let mut state = State::load(path)?;
    let update = state.update(folder)?;
    if update.files > 0 {
        state.save(path)?;
    }
    let mut text = format!("{} new files, {} rows kept\n", update.files, update.kept);
    for failed in &update.failed {
        writeln!(text, "not read: {failed}")?;
    }
    for silent in state.silent() {
        writeln!(text, "no data: {silent}")?;
    }
    for moved in state.movers() {
        writeln!(text, "{moved}")?;
    }
    Ok(text)
}

/// What a feed has reported so far.
#[derive(Debug)]
struct State {
    files: BTreeSet<String>,
    coverage: Coverage,
    ledger: Ledger,
}

/// What one run has read.
#[derive(Debug, Default)]
struct Update {
    files: usize,
    kept: u64,
    failed: Vec<String>,
}

impl State {
    const MAGIC: &str = "state of a feed, version 1";

    fn new() -> Self {
        Self {
            files: BTreeSet::new(),
            coverage: Coverage::nothing(),
            ledger: Ledger::new(),
        }
    }

    /// Reads the state of the last run. Without a file, nothing was read.
    fn load(path: &Path) -> Result<Self, Box<dyn Error>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::new()),
            Err(error) => return Err(error.into()),
        };
        let mut file = BufReader::new(file);
        let mut state = Self::new();
        let (mut line, mut periods) = (String::new(), Vec::new());
        file.read_line(&mut line)?;
        if line.trim_end() != Self::MAGIC {
            return Err(format!("{}: expected `{}`", path.display(), Self::MAGIC).into());
        }
        loop {
            line.clear();
            file.read_line(&mut line)?;
            match line.trim_end().split_once(' ') {
                Some(("file", name)) => drop(state.files.insert(name.to_owned())),
                Some(("covered", days)) => {
                    let (start, end) = days.split_once(' ').ok_or("expected two days")?;
                    periods.push((start.parse()?, Some(end.parse()?)));
                }
                Some(("ledger", _)) => break,
                _ => return Err(format!("{}: expected a ledger", path.display()).into()),
            }
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        state.ledger = Ledger::from_bytes(&bytes)?;
        state.coverage = Coverage::of(periods)?;
        Ok(state)
    }

    /// Writes the state beside its place and moves it there.
    fn save(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let mut text = format!("{}\n", Self::MAGIC);
        for name in &self.files {
            writeln!(text, "file {name}")?;
        }
        for (start, end) in self.periods() {
            writeln!(text, "covered {start} {end}")?;
        }
        let ledger = self.ledger.to_bytes();
        writeln!(text, "ledger {}", ledger.len())?;
        let beside = path.with_extension("new");
        fs::write(&beside, [text.as_bytes(), &ledger].concat())?;
        Ok(fs::rename(beside, path)?)
    }

    /// Reads the files of a folder that were not read before, in the order of their names.
    fn update(&mut self, folder: &Path) -> Result<Update, Box<dyn Error>> {
        let mut update = Update::default();
        let mut importer = Importer::new(options());
        for name in names(folder)? {
            if self.files.contains(&name) {
                continue;
            }
            // One importer for each file, so that a file that fails leaves no rows behind.
            match import_file(&folder.join(&name)) {
                Ok(read) => {
                    importer.merge(&read)?;
                    self.files.insert(name);
                    update.files += 1;
                }
                Err(error) => update.failed.push(format!("{name}: {error}")),
            }
        }
        let import = importer.build()?;
        self.ledger.merge(&import.ledger)?;
        self.coverage = self.coverage.union(&import.coverage);
        update.kept = import.summary.kept;
        Ok(update)
    }

    /// The covered periods: the first day, and the day after the last.
    fn periods(&self) -> impl Iterator<Item = (NaiveDate, NaiveDate)> + '_ {
        let periods = self.coverage.periods().expect("the coverage is known");
        periods.map(|(start, end)| start.zip(end).expect("files cover days of the calendar"))
    }

    /// The periods without a file, between the first and the last day that is covered.
    fn silent(&self) -> Vec<String> {
        let periods: Vec<_> = self.periods().collect();
        let gaps = periods.windows(2).map(|pair| (pair[0].1, pair[1].0));
        gaps.map(|(start, end)| format!("{start} to {}", end - Days::new(1)))
            .collect()
    }

    /// The pairs that rise or fall on the day after the last file, strongest change first.
    fn movers(&self) -> Vec<String> {
        let Some((_, at)) = self.periods().last() else {
            return Vec::new();
        };
        let scoring = options().scoring;
        let calibration = scoring.calibration();
        let movers = self.ledger.movers(at, calibration, &self.coverage);
        let moved = movers.by_change().filter(|mover| {
            matches!(
                mover.trend.direction,
                Direction::Rising | Direction::Falling
            )
        });
        moved
            .map(|mover| {
                let (a, b) = mover.dyad.actors;
                let change = mover.trend.change.unwrap_or_default();
                format!("{a} - {b}: {}, {change:+.2}", mover.trend.direction)
            })
            .collect()
    }
}

/// Each day with a file is covered, and each day without one is not.
fn options() -> Options {
    Options::new(Format::Gdelt1).with_complete_feed(true)
}

/// The names of the files in a folder, in order.
fn names(folder: &Path) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let name = entry.file_name().into_string();
            names
                .insert(name.map_err(|name| format!("{} is not a name in UTF-8", name.display()))?);
        }
    }
    Ok(names)
}

fn import_file(path: &Path) -> Result<Importer, Box<dyn Error>> {
    let unpacked = unpack(File::open(path)?)?;
    let mut reader = RowReader::new(unpacked, Format::Gdelt1);
    let mut importer = Importer::new(options());
    importer.read(&mut reader)?;
    Ok(importer)
}

/// Runs on generated files, and checks what it says.
fn generated() -> Result<(), Box<dyn Error>> {
    let root = std::env::temp_dir().join(format!("feed_state-{}", std::process::id()));
    let (folder, path) = (root.join("files"), root.join("state"));
    fs::create_dir_all(&folder)?;
    let done = check(&folder, &path);
    fs::remove_dir_all(&root)?;
    done
}

fn check(folder: &Path, path: &Path) -> Result<(), Box<dyn Error>> {
    let first = NaiveDate::from_ymd_opt(2018, 5, 1).ok_or("a date")?;
    let day = |number| first + Days::new(number);
    let write = |number: u64| {
        let name = format!("{}.export.CSV", day(number).format("%Y%m%d"));
        fs::write(folder.join(name), file(day(number), number))
    };
    // The feed is silent for three days.
    let is_silent = |number: u64| (304..307).contains(&number);
    for number in (0..310).filter(|&number| !is_silent(number)) {
        write(number)?;
    }
    let said = run(folder, path)?;
    print!("{said}");
    assert!(said.starts_with("307 new files, "), "{said}");
    assert!(
        said.contains("no data: 2019-03-01 to 2019-03-03\n"),
        "{said}"
    );

    // Without a new file, nothing changes.
    let before = fs::read(path)?;
    let again = run(folder, path)?;
    assert!(again.starts_with("0 new files, 0 rows kept\n"), "{again}");
    assert_eq!(fs::read(path)?, before);
    assert_eq!(
        again.lines().skip(1).collect::<Vec<_>>(),
        said.lines().skip(1).collect::<Vec<_>>()
    );

    // Later, two countries quarrel, and a server sends a page instead of a file.
    for number in 310..365 {
        write(number)?;
    }
    let page = "<!DOCTYPE html>\n<title>404 Not Found</title>\n";
    fs::write(folder.join("20190501.export.CSV"), page)?;
    let said = run(folder, path)?;
    print!("{said}");
    assert!(said.starts_with("55 new files, "), "{said}");
    assert!(
        said.contains("not read: 20190501.export.CSV: line 1: the input is an HTML page"),
        "{said}"
    );
    assert!(said.contains("IND - PAK: falling, "), "{said}");
    assert!(!said.contains("FRA"), "{said}");

    // The state is that of a single run over all files.
    let mut all = Importer::new(options());
    for number in (0..365).filter(|&number| !is_silent(number)) {
        let text = file(day(number), number);
        all.read(&mut RowReader::new(text.as_bytes(), Format::Gdelt1))?;
    }
    let all = all.build()?;
    let state = State::load(path)?;
    assert_eq!(state.ledger, all.ledger);
    assert_eq!(state.coverage, all.coverage);
    Ok(())
}

/// A file of GDELT 1.0: two countries talk every day, and two others quarrel from day 310 on.
fn file(day: NaiveDate, number: u64) -> String {
    let quarrel = match number {
        ..310 => "040",
        _ => ["112", "130", "163", "138"][usize::from(number.to_le_bytes()[0] % 4)],
    };
    let row = |id: u64, source: &str, target: &str, code: &str| {
        let mut columns = [""; 58];
        let (id, day) = (id.to_string(), day.format("%Y%m%d").to_string());
        for (at, text) in [
            (0, id.as_str()),
            (1, &day),
            (5, source),
            (7, source),
            (15, target),
            (17, target),
            (26, code),
            (56, &day),
        ] {
            columns[at] = text;
        }
        columns.join("\t") + "\n"
    };
    row(2 * number, "IND", "PAK", quarrel) + &row(2 * number + 1, "FRA", "DEU", "040")
}

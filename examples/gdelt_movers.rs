//! Answers which pairs of countries in files of GDELT changed most, why, and how certain that is.
//!
//! Run it with `cargo run --features import --example gdelt_movers` on generated rows, or on files:
//!
//! ```text
//! cargo run --release --features zip --example gdelt_movers -- [--progress] [--pairs N] FILE…
//! ```
//!
//! Files are GDELT 1.0 or 2.0 as published: zip archives with one member, files packed with gzip, zstd
//! or bzip2 (each with its feature), or plain text. All files make one ledger of countries. A
//! progress bar is drawn on a terminal, or with `--progress`.
//!
//! For each pair it prints the direction with its probability, the levels, and the rows with the
//! largest contributions. A single file of 15 minutes has too little weight for directions.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufWriter, Cursor, ErrorKind, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{Days, NaiveDate};
use detente::code::Country;
use detente::import::{
    Act, ByteMeter, CodedEvent, Format, Import, ImportError, Importer, NameTable, Options,
    PartyRule, Progress, RowOutcome, RowReader, RowWarning, Symbol, Unpacked, unpack,
};
use detente::trend::{Direction, Missing, Mover, Movers, Trajectory};

#[path = "common/dates.rs"]
mod dates;
#[path = "../benches/common/gdelt.rs"]
mod gdelt;
#[path = "../benches/common/random.rs"]
mod random;

const USAGE: &str = "usage: gdelt_movers [--progress] [--pairs N] FILE…";

fn main() -> ExitCode {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let done = run(&mut out).and_then(|()| Ok(out.flush()?));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the pipe has stopped, as `head` does.
        Err(error) if is_broken_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gdelt_movers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<std::io::Error>();
    error.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut is_drawn = std::io::stderr().is_terminal();
    let mut pairs = 5;
    let mut files = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--progress" => is_drawn = true,
            "--pairs" => {
                let number = args.next().and_then(|number| number.parse().ok());
                pairs = number.ok_or("--pairs needs a number")?;
            }
            "--help" | "-h" => return Ok(writeln!(out, "{USAGE}")?),
            option if option.starts_with('-') => {
                return Err(format!("unknown option `{option}`\n{USAGE}").into());
            }
            _ => files.push(Input::File(PathBuf::from(arg))),
        }
    }
    if files.is_empty() {
        return generated(out);
    }
    let (import, importer) = import_files(&files, is_drawn)?;
    write!(out, "{}", import.summary)?;
    match instant(&import) {
        Some(at) => report(&import, at, pairs, &files, &importer, out),
        None => Ok(()),
    }
}

/// The input: a file, or bytes.
enum Input {
    File(PathBuf),
    Bytes(Vec<u8>),
}

impl Input {
    fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Bytes(_) => "the generated rows".to_owned(),
        }
    }

    /// Opens the input, unpacks it, and calls `take` with a reader and the meter of packed bytes.
    /// Errors name the file.
    fn read(
        &self,
        take: impl FnOnce(&mut RowReader<Unpacked<'_>>, &ByteMeter) -> Result<(), ImportError>,
    ) -> Result<(), Box<dyn Error>> {
        let opened = match self {
            Self::Bytes(bytes) => unpack(Cursor::new(bytes.as_slice())),
            Self::File(path) => File::open(path).and_then(unpack),
        };
        let done = opened.map_err(Box::from).and_then(|mut input| {
            let meter = input.meter();
            let first = input.fill_buf()?;
            if first.is_empty() {
                return Err("the file is empty".into());
            }
            let end = first.iter().position(|&byte| byte == b'\n');
            let detected = Format::detect(&first[..end.unwrap_or(first.len())]);
            match detected.format() {
                Some(format @ (Format::Gdelt1 | Format::Gdelt2)) => {
                    let mut reader = RowReader::new(input, format.clone());
                    Ok(take(&mut reader, &meter)?)
                }
                _ => Err(format!("the file is {detected}: expected events of GDELT").into()),
            }
        });
        done.map_err(|error: Box<dyn Error>| format!("{}: {error}", self.name()).into())
    }
}

/// Imports all files into one ledger.
fn import_files(files: &[Input], is_drawn: bool) -> Result<(Import, Importer), Box<dyn Error>> {
    let mut importer = Importer::new(Options::new(Format::Gdelt2));
    for file in files {
        file.read(|reader, meter| {
            let read = importer.read_with_progress(reader, 50_000, |progress| {
                if is_drawn {
                    draw(progress, meter);
                }
            });
            if is_drawn {
                eprintln!();
            }
            read
        })?;
    }
    Ok((importer.build()?, importer))
}

/// Draws a bar of the bytes of the file.
fn draw(progress: Progress, meter: &ByteMeter) {
    let done = meter.bytes_read() * 30 / meter.total().max(1);
    let bar = "#".repeat(usize::try_from(done).unwrap_or(30));
    let (rows, mib) = (progress.rows, progress.bytes >> 20);
    eprint!("\r[{bar:<30}] {rows} rows, {mib} MiB");
}

/// The day after the last row was added, or if no row has that date, after the last event.
fn instant(import: &Import) -> Option<NaiveDate> {
    let summary = &import.summary;
    let (_, last) = summary.added.or(summary.days)?;
    Some(last + Days::new(1))
}

/// The pairs that changed most. Those with enough weight for a direction come first.
fn movers(import: &Import, at: NaiveDate) -> Movers<'_> {
    let calibration = import.scoring.calibration();
    // The coverage is unknown, because the files are not declared to be complete.
    let movers = import.ledger.movers(at, calibration, &import.coverage);
    movers.by_change().with_insufficient()
}

/// Prints the pairs that changed most, each with the rows with the largest contributions.
fn report(
    import: &Import,
    at: NaiveDate,
    most: usize,
    files: &[Input],
    importer: &Importer,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let calibration = import.scoring.calibration();
    let (days, least) = (calibration.window(), calibration.least_weight());
    let movers = movers(import, at);
    let (pairs, thin) = (movers.len(), movers.insufficient());
    let start = at - Days::new(days.into());
    writeln!(
        out,
        "\nWhich pairs of countries changed most from {} to {}?",
        dates::day(start),
        dates::day(at)
    )?;
    if thin == pairs {
        writeln!(
            out,
            "All {pairs} pairs have too little weight for a direction."
        )?;
    } else {
        let words = Direction::ALL.into_iter().filter_map(|direction| {
            let same = |mover: &Mover<'_>| mover.trend.direction == direction;
            let count = movers.clone().filter(same).count();
            (count > 0).then(|| format!("{count} {direction}"))
        });
        let words: Vec<_> = words.collect();
        writeln!(out, "{pairs} pairs: {}.", words.join(", "))?;
        writeln!(
            out,
            "A pair rises or falls if the probability is at least {}. The q-value is the expected \
             share of false discoveries among the pairs with a q-value up to this one.",
            calibration.enter()
        )?;
    }
    writeln!(
        out,
        "A direction needs a weight of {least} in these {days} days and in the time before them.\n\
         The change is the difference from what was expected. The number before a row is its \
         contribution to the change."
    )?;
    let listed: Vec<ListedMover<'_>> = movers.take(most).map(ListedMover::new).collect();
    let reasons = reasons(&listed, files, importer)?;
    let mut has_heading = false;
    for ListedMover { mover, trajectory } in &listed {
        if mover.trend.direction == Direction::Insufficient && !has_heading {
            has_heading = true;
            writeln!(
                out,
                "\nPairs with too little weight for a direction, by size of the change:"
            )?;
        }
        writeln!(out, "\n{}", headline(mover, trajectory, start))?;
        writeln!(out, "  {}", certainty(mover))?;
        if let Some(new) = trajectory.contributions(at).of_window() {
            let old = signed(mover.trend.change.unwrap_or(0.0) - new);
            let new = signed(new);
            writeln!(
                out,
                "  of that {new} from rows of these days, {old} from older rows"
            )?;
        }
        for (contribution, text) in reasons.get(&mover.dyad.actors).into_iter().flatten() {
            writeln!(out, "  {contribution:+.2}  {text}")?;
        }
    }
    Ok(())
}

/// A mover with the trajectory that has the contributions of its marks.
struct ListedMover<'l> {
    mover: Mover<'l>,
    trajectory: Trajectory,
}

impl<'l> ListedMover<'l> {
    fn new(mover: Mover<'l>) -> Self {
        let trajectory = mover.trajectory();
        Self { mover, trajectory }
    }
}

/// The pair, and its levels before and now.
fn headline(mover: &Mover<'_>, trajectory: &Trajectory, start: NaiveDate) -> String {
    let (a, b) = mover.dyad.actors;
    let then = trajectory.level(start);
    let from = match then.filter(|level| level.sums.weight >= 0.005) {
        Some(level) => format!("level {} before", signed(level.value())),
        None => "no weight before".to_owned(),
    };
    let now = mover.trend.level;
    let (level, sd) = now.map_or((0.0, 0.0), |level| (level.value(), level.sd()));
    let direction = mover.trend.direction;
    format!(
        "{} - {}: {direction}, {from}, {} ± {sd:.2} now",
        name(a),
        name(b),
        signed(level),
    )
}

/// A number with a sign and two decimals. Zero is positive.
fn signed(number: f64) -> String {
    let rounded = (number * 100.0).round() / 100.0 + 0.0;
    format!("{rounded:+.2}")
}

/// The probability of the direction, and what is missing.
fn certainty(mover: &Mover<'_>) -> String {
    let trend = mover.trend;
    let (Some(change), Some(rises)) = (trend.change, trend.p_rising()) else {
        let weight = trend.weight_new;
        return format!(
            "no change: {}; weight {weight:.2} in these days",
            Missing::Baseline
        );
    };
    let (word, p) = if rises < 0.5 {
        ("falling", 1.0 - rises)
    } else {
        ("rising", rises)
    };
    let (new, old) = (trend.weight_new, trend.weight_old);
    let missing = trend.missing.map_or_else(String::new, |missing| {
        format!("; {missing}: {new:.2} in these days, {old:.2} before")
    });
    let q = mover
        .q_value
        .map_or_else(String::new, |q| format!(", q-value {q:.2}"));
    format!("change {change:+.2}, probability of {word} {p:.2}{q}{missing}")
}

/// The country's name and its code.
fn name(party: &str) -> String {
    match Country::from_cameo(party).or_else(|| Country::from_iso3(party)) {
        Some(country) => format!("{country} ({party})"),
        None => party.to_owned(),
    }
}

/// The rows with the largest contributions to the change of each pair.
type Reasons<'l> = BTreeMap<(&'l str, &'l str), Vec<(f64, String)>>;

/// Reads the files again to find the rows, because a ledger has only sums.
fn reasons<'l>(
    listed: &[ListedMover<'l>],
    files: &[Input],
    importer: &Importer,
) -> Result<Reasons<'l>, Box<dyn Error>> {
    let mut reasons = Reasons::new();
    let mut again = Importer::new(importer.options().clone());
    for (number, file) in files.iter().enumerate() {
        let mut look = |row: &CodedEvent, outcome: RowOutcome, names: &NameTable| {
            let pair = party(row.source(), names).zip(party(row.target(), names));
            let Some((source, target)) = pair.filter(|_| outcome == RowOutcome::Kept) else {
                return;
            };
            let pair = (source.min(target), source.max(target));
            let of_pair = listed
                .iter()
                .find(|listed| listed.mover.dyad.actors == pair);
            let Some(ListedMover { mover, trajectory }) = of_pair else {
                return;
            };
            let mark = importer.mark(row, names).ok().flatten();
            let parts = trajectory.contributions(mover.trend.at);
            // Without a baseline there is only a contribution to the level.
            let contribution = mark.map(|mark| {
                let level = parts.of(&mark).level;
                parts.of(&mark).change.unwrap_or(level)
            });
            // Old rows have almost no weight.
            if let Some(contribution) = contribution.filter(|size| size.abs() >= 0.005) {
                let reasons = reasons.entry(mover.dyad.actors).or_default();
                let place = format!("file {}, line {}", number + 1, row.line());
                reasons.push((contribution, describe(row, source, target, &place)));
                reasons.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(&b.1)));
                reasons.truncate(3);
            }
        };
        file.read(|reader, _| again.read_each(reader, &mut look))?;
    }
    Ok(reasons)
}

fn party(actor: Option<Symbol>, names: &NameTable) -> Option<&str> {
    PartyRule::Country.party_of(names.actor(actor?)?)
}

/// The day, the actors, the act, and the place of a row.
fn describe(row: &CodedEvent, source: &str, target: &str, place: &str) -> String {
    let act = match row.act() {
        Act::Cameo(code) => format!("{code} {}", code.name().unwrap_or("(unlisted)")),
        Act::Digits(digits) => digits.to_string(),
        // GDELT has codes of CAMEO only.
        _ => "another code".to_owned(),
    };
    let mentions = match row.mention_count() {
        Some(1) => ", mentioned once".to_owned(),
        Some(times) => format!(", mentioned {times} times"),
        None => String::new(),
    };
    let guess = match row.warnings().iter().next() {
        Some(RowWarning::GuessedWeek) => " (estimated from \"last week\")",
        Some(RowWarning::GuessedMonth) => " (estimated from \"last month\")",
        Some(RowWarning::GuessedYear) => " (estimated from \"last year\")",
        _ => "",
    };
    let date = dates::day(row.date());
    format!("{date}{guess}: {source} > {target}, {act} ({place}{mentions})")
}

/// Generates a year in which one pair turns from talks to conflict, and another signs agreements.
fn generated(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut bytes = gdelt::rows(2_000);
    let start = NaiveDate::from_ymd_opt(2018, 11, 1).expect("the date exists");
    let country = |code| {
        let found = gdelt::COUNTRIES
            .into_iter()
            .find(|country| country.0 == code);
        found.map(|country| (country, "GOV"))
    };
    for day in 0..363 {
        let added = start + Days::new(day);
        let is_late = day > 303;
        let row = |id, source, target, code| gdelt::Row {
            id,
            day: added,
            added,
            source: country(source),
            target: country(target),
            code,
            mentions: 10,
        };
        if is_late {
            let code = ["112", "130", "163", "138"][usize::try_from(day % 4)?];
            row(day, "IND", "PAK", code).write(&mut bytes);
        } else if day % 5 == 0 {
            row(day, "IND", "PAK", "040").write(&mut bytes);
        }
        // Both sides report each agreement.
        if day % if is_late { 3 } else { 40 } == 0 {
            row(1_000 + day, "SWE", "FIN", "057").write(&mut bytes);
            row(2_000 + day, "FIN", "SWE", "057").write(&mut bytes);
        }
    }
    let files = [Input::Bytes(bytes)];
    let (import, importer) = import_files(&files, false)?;
    write!(out, "{}", import.summary)?;
    let at = instant(&import).ok_or("expected a row")?;
    report(&import, at, 5, &files, &importer, out)?;

    let directions: BTreeMap<_, _> = movers(&import, at)
        .map(|mover| (mover.dyad.actors, mover.trend.direction))
        .collect();
    assert_eq!(directions.get(&("IND", "PAK")), Some(&Direction::Falling));
    assert_eq!(directions.get(&("FIN", "SWE")), Some(&Direction::Rising));
    Ok(())
}

//! Whose relations moved most, why, and how sure is it? Reads files of GDELT events.
//!
//! ```text
//! gdelt_movers [--progress] [--pairs N] FILE [FILE…]
//! ```
//!
//! Files are GDELT 1.0 or 2.0 as they come out of the archive: plain, or packed with gzip if
//! their name ends in `.gz`. (GDELT's own are `.zip` with one member each: `unzip -p day.zip |
//! gzip > day.gz`.) All of them together make one ledger of countries. A bar is drawn on a
//! terminal, or with `--progress`.
//!
//! Without arguments it reads a record made up here, and checks its answer.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use detente::import::{
    Act, CodedEvent, Format, Imported, Intake, Names, Options, Outcome, Parties, Reader, Symbol,
};
use detente::trend::{Trajectory, Trend};

#[path = "../benches/common/gdelt.rs"]
mod gdelt;
#[path = "../benches/common/random.rs"]
mod random;

fn main() -> Result<(), Box<dyn Error>> {
    let mut is_drawn = std::io::stderr().is_terminal();
    let mut pairs = 5;
    let mut files = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--progress" => is_drawn = true,
            "--pairs" => pairs = args.next().ok_or("--pairs needs a number")?.parse()?,
            _ => files.push(Input::File(PathBuf::from(arg))),
        }
    }
    if files.is_empty() {
        return made_up();
    }
    let (imported, options) = import(&files, is_drawn)?;
    print!("{}", imported.summary());
    report(&movers(&imported, pairs), &files, &options)
}

/// What is read: a file, or bytes.
enum Input {
    File(PathBuf),
    Bytes(Vec<u8>),
}

type Rows<'i> = Reader<Box<dyn BufRead + 'i>>;

impl Input {
    /// The rows, and how many bytes there are, where that is known before.
    fn reader(&self) -> Result<(Rows<'_>, Option<u64>), Box<dyn Error>> {
        let (mut input, size): (Box<dyn BufRead>, _) = match self {
            Self::Bytes(bytes) => (Box::new(bytes.as_slice()), Some(bytes.len() as u64)),
            Self::File(path) => {
                let file =
                    File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
                let size = file.metadata()?.len();
                if path.extension().is_some_and(|end| end == "gz") {
                    (unpacked(file, path)?, None)
                } else {
                    (
                        Box::new(BufReader::with_capacity(1 << 18, file)),
                        Some(size),
                    )
                }
            }
        };
        let first = input.fill_buf()?;
        let end = first.iter().position(|&byte| byte == b'\n');
        let format = Format::detect(&first[..end.unwrap_or(first.len())]);
        match format {
            Some(format @ (Format::Gdelt1 | Format::Gdelt2)) => {
                Ok((Reader::new(input, format), size))
            }
            _ => Err("the first line is none of GDELT's events".into()),
        }
    }
}

#[cfg(feature = "gzip")]
#[expect(clippy::unnecessary_wraps, reason = "without the feature it fails")]
fn unpacked(file: impl Read + 'static, _: &Path) -> Result<Box<dyn BufRead>, Box<dyn Error>> {
    Ok(Box::new(detente::import::gunzip(file)))
}

#[cfg(not(feature = "gzip"))]
fn unpacked(_: impl Read + 'static, path: &Path) -> Result<Box<dyn BufRead>, Box<dyn Error>> {
    Err(format!("{}: run with --features gzip", path.display()).into())
}

/// One ledger of all files.
fn import(files: &[Input], is_drawn: bool) -> Result<(Imported, Options), Box<dyn Error>> {
    let options = Options::new(Format::Gdelt2);
    let mut intake = Intake::new(options.clone());
    for file in files {
        let (mut reader, size) = file.reader()?;
        if is_drawn {
            intake.read_with_progress(&mut reader, 50_000, |progress| {
                let done = size.map(|size| progress.bytes * 30 / size.max(1));
                let bar = "#".repeat(usize::try_from(done.unwrap_or(0)).unwrap_or(30));
                let (rows, mib) = (progress.rows, progress.bytes >> 20);
                eprint!("\r[{bar:<30}] {rows} rows, {mib} MiB");
            })?;
            eprintln!();
        } else {
            intake.read(&mut reader)?;
        }
    }
    Ok((intake.finish()?, options))
}

/// A pair, and where it is going.
struct Mover {
    pair: (String, String),
    trajectory: Trajectory,
    trend: Trend,
    change: f64,
}

/// The pairs that changed most, as they stand when the last row has been added.
fn movers(imported: &Imported, most: usize) -> Vec<Mover> {
    let summary = imported.summary();
    let Some((_, last)) = summary.added().or(summary.days()) else {
        return Vec::new();
    };
    let at = last + Days::new(1);
    let mut movers: Vec<Mover> = imported
        .ledger()
        .pairs()
        .filter_map(|pair| {
            let trajectory = Trajectory::new(&pair.undirected(), imported.scoring().calibration());
            let trend = trajectory.trend(at);
            let change = trend.change()?;
            let (a, b) = pair.actors();
            let pair = (a.to_owned(), b.to_owned());
            Some(Mover {
                pair,
                trajectory,
                trend,
                change,
            })
        })
        .collect();
    movers.sort_by(|a, b| {
        b.change
            .abs()
            .total_cmp(&a.change.abs())
            .then(a.pair.cmp(&b.pair))
    });
    movers.truncate(most);
    movers
}

/// Prints the movers, and for each the rows that weigh most.
fn report(movers: &[Mover], files: &[Input], options: &Options) -> Result<(), Box<dyn Error>> {
    let at = movers.first().map(|mover| mover.trend.at());
    if let Some(at) = at {
        println!(
            "\nmoved most within {} days before {at}",
            options.scoring().calibration().window()
        );
    }
    let reasons = reasons(movers, files, options)?;
    for mover in movers {
        let (a, b) = &mover.pair;
        let level = mover.trend.level();
        println!(
            "\n{a} - {b}: change {:+.2}, P(rising) {:.2}, now {:+.2} (sd {:.2}), {}",
            mover.change,
            mover.trend.p_rising().unwrap_or(f64::NAN),
            level.map_or(f64::NAN, detente::trend::Level::value),
            level.map_or(f64::NAN, detente::trend::Level::sd),
            mover.trend.direction(),
        );
        for (share, text) in reasons.get(&mover.pair).into_iter().flatten() {
            println!("  {share:+.3}  {text}");
        }
    }
    Ok(())
}

/// What moved a pair: shares of the change, and the rows that have them.
type Reasons = BTreeMap<(String, String), Vec<(f64, String)>>;

/// Reads the files again for the rows of the movers: a ledger has sums, and no rows.
fn reasons(
    movers: &[Mover],
    files: &[Input],
    options: &Options,
) -> Result<Reasons, Box<dyn Error>> {
    let mut reasons = Reasons::new();
    let mut again = Intake::new(options.clone());
    for file in files {
        let (mut reader, _) = file.reader()?;
        again.read_each(&mut reader, |row, outcome, names| {
            let pair = party(row.source(), names).zip(party(row.target(), names));
            let Some((source, target)) = pair.filter(|_| outcome == Outcome::Kept) else {
                return;
            };
            let pair = (source.min(target).to_owned(), source.max(target).to_owned());
            let Some(mover) = movers.iter().find(|mover| mover.pair == pair) else {
                return;
            };
            let share = options.mark(row, names).ok().flatten().and_then(|mark| {
                mover
                    .trajectory
                    .shares(mover.trend.at())
                    .change_share(&mark)
            });
            if let Some(share) = share {
                let reasons = reasons.entry(pair).or_default();
                reasons.push((share, told(row, source, target)));
                reasons.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(&b.1)));
                reasons.truncate(3);
            }
        })?;
    }
    Ok(reasons)
}

fn party(actor: Option<Symbol>, names: &Names) -> Option<&str> {
    Parties::Country.of(names.actor(actor?)?)
}

fn told(row: &CodedEvent, source: &str, target: &str) -> String {
    let code = match row.act() {
        Act::Cameo(code) => code.to_string(),
        other => format!("{other:?}"),
    };
    let mentions = row.mentions().unwrap_or(0);
    format!(
        "{}  {source} {code} {target}  line {}, {mentions} mentions",
        row.date(),
        row.line()
    )
}

/// A made-up autumn: two neighbours quarrel, and two others visit each other.
fn made_up() -> Result<(), Box<dyn Error>> {
    let mut bytes = gdelt::rows(2_000);
    let start = NaiveDate::from_ymd_opt(2019, 8, 1).ok_or("a date")?;
    let country = |code| {
        let found = gdelt::COUNTRIES
            .into_iter()
            .find(|country| country.0 == code);
        found.map(|country| (country, "GOV"))
    };
    for day in 0..90 {
        let added = start + Days::new(day);
        let row = gdelt::Row {
            id: day,
            day: added,
            added,
            source: country("IND"),
            target: country("PAK"),
            code: if day < 60 { "040" } else { "112" },
            mentions: 10,
        };
        row.write(&mut bytes);
        // Each visit is told by either side.
        let visit = |id, source, target, code| gdelt::Row {
            id,
            source: country(source),
            target: country(target),
            code,
            ..row
        };
        if day % 3 == 0 && day > 60 {
            visit(1_000 + day, "SWE", "FIN", "057").write(&mut bytes);
            visit(2_000 + day, "FIN", "SWE", "057").write(&mut bytes);
        }
    }
    let files = [Input::Bytes(bytes)];
    let (imported, options) = import(&files, false)?;
    print!("{}", imported.summary());
    let movers = movers(&imported, 3);
    report(&movers, &files, &options)?;

    let names: Vec<_> = movers
        .iter()
        .map(|mover| (&*mover.pair.0, &*mover.pair.1))
        .collect();
    let position = names.iter().position(|&pair| pair == ("IND", "PAK"));
    let quarrel = position
        .and_then(|place| movers.get(place))
        .ok_or("the quarrel is no mover")?;
    assert!(quarrel.change < 0.0, "{}", quarrel.change);
    assert!(quarrel.trend.p_rising().is_some_and(|p| p < 0.25));
    let agreed = movers
        .iter()
        .find(|mover| mover.pair.0 == "FIN")
        .ok_or("no Nordic mover")?;
    assert!(agreed.change > 0.0);
    Ok(())
}

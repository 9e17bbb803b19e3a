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
//! It says which pairs moved, from which level to which, by which rows, and how sure that is. Of
//! a pair with too little weight for a direction it says so: a file of a quarter of an hour has
//! no pair of which more could be said.
//!
//! Without arguments it reads a record made up here, and checks its answer.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use detente::code::Country;
use detente::import::{
    Act, Anomaly, CodedEvent, Format, Imported, Intake, Names, Options, Outcome, PartyRule, Reader,
    Symbol,
};
use detente::trend::{Direction, Trajectory, Trend};

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
    match movers(&imported, pairs) {
        Some(movers) => report(&movers, &files, &options),
        None => Ok(()),
    }
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

/// What became of all pairs, and those to be shown.
struct Movers {
    shown: Vec<Mover>,
    /// How many pairs rise, fall, stand, and are too thin to say.
    counts: [usize; 4],
    at: NaiveDate,
}

const DIRECTIONS: [Direction; 4] = [
    Direction::Rising,
    Direction::Falling,
    Direction::Steady,
    Direction::Insufficient,
];

/// The pairs that changed most, as they stand when the last row has been added: first those
/// of which a direction can be told.
fn movers(imported: &Imported, most: usize) -> Option<Movers> {
    let summary = imported.summary();
    let (_, last) = summary.added().or(summary.days())?;
    let at = last + Days::new(1);
    let mut counts = [0; 4];
    let mut movers: Vec<Mover> = imported
        .ledger()
        .pairs()
        .filter_map(|pair| {
            let trajectory = Trajectory::new(&pair.undirected(), imported.scoring().calibration());
            let trend = trajectory.trend(at);
            let change = trend.change()?;
            for (count, direction) in counts.iter_mut().zip(DIRECTIONS) {
                *count += usize::from(trend.direction() == direction);
            }
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
    let is_thin = |mover: &Mover| mover.trend.direction() == Direction::Insufficient;
    movers.sort_by(|a, b| {
        is_thin(a)
            .cmp(&is_thin(b))
            .then(b.change.abs().total_cmp(&a.change.abs()))
            .then_with(|| a.pair.cmp(&b.pair))
    });
    movers.truncate(most);
    Some(Movers {
        shown: movers,
        counts,
        at,
    })
}

/// Prints the movers, and for each the rows that weigh most.
fn report(movers: &Movers, files: &[Input], options: &Options) -> Result<(), Box<dyn Error>> {
    let calibration = options.scoring().calibration();
    let (days, least) = (calibration.window(), calibration.least_weight());
    let [rising, falling, steady, thin] = movers.counts;
    let pairs = movers.counts.iter().sum::<usize>();
    println!("\nAs of {}, and {days} days before.", movers.at);
    if thin == pairs {
        println!(
            "Insufficient: of none of the {pairs} pairs of countries can a direction be told."
        );
    } else {
        println!(
            "{pairs} pairs of countries: {rising} rising, {falling} falling, {steady} steady (no \
             direction has a probability of {}), {thin} insufficient.",
            calibration.enter()
        );
    }
    println!(
        "A direction takes a weight of {least} in these {days} days and as much before them.\n\
         Beside each row stands what it adds to the change, which is what the pair gained on \
         what was to be expected."
    );
    let reasons = reasons(&movers.shown, files, options)?;
    let mut is_thin = false;
    for mover in &movers.shown {
        if mover.trend.direction() == Direction::Insufficient && !is_thin {
            is_thin = true;
            println!("\nInsufficient for a direction; what the few rows weigh, most first:");
        }
        println!("\n{}", headline(mover, movers.at - Days::new(days.into())));
        println!("  {}", certainty(mover, least));
        for (share, text) in reasons.get(&mover.pair).into_iter().flatten() {
            println!("  {share:+.2}  {text}");
        }
    }
    Ok(())
}

/// Which pair, from where to where.
fn headline(mover: &Mover, start: NaiveDate) -> String {
    let (a, b) = &mover.pair;
    let then = mover.trajectory.level(start);
    let from = match then.filter(|level| level.weight() >= 0.005) {
        Some(level) => format!("level {:+.2} on {start}", level.value()),
        None => format!("nothing of weight before {start}"),
    };
    let now = mover.trend.level();
    let (level, sd) = now.map_or((0.0, 0.0), |level| (level.value(), level.sd()));
    format!(
        "{} - {}: {}; {from}, now {level:+.2} (standard error {sd:.2})",
        name(a),
        name(b),
        mover.trend.direction(),
    )
}

/// How sure it is, and of what is lacking.
fn certainty(mover: &Mover, least: f64) -> String {
    let trend = &mover.trend;
    let rises = trend.p_rising().unwrap_or(0.5);
    let (word, sure) = if rises < 0.5 {
        ("falling", 1.0 - rises)
    } else {
        ("rising", rises)
    };
    let (new, old) = (trend.weight_new(), trend.weight_old());
    let lacks = match (new < least, old < least) {
        _ if trend.direction() != Direction::Insufficient => String::new(),
        (true, true) => {
            format!("; weight {new:.2} in these days and {old:.2} before")
        }
        (true, false) => format!("; weight {new:.2} in these days"),
        _ => format!("; weight {old:.2} before these days"),
    };
    format!(
        "change {:+.2}, {word} with a probability of {sure:.2}{lacks}",
        mover.change
    )
}

/// The country's name and its code.
fn name(party: &str) -> String {
    match Country::from_cameo(party).or_else(|| Country::from_iso3(party)) {
        Some(country) => format!("{country} ({party})"),
        None => party.to_owned(),
    }
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
    for (number, file) in files.iter().enumerate() {
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
                let shares = mover.trajectory.shares(mover.trend.at());
                shares.change_share(&mark)
            });
            // What is of long ago weighs nothing.
            if let Some(share) = share.filter(|share| share.abs() >= 0.005) {
                let reasons = reasons.entry(pair).or_default();
                let place = format!("file {}, line {}", number + 1, row.line());
                reasons.push((share, told(row, source, target, &place)));
                reasons.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(&b.1)));
                reasons.truncate(3);
            }
        })?;
    }
    Ok(reasons)
}

fn party(actor: Option<Symbol>, names: &Names) -> Option<&str> {
    PartyRule::Country.of(names.actor(actor?)?)
}

/// The day, who did what to whom, and where that stands.
fn told(row: &CodedEvent, source: &str, target: &str, place: &str) -> String {
    let act = match row.act() {
        Act::Cameo(code) => format!("{code} {}", code.name().unwrap_or("(unlisted)")),
        other => format!("{other:?}"),
    };
    let mentions = match row.mentions() {
        Some(1) => ", mentioned once".to_owned(),
        Some(times) => format!(", mentioned {times} times"),
        None => String::new(),
    };
    let guess = match row.anomalies().iter().next() {
        Some(Anomaly::GuessedWeek) => " or so (\"last week\")",
        Some(Anomaly::GuessedMonth) => " or so (\"last month\")",
        Some(Anomaly::GuessedYear) => " or so (\"last year\")",
        _ => "",
    };
    let date = row.date();
    format!("{date}{guess}: {source} > {target}, {act} ({place}{mentions})")
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
    let movers = movers(&imported, 5).ok_or("there is no row")?;
    report(&movers, &files, &options)?;

    let movers = movers.shown;
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

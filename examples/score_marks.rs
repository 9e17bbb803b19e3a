//! Answers how relations stand and where they are going, from a file of marks: level, trend, ongoing
//! direction and peak.
//!
//! Run it with `cargo run --example score_marks` for eight marks of an article, or with arguments:
//!
//! ```text
//! score_marks FILE AT [--covered FROM[..TO]] [--nothing-covered] [--half-life D] [--window D]
//!             [--block D] [--lookback D] [--walk DAYS] [--backward FILE]
//! ```
//!
//! FILE is CSV with a header and without quotes: `from,to,weight,valence,contact`, with `to`
//! excluded. Further columns are ignored. AT is a date (its first instant) or an instant such as
//! `2025-07-11T12:00:00Z`.
//!
//! - `--covered` can be repeated. Without it the coverage is unknown.
//! - `--walk` adds the direction of each of the last days.
//! - `--backward` adds the asymmetry to the marks of another file.
//!
//! With a file, the answer is one JSON object, for other programs.

use std::error::Error;

use chrono::{DateTime, Days, NaiveDate, Utc};
use detente::ledger::{DaySpan, DyadLedger, Mark};
use detente::time::Moment;
use detente::trend::{Calibration, Coverage, Direction, Level, Peak, Trajectory, Trend, asymmetry};
use serde_json::{Value, json};

/// The United States and Russia, from an article of 11 July 2025 alone.
const ARTICLE: &str = "\
from,to,weight,valence,contact,id
2025-02-01,2025-03-01,.25,.25,1,first meeting in Saudi Arabia
2025-05-01,2025-06-01,.25,.15,1,call in May
2025-06-01,2025-07-01,.25,.15,1,call in June
2025-07-08,2025-07-09,1,-.35,0,Trump criticises Putin
2025-07-10,2025-07-11,.25,.25,1,meeting in Kuala Lumpur
2025-07-10,2025-07-11,1,.25,0,Rubio will continue to engage
2025-07-10,2025-07-11,1,.25,0,both confirm interest in cooperation
2025-07-08,2025-07-12,1,.25,0,Peskov expects to continue the dialogue
";

/// The arguments after the file.
struct Request {
    at: Moment,
    coverage: Coverage,
    calibration: Calibration,
    /// The number of days of which the direction is wanted.
    walk: u64,
    /// The file with the marks of the other direction.
    backward: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((file, rest)) = args.split_first() else {
        return article();
    };
    let request = request(rest)?;
    let answer = score(&marks(&std::fs::read_to_string(file)?)?, &request)?;
    println!("{answer:#}");
    Ok(())
}

/// Scores the marks of the article. They are too few for a direction.
fn article() -> Result<(), Box<dyn Error>> {
    let marks = marks(ARTICLE)?;
    let ledger = DyadLedger::from_marks(&marks)?;
    let calibration = Calibration::default();
    let trajectory = Trajectory::new(&ledger, &calibration);
    let at: Moment = "2025-07-11".parse::<NaiveDate>()?.into();
    let trend = trajectory.trend(at);
    let level = trend.level.ok_or("expected a level")?;
    println!("What are the level and the trend of eight marks, as of {at}?");
    println!("  level   {level}");
    println!("  trend   {trend}");
    println!("\nWhat does each mark contribute?");
    println!("   level  change");
    let parts = trajectory.contributions(at);
    let names = ARTICLE
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit(',').next());
    for (mark, name) in marks.iter().zip(names) {
        let part = parts.of(mark);
        let change = part.change.ok_or("expected a baseline")?;
        println!("  {:+.3}  {change:+.3}  {name}", part.level);
    }
    let p_rising = trend.p_rising().ok_or("expected a baseline")?;
    assert!((level.value() - 0.2087).abs() < 1e-4, "{level}");
    assert!((p_rising - 0.7445).abs() < 1e-4, "{p_rising}");
    assert_eq!(trend.direction, Direction::Insufficient);
    Ok(())
}

fn request(args: &[String]) -> Result<Request, Box<dyn Error>> {
    let (at, options) = args.split_first().ok_or("missing argument: AT")?;
    let mut request = Request {
        at: moment(at)?,
        coverage: Coverage::unknown(),
        calibration: Calibration::default(),
        walk: 0,
        backward: None,
    };
    let mut options = options.iter();
    while let Some(name) = options.next() {
        if name == "--nothing-covered" {
            request.coverage = Coverage::nothing();
            continue;
        }
        let value = options
            .next()
            .ok_or_else(|| format!("option `{name}` needs a value"))?;
        let calibration = request.calibration;
        request.calibration = match name.as_str() {
            "--half-life" => calibration.with_half_life(value.parse()?)?,
            "--window" => calibration.with_window(value.parse()?)?,
            "--lookback" => calibration.with_lookback(value.parse()?)?,
            "--block" => {
                let blocks = calibration.blocks();
                calibration.with_blocks(blocks, value.parse()?)?
            }
            "--covered" => {
                let (from, to) = value.split_once("..").unwrap_or((value, ""));
                let to = (!to.is_empty()).then(|| to.parse()).transpose()?;
                let period = Coverage::of([(from.parse()?, to)])?;
                request.coverage = request.coverage.union(&period);
                calibration
            }
            "--walk" => {
                request.walk = value.parse()?;
                calibration
            }
            "--backward" => {
                request.backward = Some(value.clone());
                calibration
            }
            _ => return Err(format!("unknown option `{name}`").into()),
        };
    }
    Ok(request)
}

fn moment(text: &str) -> Result<Moment, Box<dyn Error>> {
    match text.parse::<NaiveDate>() {
        Ok(date) => Ok(date.into()),
        Err(_) => Ok(text.parse::<DateTime<Utc>>()?.into()),
    }
}

fn marks(csv: &str) -> Result<Vec<Mark>, Box<dyn Error>> {
    let mut marks = Vec::new();
    for (number, line) in (1..).zip(csv.lines()).skip(1) {
        let mark = mark(line).map_err(|error| format!("line {number}: {error}"))?;
        marks.push(mark);
    }
    Ok(marks)
}

fn mark(line: &str) -> Result<Mark, Box<dyn Error>> {
    let mut fields = line.split(',').map(str::trim);
    let mut field = || fields.next().ok_or("expected five fields");
    let span = DaySpan::new(field()?.parse()?, field()?.parse()?)?;
    let mark = Mark::new(span, field()?.parse()?, field()?.parse()?)?;
    Ok(mark.with_contact(field()?.parse()?)?)
}

fn score(marks: &[Mark], request: &Request) -> Result<Value, Box<dyn Error>> {
    let (at, calibration) = (request.at, &request.calibration);
    let ledger = DyadLedger::from_marks(marks)?;
    let trajectory = Trajectory::new(&ledger, calibration).with_coverage(request.coverage.clone());
    let trend = trajectory.trend(at);
    let parts = trajectory.contributions(at);
    let contributions: Vec<_> = marks
        .iter()
        .filter(|mark| mark.weight() > 0.0)
        .map(|mark| (parts.of(mark).level, parts.of(mark).change))
        .collect();
    let asymmetry = match &request.backward {
        Some(file) => {
            let backward = self::marks(&std::fs::read_to_string(file)?)?;
            let backward = DyadLedger::from_marks(&backward)?;
            asymmetry(&ledger, &backward, at, calibration, &request.coverage)?
        }
        None => None,
    };
    Ok(json!({
        "at": at.to_string(),
        "coverage": trajectory.coverage().to_string(),
        "used": trend.coverage.to_string(),
        "level": trajectory.level(at).map(|level| level_json(&level, &contributions)),
        "trend": trend.change.map(|_| trend_json(&trend, &contributions)),
        "direction": trend.direction,
        "ongoing": trajectory.ongoing(at).to_string(),
        "peak": trajectory.peak(at).map(|peak| peak_json(&peak)),
        "walk": walk(&trajectory, at, request.walk)?,
        "asymmetry": asymmetry,
    }))
}

fn level_json(level: &Level, contributions: &[(f64, Option<f64>)]) -> Value {
    let contributions: Vec<_> = contributions.iter().map(|part| part.0).collect();
    json!({
        "S": level.sums.score, "W": level.sums.weight, "cooperation": level.sums.cooperation,
        "conflict": level.sums.conflict(), "engagement": level.sums.engagement, "R": level.value(),
        "sd": level.sd(), "z": level.z(), "tone": level.tone(), "index": level.index(),
        "contributions": contributions,
    })
}

fn trend_json(trend: &Trend, contributions: &[(f64, Option<f64>)]) -> Value {
    let contributions: Vec<_> = contributions.iter().map(|part| part.1).collect();
    json!({
        "D": trend.change, "sd": trend.change_sd(), "z": trend.z(),
        "p_rising": trend.p_rising(), "burst": trend.burst_variance, "nu": trend.freedom,
        "w_new": trend.weight_new, "w_old": trend.weight_old,
        "contributions": contributions,
    })
}

fn peak_json(peak: &Peak) -> Value {
    let trough = peak.trough;
    json!({
        "peak": peak.highest.value, "at": peak.highest.at.to_string(),
        "trough": trough.map(|trough| trough.value),
        "trough_at": trough.map(|trough| trough.at.to_string()),
        "retraced": peak.retraced,
    })
}

/// The directions of the last days: date, ongoing direction, direction of that day alone, P(rising).
fn walk(trajectory: &Trajectory, at: Moment, days: u64) -> Result<Vec<Value>, Box<dyn Error>> {
    if days == 0 {
        return Ok(Vec::new());
    }
    let start = at.date() - Days::new(days - 1);
    let days = DaySpan::new(start, at.date() + Days::new(1))?;
    let walk = trajectory.walk(days).map(|ongoing| {
        let trend = ongoing.trend;
        json!([
            trend.at.to_string(),
            ongoing.direction,
            trend.direction,
            trend.p_rising()
        ])
    });
    Ok(walk.collect())
}

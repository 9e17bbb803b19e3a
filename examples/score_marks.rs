//! Scores a file of marks: level, trend, ongoing direction and peak.
//!
//! ```text
//! score_marks FILE AT [--covered FROM[..TO]] [--nothing-covered] [--half-life D] [--window D]
//!             [--block D] [--lookback D] [--walk DAYS] [--backward FILE]
//! ```
//!
//! The file is CSV with a header and no quoting: `from,to,weight,valence,contact`, dates with
//! `to` exclusive; further columns are ignored. AT is a date (its first instant) or an instant
//! such as `2025-07-11T12:00:00Z`. `--covered` may be repeated; without it the coverage is
//! unknown. `--walk` adds the direction of each of the last days, and `--backward` the asymmetry
//! to the marks of another file. The answer is one JSON object. Without arguments it scores the
//! marks of an article of July 2025, and checks the answer.

use std::error::Error;

use chrono::{DateTime, Days, NaiveDate, Utc};
use detente::ledger::{DaySpan, DyadLedger, Mark};
use detente::time::Moment;
use detente::trend::{Calibration, Coverage, Level, Peak, Trajectory, Trend, asymmetry};
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

/// What is asked, and the numbers to measure with.
struct Request {
    at: Moment,
    coverage: Coverage,
    calibration: Calibration,
    walk: u64,
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

/// The article's own marks leave its headline, that relations begin to sour, undetermined.
fn article() -> Result<(), Box<dyn Error>> {
    let request = request(&["2025-07-11".into()])?;
    let answer = score(&marks(ARTICLE)?, &request)?;
    let level = answer["level"]["R"].as_f64().ok_or("no level")?;
    let p_rising = answer["trend"]["p_rising"].as_f64().ok_or("no trend")?;
    assert!((level - 0.2087).abs() < 1e-4, "{level}");
    assert!((p_rising - 0.7445).abs() < 1e-4, "{p_rising}");
    assert_eq!(answer["direction"], "insufficient");
    println!("{answer:#}");
    Ok(())
}

fn request(args: &[String]) -> Result<Request, Box<dyn Error>> {
    let (at, options) = args.split_first().ok_or("AT is missing")?;
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
            .ok_or_else(|| format!("`{name}` has no value"))?;
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
                let stretch = Coverage::of([(from.parse()?, to)])?;
                request.coverage = request.coverage.union(&stretch);
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
            _ => return Err(format!("`{name}` is not an option").into()),
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
    let mut field = || fields.next().ok_or("a field is missing");
    let span = DaySpan::new(field()?.parse()?, field()?.parse()?)?;
    let mark = Mark::new(span, field()?.parse()?, field()?.parse()?)?;
    Ok(mark.with_contact(field()?.parse()?)?)
}

fn score(marks: &[Mark], request: &Request) -> Result<Value, Box<dyn Error>> {
    let (at, calibration) = (request.at, &request.calibration);
    let ledger = DyadLedger::from_marks(marks)?;
    let trajectory = Trajectory::new(&ledger, calibration).with_coverage(request.coverage.clone());
    let trend = trajectory.trend(at);
    let shares = trajectory.contributions(at);
    let contributions: Vec<_> = marks
        .iter()
        .filter(|mark| mark.weight() > 0.0)
        .map(|mark| (shares.of(mark).level, shares.of(mark).change))
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
        "level": trajectory.level(at).map(|level| of_level(&level, &contributions)),
        "trend": trend.change.map(|_| of_trend(&trend, &contributions)),
        "direction": trend.direction,
        "ongoing": trajectory.ongoing(at).to_string(),
        "peak": trajectory.peak(at).map(|peak| of_peak(&peak)),
        "walk": walk(&trajectory, at, request.walk)?,
        "asymmetry": asymmetry,
    }))
}

fn of_level(level: &Level, contributions: &[(f64, Option<f64>)]) -> Value {
    let contributions: Vec<_> = contributions.iter().map(|part| part.0).collect();
    json!({
        "S": level.sums.score, "W": level.sums.weight, "cooperation": level.sums.cooperation,
        "conflict": level.sums.conflict(), "engagement": level.sums.engagement, "R": level.value(),
        "sd": level.sd(), "z": level.z(), "tone": level.tone(), "index": level.index(),
        "contributions": contributions,
    })
}

fn of_trend(trend: &Trend, contributions: &[(f64, Option<f64>)]) -> Value {
    let contributions: Vec<_> = contributions.iter().map(|part| part.1).collect();
    json!({
        "D": trend.change, "sd": trend.change_sd(), "z": trend.z(),
        "p_rising": trend.p_rising(), "burst": trend.burst_variance, "nu": trend.freedom,
        "w_new": trend.weight_new, "w_old": trend.weight_old,
        "contributions": contributions,
    })
}

fn of_peak(peak: &Peak) -> Value {
    let trough = peak.trough;
    json!({
        "peak": peak.highest.value, "at": peak.highest.at.to_string(),
        "trough": trough.map(|trough| trough.value),
        "trough_at": trough.map(|trough| trough.at.to_string()),
        "retraced": peak.retraced,
    })
}

/// The direction of each of the last days: ongoing, the day's own, and the probability of a rise.
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

//! Where does a pair stand, and where is it going? Scores a file of marks.
//!
//! ```text
//! score_marks FILE DATE [--coverage DATE] [--rho R] [--half-life D] [--delta D] [--block D]
//! ```
//!
//! The file is CSV with a header and no quoting: `from,to,weight,valence,contact`, dates with
//! `to` exclusive; further columns are passed over. The answer is one JSON object. Without
//! arguments it scores the marks of an article of July 2025, and checks the answer.

use std::error::Error;

use chrono::NaiveDate;
use detente::ledger::{DaySpan, DyadLedger, Mark};
use detente::trend::{Calibration, Level, Trajectory, Trend};
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

/// What is asked, and measured with what.
struct Request {
    date: NaiveDate,
    coverage: Option<NaiveDate>,
    calibration: Calibration,
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
    assert!((p_rising - 0.7043).abs() < 1e-4, "{p_rising}");
    assert!(
        0.1 < p_rising && p_rising < 0.9,
        "neither direction is probable"
    );
    println!("{answer:#}");
    Ok(())
}

fn request(args: &[String]) -> Result<Request, Box<dyn Error>> {
    let (date, options) = args.split_first().ok_or("the date is missing")?;
    let mut request = Request {
        date: date.parse()?,
        coverage: None,
        calibration: Calibration::default(),
    };
    for option in options.chunks(2) {
        let [name, value] = option else {
            return Err(format!("`{}` has no value", option[0]).into());
        };
        let calibration = request.calibration;
        request.calibration = match name.as_str() {
            "--rho" => calibration.with_same_day_correlation(value.parse()?)?,
            "--half-life" => calibration.with_half_life(value.parse()?)?,
            "--delta" => calibration.with_window(value.parse()?)?,
            "--block" => {
                let blocks = calibration.blocks();
                calibration.with_blocks(blocks, value.parse()?)?
            }
            "--coverage" => {
                request.coverage = Some(value.parse()?);
                calibration
            }
            _ => return Err(format!("`{name}` is no option").into()),
        };
    }
    Ok(request)
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
    let ledger = DyadLedger::from_marks(marks)?;
    let mut trajectory = Trajectory::new(&ledger, &request.calibration);
    if let Some(coverage) = request.coverage {
        trajectory = trajectory.covered_from(coverage.into());
    }
    let trend = trajectory.trend(request.date);
    let shares = trajectory.shares(request.date);
    let contributions: Vec<_> = marks.iter().map(|mark| shares.change_share(mark)).collect();
    let baseline = trend.change();
    Ok(json!({
        "date": request.date.to_string(),
        "level": trend.level().map(of_level),
        "trend": baseline.map(|_| of_trend(&trend, &contributions)),
    }))
}

fn of_level(level: &Level) -> Value {
    json!({
        "S": level.score(), "W": level.weight(), "Q": level.squares(),
        "cooperation": level.cooperation(), "conflict": level.conflict(),
        "engagement": level.engagement(), "R": level.value(), "sd": level.sd(),
        "tone": level.tone(), "index": level.index(),
    })
}

fn of_trend(trend: &Trend, contributions: &[Option<f64>]) -> Value {
    json!({
        "D": trend.change(), "iid": trend.independent_variance(),
        "blocks": trend.burst_variance(), "z": trend.z(), "p_rising": trend.p_rising(),
        "w_new": trend.weight_new(), "w_old": trend.weight_old(),
        "contributions": contributions,
    })
}

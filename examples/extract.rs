//! From an article to a timeline with a language model: schema out, candidate in, faults out, repaired candidate in.
//!
//! The outputs of the model are in `examples/data/extract`. They were written by hand, with mistakes that models
//! make, so that the example needs no model and always gives the same result:
//!
//! | file | mistakes |
//! | :-- | :-- |
//! | `candidate-1.json` | invented ids, wrong words for kinds, a weekday as a date: the reader refuses them |
//! | `candidate-2.json` | a person for a state, states for persons, a guessed day, a claim as a fact, a wrong quotation and a missing one: the reader cannot know |
//! | `candidate-3.json` | none |
//!
//! ```sh
//! cargo run --features schema --example extract
//! ```

use std::error::Error;
use std::fmt;

use chrono::NaiveDate;
use detente::actor::ActorKind;
use detente::event::Status;
use detente::schema::{self, Profile};
use detente::timeline::{ActorRef, EventRef, ReportRef};
use detente::{ReadError, Timeline};
use serde_json::{Value, json};

const ARTICLE: &str = include_str!("data/extract/article.txt");

const CANDIDATES: [&str; 3] = [
    include_str!("data/extract/candidate-1.json"),
    include_str!("data/extract/candidate-2.json"),
    include_str!("data/extract/candidate-3.json"),
];

fn main() -> Result<(), Box<dyn Error>> {
    // What is sent first: the schema, beside a prompt and the article.
    let schema = schema::timeline(Profile::Strict);
    let fields = schema["properties"]["events"]["items"]["properties"].as_object();
    println!(
        "schema: {} bytes, {} fields of an event\n",
        schema.to_string().len(),
        fields.map_or(0, serde_json::Map::len),
    );

    for (number, candidate) in CANDIDATES.iter().enumerate() {
        println!("candidate {}", number + 1);
        let timeline = match Timeline::from_json(candidate) {
            Ok(timeline) => timeline,
            Err(error) => {
                // What is sent back: where, what is wrong, and what to write instead.
                let faults = feedback(&error);
                println!("{}\n", serde_json::to_string_pretty(&faults)?);
                assert_eq!(pointers(&faults), FAULTS);
                continue;
            }
        };
        let doubts: Vec<String> = timeline
            .actors()
            .filter_map(doubt_about)
            .chain(timeline.events().flat_map(|event| doubts(&timeline, event)))
            .collect();
        for doubt in &doubts {
            println!("  {doubt}");
        }
        let quotations = quotations(&timeline);
        let quoted: Vec<String> = quotations
            .iter()
            .map(|(event, quotation)| format!("{}: {quotation}", event.id()))
            .collect();
        println!("  {}\n", quoted.join("\n  "));
        if doubts.is_empty() {
            assert_eq!(quoted, QUOTATIONS);
            check_result(&timeline)?;
            return Ok(());
        }
        assert_eq!(number, 1);
        assert_eq!(doubts, DOUBTS);
    }
    Err("no candidate was sound".into())
}

/// Where the first candidate is wrong.
const FAULTS: [&str; 5] = [
    "/actors/3/kind",
    "/events/0/parties/1",
    "/events/1/about_events/0",
    "/events/2/kind",
    "/events/3/when",
];

/// What a person, or the model, should look at in the second candidate.
const DOUBTS: [&str; 7] = [
    "RUS: it has an office for `Sergey Lavrov`, but is a person: a person for a state?",
    "new-approach: the words do not occur in the article",
    "report-to-president: a report has no words",
    "call: the date is a day, but the words name none: guessed?",
    "drones: the words attribute it, but the report has only the article: a claim as a fact?",
    "kuala-lumpur: `Sergey Lavrov` is quoted, but does not take part: a state for a person?",
    "kuala-lumpur: `Marco Rubio` is quoted, but does not take part: a state for a person?",
];

/// Where the words of each report of the third candidate are in the article.
const QUOTATIONS: [&str; 5] = [
    "new-approach: the words are at byte 241, with other whitespace or quotation marks",
    "report-to-president: the words are at byte 326",
    "call: the words are at byte 367",
    "drones: the words are at byte 414, with other whitespace or quotation marks",
    "kuala-lumpur: the words are at byte 54, with other whitespace or quotation marks",
];

/// The faults of a candidate as JSON, in the form that a model repairs best: the place first.
fn feedback(error: &ReadError) -> Value {
    match error {
        ReadError::Layout {
            pointer, message, ..
        } => json!([{"pointer": pointer, "message": message}]),
        _ => error
            .faults()
            .iter()
            .map(|fault| {
                json!({
                    "pointer": fault.pointer,
                    "message": fault.kind.to_string(),
                    "repair": fault.repair(),
                })
            })
            .collect(),
    }
}

fn pointers(faults: &Value) -> Vec<&str> {
    let faults = faults.as_array().into_iter().flatten();
    faults
        .map(|fault| fault["pointer"].as_str().unwrap_or(""))
        .collect()
}

/// Whether the words of a report occur in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotation {
    /// They occur at an offset in bytes.
    Found {
        offset: usize,
        /// Whether they occur byte by byte, or differ in whitespace or in the style of quotation marks.
        is_exact: bool,
    },
    /// They do not occur.
    NotFound,
    /// The report has no words.
    Missing,
}

impl fmt::Display for Quotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found {
                offset,
                is_exact: true,
            } => write!(f, "the words are at byte {offset}"),
            Self::Found { offset, .. } => write!(
                f,
                "the words are at byte {offset}, with other whitespace or quotation marks"
            ),
            Self::NotFound => f.write_str("the words do not occur in the article"),
            Self::Missing => f.write_str("a report has no words"),
        }
    }
}

/// Looks for words in a text, byte by byte, and then without regard to runs of whitespace and the style of
/// quotation marks.
fn find(text: &str, words: &str) -> Quotation {
    if let Some(offset) = text.find(words) {
        return Quotation::Found {
            offset,
            is_exact: true,
        };
    }
    let (text, words) = (plain(text), plain(words));
    let mut places = text.windows(words.len().max(1));
    let same = |place: &&[(char, usize)]| {
        let pairs = place.iter().zip(&words);
        pairs.into_iter().all(|((one, _), (other, _))| one == other)
    };
    match places.find(same) {
        Some(place) if !words.is_empty() => Quotation::Found {
            offset: place[0].1,
            is_exact: false,
        },
        _ => Quotation::NotFound,
    }
}

/// The characters of a text with their offsets: one space for a run of whitespace, and straight quotation marks.
fn plain(text: &str) -> Vec<(char, usize)> {
    let mut all: Vec<(char, usize)> = Vec::new();
    for (offset, character) in text.trim().char_indices() {
        let character = match character {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            other if other.is_whitespace() => ' ',
            other => other,
        };
        let is_run = character == ' ' && all.last().is_some_and(|(last, _)| *last == ' ');
        if !is_run {
            all.push((character, offset));
        }
    }
    all
}

/// Each report of each event, with the place of its words.
fn quotations(timeline: &Timeline) -> Vec<(EventRef<'_>, Quotation)> {
    let reports = timeline
        .events()
        .flat_map(|event| event.reports().map(move |report| (event, report)));
    reports
        .map(|(event, report)| {
            let quotation = report
                .words()
                .map_or(Quotation::Missing, |words| find(ARTICLE, words));
            (event, quotation)
        })
        .collect()
}

/// What the reader cannot know about an actor: nobody is the minister of a person.
fn doubt_about(actor: ActorRef<'_>) -> Option<String> {
    let (party, holder) = actor
        .offices()
        .map(|term| (term.party(), term.actor()))
        .next()?;
    (party.kind() == ActorKind::Person).then(|| {
        let (id, name) = (party.id(), holder.name());
        format!("{id}: it has an office for `{name}`, but is a person: a person for a state?")
    })
}

/// What the reader cannot know about an event, as questions. They are rules of thumb.
fn doubts(timeline: &Timeline, event: EventRef<'_>) -> Vec<String> {
    let mut doubts = Vec::new();
    let mut doubt = |what: String| doubts.push(format!("{}: {what}", event.id()));
    let words: Vec<&str> = event.reports().filter_map(ReportRef::words).collect();
    let says = |parts: &[&str]| {
        let mut parts = parts.iter();
        parts.any(|part| words.iter().any(|words| words.contains(part)))
    };

    // A person who is quoted takes part, or is a source.
    for actor in timeline.actors() {
        let surname = actor
            .name()
            .rsplit(' ')
            .next()
            .expect("a split text has a part");
        let takes_part = event.participants().any(|one| one.actor == actor)
            || event
                .reports()
                .any(|report| report.chain().any(|one| one.id() == actor.id()));
        if actor.kind() == ActorKind::Person && !takes_part && says(&[surname]) {
            doubt(format!(
                "`{}` is quoted, but does not take part: a state for a person?",
                actor.name()
            ));
        }
    }
    // A day that the words do not name.
    let is_day = event.when().to_string().parse::<NaiveDate>().is_ok();
    if is_day && !says(&["day"]) {
        doubt("the date is a day, but the words name none: guessed?".to_owned());
    }
    // Words that attribute the event to somebody who is not among the sources.
    for report in event.reports() {
        let is_first_hand = report.chain().count() == 1 && report.status() == Status::Realised;
        if is_first_hand && says(&[" said that ", " claimed "]) {
            doubt(
                "the words attribute it, but the report has only the article: a claim as a fact?"
                    .to_owned(),
            );
        }
        match report.words().map(|words| find(ARTICLE, words)) {
            None => doubt(Quotation::Missing.to_string()),
            Some(Quotation::NotFound) => doubt(Quotation::NotFound.to_string()),
            Some(_) => {}
        }
    }
    doubts
}

/// What can be asked of the record now.
fn check_result(timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    let contacts = timeline.between("USA", "RUS")?;
    println!(
        "United States and Russia in contact {} times",
        contacts.events().count()
    );
    assert_eq!(contacts.events().count(), 2);
    let gap = timeline.gap("call", "kuala-lumpur")?;
    println!("from the call to the meeting: {gap}");
    assert_eq!(gap.to_string(), "10 to 39 days");
    Ok(())
}

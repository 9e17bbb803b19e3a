//! Every message of the crate, provoked by bad input and compared with a list for review.
//!
//! The list is `tests/data/messages.txt`. To write it anew:
//!
//! ```sh
//! DETENTE_WRITE_MESSAGES=1 cargo test --all-features --test messages
//! ```
#![cfg(all(
    feature = "json",
    feature = "import",
    feature = "zip",
    feature = "postcard",
    feature = "sheet",
    feature = "xlsx"
))]
#![allow(
    clippy::similar_names,
    clippy::too_many_lines,
    clippy::useless_vec,
    reason = "a list has a line for each message"
)]

#[path = "messages/edits.rs"]
mod edits;
#[path = "messages/events.rs"]
mod events;
#[path = "messages/import.rs"]
mod import;
#[path = "messages/marks.rs"]
mod marks;
#[path = "messages/sheet.rs"]
mod sheet;
#[path = "messages/time.rs"]
mod time;
#[path = "messages/written.rs"]
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::{Debug, Display, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The messages, each with its label: the variant, and what was given if there are several.
#[derive(Default)]
struct Messages {
    all: Vec<(String, String)>,
    /// Input that was accepted, or refused with another variant than the label says.
    problems: Vec<String>,
}

impl Messages {
    /// Adds an error and its sources. A label that starts with `Enum::Variant` has to be right.
    fn error(&mut self, label: &str, error: &impl Error) {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            write!(text, "\ncaused by: {cause}").expect("a `String` can be written to");
            source = cause.source();
        }
        self.checked(label, error, text);
    }

    /// Adds the error of a call that has to fail.
    fn refused<T>(&mut self, label: &str, result: Result<T, impl Error>) {
        match result {
            Ok(_) => self.problems.push(format!("{label} was accepted")),
            Err(error) => self.error(label, &error),
        }
    }

    /// Adds a warning or a reason, which is not an error.
    fn reason(&mut self, label: &str, reason: &(impl Display + Debug)) {
        self.checked(label, reason, reason.to_string());
    }

    /// Adds a message without a variant.
    fn text(&mut self, label: &str, text: impl Display) {
        self.all.push((label.to_owned(), text.to_string()));
    }

    fn checked(&mut self, label: &str, value: &impl Debug, text: String) {
        if let (_, Some(variant)) = variant_of(label) {
            let debug = format!("{value:?}");
            let found = debug.split(|c: char| !c.is_alphanumeric()).next();
            if found != Some(variant) {
                self.problems.push(format!("{label}: {debug}"));
            }
        }
        self.all.push((label.to_owned(), text));
    }
}

/// Adds the error of each result. None of the calls may succeed.
macro_rules! refused {
    ($list:ident; $($label:literal => $result:expr;)*) => {$(
        $list.refused($label, $result);
    )*};
}
use refused;

/// The type and the variant of a label: `Enum::Variant, what was given`.
fn variant_of(label: &str) -> (&str, Option<&str>) {
    let name = label.split(',').next().unwrap_or(label);
    match name.split_once("::") {
        Some((name, variant)) => (name, Some(variant)),
        None => (name, None),
    }
}

/// Variants that no input of a test can provoke, each with the reason.
const NOT_PROVOKED: &[(&str, &str)] = &[
    (
        "ImportError::Full",
        "needs importers with 2^32 parties or codes together",
    ),
    (
        "ImportError::Ledger",
        "needs 2^21 rows of the largest weight on one day",
    ),
    ("ImportError::Parties", "needs 2^32 parties"),
    ("LedgerError::TooManyActors", "needs 2^32 actors"),
    (
        "RelationsError::Ledger",
        "needs 2^21 events of the largest weight on one day",
    ),
    (
        "RowFaultKind::Names",
        "needs 2^22 names, or 2^28 bytes of them",
    ),
];

fn all() -> Messages {
    let list = collected();
    assert!(list.problems.is_empty(), "{}", list.problems.join("\n"));
    list
}

fn collected() -> Messages {
    let mut list = Messages::default();
    time::add(&mut list);
    events::add(&mut list);
    edits::add(&mut list);
    marks::add(&mut list);
    import::add(&mut list);
    written::add(&mut list);
    sheet::add(&mut list);
    list
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_messages_are_those_of_the_list() {
    let mut text = String::new();
    for (label, message) in &all().all {
        writeln!(text, "{label}").expect("a `String` can be written to");
        for line in message.lines() {
            writeln!(text, "    {line}").expect("a `String` can be written to");
        }
    }
    text.push_str("\nNot provoked\n");
    for (label, reason) in NOT_PROVOKED {
        writeln!(text, "    {label}: {reason}").expect("a `String` can be written to");
    }
    let path = root().join("tests/data/messages.txt");
    if env::var_os("DETENTE_WRITE_MESSAGES").is_some() {
        fs::write(&path, &text).expect("the list can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    for (number, (found, expected)) in text.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {} of the list", number + 1);
    }
    assert_eq!(text.lines().count(), expected.lines().count());
}

#[test]
fn every_variant_is_in_the_list() {
    let messages = all();
    let labels = messages.all.iter().map(|(label, _)| label.as_str());
    let listed: BTreeSet<_> = labels
        .chain(NOT_PROVOKED.iter().map(|(label, _)| *label))
        .map(variant_of)
        .collect();
    let types = declared(&root().join("src"));
    let mut names = errors();
    names.extend(["RowWarning", "Unscored", "Missing", "Warning"].map(str::to_owned));
    let mut missing = Vec::new();
    for name in &names {
        let variants = types
            .get(name)
            .unwrap_or_else(|| panic!("{name} is not declared"));
        if variants.is_empty() && !listed.contains(&(name.as_str(), None)) {
            missing.push(name.clone());
        }
        for variant in variants {
            if !listed.contains(&(name.as_str(), Some(variant.as_str()))) {
                missing.push(format!("{name}::{variant}"));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
    // Nothing is said to be impossible that was provoked.
    let provoked: BTreeSet<_> = messages
        .all
        .iter()
        .map(|(label, _)| variant_of(label))
        .collect();
    for (label, _) in NOT_PROVOKED {
        assert!(!provoked.contains(&variant_of(label)), "{label}");
    }
}

#[test]
fn every_error_is_re_exported_and_in_the_table() {
    let page = fs::read_to_string(root().join("src/error.rs")).expect("the page of errors");
    let (table, _) = page.split_once("\npub use").expect("re-exports follow");
    let exported = errors();
    for name in &exported {
        assert!(
            table.contains(&format!("`{name}`")),
            "{name} is not in the table"
        );
    }
    // Errors by their derive, except those inside of the crate.
    let mut sources = String::new();
    visit(&root().join("src"), &mut |_, text| sources.push_str(text));
    let derived = sources.split("#[derive(").skip(1).filter_map(|item| {
        let (derives, rest) = item.split_once(")]")?;
        let is_error = derives.split(", ").any(|one| one == "Error");
        let line = rest
            .lines()
            .find(|line| !line.trim_start().starts_with(['#', '/']) && !line.trim().is_empty())?;
        let name = line
            .strip_prefix("pub enum ")
            .or(line.strip_prefix("pub struct "))?;
        let name = name.split(|c: char| !c.is_alphanumeric()).next()?;
        is_error.then_some(name)
    });
    for name in derived {
        assert!(exported.contains(name), "{name} is not re-exported");
    }
}

#[test]
fn messages_have_one_form() {
    let mut odd = Vec::new();
    for (label, message) in &all().all {
        let first = message.lines().next().expect("a message has a text");
        let start = first.trim_start_matches(|c: char| c.is_ascii_punctuation());
        let word = start.split(' ').next().expect("a message has a word");
        let is_lower = word.starts_with(|c: char| !c.is_uppercase())
            || word.chars().all(char::is_uppercase)
            || first.starts_with('`');
        let ends = message.ends_with(['.', '!']);
        let phrases = [
            " is no ",
            " are no ",
            "there is no ",
            "no such ",
            "cannot be had",
            "names nothing",
            // The words of serde and of `serde_json`.
            ", expected ",
            "invalid type",
            "invalid value",
            "invalid length",
            "missing field",
            "duplicate field",
            "EOF while",
        ];
        if !is_lower || ends || phrases.iter().any(|phrase| message.contains(phrase)) {
            odd.push(format!("{label}: {message}"));
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

/// The names that `detente::error` re-exports.
fn errors() -> BTreeSet<String> {
    let page = fs::read_to_string(root().join("src/error.rs")).expect("the page of errors");
    let uses = page.split("pub use ").skip(1);
    uses.flat_map(|item| {
        let (path, _) = item.split_once(';').expect("a use ends with a semicolon");
        let names = path.rsplit("::").next().expect("a path has a last part");
        let names = names.trim_matches(['{', '}']).split(',').map(str::trim);
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    })
    .collect()
}

/// The public types of the sources, each with its variants. A struct has none.
fn declared(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let mut types = BTreeMap::new();
    visit(folder, &mut |_, text| {
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let (name, is_enum) = match (
                line.strip_prefix("pub enum "),
                line.strip_prefix("pub struct "),
            ) {
                (Some(name), _) => (name, true),
                (_, Some(name)) => (name, false),
                _ => continue,
            };
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            let mut variants = Vec::new();
            if is_enum {
                // Variants are indented by one level, and their fields by two.
                for line in lines.by_ref().take_while(|line| !line.starts_with('}')) {
                    if let Some(rest) = line.strip_prefix("    ")
                        && rest.starts_with(|c: char| c.is_uppercase())
                    {
                        variants.push(rest.chars().take_while(|c| c.is_alphanumeric()).collect());
                    }
                }
            }
            types.insert(name, variants);
        }
    });
    types
}

fn visit(folder: &Path, each: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            visit(&path, each);
        } else {
            each(
                &path,
                &fs::read_to_string(&path).expect("a source is UTF-8"),
            );
        }
    }
}

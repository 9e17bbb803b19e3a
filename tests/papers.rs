//! The paths that the papers name exist.

use std::ffi::OsStr;
use std::path::Path;

/// The texts in backticks that look like a path below `base`.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|quoted| {
        quoted.ends_with('/') || Path::new(quoted).extension() == Some(OsStr::new("rs"))
    })
}

#[test]
fn every_file_in_the_table_of_design_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = include_str!("../DESIGN.md")
        .split("| what is decided | file |")
        .nth(1)
        .and_then(|rest| rest.split("\n\n").next())
        .expect("DESIGN.md has a table of files");
    let missing: Vec<_> = paths(table)
        .filter(|path| !root.join("src").join(path).exists())
        .collect();
    assert!(paths(table).count() > 50, "the table has its rows");
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_file_in_contributing_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = include_str!("../CONTRIBUTING.md");
    let missing: Vec<_> = paths(text)
        .filter(|path| !root.join(path).exists())
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

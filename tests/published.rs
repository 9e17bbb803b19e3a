//! Files of data sets as people have them: exports, reduced files, and layouts of other publishers.
#![cfg(feature = "import")]

use detente::import::{Act, Format, Import, Importer, Options, RowReader, RowWarning};

#[path = "published/gdelt.rs"]
mod gdelt;
#[path = "published/gdelt_saved.rs"]
mod gdelt_saved;
#[path = "published/in_object.rs"]
mod in_object;
#[path = "published/json.rs"]
mod json;
#[path = "published/layouts.rs"]
mod layouts;
#[path = "published/mentions.rs"]
mod mentions;

fn import(text: &str, format: impl Into<Format>) -> Import {
    let format: Format = format.into();
    let mut importer = Importer::new(Options::new(&format));
    importer
        .read(&mut RowReader::new(text.as_bytes(), &format))
        .unwrap();
    importer.build().unwrap()
}

/// The faults of a file, in words.
fn faults(text: &str, format: impl Into<Format>) -> Vec<String> {
    let reader = RowReader::new(text.as_bytes(), format.into());
    reader
        .filter_map(Result::err)
        .map(|fault| fault.to_string())
        .collect()
}

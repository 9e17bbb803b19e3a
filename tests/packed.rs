//! Packed files are read like plain ones, and damage is reported.
#![cfg(any(feature = "gzip", feature = "zip"))]

use std::io::{BufRead, Write};

use detente::import::{
    Format, ImportError, Importer, Options, PlainLayout, RowFaultKind, RowReader, RowWarning,
    Summary,
};

fn format() -> Format {
    Format::Plain(PlainLayout::default())
}

/// Rows of different days.
fn table(days: usize) -> String {
    let row = |day| {
        format!(
            "20{:02}-{:02}-{:02}\tRUS\tUKR\t112\n",
            day / 300,
            day / 25 % 12 + 1,
            day % 25 + 1
        )
    };
    (0..days).map(row).collect()
}

/// The summary of an input, and the error that ended it.
fn read(input: impl BufRead) -> (Summary, Option<ImportError>) {
    let mut importer = Importer::new(Options::new(format()));
    let ended = importer.read(&mut RowReader::new(input, format())).err();
    let summary = importer.summary();
    assert_eq!(
        summary.read,
        summary.kept + summary.merged + summary.skipped()
    );
    (summary.clone(), ended)
}

fn is_of_reading(ended: Option<&ImportError>) -> bool {
    matches!(ended, Some(ImportError::Row(error)) if matches!(error.kind, RowFaultKind::Read { .. }))
}

fn errors(packed: &[u8]) -> Vec<String> {
    let rows = RowReader::new(packed, format()).filter_map(Result::err);
    rows.map(|error| error.to_string()).collect()
}

#[cfg(feature = "gzip")]
mod gzip {
    use detente::import::gunzip;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn several_members_are_one_file() {
        let plain = table(500);
        let packed = [packed(&plain), packed(&plain)].concat();
        let (summary, ended) = read(gunzip(packed.as_slice()));
        assert!(ended.is_none());
        assert_eq!((summary.read, summary.kept), (1_000, 500));
        assert_eq!(summary.warning(RowWarning::Repeated).rows, 500);
    }

    #[test]
    fn a_cut_file_is_reported() {
        let packed = packed(&table(500));
        let (summary, ended) = read(gunzip(&packed[..packed.len() - 20]));
        assert!(is_of_reading(ended.as_ref()), "{ended:?}");
        // An input that ends too early is not a refused row, but it is counted.
        assert_eq!((summary.refused, summary.failed), (0, 1));
        assert_eq!(summary.first_failed.len(), 1);
        let said = format!("file 1: ended early: {}\n", ended.unwrap());
        assert!(summary.to_string().contains(&said), "{summary}");
    }

    #[test]
    fn a_packed_file_is_refused_with_a_hint() {
        assert_eq!(
            errors(&packed(&table(500))),
            [
                "line 1: the input is packed with gzip: expected lines of text in UTF-8; \
                 unpack it with `import::gunzip`"
            ]
        );
    }
}

#[cfg(feature = "zip")]
mod zip {
    use std::io::Cursor;

    use ::zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};
    use ::zip::{CompressionMethod, result::ZipError};
    use detente::import::Zip;

    use super::*;

    const METHODS: [CompressionMethod; 2] =
        [CompressionMethod::Deflated, CompressionMethod::Stored];

    fn packed(members: &[(&str, &str)], method: CompressionMethod) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        add(&mut writer, members, method).unwrap();
        writer.finish().unwrap().into_inner()
    }

    /// The same by a streaming writer, which puts sizes and checksums after the members.
    fn streamed(members: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new_stream(Vec::new());
        add(&mut writer, members, CompressionMethod::Deflated).unwrap();
        let writer: StreamWriter<Vec<u8>> = writer.finish().unwrap();
        writer.into_inner()
    }

    fn add<W: Write + std::io::Seek>(
        writer: &mut ZipWriter<W>,
        members: &[(&str, &str)],
        method: CompressionMethod,
    ) -> Result<(), ZipError> {
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, text) in members {
            match name.strip_suffix('/') {
                Some(folder) => writer.add_directory(folder, options)?,
                None => writer.start_file(*name, options)?,
            }
            writer.write_all(text.as_bytes())?;
        }
        Ok(())
    }

    #[test]
    fn each_member_reads_as_the_plain_file() {
        let (one, other) = (table(500), table(700));
        let members = [("a/", ""), ("a/one.csv", &*one), ("other.csv", &*other)];
        let mut archives = METHODS.map(|method| packed(&members, method)).to_vec();
        archives.push(streamed(&members));
        // With bytes before the archive, as in one that unpacks itself, and after it.
        archives.push([b"#!/bin/sh\n", archives[0].as_slice(), b"\0\0"].concat());
        for archive in archives {
            let mut zip = Zip::open(Cursor::new(&archive)).unwrap();
            let names: Vec<_> = zip.names().collect();
            assert_eq!(names, ["a/one.csv", "other.csv"]);
            assert_eq!(zip.names().len(), 2);
            // In any order, and repeatedly.
            for (at, rows) in [(1, 700), (0, 500), (1, 700)] {
                assert_eq!(zip.size(at).unwrap(), table(rows).len() as u64);
                let (summary, ended) = read(zip.member(at).unwrap());
                assert!(ended.is_none());
                assert_eq!(summary.kept, rows as u64);
            }
        }
    }

    /// The `zip` crate identifies members by name, and would drop the first of two.
    #[test]
    fn two_members_with_one_name_are_refused() {
        let (one, other) = (table(500), table(700));
        let members = [("one.csv", &*one), ("two.csv", &*other), ("six.csv", &*one)];
        let mut archive = packed(&members, METHODS[0]);
        for at in 0..archive.len() {
            if archive[at..].starts_with(b"two.csv") {
                archive[at..at + 3].copy_from_slice(b"one");
            }
        }
        let error = Zip::open(Cursor::new(archive)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the archive has 3 members with 2 names: expected a different name for each"
        );
    }

    #[test]
    fn a_folder_is_not_a_member() {
        let text = table(500);
        let members = [("folder/", ""), ("folder/one.csv", &*text)];
        let mut archive = packed(&members, METHODS[0]);
        for at in 0..archive.len() {
            if archive[at..].starts_with(b"folder/") {
                archive[at + 6] = b'\\';
            }
        }
        let mut zip = Zip::open(Cursor::new(archive)).unwrap();
        assert_eq!(read(zip.only().unwrap()).0.kept, 500);
    }

    #[test]
    fn the_only_member_is_found_without_an_index() {
        let text = table(500);
        for members in 0..3 {
            let all = [("one.csv", &*text), ("other.csv", &*text)];
            let archive = packed(&all[..members], METHODS[0]);
            let mut zip = Zip::open(Cursor::new(archive)).unwrap();
            match zip.only().map(read) {
                Ok((summary, _)) => assert_eq!((members, summary.kept), (1, 500)),
                Err(error) => {
                    assert_eq!(
                        error.to_string(),
                        format!("the archive has {members} members: expected exactly one")
                    );
                }
            }
        }
        let mut zip = Zip::open(Cursor::new(packed(&[], METHODS[0]))).unwrap();
        let error = zip.member(0).map(|_| ()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the archive has 0 members, and no member 0: expected an index into `names`"
        );
    }

    #[test]
    fn any_damage_is_reported() {
        let text = table(60);
        let archive = packed(&[("one.csv", &text)], METHODS[0]);
        let (mut refused, mut ended_badly) = (0, 0);
        for at in 0..archive.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut broken = archive.clone();
                broken[at] ^= change;
                let Ok(mut zip) = Zip::open(Cursor::new(broken)) else {
                    refused += 1;
                    continue;
                };
                let Ok(member) = zip.member(0) else {
                    refused += 1;
                    continue;
                };
                let (summary, ended) = read(member);
                assert_eq!(summary.failed, u64::from(ended.is_some()));
                if is_of_reading(ended.as_ref()) {
                    ended_badly += 1;
                } else {
                    // The name or the date of the member changed, or the version of the writer.
                    assert_eq!(summary.kept, 60, "byte {at}");
                }
            }
            let cut = Zip::open(Cursor::new(&archive[..at]));
            assert!(cut.is_err(), "cut at {at}");
        }
        assert!(
            refused > 100 && ended_badly > 100,
            "{refused}, {ended_badly}"
        );
    }

    #[test]
    fn a_packed_file_is_refused_with_a_hint() {
        assert_eq!(
            errors(&packed(&[("one.csv", &table(500))], METHODS[0])),
            [
                "line 1: the input is packed with zip: expected lines of text in UTF-8; \
                 unpack it with `import::Zip`"
            ]
        );
    }
}

//! Packed files are read like plain ones, and damage is reported.
#![cfg(feature = "import")]

#[cfg(any(feature = "gzip", feature = "zip", feature = "bzip2"))]
use std::io::Write;
use std::io::{BufRead, Cursor};

#[cfg(feature = "gzip")]
use detente::import::RowWarning;
use detente::import::{
    Format, ImportError, Importer, Options, PlainLayout, RowFaultKind, RowReader, Summary, unpack,
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
                "line 1: the input is packed with gzip (it starts with the bytes 1F 8B): expected a plain \
                 table; unpack it with `import::unpack`"
            ]
        );
    }
}

#[cfg(feature = "zip")]
mod zip {
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
                let failed = is_of_reading(ended.as_ref());
                assert_eq!(summary.failed, u64::from(failed));
                // If the method of packing changed, the packed bytes are binary data.
                if ended.is_some() {
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
                "line 1: the input is a zip archive (it starts with the bytes 50 4B 03 04): expected a plain \
                 table; unpack it with `import::unpack`"
            ]
        );
    }
}

/// What a file is packed with.
type Pack = fn(&str) -> Vec<u8>;

/// The ways to pack that are built in, each as one member and as two, where a file can have two.
fn packings() -> Vec<(&'static str, Pack)> {
    let mut all: Vec<(&'static str, Pack)> = vec![("plain", |text| text.as_bytes().to_vec())];
    #[cfg(feature = "gzip")]
    all.push(("gzip", |text| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }));
    #[cfg(feature = "zip")]
    {
        all.push(("zip, deflated", |text| {
            zip_of(&[text], ::zip::CompressionMethod::Deflated)
        }));
        all.push(("zip, stored", |text| {
            zip_of(&[text], ::zip::CompressionMethod::Stored)
        }));
    }
    #[cfg(feature = "zstd")]
    all.push(("zstd", |text| {
        use ruzstd::encoding::{CompressionLevel, compress_to_vec};
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    }));
    #[cfg(feature = "bzip2")]
    all.push(("bzip2", |text| {
        let mut packer = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    }));
    all
}

#[cfg(feature = "zip")]
fn zip_of(members: &[&str], method: ::zip::CompressionMethod) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default().compression_method(method);
    for (number, text) in members.iter().enumerate() {
        writer.start_file(format!("{number}.csv"), options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Whether several packed files behind each other are one.
fn can_be_joined(name: &str) -> bool {
    ["plain", "gzip", "zstd", "bzip2"].contains(&name)
}

#[test]
fn a_file_is_unpacked_whatever_it_is_packed_with() {
    let text = table(700);
    for (name, pack) in packings() {
        let packed = pack(&text);
        let size = packed.len() as u64;
        let unpacked = unpack(Cursor::new(packed)).unwrap();
        let meter = unpacked.meter();
        assert_eq!(meter.total(), size);
        let (summary, ended) = read(unpacked);
        assert!(ended.is_none(), "{name}: {ended:?}");
        assert_eq!(
            (summary.kept, summary.bytes),
            (700, text.len() as u64),
            "{name}"
        );
        // A zip archive has a list of members at its end, which is read before.
        let is_read = meter.bytes_read() == size || name.starts_with("zip");
        assert!(
            is_read && meter.bytes_read() > 0 && meter.bytes_read() <= size,
            "{name}: {meter}"
        );
    }
}

#[test]
fn packed_files_behind_each_other_are_one() {
    let text = table(500);
    for (name, pack) in packings() {
        if can_be_joined(name) {
            let packed = [pack(&text), pack(&text)].concat();
            let (summary, ended) = read(unpack(Cursor::new(packed)).unwrap());
            assert!(ended.is_none(), "{name}: {ended:?}");
            assert_eq!((summary.read, summary.kept), (1_000, 500), "{name}");
        }
    }
}

/// Frames that are skipped, and the checksums, which the packer of the tests does not write.
#[cfg(feature = "zstd")]
#[test]
fn zstd_frames_are_skipped_and_their_checksums_compared() {
    let text = "2014-03-01\tRUS\tUKR\t112\n";
    let (_, pack) = packings()
        .into_iter()
        .find(|(name, _)| *name == "zstd")
        .unwrap();
    let skipped = |length: u8| [b"\x50\x2a\x4d\x18".as_slice(), &[length, 0, 0, 0]].concat();
    let frames = [
        skipped(0),
        pack(text),
        skipped(3),
        b"abc".to_vec(),
        pack(text),
    ]
    .concat();
    let packed = [b"\x28\xb5\x2f\xfd".as_slice(), &[0x20, 0, 1, 0, 0]].concat();
    // An empty frame of a stated size first, because a frame that is skipped is no signature.
    let (summary, ended) = read(unpack(Cursor::new([packed.clone(), frames].concat())).unwrap());
    assert!(ended.is_none(), "{ended:?}");
    assert_eq!(summary.read, 2);
    let cut = [packed, skipped(3), b"ab".to_vec()].concat();
    let (_, ended) = read(unpack(Cursor::new(cut)).unwrap());
    let message =
        "the input cannot be read: the file packed with zstd is cut: expected the end of a frame";
    assert!(ended.unwrap().to_string().ends_with(message));
}

#[test]
fn rows_before_the_end_of_a_cut_file_are_kept() {
    // Enough for several blocks of each way to pack.
    let text = (0..8).map(|_| table(7_000)).collect::<String>();
    for (name, pack) in packings() {
        let packed = pack(&text);
        let cut = &packed[..packed.len() * 9 / 10 - 1];
        match unpack(Cursor::new(cut)) {
            // The list of the members is missing.
            Err(error) => {
                assert!(name.starts_with("zip"), "{name}");
                assert_eq!(
                    error.to_string(),
                    "the zip archive is cut or damaged: expected the list of its members at the end"
                );
            }
            Ok(unpacked) => {
                let (summary, ended) = read(unpacked);
                assert!(summary.read > 1_000, "{name}: {summary}");
                if name == "plain" {
                    assert_eq!((summary.failed, summary.unended), (0, 1));
                } else {
                    assert!(is_of_reading(ended.as_ref()), "{name}: {ended:?}");
                    assert_eq!((summary.failed, summary.refused), (1, 0), "{name}");
                }
            }
        }
    }
}

#[test]
fn any_damage_of_a_packed_file_is_reported_or_harmless() {
    let text = table(60);
    for (name, pack) in packings().into_iter().skip(1) {
        let packed = pack(&text);
        let mut reported = 0;
        for at in 0..packed.len() {
            for change in [0x01, 0x80, 0xff] {
                let mut broken = packed.clone();
                broken[at] ^= change;
                let Ok(unpacked) = unpack(Cursor::new(broken)) else {
                    reported += 1;
                    continue;
                };
                let (summary, ended) = read(unpacked);
                reported += usize::from(ended.is_some() || summary.refused > 0);
                // zstd of the tests has no checksum.
                assert!(
                    ended.is_some() || summary.kept <= 60 || name == "zstd",
                    "{name}, byte {at}"
                );
            }
            let _ = unpack(Cursor::new(&packed[..at])).map(read);
        }
        assert!(
            reported > packed.len(),
            "{name}: {reported} of {}",
            packed.len()
        );
    }
}

#[test]
fn a_page_under_the_name_of_an_archive_is_named() {
    let page = "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head></html>\n";
    let (summary, ended) = read(unpack(Cursor::new(page)).unwrap());
    assert_eq!((summary.read, summary.refused), (1, 1));
    assert_eq!(
        ended.unwrap().to_string(),
        "line 1: the input is an HTML page (it starts with `<!DOCTYPE html`): expected a plain table; a server \
         sends one instead of a missing file, so check the address and download it again"
    );
    #[cfg(feature = "zip")]
    {
        let error = |bytes: &[u8]| {
            detente::import::Zip::open(Cursor::new(bytes))
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            error(page.as_bytes()),
            "the input is an HTML page (it starts with `<!DOCTYPE html`): expected a zip archive; a server sends \
             one instead of a missing file, so check the address and download it again"
        );
        assert_eq!(
            error(b"words"),
            "the input is text of no known format (its first line has 1 column): expected a zip archive"
        );
        let archive = zip_of(&[&table(500)], ::zip::CompressionMethod::Deflated);
        assert_eq!(
            error(&archive[..archive.len() / 2]),
            "the zip archive is cut or damaged: expected the list of its members at the end"
        );
        let two = zip_of(&["", ""], ::zip::CompressionMethod::Stored);
        let error = unpack(Cursor::new(two)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the archive has 2 members: expected exactly one"
        );
    }
}

/// A file that unpacks to a thousand times its size is read in bounded memory, as a line that is too long.
#[test]
fn a_file_that_unpacks_to_much_more_is_refused_line_by_line() {
    let text = "x".repeat(3 << 20) + "\n2014-03-01\tRUS\tUKR\t112\n";
    for (name, pack) in packings() {
        let (summary, ended) = read(unpack(Cursor::new(pack(&text))).unwrap());
        assert!(ended.is_none(), "{name}: {ended:?}");
        assert_eq!((summary.refused, summary.kept), (1, 1), "{name}");
    }
}

proptest::proptest! {
    #[test]
    fn random_bytes_behind_a_signature_are_read_or_refused(
        signature in proptest::sample::select(vec![
            &b"\x1f\x8b\x08\0\0\0\0\0\0\x03"[..], b"PK\x03\x04", b"PK\x05\x06", b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd\x24",
            b"BZh91AY&SY", b"BZh9\x17\x72\x45\x38\x50\x90", b"",
        ]),
        rest in proptest::collection::vec(proptest::num::u8::ANY, 0..400),
    ) {
        let bytes = [signature, &rest].concat();
        if let Ok(unpacked) = unpack(Cursor::new(bytes)) {
            let (summary, ended) = read(unpacked);
            proptest::prop_assert!(summary.read > 0 || ended.is_some() || summary.bytes <= 400);
        }
    }

    #[test]
    fn damage_within_a_packed_file_is_read_or_refused(
        packing in proptest::num::usize::ANY, at in proptest::num::usize::ANY, byte in proptest::num::u8::ANY,
        cut in proptest::num::usize::ANY,
    ) {
        let packings = packings();
        let (_, pack) = packings[packing % packings.len()];
        let mut packed = pack(&table(200));
        let length = packed.len();
        packed[at % length] = byte;
        packed.truncate(length - cut % length / 4);
        let _ = unpack(Cursor::new(packed)).map(read);
    }
}

/// An archive whose feature is not enabled is named with the feature.
#[cfg(not(all(feature = "gzip", feature = "zip", feature = "zstd", feature = "bzip2")))]
#[test]
fn a_missing_feature_is_named() {
    let files: [(&str, bool, &[u8]); 4] = [
        ("gzip", cfg!(feature = "gzip"), b"\x1f\x8b\x08"),
        ("zip", cfg!(feature = "zip"), b"PK\x03\x04"),
        ("zstd", cfg!(feature = "zstd"), b"\x28\xb5\x2f\xfd"),
        ("bzip2", cfg!(feature = "bzip2"), b"BZh91AY&SY"),
    ];
    for (name, _, start) in files.into_iter().filter(|(_, is_enabled, _)| !is_enabled) {
        let error = unpack(Cursor::new(start)).unwrap_err();
        let kind = Format::detect(start).kind;
        assert_eq!(error.kind(), std::io::ErrorKind::Unsupported);
        assert_eq!(
            error.to_string(),
            format!("the input is {kind}: expected a build of `detente` with the feature `{name}`")
        );
    }
}

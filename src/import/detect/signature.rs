//! Recognizes files that are not lines of text by their first bytes.

use super::{Detection, FileKind};

/// The number of bytes among which control characters are counted.
const LOOKED_AT: usize = 512;

/// Bytes with which every file of a kind starts.
const SIGNATURES: [(&[u8], FileKind); 21] = [
    (b"\x1f\x8b", FileKind::Gzip),
    (b"PK\x03\x04", FileKind::Zip),
    // An archive without members, and one in parts.
    (b"PK\x05\x06", FileKind::Zip),
    (b"PK\x07\x08", FileKind::Zip),
    (b"\x28\xb5\x2f\xfd", FileKind::Zstd),
    (b"\xfd7zXZ\0", FileKind::Xz),
    (b"7z\xbc\xaf\x27\x1c", FileKind::SevenZip),
    (b"Rar!\x1a\x07", FileKind::Rar),
    (b"%PDF-", FileKind::Pdf),
    (b"PAR1", FileKind::Parquet),
    (b"ARROW1", FileKind::Arrow),
    (b"FEA1", FileKind::Arrow),
    (b"SQLite format 3\0", FileKind::Sqlite),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::Excel),
    (b"<stata_dta>", FileKind::Stata),
    (b"RDX2", FileKind::RData),
    (b"RDX3", FileKind::RData),
    (b"version https://git-lfs", FileKind::LfsPointer),
    (b"\xff\xfe", FileKind::Utf16),
    (b"\xfe\xff", FileKind::Utf16),
    (b"BZh", FileKind::Bzip2),
];

/// Returns `None` if the line is text without a signature.
pub(super) fn detect(start: &[u8]) -> Option<Detection> {
    let mut signatures = SIGNATURES.iter();
    let known = signatures.find(|(bytes, kind)| {
        // `BZh` alone could be text: the size of the blocks and the start of a block follow.
        start.starts_with(bytes) && (*kind != FileKind::Bzip2 || is_bzip2(start))
    });
    if let Some((bytes, kind)) = known {
        let kind = match kind {
            FileKind::Zip => document_in_zip(start),
            _ => kind.clone(),
        };
        return Some(Detection::certain(kind, starts_with(bytes)));
    }
    if start.get(257..262) == Some(b"ustar") {
        return Some(Detection::certain(FileKind::Tar, "byte 258 is `ustar`"));
    }
    markup(start).or_else(|| binary(start))
}

/// Bytes that text does not have, more of them than a damaged row has.
fn binary(start: &[u8]) -> Option<Detection> {
    let looked_at = &start[..start.len().min(LOOKED_AT)];
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 14..=31);
    let count = looked_at.iter().filter(is_control).count();
    (count * 4 > looked_at.len()).then(|| {
        let evidence = format!(
            "{count} of its first {} bytes are control characters",
            looked_at.len()
        );
        Detection::certain(FileKind::Binary, evidence)
    })
}

/// HTML and XML, after blanks.
fn markup(start: &[u8]) -> Option<Detection> {
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let text = text.trim_ascii_start();
    let [b'<', b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z', ..] = text else {
        return None;
    };
    let is_start = |of: &str| {
        let start = text.get(..of.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(of.as_bytes()))
    };
    let mut html = ["<!doctype html", "<html", "<head", "<body", "<script"].into_iter();
    let html = html.find(|tag| is_start(tag));
    let shown = html.map_or(2, str::len);
    let kind = html.map_or(FileKind::Xml, |_| FileKind::Html);
    Some(Detection::certain(kind, starts_with(&text[..shown])))
}

fn is_bzip2(start: &[u8]) -> bool {
    let block = start.get(4..).unwrap_or_default();
    let is_block = [b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"];
    matches!(start.get(3), Some(b'1'..=b'9')) && is_block.iter().any(|is| block.starts_with(*is))
}

/// Spreadsheets are zip archives whose first member has a fixed name.
fn document_in_zip(start: &[u8]) -> FileKind {
    // The name follows the 30 bytes of the local header.
    let name = start.get(30..).unwrap_or_default();
    let is_excel = [&b"[Content_Types].xml"[..], b"_rels/", b"xl/", b"docProps/"];
    if is_excel.iter().any(|first| name.starts_with(first)) {
        FileKind::Excel
    } else if name.starts_with(b"mimetypeapplication/vnd.oasis.opendocument") {
        FileKind::OpenDocument
    } else {
        FileKind::Zip
    }
}

/// Bytes that can be printed as text, and others in hexadecimal.
fn starts_with(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains(char::is_control) => format!("it starts with `{text}`"),
        _ => {
            let bytes: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
            format!("it starts with the bytes {}", bytes.join(" "))
        }
    }
}

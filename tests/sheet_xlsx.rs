//! Tables of `.xlsx` files: what each cell becomes, and which files are refused.
//!
//! The files in `tests/data/sheet` have invented rows, written by openpyxl 3.1 and `XlsxWriter` 3.2.
#![cfg(feature = "xlsx")]

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use detente::actor::ActorKind;
use detente::sheet::{
    CellGuard, Field, MAX_UNPACKED_BYTES, SheetError, SheetFaultKind, Table, TableReader, Workbook,
    xlsx_sheets,
};
use detente::{Actor, Event, Timeline};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;

/// The parts of a workbook with the given cells, as XML of rows.
fn parts(rows: &str) -> Vec<(&'static str, String)> {
    let relationship = |id: &str, sort: &str, target: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{sort}\" Target=\"{target}\"/>"
        )
    };
    let relationships = |all: &[String]| {
        format!(
            "<?xml version=\"1.0\"?><Relationships>{}</Relationships>",
            all.join("")
        )
    };
    vec![
        ("_rels/.rels", relationships(&[relationship("r", "officeDocument", "xl/workbook.xml")])),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"x\"><workbookPr/><sheets><sheet name=\"Chart\" sheetId=\"3\" r:id=\"c\"/>\
             <sheet name=\"Contacts\" sheetId=\"1\" r:id=\"a\"/><sheet name=\"R &amp; D\" sheetId=\"2\" state=\"hidden\" r:id=\"b\"/>\
             </sheets></workbook>"
                .to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relationships(&[
                relationship("a", "worksheet", "worksheets/sheet1.xml"),
                relationship("b", "worksheet", "/xl/worksheets/sheet2.xml"),
                relationship("c", "chartsheet", "chartsheets/sheet1.xml"),
                relationship("s", "styles", "styles.xml"),
                relationship("t", "sharedStrings", "sharedStrings.xml"),
            ]),
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" formatCode=\"mmm&quot; &quot;yyyy\"/></numFmts>\
             <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
             <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"22\"/><xf/></cellXfs></styleSheet>"
                .to_owned(),
        ),
        (
            "xl/sharedStrings.xml",
            "<sst uniqueCount=\"18446744073709551615\"><si><t>Alpha</t></si><si><r><t>UK</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></si><si><t>'=1+1</t></si></sst>"
                .to_owned(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData></worksheet>"),
        ),
        ("xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>".to_owned()),
    ]
}

/// The archive of some parts.
fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook with one of its parts replaced.
fn changed(part: &str, text: impl Into<String>) -> Vec<u8> {
    let mut parts = parts("<row><c><v>1</v></c></row>");
    let found = parts.iter_mut().find(|(name, _)| *name == part);
    found.expect("the workbook has the part").1 = text.into();
    packed(&parts)
}

fn sheet(rows: &str) -> Result<Table, SheetError> {
    Table::from_xlsx(&packed(&parts(rows)), None)
}

fn refusal(rows: &str) -> String {
    sheet(rows).unwrap_err().to_string()
}

fn file(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/data/sheet/{name}.xlsx",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).expect("the file is there")
}

#[test]
fn each_cell_is_the_text_that_its_type_says() {
    for (cell, text) in [
        ("<c t=\"s\"><v>0</v></c>", "Alpha"),
        ("<c t=\"s\"><v>1</v></c>", "UK¹"),
        ("<c t=\"s\"><v>2</v></c>", "=1+1"),
        (
            "<c t=\"inlineStr\"><is><t>two&#10;lines</t></is></c>",
            "two\nlines",
        ),
        ("<c t=\"str\"><f>A1</f><v>R &lt; L</v></c>", "R < L"),
        ("<c t=\"str\"><f>\"\"</f><v></v></c>", ""),
        ("<c><f>A1&amp;B1</f></c>", "=A1&B1"),
        ("<c><f>A1</f><v>45848</v></c>", "45848"),
        ("<c s=\"1\"><f>A1</f><v>45848</v></c>", "2025-07-10"),
        ("<c s=\"1\"><v>45848</v></c>", "2025-07-10"),
        ("<c s=\"2\"><v>45839</v></c>", "2025-07"),
        ("<c s=\"2\"><v>45848</v></c>", "2025-07-10"),
        ("<c s=\"3\"><v>45848.75</v></c>", "2025-07-10T18:00:00"),
        ("<c s=\"4\"><v>45848</v></c>", "45848"),
        ("<c s=\"99\"><v>45848</v></c>", "45848"),
        ("<c s=\"1\"><v>-1</v></c>", "-1"),
        ("<c s=\"1\"><v>1e300</v></c>", "1E300"),
        ("<c t=\"d\"><v>2025-07-10T00:00:00</v></c>", "2025-07-10"),
        (
            "<c t=\"d\"><v>2025-07-10T14:30:00</v></c>",
            "2025-07-10T14:30:00",
        ),
        ("<c><v>0.10000000000000001</v></c>", "0.1"),
        ("<c t=\"n\"><v>2025</v></c>", "2025"),
        ("<c><v>1.0E-7</v></c>", "1E-7"),
        ("<c><v>x</v></c>", "x"),
        ("<c t=\"b\"><v>1</v></c>", "TRUE"),
        ("<c t=\"b\"><v>0</v></c>", "FALSE"),
        ("<c t=\"e\"><v>#REF!</v></c>", "#REF!"),
        ("<c s=\"1\"/>", ""),
    ] {
        let table = sheet(&format!("<row>{cell}</row>")).unwrap();
        assert_eq!(table.cell(1, 1), text, "{cell}");
    }
}

#[test]
fn cells_have_the_places_that_they_state() {
    let table = sheet(
        "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c><v>2</v></c><c r=\"XFD2\" s=\"1\"/></row>\
         <row><c><v>3</v></c></row><row r=\"7\"><c r=\"AA7\"><v>4</v></c></row>",
    );
    let table = table.unwrap();
    assert_eq!(table.rows().len(), 7);
    assert_eq!(
        [
            table.cell(2, 2),
            table.cell(2, 3),
            table.cell(3, 1),
            table.cell(7, 27)
        ],
        ["1", "2", "3", "4"]
    );
    assert_eq!(table.rows()[1].len(), 3);
    for disordered in [
        "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>",
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>",
    ] {
        assert_eq!(
            refusal(disordered),
            "the workbook is damaged in `xl/worksheets/sheet1.xml`: expected cells in the order of rows and columns"
        );
    }
}

#[test]
fn days_of_1904_are_counted_from_1904() {
    let text = "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" r:id=\"a\"/></sheets></workbook>";
    let mut parts = parts("<row><c s=\"1\"><v>44386</v></c></row>");
    parts[1].1 = text.to_owned();
    let table = Table::from_xlsx(&packed(&parts), None).unwrap();
    assert_eq!((table.name(), table.cell(1, 1)), ("a", "2025-07-10"));
}

#[test]
fn sheets_are_found_by_their_names() {
    let bytes = packed(&parts("<row><c><v>1</v></c></row>"));
    assert_eq!(xlsx_sheets(&bytes).unwrap(), ["Contacts", "R & D"]);
    assert_eq!(Table::from_xlsx(&bytes, None).unwrap().name(), "Contacts");
    assert_eq!(
        Table::from_xlsx(&bytes, Some("R & D"))
            .unwrap()
            .rows()
            .len(),
        0
    );
    let error = Table::from_xlsx(&bytes, Some("contact")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the workbook has no sheet `contact`: expected `Contacts`, `R & D`; did you mean `Contacts`?"
    );
    let names: Vec<_> = Workbook::from_xlsx(&bytes)
        .unwrap()
        .tables()
        .iter()
        .map(|one| one.name().to_owned())
        .collect();
    assert_eq!(names, ["Contacts", "R & D"]);
}

#[test]
fn a_fault_names_the_sheet_the_cell_the_header_and_the_value() {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |texts: [&str; 4]| format!("<row>{}</row>", texts.map(cell).concat());
    let rows = [
        row(["Date", "Kind", "Who", "Place"]),
        row(["2025-07-10", "call", "Alpha", "#N/A"]),
        row(["soon", "call", "#REF!", "x"]),
        row(["#VALUE!", "#NAME?", "Alpha", "x"]),
    ];
    let read = TableReader::new()
        .create_actors(ActorKind::State)
        .read(&sheet(&rows.concat()).unwrap())
        .unwrap();
    let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "Contacts, cell D2 (`Place`): `#N/A` is the error value of a formula: expected its value; correct the formula, or clear the cell",
            "Contacts, cell C3 (`Who`): `#REF!` is the error value of a formula: expected its value; correct the formula, or clear the cell",
            "Contacts, cell A3 (`Date`): `soon` is not a date: expected a date such as `2022-06-30`, `30 June 2022`, `June 2022` or `5-7 May 2022`",
            "Contacts, cell A4 (`Date`): `#VALUE!` is the error value of a formula: expected its value; correct the formula, or clear the cell",
            "Contacts, cell B4 (`Kind`): `#NAME?` is the error value of a formula: expected its value; correct the formula, or clear the cell",
        ]
    );
    assert_eq!(read.timeline.events().len(), 0);
    assert_eq!(read.created, []);
}

#[test]
fn files_of_two_programs_are_read_alike() {
    for (name, mark) in [("openpyxl", ""), ("xlsxwriter-1904", "¹")] {
        let bytes = file(name);
        assert_eq!(xlsx_sheets(&bytes).unwrap(), ["Contacts 2031", "Notes"]);
        let table = Table::from_xlsx(&bytes, None).unwrap();
        let cells = |row: usize| {
            (1..=7)
                .map(|column| table.cell(row, column))
                .collect::<Vec<_>>()
        };
        let title = "Contacts of two invented states (updated weekly)";
        assert_eq!(cells(1), [title, "", "", "", "", "", ""], "{name}");
        assert_eq!(cells(2), [""; 7]);
        assert_eq!(
            cells(4),
            [
                "1",
                "2031-02-12",
                "call",
                "Aland; Borduria",
                "",
                "2031-02-12T18:30:00",
                "0.5"
            ]
        );
        let parties = format!("Aland; Borduria{mark}");
        assert_eq!(
            cells(5),
            ["2", "2031-03", "meeting", &parties, "Kelmis", "", "TRUE"]
        );
        // openpyxl stores no values of formulas.
        let remark = if mark.is_empty() { "=1/0" } else { "#DIV/0!" };
        assert_eq!(
            cells(6),
            [
                "3",
                "24-26 March 2031",
                "meeting",
                "Aland\nBorduria",
                "Kelmis",
                "",
                remark
            ]
        );

        let read = TableReader::new()
            .create_actors(ActorKind::State)
            .separators([";", "\n"])
            .remove_footnote_marks()
            .read(&table);
        let read = read.unwrap();
        assert_eq!(
            (
                read.header_row,
                read.timeline.events().len(),
                read.faults.len()
            ),
            (3, 3, 0)
        );
        let dates: Vec<String> = read
            .timeline
            .events()
            .map(|one| one.when().to_string())
            .collect();
        assert_eq!(dates, ["2031-02-12", "2031-03", "2031-03-24/2031-03-26"]);
        assert_eq!(read.notes.len(), 3);
    }
}

#[test]
fn merged_cells_are_filled_only_if_the_reader_is_told_so() {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = format!(
        "<row>{}{}{}</row><row>{}{}{}</row><row><c/>{}{}</row>",
        cell("Date"),
        cell("Kind"),
        cell("Who"),
        cell("2025-07-10"),
        cell("call"),
        cell("Alpha"),
        cell("meeting"),
        cell("Alpha")
    );
    let mut parts = parts(&rows);
    parts[5].1 = parts[5].1.replace(
        "</sheetData>",
        "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>",
    );
    let table = Table::from_xlsx(&packed(&parts), None).unwrap();
    let reader = TableReader::new().create_actors(ActorKind::State);
    let read = reader.read(&table).unwrap();
    assert_eq!(
        read.faults[0].to_string(),
        "Contacts, cell A3 (`Date`): the cell is empty: expected a date, or `undated`"
    );
    let read = reader.fill_down(Field::Date).read(&table).unwrap();
    assert_eq!((read.faults.len(), read.timeline.events().len()), (0, 2));
}

#[test]
fn a_file_that_is_something_else_is_refused_with_what_it_is() {
    let whole = packed(&parts("<row><c><v>1</v></c></row>"));
    for (bytes, message) in [
        (&b""[..], "the file is empty: expected an `.xlsx` file"),
        (
            b"date,kind\n",
            "the file is not a zip archive: expected an `.xlsx` file; read CSV with `Table::from_csv`",
        ),
        (
            b"\n<!DOCTYPE html><title>Sign in</title>",
            "the file is a web page or XML: expected an `.xlsx` file, not the page that links to it",
        ),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0",
            "the file has a password, or is an `.xls` file: expected an `.xlsx` file without a password",
        ),
        (
            &whole[..whole.len() / 2],
            "the archive is damaged or incomplete: expected the whole `.xlsx` file",
        ),
        (
            &packed(&[("mimetype", "x".to_owned())]),
            "the workbook is damaged in `_rels/.rels`: expected this part in the archive",
        ),
    ] {
        assert_eq!(
            Table::from_xlsx(bytes, None).unwrap_err().to_string(),
            message
        );
        assert_eq!(xlsx_sheets(bytes).unwrap_err().to_string(), message);
        assert!(Workbook::from_xlsx(bytes).is_err());
    }
}

#[test]
fn a_damaged_part_is_named() {
    let sheet = "xl/worksheets/sheet1.xml";
    for (part, text, expected) in [
        (sheet, "<worksheet>", "the cells of a sheet"),
        (
            sheet,
            "<worksheet><sheetData><row><c>",
            "the end of an element",
        ),
        (
            sheet,
            "<worksheet><sheetData><row r=\"0\"/></sheetData></worksheet>",
            "the number of a row",
        ),
        (
            sheet,
            "<worksheet><sheetData><row><c r=\"7C\"/></row></sheetData></worksheet>",
            "a cell such as `C7`",
        ),
        (
            sheet,
            "<worksheet><sheetData><row><c t=\"s\"><v>3</v></c></row></sheetData></worksheet>",
            "the number of a shared text",
        ),
        (
            sheet,
            "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet>&b;</worksheet>",
            "no document type",
        ),
        (sheet, "<worksheet>&b;</worksheet>", "an entity of XML"),
        (
            "xl/styles.xml",
            "<numFmt numFmtId=\"x\"/>",
            "the number of a number format",
        ),
        (
            "xl/workbook.xml",
            "<workbook><sheets/></workbook>",
            "a sheet of cells",
        ),
        (
            "xl/workbook.xml",
            "<workbook><sheet name=\"a\" r:id=\"z\"/></workbook>",
            "the name and the place of each sheet",
        ),
        ("xl/sharedStrings.xml", "<sst><si>", "the end of an element"),
        (
            "_rels/.rels",
            "<Relationships/>",
            "the place of the workbook",
        ),
    ] {
        let error = Table::from_xlsx(&changed(part, text), None).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the workbook is damaged in `{part}`: expected {expected}"),
            "{text}"
        );
    }
    let error = Table::from_xlsx(&changed(sheet, "<a></b>"), None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the workbook is damaged in `xl/worksheets/sheet1.xml`: expected well-formed XML at byte 3"
    );
}

#[test]
fn a_sheet_that_is_too_large_is_refused_before_memory_is_taken() {
    assert_eq!(
        refusal("<row r=\"1048577\"><c><v>1</v></c></row>"),
        "Contacts: 1048577 rows: expected at most 1048576"
    );
    assert_eq!(
        refusal("<row><c r=\"AMK1\"><v>1</v></c></row>"),
        "Contacts: 1025 columns: expected at most 1024"
    );
    let long = "x".repeat(131_073);
    assert_eq!(
        refusal(&format!(
            "<row><c t=\"inlineStr\"><is><t>{long}</t></is></c></row>"
        )),
        "Contacts: 131073 bytes in a cell: expected at most 131072"
    );
    // The directory states the size of the sheet after unpacking.
    let mut bomb = packed(&parts("<row><c><v>1</v></c></row>"));
    let entry = bomb
        .windows(4)
        .rposition(|mark| mark == b"PK\x01\x02")
        .unwrap();
    bomb[entry + 24..entry + 28].copy_from_slice(&u32::to_le_bytes(4_000_000_000));
    let error = xlsx_sheets(&bomb).unwrap_err().to_string();
    assert!(error.starts_with("the workbook: 40000"), "{error}");
    let end = format!(" bytes after unpacking: expected at most {MAX_UNPACKED_BYTES}");
    assert!(error.ends_with(&end), "{error}");
}

#[test]
fn a_workbook_of_tables_is_read_back_as_the_timeline() {
    let timeline = Timeline::builder()
        .actor(Actor::person("rubio").named("Marco Rubio"))
        .actor(
            Actor::person("lavrov")
                .named("Sergey Lavrov")
                .alias("=Lavrov"),
        )
        .event(
            Event::meeting("kl", "2025-07-10")
                .between("rubio", "lavrov")
                .in_person(true),
        )
        .event(Event::call("c", "2025-02").between("rubio", "lavrov"))
        .build()
        .unwrap();
    let mut parts = parts("");
    let mut sheets = String::new();
    let mut targets = String::new();
    for (at, table) in Workbook::from(&timeline).tables().iter().enumerate() {
        write!(sheets, "<sheet name=\"{}\" r:id=\"s{at}\"/>", table.name()).unwrap();
        write!(
            targets,
            "<Relationship Id=\"s{at}\" Type=\"worksheet\" Target=\"{at}.xml\"/>"
        )
        .unwrap();
        let rows = table.rows().iter().map(|row| {
            let cells = row.iter().map(|cell| {
                // A program that opens the guarded file stores TRUE as a truth value, and the rest as texts.
                let text = cell.replace('&', "&amp;").replace('<', "&lt;");
                if cell == "true" {
                    "<c t=\"b\"><v>1</v></c>".to_owned()
                } else {
                    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
                }
            });
            format!("<row>{}</row>", cells.collect::<String>())
        });
        let text = format!(
            "<worksheet><sheetData>{}</sheetData></worksheet>",
            rows.collect::<String>()
        );
        parts.push((
            ["xl/0.xml", "xl/1.xml", "xl/2.xml", "xl/3.xml", "xl/4.xml"][at],
            text,
        ));
    }
    parts[1].1 = format!("<workbook>{sheets}</workbook>");
    parts[2].1 = format!("<Relationships>{targets}</Relationships>");
    let read = Workbook::from_xlsx(&packed(&parts))
        .unwrap()
        .to_timeline()
        .unwrap();
    assert_eq!(read.faults, []);
    assert!(read.timeline == timeline);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damaged_bytes_cause_no_panic(at in 0.0_f64..1.0, byte: u8, cut in 0.0_f64..1.0) {
        let mut bytes = file("openpyxl");
        let length = f64::from(u32::try_from(bytes.len()).unwrap());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let [at, cut] = [at * length, cut * length].map(|place| place as usize);
        bytes[at] = byte;
        let _ = Workbook::from_xlsx(&bytes);
        let _ = Workbook::from_xlsx(&bytes[..cut]);
    }

    #[test]
    fn sheets_of_any_form_cause_no_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "<row>", "</row>", "<row r=\"3\">", "<c>", "</c>", "<c r=\"B2\" t=\"s\">", "<c s=\"2\">", "<c t=\"b\">", "<v>", "</v>", "0", "1.5", "-", "<f>",
        "</f>", "<is>", "</is>", "<t>", "</t>", "&amp;", "&#x0;", "&x;", "<", ">", "\"", "</sheetData>", "<!--", "-->", "<![CDATA[", "]]>", "_x0041_",
    ]), 0..24)) {
        let rows = pieces.concat();
        if let Ok(table) = sheet(&rows) {
            let _ = TableReader::new().create_actors(ActorKind::Person).header_row(1).read(&table);
            let back = Table::from_csv("Contacts", table.to_csv(CellGuard::Formulas).as_bytes()).unwrap();
            for (at, row) in table.rows().iter().enumerate() {
                for (column, cell) in row.iter().enumerate() {
                    prop_assert_eq!(back.cell(at + 1, column + 1), cell);
                }
            }
        }
    }

    #[test]
    fn the_text_of_a_cell_is_that_of_the_sheet(text in "[ -~é¹\n]{0,12}") {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('_', "_x005F_").replace('\n', "&#10;");
        // An apostrophe before a text that a program would change is a guard.
        prop_assume!(!text.starts_with('\''));
        let table = sheet(&format!("<row><c t=\"inlineStr\"><is><t>{escaped}</t></is></c></row>")).unwrap();
        prop_assert_eq!(table.cell(1, 1), text.as_str());
    }
}

#[test]
fn an_error_value_in_csv_is_a_fault_as_well() {
    let table = Table::from_csv(
        "contacts",
        b"date,kind,who,notes\n#N/A,call,Rubio,#REF!\n2025,call,Rubio,#REF!\n",
    )
    .unwrap();
    let read = TableReader::new()
        .create_actors(ActorKind::Person)
        .read(&table)
        .unwrap();
    let codes: Vec<_> = read
        .faults
        .iter()
        .map(|one| (one.kind, one.column.as_str(), one.row))
        .collect();
    assert_eq!(codes, [(SheetFaultKind::ErrorValue, "A", 2)]);
    assert_eq!(read.notes[0].text, "#REF!");
}

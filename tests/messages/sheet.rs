//! Tables of events: faults of a whole table, and of each kind of cell.

use detente::Actor;
use detente::actor::ActorKind;
use detente::sheet::{Field, MAX_CELL_BYTES, SheetFaultKind, Table, TableReader, Workbook};

use super::Messages;

pub(crate) fn add(list: &mut Messages) {
    whole(list);
    cells(list);
}

fn table(csv: &str) -> Table {
    Table::from_csv("contacts", csv.as_bytes()).expect("the text is a table")
}

/// An archive that is not a workbook.
fn archive() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer
        .start_file("mimetype", options)
        .expect("the name is new");
    let bytes = writer.finish().expect("memory is written");
    bytes.into_inner()
}

fn whole(list: &mut Messages) {
    let long = vec![vec!["x".repeat(MAX_CELL_BYTES + 1)]];
    let two = TableReader::new()
        .column("on", Field::Date)
        .column("at", Field::Date);
    let twice = TableReader::new().actors([Actor::person("rubio"), Actor::person("rubio")]);
    let read = |reader: TableReader, csv: &str| reader.read(&table(csv));
    let xlsx = include_bytes!("../data/sheet/openpyxl.xlsx");
    super::refused! {list;
        "SheetError::NotUtf8" => Table::from_csv("contacts", b"date,who\n2025-07-10,Fran\xE7ois\n");
        "SheetError::TooMany" => Table::new("contacts", long);
        "SheetError::NoHeader" => read(TableReader::new(), "Datum,Art\n2025-07-10,Treffen\n");
        "SheetError::UnknownColumn" => read(TableReader::new().column("plce", Field::Place), "date,kind,place\n");
        "SheetError::TwoColumns" => read(two, "on,at,kind\n");
        "SheetError::MissingField, date" => read(TableReader::new().header_row(1), "kind,who\n");
        "SheetError::MissingField, kind" => read(TableReader::new(), "date,who\n");
        "SheetError::NotXlsx, nothing" => Table::from_xlsx(b"", None);
        "SheetError::NotXlsx, CSV" => Table::from_xlsx(b"date,kind\n", None);
        "SheetError::NotXlsx, a page" => Table::from_xlsx(b"<html>", None);
        "SheetError::NotXlsx, with a password" => Table::from_xlsx(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", None);
        "SheetError::NotXlsx, a part of it" => Table::from_xlsx(&xlsx[..2_000], None);
        "SheetError::Damaged" => Table::from_xlsx(&archive(), None);
        "SheetError::UnknownSheet" => Table::from_xlsx(xlsx, Some("Contact 2031"));
        "SheetError::MissingTable" => Workbook::new(Vec::new()).to_timeline();
        "SheetError::Actors" => read(twice, "date,kind\n");
    }
}

/// A row with one fault for each kind of fault.
fn cells(list: &mut Messages) {
    let reader = TableReader::new().column("role", Field::Role).actors([
        Actor::person("rubio").named("Marco Rubio"),
        Actor::person("lavrov").named("Sergey Lavrov"),
        Actor::person("lavrova").named("Sergey Lavrov"),
    ]);
    let header = "id,date,kind,who,role,status,code,source,url";
    let mut seen = Vec::new();
    for row in [
        "a,,call,,,,,,",
        "a,2025-07-32,call,,,,,,",
        "a,early March,call,,,,,,",
        "a,30/6/22,call,,,,,,",
        "a,10.7.2025,call,,,,,,",
        "a,2025-07-10,parley,,,,,,",
        "a,2025-07-10,call,,guest,,,,",
        "a,2025-07-10,call,,,off,,TASS,",
        "a,2025-07-10,call,,,,parley,,",
        "a\u{200b},2025-07-10,call,,,,,,",
        "a,#REF!,call,,,,,,",
        "a,2025-07-10,call,Rubioo,,,,,",
        "a,2025-07-10,call,Vladimir Putin,,,,,",
        "a,2025-07-10,call,Sergey Lavrov,,,,,",
        "a,2025-07-10,call,\"Putin, Vladimir\",,,,,",
        "a,2025-07-10,call,Ukraine*,,,,,",
        "a,2025-07-10,call,rubio; Marco Rubio,,,,,",
        "a,2025-07-10,call,,,,,,\na,2025-07-11,call,,,,,,",
        "a,2025-07-10,call,,,,,,,more",
        "a,2025-07-10,call,,,,,TASS; Reuters,https://tass.com/1",
        "a,2025-07-10,call,,,,,,https://tass.com/1 2",
        "a,2025-07-10,call,,,planned,,,",
        "a,2025-07-10,call,,,planned,,TASS,",
        "a,2025-07-10,statement,,,,,,",
        "a,2025-07-10,act,rubio,,,,,",
    ] {
        let read = reader.read(&table(&format!("{header}\n{row}\n")));
        let read = read.expect("the table has a header");
        let [fault] = read.faults.as_slice() else {
            list.problems.push(format!("{row}: {:?}", read.faults));
            continue;
        };
        seen.push(fault.kind);
        list.error(
            &format!("SheetFault, {}: {}", fault.kind, row.escape_debug()),
            fault,
        );
    }
    // More names than an event has participants.
    let names: Vec<String> = (0..257).map(|number| format!("n{number}")).collect();
    let csv = format!("date,kind,who\n2025-07-10,call,{}\n", names.join(";"));
    let read = TableReader::new()
        .create_actors(ActorKind::Person)
        .read(&table(&csv));
    let fault = &read.expect("the table has a header").faults[0];
    seen.push(fault.kind);
    list.error("SheetFault, refused: 257 names", fault);
    for code in SheetFaultKind::ALL {
        assert!(seen.contains(&code), "{code} is not in the list");
    }
}

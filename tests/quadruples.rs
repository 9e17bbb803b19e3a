//! Quadruples of knowledge graphs: in words, and in numbers of lists.

#![cfg(feature = "import")]

use chrono::{Days, NaiveDate, TimeDelta};
use detente::code::Country;
use detente::import::{
    Format, IdList, IdListError, Import, ImportError, Importer, Options, PartyRule,
    QuadrupleLayout, RowReader, RowWarning,
};
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn list(names: &[&str]) -> IdList {
    IdList::from_pairs(names.iter().copied().zip(0..)).unwrap()
}

fn in_words() -> Format {
    Format::Quadruples(QuadrupleLayout::in_words())
}

fn import(text: &str, format: &Format) -> Import {
    let mut importer = Importer::new(Options::new(format.clone()));
    importer
        .read(&mut RowReader::new(text.as_bytes(), format.clone()))
        .unwrap();
    importer.build().unwrap()
}

/// Day, source, act and target of each row that can be read, with the texts of the file.
fn rows(text: &str, format: &Format) -> Vec<(NaiveDate, String, String, String)> {
    let mut reader = RowReader::new(text.as_bytes(), format.clone());
    let mut rows = Vec::new();
    while let Some(row) = reader.next() {
        let Ok(row) = row else { continue };
        let names = reader.names();
        let name = |symbol: Option<_>| {
            let actor = symbol.and_then(|symbol| names.actor(symbol));
            actor.and_then(|actor| actor.name).unwrap_or("-").to_owned()
        };
        let act = names
            .code(row.act())
            .map_or("-".to_owned(), |code| code.to_string());
        rows.push((row.date(), name(row.source()), act, name(row.target())));
    }
    rows
}

/// The parties of source and target of a row, by country.
fn parties(subject: &str, object: &str) -> [Option<String>; 2] {
    let line = format!("{subject}\tConsult\t{object}\t2014-05-02\n");
    let mut reader = RowReader::new(line.as_bytes(), in_words());
    let row = reader.next().unwrap().unwrap();
    [row.source(), row.target()].map(|symbol| {
        let actor = reader.names().actor(symbol?)?;
        PartyRule::Country.party_of(actor).map(str::to_owned)
    })
}

// In words.

const FACTS: &str = "\
Foreign Ministry (Russia)\tConsult\tFrance\t2014-05-02
Citizen (Nigeria)\tProtest violently, riot\tPolice (Nigeria)\t2014-05-02
Ada Example\tMake a visit\tSouth Korea\t2014-05-03
Head of Government (South Korea)\tHost a visit\tAda Example\t2014-05-03
Iran\tExpress intent to meet or negotiate\tForeign Affairs (United Kingdom)\t2014-05-05
Media (Africa)\tMake statement\tMilitary (Democratic Republic of Congo)\t2014-05-06
Court Judge (Cote d'Ivoire)\tArrest, detain, or charge with legal action\tEmployee (Mali)\t2014-05-07
Rebel Group (Made Up Army (Unit 5))\tUse conventional military force\tUkraine\t2014-05-08
";

#[test]
fn facts_in_words_count_between_the_countries_of_their_actors() {
    let import = import(FACTS, &in_words());
    let summary = &import.summary;
    assert_eq!((summary.read, summary.kept, summary.refused), (8, 3, 0));
    let kept = [("RUS", "FRA"), ("IRN", "GBR"), ("CIV", "MLI")];
    assert_eq!(import.ledger.len(), kept.len());
    for (source, target) in kept {
        assert!(
            import.ledger.dyad(source, target).is_some(),
            "{source} {target}"
        );
    }
    // Two rows with a person, and one with a group of no country.
    assert_eq!(summary.warning(RowWarning::NoParty).skipped, 3);
    assert_eq!(summary.warning(RowWarning::Region).skipped, 1);
    assert_eq!(summary.warning(RowWarning::SelfPair).skipped, 1);
    assert_eq!(summary.warning(RowWarning::UnknownCountry).rows, 0);
    assert_eq!(summary.warning(RowWarning::UnknownCode).rows, 0);
    assert!(summary.unvalued_codes.is_empty());
}

#[test]
fn relations_in_words_are_codes_of_cameo() {
    let acts: Vec<String> = rows(FACTS, &in_words())
        .into_iter()
        .map(|row| row.2)
        .collect();
    let codes = ["040", "145", "042", "043", "036", "010", "173", "190"];
    assert_eq!(acts, codes.map(|code| format!("cameo:{code}")));
}

#[test]
fn blanks_can_be_underscores() {
    let facts = "Police_(South_Korea)\tReturn,_release_person(s)\tCote_d'Ivoire\t2014-01-02\n";
    let import = import(facts, &in_words());
    let days = import.ledger.dyad("KOR", "CIV").unwrap().directed();
    assert_eq!(days.spans().count(), 1);
}

#[test]
fn an_actor_belongs_to_the_country_in_its_last_parentheses() {
    let of = |actor: &str| parties(actor, "France").map(Option::unwrap_or_default);
    for (actor, party) in [
        ("Police (Australia)", "AUS"),
        ("Citizen (Palestinian Territory, Occupied)", "PSE"),
        ("Citizen (Holy See (Vatican City State))", "VAT"),
        ("Holy See (Vatican City State)", "VAT"),
        ("Party (Left) (Senegal)", "SEN"),
        ("Media (Africa)", "AFR"),
        ("Example League (N)", ""),
        ("Example Action Party (PAN)", ""),
        ("Citizen (International)", ""),
        ("Insurgent (Example Army)", ""),
        ("Police (Australia", ""),
    ] {
        assert_eq!(of(actor), [party, "FRA"], "{actor}");
    }
}

#[test]
fn the_whole_name_is_a_party_if_that_is_asked_for() {
    let mut reader = RowReader::new(FACTS.as_bytes(), in_words());
    let row = reader.next().unwrap().unwrap();
    let actor = reader.names().actor(row.source().unwrap()).unwrap();
    assert_eq!(actor.code, None);
    assert_eq!(actor.country, Some("Russia"));
    for rule in [PartyRule::Code, PartyRule::Name] {
        assert_eq!(rule.party_of(actor), Some("Foreign Ministry (Russia)"));
    }
}

#[test]
fn a_former_name_belongs_to_the_state_of_the_year() {
    let facts = "Police (Yemen)\tThreaten\tFrance\t1985-01-01\n\
        Police (Yemen)\tThreaten\tFrance\t1995-01-01\n";
    let import = import(facts, &in_words());
    let north = Country::from_name("North Yemen", None).unwrap();
    let north = north.cameo().or(north.iso3()).unwrap_or(north.name());
    assert_eq!(import.ledger.len(), 2);
    assert!(import.ledger.dyad(north, "FRA").is_some());
    assert!(import.ledger.dyad("YEM", "FRA").is_some());
}

#[test]
fn unknown_relations_are_counted_with_their_first_row() {
    let facts = "Iran\tneighbor\tIraq\t2014-05-02\n\
        France\tlocatedin\tRussia\t2014-05-02\nIran\tneighbor\tTurkey\t2014-05-03\n";
    let import = import(facts, &in_words());
    let unknown = import.summary.warning(RowWarning::UnknownCode);
    assert_eq!((unknown.rows, unknown.first.as_ref().unwrap().line), (3, 1));
    let unvalued = &import.summary.unvalued_codes;
    let unvalued: Vec<_> = unvalued
        .iter()
        .map(|(code, rows)| (code.to_string(), *rows))
        .collect();
    assert_eq!(
        unvalued,
        [
            ("file:neighbor".to_owned(), 2),
            ("file:locatedin".to_owned(), 1)
        ]
    );
    assert_eq!(import.summary.unmarked.no_value, 3);
}

#[test]
fn numbers_without_lists_are_names_and_not_codes() {
    let import = import("8\t42\t15\t2014-05-02\n", &in_words());
    assert_eq!(import.summary.warning(RowWarning::NoParty).skipped, 1);
    let rows = rows("8\t42\t15\t2014-05-02\n", &in_words());
    assert_eq!(
        rows,
        [(
            date("2014-05-02"),
            "8".into(),
            "file:42".into(),
            "15".into()
        )]
    );
}

#[test]
fn rows_in_words_are_refused_for_what_is_wrong() {
    let fault = |line: &str| {
        let mut reader = RowReader::new(line.as_bytes(), in_words());
        reader.next().unwrap().unwrap_err().to_string()
    };
    assert_eq!(
        fault("Iran\tConsult\tIraq\t2/3/2014"),
        "line 1: column 4 (time) is `2/3/2014`: expected a date, YYYY-MM-DD"
    );
    assert_eq!(
        fault("Iran\tConsult\tIraq"),
        "line 1: the row has 3 columns: expected subject, relation, object and time"
    );
    assert_eq!(
        fault("Iran\t \tIraq\t2014-01-01"),
        "line 1: column 2 (relation) is ``: expected words"
    );
    let long = format!("{}\tConsult\tIraq\t2014-01-01", "x".repeat(1_001));
    assert!(fault(&long).ends_with("expected at most 1000 bytes"));
    let mut reader = RowReader::new(long.as_bytes(), in_words());
    assert!(reader.next().unwrap().is_err());
    assert!(reader.names().is_empty());
}

#[test]
fn missing_actors_are_missing() {
    let facts = "\tConsult\tIraq\t2014-01-01\nIran\tConsult\t \t2014-01-01\n";
    let import = import(facts, &in_words());
    assert_eq!(import.summary.warning(RowWarning::MissingSource).skipped, 1);
    assert_eq!(import.summary.warning(RowWarning::MissingTarget).skipped, 1);
}

#[test]
fn a_first_line_of_names_is_a_header() {
    let facts = format!("head\trelation\ttail\ttime\n{FACTS}");
    let import = import(&facts, &in_words());
    assert_eq!((import.summary.read, import.summary.headers), (8, 1));
}

#[test]
fn facts_in_words_are_detected() {
    for first_line in FACTS.lines() {
        let detected = Format::detect(first_line.as_bytes());
        assert_eq!(detected.format(), Some(&in_words()), "{detected}");
    }
    for first_line in [
        "Iran\tneighbor\tIraq\t2014-01-01",
        "Iran\tConsult\tIraq\t5",
        "Iran\tConsult\t2014-01-01",
        "0\t0\t1\t24\t-1",
    ] {
        let detected = Format::detect(first_line.as_bytes());
        assert_eq!(detected.format(), None, "{detected}");
    }
}

// In numbers.

const ENTITIES: &str =
    "Foreign Ministry (Russia)\t0\nFrance\t1\nGovernment (India)\t2\nChina\t3\nSouth Korea\t4\n";
const RELATIONS: &str =
    "Make a visit\t0\nHost a visit\t1\nConsult\t2\nCriticize or denounce\t3\nThreaten\t4\n";
const TRAIN: &str =
    "0\t0\t1\t0\n1\t1\t0\t0\n2\t2\t3\t24\n0\t3\t4\t48\n4\t0\t0\t72\n3\t4\t2\t96\n0\t0\t9\t120\n";

fn in_hours() -> Format {
    let entities = IdList::read(ENTITIES.as_bytes()).unwrap();
    let relations = IdList::read(RELATIONS.as_bytes()).unwrap();
    let layout = QuadrupleLayout::in_numbers(entities, relations);
    let layout = layout.with_steps(date("2018-01-01"), TimeDelta::hours(1));
    Format::Quadruples(layout.unwrap())
}

#[test]
fn numbers_are_looked_up_in_the_lists() {
    let rows = rows(TRAIN, &in_hours());
    assert_eq!(rows.len(), 6);
    let row = |day: &str, source: &str, code: &str, target: &str| {
        let texts = [
            source.to_owned(),
            format!("cameo:{code}"),
            target.to_owned(),
        ];
        let [source, code, target] = texts;
        (date(day), source, code, target)
    };
    let russia = "Foreign Ministry (Russia)";
    assert_eq!(rows[0], row("2018-01-01", russia, "042", "France"));
    assert_eq!(
        rows[2],
        row("2018-01-02", "Government (India)", "040", "China")
    );
    assert_eq!(
        rows[5],
        row("2018-01-05", "China", "130", "Government (India)")
    );

    let import = import(TRAIN, &in_hours());
    assert_eq!((import.summary.read, import.summary.refused), (7, 1));
    let pairs = [("RUS", "FRA"), ("IND", "CHN"), ("RUS", "KOR")];
    for (source, target) in pairs {
        assert!(
            import.ledger.dyad(source, target).is_some(),
            "{source} {target}"
        );
    }
    assert_eq!(import.ledger.len(), pairs.len());
}

#[test]
fn a_number_that_no_list_has_is_named() {
    let fault = |line: &str| {
        let mut reader = RowReader::new(line.as_bytes(), in_hours());
        let fault = reader.next().unwrap().unwrap_err();
        assert!(reader.names().is_empty());
        fault.to_string()
    };
    for (line, message) in [
        (
            "0\t0\t9\t0",
            "line 1: column 3 (object) is `9`: expected a number of the list of entities, 0 to 4",
        ),
        (
            "9\t0\t0\t0",
            "line 1: column 1 (subject) is `9`: expected a number of the list of entities, 0 to 4",
        ),
        (
            "0\t5\t1\t0",
            "line 1: column 2 (relation) is `5`: expected a number of the list of relations, 0 to 4",
        ),
        (
            "France\t0\t1\t0",
            "line 1: column 1 (subject) is `France`: expected a number of the list of entities, 0 to 4",
        ),
        (
            "0\t0\t1\t-1",
            "line 1: column 4 (time) is `-1`: expected a number of steps of time",
        ),
        (
            "0\t0\t1\t99999999999999999999",
            "line 1: column 4 (time) is `99999999999999999999`: expected a number of steps of time",
        ),
        (
            "0\t0\t1\t9999999999999999999",
            "line 1: column 4 (time) is `9999999999999999999`: expected a number of steps of time",
        ),
        (
            "0\t0\t1",
            "line 1: the row has 3 columns: expected subject, relation, object and time",
        ),
    ] {
        assert_eq!(fault(line), message);
    }
}

#[test]
fn a_fifth_column_and_blanks_between_numbers_are_accepted() {
    let with_fifth = "0\t0\t1\t24\t-1\n";
    let plain = "0\t0\t1\t24\n";
    let expected = rows(plain, &in_hours());
    assert_eq!(expected.len(), 1);
    assert_eq!(rows(with_fifth, &in_hours()), expected);
    for with_blanks in [
        "0 0 1 24\n",
        "0   0  1  24\n",
        "  0 0   1 24  -1 \r\n",
        "0 \t 0\t  1\t24\n",
    ] {
        assert_eq!(rows(with_blanks, &in_hours()), expected, "{with_blanks}");
    }
}

#[test]
fn the_delimiter_of_a_file_is_named() {
    let message = |text: &str, format: Format| {
        let mut reader = RowReader::new(text.as_bytes(), format);
        reader.next().unwrap().unwrap_err().to_string()
    };
    assert_eq!(
        message(
            "date,head,tail,relation_type\n1514764800,0,1,0\n",
            in_hours()
        ),
        "line 1: the row has 1 column: expected subject, relation, object and time, separated by tabs or blanks, \
         found commas"
    );
    assert_eq!(
        message("Iran|Consult|Iraq|2014-05-02\n", in_words()),
        "line 1: the row has 1 column: expected subject, relation, object and time, separated by tabs, found bars"
    );
    // A comma of a relation separates nothing.
    assert_eq!(
        message(
            "Iran   Reduce or stop aid, general   Iraq   2014-05-02\n",
            in_words()
        ),
        "line 1: the row has 1 column: expected subject, relation, object and time, separated by tabs"
    );
    assert_eq!(
        message("0 0 1\n", in_hours()),
        "line 1: the row has 3 columns: expected subject, relation, object and time, separated by tabs or blanks"
    );
}

#[test]
fn steps_can_be_seconds_since_1970() {
    let layout = QuadrupleLayout::in_numbers(list(&["Iran", "France"]), list(&["Consult"]));
    let layout = layout
        .with_steps(date("1970-01-01"), TimeDelta::seconds(1))
        .unwrap();
    let found = rows("0\t0\t1\t1514851199\n", &Format::Quadruples(layout));
    assert_eq!(found[0].0, date("2018-01-01"));
}

#[test]
fn a_time_that_is_a_number_names_the_setting() {
    let lists = || (list(&["Iran", "France"]), list(&["Consult"]));
    let in_numbers = QuadrupleLayout::in_numbers(lists().0, lists().1);
    for (line, format) in [
        ("Iran\tConsult\tFrance\t7272\n", in_words()),
        ("0\t0\t1\t7272\n", Format::Quadruples(in_numbers)),
    ] {
        let fault = RowReader::new(line.as_bytes(), format)
            .next()
            .unwrap()
            .unwrap_err();
        assert_eq!(
            fault.to_string(),
            "line 1: column 4 (time) is `7272`: expected a date, YYYY-MM-DD; for a number of steps of time, state \
             `with_steps`"
        );
    }
}

#[test]
fn relations_of_a_list_can_be_codes() {
    let entities = list(&["EGYPT", "THE PRESIDENT", "NIGERIA"]);
    let relations = list(&["020", "1724", "042"]);
    let layout = QuadrupleLayout::in_numbers(entities, relations);
    let layout = layout
        .with_steps(date("2018-01-01"), TimeDelta::minutes(1))
        .unwrap();
    let format = Format::Quadruples(layout);
    let train = "0\t0\t2\t0\n0\t1\t2\t1425\n0\t2\t2\t1440\n1\t2\t2\t1455\n";
    let acts: Vec<_> = rows(train, &format)
        .into_iter()
        .map(|row| (row.0, row.2))
        .collect();
    assert_eq!(
        acts,
        [
            (date("2018-01-01"), "cameo:020".to_owned()),
            (date("2018-01-01"), "cameo:1724".to_owned()),
            (date("2018-01-02"), "cameo:042".to_owned()),
            (date("2018-01-02"), "cameo:042".to_owned()),
        ]
    );
    let import = import(train, &format);
    assert_eq!(import.ledger.len(), 1);
    assert!(import.ledger.dyad("EGY", "NGA").is_some());
    assert_eq!(import.summary.warning(RowWarning::NoParty).skipped, 1);
}

#[test]
fn a_step_has_at_least_a_second() {
    let layout = QuadrupleLayout::in_words();
    for step in [
        TimeDelta::zero(),
        TimeDelta::milliseconds(999),
        TimeDelta::days(-1),
    ] {
        let error = layout
            .clone()
            .with_steps(date("2018-01-01"), step)
            .unwrap_err();
        assert!(matches!(error, ImportError::Step { .. }));
        assert!(
            error.to_string().ends_with("expected at least one second"),
            "{error}"
        );
    }
}

#[test]
fn days_are_counted_to_the_end_of_the_calendar() {
    let layout = QuadrupleLayout::in_words();
    let layout = layout
        .with_steps(NaiveDate::MAX, TimeDelta::days(1))
        .unwrap();
    let mut reader = RowReader::new(&b"Iran\tConsult\tIraq\t0\n"[..], Format::Quadruples(layout));
    assert!(reader.next().unwrap().is_err());
}

#[test]
fn a_layout_survives_json() {
    for format in [in_words(), in_hours()] {
        let text = serde_json::to_string(&format).unwrap();
        assert_eq!(serde_json::from_str::<Format>(&text).unwrap(), format);
    }
    let zero =
        r#"{"kind":"quadruples","layout":{"ids":null,"steps":{"first":"2018-01-01","seconds":0}}}"#;
    assert!(serde_json::from_str::<Format>(zero).is_err());
    let hole = r#"{"kind":"quadruples","layout":{"ids":{"entities":[["A",1]],"relations":[]},"steps":null}}"#;
    let error = serde_json::from_str::<Format>(hole).unwrap_err();
    assert!(
        error.to_string().contains("no name has the number 0"),
        "{error}"
    );
}

// Lists.

#[test]
fn a_list_is_read_in_any_order() {
    let list = IdList::read(&b"\xef\xbb\xbfB\t1\r\n\nA (x\t)\t3\nC d\t0"[..]);
    // A name has no tab.
    assert!(matches!(list, Err(IdListError::Line { line: 3, .. })));
    let list = IdList::read(&b"\xef\xbb\xbfB\t1\r\n\nA (x)\t3\nC d\t0"[..]).unwrap();
    let names: Vec<_> = list.iter().collect();
    assert_eq!(names, [("C d", 0), ("B", 1), ("A (x)", 3)]);
    assert_eq!(
        [0, 1, 2, 3, 4].map(|id| list.name(id)),
        [Some("C d"), Some("B"), None, Some("A (x)"), None]
    );
    // With a count in the first line, and blanks for tabs.
    let counted = IdList::read(&b"3\nC d   0\nB 1\n  A (x)  3 \n"[..]).unwrap();
    assert_eq!(counted, list);
}

#[test]
fn what_is_no_list_is_refused() {
    let error = |text: &str| IdList::read(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        error("5\t5\n"),
        "no name has the number 0: expected a list such as `entity2id.txt`, whose numbers start with 0"
    );
    assert_eq!(
        error("23033\t256\t0\n"),
        "line 1 is `23033\\t256\\t0`: expected a name and its number, separated by a tab"
    );
    assert_eq!(error(""), error("5\t5\n"));
    assert_eq!(
        error("edge_id,type\n0,Make statement\n"),
        "line 1 is `edge_id,type`: expected a name and its number, separated by a tab, found commas"
    );
    assert_eq!(
        error("Reduce aid, general\n"),
        "line 1 is `Reduce aid, general`: expected a name and its number, separated by a tab"
    );
    assert_eq!(
        error("A\t0\nB\tone\n"),
        "line 2 is `B\\tone`: expected a name and its number, separated by a tab"
    );
    assert_eq!(
        error("A\t0\nB\t0\n"),
        "`A` and `B` have the number 0: expected a number for each name"
    );
    assert_eq!(
        error("A\t99999999\n"),
        "`A` has the number 99999999: expected numbers below 4194304"
    );
    assert_eq!(
        error("<!DOCTYPE html>\n<html>\n"),
        "the input is an HTML page (it starts with `<!DOCTYPE html`): expected a list such as `entity2id.txt`; a \
         server sends one instead of a missing file, so check the address and download it again"
    );
    let packed = IdList::read(&b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03K\xe4\xe2\x02\x00"[..]);
    assert_eq!(
        packed.unwrap_err().to_string(),
        "the input is packed with gzip (it starts with the bytes 1F 8B): expected a list such as \
         `entity2id.txt`; unpack it with `import::unpack`"
    );
    let utf16: Vec<u8> = "\u{feff}Iran\t0\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let wrong = IdList::read(utf16.as_slice()).unwrap_err();
    assert!(matches!(&wrong, IdListError::WrongFile { found, .. } if found == "text in UTF-16"));
    assert_eq!(
        wrong.to_string(),
        "the input is text in UTF-16 (it starts with the bytes FF FE): expected a list such as \
         `entity2id.txt`; save it as UTF-8"
    );
    assert_eq!(
        error("A\t0\n{\n"),
        "line 2 is `{`: expected a name and its number, separated by a tab"
    );
    let blank = IdList::from_pairs([("A", 0), (" ", 1)]).unwrap_err();
    assert_eq!(
        blank.to_string(),
        "the name with the number 1 is ``: expected 1 to 1000 bytes that are not blank"
    );
}

// Laws.

const NAMES: [&str; 8] = [
    "Iran",
    "Police (Australia)",
    "Africa",
    "Ada Example",
    "Citizen (Holy See (Vatican City State))",
    "Insurgent (Example Army)",
    "South_Korea",
    "Georgia",
];
const TEXTS: [&str; 5] = ["Consult", "Make_a_visit", "Threaten", "neighbor", "Yield"];

proptest! {
    /// Numbers with lists read as the words that the lists have, and dates as the steps count.
    #[test]
    fn numbers_read_as_the_words_of_the_lists(
        facts in prop::collection::vec((0..10_usize, 0..7_usize, 0..10_usize, 0..200_u64), 0..12),
        hours in 1..50_i64,
    ) {
        let first = date("2016-02-27");
        let layout = QuadrupleLayout::in_numbers(list(&NAMES), list(&TEXTS));
        let layout = layout.with_steps(first, TimeDelta::hours(hours)).unwrap();
        let numbers: Vec<String> = facts
            .iter()
            .map(|(subject, relation, object, step)| format!("{subject}\t{relation}\t{object}\t{step}\n"))
            .collect();
        let numbers = numbers.concat();
        let is_listed = |&&(subject, relation, object, _): &&(usize, usize, usize, u64)| {
            subject < NAMES.len() && relation < TEXTS.len() && object < NAMES.len()
        };
        let words: Vec<String> = facts
            .iter()
            .filter(is_listed)
            .map(|&(subject, relation, object, step)| {
                let days = step * u64::try_from(hours).unwrap() / 24;
                let day = first + Days::new(days);
                format!("{}\t{}\t{}\t{day}\n", NAMES[subject], TEXTS[relation], NAMES[object])
            })
            .collect();
        let words = words.concat();
        let format = Format::Quadruples(layout);
        prop_assert_eq!(rows(&numbers, &format), rows(&words, &in_words()));
        let (numbers, words) = (import(&numbers, &format), import(&words, &in_words()));
        prop_assert_eq!(numbers.summary.kept, words.summary.kept);
        prop_assert_eq!(numbers.ledger, words.ledger);
    }

    /// A naive reading of parentheses: the shortest text at the end that is balanced.
    #[test]
    fn countries_in_parentheses_are_found_as_a_naive_search_finds_them(
        parts in prop::collection::vec(
            prop::sample::select(vec!["Iran", "Mali", "x", "(", ")", " ", "Africa"]), 0..8),
    ) {
        let name = parts.concat();
        let expected = naive_country(&name);
        let found = parties(&name, "France");
        prop_assert_eq!(&found[0], &expected, "{}", name);
        prop_assert_eq!(found[1].as_deref(), Some("FRA"));
    }

    /// Any bytes are read or refused, and every row has its line.
    #[test]
    fn any_bytes_are_read_or_refused(
        lines in prop::collection::vec(prop::collection::vec(
            prop::sample::select(b"0129\t\t\t\n \r(),_\"\xff\x1fAIran".to_vec()), 0..40), 0..6),
    ) {
        let bytes = lines.join(&b'\n');
        for format in [in_words(), in_hours()] {
            let mut importer = Importer::new(Options::new(format.clone()));
            let _ = importer.read(&mut RowReader::new(bytes.as_slice(), format));
            let summary = importer.summary();
            prop_assert_eq!(summary.read, summary.kept + summary.merged + summary.skipped());
            importer.build().unwrap();
        }
        let _ = IdList::read(bytes.as_slice());
    }
}

/// The party of a name, by trying every start from the left.
fn naive_country(name: &str) -> Option<String> {
    let name = name.trim();
    if let Some(country) = Country::from_name(name, None) {
        let code = country.cameo().or(country.iso3());
        return Some(code.unwrap_or(country.name()).to_owned());
    }
    // The last opening parenthesis whose text up to the end is balanced.
    let starts = name.char_indices().rev().filter(|(_, char)| *char == '(');
    for (start, _) in starts {
        let rest = &name[start..];
        let (opens, closes) = (rest.matches('(').count(), rest.matches(')').count());
        if opens == closes {
            let inside = rest.strip_prefix('(')?.strip_suffix(')')?;
            return naive_country(inside);
        }
    }
    None
}

#[test]
fn numbers_and_words_are_one_party() {
    let mut importer = Importer::new(Options::new(in_hours()));
    let mut read = |text: &str, format: Format| {
        let mut reader = RowReader::new(text.as_bytes(), format);
        importer.read(&mut reader).unwrap();
    };
    read(TRAIN, in_hours());
    read(TRAIN, in_hours());
    read(FACTS, in_words());
    let import = importer.build().unwrap();
    let pairs = ["RUS FRA", "IND CHN", "RUS KOR", "IRN GBR", "CIV MLI"];
    assert_eq!(import.ledger.len(), pairs.len());
    for pair in pairs {
        let (source, target) = pair.split_once(' ').unwrap();
        assert!(import.ledger.dyad(source, target).is_some(), "{pair}");
    }
    // The second reading of the same rows adds none.
    assert_eq!((import.summary.read, import.summary.kept), (22, 8));
}

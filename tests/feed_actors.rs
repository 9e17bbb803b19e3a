//! Parties: placeholders, spellings of countries, former names, and rows with the name table of
//! another reader.

#![cfg(feature = "import")]

use detente::event::Source;
use detente::import::{
    Conversion, ConversionError, Delimiter, Format, Import, ImportError, Importer, MentionReader,
    Options, PartyRule, PlainLayout, RowReader, RowWarning,
};

fn plain() -> Format {
    Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "callers make the format in place"
)]
fn import_by(text: &str, format: Format, options: Options) -> Import {
    let mut importer = Importer::new(options);
    importer
        .read(&mut RowReader::new(text.as_bytes(), &format))
        .unwrap();
    importer.build().unwrap()
}

fn import(text: &str) -> Import {
    import_by(text, plain(), Options::new(plain()))
}

fn pairs(imported: &Import) -> Vec<String> {
    let pairs = imported.ledger.dyads();
    pairs
        .map(|pair| format!("{}-{}", pair.actors.0, pair.actors.1))
        .collect()
}

// Placeholders.

const PLACEHOLDERS: &str = "\
    2001-09-03,---,USA,111\n\
    2001-09-04,USAGOV,---GOV,040\n\
    2001-09-05,---,---,190\n\
    2001-09-06,~GOV,RUS,020\n\
    2001-09-07,RUSGOV,~,036\n\
    2001-09-08,USA,RUS,040\n\
    2001-09-09,---MIL,~MIL,173\n\
    2001-09-10,***,RUS,040\n";

#[test]
fn a_placeholder_is_not_a_party_under_any_rule() {
    for rule in [PartyRule::Country, PartyRule::Code, PartyRule::Name] {
        let options = Options::new(plain()).with_parties(rule);
        let imported = import_by(PLACEHOLDERS, plain(), options);
        assert_eq!(pairs(&imported), ["RUS-USA"], "{rule:?}");
        let summary = imported.summary;
        assert_eq!((summary.kept, summary.skipped()), (1, 7));
        assert_eq!(summary.warning(RowWarning::MissingSource).skipped, 3);
        assert_eq!(summary.warning(RowWarning::MissingTarget).skipped, 1);
        assert_eq!(summary.warning(RowWarning::NoParty).skipped, 3);
        assert_eq!(summary.warning(RowWarning::UnknownCountry).rows, 0);
    }
    // Nor an actor of a timeline.
    let mut reader = RowReader::new(PLACEHOLDERS.as_bytes(), plain());
    let mut conversion = Conversion::new(Source::new("desk").named("The desk"));
    let mut taken = 0;
    while let Some(row) = reader.next() {
        taken += usize::from(conversion.add(&row.unwrap(), reader.names()).is_ok());
    }
    assert_eq!((taken, conversion.to_events().actors.len()), (1, 2));
}

fn gdelt(fields: &[(usize, &str)]) -> String {
    let mut row = [""; 58];
    let usual = [
        (0, "1"),
        (1, "20190301"),
        (5, "USAGOV"),
        (7, "USA"),
        (15, "RUS"),
        (17, "RUS"),
    ];
    for &(at, text) in usual
        .iter()
        .chain(&[(26, "040"), (56, "20190301")])
        .chain(fields)
    {
        row[at] = text;
    }
    row.join("\t") + "\n"
}

#[test]
fn a_placeholder_in_the_country_column_is_not_a_party() {
    let kept = |fields: &[(usize, &str)]| {
        let imported = import_by(&gdelt(fields), Format::Gdelt1, Options::new(Format::Gdelt1));
        pairs(&imported).join(" ")
    };
    assert_eq!(kept(&[]), "RUS-USA");
    // In the column of the country the code is more specific.
    assert_eq!(kept(&[(7, "---")]), "RUS-USA");
    assert_eq!(kept(&[(5, "GOV"), (7, "---")]), "");
    assert_eq!(kept(&[(5, "---GOV"), (7, "")]), "");
    assert_eq!(kept(&[(5, "---"), (6, "THE GOVERNMENT"), (7, "")]), "");
    assert_eq!(kept(&[(5, "GOV"), (7, "")]), "");
    assert_eq!(kept(&[(15, "***"), (17, "***")]), "");
}

#[test]
fn the_column_decides_about_na() {
    let header = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\t\
        CAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\n";
    let row = |id: u32, source: [&str; 2], target: [&str; 2]| {
        let ([a, b], [c, d]) = (source, target);
        format!("{id}\t2016-02-0{id}\t{a}\tx\t{b}\tConsult\t040\t1.0\t{c}\tx\t{d}\n")
    };
    let text = [
        header.to_owned(),
        row(
            1,
            ["Foreign Ministry", "Namibia"],
            ["Ministry", "South Africa"],
        ),
        row(2, ["Unspecified Actor", "NULL"], ["Government", "France"]),
        row(3, ["Envoy", "NA"], ["Head of State", "Namibia"]),
        row(4, ["President", "Namibia"], ["Envoy", ""]),
        row(5, ["NA", "Namibia"], ["Government", "Botswana"]),
        row(6, ["Government", "France"], ["NULL", "NULL"]),
    ]
    .concat();
    let imported = import_by(&text, Format::Icews, Options::new(Format::Icews));
    assert_eq!(pairs(&imported), ["BWA-NAM", "NAM-ZAF"]);
    assert_eq!(imported.summary.skipped(), 4);
    // In a table of codes, a text for a missing value is a missing actor.
    for nothing in ["NA", "NULL", "null", "None", "\\N", "#N/A", "<NA>", "nan"] {
        let text = format!("2016-02-01,{nothing},FRA,040\n2016-02-01,NAM,FRA,040\n");
        let imported = import(&text);
        assert_eq!(pairs(&imported), ["FRA-NAM"], "{nothing}");
        assert_eq!(
            imported.summary.warning(RowWarning::MissingSource).skipped,
            1
        );
    }
}

// Countries.

#[test]
fn a_state_is_one_party_in_all_spellings() {
    let spellings = [
        ("\"Korea, Republic of\"", "KOR"),
        ("\"Korea, Democratic People's Republic of\"", "PRK"),
        ("\"Iran, Islamic Republic of\"", "IRN"),
        ("\"Congo, Democratic Republic of the\"", "COD"),
        ("\"Congo, Republic of\"", "COG"),
        ("\"Moldova, Republic of\"", "MDA"),
        ("\"Tanzania, United Republic of\"", "TZA"),
        ("\"Macedonia, The Former Yugoslav Republic of\"", "MKD"),
        ("\"Venezuela, Bolivarian Republic of\"", "VEN"),
        ("\"Bolivia, Plurinational State of\"", "BOL"),
        ("\"Micronesia, Federated States of\"", "FSM"),
        ("\"Palestine, State of\"", "PSE"),
        ("\"Bahamas, The\"", "BHS"),
        ("\"Egypt, Arab Republic of\"", "EGY"),
        ("\"Yemen, Republic of\"", "YEM"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("ZAR", "COD"),
    ];
    for (at, (name, code)) in spellings.into_iter().enumerate() {
        let text = format!("2010-03-{:02},{name},France,040\n", at + 1);
        let imported = import(&text);
        let pair = [code, "FRA"];
        let (first, second) = (pair.iter().min().unwrap(), pair.iter().max().unwrap());
        assert_eq!(pairs(&imported), [format!("{first}-{second}")], "{name}");
        assert_eq!(imported.summary.warning(RowWarning::UnknownCountry).rows, 0);
        assert_eq!(imported.summary.warning(RowWarning::OutOfUse).rows, 0);
    }
}

#[test]
fn a_former_name_belongs_to_the_state_of_that_year_in_any_order() {
    let rows = [
        "1985-01-01,Yemen,France,040\n",
        "1995-01-01,Yemen,France,040\n",
        "1980-01-01,Yugoslavia,France,040\n",
        "1999-01-01,Yugoslavia,France,040\n",
        "1991-01-01,Czechoslovakia,France,040\n",
        "1985-06-01,Yemen,France,040\n",
    ];
    let expected = ["CZA-FRA", "FRA-SCG", "FRA-YEM", "FRA-YMN", "FRA-YUG"];
    for turn in 0..rows.len() {
        let (before, after) = rows.split_at(turn);
        let imported = import(&[after.concat(), before.concat()].concat());
        assert_eq!(pairs(&imported), expected);
        assert_eq!(imported.summary.warning(RowWarning::OutOfUse).rows, 0);
    }
    // A name that no state had in that year is reported with its line, and counts.
    let text = "1992-12-31,Czechoslovakia,France,040\n1993-01-01,Czechoslovakia,France,040\n\
        2005-01-01,Zaire,France,040\n1917-01-01,USSR,France,040\n";
    let imported = import(text);
    let summary = imported.summary;
    assert_eq!(
        (summary.kept, summary.warning(RowWarning::OutOfUse).rows),
        (4, 3)
    );
    assert_eq!(
        summary
            .warning(RowWarning::OutOfUse)
            .first
            .as_ref()
            .unwrap()
            .line,
        2
    );
    // An act is subtracted with the party of its day.
    let text = "1985-01-01,Yemen,France,112\n1995-01-01,Yemen,France,112\n";
    let mut reader = RowReader::new(text.as_bytes(), plain());
    let mut whole = Importer::new(Options::new(plain()));
    whole
        .read(&mut RowReader::new(text.as_bytes(), plain()))
        .unwrap();
    let mut ledger = whole.build().unwrap().ledger;
    while let Some(row) = reader.next() {
        let part = whole.ledger_of(&row.unwrap(), reader.names()).unwrap();
        ledger.unmerge(&part).unwrap();
    }
    assert!(ledger.is_empty());
}

#[test]
fn unknown_countries_are_listed_with_their_counts() {
    let of =
        |(name, rows)| (1..=rows).map(move |day| format!("2010-03-0{day},{name},France,040\n"));
    let names = [
        ("Freedonia", 3),
        ("Sylvania", 1),
        ("Ruritania", 3),
        ("Grand Fenwick", 2),
    ];
    let lines: Vec<String> = names.into_iter().flat_map(of).collect();
    let text = lines.concat() + "2010-03-01,Sylvania,Ruritania,040\n";
    let imported = import(&text);
    let listed = imported.summary.unknown_countries.iter();
    let listed: Vec<_> = listed.map(|(name, rows)| (&**name, *rows)).collect();
    let expected = [
        ("Ruritania", 4),
        ("Freedonia", 3),
        ("Grand Fenwick", 2),
        ("Sylvania", 2),
    ];
    assert_eq!(listed, expected);
    let text_of_it = imported.summary.to_string();
    assert!(
        text_of_it.contains("Ruritania (4), Freedonia (3), Grand Fenwick (2), Sylvania (2)"),
        "{text_of_it}"
    );
    // The same with merged importers.
    let mut merged = Importer::new(Options::new(plain()));
    for line in text.lines() {
        let mut part = Importer::new(Options::new(plain()));
        part.read(&mut RowReader::new(line.as_bytes(), plain()))
            .unwrap();
        merged.merge(&part).unwrap();
    }
    let merged = merged.build().unwrap();
    assert_eq!(
        merged.summary.unknown_countries,
        imported.summary.unknown_countries
    );
}

// Readers.

#[test]
fn a_row_with_the_names_of_another_reader_is_refused() {
    let mut one = RowReader::new(&b"2014-05-13,USA,RUS,042\n"[..], plain());
    let mut other = RowReader::new(&b"2014-05-13,FRA,DEU,042\n"[..], plain());
    let row = one.next().unwrap().unwrap();
    let foreign = other.next().unwrap().unwrap();
    assert!(one.names().actor(row.source().unwrap()).is_some());
    assert_eq!(other.names().actor(row.source().unwrap()), None);
    assert_ne!(row.source(), foreign.source());

    let wanted = "line 1: the row and the names come from different readers: expected the `names` of the row's reader";
    let mut conversion = Conversion::new(Source::new("desk").named("The desk"));
    let error = conversion.add(&row, other.names()).unwrap_err();
    assert_eq!(error, ConversionError::OtherReader { line: 1 });
    assert_eq!(error.to_string(), wanted);
    assert!(conversion.to_events().events.is_empty());
    assert!(conversion.add_from("desk2", &row, other.names()).is_err());

    let options = Options::new(plain());
    let importer = Importer::new(options.clone());
    let error = ImportError::OtherReader { line: 1 };
    assert_eq!(options.mark(&row, other.names()), Err(error.clone()));
    assert_eq!(importer.mark(&row, other.names()), Err(error.clone()));
    assert_eq!(importer.ledger_of(&row, other.names()).unwrap_err(), error);
    assert_eq!(error.to_string(), wanted);
    assert!(conversion.add(&row, one.names()).is_ok());

    // Words of an act are names, too.
    let mut one = RowReader::new(&b"2014-05-13,USA,RUS,toast\n"[..], plain());
    let row = one.next().unwrap().unwrap();
    assert!(one.names().code(row.act()).is_some());
    assert_eq!(other.names().code(row.act()), None);

    let line = "881990832\t20191024143000\t20191024143000\t1\tbbc.co.uk\tu\t3\t-1\t1\t2\t1\t40\t2\t2.0\t\t\n";
    let mut mentions = MentionReader::new(line.as_bytes());
    let mention = mentions.next().unwrap().unwrap();
    let error = conversion.add_mention(&mention, other.names()).unwrap_err();
    assert_eq!(error, ConversionError::OtherReader { line: 1 });
    assert_eq!(
        conversion.add_mention(&mention, mentions.names()),
        Ok(false)
    );
}

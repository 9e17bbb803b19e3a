//! Numbers of states: the Correlates of War project, Gleditsch and Ward, and M49.

use detente::code::{Country, StateNumbers};

fn name(list: StateNumbers, number: u16, year: impl Into<Option<i32>>) -> Option<&'static str> {
    Country::from_number(list, number, year).map(Country::name)
}

#[test]
fn a_number_is_the_state_that_has_it_in_the_year() {
    use StateNumbers::{Cow, GleditschWard as Gw};
    for (list, number, years) in [
        (
            Cow,
            2,
            &[
                (1815, None),
                (1816, Some("United States")),
                (2026, Some("United States")),
            ][..],
        ),
        (
            Cow,
            255,
            &[
                (1914, Some("Germany")),
                (1985, None),
                (1990, Some("Germany")),
            ],
        ),
        (Gw, 255, &[(1914, Some("Germany")), (1995, None)]),
        (
            Cow,
            260,
            &[(1954, None), (1989, Some("West Germany")), (1991, None)],
        ),
        (
            Gw,
            260,
            &[(1989, Some("West Germany")), (1991, Some("Germany"))],
        ),
        (Cow, 265, &[(1989, Some("East Germany")), (1991, None)]),
        (Gw, 265, &[(1950, Some("East Germany")), (1991, None)]),
        (
            Cow,
            345,
            &[
                (1914, Some("Serbia")),
                (1938, Some("Yugoslavia")),
                (1943, None),
                (1985, Some("Yugoslavia")),
                (1999, Some("Serbia and Montenegro")),
                (2010, Some("Serbia")),
            ],
        ),
        (Cow, 340, &[(2010, None)]),
        (
            Gw,
            345,
            &[
                (1985, Some("Yugoslavia")),
                (1999, Some("Serbia and Montenegro")),
                (2010, None),
            ],
        ),
        (
            Gw,
            340,
            &[(1900, Some("Serbia")), (1985, None), (2010, Some("Serbia"))],
        ),
        (
            Cow,
            365,
            &[
                (1914, Some("Russia")),
                (1922, Some("Russia")),
                (1923, Some("Soviet Union")),
                (1991, Some("Soviet Union")),
                (1992, Some("Russia")),
            ],
        ),
        (Cow, 678, &[(1985, Some("North Yemen")), (1995, None)]),
        (Cow, 679, &[(1985, None), (1995, Some("Yemen"))]),
        (
            Gw,
            678,
            &[(1985, Some("North Yemen")), (1995, Some("Yemen"))],
        ),
        (Gw, 679, &[(1995, None)]),
        (Cow, 680, &[(1985, Some("South Yemen"))]),
        (
            Cow,
            816,
            &[(1970, Some("North Vietnam")), (1980, Some("Vietnam"))],
        ),
        (Cow, 817, &[(1970, Some("South Vietnam")), (1980, None)]),
        (Cow, 970, &[(2010, Some("Nauru"))]),
        (Gw, 970, &[(2010, Some("Kiribati"))]),
        (Gw, 971, &[(2010, Some("Nauru"))]),
        // In no table of countries.
        (Cow, 300, &[(1914, None)]),
        (Cow, 999, &[(1914, None)]),
    ] {
        for &(year, expected) in years {
            assert_eq!(
                name(list, number, year),
                expected,
                "{list} {number} in {year}"
            );
        }
    }
}

#[test]
fn without_a_year_a_number_is_the_last_state_that_had_it() {
    use StateNumbers::{Cow, GleditschWard as Gw, M49};
    for (list, number, expected) in [
        (Cow, 365, Some("Russia")),
        (Cow, 260, Some("West Germany")),
        (Gw, 260, Some("Germany")),
        (Cow, 345, Some("Serbia")),
        (Gw, 345, Some("Serbia and Montenegro")),
        (M49, 643, Some("Russia")),
        (M49, 840, Some("United States")),
        (Cow, 840, Some("Philippines")),
        // A region.
        (M49, 150, None),
        (M49, 0, None),
        (Cow, 0, None),
    ] {
        assert_eq!(name(list, number, None), expected, "{list} {number}");
    }
}

#[test]
fn every_number_of_m49_is_that_of_iso() {
    for country in Country::all() {
        if let Some(number) = country.iso_numeric() {
            let found = Country::from_number(StateNumbers::M49, number, 2000);
            assert_eq!(found, Country::from_iso_numeric(number));
        }
    }
}

#[test]
fn in_no_year_do_two_numbers_of_a_list_mean_one_state() {
    for list in [StateNumbers::Cow, StateNumbers::GleditschWard] {
        for year in [1850, 1900, 1925, 1950, 1985, 1990, 1991, 1995, 2010, 2026] {
            let mut found: Vec<_> = (0..1000)
                .filter_map(|number| name(list, number, year))
                .collect();
            let all = found.len();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found.len(), all, "{list} in {year}");
        }
    }
    let count = |list, year: i32| {
        (0..1000)
            .filter(|&number| name(list, number, year).is_some())
            .count()
    };
    // The members of 2016, without those that the table of countries lacks: none.
    assert_eq!(count(StateNumbers::Cow, 2016), 195);
}

#[test]
fn lists_have_words() {
    for list in StateNumbers::ALL {
        assert_eq!(list.to_string().parse(), Ok(list));
    }
    assert_eq!(StateNumbers::GleditschWard.as_str(), "gw");
}

#[cfg(feature = "import")]
mod imported {
    use detente::code::StateNumbers;
    use detente::import::{
        Delimiter, Import, Importer, Options, PartyRule, PlainLayout, RowReader, RowWarning,
    };

    const TABLE: &str = "date,source,target,code\n\
        1985-03-12,2,365,040\n\
        1985-03-13,002,365,042\n\
        1985-04-01,260,265,036\n\
        1985-04-02,255,365,040\n\
        1991-01-15,2,645,130\n\
        1995-06-01,255,365,057\n";

    fn import(layout: PlainLayout) -> Import {
        let layout = layout.with_delimiter(Delimiter::Comma);
        let mut importer = Importer::new(Options::new(&layout));
        importer
            .read(&mut RowReader::new(TABLE.as_bytes(), layout))
            .unwrap();
        importer.build().unwrap()
    }

    fn actors(import: &Import) -> Vec<&str> {
        let mut names: Vec<&str> = import.ledger.actors().collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn stated_numbers_are_countries_by_date() {
        let import = import(PlainLayout::default().with_state_numbers(StateNumbers::Cow));
        assert_eq!(
            actors(&import),
            ["DEU", "GME", "GMW", "IRQ", "RUS", "USA", "USR"]
        );
        let marks = |one, other| import.ledger.dyad(one, other).unwrap().undirected().marks();
        assert_eq!(marks("USA", "USR"), 2);
        assert_eq!(marks("DEU", "RUS"), 1);
        let summary = &import.summary;
        // No state had the number 255 in 1985.
        assert_eq!(summary.warning(RowWarning::OutOfUse).rows, 1);
        assert_eq!(summary.warning(RowWarning::UnknownCountry).rows, 0);
    }

    #[test]
    fn numbers_of_no_stated_list_are_told_as_such() {
        let import = import(PlainLayout::default());
        assert_eq!(
            actors(&import),
            ["002", "2", "255", "260", "265", "365", "645"]
        );
        let summary = &import.summary;
        assert_eq!(summary.warning(RowWarning::StateNumber).rows, 6);
        assert_eq!(summary.warning(RowWarning::UnknownCountry).rows, 0);
        assert!(summary.to_string().contains(
            "6 rows: actor that looks like a state number of COW or GW, which list is not stated \
             (first: file 1, line 2)"
        ));
    }

    #[test]
    fn a_number_can_name_its_list() {
        let table = "1985-03-12\tcow:365\tgw:002\t040\n1985-03-12\tm49:840\tcow:999\t040\n";
        let mut reader = RowReader::new(table.as_bytes(), PlainLayout::default());
        let mut found = Vec::new();
        while let Some(row) = reader.next() {
            let row = row.unwrap();
            for symbol in [row.source(), row.target()].into_iter().flatten() {
                let actor = reader.names().actor(symbol).unwrap();
                found.push(PartyRule::Country.party_of(actor).unwrap().to_owned());
            }
        }
        assert_eq!(found, ["RUS", "USA", "USA", "cow:999"]);
    }
}

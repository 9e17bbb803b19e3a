//! A sample of each published layout, with its summary.
//!
//! The rows are invented. To write the summaries anew:
//!
//! ```sh
//! DETENTE_RENEW=1 cargo test --all-features --test published
//! ```

use std::io::BufReader;
use std::path::PathBuf;

use chrono::NaiveDate;
use detente::code::{Code, Scale, StateNumbers};
use detente::import::{
    DateSpelling, Delimiter, FileKind, Importer, Options, PlainLayout, Published, RowReader,
};
use proptest::prelude::*;

use super::*;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/published")
        .join(name)
}

fn sample(published: Published) -> String {
    std::fs::read_to_string(path(&format!("{published}.txt"))).expect("each layout has a sample")
}

#[test]
fn the_summary_of_each_sample_is_that_of_the_list() {
    for published in Published::ALL {
        let import = import(&sample(published), published.layout());
        let summary = import.summary.to_string();
        let path = path(&format!("{published}.summary.txt"));
        if std::env::var_os("DETENTE_RENEW").is_some() {
            std::fs::write(&path, &summary).expect("the summary can be written");
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(summary, expected, "{published}");
        assert!(import.summary.kept > 0, "{published}: {summary}");
        assert!(import.summary.mismatches.is_empty());
    }
}

#[test]
fn a_layout_is_detected_by_its_first_line() {
    for published in Published::ALL {
        let text = sample(published);
        let first = text.lines().next().unwrap();
        let detected = Format::detect(first.as_bytes());
        let layout = Format::from(published.layout());
        if published == Published::Petrarch2 {
            // Any plain table starts like this.
            assert_eq!(detected.kind, FileKind::Unknown);
            continue;
        }
        assert_eq!(detected.format(), Some(&layout), "{published}: {detected}");
        assert!(detected.certainty.is_certain());
        assert!(
            detected.to_string().starts_with(published.name()),
            "{detected}"
        );
        let reader = RowReader::detect(text.as_bytes()).unwrap().unwrap();
        assert_eq!(reader.format(), &layout);
        // Readers of other formats refuse it, and say what it is.
        let faults = faults(&text, Format::Gdelt2);
        assert_eq!(faults.len(), 1);
        let expected = format!("line 1: the input is {} (", published.name());
        assert!(faults[0].starts_with(&expected), "{}", faults[0]);
        assert!(
            faults[0].ends_with(&format!(
                "): expected GDELT 2.0; read it with `Published::{published:?}.layout()`"
            )),
            "{}",
            faults[0]
        );
    }
    // A header alone is not enough, if names are missing.
    let detected = Format::detect(b"year,month,day,actor,target,kind");
    assert_eq!(detected.kind, FileKind::Unknown);
}

#[test]
fn a_layout_can_be_changed() {
    // ACLED by the finer type.
    let text = sample(Published::Acled);
    let layout = Published::Acled
        .layout()
        .with_columns("event_date", "actor1", "actor2", "sub_event_type")
        .unwrap();
    let codes = |layout: &PlainLayout| {
        let import = import(&text, layout);
        let codes = import
            .summary
            .unvalued_codes
            .iter()
            .map(|(code, _)| code.to_string());
        codes.collect::<Vec<_>>()
    };
    assert_eq!(
        codes(&Published::Acled.layout()),
        ["acled:Battles", "acled:Strategic developments"]
    );
    assert_eq!(codes(&layout), ["acled:Agreement", "acled:Armed clash"]);
}

#[test]
fn states_are_found_by_their_numbers() {
    let layout = Published::UcdpGed
        .layout()
        .with_countries("gwnoa", "gwnob")
        .unwrap();
    let layout = layout.with_state_numbers(StateNumbers::GleditschWard);
    let found = import(&sample(Published::UcdpGed), layout);
    assert!(found.ledger.is_empty(), "no scale has a value");
    assert_eq!(
        (found.summary.kept, found.summary.unknown_countries.len()),
        (1, 0)
    );
    let found = import(&sample(Published::MidDyads), Published::MidDyads.layout());
    assert_eq!(
        (found.summary.kept, found.summary.unknown_countries.len()),
        (4, 0)
    );
}

#[test]
fn icews_is_detected_however_its_columns_are_written() {
    for header in [
        "Event ID\tEvent Date\tSource Name\tSource Country\tEvent Text\tTarget Name\tTarget Country",
        "event_id,event_date,source_name,source_country,event_text,cameo_code,target_name,target_country",
        "Event.ID,Event.Date,Source.Name,Source.Country,Event.Text,CAMEO.Code,Target.Name,Target.Country",
    ] {
        let detected = Format::detect(header.as_bytes());
        assert_eq!(detected.format(), Some(&Format::Icews), "{header}");
    }
}

#[test]
fn events_that_were_counted_are_separate() {
    let import = import(
        &sample(Published::GdeltReduced),
        Published::GdeltReduced.layout(),
    );
    let marks = |a: &str, b: &str| {
        import
            .ledger
            .dyad(a, b)
            .map_or(0, |dyad| dyad.directed().marks())
    };
    assert_eq!((marks("USA", "RUS"), marks("IRQ", "IRN")), (5, 40));
    assert_eq!(import.summary.unmarked.zero_count, 1);
}

#[test]
fn a_scale_for_codes_without_a_value_is_named() {
    let said = |text: &str, system: &str, options: fn(Options) -> Options| {
        let layout = PlainLayout::default().with_system(system).unwrap();
        let mut importer = Importer::new(options(Options::new(&layout)));
        importer
            .read(&mut RowReader::new(text.as_bytes(), &layout))
            .unwrap();
        let summary = importer.build().unwrap().summary.to_string();
        let line = summary.lines().find(|line| line.contains("without a mark"));
        line.unwrap().trim().to_owned()
    };
    let of = |code: &str| format!("1989-12-31\tISR\tJOR\t{code}\n");
    assert_eq!(
        said(&of("223"), "weis", |options| options),
        "1 kept without a mark: the scale has no value for any of them: expected a scale that lists these codes, such \
         as `Scale::weis_goldstein()`"
    );
    assert_eq!(
        said(&of("5"), "copdab", |options| options),
        "1 kept without a mark: the scale has no value for any of them: expected a scale that lists these codes, such \
         as `Scale::copdab()`"
    );
    // No scale lists a code, or the one that lists the system lacks it.
    assert_eq!(
        said(&of("5"), "own", |options| options),
        "1 kept without a mark: the scale has no value for any of them: expected a scale that lists these codes"
    );
    let weis = |options: Options| options.with_scale(Scale::weis_goldstein());
    assert_eq!(
        said(&(of("223") + &of("999")), "weis", weis),
        "1 kept without a mark: the scale has no value"
    );
    assert_eq!(
        said(&(of("223") + &of("cameo:190")), "weis", |options| options),
        "1 kept without a mark: the scale has no value: expected a scale that lists these codes, such as \
         `Scale::weis_goldstein()`"
    );
}

#[test]
fn copdab_goes_from_cooperation_to_war() {
    let import = import(&sample(Published::Copdab), Published::Copdab.layout());
    let score = |a: &str, b: &str| {
        let dyad = import.ledger.dyad(a, b).unwrap().directed();
        dyad.spans().map(|span| span.sums().score).sum::<i64>()
    };
    assert!(score("ISR", "EGY") < score("USA", "CUB"));
    assert!(
        import.summary.unmarked.no_value > 0,
        "16 is not on the scale"
    );
}

/// Lines of a sample, in any order and number, behind its first line.
fn lines(published: Published) -> impl Strategy<Value = String> {
    let text = sample(published);
    let lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let first = lines[0].clone();
    let rest = prop::collection::vec(prop::sample::select(lines), 0..12);
    rest.prop_map(move |rest| first.clone() + &rest.concat())
}

fn any_lines() -> impl Strategy<Value = (Published, String)> {
    let all = prop::sample::select(Published::ALL.to_vec());
    all.prop_flat_map(|published| lines(published).prop_map(move |text| (published, text)))
}

/// What counts in a summary, without examples.
fn counts(summary: &detente::import::Summary) -> Vec<u64> {
    let warnings = RowWarning::ALL.map(|warning| summary.warning(warning).rows);
    let skipped = RowWarning::ALL.map(|warning| summary.warning(warning).skipped);
    let totals = [
        summary.read,
        summary.kept,
        summary.merged,
        summary.refused,
        summary.bytes,
    ];
    [&totals[..], &warnings, &skipped].concat()
}

proptest! {
    #[test]
    fn the_size_of_blocks_changes_nothing((published, text) in any_lines(), capacity in 1..200_usize) {
        let layout = published.layout();
        let whole = import(&text, &layout);
        let mut importer = Importer::new(Options::new(&layout));
        let input = BufReader::with_capacity(capacity, text.as_bytes());
        importer.read(&mut RowReader::new(input, &layout)).unwrap();
        prop_assert_eq!(&importer.build().unwrap(), &whole);
    }

    #[test]
    fn the_number_of_threads_changes_no_count(
        (published, first) in any_lines(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) {
        let layout = published.layout();
        // The same rows in several files, each with the header.
        let lines: Vec<&str> = first.split_inclusive('\n').collect();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(lines.len())).collect();
        cuts.extend([0, lines.len()]);
        cuts.sort_unstable();
        let files: Vec<String> = cuts
            .windows(2)
            .map(|cut| lines[0].to_owned() + &lines[cut[0]..cut[1]].concat())
            .collect();
        let mut one = Importer::new(Options::new(&layout));
        let mut merged = Importer::new(Options::new(&layout));
        for file in &files {
            one.read(&mut RowReader::new(file.as_bytes(), &layout)).unwrap();
            let mut its_own = Importer::new(Options::new(&layout));
            its_own.read(&mut RowReader::new(file.as_bytes(), &layout)).unwrap();
            merged.merge(&its_own).unwrap();
        }
        let (one, merged) = (one.build().unwrap(), merged.build().unwrap());
        prop_assert_eq!(&one.ledger, &merged.ledger);
        prop_assert_eq!(counts(&one.summary), counts(&merged.summary));
    }

    #[test]
    fn any_damage_is_a_fault(
        (published, text) in any_lines(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let layout = published.layout();
        let mut importer = Importer::new(Options::new(&layout));
        let _ = importer.read(&mut RowReader::new(bytes.as_slice(), &layout));
        let summary = importer.build().unwrap().summary;
        prop_assert_eq!(summary.read, summary.kept + summary.merged + summary.skipped());
    }
}

#[test]
fn equal_rows_of_acled_are_two_events() {
    let table = "event_id_cnty,event_date,time_precision,event_type,actor1,actor2\n\
        A1,16 May 2025,1,Battles,France,Germany\n\
        A2,16 May 2025,1.0,Battles,France,Germany\n\
        A3,16 May 2025,3.0,Battles,France,Germany\n";
    let summary = import(table, Published::Acled.layout()).summary;
    assert_eq!((summary.read, summary.kept, summary.left_out), (3, 2, 1));
}

/// States something on a layout.
type Setting = fn(PlainLayout) -> PlainLayout;

/// What can be stated on a layout, with the name of each setting.
const SETTINGS: [(&str, Setting); 23] = [
    ("with_delimiter", |l| l.with_delimiter(Delimiter::Semicolon)),
    ("with_delimiter_byte", |l| {
        l.with_delimiter_byte(b'^').unwrap()
    }),
    ("with_quotes", |l| l.with_quotes(false)),
    ("with_line_breaks", |l| l.with_line_breaks(false)),
    ("with_json", |l| l.with_json(true)),
    ("with_header_line", |l| l.with_header_line(2)),
    ("with_columns", |l| {
        l.with_columns("d", "a", "b", "c").unwrap()
    }),
    ("with_year_month_day", |l| {
        l.with_year_month_day("y", "m", "d").unwrap()
    }),
    ("with_countries", |l| l.with_countries("ca", "cb").unwrap()),
    ("with_id", |l| l.with_id("key").unwrap()),
    ("with_dates", |l| l.with_dates(DateSpelling::DayFirst)),
    ("with_short_years", |l| l.with_short_years(1970)),
    ("with_dates_filled_down", |l| l.with_dates_filled_down(true)),
    ("with_system", |l| l.with_system("own").unwrap()),
    ("with_values", |l| l.with_values(10.0).unwrap()),
    ("with_decimal_commas", |l| l.with_decimal_commas(true)),
    ("with_party_separators", |l| l.with_party_separators([";"])),
    ("with_countries_in_names", |l| {
        l.with_countries_in_names(true)
    }),
    ("with_footnote_marks_removed", |l| {
        l.with_footnote_marks_removed(true)
    }),
    ("with_state_numbers", |l| {
        l.with_state_numbers(StateNumbers::Cow)
    }),
    ("with_rows_only", |l| {
        l.with_rows_only("status", ["held"]).unwrap()
    }),
    ("with_party_names", |l| {
        l.with_party_names([("the Kremlin", "RUS")])
    }),
    ("without_rows", |l| {
        l.without_rows("status", ["planned"]).unwrap()
    }),
];

#[test]
fn a_layout_stays_that_of_its_data_set_with_any_setting() {
    for published in Published::ALL {
        let bare = published.layout();
        let expected = Options::new(&bare);
        for (name, set) in SETTINGS {
            let layout = set(bare.clone());
            let options = Options::new(&layout);
            assert_eq!(options, expected, "{published}, {name}");
            assert_eq!(
                Format::from(&layout).to_string(),
                published.name(),
                "{name}"
            );
            let written = serde_json::to_string(&layout).unwrap();
            let read: PlainLayout = serde_json::from_str(&written).unwrap();
            assert_eq!(
                Options::new(&read),
                expected,
                "{published}, {name}, written"
            );
        }
    }
    // A layout stated by hand belongs to no data set, whatever it has in common with one.
    let own = PlainLayout::default().with_system("cameo").unwrap();
    assert_ne!(own, Published::Petrarch2.layout());
    assert_eq!(Format::from(&own).to_string(), "a plain table");
    assert!(Options::new(own).merges_repeated);
}

#[test]
fn equal_rows_of_acled_and_ucdp_are_two_events_with_any_setting_of_texts() {
    let acled = "event_date,event_type,actor1,actor2\n\
        2024-03-01,Battles,Ruritania,Borduria\n2024-03-01,Battles,Ruritania,Borduria\n";
    let ucdp = "date_start,date_end,type_of_violence,side_a,side_b\n\
        2024-03-01,2024-03-01,1,Ruritania,Borduria\n2024-03-01,2024-03-01,1,Ruritania,Borduria\n";
    let settings: [Setting; 4] = [
        |layout| layout.with_party_names([("Ruritania", "RUR")]),
        |layout| layout.with_footnote_marks_removed(true),
        |layout| layout.with_dates(DateSpelling::DayFirst),
        |layout| layout.with_party_separators([";"]),
    ];
    for (published, table) in [(Published::Acled, acled), (Published::UcdpGed, ucdp)] {
        for set in settings {
            let summary = import(table, set(published.layout())).summary;
            assert_eq!((summary.kept, summary.merged), (2, 0), "{published}");
        }
    }
}

#[test]
fn names_of_countries_are_known_in_english_only() {
    let row = |actor: &str| format!("2024-03-01\tUSA\t{actor}\t042\n");
    let of = |actor: &str| import(&row(actor), PlainLayout::default());
    for known in ["Germany", "GERMANY", "Cote d Ivoire", "Ukraine*"] {
        let unknown = of(known).summary.unknown_countries;
        assert!(unknown.is_empty(), "{known}: {unknown:?}");
    }
    for unknown in ["Deutschland", "Allemagne", "Ruritania†"] {
        let import = of(unknown);
        assert_eq!(import.summary.unknown_countries, [(unknown.into(), 1)]);
        assert!(import.ledger.dyad("USA", unknown).is_some());
    }
}

#[test]
fn events_of_ucdp_are_spread_over_their_days() {
    let ucdp = "date_start,date_end,date_prec,type_of_violence,side_a,side_b\n\
        2024-03-03 00:00:00.000,2024-03-09 00:00:00.000,3,1,A,B\n2024-02-01,2024-02-29,4,1,A,B\n";
    let scale = Scale::from_table("violence", "1", [(Code::parse("ucdp:1").unwrap(), -1.0)]);
    let layout = Published::UcdpGed.layout();
    let mut importer = Importer::new(Options::new(&layout).with_scale(scale.unwrap()));
    importer
        .read(&mut RowReader::new(ucdp.as_bytes(), &layout))
        .unwrap();
    let import = importer.build().unwrap();
    let marks = import.ledger.dyad("A", "B").unwrap().directed();
    let spans: Vec<String> = marks.spans().map(|sums| sums.span().to_string()).collect();
    assert_eq!(
        spans,
        ["[2024-02-01, 2024-03-01)", "[2024-03-03, 2024-03-10)"]
    );
    let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
    assert_eq!(import.summary.days, Some((date(2, 1), date(3, 9))));
    assert_eq!(import.summary.days_without_rows, [(date(3, 1), date(3, 2))]);
}

#[test]
fn rows_whose_date_is_a_week_are_left_out_if_that_is_stated() {
    let acled = "event_date,time_precision,event_type,actor1,actor2\n\
        2024-03-01,1,Battles,A,B\n2024-03-02,2,Battles,A,B\n2024-03-03,3,Battles,A,B\n";
    let ucdp = "date_start,date_end,date_prec,type_of_violence,side_a,side_b\n\
        2024-03-01,2024-03-01,1,1,A,B\n2024-03-02,2024-03-05,2,1,A,B\n\
        2024-03-03,2024-03-09,3,1,A,B\n2024-03-01,2024-03-31,4,1,A,B\n";
    let without = |published: Published, column: &str, texts: &[&str]| {
        let layout = published
            .layout()
            .without_rows(column, texts.iter().copied());
        layout.unwrap()
    };
    let (of_acled, of_ucdp) = (Published::Acled, Published::UcdpGed);
    for (table, layout, kept) in [
        (acled, of_acled.layout(), 2),
        (acled, without(of_acled, "time_precision", &["2"]), 1),
        (ucdp, of_ucdp.layout(), 4),
        (ucdp, without(of_ucdp, "date_prec", &["4", "5"]), 3),
    ] {
        let summary = import(table, &layout).summary;
        assert_eq!(summary.kept, kept);
        assert_eq!(summary.kept + summary.left_out, summary.rows);
    }
}

//! A reader reads any input to its end, in bounded memory.
#![cfg(feature = "import")]
#![allow(
    clippy::cast_possible_truncation,
    reason = "random numbers are cut to bytes"
)]

use std::io::{self, BufRead, Read};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use detente::import::{
    Delimiter, Format, IdList, Importer, MAX_LINE, MentionReader, Options, PlainLayout,
    QuadrupleLayout, RowFaultKind, RowReader,
};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// Held by tests that use or measure much memory.
static MEMORY: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A table with values, counts, lists of parties and cells with line breaks, found by its header.
fn scores() -> PlainLayout {
    PlainLayout::default()
        .with_delimiter(Delimiter::Comma)
        .with_line_breaks(true)
        .with_columns("Day", "Who", "With", "Score")
        .and_then(|layout| layout.with_values(10.0))
        .and_then(|layout| layout.with_count("n"))
        .unwrap()
        .with_dates("day_first".parse().unwrap())
        .with_short_years(1970)
        .with_dates_filled_down(true)
        .with_party_separators([";", "\n", " and "])
        .with_footnote_marks_removed(true)
        .with_party_names([("the Kremlin", "RUS"), ("tbc", "")])
}

/// A table with dates in three columns, countries, numbers of states and a filter.
fn numbered() -> PlainLayout {
    PlainLayout::default()
        .with_delimiter_byte(b'\x1f')
        .unwrap()
        .with_quotes(true)
        .with_header_line(2)
        .with_columns(1, 4, 5, 6)
        .and_then(|layout| layout.with_year_month_day(1, 2, 3))
        .and_then(|layout| layout.with_countries(7, 8))
        .and_then(|layout| layout.with_id(9))
        .and_then(|layout| layout.with_system("weis"))
        .and_then(|layout| layout.without_rows(10, ["planned"]))
        .unwrap()
        .with_party_separators([";"])
        .with_state_numbers("cow".parse().unwrap())
}

/// A table with semicolons and decimal commas, whose header is found by its names.
fn commas() -> PlainLayout {
    PlainLayout::default()
        .with_delimiter(Delimiter::Semicolon)
        .with_columns("Tag", "Wer", "Wen", "Wert")
        .and_then(|layout| layout.with_values(10.0))
        .and_then(|layout| layout.with_count("n"))
        .and_then(|layout| layout.with_rows_only("Stand", ["ja"]))
        .unwrap()
        .with_decimal_commas(true)
}

fn formats() -> [Format; 13] {
    let first = "2018-01-01".parse().unwrap();
    let list = |names: [_; 4]| IdList::from_pairs(names.into_iter().zip(0..)).unwrap();
    let entities = list(["Iran", "Iraq", "Police (Mali)", "("]);
    let relations = list(["Accuse", "Threaten", "046", "wave"]);
    let numbers = QuadrupleLayout::in_numbers(entities, relations);
    let numbers = numbers.with_steps(first, TimeDelta::hours(1)).unwrap();
    [
        Format::Gdelt1,
        Format::Gdelt2,
        Format::Icews,
        Format::Polecat,
        Format::Plover,
        Format::Plain(PlainLayout::default()),
        Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma)),
        Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Semicolon)),
        Format::Quadruples(QuadrupleLayout::in_words()),
        Format::Quadruples(numbers),
        Format::Plain(scores()),
        Format::Plain(numbered()),
        Format::Plain(commas()),
    ]
}

/// A good line of each format, with its header if it has one.
fn sample(format: &Format) -> Vec<u8> {
    let actors = "\tUSA\tUNITED STATES\tUSA\t\t\t\t\t\t\t\tRUS\tRUSSIA\tRUS\t\t\t\t\t\t\t";
    let coded = "\t1\t112\t112\t11\t3\t-2.0\t10\t2\t10\t-1.5";
    match format {
        Format::Gdelt1 => format!(
            "1\t20160727\t201607\t2016\t2016.5{actors}{coded}{}\t20160728\turl\n",
            "\t".repeat(21)
        ),
        Format::Gdelt2 => format!(
            "1\t20160727\t201607\t2016\t2016.5{actors}{coded}{}\t20160728000000\turl\n",
            "\t".repeat(24)
        ),
        Format::Icews => "Event ID\tEvent Date\tSource Name\tSource Country\tCAMEO Code\t\
            Target Name\tTarget Country\n1\t2014-01-01\tA\tB\t042\tC\tD\n"
            .into(),
        Format::Polecat => "Event ID,Event Date,Event Type,Event Mode,Actor Name,Actor Country,\
            Recipient Name,Recipient Country,Publication Date\n\
            x,2020-01-01,CONSULT,visit,\"A; \"\"B\"\"\",USA,C;D;E,FRA;DEU;ITA,2020-01-02\n"
            .into(),
        Format::Plover => "{\"id\":\"x\",\"date\":\"2020-01-01\",\"source\":[{\"code\":\"USA\"},\
            {\"actorText\":\"\\u00e9\\\\\"}],\"event\":\"AGREE\",\"target\":\"\",\"x\":[{},[1]]}\n"
            .into(),
        Format::Plain(layout) if *layout == commas() => {
            "Tag;Wer;Wen;Wert;n;Stand\n2014-01-01;FRA;DEU;-4,5;2,0;ja\n".into()
        }
        Format::Plain(layout) if *layout == scores() => "With,Day,\"Who\",Score,n\n\
            \"Russia\nand Ukraine*\",30/6/22,\"United States; the Kremlin\",-4.5,2.0\n"
            .into(),
        Format::Plain(layout) if *layout == numbered() => "a title\n\
            y\x1fm\x1fd\x1fsource\x1ftarget\x1fcode\x1ffrom\x1fto\x1fid\x1fstatus\n\
            1985\x1fMarch\x1f12\x1f\"Bush;Shultz\"\x1fGromyko\x1f031\x1f002\x1f365\x1f7\x1fheld\n"
            .into(),
        Format::Plain(layout) if *layout == PlainLayout::default() => {
            "2014-01-01\tUSA\tRUS\t042\n".into()
        }
        Format::Plain(layout)
            if *layout == PlainLayout::default().with_delimiter(Delimiter::Comma) =>
        {
            "2014-01-01,\"USA\",RUS,CONSULT/visit\n".into()
        }
        Format::Plain(layout)
            if *layout == PlainLayout::default().with_delimiter(Delimiter::Semicolon) =>
        {
            "2014-01-01;\"USA;\";RUS;CONSULT/visit\n".into()
        }
        Format::Quadruples(layout) if *layout == QuadrupleLayout::in_words() => {
            "Police (Mali)\tMake_a_visit\tIran\t2014-01-01\n".into()
        }
        _ => "1\t2\t3\t24\n".to_owned(),
    }
    .into_bytes()
}

/// Reads to the end. Returns the number of good rows.
fn read(bytes: &[u8], format: &Format) -> u64 {
    let reader = RowReader::new(bytes, format);
    // A row with a count is as many rows, and at least one.
    let (mut good, mut events) = (0, 0);
    for row in reader.flatten() {
        good += 1;
        events += u64::from(row.count().max(1));
    }
    let mut importer = Importer::new(Options::new(format));
    // With a small buffer, lines cross its end.
    let input = io::BufReader::with_capacity(7, bytes);
    let mut reader = RowReader::new(input, format);
    let _ = importer.read(&mut reader);
    let summary = importer.summary();
    assert_eq!(
        summary.read,
        summary.kept + summary.merged + summary.skipped()
    );
    assert_eq!(summary.read, events + summary.refused + summary.left_out);
    assert!(!summary.to_string().is_empty());
    importer.build().unwrap();
    good
}

/// The same numbers on every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

#[test]
fn a_good_line_is_read() {
    let good = formats().map(|format| read(&sample(&format), &format));
    assert_eq!(good, [1, 1, 1, 6, 1, 1, 1, 1, 1, 1, 4, 2, 1]);
}

#[test]
fn a_line_cut_anywhere_is_read_or_refused() {
    for format in formats() {
        let sample = sample(&format);
        for cut in 0..sample.len() {
            read(&sample[..cut], &format);
            // Cut in the middle, followed by the next line.
            let mut bytes = sample[..cut].to_vec();
            bytes.push(b'\n');
            bytes.extend(&sample);
            read(&bytes, &format);
        }
    }
}

#[test]
fn bytes_changed_at_random_are_read_or_refused() {
    let mut random = Random(0x5eed);
    let odd = b"\t\n\r,\"{}[]:\\;\x00\x1f\xff\xc3 -09NA";
    for format in formats() {
        let sample = sample(&format).repeat(3);
        for _ in 0..300 {
            let mut bytes = sample.clone();
            for _ in 0..=random.below(6) {
                let place = random.below(bytes.len());
                let byte = match random.below(3) {
                    0 => random.next() as u8,
                    _ => odd[random.below(odd.len())],
                };
                match random.below(3) {
                    0 => bytes.insert(place, byte),
                    1 => _ = bytes.remove(place),
                    _ => bytes[place] = byte,
                }
            }
            read(&bytes, &format);
            let _ = MentionReader::new(bytes.as_slice()).count();
            let _ = Format::detect(&bytes);
        }
    }
}

#[test]
fn noise_is_refused() {
    let mut random = Random(42);
    for format in formats() {
        for _ in 0..100 {
            let length = random.below(3_000);
            let bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
            read(&bytes, &format);
            let _ = MentionReader::new(bytes.as_slice()).count();
        }
    }
}

/// One byte, repeated, then a line feed and a good line. Never in memory at once.
struct Endless {
    left: u64,
    block: Vec<u8>,
    tail: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        unreachable!("lines are read from the buffer")
    }
}

impl BufRead for Endless {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let length = self.left.min(self.block.len() as u64) as usize;
        Ok(if length == 0 {
            &self.tail
        } else {
            &self.block[..length]
        })
    }

    fn consume(&mut self, amount: usize) {
        if self.left > 0 {
            self.left -= amount as u64;
        } else {
            self.tail.drain(..amount);
        }
    }
}

#[test]
fn a_line_of_a_gibibyte_takes_bounded_memory() {
    let _alone = alone();
    let commas = Format::Plain(PlainLayout::default().with_delimiter(Delimiter::Comma));
    for (byte, format) in [(b'\t', Format::Gdelt2), (b'"', commas)] {
        let mut tail = b"\n".to_vec();
        tail.extend(sample(&format));
        let input = Endless {
            left: 1 << 30,
            block: vec![byte; 1 << 20],
            tail,
        };
        let mut reader = RowReader::new(input, &format);
        let before = ALLOCATED.current_usage();
        ALLOCATED.reset_peak_usage();
        let error = reader.next().unwrap().unwrap_err();
        assert_eq!(error.kind, RowFaultKind::TooLong);
        assert_eq!(
            error.to_string(),
            "line 1: the line is too long: expected at most 1048576 bytes"
        );
        let row = reader.next().unwrap().unwrap();
        assert_eq!((row.line(), row.offset()), (2, (1 << 30) + 1));
        assert!(reader.next().is_none());
        let taken = ALLOCATED.peak_usage().saturating_sub(before);
        // Other tests may run beside this one.
        assert!(taken < 64 * MAX_LINE, "{taken} bytes");
    }
}

#[test]
fn open_quotes_take_bounded_memory_and_no_other_row() {
    let _alone = alone();
    let layout = PlainLayout::default()
        .with_delimiter(Delimiter::Comma)
        .with_line_breaks(true);
    // A quote that no other closes, then rows without quotes, several times.
    let good = "2014-05-13,USA,RUS,042\n".repeat(5_000);
    let table = format!("2014-05-13,\"USA,RUS,042\n{good}").repeat(4);
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let mut reader = RowReader::new(table.as_bytes(), &layout);
    let (mut rows, mut faults) = (0, Vec::new());
    for row in reader.by_ref() {
        match row {
            Ok(_) => rows += 1,
            Err(fault) => faults.push(fault.line),
        }
    }
    assert_eq!(rows, 20_000);
    assert_eq!(faults, [1, 5_002, 10_003, 15_004]);
    assert_eq!(reader.progress().lines, 20_004);
    let taken = ALLOCATED.peak_usage().saturating_sub(before);
    assert!(taken < 64 * MAX_LINE, "{taken} bytes");
}

#[test]
fn memory_does_not_grow_with_rows() {
    let _alone = alone();
    let format = Format::Gdelt2;
    let sample = sample(&format);
    let rows = |count: usize| {
        let bytes = sample.repeat(count);
        let mut reader = RowReader::new(bytes.as_slice(), &format);
        assert_eq!(reader.by_ref().flatten().count(), count);
        reader.names().len()
    };
    assert_eq!((rows(10), rows(10_000)), (2, 2));
}

#[test]
fn deep_and_wide_records_are_refused() {
    let _alone = alone();
    let deep = format!("{{\"x\":{}{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let reader = RowReader::new(deep.as_bytes(), Format::Plover);
    let errors: Vec<_> = reader.map(|row| row.unwrap_err().to_string()).collect();
    assert_eq!(
        errors,
        ["line 1: the record is malformed at byte 70: expected at most 64 levels of nested values"]
    );
    let actors: Vec<_> = (0..13)
        .map(|n| format!("{{\"code\":\"A{n:02}\"}}"))
        .collect();
    let wide = format!(
        "{{\"date\":\"2000-01-01\",\"event\":\"AGREE\",\"source\":[{}]}}\n",
        actors.join(",")
    );
    let reader = RowReader::new(wide.as_bytes(), Format::Plover);
    let errors: Vec<_> = reader.map(|row| row.unwrap_err().to_string()).collect();
    assert_eq!(
        errors,
        ["line 1: the row names 78 pairs of actors: expected at most 64"]
    );
}

/// Rows that are good except for one thing, with the header of their format.
fn refused_rows() -> Vec<(Format, String)> {
    let gdelt = |format, place: usize, text: &str| {
        let sample = String::from_utf8(sample(&format)).unwrap();
        let mut fields: Vec<_> = sample.trim_end().split('\t').collect();
        fields[6] = "SOMEBODY {}";
        fields[place] = text;
        (format, fields.join("\t") + "\n")
    };
    let polecat = |row: &str| (Format::Polecat, format!("x,2020-01-01,{row}\n"));
    let plover = |row: &str| (Format::Plover, format!("{{\"date\":\"2020-01-01\",{row}\n"));
    let plain = |row: &str| {
        let format = Format::Plain(PlainLayout::default());
        (format, format!("2014-01-01\t{row}\n"))
    };
    let icews = |row: &str| (Format::Icews, format!("1\t2014-01-01\t{row}\n"));
    let twelve = |what: &str| -> Vec<String> {
        (0..12)
            .map(|at| what.replace("AT", &at.to_string()))
            .collect()
    };
    let long = "x".repeat(2_000);
    vec![
        gdelt(Format::Gdelt1, 31, "many"),
        gdelt(Format::Gdelt2, 32, "-1"),
        gdelt(Format::Gdelt2, 16, &long),
        icews(&format!("SOMEBODY {{}}\tB\t042\t{long}\tD")),
        icews("SOMEBODY {}\tB\t\tC\tD"),
        polecat(&format!(
            "CONSULT,visit,{},USA,{},FRA,2020-01-02",
            twelve("A{} AT").join(";"),
            twelve("B{} AT").join(";")
        )),
        polecat("DANCE {},,A;B;C;D;E;F;G;H,USA,A;B;C;D;E;F;G;H;I,FRA,"),
        polecat("SWIM {},,A,USA,B,FRA,yesterday"),
        plover(&format!(
            "\"event\":\"SING {{}}\",\"source\":[{}],\"target\":[{}]}}",
            twelve("\"A{} AT\"").join(","),
            twelve("\"B{} AT\"").join(",")
        )),
        plover("\"event\":\"AGREE\",\"source\":\"A {}\",\"target\":\"B {}\""),
        plover("\"source\":\"A {}\",\"target\":\"B {}\"}"),
        plover(&format!(
            "\"event\":\"HUM {{}}\",\"source\":\"A {{}}\",\"target\":\"{long}\"}}"
        )),
        plain(&format!("SOMEBODY {{}}\t{long}\t042")),
        plain(&format!("A\t{long}\tdanced {{}}")),
        plain("A\tB {}\t"),
    ]
}

#[test]
fn a_refused_row_adds_no_name() {
    for (format, row) in refused_rows() {
        let mut bytes = match format {
            Format::Icews | Format::Polecat => sample(&format),
            _ => Vec::new(),
        };
        let has_header = !bytes.is_empty();
        for number in 0..50 {
            bytes.extend(row.replace("{}", &number.to_string()).into_bytes());
        }
        let mut reader = RowReader::new(bytes.as_slice(), &format);
        if has_header {
            // The rows of the sample, which are good.
            while reader.progress().lines < 2 {
                reader.next().unwrap().unwrap();
            }
        }
        let before = reader.names().len();
        let refused = reader.by_ref().filter(Result::is_err).count();
        assert_eq!(refused, 50, "{row}");
        assert_eq!(reader.names().len(), before, "{row}");
    }
    let mention = "7\t20191024143000\t20191025000000\t1\tA {}\turl\t3\t1\t2\t3\t1\t101\t2\t3\t\t\n";
    let text = mention.replace("{}", "1") + &mention.replace("{}", "2");
    let mut mentions = MentionReader::new(text.as_bytes());
    assert!(mentions.by_ref().all(|mention| mention.is_err()));
    assert!(mentions.names().is_empty());
}

#[test]
fn a_name_that_is_too_long_is_refused_with_its_column() {
    let long = "x".repeat(1_001);
    let row = String::from_utf8(sample(&Format::Gdelt2)).unwrap();
    let text = row.replace("RUSSIA", &long) + &row.replace("RUSSIA", &long[1..]);
    let read: Vec<_> = RowReader::new(text.as_bytes(), Format::Gdelt2)
        .map(|row| row.map(|row| row.line()).map_err(|error| error.to_string()))
        .collect();
    let value = "x".repeat(60);
    assert_eq!(
        read,
        [
            Err(format!(
                "line 1: column 17 (Actor2Name) is `{value}…`: expected at most 1000 bytes"
            )),
            Ok(2),
        ]
    );
    let plover = format!("{{\"date\":\"2000-01-01\",\"event\":\"AGREE\",\"source\":\"{long}\"}}\n");
    let mut reader = RowReader::new(plover.as_bytes(), Format::Plover);
    assert_eq!(
        reader.next().unwrap().unwrap_err().to_string(),
        "line 1: the record is malformed at byte 47: expected a name of at most 1000 bytes"
    );
}

#[test]
fn a_row_of_ten_thousand_actors_takes_linear_time() {
    let _alone = alone();
    let actors: Vec<_> = (0..100_000).map(|number| format!("\"{number}\"")).collect();
    let row = format!(
        "{{\"date\":\"2000-01-01\",\"event\":\"AGREE\",\"source\":[{}]}}\n",
        actors.join(",")
    );
    let before = ALLOCATED.current_usage();
    let start = std::time::Instant::now();
    let mut reader = RowReader::new(row.as_bytes(), Format::Plover);
    let error = reader.next().unwrap().unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1: one side of the row names more than 64 actors: expected at most 64 actors on a side"
    );
    // Comparing each with all before took minutes.
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    assert!(reader.names().is_empty());
    // Other tests may run beside this one.
    let taken = ALLOCATED.current_usage().saturating_sub(before);
    assert!(taken < 64 * MAX_LINE, "{taken} bytes");

    // An actor that is named many times counts once.
    let twice = format!(
        "{{\"date\":\"2000-01-01\",\"event\":\"AGREE\",\"source\":[{}\"B\"],\"target\":\"C\"}}\n",
        "\"A\",".repeat(100_000)
    );
    let rows: Vec<_> = RowReader::new(twice.as_bytes(), Format::Plover).collect();
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 2);
    let listed = format!(
        "x,2020-01-01,CONSULT,visit,{}B,USA,C,FRA,2020-01-02\n",
        "A;".repeat(1_000)
    );
    let header = String::from_utf8(sample(&Format::Polecat)).unwrap();
    let header = header.lines().next().unwrap();
    let gaps = format!(
        "x,2020-01-01,CONSULT,visit,{}B,USA{},C,FRA,2020-01-02\n",
        "A;".repeat(200_000),
        ";".repeat(400_000)
    );
    let text = format!("{header}\n{gaps}");
    let start = std::time::Instant::now();
    let rows: Vec<_> = RowReader::new(text.as_bytes(), Format::Polecat).collect();
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 2);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    let text = format!("{header}\n{listed}");
    let rows: Vec<_> = RowReader::new(text.as_bytes(), Format::Polecat).collect();
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 2);
}

/// An input that fails at once.
struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn a_failed_input_is_in_the_summary_at_any_position() {
    let format = Format::Plain(PlainLayout::default());
    let row = "2014-01-01\tUSA\tRUS\t042\n";
    let read = |importer: &mut Importer, is_whole: bool| {
        let ended = if is_whole {
            importer.read(&mut RowReader::new(row.as_bytes(), &format))
        } else {
            let input = io::BufReader::new(row.as_bytes().chain(Failing));
            importer.read(&mut RowReader::new(input, &format))
        };
        assert_eq!(ended.is_ok(), is_whole);
    };
    let new = || Importer::new(Options::new(&format));
    let files = [true, false, true, false];
    let (mut one, mut merged) = (new(), new());
    for is_whole in files {
        read(&mut one, is_whole);
        let mut its_own = new();
        read(&mut its_own, is_whole);
        merged.merge(&its_own).unwrap();
    }
    assert_eq!(one.summary().first_failed, merged.summary().first_failed);
    assert_eq!(merged.summary().failed, 2);
    assert_eq!(
        one.summary().to_string(),
        "4 rows read: 1 kept, 3 merged, 0 skipped\n\
         file 2: ended early: line 2: the input cannot be read: the disk is gone\n\
         file 4: ended early: line 2: the input cannot be read: the disk is gone\n\
         kept rows are dated 2014-01-01 to 2014-01-01\n       \
         3 rows: repeated on the same day (first: file 2, line 1)\n"
    );
    // The list has the same limit as the list of refused rows, and all are counted.
    let mut many = new();
    for _ in 0..20 {
        read(&mut many, false);
    }
    let summary = many.summary();
    assert_eq!((summary.failed, summary.first_failed.len()), (20, 16));
    assert!(summary.to_string().contains("\n4 more files ended early\n"));
}

#[test]
fn a_failed_input_ends_the_rows_with_a_reason() {
    let format = Format::Gdelt2;
    let good = sample(&format);
    let input = io::BufReader::new(good.as_slice().chain(Failing));
    let found: Vec<_> = RowReader::new(input, &format)
        .map(|row| row.map(|row| row.line()).map_err(|error| error.to_string()))
        .collect();
    assert_eq!(
        found,
        [
            Ok(1),
            Err("line 2: the input cannot be read: the disk is gone".to_owned()),
        ]
    );
}

#[test]
fn lines_that_end_with_carriage_returns_alone_are_refused() {
    let text = b"20200101\tUSA\tRUS\t042\tx\r20200102\tUSA\tRUS\t112\ty\r";
    let reader = RowReader::new(&text[..], Format::Plain(PlainLayout::default()));
    let read: Vec<_> = reader.collect();
    assert_eq!(read.len(), 1);
    assert!(matches!(
        read[0].as_ref().unwrap_err().kind,
        RowFaultKind::CarriageReturn
    ));
}

//! Dates, codes, scales, quantities and scorings.

use std::io::{self, BufReader, Read};

use chrono::{DateTime, NaiveDate};
use detente::code::{
    ActorCode, CameoCode, Code, OtherCode, PloverCode, PloverContext, Scale, ScaleReadError,
};
use detente::event::{Amount, Count, Quantity};
use detente::scoring::Weights;
use detente::time::network::Network;
use detente::time::{
    Anchor, Bounds, Calendar, CalendarPeriod, DayRule, Edtf, Period, RelativeDate,
};
use detente::trend::diagnostics::{MannKendall, Penalty, change_points};
use detente::trend::{Band, Calibration, Direction};
use detente::{Timeline, When};

use super::{Messages, refused};

pub(crate) fn add(list: &mut Messages) {
    dates(list);
    codes(list);
    scales(list);
    numbers(list);
}

fn dates(list: &mut Messages) {
    for (given, text) in [
        ("no date", "10 July 2025"),
        ("month", "2025-13"),
        ("day", "2025-06-31"),
        ("year", "-0000"),
        ("long year", "Y2025"),
        ("exponent", "Y17E0"),
        ("digits", "1950S5"),
        ("hour", "2025-07-10T25:00:00Z"),
        ("hour 24", "2025-07-10T24:30:00Z"),
        ("fraction", "2025-07-10T23:59:00.Z"),
        ("minute", "2025-07-10T23:60:00Z"),
        ("second", "2025-07-10T23:59:61Z"),
        ("zone", "2025-07-10T23:59:00+"),
        ("offset", "2025-07-10T23:59:00-00:00"),
        ("clock", "2025-07-10T23"),
        ("end", "2025-07-10x"),
        ("end of a time", "2025-07-10T23:59:00Zx"),
        ("end of a month", "2025-07x"),
        ("one of several", "[2025-07-10;2025-07-11]"),
        ("all of several", "{2025-07-10;2025-07-11}"),
    ] {
        list.refused(&format!("WhenError::Syntax, {given}"), When::parse(text));
    }
    for (given, text) in [
        ("a blank", "2025-07-10 23:59"),
        ("no ends", "../.."),
        ("a century", "19"),
        ("Wikidata", "+2025-07-10T00:00:00Z"),
        ("a day of 00", "2025-07-00"),
        ("the draft of 2012", "199u"),
        ("an unknown start", "unknown/2004"),
        ("a dash", "2025–07–10"),
        ("two years", "1846-47"),
        ("a year with both numbers", "1750/51"),
        ("a day with both numbers", "1750/51-02-11"),
        ("Wikidata, of an older dump", "+00000001921-01-01T00:00:00Z"),
        ("no dashes", "20250710"),
        ("letters", "2025-07-10t23:59z"),
    ] {
        list.refused(&format!("WhenError::Spelling, {given}"), When::parse(text));
    }
    let wikidata = |text, precision| Edtf::from_wikidata(text, precision, Calendar::Gregorian);
    refused! { list;
        "WhenError::NotInCalendar, a day" => Calendar::Julian.to_edtf("1751-02-29");
        "WhenError::NotInCalendar, two years" => Calendar::OldStyle.to_edtf("1750/52-02-11");
        "WhenError::Precision" => wikidata("+2025-07-10T00:00:00Z", 12);
        "WhenError::Precision, a long year" => wikidata("+00000012025-07-10T00:00:00Z", 11);
        "WhenError::Precision, before Christ" => wikidata("-0044-03-15T00:00:00Z", 11);
    }
    let edtf = |text| Edtf::parse(text).expect("the text is EDTF");
    let second = |second| DateTime::from_timestamp(second, 0);
    refused! { list;
        "PeriodError::Label" => "2025-W60".parse::<CalendarPeriod>();
        "PeriodError::OutOfRange" => Period::Year.of(NaiveDate::MAX);
        "PeriodError::TooMany" => Timeline::builder().build().unwrap().view()
            .count_by(Period::Day, NaiveDate::MIN..=NaiveDate::default());
        "WhenError::OutsideYears" => When::parse("Y300000");
        "WhenError::TooLong" => When::parse(&"2".repeat(1001));
        "WhenError::NoStart" => Bounds::new(second(1), second(1), None, None);
        "WhenError::NoEnd" => Bounds::new(None, None, second(1), second(1));
        "WhenError::EndBeforeStart, an interval" => When::parse("2025-07-10/2025-07-09");
        "WhenError::EndBeforeStart, two dates" =>
            When::from_ends(&edtf("2025-07-10"), &edtf("2025-07-09"), DayRule::default());
        "WhenError::EndBeforeStart, bounds" => Bounds::new(second(2), None, None, second(1));
        "WhenError::Empty" => Bounds::new(second(2), None, None, second(2));
        "WhenError::SeveralDates" => When::parse("{2025-01,2025-02}");
        "WhenError::NotAnEnd" =>
            When::from_ends(&edtf("2025-01/2025-02"), &edtf("2026"), DayRule::default());
    }

    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    let open = When::parse("2025-07-10/..").expect("an open interval");
    refused! { list;
        "AnchorError::LastBeforeFirst" => Anchor::between(day(2025, 7, 11), day(2025, 7, 10));
        "AnchorError::Unbounded" => Anchor::try_from(&open);
        "AnchorError::OutsideYears" => Anchor::from(NaiveDate::MIN).resolve(RelativeDate::Yesterday);
    }

    let mut network = Network::new();
    let (call, meeting) = (network.add_variable(), network.add_variable());
    network
        .add(meeting, call, -60, "a minute earlier")
        .expect("it is the only one");
    let one_second = {
        let mut network = network.clone();
        network.add(call, meeting, 59, "later")
    };
    refused! { list;
        "NegativeCycle" => network.add(call, meeting, -1, "later");
        "NegativeCycle, of one second" => one_second;
    }
}

fn codes(list: &mut Messages) {
    refused! { list;
        "CodeError::Cameo" => CameoCode::parse("04x");
        "CodeError::Cameo, long" => CameoCode::parse(&"0".repeat(200));
        "CodeError::Cameo, of a table" => CameoCode::restore_zero("x");
        "CodeError::Category" => Code::parse("HUG");
        "CodeError::Mode" => PloverCode::parse("CONSULT/hug");
        "CodeError::Mode, of a category without modes" => PloverCode::parse("AGREE/hug");
        "WordError, of many" => "sport".parse::<PloverContext>();
        "CodeError::Actor" => ActorCode::parse("usA");
        "CodeError::Other" => Code::parse("?");
        "CodeError::Other, with a system" => OtherCode::new("wei s", "223");
        "CodeError::Reserved" => OtherCode::new("cameo", "04");
    }
}

struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("unplugged"))
    }
}

fn scales(list: &mut Messages) {
    let code = |text: &str| Code::parse(text).expect("a code");
    let table = |entries: &[(&str, f64)]| {
        let entries = entries.iter().map(|&(text, valence)| (code(text), valence));
        Scale::from_table("desk", "1", entries.collect::<Vec<_>>())
    };
    let endless = (0..10_001).map(|number| {
        (
            OtherCode::new("desk", &number.to_string())
                .expect("a code")
                .into(),
            0.0,
        )
    });
    let failing = BufReader::new(Read::chain(&b"AGREE,1\n"[..], Failing));
    let read = |divisor, text: &str| Scale::read("desk", "1", divisor, text.as_bytes());
    refused! { list;
        "ScaleError::Label, name" => Scale::from_table(" ", "1", [(code("AGREE"), 0.5)]);
        "ScaleError::Label, version" => Scale::from_table("desk", "\n", [(code("AGREE"), 0.5)]);
        "ScaleError::Valence" => table(&[("AGREE", 1.5)]);
        "ScaleError::Duplicate" => table(&[("AGREE", 0.5), ("agree", 0.25)]);
        "ScaleError::NotListed" => table(&[("AGREE", 0.5)]).expect("a scale").with_standing([code("SANCTION")]);
        "ScaleError::TooManyEntries" => Scale::from_table("desk", "1", endless);
        "ScaleReadError::Label" => Scale::read("", "1", 1.0, &b""[..]);
        "ScaleReadError::Divisor" => read(0.0, "");
        "ScaleReadError::Io" => Scale::read("desk", "1", 1.0, failing);
        "ScaleReadError::Lines, one" => read(1.0, "AGREE,2");
        "ScaleReadError::Lines, several" => read(1.0, "AGREE,2\nAID\nREJECT,-0.4\n");
    }
    let mut faulty = |label: &str, text: &[u8]| {
        let last = match Scale::read("desk", "1", 10.0, text) {
            Err(ScaleReadError::Lines { mut faults, .. }) => Err(faults.pop().expect("a fault")),
            _ => Ok(()),
        };
        if label == "ScaleFault" {
            list.refused(label, last);
        } else {
            list.refused(label, last.map_err(|fault| fault.kind));
        }
    };
    faulty("ScaleFault", b"AGREE,11");
    faulty("ScaleFaultKind::NotText", b"\xff,1");
    faulty("ScaleFaultKind::NoValue", b"AGREE");
    faulty("ScaleFaultKind::Code", b"AID,1\nHUG,1");
    faulty("ScaleFaultKind::NoNumber", b"AGREE,much");
    faulty("ScaleFaultKind::Value", b"AGREE,11");
    faulty("ScaleFaultKind::Duplicate", b"AGREE,1\nagree,1");
    faulty("ScaleFaultKind::Return", b"AGREE,1\rAID,1\n");
    faulty("ScaleFaultKind::LongLine", "9".repeat(5_000).as_bytes());
    faulty(
        "ScaleFaultKind::TooManyFaults",
        "AGREE\n".repeat(1_001).as_bytes(),
    );
    let entries: Vec<_> = (0..10_001)
        .map(|number| format!("desk:{number},0\n"))
        .collect();
    faulty(
        "ScaleFaultKind::TooManyEntries",
        entries.concat().as_bytes(),
    );
}

fn numbers(list: &mut Messages) {
    let quantity = |value, unit| Quantity::exactly(value, unit).expect("a quantity");
    let (drones, days) = (quantity(3.0, "drones"), quantity(2.0, "days"));
    let most = quantity(2_f64.powi(53), "drones");
    refused! { list;
        "QuantityError::Number" => Quantity::exactly(-1.0, "drones");
        "QuantityError::Order" => Quantity::new(Amount::Between(3.0, 2.0), "drones");
        "QuantityError::Order, of a count" => Count::between(3, 2);
        "QuantityError::LessThanZero" => Quantity::new(Amount::LessThan(0.0), "drones");
        "QuantityError::BlankUnit" => Quantity::exactly(1.0, " ");
        "QuantityError::LongUnit" => Quantity::exactly(1.0, &"x".repeat(300));
        "QuantityError::ControlInUnit" => Quantity::exactly(1.0, "a\nb");
        "UnitError::Units" => drones.exceeds(&days);
        "UnitError::TooLarge" => Quantity::sum([&drones, &most]);
        "ScoringError::OutOfBounds, a weight" => Weights::default().with_act(f64::NAN);
        "ScoringError::OutOfBounds, a half-life" => Calibration::default().with_half_life(0.0);
        "ScoringError::OutOfBounds, a window" => Calibration::default().with_window(0);
        "ScoringError::Thresholds" => Calibration::default().with_thresholds(0.9, 0.8, 0.95);
        "WordError, a direction" => "up".parse::<Direction>();
        "WordError, a band" => "warm".parse::<Band>();
        "WordError, with a near match" => "falling ".parse::<Direction>();
        "SeriesError::TooShort" => MannKendall::of_table(&[1, 2], 2);
        "SeriesError::TooLong" => change_points(&vec![0.0; 5_000], Penalty::Schwarz);
        "SeriesError::Ragged" => MannKendall::of_table(&[1, 2, 3, 4, 5], 4);
        "SeriesError::OutOfBounds" => change_points(&[0.0, 1.0, f64::NAN, 2.0], Penalty::Schwarz);
    }
}

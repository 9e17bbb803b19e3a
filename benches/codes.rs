//! The time to read the codes of a row: its act with its valence, its place, and its two actors.
//!
//! It does not grow with the tables: acts, places and countries are looked up in arrays by their
//! letters. Blocks of an actor that are not a country are searched in lists of about a hundred.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use detente::code::{ActorCode, CameoCode, Code, Country, PartKind, Scale};

/// Rows as in a day of a feed, with acts of all roots and actors of all kinds.
const ROWS: usize = 1_000;
const ACTORS: [&str; 8] = [
    "USAGOV",
    "RUSGOVMIL",
    "IGOEUREEC",
    "GOV",
    "MNCUSAMED",
    "IGOUNODEVWBK",
    "PSEREBHMS",
    "kur",
];
const PLACES: [&str; 8] = ["US", "RS", "BO", "UK", "GM", "CH", "IS", "SZ"];

fn codes(c: &mut Criterion) {
    let scale = Scale::cameo_gdelt();
    let listed: Vec<Code> = scale.entries().map(|(code, _)| code.clone()).collect();
    // In steps, so that the codes are not in the order of the table.
    let read: Vec<Code> = (0..ROWS)
        .map(|row| listed[row * 97 % listed.len()].clone())
        .collect();
    let acts: Vec<String> = read
        .iter()
        .map(|code| code.to_string().replace("cameo:", ""))
        .collect();
    let actors: Vec<&str> = ACTORS.into_iter().cycle().take(ROWS).collect();
    let places: Vec<&str> = PLACES.into_iter().cycle().take(ROWS).collect();

    let weigh = |codes: &[Code]| {
        codes
            .iter()
            .filter_map(|code| scale.valence(code))
            .sum::<f64>()
    };
    let map = |codes: &[Code]| {
        let mapped = codes.iter().filter(|code| match code {
            Code::Cameo(code) => code.to_plover().is_some(),
            _ => false,
        });
        mapped.count()
    };
    let locate = |places: &[&str]| {
        let found = places.iter().filter_map(|place| Country::from_fips(place));
        found.filter_map(Country::iso2).count()
    };
    let split = |actors: &[&str]| {
        let codes = actors.iter().filter_map(|text| ActorCode::parse(text).ok());
        codes
            .map(|code| {
                code.parts()
                    .filter(|part| part.kind != PartKind::Unknown)
                    .count()
            })
            .sum::<usize>()
    };
    let nations = |actors: &[&str]| {
        let codes = actors.iter().filter_map(|text| ActorCode::parse(text).ok());
        codes.filter(|code| code.country().is_some()).count()
    };
    // The benchmark must find codes.
    assert!(weigh(&read).abs() > 100.0);
    assert!(map(&read) > 800);
    assert_eq!(locate(&places), ROWS);
    assert_eq!(split(&actors), ROWS / 8 * 20);
    assert_eq!(nations(&actors), ROWS / 2);

    let mut group = c.benchmark_group("codes");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("read_act", |b| {
        b.iter(|| {
            black_box(&acts)
                .iter()
                .filter(|text| CameoCode::parse(text).is_ok())
                .count()
        });
    });
    group.bench_function("weigh_act", |b| b.iter(|| weigh(black_box(&read))));
    group.bench_function("act_to_plover", |b| b.iter(|| map(black_box(&read))));
    group.bench_function("place", |b| b.iter(|| locate(black_box(&places))));
    group.bench_function("split_actor", |b| b.iter(|| split(black_box(&actors))));
    group.bench_function("country_of_actor", |b| {
        b.iter(|| nations(black_box(&actors)));
    });
    group.finish();
}

criterion_group!(benches, codes);
criterion_main!(benches);

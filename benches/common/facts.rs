//! Generated facts of a knowledge graph in words, and the same facts as numbers of lists.

use std::io::Write;

use chrono::{Days, NaiveDate};

use crate::gdelt::COUNTRIES;
use crate::random::Random;

/// Names of codes, and one relation that is none.
const RELATIONS: [&str; 16] = [
    "Make statement",
    "Make an appeal or request",
    "Express intent to meet or negotiate",
    "Consult",
    "Make a visit",
    "Host a visit",
    "Engage in negotiation",
    "Praise or endorse",
    "Sign formal agreement",
    "Criticize or denounce",
    "Accuse",
    "Threaten",
    "Demonstrate or rally",
    "Arrest, detain, or charge with legal action",
    "Use conventional military force",
    "neighbor",
];

const ROLES: [&str; 12] = [
    "Police",
    "Citizen",
    "Government",
    "Foreign Affairs",
    "Military",
    "Head of Government",
    "Member of Parliament",
    "Business",
    "Media",
    "Criminal",
    "Ministry",
    "Student",
];

/// Facts in three forms.
pub(crate) struct Facts {
    pub(crate) words: Vec<u8>,
    pub(crate) numbers: Vec<u8>,
    pub(crate) entities: Vec<u8>,
    pub(crate) relations: Vec<u8>,
}

/// `count` facts of 28 days: roles of 40 countries, the countries themselves, and 100 persons.
pub(crate) fn facts(count: u32) -> Facts {
    let mut entities = Vec::new();
    for (_, country) in COUNTRIES {
        entities.push(country.to_owned());
        entities.extend(ROLES.map(|role| format!("{role} ({country})")));
    }
    entities.extend((0..100).map(|number| format!("Person Number {number}")));
    let kinds = u32::try_from(entities.len()).expect("some hundred names");
    let first = NaiveDate::from_ymd_opt(2018, 1, 1).expect("a date");
    let mut random = Random::new(8);
    let (mut words, mut numbers) = (Vec::new(), Vec::new());
    for row in 0..count {
        let day = u64::from(row) * 28 / u64::from(count);
        let date = first + Days::new(day);
        let [subject, object] = [(); 2].map(|()| random.below(kinds) as usize);
        let relation = random.below(16) as usize;
        let (from, to) = (&entities[subject], &entities[object]);
        writeln!(words, "{from}\t{}\t{to}\t{date}", RELATIONS[relation]).expect("memory");
        writeln!(numbers, "{subject}\t{relation}\t{object}\t{}\t-1", day * 24).expect("memory");
    }
    Facts {
        words,
        numbers,
        entities: list(&entities),
        relations: list(&RELATIONS),
    }
}

fn list(names: &[impl AsRef<str>]) -> Vec<u8> {
    let mut list = Vec::new();
    for (number, name) in names.iter().enumerate() {
        writeln!(list, "{}\t{number}", name.as_ref()).expect("memory");
    }
    list
}

//! All sentences about two real records: one article, and the year 2025.

use std::fs;

use chrono::NaiveDate;
use detente::changes::{Finding, FindingKind, Rule, ViewState};
use detente::claim::{self, World};
use detente::event::{Amount, Count, Quantity, Status};
use detente::query::View;
use detente::sentences::{
    ActorPhrase, ChangeFacts, CountFacts, Counted, EventName, EventNoun, FindingFacts, GapFacts,
    Language, MovementFacts, OrderFacts, Origin, RankFacts, SilenceFacts, TrendFacts, VerdictFacts,
};
use detente::sequence::Order;
use detente::time::When;
use detente::trend::{Coverage, CoverageUsed, Missing};
use detente::{Certainty, Direction, Rank, Relations, Timeline};

use crate::languages;

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).unwrap()
}

fn article() -> Timeline {
    Timeline::from_json(include_str!("../../examples/data/kuala-lumpur.json")).unwrap()
}

fn year() -> Timeline {
    Timeline::from_json(include_str!("../../examples/data/us-russia-2025.json")).unwrap()
}

fn covered(timeline: &Timeline) -> Relations<'_> {
    let relations = timeline
        .view()
        .within(date(1, 20)..)
        .relations("USA", "RUS")
        .unwrap();
    relations.with_coverage(Coverage::since(date(1, 20)))
}

/// The sentences in one language, a heading for each kind.
fn sentences(language: &dyn Language) -> String {
    let (article, year) = (article(), year());
    let sections = [
        ("Trends", trends(language, &article, &year)),
        ("Trends of every kind", all_trends(language, &year)),
        ("Movements", movements(language, &year)),
        ("Ranks", ranks(language, &article, &year)),
        ("Counts", counts(language, &article, &year)),
        ("Gaps", gaps(language, &article, &year)),
        ("Orders", orders(language, &article, &year)),
        ("Silences", silences(language, &article, &year)),
        ("Verdicts", verdicts(language, &year)),
        ("Changes", changes(language, &year)),
        ("Findings", findings(language, &year)),
        ("Standing relations", standing(language)),
    ];
    let sections =
        sections.map(|(heading, lines)| format!("# {heading}\n\n{}\n", lines.join("\n")));
    sections.join("\n")
}

fn trends(language: &dyn Language, article: &Timeline, year: &Timeline) -> Vec<String> {
    let declared = covered(year);
    let mut lines: Vec<String> = [
        (2, 10),
        (3, 25),
        (5, 20),
        (7, 11),
        (10, 10),
        (11, 1),
        (12, 20),
    ]
    .into_iter()
    .map(|(month, day)| language.trend(&TrendFacts::of(&declared, date(month, day))))
    .collect();
    let unknown = year.relations("USA", "RUS").unwrap();
    let contacts = year.view().contacts().relations("USA", "RUS").unwrap();
    let alone = article.relations("USA", "RUS").unwrap();
    let sides = article.relations(["RUS", "PRK"], ["USA", "UKR"]).unwrap();
    let persons = year.relations("trump", "putin").unwrap();
    for relations in [unknown, contacts, alone, sides, persons] {
        lines.push(language.trend(&TrendFacts::of(&relations, date(7, 11))));
    }
    lines
}

fn all_trends(language: &dyn Language, year: &Timeline) -> Vec<String> {
    let relations = covered(year);
    let facts = TrendFacts::of(&relations, date(7, 11));
    let events: Vec<EventName<'_>> = ["trump-crazy-2025-05-25", "norad-2025-08-20", "budapest"]
        .map(|id| year.event(id).unwrap().into())
        .to_vec();
    let mut lines = Vec::new();
    for direction in Direction::ALL {
        for since in [Some(date(5, 6)), None] {
            lines.push(TrendFacts {
                direction,
                since,
                ..facts.clone()
            });
        }
    }
    for direction in [Direction::Rising, Direction::Falling] {
        for origin in [
            Origin::Events(events[..1].to_vec()),
            Origin::Events(events.clone()),
            Origin::Earlier(events.clone()),
            Origin::Spread(events.clone()),
            Origin::Spread(Vec::new()),
        ] {
            lines.push(TrendFacts {
                direction,
                origin: Some(origin),
                ..facts.clone()
            });
        }
    }
    let insufficient = TrendFacts {
        direction: Direction::Insufficient,
        ..facts.clone()
    };
    for missing in [
        Missing::Baseline,
        Missing::Marks,
        Missing::WeightNew,
        Missing::WeightOld,
        Missing::Weight,
    ] {
        lines.push(TrendFacts {
            missing: Some(missing),
            ..insufficient.clone()
        });
    }
    for coverage in [
        CoverageUsed::AssumedSince(date(1, 12)),
        CoverageUsed::AssumedAlways,
        CoverageUsed::Unknown,
    ] {
        lines.push(TrendFacts {
            direction: Direction::Steady,
            coverage,
            ..facts.clone()
        });
    }
    lines.iter().map(|facts| language.trend(facts)).collect()
}

fn movements(language: &dyn Language, year: &Timeline) -> Vec<String> {
    let relations = covered(year);
    let between = |from, to| {
        let movement = relations.movement_to(&relations, from, to).unwrap();
        MovementFacts::of(&movement, &relations)
    };
    let october = between(date(10, 21), date(10, 25));
    let mut lines = vec![
        between(date(1, 1), date(1, 10)),
        between(date(1, 20), date(2, 20)),
        between(date(6, 1), date(6, 1)),
        between(date(2, 1), date(3, 1)),
        october.clone(),
    ];
    lines.push(MovementFacts {
        levels: [Some(0.25), None],
        ..october
    });
    lines.iter().map(|facts| language.movement(facts)).collect()
}

fn ranks(language: &dyn Language, article: &Timeline, year: &Timeline) -> Vec<String> {
    let of = |view: &View<'_>, id: &str| language.rank(&RankFacts::of(view, id).unwrap());
    let meetings = article.between("rubio", "lavrov").unwrap().meetings();
    let calls = article.between("USA", "RUS").unwrap().calls();
    let pair = year.between("USA", "RUS").unwrap();
    let lavrov = year.view().involving("lavrov").unwrap();
    let planned = year.view().of_status(Status::ALL).meetings();
    let mut lines = vec![
        of(&meetings, "saudi-arabia"),
        of(&meetings, "kuala-lumpur"),
        of(&calls, "call-june"),
        of(&pair.contacts(), "anchorage"),
        of(&pair.statements(), "fifty-days-2025-07-14"),
        of(&pair, "vinnik-released-2025-02-12"),
        of(&lavrov.calls(), "rubio-lavrov-2025-05-17"),
        of(&year.view().meetings(), "new-york"),
        of(&planned, "budapest"),
        of(&pair.within(date(7, 1)..).calls(), "trump-putin-2025-07-03"),
    ];
    let mut facts = RankFacts::of(&meetings, "kuala-lumpur").unwrap();
    facts.event = facts.event.called("Kuala Lumpur");
    facts.among = facts.among.theirs();
    let ranks = [
        r#"{"min":2,"max":2}"#,
        r#"{"min":2,"max":3}"#,
        r#"{"min":2,"max":5}"#,
    ]
    .into_iter()
    .chain([
        r#"{"min":4,"max":null}"#,
        r#"{"min":1,"max":1}"#,
        r#"{"min":13,"max":13}"#,
    ])
    .chain([r#"{"min":1,"max":null}"#, r#"{"min":21,"max":22}"#]);
    for rank in ranks.map(|json| serde_json::from_str::<Rank>(json).unwrap()) {
        let nouns = if rank.min() < 5 && rank.max() != Some(5) {
            &NOUNS[..]
        } else {
            &NOUNS[..1]
        };
        for &noun in nouns {
            facts.rank = rank;
            facts.among.noun = noun;
            lines.push(language.rank(&facts));
        }
        facts.among.noun = EventNoun::Meeting;
    }
    facts.among.is_selected = true;
    lines.push(language.rank(&facts));
    lines
}

const NOUNS: [EventNoun; 6] = [
    EventNoun::Meeting,
    EventNoun::Call,
    EventNoun::Contact,
    EventNoun::Statement,
    EventNoun::Act,
    EventNoun::Event,
];

fn counts(language: &dyn Language, article: &Timeline, year: &Timeline) -> Vec<String> {
    let of = |view: &View<'_>| language.count(&CountFacts::of(view));
    let ministers = year.between("rubio", "lavrov").unwrap();
    let mut lines = vec![
        of(&article.between("rubio", "lavrov").unwrap().calls()),
        of(&article.between("PRK", "RUS").unwrap().meetings()),
        of(&ministers.meetings()),
        of(&ministers.contacts()),
        of(&year.view().involving("witkoff").unwrap().meetings()),
        of(&year.view().within(date(7, 1)..date(7, 31)).statements()),
    ];
    let mut facts = CountFacts::of(&ministers.meetings());
    let between = |min, max| Count::between(min, max).unwrap();
    for count in [
        Count::ZERO,
        Count::ONE,
        between(2, 3),
        between(0, 1),
        between(0, 4),
        between(3, 14),
        Count::at_least(1),
        Count::at_least(0),
    ] {
        facts.count = count;
        let nouns = if count.max().is_some_and(|max| max < 4) {
            &NOUNS[..]
        } else {
            &NOUNS[..1]
        };
        for &noun in nouns {
            facts.counted.noun = noun;
            lines.push(language.count(&facts));
        }
    }
    for actors in [ActorPhrase::Theirs, ActorPhrase::All] {
        facts.count = between(2, 2);
        facts.counted.actors = actors;
        lines.push(language.count(&facts));
    }
    lines
}

/// Events of the article, then of the year, with dates of every form.
fn gaps(language: &dyn Language, article: &Timeline, year: &Timeline) -> Vec<String> {
    let all = article.view().of_status(Status::ALL);
    let mut lines = Vec::new();
    for (first, second) in [
        ("call-june", "kuala-lumpur"),
        ("saudi-arabia", "kuala-lumpur"),
        ("gerans", "attack-record"),
        ("trump-criticises", "arms-go-on"),
        ("trump-criticises", "kremlin-calm"),
        ("invitation", "north-korea"),
        ("kuala-lumpur", "report-to-trump"),
        ("asean-ministers", "kuala-lumpur"),
        ("kuala-lumpur", "north-korea"),
    ] {
        lines.push(language.gap(&GapFacts::of(&all, first, second).unwrap()));
    }
    let mut facts = GapFacts::of(&year.view(), "trump-putin-2025-07-03", "kuala-lumpur").unwrap();
    for (min, max) in [
        (Some(1), Some(1)),
        (Some(7), Some(7)),
        (Some(0), Some(1)),
        (Some(0), Some(9)),
        (Some(1), None),
        (Some(3), None),
        (Some(0), None),
        (Some(-2), Some(5)),
        (None, Some(1)),
        (Some(-1), Some(-1)),
        (Some(-9), Some(-2)),
        (None, Some(-3)),
        (None, None),
        (Some(-4), None),
    ] {
        facts.gap.min_days = min;
        facts.gap.max_days = max;
        lines.push(language.gap(&facts));
    }
    facts.gap.min_days = Some(2);
    for edtf in [
        "2025-08",
        "2025-10",
        "2025",
        "[2025-07-08..2025-07-09]",
        "2025-07-10~",
        "2025-07-12/2025-07-13",
        "2022-02-24/..",
        "../2025-04-30",
        "[..2025-07-10]",
        "[2025-07-10..]",
        "..2025-07-10/2025-07-10..",
        "[2025-06-30..2025-07-01]",
        "[2024-12-31..2025-01-01]",
        "[2024-12-30..2025-01-03]",
        "-0043-03-15",
        "2025-03-01",
    ] {
        facts.first.date = When::parse(edtf).unwrap().phrase();
        lines.push(language.gap(&facts));
    }
    facts.first.date = When::undated().phrase();
    lines.push(language.gap(&facts));
    lines
}

fn orders(language: &dyn Language, article: &Timeline, year: &Timeline) -> Vec<String> {
    let mut lines = Vec::new();
    for (first, second) in [
        ("kuala-lumpur", "saudi-arabia"),
        ("call-june", "attack-last-week"),
        ("trump-criticises", "kremlin-calm"),
        ("asean-ministers", "kuala-lumpur"),
    ] {
        lines.push(language.order(&OrderFacts::of(&article.view(), first, second).unwrap()));
    }
    let mut facts = OrderFacts::of(&year.view(), "kuala-lumpur", "trump-putin-2025-07-03").unwrap();
    let certainties = [
        Certainty::Certain,
        Certainty::Possible,
        Certainty::Impossible,
    ];
    for before in certainties {
        for after in certainties {
            for probability in ["null", "0.345"] {
                let json = format!(
                    r#"{{"before":"{before}","after":"{after}","probability":{probability}}}"#
                );
                if let Ok(order) = serde_json::from_str::<Order>(&json) {
                    facts.order = order;
                    lines.push(language.order(&facts));
                }
            }
        }
    }
    lines
}

fn silences(language: &dyn Language, article: &Timeline, year: &Timeline) -> Vec<String> {
    let ministers = year.between("rubio", "lavrov").unwrap();
    let states = article.between("USA", "RUS").unwrap();
    let current = SilenceFacts::current(&ministers.contacts(), date(12, 31)).unwrap();
    let mut lines = vec![
        SilenceFacts::longest(&ministers.meetings()).unwrap(),
        SilenceFacts::longest(&states.contacts()).unwrap(),
        SilenceFacts::current(&year.view().involving("lavrov").unwrap(), date(12, 31)).unwrap(),
        SilenceFacts::current(&year.view().calls(), date(12, 10)).unwrap(),
    ];
    for noun in NOUNS {
        let mut facts = current.clone();
        facts.counted.noun = noun;
        lines.push(facts);
    }
    for covered in [Some(1.0), Some(0.45), Some(0.0), None] {
        lines.push(SilenceFacts {
            covered,
            ..current.clone()
        });
    }
    for (min, max) in [
        (Some(10), Some(20)),
        (Some(0), Some(20)),
        (Some(1), Some(1)),
        (Some(3), None),
        (None, None),
    ] {
        let mut facts = current.clone();
        facts.length.min_days = min;
        facts.length.max_days = max;
        facts.counted = facts.counted.theirs();
        facts.covered = Some(1.0);
        lines.push(facts);
    }
    let counted = Counted {
        is_selected: true,
        ..current.counted.clone()
    };
    lines.push(SilenceFacts {
        certainty: Certainty::Possible,
        counted,
        ..current
    });
    lines.iter().map(|facts| language.silence(facts)).collect()
}

/// What each kind of rule finds in the record of 2025, and variants of it.
fn findings(language: &dyn Language, year: &Timeline) -> Vec<String> {
    let view = year.view();
    let state = |at| ViewState::new(&view, at).with_coverage(Coverage::since(date(1, 20)));
    // The first findings of each rule, from month to month.
    let found = |rule: Rule| {
        let months = (2..12).flat_map(move |month| {
            let (before, after) = (state(date(month, 1)), state(date(month + 1, 1)));
            let found = rule.check(&before, &after).expect("the names are known");
            let found = found.into_iter().map(move |one| (one, after.clone()));
            found.collect::<Vec<_>>()
        });
        months.take(2).collect::<Vec<_>>()
    };
    let pair = ["trump", "putin"];
    let findings: Vec<(Finding, ViewState<'_>)> = [
        Rule::direction_changed("USA", "RUS"),
        Rule::probability_passed("USA", "RUS", 0.9).unwrap(),
        Rule::first_contact(pair, 30).unwrap(),
        Rule::long_silence(pair, 0.5).unwrap(),
        Rule::long_silence("RUS", 0.5).unwrap(),
        Rule::plan_overdue("RUS", 0),
    ]
    .into_iter()
    .flat_map(found)
    .collect();
    assert!(findings.len() >= 5, "{}", findings.len());
    let mut facts: Vec<FindingFacts<'_>> = findings
        .iter()
        .map(|(finding, after)| FindingFacts::of(finding, after).expect("the names are known"))
        .collect();
    // Kinds and variants that the record does not have.
    let first = facts[0].clone();
    let drones = |amount| Quantity::new(amount, "drones").unwrap();
    let contact = year.event("kuala-lumpur").unwrap().into();
    let before = year.event("budapest").unwrap().into();
    for found in [
        FindingKind::PlanOverdue,
        FindingKind::RecordBroken {
            measure: "launched".to_owned(),
            size: drones(Amount::About(1_500.0)),
            certainty: Certainty::Possible,
            margin: Some(drones(Amount::AtLeast(12.5))),
        },
        FindingKind::RecordBroken {
            measure: "launched".to_owned(),
            size: drones(Amount::Between(700.0, 728.0)),
            certainty: Certainty::Certain,
            margin: None,
        },
    ] {
        let events = vec![(contact, None), (before, None)];
        let actors = first.actors[..1].to_vec();
        facts.push(FindingFacts {
            actors,
            found,
            events,
            ..first.clone()
        });
    }
    for direction in Direction::ALL {
        let found = FindingKind::DirectionChanged {
            before: direction,
            after: Direction::ALL[(direction as usize + 1) % 5],
            since: None,
            p: None,
            coverage: CoverageUsed::Unknown,
        };
        // A finding from a file can have no event.
        let events = Vec::new();
        facts.push(FindingFacts {
            found,
            events,
            ..first.clone()
        });
    }
    facts.push(FindingFacts {
        found: FindingKind::PlanOverdue,
        events: Vec::new(),
        ..first
    });
    facts.iter().map(|one| language.finding(one)).collect()
}

fn verdicts(language: &dyn Language, year: &Timeline) -> Vec<String> {
    let relations = covered(year);
    let judge = |claim, at| relations.check(&claim, at);
    let sides = Some(TrendFacts::of(&relations, date(7, 11)).sides);
    let meetings = year.between("rubio", "lavrov").unwrap().meetings();
    let ordinal = claim::ordinal("kuala-lumpur", 2);
    let [closed, open] = [World::Closed, World::Open].map(|world| meetings.check(&ordinal, world));
    let (closed, open) = (closed.unwrap(), open.unwrap());
    [
        VerdictFacts {
            sides: sides.clone(),
            ..VerdictFacts::of(
                "begin to sour",
                &judge(claim::falling(Some(90)), date(7, 11)),
            )
        },
        VerdictFacts {
            sides,
            ..VerdictFacts::of(
                "begin to sour",
                &judge(claim::falling(Some(10)), date(7, 11)),
            )
        },
        VerdictFacts::of("for the second time", &closed),
        VerdictFacts::of("for the second time", &open),
    ]
    .iter()
    .map(|facts| language.verdict(facts))
    .collect()
}

/// An alliance that ended, one that is in force, sanctions until an unknown day, and a visit between them.
fn alliances() -> Timeline {
    let act = |id, when, code| {
        let code = detente::code::Code::parse(code).unwrap();
        detente::Event::act(id, when, code).standing()
    };
    Timeline::builder()
        .actor(detente::Actor::state("A").named("Anland"))
        .actor(detente::Actor::state("B").named("Beland"))
        .event(act("pact", "1934-01-26/1939-04-28", "COOPERATE").between("A", "B"))
        .event(
            act("treaty", "1949-04-04/..", "AGREE")
                .between("A", "B")
                .title("Treaty of friendship"),
        )
        .event(
            act("embargo", "1939-09/1945", "SANCTION")
                .by("A")
                .target("B")
                .at("Abstadt"),
        )
        .event(detente::Event::meeting("visit", "1947-05-02").between("A", "B"))
        .build()
        .unwrap()
}

fn standing(language: &dyn Language) -> Vec<String> {
    let record = alliances();
    let view = record.view();
    let order = |a, b| language.order(&OrderFacts::of(&view, a, b).unwrap());
    let gap = |a, b| language.gap(&GapFacts::of(&view, a, b).unwrap());
    let mut lines = vec![
        order("pact", "visit"),
        order("treaty", "visit"),
        order("pact", "embargo"),
        gap("pact", "visit"),
        gap("embargo", "treaty"),
        gap("visit", "treaty"),
        language.rank(&RankFacts::of(&view, "treaty").unwrap()),
    ];
    let mut facts = OrderFacts::of(&view, "treaty", "pact").unwrap();
    facts.order.before = Certainty::Possible;
    facts.order.after = Certainty::Possible;
    lines.push(language.order(&facts));
    facts.order.before = Certainty::Impossible;
    facts.order.after = Certainty::Impossible;
    lines.push(language.order(&facts));
    for status in [Status::Planned, Status::Cancelled] {
        let mut facts = GapFacts::of(&view, "pact", "visit").unwrap();
        facts.first.status = Some(status);
        lines.push(language.gap(&facts));
        let mut facts = OrderFacts::of(&view, "pact", "visit").unwrap();
        facts.first.status = Some(status);
        lines.push(language.order(&facts));
    }
    let change = ChangeFacts {
        event: view.event("treaty").unwrap().into(),
        date_before: None,
        kinds: vec![detente::changes::ChangeKind::Realised],
    };
    lines.push(language.change(&change));
    let finding = FindingFacts {
        actors: Vec::new(),
        at: date(7, 11),
        found: FindingKind::PlanOverdue,
        events: vec![(view.event("pact").unwrap().into(), None)],
    };
    lines.push(language.finding(&finding));
    lines
}

fn changes(language: &dyn Language, year: &Timeline) -> Vec<String> {
    let changes = year
        .as_of(date(10, 20))
        .changes_to(&year.as_of(date(10, 24)));
    let mut facts: Vec<ChangeFacts<'_>> = changes.events().iter().map(ChangeFacts::from).collect();
    facts.truncate(6);
    let mut one = ChangeFacts {
        event: year.event("kuala-lumpur").unwrap().into(),
        date_before: Some(When::parse("2025-07").unwrap().phrase()),
        kinds: Vec::new(),
    };
    for kind in detente::changes::ChangeKind::ALL {
        one.kinds = vec![kind];
        facts.push(one.clone());
    }
    facts.iter().map(|facts| language.change(facts)).collect()
}

#[test]
fn every_sentence_is_the_one_of_the_golden_file() {
    for (name, language) in languages() {
        let text = sentences(&*language);
        let path = format!("tests/data/sentences/{name}.txt");
        if std::env::var_os("DETENTE_RENEW").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let golden = fs::read_to_string(&path).unwrap();
        for (line, (is, expected)) in text.lines().zip(golden.lines()).enumerate() {
            assert_eq!(is, expected, "{path}, line {}", line + 1);
        }
        assert_eq!(text.len(), golden.len(), "{path}");
        for line in text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            assert!(
                line.ends_with('.') && !line.contains("  "),
                "{path}: {line}"
            );
        }
    }
}

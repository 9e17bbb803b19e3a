//! Answers twenty questions about a news article, and checks ten of its claims.
//!
//! Run it with `cargo run --example kuala_lumpur`.
//!
//! The article is about the meeting of Marco Rubio and Sergey Lavrov in Kuala Lumpur in July 2025:
//! "Rubio and Lavrov met in Malaysia for the second time, as relations begin to sour."
//! `data/kuala-lumpur.json` contains what it reports, with its sources.

use std::error::Error;
use std::fmt::Display;

use chrono::{NaiveDate, TimeDelta};
use detente::claim::Verdict::{self, Consistent, Contradicted, Undetermined};
use detente::claim::{self, EventClaim, Judgement, TrendClaim, World};
use detente::event::{Count, Kind, Link, Quantity, Status};
use detente::graph::Node;
use detente::petgraph::algo::{astar, has_path_connecting};
use detente::query::AccountRule;
use detente::time::Period;
use detente::timeline::{
    AboutRef, ActorRef, Constraint, EventRef, FaultKind, LookupError, ReportRef, Resolved,
};
use detente::{Certainty, Direction, Rank, Relations, Timeline, TimelineBuilder, View, When};

#[path = "common/dates.rs"]
mod dates;

type Answer = Result<(), Box<dyn Error>>;

fn main() -> Answer {
    let timeline = Timeline::from_json(include_str!("data/kuala-lumpur.json"))?;
    println!("{}", timeline.title().ok_or("the timeline has no title")?);
    println!(
        "{} actors, {} events, {} sources",
        timeline.actors().len(),
        timeline.events().len(),
        timeline.sources().len(),
    );
    meetings(&timeline)?;
    topics_and_plans(&timeline)?;
    trend(&timeline)?;
    surroundings(&timeline)?;
    statements(&timeline)?;
    connections(&timeline)?;
    consistency(&timeline)?;
    claims(&timeline)
}

/// A day of 2025.
fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("the date exists")
}

fn july(day: u32) -> NaiveDate {
    date(7, day)
}

fn question(number: u32, text: &str) {
    println!("\nQ{number}. {text}");
}

/// Prints a line of two columns.
fn row(label: impl Display, text: impl Display) {
    println!("    {label:<36} {text}");
}

/// The reports of an event, each with its chain of sources.
fn reports(event: EventRef<'_>) -> String {
    let reports: Vec<String> = event.reports().map(ReportRef::attribution).collect();
    reports.join("; ")
}

fn print_with_reports<'t>(events: impl IntoIterator<Item = EventRef<'t>>) {
    for event in events {
        row(
            event.date_in_english(),
            format!("{} [{}]", event.title(), reports(event)),
        );
    }
}

fn ids<'t>(events: impl IntoIterator<Item = EventRef<'t>>) -> Vec<&'t str> {
    events.into_iter().map(EventRef::id).collect()
}

/// Questions 1 to 6: the meetings and calls of Rubio and Lavrov.
fn meetings(timeline: &Timeline) -> Answer {
    let contacts = timeline.between("Marco Rubio", "Sergei Lavrov")?.contacts();
    let in_person = contacts.meetings().in_person();

    question(1, "How often have Rubio and Lavrov met in person?");
    let (count, rank) = (in_person.count(), in_person.rank("kuala-lumpur")?);
    print_with_reports(&in_person);
    row("meetings", count);
    row("rank of this meeting", rank);
    assert_eq!(count, Count::exactly(2));
    assert_eq!(rank, Rank::exactly(2));

    question(2, "Where and when did they first meet?");
    let first = in_person.first().ok_or("expected a meeting")?;
    let place = first.place().ok_or("expected a place")?;
    row(first.date_in_english(), &place.name);
    assert_eq!((first.id(), &*place.name), ("saudi-arabia", "Saudi Arabia"));

    question(3, "In what order were they in contact?");
    let ordered: Vec<EventRef<'_>> = contacts.events().collect();
    for event in &ordered {
        row(event.date_in_english(), event.title());
    }
    row("this order is", Certainty::Certain);
    assert_eq!(
        ids(ordered.iter().copied()),
        ["saudi-arabia", "call-may", "call-june", "kuala-lumpur"]
    );
    for pair in ordered.windows(2) {
        assert_eq!(pair[0].before(pair[1]), Certainty::Certain);
    }

    question(4, "How much time passed between the two meetings?");
    let gap = timeline.gap("saudi-arabia", "kuala-lumpur")?;
    row("with all sources", gap);
    assert_eq!(gap.days(), 132..=159);
    // The State Department's record of trips has three days for the first meeting.
    let ranking = timeline.ranking(["state-department"])?;
    let official = timeline.view().believing(AccountRule::Ranked(&ranking));
    let gap = official.gap("saudi-arabia", "kuala-lumpur")?;
    row("with the record of trips", gap);
    assert_eq!(gap.days(), 141..=143);

    question(5, "How long before the meeting was their last call?");
    let last_call = contacts.calls().last().ok_or("expected a call")?;
    let gap = timeline.gap(last_call.id(), "kuala-lumpur")?;
    row(last_call.title(), gap);
    assert_eq!(last_call.id(), "call-june");
    assert_eq!(gap.days(), 10..=39);

    question(
        6,
        "How many of their contacts were meetings, how many calls?",
    );
    let (meetings, calls) = (contacts.meetings().count(), contacts.calls().count());
    row("meetings", meetings);
    row("calls", calls);
    assert_eq!(meetings, Count::exactly(2));
    assert_eq!(calls, Count::at_least(2));
    Ok(())
}

/// Questions 7 and 8: what the meeting was about, and what is planned.
fn topics_and_plans(timeline: &Timeline) -> Answer {
    question(7, "What did they discuss, according to which source?");
    let meeting = timeline.event("kuala-lumpur")?;
    let mut topics: Vec<(&str, String)> = Vec::new();
    for (account, report) in meeting.accounts() {
        for topic in &account.topics {
            let report = report.ok_or("expected a source for each topic")?;
            row(topic, report.attribution());
            topics.push((topic, report.attribution()));
        }
    }
    let duration = meeting.measure("duration").ok_or("expected a duration")?;
    row("duration", format!("{duration}, according to Reuters"));
    for (topic, attribution) in [
        ("a new approach", "Russian media, citing Marco Rubio"),
        ("Syria", "Russian Ministry of Foreign Affairs"),
    ] {
        assert!(topics.contains(&(topic, attribution.to_owned())), "{topic}");
    }
    assert_eq!(duration, Quantity::about(50.0, "minutes")?);

    question(8, "What is planned?");
    let planned = timeline.view().of_status([Status::Planned]);
    for event in &planned {
        row(event.date_in_english(), event.title());
        assert_eq!(event.status_as_of(july(9)), None);
        assert_eq!(event.status_as_of(july(11)), Some(Status::Planned));
    }
    row("", "Neither plan was known on 9 July.");
    assert_eq!(ids(&planned), ["report-to-trump", "north-korea"]);
    Ok(())
}

/// Questions 9 to 11: level and trend of the relations of the United States and Russia.
fn trend(timeline: &Timeline) -> Answer {
    let relations = timeline.relations("United States", "Russia")?;
    question(9, "Are US-Russia relations improving or worsening?");
    println!(
        "    {:<16} {:<14} {:<15} direction",
        "start of", "level", "P(rising)"
    );
    for (at, expected) in [
        (
            date(5, 1),
            [0.0406, 0.1623, 0.0376, 0.4665, -0.0682, -0.1302, 0.4482],
        ),
        (
            july(9),
            [-0.1990, 1.7583, -0.1198, 0.3431, -0.2628, -0.4529, 0.3253],
        ),
        (
            july(11),
            [0.4885, 4.4787, 0.2087, 0.2710, 0.4226, 0.6572, 0.7445],
        ),
    ] {
        let trend = relations.trend(at);
        let level = trend.level.ok_or("expected a level")?;
        let p_rising = trend.p_rising().ok_or("expected a probability")?;
        println!(
            "    {:<16} {:<14} {p_rising:<15.2} {}",
            dates::day(at),
            format!("{:+.2} ± {:.2}", level.value(), level.sd()),
            trend.direction,
        );
        let numbers = [
            level.sums.score,
            level.sums.weight,
            level.value(),
            level.sd(),
            trend.change.ok_or("expected a change")?,
            trend.z().ok_or("expected a z")?,
            p_rising,
        ];
        for (number, expected) in numbers.into_iter().zip(expected) {
            assert!(
                (number - expected).abs() < 1e-4,
                "{at}: {number}, expected {expected}"
            );
        }
        assert_eq!(trend.direction, Direction::Insufficient);
    }
    println!("    The article has too few events for a direction.");
    contributions(&relations)?;
    comparison(&relations)
}

/// The exact contribution of each event to the level and the change of 11 July.
fn contributions(relations: &Relations<'_>) -> Answer {
    let trend = relations.trend(july(11));
    println!("\n    Contributions of the events at the start of 11 July:");
    println!("    {:<9}{:<9}event", "level", "change");
    let (mut level, mut change) = (0.0, 0.0);
    let parts = relations.contributions(trend.at);
    for part in &parts {
        let event_change = part.contribution.change.ok_or("expected a baseline")?;
        println!(
            "    {:<+9.3}{event_change:<+9.3}{}, {}",
            part.contribution.level,
            part.mark.event.title(),
            part.mark.event.date_in_english(),
        );
        level += part.contribution.level;
        change += event_change;
    }
    println!("    {level:<+9.3}{change:<+9.3}sum");
    let expected_level = trend.level.ok_or("expected a level")?.value();
    assert!((level - expected_level).abs() < 1e-9);
    assert!((change - trend.change.ok_or("expected a change")?).abs() < 1e-9);
    let expected = [
        ("trump-criticises", -0.14739),
        ("both-confirm", 0.10650),
        ("rubio-engage", 0.10650),
        ("kremlin-dialogue", 0.07942),
        ("kuala-lumpur", 0.02662),
        ("call-june", 0.01388),
        ("saudi-arabia", 0.01150),
        ("call-may", 0.01164),
    ];
    assert_eq!(parts.len(), expected.len());
    for (part, (id, level)) in parts.iter().zip(expected) {
        assert_eq!(part.mark.event.id(), id);
        assert!((part.contribution.level - level).abs() < 1e-5, "{id}");
    }
    for (event, reason) in relations.unscored() {
        println!("    not scored: {} ({reason})", event.title());
    }
    Ok(())
}

fn comparison(relations: &Relations<'_>) -> Answer {
    question(10, "Were relations better at the end of February?");
    for at in [date(3, 1), july(11)] {
        let level = relations.level(at).ok_or("expected a level")?;
        row(format!("level on {}", dates::day(at)), level);
    }
    let higher = relations.check(&claim::higher_at(date(3, 1)), july(11));
    row("better in February", &higher);
    assert_eq!(higher, Undetermined);

    question(
        11,
        "Is the US friendlier to Russia than Russia is to the US?",
    );
    for (label, source) in [("US to Russia", "USA"), ("Russia to US", "RUS")] {
        let level = relations.directed(source)?.level(july(11));
        row(label, level.ok_or("expected a level")?);
    }
    let asymmetry = relations.asymmetry(july(11))?.ok_or("expected acts")?;
    row(
        "difference",
        format!("{asymmetry:+.2} standard deviations: not significant"),
    );
    assert!(asymmetry.abs() < 1.0);
    Ok(())
}

/// Questions 12 and 13: other events of those days.
fn surroundings(timeline: &Timeline) -> Answer {
    question(12, "What happened within 48 hours of the meeting?");
    let near = timeline.view().near("kuala-lumpur", TimeDelta::hours(48))?;
    for certainty in [Certainty::Certain, Certainty::Possible] {
        println!("    {certainty}:");
        for (event, _) in near.iter().filter(|(_, found)| *found == certainty) {
            println!("      {:<34} {}", event.date_in_english(), event.title());
        }
    }
    let certainty_of = |id: &str| {
        let found = near.iter().find(|(event, _)| event.id() == id);
        found.map_or(Certainty::Impossible, |(_, certainty)| *certainty)
    };
    assert_eq!(certainty_of("rubio-engage"), Certainty::Certain);
    for id in [
        "attack-kyiv",
        "attack-record",
        "trump-criticises",
        "kremlin-calm",
        "kremlin-dialogue",
    ] {
        assert_eq!(certainty_of(id), Certainty::Possible, "{id}");
    }
    assert_eq!(certainty_of("attack-last-week"), Certainty::Impossible);

    question(13, "Was the attack on Kyiv the largest?");
    let attacks = timeline.between("Russia", "Ukraine")?.of_kind([Kind::Act]);
    for event in &attacks {
        let launched = event.measure("launched").ok_or("expected a number")?;
        row(event.date_in_english(), launched);
    }
    let kyiv = attacks.check(&claim::record("attack-kyiv", "launched"), World::Closed)?;
    let tuesday = attacks.check(&claim::record("attack-record", "launched"), World::Closed)?;
    row("the attack on Kyiv", &kyiv);
    row("the attack of Tuesday night", &tuesday);
    assert_eq!(kyiv, Contradicted);
    assert_eq!(tuesday, Consistent);
    Ok(())
}

/// Questions 14 and 15: the statements and their sources, and what was known on a day.
fn statements(timeline: &Timeline) -> Answer {
    question(14, "Who said what, and in which form?");
    for event in &timeline.view().statements() {
        let manner = event.manner();
        let form = manner.form.ok_or("expected a form")?;
        let hedged = if manner.hedged { ", hedged" } else { "" };
        let negated = if manner.negated { ", negated" } else { "" };
        row(
            format!("{form}{hedged}{negated}"),
            format!("{} [{}]", event.title(), reports(event)),
        );
    }
    let no_guarantee = timeline.event("rubio-no-guarantee")?.manner();
    assert!(no_guarantee.hedged && no_guarantee.negated);
    // "the previous administration" is a role at a time, which the offices resolve to a person.
    let subject = timeline.event("rubio-no-progress-before")?.about().next();
    let Some(AboutRef::Designation(role)) = subject else {
        return Err("expected a role at a time".into());
    };
    let Resolved::Holders { holders, .. } = timeline.named(&role.name)? else {
        return Err("expected the holders of an office".into());
    };
    let certain = holders.iter().filter(|(_, held)| held.is_certain());
    let names: Vec<&str> = certain.map(|(actor, _)| actor.name()).collect();
    row(format!("\"{}\" is", role.name), names.join(", "));
    assert_eq!(names, ["Joe Biden"]);

    question(15, "What was known on 9 July?");
    let known = timeline.as_of(july(9));
    print_with_reports(&known);
    assert_eq!(
        ids(&known),
        ["attack-last-week", "attack-record", "trump-criticises"]
    );
    Ok(())
}

/// Questions 16 to 18: links to other actors and places.
fn connections(timeline: &Timeline) -> Answer {
    question(
        16,
        "Do attacks on Ukraine count in the score of US-Russia relations?",
    );
    let relations = timeline.relations("USA", "RUS")?;
    let is_ukrainian = |event: EventRef<'_>| {
        let mut participants = event.participants();
        participants.any(|participant| participant.actor.id() == "UKR")
    };
    let marks = relations.marks().iter();
    let count = marks.filter(|mark| is_ukrainian(mark.event)).count();
    row("events with Ukraine", count);
    row("", "The article claims a link: see claim 5 below.");
    assert_eq!(count, 0);

    question(17, "Who connects Rubio to North Korea?");
    let rubio = Node::from(timeline.actor("rubio")?);
    let north_korea = Node::from(timeline.actor("North Korea")?);
    let happened = timeline.view();
    let is_connected = has_path_connecting(&happened, rubio, north_korea, None);
    let with_planned = happened
        .of_status([Status::Realised, Status::Disputed, Status::Planned])
        .within(july(10)..);
    let is_target = |node| node == north_korea;
    let path = astar(&with_planned, rubio, is_target, |_| 1, |_| 0);
    let (_, path) = path.ok_or("expected a path")?;
    let entities = path.iter().filter_map(|node| timeline.entity(*node));
    let names: Vec<String> = entities.map(|entity| entity.to_string()).collect();
    row(
        "past events",
        if is_connected { "a path" } else { "no path" },
    );
    row("past and planned events", names.join(" > "));
    assert!(!is_connected);
    assert_eq!(
        names,
        [
            "Marco Rubio",
            "Second meeting in person, in Malaysia",
            "Sergey Lavrov",
            "Lavrov visits North Korea",
            "North Korea"
        ]
    );

    question(18, "On whose soil do they meet?");
    let in_person = timeline.between("rubio", "lavrov")?.in_person();
    let soils = in_person
        .events()
        .filter_map(|event| event.place()?.soil.as_deref());
    let soils: Vec<&str> = soils
        .map(|soil| timeline.actor(soil).map(ActorRef::name))
        .collect::<Result<_, _>>()?;
    row(soils.join(", "), "neither is a party to the meetings");
    assert_eq!(soils, ["Saudi Arabia", "Malaysia"]);
    let asean = timeline.event("asean-ministers")?;
    let mut links = timeline.event("kuala-lumpur")?.links();
    assert!(links.any(|link| link == (Link::SidelinesOf, asean)));
    Ok(())
}

/// Questions 19 and 20: contradictions, and months without data.
fn consistency(timeline: &Timeline) -> Answer {
    question(19, "Are the dates consistent?");
    row(
        "the record",
        "consistent: a timeline cannot be built otherwise",
    );
    row(
        "with the call of June first",
        "inconsistent. These cannot all be true:",
    );
    let mut builder = TimelineBuilder::from(timeline);
    builder.constraint(Constraint::before("call-june", "saudi-arabia").by(["reuters"]));
    let error = builder.build().expect_err("June is not before February");
    let Some(FaultKind::Contradiction(contradiction)) =
        error.faults.first().map(|fault| &fault.kind)
    else {
        return Err("expected a contradiction".into());
    };
    for statement in &contradiction.statements {
        row("", statement);
    }
    assert_eq!(
        contradiction.sources(),
        ["article", "reuters", "state-department"]
    );

    question(20, "How often were they in contact in each month?");
    let contacts = timeline.between("rubio", "lavrov")?.contacts();
    let months = contacts.count_by(Period::Month, date(2, 1)..=july(1))?.rows;
    let mut counts = Vec::new();
    for month in &months {
        assert_eq!(month.covered, None, "no source declares its coverage");
        let count = month.count.expect("the coverage is unknown, not nothing");
        let text = if count == Count::ZERO {
            "none is recorded".to_owned()
        } else {
            count.to_string()
        };
        row(month.period.start().format("%B"), text);
        counts.push(count);
    }
    assert_eq!(
        counts,
        [
            Count::exactly(1),
            Count::ZERO,
            Count::ZERO,
            Count::at_least(1),
            Count::at_least(1),
            Count::exactly(1),
        ]
    );
    Ok(())
}

/// Ten claims of the article, checked against its own record.
fn claims(timeline: &Timeline) -> Answer {
    println!("\nDo the events of the article support its claims, as of 11 July?");
    let relations = timeline.relations("USA", "RUS")?;
    let trend_claim = |number: u32, words: &str, claim: &TrendClaim| {
        let judgement = relations.check(claim, july(11));
        print_claim(number, words, "", &judgement, Undetermined);
    };
    trend_claim(1, "relations begin to sour", &claim::falling(Some(90)));
    let higher = claim::higher_at(date(3, 1));
    trend_claim(2, "more amicable in February than now", &higher);
    trend_claim(
        3,
        "down from the highs of previous months",
        &claim::off_the_peak(30),
    );
    trend_claim(
        4,
        "the course is not completely reversed",
        &claim::not_reversed(),
    );
    let strikes = claim::linked_to(["attack-last-week", "attack-record", "attack-kyiv"]);
    let us_russia = timeline.between("USA", "RUS")?;
    let linked = us_russia.check(&strikes, World::Closed)?;
    print_claim(
        5,
        "the strikes helped to sour relations",
        "",
        &linked,
        Undetermined,
    );
    trend_claim(6, "relations are \"rather broken\"", &claim::below(-0.25));

    // Claims about events: if the record is complete, and if other events are possible.
    let event_claim = |number: u32,
                       words: &str,
                       view: &View<'_>,
                       claim: &EventClaim,
                       [closed, open]: [Verdict; 2]| {
        let judgement = view.check(claim, World::Closed)?;
        print_claim(
            number,
            words,
            "if the record is complete",
            &judgement,
            closed,
        );
        let judgement = view.check(claim, World::Open)?;
        print_claim(number, "", "if it is not", &judgement, open);
        Ok::<(), LookupError>(())
    };
    let rubio_lavrov = timeline.between("rubio", "lavrov")?;
    let attacks = timeline.between("RUS", "UKR")?.of_kind([Kind::Act]);
    event_claim(
        7,
        "the second time they met",
        &rubio_lavrov.in_person(),
        &claim::ordinal("kuala-lumpur", 2),
        [Consistent, Undetermined],
    )?;
    event_claim(
        8,
        "they spoke in May and June",
        &rubio_lavrov.calls(),
        &claim::in_each([When::parse("2025-05")?, When::parse("2025-06")?]),
        [Consistent, Consistent],
    )?;
    event_claim(
        9,
        "the largest attack in history",
        &attacks,
        &claim::record("attack-record", "launched"),
        [Consistent, Undetermined],
    )?;
    event_claim(
        10,
        "no three days without launches",
        &attacks,
        &claim::no_gap(3, date(1, 1), july(11)),
        [Contradicted, Undetermined],
    )
    .map_err(Into::into)
}

fn print_claim(
    number: u32,
    words: &str,
    condition: &str,
    judgement: &Judgement<'_>,
    expected: Verdict,
) {
    let number_text = if words.is_empty() {
        String::new()
    } else {
        format!("{number}.")
    };
    println!("{number_text:>3} {words:<39} {condition:<26} {judgement}");
    assert_eq!(*judgement, expected, "claim {number}");
}

//! "Rubio and Lavrov met in Malaysia for the second time, as relations begin to sour."
//!
//! Twenty questions to the article behind that sentence, each answered from the
//! record beside this file, and each answer asserted; then the trend with its exact
//! contributions, and the article's ten claims held against the record.
//!
//! Run with `cargo run --example kuala_lumpur`.

use std::error::Error;

use chrono::{NaiveDate, TimeDelta};
use detente::claim::Verdict::{self, Consistent, Contradicted, Undetermined};
use detente::claim::{self, EventClaim, Judgement, TrendClaim, World};
use detente::event::{Count, Link, Quantity, Status};
use detente::graph::Node;
use detente::petgraph::algo::{astar, has_path_connecting};
use detente::query::AccountRule;
use detente::sequence::Period;
use detente::timeline::{AboutRef, ActorRef, Constraint, EventRef, FaultKind, Resolved, Statement};
use detente::{Certainty, Direction, Rank, Relations, Timeline, TimelineBuilder, When};

fn july(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, day).expect("a day of July")
}

fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("a day of 2025")
}

fn main() -> Result<(), Box<dyn Error>> {
    let timeline = Timeline::from_json(include_str!("data/kuala-lumpur.json"))?;
    println!("{}", timeline.title().unwrap_or_default());
    println!(
        "{} actors, {} events, {} sources; dates are UTC unless they say otherwise",
        timeline.actors().len(),
        timeline.events().len(),
        timeline.sources().len(),
    );
    meetings(&timeline)?;
    contents(&timeline)?;
    trend(&timeline)?;
    surroundings(&timeline)?;
    voices(&timeline)?;
    connections(&timeline)?;
    order(&timeline)?;
    claims(&timeline)?;
    Ok(())
}

fn ask(number: u32, question: &str) {
    println!("\nQ{number:<3} {question}");
}

fn answer(label: &str, text: impl std::fmt::Display) {
    println!("{}", format!("     {label:<27} {text}").trim_end());
}

/// An event on a line: when, what, how sure, and who says so.
fn line(event: EventRef<'_>) -> String {
    let sources: Vec<String> = event
        .reports()
        .map(detente::timeline::ReportRef::attribution)
        .collect();
    format!(
        "{:<33} {}  [{}]",
        event.when().to_string(),
        event.title(),
        sources.join("; ")
    )
}

/// Q1 to Q6: how often, when first, in what order, how long between.
fn meetings(timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    let contacts = timeline.between("Marco Rubio", "Sergei Lavrov")?.contacts();
    let in_person = contacts.meetings().in_person();

    ask(
        1,
        "How often have Rubio and Lavrov met in person, and which is this one?",
    );
    let (count, rank) = (in_person.count(), in_person.rank("kuala-lumpur")?);
    answer("meetings known", count);
    answer("rank of this one", rank);
    for event in &in_person {
        answer("", line(event));
    }
    let second = claim::ordinal("kuala-lumpur", 2);
    let (closed, open) = (
        in_person.check(&second, World::Closed)?,
        in_person.check(&second, World::Open)?,
    );
    answer("\"the second\", if all known", &closed);
    answer("\"the second\", if not", &open);
    assert_eq!(count, Count::exactly(2));
    assert_eq!(rank, Rank::exactly(2));
    assert_eq!(closed, Consistent);
    assert_eq!(open, Undetermined);
    assert_eq!(open.reason, "it is the 2nd or later");

    ask(2, "When and where did they meet first?");
    let first = in_person.first().ok_or("no meeting")?;
    answer(
        &first.when().to_string(),
        first.place().map_or("place unknown", |place| &place.name),
    );
    assert_eq!(
        (
            first.when().to_string().as_str(),
            first.place().map(|place| &*place.name)
        ),
        ("2025-02", Some("Saudi Arabia"))
    );

    ask(3, "In what order did their contacts come?");
    let order: Vec<EventRef<'_>> = contacts.events().collect();
    for event in &order {
        answer(event.id(), line(*event));
    }
    let ids: Vec<&str> = order.iter().map(|event| event.id()).collect();
    assert_eq!(
        ids,
        ["saudi-arabia", "call-may", "call-june", "kuala-lumpur"]
    );
    for pair in order.windows(2) {
        assert_eq!(pair[0].before(pair[1]), Certainty::Certain);
    }
    answer("order", "certain throughout");

    ask(4, "How many days from the first meeting to this one?");
    let gap = timeline.gap("saudi-arabia", "kuala-lumpur")?;
    answer("", gap);
    assert_eq!(gap.days(), 132..=159);
    // One account gives the first meeting three days. Whoever believes it gets a closer answer.
    let ranking = timeline.ranking(["state-department"])?;
    let official = timeline.view().believing(AccountRule::Ranked(&ranking));
    let dated = official.gap("saudi-arabia", "kuala-lumpur")?;
    answer("by the record of trips", dated);
    assert_eq!(dated.days(), 141..=143);

    ask(5, "How many days since their last call?");
    let last_call = contacts.calls().last().ok_or("no call")?;
    let since = timeline.gap(last_call.id(), "kuala-lumpur")?;
    answer("since the call in June", since);
    assert_eq!(last_call.id(), "call-june");
    assert_eq!(since.days(), 10..=39);
    let as_of_that_day = contacts.calls().since_last(july(10)).ok_or("no call")?;
    assert_eq!(as_of_that_day.days(), 10..=39);

    ask(6, "What was the mix of their contacts?");
    answer("meetings", contacts.meetings().count());
    answer("calls", contacts.calls().count());
    assert_eq!(contacts.meetings().count(), Count::exactly(2));
    assert_eq!(contacts.calls().count(), Count::at_least(2));
    Ok(())
}

/// Q7 and Q8: what was said according to whom, and what is planned.
fn contents(timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    ask(7, "What did they discuss, according to whom?");
    let meeting = timeline.event("kuala-lumpur")?;
    let mut told: Vec<(String, &str, usize)> = Vec::new();
    for (account, report) in meeting.accounts() {
        for topic in &account.topics {
            let report = report.ok_or("every topic of the meeting has its source")?;
            let depth = report.chain().len();
            answer(topic, format!("{} (depth {depth})", report.attribution()));
            told.push((report.attribution(), topic, depth));
        }
    }
    let duration = meeting.measure("duration").ok_or("no duration")?;
    answer("duration", format!("{duration}, according to Reuters"));
    assert!(told.contains(&(
        "Russian media, citing Marco Rubio".to_owned(),
        "a new approach",
        2
    )));
    assert!(told.contains(&("Russian Ministry of Foreign Affairs".to_owned(), "Syria", 1)));
    assert_eq!(duration, Quantity::about(50.0, "minutes")?);
    assert_eq!(
        meeting
            .ordinals()
            .map(|(ordinal, _)| ordinal)
            .collect::<Vec<_>>(),
        [2]
    );

    ask(8, "What is planned next, and is it still planned?");
    let planned = timeline.view().of_status(&[Status::Planned]);
    for event in &planned {
        answer(&event.when().to_string(), event.title());
        for day in [july(9), july(11)] {
            let status = event.status_as_of(day);
            let status = status.map_or("not known yet".to_owned(), |status| status.to_string());
            answer("", format!("as of {day}: {status}"));
        }
    }
    let ids: Vec<&str> = planned.events().map(EventRef::id).collect();
    assert_eq!(ids, ["report-to-trump", "north-korea"]);
    for id in ids {
        assert_eq!(
            timeline.event(id)?.status_as_of(july(11)),
            Some(Status::Planned)
        );
        assert_eq!(timeline.event(id)?.status_as_of(july(9)), None);
    }
    Ok(())
}

/// Q9: where relations are going, and why.
fn trend(timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    let relations = timeline.relations("United States", "Russia")?;
    ask(9, "Where are US-Russia relations going, and why?");
    println!("     {}", wrapped(&relations.scoring().to_string()));
    println!();
    println!(
        "     at                S        W       R      sd       D       z  P(rising)  direction"
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
        let level = trend.level.ok_or("no level")?;
        let numbers = [
            level.sums.score,
            level.sums.weight,
            level.value(),
            level.sd(),
            trend.change.ok_or("no change")?,
            trend.z().ok_or("no z")?,
            trend.p_rising().ok_or("no P")?,
        ];
        let [score, weight, value, sd, change, z, p] = numbers;
        println!(
            "     {at}  {score:+.4}  {weight:.4}  {value:+.4}  {sd:.4}  {change:+.4}  {z:+.4}     {p:.4}  {}",
            trend.direction,
        );
        for (number, expected) in numbers.into_iter().zip(expected) {
            assert!(
                (number - expected).abs() < 1e-4,
                "{number} is not {expected}"
            );
        }
        assert_eq!(trend.direction, Direction::Insufficient);
    }
    explanation(&relations)?;
    comparison(&relations)
}

/// What each event counts, to the last digit.
fn explanation(relations: &Relations<'_>) -> Result<(), Box<dyn Error>> {
    let trend = relations.trend(july(11));
    println!("\n     What makes the level of 11 July, and what moved it:");
    println!("     to R      to D      when");
    let mut sum = (0.0, 0.0);
    let parts = relations.contributions(trend.at);
    for part in &parts {
        let change = part.contribution.change.ok_or("no baseline")?;
        println!(
            "     {:+.5}  {change:+.5}  {}",
            part.contribution.level,
            line(part.mark.event)
        );
        sum = (sum.0 + part.contribution.level, sum.1 + change);
    }
    println!("     {:+.5}  {:+.5}  sum", sum.0, sum.1);
    let level = trend.level.ok_or("no level")?;
    assert!((sum.0 - level.value()).abs() < 1e-9);
    assert!((sum.1 - trend.change.ok_or("no change")?).abs() < 1e-9);
    let share = |id: &str| {
        parts
            .iter()
            .find(|part| part.mark.event.id() == id)
            .map(|one| one.contribution.level)
    };
    for (id, expected) in [
        ("saudi-arabia", 0.01150),
        ("call-may", 0.01164),
        ("call-june", 0.01388),
        ("trump-criticises", -0.14739),
        ("kuala-lumpur", 0.02662),
        ("rubio-engage", 0.10650),
        ("both-confirm", 0.10650),
        ("kremlin-dialogue", 0.07942),
    ] {
        let share = share(id).ok_or("an event without its share")?;
        assert!(
            (share - expected).abs() < 1e-5,
            "{id}: {share} is not {expected}"
        );
    }
    assert_eq!(parts.len(), 8);
    println!("\n     Not in the score:");
    for (event, reason) in relations.unscored() {
        answer(event.id(), reason);
    }

    Ok(())
}

/// Q10 and Q11: then against now, and one direction against the other.
fn comparison(relations: &Relations<'_>) -> Result<(), Box<dyn Error>> {
    ask(10, "How does the level of February compare with now?");
    let february = relations.level(date(3, 1)).ok_or("no level")?;
    let now = relations.level(july(11)).ok_or("no level")?;
    for (label, level) in [("at the end of February", &february), ("on 11 July", &now)] {
        answer(
            label,
            format!("{:+.4}, sd {:.4}", level.value(), level.sd()),
        );
    }
    let higher = relations.check(&claim::higher_at(date(3, 1)), july(11));
    answer("better then than now?", &higher);
    assert_eq!(higher, Undetermined);

    ask(11, "Is the US friendlier to Russia than Russia to the US?");
    let (us, russia) = (relations.directed("USA")?, relations.directed("RUS")?);
    for (label, trajectory) in [("US to Russia", &us), ("Russia to US", &russia)] {
        let level = trajectory.level(july(11)).ok_or("no level")?;
        answer(
            label,
            format!("{:+.4}, sd {:.4}", level.value(), level.sd()),
        );
    }
    let z = relations.asymmetry(july(11))?.ok_or("neither has acted")?;
    answer(
        "asymmetry",
        format!("z = {z:+.4}: no difference that could be told from chance"),
    );
    assert!(z.abs() < 1.0);
    Ok(())
}

/// Q12 and Q13: what else there was, and whether it was a record.
fn surroundings(timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    ask(12, "What happened within 48 hours of the meeting?");
    let near = timeline.view().near("kuala-lumpur", TimeDelta::hours(48))?;
    for (event, certainty) in &near {
        answer(&certainty.to_string(), line(*event));
    }
    let sure = |id: &str| {
        near.iter()
            .find(|(event, _)| event.id() == id)
            .map(|(_, sure)| *sure)
    };
    for id in [
        "attack-kyiv",
        "attack-record",
        "trump-criticises",
        "kremlin-calm",
        "kremlin-dialogue",
    ] {
        assert_eq!(sure(id), Some(Certainty::Possible), "{id}");
    }
    assert_eq!(sure("attack-last-week"), None);

    ask(13, "Was the attack on Kyiv a record?");
    let attacks = timeline
        .between("Russia", "Ukraine")?
        .of_kind(detente::event::Kind::Act);
    for event in &attacks {
        let launched = event.measure("launched").ok_or("no number")?;
        answer(&launched.to_string(), line(event));
    }
    let kyiv = attacks.check(&claim::record("attack-kyiv", "launched"), World::Closed)?;
    let record = attacks.check(&claim::record("attack-record", "launched"), World::Closed)?;
    answer("that on Kyiv", &kyiv);
    answer("that of Tuesday night", &record);
    assert_eq!(
        timeline.event("attack-kyiv")?.measure("launched"),
        Some(Quantity::exactly(418.0, "weapons")?)
    );
    assert_eq!(
        timeline.event("attack-record")?.measure("launched"),
        Some(Quantity::exactly(741.0, "weapons")?)
    );
    assert_eq!(kyiv, Contradicted);
    assert_eq!(record, Consistent);

    Ok(())
}

/// Q14 and Q15: who said it, and what was known.
fn voices(timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    ask(14, "Who said it, in what form, and how firmly?");
    for event in &timeline.view().statements() {
        let manner = event.manner();
        let form = manner
            .form
            .map_or_else(String::new, |form| form.to_string());
        let hedged = if manner.hedged { ", hedged" } else { "" };
        let negated = if manner.negated { ", denied" } else { "" };
        let chain: Vec<String> = event
            .reports()
            .map(detente::timeline::ReportRef::attribution)
            .collect();
        answer(
            &format!("{form}{hedged}{negated}"),
            format!("{}  [{}]", event.title(), chain.join("; ")),
        );
    }
    let no_guarantee = timeline.event("rubio-no-guarantee")?;
    assert!(no_guarantee.manner().hedged && no_guarantee.manner().negated);
    let before = timeline.event("rubio-no-progress-before")?;
    let Some(AboutRef::Designation(role)) = before.about().next() else {
        return Err("it is about a role at a time".into());
    };
    let Resolved::Holders { holders, .. } = timeline.named(&role.name)? else {
        return Err("a role is no actor".into());
    };
    // Who came or left on a day that begins or ends the time meant is possible, and no more.
    let sure = holders.iter().filter(|(_, held)| held.is_certain());
    let names: Vec<&str> = sure.map(|(actor, _)| actor.name()).collect();
    answer(&role.name, names.join(", "));
    assert_eq!(names, ["Joe Biden"]);

    ask(15, "What was known as of 9 July?");
    let known = timeline.as_of(july(9));
    for event in &known {
        answer(event.id(), line(event));
    }
    assert!(known.event("attack-record").is_ok() && known.event("trump-criticises").is_ok());
    assert!(known.event("kuala-lumpur").is_err());

    Ok(())
}

/// Q16 to Q18: third pairs, who connects whom, on whose soil.
fn connections(timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    ask(16, "Did a third pair matter to US-Russia relations?");
    let relations = timeline.relations("USA", "RUS")?;
    let through_ukraine = relations
        .marks()
        .iter()
        .filter(|mark| mark.event.participants().any(|one| one.actor.id() == "UKR"));
    let through_ukraine = through_ukraine.count();
    answer("marks made through Ukraine", through_ukraine);
    answer("a link is claimed, though", "see A5 below");
    assert_eq!(through_ukraine, 0);

    ask(17, "Who connects Rubio to North Korea?");
    let (rubio, north_korea) = (
        Node::from(timeline.actor("rubio")?),
        Node::from(timeline.actor("North Korea")?),
    );
    let happened = timeline.view();
    let with_plans = happened
        .of_status(&[Status::Realised, Status::Disputed, Status::Planned])
        .within(july(10)..);
    let now = has_path_connecting(&happened, rubio, north_korea, None);
    let path = astar(&with_plans, rubio, |node| node == north_korea, |_| 1, |_| 0);
    let (_, path) = path.ok_or("no path, even with the plans")?;
    let names = path.iter().filter_map(|node| timeline.entity(*node));
    let names: Vec<String> = names.map(|one| one.to_string()).collect();
    answer(
        "by what has happened",
        if now { "someone" } else { "nobody" },
    );
    answer("if the plans come true", names.join(" > "));
    assert!(!now);
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
    let in_time = timeline
        .event("kuala-lumpur")?
        .before(timeline.event("north-korea")?);
    answer("in that order in time", in_time);
    assert_eq!(in_time, Certainty::Certain);

    ask(18, "On whose soil do they meet?");
    let in_person = timeline.between("rubio", "lavrov")?.in_person();
    let soils: Vec<&str> = in_person
        .events()
        .filter_map(|event| event.place()?.soil.as_deref())
        .map(|soil| timeline.actor(soil).map(ActorRef::name))
        .collect::<Result<_, _>>()?;
    answer(
        "",
        format!("{}: third states, and no party", soils.join(", ")),
    );
    assert_eq!(soils, ["Saudi Arabia", "Malaysia"]);
    let container = timeline.event("asean-ministers")?;
    let beside = timeline
        .event("kuala-lumpur")?
        .links()
        .any(|(link, event)| link == Link::SidelinesOf && event == container);
    assert!(beside, "the meeting was on the sidelines of ASEAN's");
    assert!(timeline.between("USA", "MYS")?.events().next().is_none());
    Ok(())
}

/// Q19 and Q20: are the dates consistent, and what is missing.
fn order(timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    ask(19, "Are the dates consistent?");
    answer("as they stand", "yes: the timeline was built");
    let mut builder = TimelineBuilder::from(timeline);
    builder.constraint(Constraint::before("call-june", "saudi-arabia").by(["reuters"]));
    let error = builder.build().expect_err("June is not before February");
    let Some(FaultKind::Contradiction(contradiction)) =
        error.faults.first().map(|fault| &fault.kind)
    else {
        return Err("another fault than the contradiction".into());
    };
    answer(
        "with the June call first",
        "no, for these cannot all be true:",
    );
    for statement in &contradiction.statements {
        answer("", statement);
    }
    assert_eq!(
        sources(&contradiction.statements),
        ["article", "reuters", "state-department"]
    );

    ask(20, "How often were they in contact?");
    let contacts = timeline.between("rubio", "lavrov")?.contacts();
    let months = contacts.count_by(Period::Month, date(2, 1)..=july(1));
    for month in &months {
        let missing = match month.covered {
            None if month.count == Count::ZERO => "no record, which is not to say no contact",
            _ => "",
        };
        answer(
            &month.start.format("%B").to_string(),
            format!("{:<12} {missing}", month.count.to_string()),
        );
    }
    let none: Vec<String> = months
        .iter()
        .filter(|month| month.count == Count::ZERO)
        .map(|month| month.start.format("%B").to_string())
        .collect();
    assert_eq!(none, ["March", "April"]);
    assert!(months.iter().all(|month| month.covered.is_none()));
    Ok(())
}

/// The article's ten claims, held against its own record.
fn claims(timeline: &Timeline) -> Result<(), Box<dyn Error>> {
    println!("\nThe claims, as of 11 July");
    let relations = timeline.relations("USA", "RUS")?;
    let of_the_pair = |number: u32, words: &str, claim: &TrendClaim, expected: Verdict| {
        let finding = relations.check(claim, july(11));
        verdict(number, words, &finding, expected);
    };
    let rubio_lavrov = timeline.between("rubio", "lavrov")?;
    let us_russia = timeline.between("USA", "RUS")?;
    let strikes = timeline
        .between("RUS", "UKR")?
        .of_kind(detente::event::Kind::Act);

    of_the_pair(
        1,
        "relations begin to sour",
        &claim::falling(Some(90)),
        Undetermined,
    );
    of_the_pair(
        2,
        "more amicable in February than now",
        &claim::higher_at(date(3, 1)),
        Undetermined,
    );
    of_the_pair(
        3,
        "down from the highs of previous months",
        &claim::off_the_peak(30),
        Undetermined,
    );
    of_the_pair(
        4,
        "the course is not completely reversed",
        &claim::not_reversed(),
        Undetermined,
    );
    let ties = claim::linked_to(["attack-last-week", "attack-record", "attack-kyiv"]);
    verdict(
        5,
        "the strikes helped to sour them",
        &us_russia.check(&ties, World::Closed)?,
        Undetermined,
    );
    of_the_pair(
        6,
        "relations are \"rather broken\"",
        &claim::below(-0.25),
        Undetermined,
    );

    let both = |number: u32,
                words: &str,
                view: &detente::query::View<'_>,
                claim: &EventClaim,
                expected: [Verdict; 2]| {
        for (world, expected) in [World::Closed, World::Open].into_iter().zip(expected) {
            let finding = view.check(claim, world)?;
            let words = match world {
                World::Closed => format!("{words}, if all is known"),
                World::Open => format!("{words}, if not"),
            };
            verdict(number, &words, &finding, expected);
        }
        Ok::<(), detente::timeline::LookupError>(())
    };
    let second = claim::ordinal("kuala-lumpur", 2);
    both(
        7,
        "the second time they met",
        &rubio_lavrov.in_person(),
        &second,
        [Consistent, Undetermined],
    )?;
    let months = claim::in_each([When::parse("2025-05")?, When::parse("2025-06")?]);
    both(
        8,
        "they spoke in May and June",
        &rubio_lavrov.calls(),
        &months,
        [Consistent, Consistent],
    )?;
    let largest = claim::record("attack-record", "launched");
    both(
        9,
        "the largest attack in history",
        &strikes,
        &largest,
        [Consistent, Undetermined],
    )?;
    let quiet = claim::no_gap(3, date(1, 1), july(11));
    both(
        10,
        "no three days without launches",
        &strikes,
        &quiet,
        [Contradicted, Undetermined],
    )?;
    Ok(())
}

fn verdict(number: u32, words: &str, finding: &Judgement<'_>, expected: Verdict) {
    println!(
        "A{number:<3} {words:<46} {:<13} {}",
        finding.verdict.to_string(),
        finding.reason
    );
    assert_eq!(*finding, expected, "A{number}");
}

/// Breaks a long line after its semicolons.
fn wrapped(text: &str) -> String {
    text.replace("; ", ";\n       ")
}

/// The sources of some statements, sorted, each once.
fn sources(statements: &[Statement]) -> Vec<&str> {
    let mut sources: Vec<&str> = statements.iter().flat_map(Statement::sources).collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

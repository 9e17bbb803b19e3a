//! Timelines: what is refused when one is built, looked up or asked.

use chrono::{NaiveDate, TimeDelta};
use detente::actor::{Actor, Alias};
use detente::changes::{ActorOrDyad, Rule, ViewState};
use detente::claim::{self, World};
use detente::code::{Code, Scale};
use detente::event::{
    Account, Count, Event, Form, Link, Measure, Participant, Quantity, Report, Role, Status,
};
use detente::sequence::{Contact, MAX_STEPS, Pattern, Step};
use detente::timeline::{Constraint, FaultKind, MergePart, TimelineBuilder};
use detente::{Scoring, Timeline, When};

use super::{Messages, refused};

const DAY: &str = "2025-07-10";

pub(crate) fn add(list: &mut Messages) {
    faults(list);
    several(list);
    merged(list);
    extracts(list);
    lookups(list);
    relations(list);
    rules(list);
    patterns(list);
    claims(list);
}

fn july(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, day).expect("a date")
}

/// A builder with a state, a person and whatever is added.
fn builder(more: impl FnOnce(&mut TimelineBuilder)) -> TimelineBuilder {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("RUS").named("Russia"));
    builder.actor(Actor::person("rubio").named("Marco Rubio"));
    more(&mut builder);
    builder
}

fn call() -> Event {
    Event::call("talk", DAY)
}

fn faults(list: &mut Messages) {
    let mut fault = |label: &str, more: &dyn Fn(&mut TimelineBuilder)| {
        let built = builder(|builder| more(builder)).build();
        list.refused(
            label,
            built.map_err(|mut error| error.faults.swap_remove(0).kind),
        );
    };
    let event = |of: fn() -> Event| move |builder: &mut TimelineBuilder| _ = builder.event(of());
    fault(
        "FaultKind::BadText, an identifier",
        &event(|| Event::call("a ", DAY)),
    );
    fault(
        "FaultKind::BadText, a title",
        &event(|| call().title("\u{202e}")),
    );
    fault(
        "FaultKind::BadText, a line feed",
        &event(|| call().topic("a\nb")),
    );
    fault(
        "FaultKind::InvalidDate",
        &event(|| Event::call("talk", "2025-07-32")),
    );
    fault(
        "FaultKind::InvalidDate, of a report",
        &event(|| call().report(Report::by(["RUS"]).asserted("yesterday"))),
    );
    fault("FaultKind::DuplicateId, an event", &|builder| {
        builder.event(call()).event(call());
    });
    fault("FaultKind::DuplicateId, an actor", &|builder| {
        builder.actor(Actor::state("RUS"));
    });
    fault("FaultKind::ExternalTwice", &|builder| {
        let person = |id| Actor::person(id).external("wikidata", "Q58217");
        builder.actor(person("lavrov")).actor(person("lavrov-s"));
    });
    fault(
        "FaultKind::BadScheme",
        &event(|| call().external("Wikidata", "Q58217")),
    );
    fault(
        "FaultKind::BadText, an external identifier",
        &event(|| call().external("wikidata", " Q58217")),
    );
    fault(
        "FaultKind::TooMany, external identifiers",
        &event(|| {
            (0..101).fold(call(), |event, number| {
                event.external(format!("scheme-{number}"), "Q1")
            })
        }),
    );
    fault("FaultKind::UnknownActor", &event(|| call().party("lavrov")));
    fault(
        "FaultKind::UnknownActor, similar",
        &event(|| call().party("rubioo")),
    );
    fault(
        "FaultKind::UnknownSource",
        &event(|| call().reported_by("rubi")),
    );
    fault(
        "FaultKind::UnknownEvent",
        &event(|| call().link(Link::Follows, "talks")),
    );
    fault(
        "FaultKind::TooMany, reports",
        &event(|| (0..1_001).fold(call(), |event, _| event.reported_by("RUS"))),
    );
    fault(
        "FaultKind::TooMany, sources in a chain",
        &event(|| call().report(Report::by(["RUS"; 17]))),
    );
    fault(
        "FaultKind::RoleTwice",
        &event(|| call().party("RUS").party("RUS")),
    );
    fault(
        "FaultKind::MeasureTwice",
        &event(|| {
            let measure = || {
                let quantity = Quantity::exactly(1.0, "drones").expect("a quantity");
                Measure::new("drones", quantity)
            };
            call().measure(measure()).measure(measure())
        }),
    );
    fault(
        "FaultKind::NoSpeaker",
        &event(|| Event::statement("word", DAY)),
    );
    fault(
        "FaultKind::SinceWhen",
        &event(|| call().report(Report::by(["RUS"]).status(Status::Planned))),
    );
    fault(
        "FaultKind::NotOfKind, in person",
        &event(|| call().in_person(true)),
    );
    fault(
        "FaultKind::NotOfKind, quoted",
        &event(|| call().form(Form::Direct)),
    );
    fault(
        "FaultKind::WithdrawnEarly",
        &event(|| {
            let report = Report::by(["tass"]).asserted("2025-07-12");
            call().report(report.withdrawn("2025-07-11"))
        }),
    );
    fault(
        "FaultKind::NotOfKind, standing",
        &event(|| call().standing()),
    );
    let pact = || {
        Event::act("pact", DAY, Code::parse("AGREE").expect("a code"))
            .by("rubio")
            .target("lavrov")
            .standing()
    };
    fault("FaultKind::NoExtent", &event(pact));
    fault(
        "FaultKind::NoSource",
        &event(|| call().report(Report::by([""; 0]))),
    );
    fault("FaultKind::Zero, an ordinal", &event(|| call().ordinal(0)));
    fault(
        "FaultKind::Zero, occurrences",
        &event(|| call().occurrences(Count::exactly(0))),
    );
    fault(
        "FaultKind::Zero, of a report",
        &event(|| call().report(Report::by(["RUS"]).says(Account::new().ordinal(0)))),
    );
    let (second, minute) = (TimeDelta::seconds(1), TimeDelta::minutes(1));
    fault("FaultKind::NoDistance, minimum above maximum", &|builder| {
        builder.constraint(Constraint::before_by("a", minute..=second, "b"));
    });
    fault("FaultKind::NoDistance, negative", &|builder| {
        builder.constraint(Constraint::before_by("a", -minute..=second, "b"));
    });
    fault(
        "FaultKind::PartOfItself, one",
        &event(|| call().link(Link::PartOf, "talk")),
    );
    fault("FaultKind::PartOfItself, two", &|builder| {
        builder.event(Event::meeting("a", DAY).link(Link::PartOf, "b"));
        builder.event(Event::meeting("b", DAY).link(Link::PartOf, "a"));
    });
    fault("FaultKind::SucceedsItself", &|builder| {
        builder.actor(Actor::state("A").succeeds("B", "1991"));
        builder.actor(Actor::state("B").succeeds("A", "1992"));
    });
    fault("FaultKind::Contradiction", &|builder| {
        builder.event(Event::call("call", "2025-07-11").reported_by("RUS"));
        builder.event(Event::meeting("meeting", DAY));
        builder.constraint(Constraint::before("call", "meeting").by(["rubio", "RUS"]));
    });
    fault("FaultKind::Contradiction, of links", &|builder| {
        builder.event(Event::call("answer", DAY).link(Link::Answers, "word"));
        builder.event(Event::call("word", "2025-07-11"));
    });
    let text = |entry: &str| {
        format!(r#"{{"format": "detente-timeline", "version": 1, "events": [{entry}]}}"#)
    };
    let read = |entry: &str| {
        Timeline::from_json(&text(entry)).map_err(|error| error.faults()[0].kind.clone())
    };
    list.refused(
        "FaultKind::NoCode",
        read(r#"{"id": "raid", "kind": "act", "when": "2025"}"#),
    );
    list.refused(
        "FaultKind::Malformed",
        read(r#"{"id": "a", "kind": "chat", "when": "2025"}"#),
    );
    let by_itself = builder(|builder| {
        builder.event(Event::call("call", "2025-07-11"));
        builder.event(Event::meeting("meeting", DAY));
        builder.constraint(Constraint::before("call", "meeting"));
    });
    let error = by_itself.build().expect_err("a contradiction");
    let FaultKind::Contradiction(contradiction) = &error.faults[0].kind else {
        panic!("{error}");
    };
    list.error("Contradiction", contradiction);
}

fn several(list: &mut Messages) {
    let one = builder(|builder| _ = builder.event(call().party("lavrov")));
    let two = builder(|builder| _ = builder.event(call().party("lavrov").reported_by("tass")));
    let error = one.build().expect_err("an unknown actor");
    list.text("Fault", &error.faults[0]);
    let read = Timeline::from_json(
        r#"{"format": "detente-timeline", "version": 1, "events": [{"id": "a", "kind": "chat"}]}"#,
    );
    let read = read.expect_err("an unknown kind");
    list.text("Fault, with a place", &read.faults()[0]);
    let lenient = builder(|builder| {
        builder.event(call().party("lavrov"));
        builder.event(
            Event::statement("word", DAY)
                .party("RUS")
                .link(Link::About, "talk"),
        );
    });
    let lenient = lenient.build_lenient();
    list.reason("FaultKind::RefersToLeftOut", &lenient.faults()[1].kind);
    refused! { list;
        "BuildError, one fault" => one.build();
        "BuildError, two faults" => two.build();
    }
    let many = builder(|builder| {
        for number in 0..102 {
            builder.event(Event::call(format!("e{number}"), DAY).party("lavrov"));
        }
    });
    let text = many.build().expect_err("unknown actors").to_string();
    let last = text.lines().last().expect("a line");
    list.text(
        "BuildError, more faults than are printed: the last line",
        last.trim_start(),
    );
    let alone = builder(|builder| {
        builder.event(Event::meeting("talks", DAY).party("RUS"));
        builder.event(Event::call("phone", DAY));
    });
    let timeline = alone.build().expect("a valid timeline");
    for (given, warning) in ["nobody", "one"].into_iter().zip(timeline.warnings()) {
        list.reason(&format!("Warning::Alone, {given}"), &warning);
    }
    let unlikely = builder(|builder| {
        for (id, date) in [
            ("month", "1904-05"),
            ("midnight", "1921-03-16T00:00:00Z"),
            ("season", "1921-22"),
        ] {
            builder.event(Event::act(id, date, Code::parse("AGREE").expect("a code")));
        }
    });
    let timeline = unlikely.build().expect("a valid timeline");
    for (given, warning) in ["a month", "a time of midnight", "a season"]
        .into_iter()
        .zip(timeline.warnings())
    {
        list.reason(&format!("Warning::UnlikelyDate, {given}"), &warning);
    }
}

fn merged(list: &mut Messages) {
    let person = builder(|builder| _ = builder.event(call()));
    let mut state = Timeline::builder();
    state.actor(Actor::state("rubio").named("Marco Rubio"));
    let (person, state) = (
        person.build().expect("a valid timeline"),
        state.build().expect("a valid timeline"),
    );
    let mut refused = |label: &str, parts: Vec<MergePart<'_>>| {
        let mut error = Timeline::merge(parts).expect_err("a fault");
        list.reason(label, &error.faults.swap_remove(0).kind);
    };
    let part = |label: &str| MergePart::new(label, &person);
    refused(
        "FaultKind::Clash",
        vec![part("reuters"), MergePart::new("tass", &state)],
    );
    refused(
        "FaultKind::UnknownIdentifier",
        vec![part("reuters").rename([("rubioo", "rubio")])],
    );
    refused(
        "FaultKind::UnknownIdentifier, an event",
        vec![part("reuters").rename_events([("meeting", "talks")])],
    );
    refused("FaultKind::BadText, a label", vec![part("")]);
}

fn extracts(list: &mut Messages) {
    let source = |id: &str| detente::event::Source::new(id);
    let dated = |by: &str, when: &str| Report::by([by]).says(Account::new().when(when));
    let timeline = builder(|builder| {
        builder.source(source("ap")).source(source("tass"));
        let talk = call().report(Report::by(["ap"]));
        let denied = Report::by(["tass"]).status(Status::Disputed);
        builder.event(talk.report(dated("tass", "2025-07-11")).report(denied));
        builder.event(Event::call("after", "2025-07-12").reported_by("tass"));
        builder.event(
            Event::call("open", "2025-07/..")
                .report(dated("ap", "2025-07"))
                .reported_by("tass"),
        );
        builder.constraint(Constraint::before("talk", "after").by(["tass"]));
        builder.actor(Actor::state("SUN"));
        let end = detente::actor::Succession::new("SUN", "1991-12-26").by(["tass"]);
        builder.actor(Actor::state("UKR").succession(end));
        builder.event(Event::statement("note", DAY).party("UKR"));
    });
    let timeline = timeline.build().expect("a valid timeline");
    let extract = timeline.view().extract(["tass"]).expect("an extract");
    for (number, change) in extract.changes.iter().enumerate() {
        list.text(&format!("ExtractChange, {}", number + 1), change);
    }
    list.refused("ExtractError::Lookup", timeline.view().extract(["ta"]));
    let contradicted = builder(|builder| {
        builder.source(source("ap")).source(source("tass"));
        builder.event(call().reported_by("ap").report(dated("tass", "2025-07-12")));
        builder.event(Event::call("before", "2025-07-11"));
        builder.constraint(Constraint::before("before", "talk"));
    });
    let contradicted = contradicted.build().expect("a valid timeline");
    list.refused("ExtractError::Build", contradicted.view().extract(["tass"]));
}

/// Two meetings, a call, statements and an act of two states, and two people with one name.
fn record() -> Timeline {
    let mut builder = Timeline::builder();
    for id in ["CHN", "RUS", "USA"] {
        builder.actor(Actor::state(id));
    }
    builder.actor(Actor::state("COD").alias(Alias::new("Zaire").during("1971-10-27/1997-05-17")));
    for id in ["ann", "bob"] {
        builder.actor(Actor::person(id).alias("Georgia"));
    }
    let size = |number| {
        Measure::new(
            "drones",
            Quantity::exactly(number, "drones").expect("a quantity"),
        )
    };
    builder.event(
        Event::meeting("first", "2025-05-10")
            .between("USA", "RUS")
            .measure(size(5.0)),
    );
    builder.event(
        Event::meeting("second", "2025-07-10")
            .between("USA", "RUS")
            .topic("Ukraine")
            .measure(size(9.0)),
    );
    builder.event(Event::call("call", "2025-07-12").between("USA", "CHN"));
    builder.event(
        Event::statement("comment", "2025-07-13")
            .by("USA")
            .target("RUS"),
    );
    let denial = Event::statement("denial", "2025-07-13")
        .by("USA")
        .target("RUS");
    builder.event(
        denial
            .code(Code::parse("ACCUSE").expect("a code"))
            .negated(),
    );
    let odd = Code::parse("desk:toast").expect("a code");
    builder.event(
        Event::act("toast", "2025-07-14", odd)
            .by("USA")
            .target("RUS"),
    );
    builder.event(Event::meeting("open", "2025-07-14/..").between("USA", "RUS"));
    let heard = Event::statement("heard", "2025-07-15").by("CHN");
    builder.event(
        heard
            .participant(Participant::new("USA", Role::Addressee))
            .participant(Participant::new("RUS", Role::Addressee)),
    );
    builder.build().expect("a valid timeline")
}

fn lookups(list: &mut Messages) {
    let timeline = record();
    let view = timeline.view();
    let on = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
    refused! { list;
        "LookupError::UnknownActor" => timeline.actor("USSR");
        "LookupError::UnknownActor, similar" => timeline.actor("USB");
        "LookupError::AmbiguousName" => timeline.actor("Georgia");
        "LookupError::NotInUse" => timeline.actor_on("Zaire", on(2000));
        "LookupError::UnknownOffice" => timeline.actor("USA").and_then(|usa| usa.holders("king", on(2000)));
        "LookupError::EmptySide" => timeline.between([""; 0], "USA");
        "LookupError::OnBothSides" => timeline.between("USA", "USA");
        "LookupError::UnknownEvent" => timeline.event("cal");
        "LookupError::NotInView" => view.meetings().event("call");
        "LookupError::UnknownSubject" => view.about("Ukrane");
        "LookupError::UnknownMeasure" => view.records("drons");
        "LookupError::UnknownSource" => timeline.source("tass");
    }
}

fn rules(list: &mut Messages) {
    let timeline = record();
    let state = ViewState::new(&timeline.view(), july(20));
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    refused! { list;
        "RuleError::Actors" => ActorOrDyad::try_from(names(&[]));
        "RuleError::Actors, three" => ActorOrDyad::try_from(names(&["USA", "RUS", "CHN"]));
        "RuleError::Probability" => Rule::probability_passed("USA", "RUS", 0.5);
        "RuleError::Probability, not a number" => Rule::probability_passed("USA", "RUS", f64::NAN);
        "RuleError::Share" => Rule::long_silence("USA", 1.5);
        "RuleError::Days" => Rule::first_contact("USA", 0);
        "RuleError::Relations" => Rule::plan_overdue("USR", 0).check(&state, &state);
        "RuleError::Relations, one actor" => Rule::direction_changed("USA", "USA").check(&state, &state);
        "RuleError::Relations, a measure" => Rule::record_broken("USA", "drons").check(&state, &state);
    }
    // The messages of serde itself are tested with the rules.
    let share = r#"{"kind": "long_silence", "of": ["USA"], "share": 1.5}"#;
    let error = serde_json::from_str::<Rule>(share).expect_err("not a rule");
    list.text("Rule as JSON, a share above 1", error);
}

fn relations(list: &mut Messages) {
    let timeline = record();
    let relations = timeline.relations("USA", "RUS").expect("two known actors");
    refused! { list;
        "RelationsError::Lookup" => timeline.relations("USA", "USSR");
        "RelationsError::SameActor" => timeline.relations("USA", "USA");
        "RelationsError::OnNeitherSide" => relations.directed("CHN");
        "RelationsError::Incomparable, sides" => {
            let other = timeline.relations("USA", "CHN").expect("two known actors");
            relations.movement_to(&other, july(1), july(2))
        };
        "RelationsError::Incomparable, scorings" => {
            let scoring = Scoring::default().with_scale(Scale::copdab());
            let other = timeline.view().relations_by("USA", "RUS", &scoring);
            relations.movement_to(&other.expect("two known actors"), july(1), july(2))
        };
    }
    for (event, reason) in relations.unscored() {
        let debug = format!("{reason:?}");
        let variant = debug.split('(').next().expect("a variant");
        list.reason(&format!("Unscored::{variant}, {}", event.id()), reason);
    }
    let scale = Scale::from_table("empty", "1", []).expect("an empty scale");
    let unlisted = timeline
        .view()
        .relations_by("USA", "RUS", &Scoring::default().with_scale(scale))
        .expect("two known actors");
    let (event, reason) = &unlisted.unscored()[0];
    list.reason(&format!("Unscored::NoValence, {}", event.id()), reason);
}

fn patterns(list: &mut Messages) {
    let (timeline, other) = (record(), record());
    let view = timeline.view();
    let step = |name: &str| Step::new(name, &view);
    let many: Vec<_> = (0..=MAX_STEPS)
        .map(|number| step(&number.to_string()))
        .collect();
    refused! { list;
        "PatternError::Steps, none" => Pattern::new([]);
        "PatternError::Steps, many" => Pattern::new(many);
        "PatternError::DuplicateStep" => Pattern::new([step("call"), step("call")]);
        "PatternError::UnknownStep" => Pattern::new([step("meeting"), step("call").after("meting")]);
        "PatternError::OtherTimeline" => Pattern::new([step("call"), Step::new("x", &other.view())]);
        "ContactError::EndBeforeStart" => Contact::one_way(1, 2, 10, 9);
        "ContactError::WithItself" => Contact::both_ways(1, 1, 9, 10);
        "ContactError::OutOfRange" => Contact::one_way(1, 2, i64::MIN, 10);
    }
}

fn claims(list: &mut Messages) {
    let timeline = record();
    let view = timeline
        .between("USA", "RUS")
        .expect("two known actors")
        .meetings();
    let date = |month| NaiveDate::from_ymd_opt(2025, month, 1).expect("a date");
    let month = |month| When::parse(month).expect("a month");
    for (given, claim) in [
        ("ordinal", claim::ordinal("second", 2)),
        ("count", claim::count(Count::exactly(2))),
        (
            "in each, yes",
            claim::in_each([month("2025-05"), month("2025-07")]),
        ),
        (
            "in each, no",
            claim::in_each([month("2025-05"), month("2025-06")]),
        ),
        ("record, yes", claim::record("second", "drones")),
        ("record, no", claim::record("first", "drones")),
        ("record, unknown", claim::record("open", "drones")),
        ("no gap, yes", claim::no_gap(90, date(5), date(7))),
        ("no gap, no", claim::no_gap(20, date(5), date(7))),
        ("linked", claim::linked_to(["call"])),
        ("linked, too early", claim::linked_to(["heard"])),
    ] {
        for (world, name) in [(World::Closed, "closed"), (World::Open, "open")] {
            let judgement = view.check(&claim, world).expect("a known event");
            list.text(&format!("EventClaim, {given}, {name} world"), judgement);
        }
    }
    let mut steady = Timeline::builder();
    steady.actor(Actor::state("USA")).actor(Actor::state("RUS"));
    let [agree, accuse] = ["AGREE", "ACCUSE"].map(|text| Code::parse(text).expect("a code"));
    for month in 1..=7 {
        for day in [3, 8, 13, 18, 23, 28] {
            let (id, day) = (
                format!("{month}-{day}"),
                format!("2025-{month:02}-{day:02}"),
            );
            let code = if month < 6 {
                agree.clone()
            } else {
                accuse.clone()
            };
            steady.event(Event::act(id, day, code).by("USA").target("RUS"));
        }
    }
    let steady = steady.build().expect("a valid timeline");
    let relations = steady.relations("USA", "RUS").expect("two known actors");
    let late = NaiveDate::from_ymd_opt(2025, 7, 20).expect("a date");
    for (given, claim) in [
        ("falling", claim::falling(None)),
        ("rising within", claim::rising(Some(30))),
        ("higher at", claim::higher_at(date(6))),
        ("higher later", claim::higher_at(date(12))),
        ("higher before all", claim::higher_at(NaiveDate::MIN)),
        ("below", claim::below(0.5)),
        ("off the peak", claim::off_the_peak(30)),
        ("not reversed", claim::not_reversed()),
    ] {
        for (day, name) in [(date(1), "before all marks"), (late, "later")] {
            list.text(
                &format!("TrendClaim, {given}, {name}"),
                relations.check(&claim, day),
            );
        }
    }
}

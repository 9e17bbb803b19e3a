//! Actors in time: what they were called, whom they succeeded, who belonged to them, and
//! several of them as one side.

use chrono::NaiveDate;
use detente::TimelineBuilder;
use detente::actor::{Actor, Alias, AliasKind, Succession};
use detente::code::Code;
use detente::event::{Account, Count, Event, Participant, Report, Role, Source};
use detente::ledger::DyadLedger;
use detente::ledger::DyadPart;
use detente::query::Side;
use detente::relations::{Relations, RelationsError};
use detente::timeline::{ActorRef, LookupError};
use detente::{Certainty, Timeline, View, When};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use Certainty::{Certain, Impossible, Possible};

fn when(text: &str) -> When {
    When::parse(text).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn built(
    actors: impl IntoIterator<Item = Actor>,
    events: impl IntoIterator<Item = Event>,
) -> Timeline {
    let mut builder = Timeline::builder();
    builder.extend(actors);
    builder.extend(events);
    builder.build().unwrap()
}

fn ids<'t>(view: &View<'t>) -> Vec<&'t str> {
    view.events().map(detente::timeline::EventRef::id).collect()
}

fn named<'t>(found: impl Iterator<Item = (ActorRef<'t>, Certainty)>) -> Vec<(&'t str, Certainty)> {
    found
        .map(|(actor, certainty)| (actor.id(), certainty))
        .collect()
}

// Names.

/// Saint Petersburg: renamed on 1 September 1914 (19 August, old style; decree of 18 August), on
/// 26 January 1924 (II Congress of Soviets of the USSR) and on 6 September 1991 (decree of the
/// Presidium of the Supreme Soviet of the RSFSR). Burma: Myanmar since 18 June 1989 (Law 15/89).
fn renamed() -> Timeline {
    let during = |name: &str, text| Alias::new(name).during(when(text));
    built(
        [
            Actor::organisation("spb")
                .named("Saint Petersburg")
                .alias(during("Petrograd", "1914-09-01/1924-01-26"))
                .alias(during("Leningrad", "1924-01-26/1991-09-06"))
                .alias(during("Piter", "1703-05-27/").kind(AliasKind::Metonym)),
            Actor::state("MMR")
                .named("Myanmar")
                .alias(during("Burma", "1948-01-04/1989-06-18")),
            // Each was the Republic of the Congo, or called so: Brazzaville from 1960 to 1969 and
            // since 1992 or so, Leopoldville from 1960 to 1964.
            Actor::state("COG")
                .named("Congo-Brazzaville")
                .alias(during("Republic of the Congo", "1960-08-15/1969-12-31"))
                .alias(during("Republic of the Congo", "1992/..")),
            Actor::state("COD")
                .named("Congo-Kinshasa")
                .alias(during("Republic of the Congo", "1960-06-30/1964-08-01"))
                .alias("DRC"),
        ],
        [],
    )
}

#[test]
fn an_actor_is_called_by_the_name_of_the_day() {
    let timeline = renamed();
    let called = |id, date| timeline.actor(id).unwrap().name_on(day(date));
    assert_eq!(called("spb", "1905-01-22"), "Saint Petersburg");
    assert_eq!(called("spb", "1917-11-07"), "Petrograd");
    assert_eq!(called("spb", "1942-08-09"), "Leningrad");
    assert_eq!(called("spb", "2003-05-27"), "Saint Petersburg");
    assert_eq!(called("MMR", "1962-03-02"), "Burma");
    assert_eq!(called("MMR", "1990-05-27"), "Myanmar");
    assert_eq!(
        called("COD", "2000-01-01"),
        "Congo-Kinshasa",
        "`DRC` has no date"
    );
    // On the day of the change either may have been in use, and neither is certain.
    assert_eq!(called("spb", "1924-01-26"), "Saint Petersburg");
    let names = |date| {
        let city = timeline.actor("spb").unwrap();
        city.names_on(day(date)).collect::<Vec<_>>()
    };
    assert_eq!(
        names("1924-01-26"),
        [
            ("Saint Petersburg", Certain),
            ("Leningrad", Possible),
            ("Petrograd", Possible),
            ("Piter", Possible),
        ]
    );
    assert_eq!(names("1700-01-01"), [("Saint Petersburg", Certain)]);
}

#[test]
fn a_name_is_looked_up_as_of_a_day() {
    let timeline = renamed();
    let on = |name, date| {
        let found = timeline.actor_on(name, day(date));
        found
            .map(|(actor, certainty)| (actor.id().to_owned(), certainty))
            .map_err(|error| error.to_string())
    };
    let found = |id: &str, certainty| Ok((id.to_owned(), certainty));
    assert_eq!(on("leningrad", "1942-08-09"), found("spb", Certain));
    assert_eq!(on("Leningrad", "1991-09-06"), found("spb", Possible));
    assert_eq!(
        on("Leningrad", "1991-09-07"),
        Err(
            "`Leningrad` was not in use on 1991-09-07: expected a date in `1924-01-26/1991-09-06`"
                .into()
        )
    );
    // Without a day the name is found, too.
    assert_eq!(timeline.actor("Leningrad").unwrap().id(), "spb");
    // Identifiers and names without a date are always in use.
    assert_eq!(on("MMR", "1962-03-02"), found("MMR", Certain));
    assert_eq!(on("Myanmar", "1962-03-02"), found("MMR", Certain));
    assert_eq!(on("drc", "1850-01-01"), found("COD", Certain));
    assert_eq!(
        on("Burmah", "1962-03-02"),
        Err("unknown actor `Burmah`; did you mean `Burma`?".into())
    );
    // Clear only by the day.
    let shared = "Republic of the Congo";
    let either =
        "`Republic of the Congo` is ambiguous: expected one of the identifiers `COD`, `COG`";
    assert_eq!(timeline.actor(shared).unwrap_err().to_string(), either);
    assert_eq!(on(shared, "1962-03-02"), Err(either.into()));
    assert_eq!(on(shared, "1967-03-02"), found("COG", Certain));
    assert_eq!(on(shared, "2001-03-02"), found("COG", Certain));
    assert!(on(shared, "1975-03-02").unwrap_err().ends_with(
        "expected a date in `1960-06-30/1964-08-01`, `1960-08-15/1969-12-31`, `1992/..`"
    ));
}

#[test]
fn a_name_on_which_the_day_decides_may_have_been_another_by_then() {
    let timeline = renamed();
    let error = timeline.actor_on("Burma", day("2001-01-01")).unwrap_err();
    assert!(matches!(error, LookupError::NotInUse { .. }));
}

// Successions.

/// The Soviet Union ended on 25 December 1991 (resignation of its president) or on the 26th
/// (Declaration 142-N of its Supreme Soviet); Czechoslovakia at the end of 1992 (constitutional
/// act 542/1992); the German Democratic Republic acceded on 3 October 1990 (Unification Treaty,
/// article 1). Serbia lives on where Montenegro left it on 3 June 2006.
fn succession() -> Vec<Actor> {
    vec![
        Actor::state("USA").named("United States"),
        Actor::state("SUN").named("Soviet Union"),
        Actor::state("RUS")
            .named("Russia")
            .succeeds("SUN", when("1991-12-25"))
            .succeeds("SUN", when("1991-12-26")),
        Actor::state("CSK").named("Czechoslovakia"),
        Actor::state("CZE")
            .named("Czech Republic")
            .succeeds("CSK", when("1993-01-01")),
        Actor::state("SVK")
            .named("Slovakia")
            .succeeds("CSK", when("1993-01-01")),
        Actor::state("FRG").named("Federal Republic of Germany"),
        Actor::state("GDR").named("German Democratic Republic"),
        Actor::state("DEU")
            .named("Germany")
            .succeeds("FRG", when("1990-10-03"))
            .succeeds("GDR", when("1990-10-03")),
        Actor::state("YUG").named("Serbia and Montenegro"),
        Actor::state("MNE")
            .named("Montenegro")
            .succeeds("YUG", when("2006-06-03")),
        Actor::person("gorbachev")
            .named("Mikhail Gorbachev")
            .held_office("SUN", "president", when("1990-03-15/1991-12-25")),
    ]
}

fn meeting(id: &str, date: &str, a: &str, b: &str) -> Event {
    Event::meeting(id, when(date)).party(a).party(b)
}

#[test]
fn successors_of_an_actor() {
    let timeline = built(succession(), []);
    let actor = |id| timeline.actor(id).unwrap();
    let before = |id| -> Vec<_> {
        let stated = actor(id).predecessors();
        stated
            .map(|(one, when)| (one.id(), when.to_string()))
            .collect()
    };
    let soviet = |date: &str| ("SUN", date.to_owned());
    assert_eq!(before("RUS"), [soviet("1991-12-25"), soviet("1991-12-26")]);
    assert_eq!(before("SUN"), []);
    let after = |id| -> Vec<_> { actor(id).successors().map(|(one, _)| one.id()).collect() };
    assert_eq!(after("CSK"), ["CZE", "SVK"]);
    assert_eq!(after("GDR"), ["DEU"]);
    let by = |id, date| named(actor(id).succeeded_by(day(date)));
    assert_eq!(by("GDR", "1990-10-02"), []);
    assert_eq!(by("GDR", "1990-10-03"), [("DEU", Possible)]);
    assert_eq!(by("GDR", "1990-10-04"), [("DEU", Certain)]);
    // Accounts that differ leave a day between them open.
    assert_eq!(by("SUN", "1991-12-24"), []);
    assert_eq!(by("SUN", "1991-12-26"), [("RUS", Possible)]);
    assert_eq!(by("SUN", "1991-12-27"), [("RUS", Certain)]);
}

#[test]
fn succession_does_not_change_a_query_without_predecessors() {
    let timeline = built(
        succession(),
        [
            meeting("malta", "1989-12-02/1989-12-03", "USA", "SUN"),
            meeting("moscow", "1991-07-31", "USA", "gorbachev"),
            meeting("christmas", "1991-12-25", "USA", "SUN"),
            meeting("late", "1992-06-01", "USA", "SUN"),
            meeting("camp-david", "1992-02-01", "USA", "RUS"),
        ],
    );
    let strict = timeline.between("USA", "RUS").unwrap();
    assert_eq!(ids(&strict), ["camp-david"]);
    let through = strict.with_predecessors();
    let expected = ["malta", "moscow", "christmas", "camp-david"];
    assert_eq!(ids(&through), expected);
    let sure = |id| through.certainty(timeline.event(id).unwrap());
    assert_eq!(
        ["malta", "moscow", "christmas", "late", "camp-david"].map(sure),
        [Certain, Certain, Possible, Impossible, Certain]
    );
    let rank = through.rank("camp-david").unwrap();
    assert_eq!((rank.min(), rank.max()), (3, Some(4)));
    assert_eq!(through.count(), Count::between(3, 4).unwrap());
    let involving = timeline
        .view()
        .with_predecessors()
        .involving("RUS")
        .unwrap();
    assert_eq!(ids(&involving), expected);
    // Nobody is taken for a successor, and the Soviet Union is asked about as it was.
    let soviet = timeline.view().with_predecessors();
    let soviet = soviet.between("USA", "SUN").unwrap();
    assert_eq!(ids(&soviet), ["malta", "moscow", "christmas", "late"]);
    // The trend runs across.
    let relations = timeline.relations("USA", "RUS").unwrap();
    assert_eq!(relations.level(day("1992-01-15")), None);
    let relations = timeline.view().with_predecessors();
    let relations = relations.relations("USA", "RUS").unwrap();
    assert_eq!(relations.marks().len(), 4);
    assert!(relations.level(day("1992-01-15")).unwrap().value() > 0.0);
    assert_eq!(
        relations.contributions(day("1992-03-01")).len(),
        4,
        "and says which of the Soviet Union's events moved it"
    );
}

#[test]
fn a_joint_act_of_two_actors_is_not_an_act_between_them() {
    let timeline = built(
        succession(),
        [
            meeting("prague", "1989-12-10", "CSK", "USA"),
            meeting("brno", "1995-05-01", "CZE", "SVK"),
            Event::meeting("two", when("1990-05-01"))
                .participant(Participant::new("gorbachev", Role::Party).on_behalf_of("CSK"))
                .party("CSK"),
            meeting("germanys", "1970-03-19", "FRG", "GDR"),
            meeting("both", "1989-12-19", "FRG", "USA"),
            meeting("east", "1975-08-01", "GDR", "USA"),
            meeting("serbia", "2007-01-01", "YUG", "USA"),
            meeting("union", "2005-01-01", "YUG", "USA"),
        ],
    );
    let view = timeline.view().with_predecessors();
    let between = |a: &str, b: &str| {
        let found = view.between(a, b).unwrap();
        ids(&found).join(" ")
    };
    assert_eq!(between("CZE", "SVK"), "brno");
    assert_eq!(between("CZE", "USA"), "prague");
    assert_eq!(between("SVK", "USA"), "prague");
    assert_eq!(between("DEU", "USA"), "east both");
    assert_eq!(
        between("DEU", "FRG"),
        "germanys",
        "of Germany's two only the one is on both sides"
    );
    assert_eq!(between("FRG", "GDR"), "germanys");
    assert_eq!(between("MNE", "USA"), "union", "and not what lived on");
    // Of both, an event of their one predecessor is one.
    let both = view.between(["CZE", "SVK"], "USA").unwrap();
    assert_eq!(ids(&both), ["prague"]);
    assert_eq!(
        view.relations(["CZE", "SVK"], "USA").unwrap().marks().len(),
        1
    );
}

#[test]
fn a_line_leads_back_through_several_handovers() {
    let line = [
        Actor::state("USA").named("United States"),
        Actor::state("c")
            .named("third")
            .succeeds("b", when("2003-01-01")),
        Actor::state("b")
            .named("second")
            .succeeds("a", when("2001-01-01")),
        Actor::state("a").named("first"),
    ];
    let events = [
        meeting("one", "2000", "USA", "a"),
        meeting("two", "2002", "USA", "a"),
        meeting("three", "2002", "USA", "b"),
        meeting("four", "2004", "USA", "b"),
        meeting("five", "2004", "USA", "c"),
    ];
    let timeline = built(line, events);
    let view = timeline.view().with_predecessors();
    assert_eq!(
        ids(&view.between("USA", "c").unwrap()),
        ["one", "three", "five"]
    );
    assert_eq!(
        ids(&view.between("USA", "b").unwrap()),
        ["one", "three", "four"]
    );
    let by = |date| named(timeline.actor("a").unwrap().succeeded_by(day(date)));
    assert_eq!(by("2002-01-01"), [("b", Certain)]);
    assert_eq!(by("2003-01-01"), [("b", Certain), ("c", Possible)]);
}

#[test]
fn a_source_that_covers_the_line_covers_the_question() {
    let covering = |actor: &str, from: &str| {
        let coverage = detente::event::CoverageDeclaration::over(when(&format!("{from}/..")));
        Source::new(format!("of-{actor}"))
            .named(actor)
            .covers(coverage.actors(["USA", actor]))
    };
    let mut builder = Timeline::builder();
    builder.extend(succession());
    builder.source(covering("SUN", "1945-01-01"));
    builder.source(covering("RUS", "1992-01-01"));
    builder.source(covering("FRG", "1949-01-01"));
    builder.event(meeting("malta", "1989-12-02", "USA", "SUN"));
    let timeline = builder.build().unwrap();
    let (strict, through) = (timeline.view(), timeline.view().with_predecessors());
    let coverage = |view: &View<'_>, other: &str| {
        let relations = view.relations("USA", other).unwrap();
        relations.coverage().to_string()
    };
    assert_eq!(coverage(&strict, "RUS"), "from 1992-01-01");
    assert_eq!(coverage(&through, "RUS"), "from 1945-01-01");
    // A source that covers half of what Germany was does not cover Germany, and one that covers
    // one actor of a side does not cover the side.
    assert_eq!(coverage(&through, "DEU"), "unknown");
    let two = timeline.relations("USA", ["RUS", "FRG"]).unwrap();
    assert_eq!(two.coverage().to_string(), "unknown");
}

#[test]
fn who_says_so_is_kept() {
    let mut builder = Timeline::builder();
    let end = Succession::new("SUN", when("1991-12-26")).by(["izvestia", "USA"]);
    builder.actor(Actor::state("RUS").named("Russia").succession(end.clone()));
    builder.actor(Actor::state("SUN").named("Soviet Union"));
    builder.actor(Actor::state("USA").named("United States"));
    builder.source(Source::new("izvestia").named("Izvestia"));
    let timeline = builder.build().unwrap();
    let russia = timeline.actor("RUS").unwrap();
    assert_eq!(Actor::from(russia).successions, [end]);
    assert_eq!(timeline.source("USA").unwrap().actor().unwrap().id(), "USA");
    assert_eq!(TimelineBuilder::from(&timeline).build().unwrap(), timeline);
}

// Membership.

/// Accessions to the European Union: 1 November 1993 (Treaty on European Union), 1 May 2004
/// (OJ L 236 of 2003), 1 July 2013 (OJ L 112 of 2012); the United Kingdom until 31 January 2020
/// (OJ L 29 of 2020, article 185).
fn union() -> Vec<Actor> {
    let member = |id: &str, term| Actor::state(id).member_of("EU", when(term));
    vec![
        Actor::group("EU").named("European Union"),
        member("FRA", "1993-11-01/.."),
        member("GBR", "1993-11-01/2020-01-31"),
        member("HRV", "2013-07-01/.."),
        // Poland had the presidency of the Council in the first half of 2025.
        member("POL", "2004-05-01/..").held_office(
            "EU",
            "presidency",
            when("2025-01-01/2025-06-30"),
        ),
        Actor::organisation("commission")
            .named("European Commission")
            .held_office("EU", "executive", when("1993-11-01/..")),
        Actor::person("starmer").named("Keir Starmer").held_office(
            "GBR",
            "prime minister",
            when("2024-07-05/.."),
        ),
        Actor::person("macron")
            .named("Emmanuel Macron")
            .held_office("FRA", "president", when("2017-05-14/..")),
        Actor::person("kallas").named("Kaja Kallas").held_office(
            "commission",
            "high representative",
            when("2024-12-01/.."),
        ),
        Actor::state("RUS").named("Russia"),
        Actor::state("USA").named("United States"),
    ]
}

#[test]
fn who_belongs_to_the_union_on_a_day() {
    let timeline = built(union(), []);
    let members = |date| named(timeline.actor("EU").unwrap().members(day(date)));
    assert_eq!(members("1993-10-31"), []);
    let old = [("FRA", Certain), ("GBR", Certain)];
    assert_eq!(members("2004-04-30"), old);
    let poland = ("POL", Certain);
    assert_eq!(members("2013-06-30"), [old[0], old[1], poland]);
    let croatia = ("HRV", Certain);
    assert_eq!(members("2013-07-02"), [old[0], old[1], croatia, poland]);
    assert_eq!(members("2020-01-30"), [old[0], old[1], croatia, poland]);
    let leaving = ("GBR", Possible);
    assert_eq!(members("2020-01-31"), [old[0], leaving, croatia, poland]);
    assert_eq!(members("2020-02-01"), [old[0], croatia, poland]);
    // Officers are none, and states have none.
    assert_eq!(
        named(timeline.actor("FRA").unwrap().members(day("2025-01-01"))),
        []
    );
    // The same through `represented`, a member's officers included.
    let representation = |id, date| {
        let at = when(date).bounds();
        named(timeline.actor(id).unwrap().represented(at))
    };
    assert_eq!(representation("GBR", "2016-06-23"), [("EU", Certain)]);
    assert_eq!(representation("GBR", "2020-02-01"), []);
    assert_eq!(representation("starmer", "2025-03-01"), [("GBR", Certain)]);
    assert_eq!(
        representation("macron", "2025-03-01"),
        [("FRA", Certain), ("EU", Certain)]
    );
    assert_eq!(representation("HRV", "2013-07-02"), [("EU", Certain)]);
    assert_eq!(representation("HRV", "2013"), [("EU", Possible)]);
}

#[test]
fn a_group_acts_through_its_members_or_by_itself() {
    let timeline = built(
        union(),
        [
            meeting("macron", "2022-02-07", "macron", "RUS"),
            meeting("commission", "2025-01-10", "kallas", "RUS"),
            meeting("before", "2019-05-01", "GBR", "RUS"),
            meeting("after", "2025-03-01", "starmer", "RUS"),
            meeting("presidency", "2025-02-01", "POL", "RUS"),
            Event::meeting("both", when("2025-04-01"))
                .party("FRA")
                .party("commission")
                .party("RUS"),
        ],
    );
    let with = timeline.between("EU", "RUS").unwrap();
    assert_eq!(
        ids(&with),
        ["before", "macron", "commission", "presidency", "both"]
    );
    let alone = Side::from("EU").without_members();
    let by_itself = timeline.between(alone.clone(), "RUS").unwrap();
    assert_eq!(ids(&by_itself), ["commission", "presidency", "both"]);
    let involving = timeline.view().involving(alone.clone()).unwrap();
    assert_eq!(ids(&involving), ["commission", "presidency", "both"]);
    assert_eq!(with.certainty(timeline.event("macron").unwrap()), Certain);

    // A bilateral act has its full weight for the members, and none for the bloc itself.
    let marks = |relations: &Relations<'_>| -> Vec<(String, f64)> {
        let marks = relations.marks().iter();
        marks
            .map(|one| (one.event.id().to_owned(), one.mark.contact()))
            .collect()
    };
    let relations = timeline.relations("EU", "RUS").unwrap();
    let full = |id: &str| (id.to_owned(), 1.0);
    let all = ["before", "macron", "commission", "presidency", "both"].map(full);
    assert_eq!(marks(&relations), all);
    let relations = timeline.relations(alone, "RUS").unwrap();
    let half = ("both".to_owned(), 0.5);
    assert_eq!(
        marks(&relations),
        [full("commission"), full("presidency"), half],
        "France is a party of its own beside the Union"
    );
}

// Sides of several.

fn states() -> Vec<Actor> {
    ["FRA", "GBR", "RUS", "USA"].map(Actor::state).into()
}

#[test]
fn any_list_of_actors_is_a_side() {
    let timeline = built(states(), [meeting("talks", "2025-03-01", "USA", "RUS")]);
    let allies = ["USA", "GBR"];
    let listed = allies.to_vec();
    let owned: Vec<String> = allies.map(str::to_owned).into();
    let usa = timeline.actor("USA").unwrap();
    let elsewhere = built(states(), []);
    let sides: Vec<Side<'_>> = vec![
        "USA".into(),
        (&"USA").into(),
        (&owned[0]).into(),
        owned[0].clone().into(),
        usa.into(),
        elsewhere.actor("USA").unwrap().into(),
        allies.into(),
        (&allies).into(),
        (&allies[..]).into(),
        listed.clone().into(),
        (&listed).into(),
        owned.clone().into(),
        (&owned).into(),
        (&owned[..]).into(),
        [usa, timeline.actor("GBR").unwrap()].into(),
        allies.iter().collect(),
        owned.iter().map(String::as_str).collect(),
        timeline.actors().filter(|one| one.id() != "RUS").collect(),
        ["USA", "USA"].into(),
    ];
    for side in sides {
        let shown = format!("{side:?}");
        let view = timeline.between(side.clone(), "RUS").unwrap();
        assert_eq!(ids(&view), ["talks"], "{shown}");
        assert_eq!(
            ids(&timeline.between("RUS", side).unwrap()),
            ["talks"],
            "{shown}"
        );
    }
    // Calls with names alone are as they were.
    let (a, b): (&str, String) = ("USA", "RUS".to_owned());
    assert_eq!(ids(&timeline.between(a, &b).unwrap()), ["talks"]);
    assert_eq!(timeline.relations(a, &b).unwrap().marks().len(), 1);
}

#[test]
fn sides_that_are_empty_or_overlap_are_refused() {
    let timeline = built(states(), []);
    let refused = |a: Side<'_>, b: Side<'_>| {
        let error = timeline.between(a.clone(), b.clone()).unwrap_err();
        let expected = timeline.relations(a, b).unwrap_err();
        assert_eq!(expected, RelationsError::Lookup(error.clone()));
        error.to_string()
    };
    assert_eq!(
        refused(["USA", "GBR"].into(), ["RUS", "USA"].into()),
        "`USA` is on both sides: expected sides without a common actor"
    );
    assert_eq!(
        refused("USA".into(), ["RUS", "USA"].into()),
        "`USA` is on both sides: expected sides without a common actor"
    );
    let empty = || Side::from([""; 0]);
    let expected = "a side is empty: expected at least one actor";
    assert_eq!(refused(empty(), "USA".into()), expected);
    assert_eq!(
        timeline.view().involving(empty()).unwrap_err(),
        LookupError::EmptySide
    );
    assert_eq!(
        refused("USA".into(), ["RUS", "FRB"].into()),
        "unknown actor `FRB`; did you mean `FRA`?"
    );
    // One actor and itself: nothing between, and no relations.
    assert!(timeline.between("USA", ["USA"]).is_err());
    let error = timeline.relations(["USA"], "USA").unwrap_err();
    assert_eq!(
        error.to_string(),
        "both actors are `USA`: expected two different actors"
    );
}

#[test]
fn an_event_of_several_of_a_side_is_one() {
    let strike = Event::act("strike", when("2025-03-10"), code("ASSAULT"))
        .by("USA")
        .by("GBR")
        .target("RUS");
    let talks = Event::meeting("talks", when("2025-03-11"))
        .party("USA")
        .party("GBR")
        .party("FRA")
        .party("RUS");
    let allies = meeting("allies", "2025-03-12", "USA", "GBR");
    let timeline = built(states(), [strike, talks, allies]);
    let marks = |relations: &Relations<'_>| -> Vec<(String, DyadPart, f64)> {
        let mark = |one: &detente::relations::EventMark<'_>| {
            (one.event.id().to_owned(), one.part, one.mark.weight())
        };
        relations.marks().iter().map(mark).collect()
    };
    let (strike, talks) = ("strike".to_owned(), "talks".to_owned());
    let one = timeline.relations("USA", "RUS").unwrap();
    assert_eq!(
        marks(&one),
        [
            (strike.clone(), DyadPart::Forward, 0.5),
            (talks.clone(), DyadPart::Symmetric, 0.25 / 3.0)
        ]
    );
    let two = timeline.relations(["USA", "GBR"], "RUS").unwrap();
    assert_eq!(
        marks(&two),
        [
            (strike.clone(), DyadPart::Forward, 1.0),
            (talks.clone(), DyadPart::Symmetric, 0.125)
        ]
    );
    let three = timeline.relations("RUS", ["FRA", "USA", "GBR"]).unwrap();
    assert_eq!(
        marks(&three),
        [
            (strike, DyadPart::Backward, 1.0),
            (talks, DyadPart::Symmetric, 0.25)
        ]
    );
    assert_eq!(
        ids(&timeline.between(["USA", "GBR"], "RUS").unwrap()),
        ["strike", "talks"]
    );
    let sides = three
        .sides()
        .map(|side| side.iter().map(|one| one.id()).collect::<Vec<_>>());
    assert_eq!(sides, [vec!["RUS"], vec!["FRA", "GBR", "USA"]]);
    assert!(three.sides().iter().any(|side| side.len() > 1));
    assert_eq!(one.sides()[0][0].id(), "USA");
    // Either of a side names it.
    let directed = |name| two.directed(name).unwrap().level(day("2025-03-20"));
    assert_eq!(directed("USA"), directed("GBR"));
    assert_ne!(directed("USA"), directed("RUS"));
    assert!(two.directed("FRA").is_err());
}

// Who called whom.

#[test]
fn initiators_of_an_event() {
    let says = |by, initiator| Report::by([by]).says(Account::new().initiator(initiator));
    let call = |id: &str| {
        Event::call(id, when("2025-05-19"))
            .party("USA")
            .party("RUS")
    };
    let mut builder = Timeline::builder();
    builder.extend(states());
    builder.actor(Actor::person("trump").named("Donald Trump").held_office(
        "USA",
        "president",
        when("2025-01-20/.."),
    ));
    builder.source(Source::new("a"));
    builder.source(Source::new("b"));
    builder.event(call("agreed").initiator("trump"));
    builder.event(
        call("disputed")
            .report(says("a", "USA"))
            .report(says("b", "RUS")),
    );
    builder.event(call("mutual").initiator("USA").initiator("RUS"));
    builder.event(call("one-says").report(says("a", "USA")).reported_by("b"));
    builder.event(call("silent"));
    let timeline = builder.build().unwrap();
    let by = |name: &str| timeline.view().initiated_by(name).unwrap();
    let calls = ["agreed", "disputed", "mutual", "one-says", "silent"];
    let sure = |name| calls.map(|id| by(name).certainty(timeline.event(id).unwrap()));
    assert_eq!(
        sure("USA"),
        [Certain, Possible, Certain, Certain, Impossible]
    );
    assert_eq!(
        sure("RUS"),
        [Impossible, Possible, Certain, Impossible, Impossible]
    );
    assert_eq!(sure("trump")[0], Certain);
    assert_eq!(by("USA").count(), Count::between(3, 4).unwrap());
    assert_eq!(ids(&by("RUS").calls()), ["disputed", "mutual"]);
    // A call is between both, in either direction.
    let relations = timeline.relations("USA", "RUS").unwrap();
    let first = relations.marks()[0];
    for one in relations.marks() {
        assert_eq!((one.mark, one.part), (first.mark, DyadPart::Symmetric));
    }
    assert_eq!(TimelineBuilder::from(&timeline).build().unwrap(), timeline);
}

// Laws.

const NAMES: [&str; 7] = ["A", "B", "C", "D", "E", "ann", "bob"];
const DATES: [&str; 7] = [
    "2025-01-02",
    "2025-01-03",
    "2025-01-04",
    "2025-01-05",
    "2025-01-03/2025-01-05",
    "[2025-01-03,2025-01-05]",
    "2025-01",
];

/// A and B succeeded E, each on its day; two persons, of whom one changes sides.
fn cast() -> Vec<Actor> {
    vec![
        Actor::state("A").succeeds("E", when("2025-01-04")),
        Actor::state("B").succeeds("E", when("2025-01-03/2025-01-04")),
        Actor::state("C").succeeds("D", when("2025-01-05")),
        Actor::state("D"),
        Actor::state("E"),
        Actor::person("ann")
            .held_office("A", "minister", when("2025-01-01/2025-01-03"))
            .held_office("C", "minister", when("2025-01-04/..")),
        Actor::person("bob").held_office("E", "minister", when("2025-01-01/..")),
    ]
}

#[derive(Clone, Debug)]
struct Plain {
    act: bool,
    date: &'static str,
    seats: Vec<(&'static str, Role)>,
}

impl Plain {
    fn event(&self, number: usize) -> Event {
        let id = format!("{}{number}", ["m", "b"][number % 2]);
        let event = if self.act {
            Event::act(id, when(self.date), code("ASSAULT"))
        } else {
            Event::meeting(id, when(self.date))
        };
        let seats = self.seats.iter();
        seats.fold(event, |event, &(actor, role)| {
            event.participant(Participant::new(actor, role))
        })
    }
}

fn event(most: usize) -> impl Strategy<Value = Plain> {
    let meets = &[
        Role::Party,
        Role::Party,
        Role::Party,
        Role::Host,
        Role::Attendee,
    ][..];
    let acts = &[Role::Source, Role::Target, Role::Addressee, Role::Party][..];
    let who = subsequence(NAMES.to_vec(), 2..=most).prop_shuffle();
    (any::<bool>(), select(&DATES[..]), who).prop_flat_map(move |(act, date, who)| {
        let roles = vec(select(if act { acts } else { meets }), who.len());
        roles.prop_map(move |roles| Plain {
            act,
            date,
            seats: who.iter().copied().zip(roles).collect(),
        })
    })
}

fn record(events: &[Plain]) -> Timeline {
    let events = events.iter().enumerate();
    built(cast(), events.map(|(number, event)| event.event(number)))
}

/// Two sides without a common actor.
fn sides() -> impl Strategy<Value = [Vec<&'static str>; 2]> {
    let both = subsequence(NAMES.to_vec(), 2..=NAMES.len()).prop_shuffle();
    (both, any::<prop::sample::Index>()).prop_map(|(both, at)| {
        let (a, b) = both.split_at(1 + at.index(both.len() - 1));
        [a.to_vec(), b.to_vec()]
    })
}

/// Those whose acts are a state's, with the day from which on they are not and the first of doubt.
fn line(name: &str) -> Vec<(&str, Option<(&str, &str)>)> {
    let mut line = vec![(name, None)];
    line.extend(match name {
        "A" => Some(("E", Some(("2025-01-04", "2025-01-05")))),
        "B" => Some(("E", Some(("2025-01-03", "2025-01-05")))),
        "C" => Some(("D", Some(("2025-01-05", "2025-01-06")))),
        _ => None,
    });
    line
}

fn before(event: &Plain, until: Option<(&str, &str)>) -> Certainty {
    let Some((doubt, end)) = until else {
        return Certain;
    };
    let midnight = |text| day(text).and_time(chrono::NaiveTime::MIN).and_utc();
    let bounds = when(event.date).bounds();
    if bounds.end_latest().unwrap() <= midnight(doubt) {
        Certain
    } else if bounds.start_earliest().unwrap() < midnight(end) {
        Possible
    } else {
        Impossible
    }
}

/// How certain it is that an event is between two single actors, by the question that has been there all along.
fn sure(timeline: &Timeline, number: usize, a: &str, b: &str) -> Certainty {
    let id = format!("{}{number}", ["m", "b"][number % 2]);
    let view = timeline.between(a, b).unwrap();
    view.certainty(timeline.event(&id).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_is_between_sides_is_between_one_and_one(
        events in vec(event(5), 0..6),
        [a, b] in sides(),
    ) {
        let timeline = record(&events);
        let view = timeline.between(&a, &b).unwrap();
        let expected = |number: usize| {
            let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
            pairs.map(|(a, b)| sure(&timeline, number, a, b)).max().unwrap()
        };
        for (event, number) in timeline.events().map(|event| {
            (event, event.id()[1..].parse::<usize>().unwrap())
        }) {
            prop_assert_eq!(view.certainty(event), expected(number));
        }
        let shown: Vec<_> = timeline.events().filter(|event| view.certainty(*event).is_possible()).collect();
        let found: Vec<_> = view.events().collect();
        prop_assert_eq!(found, shown);
        let other_way = timeline.between(&b, &a).unwrap();
        prop_assert_eq!(ids(&view), ids(&other_way));
        let (from, to) = (day("2025-01-03"), day("2025-01-05"));
        let within: Vec<_> = view.events().filter(|event| event.touches(from..to).is_possible()).collect();
        prop_assert_eq!(view.within(from..to).events().collect::<Vec<_>>(), within);
    }

    #[test]
    fn who_is_involved_is_one_of_those_asked_about(
        events in vec(event(5), 0..6),
        [a, _] in sides(),
    ) {
        let timeline = record(&events);
        let view = timeline.view().involving(&a).unwrap();
        let of = |one: &&str, event| timeline.view().involving(*one).unwrap().certainty(event);
        for event in timeline.events() {
            let expected = a.iter().map(|one| of(one, event)).max().unwrap();
            prop_assert_eq!(view.certainty(event), expected);
            prop_assert_eq!(ids(&view).contains(&event.id()), expected.is_possible());
        }
    }

    #[test]
    fn predecessors_count_until_the_handover(
        events in vec(event(5), 0..6),
        (a, b) in (select(&NAMES[..]), select(&NAMES[..])),
    ) {
        prop_assume!(a != b);
        let timeline = record(&events);
        let view = timeline.view().with_predecessors().between(a, b).unwrap();
        let same = timeline.between(a, b).unwrap().with_predecessors();
        prop_assert_eq!(ids(&view), ids(&same));
        prop_assert_eq!(ids(&view), ids(&same.with_predecessors()));
        let of = |name, other| {
            let others: Vec<&str> = line(other).into_iter().map(|(one, _)| one).collect();
            line(name).into_iter().filter(move |(one, _)| *one == name || !others.contains(one))
        };
        for (number, event) in events.iter().enumerate() {
            let mut expected = Impossible;
            for (x, until_x) in of(a, b) {
                for (y, until_y) in of(b, a) {
                    let one = sure(&timeline, number, x, y);
                    expected = expected.max(one.and(before(event, until_x)).and(before(event, until_y)));
                }
            }
            let id = format!("{}{number}", ["m", "b"][number % 2]);
            prop_assert_eq!(view.certainty(timeline.event(&id).unwrap()), expected, "{}", id);
            prop_assert_eq!(ids(&view).contains(&&*id), expected.is_possible());
        }
        let relations = timeline.view().with_predecessors().relations(a, b).unwrap();
        let all = relations.marks().len() + relations.unscored().len();
        let least: std::collections::BTreeSet<_> = relations.marks().iter().map(|one| one.event.id()).collect();
        prop_assert!(least.len() + relations.unscored().len() == view.events().count() && all >= least.len());
    }

    #[test]
    fn a_side_of_one_is_that_one_to_the_last_bit(
        events in vec(event(5), 0..8),
        (a, b) in (select(&NAMES[..]), select(&NAMES[..])),
    ) {
        prop_assume!(a != b);
        let timeline = record(&events);
        let plain = timeline.relations(a, b).unwrap();
        // A side that is more than a number, of the one actor.
        let alone = Side::from(a).without_members();
        for relations in [
            timeline.relations([a, a], vec![b]).unwrap(),
            timeline.relations(timeline.actor(a).unwrap(), [b]).unwrap(),
            timeline.relations(alone, b).unwrap(),
        ] {
            prop_assert_eq!(relations.ledger().unwrap(), plain.ledger().unwrap());
            prop_assert_eq!(relations.unscored(), plain.unscored());
            let marks = |relations: &Relations<'_>| {
                relations.marks().iter().map(|one| {
                    (one.event.id().to_owned(), one.mark, one.part, one.certainty)
                }).collect::<Vec<_>>()
            };
            prop_assert_eq!(marks(&relations), marks(&plain));
        }
    }

    #[test]
    fn of_events_of_two_a_union_is_the_sum_of_its_parts(
        events in vec(event(2), 0..8),
        [a, b] in sides(),
    ) {
        // A person may represent two actors of a side. One event then counts for each.
        let states = |side: &[&'static str]| -> Vec<&'static str> {
            side.iter().copied().filter(|name| name.len() == 1).collect()
        };
        let (a, b) = (states(&a), states(&b));
        let is_state = |event: &Plain| event.seats.iter().all(|(name, _)| name.len() == 1);
        prop_assume!(!a.is_empty() && !b.is_empty());
        let events: Vec<Plain> = events.into_iter().filter(is_state).collect();
        let timeline = record(&events);
        let mut sum = DyadLedger::new();
        for x in &a {
            for y in &b {
                sum.add(&timeline.relations(x, y).unwrap().ledger().unwrap()).unwrap();
            }
        }
        prop_assert_eq!(timeline.relations(&a, &b).unwrap().ledger().unwrap(), sum);
    }

    #[test]
    fn those_of_a_side_count_as_one_among_the_parties(
        events in vec(event(5), 1..6),
        [a, b] in sides(),
    ) {
        let timeline = record(&events);
        let relations = timeline.relations(&a, &b).unwrap();
        for one in relations.marks() {
            let number: usize = one.event.id()[1..].parse().unwrap();
            let event = &events[number];
            let is_state = event.seats.iter().all(|(name, _)| name.len() == 1);
            if !is_state || one.mark.contact() == 0.0 {
                continue;
            }
            let engaged = event.seats.iter().filter(|(_, role)| *role == Role::Party);
            let mut labels: Vec<&str> = engaged.map(|(name, _)| {
                if a.contains(name) { "first" } else if b.contains(name) { "second" } else { *name }
            }).collect();
            labels.sort_unstable();
            labels.dedup();
            let hosted = event.seats.iter().any(|(_, role)| *role == Role::Host);
            let others = u32::try_from(labels.len() - 1).unwrap();
            if labels.contains(&"first") && labels.contains(&"second") {
                prop_assert!((one.mark.contact() * f64::from(others) - 1.0).abs() < 1e-12);
            } else {
                prop_assert!(hosted);
            }
        }
    }

    #[test]
    fn the_order_of_what_was_put_in_does_not_matter(
        (events, shuffled) in vec(event(5), 0..6).prop_flat_map(|events| {
            let numbered: Vec<(usize, Plain)> = events.iter().cloned().enumerate().collect();
            (Just(events), Just(numbered).prop_shuffle())
        }),
        [a, b] in sides(),
    ) {
        let timeline = record(&events);
        let mut actors = cast();
        actors.reverse();
        let other = built(actors, shuffled.iter().map(|(number, event)| event.event(*number)));
        prop_assert_eq!(&timeline, &other);
        let of = |timeline: &Timeline, a: &[&'static str], b: &[&'static str]| {
            let view = timeline.view().with_predecessors();
            let relations = view.relations(a, b).unwrap();
            (ids(&view.between(a, b).unwrap()).join(" "), relations.ledger().unwrap())
        };
        let (mut c, mut d) = (a.clone(), b.clone());
        c.reverse();
        d.reverse();
        prop_assert_eq!(of(&timeline, &a, &b), of(&other, &c, &d));
        prop_assert_eq!(TimelineBuilder::from(&timeline).build().unwrap(), timeline);
    }
}

// Terms that adjoin.

/// Terms of office that share a day (one, two), adjoin (two, three), and end some day of a year
/// (three).
fn ministers() -> Timeline {
    let office = "foreign minister";
    let held =
        |id: &str, office: &str, text: &str| Actor::person(id).held_office("A", office, when(text));
    built(
        [
            Actor::state("A").named("Aland"),
            Actor::state("B").named("Bland"),
            held("one", office, "2013-02-01/2017-01-20"),
            held("two", "foreign minister ", "2017-01-20/2018-03-13"),
            held("three", " Foreign  Minister", "2018-03-14/2021"),
            held("four", office, "2021-01-26/.."),
            // Of another office, and of another party.
            held("aide", "aide", "2018-03-14/2018-03-31"),
            Actor::person("other").held_office("B", office, when("2017-01-01/2018-03-13")),
        ],
        [],
    )
}

fn representation(timeline: &Timeline, id: &str, date: &str) -> Certainty {
    let actor = timeline.actor(id).unwrap();
    let at = when(date).bounds();
    let mut found = actor.represented(at);
    found.next().map_or(Impossible, |(_, held)| held)
}

#[test]
fn whole_days_that_adjoin_are_certain_on_both_sides() {
    let timeline = ministers();
    for (id, date, expected) in [
        ("one", "2013-02-01", Possible),
        ("one", "2017-01-19", Certain),
        // A shared day is the custom of such lists.
        ("one", "2017-01-20", Possible),
        ("two", "2017-01-20", Possible),
        ("two", "2017-01-21", Certain),
        ("two", "2018-03-13", Certain),
        ("two", "2018-03-13/2018-03-13", Certain),
        ("two", "2018-03-14", Impossible),
        ("three", "2018-03-13", Impossible),
        ("three", "2018-03-14", Certain),
        ("three", "2021-06-01", Possible),
        ("three", "2022-06-01", Impossible),
        ("four", "2021-01-26", Possible),
        // Nobody follows in these.
        ("aide", "2018-03-14", Possible),
        ("other", "2018-03-13", Possible),
    ] {
        assert_eq!(
            representation(&timeline, id, date),
            expected,
            "{id} on {date}"
        );
    }
    let term = |id| timeline.actor(id).unwrap().affiliations().next().unwrap();
    assert_eq!(term("two").1, Some("foreign minister"));
    let relation = term("two").2.allen(term("three").2);
    assert_eq!(relation.to_string(), "before or meets");
}

#[test]
fn a_day_that_three_terms_share_is_certain_for_none_of_them() {
    let held = |id: &str, text: &str| Actor::person(id).held_office("A", "minister", when(text));
    let timeline = built(
        [
            Actor::state("A").named("Aland"),
            held("one", "2013-02-01/2017-01-20"),
            held("two", "2017-01-21/2018-03-13"),
            held("third", "2017-01-20/2017-01-25"),
            // For a day, between two others.
            held("day", "2018-03-14/2018-03-14"),
            held("last", "2018-03-15/.."),
        ],
        [],
    );
    for (id, date, expected) in [
        ("one", "2017-01-20", Possible),
        ("third", "2017-01-20", Possible),
        ("two", "2017-01-21", Certain),
        ("two", "2018-03-13", Certain),
        ("day", "2018-03-14", Certain),
        ("last", "2018-03-15", Certain),
    ] {
        assert_eq!(
            representation(&timeline, id, date),
            expected,
            "{id} on {date}"
        );
    }
}

#[test]
fn terms_and_names_of_one_actor_adjoin_as_well() {
    let during = |name: &str, text| Alias::new(name).during(when(text));
    let timeline = built(
        [
            Actor::organisation("EU").named("European Union"),
            Actor::state("A")
                .named("Aland")
                .alias(during("Old Aland", "1990-01-01/1999-12-31"))
                .alias(during("New Aland", "2000-01-01/2010-05-05"))
                .member_of("EU", when("2001-01-01/2005-06-30"))
                .member_of("EU", when("2005-07-01/..")),
            Actor::state("B")
                .named("Bland")
                .member_of("EU", when("2005-07-01/..")),
        ],
        [],
    );
    let state = timeline.actor("A").unwrap();
    assert_eq!(state.name_on(day("1999-12-31")), "Old Aland");
    assert_eq!(state.name_on(day("2000-01-01")), "New Aland");
    assert_eq!(state.name_on(day("2010-05-05")), "Aland");
    let on = |name, date| timeline.actor_on(name, day(date)).map(|found| found.1);
    assert_eq!(on("Old Aland", "1999-12-31"), Ok(Certain));
    assert_eq!(on("New Aland", "2000-01-01"), Ok(Certain));
    let members = |date| named(timeline.actor("EU").unwrap().members(day(date)));
    assert_eq!(members("2005-06-30"), [("A", Certain)]);
    // Terms of different actors do not adjoin.
    assert_eq!(members("2005-07-01"), [("A", Certain), ("B", Possible)]);
}

#[test]
fn all_possible_holders_are_named() {
    let held = |id: &str, text: &str| Actor::person(id).held_office("A", "member", when(text));
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("A").named("Aland"));
    builder.extend([
        held("since-2014", "2014/.."),
        held("since-2016", "2016/.."),
        held("since-2017", "2017/.."),
        held("until-2016", "2010/2016"),
    ]);
    for (name, date) in [("then", "2016-05-04"), ("before", "2013-05-04")] {
        builder.designation(detente::actor::Designation::new(
            name,
            "A",
            "Member ",
            when(date),
        ));
    }
    builder.actor(Actor::state("B").named("Bland"));
    builder.event(
        Event::statement("word", when("2016-05-05"))
            .by("B")
            .about("then"),
    );
    let timeline = builder.build().unwrap();
    let holders = |name| match timeline.named(name).unwrap() {
        detente::timeline::Resolved::Holders { holders, .. } => named(holders.into_iter()),
        other @ detente::timeline::Resolved::Actor { .. } => panic!("{other:?}"),
    };
    assert_eq!(
        holders("then"),
        [
            ("since-2014", Certain),
            ("since-2016", Possible),
            ("until-2016", Possible)
        ]
    );
    assert_eq!(holders("before"), [("until-2016", Certain)]);
    // What is said of them is only possibly of one who only possibly was one.
    let about = |id: &str| {
        let view = timeline.view().about(id).unwrap();
        view.certainty(timeline.event("word").unwrap())
    };
    assert_eq!(about("since-2014"), Certain);
    assert_eq!(about("since-2016"), Possible);
    assert_eq!(about("since-2017"), Impossible);
    assert_eq!(about("then"), Certain);
}

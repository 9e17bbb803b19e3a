//! Answers about order.

use chrono::TimeDelta;
use detente::sequence::{
    Contact, Contacts, Distance, InterEventTimes, Motif, Pattern, Resolution, Step, TemporalEdge,
    TimeRespect,
};

use super::{date, golden, golden_owned, kuala_lumpur, us_russia};

#[test]
fn counts_and_ranks() {
    let timeline = us_russia();
    let meetings = timeline.between("rubio", "lavrov").unwrap().meetings();
    golden_owned("count", &meetings.count());
    golden_owned("rank", &meetings.rank("kuala-lumpur").unwrap());
}

#[test]
fn gaps_and_orders() {
    let timeline = kuala_lumpur();
    let contacts = timeline.between("rubio", "lavrov").unwrap();
    golden_owned("gap", &contacts.gap("call-june", "kuala-lumpur").unwrap());
    let order = timeline.view().order("attack-record", "attack-kyiv");
    golden_owned("order", &order.unwrap());
    golden("position", &timeline.view().position("call-june").unwrap());
    golden_owned("distance", &Distance::days(30));
    golden_owned("resolution", &Resolution::Days);
}

#[test]
fn silences_and_episodes() {
    let timeline = us_russia();
    let contacts = timeline.between("USA", "RUS").unwrap().contacts();
    golden("longest-silences", &contacts.longest_silences(2));
    golden("current-silence", &contacts.current_silence(date(7, 31)));
    let trips = timeline.between("witkoff", "putin").unwrap().meetings();
    golden("episodes", &trips.episodes(Distance::days(60)));
    golden("cadence", &trips.cadence(Resolution::Days));
    let weekly = InterEventTimes::new([7.0, 6.5, 7.5]).unwrap();
    golden_owned("inter-event-times", &weekly);
}

#[test]
fn records_and_neighbours() {
    let timeline = kuala_lumpur();
    let view = timeline.view();
    golden("records", &view.records("launched").unwrap());
    let near = view
        .meetings()
        .pairs_within(&view.calls(), Distance::days(40));
    golden("pairs-within", &near);
    let timeline = us_russia();
    let contacts = timeline.view().contacts();
    let both = contacts
        .met_both("rubio", "putin", Distance::days(7))
        .unwrap();
    golden("met-both", &both[0]);
    let mut builder = detente::Timeline::builder();
    for id in ["USA", "RUS"] {
        builder.actor(detente::Actor::state(id));
    }
    let code = detente::code::Code::parse("SANCTION").unwrap();
    let sanctions = detente::Event::act("sanctions", "2014-03-06/..", code)
        .by("USA")
        .target("RUS");
    builder.event(sanctions.standing());
    let timeline = builder.build().unwrap();
    golden("in-force", &timeline.view().in_force(date(7, 10))[0]);
}

#[test]
fn matches_of_a_pattern() {
    let timeline = kuala_lumpur();
    let contacts = timeline.between("rubio", "lavrov").unwrap();
    let pattern = Pattern::new([
        Step::new("call", &contacts.calls()),
        Step::new("meeting", &contacts.meetings())
            .after("call")
            .within("call", Distance::days(40)),
        Step::new("statement", &timeline.view().statements())
            .about("meeting")
            .with("speaker"),
    ]);
    let pattern = pattern.unwrap();
    let first = pattern.matches().next().unwrap();
    golden("match", &first);
    assert_eq!(
        first.to_string(),
        "call: call-may, meeting: kuala-lumpur, statement: both-confirm"
    );
}

#[test]
fn paths() {
    let timeline = us_russia();
    let view = timeline.view().contacts();
    let paths = view.paths();
    let reachable = paths.earliest_arrival("witkoff", date(7, 1)).unwrap();
    golden("earliest-arrival", &reachable.to("lavrov").unwrap());
    golden("reachable", &reachable);
    let reaching = paths.latest_departure("rubio", date(3, 1)).unwrap();
    golden("latest-departure", &reaching.from("putin").unwrap());
    golden("reaching", &reaching);
}

#[test]
fn paths_of_contacts_with_exact_times() {
    let [rubio, lavrov, kim] = [0, 1, 2];
    let meeting = Contact::both_ways(rubio, lavrov, 10, 11).unwrap();
    let visit = Contact::both_ways(lavrov, kim, 11, 13).unwrap();
    let contacts: Contacts = [meeting.labelled(7), visit.labelled(8)]
        .into_iter()
        .collect();
    let arrivals = contacts.earliest_arrival([rubio], 0);
    golden("arrivals", &arrivals);
    golden("departures", &contacts.latest_departure([kim], 20));
    golden_owned("contacts", &arrivals.path_to(kim).unwrap());
    golden_owned("time-respect", &TimeRespect::NonStrict);
}

#[test]
fn motifs() {
    let timeline = us_russia();
    let motifs = timeline.view().motifs();
    golden_owned("motif-counts", &motifs.count(TimeDelta::weeks(1)));
    golden_owned("motif", &Motif::new(5, 1).unwrap());
    let (_, edges) = motifs.edges().instances(7).next().unwrap();
    let edges: Vec<TemporalEdge> = edges.into();
    golden_owned("temporal-edges", &edges);
}

#[test]
fn answers_print_in_one_line() {
    let timeline = kuala_lumpur();
    let contacts = timeline.between("rubio", "lavrov").unwrap();
    let position = contacts.position("call-june").unwrap();
    assert_eq!(
        position.to_string(),
        "call-june: after call-may, before kuala-lumpur"
    );
    assert_eq!(
        timeline
            .view()
            .position("attack-record")
            .unwrap()
            .to_string(),
        "attack-record: after call-june and attack-last-week, before both-confirm and 6 others, 8 open"
    );
    assert_eq!(
        contacts.episodes(Distance::days(7)).to_string(),
        "3 to 10 episodes"
    );
    let near = contacts
        .meetings()
        .pairs_within(&contacts.calls(), Distance::days(30));
    let near: Vec<String> = near.iter().map(ToString::to_string).collect();
    assert_eq!(near, ["kuala-lumpur and perhaps call-june"]);
    assert_eq!(Distance::days(1).to_string(), "1 day");
    let distance = Distance::from(TimeDelta::hours(36));
    assert_eq!(distance.to_string(), "36 hours");

    let timeline = us_russia();
    let view = timeline.view().contacts();
    let paths = view.paths();
    let arrivals = paths.earliest_arrival("rubio", date(7, 1)).unwrap();
    let arrivals = arrivals.to("lavrov").unwrap();
    assert_eq!(
        arrivals.to_string(),
        "certain: rubio -> lavrov (kuala-lumpur)"
    );
    let both = view.met_both("rubio", "putin", Distance::days(7)).unwrap();
    let both: Vec<String> = both.iter().map(ToString::to_string).collect();
    assert_eq!(
        both[0],
        "RUS: rubio-lavrov-2025-08-12 and anchorage, and 1 more"
    );
    assert_eq!(both[4], "witkoff: riyadh and witkoff-putin-2025-02-11");
    let trips = timeline.between("witkoff", "putin").unwrap().meetings();
    assert_eq!(
        trips.cadence(Resolution::Days).to_string(),
        "6 events, 30 days apart in the median"
    );
}

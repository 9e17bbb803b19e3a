//! What can be compared, what iterators promise, and where errors are listed.

use std::iter::FusedIterator;
use std::path::{Path, PathBuf};

use detente::Timeline;
use detente::actor::Actor;
use detente::code::{ActorCode, Country, Scale};
use detente::event::{Event, Report};
use detente::graph::Node;
use detente::petgraph::visit::{IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNodeIdentifiers};

fn timeline() -> Timeline {
    let mut builder = Timeline::builder();
    builder.actor(Actor::state("USA").named("United States"));
    builder.actor(Actor::state("RUS").named("Russia"));
    for id in ["first", "second"] {
        let call = Event::call(id, "2025-07-10");
        let call = call.party("USA").party("RUS");
        builder.event(call.report(Report::by(["USA"])).report(Report::by(["RUS"])));
    }
    builder.build().unwrap()
}

#[test]
fn a_part_is_equal_to_that_of_the_same_actor_and_a_report_to_itself() {
    let timeline = timeline();
    let [first, second] = ["first", "second"].map(|id| timeline.event(id).unwrap());
    assert!(first.participants().eq(second.participants()));
    assert_ne!(first.participants().next(), first.participants().nth(1));

    assert!(first.reports().eq(first.reports()));
    assert_ne!(first.reports().next(), first.reports().nth(1));
    assert_ne!(first.reports().next(), second.reports().next());

    let another = self::timeline();
    let same = another.event("first").unwrap();
    assert_ne!(first.participants().next(), same.participants().next());
}

#[test]
fn marks_are_equal_if_asked_for_again() {
    let timeline = timeline();
    let [one, again] = [(); 2].map(|()| timeline.relations("USA", "RUS").unwrap());
    assert_eq!(one.marks(), again.marks());
    assert_ne!(one.marks()[0], one.marks()[1]);
    let at = chrono::NaiveDate::from_ymd_opt(2025, 8, 1).unwrap();
    assert_eq!(one.contributions(at), again.contributions(at));
}

#[test]
fn an_iterator_that_has_ended_stays_so() {
    fn ends(mut all: impl FusedIterator) {
        while all.next().is_some() {}
        assert!(all.next().is_none());
    }
    let timeline = timeline();
    let (code, scale) = (ActorCode::parse("USAGOV").unwrap(), Scale::plover());
    ends(Country::all());
    ends(code.parts());
    ends(scale.entries());
    let node = Node::from(timeline.actor("USA").unwrap());
    let view = timeline.view().calls();
    ends((&view).node_identifiers());
    ends((&view).edge_references());
    ends((&view).edges(node));
    ends((&view).neighbors(node));
}

#[test]
fn what_is_printed_for_a_person_is_short() {
    let calibration = detente::trend::Calibration::default();
    let text = format!("{calibration:?}");
    assert!(text.contains("half-life 120") && text.len() < 500, "{text}");
}

#[test]
fn what_is_shared_or_sent_between_threads_can_be() {
    fn both<T: Send + Sync>() {}
    both::<Timeline>();
    both::<detente::View<'_>>();
    both::<detente::TimelineBuilder>();
    both::<detente::Relations<'_>>();
    both::<detente::ledger::Ledger>();
    both::<detente::ledger::LedgerBuilder>();
    both::<detente::trend::Snapshot>();
    both::<detente::trend::Movers<'_>>();
    both::<detente::trend::Trajectory>();
    both::<Scale>();
    #[cfg(feature = "import")]
    {
        both::<detente::import::RowReader<&[u8]>>();
        both::<detente::import::Importer>();
        both::<detente::import::Conversion>();
    }
    #[cfg(feature = "zip")]
    both::<detente::import::Zip<std::io::Cursor<Vec<u8>>>>();
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// The public types of a file that are errors.
fn errors(code: &str) -> Vec<&str> {
    let items = code.split("#[derive(").skip(1);
    let items = items.filter(|item| item.split(')').next().unwrap().contains("Error"));
    let name = |item| -> Option<&str> {
        let line =
            str::lines(item).find(|line| line.contains("struct ") || line.contains("enum "))?;
        let rest = line.strip_prefix("pub ")?.split_once(' ')?.1;
        rest.split(|c: char| !c.is_alphanumeric()).next()
    };
    items.filter_map(name).collect()
}

#[test]
fn every_error_is_on_the_page_of_errors() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let page = std::fs::read_to_string(source.join("error.rs")).unwrap();
    let (table, listed) = page.split_once("\n\npub use").unwrap();
    let mut seen = 0;
    for file in files(&source) {
        let code = std::fs::read_to_string(&file).unwrap();
        for error in errors(&code) {
            seen += 1;
            let is_in = |text: &str| {
                text.split(|c: char| !c.is_alphanumeric())
                    .any(|word| word == error)
            };
            assert!(
                is_in(listed),
                "`{error}` of {} is not re-exported",
                file.display()
            );
            assert!(
                is_in(table),
                "`{error}` of {} is not in the table",
                file.display()
            );
        }
    }
    // The search for errors finds them.
    assert!(seen > 20, "{seen}");
}

//! Edits of a timeline: why a patch does not fit, and how it cannot be written.

use detente::event::{Event, Report, Source};
use detente::timeline::Constraint;
use detente::timeline::edit::{Edit, ItemKey, Patch};
use detente::{Actor, Timeline};

use super::Messages;

pub(crate) fn add(list: &mut Messages) {
    let timeline = Timeline::builder()
        .actor(Actor::state("RUS").named("Russia"))
        .source(Source::new("tass").named("TASS"))
        .event(Event::call("talk", "2025-07-10").party("RUS"))
        .event(Event::call("denied", "2025-07").report(Report::by(["tass"]).withdrawn("2025-08")))
        .event(
            Event::call("told", "2025-07-10")
                .report(Report::by(["tass"]).asserted("2025-07-11"))
                .reported_by("RUS"),
        )
        .build()
        .expect("a timeline without faults");
    let constraint = || Constraint::before("talk", "other").by(["tass"]);
    let withdrawn = || constraint().withdrawn("2025-07-11");
    let report = || Report::by(["tass", "RUS"]);
    for (label, edit) in [
        ("Unknown, an actor", Edit::remove(ItemKey::actor("RUX"))),
        ("Unknown, a source", Edit::remove(ItemKey::source("RUS"))),
        ("Unknown, an event", Edit::redate("talks", "2025")),
        (
            "UnknownDesignation",
            Edit::remove(ItemKey::designation("the aide")),
        ),
        ("UnknownConstraint", Edit::remove(constraint().into())),
        (
            "NoReport",
            Edit::remove(ItemKey::report("talk", ["tass", "RUS"])),
        ),
        ("NoReports", Edit::retract(ItemKey::event("talk"), "2025")),
        (
            "AllWithdrawn",
            Edit::retract(ItemKey::event("denied"), "2025"),
        ),
        ("UndatedCorrection", Edit::correct("talk", report())),
        (
            "NotRetractable",
            Edit::retract(ItemKey::source("tass"), "2025"),
        ),
        (
            "AlreadyWithdrawn",
            Edit::retract(withdrawn().into(), "2025"),
        ),
        (
            "Entry, withdrawn before it was asserted",
            Edit::correct("told", Report::by(["tass"]).asserted("1900-01-01")),
        ),
        (
            "Entry, withdrawn before the event",
            Edit::retract(ItemKey::report("told", ["RUS"]), "2025-07-09"),
        ),
        ("NotReplaceable", Edit::replace(constraint())),
        (
            "Entry, an unknown source",
            Edit::report("talk", Report::by(["tas"])),
        ),
        ("Entry, a date", Edit::redate("talk", "10 July 2025")),
        (
            "Entry, known already",
            Edit::add(Event::call("talk", "2025")),
        ),
    ] {
        let result = timeline.edit(edit);
        let kind = result.map_err(|mut error| error.faults.swap_remove(0).kind);
        list.refused(&format!("EditFaultKind::{label}"), kind);
    }
    let patch = [
        Edit::redate("talks", "2025"),
        Edit::add(Event::call("a", "2025").party("RUX")),
    ];
    list.refused("EditError", timeline.edit(patch));
    for edit in [
        r#"{"kind": "move", "event": "talk"}"#,
        r#"{"kind": "redate", "event": "talk"}"#,
        r#"{"kind": "remove", "event": "talk", "reports": "tass"}"#,
        r#"{"kind": "remove", "event": ["talk"]}"#,
        r#"{"kind": "retract", "event": "talk"}"#,
    ] {
        let text = format!(r#"{{"format": "detente-patch", "version": 1, "edits": [{edit}]}}"#);
        list.refused(
            &format!("ReadError::Faults, {edit}"),
            Patch::from_json(&text),
        );
    }
    for text in [
        r#"{"format": "detente-timeline", "version": 1}"#,
        r#"{"format": "detente-patch", "version": 2}"#,
        r#"{"format": "detente-patch", "version": 1}"#,
    ] {
        list.refused(
            &format!("ReadError::Layout, {text}"),
            Patch::from_json(text),
        );
    }
}

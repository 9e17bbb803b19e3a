//! Answers who of the United States and Russia met and called whom in 2025, and what followed.
//!
//! Run it with `cargo run --example contacts_of_2025`.
//!
//! The record has 30 meetings and calls of leaders, ministers and envoys, a telegram, a cancelled
//! summit, and 116 acts and statements, each with its sources. Three points to note:
//!
//! - A month without contacts means "none" only if a source covers it. Otherwise it is "no data".
//! - "Known on a day" means reported by that day. Later reports do not count.
//! - All contacts have a positive valence and a small weight. A trend of contacts alone measures how
//!   often the two sides talk, so questions about the relation need acts and statements.

use std::error::Error;

use chrono::NaiveDate;
use detente::claim::{self, Verdict};
use detente::event::{Count, Status};
use detente::ledger::DaySpan;
use detente::sequence::Resolution;
use detente::time::{Period, PeriodError};
use detente::timeline::{ActorRef, EventRef, ReportRef, SourceRef};
use detente::trend::{Coverage, Trend};
use detente::{Direction, Rank, Timeline, View};

#[path = "common/dates.rs"]
mod dates;

type Answer = Result<(), Box<dyn Error>>;

fn main() -> Answer {
    let timeline = Timeline::from_json(include_str!("data/us-russia-2025.json"))?;
    let contacts = timeline.view().contacts().count();
    println!("{}", timeline.title().ok_or("the timeline has no title")?);
    println!(
        "{} events, {contacts} of them contacts",
        timeline.events().len()
    );
    assert_eq!(contacts, Count::exactly(30));
    last_contact(&timeline)?;
    contacts_by_month(&timeline)?;
    known_calls(&timeline)?;
    cancelled_summit(&timeline)?;
    meetings_in_person(&timeline)?;
    differing_accounts(&timeline);
    total_of_the_kremlin(&timeline)?;
    trend_of_contacts(&timeline)?;
    trend_of_all_events(&timeline)?;
    misdated_pages(&timeline);
    Ok(())
}

/// A day of 2025.
fn date(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, month, day).expect("the date exists")
}

fn heading(question: &str) {
    println!("\n{question}\n{}", "-".repeat(question.len()));
}

/// The attribution of the most direct report that the event happened.
fn attribution(event: EventRef<'_>) -> String {
    let happened = |status| matches!(status, Status::Realised | Status::Disputed);
    let reports = event.reports().filter(|report| happened(report.status()));
    let most_direct = reports.min_by_key(|report| report.chain().len());
    most_direct.map_or_else(|| "no report".to_owned(), ReportRef::attribution)
}

fn print(event: EventRef<'_>) {
    println!(
        "  {:<20} {:<52} [{}]",
        event.date_in_english(),
        event.title(),
        attribution(event)
    );
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(
        || "unknown".to_owned(),
        |share| format!("{:.0}%", 100.0 * share),
    )
}

fn last_contact(timeline: &Timeline) -> Answer {
    heading("When did Rubio and Lavrov last speak?");
    let ministers = timeline.between("rubio", "lavrov")?.contacts();
    for (day, id, days) in [
        (date(3, 1), "riyadh", 11),
        (date(7, 9), "rubio-lavrov-2025-06-01", 38),
        (date(7, 11), "kuala-lumpur-standing", 0),
        (date(12, 31), "rubio-lavrov-2025-10-20", 72),
    ] {
        let known = ministers.as_of(day);
        let last = known.last().ok_or("expected a contact")?;
        let gap = last.gap_to(day);
        println!("{}: {gap} before", dates::day(day));
        print(last);
        assert_eq!((last.id(), gap.days()), (id, days..=days));
        assert!(known.certainty(last).is_certain());
    }
    let covered = ministers.coverage(date(11, 1)..=date(12, 31));
    println!("No source covers November and December, so there may be later contacts.");
    assert_eq!(covered, Some(0.0));
    Ok(())
}

fn contacts_by_month(timeline: &Timeline) -> Answer {
    heading("How often did Rubio and Lavrov meet and call each month?");
    let ministers = timeline.between("rubio", "lavrov")?.contacts();
    let (meetings, calls) = (ministers.meetings(), ministers.calls());
    assert_eq!(meetings.count(), Count::exactly(5));
    assert_eq!(calls.count(), Count::exactly(9));

    println!("  month      meetings  calls  covered");
    let months = |view: &View<'_>| -> Result<_, PeriodError> {
        let table = view.count_by(Period::Month, date(1, 1)..=date(12, 31))?;
        Ok(table.rows)
    };
    let contacts = months(&ministers)?;
    let kinds = months(&meetings)?.into_iter().zip(months(&calls)?);
    let text =
        |count: Option<Count>| count.map_or_else(|| "-".to_owned(), |count| count.to_string());
    for (month, (meetings, calls)) in contacts.iter().zip(kinds) {
        let note = match (month.covered, month.count) {
            (Some(1.0), _) => "",
            (_, None) => "no data",
            (_, Some(Count::ZERO)) => "none on the covered days",
            (_, Some(_)) => "perhaps more",
        };
        let line = format!(
            "  {:<9} {:>9} {:>6} {:>8}  {note}",
            month.period.start().format("%B").to_string(),
            text(meetings.count),
            text(calls.count),
            percent(month.covered),
        );
        println!("{}", line.trim_end());
    }
    let counts: Vec<Option<Count>> = contacts.iter().map(|month| month.count).collect();
    let to_october = [0, 2, 1, 2, 2, 1, 2, 2, 1, 1].map(|count| Some(Count::exactly(count)));
    assert_eq!(counts[..10], to_october);
    assert_eq!(counts[10..], [None, None], "November is not covered");

    heading("Did the time between their contacts change?");
    for (name, half, expected) in [
        (
            "first half",
            ministers.within(date(1, 1)..=date(6, 30)),
            "11 days",
        ),
        (
            "second half",
            ministers.within(date(7, 1)..=date(12, 31)),
            "26 days",
        ),
    ] {
        let median = half.cadence(Resolution::Days).median();
        let median = median.ok_or("expected two contacts")?.to_string();
        println!("  {name}: median of {median}, {} contacts", half.count());
        assert_eq!(median, expected);
    }
    let longest = ministers.longest_silences(1);
    let longest = longest.first().ok_or("expected two contacts")?;
    let before = longest.before.ok_or("expected a contact after it")?;
    println!(
        "  The longest time without a contact was {}, from {} to {}.",
        longest.length,
        longest.after.date_in_english(),
        before.date_in_english(),
    );
    println!(
        "  Sources cover {} of it, so a contact may be missing.",
        percent(longest.covered)
    );
    assert_eq!((longest.after.id(), before.id()), ("anchorage", "new-york"));
    assert_eq!(longest.length.days(), 40..=40);
    assert!(longest.covered.is_some_and(|share| share < 1.0));
    Ok(())
}

fn known_calls(timeline: &Timeline) -> Answer {
    heading("Which calls of Trump and Putin had been reported by 9 July?");
    let calls = timeline.between("trump", "putin")?.calls();
    for event in &calls.within(..=date(7, 9)) {
        let status = event.status_as_of(date(7, 9));
        println!(
            "  {:<20} {:<52} {}",
            event.date_in_english(),
            event.title(),
            status.map_or("not reported", Status::as_str)
        );
    }
    let known = calls.as_of(date(7, 9));
    assert_eq!(calls.within(..=date(7, 9)).count(), Count::exactly(6));
    assert_eq!(known.count(), Count::exactly(3));
    // A source of the time calls the call of 14 June the fifth. In the record of that day it is
    // the third, because two earlier calls were reported only in autumn.
    let june = known.event("trump-putin-2025-06-14")?;
    assert!(june.ordinals().all(|(ordinal, _)| ordinal == 5));
    assert_eq!(known.rank(june.id())?, Rank::exactly(3));
    assert_eq!(calls.rank(june.id())?, Rank::exactly(5));
    Ok(())
}

fn cancelled_summit(timeline: &Timeline) -> Answer {
    heading("What happened to the summit in Budapest?");
    let budapest = timeline.event("budapest")?;
    for (day, expected) in [
        (date(10, 15), None),
        (date(10, 17), Some(Status::Planned)),
        (date(10, 20), Some(Status::Planned)),
        (date(10, 21), Some(Status::Cancelled)),
    ] {
        let status = budapest.status_as_of(day);
        let word = status.map_or("not reported", Status::as_str);
        println!("  {:<20} {word}", dates::day(day));
        assert_eq!(status, expected);
    }
    println!("Reports:");
    for report in budapest.reports() {
        println!("  {:<20} {}", report.status(), report.attribution());
    }
    let meetings = timeline.view().meetings();
    assert!(meetings.events().all(|event| event != budapest));
    Ok(())
}

fn meetings_in_person(timeline: &Timeline) -> Answer {
    heading("Which meeting of Rubio and Lavrov in person was the second?");
    let in_person = timeline.between("rubio", "lavrov")?.meetings().in_person();
    let mut ranks = Vec::new();
    for event in &in_person {
        let rank = in_person.rank(event.id())?;
        let soil = event.place().and_then(|place| place.soil.as_deref());
        let soil = soil.map(|soil| timeline.actor(soil).map(ActorRef::name));
        println!(
            "  {rank}  {:<20} {:<14} {}",
            event.date_in_english(),
            soil.transpose()?.unwrap_or("unknown"),
            event.title(),
        );
        for (ordinal, report) in event.ordinals() {
            let report = report.ok_or("expected a report")?;
            println!(
                "       reported as number {ordinal} by {}",
                report.attribution()
            );
            assert!(rank.is_certain(ordinal.into()));
        }
        ranks.push((event.id(), rank));
    }
    let expected = [
        "riyadh",
        "kuala-lumpur",
        "kuala-lumpur-standing",
        "anchorage",
        "new-york",
    ];
    assert!(
        ranks
            .into_iter()
            .eq(expected.into_iter().zip((1..).map(Rank::exactly)))
    );
    Ok(())
}

fn differing_accounts(timeline: &Timeline) {
    heading("For which contacts do the sources give different dates?");
    let mut consistent = Vec::new();
    for event in &timeline.view().contacts() {
        let happened = |report: Option<ReportRef<'_>>| {
            report.is_none_or(|report| report.status() == Status::Realised)
        };
        let dates = event.dates().filter(|(_, report)| happened(*report));
        let mut dates: Vec<_> = dates.collect();
        if dates.len() < 2 {
            continue;
        }
        // The bounds of two dates in different time zones can overlap.
        let (first, _) = dates.remove(0);
        let overlap = dates.iter().try_fold(first.bounds(), |common, (when, _)| {
            common.intersect(&when.bounds())
        });
        println!("  {}: {}", event.title(), first.in_english());
        for (when, report) in dates {
            let by = report.map_or_else(String::new, ReportRef::attribution);
            println!("    {} according to {by}", when.in_english());
        }
        match overlap {
            Some(_) => println!("    Both can be right: one is the date in Moscow."),
            None => println!("    Both cannot be right."),
        }
        consistent.push((event.id(), overlap.is_some()));
    }
    assert_eq!(
        consistent,
        [
            ("trump-putin-2025-08-19", true),
            ("trump-putin-2025-10-16", false),
        ],
    );

    heading("How long was the meeting in New York?");
    let new_york = timeline.event("new-york").expect("the record has it");
    let mut durations = Vec::new();
    for (account, report) in new_york.accounts() {
        for measure in &account.measures {
            let by = report.map_or_else(String::new, ReportRef::attribution);
            println!("  {:<22} according to {by}", measure.quantity.to_string());
            durations.push(measure.quantity.to_string());
        }
    }
    assert_eq!(
        durations,
        ["more than 50 minutes", "about 50 minutes", "60 minutes"]
    );
}

fn total_of_the_kremlin(timeline: &Timeline) -> Answer {
    heading("The Kremlin counted 17 contacts of Putin with the American side. Is that right?");
    let leaders = timeline.between("trump", "putin")?;
    let envoy = timeline.between("witkoff", "putin")?.meetings();
    let parts = [
        ("summits", leaders.meetings(), 1),
        ("calls", leaders.calls(), 10),
        ("meetings with Witkoff", envoy.clone(), 6),
    ];
    let mut total = Count::ZERO;
    for (name, view, expected) in &parts {
        println!("  {name:<22} {:>2}", view.count().to_string());
        assert_eq!(view.count(), Count::exactly(*expected));
        total = total.checked_add(view.count()).ok_or("too many contacts")?;
        // Every ordinal in a report is the rank in the record.
        for event in view {
            let rank = view.rank(event.id())?;
            assert!(
                event
                    .ordinals()
                    .all(|(ordinal, _)| rank.is_certain(ordinal.into()))
            );
        }
    }
    println!("  {:<22} {:>2}", "total", total.to_string());
    assert_eq!(total, Count::exactly(17));

    println!("Only Witkoff reported the first of the meetings:");
    let first = envoy.first().ok_or("expected a meeting")?;
    print(first);
    assert_eq!(first.status(), Some(Status::Realised));
    assert_eq!(attribution(first), "TASS, citing CBS, citing Steve Witkoff");
    assert_eq!(leaders.coverage(date(1, 1)..=date(12, 29)), Some(1.0));
    Ok(())
}

fn trend_of_contacts(timeline: &Timeline) -> Answer {
    heading("Does the trend of contacts alone show a direction?");
    // No source covers the contacts of the two states. The record begins with the administration.
    let relations = timeline.view().contacts().relations("USA", "RUS")?;
    assert_eq!(relations.coverage(), &Coverage::unknown());
    let relations = relations.with_coverage(Coverage::since(date(1, 20)));
    for day in [date(3, 1), date(6, 1), date(7, 1)] {
        let trend = relations.trend(day);
        let level = trend.level.ok_or("expected a contact")?;
        println!("  {:<14} level {level}; {trend}", dates::day(day));
        let parts = relations.contributions(day);
        let sum: f64 = parts.iter().map(|part| part.contribution.level).sum();
        assert!((sum - level.value()).abs() < 1e-9);
        assert!(level.sums.conflict() < 1e-9, "contacts are not conflict");
    }
    let year = DaySpan::new(date(1, 20), date(12, 31))?;
    let directions: Vec<Direction> = relations.walk(year).map(|day| day.direction).collect();
    let count = |wanted| directions.iter().filter(|found| **found == wanted).count();
    println!(
        "  Rising on {} days, falling on {}, steady on {}, of {} days.",
        count(Direction::Rising),
        count(Direction::Falling),
        count(Direction::Steady),
        year.days(),
    );
    println!(
        "  \"Steady\" means that contacts were as frequent as before, not that they were good."
    );
    assert_eq!(count(Direction::Rising) + count(Direction::Falling), 0);

    heading("How many of the contacts before July had been reported by the end of June?");
    let level = relations.level(date(7, 1)).ok_or("expected a contact")?;
    let known = timeline.as_of(date(6, 30)).contacts();
    let known = known.relations("USA", "RUS")?.marks().len();
    println!("  {known} of {}", level.sums.marks);
    assert_eq!((known, level.sums.marks), (14, 17));
    Ok(())
}

fn trend_of_all_events(timeline: &Timeline) -> Answer {
    heading("Do relations begin to sour, with acts and statements?");
    // Acts and statements are complete from the inauguration on. The record has three older acts.
    let coverage = Coverage::since(date(1, 20));
    let since_inauguration = timeline.view().within(date(1, 20)..);
    let relations = since_inauguration.relations("USA", "RUS")?;
    let relations = relations.with_coverage(coverage.clone());
    let day = date(7, 11);
    let ongoing = relations.ongoing(day);
    let claim = relations.check(&claim::falling(Some(90)), day);
    println!("  {:<32} {ongoing}", dates::day(day));
    println!("  {:<32} {}", "from that day alone", relations.trend(day));
    println!("  {:<32} {claim}", "\"relations begin to sour\"");
    assert_eq!(ongoing.direction, Direction::Falling);
    assert_eq!(ongoing.since, Some(date(5, 6)));
    assert_eq!(ongoing.trend.direction, Direction::Unclear);
    assert_eq!(claim, Verdict::Consistent);
    let p_rising = ongoing.trend.p_rising().ok_or("expected a baseline")?;
    assert!((p_rising - 0.349).abs() < 5e-3, "{p_rising}");

    // The result depends on the selection: three hostile acts before 20 January lower the start.
    let all = timeline.relations("USA", "RUS")?.with_coverage(coverage);
    println!(
        "  {:<32} {}",
        "with the acts before 20 January",
        all.ongoing(day)
    );
    assert_eq!(all.ongoing(day).direction, Direction::Unclear);

    heading("Which events contributed most to the fall on 6 May?");
    let mut falls: Vec<_> = relations
        .contributions(date(5, 6))
        .into_iter()
        .filter_map(|part| Some((part.contribution.change?, part.mark.event)))
        .collect();
    falls.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    for (change, event) in falls.iter().take(3) {
        println!(
            "  {change:+.2}  {:<36} {}",
            event.date_in_english(),
            event.title()
        );
    }
    println!("  These cooperative acts of February fade, and too few followed them.");
    assert!(
        falls
            .iter()
            .take(3)
            .all(|(_, event)| event.within(date(2, 1)..date(3, 1)).is_certain())
    );

    compare_with_table(&relations.trend(day))?;

    heading("Does the direction of 6 May depend on the calibration?");
    let robustness = relations.robustness(date(5, 6))?;
    for row in robustness.to_string().lines().take(10) {
        println!("  {row}");
    }
    Ok(())
}

/// Compares the record with the marks of the table of the same acts and contacts.
///
/// The numbers of the table are those of the second implementation of the score
/// (`us_russia_2025.csv`, 11 July 2025).
fn compare_with_table(trend: &Trend) -> Answer {
    heading("Does a plain table of the same events give the same trend on 11 July?");
    let level = trend.level.as_ref().ok_or("expected a level")?;
    let record = [
        level.sums.score,
        level.sums.weight,
        level.value(),
        level.sd(),
        trend.change.ok_or("expected a baseline")?,
        trend.change_sd().ok_or("expected a baseline")?,
        trend.p_rising().ok_or("expected a baseline")?,
    ];
    let table = [-0.0705, 37.3673, -0.0114, 0.4999, -1.4175, 2.9378, 0.3205];
    println!(
        "  {:<12} {:>7} {:>7} {:>7} {:>6} {:>7} {:>8} {:>10}",
        "", "S", "W", "R", "sd", "D", "sqrt(V)", "P(rising)"
    );
    for (name, [s, w, r, sd, d, root, p]) in [("this record", record), ("the table", table)] {
        println!(
            "  {name:<12} {s:>+7.2} {w:>7.2} {r:>+7.2} {sd:>6.2} {d:>+7.2} {root:>8.2} {p:>10.2}"
        );
    }
    println!(
        "  They differ because the record gives disputed events half their weight and indirect\n  \
         reports nine tenths, has values for PLOVER modes, includes the summit that was called off,\n  \
         and spreads a local day over two days of UTC."
    );
    for (record, table) in record.iter().zip(table) {
        assert!((record - table).abs() < 1.0, "{record}, {table}");
    }
    Ok(())
}

fn misdated_pages(timeline: &Timeline) {
    heading("Which pages are dated before the contact that they report?");
    let mut found = Vec::new();
    for event in &timeline.view().contacts() {
        let reports = event.reports();
        for report in reports.filter(|report| report.status() == Status::Realised) {
            let Some(page) = report.chain().next() else {
                continue;
            };
            if page.published().is_some_and(|when| is_before(when, event)) {
                print(event);
                found.push(page);
            }
        }
    }
    let ids: Vec<&str> = found.into_iter().map(SourceRef::id).collect();
    assert_eq!(ids, ["vestikavkaza-177051"]);
}

/// Whether a page was certainly published before an event began.
fn is_before(published: &detente::When, event: EventRef<'_>) -> bool {
    published.bounds().before(&event.bounds()).is_certain()
}

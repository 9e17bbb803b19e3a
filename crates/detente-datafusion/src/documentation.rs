//! The documentation of the functions for `information_schema` and the SQL shell.

use std::sync::LazyLock;

use datafusion::logical_expr::{DocSection, Documentation};

use crate::aggregate::Kind;
use crate::call::Parameters;
use crate::scalar::Function;

const SECTION: DocSection = DocSection {
    include: true,
    label: "Diplomacy",
    description: Some("Relations of actors, by the crate detente."),
};

/// The options that every function with a date takes.
fn parameters() -> String {
    Parameters::NAMES.join(", ")
}

const MARKS: [(&str, &str); 3] = [
    (
        "day",
        "The day of the event, a DATE. A row without it is ignored.",
    ),
    (
        "weight",
        "How much the event counts, from 0 to 1024. A row without it is ignored.",
    ),
    (
        "valence",
        "From conflict, -1, to cooperation, 1. A row without it is ignored.",
    ),
];

fn build(kind: Kind) -> Documentation {
    let name = kind.shape().name;
    let columns = "'last_day' (DATE, for an event of several days), 'contact' (share of a contact), 'count' (how often the row counts)";
    let (description, syntax) = match kind {
        Kind::Level => (
            "The level of relations at a date: R = S / sqrt(kappa + W). NULL without marks.",
            "detente_level(day, weight, valence, at, 'option', value, ...) or detente_level(ledger, at, ...)",
        ),
        Kind::Trend => (
            "The level, the change over the window and its direction at a date, as a struct.",
            "detente_trend(day, weight, valence, at, 'option', value, ...) or detente_trend(ledger, at, ...)",
        ),
        Kind::Ledger => (
            "The exact sums of all days, to be stored, merged and scored later. NULL without marks.",
            "detente_ledger(day, weight, valence, 'option', value, ...)",
        ),
        Kind::Merge => (
            "The ledger of all marks of some stored ledgers. NULL without marks.",
            "detente_merge(ledger)",
        ),
    };
    let mut builder = Documentation::builder(SECTION, description, syntax);
    if kind.shape().takes_rows {
        for (argument, text) in MARKS {
            builder = builder.with_argument(argument, text);
        }
        builder = builder.with_argument("columns", format!("Options with a column: {columns}."));
    }
    if kind.shape().takes_ledgers {
        builder = builder.with_argument(
            "ledger",
            "A ledger that detente_ledger or detente_merge returned.",
        );
    }
    if kind.shape().takes_date {
        let text = format!("Options with a constant: {}.", parameters());
        builder = builder
            .with_argument("at", "The date, a constant DATE. Its first instant counts: marks of the date itself do not.")
            .with_argument("parameters", text);
    }
    builder
        .with_sql_example(format!("SELECT {name}(...) FROM marks GROUP BY a, b"))
        .build()
}

pub(crate) fn of_aggregate(kind: Kind) -> &'static Documentation {
    static ALL: LazyLock<Vec<(Kind, Documentation)>> =
        LazyLock::new(|| Kind::ALL.map(|kind| (kind, build(kind))).into());
    let found = ALL.iter().find(|(one, _)| *one == kind);
    &found.expect("every kind is documented").1
}

fn build_scalar(function: Function) -> Documentation {
    let description = match function {
        Function::CameoValence => {
            "The valence of a CAMEO code, from -1 to 1. Scales: plover, icews, gdelt, keds. NULL if the scale does not list the code."
        }
        Function::CameoClass => {
            "The class of a CAMEO code: contact (weight 1/4 by default), comment (0) or act (1)."
        }
        Function::PloverCategory => {
            "The PLOVER category of a CAMEO or PLOVER code. NULL if it has none."
        }
        Function::Country => {
            "The party of a country in ledgers: its CAMEO code if it has one. Systems: cameo, iso2, iso3, iso_numeric, fips, name. NULL if no country has the code."
        }
        Function::EdtfEarliest => {
            "The first day on which an EDTF date can begin. NULL if it has no bound, or the text is not EDTF."
        }
        Function::EdtfLatest => {
            "The last day on which an EDTF date can end. NULL if it has no bound, or the text is not EDTF."
        }
        Function::IsCertainlyBefore => {
            "Whether one EDTF date is certainly before another. NULL if a text is not EDTF."
        }
    };
    let syntax = format!("{}({})", function.name(), function.arguments().join(", "));
    Documentation::builder(SECTION, description, syntax).build()
}

pub(crate) fn of_scalar(function: Function) -> &'static Documentation {
    static ALL: LazyLock<Vec<(Function, Documentation)>> = LazyLock::new(|| {
        Function::ALL
            .map(|function| (function, build_scalar(function)))
            .into()
    });
    let found = ALL.iter().find(|(one, _)| *one == function);
    &found.expect("every function is documented").1
}

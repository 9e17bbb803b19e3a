//! Whose acts count as whose: the party of an actor.

use super::anomaly::{Anomalies, Anomaly};
use super::names::{ActorText, NA_TEXTS};
use crate::code::{ActorCode, Country, PartKind, bearer_in};

/// By what rule an actor of a row goes to a party: the unit of analysis.
///
/// Several actors as one side of a question are [`Side`](crate::query::Side), of a timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartyRule {
    /// Countries, by their code in CAMEO, and in ISO 3166-1 those that CAMEO lacks.
    ///
    /// | a file has | as in | `RUS` by |
    /// | :-- | :-- | :-- |
    /// | CAMEO's codes in a column | GDELT | `RUS` |
    /// | names in a column | ICEWS | `Russian Federation` |
    /// | ISO's codes in a column | POLECAT, PLOVER | `RUS` |
    /// | an actor's code | GDELT, where the column is empty; plain tables | `RUSGOV` |
    /// | an actor's name alone | plain tables | `Russia` |
    ///
    /// So files of all of them make one ledger. Where the systems differ CAMEO's is the code,
    /// as in GDELT: Romania is `ROM`, not `ROU`. An actor of no country, such as the police of
    /// somewhere, is of no party. A region is the party `EUR`, which an intake leaves out by
    /// default ([`Anomaly::Region`]), and what is in no list is a party by its text
    /// ([`Anomaly::UnknownCountry`]). A name of the past is that of the state that had it on the day
    /// of the row: `Yemen` of 1985 is North Yemen.
    #[default]
    Country,
    /// Actors by their whole code, `USAGOV`; by their name in formats without codes.
    Code,
    /// Actors by their name, `UNITED STATES`; by their code in formats without names.
    Name,
}

impl PartyRule {
    /// The text by which an actor's party goes.
    ///
    /// Returns `None` if the actor is of no party, or a placeholder (`---`, `~GOV`) or a text such as
    /// `NA` stands in its place. Names of the past are read without regard to the year.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, PartyRule, PlainLayout, Reader};
    ///
    /// let table = "2014-05-13\tUSAGOV\tthe Kremlin\t042\n2014-05-13\tIGO\tRussia\t042\n";
    /// let mut reader = Reader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
    /// let rows = [reader.next().unwrap()?, reader.next().unwrap()?];
    /// let texts = |symbol: Option<_>| reader.names().actor(symbol.unwrap()).unwrap();
    /// assert_eq!(PartyRule::Country.of(texts(rows[0].source())), Some("USA"));
    /// assert_eq!(PartyRule::Code.of(texts(rows[0].source())), Some("USAGOV"));
    /// assert_eq!(PartyRule::Country.of(texts(rows[0].target())), Some("the Kremlin"));
    /// assert_eq!(PartyRule::Country.of(texts(rows[1].source())), None);
    /// assert_eq!(PartyRule::Country.of(texts(rows[1].target())), Some("RUS"));
    /// # Ok::<(), detente::import::RowError>(())
    /// ```
    pub fn of(self, actor: ActorText<'_>) -> Option<&str> {
        match self.find(actor, None) {
            Found::Party { name, .. } if !NA_TEXTS.contains(&name) => Some(name),
            _ => None,
        }
    }

    /// The party, by the names of a year if one is given.
    pub(super) fn find(self, actor: ActorText<'_>, year: Option<i32>) -> Found<'_> {
        let (first, second) = match self {
            Self::Country => return country(actor, year),
            Self::Code => (actor.code(), actor.name()),
            Self::Name => (actor.name(), actor.code()),
        };
        let texts = [first, second].into_iter().flatten();
        let mut lack = None;
        for text in texts {
            match Placeholder::of(text) {
                None => return Found::party(text),
                Some(Placeholder::Nobody) => lack = lack.or(Some(Found::Nobody)),
                Some(Placeholder::Role) => lack = Some(Found::None),
            }
        }
        lack.unwrap_or(Found::None)
    }
}

/// What an actor is found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<'n> {
    /// A placeholder stands where an actor should.
    Nobody,
    /// There is an actor, who is of no party.
    None,
    Party {
        name: &'n str,
        odd: Anomalies,
        /// The first and the last year for which that holds.
        years: (i32, i32),
    },
}

impl<'n> Found<'n> {
    const fn party(name: &'n str) -> Self {
        Self::odd_party(name, Anomalies::NONE)
    }

    const fn odd_party(name: &'n str, odd: Anomalies) -> Self {
        let years = (i32::MIN, i32::MAX);
        Self::Party { name, odd, years }
    }
}

/// What coders write where they know no actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    /// `---`, `~`, `***`.
    Nobody,
    /// `---GOV`, `~GOV`: somebody with a role, of no known country.
    Role,
}

impl Placeholder {
    /// Returns `None` if the text is of an actor.
    fn of(text: &str) -> Option<Self> {
        let rest = text.trim_start_matches(|c: char| "-–—~*_?.#+=/\\ ".contains(c));
        if rest.len() == text.len() {
            return None;
        }
        if rest.is_empty() {
            return Some(Self::Nobody);
        }
        let code = ActorCode::parse(rest).ok()?;
        (code.country().is_none() && code.region().is_none()).then_some(Self::Role)
    }
}

/// By the column of the country; where it is empty, by the actor's code.
fn country(actor: ActorText<'_>, year: Option<i32>) -> Found<'_> {
    let column = actor.country();
    let placeholder = column.and_then(Placeholder::of);
    if let (Some(text), None) = (column, placeholder) {
        return listed(text, year);
    }
    let Some(text) = actor.code() else {
        return match placeholder {
            Some(Placeholder::Nobody) if actor.name().is_none() => Found::Nobody,
            _ => Found::None,
        };
    };
    match Placeholder::of(text) {
        Some(Placeholder::Nobody) if actor.name().is_none() => return Found::Nobody,
        Some(_) => return Found::None,
        None => {}
    }
    let code = ActorCode::parse(text).ok();
    if let Some(country) = code.as_ref().and_then(ActorCode::country) {
        return of(country);
    }
    let first = code.as_ref().and_then(|code| code.parts().next());
    match first.map(|part| (part.kind(), part.country())) {
        Some((PartKind::Region, region)) => of(region.expect("a region is in the table")),
        // A text may look like a code that is in no list.
        Some((PartKind::Unknown | PartKind::Ethnic, _)) | None if actor.name().is_none() => {
            listed(text, year)
        }
        _ => Found::None,
    }
}

/// The country of a code or a name; a text that is neither stands for itself.
fn listed(text: &str, year: Option<i32>) -> Found<'_> {
    let code = Country::from_cameo(text).or_else(|| Country::from_iso3(text));
    if let Some(country) = code {
        return of(country);
    }
    if NA_TEXTS.contains(&text) {
        return Found::party(text);
    }
    let named = match year {
        Some(year) => bearer_in(text, year),
        None => Country::from_name(text).map(|country| (country, true, (i32::MIN, i32::MAX))),
    };
    let Some((country, is_in_use, years)) = named else {
        return Found::odd_party(text, Anomaly::UnknownCountry.into());
    };
    let (name, mut odd) = party_of(country);
    if !is_in_use {
        odd = odd.with(Anomaly::OutOfUse);
    }
    Found::Party { name, odd, years }
}

fn of(country: Country) -> Found<'static> {
    let (name, odd) = party_of(country);
    Found::odd_party(name, odd)
}

fn party_of(country: Country) -> (&'static str, Anomalies) {
    let code = country.cameo().or(country.iso3());
    let odd = country.is_region().then_some(Anomaly::Region);
    (
        code.unwrap_or(country.name()),
        odd.map_or(Anomalies::NONE, Anomalies::from),
    )
}

/// The country of a party that is one.
pub(super) fn country_of(party: &str) -> Option<Country> {
    Country::from_cameo(party).or_else(|| Country::from_iso3(party))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_has_one_party_by_whatever_system() {
        for country in Country::all() {
            let party = of(country);
            let names = [country.cameo(), Some(country.name())];
            for text in names.into_iter().flatten() {
                let Found::Party { name, odd, .. } = listed(text, None) else {
                    panic!("{text} is a country")
                };
                assert_eq!(Found::odd_party(name, odd), party, "{text}");
            }
            // Of a part, and of a state that is no more, ISO's may be that of another.
            let iso = country
                .iso3()
                .filter(|code| Country::from_iso3(code) == Some(country));
            assert!(
                iso.is_none_or(|code| listed(code, None) == party),
                "{iso:?}"
            );
        }
    }

    #[test]
    fn placeholders_are_no_names() {
        for nobody in [
            "---", "~", "***", "-", "--", "?", "...", "- -", "—", "###", "_",
        ] {
            assert_eq!(
                Placeholder::of(nobody),
                Some(Placeholder::Nobody),
                "{nobody}"
            );
        }
        for role in [
            "---GOV",
            "~GOV",
            "---MIL",
            "~MIL",
            "--- GOV",
            "***REB",
            "---COPMIL",
        ] {
            assert_eq!(Placeholder::of(role), Some(Placeholder::Role), "{role}");
        }
        for actor in [
            "USA",
            "GOV",
            "USA---",
            "'Ndrangheta",
            "---USA",
            "-Paris",
            "N/A",
            "\"quoted\"",
        ] {
            assert_eq!(Placeholder::of(actor), None, "{actor}");
        }
    }
}

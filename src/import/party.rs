//! Whose acts count as whose: the party of an actor.

use super::anomaly::{Anomalies, Anomaly};
use super::names::{ActorText, NA_TEXTS};
use crate::code::{ActorCode, Country, PartKind};

/// By what rule an actor of a row goes to a party: the unit of analysis.
///
/// Several actors as one side of a question are [`Parties`](crate::timeline::Parties), of a timeline.
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
    /// ([`Anomaly::UnknownCountry`]).
    #[default]
    Country,
    /// Actors by their whole code, `USAGOV`; by their name in formats without codes.
    Code,
    /// Actors by their name, `UNITED STATES`; by their code in formats without names.
    Name,
}

impl PartyRule {
    /// The text by which an actor's party goes; none where it is of none.
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
        self.find(actor).map(|(party, _)| party)
    }

    /// The party, and what is odd about it.
    pub(super) fn find(self, actor: ActorText<'_>) -> Option<(&str, Anomalies)> {
        let party = match self {
            Self::Country => return country(actor),
            Self::Code => actor.code().or(actor.name()),
            Self::Name => actor.name().or(actor.code()),
        };
        Some((party?, Anomalies::NONE))
    }
}

/// By the column of the country; where it is empty, by the actor's code.
fn country(actor: ActorText<'_>) -> Option<(&str, Anomalies)> {
    if let Some(text) = actor.country() {
        return Some(listed(text));
    }
    let text = actor.code()?;
    let code = ActorCode::parse(text).ok();
    if let Some(country) = code.as_ref().and_then(ActorCode::country) {
        return Some(of(country));
    }
    let first = code.as_ref().and_then(|code| code.parts().next());
    match first.map(|part| (part.kind(), part.country())) {
        Some((PartKind::Region, region)) => region.map(of),
        // A text may look like a code that is in no list.
        Some((PartKind::Unknown | PartKind::Ethnic, _)) | None if actor.name().is_none() => {
            Some(listed(text))
        }
        _ => None,
    }
}

/// The country of a code or a name; a text that is neither stands for itself.
fn listed(text: &str) -> (&str, Anomalies) {
    let country = Country::from_cameo(text)
        .or_else(|| Country::from_iso3(text))
        .or_else(|| Country::from_name(text));
    match country {
        Some(country) => of(country),
        None if NA_TEXTS.contains(&text) => (text, Anomalies::NONE),
        None => (text, Anomaly::UnknownCountry.into()),
    }
}

fn of(country: Country) -> (&'static str, Anomalies) {
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
            let (party, _) = of(country);
            let names = [country.cameo(), Some(country.name())];
            for text in names.into_iter().flatten() {
                assert_eq!(listed(text).0, party, "{text}");
            }
            // Of a part, and of a state that is no more, ISO's may be that of another.
            let iso = country
                .iso3()
                .filter(|code| Country::from_iso3(code) == Some(country));
            assert!(iso.is_none_or(|code| listed(code).0 == party), "{iso:?}");
        }
    }
}

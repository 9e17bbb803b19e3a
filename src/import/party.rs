//! Assigns actors to parties.

use super::name_table::{ActorText, NA_TEXTS};
use super::warning::{RowWarning, RowWarnings};
use crate::code::{ActorCode, Country, PartKind, StateNumbers, bearer_in, holder_in};
use crate::text::words;

/// The rule that assigns the actors of rows to parties: the unit of analysis.
///
/// For several actors as one side of a question, see [`Side`](crate::query::Side).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartyRule {
    /// Countries, by their code in CAMEO, or in ISO 3166-1 if CAMEO has none.
    ///
    /// | a file has | as in | `RUS` for |
    /// | :-- | :-- | :-- |
    /// | CAMEO codes in a column | GDELT | `RUS` |
    /// | names in a column | ICEWS | `Russian Federation` |
    /// | ISO codes in a column | POLECAT, PLOVER | `RUS` |
    /// | the code of an actor | GDELT, if the column is empty; plain tables | `RUSGOV` |
    /// | only the name of an actor | plain tables | `Russia` |
    /// | [numbers of states](StateNumbers) | plain tables | `cow:365` since 1992 |
    ///
    /// So files of all formats make one ledger. If the systems differ, the CAMEO code is used, as
    /// in GDELT: Romania is `ROM`, not `ROU`.
    ///
    /// - An actor of no country, such as `COP`, the police of no known country, has no party.
    /// - A region is a party such as `EUR`, which an importer skips by default
    ///   ([`RowWarning::Region`]).
    /// - A text that no list contains is a party of its own ([`RowWarning::UnknownCountry`]).
    /// - A former name belongs to the state that had it on the day of the row: `Yemen` in 1985 is
    ///   North Yemen. So does a number: `cow:365` in 1985 is `USR`.
    /// - A number that does not say of which list it is, such as `365`, is a party of its own
    ///   ([`RowWarning::StateNumber`]).
    #[default]
    Country,
    /// Actors, by their whole code (`USAGOV`), or by their name in formats without codes.
    Code,
    /// Actors, by their name (`UNITED STATES`), or by their code in formats without names.
    Name,
}

words!(PartyRule, "a rule for parties", 3 {
    Country => "country",
    Code => "code",
    Name => "name",
});

impl PartyRule {
    /// The name of an actor's party.
    ///
    /// Former names of states are read without regard to the year.
    ///
    /// Returns `None` if the actor belongs to no party, or if its text is a placeholder (`---`,
    /// `~GOV`) or means a missing value (`NA`).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::import::{Format, PartyRule, PlainLayout, RowReader};
    ///
    /// let table = "2014-05-13\tUSAGOV\tthe Kremlin\t042\n2014-05-13\tIGO\tRussia\t042\n";
    /// let mut reader = RowReader::new(table.as_bytes(), Format::Plain(PlainLayout::default()));
    /// let rows = [reader.next().unwrap()?, reader.next().unwrap()?];
    /// let texts = |symbol: Option<_>| reader.names().actor(symbol.unwrap()).unwrap();
    /// assert_eq!(PartyRule::Country.party_of(texts(rows[0].source())), Some("USA"));
    /// assert_eq!(PartyRule::Code.party_of(texts(rows[0].source())), Some("USAGOV"));
    /// assert_eq!(PartyRule::Country.party_of(texts(rows[0].target())), Some("the Kremlin"));
    /// assert_eq!(PartyRule::Country.party_of(texts(rows[1].source())), None);
    /// assert_eq!(PartyRule::Country.party_of(texts(rows[1].target())), Some("RUS"));
    /// # Ok::<(), detente::import::RowFault>(())
    /// ```
    pub fn party_of(self, actor: ActorText<'_>) -> Option<&str> {
        self.find(actor, None).name()
    }

    /// The party of an actor, with the names that states had in a year if one is given.
    pub(super) fn find(self, actor: ActorText<'_>, year: Option<i32>) -> PartyMatch<'_> {
        let texts = match self {
            Self::Country => return find_country(actor, year),
            Self::Code => [actor.code, actor.name],
            Self::Name => [actor.name, actor.code],
        };
        // The first text that is not a placeholder. If both are, a role shows that there is an
        // actor.
        let mut otherwise = None;
        for text in texts.into_iter().flatten() {
            match Placeholder::of(text) {
                None => return PartyMatch::party(text),
                Some(Placeholder::Role) => otherwise = Some(PartyMatch::None),
                Some(Placeholder::NoActor) => {
                    otherwise = otherwise.or(Some(PartyMatch::Placeholder));
                }
            }
        }
        otherwise.unwrap_or(PartyMatch::None)
    }
}

/// The party of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartyMatch<'n> {
    /// The text is a placeholder for a missing actor.
    Placeholder,
    /// There is an actor, which belongs to no party.
    None,
    Party {
        name: &'n str,
        warnings: RowWarnings,
        /// The first and the last year for which the match holds.
        years: (i32, i32),
    },
}

impl<'n> PartyMatch<'n> {
    const fn party(name: &'n str) -> Self {
        Self::with_warnings(name, RowWarnings::NONE)
    }

    const fn with_warnings(name: &'n str, warnings: RowWarnings) -> Self {
        Self::Party {
            name,
            warnings,
            years: (i32::MIN, i32::MAX),
        }
    }

    /// The name of the party. Returns `None` if there is none, or if it means a missing value.
    pub(super) fn name(self) -> Option<&'n str> {
        match self {
            Self::Party { name, .. } if !NA_TEXTS.contains(&name) => Some(name),
            _ => None,
        }
    }
}

/// What coders write for an unknown actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    /// `---`, `~`, `***`.
    NoActor,
    /// `---GOV`, `~GOV`: an actor with a role, of no known country.
    Role,
}

impl Placeholder {
    /// Returns `None` if the text names an actor.
    fn of(text: &str) -> Option<Self> {
        let rest = text.trim_start_matches(|c: char| "-–—~*_?.#+=/\\ ".contains(c));
        if rest.len() == text.len() {
            return None;
        }
        if rest.is_empty() {
            return Some(Self::NoActor);
        }
        let code = ActorCode::parse(rest).ok()?;
        (code.country().is_none() && code.region().is_none()).then_some(Self::Role)
    }
}

/// The country of an actor: by the column of the country, or else by the code, or else by the name.
fn find_country(actor: ActorText<'_>, year: Option<i32>) -> PartyMatch<'_> {
    let in_column = actor.country.and_then(Placeholder::of);
    if let (Some(text), None) = (actor.country, in_column) {
        return match_text(text, year);
    }
    let Some(text) = actor.code else {
        return match in_column {
            Some(Placeholder::NoActor) if actor.name.is_none() => PartyMatch::Placeholder,
            _ => PartyMatch::None,
        };
    };
    match Placeholder::of(text) {
        Some(Placeholder::NoActor) if actor.name.is_none() => return PartyMatch::Placeholder,
        Some(_) => return PartyMatch::None,
        None => {}
    }
    let code = ActorCode::parse(text).ok();
    if let Some(country) = code.as_ref().and_then(ActorCode::country) {
        return party_match(country);
    }
    let first = code.as_ref().and_then(|code| code.parts().next());
    match first.map(|part| (part.kind, part.country)) {
        Some((PartKind::Region, region)) => {
            party_match(region.expect("every region is in the table of countries"))
        }
        // A name, or a text that looks like an actor code by chance.
        Some((PartKind::Unknown | PartKind::Ethnic, _)) | None if actor.name.is_none() => {
            match_text(text, year)
        }
        // The code of a role without a country.
        _ => PartyMatch::None,
    }
}

/// The country with a code or a name. A text that is neither becomes a party of its own.
fn match_text(text: &str, year: Option<i32>) -> PartyMatch<'_> {
    let code = Country::from_cameo(text).or_else(|| Country::from_iso3(text));
    if let Some(country) = code {
        return party_match(country);
    }
    if NA_TEXTS.contains(&text) {
        return PartyMatch::party(text);
    }
    let always = |country| (country, true, (i32::MIN, i32::MAX));
    let found = match (numbered(text), year) {
        (Some((list, number)), Some(year)) => holder_in(list, number, year),
        (Some((list, number)), None) => Country::from_number(list, number, None).map(always),
        (None, Some(year)) => bearer_in(text, year),
        (None, None) => Country::from_name(text, None).map(always),
    };
    let Some((country, is_in_use, years)) = found else {
        let warning = if is_state_number(text) {
            RowWarning::StateNumber
        } else {
            RowWarning::UnknownCountry
        };
        return PartyMatch::with_warnings(text, warning.into());
    };
    let (name, mut warnings) = party_of(country);
    if !is_in_use {
        warnings = warnings.with(RowWarning::OutOfUse);
    }
    PartyMatch::Party {
        name,
        warnings,
        years,
    }
}

/// The list and the number of a text such as `cow:365`.
fn numbered(text: &str) -> Option<(StateNumbers, u16)> {
    let (list, number) = text.split_once(':')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let list = list.parse().ok().filter(|_| is_number)?;
    Some((list, number.parse().ok()?))
}

/// Whether a text is a number in a list of states, without the name of the list.
fn is_state_number(text: &str) -> bool {
    // Programs write `365.0` if a cell of the column is blank.
    let text = text.strip_suffix(".0").unwrap_or(text);
    let is_short = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let lists = [StateNumbers::Cow, StateNumbers::GleditschWard];
    let is_listed = |number| {
        let mut lists = lists.into_iter();
        lists.any(|list| Country::from_number(list, number, None).is_some())
    };
    is_short && text.parse().is_ok_and(is_listed)
}

fn party_match(country: Country) -> PartyMatch<'static> {
    let (name, warnings) = party_of(country);
    PartyMatch::with_warnings(name, warnings)
}

fn party_of(country: Country) -> (&'static str, RowWarnings) {
    let code = country.cameo().or(country.iso3());
    let name = code.unwrap_or(country.name());
    if country.is_region() {
        (name, RowWarning::Region.into())
    } else {
        (name, RowWarnings::NONE)
    }
}

/// The country of a party. Returns `None` if the party is another actor.
pub(super) fn country_of(party: &str) -> Option<Country> {
    Country::from_cameo(party).or_else(|| Country::from_iso3(party))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_has_one_party_in_all_systems() {
        for country in Country::all() {
            let party = party_match(country);
            let names = [country.cameo(), Some(country.name())];
            for text in names.into_iter().flatten() {
                let PartyMatch::Party { name, warnings, .. } = match_text(text, None) else {
                    panic!("{text} is a country")
                };
                assert_eq!(PartyMatch::with_warnings(name, warnings), party, "{text}");
            }
            // The ISO code of a part of a state, or of a former state, may belong to another one.
            let iso = country
                .iso3()
                .filter(|code| Country::from_iso3(code) == Some(country));
            assert!(
                iso.is_none_or(|code| match_text(code, None) == party),
                "{iso:?}"
            );
        }
    }

    #[test]
    fn placeholders_are_not_names() {
        for actor in [
            "---", "~", "***", "-", "--", "?", "...", "- -", "—", "###", "_",
        ] {
            assert_eq!(
                Placeholder::of(actor),
                Some(Placeholder::NoActor),
                "{actor}"
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

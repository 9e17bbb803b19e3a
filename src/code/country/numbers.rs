//! Numbers of states in the lists of the Correlates of War project, and of Gleditsch and Ward.
//!
//! The two lists share most numbers, and differ in Germany, Serbia, Yemen, Kiribati, Nauru, Tonga and
//! Tuvalu. A number can pass from one state to another: 365 is Russia, the Soviet Union, and Russia again.
//!
//! Sources: Correlates of War Project, *State System Membership List*, v2016; Gleditsch, K. S. and Ward, M.
//! D. (1999), "A Revised List of Independent States since 1816", *International Interactions* 25(4),
//! 393-413, as revised. Years are those in which the list has the state. They were compared with copies of
//! both lists, except for the microstates of Gleditsch and Ward, which are from memory.
//!
//! The years in which a number passes from one state to another are our own, because the lists do not split
//! them: 1922 and 1991 belong to the state that ended in that December, and 1990 to Germany and Yemen.
//!
//! States that the table of countries does not have are left out: the German and Italian states before 1871,
//! Austria-Hungary, Korea before 1910, Tibet, Zanzibar, Transvaal, the Orange Free State, Great Colombia and
//! the United Provinces of Central America.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Country;
use super::number_lists::{COW, GLEDITSCH_WARD, NOW, Numbered};
use crate::text::words;

/// A list that numbers states.
///
/// | number | Correlates of War | Gleditsch and Ward | M49 |
/// | --: | :-- | :-- | :-- |
/// | 2 | United States | United States | |
/// | 255 | Germany, without 1946 to 1989 | Germany until 1945 | |
/// | 260 | West Germany | West Germany, Germany since 1990 | |
/// | 276 | | | Germany |
/// | 345 | Serbia, Yugoslavia, Serbia again | Yugoslavia until 2006 | |
/// | 365 | Russia, the Soviet Union until 1991 | the same | |
/// | 678 | North Yemen | North Yemen, Yemen since 1990 | |
/// | 840 | Philippines | Philippines | United States |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum StateNumbers {
    /// The Correlates of War project, version 2016 of its list.
    Cow,
    /// Gleditsch and Ward.
    GleditschWard,
    /// The United Nations' M49, which numbers countries as ISO 3166-1 does. Numbers of regions are not
    /// countries.
    M49,
}

words!(StateNumbers, "a list of state numbers", 3 {
    Cow => "cow",
    GleditschWard => "gw",
    M49 => "m49",
});

/// A list that gives countries codes of two letters.
///
/// | code | ISO 3166-1 | FIPS 10-4 |
/// | :-- | :-- | :-- |
/// | `AU` | Australia | Austria |
/// | `CH` | Switzerland | China |
/// | `DE` | Germany | |
/// | `GM` | Gambia | Germany |
/// | `RU` | Russia | |
/// | `RS` | Serbia | Russia |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TwoLetterCodes {
    /// Alpha-2 codes of ISO 3166-1: [`Country::from_iso2`].
    Iso,
    /// Codes of FIPS 10-4: [`Country::from_fips`].
    Fips,
}

words!(TwoLetterCodes, "a list of two-letter codes", 2 {
    Iso => "iso",
    Fips => "fips",
});

/// A state that has a number, and the years in which it has it.
#[derive(Clone, Copy, Debug)]
struct Holder {
    country: Country,
    from: i32,
    to: i32,
}

type Holders = HashMap<u16, Vec<Holder>>;

static COW_HOLDERS: LazyLock<Holders> = LazyLock::new(|| holders(COW));
static GW_HOLDERS: LazyLock<Holders> = LazyLock::new(|| holders(GLEDITSCH_WARD));

/// The holders of each number, in the order of years.
fn holders(list: &[Numbered]) -> Holders {
    let by_name: HashMap<&str, Country> = Country::all()
        .map(|country| (country.name(), country))
        .collect();
    let mut holders = Holders::new();
    for &(number, name, from, to) in list {
        holders.entry(number).or_default().push(Holder {
            country: by_name[name],
            from: from.into(),
            to: if to == NOW { i32::MAX } else { to.into() },
        });
    }
    holders
}

impl Country {
    /// Looks up the number of a state in a list, for a year or in general.
    ///
    /// With a year, returns the state that had the number then, and `None` if no state had it. Without a
    /// year (`None`), returns the state that had it last.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{Country, StateNumbers};
    ///
    /// let cow = |number, year: i32| Country::from_number(StateNumbers::Cow, number, year).map(Country::name);
    /// assert_eq!(cow(2, 1985), Some("United States"));
    /// assert_eq!(cow(365, 1985), Some("Soviet Union"));
    /// assert_eq!(cow(365, 1995), Some("Russia"));
    /// assert_eq!((cow(255, 1985), cow(260, 1985)), (None, Some("West Germany")));
    ///
    /// let unified = Country::from_number(StateNumbers::GleditschWard, 260, None);
    /// assert_eq!(unified.map(Country::name), Some("Germany"));
    /// ```
    pub fn from_number(
        list: StateNumbers,
        number: u16,
        year: impl Into<Option<i32>>,
    ) -> Option<Self> {
        let Some(holders) = holders_of(list, number) else {
            // M49 is ISO 3166-1 for countries, and has no years.
            return match list {
                StateNumbers::M49 => Self::from_iso_numeric(number),
                StateNumbers::Cow | StateNumbers::GleditschWard => None,
            };
        };
        let Some(year) = year.into() else {
            return holders.last().map(|holder| holder.country);
        };
        let found = holders
            .iter()
            .find(|holder| (holder.from..=holder.to).contains(&year));
        found.map(|holder| holder.country)
    }
}

/// The holders of a number. Returns `None` if the list does not have it, or has no years.
fn holders_of(list: StateNumbers, number: u16) -> Option<&'static [Holder]> {
    let holders = match list {
        StateNumbers::Cow => COW_HOLDERS.get(&number),
        StateNumbers::GleditschWard => GW_HOLDERS.get(&number),
        StateNumbers::M49 => None,
    };
    holders.map(Vec::as_slice)
}

/// Looks up a number in a year.
///
/// Returns the country, whether it had the number in that year, and the range of years around it with the
/// same answer. In a year in which no state had the number, returns the last one before, or else the first.
#[cfg(feature = "import")]
pub(crate) fn holder_in(
    list: StateNumbers,
    number: u16,
    year: i32,
) -> Option<(Country, bool, (i32, i32))> {
    let Some(holders) = holders_of(list, number) else {
        let country = Country::from_number(list, number, year)?;
        return Some((country, true, (i32::MIN, i32::MAX)));
    };
    let of_the_year = holders
        .iter()
        .find(|holder| (holder.from..=holder.to).contains(&year));
    if let Some(&Holder { country, from, to }) = of_the_year {
        return Some((country, true, (from, to)));
    }
    let before = holders.iter().rev().find(|holder| holder.to < year);
    let after = holders.iter().find(|holder| holder.from > year);
    let country = before.or(after)?.country;
    let from = before.map_or(i32::MIN, |holder| holder.to + 1);
    let to = after.map_or(i32::MAX, |holder| holder.from - 1);
    Some((country, false, (from, to)))
}

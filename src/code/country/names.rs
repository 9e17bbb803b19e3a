//! Names of countries, and how a text is compared with them.
//!
//! The table of countries has the common name. This file adds the names in event data and in lists of
//! the United Nations, the World Bank and others, and former names with their years.
//!
//! Names are compared by their words: in lower case, without accents, apostrophes and articles, with
//! common abbreviations written out, and sorted. So `Korea, Republic of`, `Korea (Rep. of)` and
//! `Republic of Korea` are equal. If a text matches no name, it is compared again without the words
//! for a form of state (`Kingdom of Norway`). Names that differ only in these words, such as the
//! two Chinas, are therefore on the list in full.
//!
//! Sources: the country column of ICEWS, the English short and official names of ISO 3166-1 and
//! ISO 3166-3, and the names in the lists of the World Bank and the Correlates of War. The pairing
//! is our own.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Country;
use crate::text::push_plain;

/// A country that had a name, and the years in which it had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bearer {
    pub(super) country: Country,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// The bearers of each name, by its [words](words). The country that is usually meant comes first.
static BEARERS: LazyLock<HashMap<Box<str>, Vec<Bearer>>> = LazyLock::new(|| {
    let by_name: HashMap<&str, Country> = Country::all()
        .map(|country| (country.name(), country))
        .collect();
    let mut bearers: HashMap<Box<str>, Vec<Bearer>> = HashMap::new();
    let mut add = |name: &str, country: Country, years: Option<(i32, i32)>| {
        let (from, to) = years.unwrap_or((i32::MIN, i32::MAX));
        let key = words(name).expect("the names of the lists have words");
        let known = bearers.entry(key.into()).or_default();
        let bearer = Bearer { country, from, to };
        if !known.contains(&bearer) {
            known.push(bearer);
        }
    };
    let country = |name: &str| by_name[name];
    // The three lists are in the order of the bearers. Dated names come first: `DATED_NAMES`
    // lists the usual bearer of a disputed name before the others.
    for (name, of, from, to) in DATED_NAMES {
        add(name, country(of), Some((*from, *to)));
    }
    for country in Country::all() {
        let name = country.name();
        if !DATED_NAMES.iter().any(|(dated, ..)| *dated == name) {
            add(name, country, former_years(country));
        }
    }
    for (of, names) in OTHER_NAMES {
        for name in *names {
            add(name, country(of), former_years(country(of)));
        }
    }
    bearers
});

/// The years of a former state. Returns `None` for a state that exists.
fn former_years(country: Country) -> Option<(i32, i32)> {
    let (since, until) = country.years();
    Some((since.unwrap_or(i32::MIN), until?))
}

/// The countries that had a name, the usual one first. Empty if there are none.
pub(super) fn bearers(name: &str) -> &'static [Bearer] {
    let Some(mut key) = words(name) else {
        return &[];
    };
    if let Some(found) = BEARERS.get(key.as_str()) {
        return found;
    }
    // No match: compare again without "republic", "kingdom" and the like.
    let of_its_own: Vec<&str> = key
        .split(' ')
        .filter(|word| FORMS_OF_STATE.binary_search(word).is_err())
        .collect();
    key = of_its_own.join(" ");
    BEARERS.get(key.as_str()).map_or(&[], Vec::as_slice)
}

/// Looks up a name in a year.
///
/// Returns the country, whether it had the name in that year, and the range of years around it with
/// the same answer. An importer looks up a name once for each range instead of once for each row.
#[cfg(feature = "import")]
pub(crate) fn bearer_in(name: &str, year: i32) -> Option<(Country, bool, (i32, i32))> {
    let bearers = bearers(name);
    let usual = bearers.first()?;
    let of_the_year = bearers
        .iter()
        .find(|one| (one.from..=one.to).contains(&year));
    if let Some(&Bearer { country, from, to }) = of_the_year {
        return Some((country, true, (from, to)));
    }
    let before = bearers.iter().map(|one| one.to).filter(|&to| to < year);
    let after = bearers
        .iter()
        .map(|one| one.from)
        .filter(|&from| from > year);
    let from = before.max().map_or(i32::MIN, |to| to + 1);
    let to = after.min().map_or(i32::MAX, |from| from - 1);
    Some((usual.country, false, (from, to)))
}

/// The maximum length of a name that is looked up, in bytes. No country has a longer name.
const MAX_NAME: usize = 200;

/// The words of a name, sorted and joined by spaces: the key of a lookup.
///
/// Returns `None` if the text has no words, is too long, or contains characters that no name has.
fn words(name: &str) -> Option<String> {
    if name.len() > MAX_NAME {
        return None;
    }
    // 1. Letters and digits in lower case without accents, and spaces for everything else.
    let mut plain = String::with_capacity(name.len());
    for char in name.chars() {
        match char {
            // Apostrophes and combining accents.
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′' | '\u{300}'..='\u{36f}' => {}
            '\u{fffd}' => return None,
            '&' => plain.push_str(" and "),
            _ if char.is_control() => return None,
            _ if char.is_alphanumeric() => push_plain(char, &mut plain),
            _ => plain.push(' '),
        }
    }
    // 2. Split into words, and join initials.
    let mut words: Vec<String> = Vec::new();
    let mut was_letter = false;
    for word in plain.split_ascii_whitespace() {
        // `U. S. A.` is one word, `usa`.
        let is_letter = word.len() == 1;
        match words.last_mut() {
            Some(last) if is_letter && was_letter => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
        was_letter = is_letter;
    }
    // 3. Write out abbreviations, drop small words, and sort, so that the order is ignored.
    let mut words: Vec<&str> = words.iter().map(|word| written_out(word)).collect();
    words.retain(|word| !SMALL_WORDS.contains(word));
    words.sort_unstable();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Writes out an abbreviation.
fn written_out(word: &str) -> &str {
    match word {
        "dem" => "democratic",
        "fed" => "federated",
        "is" | "isl" | "isls" | "island" => "islands",
        "peop" | "people" => "peoples",
        "rep" => "republic",
        "st" | "ste" => "saint",
        "sts" => "states",
        "terr" => "territory",
        other => other,
    }
}

/// Words in which no two names of countries differ.
const SMALL_WORDS: [&str; 4] = ["and", "former", "of", "the"];

/// Words for a form of state, sorted: the French Republic is France.
const FORMS_OF_STATE: [&str; 20] = [
    "bolivarian",
    "commonwealth",
    "cooperative",
    "democratic",
    "duchy",
    "federal",
    "federative",
    "grand",
    "hashemite",
    "independent",
    "islamic",
    "kingdom",
    "peoples",
    "plurinational",
    "principality",
    "republic",
    "socialist",
    "sovereign",
    "sultanate",
    "union",
];

/// The first and the last year of a name that several countries have had, or that one has no more.
#[rustfmt::skip]
const DATED_NAMES: &[(&str, &str, i32, i32)] = &[
    ("Yemen", "Yemen", 1990, i32::MAX),
    ("Yemen", "North Yemen", 1918, 1989),
    ("Yugoslavia", "Yugoslavia", 1918, 1991),
    ("Yugoslavia", "Serbia and Montenegro", 1992, 2003),
    ("Federal Republic of Yugoslavia", "Serbia and Montenegro", 1992, 2003),
    ("Federal Republic of Yugoslavia", "Yugoslavia", 1945, 1991),
    ("Federal Republic of Germany", "Germany", 1990, i32::MAX),
    ("Federal Republic of Germany", "West Germany", 1949, 1989),
    ("Republic of Vietnam", "South Vietnam", 1955, 1975),
    ("Basutoland", "Lesotho", 1868, 1966),
    ("Bechuanaland", "Botswana", 1885, 1966),
    ("British Guiana", "Guyana", 1814, 1966),
    ("British Honduras", "Belize", 1862, 1973),
    ("Byelorussia", "Belarus", 1919, 1991),
    ("Byelorussian SSR", "Belarus", 1919, 1991),
    ("Ceylon", "Sri Lanka", 1802, 1972),
    ("Congo-Léopoldville", "Congo (Kinshasa)", 1960, 1966),
    ("Dahomey", "Benin", 1872, 1975),
    ("Democratic Kampuchea", "Cambodia", 1975, 1991),
    ("Dutch Guiana", "Suriname", 1667, 1975),
    ("Ellice Islands", "Tuvalu", 1892, 1978),
    ("French Afars and Issas", "Djibouti", 1967, 1977),
    ("French Somaliland", "Djibouti", 1884, 1967),
    ("French Sudan", "Mali", 1880, 1960),
    ("Gilbert Islands", "Kiribati", 1892, 1979),
    ("Gold Coast", "Ghana", 1821, 1957),
    ("Kampuchea", "Cambodia", 1975, 1991),
    ("Khmer Republic", "Cambodia", 1970, 1975),
    ("Malagasy Republic", "Madagascar", 1958, 1975),
    ("Malaya", "Malaysia", 1948, 1963),
    ("Federation of Malaya", "Malaysia", 1948, 1963),
    ("New Hebrides", "Vanuatu", 1906, 1980),
    ("Northern Rhodesia", "Zambia", 1911, 1964),
    ("Nyasaland", "Malawi", 1907, 1964),
    ("Ottoman Empire", "Türkiye", 1299, 1922),
    ("People's Republic of Congo", "Congo (Brazzaville)", 1969, 1991),
    ("Persia", "Iran", i32::MIN, 1935),
    ("Portuguese Guinea", "Guinea-Bissau", 1474, 1974),
    ("Portuguese Timor", "Timor-Leste", 1702, 1975),
    ("Rhodesia", "Zimbabwe", 1895, 1979),
    ("Russian Empire", "Russia", 1721, 1917),
    ("Siam", "Thailand", i32::MIN, 1949),
    ("Southern Rhodesia", "Zimbabwe", 1895, 1980),
    ("South West Africa", "Namibia", 1915, 1990),
    ("South-West Africa", "Namibia", 1915, 1990),
    ("Spanish Guinea", "Equatorial Guinea", 1778, 1968),
    ("Spanish Sahara", "Western Sahara", 1884, 1976),
    ("Tanganyika", "Tanzania", 1919, 1964),
    ("Transjordan", "Jordan", 1921, 1949),
    ("Trucial States", "United Arab Emirates", 1820, 1971),
    ("Ukrainian SSR", "Ukraine", 1919, 1991),
    ("United Arab Republic", "Egypt", 1958, 1971),
    ("Upper Volta", "Burkina Faso", 1919, 1984),
    ("Republic of Upper Volta", "Burkina Faso", 1919, 1984),
    ("Zaire", "Congo (Kinshasa)", 1971, 1997),
];

/// What else a country is called.
#[rustfmt::skip]
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("Afghanistan", &["Islamic Emirate of Afghanistan"]),
    ("Åland", &["Aland Islands", "Åland Islands"]),
    ("Bahamas", &["The Bahamas", "Bahamas (the)"]),
    ("Belarus", &["Byelorussian SSR Soviet Socialist Republic", "Byelarus", "Belorussia"]),
    ("Bolivia", &["Plurinational State of Bolivia"]),
    ("Bonaire, Sint Eustatius and Saba", &["Bonaire, Saint Eustatius and Saba", "Caribbean Netherlands", "BES Islands"]),
    ("Bosnia and Herzegovina", &["Bosnia", "Bosnia & Herzegovina", "BiH"]),
    ("British Virgin Islands", &["Virgin Islands (British)", "UK Virgin Islands"]),
    ("Brunei", &["Nation of Brunei, Abode of Peace", "Brunei Darussalam"]),
    ("Burkina Faso", &["Burkina"]),
    ("Cabo Verde", &["Cape Verde", "Cape Verde Islands"]),
    ("Central African Republic", &["CAR", "Central African Rep."]),
    ("China", &["People's Republic of China", "PRC", "PR China", "China PR", "Mainland China", "Communist China"]),
    ("Cocos (Keeling) Islands", &["Territory of the Cocos (Keeling) Islands", "Cocos Islands", "Keeling Islands"]),
    ("Comoros", &["Comoro Islands"]),
    ("Congo (Brazzaville)", &["Congo", "Republic of Congo", "Republic of the Congo", "Congo Republic", "Congo Brazzaville", "Brazzaville"]),
    ("Congo (Kinshasa)", &[
        "Democratic Republic of Congo", "Democratic Republic of the Congo", "DR Congo", "DRC", "Congo DR", "Congo Kinshasa",
        "DROC", "Congo-Zaire", "Congo (DRC)",
    ]),
    ("Cook Islands", &["Cook Island"]),
    ("Côte d'Ivoire", &["Cote d'Ivoire", "Cote d Ivoire", "Cote Ivoire", "Ivory Coast", "Republic of Cote d Ivoire"]),
    ("Czechia", &["Czech Republic", "Czech Rep."]),
    ("Dominican Republic", &["Dominican Rep."]),
    ("Egypt", &["Arab Republic of Egypt"]),
    ("Ethiopia", &["Abyssinia"]),
    ("Eswatini", &["Swaziland"]),
    ("Falkland Islands", &["Falkland Islands (Malvinas)", "Malvinas", "Falklands"]),
    ("Faroe Islands", &["Faeroe Islands", "Faroes"]),
    ("France", &["French Republic", "Metropolitan France"]),
    ("French Southern Territories", &["French Southern and Antarctic Lands", "French Southern and Antarctic Territories"]),
    ("Germany", &["Reunified Germany", "Unified Germany"]),
    ("Greece", &["Hellenic Republic", "Hellas"]),
    ("Guinea", &["Guinea-Conakry", "Guinea Conakry"]),
    ("Heard Island and McDonald Islands", &["Territory of Heard Island and McDonald Islands", "Heard and McDonald Islands"]),
    ("Holy See", &["Holy See (Vatican City State)", "Vatican", "Vatican City", "Vatican City State", "The Holy See (Vatican)"]),
    ("Hong Kong", &["Hong Kong SAR", "Hong Kong SAR, China", "Hong Kong, China", "Hong Kong Special Administrative Region of China"]),
    ("Iran", &["Islamic Republic of Iran"]),
    ("Ireland", &["Republic of Ireland", "Irish Republic", "Eire"]),
    ("Isle of Man", &["Man, Isle of"]),
    ("Israel", &["State of Israel"]),
    ("Italy", &["Italian Republic"]),
    ("Jordan", &["Hashemite Kingdom of Jordan"]),
    ("Kuwait", &["State of Kuwait"]),
    ("Kyrgyzstan", &["Kyrgyz Republic", "Kyrgyz", "Kirghizia", "Kirgizia"]),
    ("Laos", &["Lao People's Democratic Republic", "Lao PDR", "Lao"]),
    ("Libya", &["Libyan Arab Jamahiriya", "Socialist People's Libyan Arab Jamahiriya", "State of Libya"]),
    ("Macao", &["Macau", "Macao SAR", "Macao SAR, China", "Macau SAR", "Macao Special Administrative Region of China"]),
    ("Marshall Islands", &["Marshalls"]),
    ("Micronesia", &["Federated States of Micronesia", "FSM", "Micronesia (FSM)"]),
    ("Moldova", &["Moldavia"]),
    ("Myanmar", &["Burma", "Myanmar (Burma)", "Burma (Myanmar)", "Union of Burma"]),
    ("Netherlands", &["Holland"]),
    ("North Korea", &["Democratic People's Republic of Korea", "DPRK", "DPR Korea", "Korea DPR", "Korea, North", "Korea (North)", "N. Korea", "Korea, Dem. Rep. of"]),
    ("North Macedonia", &["Macedonia", "the former Yugoslav Republic of Macedonia", "FYROM", "FYR Macedonia", "Macedonia (FYROM)", "TFYR Macedonia"]),
    ("Northern Mariana Islands", &["Northern Marianas"]),
    ("Palestine", &[
        "State of Palestine", "Occupied Palestinian Territory", "Palestinian Territory", "Palestinian Territories",
        "Occupied Palestinian Territories", "West Bank and Gaza", "West Bank and Gaza Strip", "Palestinian Authority",
        "Palestinian Territory, Occupied", "Palestine/West Bank",
    ]),
    ("Pitcairn Islands", &["Pitcairn"]),
    ("Portugal", &["Portuguese Republic"]),
    ("Qatar", &["State of Qatar"]),
    ("Eritrea", &["State of Eritrea"]),
    ("Réunion", &["Reunion"]),
    ("Russia", &["Russian Federation"]),
    ("Saint Barthélemy", &["St. Barths"]),
    ("Saint Helena", &["Saint Helena, Ascension and Tristan da Cunha"]),
    ("Saint Kitts and Nevis", &["St. Kitts-Nevis", "Saint Christopher and Nevis"]),
    ("Saint Martin", &["Saint Martin (French part)"]),
    ("Saint Vincent and the Grenadines", &["Saint Vincent"]),
    ("Samoa", &["Independent State of Samoa", "Western Samoa"]),
    ("São Tomé and Príncipe", &["Sao Tome", "Sao Tome et Principe"]),
    ("Sint Maarten", &["Sint Maarten (Dutch part)"]),
    ("Slovakia", &["Slovak Republic"]),
    ("Somalia", &["Somali Republic", "Somali Democratic Republic"]),
    ("South Africa", &["RSA"]),
    ("South Georgia and the South Sandwich Islands", &["South Georgia"]),
    ("South Korea", &["Republic of Korea", "ROK", "Korea, South", "Korea (South)", "S. Korea"]),
    ("Svalbard and Jan Mayen", &["Svalbard", "Svalbard and Jan Mayen Islands"]),
    ("Switzerland", &["Swiss Confederation"]),
    ("Syria", &["Syrian Arab Republic"]),
    ("Taiwan", &[
        "Republic of China", "ROC", "Taiwan, Province of China", "Taiwan, China", "Chinese Taipei", "Taiwan (ROC)",
        "Taiwan, Republic of China", "Nationalist China", "Formosa", "Republic of China (Taiwan)",
    ]),
    ("Tanzania", &["United Republic of Tanzania"]),
    ("Timor-Leste", &["East Timor", "Timor Leste", "Timor"]),
    ("Türkiye", &["Turkey", "Turkiye"]),
    ("Turks and Caicos Islands", &["Turks and Caicos", "Turks & Caicos Isl."]),
    ("United Arab Emirates", &["UAE", "Emirates"]),
    ("United Kingdom", &[
        "UK", "United Kingdom of Great Britain and Northern Ireland", "Great Britain", "Britain", "GB",
        "UK of Great Britain and Northern Ireland",
    ]),
    ("United States", &["US", "USA", "United States of America", "America"]),
    ("United States Minor Outlying Islands", &["US Minor Outlying Islands", "Minor Outlying Islands"]),
    ("United States Virgin Islands", &["US Virgin Islands", "Virgin Islands (U.S.)", "Virgin Islands"]),
    ("Uruguay", &["Eastern Republic of Uruguay", "Oriental Republic of Uruguay"]),
    ("Venezuela", &["Venezuela, RB"]),
    ("Vietnam", &["Viet Nam", "Socialist Republic of Vietnam", "Socialist Republic of Viet Nam"]),
    ("Wallis and Futuna", &["Wallis and Futuna Islands"]),
    ("Western Sahara", &["Sahrawi Arab Democratic Republic", "Sahrawi"]),
    ("Yemen", &["Republic of Yemen"]),
    ("Argentina", &["Argentine Republic"]),
    ("Gabon", &["Gabonese Republic"]),
    ("Lebanon", &["Lebanese Republic"]),
    ("Mexico", &["United Mexican States"]),
    ("Papua New Guinea", &["Independent State of Papua New Guinea"]),
    ("Rwanda", &["Rwandese Republic", "Rwandan Republic"]),
    ("Togo", &["Togolese Republic"]),
    ("Guyana", &["Co-operative Republic of Guyana"]),
    ("Johnston Atoll", &["Johnston Island"]),
    ("Algeria", &["Democratic and Popular Republic of Algeria"]),
    ("Luxembourg", &["Luxemburg"]),
    ("Kazakhstan", &["Kazakstan"]),
    ("Turkmenistan", &["Turkmenia"]),
    ("Tajikistan", &["Tadzhikistan"]),
    ("Romania", &["Rumania", "Roumania"]),
    ("Saudi Arabia", &["KSA"]),
    ("Haiti", &["Hayti"]),
    ("New Zealand", &["Aotearoa"]),
    ("Curaçao", &["Country of Curaçao"]),
    // States and territories that are no more.
    ("Canton and Enderbury Islands", &["Canton and Enderbury"]),
    ("Czechoslovakia", &["Czechoslovakia, Czechoslovak Socialist Republic", "Czechoslovak Socialist Republic", "Czechoslovak Republic", "Czech and Slovak Federal Republic", "CSSR"]),
    ("East Germany", &["German Democratic Republic", "GDR", "DDR", "Germany, East", "German Dem. Rep."]),
    ("Gilbert and Ellice Islands", &[]),
    ("Neutral Zone", &["Saudi-Iraqi Neutral Zone"]),
    ("North Vietnam", &["Democratic Republic of Vietnam", "Democratic Republic of Viet Nam", "DRV", "Viet-Nam, North", "Viet-Nam, Democratic Republic of"]),
    ("North Yemen", &["Yemen Arab Republic", "Yemen, North", "YAR", "Yemen (Arab Republic of Yemen)", "Yemen (Sana'a)"]),
    ("Panama Canal Zone", &["Canal Zone"]),
    ("Serbia and Montenegro", &["State Union of Serbia and Montenegro", "Yugoslavia (Serbia and Montenegro)"]),
    ("Sikkim", &[]),
    ("South Vietnam", &["Viet-Nam, South", "RVN", "Viet-Nam, Republic of"]),
    ("South Yemen", &[
        "People's Democratic Republic of Yemen", "Democratic Yemen", "Yemen, Democratic", "Yemen PDR", "PDRY", "Yemen (Aden)",
        "Yemen, People's Republic of", "Yemen People's Republic", "Yemen, Democratic, People's Democratic Republic of",
    ]),
    ("Soviet Union", &["USSR", "Union of Soviet Socialist Republics", "USSR, Union of Soviet Socialist Republics", "Soviet Russia"]),
    ("Trust Territory of the Pacific Islands", &["Pacific Islands (trust territory)"]),
    ("West Germany", &["FRG", "Germany, West", "German Federal Republic", "Germany (Federal Republic before 1990)"]),
    ("Yugoslavia", &["Socialist Federal Republic of Yugoslavia", "SFRY", "Yugoslavia, (Socialist) Federal Republic of"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_one_bearer_in_a_year() {
        for (name, bearers) in BEARERS.iter() {
            assert!(!name.is_empty());
            for (at, one) in bearers.iter().enumerate() {
                for other in &bearers[..at] {
                    let apart = one.from > other.to || other.from > one.to;
                    assert!(apart, "{name}: {one:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn every_country_is_found_by_its_own_name() {
        for country in Country::all() {
            let bearers = bearers(country.name());
            assert_eq!(bearers.first().map(|one| one.country), Some(country));
        }
        assert!(FORMS_OF_STATE.is_sorted());
    }

    #[test]
    fn a_name_is_its_words() {
        let cases = [
            ("Côte d’Ivoire", "cote divoire"),
            ("Cote d\u{300}'Ivoire", "cote divoire"),
            ("KOREA, Rep. of", "korea republic"),
            ("the Republic of Korea", "korea republic"),
            ("U.S.A.", "usa"),
            ("U. S. Virgin Islands", "islands us virgin"),
            ("St. Kitts & Nevis", "kitts nevis saint"),
            ("TÜRKİYE", "turkiye"),
        ];
        for (name, key) in cases {
            assert_eq!(words(name).as_deref(), Some(key), "{name}");
        }
        for none in ["", "the", "Rus\u{0}sia", "Fr\u{fffd}nce", &"x".repeat(201)] {
            assert_eq!(words(none), None, "{none}");
        }
    }
}

//! What else countries are called.
//!
//! The table of countries has the name in common use. Here stand the others that tables of
//! events and of the United Nations write, without diacritics where theirs have none.
//!
//! Sources: the country column of ICEWS and the English short names of ISO 3166-1. The
//! pairing is our own.

/// Names, in the order of their bytes, and the alpha-3 code of ISO 3166-1.
#[rustfmt::skip]
pub(super) const OTHER_NAMES: &[(&str, &str)] = &[
    ("Aland Islands", "ALA"),
    ("Bahamas (the)", "BHS"),
    ("Bolivia (Plurinational State of)", "BOL"),
    ("Bosnia", "BIH"),
    ("Brunei Darussalam", "BRN"),
    ("Burma", "MMR"),
    ("Cape Verde", "CPV"),
    ("Cocos Islands", "CCK"),
    ("Congo", "COG"),
    ("Cook Island", "COK"),
    ("Cote d'Ivoire", "CIV"),
    ("Curacao", "CUW"),
    ("Czech Republic", "CZE"),
    ("Democratic People's Republic of Korea", "PRK"),
    ("Democratic Republic of Congo", "COD"),
    ("Democratic Republic of the Congo", "COD"),
    ("East Timor", "TLS"),
    ("Faeroe Islands", "FRO"),
    ("Great Britain", "GBR"),
    ("Guinea Bissau", "GNB"),
    ("Holy See (Vatican City State)", "VAT"),
    ("Iran (Islamic Republic of)", "IRN"),
    ("Isle Of Man", "IMN"),
    ("Ivory Coast", "CIV"),
    ("Kyrgyz Republic", "KGZ"),
    ("Lao People's Democratic Republic", "LAO"),
    ("Macau", "MAC"),
    ("Macedonia", "MKD"),
    ("Micronesia (Federated States of)", "FSM"),
    ("Moldova, Republic of", "MDA"),
    ("Occupied Palestinian Territory", "PSE"),
    ("Palestine, State of", "PSE"),
    ("Palestinian Territory, Occupied", "PSE"),
    ("Pitcairn", "PCN"),
    ("Republic of Congo", "COG"),
    ("Republic of Korea", "KOR"),
    ("Republic of Moldova", "MDA"),
    ("Republic of South Africa", "ZAF"),
    ("Republic of the Congo", "COG"),
    ("Reunion", "REU"),
    ("Russian Federation", "RUS"),
    ("Saint Barthelemy", "BLM"),
    ("Saint Martin (French part)", "MAF"),
    ("Sao Tome and Principe", "STP"),
    ("Sint Maarten (Dutch part)", "SXM"),
    ("Slovak Republic", "SVK"),
    ("Swaziland", "SWZ"),
    ("Syrian Arab Republic", "SYR"),
    ("Taiwan, Province of China", "TWN"),
    ("Tanzania, United Republic of", "TZA"),
    ("The Bahamas", "BHS"),
    ("The Gambia", "GMB"),
    ("Timor Leste", "TLS"),
    ("Turkey", "TUR"),
    ("Turkiye", "TUR"),
    ("U.S. Virgin Islands", "VIR"),
    ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
    ("United Republic Of Tanzania", "TZA"),
    ("United Republic of Tanzania", "TZA"),
    ("United States of America", "USA"),
    ("Vatican", "VAT"),
    ("Vatican City", "VAT"),
    ("Venezuela (Bolivarian Republic of)", "VEN"),
    ("Viet Nam", "VNM"),
    ("Wallis and Futuna Islands", "WLF"),
    ("the former Yugoslav Republic of Macedonia", "MKD"),
];

#[cfg(test)]
mod tests {
    use super::super::Country;
    use super::*;

    #[test]
    fn names_are_in_order_of_countries_of_the_table_and_of_one_each() {
        assert!(OTHER_NAMES.is_sorted_by(|a, b| a.0 < b.0));
        for (name, code) in OTHER_NAMES {
            let country = Country::from_iso3(code);
            assert!(country.is_some(), "{name}");
            assert_eq!(Country::from_name(name), country);
            assert!(Country::all().all(|other| other.name() != *name), "{name}");
        }
        for country in Country::all() {
            assert_eq!(Country::from_name(country.name()), Some(country));
        }
    }
}

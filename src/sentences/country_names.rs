//! The names of states in German and French, as sentences need them.
//!
//! German names are in the dative, which follows "zwischen" and "von", with an article if the state has one.
//! French names have their article, from which the form after "de" follows.
//!
//! Sources: the lists of names of states of the German Federal Foreign Office, and of the French commission
//! d'enrichissement de la langue française.

use super::facts::ActorName;
use crate::actor::ActorKind;
use crate::code::Country;

/// The names of a state: ISO 3166-1 alpha-3, the German dative, and French with its article.
pub(super) struct CountryName {
    iso3: &'static str,
    pub(super) german: &'static str,
    pub(super) french: &'static str,
}

impl CountryName {
    /// The German name by itself: in the nominative, without an article.
    pub(super) fn german_label(&self) -> &'static str {
        match self.iso3 {
            "ARE" => "Vereinigte Arabische Emirate",
            "CAF" => "Zentralafrikanische Republik",
            "COD" => "Demokratische Republik Kongo",
            "DOM" => "Dominikanische Republik",
            "NLD" => "Niederlande",
            "VCT" => "St. Vincent und die Grenadinen",
            // The others have the same form in the dative.
            _ => {
                let mut articles = ["den ", "dem ", "der "].into_iter();
                let label = articles.find_map(|one| self.german.strip_prefix(one));
                label.unwrap_or(self.german)
            }
        }
    }
}

/// The names of an actor that is a state, found by the actor's name, or else by its identifier.
pub(super) fn country_name(actor: &ActorName<'_>) -> Option<&'static CountryName> {
    if actor.kind != ActorKind::State {
        return None;
    }
    let country = Country::from_name(actor.name, None).or_else(|| Country::from_iso3(actor.id))?;
    let iso3 = country.iso3()?;
    let place = NAMES.binary_search_by_key(&iso3, |one| one.iso3).ok()?;
    Some(&NAMES[place])
}

const fn name(iso3: &'static str, german: &'static str, french: &'static str) -> CountryName {
    CountryName {
        iso3,
        german,
        french,
    }
}

/// By code.
#[rustfmt::skip]
static NAMES: &[CountryName] = &[
    name("AFG", "Afghanistan", "l’Afghanistan"),
    name("AGO", "Angola", "l’Angola"),
    name("ALB", "Albanien", "l’Albanie"),
    name("AND", "Andorra", "l’Andorre"),
    name("ARE", "den Vereinigten Arabischen Emiraten", "les Émirats arabes unis"),
    name("ARG", "Argentinien", "l’Argentine"),
    name("ARM", "Armenien", "l’Arménie"),
    name("ATG", "Antigua und Barbuda", "Antigua-et-Barbuda"),
    name("AUS", "Australien", "l’Australie"),
    name("AUT", "Österreich", "l’Autriche"),
    name("AZE", "Aserbaidschan", "l’Azerbaïdjan"),
    name("BDI", "Burundi", "le Burundi"),
    name("BEL", "Belgien", "la Belgique"),
    name("BEN", "Benin", "le Bénin"),
    name("BFA", "Burkina Faso", "le Burkina Faso"),
    name("BGD", "Bangladesch", "le Bangladesh"),
    name("BGR", "Bulgarien", "la Bulgarie"),
    name("BHR", "Bahrain", "Bahreïn"),
    name("BHS", "den Bahamas", "les Bahamas"),
    name("BIH", "Bosnien und Herzegowina", "la Bosnie-Herzégovine"),
    name("BLR", "Belarus", "la Biélorussie"),
    name("BLZ", "Belize", "le Belize"),
    name("BOL", "Bolivien", "la Bolivie"),
    name("BRA", "Brasilien", "le Brésil"),
    name("BRB", "Barbados", "la Barbade"),
    name("BRN", "Brunei", "le Brunei"),
    name("BTN", "Bhutan", "le Bhoutan"),
    name("BWA", "Botsuana", "le Botswana"),
    name("CAF", "der Zentralafrikanischen Republik", "la République centrafricaine"),
    name("CAN", "Kanada", "le Canada"),
    name("CHE", "der Schweiz", "la Suisse"),
    name("CHL", "Chile", "le Chili"),
    name("CHN", "China", "la Chine"),
    name("CIV", "der Elfenbeinküste", "la Côte d’Ivoire"),
    name("CMR", "Kamerun", "le Cameroun"),
    name("COD", "der Demokratischen Republik Kongo", "la République démocratique du Congo"),
    name("COG", "der Republik Kongo", "la République du Congo"),
    name("COL", "Kolumbien", "la Colombie"),
    name("COM", "den Komoren", "les Comores"),
    name("CPV", "Cabo Verde", "le Cap-Vert"),
    name("CRI", "Costa Rica", "le Costa Rica"),
    name("CUB", "Kuba", "Cuba"),
    name("CYP", "Zypern", "Chypre"),
    name("CZE", "Tschechien", "la Tchéquie"),
    name("DEU", "Deutschland", "l’Allemagne"),
    name("DJI", "Dschibuti", "Djibouti"),
    name("DMA", "Dominica", "la Dominique"),
    name("DNK", "Dänemark", "le Danemark"),
    name("DOM", "der Dominikanischen Republik", "la République dominicaine"),
    name("DZA", "Algerien", "l’Algérie"),
    name("ECU", "Ecuador", "l’Équateur"),
    name("EGY", "Ägypten", "l’Égypte"),
    name("ERI", "Eritrea", "l’Érythrée"),
    name("ESP", "Spanien", "l’Espagne"),
    name("EST", "Estland", "l’Estonie"),
    name("ETH", "Äthiopien", "l’Éthiopie"),
    name("FIN", "Finnland", "la Finlande"),
    name("FJI", "Fidschi", "les Fidji"),
    name("FRA", "Frankreich", "la France"),
    name("FSM", "Mikronesien", "la Micronésie"),
    name("GAB", "Gabun", "le Gabon"),
    name("GBR", "Großbritannien", "le Royaume-Uni"),
    name("GEO", "Georgien", "la Géorgie"),
    name("GHA", "Ghana", "le Ghana"),
    name("GIN", "Guinea", "la Guinée"),
    name("GMB", "Gambia", "la Gambie"),
    name("GNB", "Guinea-Bissau", "la Guinée-Bissau"),
    name("GNQ", "Äquatorialguinea", "la Guinée équatoriale"),
    name("GRC", "Griechenland", "la Grèce"),
    name("GRD", "Grenada", "la Grenade"),
    name("GTM", "Guatemala", "le Guatemala"),
    name("GUY", "Guyana", "le Guyana"),
    name("HND", "Honduras", "le Honduras"),
    name("HRV", "Kroatien", "la Croatie"),
    name("HTI", "Haiti", "Haïti"),
    name("HUN", "Ungarn", "la Hongrie"),
    name("IDN", "Indonesien", "l’Indonésie"),
    name("IND", "Indien", "l’Inde"),
    name("IRL", "Irland", "l’Irlande"),
    name("IRN", "dem Iran", "l’Iran"),
    name("IRQ", "dem Irak", "l’Irak"),
    name("ISL", "Island", "l’Islande"),
    name("ISR", "Israel", "Israël"),
    name("ITA", "Italien", "l’Italie"),
    name("JAM", "Jamaika", "la Jamaïque"),
    name("JOR", "Jordanien", "la Jordanie"),
    name("JPN", "Japan", "le Japon"),
    name("KAZ", "Kasachstan", "le Kazakhstan"),
    name("KEN", "Kenia", "le Kenya"),
    name("KGZ", "Kirgisistan", "le Kirghizistan"),
    name("KHM", "Kambodscha", "le Cambodge"),
    name("KIR", "Kiribati", "les Kiribati"),
    name("KNA", "St. Kitts und Nevis", "Saint-Christophe-et-Niévès"),
    name("KOR", "Südkorea", "la Corée du Sud"),
    name("KWT", "Kuwait", "le Koweït"),
    name("LAO", "Laos", "le Laos"),
    name("LBN", "dem Libanon", "le Liban"),
    name("LBR", "Liberia", "le Liberia"),
    name("LBY", "Libyen", "la Libye"),
    name("LCA", "St. Lucia", "Sainte-Lucie"),
    name("LIE", "Liechtenstein", "le Liechtenstein"),
    name("LKA", "Sri Lanka", "le Sri Lanka"),
    name("LSO", "Lesotho", "le Lesotho"),
    name("LTU", "Litauen", "la Lituanie"),
    name("LUX", "Luxemburg", "le Luxembourg"),
    name("LVA", "Lettland", "la Lettonie"),
    name("MAR", "Marokko", "le Maroc"),
    name("MCO", "Monaco", "Monaco"),
    name("MDA", "der Republik Moldau", "la Moldavie"),
    name("MDG", "Madagaskar", "Madagascar"),
    name("MDV", "den Malediven", "les Maldives"),
    name("MEX", "Mexiko", "le Mexique"),
    name("MHL", "den Marshallinseln", "les Îles Marshall"),
    name("MKD", "Nordmazedonien", "la Macédoine du Nord"),
    name("MLI", "Mali", "le Mali"),
    name("MLT", "Malta", "Malte"),
    name("MMR", "Myanmar", "la Birmanie"),
    name("MNE", "Montenegro", "le Monténégro"),
    name("MNG", "der Mongolei", "la Mongolie"),
    name("MOZ", "Mosambik", "le Mozambique"),
    name("MRT", "Mauretanien", "la Mauritanie"),
    name("MUS", "Mauritius", "Maurice"),
    name("MWI", "Malawi", "le Malawi"),
    name("MYS", "Malaysia", "la Malaisie"),
    name("NAM", "Namibia", "la Namibie"),
    name("NER", "Niger", "le Niger"),
    name("NGA", "Nigeria", "le Nigeria"),
    name("NIC", "Nicaragua", "le Nicaragua"),
    name("NLD", "den Niederlanden", "les Pays-Bas"),
    name("NOR", "Norwegen", "la Norvège"),
    name("NPL", "Nepal", "le Népal"),
    name("NRU", "Nauru", "Nauru"),
    name("NZL", "Neuseeland", "la Nouvelle-Zélande"),
    name("OMN", "Oman", "Oman"),
    name("PAK", "Pakistan", "le Pakistan"),
    name("PAN", "Panama", "le Panama"),
    name("PER", "Peru", "le Pérou"),
    name("PHL", "den Philippinen", "les Philippines"),
    name("PLW", "Palau", "les Palaos"),
    name("PNG", "Papua-Neuguinea", "la Papouasie-Nouvelle-Guinée"),
    name("POL", "Polen", "la Pologne"),
    name("PRK", "Nordkorea", "la Corée du Nord"),
    name("PRT", "Portugal", "le Portugal"),
    name("PRY", "Paraguay", "le Paraguay"),
    name("PSE", "Palästina", "la Palestine"),
    name("QAT", "Katar", "le Qatar"),
    name("ROU", "Rumänien", "la Roumanie"),
    name("RUS", "Russland", "la Russie"),
    name("RWA", "Ruanda", "le Rwanda"),
    name("SAU", "Saudi-Arabien", "l’Arabie saoudite"),
    name("SDN", "dem Sudan", "le Soudan"),
    name("SEN", "dem Senegal", "le Sénégal"),
    name("SGP", "Singapur", "Singapour"),
    name("SLB", "den Salomonen", "les Îles Salomon"),
    name("SLE", "Sierra Leone", "la Sierra Leone"),
    name("SLV", "El Salvador", "le Salvador"),
    name("SMR", "San Marino", "Saint-Marin"),
    name("SOM", "Somalia", "la Somalie"),
    name("SRB", "Serbien", "la Serbie"),
    name("SSD", "dem Südsudan", "le Soudan du Sud"),
    name("STP", "São Tomé und Príncipe", "Sao Tomé-et-Principe"),
    name("SUR", "Suriname", "le Suriname"),
    name("SVK", "der Slowakei", "la Slovaquie"),
    name("SVN", "Slowenien", "la Slovénie"),
    name("SWE", "Schweden", "la Suède"),
    name("SWZ", "Eswatini", "l’Eswatini"),
    name("SYC", "den Seychellen", "les Seychelles"),
    name("SYR", "Syrien", "la Syrie"),
    name("TCD", "dem Tschad", "le Tchad"),
    name("TGO", "Togo", "le Togo"),
    name("THA", "Thailand", "la Thaïlande"),
    name("TJK", "Tadschikistan", "le Tadjikistan"),
    name("TKM", "Turkmenistan", "le Turkménistan"),
    name("TLS", "Timor-Leste", "le Timor oriental"),
    name("TON", "Tonga", "les Tonga"),
    name("TTO", "Trinidad und Tobago", "Trinité-et-Tobago"),
    name("TUN", "Tunesien", "la Tunisie"),
    name("TUR", "der Türkei", "la Turquie"),
    name("TUV", "Tuvalu", "les Tuvalu"),
    name("TWN", "Taiwan", "Taïwan"),
    name("TZA", "Tansania", "la Tanzanie"),
    name("UGA", "Uganda", "l’Ouganda"),
    name("UKR", "der Ukraine", "l’Ukraine"),
    name("URY", "Uruguay", "l’Uruguay"),
    name("USA", "den USA", "les États-Unis"),
    name("UZB", "Usbekistan", "l’Ouzbékistan"),
    name("VAT", "dem Vatikan", "le Vatican"),
    name("VCT", "St. Vincent und den Grenadinen", "Saint-Vincent-et-les-Grenadines"),
    name("VEN", "Venezuela", "le Venezuela"),
    name("VNM", "Vietnam", "le Vietnam"),
    name("VUT", "Vanuatu", "le Vanuatu"),
    name("WSM", "Samoa", "les Samoa"),
    name("XKX", "dem Kosovo", "le Kosovo"),
    name("YEM", "dem Jemen", "le Yémen"),
    name("ZAF", "Südafrika", "l’Afrique du Sud"),
    name("ZMB", "Sambia", "la Zambie"),
    name("ZWE", "Simbabwe", "le Zimbabwe"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_the_code_of_a_country() {
        assert!(NAMES.is_sorted_by(|a, b| a.iso3 < b.iso3));
        for one in NAMES {
            assert!(Country::from_iso3(one.iso3).is_some(), "{}", one.iso3);
        }
    }

    #[test]
    fn every_state_of_the_united_nations_has_a_name() {
        // 193 members, Palestine, Kosovo, Taiwan and the Vatican.
        assert_eq!(NAMES.len(), 197);
    }
}

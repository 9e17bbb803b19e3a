//! The words of the pictures in French, with the no-break spaces that its punctuation needs.

use super::Words;
use crate::plot::DateFormat;
use crate::text::translated;

/// The form of dates: "10 juil. 2025", "1er juil.".
pub(crate) fn french_dates() -> DateFormat {
    let months = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let short = [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ];
    DateFormat {
        months_short: short.map(str::to_owned),
        months: months.map(str::to_owned),
        weekdays: ["L", "M", "M", "J", "V", "S", "D"].map(str::to_owned),
        first_of_month: Some("1er".to_owned()),
        day: "{d} {mon}".to_owned(),
        day_and_year: "{d} {mon} {y}".to_owned(),
        days: "{d}–{e} {mon}".to_owned(),
        days_and_year: "{d}–{e} {mon} {y}".to_owned(),
        month: "{mon}".to_owned(),
        month_and_year: "{mon} {y}".to_owned(),
        year: "{y}".to_owned(),
        range: "{from}–{to}".to_owned(),
        from: "dès {date}".to_owned(),
        by: "au plus tard {date}".to_owned(),
        through: "du {from} au {to}".to_owned(),
        until: "fin\u{a0}: {date}".to_owned(),
        about: "vers {date}".to_owned(),
    }
}

#[expect(clippy::too_many_lines, reason = "a table of words")]
pub(crate) fn french() -> Words {
    translated!(Words {
        decimal_sign = ",";
        rising = "En hausse";
        falling = "En baisse";
        steady = "Stable";
        unclear = "Incertain";
        insufficient = "Trop peu de données";
        no_data = "pas de données";
        pair = "{a}–{b}";
        at_date = "au début du {date}";
        friendlier = "↑ plus amical";
        level_unit = "niveau R, ± 1 e. t.";
        level_short = "R {level}";
        peak = "sommet {level}, {date}";
        p_rising = "P(hausse) {p}";
        contributions = "Ce que chaque événement apporte au niveau le {date} (demi-vie {days} jours)\u{202f}; les plus grands sont nommés";
        contributions_short = "Ce que chaque événement apporte au niveau";
        volume = "Volume de contacts (contacts, décroissants)";
        volume_short = "Volume de contacts";
        contacts = "{n} contacts";
        title_rising = "Les relations {pair} s’améliorent depuis le {date} (P {p})";
        title_falling = "Les relations {pair} se dégradent depuis le {date} (P {p})";
        title_rising_always = "Les relations {pair} s’améliorent (P {p})";
        title_falling_always = "Les relations {pair} se dégradent (P {p})";
        title_steady = "Les relations {pair} sont stables";
        title_unclear = "Les relations {pair} n’ont pas de direction nette";
        title_insufficient = "Trop peu de données pour dire où vont les relations {pair}";
        title_contacts = "Les contacts seuls ne montrent pas où vont les relations {pair}";
        title_empty = "Aucun événement des relations {pair} ne compte au {date}";
        subtitle_pair = "{a} et {b}, {dates}.";
        level_below_peak = "Le niveau est {level}\u{202f}; le {date}, il était à son sommet\u{a0}: {peak}.";
        level_at_peak = "Le niveau est {level}, le plus haut de la période.";
        p_sentence = "La probabilité d’une amélioration est {p}.";
        footer_hatched = "Hachures\u{a0}: pas de données (aucune source ne déclare couvrir ces jours).";
        footer_coverage_unknown = "Aucune couverture déclarée ne vaut pour tous ces événements.";
        footer_level = "Niveau R = S/√(1+W)\u{a0}: poids × valence de chaque événement, réduit de moitié tous les {half_life} jours. Bande\u{a0}: ± 1 erreur type. Direction\u{a0}: par rapport aux jours avant une fenêtre de {window} jours\u{202f}; commence à P ≥ {enter}, dure tant que P ≥ {leave} (barème {version}).";
        footer_unlabelled = "{n} événements sur {all} sont dessinés sans étiquette\u{a0}: leurs titres apparaissent sous le pointeur.";
        footer_outside = "Événements hors des jours montrés\u{a0}: {n}.";
        footer_unscored = "Événements de la paire qui ne sont pas notés\u{a0}: {n}.";
        title_adds = "{date}\u{a0}: {title}, {share}";
        meeting = "rencontre";
        call = "appel";
        statement = "déclaration, vers le destinataire";
        statement_to_none = "à personne de visible";
        act = "acte";
        one_statement = "déclaration";
        untitled = "{kind} ({parties})";
        in_force = "en vigueur";
        planned = "prévu";
        disputed = "contesté";
        cancelled = "annulé";
        span = "un jour de cette période";
        open_end = "fin ouverte";
        by_order = "sans date, placé selon l’ordre";
        date_by_order = "{date}, selon l’ordre";
        dated = "daté\u{a0}: {date}";
        undated = "sans date";
        the_state = "l’État";
        others = "autres";
        all_others = "tous les autres";
        no_state = "Autres";
        title_no_events = "Aucun événement";
        title_undated = "{n} événements dans leur ordre, dont {k} sans date";
        title_uncertain = "{k} événements sur {n} n’ont pas de jour certain";
        title_contact = "Le plus souvent en contact\u{a0}: {a} et {b}, {k} rencontres et appels sur {n}";
        title_events = "Nombre d’événements\u{a0}: {n}\u{202f}; {dates}";
        subtitle_events = "{record}\u{a0}: {counts}\u{202f}; {dates}.";
        subtitle_events_only = "Événements\u{a0}: {counts}\u{202f}; {dates}.";
        count_meetings = "rencontres {n}";
        count_calls = "appels {n}";
        count_statements = "déclarations {n}";
        count_acts = "actes {n}";
        count_standing = "relations établies {n}";
        footer_moved = "Les signes d’une ligne qui se couvriraient sont déplacés de {n} px au plus\u{202f}; leur ordre est gardé.";
        footer_stretched = "Double trait\u{a0}: changement d’échelle, là où beaucoup d’événements tombent en peu de jours\u{202f}; les jours du {from} au {to} sont {times} fois plus larges.";
        footer_whisker = "Trait à bouts\u{a0}: les jours que les sources les plus anciennes permettent à elles seules.";
        footer_broken = "Zigzag\u{a0}: un cinquième des jours ou plus, sans événement, est omis.";
        days_left_out = "{n} j";
        footer_undated = "Sans date et non placés selon l’ordre\u{a0}: {n}.";
        title_calendar = "{pair}\u{a0}: contact {n} jours sur {covered} couverts";
        title_calendars = "Le plus de jours de contact\u{a0}: {pair}, {n} sur {covered} couverts";
        title_calendar_unknown = "{pair}\u{a0}: jours de contact {n}\u{202f}; couverture inconnue";
        title_calendar_none = "Aucun contact sur {covered} jours couverts";
        subtitle_calendar = "Rencontres et appels par jour, {dates}. Un jour sans contact ne compte comme «\u{a0}aucun\u{a0}» que si une source déclare le couvrir.";
        one_contact = "un contact";
        several_contacts = "deux ou plus";
        no_contact = "aucun";
        possible_contact = "possible\u{a0}: plus pâle si le jour est moins probable";
        covered_all = "couvert en entier";
        covered_part = "couvert en partie";
        covered_unknown = "couverture inconnue";
        covered_none = "non couvert";
        footer_weeks = "Les colonnes sont des semaines à partir du lundi.";
        title_pairs = "Sur {n} paires, en hausse\u{a0}: {rising}, en baisse\u{a0}: {falling}, trop peu de données\u{a0}: {few}";
        title_pairs_none = "Aucune des {n} paires n’a de direction établie";
        title_pairs_empty = "Aucune paire";
        subtitle_network = "Paires le {date}. Largeur\u{a0}: contacts, décroissants\u{202f}; couleur\u{a0}: niveau\u{202f}; signe et nombre\u{a0}: direction et niveau des paires qui ont le plus de contacts.";
        subtitle_multiples = "Niveau et sa bande de ± 1 erreur type, {dates}\u{202f}; une seule échelle, traits à {low}, 0 et {high}. Signe et nombres\u{a0}: {date}.";
        level = "Niveau R";
        near_zero = "près de 0";
        few_contacts = "peu de contacts";
        many_contacts = "beaucoup";
        dashed_insufficient = "trop peu de données pour une direction";
        footer_network = "Les positions ne dépendent que des identifiants\u{a0}: les réseaux de deux dates se comparent.";
        footer_no_marks = "Paires sans événement noté, donc sans trait\u{a0}: {n}.";
        footer_left_out = "Paires omises, qui ont moins de contacts\u{a0}: {n}.";
        p_short = "P↑ {p}";
        data_left_out = "Omis, car un premier ou un dernier jour est inconnu ({n})\u{a0}: {titles}.";
        data_pale = "Barres pâles\u{a0}: le jour est inconnu\u{202f}; il est dans la barre.";
        data_network = "Paires le {date}. Largeur\u{a0}: contacts, décroissants\u{202f}; couleur\u{a0}: niveau\u{202f}; tirets\u{a0}: trop peu de données pour une direction.";
        data_multiples = "Niveau et sa bande de ± 1 erreur type, {dates}\u{202f}; une seule échelle.";
        data_holes = "Gris\u{a0}: pas de données (aucune source ne déclare couvrir ces jours).";
    })
}

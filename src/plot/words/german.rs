//! The words of the pictures in German.

use super::Words;
use crate::plot::DateFormat;
use crate::text::translated;

/// The form of dates: "10. Juli 2025", "12.–13. Juli".
pub(crate) fn german_dates() -> DateFormat {
    let months = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    let short = [
        "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
        "Dez.",
    ];
    DateFormat {
        months_short: short.map(str::to_owned),
        months: months.map(str::to_owned),
        weekdays: ["M", "D", "M", "D", "F", "S", "S"].map(str::to_owned),
        first_of_month: None,
        day: "{d}. {mon}".to_owned(),
        day_and_year: "{d}. {mon} {y}".to_owned(),
        days: "{d}.–{e}. {mon}".to_owned(),
        days_and_year: "{d}.–{e}. {mon} {y}".to_owned(),
        month: "{mon}".to_owned(),
        month_and_year: "{mon} {y}".to_owned(),
        year: "{y}".to_owned(),
        range: "{from}–{to}".to_owned(),
        from: "ab {date}".to_owned(),
        by: "bis {date}".to_owned(),
        through: "vom {from} bis zum {to}".to_owned(),
        until: "bis {date}".to_owned(),
        about: "etwa {date}".to_owned(),
    }
}

#[expect(clippy::too_many_lines, reason = "a table of words")]
pub(crate) fn german() -> Words {
    translated!(Words {
        decimal_sign = ",";
        rising = "Steigend";
        falling = "Fallend";
        steady = "Stabil";
        unclear = "Unklar";
        insufficient = "Zu wenig Daten";
        no_data = "keine Daten";
        pair = "{a}–{b}";
        at_date = "zu Beginn des {date}";
        friendlier = "↑ freundlicher";
        level_unit = "Niveau R, ± 1 SF";
        level_short = "R {level}";
        peak = "Höchststand {level}, {date}";
        p_rising = "P(steigend) {p}";
        contributions = "Was jedes Ereignis am {date} zum Niveau beiträgt (Halbwertszeit {days} Tage); die größten sind benannt";
        contributions_short = "Was jedes Ereignis zum Niveau beiträgt";
        volume = "Kontaktvolumen (Kontakte, abklingend)";
        volume_short = "Kontaktvolumen";
        contacts = "{n} Kontakte";
        title_rising = "Die Beziehungen {pair} verbessern sich seit dem {date} (P {p})";
        title_falling = "Die Beziehungen {pair} verschlechtern sich seit dem {date} (P {p})";
        title_rising_always = "Die Beziehungen {pair} verbessern sich (P {p})";
        title_falling_always = "Die Beziehungen {pair} verschlechtern sich (P {p})";
        title_steady = "Die Beziehungen {pair} sind stabil";
        title_unclear = "Die Beziehungen {pair} haben keine klare Richtung";
        title_insufficient = "Zu wenig Daten für die Richtung der Beziehungen {pair}";
        title_contacts = "Kontakte allein zeigen nicht, wohin sich die Beziehungen {pair} entwickeln";
        title_empty = "Kein Ereignis der Beziehungen {pair} zählt bis zum {date}";
        subtitle_pair = "{a} und {b}, {dates}.";
        level_below_peak = "Das Niveau ist {level}; am {date} war der Höchststand {peak}.";
        level_at_peak = "Das Niveau ist {level}, der Höchststand des Zeitraums.";
        p_sentence = "Die Wahrscheinlichkeit P einer Verbesserung ist {p}.";
        footer_hatched = "Schraffiert: keine Daten (keine Quelle erklärt, diese Tage abzudecken).";
        footer_coverage_unknown = "Keine erklärte Abdeckung gilt für alle diese Ereignisse.";
        footer_level = "Niveau R = S/√(1+W): Gewicht × Wertigkeit jedes Ereignisses, alle {half_life} Tage halbiert. Band: ± 1 Standardfehler. Richtung: gegenüber einem Fenster von {window} Tagen davor; beginnt bei P ≥ {enter}, hält an bis P < {leave} (Bewertung {version}).";
        footer_unlabelled = "{n} von {all} Ereignissen sind ohne Beschriftung gezeichnet; ihre Titel erscheinen unter dem Mauszeiger.";
        footer_outside = "Ereignisse außerhalb der gezeigten Tage: {n}.";
        footer_unscored = "Ereignisse des Paars, die nicht bewertet sind: {n}.";
        title_adds = "{date}: {title}, {share}";
        meeting = "Treffen";
        call = "Telefonat";
        statement = "Äußerung, zum Adressaten hin";
        statement_to_none = "an niemanden im Bild";
        act = "Handlung";
        one_statement = "Äußerung";
        untitled = "{kind} ({parties})";
        in_force = "in Kraft";
        planned = "geplant";
        disputed = "bestritten";
        cancelled = "abgesagt";
        span = "ein Tag in dieser Spanne";
        open_end = "offenes Ende";
        by_order = "ohne Datum, nach der Reihenfolge eingeordnet";
        date_by_order = "{date}, nach der Reihenfolge";
        dated = "datiert: {date}";
        undated = "ohne Datum";
        the_state = "der Staat";
        others = "andere";
        all_others = "alle anderen";
        no_state = "Andere";
        title_no_events = "Keine Ereignisse";
        title_undated = "{n} Ereignisse in ihrer Reihenfolge, davon {k} ohne Datum";
        title_uncertain = "{k} von {n} Ereignissen haben keinen sicheren Tag";
        title_contact = "Am häufigsten in Kontakt: {a} und {b}, {k} von {n} Treffen und Telefonaten";
        title_events = "Anzahl der Ereignisse: {n}; {dates}";
        subtitle_events = "{record}: {counts}; {dates}.";
        subtitle_events_only = "Ereignisse: {counts}; {dates}.";
        count_meetings = "Treffen {n}";
        count_calls = "Telefonate {n}";
        count_statements = "Äußerungen {n}";
        count_acts = "Handlungen {n}";
        count_standing = "dauerhafte Verhältnisse {n}";
        footer_moved = "Zeichen einer Zeile, die sich verdecken würden, sind um bis zu {n} px verschoben; ihre Reihenfolge bleibt.";
        footer_stretched = "Doppelte Linie: Wechsel des Maßstabs, wo viele Ereignisse auf wenige Tage fallen; die Tage vom {from} bis {to} sind {times}-mal so breit.";
        footer_whisker = "Strich mit Enden: die Tage, die die frühesten Quellen allein zulassen.";
        footer_broken = "Zickzack: Ein Fünftel aller Tage oder mehr, ohne Ereignisse, ist ausgelassen.";
        days_left_out = "{n} T.";
        footer_undated = "Ohne Datum und nicht eingeordnet: {n}.";
        title_calendar = "{pair}: Kontakt an {n} von {covered} abgedeckten Tagen";
        title_calendars = "Kontakt an den meisten Tagen: {pair}, {n} von {covered} abgedeckten";
        title_calendar_unknown = "{pair}: Tage mit Kontakt: {n}; Abdeckung unbekannt";
        title_calendar_none = "Kein Kontakt an {covered} abgedeckten Tagen";
        subtitle_calendar = "Treffen und Telefonate nach Tagen, {dates}. Ein Tag ohne Kontakt gilt nur dann als „keiner“, wenn eine Quelle erklärt, ihn abzudecken.";
        one_contact = "ein Kontakt";
        several_contacts = "zwei oder mehr";
        no_contact = "keiner";
        possible_contact = "möglich: blasser, je unwahrscheinlicher der Tag";
        covered_all = "durchgehend abgedeckt";
        covered_part = "teilweise abgedeckt";
        covered_unknown = "Abdeckung unbekannt";
        covered_none = "nicht abgedeckt";
        footer_weeks = "Spalten sind Wochen ab Montag.";
        title_pairs = "Von {n} Paaren steigend: {rising}, fallend: {falling}, zu wenig Daten: {few}";
        title_pairs_none = "Keines von {n} Paaren hat eine gesicherte Richtung";
        title_pairs_empty = "Keine Paare";
        subtitle_network = "Paare am {date}. Breite: Kontakte, abklingend; Farbe: Niveau; Zeichen und Zahl: Richtung und Niveau der Paare mit dem meisten Kontakt.";
        subtitle_multiples = "Niveau mit seinem Band von ± 1 Standardfehler, {dates}; alle auf einer Skala, mit Linien bei {low}, 0 und {high}. Zeichen und Zahlen: {date}.";
        level = "Niveau R";
        near_zero = "nahe 0";
        few_contacts = "wenige Kontakte";
        many_contacts = "viele";
        dashed_insufficient = "zu wenig Daten für eine Richtung";
        footer_network = "Die Lage hängt nur von den Kennungen ab; Netze zweier Tage sind daher vergleichbar.";
        footer_no_marks = "Paare ohne bewertetes Ereignis, daher ohne Linie: {n}.";
        footer_left_out = "Ausgelassene Paare mit weniger Kontakt: {n}.";
        p_short = "P↑ {p}";
        data_left_out = "Ausgelassen, weil ein erster oder letzter Tag nicht bekannt ist ({n}): {titles}.";
        data_pale = "Blasse Balken: Der Tag ist nicht bekannt; er liegt innerhalb des Balkens.";
        data_network = "Paare am {date}. Breite: Kontakte, abklingend; Farbe: Niveau; gestrichelt: zu wenig Daten für eine Richtung.";
        data_multiples = "Niveau mit seinem Band von ± 1 Standardfehler, {dates}; alle auf einer Skala.";
        data_holes = "Grau: keine Daten (keine Quelle erklärt, diese Tage abzudecken).";
    })
}

//! The words of the pictures.

#[cfg(feature = "sentences")]
mod french;
#[cfg(feature = "sentences")]
mod german;

#[cfg(feature = "sentences")]
pub(crate) use french::{french, french_dates};
#[cfg(feature = "sentences")]
pub(crate) use german::{german, german_dates};

use crate::text::word_table;

word_table! {
    /// The words and sentences of the pictures. The default is English.
    ///
    /// A name in braces is replaced by a value: `{pair}` becomes "US–Russia". A sentence may omit
    /// values or change their order. With the feature `sentences`, `Style::in_language` sets the words of a language.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::plot::{Style, Words};
    ///
    /// let mut words = Words::default();
    /// words.rising = "steigend".into();
    /// words.falling = "fallend".into();
    /// let style = Style::new(900).with_words(words);
    /// ```
    Words {
        /// The sign before the decimals of a number. With another sign than a point, probabilities have a zero before it.
        decimal_sign = ".";
        /// A direction.
        rising = "Rising";
        /// A direction.
        falling = "Falling";
        /// A direction.
        steady = "Steady";
        /// A direction.
        unclear = "Unclear";
        /// A direction.
        insufficient = "Too little data";
        /// The label of days that no source covers.
        no_data = "no data";
        /// The name of a pair of actors.
        pair = "{a}–{b}";
        /// The day of the answer, which does not include the events of that day.
        at_date = "at the start of {date}";
        /// The label above the axis of the level.
        friendlier = "↑ friendlier";
        /// The label beside a level with its standard error.
        level_unit = "level R, ± 1 s.e.";
        /// A level, in a narrow picture.
        level_short = "R {level}";
        /// The label of the peak.
        peak = "peak {level}, {date}";
        /// The probability that relations rise.
        p_rising = "P(rising) {p}";
        /// The heading above the events of a chart.
        contributions = "What each event adds to the level on {date} (half-life {days} days); the largest are named";
        /// The heading above the events of a narrow chart.
        contributions_short = "What each event adds to the level now";
        /// The heading above the volume of contact.
        volume = "Contact volume (contacts, decayed)";
        /// The heading above the volume of contact in a narrow chart.
        volume_short = "Contact volume";
        /// The label beside the volume of contact.
        contacts = "{n} contacts";
        /// A title: rising since a day.
        title_rising = "{pair} relations have been rising since {date} (P {p})";
        /// A title: falling since a day.
        title_falling = "{pair} relations have been falling since {date} (P {p})";
        /// A title: rising from the beginning.
        title_rising_always = "{pair} relations are rising (P {p})";
        /// A title: falling from the beginning.
        title_falling_always = "{pair} relations are falling (P {p})";
        /// A title: steady.
        title_steady = "{pair} relations are steady";
        /// A title: unclear.
        title_unclear = "{pair} relations have no clear direction";
        /// A title: too little data.
        title_insufficient = "Too little data to say where {pair} relations are going";
        /// A title: contacts and nothing else.
        title_contacts = "Contacts alone do not show where {pair} relations are going";
        /// A title: no event has a mark.
        title_empty = "No event of {pair} relations is scored by {date}";
        /// A subtitle: who, and from when to when.
        subtitle_pair = "{a} and {b}, {dates}.";
        /// A sentence: the level, below its peak.
        level_below_peak = "The level is {level}, down from its peak of {peak} on {date}.";
        /// A sentence: the level, which is the peak.
        level_at_peak = "The level is {level}, the highest of the lookback.";
        /// A sentence: the probability of a rise.
        p_sentence = "The probability of a rise is {p}.";
        /// A footer: what hatching means.
        footer_hatched = "Hatched: no data (no source declares coverage).";
        /// A footer: the coverage is unknown.
        footer_coverage_unknown = "No declared coverage applies to all of these events.";
        /// A footer: how a level is computed.
        footer_level = "Level R = S/√(1+W): each event’s weight × valence, halved every {half_life} days. Band: ± 1 standard error. Direction: against a window of {window} days before; begins at P ≥ {enter}, lasts while P ≥ {leave} (scoring {version}).";
        /// A footer: how many events have no label.
        footer_unlabelled = "{n} of {all} events are drawn without a label: point at them for their titles.";
        /// A footer: how many events are outside.
        footer_outside = "Events outside the days shown: {n}.";
        /// A footer: how many events are not in the score.
        footer_unscored = "Events of the pair that are not in the score: {n}.";
        /// What an event adds to a level.
        title_adds = "{date}: {title}, {share}";
        /// A kind of event.
        meeting = "meeting";
        /// A kind of event.
        call = "call";
        /// A kind of event.
        statement = "statement, towards";
        /// A statement to nobody, or to an actor without a lane.
        statement_to_none = "to nobody in view";
        /// A kind of event.
        act = "act";
        /// A kind of event, in the place of a title.
        one_statement = "statement";
        /// The title of an event without one: its kind, and who took part in it.
        untitled = "{kind} ({parties})";
        /// A standing relation, on the days of its date.
        in_force = "in force";
        /// A status.
        planned = "planned";
        /// A status.
        disputed = "disputed";
        /// A status.
        cancelled = "cancelled";
        /// How an event is dated.
        span = "some day in this span";
        /// How an event is dated.
        open_end = "open end";
        /// How an event is dated.
        by_order = "undated, placed by order";
        /// A date that follows from the order of events.
        date_by_order = "{date}, by order";
        /// The date that the source gave, where the order narrows it.
        dated = "dated {date}";
        /// An event without any bound.
        undated = "undated";
        /// The lane of a state itself.
        the_state = "the state";
        /// The lane of the actors of a state without a lane of their own.
        others = "others";
        /// The lane of everyone else.
        all_others = "all others";
        /// The group of actors of no state.
        no_state = "Others";
        /// A title of a timeline: no event.
        title_no_events = "No events";
        /// A title of a timeline: many events are undated.
        title_undated = "{n} events in order, {k} of them undated";
        /// A title of a timeline: many events have no certain day.
        title_uncertain = "{k} of {n} events have no certain day";
        /// A title of a timeline: who was in contact most often.
        title_contact = "{a} and {b} were in contact most often: {k} of {n} meetings and calls";
        /// A title of a timeline: how many events.
        title_events = "Events: {n}; {dates}";
        /// A subtitle of a timeline: the title of the record, how many events, and when.
        subtitle_events = "{record}: {counts}; {dates}.";
        /// The subtitle of a timeline whose record has no title.
        subtitle_events_only = "Events: {counts}; {dates}.";
        /// How many meetings there are.
        count_meetings = "meetings {n}";
        /// How many calls there are.
        count_calls = "calls {n}";
        /// How many statements there are.
        count_statements = "statements {n}";
        /// How many acts there are.
        count_acts = "acts {n}";
        /// How many standing relations there are.
        count_standing = "standing relations {n}";
        /// A footer: marks were moved.
        footer_moved = "Marks of one lane that would cover each other are moved by up to {n} px; their order is kept.";
        /// A footer: the scale changes.
        footer_stretched = "Double rule: a change of scale, where many events are in few days; the days from {from} to {to} are {times} times as wide.";
        /// A footer: what whiskers mean.
        footer_whisker = "Whisker: the days that the earliest sources alone allow.";
        /// A footer: days are left out.
        footer_broken = "Zigzag: a fifth of all days or more, without events, is left out.";
        /// How many days are left out.
        days_left_out = "{n} d";
        /// A footer: events without any bound.
        footer_undated = "Undated and not placed by order: {n}.";
        /// A title of a calendar.
        title_calendar = "{pair}: contact on {n} of {covered} covered days";
        /// A title of a calendar of several pairs.
        title_calendars = "{pair} had contact on the most days: {n} of {covered} covered";
        /// A title of a calendar whose coverage is unknown.
        title_calendar_unknown = "{pair}: days with contact: {n}; coverage unknown";
        /// A title of a calendar without contact.
        title_calendar_none = "No contact in {covered} covered days";
        /// A subtitle of a calendar.
        subtitle_calendar = "Meetings and calls by day, {dates}. A day without a contact counts as “none” only where a source declares coverage.";
        /// A legend of a calendar.
        one_contact = "one contact";
        /// A legend of a calendar.
        several_contacts = "two or more";
        /// A legend of a calendar.
        no_contact = "none";
        /// A legend of a calendar.
        possible_contact = "possible: paler, the less probable the day";
        /// The coverage, beside a calendar.
        covered_all = "covered throughout";
        /// The coverage, beside a calendar.
        covered_part = "covered in part";
        /// The coverage, beside a calendar.
        covered_unknown = "coverage unknown";
        /// The coverage, beside a calendar.
        covered_none = "not covered";
        /// A footer of a calendar.
        footer_weeks = "Columns are weeks from Monday.";
        /// A title of a network or of small charts.
        title_pairs = "{rising} of {n} pairs rising, {falling} falling; too little data for {few}";
        /// A title of a network or of small charts, where no direction is settled.
        title_pairs_none = "None of {n} pairs has a settled direction";
        /// A title of a network or of small charts without pairs.
        title_pairs_empty = "No pairs";
        /// A subtitle of a network.
        subtitle_network = "Pairs on {date}. Width: contacts, decayed; colour: level; glyph and number: direction and level of the pairs with the most contact.";
        /// A subtitle of small charts.
        subtitle_multiples = "Level with its band of ± 1 standard error, {dates}; all on one scale, with rules at {low}, 0 and {high}. Glyph and numbers: {date}.";
        /// A legend of a network.
        level = "Level R";
        /// A legend of a network.
        near_zero = "near 0";
        /// A legend of a network.
        few_contacts = "few contacts";
        /// A legend of a network.
        many_contacts = "many";
        /// A legend of a network.
        dashed_insufficient = "too little data for a direction";
        /// A footer of a network.
        footer_network = "Positions depend on identifiers only, so networks of two dates can be compared.";
        /// A footer of a network: pairs without a mark.
        footer_no_marks = "Pairs without a mark, and so without a line: {n}.";
        /// A footer of a network: pairs for whose nodes there is no room.
        footer_left_out = "Pairs of less contact that are left out: {n}.";
        /// The probability of a rise, short.
        p_short = "P↑ {p}";
        /// A note on data: events that are left out.
        data_left_out = "Left out, because a first or a last day is not known ({n}): {titles}.";
        /// A note on data: pale bars.
        data_pale = "Pale bars: the day is not known; it is within the bar.";
        /// The subtitle of a network as data.
        data_network = "Pairs on {date}. Width: contacts, decayed; colour: level; dashed: too little data for a direction.";
        /// The subtitle of the levels of many pairs as data.
        data_multiples = "Level with its band of ± 1 standard error, {dates}; all on one scale.";
        /// A note on data: areas that no source covers.
        data_holes = "Grey: no data (no source declares coverage).";
    }
}

#[cfg(all(test, feature = "sentences"))]
mod tests {
    use super::*;

    #[test]
    fn translations_have_the_values_of_the_english_words() {
        let english = Words::default();
        for translation in [german(), french()] {
            crate::text::check_translation(&english.patterns(), &translation.patterns());
        }
    }
}

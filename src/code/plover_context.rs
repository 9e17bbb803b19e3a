//! Contexts of PLOVER: what an act was about.
//!
//! Source: the 37 contexts of the PLOVER manual, 2023, and `humanitarian`, which is only in the
//! mapping from CAMEO. Names only; the descriptions are our own.

use std::fmt;

use crate::text::words;

/// What an act was about.
///
/// The categories and modes of PLOVER say what was done, and contexts say what it was about: a meeting
/// may be military and economic. Contexts are not part of a code and do not affect its score.
///
/// Names are parsed in any ASCII case, with `_` or `-` between words. `democracy` is parsed as
/// `pro_democracy`: the mapping from CAMEO has it.
///
/// # Order
///
/// As in the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PloverContext {
    /// Armed forces and their operations.
    Military,
    /// Espionage and the services that do it.
    Intelligence,
    /// Heads of state or government, cabinets and their policy.
    Executive,
    /// Parliaments and their members.
    Legislative,
    /// Elections and campaigns.
    Election,
    /// The institutions of a state: constitutions, reforms.
    PoliticalInstitutions,
    /// Towards democracy.
    ProDemocracy,
    /// Away from democracy.
    ProAutocracy,
    /// Trade, finance, sanctions.
    Economic,
    /// Courts, law and legal treaties.
    Legal,
    /// Redress for past wrongs.
    Reparations,
    /// Abuses of human rights.
    HumanRights,
    /// Civil rights and freedoms.
    RightsFreedoms,
    /// Repression of dissent.
    Repression,
    /// Food, shelter, safety of persons.
    HumanSecurity,
    /// The position of women and men.
    Gender,
    /// Sexual minorities.
    Lgbt,
    /// Religious or ethnic groups.
    ReligionEthnicity,
    /// Inequality of means.
    Inequality,
    /// Diplomacy and foreign policy.
    Diplomatic,
    /// Borders and the possession of land.
    Territory,
    /// Peacekeeping missions.
    Peacekeeping,
    /// Health and disease.
    Health,
    /// Asylum.
    Asylum,
    /// Migrants and refugees.
    Migration,
    /// Natural and industrial disasters.
    Disasters,
    /// Water, minerals, fuels.
    NaturalResources,
    /// The environment and the climate.
    Environment,
    /// Technology.
    Technology,
    /// Terrorism.
    Terrorism,
    /// Chemical, biological, radiological and nuclear weapons.
    Cbrn,
    /// Computers and networks.
    Cyber,
    /// Falsehoods that are spread deliberately.
    Misinformation,
    /// Crime.
    Crime,
    /// Corruption.
    Corruption,
    /// Illegal drugs.
    IllegalDrugs,
    /// Trafficking of persons or goods.
    Trafficking,
    /// Humanitarian relief; only in the mapping from CAMEO.
    Humanitarian,
}

words!(PloverContext, "a PLOVER context", 38 {
    Military => "military",
    Intelligence => "intelligence",
    Executive => "executive",
    Legislative => "legislative",
    Election => "election",
    PoliticalInstitutions => "political_institutions",
    ProDemocracy => "pro_democracy",
    ProAutocracy => "pro_autocracy",
    Economic => "economic",
    Legal => "legal",
    Reparations => "reparations",
    HumanRights => "human_rights",
    RightsFreedoms => "rights_freedoms",
    Repression => "repression",
    HumanSecurity => "human_security",
    Gender => "gender",
    Lgbt => "lgbt",
    ReligionEthnicity => "religion_ethnicity",
    Inequality => "inequality",
    Diplomatic => "diplomatic",
    Territory => "territory",
    Peacekeeping => "peacekeeping",
    Health => "health",
    Asylum => "asylum",
    Migration => "migration",
    Disasters => "disasters",
    NaturalResources => "natural_resources",
    Environment => "environment",
    Technology => "technology",
    Terrorism => "terrorism",
    Cbrn => "cbrn",
    Cyber => "cyber",
    Misinformation => "misinformation",
    Crime => "crime",
    Corruption => "corruption",
    IllegalDrugs => "illegal_drugs",
    Trafficking => "trafficking",
    Humanitarian => "humanitarian",
} matched by is_context);

/// A set of contexts.
///
/// # Example
///
/// ```
/// use detente::code::{Contexts, PloverContext};
///
/// let contexts: Contexts = [PloverContext::Legal, PloverContext::Military].into_iter().collect();
/// assert!(contexts.contains(PloverContext::Legal));
/// assert_eq!(contexts.to_string(), "military; legal");
/// assert_eq!("pro-democracy".parse(), Ok(PloverContext::ProDemocracy));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Contexts(u64);

impl PloverContext {
    /// The bit of the context in a set.
    const fn bit(self) -> u64 {
        1 << self as u64
    }
}

impl Contexts {
    /// Whether the set contains a context.
    pub const fn contains(self, context: PloverContext) -> bool {
        self.0 & context.bit() != 0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Iterates over the contexts, in order.
    pub fn iter(self) -> impl Iterator<Item = PloverContext> {
        let contained = move |context: &PloverContext| self.contains(*context);
        PloverContext::ALL.into_iter().filter(contained)
    }
}

impl FromIterator<PloverContext> for Contexts {
    fn from_iter<I: IntoIterator<Item = PloverContext>>(contexts: I) -> Self {
        let bits = contexts.into_iter().map(PloverContext::bit);
        Self(bits.fold(0, |set, bit| set | bit))
    }
}

impl fmt::Display for Contexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, context) in self.iter().enumerate() {
            f.write_str(if number == 0 { "" } else { "; " })?;
            f.write_str(context.as_str())?;
        }
        Ok(())
    }
}

/// Whether a text is the name of a context, in any ASCII case, with `_` or `-` between its words.
///
/// `democracy` is the name of `pro_democracy` in the mapping from CAMEO.
fn is_context(name: &str, text: &str) -> bool {
    let plain = |byte: u8| match byte {
        b'-' => b'_',
        _ => byte.to_ascii_lowercase(),
    };
    let is = |name: &str| text.bytes().map(plain).eq(name.bytes());
    is(name) || (name == "pro_democracy" && is("democracy"))
}

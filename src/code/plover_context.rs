//! Contexts of PLOVER: what an act was about.
//!
//! Source: the 37 contexts of the PLOVER manual, 2023, and `humanitarian`, which is only in the
//! mapping from CAMEO. Names only; the descriptions are our own.

use std::fmt;
use std::str::FromStr;

use super::{CodeError, shortened};

/// What an act was about.
///
/// The categories and modes of PLOVER say what was done, and contexts say what it was about: a meeting
/// may be military and economic. Contexts are not part of a code and do not affect its score.
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
    /// All contexts, in the order of the manual.
    pub const ALL: [Self; 38] = [
        Self::Military,
        Self::Intelligence,
        Self::Executive,
        Self::Legislative,
        Self::Election,
        Self::PoliticalInstitutions,
        Self::ProDemocracy,
        Self::ProAutocracy,
        Self::Economic,
        Self::Legal,
        Self::Reparations,
        Self::HumanRights,
        Self::RightsFreedoms,
        Self::Repression,
        Self::HumanSecurity,
        Self::Gender,
        Self::Lgbt,
        Self::ReligionEthnicity,
        Self::Inequality,
        Self::Diplomatic,
        Self::Territory,
        Self::Peacekeeping,
        Self::Health,
        Self::Asylum,
        Self::Migration,
        Self::Disasters,
        Self::NaturalResources,
        Self::Environment,
        Self::Technology,
        Self::Terrorism,
        Self::Cbrn,
        Self::Cyber,
        Self::Misinformation,
        Self::Crime,
        Self::Corruption,
        Self::IllegalDrugs,
        Self::Trafficking,
        Self::Humanitarian,
    ];

    /// The name in data.
    fn name(self) -> &'static str {
        match self {
            Self::Military => "military",
            Self::Intelligence => "intelligence",
            Self::Executive => "executive",
            Self::Legislative => "legislative",
            Self::Election => "election",
            Self::PoliticalInstitutions => "political_institutions",
            Self::ProDemocracy => "pro_democracy",
            Self::ProAutocracy => "pro_autocracy",
            Self::Economic => "economic",
            Self::Legal => "legal",
            Self::Reparations => "reparations",
            Self::HumanRights => "human_rights",
            Self::RightsFreedoms => "rights_freedoms",
            Self::Repression => "repression",
            Self::HumanSecurity => "human_security",
            Self::Gender => "gender",
            Self::Lgbt => "lgbt",
            Self::ReligionEthnicity => "religion_ethnicity",
            Self::Inequality => "inequality",
            Self::Diplomatic => "diplomatic",
            Self::Territory => "territory",
            Self::Peacekeeping => "peacekeeping",
            Self::Health => "health",
            Self::Asylum => "asylum",
            Self::Migration => "migration",
            Self::Disasters => "disasters",
            Self::NaturalResources => "natural_resources",
            Self::Environment => "environment",
            Self::Technology => "technology",
            Self::Terrorism => "terrorism",
            Self::Cbrn => "cbrn",
            Self::Cyber => "cyber",
            Self::Misinformation => "misinformation",
            Self::Crime => "crime",
            Self::Corruption => "corruption",
            Self::IllegalDrugs => "illegal_drugs",
            Self::Trafficking => "trafficking",
            Self::Humanitarian => "humanitarian",
        }
    }

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

impl fmt::Display for PloverContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for Contexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, context) in self.iter().enumerate() {
            f.write_str(if number == 0 { "" } else { "; " })?;
            f.write_str(context.name())?;
        }
        Ok(())
    }
}

/// Parses the name of a context, in any ASCII case, with `_` or `-` between its words.
///
/// `democracy` is parsed as `pro_democracy`, its name in the mapping from CAMEO.
impl FromStr for PloverContext {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let plain = |byte: u8| match byte {
            b'-' => b'_',
            _ => byte.to_ascii_lowercase(),
        };
        let is = |name: &str| text.bytes().map(plain).eq(name.bytes());
        if is("democracy") {
            return Ok(Self::ProDemocracy);
        }
        Self::ALL
            .into_iter()
            .find(|context| is(context.name()))
            .ok_or_else(|| CodeError::Context {
                text: shortened(text),
            })
    }
}

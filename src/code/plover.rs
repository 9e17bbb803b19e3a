//! PLOVER categories and modes.
//!
//! Source: the score table of the PLOVER manual, 2023 (Open Event Data Alliance, CC
//! BY-SA 4.0; numbers and names only).

use std::fmt;
use std::str::FromStr;

use super::{CodeError, QuadClass, shortened};

/// The sixteen categories of PLOVER.
///
/// `DISAPPROVE` and `INVESTIGATE`, which are categories in older drafts, are modes of `ACCUSE`, and
/// `DEMAND` is `REQUEST`.
///
/// # Order
///
/// By name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PloverCategory {
    /// Criticises, accuses, investigates or sues.
    Accuse,
    /// Agrees, offers or promises to cooperate.
    Agree,
    /// Gives something that mainly benefits the other side.
    Aid,
    /// Uses force that can do serious physical harm.
    Assault,
    /// Represses, or restricts rights.
    Coerce,
    /// Concedes in words, without consequences yet.
    Concede,
    /// Meets, visits, calls or negotiates.
    Consult,
    /// Cooperates materially, to the benefit of both.
    Cooperate,
    /// Moves forces or police, short of using them.
    Mobilize,
    /// Civilians protest together.
    Protest,
    /// Rejects or refuses.
    Reject,
    /// Requests or demands.
    Request,
    /// Gives way in deeds: withdraws, releases, disarms.
    Retreat,
    /// Reduces relations.
    Sanction,
    /// Supports in words, recognises, signs.
    Support,
    /// Threatens, or gives a warning backed by force.
    Threaten,
}

/// The modes of all categories: how an act was done.
///
/// A mode belongs to one category or to several; [`PloverCategory::modes`] lists them.
///
/// # Order
///
/// By name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PloverMode {
    /// Abduction or hijacking.
    Abduct,
    /// Letting third parties in: observers, relief, peacekeepers.
    Access,
    /// Weapons from the air.
    Aerial,
    /// An allegation.
    Allege,
    /// Arrest or detention.
    Arrest,
    /// Any exchange, relations or assistance.
    Assist,
    /// Beating.
    Beat,
    /// A boycott.
    Boycott,
    /// A ceasefire put into effect.
    Ceasefire,
    /// Censorship.
    Censor,
    /// A change of policy, government or institutions.
    Change,
    /// A conviction in court.
    Convict,
    /// The means of crowd control.
    CrowdControl,
    /// A curfew.
    Curfew,
    /// Computers and networks as means.
    Cyber,
    /// A demonstration.
    Demo,
    /// The expulsion of individuals.
    Deport,
    /// The destruction of property.
    Destroy,
    /// Disapproval.
    Disapprove,
    /// Disarmament.
    Disarm,
    /// Breaking off exchanges, meetings or talks.
    Discontinue,
    /// Drones.
    Drone,
    /// The expulsion of diplomats, missions or groups.
    Expel,
    /// Explosives outside heavy weapons.
    Explosives,
    /// Small arms.
    Firearms,
    /// Weapons served by a crew.
    HeavyWeapons,
    /// A hunger strike.
    Hunger,
    /// An investigation.
    Investigate,
    /// Martial law or a state of emergency.
    MartialLaw,
    /// Meetings and negotiations.
    Meet,
    /// A militia.
    Militia,
    /// Misinformation.
    Misinformation,
    /// In a multilateral setting.
    Multilateral,
    /// The obstruction of a passage.
    Obstruct,
    /// By telephone or another remote medium.
    Phone,
    /// Police.
    Police,
    /// Primitive weapons.
    Primitive,
    /// The suspension of relations or talks.
    Relations,
    /// The release of captives.
    Release,
    /// A resignation from office.
    Resign,
    /// Restrictions of movement, goods or freedoms.
    Restrict,
    /// A riot.
    Riot,
    /// A seizure.
    Seize,
    /// Sexual violence.
    Sexual,
    /// A strike.
    Strike,
    /// A suicide attack.
    SuicideAttack,
    /// A targeted killing or strike.
    Targeted,
    /// The occupation of territory.
    Territory,
    /// Hosted by a third party.
    ThirdParty,
    /// Torture.
    Torture,
    /// Troops.
    Troops,
    /// Unconventional weapons.
    Unconventional,
    /// Violence.
    Violence,
    /// A visit of one to the other.
    Visit,
    /// The readiness of weapons.
    Weapons,
    /// Withdrawal.
    Withdraw,
    /// The withholding of public goods.
    Withhold,
    /// Giving way: releases, ceasefires, an end of sanctions.
    Yield,
}

/// A row of the published table: a category, its score in tenths, and its modes with their scores.
///
/// The manual prints `ACCUSE` as +3. It lost its minus sign: the modes of `ACCUSE` are
/// -3.5, -2 and -3.5, so the category is -3 here.
type Row = (PloverCategory, i8, &'static [(PloverMode, i8)]);

#[rustfmt::skip]
pub(super) const TABLE: [Row; 16] = {
    use PloverCategory as C;
    use PloverMode as M;
    [
        (C::Accuse, -30, &[(M::Allege, -35), (M::Disapprove, -20), (M::Investigate, -35)]),
        (C::Agree, 25, &[]),
        (C::Aid, 100, &[]),
        (C::Assault, -90, &[
            (M::Abduct, -85), (M::Aerial, -95), (M::Beat, -75), (M::CrowdControl, -75),
            (M::Destroy, -85), (M::Drone, -95), (M::Explosives, -90), (M::Firearms, -90),
            (M::HeavyWeapons, -95), (M::Primitive, -80), (M::Sexual, -85),
            (M::SuicideAttack, -95), (M::Targeted, -95), (M::Torture, -85),
            (M::Unconventional, -100),
        ]),
        (C::Coerce, -70, &[
            (M::Arrest, -70), (M::Censor, -65), (M::Curfew, -65), (M::Cyber, -70),
            (M::Deport, -70), (M::MartialLaw, -75), (M::Misinformation, -65),
            (M::Restrict, -70), (M::Seize, -70), (M::Withhold, -70),
        ]),
        (C::Concede, 45, &[]),
        (C::Consult, 25, &[
            (M::Multilateral, 40), (M::Phone, 15), (M::ThirdParty, 10), (M::Visit, 40),
        ]),
        (C::Cooperate, 95, &[]),
        (C::Mobilize, -55, &[
            (M::Militia, -60), (M::Police, -55), (M::Troops, -65), (M::Weapons, -65),
        ]),
        (C::Protest, -50, &[
            (M::Boycott, -45), (M::Demo, -50), (M::Hunger, -45), (M::Obstruct, -45),
            (M::Riot, -70), (M::Strike, -50),
        ]),
        (C::Reject, -20, &[(M::Assist, -15), (M::Change, -20), (M::Meet, -20), (M::Yield, -20)]),
        (C::Request, 0, &[(M::Assist, 5), (M::Change, -10), (M::Meet, 0), (M::Yield, -10)]),
        (C::Retreat, 65, &[
            (M::Access, 65), (M::Ceasefire, 75), (M::Disarm, 100), (M::Release, 65),
            (M::Resign, 45), (M::Withdraw, 80),
        ]),
        (C::Sanction, -60, &[
            (M::Convict, -60), (M::Discontinue, -60), (M::Expel, -55), (M::Withdraw, -60),
        ]),
        (C::Support, 50, &[]),
        (C::Threaten, -35, &[
            (M::Arrest, -35), (M::Expel, -35), (M::Relations, -35), (M::Restrict, -30),
            (M::Territory, -40), (M::Violence, -35),
        ]),
    ]
};

/// A category of PLOVER (Political Language Ontology for Verifiable Event Records), with or without one of
/// its modes.
///
/// The list is closed: only the pairs of the published table are codes, so a mistyped code is an error
/// when it is parsed.
///
/// # Order
///
/// By category; without a mode first, then by mode.
///
/// # Example
///
/// ```
/// use detente::code::{PloverCategory, PloverCode, PloverMode};
///
/// let call = PloverCode::parse("consult/phone")?;
/// assert_eq!(call, PloverCode::new(PloverCategory::Consult, Some(PloverMode::Phone))?);
/// assert_eq!(call.to_string(), "CONSULT/Phone");
/// assert!(PloverCode::new(PloverCategory::Aid, Some(PloverMode::Phone)).is_err());
/// # Ok::<(), detente::code::CodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PloverCode {
    category: PloverCategory,
    mode: Option<PloverMode>,
}

impl PloverCode {
    /// Consultation: a meeting or a conversation.
    pub const CONSULT: Self = Self {
        category: PloverCategory::Consult,
        mode: None,
    };
    /// Consultation by telephone.
    pub const CONSULT_PHONE: Self = Self {
        category: PloverCategory::Consult,
        mode: Some(PloverMode::Phone),
    };
    /// Consultation through a third party.
    pub const CONSULT_THIRD_PARTY: Self = Self {
        category: PloverCategory::Consult,
        mode: Some(PloverMode::ThirdParty),
    };

    /// Creates the code of a category, with or without one of its modes.
    ///
    /// # Errors
    ///
    /// Returns [`CodeError::Mode`] if the category does not have the mode.
    pub fn new(category: PloverCategory, mode: Option<PloverMode>) -> Result<Self, CodeError> {
        match mode {
            Some(mode) if !category.modes().any(|its| its == mode) => Err(CodeError::Mode {
                category,
                text: mode.name().into(),
            }),
            _ => Ok(Self { category, mode }),
        }
    }

    /// Parses `CONSULT` or `CONSULT/Phone`, in any ASCII case.
    ///
    /// # Errors
    ///
    /// Returns [`CodeError::Category`] or [`CodeError::Mode`] if it is not on the list. The message
    /// contains the list.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let (category, mode) = match text.split_once('/') {
            Some((category, mode)) => (category, Some(mode)),
            None => (text, None),
        };
        let category = category.parse::<PloverCategory>()?;
        let mode = mode
            .map(|text| {
                category
                    .modes()
                    .find(|mode| mode.name().eq_ignore_ascii_case(text))
                    .ok_or_else(|| CodeError::Mode {
                        category,
                        text: shortened(text),
                    })
            })
            .transpose()?;
        Ok(Self { category, mode })
    }

    /// The number of values of [`place`](Self::place).
    pub(super) const PLACES: usize = PloverCategory::ALL.len() * Self::MODES;
    /// The number of modes, plus one for no mode.
    const MODES: usize = PloverMode::Yield as usize + 2;

    /// The position of the code in an array of every category with every mode.
    pub(super) fn place(self) -> usize {
        let mode = self.mode.map_or(0, |mode| mode as usize + 1);
        self.category as usize * Self::MODES + mode
    }

    /// The category.
    pub fn category(self) -> PloverCategory {
        self.category
    }

    /// The mode. Returns `None` if the code is a category alone.
    pub fn mode(self) -> Option<PloverMode> {
        self.mode
    }

    /// Iterates over all codes, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().flat_map(|&(category, _, modes)| {
            let bare = std::iter::once(None);
            let modes = modes.iter().map(|&(mode, _)| Some(mode));
            bare.chain(modes).map(move |mode| Self { category, mode })
        })
    }
}

impl PloverCategory {
    /// All categories, by name.
    pub const ALL: [Self; 16] = [
        Self::Accuse,
        Self::Agree,
        Self::Aid,
        Self::Assault,
        Self::Coerce,
        Self::Concede,
        Self::Consult,
        Self::Cooperate,
        Self::Mobilize,
        Self::Protest,
        Self::Reject,
        Self::Request,
        Self::Retreat,
        Self::Sanction,
        Self::Support,
        Self::Threaten,
    ];

    /// The name in the manual.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Accuse => "ACCUSE",
            Self::Agree => "AGREE",
            Self::Aid => "AID",
            Self::Assault => "ASSAULT",
            Self::Coerce => "COERCE",
            Self::Concede => "CONCEDE",
            Self::Consult => "CONSULT",
            Self::Cooperate => "COOPERATE",
            Self::Mobilize => "MOBILIZE",
            Self::Protest => "PROTEST",
            Self::Reject => "REJECT",
            Self::Request => "REQUEST",
            Self::Retreat => "RETREAT",
            Self::Sanction => "SANCTION",
            Self::Support => "SUPPORT",
            Self::Threaten => "THREATEN",
        }
    }

    /// The modes of the category, by name.
    pub fn modes(self) -> impl ExactSizeIterator<Item = PloverMode> {
        let row = TABLE.iter().find(|row| row.0 == self);
        let (_, _, modes) = row.expect("the table has a row for each category");
        modes.iter().map(|&(mode, _)| mode)
    }

    /// The quad class, from the headings of the manual.
    ///
    /// `REQUEST` is verbal conflict, like the `DEMAND` that it replaced, although its score is 0.
    pub fn quad_class(self) -> QuadClass {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => {
                QuadClass::VerbalCooperation
            }
            Self::Cooperate | Self::Aid | Self::Retreat => QuadClass::MaterialCooperation,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => {
                QuadClass::VerbalConflict
            }
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => {
                QuadClass::MaterialConflict
            }
        }
    }

    /// The names of all categories, for an error message.
    pub(super) fn expected() -> String {
        listed(Self::ALL.into_iter().map(Self::name))
    }

    /// The names of the modes of the category, for an error message.
    pub(super) fn expected_modes(self) -> String {
        if self.modes().len() == 0 {
            "no mode".to_owned()
        } else {
            listed(self.modes().map(PloverMode::name))
        }
    }
}

impl PloverMode {
    /// The name in the published table.
    fn name(self) -> &'static str {
        match self {
            Self::Abduct => "Abduct",
            Self::Access => "Access",
            Self::Aerial => "Aerial",
            Self::Allege => "Allege",
            Self::Arrest => "Arrest",
            Self::Assist => "Assist",
            Self::Beat => "Beat",
            Self::Boycott => "Boycott",
            Self::Ceasefire => "Ceasefire",
            Self::Censor => "Censor",
            Self::Change => "Change",
            Self::Convict => "Convict",
            Self::CrowdControl => "Crowd-control",
            Self::Curfew => "Curfew",
            Self::Cyber => "Cyber",
            Self::Demo => "Demo",
            Self::Deport => "Deport",
            Self::Destroy => "Destroy",
            Self::Disapprove => "Disapprove",
            Self::Disarm => "Disarm",
            Self::Discontinue => "Discontinue",
            Self::Drone => "Drone",
            Self::Expel => "Expel",
            Self::Explosives => "Explosives",
            Self::Firearms => "Firearms",
            Self::HeavyWeapons => "Heavy-weapons",
            Self::Hunger => "Hunger",
            Self::Investigate => "Investigate",
            Self::MartialLaw => "Martial-law",
            Self::Meet => "Meet",
            Self::Militia => "Militia",
            Self::Misinformation => "Misinformation",
            Self::Multilateral => "Multilateral",
            Self::Obstruct => "Obstruct",
            Self::Phone => "Phone",
            Self::Police => "Police",
            Self::Primitive => "Primitive",
            Self::Relations => "Relations",
            Self::Release => "Release",
            Self::Resign => "Resign",
            Self::Restrict => "Restrict",
            Self::Riot => "Riot",
            Self::Seize => "Seize",
            Self::Sexual => "Sexual",
            Self::Strike => "Strike",
            Self::SuicideAttack => "Suicide-attack",
            Self::Targeted => "Targeted",
            Self::Territory => "Territory",
            Self::ThirdParty => "Third-party",
            Self::Torture => "Torture",
            Self::Troops => "Troops",
            Self::Unconventional => "Unconventional",
            Self::Violence => "Violence",
            Self::Visit => "Visit",
            Self::Weapons => "Weapons",
            Self::Withdraw => "Withdraw",
            Self::Withhold => "Withhold",
            Self::Yield => "Yield",
        }
    }
}

impl fmt::Display for PloverCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mode {
            Some(mode) => f.pad(&format!("{}/{mode}", self.category)),
            None => self.category.fmt(f),
        }
    }
}

impl fmt::Display for PloverCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Display for PloverMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for PloverCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}

/// Parses the name of a category, in any ASCII case.
impl FromStr for PloverCategory {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::ALL
            .into_iter()
            .find(|category| category.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| CodeError::Category {
                text: shortened(text),
            })
    }
}

impl From<PloverCategory> for PloverCode {
    fn from(category: PloverCategory) -> Self {
        Self {
            category,
            mode: None,
        }
    }
}

/// Joins names: `a, b or c`.
fn listed<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let count = names.len();
    let mut text = String::new();
    for (place, name) in names.enumerate() {
        text.push_str(match place {
            0 => "",
            _ if place + 1 == count => " or ",
            _ => ", ",
        });
        text.push_str(name);
    }
    text
}

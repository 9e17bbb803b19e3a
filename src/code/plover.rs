//! PLOVER categories and modes.
//!
//! Source: the score table of the PLOVER manual, 2023 (Open Event Data Alliance, CC
//! BY-SA 4.0; numbers and names only).

use std::fmt;
use std::str::FromStr;

use super::{CodeError, QuadClass};
use crate::text::{shortened, words};

/// The sixteen categories of PLOVER.
///
/// Their names are parsed in any ASCII case.
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

words!(PloverCategory, "a PLOVER category", 16 {
    Accuse => "ACCUSE",
    Agree => "AGREE",
    Aid => "AID",
    Assault => "ASSAULT",
    Coerce => "COERCE",
    Concede => "CONCEDE",
    Consult => "CONSULT",
    Cooperate => "COOPERATE",
    Mobilize => "MOBILIZE",
    Protest => "PROTEST",
    Reject => "REJECT",
    Request => "REQUEST",
    Retreat => "RETREAT",
    Sanction => "SANCTION",
    Support => "SUPPORT",
    Threaten => "THREATEN",
} matched by str::eq_ignore_ascii_case);

/// The modes of all categories: how an act was done.
///
/// A mode belongs to one category or to several; [`PloverCategory::modes`] lists them. Names are parsed
/// in any ASCII case.
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

words!(PloverMode, "a PLOVER mode", 58 {
    Abduct => "Abduct",
    Access => "Access",
    Aerial => "Aerial",
    Allege => "Allege",
    Arrest => "Arrest",
    Assist => "Assist",
    Beat => "Beat",
    Boycott => "Boycott",
    Ceasefire => "Ceasefire",
    Censor => "Censor",
    Change => "Change",
    Convict => "Convict",
    CrowdControl => "Crowd-control",
    Curfew => "Curfew",
    Cyber => "Cyber",
    Demo => "Demo",
    Deport => "Deport",
    Destroy => "Destroy",
    Disapprove => "Disapprove",
    Disarm => "Disarm",
    Discontinue => "Discontinue",
    Drone => "Drone",
    Expel => "Expel",
    Explosives => "Explosives",
    Firearms => "Firearms",
    HeavyWeapons => "Heavy-weapons",
    Hunger => "Hunger",
    Investigate => "Investigate",
    MartialLaw => "Martial-law",
    Meet => "Meet",
    Militia => "Militia",
    Misinformation => "Misinformation",
    Multilateral => "Multilateral",
    Obstruct => "Obstruct",
    Phone => "Phone",
    Police => "Police",
    Primitive => "Primitive",
    Relations => "Relations",
    Release => "Release",
    Resign => "Resign",
    Restrict => "Restrict",
    Riot => "Riot",
    Seize => "Seize",
    Sexual => "Sexual",
    Strike => "Strike",
    SuicideAttack => "Suicide-attack",
    Targeted => "Targeted",
    Territory => "Territory",
    ThirdParty => "Third-party",
    Torture => "Torture",
    Troops => "Troops",
    Unconventional => "Unconventional",
    Violence => "Violence",
    Visit => "Visit",
    Weapons => "Weapons",
    Withdraw => "Withdraw",
    Withhold => "Withhold",
    Yield => "Yield",
} matched by str::eq_ignore_ascii_case);

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
                text: mode.as_str().into(),
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
        let category: PloverCategory = category.parse().map_err(|_| CodeError::Category {
            text: shortened(category),
        })?;
        let mode = mode
            .map(|text| {
                category
                    .modes()
                    .find(|mode| mode.as_str().eq_ignore_ascii_case(text))
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
        listed(Self::ALL.into_iter().map(Self::as_str))
    }

    /// The names of the modes of the category, for an error message.
    pub(super) fn expected_modes(self) -> String {
        if self.modes().len() == 0 {
            "no mode".to_owned()
        } else {
            listed(self.modes().map(PloverMode::as_str))
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

impl FromStr for PloverCode {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
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

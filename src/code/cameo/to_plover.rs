//! The mapping from CAMEO to PLOVER, by the authors of PLOVER.
//!
//! Source: the CAMEO-to-PLOVER table of the Open Event Data Alliance; codes only.

use std::sync::LazyLock;

use super::CameoCode;
use crate::code::plover_context::{Contexts, PloverContext};
use crate::code::{PloverCategory, PloverCode, PloverMode};

/// The code of PLOVER for a code of CAMEO.
///
/// Returned by [`CameoCode::to_plover`]. The published mapping gives each code of CAMEO a category,
/// possibly a mode, and contexts. It is older than the manual of 2023, so some entries are changed:
///
/// - Roots 01 (statements) and 02 (appeals) are not mapped: PLOVER does not code them.
/// - Modes that are not in the manual are omitted: `ease` and `return` of RETREAT, `ban` and `political`
///   of THREATEN, `ban` of COERCE, and `assassinate`, `cleansing`, `massacre` and `seize` of ASSAULT.
/// - The mapping has the context `pro_autocracy` in place of the mode of 175. Here it is a context.
/// - The mapping lists 08 as CONCEDE and as RETREAT. Here it is CONCEDE, like 080.
/// - A code that is not in the mapping (0357 and 1641 to 1643 of KEDS, and codes of no publication) has
///   the category of its nearest parent, without mode and contexts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PloverMapping {
    /// The category, with the mode if the mapping gives one.
    pub code: PloverCode,
    /// What the act was about. Contexts do not change the score.
    pub contexts: Contexts,
    /// Whether the mapping lists the code itself, and not only a parent.
    pub is_exact: bool,
}

impl CameoCode {
    /// Maps the code to PLOVER, by the published mapping.
    ///
    /// Returns `None` for statements (01), appeals (02) and codes without a root.
    ///
    /// # Complexity
    ///
    /// O(1): one lookup in an array.
    ///
    /// # Example
    ///
    /// ```
    /// use detente::code::{CameoCode, PloverContext, Scale};
    ///
    /// let call = CameoCode::parse("041")?.to_plover().unwrap();
    /// assert_eq!(call.code.to_string(), "CONSULT/Phone");
    ///
    /// let curbs = CameoCode::parse("163")?.to_plover().unwrap();
    /// assert_eq!(curbs.code.to_string(), "COERCE/Restrict");
    /// assert!(curbs.contexts.contains(PloverContext::Diplomatic));
    /// assert_eq!(Scale::plover().valence(&curbs.code.into()), Some(-0.7));
    ///
    /// assert_eq!(CameoCode::parse("020")?.to_plover(), None);
    /// # Ok::<(), detente::code::CodeError>(())
    /// ```
    pub fn to_plover(self) -> Option<PloverMapping> {
        // For each `place` of a code, the number of its row in the table from 1, or 0 if it has none.
        // An importer maps every row, so a search in the table would be too slow.
        static ROWS: LazyLock<Box<[u8]>> = LazyLock::new(|| {
            let mut rows = vec![0; CameoCode::PLACES];
            for (number, row) in (1..=u8::MAX).zip(MAPPING) {
                let codes = row.3.split(' ').map(|code| {
                    CameoCode::parse(code).expect("the table contains valid codes of CAMEO")
                });
                for code in codes {
                    rows[code.place()] = number;
                }
            }
            rows.into()
        });
        let row = |code: Self| {
            let number = usize::from(ROWS[code.place()]);
            number.checked_sub(1).map(|at| &MAPPING[at])
        };
        if let Some(&(category, mode, contexts, _)) = row(self) {
            return Some(PloverMapping {
                code: PloverCode::new(category, mode)
                    .expect("the table contains valid codes of PLOVER"),
                contexts: contexts.iter().copied().collect(),
                is_exact: true,
            });
        }
        // Not listed: the category of the nearest parent. Mode and contexts belong to that parent.
        let parents = std::iter::successors(self.parent(), |code| code.parent());
        let &(category, ..) = parents.into_iter().find_map(row)?;
        Some(PloverMapping {
            code: category.into(),
            contexts: Contexts::default(),
            is_exact: false,
        })
    }
}

/// A category, a mode and contexts, with the codes of CAMEO that map to them.
type Row = (
    PloverCategory,
    Option<PloverMode>,
    &'static [PloverContext],
    &'static str,
);

/// Row numbers start at 1 and fit in a byte.
const _: () = assert!(MAPPING.len() <= u8::MAX as usize);

#[rustfmt::skip]
const MAPPING: &[Row] = {
    use PloverCategory as C;
    use PloverContext as X;
    use PloverMode as M;
    &[
        (C::Agree, None, &[], "03 035 0352"),
        (C::Agree, None, &[X::Diplomatic], "030 031 032 033 0355 036 037 038 039"),
        (C::Agree, None, &[X::Economic], "0311 0331 0354"),
        (C::Agree, None, &[X::Military], "0312 0332 0356"),
        (C::Agree, None, &[X::Legal], "0313"),
        (C::Agree, None, &[X::Intelligence], "0314"),
        (C::Agree, None, &[X::Humanitarian], "0333"),
        (C::Agree, None, &[X::Peacekeeping], "0334"),
        (C::Agree, None, &[X::PoliticalInstitutions], "034 0341 0344"),
        (C::Agree, None, &[X::Executive], "0342"),
        (C::Agree, None, &[X::RightsFreedoms], "0343 0351 0353"),
        (C::Consult, None, &[], "04 040"),
        (C::Consult, Some(M::Phone), &[], "041"),
        (C::Consult, Some(M::Visit), &[], "042 043"),
        (C::Consult, Some(M::ThirdParty), &[], "044"),
        (C::Consult, None, &[X::Diplomatic], "045 046"),
        (C::Support, None, &[], "05"),
        (C::Support, None, &[X::Diplomatic], "050 051 052 053 054 055 056 057"),
        (C::Cooperate, None, &[], "06 060"),
        (C::Cooperate, None, &[X::Economic], "061"),
        (C::Cooperate, None, &[X::Military], "062"),
        (C::Cooperate, None, &[X::Legal], "063"),
        (C::Cooperate, None, &[X::Intelligence], "064"),
        (C::Aid, None, &[], "07 070"),
        (C::Aid, None, &[X::Economic], "071"),
        (C::Aid, None, &[X::Military], "072"),
        (C::Aid, None, &[X::Humanitarian], "073"),
        (C::Aid, None, &[X::Peacekeeping], "074"),
        (C::Aid, None, &[X::Asylum], "075"),
        (C::Concede, None, &[], "08 080"),
        (C::Concede, None, &[X::Legal], "081"),
        (C::Concede, None, &[X::ProDemocracy], "0811 0812 082"),
        (C::Retreat, None, &[X::Legal], "0813 0814 0842"),
        (C::Concede, None, &[X::PoliticalInstitutions], "083 0831 0834"),
        (C::Concede, None, &[X::Executive], "0832"),
        (C::Concede, None, &[X::RightsFreedoms], "0833"),
        (C::Retreat, None, &[], "084"),
        (C::Retreat, Some(M::Release), &[X::Legal], "0841"),
        (C::Retreat, None, &[X::Economic], "085"),
        (C::Retreat, Some(M::Access), &[X::Diplomatic], "086 0862"),
        (C::Retreat, Some(M::Access), &[X::Peacekeeping], "0861"),
        (C::Retreat, Some(M::Access), &[X::Humanitarian], "0863"),
        (C::Retreat, Some(M::Disarm), &[X::Military], "087 0873 0874"),
        (C::Retreat, Some(M::Ceasefire), &[X::Military], "0871"),
        (C::Retreat, Some(M::Withdraw), &[X::Military], "0872"),
        (C::Accuse, None, &[], "09 11"),
        (C::Accuse, Some(M::Investigate), &[], "090"),
        (C::Accuse, Some(M::Investigate), &[X::Crime, X::Corruption], "091"),
        (C::Accuse, Some(M::Investigate), &[X::HumanRights], "092"),
        (C::Accuse, Some(M::Investigate), &[X::Military], "093"),
        (C::Accuse, Some(M::Investigate), &[X::Military, X::Legal], "094"),
        (C::Request, None, &[], "10 100"),
        (C::Request, Some(M::Assist), &[], "101 103"),
        (C::Request, Some(M::Assist), &[X::Economic], "1011 1031"),
        (C::Request, Some(M::Assist), &[X::Military], "1012 1032"),
        (C::Request, Some(M::Assist), &[X::Legal], "1013"),
        (C::Request, Some(M::Assist), &[X::Intelligence], "1014"),
        (C::Request, Some(M::Assist), &[X::Diplomatic], "102"),
        (C::Request, Some(M::Assist), &[X::Humanitarian], "1033"),
        (C::Request, Some(M::Assist), &[X::Peacekeeping], "1034"),
        (C::Request, Some(M::Change), &[X::PoliticalInstitutions], "104 1044"),
        (C::Request, Some(M::Change), &[X::Executive], "1041 1042"),
        (C::Request, Some(M::Change), &[X::RightsFreedoms], "1043"),
        (C::Request, Some(M::Change), &[X::Legal], "105"),
        (C::Request, Some(M::Yield), &[X::Legal], "1051 1052 1053"),
        (C::Request, Some(M::Yield), &[X::Economic], "1054"),
        (C::Request, Some(M::Yield), &[X::Diplomatic], "1055"),
        (C::Request, Some(M::Yield), &[X::Military], "1056"),
        (C::Request, Some(M::Meet), &[X::Diplomatic], "106 107 108"),
        (C::Accuse, Some(M::Disapprove), &[], "110 111 112 113"),
        (C::Accuse, Some(M::Allege), &[X::Crime, X::Corruption], "1121"),
        (C::Accuse, Some(M::Allege), &[X::HumanRights], "1122"),
        (C::Accuse, Some(M::Allege), &[X::Military], "1123"),
        (C::Accuse, Some(M::Allege), &[X::Military, X::Legal], "1124"),
        (C::Accuse, Some(M::Allege), &[X::Legal], "1125 115"),
        (C::Accuse, Some(M::Allege), &[X::Diplomatic], "114"),
        (C::Accuse, Some(M::Disapprove), &[X::Legal], "116"),
        (C::Reject, None, &[], "12 120"),
        (C::Reject, Some(M::Assist), &[], "121 122"),
        (C::Reject, Some(M::Assist), &[X::Economic], "1211 1221"),
        (C::Reject, Some(M::Assist), &[X::Military], "1212 1222"),
        (C::Reject, Some(M::Assist), &[X::Legal], "1213"),
        (C::Reject, Some(M::Assist), &[X::Intelligence], "1214"),
        (C::Reject, Some(M::Assist), &[X::Humanitarian], "1223"),
        (C::Reject, Some(M::Assist), &[X::Peacekeeping], "1224"),
        (C::Reject, Some(M::Change), &[X::PoliticalInstitutions], "123 1234"),
        (C::Reject, Some(M::Change), &[X::Executive], "1231 1232 1241"),
        (C::Reject, Some(M::Change), &[X::RightsFreedoms], "1233"),
        (C::Reject, Some(M::Change), &[], "124 1242"),
        (C::Reject, Some(M::Yield), &[X::Legal], "1243 128"),
        (C::Reject, Some(M::Yield), &[X::Economic], "1244"),
        (C::Reject, Some(M::Yield), &[X::Diplomatic], "1245 129"),
        (C::Reject, Some(M::Yield), &[X::Military], "1246"),
        (C::Reject, Some(M::Meet), &[X::Diplomatic], "125 126 127"),
        (C::Threaten, None, &[], "13 130 131"),
        (C::Threaten, Some(M::Relations), &[], "1311 133"),
        (C::Threaten, Some(M::Restrict), &[X::Economic], "1312"),
        (C::Threaten, Some(M::Relations), &[X::Diplomatic], "1313 134 135 139"),
        (C::Threaten, None, &[X::Executive], "132"),
        (C::Threaten, None, &[X::HumanRights], "1321"),
        (C::Threaten, None, &[X::ProAutocracy], "1322"),
        (C::Threaten, Some(M::Restrict), &[X::ProAutocracy], "1323 1324"),
        (C::Threaten, Some(M::Expel), &[X::Diplomatic], "136"),
        (C::Threaten, Some(M::Violence), &[X::ProAutocracy], "137"),
        (C::Threaten, Some(M::Violence), &[X::Military], "138 1383 1384"),
        (C::Threaten, Some(M::Restrict), &[X::Military], "1381"),
        (C::Threaten, Some(M::Territory), &[X::Military], "1382"),
        (C::Threaten, Some(M::Violence), &[X::Cbrn], "1385"),
        (C::Protest, None, &[], "14 140"),
        (C::Protest, Some(M::Demo), &[], "141"),
        (C::Protest, Some(M::Demo), &[X::Executive], "1411 1412"),
        (C::Protest, Some(M::Demo), &[X::RightsFreedoms], "1413"),
        (C::Protest, Some(M::Demo), &[X::PoliticalInstitutions], "1414"),
        (C::Protest, Some(M::Hunger), &[], "142"),
        (C::Protest, Some(M::Hunger), &[X::Executive], "1421 1422"),
        (C::Protest, Some(M::Hunger), &[X::RightsFreedoms], "1423"),
        (C::Protest, Some(M::Hunger), &[X::PoliticalInstitutions], "1424"),
        (C::Protest, Some(M::Boycott), &[], "143"),
        (C::Protest, Some(M::Boycott), &[X::Executive], "1431 1432"),
        (C::Protest, Some(M::Boycott), &[X::RightsFreedoms], "1433"),
        (C::Protest, Some(M::Boycott), &[X::PoliticalInstitutions], "1434"),
        (C::Protest, Some(M::Obstruct), &[], "144"),
        (C::Protest, Some(M::Obstruct), &[X::Executive], "1441 1442"),
        (C::Protest, Some(M::Obstruct), &[X::RightsFreedoms], "1443"),
        (C::Protest, Some(M::Obstruct), &[X::PoliticalInstitutions], "1444"),
        (C::Protest, Some(M::Riot), &[], "145"),
        (C::Protest, Some(M::Riot), &[X::Executive], "1451 1452"),
        (C::Protest, Some(M::Riot), &[X::RightsFreedoms], "1453"),
        (C::Protest, Some(M::Riot), &[X::PoliticalInstitutions], "1454"),
        (C::Mobilize, None, &[], "15 150"),
        (C::Mobilize, Some(M::Police), &[], "151 153"),
        (C::Mobilize, Some(M::Troops), &[X::Military], "152 154"),
        (C::Sanction, None, &[], "16 160"),
        (C::Sanction, Some(M::Withdraw), &[X::Diplomatic], "161 164 165"),
        (C::Sanction, Some(M::Discontinue), &[X::HumanSecurity], "162"),
        (C::Sanction, Some(M::Discontinue), &[X::Economic], "1621"),
        (C::Sanction, Some(M::Discontinue), &[X::Military], "1622"),
        (C::Sanction, Some(M::Discontinue), &[X::Humanitarian], "1623"),
        (C::Coerce, Some(M::Restrict), &[X::Diplomatic], "163"),
        (C::Sanction, Some(M::Expel), &[X::Diplomatic], "166 1662"),
        (C::Sanction, Some(M::Expel), &[X::Military], "1661"),
        (C::Sanction, Some(M::Expel), &[X::HumanSecurity], "1663"),
        (C::Coerce, None, &[], "17 170"),
        (C::Coerce, Some(M::Seize), &[X::HumanSecurity], "171 1711"),
        (C::Assault, None, &[X::HumanSecurity], "1712"),
        (C::Coerce, Some(M::Restrict), &[X::Executive], "172"),
        (C::Coerce, Some(M::Restrict), &[X::RightsFreedoms], "1721"),
        (C::Coerce, None, &[X::ProAutocracy], "1722"),
        (C::Coerce, Some(M::Curfew), &[X::ProAutocracy], "1723"),
        (C::Coerce, Some(M::MartialLaw), &[X::ProAutocracy], "1724"),
        (C::Coerce, Some(M::Arrest), &[X::Legal], "173"),
        (C::Coerce, Some(M::Deport), &[X::Legal], "174"),
        (C::Assault, None, &[X::ProAutocracy, X::Military], "175"),
        (C::Assault, None, &[X::Military], "190 200"),
        (C::Assault, None, &[], "18 180 1823 185 186 19 20"),
        (C::Assault, Some(M::Abduct), &[], "181 184"),
        (C::Assault, Some(M::Beat), &[], "182"),
        (C::Assault, Some(M::Sexual), &[], "1821"),
        (C::Assault, Some(M::Torture), &[], "1822"),
        (C::Assault, Some(M::SuicideAttack), &[], "183 1831"),
        (C::Assault, Some(M::Explosives), &[], "1832 1833"),
        (C::Coerce, Some(M::Restrict), &[X::Military], "191"),
        (C::Coerce, Some(M::Seize), &[X::Military], "192"),
        (C::Assault, Some(M::Firearms), &[X::Military], "193"),
        (C::Assault, Some(M::HeavyWeapons), &[X::Military], "194 195"),
        (C::Assault, None, &[X::Legal, X::Military], "196"),
        (C::Assault, None, &[X::ReligionEthnicity], "201 202 203"),
        (C::Assault, Some(M::Unconventional), &[X::Cbrn], "204 2041 2042"),
    ]
};

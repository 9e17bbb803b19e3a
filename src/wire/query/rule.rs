//! The rule of a query for accounts that disagree.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::names::{Bounded, Name};
use crate::query::{AccountRule, Ranking};
use crate::text::{Word, parse_word};
use crate::timeline::OwnedRule;
use crate::wire::{Short, ShortOrMap, short_or_map};

/// The rule for accounts that disagree.
pub(super) struct Rule(pub(super) OwnedRule);

/// The words of the rules without a ranking.
impl Word for AccountRule<'static> {
    const WHAT: &'static str = "a rule for accounts";
    const WORDS: &'static [&'static str] = &["union", "common", "latest", "most_direct"];
    const VALUES: &'static [Self] = &[Self::Union, Self::Common, Self::Latest, Self::MostDirect];
}

#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RuleShape {
    /// The `id`s of sources, the most trusted first.
    ranked: Bounded<Name>,
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = match &self.0 {
            OwnedRule::Plain(rule) => rule,
            OwnedRule::Ranked(ranking) => {
                let ranked = ranking.sources().map(|source| Name(source.to_owned()));
                let ranked = ranked.collect();
                return RuleShape { ranked }.serialize(serializer);
            }
        };
        let place = AccountRule::VALUES.iter().position(|one| one == rule);
        let place = place.expect("each rule without a ranking has a word");
        serializer.serialize_str(AccountRule::WORDS[place])
    }
}

impl Short for Rule {
    type Shape = RuleShape;
    const EXPECTED: &'static str =
        "one of `union`, `common`, `latest`, `most_direct`, or an object with `ranked`";

    fn from_text(text: &str) -> Result<Self, String> {
        let rule = parse_word(text).map(OwnedRule::Plain);
        rule.map(Self).map_err(|error| error.to_string())
    }

    fn from_shape(shape: RuleShape) -> Result<Self, String> {
        let ranked = shape.ranked.0.into_iter().map(|Name(name)| name);
        Ok(Self(OwnedRule::Ranked(Ranking::new(ranked))))
    }
}

short_or_map!(Rule);

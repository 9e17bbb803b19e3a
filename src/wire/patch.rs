//! The written form of edits and patches. Entries within them have the form of those of a timeline.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, Serializer};

use super::reworded::read_shape;
use super::shape::{
    ActorShape, ConstraintShape, DesignationShape, Entry as _, EventShape, Object, SourceShape,
    check_version,
};
use crate::event::Report;
use crate::time::When;
use crate::timeline::edit::{Action, Edit, Item, ItemKey, Patch};

#[cfg(feature = "schema")]
mod schema;

/// The name of the format of a patch.
pub(super) const FORMAT: &str = "detente-patch";
/// The version that is written, and the highest version that is read.
pub(super) const VERSION: u32 = 1;

#[allow(
    unreachable_pub,
    reason = "the words of an enum are public wherever the enum is"
)]
mod kind {
    /// What an edit does, in one word.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum EditKind {
        Add,
        Replace,
        Remove,
        Redate,
        Report,
        Correct,
        Retract,
    }

    crate::text::words!(EditKind, "a kind of edit", 7 {
        Add => "add",
        Replace => "replace",
        Remove => "remove",
        Redate => "redate",
        Report => "report",
        Correct => "correct",
        Retract => "retract",
    });
}

use kind::EditKind;

impl EditKind {
    /// The fields that an edit of this kind has.
    const fn expected(self) -> &'static str {
        match self {
            Self::Add | Self::Replace => {
                "one of `actor`, `designation`, `source`, `event` and `constraint`, as an object"
            }
            Self::Remove => {
                "one of `actor`, `designation`, `source` and `event`, as an identifier, or `event` and the chain of a \
                 `report`, or `constraint`"
            }
            Self::Redate => "`event`, as an identifier, and `when`",
            Self::Report | Self::Correct => "`event`, as an identifier, and `report`",
            Self::Retract => {
                "`on`, and `event`, as an identifier, or `event` and the chain of a `report`, or `constraint`"
            }
        }
    }
}

/// An entry, or the identifier of one.
enum OneOf<T> {
    Id(String),
    Entry(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrMap<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for TextOrMap<T> {
            type Value = OneOf<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identifier, or an object with named fields")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOf<T>, E> {
                Ok(OneOf::Id(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneOf<T>, A::Error> {
                T::deserialize(de::value::MapAccessDeserializer::new(map)).map(OneOf::Entry)
            }
        }
        deserializer.deserialize_any(TextOrMap(PhantomData))
    }
}

impl<T: Serialize> Serialize for OneOf<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => serializer.serialize_str(id),
            Self::Entry(entry) => entry.serialize(serializer),
        }
    }
}

/// An edit, with the fields of all kinds.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct EditShape {
    kind: EditKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<OneOf<ActorShape>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    designation: Option<OneOf<DesignationShape>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<OneOf<SourceShape>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<OneOf<EventShape>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    report: Option<Report>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    constraint: Option<Object<ConstraintShape>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<When>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<When>,
}

impl EditShape {
    const fn new(kind: EditKind) -> Self {
        Self {
            kind,
            actor: None,
            designation: None,
            source: None,
            event: None,
            report: None,
            constraint: None,
            when: None,
            on: None,
        }
    }

    fn with_item(kind: EditKind, item: Item) -> Self {
        let mut shape = Self::new(kind);
        match item {
            Item::Actor(one) => shape.actor = Some(OneOf::Entry(one.into())),
            Item::Designation(one) => shape.designation = Some(OneOf::Entry(one.into())),
            Item::Source(one) => shape.source = Some(OneOf::Entry(one.into())),
            Item::Event(one) => shape.event = Some(OneOf::Entry(one.into())),
            Item::Constraint(one) => shape.constraint = Some(Object(one.into())),
        }
        shape
    }

    fn with_key(kind: EditKind, key: ItemKey) -> Self {
        let mut shape = Self::new(kind);
        match key {
            ItemKey::Actor(id) => shape.actor = Some(OneOf::Id(id)),
            ItemKey::Designation(name) => shape.designation = Some(OneOf::Id(name)),
            ItemKey::Source(id) => shape.source = Some(OneOf::Id(id)),
            ItemKey::Event(id) => shape.event = Some(OneOf::Id(id)),
            ItemKey::Report { event, by } => {
                shape.event = Some(OneOf::Id(event));
                shape.report = Some(Report::by(by));
            }
            ItemKey::Constraint(one) => shape.constraint = Some(Object(one.into())),
        }
        shape
    }

    fn with_report(kind: EditKind, event: String, report: Report) -> Self {
        let mut shape = Self::new(kind);
        shape.event = Some(OneOf::Id(event));
        shape.report = Some(report);
        shape
    }

    /// The edit. Returns an error if a field is missing, or if the kind has no such field.
    fn stated(mut self) -> Result<Edit, String> {
        let kind = self.kind;
        let wrong = || {
            format!(
                "the fields of the edit are not those of `{kind}`: expected {}",
                kind.expected()
            )
        };
        let (when, on) = (self.when.take(), self.on.take());
        let edit = match (kind, when, on) {
            (EditKind::Add, None, None) => self.item()?.map(Edit::add),
            (EditKind::Replace, None, None) => self.item()?.map(Edit::replace),
            (EditKind::Remove, None, None) => self.key()?.map(Edit::remove),
            (EditKind::Retract, None, Some(on)) => self.key()?.map(|key| Edit::retract(key, on)),
            (EditKind::Redate, Some(when), None) => match self.key()? {
                Some(ItemKey::Event(event)) => Some(Edit::redate(event, when)),
                _ => None,
            },
            (EditKind::Report | EditKind::Correct, None, None) => {
                match (self.report.take(), self.key()?) {
                    (Some(report), Some(ItemKey::Event(event))) if kind == EditKind::Report => {
                        Some(Edit::report(event, report))
                    }
                    (Some(report), Some(ItemKey::Event(event))) => {
                        Some(Edit::correct(event, report))
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        edit.ok_or_else(wrong)
    }

    /// The only item. Returns `None` if there is none, or something else too.
    fn item(self) -> Result<Option<Item>, String> {
        let constraint = self
            .constraint
            .map(|Object(one)| one.stated())
            .transpose()?;
        let items = [
            entry(self.actor, |one| Item::Actor(one.stated())),
            entry(self.designation, |one| Item::Designation(one.stated())),
            entry(self.source, |one| Item::Source(one.stated())),
            entry(self.event, |one| Item::Event(one.stated())),
            constraint.map(|one| Ok(Item::Constraint(one))),
            self.report.map(|_| Err(WrongForm)),
        ];
        Ok(only(items.into_iter().flatten()))
    }

    /// The only key. Returns `None` if there is none, or something else too.
    fn key(self) -> Result<Option<ItemKey>, String> {
        let constraint = self
            .constraint
            .map(|Object(one)| one.stated())
            .transpose()?;
        let report = self.report;
        let event = id(self.event, |event| match report {
            None => Ok(ItemKey::Event(event)),
            // A key is only the chain of a report.
            Some(report) if report == Report::by(report.by.iter().cloned()) => {
                Ok(ItemKey::report(event, report.by))
            }
            Some(_) => Err(WrongForm),
        });
        let keys = [
            id(self.actor, |id| Ok(ItemKey::Actor(id))),
            id(self.designation, |name| Ok(ItemKey::Designation(name))),
            id(self.source, |id| Ok(ItemKey::Source(id))),
            event,
            constraint.map(|one| Ok(ItemKey::Constraint(one))),
        ];
        Ok(only(keys.into_iter().flatten()))
    }
}

/// A field has an identifier where an object was expected, or the reverse.
struct WrongForm;

/// The item of a field that has an object.
fn entry<T>(
    field: Option<OneOf<T>>,
    item: impl FnOnce(T) -> Item,
) -> Option<Result<Item, WrongForm>> {
    Some(match field? {
        OneOf::Entry(entry) => Ok(item(entry)),
        OneOf::Id(_) => Err(WrongForm),
    })
}

/// The key of a field that has an identifier.
fn id<T>(
    field: Option<OneOf<T>>,
    key: impl FnOnce(String) -> Result<ItemKey, WrongForm>,
) -> Option<Result<ItemKey, WrongForm>> {
    Some(match field? {
        OneOf::Id(id) => key(id),
        OneOf::Entry(_) => Err(WrongForm),
    })
}

/// The value of the only field. Returns `None` if there are several fields, or if it has the wrong form.
fn only<T>(mut fields: impl Iterator<Item = Result<T, WrongForm>>) -> Option<T> {
    let first = fields.next()?;
    first.ok().filter(|_| fields.next().is_none())
}

impl From<Edit> for EditShape {
    fn from(edit: Edit) -> Self {
        match edit.action {
            Action::Add(item) => Self::with_item(EditKind::Add, item),
            Action::Replace(item) => Self::with_item(EditKind::Replace, item),
            Action::Remove(key) => Self::with_key(EditKind::Remove, key),
            Action::Report { event, report } => Self::with_report(EditKind::Report, event, report),
            Action::Correct { event, report } => {
                Self::with_report(EditKind::Correct, event, report)
            }
            Action::Redate { event, when } => {
                let mut shape = Self::with_key(EditKind::Redate, ItemKey::Event(event));
                shape.when = Some(when);
                shape
            }
            Action::Retract { key, on } => {
                let mut shape = Self::with_key(EditKind::Retract, key);
                shape.on = Some(on);
                shape
            }
        }
    }
}

/// Fails if a date of the edit was given as text that is not a date.
impl Serialize for Edit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some((field, error)) = self.date_error() {
            return Err(ser::Error::custom(format_args!("`{field}`: {error}")));
        }
        EditShape::from(self.clone()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Edit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Object(shape): Object<EditShape> = read_shape(deserializer)?;
        shape.stated().map_err(de::Error::custom)
    }
}

/// The edits of a patch, up to [`Patch::MAX_EDITS`], each read or still as text.
pub(super) struct Edits<E>(pub(super) Vec<E>);

impl<'de, E: Deserialize<'de>> Deserialize<'de> for Edits<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List<E>(PhantomData<E>);
        impl<'de, E: Deserialize<'de>> Visitor<'de> for List<E> {
            type Value = Edits<E>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of edits")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Edits<E>, A::Error> {
                let mut edits = Vec::new();
                while let Some(edit) = list.next_element()? {
                    if edits.len() == Patch::MAX_EDITS {
                        return Err(de::Error::custom(format_args!(
                            "the patch has more than {} edits: expected several patches",
                            Patch::MAX_EDITS
                        )));
                    }
                    edits.push(edit);
                }
                Ok(Edits(edits))
            }
        }
        deserializer.deserialize_seq(List(PhantomData))
    }
}

/// A patch whose edits are read, or still text.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, bound = "E: Deserialize<'de>")]
pub(super) struct PatchShape<E> {
    pub(super) format: String,
    pub(super) version: u32,
    pub(super) edits: Edits<E>,
}

impl Serialize for Patch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Written<'a> {
            format: &'static str,
            version: u32,
            edits: &'a [Edit],
        }
        Written {
            format: FORMAT,
            version: VERSION,
            edits: &self.edits,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Patch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Object(shape): Object<PatchShape<Edit>> = read_shape(deserializer)?;
        check_version((&shape.format, shape.version), (FORMAT, VERSION))
            .map_err(de::Error::custom)?;
        Ok(Self {
            edits: shape.edits.0,
        })
    }
}

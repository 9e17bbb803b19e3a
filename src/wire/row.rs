//! One entry of a timeline from a JSON object of its fields, as the rows of a workbook give it.

use serde::de::DeserializeOwned;

use super::json::message;
use super::shape::{
    ActorShape, ConstraintShape, DesignationShape, Entry as _, EventShape, Object, SourceShape,
};
use crate::timeline::{Entry, TimelineBuilder};

/// Adds an entry to a builder. The number in `sort` is not used. Returns what is wrong with its fields.
pub(crate) fn add_entry(
    builder: &mut TimelineBuilder,
    sort: Entry,
    fields: &str,
) -> Result<(), String> {
    fn read<S: DeserializeOwned>(fields: &str) -> Result<S, String> {
        let shape: Result<Object<S>, _> = serde_json::from_str(fields);
        shape
            .map(|Object(shape)| shape)
            .map_err(|error| message(&error))
    }
    match sort {
        Entry::Actor(_) => builder.actor(read::<ActorShape>(fields)?.stated()),
        Entry::Designation(_) => builder.designation(read::<DesignationShape>(fields)?.stated()),
        Entry::Source(_) => builder.source(read::<SourceShape>(fields)?.stated()),
        Entry::Event(_) => builder.event(read::<EventShape>(fields)?.stated()),
        Entry::Constraint(_) => builder.constraint(read::<ConstraintShape>(fields)?.stated()?),
        Entry::Edit(_) | Entry::Whole => unreachable!("a timeline is not an entry of itself"),
    };
    Ok(())
}

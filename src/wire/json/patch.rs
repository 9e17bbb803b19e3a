//! Patches as JSON text.

use serde_json::value::RawValue;

use super::in_entry::malformed;
use super::places::{Places, offset_of};
use super::{ReadError, check_head, message};
use crate::timeline::edit::{Edit, Patch};
use crate::timeline::{BuildError, Entry};
use crate::wire::Object;
use crate::wire::patch::{FORMAT, PatchShape, VERSION};

impl Patch {
    /// Reads a patch from JSON, as [the format](mod@crate::format::patch) describes.
    ///
    /// # Errors
    ///
    /// Returns [`ReadError::Layout`] if the text is not a patch or has an unknown version, and [`ReadError::Faults`]
    /// with the first fault of each edit that cannot be read. Whether the patch fits a timeline is checked by
    /// [`Timeline::edit`](crate::Timeline::edit).
    ///
    /// # Example
    ///
    /// ```
    /// use detente::timeline::edit::Patch;
    ///
    /// let text = r#"{
    ///   "format": "detente-patch",
    ///   "version": 1,
    ///   "edits": [
    ///     {"kind": "redate", "event": "riyadh", "when": "2025-02-18"},
    ///     {"kind": "redate", "event": "istanbul"},
    ///     {"kind": "redate", "event": "jeddah", "when": "2025-03-32"}
    ///   ]
    /// }"#;
    /// let error = Patch::from_json(text).unwrap_err();
    /// let [first, second] = error.faults() else { panic!("expected two faults") };
    /// assert_eq!(
    ///     first.to_string(),
    ///     "line 6, column 5: the fields of the edit are not those of `redate`: expected `event`, as an \
    ///      identifier, and `when`",
    /// );
    /// assert_eq!(second.pointer.as_deref(), Some("/edits/2/when"));
    ///
    /// let patch = Patch::from_json(r#"{"format": "detente-patch", "version": 1, "edits": [
    ///     {"kind": "redate", "event": "riyadh", "when": "2025-02-18"}
    /// ]}"#)?;
    /// assert_eq!(patch.edits[0].to_string(), "redate event `riyadh` to `2025-02-18`");
    /// # Ok::<(), detente::ReadError>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        let places = Places::new(text);
        check_head(&places, (FORMAT, VERSION))?;
        let Object(shape): Object<PatchShape<&RawValue>> =
            serde_json::from_str(text).map_err(|error| places.misread(&error))?;
        let mut edits = Vec::with_capacity(shape.edits.0.len());
        let mut faults = Vec::new();
        for (number, raw) in shape.edits.0.into_iter().map(RawValue::get).enumerate() {
            match serde_json::from_str::<Edit>(raw) {
                Ok(edit) => edits.push(edit),
                Err(error) => {
                    let offset = offset_of(raw, &error);
                    let entry = Entry::Edit(number);
                    faults.push(malformed(&places, entry, raw, offset, message(&error)));
                }
            }
        }
        if faults.is_empty() {
            Ok(Self { edits })
        } else {
            Err(BuildError { faults }.into())
        }
    }
}

impl std::str::FromStr for Patch {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        Self::from_json(text)
    }
}

//! Guides to larger tasks.

#[doc = include_str!("guide/outgrow.md")]
pub mod outgrow {}

//! Guides to larger tasks.

#[cfg(feature = "import")]
#[cfg_attr(docsrs, doc(cfg(feature = "import")))]
#[doc = include_str!("guide/outgrow.md")]
pub mod outgrow {}

//! Hashes that are stored, so they are the same on every machine and in every version.
//!
//! Their key is public, and the texts come from untrusted files. For `SipHash`, no way to find collisions
//! is known except brute force.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;
use siphasher::sip128;

/// Hashes a text.
pub(super) fn digest(text: &[u8]) -> u64 {
    let mut hasher = SipHasher24::new();
    hasher.write(text);
    hasher.finish()
}

/// Hashes several texts with their lengths, so that the same bytes split differently give a different hash.
pub(super) fn digest_of(parts: &[&str]) -> u128 {
    use sip128::Hasher128;

    let mut hasher = sip128::SipHasher24::new();
    for part in parts {
        hasher.write(&(part.len() as u64).to_le_bytes());
        hasher.write(part.as_bytes());
    }
    hasher.finish128().as_u128()
}

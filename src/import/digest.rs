//! Hashes that are kept: the same on every machine and in every version.
//!
//! Whoever writes a file knows how they are made, so they are `SipHash`'s, which nobody is known to
//! collide but by trying.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;
use siphasher::sip128;

/// Of a text.
pub(super) fn digest(text: &[u8]) -> u64 {
    let mut hasher = SipHasher24::new();
    hasher.write(text);
    hasher.finish()
}

/// Of several texts: of no others, however they are divided.
pub(super) fn digest_of(parts: &[&str]) -> u128 {
    use sip128::Hasher128;

    let mut hasher = sip128::SipHasher24::new();
    for part in parts {
        hasher.write(&(part.len() as u64).to_le_bytes());
        hasher.write(part.as_bytes());
    }
    hasher.finish128().as_u128()
}

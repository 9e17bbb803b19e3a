//! A fast keyed hash for tables with untrusted keys.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A hash by folded multiplication, with a random seed for each table.
///
/// Names come from untrusted files, so the hash is keyed to prevent deliberate collisions. The
/// hash of the standard library is keyed too, but costs as much per row as reading the row.
/// Hashes are never stored, and no answer depends on the seed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Folding(u64);

impl Default for Folding {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0_u64))
    }
}

impl BuildHasher for Folding {
    type Hasher = Folded;

    #[inline]
    fn build_hasher(&self) -> Folded {
        Folded(self.0)
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Folded(u64);

impl Folded {
    #[inline]
    fn fold(&mut self, word: u64) {
        // Digits of the golden ratio and of the square root of 2: odd bit patterns without
        // structure. The two halves of the product are combined, since low bits of a product
        // depend on low bits of its factors only.
        let product = u128::from(self.0 ^ word ^ 0x9e37_79b9_7f4a_7c15)
            * u128::from(0xb504_f333_f9de_6485_u64);
        #[expect(clippy::cast_possible_truncation, reason = "both halves are folded")]
        let halves = ((product >> 64) as u64, product as u64);
        self.0 = halves.0 ^ halves.1;
    }
}

impl Hasher for Folded {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in words.by_ref() {
            self.fold(u64::from_le_bytes(
                word.try_into().expect("each chunk has eight bytes"),
            ));
        }
        let mut last = [0; 8];
        for (place, byte) in last.iter_mut().zip(words.remainder()) {
            *place = *byte;
        }
        self.fold(u64::from_le_bytes(last) ^ (bytes.len() as u64) << 56);
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.fold(word);
    }

    #[inline]
    fn write_usize(&mut self, word: usize) {
        self.fold(word as u64);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

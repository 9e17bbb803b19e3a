//! Interned names: each name that entries use gets a number.
//!
//! Names are interned as soon as an entry is added, so that a large feed stores each name once.

use std::collections::HashMap;

use crate::timeline::{Arena, Position};

/// The names that entries use, each with a number.
#[derive(Clone, Debug)]
pub(crate) struct Symbols<I> {
    numbers: HashMap<Box<str>, I>,
}

impl<I> Default for Symbols<I> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
        }
    }
}

impl<I: Position> Symbols<I> {
    /// The number of a name. A new name gets the next number.
    pub(super) fn number(&mut self, name: &str) -> I {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = I::new(self.numbers.len());
        self.numbers.insert(name.into(), number);
        number
    }

    /// The names by number.
    pub(crate) fn names(&self) -> Arena<I, &str> {
        let mut names: Arena<I, &str> = vec![""; self.numbers.len()].into();
        for (name, &number) in &self.numbers {
            names[number] = name;
        }
        names
    }
}

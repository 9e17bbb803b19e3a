//! A server's desk: one timeline that all threads share, and the questions that its readers have stored.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use detente::event::Count;
use detente::timeline::LookupError;
use detente::{Query, Timeline};

/// A timeline and stored questions. It is shared between threads as it is.
#[derive(Debug)]
pub struct Desk {
    /// The record is replaced as a whole, so that an answer never mixes two of them.
    timeline: RwLock<Arc<Timeline>>,
    questions: BTreeMap<String, Query>,
}

/// An answer, which borrows nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How many events there are.
    pub count: Count,
    /// The identifier of the last one.
    pub last: Option<String>,
}

impl Desk {
    /// Creates a desk without questions.
    pub fn new(timeline: Timeline) -> Self {
        Self {
            timeline: RwLock::new(Arc::new(timeline)),
            questions: BTreeMap::new(),
        }
    }

    /// Stores a question under a name.
    #[must_use]
    pub fn with_question(mut self, name: &str, query: Query) -> Self {
        self.questions.insert(name.to_owned(), query);
        self
    }

    /// Replaces the record. Questions that are being answered keep the old one.
    ///
    /// # Panics
    ///
    /// If another thread panicked while it replaced the record.
    pub fn replace(&self, timeline: Timeline) {
        *self.timeline.write().expect("no writer panics") = Arc::new(timeline);
    }

    /// Answers a stored question. Returns `None` if there is none with the name.
    ///
    /// # Errors
    ///
    /// Returns an error if the question names an actor that the record does not have.
    ///
    /// # Panics
    ///
    /// If another thread panicked while it replaced the record.
    pub fn answer(&self, name: &str) -> Option<Result<Answer, LookupError>> {
        let query = self.questions.get(name)?;
        let timeline = Arc::clone(&self.timeline.read().expect("no writer panics"));
        let answer = timeline.ask(query).map(|view| Answer {
            count: view.count(),
            last: view.last().map(|event| event.id().to_owned()),
        });
        Some(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Tracker, add_2025};

    fn record(add: bool) -> Timeline {
        let tracker = Tracker::new(|builder| {
            add_2025(builder).unwrap();
            if add {
                builder.event(
                    detente::Event::meeting("manila", "2026-07-22").between("rubio", "lavrov"),
                );
            }
        });
        tracker.unwrap().timeline().clone()
    }

    #[test]
    fn a_desk_answers_from_several_threads() {
        let desk = Desk::new(record(false))
            .with_question(
                "talks",
                Query::new()
                    .between("Marco Rubio", "Sergey Lavrov")
                    .meetings(),
            )
            .with_question("threats", Query::new().initiated_by("USA"))
            .with_question("misspelt", Query::new().involving("Marco Rubbio"));
        let desk = Arc::new(desk);
        let ask = |desk: &Arc<Desk>, name: &'static str| {
            let desk = Arc::clone(desk);
            std::thread::spawn(move || desk.answer(name))
        };
        let threads: Vec<_> = (0..8).map(|_| ask(&desk, "talks")).collect();
        for thread in threads {
            let answer = thread.join().unwrap().unwrap().unwrap();
            assert_eq!(answer.count, Count::exactly(2));
            assert_eq!(answer.last.as_deref(), Some("kuala-lumpur"));
        }
        let error = ask(&desk, "misspelt").join().unwrap().unwrap().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown actor `Marco Rubbio`; did you mean `Marco Rubio`?"
        );
        assert_eq!(ask(&desk, "weather").join().unwrap(), None);

        desk.replace(record(true));
        let answer = ask(&desk, "talks").join().unwrap().unwrap().unwrap();
        assert_eq!(answer.last.as_deref(), Some("manila"));
    }
}

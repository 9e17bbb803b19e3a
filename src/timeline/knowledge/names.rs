//! Which names an actor had on a day, and which actor had a name.

use chrono::NaiveDate;

use super::representation::covers;
use super::tenure;
use crate::actor::{Alias, AliasKind};
use crate::time::{Certainty, Window};
use crate::timeline::{ActorRef, Closeness, LookupError, Timeline, Wanted};

/// Whether one of an actor's aliases was in use at a time. An alias without a date always is.
fn in_use(all: &[Alias], alias: &Alias, at: Window) -> Certainty {
    let used = tenure::of_alias(all, alias);
    used.map_or(Certainty::Certain, |used| covers(&used, at))
}

/// # Names on a day
impl Timeline {
    /// The actor that had an identifier, a name or an alias on a day, and how certain that is.
    ///
    /// Identifiers, and names without a date, are always in use. A name that several actors had one
    /// after another is therefore unambiguous on a day. Names are compared as by [`Timeline::actor`].
    ///
    /// # Errors
    ///
    /// As [`Timeline::actor`], and [`LookupError::NotInUse`] if the name was not in use on the day.
    ///
    /// # Complexity
    ///
    /// O(log n) in the number of names.
    ///
    /// # Example
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use detente::actor::{Actor, Alias};
    /// use detente::{Certainty, Timeline, When};
    ///
    /// let mut builder = Timeline::builder();
    /// // Zaire from 27 October 1971 to 17 May 1997.
    /// builder.actor(
    ///     Actor::state("COD").named("Democratic Republic of the Congo")
    ///         .alias(Alias::new("Zaire").during("1971-10-27/1997-05-17")),
    /// );
    /// let timeline = builder.build()?;
    ///
    /// let on = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    /// let (actor, certainty) = timeline.actor_on("Zaire", on(1990))?;
    /// assert_eq!((actor.id(), certainty), ("COD", Certainty::Certain));
    /// assert_eq!(
    ///     timeline.actor_on("Zaire", on(2000)).unwrap_err().to_string(),
    ///     "`Zaire` was not in use on 2000-01-01: expected a date in `1971-10-27/1997-05-17`",
    /// );
    /// assert_eq!(actor.name_on(on(1990)), "Zaire");
    /// assert_eq!(actor.name_on(on(2000)), "Democratic Republic of the Congo");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn actor_on(
        &self,
        name: &str,
        date: NaiveDate,
    ) -> Result<(ActorRef<'_>, Certainty), LookupError> {
        if let Some(ix) = self.actor_of_id(name) {
            return Ok((ActorRef::new(self, ix), Certainty::Certain));
        }
        let (wanted, at) = (Wanted::new(name), Window::from(date));
        let mut candidates = Vec::new();
        // The dates of the aliases of this name, for the error.
        let mut uses = Vec::new();
        let called = self.actors_called(&wanted);
        // A name of the same letters counts, even if another has the same case too.
        let least = called.iter().map(|(_, close)| *close).min();
        let has_name = |one: &str| wanted.closeness(one) >= least;
        for &(ix, _) in &called {
            let actor = ActorRef::new(self, ix);
            let is_undated =
                has_name(actor.name()) || wanted.closeness(actor.id()) > Some(Closeness::Folded);
            let aliases = actor.aliases().iter();
            let aliases = aliases.filter(|alias| has_name(&alias.name));
            uses.extend(aliases.clone().filter_map(|alias| alias.when.as_ref()));
            let dated = aliases.map(|alias| in_use(actor.aliases(), alias, at));
            let certainty = dated
                .chain(is_undated.then_some(Certainty::Certain))
                .max()
                .expect("an actor that is listed under a name has it");
            if certainty.is_possible() {
                candidates.push((actor, certainty));
            }
        }
        match candidates.as_slice() {
            [only] => Ok(*only),
            [] if uses.is_empty() => self.actor(name).map(|actor| (actor, Certainty::Certain)),
            [] => Err(LookupError::NotInUse {
                name: name.to_owned(),
                date,
                uses: uses.iter().map(ToString::to_string).collect(),
            }),
            several => Err(LookupError::AmbiguousName {
                name: name.to_owned(),
                candidates: several
                    .iter()
                    .map(|(actor, _)| actor.id().to_owned())
                    .collect(),
            }),
        }
    }
}

/// # Names on a day
impl<'t> ActorRef<'t> {
    /// The name on a day: the alias that was certainly in use, or else the main name.
    ///
    /// Only aliases with a date count, and neither metonyms nor the spelling of a single source. If several were in
    /// use, this is the one that came into use last.
    pub fn name_on(self, date: NaiveDate) -> &'t str {
        let at = Window::from(date);
        let dated = self.aliases().iter().filter_map(|alias| {
            let when = alias.when.as_ref()?.bounds();
            let is_name =
                alias.kind == AliasKind::Variant && in_use(self.aliases(), alias, at).is_certain();
            is_name.then_some((when.raw(), &*alias.name))
        });
        dated.max().map_or(self.name(), |(_, name)| name)
    }

    /// Every name that was in use on a day, the main name first, each with how certain that is.
    pub fn names_on(self, date: NaiveDate) -> impl Iterator<Item = (&'t str, Certainty)> {
        let at = Window::from(date);
        let aliases = self
            .aliases()
            .iter()
            .map(move |alias| (&*alias.name, in_use(self.aliases(), alias, at)));
        std::iter::once((self.name(), Certainty::Certain))
            .chain(aliases.filter(|(_, certainty)| certainty.is_possible()))
    }
}

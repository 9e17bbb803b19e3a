//! The edited timeline before its events are in order, and what the edits touch.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Revision;
use super::resolve::Resolved;
use crate::actor::MAX_REPRESENTED;
use crate::event::Link;
use crate::timeline::store::assemble::part_of_cycle;
use crate::timeline::{
    ActorIndex, Arena, Constraint, ConstraintIx, EventConstraint, EventConstraintIx, EventIx,
    EventRank, LargeEventIndex, MAX_IN_CONTACT, Origin, PairIndex, SourceIx, StoredAccount,
    Timeline,
};

/// The edited timeline, with its events in the order of the base and added ones after them.
///
/// `by_id` has only the events that are left. The other lists of events are empty.
pub(super) struct Draft<'t> {
    pub(super) base: &'t Timeline,
    pub(super) next: Timeline,
    /// The events that were removed, sorted.
    pub(super) removed: Vec<EventIx>,
    /// The events that were added or changed, sorted.
    pub(super) changed: Vec<EventIx>,
    /// The links, sorted.
    pub(super) links: Vec<(EventIx, Link, EventIx)>,
    /// The links and constraints that bind events.
    pub(super) binding: Arena<EventConstraintIx, EventConstraint>,
    /// The events that were changed, and those that a link or a constraint connects with them or did so before.
    pub(super) touched: BTreeSet<EventRank>,
}

/// How the ranks of identifiers change with the identifiers.
struct Ranks {
    /// The former ranks of the events that were removed, sorted.
    removed: Vec<EventRank>,
    /// For each event that was added, the former rank of the next identifier. Sorted.
    added: Vec<EventRank>,
}

impl Ranks {
    /// The new rank of an event. Returns `None` if it was removed.
    fn moved(&self, rank: EventRank) -> Option<EventRank> {
        let removed = self.removed.binary_search(&rank).err()?;
        let added = self.added.partition_point(|&next| next <= rank);
        Some(EventRank::new(rank.position() - removed + added))
    }
}

impl Timeline {
    /// Puts the events of a revision beside the others. Returns `None` if a reference has a fault.
    pub(super) fn draft_revision(
        &self,
        revision: &Revision<'_>,
        resolved: Resolved,
    ) -> Option<Draft<'_>> {
        let mut events = self.events.to_edit();
        let mut many_dates = self.many_dates;
        let (mut changed, mut added) = (Vec::new(), Vec::new());
        let mut links_of = Vec::new();
        for (&(place, _), (event, links)) in revision.events.iter().zip(resolved.events) {
            many_dates += usize::from(!event.has_one_date());
            let ix = if let Some(ix) = place {
                many_dates -= usize::from(!self.events[ix].has_one_date());
                events.replace(ix, event);
                ix
            } else {
                let ix = events.push(event);
                added.push(ix);
                ix
            };
            changed.push(ix);
            links_of.push((ix, links));
        }
        let mut removed = revision.removed.clone();
        for &ix in &removed {
            many_dates -= usize::from(!self.events[ix].has_one_date());
        }
        removed.sort_unstable();
        changed.sort_unstable();
        let mut next = Self {
            title: self.title.clone(),
            actors: self.actors.clone(),
            initials: self.initials.clone(),
            names: self.names.clone(),
            designations: self.designations.clone(),
            actors_by_external: self.actors_by_external.clone(),
            sources: resolved.sources,
            sources_by_external: resolved.sources_by_external,
            chains: resolved.chains,
            events,
            bounds: Arena::new(),
            flags: Arena::new(),
            by_id: Arena::new(),
            events_by_external: self.events_by_external.clone(),
            by_actor: ActorIndex::default(),
            by_pair: PairIndex::default(),
            by_large_event: LargeEventIndex::default(),
            by_about: ActorIndex::default(),
            links: Vec::new(),
            backlinks: Vec::new(),
            constraints: self.constraints.clone(),
            event_constraints: None,
            many_dates,
        };
        let ranks = next.insert_ids(self, &removed, added);
        let mut draft = Draft {
            base: self,
            next,
            removed,
            changed,
            links: Vec::new(),
            binding: Arena::new(),
            touched: BTreeSet::new(),
        };
        draft.check_contacts()?;
        draft.check_external()?;
        draft.set_links(&links_of)?;
        draft.set_constraints(revision, &ranks)?;
        draft.check_sources(revision)?;
        Some(draft)
    }

    /// Sets `by_id` to that of the base without some events and with others.
    fn insert_ids(&mut self, base: &Self, removed: &[EventIx], mut added: Vec<EventIx>) -> Ranks {
        let place = |id: &str| {
            let place = base.by_id.partition_point(|&ix| *base.events[ix].id < *id);
            EventRank::new(place)
        };
        added.sort_by(|&one, &other| self.events[one].id.cmp(&self.events[other].id));
        let places = added.iter().map(|&ix| place(&self.events[ix].id));
        let places: Vec<EventRank> = places.collect();
        let mut out: Vec<EventRank> = removed
            .iter()
            .map(|&ix| place(&base.events[ix].id))
            .collect();
        out.sort_unstable();
        let mut by_id = Vec::with_capacity(base.by_id.len() + added.len() - removed.len());
        let (mut next_added, mut next_out) = (0, 0);
        for (rank, &ix) in base.by_id.entries() {
            while places.get(next_added) == Some(&rank) {
                by_id.push(added[next_added]);
                next_added += 1;
            }
            if out.get(next_out) == Some(&rank) {
                next_out += 1;
            } else {
                by_id.push(ix);
            }
        }
        by_id.extend(&added[next_added..]);
        self.by_id = by_id.into();
        Ranks {
            removed: out,
            added: places,
        }
    }
}

/// # Checks and references
impl Draft<'_> {
    fn is_changed(&self, ix: EventIx) -> bool {
        self.changed.binary_search(&ix).is_ok()
    }

    fn is_removed(&self, ix: EventIx) -> bool {
        self.removed.binary_search(&ix).is_ok()
    }

    /// Refuses a changed event with the external identifier of another.
    fn check_external(&self) -> Option<()> {
        let mut own: BTreeSet<(&String, &String)> = BTreeSet::new();
        for &ix in &self.changed {
            for id in self.next.events[ix].external() {
                let (scheme, value) = id;
                let other = self.base.event_by_external(scheme, value);
                let is_taken = other.is_some_and(|other| {
                    let other = other.ix();
                    !(self.is_changed(other) || self.is_removed(other))
                });
                if is_taken || !own.insert(id) {
                    return None;
                }
            }
        }
        Some(())
    }

    /// Refuses an event with too many actors in contact.
    fn check_contacts(&self) -> Option<()> {
        let is_refused = |&ix: &EventIx| {
            let event = &self.next.events[ix];
            event.participants.len() * (MAX_REPRESENTED + 1) > MAX_IN_CONTACT
                && self.next.in_contact(event, event.any_bounds().into()).len() > MAX_IN_CONTACT
        };
        (!self.changed.iter().any(is_refused)).then_some(())
    }

    /// Sets the links: those of the base that stay, and those of changed events.
    fn set_links(&mut self, links_of: &[(EventIx, Vec<(Link, String)>)]) -> Option<()> {
        let kept = self.base.links.iter().copied();
        let kept = kept.filter(|&(from, ..)| !self.is_changed(from) && !self.is_removed(from));
        let mut links: Vec<(EventIx, Link, EventIx)> = kept.collect();
        if links.iter().any(|&(.., to)| self.is_removed(to)) {
            return None;
        }
        let before = links.len();
        for (from, own) in links_of {
            for (link, to) in own {
                links.push((*from, *link, self.next.find_event(to)?));
            }
        }
        let is_more = links.len() > before;
        links.sort_unstable();
        links.dedup();
        // A new cycle has a link of a changed event.
        let starts = self.changed.iter().copied();
        if is_more && part_of_cycle(&links, starts, |_| String::new()).is_some() {
            return None;
        }
        self.links = links;
        Some(())
    }

    /// Sets the constraints, what links and constraints state by rank, and the touched events.
    fn set_constraints(&mut self, revision: &Revision<'_>, ranks: &Ranks) -> Option<()> {
        let places = self.merge_constraints(revision);
        let former = self.base.event_constraints.as_deref();
        let former: &[EventConstraint] = former.map_or(&[], |constraints| constraints.all());
        let changed: BTreeSet<EventRank> = self.ranks_of(&self.changed).collect();
        let is_changed = |rank: EventRank| changed.contains(&rank);
        self.touched.clone_from(&changed);
        // What was stated of an event that changes, or is stated no longer, may have bound others.
        for constraint in former {
            let moved = || constraint.events().map(|rank| ranks.moved(rank));
            let is_removed = match constraint.origin {
                Origin::Stated(at) => revision.constraints_removed.contains(&at),
                Origin::Linked(_) => false,
            };
            if is_removed || moved().any(|rank| rank.is_none_or(is_changed)) {
                self.touched.extend(moved().flatten());
            }
        }
        let mut all = self.binding_links();
        // Links come first, then constraints in their order.
        let stated = &former[former.len().saturating_sub(self.base.constraints.len())..];
        for ((at, constraint), place) in self.next.constraints.entries().zip(places) {
            let moved = if let Some(place) = place {
                stated[place.position()].renumbered(at, |rank| ranks.moved(rank))?
            } else {
                let new = self.new_constraint(at, constraint)?;
                self.touched.extend(new.events());
                new
            };
            // When it is known may follow from its events.
            all.push(if place.is_some() && moved.events().any(is_changed) {
                EventConstraint::of_stated(&self.next, at, constraint, moved.named())
            } else {
                moved
            });
        }
        for constraint in all.iter().filter(|one| one.events().any(is_changed)) {
            self.touched.extend(constraint.events());
        }
        self.binding = all.into();
        Some(())
    }

    /// The ranks of some events.
    fn ranks_of(&self, events: &[EventIx]) -> impl Iterator<Item = EventRank> {
        events.iter().map(|&ix| {
            let rank = self.next.rank_of_id(&self.next.events[ix].id);
            rank.expect("the events that are left are listed by identifier")
        })
    }

    /// The links that constrain the order of their events.
    fn binding_links(&self) -> Vec<EventConstraint> {
        if self.links.is_empty() {
            return Vec::new();
        }
        let mut ranks: Arena<EventIx, EventRank> =
            vec![EventRank::new(0); self.next.events.len()].into();
        for (rank, &ix) in self.next.by_id.entries() {
            ranks[ix] = rank;
        }
        let links = self.links.iter();
        let links = links.map(|&(from, link, to)| (ranks[from], link, ranks[to]));
        EventConstraint::of_links(links).collect()
    }

    /// A constraint that was added. Returns `None` if it names an unknown event or source.
    fn new_constraint(&self, at: ConstraintIx, stated: &Constraint) -> Option<EventConstraint> {
        for id in &stated.by {
            self.next.source_of_id(id)?;
        }
        let rank = |id: &String| self.next.rank_of_id(id);
        let until = match &stated.until {
            Some(until) => Some(rank(until)?),
            None => None,
        };
        let named = (rank(&stated.event)?, rank(&stated.other)?, until);
        Some(EventConstraint::of_stated(&self.next, at, stated, named))
    }

    /// Sets the constraints of the edited timeline. Returns where each was in the base, if it was there.
    fn merge_constraints(&mut self, revision: &Revision<'_>) -> Vec<Option<ConstraintIx>> {
        let base = &self.base.constraints;
        if revision.constraints_removed.is_empty() && revision.constraints_added.is_empty() {
            return base.indices().map(Some).collect();
        }
        let kept = base.entries();
        let kept = kept.filter(|(at, _)| !revision.constraints_removed.contains(at));
        let mut all: Vec<(&Constraint, Option<ConstraintIx>)> =
            kept.map(|(at, one)| (one, Some(at))).collect();
        let added = revision.constraints_added.iter();
        all.extend(added.map(|&one| (one, None)));
        // Stable, so that of equal constraints the one of the base stays.
        all.sort_by(|(one, _), (other, _)| one.order(other));
        all.dedup_by(|(one, _), (other, _)| one == other);
        let (constraints, places): (Vec<&Constraint>, Vec<_>) = all.into_iter().unzip();
        let constraints: Vec<Constraint> = constraints.into_iter().cloned().collect();
        self.next.constraints = Arc::new(constraints.into());
        places
    }

    /// Refuses to go on if an actor is no longer cited: then it is no source any more.
    fn check_sources(&self, revision: &Revision<'_>) -> Option<()> {
        let mut lost = self.formerly_cited(revision);
        let mut keep = |chain: &[SourceIx]| {
            for source in chain {
                lost.remove(source);
            }
            lost.is_empty()
        };
        // The changed events come first, because an edit mostly leaves the sources of its event.
        let events = self.changed.iter().chain(self.next.by_id.iter());
        let mut accounts = events.flat_map(|&ix| &self.next.events[ix].accounts);
        let chain = |account: &StoredAccount| self.next.chain(account.chain);
        if keep(&[]) || accounts.any(|account| keep(chain(account))) {
            return Some(());
        }
        let constraints = self.next.constraints.iter();
        let by_constraints = constraints.flat_map(|one| &one.by);
        let successions = self.next.actors.iter().flat_map(|actor| &actor.successions);
        let by_successions = successions.flat_map(|one| &one.by);
        let mut cited = by_constraints.chain(by_successions);
        cited
            .any(|id| keep(self.next.source_of_id(id).as_slice()))
            .then_some(())
    }

    /// The actors that a changed or removed entry cited as sources.
    fn formerly_cited(&self, revision: &Revision<'_>) -> BTreeSet<SourceIx> {
        let base = self.base;
        let events = self.changed.iter().chain(&self.removed);
        let events = events.filter(|&&ix| base.events.has(ix));
        let accounts = events.flat_map(|&ix| &base.events[ix].accounts);
        let by_reports = accounts.flat_map(|account| base.chain(account.chain).iter().copied());
        let removed = revision.constraints_removed.iter();
        let by_constraints = removed.flat_map(|&at| &base.constraints[at].by);
        let by_constraints = by_constraints.filter_map(|id| base.source_of_id(id));
        let cited: BTreeSet<SourceIx> = by_reports.chain(by_constraints).collect();
        let actors = cited.into_iter().map(|ix| &base.sources[ix]);
        actors
            .filter(|source| source.actor.is_some())
            .filter_map(|source| self.next.source_of_id(&source.id))
            .collect()
    }
}

//! Events with their references resolved: participants, subjects, and the sources of reports.

use super::assembly::{Assembly, hint_for};
use super::sources::Chains;
use crate::actor::Designation;
use crate::event::{MAX_PARTICIPANTS, MAX_PER_EVENT, Status};
use crate::time::When;
use crate::timeline::{
    ActorIx, Arena, ChainIx, DesignationIx, Entry, EventIx, EventRank, FaultKind, Participation,
    SourceIx, Stored, StoredAbout, StoredAccount, StoredSource, first_bytes, known_once_over,
    latest_end, order, shared_twice,
};

impl Assembly {
    /// Replaces the numbers of names by indices of actors and sources, and sets the time for which each
    /// report is in force.
    pub(super) fn resolve_events(
        &mut self,
        sources: &Arena<SourceIx, StoredSource>,
        chains: &Chains,
        designations: &[Designation],
    ) {
        let mut events = std::mem::take(&mut self.builder.events);
        for (at, event) in events.iter_mut().enumerate() {
            self.resolve_participants(Entry::Event(at), event);
            self.resolve_accounts(Entry::Event(at), event, sources, chains);
        }
        for unresolved in std::mem::take(&mut self.builder.unresolved) {
            let entry = Entry::Event(unresolved.event);
            let event = &mut events[unresolved.event];
            for actor in &unresolved.named {
                self.actor(entry, "event", &event.id, actor);
            }
            let mut about = Vec::with_capacity(unresolved.about.len());
            for subject in &unresolved.about {
                match resolve_subject(subject, self.position(subject), designations) {
                    Some(found) => about.push(found),
                    None => _ = self.actor(entry, "event", &event.id, subject),
                }
            }
            event.set_about(about);
            self.builder.unresolved.push(unresolved);
        }
        self.builder.events = events;
    }

    /// Resolves the participants of an event, and refuses the same actor twice in one role.
    fn resolve_participants(&mut self, entry: Entry, event: &mut Stored) {
        // That there are too many is a fault already, and there may be as many unknown names.
        if event.participants.len() > MAX_PARTICIPANTS {
            return;
        }
        let actor_of = &self.actor_of_name;
        let unknown = resolve_participants(&mut event.participants, |name| actor_of[name]);
        if unknown.is_empty()
            && let Some(&one) = twice_in_a_role(&event.participants)
        {
            let kind = FaultKind::RoleTwice {
                event: event.id.to_string(),
                actor: self.stated_actor(one.actor).id.clone(),
                role: one.role,
            };
            self.fault(entry, kind);
        }
        for name in unknown {
            let actor = self.unknown_names[&name].clone();
            self.actor(entry, "event", &event.id, &actor);
        }
    }

    /// Resolves the chains of an event's reports, and sets the time for which each is in force.
    fn resolve_accounts(
        &mut self,
        entry: Entry,
        event: &mut Stored,
        sources: &Arena<SourceIx, StoredSource>,
        chains: &Chains,
    ) {
        // As for participants.
        if event.accounts.len() > MAX_PER_EVENT {
            return;
        }
        let mut is_resolved = true;
        for account in &mut event.accounts {
            let number = account.chain;
            if let Some(unknown) = &chains.unknown[number] {
                let stated = sources.iter().map(|source| &*source.id);
                let actors = self.builder.actors.iter().map(|actor| actor.id.as_str());
                let kind = FaultKind::UnknownSource {
                    what: "event",
                    id: event.id.to_string(),
                    source_id: unknown.clone(),
                    near: hint_for(&mut self.hints_left, unknown, stated.chain(actors)),
                };
                self.fault(entry, kind);
                is_resolved = false;
                continue;
            }
            account.chain = chains.position[number];
            // A chain without a source is a fault already.
            let first = chains.sorted[account.chain].first();
            let published = first.and_then(|&first| sources[first].published.as_ref());
            if !put_in_force(account, published, &event.when) {
                let kind = FaultKind::SinceWhen {
                    event: event.id.to_string(),
                    status: account.status,
                };
                self.fault(entry, kind);
            }
        }
        // With a fault, no timeline is built, and the order is not asked for.
        if is_resolved {
            let chain = |ix: ChainIx| &*chains.sorted[ix];
            event
                .accounts
                .sort_by(|one, other| order::reports(one, other, chain));
        }
    }

    /// The events sorted by identifier. Duplicate identifiers, external ones too, are faults.
    pub(super) fn sort_ids(
        &mut self,
        events: &Arena<EventIx, Stored>,
    ) -> Arena<EventRank, EventIx> {
        let id = |at: EventIx| &*events[at].id;
        // The first eight bytes decide most comparisons, so they are stored with the position.
        let mut keyed: Vec<(u64, EventIx)> = events
            .indices()
            .map(|at| (first_bytes(id(at)), at))
            .collect();
        keyed.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0)
                .then_with(|| id(a.1).cmp(id(b.1)))
                .then(a.1.cmp(&b.1))
        });
        for pair in keyed.windows(2) {
            if let [(key_a, a), (key_b, b)] = *pair
                && key_a == key_b
                && id(a) == id(b)
            {
                let kind = FaultKind::DuplicateId {
                    what: "event",
                    id: id(b).to_owned(),
                };
                self.fault(Entry::Event(b.position()), kind);
            }
        }
        keyed.dedup_by(|a, b| a.0 == b.0 && id(a.1) == id(b.1));
        let ids: Arena<EventRank, EventIx> = keyed.into_iter().map(|(_, at)| at).collect();
        let external = ids.iter().map(|&at| (at, events[at].external()));
        for (at, kind) in shared_twice("event", external, id) {
            self.fault(Entry::Event(at.position()), kind);
        }
        ids
    }
}

/// Replaces the numbers of names by indices of actors, and sorts the participants. Returns the numbers of the
/// names that no actor has.
pub(in crate::timeline::store) fn resolve_participants(
    participants: &mut [Participation],
    actor_of: impl Fn(ActorIx) -> Option<ActorIx>,
) -> Vec<ActorIx> {
    let mut unknown: Vec<ActorIx> = Vec::new();
    let mut known = |name: ActorIx| {
        actor_of(name).unwrap_or_else(|| {
            // The number is never used as an index: the unknown name is a fault.
            unknown.push(name);
            name
        })
    };
    for one in participants.iter_mut() {
        one.actor = known(one.actor);
        one.on_behalf_of = one.on_behalf_of.map(&mut known);
    }
    participants.sort_unstable();
    unknown
}

/// The first of the sorted participants that takes part twice in one role.
pub(in crate::timeline::store) fn twice_in_a_role(
    participants: &[Participation],
) -> Option<&Participation> {
    participants.windows(2).find_map(|pair| match pair {
        [a, b] if a.role == b.role && a.actor == b.actor => Some(a),
        _ => None,
    })
}

/// A subject of an event: the actor with the identifier, which takes precedence, or the designation with the
/// name. Returns `None` if there is neither.
pub(in crate::timeline::store) fn resolve_subject(
    subject: &str,
    actor: Option<ActorIx>,
    designations: &[Designation],
) -> Option<StoredAbout> {
    actor.map(StoredAbout::Actor).or_else(|| {
        let lower = subject.to_lowercase();
        let mut all = designations.iter();
        let found = all.position(|one| one.name.to_lowercase() == lower)?;
        Some(StoredAbout::Designation(DesignationIx::new(found)))
    })
}

/// Sets the time for which a report is in force, given when its first source was published.
///
/// Returns whether it has the date that a plan or a cancellation needs.
pub(in crate::timeline::store) fn put_in_force(
    account: &mut StoredAccount,
    published: Option<&When>,
    shared: &When,
) -> bool {
    let more = account.more.as_ref();
    let asserted = more.and_then(|more| more.asserted.as_ref()).or(published);
    let withdrawn = more.and_then(|more| more.withdrawn.as_ref());
    let is_planned = matches!(account.status, Status::Planned | Status::Cancelled);
    let is_dated = asserted.is_some() || !is_planned;
    let known_until = withdrawn.map_or(i64::MAX, latest_end);
    account.known_from = known_from(account, asserted, shared);
    account.known_until = known_until;
    is_dated
}

/// The second from which a report is known, given when it was asserted or published, if that is stated.
fn known_from(account: &StoredAccount, asserted: Option<&When>, shared: &When) -> i64 {
    let date = account.own_when().unwrap_or(shared).bounds();
    let known_from = asserted.map_or_else(|| known_once_over(&date), latest_end);
    match account.status {
        Status::Planned | Status::Cancelled => known_from,
        // A report that the event happened cannot be known before it begins, even if its page has an
        // earlier date.
        Status::Realised | Status::Disputed => {
            let [start, ..] = date.raw();
            known_from.max(start.saturating_add(1))
        }
    }
}

//! One actor, source or designation from those of one identifier.

use std::collections::{BTreeMap, BTreeSet};

use super::clashes::Clashes;
use crate::actor::{Actor, Alias, Designation};
use crate::event::Source;
use crate::timeline::ExternalIds;

/// The actor that several parts state. Each is given with the label of its part.
pub(super) fn actor(stated: &[(&str, Actor)], mut clashes: Clashes<'_>) -> Actor {
    let first = &stated[0].1;
    if stated.iter().all(|(_, other)| other == first) {
        return first.clone();
    }
    let kinds = stated.iter().map(|(label, one)| (label, Some(one.kind)));
    let kind = clashes.agreed("kind", kinds);
    let mut actor = Actor::new(&first.id, kind.expect("every actor has a kind"));
    // An actor without a name of its own is named by its identifier.
    let named = stated.iter().map(|(_, one)| one.name.as_str());
    let own: BTreeSet<&str> = named.filter(|name| *name != first.id).collect();
    let mut own = own.into_iter();
    if let Some(name) = own.next() {
        name.clone_into(&mut actor.name);
    }
    let others: Vec<Alias> = own.map(Alias::from).collect();
    let aliases = stated.iter().map(|(_, one)| one.aliases.as_slice());
    actor.aliases = union(aliases.chain([others.as_slice()]));
    actor.affiliations = union(stated.iter().map(|(_, one)| one.affiliations.as_slice()));
    actor.successions = union(stated.iter().map(|(_, one)| one.successions.as_slice()));
    actor.external = external(
        stated.iter().map(|(label, one)| (*label, &one.external)),
        &mut clashes,
    );
    actor
}

/// The source that several parts state.
pub(super) fn source(stated: &[(&str, Source)], mut clashes: Clashes<'_>) -> Source {
    let first = &stated[0].1;
    if stated.iter().all(|(_, other)| other == first) {
        return first.clone();
    }
    let mut source = Source::new(&first.id);
    let named = stated.iter().map(|(_, one)| &one.name);
    if let Some(name) = named.filter(|name| **name != first.id).min() {
        source.name.clone_from(name);
    }
    let published = stated
        .iter()
        .map(|(label, one)| (label, one.published.clone()));
    source.published = clashes.agreed("published", published);
    let accessed = stated
        .iter()
        .map(|(label, one)| (label, one.accessed.clone()));
    source.accessed = clashes.agreed("accessed", accessed);
    source.authors = authors(stated, &mut clashes);
    let mut agreed = |field, of: fn(&Source) -> &Option<String>| {
        let texts = stated.iter().map(|(label, one)| (label, of(one).clone()));
        clashes.agreed(field, texts)
    };
    source.url = agreed("url", |one| &one.url);
    source.title = agreed("title", |one| &one.title);
    source.publisher = agreed("publisher", |one| &one.publisher);
    source.locator = agreed("locator", |one| &one.locator);
    source.archive = agreed("archive", |one| &one.archive);
    source.anonymous = stated.iter().any(|(_, one)| one.anonymous);
    source.covers = union(stated.iter().map(|(_, one)| one.covers.as_slice()));
    source.external = external(
        stated.iter().map(|(label, one)| (*label, &one.external)),
        &mut clashes,
    );
    source
}

/// The authors of a source. Two lists clash, also if only their order differs.
fn authors(stated: &[(&str, Source)], clashes: &mut Clashes<'_>) -> Vec<String> {
    let given = stated.iter().filter(|(_, one)| !one.authors.is_empty());
    let shown = given
        .clone()
        .map(|(label, one)| (label, Some(one.authors.join("; "))));
    clashes.agreed("authors", shown);
    given
        .map(|(_, one)| one.authors.clone())
        .next()
        .unwrap_or_default()
}

/// The designation that several parts state.
pub(super) fn designation(stated: &[(&str, Designation)], mut clashes: Clashes<'_>) -> Designation {
    let first = &stated[0].1;
    let names = stated.iter().map(|(label, one)| (label, Some(&one.name)));
    clashes.agreed("name", names);
    let offices = stated.iter().map(|(label, one)| {
        let Designation { party, office, .. } = one;
        (label, Some(format!("{office} of {party}")))
    });
    clashes.agreed("office", offices);
    let dates = stated.iter().map(|(label, one)| (label, Some(&one.when)));
    clashes.agreed("when", dates);
    first.clone()
}

/// The external identifiers of all parts. Two values of one scheme clash.
pub(super) fn external<'s>(
    stated: impl Iterator<Item = (&'s str, &'s ExternalIds)>,
    clashes: &mut Clashes<'_>,
) -> ExternalIds {
    let mut values: BTreeMap<&String, Vec<(&str, &String)>> = BTreeMap::new();
    for (label, ids) in stated {
        for (scheme, value) in ids {
            values.entry(scheme).or_default().push((label, value));
        }
    }
    let agreed = values.into_iter().map(|(scheme, values)| {
        let shown = values.iter();
        let shown = shown.map(|(label, value)| (label, Some(format!("{scheme}:{value}"))));
        clashes.agreed("external", shown);
        let (_, first) = values[0];
        (scheme.clone(), first.clone())
    });
    agreed.collect()
}

/// Everything that one of the lists has, as often as the list that has it most often.
fn union<'t, T: PartialEq + Clone + 't>(lists: impl Iterator<Item = &'t [T]>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for list in lists {
        // Invariant: `taken` marks the entries of `all` that an earlier entry of this list is.
        let mut taken = vec![false; all.len()];
        for entry in list {
            let found = (0..taken.len()).find(|&at| !taken[at] && all[at] == *entry);
            match found {
                Some(at) => taken[at] = true,
                None => all.push(entry.clone()),
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::union;

    #[test]
    fn a_union_has_each_entry_as_often_as_one_list_does() {
        let lists: [&[u8]; 3] = [&[1, 2, 1], &[2, 2], &[3]];
        let mut all = union(lists.into_iter());
        all.sort_unstable();
        assert_eq!(all, [1, 1, 2, 2, 3]);
    }
}

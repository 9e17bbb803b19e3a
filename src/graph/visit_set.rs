//! The nodes that a walk has visited.

use petgraph::visit::VisitMap;

use super::node::{Node, place};
use crate::timeline::Timeline;

/// A set of nodes, one bit each: petgraph's map of visited nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitedNodes {
    actors: usize,
    /// The number of actors and events.
    nodes: usize,
    pub(super) bits: Vec<u64>,
}

impl VisitedNodes {
    pub(super) fn new(whole: &Timeline) -> Self {
        let nodes = whole.actors.len() + whole.events.len();
        Self {
            actors: whole.actors.len(),
            nodes,
            bits: vec![0; nodes.div_ceil(64)],
        }
    }

    /// The position of a node's bit. Returns `None` if the timeline does not have the node.
    pub(super) const fn place(&self, node: Node) -> Option<usize> {
        place(self.actors, self.nodes, node)
    }

    fn bit(&mut self, node: Node) -> Option<(&mut u64, u64)> {
        let place = self.place(node)?;
        Some((&mut self.bits[place / 64], 1 << (place % 64)))
    }
}

impl VisitMap<Node> for VisitedNodes {
    fn visit(&mut self, node: Node) -> bool {
        self.bit(node).is_some_and(|(word, bit)| {
            let new = *word & bit == 0;
            *word |= bit;
            new
        })
    }

    fn is_visited(&self, node: &Node) -> bool {
        self.place(*node)
            .is_some_and(|place| self.bits[place / 64] & (1 << (place % 64)) != 0)
    }

    fn unvisit(&mut self, node: Node) -> bool {
        self.bit(node).is_some_and(|(word, bit)| {
            let was = *word & bit != 0;
            *word &= !bit;
            was
        })
    }
}

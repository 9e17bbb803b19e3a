//! The timeline and its views as graphs, through petgraph's traits.
//!
//! Actors and events are the nodes. An edge has the direction in which news of the event would
//! spread:
//!
//! | edge | when |
//! | :-- | :-- |
//! | actor → event | the actor is a source, party, host, mediator or attendee |
//! | event → actor | the actor is a party, target, addressee, host, mediator or attendee |
//! | event → actor | it is about the actor |
//! | event → event | it links to the other: part of, on the sidelines of, answers, about, follows |
//!
//! Parties therefore have an edge each way. A speaker has one to the statement, and its
//! target one from it: a path leads from the speaker to the target, and not back.
//! Affiliations are not edges, because they have dates and a graph has none.
//!
//! # Four graphs
//!
//! | graph | nodes | indices | built in |
//! | :-- | :-- | :-- | :-- |
//! | `&`[`Timeline`](crate::Timeline) | every actor and every event, planned ones too | dense | no time: it is the store |
//! | `&`[`View`] | its events, and the actors that have an edge in it | those of the timeline: with gaps | no time: it is the filter |
//! | [`View::compact_graph`] | the same | dense | one pass over the view |
//! | [`View::contact_graph`], [`View::act_graph`] | actors alone, an edge for each pair, weights of your own | petgraph's | one pass over the view, and a sort |
//!
//! The first three share their nodes and edges, so that results of several views can
//! be compared; `DiGraph::from` copies a [`CompactGraph`] to petgraph's own type.
//!
//! # Example
//!
//! ```
//! use detente::actor::Actor;
//! use detente::event::Event;
//! use detente::graph::Node;
//! use detente::petgraph::algo::has_path_connecting;
//! use detente::{Timeline, When};
//!
//! let mut builder = Timeline::builder();
//! for id in ["rubio", "lavrov", "kim"] {
//!     builder.actor(Actor::person(id));
//! }
//! let meeting = |id, day: &str| When::parse(day).map(|day| Event::meeting(id, day));
//! builder.event(meeting("a", "2025-07-10")?.party("rubio").party("lavrov"));
//! builder.event(meeting("b", "2025-07-12")?.party("lavrov").party("kim"));
//! let timeline = builder.build()?;
//!
//! let [rubio, kim] = [timeline.actor("rubio")?, timeline.actor("kim")?].map(Node::from);
//! assert!(has_path_connecting(&timeline, rubio, kim, None));
//! let without_kim = timeline.between("rubio", "lavrov")?;
//! assert!(!has_path_connecting(&without_kim, rubio, kim, None));
//! assert_eq!(timeline.entity(kim).unwrap().to_string(), "kim");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which algorithm runs on which graph
//!
//! This table is for petgraph 0.8. "Compact" means the compact graph of a view, or a timeline.
//! *Undirected* means that the question makes sense between nodes, regardless of direction: wrap
//! the graph in [`UndirectedAdaptor`](petgraph::visit::UndirectedAdaptor). For each row, a test
//! compares the result with petgraph's own graph.
//!
//! | algorithm | runs on | note |
//! | :-- | :-- | :-- |
//! | `Bfs`, `Dfs`, `DfsPostOrder`, `Topo`, `depth_first_search` | any | |
//! | `has_path_connecting`, `all_simple_paths`, `all_simple_paths_multi` | any | in the graph, not in time: [`View::paths`] respects dates |
//! | `toposort`, `is_cyclic_directed`, `kosaraju_scc`, `tarjan_scc` | any | two parties of one event are a cycle: filter to links |
//! | `dijkstra`, `with_dynamic_goal`, `bidirectional_dijkstra`, `astar`, `spfa` | any | the cost is a closure; `bidirectional_dijkstra` finds no path from a node to itself |
//! | `johnson` | any | allocates the square of the number of indices: use the compact graph for a narrow view |
//! | `dominators::simple_fast` | any | the nodes through which every path leads |
//! | `connected_components`, `floyd_warshall`, `floyd_warshall_path` | compact | a view does not compile: its indices have gaps |
//! | `page_rank`, `k_shortest_path` | compact | with a view they compile and return **wrong** results, or panic: they assume dense indices |
//! | `articulation_points` | compact, undirected | with a view it compiles and panics |
//! | `bridges`, `dsatur_coloring`, `is_bipartite_undirected`, `greedy_matching`, `maximum_matching` | any, undirected | |
//! | `min_spanning_tree` | any | by kind of edge; `min_spanning_tree_prim` undirected, and for the first node's component only |
//! | `is_cyclic_undirected` | any | true if any event has a party, whose two edges are a cycle |
//! | `maximal_cliques` | any | of nodes with edges each way; two actors are never neighbours, so a clique is a pair: use the contact graph |
//! | `is_isomorphic`, `is_isomorphic_subgraph` | compact | |
//! | `is_isomorphic_matching`, `is_isomorphic_subgraph_matching`, `subgraph_isomorphisms_iter` | the compact graph | they borrow weights, and a timeline stores none |
//! | `Dot` | any | writes positions unless given names, which it does not escape |
//! | `condensation`, `greedy_feedback_arc_set`, `tred` | `DiGraph::from(&compact)` | they require petgraph's own type or indices |
//! | `bellman_ford`, `find_negative_cycle`, `dinics`, `ford_fulkerson`, `steiner_tree` | `DiGraph::from(&compact)` and `map`, or the contact graph | they require numbers as weights |
//!
//! [`Reversed`](petgraph::visit::Reversed), [`EdgeFiltered`](petgraph::visit::EdgeFiltered),
//! [`NodeFiltered`](petgraph::visit::NodeFiltered) and `UndirectedAdaptor` wrap any of them.
//!
//! ```compile_fail
//! # let timeline = detente::Timeline::builder().build().unwrap();
//! detente::petgraph::algo::connected_components(&timeline.view()); // its indices have gaps
//! ```
//!
//! # Limits
//!
//! `GetAdjacencyMatrix` allocates no matrix. petgraph's own takes one bit for every two nodes,
//! 125 gigabytes for a million nodes; here the event of the two nodes is read, which has few
//! edges. `DataMap` is implemented for the compact graph only. `EdgeIndexable` is not implemented: the number of
//! an edge is the count of all edges before it, and the algorithms that need it, on flows,
//! need numbers as weights first.

mod compact;
mod contact_graph;
mod node;
mod traits;
mod visit_set;
mod walk;

#[cfg(doc)]
use crate::query::View;

pub use compact::CompactGraph;
pub use contact_graph::PairEvents;
pub use node::{Edge, EdgeKind, Entity, Node};
pub use visit_set::VisitedNodes;
pub use walk::{Edges, EdgesDirected, Neighbors, NodeIdentifiers};

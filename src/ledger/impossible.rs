//! What no data can bring about.

/// The quiet answer where something has come about that cannot, which is said aloud where debug
/// assertions are on.
///
/// It stands where a type cannot show that there is no such case: the library does not panic on
/// whoever uses it, and its own tests do not pass over a wrong answer.
#[cold]
pub(crate) fn impossible<T>(but: &str, answer: T) -> T {
    debug_assert!(false, "{but}");
    answer
}

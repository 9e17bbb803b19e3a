//! The layout of JSON that is written: objects and lists that fit on a line are on one line.

/// The maximum width of a line that can be broken.
const WIDTH: usize = 100;

/// Lays out JSON: a value that fits on a line is written on one, any other is broken at its members.
///
/// The outermost `broken_levels` levels are always broken.
pub(super) fn lay_out(
    out: &mut String,
    json: &str,
    indent: usize,
    broken_levels: usize,
    used: usize,
) {
    let mut flat = String::with_capacity(json.len() + json.len() / 8);
    if broken_levels == 0 || !json.starts_with(['{', '[']) {
        flatten(&mut flat, json);
        // `<` and not `<=`, because a comma may follow.
        if indent + used + flat.chars().count() < WIDTH || !json.starts_with(['{', '[']) {
            out.push_str(&flat);
            return;
        }
    }
    let (open, close) = if json.starts_with('{') {
        ('{', '}')
    } else {
        ('[', ']')
    };
    let members = members(json);
    if members.is_empty() {
        out.push(open);
        out.push(close);
        return;
    }
    out.push(open);
    for (number, member) in members.iter().enumerate() {
        out.push_str(if number == 0 { "\n" } else { ",\n" });
        out.extend(std::iter::repeat_n(' ', indent + 2));
        let value = if open == '{' { value_of(member) } else { 0 };
        let (key, value) = member.split_at(value);
        let before = out.len();
        if let Some(name) = key.strip_suffix(':') {
            out.push_str(name);
            out.push_str(": ");
        }
        let used = out[before..].chars().count();
        lay_out(
            out,
            value,
            indent + 2,
            broken_levels.saturating_sub(1),
            used,
        );
    }
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
    out.push(close);
}

/// Copies JSON with a space after each comma and colon.
fn flatten(out: &mut String, json: &str) {
    for (_, char, inside) in characters(json) {
        out.push(char);
        if !inside && matches!(char, ',' | ':') {
            out.push(' ');
        }
    }
}

/// The characters of JSON, each with its offset and whether it is inside a string.
fn characters(json: &str) -> impl Iterator<Item = (usize, char, bool)> {
    let mut inside = false;
    let mut escaped = false;
    json.char_indices().map(move |(at, char)| {
        let was_inside = inside;
        match char {
            '"' if !escaped => inside = !inside,
            _ => {}
        }
        escaped = was_inside && char == '\\' && !escaped;
        (at, char, was_inside)
    })
}

/// The members of an object, or the elements of a list.
fn members(json: &str) -> Vec<&str> {
    let mut members = Vec::new();
    let mut depth = 0_usize;
    let mut start = 1;
    for (at, char, inside) in characters(json) {
        match char {
            _ if inside => {}
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ',' if depth == 1 => {
                members.push(&json[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    // The text after the last comma is the last member. It is empty if there are no members.
    let last = &json[start..json.len() - 1];
    members.extend(Some(last).filter(|last| !last.is_empty()));
    members
}

/// The offset of the value of a member of an object.
fn value_of(member: &str) -> usize {
    let colon = characters(member).find(|(_, char, inside)| *char == ':' && !inside);
    colon.expect("a member has a key").0 + 1
}

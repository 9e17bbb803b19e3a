//! Tables as text: aligned for a person, or as CSV for a program.

use std::borrow::Cow;
use std::fmt;

/// The header of a column, and on which side its cells are aligned.
#[derive(Clone, Copy)]
pub(crate) enum Column {
    Left(&'static str),
    Right(&'static str),
}

impl Column {
    const fn header(self) -> &'static str {
        match self {
            Self::Left(header) | Self::Right(header) => header,
        }
    }
}

/// Writes rows under a header, with two spaces between columns and none at the end of a line. The last
/// line has no line break.
pub(crate) fn write_aligned<const N: usize>(
    f: &mut fmt::Formatter<'_>,
    columns: [Column; N],
    rows: impl Iterator<Item = [String; N]>,
) -> fmt::Result {
    let mut lines = vec![columns.map(|column| column.header().to_owned())];
    lines.extend(rows);
    let width = |at: usize| {
        let widths = lines.iter().map(|line| line[at].chars().count());
        widths.max().expect("there is a header")
    };
    let widths: [usize; N] = std::array::from_fn(width);
    for (number, line) in lines.iter().enumerate() {
        let cells = columns.iter().zip(line).zip(widths);
        let cells = cells.map(|((column, cell), width)| match column {
            Column::Left(_) => format!("{cell:<width$}"),
            Column::Right(_) => format!("{cell:>width$}"),
        });
        let text = cells.collect::<Vec<_>>().join("  ");
        let line_break = if number == 0 { "" } else { "\n" };
        write!(f, "{line_break}{}", text.trim_end())?;
    }
    Ok(())
}

/// Rows under a header, as CSV of RFC 4180: each line ends with CR LF.
pub(crate) fn csv<const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> String {
    let mut text = csv_line(header.into_iter().map(Cow::Borrowed));
    for row in rows {
        text.push_str(&csv_line(
            row.iter().map(|cell| Cow::Borrowed(cell.as_str())),
        ));
    }
    text
}

/// A line of CSV, with its end.
pub(crate) fn csv_line<'f>(fields: impl Iterator<Item = Cow<'f, str>>) -> String {
    let mut line = String::new();
    for (at, field) in fields.enumerate() {
        if at > 0 {
            line.push(',');
        }
        line.push_str(&csv_field(&field));
    }
    line.push_str("\r\n");
    line
}

/// A field, in quotes if it contains a comma, a quote or a line break.
fn csv_field(field: &str) -> Cow<'_, str> {
    if field.contains([',', '"', '\r', '\n']) {
        Cow::Owned(format!("\"{}\"", field.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(field)
    }
}

/// A value as a field of CSV: empty if there is none, and a number with as many digits as it takes to read
/// it back.
pub(crate) fn field<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A fraction in per cent, or `unknown`. Only the whole is `100%`, and only nothing is `0%`.
pub(crate) fn percent(fraction: Option<f64>) -> String {
    let Some(fraction) = fraction else {
        return "unknown".to_owned();
    };
    let rounded = (fraction * 100.0).round();
    if fraction > 0.0 && rounded < 1.0 {
        "<1%".to_owned()
    } else if fraction < 1.0 && rounded > 99.0 {
        ">99%".to_owned()
    } else {
        format!("{rounded}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_as_in_rfc_4180() {
        let row = ["Rubio, Marco", "said \"no\"", "two\nlines", "plain"].map(str::to_owned);
        assert_eq!(
            csv(["a", "b", "c", "d"], [row].into_iter()),
            "a,b,c,d\r\n\"Rubio, Marco\",\"said \"\"no\"\"\",\"two\nlines\",plain\r\n"
        );
    }

    #[test]
    fn only_the_whole_is_a_hundred_per_cent() {
        let printed = [0.0, 0.001, 0.5, 0.994, 0.999, 1.0].map(|part| percent(Some(part)));
        assert_eq!(printed, ["0%", "<1%", "50%", "99%", ">99%", "100%"]);
        assert_eq!(percent(None), "unknown");
    }
}

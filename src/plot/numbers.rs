//! How numbers are written: signs, decimals, probabilities and counts.

use super::words::Words;

impl Words {
    /// A number without a sign and with so many decimals: "0.26".
    pub(crate) fn decimals(&self, value: f64, decimals: usize) -> String {
        self.localised(format!("{value:.decimals$}"))
    }

    /// A number as short as it is: "120", "7.5".
    pub(crate) fn shortest(&self, value: f64) -> String {
        self.localised(format!("{value}"))
    }

    /// A number with its sign and so many decimals: "+0.26", "−0.10". What rounds to zero has no sign.
    pub(crate) fn signed(&self, value: f64, decimals: usize) -> String {
        let text = self.decimals(value.abs(), decimals);
        let is_zero = !text.contains(|one: char| ('1'..='9').contains(&one));
        match (is_zero, value < 0.0) {
            (true, _) => text,
            (false, true) => format!("−{text}"),
            (false, false) => format!("+{text}"),
        }
    }

    /// A level with its standard error: "+0.26 ± 0.10".
    pub(crate) fn level_with_error(&self, level: f64, sd: f64) -> String {
        format!("{} ± {}", self.signed(level, 2), self.decimals(sd, 2))
    }

    /// A probability: ".85", "< .01", "> .99"; with another sign than a point, "0,85".
    pub(crate) fn probability(&self, p: f64) -> String {
        let (sign, p) = match p {
            p if p < 0.005 => ("< ", 0.01),
            p if p > 0.995 => ("> ", 0.99),
            p => ("", p),
        };
        let text = self.decimals(p, 2);
        let text = if self.decimal_sign == "." {
            text.trim_start_matches('0')
        } else {
            &text
        };
        format!("{sign}{text}")
    }

    /// A number that was written with a point.
    fn localised(&self, number: String) -> String {
        if self.decimal_sign == "." {
            return number;
        }
        number.replace('.', &self.decimal_sign)
    }
}

/// Some numbers per thousand, grouped by spaces that do not break: "12 345".
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_true_minus_and_without_the_sign_of_zero() {
        let mut words = Words::default();
        assert_eq!(words.signed(-0.104, 2), "−0.10");
        assert_eq!(words.signed(0.26, 2), "+0.26");
        assert_eq!(words.signed(-0.001, 2), "0.00");
        assert_eq!(words.probability(0.854), ".85");
        assert_eq!(words.probability(0.999), "> .99");
        assert_eq!(words.shortest(120.0), "120");
        assert_eq!(count(12_345_678), "12\u{a0}345\u{a0}678");
        words.decimal_sign = ",".into();
        assert_eq!(words.level_with_error(-0.104, 0.1), "−0,10 ± 0,10");
        assert_eq!(words.probability(0.001), "< 0,01");
        assert_eq!(words.shortest(7.5), "7,5");
    }
}

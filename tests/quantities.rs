//! Quantities and counts as callers see them: their bounds, their comparison, their sums.

#![expect(
    clippy::float_cmp,
    reason = "the bounds tested are small whole numbers, which are exact"
)]

use std::ops::{Bound, RangeBounds};

use chrono::TimeDelta;
use detente::event::{ABOUT_MARGIN, Amount, Count, MAX_AMOUNT, Quantity, QuantityError};
use detente::time::Certainty;
use proptest::prelude::*;

fn quantity(amount: Amount) -> Quantity {
    Quantity::new(amount, "drones").unwrap()
}

fn refusal(amount: Amount) -> String {
    Quantity::new(amount, "drones").unwrap_err().to_string()
}

fn sum(amounts: &[Amount]) -> Amount {
    let quantities: Vec<_> = amounts.iter().copied().map(quantity).collect();
    Quantity::sum(&quantities).unwrap().unwrap().amount()
}

// Quantities.

#[test]
fn bounds_are_those_of_the_words() {
    for (amount, low, includes_low, high, includes_high) in [
        (Amount::Exactly(728.0), 728.0, true, 728.0, true),
        (Amount::About(50.0), 45.0, true, 55.0, true),
        (Amount::About(0.0), 0.0, true, 0.0, true),
        (Amount::AtLeast(2.0), 2.0, true, f64::INFINITY, false),
        (
            Amount::MoreThan(1_000.0),
            1_000.0,
            false,
            f64::INFINITY,
            false,
        ),
        (Amount::AtMost(5.0), 0.0, true, 5.0, true),
        (Amount::LessThan(5.0), 0.0, true, 5.0, false),
        (Amount::Between(2.0, 4.0), 2.0, true, 4.0, true),
    ] {
        let quantity = quantity(amount);
        assert_eq!(quantity.low().to_bits(), f64::to_bits(low), "{amount:?}");
        assert_eq!(quantity.high().to_bits(), f64::to_bits(high), "{amount:?}");
        let (low_bound, high_bound) = quantity.bounds();
        let is_included = |bound| matches!(bound, Bound::Included(_));
        let included = (is_included(low_bound), is_included(high_bound));
        assert_eq!(included, (includes_low, includes_high), "{amount:?}");
        assert_eq!(quantity.bounds().contains(&low), includes_low, "{amount:?}");
        let contains = |value| quantity.bounds().contains(&value);
        assert!(!contains(low - 0.5) && !contains(f64::NAN), "{amount:?}");
        if high.is_finite() {
            assert_eq!(contains(high), includes_high, "{amount:?}");
            assert!(!contains(high + 0.5), "{amount:?}");
        } else {
            assert_eq!(high_bound, Bound::Unbounded, "{amount:?}");
        }
    }
    assert_eq!(ABOUT_MARGIN.to_bits(), 0.1_f64.to_bits());
}

#[test]
fn quantities_read_as_the_press_writes_them() {
    for (quantity, words) in [
        (Quantity::about(50.0, "minutes"), "about 50 minutes"),
        (
            Quantity::new(Amount::MoreThan(1_000.0), "drones a week"),
            "more than 1,000 drones a week",
        ),
        (Quantity::exactly(728.0, "drones"), "728 drones"),
        (
            Quantity::new(Amount::AtLeast(1_234_567.5), "euros"),
            "at least 1,234,567.5 euros",
        ),
        (
            Quantity::new(Amount::AtMost(0.25), "% of GDP"),
            "at most 0.25 % of GDP",
        ),
        (
            Quantity::new(Amount::LessThan(100.0), " people "),
            "less than 100 people",
        ),
        (
            Quantity::new(Amount::Between(999.0, 12_000.0), "troops"),
            "999 to 12,000 troops",
        ),
        (Quantity::new(Amount::Between(3.0, 3.0), "hours"), "3 hours"),
        (Quantity::exactly(-0.0, "hits"), "0 hits"),
        (
            Quantity::exactly(MAX_AMOUNT, "grains"),
            "9,007,199,254,740,992 grains",
        ),
    ] {
        assert_eq!(quantity.unwrap().to_string(), words);
    }
}

#[test]
fn impossible_numbers_are_refused() {
    for (value, text) in [
        (f64::NAN, "NaN"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
        (-1.0, "-1"),
        (MAX_AMOUNT * 2.0, "18014398509481984"),
    ] {
        let expected = format!("`{text}` is not a quantity: expected a number from 0 to 2^53");
        for amount in [
            Amount::Exactly(value),
            Amount::About(value),
            Amount::AtLeast(value),
            Amount::MoreThan(value),
            Amount::AtMost(value),
            Amount::LessThan(value),
            Amount::Between(value, 1.0),
            Amount::Between(1.0, value),
        ] {
            assert_eq!(refusal(amount), expected, "{amount:?}");
        }
    }
    assert_eq!(
        refusal(Amount::Between(4.0, 2.5)),
        "the range from `4` to `2.5` is empty: expected the lower number first"
    );
    assert_eq!(
        refusal(Amount::LessThan(0.0)),
        "`less than 0` is not a quantity: expected a number above 0"
    );
    assert_eq!(
        refusal(Amount::LessThan(-0.0)),
        "`less than 0` is not a quantity: expected a number above 0"
    );
}

#[test]
fn units_are_checked() {
    for unit in ["", " ", "\t\n"] {
        let error = Quantity::exactly(1.0, unit).unwrap_err();
        assert_eq!(error, QuantityError::BlankUnit);
        assert_eq!(
            error.to_string(),
            "the unit is blank: expected 1 to 100 bytes"
        );
    }
    assert!(Quantity::exactly(1.0, &"é".repeat(50)).is_ok());
    assert_eq!(
        Quantity::exactly(1.0, &"é".repeat(51))
            .unwrap_err()
            .to_string(),
        "the unit has 102 bytes: expected at most 100"
    );
    assert_eq!(
        Quantity::exactly(1.0, "a\nb").unwrap_err().to_string(),
        "the unit contains control characters: expected visible text"
    );
    assert_eq!(Quantity::exactly(1.0, " tonnes ").unwrap().unit(), "tonnes");
}

#[test]
fn more_than_a_thousand_may_or_may_not_exceed_about_a_thousand() {
    use Certainty::{Certain, Impossible, Possible};
    for (left, right, answer) in [
        (Amount::MoreThan(1_000.0), Amount::About(1_000.0), Possible),
        (Amount::MoreThan(1_000.0), Amount::About(900.0), Certain),
        (Amount::MoreThan(1_000.0), Amount::Exactly(1_000.0), Certain),
        (Amount::AtLeast(1_000.0), Amount::Exactly(1_000.0), Possible),
        (Amount::AtLeast(1_000.0), Amount::LessThan(1_000.0), Certain),
        (Amount::Exactly(728.0), Amount::AtMost(728.0), Possible),
        (Amount::Exactly(728.0), Amount::Exactly(728.0), Impossible),
        (Amount::Exactly(728.0), Amount::MoreThan(727.0), Possible),
        (Amount::Exactly(728.0), Amount::AtLeast(728.0), Impossible),
        (Amount::AtLeast(1.0), Amount::AtLeast(1_000_000.0), Possible),
        (Amount::LessThan(5.0), Amount::Exactly(5.0), Impossible),
        (Amount::AtMost(5.0), Amount::Exactly(0.0), Possible),
    ] {
        let found = quantity(left).exceeds(&quantity(right)).unwrap();
        assert_eq!(found, answer, "{left:?} {right:?}");
    }
}

#[test]
fn different_units_do_not_compare() {
    let drones = Quantity::exactly(2.0, "drones").unwrap();
    let troops = Quantity::exactly(1.0, "troops").unwrap();
    let error = drones.exceeds(&troops).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`drones` and `troops` are different units: expected one unit"
    );
    let error = Quantity::sum([&drones, &troops]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`drones` and `troops` are different units: expected one unit"
    );
    // Minutes are no hours, but a minute is one of the minutes.
    let minute = Quantity::exactly(1.0, "minute").unwrap();
    let minutes = Quantity::exactly(50.0, "minutes").unwrap();
    let hours = Quantity::exactly(1.0, "hours").unwrap();
    assert!(minutes.exceeds(&hours).is_err());
    assert_eq!(minutes.exceeds(&minute), Ok(Certainty::Certain));
    for pair in [[&minute, &minutes], [&minutes, &minute]] {
        assert_eq!(
            Quantity::sum(pair).unwrap().unwrap().to_string(),
            "51 minutes"
        );
    }
}

#[test]
fn sums_add_their_bounds() {
    use Amount::{About, AtLeast, AtMost, Between, Exactly, LessThan, MoreThan};
    for (amounts, expected) in [
        (&[Exactly(728.0), Exactly(400.0)][..], Exactly(1_128.0)),
        (&[About(50.0), About(30.0)], About(80.0)),
        (&[About(50.0), Exactly(3.0)], Between(48.0, 58.0)),
        (&[About(50.0), AtLeast(3.0)], AtLeast(48.0)),
        (&[Exactly(1.0), MoreThan(3.0), AtMost(9.0)], MoreThan(4.0)),
        (&[AtMost(2.0), AtMost(3.0)], AtMost(5.0)),
        (&[AtMost(2.0), LessThan(3.0)], LessThan(5.0)),
        (&[LessThan(2.0), Exactly(3.0)], Between(3.0, 5.0)),
        (&[AtMost(0.0), Exactly(3.0)], Exactly(3.0)),
        (&[Between(1.0, 2.0), Between(3.0, 5.0)], Between(4.0, 7.0)),
        // One alone is itself.
        (&[LessThan(5.0)], LessThan(5.0)),
        (&[Between(0.0, 5.0)], Between(0.0, 5.0)),
    ] {
        assert_eq!(sum(amounts), expected, "{amounts:?}");
    }
    assert_eq!(Quantity::sum([]), Ok(None));
    let most = quantity(Exactly(MAX_AMOUNT));
    let error = Quantity::sum([&most, &most]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the sum of `drones` is too large: expected at most 2^53"
    );
}

#[test]
fn durations_are_bounds_in_time() {
    let bounds = |quantity: Result<Quantity, QuantityError>| quantity.unwrap().duration();
    let some = |low, high| Some((low, Some(high)));
    assert_eq!(
        bounds(Quantity::about(50.0, "minutes")),
        some(TimeDelta::minutes(45), TimeDelta::minutes(55))
    );
    assert_eq!(
        bounds(Quantity::new(Amount::Between(1.5, 2.0), "Hours")),
        some(TimeDelta::minutes(90), TimeDelta::hours(2))
    );
    assert_eq!(
        bounds(Quantity::new(Amount::AtLeast(1.0), "week")),
        Some((TimeDelta::days(7), None))
    );
    assert_eq!(
        bounds(Quantity::new(Amount::LessThan(1.0), "day")),
        some(TimeDelta::zero(), TimeDelta::hours(24))
    );
    assert_eq!(
        bounds(Quantity::exactly(0.7, "hour")),
        some(TimeDelta::minutes(42), TimeDelta::minutes(42))
    );
    assert_eq!(
        bounds(Quantity::exactly(1.999_999_999_9, "seconds")),
        some(TimeDelta::seconds(2), TimeDelta::seconds(2))
    );
    assert_eq!(bounds(Quantity::exactly(3.0, "drones")), None);
    assert_eq!(bounds(Quantity::exactly(3.0, "months")), None);
    assert_eq!(bounds(Quantity::exactly(MAX_AMOUNT, "weeks")), None);
    assert_eq!(
        bounds(Quantity::new(Amount::Between(1.0, MAX_AMOUNT), "hours")),
        None
    );
    let long = TimeDelta::seconds(9_000_000_000_000_000);
    assert_eq!(bounds(Quantity::exactly(9e15, "seconds")), some(long, long));
}

// Counts.

#[test]
fn counts_read_as_words() {
    assert_eq!(Count::exactly(2).to_string(), "2");
    assert_eq!(Count::at_least(2).to_string(), "at least 2");
    assert_eq!(Count::between(2, 4).unwrap().to_string(), "2 to 4");
    assert_eq!(Count::between(3, 3), Ok(Count::exactly(3)));
    assert_eq!(
        (Count::ZERO, Count::ONE),
        (Count::exactly(0), Count::exactly(1))
    );
    assert!(Count::ONE.is_exact() && !Count::at_least(1).is_exact());
    assert_eq!(
        Count::between(4, 2).unwrap_err().to_string(),
        "the range from `4` to `2` is empty: expected the lower number first"
    );
}

#[test]
fn a_count_contains_its_bounds_and_the_numbers_between() {
    for (count, contained) in [
        (Count::exactly(2), "..2..."),
        (Count::at_least(2), "..2345"),
        (Count::between(1, 3).unwrap(), ".123.."),
        (Count::ZERO, "0....."),
    ] {
        let found: String = (0..6)
            .map(|number| {
                if count.contains(number) {
                    number.to_string()
                } else {
                    ".".into()
                }
            })
            .collect();
        assert_eq!(found, contained, "{count}");
    }
    let count = Count::between(1, 3).unwrap();
    assert_eq!((count.min(), count.max()), (1, Some(3)));
    assert_eq!(
        (Count::at_least(2).min(), Count::at_least(2).max()),
        (2, None)
    );
}

#[test]
fn checked_add_returns_none_if_a_count_does_not_fit() {
    assert_eq!(Count::exactly(u32::MAX).checked_add(Count::ONE), None);
    assert_eq!(
        Count::between(0, u32::MAX).unwrap().checked_add(Count::ONE),
        None
    );
    let open = Count::at_least(u32::MAX);
    assert_eq!(open.checked_add(Count::ONE), None);
    assert_eq!(
        open.checked_add(Count::between(0, u32::MAX).unwrap()),
        Some(open)
    );
}

// Laws.

/// Amounts of small whole numbers, so that equal bounds are common.
fn amount() -> impl Strategy<Value = Amount> {
    let number = || (0..6_u8).prop_map(f64::from);
    prop_oneof![
        number().prop_map(Amount::Exactly),
        // About 10, 20, …: the bounds are whole numbers as well.
        number().prop_map(|value| Amount::About(value * 10.0)),
        number().prop_map(Amount::AtLeast),
        number().prop_map(Amount::MoreThan),
        number().prop_map(Amount::AtMost),
        number().prop_map(|value| Amount::LessThan(value + 1.0)),
        (number(), number()).prop_map(|(a, b)| Amount::Between(a.min(b), a.max(b))),
    ]
}

/// The quarters from 0 to 100 that an amount may be, by its words alone.
fn members(amount: Amount) -> Vec<f64> {
    let holds = |value: f64| match amount {
        Amount::Exactly(number) => value == number,
        Amount::About(number) => (value - number).abs() * 10.0 <= number,
        Amount::AtLeast(number) => value >= number,
        Amount::MoreThan(number) => value > number,
        Amount::AtMost(number) => value <= number,
        Amount::LessThan(number) => value < number,
        Amount::Between(low, high) => low <= value && value <= high,
    };
    (0..=400)
        .map(|quarters| f64::from(quarters) / 4.0)
        .filter(|value| holds(*value))
        .collect()
}

fn count() -> impl Strategy<Value = Count> {
    (0..5_u32, prop::option::of(0..4_u32)).prop_map(|(min, more)| match more {
        Some(more) => Count::between(min, min + more).unwrap(),
        None => Count::at_least(min),
    })
}

proptest! {
    #[test]
    fn a_quantity_contains_what_its_words_say(amount in amount()) {
        let members = members(amount);
        for quarters in 0..=400 {
            let value = f64::from(quarters) / 4.0;
            prop_assert_eq!(quantity(amount).bounds().contains(&value), members.contains(&value));
        }
    }

    #[test]
    fn exceeds_agrees_with_every_pair_of_numbers(left in amount(), right in amount()) {
        let found = quantity(left).exceeds(&quantity(right)).unwrap();
        // The oracle: bounds are whole numbers, and three quarters lie between any two of them.
        let (lefts, rights) = (members(left), members(right));
        let pairs = || lefts.iter().flat_map(|a| rights.iter().map(move |b| a > b));
        let unbounded = matches!(left, Amount::AtLeast(_) | Amount::MoreThan(_));
        let expected = if pairs().all(|greater| greater) && quantity(right).high().is_finite() {
            Certainty::Certain
        } else if pairs().any(|greater| greater) || unbounded {
            Certainty::Possible
        } else {
            Certainty::Impossible
        };
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_bounds_of_a_sum_contain_every_sum(left in amount(), right in amount()) {
        let sum = quantity(sum(&[left, right]));
        for a in members(left) {
            for b in members(right) {
                prop_assert!(sum.bounds().contains(&(a + b)), "{} + {} in {}", a, b, sum);
            }
        }
        // And they are no wider than they have to be.
        let (left, right) = (quantity(left), quantity(right));
        prop_assert_eq!(sum.low(), left.low() + right.low());
        prop_assert_eq!(sum.high(), left.high() + right.high());
    }

    #[test]
    fn the_order_of_a_sum_does_not_matter(
        values in prop::collection::vec((0.0..1e6_f64, prop::bool::ANY), 1..8)
    ) {
        let quantities: Vec<_> = values
            .into_iter()
            .map(|(value, about)| {
                quantity(if about { Amount::About(value) } else { Amount::Exactly(value) })
            })
            .collect();
        let forth = Quantity::sum(&quantities).unwrap();
        let back = Quantity::sum(quantities.iter().rev()).unwrap();
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn any_amount_is_refused_or_answers(a in any::<f64>(), b in any::<f64>(), kind in 0..7_u8) {
        let amount = match kind {
            0 => Amount::Exactly(a),
            1 => Amount::About(a),
            2 => Amount::AtLeast(a),
            3 => Amount::MoreThan(a),
            4 => Amount::AtMost(a),
            5 => Amount::LessThan(a),
            _ => Amount::Between(a, b),
        };
        if let Ok(quantity) = Quantity::new(amount, "weeks") {
            prop_assert!(quantity.low() <= quantity.high());
            prop_assert_ne!(quantity.exceeds(&quantity), Ok(Certainty::Certain));
            if let Some((low, high)) = quantity.duration() {
                prop_assert!(low >= TimeDelta::zero() && high.is_none_or(|high| low <= high));
            }
            prop_assert!(quantity.to_string().ends_with(" weeks"));
        }
    }

    #[test]
    fn the_sum_of_counts_contains_just_the_sums(left in count(), right in count()) {
        let sum = left.checked_add(right).unwrap();
        for number in 0..20 {
            let is_sum = (0..=number)
                .any(|part| left.contains(part) && right.contains(number - part));
            prop_assert_eq!(sum.contains(number), is_sum, "{} in {}", number, sum);
        }
    }
}

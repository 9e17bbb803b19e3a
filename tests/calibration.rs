//! Calibrations are checked where they are made, and what is refused is named.

use detente::scoring::ScoringError;
use detente::trend::Calibration;

#[test]
fn calibrations_are_checked() {
    type Set = fn(Calibration, f64) -> Result<Calibration, ScoringError>;
    let setters: [(&str, Set); 8] = [
        ("half-life", Calibration::with_half_life),
        ("kappa", Calibration::with_kappa),
        ("kappa z", Calibration::with_kappa_z),
        ("least weight", Calibration::with_least_weight),
        ("prior", |one, value| one.with_prior(value, 2.0)),
        ("dispersion", |one, value| one.with_prior(4.0, value)),
        ("steady", |one, value| one.with_steady(value, 0.7)),
        ("lean", |one, value| one.with_steady(0.75, value)),
    ];
    let message = |result: Result<Calibration, ScoringError>| result.unwrap_err().to_string();
    let default = Calibration::default;
    for (name, set) in setters {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.0] {
            let refused = message(set(default(), value));
            let expected = format!("`{name}` is `{value}`: expected ");
            assert!(refused.starts_with(&expected), "{refused}");
        }
    }
    for (refused, expected) in [
        (
            default().with_half_life(f64::NAN),
            "`half-life` is `NaN`: expected 0.01 to 1000000",
        ),
        (
            default().with_window(0),
            "`window` is `0`: expected 1 to 36525",
        ),
        (
            default().with_lookback(0),
            "`lookback` is `0`: expected 1 to 36525",
        ),
        (
            default().with_blocks(0, 30),
            "`number of blocks` is `0`: expected 1 to 1000",
        ),
        (
            default().with_blocks(24, 0),
            "`block` is `0`: expected 1 to 36525",
        ),
        (
            default().with_kappa(0.0),
            "`kappa` is `0`: expected 0.000000001 to 1000000000",
        ),
        (
            default().with_prior(0.0, 2.0),
            "`prior` is `0`: expected 0.000000001 to 1000000000",
        ),
        (
            default().with_steady(0.75, 0.4),
            "`lean` is `0.4`: expected 0.5 to 1",
        ),
        (
            default().with_thresholds(0.9, 0.6, 0.95),
            "the thresholds are `0.9` to leave, `0.6` to enter and `0.95` for a strong trend: expected ascending probabilities between 0.5 and 1",
        ),
    ] {
        assert_eq!(message(refused), expected);
    }
    assert!(default().with_thresholds(f64::NAN, 0.9, 0.95).is_err());
    assert!(default().with_thresholds(0.5, 0.9, 0.95).is_err());
    assert_eq!(default().with_half_life(120.0), Ok(default()));
    assert_ne!(default().with_half_life(121.0), Ok(default()));
    assert_eq!(default().with_prior(4.0, 2.0), Ok(default()));
    assert_eq!(default().with_steady(0.75, 0.7), Ok(default()));
    assert_eq!(default().with_thresholds(0.6, 0.9, 0.95), Ok(default()));
}

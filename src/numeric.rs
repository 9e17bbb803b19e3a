//! Mathematical functions with the same bits on every platform.
//!
//! The standard library's `exp2` and similar functions can differ in the last bits between
//! platforms and versions. Scores must not, so these functions use only `+ - * /`, the square
//! root and rounding to an integer, which IEEE 754 defines to the bit.
//!
//! | function | error |
//! | :-- | :-- |
//! | [`exp2`], [`exp2_m1`] | relative 4e-16, about two units in the last place |
//! | [`ln`] | relative 1e-15, from 1.01 to 1e6 |
//! | [`ln_1p`] | relative 2e-15, from 0 to 1e300 |
//! | [`wallace`], [`wallace_inverse`] | relative 4e-15, and inverse to each other to 1e-13 |
//! | [`erfc`] | relative 2e-15 up to 10, 1e-14 up to 26; exact limits beyond |
//! | [`normal_cdf`] | absolute 2e-16; relative 3e-14 down to -37 |
//!
//! The bounds are asserted against `libm` in this file's tests.
//!
//! Sources: Cody, W. J. and Waite, W. (1980), *Software Manual for the Elementary
//! Functions*; Chiarella, C. and Reichel, A. (1968), "On the Evaluation of
//! Integrals Related to the Error Function", *Mathematics of Computation* 22.

use std::f64::consts::{FRAC_1_SQRT_2, LN_2, LOG2_E, PI, SQRT_2};

/// The upper part of ln 2. It ends in about 32 zero bits, so its product with an exponent is exact.
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;

/// The rest of ln 2: ln 2 minus [`LN_2_HIGH`].
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// `1 / k!` from k = 13 down to 1.
const INVERSE_FACTORIALS: [f64; 13] = [
    1.605_904_383_682_161_3e-10,
    2.087_675_698_786_81e-9,
    2.505_210_838_544_172e-8,
    2.755_731_922_398_589e-7,
    2.755_731_922_398_589_3e-6,
    2.480_158_730_158_73e-5,
    1.984_126_984_126_984e-4,
    1.388_888_888_888_889e-3,
    8.333_333_333_333_333e-3,
    4.166_666_666_666_666_4e-2,
    1.666_666_666_666_666_6e-1,
    0.5,
    1.0,
];

/// `exp(-n^2 / 4)` from n = 1 to 13.
const GAUSSIANS: [f64; 13] = [
    0.778_800_783_071_404_9,
    0.367_879_441_171_442_33,
    0.105_399_224_561_864_33,
    1.831_563_888_873_418e-2,
    1.930_454_136_227_709_3e-3,
    1.234_098_040_866_795_6e-4,
    4.785_117_392_129_009e-6,
    1.125_351_747_192_591_2e-7,
    1.605_228_055_185_611_6e-9,
    1.388_794_386_496_402_1e-11,
    7.287_724_095_819_692e-14,
    2.319_522_830_243_569_6e-16,
    4.477_732_441_718_301_5e-19,
];

/// `exp(r) - 1` for |r| up to ln(2)/2, as a Taylor series of 13 terms. The next term would be
/// below 1e-17 of the result.
fn exp_m1_reduced(r: f64) -> f64 {
    INVERSE_FACTORIALS
        .iter()
        .fold(0.0, |sum, term| (sum + term) * r)
}

/// `x * 2^n`, by one exact multiplication, or two if the result is subnormal.
fn scaled(x: f64, n: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "exponents between -1021 and 1023 give biased ones between 2 and 2046"
    )]
    let power = |n: f64| f64::from_bits(((n + 1023.0) as u64) << 52);
    if n < -1021.0 {
        x * power(n + 100.0) * power(-100.0)
    } else {
        x * power(n)
    }
}

/// `2^x`. 0 below -1075, infinite from 1023.5 on.
pub(crate) fn exp2(x: f64) -> f64 {
    if x < -1075.0 {
        return 0.0;
    }
    // 2^x = 2^n e^((x - n) ln 2), where |x - n| is at most 1/2, so that the series is short.
    let n = x.round();
    if n > 1023.0 {
        return f64::INFINITY;
    }
    scaled(1.0 + exp_m1_reduced((x - n) * LN_2), n)
}

/// `2^x - 1`, without loss of digits for small x.
pub(crate) fn exp2_m1(x: f64) -> f64 {
    if x.abs() <= 0.5 {
        exp_m1_reduced(x * LN_2)
    } else {
        exp2(x) - 1.0
    }
}

/// `exp(x)` for x <= 0.
fn exp(x: f64) -> f64 {
    if x < -745.2 {
        return 0.0;
    }
    // e^x = 2^n e^(x - n ln 2). The product of n and the upper part of ln 2 is exact, so the
    // difference has more than the precision of a double.
    let n = (x * LOG2_E).round();
    scaled(1.0 + exp_m1_reduced((x - n * LN_2_HIGH) - n * LN_2_LOW), n)
}

/// The natural logarithm of a number from 0 on. Minus infinity at 0, and infinite at infinity.
pub(crate) fn ln(x: f64) -> f64 {
    // Halving or doubling does not change 0 and infinity, so the loops below would not end.
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    if x < 0.0 {
        return f64::NAN;
    }
    if x == f64::INFINITY {
        return x;
    }
    // x = part * 2^n, with part between sqrt(1/2) and sqrt(2).
    let (mut n, mut part) = (0.0, x);
    while part > SQRT_2 {
        n += 1.0;
        part *= 0.5;
    }
    while part < FRAC_1_SQRT_2 {
        n -= 1.0;
        part *= 2.0;
    }
    // ln part = 2 atanh((part - 1) / (part + 1)).
    n * LN_2_HIGH + (n * LN_2_LOW + twice_atanh((part - 1.0) / (part + 1.0)))
}

/// `2 atanh(s)` for |s| up to .172, as a power series: 2 (s + s^3/3 + s^5/5 + ...).
fn twice_atanh(s: f64) -> f64 {
    let (mut sum, mut odd) = (0.0, 23.0);
    while odd > 0.0 {
        sum = sum * s * s + 1.0 / odd;
        odd -= 2.0;
    }
    2.0 * s * sum
}

/// `ln(1 + x)` for x from 0 on, without loss of digits for small x.
pub(crate) fn ln_1p(x: f64) -> f64 {
    if x < SQRT_2 - 1.0 {
        twice_atanh(x / (2.0 + x))
    } else {
        ln(1.0 + x)
    }
}

/// The standard normal value that has the same tail probability as a value `t` of Student's
/// distribution with `nu` degrees of freedom.
///
/// Source: Wallace, D. L. (1959), "Bounds on Normal Approximations to Student's and the
/// Chi-Square Distributions", *Annals of Mathematical Statistics* 30.
pub(crate) fn wallace(t: f64, nu: f64) -> f64 {
    let size = (nu * ln_1p(t * t / nu)).sqrt() * wallace_factor(nu);
    size.copysign(t)
}

/// The inverse of [`wallace`] for `z` from 0 on. Infinite if no double is as large.
pub(crate) fn wallace_inverse(z: f64, nu: f64) -> f64 {
    let size = z / wallace_factor(nu);
    (nu * exp2_m1(size * size / nu * LOG2_E)).sqrt()
}

fn wallace_factor(nu: f64) -> f64 {
    (8.0 * nu + 1.0) / (8.0 * nu + 3.0)
}

/// The complementary error function.
///
/// A power series below 1/2. From there on the trapezoidal rule with step 1/2 (Chiarella and
/// Reichel), which converges faster than any power of the step. The integrand has a pole; below
/// 6 its residue is large enough to be subtracted.
pub(crate) fn erfc(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x < -0.5 {
        return 2.0 - erfc(-x);
    }
    if x < 0.5 {
        // erf x = 2x / sqrt(pi) * sum of (-x^2)^k / (k! (2k + 1)).
        let (mut power, mut sum, mut k) = (1.0, 0.0, 0.0);
        while k < 14.0 {
            sum += power / (2.0 * k + 1.0);
            k += 1.0;
            power *= -x * x / k;
        }
        return 1.0 - 2.0 * x * sum / PI.sqrt();
    }
    if x > 27.3 {
        return 0.0;
    }
    // The trapezoidal rule for the integral that defines erfc x is the sum of
    // exp(-(n/2)^2) / (x^2 + (n/2)^2) over all n. Terms for n and -n are equal.
    //
    // exp(-x^2) is computed in two parts, so that the square in the first is exact.
    let high = f64::from_bits(x.to_bits() & !((1 << 27) - 1));
    let gauss = exp(-high * high) * exp((high - x) * (high + x));
    let square = x * x;
    let (mut sum, mut n) = (0.0, 14.0);
    for gaussian in GAUSSIANS.iter().rev() {
        n -= 1.0;
        sum += gaussian / (square + n * n / 4.0);
    }
    let trapezoids = x / (2.0 * PI) * gauss * (1.0 / square + 2.0 * sum);
    if x < 6.0 {
        let residue = exp(-4.0 * PI * x);
        trapezoids - 2.0 * residue / (1.0 - residue)
    } else {
        trapezoids
    }
}

/// The probability that a standard normal value is at most z.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z * FRAC_1_SQRT_2)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these are equal to the last bit")]
mod tests {
    use super::*;

    fn worst(
        values: impl Iterator<Item = f64>,
        ours: fn(f64) -> f64,
        theirs: fn(f64) -> f64,
    ) -> f64 {
        values
            .map(|x| {
                let (ours, theirs) = (ours(x), theirs(x));
                if ours == theirs {
                    0.0
                } else {
                    ((ours - theirs) / theirs).abs()
                }
            })
            .fold(0.0, f64::max)
    }

    fn grid(from: f64, to: f64) -> impl Iterator<Item = f64> {
        (0..=200_000).map(move |i| from + (to - from) * f64::from(i) / 200_000.0)
    }

    #[test]
    fn exp2_agrees_with_libm() {
        let error = worst(grid(-1021.0, 1023.0), exp2, libm::exp2);
        assert!(error < 4e-16, "{error:e}");
        let error = worst(grid(-2.0, 2.0), exp2, libm::exp2);
        assert!(error < 4e-16, "{error:e}");
        assert_eq!(exp2(-1074.0), f64::from_bits(1));
        assert_eq!(exp2(-1e9), 0.0);
        assert_eq!(exp2(f64::NEG_INFINITY), 0.0);
        assert_eq!((exp2(0.0), exp2(-1.0), exp2(10.0)), (1.0, 0.5, 1024.0));
        assert_eq!(exp2(5e3), f64::INFINITY);
        assert!(exp2(f64::NAN).is_nan());
    }

    #[test]
    fn exp2_m1_keeps_its_digits_near_zero() {
        let theirs = |x: f64| libm::expm1(x * LN_2);
        for reach in [1.0, 1e-3, 1e-9] {
            let error = worst(grid(-reach, reach), exp2_m1, theirs);
            assert!(error < 1e-15, "{reach}: {error:e}");
        }
    }

    #[test]
    fn ln_agrees_with_libm() {
        for (from, to) in [(1.01, 3.0), (1.01, 1e6)] {
            let error = worst(grid(from, to), ln, libm::log);
            assert!(error < 1e-15, "{error:e}");
        }
        assert_eq!(ln(1.0), 0.0);
        assert!((ln(0.1) - libm::log(0.1)).abs() < 1e-15);
    }

    #[test]
    fn ln_ends_for_every_number() {
        assert_eq!(ln(0.0), f64::NEG_INFINITY);
        assert_eq!(ln(f64::INFINITY), f64::INFINITY);
        assert!(ln(-1.0).is_nan() && ln(f64::NEG_INFINITY).is_nan() && ln(f64::NAN).is_nan());
        for x in [f64::from_bits(1), f64::MIN_POSITIVE, f64::MAX] {
            assert!((ln(x) / libm::log(x) - 1.0).abs() < 1e-15, "{x:e}");
        }
        // Neither a square that overflows nor no degrees of freedom.
        assert_eq!(wallace(-1e200, 4.0), f64::NEG_INFINITY);
        assert!(wallace(1.0, 0.0).is_nan());
    }

    #[test]
    fn ln_1p_agrees_with_libm() {
        for (from, to) in [(1e-12, 1e-6), (1e-6, 1.0), (0.4, 0.43), (1.0, 1e6)] {
            let error = worst(grid(from, to), ln_1p, libm::log1p);
            assert!(error < 2e-15, "{from} to {to}: {error:e}");
        }
        assert_eq!(ln_1p(0.0), 0.0);
        assert!((ln_1p(1e300) - libm::log1p(1e300)).abs() < 1e-12);
    }

    #[test]
    fn wallace_and_its_inverse_agree() {
        for nu in [4.0, 4.5, 8.933_333, 27.0, 1_000.0] {
            for z in grid(0.0, 12.0).step_by(50) {
                let error = (wallace(wallace_inverse(z, nu), nu) - z).abs();
                assert!(error < 1e-13 * (1.0 + z), "{nu}, {z}: {error:e}");
            }
        }
        // Student's .90 quantile with 10 degrees of freedom, from a table.
        assert!((normal_cdf(wallace(1.372_183_641, 10.0)) - 0.9).abs() < 1e-3);
        assert_eq!(wallace(-1.0, 7.0), -wallace(1.0, 7.0));
        assert_eq!(wallace_inverse(40.0, 0.5), f64::INFINITY);
    }

    #[test]
    fn erfc_agrees_with_libm() {
        for (from, to, bound) in [(-6.0, 10.0, 2e-15), (10.0, 26.0, 1e-14), (0.4, 0.6, 2e-15)] {
            let error = worst(grid(from, to), erfc, libm::erfc);
            assert!(error < bound, "{from} to {to}: {error:e}");
        }
        assert_eq!(erfc(0.0), 1.0);
        assert_eq!((erfc(-30.0), erfc(30.0)), (2.0, 0.0));
        assert_eq!((erfc(f64::NEG_INFINITY), erfc(f64::INFINITY)), (2.0, 0.0));
        assert!(erfc(f64::NAN).is_nan());
    }

    #[test]
    fn normal_cdf_has_the_tabulated_values() {
        assert_eq!(normal_cdf(0.0), 0.5);
        assert!((normal_cdf(1.959_963_984_540_054) - 0.975).abs() < 1e-15);
        assert!((normal_cdf(-1.281_551_565_544_600_4) - 0.1).abs() < 1e-15);
        assert!((normal_cdf(-10.0) / 7.619_853_024_160_527e-24 - 1.0).abs() < 1e-14);
    }

    /// If these bits change, every score changes.
    #[test]
    fn bits_are_pinned() {
        let bits = [
            exp2(-0.3),
            exp2(-17.77),
            exp2_m1(-0.008),
            erfc(0.3),
            erfc(1.7),
            normal_cdf(-0.4364),
        ]
        .map(f64::to_bits);
        assert_eq!(
            bits,
            [
                4_605_491_338_724_397_886,
                4_526_896_004_920_305_770,
                13_796_397_520_461_958_495,
                4_604_222_412_097_129_208,
                4_580_329_303_626_051_733,
                4_599_639_308_609_899_821,
            ]
        );
    }
}

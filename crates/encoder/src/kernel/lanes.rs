//! Groups of floats that the compiler turns into vector registers.

/// Floats in a group: one AVX-512 register, two of AVX2, four of SSE or NEON.
pub(crate) const LANES: usize = 16;

pub(crate) type Lane = [f32; LANES];

/// 1.5 * 2^23: adding it rounds to an integer, which stands in the sum's low bits.
pub(crate) const ROUND: f32 = 12_582_912.0;

#[inline(always)]
pub(crate) fn load(values: &[f32]) -> Lane {
    values[..LANES].try_into().expect("a whole group")
}

/// `into[i] += a * b[i]`, each fused.
#[inline(always)]
pub(crate) fn fused_add(into: &mut Lane, a: f32, b: &Lane) {
    for i in 0..LANES {
        into[i] = a.mul_add(b[i], into[i]);
    }
}

/// Sum of the lanes in a fixed order: halves onto halves.
#[inline(always)]
pub(crate) fn fold_sum(mut lane: Lane) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lane[i] += lane[i + width];
        }
        width /= 2;
    }
    lane[0]
}

/// Largest of the lanes.
#[inline(always)]
pub(crate) fn fold_max(mut lane: Lane) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lane[i] = if lane[i] > lane[i + width] { lane[i] } else { lane[i + width] };
        }
        width /= 2;
    }
    lane[0]
}

/// 2^x for x <= 0, within 1 part in 15,000; 2^-126 below that.
///
/// The polynomial is the series of 2^r to the fourth power, |r| <= 1/2.
#[inline(always)]
pub(crate) fn exp2_coarse(x: f32) -> f32 {
    let v = if x > -126.0 { x } else { -126.0 };
    let shifted = v + ROUND;
    let r = v - (shifted - ROUND);
    let mut p = 9.618_129e-3f32;
    p = p.mul_add(r, 5.550_411e-2);
    p = p.mul_add(r, 0.240_226_5);
    p = p.mul_add(r, std::f32::consts::LN_2);
    p = p.mul_add(r, 1.0);
    p * f32::from_bits(shifted.to_bits().wrapping_add(127).wrapping_shl(23))
}

/// e^x in each lane, within 2 units in the last place for -87 <= x <= 88; flushes to 0 below.
///
/// Cody-Waite reduction and the degree-5 polynomial of Cephes' `expf`.
#[inline(always)]
pub(crate) fn exp(x: Lane) -> Lane {
    let mut out = [0.0; LANES];
    for i in 0..LANES {
        let v = x[i].clamp(-87.3, 88.0);
        let shifted = v.mul_add(std::f32::consts::LOG2_E, ROUND);
        let n = shifted - ROUND;
        let r = n.mul_add(-0.693_359_4, v);
        let r = n.mul_add(2.121_944_4e-4, r);
        let mut p = 1.987_569_2e-4f32;
        p = p.mul_add(r, 1.398_2e-3);
        p = p.mul_add(r, 8.333_452e-3);
        p = p.mul_add(r, 4.166_579_6e-2);
        p = p.mul_add(r, 1.666_666_5e-1);
        p = p.mul_add(r, 0.5);
        let y = p.mul_add(r * r, r) + 1.0;
        let scale = f32::from_bits(shifted.to_bits().wrapping_add(127).wrapping_shl(23));
        out[i] = if x[i] < -87.3 { 0.0 } else { y * scale };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_over_its_range() {
        let mut worst = 0.0f64;
        for k in -8700..8800 {
            let x = k as f32 / 100.0;
            let got = exp([x; LANES])[3] as f64;
            worst = worst.max(((got - (x as f64).exp()) / (x as f64).exp()).abs());
        }
        assert!(worst < 3e-7, "{worst}");
        assert_eq!(exp([-1000.0; LANES])[0], 0.0);
        assert_eq!(exp([0.0; LANES])[0], 1.0);
    }

    #[test]
    fn coarse_powers_are_close_enough() {
        let worst = (0..12_600).map(|k| -f64::from(k) / 100.0).fold(0.0f64, |worst, x| {
            let got = f64::from(exp2_coarse(x as f32));
            worst.max(((got - x.exp2()) / x.exp2()).abs())
        });
        assert!(worst < 1.0 / 15_000.0, "{worst}");
        assert_eq!(exp2_coarse(0.0), 1.0);
        assert!(exp2_coarse(f32::NEG_INFINITY) < 1e-37);
    }

    #[test]
    fn folds_in_a_fixed_order() {
        let mut lane = [0.0; LANES];
        lane[0] = 1e8;
        lane[8] = -1e8;
        lane[1] = 0.25;
        assert_eq!(fold_sum(lane), 0.25);
        assert_eq!(fold_max(lane), 1e8);
    }
}

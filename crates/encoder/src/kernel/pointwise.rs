//! GELU and layer normalisation.

use super::by_level;
use super::lanes::{LANES, Lane, fold_sum};

const EPSILON: f32 = 1e-12;

by_level! {
    /// x <- x/2 (1 + erf(x / sqrt 2)) for each value; the length is a multiple of [`LANES`].
    pub(crate) fn gelu(values: &mut [f32]) => gelu_body
}

#[inline(always)]
fn gelu_body(values: &mut [f32]) {
    for group in values.as_chunks_mut::<LANES>().0 {
        let x = *group;
        let mut scaled = x;
        for v in &mut scaled {
            *v *= std::f32::consts::FRAC_1_SQRT_2;
        }
        let e = erf(scaled);
        for i in 0..LANES {
            group[i] = 0.5 * x[i] * (1.0 + e[i]);
        }
    }
}

/// The error function: an odd rational minimax approximation on [-4, 4], within 5e-7 everywhere.
#[inline(always)]
fn erf(x: Lane) -> Lane {
    const P: [f32; 7] = [
        -2.726_142_3e-10,
        2.770_681_4e-8,
        -2.101_024e-6,
        -5.692_506_3e-5,
        -7.349_906_3e-4,
        -2.954_6e-3,
        -1.609_603_3e-2,
    ];
    const Q: [f32; 5] = [-1.456_607_2e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2];
    let mut out = [0.0; LANES];
    for i in 0..LANES {
        let v = x[i].clamp(-4.0, 4.0);
        let s = v * v;
        let mut p = P[0];
        for c in &P[1..] {
            p = p.mul_add(s, *c);
        }
        let mut q = Q[0];
        for c in &Q[1..] {
            q = q.mul_add(s, *c);
        }
        out[i] = v * p / q;
    }
    out
}

by_level! {
    /// Each row of `values` to mean 0 and variance 1, times `gain` plus `bias`.
    pub(crate) fn layer_norm(values: &mut [f32], gain: &[f32], bias: &[f32]) => layer_norm_body
}

#[inline(always)]
fn layer_norm_body(values: &mut [f32], gain: &[f32], bias: &[f32]) {
    for row in values.chunks_exact_mut(gain.len()) {
        normalize(row, gain, bias);
    }
}

by_level! {
    /// `values += other`, then [`layer_norm`] of each row.
    pub(crate) fn add_layer_norm(values: &mut [f32], other: &[f32], gain: &[f32], bias: &[f32]) => add_layer_norm_body
}

#[inline(always)]
fn add_layer_norm_body(values: &mut [f32], other: &[f32], gain: &[f32], bias: &[f32]) {
    for (row, more) in values.chunks_exact_mut(gain.len()).zip(other.chunks_exact(gain.len())) {
        for (x, y) in row.iter_mut().zip(more) {
            *x += y;
        }
        normalize(row, gain, bias);
    }
}

#[inline(always)]
fn normalize(row: &mut [f32], gain: &[f32], bias: &[f32]) {
    let n = row.len() as f32;
    let mut sums = [0.0; LANES];
    for group in row.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            sums[i] += group[i];
        }
    }
    let mean = fold_sum(sums) / n;
    let mut squares = [0.0f32; LANES];
    for group in row.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            let d = group[i] - mean;
            squares[i] = d.mul_add(d, squares[i]);
        }
    }
    let scale = 1.0 / (fold_sum(squares) / n + EPSILON).sqrt();
    for ((x, g), b) in row.iter_mut().zip(gain).zip(bias) {
        *x = ((*x - mean) * scale).mul_add(*g, *b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    #[test]
    fn erf_is_close() {
        // Values of erf from tables.
        for (x, want) in [
            (0.0, 0.0),
            (0.1, 0.112_462_92),
            (0.5, 0.520_499_9),
            (1.0, 0.842_700_8),
            (2.0, 0.995_322_3),
            (5.0, 1.0),
        ] {
            assert!((erf([x; LANES])[0] - want).abs() < 1e-6, "{x}");
            assert!((erf([-x; LANES])[0] + want).abs() < 1e-6, "-{x}");
        }
    }

    #[test]
    fn every_level_gives_the_same_bits() {
        let values: Vec<f32> = (0..384 * 3).map(|k| ((k * 7919) % 2003) as f32 / 317.0 - 3.0).collect();
        let gain: Vec<f32> = (0..384).map(|k| 1.0 + k as f32 / 1000.0).collect();
        let bias: Vec<f32> = (0..384).map(|k| k as f32 / 500.0).collect();
        let run = |level| {
            let mut x = values.clone();
            gelu(level, &mut x);
            add_layer_norm(level, &mut x, &values, &gain, &bias);
            layer_norm(level, &mut x, &gain, &bias);
            x.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
        };
        let want = run(Level::Portable);
        for level in Level::available() {
            assert!(run(level) == want, "{level:?}");
        }
    }
}

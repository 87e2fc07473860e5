//! Scores of labels for pieces seen from a chosen piece.

use super::by_level;
use super::lanes::{LANES, Lane, fold_sum, load};

/// Most labels that a head may have.
pub(crate) const LABELS: usize = 8;

/// One output layer: `labels × width` weights and a bias a label.
pub(crate) struct Output {
    pub(crate) weights: Vec<f32>,
    pub(crate) bias: Vec<f32>,
    pub(crate) width: usize,
}

by_level! {
    /// For each piece `W relu(anchor + piece + near) + b`, where `near(t)` is a row of `table`, chosen by `rows[t]`.
    pub(crate) fn pair_scores(anchor: &[f32], pieces: &[f32], table: &[f32], rows: &[u16], layer: &Output, out: &mut [f32]) => body
}

#[inline(always)]
fn body(anchor: &[f32], pieces: &[f32], table: &[f32], rows: &[u16], layer: &Output, out: &mut [f32]) {
    let (width, labels) = (layer.width, layer.bias.len());
    assert!(labels <= LABELS && anchor.len() == width);
    for ((piece, row), out) in pieces.chunks_exact(width).zip(rows).zip(out.chunks_exact_mut(labels)) {
        let near = &table[*row as usize * width..][..width];
        let mut sums: [Lane; LABELS] = [[0.0; LANES]; LABELS];
        for at in (0..width).step_by(LANES) {
            let (a, p, n) = (load(&anchor[at..]), load(&piece[at..]), load(&near[at..]));
            let mut hidden = [0.0f32; LANES];
            for i in 0..LANES {
                let sum = a[i] + p[i] + n[i];
                hidden[i] = if sum > 0.0 { sum } else { 0.0 };
            }
            for (l, sum) in sums.iter_mut().enumerate().take(labels) {
                let w = load(&layer.weights[l * width + at..]);
                for i in 0..LANES {
                    sum[i] = hidden[i].mul_add(w[i], sum[i]);
                }
            }
        }
        for (l, score) in out.iter_mut().enumerate() {
            *score = fold_sum(sums[l]) + layer.bias[l];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    #[test]
    fn follows_the_formula_with_the_same_bits_at_every_level() {
        let wave = |n: usize, step: f32| (0..n).map(|k| (k as f32 * step).sin()).collect::<Vec<f32>>();
        let (width, labels, count) = (48, 7, 5);
        let (anchor, pieces, table) = (wave(width, 0.7), wave(width * count, 0.3), wave(width * 3, 1.1));
        let layer = Output { weights: wave(width * labels, 0.9), bias: wave(labels, 0.2), width };
        let rows = [0, 1, 2, 1, 0];
        let run = |level| {
            let mut out = vec![0.0; count * labels];
            pair_scores(level, &anchor, &pieces, &table, &rows, &layer, &mut out);
            out
        };
        let got = run(Level::Portable);
        for (t, row) in rows.iter().enumerate() {
            for l in 0..labels {
                let sum: f32 = (0..width)
                    .map(|i| {
                        (anchor[i] + pieces[t * width + i] + table[*row as usize * width + i]).max(0.0)
                            * layer.weights[l * width + i]
                    })
                    .sum();
                assert!((got[t * labels + l] - sum - layer.bias[l]).abs() < 1e-4);
            }
        }
        for level in Level::available() {
            assert!(run(level).iter().zip(&got).all(|(a, b)| a.to_bits() == b.to_bits()), "{level:?}");
        }
    }
}

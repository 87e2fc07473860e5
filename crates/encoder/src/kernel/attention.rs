//! Scaled dot-product attention over one window, head by head, in 16-bit integers.
//!
//! Each query and each key of a head is scaled to 14 bits, each column of its values to 15, and the weights so that they
//! add up to 15 bits. The sums are then exact ([`product_shorts`]), and the processor adds two products at a time, with no
//! float in between whose order could matter.

use super::lanes::{LANES, ROUND, exp2_coarse, fold_max, fold_sum};
use super::shorts::{COLUMNS, product_shorts};
use super::{Level, by_level};

/// Width of a head: as many columns as a panel's block has.
pub(crate) const HEAD: usize = 32;
/// The longest window, in pieces: roundings add half a one each to the sum of the weights.
pub(crate) const LONGEST: usize = 512;
/// Queries that are worked on together.
const TOGETHER: usize = 8;
/// Largest number of a scaled query or key: 32 products of two stay within 32 bits.
const FINE: f32 = 8191.0;
/// Sum of a query's scaled weights, but for roundings, and the largest number of a scaled value.
const ONE: f32 = 32_000.0;

const _: () = assert!(HEAD == COLUMNS && HEAD == 2 * LANES);

/// Room for one head, kept between calls.
#[derive(Default)]
pub(crate) struct Attention {
    queries: Vec<i16>,
    query_scales: Vec<f32>,
    /// A panel: blocks of keys, two dimensions of a key together.
    keys: Vec<i16>,
    key_scales: Vec<f32>,
    /// Added to scores: nothing, and what leaves no weight to those past the last key.
    masks: Vec<f32>,
    /// A panel: two keys' values of a dimension together.
    values: Vec<i16>,
    value_scales: [f32; HEAD],
    sums: Vec<i32>,
    scores: Vec<f32>,
    weights: Vec<i16>,
}

/// `mixed` holds query, key and value side by side for each piece (3 × `width` floats); `out` gets `width`.
pub(crate) fn attend(level: Level, mixed: &[f32], width: usize, room: &mut Attention, out: &mut [f32]) {
    let count = mixed.len() / (3 * width);
    assert!(count <= LONGEST, "a window of {count} pieces");
    let padded = count.next_multiple_of(COLUMNS);
    room.queries.resize(count * HEAD, 0);
    room.query_scales.resize(count, 0.0);
    room.keys.resize(padded * HEAD, 0);
    room.key_scales.resize(padded, 0.0);
    room.masks.resize(padded, 0.0);
    room.masks[..count].fill(0.0);
    room.masks[count..].fill(f32::NEG_INFINITY);
    room.values.resize(padded * HEAD, 0);
    room.sums.resize(TOGETHER * padded, 0);
    room.scores.resize(padded, 0.0);
    room.weights.resize(TOGETHER * padded, 0);
    for head in 0..width / HEAD {
        scale(level, mixed, width, head * HEAD, room);
        for first in (0..count).step_by(TOGETHER) {
            let n = TOGETHER.min(count - first);
            let queries = &room.queries[first * HEAD..(first + n) * HEAD];
            product_shorts(level, queries, HEAD, &room.keys, &mut room.sums);
            let mut totals = [0; TOGETHER];
            weigh(level, room, first, &mut totals[..n]);
            let weights = &room.weights[..n * padded];
            product_shorts(level, weights, padded, &room.values, &mut room.sums);
            spread(level, room, &totals[..n], &mut out[first * width + head * HEAD..], width);
        }
    }
}

by_level! {
    /// Queries, keys and values of the head at `at` to integers.
    fn scale(mixed: &[f32], width: usize, at: usize, room: &mut Attention) => scale_body
}

#[inline(always)]
fn scale_body(mixed: &[f32], width: usize, at: usize, room: &mut Attention) {
    let stride = 3 * width;
    let part = |row: usize, part: usize| -> &[f32; HEAD] {
        mixed[row * stride + part * width + at..][..HEAD].try_into().expect("a head's width")
    };
    let count = mixed.len() / stride;
    // What lies past the last key is left from earlier heads; its weights are 0.
    let mut most = [0.0f32; HEAD];
    for row in 0..count {
        let (shorts, scale) = scaled(part(row, 0));
        room.queries[row * HEAD..(row + 1) * HEAD].copy_from_slice(&shorts);
        room.query_scales[row] = scale;
        let (shorts, scale) = scaled(part(row, 1));
        let block = &mut room.keys[row / COLUMNS * COLUMNS * HEAD..][..COLUMNS * HEAD];
        for (pair, two) in shorts.as_chunks::<2>().0.iter().enumerate() {
            block[pair * 2 * COLUMNS + row % COLUMNS * 2..][..2].copy_from_slice(two);
        }
        room.key_scales[row] = scale;
        for (most, value) in most.iter_mut().zip(part(row, 2)) {
            let size = value.abs();
            *most = if size > *most { size } else { *most };
        }
    }
    let mut inverse = [0.0f32; HEAD];
    for d in 0..HEAD {
        room.value_scales[d] = (most[d] / ONE).max(1e-12);
        inverse[d] = 1.0 / room.value_scales[d];
    }
    for (pair, out) in room.values.chunks_exact_mut(2 * HEAD).enumerate() {
        let zeros = [0.0; HEAD];
        let row = |row: usize| if row < count { part(row, 2) } else { &zeros };
        let (even, odd) = (row(2 * pair), row(2 * pair + 1));
        for d in 0..HEAD {
            out[2 * d] = whole(even[d] * inverse[d]) as i16;
            out[2 * d + 1] = whole(odd[d] * inverse[d]) as i16;
        }
    }
}

/// A vector as integers up to [`FINE`], and what one is worth.
#[inline(always)]
fn scaled(vector: &[f32; HEAD]) -> ([i16; HEAD], f32) {
    let mut most = [0.0f32; LANES];
    for half in vector.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            let size = half[i].abs();
            most[i] = if size > most[i] { size } else { most[i] };
        }
    }
    let scale = (fold_max(most) / FINE).max(1e-12);
    let inverse = 1.0 / scale;
    let mut shorts = [0; HEAD];
    for (short, value) in shorts.iter_mut().zip(vector) {
        *short = whole(value * inverse) as i16;
    }
    (shorts, scale)
}

/// The nearest integer of a number that is not large.
#[inline(always)]
fn whole(value: f32) -> i32 {
    (value + ROUND).to_bits() as i32 - ROUND.to_bits() as i32
}

by_level! {
    /// Sums of the queries from `first` on to weights, and the sum of each query's weights.
    fn weigh(room: &mut Attention, first: usize, totals: &mut [i32]) => weigh_body
}

#[inline(always)]
fn weigh_body(room: &mut Attention, first: usize, totals: &mut [i32]) {
    // 1 / sqrt(32), the same for every model of this shape, for powers of 2 instead of e.
    const SCALE: f32 = 0.176_776_7 * std::f32::consts::LOG2_E;
    let Attention { query_scales, key_scales, masks, sums, scores, weights, .. } = room;
    let padded = scores.len();
    let rows = sums.chunks_exact(padded).zip(weights.chunks_exact_mut(padded)).zip(&query_scales[first..]);
    // Flat loops: the compiler makes vectors of those.
    for (total, ((sums, weights), scale)) in totals.iter_mut().zip(rows) {
        let scale = scale * SCALE;
        for (((score, sum), key), mask) in
            scores.iter_mut().zip(sums).zip(key_scales.iter()).zip(masks.iter())
        {
            *score = (*sum as f32).mul_add(key * scale, *mask);
        }
        let mut most = [f32::NEG_INFINITY; LANES];
        for group in scores.as_chunks::<LANES>().0 {
            for i in 0..LANES {
                most[i] = if group[i] > most[i] { group[i] } else { most[i] };
            }
        }
        let top = fold_max(most);
        for score in scores.iter_mut() {
            *score = exp2_coarse(*score - top);
        }
        let mut sums = [0.0; LANES];
        for group in scores.as_chunks::<LANES>().0 {
            for i in 0..LANES {
                sums[i] += group[i];
            }
        }
        let share = ONE / fold_sum(sums);
        for (weight, score) in weights.iter_mut().zip(scores.iter()) {
            *weight = whole(score * share) as i16;
        }
        *total = weights.iter().map(|weight| i32::from(*weight)).sum();
    }
}

by_level! {
    /// Sums of weighted values to floats, a row each `width`.
    fn spread(room: &Attention, totals: &[i32], out: &mut [f32], width: usize) => spread_body
}

#[inline(always)]
fn spread_body(room: &Attention, totals: &[i32], out: &mut [f32], width: usize) {
    for (r, total) in totals.iter().enumerate() {
        let share = 1.0 / *total as f32;
        let sums = &room.sums[r * HEAD..(r + 1) * HEAD];
        for ((out, sum), scale) in out[r * width..][..HEAD].iter_mut().zip(sums).zip(&room.value_scales) {
            *out = *sum as f32 * (scale * share);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    /// Attention as the formula says it, in doubles.
    fn plain(mixed: &[f32], width: usize) -> Vec<f32> {
        let (stride, count) = (3 * width, mixed.len() / (3 * width));
        let mut out = vec![0.0; count * width];
        for head in 0..width / HEAD {
            let at =
                |i: usize, part: usize, d: usize| mixed[i * stride + part * width + head * HEAD + d] as f64;
            for i in 0..count {
                let scores: Vec<f64> = (0..count)
                    .map(|j| (0..HEAD).map(|d| at(i, 0, d) * at(j, 1, d)).sum::<f64>() / 32f64.sqrt())
                    .collect();
                let top = scores.iter().cloned().fold(f64::MIN, f64::max);
                let total: f64 = scores.iter().map(|s| (s - top).exp()).sum();
                for d in 0..HEAD {
                    let sum: f64 = (0..count).map(|j| (scores[j] - top).exp() / total * at(j, 2, d)).sum();
                    out[i * width + head * HEAD + d] = sum as f32;
                }
            }
        }
        out
    }

    #[test]
    fn follows_the_formula_with_the_same_bits_at_every_level() {
        for count in [1, 3, 4, 5, 37] {
            let mixed: Vec<f32> =
                (0..count * 192).map(|k| ((k * 7919) % 2003) as f32 / 701.0 - 1.4).collect();
            let run = |level| {
                let mut out = vec![0.0; count * 64];
                attend(level, &mixed, 64, &mut Attention::default(), &mut out);
                out
            };
            let got = run(Level::Portable);
            for (a, b) in got.iter().zip(plain(&mixed, 64)) {
                assert!((a - b).abs() < 4e-4, "{a} {b}");
            }
            for level in Level::available() {
                assert!(run(level).iter().zip(&got).all(|(a, b)| a.to_bits() == b.to_bits()), "{level:?}");
            }
        }
    }
}

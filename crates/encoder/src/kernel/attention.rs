//! Scaled dot-product attention over one window, head by head.

use super::by_level;
use super::lanes::{LANES, Lane, exp, fold_max, fold_sum, fused_add, load};

/// Width of a head.
pub(crate) const HEAD: usize = 32;
/// Queries that are worked on together.
const TOGETHER: usize = 4;

/// Room for one head's keys, values and scores, kept between calls.
#[derive(Default)]
pub(crate) struct Attention {
    keys: Vec<f32>,
    values: Vec<f32>,
    scores: Vec<f32>,
}

by_level! {
    /// `mixed` holds query, key and value side by side for each piece (3 × `width` floats); `out` gets `width`.
    pub(crate) fn attend(mixed: &[f32], width: usize, room: &mut Attention, out: &mut [f32]) => attend_body
}

#[inline(always)]
fn attend_body(mixed: &[f32], width: usize, room: &mut Attention, out: &mut [f32]) {
    let stride = 3 * width;
    let count = mixed.len() / stride;
    let padded = count.next_multiple_of(LANES * 2);
    // What lies past `count` in a row of keys is left from earlier calls: its scores are set aside in `softmax`.
    room.keys.resize(HEAD * padded, 0.0);
    room.values.resize(padded * HEAD, 0.0);
    room.scores.resize(TOGETHER * padded, 0.0);
    for head in 0..width / HEAD {
        let at = head * HEAD;
        for (j, piece) in mixed.chunks_exact(stride).enumerate() {
            for (d, k) in piece[width + at..width + at + HEAD].iter().enumerate() {
                room.keys[d * padded + j] = *k;
            }
            room.values[j * HEAD..(j + 1) * HEAD]
                .copy_from_slice(&piece[2 * width + at..2 * width + at + HEAD]);
        }
        let mut i = 0;
        while i < count {
            // The last few queries are done a second time rather than in a loop of their own.
            let first = i.min(count.saturating_sub(TOGETHER));
            let n = TOGETHER.min(count);
            rows(mixed, stride, at, first, n, count, padded, room, width, out);
            i += TOGETHER;
        }
    }
}

#[inline(always)]
#[allow(clippy::too_many_arguments, reason = "one inlined loop body, split for reading only")]
fn rows(
    mixed: &[f32],
    stride: usize,
    at: usize,
    first: usize,
    n: usize,
    count: usize,
    padded: usize,
    room: &mut Attention,
    width: usize,
    out: &mut [f32],
) {
    let queries: [&[f32; HEAD]; TOGETHER] = std::array::from_fn(|r| {
        let row = &mixed[(first + r.min(n - 1)) * stride + at..][..HEAD];
        row.try_into().expect("a head's width")
    });
    for j in (0..padded).step_by(LANES * 2) {
        let mut sums = [[[0.0; LANES]; 2]; TOGETHER];
        for d in 0..HEAD {
            let keys = &room.keys[d * padded + j..][..LANES * 2];
            let (k0, k1) = (load(keys), load(&keys[LANES..]));
            for r in 0..TOGETHER {
                fused_add(&mut sums[r][0], queries[r][d], &k0);
                fused_add(&mut sums[r][1], queries[r][d], &k1);
            }
        }
        for r in 0..TOGETHER {
            room.scores[r * padded + j..][..LANES].copy_from_slice(&sums[r][0]);
            room.scores[r * padded + j + LANES..][..LANES].copy_from_slice(&sums[r][1]);
        }
    }
    let mut totals = [1.0f32; TOGETHER];
    for r in 0..n {
        totals[r] = softmax(&mut room.scores[r * padded..(r + 1) * padded], count);
    }
    let mut sums: [[Lane; 2]; TOGETHER] = [[[0.0; LANES]; 2]; TOGETHER];
    for j in 0..count {
        let values = &room.values[j * HEAD..(j + 1) * HEAD];
        let (v0, v1) = (load(values), load(&values[LANES..]));
        for r in 0..TOGETHER {
            let weight = room.scores[r * padded + j];
            fused_add(&mut sums[r][0], weight, &v0);
            fused_add(&mut sums[r][1], weight, &v1);
        }
    }
    for r in 0..n {
        let share = 1.0 / totals[r];
        let out = &mut out[(first + r) * width + at..][..HEAD];
        for d in 0..LANES {
            out[d] = sums[r][0][d] * share;
            out[LANES + d] = sums[r][1][d] * share;
        }
    }
}

/// Scores to unnormalised weights; gives their sum. What lies past `count` gets weight 0.
#[inline(always)]
fn softmax(scores: &mut [f32], count: usize) -> f32 {
    // 1 / sqrt(32), the same for every model of this shape.
    const SCALE: f32 = 0.176_776_7;
    scores[count..].fill(f32::NEG_INFINITY);
    let mut most = [f32::NEG_INFINITY; LANES];
    for group in scores.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            most[i] = if group[i] > most[i] { group[i] } else { most[i] };
        }
    }
    let top = fold_max(most) * SCALE;
    for group in scores.as_chunks_mut::<LANES>().0 {
        for v in group.iter_mut() {
            *v = v.mul_add(SCALE, -top);
        }
        *group = exp(*group);
    }
    // In a loop of its own: together with the exponentials the compiler adds lane by lane.
    let mut sums = [0.0; LANES];
    for group in scores.as_chunks::<LANES>().0 {
        for i in 0..LANES {
            sums[i] += group[i];
        }
    }
    fold_sum(sums)
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
                assert!((a - b).abs() < 2e-5, "{a} {b}");
            }
            for level in Level::available() {
                assert!(run(level).iter().zip(&got).all(|(a, b)| a.to_bits() == b.to_bits()), "{level:?}");
            }
        }
    }
}

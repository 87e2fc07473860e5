//! Floats to bytes, a row at a time.

use super::by_level;
use super::lanes::{LANES, ROUND};

/// Rows of bytes with what turns them back: `value = scale * (byte - zero)`.
#[derive(Default)]
pub(crate) struct Rows {
    /// Row-major, `width` bytes a row; what lies behind the last row is left from earlier, longer ones.
    pub(crate) bytes: Vec<u8>,
    pub(crate) scale: Vec<f32>,
    pub(crate) zero: Vec<i32>,
    pub(crate) width: usize,
}

/// Quantises each row of `values` on its own, from its least to its largest value; 0 stays exactly 0.
pub(crate) fn quantize(level: super::Level, values: &[f32], width: usize, rows: &mut Rows) {
    let count = values.len() / width;
    rows.width = width;
    if rows.bytes.len() < values.len() {
        rows.bytes.resize(values.len(), 0);
    }
    rows.scale.resize(count, 0.0);
    rows.zero.resize(count, 0);
    fill(level, values, rows);
}

by_level! {
    fn fill(values: &[f32], rows: &mut Rows) => fill_body
}

#[inline(always)]
fn fill_body(values: &[f32], rows: &mut Rows) {
    let width = rows.width;
    let out = rows.bytes.chunks_exact_mut(width).zip(&mut rows.scale).zip(&mut rows.zero);
    for (row, ((bytes, scale), zero)) in values.chunks_exact(width).zip(out) {
        let (groups, _) = row.as_chunks::<LANES>();
        let mut low = [0.0f32; LANES];
        let mut high = [0.0f32; LANES];
        for group in groups {
            for i in 0..LANES {
                low[i] = if group[i] < low[i] { group[i] } else { low[i] };
                high[i] = if group[i] > high[i] { group[i] } else { high[i] };
            }
        }
        let least = low.iter().fold(0.0f32, |a, &b| if b < a { b } else { a });
        let most = high.iter().fold(0.0f32, |a, &b| if b > a { b } else { a });
        *scale = ((most - least) / 255.0).max(1e-12);
        let inverse = 1.0 / *scale;
        let whole = (-least * inverse + ROUND) - ROUND;
        *zero = whole as i32;
        let shift = whole + ROUND;
        for (byte, value) in bytes.iter_mut().zip(row) {
            // The sum's low mantissa bits are the rounded integer.
            let whole = value.mul_add(inverse, shift).to_bits() as i32 - ROUND.to_bits() as i32;
            *byte = whole.clamp(0, 255) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    fn back(values: &[f32], level: Level) -> (Vec<f32>, Rows) {
        let mut rows = Rows::default();
        quantize(level, values, values.len(), &mut rows);
        let floats =
            rows.bytes.iter().map(|&b| rows.scale[0] * (i32::from(b) - rows.zero[0]) as f32).collect();
        (floats, rows)
    }

    #[test]
    fn stays_within_half_a_step_and_keeps_zero() {
        let mut values: Vec<f32> = (0..384).map(|k| (k as f32 * 0.37).sin() * 5.0 - 1.0).collect();
        values[5] = 0.0;
        let (floats, rows) = back(&values, Level::Portable);
        for (a, b) in values.iter().zip(&floats) {
            assert!((a - b).abs() <= rows.scale[0] * 0.5001, "{a} {b}");
        }
        assert_eq!(floats[5], 0.0);
    }

    #[test]
    fn every_level_gives_the_same_bytes() {
        let values: Vec<f32> = (0..1536).map(|k| ((k * 7919) % 2003) as f32 / 317.0 - 0.2).collect();
        let want = back(&values, Level::Portable).1;
        for level in Level::available() {
            let got = back(&values, level).1;
            assert!(got.bytes == want.bytes && got.scale == want.scale && got.zero == want.zero, "{level:?}");
        }
    }

    #[test]
    fn a_row_of_zeros_stays_zero() {
        assert!(back(&[0.0; 32], Level::Portable).0.iter().all(|&v| v == 0.0));
    }
}

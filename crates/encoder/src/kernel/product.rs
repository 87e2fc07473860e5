//! Rows times a weight matrix.

use super::lanes::{LANES, Lane, fused_add, load};
use super::quantize::Rows;
use super::{Level, by_level};

/// Columns that are worked on together.
const BLOCK: usize = 32;

/// Weights of a linear map as bytes, laid out as the integer product reads them: blocks of [`BLOCK`] columns,
/// in each block four consecutive inputs of a column together.
pub(crate) struct Packed {
    inputs: usize,
    outputs: usize,
    bytes: Vec<i8>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    /// Sum of a column's bytes: what a row's zero point contributes.
    sums: Vec<i32>,
}

impl Packed {
    /// `weights` holds one row per output; `value = scale[output] * byte`. Inputs are a multiple of 16.
    pub(crate) fn new(weights: &[i8], scale: Vec<f32>, bias: Vec<f32>, inputs: usize) -> Packed {
        let outputs = bias.len();
        assert!(inputs.is_multiple_of(LANES) && weights.len() == inputs * outputs && scale.len() == outputs);
        let blocks = outputs.div_ceil(BLOCK);
        let mut bytes = vec![0; blocks * BLOCK * inputs];
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            let base = (output / BLOCK) * BLOCK * inputs + (output % BLOCK) * 4;
            for (k, quad) in row.chunks_exact(4).enumerate() {
                let at = base + k * BLOCK * 4;
                bytes[at..at + 4].copy_from_slice(quad);
            }
        }
        let sums = weights.chunks_exact(inputs).map(|row| row.iter().map(|&b| i32::from(b)).sum()).collect();
        Packed { inputs, outputs, bytes, scale, bias, sums }
    }
}

/// `out = rows * weights + bias`, row-major with one column per output. The sums are exact integers.
pub(crate) fn product(level: Level, rows: &Rows, weights: &Packed, out: &mut Vec<f32>) {
    let count = rows.scale.len();
    assert!(rows.width == weights.inputs && rows.bytes.len() >= count * rows.width);
    out.resize(count * weights.outputs, 0.0);
    match level {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the level is only handed out where the processor has AVX-512 VNNI.
        Level::Avx512Vnni => unsafe { vnni::run(rows, weights, out) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the level is only handed out where the processor has AVX2 and FMA.
        Level::Avx2 => unsafe { avx2::run(rows, weights, out) },
        _ => portable(rows, weights, out),
    }
}

fn portable(rows: &Rows, weights: &Packed, out: &mut [f32]) {
    let quads = weights.inputs / 4;
    for block in 0..weights.outputs.div_ceil(BLOCK) {
        let panel = &weights.bytes[block * BLOCK * weights.inputs..][..BLOCK * weights.inputs];
        for row in 0..rows.scale.len() {
            let bytes = &rows.bytes[row * rows.width..][..rows.width];
            let mut sums = [0i32; BLOCK];
            for k in 0..quads {
                let a = &bytes[k * 4..k * 4 + 4];
                let b = &panel[k * BLOCK * 4..(k + 1) * BLOCK * 4];
                for (sum, quad) in sums.iter_mut().zip(b.chunks_exact(4)) {
                    *sum += (0..4).map(|i| i32::from(a[i]) * i32::from(quad[i])).sum::<i32>();
                }
            }
            finish(&sums, rows, weights, row, block, out);
        }
    }
}

/// Integer sums of one row and one block to floats.
#[inline(always)]
fn finish(sums: &[i32; BLOCK], rows: &Rows, weights: &Packed, row: usize, block: usize, out: &mut [f32]) {
    let first = block * BLOCK;
    let (zero, scale) = (rows.zero[row], rows.scale[row]);
    let out = &mut out[row * weights.outputs..(row + 1) * weights.outputs];
    if first + BLOCK <= weights.outputs {
        let out = &mut out[first..first + BLOCK];
        let offsets = &weights.sums[first..first + BLOCK];
        let scales = &weights.scale[first..first + BLOCK];
        let bias = &weights.bias[first..first + BLOCK];
        for i in 0..BLOCK {
            out[i] = ((sums[i] - zero * offsets[i]) as f32).mul_add(scale * scales[i], bias[i]);
        }
    } else {
        for (i, sum) in sums.iter().take(weights.outputs - first).enumerate() {
            let c = first + i;
            out[c] =
                ((sum - zero * weights.sums[c]) as f32).mul_add(scale * weights.scale[c], weights.bias[c]);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod vnni {
    use std::arch::x86_64::*;

    use super::{BLOCK, Packed, Rows, finish};
    use crate::kernel::in_tiles;

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma")]
    pub(super) fn run(rows: &Rows, weights: &Packed, out: &mut [f32]) {
        let count = rows.scale.len();
        for block in 0..weights.outputs.div_ceil(BLOCK) {
            // 12 × 2 accumulators, two weights and a broadcast fill the registers.
            in_tiles!(row in count, 12 [1 2 3 4 5 6 7 8 9 10 11], tile(rows, weights, row, block, out));
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma")]
    fn tile<const N: usize>(rows: &Rows, weights: &Packed, row: usize, block: usize, out: &mut [f32]) {
        let inputs = weights.inputs;
        let panel = &weights.bytes[block * BLOCK * inputs..][..BLOCK * inputs];
        let bytes = &rows.bytes[row * inputs..][..N * inputs];
        let mut sums = [[_mm512_setzero_si512(); 2]; N];
        for k in 0..inputs / 4 {
            // SAFETY: k < inputs / 4, so 128 bytes of the panel and 4 bytes of each of N rows are in bounds.
            unsafe {
                let b = panel.as_ptr().add(k * BLOCK * 4);
                let b0 = _mm512_loadu_si512(b.cast());
                let b1 = _mm512_loadu_si512(b.add(64).cast());
                for (n, sum) in sums.iter_mut().enumerate() {
                    let a = _mm512_set1_epi32(
                        bytes.as_ptr().add(n * inputs + k * 4).cast::<i32>().read_unaligned(),
                    );
                    sum[0] = _mm512_dpbusd_epi32(sum[0], a, b0);
                    sum[1] = _mm512_dpbusd_epi32(sum[1], a, b1);
                }
            }
        }
        for (n, sum) in sums.iter().enumerate() {
            let mut plain = [0i32; BLOCK];
            // SAFETY: `plain` holds 32 integers, two registers of 16.
            unsafe {
                _mm512_storeu_si512(plain.as_mut_ptr().cast(), sum[0]);
                _mm512_storeu_si512(plain.as_mut_ptr().add(16).cast(), sum[1]);
            }
            finish(&plain, rows, weights, row + n, block, out);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::*;

    use super::{BLOCK, Packed, Rows, finish};

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn run(rows: &Rows, weights: &Packed, out: &mut [f32]) {
        let count = rows.scale.len();
        for block in 0..weights.outputs.div_ceil(BLOCK) {
            for row in 0..count {
                tile(rows, weights, row, block, out);
            }
        }
    }

    /// Bytes are widened to 16 bits first: the byte product of AVX2 saturates, this one cannot.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn tile(rows: &Rows, weights: &Packed, row: usize, block: usize, out: &mut [f32]) {
        let inputs = weights.inputs;
        let panel = &weights.bytes[block * BLOCK * inputs..][..BLOCK * inputs];
        let bytes = &rows.bytes[row * inputs..][..inputs];
        let mut sums = [_mm256_setzero_si256(); 8];
        for k in 0..inputs / 4 {
            // SAFETY: k < inputs / 4, so 4 bytes of the row and 128 bytes of the panel are in bounds.
            unsafe {
                let quad = bytes.as_ptr().add(k * 4).cast::<i32>().read_unaligned();
                let a = _mm256_cvtepu8_epi16(_mm_set1_epi32(quad));
                let b = panel.as_ptr().add(k * BLOCK * 4);
                for (i, sum) in sums.iter_mut().enumerate() {
                    let w = _mm256_cvtepi8_epi16(_mm_loadu_si128(b.add(i * 16).cast()));
                    *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(a, w));
                }
            }
        }
        let mut plain = [0i32; BLOCK];
        for (i, sum) in sums.iter().enumerate() {
            let mut pairs = [0i32; 8];
            // SAFETY: `pairs` holds the register's eight integers.
            unsafe { _mm256_storeu_si256(pairs.as_mut_ptr().cast(), *sum) };
            for c in 0..4 {
                plain[i * 4 + c] = pairs[c * 2] + pairs[c * 2 + 1];
            }
        }
        finish(&plain, rows, weights, row, block, out);
    }
}

/// Weights of a linear map as floats: blocks of [`LANES`] columns, each block input by input.
pub(crate) struct PackedFloat {
    inputs: usize,
    outputs: usize,
    blocks: Vec<f32>,
    bias: Vec<f32>,
}

impl PackedFloat {
    /// `weights` holds one row per output.
    pub(crate) fn new(weights: &[f32], bias: Vec<f32>, inputs: usize) -> PackedFloat {
        let outputs = bias.len();
        assert!(weights.len() == inputs * outputs);
        let mut blocks = vec![0.0; outputs.div_ceil(LANES) * LANES * inputs];
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            let base = (output / LANES) * LANES * inputs + output % LANES;
            for (k, w) in row.iter().enumerate() {
                blocks[base + k * LANES] = *w;
            }
        }
        PackedFloat { inputs, outputs, blocks, bias }
    }
}

/// `out = rows * weights + bias` in floats, each sum taken input by input.
pub(crate) fn product_float(level: Level, rows: &[f32], weights: &PackedFloat, out: &mut Vec<f32>) {
    assert!(rows.len().is_multiple_of(weights.inputs));
    out.resize(rows.len() / weights.inputs * weights.outputs, 0.0);
    fill(level, rows, weights, out);
}

by_level! {
    fn fill(rows: &[f32], weights: &PackedFloat, out: &mut [f32]) => fill_body
}

#[inline(always)]
fn fill_body(rows: &[f32], weights: &PackedFloat, out: &mut [f32]) {
    const TOGETHER: usize = 4;
    let (inputs, outputs) = (weights.inputs, weights.outputs);
    for (block, panel) in weights.blocks.chunks_exact(inputs * LANES).enumerate() {
        let first = block * LANES;
        let width = LANES.min(outputs - first);
        let mut bias = [0.0; LANES];
        bias[..width].copy_from_slice(&weights.bias[first..first + width]);
        let mut groups = rows.chunks_exact(inputs * TOGETHER);
        let mut row = 0;
        for group in &mut groups {
            let mut sums: [Lane; TOGETHER] = [bias; TOGETHER];
            for (k, w) in panel.chunks_exact(LANES).enumerate() {
                let w = load(w);
                for n in 0..TOGETHER {
                    fused_add(&mut sums[n], group[n * inputs + k], &w);
                }
            }
            for sum in &sums {
                out[row * outputs + first..][..width].copy_from_slice(&sum[..width]);
                row += 1;
            }
        }
        for values in groups.remainder().chunks_exact(inputs) {
            let mut sum = bias;
            for (x, w) in values.iter().zip(panel.chunks_exact(LANES)) {
                fused_add(&mut sum, *x, &load(w));
            }
            out[row * outputs + first..][..width].copy_from_slice(&sum[..width]);
            row += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::quantize::quantize;
    use super::*;

    fn noise(n: usize, seed: u64) -> Vec<f32> {
        let mut state = seed;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (state >> 40) as f32 / (1 << 23) as f32 - 1.0
            })
            .collect()
    }

    fn both(rows: usize, inputs: usize, outputs: usize) {
        let values = noise(rows * inputs, 1);
        let floats = noise(inputs * outputs, 2);
        let bias = noise(outputs, 3);
        let bytes: Vec<i8> = floats.iter().map(|w| (w * 127.0).round() as i8).collect();
        let scale = vec![1.0 / 127.0; outputs];
        let packed = Packed::new(&bytes, scale, bias.clone(), inputs);
        let packed_float = PackedFloat::new(&floats, bias, inputs);
        let mut quantized = Rows::default();
        quantize(Level::Portable, &values, inputs, &mut quantized);
        let (mut want, mut want_float) = (Vec::new(), Vec::new());
        product(Level::Portable, &quantized, &packed, &mut want);
        product_float(Level::Portable, &values, &packed_float, &mut want_float);
        for (a, b) in want.iter().zip(&want_float) {
            assert!((a - b).abs() < 0.02 * (inputs as f32).sqrt(), "{a} {b}");
        }
        for level in Level::available() {
            let (mut got, mut got_float) = (Vec::new(), Vec::new());
            product(level, &quantized, &packed, &mut got);
            product_float(level, &values, &packed_float, &mut got_float);
            let bits = |v: &[f32]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert!(bits(&got) == bits(&want), "{level:?} {rows}x{inputs}x{outputs}");
            assert!(bits(&got_float) == bits(&want_float), "{level:?} float {rows}x{inputs}x{outputs}");
        }
    }

    #[test]
    fn every_level_gives_the_same_bits_and_bytes_come_near_floats() {
        for rows in [1, 3, 12, 29] {
            both(rows, 384, 96);
            both(rows, 1536, 32);
            both(rows, 384, 7);
        }
    }

    #[test]
    fn the_largest_sums_do_not_saturate() {
        let rows = Rows { bytes: vec![255; 1536], scale: vec![1.0], zero: vec![0], width: 1536 };
        let packed = Packed::new(&[127; 1536 * 32], vec![1.0; 32], vec![0.0; 32], 1536);
        for level in Level::available() {
            let mut out = Vec::new();
            product(level, &rows, &packed, &mut out);
            assert_eq!(out, vec![(255 * 127 * 1536) as f32; 32], "{level:?}");
        }
    }
}

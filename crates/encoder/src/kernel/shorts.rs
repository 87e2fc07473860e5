//! Rows of 16-bit integers times a panel of them: attention's two products.

use super::Level;

/// Columns of a block of the panel.
pub(crate) const COLUMNS: usize = 32;

/// `sums[row][column] = Σ rows[row][k] * panel[k][column]`, exact as long as no sum leaves 32 bits.
///
/// `rows` are of `inputs` numbers each, an even number. The panel is in blocks of [`COLUMNS`] columns; in each block two
/// consecutive inputs of a column stand together. `sums` has all columns of all blocks for each row.
pub(crate) fn product_shorts(level: Level, rows: &[i16], inputs: usize, panel: &[i16], sums: &mut [i32]) {
    assert!(inputs.is_multiple_of(2) && inputs > 0 && rows.len().is_multiple_of(inputs));
    assert!(panel.len().is_multiple_of(inputs * COLUMNS));
    let (count, blocks) = (rows.len() / inputs, panel.len() / (inputs * COLUMNS));
    assert!(sums.len() >= count * blocks * COLUMNS);
    match level {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the level is only handed out where the processor has AVX-512 VNNI; the lengths were checked.
        Level::Avx512Vnni => unsafe { vnni::run(rows, inputs, panel, sums) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the level is only handed out where the processor has AVX2; the lengths were checked.
        Level::Avx2 => unsafe { avx2::run(rows, inputs, panel, sums) },
        _ => portable(rows, inputs, panel, sums),
    }
}

fn portable(rows: &[i16], inputs: usize, panel: &[i16], sums: &mut [i32]) {
    let width = panel.len() / inputs;
    for (row, out) in rows.chunks_exact(inputs).zip(sums.chunks_exact_mut(width)) {
        for (block, out) in panel.chunks_exact(inputs * COLUMNS).zip(out.chunks_exact_mut(COLUMNS)) {
            out.fill(0);
            for (pair, weights) in row.as_chunks::<2>().0.iter().zip(block.chunks_exact(2 * COLUMNS)) {
                for (sum, both) in out.iter_mut().zip(weights.as_chunks::<2>().0) {
                    *sum += i32::from(pair[0]) * i32::from(both[0]) + i32::from(pair[1]) * i32::from(both[1]);
                }
            }
        }
    }
}

/// The product with registers of `$lanes` sums, two of them a row: a block has `COLUMNS / (2 * $lanes)` parts of that width.
macro_rules! with_registers {
    ($module:ident, $features:literal, $lanes:literal, $together:literal $rest:tt,
     $zero:ident, $load:ident, $spread:ident, $store:ident, |$sum:ident, $a:ident, $b:ident| $add:expr) => {
        #[cfg(target_arch = "x86_64")]
        mod $module {
            use std::arch::x86_64::*;

            use super::COLUMNS;
            use crate::kernel::in_tiles;

            const PART: usize = 2 * $lanes;

            /// # Safety
            /// The lengths fit, as `product_shorts` checks.
            #[target_feature(enable = $features)]
            pub(super) unsafe fn run(rows: &[i16], inputs: usize, panel: &[i16], sums: &mut [i32]) {
                let (count, width) = (rows.len() / inputs, panel.len() / inputs);
                for column in (0..width).step_by(PART) {
                    let part = &panel[column / COLUMNS * COLUMNS * inputs + column % COLUMNS * 2..];
                    in_tiles!(row in count, $together $rest, tile(rows, inputs, part, sums, width, column, row));
                }
            }

            #[inline]
            #[target_feature(enable = $features)]
            fn tile<const N: usize>(
                rows: &[i16],
                inputs: usize,
                part: &[i16],
                out: &mut [i32],
                width: usize,
                column: usize,
                first: usize,
            ) {
                let rows = &rows[first * inputs..][..N * inputs];
                let part = &part[..(inputs / 2 - 1) * 2 * COLUMNS + 2 * PART];
                let mut sums = [[$zero(); 2]; N];
                for k in 0..inputs / 2 {
                    // SAFETY: k < inputs / 2, so 2 * PART shorts of the part and 2 of each of N rows are in bounds.
                    unsafe {
                        let at = part.as_ptr().add(k * 2 * COLUMNS);
                        let both = [$load(at.cast()), $load(at.add(PART).cast())];
                        for (n, sums) in sums.iter_mut().enumerate() {
                            let pair = rows.as_ptr().add(n * inputs + k * 2).cast::<i32>().read_unaligned();
                            let $a = $spread(pair);
                            for ($sum, $b) in sums.iter_mut().zip(both) {
                                *$sum = $add;
                            }
                        }
                    }
                }
                for (n, sums) in sums.iter().enumerate() {
                    let out = &mut out[(first + n) * width + column..][..PART];
                    // SAFETY: `out` holds two registers.
                    unsafe {
                        $store(out.as_mut_ptr().cast(), sums[0]);
                        $store(out.as_mut_ptr().add($lanes).cast(), sums[1]);
                    }
                }
            }
        }
    };
}

// 8 × 2 sums, two registers of the panel and a broadcast.
with_registers!(
    vnni, "avx512f,avx512bw,avx512vl,avx512dq,avx512vnni", 16, 8 [1 2 3 4 5 6 7],
    _mm512_setzero_si512, _mm512_loadu_si512, _mm512_set1_epi32, _mm512_storeu_si512,
    |sum, a, b| _mm512_dpwssd_epi32(*sum, a, b)
);
// 4 × 2 sums, likewise.
with_registers!(
    avx2, "avx2", 8, 4 [1 2 3],
    _mm256_setzero_si256, _mm256_loadu_si256, _mm256_set1_epi32, _mm256_storeu_si256,
    |sum, a, b| _mm256_add_epi32(*sum, _mm256_madd_epi16(a, b))
);

#[cfg(test)]
mod tests {
    use super::*;

    fn shorts(n: usize, seed: usize) -> Vec<i16> {
        (0..n).map(|k| ((k * 7919 + seed) % 8191) as i16 - 4095).collect()
    }

    #[test]
    fn every_level_gives_the_exact_sums() {
        for (count, inputs, blocks) in [(1, 2, 1), (7, 32, 3), (8, 32, 2), (13, 64, 1), (4, 254, 1)] {
            let (rows, panel) = (shorts(count * inputs, 1), shorts(blocks * COLUMNS * inputs, 5));
            for level in Level::available() {
                let mut sums = vec![-1; count * blocks * COLUMNS];
                product_shorts(level, &rows, inputs, &panel, &mut sums);
                for (at, sum) in sums.iter().enumerate() {
                    let (row, column) = (at / (blocks * COLUMNS), at % (blocks * COLUMNS));
                    let weight = |k: usize| {
                        let block = &panel[column / COLUMNS * inputs * COLUMNS..];
                        i32::from(block[k / 2 * 2 * COLUMNS + column % COLUMNS * 2 + k % 2])
                    };
                    let want: i32 = (0..inputs).map(|k| i32::from(rows[row * inputs + k]) * weight(k)).sum();
                    assert_eq!(*sum, want, "{level:?} {count}x{inputs}, row {row}, column {column}");
                }
            }
        }
    }
}

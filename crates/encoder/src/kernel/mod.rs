//! Arithmetic: the same bits on every processor.
//!
//! Two rules make that so. Sums of small integers are exact in any order, so the integer product may use
//! whatever instruction is there. Sums of floats are not, so every float is accumulated in one fixed order:
//! either along one element, or in [`LANES`] lanes that are folded in a fixed way; a multiplication and an
//! addition are fused in every version or in none. The compiler neither fuses nor reorders floats by itself.
//!
//! Each operation is written once in plain Rust, inlined into one function per [`Level`], and vectorised there
//! by the compiler; only the two integer products ([`product()`] and [`product_shorts`](shorts::product_shorts)) name instructions.

mod attention;
mod lanes;
mod pairs;
mod pointwise;
mod product;
mod quantize;
mod shorts;

pub(crate) use attention::{Attention, HEAD, LONGEST, attend};
pub(crate) use lanes::{LANES, exp};
pub(crate) use pairs::{LABELS, Output, pair_scores};
pub(crate) use pointwise::{add_layer_norm, gelu, layer_norm};
pub(crate) use product::{Packed, PackedFloat, product, product_float};
pub(crate) use quantize::{Rows, quantize};

/// Which instructions may be used. The result never depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Plain Rust for any processor.
    Portable,
    /// x86-64 with AVX2 and FMA (2013 and later).
    Avx2,
    /// x86-64 with AVX-512 and its integer dot product (VNNI).
    Avx512Vnni,
}

impl Level {
    /// The fastest level of this processor.
    pub fn detect() -> Level {
        *Level::available().last().expect("portable code runs anywhere")
    }

    /// Every level that this processor can run, slowest first.
    pub fn available() -> Vec<Level> {
        #[allow(unused_mut)]
        let mut levels = vec![Level::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                levels.push(Level::Avx2);
                if ["avx512f", "avx512bw", "avx512vl", "avx512dq", "avx512vnni"]
                    .iter()
                    .all(|name| detected(name))
                {
                    levels.push(Level::Avx512Vnni);
                }
            }
        }
        levels
    }
}

#[cfg(target_arch = "x86_64")]
fn detected(feature: &str) -> bool {
    match feature {
        "avx512f" => is_x86_feature_detected!("avx512f"),
        "avx512bw" => is_x86_feature_detected!("avx512bw"),
        "avx512vl" => is_x86_feature_detected!("avx512vl"),
        "avx512dq" => is_x86_feature_detected!("avx512dq"),
        "avx512vnni" => is_x86_feature_detected!("avx512vnni"),
        _ => false,
    }
}

/// Compiles an inlined body once a [`Level`] and calls the version asked for.
///
/// `level` must come from [`Level::available`]; constructors of the public types see to that.
macro_rules! by_level {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) => $body:ident) => {
        $(#[$meta])*
        $vis fn $name(level: $crate::Level, $($arg: $type),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2($($arg: $type),*) {
                $body($($arg),*)
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,fma")]
            fn avx512($($arg: $type),*) {
                $body($($arg),*)
            }
            match level {
                #[cfg(target_arch = "x86_64")]
                // SAFETY: a level other than Portable is only handed out where the processor has its features.
                $crate::Level::Avx2 => unsafe { avx2($($arg),*) },
                #[cfg(target_arch = "x86_64")]
                // SAFETY: as above.
                $crate::Level::Avx512Vnni => unsafe { avx512($($arg),*) },
                _ => $body($($arg),*),
            }
        }
    };
}
pub(crate) use by_level;

/// Calls `$tile` for `$count` rows, `$together` at a time, and once for those that remain; `$row` is the first of them.
#[cfg(target_arch = "x86_64")]
macro_rules! in_tiles {
    ($row:ident in $count:expr, $together:literal [$($rest:literal)*], $tile:ident $args:tt) => {{
        let whole = $count / $together * $together;
        for $row in (0..whole).step_by($together) {
            $tile::<$together> $args;
        }
        let $row = whole;
        match $count - whole {
            $($rest => $tile::<$rest> $args,)*
            _ => {}
        }
    }};
}
#[cfg(target_arch = "x86_64")]
pub(crate) use in_tiles;

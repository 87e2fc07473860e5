//! How do boxes of many sizes stand side by side, in a frame a little wider than high?

/// Width against height of the frame that is aimed at.
const ASPECT: f64 = 1.5;

/// A stretch of the lower edge of what is packed so far.
#[derive(Clone, Copy, Debug)]
struct Ledge {
    left: f64,
    right: f64,
    /// Everything above is taken.
    top: f64,
}

/// The upper left corner of each box: the largest first, each as high up as it goes, then as far left; `between` lies between any two.
pub(super) fn pack(sizes: &[(f64, f64)], between: f64) -> Vec<(f64, f64)> {
    let sizes: Vec<(f64, f64)> =
        sizes.iter().map(|(width, height)| (width + between, height + between)).collect();
    let area: f64 = sizes.iter().map(|(width, height)| width * height).sum();
    let widest = sizes.iter().map(|size| size.0).fold(0.0, f64::max);
    let width = widest.max((area * ASPECT).sqrt());
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| (sizes[b].0 * sizes[b].1).total_cmp(&(sizes[a].0 * sizes[a].1)).then(a.cmp(&b)));
    let mut ledges = vec![Ledge { left: 0.0, right: width, top: 0.0 }];
    let mut corners = vec![(0.0, 0.0); sizes.len()];
    for place in order {
        let (left, top) = highest(&ledges, sizes[place].0);
        corners[place] = (left, top);
        ledges = covered(&ledges, left, left + sizes[place].0, top + sizes[place].1);
    }
    corners
}

/// Where a box of that width goes up farthest. It begins where some ledge does.
fn highest(ledges: &[Ledge], width: f64) -> (f64, f64) {
    let end = ledges.last().map_or(0.0, |ledge| ledge.right);
    let top_at = |left: f64| {
        let under = ledges.iter().filter(|ledge| ledge.left < left + width && left < ledge.right);
        under.map(|ledge| ledge.top).fold(0.0, f64::max)
    };
    // The rounding of sums may not push a box out that just fits.
    let fits = ledges.iter().map(|ledge| ledge.left).filter(|left| left + width <= end + 1e-6);
    fits.map(|left| (left, top_at(left)))
        .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)))
        .unwrap_or_else(|| (0.0, top_at(0.0)))
}

/// The ledges once a box reaches from `left` to `right` and down to `top`.
fn covered(ledges: &[Ledge], left: f64, right: f64, top: f64) -> Vec<Ledge> {
    let before =
        ledges.iter().filter(|ledge| ledge.left < left).map(|l| Ledge { right: l.right.min(left), ..*l });
    let after =
        ledges.iter().filter(|ledge| ledge.right > right).map(|l| Ledge { left: l.left.max(right), ..*l });
    let mut all: Vec<Ledge> = before.collect();
    all.push(Ledge { left, right, top });
    all.extend(after);
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_boxes_fill_the_room_beside_a_large_one() {
        let corners = pack(&[(10.0, 10.0), (60.0, 60.0), (10.0, 10.0)], 0.0);
        assert_eq!(corners, [(60.0, 0.0), (0.0, 0.0), (60.0, 10.0)]);
    }

    #[test]
    fn nothing_takes_no_room_and_one_box_stands_in_the_corner() {
        assert!(pack(&[], 5.0).is_empty());
        assert_eq!(pack(&[(3.0, 400.0)], 5.0), [(0.0, 0.0)]);
    }

    proptest! {
        #[test]
        fn no_two_boxes_overlap(sizes in prop::collection::vec((1.0..200.0_f64, 1.0..200.0_f64), 0..40)) {
            let corners = pack(&sizes, 4.0);
            for i in 0..sizes.len() {
                for j in 0..i {
                    let apart = |a: f64, width_a: f64, b: f64, width_b: f64| a + width_a < b + 1e-3 || b + width_b < a + 1e-3;
                    prop_assert!(
                        apart(corners[i].0, sizes[i].0, corners[j].0, sizes[j].0)
                            || apart(corners[i].1, sizes[i].1, corners[j].1, sizes[j].1)
                    );
                }
            }
        }
    }
}

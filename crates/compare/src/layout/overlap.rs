//! How do circles get off each other, with as little moved as need be?

/// At most so many rounds; what is left over is taken care of by one blow.
const ROUNDS: usize = 300;
/// A little more than is missing, so that the rounds come to an end.
const MORE: f64 = 1.02;

/// Moves the places until any two circles are at least `gap` apart.
///
/// Two that are too near are pushed apart, each by half of what is missing, round by round. Where that comes to no end, all
/// places move away from the origin together, which always ends it.
pub(super) fn part(places: &mut [(f64, f64)], radii: &[f64], gap: f64) {
    for _ in 0..ROUNDS {
        if !round(places, radii, gap) {
            return;
        }
    }
    let scale = worst(places, radii, gap);
    places.iter_mut().for_each(|(x, y)| (*x, *y) = (*x * scale, *y * scale));
}

/// Whether any two were too near.
///
/// From left to right, so that each is compared with those alone that are not too far to the right. Where one moves on the way, this order
/// may miss a pair, which the next round finds.
fn round(places: &mut [(f64, f64)], radii: &[f64], gap: f64) -> bool {
    let widest = radii.iter().copied().fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| places[a].0.total_cmp(&places[b].0).then(a.cmp(&b)));
    let mut moved = false;
    for (at, &i) in order.iter().enumerate() {
        for &j in &order[at + 1..] {
            let (dx, dy) = (places[j].0 - places[i].0, places[j].1 - places[i].1);
            if dx > radii[i] + widest + gap {
                break;
            }
            let needed = radii[i] + radii[j] + gap;
            let square = dx * dx + dy * dy;
            if square >= needed * needed {
                continue;
            }
            moved = true;
            let distance = square.sqrt();
            let (x, y) = if distance > 1e-6 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
            let push = (needed - distance) * MORE / 2.0;
            places[i] = (places[i].0 - x * push, places[i].1 - y * push);
            places[j] = (places[j].0 + x * push, places[j].1 + y * push);
        }
    }
    moved
}

/// By how much all distances have to grow.
fn worst(places: &[(f64, f64)], radii: &[f64], gap: f64) -> f64 {
    let mut worst = 1.0_f64;
    for i in 0..places.len() {
        for j in i + 1..places.len() {
            let (dx, dy) = (places[j].0 - places[i].0, places[j].1 - places[i].1);
            let distance = (dx * dx + dy * dy).sqrt().max(1e-6);
            worst = worst.max((radii[i] + radii[j] + gap) / distance);
        }
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest(places: &[(f64, f64)]) -> f64 {
        let mut nearest = f64::INFINITY;
        for (i, a) in places.iter().enumerate() {
            for b in &places[..i] {
                nearest = nearest.min(((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt());
            }
        }
        nearest
    }

    #[test]
    fn circles_on_one_place_get_off_each_other() {
        let mut places = vec![(3.0, 4.0); 40];
        part(&mut places, &[5.0; 40], 2.0);
        assert!(nearest(&places) > 12.0 - 1e-9, "{places:?}");
    }

    #[test]
    fn those_who_have_room_stay() {
        let mut places = vec![(0.0, 0.0), (20.0, 0.0)];
        part(&mut places, &[5.0, 5.0], 9.0);
        assert_eq!(places, [(0.0, 0.0), (20.0, 0.0)]);
    }
}

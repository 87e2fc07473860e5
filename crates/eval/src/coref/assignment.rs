//! Pairing one to one so that the sum is greatest.

/// The greatest sum of weights over all pairings of rows with columns, each taken once at most. Weights are not
/// negative; rows are of equal length.
///
/// The Hungarian method with potentials, row by row: exact, in time proportional to rows² × columns.
pub(super) fn greatest_sum(weights: &[Vec<f64>]) -> f64 {
    let columns = weights.first().map_or(0, Vec::len);
    if weights.len() > columns {
        // Every row has to find a column.
        let turned: Vec<Vec<f64>> =
            (0..columns).map(|column| weights.iter().map(|row| row[column]).collect()).collect();
        return if columns == 0 { 0.0 } else { greatest_sum(&turned) };
    }
    let row_of = pair(weights, columns);
    row_of.iter().enumerate().filter_map(|(column, row)| row.map(|row| weights[row][column])).sum()
}

/// For each column its row. There are no more rows than columns.
fn pair(weights: &[Vec<f64>], columns: usize) -> Vec<Option<usize>> {
    // Column `columns` stands for none: there each row in turn starts to look for its own.
    let none = columns;
    let mut row_of: Vec<Option<usize>> = vec![None; columns + 1];
    let (mut row_price, mut column_price) = (vec![0.0; weights.len()], vec![0.0; columns + 1]);
    for row in 0..weights.len() {
        row_of[none] = Some(row);
        let mut slack = vec![f64::INFINITY; columns];
        let mut came_from = vec![none; columns];
        let mut seen = vec![false; columns + 1];
        let mut at = none;
        while let Some(current) = row_of[at] {
            seen[at] = true;
            let (mut least, mut next) = (f64::INFINITY, none);
            for column in (0..columns).filter(|&column| !seen[column]) {
                let cost = -weights[current][column] - row_price[current] - column_price[column];
                if cost < slack[column] {
                    (slack[column], came_from[column]) = (cost, at);
                }
                if slack[column] < least {
                    (least, next) = (slack[column], column);
                }
            }
            for column in 0..=columns {
                match (seen[column], row_of[column]) {
                    (true, Some(row)) => {
                        row_price[row] += least;
                        column_price[column] -= least;
                    }
                    (false, _) if column < columns => slack[column] -= least,
                    _ => (),
                }
            }
            at = next;
        }
        while at != none {
            let before = came_from[at];
            row_of[at] = row_of[before];
            at = before;
        }
    }
    row_of.truncate(columns);
    row_of
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries every pairing.
    fn tried(weights: &[Vec<f64>], row: usize, taken: &mut Vec<bool>) -> f64 {
        if row == weights.len() {
            return 0.0;
        }
        let mut best = tried(weights, row + 1, taken);
        for column in 0..taken.len() {
            if !taken[column] {
                taken[column] = true;
                best = best.max(weights[row][column] + tried(weights, row + 1, taken));
                taken[column] = false;
            }
        }
        best
    }

    #[test]
    fn small_cases_by_hand() {
        let sum = |rows: &[&[f64]]| greatest_sum(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
        assert_eq!(sum(&[]), 0.0);
        assert_eq!(sum(&[&[], &[]]), 0.0);
        assert_eq!(sum(&[&[3.0]]), 3.0);
        assert_eq!(sum(&[&[4.0, 3.0], &[3.0, 0.0]]), 6.0, "not the greatest first");
        assert_eq!(sum(&[&[1.0], &[2.0], &[0.0]]), 2.0);
        assert_eq!(sum(&[&[0.0, 0.0], &[0.0, 0.0]]), 0.0);
    }

    #[test]
    fn as_good_as_trying_all() {
        // A fixed run of pseudo-random weights, many of them equal.
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 29) / 4.0
        };
        for (rows, columns) in (1..=6).flat_map(|rows| (1..=6).map(move |columns| (rows, columns))) {
            for _ in 0..20 {
                let weights: Vec<Vec<f64>> =
                    (0..rows).map(|_| (0..columns).map(|_| next()).collect()).collect();
                let best = tried(&weights, 0, &mut vec![false; columns]);
                assert!((greatest_sum(&weights) - best).abs() < 1e-12, "{weights:?}");
            }
        }
    }
}

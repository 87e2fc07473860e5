//! Best label sequences under any constraints, against the definition worked out in doubles.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_encoder::{Automaton, ChainRoom, Emissions, Level, Path, Quoting, STATES, Scratch, Vectors, Window, best_path};
use sayso_fuzz::Choices;
use sayso_fuzz::tiny::{IMPOSSIBLE, Plan};

/// Words whose pieces have scores of their own.
const WORDS: [&str; 12] = ["a ", "b ", "c ", "said ", "asked ", "the ", "no ", "if ", "not ", "1 ", ". ", "? "];

fuzz_target!(|input: &[u8]| {
    let mut choices = Choices::new(input);
    let plan = plan(&mut choices);
    let automaton = Table::new(plan.labels, &mut choices);
    let words: String = (0..1 + choices.below(24)).map(|_| choices.of(&WORDS)).collect();
    let model = plan.open_at(Level::detect());
    let pieces = model.pieces(&words, |_| Quoting::Outside);
    let window = Window { first: 0, last: pieces.len(), core_first: 0, core_last: pieces.len() };
    let (mut scratch, mut vectors, mut room) = (Scratch::default(), Vectors::default(), ChainRoom::default());
    model.encode(&pieces, window, &mut scratch, &mut vectors, &mut Vectors::default());
    assert_eq!(vectors.count(), pieces.len() + 2);
    let paragraphs = vec![0; vectors.count()];
    let chosen = [choices.below(vectors.count()), 0];
    let mut seen = Vec::new();
    model.roles().label(&model, &vectors, &paragraphs, &chosen, &mut scratch, |piece, emissions| {
        seen.push(piece);
        let path = best_path(model.roles(), emissions, &automaton, &mut room);
        check(&plan, emissions, &automaton, path.as_ref());
        assert_eq!(path, best_path(model.roles(), emissions, &automaton, &mut ChainRoom::default()), "the room matters");
    });
    assert_eq!(seen, chosen);
});

fn plan(choices: &mut Choices<'_>) -> Plan {
    let labels = 1 + choices.below(8);
    let transition = |choices: &mut Choices<'_>| match choices.byte() {
        byte @ 0..200 => (f32::from(byte) - 100.0) / 16.0,
        _ => IMPOSSIBLE,
    };
    Plan {
        seed: u64::from(choices.byte()),
        layers: 0,
        as_bytes: false,
        label_scale: choices.of(&[0.0, 0.2, 0.5, 1.0]),
        labels,
        start: (0..labels).map(|_| f32::from(choices.byte() % 4 != 0)).collect(),
        transitions: (0..labels * labels).map(|_| transition(choices)).collect(),
        ..Plan::of_statements(0)
    }
}

/// Any automaton, and any label forbidden anywhere.
struct Table {
    steps: [[Option<usize>; 8]; STATES],
    accepted: [bool; STATES],
    allowed: Vec<u8>,
}

impl Table {
    fn new(labels: usize, choices: &mut Choices<'_>) -> Table {
        let mut table = Table { steps: [[None; 8]; STATES], accepted: [false; STATES], allowed: Vec::new() };
        for steps in &mut table.steps {
            for step in &mut steps[..labels] {
                let to = choices.below(STATES + 1);
                *step = (to < STATES).then_some(to);
            }
        }
        let accepted = choices.byte();
        table.accepted = std::array::from_fn(|state| accepted >> state & 1 == 0);
        table.allowed = (0..choices.below(6)).map(|_| !choices.byte()).collect();
        table
    }
}

impl Automaton for Table {
    fn allows(&self, label: usize, piece: usize) -> bool {
        self.allowed.get(piece).is_none_or(|labels| labels >> label & 1 == 1)
    }

    fn step(&self, state: usize, label: usize) -> Option<usize> {
        self.steps[state][label]
    }

    fn accepts(&self, state: usize) -> bool {
        self.accepted[state]
    }
}

fn check(plan: &Plan, emissions: &Emissions, table: &Table, path: Option<&Path>) {
    let best = best_score(plan, emissions, table);
    let Some(path) = path else {
        assert_eq!(best, None, "a sequence was overlooked");
        return;
    };
    assert_eq!(path.labels.len(), emissions.count());
    let mut state = 0;
    for (piece, &label) in path.labels.iter().enumerate() {
        assert!(table.allows(label.into(), piece), "label {label} at piece {piece} is not allowed");
        state = table.step(state, label.into()).expect("a step that the automaton takes");
    }
    assert!(table.accepts(state));
    assert!(plan.start[path.labels[0] as usize] > 0.0);
    let score = score(plan, emissions, &path.labels);
    let slack = 1e-3 + 2e-6 * score.abs() * path.labels.len() as f64;
    let best = best.expect("there is one");
    assert!(score >= best - slack, "a path of {score} where the best has {best}");
    assert!((0.0..=1.0).contains(&path.probability), "a probability of {}", path.probability);
    probability(plan, emissions, table, path, score);
}

fn transition(plan: &Plan, from: usize, to: usize) -> f64 {
    f64::from(plan.transitions[from * plan.labels + to])
}

fn score(plan: &Plan, emissions: &Emissions, labels: &[u8]) -> f64 {
    let own: f64 = labels.iter().enumerate().map(|(piece, &l)| f64::from(emissions.row(piece)[l as usize])).sum();
    own + labels.windows(2).map(|pair| transition(plan, pair[0].into(), pair[1].into())).sum::<f64>()
}

/// The best score by states and labels, forward.
fn best_score(plan: &Plan, emissions: &Emissions, table: &Table) -> Option<f64> {
    let mut best: Vec<(usize, usize, f64)> = Vec::new();
    for piece in 0..emissions.count() {
        let mut next = Vec::new();
        for label in (0..plan.labels).filter(|&l| table.allows(l, piece)) {
            let own = f64::from(emissions.row(piece)[label]);
            if piece == 0 {
                let to = table.step(0, label).filter(|_| plan.start[label] > 0.0);
                next.extend(to.map(|to| (to, label, own)));
                continue;
            }
            for &(state, before, score) in &best {
                let to = table.step(state, label);
                next.extend(to.map(|to| (to, label, score + own + transition(plan, before, label))));
            }
        }
        next.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        next.dedup_by_key(|cell| (cell.0, cell.1));
        best = next;
    }
    best.iter().filter(|cell| table.accepts(cell.0)).map(|cell| cell.2).reduce(f64::max)
}

/// Among all sequences whose labels are allowed where they stand, as logarithms.
fn probability(plan: &Plan, emissions: &Emissions, table: &Table, path: &Path, score: f64) {
    let own = |piece: usize, label: usize| {
        if table.allows(label, piece) { f64::from(emissions.row(piece)[label]) } else { f64::NEG_INFINITY }
    };
    let labels = 0..plan.labels;
    let start = |label: usize| if plan.start[label] > 0.0 { own(0, label) } else { f64::NEG_INFINITY };
    let mut sums: Vec<f64> = labels.clone().map(start).collect();
    let mut prefix = f64::from(emissions.row(0)[path.labels[0] as usize]);
    for piece in 1..emissions.count() {
        // The decoder's floats reach no further: beyond, only the range is promised.
        if sums.iter().any(|sum| sum.is_finite() && (sum - prefix).abs() > REACH) {
            return;
        }
        let (before, now) = (path.labels[piece - 1].into(), path.labels[piece].into());
        prefix += transition(plan, before, now) + own(piece, now);
        let into = |label: usize| log_sum(&labels.clone().map(|b| sums[b] + transition(plan, b, label)).collect::<Vec<_>>());
        sums = labels.clone().map(|label| own(piece, label) + into(label)).collect();
    }
    let takes_impossible = |pair: &[u8]| transition(plan, pair[0].into(), pair[1].into()) <= IMPOSSIBLE.into();
    // An impossible step, which only an automaton can force, makes a path impossible.
    let forced = path.labels.windows(2).any(takes_impossible);
    let want = if forced { 0.0 } else { (score - log_sum(&sums)).exp() };
    let got = f64::from(path.probability);
    assert!((got - want).abs() <= 1e-3, "a probability of {got}, by definition {want}");
}

/// How far, as a logarithm, another beginning may outweigh the path's or fall behind it.
const REACH: f64 = 60.0;

fn log_sum(values: &[f64]) -> f64 {
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY { most } else { most + values.iter().map(|v| (v - most).exp()).sum::<f64>().ln() }
}

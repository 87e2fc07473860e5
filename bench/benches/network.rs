//! Laying out a network, and finding room for its names.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sayso_compare::{Edge, Network, Node, NodeKind, Shown, label_width, labels, layout};

/// Camps of twenty-five whose members mostly agree, each with eight edges; one in four goes to another camp, half of these opposed.
fn invented(nodes: usize) -> Network {
    let mixed = |number: usize| ((number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) as usize;
    let node = |number: usize| Node {
        key: format!("n{number}"),
        name: format!("Somebody called number {number}"),
        kind: NodeKind::Actor,
        statements: 1 + mixed(number) % 40,
    };
    let edge = |number: usize| {
        let source = number / 8;
        let elsewhere = mixed(number) % 4 == 0;
        let target = match elsewhere {
            true => mixed(number + 7) % nodes,
            false => source / 25 * 25 + mixed(number + 9) % 25,
        };
        let weight = (1 + mixed(number + 11) % 5) as f64;
        let weight = if elsewhere && number % 2 == 0 { -weight } else { weight };
        Edge { source: source.min(target), target: source.max(target), weight, pro: 0.0, contra: 0.0 }
    };
    Network {
        nodes: (0..nodes).map(node).collect(),
        edges: (0..nodes * 8).map(edge).filter(|edge| edge.source != edge.target).collect(),
        left_out: 0,
    }
}

fn network(c: &mut Criterion) {
    let mut group = c.benchmark_group("network");
    for nodes in [100, 500] {
        let network = invented(nodes);
        let expected = layout(&network);
        group.throughput(Throughput::Elements(nodes as u64));
        group.bench_with_input(BenchmarkId::new("layout, nodes", nodes), &network, |b, network| {
            b.iter(|| assert_eq!(layout(black_box(network)), expected));
        });

        let widths: Vec<f64> = network.nodes.iter().map(|node| label_width(&node.name, 12.0)).collect();
        let lines: Vec<(usize, usize)> =
            network.edges.iter().map(|edge| (edge.source, edge.target)).collect();
        let names = labels(&expected.places, &widths, 15.0, &lines);
        assert!(names.iter().filter(|name| name.shown == Shown::Always).count() > nodes / 2);
        group.bench_with_input(BenchmarkId::new("names, nodes", nodes), &expected, |b, layout| {
            b.iter(|| assert_eq!(labels(black_box(&layout.places), &widths, 15.0, &lines), names));
        });
    }
}

criterion_group!(benches, network);
criterion_main!(benches);

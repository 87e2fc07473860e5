//! Copies are known, whatever comes first.

use sayso_library::{Filter, Library};

use crate::support::{add, on_each, reading, said};

const WIRE: &str = "the port of Harwick will stay open over the winter after the owners of both ferries agreed to share the \
    costs of the ice breaker, which neither of them would name, although the town has asked for the figures three times since \
    the spring, when the old breaker was sold to a yard abroad for less than the price of its engines alone, and the union of \
    pilots warned that nobody would sail without one in January or February of any year that brings as much ice as the last did";

fn carriers(library: &mut Library, name: &str) -> (String, Vec<String>) {
    let carriers = library.carriers(name).unwrap();
    (carriers.first, carriers.others)
}

#[test]
fn the_first_to_publish_is_the_first_carrier_in_whatever_order_they_come() {
    on_each(|store| {
        let mut library = store.create();
        for (name, day) in [("b", 2), ("c", 3), ("a", 1)] {
            let mut reading = reading(name, day, &[said("Ada", WIRE)]);
            reading.article.outlet = Some(format!("Outlet {name}"));
            add(&mut library, vec![reading]);
        }
        add(&mut library, vec![reading("d", 1, &[said("Ada", "no tax")])]);
        let want = ("a".to_owned(), vec!["b".to_owned(), "c".to_owned()]);
        assert_eq!(carriers(&mut library, "c"), want);
        assert_eq!(library.clusters(10).unwrap().len(), 1);
        assert_eq!(carriers(&mut library, "d"), ("d".to_owned(), vec![]));
        assert_eq!(library.independent().unwrap(), 2);
        let once = Filter { independent: true, ..Filter::default() };
        assert_eq!(library.search(&once, 0, 10).unwrap().total, 2);
        assert_eq!(library.search(&Filter::default(), 0, 10).unwrap().total, 4);
    });
}

#[test]
fn a_story_within_a_longer_article_is_told() {
    const MORE: &str = "nobody on the coast had expected anything of the kind, our correspondent writes, since the council met \
        four times behind closed doors and the harbour master, a man of few words, had gone to visit his sister in the hills, \
        from where he wrote a single letter about the state of the roads, the price of flour and coal, and a lame horse; the \
        mayor has kept silent, the school is shut, and the fish market has moved to the square behind the church, where the \
        stalls stand so close that a cart can hardly pass, which has led to quarrels every morning before the bell is rung";
    on_each(|store| {
        let mut library = store.create();
        add(&mut library, vec![reading("wire", 1, &[said("Ada", WIRE)])]);
        add(&mut library, vec![reading("long", 2, &[said("Bo", MORE), said("Ada", WIRE), said("Cy", MORE)])]);
        let holdings = library.holdings("wire").unwrap();
        assert_eq!((holdings.len(), holdings[0].outer.as_str()), (1, "long"));
        assert!(holdings[0].share > 0.9);
        assert!(library.clusters(10).unwrap().is_empty());
    });
}

//! What holds of any texts, and of any order in which they come.

use proptest::prelude::*;
use sayso_domain::Date;
use sayso_duplicates::{
    Carrier, Clusters, Passages, Relation, Sketch, Wording, bands, contained, likeness, relation,
};

const RELATIONS: [Relation; 5] =
    [Relation::Copy, Relation::NearCopy, Relation::Contains, Relation::Within, Relation::Apart];

/// Texts of few words, so that some are alike.
fn text() -> impl Strategy<Value = String> {
    let word =
        prop::sample::select(vec!["port", "ice", "“we", "will”", "said.", "on\n", "the", "Élan", "ship,"]);
    prop::collection::vec(word, 0..120).prop_map(|words| words.join(" "))
}

/// Articles with their days, pairs of them with their relation, and another order of both.
type Told = (Vec<Carrier<u8>>, Vec<(u8, u8, Relation)>);

fn told() -> impl Strategy<Value = (Told, Told)> {
    let carriers = prop::collection::vec(0..4_i8, 1..20).prop_map(|days| {
        let day = |day: i8| (day > 0).then(|| Date::constant(2015, 9, day));
        (0_u8..)
            .zip(days)
            .map(|(id, published)| Carrier { id, published: day(published) })
            .collect::<Vec<_>>()
    });
    let pair = (0..20_u8, 0..20_u8, prop::sample::select(RELATIONS.to_vec()));
    (carriers, prop::collection::vec(pair, 0..30)).prop_flat_map(|(carriers, pairs)| {
        let shuffled = (Just(carriers.clone()).prop_shuffle(), Just(pairs.clone()).prop_shuffle());
        (Just((carriers, pairs)), shuffled)
    })
}

/// As a library takes them: a pair is known when its later article comes.
fn clusters((carriers, pairs): &Told) -> Vec<Vec<Carrier<u8>>> {
    let mut clusters = Clusters::new();
    for carrier in carriers {
        clusters.add(carrier.clone());
        for (a, b, relation) in pairs.iter().filter(|(a, b, _)| *a == carrier.id || *b == carrier.id) {
            clusters.relate(a, b, *relation);
        }
    }
    clusters.all().into_iter().map(|cluster| cluster.into_iter().cloned().collect()).collect()
}

proptest! {
    #[test]
    fn the_order_of_arrival_does_not_matter((told, shuffled) in told()) {
        prop_assert_eq!(clusters(&told), clusters(&shuffled));
    }

    #[test]
    fn a_relation_is_the_same_from_both_sides(a in text(), b in text()) {
        let [a, b] = [&a, &b].map(|text| Wording::of(text));
        prop_assert_eq!(relation(&a, &b), relation(&b, &a).reversed());
    }

    #[test]
    fn what_stands_within_is_found_at_its_places(a in text(), b in text()) {
        let whole = format!("{b}.\n{a}.\n{b}");
        if let Some(found) = contained(&Wording::of(&a), &Wording::of(&whole)) {
            prop_assert!((0.0..=1.0).contains(&found.share));
            prop_assert!(found.places.is_sorted_by(|one, next| one.end() <= next.start()));
            prop_assert!(found.places.iter().all(|place| whole.get(place.range()).is_some()));
        }
    }

    #[test]
    fn any_text_is_taken(text in any::<String>()) {
        let wording = Wording::of(&text);
        let expected = if wording.words() < 20 { Relation::Apart } else { Relation::Copy };
        prop_assert_eq!(relation(&wording, &wording), expected);
        Passages::of(&text);
        if let Some(sketch) = Sketch::of(&text) {
            prop_assert_eq!(likeness(&sketch, &sketch), 1.0);
            prop_assert_eq!(bands(&sketch).count(), 24);
            prop_assert_eq!(Sketch::from_bytes(&sketch.to_bytes()), Some(sketch));
        }
    }
}

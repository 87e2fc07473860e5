//! The whole way from a reader to its scores, with readers that know the answers, and spoil some of them.
//!
//! The corpora under `data/shared` are invented and tiny. Where the project's shared data is at hand (beside the
//! repository, or where SAYSO_SHARED says), the all-knowing reader has to be perfect on that too.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use sayso_domain::{Article, Kind, Modality, Reading, Statement, StatementId};
use sayso_eval::{Corpus, EvalErrorKind, Evaluation, Place, corpora, evaluate, failures};
use sayso_text::{Span, Text};

fn tiny() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/shared")
}

fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("SAYSO_SHARED").map_or_else(beside, PathBuf::from);
    folder.join("data/seed/gold.json").exists().then_some(folder)
}

/// What gold says of each article, as a reader would.
struct Oracle {
    statements: HashMap<String, Vec<Statement>>,
}

impl Oracle {
    fn new(shared: &Path) -> Oracle {
        let mut statements = HashMap::new();
        for article in corpora::polnear_dev(shared).unwrap() {
            let gold = article.attributions.iter();
            let gold = gold.map(|a| said(&article.text, None, &a.source, &a.cue, &a.content));
            statements.insert(article.id, gold.collect());
        }
        let gum = [corpora::gum_news(shared).unwrap(), corpora::gum_other(shared).unwrap()].concat();
        for document in gum {
            let number = |id: &str| document.attributions.iter().position(|a| a.id == id);
            let gold = document.attributions.iter().map(|a| {
                let parent = a.parent.as_deref().and_then(number);
                said(&document.text, parent, &[], &a.attribution_clause, &a.content)
            });
            statements.insert(document.id.clone(), gold.collect());
        }
        let seed = corpora::seed(shared).unwrap();
        let number = |id: &str| seed.attributions.iter().position(|a| a.id == id);
        let gold = seed.attributions.iter().map(|a| {
            let parent = a.parent.as_deref().and_then(number);
            said(seed.article.text.as_str(), parent, &a.source, &a.cue, &a.content)
        });
        statements.insert(seed.article.id.clone(), gold.collect());
        Oracle { statements }
    }

    /// Reads as gold says, after `spoil` has had its way with the statements.
    fn read(&self, article: Article, spoil: impl Fn(&mut Vec<Statement>)) -> Reading {
        let mut statements = self.statements.get(&article.id).cloned().unwrap_or_default();
        spoil(&mut statements);
        for (number, statement) in statements.iter_mut().enumerate() {
            statement.id = StatementId(number as u32);
        }
        Reading { article, statements, notes: Vec::new() }
    }
}

fn said(text: &str, parent: Option<usize>, source: &[Place], cue: &[Place], content: &[Place]) -> Statement {
    let starts: Vec<u32> =
        text.char_indices().map(|(byte, _)| byte as u32).chain([text.len() as u32]).collect();
    let spans = |places: &[Place]| -> Vec<Span> {
        places.iter().map(|&[s, e]| Span::new(starts[s as usize], starts[e as usize])).collect()
    };
    Statement {
        id: StatementId(0),
        kind: Kind::Indirect,
        source: spans(source),
        cue: spans(cue),
        content: spans(content),
        within: parent.map(|parent| StatementId(parent as u32)),
        said_on: None,
        modality: Modality::default(),
        confidence: 1.0,
    }
}

fn evaluated(corpus: Corpus, spoil: impl Fn(&mut Vec<Statement>)) -> Evaluation {
    let oracle = Oracle::new(&tiny());
    evaluate(&tiny(), &[corpus], &|article| oracle.read(article, &spoil)).unwrap()
}

#[track_caller]
fn check(evaluation: &Evaluation, expected: &[(&str, f64, usize)]) {
    for &(measure, value, n) in expected {
        let score = evaluation.scores.iter().find(|score| score.measure == measure).expect(measure);
        assert_eq!((score.value, score.n), (value, n), "{measure}");
    }
}

#[test]
fn who_knows_the_answers_is_perfect() {
    for folder in [Some(tiny()), shared()].into_iter().flatten() {
        let oracle = Oracle::new(&folder);
        let evaluation = evaluate(&folder, &Corpus::ALL, &|article| oracle.read(article, |_| ())).unwrap();
        let metrics = evaluation.statements.as_ref().unwrap();
        assert_eq!((metrics.full_strict.f1, metrics.soft.f1, metrics.cue_words.f1), (1.0, 1.0, 1.0));
        assert_eq!(evaluation.calibration.as_ref().unwrap().error, 0.0);
        for (_, counts) in &evaluation.nested {
            assert!(counts.nested > 0);
            assert_eq!((counts.found, counts.extra_nested), (counts.gold, 0));
            // One attribution of GUM stands within a photo credit, and those are left out.
            assert!(counts.nested - counts.parent_right <= 1, "{} of {}", counts.parent_right, counts.nested);
        }
        let seed = evaluation.seed.as_ref().unwrap();
        assert_eq!((seed.found.len(), seed.extras.len()), (seed.gold, 0), "{seed}");
        // The tiny seed article has three attributions, of seventeen.
        let expected: &[&str] = if folder == tiny() { &["found"] } else { &[] };
        assert!(failures(&evaluation.scores).iter().map(|score| &score.measure).eq(expected));
    }
}

#[test]
fn who_says_nothing_finds_nothing() {
    let oracle = Oracle::new(&tiny());
    let evaluation = evaluate(&tiny(), &Corpus::ALL, &|article| oracle.read(article, Vec::clear)).unwrap();
    let shares = evaluation.scores.iter().filter(|s| !["words", "missed"].contains(&s.measure.as_str()));
    assert!(shares.map(|score| score.value).all(|value| value == 0.0));
    assert_eq!(evaluation.seed.unwrap().misses.len(), 3);
}

#[test]
fn polnear_judges_outermost_statements_outside_of_the_furniture() {
    let evaluation = evaluated(Corpus::PolnearDev, |statements| {
        let Some(first) = statements.first().cloned() else { return };
        // "Follow @oz for more." is set aside; "The mayor" as content is just wrong.
        statements.push(Statement { content: vec![Span::new(72, 92)], ..first.clone() });
        statements.push(Statement {
            content: vec![Span::new(36, 45)],
            within: Some(StatementId(0)),
            ..first.clone()
        });
        statements.push(Statement { content: vec![Span::new(36, 45)], confidence: 0.5, ..first });
    });
    check(
        &evaluation,
        &[("words", 18.0, 2), ("predicted", 3.0, 2), ("full.P", 2.0 / 3.0, 3), ("full.R", 1.0, 2)],
    );
    check(
        &evaluation,
        &[("calibration_error", 0.5 / 3.0, 3), ("direct.R_full", 1.0, 1), ("mixed.R_full", 0.0, 0)],
    );
}

#[test]
fn a_child_on_its_own_is_found_and_not_linked() {
    let evaluation = evaluated(Corpus::GumNews, |statements| {
        statements[1].within = None;
        statements[2].within = Some(StatementId(0));
    });
    check(&evaluation, &[("found", 1.0, 2), ("nested_found", 1.0, 1), ("right_parent", 0.0, 1)]);
    check(&evaluation, &[("predicted_nested", 1.0, 1), ("extra_nested", 1.0, 1)]);
}

#[test]
fn nested_contents_need_half_of_their_words_and_a_cue_in_the_clause() {
    let spoilt = |cue, content| {
        let evaluation = evaluated(Corpus::GumNews, |statements| {
            statements[1].cue = vec![cue];
            statements[1].content = vec![content];
        });
        evaluation.nested[0].1.nested_found
    };
    // "that Mr. Reed claimed", its "claimed"; "rain would stop", "stop"
    assert_eq!(spoilt(Span::new(27, 34), Span::new(40, 55)), 1);
    assert_eq!(spoilt(Span::new(27, 34), Span::new(51, 55)), 0);
    assert_eq!(spoilt(Span::new(57, 60), Span::new(40, 55)), 0);
}

#[test]
fn the_seed_report_tells_misses_and_extras_in_words() {
    let evaluation = evaluated(Corpus::Seed, |statements| {
        statements[1].within = None;
        statements[2].source.clear();
        let cue = statements[2].cue.clone();
        statements.push(Statement { cue: Vec::new(), content: cue, ..statements[2].clone() });
    });
    check(&evaluation, &[("predicted", 4.0, 3), ("found", 1.0, 3), ("missed", 2.0, 3), ("extra", 1.0, 3)]);
    let expected = "\
1 of 3 found, 1 extra
missed  a2 in a1: [Oz] [said] [the 🎈 fair was off]
nearest s2: [Oz] [said] [the 🎈 fair was off]
        wrong: parent
missed  a3: [Reed] [said] [It may rain]
nearest s3: [] [said] [It may rain]
        wrong: source
extra   s4: [] [] [said]
";
    assert_eq!(evaluation.seed.unwrap().to_string(), expected);
}

#[test]
fn a_reader_that_alters_the_text_is_refused() {
    for corpus in Corpus::ALL {
        let read = |article: Article| Reading {
            article: Article {
                text: Text::new(article.text.as_str().trim_end_matches(['.', '\n'])),
                ..article
            },
            statements: Vec::new(),
            notes: Vec::new(),
        };
        let error = evaluate(&tiny(), &[corpus], &read).unwrap_err();
        assert!(matches!(error.kind(), EvalErrorKind::OtherText(_)), "{error}");
    }
}

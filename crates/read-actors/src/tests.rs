//! Who speaks, and for whom, in marked text.

use sayso_domain::ActorKind;
use sayso_gazetteer::{Known, Overrides};

use crate::testing::{read, read_with};

/// Speakers and whom they speak for, in the order of the sources.
#[track_caller]
fn check(marked: &str, want: &[(Option<&str>, Option<&str>)]) {
    assert_eq!(read(marked, "2021-03-04").speakers(), want, "{marked}");
}

#[test]
fn short_names_and_pronouns_are_whom_they_mean() {
    check(
        "[{p:Ada Ott}] spoke. [{p:Ott}] left. \u{201c}No,\u{201d} [<p=0:she>] said.",
        &[(Some("Ada Ott"), None), (Some("Ada Ott"), None), (Some("Ada Ott"), None)],
    );
}

#[test]
fn a_surname_taken_for_an_organisation_is_the_person_named_in_full() {
    let told = read(
        "{p:Ada Vottler} met {o:Corrane}. But [{o:Vottler}] said no. [{o:Quays}] said yes.",
        "2020-05-05",
    );
    assert_eq!(told.speakers(), [(Some("Ada Vottler"), None), (Some("Quays"), None)]);
}

#[test]
fn days_and_what_is_the_pages_own_are_nobody() {
    check("It was {p:Wednesday}. \u{201c}No,\u{201d} [<p=0:she>] said.", &[(None, None)]);
    check("Rain.\n\n#{p:Advertisement}#\n\n\u{201c}No,\u{201d} [<p=0:she>] said.", &[(None, None)]);
}

#[test]
fn two_of_one_surname_are_kept_apart() {
    check(
        "Mrs. {p:Ada Ott} met Mr. {p:Ben Ott}. [Mrs. {p:Ott}] spoke. [{p:Ben Ott}] did not. [Mr. {p:Ott}] left.",
        &[(Some("Ada Ott"), None), (Some("Ben Ott"), None), (Some("Ben Ott"), None)],
    );
}

#[test]
fn an_office_of_a_state_speaks_for_it() {
    let told = read("[{l:French} Foreign Minister {p:Ada Ott}] spoke.", "2021-03-04");
    assert_eq!(told.speakers(), [(Some("Ada Ott"), Some("France"))]);
    let ott = told.actor("Ada Ott");
    assert_eq!((ott.role.as_deref(), ott.kind), (Some("Foreign Minister"), ActorKind::Person));
    assert_eq!(ott.state.map(|s| s.to_string()).as_deref(), Some("FRA"));
    assert_eq!(ott.key.as_deref(), Some("person:ada-ott"));
}

#[test]
fn an_office_of_a_state_that_no_list_knows_speaks_for_it() {
    check(
        "[{p:Veldmark}] could live with it, its transport minister {p:Ada Ott} said. [{p:Quays}] said its chairman left.",
        &[(Some("Veldmark"), None), (Some("Quays"), None)],
    );
    let told = read(
        "NORTHPORT \u{2014} [{p:Veldmark}] could live with it, its transport minister said.",
        "2021-03-04",
    );
    assert_eq!(told.actor("Veldmark").kind, ActorKind::Organisation);
    let told = read("{l:Veldmark} left. [<p=0:Its transport minister>] said no.", "2021-03-04");
    assert_ne!(told.speakers(), [(Some("Veldmark"), None)]);
    let told = read("[{p:Quays}] could live with it, its chairman said.", "2021-03-04");
    assert_eq!(told.actor("Quays").kind, ActorKind::Person);
    check(
        "[{l:Veldmark}\u{2019}s Transport Minister {p:Ada Ott}] spoke. [{p:Ben Roe}, foreign minister of {l:Veldmark},] spoke.",
        &[(Some("Ada Ott"), Some("Veldmark")), (Some("Ben Roe"), Some("Veldmark"))],
    );
    check(
        "In {l:Corrane}, [Corranian Prime Minister {p:Ada Ott}] spoke. [Norlandian Prime Minister {p:Ben Roe}] spoke.",
        &[(Some("Ada Ott"), Some("Corrane")), (Some("Ben Roe"), None)],
    );
    check(
        "[{p:Veldmark}'s Transport Minister {p:Ada Ott}] met [{p:Corranian} Foreign Minister {p:Ben Roe}]. [{p:Corrane}] said no. [{p:Veldmark}] said yes.",
        &[
            (Some("Ada Ott"), Some("Veldmark")),
            (Some("Ben Roe"), Some("Corrane")),
            (Some("Corrane"), None),
            (Some("Veldmark"), None),
        ],
    );
    check(
        "{p:Carla Vottler} came with [{p:Vottler}'s Foreign Minister {p:Ada Ott}].",
        &[(Some("Ada Ott"), None)],
    );
    check(
        "[{l:Ardsund}'s mayor {p:Ada Ott}] spoke. [{l:Ardsund} police chief {p:Ben Roe}] spoke.",
        &[(Some("Ada Ott"), None), (Some("Ben Roe"), None)],
    );
    check(
        "[Senator {p:Ada Ott} of {l:Veldmark}] spoke. [{p:Ben Roe}, a minister in {l:Ardsund},] spoke.",
        &[(Some("Ada Ott"), None), (Some("Ben Roe"), None)],
    );
}

#[test]
fn who_was_in_office_speaks_for_nobody() {
    check("[Former {l:French} Foreign Minister {p:Ada Ott}] spoke.", &[(Some("Ada Ott"), None)]);
    check("[Senator {p:Ada Ott}] spoke.", &[(Some("Ada Ott"), None)]);
}

#[test]
fn the_list_of_offices_is_asked_by_the_day() {
    let speaks_for =
        |published| read("[{p:John Kerry}] spoke.", published).speakers()[0].1.map(str::to_owned);
    assert_eq!(speaks_for("2015-09-20").as_deref(), Some("United States"));
    assert_eq!(speaks_for("2018-09-20"), None);
}

#[test]
fn governments_and_capitals_stand_for_states() {
    check(
        "[The {l:British} government] was clear. [{l:Paris}] refused. [{l:France}] agreed.",
        &[
            (Some("Government of the United Kingdom"), Some("United Kingdom")),
            (Some("France"), Some("France")),
            (Some("France"), Some("France")),
        ],
    );
}

#[test]
fn descriptions_find_their_office() {
    check(
        "[Mayor {p:Ada Ott}] spoke before Judge {p:Ben Roe}. [<p:The mayor>] left.",
        &[(Some("Ada Ott"), None), (Some("Ada Ott"), None)],
    );
}

#[test]
fn an_office_beside_another_one_is_somebody_else_s() {
    check(
        "Republican nominee {p:Ada Ott} spoke. [<p=0:The FBI director>] objected. [{p:Ott}] left.",
        &[(Some("The FBI director"), None), (Some("Ada Ott"), None)],
    );
    check(
        "Foreign Minister {p:Ada Ott} spoke. [<p=0:The minister>] left. {p:Ben Roe} came. [<p=2:The mayor>] sang.",
        &[(Some("Ada Ott"), None), (Some("Ben Roe"), None)],
    );
    check(
        "Republican nominee {p:Ada Ott} met {p:Ben Roe}. [<p=0:The Democratic candidate>] left.",
        &[(Some("The Democratic candidate"), None)],
    );
    let told = read(
        "Republican nominee {p:Ada Ott} spoke. [The {o:FBI} <p=0:director>] objected. [{p:Ott}] left.",
        "2016-03-04",
    );
    assert_eq!(told.speakers(), [(Some("The FBI director"), None), (Some("Ada Ott"), None)]);
    assert_eq!(told.actor("Ada Ott").role.as_deref(), Some("Republican nominee"));
}

#[test]
fn the_collective_and_the_unnamed_stay_so() {
    let told = read("{p:Ada Ott} left. [<p:Two officials>] objected. [<p:Critics>] jeered.", "2021-03-04");
    assert_eq!(told.speakers(), [(Some("Two officials"), None), (Some("Critics"), None)]);
    assert!(told.actors[1..].iter().all(|a| a.key.is_none() && a.kind == ActorKind::Group));
}

#[test]
fn i_is_whoever_says_the_words_around() {
    check(
        "[{p:Ada Ott}] said \u{201c}[*<p:I>] think so\u{201d}. [<p:I>] doubt it.",
        &[(Some("Ada Ott"), None), (Some("Ada Ott"), None), (None, None)],
    );
}

#[test]
fn a_speaker_who_never_appears_is_nobody() {
    let told = read("The harbour is closed. [<p:He>] said so.", "2021-03-04");
    assert_eq!(told.speakers(), [(None, None)]);
    assert_eq!(told.notes[0].code.as_str(), "no-speaker");
    assert_eq!(told.notes[0].message, "whom \"He\" means does not appear in the text");
}

#[test]
fn a_spokeswoman_speaks_for_her_principal() {
    check(
        "[{l:French} Foreign Ministry spokeswoman {p:Ada Ott}] spoke. [{o:Red Cross} spokesman {p:Ben Roe}] spoke.",
        &[
            (Some("Ada Ott"), Some("France")),
            (Some("Ben Roe"), Some("International Committee of the Red Cross")),
        ],
    );
}

#[test]
fn a_pronoun_of_another_gender_is_somebody_else() {
    check("{p:Ada Ott} met Mr. {p:Ben Roe}. [<p=1:She>] spoke.", &[(None, None)]);
}

#[test]
fn a_relative_clause_is_said_by_whoever_it_belongs_to() {
    check(
        "{p:Ada Ott}, [<p:who>] spoke, met <p:an architect> [<p:who>] left.",
        &[(Some("Ada Ott"), None), (Some("an architect"), None)],
    );
}

#[test]
fn a_title_is_part_of_nobody_else() {
    check("[<p:Mr.> {p:Ott}] spoke. [<p=0:He>] left.", &[(Some("Ott"), None), (Some("Ott"), None)]);
}

#[test]
fn a_spokeswomans_title_is_not_that_of_her_principal() {
    let told = read("[A spokeswoman for {p:Ada Ott}] spoke. [{p:Ott}] left.", "2021-03-04");
    assert_eq!(told.speakers(), [(Some("A spokeswoman for Ada Ott"), None), (Some("Ada Ott"), None)]);
    assert_eq!(told.actor("Ada Ott").role, None);
}

#[test]
fn an_administration_speaks_for_the_state_it_governs() {
    assert_eq!(
        read("[The {p:Obama} administration] objected.", "2016-09-20").speakers(),
        [(Some("Obama administration"), Some("United States"))]
    );
}

#[test]
fn a_president_without_a_state_is_looked_up() {
    assert_eq!(
        read("[President {p:Barack Obama}] objected.", "2016-09-20").speakers(),
        [(Some("Barack Obama"), Some("United States"))]
    );
}

#[test]
fn a_list_of_ones_own_comes_before_the_article() {
    let list = "name,state,role,speaks_for\nAda Ott,NOR,harbour envoy,NOR";
    let known = Known::with(Overrides::parse("actors.csv", list.into()).unwrap());
    let told = read_with("[Mayor {p:Ada Ott}] spoke. [Mayor {p:Ben Roe}] did not.", "2021-03-04", &known);
    assert_eq!(told.speakers(), [(Some("Ada Ott"), Some("Norway")), (Some("Ben Roe"), None)]);
    let ott = told.actor("Ada Ott");
    assert_eq!(
        (ott.role.as_deref(), ott.state.map(|s| s.to_string()).as_deref()),
        (Some("harbour envoy"), Some("NOR"))
    );
}

#[test]
fn a_report_is_said_by_whose_it_is() {
    check(
        "[local media reports] said so. [A {o:New York Times} report] too. [<p:A report>] as well.",
        &[(Some("local media"), None), (Some("New York Times"), None), (Some("A report"), None)],
    );
}

#[test]
fn a_description_before_a_name_is_the_names() {
    let told = read(
        "[A spokeswoman for the {l:Polish} foreign ministry, {p:Ada Ott},] spoke. [<p=1:She>] left.",
        "2021-03-04",
    );
    assert_eq!(told.speakers()[0], (Some("Ada Ott"), Some("Poland")));
}

#[test]
fn letters_mean_what_the_article_says() {
    let told = read("The North Stocks Council (NSC) met. [The NSC] objected.", "2021-03-04");
    assert_eq!(told.speakers(), [(Some("North Stocks Council"), None)]);
}

#[test]
fn an_unnamed_source_is_never_somebody_with_a_name() {
    check(
        "{p:Ada Ott} left. [One county <p=0:official>] spoke. [<p=0:A minister>] too. [<p=0:The minister>] did.",
        &[(Some("One county official"), None), (Some("A minister"), None), (Some("Ada Ott"), None)],
    );
}

#[test]
fn a_body_s_noun_takes_the_rest_of_its_name() {
    let names = |marked: &str| -> Vec<String> {
        read(marked, "2021-03-04").actors.iter().map(|actor| actor.name.clone()).collect()
    };
    assert_eq!(
        names(
            "[The Harbour Workers\u{2019} {o:Union}] said no. [The {o:Department} of Revenue Services] agreed."
        ),
        ["Harbour Workers\u{2019} Union", "Department of Revenue Services"]
    );
    assert_eq!(names("[The {o:Union}] said no. Yesterday [{o:Union}] said so."), ["Union"]);
    assert_eq!(
        names("[{p:Ada Ott} {o:Committee}] left. [The {o:Court} of Appeals for the Sixth Circuit] sat."),
        ["Ada Ott", "Committee", "Court of Appeals for the Sixth Circuit"]
    );
    let told = read("[The Polish Farmers' {o:Union} (PFU)] met. [{o:PFU}] left.", "2021-03-04");
    assert_eq!(told.speakers()[0].0, told.speakers()[1].0);
    assert_eq!(told.speakers()[0].0, Some("Polish Farmers' Union"));
}

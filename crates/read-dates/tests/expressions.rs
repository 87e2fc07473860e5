//! Sentences with their times in brackets, and the days that these mean.

use sayso_domain::Date;
use sayso_read_dates::{TimeExpression, read_dates};
use sayso_text::{Segments, Text};

fn read(text: &str, published: &str) -> (Text, Vec<TimeExpression>) {
    let text = Text::new(text);
    let found = read_dates(&text, &Segments::of(&text), published.parse::<Date>().ok());
    (text, found)
}

/// Takes "[Saturday=2015-09-19]": words, then their days, or "?" where they stay open. Published on Sunday,
/// 20 September 2015.
#[track_caller]
fn check(marked: &str) {
    check_on("2015-09-20", marked);
}

#[track_caller]
fn check_on(published: &str, marked: &str) {
    let (mut plain, mut expected) = (String::new(), Vec::new());
    for part in marked.split('[') {
        let Some((inside, rest)) = part.split_once(']') else {
            plain += part;
            continue;
        };
        let (words, days) = inside.rsplit_once('=').expect("days behind each time");
        expected.push((words.to_owned(), days.to_owned()));
        plain += words;
        plain += rest;
    }
    let (text, found) = read(&plain, published);
    let shown: Vec<(String, String)> = found
        .iter()
        .map(|e| (text.slice(e.span).to_owned(), e.when.map_or("?".to_owned(), |when| when.to_string())))
        .collect();
    assert_eq!(shown, expected, "{plain}");
}

#[test]
fn weekdays() {
    check("They met on [Saturday=2015-09-19].");
    check("They met on [Sunday=2015-09-20].");
    check("They will meet on [Sunday=2015-09-20].");
    check("They will meet on [Monday=2015-09-21].");
    check("They met [last Sunday=2015-09-13] and [last Saturday=2015-09-19].");
    check("[Next Sunday=2015-09-27] they vote.");
    check("The vote is [this coming Tuesday=2015-09-22].");
    check("They met on [Monday=2015-09-14] and [Tuesday=2015-09-15].");
    check("[Tuesday night=2015-09-15] it rained; [Saturday=2015-09-19]'s match was off.");
    check("They met from [Monday to Wednesday=2015-09-14/2015-09-16].");
    check("They met on [Tues.=2015-09-15] in Oslo.");
}

#[test]
fn weekdays_that_are_none_or_stay_open() {
    check("He bought the Sun and the Sunday Times.");
    check("It happened on Bloody [Sunday=?].");
    check("It opens on [Sundays=?] and [every Monday=?].");
    check("The tour was due to begin on [Friday=?].");
    check("It falls on the third [Monday=?] of [every February=?].");
    check("The road is shut until [Friday=?].");
    check_on("", "They met on [Saturday=?].");
}

#[test]
fn days_from_today() {
    check("[Yesterday=2015-09-19] she left; [today=2015-09-20] he did.");
    check("It rained [this morning=2015-09-20] and [last night=2015-09-19].");
    check("They vote [tomorrow=2015-09-21], or [the day after tomorrow=2015-09-22].");
    check("It fell [three days ago=2015-09-17], or [ten days ago=2015-09-10].");
    check(
        "It fell [several days ago=?], about [three days ago=?], two or [three days ago=?], [two years ago=?].",
    );
    check_on("", "It fell [yesterday=?].");
}

#[test]
fn weeks_months_years() {
    check("It fell [last week=2015-09-07/2015-09-13].");
    check("It fell earlier [this week=2015-09-14/2015-09-20].");
    check("They meet [next month=2015-10-01/2015-10-31].");
    check("It fell late [last month=2015-08-01/2015-08-31].");
    check("It fell [last year=2014-01-01/2014-12-31].");
    check("They met over the [weekend=2015-09-19/2015-09-20].");
    check("By [the end of the year=2015-01-01/2015-12-31] it will be over.");
    check("It fell in [the past week=?] and [the last three years=?].");
}

#[test]
fn months() {
    check("She left in [May=2015-05-01/2015-05-31].");
    check("She will leave in [May=2016-05-01/2016-05-31].");
    check("It has rained since [March=2015-03-01/2015-03-31].");
    check("It fell in early [June 2004=2004-06-01/2004-06-30].");
    check("It fell in [mid-June=2015-06-01/2015-06-30].");
    check("It fell [last December=2014-12-01/2014-12-31].");
    check("It fell in [May last year=2014-05-01/2014-05-31].");
    check("Turnout in the [May=2015-05-01/2015-05-31] election fell.");
    check("May may march on, Ms. May said. April smiled. They March.");
    check("The March on Oslo was long.");
    check("It fell short of [the previous March=?].");
}

#[test]
fn days_of_a_month() {
    check("They met on [May 5=2015-05-05].");
    check("They met on [5 May 2006=2006-05-05].");
    check("They met on [September 19, 2015=2015-09-19].");
    check("They met on [Sept. 19=2015-09-19].");
    check("They will meet on [January 3=2016-01-03].");
    check("They met on [the 5th of May=2015-05-05].");
    check("They met from [3 to 5 May=2015-05-03/2015-05-05].");
    check("They met on [May 3-5, 2006=2006-05-03/2006-05-05].");
    check("They met from [May 30 to June 2, 2006=2006-05-30/2006-06-02].");
    check("They met on [the 14th=2015-09-14].");
    check("They met on [Saturday, September 19=2015-09-19].");
    check("They met on [Saturday, 20 September 2014=2014-09-20].");
    check("In [1944=1944-01-01/1944-12-31], on [June 6=1944-06-06], they landed.");
    check("Born in [1949=1949-01-01/1949-12-31] in Oslo, she died on [May 5=2015-05-05].");
}

#[test]
fn days_of_a_month_that_stay_open() {
    check("They met on [Monday, September 19, 2015=?].");
    check("They met on [February 30, 2006=?].");
    check_on("", "They met on [May 5=?] in [2006=2006-01-01/2006-12-31].");
    check("In [May=2015-05-01/2015-05-31] 20 people fell.");
    check("On the 19th floor, under the 5th Amendment.");
}

#[test]
fn figures() {
    check("It fell on [2015-09-19=2015-09-19].");
    check("It fell on [19/9/2015=2015-09-19], [9/19/2015=2015-09-19] or [5/5/2015=2015-05-05].");
    check("It fell on [3/5/2015=?].");
    check("It fell on 45/45/2015 by a score of 3-5.");
}

#[test]
fn years_and_more() {
    check(
        "Born in [1949=1949-01-01/1949-12-31], he won in [2006=2006-01-01/2006-12-31], [2007=2007-01-01/2007-12-31], and [2009=2009-01-01/2009-12-31].",
    );
    check(
        "The battle in [1066=1066-01-01/1066-12-31]. It fell in the [1990s=1990-01-01/1999-12-31], in the ['90s=1990-01-01/1999-12-31].",
    );
    check("It fell in the [summer of 2005=2005-06-01/2005-08-31].");
    check("It fell in the [winter of 2005=2005-12-01/2006-02-28].");
    check("It fell in the [first quarter of 2008=2008-01-01/2008-03-31].");
    check("It fell in the [19th century=1801-01-01/1900-12-31].");
    check("In the [1990–95=1990-01-01/1995-12-31] war.");
    check("The attacks of [September 11, 2001=2001-09-11], the [September 11=2001-09-11] attacks.");
}

#[test]
fn numbers_that_are_no_years() {
    check("It cost $2013. Flight 1990 carried 2000 people, in 1900 homes, under Article 1948.");
}

#[test]
fn durations_and_ages_are_not_listed() {
    check("He got two years in prison, stayed for three days on a two-week visit, and is 45 years old.");
}

#[test]
fn times_that_the_text_leaves_open() {
    check("She left [recently=?]. At [the time=?] it rained, [twice a week=?], [in recent years=?].");
}

#[test]
fn counted_from_what_is_told() {
    check("They met on [Tuesday=2015-09-15]. It rained [the day before=2015-09-14].");
    check(
        "They met on [Tuesday=2015-09-15]. [The following day=2015-09-16] they left. [Two days later=2015-09-18] it snowed.",
    );
    check("They met in [2004=2004-01-01/2004-12-31] and again later [that year=2004-01-01/2004-12-31].");
    check("It rained [the day before=?].");
}

#[test]
fn counted_from_an_event() {
    check("They held talks on [Tuesday=2015-09-15]. He left [a day after the talks=2015-09-16].");
    check(
        "The election was held on [June 12=2015-06-12]. It came [two weeks before the election=2015-05-29].",
    );
    check("It came [two days before Saturday=2015-09-17].");
    check("He left [a day after the talks=?].");
    check("They said on [Tuesday=2015-09-15] that talks failed. He left [a day after the talks=?].");
    check(
        "They held talks on [Monday=2015-09-14]. The talks went on on [Friday=2015-09-18]. He left [a day after the talks=?].",
    );
}

#[test]
fn today_in_a_quotation() {
    check("On [Friday=2015-09-18] she resigned. \"I leave [today=2015-09-18],\" she said.");
    check("She resigned. \"I leave [today=?],\" she said.");
}

#[test]
fn clocks_and_days() {
    let (text, found) = read("It fell at 10:30 a.m. EST on Saturday, and at 0400 GMT.", "2015-09-20");
    let shown: Vec<_> =
        found.iter().map(|e| (text.slice(e.span), e.when.map(|when| when.to_string()))).collect();
    assert_eq!(shown, [("10:30 a.m. EST on Saturday", Some("2015-09-19".to_owned())), ("0400 GMT", None)]);
    let clock = found[0].time.expect("a time of day");
    assert_eq!((clock.hour, clock.minute, clock.offset), (10, 30, Some(-300)));
    assert_eq!(clock.zone.map(|zone| text.slice(zone)), Some("EST"));
}

#[test]
fn a_dateline_stands_in_for_the_day_of_publication() {
    check_on("", "OSLO, [September 20, 2015=2015-09-20] (Wire) -- They met on [Saturday=2015-09-19].");
    check_on(
        "",
        "Ministers meet\nWire, [September 20, 2015=2015-09-20] Adjust font size:\nThey met on [Saturday=2015-09-19].",
    );
    check_on("", "They met on [September 20, 2015=2015-09-20]. They left on [Saturday=?].");
}

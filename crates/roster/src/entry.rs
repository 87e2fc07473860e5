//! A record in the making.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use sayso_domain::{Actor, ActorKind, Article, Country, Date};

use crate::days::widen;
use crate::names::{is_proper, name_in};
use crate::tally::Tally;
use crate::{Days, Office, Principal, Record};

/// What the articles so far tell of one actor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    key: Option<String>,
    is_named: bool,
    article: Option<String>,
    names: Tally<String>,
    written: Tally<String>,
    kinds: Tally<ActorKind>,
    states: Tally<Country>,
    offices: BTreeMap<String, Option<Days>>,
    speaks_for: BTreeSet<For>,
    statements: usize,
    statements_for: usize,
    articles: usize,
    last_article: usize,
    spoken: Option<Days>,
    seen: Option<Days>,
}

/// Whom somebody speaks for: one with an entry by its place, another by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum For {
    Entry(usize),
    Named(String),
}

/// Whether an actor has a name, and not only words that describe it.
pub(crate) fn is_named(actor: &Actor) -> bool {
    actor.key.is_some() || actor.kind == ActorKind::Person && is_proper(&actor.name)
}

impl Entry {
    pub(crate) fn new(actor: &Actor, article: &Article) -> Entry {
        let article = actor.key.is_none().then(|| article.id.clone());
        Entry { key: actor.key.clone(), is_named: is_named(actor), article, ..Entry::default() }
    }

    /// The article with this number, counted from 1, has it.
    pub(crate) fn see(&mut self, actor: &Actor, article: &Article, number: usize) {
        if self.last_article != number {
            self.articles += 1;
            self.last_article = number;
        }
        self.names.add(actor.name.as_str());
        self.kinds.add(&actor.kind);
        if let Some(state) = &actor.state {
            self.states.add(state);
        }
        let names = actor.mentions.iter().filter_map(|&mention| name_in(article.text.slice(mention)));
        names.for_each(|name| self.written.add(name.as_str()));
        widen(&mut self.seen, article.published);
        self.hold(actor, article.published);
    }

    /// It says something in an article.
    pub(crate) fn speak(&mut self, actor: &Actor, article: &Article, said_on: Option<Date>) {
        self.statements += 1;
        widen(&mut self.spoken, said_on.or(article.published));
        if article.published.is_none() {
            self.hold(actor, said_on);
        }
    }

    /// Another speaks for it.
    pub(crate) fn be_spoken_for(&mut self, day: Option<Date>) {
        self.statements_for += 1;
        widen(&mut self.spoken, day);
    }

    pub(crate) fn speak_for(&mut self, principal: For) {
        self.speaks_for.insert(principal);
    }

    fn hold(&mut self, actor: &Actor, day: Option<Date>) {
        if let Some(title) = &actor.role {
            widen(self.offices.entry(title.clone()).or_default(), day);
        }
    }

    /// The name that most articles give it; the fuller one of two.
    pub(crate) fn name(&self) -> &str {
        self.names.most(|name| name.chars().count()).map_or("", String::as_str)
    }

    /// The record; `entries` are all, for the names of those it speaks for.
    pub(crate) fn record(&self, entries: &[Entry]) -> Record {
        let name = self.name();
        let mut also_named: Vec<String> = Vec::new();
        for other in self.names.by_frequency().into_iter().chain(self.written.by_frequency()) {
            if other != name && !also_named.contains(other) {
                also_named.push(other.clone());
            }
        }
        Record {
            key: self.key.clone(),
            name: name.to_owned(),
            also_named,
            kind: self.kinds.most(|&kind| kind != ActorKind::Unknown).copied().unwrap_or(ActorKind::Unknown),
            state: self.states.most(|_| ()).copied(),
            offices: self.offices(),
            speaks_for: self.principals(entries),
            statements: self.statements,
            statements_for: self.statements_for,
            articles: self.articles,
            days: self.spoken.or(self.seen),
            article: self.article.clone(),
            is_named: self.is_named,
        }
    }

    fn offices(&self) -> Vec<Office> {
        let office = |(title, &days): (&String, &Option<Days>)| Office { title: title.clone(), days };
        let mut offices: Vec<Office> = self.offices.iter().map(office).collect();
        offices.sort_by_key(|office| Reverse(office.days.map(|days| (days.last, days.first))));
        offices
    }

    fn principals(&self, entries: &[Entry]) -> Vec<Principal> {
        let principal = |principal: &For| match principal {
            For::Named(name) => Principal { name: name.clone(), key: None },
            For::Entry(place) => {
                let entry = &entries[*place];
                Principal { name: entry.name().to_owned(), key: entry.key.clone() }
            }
        };
        let mut principals: Vec<Principal> = self.speaks_for.iter().map(principal).collect();
        principals.sort();
        principals
    }
}

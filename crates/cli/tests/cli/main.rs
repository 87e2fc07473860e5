//! The program as a person or a script meets it: every test runs the binary.
//!
//! Nothing here rests on what exactly the model finds, beyond who says the one sentence of [`folder`]; that is scored by
//! `sayso eval`.

/// A list of actors of one's own, and what can be wrong with it.
mod actors;
/// How far machine and person agree.
mod agreement;
/// The command line alone: help, usage errors, completions, manual pages.
mod arguments;
/// Where actors stand: formats and bad input.
mod compare;
/// What people put right.
mod correct;
/// Scoring: what can be wrong with it, short of reading all corpora.
mod eval;
/// What may be wrong with inputs and models, and the exit codes.
mod failures;
/// Shared by all: a fresh folder and a command in it.
mod folder;
/// Where articles come from, and in which order their readings come out.
mod inputs;
/// Questions and answers of the judge.
mod judge;
/// A program that is killed.
mod kill;
/// Into a library and out of it again; what is none.
mod library;
/// The issues and actors of a library.
mod manage;
/// What the three formats look like.
mod output;
/// What is found in a library, and in which shape.
mod search;
/// A library of readings made by hand, shared by all.
mod stored;
/// Whether everything stands in its words.
mod verify;
/// Feeds and folders that are followed, and addresses that are fetched.
mod watch;
/// Shared by those: a web server that answers as it is told.
mod web;
/// The list of those who speak.
mod who;

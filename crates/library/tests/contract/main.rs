//! What every store promises: each test runs on SQLite, and on PostgreSQL where `SAYSO_POSTGRES` holds a server's address
//! (`.ci/postgres cargo test` starts one).

mod actors;
mod copies;
mod corrections;
mod issues;
mod numbers;
mod pages;
mod review;
mod safety;
mod search;
mod storing;
mod support;
mod users;
mod versions;

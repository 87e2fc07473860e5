//! Does the repository keep its own rules? There is nothing here but tests.

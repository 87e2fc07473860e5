//! How far do two or more coders agree?

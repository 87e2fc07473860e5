#!/usr/bin/env python3
"""Prints src/alnum.rs: the characters for which Python's str.isalnum holds. Python 3.11 (Unicode 14), stdlib only.

    python3 alnum.py >../../src/alnum.rs
"""

ranges, count = [], 0
for c in range(0x110000):
    if 0xD800 <= c < 0xE000 or not chr(c).isalnum():
        continue
    count += 1
    if ranges and ranges[-1][1] == c - 1:
        ranges[-1][1] = c
    else:
        ranges.append([c, c])

print('''//! The characters for which `str.isalnum` holds in Python 3.11 (Unicode 14). Made by `tests/data/alnum.py`.

/// First and last code point of each run, ascending: %d characters in all.
#[rustfmt::skip]
pub(crate) const ALNUM: [(u32, u32); %d] = [''' % (count, len(ranges)))
line = "   "
for s, e in ranges:
    item = " (0x%X, 0x%X)," % (s, e)
    if len(line + item) > 108:
        print(line)
        line = "   "
    line += item
print(line + "\n];")

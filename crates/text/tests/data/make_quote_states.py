"""Writes quote_states.jsonl: invented strings with the quote states that the training code gives them.

Run from the root of the repository, with the training code and what it needs at hand:

    PYTHONPATH=training python crates/text/tests/data/make_quote_states.py

A line is {"text": ..., "states": ...}; the states are run-length encoded, a count of characters before
each state ("3:0 5:1").
"""
import itertools
import json
import os

from sayso_training.pieces import quote_states

TEXTS = [
    "",
    "Nothing is quoted here.",
    '"Go," he said. "Now."',
    '"Go," he said.\n"Now," she said.',
    "\u201cGo,\u201d he said. \u201cNow.\u201d",
    "``Go,'' he said. ``Now.''",
    "`` Go , '' he said . '' Now",
    "\u00abGo,\u00bb he said, \u00abnow.\u00bb",
    "\u301dGo,\u301e he said.",
    "\u201fGo,\u201d he said.",
    "\u201eJa\u201c, sagte er.",
    "\u201cNever closed\nThe next line is outside.",
    "\u201cNever closed\r\nThe next \u201dline\u201d.",
    '"Never closed\n\n"but opened again."',
    "\u201cA line separator\u2028goes on\u2029as does this.",
    "\u201cA \u201cnested\u201d one.\u201d",
    '"A "nested" one."',
    '"A \u201cmixed\u201d one."',
    "\u201cA mixed\" one.",
    "\u2018Single ones\u2019 are nothing, nor are 'these'.",
    "\u201cHe said \u2018go\u2019.\u201d",
    "\"'Go,' he said.\"",
    "\"He said 'go'\"",
    "'''Go'''",
    "''''",
    "'''''",
    "````",
    "```Go''`",
    "`Go'",
    "don''t",
    "the dockers' \"pay\"",
    "the dockers''\"pay\"",
    "5'10\" tall",
    "a 12\" record and a 7\" one",
    '"',
    '""',
    '"""',
    '""""',
    '" "',
    '"  "  "',
    ' " Go , " he said . " Now . " ',
    '"\n"',
    '\n"\n',
    'he said:"Go."',
    'he said "Go"and left',
    'he said"Go" and left',
    'he said"Go"and left"now"',
    '("Go")["now"]{"then"}',
    '"Go"; "now": "then"? "no"! "yes", "so".',
    '\u2014"Go"\u2014"now"\u2013"then"-"no"--"yes"',
    'word\u2014"Go"\u2014word',
    'word-"Go"-word',
    'word\u2026"Go"\u2026word',
    'word/"Go"/word',
    'a\u00a0"Go"\u00a0b',
    'a\u3000"Go"\u3000b',
    'a\u202f"Go"\u202fb',
    'a\u200b"Go"\u200bb',
    'a\ufeff"Go"\ufeffb',
    'a\u2060"Go"\u2060b',
    'a\u180e"Go"\u180eb',
    'a\x1c"Go"\x1cb "no"\x1f"yes"\x1d"so"\x1e',
    'a\x85"Go"\x85b',
    'a\x0b"Go"\x0cb',
    'a\t"Go"\tb\r"no"\r',
    'a\x00"Go"\x00b',
    'a\x1b"Go"\x1bb',
    'Caf\u00e9 \u201cO\u0301\u201d \U0001f469\u200d\U0001f680"Go"\U0001f1e9\U0001f1ea',
    '\u300c\u597d\u300d\u201c\u597d\u201d\u3002"\u597d"\u3002',
    '\u05d0"\u05d1 \u05e6\u05d4"\u05dc "\u05db\u05df"',
    '\u201d\u201dclosing first\u201c\u201c',
    '\u00bbturned\u00ab and \u00bbback\u00ab',
    "''closing first`` and ''then",
    "\"`` Go \u201c now '' then \u201d no \"",
    '"Go." "Now." "Then."',
    '"Go.""Now.""Then."',
    'ends with a mark "',
    "ends with half a mark '",
    "ends with ``",
    "` ` ' '",
    '"A long one, ' + "over and over, " * 40 + '" he said.',
    '\u201c' * 9 + 'x' + '\u201d' * 9 + '"' * 9 + "'" * 9 + "`" * 9,
]


def encode(states):
    return " ".join(f"{len(list(group))}:{state}" for state, group in itertools.groupby(states))


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "quote_states.jsonl")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for text in TEXTS:
            line = {"text": text, "states": encode(quote_states(text))}
            file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()

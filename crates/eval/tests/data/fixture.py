#!/usr/bin/env python3
"""Makes gold.jsonl, pred.jsonl and scores.json beside this file: invented documents with random attributions,
and what the reference scorer says of them. Python stdlib only; the same answer each time.

    python3 fixture.py PATH/TO/score_statements.py
"""
import json
import os
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
RANDOM = random.Random(20)
# What makes counting hard: characters of one to four bytes, marks that are "alphabetic" in Unicode yet not
# alphanumeric in Python (U+0345, circled letters, vowel signs), numbers that are no digits, words of marks alone.
WORDS = """the mayor of Oz said that rain would come on 5 May and naïve Re\u0301my 東京都 🎈 🎈🎈 𝒻air Ⓐ x\u0345y
\u0345 ½ ² Ⅷ का हिन्दी — – ... don't e\u0301 a1b2 𝟘 ﬁ İstanbul she replied according to them U.S. (no) [x] 1,000 𐍈""".split()
SPACES = [" "] * 12 + ["\n", "\n\n", "\u00a0", "\u2009", "\t", "\x1c", "\x1f", "\u0085", "\u3000", "\u200b"]
OPENERS, CLOSERS = ["\u201c", "\u00ab", '"', "``", "\u201f", "\u301d", "```"], ["\u201d", "\u00bb", '"', "''", "\u301e", "'''", ""]


def text():
    out = []
    for _ in range(RANDOM.randint(12, 70)):
        word = RANDOM.choice(WORDS)
        if RANDOM.random() < 0.12:
            word = RANDOM.choice(OPENERS) + word
        if RANDOM.random() < 0.12:
            word += RANDOM.choice([",", ".", ""]) + RANDOM.choice(CLOSERS)
        out += [word, RANDOM.choice(SPACES)]
    return "".join(out)


def spans(text, most, longest):
    out = []
    for _ in range(RANDOM.randint(1, most)):
        s = RANDOM.randrange(len(text))
        out.append([s, s + RANDOM.randint(0, longest)])        # some overlap, some run past the end
    return sorted(out) if RANDOM.random() < 0.9 else out


def attribution(text, number):
    return {"id": "a%d" % number, "source": spans(text, 2, 15) if RANDOM.random() < 0.8 else [],
            "cue": spans(text, 1, 8) if RANDOM.random() < 0.9 else [], "content": spans(text, 3, 60)}


def near(gold, text):
    """A prediction that differs from a gold attribution by little or nothing."""
    out = json.loads(json.dumps(gold))
    for role in ("source", "cue", "content"):
        if RANDOM.random() < 0.35:
            for span in out[role]:
                span[0] = max(0, span[0] + RANDOM.randint(-4, 4))
                span[1] = max(span[0], span[1] + RANDOM.randint(-4, 4))
        elif RANDOM.random() < 0.1:
            out[role] = spans(text, 1, 20)
    if RANDOM.random() < 0.1:
        out["source"] = []
    return out


def write(name, rows):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")


gold, pred = [], []
for number in range(25):
    words = text()
    g = [attribution(words, i) for i in range(RANDOM.randint(0, 7))]
    p = [near(a, words) for a in g if RANDOM.random() < 0.85]
    p += [attribution(words, 90 + i) for i in range(RANDOM.randint(0, 2))]
    RANDOM.shuffle(p)
    gold.append({"id": "d%d" % number, "text": words, "attributions": g})
    if number % 9 != 4:                                         # a document without a line of predictions
        pred.append({"id": "d%d" % number, "text": words, "attributions": p})
RANDOM.shuffle(pred)
write("gold.jsonl", gold)
write("pred.jsonl", pred)
paths = [os.path.join(HERE, name) for name in ("gold.jsonl", "pred.jsonl")]
subprocess.run([sys.executable, sys.argv[1], *paths, "--json", os.path.join(HERE, "scores.json")], check=True)

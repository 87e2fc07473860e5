"""Thresholds and calibration, chosen on development articles.

The raw score of a statement is (chance of its cue) x (chance of its roles). Isotonic regression of "source and content
exact, cue overlapping" on it, sampled at eleven points, makes it a probability. The error before and after is measured
by two-fold cross-validation over articles, so that no article calibrates itself.
"""
import os

import numpy as np

from . import data, decode
from .pieces import load_tokenizer

KNOTS = 11


def isotonic(x, y):
    """Pool adjacent violators; returns sorted x and fitted y."""
    order = np.argsort(x, kind="stable")
    blocks = []
    for i in order:
        blocks.append([y[i], 1.0, [x[i]]])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1][0] += last[0]
            blocks[-1][1] += last[1]
            blocks[-1][2] += last[2]
    xs = np.concatenate([b[2] for b in blocks])
    ys = np.concatenate([[b[0] / b[1]] * len(b[2]) for b in blocks])
    return xs, ys


def fit(raw, right):
    xs, ys = isotonic(np.asarray(raw), np.asarray(right, dtype=float))
    return np.interp(np.linspace(0, 1, KNOTS), xs, ys)


def error(p, right, bins=10):
    """Expected calibration error, equal-width bins."""
    p, right = np.asarray(p), np.asarray(right, dtype=float)
    which = np.minimum((p * bins).astype(int), bins - 1)
    return float(sum(abs(p[which == b].mean() - right[which == b].mean()) * (which == b).mean() for b in range(bins) if (which == b).any()))


def judge(scorer, article, kept):
    """Which of `kept` are right."""
    document = scorer.Doc(article["text"])
    gold = [g for g in map(document.attr, article["attributions"]) if g["content"]]
    pred = [document.attr(c) for c in kept]
    right = [0] * len(kept)
    for i, j, _ in scorer.match(gold, pred):
        g, p = gold[i], pred[j]
        right[j] = int(g["content"] == p["content"] and g["source"] == p["source"] and bool(g["cue"] & p["cue"]))
    return right


def score(scorer, articles, found, outer, inner):
    predictions = []
    for a, candidates in zip(articles, found):
        kept = decode.resolve([dict(c) for c in candidates], outer, inner)
        predictions.append({"id": a["id"], "text": a["text"], "attributions": [
            {r: c[r] for r in data.ROLES} for c in kept if c["within"] is None]})
    return scorer.score(articles, predictions)


def calibrate(model, shared, scorer, inner=0.5, chosen=None):
    tokenizer = load_tokenizer()
    articles = data.load(os.path.join(shared, "attribution/polnear_dev.jsonl"))
    decode.read.bf16 = False
    found = [decode.read(model, tokenizer, a["text"], threshold=0.15) for a in articles]
    report = {"thresholds": {}}
    sums = {}
    for outer in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        s = score(scorer, articles, found, outer, inner)
        row = {k: round(100 * s[k]["F1"], 2) for k in ("full", "exact", "full_strict", "tok.content", "tok.source", "tok.cue")}
        report["thresholds"][outer] = row
        sums[outer] = row["full"] + row["full_strict"]
    # The score is flat around its best: of thresholds within a quarter point the highest, which invents least. `chosen`
    # is one that was chosen so with the program's own decoding, which has the conventions that this one lacks.
    outer = chosen or max(t for t, s in sums.items() if s >= max(sums.values()) - 0.25)
    raw, right, fold = [], [], []
    for n, (a, candidates) in enumerate(zip(articles, found)):
        kept = [c for c in decode.resolve([dict(c) for c in candidates], outer, inner) if c["within"] is None]
        raw += [(c["outer"] + c["inner"]) * c["path"] for c in kept]
        right += judge(scorer, a, kept)
        fold += [n % 2] * len(kept)
    raw, right, fold = np.array(raw), np.array(right), np.array(fold)
    calibrated = np.zeros(len(raw))
    for k in (0, 1):
        calibrated[fold == k] = np.interp(raw[fold == k], np.linspace(0, 1, KNOTS), fit(raw[fold != k], right[fold != k]))
    knots = fit(raw, right)
    report.update(outer=outer, inner=inner, knots=[round(float(k), 4) for k in knots],
                  ece_before=round(error(raw, right), 4), ece_after_cross_validated=round(error(calibrated, right), 4))
    return [outer, inner, *map(float, knots)], report

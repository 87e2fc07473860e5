"""Tunes the head for events alone, on vectors that stay as they are.

`python -m sayso_training.events --branch work/branch2/branch.pt --cache work/branch/cache.pt --out work/events`

A sentence of an annotated article that tells of no event is an example as much as one that does, so that the head learns
when to be silent; sentences of the event sets, which nearly all tell of one, teach the types.
"""
import argparse
import os
import random

import torch

from .branch import QUADS, Branch, Item, fitting, run, sentence_scores
from .judge import macro_f1
from .pieces import SENTENCE_END


def sentences(item):
    """(window, rows, types) of an article's sentences; no types where no event is told."""
    out = []
    for w, known in enumerate(item.anchors):
        rows = []
        for k, a in enumerate(known):
            if a < 0:
                continue
            if rows and item.paragraphs[w][k] != item.paragraphs[w][rows[-1]]:
                out.append((w, rows))
                rows = []
            rows.append(k)
            if item.windows[w].ids[k] in SENTENCE_END and len(rows) > 5:
                out.append((w, rows))
                rows = []
        if rows:
            out.append((w, rows))
    told = lambda w, rows: [t for ew, a, b, types in item.events if ew == w and set(range(a, b)) & set(rows) for t in types]
    return [(w, rows, told(w, rows)) for w, rows in out]


@torch.no_grad()
def examples(branch, articles, plain):
    """[(vectors of a sentence, types, weight)]"""
    branch.eval()
    out = []
    for item in articles:
        x, _ = run(branch, [item])
        out += [(x[w, rows].clone(), types[:1]) for w, rows, types in sentences(item)]
    for item in plain:
        x, _ = run(branch, [item])
        out.append((torch.cat([x[k, 1:len(w.ids) - 1] for k, w in enumerate(item.windows)]), item.types))
    return out


@torch.no_grad()
def report(head, articles, plain):
    rows = {"plv": [], "cameo": []}
    for (x, types), corpus in plain:
        scores = sentence_scores(head(x))
        quads = [torch.logsumexp(scores[[1 + t for t in q]], 0).item() for q in QUADS] + ([scores[0].item()] if corpus == "cameo" else [])
        gold = next((k for k, q in enumerate(QUADS) if types and set(types) <= set(q)), 1 if types else 4)
        if corpus in rows:
            rows[corpus].append((gold, max(range(len(quads)), key=lambda k: quads[k])))
    out = {k: round(100 * macro_f1([g for g, _ in v], [f for _, f in v], sorted({g for g, _ in v})), 1) for k, v in rows.items()}
    for least in (0.3, 0.4, 0.5, 0.6):
        right = found = gold = 0
        for x, types in articles:
            p = torch.softmax(sentence_scores(head(x)), 0)
            gold += bool(types)
            if 1 - p[0] >= least:
                found += 1
                right += int(p[1:].argmax()) in types
        out[least] = f"P {100 * right / max(1, found):.1f} R {100 * right / gold:.1f} F {200 * right / max(1, found + gold):.1f}"
    return out


def main():
    parser = argparse.ArgumentParser()
    for name in ("--branch", "--cache", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-3)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    torch.manual_seed(3)
    rng = random.Random(3)
    corpora, dev = torch.load(args.cache, weights_only=False)
    saved = torch.load(args.branch, weights_only=False)
    branch = Branch()
    branch.load_state_dict(saved["branch"])
    train = examples(branch, corpora["positions"][:len(corpora["positions"]) // 2], corpora["events"])
    dev_articles = examples(branch, dev["positions"], [])
    dev_plain = [(e, corpus) for e, (corpus, _) in zip(examples(branch, [], [i for _, i in dev["events"]]), dev["events"])]
    print(len(train), "sentences,", sum(bool(t) for _, t in train), "with an event")
    head = branch.event
    dropout = torch.nn.Dropout(0.2)
    print("before", report(head, dev_articles, dev_plain), flush=True)
    optimizer = torch.optim.AdamW(head.parameters(), lr=args.rate, weight_decay=0.02)
    total, step = args.epochs * (len(train) // 64 + 1), 0
    for epoch in range(args.epochs):
        rng.shuffle(train)
        for at in range(0, len(train), 64):
            for g in optimizer.param_groups:
                g["lr"] = args.rate * max(0.01, 1 - step / total)
            group = train[at:at + 64]
            scores = head(dropout(torch.cat([x for x, _ in group])))
            loss, k = 0.0, 0
            for x, types in group:
                loss = loss + fitting(sentence_scores(scores[k:k + len(x)]), types)
                k += len(x)
            optimizer.zero_grad()
            (loss / len(group)).backward()
            optimizer.step()
            step += 1
        if epoch % 3 == 2:
            print(epoch + 1, report(head, dev_articles, dev_plain), flush=True)
    saved["branch"].update({k: v for k, v in branch.state_dict().items() if k.startswith("event.")})
    torch.save(saved, os.path.join(args.out, "branch.pt"))


if __name__ == "__main__":
    import __main__
    __main__.Item = Item        # the cache was pickled by `branch.py`, run as a program
    main()

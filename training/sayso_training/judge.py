"""Trains the judge: stance of a text towards a marked place in it, or towards a phrase or claim.

`python -m sayso_training.judge --data ../shared/data --annotations annotations/train.jsonl --teacher work/teacher --out work/judge`

One encoder of the reader's shape. A text with a place: the place's pieces carry a mark of their own (one row of the
feature table). A text with a claim: the claim follows behind a separator with another mark. The first piece's vector and
the mean over the marked pieces go through one hidden layer; places and claims have a last layer each. Order of scores:
against, neutral, favor, and for claims a fourth: the text is about something else.

Data: NewsMTSC, with what a larger teacher makes of it and of unlabelled sentences (`teacher.py`); Perspectrum, IBM, GWSD;
the positions that we annotated, each with its issue, and with another issue of the same article or of another one.
"""
import argparse
import json
import os
import random
import re
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

from . import model as network
from .model import Dropout, Encoder
from .pieces import CLS, SEP, load_tokenizer

PLAIN, MARKED, CLAIM = range(3)
MARKS = 3
LONGEST = 160
PLACE, ISSUE = 0, 1


class Judge(nn.Module):
    def __init__(self, dropout=0.1):
        super().__init__()
        self.encoder = Encoder(dropout, MARKS)
        self.hidden = nn.Linear(2 * network.HIDDEN, network.HIDDEN)
        self.stance = nn.ModuleList(nn.Linear(network.HIDDEN, n) for n in (3, 4))
        self.dropout = Dropout(dropout)

    def forward(self, ids, marks, mask, task):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training or FAST):
            x = self.encoder(ids, marks, mask)
        marked = ((marks != PLAIN) & mask).float()
        mean = (x * marked[:, :, None]).sum(1) / marked.sum(1, keepdim=True).clamp(min=1)
        h = self.dropout(F.gelu(self.hidden(self.dropout(torch.cat([x[:, 0], mean], 1)))))
        place, issue = F.pad(self.stance[PLACE](h), (0, 1), value=-1e4), self.stance[ISSUE](h)
        return torch.where((task == PLACE)[:, None], place, issue)


FAST = True


def cut(ids, first, last, room):
    """A stretch of at most `room` pieces around [first, last)."""
    if len(ids) <= room:
        return 0, len(ids)
    start = max(0, min(first - (room - (last - first)) // 2, len(ids) - room))
    return start, start + room


def of_place(tokenizer, text, target):
    encoding = tokenizer.encode(text, add_special_tokens=False)
    marks = [MARKED if s < target[1] and e > target[0] else PLAIN for s, e in encoding.offsets]
    at = [i for i, m in enumerate(marks) if m] or [0]
    a, b = cut(encoding.ids, at[0], at[-1] + 1, LONGEST - 2)
    return [CLS] + encoding.ids[a:b] + [SEP], [PLAIN] + marks[a:b] + [PLAIN]


def of_claim(tokenizer, text, claim):
    behind = tokenizer.encode(claim, add_special_tokens=False).ids[:LONGEST // 2]
    before = tokenizer.encode(text, add_special_tokens=False).ids[:LONGEST - 3 - len(behind)]
    return [CLS] + before + [SEP] + behind + [SEP], [PLAIN] * (len(before) + 2) + [CLAIM] * len(behind) + [PLAIN]


def rows(path):
    with open(path) as f:
        return [json.loads(line) for line in f]


STANCES = ["against", "neutral", "favor"]
UNRELATED = [0.0, 0.0, 0.0, 1.0]
SENTENCE = re.compile(r"[^\n]+?(?:[.?!][\u201d\"')]*(?=\s|$)|$)", re.M)


def around(text, span):
    """The sentences that a span touches."""
    touched = [m for m in SENTENCE.finditer(text) if m.start() < span[1] and m.end() > span[0]]
    return text[touched[0].start():touched[-1].end()].strip() if touched else text[span[0]:span[1]]


def position_rows(path, data, split, rng=None):
    """(text, issue, stance or None) of annotated positions; with `rng`, beside each the issue of another."""
    texts = {r["id"]: r["text"] for r in rows(os.path.join(data, f"attribution/polnear_{split}.jsonl"))}
    for r in rows(os.path.join(data, "articles/wikinews.jsonl")):
        texts["wikinews-" + str(r["id"]).replace("wikinews-", "")] = r["text"]
    articles = rows(path)
    anywhere = [p["issue"] for r in articles for p in r["positions"]]
    out = []
    for r in articles:
        text = texts[r["id"]]
        for p in r["positions"]:
            words = around(text, p["evidence"][0])
            if rng and rng.random() < 0.3:
                words = text[p["evidence"][0][0]:p["evidence"][0][1]]
            out.append((words, p["issue"], p["stance"]))
            same = {q["issue"] for q in r["positions"] if around(text, q["evidence"][0]) == around(text, p["evidence"][0])}
            others = sorted({q["issue"] for q in r["positions"]} - same)
            chance = (rng or random).random() if rng else 0.5
            if others and chance < 0.6:
                out.append((words, (rng or random.Random(len(out))).choice(others), None))
            elif rng and chance < 0.8:
                out.append((words, rng.choice(anywhere), None))
    return out


def load(data, tokenizer, annotations, dev_annotations, teacher, rng):
    """Training examples by corpus, and the development ones: (ids, marks, task, probabilities)."""
    one = lambda stance: [float(stance == s) for s in (-1, 0, 1)] + [0.0]
    place = lambda r, p: (*of_place(tokenizer, r["text"], r["target"]), PLACE, p)
    claim = lambda r: (*of_claim(tokenizer, r["text"], r["target"]), ISSUE, (r["p"] + [0.0]) if "p" in r else one(r["stance"]))
    named = lambda r: (*of_claim(tokenizer, r[0], r[1]), ISSUE, UNRELATED if r[2] is None else [float(s == r[2]) for s in STANCES] + [0.0])
    stance, sentiment = os.path.join(data, "stance"), os.path.join(data, "sentiment")
    soft = {r["id"]: r["p"] for r in rows(f"{teacher}/train.jsonl")} if teacher else {}
    train, labelled = {}, rows(f"{sentiment}/newsmtsc_train.jsonl")
    half = lambda r: [0.5 * a + 0.5 * b for a, b in zip(one(r["polarity"]), soft.get(r["id"], one(r["polarity"])) + [0.0])] if r["id"] in soft else one(r["polarity"])
    train["newsmtsc"] = [place(r, half(r)) for r in labelled]
    if teacher:
        train["soft"] = [place(r, r["p"] + [0.0]) for r in rows(f"{teacher}/soft.jsonl")]
    for name in ("perspectrum", "ibm_cs", "gwsd"):
        found = rows(f"{stance}/{name}_train.jsonl")
        train[name] = [claim(r) for r in found]
        if name == "perspectrum":
            train["other claims"] = [(*of_claim(tokenizer, r["text"], rng.choice(found)["target"]), ISSUE, UNRELATED) for r in rng.sample(found, len(found) // 10)]
    dev = {"newsmtsc": [place(r, one(r["polarity"])) for r in rows(f"{sentiment}/newsmtsc_dev_mt.jsonl")],
           "perspectrum": [claim(r) for r in rows(f"{stance}/perspectrum_dev.jsonl")]}
    if annotations:
        train["positions"] = [named(r) for r in position_rows(annotations, data, "train", rng)]
        dev["positions"] = [named(r) for r in position_rows(dev_annotations, data, "dev")]
    return train, dev


def batches(examples, size, rng):
    """Batches of much the same length, in random order; `size` in pieces."""
    order = sorted(range(len(examples)), key=lambda i: (len(examples[i][0]) + rng.random() * 8))
    out, group, longest = [], [], 0
    for i in order:
        longest = max(longest, len(examples[i][0]))
        if group and longest * (len(group) + 1) > size:
            out.append(group)
            group, longest = [], len(examples[i][0])
        group.append(examples[i])
    out.append(group)
    rng.shuffle(out)
    return out


def collate(group):
    t = max(len(e[0]) for e in group)
    pad = lambda rows: torch.tensor([list(r) + [0] * (t - len(r)) for r in rows])
    mask = torch.tensor([[True] * len(e[0]) + [False] * (t - len(e[0])) for e in group])
    return pad([e[0] for e in group]), pad([e[1] for e in group]), mask, torch.tensor([e[2] for e in group]), \
        torch.tensor([e[3] for e in group])


def macro_f1(gold, found, classes):
    scores = []
    for c in classes:
        right = sum(g == c == f for g, f in zip(gold, found))
        a, b = sum(g == c for g in gold), sum(f == c for f in found)
        scores.append(2 * right / max(1, a + b))
    return sum(scores) / len(scores)


@torch.no_grad()
def evaluate(model, dev):
    model.eval()
    out = {}
    for name, examples in dev.items():
        gold, found = [], []
        for group in batches(examples, 4096, random.Random(0)):
            ids, marks, mask, task, p = collate(group)
            scores = model(ids, marks, mask, task)
            found += (scores if name == "positions" else scores[:, :3]).argmax(1).tolist()
            gold += p.argmax(1).tolist()
        out[name] = round(100 * macro_f1(gold, found, sorted(set(gold))), 2)
        out[name + "_acc"] = round(100 * sum(g == f for g, f in zip(gold, found)) / len(gold), 2)
    model.train()
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--head-rate", type=float, default=5e-4)
    parser.add_argument("--size", type=int, default=1536, help="pieces a step")
    parser.add_argument("--annotations")
    parser.add_argument("--dev-annotations")
    parser.add_argument("--teacher", help="folder that `teacher.py` wrote")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the running average of the weights, which is the result")
    parser.add_argument("--init", help="what an earlier run wrote, to go on from")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0, help="examples of each corpus, for a trial")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    os.makedirs(args.out, exist_ok=True)
    tokenizer = load_tokenizer()
    train, dev = load(args.data, tokenizer, args.annotations, args.dev_annotations, args.teacher, rng)
    if args.limit:
        train, dev = ({name: found[:args.limit] for name, found in part.items()} for part in (train, dev))
    print({k: (len(v), sum(len(e[0]) for e in v)) for k, v in train.items()}, flush=True)
    model = Judge(args.dropout)
    model.encoder.load_base()
    nn.init.normal_(model.encoder.feature.weight, std=0.02)
    model.encoder.word.weight.requires_grad_(False)
    if args.init:
        fits = model.state_dict()
        before = torch.load(args.init, weights_only=False)["model"]
        model.load_state_dict({k: v for k, v in before.items() if v.shape == fits[k].shape}, strict=False)
    groups = [{"params": [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("encoder.layers")], "lr": args.rate},
              {"params": [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith("encoder.layers")], "lr": args.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    tops = [g["lr"] for g in groups]
    steps, total = 0, args.epochs * sum(len(batches(v, args.size, random.Random(0))) for v in train.values())
    best, began = 0.0, time.time()
    average = {k: v.clone() for k, v in model.state_dict().items()}
    for epoch in range(args.epochs):
        order = [g for v in train.values() for g in batches(v, args.size, rng)]
        rng.shuffle(order)
        running = 0.0
        for group in order:
            steps += 1
            factor = min(1.0, steps / (0.1 * total)) * max(0.0, (total - steps) / (0.9 * total) if steps > 0.1 * total else 1.0)
            for g, top in zip(optimizer.param_groups, tops):
                g["lr"] = top * factor
            ids, marks, mask, task, p = collate(group)
            loss = -(F.log_softmax(model(ids, marks, mask, task).float(), 1) * p).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            running += loss.item()
            decay = min(args.average, steps / (steps + 20))
            with torch.no_grad():
                for k, v in model.named_parameters():
                    average[k].lerp_(v, 1 - decay)
            if steps % 100 == 0:
                print(f"step {steps}/{total} loss {running / 100:.3f} {time.time() - began:.0f} s", flush=True)
                running = 0.0
        kept = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average)
        report = evaluate(model, dev)
        print(f"epoch {epoch + 1}", json.dumps(report), f"{time.time() - began:.0f} s", flush=True)
        score = sum(v for k, v in report.items() if not k.endswith("_acc"))
        if score > best:
            best = score
            torch.save({"model": average, "report": report}, os.path.join(args.out, "best.pt"))
        model.load_state_dict(kept)


if __name__ == "__main__":
    sys.exit(main())

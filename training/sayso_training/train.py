"""Trains the reader; resumes from its checkpoint. `python -m sayso_training.train --data ../shared/data --out work`"""
import argparse
import copy
import json
import os
import random
import sys
import time

import torch
import torch.nn.functional as F

from . import data, decode
from .model import Reader
from .pieces import load_tokenizer


def collate(group):
    t = max(len(e.ids) for e in group)
    pad = lambda rows, value: torch.tensor([list(r) + [value] * (t - len(r)) for r in rows])
    ids, features = pad([e.ids for e in group], 0), pad([e.features for e in group], 0)
    paragraphs = torch.tensor([e.paragraphs + [e.paragraphs[-1]] * (t - len(e.ids)) for e in group])
    cues = pad([e.cues for e in group], data.IGNORE)
    mask = torch.tensor([[True] * len(e.ids) + [False] * (t - len(e.ids)) for e in group])
    window, cue, labels = [], [], []
    for b, e in enumerate(group):
        for position, row in e.statements:
            window.append(b), cue.append(position), labels.append(row + [0] * (t - len(row)))
    return ids, features, paragraphs, cues, mask, torch.tensor(window), torch.tensor(cue), torch.tensor(labels)


def loss_of(model, batch):
    ids, features, paragraphs, cues, mask, window, cue, labels = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = model.encoder(ids, features, mask)
    logits = model.cue(model.dropout(x)).float()
    logp = F.log_softmax(logits, -1)
    scale = max(1, len(cue))
    known = cues >= 0
    cue_loss = F.nll_loss(logp[known], cues[known], reduction="sum")
    partial = cues == data.NOT_OUTER
    cue_loss = cue_loss - torch.logsumexp(logp[partial][:, [0, 2]], -1).sum()
    cue_loss = cue_loss / scale
    if not len(cue):
        return cue_loss, cue_loss.detach() * 0
    e = model.emissions(x, window, cue, paragraphs)
    m = mask[window]
    role_loss = (model.log_partition(e, m) - model.path_score(e, labels, m)).mean()
    return cue_loss, role_loss


def evaluate(model, articles, tokenizer, scorer, thresholds=(0.35, 0.45, 0.55)):
    training = model.training
    model.eval()
    found = [decode.read(model, tokenizer, a["text"], threshold=0.2) for a in articles]
    model.train(training)
    rows = {}
    for threshold in thresholds:
        predictions = []
        for a, candidates in zip(articles, found):
            kept = decode.resolve([dict(c) for c in candidates], threshold, 0.5)
            predictions.append({"id": a["id"], "text": a["text"], "attributions": [
                {r: c[r] for r in data.ROLES} for c in kept if c["within"] is None]})
        s = scorer.score(articles, predictions)
        rows[threshold] = {k: round(100 * s[k]["F1"], 2) for k in ("full", "exact", "full_strict", "tok.content", "tok.source", "tok.cue")}
    return rows


def load_scorer(shared):
    sys.path.insert(0, os.path.join(shared, "..", "tools"))
    import score_statements
    return score_statements


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--splice", type=float, default=0.12)
    parser.add_argument("--init", help="weights to go on from, with a fresh optimizer")
    parser.add_argument("--average", type=float, default=0.0, help="decay of the running average of the weights that is kept as the result")
    parser.add_argument("--limit", type=int, default=0, help="articles, for a trial")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer()
    scorer = load_scorer(args.data)
    train = data.load(os.path.join(args.data, "attribution/polnear_train.jsonl"))
    dev = data.load(os.path.join(args.data, "attribution/polnear_dev.jsonl"))
    if args.limit:
        train, dev = train[:args.limit], dev[:max(4, args.limit // 10)]
    speaking, silent = data.donors(train)
    model = Reader()
    model.encoder.load_base()
    if args.init:
        model.load_state_dict(torch.load(args.init, weights_only=False)["model"])
    model.encoder.word.weight.requires_grad_(False)
    encoder = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": args.rate}, {"params": heads, "lr": args.head_rate}], weight_decay=0.01)
    checkpoint = os.path.join(args.out, "checkpoint.pt")
    step = epoch_start = 0
    count = len(data.epoch_examples(train, speaking, silent, tokenizer, 0, args.splice)) // 8 + 1
    total = count * args.epochs
    schedule = lambda s: min(1.0, (s + 1) / (0.06 * total), max(0.01, (total - s) / (0.94 * total)))
    log = open(os.path.join(args.out, "log.jsonl"), "a")
    if os.path.exists(checkpoint):
        saved = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(saved["model"]), optimizer.load_state_dict(saved["optimizer"])
        step, epoch_start = saved["step"], saved["epoch"]
        torch.set_rng_state(saved["rng"])
    average = copy.deepcopy(model).eval() if args.average else model
    if args.average and os.path.exists(checkpoint):
        average.load_state_dict(saved["average"])
    model.train()
    start = time.time()
    for epoch in range(epoch_start, args.epochs):
        rows = data.epoch_examples(train, speaking, silent, tokenizer, args.seed * 1000 + epoch, args.splice)
        rng = random.Random(epoch)
        buckets = [sorted(rows[i:i + 256], key=lambda e: len(e.ids)) for i in range(0, len(rows), 256)]
        batches = [b[i:i + 8] for b in buckets for i in range(0, len(b), 8)]
        rng.shuffle(batches)
        sums, seen = [0.0, 0.0], 0
        for group in batches:
            for g, base in zip(optimizer.param_groups, (args.rate, args.head_rate)):
                g["lr"] = base * schedule(step)
            a, b = loss_of(model, collate(group))
            (a + b).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            if args.average:
                with torch.no_grad():
                    for kept, now in zip(average.parameters(), model.parameters()):
                        if now.requires_grad:
                            kept.lerp_(now, 1 - args.average)
            sums[0] += a.item(); sums[1] += b.item(); seen += 1
            if step % 100 == 0:
                print(f"step {step}/{total} cue {sums[0]/seen:.4f} role {sums[1]/seen:.4f} {time.time()-start:.0f}s", flush=True)
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "epoch": epoch + 1,
                    "rng": torch.get_rng_state(), "average": average.state_dict()}, checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)
        row = {"epoch": epoch + 1, "seconds": round(time.time() - start), "cue": sums[0] / seen, "role": sums[1] / seen,
               "dev": evaluate(average, dev, tokenizer, scorer)}
        print(json.dumps(row), flush=True)
        log.write(json.dumps(row) + "\n"); log.flush()


if __name__ == "__main__":
    main()

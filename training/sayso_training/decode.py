"""From head outputs to statements: thresholds, Viterbi, nesting. The Rust crate `read-statements` does the same."""
import numpy as np
import torch

from .model import BC, BQ, BS, IMPOSSIBLE
from .pieces import CLS, SEP, make_pieces, make_windows


def enter(flags, label):
    """Flags after `label`: bit 0 source seen, bit 1 content seen; None where a second source would begin."""
    if label == BS:
        return None if flags & 1 else flags | 1
    return flags | 2 if label == BC else flags


def product_transitions(trans):
    big = np.full((28, 28), IMPOSSIBLE * 10, dtype=np.float32)
    for f in range(4):
        for a in range(7):
            for b in range(7):
                g = enter(f, b)
                if g is not None:
                    big[f * 7 + a, g * 7 + b] = trans[a, b]
    return big


def viterbi(emissions, trans, lengths):
    """emissions [N,T,7] -> labels [N,T], scores [N]: at most one source, one cue, at least one content."""
    n, t, _ = emissions.shape
    big = product_transitions(trans)
    tiled = np.concatenate([emissions] * 4, axis=2)
    score = np.full((n, 28), IMPOSSIBLE * 10, dtype=np.float32)
    for label in (0, BS, BQ, BC):
        score[:, enter(0, label) * 7 + label] = emissions[:, 0, label]
    back = np.zeros((n, t, 28), dtype=np.int8)
    for i in range(1, t):
        candidates = score[:, :, None] + big[None]
        best = candidates.argmax(1)
        step = np.take_along_axis(candidates, best[:, None], 1)[:, 0] + tiled[:, i]
        live = (i < lengths)[:, None]
        score = np.where(live, step, score)
        back[:, i] = np.where(live, best, np.arange(28)[None])
    score[:, :14] = IMPOSSIBLE * 20
    state = score.argmax(1)
    top = score.max(1)
    labels = np.zeros((n, t), dtype=np.int8)
    for i in range(t - 1, -1, -1):
        labels[:, i] = state % 7
        state = np.take_along_axis(back[:, i], state[:, None], 1)[:, 0]
    return labels, top


def spans_of(labels, begin, window, pieces):
    out = []
    for i, x in enumerate(labels):
        k = window.first + i - 1
        if x == begin:
            out.append([pieces.start[k], pieces.end[k]])
        elif x == begin + 1 and out:
            out[-1][1] = pieces.end[k]
    return out


@torch.no_grad()
def read(model, tokenizer, text, threshold=0.3, batch=8):
    """Every candidate statement of a text above `threshold`, before nesting is resolved."""
    pieces = make_pieces(text, tokenizer)
    windows = make_windows(pieces)
    out = []
    for at in range(0, len(windows), batch):
        group = windows[at:at + batch]
        ids, features, paragraphs, mask = collate_windows(pieces, group)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=read.bf16):
            x = model.encoder(ids, features, mask)
        p = torch.softmax(model.cue(x), -1).numpy()
        picks = []
        for b, w in enumerate(group):
            for k in range(w.core_first, w.core_last):
                i = k - w.first + 1
                if p[b, i, 1] + p[b, i, 2] >= threshold:
                    picks.append((b, i))
        if not picks:
            continue
        win, cue = torch.tensor([b for b, _ in picks]), torch.tensor([i for _, i in picks])
        e = model.emissions(x, win, cue, paragraphs)
        partition = model.log_partition(e, mask[win]).numpy()
        lengths = mask[win].sum(1).numpy()
        labels, scores = viterbi(e.numpy(), model.transitions().numpy(), lengths)
        for (b, i), row, score, z, n in zip(picks, labels, scores, partition, lengths):
            row = row[:n].copy()
            row[0] = row[-1] = 0
            w = group[b]
            out.append({"source": spans_of(row, BS, w, pieces), "cue": spans_of(row, BQ, w, pieces),
                        "content": spans_of(row, BC, w, pieces), "outer": float(p[b, i, 1]), "inner": float(p[b, i, 2]),
                        "path": float(np.exp(min(0.0, score - z)))})
    return out


read.bf16 = True


def collate_windows(pieces, group):
    t = max(w.last - w.first for w in group) + 2
    ids = torch.zeros(len(group), t, dtype=torch.long)
    features, paragraphs = torch.zeros_like(ids), torch.zeros_like(ids)
    mask = torch.zeros(len(group), t, dtype=torch.bool)
    for b, w in enumerate(group):
        n = w.last - w.first + 2
        ids[b, :n] = torch.tensor([CLS] + pieces.ids[w.first:w.last] + [SEP])
        features[b, 1:n - 1] = torch.tensor(pieces.feature[w.first:w.last])
        paragraphs[b, 0] = pieces.paragraph[w.first]
        paragraphs[b, 1:n - 1] = torch.tensor(pieces.paragraph[w.first:w.last])
        paragraphs[b, n - 1:] = pieces.paragraph[w.last - 1]
        mask[b, :n] = True
    return ids, features, paragraphs, mask


def covers(outer, spans):
    return all(any(s <= p and q <= e for s, e in outer) for p, q in spans)


def overlap(a, b):
    return sum(max(0, min(e, q) - max(s, p)) for s, e in a for p, q in b)


def length(spans):
    return sum(e - s for s, e in spans)


def resolve(candidates, outer_threshold=0.5, inner_threshold=0.5):
    """Keeps a set in which every two statements are apart or one lies within the other's content.

    Strongest first; a weaker one that shares content with a stronger one without standing in it goes.
    """
    kept = []
    ranked = sorted(candidates, key=lambda c: (-(c["outer"] + c["inner"]), c["cue"][0][0]))
    for c in ranked:
        if not c["content"]:
            continue
        c["parents"] = []
        ok = True
        for k in kept:
            inside = covers(k["content"], c["cue"])
            around = covers(c["content"], k["cue"])
            shared = overlap(c["content"], k["content"])
            if inside and around:
                ok = False
            elif not inside and not around and shared * 2 > min(length(c["content"]), length(k["content"])):
                ok = False
        if ok:
            kept.append(c)
    kept.sort(key=lambda c: (c["content"][0][0], -c["content"][-1][1]))
    for c in kept:
        holders = [k for k in kept if k is not c and covers(k["content"], c["cue"])]
        c["within"] = min(holders, key=lambda k: length(k["content"])) if holders else None
    out = [c for c in kept if c["outer"] + c["inner"] >= (inner_threshold if c["within"] else outer_threshold)]
    for c in out:
        while c["within"] is not None and not any(c["within"] is k for k in out):
            c["within"] = c["within"]["within"]
    return out

"""PolNeAR articles as training windows: nesting by splicing, other quotation marks, partial labels."""
import bisect
import json
import random
import re
from dataclasses import dataclass

from .pieces import CLS, SEP, make_pieces, make_windows

ROLES = ("source", "cue", "content")
NONE, OUTER, INNER, IGNORE, NOT_OUTER = 0, 1, 2, -1, -2


def load(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def shift(article, at, old_length, new):
    """Replaces text[at:at+old_length]; offsets after it move. No span may lie inside or across it,
    but spans may hold it or end with it."""
    d = len(new) - old_length
    text = article["text"]
    article["text"] = text[:at] + new + text[at + old_length:]
    move = lambda spans: [[s + d if s >= at + old_length else s, e + d if e >= at + old_length else e] for s, e in spans]
    for a in article["attributions"]:
        for role in ROLES:
            a[role] = move(a[role])
    for key in ("discard", "spliced"):
        article[key] = move(article.get(key, []))
    if article.get("names"):
        kept = [n for n in article["names"] if n[1] <= at or n[0] >= at + old_length]
        article["names"] = [[*place, n[2]] for place, n in zip(move([n[:2] for n in kept]), kept)]


SENTENCE = re.compile(r"[^\n]+?[.?!][\u201d\"']*(?=\s|$)")


def donors(articles):
    """Whole sentences whose attributions all lie within them, without their full stop."""
    out = []
    for article in articles:
        spans = [(min(s for r in ROLES for s, _ in a[r]), max(e for r in ROLES for _, e in a[r]), a)
                 for a in article["attributions"]]
        for m in SENTENCE.finditer(article["text"]):
            s, e = m.span()
            while s < e and article["text"][s].isspace():
                s += 1
            if not 30 <= e - s <= 320:
                continue
            touching = [x for x in spans if x[0] < e and x[1] > s]
            if any(x[0] < s or x[1] > e for x in touching):
                continue
            stop = e - 1 if article["text"][e - 1] == "." else e
            if any(x[1] > stop for x in touching):
                continue
            out.append((article["text"][s:stop], [{r: [[p - s, q - s] for p, q in a[r]] for r in ROLES} for _, _, a in touching]))
    return [d for d in out if d[1]], [d for d in out if not d[1]]


def copy(article):
    return {"text": article["text"], "discard": [list(x) for x in article.get("discard", [])], "spliced": [], "names": article.get("names"),
            "attributions": [{**{r: [list(x) for x in a[r]] for r in ROLES}, "level": a.get("level", OUTER)}
                             for a in article["attributions"]]}


def splice(article, speaking, silent, rng, rate):
    """Puts a sentence of another article in the place of an indirect content, its statements as inner ones."""
    hosts = [a for a in article["attributions"] if len(a["content"]) == 1 and rng.random() < rate]
    for host in hosts:
        s, e = host["content"][0]
        words = article["text"][s:e]
        if "\n" in words or len(words.split()) < 5 or words[0] in "\"'\u201c\u2018`" or any(
                b is not host and any(p < e and q > s for r in ROLES for p, q in b[r]) for b in article["attributions"]):
            continue
        sentence, statements = rng.choice(speaking if rng.random() < 0.75 else silent)
        lead = "that " if words.startswith("that ") else ""
        if not words[0].isupper() and sentence[0].isupper() and sentence[1:2].islower() and rng.random() < 0.6:
            sentence = sentence[0].lower() + sentence[1:]
        shift(article, s, e - s, lead + sentence)
        base = s + len(lead)
        article["spliced"].append([s, base + len(sentence)])
        for a in statements:
            article["attributions"].append({**{r: [[p + base, q + base] for p, q in a[r]] for r in ROLES}, "level": INNER})


def same_length_marks(article, rng):
    """Swaps quotation marks for another style of the same length (offsets stay)."""
    r = rng.random()
    if r < 0.6:
        return
    text = article["text"]
    if r < 0.8:
        text = text.replace("\u201c", '"').replace("\u201d", '"')
    else:
        out, inside = [], False
        for c in text:
            if c == "\n":
                inside = False
            if c == '"':
                inside = not inside
                c = "\u201c" if inside else "\u201d"
            out.append(c)
        text = "".join(out)
    if rng.random() < 0.5:
        text = text.replace("\u2019", "'").replace("\u2018", "'")
    article["text"] = text


def drop_title(article):
    at = article["text"].find("\n")
    if at < 0:
        return
    cut = at + 1
    while cut < len(article["text"]) and article["text"][cut].isspace():
        cut += 1
    article["attributions"] = [a for a in article["attributions"] if all(s >= cut for r in ROLES for s, _ in a[r])]
    article["discard"] = [x for x in article["discard"] if x[0] >= cut]
    shift(article, 0, cut, "")


@dataclass
class Example:
    ids: list
    features: list
    paragraphs: list
    cues: list          # target of the cue head, IGNORE outside the core
    statements: list    # (cue position, labels) in window positions
    names: list = None  # name labels of the core, or None where they are not known


def label_pieces(article, pieces):
    n = len(pieces)
    targets = [NONE] * n

    first_at = lambda c: bisect.bisect_left(pieces.start, c)

    def fill(spans, value):
        for s, e in spans:
            for k in range(first_at(s), first_at(e)):
                targets[k] = value
    outer = [a for a in article["attributions"] if a["level"] == OUTER]
    inner = [a for a in article["attributions"] if a["level"] == INNER]
    for a in outer:
        fill(a["content"], NOT_OUTER)
    fill(article["spliced"], NONE)
    for a in inner:
        fill(a["content"], NOT_OUTER)
    fill(article["discard"], IGNORE)
    statements = {}
    for level, group in ((OUTER, outer), (INNER, inner)):
        for a in group:
            k = first_at(a["cue"][0][0])
            if k >= n or pieces.start[k] >= a["cue"][-1][1]:
                continue
            targets[k] = level
            statements[k] = a
    return targets, statements


def examples(article, tokenizer, rng):
    from .mentions import article_names
    from .model import BC, BQ, BS, O
    pieces = make_pieces(article["text"], tokenizer)
    if not len(pieces):
        return []
    targets, statements = label_pieces(article, pieces)
    names = article_names(article, pieces) if article.get("names") else None
    out = []
    for w in make_windows(pieces, rng.randint(60, 200) if rng else None):
        cues = [targets[k] if w.core_first <= k < w.core_last else IGNORE for k in range(w.first, w.last)]
        rows = []
        for k, a in statements.items():
            if not w.core_first <= k < w.core_last or targets[k] < 1:
                continue
            labels = [O] * (w.last - w.first)
            for role, begin in (("content", BC), ("cue", BQ), ("source", BS)):
                spans = a[role] if role == "content" else a[role][:1]
                for s, e in spans:
                    p, q = bisect.bisect_left(pieces.start, s), bisect.bisect_left(pieces.start, e)
                    p, q = max(p, w.first), min(q, w.last)
                    for i in range(p, q):
                        labels[i - w.first] = begin if i == p else begin + 1
            if labels[k - w.first] != BQ:
                continue
            fix_broken(labels)
            if not any(x >= BC for x in labels):
                continue
            rows.append((k - w.first + 1, [O] + labels + [O]))
        out.append(Example([CLS] + pieces.ids[w.first:w.last] + [SEP],
                           [0] + pieces.feature[w.first:w.last] + [0],
                           [pieces.paragraph[w.first]] + pieces.paragraph[w.first:w.last] + [pieces.paragraph[w.last - 1]],
                           [IGNORE] + cues + [IGNORE], rows,
                           names and [IGNORE] + [names[k] if w.core_first <= k < w.core_last else IGNORE for k in range(w.first, w.last)] + [IGNORE]))
    return out


def fix_broken(labels):
    """An I- label after another role becomes B- (a role that another one interrupts)."""
    previous = 0
    for i, x in enumerate(labels):
        if x in (2, 4, 6) and previous not in (x, x - 1):
            labels[i] = x - 1 if x != 4 else 0
        previous = labels[i]


def epoch_examples(articles, speaking, silent, tokenizer, seed, rate=0.12):
    rng = random.Random(seed)
    out = []
    for original in articles:
        article = copy(original)
        if rng.random() < 0.15:
            drop_title(article)
        splice(article, speaking, silent, rng, rate)
        same_length_marks(article, rng)
        out.extend(examples(article, tokenizer, rng))
    rng.shuffle(out)
    return out

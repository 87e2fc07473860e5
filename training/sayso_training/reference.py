"""Reference outputs for the tests of the Rust crate `encoder`.

`python -m sayso_training.reference ../crates/encoder/tests/data` writes
tiny-f32.safetensors, tiny.safetensors   a random network of 32 numbers a piece, in floats and in bytes
tiny-judge.safetensors                   a random judge over the same words, in floats
tiny.json                                what they compute for an invented text
pieces.jsonl                             the real vocabulary's pieces and marks of nasty strings
"""
import json
import os
import sys

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from . import branch as branches
from . import decode, export, judge, mentions, model, pieces

TEXT = ("Mayor signs accord\n\nMayor Ada Ott said \u201cwe will SIGN it.\u201d\n"
        "\"It is late,\" she added. The council agreed. The council agreed. The council agreed. The council agreed.\n")
WORDS = ("[PAD] [UNK] [CLS] [SEP] . ! ? \" ' ) \u201d \u2019 \u201c , mayor sign ##s ac ##cord ada ott said we will it is late "
         "she add ##ed the council agree ##d o ##t").split()
NASTY = [
    "Gen. O\u2019Neil said: ``No.''", "na\u00efve caf\u00e9 \u00c5ngstr\u00f6m \u0130stanbul \u0391\u03b8\u03ae\u03bd\u03b1", "e\u0301tude n\u0303", "\u4e1c\u4eac news \u6771\u4eac\u3002",
    "soft\u00adhyphen zero\u200bwidth \ufeffmark \u00a0nbsp", "tab\tand\x0bvertical\x0cfeed\x85next", "$5.2bn (up 3%) #tag @name a_b c-d e\u2014f",
    "x" * 120 + " after", "\u0939\u093f\u0928\u094d\u0926\u0940 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea", "emoji \U0001f600 and flags \U0001f1eb\U0001f1f7!", "\ufb01ne \u2160\u2164 \u00bd \u2122 \u00df STRASSE \u1e9e",
    "control\x01char\x7f del", "McDonald iPhone USA U.S. NATO's A", "", " ", "\n\n", "one\r\ntwo\rthree\u2028four", "\u0e44\u0e17\u0e22 \uc11c\uc6b8 \u041c\u043e\u0441\u043a\u0432\u0430 \u0419\u043e\u0434",
    "\u2018single\u2019 \u201cdouble\u201d \u00abguillemets\u00bb \u201elow\u201d", "\ufffd replaced \ufffd\ufffd", "Dr\u017eava \u0141\u00f3d\u017a \u01c4 \u0149", "1,234.56 3rd 2016-09-12 10:30pm",
]


def byte_offsets(text):
    out = [0]
    for c in text:
        out.append(out[-1] + len(c.encode()))
    return out


def describe(text, tokenizer):
    p = pieces.make_pieces(text, tokenizer)
    at = byte_offsets(text)
    return p, {"text": text, "ids": p.ids, "spans": [[at[s], at[e]] for s, e in zip(p.start, p.end)],
               "marks": p.feature, "paragraphs": p.paragraph}


def tiny_model():
    model.HIDDEN, model.LAYERS, model.HEADS, model.INNER, model.ROLE, model.LINK = 64, 2, 2, 128, 32, 32
    model.VOCABULARY, model.POSITIONS = len(WORDS), 64
    export.LAYERS = 2
    torch.manual_seed(4)
    branches.SHARED, branches.FAST = 1, False
    made = [model.Reader(dropout=0.0), branches.Branch(dropout=0.0), judge.Judge(dropout=0.0)]
    for net in made:
        for p in net.parameters():
            if p.dim() > 1:
                torch.nn.init.normal_(p, std=0.3)
        net.eval()
    made[2].encoder.word = made[0].encoder.word
    return made


def best_labels(scores):
    """The best label row in which a run begins with its begin label; ties go to the lower label."""
    best, back = None, []
    for row in scores:
        now, before = [], []
        for label, score in enumerate(row):
            if best is None:
                start, k = (float("-inf"), label) if label and label % 2 == 0 else (0.0, 0)
            elif label and label % 2 == 0:
                k = max((label - 1, label), key=lambda i: best[i])
                start = best[k]
            else:
                k = max(range(len(best)), key=lambda i: best[i])
                start = best[k]
            now.append(start + score), before.append(k)
        best = now
        back.append(before)
    label, out = max(range(len(best)), key=lambda i: best[i]), []
    for before in reversed(back):
        out.append(label)
        label = before[label]
    return out[::-1]


def main():
    folder = sys.argv[1]
    real = pieces.load_tokenizer()
    with open(os.path.join(folder, "pieces.jsonl"), "w") as f:
        for text in NASTY:
            f.write(json.dumps(describe(text, real)[1]) + "\n")
    vocabulary = {w: i for i, w in enumerate(WORDS)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
    pieces.CLS, pieces.SEP = vocabulary["[CLS]"], vocabulary["[SEP]"]
    decode.CLS, decode.SEP = pieces.CLS, pieces.SEP
    pieces.SENTENCE_END = {vocabulary[w] for w in ".!?"}
    pieces.CLOSERS = {vocabulary[w] for w in ("\"", "'", ")", "\u201d", "\u2019")}
    pieces.MAX_PIECES, pieces.LEFT, pieces.RIGHT = 40, 6, 4
    pieces.UNIT = pieces.MAX_PIECES - 2 - pieces.LEFT - pieces.RIGHT
    net, branch, judged = tiny_model()
    p, row = describe(TEXT, tokenizer)
    windows = pieces.make_windows(p)
    row["windows"] = [[w.first, w.last, w.core_first, w.core_last] for w in windows]
    ids, features, paragraphs, mask = decode.collate_windows(p, windows[:1])
    with torch.no_grad():
        x = net.encoder(ids, features, mask)
        row["vectors"] = x[0].tolist()
        row["cues"] = torch.softmax(net.cue(x), -1)[0].tolist()
        row["chosen"] = 5
        b = branch(net.encoder(ids, features, mask, 1), mask)
        row["branched"] = b[0].tolist()
        row["names"] = [list(r) for r in mentions.runs(best_labels(branch.name(b)[0].tolist()))]
        row["relation"] = [3, 8 * mentions.CLASSES + 9, 2, 1, 3]
        features = torch.zeros(2, 2, 5, dtype=torch.long)
        features[1, 0] = torch.tensor(row["relation"])
        row["link"] = branch.link(b[0, [3, 7]], features)[1, 0].item()     # row 3 as the antecedent of row 7
        row["scores"] = net.scores(x, torch.tensor([0]), torch.tensor([5]), paragraphs)[0].tolist()
        row["events"] = torch.softmax(branch.event(b), -1)[0].tolist()
        row["evidence"] = branch.roles.emissions(b, torch.tensor([0]), torch.tensor([5]), paragraphs)[0].tolist()
        marked = torch.zeros(1, b.shape[1])
        marked[0, 5:9] = 1
        stance, act = branch.judge(b, torch.tensor([0]), torch.tensor([5]), marked)
        row["stance"], row["act"] = torch.softmax(stance, -1)[0].tolist(), torch.softmax(act, -1)[0].tolist()
        judge.CLS, judge.SEP, judge.FAST, judge.LONGEST = pieces.CLS, pieces.SEP, False, 32
        sentence, claim = "Mayor Ada Ott said it is late.", "the accord"
        row["sentence"], row["claim"] = sentence, claim
        for key, (i, m), task, n in (("place", judge.of_place(tokenizer, sentence, [6, 13]), 0, 3), ("judged", judge.of_claim(tokenizer, sentence, claim), 1, 4)):
            scores = judged(torch.tensor([i]), torch.tensor([m]), torch.ones(1, len(i), dtype=torch.bool), torch.tensor([task]))[0, :n]
            row[key] = torch.softmax(scores, -1).tolist()
    with open(os.path.join(folder, "tiny.json"), "w") as f:
        json.dump(row, f)
    words = "\n".join(WORDS).encode()
    for name, as_bytes in (("tiny-f32", False), ("tiny", True)):
        export.write(os.path.join(folder, name + ".safetensors"), net, branch, [0.5, 0.5, 0.0, 1.0], [0.5, 0.0, 1.0], name, as_bytes, words)
    export.write_judge(os.path.join(folder, "tiny-judge.safetensors"), judged, [1.0, 1.0], "tiny-judge", 32, as_bytes=False)


if __name__ == "__main__":
    main()

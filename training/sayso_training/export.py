"""Writes a checkpoint as the weight files that the program reads, and reference outputs for its tests.

`python -m sayso_training.export --data ../shared/data --checkpoint work/checkpoint.pt --out ../models`

models/reader.safetensors        bytes (int8, one scale a row): shipped
work/reader-f32.safetensors      floats, to measure what the bytes cost (`--float FILE`)
"""
import argparse
import json
import os
import zlib

import numpy as np
import torch
from safetensors.numpy import save

from . import pieces
from .branch import Branch
from .calibrate import calibrate
from .judge import Judge
from .model import IMPOSSIBLE, LAYERS, Reader
from .train import load_scorer


# Least chance of a position, and the share of right ones at raw scores of 0, 0.1, … 1 (`sayso eval` prints it anew).
POSITIONS = [0.2, 0.10, 0.18, 0.29, 0.39, 0.45, 0.53, 0.60, 0.70, 0.80, 0.88, 0.95]

# What the scores of links are multiplied by, beside what the program takes off for what does not fit (`read-actors`): with more epochs
# they have grown, their order stays.
LINKS = 0.6

# What the judge's scores are multiplied by, for places and for claims.
SHARPNESS = [1.0, 1.0]


def to_bytes(weight):
    """One scale a row, symmetric: value = scale * byte."""
    scale = np.maximum(np.abs(weight).max(1) / 127.0, 1e-12).astype(np.float32)
    return np.clip(np.rint(weight / scale[:, None]), -127, 127).astype(np.int8), scale


def numbers(module):
    return {k: v.detach().float().numpy() for k, v in module.state_dict().items()}


def linears(out, as_bytes):
    """Adds linear maps to `out`, as bytes or as floats."""
    def linear(name, weight, bias):
        if as_bytes:
            out[name + ".weight"], out[name + ".scale"] = to_bytes(weight)
        else:
            out[name + ".weight"] = weight
        if bias is not None:
            out[name + ".bias"] = bias
    return linear


def put_layer(out, name, w, p, linear):
    mixed = [w[p + n + ".weight"] for n in ("query", "key", "value")], [w[p + n + ".bias"] for n in ("query", "key", "value")]
    linear(f"{name}.mixed", np.concatenate(mixed[0]), np.concatenate(mixed[1]))
    for n in ("output", "up", "down"):
        linear(f"{name}.{n}", w[p + n + ".weight"], w[p + n + ".bias"])
    for n in ("norm1", "norm2"):
        out[f"{name}.{n}.weight"], out[f"{name}.{n}.bias"] = w[p + n + ".weight"], w[p + n + ".bias"]


def put_encoder(out, w, linear, longest):
    e = "encoder."
    out["position.weight"] = w[e + "position.weight"][:longest].copy()
    out["feature.weight"] = w[e + "feature.weight"]
    out["norm.weight"], out["norm.bias"] = w[e + "norm.weight"], w[e + "norm.bias"]
    for i in range(LAYERS):
        put_layer(out, f"layer.{i}", w, f"{e}layers.{i}.", linear)


def tensors_of(model, branch, as_bytes):
    w, b = numbers(model), numbers(branch)
    out = {}

    linear = linears(out, as_bytes)
    if as_bytes:
        out["word.weight"], out["word.scale"] = to_bytes(w["encoder.word.weight"])
    else:
        out["word.weight"] = w["encoder.word.weight"]
    put_encoder(out, w, linear, pieces.MAX_PIECES)
    put_layer(out, "branch.0", b, "layer.", linear)
    out["cue.weight"], out["cue.bias"] = w["cue.weight"], w["cue.bias"]
    linear("roles.piece", w["role_piece.weight"], None)
    for n, m in (("chosen", "role_cue"), ("label", "label")):
        out[f"roles.{n}.weight"], out[f"roles.{n}.bias"] = w[m + ".weight"], w[m + ".bias"]
    out["roles.distance.weight"], out["roles.paragraph.weight"] = w["distance.weight"], w["paragraph.weight"]
    out["roles.transition"] = np.where(model.allowed.numpy(), w["transition"], np.float32(IMPOSSIBLE)).astype(np.float32)
    out["roles.start"] = np.array([1, 1, 0, 1, 0, 1, 0], dtype=np.float32)
    for n in ("name", "mention", "link.anaphor", "link.score", "anchor", "judged", "stance", "act", "event"):
        out[n + ".weight"], out[n + ".bias"] = b[n + ".weight"], b[n + ".bias"]
    for n in ("link.antecedent", "link.left", "link.right", "link.match", "link.classes", "link.distance", "link.step", "link.quoting"):
        out[n + ".weight"] = b[n + ".weight"]
    linear("evidence.piece", b["roles.piece.weight"], None)
    for n in ("chosen", "label"):
        out[f"evidence.{n}.weight"], out[f"evidence.{n}.bias"] = b[f"roles.{n}.weight"], b[f"roles.{n}.bias"]
    out["evidence.distance.weight"], out["evidence.paragraph.weight"] = b["roles.distance.weight"], b["roles.paragraph.weight"]
    out["evidence.transition"] = np.where(branch.roles.allowed.numpy(), b["roles.transition"], np.float32(IMPOSSIBLE)).astype(np.float32)
    out["evidence.start"] = (branch.roles.start.numpy() == 0).astype(np.float32)
    return {k: np.ascontiguousarray(v) for k, v in out.items()}


def base_vocabulary():
    with open(os.path.join(pieces.base_model_dir(), "vocab.txt"), "rb") as f:
        return f.read()


def save_file(path, tensors, metadata):
    """A safetensors file that carries its own checksum."""
    blank = "00000000"
    file = save(tensors, {**metadata, "crc32": blank})
    header = int.from_bytes(file[:8], "little")
    checksum = f"{zlib.crc32(file[8 + header:]):08x}"
    head = file[:8 + header].replace(f'"crc32":"{blank}"'.encode(), f'"crc32":"{checksum}"'.encode())
    with open(path + ".new", "wb") as f:
        f.write(head + file[8 + header:])
    os.replace(path + ".new", path)
    print(path, len(file), "bytes, checksum", checksum)


def write(path, model, branch, calibration, positions, name, as_bytes, vocabulary):
    """`positions`: the least chance, and a table from scores to probabilities. `vocabulary`: one piece a line, UTF-8."""
    tensors = tensors_of(model, branch, as_bytes)
    tensors["calibration"] = np.array(calibration, dtype=np.float32)
    tensors["position.calibration"] = np.array(positions, dtype=np.float32)
    tensors["vocabulary"] = np.frombuffer(vocabulary, dtype=np.uint8)
    save_file(path, tensors, {"format": "sayso-reader/3", "name": name, "layers": str(LAYERS), "branch.layers": "1",
                              "branch.after": str(LAYERS - 1), "window.longest": str(pieces.MAX_PIECES),
                              "window.left": str(pieces.LEFT), "window.right": str(pieces.RIGHT)})


def write_judge(path, judge, sharpness, name, longest=160, as_bytes=True):
    """Without word vectors and vocabulary: both stayed as the base model has them, so the reader's serve."""
    w, out = numbers(judge), {}
    linear = linears(out, as_bytes)
    put_encoder(out, w, linear, longest)
    for n, m in (("hidden", "hidden"), ("place", "stance.0"), ("claim", "stance.1")):
        out[n + ".weight"], out[n + ".bias"] = w[m + ".weight"], w[m + ".bias"]
    out["sharpness"] = np.array(sharpness, dtype=np.float32)
    save_file(path, {k: np.ascontiguousarray(v) for k, v in out.items()},
              {"format": "sayso-judge/1", "name": name, "layers": str(LAYERS), "branch.layers": "0"})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--checkpoint", required=True, help="the reader of statements")
    parser.add_argument("--branch", required=True, help="what `branch.py` wrote")
    parser.add_argument("--out", required=True)
    parser.add_argument("--judge", required=True, help="what `judge.py` wrote")
    parser.add_argument("--float")
    parser.add_argument("--name", required=True)
    parser.add_argument("--outer", type=float, help="threshold of outer statements; chosen here when left out")
    args = parser.parse_args()
    model = Reader()
    saved = torch.load(args.checkpoint, weights_only=False)
    left = model.load_state_dict(saved.get("average", saved["model"]), strict=False)
    # Names, mentions and links are the branch's.
    assert not left.unexpected_keys and {key.split(".")[0] for key in left.missing_keys} <= {"name", "mention", "link"}, left
    model.eval()
    branch = Branch()
    branch.load_state_dict(torch.load(args.branch, weights_only=False)["branch"])
    with torch.no_grad():
        for weight in (branch.link.score.weight, branch.link.score.bias, branch.link.left.weight):
            weight *= LINKS
    calibration, report = calibrate(model, args.data, load_scorer(args.data), chosen=args.outer)
    print(json.dumps(report, indent=1))
    write(os.path.join(args.out, "reader.safetensors"), model, branch, calibration, POSITIONS, args.name, True, base_vocabulary())
    judge = Judge()
    judge.load_state_dict(torch.load(args.judge, weights_only=False)["model"])
    write_judge(os.path.join(args.out, "judge.safetensors"), judge, SHARPNESS, "judge-1")
    if args.float:
        write(args.float, model, branch, calibration, POSITIONS, args.name + "-f32", False, base_vocabulary())


if __name__ == "__main__":
    main()

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
from .calibrate import calibrate
from .model import IMPOSSIBLE, LAYERS, Reader
from .train import load_scorer


def to_bytes(weight):
    """One scale a row, symmetric: value = scale * byte."""
    scale = np.maximum(np.abs(weight).max(1) / 127.0, 1e-12).astype(np.float32)
    return np.clip(np.rint(weight / scale[:, None]), -127, 127).astype(np.int8), scale


def tensors_of(model, as_bytes):
    w = {k: v.detach().float().numpy() for k, v in model.state_dict().items()}
    out = {}

    def linear(name, weight, bias):
        if as_bytes:
            out[name + ".weight"], out[name + ".scale"] = to_bytes(weight)
        else:
            out[name + ".weight"] = weight
        if bias is not None:
            out[name + ".bias"] = bias
    e = "encoder."
    if as_bytes:
        out["word.weight"], out["word.scale"] = to_bytes(w[e + "word.weight"])
    else:
        out["word.weight"] = w[e + "word.weight"]
    out["position.weight"] = w[e + "position.weight"][:pieces.MAX_PIECES].copy()
    out["feature.weight"] = w[e + "feature.weight"]
    out["norm.weight"], out["norm.bias"] = w[e + "norm.weight"], w[e + "norm.bias"]
    for i in range(LAYERS):
        p = f"{e}layers.{i}."
        mixed = [w[p + n + ".weight"] for n in ("query", "key", "value")], [w[p + n + ".bias"] for n in ("query", "key", "value")]
        linear(f"layer.{i}.mixed", np.concatenate(mixed[0]), np.concatenate(mixed[1]))
        for n in ("output", "up", "down"):
            linear(f"layer.{i}.{n}", w[p + n + ".weight"], w[p + n + ".bias"])
        for n in ("norm1", "norm2"):
            out[f"layer.{i}.{n}.weight"], out[f"layer.{i}.{n}.bias"] = w[p + n + ".weight"], w[p + n + ".bias"]
    linear("role_piece", w["role_piece.weight"], None)
    for n in ("cue", "role_cue", "label", "name", "mention", "link.anaphor", "link.score"):
        out[n + ".weight"], out[n + ".bias"] = w[n + ".weight"], w[n + ".bias"]
    for n in ("link.antecedent", "link.left", "link.right", "link.match", "link.classes", "link.distance", "link.step", "link.quoting"):
        out[n + ".weight"] = w[n + ".weight"]
    out["distance.weight"], out["paragraph.weight"] = w["distance.weight"], w["paragraph.weight"]
    out["transition"] = np.where(model.allowed.numpy(), w["transition"], np.float32(IMPOSSIBLE)).astype(np.float32)
    out["start"] = np.array([1, 1, 0, 1, 0, 1, 0], dtype=np.float32)
    return {k: np.ascontiguousarray(v) for k, v in out.items()}


def base_vocabulary():
    with open(os.path.join(pieces.base_model_dir(), "vocab.txt"), "rb") as f:
        return f.read()


def write(path, model, calibration, name, as_bytes, vocabulary):
    """`vocabulary`: one piece a line, UTF-8."""
    tensors = tensors_of(model, as_bytes)
    tensors["calibration"] = np.array(calibration, dtype=np.float32)
    tensors["vocabulary"] = np.frombuffer(vocabulary, dtype=np.uint8)
    blank = "00000000"
    metadata = {"format": "sayso-reader/2", "name": name, "layers": str(LAYERS), "crc32": blank,
                "window.longest": str(pieces.MAX_PIECES), "window.left": str(pieces.LEFT), "window.right": str(pieces.RIGHT)}
    file = save(tensors, metadata)
    header = int.from_bytes(file[:8], "little")
    checksum = f"{zlib.crc32(file[8 + header:]):08x}"
    head = file[:8 + header].replace(f'"crc32":"{blank}"'.encode(), f'"crc32":"{checksum}"'.encode())
    with open(path + ".new", "wb") as f:
        f.write(head + file[8 + header:])
    os.replace(path + ".new", path)
    print(path, len(file), "bytes, checksum", checksum)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--float")
    parser.add_argument("--name", required=True)
    parser.add_argument("--outer", type=float, help="threshold of outer statements; chosen here when left out")
    args = parser.parse_args()
    model = Reader()
    saved = torch.load(args.checkpoint, weights_only=False)
    model.load_state_dict(saved.get("average", saved["model"]))
    model.eval()
    calibration, report = calibrate(model, args.data, load_scorer(args.data), chosen=args.outer)
    print(json.dumps(report, indent=1))
    write(os.path.join(args.out, "reader.safetensors"), model, calibration, args.name, True, base_vocabulary())
    if args.float:
        write(args.float, model, calibration, args.name + "-f32", False, base_vocabulary())


if __name__ == "__main__":
    main()

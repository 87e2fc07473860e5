"""The middle between two sets of weights: `python -m sayso_training.middle A B OUT` (A's model, B's running average where it has one)."""
import sys

import torch


def main():
    a, b = (torch.load(path, weights_only=False) for path in sys.argv[1:3])
    a, b = a["model"], b.get("average", b["model"])
    torch.save({"model": {k: (a[k] + b[k]) / 2 if a[k].is_floating_point() else a[k] for k in a}}, sys.argv[3])


if __name__ == "__main__":
    main()

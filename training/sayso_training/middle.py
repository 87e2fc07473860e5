"""The middle between two sets of weights: `python -m sayso_training.middle A B OUT` (A's model, B's running average)."""
import sys

import torch


def main():
    a, b = (torch.load(path, weights_only=False)[key] for path, key in zip(sys.argv[1:3], ("model", "average")))
    torch.save({"model": {k: (a[k] + b[k]) / 2 if a[k].is_floating_point() else a[k] for k in a}}, sys.argv[3])


if __name__ == "__main__":
    main()

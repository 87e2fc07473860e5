"""How far do two careful readers agree on positions?

`python -m sayso_training.readers ../crates/eval/gold/positions.jsonl ../crates/eval/gold/positions-second.jsonl`

The second is scored as a program would be (`crates/eval/src/positions.rs`): each position of the first takes the one whose evidence
covers half of its own, and no more than three times as much; right is one with the stance and the holder, too.
"""
import json
import re
import sys


def load(path):
    with open(path, encoding="utf-8") as lines:
        return {row["id"]: row["positions"] for row in map(json.loads, lines)}


def characters(spans):
    return {at for start, end in spans for at in range(start, end)}


def same_holder(a, b):
    words = lambda position: set(re.findall(r"\w+", position["holder"].lower()))
    return bool(words(a) & words(b)) or bool(characters(a["holder_words"]) & characters(b["holder_words"]))


def paired(first, second):
    """Pairs in their place, the best overlaps first; each position is in one at most."""
    fits = []
    for i, a in enumerate(first):
        for k, b in enumerate(second):
            ours, theirs = characters(a["evidence"]), characters(b["evidence"])
            shared = len(ours & theirs)
            if 2 * shared >= len(ours) and len(theirs) <= 3 * len(ours):
                fits.append((-shared / len(ours | theirs), i, k))
    taken_first, taken_second = set(), set()
    for _, i, k in sorted(fits):
        if i not in taken_first and k not in taken_second:
            taken_first.add(i)
            taken_second.add(k)
            yield first[i], second[k]


def main():
    first, second = load(sys.argv[1]), load(sys.argv[2])
    places = stances = right = 0
    for name, positions in first.items():
        for a, b in paired(positions, second[name]):
            places += 1
            stances += a["stance"] == b["stance"]
            right += a["stance"] == b["stance"] and same_holder(a, b)
    both = sum(map(len, first.values())) + sum(map(len, second.values()))
    print(f"{len(first)} articles, {both} positions: in their place F1 {200 * places / both:.1f}, stance the same in {100 * stances / places:.1f} % of these, all right F1 {200 * right / both:.1f}")


if __name__ == "__main__":
    main()

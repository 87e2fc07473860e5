#!/usr/bin/env python3
"""Pages a CPU-second and F1 of the page reader, beside trafilatura, in one run on one core.

    python3 -m venv VENV && VENV/bin/pip install trafilatura lxml_html_clean
    VENV/bin/python bench/pages.py [--data ../shared/data/extraction] [--copies 10]

Builds an archive out of the 85 development pages of the extraction benchmark (several copies of each, as a
crawler writes it: a response with its HTTP header a record, each packed by itself), has `pages` of this folder
read it, and gives the same pages to trafilatura, as characters, so that it neither unpacks nor decodes.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def record(url, page, copy):
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {url}{'#' + str(copy) if copy else ''}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def program():
    subprocess.run(["cargo", "build", "--release", "--bin", "pages"], cwd=HERE, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))
    return str(target / "release" / "pages")


def ours(command):
    """What the program prints, and the CPU seconds it took, those of the system included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return printed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=HERE / "../../shared/data/extraction")
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--only-ours", action="store_true")
    arguments = parser.parse_args()
    lines = [json.loads(line) for line in open(arguments.data / "aeb_dev.jsonl", encoding="utf-8")]
    pages = [gzip.open(arguments.data / line["html_file"]).read() for line in lines]
    pages_binary = program()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        plain, packed, gold, other = (Path(folder, name) for name in ("a.warc", "b.warc.gz", "gold.jsonl", "other.jsonl"))
        with open(plain, "wb") as one, open(packed, "wb") as two:
            for copy in range(arguments.copies):
                for line, page in zip(lines, pages):
                    written = record(line["url"], page, copy)
                    one.write(written)
                    two.write(gzip.compress(written, 6))
        with open(gold, "w") as out:
            for line in lines:
                out.write(json.dumps({"text": line["body"], "url": line["url"]}) + "\n")
        count = len(lines) * arguments.copies
        print(f"{count} pages, {sum(map(len, pages)) * arguments.copies / 1e6:.0f} MB of HTML")
        rates = {}
        for name, path in (("plain archive", plain), ("packed archive", packed)):
            printed, seconds = min((ours([pages_binary, "count", str(path)]) for _ in range(3)), key=lambda run: run[1])
            assert int(printed[0]) == count and printed[1] == "0", printed
            rates[name] = count / seconds
            print(f"sayso, {name}: {seconds:.3f} CPU-seconds, {rates[name]:.0f} pages a CPU-second")
        found, precision, recall, f1 = ours([pages_binary, "score", str(packed), str(gold)])[0]
        print(f"sayso: precision {precision}, recall {recall}, F1 {f1} on {found} pages")
        if arguments.only_ours:
            return
        import trafilatura

        print(f"trafilatura {trafilatura.__version__}, Python {sys.version.split()[0]}")
        texts = [page.decode("utf-8", "replace") for page in pages]
        for name, options in (("default", {}), ("fast", {"fast": True}), ("as the benchmark sets it", {"include_comments": False})):
            trafilatura.extract(texts[0], **options)
            start = time.process_time()
            bodies = [trafilatura.extract(text, **options) or "" for text in texts]
            seconds = time.process_time() - start
            rate = len(texts) / seconds
            with open(other, "w") as out:
                for line, body in zip(lines, bodies):
                    out.write(json.dumps({"text": body, "url": line["url"]}) + "\n")
            _, precision, recall, f1 = ours([pages_binary, "score", str(other), str(gold)])[0]
            print(
                f"trafilatura, {name}: {rate:.1f} pages a CPU-second, sayso is {rates['packed archive'] / rate:.1f} times as fast; "
                f"precision {precision}, recall {recall}, F1 {f1}"
            )


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""How long do the pages of `sayso serve` take over a large library, when many look at them at once?

    cargo build --release -p sayso
    python3 bench/serve.py target/release/sayso big.db [--rate 50] [--seconds 60] [--cold] [--seed 1]

Follows links from the first page, until of every kind of page so many addresses are known that the answers which the server
keeps do not answer for it; words to search for are taken out of what was read on the way. Then starts the server anew and sends
requests at a steady rate, all kinds alike, over connections that stay open. Nobody waits for an answer before the next one is
due, and each is timed from the moment when it was due: a server that stalls is not spared those who queue behind it. This
program runs on the same machine, so what it takes is in the times.

Prints milliseconds for each kind of page, the processor time, and the server's peak of memory. Exits with 1 if anything was
answered otherwise than by 200. A library in a file is read once before, so that it lies in the memory of the operating system,
as on a machine that serves it; with --cold it is left where it is, and what is measured is the disk.
"""
import argparse
import html.parser
import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from urllib.parse import parse_qs, quote, urldefrag, urljoin, urlsplit

# Addresses that people type rather than follow: the page, the filter, and the kind of words it takes.
TYPED = [("/search", "words", "word"), ("/compare", "issue", "phrase")]
DOCUMENTS = (".json", ".csv", ".svg", ".graphml", ".html")
# What issue 6 asks for, in milliseconds and megabytes.
SLOW, LARGE = 150, 300


class Server:
    """A running `sayso serve`."""

    def __init__(self, sayso, library):
        command = [sayso, "serve", "--library", library, "--bind", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = next((line for line in self.process.stdout if line.startswith("listening on ")), None)
        if line is None:
            sys.exit(f"{' '.join(command)} ends without telling where it listens")
        self.root = line.split()[2].rstrip("/") + "/"
        self.host = urlsplit(self.root).netloc

    def memory(self, name):
        """A line of /proc/PID/status, in megabytes."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1000 * 1.024 for line in status if line.startswith(name))

    def processor_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


class Reading(html.parser.HTMLParser):
    """The links of a page, and its words."""

    def __init__(self, page):
        super().__init__()
        self.links, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.links += [value for name, value in attributes if name == "href" and value]

    def handle_data(self, data):
        self.words += re.findall(r"[^\W\d_]{4,}", data)


def warm(library):
    """Reads a file, so that the operating system holds it in memory."""
    if os.path.isfile(library):
        began = time.time()
        with open(library, "rb") as file:
            while file.read(1 << 24):
                pass
        print(f"{os.path.getsize(library) / 1e9:.2f} GB read in {time.time() - began:.0f} s", flush=True)


def get(connection, target):
    connection.request("GET", target, headers={"Accept-Encoding": "gzip", "Accept": "text/html"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def sample(server, rng, wanted, visits):
    """Addresses by kind of page, at most `wanted` of each."""
    known = {"/": {"/"}}
    ahead, seen, words = {"/": ["/"]}, set(), set()
    for _ in range(visits):
        # The kind that was seen least, so that frequent links do not crowd out the rest.
        kinds = [kind for kind, targets in ahead.items() if targets]
        if not kinds:
            break
        kind = min(kinds, key=lambda kind: (sum(urlsplit(t).path == kind for t in seen), kind))
        target = ahead[kind].pop(rng.randrange(len(ahead[kind])))
        seen.add(target)
        connection = http.client.HTTPConnection(server.host, timeout=300)
        connection.request("GET", target)
        answer = connection.getresponse()
        page = answer.read().decode("utf-8", "replace")
        connection.close()
        if answer.status != 200:
            print(f"{answer.status} at {target}", file=sys.stderr)
            continue
        reading = Reading(page)
        words.update(reading.words)
        for link in reading.links:
            url = urldefrag(urljoin(server.root, link)).url
            if not url.startswith(server.root) or urlsplit(url).path.endswith(DOCUMENTS):
                continue
            there, target = urlsplit(url).path, url[len(server.root) - 1 :]
            if target not in known.setdefault(there, set()):
                known[there].add(target)
                ahead.setdefault(there, []).append(target)
    words = sorted(words)
    labels = sorted({label for target in known.get("/issue", ()) for label in parse_qs(urlsplit(target).query).get("found", ())})
    for path, name, kind in TYPED:
        # Every other phrase names an issue in words that nobody has used yet.
        about = lambda: rng.choice(labels) if kind == "phrase" and labels and rng.random() < 0.5 else rng.choice(words)
        take = lambda: about() if kind == "word" else f"{about()} {rng.choice(words)}"
        typed = {f"{path}?{name}={quote(take())}" for _ in range(wanted)} if words else set()
        known[f"{path}?{name}="] = typed
    return {kind: rng.sample(sorted(targets), min(wanted, len(targets))) for kind, targets in sorted(known.items()) if targets}


def ask_all(server, due, connections):
    """Sends each (moment, kind, target) when it is due; gives (kind, target, status, seconds since it was due, bytes)."""
    answers, lock, todo = [], threading.Lock(), iter(due)

    def ask():
        connection = http.client.HTTPConnection(server.host, timeout=60)
        while True:
            with lock:
                moment, kind, target = next(todo, (None, None, None))
            if target is None:
                return connection.close()
            time.sleep(max(0.0, moment - time.perf_counter()))
            try:
                status, body = get(connection, target)
            except (OSError, http.client.HTTPException) as error:
                status, body = type(error).__name__, b""
                connection.close()
            with lock:
                answers.append((kind, target, status, time.perf_counter() - moment, len(body)))

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def percentile(values, share):
    """The smallest value that at least `share` of all do not exceed."""
    values = sorted(values)
    return values[max(0, -(-len(values) * share // 100) - 1)]


def line(name, answers):
    times = [seconds * 1000 for _, _, _, seconds, _ in answers]
    size = percentile([size for *_, size in answers], 50) / 1000
    figures = [percentile(times, share) for share in (50, 95, 99)] + [max(times)]
    mark = "  over" if figures[1] >= SLOW else ""
    return f"{name:<20}{len(times):>7}" + "".join(f"{figure:>9.1f}" for figure in figures) + f"{size:>9.1f}{mark}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sayso")
    parser.add_argument("library")
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--visits", type=int, default=300, help="pages that are read in search of addresses")
    parser.add_argument("--cold", action="store_true", help="do not read the library's file before")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    count = round(arguments.rate * arguments.seconds)

    if not arguments.cold:
        warm(arguments.library)
    server = Server(arguments.sayso, arguments.library)
    began = time.time()
    kinds = sample(server, rng, count, arguments.visits)
    server.stop()
    told = ", ".join(f"{kind} {len(targets)}" for kind, targets in kinds.items())
    print(f"addresses found in {time.time() - began:.0f} s: {told}", flush=True)

    # Each kind as often as the others, each address of it as often as the others of its kind.
    order = [list(kinds)[number % len(kinds)] for number in range(count)]
    rng.shuffle(order)
    turns = {kind: iter(targets * (count // len(targets) + 1)) for kind, targets in kinds.items()}
    server = Server(arguments.sayso, arguments.library)
    start = time.perf_counter() + 1.0
    due = [(start + number / arguments.rate, kind, next(turns[kind])) for number, kind in enumerate(order)]
    answers = ask_all(server, due, arguments.connections)
    took = time.perf_counter() - start
    peak, own, processor = server.memory("VmHWM"), server.memory("RssAnon"), server.processor_seconds()
    ended = server.stop()

    print(f"{'ms, since due':<20}{'count':>7}" + "".join(f"{name:>9}" for name in ("p50", "p95", "p99", "max", "kB")))
    for kind in kinds:
        print(line(kind, [answer for answer in answers if answer[0] == kind]))
    print(line("all", answers))
    print(f"{count} requests in {took:.1f} s, {arguments.rate:g} a second asked; {processor:.1f} s of processor time")
    over = "  over" if peak >= LARGE else ""
    print(f"memory: {peak:.0f} MB at its peak, of which at the end {own:.0f} MB its own (the rest is files){over}")
    wrong = [answer for answer in answers if answer[2] != 200]
    for kind, target, status, *_ in wrong[:20]:
        print(f"{status} at {target}", file=sys.stderr)
    print(f"{len(wrong)} not answered by 200; the server ended with {ended}")
    return 1 if wrong or ended != 0 else 0


if __name__ == "__main__":
    sys.exit(main())

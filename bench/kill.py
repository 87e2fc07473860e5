#!/usr/bin/env python3
"""Kills `sayso ingest` at random moments and looks whether anything was lost.

    cargo build --release -p sayso
    cargo run --release -p sayso-eval --example library -- 3000 > work/readings.jsonl
    python3 bench/kill.py target/release/sayso work/readings.jsonl 200

After each SIGKILL the library has to open, to be sound, and to hold every article that was reported as stored, once. When all
articles are in, `sayso verify` has to find no fault, and a new library is begun. Prints one line at the end; exits with 1 if anything was lost,
doubled or unreadable.
"""
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time


def ingest(sayso, library, readings, wait):
    """Runs until it ends, or for `wait` seconds; the ids that it reported, and whether it ended."""
    command = [sayso, "ingest", "--readings", "--quiet", "--format", "jsonl", "--library", library, readings]
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out)
        try:
            process.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        out.seek(0)
        lines = out.read().split("\n")
    # A line that was cut off reports nothing.
    reported = [json.loads(line) for line in lines[:-1]]
    return {line["id"] for line in reported}, process.returncode == 0


def stored(library):
    if not os.path.exists(library):
        return []
    connection = sqlite3.connect(library)
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if sound != "ok":
            raise sqlite3.DatabaseError(sound)
        has = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'articles'").fetchone()[0]
        return [row[0] for row in connection.execute("SELECT name FROM articles")] if has else []
    finally:
        connection.close()


def main():
    sayso, readings, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    rng = random.Random(seed)
    total = sum(1 for _ in open(readings))
    kills = lost = doubled = unreadable = rounds = 0
    began = time.time()
    with tempfile.TemporaryDirectory() as folder:
        while kills < wanted:
            rounds += 1
            library, reported, ended = os.path.join(folder, f"{rounds}.db"), set(), False
            while not ended:
                wait = rng.uniform(0.0, 1.0) if kills < wanted else None
                more, ended = ingest(sayso, library, readings, wait)
                kills += not ended
                reported |= more
                try:
                    names = stored(library)
                except sqlite3.DatabaseError as error:
                    unreadable += 1
                    print(f"kill {kills}: {error}", file=sys.stderr)
                    break
                lost += len(reported - set(names))
                doubled += len(names) - len(set(names))
            lost += total - len(names)
            unreadable += subprocess.run([sayso, "verify", "--quiet", "--library", library], stdout=subprocess.DEVNULL).returncode != 0
            os.remove(library)
    print(f"{kills} kills in {rounds} libraries of {total} articles, {time.time() - began:.0f} s: {lost} lost, {doubled} doubled, {unreadable} unreadable")
    return 1 if lost or doubled or unreadable else 0


if __name__ == "__main__":
    sys.exit(main())

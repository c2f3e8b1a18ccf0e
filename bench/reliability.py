"""How far the confidence of a claim is the chance that it is right.

    python3 bench/reliability.py --gold GOLD --sitrep ./sitrep > bench/reliability.tsv

GOLD is the folder with the gold data and the scorer. The sentences of plover_gsr
and plv bear one coded event each, those of cameo_penta a quad class. A claim that
something happened counts as right when its type (its quad class) is one that the
gold accepts for the sentence. Sentences tell more than the one event that was
coded, so the shares are a little too low.
"""

import argparse
import json
import pathlib
import subprocess
import sys

WIDTH = 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", required=True, type=pathlib.Path)
    parser.add_argument("--sitrep", required=True)
    options = parser.parse_args()
    sys.path.insert(0, str(options.gold))
    from scoring import claims, events
    print("# Reliability of `confidence` on the dev sentences, which were looked at while the rules were made, so optimistic.")
    print("# ece: mean distance of the two, weighted by the number of claims.")
    print("# Made by: python3 bench/reliability.py --gold GOLD --sitrep ./sitrep > bench/reliability.tsv")
    print("data\tconfidence\tclaims\tmean confidence\tright")
    for name in ("plover_gsr", "plv", "cameo_penta"):
        pairs = list(judged(options, name, claims, events))
        gap = 0.0
        for low in range(2, 9):
            inside = [(p, ok) for p, ok in pairs if low * WIDTH <= p + 1e-9 < (low + 1) * WIDTH]
            if not inside:
                continue
            mean = sum(p for p, _ in inside) / len(inside)
            right = sum(ok for _, ok in inside) / len(inside)
            gap += abs(mean - right) * len(inside) / len(pairs)
            print(f"{name}\t{low * WIDTH:.1f}-{(low + 1) * WIDTH:.1f}\t{len(inside)}\t{mean:.2f}\t{right:.2f}")
        print(f"{name}\tece\t{len(pairs)}\t\t{gap:.3f}")


def judged(options, name, claims, events):
    """Confidence of each claim that something happened, and whether the gold has its type."""
    lines = (options.gold / "events" / f"{name}_dev.jsonl").read_text().splitlines()
    records = {r["id"]: r for r in map(json.loads, lines)}
    texts = "".join(json.dumps({"id": i, "text": r["text"]}) + "\n" for i, r in records.items())
    run = subprocess.run([options.sitrep, "code", "-"], input=texts, capture_output=True, text=True, check=True)
    for claim in map(json.loads, run.stdout.splitlines()):
        record = records[claim["report"]["id"]]
        if not claims.is_event(claim) or claim["background"]:
            continue
        if name != "cameo_penta":
            yield claim["confidence"], any(claim["type"] in events.accepted(e) for e in record["events"])
        else:
            yield claim["confidence"], events.read_quad(claim, record["quad"]) == record["quad"]


if __name__ == "__main__":
    sys.exit(main())

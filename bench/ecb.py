#!/usr/bin/env python3
"""Measures the grouping of reports into stories on ECB+ (bench/README.md says where it is from).

    python3 bench/ecb.py ./sitrep ecbplus_dev.jsonl

B-cubed precision, recall and F1 over documents, against the clusters of the file
(66 events in 33 topics, two of a kind in each topic).
"""

import collections
import json
import subprocess
import sys

binary, path = sys.argv[1:]
documents = [json.loads(line) for line in open(path, encoding="utf8")]
lines = "".join(json.dumps({"id": d["id"], "text": d["text"]}) + "\n" for d in documents)
answer = subprocess.run([binary, "brief", "--quiet", "--format", "json", "-"], input=lines, capture_output=True, text=True, check=True)
found = {}
for story in json.loads(answer.stdout)["stories"]:
    for report in story["reports"]:
        found[report] = story["id"]
gold, got = collections.defaultdict(set), collections.defaultdict(set)
for d in documents:
    gold[d["cluster"]].add(d["id"])
    got[found[d["id"]]].add(d["id"])
precision = recall = 0
for d in documents:
    both = len(gold[d["cluster"]] & got[found[d["id"]]])
    precision += both / len(got[found[d["id"]]]) / len(documents)
    recall += both / len(gold[d["cluster"]]) / len(documents)
print(f"B-cubed precision {100 * precision:.1f} recall {100 * recall:.1f} F1 {200 * precision * recall / (precision + recall):.1f}, {len(documents)} documents, {len(got)} stories for {len(gold)}")

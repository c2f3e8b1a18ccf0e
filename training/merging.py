#!/usr/bin/env python3
"""Learns the points of knowledge/ontology/merging.tsv from pairs of claims.

    go test ./pipeline -run TestStreams -open -dump pairs.txt
    python3 training/merging.py pairs.txt knowledge/ontology/merging.tsv

A logistic regression with a quadratic penalty, by Newton steps; numpy only.
Features that few pairs have are left out. Penalty and thresholds were chosen by
training on four of the open streams and joining the fifth, each in turn; lean,
join and textless (two claims without the text of their reports, of which the
streams have none) stay as they are in the table.
"""

import sys

import numpy

PENALTY = 3.0
RARE = 25  # pairs
UNMARKED = 0.3  # what a pair counts of which one is marked and the other surely another event


def read_pairs(path):
    rows, labels, counts, names = [], [], [], set()
    for line in open(path, encoding="utf8"):
        cells = line.split()
        features = {name: float(value) for name, _, value in (cell.rpartition("=") for cell in cells[3:])}
        if features:
            rows.append(features)
            labels.append(int(cells[0]))
            counts.append(UNMARKED if "-none/" in cells[1] + cells[2] else 1.0)
            names |= features.keys()
    names = sorted(n for n in names - {"bias"} if sum(n in row for row in rows) >= RARE)
    table = numpy.array([[1.0] + [row.get(name, 0.0) for name in names] for row in rows])
    return table, numpy.array(labels, float), numpy.array(counts), ["bias"] + names


def learn(table, labels, counts):
    weights = numpy.zeros(table.shape[1])
    penalty = numpy.full(table.shape[1], PENALTY)
    penalty[0] = 0.01
    for _ in range(50):
        chance = 1 / (1 + numpy.exp(-table @ weights))
        gradient = table.T @ (counts * (labels - chance)) - penalty * weights
        hessian = (table * (counts * chance * (1 - chance))[:, None]).T @ table + numpy.diag(penalty)
        step = numpy.linalg.solve(hessian, gradient)
        weights += step
        if numpy.abs(step).max() < 1e-6:
            break
    return weights


def main():
    pairs, target = sys.argv[1:]
    table, labels, counts, names = read_pairs(pairs)
    weights = learn(table, labels, counts)
    guessed = table @ weights > 0
    print(f"{len(labels)} pairs, {int(labels.sum())} of one event; right {(guessed == (labels > 0)).mean():.3f}")
    kept = []
    for line in open(target, encoding="utf8"):
        if line.startswith("#") or line.split("\t")[0] in ("feature", "lean", "join", "textless"):
            kept.append(line)
    with open(target, "w", encoding="utf8") as out:
        out.writelines(kept)
        out.writelines(f"{name}\t{weight:.2f}\n" for name, weight in zip(names, weights))


main()

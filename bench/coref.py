"""Scores coreference and the kinds of named mentions on the Georgetown corpus (GUM).

    python3 bench/coref.py --sitrep ./sitrep --gold DIR [--split dev] [--errors N] [--out bench/coref.tsv]

DIR holds ud/en_gum-ud-dev.conllu. The program reads the gold words and
sentences (`sitrep analyze --pretokenized`), so words match one to one; tags,
trees, mentions and chains are its own.

Mentions are matched by head: a mention of the program and one of the gold
agree when the head word of the first lies in the minimal span of the second.
Of several that agree the same head word goes first (in the gold: the first word
of the minimal span that hangs on a word outside it), then the nearest first and
last word; each is matched once. Mentions of the kind "nationality" are left
out, since GUM marks no adjectives. Chains of one mention are left out on both
sides, in the gold and in what the program says (before matching).

Measures: MUC, B-cubed, CEAF-e and their mean (CoNLL-2012). "named" keeps the
gold chains that hold a proper name of a person, an organization or a place,
and the chains of the program that hold a mention headed by a proper noun: the
sieve of analysis/names links actors only. A link joins a mention with the
nearest one before it in its chain that is no pronoun; it
is right when both match gold mentions of one chain. Spans of named mentions are
compared without article and possessive ending. Intervals are 95 %, by
bootstrap over documents with a fixed seed.
"""

import argparse
import bisect
import collections
import json
import random
import subprocess
import sys

KINDS = ("person", "organization", "place")
DRAWS = 1000
NEWS = ("news", "interview")


class Mention:
    """A phrase of one document: words first to last of sentence sent, counted from 0."""

    def __init__(self, sent, first, last, heads, kind, chain, named, text, pronoun=False):
        self.sent, self.first, self.last, self.heads = sent, first, last, heads
        self.kind, self.chain, self.named, self.text, self.pronoun = kind, chain, named, text, pronoun
        self.head, self.bare, self.third = min(heads), None, False
        self.match = None

    def place(self):
        return self.sent, self.first, -self.last


def read_gold(path):
    """Document name -> (sentences as lists of (form, upos, head, third person), gold mentions)."""
    docs, words, open_, name, sent = {}, [], {}, None, -1
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id = "):
            name = line.split(" = ", 1)[1]
            docs[name] = ([], [])
            open_ = collections.defaultdict(list)
            sent = -1
        if not line or line.startswith("#"):
            words = None
            continue
        cells = line.split("\t")
        if not cells[0].isdigit():
            continue
        sentences, mentions = docs[name]
        if words is None:
            words, sent = [], sent + 1
            sentences.append(words)
        words.append((cells[1], cells[3], int(cells[6]) - 1, "Person=3" in cells[5]))
        for key, _, value in (part.partition("=") for part in cells[9].split("|")):
            if key == "Entity":
                entities(value, sent, words, open_, mentions)
    for sentences, mentions in docs.values():
        for m in mentions:
            span = sentences[m.sent][m.first:m.last + 1]
            m.text = " ".join(form for form, *_ in span)
            outside = [h for h in sorted(m.heads) if sentences[m.sent][h][2] not in m.heads]
            m.head = outside[0] if outside else min(m.heads)
            m.bare = bare(sentences[m.sent], m)
            m.named = any(sentences[m.sent][h][1] == "PROPN" for h in m.heads)
            m.third = span[0][3]
            m.pronoun = len(span) == 1 and span[0][1] in ("PRON", "DET")
    return docs


def entities(value, sent, words, open_, mentions):
    """Reads the brackets at one word: (group-kind-…-minspan-link-identity opens, group) closes."""
    at, token, i = len(words) - 1, "", 0
    while i < len(value):
        if value[i] == "(":
            j = i + 1
            while j < len(value) and value[j] not in "()":
                j += 1
            parts = value[i + 1:j].split("-", 7)
            heads = [int(n) for n in parts[5].split(",")]
            m = Mention(sent, at, None, heads, parts[1], parts[0], False, "")
            if j < len(value) and value[j] == ")":
                finish(m, at, mentions)
                j += 1
            else:
                open_[parts[0]].append(m)
            i, token = j, ""
        elif value[i] == ")":
            finish(open_[token].pop(), at, mentions)
            i, token = i + 1, ""
        else:
            token += value[i]
            i += 1


def finish(m, last, mentions):
    m.last = last
    m.heads = {m.first + h - 1 for h in m.heads}
    mentions.append(m)


def read_program(path, gold_file):
    """Document name -> mentions of the program, with its own heads."""
    run = subprocess.run([path, "analyze", "--quiet", "--pretokenized", gold_file], stdout=subprocess.PIPE, check=True)
    return {doc["report"]["id"]: mentions_of(doc) for doc in map(json.loads, run.stdout.splitlines())}


def mentions_of(doc):
    text = doc["text"].encode()
    starts = [s["span"][0] for s in doc["sentences"]]
    out = []
    for m in doc["mentions"]:
        if m["kind"] == "nationality":
            continue
        start, end = m["span"]
        sent = bisect.bisect_right(starts, start) - 1
        tokens = doc["sentences"][sent]["tokens"]
        inside = covered(tokens, text, start, end)
        if not inside:
            continue
        head = head_of(tokens, inside)
        out.append(Mention(sent, inside[0], inside[-1], {head}, m["kind"], m["chain"], tokens[head]["upos"] == "PROPN",
                           text[start:end].decode(), m["kind"] == "pronoun"))
        out[-1].bare = bare([(tok["form"], tok["upos"]) for tok in tokens], out[-1])
    return out


def covered(tokens, text, start, end):
    """The words between two bytes; words of one multi-word token share its span and are told apart by their forms."""
    inside, at = [], 0
    for i, tok in enumerate(tokens):
        a, b = tok["span"]
        if i and tokens[i - 1]["span"] == tok["span"]:
            a = at
        if a < b and text[a:a + len(tok["form"].encode())] == tok["form"].encode():
            b = a + len(tok["form"].encode())
        at = b
        if start <= a and b <= end and a < b:
            inside.append(i)
    return inside


def bare(words, m):
    """The words of a mention without an article before and a possessive ending behind it."""
    first, last = m.first, m.last
    if first < last and words[first][1] == "DET":
        first += 1
    if first < last and words[last][1] == "PART":
        last -= 1
    return first, last


def head_of(tokens, inside):
    """The first word whose head lies outside; function words count last."""
    first, last = inside[0], inside[-1]
    for i in inside:
        head = tokens[i]["head"] - 1
        if not first <= head <= last and tokens[i]["deprel"].split(":")[0] not in ("case", "det", "punct", "cc"):
            return i
    return last


def align(gold, said):
    """Sets match on both sides."""
    at = collections.defaultdict(list)
    for g in gold:
        for h in g.heads:
            at[g.sent, h].append(g)
    pairs = []
    for s in said:
        for g in at[s.sent, s.head]:
            pairs.append((g.head != s.head, abs(g.first - s.first) + abs(g.last - s.last), s.place(), g.place(), s, g))
    for *_, s, g in sorted(pairs, key=lambda p: p[:4]):
        if s.match is None and g.match is None:
            s.match, g.match = g, s


# Chains as sets of keys; a key is a gold mention, or an unmatched one of the program.

def chains(mentions, key):
    found = collections.defaultdict(set)
    for m in mentions:
        if m.chain:
            found[m.chain].add(key(m))
    return [c for c in found.values() if len(c) > 1]


def gold_chains(gold, named):
    keep = {g.chain for g in gold if g.named and g.kind in KINDS}
    return chains([g for g in gold if not named or g.chain in keep], lambda g: id(g))


def said_chains(said, named):
    keep = {s.chain for s in said if s.named}
    return chains([s for s in said if not named or s.chain in keep], lambda s: id(s.match or s))


def muc(a, b):
    """Links of a that b keeps, and all links of a."""
    of = {key: i for i, chain in enumerate(b) for key in chain}
    kept = sum(len(c) - len({of.get(key, ("alone", key)) for key in c}) for c in a)
    return kept, sum(len(c) - 1 for c in a)


def b_cubed(a, b):
    of = {key: chain for chain in b for key in chain}
    kept = sum(len(c & of[key]) / len(c) for c in a for key in c if key in of)
    return kept, sum(map(len, a))


def ceaf(a, b):
    """The best one-to-one alignment of chains, similarity 2|x∩y| / (|x|+|y|)."""
    of = {key: j for j, chain in enumerate(b) for key in chain}
    rows = []
    for x in a:
        shared = collections.Counter(of[key] for key in x if key in of)
        rows.append({j: 2 * n / (len(x) + len(b[j])) for j, n in shared.items()})
    return best_sum(rows)


def best_sum(rows):
    """The largest sum with each column used once: shortest augmenting paths (Hungarian method) on the sparse table."""
    columns = sorted({j for row in rows for j in row})
    if not columns:
        return 0.0
    index = {j: k + 1 for k, j in enumerate(columns)}
    n, m = len(rows), len(columns) + len(rows)  # a row may also stay alone
    cost = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i, row in enumerate(rows):
        for j, value in row.items():
            cost[i + 1][index[j]] = -value
    u, v, owner = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        augment(i, cost, u, v, owner, m)
    return -sum(cost[owner[j]][j] for j in range(1, m + 1) if owner[j])


def augment(i, cost, u, v, owner, m):
    owner[0], j0 = i, 0
    least, way, used = [float("inf")] * (m + 1), [0] * (m + 1), [False] * (m + 1)
    while owner[j0]:
        used[j0] = True
        i0, delta, j1 = owner[j0], float("inf"), 0
        for j in range(1, m + 1):
            if used[j]:
                continue
            value = cost[i0][j] - u[i0] - v[j]
            if value < least[j]:
                least[j], way[j] = value, j0
            if least[j] < delta:
                delta, j1 = least[j], j
        for j in range(m + 1):
            if used[j]:
                u[owner[j]] += delta
                v[j] -= delta
            else:
                least[j] -= delta
        j0 = j1
    while j0:
        j1 = way[j0]
        owner[j0], j0 = owner[j1], j1


# Counts of one document: name -> pair of sums that a measure divides; they add up over documents.

def count(gold, said, prefix, named):
    a, b = gold_chains(gold, named), said_chains(said, named)
    similar = ceaf(a, b)
    return {
        prefix + "MUC recall": muc(a, b), prefix + "MUC precision": muc(b, a),
        prefix + "B-cubed recall": b_cubed(a, b), prefix + "B-cubed precision": b_cubed(b, a),
        prefix + "CEAF-e recall": (similar, len(a)), prefix + "CEAF-e precision": (similar, len(b)),
    }


def links(said):
    """(class, mention, antecedent, right) of every link."""
    last, out = {}, []
    for s in sorted(said, key=Mention.place):
        if not s.chain:
            continue
        old = last.get(s.chain)
        if old:
            kind = "pronoun" if s.pronoun else "name" if s.named else "description"
            right = s.match is not None and old.match is not None and s.match.chain == old.match.chain
            out.append((kind, s, old, right))
        if not s.pronoun:
            last[s.chain] = s
    return out


def count_links(gold, said):
    out = {}
    found = links(said)
    for kind in ("pronoun", "name", "description"):
        these = [right for k, _, _, right in found if k == kind]
        out[f"{kind} links, precision"] = (sum(these), len(these))
    anaphors = anaphoric(gold)
    right = {id(s.match) for kind, s, _, ok in found if kind == "pronoun" and ok}
    out["pronoun links, recall over pronouns of named chains"] = (sum(id(g) in right for g in anaphors), len(anaphors))
    third = [g for g in anaphors if g.third]
    out["pronoun links, recall over third-person pronouns of named chains"] = (sum(id(g) in right for g in third), len(third))
    return out


def anaphoric(gold):
    """Gold pronouns of chains with a proper name of an actor or place."""
    keep = {g.chain for g in gold if g.named and g.kind in KINDS}
    return [g for g in gold if g.pronoun and g.chain in keep]


def count_kinds(gold, said):
    """Named mentions: kind of those found, and precision and recall of mention with kind."""
    names = [s for s in said if s.named and s.kind in KINDS]
    wanted = [g for g in gold if g.named and g.kind in KINDS]
    found = [s for s in names if s.match and s.match.named]
    both = [s for s in found if s.match.kind in KINDS]
    out = {"named mentions, kind of found ones": (sum(s.kind == s.match.kind for s in found), len(found)),
           "named mentions, span of found ones": (sum(s.bare == s.match.bare for s in both), len(both))}
    for kind in ("",) + KINDS:
        label = f"named mentions{', ' + kind if kind else ''}"
        right = sum(s.kind == s.match.kind and kind in ("", s.kind) for s in found)
        out[label + ", precision"] = (right, sum(kind in ("", s.kind) for s in names))
        out[label + ", recall"] = (right, sum(kind in ("", g.kind) for g in wanted))
    return out


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def share(pair):
    return pair[0] / pair[1] if pair[1] else 0.0


def figures(counts):
    """Measures in percent from summed counts."""
    out = {}
    for name, pair in counts.items():
        out[name] = 100 * share(pair)
    for name in [n for n in counts if n.endswith("recall")]:
        other = name.replace("recall", "precision")
        if other in counts:
            out[name.replace("recall", "F1")] = 100 * f1(share(counts[name]), share(counts[other]))
    for prefix in ("all chains, ", "named chains, "):
        parts = [out[prefix + m + " F1"] for m in ("MUC", "B-cubed", "CEAF-e")]
        out[prefix + "CoNLL mean of F1"] = sum(parts) / 3
    return out


def total(docs):
    out = {}
    for counts in docs:
        for name, (a, b) in counts.items():
            x, y = out.get(name, (0, 0))
            out[name] = (x + a, y + b)
    return out


def intervals(docs):
    """Measure -> (2.5th, 97.5th percentile) over drawings of documents."""
    rng, drawn = random.Random(7), collections.defaultdict(list)
    for _ in range(DRAWS):
        for name, value in figures(total(rng.choices(docs, k=len(docs)))).items():
            drawn[name].append(value)
    cut = DRAWS // 40
    return {name: (sorted(values)[cut], sorted(values)[-cut - 1]) for name, values in drawn.items()}


def rows(groups):
    """Lines of the result: genres, measure, value, interval, of."""
    for label, docs in groups:
        sums = total(docs)
        limits = intervals(docs) if len(docs) > 1 else {}
        values = figures(sums)
        for name in sorted(values):
            low, high = limits.get(name, (values[name], values[name]))
            of = f"{sums[name][1]:g}" if name in sums else "-"
            yield f"{label}\t{len(docs)}\t{name}\t{values[name]:.1f}\t{low:.1f}\t{high:.1f}\t{of}"


def show_errors(name, gold, said, sentences, most):
    shown = 0
    for kind, s, old, right in links(said):
        if right or shown == most:
            continue
        shown += 1
        said_to = f"gold {s.match.chain} {s.match.text!r}" if s.match else "no gold mention"
        old_to = f"gold {old.match.chain} {old.match.text!r}" if old.match else "no gold mention"
        context = " ".join(form for form, *_ in sentences[s.sent])
        print(f"[{name}:{s.sent}] {kind} {s.text!r} ({said_to}) <- {old.text!r} in {old.sent} ({old_to})\n    {context}")


def genre(name):
    return name.split("_")[1]


def main():
    parser = argparse.ArgumentParser(description="coreference and named mentions on GUM")
    parser.add_argument("--sitrep", default="./sitrep")
    parser.add_argument("--gold", required=True, help="folder with ud/en_gum-ud-SPLIT.conllu")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--genres", default="", help="only these, separated by commas")
    parser.add_argument("--errors", type=int, default=0, help="wrong links to print, a document")
    parser.add_argument("--out", help="file for the result, by default standard output")
    args = parser.parse_args()
    path = f"{args.gold}/ud/en_gum-ud-{args.split}.conllu"
    gold, said = read_gold(path), read_program(args.sitrep, path)
    wanted = set(filter(None, args.genres.split(",")))
    counts = {}
    for name, (sentences, mentions) in gold.items():
        if wanted and genre(name) not in wanted:
            continue
        theirs = said.get(name, [])
        align(mentions, theirs)
        counts[name] = count(mentions, theirs, "all chains, ", False) | count(mentions, theirs, "named chains, ", True) | \
            count_links(mentions, theirs) | count_kinds(mentions, theirs)
        if args.errors:
            show_errors(name, mentions, theirs, sentences, args.errors)
    groups = [("all", list(counts.values()))]
    groups.append(("news+interview", [c for n, c in counts.items() if genre(n) in NEWS]))
    head = [f"# Coreference and named mentions, GUM {args.split} (gold words and sentences), by bench/coref.py, which says how.",
            "# Values in percent; low and high: 95 % by bootstrap over documents; of: what the share is of.",
            "genres\tdocuments\tmeasure\tvalue\tlow\thigh\tof"]
    text = "\n".join(head + list(rows(g for g in groups if g[1]))) + "\n"
    if args.out:
        with open(args.out, "w", encoding="utf-8") as f:
            f.write(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()

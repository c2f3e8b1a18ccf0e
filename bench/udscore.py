"""Counts of the syntax task by document and by sentence, and bootstrap intervals over them.

Uses the scorer that lies beside the gold data (folder `scoring` of --gold): nothing of it is copied
here. Python's standard library only.
"""

import argparse
import bisect
import random
import shutil
import subprocess
import sys
from pathlib import Path

WORD_FIGURES = ("UPOS", "XPOS", "lemma", "UAS", "LAS")
NO_PUNCTUATION = "LAS without punctuation"
GOLD_FIGURES = WORD_FIGURES + (NO_PUNCTUATION,)
RAW_FIGURES = ("tokens", "sentences", "words") + WORD_FIGURES
CLOSED_GENRES = {"essay", "fiction", "letter", "podcast", "whow"}  # texts not free for every use
FEW = 10       # below this number of documents, sentences are drawn instead
SAMPLES = 1000


def scorer(gold):
    """The scorer's modules `syntax` and `product` from the folder GOLD/scoring."""
    sys.path.insert(0, str(gold))
    from scoring import product, syntax
    return syntax, product


def arguments(description, add=lambda parser: None):
    """--gold, --sitrep and what `add` adds, checked."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--gold", type=Path, required=True, help="folder that holds ud/ and scoring/")
    parser.add_argument("--sitrep", default="./sitrep", help="the binary (default: ./sitrep)")
    add(parser)
    found = parser.parse_args()
    binary = shutil.which(found.sitrep)
    if not binary:
        parser.error(f"cannot run {found.sitrep!r}")
    if not (found.gold / "scoring").is_dir():
        parser.error(f"no folder scoring under {found.gold}")
    found.sitrep = str(Path(binary).resolve())
    return found


def commit():
    return subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()


def parts(gold, syntax):
    """Name of each part of the dev files -> its documents."""
    ewt = syntax.read_documents(gold / "ud" / "en_ewt-ud-dev.conllu")
    gum = syntax.read_documents(gold / "ud" / "en_gum-ud-dev.conllu")
    return {"EWT": ewt, "GUM": gum,
            "GUM, open genres": [d for d in gum if genre(d) not in CLOSED_GENRES],
            "GUM, news and interviews": [d for d in gum if genre(d) in ("news", "interview")]}


def genre(document):
    """"news" for the sentence GUM_news_iodine-1."""
    return document[0].id.split("_")[1]


def count_gold_words(syntax, document, answers):
    """One {figure: (right, gold, said)} a sentence; a sentence without its words is wrong throughout."""
    counts = []
    for sentence in document:
        gold, said = sentence.words, syntax.said_words(answers.get(sentence.id, []))
        if [row[syntax.FORM] for row in gold] != [row[syntax.FORM] for row in said]:
            said = [["_"] * 10 for _ in gold]
        right = syntax.compare_rows(gold, said)
        right[NO_PUNCTUATION] = [ok for ok, row in zip(right["LAS"], gold) if row[syntax.UPOS] != "PUNCT"]
        counts.append({figure: (sum(hits), len(hits), len(hits)) for figure, hits in right.items()})
    return counts


def count_raw_text(syntax, document, answer):
    """One {figure: (right, gold, said)} a gold sentence; what was said counts where it begins."""
    text, tokens, sentences, words = syntax.lay_out(document)
    said_tokens, said_sentences, said_words = syntax.read_analysis(answer, text)
    starts = [start for start, _ in sorted(sentences)]

    def place(span):
        return max(bisect.bisect_right(starts, span[0]) - 1, 0)

    counts = [{figure: [0, 0, 0] for figure in RAW_FIGURES} for _ in starts]
    for figure, gold, said in (("tokens", tokens, said_tokens), ("sentences", sentences, said_sentences)):
        for column, spans in enumerate((gold & said, gold, said)):
            for span in spans:
                counts[place(span)][figure][column] += 1
    for column, some in ((1, words), (2, said_words)):
        for word in some:
            for figure in RAW_FIGURES[2:]:
                counts[place(word.span)][figure][column] += 1
    pairs = [[] for _ in starts]
    for gold, said in syntax.align(words, said_words):
        pairs[place(gold.span)].append((gold, said))
    for here, count in zip(pairs, counts):
        for figure, right in syntax.compare_words(here).items():
            count[figure][0] += right
    return counts


def measure(counts, figures, samples=SAMPLES):
    """[(figure, F1, low, high, gold)] in percent, with 95 % intervals, and what was drawn.

    `counts` holds the sentences of each document. Documents are drawn, or sentences where there
    are fewer than FEW documents.
    """
    drawn = "documents"
    units = [{f: total([s[f] for s in document]) for f in figures} for document in counts]
    if len(units) < FEW:
        drawn, units = "sentences", [sentence for document in counts for sentence in document]
    rows = []
    for figure in figures:
        column = [tuple(unit[figure]) for unit in units]
        chance = random.Random(7)
        spread = sorted(f1(total(chance.choices(column, k=len(column)))) for _ in range(samples))
        rows.append((figure, f1(total(column)), spread[int(0.025 * samples)], spread[int(0.975 * samples)],
                     total(column)[1]))
    return rows, f"{len(units)} {drawn}"


def total(triples):
    return tuple(map(sum, zip(*triples)))


def f1(triple):
    right, gold, said = triple
    return 200 * right / (gold + said) if gold + said else 0.0


def answers_of(product, syntax, documents):
    """Gold-word answers by sentence id, raw-text answers by document id, and what went wrong."""
    run = product.parse([(s.id, syntax.bare_conllu(s)) for d in documents for s in d])
    raw = product.documents([{"id": d[0].id, "text": syntax.lay_out(d)[0]} for d in documents])
    return run.answers, {key: docs[0] for key, docs in raw.answers.items() if docs}, run.failures + raw.failures

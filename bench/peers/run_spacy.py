"""Runs in a peer's own Python (3.7 or newer): reads JSON lines, writes JSON lines.

    python run_spacy.py MODEL words|texts < items > answers

`words`: {"id", "words": [[form, space after]]} -> {"id", "rows": [[lemma, upos, xpos, head, deprel]]}, one
sentence each. `texts`: {"id", "text"} -> {"id", "sentences"} in the shape of `sitrep analyze`, spans in
code points; paragraphs are given to the model one by one, since spaCy does not cut at empty lines.
"""

import importlib
import json
import re
import sys

from spacy.tokens import Doc

PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\n))+")
WITHOUT_NAMES = ("ner",)  # the trees are compared, so the finder of names need not run on gold words


def given_words(nlp, items):
    docs = (made(nlp, item["words"]) for item in items)
    for name, step in nlp.pipeline:
        if name not in WITHOUT_NAMES:
            docs = step.pipe(docs)
    for item, doc in zip(items, docs):
        order = [token.i for token in doc]
        yield {"id": item["id"], "rows": [row(token, order) for token in doc]}


def made(nlp, words):
    """One sentence with the words as given; the parser keeps to marks that are set before it."""
    doc = Doc(nlp.vocab, words=[form for form, _ in words], spaces=[space for _, space in words])
    for token in doc[1:]:
        token.is_sent_start = False
    return doc


def row(token, order):
    head = 0 if token.head.i == token.i else order.index(token.head.i) + 1
    return [token.lemma_, token.pos_, token.tag_, head, "root" if head == 0 else token.dep_]


def given_texts(nlp, items):
    parts = [[match for match in PARAGRAPH.finditer(item["text"])] for item in items]
    docs = nlp.pipe(match.group() for matches in parts for match in matches)
    for item, matches in zip(items, parts):
        yield {"id": item["id"],
               "sentences": [sentence(sent, match.start()) for match in matches for sent in next(docs).sents]}


def sentence(sent, start):
    tokens = [token for token in sent if not token.is_space]
    order = [token.i for token in tokens]
    said = [row(above_spaces(token, order), order) for token in tokens]
    return {"tokens": [
        {"span": [start + t.idx, start + t.idx + len(t)], "form": t.text, "lemma": lemma, "upos": upos, "xpos": xpos,
         "head": head, "deprel": deprel} for t, (lemma, upos, xpos, head, deprel) in zip(tokens, said)]}


class Moved:
    """A token whose head is replaced by the next one up that is no white space."""

    def __init__(self, token, head):
        self.i, self.head = token.i, head
        self.lemma_, self.pos_, self.tag_, self.dep_ = token.lemma_, token.pos_, token.tag_, token.dep_


def above_spaces(token, order):
    head = token.head
    while head.i not in order and head.head.i != head.i:
        head = head.head
    return Moved(token, head if head.i in order else token)


def main():
    module, mode = sys.argv[1:]
    nlp = importlib.import_module(module).load()
    answers = {"words": given_words, "texts": given_texts}[mode]
    for answer in answers(nlp, [json.loads(line) for line in sys.stdin]):
        print(json.dumps(answer))


if __name__ == "__main__":
    main()

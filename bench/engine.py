"""Figures of the language engine on the UD dev files, with 95 % bootstrap intervals.

    python3 bench/engine.py --gold GOLD --sitrep ./sitrep > bench/engine.tsv
"""

import sys

import udscore

HEADER = """\
# The language engine on the dev files of UD English EWT and GUM 2.16, looked at while it was made, so optimistic.
# Percent: share right on gold words, F1 on raw text; 95 % bootstrap intervals (1,000 samples) over documents,
# or over sentences where a part has fewer than 10 documents (then they leave out how documents differ).
# "of" counts gold tokens, sentences or words. Open genres: GUM without essay, fiction, letter, podcast, whow.
# Made by: python3 bench/engine.py --gold GOLD --sitrep ./sitrep > bench/engine.tsv"""


def main():
    options = udscore.arguments(__doc__)
    syntax, product = udscore.scorer(options.gold)
    parts = udscore.parts(options.gold, syntax)
    words, texts, failed = udscore.answers_of(product.Product(options.sitrep), syntax, parts["EWT"] + parts["GUM"])
    commit = udscore.commit()
    print(HEADER)
    print("data\tinput\tfigure\tvalue\tlow\thigh\tof\tdrawn\tcommit")
    for name, documents in parts.items():
        gold = [udscore.count_gold_words(syntax, d, words) for d in documents]
        raw = [udscore.count_raw_text(syntax, d, texts.get(d[0].id, {})) for d in documents]
        for given, counts, figures in (("gold words", gold, udscore.GOLD_FIGURES),
                                       ("raw text", raw, udscore.RAW_FIGURES)):
            rows, drawn = udscore.measure(counts, figures)
            for figure, value, low, high, of in rows:
                print(f"{name}\t{given}\t{figure}\t{value:.1f}\t{low:.1f}\t{high:.1f}\t{of}\t{drawn}\t{commit}")
    for ids, why in failed:
        print(f"{len(ids)} inputs without answer: {why}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

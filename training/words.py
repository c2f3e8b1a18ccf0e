"""What the network sees of a word: word pieces, casing shape, hashed strings;
and the lemma edit rules. FORMAT.md gives the same rules in words for readers
in other languages."""
import unicodedata
from functools import lru_cache

HASH_ROWS = 16384
SHAPES = 32
SHAPE_ROWS = SHAPES * 2 * 2 * 4   # first in sentence, glued, casing of the sentence
CLS, SEP, UNK = 101, 102, 100
MAX_CHARS = 100                    # a longer run is [UNK], as in BERT


def load_vocab(path):
    with open(path, encoding="utf-8") as f:
        return {line.rstrip("\n"): i for i, line in enumerate(f)}


def is_punct(ch):
    o = ord(ch)
    if 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126:
        return True
    return unicodedata.category(ch).startswith("P")


def is_cjk(ch):
    o = ord(ch)
    return (0x4E00 <= o <= 0x9FFF or 0x3400 <= o <= 0x4DBF or 0x20000 <= o <= 0x2A6DF
            or 0x2A700 <= o <= 0x2CEAF or 0xF900 <= o <= 0xFAFF or 0x2F800 <= o <= 0x2FA1F)


def runs(word):
    """Lower case, accents off, controls out, every punctuation sign a run of its own."""
    out, cur = [], ""
    text = unicodedata.normalize("NFD", word.lower())
    for ch in text:
        cat = unicodedata.category(ch)
        if cat == "Mn" or cat in ("Cc", "Cf") or ch == "\ufffd":
            continue
        if ch.isspace() or is_punct(ch) or is_cjk(ch):
            if cur:
                out.append(cur)
            cur = ""
            if not ch.isspace():
                out.append(ch)
        else:
            cur += ch
    return out + [cur] if cur else out


class Pieces:
    """WordPiece, greedy longest match, one word at a time."""

    def __init__(self, vocab):
        self.vocab, self.cache = vocab, {}

    def of(self, word):
        if word not in self.cache:
            ids = [p for r in runs(word) for p in self.split(r)]
            self.cache[word] = ids[:32] or [UNK]
        return self.cache[word]

    def split(self, run):
        if len(run) > MAX_CHARS:
            return [UNK]
        ids, at = [], 0
        while at < len(run):
            end = len(run)
            while end > at:
                piece = ("##" if at else "") + run[at:end]
                if piece in self.vocab:
                    break
                end -= 1
            if end == at:
                return [UNK]
            ids.append(self.vocab[piece])
            at = end
        return ids


@lru_cache(maxsize=1 << 18)
def shape(word):
    """0..31: class of letters and digits, + 8 with a hyphen, + 16 with a full stop."""
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isdecimal() for c in word)
    upper = sum(c.isupper() for c in letters)
    if not letters:
        kind = 1 if digits else 0
    elif digits:
        kind = 7
    elif upper == 0:
        kind = 2
    elif len(letters) == 1:
        kind = 4
    elif upper == len(letters):
        kind = 5
    elif upper == 1 and letters[0].isupper():
        kind = 3
    else:
        kind = 6
    return kind + 8 * ("-" in word) + 16 * ("." in word)


def casing(words):
    """Casing of a sentence: 0 usual, 1 capitals, 2 no capitals, 3 headline.

    Counted over words that begin with a letter and have at least two letters.
    Capitals: at least 7 in 10 of them are all upper case. Headline: of those
    with four letters or more, the first word aside, at least 7 in 10 begin
    upper case, and there are at least three."""
    shapes = [(shape(w) & 7, w) for w in words if len(w) > 1 and w[0].isalpha()]
    if not shapes:
        return 0
    caps = sum(k == 5 for k, _ in shapes)
    if 10 * caps >= 7 * len(shapes):
        return 1
    if all(k in (2, 7) for k, _ in shapes):
        return 2
    long = [w for _, w in shapes[1:] if len(w) >= 4]
    if len(long) >= 3 and 10 * sum(w[0].isupper() for w in long) >= 7 * len(long):
        return 3
    return 0


def shape_row(word, first, glued, case):
    return shape(word) + SHAPES * (int(first) + 2 * int(glued) + 4 * case)


def fnv(data):
    h = 2166136261
    for b in data:
        h = ((h ^ b) * 16777619) & 0xFFFFFFFF
    return h


@lru_cache(maxsize=1 << 18)
def hashes(word):
    """Five rows of the hash table: whole word, last 2, 3, 4 and first 3 code points."""
    w = "".join("0" if c.isdecimal() else c for c in word.lower())
    parts = ("w" + w, "2" + w[-2:], "3" + w[-3:], "4" + w[-4:], "p" + w[:3])
    return [fnv(p.encode("utf-8", "replace")) % HASH_ROWS for p in parts]


def lemma_rule(form, lemma):
    """"case|n|add": cut n code points off the lower-cased form, add a string, set the case."""
    low, goal = form.lower(), lemma.lower()
    k = 0
    while k < len(low) and k < len(goal) and low[k] == goal[k]:
        k += 1
    rule = f"|{len(low) - k}|{goal[k:]}"
    for case in "ltku":
        if apply_rule(case + rule, form) == lemma:
            return case + rule
    return None


def apply_rule(rule, form):
    case, n, add = rule.split("|", 2)
    n = int(n)
    base = form if case == "k" else form.lower()
    if n > len(base):
        return base
    out = base[:len(base) - n] + add
    if case == "t":
        return out[:1].upper() + out[1:]
    return out.upper() if case == "u" else out

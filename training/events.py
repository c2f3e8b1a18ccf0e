"""Reads and checks the written examples of events/*.txt.

One sentence a line, with marks; lines that begin with # are notes. A mark stands
right behind the word it marks, that is behind the head of the event's words (the
verb; the noun of "launched an attack"):
    {1 ASSAULT/aerial+drone}   event 1, its type and modes
    {2? RETREAT/withdraw}      event 2 is spoken of, not told as done
    {=1}                       another word for event 1 ("killing")
Parties stand in brackets with the number of their event, as often as needed:
    [a1 Army helicopters] fired{1 ASSAULT/aerial} on [r1 a convoy of herders].
A sentence without marks tells no political act, however its words may tempt.
"""
import collections
import glob
import os
import re
import sys

MODES = {
    "AGREE": (), "SUPPORT": (), "CONCEDE": (), "COOPERATE": (), "AID": (), "STATEMENT": (), "APPEAL": (),
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"), "REJECT": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": ("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
               "misinformation", "cyber"),
    "ASSAULT": ("abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms",
                "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control",
                "unconventional"),
}
MARK = re.compile(r"\{(?:=(\d)|(\d)(\?)?\s+([A-Z]+)(?:/([a-z+-]+))?)\}")
TOKEN = re.compile(r"\[([ar])(\d)\s|\]|" + MARK.pattern)


class Example:
    """text, events {number: (type, modes, told)}, words [(end offset, number)],
    parties [(role, number, first, last offset)]."""

    def __init__(self, line):
        self.text, self.events, self.words, self.parties = "", {}, [], []
        at, open_ = 0, []
        for m in TOKEN.finditer(line):
            self.text += line[at:m.start()]
            at = m.end()
            if m.group(1):
                open_.append((m.group(1), int(m.group(2)), len(self.text)))
            elif m.group(0) == "]":
                if not open_:
                    raise ValueError("a bracket closes that was not opened")
                self.parties.append((*open_.pop(), len(self.text)))
            elif m.group(3):
                self.words.append((len(self.text), int(m.group(3))))
            else:
                n, kind, modes = int(m.group(4)), m.group(6), tuple(filter(None, (m.group(7) or "").split("+")))
                if kind not in MODES or not set(modes) <= set(MODES[kind]):
                    raise ValueError(f"no type and mode {kind}/{'+'.join(modes)}")
                if n in self.events:
                    raise ValueError(f"event {n} twice; write {{={n}}} for another word of it")
                self.events[n] = (kind, modes, not m.group(5))
                self.words.append((len(self.text), n))
        self.text += line[at:]
        if open_ or re.search(r"[{}\[\]]", self.text):
            raise ValueError("a mark or bracket is not closed or not understood")
        if not {n for _, n in self.words} | {p[1] for p in self.parties} <= set(self.events):
            raise ValueError("a mark speaks of an event that has no type")
        for end, _ in self.words:
            if not end or not self.text[end - 1].isalnum():
                raise ValueError("a mark does not stand right behind a word")


def read(path):
    with open(path, encoding="utf-8") as f:
        for n, line in enumerate(f, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            try:
                yield Example(line)
            except ValueError as e:
                raise SystemExit(f"{path}:{n}: {e}: {line}")


TOKEN_OF_TEXT = re.compile(r"(?:[A-Za-z]\.){2,}|\$?\d[\d,.]*\d|\w+?(?=n['\u2019]t\b)|n['\u2019]t\b"
                           r"|['\u2019](?:s|re|ve|ll|d|m)\b|\w+|[^\w\s]")
# Where the head of a party's phrase is sought before: prepositions, relatives, commas.
BEHIND_HEAD = {"of", "in", "from", "for", "at", "on", "by", "with", "who", "which", "that", "near", "against",
               "between", "over", "under", "inside", "outside", "based", ",", "(", "'s", "\u2019s"}


def tokens(text):
    """(start, end) of the words, cut nearly as the treebanks cut them."""
    return [m.span() for m in TOKEN_OF_TEXT.finditer(text)]


def head_of(forms, first, last):
    """The word that heads the phrase first..last, by rule of thumb: the last before a preposition."""
    for i in range(first + 1, last + 1):
        if forms[i].lower() in BEHIND_HEAD and forms[i][-2:] not in ("'s", "\u2019s"):
            return i - 1
    return last - (forms[last] in ("'s", "\u2019s"))


def words_of(x):
    """An Example as (forms, glued, acts, parties): acts are (word, type, modes),
    parties (word of the act, word of the party, "actor" or "recipient")."""
    spans = tokens(x.text)
    forms = [x.text[a:b] for a, b in spans]
    glued = [i > 0 and spans[i - 1][1] == spans[i][0] for i in range(len(spans))]
    at = lambda end: next((i for i, (a, b) in enumerate(spans) if a < end <= b), None)
    acts, parties = [], []
    for end, n in x.words:
        i = at(end)
        if i is None:
            continue
        acts.append((i, x.events[n][0], x.events[n][1]))
        for role, of, start, stop in x.parties:
            inside = [k for k, (a, b) in enumerate(spans) if start <= a and b <= stop]
            if of == n and inside:
                parties.append((i, head_of(forms, inside[0], inside[-1]), {"a": "actor", "r": "recipient"}[role]))
    return forms, glued, acts, parties


def check(paths):
    types, modes, plain, seen, starts = collections.Counter(), collections.Counter(), 0, {}, collections.Counter()
    for path in paths:
        for x in read(path):
            key = re.sub(r"\W+", " ", x.text.lower())
            if key in seen:
                raise SystemExit(f"{path}: twice, also in {seen[key]}: {x.text}")
            seen[key] = path
            starts[" ".join(key.split()[:4])] += 1
            plain += not x.events
            for kind, ms, _ in x.events.values():
                types[kind] += 1
                modes.update((kind, m) for m in ms)
    print(len(seen), "sentences,", plain, "without event")
    for kind in MODES:
        print(f"  {kind} {types[kind]}: " + ", ".join(f"{m} {modes[kind, m]}" for m in MODES[kind]))
    often = [s for s, n in starts.most_common(8) if n > 3]
    if often:
        print("  same start more than three times:", "; ".join(often))


if __name__ == "__main__":
    check(sys.argv[1:] or sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "events", "*.txt"))))

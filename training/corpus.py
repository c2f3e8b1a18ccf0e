"""Reads the training corpora: CoNLL-U trees, GUM entities, PropBank roles.

Nothing here knows of the network. A sentence is a Sentence with word lists of
equal length; heads are 0 for the root, else the 1-based word number. Files are
accepted only if size and SHA-256 are those of data.tsv.
"""
import csv
import hashlib
import io
import os
import re
import tarfile
import zlib
from dataclasses import dataclass, field

import events

HERE = os.path.dirname(os.path.abspath(__file__))

# GUM genres whose texts are CC BY-NC-SA: never trained on.
CLOSED_GENRES = {"essay", "fiction", "letter", "podcast", "whow"}

KINDS = ["abstract", "animal", "event", "object", "organization", "person",
         "place", "plant", "substance", "time"]

# The roles asked of the product, then others that the network may also tell.
CORE_ROLES = ["ARG0", "ARG1", "ARG2", "ARGM-TMP", "ARGM-LOC", "ARGM-NEG",
              "ARGM-MOD", "ARGM-ADV", "ARGM-PRP", "ARGM-CAU", "ARGM-DIS"]
MORE_ROLES = ["ARG3", "ARG4", "ARGM-MNR", "ARGM-DIR", "ARGM-GOL", "ARGM-PRD",
              "ARGM-EXT", "ARGM-ADJ", "ARGM-COM", "ARGM-LVB"]
ROLES = CORE_ROLES + MORE_ROLES
ONCE_ROLES = ["ARG0", "ARG1", "ARG2", "ARG3", "ARG4"]      # of one predicate at most one each


@dataclass
class Sentence:
    id: str
    doc: str
    source: str                                   # "ewt", "gum" or "own"
    genre: str
    form: list = field(default_factory=list)
    lemma: list = field(default_factory=list)
    upos: list = field(default_factory=list)
    xpos: list = field(default_factory=list)
    feats: list = field(default_factory=list)
    head: list = field(default_factory=list)
    rel: list = field(default_factory=list)
    glued: list = field(default_factory=list)     # no space before this word
    spans: list = None       # entities: (first, last, kind), 0-based; None = not annotated
    roles: list = None       # (predicate, argument head, role); None = not annotated
    preds: list = None       # predicates, 0-based; None = not annotated
    acts: list = None        # (word, event type, modes); None = not annotated
    parties: list = None     # (word of the act, word of the party, "actor" or "recipient")
    args: list = None        # (predicate, first, last, role) as annotated, for scoring


def sha256(path):
    h = hashlib.sha256()
    with open(path, "rb") as f:
        for block in iter(lambda: f.read(1 << 20), b""):
            h.update(block)
    return h.hexdigest()


def manifest():
    with open(os.path.join(HERE, "data.tsv"), encoding="utf-8", newline="") as f:
        return {r["name"]: r for r in csv.DictReader(f, delimiter="\t")}


def checked(name, root):
    """The path of a file of data.tsv under root, after size and hash were compared."""
    row = manifest()[name]
    path = os.path.join(root, row["path"])
    if os.path.getsize(path) != int(row["bytes"]) or sha256(path) != row["sha256"]:
        raise SystemExit(f"{path}: not the file that data.tsv lists; fetch it again")
    return path


ENTITY = re.compile(r"\((\d+(?:\[\d+/\d+\])?)-([a-z]+)[^()]*(\)?)|(\d+(?:\[\d+/\d+\])?)\)")


def read_conllu(path, source):
    out, sent, doc, sid = [], None, "", ""
    glue_next, mwt_end, mwt_glue = False, 0, False
    open_spans = {}
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    for line in lines:
        if line.startswith("#"):
            if line.startswith("# newdoc id"):
                doc = line.split("=", 1)[1].strip()
            elif line.startswith("# sent_id"):
                sid = line.split("=", 1)[1].strip()
            continue
        if not line:
            if sent:
                out.append(sent)
            sent, glue_next, mwt_end, open_spans = None, False, 0, {}
            continue
        c = line.split("\t")
        if "." in c[0]:
            continue
        if sent is None:
            genre = doc.split("_")[1] if source == "gum" else doc.split("-")[0]
            sent = Sentence(sid, doc, source, genre)
            if source == "gum":
                sent.spans = []
        nospace = "SpaceAfter=No" in c[9].split("|")
        if "-" in c[0]:
            mwt_end, mwt_glue = int(c[0].split("-")[1]), nospace
            continue
        i = len(sent.form)
        sent.form.append(c[1]); sent.lemma.append(c[2]); sent.upos.append(c[3])
        sent.xpos.append(c[4]); sent.feats.append(c[5]); sent.head.append(int(c[6]))
        sent.rel.append(c[7]); sent.glued.append(glue_next)
        if i + 1 < mwt_end:
            glue_next = True
        elif i + 1 == mwt_end:
            glue_next = mwt_glue
        else:
            glue_next = nospace
        if source == "gum":
            read_entities(sent, i, c[9], open_spans)
    if sent:
        out.append(sent)
    return out


def read_entities(sent, i, misc, open_spans):
    for part in misc.split("|"):
        if not part.startswith("Entity="):
            continue
        for m in ENTITY.finditer(part[7:]):
            if m.group(1):
                if m.group(3):
                    sent.spans.append((i, i, m.group(2)))
                else:
                    open_spans.setdefault(m.group(1), []).append((i, m.group(2)))
            elif open_spans.get(m.group(4)):
                first, kind = open_spans[m.group(4)].pop()
                sent.spans.append((first, i, kind))


def read_skeletons(path):
    """{UD document id: list of (bracket columns, tag) a token}, from the archive."""
    docs = {}
    with tarfile.open(path) as tar:
        for member in tar:
            if not member.name.endswith(".gold_skel"):
                continue
            genre = member.name.split("/")[-3]
            name = genre + "-" + os.path.basename(member.name)[:-len(".xml.gold_skel")]
            text = io.TextIOWrapper(tar.extractfile(member), encoding="utf-8").read()
            docs[name] = [[ln.split() for ln in block.split("\n") if ln.strip()]
                          for block in text.split("\n\n") if block.strip()]
    return docs


def spans_of(column):
    """The labelled brackets of one predicate column: (first, last, label)."""
    out, stack = [], []
    for i, cell in enumerate(column):
        for m in re.finditer(r"\(([^()*]+)|\)", cell):
            if m.group(1):
                stack.append((i, m.group(1)))
            elif stack:
                first, label = stack.pop()
                out.append((first, i, label))
    return out


def span_head(head, first, last, rel=None):
    """The word of a span whose head lies outside it; if there are several, the
    clause of a small clause ("let them leave"), else the first."""
    tops = [i for i in range(first, last + 1) if not first <= head[i] - 1 <= last]
    for i in tops[1:]:
        if rel and rel[i] in ("xcomp", "ccomp") and head[i] == head[tops[0]]:
            return i
    return tops[0] if tops else first


def join_roles(sents, docs):
    """Adds roles to EWT sentences of documents that agree in length; returns words joined."""
    by_doc, joined = {}, 0
    for s in sents:
        by_doc.setdefault(s.doc, []).append(s)
    for name, group in by_doc.items():
        blocks = docs.get(name)
        if blocks is None or sum(map(len, blocks)) != sum(len(s.form) for s in group):
            continue
        if [len(b) for b in blocks] != [len(s.form) for s in group]:
            continue
        for s, b in zip(group, blocks):
            add_roles(s, b)
            joined += len(b)
    return joined


def add_roles(s, block):
    s.roles, s.preds, s.args = [], [], []
    width = min(len(r) for r in block)
    for col in range(8, width):
        spans = spans_of([r[col] for r in block])
        verb = [x for x in spans if x[2] == "V"]
        if not verb:
            continue
        p = span_head(s.head, verb[0][0], verb[0][1])
        s.preds.append(p)
        for first, last, label in spans:
            if label in ROLES:
                s.args.append((p, first, last, label))
                s.roles.append((p, span_head(s.head, first, last, s.rel), label))


# Types of acts and their modes, and what a word can be to an act.
ACTS = ["none"] + list(events.MODES)
ACT_MODES = [f"{t}/{m}" for t, ms in events.MODES.items() for m in ms]
PARTIES = ["none", "actor", "recipient"]


def load_events():
    """(train, dev) of our own examples; every twelfth is dev, by its text. They have no trees."""
    train, dev = [], []
    folder = os.path.join(HERE, "events")
    for name in sorted(os.listdir(folder)):
        for x in events.read(os.path.join(folder, name)):
            forms, glued, acts, parties = events.words_of(x)
            n = len(forms)
            s = Sentence(name, name, "own", "", forms, [""] * n, ["_"] * n, ["_"] * n, ["?"] * n, [-100] * n, ["_"] * n,
                         glued, acts=acts, parties=parties)
            (dev if zlib.crc32(x.text.encode()) % 12 == 0 else train).append(s)
    return train, dev


def load(root):
    """(train, dev EWT, dev GUM), licence-clean training data only."""
    train = read_conllu(checked("ewt-train", root), "ewt")
    dev = read_conllu(checked("ewt-dev", root), "ewt")
    skel = read_skeletons(checked("propbank-ewt", root))
    n = join_roles(train, skel), join_roles(dev, skel)
    gum = read_conllu(checked("gum-train", root), "gum")
    train += [s for s in gum if s.genre not in CLOSED_GENRES]
    return train, dev, read_conllu(checked("gum-dev", root), "gum"), n

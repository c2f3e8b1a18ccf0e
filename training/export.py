"""Writes a checkpoint as the flat int8 file that the product reads (FORMAT.md),
and example.json, the numbers that a reader must reproduce for one sentence."""
import argparse
import hashlib
import json
import struct

import numpy as np
import torch

import corpus
import evaluate
import net as network
import quant
import score
import words

MAGIC = b"SITREPM1"
ALIGN = 64

# The sentence of example.json; our own.
EXAMPLE = ("Rebels in the north did n't attack two U.N. convoys on Tuesday , "
           "a spokesman told Reuters .").split()


class Writer:
    def __init__(self):
        self.entries, self.blob = [], bytearray()

    def add(self, name, kind, shape, data):
        self.blob += b"\0" * (-len(self.blob) % ALIGN)
        self.entries.append({"name": name, "type": kind, "shape": list(shape),
                             "offset": len(self.blob), "bytes": len(data)})
        self.blob += data

    def f32(self, name, t):
        a = t.detach().float().contiguous().numpy().astype("<f4")
        self.add(name, "f32", a.shape, a.tobytes())

    def i8(self, name, w):
        q, s = quant.rows(w.detach().float())
        self.add(name + ".weight", "i8", q.shape, q.contiguous().numpy().tobytes())
        self.f32(name + ".scale", s)

    def linear(self, name, w, bias):
        self.i8(name, w)
        self.f32(name + ".bias", bias)


def module_tensors(w, net):
    enc = net.encoder
    w.i8("embed.piece", enc.piece.weight)
    w.i8("embed.place", enc.place.weight)
    norm(w, "embed.norm", enc.norm)
    for i, layer in enumerate(enc.layer):
        for part in ("qkv", "out", "up", "down"):
            m = getattr(layer, part)
            w.linear(f"layer.{i}.{part}", m.weight, m.bias)
        norm(w, f"layer.{i}.norm1", layer.norm1)
        norm(w, f"layer.{i}.norm2", layer.norm2)
    w.f32("mix", torch.softmax(net.mix, 1))
    w.i8("word.hash", net.hash.weight)
    w.f32("word.shape", net.shape.weight)
    for part in ("tag", "upos", "xpos", "feats", "pred", "lemma_in", "lemma", "act_in", "act", "mode"):
        m = getattr(net, part)
        w.linear("head." + part, m.weight, m.bias)
    w.f32("arc.root", net.root)
    for part in ("arc", "rel", "ent", "role", "party"):
        m = getattr(net, part)
        w.linear(part + ".first", m.first.weight, m.first.bias)
        w.linear(part + ".second", m.second.weight, m.second.bias)
        w.linear(part + ".form", *quant.form_as_linear(m.form))
    w.f32("ent.width", net.width)


def norm(w, name, m):
    w.f32(name + ".gain", m.weight)
    w.f32(name + ".bias", m.bias)


def config():
    return {"width": network.WIDTH, "layers": network.LAYERS, "heads": network.HEADS,
            "inner": network.INNER, "hash_rows": words.HASH_ROWS, "hash_dim": network.HASH_DIM,
            "shape_dim": network.SHAPE_DIM, "word": network.WORD, "norm_eps": 1e-12,
            "max_pieces": 512, "max_pieces_per_word": 32, "cls": words.CLS, "sep": words.SEP,
            "unk": words.UNK, "core_roles": corpus.CORE_ROLES,
            "role_none": score.ROLE_NONE, "once_roles": corpus.ONCE_ROLES}


def trained_on():
    keep = ("sha256", "licence", "origin", "use")
    return {n: {k: r[k] for k in keep} for n, r in corpus.manifest().items()}


def write(path, net, state, vocab_path):
    w = Writer()
    with open(vocab_path, "rb") as f:
        text = f.read()
    w.add("vocab", "u8", [len(text)], text)
    module_tensors(w, net)
    header = {"format": 1, "config": config(), "labels": state["labels"],
              "scores": state["scores"], "trained_on": trained_on(), "tensors": w.entries}
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    start = len(MAGIC) + 8 + len(head)
    pad = b"\0" * (-start % ALIGN)
    data = MAGIC + struct.pack("<II", len(head), len(pad)) + head + pad + bytes(w.blob)
    with open(path, "wb") as f:
        f.write(data)
    return data


def example(path, net, maker):
    """What the int8 network, simulated in float, says of EXAMPLE."""
    s = corpus.Sentence("", "", "own", "own", form=EXAMPLE)
    n = len(EXAMPLE)
    s.lemma, s.upos, s.xpos = list(EXAMPLE), ["X"] * n, ["X"] * n
    s.feats, s.head, s.rel, s.glued = ["_"] * n, [0] * n, ["root"] * n, [False] * n
    for i in (5, 12, n - 1):       # n't, the comma, the full stop
        s.glued[i] = True
    s.preds = [6, 15]              # attack, told
    s.roles, s.args = [], []
    e = maker.encode(s)
    b = maker.collate([e])
    with torch.no_grad():
        states = net.encoder(b["ids"], b["mask"])
        xt, xs = net.vectors(b)
        tags = net.tags(xt)
        arcs, _ = net.arcs(xs)
    p = score.predict(net, maker, [s])[0]
    near = lambda t, k=8: [round(float(v), 4) for v in t.flatten()[:k]]
    out = {"words": EXAMPLE, "glued": s.glued, "pieces": e.ids, "word_of_piece": e.word_of,
           "hash_rows": e.hash, "shape_rows": e.shape,
           "embedded_piece_1": near(states[0][0, 1]), "last_layer_piece_1": near(states[-1][0, 1]),
           "tag_vector_word_0": near(xt[0, 0]), "tree_vector_word_0": near(xs[0, 0]),
           "upos_logits_word_0": near(tags["upos"][0, 0], 20),
           "arc_scores_word_0": near(arcs[0, 0], n + 1),
           **{k: p[k] for k in ("upos", "xpos", "feats", "lemma", "head", "rel")},
           "predicates_found": p["pred"], "entities": p["spans"],
           "predicates_given": s.preds, "roles": p["roles"], "acts": p["acts"]}
    with open(path, "w", encoding="utf-8") as f:
        f.write("{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}"
                                   for k, v in out.items()) + "\n}\n")
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", required=True, help="best.pt")
    p.add_argument("--encoder", required=True)
    p.add_argument("--out", required=True, help="the flat file to write")
    p.add_argument("--example", help="where to write example.json")
    opt = p.parse_args()
    vocab = corpus.checked("encoder-vocab", opt.encoder)
    net, maker, state = evaluate.load(opt.model, vocab)
    data = write(opt.out, net, state, vocab)
    print(f"{opt.out}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")
    if opt.example:
        got = example(opt.example, quant.simulate(net), maker)
        for i, w in enumerate(EXAMPLE):
            print(i + 1, w, got["lemma"][i], got["upos"][i], got["xpos"][i], got["head"][i], got["rel"][i])
        print(got["entities"], got["roles"])


if __name__ == "__main__":
    main()

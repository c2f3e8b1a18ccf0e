"""Makes tiny.bin, a model of random weights, and tiny.json, what PyTorch says
with it, int8 simulated, in float64. Run in training/ (its modules are used):

    PYTHONPATH=training python model/encoder/testdata/tiny.py model/encoder/testdata
"""
import json
import os
import sys

import torch

import batch
import corpus
import export
import net as network
import quant
import score
import words

OUT = sys.argv[1]
PIECES = ("[UNK] [CLS] [SEP] rebel ##s attack ##ed ##ing the a two u . n , ' t did convoy near town "
          "mayor said on monday ( ) - 1 2 0 ##0 city of police ##man cafe x ##x ##y").split()
SENTENCES = ["Rebels attacked two U.N. convoys near the town , the mayor said on Monday .",
             "POLICE ATTACKED THE CITY OF XY", "x", "( a Café - 2100 )", "the mayor said a policeman did n't attack ,",
             "unknown Words attacked Near the City Of Xxy", "a a a a a a a a a a a a a a a a a a a a",
             "Monday the 1 - 2 rebels said \" no \" . \u00e9 \u6771"]
LABELS = {"upos": ["NOUN", "VERB", "ADP", "X", "PUNCT"], "xpos": ["NN", "VBD", "IN", "DT", "."],
          "feats": ["_", "Number=Sing", "Tense=Past", "Number=Plur"],
          "lemma": ["l|0|", "t|0|", "l|1|", "l|2|", "k|0|", "u|1|y"],
          "rel": ["punct", "nsubj", "root", "obj", "parataxis", "obl:tmod"],
          "kind": ["none", "person", "place"], "role": ["none", "ARG0", "ARG1", "ARGM-NEG"],
          "act": ["none", "ASSAULT", "AID"], "mode": ["ASSAULT/aerial", "ASSAULT/beat"], "party": ["none", "actor", "recipient"]}

network.WIDTH, network.LAYERS, network.HEADS, network.INNER = 64, 2, 2, 128
network.HASH_DIM, network.SHAPE_DIM, network.WORD = 24, 8, 96
words.HASH_ROWS, words.UNK, words.CLS, words.SEP = 64, 0, 1, 2


def sentence(text):
    forms = text.split()
    n = len(forms)
    s = corpus.Sentence("", "", "own", "own", form=forms, lemma=list(forms), upos=["X"] * n, xpos=["X"] * n,
                        feats=["_"] * n, head=[0] * n, rel=["root"] * n)
    s.glued = [i > 0 and f in (",", ".", "n't") for i, f in enumerate(forms)]
    s.acts, s.parties = [(i, "ASSAULT", ()) for i in range(n)], []
    s.preds, s.roles, s.args = [i for i in range(n) if i % 3 == 1], [], []
    return s


def main():
    torch.manual_seed(5)
    torch.set_num_threads(1)
    net = network.Net(network.Encoder(len(PIECES)), {k: len(v) for k, v in LABELS.items()}).eval()
    with torch.no_grad():
        for name, p in net.named_parameters():
            if "norm" in name:
                p.add_(0.1 * torch.randn_like(p))
            elif name.endswith("form"):
                p.copy_(torch.randn_like(p) * 0.1)
            elif name in ("mix", "width", "root"):
                p.copy_(torch.randn_like(p))
            else:
                p.copy_(torch.randn_like(p) * (0.25 if p.dim() == 2 else 0.3))
    vocab = os.path.join(OUT, "tiny.vocab")
    with open(vocab, "w", encoding="utf-8") as f:
        f.write("\n".join(PIECES) + "\n")
    export.write(os.path.join(OUT, "tiny.bin"), net, {"labels": LABELS, "scores": {}}, vocab)
    os.remove(vocab)
    maker = batch.Maker(LABELS, {p: i for i, p in enumerate(PIECES)})
    torch.set_default_dtype(torch.float64)    # so that sums do not depend on their order
    torch.Tensor.float = torch.Tensor.double
    quant.simulate(net.double())
    out = []
    for text in SENTENCES:
        s = sentence(text)
        e = maker.encode(s)
        with torch.no_grad():
            xt, xs = net.vectors(maker.collate([e]))
        p = score.predict(net, maker, [s])[0]
        p["lemma"] = [x or f.lower() for x, f in zip(p["lemma"], s.form)]    # the reader gives no empty lemma
        out.append({"words": s.form, "glued": s.glued, "predicates": s.preds, "pieces": e.ids,
                    "hash_rows": e.hash, "shape_rows": e.shape,
                    "tag_vector": [round(v, 4) for v in xt[0].flatten().tolist()],
                    "structure_vector": [round(v, 4) for v in xs[0].flatten().tolist()],
                    **{k: p[k] for k in ("upos", "xpos", "feats", "lemma", "head", "rel", "pred")},
                    "entities": p["spans"], "roles": p["roles"], "acts": p["acts"], "parties": p["parties"]})
    with open(os.path.join(OUT, "tiny.json"), "w", encoding="utf-8") as f:
        f.write("[\n" + ",\n".join(json.dumps(x, ensure_ascii=False, separators=(",", ":")) for x in out) + "\n]\n")


if __name__ == "__main__":
    main()

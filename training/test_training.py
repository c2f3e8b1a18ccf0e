"""Checks of the training code that need no corpus: python -m unittest, in this folder."""
import itertools
import json
import os
import struct
import tempfile
import unittest

import numpy as np
import torch

import batch
import corpus
import export
import net as network
import quant
import score
import train
import words

CONLLU = """# newdoc id = GUM_news_own
# sent_id = 1
1-2\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
1\tdid\tdo\tAUX\tVBD\t_\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tshell\tshell\tVERB\tVB\t_\t0\troot\t_\t_
3.1\tx\tx\tX\tX\t_\t_\t_\t_\t_
4\tHoms\tHoms\tPROPN\tNNP\t_\t3\tobj\t_\tEntity=(1-place-new-x-cf1-1-sgl(2[1/2]-person-new-1-sgl)|SpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\tEntity=1)

"""


def own(forms, head=None, rel=None):
    n = len(forms)
    return corpus.Sentence("", "", "own", "own", forms, [f.lower() for f in forms], ["X"] * n,
                           ["X"] * n, ["_"] * n, head or [0] + [1] * (n - 1),
                           rel or ["root"] + ["dep"] * (n - 1), [False] * n)


class Reading(unittest.TestCase):
    def test_conllu(self):
        with tempfile.NamedTemporaryFile("w", suffix=".conllu", delete=False) as f:
            f.write(CONLLU)
        s = corpus.read_conllu(f.name, "gum")[0]
        os.unlink(f.name)
        self.assertEqual(s.form, ["did", "n't", "shell", "Homs", "."])
        self.assertEqual(s.glued, [False, True, False, False, True])
        self.assertEqual((s.genre, s.head), ("news", [3, 3, 0, 3, 3]))
        self.assertEqual(sorted(s.spans), [(3, 3, "person"), (3, 4, "place")])

    def test_roles(self):
        s = own(["Rebels", "attacked", "the", "town"], [2, 0, 4, 2])
        cols = [["(ARG0*)", "(V*)", "(ARG1*", "*)"]]
        block = [["d", "0", str(i), "[WORD]", "X", "*", "-", "-", cols[0][i]] for i in range(4)]
        corpus.join_roles([s], {"": [block]})
        self.assertEqual(s.preds, [1])
        self.assertEqual(s.roles, [(1, 0, "ARG0"), (1, 3, "ARG1")])
        self.assertEqual(s.args, [(1, 0, 0, "ARG0"), (1, 2, 3, "ARG1")])


class Words(unittest.TestCase):
    def test_shape(self):
        for w, want in (("Moscow", 3), ("UN", 5), ("U.N.", 21), ("kill", 2), ("12", 1), (",", 0),
                        ("T-72", 15), ("McCain", 6), ("A", 4), ("mid-May", 14)):
            self.assertEqual(words.shape(w), want, w)

    def test_casing(self):
        self.assertEqual(words.casing("REBELS SHELL THE town".split()), 1)
        self.assertEqual(words.casing("rebels shell it".split()), 2)
        self.assertEqual(words.casing("Rebels Shell Town After Truce".split()), 3)
        self.assertEqual(words.casing("The army of Chad left".split()), 0)

    def test_fnv(self):
        self.assertEqual(words.fnv(b""), 2166136261)
        self.assertEqual(words.fnv(b"a"), 0xE40C292C)

    def test_lemma(self):
        for form, lemma in (("Parties", "party"), ("went", "go"), ("MOSCOW", "Moscow"), ("US", "US"),
                            ("n't", "not"), ("McCain", "McCain"), ("Is", "be")):
            rule = words.lemma_rule(form, lemma)
            self.assertEqual(words.apply_rule(rule, form), lemma, rule)

    def test_pieces(self):
        vocab = {p: i for i, p in enumerate(["[UNK]", "cafe", "##s", "'", "n", "t"])}
        p = words.Pieces(vocab)
        self.assertEqual(p.of("Cafés"), [1, 2])
        self.assertEqual(p.of("n't"), [4, 3, 5])
        self.assertEqual(p.of("\u200b"), [words.UNK])


class Trees(unittest.TestCase):
    def test_against_all_trees(self):
        rng = np.random.default_rng(3)
        for n in (1, 2, 3, 4):
            for _ in range(40):
                s = rng.normal(size=(n, n + 1)) * 3
                s[np.arange(n), np.arange(1, n + 1)] = -1e9
                logp = s - np.log(np.exp(s).sum(1, keepdims=True))
                best = max(t for t in map(list, itertools.product(range(n + 1), repeat=n))
                           if t.count(0) == 1 and score.cycle_of([0] + t) is None
                           and self.better(t, logp, n))
                got = score.tree(s).tolist()
                self.assertEqual(got.count(0), 1)
                self.assertIsNone(score.cycle_of([0] + got))
                self.assertGreaterEqual(self.total(got, logp), self.total(best, logp) - 1e-9)

    def total(self, t, logp):
        return sum(logp[i, h] for i, h in enumerate(t))

    def better(self, t, logp, n):
        every = [list(u) for u in itertools.product(range(n + 1), repeat=n)]
        good = [u for u in every if u.count(0) == 1 and score.cycle_of([0] + u) is None]
        return self.total(t, logp) >= max(self.total(u, logp) for u in good) - 1e-12

    def test_argument_span(self):
        for text, head, rel, tags, p, a, want in (
                ("he shelled the town .", [2, 0, 4, 2, 2], "nsubj root det obj punct", "PRP VBD DT NN .", 1, 3, (2, 3)),
                ("it is very close .", [4, 4, 4, 0, 4], "nsubj cop advmod root punct", "PRP VBZ RB JJ .", 1, 3, (2, 3)),
                ("in towns that fell", [2, 0, 4, 2], "case root nsubj acl:relcl", "IN NNS WDT VBD", 3, 1, (1, 1)),
                ("now , they left", [4, 1, 4, 0], "advmod punct nsubj root", "RB , PRP VBD", 3, 0, (0, 0))):
            got = score.argument_span(head, rel.split(), tags.split(), a, p)
            self.assertEqual(got, want, text)

    def test_arguments(self):
        labels = ["none", "ARG0", "ARGM-TMP"]
        rows = torch.tensor([[0., 2, 0], [0, 3, 0], [0, 0.4, 0], [0, 0, 2], [0, 0, 3]])
        self.assertEqual(score.arguments(rows, labels), [(1, "ARG0"), (3, "ARGM-TMP"), (4, "ARGM-TMP")])

    def test_span_head(self):
        head, rel = [0, 1, 1, 5, 3], "root obj xcomp det obj".split()
        self.assertEqual(corpus.span_head(head, 1, 4, rel), 2)
        self.assertEqual(corpus.span_head(head, 3, 4, rel), 4)


class Numbers(unittest.TestCase):
    def test_int8(self):
        w = torch.randn(7, 32)
        self.assertLess((quant.rounded(w) - w).abs().max(), w.abs().max() / 250)

    def test_form_round_trip(self):
        f = torch.randn(3, 5, 5)
        self.assertTrue(torch.equal(quant.form_from_linear(*quant.form_as_linear(f), f), f))

    def test_product_gradient(self):
        torch.manual_seed(4)
        x, w = torch.randn(3, 5, 32), torch.randn(16, 32)
        want, got = [], []
        for out, f in ((want, torch.nn.functional.linear), (got, network.Product.apply)):
            a, b = x.clone().requires_grad_(), w.clone().requires_grad_()
            y = f(a, b)
            y.square().sum().backward()
            out += [y.detach(), a.grad, b.grad]
        for u, v in zip(want, got):
            self.assertLess(((u - v).norm() / u.norm()).item(), 0.01)

    def test_loss_falls(self):
        torch.manual_seed(1)
        sents = [own("the rebels left town .".split()), own("Aid came".split())]
        sents[0].spans = [(0, 1, "person")]
        labels = batch.build_labels(sents)
        vocab = {p: i for i, p in enumerate(["[PAD]"] * 100 + ["[UNK]", "[CLS]", "[SEP]", "the", "left", "town", "."])}
        maker = batch.Maker(labels, vocab)
        net = network.Net(network.Encoder(128), {k: len(v) for k, v in labels.items()})
        opt = torch.optim.Adam(net.parameters(), 1e-3)
        b = maker.collate([maker.encode(s) for s in sents])
        seen = []
        for _ in range(12):
            loss = sum(train.losses(net, b).values())
            opt.zero_grad()
            loss.backward()
            opt.step()
            seen.append(loss.item())
        self.assertLess(seen[-1], 0.7 * seen[0])
        score.score(sents, score.predict(net, maker, sents))

    def test_flat_file(self):
        labels = batch.build_labels([own(["Aid", "came"])])
        net = network.Net(network.Encoder(8), {k: len(v) for k, v in labels.items()})
        with tempfile.TemporaryDirectory() as d:
            vocab = os.path.join(d, "vocab.txt")
            with open(vocab, "w") as f:
                f.write("aid\ncame\n")
            data = export.write(os.path.join(d, "x.bin"), net, {"labels": labels, "scores": {}}, vocab)
        size, pad = struct.unpack("<II", data[8:16])
        start, head = 16 + size + pad, json.loads(data[16:16 + size])
        self.assertEqual((data[:8], start % 64), (b"SITREPM1", 0))
        at = {t["name"]: t for t in head["tensors"]}

        def get(name, dtype):
            t = at[name]
            self.assertEqual(t["offset"] % 64, 0)
            return np.frombuffer(data, dtype, t["bytes"] // np.dtype(dtype).itemsize,
                                 start + t["offset"]).reshape(t["shape"])
        q, s = get("layer.2.up.weight", "i1"), get("layer.2.up.scale", "<f4")
        want = net.encoder.layer[2].up.weight.detach().numpy()
        self.assertLess(np.abs(q * s[:, None] - want).max(), s.max() * 0.51)
        form = get("ent.form.weight", "i1") * get("ent.form.scale", "<f4")[:, None]
        back = quant.form_from_linear(torch.tensor(form), torch.tensor(get("ent.form.bias", "<f4")), net.ent.form)
        self.assertLess((back - net.ent.form).abs().max().item(), 1e-3)

    def test_padding_changes_nothing(self):
        torch.manual_seed(2)
        short, long = own(["Aid", "came"]), own("the rebels left the town in May .".split())
        labels = batch.build_labels([short, long])
        vocab = {"a": 5, "##id": 6, "came": 7}
        maker = batch.Maker(labels, vocab)
        net = network.Net(network.Encoder(128), {k: len(v) for k, v in labels.items()}).eval()
        alone = net.vectors(maker.collate([maker.encode(short)]))[1][0]
        beside = net.vectors(maker.collate([maker.encode(short), maker.encode(long)]))[1][0, :2]
        self.assertLess((alone - beside).abs().max().item(), 1e-4)


if __name__ == "__main__":
    unittest.main()

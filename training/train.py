"""Trains the encoder and its heads. See README.md; a cut run goes on where it was."""
import argparse
import json
import os
import random
import time

import torch
import torch.nn.functional as F

import batch
import corpus
import net as network
import score as scoring
import words

WEIGHT = {"upos": 0.5, "xpos": 0.5, "feats": 0.5, "lemma": 0.7, "pred": 0.3,
          "arc": 1.0, "rel": 1.0, "ent": 1.0, "role": 1.0, "act": 1.0, "mode": 0.5, "party": 0.7}


def options():
    p = argparse.ArgumentParser()
    p.add_argument("--bench", required=True, help="folder with ud/ and propbank/")
    p.add_argument("--encoder", required=True, help="folder with model.safetensors and vocab.txt")
    p.add_argument("--out", required=True, help="folder for checkpoints")
    p.add_argument("--epochs", type=int, default=15)
    p.add_argument("--pieces", type=int, default=1500, help="word pieces a batch")
    p.add_argument("--lr-encoder", type=float, default=1e-4)
    p.add_argument("--lr-heads", type=float, default=1e-3)
    p.add_argument("--weight-role", type=float, default=WEIGHT["role"], help="weight of the roles' loss")
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--limit", type=int, default=0, help="train on this many sentences (a trial)")
    p.add_argument("--save-every", type=float, default=240, help="seconds between checkpoints")
    p.add_argument("--steps", type=int, default=0, help="stop after so many steps (a trial)")
    p.add_argument("--start", default="", help="checkpoint whose weights a further run starts from")
    p.add_argument("--average", type=float, default=0.0,
                   help="share of the old in a running mean of the weights, 0.998 for instance; it is scored and kept")
    return p.parse_args()


def losses(net, b):
    xt, xs = net.vectors(b)
    gold, out = b["gold"], {}
    for k, logits in net.tags(xt).items():
        if (gold[k] >= 0).any():
            out[k] = F.cross_entropy(logits.flatten(0, 1), gold[k].flatten(), ignore_index=-100)
    arcs, r = net.arcs(xs)
    keep = torch.cat([b["word"].new_ones(len(arcs), 1), b["word"]], 1)
    arcs = arcs.masked_fill(~keep[:, None, :], -1e9)
    if len(gold["head"]) and (gold["head"] >= 0).any():
        trees(net, b, out, arcs, xs, r)
    if (b["act"] >= 0).any():
        acts(net, b, out, xt, xs)
    if len(b["ent_rows"]):
        cells = net.entities(xs[b["ent_rows"]])
        m = b["word"][b["ent_rows"]].sum()
        out["ent"] = F.cross_entropy(cells.flatten(0, 2), b["ent_gold"].flatten(),
                                     ignore_index=-100, reduction="sum") / m
    if len(b["role_row"]):
        a, z = net.role.project(xs)
        t = torch.einsum("nd,cde->nce", a[b["role_row"], b["role_word"]], net.role.form)
        logits = torch.einsum("nce,nje->njc", t, z[b["role_row"]])
        out["role"] = F.cross_entropy(logits.flatten(0, 1), b["role_gold"].flatten(),
                                      ignore_index=-100, reduction="sum") / len(b["role_row"]) / 3
    return out


def trees(net, b, out, arcs, xs, r):
    gold = b["gold"]
    out["arc"] = F.cross_entropy(arcs.flatten(0, 1), gold["head"].flatten(), ignore_index=-100)
    row, word = (gold["rel"] >= 0).nonzero(as_tuple=True)
    a = net.rel.one(net.rel.first, xs)[row, word]
    z = net.rel.one(net.rel.second, r)[row, gold["head"][row, word]]
    out["rel"] = F.cross_entropy(net.rel.some(a, z), gold["rel"][row, word], ignore_index=-100)


def acts(net, b, out, xt, xs):
    kind, mode = net.acts(xt)
    out["act"] = F.cross_entropy(kind.flatten(0, 1), b["act"].flatten(), ignore_index=-100)
    told = b["act"] > 0
    if told.any():
        out["mode"] = F.binary_cross_entropy_with_logits(mode[told], b["mode"][told], reduction="sum") / told.sum() / 8
    if len(b["party_row"]):
        a, z = net.party.project(xs)
        t = torch.einsum("nd,cde->nce", a[b["party_row"], b["party_word"]], net.party.form)
        logits = torch.einsum("nce,nje->njc", t, z[b["party_row"]])
        out["party"] = F.cross_entropy(logits.flatten(0, 1), b["party_gold"].flatten(),
                                       ignore_index=-100, reduction="sum") / len(b["party_row"]) / 3


def save(path, state):
    torch.save(state, path + ".part")
    os.replace(path + ".part", path)


class Run:
    def __init__(self, opt):
        self.opt, self.weight = opt, WEIGHT | {"role": opt.weight_role}
        torch.set_num_threads(opt.threads)
        torch.manual_seed(opt.seed)
        os.makedirs(opt.out, exist_ok=True)
        train, self.dev_ewt, self.dev_gum, joined = corpus.load(opt.bench)
        if opt.limit:
            train = random.Random(opt.seed).sample(train, opt.limit)
        own, self.dev_own = corpus.load_events()
        vocab = words.load_vocab(corpus.checked("encoder-vocab", opt.encoder))
        self.maker = batch.Maker(batch.build_labels(train), vocab)
        train += own
        self.variants = [v for v in self.maker.variants(train) if len(v[None].ids) <= 250]
        enc = network.encoder_from_bert(corpus.checked("encoder-weights", opt.encoder))
        sizes = {k: len(v) for k, v in self.maker.labels.items()}
        self.net = network.Net(enc, sizes)
        if opt.start:
            start = torch.load(opt.start, weights_only=True)
            if any(start["labels"][k] != self.maker.labels[k] for k in start["labels"]):
                raise SystemExit(f"{opt.start}: made with other data; it cannot be gone on from")
            self.net.load_state_dict({k: v.float() for k, v in start["net"].items()}, strict=False)
        self.mean = {k: v.clone() for k, v in self.net.state_dict().items()} if opt.average else None
        heads = [p for k, p in self.net.named_parameters() if not k.startswith("encoder.")]
        decay = [p for k, p in self.net.encoder.named_parameters() if p.dim() == 2]
        plain = [p for k, p in self.net.encoder.named_parameters() if p.dim() == 1]
        self.optim = torch.optim.AdamW(
            [{"params": decay, "lr": opt.lr_encoder, "weight_decay": 0.01, "top": opt.lr_encoder},
             {"params": plain, "lr": opt.lr_encoder, "weight_decay": 0.0, "top": opt.lr_encoder},
             {"params": heads, "lr": opt.lr_heads, "weight_decay": 0.0, "top": opt.lr_heads}],
            betas=(0.9, 0.98), fused=True)
        self.epoch = self.at = self.step = 0
        self.best, self.log = -1.0, []
        self.total = opt.epochs * len(self.batches(0))
        print(f"{len(self.variants)} sentences, roles joined for {joined} words, "
              f"{self.total} steps, {sum(p.numel() for p in self.net.parameters())} parameters", flush=True)

    def batches(self, epoch):
        lengths = [len(v[None].ids) for v in self.variants]
        return batch.plan(lengths, self.opt.pieces, random.Random(f"{self.opt.seed}/{epoch}"))

    def resume(self):
        path = os.path.join(self.opt.out, "last.pt")
        if not os.path.exists(path):
            return
        s = torch.load(path, weights_only=True)
        if s["labels"] != self.maker.labels:
            raise SystemExit(f"{path}: made with other data; give another --out")
        self.net.load_state_dict(s["net"])
        self.optim.load_state_dict(s["optim"])
        torch.set_rng_state(s["rng"])
        self.epoch, self.at, self.step = s["epoch"], s["at"], s["step"]
        self.best, self.log = s["best"], s["log"]
        if self.mean is not None:
            self.mean = s["mean"]
        print(f"resumed at epoch {self.epoch}, batch {self.at}", flush=True)

    def checkpoint(self):
        save(os.path.join(self.opt.out, "last.pt"), {
            "net": self.net.state_dict(), "optim": self.optim.state_dict(),
            "rng": torch.get_rng_state(), "epoch": self.epoch, "at": self.at, "step": self.step,
            "best": self.best, "log": self.log, "labels": self.maker.labels, "mean": self.mean})

    def rate(self):
        warm = max(1, self.total // 12)
        if self.step < warm:
            return (self.step + 1) / warm
        return max(0.01, (self.total - self.step) / (self.total - warm))

    def one_step(self, part):
        group = [batch.draw(self.variants[i], self.opt.seed, self.epoch, i) for i in part]
        self.net.train()
        parts = losses(self.net, self.maker.collate(group))
        loss = sum(self.weight[k] * v for k, v in parts.items())
        for g in self.optim.param_groups:
            g["lr"] = g["top"] * self.rate()
        self.optim.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optim.step()
        self.step += 1
        if self.mean is not None:
            share = 1 - min(self.opt.average, (1 + self.step) / (10 + self.step))
            for k, v in self.net.state_dict().items():
                self.mean[k].lerp_(v, share)
        return {k: v.item() for k, v in parts.items()}

    def run(self):
        saved = told = time.time()
        since, sums = self.step, {}
        while self.epoch < self.opt.epochs:
            plan = self.batches(self.epoch)
            while self.at < len(plan):
                for k, v in self.one_step(plan[self.at]).items():
                    sums.setdefault(k, []).append(v)
                self.at += 1
                if self.step % 50 == 0:
                    now = time.time()
                    means = " ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in sums.items())
                    print(f"step {self.step}/{self.total} {(self.step - since) / (now - told):.2f}/s {means}", flush=True)
                    told, since, sums = now, self.step, {}
                if self.opt.steps and self.step >= self.opt.steps:
                    return
                if time.time() - saved > self.opt.save_every:
                    self.checkpoint()
                    saved = time.time()
            self.epoch, self.at = self.epoch + 1, 0
            self.evaluate()
            self.checkpoint()
            saved = told = time.time()
            since = self.step

    def evaluate(self):
        t = time.time()
        row = {"epoch": self.epoch, "step": self.step}
        if self.mean is not None:
            now = {k: v.clone() for k, v in self.net.state_dict().items()}
            self.net.load_state_dict(self.mean)
        for name, sents in (("ewt", self.dev_ewt), ("gum", self.dev_gum), ("own", self.dev_own)):
            preds = scoring.predict(self.net, self.maker, sents)
            row[name] = scoring.score(sents, preds)
        self.log.append(row)
        print(json.dumps(row), f"({time.time() - t:.0f} s)", flush=True)
        las = row["ewt"]["las"] + row["gum"]["las"]
        if las > self.best:
            self.best = las
            save(os.path.join(self.opt.out, "best.pt"), {
                "net": {k: v.half() for k, v in self.net.state_dict().items()},
                "labels": self.maker.labels, "scores": row, "options": vars(self.opt)})
        if self.mean is not None:
            self.net.load_state_dict(now)


if __name__ == "__main__":
    r = Run(options())
    r.resume()
    r.run()

"""Scores a checkpoint on the development files: as it is, in int8, in capitals, by genre."""
import argparse
import json
import time

import torch

import batch
import corpus
import net as network
import quant
import score
import words


def load(path, vocab_path):
    s = torch.load(path, weights_only=True)
    vocab = words.load_vocab(vocab_path)
    sizes = {k: len(v) for k, v in s["labels"].items()}
    enc = network.Encoder(s["net"]["encoder.piece.weight"].shape[0])
    n = network.Net(enc, sizes)
    n.load_state_dict({k: v.float() for k, v in s["net"].items()})
    return n.eval(), batch.Maker(s["labels"], vocab), s


def show(what, sents, net, maker, how=None):
    t = time.time()
    row = score.score(sents, score.predict(net, maker, sents, how))
    n = sum(len(s.form) for s in sents)
    print(what, json.dumps(row), f"n={n} {n / (time.time() - t):.0f} words/s", flush=True)
    return row


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", required=True)
    p.add_argument("--bench", required=True)
    p.add_argument("--encoder", required=True)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--int8", choices=["off", "weights", "all"], default="off")
    p.add_argument("--capitals", action="store_true")
    p.add_argument("--genres", action="store_true")
    opt = p.parse_args()
    torch.set_num_threads(opt.threads)
    net, maker, _ = load(opt.model, corpus.checked("encoder-vocab", opt.encoder))
    if opt.int8 != "off":
        quant.simulate(net, activations=opt.int8 == "all")
    _, ewt, gum, _ = corpus.load(opt.bench)
    sets = [("ewt-dev", ewt), ("gum-dev", gum)]
    if opt.genres:
        news = [s for s in gum if s.genre in ("news", "interview")]
        sets += [("gum-dev news+interview", news),
                 ("gum-dev open genres", [s for s in gum if s.genre not in corpus.CLOSED_GENRES])]
    for name, sents in sets:
        show(name, sents, net, maker)
        if opt.capitals:
            show(name + " in capitals", sents, net, maker, "upper")


if __name__ == "__main__":
    main()

"""The network: a MiniLM encoder, word vectors with casing and string features,
and heads for tags, lemma rules, tree, entities and roles."""
import torch
import torch.nn as nn
import torch.nn.functional as F

import words

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
HASH_DIM, SHAPE_DIM = 48, 16
WORD = WIDTH + HASH_DIM + SHAPE_DIM        # 448


class Product(torch.autograd.Function):
    """x W' with both rounded to bfloat16, sums in float32: three times faster on
    processors with AMX. Only training uses it."""

    @staticmethod
    def forward(ctx, x, w):
        x16, w16 = x.bfloat16(), w.bfloat16()
        ctx.save_for_backward(x16, w16)
        return F.linear(x16, w16).float()

    @staticmethod
    def backward(ctx, grad):
        x, w = ctx.saved_tensors
        g = grad.bfloat16().flatten(0, -2)
        return (g @ w).float().view_as(x), (g.t() @ x.flatten(0, -2)).float()


class Linear(nn.Linear):
    def forward(self, x):
        if self.training:
            return Product.apply(x, self.weight) + self.bias
        return super().forward(x)


class Drop(nn.Module):
    """Dropout with one mask for all positions of a sentence."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        if not self.training:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[2]) >= self.rate
        return x * (keep / (1 - self.rate))


class Layer(nn.Module):
    def __init__(self, drop):
        super().__init__()
        self.qkv = Linear(WIDTH, 3 * WIDTH)
        self.out = Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = Linear(WIDTH, INNER)
        self.down = Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop(drop)

    def forward(self, x, mask):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = a.transpose(1, 2).reshape(b, n, WIDTH)
        x = self.norm1(x + self.drop(self.out(a)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self, vocab, drop=0.1):
        super().__init__()
        self.piece = nn.Embedding(vocab, WIDTH)
        self.place = nn.Embedding(512, WIDTH)    # the type row is added in
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Drop(drop)
        self.layer = nn.ModuleList(Layer(drop) for _ in range(LAYERS))

    def forward(self, ids, mask):
        x = self.piece(ids) + self.place.weight[:ids.shape[1]]
        x = self.drop(self.norm(x))
        states, m = [x], mask[:, None, None, :]
        for layer in self.layer:
            x = layer(x, m)
            states.append(x)
        return states


def encoder_from_bert(path, **kw):
    from safetensors.torch import load_file
    w = {k.removeprefix("bert."): v for k, v in load_file(path).items()}
    enc = Encoder(w["embeddings.word_embeddings.weight"].shape[0], **kw)
    e = "embeddings."
    state = {"piece.weight": w[e + "word_embeddings.weight"],
             "place.weight": w[e + "position_embeddings.weight"]
             + w[e + "token_type_embeddings.weight"][0],
             "norm.weight": w[e + "LayerNorm.weight"], "norm.bias": w[e + "LayerNorm.bias"]}
    names = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
             "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
    for i in range(LAYERS):
        src, dst = f"encoder.layer.{i}.", f"layer.{i}."
        for kind in ("weight", "bias"):
            parts = [w[f"{src}attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
            state[dst + "qkv." + kind] = torch.cat(parts)
            for ours, theirs in names.items():
                state[dst + ours + "." + kind] = w[src + theirs + "." + kind]
    enc.load_state_dict(state)
    return enc


class Pair(nn.Module):
    """Two projections of words and a bilinear form between them, one a class.

    score[b,i,j,c] = [a_i;1]' U_c [z_j;1], a from the first words, z from the second."""

    def __init__(self, dim, classes, drop):
        super().__init__()
        self.first = nn.Linear(WORD, dim)
        self.second = nn.Linear(WORD, dim)
        self.form = nn.Parameter(torch.zeros(classes, dim + 1, dim + 1))
        nn.init.normal_(self.form, std=0.5 / dim)
        self.drop = nn.Dropout(drop)

    def project(self, x):
        return self.one(self.first, x), self.one(self.second, x)

    def one(self, proj, x):
        return F.pad(self.drop(F.relu(proj(x))), (0, 1), value=1.0)

    def all(self, a, z):
        t = torch.einsum("bid,cde->bice", a, self.form)
        return torch.einsum("bice,bje->bijc", t, z)

    def some(self, a, z):
        """Rows of a against the row of z at the same place: (n, classes)."""
        return torch.einsum("nce,ne->nc", torch.einsum("nd,cde->nce", a, self.form), z)


class Net(nn.Module):
    def __init__(self, encoder, sizes, drop=0.2):
        """sizes: upos, xpos, feats, lemma, rel, kind, role, act, mode, party (kind, role, act, party with 'none' = 0)."""
        super().__init__()
        self.encoder = encoder
        self.mix = nn.Parameter(torch.zeros(2, LAYERS + 1))     # tags, structure
        with torch.no_grad():
            self.mix[:, -1] = 2.0
        self.hash = nn.Embedding(words.HASH_ROWS, HASH_DIM)
        self.shape = nn.Embedding(words.SHAPE_ROWS, SHAPE_DIM)
        nn.init.normal_(self.hash.weight, std=0.1)
        nn.init.normal_(self.shape.weight, std=0.3)
        self.drop = nn.Dropout(drop)
        self.tag = nn.Linear(WORD, 256)
        self.upos = nn.Linear(256, sizes["upos"])
        self.xpos = nn.Linear(256, sizes["xpos"])
        self.feats = nn.Linear(256, sizes["feats"])
        self.pred = nn.Linear(256, 2)
        self.lemma_in = nn.Linear(WORD, 192)
        self.lemma = nn.Linear(192, sizes["lemma"])
        self.arc = Pair(256, 1, drop)
        self.root = nn.Parameter(torch.zeros(WORD))             # stands for head 0
        nn.init.normal_(self.root, std=0.1)
        self.rel = Pair(128, sizes["rel"], drop)
        self.ent = Pair(96, sizes["kind"], drop)
        self.width = nn.Parameter(torch.zeros(24, sizes["kind"]))
        self.role = Pair(128, sizes["role"], drop)
        self.act_in = nn.Linear(WORD, 192)
        self.act = nn.Linear(192, sizes["act"])
        self.mode = nn.Linear(192, sizes["mode"])
        self.party = Pair(64, sizes["party"], drop)

    def vectors(self, b):
        states = self.encoder(b["ids"], b["mask"])
        mix = torch.softmax(self.mix, dim=1)
        n, w = b["hash"].shape[:2]
        feats = torch.cat([self.hash(b["hash"]).sum(2), self.shape(b["shape"])], 2)
        out = []
        for k in range(2):
            m = sum(mix[k, i] * s.float() for i, s in enumerate(states))
            flat = m.reshape(-1, WIDTH)[b["piece_at"]]
            word = torch.zeros(n * w, WIDTH).index_add_(0, b["word_at"], flat)
            word = word.view(n, w, WIDTH) * b["inv"][:, :, None]
            out.append(self.drop(torch.cat([word, feats], 2)))
        return out

    def tags(self, x):
        h = self.drop(F.relu(self.tag(x)))
        g = self.drop(F.relu(self.lemma_in(x)))
        return {"upos": self.upos(h), "xpos": self.xpos(h), "feats": self.feats(h),
                "pred": self.pred(h), "lemma": self.lemma(g)}

    def acts(self, x):
        """Scores of act types and of modes for every word."""
        h = self.drop(F.relu(self.act_in(x)))
        return self.act(h), self.mode(h)

    def with_root(self, x):
        return torch.cat([self.root.expand(x.shape[0], 1, WORD), x], 1)

    def arcs(self, x):
        """score[b, word, head], head 0 is the root; and the words with root, for labels."""
        r = self.with_root(x)
        return self.arc.all(self.arc.one(self.arc.first, x),
                            self.arc.one(self.arc.second, r))[..., 0], r

    def entities(self, x):
        """score[b, first, last, kind]; only first <= last means something."""
        n = x.shape[1]
        i = torch.arange(n)
        gap = (i[None, :] - i[:, None]).clamp(0, 23)
        return self.ent.all(*self.ent.project(x)) + self.width[gap]

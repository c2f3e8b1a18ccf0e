"""Int8 as the product computes it, simulated in float.

Weights: symmetric, one scale a row (output channel). Activations that enter a
matrix product: symmetric, one scale a row (one word piece or word), -127..127.
Products and sums of int8 are exact in int32, so this simulation differs from
integer arithmetic only by float rounding.
"""
import torch
import torch.nn.functional as F


def rows(w):
    """(int8 values, float32 scale a row) of a matrix; a row of zeros has scale 1."""
    top = w.abs().amax(1)
    scale = torch.where(top > 0, top / 127.0, torch.ones_like(top)).float()
    q = torch.clamp(torch.round(w / scale[:, None]), -127, 127)
    return q.to(torch.int8), scale


def rounded(w):
    q, s = rows(w.reshape(-1, w.shape[-1]))
    return (q.float() * s[:, None]).view(w.shape)


def activation(x):
    scale = (x.abs().amax(-1, keepdim=True) / 127.0).clamp_min(1e-12)
    return torch.round(x / scale).clamp(-127, 127) * scale


def form_as_linear(form):
    """A Pair form [c, d+1, e+1] as a linear layer of d inputs and c*(e+1) outputs."""
    c, d, e = form.shape
    w = form[:, :-1, :].permute(0, 2, 1).reshape(c * e, d - 1)
    return w, form[:, -1, :].reshape(c * e)


def form_from_linear(w, bias, like):
    c, d, e = like.shape
    body = w.view(c, e, d - 1).permute(0, 2, 1)
    return torch.cat([body, bias.view(c, 1, e)], 1)


def simulate(net, activations=True):
    """Rounds the weights of a net in place and, if asked, its activations while it runs."""
    with torch.no_grad():
        for name, m in net.named_modules():
            if isinstance(m, torch.nn.Linear):
                m.weight.copy_(rounded(m.weight))
                if activations:
                    m.register_forward_pre_hook(lambda _, args: (activation(args[0]),))
            elif isinstance(m, torch.nn.Embedding) and name != "shape":
                m.weight.copy_(rounded(m.weight))
            elif hasattr(m, "form"):
                w, bias = form_as_linear(m.form)
                m.form.copy_(form_from_linear(rounded(w), bias, m.form))
                if activations:
                    quant_pair(m)
    return net


def quant_pair(m):
    """The first side of a Pair enters a matrix product; its constant 1 is a bias and stays."""
    plain_all, plain_some = m.all, m.some

    def side(a):
        return torch.cat([activation(a[..., :-1]), a[..., -1:]], -1)
    m.all = lambda a, z: plain_all(side(a), z)
    m.some = lambda a, z: plain_some(side(a), z)

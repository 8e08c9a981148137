import torch
import training_torch
from torch.nn.functional import silu


def score(parameters, x):
    w1, b1, w2, b2, w3, b3 = parameters
    return silu(silu(x @ w1 + b1) @ w2 + b2) @ w3 + b3


def usual(parameters, x):
    """Score and trace, the Jacobian of each point column by column, all points at once."""
    jacobians = torch.func.vmap(torch.func.jacfwd(lambda x: score(parameters, x)))(x)
    return score(parameters, x), torch.einsum("nii->n", jacobians)


def slope(z):
    gate = torch.sigmoid(z)
    return gate * (1 + z * (1 - gate))


def sweep(parameters, x):
    """Score and trace by the bilinear form in the slopes of the two layers."""
    w1, b1, w2, b2, w3, b3 = parameters
    z1 = torch.addmm(b1, x, w1)
    z2 = torch.addmm(b2, silu(z1), w2)
    form = w2 * (w3 @ w1).T
    return torch.addmm(b3, silu(z2), w3), ((slope(z1) @ form) * slope(z2)).sum(1)


def prepare(arrays, numbers, variant):
    evaluate = sweep if numbers["sweep"] else usual

    def loss(parameters, x):
        s, trace = evaluate(parameters, x)
        return (0.5 * (s * s).sum(1) + trace).mean()

    def draw(given):
        data = given["data"]
        return (data[torch.randint(len(data), (numbers["batch"],))],)

    return training_torch.prepare(arrays, numbers, variant, loss, ("x",), draw)

import torch
import training_torch


def score(parameters, x):
    w1, b1, w2, b2, w3, b3 = parameters
    h = torch.tanh(torch.addmm(b1, x, w1))
    return torch.addmm(b3, torch.tanh(torch.addmm(b2, h, w2)), w3)


def prepare(arrays, numbers, variant):
    reduced = numbers["reduced"]

    def loss(parameters, x, v):
        s, slope = torch.func.jvp(lambda x: score(parameters, x), (x,), (v,))
        square = (s * s).sum(1) if reduced else (v * s).sum(1) ** 2
        return ((v * slope).sum(1) + 0.5 * square).mean()

    def draw(given):
        data = given["data"]
        x = data[torch.randint(len(data), (numbers["batch"],))]
        return x, torch.randint(2, x.shape).to(x.dtype).mul_(2).sub_(1)

    return training_torch.prepare(arrays, numbers, variant, loss, ("x", "v"), draw)

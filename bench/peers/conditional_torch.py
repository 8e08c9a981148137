import math

import torch


def score(parameters, x, sigma):
    """The noise-conditional network of src/networks/noiseConditionalScoreNetwork.ts, dataScale 1."""
    scale = torch.rsqrt(sigma * sigma + 1)[:, None]
    u = (torch.log(sigma) / 4)[:, None]
    waves = [
        wave(u * (k * math.pi)) for k in (1, 2, 4) for wave in (torch.sin, torch.cos)
    ]
    h = torch.cat([x * scale, u, *waves], 1)
    w1, b1, w2, b2, w3, b3 = parameters
    h = torch.nn.functional.silu(torch.addmm(b1, h, w1))
    h = torch.nn.functional.silu(torch.addmm(b2, h, w2))
    return torch.addmm(b3, h, w3) * (scale / sigma[:, None]) - x * scale * scale


def denoising_loss(parameters, x, z, sigma):
    level = sigma[:, None]
    away = score(parameters, x + level * z, sigma) + z / level
    return (0.5 * sigma * sigma * (away * away).sum(1)).mean()

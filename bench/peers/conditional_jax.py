import math

import jax
import jax.numpy as jnp


def score(parameters, x, sigma):
    """The noise-conditional network of src/networks/noiseConditionalScoreNetwork.ts, dataScale 1."""
    scale = jax.lax.rsqrt(sigma * sigma + 1)[:, None]
    u = (jnp.log(sigma) / 4)[:, None]
    waves = [wave(u * (k * math.pi)) for k in (1, 2, 4) for wave in (jnp.sin, jnp.cos)]
    h = jnp.concatenate([x * scale, u, *waves], axis=1)
    w1, b1, w2, b2, w3, b3 = parameters
    h = jax.nn.silu(h @ w1 + b1)
    h = jax.nn.silu(h @ w2 + b2)
    return (h @ w3 + b3) * (scale / sigma[:, None]) - x * scale * scale


def denoising_loss(parameters, x, z, sigma):
    level = sigma[:, None]
    away = score(parameters, x + level * z, sigma) + z / level
    return (0.5 * sigma * sigma * (away * away).sum(1)).mean()

import time

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
from mixture import packed


def prepare(arrays, numbers, _variant):
    a, b, constants, back = (jnp.asarray(part) for part in packed(arrays))
    components = len(constants)
    h, spread = numbers["step"], (2 * numbers["step"]) ** 0.5
    start = jnp.asarray(arrays["start"])

    def step(x, z):
        y = (x @ a + b).reshape(len(x), components, -1)
        shares = jax.nn.softmax(constants - 0.5 * (y * y).sum(2), axis=1)
        return (
            x - h * ((y * shares[:, :, None]).reshape(len(x), -1) @ back) + spread * z
        )

    @jax.jit
    def given(x, noise):
        return jax.lax.scan(lambda x, z: (step(x, z), None), x, noise)[0]

    @jax.jit
    def drawn(x, key):
        keys = jax.random.split(key, numbers["steps"])

        def one(x, key):
            return step(x, jax.random.normal(key, x.shape, x.dtype)), None

        return jax.lax.scan(one, x, keys)[0]

    rounds = iter(range(10**9))

    def run():
        began = time.perf_counter()
        drawn(start, jax.random.key(next(rounds))).block_until_ready()
        return 1000 * (time.perf_counter() - began) / numbers["parts"]

    return lambda: {"points": given(start, jnp.asarray(arrays["noise"]))}, run

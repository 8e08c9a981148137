import time

import jax
import jax.numpy as jnp

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8


def prepare(arrays, numbers, loss, columns, draw):
    """Training by Adam: `columns` names what batches consist of, `draw` gives one from arrays and a key."""
    given = {name: jnp.asarray(values, jnp.float32) for name, values in arrays.items()}
    steps, rate = numbers["steps"], numbers["learningRate"]
    parameters = [given[f"parameter{i}"] for i in range(6)]
    zeros = [jnp.zeros_like(p) for p in parameters]
    start = (parameters, zeros, zeros, jnp.float32(0))

    def step(state, batch):
        p, first, second, count = state
        value, g = jax.value_and_grad(loss)(p, *batch)
        count = count + 1
        first = [BETA_1 * m + (1 - BETA_1) * d for m, d in zip(first, g, strict=True)]
        second = [
            BETA_2 * v + (1 - BETA_2) * d * d for v, d in zip(second, g, strict=True)
        ]
        c1, c2 = 1 - BETA_1**count, 1 - BETA_2**count
        p = [
            w - rate * (m / c1) / (jnp.sqrt(v / c2) + EPSILON)
            for w, m, v in zip(p, first, second, strict=True)
        ]
        return (p, first, second, count), (value, g)

    @jax.jit
    def compared(state, batches):
        def one(state, batch):
            state, (value, g) = step(state, batch)
            return state, (value, jnp.sqrt(sum((d * d).sum() for d in g)))

        return jax.lax.scan(one, state, batches)[1]

    @jax.jit
    def trained(state, key):
        def one(state, key):
            state, (value, _) = step(state, draw(given, key))
            return state, value

        return jax.lax.scan(one, state, jax.random.split(key, steps))

    rounds = iter(range(10**9))

    def check():
        losses, norms = compared(start, tuple(given[name] for name in columns))
        return {"losses": losses, "gradientNorms": norms}

    def run():
        began = time.perf_counter()
        jax.block_until_ready(trained(start, jax.random.key(next(rounds))))
        return 1000 * (time.perf_counter() - began) / steps

    return check, run

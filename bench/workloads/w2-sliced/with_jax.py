import jax
import jax.numpy as jnp
import training_jax


def score(parameters, x):
    w1, b1, w2, b2, w3, b3 = parameters
    return jnp.tanh(jnp.tanh(x @ w1 + b1) @ w2 + b2) @ w3 + b3


def prepare(arrays, numbers, _variant):
    reduced = numbers["reduced"]

    def loss(parameters, x, v):
        s, slope = jax.jvp(lambda x: score(parameters, x), (x,), (v,))
        square = (s * s).sum(1) if reduced else (v * s).sum(1) ** 2
        return ((v * slope).sum(1) + 0.5 * square).mean()

    def draw(given, key):
        data = given["data"]
        chosen, probe = jax.random.split(key)
        x = data[jax.random.randint(chosen, (numbers["batch"],), 0, len(data))]
        return x, jax.random.rademacher(probe, x.shape, x.dtype)

    return training_jax.prepare(arrays, numbers, loss, ("x", "v"), draw)

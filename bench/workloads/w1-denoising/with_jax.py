import jax
import training_jax
from conditional_jax import denoising_loss


def prepare(arrays, numbers, _variant):
    batch = numbers["batch"]

    def draw(given, key):
        data, sigmas = given["data"], given["sigmas"]
        chosen, noise, level = jax.random.split(key, 3)
        x = data[jax.random.randint(chosen, (batch,), 0, len(data))]
        sigma = sigmas[jax.random.randint(level, (batch,), 0, len(sigmas))]
        return x, jax.random.normal(noise, x.shape, x.dtype), sigma

    columns = ("x", "z", "sigma")
    return training_jax.prepare(arrays, numbers, denoising_loss, columns, draw)

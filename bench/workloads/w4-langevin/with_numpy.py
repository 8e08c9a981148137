import time

import numpy as np
from mixture import packed


def prepare(arrays, numbers, _variant):
    a, b, constants, back = packed(arrays)
    components = len(constants)
    h, spread = numbers["step"], np.sqrt(2 * numbers["step"])
    random = np.random.default_rng(1)

    def step(x, z):
        y = x @ a
        y += b
        pieces = y.reshape(len(x), components, -1)
        logs = constants - 0.5 * np.einsum("nki,nki->nk", pieces, pieces)
        logs -= logs.max(axis=1, keepdims=True)
        np.exp(logs, out=logs)
        logs /= logs.sum(axis=1, keepdims=True)
        pieces *= logs[:, :, None]
        return x - h * (y @ back) + spread * z

    def check():
        x = arrays["start"]
        for z in arrays["noise"]:
            x = step(x, z)
        return {"points": x}

    def run():
        began = time.perf_counter()
        x = arrays["start"]
        for _ in range(numbers["steps"]):
            x = step(x, random.standard_normal(x.shape))
        return 1000 * (time.perf_counter() - began) / numbers["parts"]

    return check, run

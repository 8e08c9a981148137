import os
import time

import torch
from mixture import packed

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def prepare(arrays, numbers, variant):
    a, b, constants, back = (torch.from_numpy(part) for part in packed(arrays))
    components = len(constants)
    h, spread = numbers["step"], (2 * numbers["step"]) ** 0.5
    start = torch.from_numpy(arrays["start"])

    def step(x, z):
        y = torch.addmm(b, x, a).view(len(x), components, -1)
        shares = torch.softmax(constants - 0.5 * (y * y).sum(2), 1)
        return x - h * ((y * shares[:, :, None]).view(len(x), -1) @ back) + spread * z

    if variant == "compile":
        step = torch.compile(step, dynamic=False)

    @torch.no_grad()
    def check():
        x = start
        for z in torch.from_numpy(arrays["noise"]):
            x = step(x, z)
        return {"points": x.numpy()}

    @torch.no_grad()
    def run():
        began = time.perf_counter()
        x = start
        for _ in range(numbers["steps"]):
            x = step(x, torch.randn(x.shape, dtype=x.dtype))
        return 1000 * (time.perf_counter() - began) / numbers["parts"]

    return check, run

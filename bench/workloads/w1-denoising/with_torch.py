import os
import time

import torch
from conditional_torch import denoising_loss

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def prepare(arrays, numbers, variant):
    given = {
        name: torch.tensor(values, dtype=torch.float32)
        for name, values in arrays.items()
    }
    data, sigmas = given["data"], given["sigmas"]
    batch, steps, warm = numbers["batch"], numbers["steps"], numbers["warm"]
    loss_of = (
        torch.compile(denoising_loss, dynamic=False)
        if variant == "compile"
        else denoising_loss
    )

    def start():
        parameters = [given[f"parameter{i}"].clone().requires_grad_() for i in range(6)]
        adam = torch.optim.Adam(parameters, lr=numbers["learningRate"], fused=True)

        def step(x, z, sigma):
            adam.zero_grad(set_to_none=True)
            loss = loss_of(parameters, x, z, sigma)
            loss.backward()
            adam.step()
            return loss.detach()

        return parameters, step

    def check():
        parameters, step = start()
        losses, norms = [], []
        for x, z, sigma in zip(given["x"], given["z"], given["sigma"], strict=True):
            losses.append(step(x, z, sigma))
            norms.append(torch.sqrt(sum((p.grad * p.grad).sum() for p in parameters)))
        return {"losses": torch.stack(losses), "gradientNorms": torch.stack(norms)}

    def run():
        _, step = start()
        losses = []
        for k in range(warm + steps):
            if k == warm:
                began = time.perf_counter()
            x = data[torch.randint(len(data), (batch,))]
            sigma = sigmas[torch.randint(len(sigmas), (batch,))]
            losses.append(step(x, torch.randn(batch, 2), sigma))
        torch.stack(losses).numpy()
        return 1000 * (time.perf_counter() - began) / steps

    return check, run

import os
import time

import torch

torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))


def prepare(arrays, numbers, variant, loss, columns, draw):
    """Training by Adam: `columns` names what batches consist of, `draw` gives one from the arrays."""
    given = {
        name: torch.tensor(values, dtype=torch.float32)
        for name, values in arrays.items()
    }
    steps, warm = numbers["steps"], numbers["warm"]
    loss_of = torch.compile(loss, dynamic=False) if variant == "compile" else loss

    def start():
        parameters = [given[f"parameter{i}"].clone().requires_grad_() for i in range(6)]
        adam = torch.optim.Adam(parameters, lr=numbers["learningRate"], fused=True)

        def step(batch):
            adam.zero_grad(set_to_none=True)
            value = loss_of(parameters, *batch)
            value.backward()
            adam.step()
            return value.detach()

        return parameters, step

    def check():
        parameters, step = start()
        losses, norms = [], []
        for batch in zip(*(given[name] for name in columns), strict=True):
            losses.append(step(batch))
            norms.append(torch.sqrt(sum((p.grad * p.grad).sum() for p in parameters)))
        return {"losses": torch.stack(losses), "gradientNorms": torch.stack(norms)}

    def run():
        _, step = start()
        losses = []
        for k in range(warm + steps):
            if k == warm:
                began = time.perf_counter()
            losses.append(step(draw(given)))
        torch.stack(losses).numpy()
        return 1000 * (time.perf_counter() - began) / steps

    return check, run

import torch
import training_torch
from conditional_torch import denoising_loss


def prepare(arrays, numbers, variant):
    batch = numbers["batch"]

    def draw(given):
        data, sigmas = given["data"], given["sigmas"]
        x = data[torch.randint(len(data), (batch,))]
        sigma = sigmas[torch.randint(len(sigmas), (batch,))]
        return x, torch.randn(x.shape), sigma

    columns = ("x", "z", "sigma")
    return training_torch.prepare(
        arrays, numbers, variant, denoising_loss, columns, draw
    )

import numpy as np


def packed(arrays):
    """y = x A + b stacks L^-1 (x - m) of all components; constants are log w - log det(2 pi C) / 2."""
    weights, means, covariances = (
        arrays["weights"],
        arrays["means"],
        arrays["covariances"],
    )
    components, dim = means.shape
    inverses = np.linalg.inv(np.linalg.cholesky(covariances))
    a = inverses.transpose(2, 0, 1).reshape(dim, components * dim)
    b = -np.einsum("kij,kj->ki", inverses, means).reshape(-1)
    constants = (
        np.log(weights)
        + np.log(np.linalg.det(inverses))
        - 0.5 * dim * np.log(2 * np.pi)
    )
    back = inverses.reshape(components * dim, dim)
    return a, b, constants, back

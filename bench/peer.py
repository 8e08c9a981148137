"""A process that runs one peer: reads a command a line, answers in a line.

{"load": {"module": path, "inputs": path, "variant": word}} answers with the results that are compared,
{"run": true} with the time of one round, in the unit of the workload.
"""

import base64
import importlib.util
import json
import os
import sys

import numpy as np


def sent(values):
    values = np.ascontiguousarray(values, dtype=np.float64)
    return {
        "shape": list(values.shape),
        "base64": base64.b64encode(values.tobytes()).decode(),
    }


def received(array):
    values = np.frombuffer(base64.b64decode(array["base64"]), dtype=np.float64)
    return values.reshape(array["shape"]).copy()


def load(module, inputs, variant=None):
    with open(inputs) as file:
        content = json.load(file)
    arrays = {name: received(array) for name, array in content["arrays"].items()}
    spec = importlib.util.spec_from_file_location("workload", module)
    workload = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(workload)
    check, run = workload.prepare(arrays, content["numbers"], variant)
    results = {name: sent(values) for name, values in check().items()}
    run()
    return run, results


def main():
    # Libraries write to the standard output what belongs to a person.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.path.insert(
        0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers")
    )
    run = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if "load" in command:
                run, results = load(**command["load"])
                answer = {"results": results}
            else:
                answer = {"time": run()}
        except Exception as error:  # noqa: BLE001 - the orchestrator shows it
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


main()

"""npm run cluster -- scheduler | worker ADDRESS: the programs that grade on several machines."""

import argparse
import os
import sys

from coursework.assignment import ROOT
from coursework.sandbox import NoSandbox, Sandbox

# Without its dashboard too, Dask serves pages of what it does, to all networks unless it is told.
PAGES = ["--no-dashboard", "--dashboard-address"]


def command(options):
    module = f"distributed.cli.dask_{options.role}"
    if options.role == "scheduler":
        return [module, *PAGES, "127.0.0.1:8787", "--no-show"]
    # A thread waits for a sandbox, which computes; a thread a core keeps the machine busy.
    threads = options.threads or os.cpu_count()
    return [
        module,
        options.address,
        "--nthreads",
        str(threads),
        *PAGES,
        "127.0.0.1:0",
        "--no-nanny",
        "--local-directory",
        str(ROOT / "build" / "dask"),
    ]


def main(argv):
    parser = argparse.ArgumentParser(prog="npm run cluster --", description=__doc__)
    roles = parser.add_subparsers(dest="role", required=True)
    roles.add_parser("scheduler", help="one for the cluster; it says its address")
    worker = roles.add_parser("worker", help="one on each machine")
    worker.add_argument("address", help="of the scheduler, such as tcp://10.0.0.1:8786")
    worker.add_argument("--threads", type=int, help="submissions at a time [cores]")
    options, more = parser.parse_known_args(argv)
    if options.role == "worker":
        try:
            Sandbox().check()
        except NoSandbox as problem:
            print(problem, file=sys.stderr)
            return 1
    program, *words = command(options)
    os.execv(sys.executable, [sys.executable, "-m", program, *words, *more])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Many starts: no kernel hangs, though its client speaks as soon as it can."""

import pytest
from conftest import Kernel, gone


@pytest.mark.slow
def test_fifty_starts_in_a_row_without_a_hang(tmp_path):
    for _ in range(50):
        kernel = Kernel(tmp_path)
        family = [kernel.supervisor, *kernel.supervisor.children(recursive=True)]
        assert kernel.ask("kernel_info_request")["status"] == "ok"
        kernel.stop()
        assert gone(family) == []


@pytest.mark.slow
def test_ten_first_cells_in_a_row_without_a_hang(tmp_path):
    for _ in range(10):
        kernel = Kernel(tmp_path)
        assert kernel.run("1 + 1").text == "2"
        kernel.stop()

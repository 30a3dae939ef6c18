"""The room as a whole: examples run, imports are quick, results do not change."""

import dataclasses
import doctest
import importlib
import pkgutil
import subprocess
import sys

import numpy as np
import pytest

from openpeel import statistics

MODULES = [module.name for module in pkgutil.iter_modules(statistics.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_examples_that_run(name):
    module = importlib.import_module(f"openpeel.statistics.{name}")
    outcome = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_importing_the_room_loads_neither_scipy_stats_nor_anything_of_openpeel_above_it():
    code = (
        "import sys, openpeel.statistics\n"
        "heavy = ('scipy.stats', 'statsmodels', 'pandas')\n"
        "names = [n for n in sys.modules if n.startswith(heavy)]\n"
        "names += [n for n in sys.modules if n.startswith('openpeel.')"
        " and not n.startswith('openpeel.statistics')]\n"
        "print(names)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_results_are_frozen():
    results = [
        statistics.outlier_lines([1.0, 2, 3, 4]),
        statistics.funnel([1, 2], [10, 20]),
        statistics.share_interval([1], [2]),
        statistics.compare_shares([1], [2], [1], [2]),
        statistics.xmr([1.0, 2] * 8),
        statistics.rank_interval([1.0, 2], [1, 1]),
        statistics.suppress([1, 2, 30]),
        statistics.peer_mean([1, 2], leave_out="each"),
        statistics.disproportionality(1, 2, 3, 4),
    ]
    for result in results:
        for field in dataclasses.fields(result):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(result, field.name, None)
            value = getattr(result, field.name)
            if isinstance(value, np.ndarray):
                assert not value.flags.writeable, f"{type(result).__name__}.{field.name}"

"""What the benchmarks of printed things share: each size has a process of its own, and so its own peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = "Sam Llŷr Siân Gwŷdd Test Maximiliana Sara Demo Myfanwy Jo Rhiannon Angharad Gwenllian Owain Dafydd Nia".split()
FAMILIES = "Sample Sampl Enghraifft Person Guest Tester Sample-Enghraifft Example Prawf".split()
ORGANISATIONS = (
    "Cyngor Enghraifft",
    "Rhwydwaith Sampl",
    "",
    "Bwrdd Iechyd Sampl",
    "Sample University Health Board, Patient Experience Team",
    "Carer",
)
LONG_NAME = "Maximiliana Josephine Bartholomew Alexandra Sample-Enghraifft"


def sample_name(number: int) -> str:
    """Every fiftieth is long, as in real lists."""
    if number % 50 == 7:
        return LONG_NAME
    return f"{NAMES[number % len(NAMES)]} {FAMILIES[number // 7 % len(FAMILIES)]}"


def sample_organisation(number: int) -> str:
    return ORGANISATIONS[number % len(ORGANISATIONS)]


def start_django() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()


def run(script: str, sizes: Sequence[int]) -> None:
    """Measure each size in a fresh process."""
    for size in sizes:
        subprocess.run([sys.executable, script, str(size)], check=True, cwd=ROOT)


def measure(name: str, make: Callable[[], bytes]) -> None:
    """Print CPU of the first call (it loads WeasyPrint) and of the second, peak memory, size, and the loop beside."""
    from bench.loop import loop_ms

    before, loop = _peak_mb(), loop_ms()
    start = time.process_time()
    document = make()
    first = time.process_time() - start
    peak = _peak_mb()
    start = time.process_time()
    make()
    second = time.process_time() - start
    for label, value, unit in (
        ("cpu", f"{first:.2f}", "s"),
        ("cpu_again", f"{second:.2f}", "s"),
        ("cpu_process", f"{time.process_time() - second:.2f}", "s"),
        ("peak_memory", f"{peak:.0f}", "MB"),
        ("memory_before", f"{before:.0f}", "MB"),
        ("file", f"{len(document) / 1000:.0f}", "kB"),
        ("loop", f"{(loop + loop_ms()) / 2:.1f}", "ms"),
    ):
        print(f"{name}_{label} {value} {unit}", flush=True)


def _peak_mb() -> float:
    """Largest resident set so far; macOS counts it in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)

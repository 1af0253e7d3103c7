"""A fixed piece of work. Its time says how fast the machine is just now, which on shared machines drifts up to 2 ×."""

from __future__ import annotations

import time

STEPS = 500_000


def loop_ms() -> float:
    """CPU milliseconds for a fixed Python loop; print it beside every figure."""
    start, total = time.process_time(), 0
    for step in range(STEPS):
        total += step * step % 7
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    print(f"loop {loop_ms():.1f} ms")

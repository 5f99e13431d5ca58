"""The figures of a run, as a table for people and as JSON for programs."""

import os
import platform
from collections.abc import Mapping, Sequence
from typing import Any

from tests.bench.asking import Page, Weight
from tests.bench.servers import Server

MEBIBYTE = 1024 * 1024
HEAD = ("page", "cpu ratio", "time ratio", "cpu ms", "ms", "p50", "p95", "queries")


def memory_of(running: Mapping[str, Server]) -> dict[str, dict[str, float]]:
    """MiB of each server: as its processes count it (rss), and with what they share counted once (pss)."""
    found = {}
    for name, server in running.items():
        rss, pss = server.memory()
        found[name] = {"rss": round(rss / MEBIBYTE, 1), "pss": round(pss / MEBIBYTE, 1)}
    return found


def figures(
    pages: Sequence[Page],
    queries: Mapping[str, int],
    weights: Mapping[str, Weight],
    memory: dict[str, dict[str, float]],
) -> dict[str, Any]:
    """Everything that was measured. A ratio is the bare page's cost divided by this page's: above 1 is faster."""
    bare = pages[0]
    return {
        "machine": {
            "processors": os.cpu_count(),
            "python": platform.python_version(),
            "load": os.getloadavg(),
        },
        "pages": [
            {
                "name": page.name,
                "answers": len(page.took),
                "cpu_ratio": round(bare.cpu_ms / page.cpu_ms, 3),
                "time_ratio": round(bare.wall_ms / page.wall_ms, 3),
                "cpu_ms": round(page.cpu_ms, 2),
                "ms": round(page.wall_ms, 2),
                "p50": round(page.percentile(0.5), 1),
                "p95": round(page.percentile(0.95), 1),
                "queries": queries.get(page.name),
            }
            for page in pages
        ],
        "first_load": {
            name: {"html": weight.html, "total": weight.total, "requests": weight.requests}
            for name, weight in weights.items()
        },
        "memory": memory,
    }


def table(found: dict[str, Any]) -> str:
    """The figures as Markdown."""
    lines = ["", f"| {' | '.join(HEAD)} |", f"|---|{'---:|' * (len(HEAD) - 1)}"]
    for page in found["pages"]:
        cells = (
            page["name"],
            f"{page['cpu_ratio']:.2f}",
            f"{page['time_ratio']:.2f}",
            f"{page['cpu_ms']:.2f}",
            f"{page['ms']:.2f}",
            f"{page['p50']:.1f}",
            f"{page['p95']:.1f}",
            "" if page["queries"] is None else str(page["queries"]),
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "| first load | HTML, bytes | all, bytes | requests |", "|---|---:|---:|---:|"]
    for name, weight in found["first_load"].items():
        lines.append(f"| {name} | {weight['html']} | {weight['total']} | {weight['requests']} |")
    lines += ["", "| memory, MiB | counted by process | shared counted once |", "|---|---:|---:|"]
    for name, memory in found["memory"].items():
        lines.append(f"| {name} | {memory['rss']} | {memory['pss']} |")
    whole = [sum(memory[key] for memory in found["memory"].values()) for key in ("rss", "pss")]
    lines.append(f"| all | {whole[0]:.1f} | {whole[1]:.1f} |")
    return "\n".join(lines)

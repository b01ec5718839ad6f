"""What the pictures share: fonts, colours, and SVG files with the same bytes at every run."""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

INK, GREY, BLUE, RED, GREEN = "#222222", "#8a8a8a", "#2b6cb0", "#c0392b", "#2f855a"
plt.rcParams.update({"font.size": 10, "font.family": "DejaVu Sans", "svg.fonttype": "path",
                     "svg.hashsalt": "wedge", "axes.spines.top": False, "axes.spines.right": False})


def save(figure, script: str, directory: str | None) -> None:
    """Beside the script as SVG; with a directory, there and as PNG (to look at)."""
    source = Path(script)
    if directory is None:
        figure.savefig(source.with_suffix(".svg"), metadata={"Date": None}, bbox_inches="tight")
    else:
        figure.savefig(Path(directory) / f"{source.stem}.png", dpi=110, bbox_inches="tight")

"""The crisis game as a tree: crisis_tree.py [DIRECTORY-FOR-A-PNG]."""

import sys

from style import BLUE, GREEN, GREY, INK, RED, plt, save

figure, axes = plt.subplots(figsize=(11, 5.4))
axes.set(xlim=(-0.3, 11.6), ylim=(-0.3, 5.6))
axes.axis("off")

NATURE, ADVERSARY, ALLIES = GREY, RED, BLUE


def node(x, y, colour, text, below=False):
    axes.plot(x, y, "o", color=colour, ms=9, zorder=3)
    axes.annotate(text, (x, y), xytext=(0, -13 if below else 11), textcoords="offset points",
                  ha="center", va="top" if below else "bottom", color=colour, fontsize=9)


def branch(x0, y0, x1, y1, text="", colour=INK, at=0.55, style="-"):
    axes.plot([x0, x1], [y0, y1], style, color=colour, lw=1.2, zorder=1)
    if text:
        axes.annotate(text, (x0 + at * (x1 - x0), y0 + at * (y1 - y0)), xytext=(0, 3),
                      textcoords="offset points", ha="center", va="bottom", fontsize=8.5, color=colour,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})


def leaf(x, y, text):
    axes.plot(x, y, "s", color=GREEN, ms=6, zorder=3)
    axes.annotate(text, (x, y), xytext=(8, 0), textcoords="offset points", va="center", fontsize=9)


branch(0, 3, 1.3, 3)
node(0, 3, NATURE, "types:\nadversary,\nresponders")
branch(1.3, 3, 2.5, 4.8, "quiet")
leaf(2.5, 4.8, "status quo: −grievance")
branch(1.3, 3, 2.7, 3, "act")
node(1.3, 3, ADVERSARY, "act?", below=True)
for dy in (0.8, -0.8):
    branch(2.7, 3, 3.5, 3 + dy, colour=GREY, style=":")
    branch(4.1, 3, 4.9, 3 + dy, colour=GREY, style=":")
    branch(5.5, 3, 6.3, 3 + dy, colour=GREY, style=":")
branch(2.7, 3, 4.1, 3)
node(2.7, 3, ADVERSARY, "target", below=True)
branch(4.1, 3, 5.5, 3)
node(4.1, 3, ADVERSARY, "rung", below=True)
branch(5.5, 3, 7.1, 3, "none, threaten,\nsqueeze, court", at=0.5)
node(5.5, 3, ADVERSARY, "tactic", below=True)
branch(7.1, 3, 8.5, 1.0, "victim concedes", at=0.6)
leaf(8.5, 1.0, "conceded")
branch(7.1, 3, 8.7, 3, "coalition C")
node(7.1, 3, ALLIES, "all responders,\nat once", below=True)
branch(8.7, 3, 9.9, 4.4, "desist", at=0.62)
leaf(9.9, 4.4, "backs down")
branch(8.7, 3, 9.9, 3, "press", at=0.62)
leaf(9.9, 3, "contest:\nholds or falls")
branch(8.7, 3, 9.9, 1.7, "escalate", at=0.66)
leaf(9.9, 1.7, "threat carried\nout, then contest")
node(8.7, 3, ADVERSARY, "seeing C", below=True)
axes.text(9.0, 0.35, "under a live nuclear threat, pressing ends\nwith risk η in the threat carried out",
          fontsize=8, color=GREY, va="center")
for x, colour, text in ((0, NATURE, "chance"), (1.1, ADVERSARY, "adversary"), (2.5, ALLIES, "victim and supporters"),
                        (5.0, GREEN, "outcome")):
    axes.plot(x, 0, "s" if colour == GREEN else "o", color=colour, ms=7)
    axes.text(x + 0.13, 0, text, va="center", fontsize=9, color=colour)

save(figure, __file__, sys.argv[1] if len(sys.argv) > 1 else None)

"""Integration as a bet on the partner: seam.py [DIRECTORY-FOR-A-PNG].

One front, one partner who comes with probability p, no redundancy, an active plan. Strength of the
defence by eq. (4) and how well it holds by eq. (7), in time, with the textbook's synergy and dependency.
"""

import sys

import numpy as np

from style import BLUE, GREEN, GREY, INK, RED, plt, save

SYNERGY, DEPENDENCY = 1.0, 0.4
FRONT, PARTNER, ATTACKER, DECISIVENESS = 0.7, 0.5, 1.0, 1.5


def strength(integration, comes):
    """Eq. (4) for one partner."""
    if comes:
        return (FRONT + PARTNER) * (1 + SYNERGY * integration)
    return FRONT * (1 - DEPENDENCY * integration)


def holds(effort):
    """Eq. (7), in time."""
    return 1 / (1 + (ATTACKER / effort) ** DECISIVENESS)


m = np.linspace(0, 1, 201)
figure, (left, middle, right) = plt.subplots(1, 3, figsize=(12, 3.7), constrained_layout=True)

left.plot(m, strength(m, True), color=BLUE, label="partner comes: 1 + σM")
left.plot(m, strength(m, False), color=RED, label="partner stays out: 1 − δM")
left.set(xlabel="integration M", ylabel="strength of the defence E", ylim=(0, 2.6),
         title="What a partner adds and takes away")
left.legend(frameon=False, fontsize=9)

for p, colour in ((0.9, BLUE), (0.6, GREEN), (0.25, RED)):
    value = p * holds(strength(m, True)) + (1 - p) * holds(strength(m, False))
    middle.plot(m, value - value[0], color=colour)
    middle.annotate(f"p = {p}", (1, value[-1] - value[0]), xytext=(4, 0), textcoords="offset points",
                    va="center", color=colour, fontsize=9)
middle.axhline(0, color=GREY, lw=0.7)
middle.set(xlabel="integration M", ylabel="change in P(holds)", xlim=(0, 1.25),
           xticks=np.linspace(0, 1, 6), title="The same tie is dividend or seam")

p = np.linspace(0, 1, 401)
best = np.clip(p / DEPENDENCY - (1 - p) / SYNERGY, 0, 1)
right.plot(p, best, color=INK)
right.fill_between(p, best, 1, color=RED, alpha=0.12, lw=0)
right.fill_between(p, 0, best, color=BLUE, alpha=0.12, lw=0)
right.text(0.1, 0.6, "more integration\nwould weaken", color=RED, fontsize=9)
right.text(0.6, 0.3, "more integration\nwould strengthen", color=BLUE, fontsize=9)
right.annotate("a threat or a payment\nmoves p this way", (0.2, 0.12), xytext=(0.57, 0.1), fontsize=8.5,
               color=GREY, va="center", arrowprops={"arrowstyle": "->", "color": GREY})
right.set(xlabel="probability p that the partner comes", ylabel="integration M", ylim=(0, 1),
          xlim=(0, 1), title="Best M (for log strength): a bet on p")

save(figure, __file__, sys.argv[1] if len(sys.argv) > 1 else None)

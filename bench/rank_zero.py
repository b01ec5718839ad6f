#!/usr/bin/env python3
"""How many ranks rank 0 of wedge-mpi can serve: a simulation, event by event, from costs measured on one machine.

    rank_zero.py [--block-seconds S] [--message-ms M] [--store-ms A] [--each-ms E] [--pass-ms P] [--ranks 16,256,…]

Each rank computes one block after the other, each taking S seconds on average (between half and one and a half times as
long), and reports it. Up to 65 ranks report to rank 0 itself; beyond, each rank up to 64 passes on what those below it
report, gathered for 20 ms, and rank 0 stores together what comes within 100 ms. It takes M ms for a message, and A + E n
ms to store n blocks; a rank that passes blocks on takes P ms for each. Prints how busy rank 0 is (in the middle half of the
run) and how long the ranks wait for it, and the largest number of ranks that keeps it less than 10% busy.
"""

from __future__ import annotations

import argparse
import heapq
import random
from dataclasses import dataclass, field

FAN_OUT, GATHER, OWN_GATHER, HOLD = 64, 0.020, 0.002, 0.1


@dataclass
class Station:
    """A rank that is reported to: rank 0, or one that passes on."""
    free_at: float = 0.0
    gathered: list[tuple[float, int]] = field(default_factory=list)  # since when a block is there, whose it is
    due: bool = False


@dataclass
class Outcome:
    busy: float    # share of rank 0's time
    waiting: float  # share of the ranks' time, each with one chain in store
    blocks: int


def simulate(ranks: int, costs: argparse.Namespace, blocks_each: int = 12, seed: int = 1) -> Outcome:
    chance = random.Random(seed)
    leaders = 0 if ranks <= FAN_OUT + 1 else FAN_OUT
    stations = [Station() for _ in range(leaders + 1)]  # rank 0 is the last one
    root = stations[-1]
    done, stored, busy, waited, end = [0] * ranks, [0] * ranks, 0.0, 0.0, 0.0
    idle_since: dict[int, float] = {}
    window = (0.25 * blocks_each * costs.block_seconds, 0.75 * blocks_each * costs.block_seconds)
    events: list[tuple[float, int, str, int]] = []
    ticket = 0

    def at(when: float, what: str, who: int) -> None:
        nonlocal ticket
        ticket += 1
        heapq.heappush(events, (when, ticket, what, who))

    def spend(now: float, seconds: float) -> None:
        nonlocal busy
        if window[0] <= now < window[1]:
            busy += seconds

    def compute(now: float, rank: int) -> None:
        at(now + costs.block_seconds * chance.uniform(0.5, 1.5), "block", rank)

    def station_of(rank: int) -> int:
        return rank % leaders if leaders else len(stations) - 1

    def gather(now: float, station: int, block: tuple[float, int], pause: float) -> None:
        stations[station].gathered.append(block)
        if not stations[station].due:
            stations[station].due = True
            at(now + pause, "send", station)

    for rank in range(ranks):
        at(chance.uniform(0.0, costs.block_seconds), "start", rank)
    while events:
        now, _, what, who = heapq.heappop(events)
        end = max(end, now)
        if what == "start":
            compute(now, who)
        elif what == "block":
            done[who] += 1
            gather(now, station_of(who), (now, who), GATHER if leaders else OWN_GATHER)
            # One chain is in store: the next block begins unless the answer to the report before this is still out.
            if done[who] < blocks_each:
                if done[who] - stored[who] <= 2:
                    compute(now, who)
                else:
                    idle_since[who] = now
        elif what == "send":
            station = stations[who]
            blocks, station.gathered, station.due = station.gathered, [], False
            if station is not root:
                passed = max(now, station.free_at) + costs.pass_ms * 1e-3 * len(blocks)
                station.free_at = passed
                for block in blocks:
                    root.gathered.append(block)
                spend(now, costs.message_ms * 1e-3)
                if not root.due:
                    root.due = True
                    at(max(passed, root.free_at) + HOLD, "store", len(stations) - 1)
            else:
                root.gathered = blocks + root.gathered
                spend(now, costs.message_ms * 1e-3 * len(blocks))  # a message each
                at(max(now, root.free_at), "store", len(stations) - 1)
        else:  # rank 0 stores what has come; the next chains go out with it
            if root.free_at > now:
                at(root.free_at, "store", who)
                continue
            blocks, root.gathered, root.due = root.gathered, [], False
            if not blocks:
                continue
            took = (costs.store_ms + costs.each_ms * len(blocks)) * 1e-3
            spend(now, took)
            root.free_at = now + took
            for _, rank in blocks:
                stored[rank] += 1
                if rank in idle_since:
                    waited += root.free_at - idle_since.pop(rank)
                    compute(root.free_at, rank)
    return Outcome(min(1.0, busy / (window[1] - window[0])), waited / (end * ranks), sum(stored))


def largest(costs: argparse.Namespace, share: float = 0.1) -> int:
    """Ranks, to one in fifty."""
    low, high = 1, 2
    while simulate(high, costs, 6).busy < share and high < 1 << 17:
        low, high = high, 2 * high
    while high - low > max(1, low // 50):
        middle = (low + high) // 2
        low, high = (middle, high) if simulate(middle, costs, 6).busy < share else (low, middle)
    return low


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--block-seconds", type=float, default=4.5)
    parser.add_argument("--message-ms", type=float, default=0.006)
    parser.add_argument("--store-ms", type=float, default=0.4)
    parser.add_argument("--each-ms", type=float, default=0.06)
    parser.add_argument("--pass-ms", type=float, default=0.02)
    parser.add_argument("--ranks", default="16,64,256,1000,4000,10000")
    costs = parser.parse_args()
    print(f"a block takes {costs.block_seconds:g} s; rank 0: {costs.message_ms:g} ms a message, {costs.store_ms:g} + "
          f"{costs.each_ms:g} n ms to store n blocks")
    print(f"{'ranks':>7} {'blocks/s':>9} {'rank 0 busy':>12} {'ranks wait':>11}")
    for ranks in (int(n) for n in costs.ranks.split(",")):
        found = simulate(ranks, costs)
        print(f"{ranks:7} {ranks / costs.block_seconds:9.1f} {100 * found.busy:11.1f}% {100 * found.waiting:10.2f}%")
    print(f"rank 0 is less than 10% busy with up to {largest(costs)} ranks")


if __name__ == "__main__":
    main()

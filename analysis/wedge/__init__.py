"""Wedge, a game-theoretic simulator of deterrence and wedge strategies. `wedge.analysis` reads and draws result files."""

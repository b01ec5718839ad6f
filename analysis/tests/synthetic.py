"""Writes result files with made-up numbers in the layout of `wedge run`, for the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import h5py
import numpy as np

LABELS = {
    "defender": ["us", "rok", "jpn"], "actor": ["us", "rok", "jpn", "dprk"], "target": ["rok", "jpn"],
    "rung": ["probe", "seize", "assault"], "tactic": ["none", "threaten", "squeeze", "court"],
    "tie": ["us-rok", "us-jpn", "rok-jpn"], "type": ["cautious", "desperate"],
    "action": ["rok seize none", "rok seize threaten us+jpn", "jpn probe court jpn"],
}
SEVERAL = {"adversary": ["dprk", "china"], "region": ["peninsula", "islands"]}  # labels only with several adversaries
LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95]
NORMAL = [-1.645, -0.674, 0.0, 0.674, 1.645]
AXES = {  # key, units, meaning, values
    "integration": ("tie.rok-jpn.integration", "share", "M: how far their forces are integrated", np.linspace(0, 1, 11)),
    "affinity": ("tie.rok-jpn.affinity", "share", "A: political closeness, negative if hostile", np.linspace(-1, 1, 9)),
    "arsenal": ("adversary.dprk.arsenal", "log2(1 + ratio to a reference)",
                "N: size × sophistication of its arsenal, on a log scale", np.linspace(0, 3, 7)),
    "decision_days": ("pact.us-rok.decision_days", "day", "median time of its own procedure",
                      np.array([0.1, 0.3, 0.9, 2.7, 8.1, 24.3])),
}
DEFAULTS = {"integration": 0.5, "affinity": 0.1, "arsenal": 1.0, "decision_days": 2.0}


def logistic(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def measures(point: Mapping[str, np.ndarray]) -> dict[str, tuple[tuple[str, ...], str, np.ndarray]]:
    """Every measure: its label dimensions, units and values on the grid (label dimensions last)."""
    m, a, n, d = (point[k] for k in ("integration", "affinity", "arsenal", "decision_days"))
    stack = lambda *parts: np.stack(np.broadcast_arrays(*parts), axis=-1)  # noqa: E731
    p = logistic(1.2 + 3 * a - 1.1 * n * m)
    dividend = stack(0.10 + 0 * p, 0.08 + 0 * p, 0.16 * m * p)
    seam = stack(0.05 + 0.01 * n, 0.04 + 0.01 * n, 0.12 * m * (1 - p) * (0.4 + n))
    net = dividend - seam
    quiet = logistic(0.6 + 8 * net[..., 2] - 0.15 * n - 0.03 * d)
    attack = 1 - quiet
    tactic = stack(0.5 - 0.1 * n, 0.2 + 0.1 * n, np.nan * n, 0.3 + 0 * n)
    tactic = tactic / np.nansum(tactic, axis=-1, keepdims=True)
    rung = stack(0.5 + 0 * n, 0.3 + 0.05 * n, 0.2 - 0.05 * n)
    support = stack(0.9 - 0.05 * n, 0.97 - 0.02 * n, p)
    lost = stack(0.30 * attack * (1.3 - p), 0.12 * attack * (1.2 - p))
    peel = np.stack([np.full(support.shape, np.nan) if t in ("none", "squeeze") else
                     stack(0.02 * n, -0.01 * n, 0.10 * n * (1 - p)) * (1 if t == "threaten" else 0.5)
                     for t in LABELS["tactic"]], axis=-2)
    one = {"war": 0.6, "executed": 0.05, "conceded": 0.1, "desisted": 0.25, "late": 0.2}
    return {
        "deterrence": ((), "probability", quiet), "total_loss": ((), "stake", lost.sum(-1)),
        **{k: ((), "probability", share * attack) for k, share in one.items()},
        "bluff": ((), "probability", 0.9 - 0.05 * n), "coalition_size": ((), "responders", 1 + support.sum(-1) / 2),
        "deterrence_by_type": (("type",), "probability", stack(quiet ** 0.7, quiet ** 1.8)),
        "loss": (("target",), "stake", lost), "attack_by_target": (("target",), "probability", stack(0.7 * attack, 0.3 * attack)),
        "attack_by_rung": (("rung",), "probability", attack[..., None] * rung),
        "attack_by_tactic": (("tactic",), "probability", attack[..., None] * tactic),
        "attack_by_action": (("action",), "probability", attack[..., None] * stack(0.5 * p, 0.2 + 0 * n, 0.3 - 0.5 * p + 0.5)),
        "welfare": (("actor",), "stake", stack(-0.3 * attack, -0.5 * attack, -0.4 * attack, 0.2 * attack - 0.05)),
        "support": (("defender",), "probability", support),
        "reliability_observed": (("defender",), "probability", support),
        "reliability_latent": (("defender",), "probability", stack(0.93 - 0.02 * n, 0.98 - 0.01 * n, p ** 0.6)),
        "wedge_effect": (("tactic", "defender"), "probability", peel),
        "dividend": (("tie",), "stake", dividend), "seam": (("tie",), "stake", seam), "net": (("tie",), "stake", net),
        "dilemma": (("tie",), "share", np.where(dividend > 0, logistic(-60 * net), 0.0)),
        "fragile": ((), "probability", np.clip(m * n / 4, 0, 1)),
    }


def of_several(measures: Mapping[str, tuple]) -> dict[str, tuple[tuple[str, ...], str, np.ndarray]]:
    """The measures of two adversaries, each after one of the targets, and of both together."""
    out, shared = {}, ("dividend", "seam", "net", "dilemma", "fragile")
    for name, (dims, units, mean) in measures.items():
        if name == "attack_by_action":  # (has no dimension of adversaries: its labels name them)
            continue
        if name in shared:
            out[name] = (dims, units, mean)
            continue
        both = [mean * factor for factor in (1.0, 0.8)]
        for i, own in enumerate(both):
            if "target" in dims:
                own[..., 1 - i] = np.nan
        out[name] = (("adversary", *dims), units, np.stack(both, axis=-1 - len(dims)))
    quiet, loss = out["deterrence"][2], np.nansum(out["loss"][2], axis=-2)
    out["overall_deterrence"] = ((), "probability", quiet.prod(-1))
    out["overall_total_loss"] = ((), "stake", loss.sum(-1))
    out["overall_loss"] = (("target",), "stake", loss)
    out["overall_attack"] = (("region",), "probability", 1 - quiet)
    out["overall_loss_by_region"] = (("region",), "stake", loss)
    out["coordination"] = ((), "stake", 0.1 * loss.sum(-1) - 0.01)
    return out


def write(path: str | Path, axes: Sequence[str] = (), draws: int = 256, drop: Sequence[str] = (),
          holes: Mapping[str, Sequence[tuple]] | None = None, values: Mapping[str, Sequence[float]] | None = None,
          errors: bool = True, several: bool = False, **attributes: object) -> Path:
    """Writes a file with these axes. `drop`: measures left out; `holes`: cells of a measure set to NaN;
    `values`: other axis values; `several`: with two adversaries; `attributes`: of the root."""
    path = Path(path)
    grid = {a: np.asarray((values or {}).get(a, AXES[a][3]), dtype=float) for a in axes}
    mesh = dict(zip(axes, np.meshgrid(*grid.values(), indexing="ij"))) if axes else {}
    shape = tuple(v.size for v in grid.values())
    point = {k: mesh.get(k, np.full(shape, v)) for k, v in DEFAULTS.items()}
    noise = np.random.default_rng(20)
    with h5py.File(path, "w", track_order=True) as file:
        file.attrs.update({"Conventions": "CF-1.10", "title": "Two allies & one <adversary>", "schema_name": "wedge-study",
                           "schema_version": "1.0", "program_version": "0.1.0", "seed": "0x5eed", "complete": np.int8(1),
                           "command": "wedge run northeast-asia.toml -o out.h5", "n_points": np.int32(np.prod(shape)),
                           "n_done": np.int32(np.prod(shape)), **attributes})
        file.create_dataset("scenario_toml", data='schema = 1\nname = "x"\n', dtype=h5py.string_dtype())
        for name, column in grid.items():
            key, units, meaning, _ = AXES[name]
            _scale(file, name, column, key=key, units=units, long_name=meaning)
        for name, labels in (LABELS | SEVERAL if several else LABELS).items():
            _scale(file, name, np.arange(len(labels), dtype=np.int32))
            _array(file, f"{name}_label", np.array(labels, dtype=object), (name,), dtype=h5py.string_dtype())
        _scale(file, "quantile", np.array(LEVELS), units="1", long_name="quantile level")
        all_measures = of_several(measures(point)) if several else measures(point)
        for name, (dims, units, mean) in all_measures.items():
            if name in drop:
                continue
            spread = 0.3 * np.abs(mean) * (1 - np.abs(mean) * (units == "probability")) + 0.01
            error = spread / np.sqrt(draws)
            mean = mean + error * noise.standard_normal(mean.shape) * (name in ("net", "dilemma"))
            if name == "net" and "integration" in axes:
                mean[point["integration"] == 0, 2] = 0.0
            if name == "dilemma":
                mean = np.clip(mean, 0, 1)
            mean, error = np.array(mean), np.array(error)
            for cell in (holes or {}).get(name, ()):
                mean[cell] = error[cell] = np.nan
            levels = mean[..., None] + np.array(NORMAL) * spread[..., None]
            levels = np.clip(levels, 0, 1) if units in ("probability", "share") and name != "wedge_effect" else levels
            about = {"units": units, "long_name": name.replace("_", " ") + " in words",
                     "ancillary_variables": f"{name}_se {name}_quantile"}
            _array(file, name, mean, (*axes, *dims), **about)
            if errors:
                _array(file, f"{name}_se", np.where(draws > 1, error, np.nan), (*axes, *dims), units=units)
                _array(file, f"{name}_quantile", levels, (*axes, *dims, "quantile"), units=units)
        for name, count in {"n_draws": np.full(shape, draws), "n_failed": np.zeros(shape)}.items():
            if name not in drop:
                _array(file, name, count.astype(np.int32), axes)
        _array(file, "status", np.zeros(shape, dtype=np.int8), axes, flag_values=np.arange(4, dtype=np.int8),
               flag_meanings="complete not_run partial all_failed")
    return path


def _scale(file: h5py.File, name: str, values: np.ndarray, **attributes: object) -> None:
    data = file.create_dataset(name, data=values)
    data.make_scale(name)
    data.attrs.update(attributes)


def _array(file: h5py.File, name: str, values: np.ndarray, dims: Sequence[str], dtype=None, **attributes: object) -> None:
    data = file.create_dataset(name, data=values, dtype=dtype)
    for i, dim in enumerate(dims):
        data.dims[i].attach_scale(file[dim])
    data.attrs.update(attributes)
    if labelled := [f"{dim}_label" for dim in dims if dim in LABELS | SEVERAL and not name.endswith("_label")]:
        data.attrs["coordinates"] = " ".join(labelled)

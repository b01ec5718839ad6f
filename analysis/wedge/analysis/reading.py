"""From a result file to an xarray.Dataset with names instead of numbers along its label dimensions."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import re
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import xarray as xr

from .categories import LABELS

SCHEMA_MAJOR = 1
SENSITIVITY = "sensitivity/"  # before the names of what stands in that group
DRAWS = "draws/"
HDF5_MAGIC = b"\x89HDF\r\n\x1a\n"


class ResultError(ValueError):
    """The file, or what is asked of it, cannot be used; the message says why and what to do."""


class CannotPlot(ResultError):
    """This picture does not apply to this result; the message is a sentence that says why."""


def read_printed(path: str | os.PathLike, command: str, what: str, needed: Iterable[str]) -> dict:
    """What `wedge COMMAND --format json` printed: `what` (`optimisation`), known by the names that it needs."""
    expected = f"expected what `wedge {command} --format json` prints"
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultError(f"{path}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise ResultError(f"{path}: is no JSON; {expected}") from error
    if isinstance(document, dict) and document.get("complete") is False:
        raise ResultError(f"{path}: is what was there when the {what} was stopped; let it come to its end first")
    if not isinstance(document, dict) or not set(needed) <= document.keys():
        raise ResultError(f"{path}: is no {what}; {expected}")
    return document


def load(path: str | os.PathLike, allow_partial: bool = False) -> xr.Dataset:
    """Reads a result file whole into memory; the file is closed again.

    Label dimensions carry their labels, so `load("out.h5").loss.sel(target="rok")` works. With `--sensitivity` the
    indices are there too, as `ds["sensitivity/total_loss_first"]` and so on.
    An unfinished study is refused unless `allow_partial`; its missing points are then NaN.
    """
    path = Path(path)
    _check_file(path)
    _check_bytes(path)
    try:
        # Times are not decoded: an axis in days stays a number.
        with xr.open_dataset(path, engine="netcdf4", decode_times=False) as file:
            _check_schema(file, path)
            ds = file.load()
        indices = _indices(path)
    except ResultError:
        raise
    except ImportError as error:
        raise ResultError(f"cannot read {path}: {error} (on Debian: apt install python3-netcdf4)") from None
    except Exception as error:  # the netCDF library raises many kinds for a damaged file
        raise ResultError(f"{path}: cannot be read, it may be damaged or cut short ({_first_line(error)})") from None
    if not allow_partial:
        _check_complete(ds, path)
    return _with_labels(ds).assign(indices)


def load_draws(path: str | os.PathLike, ds: xr.Dataset, measure: str) -> xr.Dataset:
    """Adds to a loaded result what `--keep-draws` stored of one measure: `ds["draws/total_loss"]`, the uncertain keys
    `ds["draws/model.mood"]` and so on, and `ds["draws/status"]`. The other measures, which may be large, stay in the file."""
    def choose(file: xr.Dataset) -> xr.Dataset:
        names = [str(name) for name in file.data_vars if not str(name).endswith("_label")]
        measures = [name for name in names if "." not in name and name != "status"]
        if measure not in measures:
            close = difflib.get_close_matches(measure, measures, 1, 0.5)
            hint = f"did you mean {close[0]}?" if close else f"expected one of {', '.join(measures)}"
            raise ResultError(f"{path}: holds no measure {measure}; {hint}")
        labels = [str(name) for name in file.variables if str(name).endswith("_label")]
        return file[[*(name for name in names if "." in name), measure, "status", *labels]]

    found = _group(Path(path), DRAWS, choose)
    if not found:
        raise ResultError(f"{path}: holds no single draws; run the study with `wedge run --keep-draws`")
    return ds.assign({name: array.variable for name, array in found.items()})  # the same axes and labels


def load_with_draws(path: str | os.PathLike, allow_partial: bool = False) -> xr.Dataset:
    """Reads a result file as `load` does, with the total loss of the single draws and the uncertain keys if they were kept."""
    ds = load(path, allow_partial)
    measure = "overall_total_loss" if "overall_total_loss" in ds else "total_loss"
    return load_draws(path, ds, measure) if measure in ds and _has_group(Path(path), DRAWS) else ds


def _has_group(path: Path, group: str) -> bool:
    try:
        with xr.open_dataset(path, engine="netcdf4", group=group[:-1], decode_times=False):
            return True
    except (OSError, KeyError):
        return False


def _indices(path: Path) -> dict[str, xr.DataArray]:
    """What the group /sensitivity holds, if there is one."""
    return _group(path, SENSITIVITY)


def _group(path: Path, group: str, choose: Callable[[xr.Dataset], xr.Dataset] = lambda file: file) -> dict[str, xr.DataArray]:
    """What is chosen of a group, by names that begin with the group's; nothing if there is none."""
    try:
        with xr.open_dataset(path, engine="netcdf4", group=group[:-1], decode_times=False) as file:
            found = _with_labels(choose(file).load())
    except (OSError, KeyError):  # (there is none)
        return {}
    return {f"{group}{name}": array for name, array in found.data_vars.items()}


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise ResultError(f"{path}: is a folder; expected a result file of `wedge run`")
        with path.open("rb") as file:
            start = file.read(len(HDF5_MAGIC))
    except FileNotFoundError:
        blocks = [path.with_name(path.name + ".blocks"), path.with_suffix(".blocks")]
        hint = "no such file"
        if any(folder.is_dir() for folder in blocks):
            hint = f"the study is unfinished: repeat its `wedge run` to resume it, or see `wedge status {path}`"
        raise ResultError(f"{path}: {hint}") from None
    except OSError as error:
        raise ResultError(f"{path}: cannot be read: {error.strerror}") from None
    if start != HDF5_MAGIC:
        raise ResultError(f"{path}: is not a result file (not HDF5); expected the output of `wedge run`")


SEAL = re.compile(rb"\nwedge-result 1 [^\n]{1,200} sha256 ([0-9a-f]{64})\n\Z")
HASH_LENGTH = 64


def _check_bytes(path: Path) -> None:
    """Damaged bytes never reach the netCDF library, which may end the process: the seal is compared first.

    What has no seal was written by another program; a child tries it.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 512, 0))
        seal = SEAL.search(file.read())
        if seal is None:
            return _check_in_child(path)
        file.seek(0)
        left = size - HASH_LENGTH - 1
        while left > 0 and (part := file.read(min(left, 1 << 20))):
            digest.update(part)
            left -= len(part)
    if digest.hexdigest().encode() != seal.group(1):
        raise ResultError(f"{path}: is damaged: its bytes have changed since it was written (`wedge status {path}` says where)")


def _check_in_child(path: Path) -> None:
    child = os.fork()
    if child == 0:
        try:
            warnings.simplefilter("ignore")
            with xr.open_dataset(path, engine="netcdf4", decode_times=False) as file:
                file.load()
        finally:
            os._exit(0)  # what it says of the file is said by the parent
    if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
        raise ResultError(f"{path}: is damaged: the netCDF library cannot cope with it")


def _check_schema(ds: xr.Dataset, path: Path) -> None:
    version = str(ds.attrs.get("schema_version", ""))
    name = str(ds.attrs.get("schema_name", "wedge"))
    if not version or "wedge" not in name.lower() or "n_draws" not in ds:
        raise ResultError(f"{path}: is HDF5 but not a result file; expected the output of `wedge run`")
    if version.split(".")[0] != str(SCHEMA_MAJOR):
        raise ResultError(f"{path}: has schema version {version}; this package reads {SCHEMA_MAJOR}.x. "
                          "Use the wedge.analysis that belongs to the program which wrote it")


def is_complete(ds: xr.Dataset) -> bool:
    """Whether every point of the study was run."""
    flag = ds.attrs.get("complete")
    if flag is not None:
        return str(np.asarray(flag).ravel()[0]).strip().lower() in ("1", "true", "yes")
    return "status" not in ds or not bool((ds["status"] != 0).any())


def _check_complete(ds: xr.Dataset, path: Path) -> None:
    if is_complete(ds):
        return
    total = int(ds.attrs.get("n_points", ds["n_draws"].size))
    done = ds.attrs.get("n_done")
    if done is None and "status" in ds:
        done = int((ds["status"] == 0).sum())
    progress = "" if done is None else f" ({int(done)} of {total} points are done)"
    raise ResultError(f"{path}: the study is incomplete{progress}. Finish it with `wedge run` or `wedge merge`, "
                      "or look at what is there with allow_partial=True (--allow-partial)")


def _with_labels(ds: xr.Dataset) -> xr.Dataset:
    labels = {}
    for name in ds.variables:
        dimension = str(name).removesuffix("_label")
        if dimension != name and ds[name].dims == (dimension,):
            labels[dimension] = [x.decode() if isinstance(x, bytes) else str(x) for x in ds[name].values]
    ds = ds.drop_vars([f"{d}_label" for d in labels] + [f"{d}_settings" for d in labels if f"{d}_settings" in ds])
    for axis in [d for d in labels if "key" in ds[d].attrs]:  # of texts or packages: its values stay numbers
        ds[axis].attrs[LABELS] = labels.pop(axis)
    ds = ds.assign_coords({d: (d, np.array(values, dtype=object)) for d, values in labels.items()})
    return _with_rounds(ds) if "round" in labels else ds


def _with_rounds(ds: xr.Dataset) -> xr.Dataset:
    """The rounds of a study of campaigns become an axis: all of them have the same draws."""
    rounds = ds["round"].values.astype(float)
    ds = ds.assign_coords(round=("round", rounds, {"long_name": "round of the campaign", "units": "1"}))
    counts = [n for n in ("n_draws", "n_failed", "n_failed_by_status", "status") if n in ds and "round" not in ds[n].dims]
    return ds.assign({n: ds[n].expand_dims(round=ds["round"]) for n in counts})

"""Opens the sample result (WEDGE_SAMPLE_RESULT of the tests) with every reader that is installed.

usage: open_everywhere.py FILE
Exits with 77 when none of the Python readers is there.
"""

import importlib.util
import shutil
import subprocess
import sys

AXES = ("decisiveness", "delay")
LABELS = {"defender": ["jpn", "rok", "us"], "tactic": ["none", "threaten"],
          "failure": ["no_convergence", "lost_branch"]}
SHAPES = {"deterrence": AXES, "loss_se": AXES + ("defender",),
          "wedge_effect": AXES + ("tactic", "defender"),
          "wedge_effect_quantile": AXES + ("tactic", "defender", "quantile"),
          "n_draws": AXES, "n_failed_by_status": AXES + ("failure",), "status": AXES}


def has(*modules):
    return all(importlib.util.find_spec(module) for module in modules)


def open_with_xarray(path, engine):
    import numpy
    import xarray

    with xarray.open_dataset(path, **engine) as data:
        assert data.attrs["schema_name"] == "wedge-study"
        assert data.attrs["title"] == "Sample: déjà vu"
        assert data.attrs["complete"] == 1 and data.attrs["n_points"] == 15
        for name, dimensions in SHAPES.items():
            assert data[name].dims == dimensions, (name, data[name].dims)
        for name, labels in LABELS.items():
            assert list(data[name + "_label"].values) == labels
            assert name + "_label" in data.coords
        assert list(data["decisiveness"].values) == [1, 1.5, 2, 2.5, 3]
        assert data["decisiveness"].attrs["key"] == "model.decisiveness"
        assert data["delay"].dtype == numpy.float64, "an axis in days is no span of time"
        assert data["wedge_effect"].attrs["cell_methods"] == "draw: mean"
        assert data["status"].dtype == numpy.int8 and data["n_draws"].dtype == numpy.int32
        assert str(data["scenario_toml"].values).startswith('title = "Sample: déjà vu"\n')
        point = data.sel(decisiveness=2.0, delay=0.1)
        assert int(point["status"]) == 3 and int(point["n_failed"]) == 50
        assert numpy.isnan(point["deterrence"])
        one = data.sel(decisiveness=1.0, delay=30.0)
        assert int(one["status"]) == 0 and abs(float(one["deterrence"]) - 0.5) < 0.2
        low, middle, high = one["deterrence_quantile"].sel(quantile=[0.05, 0.5, 0.95]).values
        assert low < middle < high
        assert numpy.isfinite(data["loss"].isel(decisiveness=0)).all()
        loss = data["loss"].swap_dims(defender="defender_label")
        assert loss.sel(defender_label="us").dims == AXES


def open_with_h5py(path):
    import h5py

    with h5py.File(path) as file:
        for name, dimensions in SHAPES.items():
            found = tuple(dimension.keys()[0] for dimension in file[name].dims)
            assert found == dimensions, (name, found)
        assert file["scenario_toml"][()].decode().startswith("title")
        assert file.attrs["seed"] == "00000000deadbeef"
        assert file["performance"].attrs["threads"] == 32

        def follows_the_rules(name, item):
            if not isinstance(item, h5py.Dataset):
                return
            if h5py.check_string_dtype(item.dtype):
                assert h5py.check_string_dtype(item.dtype).length is None, name
                assert not item.compression, name
                return
            assert item.dtype.str in ("<f8", "<i4", "|i1"), (name, item.dtype)
            if not h5py.h5ds.is_scale(item.id):
                assert all(len(dimension) == 1 for dimension in item.dims), name
            if item.shape:
                assert item.chunks and item.shuffle and item.fletcher32, name
                assert (item.compression, item.compression_opts) == ("gzip", 4), name

        file.visititems(follows_the_rules)


def open_with_netcdf4(path):
    import netCDF4

    with netCDF4.Dataset(path) as data:
        for name, dimensions in SHAPES.items():
            assert data[name].dimensions == dimensions, name
        assert list(data["defender_label"][:]) == LABELS["defender"]


def open_with_ncdump(path):
    header = subprocess.run(["ncdump", path], check=True, capture_output=True, text=True).stdout
    assert "double wedge_effect(decisiveness, delay, tactic, defender) ;" in header
    assert 'defender_label = "jpn", "rok", "us" ;' in header


def main(path):
    tried = []
    if has("xarray", "netCDF4"):
        open_with_xarray(path, {})
        tried.append("xarray")
        open_with_xarray(path, {"engine": "netcdf4"})
        tried.append("xarray/netcdf4")
    if has("xarray", "h5netcdf"):
        open_with_xarray(path, {"engine": "h5netcdf"})
        tried.append("xarray/h5netcdf")
    if has("h5py"):
        open_with_h5py(path)
        tried.append("h5py")
    if has("netCDF4"):
        open_with_netcdf4(path)
        tried.append("netCDF4")
    if shutil.which("ncdump"):
        open_with_ncdump(path)
        tried.append("ncdump")
    print("opened with", ", ".join(tried) or "nothing: no reader is installed")
    return 0 if tried else 77


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

# Copyright (c) The Wedge maintainers. MIT licence.
from spack.package import *


class Wedge(CMakePackage):
    """Game-theoretic simulator of deterrence and wedge strategies: who deters
    whom, which attack is likeliest, whom the adversary peels off."""

    # The tarball of `scripts/package source`, unpacked or beside this file.
    url = "file:///usr/src/wedge-0.2.0.tar.gz"

    license("MIT")

    version("0.2.0")

    variant("mpi", default=False, description="Build wedge-mpi, which runs a study on the ranks of an MPI job")
    variant("kernels", default="all", values=("all", "native", "OFF"), multi=False,
            description="Draw kernels beside the portable one")
    variant("python", default=True, description="The Python package, and what it needs to read and draw results")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("tomlplusplus", type="build")
    depends_on("boost+math", type="build")
    depends_on("eigen@3.4:", type="build")
    depends_on("random123", type="build")
    depends_on("nlohmann-json@3.11:", type="build")
    depends_on("cli11@2.1:", type="build")
    depends_on("fmt@9:")
    depends_on("intel-oneapi-tbb")
    depends_on("hdf5@1.10:+hl~mpi")
    depends_on("nlopt@2.7:+cxx")
    depends_on("mpi", when="+mpi")
    with when("+python"):
        extends("python@3.11:")
        depends_on("py-pybind11@2.10:", type="build")
        depends_on("py-numpy", type="run")
        depends_on("py-xarray", type="run")
        depends_on("py-h5py", type="run")
        depends_on("py-netcdf4", type="run")
        depends_on("py-matplotlib@3.6:", type="run")
        depends_on("py-scikit-learn", type="run")

    conflicts("%gcc@:11")
    conflicts("kernels=all", when="target=aarch64:")

    generator("ninja")

    def cmake_args(self):
        return [
            self.define("WEDGE_TESTS", False),
            self.define("CMAKE_UNITY_BUILD", True),
            self.define_from_variant("WEDGE_PYTHON", "python"),
            self.define_from_variant("WEDGE_MPI", "mpi"),
            self.define_from_variant("WEDGE_KERNELS", "kernels"),
        ]

    @run_after("install")
    @on_package_attributes(run_tests=True)
    def solve_the_textbook(self):
        wedge = Executable(self.prefix.bin.wedge)
        wedge("solve", join_path(self.prefix.share.wedge, "scenarios", "textbook.toml"))

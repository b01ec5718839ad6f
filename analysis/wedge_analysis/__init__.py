"""The old name of wedge.analysis. What was written for it still runs: `wedge_analysis.X` is the module `wedge.analysis.X`."""

import importlib.util
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

from wedge.analysis import *  # noqa: F403
from wedge.analysis import __all__  # noqa: F401

_OLD, _NEW = "wedge_analysis.", "wedge.analysis."


class _Renamed:
    """Finds the modules of the old name under the new one, so that there are no two of any."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        new = _NEW + name.removeprefix(_OLD)
        if not name.startswith(_OLD) or name == _OLD + "__main__" or importlib.util.find_spec(new) is None:
            return None
        return ModuleSpec(name, _Renamed, origin=new)

    @staticmethod
    def create_module(spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(spec.origin)
        spec.loader_state = module.__spec__
        return module

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        module.__spec__ = module.__spec__.loader_state  # its own again


sys.meta_path.insert(0, _Renamed)

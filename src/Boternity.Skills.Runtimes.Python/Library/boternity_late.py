"""Changes modules of the library when they are first imported, so that a script that does without pays nothing."""

import importlib.machinery
import sys

_changes = {
    "asyncio.selector_events": ("boternity_asyncio", "change_selector_events"),
    "concurrent.futures.thread": ("boternity_asyncio", "change_thread_pools"),
}


class _Loader:
    """A module's own loader, and the change after it."""

    def __init__(self, loader, change):
        self._loader = loader
        self._change = change

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        self._loader.exec_module(module)
        module.__spec__.loader = module.__loader__ = self._loader
        name, function = self._change
        __import__(name)
        getattr(sys.modules[name], function)(module)


class _Finder:
    """Finds nothing itself: it puts the change behind what the path gives."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        change = _changes.get(name)
        if change is None:
            return None

        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, change)

        return spec


def install():
    sys.meta_path.insert(0, _Finder)

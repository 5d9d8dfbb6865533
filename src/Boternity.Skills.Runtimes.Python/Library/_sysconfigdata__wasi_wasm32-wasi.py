"""What sysconfig tells of this Python: nothing is built with it."""

build_time_vars = {
    "EXT_SUFFIX": "",
    "HOST_GNU_TYPE": "wasm32-unknown-wasi",
    "MULTIARCH": "wasm32-wasi",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "Py_GIL_DISABLED": 0,
    "SOABI": "",
    "TZPATH": "/usr/share/zoneinfo",
    "WITH_PYMALLOC": 1,
    "prefix": "/usr",
    "exec_prefix": "/usr",
}

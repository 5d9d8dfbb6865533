# The upstream archives of Debian's source packages that CPython for WASI is built from: package, file, SHA-256.
# A new version is a new line here; nothing else names one but python_version and what build.sh copies by it.

python_version=3.13.5

sources=(
  "python3.13 python3.13_3.13.5.orig.tar.xz 93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640"
  "zlib zlib_1.3.dfsg+really1.3.1.orig.tar.gz 60dd315c07f616887caa029408308a018ace66e3d142726a97db164b3b8f69fb"
  "bzip2 bzip2_1.0.8.orig.tar.gz ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269"
  "xz-utils xz-utils_5.8.1.orig.tar.xz 0b54f79df85912504de0b14aec7971e3f964491af1812d83447005807513cd9e"
  "sqlite3 sqlite3_3.46.1.orig.tar.xz d0cdd2ece271b29e7ce18095745d892517ee26d0f270065b3a25c2e9eb11639c"
)

# What runs on this machine but does not show in the result, and what does.
tools=(gcc libc6-dev make tcl8.6 xz-utils dpkg-dev)
toolchain=(clang-14 lld-14 llvm-14 wasi-libc libclang-rt-14-dev-wasm32 libclang-common-14-dev)

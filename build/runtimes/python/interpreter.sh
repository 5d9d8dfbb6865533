# The long part of the build, for build.sh: a native CPython for the cross build, the C libraries, and CPython's
# objects for wasm32-wasi. Its result depends on pins.sh, on this file and on the toolchain, and on nothing else.
#
# build_interpreter WORK SYSROOT: WORK has the sources unpacked, a folder for each package.

# Bulk memory, sign extension and saturating conversions are part of WebAssembly 2.0. Without threads a thread-local
# variable is a variable; with bulk memory this compiler would want the tables of threads for it.
wasm_features="-mbulk-memory -msign-ext -mnontrapping-fptoint"
optimisation=${BOTERNITY_PYTHON_OPT:--O2}
zlib_files=(adler32 crc32 deflate infback inffast inflate inftrees trees zutil compress uncompr)

compiler() {
  printf '%s' "clang-14 --target=wasm32-wasi --sysroot=$sysroot $wasm_features" \
    " -D_Thread_local= -ffile-prefix-map=$work=/build"
}

archive() {
  local library=$1
  shift
  llvm-ar-14 rcsD "$sysroot/lib/wasm32-wasi/$library" "$@"
}

# A sysroot of its own, so that no header of the machine is seen.
make_sysroot() {
  mkdir -p "$sysroot/lib"
  cp -r /usr/include/wasm32-wasi "$sysroot/include"
  cp -r /usr/lib/wasm32-wasi "$sysroot/lib/"
}

build_native() {
  mkdir -p "$work/native/zlib"
  cd "$work/native/zlib"
  gcc -O1 -w -c -I"$work/zlib" $(printf "$work/zlib/%s.c " "${zlib_files[@]}")
  ar rcs libz.a ./*.o
  cd ..
  env CC=gcc MODULE_BUILDTYPE=static ZLIB_CFLAGS="-I$work/zlib" ZLIB_LIBS="$work/native/zlib/libz.a" PKG_CONFIG=false \
    ../python3.13/configure -q OPT="-O1 -w" --without-ensurepip --disable-test-modules
  # The build needs few of the modules, and none that wants a library of this machine.
  local needed="array|_bisect|_contextvars|_heapq|_json|_opcode|_random|_struct|math|binascii|zlib|_md5|_sha1|_sha2"
  needed="$needed|select|_posixsubprocess|unicodedata|fcntl"
  { echo '*static*'; grep -E "^($needed) " Modules/Setup.stdlib; } > Modules/Setup.needed
  mv Modules/Setup.needed Modules/Setup.stdlib
  make -s -j2 python
}

build_zlib() {
  mkdir -p "$work/wasm/zlib"
  cd "$work/wasm/zlib"
  $(compiler) -O2 -w -c -I"$work/zlib" $(printf "$work/zlib/%s.c " "${zlib_files[@]}")
  archive libz.a ./*.o
  cp "$work"/zlib/{zlib,zconf}.h "$sysroot/include/"
}

build_bzip2() {
  mkdir -p "$work/wasm/bzip2"
  cd "$work/wasm/bzip2"
  $(compiler) -O2 -w -c "$work"/bzip2/{blocksort,huffman,crctable,randtable,compress,decompress,bzlib}.c
  archive libbz2.a ./*.o
  cp "$work/bzip2/bzlib.h" "$sysroot/include/"
}

build_lzma() {
  mkdir -p "$work/wasm/lzma"
  cd "$work/wasm/lzma"
  local source=$work/xz-utils/src name files=() defines=()
  for name in STDINT_H STDBOOL_H INTTYPES_H STRING_H LIMITS_H ENCODERS DECODERS CHECK_CRC32 CHECK_CRC64 CHECK_SHA256 \
    MF_HC3 MF_HC4 MF_BT2 MF_BT3 MF_BT4 SMALL; do
    defines+=("-DHAVE_$name=1")
  done
  for name in LZMA1 LZMA2 DELTA X86 ARM ARMTHUMB ARM64 POWERPC IA64 SPARC RISCV; do
    defines+=("-DHAVE_ENCODER_$name=1" "-DHAVE_DECODER_$name=1")
  done
  for name in "$source"/liblzma/{common,check,lz,lzma,rangecoder,delta,simple}/*.c "$source/common/tuklib_physmem.c"; do
    # Threads, generators of tables, the tables that the small variant computes, and checks by processor instructions.
    case $name in
      */*tablegen.c | */crc32_fast.c | */crc64_fast.c | */crc32_table.c | */crc64_table.c | */fastpos_table.c) ;;
      */*_mt.c | */outqueue.c | */hardware_cputhreads.c | */tuklib_cpucores.c) ;;
      *) files+=("$name") ;;
    esac
  done
  $(compiler) -O2 -w -c -std=c99 "${defines[@]}" -DNDEBUG -DASSUME_RAM=128 -DSIZEOF_SIZE_T=4 \
    -DTUKLIB_SYMBOL_PREFIX=lzma_ -DPACKAGE_NAME='"XZ Utils"' -DPACKAGE_BUGREPORT='""' -DPACKAGE_URL='""' \
    -I"$source/common" -I"$source"/liblzma/api -I"$source"/liblzma/{common,check,lz,lzma,rangecoder,delta,simple} \
    "${files[@]}"
  archive liblzma.a ./*.o
  cp -r "$source/liblzma/api/." "$sysroot/include/"
}

build_sqlite() {
  mkdir -p "$work/wasm/sqlite"
  cd "$work/wasm/sqlite"
  ../../sqlite3/configure -q --disable-tcl --disable-readline > configure.log 2>&1
  make -s sqlite3.c sqlite3.h > make.log 2>&1
  $(compiler) -Os -w -DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_WAL -DSQLITE_TEMP_STORE=3 \
    -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_COLUMN_METADATA -c sqlite3.c
  archive libsqlite3.a sqlite3.o
  cp sqlite3.h "$sysroot/include/"
}

build_cross() {
  mkdir -p "$work/cross"
  cd "$work/cross"
  # This C library's pthread_t is that of CPython's stand-ins for threads, which configure cannot see. Its chmod and the
  # like are absent, as the file for WASI says.
  { cat ../python3.13/Tools/wasm/config.site-wasm32-wasi
    echo ac_cv_have_pthread_t=yes
    echo ac_cv_sizeof_pthread_t=4; } > config.site
  env CONFIG_SITE="$work/cross/config.site" CC="$(compiler)" CPP="$(compiler) -E" CXX=false AR=llvm-ar-14 \
    ARFLAGS=rcsD ZLIB_CFLAGS="-I$sysroot/include" ZLIB_LIBS=-lz \
    RANLIB=llvm-ranlib-14 READELF=true PKG_CONFIG=false HOSTRUNNER=false \
    ../python3.13/configure -q --host=wasm32-wasi --build=x86_64-linux-gnu --with-build-python="$work/native/python" \
    --prefix=/usr --disable-test-modules --with-pymalloc OPT="-DNDEBUG $optimisation -w"
  local name
  for name in zlib _bz2 _lzma _sqlite3 pyexpat _decimal _socket select; do
    grep -q "^$name " Modules/Setup.stdlib || fail "CPython was configured without its module $name."
  done

  make -s -j2 libpython3.13.a Modules/_hacl/libHacl_Hash_SHA2.a Modules/_decimal/libmpdec/libmpdec.a \
    Modules/expat/libexpat.a
}

# in_its_log NAME: runs build_NAME, which tells its log what it does. Its errors end it only outside of a condition.
in_its_log() {
  local code=0
  set +e
  (set -euo pipefail; "build_$1") > "$work/$1.log" 2>&1
  code=$?
  set -e
  [ "$code" -eq 0 ] || { tail -n 20 "$work/$1.log" >&2; fail "The build of '$1' failed."; }
}

build_interpreter() {
  local work=$1 sysroot=$2 native library
  make_sysroot
  in_its_log native & native=$!
  for library in zlib bzip2 lzma sqlite; do
    in_its_log "$library"
  done
  say "The C libraries are built"
  wait "$native"
  say "The native CPython is built"
  in_its_log cross
  say "CPython for WASI is built"
}

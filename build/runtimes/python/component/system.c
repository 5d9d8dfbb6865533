/*
 * WASI preview 1 for the interpreter inside of a component, without the host's: one file, the library's archive, which
 * is in memory; the clocks and the random numbers of WASI 0.2; standard error, which is the host's log. Nothing of the
 * host is held open between calls. Each function has the signature of preview 1's witx.
 */
#include <string.h>
#include <wasi/api.h>
#include "component.h"

#define SYSTEM(name) int32_t __imported_wasi_snapshot_preview1_##name
#define UNUSED __attribute__((unused))

enum { INPUT, OUTPUT, ERROR, ROOT, FIRST_FILE, FILE_LIMIT = 32 };

typedef struct { uint64_t seconds; uint32_t nanoseconds; } datetime;

IMPORT("wasi:clocks/wall-clock@0.2.0", "now") void wall_clock_now(datetime *into);
IMPORT("wasi:clocks/monotonic-clock@0.2.0", "now") uint64_t monotonic_now(void);
IMPORT("wasi:clocks/monotonic-clock@0.2.0", "subscribe-duration") int32_t subscribe_duration(uint64_t nanoseconds);
IMPORT("wasi:io/poll@0.2.0", "[method]pollable.block") void pollable_block(int32_t pollable);
IMPORT("wasi:io/poll@0.2.0", "[resource-drop]pollable") void pollable_drop(int32_t pollable);
IMPORT("wasi:random/random@0.2.0", "get-random-u64") uint64_t get_random(void);

const char *library_data;
size_t library_length;

static struct { int is_open; uint64_t place; } files[FILE_LIMIT];

static int is_file(int32_t file)
{
    return file >= FIRST_FILE && file < FILE_LIMIT && files[file].is_open;
}

static void *at(int32_t address) { return (void *)(uintptr_t)(uint32_t)address; }

/* What a path below the root is. */
static __wasi_filetype_t kind_of_path(const char *path, size_t length)
{
    static const char file[] = LIBRARY_FILE;
    while (length > 0 && path[length - 1] == '/') {
        length--;
    }

    if (length == 0 || (length == 1 && path[0] == '.')) {
        return __WASI_FILETYPE_DIRECTORY;
    }

    if (length >= sizeof file || memcmp(path, file, length) != 0) {
        return __WASI_FILETYPE_UNKNOWN;
    }

    return file[length] == 0 ? __WASI_FILETYPE_REGULAR_FILE
        : file[length] == '/' ? __WASI_FILETYPE_DIRECTORY : __WASI_FILETYPE_UNKNOWN;
}

static int32_t describe(__wasi_filestat_t *into, __wasi_filetype_t kind)
{
    memset(into, 0, sizeof *into);
    into->filetype = kind;
    into->ino = kind == __WASI_FILETYPE_REGULAR_FILE ? 2 : 1;
    into->nlink = 1;
    into->size = kind == __WASI_FILETYPE_REGULAR_FILE ? library_length : 0;
    return 0;
}

static int32_t read_at(uint64_t place, const __wasi_iovec_t *parts, int32_t count, __wasi_size_t *read)
{
    *read = 0;
    for (int32_t i = 0; i < count && place < library_length; i++) {
        size_t length = parts[i].buf_len;
        if (length > library_length - place) {
            length = (size_t)(library_length - place);
        }

        memcpy(parts[i].buf, library_data + place, length);
        place += length;
        *read += length;
    }

    return 0;
}

SYSTEM(args_get)(int32_t a UNUSED, int32_t b UNUSED) { return 0; }
SYSTEM(environ_get)(int32_t a UNUSED, int32_t b UNUSED) { return 0; }

SYSTEM(args_sizes_get)(int32_t count, int32_t size)
{
    *(__wasi_size_t *)at(count) = 0;
    *(__wasi_size_t *)at(size) = 0;
    return 0;
}

SYSTEM(environ_sizes_get)(int32_t count, int32_t size)
{
    return __imported_wasi_snapshot_preview1_args_sizes_get(count, size);
}

SYSTEM(clock_res_get)(int32_t clock UNUSED, int32_t into)
{
    *(__wasi_timestamp_t *)at(into) = 1000;
    return 0;
}

SYSTEM(clock_time_get)(int32_t clock, int64_t precision UNUSED, int32_t into)
{
    if (clock == __WASI_CLOCKID_REALTIME) {
        datetime now;
        wall_clock_now(&now);
        *(__wasi_timestamp_t *)at(into) = now.seconds * 1000000000 + now.nanoseconds;
    }
    else {
        *(__wasi_timestamp_t *)at(into) = monotonic_now();
    }

    return 0;
}

SYSTEM(random_get)(int32_t into, int32_t length)
{
    char *bytes = at(into);
    for (uint32_t done = 0; done < (uint32_t)length; ) {
        uint64_t value = get_random();
        uint32_t part = (uint32_t)length - done < sizeof value ? (uint32_t)length - done : sizeof value;
        memcpy(bytes + done, &value, part);
        done += part;
    }

    return 0;
}

/* Waits for the first of the clocks; everything else is ready at once. */
SYSTEM(poll_oneoff)(int32_t subscriptions, int32_t events, int32_t count, int32_t ready)
{
    const __wasi_subscription_t *asked = at(subscriptions);
    __wasi_event_t *event = at(events);
    uint64_t shortest = UINT64_MAX;
    int32_t first = -1;
    for (int32_t i = 0; i < count && (first < 0 || shortest > 0); i++) {
        uint64_t wait = 0;
        if (asked[i].u.tag == __WASI_EVENTTYPE_CLOCK) {
            const __wasi_subscription_clock_t *clock = &asked[i].u.u.clock;
            uint64_t now = 0;
            if (clock->flags & __WASI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME) {
                __imported_wasi_snapshot_preview1_clock_time_get(clock->id, 0, (int32_t)(uintptr_t)&now);
            }

            wait = clock->timeout > now ? clock->timeout - now : 0;
        }

        if (first < 0 || wait < shortest) {
            first = i;
            shortest = wait;
        }
    }

    *(__wasi_size_t *)at(ready) = 0;
    if (first < 0) {
        return __WASI_ERRNO_INVAL;
    }

    if (shortest > 0) {
        int32_t pollable = subscribe_duration(shortest);
        pollable_block(pollable);
        pollable_drop(pollable);
    }

    memset(event, 0, sizeof *event);
    event->userdata = asked[first].userdata;
    event->type = asked[first].u.tag;
    *(__wasi_size_t *)at(ready) = 1;
    return 0;
}

SYSTEM(fd_prestat_get)(int32_t file, int32_t into)
{
    if (file != ROOT) {
        return __WASI_ERRNO_BADF;
    }

    __wasi_prestat_t *found = at(into);
    found->tag = __WASI_PREOPENTYPE_DIR;
    found->u.dir.pr_name_len = 1;
    return 0;
}

SYSTEM(fd_prestat_dir_name)(int32_t file, int32_t into, int32_t length)
{
    if (file != ROOT || length < 1) {
        return __WASI_ERRNO_BADF;
    }

    *(char *)at(into) = '/';
    return 0;
}

SYSTEM(fd_fdstat_get)(int32_t file, int32_t into)
{
    if (file < 0 || (file > ROOT && !is_file(file))) {
        return __WASI_ERRNO_BADF;
    }

    /* Every right: what is not there is refused by its function. */
    __wasi_fdstat_t *found = at(into);
    memset(found, 0, sizeof *found);
    found->fs_filetype = file == ROOT ? __WASI_FILETYPE_DIRECTORY
        : file > ROOT ? __WASI_FILETYPE_REGULAR_FILE : __WASI_FILETYPE_UNKNOWN;
    found->fs_rights_base = found->fs_rights_inheriting = ~(uint64_t)0;
    return 0;
}

SYSTEM(fd_filestat_get)(int32_t file, int32_t into)
{
    if (file < 0 || (file > ROOT && !is_file(file))) {
        return __WASI_ERRNO_BADF;
    }

    return describe(at(into), file == ROOT ? __WASI_FILETYPE_DIRECTORY
        : file > ROOT ? __WASI_FILETYPE_REGULAR_FILE : __WASI_FILETYPE_UNKNOWN);
}

SYSTEM(path_filestat_get)(int32_t folder, int32_t flags UNUSED, int32_t path, int32_t length, int32_t into)
{
    __wasi_filetype_t kind = folder == ROOT ? kind_of_path(at(path), (size_t)length) : __WASI_FILETYPE_UNKNOWN;
    return kind == __WASI_FILETYPE_UNKNOWN ? __WASI_ERRNO_NOENT : describe(at(into), kind);
}

SYSTEM(path_open)(
    int32_t folder, int32_t lookup UNUSED, int32_t path, int32_t length, int32_t flags, int64_t rights UNUSED,
    int64_t inheriting UNUSED, int32_t status UNUSED, int32_t into)
{
    if (folder != ROOT) {
        return __WASI_ERRNO_BADF;
    }

    if (flags & (__WASI_OFLAGS_CREAT | __WASI_OFLAGS_TRUNC)) {
        return __WASI_ERRNO_ROFS;
    }

    switch (kind_of_path(at(path), (size_t)length)) {
        case __WASI_FILETYPE_UNKNOWN: return __WASI_ERRNO_NOENT;
        case __WASI_FILETYPE_DIRECTORY: return __WASI_ERRNO_ISDIR;
        default: break;
    }

    for (int32_t file = FIRST_FILE; file < FILE_LIMIT; file++) {
        if (!files[file].is_open) {
            files[file].is_open = 1;
            files[file].place = 0;
            *(__wasi_fd_t *)at(into) = file;
            return 0;
        }
    }

    return __WASI_ERRNO_MFILE;
}

SYSTEM(fd_close)(int32_t file)
{
    if (!is_file(file)) {
        return __WASI_ERRNO_BADF;
    }

    files[file].is_open = 0;
    return 0;
}

SYSTEM(fd_read)(int32_t file, int32_t parts, int32_t count, int32_t read)
{
    if (file == INPUT) {
        *(__wasi_size_t *)at(read) = 0;
        return 0;
    }

    if (!is_file(file)) {
        return __WASI_ERRNO_BADF;
    }

    int32_t error = read_at(files[file].place, at(parts), count, at(read));
    files[file].place += *(__wasi_size_t *)at(read);
    return error;
}

SYSTEM(fd_pread)(int32_t file, int32_t parts, int32_t count, int64_t place, int32_t read)
{
    return is_file(file) ? read_at((uint64_t)place, at(parts), count, at(read)) : __WASI_ERRNO_BADF;
}

/* What the interpreter itself says, before it has streams of its own or when it gives up. */
SYSTEM(fd_write)(int32_t file, int32_t parts, int32_t count, int32_t written)
{
    const __wasi_ciovec_t *part = at(parts);
    if (file != OUTPUT && file != ERROR) {
        return __WASI_ERRNO_BADF;
    }

    *(__wasi_size_t *)at(written) = 0;
    for (int32_t i = 0; i < count; i++) {
        if (part[i].buf_len > 1) {
            host_log("error", 5, (const char *)part[i].buf, part[i].buf_len);
        }

        *(__wasi_size_t *)at(written) += part[i].buf_len;
    }

    return 0;
}

SYSTEM(fd_seek)(int32_t file, int64_t offset, int32_t whence, int32_t into)
{
    if (!is_file(file)) {
        return file >= INPUT && file <= ERROR ? __WASI_ERRNO_SPIPE : __WASI_ERRNO_BADF;
    }

    int64_t from = whence == __WASI_WHENCE_SET ? 0
        : whence == __WASI_WHENCE_CUR ? (int64_t)files[file].place : (int64_t)library_length;
    if (from + offset < 0) {
        return __WASI_ERRNO_INVAL;
    }

    files[file].place = (uint64_t)(from + offset);
    *(__wasi_filesize_t *)at(into) = files[file].place;
    return 0;
}

SYSTEM(fd_tell)(int32_t file, int32_t into)
{
    return __imported_wasi_snapshot_preview1_fd_seek(file, 0, __WASI_WHENCE_CUR, into);
}

SYSTEM(fd_readdir)(int32_t file UNUSED, int32_t a UNUSED, int32_t b UNUSED, int64_t c UNUSED, int32_t used)
{
    *(__wasi_size_t *)at(used) = 0;
    return file == ROOT ? 0 : __WASI_ERRNO_BADF;
}

void __imported_wasi_snapshot_preview1_proc_exit(int32_t code UNUSED) { __builtin_trap(); }
SYSTEM(sched_yield)(void) { return 0; }
SYSTEM(fd_advise)(int32_t a UNUSED, int64_t b UNUSED, int64_t c UNUSED, int32_t d UNUSED) { return 0; }
SYSTEM(fd_fdstat_set_flags)(int32_t a UNUSED, int32_t b UNUSED) { return 0; }
SYSTEM(fd_sync)(int32_t a UNUSED) { return 0; }
SYSTEM(fd_datasync)(int32_t a UNUSED) { return 0; }

/* Nothing can be changed. */
#define REFUSED __WASI_ERRNO_ROFS
SYSTEM(fd_filestat_set_size)(int32_t a UNUSED, int64_t b UNUSED) { return REFUSED; }
SYSTEM(fd_filestat_set_times)(int32_t a UNUSED, int64_t b UNUSED, int64_t c UNUSED, int32_t d UNUSED)
{ return REFUSED; }
SYSTEM(fd_pwrite)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED, int64_t d UNUSED, int32_t e UNUSED)
{ return REFUSED; }
SYSTEM(path_create_directory)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED) { return REFUSED; }
SYSTEM(path_filestat_set_times)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED, int32_t d UNUSED,
    int64_t e UNUSED, int64_t f UNUSED, int32_t g UNUSED) { return REFUSED; }
SYSTEM(path_link)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED, int32_t d UNUSED, int32_t e UNUSED,
    int32_t f UNUSED, int32_t g UNUSED) { return REFUSED; }
SYSTEM(path_remove_directory)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED) { return REFUSED; }
SYSTEM(path_rename)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED, int32_t d UNUSED, int32_t e UNUSED,
    int32_t f UNUSED) { return REFUSED; }
SYSTEM(path_symlink)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED, int32_t d UNUSED, int32_t e UNUSED)
{ return REFUSED; }
SYSTEM(path_unlink_file)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED) { return REFUSED; }
SYSTEM(path_readlink)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED, int32_t d UNUSED, int32_t e UNUSED,
    int32_t f UNUSED) { return __WASI_ERRNO_INVAL; }

#define NO_SOCKETS __WASI_ERRNO_NOTSUP
SYSTEM(sock_accept)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED) { return NO_SOCKETS; }
SYSTEM(sock_recv)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED, int32_t d UNUSED, int32_t e UNUSED,
    int32_t f UNUSED) { return NO_SOCKETS; }
SYSTEM(sock_send)(int32_t a UNUSED, int32_t b UNUSED, int32_t c UNUSED, int32_t d UNUSED, int32_t e UNUSED)
{ return NO_SOCKETS; }
SYSTEM(sock_shutdown)(int32_t a UNUSED, int32_t b UNUSED) { return NO_SOCKETS; }

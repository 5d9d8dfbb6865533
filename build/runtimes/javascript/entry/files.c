/* Files. Each function gives a value, or the negative errno as a number, of which the library makes an error. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "natives.h"

#define FUNCTION(name) static JSValue name(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)

static JSValue answer(JSContext *context, int state)
{
    return JS_NewInt32(context, state < 0 ? -errno : state);
}

/* Runs `call` with the path in the first argument. */
#define WITH_PATH(call) \
    const char *path = JS_ToCString(context, arguments[0]); \
    if (!path) \
    { \
        return JS_EXCEPTION; \
    } \
    errno = 0; \
    JSValue result = answer(context, call); \
    JS_FreeCString(context, path); \
    return result;

/* Runs `call` with the paths in the first two arguments. */
#define WITH_PATHS(call) \
    const char *first = JS_ToCString(context, arguments[0]); \
    const char *second = first ? JS_ToCString(context, arguments[1]) : NULL; \
    errno = 0; \
    JSValue result = second ? answer(context, call) : JS_EXCEPTION; \
    JS_FreeCString(context, second); \
    JS_FreeCString(context, first); \
    return result;

static int integer(JSContext *context, JSValueConst value)
{
    int32_t number = 0;
    JS_ToInt32(context, &number, value);
    return number;
}

static double number(JSContext *context, JSValueConst value)
{
    double result = 0;
    JS_ToFloat64(context, &result, value);
    return result;
}

FUNCTION(file_open)
{
    WITH_PATH(open(path, integer(context, arguments[1]), 0666))
}

FUNCTION(file_close)
{
    return answer(context, close(integer(context, arguments[0])));
}

/* read(fd, buffer, offset, length, position): bytes read; a negative position reads on. */
FUNCTION(file_read)
{
    uint8_t *bytes;
    size_t length;
    if (read_span(context, arguments + 1, &bytes, &length))
    {
        return JS_EXCEPTION;
    }

    int descriptor = integer(context, arguments[0]);
    double position = number(context, arguments[4]);
    return answer(context, (int)(position < 0
        ? read(descriptor, bytes, length)
        : pread(descriptor, bytes, length, (off_t)position)));
}

/* write(fd, buffer, offset, length, position): bytes written. */
FUNCTION(file_write)
{
    uint8_t *bytes;
    size_t length;
    if (read_span(context, arguments + 1, &bytes, &length))
    {
        return JS_EXCEPTION;
    }

    int descriptor = integer(context, arguments[0]);
    double position = number(context, arguments[4]);
    return answer(context, (int)(position < 0
        ? write(descriptor, bytes, length)
        : pwrite(descriptor, bytes, length, (off_t)position)));
}

static void free_bytes(JSRuntime *runtime, void *opaque, void *bytes)
{
    js_free_rt(runtime, bytes);
}

/* readAll(fd): an ArrayBuffer with all that is left. */
FUNCTION(file_read_all)
{
    int descriptor = integer(context, arguments[0]);
    struct stat status;
    size_t capacity = 4096;
    int state = fstat(descriptor, &status);
    if (state == 0 && S_ISDIR(status.st_mode))
    {
        return JS_NewInt32(context, -EISDIR);
    }

    if (state == 0 && S_ISREG(status.st_mode) && status.st_size > 0)
    {
        if (status.st_size > 0x7fff0000)
        {
            return JS_NewInt32(context, -EFBIG);
        }

        capacity = (size_t)status.st_size + 1;
    }

    uint8_t *bytes = js_malloc(context, capacity);
    size_t length = 0;
    while (bytes)
    {
        if (length == capacity)
        {
            capacity *= 2;
            uint8_t *larger = js_realloc(context, bytes, capacity);
            if (!larger)
            {
                js_free(context, bytes);
                return JS_EXCEPTION;
            }

            bytes = larger;
        }

        ssize_t part = read(descriptor, bytes + length, capacity - length);
        if (part < 0)
        {
            int code = errno;
            js_free(context, bytes);
            return JS_NewInt32(context, -code);
        }

        if (part == 0)
        {
            return JS_NewArrayBuffer(context, bytes, length, free_bytes, NULL, 0);
        }

        length += (size_t)part;
    }

    return JS_EXCEPTION;
}

static double milliseconds(const struct timespec *time)
{
    return time->tv_sec * 1000.0 + time->tv_nsec / 1e6;
}

/* [device, inode, mode, links, size, accessed, modified, changed], times in milliseconds. */
static JSValue status_array(JSContext *context, const struct stat *status)
{
    double fields[] =
    {
        (double)status->st_dev, (double)status->st_ino, (double)status->st_mode, (double)status->st_nlink,
        (double)status->st_size, milliseconds(&status->st_atim), milliseconds(&status->st_mtim),
        milliseconds(&status->st_ctim),
    };
    JSValue result = JS_NewArray(context);
    for (uint32_t i = 0; i < 8; i++)
    {
        JS_SetPropertyUint32(context, result, i, JS_NewFloat64(context, fields[i]));
    }

    return result;
}

/* stat(path, follow) */
FUNCTION(file_stat)
{
    const char *path = JS_ToCString(context, arguments[0]);
    if (!path)
    {
        return JS_EXCEPTION;
    }

    struct stat status;
    int state = JS_ToBool(context, arguments[1]) ? stat(path, &status) : lstat(path, &status);
    JS_FreeCString(context, path);
    return state < 0 ? answer(context, state) : status_array(context, &status);
}

FUNCTION(file_fstat)
{
    struct stat status;
    int state = fstat(integer(context, arguments[0]), &status);
    return state < 0 ? answer(context, state) : status_array(context, &status);
}

/* readdir(path): [name, type, name, type, ...]; a type is 1 file, 2 directory, 3 link, 0 something else. */
FUNCTION(file_readdir)
{
    const char *path = JS_ToCString(context, arguments[0]);
    if (!path)
    {
        return JS_EXCEPTION;
    }

    DIR *directory = opendir(path);
    JS_FreeCString(context, path);
    if (!directory)
    {
        return answer(context, -1);
    }

    JSValue result = JS_NewArray(context);
    uint32_t place = 0;
    struct dirent *entry;
    errno = 0;
    while ((entry = readdir(directory)) != NULL)
    {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
        {
            continue;
        }

        int type = entry->d_type == DT_REG ? 1 : entry->d_type == DT_DIR ? 2 : entry->d_type == DT_LNK ? 3 : 0;
        JS_SetPropertyUint32(context, result, place++, JS_NewString(context, entry->d_name));
        JS_SetPropertyUint32(context, result, place++, JS_NewInt32(context, type));
    }

    int code = errno;
    closedir(directory);
    if (code != 0)
    {
        JS_FreeValue(context, result);
        return JS_NewInt32(context, -code);
    }

    return result;
}

FUNCTION(file_mkdir)
{
    WITH_PATH(mkdir(path, 0777))
}

FUNCTION(file_rmdir)
{
    WITH_PATH(rmdir(path))
}

FUNCTION(file_unlink)
{
    WITH_PATH(unlink(path))
}

FUNCTION(file_rename)
{
    WITH_PATHS(rename(first, second))
}

FUNCTION(file_link)
{
    WITH_PATHS(link(first, second))
}

FUNCTION(file_symlink)
{
    WITH_PATHS(symlink(first, second))
}

FUNCTION(file_readlink)
{
    const char *path = JS_ToCString(context, arguments[0]);
    if (!path)
    {
        return JS_EXCEPTION;
    }

    char target[4096];
    ssize_t length = readlink(path, target, sizeof(target));
    JS_FreeCString(context, path);
    return length < 0 ? answer(context, -1) : JS_NewStringLen(context, target, (size_t)length);
}

FUNCTION(file_truncate)
{
    return answer(context, ftruncate(integer(context, arguments[0]), (off_t)number(context, arguments[1])));
}

FUNCTION(file_sync)
{
    return answer(context, fsync(integer(context, arguments[0])));
}

static void read_times(JSContext *context, JSValueConst *arguments, struct timespec *times)
{
    for (int i = 0; i < 2; i++)
    {
        double time = number(context, arguments[i]);
        times[i].tv_sec = (time_t)(time / 1000);
        times[i].tv_nsec = (long)((time - times[i].tv_sec * 1000.0) * 1e6);
    }
}

/* utimes(path, accessed, modified, follow), in milliseconds. */
FUNCTION(file_utimes)
{
    struct timespec times[2];
    read_times(context, arguments + 1, times);
    int flags = JS_ToBool(context, arguments[3]) ? 0 : AT_SYMLINK_NOFOLLOW;
    WITH_PATH(utimensat(AT_FDCWD, path, times, flags))
}

FUNCTION(file_futimes)
{
    struct timespec times[2];
    read_times(context, arguments + 1, times);
    return answer(context, futimens(integer(context, arguments[0]), times));
}

static const JSCFunctionListEntry functions[] =
{
    NATIVE("open", 2, file_open),
    NATIVE("close", 1, file_close),
    NATIVE("read", 5, file_read),
    NATIVE("write", 5, file_write),
    NATIVE("readAll", 1, file_read_all),
    NATIVE("stat", 2, file_stat),
    NATIVE("fstat", 1, file_fstat),
    NATIVE("readdir", 1, file_readdir),
    NATIVE("mkdir", 1, file_mkdir),
    NATIVE("rmdir", 1, file_rmdir),
    NATIVE("unlink", 1, file_unlink),
    NATIVE("rename", 2, file_rename),
    NATIVE("link", 2, file_link),
    NATIVE("symlink", 2, file_symlink),
    NATIVE("readlink", 1, file_readlink),
    NATIVE("truncate", 2, file_truncate),
    NATIVE("sync", 1, file_sync),
    NATIVE("utimes", 4, file_utimes),
    NATIVE("futimes", 3, file_futimes),
    JS_PROP_INT32_DEF("O_RDONLY", O_RDONLY, 0),
    JS_PROP_INT32_DEF("O_WRONLY", O_WRONLY, 0),
    JS_PROP_INT32_DEF("O_RDWR", O_RDWR, 0),
    JS_PROP_INT32_DEF("O_CREAT", O_CREAT, 0),
    JS_PROP_INT32_DEF("O_EXCL", O_EXCL, 0),
    JS_PROP_INT32_DEF("O_TRUNC", O_TRUNC, 0),
    JS_PROP_INT32_DEF("O_APPEND", O_APPEND, 0),
    JS_PROP_INT32_DEF("O_DIRECTORY", O_DIRECTORY, 0),
    JS_PROP_INT32_DEF("O_NOFOLLOW", O_NOFOLLOW, 0),
};

#define CODE(name) { name, #name }

static const struct
{
    int code;
    const char *name;
} codes[] =
{
    CODE(EACCES), CODE(EAGAIN), CODE(EBADF), CODE(EBUSY), CODE(EDQUOT), CODE(EEXIST), CODE(EFBIG), CODE(EINTR),
    CODE(EINVAL), CODE(EIO), CODE(EISDIR), CODE(ELOOP), CODE(EMFILE), CODE(EMLINK), CODE(ENAMETOOLONG), CODE(ENFILE),
    CODE(ENODEV), CODE(ENOENT), CODE(ENOMEM), CODE(ENOSPC), CODE(ENOSYS), CODE(ENOTDIR), CODE(ENOTEMPTY),
    CODE(ENOTSUP), CODE(ENXIO), CODE(EPERM), CODE(EPIPE), CODE(EROFS), CODE(ESPIPE), CODE(EXDEV), CODE(EILSEQ),
    CODE(ENOTCAPABLE),
};

void add_files(JSContext *context, JSValueConst native)
{
    JS_SetPropertyFunctionList(context, native, functions, COUNT_OF(functions));
    JSValue names = JS_NewObject(context);
    for (int i = 0; i < COUNT_OF(codes); i++)
    {
        JS_SetPropertyUint32(context, names, (uint32_t)codes[i].code, JS_NewString(context, codes[i].name));
    }

    JS_SetPropertyStr(context, native, "errorNames", names);
}

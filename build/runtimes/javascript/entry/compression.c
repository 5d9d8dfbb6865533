/* Deflate, zlib and gzip, by zlib. */
#include <string.h>
#include <zlib.h>
#include "natives.h"

#define FUNCTION(name) static JSValue name(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)

static void *allocate(void *context, unsigned int count, unsigned int size)
{
    return js_mallocz(context, (size_t)count * size);
}

static void release(void *context, void *pointer)
{
    js_free(context, pointer);
}

static void free_bytes(JSRuntime *runtime, void *opaque, void *bytes)
{
    js_free_rt(runtime, bytes);
}

static int window_of(JSContext *context, JSValueConst value)
{
    int32_t bits = MAX_WBITS;
    JS_ToInt32(context, &bits, value);
    return bits;
}

/* The output grows as it is written; `step` does one call. Gives an ArrayBuffer, or the negative error of zlib. */
static JSValue pump(JSContext *context, z_stream *stream, int (*step)(z_stream *, int), size_t capacity, size_t most,
    size_t *used)
{
    size_t before = stream->avail_in;
    uint8_t *output = js_malloc(context, capacity);
    int state = Z_OK;
    while (output && state == Z_OK)
    {
        if (stream->total_out == capacity)
        {
            if (capacity >= most)
            {
                js_free(context, output);
                return JS_NewInt32(context, Z_MEM_ERROR - 100);
            }

            capacity = capacity * 2 < most ? capacity * 2 : most;
            uint8_t *larger = js_realloc(context, output, capacity);
            if (!larger)
            {
                js_free(context, output);
                return JS_EXCEPTION;
            }

            output = larger;
        }

        stream->next_out = output + stream->total_out;
        stream->avail_out = (unsigned int)(capacity - stream->total_out);
        state = step(stream, Z_FINISH);
        if (state == Z_BUF_ERROR && stream->avail_out == 0)
        {
            state = Z_OK;
        }
    }

    if (!output)
    {
        return JS_EXCEPTION;
    }

    if (state != Z_STREAM_END)
    {
        js_free(context, output);
        return JS_NewInt32(context, state == Z_OK ? Z_BUF_ERROR : state);
    }

    *used = before - stream->avail_in;
    return JS_NewArrayBuffer(context, output, stream->total_out, free_bytes, NULL, 0);
}

/*
 * inflate(buffer, offset, length, windowBits, most): [output, bytes used], or a negative error. The window's bits say
 * the format: below zero deflate, 15 zlib, 31 gzip, 47 either of these.
 */
FUNCTION(inflate_bytes)
{
    uint8_t *bytes;
    size_t length;
    double most = 0;
    if (read_span(context, arguments, &bytes, &length) || JS_ToFloat64(context, &most, arguments[4]))
    {
        return JS_EXCEPTION;
    }

    z_stream stream = { .next_in = bytes, .avail_in = (unsigned int)length, .zalloc = allocate, .zfree = release,
        .opaque = context };
    int state = inflateInit2(&stream, window_of(context, arguments[3]));
    if (state != Z_OK)
    {
        return JS_NewInt32(context, state);
    }

    size_t limit = most > 0x7fff0000 ? 0x7fff0000 : (size_t)most;
    size_t capacity = length < 1024 ? 4096 : length * 4;
    size_t used = 0;
    JSValue output = pump(context, &stream, inflate, capacity < limit ? capacity : limit, limit, &used);
    inflateEnd(&stream);
    if (!JS_IsObject(output))
    {
        return output;
    }

    JSValue result = JS_NewArray(context);
    JS_SetPropertyUint32(context, result, 0, output);
    JS_SetPropertyUint32(context, result, 1, JS_NewInt64(context, (int64_t)used));
    return result;
}

/* deflate(buffer, offset, length, windowBits, level): the output, or a negative error. */
FUNCTION(deflate_bytes)
{
    uint8_t *bytes;
    size_t length;
    int32_t level;
    if (read_span(context, arguments, &bytes, &length) || JS_ToInt32(context, &level, arguments[4]))
    {
        return JS_EXCEPTION;
    }

    z_stream stream = { .next_in = bytes, .avail_in = (unsigned int)length, .zalloc = allocate, .zfree = release,
        .opaque = context };
    int state = deflateInit2(&stream, level, Z_DEFLATED, window_of(context, arguments[3]), 8, Z_DEFAULT_STRATEGY);
    if (state != Z_OK)
    {
        return JS_NewInt32(context, state);
    }

    size_t used;
    JSValue output = pump(context, &stream, deflate, deflateBound(&stream, length) + 16, 0x7fff0000, &used);
    deflateEnd(&stream);
    return output;
}

/* crc32(buffer, offset, length, before) */
FUNCTION(checksum)
{
    uint8_t *bytes;
    size_t length;
    double before = 0;
    if (read_span(context, arguments, &bytes, &length) || JS_ToFloat64(context, &before, arguments[3]))
    {
        return JS_EXCEPTION;
    }

    return JS_NewFloat64(context, (double)crc32((unsigned long)before, bytes, (unsigned int)length));
}

static const JSCFunctionListEntry functions[] =
{
    NATIVE("inflate", 5, inflate_bytes),
    NATIVE("deflate", 5, deflate_bytes),
    NATIVE("crc32", 4, checksum),
};

void add_compression(JSContext *context, JSValueConst native)
{
    JS_SetPropertyFunctionList(context, native, functions, COUNT_OF(functions));
}

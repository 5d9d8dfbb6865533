/* The run: its arguments, environment, clocks, randomness, the host behind it. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wasi/api.h>
#include "natives.h"

#define FUNCTION(name) static JSValue name(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)

__attribute__((import_module("boternity:script/host"), import_name("call")))
extern int32_t host_call(int32_t operation, const void *request, int32_t length);

__attribute__((import_module("boternity:script/host"), import_name("take")))
extern int32_t host_take(void *answer, int32_t length);

static uint64_t random_state[2];

void renew_randomness(void)
{
    if (__wasi_random_get((uint8_t *)random_state, sizeof(random_state)) != 0
        || (random_state[0] | random_state[1]) == 0)
    {
        abort();
    }
}

/* Math.random: xorshift128+ (Vigna). */
FUNCTION(random_number)
{
    uint64_t first = random_state[0];
    uint64_t second = random_state[1];
    random_state[0] = second;
    first ^= first << 23;
    random_state[1] = first ^ second ^ (first >> 18) ^ (second >> 5);
    return JS_NewFloat64(context, (double)((random_state[1] + second) >> 11) / 9007199254740992.0);
}

FUNCTION(random_bytes)
{
    uint8_t *bytes;
    size_t length;
    if (read_span(context, arguments, &bytes, &length))
    {
        return JS_EXCEPTION;
    }

    __wasi_errno_t error = __wasi_random_get(bytes, length);
    return error == 0 ? JS_UNDEFINED : JS_ThrowInternalError(context, "random bytes: error %d", error);
}

typedef __wasi_errno_t get_sizes(__wasi_size_t *, __wasi_size_t *);
typedef __wasi_errno_t get_texts(uint8_t **, uint8_t *);

static JSValue texts(JSContext *context, get_sizes *sizes, get_texts *get)
{
    __wasi_size_t number, bytes;
    __wasi_errno_t error = sizes(&number, &bytes);
    if (error != 0)
    {
        return JS_ThrowInternalError(context, "arguments or environment: error %d", error);
    }

    uint8_t **pointers = js_malloc(context, (number + 1) * sizeof(uint8_t *));
    uint8_t *buffer = js_malloc(context, bytes + 1);
    JSValue result = JS_EXCEPTION;
    if (pointers && buffer)
    {
        error = get(pointers, buffer);
        result = JS_NewArray(context);
        for (uint32_t i = 0; error == 0 && i < number; i++)
        {
            JS_SetPropertyUint32(context, result, i, JS_NewString(context, (const char *)pointers[i]));
        }
    }

    js_free(context, buffer);
    js_free(context, pointers);
    return result;
}

/* By the imports themselves: what libc read it keeps, and a run starts from memory of before. */
FUNCTION(get_arguments)
{
    return texts(context, __wasi_args_sizes_get, __wasi_args_get);
}

FUNCTION(get_environment)
{
    return texts(context, __wasi_environ_sizes_get, __wasi_environ_get);
}

static __wasi_timestamp_t time_of(__wasi_clockid_t clock)
{
    __wasi_timestamp_t time;
    if (__wasi_clock_time_get(clock, 1, &time) != 0)
    {
        abort();
    }

    return time;
}

/* now(): milliseconds since 1970, with a fraction. */
FUNCTION(now)
{
    return JS_NewFloat64(context, (double)time_of(__WASI_CLOCKID_REALTIME) / 1e6);
}

/* monotonic(): nanoseconds, a BigInt. */
FUNCTION(monotonic)
{
    return JS_NewBigUint64(context, time_of(__WASI_CLOCKID_MONOTONIC));
}

FUNCTION(sleep_for)
{
    double time = 0;
    if (JS_ToFloat64(context, &time, arguments[0]))
    {
        return JS_EXCEPTION;
    }

    if (time > 0)
    {
        struct timespec left = { (time_t)(time / 1000), 0 };
        left.tv_nsec = (long)((time - left.tv_sec * 1000.0) * 1e6);
        nanosleep(&left, NULL);
    }

    return JS_UNDEFINED;
}

FUNCTION(leave)
{
    int32_t code = 0;
    JS_ToInt32(context, &code, arguments[0]);
    __wasi_proc_exit((__wasi_exitcode_t)(code & 0xff));
}

static void free_bytes(JSRuntime *runtime, void *opaque, void *bytes)
{
    js_free_rt(runtime, bytes);
}

/*
 * call(operation, header, buffer, offset, length): an ArrayBuffer with the whole answer, or a negative number. A
 * request is a header in JSON, a line feed, and the bytes of the body.
 */
FUNCTION(call)
{
    int32_t operation;
    uint8_t *body;
    size_t body_length, header_length;
    if (JS_ToInt32(context, &operation, arguments[0]) || read_span(context, arguments + 2, &body, &body_length))
    {
        return JS_EXCEPTION;
    }

    const char *header = JS_ToCStringLen(context, &header_length, arguments[1]);
    if (!header)
    {
        return JS_EXCEPTION;
    }

    size_t length = header_length + 1 + body_length;
    uint8_t *request = js_malloc(context, length);
    if (request)
    {
        memcpy(request, header, header_length);
        request[header_length] = '\n';
        memcpy(request + header_length + 1, body, body_length);
    }

    JS_FreeCString(context, header);
    if (!request)
    {
        return JS_EXCEPTION;
    }

    int32_t size = host_call(operation, request, (int32_t)length);
    js_free(context, request);
    if (size < 0)
    {
        return JS_NewInt32(context, size);
    }

    uint8_t *answer = js_malloc(context, (size_t)size + 1);
    if (!answer)
    {
        return JS_EXCEPTION;
    }

    int32_t taken = host_take(answer, size);
    if (taken < 0)
    {
        js_free(context, answer);
        return JS_NewInt32(context, taken);
    }

    return JS_NewArrayBuffer(context, answer, (size_t)size, free_bytes, NULL, 0);
}

static const JSCFunctionListEntry functions[] =
{
    NATIVE("randomBytes", 3, random_bytes),
    NATIVE("args", 0, get_arguments),
    NATIVE("environ", 0, get_environment),
    NATIVE("now", 0, now),
    NATIVE("monotonic", 0, monotonic),
    NATIVE("sleep", 1, sleep_for),
    NATIVE("exit", 1, leave),
    NATIVE("call", 5, call),
};

void add_system(JSContext *context, JSValueConst native)
{
    JS_SetPropertyFunctionList(context, native, functions, COUNT_OF(functions));

    /* The interpreter's own Math.random is seeded once, when it is made. */
    JSValue global = JS_GetGlobalObject(context);
    JSValue math = JS_GetPropertyStr(context, global, "Math");
    JS_DefinePropertyValueStr(context, math, "random", JS_NewCFunction(context, random_number, "random", 0),
        JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    JS_FreeValue(context, math);
    JS_FreeValue(context, global);
}

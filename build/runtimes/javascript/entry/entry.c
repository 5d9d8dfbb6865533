/*
 * The entry of the JavaScript runtime. `init` makes an interpreter and evaluates the library in it; what memory then
 * holds is what every run starts from. `run` reads the arguments and the environment of this run and turns the event
 * loop until nothing is left to do.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <malloc.h>
#include "natives.h"
#include "library.h"

/* Beyond this the interpreter throws a RangeError; the linker's stack is larger by what its own functions need. */
#define MAX_STACK_BYTES (1000 * 1024)

#define GC_THRESHOLD_BYTES (4 * 1024 * 1024)

JSValue hooks = JS_UNDEFINED;

static JSRuntime *runtime;
static JSContext *context;

static size_t usable_size(const void *pointer)
{
    return malloc_usable_size((void *)pointer);
}

static void *allocate(JSMallocState *state, size_t size)
{
    void *pointer = malloc(size);
    if (pointer)
    {
        state->malloc_count++;
        state->malloc_size += usable_size(pointer);
    }

    return pointer;
}

static void release(JSMallocState *state, void *pointer)
{
    if (pointer)
    {
        state->malloc_count--;
        state->malloc_size -= usable_size(pointer);
        free(pointer);
    }
}

static void *reallocate(JSMallocState *state, void *pointer, size_t size)
{
    if (!pointer)
    {
        return size == 0 ? NULL : allocate(state, size);
    }

    if (size == 0)
    {
        release(state, pointer);
        return NULL;
    }

    size_t before = usable_size(pointer);
    void *moved = realloc(pointer, size);
    if (moved)
    {
        state->malloc_size += usable_size(moved) - before;
    }

    return moved;
}

static const JSMallocFunctions allocator = { allocate, release, reallocate, usable_size };

int read_span(JSContext *ctx, JSValueConst *arguments, uint8_t **bytes, size_t *length)
{
    size_t size;
    uint8_t *data = JS_GetArrayBuffer(ctx, &size, arguments[0]);
    if (!data)
    {
        if (size != 0 || JS_HasException(ctx))
        {
            return -1;
        }

        static uint8_t nothing[1];
        data = nothing;
    }

    int64_t offset, count;
    if (JS_ToInt64(ctx, &offset, arguments[1]) || JS_ToInt64(ctx, &count, arguments[2]))
    {
        return -1;
    }

    if (offset < 0 || count < 0 || (uint64_t)offset > size || (uint64_t)count > size - (uint64_t)offset)
    {
        JS_ThrowRangeError(ctx, "offset or length is out of range");
        return -1;
    }

    *bytes = data + offset;
    *length = (size_t)count;
    return 0;
}

JSValue call_hook(JSContext *ctx, const char *name, int count, JSValueConst *arguments)
{
    JSValue function = JS_GetPropertyStr(ctx, hooks, name);
    if (JS_IsException(function))
    {
        return function;
    }

    JSValue result = JS_Call(ctx, function, hooks, count, arguments);
    JS_FreeValue(ctx, function);
    return result;
}

static void on_rejection(JSContext *ctx, JSValueConst promise, JSValueConst reason, JS_BOOL is_handled, void *opaque)
{
    if (JS_IsUndefined(hooks))
    {
        return;
    }

    JSValueConst arguments[] = { promise, reason, JS_NewBool(ctx, is_handled) };
    JSValue result = call_hook(ctx, "rejection", 3, arguments);
    if (JS_IsException(result))
    {
        JS_FreeValue(ctx, JS_GetException(ctx));
    }

    JS_FreeValue(ctx, result);
}

static void write_failure(const char *text)
{
    (void)!write(2, text, strlen(text));
}

/* Says what went wrong in the library itself. */
static void report(JSContext *ctx)
{
    JSValue exception = JS_GetException(ctx);
    JSValue stack = JS_GetPropertyStr(ctx, exception, "stack");
    const char *text = JS_ToCString(ctx, JS_IsString(stack) ? stack : exception);
    write_failure(text ? text : "(an error that has no text)");
    write_failure("\n");
    JS_FreeCString(ctx, text);
    JS_FreeValue(ctx, stack);
    JS_FreeValue(ctx, exception);
}

/* Evaluates the library: each file is a function that gets (native, load, register). */
static int evaluate_library(void)
{
    JSValue native = JS_NewObject(context);
    add_files(context, native);
    add_text(context, native);
    add_hashes(context, native);
    add_compression(context, native);
    add_system(context, native);
    add_modules(context, native);

    JSValue library = JS_NewArray(context);
    for (uint32_t i = 0; i < library_count; i++)
    {
        const struct library_file *file = &library_files[i];
        JSValue script = JS_ReadObject(context, file->code, file->length, JS_READ_OBJ_BYTECODE);
        JSValue function = JS_IsException(script) ? script : JS_EvalFunction(context, script);
        if (JS_IsException(function))
        {
            report(context);
            return 1;
        }

        JS_SetPropertyUint32(context, library, 2 * i, JS_NewString(context, file->name));
        JS_SetPropertyUint32(context, library, 2 * i + 1, function);
    }

    /* The first file is the bootstrap, which calls the others and gives the hooks. */
    JSValue bootstrap = JS_GetPropertyUint32(context, library, 1);
    JSValueConst arguments[] = { native, library };
    JSValue result = JS_Call(context, bootstrap, JS_UNDEFINED, 2, arguments);
    JS_FreeValue(context, bootstrap);
    JS_FreeValue(context, library);
    JS_FreeValue(context, native);
    if (JS_IsException(result))
    {
        report(context);
        return 1;
    }

    hooks = result;
    return 0;
}

__attribute__((export_name("init"))) int init(void)
{
    runtime = JS_NewRuntime2(&allocator, NULL);
    if (!runtime)
    {
        return 1;
    }

    JS_SetGCThreshold(runtime, -1);
    JS_SetMaxStackSize(runtime, MAX_STACK_BYTES);
    JS_SetHostPromiseRejectionTracker(runtime, on_rejection, NULL);
    context = JS_NewContext(runtime);
    if (!context || evaluate_library() != 0)
    {
        return 1;
    }

    /* What was evaluated stays for good: collect what was only needed meanwhile. */
    JSContext *unused;
    while (JS_ExecutePendingJob(runtime, &unused) > 0)
    {
    }

    JS_RunGC(runtime);
    JS_SetGCThreshold(runtime, GC_THRESHOLD_BYTES);
    return 0;
}

/* Calls a hook that gives a number. An exception here is a fault of the library. */
static int turn(const char *name)
{
    JSValue result = call_hook(context, name, 0, NULL);
    if (JS_IsException(result))
    {
        report(context);
        exit(70);
    }

    int32_t number = 0;
    JS_ToInt32(context, &number, result);
    JS_FreeValue(context, result);
    return number;
}

static void run_jobs(void)
{
    JSContext *owner;
    int state;
    while ((state = JS_ExecutePendingJob(runtime, &owner)) != 0)
    {
        if (state < 0)
        {
            JSValue exception = JS_GetException(owner);
            JSValue result = call_hook(owner, "uncaught", 1, &exception);
            JS_FreeValue(owner, exception);
            JS_FreeValue(owner, result);
        }
    }
}

__attribute__((export_name("run"))) int run(void)
{
    JS_UpdateStackTop(runtime);
    renew_randomness();
    turn("start");
    for (;;)
    {
        int has_run;
        do
        {
            has_run = turn("ticks");
            run_jobs();
        }
        while (has_run || turn("hasTicks"));

        if (turn("next") == 0)
        {
            return turn("exitCode");
        }
    }
}

/*
 * QuickJS as a component of the world skill-plugin: init-source evaluates a module, which exports `execute`; what memory
 * then holds is written down, and is the skill. The canonical ABI is written by hand: strings are an address and a length
 * in UTF-8. Nothing here opens a stream or a file, so that nothing of a host is held when the state is captured.
 */
#include <stdlib.h>
#include <string.h>
#include <malloc.h>
#include <sys/time.h>
#include <time.h>
#include <wasi/api.h>
#include "quickjs.h"

#define EXPORT(name) __attribute__((export_name(name)))
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define HOST(name) IMPORT("boternity:skill/host", name)

#define MAX_STACK_BYTES (1000 * 1024)
#define GC_THRESHOLD_BYTES (4 * 1024 * 1024)

typedef struct { char *data; size_t length; } text;
typedef struct { text *items; size_t count; } texts;
typedef struct { uint8_t is_error; text value; } outcome;
typedef struct { text bot_name, bot_slug, skill_name, invocation_id; } skill_context;
typedef struct { uint64_t seconds; uint32_t nanoseconds; } datetime;

HOST("get-context") void host_get_context(skill_context *into);
HOST("recall-memory") void host_recall_memory(const char *, size_t, uint32_t, texts *into);
HOST("http-get") void host_http_get(const char *, size_t, outcome *into);
HOST("http-post") void host_http_post(const char *, size_t, const char *, size_t, outcome *into);
HOST("read-file") void host_read_file(const char *, size_t, outcome *into);
HOST("write-file") void host_write_file(const char *, size_t, const char *, size_t, outcome *into);
HOST("get-secret") void host_get_secret(const char *, size_t, outcome *into);
HOST("read-env") void host_read_env(const char *, size_t, outcome *into);
HOST("log") void host_log(const char *, size_t, const char *, size_t);
IMPORT("wasi:clocks/wall-clock@0.2.0", "now") void wall_clock_now(datetime *into);
IMPORT("wasi:random/random@0.2.0", "get-random-u64") uint64_t get_random(void);

static JSRuntime *runtime;
static JSContext *context;
static JSValue execute_function;
static uint64_t random_state[2];
static int has_random;
static const char *name_of_source = "skill";

/* What the interpreter asks of the C library about time, without preview 1. */
int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    datetime now;
    (void)zone;
    wall_clock_now(&now);
    time->tv_sec = (time_t)now.seconds;
    time->tv_usec = (suseconds_t)(now.nanoseconds / 1000);
    return 0;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    datetime now;
    (void)clock;
    wall_clock_now(&now);
    time->tv_sec = (time_t)now.seconds;
    time->tv_nsec = (long)now.nanoseconds;
    return 0;
}

/* There is nothing to print to: what the interpreter would say before it gives up is lost with it. */
int32_t __imported_wasi_snapshot_preview1_fd_write(int32_t file, int32_t data, int32_t count, int32_t written)
{
    (void)file; (void)data; (void)count; (void)written;
    return __WASI_ERRNO_BADF;
}

int32_t __imported_wasi_snapshot_preview1_fd_seek(int32_t file, int64_t offset, int32_t whence, int32_t place)
{
    (void)file; (void)offset; (void)whence; (void)place;
    return __WASI_ERRNO_BADF;
}

int32_t __imported_wasi_snapshot_preview1_fd_close(int32_t file)
{
    (void)file;
    return __WASI_ERRNO_BADF;
}

void abort(void) { __builtin_trap(); }
EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t alignment, size_t size)
{
    (void)old_size;
    (void)alignment;
    void *moved = realloc(old, size ? size : 1);
    if (!moved)
    {
        __builtin_trap();
    }

    return moved;
}

static text copy_of(const char *data, size_t length)
{
    char *copy = cabi_realloc(NULL, 0, 1, length);
    memcpy(copy, data, length);
    return (text){ copy, length };
}

/* A string of the interpreter's, which frees it. */
static text take_string(JSValue value)
{
    size_t length;
    const char *data = JS_ToCStringLen(context, &length, value);
    text result = data ? copy_of(data, length) : copy_of("", 0);
    JS_FreeCString(context, data);
    JS_FreeValue(context, value);
    return result;
}

/* What was thrown, as people read it: the text itself, or an error's message with where it was. */
static text take_exception(int with_stack)
{
    JSValue thrown = JS_GetException(context);
    if (!JS_IsError(context, thrown))
    {
        return take_string(thrown);
    }

    JSValue message = JS_ToString(context, thrown);
    JSValue stack = with_stack ? JS_GetPropertyStr(context, thrown, "stack") : JS_UNDEFINED;
    text first = take_string(message);
    text second = JS_IsString(stack) ? take_string(stack) : (JS_FreeValue(context, stack), copy_of("", 0));
    JS_FreeValue(context, thrown);
    char *both = cabi_realloc(NULL, 0, 1, first.length + second.length + 1);
    memcpy(both, first.data, first.length);
    both[first.length] = '\n';
    memcpy(both + first.length + 1, second.data, second.length);
    size_t length = first.length + (second.length ? 1 + second.length : 0);
    while (length > 0 && both[length - 1] == '\n')
    {
        length--;
    }

    return (text){ both, length };
}

/* A result of the host: its text, or it throws. */
static JSValue give(outcome answer, int has_text)
{
    JSValue value = answer.is_error || has_text
        ? JS_NewStringLen(context, answer.value.data, answer.value.length)
        : JS_UNDEFINED;
    if (answer.is_error)
    {
        JSValue error = JS_NewError(context);
        JS_DefinePropertyValueStr(context, error, "message", JS_DupValue(context, value),
            JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
        JS_DefinePropertyValueStr(context, error, "payload", value, JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
        return JS_Throw(context, error);
    }

    return value;
}

enum { HTTP_GET, READ_FILE, GET_SECRET, READ_ENV, HTTP_POST, WRITE_FILE };

static JSValue ask(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments, int which)
{
    (void)this;
    (void)count;
    size_t first_length, second_length = 0;
    const char *first = JS_ToCStringLen(ctx, &first_length, arguments[0]);
    const char *second = which >= HTTP_POST && first ? JS_ToCStringLen(ctx, &second_length, arguments[1]) : NULL;
    if (!first || (which >= HTTP_POST && !second))
    {
        JS_FreeCString(ctx, first);
        return JS_EXCEPTION;
    }

    outcome answer = { 0 };
    switch (which)
    {
        case HTTP_GET: host_http_get(first, first_length, &answer); break;
        case READ_FILE: host_read_file(first, first_length, &answer); break;
        case GET_SECRET: host_get_secret(first, first_length, &answer); break;
        case READ_ENV: host_read_env(first, first_length, &answer); break;
        case HTTP_POST: host_http_post(first, first_length, second, second_length, &answer); break;
        case WRITE_FILE: host_write_file(first, first_length, second, second_length, &answer); break;
    }

    JS_FreeCString(ctx, first);
    JS_FreeCString(ctx, second);
    return give(answer, which != WRITE_FILE);
}

static void set_text(JSContext *ctx, JSValueConst object, const char *name, text value)
{
    JS_SetPropertyStr(ctx, object, name, JS_NewStringLen(ctx, value.data, value.length));
}

static JSValue get_context(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments)
{
    (void)this; (void)count; (void)arguments;
    skill_context found;
    host_get_context(&found);
    JSValue object = JS_NewObject(ctx);
    set_text(ctx, object, "botName", found.bot_name);
    set_text(ctx, object, "botSlug", found.bot_slug);
    set_text(ctx, object, "skillName", found.skill_name);
    set_text(ctx, object, "invocationId", found.invocation_id);
    return object;
}

static JSValue recall_memory(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments)
{
    (void)this; (void)count;
    uint32_t limit;
    size_t length;
    if (JS_ToUint32(ctx, &limit, arguments[1]))
    {
        return JS_EXCEPTION;
    }

    const char *query = JS_ToCStringLen(ctx, &length, arguments[0]);
    if (!query)
    {
        return JS_EXCEPTION;
    }

    texts found;
    host_recall_memory(query, length, limit, &found);
    JS_FreeCString(ctx, query);
    JSValue list = JS_NewArray(ctx);
    for (size_t i = 0; i < found.count; i++)
    {
        JS_SetPropertyUint32(ctx, list, (uint32_t)i,
            JS_NewStringLen(ctx, found.items[i].data, found.items[i].length));
    }

    return list;
}

static JSValue write_log(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments)
{
    (void)this; (void)count;
    size_t level_length, message_length;
    const char *level = JS_ToCStringLen(ctx, &level_length, arguments[0]);
    const char *message = level ? JS_ToCStringLen(ctx, &message_length, arguments[1]) : NULL;
    if (message)
    {
        host_log(level, level_length, message, message_length);
    }

    JS_FreeCString(ctx, level);
    JS_FreeCString(ctx, message);
    return message ? JS_UNDEFINED : JS_EXCEPTION;
}

/* console.log(a, b): the texts with a space between, as a line of the host's log. */
static JSValue write_console(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments, int level)
{
    static const char *const levels[] = { "debug", "info", "warn", "error" };
    (void)this;
    JSValue line = JS_NewString(ctx, "");
    for (int i = 0; i < count && !JS_IsException(line); i++)
    {
        JSValue part = JS_IsObject(arguments[i]) && !JS_IsError(ctx, arguments[i])
            ? JS_JSONStringify(ctx, arguments[i], JS_UNDEFINED, JS_UNDEFINED)
            : JS_ToString(ctx, arguments[i]);
        JSValue list = JS_NewArray(ctx);
        JS_SetPropertyUint32(ctx, list, 0, line);
        JS_SetPropertyUint32(ctx, list, 1, part);
        JSValue separator = JS_NewString(ctx, i == 0 ? "" : " ");
        JSAtom join = JS_NewAtom(ctx, "join");
        line = JS_Invoke(ctx, list, join, 1, &separator);
        JS_FreeAtom(ctx, join);
        JS_FreeValue(ctx, separator);
        JS_FreeValue(ctx, list);
    }

    if (JS_IsException(line))
    {
        return line;
    }

    text written = take_string(line);
    host_log(levels[level], strlen(levels[level]), written.data, written.length);
    free(written.data);
    return JS_UNDEFINED;
}

/* Math.random: xorshift128+ (Vigna), seeded by the host when a run first asks. */
static JSValue random_number(JSContext *ctx, JSValueConst this, int count, JSValueConst *arguments)
{
    (void)this; (void)count; (void)arguments;
    if (!has_random)
    {
        random_state[0] = get_random();
        random_state[1] = get_random() | 1;
        has_random = 1;
    }

    uint64_t first = random_state[0];
    uint64_t second = random_state[1];
    random_state[0] = second;
    first ^= first << 23;
    random_state[1] = first ^ second ^ (first >> 17) ^ (second >> 26);
    return JS_NewFloat64(ctx, (double)((random_state[1] + second) >> 11) / 9007199254740992.0);
}

static const JSCFunctionListEntry host_functions[] =
{
    JS_CFUNC_DEF("getContext", 0, get_context),
    JS_CFUNC_DEF("recallMemory", 2, recall_memory),
    JS_CFUNC_MAGIC_DEF("httpGet", 1, ask, HTTP_GET),
    JS_CFUNC_MAGIC_DEF("httpPost", 2, ask, HTTP_POST),
    JS_CFUNC_MAGIC_DEF("readFile", 1, ask, READ_FILE),
    JS_CFUNC_MAGIC_DEF("writeFile", 2, ask, WRITE_FILE),
    JS_CFUNC_MAGIC_DEF("getSecret", 1, ask, GET_SECRET),
    JS_CFUNC_MAGIC_DEF("readEnv", 1, ask, READ_ENV),
    JS_CFUNC_DEF("log", 2, write_log),
};

#define COUNT_OF(table) (int)(sizeof(table) / sizeof((table)[0]))

/* The module boternity:skill/host: each function by its name, and all of them as its default. */
static int fill_host(JSContext *ctx, JSModuleDef *module)
{
    JSValue all = JS_NewObject(ctx);
    JS_SetPropertyFunctionList(ctx, all, host_functions, COUNT_OF(host_functions));
    return JS_SetModuleExport(ctx, module, "default", all)
        || JS_SetModuleExportList(ctx, module, host_functions, COUNT_OF(host_functions)) ? -1 : 0;
}

static JSModuleDef *load_module(JSContext *ctx, const char *name, void *opaque)
{
    (void)opaque;
    if (strcmp(name, "boternity:skill/host"))
    {
        JS_ThrowReferenceError(ctx, "there is no module '%s': a skill.js can import boternity:skill/host alone", name);
        return NULL;
    }

    JSModuleDef *module = JS_NewCModule(ctx, name, fill_host);
    if (module)
    {
        JS_AddModuleExport(ctx, module, "default");
        JS_AddModuleExportList(ctx, module, host_functions, COUNT_OF(host_functions));
    }

    return module;
}

/* A module's name is what it is imported by. */
static char *name_module(JSContext *ctx, const char *base, const char *name, void *opaque)
{
    (void)base;
    (void)opaque;
    return js_strdup(ctx, name);
}

static void add_globals(void)
{
    static const JSCFunctionListEntry console_functions[] =
    {
        JS_CFUNC_MAGIC_DEF("debug", 0, write_console, 0),
        JS_CFUNC_MAGIC_DEF("log", 0, write_console, 1),
        JS_CFUNC_MAGIC_DEF("info", 0, write_console, 1),
        JS_CFUNC_MAGIC_DEF("warn", 0, write_console, 2),
        JS_CFUNC_MAGIC_DEF("error", 0, write_console, 3),
    };
    JSValue global = JS_GetGlobalObject(context);
    JSValue console = JS_NewObject(context);
    JS_SetPropertyFunctionList(context, console, console_functions, COUNT_OF(console_functions));
    JS_SetPropertyStr(context, global, "console", console);
    JSValue math = JS_GetPropertyStr(context, global, "Math");
    JS_SetPropertyStr(context, math, "random", JS_NewCFunction(context, random_number, "random", 0));
    JS_FreeValue(context, math);
    JS_FreeValue(context, global);
}

static int run_jobs(void)
{
    JSContext *owner;
    int state;
    while ((state = JS_ExecutePendingJob(runtime, &owner)) > 0)
    {
    }

    return state;
}

/* A promise's value once nothing is left to do; what is no promise is itself. Frees the promise. */
static JSValue settle(JSValue value)
{
    if (JS_IsException(value) || run_jobs() < 0)
    {
        return JS_EXCEPTION;
    }

    switch (JS_PromiseState(context, value))
    {
        case JS_PROMISE_FULFILLED:
        {
            JSValue result = JS_PromiseResult(context, value);
            JS_FreeValue(context, value);
            return result;
        }
        case JS_PROMISE_REJECTED:
        {
            JSValue reason = JS_PromiseResult(context, value);
            JS_FreeValue(context, value);
            return JS_Throw(context, reason);
        }
        case JS_PROMISE_PENDING:
            JS_FreeValue(context, value);
            return JS_ThrowTypeError(context, "the promise is never settled");
        default:
            return value;
    }
}

static outcome *fail(void)
{
    static outcome result;
    result = (outcome){ 1, take_exception(1) };
    return &result;
}

EXPORT("init-source") outcome *init_source(char *name, size_t name_length, char *source, size_t length)
{
    static outcome result;
    runtime = JS_NewRuntime();
    context = runtime ? JS_NewContext(runtime) : NULL;
    if (!context)
    {
        __builtin_trap();
    }

    JS_SetMaxStackSize(runtime, MAX_STACK_BYTES);
    JS_SetModuleLoaderFunc(runtime, name_module, load_module, NULL);
    add_globals();
    text file = copy_of(name, name_length + 1);
    file.data[name_length] = 0;
    name_of_source = file.data;

    /* The interpreter wants a zero at the end. */
    text code = copy_of(source, length + 1);
    code.data[length] = 0;
    JSValue compiled = JS_Eval(
        context, code.data, length, file.data, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    free(code.data);
    if (JS_IsException(compiled))
    {
        return fail();
    }

    JSModuleDef *module = JS_VALUE_GET_PTR(compiled);
    JSValue evaluated = settle(JS_EvalFunction(context, compiled));
    if (JS_IsException(evaluated))
    {
        return fail();
    }

    JS_FreeValue(context, evaluated);
    JSValue namespace = JS_GetModuleNamespace(context, module);
    execute_function = JS_GetPropertyStr(context, namespace, "execute");
    JS_FreeValue(context, namespace);
    if (!JS_IsFunction(context, execute_function))
    {
        JS_ThrowTypeError(context, "the module exports no function 'execute'");
        return fail();
    }

    JS_RunGC(runtime);
    JS_SetGCThreshold(runtime, GC_THRESHOLD_BYTES);

    /* Every run has numbers of its own. */
    has_random = 0;
    result = (outcome){ 0, { NULL, 0 } };
    return &result;
}

EXPORT("execute") outcome *execute(char *input, size_t length)
{
    static outcome result;
    if (!context)
    {
        result = (outcome){ 1, copy_of("no source was read", 18) };
        return &result;
    }

    JS_UpdateStackTop(runtime);
    JSValue argument = JS_NewStringLen(context, input, length);
    JSValue answer = settle(JS_Call(context, execute_function, JS_UNDEFINED, 1, &argument));
    JS_FreeValue(context, argument);
    if (JS_IsException(answer))
    {
        result = (outcome){ 1, take_exception(0) };
        return &result;
    }

    /* What is no text is given as JSON. */
    if (!JS_IsString(answer))
    {
        JSValue json = JS_JSONStringify(context, answer, JS_UNDEFINED, JS_UNDEFINED);
        JS_FreeValue(context, answer);
        if (JS_IsException(json))
        {
            result = (outcome){ 1, take_exception(0) };
            return &result;
        }

        answer = JS_IsUndefined(json) ? JS_NewString(context, "") : json;
    }

    result = (outcome){ 0, take_string(answer) };
    return &result;
}

static text *constant(const char *value)
{
    static text result;
    result = copy_of(value, strlen(value));
    return &result;
}

EXPORT("get-name") text *get_name(void) { return constant(name_of_source); }

EXPORT("get-description") text *get_description(void) { return constant("a skill in JavaScript"); }

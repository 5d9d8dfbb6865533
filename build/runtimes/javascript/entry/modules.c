/* Evaluation of scripts and modules; what the library cannot see of an object. */
#include <string.h>
#include "natives.h"

static JSValue evaluate(JSContext *context, JSValueConst *arguments, int flags)
{
    size_t length;
    const char *source = JS_ToCStringLen(context, &length, arguments[0]);
    const char *name = source ? JS_ToCString(context, arguments[1]) : NULL;
    JSValue result = name ? JS_Eval(context, source, length, name, flags) : JS_EXCEPTION;
    JS_FreeCString(context, name);
    JS_FreeCString(context, source);
    return result;
}

/* evalScript(source, name): the value of a script. */
static JSValue eval_script(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    return evaluate(context, arguments, JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_BACKTRACE_BARRIER);
}

/* Whether a module is only looked at: what it imports is not resolved, and what it is called is nobody's name. */
static int is_checking;

#define CHECKED "checked:"

/* checkSyntax(source, name, isModule): throws the SyntaxError of a source that has one. Nothing is loaded or run. */
static JSValue check_syntax(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    JSValue compiled;
    if (JS_ToBool(context, arguments[2]))
    {
        JSValue name = JS_NewString(context, CHECKED);
        JSValueConst checked[] = { arguments[0], name };
        is_checking = 1;
        compiled = evaluate(context, checked, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
        is_checking = 0;
        JS_FreeValue(context, name);
    }
    else
    {
        compiled = evaluate(context, arguments, JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_COMPILE_ONLY);
    }

    if (JS_IsException(compiled))
    {
        return compiled;
    }

    JS_FreeValue(context, compiled);
    return JS_UNDEFINED;
}

/* importModule(base, specifier): a promise of the module's namespace. */
static JSValue import_module(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    const char *base = JS_ToCString(context, arguments[0]);
    const char *name = base ? JS_ToCString(context, arguments[1]) : NULL;
    JSValue result = name ? JS_LoadModule(context, base, name) : JS_EXCEPTION;
    JS_FreeCString(context, name);
    JS_FreeCString(context, base);
    return result;
}

static char *normalize(JSContext *context, const char *base, const char *name, void *opaque)
{
    if (is_checking)
    {
        return js_strdup(context, CHECKED);
    }

    JSValue arguments[] = { JS_NewString(context, base), JS_NewString(context, name) };
    JSValue result = call_hook(context, "resolve", 2, arguments);
    JS_FreeValue(context, arguments[0]);
    JS_FreeValue(context, arguments[1]);
    if (JS_IsException(result))
    {
        return NULL;
    }

    const char *text = JS_ToCString(context, result);
    JS_FreeValue(context, result);
    char *copy = text ? js_strdup(context, text) : NULL;
    JS_FreeCString(context, text);
    return copy;
}

/* Calls `visit` with each name in the array `names`. */
static int for_each_name(JSContext *context, JSValueConst names,
    int (*visit)(JSContext *, JSModuleDef *, const char *, JSValueConst), JSModuleDef *module, JSValueConst values)
{
    JSValue size = JS_GetPropertyStr(context, names, "length");
    int32_t count = 0;
    JS_ToInt32(context, &count, size);
    JS_FreeValue(context, size);
    for (int32_t i = 0; i < count; i++)
    {
        JSValue name = JS_GetPropertyUint32(context, names, (uint32_t)i);
        const char *text = JS_ToCString(context, name);
        JS_FreeValue(context, name);
        int state = text ? visit(context, module, text, values) : -1;
        JS_FreeCString(context, text);
        if (state < 0)
        {
            return -1;
        }
    }

    return 0;
}

static int declare_export(JSContext *context, JSModuleDef *module, const char *name, JSValueConst values)
{
    return JS_AddModuleExport(context, module, name);
}

static int set_export(JSContext *context, JSModuleDef *module, const char *name, JSValueConst values)
{
    JSValue value = JS_GetPropertyStr(context, values, name);
    return JS_IsException(value) ? -1 : JS_SetModuleExport(context, module, name, value);
}

/* Gives a module of the library, or a CommonJS module, its exports. */
static int fill_module(JSContext *context, JSModuleDef *module)
{
    JSAtom atom = JS_GetModuleName(context, module);
    JSValue name = JS_AtomToValue(context, atom);
    JS_FreeAtom(context, atom);
    JSValue exports = call_hook(context, "exportsOf", 1, &name);
    JS_FreeValue(context, name);
    if (JS_IsException(exports))
    {
        return -1;
    }

    JSValue names = JS_GetPropertyStr(context, exports, "names");
    JSValue values = JS_GetPropertyStr(context, exports, "values");
    int state = for_each_name(context, names, set_export, module, values);
    JS_FreeValue(context, values);
    JS_FreeValue(context, names);
    JS_FreeValue(context, exports);
    return state;
}

static JSModuleDef *compile_module(JSContext *context, const char *name, JSValueConst source, JSValueConst meta)
{
    size_t length;
    const char *text = JS_ToCStringLen(context, &length, source);
    if (!text)
    {
        return NULL;
    }

    JSValue compiled = JS_Eval(context, text, length, name, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY);
    JS_FreeCString(context, text);
    if (JS_IsException(compiled))
    {
        return NULL;
    }

    /* The context keeps the module. */
    JSModuleDef *module = JS_VALUE_GET_PTR(compiled);
    JS_FreeValue(context, compiled);
    JSValue target = JS_GetImportMeta(context, module);
    JSValueConst arguments[] = { target, meta };
    JSValue result = call_hook(context, "fillMeta", 2, arguments);
    JS_FreeValue(context, target);
    if (JS_IsException(result))
    {
        return NULL;
    }

    JS_FreeValue(context, result);
    return module;
}

static int fill_nothing(JSContext *context, JSModuleDef *module)
{
    return 0;
}

static JSModuleDef *load(JSContext *context, const char *name, void *opaque)
{
    if (is_checking)
    {
        return JS_NewCModule(context, name, fill_nothing);
    }

    JSValue argument = JS_NewString(context, name);
    JSValue loaded = call_hook(context, "load", 1, &argument);
    if (JS_IsException(loaded))
    {
        JS_FreeValue(context, argument);
        return NULL;
    }

    JSModuleDef *module = NULL;
    JSValue source = JS_GetPropertyStr(context, loaded, "source");
    if (JS_IsString(source))
    {
        module = compile_module(context, name, source, argument);
    }
    else
    {
        JSValue names = JS_GetPropertyStr(context, loaded, "names");
        module = JS_NewCModule(context, name, fill_module);
        if (module && for_each_name(context, names, declare_export, module, JS_UNDEFINED) < 0)
        {
            module = NULL;
        }

        JS_FreeValue(context, names);
    }

    JS_FreeValue(context, source);
    JS_FreeValue(context, loaded);
    JS_FreeValue(context, argument);
    return module;
}

/* promiseState(promise): 0 pending, 1 fulfilled, 2 rejected, -1 not a promise. */
static JSValue promise_state(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    return JS_NewInt32(context, JS_PromiseState(context, arguments[0]));
}

static JSValue promise_result(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    return JS_PromiseResult(context, arguments[0]);
}

/* runJobs(promise): runs what is pending until the promise is settled, or nothing is pending. */
static JSValue run_jobs(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    JSContext *owner;
    while (JS_PromiseState(context, arguments[0]) == JS_PROMISE_PENDING)
    {
        int state = JS_ExecutePendingJob(JS_GetRuntime(context), &owner);
        if (state < 0)
        {
            return JS_EXCEPTION;
        }

        if (state == 0)
        {
            break;
        }
    }

    return JS_UNDEFINED;
}

/* classId(value): a number that objects of one class share, whatever their prototype; 0 for what is no object. */
static JSValue class_id(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    return JS_NewInt32(context, JS_IsObject(arguments[0]) ? (int32_t)JS_GetClassID(arguments[0]) : 0);
}

static JSValue detach(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    JS_DetachArrayBuffer(context, arguments[0]);
    return JS_UNDEFINED;
}

static JSValue collect(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    JS_RunGC(JS_GetRuntime(context));
    return JS_UNDEFINED;
}

/* memory(): [bytes of linear memory, bytes that objects take]. */
static JSValue memory(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)
{
    JSMemoryUsage usage;
    JS_ComputeMemoryUsage(JS_GetRuntime(context), &usage);
    JSValue result = JS_NewArray(context);
    JS_SetPropertyUint32(context, result, 0, JS_NewFloat64(context, __builtin_wasm_memory_size(0) * 65536.0));
    JS_SetPropertyUint32(context, result, 1, JS_NewFloat64(context, (double)usage.malloc_size));
    return result;
}

static const JSCFunctionListEntry functions[] =
{
    NATIVE("evalScript", 2, eval_script),
    NATIVE("checkSyntax", 3, check_syntax),
    NATIVE("importModule", 2, import_module),
    NATIVE("promiseState", 1, promise_state),
    NATIVE("promiseResult", 1, promise_result),
    NATIVE("runJobs", 1, run_jobs),
    NATIVE("classId", 1, class_id),
    NATIVE("detach", 1, detach),
    NATIVE("collect", 0, collect),
    NATIVE("memory", 0, memory),
};

void add_modules(JSContext *context, JSValueConst native)
{
    JS_SetModuleLoaderFunc(JS_GetRuntime(context), normalize, load, NULL);
    JS_SetPropertyFunctionList(context, native, functions, COUNT_OF(functions));
}

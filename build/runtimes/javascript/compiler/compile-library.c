/*
 * Runs on the machine that builds: compiles the library's files to the interpreter's byte code and writes them as a
 * table in C. The byte code is the same for every machine of this byte order; parsing the library each time a process
 * starts its first script would take longer than all else.
 * Usage: compile-library FILE... > library.h
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "quickjs.h"

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
    {
        perror(path);
        exit(1);
    }

    long size = ftell(file);
    char *text = malloc((size_t)size + 1);
    rewind(file);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size)
    {
        perror(path);
        exit(1);
    }

    text[size] = 0;
    *length = (size_t)size;
    fclose(file);
    return text;
}

/* `node:internal/NAME` for a path that ends in NAME.js. */
static void name_of(const char *path, char *name, size_t size)
{
    const char *base = strrchr(path, '/');
    base = base ? base + 1 : path;
    snprintf(name, size, "node:internal/%.*s", (int)(strlen(base) - strlen(".js")), base);
}

static void fail(JSContext *context, const char *path)
{
    JSValue exception = JS_GetException(context);
    JSValue stack = JS_GetPropertyStr(context, exception, "stack");
    const char *text = JS_ToCString(context, stack);
    fprintf(stderr, "%s: %s\n", path, text ? text : "cannot be compiled");
    exit(1);
}

int main(int count, char **paths)
{
    JSRuntime *runtime = JS_NewRuntime();
    JS_SetMaxStackSize(runtime, 0);
    JS_SetStripInfo(runtime, JS_STRIP_SOURCE);
    JSContext *context = JS_NewContext(runtime);
    char name[256];
    printf("#include <stddef.h>\n#include <stdint.h>\n"
        "struct library_file { const char *name; const uint8_t *code; size_t length; };\n");
    for (int i = 1; i < count; i++)
    {
        size_t length, size;
        char *text = read_file(paths[i], &length);
        name_of(paths[i], name, sizeof(name));
        JSValue function = JS_Eval(context, text, length, name, JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_COMPILE_ONLY);
        uint8_t *code = JS_IsException(function) ? NULL
            : JS_WriteObject(context, &size, function, JS_WRITE_OBJ_BYTECODE);
        if (!code)
        {
            fail(context, paths[i]);
        }

        printf("static const uint8_t code_%d[] = {", i);
        for (size_t j = 0; j < size; j++)
        {
            printf(j % 32 == 0 ? "\n%d," : "%d,", code[j]);
        }

        printf("\n};\n");
        JS_FreeValue(context, function);
        js_free(context, code);
        free(text);
    }

    printf("static const struct library_file library_files[] = {\n");
    for (int i = 1; i < count; i++)
    {
        name_of(paths[i], name, sizeof(name));
        printf("{ \"%s\", code_%d, sizeof(code_%d) },\n", name, i, i);
    }

    printf("};\nstatic const uint32_t library_count = %d;\n", count - 1);
    return 0;
}

/*
 * An error's `stack`, made when it is first looked at: its name and message as they are then, and the frames as they
 * were when it was created. Included into the interpreter's own source, of whose functions it needs some that it keeps
 * to itself.
 */
static JSValue js_error_toString(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv);

/* Appends the frames that are the script's own; all of them where none is. */
static void add_frames(DynBuf *text, const char *frames)
{
    size_t before = text->size;
    for (int all = 0; all < 2 && text->size == before; all++)
    {
        for (const char *line = frames; *line;)
        {
            const char *end = strchr(line, '\n');
            size_t length = end ? (size_t)(end - line) : strlen(line);
            const char *library = strstr(line, "(node:internal/");
            const char *native = strstr(line, " (native)");
            if (all || !((library && library < line + length) || (native && native < line + length)))
            {
                dbuf_putc(text, '\n');
                dbuf_put(text, (const uint8_t *)line, length);
            }

            line += length + (end != NULL);
        }
    }
}

static JSValue get_error_stack(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv, int magic,
    JSValue *data)
{
    DynBuf text;
    js_dbuf_init(ctx, &text);
    JSValue header = js_error_toString(ctx, this_val, 0, NULL);
    if (JS_IsException(header))
    {
        JS_FreeValue(ctx, JS_GetException(ctx));
        header = JS_NewString(ctx, "Error");
    }

    const char *title = JS_ToCString(ctx, header);
    const char *frames = JS_ToCString(ctx, data[0]);
    if (title && frames)
    {
        dbuf_putstr(&text, title);
        add_frames(&text, frames);
    }

    JS_FreeCString(ctx, frames);
    JS_FreeCString(ctx, title);
    JS_FreeValue(ctx, header);
    JSValue stack = dbuf_error(&text) ? JS_NULL : JS_NewStringLen(ctx, (const char *)text.buf, text.size);
    dbuf_free(&text);
    JS_DefinePropertyValue(ctx, this_val, JS_ATOM_stack, JS_DupValue(ctx, stack),
        JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    return stack;
}

static JSValue set_error_stack(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv)
{
    JS_DefinePropertyValue(ctx, this_val, JS_ATOM_stack, JS_DupValue(ctx, argv[0]),
        JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    return JS_UNDEFINED;
}

/* Takes the frames. Never throws. */
static void define_error_stack(JSContext *ctx, JSValueConst error, JSValue frames)
{
    JSValue getter = JS_NewCFunctionData(ctx, get_error_stack, 0, 0, 1, &frames);
    JSValue setter = JS_NewCFunction(ctx, set_error_stack, "stack", 1);
    JS_FreeValue(ctx, frames);
    if (JS_IsException(getter) || JS_IsException(setter))
    {
        JS_FreeValue(ctx, getter);
        JS_FreeValue(ctx, setter);
        return;
    }

    JS_DefinePropertyGetSet(ctx, error, JS_ATOM_stack, getter, setter, JS_PROP_CONFIGURABLE);
}

/* What the parts of the entry share. */
#ifndef BOTERNITY_NATIVES_H
#define BOTERNITY_NATIVES_H

#include <stddef.h>
#include <stdint.h>
#include "quickjs.h"

/* Each adds its functions to the object that the library's files know as `native`. */
void add_files(JSContext *context, JSValueConst native);
void add_text(JSContext *context, JSValueConst native);
void add_hashes(JSContext *context, JSValueConst native);
void add_compression(JSContext *context, JSValueConst native);
void add_system(JSContext *context, JSValueConst native);
void add_modules(JSContext *context, JSValueConst native);

/* Gives randomness a seed of this run. */
void renew_randomness(void);

/* The functions that the library gives the entry; an object. */
extern JSValue hooks;

/* Calls a hook. The arguments stay the caller's. */
JSValue call_hook(JSContext *context, const char *name, int count, JSValueConst *arguments);

/*
 * The bytes that the arguments (buffer, offset, length) at `arguments` name. Throws a RangeError where they do not lie
 * in the buffer. Returns 0, or -1 with the exception pending.
 */
int read_span(JSContext *context, JSValueConst *arguments, uint8_t **bytes, size_t *length);

#define NATIVE(name, count, function) JS_CFUNC_DEF(name, count, function)
#define COUNT_OF(table) (int)(sizeof(table) / sizeof((table)[0]))

#endif

/* What the parts of a tool skill's component share. */
#ifndef BOTERNITY_COMPONENT_H
#define BOTERNITY_COMPONENT_H

#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define HOST(name) IMPORT("boternity:skill/host", name)
#define LIBRARY_FILE "usr/lib/python/python313.zip"

/* The archive of the library, which the interpreter reads as a file. */
extern const char *library_data;
extern size_t library_length;

HOST("log") void host_log(const char *, size_t, const char *, size_t);

#endif

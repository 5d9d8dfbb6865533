/* How the interpreter is started, for scripts and for tool skills alike. */
#ifndef BOTERNITY_START_H
#define BOTERNITY_START_H

#include <Python.h>

#define LIBRARY "/usr/lib/python"

/* Starts the interpreter with a search path; afterwards modules can be imported. */
PyStatus start_interpreter(const wchar_t *const *paths, size_t count);

#endif

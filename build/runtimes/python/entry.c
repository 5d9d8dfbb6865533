/*
 * The way into CPython for a host that initialises it once and runs it many times.
 *
 * init  starts the interpreter and imports what scripts use most. The host then keeps a copy of memory, globals and
 *       tables. Nothing of a run is known here: no arguments, no environment, no file but the library's.
 * run   starts from that copy. It reads arguments and environment anew, by the imports themselves because the C library
 *       remembers what it has read, renews what must not repeat, runs what the arguments say, and gives the exit code.
 */
#include "start.h"
#include <stdlib.h>
#include <wasi/api.h>

__attribute__((import_module("boternity:script/host"), import_name("call")))
int32_t host_call(int32_t operation, const void *request, size_t length);

__attribute__((import_module("boternity:script/host"), import_name("take")))
int32_t host_take(void *answer, size_t length);

/* _boternity.call(operation, request) -> bytes. A negative answer of the host is an errno, negated. */
static PyObject *boternity_call(PyObject *module, PyObject *arguments)
{
    int operation;
    Py_buffer request;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "iy*:call", &operation, &request)) {
        return NULL;
    }

    int32_t length = host_call(operation, request.buf, (size_t)request.len);
    PyBuffer_Release(&request);
    if (length < 0) {
        errno = -length;
        return PyErr_SetFromErrno(PyExc_OSError);
    }

    PyObject *answer = PyBytes_FromStringAndSize(NULL, length);
    if (answer == NULL) {
        return NULL;
    }

    int32_t taken = host_take(PyBytes_AS_STRING(answer), (size_t)length);
    if (taken < 0) {
        Py_DECREF(answer);
        errno = -taken;
        return PyErr_SetFromErrno(PyExc_OSError);
    }

    return answer;
}

static PyMethodDef boternity_methods[] = {
    {"call", boternity_call, METH_VARARGS, "Sends a request to the host and returns its answer."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef boternity_module = {
    PyModuleDef_HEAD_INIT, "_boternity", "Requests to the host of a script.", 0, boternity_methods,
    NULL, NULL, NULL, NULL,
};

static PyObject *boternity_create(void)
{
    return PyModule_Create(&boternity_module);
}

static PyObject *start; /* the module boternity_start */

__attribute__((export_name("init"))) int init(void)
{
    if (PyImport_AppendInittab("_boternity", boternity_create) != 0) {
        return 2;
    }

    static const wchar_t *const paths[] = {
        L"" LIBRARY "/python313.zip",
        L"" LIBRARY "/site-packages.zip",
        L"" LIBRARY "/python313.zip/fallback",
    };
    PyStatus status = start_interpreter(paths, sizeof paths / sizeof *paths);
    if (PyStatus_Exception(status)) {
        fprintf(stderr, "Python cannot start: %s\n", status.err_msg != NULL ? status.err_msg : "unknown reason");
        return 1;
    }

    start = PyImport_ImportModule("boternity_start");
    PyObject *result = start != NULL ? PyObject_CallMethod(start, "initialise", NULL) : NULL;
    if (result == NULL) {
        PyErr_Print();
        return 1;
    }

    Py_DECREF(result);
    fflush(NULL);
    return 0;
}

typedef __wasi_errno_t (*sizes_function)(__wasi_size_t *, __wasi_size_t *);
typedef __wasi_errno_t (*values_function)(uint8_t **, uint8_t *);

/* What args_get or environ_get tells, as a list of str. */
static PyObject *texts_of(sizes_function sizes, values_function values)
{
    __wasi_size_t count = 0, size = 0;
    __wasi_errno_t error = sizes(&count, &size);
    if (error != 0) {
        errno = error;
        return PyErr_SetFromErrno(PyExc_OSError);
    }

    uint8_t **pointers = PyMem_Calloc((size_t)count + 1, sizeof *pointers);
    uint8_t *bytes = PyMem_Calloc((size_t)size + 1, 1);
    PyObject *texts = pointers != NULL && bytes != NULL ? PyList_New(0) : PyErr_NoMemory();
    if (texts != NULL && (error = values(pointers, bytes)) != 0) {
        Py_CLEAR(texts);
        errno = error;
        PyErr_SetFromErrno(PyExc_OSError);
    }

    for (size_t i = 0; texts != NULL && i < count; i++) {
        PyObject *text = PyUnicode_DecodeFSDefault((const char *)pointers[i]);
        if (text == NULL || PyList_Append(texts, text) != 0) {
            Py_CLEAR(texts);
        }

        Py_XDECREF(text);
    }

    PyMem_Free(pointers);
    PyMem_Free(bytes);
    return texts;
}

/* The exit code of the exception that is set, which is told on standard error as the native program tells it. */
static int exit_code_of_exception(void)
{
    if (!PyErr_ExceptionMatches(PyExc_SystemExit)) {
        int interrupted = PyErr_ExceptionMatches(PyExc_KeyboardInterrupt);
        PyErr_Print();
        return interrupted ? 130 : 1;
    }

    PyObject *exception = PyErr_GetRaisedException();
    PyObject *code = PyObject_GetAttrString(exception, "code");
    Py_DECREF(exception);
    int result = 1;
    if (code == NULL) {
        PyErr_Clear();
    }
    else if (code == Py_None) {
        result = 0;
    }
    else if (PyLong_Check(code)) {
        int overflow = 0;
        long long value = PyLong_AsLongLongAndOverflow(code, &overflow);
        result = overflow != 0 ? 255 : (int)(value & 0xff);
    }
    else {
        PyObject *error = PySys_GetObject("stderr");
        if (error != NULL && error != Py_None && PyFile_WriteObject(code, error, Py_PRINT_RAW) == 0) {
            PySys_WriteStderr("\n");
        }

        PyErr_Clear();
    }

    Py_XDECREF(code);
    return result;
}

/* Runs source in __main__; no frame of the support code stands in a traceback. */
static PyObject *run_source(PyObject *source, PyObject *name)
{
    PyObject *compile = PyDict_GetItemString(PyEval_GetBuiltins(), "compile");
    PyObject *code = PyObject_CallFunction(compile, "OOsii", source, name, "exec", 0, 1);
    if (code == NULL) {
        return NULL;
    }

    PyObject *globals = PyModule_GetDict(PyImport_AddModule("__main__"));
    PyObject *result = PyEval_EvalCode(code, globals, globals);
    Py_DECREF(code);
    return result;
}

/* Runs what boternity_start.prepare answers: (exit code), (source, its name), or (module, whether argv is changed). */
static int run_plan(PyObject *plan)
{
    PyObject *what = PyTuple_GET_ITEM(plan, 0);
    if (PyTuple_GET_SIZE(plan) == 1) {
        return (int)PyLong_AsLong(what);
    }

    PyObject *with = PyTuple_GET_ITEM(plan, 1), *result;
    if (PyBytes_Check(what)) {
        result = run_source(what, with);
    }
    else {
        PyObject *runpy = PyImport_ImportModule("runpy");
        result = runpy != NULL ? PyObject_CallMethod(runpy, "_run_module_as_main", "OO", what, with) : NULL;
        Py_XDECREF(runpy);
    }

    if (result == NULL) {
        return exit_code_of_exception();
    }

    Py_DECREF(result);
    return 0;
}

__attribute__((export_name("run"))) int run(void)
{
    int code = 1;
    PyObject *arguments = texts_of(__wasi_args_sizes_get, __wasi_args_get);
    PyObject *environment = arguments != NULL ? texts_of(__wasi_environ_sizes_get, __wasi_environ_get) : NULL;
    PyObject *plan = environment != NULL ? PyObject_CallMethod(start, "prepare", "OO", arguments, environment) : NULL;
    Py_XDECREF(arguments);
    Py_XDECREF(environment);
    if (plan == NULL) {
        code = exit_code_of_exception();
    }
    else {
        code = run_plan(plan);
        Py_DECREF(plan);
    }

    PyObject *finished = PyObject_CallMethod(start, "finish", "i", code);
    if (finished == NULL) {
        code = exit_code_of_exception();
    }
    else {
        code = (int)PyLong_AsLong(finished);
        Py_DECREF(finished);
    }

    fflush(NULL);
    return code;
}

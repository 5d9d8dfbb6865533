/*
 * CPython as a component of the world skill-plugin: init-source evaluates a module, which has `execute`; what memory then
 * holds is written down, and is the skill. The canonical ABI is written by hand: strings are an address and a length in
 * UTF-8. Nothing here opens a stream or a file of the host, so that nothing of it is held when the state is captured.
 */
#include "start.h"
#include <stdlib.h>
#include <string.h>
#include "component.h"

typedef struct { char *data; size_t length; } text;
typedef struct { text *items; size_t count; } texts;
typedef struct { uint8_t is_error; text value; } outcome;
typedef struct { text bot_name, bot_slug, skill_name, invocation_id; } skill_context;

HOST("get-context") void host_get_context(skill_context *into);
HOST("recall-memory") void host_recall_memory(const char *, size_t, uint32_t, texts *into);
HOST("http-get") void host_http_get(const char *, size_t, outcome *into);
HOST("http-post") void host_http_post(const char *, size_t, const char *, size_t, outcome *into);
HOST("read-file") void host_read_file(const char *, size_t, outcome *into);
HOST("write-file") void host_write_file(const char *, size_t, const char *, size_t, outcome *into);
HOST("get-secret") void host_get_secret(const char *, size_t, outcome *into);
HOST("read-env") void host_read_env(const char *, size_t, outcome *into);

/* The linker's: the constructors of the C library. */
void __wasm_call_ctors(void);

static PyObject *tool; /* the module boternity_tool */
static const char *name_of_source = "skill";

EXPORT("cabi_realloc") void *cabi_realloc(void *old, size_t old_size, size_t alignment, size_t size)
{
    (void)old_size;
    (void)alignment;
    void *moved = realloc(old, size ? size : 1);
    if (moved == NULL) {
        __builtin_trap();
    }

    return moved;
}

static text copy_of(const char *data, size_t length)
{
    char *copy = cabi_realloc(NULL, 0, 1, length);
    memcpy(copy, data, length);
    return (text){copy, length};
}

/* A str of the host's text, which is freed. */
static PyObject *take(text value)
{
    PyObject *result = PyUnicode_DecodeUTF8(value.data, (Py_ssize_t)value.length, "replace");
    free(value.data);
    return result;
}

static PyObject *get_context(PyObject *module, PyObject *arguments)
{
    (void)module;
    (void)arguments;
    skill_context found;
    host_get_context(&found);
    return Py_BuildValue("(NNNN)", take(found.bot_name), take(found.bot_slug), take(found.skill_name),
        take(found.invocation_id));
}

static PyObject *recall_memory(PyObject *module, PyObject *arguments)
{
    (void)module;
    const char *query;
    Py_ssize_t length;
    unsigned int limit;
    if (!PyArg_ParseTuple(arguments, "s#I:recall_memory", &query, &length, &limit)) {
        return NULL;
    }

    texts found;
    host_recall_memory(query, (size_t)length, limit, &found);
    PyObject *list = PyList_New(0);
    for (size_t i = 0; i < found.count; i++) {
        PyObject *item = take(found.items[i]);
        if (list != NULL && (item == NULL || PyList_Append(list, item) != 0)) {
            Py_CLEAR(list);
        }

        Py_XDECREF(item);
    }

    free(found.items);
    return list;
}

/* ask(function, first, second) -> (whether it went well, the text) */
static PyObject *ask(PyObject *module, PyObject *arguments)
{
    (void)module;
    const char *function, *first, *second;
    Py_ssize_t first_length, second_length;
    if (!PyArg_ParseTuple(arguments, "ss#s#:ask", &function, &first, &first_length, &second, &second_length)) {
        return NULL;
    }

    static const struct { const char *name; void (*call)(const char *, size_t, outcome *); } of_one[] = {
        {"http-get", host_http_get}, {"read-file", host_read_file}, {"get-secret", host_get_secret},
        {"read-env", host_read_env},
    };
    static const struct { const char *name; void (*call)(const char *, size_t, const char *, size_t, outcome *); }
        of_two[] = {{"http-post", host_http_post}, {"write-file", host_write_file}};
    outcome answer = {0};
    int is_known = 0;
    for (size_t i = 0; i < sizeof of_one / sizeof *of_one; i++) {
        if (strcmp(function, of_one[i].name) == 0) {
            of_one[i].call(first, (size_t)first_length, &answer);
            is_known = 1;
        }
    }

    for (size_t i = 0; i < sizeof of_two / sizeof *of_two; i++) {
        if (strcmp(function, of_two[i].name) == 0) {
            of_two[i].call(first, (size_t)first_length, second, (size_t)second_length, &answer);
            is_known = 1;
        }
    }

    if (!is_known) {
        return PyErr_Format(PyExc_ValueError, "the host has no function '%s'", function);
    }

    /* A result without a value has an address of no meaning. */
    int has_text = answer.is_error || strcmp(function, "write-file") != 0;
    return Py_BuildValue("(NN)", PyBool_FromLong(!answer.is_error), has_text ? take(answer.value) : PyUnicode_New(0, 0));
}

static PyObject *write_log(PyObject *module, PyObject *arguments)
{
    (void)module;
    const char *level, *message;
    Py_ssize_t level_length, message_length;
    if (!PyArg_ParseTuple(arguments, "s#s#:log", &level, &level_length, &message, &message_length)) {
        return NULL;
    }

    host_log(level, (size_t)level_length, message, (size_t)message_length);
    Py_RETURN_NONE;
}

static PyMethodDef host_methods[] = {
    {"get_context", get_context, METH_NOARGS, "Who runs the skill: four texts."},
    {"recall_memory", recall_memory, METH_VARARGS, "Memories that fit a text."},
    {"ask", ask, METH_VARARGS, "Calls a function of the host."},
    {"log", write_log, METH_VARARGS, "Writes a line to the host's log."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef host_module = {
    PyModuleDef_HEAD_INIT, "_boternity_skill", "The functions of a tool skill's host.", 0, host_methods,
    NULL, NULL, NULL, NULL,
};

static PyObject *create_host_module(void) { return PyModule_Create(&host_module); }

/* What boternity_tool answers, (whether it went well, the text); an exception of its own ends the program. */
static outcome *answer_of(PyObject *answer)
{
    static outcome result;
    Py_ssize_t length = 0;
    const char *data = answer != NULL ? PyUnicode_AsUTF8AndSize(PyTuple_GET_ITEM(answer, 1), &length) : NULL;
    if (data == NULL) {
        PyErr_Print();
        __builtin_trap();
    }

    result = (outcome){PyTuple_GET_ITEM(answer, 0) != Py_True, copy_of(data, (size_t)length)};
    Py_DECREF(answer);
    return &result;
}

static outcome *failed(const char *reason)
{
    static outcome result;
    result = (outcome){1, copy_of(reason, strlen(reason))};
    return &result;
}

EXPORT("init-library") void init_library(const char *data, size_t length)
{
    library_data = data;
    library_length = length;
}

EXPORT("init-source") outcome *init_source(char *name, size_t name_length, char *source, size_t length)
{
    if (library_data == NULL) {
        return failed("there is no library");
    }

    if (tool != NULL) {
        return failed("a source was read already");
    }

    __wasm_call_ctors();
    text file = copy_of(name, name_length + 1);
    file.data[name_length] = 0;
    name_of_source = file.data;
    static const wchar_t *const paths[] = {L"/" LIBRARY_FILE};
    if (PyImport_AppendInittab("_boternity_skill", create_host_module) != 0) {
        return failed("Python cannot start: out of memory");
    }

    PyStatus status = start_interpreter(paths, 1);
    if (PyStatus_Exception(status)) {
        return failed(status.err_msg != NULL ? status.err_msg : "Python cannot start");
    }

    tool = PyImport_ImportModule("boternity_tool");
    return answer_of(tool == NULL ? NULL : PyObject_CallMethod(
        tool, "load", "s#s#", name, (Py_ssize_t)name_length, source, (Py_ssize_t)length));
}

EXPORT("execute") outcome *execute(char *input, size_t length)
{
    return tool == NULL ? failed("no source was read")
        : answer_of(PyObject_CallMethod(tool, "execute", "s#", input, (Py_ssize_t)length));
}

static text *constant(const char *value)
{
    static text result;
    result = copy_of(value, strlen(value));
    return &result;
}

EXPORT("get-name") text *get_name(void) { return constant(name_of_source); }

EXPORT("get-description") text *get_description(void) { return constant("a skill in Python"); }

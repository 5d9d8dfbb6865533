#include "start.h"

PyStatus start_interpreter(const wchar_t *const *paths, size_t count)
{
    PyPreConfig preconfig;
    PyPreConfig_InitIsolatedConfig(&preconfig);
    preconfig.utf8_mode = 1;
    PyStatus status = Py_PreInitialize(&preconfig);
    if (PyStatus_Exception(status)) {
        return status;
    }

    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.isolated = 0;
    config.safe_path = 0;
    config.user_site_directory = 0;
    config.site_import = 0;
    config.write_bytecode = 0;
    config.pathconfig_warnings = 0;
    config.module_search_paths_set = 1;
    const struct { wchar_t **field; const wchar_t *value; } texts[] = {
        {&config.program_name, L"python3"},
        {&config.executable, L"/usr/bin/python3"},
        {&config.base_executable, L"/usr/bin/python3"},
        {&config.prefix, L"/usr"},
        {&config.base_prefix, L"/usr"},
        {&config.exec_prefix, L"/usr"},
        {&config.base_exec_prefix, L"/usr"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        status = PyConfig_SetString(&config, texts[i].field, texts[i].value);
        if (PyStatus_Exception(status)) {
            goto done;
        }
    }

    for (size_t i = 0; i < count; i++) {
        status = PyWideStringList_Append(&config.module_search_paths, paths[i]);
        if (PyStatus_Exception(status)) {
            goto done;
        }
    }

    status = Py_InitializeFromConfig(&config);
done:
    PyConfig_Clear(&config);
    return status;
}

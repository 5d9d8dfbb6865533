using System.Runtime.InteropServices;

// Native functions are the operating system's own: no library beside an application is taken for one.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

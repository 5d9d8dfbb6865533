using Boternity.Skills.Benchmarks.Engines;
using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Benchmarks.Manifests;
using Boternity.Skills.Benchmarks.Registries;
using Boternity.Skills.Benchmarks.Runtimes;
using Boternity.Skills.Benchmarks.Scripts;
using Boternity.Skills.Benchmarks.Skills;
using Boternity.Skills.Benchmarks.Storage;

return args switch
{
    ["kernels", .. var rest] => KernelsVerb.Run(rest),
    ["runtimes", .. var rest] => RuntimesVerb.Run(rest),
    ["engine", .. var rest] => EngineVerb.Run(rest),
    ["registries", .. var rest] => await RegistriesVerb.RunAsync(rest),
    ["search", .. var rest] => await SearchVerb.RunAsync(rest),
    ["skills", .. var rest] => await SkillsVerb.RunAsync(rest),
    ["waiting", .. var rest] => await WaitingVerb.RunAsync(rest),
    ["engines", .. var rest] => await EnginesVerb.RunAsync(rest),
    ["scripts"] => await ScriptsVerb.RunAsync(),
    ["scripts", "--first", .. var rest] => await FirstRunVerb.RunAsync(rest),
    ["manifests"] => ManifestsVerb.Run(),
    ["scan"] => ScanVerb.Run(),
    ["store", .. var rest] => StoreVerb.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project benchmarks -- VERB
          kernels [--rounds N] [--quick] [--processor-time] [NAME...]
                                                     six small programs, beside Node.js where it is installed
          engine [--rounds N] [--cold] [--processor-time] [PATH...]
                                                                loading and instantiating; PATH: modules to load as well
          runtimes [--rounds N] [--processor-time] [--input FILE] MODULE [ARGUMENT...]
                                                     any module with _start, beside Wasmtime and Node.js
          registries [--rounds N] [FILE]             indexing a repository's archive; FILE: a tar.gz of one
          search [DIRECTORY QUERY...]                finding skills; DIRECTORY: what the queries find in one, in place
                                                     of times
          skills [--rounds N] [--processor-time]     executing the fixtures in JavaScript, C and Rust, as a host does
          engines [--rounds N] [--cold | --scripts] [NAME]
                                                     skills on the managed engine and on Wasmtime by turns; --cold: the
                                                     first execution of a process; --scripts: beside Wasmtime's own WASI
          engines --loop ENGINE NAME                 one of the skills over and over, for a profiler
          waiting [--rounds N]                       500 guests that wait for a slow server, and a timer beside them
          scripts                                    Python and JavaScript scripts, beside Wasmtime, python3 and node
          scripts --first [ROUNDS]                   the first run of a script in new processes
          manifests                                  reading SKILL.md; scanning the skills of BOTERNITY_SKILLS_CORPUS
          scan                                       the scanner at its worst, a MiB at a time
          store [--processor-time]                   installing, listing, finding and verifying skills on disk
        """);
    return 2;
}

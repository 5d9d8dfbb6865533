using Boternity.Skills.Benchmarks.Kernels;

return args switch
{
    ["kernels", .. var rest] => KernelsVerb.Run(rest),
    ["engine", .. var rest] => EngineVerb.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project benchmarks -- VERB
          kernels [--rounds N] [--quick] [NAME...]   six small programs, beside Node.js where it is installed
          engine [--rounds N] [PATH...]              loading and instantiating; PATH: modules to load as well
        """);
    return 2;
}

using System.Globalization;
using BenchmarkDotNet.Running;
using CommerceKitty.Admin.Benchmarks;

// Without a word: the table. The other words are for one part, or for the processes that the table starts.
return args switch
{
    [] or ["--postgres", ..] => await Comparison.RunAsync(args is [_, var connectionString, ..] ? connectionString : null),
    ["serve", var variant, var provider, var connectionString, var address] => await BenchServer.RunAsync(
        variant,
        provider,
        connectionString,
        address),
    ["load", var url, var connections, var seconds, var header] => await LoadGenerator.RunAsync(
        new Uri(url), int.Parse(connections, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture), header),
    ["in-process", ..] => await InProcess.RunAsync(args is [_, "--postgres", var connectionString] ? connectionString : null),
    ["flood", ..] => await MissFlood.RunAsync(args is [_, "--postgres", var connectionString] ? connectionString : null),
    ["signins", ..] => await SignInFlood.RunAsync(args is [_, "--postgres", var connectionString] ? connectionString : null),
    ["churn", ..] => await Churn.RunAsync(args is [_, "--postgres", var connectionString] ? connectionString : null),
    ["scale", ..] => await Scale.RunAsync(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 1),
    ["micro", ..] => Micro(args[1..]),
    _ => Usage(),
};

static int Micro(string[] arguments)
{
    BenchmarkSwitcher.FromTypes([typeof(HotPath)]).Run(arguments is [] ? ["--filter", "*"] : arguments);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project CommerceKitty.Admin.Benchmarks                          the table, on SQLite
        dotnet run -c Release --project CommerceKitty.Admin.Benchmarks -- --postgres CONNECTION and on PostgreSQL (an empty database)
        dotnet run -c Release --project CommerceKitty.Admin.Benchmarks -- in-process            the same without sockets
        dotnet run -c Release --project CommerceKitty.Admin.Benchmarks -- flood                 unknown keys beside good ones
        dotnet run -c Release --project CommerceKitty.Admin.Benchmarks -- signins               good keys beside sign-ins by anybody
        dotnet run -c Release --project CommerceKitty.Admin.Benchmarks -- churn                 100,000 keys in use while some change
        dotnet run -c Release --project CommerceKitty.Admin.Benchmarks -- scale [MILLIONS]      a million keys, ten million rows
        dotnet run -c Release --project CommerceKitty.Admin.Benchmarks -- micro                 the parts, by BenchmarkDotNet
        """);
    return 2;
}

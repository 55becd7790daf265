using JasperFx.CodeGeneration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NegotiationLedger.Store;
using NegotiationLedger.Store.Projections;
using NegotiationLedger.Store.Webhooks;
using Wolverine;

// Writes the code that Wolverine would otherwise compile when the server starts: dotnet run -- <folder>. Connects to nothing.
if (args is not [var given])
{
    System.Console.Error.WriteLine("Name the folder to write to.");
    return 1;
}

var folder = Path.GetFullPath(given);
var builder = Host.CreateEmptyApplicationBuilder(new());

// Only that it is there is asked: nothing is sent.
builder.Services.AddSingleton<IWebhookSender>(_ => throw new NotSupportedException());
builder.Services.AddLedgerStore(
    new LogOptions { ConnectionString = "Host=localhost" },
    wolverine =>
    {
        wolverine.UseRuntimeCompilation();
        wolverine.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
        wolverine.CodeGeneration.GeneratedCodeOutputPath = folder;
    }
);
using var host = builder.Build();
_ = host.Services.GetRequiredService<WolverineOptions>();
var code = new DynamicCodeBuilder(host.Services, [.. host.Services.GetServices<ICodeFileCollection>()])
{
    ServiceVariableSource = host.Services.GetService<JasperFx.CodeGeneration.Model.IServiceVariableSource>(),
};
code.WriteGeneratedCode(file => System.Console.WriteLine(Path.GetRelativePath(folder, file)));
return 0;

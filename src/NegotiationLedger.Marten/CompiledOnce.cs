using System.Reflection;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Model;
using JasperFx.RuntimeCompiler;

namespace NegotiationLedger.Marten;

/// <summary>Compiles what Wolverine writes for a handler once for the process, however many hosts are begun in it.</summary>
/// <remarks>A compilation maps every assembly of the program into memory that is not the collector's: tens of megabytes that stay for long.</remarks>
internal sealed class CompiledOnce : IAssemblyGenerator
{
    private static readonly Dictionary<string, Assembly> Known = [];
    private static readonly Lock Compiling = new();

    private readonly AssemblyGenerator _compiler = new();

    /// <inheritdoc/>
    public string? AssemblyName
    {
        get => _compiler.AssemblyName;
        set => _compiler.AssemblyName = value;
    }

    /// <inheritdoc/>
    public void ReferenceAssembly(Assembly assembly) => _compiler.ReferenceAssembly(assembly);

    /// <inheritdoc/>
    public void ReferenceAssemblyContainingType<T>() => _compiler.ReferenceAssemblyContainingType<T>();

    /// <inheritdoc/>
    public Assembly Generate(Action<ISourceWriter> write) => _compiler.Generate(write);

    /// <inheritdoc/>
    public Assembly Generate(string code) => _compiler.Generate(code);

    /// <inheritdoc/>
    public void Compile(GeneratedAssembly generatedAssembly, IServiceVariableSource? services = null) =>
        Compile(generatedAssembly, services, out _);

    /// <inheritdoc/>
    public void Compile(GeneratedAssembly generatedAssembly, IServiceVariableSource? services, out string code)
    {
        code = generatedAssembly.GenerateCode(services);
        lock (Compiling)
        {
            if (!Known.TryGetValue(code, out var compiled))
                Known.Add(code, compiled = CompilerFor(generatedAssembly).Generate(code));
            generatedAssembly.AttachAssembly(compiled);
        }
    }

    private static AssemblyGenerator CompilerFor(GeneratedAssembly generated)
    {
        var compiler = new AssemblyGenerator();
        foreach (
            var assembly in generated
                .Rules.Assemblies.Concat(generated.AllReferencedAssemblies())
                .Concat(generated.GeneratedTypes.SelectMany(t => t.AssemblyReferences()))
                .Append(typeof(Task).Assembly)
                .Append(typeof(AssemblyGenerator).Assembly)
        )
            compiler.ReferenceAssembly(assembly);
        return compiler;
    }
}

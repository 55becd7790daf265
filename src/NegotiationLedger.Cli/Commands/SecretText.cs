namespace NegotiationLedger.Cli;

/// <summary>A secret that the environment gives, itself or in a file.</summary>
internal static class SecretText
{
    /// <summary>The secret; null for none.</summary>
    /// <param name="variable">The environment.</param>
    /// <param name="name">The variable that has it; with <c>_FILE</c> behind it, the one that names the file.</param>
    /// <exception cref="WrongUsageException">The file cannot be read, or both are set.</exception>
    public static string? Read(Func<string, string?> variable, string name)
    {
        var (itself, file) = (variable(name), variable(name + "_FILE"));
        if (file is not { Length: > 0 })
            return itself is { Length: > 0 } ? itself : null;
        if (itself is { Length: > 0 })
            throw new WrongUsageException($"{name} and {name}_FILE are both set: unset one.");
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } text
                ? text
                : throw new WrongUsageException($"{name}_FILE is '{file}', which is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WrongUsageException($"{name}_FILE is '{file}', which cannot be read: {e.Message}");
        }
    }
}

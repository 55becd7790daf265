using System.Text.Json;

namespace NegotiationLedger.Server;

/// <summary>The members of a body that is to be a JSON object of few fields, and what is found wrong with them.</summary>
internal sealed class BodyMembers
{
    private readonly JsonElement _body;

    /// <summary>Takes a body, and notes the members that are no fields.</summary>
    /// <param name="body">The body.</param>
    /// <param name="fields">The names of the fields there are.</param>
    /// <exception cref="ProblemException">It is no object (400).</exception>
    internal BodyMembers(JsonElement body, params IReadOnlyList<string> fields)
    {
        var known = string.Join(", ", fields);
        if (body.ValueKind != JsonValueKind.Object)
            throw Server.Problems.Invalid([new("", $"The body should be an object with {known}.")]);
        _body = body;
        Problems =
        [
            .. body.EnumerateObject()
                .Where(m => !fields.Contains(m.Name))
                .Select(m => new Problem(JsonPointer.Then("", m.Name), $"'{m.Name}' is not a field here. The fields are: {known}.")),
        ];
    }

    /// <summary>What is wrong, in the order in which it was found.</summary>
    internal List<Problem> Problems { get; }

    /// <summary>Whether a member is there.</summary>
    internal bool Has(string name) => _body.TryGetProperty(name, out _);

    /// <summary>A member, where it is there.</summary>
    internal bool Find(string name, out JsonElement member) => _body.TryGetProperty(name, out member);

    /// <summary>A member that is a text that is not empty, where it is there; what else it is is noted.</summary>
    internal string? Text(string name) => Has(name) ? Required(name) : null;

    /// <summary>A member that has to be there and be a text that is not empty; null, and noted, where it is not.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="remedy">What it should be, after "a text that is not empty".</param>
    internal string? Required(string name, string remedy = "")
    {
        if (Find(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text)
            return text;
        Problems.Add(new(JsonPointer.Then("", name), $"'{name}' should be a text that is not empty{remedy}."));
        return null;
    }

    /// <summary>What was read, where nothing was found wrong.</summary>
    /// <exception cref="ProblemException">Something was (400).</exception>
    internal T Read<T>(Func<T> read) => Problems.Count == 0 ? read() : throw Server.Problems.Invalid(Problems);
}

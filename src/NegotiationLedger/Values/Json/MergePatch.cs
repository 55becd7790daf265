using System.Text.Json.Nodes;

namespace NegotiationLedger.Values;

/// <summary>JSON Merge Patch, RFC 7396, section 2.</summary>
public static class MergePatch
{
    /// <summary>Applies a patch to a target and returns the result; neither is changed. A null member of the patch removes the target's.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch) => Into(target?.DeepClone(), patch);

    /// <summary>Applies a patch to a target that is the caller's own, changes it, and returns the result: many patches cost no copy each.</summary>
    public static JsonNode? Into(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var result = target as JsonObject ?? [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
                result.Remove(name);
            else if (change is JsonObject && result[name] is JsonObject inner)
                Into(inner, change);
            else
                result[name] = Into(null, change);
        }

        return result;
    }
}

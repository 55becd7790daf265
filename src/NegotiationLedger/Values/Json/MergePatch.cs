using System.Text.Json.Nodes;

namespace NegotiationLedger.Values;

/// <summary>JSON Merge Patch, RFC 7396, section 2.</summary>
public static class MergePatch
{
    /// <summary>Applies a patch to a target and returns the result; neither is changed. A null member of the patch removes the target's.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var result = target is JsonObject original ? (JsonObject)original.DeepClone() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
                result.Remove(name);
            else
                result[name] = Apply(result[name], change);
        }

        return result;
    }
}

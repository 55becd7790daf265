using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace NegotiationLedger.Server;

/// <summary>OpenAPI 3.1 at <c>/openapi/v1.json</c>, and a page to try it at <c>/docs</c>.</summary>
internal static class ApiDescription
{
    /// <param name="services">The host's services.</param>
    /// <param name="answers">The JSON of what the features answer.</param>
    internal static void Add(IServiceCollection services, IEnumerable<IJsonTypeInfoResolver> answers)
    {
        services.Configure<JsonOptions>(json =>
        {
            foreach (
                var context in (IEnumerable<IJsonTypeInfoResolver>)
                    [.. answers, ViewJson.Default, LedgerJson.Default, new DefaultJsonTypeInfoResolver()]
            )
                json.SerializerOptions.TypeInfoResolverChain.Add(context);
        });
        services.AddOpenApi(options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info = new()
                    {
                        Title = "Negotiation Ledger",
                        Version = "v1",
                        Description =
                            "Attributed assertions about negotiations, recorded permanently, and the state of the talks through any lens.",
                    };
                    document.Servers = [];
                    AccessDescription.Describe(document);
                    return Task.CompletedTask;
                }
            );
            options.AddOperationTransformer<OperationDescription>();
            options.AddSchemaTransformer<SchemaDescription>();
        });
    }

    internal static void Map(WebApplication app)
    {
        // No other document, so that another name is not found in the words of every other address.
        app.MapOpenApi("/openapi/v1.json");
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Negotiation Ledger";
            page.SwaggerEndpoint("/openapi/v1.json", "Negotiation Ledger");
        });
    }
}

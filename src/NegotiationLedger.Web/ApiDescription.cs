using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace NegotiationLedger.Web;

/// <summary>OpenAPI 3.1 at <c>/openapi/v1.json</c>, and a page to try it at <c>/docs</c>.</summary>
internal static class ApiDescription
{
    internal static void Add(IServiceCollection services) =>
        services.AddOpenApi(options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);

    internal static void Map(WebApplication app)
    {
        app.MapOpenApi();
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Negotiation Ledger";
            page.SwaggerEndpoint("/openapi/v1.json", "Negotiation Ledger");
        });
    }
}

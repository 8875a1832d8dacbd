using System.Text.Encodings.Web;
using System.Text.Unicode;
using FarmShop;
using Npgsql;

if (DatabaseAddress.FromEnvironment() is not { } address)
{
    await Console.Error.WriteLineAsync("Set FARM_DATABASE_URL to a postgres:// URI or an Npgsql connection string.");
    return 2;
}

var builder = WebApplication.CreateBuilder(args);
if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
    builder.WebHost.UseUrls("http://127.0.0.1:5080");
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
// Npgsql's own log may hold statements with their values.
builder.Logging.AddFilter("Npgsql", LogLevel.None);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All));
builder.Services.AddSingleton(NpgsqlDataSource.Create(address));
builder.Services.AddSingleton<ProductShelf>();
builder.Services.AddSingleton<OrderDesk>();
builder.Services.AddSingleton<OrderArchive>();
builder.Services.AddSingleton<ShopStatistics>();
builder.Services.AddSingleton<HealthProbe>();

var app = builder.Build();
app.UseMiddleware<DatabaseTrouble>();

app.MapGet("/", async (ProductShelf shelf, CancellationToken cancellationToken) =>
    Results.Content(ShopPage.Render(await shelf.AllAsync(cancellationToken)), "text/html; charset=utf-8"));

app.MapGet("/health", async (HealthProbe probe, CancellationToken cancellationToken) =>
{
    var health = await probe.AskAsync(cancellationToken);
    return Results.Json(health, statusCode: health.Status == Health.Ok ? 200 : 503);
});

app.MapGet("/products", (ProductShelf shelf, CancellationToken cancellationToken) => shelf.AllAsync(cancellationToken));

app.MapGet("/products/{id:long}", async (long id, ProductShelf shelf, CancellationToken cancellationToken) =>
    await shelf.FindAsync(id, cancellationToken) is { } product ? Results.Ok(product) : Results.NotFound());

app.MapPost("/orders", async (OrderRequest request, OrderDesk desk, OrderArchive archive, CancellationToken cancellationToken) =>
{
    if (request.Problem is { } problem)
        return Results.Problem(problem, statusCode: 400);
    var placed = await desk.PlaceAsync(request, cancellationToken);
    if (placed.OrderId is not { } id)
        return Results.Problem(placed.Refusal, statusCode: 409);
    return Results.Created($"/orders/{id}", await archive.FindAsync(id, cancellationToken));
});

app.MapGet("/orders/{id:long}", async (long id, OrderArchive archive, CancellationToken cancellationToken) =>
    await archive.FindAsync(id, cancellationToken) is { } order ? Results.Ok(order) : Results.NotFound());

app.MapGet("/stats", (ShopStatistics statistics, CancellationToken cancellationToken) => statistics.ReadAsync(cancellationToken));

await app.RunAsync();
return 0;

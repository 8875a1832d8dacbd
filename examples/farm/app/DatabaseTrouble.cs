using Npgsql;

namespace FarmShop;

/// <summary>Turns database errors into answers: 409 where a rule said no, 503 where it is worth another try.</summary>
internal sealed class DatabaseTrouble(RequestDelegate next, ILogger<DatabaseTrouble> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (NpgsqlException error) when (!context.Response.HasStarted)
        {
            var refused = Trouble.IsRefusal(error);
            var reason = refused ? "The order breaks a rule of the shop; nothing was changed." : Trouble.Describe(error);
            // Only the state: the message of the server may quote a row.
            logger.LogWarning("{Method} {Path}: {Reason} ({SqlState})", context.Request.Method, context.Request.Path, reason, error.SqlState ?? "no answer");
            context.Response.Clear();
            if (!refused)
                context.Response.Headers.RetryAfter = "2";
            await Results.Problem(reason, statusCode: refused ? 409 : 503).ExecuteAsync(context);
        }
    }
}

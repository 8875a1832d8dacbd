using System.Globalization;
using System.Net;
using System.Text;

namespace FarmShop;

/// <summary>The shop window: one page, no script, nothing from elsewhere.</summary>
internal static class ShopPage
{
    private const string Head = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Farm shop</title>
        <style>
        :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
        body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #8884; }
        .n { text-align: right; font-variant-numeric: tabular-nums; }
        .none { opacity: .55; }
        </style>
        </head>
        <body>
        <h1>Farm shop</h1>
        <table>
        <thead><tr><th>Product</th><th>Grower</th><th>Shelf</th><th class="n">Price</th><th class="n">In stock</th></tr></thead>
        <tbody>

        """;

    public static string Render(IReadOnlyList<Product> products)
    {
        var page = new StringBuilder(Head);
        foreach (var product in products)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <tr{(product.Stock > 0 ? "" : " class=\"none\"")}><td>{Text(product.Name)}</td><td>{Text(product.Grower)}</td><td>{Text(product.Category)}</td><td class="n">€ {product.PriceWithVat:0.00} / {Text(product.Unit)}</td><td class="n">{product.Stock:0.###}</td></tr>

                """);
        }

        return page.Append(CultureInfo.InvariantCulture, $"</tbody>\n</table>\n<p>{products.Count} products. <a href=\"/stats\">Numbers</a>, <a href=\"/health\">health</a>.</p>\n</body>\n</html>\n").ToString();
    }

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}

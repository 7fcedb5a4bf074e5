using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace CommerceKitty.Admin.Features.Dossier;

/// <summary>A dossier as one page that opens without a network: no script, nothing loaded, and everything that came from people is
/// escaped.</summary>
internal sealed class DossierHtml
{
    /// <summary>The most rows of a part; all of them are in the part's own files.</summary>
    public const int MostRows = 500;

    private const string Style = """

        :root { color-scheme: light; }
        body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
        body { font: 14px/1.45 system-ui, sans-serif; color: #1b1d21; background: #fff; }
        h1 { font-size: 24px; margin: 0 0 .25rem; overflow-wrap: anywhere; }
        h2 { font-size: 17px; margin: 2rem 0 .5rem; }
        p { margin: .25rem 0; color: #4a4f57; overflow-wrap: anywhere; }
        div { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: 12px; }
        th, td { border-bottom: 1px solid #d9dce1; padding: 4px 8px 4px 0; text-align: left; vertical-align: top; }
        td { overflow-wrap: anywhere; min-width: 4rem; }
        th { font-weight: 600; }
        @page { size: A4 landscape; margin: 12mm; }
        @media print {
          body { margin: 0; max-width: none; }
          div { overflow: visible; }
          table { font-size: 8px; }
          td { min-width: 0; }
          tr { break-inside: avoid; }
          thead { display: table-header-group; }
        }

        """;

    private readonly StringBuilder _html = new();

    /// <summary>Begins the page.</summary>
    public DossierHtml(DossierCover cover)
    {
        var name = Escape(cover.User.Name);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        var policy = $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'";
        _html.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Dossier of {name}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>Dossier of {name}</h1>
            <p>{Escape(cover.User.Email)} · user {cover.User.Id}</p>
            <p>Made {DossierTable.Text(cover.At)} UTC by {Escape(cover.By)}. All times are UTC.</p>
            <p>The file manifest.json has the SHA-256 of each file.</p>

            """);
        foreach (var part in cover.LeftOut)
        {
            _html.Append(CultureInfo.InvariantCulture,
                $"<p>Left out: {Escape(part.Title)}. It needs the permission {Escape(part.Permission ?? string.Empty)}.</p>\n");
        }
    }

    /// <summary>Adds a part.</summary>
    public void Add(DossierTable table)
    {
        var id = table.Part.Name;
        _html.Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"{id}\">\n");
        _html.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{id}\">{Escape(table.Part.Title)}</h2>\n");
        if (table.Note is { } note)
            _html.Append(CultureInfo.InvariantCulture, $"<p>{Escape(note)}</p>\n");
        if (table.Rows.Count > MostRows)
        {
            _html.Append(CultureInfo.InvariantCulture,
                $"<p>The newest {MostRows:N0} of {table.Rows.Count:N0} rows. All of them are in {id}.csv and {id}.json.</p>\n");
        }

        if (table.Rows.Count == 0)
            _html.Append("<p>Nothing is on record.</p>\n");
        else
            AddRows(table);
        _html.Append("</section>\n");
    }

    /// <summary>Ends the page.</summary>
    /// <returns>All of it.</returns>
    public string Finish() => _html.Append("</main>\n</body>\n</html>\n").ToString();

    private void AddRows(DossierTable table)
    {
        _html.Append(CultureInfo.InvariantCulture,
            $"<div tabindex=\"0\" role=\"group\" aria-labelledby=\"{table.Part.Name}\">\n<table>\n<thead><tr>");
        foreach (var column in table.Columns)
            _html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Escape(column.Title)}</th>");
        _html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows.Take(MostRows))
        {
            _html.Append("<tr>");
            foreach (var cell in row)
                _html.Append("<td>").Append(Escape(DossierTable.Text(cell))).Append("</td>");
            _html.Append("</tr>\n");
        }

        _html.Append("</tbody>\n</table>\n</div>\n");
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}

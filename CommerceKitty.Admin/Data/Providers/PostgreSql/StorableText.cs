using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CommerceKitty.Admin.Data.Providers.PostgreSql;

/// <summary>PostgreSQL refuses texts with a NUL or half a surrogate pair, even to compare with; the other databases take them. Someone
/// who sends such a text must not be told that the database is away (R11), and a caller's torn user agent must not stop the writing of
/// all uses: each such character becomes U+FFFD, as it would on its way through UTF-8.</summary>
internal sealed class StorableText : DbCommandInterceptor
{
    /// <inheritdoc/>
    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Mend(command);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Mend(command);
        return new(result);
    }

    /// <inheritdoc/>
    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Mend(command);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Mend(command);
        return new(result);
    }

    private static void Mend(DbCommand command)
    {
        foreach (DbParameter parameter in command.Parameters)
        {
            if (parameter.Value is string text && !IsStorable(text))
                parameter.Value = Mended(text);
            else if (parameter.Value is IEnumerable<string?> texts && texts.Any(t => t is not null && !IsStorable(t)))
                parameter.Value = texts.Select(t => t is null ? null : Mended(t)).ToArray();
        }
    }

    private static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))))
                return false;
        }

        return true;
    }

    private static string Mended(string text)
    {
        var mended = new StringBuilder(text.Length);
        // Runes already read half a pair as U+FFFD.
        foreach (var rune in text.EnumerateRunes())
            mended.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        return mended.ToString();
    }
}

using DbSafety.Core.Commands;
using DbSafety.Core.Options;

namespace DbSafety.Cli.Arguments;

/// <summary>Fills a command's options from its words.</summary>
internal static class ArgumentBinder
{
    /// <exception cref="Core.Errors.DbSafetyException">
    /// <c>OptionUnknown</c>, <c>ValueMissing</c>, <c>ValueInvalid</c>, <c>OptionGivenTwice</c>, <c>ArgumentUnexpected</c>, <c>ArgumentMissing</c>.
    /// </exception>
    public static object Bind(CommandDefinition command, IReadOnlyList<Token> tokens)
    {
        var values = new BoundValues(command);
        var plain = new List<string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Option is null)
                plain.Add(token.Text);
            else if (OptionName.Find(command, token.Option) is not { } parameter)
            {
                if (!IsForChangesOnly(command, token))
                    BindNegated(command, token, values);
            }
            else if (parameter.IsSwitch)
                values.Set(parameter, token.Value is null || ValueReader.ReadSwitch(parameter.OptionName, token.Value));
            else if (token.Value is not null)
                values.Read(parameter, token.Value);
            else if (i + 1 < tokens.Count && tokens[i + 1].Option is null)
                values.Read(parameter, tokens[++i].Text);
            else
                throw UsageErrors.ValueMissing(command, parameter);
        }

        BindPositions(command, plain, values);
        return values.Finish();
    }

    // A script may give --what-if and --force to every command: one that only reads has nothing to ask and nothing to hold back.
    private static bool IsForChangesOnly(CommandDefinition command, Token token) =>
        command.Command.Impact == ChangeImpact.None && token.Value is null
        && (OptionName.Same(token.Option!, nameof(CommandOptions.WhatIf)) || OptionName.Same(token.Option!, nameof(CommandOptions.Force)));

    // "--no-force" turns a switch off, for scripts that have it in a variable.
    private static void BindNegated(CommandDefinition command, Token token, BoundValues values)
    {
        var name = token.Option!;
        var parameter = name.StartsWith("no-", StringComparison.OrdinalIgnoreCase) && token.Value is null ? OptionName.Find(command, name[3..]) : null;
        if (parameter is not { IsSwitch: true })
            throw UsageErrors.OptionUnknown(command, token);
        values.Set(parameter, false);
    }

    // An array takes all that is left; a position that was given by name is passed over, unless it is an array.
    private static void BindPositions(CommandDefinition command, List<string> plain, BoundValues values)
    {
        var positions = command.Parameters.Where(parameter => parameter.Parameter.Position >= 0)
            .OrderBy(parameter => parameter.Parameter.Position)
            .Where(parameter => parameter.IsArray || !values.Has(parameter)).ToList();
        var next = 0;
        foreach (var word in plain)
        {
            if (next >= positions.Count)
                throw UsageErrors.ArgumentUnexpected(command, word);
            values.Read(positions[next], word);
            if (!positions[next].IsArray)
                next++;
        }
    }
}

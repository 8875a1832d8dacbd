using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using Spectre.Console;

namespace DbSafety.Cli.Hosting;

/// <summary>Asks the person at the keyboard. Questions stand on standard error, so that they are seen when the output goes into a file.</summary>
internal sealed class ConsoleQuestions(INarrator narrator, Terminal terminal)
{
    public bool CanAsk => terminal.CanAsk;

    /// <summary>Shows something without asking, such as what would be done.</summary>
    public void Show(string title, IReadOnlyList<string> detail) => narrator.Write(_ => Print(title, detail));

    /// <exception cref="DbSafetyException"><c>ConfirmationNeeded</c>: nobody can answer.</exception>
    public async Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken)
    {
        if (!CanAsk)
        {
            throw new DbSafetyException("ConfirmationNeeded", ErrorKind.NotApproved,
                $"{confirmation.Action} ({confirmation.Subject}) needs a confirmation, and nobody can answer here.")
            {
                State = "Nothing was changed by this step.",
                NextStep = "Run the command again with --force to confirm it beforehand, or with --what-if to see what it would do.",
                Detail = confirmation.Detail ?? [],
            };
        }

        narrator.Paused = true;
        narrator.Write(_ =>
        {
            Print($"{confirmation.Action} — {confirmation.Subject}", confirmation.Detail ?? []);
            terminal.Error.Markup("Go on? [grey](y/N)[/] ");
        });
        var answer = await ReadAsync(cancellationToken);
        return answer is not null && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Asks until one of the choices is typed, or enough of it. An empty answer is the first choice, which changes nothing.</summary>
    public async Task<string> AskAsync(Question question, CancellationToken cancellationToken)
    {
        narrator.Write(_ => Print(question.Title, question.Detail));
        while (true)
        {
            narrator.Paused = true;
            narrator.Write(_ => terminal.Error.Markup(Prompt(question)));
            var answer = await ReadAsync(cancellationToken, question.IsSecret);
            if (question.Choices.Count == 0)
                return answer ?? "";
            if (string.IsNullOrEmpty(answer))
                return question.Choices[0];
            var fitting = question.Choices.Where(choice => choice.StartsWith(answer, StringComparison.OrdinalIgnoreCase)).ToList();
            var exact = fitting.Find(choice => choice.Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (exact is not null || fitting.Count == 1)
                return exact ?? fitting[0];
            narrator.Message($"[yellow]Please type one of: {string.Join(", ", question.Choices).EscapeMarkup()}.[/]");
        }
    }

    private static string Prompt(Question question)
    {
        var choices = question.Choices.Count == 0 ? "" : $" [grey]({string.Join("/", question.Choices).EscapeMarkup()}; Enter: {question.Choices[0].EscapeMarkup()})[/]";
        return $"{question.Text.EscapeMarkup()}{choices} ";
    }

    private void Print(string title, IReadOnlyList<string> detail)
    {
        terminal.Error.MarkupLine($"[bold]{title.EscapeMarkup()}[/]");
        foreach (var line in detail)
            terminal.Error.WriteLine("  " + line);
    }

    // Reading a line of a console cannot be broken off, so Ctrl-C leaves it behind.
    private async Task<string?> ReadAsync(CancellationToken cancellationToken, bool isSecret = false)
    {
        try
        {
            if (isSecret)
                return await Task.Run(terminal.ReadSecret, CancellationToken.None).WaitAsync(cancellationToken);
            var line = await Task.Run(terminal.Input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
            return line?.Trim();
        }
        finally
        {
            narrator.Paused = false;
        }
    }
}

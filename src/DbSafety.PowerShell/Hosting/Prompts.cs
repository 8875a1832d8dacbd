using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.PowerShell.Errors;

namespace DbSafety.PowerShell.Hosting;

/// <summary>Confirmations and questions, by PowerShell's own means. Used on the pipeline thread.</summary>
internal sealed class Prompts(PSCmdlet cmdlet, CommandOptions options)
{
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>True when somebody sits in front of the session.</summary>
    public bool CanAsk { get; } = Interactivity.CanAsk(cmdlet.Host);

    /// <summary>
    /// The order that PowerShell's guidelines ask for: ShouldProcess first, which knows -WhatIf, -Confirm and the preferences;
    /// ShouldContinue behind it only, for what can lose data, and never with -Force.
    /// </summary>
    public bool Confirm(Confirmation confirmation)
    {
        var asked = CommonParameters.Confirm(cmdlet);
        if (options.Force && !options.WhatIf && asked != true)
            return true;

        try
        {
            var description = Describe("Performing the operation", confirmation);
            if (!cmdlet.ShouldProcess(description, Describe("Perform the operation", confirmation), "Confirm"))
                return false;
            return asked is not null
                || confirmation.Impact < ChangeImpact.High
                || OptionsImpact() >= ChangeImpact.High
                || cmdlet.ShouldContinue(Describe("Perform the operation", confirmation), "Confirm", ref _yesToAll, ref _noToAll);
        }
        catch (Exception error) when (error is HostException or PSInvalidOperationException or PSNotImplementedException or NotImplementedException)
        {
            throw new DbSafetyException(
                "ConfirmationNeeded", ErrorKind.NotApproved, $"{confirmation.Action}: {confirmation.Subject} needs a confirmation, and nobody can answer here.", error)
            {
                State = "Nothing was changed.",
                NextStep = "Run the command again with -Force, or with -WhatIf to see what it would do.",
            };
        }
    }

    /// <summary>Asks for words, or for one of the choices, of which the first changes nothing.</summary>
    public string Ask(Question question)
    {
        var message = CommandWording.ForPowerShell(string.Join(Environment.NewLine, [.. question.Detail, question.Text]));
        if (question.IsSecret)
            return AskForSecret(question.Title, message);
        if (question.Choices.Count == 0)
            return AskForWords(question.Title, message);
        var choices = new Collection<ChoiceDescription>([.. ChoiceLabels.For(question.Choices).Select(label => new ChoiceDescription(label))]);
        return question.Choices[cmdlet.Host.UI.PromptForChoice(question.Title, message, choices, defaultChoice: 0)];
    }

    private string AskForSecret(string title, string message)
    {
        cmdlet.Host.UI.Write($"{title}{Environment.NewLine}{message} ");
        using var secret = cmdlet.Host.UI.ReadLineAsSecureString();
        return new System.Net.NetworkCredential("", secret).Password;
    }

    private string AskForWords(string title, string message)
    {
        var answers = cmdlet.Host.UI.Prompt(title, message, [new FieldDescription("Answer")]);
        return answers.TryGetValue("Answer", out var answer) ? answer?.ToString() ?? "" : "";
    }

    // ShouldProcess has asked already where the cmdlet itself is of high impact.
    private ChangeImpact OptionsImpact() => CommandDefinition.Of(options.GetType()).Command.Impact;

    private static string Describe(string opening, Confirmation confirmation)
    {
        var details = (confirmation.Detail ?? []).Where(line => !confirmation.Action.Contains(line, StringComparison.Ordinal));
        return string.Join(
            Environment.NewLine,
            [$"{opening} \"{confirmation.Action}\" on target \"{confirmation.Subject}\".", .. details.Select(line => "  " + CommandWording.ForPowerShell(line))]);
    }
}

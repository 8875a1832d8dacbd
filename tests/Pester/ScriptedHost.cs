using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace DbSafety.PesterTests
{
    /// <summary>A host in front of which somebody sits who answers as the test says, and who writes down what was shown.</summary>
    public sealed class ScriptedHost : PSHost
    {
        private readonly ScriptedUI _ui = new ScriptedUI();

        public override string Name => "ScriptedHost";
        public override Version Version => new Version(1, 0);
        public override Guid InstanceId { get; } = Guid.NewGuid();
        public override PSHostUserInterface UI => _ui;
        public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
        public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

        public ScriptedUI Screen => _ui;

        public override void EnterNestedPrompt() { }
        public override void ExitNestedPrompt() { }
        public override void NotifyBeginApplication() { }
        public override void NotifyEndApplication() { }
        public override void SetShouldExit(int exitCode) { }
    }

    public sealed class ScriptedUI : PSHostUserInterface
    {
        /// <summary>The answers: the label of a choice without its ampersand, or words.</summary>
        public Queue<string> Answers { get; } = new Queue<string>();

        /// <summary>What was asked: title and text.</summary>
        public List<string> Questions { get; } = new List<string>();

        public List<string> Lines { get; } = new List<string>();

        public override PSHostRawUserInterface RawUI => null;

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Add(caption + "\n" + message);
            var answer = Answers.Dequeue();
            for (var i = 0; i < choices.Count; i++)
            {
                if (choices[i].Label.Replace("&", "") == answer)
                    return i;
            }

            throw new InvalidOperationException("There is no choice '" + answer + "'.");
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        {
            Questions.Add(caption + "\n" + message);
            return new Dictionary<string, PSObject> { [descriptions[0].Name] = PSObject.AsPSObject(Answers.Dequeue()) };
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => null;
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) => null;
        public override string ReadLine() => Answers.Dequeue();
        public override SecureString ReadLineAsSecureString() => new SecureString();
        public override void Write(string value) => Lines.Add(value);
        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Lines.Add(value);
        public override void WriteLine(string value) => Lines.Add(value);
        public override void WriteErrorLine(string value) => Lines.Add(value);
        public override void WriteDebugLine(string message) => Lines.Add(message);
        public override void WriteProgress(long sourceId, ProgressRecord record) { }
        public override void WriteVerboseLine(string message) => Lines.Add(message);
        public override void WriteWarningLine(string message) => Lines.Add(message);
    }
}

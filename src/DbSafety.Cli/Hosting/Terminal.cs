using System.Text;
using Spectre.Console;

namespace DbSafety.Cli.Hosting;

/// <summary>The two outputs and the input of this process, and what they are: a screen and a keyboard, or files and pipes.</summary>
internal sealed class Terminal
{
    // Lines of a file are as long as they need to be.
    private const int UnlimitedWidth = 10_000;

    private Terminal(IAnsiConsole output, IAnsiConsole error, TextReader input, bool isScreen, bool canAsk)
    {
        Output = output;
        Error = error;
        Input = input;
        IsScreen = isScreen;
        CanAsk = canAsk;
    }

    /// <summary>Results, and what is narrated.</summary>
    public IAnsiConsole Output { get; }

    /// <summary>Messages, warnings, questions and errors.</summary>
    public IAnsiConsole Error { get; }

    public TextReader Input { get; }

    /// <summary>True when lines of the output can be written over, which progress bars need.</summary>
    public bool IsScreen { get; }

    /// <summary>True when a person sees a question and can type an answer.</summary>
    public bool CanAsk { get; }

    /// <summary>Reads a line that a keyboard types unseen; null at the end of the input.</summary>
    public string? ReadSecret()
    {
        if (!ReferenceEquals(Input, Console.In) || Console.IsInputRedirected)
            return Input.ReadLine();
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Error.WriteLine();
        return typed.ToString();
    }

    /// <summary>The terminal that this process was started in.</summary>
    public static Terminal OfThisProcess(bool colours)
    {
        if (!Console.IsOutputRedirected)
            Console.OutputEncoding = Encoding.UTF8;
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = Make(new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true }, Console.IsOutputRedirected, colours);
        var error = Make(new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true }, Console.IsErrorRedirected, colours);
        return new Terminal(output, error, Console.In,
            isScreen: !Console.IsOutputRedirected && output.Profile.Capabilities.Ansi,
            canAsk: !Console.IsInputRedirected && !Console.IsErrorRedirected);
    }

    /// <summary>A terminal whose outputs are texts.</summary>
    public static Terminal OfTexts(TextWriter output, TextWriter error, TextReader? input = null, bool canAsk = false) =>
        new(Make(output, redirected: true, colours: false), Make(error, redirected: true, colours: false), input ?? TextReader.Null, false, canAsk);

    private static IAnsiConsole Make(TextWriter writer, bool redirected, bool colours)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected || !colours ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
        });
        if (redirected)
            console.Profile.Width = UnlimitedWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}

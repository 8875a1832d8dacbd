using System.Net.Mail;
using DbSafety.Core.Errors;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>Addresses that may stand in a mail's header: nothing in them begins another header.</summary>
internal static class MailAddresses
{
    /// <exception cref="DbSafetyException"><c>MailAddressInvalid</c>.</exception>
    public static string Require(string text)
    {
        var address = text.Trim();
        // A name before the address would need an encoding of its own; the address is all that a mail needs.
        if (address.All(letter => char.IsAscii(letter) && letter > ' ') && MailAddress.TryCreate(address, out var parsed) && parsed.Address == address)
            return address;
        throw new DbSafetyException("MailAddressInvalid", ErrorKind.InvalidArgument, $"'{new string([.. text.Select(letter => char.IsControl(letter) ? '?' : letter)])}' is not a mail address.")
        {
            State = "Nothing was written.",
            NextStep = "Give each address alone, such as --mail-to dba@example.org.",
        };
    }

    /// <summary>Who a mail of this machine is from where nobody says it.</summary>
    public static string Default(string machine)
    {
        var host = new string([.. machine.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.')]).Trim('-', '.');
        return MailAddress.TryCreate($"dbsafety@{host}", out var address) ? address.Address : "dbsafety@localhost";
    }
}

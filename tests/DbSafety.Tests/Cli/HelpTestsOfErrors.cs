using DbSafety.Tests.Documents;
using DbSafety.Tests.PowerShell;
using Xunit;

namespace DbSafety.Tests.Cli;

/// <summary>Every error that the sources can raise has its page. DBSAFETY_UPDATE_SNAPSHOTS=1 writes the pages anew.</summary>
public sealed class HelpTestsOfErrors
{
    private static readonly string Folder = Path.Combine(StagedModule.Repository, "docs", "errors");

    [Fact]
    public void Every_error_has_the_page_that_its_words_give() => DocumentFolder.AssertIs(Folder, ErrorPages.Write());

    [Fact]
    public void An_id_that_the_sources_raise_is_found_whichever_way_it_is_written()
    {
        string[] written = ["BackupNotFound", "TargetNotFound", "MigrationChanged", "SqlCopyBinary", "SqlUnterminatedString", "ProjectKeyUnknown", "ProjectFileMalformed", "RunRecovered", "LockTimeout", "EngineNotFound", "PathNotFileSystem", "MigrationNotSql", "ScriptNotUtf8", "RunbookInputInvalid", "RunbookKeyUnknown", "ProjectFileEncoding", "RestoreColumnsMissing", "OptionUnknown", "MigrationsRefused", "BackupHasNoData"];
        var found = ErrorScan.Sites.Select(site => site.Id).ToList();
        Assert.Empty(written.Except(found));
        Assert.Empty(found.Intersect(["DbUp", "Liquibase", "Flyway", "ContentType", "WhatIfPreference"]));
    }
}

#Requires -Version 7.4
<#
.SYNOPSIS
    Makes and proves tonight's backup, then removes what the retention no longer keeps. For a scheduled task.
.DESCRIPTION
    The database is that of the environment variable FARM_DATABASE_URL. The exit code is that of the first failure, so that the task
    scheduler sees it; what happened is appended to a log.
#>
[CmdletBinding()]
param(
    # The folder of the backups, or azblob://... or s3://...
    [Parameter(Mandatory)] [string] $Path,

    # Where the log is.
    [Parameter(Mandatory)] [string] $Log,

    [int] $KeepDaily = 14,
    [int] $KeepWeekly = 8,
    [int] $KeepMonthly = 12
)

$ErrorActionPreference = 'Stop'
$ConfirmPreference = 'None'
$ProgressPreference = 'SilentlyContinue'

function Write-Log([string] $Text) {
    Add-Content -LiteralPath $Log -Value "$([DateTimeOffset]::UtcNow.ToString('u')) $Text"
}

try {
    Import-Module DbSafety
    $target = @{ Connection = $env:FARM_DATABASE_URL; Path = $Path }
    $backup = New-LogicalBackup @target -All -Prove
    Write-Log "Made and proved $($backup.Id): $($backup.Tables.Count) tables, $($backup.Rows) rows."
    $gone = @(Remove-LogicalBackup @target -KeepDaily $KeepDaily -KeepWeekly $KeepWeekly -KeepMonthly $KeepMonthly | Where-Object Decision -EQ Removed)
    Write-Log "Removed $($gone.Count) older sets."
}
catch {
    Write-Log "FAILED $($_.FullyQualifiedErrorId): $($_.Exception.Message) $($_.ErrorDetails.RecommendedAction)"
    exit 1
}

<#
.SYNOPSIS
    Runs the Pester suites against the staged module and a real server, and prints one line of counts.
.DESCRIPTION
    The server is that of DBSAFETY_TEST_PG18. Without it a throw-away one is started by the command line, for this run only.
    Build first: dotnet build.
#>
[CmdletBinding()]
param(
    # Only the suites of these names, such as Errors or Help.
    [string[]] $Suite = '*',

    # Shows every test.
    [switch] $Detailed
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0
$repository = (Resolve-Path "$PSScriptRoot/../..").Path

function Start-Server {
    # Starts a throw-away server; it ends with its process.
    $dll = Get-ChildItem "$repository/src/DbSafety.Cli/bin" -Recurse -Filter dbsafety.dll | Sort-Object LastWriteTime | Select-Object -Last 1
    if (-not $dll) { throw 'The command line is not built. Run: dotnet build' }
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet')
    'exec', $dll.FullName, 'sandbox', '18' | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardError = $start.RedirectStandardOutput = $start.RedirectStandardInput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
        if ($line -match 'Host=\S+') {
            # PowerShell strips nothing from a child's output; colours would end up in the connection.
            $env:DBSAFETY_TEST_PG18 = $Matches[0] -replace "`e\[[0-9;]*m", ''
            return $process
        }
        Write-Verbose $line
    }
    throw 'No server could be started.'
}

$server = if (-not $env:DBSAFETY_TEST_PG18) { Start-Server }
try {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = @($Suite -split ',' | ForEach-Object { Get-ChildItem $PSScriptRoot -Filter "$_.Tests.ps1" } | ForEach-Object FullName)
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = $Detailed ? 'Detailed' : 'Normal'
    $result = Invoke-Pester -Configuration $configuration
}
finally {
    if ($server) {
        $server.Kill($true)
        $server.WaitForExit()
        $env:DBSAFETY_TEST_PG18 = $null
    }
}

$skipped = $result.SkippedCount + $result.NotRunCount
"Pester: $($result.PassedCount) passed, $($result.FailedCount + $result.FailedBlocksCount) failed, $skipped skipped"
exit [int]($result.Result -ne 'Passed')

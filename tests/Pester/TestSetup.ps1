# What the suites share. Each dot-sources it in BeforeAll.
$script:Repository = (Resolve-Path "$PSScriptRoot/../..").Path
$script:ModulePath = Join-Path $Repository 'module/bin/DbSafety'
$script:Server = $env:DBSAFETY_TEST_PG18
if (-not $Server) { throw 'There is no server. Run the suites with tests/Pester/run.ps1, or set DBSAFETY_TEST_PG18 to a connection string.' }
Import-Module $ModulePath

# What started this session. PowerShell as a .NET tool runs inside dotnet, which takes no script.
$script:Pwsh = (Get-Process -Id $PID).Path
if ((Split-Path $Pwsh -LeafBase) -ne 'pwsh') { $script:Pwsh = (Get-Command pwsh -CommandType Application -TotalCount 1).Source }

# A session of the tests' own to the server: the module's Npgsql, in a load context where the module does not see it.
if (-not ([System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ 'tests')) {
    $context = [System.Runtime.Loader.AssemblyLoadContext]::new('tests')
    foreach ($name in 'Microsoft.Extensions.DependencyInjection.Abstractions', 'Microsoft.Extensions.Logging.Abstractions', 'Npgsql') {
        $null = $context.LoadFromAssemblyPath((Join-Path $ModulePath "dependencies/$name.dll"))
    }
}

function Open-TestSession([string] $Connection) {
    $context = [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ 'tests'
    $assembly = $context.Assemblies | Where-Object { $_.GetName().Name -eq 'Npgsql' }
    $session = [Activator]::CreateInstance($assembly.GetType('Npgsql.NpgsqlConnection'), @("$Connection;Pooling=false"))
    $session.Open()
    $session
}

function Invoke-TestSql {
    # Runs SQL and gives the first value of each row.
    param([string] $Connection, [string] $Sql)
    $session = Open-TestSession $Connection
    try {
        $command = $session.CreateCommand()
        $command.CommandText = $Sql
        $reader = $command.ExecuteReader()
        while ($reader.Read()) { $reader.GetValue(0) }
    }
    finally {
        $session.Dispose()
    }
}

function New-TestDatabase {
    # An empty database of a test's own; gives its connection.
    param([string] $Sql)
    $name = 'pester_' + [guid]::NewGuid().ToString('N')
    $null = Invoke-TestSql $Server "CREATE DATABASE $name TEMPLATE template0"
    $connection = ($Server -replace 'Database=[^;]*', '').TrimEnd(';') + ";Database=$name"
    if ($Sql) { $null = Invoke-TestSql $connection $Sql }
    $connection
}

function Remove-TestDatabase([string] $Connection) {
    if ($Connection -match 'Database=(pester_\w+)') {
        $null = Invoke-TestSql $Server "DROP DATABASE IF EXISTS $($Matches[1]) WITH (FORCE)"
    }
}

function New-TestProject {
    # A project with one target, development, and the checks that are named.
    param([string] $Path, [string] $Connection, [string] $Checks = '')
    $null = New-Item -ItemType Directory -Force $Path, "$Path/migrations", "$Path/rollback", "$Path/verify", "$Path/backups", "$Path/seeds"
    @"
version: 1
name: pester
defaultTarget: development
targets:
  development:
    environment: development
    connection: $Connection
  nowhere:
    environment: staging
    connection: Host=127.0.0.1;Port=1;Username=nobody;Database=nothing;Timeout=2
environments:
  development:
    approvals:
      firstModification: none
      majorMigration: none
$Checks
"@ | Set-Content "$Path/dbsafety.yaml"
    $Path
}

function New-TestMigration {
    # Writes the files of a migration.
    param([string] $Project, [string] $Id, [string] $Up, [string] $Rollback, [string] $Verify)
    Set-Content "$Project/migrations/$Id.sql" $Up
    if ($Rollback) { Set-Content "$Project/rollback/$Id.sql" $Rollback }
    if ($Verify) { Set-Content "$Project/verify/$Id.sql" $Verify }
}

function Invoke-Pwsh {
    # Runs a command in a new, unattended PowerShell and gives what it printed, without colours.
    param([string] $Command)
    $text = "`$PSStyle.OutputRendering = 'PlainText'; `$ErrorView = 'ConciseView'; $Command"
    $null | & $Pwsh -NoProfile -NonInteractive -Command $text 2>&1 | ForEach-Object { "$_" }
}

function Wait-Until([scriptblock] $Condition, [string] $What) {
    # Looks until it is so, a minute at most.
    $deadline = [DateTime]::UtcNow.AddSeconds(60)
    while (-not (& $Condition)) {
        if ([DateTime]::UtcNow -gt $deadline) { throw "It did not happen: $What" }
        $null = [System.Threading.Thread]::Yield()
    }
}

function New-ScriptedShell {
    # A shell in front of which somebody sits who gives these answers.
    param([string[]] $Answer = @())
    if (-not ('DbSafety.PesterTests.ScriptedHost' -as [type])) { Add-Type -Path "$PSScriptRoot/ScriptedHost.cs" }
    $scripted = [DbSafety.PesterTests.ScriptedHost]::new()
    $Answer | ForEach-Object { $scripted.Screen.Answers.Enqueue($_) }
    $shell = [powershell]::Create()
    $shell.Runspace = [runspacefactory]::CreateRunspace($scripted)
    $shell.Runspace.Open()
    $null = $shell.AddCommand('Import-Module').AddArgument($ModulePath).Invoke()
    $shell.Commands.Clear()
    [pscustomobject]@{ Shell = $shell; Screen = $scripted.Screen }
}

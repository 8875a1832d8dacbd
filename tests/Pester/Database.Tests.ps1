BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $connection = New-TestDatabase 'CREATE TABLE products (id int PRIMARY KEY)'
    $project = New-TestProject "$TestDrive/project" $connection
    $parts = @{}
    $connection.Split(';') | Where-Object { $_ } | ForEach-Object { $name, $value = $_.Split('=', 2); $parts[$name] = $value }
    $name = $parts.Database

    function Get-Name([object] $Connection) {
        # The database that a command reaches by way of -Connection, from a folder without a project.
        Push-Location $TestDrive
        try { (Get-DatabaseHealth -Connection $Connection -Sample 0).Database } finally { Pop-Location }
    }
}

AfterAll { Remove-TestDatabase $connection }

Describe '-Connection' {
    It 'takes a connection string' {
        Get-Name $connection | Should -Be $name
    }

    It 'takes the name of a target' {
        (Get-DatabaseHealth -Connection development -Project $project -Sample 0).Database | Should -Be $name
    }

    It 'names the targets that there are for one that there is not' {
        { Get-DatabaseHealth -Connection develpment -Project $project } | Should -Throw -ErrorId 'TargetNotFound*' -ExpectedMessage "*Did you mean 'development'*"
    }

    It 'takes a URI, as text and as an object' {
        $login = if ($parts.Password) { "$($parts.Username):$([uri]::EscapeDataString($parts.Password))" } else { $parts.Username }
        $uri = "postgres://$login@$($parts.Host):$($parts.Port)/$name"
        $before = $env:PGPASSFILE
        if ($parts.Passfile) { $env:PGPASSFILE = $parts.Passfile }
        try {
            Get-Name $uri | Should -Be $name
            Get-Name ([uri] $uri) | Should -Be $name
        }
        finally {
            $env:PGPASSFILE = $before
        }
    }

    It 'takes a hashtable, of keywords or with the whole text' {
        Get-Name $parts | Should -Be $name
        Get-Name @{ ConnectionString = $connection } | Should -Be $name
    }

    It 'takes a builder and an open session of another Npgsql' {
        $session = Open-TestSession $connection
        try {
            $builder = [System.Data.Common.DbConnectionStringBuilder]::new()
            $builder.set_ConnectionString($connection)
            Get-Name $builder | Should -Be $name
            if (-not $parts.Password) { Get-Name $session | Should -Be $name }
        }
        finally {
            $session.Dispose()
        }
    }

    It 'takes a SecureString, and an object with a ConnectionString' {
        Get-Name (ConvertTo-SecureString $connection -AsPlainText -Force) | Should -Be $name
        Get-Name ([pscustomobject]@{ ConnectionString = $connection }) | Should -Be $name
    }

    It 'takes one of our own objects for its target' {
        $migration = [DbSafety.Core.Results.MigrationInfo]::new('0001_x', 'x', 'Pending', 'development', $null, $null, $null, $false, $false, $null, $null, $null, $null, $null)
        (Get-DatabaseHealth -Connection $migration -Project $project -Sample 0).Database | Should -Be $name
    }

    It 'refuses what is no connection, without showing it' {
        { Get-DatabaseHealth -Connection ([pscustomobject]@{ Secret = 'very-secret' }) } | Should -Throw -ErrorId 'ParameterArgumentTransformationError*'
        $Error[0] | Format-List * -Force | Out-String | Should -Not -Match 'very-secret'
    }

    It 'completes the targets' {
        $line = "Get-DatabaseHealth -Project '$project' -Connection dev"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'development'
    }
}

Describe 'A secret of SecretManagement' {
    BeforeAll {
        # A module of that name with cmdlets of those names, which is all that ours knows of it.
        $vault = (New-Item -ItemType Directory "$TestDrive/modules/Microsoft.PowerShell.SecretManagement").FullName
        $source = @"
using System.Collections; using System.Management.Automation;
[Cmdlet(VerbsCommon.Get, "SecretInfo")] public class GetSecretInfoCommand : PSCmdlet {
    [Parameter] public string Name { get; set; }
    protected override void ProcessRecord() { if (Name == "farm" || Name == "parts" || Name == "locked") WriteObject(Name); } }
[Cmdlet(VerbsCommon.Get, "Secret")] public class GetSecretCommand : PSCmdlet {
    [Parameter] public string Name { get; set; }
    protected override void ProcessRecord() {
        var text = System.Environment.GetEnvironmentVariable("PESTER_SECRET");
        if (Name == "locked") ThrowTerminatingError(new ErrorRecord(new System.InvalidOperationException("A valid password is required."), "Locked", ErrorCategory.AuthenticationError, null));
        if (Name == "farm") { var secret = new System.Security.SecureString(); foreach (var c in text) secret.AppendChar(c); WriteObject(secret); }
        if (Name == "parts") { var map = new Hashtable(); foreach (var part in text.Split(new[] { ';' }, System.StringSplitOptions.RemoveEmptyEntries)) { var i = part.IndexOf('='); map[part.Substring(0, i)] = part.Substring(i + 1); } WriteObject(map); } } }
"@
        Add-Type -TypeDefinition $source -OutputAssembly "$vault/Microsoft.PowerShell.SecretManagement.dll"
        New-ModuleManifest "$vault/Microsoft.PowerShell.SecretManagement.psd1" -RootModule Microsoft.PowerShell.SecretManagement.dll -CmdletsToExport Get-Secret, Get-SecretInfo -FunctionsToExport @() -AliasesToExport @()
        $env:PESTER_SECRET = $connection

        function Invoke-WithVault([string] $Command) {
            Invoke-Pwsh "`$env:PSModulePath = '$TestDrive/modules' + [System.IO.Path]::PathSeparator + `$env:PSModulePath; Import-Module '$ModulePath'; $Command"
        }
    }

    AfterAll { $env:PESTER_SECRET = $null }

    It 'is found by its name, as text and as keywords' {
        Invoke-WithVault "Set-Location '$TestDrive'; 'farm', 'parts' | ForEach-Object { (Get-DatabaseHealth -Connection `$_ -Sample 0).Database }" | Should -Be $name, $name
    }

    It 'does not hide a target of the same name' {
        $null = New-TestProject "$TestDrive/named" $connection
        (Get-Content "$TestDrive/named/dbsafety.yaml" -Raw) -replace 'nowhere:', 'farm:' | Set-Content "$TestDrive/named/dbsafety.yaml"
        Invoke-WithVault "try { Get-DatabaseHealth -Connection farm -Project '$TestDrive/named' -Sample 0 } catch { `$_.FullyQualifiedErrorId }" | Should -BeLike 'ConnectionLost,*'
    }

    It 'that the vault does not give is an error of its own' {
        Invoke-WithVault "try { Get-DatabaseHealth -Connection locked } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }" |
            Should -Be @('SecretNotReadable,DbSafety.PowerShell.Commands.GetDatabaseHealthCommand', 'Unlock the vault, for instance with Unlock-SecretStore, and see that it gives the secret: Get-Secret locked')
    }

    It 'is not asked for by a function that calls itself Get-Secret' {
        $said = Invoke-WithVault "function Get-Secret { 'overheard' | Set-Content '$TestDrive/overheard.txt' }; Set-Location '$TestDrive'; (Get-DatabaseHealth -Connection farm -Sample 0).Database"
        $said | Should -Be $name
        "$TestDrive/overheard.txt" | Should -Not -Exist
    }
}

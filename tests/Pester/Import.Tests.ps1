BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $Loaded = '[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match ''^(DbSafety|Npgsql|YamlDotNet)'' -join '','''
}

Describe 'Importing the module' {
    It 'exports its cmdlets, and nothing else' {
        $module = Get-Module DbSafety
        $module.ExportedCmdlets.Count | Should -Be $module.ExportedCommands.Count
        $module.ExportedCmdlets.Keys | Should -Contain 'Invoke-SafeMigration'
    }

    It 'says nothing' {
        Invoke-Pwsh "Import-Module '$ModulePath' -WarningAction Continue" | Should -BeNullOrEmpty
    }

    It 'loads neither the engine nor its packages' {
        Invoke-Pwsh "Import-Module '$ModulePath'; $Loaded" | Should -Be 'DbSafety.PowerShell,DbSafety.Core'
    }

    It 'loads neither the engine nor its packages for help, for syntax or for a parameter that is wrong' {
        $command = "Import-Module '$ModulePath'; `$null = Get-Help New-LogicalBackup -Full; `$null = Get-Command New-LogicalBackup -Syntax
            try { New-LogicalBackup -Jobs many } catch { }; $Loaded"
        Invoke-Pwsh $command | Should -Be 'DbSafety.PowerShell,DbSafety.Core'
    }

    It 'works from the manifest at the top of the repository' {
        Invoke-Pwsh "Import-Module '$Repository/DbSafety.psd1'; (Get-Command -Module DbSafety).Count -gt 0; (Get-Help Test-AppHealth).Synopsis -match 'checks'" |
            Should -Be 'True', 'True'
    }

    It 'has a manifest that PowerShell accepts' {
        (Test-ModuleManifest "$ModulePath/DbSafety.psd1").ExportedCmdlets.Count | Should -BeGreaterThan 0
    }

    It 'uses approved verbs only' {
        (Get-Command -Module DbSafety).Verb | Sort-Object -Unique | Should -BeIn (Get-Verb).Verb
    }
}

Describe 'Isolation' {
    BeforeAll {
        # Assemblies of the same names and other versions, which have nothing of what the engine needs.
        $decoys = (New-Item -ItemType Directory "$TestDrive/decoys").FullName
        foreach ($name in 'Npgsql', 'YamlDotNet') {
            $source = "[assembly: System.Reflection.AssemblyVersion(`"4.1.0.0`")] namespace $name { public class Decoy { } }"
            Add-Type -TypeDefinition $source -OutputAssembly "$decoys/$name.dll"
        }
        $project = New-TestProject "$TestDrive/isolation" $Server "checks: [{ name: answers, sql: SELECT true }]"
    }

    It 'works in a session that has other versions of its packages already' {
        $output = Invoke-Pwsh "Add-Type -Path '$decoys/Npgsql.dll', '$decoys/YamlDotNet.dll'; Import-Module '$ModulePath'
            Test-AppHealth -Project '$project'"
        $output | Should -Be 'True'
    }

    It 'leaves the session its own versions' {
        $output = Invoke-Pwsh "Import-Module '$ModulePath'; `$null = Test-AppHealth -Project '$project'
            Add-Type -Path '$decoys/Npgsql.dll', '$decoys/YamlDotNet.dll'; [Npgsql.Decoy].Assembly.GetName().Version.ToString()"
        $output | Should -Be '4.1.0.0'
    }

    It 'works where real other versions of its packages are in use, and leaves them in use' {
        # Fetched by the SDK, like every package of the build; where they cannot be had, nothing is claimed.
        $folder = (New-Item -ItemType Directory "$TestDrive/others").FullName
        Set-Content "$folder/others.csproj" @'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net8.0</TargetFramework><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup>
  <ItemGroup><PackageReference Include="Npgsql" Version="[10.0.3]" /><PackageReference Include="YamlDotNet" Version="[13.7.1]" /></ItemGroup>
</Project>
'@
        $null = dotnet restore "$folder/others.csproj" -v quiet
        $packages = (dotnet nuget locals global-packages --list) -replace '^[^:]*:\s*', ''
        $npgsql = Join-Path $packages 'npgsql/10.0.3/lib/net8.0/Npgsql.dll'
        $yaml = Join-Path $packages 'yamldotnet/13.7.1/lib/netstandard2.1/YamlDotNet.dll'
        if (-not ((Test-Path $npgsql) -and (Test-Path $yaml))) { Set-ItResult -Skipped -Because 'the packages could not be fetched'; return }
        $output = Invoke-Pwsh "`$null = [System.Reflection.Assembly]::LoadFrom('$npgsql'), [System.Reflection.Assembly]::LoadFrom('$yaml')
            `$builder = [Npgsql.NpgsqlConnectionStringBuilder]::new('$Server'); `$null = [YamlDotNet.Serialization.DeserializerBuilder]::new().Build().Deserialize('a: 1')
            Import-Module '$ModulePath'
            Test-AppHealth -Project '$project'
            (Get-DatabaseHealth -Connection `$builder -Sample 0).Database -eq `$builder.Database
            [Npgsql.NpgsqlConnectionStringBuilder].Assembly.GetName().Version.ToString(3); [YamlDotNet.Serialization.DeserializerBuilder].Assembly.GetName().Version.Major
            ([System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ DbSafety).Assemblies.Where{ `$_.GetName().Name -eq 'Npgsql' }.GetName().Version.ToString(3)"
        $output | Should -Be 'True', 'True', '10.0.3', '13', '9.0.3'
    }

    It 'loads the packages of a backup store when one is named, into a load context of their own, and not before' {
        $output = Invoke-Pwsh "Import-Module '$ModulePath'
            function Loaded { @([System.Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object { `$context = `$_; `$_.Assemblies.ForEach{ if (`$_.GetName().Name -in 'Azure.Core', 'DbSafety.Stores.Azure') { `$context.Name } } }) }
            `$null = Get-LogicalBackup -Path '$TestDrive'; (Loaded).Count
            `$env:AZURE_STORAGE_CONNECTION_STRING = 'DefaultEndpointsProtocol=https;AccountName=one;AccountKey=AAAA;EndpointSuffix=core.windows.net'
            try { Get-LogicalBackup -Path azblob://another/container -ErrorAction Stop } catch { (`$_.FullyQualifiedErrorId -split ',')[0] }
            Loaded | Sort-Object -Unique"
        $output | Should -Be '0', 'BackupStoreCredentialMissing', 'DbSafety azure'
    }

    It 'keeps the packages in a load context of its own' {
        $output = Invoke-Pwsh "Import-Module '$ModulePath'; `$null = Test-AppHealth -Project '$project'
            ([System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ DbSafety).Assemblies.ForEach{ `$_.GetName().Name } -contains 'Npgsql'
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.ForEach{ `$_.GetName().Name } -contains 'Npgsql'"
        $output | Should -Be 'True', 'False'
    }
}

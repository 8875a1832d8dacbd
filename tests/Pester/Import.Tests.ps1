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

    It 'keeps the packages in a load context of its own' {
        $output = Invoke-Pwsh "Import-Module '$ModulePath'; `$null = Test-AppHealth -Project '$project'
            ([System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ DbSafety).Assemblies.ForEach{ `$_.GetName().Name } -contains 'Npgsql'
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.ForEach{ `$_.GetName().Name } -contains 'Npgsql'"
        $output | Should -Be 'True', 'False'
    }
}

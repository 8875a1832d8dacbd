BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../module/bin/DbSafety"
    $Cmdlets = (Get-Command -Module DbSafety).Name
    $Changing = (Get-Command -Module DbSafety).Where{ $_.Parameters.ContainsKey('WhatIf') }.Name
    $OnDatabases = (Get-Command -Module DbSafety).Where{ $_.Parameters.ContainsKey('Target') }.Name
}

BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe '<_>' -ForEach $Cmdlets {
    It 'refuses a parameter that it does not have' {
        { & $_ -Frobnicate 1 } | Should -Throw -ErrorId "NamedParameterNotFound*"
    }

    It 'takes a project folder' {
        (Get-Command $_).Parameters.Project.ParameterType | Should -Be ([string])
    }

    It 'says what it writes' {
        (Get-Command $_).OutputType.Type | Should -Not -BeNullOrEmpty
    }

    It 'reports a project that is not there as an error of its own, with the next step' {
        if ($_ -in 'New-SafetyProject') { Set-ItResult -Skipped -Because 'it makes the project'; return }
        if ($_ -in 'Compare-DatabaseHealth') { Set-ItResult -Skipped -Because 'it reads the sample first'; return }
        if ($_ -in 'New-SafetyKey') { Set-ItResult -Skipped -Because 'a key belongs to a person, and to no project'; return }
        $words = @{ Project = "$TestDrive/no-such-project" }
        if ($_ -eq 'New-SafeMigration') { $words.Description = 'x' }
        if ($_ -eq 'Undo-SafeMigration') { $words.Last = 1 }
        if ($_ -eq 'Remove-LogicalBackup') { $words.Keep = 1 }
        if ($_ -eq 'Compare-DatabaseHealth') { $words.Before = 'before.jsonl' }
        if ($_ -eq 'Invoke-SafetyRunbook') { $words.Name = 'rollback' }
        if ($_ -eq 'Stop-AppConnection') { $words.ProcessId = 1 }
        $failure = $null
        try { & $_ @words -ErrorAction Stop } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'Project*,DbSafety.PowerShell.Commands.*'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'New-SafetyProject'
    }
}

Describe '<_> changes something' -ForEach $Changing {
    It 'takes -Force' {
        (Get-Command $_).Parameters.Force.SwitchParameter | Should -BeTrue
    }
}

Describe '<_> names its database as all do' -ForEach $OnDatabases {
    It 'takes -Target, -Connection, -Credential, -Sandbox and -SandboxVersion' {
        'Target', 'Connection', 'Credential', 'Sandbox', 'SandboxVersion' | Should -BeIn (Get-Command $_).Parameters.Keys
    }

    It 'refuses a version that PostgreSQL does not have here' {
        { & $_ -SandboxVersion 9 } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'does not take a connection and a target at once' {
        $words = @{ Target = 'a'; Connection = 'Host=b' }
        if ($_ -eq 'Undo-SafeMigration') { $words.Last = 1 }
        if ($_ -eq 'Remove-LogicalBackup') { $words.Keep = 1 }
        if ($_ -eq 'Compare-DatabaseHealth') { $words.Before = 'before.jsonl' }
        if ($_ -eq 'Invoke-SafetyRunbook') { $words.Name = 'safe-migration'; $words.Force = $true }
        if ($_ -eq 'Stop-AppConnection') { $words.ProcessId = 1 }
        if ($_ -in 'Resume-SafetyRun', 'Compare-DatabaseHealth') { Set-ItResult -Skipped -Because 'it looks for its file first'; return }
        { & $_ @words -ErrorAction Stop } | Should -Throw -ErrorId 'TargetAmbiguous*'
    }
}

Describe 'Paths' {
    It 'start from the location of PowerShell, not of the process' {
        $null = New-TestProject "$TestDrive/elsewhere/database" $Server 'checks: [{ name: answers, sql: SELECT true }]'
        Push-Location "$TestDrive/elsewhere"
        try {
            [Environment]::CurrentDirectory | Should -Not -Be (Get-Location).ProviderPath
            Test-AppHealth -Project database | Should -BeTrue
            Test-AppHealth | Should -BeTrue
        }
        finally {
            Pop-Location
        }
    }

    It 'may go through a drive of PowerShell' {
        $null = New-TestProject "$TestDrive/driven" $Server 'checks: [{ name: answers, sql: SELECT true }]'
        Test-AppHealth -Project 'TestDrive:/driven' | Should -BeTrue
    }

    It 'must be of the file system' {
        { Test-AppHealth -Project 'Env:/PATH' } | Should -Throw -ErrorId 'PathNotFileSystem*'
    }
}

Describe 'Test-AppHealth' {
    BeforeAll {
        $project = New-TestProject "$TestDrive/checks" $Server @'
checks:
  - name: works
    sql: SELECT true
  - name: fails
    sql: SELECT 1
    expect: "2"
'@
    }

    It 'writes True where every check passes' {
        Test-AppHealth works -Project $project | Should -BeExactly $true
    }

    It 'writes False, and warns, where one fails' {
        $result = Test-AppHealth -Project $project -WarningVariable warnings -WarningAction SilentlyContinue
        $result | Should -BeExactly $false
        "$warnings" | Should -Match "^fails: "
    }

    It 'writes one object per check with -Detailed' {
        $result = Test-AppHealth -Project $project -Detailed
        $result.Name | Should -Be 'works', 'fails'
        $result.Passed | Should -Be $true, $false
    }

    It 'tests each piped name for itself' {
        'works', 'fails' | Test-AppHealth -Project $project -WarningAction SilentlyContinue | Should -Be $true, $false
    }

    It 'takes a credential in place of the role of the connection' {
        $credential = [pscredential]::new('somebody_else', (ConvertTo-SecureString 'secret-word' -AsPlainText -Force))
        $result = Test-AppHealth works -Project $project -Credential $credential -Detailed -ErrorAction SilentlyContinue
        $result.Passed | Should -BeFalse
        $result.Detail | Should -Match 'somebody_else'
        $result.Detail | Should -Not -Match 'secret-word'
    }
}

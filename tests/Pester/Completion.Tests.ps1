BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $database = New-TestDatabase 'CREATE TABLE products (id int); CREATE SCHEMA inventory; CREATE TABLE inventory.lots (id int); CREATE TABLE "Odd Name" (id int)'
    $project = New-TestProject "$TestDrive/completion" $database
    New-TestMigration $project '0001_first' 'SELECT 1;' 'SELECT 1;'
    New-TestMigration $project '0002_second' 'SELECT 1;' 'SELECT 1;'
    Push-Location $project

    function Complete([string] $Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText
    }
}

AfterAll {
    Pop-Location
    Remove-TestDatabase $database
}

Describe 'Completion' {
    It 'gives the targets of the project' {
        Complete 'Test-AppHealth -Target ' | Should -Be 'development', 'nowhere'
    }

    It 'gives what begins as the word does' {
        Complete 'Test-AppHealth -Target no' | Should -Be 'nowhere'
    }

    It 'gives the migrations' {
        Complete 'Get-SafeMigration ' | Should -Be '0001_first', '0002_second'
        Complete 'Undo-SafeMigration -Id 0002' | Should -Be '0002_second'
    }

    It 'gives the tables of the target as one would type them' {
        Complete 'New-LogicalBackup ' | Should -Be '''"Odd Name"''', 'inventory.lots', 'products'
    }

    It 'gives the tables of a connection' {
        Complete "New-LogicalBackup -Connection '$database' -Table prod" | Should -Be 'products'
    }

    It 'gives the backup sets, newest first' {
        Push-Location (New-Item -ItemType Directory "$TestDrive/sets")
        try {
            $null = New-LogicalBackup products -Connection $database -Path .
            Complete 'Test-LogicalBackup -Path . ' | Should -Match '^\d{8}_\d{6}$'
        }
        finally {
            Pop-Location
        }
    }

    It 'gives the runs of a folder' {
        $null = New-Item -ItemType Directory "$project/runbooks" -Force
        Set-Content "$project/runbooks/look.yaml" "runbook: 1`nsteps: [{ step: Look, run: Get-SafeMigration }]"
        $run = Invoke-SafetyRunbook look -Path "$TestDrive/runs" -Force
        Complete "Get-SafetyRun -Path '$TestDrive/runs' -RunId " | Should -Be $run.RunId
        Complete "Get-SafetyRun -Path TestDrive:/runs " | Should -Be $run.RunId
        Complete 'Get-SafetyRun ' | Should -Not -Contain $run.RunId
    }

    It 'gives the runbooks' {
        Complete 'Invoke-SafetyRunbook migration' | Should -Be 'migration-failed'
    }

    It 'gives the hazards' {
        Complete 'Test-MigrationHazard -Rule LK0' | Should -Contain 'LK01'
    }

    It 'gives the values of a choice' {
        Complete 'Restore-FromBackup -Mode ' | Should -Be 'Aside', 'Auto', 'Merge', 'Recreate', 'Replace', 'Swap'
    }

    It 'says nothing where the server does not answer' {
        $errorsBefore = $global:Error.Count
        Complete 'New-LogicalBackup -Target nowhere -Table products,' | Should -BeNullOrEmpty
        $global:Error.Count | Should -Be $errorsBefore
    }

    It 'says nothing where no project is' {
        Push-Location /
        try { Complete 'Get-SafeMigration -Id zzz' | Should -BeNullOrEmpty } finally { Pop-Location }
    }
}

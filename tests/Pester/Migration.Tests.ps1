BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'A project from nothing' {
    BeforeAll { $made = New-SafetyProject "$TestDrive/fresh/database" -Name 'Farm shop' }

    It 'says what was made' {
        $made.Name | Should -Be 'Farm shop'
        $made.Created.Count | Should -BeGreaterThan 5
        Test-Path "$TestDrive/fresh/database/dbsafety.yaml" | Should -BeTrue
    }

    It 'is not overwritten' {
        Set-Content "$TestDrive/fresh/database/dbsafety.yaml" 'version: 1'
        $again = New-SafetyProject "$TestDrive/fresh/database"
        $again.Kept | Should -Not -BeNullOrEmpty
        Get-Content "$TestDrive/fresh/database/dbsafety.yaml" | Should -Be 'version: 1'
    }

    It 'is not made with -WhatIf' {
        $null = New-SafetyProject "$TestDrive/imagined" -WhatIf
        Test-Path "$TestDrive/imagined" | Should -BeFalse
    }

    It 'gets the three files of a migration' {
        $project = New-TestProject "$TestDrive/files" $Server
        $files = New-SafeMigration 'add price to products' -Project $project
        $files.Id | Should -Match '^\d+_add_price_to_products$'
        $files.Up, $files.Rollback, $files.Verify | Should -Exist
    }
}

Describe 'Migrations' {
    BeforeEach {
        $database = New-TestDatabase 'CREATE TABLE products (id int PRIMARY KEY, name text); INSERT INTO products VALUES (1, ''apple'')'
        $project = New-TestProject (Join-Path $TestDrive ([guid]::NewGuid())) $database
        New-TestMigration $project '0001_add_price' 'ALTER TABLE products ADD COLUMN price numeric;' 'ALTER TABLE products DROP COLUMN price;' 'SELECT count(*) = 1 FROM products;'
        New-TestMigration $project '0002_create_lots' 'CREATE TABLE lots (id int PRIMARY KEY);' 'DROP TABLE lots;' 'SELECT true;'
        Push-Location $project
        function Get-Column { @(Invoke-TestSql $database "SELECT column_name::text FROM information_schema.columns WHERE table_name = 'products' ORDER BY ordinal_position") }
    }

    AfterEach {
        Pop-Location
        Remove-TestDatabase $database
    }

    It 'are pending at first' {
        (Get-SafeMigration -Pending).Id | Should -Be '0001_add_price', '0002_create_lots'
        (Get-SafeMigration).State | Should -Be 'Pending', 'Pending'
    }

    It 'are found by a pattern' {
        (Get-SafeMigration 0002*).Id | Should -Be '0002_create_lots'
        ('0001*' | Get-SafeMigration).Id | Should -Be '0001_add_price'
    }

    It 'change nothing with -WhatIf, and say what would run' {
        $run = Invoke-SafeMigration -WhatIf
        $run.Outcome | Should -Be 'NotRun'
        $run.Migrations.Id | Should -Be '0001_add_price', '0002_create_lots'
        Get-Column | Should -Be 'id', 'name'
    }

    It 'are applied, backed up and journalled' {
        $run = Invoke-SafeMigration -Force -Reason 'a test'
        $run.Outcome | Should -Be 'Succeeded'
        $run.Backup.Tables.Table | Should -Contain 'public.products'
        $run.Backup.Proven | Should -Not -BeNullOrEmpty
        $run.Steps.Count | Should -Be 5
        Get-Column | Should -Be 'id', 'name', 'price'
        (Get-SafeMigration -Applied).Id | Should -Be '0001_add_price', '0002_create_lots'
    }

    It 'are applied up to the one that is named' {
        $null = Invoke-SafeMigration 0001_add_price -Force
        (Get-SafeMigration -Pending).Id | Should -Be '0002_create_lots'
    }

    It 'narrate their steps on the information and verbose streams' {
        $output = Invoke-SafeMigration -Force -Verbose -InformationAction Continue 4>&1 6>&1
        $output | Where-Object { $_ -is [System.Management.Automation.InformationRecord] } | ForEach-Object { $_.MessageData } |
            Where-Object { $_ -is [DbSafety.Core.Hosting.StepReport] } | Should -Not -BeNullOrEmpty
        $output | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Should -Not -BeNullOrEmpty
    }

    It 'are rolled back, and give back the same structure' {
        $null = Invoke-SafeMigration -Force
        $run = Undo-SafeMigration 0001_add_price -Force
        $run.Direction | Should -Be 'Rollback'
        $run.Outcome | Should -Be 'Succeeded'
        $run.Migrations.Id | Should -Be '0002_create_lots', '0001_add_price'
        Get-Column | Should -Be 'id', 'name'
    }

    It 'are not rolled back where nobody can answer' {
        $null = Invoke-SafeMigration -Force
        $output = Invoke-Pwsh "Import-Module '$ModulePath'; try { Undo-SafeMigration -Last 1 -Project '$project' } catch { `$_.FullyQualifiedErrorId }"
        $output | Select-Object -Last 1 | Should -Match '^(ConfirmationNeeded|ApprovalNeeded|NotApproved)'
        (Get-SafeMigration -Applied).Count | Should -Be 2
    }

    It 'that fail are an error with the script and its line, and leave nothing behind' {
        New-TestMigration $project '0003_broken' "SELECT 1;`n`nALTER TABLE nonsense ADD COLUMN x int;" 'SELECT 1;'
        $failure = $null
        try { $null = Invoke-SafeMigration -Force -ErrorAction Stop } catch { $failure = $_ }
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Match '0003_broken\.sql:3'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        (Get-SafeMigration 0003_broken).State | Should -Not -Be 'Applied'
    }

    It 'ask a person where the policy wants one, and change nothing on a no' {
        (Get-Content "$project/dbsafety.yaml" -Raw) -replace '(?s)environments:.*?majorMigration: none', '' | Set-Content "$project/dbsafety.yaml"
        $shell = New-ScriptedShell -Answer 'no'
        $failure = $null
        try { $null = $shell.Shell.AddScript("Invoke-SafeMigration -Project '$project' -ErrorAction Stop").Invoke() }
        catch { $failure = $_.Exception.InnerException.ErrorRecord }
        $failure ??= $shell.Shell.Streams.Error[0]
        $shell.Screen.Questions[0] | Should -Match 'first database modification[\s\S]*public\.products[\s\S]*Do you approve'
        $failure.CategoryInfo.Category | Should -Be 'SecurityError'
        Get-Column | Should -Be 'id', 'name'
    }

    It 'go on when that person says yes' {
        (Get-Content "$project/dbsafety.yaml" -Raw) -replace '(?s)environments:.*?majorMigration: none', '' | Set-Content "$project/dbsafety.yaml"
        $shell = New-ScriptedShell -Answer 'yes', 'yes', 'yes'
        $run = $shell.Shell.AddScript("Invoke-SafeMigration -Project '$project'").Invoke()
        $run.Outcome | Should -Be 'Succeeded'
        Get-Column | Should -Be 'id', 'name', 'price'
    }

    It 'are refused where a person is wanted and nobody is there, and -Force is no person' {
        (Get-Content "$project/dbsafety.yaml" -Raw) -replace '(?s)environments:.*?majorMigration: none', '' | Set-Content "$project/dbsafety.yaml"
        $output = Invoke-Pwsh "Import-Module '$ModulePath'; try { Invoke-SafeMigration -Force -Project '$project' } catch { `$_.CategoryInfo.Category }"
        $output | Select-Object -Last 1 | Should -Be 'SecurityError'
        Get-Column | Should -Be 'id', 'name'
    }

    It 'are registered without being run' {
        $null = Register-SafeMigration 0001_add_price -Reason 'by hand' -Force
        (Get-SafeMigration -Applied).Id | Should -Be '0001_add_price'
        Get-Column | Should -Be 'id', 'name'
    }
}

Describe 'Import-SeedData' {
    BeforeAll {
        $database = New-TestDatabase 'CREATE TABLE products (id int)'
        $project = New-TestProject "$TestDrive/seeds" $database
        Set-Content "$project/seeds/01_products.sql" 'INSERT INTO products SELECT generate_series(1, 3);'
    }

    AfterAll { Remove-TestDatabase $database }

    It 'changes nothing with -WhatIf' {
        $null = Import-SeedData -Project $project -WhatIf
        Invoke-TestSql $database 'SELECT count(*) FROM products' | Should -Be 0
    }

    It 'loads the files and says how many rows' {
        $result = Import-SeedData -Project $project -Force
        $result.Rows | Should -Be 3
        Invoke-TestSql $database 'SELECT count(*) FROM products' | Should -Be 3
    }
}

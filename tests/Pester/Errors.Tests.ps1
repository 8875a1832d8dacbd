BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $project = New-TestProject "$TestDrive/errors" $Server 'checks: [{ name: answers, sql: SELECT true }]'

    function Get-Failure([scriptblock] $Script) {
        try { & $Script } catch { return $_ }
        throw 'It did not fail.'
    }
}

Describe 'An error' {
    It 'has a stable id, a category and a target' {
        $failure = Get-Failure { Test-AppHealth nonsense -Project $project }
        $failure.FullyQualifiedErrorId | Should -Be 'AppCheckNotFound,DbSafety.PowerShell.Commands.TestAppHealthCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Be 'nonsense'
    }

    It 'says what happened, what state things are in, and what to do next' {
        $failure = Get-Failure { Test-AppHealth -Target nonsense -Project $project }
        $failure.ErrorDetails.Message | Should -Match "no target 'nonsense'"
        $failure.ErrorDetails.Message | Should -Match 'Nothing was changed\.'
        $failure.ErrorDetails.RecommendedAction | Should -Match '-Target development'
    }

    It 'shows its next step once' {
        $shown = Invoke-Pwsh "Import-Module '$ModulePath'; Test-AppHealth -Target nonsense -Project '$project'" | Out-String
        [regex]::Matches($shown, '-Target development').Count | Should -Be 1
    }

    It 'shows its next step once in <View>, too' -ForEach @{ View = 'NormalView' }, @{ View = 'DetailedView' } {
        $shown = Invoke-Pwsh "`$ErrorView = '$View'; Import-Module '$ModulePath'; try { Test-AppHealth -Target nonsense -Project '$project' } catch { `$_ | Out-String -Width 500 }" | Out-String
        [regex]::Matches($shown, 'Next: Choose one: -Target development').Count | Should -Be 1
    }

    It 'names the file and the line of a mistake in the project' {
        $broken = New-TestProject "$TestDrive/broken" $Server 'chekcs: []'
        $failure = Get-Failure { Test-AppHealth -Project $broken }
        $failure.CategoryInfo.Category | Should -Be 'ParserError'
        $failure.TargetObject | Should -Match 'dbsafety\.yaml:\d+:\d+$'
        $failure.ErrorDetails.Message | Should -Match 'checks'
    }

    It 'ends a command that was given one thing to do' {
        $after = $false
        try { Test-AppHealth nonsense -Project $project; $after = $true } catch { <# it has to end here #> }
        $after | Should -BeFalse
    }

    It 'does not end a command that is fed by a pipeline' {
        $results = 'nonsense', 'answers' | Test-AppHealth -Project $project -ErrorAction SilentlyContinue -ErrorVariable failures
        $results | Should -Be $true
        $failures.Count | Should -Be 1
    }

    It 'ends the pipeline with -ErrorAction Stop' {
        { 'nonsense', 'answers' | Test-AppHealth -Project $project -ErrorAction Stop } | Should -Throw -ErrorId 'AppCheckNotFound*'
    }

    It 'never shows the password of a connection' {
        $failure = Get-Failure { New-LogicalBackup -All -Path $TestDrive -Connection 'Host=127.0.0.1;Port=1;Username=u;Password=very-secret;Database=d;Timeout=2' }
        $failure | Format-List * -Force | Out-String | Should -Not -Match 'very-secret'
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'never repeats a connection that cannot be read' {
        $failure = Get-Failure { New-LogicalBackup -All -Path $TestDrive -Connection 'Hsot=very-secret' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConnectionTextInvalid*'
        $failure | Format-List * -Force | Out-String | Should -Not -Match 'very-secret'
    }
}

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../module/bin/DbSafety"
    $Cmdlets = (Get-Command -Module DbSafety).Name
}

BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'The help of <_>' -ForEach $Cmdlets {
    BeforeAll {
        $help = Get-Help $_ -Full
        $command = Get-Command $_
    }

    It 'has a synopsis, a description and examples' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "$_ *"
        $help.Description.Text -join '' | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 3
    }

    It 'shows each example with what it does or a title that says it' {
        Get-Help $_ -Examples | Out-String | Should -Match 'Example 1: '
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        $described = $help.Parameters.Parameter | Where-Object { $_.Description.Text } | ForEach-Object Name
        $command.Parameters.Keys | Where-Object { $_ -notin $common } | Should -BeIn $described
    }

    It 'has the syntax of the cmdlet itself' {
        foreach ($parameter in $help.Parameters.Parameter) {
            $real = $command.Parameters[$parameter.Name]
            $real | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) is described"
            $position = $real.ParameterSets['__AllParameterSets'].Position
            $parameter.Position | Should -Be ($position -ge 0 ? "$position" : 'named') -Because "-$($parameter.Name) is there"
        }
    }

    It 'has examples that parse and use parameters that exist' {
        foreach ($example in $help.Examples.Example) {
            $tokens = $errors = $null
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($example.Code, [ref] $tokens, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $example.Code
            foreach ($call in $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                $called = Get-Command $call.GetCommandName() -Module DbSafety -ErrorAction Ignore
                if (-not $called) { continue }
                $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } |
                    ForEach-Object { $called.Parameters.Keys | Should -Contain $_.ParameterName -Because $example.Code }
            }
        }
    }
}

Describe 'The topics' {
    It 'has about_DbSafety' {
        Get-Help about_DbSafety | Should -Match 'TOPIC\s+about_DbSafety'
    }

    It 'names only cmdlets that exist' {
        $text = Get-Help about_DbSafety | Out-String
        [regex]::Matches($text, '\b(New|Get|Test|Invoke|Undo|Restore|Import|Register)-[A-Z]\w+') | ForEach-Object Value | Sort-Object -Unique |
            ForEach-Object { Get-Command $_ -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because "about_DbSafety names $_" }
    }
}

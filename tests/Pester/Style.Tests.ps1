# The rules of PSScriptAnalyzer that apply to these scripts, checked on the syntax tree: the module itself is compiled, and has none.
BeforeDiscovery {
    $repository = (Resolve-Path "$PSScriptRoot/../..").Path
    $Scripts = Get-ChildItem $repository -Recurse -File -Include *.ps1, *.psm1, *.psd1 |
        Where-Object { $_.FullName -notmatch '[\\/](bin|obj|artifacts|node_modules|TestResults)[\\/]' } |
        ForEach-Object { @{ Name = [System.IO.Path]::GetRelativePath($repository, $_.FullName); Path = $_.FullName } }
}

Describe '<Name>' -ForEach $Scripts {
    BeforeAll {
        $tokens = $errors = $null
        $ast = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref] $tokens, [ref] $errors)
        $text = Get-Content $Path -Raw
        function Find([type] $Type, [scriptblock] $Where = { $true }) {
            @($ast.FindAll({ $args[0] -is $Type }, $true) | Where-Object $Where | ForEach-Object { "line $($_.Extent.StartLineNumber): $($_.Extent.Text.Split("`n")[0])" })
        }
    }

    It 'can be parsed' {
        $errors | Should -BeNullOrEmpty
    }

    It 'calls commands by their names (PSAvoidUsingCmdletAliases)' {
        Find ([System.Management.Automation.Language.CommandAst]) { $_.GetCommandName() -and (Get-Alias $_.GetCommandName() -ErrorAction Ignore) } | Should -BeNullOrEmpty
    }

    It 'calls nothing that hides what runs, or where it writes (PSAvoidUsingInvokeExpression, PSAvoidUsingWriteHost, PSAvoidUsingWMICmdlet)' {
        Find ([System.Management.Automation.Language.CommandAst]) { $_.GetCommandName() -in 'Invoke-Expression', 'Write-Host', 'Get-WmiObject', 'Invoke-WmiMethod' } | Should -BeNullOrEmpty
    }

    It 'says why where it catches and does nothing (PSAvoidUsingEmptyCatchBlock)' {
        Find ([System.Management.Automation.Language.CatchClauseAst]) { $_.Body.Statements.Count -eq 0 -and $_.Body.Extent.Text -notmatch '#' } | Should -BeNullOrEmpty
    }

    It 'has $null on the left of a comparison (PSPossibleIncorrectComparisonWithNull)' {
        Find ([System.Management.Automation.Language.BinaryExpressionAst]) { "$($_.Operator)" -match 'Ieq|Ine|Ceq|Cne' -and $_.Right.Extent.Text -eq '$null' } | Should -BeNullOrEmpty
    }

    It 'makes no global variables (PSAvoidGlobalVars)' {
        Find ([System.Management.Automation.Language.AssignmentStatementAst]) { $_.Left.Extent.Text -match '^\$global:' } | Should -BeNullOrEmpty
    }

    It 'names functions by approved verbs and singular nouns (PSUseApprovedVerbs, PSUseSingularNouns)' {
        $approved = (Get-Verb).Verb
        Find ([System.Management.Automation.Language.FunctionDefinitionAst]) { $_.Name -match '^(\w+)-(\w+)$' -and ($Matches[1] -notin $approved -or $Matches[2] -cmatch '[^su]s$') } | Should -BeNullOrEmpty
    }

    It 'takes no password as text, and no mandatory parameter with a default (PSAvoidUsingPlainTextForPassword, PSAvoidDefaultValueForMandatoryParameter)' {
        Find ([System.Management.Automation.Language.ParameterAst]) { $_.Name.Extent.Text -match 'password|passphrase' -and $_.StaticType -eq [string] } | Should -BeNullOrEmpty
        Find ([System.Management.Automation.Language.ParameterAst]) { $_.DefaultValue -and $_.Extent.Text -match '\[Parameter\([^)]*\bMandatory\b(?!\s*=\s*\$false)' } | Should -BeNullOrEmpty
    }

    It 'has no semicolon at the end of a line, and no space there (PSAvoidSemicolonsAsLineTerminators, PSAvoidTrailingWhitespace)' {
        @($text -split '\r?\n' | Where-Object { $_ -match '[ \t]+$' }) | Should -BeNullOrEmpty
        @(for ($i = 0; $i -lt $tokens.Count - 1; $i++) { if ($tokens[$i].Kind -eq 'Semi' -and $tokens[$i + 1].Kind -eq 'NewLine') { $tokens[$i].Extent.StartLineNumber } }) | Should -BeNullOrEmpty
    }

    It 'is read the same by every PowerShell (PSUseBOMForUnicodeEncodedFile, PSUseUTF8EncodingForHelpFile)' {
        @($text.ToCharArray() | Where-Object { $_ -gt 127 }) | Should -BeNullOrEmpty
    }

    It 'uses each parameter that it declares (PSReviewUnusedParameter)' {
        $unused = foreach ($block in $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.ParamBlockAst] }, $true)) {
            $body = $block.Parent.Extent.Text
            foreach ($parameter in $block.Parameters) {
                $name = [regex]::Escape($parameter.Name.VariablePath.UserPath)
                if ([regex]::Matches($body, "[\`$@]\{?$name\b|:$name\b", 'IgnoreCase').Count -lt 2 -and $body -notmatch 'PSBoundParameters') { "line $($parameter.Extent.StartLineNumber): $name" }
            }
        }
        $unused | Should -BeNullOrEmpty
    }
}

namespace DbSafety.Engine.Reports.Plans;

/// <summary>How the page of a plan looks, by day and by night. It needs nothing from elsewhere.</summary>
internal static class PlanStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --ink:#1d2430; --soft:#5b6675; --paper:#f6f7f9; --card:#fff; --line:#dfe3e9; --code:#f1f3f6;
                --red:#c62f3b; --amber:#b26a00; --green:#1f7a46; --blue:#2563a8; --redbg:#fdecee; --amberbg:#fff4e0; --greenbg:#e8f6ee; --bluebg:#e9f1fb; }
        @media (prefers-color-scheme: dark) {
          :root { --ink:#e6e9ee; --soft:#9aa5b4; --paper:#12161c; --card:#1a2029; --line:#2d3643; --code:#11151b;
                  --red:#ff7b84; --amber:#f0b357; --green:#63d297; --blue:#7cb4f5; --redbg:#3a1d22; --amberbg:#37290f; --greenbg:#14301f; --bluebg:#16273c; } }
        * { box-sizing: border-box }
        body { margin:0; background:var(--paper); color:var(--ink); font:15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
        main { max-width:1040px; margin:0 auto; padding:28px 20px 60px }
        h1 { font-size:26px; margin:0 0 6px } h2 { font-size:19px; margin:34px 0 10px } h3 { font-size:15px; margin:20px 0 8px; color:var(--soft); font-weight:600 }
        .verdict { padding:12px 16px; border-radius:8px; font-weight:600; margin:14px 0 18px; border-left:5px solid }
        .verdict.no { background:var(--redbg); color:var(--red) } .verdict.ask { background:var(--amberbg); color:var(--amber) } .verdict.yes { background:var(--greenbg); color:var(--green) }
        .verdict ul { font-weight:400; margin:6px 0 0; padding-left:20px; color:var(--ink) }
        .cards { display:grid; grid-template-columns:repeat(auto-fit, minmax(140px, 1fr)); gap:12px; margin:14px 0 }
        .card { background:var(--card); border:1px solid var(--line); border-radius:8px; padding:12px 14px }
        .card b { display:block; font-size:22px; line-height:1.2 } .card span { color:var(--soft); font-size:13px }
        section { background:var(--card); border:1px solid var(--line); border-radius:10px; padding:6px 20px 18px; margin:16px 0 } section h2 { margin-top:16px }
        dl { display:grid; grid-template-columns:max-content 1fr; gap:3px 16px; margin:8px 0 } dt { color:var(--soft) } dd { margin:0; overflow-wrap:anywhere }
        code, pre { font:13px/1.5 ui-monospace, "Cascadia Code", Consolas, Menlo, monospace } dd code { font-size:12.5px }
        pre { background:var(--code); border:1px solid var(--line); border-radius:6px; padding:9px 12px; margin:6px 0; overflow-x:auto; white-space:pre-wrap; overflow-wrap:anywhere }
        .scroll { overflow-x:auto } table { border-collapse:collapse; width:100%; font-size:14px } th { text-align:left; color:var(--soft); font-weight:600; white-space:nowrap }
        th, td { padding:6px 10px 6px 0; border-bottom:1px solid var(--line); vertical-align:top } td { overflow-wrap:anywhere }
        .wide td { white-space:nowrap; overflow-wrap:normal } .wide th, .wide td { padding-right:16px }
        .hazard { border-left:4px solid; padding:4px 0 4px 12px; margin:8px 0 12px } .hazard p { margin:2px 0 }
        .hazard.error { border-color:var(--red) } .hazard.warning { border-color:var(--amber) } .hazard.info, .hazard.allowed { border-color:var(--line) }
        .tag { display:inline-block; font-size:12px; font-weight:700; padding:1px 7px; border-radius:10px; margin-right:6px }
        .error .tag { background:var(--redbg); color:var(--red) } .warning .tag { background:var(--amberbg); color:var(--amber) } .info .tag, .allowed .tag { background:var(--bluebg); color:var(--blue) }
        .line { color:var(--soft); font-size:13px; margin-top:12px } details summary { cursor:pointer; color:var(--blue); font-size:14px }
        svg.bars { width:100%; height:auto; margin:4px 0 2px } .bars text { font:12px system-ui, sans-serif; fill:var(--ink) } .bars .tick { fill:var(--soft); font-size:11px }
        .bars .grid { stroke:var(--line) } .bars .mode { fill:#fff; font-size:11px; font-weight:600 } .bars .reads { fill:#c9364a } .bars .writes { fill:#b8720a } .bars .light { fill:#4c7fb8 }
        .legend { color:var(--soft); font-size:13px } .legend i { display:inline-block; width:12px; height:12px; border-radius:3px; margin:0 5px 0 12px; vertical-align:-1px }
        .legend i.reads { background:#c9364a } .legend i.writes { background:#b8720a } .legend i.light { background:#4c7fb8 }
        @media print { section, .card { break-inside:avoid } }
        """;
}

extension StatusPage {
    /// The page's style sheet.
    static let style = Markup(
        trusted: """
            :root { color-scheme: light dark;
              --ground: #f4f6f8; --surface: #fff; --text: #1b1f24; --muted: #57606a; --line: #d0d7de; --link: #0a4d9c;
              --good: #116329; --good-ground: #dafbe1; --busy: #0a4d9c; --busy-ground: #ddf0ff;
              --attention: #744500; --attention-ground: #fff1c9; --bad: #a40e26; --bad-ground: #ffe3e3; --hit: #ffe98a }
            @media (prefers-color-scheme: dark) { :root {
              --ground: #0d1117; --surface: #161b22; --text: #e6edf3; --muted: #9ea9b5; --line: #343c46; --link: #8cc4ff;
              --good: #7ee2a0; --good-ground: #10301d; --busy: #8cc4ff; --busy-ground: #0f2a47;
              --attention: #f5c26b; --attention-ground: #38290a; --bad: #ff9d94; --bad-ground: #45161a; --hit: #5c4b00 } }
            * { box-sizing: border-box }
            html { font: clamp(1rem, .85rem + .3vw, 1.4rem)/1.5 system-ui, sans-serif; scroll-padding-top: 1rem }
            body { margin: 0 auto; padding: 0 max(1rem, 2vw) 1rem; max-width: 110rem; background: var(--ground);
              color: var(--text); overflow-wrap: anywhere; font-variant-numeric: tabular-nums }
            header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; padding-top: 1rem }
            h1, h2, h3, p, ul, dl, dd { margin: 0 } h1 { font-size: 1.25rem } h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem }
            h3 { font-size: 1rem } a { color: var(--link) } code { font: .88em ui-monospace, monospace }
            [hidden] { display: none !important } .muted { color: var(--muted) } .nowrap { white-space: nowrap }
            .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
            .skip { position: absolute; left: -99rem; background: var(--surface); padding: .5rem } .skip:focus { left: 1rem }
            :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
            .good { --ink: var(--good); --paper: var(--good-ground) } .busy { --ink: var(--busy); --paper: var(--busy-ground) }
            .attention { --ink: var(--attention); --paper: var(--attention-ground) }
            .bad { --ink: var(--bad); --paper: var(--bad-ground) } .plain { --ink: var(--text); --paper: var(--surface) }
            .banner { display: flex; gap: .75rem; align-items: center; margin: .75rem 0; padding: .75rem 1rem;
              border-radius: .6rem; border: 1px solid var(--ink); background: var(--paper); color: var(--ink);
              font-size: clamp(1.2rem, 1rem + 1vw, 2rem); font-weight: 650; line-height: 1.25 }
            .mark { flex: none; width: 1.6em; height: 1.6em; line-height: 1.6em; border-radius: 50%; text-align: center;
              background: var(--ink); color: var(--paper) }
            .facts { color: var(--muted); margin: .25rem 0 }
            .tiles { display: grid; gap: .5rem; grid-template-columns: repeat(4, 1fr); margin-top: .75rem }
            .tile { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: .5rem .75rem;
              border: 1px solid var(--line); border-radius: .6rem; background: var(--paper); color: var(--ink) }
            .tile dd { font-size: 1.7rem; font-weight: 650; line-height: 1.2 } .tile dt { font-size: .85rem }
            .badge { display: inline-block; padding: 0 .5rem; border-radius: 1rem; background: var(--paper); color: var(--ink);
              font-size: .9rem; font-weight: 600; white-space: nowrap }
            .columns { display: grid; gap: 0 1.5rem } .columns > * { min-width: 0 }
            @media (min-width: 75rem) { .columns { grid-template-columns: minmax(0, 1fr) minmax(0, 1.15fr) }
              .tiles { grid-template-columns: repeat(8, 1fr) } }
            .columns:has(#attention > p:only-child) { grid-template-columns: minmax(0, 1fr) }
            .card { background: var(--surface); border: 1px solid var(--line); border-left: .35rem solid var(--ink);
              border-radius: .6rem; padding: .6rem .9rem; margin-bottom: .75rem }
            .card > * + *, .image > * + * { margin-top: .35rem } .card .badge { padding: 0 .5rem } .hint { color: var(--text) }
            :is(.card, #sets) ul { padding-left: 1.1rem }
            .box { position: relative; overflow: auto; max-height: 26rem; background: var(--surface); border: 1px solid var(--line);
              border-radius: .6rem }
            #runs > p { padding: .6rem .9rem } #runs table { font-size: .9rem } #runs :is(th, td) { padding: .35rem .45rem }
            table { border-collapse: collapse; width: 100% } small { color: var(--muted) }
            th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
              font-weight: 400; overflow-wrap: normal }
            thead th { position: sticky; top: 0; z-index: 1; background: var(--surface); font-weight: 600; vertical-align: bottom }
            tbody tr:last-child > *, .explained > * { border-bottom: 0 } .explained + tr > td { padding-top: 0 }
            .number { text-align: right } tbody time { white-space: nowrap } tbody small { display: block; overflow-wrap: anywhere }
            #filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin-bottom: .75rem }
            #filter p:first-child { flex: 1 1 16rem; max-width: 36rem } label { display: block; font-size: .85rem; color: var(--muted) }
            input, select { font: inherit; width: 100%; padding: .4rem .6rem; color: inherit; background: var(--surface);
              border: 1px solid var(--muted); border-radius: .4rem }
            .matrix { width: auto } .matrix td { text-align: center; padding: .1rem .2rem; min-width: 1.8rem }
            #list { display: grid; gap: .35rem 1rem; align-items: start;
              grid-template-columns: repeat(auto-fill, minmax(min(34rem, 100%), 1fr)) }
            .matrix thead th + th { text-align: left; padding: .4rem .2rem; font: .85em ui-monospace, monospace }
            .matrix thead th + th > span { display: block; writing-mode: vertical-rl; transform: rotate(180deg); margin: auto }
            .matrix tr > th:first-child { position: sticky; left: 0; z-index: 2; background: var(--surface);
              padding: .2rem .6rem }
            .matrix tbody > tr > th:first-child { z-index: 1 }
            #matrix > .box { margin-bottom: .75rem; max-height: 40rem; width: fit-content; max-width: 100% }
            .present { color: var(--good) } :is(.missing, .to_remove) { color: var(--bad) } .unmanaged { color: var(--attention) }
            .not_checked { color: var(--busy) } td:is(.missing, .to_remove) { background: var(--bad-ground) } .hit { background: var(--hit) !important }
            .image { background: var(--surface); border: 1px solid var(--line); border-radius: .6rem; padding: 0 .9rem }
            .image[open] { padding-bottom: .75rem; grid-column: 1 / -1 } .image summary .muted { display: inline-block }
            summary { cursor: pointer; padding: .45rem 0 }
            .image h3 { margin-top: .75rem; font-weight: 600 } .hits { display: block } .more { margin-top: 0 !important }
            .ids { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 0 1rem;
              padding: 0; list-style: none; font: .85rem/1.6 ui-monospace, monospace }
            footer { margin-top: 2rem; color: var(--muted); font-size: .9rem }
            @media (max-width: 40rem) { .image summary code { display: block } th, td { padding: .3rem .4rem }
              .tiles { grid-template-columns: repeat(2, 1fr) } #runs :is(th, td) { padding: .3rem }
              #runs :is(table, .badge) { font-size: .8rem }
              #runs :is(th, td):is(:nth-child(2), :nth-child(4)) { display: none } }
            @media print { .box { max-height: none; overflow: visible } #filter, .skip { display: none } }
            """
    )
}

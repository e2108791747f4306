/// The report's style sheet. Figures bring light colours of their own, which `FigureColour.darkStyle` replaces where
/// the page is dark; paper is always light.
enum ReportStyle {
    static let sheet = page + dark + FigureColour.darkStyle + narrow + print

    private static let page = """
        :root { --ink: #1a1a1a; --muted: #595959; --line: #d9d9d9; --card: #ffffff; --page: #f6f6f4; --link: #0b5a8c;
          --good: #1b6e3c; --open: #7d5a00; --bad: #a3360b; --stripe: #f3f3f0; color-scheme: light dark }
        * { box-sizing: border-box }
        body { margin: 0 auto; padding: 1.2rem; max-width: 68rem; background: var(--page); color: var(--ink);
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; overflow-wrap: break-word }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; overflow-wrap: anywhere }
        h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line) }
        h3 { font-size: 1rem; margin: 1.3rem 0 .4rem }
        p { margin: .4rem 0; max-width: 46rem }
        a { color: var(--link) }
        nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin-top: 1rem; font-size: .9rem }
        .note { color: var(--muted); font-size: .875rem }
        .notice { border-left: 3px solid var(--bad); padding-left: .7rem }
        .good { color: var(--good); font-weight: 600 }
        .unfinished { color: var(--open); font-weight: 600 }
        .bad { color: var(--bad); font-weight: 600 }
        .scroll { overflow-x: auto; margin: .6rem 0; background: var(--card); border: 1px solid var(--line);
          border-radius: 4px }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100% }
        th, td { padding: .3rem .7rem; text-align: left; vertical-align: top; white-space: nowrap }
        th { font-weight: 600; border-bottom: 1px solid var(--line) }
        td.number, th.number { text-align: right }
        .results .number { text-align: center }
        .mean, .dev { display: inline-block; min-width: calc(var(--w) * 1ch) }
        .mean { text-align: right }
        .dev { text-align: left }
        #next code { overflow-wrap: anywhere; user-select: all }
        tbody tr:nth-child(even) { background: var(--stripe) }
        tbody.block tr:first-child td, tbody.block tr:first-child th { border-top: 1px solid var(--line) }
        .std, .paper { color: var(--muted) }
        .paper { display: block; font-size: .8em }
        td.words { white-space: normal; min-width: 14rem }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: .8rem;
          margin: .6rem 0 }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 4px; padding: .5rem; margin: 0;
          min-width: 0 }
        .card.wide { grid-column: 1 / -1; overflow-x: auto }
        .card svg { display: block; width: 100%; height: auto }
        .card.wide svg { min-width: 34rem; max-width: 46rem; margin: 0 auto }
        figcaption { font-size: .875rem; padding: .2rem .3rem 0 }
        details { margin: .5rem 0 }
        summary { cursor: pointer; padding: .2rem 0; color: var(--link) }
        pre { margin: .5rem 0; padding: .8rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line);
          border-radius: 4px; font: .8rem/1.45 ui-monospace, "DejaVu Sans Mono", monospace }
        code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .6rem 0 }
        dt { color: var(--muted) }
        dd { margin: 0; min-width: 0; overflow-wrap: anywhere }

        """

    /// `--card` is the paper of the figures.
    private static let dark = """
        @media screen and (prefers-color-scheme: dark) {
          :root { --ink: #e8e8e8; --muted: #b0b0b0; --line: #3a3a3a; --card: #161616; --page: #0c0c0c; --link: #7fbfe8;
            --good: #6fcf8f; --open: #e3bd5a; --bad: #f0936a; --stripe: #1e1e1e }
        }

        """

    private static let narrow = """
        @media (max-width: 36rem) {
          body { padding: .7rem }
          th, td { padding: .25rem .3rem }
          th { white-space: normal }
          table { font-size: .8rem }
          .room { display: none }
          header pre { white-space: pre-wrap; overflow-wrap: anywhere }
          .results { font-size: .85rem }
          .results thead { display: none }
          .results tbody { border-top: 1px solid var(--line) }
          .results tr { display: flex; flex-wrap: wrap; gap: .1rem .7rem; padding: .45rem .6rem }
          .results td { padding: 0; font-weight: 600; white-space: normal }
          .results tbody.block tr:first-child td { border-top: 0 }
          .results td:empty { display: none }
          .results td[colspan] { flex: 1 0 100% }
          .results td:not([data-name]) .paper { display: inline; margin-left: .4rem; font-weight: 400 }
          .results td[data-name] { flex: 1 0 100%; display: grid; gap: 0 .3rem; align-items: baseline; font-weight: 400;
            grid-template-columns: 5.2rem minmax(4.2rem, max-content) minmax(4.6rem, max-content) 1fr; text-align: left }
          .results td[data-name]::before { content: attr(data-name); color: var(--muted) }
          .results td > data { text-align: right }
          .results td[data-name] .paper { grid-column: 4; text-align: right; white-space: normal }
          .mean, .dev { min-width: 0 }
          dl { gap: .2rem .6rem }
          dt { max-width: 6.5rem }
        }
        @media (max-width: 24rem) {
          .results td[data-name] .paper { grid-column: 2 / -1; text-align: left }
        }

        """

    /// A figure is never cut, so none may be higher than what is left of most pages: grids of images by their own width
    /// were higher than a page.
    private static let print = """
        @media print {
          :root { --page: #ffffff }
          @page { margin: 14mm }
          body { padding: 0 1px; max-width: none; font-size: 10pt }
          nav { display: none }
          h2, h3, h2 + .note { break-after: avoid }
          .cards + .note { break-before: avoid }
          .card, tr, dt, dd, .note { break-inside: avoid }
          h2 { margin-top: 1.4rem }
          .cards { grid-template-columns: repeat(2, minmax(0, 1fr)) }
          .card svg { max-height: 50mm }
          .card.wide svg { min-width: 0; max-width: none; max-height: 86mm }
          .scroll, .card.wide { overflow: visible }
          th, td { padding: .15rem .4rem }
          table { font-size: 8.5pt }
          pre { white-space: pre-wrap; overflow-wrap: anywhere }
        }

        """
}

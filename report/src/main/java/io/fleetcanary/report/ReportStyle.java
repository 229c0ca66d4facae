package io.fleetcanary.report;

/** How a report looks: on a screen by day and night, and on A4. */
final class ReportStyle {
  static final String SHEET =
      """

      :root { color-scheme: light dark; --ink: #14171f; --mute: #596171; --line: #dfe3ea; --bad: #b42020;
        --good: #2750d8; --card: #fff; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e8ecf3; --mute: #98a2b5; --line: #2a3140;
        --bad: #ff8078; --good: #86a4ff; --card: #161b24; } }
      body { font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--card);
        max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
      h1.ROLLED_BACK, h1.HANDED_OVER, h1.ABORTED, h1.REJECTED { color: var(--bad); }
      .reason { font-size: 1.1rem; white-space: pre-line; margin: .3rem 0 1rem; }
      .more { color: var(--mute); }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0; }
      dt { color: var(--mute); } dd { margin: 0; overflow-wrap: anywhere; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
      th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0;
        border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
      th { color: var(--mute); font-weight: 500; white-space: nowrap; }
      svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: var(--mute); }
      svg .time { text-anchor: middle; } svg .grid { stroke: var(--line); }
      svg path { fill: none; stroke-width: 1.2; } svg .good { stroke: var(--good); opacity: .55; }
      svg .bad { stroke: var(--bad); stroke-dasharray: 5 2; } svg .fleet { stroke: var(--ink); stroke-width: 2.5; }
      .plots { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem 1.2rem; }
      .plots svg text.title { font-size: 12px; fill: var(--ink); } .plots svg .level { text-anchor: end; }
      .plots svg .step { stroke: var(--mute); stroke-width: .7; }
      .plots svg path.canary { stroke: var(--good); stroke-width: 1.8; }
      .plots svg path.stable { stroke: var(--mute); stroke-width: 1.4; stroke-dasharray: 5 3; }
      .plots svg .limit { stroke: var(--bad); stroke-dasharray: 1.5 2.5; }
      @media (max-width: 40rem) { .plots { grid-template-columns: 1fr; } }
      svg rect.canary { fill: var(--good); } svg rect.stable { fill: var(--mute); }
      @media print { @page { size: A4; margin: 14mm; } body { margin: 0; padding: 0; max-width: none; font-size: 11px; }
        svg text { font-size: 13px; } tr, svg { break-inside: avoid; } thead { display: table-header-group; } h2 { break-after: avoid; } }
      """;

  private ReportStyle() {}
}

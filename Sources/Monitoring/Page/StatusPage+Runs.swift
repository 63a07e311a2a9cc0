import Daemon
import ImageSharing

extension StatusPage {
    /// The last runs, the newest first.
    var runs: Markup {
        let rows = status.ticks.map(row)
        let table: Markup =
            rows.isEmpty
            ? "<p class=\"muted\">None has ended yet.</p>"
            : """
            <table>
            <thead><tr><th scope="col">Ended (UTC)</th><th scope="col">Why</th><th scope="col">Result</th>\
            <th scope="col" class="number">Images</th><th scope="col" class="number">Added</th>\
            <th scope="col" class="number">Failed</th><th scope="col" class="number">Took</th></tr></thead>
            <tbody>
            \(rows)</tbody>
            </table>
            """
        return """
            <section aria-labelledby="runs-title">
            <h2 id="runs-title">Last runs</h2>
            <div id="runs" class="live box" role="region" aria-labelledby="runs-title" tabindex="0">
            \(table)
            </div>
            </section>
            """
    }

    private func row(_ tick: TickStatus) -> Markup {
        // Of today, the time of day says enough.
        let clock = RelativeTime.clock(tick.endedAt).dropLast(4)
        let isToday = clock.prefix(10) == RelativeTime.clock(now).prefix(10)
        let reason = reason(tick)
        let shown = String(isToday ? clock.suffix(8) : clock)
        return """
            <tr\(reason.map { _ in " class=\"explained\"" as Markup } ?? "")><th scope="row">\(time(tick.endedAt)) <small class="nowrap">\(shown)</small></th>\
            <td>\(tick.reason.label)</td><td>\(tick.verdict.severity.badge(tick.verdict.label))</td>\
            <td class="number">\(tick.images)</td><td class="number">\(removed(tick))\(tick.summary.created)</td>\
            <td class="number">\(tick.summary.failed + tick.summary.skipped)</td>\
            <td class="number nowrap">\(RelativeTime.length(tick.duration))</td></tr>
            \(reason ?? "")
            """
    }

    /// The members that a run has removed, to stand before those that it has added; nothing where there are none.
    private func removed(_ tick: TickStatus) -> Markup {
        let count = tick.summary.removed
        return count == 0 ? "" : "<span class=\"to_remove\">−\(count) removed</span> "
    }

    /// The first thing that went wrong, in a row of its own: a cell would be a column of single words.
    private func reason(_ tick: TickStatus) -> Markup? {
        guard let problem = tick.problems.first else { return nil }
        let more: Markup = tick.problems.count > 1 ? " and \(tick.problems.count - 1) more" : ""
        return "<tr><td colspan=\"7\"><small>\(.prose(problem.message))\(more)</small></td></tr>\n"
    }
}

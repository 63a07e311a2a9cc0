import Daemon
import ImageSharing

extension StatusPage {
    /// The headline, the times of the runs, the manifest in force, and the counts.
    var overview: Markup {
        """
        <section aria-labelledby="overview-title">
        <h2 id="overview-title" class="hidden">Overview</h2>
        <div id="headline" class="live" role="status" aria-live="polite" aria-atomic="true">\
        <p class="banner \(headline.severity.rawValue)"><span class="mark" aria-hidden="true">\(headline.severity.mark)</span> \
        <span>\(headline.text).</span></p></div>
        <div id="facts" class="live">
        \(cloudFacts)\(shardFacts)<p class="facts">\(.joined(runFacts))</p>
        <p class="facts">\(.joined(manifestFacts))</p>
        <dl class="tiles">\(tiles)</dl>
        </div>
        </section>
        """
    }

    /// The cloud, region and project: ten daemons have ten pages.
    private var cloudFacts: Markup {
        guard let cloud = status.cloud else { return "" }
        var facts: [Markup] = ["Cloud <strong>\(cloud.name)</strong>"]
        if let region = cloud.region { facts.append("region <strong>\(region)</strong>") }
        switch (cloud.projectName, cloud.projectID) {
        case (let name?, let id?): facts.append("project <strong>\(name)</strong> <code>\(id)</code>")
        case (let name?, nil): facts.append("project <strong>\(name)</strong>")
        case (nil, let id?): facts.append("project <code>\(id)</code>")
        case (nil, nil): break
        }
        return "<p class=\"facts\">\(.joined(facts))</p>\n"
    }

    /// The part of the images: what is missing here is on another page.
    private var shardFacts: Markup {
        guard let shard = status.shard else { return "" }
        return """
            <p class="facts"><strong>Shard \(shard.index) of \(shard.count)</strong>, counted from 0: the other images are \
            other daemons’ business</p>

            """
    }

    private var runFacts: [Markup] {
        var facts: [Markup] = []
        if let tick = status.ticks.first { facts.append("Last run \(time(tick.endedAt))") }
        if let sweep = status.sweep, !status.isStopping {
            facts.append("run under way: \(sweep.imagesDone) of \(sweep.images) images, the last \(time(sweep.endsAt))")
        } else if let next = status.nextTickAt, !status.isStopping {
            facts.append("next run \(time(next))")
        }
        if let success = status.lastSuccessAt {
            facts.append("last one with nothing wrong \(time(success))")
        } else {
            facts.append("none with nothing wrong yet")
        }
        return facts
    }

    private var manifestFacts: [Markup] {
        let manifest = status.manifest
        guard let loadedAt = manifest.loadedAt else { return ["No manifest is in force"] }
        var facts: [Markup] = [
            "Manifest \(Markup.joined(manifest.files.map { "<code>\($0)</code>" }, separator: ", "))"
        ]
        if let commit = manifest.commit { facts.append("commit <code>\(commit.shortCommit)</code>") }
        if let hash = manifest.hash {
            facts.append("content <code title=\"SHA-256 \(hash)\">\(String(hash.prefix(12)))</code>")
        }
        facts.append("loaded \(time(loadedAt))")
        return facts
    }

    private var tiles: Markup {
        let states: [(ImageStatus.State, String)] = [
            (.inSync, "in sync"), (.missing, "lacking members"), (.backedOff, "backed off"),
            (.unreadable, "not readable"), (.unknown, "not looked at yet"), (.unfinished, "not all done"),
        ]
        // Most manifests take nothing away, and have nothing of it on their page.
        let images = states.filter { $0.0 != .unfinished || tally.images($0.0) > 0 }.map { state, label in
            tile(
                "Images \(label)", tally.images(state),
                tally.images(state) == 0 && state != .inSync ? nil : state.severity
            )
        }
        let leaving = tally.members(.toRemove)
        return """
            \(leaving == 0 ? "" : tile("Members to be removed", leaving, .bad))\(images)\
            \(tile("Members wanted", tally.desired, nil))\
            \(tile("Members in place", tally.members(.present), nil))\
            \(tile("Members missing", tally.members(.missing), tally.members(.missing) > 0 ? .attention : nil))\
            \(tile("Members unmanaged", tally.members(.unmanaged), nil))
            """
    }

    private func tile(_ label: String, _ count: Int, _ severity: Severity?) -> Markup {
        "<div class=\"tile \(severity?.rawValue ?? "plain")\"><dt>\(label)</dt><dd>\(count)</dd></div>\n"
    }
}

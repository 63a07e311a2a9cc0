import Daemon
import FoundationEssentials
import ImageSharing
import Text

/// The daemon's status as Prometheus reads it (text exposition format 0.0.4).
///
/// No label ever holds the ID or the name of an image or a project: a manifest can name a million, and each would be a time
/// series.
struct PrometheusText: Sendable {
    /// The media type of the text.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text; the same for the same status.
    let text: String

    /// Writes a status.
    init(_ status: DaemonStatus) {
        var writer = PrometheusWriter()
        writer.writeProcess(status)
        writer.writeManifest(status.manifest)
        writer.writeRuns(status)
        writer.writeImages(StatusTally(status.images))
        writer.writeExpiries(status)
        writer.writeSets(status)
        writer.writeRequests(status.counters)
        text = writer.text
    }
}

extension PrometheusWriter {
    fileprivate mutating func writeProcess(_ status: DaemonStatus) {
        gauge("build_info", "The running program; always 1.", 1, labels: [("version", status.version)])
        if let cloud = status.cloud {
            gauge(
                "cloud_info", "The cloud, region and project that it is about; always 1.", 1,
                labels: [
                    ("cloud", cloud.name), ("region", cloud.region ?? ""), ("project_id", cloud.projectID ?? ""),
                    ("project_name", cloud.projectName ?? ""),
                ]
            )
        }
        if let shard = status.shard {
            gauge("shard", "Which part of the images it is about, counted from 0.", Double(shard.index))
            gauge("shards", "How many parts there are.", Double(shard.count))
        }
        gauge(
            "credentials_refused", "Whether nothing goes on until credentials, certificates or addresses are mended.",
            status.obstacle == nil ? 0 : 1
        )
        gauge("start_time_seconds", "When the program was started.", status.startedAt.timeIntervalSince1970)
        if let expiry = status.tokenExpiresAt {
            gauge("token_expiry_timestamp_seconds", "When the token in use expires.", expiry.timeIntervalSince1970)
        }
    }

    fileprivate mutating func writeManifest(_ manifest: ManifestStatus) {
        let isLoaded = manifest.loadedAt != nil
        gauge("manifest_loaded", "Whether a good manifest is in force.", isLoaded ? 1 : 0)
        gauge(
            "manifest_last_load_successful", "Whether the newest manifest is the one in force.",
            isLoaded && manifest.problems.isEmpty ? 1 : 0
        )
        gauge(
            "manifest_loaded_timestamp_seconds", "When the manifest in force was loaded; 0 if none is.",
            manifest.loadedAt?.timeIntervalSince1970 ?? 0
        )
        if isLoaded {
            gauge(
                "manifest_info", "The content and the commit of the manifest in force; always 1.", 1,
                labels: [("hash", manifest.hash ?? ""), ("commit", manifest.commit ?? "")]
            )
        }
    }

    fileprivate mutating func writeRuns(_ status: DaemonStatus) {
        // 0 rather than no sample: an alert on the age of a success must also ring where there never was one.
        gauge(
            "last_tick_timestamp_seconds", "When the last run ended; 0 if none did.",
            status.ticks.first?.endedAt.timeIntervalSince1970 ?? 0
        )
        gauge(
            "last_success_timestamp_seconds", "When a run last ended with nothing wrong; 0 if none did.",
            status.lastSuccessAt?.timeIntervalSince1970 ?? 0
        )
        if let next = status.nextTickAt {
            gauge("next_tick_timestamp_seconds", "When the next run is due.", next.timeIntervalSince1970)
        }
        if status.staleAfter > .zero {
            gauge(
                "stale_after_seconds", "How long a run may be ago before the daemon counts as stuck.",
                status.staleAfter.inSeconds
            )
        }
        counter(
            "ticks_total", "Runs, by how they went.",
            Report.Verdict.allCases.map { ([("verdict", $0.rawValue)], Double(status.counters.ticks[$0] ?? 0)) }
        )
        counter(
            "changes_total", "Changes of members, by how they ended.",
            Outcome.Result.allCases.map { ([("result", $0.rawValue)], Double(status.counters.changes[$0] ?? 0)) }
        )
        counter(
            "members_removed_total", "Members that were removed.",
            [([], Double(status.counters.changes[.removed] ?? 0))])
        counter(
            "members_accepted_total", "Members that were accepted in their projects' place.",
            [([], Double(status.counters.changes[.accepted] ?? 0))])
    }

    fileprivate mutating func writeImages(_ tally: StatusTally) {
        family("images", "gauge", "Images of the manifest, by how they stand.")
        for state in ImageStatus.State.allCases {
            sample("images", labels: [("state", state.rawValue)], Double(tally.images(state)))
        }
        gauge("members_desired", "Members that the manifest asks for.", Double(tally.desired))
        gauge("members_present", "Members that are asked for and there.", Double(tally.members(.present)))
        gauge("members_missing", "Members that are asked for and not there.", Double(tally.members(.missing)))
        gauge("members_unmanaged", "Members that are there and not asked for.", Double(tally.members(.unmanaged)))
        gauge(
            "removals_held", "Members that are taken away, and left because nothing allows it or it does not follow.",
            Double(tally.removals(.held)))
        gauge(
            "removals_refused", "Members that are taken away, and left because the limit refuses it.",
            Double(tally.removals(.refused)))
    }

    fileprivate mutating func writeExpiries(_ status: DaemonStatus) {
        gauge("expiring_members", "Memberships that end soon.", Double(status.expiring.count))
        if let next = status.nextExpiry {
            gauge("next_expiry_timestamp_seconds", "When the next membership ends.", next.timeIntervalSince1970)
        }
    }

    /// Writes the families on what the manifest names; none for a manifest of IDs.
    fileprivate mutating func writeSets(_ status: DaemonStatus) {
        let lookups = LookupTrouble(status)
        guard !status.imageSets.isEmpty || !status.projectNames.isEmpty || lookups.count > 0 else { return }
        gauge("lookup_problems", "Lookups of what the manifest names that were in vain.", Double(lookups.count))
        guard !status.imageSets.isEmpty else { return }
        family("image_set_images", "gauge", "Images that a set finds; none where they could not be looked for.")
        for set in status.imageSets {
            guard let images = set.images else { continue }
            sample("image_set_images", labels: [("set", set.name)], Double(images.count))
        }
        family("image_set_problem", "gauge", "Whether a set finds nothing, or too much, or could not be looked for.")
        for set in status.imageSets {
            let isInTrouble = set.problem != nil || set.images == nil
            sample("image_set_problem", labels: [("set", set.name)], isInTrouble ? 1 : 0)
        }
    }

    fileprivate mutating func writeRequests(_ counters: Counters) {
        // A request without an answer has no status, and sorts before those that have one.
        let requests = counters.requests.sorted {
            ($0.key.method, $0.key.status ?? 0) < ($1.key.method, $1.key.status ?? 0)
        }
        counter(
            "requests_total", "Requests to the cloud, by method and status; none where there was no answer.",
            requests.map { request, count in
                let status = request.status.map(String.init) ?? "none"
                return ([("method", request.method), ("status", status)], Double(count))
            }
        )
        histogram(
            "request_duration_seconds", "How long requests to the cloud took.",
            bounds: Counters.requestSecondsBounds, counts: counters.requestSecondsBuckets, sum: counters.requestSeconds
        )
        counter("back_offs_total", "How often an image was left alone for a while.", [([], Double(counters.backOffs))])
        counter(
            "throttle_seconds_total", "How long requests were held back because the cloud asked for it.",
            [([], counters.throttleSeconds)]
        )
    }
}

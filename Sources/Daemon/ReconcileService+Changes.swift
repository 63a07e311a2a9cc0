import ImageSharing
import Logging
import Text

/// The service's lines about members: those that it has added, accepted and removed, and those that it was not to remove.
extension ReconcileService {
    /// Logs the changes of a tick, a line each, and the removals that are newly held or refused.
    ///
    /// - Returns: whether there was anything to log.
    func logChanges(of report: Report) -> Bool {
        let done = (report.execution?.outcomes ?? []).filter { [.created, .removed, .accepted].contains($0.result) }
        let left = removalLog.record(report, of: ledger)
        guard !done.isEmpty || !left.isEmpty else { return false }
        let names = KnownNames(report.plan)
        let terms = Dictionary((report.plan?.images ?? []).map { ($0.image, $0.terms) }) { first, _ in first }
        for outcome in done {
            var metadata = line(names, outcome.image, [outcome.member])
            metadata["request.id"] = outcome.requestID.map { "\($0)" }
            if let removal = outcome.change.removal {
                metadata["cause"] = "\(removal.cause.name)"
                metadata["status"] = "\(removal.status.rawValue)"
                let reason = terms[outcome.image]?.members[outcome.member.project]?.reason
                metadata["reason"] = reason.map { "\($0.onOneLine(limit: 255))" }
            }
            logger.notice("\(outcome.logMessage)", metadata: metadata)
        }
        for group in left {
            var metadata = line(names, group.image, group.members)
            metadata["cause"] = "\(group.cause)"
            metadata["status"] = group.members.count == 1 ? "\(group.status.rawValue)" : nil
            metadata["because"] = group.reason.map { "\($0.rawValue)" }
            logger.warning("removal \(group.standing.rawValue)", metadata: metadata)
        }
        return true
    }

    /// Returns the details of a line about members of an image that one line of the manifest is about.
    func line(_ names: KnownNames, _ image: ImageID, _ members: [DesiredMember]) -> Logger.Metadata {
        let one = members.count == 1 ? members.first?.project : nil
        var metadata: Logger.Metadata = ["image.id": "\(image)", "commit": "\(commit)"]
        metadata["source"] = members.first.map { "\($0.source)" }
        metadata["member.id"] = one.map { "\($0)" }
        if members.count > 1 { metadata["members"] = .stringConvertible(members.count) }
        return metadata.merging(names.fields(image: image, member: one).mapValues { .string($0) }) { $1 }
    }
}

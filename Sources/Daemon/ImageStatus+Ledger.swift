import FoundationEssentials
import ImageSharing

extension ImageStatus {
    /// Makes the status of an image that the ledger knows.
    ///
    /// - Parameters:
    ///   - entry: the ledger's entry.
    ///   - date: turns the daemon's time into a date.
    init(_ entry: ImageLedger.Entry, date: (Duration) -> Date) {
        self.init(image: entry.desired.id, source: entry.desired.source)
        description = entry.desired.description
        name = entry.desired.name
        sets = entry.desired.sets
        problem = entry.problem ?? entry.unread
        warnings = entry.warnings
        observedAt = entry.observedAt.map(date)
        retryAt = entry.retryAt.map(date)
        removals = entry.removals
        rejected = entry.finding?.rejected ?? []
        nextExpiry = entry.finding?.nextExpiry
        // An observation that failed changes nothing of what is known, but nobody shall take that for news.
        if entry.failures > 0 {
            state = .backedOff
        } else if !entry.missing.isEmpty {
            state = .missing
        } else if entry.unread != nil {
            state = .unreadable
        } else if !removals.isEmpty || entry.problem != nil {
            state = .unfinished
        } else {
            // Of whom not all is known who shall have it, nobody can say that all have it.
            state = entry.finding == nil ? .unknown : entry.desired.isWhole ? .inSync : .unreadable
        }
        let isKnown = entry.finding != nil
        let wanted = entry.wanted.map { member in
            Member(
                project: member.project, isWanted: true, isPresent: isKnown && !entry.missing.contains(member.project)
            )
        }
        let unmanaged = (entry.finding?.unmanaged ?? []).map {
            Member(project: $0, isWanted: false, isPresent: true)
        }
        let leaving = removals.map {
            Member(project: $0.project, isWanted: false, isPresent: true, isTakenAway: true)
        }
        members = (wanted + unmanaged + leaving).sorted { $0.project < $1.project }
    }
}

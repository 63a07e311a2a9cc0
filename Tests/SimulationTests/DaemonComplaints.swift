import Daemon
import ImageSharing
import TestSupport

extension Story {
    /// Everything about a daemon that is not as it should be.
    func complaints(about kept: Kept) -> [String] {
        guard let daemon else { return [] }
        return fates(kept, daemon) + status(kept) + requests(kept, daemon) + kept.lies + kept.cloud.violations
    }

    /// A healthy image has its members after the first sweep, whatever ails the others, and an interval after the end of
    /// what ailed all of them.
    private func fates(_ kept: Kept, _ daemon: DaemonLife) -> [String] {
        let lasts = [.unreadable, .unwritable, .member].contains(ailment)
        let isBeforeLoss = firstSweepEnds(daemon) < .seconds(outage.upperBound)
        let first = lasts && isBeforeLoss ? lacking(wantedAtFirst, in: kept.early) : []
        return first.map { "image \($0) is healthy, and was left out of the first sweep" }
            + lacking(wanted, in: kept.rows).map { "image \($0) is healthy, and lacks members at the end" }
    }

    private func lacking(_ wanted: [Int: [Int]], in rows: [Int: Set<String>]) -> [Int] {
        wanted.keys.filter { image in
            isHealthy(image)
                && !Set(wanted[image]?.map { "\(ProjectID.numbered($0))" } ?? []).isSubset(of: rows[image] ?? [])
        }.sorted()
    }

    /// Everything that is said at the end is so.
    private func status(_ kept: Kept) -> [String] {
        var complaints: [String] = []
        let line = kept.words.last ?? ""
        if line.contains("the cloud is down") != (ailment == .death) { complaints.append("at the end: \(line)") }
        if ailment == .death && kept.status.ticks.first?.verdict != .failed {
            complaints.append("the dead cloud's tick")
        }
        for image in kept.status.images {
            let number = kept.cloud.number(of: image.image)
            let members = Set(wanted[number]?.map { "\(ProjectID.numbered($0))" } ?? [])
            let isWhole = members.isSubset(of: kept.rows[number] ?? [])
            switch ailment {
            case .death: continue
            case .unreadable where sick.contains(number):
                if image.state != .unreadable {
                    complaints.append("image \(number) cannot be read, and is \(image.state)")
                }
            default:
                if isWhole != (image.state == .inSync) {
                    complaints.append("image \(number) is \(isWhole ? "" : "not ")whole, and said to be \(image.state)")
                }
                if !isWhole && image.problem == nil { complaints.append("image \(number): no word why") }
            }
        }
        return complaints
    }

    /// A dead cloud is found to be dead by the look in which it died or the next one, and then costs a request a minute.
    private func requests(_ kept: Kept, _ daemon: DaemonLife) -> [String] {
        guard ailment == .outage || ailment == .death else { return [] }
        let end = ailment == .outage ? Duration.seconds(outage.upperBound) : isMended(daemon)
        let inVain = (kept.cloud.requests.map(\.at) + kept.cloud.tokens)
            .filter { $0 >= .seconds(outage.lowerBound) && $0 < end }
        let found = min(end, kept.foundDown ?? end)
        let (toFind, toProbe) = (inVain.count { $0 < found }, inVain.count { $0 >= found })
        // The steps of the back-off, and one an image; then the probes after 5, 10, 20 and 40 seconds, and those that
        // also ask for a token because the old one is about to end.
        let mostToFind = 2 * (3 * concurrency + wanted.count + 12)
        let mostToProbe = 8 + Int((end - found).components.seconds / 60)
        var complaints: [String] = []
        if toFind > mostToFind { complaints.append("\(toFind) requests to find out, at most \(mostToFind)") }
        if toProbe > mostToProbe { complaints.append("\(toProbe) requests to a dead cloud, at most \(mostToProbe)") }
        return complaints
    }
}

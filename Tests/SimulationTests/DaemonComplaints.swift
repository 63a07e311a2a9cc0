import Daemon
import ImageSharing
import TestSupport

extension Story {
    /// Everything about a daemon that is not as it should be.
    func complaints(about kept: Kept) -> [String] {
        guard let daemon else { return [] }
        return fates(kept, daemon) + status(kept, daemon) + requests(kept, daemon) + kept.lies + kept.cloud.violations
    }

    /// A healthy image has its members after the first sweep, whatever ails the others, and all is done that its manifest
    /// asks for an interval after the end of what ailed all of them.
    private func fates(_ kept: Kept, _ daemon: DaemonLife) -> [String] {
        let lasts = [.unreadable, .unwritable, .member].contains(ailment)
        let isBeforeLoss = firstSweepEnds(daemon) < .seconds(outage.upperBound)
        let healthy = terms.images.filter { isHealthy($0.key) }.sorted { $0.key < $1.key }
        let atFirst = Int(firstSweepEnds(daemon).components.seconds)
        let inTheEnd = Int(isMended(daemon).components.seconds)
        var complaints: [String] = []
        for (image, words) in healthy {
            let first = words.wanted(at: atFirst).intersection((wantedAtFirst[image] ?? []).map(StoryTerms.name))
            if lasts && isBeforeLoss && !first.isSubset(of: (kept.early[image] ?? []).map(\.member)) {
                complaints.append("image \(image) is healthy, and was left out of the first sweep")
            }
            let rows = kept.rows[image] ?? []
            if !words.wanted(at: inTheEnd).isSubset(of: rows.map(\.member)) {
                complaints.append("image \(image) is healthy, and lacks members at the end")
            }
            // An exclusive list takes nobody away any more once its last membership has ended.
            let leaving = words.toGo(among: rows, at: outage.upperBound)
                .filter { words.isToGo($0.member, at: inTheEnd) }
            if terms.limit != nil && !leaving.isEmpty {
                complaints.append("image \(image) is healthy, and has members at the end that had to go")
            }
            if terms.rights.isAdministrator && !words.toAccept(among: rows, at: inTheEnd).isEmpty {
                complaints.append("image \(image) is healthy, and not accepted at the end")
            }
        }
        return complaints
    }

    /// Everything that is said at the end is so.
    private func status(_ kept: Kept, _ daemon: DaemonLife) -> [String] {
        let seconds = Int(isMended(daemon).components.seconds)
        var complaints: [String] = []
        let line = kept.words.last ?? ""
        // Of a cloud of which no image does well, nobody can tell.
        let isTellable = ailment == .death || wanted.keys.contains(where: isHealthy)
        if isTellable && line.contains("the cloud is down") != (ailment == .death) {
            complaints.append("at the end: \(line)")
        }
        if ailment == .death && kept.status.ticks.first?.verdict != .failed {
            complaints.append("the dead cloud's tick")
        }
        for image in kept.status.images {
            let number = kept.cloud.number(of: image.image)
            guard let words = terms.images[number] else { continue }
            let rows = kept.rows[number] ?? []
            let isWhole = words.wanted(at: seconds).isSubset(of: rows.map(\.member))
            let isUnread = [.unreadable, .backedOff].contains(image.state)
            switch ailment {
            case .death: continue
            case _ where words.isOthers && !terms.rights.isAdministrator:
                if !isUnread { complaints.append("image \(number) is another project's, and is \(image.state)") }
            case .unreadable where sick.contains(number):
                if !isUnread {
                    complaints.append("image \(number) cannot be read, and is \(image.state)")
                }
            default:
                let isDone =
                    isWhole && words.toGo(among: rows, at: outage.upperBound).isEmpty
                    && words.toAccept(among: rows, at: seconds).isEmpty
                let isSaidToBeWhole = [.inSync, .unfinished].contains(image.state)
                if isWhole != isSaidToBeWhole || image.state == .inSync && !isDone {
                    complaints.append(
                        "image \(number) is \(isWhole ? "" : "not ")whole, \(isDone ? "" : "not ")done, and said to be "
                            + "\(image.state)")
                }
                if image.state == .unfinished && isDone && words.toGo(among: rows, at: seconds).isEmpty
                    && !words.hasTrouble(terms, at: seconds)
                {
                    complaints.append("image \(number) is done, and said not to be")
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

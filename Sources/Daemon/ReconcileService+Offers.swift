import ImageSharing
import Logging

/// The service's word on what is offered to the token's project and not accepted.
extension ReconcileService {
    /// Logs the images that are offered by nobody who is trusted, each once.
    func logOffers(_ images: [FoundImage]) {
        let new = images.filter { toldOffers.insert($0.id).inserted }
        guard !new.isEmpty else { return }
        let owners = Set(new.compactMap(\.owner)).sorted()
        logger.notice(
            "offered, not trusted, and left alone",
            metadata: [
                "images": .stringConvertible(new.count),
                "image.ids": ProblemLine.names(of: new.map(\.id), most: 10),
                "owners": "\(owners.prefix(10).joined(separator: ","))\(owners.count > 10 ? ",…" : "")",
            ])
    }
}

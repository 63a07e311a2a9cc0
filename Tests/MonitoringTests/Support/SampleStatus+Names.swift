import Daemon
import FoundationEssentials
import ImageSharing
import TestSupport

extension SampleStatus {
    /// A daemon that has found two images by a set, and has looked for some things in vain.
    static func named(_ name: String) throws -> DaemonStatus {
        var status = try healthy()
        status.record(resolved: .named(name), at: start.addingTimeInterval(60))
        status.images = DesiredState.named(name).images.map { image in
            var shown = ImageStatus(image: image.id, source: image.source, state: .inSync)
            (shown.name, shown.sets) = (image.name, image.sets)
            shown.members = image.members.map { .init(project: $0.project, isWanted: true, isPresent: true) }
            shown.observedAt = start.addingTimeInterval(3599)
            return shown
        }
        return status
    }
}

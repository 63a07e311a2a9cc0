internal import ImageSharing
internal import Manifests

/// The generated manifest, and a cloud that holds every other member that it asks for.
struct HalfShared: Sendable {
    let desired: DesiredState
    let current: CurrentState

    /// Made before anything is measured, once a process.
    static let generated = Result {
        HalfShared(try ManifestLoader().load(GeneratedManifest.bytes, named: "generated").desired)
    }

    private init(_ desired: DesiredState) {
        self.desired = desired
        let observations = desired.images.map { image in
            let present = stride(from: 0, to: image.members.count, by: 2).map { index in
                ImageMember(project: image.members[index].project, status: .pending)
            }
            return (image.id, Observation.members(present))
        }
        current = CurrentState(observations: Dictionary(uniqueKeysWithValues: observations))
    }
}

internal import ImageSharing
internal import Manifests
internal import Testing

let imageA = "54d63e39-4ee1-4a62-8704-0ae5025a0deb"
let imageB = "82c96579-ba53-4a84-a69a-716382fe0293"
let projectA = "f6a818c3d4aa458798ed86892e7150c0"
let projectB = "2d1521a5a0c94a45bd0ad9ffcb0d5d72"

/// Reads a manifest that is fine.
func load(_ text: String) throws -> LoadedManifest {
    try ManifestLoader().load(Array(text.utf8), named: "sharing.yaml")
}

/// The errors of a manifest that is not.
func errors(_ text: String) throws -> ManifestErrors {
    try #require(throws: ManifestErrors.self) { try load(text) }
}

extension DesiredState {
    /// Each member with the place that asks for it.
    var pairs: [String] {
        images.flatMap { image in
            image.members.map { "\(image.id) \($0.project) \($0.source.line):\($0.source.column)" }
        }
    }
}

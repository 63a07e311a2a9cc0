import Daemon
import FoundationEssentials
import Host
import ImageSharing
import Manifests

/// The manifests that paths name, each time as they are then.
struct ManifestFiles: ManifestReading {
    let paths: [String]
    /// The kind of file that they are.
    let kind: ManifestKind
    /// The part of their images that is looked after; nil for all.
    let shard: Shard?
    /// The files as they were last read: a change of one is not to cost the reading of all.
    private let known = KnownFiles { Date.now.timeIntervalSince1970 }

    init(paths: [String], kind: ManifestKind = .sharing, shard: Shard? = nil) {
        self.paths = paths
        self.kind = kind
        self.shard = shard
    }

    func forget() { known.forget() }

    func stamp() async -> String? {
        let stamp = ManifestLoader().stamp(of: paths)
        let revision = RunEnvironment.revision(of: paths)
        guard revision?.lock == nil, stamp.isReliable(at: Date.now.timeIntervalSince1970) else { return nil }
        return "\(revision?.commit ?? "none")\n\(stamp.text)"
    }

    func identity() async -> ManifestIdentity {
        let check = RevisionCheck(paths)
        let contents = ManifestLoader(of: [kind], blobHash: check.blobHash, known: known).contents(of: paths)
        return ManifestIdentity(contents, check.end(reading: contents.blobs))
    }

    func read() async -> ManifestVersion {
        let check = RevisionCheck(paths)
        let loader = ManifestLoader(of: [kind], takesFingerprint: true, blobHash: check.blobHash, known: known)
        // By these names, also where a manifest with mistakes has none of its own.
        let files = loader.files(of: paths)
        do throws(ManifestErrors) {
            var manifest = try loader.load(paths).limited(to: shard)
            let contents = ManifestContents(files: files, fingerprint: manifest.fingerprint ?? "")
            let git = check.end(reading: manifest.blobs)
            git.mark(&manifest.manifest)
            return ManifestVersion(manifest.manifest, problems: [], identity: ManifestIdentity(contents, git))
        } catch {
            let contents = ManifestContents(files: files, fingerprint: error.fingerprint ?? "")
            return ManifestVersion(
                nil, problems: error.problems,
                identity: ManifestIdentity(contents, check.end(reading: error.blobs)))
        }
    }
}

extension ManifestIdentity {
    fileprivate init(_ contents: ManifestContents, _ git: RevisionCheck.Origin) {
        self.init(
            hash: contents.fingerprint, files: contents.files, commit: git.commit, isInChange: git.isInChange,
            lock: git.lock)
    }
}

import ImageSharing
import Manifests
import Text

/// The result of `validate`.
enum ValidationReport {
    case valid(LoadedManifest)
    case invalid(ManifestErrors)

    /// The result in one of its forms, ending in a line break.
    func render(as format: ResultFormat) -> String {
        switch format {
        case .text: sentence(naming: \.escapedForDisplay) + "\n"
        case .json: json
        case .markdown: markdown.render()
        }
    }

    private var problems: [Problem] {
        switch self {
        case .valid: []
        case .invalid(let errors): errors.problems
        }
    }

    private var omittedProblems: Int {
        if case .invalid(let errors) = self { errors.omittedErrors } else { 0 }
    }

    private var missingFiles: [String] {
        if case .valid(let manifest) = self { manifest.manifest.missingFiles } else { [] }
    }

    private func sentence(naming shown: (String) -> String) -> String {
        switch self {
        case .valid(let manifest):
            let files = manifest.files.count == 1 ? shown(manifest.files[0]) : counted(manifest.files.count, "file")
            let trust = manifest.manifest.trustCount
            if trust > 0 && manifest.manifest.imageCount + manifest.manifest.setCount == 0 {
                return "\(files): valid, \(counted(trust, "trusted offer"))."
            }
            let images = counted(manifest.desired.images.count, "image")
            let (sets, names) = (manifest.manifest.setCount, manifest.manifest.nameCount)
            let wider =
                (sets > 0 ? ", \(counted(sets, "image set"))" : "") + (names > 0 ? ", \(counted(names, "name"))" : "")
                + (trust > 0 ? ", \(counted(trust, "trusted offer"))" : "")
            return "\(files): valid, \(images), \(counted(manifest.desired.memberCount, "member"))\(wider)."
        case .invalid(let errors):
            return "Not valid: \(counted(errors.errors.count + errors.omittedErrors, "error"))."
        }
    }

    private var markdown: MarkdownPage {
        MarkdownPage(
            head: "### glance-share validate\n\n**\(sentence(naming: MarkdownText.code))**\n",
            blocks: MissingFiles.markdown(missingFiles) + (problems.isEmpty ? [] : ["\n"])
                + problems.map { MarkdownText.line($0) },
            omittedProblems: omittedProblems
        )
    }

    private var json: String {
        var json = JSONWriter()
        json.object { json in
            json.header(command: "validate")
            json.missingFiles(missingFiles)
            switch self {
            case .valid(let manifest):
                json.field("outcome", "valid")
                json.object("summary") { json in
                    json.field("images", manifest.desired.images.count)
                    json.field("members", manifest.desired.memberCount)
                    let (sets, names) = (manifest.manifest.setCount, manifest.manifest.nameCount)
                    if sets > 0 { json.field("image_sets", sets) }
                    if names > 0 { json.field("names", names) }
                    let trust = manifest.manifest.trustCount
                    if trust > 0 { json.field("trusted", trust) }
                    json.field("errors", 0)
                    json.field("warnings", manifest.warnings.count + manifest.omittedWarnings)
                }
            case .invalid(let errors):
                json.field("outcome", "invalid")
                json.object("summary") { json in
                    json.field("errors", errors.errors.count + errors.omittedErrors)
                    json.field("warnings", errors.warnings.count + errors.omittedWarnings)
                }
            }
            json.problems(problems, omitted: omittedProblems)
        }
        return json.text + "\n"
    }
}

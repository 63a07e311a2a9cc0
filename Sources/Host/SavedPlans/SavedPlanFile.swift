internal import Crypto
import FoundationEssentials
package import ImageSharing
import Text

/// A saved plan with all that says where it comes from, as a file has it (`plan --save FILE`, `apply --plan FILE`).
package struct SavedPlanFile: Sendable, Equatable {
    /// The version of the form, as the file says it itself.
    package static let formatVersion = 1
    /// The first characters of every file of this version: no other file is replaced by one.
    package static let beginning = "{\n  \"format_version\": \(formatVersion),\n  \"kind\": \"\(kind)\","

    static let kind = "saved_plan"
    static let toolName = "glance-share"

    /// The version of the program that wrote it.
    package let toolVersion: String
    /// The commit of the manifests; nil where they lie in no work tree.
    package let commit: String?
    /// The SHA-256 of the manifests, in hexadecimal digits.
    package let manifestHash: String?
    /// The cloud and the project that it is for.
    package let cloud: CloudIdentity
    /// The part of the images that it is about; nil for all.
    package let shard: Shard?
    /// The plan.
    package let plan: SavedPlan

    /// Makes the content of a file.
    package init(
        toolVersion: String, commit: String?, manifestHash: String?, cloud: CloudIdentity, shard: Shard? = nil,
        plan: SavedPlan
    ) {
        self.toolVersion = toolVersion
        self.commit = commit
        self.manifestHash = manifestHash
        self.cloud = cloud
        self.shard = shard
        self.plan = plan
    }

    /// The text of the file: the same for the same content.
    package var text: String {
        var json = JSONWriter()
        json.object { json in
            json.field("format_version", Self.formatVersion)
            json.field("kind", Self.kind)
            json.object("tool") { json in
                json.field("name", Self.toolName)
                json.field("version", toolVersion)
            }
            json.field("made_at", plan.moment.formatted(Date.ISO8601FormatStyle.inRecords))
            json.field("commit", commit)
            json.field("manifest_sha256", manifestHash)
            json.object("cloud") { json in
                json.field("name", cloud.name)
                json.field("region", cloud.region)
                json.field("image_endpoint", cloud.imageEndpoint)
                json.field("project_id", cloud.projectID)
                json.field("project_name", cloud.projectName)
            }
            if let shard { json.field("shard", shard.description) }
            json.write(plan)
        }
        let body = json.text.dropLast("\n}".count)
        return body + Self.ending(of: body)
    }

    /// The last field and the end of a file: the checksum of all that stands before it.
    static func ending(of body: Substring) -> String {
        ",\n  \"checksum\": \"sha256:\(SHA256.hash(data: Array(body.utf8)).hexadecimal)\"\n}\n"
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ plan: SavedPlan) {
        array("images", plan.images) { json, image in
            json.object { json in
                json.field("image", image.image.description)
                if let description = image.description { json.field("description", description) }
                if let name = image.name { json.field("name", name) }
                if !image.sets.isEmpty { json.array("sets", image.sets) { $0.value($1) } }
                json.place("source", image.source)
                json.field("members", image.memberCount)
                json.field("fingerprint", image.fingerprint.digits)
                json.array("changes", image.changes) { json, change in
                    json.object { $0.write(change, of: image, name: plan.projectNames[change.member.project]) }
                }
            }
        }
        field("members_of_other_images", plan.otherMembers)
        array("problems", plan.problems) { json, problem in
            json.object { json in
                json.field("code", problem.code.rawValue)
                json.field("image", problem.image?.description)
                json.field("member", problem.member?.description)
                json.field("message", problem.message)
            }
        }
    }

    private mutating func write(_ change: Change, of image: SavedPlan.Image, name: String?) {
        let (member, terms) = (change.member, image.terms[change.member.project])
        field("action", change.action.rawValue)
        field("member", member.project.description)
        if let name { field("name", name) }
        place("source", member.source)
        if let others = image.otherSources[member.project] {
            array("other_sources", others) { json, source in json.object { $0.place(source) } }
        }
        if let removal = change.removal {
            field("cause", removal.cause.name)
            field("status", removal.status.rawValue)
            field("since", removal.since)
            field("rows", removal.rows)
        }
        if let until = terms?.until ?? change.removal?.cause.expiry {
            field("until", until.text)
            field("ends_at", until.moment.formatted(Date.ISO8601FormatStyle.inRecords))
        }
        if let reason = terms?.reason { field("reason", reason) }
    }

    private mutating func place(_ key: String, _ source: SourceLocation) { object(key) { $0.place(source) } }

    private mutating func place(_ source: SourceLocation) {
        field("file", source.file)
        field("line", source.line)
        field("column", source.column)
    }
}

extension Removal.Cause {
    /// The end that is past, if that is the cause.
    fileprivate var expiry: Expiry? { if case .expired(let expiry) = self { expiry } else { nil } }
}

extension MemberFingerprint {
    /// The number as 16 hexadecimal digits.
    fileprivate var digits: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

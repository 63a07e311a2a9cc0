import FoundationEssentials
package import ImageSharing
import SystemPackage
import Text

extension SavedPlanFile {
    /// The largest file that is read, in bytes: a plan of a million changes is a third of it.
    private static let maximumSize = 1 << 30

    /// Reads a file, and takes it as a whole or not at all.
    ///
    /// - Parameter path: the file.
    /// - Throws: `planInvalid`: why it is no plan that can be carried out, and what to do about it.
    package init(path: String) throws(Problem) {
        let text: String
        do throws(FileReader.Failure) {
            text = try FileReader.text(of: FilePath(path), limit: Self.maximumSize)
        } catch {
            throw Self.invalid(path, "\(error)", hint: "name a file that plan --save has written")
        }
        do throws(Mistake) { try self.init(text: text) } catch {
            throw Self.invalid(path, error.message, hint: error.hint)
        }
    }

    private static func invalid(_ path: String, _ message: String, hint: String) -> Problem {
        Problem(
            code: .planInvalid, message: "cannot use the saved plan \(path.escapedForDisplay): \(message)", hint: hint)
    }

    /// A reason for which a text is no plan that can be carried out, and what to do about it.
    struct Mistake: Error, Equatable {
        let message: String
        let hint: String

        /// A text that is not as the program has written it.
        static func spoilt(_ what: String) -> Mistake {
            Mistake(message: what, hint: "make a new plan with plan --save; a saved plan cannot be edited")
        }

        /// A text that is something else.
        static func foreign(_ what: String) -> Mistake {
            Mistake(message: what, hint: "name a file that plan --save has written")
        }
    }

    /// Reads a text: first what it is, then whether it is whole, and then what it says.
    init(text: String) throws(Mistake) {
        let content = try Self.content(of: text)
        try Self.check(content.header)
        // Every ending is as long as any other.
        let length = Self.ending(of: "").utf8.count
        let end = text.utf8.index(text.endIndex, offsetBy: -length, limitedBy: text.startIndex) ?? text.startIndex
        guard text[end...].utf8.elementsEqual(Self.ending(of: text[..<end]).utf8) else {
            throw .spoilt("its checksum is not that of its text: it was cut off, or edited")
        }
        let document: SavedPlanDocument
        do { document = try content.document.get() } catch {
            throw .spoilt("it is not as this program writes it: \(Self.reason(for: error))")
        }
        toolVersion = document.tool.version
        commit = document.commit
        manifestHash = document.manifestSha256
        cloud = CloudIdentity(
            name: document.cloud.name, region: document.cloud.region, imageEndpoint: document.cloud.imageEndpoint,
            projectID: document.cloud.projectId, projectName: document.cloud.projectName)
        do throws(SavedPlanDocument.Oddity) { (shard, plan) = (try document.part, try document.plan) } catch {
            throw .spoilt("it is not as this program writes it: \(error.description)")
        }
    }

    /// The beginning of any version's file, as far as it may be known.
    private struct Header: Decodable {
        struct Tool: Decodable {
            let name: String?
            let version: String?
        }

        let formatVersion: Int?
        let kind: String?
        let tool: Tool?
    }

    /// A file's JSON, read once: its beginning, and all of it, as far as this version knows it.
    private struct Content: Decodable {
        let header: Header
        let document: Result<SavedPlanDocument, any Error>

        init(from decoder: any Decoder) throws {
            header = try Header(from: decoder)
            document = Result { try SavedPlanDocument(from: decoder) }
        }
    }

    private static func content(of text: String) throws(Mistake) -> Content {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        if let content = try? decoder.decode(Content.self, from: Data(text.utf8)) { return content }
        guard text.hasPrefix(beginning) else { throw .foreign("it is no saved plan") }
        throw .spoilt("it is no JSON: it was cut off, or edited")
    }

    private static func check(_ header: Header) throws(Mistake) {
        guard header.tool?.name == toolName else { throw .foreign("it is no plan of \(toolName)") }
        guard header.kind == kind else {
            throw .foreign("it is a result of `--format json`, which is written to be read and not to be carried out")
        }
        guard header.formatVersion == formatVersion else {
            let version = header.formatVersion.map { "\($0)" } ?? "unknown"
            let writer = (header.tool?.version ?? "of unknown version").onOneLine().escapedForDisplay
            throw Mistake(
                message: "its format version is \(version), and this program reads \(formatVersion)",
                hint: "use the program that has written it (\(toolName) \(writer)), or make a new plan")
        }
    }

    private static func reason(for error: any Error) -> String {
        let context: DecodingError.Context? =
            switch error as? DecodingError {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            default: nil
            }
        guard let context else { return "\(error)".onOneLine(limit: 200).escapedForDisplay }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return "\(path): \(context.debugDescription)".onOneLine(limit: 200).escapedForDisplay
    }
}

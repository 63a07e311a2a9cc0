import CloudsYAML
import SystemPackage
import TestSupport
import Testing
import Transport

struct CloudsFileTests {
    @Test(arguments: ["password: !Secret9", "password: *Secret9", "password: \"Secret9\\q\"", "Secret9: 1, Secret9: 2"])
    func `A mistake in a file of clouds is reported without a word of the file`(_ setting: String) throws {
        let scratch = try ScratchDirectory()
        let file = try scratch.write("clouds.yaml", "clouds: {prod: {auth: {\(setting)}}}\n")
        let error = #expect(throws: CloudsFile.Failure.self) { try CloudsFile(FilePath(file)) }
        guard case .invalid(let issue) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(issue.message.hasPrefix("\(file):1:") && issue.hint != nil, "\(issue)")
        #expect(!"\(issue)".contains("ecret9"), "\(issue)")
    }
}

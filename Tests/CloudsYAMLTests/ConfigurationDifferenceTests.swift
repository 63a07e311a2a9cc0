import FoundationEssentials
import Subprocess
import SystemPackage
import Testing

@testable import OpenStack

/// The program and `openstack` make the same of the same files, variables and flags, or it is said why they do not.
@Suite(.enabled(if: ConfigurationOracle.python != nil, "needs the openstack command: Tests/Testbed/run"))
struct ConfigurationDifferenceTests {
    private static let cases = ConfigurationCase.ofVariables + ConfigurationCase.ofFiles

    @Test func `Files, variables and flags lead to the same cloud as with openstack`() async throws {
        #expect(Self.cases.count >= 80)
        #expect(Set(Self.cases.map(\.description)).count > 80)
        try await ConfigurationOracle.withDirectories(for: Self.cases) { places in
            let theirs = try await ConfigurationOracle.answers(to: places)
            try #require(theirs.count == places.count)
            for (place, their) in zip(places, theirs) {
                let our = place.ourAnswer
                let comment = Comment(rawValue: "\(place.testCase): \(our) here, \(their) with openstack")
                if place.testCase.difference == nil {
                    #expect(our.isSame(as: their), comment)
                } else {
                    // A difference that is none any more is to be struck out.
                    #expect(!our.isSame(as: their), comment)
                }
            }
        }
    }
}

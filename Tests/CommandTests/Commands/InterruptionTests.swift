import Glibc
import Subprocess
import Testing
import UnixSignals

@testable import glance_share

/// A run can be stopped or killed at any moment, and the next one finishes its work.
@Suite(.serialized, .timeLimit(.minutes(5))) struct InterruptionTests {
    @Test(arguments: [(Signal.interrupt, 130), (Signal.terminate, 143)] as [(Signal, Int32)])
    func `A signal stops new writes, and the report says what was done`(_ signal: Signal, status: Int32) async throws {
        try await withWorkspace(images: 4, faults: ["method=POST,path=members,delay=30ms"]) { workspace in
            try workspace.writeManifest(images: 4, members: 20)
            let result = try await workspace.program.run(
                ["apply", "--format", "json"], sending: signal, at: { try await workspace.additions(reach: 10) }
            )
            #expect(result.code == status)
            let report = try RunResult(result.standardOutput)
            #expect(report.interrupted)
            let posted = try workspace.requests().count { $0.isAddition && $0.status == 200 }
            #expect(report.summary["created"] == posted)
            #expect(report.summary["skipped"] == 80 - posted)
            #expect(report.summary["failed"] == 0)
            #expect(try await workspace.program.run("apply").code == 0)
            #expect(try workspace.requests().count { $0.isAddition && $0.status == 200 } == 80)
        }
    }

    @Test func `A signal stops removals, too, and the next run ends as if there had been none`() async throws {
        try await withWorkspace(images: 4, faults: ["method=DELETE,path=members,delay=30ms"]) { workspace in
            try workspace.writeManifest(images: 4, members: 20)
            #expect(try await workspace.program.run("apply").code == 0)
            let kept = Workspace.manifest(images: workspace.imageIDs, members: [workspace.projectIDs[0]])
            try workspace.write("defaults: {exclusive: true}\n" + kept)
            let apply = ["apply", "--max-removals", "100%", "--format", "json"]
            let result = try await workspace.program.run(
                apply, sending: .terminate, at: { try await workspace.removals(reach: 10) })
            #expect(result.code == 143)
            let report = try RunResult(result.standardOutput)
            #expect(report.interrupted && report.problems.isEmpty)
            let removed = try workspace.requests().count { $0.isRemoval && $0.status == 204 }
            #expect((10..<76).contains(removed))
            #expect(report.summary["removed"] == removed)
            #expect(report.summary["skipped"] == 76 - removed)
            #expect(report.summary["failed"] == 0)
            #expect(report.changes.count { $0.result == "removed" } == removed)
            let second = try await workspace.program.run(apply)
            #expect(second.code == 0, "\(second)")
            #expect(try RunResult(second.standardOutput).summary["removed"] == 76 - removed)
            #expect(try workspace.requests().count { $0.isRemoval && $0.status == 204 } == 76)
            #expect(try await workspace.program.run("plan", "--detailed-exitcode").code == 0)
        }
    }

    /// Two signals that differ, since two of a kind can become one; the second addition hangs, and the third is answered.
    @Test func `A second signal ends the run at once, and the log says so`() async throws {
        try await withWorkspace(images: 2, faults: ["method=POST,path=members,every=2,delay=20s"]) { workspace in
            try workspace.writeManifest(images: 2, members: 8)
            let result = try await workspace.program.run(["apply", "-q"]) { process in
                try await workspace.additions(reach: 2)
                kill(process, SIGINT)
                return .terminate
            }
            #expect([130, 143].contains(result.code))
            #expect(result.standardError.contains("warning stopped at once: what was sent and not answered may be"))
            #expect(result.standardOutput.isEmpty)
        }
    }

    /// As `timeout` of coreutils sends it: to the program, and at once to its group.
    @Test(arguments: [
        (UnixSignal.sigterm, 0.0, Interruption.FirstSignal.Count.echo), (.sigterm, 0.4, .echo),
        (.sigterm, 0.6, .second), (.sigint, 0.0, .second), (.sigint, 3, .second),
    ])
    func `The same signal counts once within half a second`(
        signal: UnixSignal, after seconds: Double, count: Interruption.FirstSignal.Count
    ) {
        let (first, now) = (Interruption.FirstSignal(), ContinuousClock.now)
        #expect(first.signal == nil)
        #expect(first.count(.sigterm, at: now) == .first)
        #expect(first.count(signal, at: now + .seconds(seconds)) == count)
        #expect(first.signal == .sigterm)
    }

    /// Ten moments, each the one at which the sandbox has been asked so often.
    @Test(arguments: [1, 2, 5, 9, 14, 20, 27, 31, 36, 39])
    func `After a run that was killed at any moment, the next one ends in the same state`(_ moment: Int) async throws {
        // The last addition takes its time, so that the program is still there to be killed.
        let faults = ["method=POST,path=members,every=40,delay=3s", "method=POST,path=members,delay=10ms"]
        try await withWorkspace(images: 4, faults: faults) { workspace in
            try workspace.writeManifest(images: 4, members: 10)
            let killed = try await workspace.program.run(
                ["apply"], sending: .kill, at: { try await workspace.additions(reach: moment) }
            )
            #expect(killed.status == .signaled(9))
            #expect(try await workspace.program.run("apply").code == 0)
            #expect(try await workspace.program.run("plan", "--detailed-exitcode").code == 0)
            let additions = try workspace.requests().filter(\.isAddition)
            #expect(additions.count { $0.status == 200 } == 40)
        }
    }
}

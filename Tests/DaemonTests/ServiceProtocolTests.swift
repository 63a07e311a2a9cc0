import ImageSharing
import Logging
import Manifests
import Pacing
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import Daemon

/// The loop between manifest, cloud, watcher and service group, at the seams.
struct ServiceProtocolTests {
    @Test func `The loop is ready as soon as the manifest was read, and once more after each reload`() async {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 1), hash: "a")
        let service = run.service()
        await service.start()
        #expect(run.events == [.read, .ready, .reconciled, .progress])
        await service.step()
        #expect(run.events.dropFirst(4) == [.progress])
        run.reload.wake()
        await service.step()
        // The manifest is the same, so only its identity was asked for.
        #expect(run.events.dropFirst(5) == [.ready, .reconciled, .progress])
    }

    /// A manager that waits for the end of a reload must not wait for ever.
    @Test func `A reload of a broken manifest ends, too`() async {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 1), hash: "a")
        let service = run.service()
        await service.start()
        run.setManifest(nil, hash: "b")
        run.reload.wake()
        await service.step()
        #expect(run.events.dropFirst(4) == [.read, .ready, .reconciled, .progress])
        #expect(run.lines.last?.contains("the newest manifest is wrong") == true)
    }

    @Test(arguments: [ProblemCode.unexpectedResponse, .auditFailed, .cloudUnavailable, .authenticationFailed])
    func `A run that fails as a whole is a tick like any other, and the loop goes on`(code: ProblemCode) async throws {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 2), hash: "a")
        let service = run.service { run, desired in
            run.calls.count == 1
                ? Report(.notPlanned([Problem(code: code, message: "no")])) : ServiceRun.allInPlace(desired)
        }
        await service.start()
        let failed = try #require(run.store.current.ticks.first)
        #expect(failed.verdict == .failed && failed.problems.map(\.code) == [code])
        #expect(run.store.current.lastSuccessAt == nil)
        #expect(run.events.last == .progress)
        await run.run(service, until: .seconds(700))
        #expect(run.store.current.images.allSatisfy { $0.state == .inSync })
        #expect(run.store.current.lastSuccessAt != nil)
    }

    @Test func `A manifest that changes during a tick leaves the tick alone, and is acted on after it`() async {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 3), hash: "a")
        let service = run.service(manifestInterval: .seconds(5)) { run, desired in
            if run.calls.count == 1 { run.setManifest(ServiceRun.desired(images: 2, members: 2), hash: "b") }
            return ServiceRun.allInPlace(desired)
        }
        await service.start()
        #expect(run.store.current.manifest.hash == "a")
        #expect(run.store.current.images.map(\.members.count) == [1, 1, 1])
        #expect(run.store.current.images.allSatisfy { $0.state == .inSync })
        await run.run(service, until: .seconds(10))
        #expect(run.calls.map(\.images.count) == [3, 2])
        #expect(run.store.current.manifest.hash == "b")
        #expect(run.store.current.images.map(\.members.count) == [2, 2])
    }

    @Test func `A manifest that changes while it is read is taken when it has settled`() async {
        let run = ServiceRun()
        var watcher = ManifestWatcher(RestlessManifest(changes: 3), clock: .init(run.clock))
        var hashes = [await watcher.poll()?.identity.hash]
        for _ in 1...3 { hashes.append(await watcher.poll()?.identity.hash) }
        #expect(hashes == ["0", nil, "3", nil])
    }

    @Test func `A graceful shutdown lets the tick in flight end, and ends what was started before the loop after it`()
        async throws
    {
        let run = ServiceRun()
        run.setManifest(ServiceRun.desired(images: 1), hash: "a")
        let (isInFlight, page) = (Signal(), PageService())
        let service = run.service { run, desired in
            isInFlight.give()
            // The writes in flight are being answered while the status says that it stops.
            _ = await Signal().waitUnlessCancelled()
            page.note("tick, stopping: \(run.store.current.isStopping)")
            return ServiceRun.allInPlace(desired)
        }
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(services: [page, service], logger: silent)
        let work = Task { try await group.run() }
        await isInFlight.wait()
        #expect(!run.store.current.isStopping)
        await group.triggerGracefulShutdown()
        try await work.value
        #expect(page.notes == ["tick, stopping: true", "page"])
        #expect(run.calls.count == 1 && run.store.current.ticks.count == 1)
    }
}

/// A manifest whose content changes with each of the first readings of its identity.
private final class RestlessManifest: ManifestReading {
    private let changes: Int
    private let hash = Mutex(0)

    init(changes: Int) { self.changes = changes }

    func stamp() async -> String? { nil }

    func identity() async -> ManifestIdentity {
        let hash = hash.withLock { hash in
            hash = min(hash + 1, changes)
            return hash
        }
        return ManifestIdentity(hash: "\(hash)", files: ["m"], commit: nil)
    }

    func read() async -> ManifestVersion {
        let identity = ManifestIdentity(hash: "\(hash.withLock { $0 })", files: ["m"], commit: nil)
        return ManifestVersion(Manifest(ofIDs: ServiceRun.desired(images: 1).images), problems: [], identity: identity)
    }
}

/// A service that waits for its end, as the status server does.
private final class PageService: Service {
    private let state = Mutex<[String]>([])

    var notes: [String] { state.withLock { $0 } }

    func note(_ line: String) { state.withLock { $0.append(line) } }

    func run() async throws {
        try await gracefulShutdown()
        note("page")
    }
}

internal import Benchmark
internal import ImageSharing
internal import Manifests
internal import YAML

/// What a manifest of a million members costs, step by step.
///
/// Each step is compared with libyaml alone. Besides, what it costs to resolve names that come to as many.
///
/// The first, unmeasured iteration makes the manifest; every iteration checks that the work was done.
let benchmarks: @Sendable () -> Void = {
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock, .cpuUser, .peakMemoryResident], warmupIterations: 1, maxDuration: .seconds(60),
        maxIterations: 5
    )

    Benchmark("bare", configuration: configuration) { benchmark in
        let count = BareEventLoop.countEvents(GeneratedManifest.bytes)
        if count != GeneratedManifest.eventCount { benchmark.error("\(String(describing: count)) events") }
    }

    Benchmark("compose", configuration: configuration) { benchmark in
        let document = try YAMLDocument(GeneratedManifest.bytes)
        let count = document.root?["images"]?.count
        if count != GeneratedManifest.imageCount { benchmark.error("\(String(describing: count)) images") }
    }

    Benchmark("load", configuration: configuration) { benchmark in
        let loaded = try ManifestLoader().load(GeneratedManifest.bytes, named: "generated")
        let count = loaded.desired.memberCount
        if count != GeneratedManifest.memberCount { benchmark.error("\(count) members") }
    }

    Benchmark("plan", configuration: configuration) { benchmark in
        let state = try HalfShared.generated.get()
        benchmark.startMeasurement()
        let plan = Plan(desired: state.desired, current: state.current)
        let count = plan.additionCount
        if count != GeneratedManifest.memberCount / 2 { benchmark.error("\(count) additions") }
    }

    // The memory of the answers alone, from which that of `resolve` is to be told apart.
    Benchmark("answers", configuration: configuration) { benchmark in
        let count = try WideManifest.answers.images?.get().count
        if count != WideManifest.imageCount { benchmark.error("\(String(describing: count)) images") }
        _ = try WideManifest.manifest.get()
    }

    Benchmark("resolve", configuration: configuration) { benchmark in
        let (manifest, answers) = (try WideManifest.manifest.get(), WideManifest.answers)
        benchmark.startMeasurement()
        let state = manifest.resolve(answers, within: ResolvingLimits(images: WideManifest.imageCount, rows: 2_000_000))
        benchmark.stopMeasurement()
        let count = state.memberCount
        if count != WideManifest.rowCount || !state.problems.isEmpty {
            benchmark.error("\(count) rows, \(state.problems.count) problems")
        }
    }
}

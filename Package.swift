// swift-tools-version: 6.2
import PackageDescription

// Imports go downwards only: a target may import what it lists here and nothing else. The build enforces it with
// `--explicit-target-dependency-import-check error` (see Tests/run.sh).
let package = Package(
    name: "glance-share",
    products: [
        .executable(name: "glance-share", targets: ["glance-share"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.0"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        // The commit that examples/packaging/build-release.sh builds; a plain `swift build` names none.
        .target(
            name: "CRelease",
            cSettings: Context.environment["GLANCE_SHARE_COMMIT"].map {
                [.define("RELEASE_COMMIT", to: "\"\($0)\"")]
            }
        ),
        .target(name: "Text"),
        .target(name: "Pacing"),
        .target(
            name: "ImageSharing", dependencies: ["Text", .product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "YAML", dependencies: ["CLibYAML", "Text"]),
        .target(
            name: "Host",
            dependencies: [
                "CMalloc", "CZlib", "ImageSharing", "Pacing", "Text",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "Manifests",
            dependencies: [
                "Host", "ImageSharing", "Text", "YAML",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "Transport",
            dependencies: [
                "Host", "Text",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "X509", package: "swift-certificates"),
            ]
        ),
        .target(
            name: "OpenStack",
            dependencies: [
                "Pacing", "Text", "Transport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(
            name: "CloudsYAML",
            dependencies: [
                "Host", "OpenStack", "Transport", "YAML",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "ImageAPI",
            dependencies: [
                "ImageSharing", "OpenStack", "Pacing", "Transport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .target(name: "Reconciliation", dependencies: ["ImageAPI", "ImageSharing", "Manifests", "Pacing"]),
        .target(
            name: "Diagnosis",
            dependencies: ["CloudsYAML", "ImageAPI", "ImageSharing", "OpenStack", "Pacing", "Text", "Transport"]),
        .target(
            name: "Daemon",
            dependencies: [
                "ImageSharing", "Manifests", "Pacing", "Text",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "Monitoring",
            dependencies: [
                "Daemon", "Host", "ImageSharing", "Text",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "GlanceSandbox",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "glance-share",
            dependencies: [
                "CRelease", "CloudsYAML", "Daemon", "Diagnosis", "GlanceSandbox", "Host", "ImageAPI", "ImageSharing",
                "Manifests", "Monitoring", "OpenStack", "Pacing", "Reconciliation", "Text", "Transport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "TestSupport",
            dependencies: [
                "CloudsYAML", "ImageSharing", "OpenStack", "Pacing", "Transport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "ImageSharingTests", dependencies: ["ImageSharing", "TestSupport"]),
        .testTarget(name: "YAMLTests", dependencies: ["YAML"]),
        .testTarget(
            name: "ManifestsTests", dependencies: ["ImageSharing", "Manifests", "TestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "TextTests",
            dependencies: [
                "Text", "TestSupport",
            ]
        ),
        .testTarget(
            name: "PacingTests",
            dependencies: [
                "Pacing", "TestSupport",
            ]
        ),
        .testTarget(
            name: "HostTests",
            dependencies: [
                "Host", "ImageSharing", "Manifests", "Pacing", "TestSupport", "Text",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(
            name: "TransportTests",
            dependencies: [
                "TestSupport", "Transport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "X509", package: "swift-certificates"),
            ]
        ),
        .testTarget(
            name: "OpenStackTests",
            dependencies: [
                "OpenStack", "Pacing", "TestSupport", "Transport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .testTarget(
            name: "CloudsYAMLTests",
            dependencies: [
                "CloudsYAML", "OpenStack", "TestSupport", "Transport",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Oracle"]
        ),
        .testTarget(
            name: "ImageAPITests",
            dependencies: ["ImageAPI", "ImageSharing", "OpenStack", "Pacing", "TestSupport", "Transport"]),
        .testTarget(
            name: "ReconciliationTests",
            dependencies: ["ImageAPI", "ImageSharing", "Manifests", "Pacing", "Reconciliation", "TestSupport"]
        ),
        .testTarget(
            name: "DiagnosisTests",
            dependencies: [
                "Diagnosis", "ImageAPI", "ImageSharing", "OpenStack", "Pacing", "TestSupport", "Transport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "CloudsYAML", "Daemon", "Diagnosis", "GlanceSandbox", "Host", "ImageAPI", "ImageSharing", "Manifests",
                "OpenStack", "Pacing", "Reconciliation", "TestSupport", "Text", "Transport", "glance-share",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Daemon", "ImageSharing", "Manifests", "OpenStack", "Pacing", "Reconciliation", "TestSupport",
                "Transport",
                "glance-share",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "GlanceSandboxTests",
            dependencies: [
                "GlanceSandbox",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Daemon", "ImageSharing", "Manifests", "Monitoring", "Pacing", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(
            name: "MonitoringTests",
            dependencies: [
                "Daemon", "Host", "ImageSharing", "Monitoring", "TestSupport", "Text",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(
            name: "ContractTests",
            dependencies: [
                "GlanceSandbox",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
    ]
)

// Tests/Benchmarks/steps.sh asks for the benchmarks; nobody else pays for their dependencies.
if Context.environment["GLANCE_SHARE_BENCHMARKS"] == "1" {
    package.dependencies.append(.package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []))
    package.targets.append(
        .executableTarget(
            name: "ManifestBenchmarks",
            dependencies: [
                "CLibYAML", "ImageSharing", "Manifests", "YAML",
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Tests/Benchmarks/ManifestBenchmarks",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    )
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
        .strictMemorySafety(),  // SE-0458
        .treatAllWarnings(as: .error),  // SE-0480
    ]
}

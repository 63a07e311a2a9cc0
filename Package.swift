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
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        // The commit that examples/packaging/build-release.sh builds; a plain `swift build` names none.
        .target(
            name: "CRelease",
            cSettings: Context.environment["GLANCE_SHARE_COMMIT"].map {
                [.define("RELEASE_COMMIT", to: "\"\($0)\"")]
            }
        ),
        .target(name: "YAML", dependencies: ["CLibYAML"]),
        .target(name: "Host", dependencies: [.product(name: "SystemPackage", package: "swift-system")]),
        .target(name: "ImageSharing"),
        .target(
            name: "Manifests",
            dependencies: [
                "Host", "ImageSharing", "YAML",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "OpenStack",
            dependencies: [
                "Host", "YAML",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ]
        ),
        .target(
            name: "ImageAPI",
            dependencies: [
                "ImageSharing", "OpenStack",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .target(name: "Reconciliation", dependencies: ["ImageAPI", "ImageSharing", "OpenStack"]),
        .target(name: "Diagnosis", dependencies: ["ImageAPI", "ImageSharing", "OpenStack", "Reconciliation"]),
        .target(
            name: "Daemon",
            dependencies: [
                "CZlib", "Host", "ImageSharing", "OpenStack",
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
                "CRelease", "Daemon", "Diagnosis", "GlanceSandbox", "Host", "ImageAPI", "ImageSharing", "Manifests",
                "OpenStack", "Reconciliation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "TestSupport",
            dependencies: [
                "ImageSharing", "OpenStack",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "ImageSharingTests", dependencies: ["ImageSharing", "TestSupport"]),
        .testTarget(name: "YAMLTests", dependencies: ["YAML"]),
        .testTarget(
            name: "ManifestsTests", dependencies: ["ImageSharing", "Manifests", "TestSupport", "YAML"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "OpenStackTests",
            dependencies: [
                "Host", "OpenStack", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            exclude: ["Oracle"]
        ),
        .testTarget(name: "ImageAPITests", dependencies: ["ImageAPI", "ImageSharing", "OpenStack", "TestSupport"]),
        .testTarget(
            name: "ReconciliationTests",
            dependencies: ["ImageAPI", "ImageSharing", "OpenStack", "Reconciliation", "TestSupport"]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Daemon", "Diagnosis", "GlanceSandbox", "ImageAPI", "ImageSharing", "OpenStack", "Reconciliation",
                "TestSupport", "glance-share",
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
                "Daemon", "ImageSharing", "OpenStack", "Reconciliation", "TestSupport", "glance-share",
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
                "Daemon", "Host", "ImageSharing", "Manifests", "OpenStack", "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
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

// Tests/Benchmarks/run.sh asks for the benchmarks; nobody else pays for their dependencies.
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

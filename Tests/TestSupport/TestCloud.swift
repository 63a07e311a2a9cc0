package import OpenStack
package import Pacing
package import Transport

/// The client side of a cloud that is played by a transport: everything between a session and the wire.
package struct TestCloud: Sendable {
    /// What answers.
    package let transport: any HTTPTransport
    /// The run's patience.
    package let backOff: BackOff
    /// The run's gate.
    package let throttle: Throttle
    /// What is logged.
    package let log = CapturedLog()
    /// What sends.
    package let exchange: Exchange

    /// How the program calls itself in tests.
    package static let userAgent = "glance-share/test"
    /// The run's ID in tests.
    package static let requestID = "req-00000000-0000-4000-8000-000000000001"

    /// Makes a cloud.
    package init(
        _ transport: any HTTPTransport, clock: some Clock<Duration> = SkippingClock(),
        retryFor: Duration = .seconds(120), limits: RetryLimits = RetryLimits(), concurrency: Int = 8,
        maximumRate: Double? = nil, seed: UInt64 = 1, secrets: [Secret] = []
    ) {
        let time = RunClock(clock)
        self.transport = transport
        backOff = BackOff(retryFor: retryFor, limits: limits, clock: time, generator: SplitMix64(seed: seed))
        throttle = Throttle(concurrency: concurrency, maximumRate: maximumRate, backOff: backOff)
        exchange = Exchange(
            transport: transport, throttle: throttle, backOff: backOff, timeout: .seconds(60),
            userAgent: Self.userAgent, requestID: { Self.requestID }, logger: log.logger,
            secrets: secrets
        )
    }

    /// A session whose tokens come from these credentials.
    package func session(
        _ access: Session.Access = .readWrite, environment: [String: String] = TestCloud.givenToken
    ) throws -> Session {
        let identity = IdentityClient(
            configuration: try CloudConfiguration(environment: environment), exchange: exchange
        )
        return Session(
            exchange: exchange,
            tokens: TokenCache(clock: backOff.clock, authorize: identity.authorize, validate: identity.validate),
            access: access
        )
    }

    /// A given token: Keystone is never asked.
    package static let givenToken = [
        "OS_TOKEN": "secret-token", "OS_ENDPOINT": "http://glance.test/image", "OS_PROJECT_ID": "owner",
    ]

    /// A user with a password: Keystone is asked first.
    package static let password = [
        "OS_AUTH_URL": "http://keystone.test/identity", "OS_USERNAME": "demo", "OS_PASSWORD": "secret-password",
        "OS_PROJECT_NAME": "demo",
    ]
}

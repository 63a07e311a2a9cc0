import Logging
import OpenStack
import Pacing
import Transport

/// Everything that the runs of one process share towards the cloud: gate, patience, token and sessions.
struct CloudConnection: Sendable {
    let clock: RunClock
    let limits: RunLimits
    let backOff: BackOff
    let throttle: Throttle
    /// Asks Keystone.
    let identity: IdentityClient
    private let tokens: TokenCache
    /// Finds projects by name.
    let projectDirectory: ProjectDirectory
    /// Only reads.
    let reading: Session
    /// Reads and writes.
    let writing: Session

    /// Runs `body` with a connection, whose sockets are closed afterwards.
    ///
    /// - Parameters:
    ///   - configuration: the cloud.
    ///   - limits: the limits that it is treated with.
    ///   - proxies: the ways to its services.
    ///   - logger: the log of the requests.
    ///   - observe: called for every request.
    ///   - body: what to do.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws; or `ConfigurationError`, where certificates or a proxy's variable cannot be used.
    static func with<Result>(
        _ configuration: CloudConfiguration, limits: RunLimits, proxies: ProxySettings, logger: Logger,
        observe: @escaping @Sendable (ExchangeEvent) -> Void = { _ in },
        _ body: (CloudConnection) async throws -> Result
    ) async throws -> Result {
        if configuration.trust.isInsecure {
            logger.warning(
                """
                the servers' certificates are not checked (verify: false, insecure or OS_INSECURE): whoever is in \
                between can read the password and the token
                """
            )
        }
        if let identityService = configuration.identityService { try proxies.check(for: identityService) }
        return try await AsyncHTTPTransport.with(
            trust: configuration.trust, proxies: proxies, connections: limits.concurrency
        ) { transport in
            try await body(
                CloudConnection(
                    configuration, limits: limits, transport: transport, clock: RunClock(), logger: logger,
                    observe: observe
                )
            )
        }
    }

    /// Makes a connection over a transport.
    ///
    /// - Parameters:
    ///   - configuration: the cloud.
    ///   - limits: the limits that it is treated with.
    ///   - transport: what sends.
    ///   - clock: the time that everything waits by.
    ///   - generator: where the jitter comes from.
    ///   - logger: the log of the requests.
    ///   - observe: called for every request.
    init(
        _ configuration: CloudConfiguration, limits: RunLimits, transport: any HTTPTransport, clock: RunClock,
        generator: sending any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(), logger: Logger,
        observe: @escaping @Sendable (ExchangeEvent) -> Void = { _ in }
    ) {
        self.clock = clock
        self.limits = limits
        backOff = BackOff(
            retryFor: limits.retryFor, limits: limits.retries, clock: clock, generator: generator)
        throttle = Throttle(
            concurrency: limits.concurrency, maximumRate: limits.maximumRate, backOff: backOff, logger: logger)
        let exchange = Exchange(
            transport: transport, throttle: throttle, backOff: backOff, timeout: limits.requestTimeout,
            userAgent: "glance-share/\(Release.version)", logger: logger,
            secrets: configuration.credentials.secrets, observe: observe
        )
        let identity = IdentityClient(configuration: configuration, exchange: exchange)
        self.identity = identity
        tokens = TokenCache(clock: clock, authorize: identity.authorize, validate: identity.validate)
        reading = Session(exchange: exchange, tokens: tokens, access: .readOnly)
        writing = Session(exchange: exchange, tokens: tokens, access: .readWrite)
        projectDirectory = ProjectDirectory(session: reading, identity: identity)
    }

    /// Begins a new run: with all its patience, and with a gate that an earlier run may have closed.
    ///
    /// - Parameter isPatient: true if anything is tried again in it.
    func beginRun(isPatient: Bool) async {
        backOff.beginRun(isPatient: isPatient)
        await throttle.reopen()
        await tokens.beginRun()
        await projectDirectory.beginRun()
    }
}

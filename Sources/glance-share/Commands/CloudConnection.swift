import ImageAPI
import ImageSharing
import Logging
import OpenStack
import Reconciliation

/// Everything that the runs of one process share towards the cloud: gate, budget, token and sessions.
struct CloudConnection: Sendable {
    let clock: RunClock
    let backOff: BackOff
    /// How long one answer may take.
    let requestTimeout: Duration
    let throttle: Throttle
    /// Only reads.
    let reading: Session
    /// Reads and writes.
    let writing: Session

    /// Runs `body` with a connection, whose sockets are closed afterwards.
    ///
    /// - Parameters:
    ///   - configuration: which cloud.
    ///   - options: how to treat it.
    ///   - logger: where requests are told.
    ///   - observe: told of every request.
    ///   - body: what to do.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    static func with<Result>(
        _ configuration: CloudConfiguration, options: CloudOptions, logger: Logger,
        observe: @escaping @Sendable (ExchangeEvent) -> Void = { _ in },
        _ body: (CloudConnection) async throws -> Result
    ) async throws -> Result {
        if configuration.trust.isInsecure {
            logger.warning("OS_INSECURE is set: the servers' certificates are not checked")
        }
        return try await AsyncHTTPTransport.with(
            trust: configuration.trust, connections: options.concurrency
        ) { transport in
            try await body(
                CloudConnection(
                    configuration, options: options, transport: transport, clock: RunClock(), logger: logger,
                    observe: observe
                )
            )
        }
    }

    private init(
        _ configuration: CloudConfiguration, options: CloudOptions, transport: any HTTPTransport, clock: RunClock,
        logger: Logger, observe: @escaping @Sendable (ExchangeEvent) -> Void = { _ in }
    ) {
        self.clock = clock
        requestTimeout = options.requestTimeout.duration
        let limits = RetryLimits(
            connection: configuration.limits.connectRetries, status: configuration.limits.statusCodeRetries
        )
        backOff = BackOff(retryFor: options.retryFor.duration, limits: limits, clock: clock)
        throttle = Throttle(concurrency: options.concurrency, maximumRate: options.maxRate, clock: clock)
        let exchange = Exchange(
            transport: transport, throttle: throttle, backOff: backOff, timeout: options.requestTimeout.duration,
            userAgent: "glance-share/\(GlanceShare.version)", logger: logger,
            secrets: configuration.credentials.secrets, observe: observe
        )
        let identity = IdentityClient(configuration: configuration, exchange: exchange)
        let tokens = TokenCache(clock: clock, authorize: identity.authorize)
        reading = Session(exchange: exchange, tokens: tokens, access: .readOnly)
        writing = Session(exchange: exchange, tokens: tokens, access: .readWrite)
    }

    /// Begins a new run: with a full budget, and with a gate that an earlier run may have closed.
    func beginRun() async {
        backOff.budget.renew()
        await throttle.reopen()
    }
}

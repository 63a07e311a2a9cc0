import ArgumentParser
import FoundationEssentials
import HTTPTypes
import ImageSharing
import Logging
import Reconciliation
import TestSupport
import Transport

@testable import OpenStack
@testable import Pacing
@testable import glance_share

/// A world for the program, made from a seed: a model cloud and a manifest; for one run, or for a daemon.
struct Story: Sendable {
    /// The trouble of the cloud.
    enum Ailment: Int, CaseIterable, Sendable {
        /// Some images cannot be read.
        case unreadable
        /// Some images cannot be written to.
        case unwritable
        /// Requests fail now and then, in every way.
        case passing
        /// The cloud lets so many requests a second through, and asks for patience beyond that.
        case throttling
        /// Some images are full, and requests fail now and then, or those of the others for a while.
        case full
        /// Keystone is slow, hangs or is away now and then; tokens live for seconds.
        case keystone
        /// The image service goes away in the middle, and comes back.
        case outage
        /// The image service goes away, and stays away.
        case death
        /// One member in some images fails for good.
        case member
    }

    let seed: UInt64
    let ailment: Ailment
    let concurrency: Int
    /// The members that each image shall have, by number.
    let wanted: [Int: [Int]]
    /// The members that it has.
    let present: [Int: [Int]]
    /// The words that take members away, and what is allowed.
    let terms: StoryTerms
    /// The images that something ails for good.
    let sick: Set<Int>
    /// The beginning and the end of an outage, in seconds.
    let outage: Range<Int>
    /// The most requests a second that the user allows; nil for no limit.
    let maximumRate: Double?
    let retryFor = 120
    /// The daemon that it is told of; nil where it is one run.
    let daemon: DaemonLife?

    init(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        self.seed = seed
        ailment = Ailment.allCases[Int(seed % UInt64(Ailment.allCases.count))]
        concurrency = Int.random(in: 1...16, using: &generator)
        daemon = seed % 5 == 4 ? DaemonLife(seed: seed, ailment: ailment) : nil
        let images = Int.random(in: 1...16, using: &generator) + (daemon?.isPaced == true ? 15 : 0)
        let members = Int.random(in: 1...3, using: &generator)
        var wanted: [Int: [Int]] = [:]
        var present: [Int: [Int]] = [:]
        for image in 0..<images {
            wanted[image] = (0..<members).filter { _ in generator.chance(0.9) }
            present[image] = (0..<members + 2).filter { _ in generator.chance(0.15) }
        }
        self.wanted = wanted
        self.present = present
        terms = StoryTerms(seed: seed, wanted: wanted, present: present, daemon: daemon)
        // Any number of them, up to all but one.
        let count = images > 1 ? Int.random(in: 1...images - 1, using: &generator) : 0
        sick = Set((0..<images).shuffled(using: &generator).prefix(count))
        let begin = Int.random(in: 0...2, using: &generator)
        // A daemon that may ask three times in ten seconds takes hours for a sweep among images that fail.
        let rates = daemon == nil ? [0.3, 2, 50] : [2, 50]
        maximumRate = generator.chance(0.2) ? rates.randomElement(using: &generator) : nil
        let length = Int.random(in: 1...60, using: &generator)
        outage = daemon?.outage ?? begin..<begin + length
    }

    /// Returns true if an image can get all its members.
    func isHealthy(_ image: Int) -> Bool {
        // Nobody but an administrator sees the members of another project's image.
        if terms.images[image]?.isOthers == true && !terms.rights.isAdministrator { return false }
        return switch ailment {
        case .unreadable, .unwritable, .full, .member: !sick.contains(image)
        case .passing, .throttling, .keystone, .outage: true
        case .death: false
        }
    }

    /// The end of one run.
    struct Ending: Sendable {
        let report: Report
        let status: ExitStatus
        let took: Duration
        let cloud: ModelCloud
    }

    /// Tells the story.
    ///
    /// - Returns: the end; nil where it did not end.
    func tell() throws -> Ending? {
        let clock = ManualClock()
        let cloud = cloud(clock)
        let limits = try limits(patience: .seconds(retryFor))
        let configuration = try Self.configuration.get()
        return SerialRuntime.run(clock, patience: .seconds(20_000)) {
            if let killedAt = terms.killedAt {
                let mortal = MortalTransport(cloud, diesAt: killedAt, clock: clock)
                let first = connection(configuration, limits, to: mortal, by: clock)
                let life = Task { await run(by: first) }
                mortal.onDeath { life.cancel() }
                _ = await life.value
                cloud.beginProcess()
            }
            let start = clock.now.offset
            let report = await run(by: connection(configuration, limits, to: cloud, by: clock))
            return Ending(
                report: report, status: ExitStatus(report, detailedExitCode: false, signal: nil),
                took: clock.now.offset - start, cloud: cloud)
        }
    }

    private func run(by connection: CloudConnection) async -> Report {
        let images = wanted.map { terms.desired($0.key, members: $0.value) }
        let isWhole = images.allSatisfy(\.isWhole)
        let unknown = Problem(code: .lookupForbidden, message: "a group is not known", rows: 1)
        let desired = DesiredState(images: images, problems: isWhole ? [] : [unknown])
        let policy = SafetyPolicy(maximumRemovals: terms.limit)
        return await connection.reconciler(
            for: .apply(connection.writeAccess()), within: policy, at: Date(timeIntervalSince1970: 0)
        ).run(desired)
    }

    private static let plainOptions = Result { try CloudOptions.parse([]) }
    static let configuration = Result { try CloudConfiguration(environment: TestCloud.password) }
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Makes the limits of the options that the program is started with.
    ///
    /// - Parameter patience: the longest time for which one run goes on retrying.
    /// - Returns: the limits.
    /// - Throws: what is wrong with the options' declaration.
    func limits(patience: Duration) throws -> RunLimits {
        var options = try Self.plainOptions.get()
        options.concurrency = concurrency
        options.maxRate = maximumRate
        return RunLimits(options, over: ServiceLimits(), patience: patience)
    }

    func connection(
        _ configuration: CloudConfiguration, _ limits: RunLimits, to transport: any HTTPTransport,
        by clock: ManualClock
    ) -> CloudConnection {
        CloudConnection(
            configuration, limits: limits, transport: transport, clock: RunClock(clock),
            generator: SplitMix64(seed: seed &+ 1), logger: Self.logger
        )
    }

    /// Prints what was asked for and what became of it.
    func trace() {
        print(
            "seed \(seed): \(ailment), \(wanted.count) images, sick \(sick.sorted()), \(concurrency) at once, away \(outage)"
        )
        if let daemon {
            print("a daemon, \(daemon)")
            guard let kept = try? keep() else { return print("it never ended") }
            for line in kept.cloud.story + kept.words { print(line) }
            return
        }
        guard let ending = try? tell() else { return print("it never ended") }
        for line in ending.cloud.story { print(line) }
        for problem in ending.report.problems { print("problem: \(problem)") }
        print("status \(ending.status) after \(ending.took)")
    }

    /// The cloud.
    func cloud(_ clock: ManualClock) -> ModelCloud {
        let dice = Dice(seed &+ 2)
        let (ailment, sick, outage) = (ailment, sick, outage)
        // What passes is over some time after a daemon's start, and never in one run.
        let relief: Duration? = daemon.map { _ in .seconds(outage.upperBound) }
        let takesKeystone = daemon?.takesKeystone == true
        @Sendable func isOver(_ time: Duration) -> Bool { relief.map { time >= $0 } ?? false }
        @Sendable func isDuringOutage(_ time: Duration) -> Bool {
            time >= .seconds(outage.lowerBound) && (ailment == .death || time < .seconds(outage.upperBound))
        }
        let isBusy = dice.draw { $0.chance(0.5) }
        let trouble = dice.draw { [500, 502, 503, 504].randomElement(using: &$0) ?? 500 }
        // What stays may be said in many ways, also in one that is meant for the whole service as a rule.
        let lasting: ModelCloud.Fate = dice.draw { generator in
            let ways: [ModelCloud.Fate] = [
                .status(trouble), .status(trouble), .status(429, retryAfter: 1), .status(503, retryAfter: 2),
                .status(503, retryAfter: 3600), .status(429), .resetBefore, .cut,
            ]
            let way = ways.randomElement(using: &generator) ?? .status(trouble)
            // Of nothing, a part is all.
            if case .cut = way, ailment != .unreadable { return .status(trouble) }
            return way
        }
        let limit = dice.draw { Double.random(in: 2...20, using: &$0) }
        let bucket = Bucket(limit)
        // Two answers in a row that come too late are as long as the patience lasts.
        let (late, hung) = (Once(), Once())
        @Sendable func passing(_ request: ModelCloud.Request, _ probability: Double) -> ModelCloud.Fate {
            guard !isOver(request.at) else { return .done }
            let fate = Self.passing(dice, probability)
            if case .late = fate, !late.isFirst(request.image) { return .status(500) }
            return fate
        }
        return ModelCloud(
            images: terms.cloud, rights: terms.rights, losesAt: ailment == .death ? nil : relief,
            tokenLifetime: ailment == .keystone ? dice.draw { [4, 20, 3600].randomElement(using: &$0) ?? 4 } : 3600,
            clock: clock,
            latency: { .milliseconds(dice.draw { Int.random(in: 1...40, using: &$0) }) }
        ) { request in
            let isSick = sick.contains(request.image)
            switch ailment {
            case .unreadable: return isSick && !request.isWrite ? lasting : .done
            case .unwritable: return isSick && request.isWrite ? lasting : .done
            case .member:
                return isSick && request.member == "\(ProjectID.numbered(1))" ? .status(500) : .done
            case .full:
                if isSick && request.deed == .add { return .status(413) }
                guard isBusy else { return passing(request, 0.1) }
                return request.isWrite && isDuringOutage(request.at) ? .status(trouble) : .done
            case .passing: return passing(request, 0.2)
            case .throttling:
                if isOver(request.at) || bucket.take(at: request.at) { return .done }
                return .status(429, retryAfter: dice.draw { $0.chance(0.5) } ? 1 : nil)
            case .keystone: return passing(request, 0.05)
            case .outage, .death:
                return isDuringOutage(request.at) ? (trouble == 500 ? .refused : .status(trouble)) : .done
            }
        } keystone: { number, time in
            if takesKeystone, [.outage, .death].contains(ailment), isDuringOutage(time) {
                return trouble == 500 ? .refused : .status(trouble)
            }
            guard ailment == .keystone, number > 0, !isOver(time) else { return .done }
            let fate: ModelCloud.Fate = dice.draw { generator in
                generator.chance(0.5)
                    ? .done : [.hangs, .refused, .status(503), .status(500)].randomElement(using: &generator) ?? .done
            }
            // Two in a row that hang are as long as the patience lasts.
            if case .hangs = fate, !hung.isFirst(0) { return .refused }
            return fate
        } mayAsk: { [terms, daemon] request in
            terms.mayAsk(request, isEdited: daemon.map { request.at >= .seconds($0.edit) } ?? true)
        }
    }

    private static func passing(_ dice: Dice, _ probability: Double) -> ModelCloud.Fate {
        dice.draw { generator in
            guard generator.chance(probability) else { return .done }
            let fates: [ModelCloud.Fate] = [
                .status(500), .status(502), .status(503), .status(504), .status(503, retryAfter: 2), .status(429),
                .status(429, retryAfter: 1), .doneBut(500), .doneBut(504), .refused, .resetBefore, .resetAfter,
                .late(.seconds(Int.random(in: 1...50, using: &generator))), .twice,
            ]
            return fates.randomElement(using: &generator) ?? .done
        }
    }
}

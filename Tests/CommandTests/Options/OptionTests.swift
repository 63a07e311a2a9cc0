import ArgumentParser
import ImageSharing
import Testing

@testable import OpenStack
@testable import glance_share

/// The meaning of options.
@Suite struct OptionTests {
    @Test(
        arguments: [
            ("500ms", .milliseconds(500)), ("30s", .seconds(30)), ("5m", .seconds(300)), ("1h", .seconds(3600)),
            ("1.5s", .milliseconds(1500)),
        ] as [(String, Duration)])
    func `A duration is a number with its unit`(_ text: String, _ duration: Duration) {
        #expect((try? DurationArgument(argument: text))?.duration == duration)
    }

    @Test(arguments: ["", "5", "s", "-5s", "5 s", "5d", "1e999h", "nan", "infs", "99999999999h", "٣s"])
    func `A text that is no duration is refused`(_ text: String) {
        #expect(throws: DurationArgument.Refusal.self) { try DurationArgument(argument: text) }
    }

    @Test(
        arguments: [("14d", 14), ("2w", 14), ("36h", 1.5), ("0d", 0), ("90m", 0.0625)] as [(String, Double)])
    func `A notice is a number of days or weeks, or a duration`(_ text: String, _ days: Double) {
        #expect((try? PeriodArgument(argument: text))?.duration == .seconds(days * 86_400))
    }

    @Test(arguments: ["", "d", "-1d", "1.5d", "1 d", "99999999999999999999w", "٣d", "14", "36501d", "2y"])
    func `A text that is no notice is refused`(_ text: String) {
        #expect(throws: DurationArgument.Refusal.self) { try PeriodArgument(argument: text) }
    }

    @Test(
        arguments: [("0", .members(0)), ("20", .members(20)), ("5%", .percent(5)), ("100%", .percent(100))]
            as [(String, RemovalLimit)])
    func `A limit of removals is a number or a percentage`(_ text: String, _ limit: RemovalLimit) {
        #expect((try? RemovalLimit(argument: text)) == limit)
    }

    @Test(arguments: ["", "%", "-1", "101%", "5 %", "1.5%", "all", "٣", "99999999999999999999"])
    func `A text that is no limit of removals is refused`(_ text: String) {
        #expect(throws: RemovalLimit.Refusal.self) { try RemovalLimit(argument: text) }
    }

    @Test(arguments: [
        ("8/8", "parts are counted from 0: of 8, the last one is 7/8"), ("9/8", "of 8, the last one is 7/8"),
        ("3", "write i/n, part i of n, with n from 1 to 10000: 0/8"), ("0/0", "write i/n"),
        ("/8", "write i/n"), ("1/10001", "write i/n"), ("1/2/3", "write i/n"), ("$JOB/8", "write i/n"),
        ("-1/8", "write both numbers in plain digits: 0/8"), ("01/8", "write both numbers in plain digits"),
    ])
    func `A text that is no shard is refused with what to write`(_ text: String, _ reason: String) {
        for command in ["plan", "apply", "daemon"] {
            let error = #expect(throws: (any Error).self) { try GlanceShare.parseAsRoot([command, "--shard=\(text)"]) }
            #expect(error.map { GlanceShare.fullMessage(for: $0).contains(reason) } == true)
            #expect(error.map { GlanceShare.exitCode(for: $0) } == .validationFailure)
        }
    }

    @Test func `A saved plan knows its shard`() throws {
        #expect(try ShardOptions.parse(["--shard", "2/8"]).shard == Shard("2/8"))
        let error = #expect(throws: (any Error).self) {
            try GlanceShare.parseAsRoot(["apply", "--plan", "p.json", "--shard", "2/8"])
        }
        #expect(error.map { GlanceShare.exitCode(for: $0) } == .validationFailure)
    }

    @Test func `Without an option nothing is removed, and the notice is two weeks`() throws {
        let options = try PolicyOptions.parse([])
        #expect(options.policy.maximumRemovals == nil)
        #expect(options.removals.expiryNotice.description == "14d")
        #expect(try PolicyOptions.parse(["--max-removals", "5%"]).policy.maximumRemovals == .percent(5))
    }

    @Test(arguments: [
        (["plan", "--retry-for", "3"], "its unit is missing; write 3s for seconds, or ms, m or h"),
        (["daemon", "--interval", "1.5"], "its unit is missing; write 1.5s for seconds"),
        (["sandbox", "--token-lifetime", "3d"], "write a number with its unit, up to a year: 500ms, 30s, 5m, 1h"),
        (["apply", "--request-timeout", "soon"], "write a number with its unit"),
        (["plan", "--expiry-notice", "30"], "its unit is missing; write 30d for days, or w for weeks"),
        (["plan", "--expiry-notice", "1d12h"], "write one number with its unit: 30d, 4w, 36h"),
    ])
    func `What is wrong with a duration is told`(_ arguments: [String], _ reason: String) {
        let error = #expect(throws: (any Error).self) { try GlanceShare.parseAsRoot(arguments) }
        #expect(error.map { GlanceShare.fullMessage(for: $0).contains("': \(reason)") } == true)
    }

    @Test(
        arguments: [
            ("--nope", nil), ("--dir", nil), ("--fil", "--file"), ("--colour", "--color"), ("--os-clou", "--os-cloud"),
            ("--retry-fro", "--retry-for"), ("--concurency", "--concurrency"), ("--x", nil), ("--quiet", nil),
        ] as [(String, String?)])
    func `Only an option that is near is suggested`(_ option: String, _ suggested: String?) {
        let error = #expect(throws: (any Error).self) { try GlanceShare.parseAsRoot(["plan", option]) }
        let message = error.map { GlanceShare.withoutFarGuess(GlanceShare.fullMessage(for: $0)) } ?? ""
        let guess = suggested.map { ". Did you mean '\($0)'?" } ?? ""
        #expect(message.hasPrefix("Error: Unknown option '\(option)'\(guess)\n"), "\(message)")
    }

    @Test func `Help names the pace of a daemon`() {
        let help = GlanceShare.helpMessage(for: DaemonCommand.self, columns: 1000)
        #expect(help.contains("looked at (default: 5m)") && help.contains("looked at (default: 5s)"))
    }

    @Test func `Help names the patience that a diagnosis has`() {
        #expect(GlanceShare.helpMessage(for: DoctorCommand.self, columns: 1000).contains("doctor: not at all"))
    }

    @Test(
        arguments: [
            (ColorChoice.auto, true, [:], true), (.auto, false, [:], false), (.auto, true, ["NO_COLOR": "1"], false),
            (.auto, true, ["NO_COLOR": ""], true), (.auto, true, ["TERM": "dumb"], false),
            (.always, false, ["NO_COLOR": "1"], true),
            (.never, true, [:], false),
        ] as [(ColorChoice, Bool, [String: String], Bool)])
    func `Colours follow the option, then NO_COLOR, then the terminal`(
        _ choice: ColorChoice, isTerminal: Bool, environment: [String: String], colors: Bool
    ) {
        #expect(choice.colors(isTerminal: isTerminal, environment: environment) == colors)
    }

    @Test(
        arguments: [
            ([], [:], ["sharing.yaml"]), ([], ["GLANCE_SHARE_FILE": "a.yaml"], ["a.yaml"]),
            ([], ["GLANCE_SHARE_FILE": ""], ["sharing.yaml"]),
            (["-f", "b", "--file", "-"], ["GLANCE_SHARE_FILE": "a.yaml"], ["b", "-"]),
        ] as [([String], [String: String], [String])])
    func `Manifests are named by options, then by GLANCE_SHARE_FILE, then by the usual name`(
        _ arguments: [String], environment: [String: String], paths: [String]
    ) throws {
        #expect(try ManifestOptions.parse(arguments).paths(environment: environment) == paths)
    }

    @Test func `An empty path is wrong usage`() {
        #expect(throws: (any Error).self) { try ManifestOptions.parse(["-f", ""]) }
        #expect(throws: (any Error).self) { try SandboxCommand.parse(["--manifest", ""]) }
    }

    @Test func `The sandbox's help names every part of a fault`() {
        let help = SandboxCommand.helpMessage(columns: 80)
        let parts = [
            "method=", "path=", "status=", "retry-after=", "date:", " after ", "delay=", "reset=", "truncate",
            "expire-token", "first=", "every=", "rate=", "seed=",
        ]
        for part in parts { #expect(help.contains(part), "\(part)") }
    }

    @Test func `Every command has help with examples, within eighty columns`() {
        for command in GlanceShare.configuration.subcommands + [GlanceShare.self] {
            let help = GlanceShare.helpMessage(for: command, columns: 80)
            #expect(help.contains("EXAMPLES"), "\(command)")
            #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(command)")
            // What is to be copied stands on one line.
            let lines = command.configuration.discussion.split(separator: "\n").filter { $0.hasPrefix("  ") }
            for line in lines { #expect(help.contains("\n\(line)\n"), "\(line)") }
        }
    }

    /// A cloud that is down holds up a look for the retries and an answer or two that do not come.
    @Test(arguments: [
        (["--interval", "5m"], [], 900), (["--interval", "10s"], [], 145),
        (["--interval", "10s"], ["--retry-for", "2m", "--request-timeout", "5s"], 140),
    ])
    func `A daemon counts as stuck after three intervals, or once a tick that fails slowly should have ended`(
        _ loop: [String], _ cloud: [String], seconds: Int
    ) throws {
        let limits = RunLimits(
            try CloudOptions.parse(cloud), over: ServiceLimits(), patience: DaemonOptions.patience)
        #expect(try DaemonOptions.parse(loop).staleAfter(limits) == .seconds(seconds))
    }
}

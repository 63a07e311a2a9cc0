import Testing

@testable import GlanceSandbox

/// Reading fault SPECs.
@Suite struct FaultSpecificationTests {
    @Test func `Every part of a SPEC is read`() throws {
        let fault = try Fault(
            specification: "method=post,path=members,status=503,retry-after=1,delay=200ms,after,every=3")
        #expect(fault.method == "POST")
        #expect(fault.path == "members")
        #expect(fault.effect == .status(503, .seconds(1), .after))
        #expect(fault.delay == .milliseconds(200))
        #expect(fault.schedule == .every(3))
        #expect(fault.name == "status=503,retry-after=1,delay=200ms,after")
    }

    @Test(arguments: [
        ("status=429,retry-after=date:5", Fault.Effect.status(429, .date(5), .before)),
        ("reset=before", .reset(.before)), ("reset=after", .reset(.after)), ("truncate", .truncate),
        ("expire-token", .expireToken), ("pages=endless", .pages(.endless)), ("race", .race),
        ("shuffle", .shuffle(seed: 0)),
        ("shuffle,seed=7", .shuffle(seed: 7)), (" status=500 , after ", .status(500, nil, .after)),
    ])
    func `A SPEC says what happens`(specification: String, effect: Fault.Effect) throws {
        let fault = try Fault(specification: specification)
        #expect(fault.effect == effect)
        #expect(fault.schedule == .always)
    }

    @Test(arguments: [
        ("truncate,first=2", Fault.Schedule.first(2)), ("truncate,every=1", .every(1)),
        ("truncate,rate=0.1,seed=7", .rate(0.1, seed: 7)), ("truncate,rate=1", .rate(1, seed: 0)),
    ])
    func `A SPEC says which requests are struck`(specification: String, schedule: Fault.Schedule) throws {
        #expect(try Fault(specification: specification).schedule == schedule)
    }

    @Test(arguments: [
        ("race", "POST", "members", true), ("race", "GET", "members", false), ("race", "POST", "", false),
        ("pages=cut", "GET", "members", false),
        ("shuffle", "GET", "members", true), ("shuffle", "POST", "members", false), ("shuffle", "GET", "", false),
    ])
    func `A race is about adding a member, a shuffle about listing them`(
        specification: String, method: String, path: String, isConcerned: Bool
    ) throws {
        let target = "/image/v2/images/i" + (path.isEmpty ? "" : "/" + path)
        let request = ServiceRequest(method: method, target: target)
        #expect(try Fault(specification: specification).concerns(request) == isConcerned)
    }

    @Test(arguments: [
        ("delay=200ms", 0.2), ("delay=2s", 2), ("delay=1m", 60), ("delay=1h", 3600),
    ])
    func `A delay has a unit`(specification: String, seconds: Double) throws {
        #expect(try Fault(specification: specification).delay == .seconds(seconds))
    }

    @Test(arguments: [
        ("", "an empty part"), ("status=503,", "an empty part"), ("=1", "an empty part"),
        ("method=POST", "it does not say what happens"), ("first=1", "it does not say what happens"),
        ("statu=503", "unknown key \"statu\""), ("status", "\"status\" needs a value"),
        ("truncate=1", "\"truncate\" takes no value"), ("status=503,status=500", "\"status\" given twice"),
        ("status=200", "status=200 is not a status from 400 to 599"), ("status=x", "status=x is not a status"),
        ("retry-after=1,reset=after", "retry-after needs status"), ("after,truncate", "after needs status"),
        ("status=503,retry-after=soon", "retry-after=soon is not a number of seconds, or date:SECONDS"),
        ("delay=200", "delay=200 is not a duration"), ("delay=ms", "delay=ms is not a duration"),
        ("delay=99999999999999999999s", "is not a duration"),
        ("reset=during", "reset=during is not before or after"),
        ("status=503,truncate", "status and truncate exclude each other"),
        ("truncate,first=1,every=2", "first and every exclude each other"),
        ("truncate,first=0", "first=0 is not a number from 1"),
        ("truncate,every=-1", "every=-1 is not a number from 1"),
        ("truncate,rate=0", "rate=0 is not"), ("truncate,rate=1.1", "rate=1.1 is not"),
        ("truncate,rate=nan", "rate=nan is not"), ("truncate,seed=1", "seed needs rate or shuffle"),
        ("pages=round", "pages=round is not elsewhere, repeat, endless or cut"),
        ("race,shuffle", "race and shuffle exclude each other"), ("race=1", "\"race\" takes no value"),
        ("truncate,rate=1,seed=-1", "seed=-1 is not a whole number"), ("truncate,method=", "method= is not a method"),
    ])
    func `A mistake in a SPEC is told, with all that is allowed`(specification: String, reason: String) {
        let error = #expect(throws: FaultSpecificationError.self) { try Fault(specification: specification) }
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "none")")
        #expect(error?.description.contains("Allowed: method=NAME") == true)
    }
}

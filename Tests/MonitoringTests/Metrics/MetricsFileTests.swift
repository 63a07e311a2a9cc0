import FoundationEssentials
import TestSupport
import Testing

@testable import Monitoring

@Suite struct MetricsFileTests {
    @Test func `A failure is logged when it begins and when it ends, and not in between`() throws {
        let scratch = try ScratchDirectory()
        let log = CapturedLog()
        let file = MetricsFile(path: scratch.at("absent/metrics.prom"), logger: log.logger)
        let status = try SampleStatus.healthy()
        for _ in 1...3 { file.write(status) }
        #expect(log.lines.map { $0.hasPrefix("error cannot write ") } == [true])
        try FileManager.default.createDirectory(atPath: scratch.at("absent"), withIntermediateDirectories: true)
        for _ in 1...3 { file.write(status) }
        #expect(log.lines.dropFirst().map { $0.hasPrefix("notice no more: cannot write ") } == [true])
        #expect(try scratch.read("absent/metrics.prom") == PrometheusText(status).text)
    }
}

/// Waits until something holds that another process brings about.
///
/// The program under test is a stranger: it announces nothing to its tests, and shows what it has done only by what it
/// leaves behind, a line of a log or a file. So that is read again and again, and nothing is concluded from how long it
/// took; a wait in vain is ended by the suite's time limit.
///
/// - Parameter holds: whether it is so by now.
/// - Throws: what `holds` throws, or that the test was cancelled.
func wait(until holds: () async throws -> Bool) async throws {
    while try await !holds() { try await Task.sleep(for: .milliseconds(5)) }
}

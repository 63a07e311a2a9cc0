/// The watcher over the process, which learns that the loop is ready and alive.
package protocol LoopNotifying: Sendable {
    /// Says that the manifest was read: the first time, and after each reload.
    func ready()

    /// Says that the loop has come round.
    ///
    /// - Parameter status: the status in one line for a person.
    func progress(_ status: String)

    /// Says that much was done, and nothing is to be done for now.
    func rest()
}

extension LoopNotifying {
    /// Does nothing, where nobody has to know.
    package func rest() {}
}

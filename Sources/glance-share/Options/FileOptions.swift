/// Options that name the files to carry out.
protocol FileOptions: Sendable {
    /// The files to read, given the environment.
    func paths(environment: [String: String]) -> [String]
}

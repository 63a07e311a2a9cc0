import ArgumentParser
import ImageSharing

/// How much one run may write.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Refuse to write anything if the plan adds more members than this; plan says whether apply would.",
            valueName: "n"))
    var maxAdditions: Int?

    /// What these options say.
    var policy: SafetyPolicy { SafetyPolicy(maximumAdditions: maxAdditions) }

    func validate() throws {
        if let maxAdditions, maxAdditions < 0 {
            throw ValidationError("--max-additions is \(maxAdditions); use 0 or more.")
        }
    }
}

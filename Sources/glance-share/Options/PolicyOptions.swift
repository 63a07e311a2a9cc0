import ArgumentParser
import ImageSharing

/// The options that limit what one run may write.
struct PolicyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Refuse to write anything if the plan adds more members than this; plan says whether apply would.",
            valueName: "n"))
    var maxAdditions: Int?

    @OptionGroup var removals: RemovalOptions

    /// The policy that these options ask for.
    var policy: SafetyPolicy {
        SafetyPolicy(maximumAdditions: maxAdditions, maximumRemovals: removals.maxRemovals)
    }

    func validate() throws {
        if let maxAdditions, maxAdditions < 0 {
            throw ValidationError("--max-additions is \(maxAdditions); use 0 or more.")
        }
    }
}

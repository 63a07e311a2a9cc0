internal import CMalloc

/// The memory that the process has from the system.
package enum ProcessMemory {
    /// Gives back to the system what is not in use (malloc_trim(3)).
    ///
    /// What much work has taken and freed stays with the process otherwise, in pieces between what is kept.
    package static func giveBack() { malloc_trim(0) }
}

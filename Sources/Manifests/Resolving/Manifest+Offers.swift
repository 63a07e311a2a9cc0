internal import ImageSharing

extension Manifest {
    /// True if it says nothing but whose offers are accepted.
    var isOfTrust: Bool { !trust.isEmpty && images.isEmpty && sets.isEmpty }

    /// Finds the images that are to be accepted among those that are offered.
    ///
    /// - Parameter answer: what is offered; nil where nobody asked.
    /// - Returns: each image whose owner and name are trusted, with the token's project as its one member.
    func accepted(among answer: Result<ImageOffers, Problem>?) -> DesiredState {
        let offers: ImageOffers
        switch answer {
        case nil: return DesiredState(images: [])
        case .failure(let problem): return DesiredState(images: [], problems: [problem])
        case .success(let found): offers = found
        }
        var images: [DesiredImage] = []
        var untrusted: [FoundImage] = []
        // What is being deleted is there no more, whatever the list says.
        for image in offers.images where !image.isBeingDeleted && covers(image.id) {
            let rules = trust.filter { $0.covers(image) }
            guard let rule = rules.first else {
                untrusted.append(image)
                continue
            }
            var terms = ImageTerms()
            terms.accepts = true
            let others = rules.dropFirst().map(\.source).sorted()
            images.append(
                DesiredImage(
                    id: image.id, source: rule.source, name: image.name,
                    members: [DesiredMember(project: offers.project, source: rule.source)],
                    otherSources: others.isEmpty ? [:] : [offers.project: others], terms: terms))
        }
        return DesiredState(images: images, untrusted: untrusted)
    }
}

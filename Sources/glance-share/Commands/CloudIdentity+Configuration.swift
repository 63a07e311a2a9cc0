import ImageSharing
import Logging
import OpenStack

extension CloudIdentity {
    /// The identity that a configuration asks for, and that a token has, where there is one.
    ///
    /// - Parameters:
    ///   - configuration: the cloud.
    ///   - authorization: the content of its token; nil before there is a token.
    init(_ configuration: CloudConfiguration, _ authorization: Authorization?) {
        self.init(name: configuration.name)
        region = authorization?.imageServiceRegion ?? configuration.endpoint.region
        imageEndpoint = authorization.map { "\($0.imageService)" }
        if let authorization {
            (projectID, projectName) = (authorization.projectID, authorization.projectName)
        } else {
            switch configuration.credentials.project {
            case .id(let id): projectID = id
            case .name(let name, _): projectName = name
            case nil: break
            }
        }
    }

    /// The metadata of a log line about it.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["cloud": "\(name)"]
        metadata["region"] = region.map { "\($0)" }
        metadata["project.id"] = projectID.map { "\($0)" }
        metadata["project.name"] = projectName.map { "\($0)" }
        return metadata
    }
}

extension Credentials {
    /// The project that is asked for, where one is named.
    fileprivate var project: Project? {
        switch self {
        case .password(_, _, .project(let project)), .token(_, .project(let project)),
            .federatedClient(_, _, .project(let project)), .federatedToken(_, _, .project(let project)):
            project
        case .givenToken(_, let projectID, _): projectID.map { .id($0) }
        case .password, .token, .federatedClient, .federatedToken, .applicationCredential, .none: nil
        }
    }
}

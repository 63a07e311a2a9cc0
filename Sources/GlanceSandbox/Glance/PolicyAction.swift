/// The actions that Glance's policies speak of, under their own names.
enum PolicyAction: String, Sendable {
    case addImage = "add_image"
    case addMember = "add_member"
    case communitizeImage = "communitize_image"
    case deactivate
    case deleteImage = "delete_image"
    case deleteMember = "delete_member"
    case downloadImage = "download_image"
    case getImage = "get_image"
    case getImages = "get_images"
    case getMember = "get_member"
    case getMembers = "get_members"
    case modifyImage = "modify_image"
    case modifyMember = "modify_member"
    case publicizeImage = "publicize_image"
    case reactivate
    case uploadImage = "upload_image"
}

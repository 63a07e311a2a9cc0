# A container as Kubernetes runs one, from what umoci makes of an image: with the words given for the arguments, the
# cloud's variables, a read-only root, no rights, and the network of this system, where the cloud is.
#
#   $words      the arguments, or where $entrypoint is false, the whole command
#   $rootfs     the unpacked image
#   $manifests  mounted at /etc/glance-share, as a ConfigMap is
#   $workspace  mounted at /work, writable: a pipeline's work tree
#   $user       whose rights the runtime has: with 0, it changes to the image's user; anybody else's number is mapped to it
.process |= (
    .terminal = false
    | .args = (if $entrypoint then .args + $words else $words end)
    | .env += ($ENV | to_entries | map(select(.key | startswith("OS_")) | "\(.key)=\(.value)"))
    | .capabilities = {}
    | .noNewPrivileges = true)
| .root = {path: $rootfs, readonly: true}
| .mounts |= map(select(.destination != "/sys/fs/cgroup" and .destination != "/sys"))
| .mounts += [
    {destination: "/etc/glance-share", type: "bind", source: $manifests, options: ["bind", "ro"]},
    {destination: "/work", type: "bind", source: $workspace, options: ["bind", "rw"]}]
| .linux.namespaces |= map(select(.type != "network"))
| del(.linux.resources)
| if $user == 0 then . else
    .linux.namespaces += [{type: "user"}]
    | .linux.uidMappings = [{containerID: .process.user.uid, hostID: $user, size: 1}]
    | .linux.gidMappings = [{containerID: .process.user.gid, hostID: $user, size: 1}]
    | .mounts |= map(if .options then .options |= map(select(startswith("gid=") | not)) else . end)
  end

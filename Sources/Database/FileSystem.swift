// What kind of file system a path lies on: on a network's, locks may not hold for every process, and a
// database and its gate need them to.

import CSystem

package enum FileSystem: Hashable, Sendable {
  case local
  /// With its name.
  case network(String)
  /// Gone after a restart.
  case memory(String)

  /// - Returns: nil where it cannot be told.
  package init?(at path: String) {
    let number = usher_file_system(path)
    guard number >= 0 else { return nil }
    if let name = Self.networks[number] {
      self = .network(name)
    } else if let name = Self.memories[number] {
      self = .memory(name)
    } else {
      self = .local
    }
  }

  /// By the numbers of statfs(2).
  private static let networks: [Int: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFE53_4D42: "SMB", 0xFF53_4D42: "CIFS", 0x0102_1997: "9p",
    0x6573_5546: "FUSE, such as sshfs", 0x5346_414F: "AFS", 0x00C3_6400: "Ceph",
    0x7375_7245: "Coda", 0x0BD0_0BD0: "Lustre",
  ]
  private static let memories: [Int: String] = [0x0102_1994: "tmpfs", 0x8584_58F6: "ramfs"]
}

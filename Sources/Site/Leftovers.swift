// What builds that were ended in the middle left in a document root: harmless, but nobody's any more.

package import Dispatch
import Glibc

package enum Leftovers {
  /// Their paths below the document root, as far as they are found in time; none while a build is at work, whose
  /// files these are.
  package static func find(in root: String, until end: DispatchTime) -> [String] {
    guard access(root, F_OK) == 0, let folder = try? PublicFolder(root) else { return [] }
    return folder.exclusivelyIfFree {
      var found: [String] = []
      var folders = [""]
      while let path = folders.popLast(), DispatchTime.now() < end {
        for name in folder.list(path.isEmpty ? "." : path) {
          if PublicFolder.isTemporary(name) {
            found.append(path + name)
          } else if path.isEmpty || path == "I/", !name.hasPrefix(".") {
            folders.append("\(path)\(name)/")
          }
        }
      }
      return found.sorted()
    } ?? []
  }
}

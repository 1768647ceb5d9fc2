// The document root: files are reached step by step from its descriptor and no step follows a symbolic
// link, so that a planted one leads nowhere.

import CSystem
import Glibc

package struct PublishingFailure: Error, CustomStringConvertible {
  package let description: String

  /// With what the system says of it.
  init(_ what: String) {
    description = "\(what) (\(String(cString: strerror(errno)))): mend that, then run `usher build`"
  }
}

final class PublicFolder: Sendable {
  let path: String
  let descriptor: Int32

  init(_ path: String) throws(PublishingFailure) {
    self.path = path
    let made = mkdir(path, 0o755) == 0
    descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw PublishingFailure("cannot open the folder \(path)") }
    // Web servers read it, whatever umask this was started with.
    if made { fchmod(descriptor, 0o755) }
  }

  deinit { close(descriptor) }

  func exclusively<Result>(_ body: () throws -> Result) throws -> Result {
    guard flock(descriptor, LOCK_EX) == 0 else { throw PublishingFailure("cannot lock \(path)") }
    defer { flock(descriptor, LOCK_UN) }
    return try body()
  }

  /// nil where somebody else is at work.
  func exclusivelyIfFree<Result>(_ body: () -> Result) -> Result? {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
    defer { flock(descriptor, LOCK_UN) }
    return body()
  }

  func holds(_ file: String) -> Bool {
    faccessat(descriptor, file, F_OK, AT_SYMLINK_NOFOLLOW) == 0
  }

  func holds(_ file: String, _ bytes: [UInt8]) -> Bool { Self.holds(descriptor, file, bytes) }

  /// Whether exactly these bytes are there; what a link leads to is not.
  static func holds(_ folder: Int32, _ name: String, _ bytes: [UInt8]) -> Bool {
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var present = [UInt8](repeating: 0, count: bytes.count + 1)
    var length = 0
    while length < present.count {
      let count = present.withUnsafeMutableBytes {
        read(file, $0.baseAddress?.advanced(by: length), $0.count - length)
      }
      if count <= 0 { break }
      length += count
    }
    return length == bytes.count && present.dropLast() == bytes[...]
  }

  /// The names in a folder, hidden ones too; none where it is missing, or a link.
  func list(_ folder: String) -> [String] {
    let opened = openat(descriptor, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard opened >= 0, let stream = fdopendir(opened) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Those of a folder that were changed from a moment on: a folder is changed when something in it is made,
  /// renamed or removed, or when it is itself. Asked for the time that nobody can set: `cp -a`, `tar` and
  /// `rsync` bring back the other one with old files.
  func changed(_ names: ArraySlice<String>, in folder: String, from moment: FileMoment) -> [String]
  {
    let opened = openat(descriptor, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    defer { close(opened) }
    var status = stat()
    return names.filter {
      fstatat(opened, $0, &status, AT_SYMLINK_NOFOLLOW) == 0
        && FileMoment(latest: status.st_ctim) >= moment
    }
  }

  /// Removes one entry of a folder: a link itself, or a folder with the files in it, but no folders in that.
  func remove(_ name: String, in folder: String) -> Bool {
    let parent = openat(descriptor, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard parent >= 0 else { return false }
    defer { close(parent) }
    return Self.remove(name, in: parent)
  }

  @discardableResult
  static func remove(_ name: String, in parent: Int32) -> Bool {
    if unlinkat(parent, name, 0) == 0 { return true }
    let opened = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard opened >= 0, let stream = fdopendir(opened) else { return false }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { _ = unlinkat(opened, $0, 0) }
      }
    }
    return unlinkat(parent, name, AT_REMOVEDIR) == 0
  }

  /// Under which something is written beside its place. One build at a time writes here (`exclusively`), so that
  /// the name is always the same, and what a killed build left is replaced.
  static func temporary(_ name: String) -> String { ".\(name).new" }

  static func isTemporary(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".new") }

  /// Everything that was written so far is on the disk.
  func sync() throws(PublishingFailure) {
    guard syncfs(descriptor) == 0 else { throw PublishingFailure("cannot sync \(path)") }
  }

  /// Opens a folder below, made where it is missing; the caller closes it.
  func open(_ folder: Substring) throws(PublishingFailure) -> Int32 {
    var current = dup(descriptor)
    for step in folder.split(separator: "/") {
      let made = mkdirat(current, String(step), 0o755) == 0
      var problem = errno
      let next = openat(current, String(step), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if made || problem == EEXIST { problem = errno }
      close(current)
      guard next >= 0 else {
        errno = problem
        throw PublishingFailure("cannot open the folder \(path)/\(folder)")
      }
      if made { fchmod(next, 0o755) }
      current = next
    }
    guard faccessat(current, ".", W_OK, 0) == 0 else {
      let problem = errno
      close(current)
      errno = problem
      throw PublishingFailure("cannot write into the folder \(path)/\(folder)")
    }
    return current
  }
}

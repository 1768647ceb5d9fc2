// Files that appear together: each is written beside its place, all are made durable, then all are
// renamed into place. A reader sees the old file or the new one, whole. An fsync costs about a
// millisecond, so that from some number on one syncfs serves all.

import CSystem
import Glibc

struct FileBatch {
  private let folder: PublicFolder
  private var waiting: [(folder: Int32, temporary: String, name: String)] = []
  private var descriptors: [String: Int32] = [:]

  /// Files above which one syncfs is cheaper than an fsync each.
  private static let manyFiles = 8

  init(in folder: PublicFolder) { self.folder = folder }

  /// Writes it beside its place, unless the same bytes are there already.
  mutating func add(_ path: String, _ bytes: [UInt8]) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let parent = path.dropLast(name.count)
    let target = try descriptor(of: parent)
    if Self.holds(target, name, bytes) { return }
    let temporary = ".\(name).\(getpid())"
    do {
      try write(bytes, to: temporary, in: target, path: path)
    } catch {
      unlinkat(target, temporary, 0)
      abandon()
      throw error
    }
    waiting.append((target, temporary, name))
  }

  /// Everything in place and on the disk; the number of files written.
  mutating func finish() throws -> Int {
    defer { closeAll() }
    guard !waiting.isEmpty else { return 0 }
    let isLarge = waiting.count > Self.manyFiles
    if isLarge { try sync() }
    for (place, file) in waiting.enumerated() {
      guard renameat(file.folder, file.temporary, file.folder, file.name) == 0 else {
        let failure = PublishingFailure("cannot put \(file.name) in its place in \(folder.path)")
        waiting.removeFirst(place)
        abandon()
        throw failure
      }
    }
    if isLarge {
      try sync()
    } else {
      for target in descriptors.values where fsync(target) != 0 {
        throw PublishingFailure("cannot sync \(folder.path)")
      }
    }
    let count = waiting.count
    waiting = []
    return count
  }

  private mutating func write(
    _ bytes: [UInt8], to temporary: String, in target: Int32, path: String
  ) throws {
    let failure = "cannot write \(folder.path)/\(path)"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    var file = openat(target, temporary, flags, 0o644)
    if file < 0, errno == EEXIST {
      // Left behind by a process of this number that was ended.
      unlinkat(target, temporary, 0)
      file = openat(target, temporary, flags, 0o644)
    }
    guard file >= 0 else { throw PublishingFailure(failure) }
    defer { close(file) }
    fchmod(file, 0o644)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { throw PublishingFailure(failure) }
      rest = rest.dropFirst(max(0, count))
    }
    // Whether the batch becomes large is not known yet; a file more than needed is no harm.
    if waiting.count < Self.manyFiles, fsync(file) != 0 { throw PublishingFailure(failure) }
  }

  private func sync() throws {
    guard syncfs(folder.descriptor) == 0 else {
      throw PublishingFailure("cannot sync \(folder.path)")
    }
  }

  private mutating func descriptor(of parent: Substring) throws -> Int32 {
    if let known = descriptors[String(parent)] { return known }
    let opened = try folder.open(parent)
    descriptors[String(parent)] = opened
    return opened
  }

  /// What was written beside goes away again; what is in place stays.
  private mutating func abandon() {
    for file in waiting { unlinkat(file.folder, file.temporary, 0) }
    waiting = []
    closeAll()
  }

  private mutating func closeAll() {
    for descriptor in descriptors.values { close(descriptor) }
    descriptors = [:]
  }

  private static func holds(_ folder: Int32, _ name: String, _ bytes: [UInt8]) -> Bool {
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
}

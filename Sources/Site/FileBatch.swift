// Files that appear together: each is written beside its place, all are made durable, then all are
// renamed into place. A reader sees the old file or the new one, whole. An fsync costs about a
// millisecond, so that a large batch is made durable by one syncfs.

import CSystem
import Glibc

struct FileBatch: Sendable {
  private let folder: PublicFolder
  private let isLarge: Bool
  private var waiting: [Waiting] = []
  /// What goes when the rest is in place.
  private var leaving: [(parent: Int32, name: String)] = []
  /// Whose files were looked at: what is right in them may have come from a build that was ended before its sync.
  private var compared: Set<Int32> = []
  private var descriptors: [String: Int32] = [:]

  /// What lies beside its place, by its folder's descriptor.
  private struct Waiting: Sendable {
    let parent: Int32
    let temporary: String
    let name: String
    let files: Int
  }

  /// - Parameter isLarge: more than a few files: written without a sync of its own for each.
  init(in folder: PublicFolder, isLarge: Bool) {
    self.folder = folder
    self.isLarge = isLarge
  }

  /// Writes it beside its place, unless the same bytes are there already.
  mutating func add(_ path: String, _ bytes: [UInt8]) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let target = try descriptor(of: path.dropLast(name.count))
    let temporary = PublicFolder.temporary(name)
    if PublicFolder.holds(target, name, bytes) {
      unlinkat(target, temporary, 0)
      return
    }
    do {
      try write(bytes, to: temporary, in: target, path: path)
    } catch {
      unlinkat(target, temporary, 0)
      abandon()
      throw error
    }
    waiting.append(Waiting(parent: target, temporary: temporary, name: name, files: 1))
  }

  /// Files of one folder: a new folder is filled beside its place and appears as a whole.
  /// - Parameter other: a file that must not be there, once these are.
  mutating func add(
    _ files: [(name: String, bytes: [UInt8])], to name: String, in parent: String,
    without other: String?
  ) throws {
    let target = try descriptor(of: parent[...])
    guard faccessat(target, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0 else {
      for file in files { try add("\(parent)/\(name)/\(file.name)", file.bytes) }
      let own = try descriptor(of: "\(parent)/\(name)/")
      compared.insert(own)
      if let other { leaving.append((own, other)) }
      return
    }
    let temporary = PublicFolder.temporary(name)
    do {
      try fill(temporary, with: files, in: target, path: "\(parent)/\(name)")
    } catch {
      _ = folder.remove(temporary, in: parent)
      abandon()
      throw error
    }
    waiting.append(
      Waiting(parent: target, temporary: temporary, name: name, files: files.count))
  }

  /// Everything of these batches in place and on the disk; the number of files written.
  static func finish(_ batches: inout [FileBatch]) throws -> Int {
    defer { for place in batches.indices { batches[place].abandon() } }
    var count = 0
    let isLarge = batches.contains { $0.isLarge && !$0.waiting.isEmpty }
    if isLarge { try batches[0].folder.sync() }
    var changed = Set(batches.flatMap(\.compared))
    for place in batches.indices {
      for file in batches[place].waiting {
        guard renameat(file.parent, file.temporary, file.parent, file.name) == 0 else {
          throw PublishingFailure(
            "cannot put \(file.name) in its place in \(batches[place].folder.path)")
        }
        changed.insert(file.parent)
        count += file.files
      }
      for file in batches[place].leaving {
        guard unlinkat(file.parent, file.name, 0) == 0 || errno == ENOENT else {
          throw PublishingFailure("cannot remove \(file.name) in \(batches[place].folder.path)")
        }
      }
    }
    // Many folders are synced faster together.
    if changed.count > 4 {
      try batches[0].folder.sync()
    } else {
      for target in changed where fsync(target) != 0 {
        throw PublishingFailure("cannot sync \(batches[0].folder.path)")
      }
    }
    for place in batches.indices { batches[place].waiting = [] }
    return count
  }

  /// What was written beside goes away again; what is in place stays.
  mutating func abandon() {
    for file in waiting { PublicFolder.remove(file.temporary, in: file.parent) }
    (waiting, leaving, compared) = ([], [], [])
    for descriptor in descriptors.values { close(descriptor) }
    descriptors = [:]
  }

  private func fill(
    _ temporary: String, with files: [(name: String, bytes: [UInt8])], in target: Int32,
    path: String
  ) throws {
    var made = mkdirat(target, temporary, 0o755)
    if made != 0, errno == EEXIST {
      PublicFolder.remove(temporary, in: target)
      made = mkdirat(target, temporary, 0o755)
    }
    let opened =
      made == 0
      ? openat(target, temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1
    guard opened >= 0 else {
      throw PublishingFailure("cannot make the folder \(folder.path)/\(path)")
    }
    defer { close(opened) }
    fchmod(opened, 0o755)
    for file in files {
      try write(file.bytes, to: file.name, in: opened, path: "\(path)/\(file.name)")
    }
    if !isLarge, fsync(opened) != 0 {
      throw PublishingFailure("cannot sync \(folder.path)/\(path)")
    }
  }

  private func write(
    _ bytes: [UInt8], to temporary: String, in target: Int32, path: String
  ) throws {
    let failure = "cannot write \(folder.path)/\(path)"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    var file = openat(target, temporary, flags, 0o644)
    if file < 0, errno == EEXIST {
      // Left behind by a process that was ended.
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
    if !isLarge, fsync(file) != 0 { throw PublishingFailure(failure) }
  }

  private mutating func descriptor(of parent: Substring) throws -> Int32 {
    let parent = String(parent)
    if let known = descriptors[parent] { return known }
    let opened = try folder.open(parent[...])
    // By an earlier process that was ended; nobody else writes here meanwhile.
    for name in isNested(parent) ? folder.list(parent) : [] where PublicFolder.isTemporary(name) {
      unlinkat(opened, name, 0)
    }
    descriptors[parent] = opened
    return opened
  }

  /// An invitation's own folder, which is small.
  private func isNested(_ parent: String) -> Bool {
    parent.split(separator: "/").count > 1
  }
}

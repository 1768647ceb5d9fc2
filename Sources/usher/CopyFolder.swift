// A folder copied into a new one: names and contents. Links are followed, and owners and rights are not taken
// over, so that the copy belongs to whoever makes it, and holds nothing but files and folders.

import Foundation

/// Folders become 0755, files 0644, or 0755 where their owner may run them.
/// - Parameter to: nothing is there yet.
func copyFolder(_ from: String, to: String) throws {
  try copyFolder(from, to: to, inside: [])
}

/// - Parameter inside: the folders that are being copied, so that a link to one of them leads nowhere.
private func copyFolder(_ from: String, to: String, inside outer: [FileIdentity]) throws {
  guard let identity = FileIdentity(from), let folder = opendir(from) else {
    throw cannotRead(from)
  }
  defer { closedir(folder) }
  guard !outer.contains(identity) else {
    throw Complaint("\(from) is a link to a folder that it lies in", mend: "remove it")
  }
  guard mkdir(to, 0o755) == 0, chmod(to, 0o755) == 0 else { throw cannotWrite(to) }
  while true {
    errno = 0
    guard let entry = readdir(folder) else { break }
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    guard name != ".", name != ".." else { continue }
    let (source, target) = ("\(from)/\(name)", "\(to)/\(name)")
    var status = stat()
    guard stat(source, &status) == 0 else { throw cannotRead(source) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: try copyFolder(source, to: target, inside: outer + [identity])
    case S_IFREG: try copyFile(source, to: target)
    default:
      throw Complaint("\(source) is neither a file nor a folder", mend: "remove it")
    }
  }
  guard errno == 0 else { throw cannotRead(from) }
}

private func copyFile(_ from: String, to: String) throws {
  // What became a pipe meanwhile is not waited for.
  let source = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard source >= 0 else { throw cannotRead(from) }
  defer { close(source) }
  var status = stat()
  guard fstat(source, &status) == 0 else { throw cannotRead(from) }
  let rights: mode_t = status.st_mode & S_IXUSR == 0 ? 0o644 : 0o755
  let target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, rights)
  guard target >= 0 else { throw cannotWrite(to) }
  defer { close(target) }
  guard fchmod(target, rights) == 0 else { throw cannotWrite(to) }
  try copyContent(of: source, from, to: target, to)
}

/// Of an open file, from where it stands, into another; the names are for messages.
func copyContent(of source: Int32, _ from: String, to target: Int32, _ to: String) throws {
  var buffer = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = read(source, &buffer, buffer.count)
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw cannotRead(from, mend: "see that it is a file, and whole") }
    if count == 0 { return }
    var written = 0
    while written < count {
      let more = buffer[written..<count].withUnsafeBytes { rest in
        write(target, rest.baseAddress, rest.count)
      }
      if more < 0, errno == EINTR { continue }
      guard more > 0 else { throw cannotWrite(to) }
      written += more
    }
  }
}

/// One file, under whatever name it is found.
private struct FileIdentity: Equatable {
  let device: dev_t
  let number: ino_t

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = status.st_dev
    number = status.st_ino
  }
}

private func cannotRead(
  _ path: String, mend: String = "mend its rights or remove it"
) -> Complaint {
  Complaint("cannot read \(path) (\(String(cString: strerror(errno))))", mend: mend)
}

private func cannotWrite(_ path: String) -> Complaint {
  Complaint(
    "cannot write \(path) (\(String(cString: strerror(errno))))",
    mend: "see to the folder's rights and the disk's room")
}

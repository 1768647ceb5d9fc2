// The document root: files are reached step by step from its descriptor and no step follows a symbolic
// link, so that a planted one leads nowhere.

import Glibc

package struct PublishingFailure: Error, CustomStringConvertible {
    package let description: String

    /// With what the system says of it.
    init(_ what: String) { description = "\(what): \(String(cString: strerror(errno)))" }
}

final class PublicFolder {
    let path: String
    let descriptor: Int32

    init(_ path: String) throws(PublishingFailure) {
        self.path = path
        mkdir(path, 0o755)
        descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PublishingFailure("cannot open the folder \(path)") }
    }

    deinit { close(descriptor) }

    func holds(_ files: [String]) -> Bool {
        files.allSatisfy { faccessat(descriptor, $0, F_OK, AT_SYMLINK_NOFOLLOW) == 0 }
    }

    /// The names in a folder; none where it is missing.
    func list(_ folder: String) -> [String] {
        guard let stream = opendir("\(path)/\(folder)") else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    /// A folder with the files in it, but no folders in that.
    func remove(_ folder: String) {
        for name in list(folder) { unlinkat(descriptor, "\(folder)/\(name)", 0) }
        unlinkat(descriptor, folder, AT_REMOVEDIR)
    }

    /// Opens a folder below, made where it is missing; the caller closes it.
    func open(_ folder: Substring) throws(PublishingFailure) -> Int32 {
        var current = dup(descriptor)
        for step in folder.split(separator: "/") {
            mkdirat(current, String(step), 0o755)
            let next = openat(current, String(step), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            let problem = errno
            close(current)
            guard next >= 0 else {
                errno = problem
                throw PublishingFailure("cannot open the folder \(path)/\(folder)")
            }
            current = next
        }
        return current
    }
}

// What a web server does for a site: files below the document root, and everything under one path
// through the program, by the variables of RFC 3875.

import Actions
import CGI
import FlyingFox
import Foundation
import Processes
import Web

struct SiteHandler: HTTPHandler {
  let configuration: Configuration
  let programPath: String
  let port: UInt16

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    let path = request.target.path(percentEncoded: false)
    if path == programPath || path.hasPrefix(programPath + "/") {
      return await answer(request, path: path)
    }
    return file(path)
  }

  // MARK: The program

  private func answer(_ request: HTTPRequest, path: String) async -> HTTPResponse {
    // What is too large is refused by its announced length, unread.
    let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    let body =
      announced > Request.longestBody
      ? [] : [UInt8]((try? await request.bodyData) ?? Data())
    var environment = [
      "REQUEST_METHOD": request.method.rawValue, "SCRIPT_NAME": programPath,
      "PATH_INFO": String(path.dropFirst(programPath.count)),
      "QUERY_STRING": request.target.query(), "SERVER_PORT": String(port),
      "REMOTE_ADDR": "127.0.0.1", "CONTENT_LENGTH": String(max(announced, body.count)),
    ]
    for (header, value) in request.headers {
      let name = header.rawValue.uppercased().replacingOccurrences(of: "-", with: "_")
      environment["HTTP_" + name] = value
      if name == "CONTENT_TYPE" { environment[name] = value }
    }
    let response = await OneAtATime.shared.respond(environment, body, configuration)
    return HTTPResponse(
      statusCode: HTTPStatusCode(response.status.rawValue, phrase: ""),
      headers: response.headers.reduce(into: HTTPHeaders()) {
        $0.addValue($1.value, for: HTTPHeader($1.name))
      },
      body: Data(response.body))
  }

  // MARK: Files

  private func file(_ path: String) -> HTTPResponse {
    let steps = path.split(separator: "/")
    guard !steps.contains(where: { $0.hasPrefix(".") }) else { return notFound }
    var file = "\(configuration.published)/\(steps.joined(separator: "/"))"
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
      guard path.hasSuffix("/") else {
        return HTTPResponse(
          statusCode: .movedPermanently, headers: HTTPHeaders([.location: path + "/"]))
      }
      file += "/index.html"
    }
    guard let bytes = FileManager.default.contents(atPath: file) else { return notFound }
    // As the recipes of `usher hosting` have it: a link that is dead.
    let mark = file.prefix(through: file.lastIndex(of: "/") ?? file.startIndex) + "gone"
    let isGone = file.hasSuffix(".html") && FileManager.default.fileExists(atPath: String(mark))
    return page(isGone ? .gone : .ok, bytes, type: Self.type(of: file))
  }

  private var notFound: HTTPResponse {
    let file = "\(configuration.published)/errors/404.html"
    let bytes = FileManager.default.contents(atPath: file) ?? Data("Not found\n".utf8)
    return page(.notFound, bytes, type: "text/html; charset=utf-8")
  }

  private func page(_ status: HTTPStatusCode, _ bytes: Data, type: String) -> HTTPResponse {
    HTTPResponse(
      statusCode: status,
      headers: [
        .contentType: type, .cacheControl: "no-cache",
        HTTPHeader("X-Content-Type-Options"): "nosniff",
      ], body: bytes)
  }

  private static func type(of file: String) -> String {
    switch file.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "json": "application/json"
    default: "application/octet-stream"
    }
  }
}

/// An answer with all of its body.
private struct Sent: Sendable {
  let status: Status
  let headers: [Header]
  var body: [UInt8]
}

/// The Web room serves one request at a time per process.
private actor OneAtATime {
  static let shared = OneAtATime()

  func respond(
    _ environment: [String: String], _ body: [UInt8], _ configuration: Configuration
  ) -> Sent {
    // What was started for earlier requests and has ended.
    while waitpid(-1, nil, WNOHANG) > 0 {}
    let responder = Responder(directory: configuration.directory)
    let request: Result<Request, RequestError>
    do throws(RequestError) {
      request = .success(
        try Request(environment: environment) { limit throws(RequestError) in
          Array(body.prefix(limit))
        })
    } catch {
      request = .failure(error)
    }
    let (response, afterwards) = responder.respond(to: request) {
      Serve.complain("usher-serve: \($0)\n")
    }
    for command in afterwards.commands {
      do { try Child(afterwards.program, command).startDetached() } catch {
        Serve.complain("usher-serve: \(error)\n")
      }
    }
    var sent = Sent(status: response.status, headers: response.headers, body: response.body)
    do { try response.stream? { sent.body += $0 } } catch {
      // The log has it; what was read so far goes out.
    }
    return sent
  }
}

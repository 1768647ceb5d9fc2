-- For lighttpd's mod_magnet, which runs it before anything else of a request for protected content, and once more when
-- usher.cgi has let the visitor in. Who that is, usher.cgi says alone: headers that a client sends under these names,
-- or under what a CGI program takes for them, are taken away.
local sent = {}
for name in pairs(lighty.r.req_header) do
  if name:lower():gsub("_", "-"):find("^x%-usher%-") then
    sent[#sent + 1] = name
  end
end
for _, name in ipairs(sent) do
  lighty.r.req_header[name] = nil
end
for _, name in ipairs({ "User", "Name", "Account", "Departments", "Positions", "Groups", "Roles" }) do
  lighty.r.req_header["X-Usher-" .. name] = lighty.r.req_env["X_USHER_" .. name:upper()]
end
local path = lighty.r.req_attr["uri.path"]
if path:find("/%.") and not path:find("/%.well%-known/") then
  return 404
end

-- For lighttpd's mod_magnet, which runs it twice. When the file is known: a link that is dead is answered with 410
-- and its own page; what begins with a dot is not there. When the answer begins: pages are kept for five
-- minutes, everything else is not kept.
local status = lighty.r.req_item["http_status"]
if status and tonumber(status) > 0 then
  local kept = tonumber(status) == 200 or tonumber(status) == 304
  lighty.r.resp_header["Cache-Control"] = kept and "max-age=300" or "no-store"
  return 0
end
local path = lighty.r.req_attr["physical.path"]
if path:find("/%.") and not path:find("/%.well%-known/") then
  return 404
end
local folder, page = path:match("^(.*/I/[0-9A-Z-]+/)([A-Za-z-]*%.?[a-z]*)$")
if folder and lighty.stat(folder .. "gone") and (page == "" or page:find("%.html$")) then
  lighty.r.resp_header["Content-Type"] = "text/html; charset=utf-8"
  lighty.content = { { filename = folder .. (page == "" and "index.html" or page) } }
  return 410
end

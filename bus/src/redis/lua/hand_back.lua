-- KEYS: log, later. ARGV: group, consumer. Returns how many went back.
-- Deleting a consumer's name also deletes what it holds, so all of it first moves to the name `~`, due at once and with
-- this delivery not counted. What is held back until later stays so.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local count = 0
while true do
  local page = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', '+', 100, ARGV[2])
  if page.err or #page == 0 then break end
  for _, held in ipairs(page) do
    redis.call('XCLAIM', KEYS[1], ARGV[1], '~', 0, held[1], 'RETRYCOUNT', math.max(0, held[4] - 1), 'JUSTID')
    if not redis.call('ZSCORE', KEYS[2], held[1]) then redis.call('ZADD', KEYS[2], now, held[1]) end
    count = count + 1
  end
end
redis.pcall('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
return count

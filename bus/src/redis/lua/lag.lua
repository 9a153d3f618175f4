-- KEYS: log. ARGV: group. Returns { waiting, pending, ms since the oldest of them was sent (-1: none) }.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function sent_at(id) return tonumber(string.match(id, '^(%d+)')) end

local length = redis.call('XLEN', KEYS[1])
local groups = redis.pcall('XINFO', 'GROUPS', KEYS[1])
local mine = nil
if not groups.err then
  for _, fields in ipairs(groups) do
    local about = {}
    for i = 1, #fields, 2 do about[fields[i]] = fields[i + 1] end
    if about['name'] == ARGV[1] then mine = about end
  end
end
-- A group that is not there yet will start with the oldest message.
if not mine then mine = { pending = 0, lag = length, ['last-delivered-id'] = '0-0' } end

-- The server does not know the lag after some deletions; then what is in the log and not pending is waiting.
local waiting = mine['lag'] or math.max(0, length - mine['pending'])
local oldest = nil
local first = redis.call('XRANGE', KEYS[1], '(' .. mine['last-delivered-id'], '+', 'COUNT', 1)[1]
if first then oldest = sent_at(first[1]) end
if mine['pending'] > 0 then
  local held = redis.call('XPENDING', KEYS[1], ARGV[1])[2]
  if held and (not oldest or sent_at(held) < oldest) then oldest = sent_at(held) end
end
if not oldest then return { waiting, mine['pending'], -1 } end
return { waiting, mine['pending'], math.max(0, now - oldest) }

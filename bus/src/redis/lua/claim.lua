-- ARGV: group, consumer, idle ms, attempts allowed, most to take, limit of the dead letters.
-- Takes over what is due (held back until now, or handed back) and what was left unanswered for too long.
-- Returns what was taken, each { id, fields, attempt }, and the ms until the next held message is due (-1: none).
--
-- XAUTOCLAIM would not do: it counts no attempts, and would take messages that are held back on purpose.
local group, consumer, idle = ARGV[1], ARGV[2], tonumber(ARGV[3])
local allowed, most, limit = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local others = nil
local taken = {}

-- A sign of life: servers before 7.2 note a consumer only when it gets something. What it holds from the last possible id
-- on is nothing, and asking for that changes nothing else.
redis.pcall('XREADGROUP', 'GROUP', group, consumer, 'COUNT', 1, 'STREAMS', log, '18446744073709551615-0')

local function take(id, attempts)
  if attempts >= allowed then
    others = others or others_than(group)
    bury(group, others, id, attempts, 'no success in ' .. attempts .. ' attempts', limit)
    return
  end
  -- Also drops the id when the stream no longer holds the message.
  local entry = redis.call('XCLAIM', log, group, consumer, 0, id)[1]
  redis.call('ZREM', later, id)
  if entry then taken[#taken + 1] = { entry[1], entry[2], attempts + 1 } end
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', later, '-inf', now, 'LIMIT', 0, most)) do
  local held = redis.pcall('XPENDING', log, group, id, id, 1)
  if held.err or #held == 0 then
    redis.call('ZREM', later, id)
  else
    take(id, held[1][4])
  end
end

-- Pages, because the front of the pending list may be messages held back for long.
local from = '-'
for _ = 1, 20 do
  if #taken >= most then break end
  local page = redis.pcall('XPENDING', log, group, 'IDLE', idle, from, '+', 100)
  if page.err then break end
  for _, held in ipairs(page) do
    if #taken >= most then break end
    if not redis.call('ZSCORE', later, held[1]) then take(held[1], held[4]) end
    from = '(' .. held[1]
  end
  if #page < 100 then break end
end

local next_due = redis.call('ZRANGEBYSCORE', later, '-inf', '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
if #next_due == 0 then return { taken, -1 } end
return { taken, math.max(0, math.ceil(tonumber(next_due[2]) - now)) }

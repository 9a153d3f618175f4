-- Shared by ack, bury and claim. KEYS: log, later, dead.
local log, later, dead = KEYS[1], KEYS[2], KEYS[3]

local function number_of(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end

local function is_after(a, b)
  local a_ms, a_seq = number_of(a)
  local b_ms, b_seq = number_of(b)
  return a_ms > b_ms or (a_ms == b_ms and a_seq > b_seq)
end

-- The other groups of the stream, with the last id each was handed.
local function others_than(group)
  local others = {}
  local groups = redis.pcall('XINFO', 'GROUPS', log)
  if groups.err then return others end
  for _, fields in ipairs(groups) do
    local about = {}
    for i = 1, #fields, 2 do about[fields[i]] = fields[i + 1] end
    if about['name'] ~= group then
      others[#others + 1] = { name = about['name'], last = about['last-delivered-id'] }
    end
  end
  return others
end

-- This group is done with the message; it leaves the log unless another group still owes it an answer.
local function release(group, others, id)
  redis.pcall('XACK', log, group, id)
  redis.call('ZREM', later, id)
  for _, other in ipairs(others) do
    if is_after(id, other.last) then return end
    if #redis.call('XPENDING', log, other.name, id, id, 1) > 0 then return end
  end
  redis.call('XDEL', log, id)
end

-- Moves a message this group holds to the dead letters.
local function bury(group, others, id, attempts, reason, limit)
  local entry = redis.call('XRANGE', log, id, id)[1]
  if entry then
    local fields = {}
    for i = 1, #entry[2], 2 do fields[entry[2][i]] = entry[2][i + 1] end
    redis.call('XADD', dead, 'MAXLEN', '~', limit, '*', 'k', fields['k'] or '', 'p', fields['p'] or '',
      'g', group, 'i', id, 'n', attempts, 'r', reason)
  end
  release(group, others, id)
end

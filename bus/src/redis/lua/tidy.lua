-- KEYS: log. ARGV: group, idle ms. Deletes the names of consumers that have gone and hold nothing: each start brings a new
-- name, and only an orderly end takes its own away. Returns how many went.
local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if consumers.err then return 0 end
local count = 0
for _, fields in ipairs(consumers) do
  local about = {}
  for i = 1, #fields, 2 do about[fields[i]] = fields[i + 1] end
  if about['pending'] == 0 and about['idle'] > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], about['name'])
    count = count + 1
  end
end
return count

-- KEYS: log. ARGV: group. Returns each consumer that the group knows of, { name, messages in hand, idle ms }; none if there
-- is no such group (yet).
local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if consumers.err then return {} end
local members = {}
for _, fields in ipairs(consumers) do
  local about = {}
  for i = 1, #fields, 2 do about[fields[i]] = fields[i + 1] end
  -- `~` holds what was handed back, until somebody takes it.
  if about['name'] ~= '~' then members[#members + 1] = { about['name'], about['pending'], about['idle'] } end
end
return members

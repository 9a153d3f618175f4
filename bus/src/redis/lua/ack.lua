-- ARGV: group, ids...
local group, others = ARGV[1], others_than(ARGV[1])
if #others > 0 then
  for i = 2, #ARGV do release(group, others, ARGV[i]) end
  return 1
end
-- The usual case, a batch at a time (a call takes only so many arguments).
for first = 2, #ARGV, 1000 do
  local final = math.min(first + 999, #ARGV)
  redis.pcall('XACK', log, group, unpack(ARGV, first, final))
  redis.call('ZREM', later, unpack(ARGV, first, final))
  redis.call('XDEL', log, unpack(ARGV, first, final))
end
return 1

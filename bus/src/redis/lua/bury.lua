-- ARGV: group, id, reason, limit. 1 when buried, 0 when the group no longer owes the message.
local group, id, reason, limit = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local held = redis.pcall('XPENDING', log, group, id, id, 1)
if held.err or #held == 0 then return 0 end
bury(group, others_than(group), id, held[1][4], reason, limit)
return 1

-- KEYS: log, later. ARGV: group, consumer, id, delay ms. 1 when held back, 0 when no longer this consumer's.
-- The message stays pending, so it can't be lost; the note in `later` only says not to take it before, and when it is due.
local held = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
if held.err or #held == 0 or held[1][2] ~= ARGV[2] then return 0 end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZADD', KEYS[2], now + tonumber(ARGV[4]), ARGV[3])
return 1

-- KEYS: log, dead. ARGV: id, limit. 1 when put back, 0 when there is no such dead letter. Other groups are done with the
-- message, so it carries the name of the one group it is for.
local letter = redis.call('XRANGE', KEYS[2], ARGV[1], ARGV[1])[1]
if not letter then return 0 end
local fields = {}
for i = 1, #letter[2], 2 do fields[letter[2][i]] = letter[2][i + 1] end
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*', 'k', fields['k'], 'p', fields['p'], 'g', fields['g'])
redis.call('XDEL', KEYS[2], ARGV[1])
return 1
